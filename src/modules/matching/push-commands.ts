import { sql } from 'kysely'
import { anonymous, type Ctx, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { cardsOf } from '../listings/queries.ts'
import type { ListingKind } from '../listings/schema.ts'
import { notifyOrganisation, type Sender } from '../notifications/notice-commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { settledAt } from '../listings/lifecycle-rules.ts'
import { dayBegan, newsSince, pushLimits, worthTelling } from './push-rules.ts'
import { matchesOf } from './queries.ts'
import type { Match, MatchReason } from './schema.ts'
import { speaksFor, wordReason } from './wording.ts'

const byTime = (db: Db, now: Date): Ctx => ({ db, actor: anonymous, locale: 'vi', now: () => now, request_id: 'new matches', session: null })

/**
 * What was published since the last run has been looked at, and owners told of the matches that came
 * of it: each pair once ever, a listing's owners once a day with a handful. Run as often as one likes,
 * by two workers at once, or again after one died half-way. Returns how many listings' owners were told.
 */
export async function pushMatches(db: Db, sender: Sender, now: Date): Promise<number> {
  const failures: unknown[] = []
  await lookForMatches(db, now, failures)
  const told = await tellOfMatches(db, sender, now, failures)
  if (failures.length) throw failures[0]
  return told
}

interface Listing { id: number; kind: ListingKind; organisation_id: number; peopled: boolean }
const columns = sql`l.id, l.kind, l.organisation_id, exists (select from membership m where m.organisation_id = l.organisation_id and m.role <> 'viewer') as peopled`

/** Each listing is looked at outside and written down together with the step of the cursor past it: of two workers one makes that step, the other stops. */
async function lookForMatches(db: Db, now: Date, failures: unknown[]): Promise<void> {
  const ctx = byTime(db, now)
  let from = await db.selectFrom('match_cursor').select([sql<string>`published_at::text`.as('published_at'), 'listing_id']).executeTakeFirstOrThrow()
  const { rows } = await sql<Listing & { published_at: string }>`
    select ${columns}, l.published_at::text from listing l
    where l.state = 'published' and l.published_at >= ${from.published_at}::timestamptz and (l.published_at, l.id) > (${from.published_at}::timestamptz, ${from.listing_id}::int) and l.published_at <= ${settledAt(now)}
    order by l.published_at, l.id limit ${pushLimits.listings}`.execute(db)
  for (const listing of rows) {
    // A listing that cannot be matched keeps nobody else waiting.
    const pairs = await pairsOf(db, listing).catch((error: unknown) => { failures.push(error); return [] })
    const to = { published_at: listing.published_at, listing_id: listing.id }
    const before = from
    const moved = await transact(ctx, async (tx) => {
      const { numUpdatedRows } = await tx.updateTable('match_cursor').set({ published_at: sql`${to.published_at}::timestamptz`, listing_id: to.listing_id })
        .where('published_at', '=', sql<Date>`${before.published_at}::timestamptz`).where('listing_id', '=', before.listing_id).executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      if (pairs.length) await tx.insertInto('match_told').values(pairs.map(({ reasons, ...pair }) => ({ ...pair, reasons: JSON.stringify(reasons), found_at: now, told_at: null }))).onConflict((on) => on.doNothing()).execute()
      return true
    })
    if (!moved) return
    from = to
  }
}

interface Pair { listing_id: number; other_id: number; score: number; reasons: MatchReason[] }
/** What a newly published listing gives to tell: its own best matches, and itself to those among whose best it came. Nobody is told of their own, and nobody where there is nobody to tell. */
async function pairsOf(db: Db, listing: Listing): Promise<Pair[]> {
  const matches = await matchesOf(db, listing, pushLimits.reach)
  if (matches.length === 0) return []
  const { rows } = await sql<Listing>`select ${columns} from listing l where l.id = any(${matches.map(({ listing_id }) => listing_id)}::int[]) and l.state = 'published' and l.organisation_id <> ${listing.organisation_id}`.execute(db)
  const others = new Map(rows.map((row) => [row.id, row]))
  const pairs: Pair[] = []
  const add = (owner: Listing, other: number, match: Match | undefined, list: Match[]): void => {
    if (match && owner.peopled && worthTelling(match, list)) pairs.push({ listing_id: owner.id, other_id: other, score: match.score, reasons: match.reasons })
  }
  for (const match of matches.slice(0, pushLimits.top)) if (others.has(match.listing_id)) add(listing, match.listing_id, match, matches)
  for (const match of matches) {
    const other = others.get(match.listing_id)
    if (!other?.peopled) continue
    const theirs = await matchesOf(db, other, pushLimits.top)
    add(other, listing.id, theirs.find(({ listing_id }) => listing_id === listing.id), theirs)
  }
  return pairs
}

async function tellOfMatches(db: Db, sender: Sender, now: Date, failures: unknown[]): Promise<number> {
  const { rows } = await sql<{ listing_id: number }>`
    select distinct t.listing_id from match_told t join listing l on l.id = t.listing_id and l.state = 'published' join listing o on o.id = t.other_id and o.state = 'published'
    where t.told_at is null and not t.dropped and not exists (select from match_told d where d.listing_id = t.listing_id and d.told_at >= ${dayBegan(now)})
    order by t.listing_id limit ${pushLimits.notices}`.execute(db)
  let told = 0
  for (const { listing_id } of rows) try { if (await transact(byTime(db, now), (tx) => tellOwners(tx, sender, listing_id, byTime(tx, now)))) told++ } catch (error) { failures.push(error) }
  return told
}

interface Waiting { other_id: number; score: number; reasons: MatchReason[]; open: boolean; over: boolean }
/** The waiting rows are taken first: whoever comes second waits, and finds that the day's notice has gone out. */
async function tellOwners(tx: Tx, sender: Sender, listing_id: number, ctx: Ctx): Promise<boolean> {
  const now = ctx.now()
  await sql`select from match_told where listing_id = ${listing_id} and told_at is null and not dropped order by other_id for update`.execute(tx)
  const today = await tx.selectFrom('match_told').select('other_id').where('listing_id', '=', listing_id).where('told_at', '>=', dayBegan(now)).executeTakeFirst()
  const listing = await tx.selectFrom('listing').select(['kind', 'organisation_id']).where('id', '=', listing_id).where('state', '=', 'published').executeTakeFirst()
  if (today || !listing) return false
  const { rows } = await sql<Waiting>`
    select t.other_id, t.score, t.reasons, o.state = 'published' as open,
      t.found_at < ${newsSince(now)} or o.organisation_id = ${listing.organisation_id} or exists (select from match_answer a where a.organisation_id = ${listing.organisation_id}
        and a.need_id = case ${listing.kind} when 'need' then t.listing_id else t.other_id end and a.offer_id = case ${listing.kind} when 'need' then t.other_id else t.listing_id end) as over
    from match_told t join listing o on o.id = t.other_id where t.listing_id = ${listing_id} and t.told_at is null and not t.dropped order by t.score desc, t.other_id`.execute(tx)
  const over = rows.filter((row) => row.over).map(({ other_id }) => other_id)
  if (over.length) await tx.updateTable('match_told').set({ dropped: true }).where('listing_id', '=', listing_id).where('other_id', 'in', over).execute()
  const news = rows.filter((row) => row.open && !row.over).slice(0, pushLimits.matches)
  if (news.length === 0) return false
  const ids = news.map(({ other_id }) => other_id)
  await tx.updateTable('match_told').set({ told_at: now }).where('listing_id', '=', listing_id).where('other_id', 'in', ids).execute()
  const event_id = await record(tx, ctx, `listing:${listing_id}`, { type: 'match.told', listing_id, others: ids }, listing.organisation_id)
  const [what, titles] = [{ vi: await titleIn(tx, listing_id, 'vi'), en: await titleIn(tx, listing_id, 'en') }, { vi: await linesIn(tx, news, 'vi'), en: await linesIn(tx, news, 'en') }]
  await notifyOrganisation(tx, sender, listing.organisation_id, { kind: 'new_matches', event_id, at: now, values: { what, count: String(news.length), titles }, path: `/my/matches?listing=${listing_id}` }, { orOfficers: false })
  return true
}

const titleIn = async (tx: Tx, id: number, locale: Locale): Promise<string> => (await cardsOf(tx, [id], locale))[0]?.title ?? ''
/** Each listing's title and below it the first facts that speak for it; whose it is stays on its page, which knows who may be told. */
async function linesIn(tx: Tx, news: readonly Waiting[], locale: Locale): Promise<string> {
  const [cards, taxonomy] = [await cardsOf(tx, news.map(({ other_id }) => other_id), locale), await taxonomyOf(tx)]
  return cards.map(({ id, title }) => [`- ${title}`, ...(news.find(({ other_id }) => other_id === id)?.reasons ?? []).filter(speaksFor).slice(0, 2).map((reason) => `  ${wordReason(reason, locale, taxonomy)}`)].join('\n')).join('\n')
}
