import type { Locale } from '../../platform/locale.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import type { Block, Paper, Picture } from '../../platform/papers/paper.ts'
import { asSheet } from '../../platform/papers/xlsx.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant, formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import { conversionTexts } from './conversion-messages.ts'
import type { ConversionAsked } from './conversion-rules.ts'
import { type BoardTable, type Told, withheld } from './conversion-table.ts'

/** What is drawn of each table, by the table's name. */
type Pictures = ReadonlyMap<BoardTable['id'], Picture>
interface About { asked: ConversionAsked; locale: Locale; now: Date; address: string; idleDays: string; pictures: Pictures }
const periodOf = ({ from, to }: ConversionAsked, locale: Locale): string => conversionTexts[locale].period(from && formatIsoDay(from, locale), to && formatIsoDay(to, locale)) || conversionTexts[locale].everyDay

/** The board for people who work in Excel: the report with its charts in the form officials use, a sheet of bare numbers for each table, and one of how it is counted. */
export function conversionWorkbook(tables: readonly BoardTable[], about: About): Promise<Buffer> {
  const { asked, locale, now, address, idleDays } = about
  const t = conversionTexts[locale]
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const, wrap: true })
  const notes: [string, string][] = [[t.title, periodOf(asked, locale)], [t.by, t.group[asked.by]], [t.counted, formatInstant(now, locale)], ['URL', address], ...t.methods(idleDays).map((line): [string, string] => [t.method, line]), ['…', t.withheld]]
  return workbookFile([
    asSheet(reportOf(tables, about), t.reportSheet),
    ...tables.map((table) => ({ sheet: sheetName(table), data: [[bold(table.head), ...table.columns.map((column) => ({ ...bold(column), align: 'right' as const }))], ...table.rows.map(({ name, cells }) => [guarded(name), ...cells.map(({ value }) => value ?? withheld)])], columns: [{ width: 44 }, ...table.columns.map(() => ({ width: 16 }))], stickyRowsCount: 1 })),
    { sheet: t.method, data: notes.map(([name, value]) => [bold(guarded(name)), { value: guarded(value), wrap: true }]), columns: [{ width: 30 }, { width: 100 }] },
  ])
}
/** A sheet's name holds at most 31 letters and none of \\ / ? * [ ] :. */
const sheetName = ({ short }: BoardTable): string => short.replace(/[\\/?*[\]:]/g, ' ').replace(/\s+/g, ' ').slice(0, 31).trim()

/** A table as it fits a sheet of paper: with many columns it is turned, its lines standing side by side, a few to a table. */
function laid({ head, columns, rows }: BoardTable, turned: string): Block[] {
  const one = (heads: string[], lines: [string, ...Told[]][]): Block => ({ kind: 'table', heads, rows: lines.map(([name, ...cells]) => [name, ...(cells as Told[]).map(({ text }) => text)]), values: lines.map(([, ...cells]) => [null, ...(cells as Told[]).map(({ value }) => value)]), widths: heads.map((text, column) => (column === 0 ? 3 : Math.max(1, longestWord(text) / wordAcross))), numbers: heads.slice(1).map((_, column) => column + 1) })
  if (columns.length <= mostAcross) return [one([head, ...columns], rows.map(({ name, cells }) => [name, ...cells]))]
  return Array.from({ length: Math.ceil(rows.length / mostAcross) }, (_, i) => rows.slice(i * mostAcross, (i + 1) * mostAcross))
    .map((some) => one([turned, ...some.map(({ name }) => name)], columns.map((column, i) => [column, ...some.map(({ cells }) => cells[i] ?? { value: null, text: '' })])))
}
const mostAcross = 5
/** So many letters of a head fit the narrowest column on one line. */
const wordAcross = 8
const longestWord = (text: string): number => Math.max(...text.split(/[\s-]+/).map((word) => word.length))

/** The board as a report in the form officials use: national name and motto, number, place and day, and who signs; each table with its chart. */
function reportOf(tables: readonly BoardTable[], { asked, locale, now, idleDays, pictures }: About): Paper {
  const t = conversionTexts[locale]
  const blocks: Block[] = [
    { kind: 'paragraph', text: t.reportPeriod(periodOf(asked, locale)) }, { kind: 'paragraph', text: t.lead },
    ...tables.flatMap((table, i): Block[] => {
      const picture = pictures.get(table.id)
      return [{ kind: 'heading', level: 1, text: `${i + 1}. ${table.title}` }, ...(picture ? [{ kind: 'picture' as const, ...picture }] : []), ...(table.rows.length === 0 ? [{ kind: 'paragraph' as const, text: table.empty }] : laid(table, t.stage))]
    }),
    { kind: 'heading', level: 1, text: `${tables.length + 1}. ${t.method}` }, ...t.methods(idleDays).map((text): Block => ({ kind: 'paragraph', text })), { kind: 'note', text: t.withheld },
    { kind: 'signatures', parties: [{ party: t.maker, note: t.sign }, { party: t.head, note: t.signStamp }] },
  ]
  return { locale, title: t.report, subtitle: t.reportAbout, head: { issuer: t.issuer, number: t.number, place: 'Hà Nội', day: hanoiDay(now), english: locale === 'en' }, blocks, author: t.author, created: now }
}
export const conversionReport = (tables: readonly BoardTable[], about: About): Promise<Buffer> => asDocx(reportOf(tables, about))
