import { sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import { organisationNames } from '../organisations/queries.ts'
import { type DateChange, dateChangesOf, datesOf, lastRound, type StandingDates } from './date-queries.ts'
import { finalPrices } from './prices.ts'
import { hundredths, readFraction, technicalOf } from './ranking-rules.ts'
import { bindsFor, isRanked, ofNeed, runsSolutions, seated, watchesSolutions } from './rules.ts'
import type { SolutionDutyKind, SolutionEntry, SolutionMember } from './schema.ts'
import { asExchange, membersOf, type Solution, solutionRow, solutionRows } from './turns.ts'

const mostListed = 200
/** Calls everybody may read, the newest first; with `drafts` also those only officers and watchers read. */
export async function solutionList(db: Db, { drafts = false } = {}): Promise<Solution[]> {
  return (await solutionRows(db, mostListed)).filter(({ published_at }) => drafts || published_at)
}

/** The latest call of this need that this reader may see. */
export async function callOfNeed(db: Db, need: number): Promise<Solution | null> {
  const row = await db.selectFrom('solution_call').select('id').where('need_id', '=', need).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? solutionRow(db, row.id) : null
}

export interface SolutionQuestion { id: number; question: string; asked_at: Date; answer: string; answered_at: Date | null; own: boolean }
/** What everybody reads of a result: names where the rules said so, else numbers. */
export interface ResultRow { number: number; name: Record<Locale, string> | null; technical: number; price: Vnd | null; value: number | null; rank: number | null; chosen: boolean | null; why: 'ranked' | 'below_threshold' | 'excluded' }
export interface SolutionFile {
  call: Solution
  need: ListingCard | null
  owner: Record<Locale, string>
  questions: SolutionQuestion[]
  /** Changes of its dates: those approved, and to whom it may show those only proposed. */
  dates: DateChange[]
  /** How many answered, from the opening on. */
  answers: number | null
  result: ResultRow[]
  runs: boolean
  watches: boolean
  ofNeed: boolean
  seat: SolutionMember | null
  /** Whether the organisation acted for handed something in. */
  handedIn: boolean
}

export async function solutionFile(ctx: Ctx, id: number): Promise<SolutionFile> {
  const { db, actor, locale } = ctx
  const call = await solutionRow(db, id)
  const own = ofNeed(call.organisation_id, actor)
  if (!call.published_at && !own && !watchesSolutions(actor)) return notFound()
  const [cards, names, questions, members, handed, result, answers, dates] = await Promise.all([
    cardsOf(db, [call.need_id], locale), organisationNames(db, [call.organisation_id]),
    db.selectFrom('solution_question').select(['id', 'question', 'asked_at', 'answer', 'answered_at', 'person_id']).where('call_id', '=', id).orderBy('id').limit(500).execute(),
    actor.person_id === null ? [] : membersOf(db, id), actor.organisation_id === null ? undefined : db.selectFrom('solution_submission').select('id').where('call_id', '=', id).where('organisation_id', '=', actor.organisation_id).limit(1).executeTakeFirst(),
    isRanked(call.state) ? resultOf(ctx, call) : [], call.technical_opened_at ? answersTo(ctx, id) : null, dateChangesOf(db, id),
  ])
  return {
    call, need: cards[0] ?? null, owner: names.get(call.organisation_id) ?? { vi: '', en: '' }, dates, answers, result, runs: runsSolutions(actor) && !own, watches: watchesSolutions(actor) && !own, ofNeed: own,
    seat: members.find(({ person_id, released_at }) => person_id === actor.person_id && released_at === null) ?? null, handedIn: handed !== undefined,
    questions: questions.filter(({ answered_at, person_id }) => answered_at || person_id === actor.person_id || watchesSolutions(actor)).map(({ person_id, ...question }) => ({ ...question, own: person_id === actor.person_id })),
  }
}
/** Asked beyond the reader: once opened, how many answered is everybody's to know, and who is not. */
async function answersTo(ctx: Ctx, id: number): Promise<number> {
  return (await asExchange(ctx).db.selectFrom('solution_entry').select(({ fn }) => fn.countAll<number>().as('n')).where('call_id', '=', id).executeTakeFirstOrThrow()).n
}
/** Asked beyond the reader: once everybody is ranked the result is public, with names or with numbers as its rules say. */
async function resultOf(ctx: Ctx, { id, rules }: Solution): Promise<ResultRow[]> {
  const { db } = asExchange(ctx)
  const entries = await db.selectFrom('solution_entry').selectAll().where('call_id', '=', id).orderBy(sql`rank nulls last`).orderBy('number').execute()
  const names = rules.shown === 'names' ? await organisationNames(db, entries.map(({ organisation_id }) => organisation_id)) : new Map()
  return entries.map((entry) => ({ number: entry.number, name: names.get(entry.organisation_id) ?? null, technical: shownOf(entry.technical) ?? 0, price: entry.price, value: shownOf(entry.value), rank: entry.rank, chosen: entry.chosen, why: whyOf(entry) }))
}
const shownOf = (text: string | null): number | null => (text === null ? null : hundredths(readFraction(text)))
const whyOf = ({ admitted, decision }: Pick<SolutionEntry, 'admitted' | 'decision'>): ResultRow['why'] => (admitted === false ? 'below_threshold' : decision === 'excluded' ? 'excluded' : 'ranked')

export interface Version { id: number; number: number; summary: string; submitted_at: Date; price: Vnd | null; answers: Record<string, string> }
async function versionsIn(db: Db, ids: readonly number[]): Promise<Version[]> {
  if (ids.length === 0) return []
  const [submissions, answers, prices] = await Promise.all([
    db.selectFrom('solution_submission').select(['id', 'number', 'summary', 'submitted_at']).where('id', 'in', ids).execute(),
    db.selectFrom('solution_answer').selectAll().where('submission_id', 'in', ids).execute(), db.selectFrom('solution_price').selectAll().where('submission_id', 'in', ids).execute(),
  ])
  return submissions.map((one) => ({ ...one, price: prices.find(({ submission_id }) => submission_id === one.id)?.amount ?? null, answers: Object.fromEntries(answers.filter(({ submission_id }) => submission_id === one.id).map(({ criterion, body }) => [criterion, body])) }))
}

/** One score as it is shown: to its member by name, to whoever was scored without. */
export interface Score { member_id: number; criterion: string; points: number; reason: string }
const scoresOf = (db: Db, entries: readonly number[]): Promise<(Score & { entry_id: number })[]> =>
  entries.length ? db.selectFrom('solution_score').select(['entry_id', 'member_id', 'criterion', 'points', 'reason']).where('entry_id', 'in', entries).orderBy('id').execute() : Promise.resolve([])

/** A document of an envelope, as it is handed out. */
export interface EnvelopeDocument { id: number; document_id: number; name: string; bytes: number; sha256: string; organisation_id: number; added_at: Date }
/** The documents in the envelopes of a call that this reader may read: their own organisation's, and from the opening on of those who judge everybody's. */
export const envelopeDocuments = (db: Db, callId: number): Promise<EnvelopeDocument[]> =>
  db.selectFrom('solution_document as s').innerJoin('document as d', 'd.id', 's.document_id').select(['s.id', 's.document_id', 'd.name', 'd.bytes', 'd.sha256', 's.organisation_id', 's.added_at']).where('s.call_id', '=', callId).where('s.removed_at', 'is', null).orderBy('s.id').execute()

export interface OwnPart { documents: EnvelopeDocument[]; organisation: Record<Locale, string> | null; may: boolean; latest: Version | null; versions: { number: number; submitted_at: Date }[]; entry: SolutionEntry | null; scores: Score[]; technical: number | null; value: number | null }
/** An organisation's own part in a call: its versions, and in the end its place, its scores and why. */
export async function ownPart({ db, actor }: Ctx, { call }: SolutionFile): Promise<OwnPart> {
  const organisation = actor.organisation_id
  if (organisation === null) return { organisation: null, documents: [], may: false, latest: null, versions: [], entry: null, scores: [], technical: null, value: null }
  const [names, submissions, entry] = await Promise.all([
    organisationNames(db, [organisation]), db.selectFrom('solution_submission').select(['id', 'number', 'submitted_at']).where('call_id', '=', call.id).where('organisation_id', '=', organisation).orderBy('id', 'desc').execute(),
    db.selectFrom('solution_entry').selectAll().where('call_id', '=', call.id).where('organisation_id', '=', organisation).executeTakeFirst(),
  ])
  const [[latest], scores, documents] = await Promise.all([versionsIn(db, submissions.slice(0, 1).map(({ id }) => id)), scoresOf(db, entry ? [entry.id] : []), envelopeDocuments(db, call.id)])
  return { documents: documents.filter(({ organisation_id }) => organisation_id === organisation), organisation: names.get(organisation) ?? null, may: bindsFor(organisation)(actor), latest: latest ?? null, versions: submissions, entry: entry ?? null, scores, technical: shownOf(entry?.technical ?? null), value: shownOf(entry?.value ?? null) }
}

export interface CouncilEntry { id: number; number: number; name: Record<Locale, string>; version: Version | null; documents: EnvelopeDocument[]; scores: Score[]; own: Record<string, Score> }
export interface CouncilFile { member: SolutionMember; entries: CouncilEntry[]; people: Map<number, string>; missing: number }
/** What a member sees: before the opening nothing, then who answered, and once they said that nothing keeps them from it, what was answered. */
export async function councilFile({ db, actor }: Ctx, { call, seat }: SolutionFile): Promise<CouncilFile> {
  if (!seat) return notFound()
  const entries = await db.selectFrom('solution_entry').select(['id', 'number', 'organisation_id', 'submission_id']).where('call_id', '=', call.id).orderBy('number').execute()
  const [names, versions, scores, documents, members] = await Promise.all([
    organisationNames(db, entries.map(({ organisation_id }) => organisation_id)), versionsIn(db, entries.map(({ submission_id }) => submission_id)), scoresOf(db, entries.map(({ id }) => id)), envelopeDocuments(db, call.id),
    db.selectFrom('solution_member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.id', 'p.name']).where('m.call_id', '=', call.id).execute(),
  ])
  const shown = entries.map((entry) => {
    const of = scores.filter(({ entry_id }) => entry_id === entry.id)
    return { id: entry.id, number: entry.number, name: names.get(entry.organisation_id) ?? { vi: '', en: '' }, version: versions.find(({ id }) => id === entry.submission_id) ?? null, documents: documents.filter(({ organisation_id }) => organisation_id === entry.organisation_id), scores: of, own: Object.fromEntries(of.filter(({ member_id }) => member_id === seat.id).map((score) => [score.criterion, score])) }
  })
  const missing = shown.length * call.rules.criteria.length - shown.reduce((sum, { own }) => sum + Object.keys(own).length, 0)
  return { member: found(seat.person_id === actor.person_id ? seat : undefined), entries: shown, people: new Map(members.map(({ id, name }) => [id, name])), missing }
}

export interface DeskEntry extends SolutionEntry { documents: EnvelopeDocument[]; name: Record<Locale, string>; technicalShown: number | null; valueShown: number | null; priceShown: Vnd | null; byCriterion: Record<string, number> }
export interface DeskFile { dates: StandingDates; members: (SolutionMember & { name: string })[]; entries: DeskEntry[]; /** Files several have handed in byte for byte, with the numbers of their solutions: a sign that they answered together, which proves nothing. Empty for who runs or watches no calls. */ same: SameFile[]; confirms: boolean; spoken: boolean }
export interface SameFile { names: string[]; numbers: number[] }
/** The officers' desk; what is sealed is not in it. Scores are there once all are locked, as means of the council. */
export async function deskFile(ctx: Ctx, { call, runs, watches }: SolutionFile): Promise<DeskFile> {
  const { db, actor } = ctx
  const [members, entries, spoken] = await Promise.all([
    db.selectFrom('solution_member as m').innerJoin('person as p', 'p.id', 'm.person_id').selectAll('m').select('p.name').where('m.call_id', '=', call.id).orderBy('m.id').execute(),
    db.selectFrom('solution_entry').selectAll().where('call_id', '=', call.id).orderBy(sql`rank nulls last`).orderBy('number').execute(),
    db.selectFrom('membership').select('person_id').where('organisation_id', '=', call.organisation_id).where('role', 'in', ['owner', 'signer']).limit(1).executeTakeFirst(),
  ])
  const [names, scores, prices, documents, round] = await Promise.all([
    organisationNames(db, entries.map(({ organisation_id }) => organisation_id)), scoresOf(db, entries.map(({ id }) => id)),
    finalPrices(db, call.id), envelopeDocuments(db, call.id), lastRound(db, call.id),
  ])
  const seats = new Set(seated(members).map(({ id }) => id)), open = !['draft', 'proposed', 'open', 'scoring', 'withdrawn'].includes(call.state)
  const shown = entries.map((entry) => {
    const points: Record<string, number[]> = {}
    for (const { entry_id, member_id, criterion, points: given } of scores) if (entry_id === entry.id && seats.has(member_id)) (points[criterion] ??= []).push(given)
    const full = open && call.rules.criteria.every(({ key }) => points[key]?.length)
    return { ...entry, documents: documents.filter(({ organisation_id }) => organisation_id === entry.organisation_id), name: names.get(entry.organisation_id) ?? { vi: '', en: '' }, technicalShown: shownOf(entry.technical) ?? (full ? hundredths(technicalOf(call.rules, points)) : null), valueShown: shownOf(entry.value), priceShown: prices.get(entry.id) ?? null,
      byCriterion: full ? Object.fromEntries(call.rules.criteria.map(({ key }) => [key, Math.round((100 * points[key]!.reduce((a, b) => a + b, 0)) / points[key]!.length)])) : {} }
  })
  const confirms = spoken ? bindsFor(call.organisation_id)(actor) : runsSolutions(actor) && !ofNeed(call.organisation_id, actor) && call.award_proposed_by !== actor.person_id
  const same = runs || watches ? [...Map.groupBy(shown.flatMap(({ number, documents: of }) => of.map(({ sha256, name }) => ({ sha256, name, number }))), ({ sha256 }) => sha256).values()]
    .map((files): SameFile => ({ names: [...new Set(files.map(({ name }) => name))], numbers: [...new Set(files.map(({ number }) => number))].toSorted((a, b) => a - b) })).filter(({ numbers }) => numbers.length > 1) : []
  return { dates: datesOf(call, round), members, entries: shown, same, confirms, spoken: spoken !== undefined }
}

export interface SolutionDuty { kind: SolutionDutyKind; call_id: number; since: Date; until: Date | null; n: number }
/** What waits of calls: for officers, for those who sit on a council, for whoever confirms an award or explains a price. */
export async function solutionDuties(db: Db, actor: Actor, now: Date): Promise<SolutionDuty[]> {
  const officer = runsSolutions(actor), me = actor.person_id
  const bound = actor.memberships.filter(({ role }) => role === 'owner' || role === 'signer').map((m) => m.organisation_id)
  const { rows } = await sql<SolutionDuty>`
    select 'publish' as kind, id as call_id, proposed_at as since, null::timestamptz as until, 1 as n from solution_call where ${officer} and state = 'proposed' and proposed_by <> ${me}
    union all select 'dates', d.call_id, d.proposed_at, least(d.asks_from, d.closes_from, d.round_from), 1 from solution_date_change d join solution_call c on c.id = d.call_id where ${officer} and d.state = 'proposed' and d.proposed_by <> ${me} and c.state in ('open', 'bidding') and least(d.asks_from, d.closes_from, d.round_from) > ${now}
    union all select 'question', q.call_id, min(q.asked_at), max(c.closes_at), count(*)::int from solution_question q join solution_call c on c.id = q.call_id where ${officer} and q.answered_at is null and c.state = 'open' group by q.call_id
    union all select case when m.declaration is null then 'declare' else 'score' end, c.id, c.technical_opened_at, null, 1 from solution_member m join solution_call c on c.id = m.call_id where m.person_id = ${me} and m.released_at is null and m.declaration is distinct from 'conflict' and m.locked_at is null and c.state = 'scoring'
    union all select 'open_prices', id, state_since, null, 1 from solution_call where ${officer} and state = 'moderation'
    union all select 'rank', c.id, c.state_since, null, 1 from solution_call c where ${officer} and c.state = 'pricing' and not exists (select from solution_entry e where e.call_id = c.id and e.low and e.decision is null)
    union all select 'decide', e.call_id, min(coalesce(e.explained_at, e.entered_at)), max(e.explain_until), count(*)::int from solution_entry e join solution_call c on c.id = e.call_id where ${officer} and c.state = 'pricing' and e.low and e.decision is null group by e.call_id
    union all select 'award', id, state_since, ((standstill_until + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'), 1 from solution_call where ${officer} and state = 'standstill' and award_proposed_at is null
    union all select 'confirm', id, award_proposed_at, null, 1 from solution_call where state = 'standstill' and award_proposed_at is not null and organisation_id = any(${bound}::int[])
    union all select 'lower', t.call_id, c.state_since, t.ends_at, t.round from solution_turn t join solution_entry e on e.id = t.entry_id join solution_call c on c.id = t.call_id where c.state = 'bidding' and t.closed_at is null and e.organisation_id = any(${bound}::int[])
    union all select 'explain', e.call_id, c.state_since, e.explain_until, 1 from solution_entry e join solution_call c on c.id = e.call_id where c.state = 'pricing' and e.low and e.explained_at is null and e.decision is null and e.organisation_id = any(${bound}::int[])
    order by since limit 100`.execute(db)
  return rows
}
