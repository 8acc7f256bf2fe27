import { stringify } from 'csv-stringify/sync'
import type { Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import { outcomeMonths } from '../outcomes/schema.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { bandName, ledgerTexts, priceName } from './ledger-messages.ts'
import type { Ledger, LedgerRow, PriceRow } from './ledger.ts'

export const withheld = '…'
/** A line's figures in the order of the columns: the page, the CSV and the workbook show these. */
export function ledgerColumns(locale: Locale): { key: string; title: string; cell: (row: LedgerRow) => number | null }[] {
  const t = ledgerTexts[locale]
  return [
    { key: 'deals', title: t.deals, cell: (row) => row.deals }, { key: 'demonstration', title: t.demonstration, cell: (row) => row.demonstration }, { key: 'median_days', title: t.days, cell: (row) => row.days }, { key: 'satisfaction', title: t.satisfaction, cell: (row) => row.satisfaction },
    ...outcomeMonths.flatMap((months) => (['due', 'said', 'used'] as const).map((what) => ({ key: `${what}_${months}`, title: `${t.months(months)}: ${t[what].toLowerCase()}`, cell: (row: LedgerRow) => row.survival[months]?.[what] ?? null }))),
  ]
}
export const fieldName = (code: string, taxonomy: Taxonomy, locale: Locale): string => (code === '' ? ledgerTexts[locale].unfiled : taxonomy.name('research_field', code, locale))
export const priceGroup = ({ by, code }: PriceRow, taxonomy: Taxonomy, locale: Locale): string => (by === 'trl' ? ledgerTexts[locale].trl(code) : taxonomy.name('transfer_form', code, locale))

/** Every line with the table it stands in. */
const linesOf = (ledger: Ledger, taxonomy: Taxonomy, locale: Locale): [table: 'all' | 'field' | 'year', name: string, row: LedgerRow][] => [
  ['all', ledgerTexts[locale].total, ledger.total], ...ledger.fields.map((row): ['field', string, LedgerRow] => ['field', fieldName(row.code, taxonomy, locale), row]), ...ledger.years.map((row): ['year', string, LedgerRow] => ['year', row.code, row]),
]

/** The ledger for programs: a row a line of each table, what is withheld as …. */
export function ledgerCsv(ledger: Ledger, taxonomy: Taxonomy, locale: Locale): string {
  const columns = ledgerColumns(locale), bands = [...ledger.bounds, 0].map((_, band) => `band_${band + 1}`)
  return stringify(linesOf(ledger, taxonomy, locale).map(([table, name, row]) => [table, guarded(row.code), guarded(name), ...columns.map(({ cell }) => cell(row) ?? withheld), ...bands.map((_, band) => row.bands?.[band] ?? withheld)]),
    { header: true, bom: true, columns: ['table', 'code', 'name', ...columns.map(({ key }) => key), ...bands] })
}

/** The same for people who work in Excel: a sheet of lines, one of reference prices, one of named deals, one of how it is counted. */
export function ledgerWorkbook(ledger: Ledger, taxonomy: Taxonomy, locale: Locale, { now, address }: { now: Date; address: string }): Promise<Buffer> {
  const t = ledgerTexts[locale], columns = ledgerColumns(locale)
  const head = (...names: string[]) => names.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true }))
  const bands = [...ledger.bounds, 0].map((_, band) => bandName(band, ledger.bounds, locale))
  const title = (titles: Ledger['named'][number]['titles'], id: number) => titles[locale] ?? titles.vi ?? titles.en ?? t.unnamed(id)
  const about: [string, string][] = [[t.title, t.open], [t.counted, formatInstant(now, locale)], [t.source, address], [t.method, t.about], [t.survival, t.survivalLead], [t.prices, t.pricesLead], ['…', t.withheld]]
  return workbookFile([
    { sheet: t.sheet, data: [head(t.kind, t.field, ...columns.map((column) => column.title), ...bands), ...linesOf(ledger, taxonomy, locale).map(([table, name, row]) => [table === 'field' ? t.byField : table === 'year' ? t.byYear : t.total, guarded(name), ...columns.map(({ cell }) => cell(row) ?? withheld), ...bands.map((_, band) => row.bands?.[band] ?? withheld)])], columns: [{ width: 22 }, { width: 36 }, ...columns.map(() => ({ width: 16 })), ...bands.map(() => ({ width: 18 }))], stickyRowsCount: 1 },
    { sheet: t.prices, data: [head(t.field, t.kind, t.deals, t.price), ...ledger.prices.map((row) => [row.field === '' ? t.every : fieldName(row.field, taxonomy, locale), guarded(priceGroup(row, taxonomy, locale)), row.deals, priceName(row.low, row.high, locale)])], columns: [{ width: 36 }, { width: 44 }, { width: 12 }, { width: 44 }] },
    { sheet: t.named, data: [head(t.year, t.what, t.parties, t.band, t.demonstration), ...ledger.named.map((deal) => [deal.year, guarded(title(deal.titles, deal.id)), guarded(`${deal.supplier_vi} – ${deal.demander_vi}`), bandName(deal.band, ledger.bounds, locale), deal.demonstration ? t.demonstrated : ''])], columns: [{ width: 14 }, { width: 60 }, { width: 60 }, { width: 36 }, { width: 18 }] },
    { sheet: t.method, data: about.map(([name, value]) => [{ value: name, fontWeight: 'bold' as const }, { value, wrap: true }]), columns: [{ width: 30 }, { width: 100 }] },
  ])
}
