import { type Stretch, wordsBetween } from '../../platform/differences.ts'
import type { Locale } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import { type AnyField, type ClauseField, clauseFields } from './clause-fields.ts'
import { choiceWords, clauseWords, columnWords, unitWords, wordsOfClause } from './clause-messages.ts'
import { changesBetween, type ClauseChange } from './rules.ts'
import type { ClauseKey, FreeTerm, TermContent } from './schema.ts'

/** A clause in words: a line for everything it says. */
export interface ClauseLine { name: string; label: string; text: string }

function wordValue({ name, kind, unit }: ClauseField, value: unknown, locale: Locale): string {
  if (value === null || value === undefined || value === '') return ''
  const choice = (code: string): string => choiceWords[locale][name]?.[code] ?? code
  switch (kind) {
    case 'choice': return choice(String(value))
    case 'choices': return (value as string[]).map(choice).join('; ')
    case 'amount': return formatVnd(value as number, locale)
    case 'share': return formatShare(value as number, locale)
    case 'count': return `${formatNumber(value as number, locale)}${unit ? ` ${unitWords[locale][unit]}` : ''}`
    case 'text': case 'line': return String(value)
  }
}

/** What a clause says, line by line; what was left empty is not said. */
export function clauseLines(key: ClauseKey, clause: object | undefined, locale: Locale): ClauseLine[] {
  if (!clause) return []
  const labels = wordsOfClause(clauseWords[locale], key).fields
  return (clauseFields[key] as readonly AnyField[]).flatMap((field) => {
    const value = (clause as Record<string, unknown>)[field.name]
    const text = field.kind !== 'rows' ? wordValue(field, value, locale) : ((value ?? []) as Record<string, unknown>[]).map((row, i) => `${i + 1}. ${field.columns.flatMap((column) => {
      const said = wordValue(column, row[column.name], locale)
      return said ? [column.kind === 'line' || column.kind === 'amount' ? said : `${columnWords[locale][column.name as keyof typeof columnWords.vi]}: ${said}`] : []
    }).join(' · ')}`).join('\n')
    return text ? [{ name: field.name, label: labels[field.name] ?? field.name, text }] : []
  })
}
/** What a clause is called: those in a side's own words, by the title it gave them. */
export const clauseName = (key: ClauseKey, content: TermContent, locale: Locale): string =>
  key.startsWith('free_') ? ((content.clauses[key] as FreeTerm | undefined)?.title ?? `${clauseWords[locale].free.name} ${key.slice(5)}`) : wordsOfClause(clauseWords[locale], key).name

export interface LineDifference { label: string; before: string; after: string; /** Word by word; empty where they differ too much to be laid into each other. */ pieces: Stretch[] }
export interface ClauseDifference extends ClauseChange { name: string; lines: LineDifference[] }

/** What two versions say differently, clause by clause and line by line, with the words marked. Texts so long that comparing would take time are shown whole, one after the other. */
export function differencesIn(older: TermContent, newer: TermContent, locale: Locale): ClauseDifference[] {
  return changesBetween(older, newer).map(({ key, change }) => {
    const before = clauseLines(key, older.clauses[key], locale), after = clauseLines(key, newer.clauses[key], locale)
    const order = [...new Set([...before, ...after].map(({ name }) => name))]
    const lines = order.flatMap((name): LineDifference[] => {
      const [was, is] = [before.find((line) => line.name === name), after.find((line) => line.name === name)]
      if (was?.text === is?.text) return []
      return [{ label: (is ?? was)?.label ?? name, before: was?.text ?? '', after: is?.text ?? '', pieces: piecesOf(was?.text ?? '', is?.text ?? '') }]
    })
    return { key, change, name: clauseName(key, change === 'removed' ? older : newer, locale), lines }
  })
}
const piecesOf = (before: string, after: string): LineDifference['pieces'] => {
  if (!before) return [{ value: after, added: true, removed: false }]
  if (!after) return [{ value: before, added: false, removed: true }]
  return wordsBetween(before, after) ?? []
}
