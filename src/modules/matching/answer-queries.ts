import { sql } from 'kysely'
import { type Actor, type Ctx, isMemberOf } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { cardsOf, type ListingCard, maySee } from '../listings/queries.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import { type Half, pairOf } from './answer-rules.ts'
import type { MatchAnswer } from './answers/schema.ts'
import { boundNow, sharesOf } from './exposure-queries.ts'
import { bounded } from './exposure-rules.ts'
import { reasonsBetween, shownMatches, shownReasons } from './queries.ts'
import type { Match, MatchReason } from './schema.ts'

/** A listing whose matches are asked for. */
export interface Asked { id: number; kind: ListingKind; state: ListingState; organisation_id: number; version: number }
export interface ShownMatch { match: Match; card: ListingCard; accepted: boolean }
export interface Declined { answer: MatchAnswer; card: ListingCard }
export interface MatchList { open: ShownMatch[]; declined: Declined[] }

/** So many are fetched, so that what was declined and what moves behind leaves enough; more where many were declined. */
const fetched = { usually: 24, atMost: 100 }
const declinedShown = 50

/**
 * The matches of a listing as this reader is shown them, best first: without what their organisation
 * declined, where the listing is theirs, and in the order that fair exposure asks for.
 */
export async function matchesFor(ctx: Ctx, listing: Asked, limit: number): Promise<MatchList> {
  const { db, locale } = ctx
  const mine = isMemberOf(listing.organisation_id)(ctx.actor)
  if (listing.state !== 'published' && !mine) return { open: [], declined: [] }
  const answers = mine ? await answersOf(db, listing, listing.organisation_id) : []
  const declined = answers.filter(({ answer }) => answer === 'declined'), gone = new Set(declined.map((answer) => otherOf(answer, listing)))
  const system = asSystem(db) // how often something was shown is counted for everybody
  const [shown, bound] = await Promise.all([shownMatches(db, listing, gone.size + limit > fetched.usually / 2 ? fetched.atMost : fetched.usually), boundNow(system)])
  const matches = shown.filter(({ listing_id }) => !gone.has(listing_id))
  const ranked = bounded(matches, await sharesOf(system, matches.map(({ listing_id }) => listing_id), ctx.now(), bound), bound)
  const cards = new Map((await cardsOf(db, [...ranked.slice(0, limit * 2).map(({ listing_id }) => listing_id), ...gone], locale)).map((card) => [card.id, card]))
  const accepted = new Set(answers.filter(({ answer }) => answer === 'accepted').map((answer) => otherOf(answer, listing)))
  const open = await shownReasons(db, listing, ranked.filter(({ listing_id }) => cards.get(listing_id)?.state === 'published').slice(0, limit))
  return {
    open: open.flatMap((match) => { const card = cards.get(match.listing_id); return card ? [{ match, card, accepted: accepted.has(card.id) }] : [] }),
    declined: declined.slice(0, declinedShown).flatMap((answer) => { const card = cards.get(otherOf(answer, listing)); return card ? [{ answer, card }] : [] }),
  }
}

const otherOf = ({ need_id, offer_id }: { need_id: number; offer_id: number }, { id }: { id: number }): number => (need_id === id ? offer_id : need_id)

/** What this organisation said to the matches of its listing, the latest first. */
const answersOf = async (db: Db, { id, kind }: Pick<Asked, 'id' | 'kind'>, organisationId: number): Promise<MatchAnswer[]> =>
  await db.selectFrom('match_answer').selectAll().where(kind === 'need' ? 'need_id' : 'offer_id', '=', id).where('organisation_id', '=', organisationId).orderBy('answered_at', 'desc').execute() as MatchAnswer[]

/** The answer of one organisation to one pair, if it gave any. */
export const answerTo = async (db: Db, pair: { need_id: number; offer_id: number }, organisationId: number): Promise<MatchAnswer | undefined> =>
  await db.selectFrom('match_answer').selectAll().where('need_id', '=', pair.need_id).where('offer_id', '=', pair.offer_id).where('organisation_id', '=', organisationId).executeTakeFirst() as MatchAnswer | undefined

/** A match as it is shown now: its reasons, and its score where it is among the listing's best. */
export async function asShown(db: Db, listing_id: number, other_id: number): Promise<{ score: number | null; reasons: MatchReason[] }> {
  const listing = await db.selectFrom('listing').select(['id', 'kind', 'organisation_id', 'version']).where('id', '=', listing_id).executeTakeFirst()
  if (!listing) return { score: null, reasons: [] }
  const among = (await shownMatches(db, listing, fetched.usually)).find((match) => match.listing_id === other_id)
  const [match] = among ? await shownReasons(db, listing, [among]) : []
  return match ?? { score: null, reasons: await reasonsBetween(db, listing_id, other_id, listing.kind) }
}

export interface MatchFile { own: Half; other: Half; cards: [ListingCard, ListingCard]; score: number | null; reasons: MatchReason[]; answer: MatchAnswer | null }
/** Two listings that may suit each other, for somebody of either side and for staff (`mayRead`); to others there is no such page. `own` is the one whose side is asked. */
export async function matchFile(ctx: Ctx, listing_id: number, other_id: number, mayRead: (actor: Actor, organisations: readonly number[]) => boolean): Promise<MatchFile> {
  const rows = await ctx.db.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id']).where('id', 'in', [listing_id, other_id]).execute()
  const own = rows.find(({ id }) => id === listing_id), other = rows.find(({ id }) => id === other_id)
  if (!own || !other || own.kind === other.kind || !maySee(ctx.actor, own) || !maySee(ctx.actor, other) || !mayRead(ctx.actor, [own.organisation_id, other.organisation_id])) return notFound()
  const [one, two] = await cardsOf(ctx.db, [own.id, other.id], ctx.locale)
  if (!one || !two) return notFound()
  const mine = isMemberOf(own.organisation_id)(ctx.actor)
  const [shown, answer] = await Promise.all([asShown(ctx.db, own.id, other.id), mine ? answerTo(ctx.db, pairOf(own, other), own.organisation_id) : undefined])
  return { own, other, cards: [one, two], ...shown, answer: answer ?? null }
}

/** The published listings of an organisation whose matches its people look through, a page of them; or the one asked for, where it is theirs. */
export async function listingsToMatch(db: Db, organisationIds: readonly number[], { listing, page, size }: { listing: number | null; page: number; size: number }): Promise<{ listings: Asked[]; pages: number }> {
  const own = () => db.selectFrom('listing').where('state', '=', 'published').where('organisation_id', 'in', [...organisationIds]).$if(listing !== null, (query) => query.where('id', '=', listing))
  if (organisationIds.length === 0) return { listings: [], pages: 0 }
  const [rows, { n }] = await Promise.all([
    own().select(['id', 'kind', 'state', 'organisation_id', 'version']).orderBy('published_at', 'desc').orderBy('id', 'desc').limit(size).offset((page - 1) * size).execute(),
    own().select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ])
  return { listings: rows, pages: Math.ceil(n / size) }
}

/** For so many days a match an organisation was told of counts as waiting for its answer. */
const waitsFor = 30
/** Matches this organisation was told of and has not answered. */
export async function matchesWaiting(db: Db, organisationId: number, now: Date): Promise<{ count: number; oldest: Date } | null> {
  const { rows: [row] } = await sql<{ count: number; oldest: Date | null }>`
    select count(*)::int as count, min(t.told_at) as oldest from match_told t
    join listing l on l.id = t.listing_id and l.state = 'published' and l.organisation_id = ${organisationId} join listing o on o.id = t.other_id and o.state = 'published'
    where t.told_at > ${daysFrom(now, -waitsFor)} and not exists (select from match_answer a where a.organisation_id = l.organisation_id
      and a.need_id = case l.kind when 'need' then l.id else o.id end and a.offer_id = case l.kind when 'need' then o.id else l.id end)`.execute(db)
  return row?.oldest ? { count: row.count, oldest: row.oldest } : null
}

/** Why others declined matches with this listing: reasons at least three organisations gave, without saying which. For its own people; to anybody else nothing. */
export const declinesOf = async (db: Db, listingId: number): Promise<{ code: string; organisations: number }[]> =>
  (await sql<{ code: string; organisations: number }>`select code, organisations from match_declines(${listingId}) order by organisations desc, code`.execute(db)).rows
