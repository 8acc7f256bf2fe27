import type { Locale } from './locale.ts'

/** Whole numbers in words, as a cheque or a contract says an amount. A zero too many is heard before it is seen. */
const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
const thousands = ['', ' nghìn', ' triệu'] as const

/** Below a thousand; `whole` says the hundreds though there are none, as inside a longer number. */
function tripleVi(n: number, whole: boolean): string {
  const [hundred, ten, one] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  const words: string[] = []
  if (hundred || whole) words.push(digits[hundred]!, 'trăm')
  if (ten === 0) { if (one) words.push(...(hundred || whole ? ['linh'] : []), digits[one]!) } else {
    words.push(...(ten === 1 ? ['mười'] : [digits[ten]!, 'mươi']))
    if (one) words.push(one === 1 && ten > 1 ? 'mốt' : one === 5 ? 'lăm' : digits[one]!)
  }
  return words.join(' ')
}
/** Below a thousand million, `whole` as above. */
function belowBillionVi(n: number, whole: boolean): string {
  const parts: string[] = []
  for (const [power, unit] of [[2, thousands[2]], [1, thousands[1]], [0, thousands[0]]] as const) {
    const triple = Math.floor(n / 1000 ** power) % 1000
    if (triple) parts.push(`${tripleVi(triple, whole || parts.length > 0)}${unit}`)
  }
  return parts.join(' ')
}
function inVietnamese(n: number): string {
  if (n === 0) return digits[0]
  const billions = Math.floor(n / 1e9), rest = n % 1e9
  return [billions > 0 ? `${inVietnamese(billions)} tỷ` : '', rest > 0 ? belowBillionVi(rest, false) : ''].filter(Boolean).join(' ')
}

const small = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'] as const
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const
function tripleEn(n: number): string {
  const hundred = Math.floor(n / 100), rest = n % 100
  const below = rest < 20 ? (rest ? small[rest]! : '') : `${tens[Math.floor(rest / 10)]}${rest % 10 ? `-${small[rest % 10]}` : ''}`
  return [hundred ? `${small[hundred]} hundred` : '', below].filter(Boolean).join(' and ')
}
function inEnglish(n: number): string {
  if (n === 0) return small[0]
  const parts: string[] = []
  for (const [power, unit] of [[5, ' quadrillion'], [4, ' trillion'], [3, ' billion'], [2, ' million'], [1, ' thousand'], [0, '']] as const) {
    const triple = Math.floor(n / 1000 ** power) % 1000
    if (triple) parts.push(`${tripleEn(triple)}${unit}`)
  }
  return parts.join(' ')
}

/** A whole number, not below zero, in words. */
export function inWords(n: number, locale: Locale): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`no number of things: ${n}`)
  return locale === 'vi' ? inVietnamese(n) : inEnglish(n)
}
/** “Một trăm hai mươi triệu đồng”; “One hundred and twenty million đồng”. */
export function vndInWords(amount: number, locale: Locale): string {
  const words = inWords(amount, locale)
  return `${words[0]!.toLocaleUpperCase(locale)}${words.slice(1)} đồng`
}
