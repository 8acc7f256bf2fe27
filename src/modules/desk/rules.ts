import { diffArrays } from 'diff'
import { type Actor, isStaff } from '../../core/context.ts'
import { shorten } from '../../platform/text.ts'
import type { FieldName } from '../listings/detail-fields.ts'
import { least, type TextField } from '../listings/rules.ts'

export type DeskRefusal =
  | { code: 'sheet_changed'; version: number }
  | { code: 'sheet_drafted' }
  | { code: 'hurt_missing' }
  | { code: 'help_open' }
  | { code: 'help_over' }
  | { code: 'no_such_mentor' }
  | { code: 'nothing_proposed' }
  | { code: 'too_long_for_field'; most: number }
  | { code: 'text_moved_on' }
  | { code: 'line_decided' }
  | { code: 'too_many_proposals'; most: number }

/**
 * The ten questions, in the order one would ask them across a table, and what each may be answered with
 * besides words. What a need must say before anybody can offer something: what hurts, by how much, what
 * number would do, what that is worth, what was tried, what cannot be changed, whose money, who decides, where to try.
 */
export const questions = ['hurts', 'where', 'now', 'wanted', 'worth', 'tried', 'limits', 'money', 'decides', 'trial'] as const
export type Question = (typeof questions)[number]
/** Answers in words, by question; figures and choices beside them. `most`: the longest that is kept. */
export const answers = {
  hurts: { question: 'hurts', kind: 'text', most: 4000 },
  where: { question: 'where', kind: 'text', most: 4000 },
  now: { question: 'now', kind: 'text', most: 4000 }, baseline: { question: 'now', kind: 'line', most: 30 }, measure: { question: 'now', kind: 'line', most: 100 },
  wanted: { question: 'wanted', kind: 'text', most: 4000 }, target: { question: 'wanted', kind: 'line', most: 30 },
  worth: { question: 'worth', kind: 'text', most: 2000 }, value_per_year: { question: 'worth', kind: 'line', most: 30 },
  tried: { question: 'tried', kind: 'text', most: 4000 },
  limits: { question: 'limits', kind: 'text', most: 4000 },
  budget: { question: 'money', kind: 'line', most: 30 }, budget_certainty: { question: 'money', kind: 'choice', most: 20 },
  decider: { question: 'decides', kind: 'line', most: 200 }, decides_on: { question: 'decides', kind: 'day', most: 10 },
  pilot: { question: 'trial', kind: 'choice', most: 20 }, pilot_place: { question: 'trial', kind: 'line', most: 300 },
} as const satisfies Record<string, { question: Question; kind: 'text' | 'line' | 'choice' | 'day'; most: number }>
export type AnswerName = keyof typeof answers
export const answerNames = Object.keys(answers) as AnswerName[]
export type Answers = Partial<Record<AnswerName, string>>
export const answersTo = (question: Question): AnswerName[] => answerNames.filter((name) => answers[name].question === question)

export type Hint = 'say_more' | 'say_number' | 'say_unit' | 'say_test' | 'say_why' | 'say_who' | 'say_day' | 'say_worth'
const hasNumber = (text: string): boolean => /\d/.test(text)
/** Of fewer characters than this a stranger learns nothing. */
const enough = 40

/** What would make an answer more use to somebody who has never seen the place; empty where nothing comes to mind. Hints never stop anybody. */
export function hintsFor(question: Question, given: Answers): Hint[] {
  const said = (name: AnswerName): string => given[name]?.trim() ?? ''
  const hints: Hint[] = []
  const words: Partial<Record<Question, AnswerName>> = { hurts: 'hurts', where: 'where', now: 'now', wanted: 'wanted', tried: 'tried', limits: 'limits' }
  const text = words[question]
  if (text && said(text).length < enough) hints.push('say_more')
  if (question === 'now') {
    if (!said('baseline') && !hasNumber(said('now'))) hints.push('say_number')
    if (said('baseline') && !said('measure')) hints.push('say_unit')
  }
  if (question === 'wanted') {
    if (!said('target') && !hasNumber(said('wanted'))) hints.push('say_number')
    if (said('wanted').length >= enough && !/(đo|thử|kiểm|nghiệm|measur|test|check|verif)/i.test(said('wanted'))) hints.push('say_test')
  }
  if (question === 'worth' && !said('value_per_year') && !hasNumber(said('worth'))) hints.push('say_worth')
  if (question === 'tried' && said('tried').length >= enough && !/(vì|do |nhưng|không|because|but|not|fail|too )/i.test(said('tried'))) hints.push('say_why')
  if (question === 'money' && !said('budget') && said('budget_certainty') !== 'none') hints.push('say_worth')
  if (question === 'decides') {
    if (!said('decider')) hints.push('say_who')
    if (!said('decides_on')) hints.push('say_day')
  }
  return hints
}
/** Questions answered at all, of ten. */
export const answered = (given: Answers): number => questions.filter((question) => answersTo(question).some((name) => given[name]?.trim())).length

/** The first sentence, for a title or a summary. */
const firstSentences = (text: string, count: number): string => sentencesOf(text).slice(0, count).join('').trim().replace(/[.;:]$/, '')
const joined = (...parts: (string | undefined)[]): string => parts.map((part) => part?.trim()).filter(Boolean).join('\n\n')

/** The draft a sheet makes: texts of the listing, and the details that have fields of their own. */
export interface Draft { texts: Record<Exclude<TextField, 'advantages' | 'keywords'>, string>; details: Partial<Record<FieldName, string>> }

/**
 * Puts the answers where a need keeps them. Nothing is invented: every word of the draft was typed, but
 * for the labels before what was answered to one question. The title is the first sentence of what
 * hurts, cut at a word; its owner gives it a better one.
 */
export function draftOf(given: Answers, labels: Record<'now' | 'wanted' | 'worth' | 'tried' | 'limits', string>): Draft {
  const said = (name: AnswerName): string => given[name]?.trim() ?? ''
  const labelled = (label: keyof typeof labels, text: string): string => (text ? `${labels[label]} ${text}` : '')
  return {
    texts: {
      title: shorten(firstSentences(said('hurts'), 1), 120),
      summary: shorten([firstSentences(said('hurts'), 2), firstSentences(said('wanted'), 1)].filter(Boolean).join('. '), 600),
      problem: joined(said('hurts'), labelled('now', said('now')), labelled('worth', said('worth'))),
      description: joined(said('where'), labelled('tried', said('tried')), labelled('limits', said('limits'))),
      requirements: joined(labelled('wanted', said('wanted')), labelled('limits', said('limits'))),
    },
    details: {
      baseline: said('baseline'), measure: said('measure'), measured: said('now'), target: said('target'), target_test: said('wanted'), value_per_year: said('value_per_year'),
      tried: said('tried'), constraints: said('limits'), budget_certainty: said('budget_certainty'), decider: said('decider'), decides_on: said('decides_on'), pilot: said('pilot'), pilot_place: said('pilot_place'),
    },
  }
}
/** Texts of a draft still shorter than a listing may be published with, and how long they must be. */
export const tooShort = ({ texts }: Draft): { field: keyof Draft['texts']; least: number }[] =>
  (Object.keys(texts) as (keyof Draft['texts'])[]).flatMap((field) => (texts[field].length < least[field] ? { field, least: least[field] } : []))

// ── Wording, line by line

/** A text in sentences and lines, each with the white space after it: joined again they are the text. */
export const sentencesOf = (text: string): string[] => text.split(/(?=\S)(?:(?<=[.!?…;]\s+)|(?<=\n\s*))/).filter(Boolean)

/** One change of a proposal: these sentences become those. `from`: the sentence it begins at. */
export interface Line { position: number; from: number; before: string; after: string }
export interface Piece { kept: string; line: Line | null }

/** The proposal as what stays and what changes, in order. */
export function piecesOf(before: string, after: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0, position = 0, removed = '', added = ''
  const flush = (): void => {
    if (removed || added) pieces.push({ kept: '', line: { position: position++, from: at, before: removed, after: added } })
    removed = added = ''
  }
  const [old, proposed] = [sentencesOf(before), sentencesOf(after)]
  // Beyond so many changes the texts have nothing in common worth finding, and the whole is one line.
  const parts = diffArrays(old, proposed, { maxEditLength: 1000 }) ?? [{ value: old, removed: true, added: false }, { value: proposed, removed: false, added: true }]
  for (const part of parts) {
    const text = part.value.join('')
    if (part.added) added += text
    else if (part.removed) removed += text
    else { flush(); pieces.push({ kept: text, line: null }); at += part.value.length }
  }
  flush()
  return pieces
}
export const linesIn = (pieces: readonly Piece[]): Line[] => pieces.flatMap(({ line }) => line ?? [])

/** The text with the lines taken that were accepted, and all others as they were. */
export const withLines = (before: string, after: string, accepted: ReadonlySet<number>): string =>
  piecesOf(before, after).map(({ kept, line }) => (line ? (accepted.has(line.position) ? line.after : line.before) : kept)).join('').trim()

/**
 * The present text with one more line taken; null where it has moved on so far that the line has no one
 * place in it any more. Where nothing but this proposal's lines changed it, that is exact; otherwise the
 * sentences to be replaced must stand in it exactly once.
 */
export function takeLine(present: string, { before, after }: { before: string; after: string }, accepted: ReadonlySet<number>, position: number): string | null {
  if (present === withLines(before, after, accepted)) return withLines(before, after, new Set([...accepted, position]))
  const line = linesIn(piecesOf(before, after)).find((one) => one.position === position)
  const wanted = line?.before.trim()
  if (!line || !wanted || present.split(wanted).length !== 2) return null
  return present.split(wanted).join(line.after.trim())
}

/** The most proposals one call for help may bring, so that an owner is helped and not buried. */
export const mostProposals = 60

/** Who sits at the Exchange's writing desk. */
export const deskStaff = ['moderator', 'programme_officer'] as const

/** Whoever helps: the Exchange's desk where it was asked, or the one expert who was. */
export const helps = (actor: Actor, help: { mentor_id: number | null }): boolean =>
  help.mentor_id === null ? isStaff(...deskStaff)(actor) : actor.person_id === help.mentor_id
