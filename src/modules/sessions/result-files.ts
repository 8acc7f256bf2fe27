import { inLocale, type Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant, formatIsoDay } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import { bandName } from '../figures/ledger-messages.ts'
import { resultTexts } from './result-messages.ts'
import type { SessionResults } from './result-queries.ts'
import { lotFigures, resultFigures, resultMonths } from './result-rules.ts'

/** The results for people who work in Excel: a line a session, and how it is counted. What is withheld stands as … here too. */
export function resultsWorkbook({ figures, bounds }: SessionResults, { locale, now, address, title }: { locale: Locale; now: Date; address: string; title: string }): Promise<Buffer> {
  const t = resultTexts[locale]
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const, wrap: true })
  const bands = [...bounds, 0].map((_, band) => bandName(band, bounds, locale))
  const about: [string, string][] = [[t.session, title], [t.counted, formatInstant(now, locale)], [t.source, address], ...t.method.map((line): [string, string] => [t.how, line]), ['…', t.withheld]]
  return workbookFile([
    { sheet: t.crumb, data: [[t.session, t.day, ...resultFigures.map((figure) => t.figures[figure]), ...resultMonths.map(t.within), ...bands, ...lotFigures.map((figure) => t.lots[figure])].map(bold),
      ...figures.map((row) => [guarded(inLocale(locale, row.title_vi, row.title_en)), formatIsoDay(row.day, locale), ...resultFigures.map((figure) => row[figure]), ...resultMonths.map((months) => row.within[months] ?? t.later), ...bands.map((_, band) => row.bands?.[band] ?? '…'), ...lotFigures.map((figure) => row[figure])])],
      columns: [{ width: 44 }, { width: 14 }, ...resultFigures.map(() => ({ width: 14 })), ...resultMonths.map(() => ({ width: 14 })), ...bands.map(() => ({ width: 18 })), ...lotFigures.map(() => ({ width: 14 }))], stickyRowsCount: 1 },
    { sheet: t.how, data: about.map(([name, value]) => [bold(name), { value: guarded(value), wrap: true }]), columns: [{ width: 30 }, { width: 100 }] },
  ])
}
