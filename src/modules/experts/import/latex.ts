import { fold } from '../../../platform/text.ts'

/** LaTeX's accents, with the sign Unicode puts behind its letter. */
const accents: Record<string, string> = { '`': '\u0300', "'": '\u0301', '^': '\u0302', '~': '\u0303', '=': '\u0304', '.': '\u0307', '"': '\u0308', h: '\u0309', r: '\u030a', H: '\u030b', v: '\u030c', d: '\u0323', c: '\u0327', k: '\u0328', u: '\u0306', b: '\u0331' }
const letters: Record<string, string> = { ohorn: 'ơ', Ohorn: 'Ơ', OHORN: 'Ơ', uhorn: 'ư', Uhorn: 'Ư', UHORN: 'Ư', dj: 'đ', DJ: 'Đ', abreve: 'ă', ABREVE: 'Ă', acircumflex: 'â', ACIRCUMFLEX: 'Â', ecircumflex: 'ê', ECIRCUMFLEX: 'Ê', ocircumflex: 'ô', OCIRCUMFLEX: 'Ô' }

/**
 * Vietnamese as LaTeX writes it, two accents on one letter (\'{\^a}, \'\^a), the hook (\h a) and the
 * horn (\ohorn) included, made letters. What is no letter is left for the parser, which knows more but not these.
 */
export function vietnameseLetters(latex: string): string {
  let text = latex.replace(/\\([A-Za-z]{2,11})(?![A-Za-z])(?:\{\}|[ \t]+)?/g, (all, name: string) => (Object.hasOwn(letters, name) ? letters[name] as string : all))
  for (let round = 0; round < 3; round++) { // the innermost first: an accent on a letter is a letter for the next one
    text = text.replace(/\\(?:([`'^~=."])[ \t]*|([hrHvdckub])(?:[ \t]+|(?=\{)))(?:\{[ \t]*(\p{L}|\\[ij])[ \t]*\}|\{\{(\p{L})\}\}|(\p{L}|\\[ij]))/gu, (all, sign: string | undefined, command: string | undefined, ...rest: (string | undefined)[]) => {
      const letter = (rest[0] ?? rest[1] ?? rest[2] ?? '').replace('\\', '')
      const whole = `${letter}${accents[sign ?? command ?? ''] ?? ''}`.normalize('NFC')
      return [...whole].length === 1 ? whole : all
    }).replace(/(?<![A-Za-z\\])\{(\p{L})\}/gu, '$1')
  }
  return text
}

const vietnameseFamilies = new Set(['nguyen', 'tran', 'le', 'pham', 'hoang', 'huynh', 'phan', 'vu', 'vo', 'dang', 'bui', 'do', 'ho', 'ngo', 'duong', 'ly', 'dinh', 'trinh', 'mai', 'cao', 'luong', 'ha', 'lam', 'ta', 'luu', 'chu', 'dao', 'doan', 'truong', 'quach', 'to', 'thai', 'kieu', 'nghiem', 'khuat'])
/** The Vietnamese say the family first; others last. */
export const fullName = (family: string, given: string): string => (vietnameseFamilies.has(fold(family)) ? [family, given] : [given, family]).filter(Boolean).join(' ')
