import { stringify } from 'csv-stringify/sync'
import type { Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant, formatIsoDay } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import { questionTexts } from './question-messages.ts'
import type { Question } from './question-queries.ts'

/** A line for everything said: the question's number, topic, day and standing beside who said what when. */
function linesOf(questions: readonly Question[], nameOf: (organisation: number) => string, locale: Locale): (string | number)[][] {
  const t = questionTexts[locale]
  return questions.toSorted((a, b) => a.number - b.number).flatMap((question) => question.entries.map((entry) => [
    question.number, t.topics[question.topic], t.states[question.state], formatIsoDay(question.due_on, locale), t.entries[entry.kind], nameOf(entry.organisation_id), entry.person_name, formatInstant(entry.at, locale), entry.text,
  ].map((cell) => (typeof cell === 'string' ? guarded(cell) : cell))))
}
export const questionsCsv = (questions: readonly Question[], nameOf: (organisation: number) => string, locale: Locale): string => stringify([questionTexts[locale].columns, ...linesOf(questions, nameOf, locale)], { bom: true })
export function questionsWorkbook(questions: readonly Question[], nameOf: (organisation: number) => string, locale: Locale): Promise<Buffer> {
  const t = questionTexts[locale]
  return workbookFile([{ sheet: t.title.slice(0, 31), data: [t.columns.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true })), ...linesOf(questions, nameOf, locale).map((row) => row.map((value) => ({ value, wrap: true })))], columns: t.columns.map((_, i) => ({ width: i === t.columns.length - 1 ? 90 : 18 })), stickyRowsCount: 1 }])
}
