import { dayAfter } from '../../platform/time.ts'
import type { Conclusion, ReportAnswer, testers, Verdict } from './schema.ts'

/** Reports of a deal, versions of one, quantities and documents of a version. */
export const mostReports = 30
export const mostReportVersions = 20
export const mostQuantities = 20
export const mostReportDocuments = 10

export type ReportRefusal =
  | { code: 'test_days_reversed'; field: 'tested_to' }
  | { code: 'test_day_ahead'; field: 'tested_to' }
  | { code: 'third_party_unnamed'; field: 'tester_name' }
  | { code: 'quantity_needed'; field: 'quantity_1' }
  | { code: 'quantity_incomplete'; row: number; field: string }
  | { code: 'conclusion_not_borne_out'; field: 'conclusion' }
  | { code: 'conclusion_unexplained'; field: 'conclusion' }
  | { code: 'report_document_unfit'; field: 'documents' }
  | { code: 'too_many_reports'; most: number }
  | { code: 'too_many_report_versions'; most: number }
  | { code: 'own_report' }
  | { code: 'report_changed' }
  | { code: 'report_answered' }
  | { code: 'report_withdrawn' }
  | { code: 'report_agreed' }
  | { code: 'objection_words_needed'; field: 'answer_note' }

export type ReportState = 'waiting' | 'agreed' | 'objected' | 'withdrawn'
/** How a report stands: by the answer to its last version, unless its side withdrew it. */
export const reportState = (withdrawn: boolean, answer: ReportAnswer | null): ReportState => (withdrawn ? 'withdrawn' : (answer ?? 'waiting'))

export interface Quantity { name: string; required: string; measured: string; unit: string; verdict: Verdict }
/** The rows somebody wrote into, in their order. One has a name and a value, and what is judged is judged by something. */
export function quantitiesOf(typed: readonly Quantity[]): { quantities: Quantity[] } | ReportRefusal {
  const quantities: Quantity[] = []
  for (const [i, row] of typed.entries()) {
    if (!row.name && !row.required && !row.measured && !row.unit) continue
    const missing = !row.name ? 'quantity' : !row.measured ? 'measured' : !row.required && row.verdict !== 'not_judged' ? 'required' : null
    if (missing) return { code: 'quantity_incomplete', row: i + 1, field: `${missing}_${i + 1}` }
    quantities.push(row)
  }
  return quantities.length ? { quantities } : { code: 'quantity_needed', field: 'quantity_1' }
}

interface Tested { tested_from: string; tested_to: string; tester: (typeof testers)[number]; tester_name: string; conclusion: Conclusion }
/** Tested on days gone by, by somebody with a name; who says it meets everything has nothing in the table that did not pass, and who says less has something. */
export function contentRefusal({ tested_from, tested_to, tester, tester_name, conclusion }: Tested, quantities: readonly Quantity[], today: string): ReportRefusal | null {
  if (tester === 'third_party' && !tester_name) return { code: 'third_party_unnamed', field: 'tester_name' }
  if (tested_to < tested_from) return { code: 'test_days_reversed', field: 'tested_to' }
  if (tested_to > today) return { code: 'test_day_ahead', field: 'tested_to' }
  if (conclusion === 'meets') return quantities.some(({ verdict }) => verdict === 'not_passed') ? { code: 'conclusion_not_borne_out', field: 'conclusion' } : null
  return quantities.every(({ verdict }) => verdict === 'passed') ? { code: 'conclusion_unexplained', field: 'conclusion' } : null
}

export interface Standing { organisation_id: number; withdrawn: boolean; version: number; answer: ReportAnswer | null }
/** The other side answers the version it has read, once. */
export function reportAnswerRefusal(report: Standing, seen: number, side: number): ReportRefusal | null {
  if (report.organisation_id === side) return { code: 'own_report' }
  if (report.withdrawn) return { code: 'report_withdrawn' }
  if (report.version !== seen) return { code: 'report_changed' }
  return report.answer ? { code: 'report_answered' } : null
}
/** Its side corrects the version it sees, whatever the answer to it was: an error may be found after both agreed. */
export function correctionRefusal(report: Standing, seen: number): ReportRefusal | null {
  if (report.withdrawn) return { code: 'report_withdrawn' }
  if (report.version !== seen) return { code: 'report_changed' }
  return report.version >= mostReportVersions ? { code: 'too_many_report_versions', most: mostReportVersions } : null
}
/** Who is to correct a report has as many days as they gave the other side to answer it. */
export const correctionDay = ({ written_on, due_on }: { written_on: string; due_on: string }, today: string): string => dayAfter(today, (Date.parse(due_on) - Date.parse(written_on)) / 86_400_000)
