import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isSignedIn, type NotPermitted, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, optionalTextField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { maySee } from '../listings/queries.ts'
import { subjectOf } from './answer-commands.ts'
import { asShown } from './answer-queries.ts'
import { type MatchRefusal, objectsFor, pairOf, reasonKey } from './answer-rules.ts'

/** `wrong`: the keys of the reasons ticked. */
export const ObjectToReasons = z.object({
  listing_id: idField, other_id: idField, words: optionalTextField(500),
  wrong: z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(z.string().max(40), { error: 'choose' }).min(1, { error: 'choose' }).max(40, { error: 'choose' })),
})
/** The staff who run matching find, once a person and reason, what is said to be wrong, with the facts as they were stated. */
export async function objectToReasons(ctx: Ctx, { listing_id, other_id, wrong, words }: z.output<typeof ObjectToReasons>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const { reasons } = await asShown(ctx.db, listing_id, other_id)
  await transact(ctx, async (tx) => {
    const rows = await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id']).where('id', 'in', [listing_id, other_id]).execute()
    const one = rows.find(({ id }) => id === listing_id), other = rows.find(({ id }) => id === other_id)
    if (!one || !other || one.kind === other.kind || !maySee(ctx.actor, one) || !maySee(ctx.actor, other)) return notFound()
    const organisation_id = objectsFor(ctx.actor, [one.organisation_id, other.organisation_id])
    if (organisation_id === undefined) return refuse<NotPermitted>({ code: 'not_permitted' })
    const stated = [...new Set(wrong)].map((key) => reasons.find((reason) => reasonKey(reason) === key) ?? refuse<MatchRefusal>({ code: 'match_reasons_changed' }))
    const pair = pairOf(one, other)
    const noted = await tx.insertInto('match_objection').values(stated.map((reason) => ({ ...pair, organisation_id, person_id: personOf(ctx.actor), code: reason.code, reason: JSON.stringify(reason), words, objected_at: ctx.now() })))
      .onConflict((on) => on.expression(sql`need_id, offer_id, person_id, md5(reason::text)`).doNothing()).returning('code').execute()
    if (noted.length) await record(tx, ctx, subjectOf(pair), { type: 'match.reasons_disputed', ...pair, codes: noted.map(({ code }) => code) }, organisation_id)
  })
}
