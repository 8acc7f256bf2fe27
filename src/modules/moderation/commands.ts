import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isMemberOf, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { codesField, idField, optionalIdField, optionalTextField, textField } from '../../platform/fields.ts'
import { found, notFound, Refused, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { publishWithin, returnWithin } from '../listings/commands.ts'
import type { ListingRefusal } from '../listings/rules.ts'
import { numberOn } from '../rulebook/queries.ts'
import { claimOn, returnReasons, reviewQueue } from './queries.ts'
import { composeReason, heldBy, heldUntil, type ModerationRefusal, mostWaiting, nextAfter, passes, type QueueFilter, standing } from './rules.ts'

/**
 * Brings the reasons up to `folder`. One changed here keeps its words, and one no file holds any
 * longer stays, for what was sent back with it.
 */
export async function loadReturnReasons(db: Db, folder: string): Promise<void> {
  const rows = (parse(readFileSync(join(folder, 'return_reasons.csv')), { columns: true, bom: true, skip_empty_lines: true }) as Record<string, string>[]).map((row, position) => ({ ...row, position }))
  await sql`insert into return_reason (code, name_vi, name_en, text_vi, text_en, position)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as g(code text, name_vi text, name_en text, text_vi text, text_en text, position int)
    on conflict (code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, text_vi = excluded.text_vi, text_en = excluded.text_en, position = excluded.position
      where return_reason.edited_at is null and (return_reason.name_vi, return_reason.name_en, return_reason.text_vi, return_reason.text_en, return_reason.position)
        is distinct from (excluded.name_vi, excluded.name_en, excluded.text_vi, excluded.text_en, excluded.position)`.execute(db)
}

/** The listing, held until the end of this transaction: whoever takes it or decides on it does so one after the other. */
export async function itemInTurn(ctx: Ctx, tx: Tx, id: number) {
  permit(ctx.actor, isStaff('moderator'))
  const listing = found(await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id', 'version', 'original_language', 'research_fields', 'trl', 'ip_status', 'transfer_forms', 'price_mode', 'price_min']).where('id', '=', id).forUpdate().executeTakeFirst())
  return listing.state === 'draft' ? notFound() : listing
}
const refuseWhereHeld = async (ctx: Ctx, tx: Tx, id: number): Promise<void> => {
  const refusal = heldBy(await claimOn(tx, id), personOf(ctx.actor), ctx.now())
  if (refusal) refuse(refusal)
}
const endClaim = (tx: Tx, id: number) => tx.deleteFrom('listing_claim').where('listing_id', '=', id).execute()

export const TakeItem = z.object({ id: idField, word: optionalTextField(300) })
/**
 * The listing is this moderator's to read, for as long as the rule of the day says, counted from this
 * press. Of two who press at once one gets it; the other is told who did, and may take it over with a
 * word why, or once its time is past.
 */
export async function takeItem(ctx: Ctx, input: z.output<typeof TakeItem>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  await transact(ctx, (tx) => takeWithin(ctx, tx, input))
}
export async function takeWithin(ctx: Ctx, tx: Tx, { id, word }: z.output<typeof TakeItem>): Promise<void> {
  const listing = await itemInTurn(ctx, tx, id)
  const person_id = personOf(ctx.actor), now = ctx.now()
  if (isMemberOf(listing.organisation_id)(ctx.actor)) refuse<ListingRefusal>({ code: 'own_listing' })
  if (listing.state !== 'submitted') refuse<ModerationRefusal>({ code: 'not_waiting' })
  const former = standing(await claimOn(tx, id), now)
  const held = heldBy(former, person_id, now)
  if (held && word.length < 5) refuse({ ...held, field: 'word' })
  const minutes = await numberOn(tx, 'own.claim_minutes', hanoiDay(now))
  const claim = { person_id, ends_at: heldUntil(now, minutes), word: held ? word : '' }
  await tx.insertInto('listing_claim').values({ listing_id: id, taken_at: now, ...claim })
    .onConflict((on) => on.column('listing_id').doUpdateSet(former && !held ? { ends_at: claim.ends_at } : { ...claim, taken_at: now })).execute()
  if (former && held) await record(tx, ctx, `moderation:${id}`, { type: 'moderation.taken_over', listing_id: id, minutes, from_person_id: former.person_id, reason: word }, null)
  else if (!former) await record(tx, ctx, `moderation:${id}`, { type: 'moderation.taken', listing_id: id, minutes }, null)
}

export const LetGo = z.object({ id: idField })
/** The listing is nobody's again, where it was this moderator's; somebody else's stays theirs. */
export async function letGoOfItem(ctx: Ctx, { id }: z.output<typeof LetGo>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  await transact(ctx, async (tx) => {
    await itemInTurn(ctx, tx, id)
    const claim = standing(await claimOn(tx, id), ctx.now())
    if (claim?.person_id !== personOf(ctx.actor)) return
    await endClaim(tx, id)
    await record(tx, ctx, `moderation:${id}`, { type: 'moderation.let_go', listing_id: id }, null)
  })
}

/** Takes the oldest listing nobody is at among those asked for; two moderators who press at once get two. Refused with `queue_empty` where none is left. */
export async function takeNext(ctx: Ctx, filter: QueueFilter): Promise<number> {
  permit(ctx.actor, isStaff('moderator'))
  let queue = (await reviewQueue(ctx.db, ctx.now())).filter((item) => passes(item, filter, ctx.actor.person_id))
  for (let tries = 0; tries < mostWaiting; tries++) {
    const next = nextAfter(queue, 0, ctx.actor.person_id)
    if (!next) break
    try {
      await takeItem(ctx, { id: next.id, word: '' })
      return next.id
    } catch (error) {
      // Somebody was quicker, or it is an organisation of one's own: the one after it.
      if (!(error instanceof Refused) || !['held', 'not_waiting', 'own_listing', 'not_found'].includes(error.refusal.code)) throw error
      queue = queue.filter((item) => item.id !== next.id)
    }
  }
  return refuse<ModerationRefusal>({ code: 'queue_empty' })
}

export const PublishItem = z.object({ id: idField, version: z.coerce.number().int() })
/** The listing is public as it was read, and nobody's in the queue. Refused where somebody else is at it. */
export async function publishItem(ctx: Ctx, input: z.output<typeof PublishItem>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  await transact(ctx, (tx) => decideToPublish(ctx, tx, input))
}
export async function decideToPublish(ctx: Ctx, tx: Tx, input: z.output<typeof PublishItem>): Promise<void> {
  await itemInTurn(ctx, tx, input.id)
  await refuseWhereHeld(ctx, tx, input.id)
  await publishWithin(ctx, tx, input)
  await endClaim(tx, input.id)
}

export const ReturnItem = PublishItem.extend({
  reason: optionalTextField(2_000), reasons: codesField(9), duplicate_of: optionalIdField,
  /** The page has already put the chosen texts into the reason. */
  composed: z.literal('yes').optional().catch(undefined),
})
/**
 * The listing is back with its owner, who reads the texts chosen, in the listing's own language, and
 * what was typed; the codes chosen are counted. As a duplicate it names the other listing for the
 * Exchange; whether its owner is told which one is the moderator's to write.
 */
export async function returnItem(ctx: Ctx, input: z.output<typeof ReturnItem>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  await transact(ctx, (tx) => decideToReturn(ctx, tx, input))
}
export async function decideToReturn(ctx: Ctx, tx: Tx, { id, version, reason: typed, reasons, duplicate_of, composed }: z.output<typeof ReturnItem>): Promise<void> {
  const listing = await itemInTurn(ctx, tx, id)
  await refuseWhereHeld(ctx, tx, id)
  const known = await returnReasons(tx)
  const codes = [...new Set(duplicate_of === null ? reasons : [...reasons, 'duplicate'])]
  const chosen = codes.map((code) => known.find((one) => one.code === code) ?? wrongField('reasons', 'unknown_code'))
  if (duplicate_of !== null) {
    const other = duplicate_of === id ? undefined : await tx.selectFrom('listing').select('id').where('id', '=', duplicate_of).where('state', '<>', 'draft').executeTakeFirst()
    if (!other) wrongField('duplicate_of', 'invalid')
  }
  const texts = chosen.map((one) => (listing.original_language === 'vi' ? one.text_vi : one.text_en))
  const read = textField(2_000, 10).safeParse(composeReason(texts, typed, composed === 'yes'))
  const reason = read.success ? read.data : wrongField('reason', read.error.issues[0]?.message ?? 'required')
  const review_id = await returnWithin(ctx, tx, { id, version, reason })
  if (chosen.length) await tx.insertInto('listing_review_reason').values(chosen.map(({ code }) => ({ review_id, code, duplicate_of: code === 'duplicate' ? duplicate_of : null }))).execute()
  await endClaim(tx, id)
}
/** What only the command can judge is still an error at its field. */
export function wrongField(path: string, message: string): never {
  throw new z.ZodError([{ code: 'custom', path: [path], message, input: undefined }])
}
