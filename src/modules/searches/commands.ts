import { sql } from 'kysely'
import { z } from 'zod'
import { byTime, type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, idField, lineField } from '../../platform/fields.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { settledAt } from '../listings/lifecycle-rules.ts'
import { cardsOf } from '../listings/queries.ts'
import { notify, type Sender } from '../notifications/notice-commands.ts'
import { foundWords, titlesInNotice } from './messages.ts'
import { addressOf, mostFound, publishedFor, readAddress } from './queries.ts'
import { dueBefore, maySave } from './rules.ts'
import { frequencies, type Frequency, type SavedSearch } from './schema.ts'

const subjectOf = (personId: number): string => `person:${personId}`

export const SaveSearch = z.object({ address: z.string({ error: 'required' }).max(2_000, { error: 'too_long:2000' }), name: lineField(100), frequency: choiceField(frequencies) })
/** This person keeps the search and is told of what is published from now on. Saved a second time it stays as it was. */
export async function saveSearch(ctx: Ctx, { address: typed, name, frequency }: z.output<typeof SaveSearch>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  const address = addressOf(readAddress(typed))
  return transact(ctx, async (tx) => {
    // One save of a person at a time: searches are counted one after the other.
    await sql`select pg_advisory_xact_lock(hashtext('saved_search'), ${person_id})`.execute(tx)
    const kept = await tx.selectFrom('saved_search').select(['id', 'address']).where('person_id', '=', person_id).execute()
    const already = kept.find((one) => one.address === address)
    if (already) return already.id
    const refusal = maySave(address, kept.length)
    if (refusal) refuse(refusal)
    const now = ctx.now()
    const { id } = await tx.insertInto('saved_search').values({ person_id, name, address, frequency, created_at: now, looked_at: now, seen_until: settledAt(now) }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(person_id), { type: 'search.saved', saved_search_id: id, frequency }, null)
    return id
  })
}

export const ChangeSearch = z.object({ id: idField, name: lineField(100), frequency: choiceField(frequencies) })
/** The search has this name and is looked into this often. What was published while it was paused is not told afterwards. */
export async function changeSearch(ctx: Ctx, { id, name, frequency }: z.output<typeof ChangeSearch>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => { await change(tx, ctx, found(await ownInTurn(tx, ctx, id)), { name, frequency }) })
}

export const OneSearch = z.object({ id: idField })
/** Its owner is told nothing more of the search until they choose a frequency again. */
export async function pauseSearch(ctx: Ctx, { id }: z.output<typeof OneSearch>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => { const own = found(await ownInTurn(tx, ctx, id)); await change(tx, ctx, own, { name: own.name, frequency: 'none' }) })
}

/** The search is no longer kept. One that is gone already stays so. */
export async function forgetSearch(ctx: Ctx, { id }: z.output<typeof OneSearch>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => {
    const own = await ownInTurn(tx, ctx, id)
    if (!own) return
    await tx.deleteFrom('saved_search').where('id', '=', id).execute()
    await record(tx, ctx, subjectOf(own.person_id), { type: 'search.forgotten', saved_search_id: id }, null)
  })
}

const ownInTurn = (tx: Tx, ctx: Ctx, id: number): Promise<SavedSearch | undefined> =>
  tx.selectFrom('saved_search').selectAll().where('id', '=', id).where('person_id', '=', personOf(ctx.actor)).forUpdate().executeTakeFirst()

async function change(tx: Tx, ctx: Ctx, own: SavedSearch, { name, frequency }: { name: string; frequency: Frequency }): Promise<void> {
  if (own.name === name && own.frequency === frequency) return
  const now = ctx.now()
  await tx.updateTable('saved_search').set({ name, frequency, ...(own.frequency === 'none' && frequency !== 'none' ? { looked_at: now, seen_until: settledAt(now) } : {}) }).where('id', '=', own.id).execute()
  await record(tx, ctx, subjectOf(own.person_id), { type: 'search.changed', saved_search_id: own.id, frequency }, null)
}

/** Looked into in one run at most; the rest waits a few minutes for the next. */
const mostLooks = 2_000
/** Remembered as told, of one search. */
const mostTold = 2_000

/**
 * Every search that is due has been looked into, and its owner told once of what is new in it. Run as
 * often as one likes, by two workers at once, or again after one died half-way: a listing is told once
 * a search, also where it is corrected and published again. Nobody is told of their own organisations' listings. Returns how many were told.
 */
export async function lookIntoSearches(db: Db, sender: Sender, now: Date): Promise<number> {
  const due = await db.selectFrom('saved_search as s').innerJoin('person as p', 'p.id', 's.person_id').selectAll('s')
    .where(({ or, and, eb }) => or(frequencies.flatMap((frequency) => { const before = dueBefore(frequency, now); return before ? [and([eb('s.frequency', '=', frequency), eb('s.looked_at', '<', before)])] : [] })))
    // Whoever may not enter is not written to.
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('suspension as x').select('x.id').whereRef('x.person_id', '=', 'p.id').where('x.lifted_at', 'is', null))))
    .orderBy('s.looked_at').orderBy('s.id').limit(mostLooks).execute()
  let told = 0
  const failures: unknown[] = []
  // One search that cannot be looked into keeps nobody else waiting; it is tried again with the next run.
  for (const one of due) try { if (await lookInto(db, sender, one, now)) told++ } catch (error) { failures.push(error) }
  if (failures.length) throw failures[0]
  return told
}

/** Found outside, told inside the transaction that says so: whoever comes second finds `seen_until` moved on and tells nothing. */
async function lookInto(db: Db, sender: Sender, { id, person_id, name, address, seen_until, told }: SavedSearch, now: Date): Promise<boolean> {
  const until = settledAt(now)
  if (until <= seen_until) return false
  const own = await db.selectFrom('membership').select('organisation_id').where('person_id', '=', person_id).execute()
  const before = new Set(told)
  const ids = (await publishedFor(db, readAddress(address), { since: seen_until, until, butOf: own.map(({ organisation_id }) => organisation_id) })).filter((listing) => !before.has(listing))
  const titles = ids.length ? { vi: await titlesIn(db, ids, 'vi'), en: await titlesIn(db, ids, 'en') } : null
  const ctx = byTime(db, now, 'saved searches')
  return transact(ctx, async (tx) => {
    const moved = await tx.updateTable('saved_search').set({ looked_at: now, seen_until: until, ...(ids.length ? { told: [...ids, ...told].slice(0, mostTold) } : {}) })
      .where('id', '=', id).where('seen_until', '=', seen_until).where('frequency', '<>', 'none').returning('id').executeTakeFirst()
    if (!moved || !titles) return false
    const event_id = await record(tx, ctx, subjectOf(person_id), { type: 'search.answered', saved_search_id: id, person_id, listings: ids.length }, null)
    const count = ids.length < mostFound ? String(ids.length) : `${mostFound}+`
    await notify(tx, sender, { kind: 'search_answered', event_id, at: now, values: { what: name, count, titles }, path: `/my/searches/${id}/found?since=${seen_until.getTime()}&until=${until.getTime()}` }, [{ person_id, reason: 'asked' }])
    return true
  })
}

/** The first titles, a line each; whose a listing is stays on its page, which knows who may be told. */
async function titlesIn(db: Db, ids: readonly number[], locale: Locale): Promise<string> {
  const cards = await cardsOf(db, ids.slice(0, titlesInNotice), locale)
  return [...cards.map(({ title }) => `- ${title}`), ...(ids.length > cards.length ? [foundWords[locale].more(ids.length - cards.length)] : [])].join('\n')
}
