/**
 * Text as people search it: lower case, without diacritics, đ as d, one space between words.
 * "Sấy Lạnh  nông sản" and "say lanh nong san" fold to the same; so do hoà and hòa.
 */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

export const words = (text: string): string[] => { const folded = fold(text); return folded ? folded.split(' ') : [] }

/** Lines and control characters as a browser may send them, made plain: LF only, no NUL, no half of a sign (JSON can bring one), trimmed. */
export const plain = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').trim()

/** At most `length` characters, cut at a word, with an ellipsis where something was cut. */
export function shorten(text: string, length: number): string {
  const one = text.replace(/\s+/g, ' ').trim()
  if (one.length <= length) return one
  const cut = one.slice(0, length - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length * 0.6)).trimEnd()}…`
}
