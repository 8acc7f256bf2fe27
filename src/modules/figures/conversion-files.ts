import writeWorkbook from 'write-excel-file/node'
import type { Locale } from '../../platform/locale.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import type { Block, Paper } from '../../platform/papers/paper.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant, formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { conversionTexts } from './conversion-messages.ts'
import type { ConversionAsked } from './conversion-rules.ts'
import { type BoardTable, withheld } from './conversion-table.ts'

interface About { asked: ConversionAsked; locale: Locale; now: Date; address: string; idleDays: string }
const periodOf = ({ from, to }: ConversionAsked, locale: Locale): string => conversionTexts[locale].period(from && formatIsoDay(from, locale), to && formatIsoDay(to, locale)) || conversionTexts[locale].everyDay

/** The board for people who work in Excel: a sheet a table, and one of how it is counted. */
export function conversionWorkbook(tables: readonly BoardTable[], { asked, locale, now, address, idleDays }: About): Promise<Buffer> {
  const t = conversionTexts[locale]
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const, wrap: true })
  const about: [string, string][] = [[t.title, periodOf(asked, locale)], [t.by, t.group[asked.by]], [t.counted, formatInstant(now, locale)], ['URL', address], ...t.methods(idleDays).map((line): [string, string] => [t.method, line]), ['…', t.withheld]]
  return writeWorkbook([
    ...tables.map((table) => ({ sheet: sheetName(table), data: [[bold(table.head), ...table.columns.map(bold)], ...table.rows.map(({ name, cells }) => [guarded(name), ...cells.map(({ value }) => value ?? withheld)])], columns: [{ width: 44 }, ...table.columns.map(() => ({ width: 16 }))], stickyRowsCount: 1 })),
    { sheet: t.method, data: about.map(([name, value]) => [bold(guarded(name)), { value: guarded(value), wrap: true }]), columns: [{ width: 30 }, { width: 100 }] },
  ]).toBuffer() as Promise<Buffer>
}
/** A sheet's name holds at most 31 letters and none of \\ / ? * [ ] :. */
const sheetName = ({ title }: BoardTable): string => title.replace(/[\\/?*[\]:]/g, ' ').replace(/\s+/g, ' ').slice(0, 31).trim()

/** A table as it fits a sheet of paper: with many columns it is turned, its lines standing side by side, a few to a table. */
function laid({ head, columns, rows }: BoardTable, turned: string): Block[] {
  const one = (heads: string[], lines: string[][]): Block => ({ kind: 'table', heads, rows: lines, widths: heads.map((_, column) => (column === 0 ? 3 : 1)), numbers: heads.slice(1).map((_, column) => column + 1) })
  if (columns.length <= mostAcross) return [one([head, ...columns], rows.map(({ name, cells }) => [name, ...cells.map(({ text }) => text)]))]
  return Array.from({ length: Math.ceil(rows.length / mostAcross) }, (_, i) => rows.slice(i * mostAcross, (i + 1) * mostAcross))
    .map((some) => one([turned, ...some.map(({ name }) => name)], columns.map((column, i) => [column, ...some.map(({ cells }) => cells[i]?.text ?? '')])))
}
const mostAcross = 5

/** The board as a report in the form officials use: national name and motto, number, place and day, and who signs. */
export function conversionReport(tables: readonly BoardTable[], { asked, locale, now, idleDays }: About): Promise<Buffer> {
  const t = conversionTexts[locale]
  const blocks: Block[] = [
    { kind: 'paragraph', text: t.reportPeriod(periodOf(asked, locale)) }, { kind: 'paragraph', text: t.lead },
    ...tables.flatMap((table, i): Block[] => [
      { kind: 'heading', level: 1, text: `${i + 1}. ${table.title}` },
      ...(table.rows.length === 0 ? [{ kind: 'paragraph' as const, text: table.empty }] : laid(table, t.stage)),
    ]),
    { kind: 'heading', level: 1, text: `${tables.length + 1}. ${t.method}` }, ...t.methods(idleDays).map((text): Block => ({ kind: 'paragraph', text })), { kind: 'note', text: t.withheld },
    { kind: 'signatures', parties: [{ party: t.maker, note: t.sign }, { party: t.head, note: t.signStamp }] },
  ]
  const paper: Paper = { locale, title: t.report, subtitle: t.reportAbout, head: { issuer: t.issuer, number: t.number, place: 'Hà Nội', day: hanoiDay(now), english: locale === 'en' }, blocks, author: t.author, created: now }
  return asDocx(paper)
}
