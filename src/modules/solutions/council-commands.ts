import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, emailField, idField, optionalTextField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { plain } from '../../platform/text.ts'
import { solutionInOffice } from './draft-commands.ts'
import { allLocked, isOver, mostSeats, runsSolutions, seated, solutionLifecycle, type SolutionRefusal } from './rules.ts'
import type { SolutionMember } from './schema.ts'
import { asExchange, membersOf, moveSolution, type Solution, solutionInTurn, solutionRow } from './turns.ts'

/** Under a subject of its own: who sits on a council is not everybody's to know. */
const memberSubject = (id: number): string => `solution_member:${id}`

export const NameMember = z.object({ solution_id: idField, email: emailField })
/** The person sits on the council until they step back or are released; before envelopes are opened nobody knows whether they may stay. */
export async function nameMember(ctx: Ctx, { solution_id, email }: z.output<typeof NameMember>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    if (isOver(call.state) || !['draft', 'proposed', 'open', 'scoring'].includes(call.state)) next(solutionLifecycle, call.state, 'name_member')
    const person = await tx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst()
    if (!person) return refuse<SolutionRefusal>({ code: 'no_such_member', field: 'email' })
    const members = await membersOf(tx, call.id)
    if (members.some(({ person_id }) => person_id === person.id)) refuse<SolutionRefusal>({ code: 'member_there_already', field: 'email' })
    if (seated(members).length >= mostSeats) refuse<SolutionRefusal>({ code: 'too_many_members', most: mostSeats })
    const answers = await tx.selectFrom('solution_entry as e').innerJoin('membership as m', 'm.organisation_id', 'e.organisation_id').select('e.id').where('e.call_id', '=', call.id).where('m.person_id', '=', person.id).executeTakeFirst()
    if (answers) refuse<SolutionRefusal>({ code: 'member_answers', field: 'email' })
    const { id } = await tx.insertInto('solution_member').values({ call_id: call.id, person_id: person.id, named_by: personOf(ctx.actor), named_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, memberSubject(id), { type: 'solution.member_named', solution_id: call.id, member_id: id }, call.organisation_id)
  })
}

export const ReleaseMember = z.object({ solution_id: idField, member_id: idField, reason: textField(500, 5) })
/** The seat is free, with a word why. Whoever has locked has scored and stays. */
export async function releaseMember(ctx: Ctx, { solution_id, member_id, reason }: z.output<typeof ReleaseMember>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const member = found((await membersOf(tx, call.id)).find(({ id }) => id === member_id))
    if (member.locked_at) refuse<SolutionRefusal>({ code: 'member_locked' })
    if (member.released_at) return
    if (!['draft', 'proposed', 'open', 'scoring'].includes(call.state)) next(solutionLifecycle, call.state, 'release_member')
    await tx.updateTable('solution_member').set({ released_at: ctx.now(), release_reason: reason }).where('id', '=', member.id).execute()
    await record(tx, ctx, memberSubject(member.id), { type: 'solution.member_released', solution_id: call.id, member_id: member.id, reason }, call.organisation_id)
    await settleCouncil(tx, ctx, call)
  })
}

/** Once the last of those who score has locked, the council talks it over. */
async function settleCouncil(tx: Tx, ctx: Ctx, call: Solution): Promise<void> {
  if (call.state === 'scoring' && allLocked(await membersOf(tx, call.id))) await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'lock'))
}

interface Seat { tx: Tx; call: Solution; member: SolutionMember }
/** Takes the call for somebody who sits on its council; to everybody else there is none. */
async function inSeat<T>(ctx: Ctx, solution_id: number, as: Ctx, work: (seat: Seat) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await solutionRow(ctx.db, solution_id)
  return transact(as, async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    const member = (await membersOf(tx, call.id)).find(({ person_id, released_at }) => person_id === personOf(ctx.actor) && released_at === null)
    return member ? work({ tx, call, member }) : notFound()
  })
}

export const DeclareConflict = z.object({ solution_id: idField, declaration: choiceField(['none', 'conflict']), conflict_words: optionalTextField(1000) })
/** Knowing who answered, the member says whether anything keeps them from judging. Only after “none” is any envelope theirs to read; after a conflict nothing is, for good. */
export async function declareConflict(ctx: Ctx, { solution_id, declaration, conflict_words }: z.output<typeof DeclareConflict>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inSeat(ctx, solution_id, asExchange(ctx), async ({ tx, call, member }) => {
    if (call.state !== 'scoring') next(solutionLifecycle, call.state, 'declare')
    if (member.declaration !== null) refuse<SolutionRefusal>({ code: 'declared_already' })
    if (declaration === 'conflict' && conflict_words.length < 5) refuse<SolutionRefusal>({ code: 'seat_conflict_words_needed', field: 'conflict_words' })
    const own = ctx.actor.memberships.map(({ organisation_id }) => organisation_id)
    const answers = own.length ? await tx.selectFrom('solution_entry').select('id').where('call_id', '=', call.id).where('organisation_id', 'in', own).executeTakeFirst() : undefined
    if (declaration === 'none' && answers) refuse<SolutionRefusal>({ code: 'member_answers', field: 'declaration' })
    await tx.updateTable('solution_member').set({ declaration, conflict_words: declaration === 'conflict' ? conflict_words : '', declared_at: ctx.now() }).where('id', '=', member.id).execute()
    await record(tx, ctx, memberSubject(member.id), { type: 'solution.conflict_declared', solution_id: call.id, member_id: member.id, declaration }, call.organisation_id)
    await settleCouncil(tx, ctx, call)
  })
}

/** A number of a solution within its call; the database keeps them small. */
export const entryField = idField.refine((number) => number <= 10_000, { error: 'invalid' })
const pointsField = z.coerce.string().trim().regex(/^\d{1,3}$/, { error: 'number' }).transform(Number).refine((n) => n <= 100, { error: 'number' })
export const ScoreEntry = z.object({ solution_id: idField, entry_number: entryField }).catchall(z.unknown())
/** The member's points and reasons for one answer, criterion by criterion; theirs alone and theirs to change until they lock. */
export async function scoreEntry(ctx: Ctx, input: z.output<typeof ScoreEntry>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const { solution_id, entry_number } = input
  await inSeat(ctx, solution_id, ctx, async ({ tx, call, member }) => {
    if (call.state !== 'scoring') next(solutionLifecycle, call.state, 'score')
    if (member.declaration !== 'none') refuse<SolutionRefusal>({ code: 'declare_first' })
    if (member.locked_at) refuse<SolutionRefusal>({ code: 'member_locked' })
    const entry = found(await tx.selectFrom('solution_entry').select('id').where('call_id', '=', call.id).where('number', '=', entry_number).executeTakeFirst())
    const issues: z.core.$ZodIssue[] = []
    const scores = call.rules.criteria.map(({ key }) => {
      const points = pointsField.safeParse(input[`points_${key}`] ?? ''), typed = input[`reason_${key}`], reason = plain(typeof typed === 'string' ? typed : '')
      if (!points.success) issues.push({ code: 'custom', path: [`points_${key}`], message: 'number', input: input[`points_${key}`] })
      if (reason.length < 5 || reason.length > 1000) issues.push({ code: 'custom', path: [`reason_${key}`], message: reason.length < 5 ? 'too_short:5' : 'too_long:1000', input: typed })
      return { member_id: member.id, entry_id: entry.id, criterion: key, points: points.data ?? 0, reason, scored_at: ctx.now() }
    })
    if (issues.length) throw new z.ZodError(issues)
    await tx.insertInto('solution_score').values(scores).onConflict((on) => on.columns(['member_id', 'entry_id', 'criterion']).doUpdateSet((eb) => ({ points: eb.ref('excluded.points'), reason: eb.ref('excluded.reason'), scored_at: eb.ref('excluded.scored_at') }))).execute()
    await record(tx, ctx, memberSubject(member.id), { type: 'solution.scored', solution_id: call.id, member_id: member.id, entry_number }, call.organisation_id)
  })
}

export const OneSolution = z.object({ solution_id: idField })
/** The member's scores stand. Whoever locks last hands them to the council as a whole; two at once do so one after the other. Pressed again it stays so. */
export async function lockScores(ctx: Ctx, { solution_id }: z.output<typeof OneSolution>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inSeat(ctx, solution_id, asExchange(ctx), async ({ tx, call, member }) => {
    if (member.locked_at) return
    if (call.state !== 'scoring') next(solutionLifecycle, call.state, 'lock_scores')
    if (member.declaration !== 'none') refuse<SolutionRefusal>({ code: 'declare_first' })
    const { wanted } = await tx.selectFrom('solution_entry').select(({ fn }) => fn.countAll<number>().as('wanted')).where('call_id', '=', call.id).executeTakeFirstOrThrow()
    const { given } = await tx.selectFrom('solution_score').select(({ fn }) => fn.countAll<number>().as('given')).where('member_id', '=', member.id).executeTakeFirstOrThrow()
    const missing = wanted * call.rules.criteria.length - given
    if (missing > 0) refuse<SolutionRefusal>({ code: 'scores_missing', missing })
    requireConfirmed(ctx)
    await tx.updateTable('solution_member').set({ locked_at: ctx.now() }).where('id', '=', member.id).execute()
    await record(tx, ctx, memberSubject(member.id), { type: 'solution.scores_locked', solution_id: call.id, member_id: member.id }, call.organisation_id)
    await settleCouncil(tx, ctx, call)
  })
}

export const ChangeScore = z.object({ solution_id: idField, entry_number: entryField, criterion: z.string({ error: 'choose' }).regex(/^c[1-6]$/, { error: 'choose' }), points: pointsField, reason: textField(1000, 10) })
/** After the council talked it over the member changes one of their own scores; what it was, what it is and why stay on record. */
export async function changeScore(ctx: Ctx, { solution_id, entry_number, criterion, points, reason }: z.output<typeof ChangeScore>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inSeat(ctx, solution_id, ctx, async ({ tx, call, member }) => {
    if (call.state !== 'moderation') next(solutionLifecycle, call.state, 'change_score')
    const score = found(await tx.selectFrom('solution_score as s').innerJoin('solution_entry as e', 'e.id', 's.entry_id').select(['s.id', 's.points']).where('s.member_id', '=', member.id).where('e.call_id', '=', call.id).where('e.number', '=', entry_number).where('s.criterion', '=', criterion).executeTakeFirst())
    if (score.points === points) refuse<SolutionRefusal>({ code: 'same_score', field: 'points' })
    await tx.insertInto('solution_score_change').values({ score_id: score.id, points_before: score.points, points_after: points, reason, changed_at: ctx.now() }).execute()
    await tx.updateTable('solution_score').set({ points }).where('id', '=', score.id).execute()
    await record(tx, ctx, memberSubject(member.id), { type: 'solution.score_changed', solution_id: call.id, member_id: member.id, entry_number, criterion, before: score.points, after: points, reason }, call.organisation_id)
  })
}
