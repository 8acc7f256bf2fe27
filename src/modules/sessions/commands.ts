import { type Insertable, sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, codesField, hourField, idField, lineField, optionalIdField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { publishedLots } from '../auctions/queries.ts'
import { capacityRefusal, closingRefusal, itemRefusal, lotRefusal, mostItems, runsSessions, sessionLifecycle, type SessionRefusal, timesRefusal } from './rules.ts'
import { itemKinds, type SessionTables, type TradingSession } from './schema.ts'
import { placesOf, seatWaiting } from './taking.ts'

export const subjectOf = (id: number): string => `session:${id}`
const counted = (most: number, least = 0) => z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(least, { error: 'number' }).max(most, { error: 'number' })
/** The session, held until this is written: two who change it do so one after the other. */
export const inTurn = async (tx: Tx, id: number): Promise<TradingSession> => found(await tx.selectFrom('trading_session').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())

const content = {
  title_vi: lineField(150, 5), title_en: lineField(150, 5), intro_vi: textField(4000, 20), intro_en: textField(4000, 20),
  venue_id: idField, starts_at: hourField, ends_at: hourField, register_until: hourField, capacity: counted(5000, 1),
}
export const DraftSession = z.object({ request_key: requestKeyField, ...content })
/** There is a session that only the Exchange's people see. The same form sent twice makes one. */
export async function draftSession(ctx: Ctx, { request_key, ...input }: z.output<typeof DraftSession>): Promise<number> {
  permit(ctx.actor, runsSessions)
  return transact(ctx, async (tx) => {
    const known = await tx.selectFrom('trading_session').select(['id', 'created_by']).where('request_key', '=', request_key).executeTakeFirst()
    if (known) return known.created_by === ctx.actor.person_id ? known.id : notFound()
    await refuseUnfit(tx, input, ctx.now(), 0)
    const now = ctx.now()
    const { id } = found(await tx.insertInto('trading_session').values({ ...input, request_key, created_by: personOf(ctx.actor), created_at: now, changed_at: now }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst())
    await record(tx, ctx, subjectOf(id), { type: 'session.drafted', session_id: id }, null)
    return id
  })
}
async function refuseUnfit(tx: Tx, input: Pick<TradingSession, 'venue_id' | 'starts_at' | 'ends_at' | 'register_until' | 'capacity'>, now: Date, taken: number): Promise<void> {
  const venue = found(await tx.selectFrom('venue').select('capacity').where('id', '=', input.venue_id).executeTakeFirst())
  const refusal = timesRefusal(input, now) ?? capacityRefusal(input.capacity, venue, taken)
  if (refusal) refuse(refusal)
}

export const ChangeSession = z.object({ session_id: idField, version: z.coerce.number().int().min(1), ...content })
/** The session says what was sent, and where it became larger, those who waited longest have a place. Refused where somebody saved since `version` was read. */
export async function changeSession(ctx: Ctx, { session_id, version, ...input }: z.output<typeof ChangeSession>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    next(sessionLifecycle, session.state, 'change')
    if ((Object.keys(input) as (keyof typeof input)[]).every((name) => String(session[name]) === String(input[name]))) return
    if (session.version !== version) refuse<SessionRefusal>({ code: 'session_changed', version: session.version })
    await refuseUnfit(tx, input, ctx.now(), (await placesOf(tx, session_id)).placed)
    const outside = await tx.selectFrom('session_item').select('id').where('session_id', '=', session_id).where((item) => item.or([item('starts_at', '<', input.starts_at), item('ends_at', '>', input.ends_at)])).limit(1).executeTakeFirst()
    if (outside) refuse<SessionRefusal>({ code: 'item_outside', field: 'starts_at' })
    await tx.updateTable('trading_session').set({ ...input, version: version + 1, sequence: session.sequence + 1, changed_at: ctx.now() }).where('id', '=', session_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.changed', session_id, version: version + 1 }, null)
    if (session.state === 'published') await seatWaiting(tx, ctx, { ...session, ...input })
  })
}

export const OneSession = z.object({ session_id: idField })
/** Everybody may read it and register. A published one stays as it is. */
export async function publishSession(ctx: Ctx, { session_id }: z.output<typeof OneSession>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    if (session.state === 'published') return
    const state = next(sessionLifecycle, session.state, 'publish')
    const refusal = timesRefusal(session, ctx.now())
    if (refusal) refuse(refusal)
    if (!(await tx.selectFrom('session_item').select('id').where('session_id', '=', session_id).limit(1).executeTakeFirst())) refuse<SessionRefusal>({ code: 'session_agenda_empty' })
    await tx.updateTable('trading_session').set({ state, published_by: personOf(ctx.actor), published_at: ctx.now(), changed_at: ctx.now() }).where('id', '=', session_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.published', session_id }, null)
  })
}

export const CancelSession = z.object({ session_id: idField, cancel_reason: textField(1000, 10) })
/** It is not held, everybody reads why, and whoever registered is told. */
export async function cancelSession(ctx: Ctx, { session_id, cancel_reason }: z.output<typeof CancelSession>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    const state = next(sessionLifecycle, session.state, 'cancel')
    await tx.updateTable('trading_session').set({ state, cancel_reason, cancelled_by: personOf(ctx.actor), cancelled_at: ctx.now(), changed_at: ctx.now(), sequence: session.sequence + 1 }).where('id', '=', session_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.cancelled', session_id, reason: cancel_reason }, null)
  })
}

export const CloseSession = z.object({ session_id: idField, held_items: codesField(mostItems), remarks: optionalTextField(4000) })
/** The minutes stand: which items were held, and what else is to be said. They change no more. */
export async function closeSession(ctx: Ctx, { session_id, held_items, remarks }: z.output<typeof CloseSession>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    const state = next(sessionLifecycle, session.state, 'close')
    const refusal = closingRefusal(session, ctx.now())
    if (refusal) refuse(refusal)
    const items = await tx.selectFrom('session_item').select('id').where('session_id', '=', session_id).execute()
    const held = items.filter(({ id }) => held_items.includes(String(id)))
    const by = { held_by: personOf(ctx.actor), held_at: ctx.now() }
    await tx.updateTable('session_item').set({ held: 'not_held', ...by }).where('session_id', '=', session_id).execute()
    if (held.length) await tx.updateTable('session_item').set({ held: 'held', ...by }).where('id', 'in', held.map(({ id }) => id)).execute()
    await tx.updateTable('trading_session').set({ state, remarks, closed_by: personOf(ctx.actor), closed_at: ctx.now(), changed_at: ctx.now() }).where('id', '=', session_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.closed', session_id, held: held.length, items: items.length }, null)
  })
}

/** The number of a listing, or the address of its page. */
const listingField = z.preprocess((typed) => (typeof typed === 'string' ? (typed.trim() === '' ? null : (/(?:^|\/(?:offers|needs)\/)([1-9]\d{0,9})\/?(?:[?#].*)?$/.exec(typed.trim())?.[1] ?? typed)) : typed ?? null), idField.nullable())
const itemHour = z.preprocess((value) => (value === '' || value === undefined ? null : value), hourField.nullable())
export const PutItem = z.object({
  session_id: idField, item_id: optionalIdField, kind: choiceField(itemKinds), starts_at: itemHour, ends_at: itemHour,
  item_title_vi: optionalLineField(200), item_title_en: optionalLineField(200), speaker: optionalLineField(200), place: optionalLineField(120), listing: listingField, lot: optionalIdField,
})
/** The agenda has this point, or with `item_id` that point says this. One that presents a listing or a lot is called like it unless named otherwise, and a lot's has the hours of bidding unless others are said; whose it is is not said where the listing does not say it. */
export async function putItem(ctx: Ctx, { session_id, item_id, listing, lot, item_title_vi, item_title_en, ...input }: z.output<typeof PutItem>): Promise<number> {
  permit(ctx.actor, runsSessions)
  return transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    next(sessionLifecycle, session.state, 'change')
    const before = item_id === null ? null : found(await tx.selectFrom('session_item').select('lot_id').where('id', '=', item_id).where('session_id', '=', session_id).executeTakeFirst()).lot_id
    const [sold = null] = lot === null ? [] : await publishedLots(tx, [lot], ctx.now())
    const unfit = lotRefusal({ kind: input.kind, listing: listing !== null, lot, named: sold && { over: sold.where === 'past' }, before })
    if (unfit) refuse(unfit)
    const hours = { starts_at: input.starts_at ?? sold?.opens ?? missing('starts_at'), ends_at: input.ends_at ?? sold?.closes ?? missing('ends_at') }
    const refusal = itemRefusal({ ...input, ...hours, listing: listing !== null }, session)
    if (refusal) refuse(refusal)
    const shown = listing === null ? null : await tx.selectFrom('listing as l').select(['l.id', 'l.state', 'l.organisation_id', 'l.anonymous']).where('l.id', '=', listing).executeTakeFirst()
    if (shown === undefined || (shown && shown.state !== 'published')) refuse<SessionRefusal>({ code: 'item_listing_unfit', field: 'listing' })
    const named = shown ? await tx.selectFrom('listing_text').select(['language', 'title']).where('listing_id', '=', shown.id).execute() : []
    const titleIn = (language: 'vi' | 'en'): string => sold?.title[language] ?? (named.find((text) => text.language === language) ?? named[0])?.title ?? ''
    const title_vi = item_title_vi || item_title_en || titleIn('vi'), title_en = item_title_en || item_title_vi || titleIn('en')
    if (!title_vi) missing('item_title_vi')
    const values = { ...input, ...hours, title_vi, title_en, listing_id: shown?.id ?? null, lot_id: lot, organisation_id: sold?.organisation_id ?? (shown && !shown.anonymous ? shown.organisation_id : null) }
    const id = item_id === null ? await added(tx, session_id, values) : found(await tx.updateTable('session_item').set(values).where('id', '=', item_id).where('session_id', '=', session_id).returning('id').executeTakeFirst()).id
    await touched(tx, ctx, session)
    await record(tx, ctx, subjectOf(session_id), { type: 'session.item_put', session_id, item_id: id }, null)
    return id
  })
}
const missing = (field: string): never => { throw new z.ZodError([{ code: 'custom', path: [field], message: 'required', input: '' }]) }
async function added(tx: Tx, session_id: number, values: Omit<Insertable<SessionTables['session_item']>, 'session_id'>): Promise<number> {
  const { n } = await tx.selectFrom('session_item').select(({ fn }) => fn.countAll<number>().as('n')).where('session_id', '=', session_id).executeTakeFirstOrThrow()
  if (n >= mostItems) refuse<SessionRefusal>({ code: 'session_agenda_full', most: mostItems })
  return (await tx.insertInto('session_item').values({ session_id, ...values }).returning('id').executeTakeFirstOrThrow()).id
}
const touched = (tx: Tx, ctx: Ctx, { id, version }: TradingSession): Promise<unknown> => tx.updateTable('trading_session').set({ version: version + 1, changed_at: ctx.now() }).where('id', '=', id).execute()

export const OneItem = z.object({ session_id: idField, item_id: idField })
/** The agenda has it no longer. */
export async function removeItem(ctx: Ctx, { session_id, item_id }: z.output<typeof OneItem>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    next(sessionLifecycle, session.state, 'change')
    const { numDeletedRows } = await tx.deleteFrom('session_item').where('id', '=', item_id).where('session_id', '=', session_id).executeTakeFirst()
    if (!numDeletedRows) return
    await touched(tx, ctx, session)
    await record(tx, ctx, subjectOf(session_id), { type: 'session.item_removed', session_id, item_id }, null)
  })
}

/** The number of an organisation, or the address of its page. */
const organisationField = z.preprocess((typed) => (typeof typed === 'string' ? (/(?:^|\/organisations\/)([1-9]\d{0,9})\/?(?:[?#].*)?$/.exec(typed.trim())?.[1] ?? typed) : typed), idField)
export const GiveBooth = z.object({ session_id: idField, number: counted(200, 1), booth_organisation: organisationField, shows: optionalLineField(300) })
/** The organisation stands at that booth. The same form again changes nothing; a booth of somebody else's stays theirs. */
export async function giveBooth(ctx: Ctx, { session_id, number, booth_organisation, shows }: z.output<typeof GiveBooth>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    next(sessionLifecycle, session.state, 'change')
    const venue = await tx.selectFrom('venue').select('booths').where('id', '=', session.venue_id).executeTakeFirstOrThrow()
    if (number > venue.booths) refuse<SessionRefusal>({ code: 'booth_unknown', field: 'number', most: venue.booths })
    if (!(await tx.selectFrom('organisation').select('id').where('id', '=', booth_organisation).executeTakeFirst())) refuse<SessionRefusal>({ code: 'booth_nobody', field: 'booth_organisation' })
    const there = await tx.selectFrom('session_booth').selectAll().where('session_id', '=', session_id).where((booth) => booth.or([booth('number', '=', number), booth('organisation_id', '=', booth_organisation)])).orderBy('number').execute()
    const same = there.find((booth) => booth.number === number)
    if (same && same.organisation_id !== booth_organisation) refuse<SessionRefusal>({ code: 'booth_taken', field: 'number' })
    const elsewhere = there.find((booth) => booth.number !== number)
    if (elsewhere) refuse<SessionRefusal>({ code: 'booth_had', field: 'booth_organisation', number: elsewhere.number })
    if (same?.shows === shows) return
    if (same) await tx.updateTable('session_booth').set({ shows }).where('id', '=', same.id).execute()
    else await tx.insertInto('session_booth').values({ session_id, number, organisation_id: booth_organisation, shows }).execute()
    await touched(tx, ctx, session)
    await record(tx, ctx, subjectOf(session_id), { type: 'session.booth_given', session_id, number, organisation_id: booth_organisation }, null)
  })
}

export const OneBooth = z.object({ session_id: idField, booth_number: counted(200, 1) })
/** Nobody stands at that booth. */
export async function takeBoothBack(ctx: Ctx, { session_id, booth_number }: z.output<typeof OneBooth>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id)
    next(sessionLifecycle, session.state, 'change')
    const gone = await tx.deleteFrom('session_booth').where('session_id', '=', session_id).where('number', '=', booth_number).returning('organisation_id').executeTakeFirst()
    if (!gone) return
    await touched(tx, ctx, session)
    await record(tx, ctx, subjectOf(session_id), { type: 'session.booth_taken_back', session_id, number: booth_number, organisation_id: gone.organisation_id }, null)
  })
}

const place = { name_vi: lineField(150, 3), name_en: lineField(150, 3), address_vi: lineField(300, 5), address_en: lineField(300, 5), capacity: counted(5000, 1), booths: counted(200), meeting_tables: counted(100) }
/** Venues are told apart by their Vietnamese name: one who writes waits for the other. */
async function nameFree(tx: Tx, name_vi: string, own: number | null): Promise<void> {
  await sql`lock table venue in share row exclusive mode`.execute(tx)
  const there = await tx.selectFrom('venue').select('id').where('name_vi', '=', name_vi).$if(own !== null, (q) => q.where('id', '<>', own!)).executeTakeFirst()
  if (there) refuse<SessionRefusal>({ code: 'venue_there_already', field: 'name_vi' })
}
export const MakeVenue = z.object(place)
/** Sessions may be planned there from now on. The same name again is refused, so that a press sent twice makes one. */
export async function makeVenue(ctx: Ctx, input: z.output<typeof MakeVenue>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    await nameFree(tx, input.name_vi, null)
    const { id } = await tx.insertInto('venue').values({ ...input, changed_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `venue:${id}`, { type: 'venue.made', venue_id: id, capacity: input.capacity, booths: input.booths, meeting_tables: input.meeting_tables }, null)
  })
}
export const ChangeVenue = z.object({ venue_id: idField, version: z.coerce.number().int().min(1), ...place })
/** The hall takes so many. Sessions already planned keep their number. */
export async function changeVenue(ctx: Ctx, { venue_id, version, ...input }: z.output<typeof ChangeVenue>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    await nameFree(tx, input.name_vi, venue_id)
    const venue = found(await tx.selectFrom('venue').selectAll().where('id', '=', venue_id).forUpdate().executeTakeFirst())
    if ((Object.keys(input) as (keyof typeof input)[]).every((name) => venue[name] === input[name])) return
    if (venue.version !== version) refuse<SessionRefusal>({ code: 'venue_changed', version: venue.version })
    await tx.updateTable('venue').set({ ...input, version: version + 1, changed_at: ctx.now() }).where('id', '=', venue_id).execute()
    await record(tx, ctx, `venue:${venue_id}`, { type: 'venue.changed', venue_id, capacity: input.capacity, booths: input.booths, meeting_tables: input.meeting_tables }, null)
  })
}
