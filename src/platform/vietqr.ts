/**
 * A transfer between Vietnamese accounts as NAPAS's VietQR writes it, an EMVCo merchant-presented code:
 * fields of a two-digit name, a two-digit length and a value, closed by a checksum. A banking app that reads
 * it fills in the account, the amount and the purpose, and nobody mistypes one.
 */
export interface Transfer {
  /** The bank's number at NAPAS, six digits. */
  bin: string
  account: string
  /** Whole đồng; null: whoever pays types it. */
  amount: number | null
  /** What the payee finds in the statement: plain letters, digits and spaces. */
  purpose: string
}
export const isBin = (text: string): boolean => /^\d{6}$/.test(text)
export const isAccountNumber = (text: string): boolean => /^[0-9A-Z]{4,19}$/.test(text)
export const longestPurpose = 25

/** CRC-16/CCITT-FALSE: polynomial 1021, begun at FFFF, not reflected, as EMVCo and NAPAS ask. Four hexadecimal digits. */
export function crc16(text: string): string {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

function field(name: string, value: string): string {
  if (value.length === 0 || value.length > 99) throw new RangeError(`field ${name} has ${value.length} signs`)
  return `${name}${String(value.length).padStart(2, '0')}${value}`
}

/** The code's text. An account, an amount or a purpose it has no way to say is an error of ours, not of the reader. */
export function vietQr({ bin, account, amount, purpose }: Transfer): string {
  if (!isBin(bin) || !isAccountNumber(account)) throw new RangeError('not a bank and an account as VietQR names them')
  if (amount !== null && (!Number.isSafeInteger(amount) || amount <= 0 || amount > 9_999_999_999_999)) throw new RangeError(`not an amount VietQR can say: ${amount}`)
  if (purpose.length > longestPurpose || !/^[0-9A-Za-z ]*$/.test(purpose)) throw new RangeError('not a purpose VietQR can say')
  const payee = field('00', 'A000000727') + field('01', field('00', bin) + field('01', account)) + field('02', 'QRIBFTTA')
  const open = field('00', '01') + field('01', amount === null ? '11' : '12') + field('38', payee) + field('53', '704')
    + (amount === null ? '' : field('54', String(amount))) + field('58', 'VN') + (purpose ? field('62', field('08', purpose)) : '')
  return sealed(open)
}
const sealed = (open: string): string => `${open}6304${crc16(`${open}6304`)}`

/** The fields of such a text by name, nested ones as text; null where it is cut short or its checksum is another's. */
export function readVietQr(text: string): Record<string, string> | null {
  return /6304[0-9A-F]{4}$/.test(text) && crc16(text.slice(0, -4)) === text.slice(-4) ? fieldsIn(text) : null
}
export function fieldsIn(text: string): Record<string, string> | null {
  const fields: Record<string, string> = {}
  for (let at = 0; at < text.length;) {
    const length = Number(text.slice(at + 2, at + 4))
    if (!/^\d{4}$/.test(text.slice(at, at + 4)) || at + 4 + length > text.length) return null
    fields[text.slice(at, at + 2)] = text.slice(at + 4, at + 4 + length)
    at += 4 + length
  }
  return fields
}
