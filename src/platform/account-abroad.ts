/** A bank as SWIFT messages name it (ISO 9362): eight signs, or eleven with its branch. */
export const isSwift = (text: string): boolean => /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(text)

/** Whether this is written as an IBAN is: a country, two check digits, and the account within the country. */
export const looksLikeIban = (text: string): boolean => /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(text)
/** Whether its check digits are its own (ISO 13616, by ISO 7064 mod 97-10): a mistyped or swapped sign is found. */
export function isIban(text: string): boolean {
  if (!looksLikeIban(text)) return false
  let rest = 0
  for (const sign of text.slice(4) + text.slice(0, 4)) for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}
export const isAccountAbroad = (text: string): boolean => /^[0-9A-Z]{4,34}$/.test(text)
