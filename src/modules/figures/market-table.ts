import type { Locale } from '../../platform/locale.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { marketTexts } from './messages.ts'
import type { MarketRow } from './market.ts'
import type { MarketAsked, MarketView } from './rules.ts'

/** A view as a table: the page, the CSV and the workbook show this one. A cell that is null is withheld. */
export interface MarketTable {
  columns: { key: string; title: string }[]
  rows: { row: MarketRow; name: string; cells: (number | string | null)[] }[]
}

/** The rows with those that hold nothing put in where people look for them: every branch, every level, every grade. */
export function completed(view: MarketView, { field }: MarketAsked, rows: readonly MarketRow[], taxonomy: Taxonomy): MarketRow[] {
  const known = new Map(rows.map((row) => [row.code, row]))
  const all = view === 'fields' ? branchesOf(field, taxonomy) : view === 'trl' ? taxonomy.list('trl').map(({ code }) => code) : view === 'evidence' ? ['0', '1', '2', '3', '4'] : []
  if (all.length === 0) return [...rows]
  return [...all.map((code) => known.get(code) ?? { code, offers: 0, needs: 0 }), ...rows.filter(({ code }) => !all.includes(code))]
}
export const branchesOf = (field: string, taxonomy: Taxonomy): string[] =>
  (field ? taxonomy.children('research_field', field) : taxonomy.list('research_field').filter(({ level }) => level === '1')).map(({ code }) => code)

export function tableOf(view: MarketView, asked: MarketAsked, rows: readonly MarketRow[], taxonomy: Taxonomy, locale: Locale): MarketTable {
  const t = marketTexts[locale]
  const month = view === 'months'
  const numbers: [key: keyof MarketRow, title: string][] = [
    ...(asked.kind === 'need' && view !== 'gaps' ? [] : [['offers', month ? t.offersNew : t.offers] as const, ...(month ? [['offers_open', t.offers_open] as const] : [])]),
    ...(asked.kind === 'offer' && view !== 'gaps' ? [] : [['needs', month ? t.needsNew : t.needs] as const, ...(month ? [['needs_open', t.needs_open] as const] : [])]),
    ...(view === 'gaps' ? ([['unmatched', t.unmatched], ['unanswered', t.unanswered], ['pull', t.pull], ['balance', t.balance]] as const) : []),
  ].map(([key, title]) => [key, title])
  const cell = (row: MarketRow, key: keyof MarketRow): number | string | null => {
    const value = row[key]
    if (key === 'balance') return t.balances[row.balance ?? 'few']
    return typeof value === 'number' ? (key === 'pull' ? Math.round(value * 100) / 100 : value) : null
  }
  return {
    columns: numbers.map(([key, title]) => ({ key, title })),
    rows: rows.map((row) => ({ row, name: nameOf(view, row.code, asked, taxonomy, locale), cells: numbers.map(([key]) => cell(row, key)) })),
  }
}

function nameOf(view: MarketView, code: string, { field }: MarketAsked, taxonomy: Taxonomy, locale: Locale): string {
  const t = marketTexts[locale]
  if (view === 'months') return `${code.slice(5)}/${code.slice(0, 4)}`
  if (view === 'evidence') return t.grades[Number(code)] ?? code
  if (view === 'trl') return code ? t.level(code, taxonomy.name('trl', code, locale)) : t.unstated
  if (view === 'places') {
    const [list = '', place = ''] = code.split(' ')
    return list === 'ward' ? t.hanoi(taxonomy.name('ward', place, locale)) : place === 'VN' ? t.inVietnam : taxonomy.name('country', place, locale)
  }
  if (code === '') return t.unfiled
  const name = taxonomy.name('research_field', code, locale)
  return code === field && branchesOf(field, taxonomy).length > 0 ? t.broadly(name) : name
}
