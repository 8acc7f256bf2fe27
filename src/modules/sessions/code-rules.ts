/** Crockford's letters: none that is read as another, so that a code can be said over the telephone and typed at the door. */
export const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Letters of the signature: sixty bits, which nobody hits by trying. */
export const signed = 12
/** Letters of the place's number, which is one of the database. */
const mostDigits = 7

/** A code as it was typed or read: small letters, spaces, and letters that look like others are forgiven. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').replace(/[^0-9A-Z]/g, '')
/** Whether what was typed or read has the length and the letters of a code; a QR code of something else has not. */
export function canBeCode(typed: string): boolean {
  const code = plainCode(typed)
  return code.length > signed && code.length <= signed + mostDigits && [...code].every((letter) => letters.includes(letter))
}
