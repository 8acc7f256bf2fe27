import type { Locale } from '../locale.ts'

/**
 * An official document before it has a form: what it says, in order, written once and given out as a
 * file for a word processor (docx.ts) and as a file for reading and keeping (pdf.ts). The layout of head,
 * title, number, place and day is that of the appendix to Decree 30/2020/NĐ-CP on clerical work
 * (công tác văn thư).
 */
export interface Paper {
  /** The language of whatever names no other. */
  locale: Locale
  /** What the file is called, and its heading: HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ. */
  title: string
  /** Under the title: what it is about. */
  subtitle?: string
  /** Left out of an enclosure, which has no head of its own. */
  head?: Head
  blocks: readonly Block[]
  /** At the foot of every page, beside its number: the file's number, the version, its hash. */
  mark?: string
  /** Whoever gives it out; goes into the file's properties. */
  author: string
  /** The moment the file says it was made. The same paper of the same moment is the same bytes. */
  created: Date
}

/** The issuing body at the left, the national name and motto at the right; with no body, as in a contract, these stand in the middle. */
export interface Head {
  /** From the body above to the one that issues, which is set in bold. */
  issuer?: readonly string[]
  /** The document's number and sign, without "Số:". */
  number?: string
  place?: string
  /** YYYY-MM-DD in Hanoi; with none, dots to be filled in. */
  day?: string
  /** The national name and motto in English too, below the Vietnamese. */
  english?: boolean
}

export interface Run {
  text: string
  bold?: boolean
  italic?: boolean
  /** Still to be filled in: set apart, so that nobody overlooks it. */
  gap?: boolean
  lang?: Locale
}
export type Text = string | readonly Run[]

/** One who signs: as which party, in what position, by what name. */
export interface Signatory { party: string; position?: string; name?: string; /** (Ký, ghi rõ họ tên, đóng dấu). */ note?: string; lang?: Locale }
/** The two languages of one clause, side by side. Each line of the list is a paragraph. */
export interface Pair { kind: 'pair'; vi: readonly Text[]; en: readonly Text[]; /** The first paragraph of each is the clause's own heading. */ headed?: boolean }
/** A PNG, so many millimetres wide, with what it shows in words. */
export interface Picture { png: Buffer; width: number; height: number; alt: string }
export interface Table {
  kind: 'table'
  caption?: Text
  heads: readonly Text[]
  rows: readonly (readonly Text[])[]
  /** Shares of the width, one a column; equal where left out. */
  widths?: readonly number[]
  /** The columns, counted from 0, whose cells are numbers and stand at the right. */
  numbers?: readonly number[]
  /** The cells that are numbers, as numbers, for a file that can reckon with them. */
  values?: readonly (readonly (number | null)[])[]
}
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: Text; lang?: Locale }
  | { kind: 'paragraph'; text: Text; align?: 'left' | 'centre' | 'right'; lang?: Locale }
  | { kind: 'list'; ordered?: boolean; items: readonly Text[]; lang?: Locale }
  | Table
  | Pair
  | { kind: 'note'; text: Text; lang?: Locale }
  | ({ kind: 'picture' } & Picture)
  | { kind: 'page_break' }
  | { kind: 'signatures'; parties: readonly Signatory[] }

export const languageTags: Record<Locale, string> = { vi: 'vi-VN', en: 'en-GB' }
export const runsOf = (text: Text): readonly Run[] => (typeof text === 'string' ? [{ text }] : text)
export const gap = (text: string): Run => ({ text, gap: true })
export const bold = (text: string): Run => ({ text, bold: true })
/** How what is still to be filled in is written: words in brackets. */
export const shownIn = ({ text, gap: open }: Run): string => (open ? `[${text}]` : text)
export const plainOf = (text: Text): string => runsOf(text).map(shownIn).join('')

/** As the appendix of the decree writes them: in these capitals, with these hyphens. */
export const nation: Record<Locale, { name: string; motto: string }> = {
  vi: { name: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập - Tự do - Hạnh phúc' },
  en: { name: 'SOCIALIST REPUBLIC OF VIET NAM', motto: 'Independence - Freedom - Happiness' },
}
export const numbered = (number: string): string => `Số: ${number}`
/** “Hà Nội, ngày 05 tháng 02 năm 2026”: a nought before a day below ten and a month below three, as the decree asks. */
export function placeAndDay(place: string, day: string | undefined): string {
  if (!day) return `${place}, ngày ...... tháng ...... năm ......`
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return `${place}, ngày ${String(date).padStart(2, '0')} tháng ${month < 3 ? `0${month}` : month} năm ${year}`
}
export const pageOf: Record<Locale, (page: number, pages: number) => string> = { vi: (page, pages) => `Trang ${page}/${pages}`, en: (page, pages) => `Page ${page} of ${pages}` }
