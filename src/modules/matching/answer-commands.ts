import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, optionalTextField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { maySee } from '../listings/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { answerTo, asShown } from './answer-queries.ts'
import { type Half, mayDecline, pairOf } from './answer-rules.ts'

const which = { listing_id: idField, other_id: idField }
/** What is said of a match in the log; it stands under no listing, so that nobody who reads that listing's record finds it there. */
export const subjectOf = ({ need_id, offer_id }: { need_id: number; offer_id: number }): string => `match:${need_id}-${offer_id}`

export const DeclineMatch = z.object({ ...which, code: z.string({ error: 'choose' }).min(1, { error: 'choose' }).max(20, { error: 'choose' }), words: optionalTextField(500) })
/**
 * Từ chối gợi ý. When this returns the match is off its organisation's list, with the reason; the
 * other side is told nothing. The same press again changes nothing; another reason takes the place of the first.
 */
export async function declineMatch(ctx: Ctx, { listing_id, other_id, code, words }: z.output<typeof DeclineMatch>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const [taxonomy, shown] = await Promise.all([taxonomyOf(ctx.db), asShown(ctx.db, listing_id, other_id)])
  await transact(ctx, async (tx) => {
    const own = await ownInTurn(tx, ctx, listing_id)
    const other = found(await tx.selectFrom('listing').select(columns).where('id', '=', other_id).executeTakeFirst())
    if (other.kind === own.kind || !maySee(ctx.actor, other)) return notFound()
    const pair = pairOf(own, other)
    const before = await answerTo(tx, pair, own.organisation_id)
    if (before?.answer === 'declined' && before.code === code && before.words === words) return
    const interest = await tx.selectFrom('interest').select('id').where('listing_id', '=', other.id).where('counter_listing_id', '=', own.id).where('organisation_id', '=', own.organisation_id).where('state', 'in', ['pending', 'accepted']).executeTakeFirst()
    const refusal = mayDecline({ own, other, known: taxonomy.takes('match_decline_reason', code, []), code, words, interest_id: interest?.id ?? null })
    if (refusal) refuse(refusal)
    const answer = { person_id: personOf(ctx.actor), answer: 'declined' as const, code, words, score: shown.score, reasons: JSON.stringify(shown.reasons), answered_at: ctx.now() }
    await tx.insertInto('match_answer').values({ ...pair, organisation_id: own.organisation_id, ...answer }).onConflict((on) => on.columns(['need_id', 'offer_id', 'organisation_id']).doUpdateSet(answer)).execute()
    await record(tx, ctx, subjectOf(pair), { type: 'match.declined', ...pair, organisation_id: own.organisation_id, code }, own.organisation_id)
  })
}

export const TakeBackDecline = z.object(which)
/** The match may come back to its organisation's list. Where it was not declined, nothing changes. */
export async function takeBackDecline(ctx: Ctx, { listing_id, other_id }: z.output<typeof TakeBackDecline>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => {
    const own = await ownInTurn(tx, ctx, listing_id)
    const pair = pairOf(own, { id: other_id })
    const { numDeletedRows } = await tx.deleteFrom('match_answer').where('need_id', '=', pair.need_id).where('offer_id', '=', pair.offer_id).where('organisation_id', '=', own.organisation_id).where('answer', '=', 'declined').executeTakeFirst()
    if (numDeletedRows > 0n) await record(tx, ctx, subjectOf(pair), { type: 'match.decline_taken_back', ...pair, organisation_id: own.organisation_id }, own.organisation_id)
  })
}

const columns = ['id', 'kind', 'state', 'organisation_id'] as const
/** Takes the row of one's own listing, so that its people answer one after the other; the lock lets rows that only refer to it pass. */
async function ownInTurn(tx: Tx, ctx: Ctx, id: number): Promise<Half> {
  const own = found(await tx.selectFrom('listing').select(columns).where('id', '=', id).forNoKeyUpdate().executeTakeFirst())
  if (!maySee(ctx.actor, own)) return notFound()
  permit(ctx.actor, mayEditFor(own.organisation_id))
  return own
}

/** Whoever expressed interest on behalf of a listing of their own took that match up. For the reaction to it, which sees every row; a later answer stands. */
export async function noteTakenUp(tx: Tx, interestId: number): Promise<void> {
  const interest = await tx.selectFrom('interest as i').innerJoin('listing as l', 'l.id', 'i.listing_id').innerJoin('listing as c', 'c.id', 'i.counter_listing_id')
    .select(['i.listing_id', 'l.kind', 'c.id as counter_id', 'i.organisation_id', 'i.person_id', 'i.reasons', 'i.expressed_at']).where('i.id', '=', interestId).executeTakeFirst()
  if (!interest) return
  const pair = pairOf({ id: interest.listing_id, kind: interest.kind }, { id: interest.counter_id })
  const answer = { person_id: interest.person_id, answer: 'accepted' as const, code: null, words: '', score: null, reasons: JSON.stringify(interest.reasons), answered_at: interest.expressed_at }
  await tx.insertInto('match_answer').values({ ...pair, organisation_id: interest.organisation_id, ...answer })
    .onConflict((on) => on.columns(['need_id', 'offer_id', 'organisation_id']).doUpdateSet(answer).where('match_answer.answered_at', '<=', interest.expressed_at)).execute()
}
