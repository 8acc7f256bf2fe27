import { sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { LotRules } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay, minutesFrom } from '../../platform/time.ts'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import { holidaySet, numberOn } from '../rulebook/queries.ts'
import { dueBy, type Unannounced, unannouncedIn } from '../rulebook/rules.ts'
import { type Annulment, annulmentsOf } from './annulment-queries.ts'
import { givesPrices } from './conflict-queries.ts'
import { type Postponement, postponementsOf, toAnnounce } from './date-queries.ts'
import { filesOf, type FileView, type LotFileShown, viewsOf } from './file-queries.ts'
import type { FileAccess } from './file-rules.ts'
import { type OpenLinks, openLinks, openLinksOf } from './link-queries.ts'
import { dateOf, guardRefusal, type PlanRefusal, rulesShown } from './lot-rules.ts'
import { auctioneerConflict, type Replacement, replacementsOf } from './replacement-queries.ts'
import { mayBeReplaced } from './replacement-rules.ts'
import { floorOpen, listOf, readsBidders, runsAuctions, watchesAuctions } from './rules.ts'
import type { AuctionBidder, AuctionDeposit, AuctionDutyKind, LotNoticeKind } from './schema.ts'
import { type Side, sideIn, sideOf } from './side-queries.ts'
import { type SignFile, signFile, signsWaiting, whole } from './sign-queries.ts'
import { announcedOf, datedFor, type Lot, lotRow, planOf } from './turns.ts'

export interface LotListed { id: number; title: Record<Locale, string>; regime: Lot['regime']; form: Lot['form']; state: Lot['state']; phase: Lot['phase']; price: Lot['price']; start: number; opens: Date; closes: Date; registration_closes_at: Date; where: 'coming' | 'live' | 'past'; outcome: string; organisation_id: number; demonstration: boolean }
const mostListed = 200
/** Lots everybody may read, those to come by their hour and those past by theirs; the staff's and a seller's drafts apart. */
export async function lotList(db: Db, now: Date): Promise<{ coming: LotListed[]; live: LotListed[]; past: LotListed[] }> {
  const rows = (await db.selectFrom('auction_lot').selectAll().where('published_at', 'is not', null).orderBy('id', 'desc').limit(mostListed).execute()) as unknown as Lot[]
  const lots = rows.map((lot) => listed(lot, now))
  const of = (where: LotListed['where']) => lots.filter((lot) => lot.where === where)
  return { coming: of('coming').toSorted((a, b) => a.opens.getTime() - b.opens.getTime()), live: of('live'), past: of('past').toSorted((a, b) => b.opens.getTime() - a.opens.getTime()) }
}
const listed = (lot: Lot, now: Date): LotListed => {
  const opens = dateOf(lot.rules.opens_at)
  return { id: lot.id, title: lot.title, regime: lot.regime, form: lot.form, state: lot.state, phase: lot.phase, price: lot.price, start: lot.rules.start, opens, closes: dateOf(lot.rules.closes_at), registration_closes_at: lot.registration_closes_at!, where: listOf(lot, opens, now), outcome: lot.outcome, organisation_id: lot.organisation_id, demonstration: lot.demonstration }
}
/** Of these lots the ones that were published, as they stand now. */
export async function publishedLots(db: Db, ids: readonly number[], now: Date): Promise<LotListed[]> {
  if (ids.length === 0) return []
  const rows = (await db.selectFrom('auction_lot').selectAll().where('id', 'in', ids).where('published_at', 'is not', null).execute()) as unknown as Lot[]
  return rows.map((lot) => listed(lot, now))
}
/** Every lot that is not over, drafts first: for those who run or watch auctions. */
export async function officeList(db: Db, now: Date): Promise<LotListed[]> {
  const rows = (await db.selectFrom('auction_lot').selectAll().orderBy(sql`state in ('draft', 'proposed') desc`).orderBy('id', 'desc').limit(mostListed).execute()) as unknown as Lot[]
  return rows.map((lot) => listed(lot, now))
}

export interface LotNotice { kind: LotNoticeKind; on_day: string; place: string }
export interface LotQuestion { id: number; question: string; asked_at: Date; answer: string; answered_at: Date | null; own: boolean }
/** What a reader may know of a lot. */
export interface LotFile {
  lot: Lot
  offer: ListingCard | null
  /** The rules as this reader may read them, and whether a floor is kept back from them. */
  rules: LotRules
  hidden: boolean
  opens: Date
  closes: Date
  where: LotListed['where']
  notices: LotNotice[]
  postponements: Postponement[]
  replacements: Replacement[]
  annulments: Annulment[]
  files: LotFileShown[]
  /** How this reader stands to files that are for bidders. */
  access: FileAccess
  questions: LotQuestion[]
  own: { bidder: AuctionBidder; deposit: AuctionDeposit & DepositDays } | null
  runs: boolean
  watches: boolean
  readsBidders: boolean
  isSeller: boolean
  /** On whose side one of the Exchange's own people is in this lot, who therefore has no part in running it. */
  side: Side | null
}
export interface DepositDays { paid: string | null; refund_due: string | null; /** Holidays the last day was counted over that nobody has entered yet. */ unannounced: Unannounced[] }
const depositDays = [sql<string | null>`paid_on::text`.as('paid'), sql<string | null>`refund_due_on::text`.as('refund_due')] as const
/** Over which holidays not entered yet a day was counted on which money must be back; empty where none waits. */
const countedOver = (since: Date | string, day: string | null, holidays: ReadonlySet<string>): Unannounced[] => (day === null ? [] : unannouncedIn(hanoiDay(new Date(since)), day, holidays))
const withUnannounced = <D extends Pick<AuctionDeposit, 'state' | 'state_since'> & Omit<DepositDays, 'unannounced'>>(deposit: D, holidays: ReadonlySet<string>) =>
  ({ ...deposit, unannounced: deposit.state === 'refund_due' ? countedOver(deposit.state_since, deposit.refund_due, holidays) : [] })

/** To strangers a draft does not exist; a floor kept back is its seller's and the officers' until bidding is over. */
export async function lotFile(ctx: Ctx, id: number): Promise<LotFile> {
  const { db, actor, locale } = ctx
  const lot = await lotRow(db, id)
  const isSeller = actor.memberships.some((m) => m.organisation_id === lot.organisation_id)
  if (!lot.published_at && !isSeller && !watchesAuctions(actor)) return notFound()
  const side = watchesAuctions(actor) ? await sideOf(db, id, actor.person_id) : null, runs = runsAuctions(actor) && side === null
  const shown = rulesShown(lot.rules, lot.particulars.floor_shown || floorOpen(lot) || isSeller || runs)
  const [cards, notices, questions, own, postponements, dossier, replacements, annulments] = await Promise.all([
    cardsOf(db, [lot.listing_id], locale),
    db.selectFrom('auction_notice').select(['kind', 'place', sql<string>`on_day::text`.as('on_day')]).where('lot_id', '=', id).orderBy('on_day').orderBy('id').execute(),
    db.selectFrom('auction_question').select(['id', 'question', 'asked_at', 'answer', 'answered_at', 'person_id']).where('lot_id', '=', id).orderBy('id').limit(500).execute(),
    ownPart(db, actor, id), postponementsOf(db, id), filesOf(db, actor, lot), replacementsOf(db, id), annulmentsOf(db, id),
  ])
  const opens = dateOf(lot.rules.opens_at)
  return {
    lot, offer: cards[0] ?? null, ...shown, opens, closes: dateOf(lot.rules.closes_at), where: listOf(lot, opens, ctx.now()), notices, postponements, ...dossier, replacements, annulments, own, runs, watches: watchesAuctions(actor), readsBidders: readsBidders(actor) && side === null, isSeller, side,
    questions: questions.filter(({ answered_at, person_id }) => answered_at || person_id === actor.person_id || watchesAuctions(actor)).map(({ person_id, ...question }) => ({ ...question, own: person_id === actor.person_id })),
  }
}
async function ownPart(db: Db, actor: Actor, lot_id: number): Promise<LotFile['own']> {
  if (actor.organisation_id === null) return null
  const bidder = await db.selectFrom('auction_bidder').selectAll().where('lot_id', '=', lot_id).where('organisation_id', '=', actor.organisation_id).executeTakeFirst()
  if (!bidder) return null
  const deposit = await db.selectFrom('auction_deposit').selectAll().select(depositDays).where('bidder_id', '=', bidder.id).executeTakeFirst()
  return deposit ? { bidder, deposit: withUnannounced(deposit, await holidaySet(db)) } : null
}

export interface OfficeBidder extends AuctionBidder { organisation_vi: string; organisation_en: string; person: string; deposit: (AuctionDeposit & DepositDays) | null; /** What an officer has yet to decide: others of this lot who named the same person or whom one of its people signs for, and whether links in words wait. Null where nothing does. */ linked: Pick<OpenLinks, 'words' | 'shares' | 'people'> | null }
export interface OfficeFile { bidders: OfficeBidder[]; /** Null for who is not told of signs. */ signs: SignFile | null; refusal: PlanRefusal | null; money: Record<string, number>; views: FileView[]; /** Who may conduct it next, and whether who conducts it now no longer can. */ officers: { id: number; name: string }[]; lost: boolean }
/** Who registered, by name: for those who check them; whoever reads it is on record (see the route). */
export async function officeFile(ctx: Ctx, { lot, files, ...file }: LotFile): Promise<OfficeFile> {
  const { db } = ctx
  if (!file.readsBidders) return notFound()
  const [bidders, sums, dated, announced, holidays, links, views, officers, conflict, signs] = await Promise.all([
    db.selectFrom('auction_bidder as b').innerJoin('organisation as o', 'o.id', 'b.organisation_id').innerJoin('person as p', 'p.id', 'b.person_id').selectAll('b').select(['o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'p.name as person']).where('b.lot_id', '=', lot.id).orderBy('b.id').execute(),
    db.selectFrom('auction_deposit').selectAll().select(depositDays).where('lot_id', '=', lot.id).execute(), datedFor(db, ctx.now(), dateOf(lot.rules.opens_at)), announcedOf(db, lot.id), holidaySet(db), openLinksOf(db, lot.id), viewsOf(db, lot.id),
    mayBeReplaced(lot) ? auctionOfficers(db) : [], mayBeReplaced(lot) && lot.regime === 'statutory' ? auctioneerConflict(db, lot.id, lot.auctioneer_id ?? 0) : null, signFile(db, ctx.actor, lot.id, ctx.now()),
  ])
  const deposits = sums.map((deposit) => withUnannounced(deposit, holidays))
  const money: Record<string, number> = {}
  for (const { state, amount } of deposits) money[state] = (money[state] ?? 0) + amount
  return {
    bidders: bidders.map((bidder) => ({ ...bidder, deposit: deposits.find(({ bidder_id }) => bidder_id === bidder.id) ?? null, linked: links.find(({ bidder_id }) => bidder_id === bidder.id) ?? null })), signs, money, views, officers, lost: conflict === 'role' || conflict === 'seller' || conflict === 'bidder',
    refusal: lot.state === 'draft' || lot.state === 'proposed' ? guardRefusal('publishing', planOf(lot, files.some(({ kind }) => kind === 'regulation')), dated) : lot.state === 'registration' ? guardRefusal('arming', planOf(lot), dated, announced) : null,
  }
}
/** Those who may conduct a lot. */
export const auctionOfficers = (db: Db): Promise<{ id: number; name: string }[]> =>
  db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'auction_officer').orderBy('p.name').execute()

export interface AuctionDuty { kind: AuctionDutyKind; lot_id: number; title: Record<Locale, string>; since: Date; until: string | null; n: number; unannounced: Unannounced[] }
/** When the log of a lot `l` last went on. */
const lastEntry = sql`to_timestamp((select e.at_us from auction_event e where e.lot_id = l.id order by e.seq desc limit 1) / 1000000.0)`
/** What follows the end of bidding, for officers who conduct the lot and for the bidder whose turn it is, each within the Exchange's own number of working days from when it came to wait. */
export const afterBidding: readonly AuctionDutyKind[] = ['call', 'unsigned', 'asked', 'sign', 'take']
/** As `mayBeReplaced` has it of lots `l`. */
const replaceableLot = sql`(l.state = 'registration' or (l.state = 'armed' and coalesce(l.phase, 'armed') in ('armed', 'open', 'opening', 'closed')))`
/** Lots whose winner has to sign, or whose next bidder to answer, and where this person's word counts for that one. */
const wordsAwaited = async ({ person_id }: Actor, db: Db): Promise<Omit<AuctionDuty, 'unannounced'>[]> => (await sql<Omit<AuctionDuty, 'unannounced'>>`
  select case l.phase when 'announced' then 'sign' else 'take' end as kind, l.id as lot_id, l.title, ${lastEntry} as since, null as until, 1 as n from auction_lot l join auction_bidder b on b.lot_id = l.id
    and b.number = case l.phase when 'announced' then l.winner else (select (e.body::jsonb ->> 'bidder')::int from auction_event e where e.lot_id = l.id and e.body::jsonb ->> 'type' = 'offered_to_next' order by e.seq desc limit 1) end
  where l.state = 'armed' and l.phase in ('announced', 'offered') and ${givesPrices(sql`${person_id}::int`)} order by since limit 100`.execute(whole(db))).rows
/** What waits of auctions: for officers who are neither the seller’s nor a bidder’s, and for those who bid and may. */
export async function auctionDuties(db: Db, actor: Actor, now: Date): Promise<AuctionDuty[]> {
  const officer = runsAuctions(actor)
  const held = actor.memberships.filter(({ role }) => role === 'owner' || role === 'signer').map((m) => m.organisation_id)
  if (!officer && held.length === 0) return []
  const { rows } = await sql<Omit<AuctionDuty, 'unannounced'>>`
    select d.*, l.title from (select 'publish' as kind, id as lot_id, proposed_at as since, null::text as until, 1 as n from auction_lot where ${officer} and state = 'proposed' and proposed_by <> ${actor.person_id}
    union all select 'postpone', p.lot_id, p.proposed_at, (p.registration_from at time zone 'Asia/Ho_Chi_Minh')::date::text, 1 from auction_postponement p where ${officer} and p.state = 'proposed' and p.proposed_by <> ${actor.person_id} and p.registration_from > ${now}
    union all select 'announce', p.lot_id, max(p.decided_at), null, 1 from auction_postponement p join auction_lot l on l.id = p.lot_id where ${officer} and ${toAnnounce} and l.regime = 'statutory' and l.state in ('registration', 'armed') group by p.lot_id
    union all select 'match', d.lot_id, min(d.state_since), (max(l.registration_closes_at) at time zone 'Asia/Ho_Chi_Minh')::date::text, count(*)::int from auction_deposit d join auction_lot l on l.id = d.lot_id where ${officer} and d.state = 'requested' and l.state = 'registration' group by d.lot_id
    union all select 'refund', lot_id, min(state_since), min(refund_due_on)::text, count(*)::int from auction_deposit where ${officer} and state = 'refund_due' and forfeit_proposed_by is null group by lot_id
    union all select 'replace', r.lot_id, r.proposed_at, null, 1 from auction_replacement r join auction_lot l on l.id = r.lot_id where ${officer} and r.state = 'proposed' and r.proposed_by <> ${actor.person_id} and ${replaceableLot}
    union all select 'lost', l.id, l.published_at, null, 1 from auction_lot l where ${officer} and l.regime = 'statutory' and ${replaceableLot} and not exists (select from auction_replacement r where r.lot_id = l.id and r.state = 'proposed')
      and (not exists (select from staff_role s where s.person_id = l.auctioneer_id and s.role = 'auction_officer') or ${sideIn(sql.ref('l.auctioneer_id'))} is not null)
    union all select 'annul', a.lot_id, a.proposed_at, null, 1 from auction_annulment a where ${officer} and a.state = 'proposed' and a.proposed_by <> ${actor.person_id}
    union all select 'earnest', d.lot_id, min(coalesce(d.earnest_proposed_at, l.state_since)), null, count(*)::int from auction_deposit d join auction_lot l on l.id = d.lot_id where ${officer} and d.state = 'converted' and l.state in ('defaulted', 'annulled') and d.earnest_proposed_by is distinct from ${actor.person_id} group by d.lot_id
    union all select 'links', k.lot_id, min(k.since), (max(l.registration_closes_at) at time zone 'Asia/Ho_Chi_Minh')::date::text, count(*)::int from (${openLinks}) k join auction_lot l on l.id = k.lot_id where ${officer} and l.state = 'registration' group by k.lot_id
    union all select 'forfeit', lot_id, min(forfeit_proposed_at), null, count(*)::int from auction_deposit where ${officer} and state in ('received', 'refund_due') and forfeit_proposed_by <> ${actor.person_id} group by lot_id
    union all select 'question', lot_id, min(asked_at), null, count(*)::int from auction_question where ${officer} and answered_at is null group by lot_id
    union all select 'pay', d.lot_id, d.requested_at, (l.registration_closes_at at time zone 'Asia/Ho_Chi_Minh')::date::text, 1 from auction_deposit d join auction_lot l on l.id = d.lot_id where d.organisation_id = any(${held}::int[]) and d.state = 'requested' and l.state = 'registration'
    union all select case l.phase when 'closed' then 'call' when 'announced' then 'unsigned' else 'asked' end, l.id, ${lastEntry}, null, 1 from auction_lot l where ${officer} and (l.regime = 'voluntary' or l.auctioneer_id = ${actor.person_id}) and l.state = 'armed' and l.phase in ('closed', 'announced', 'offered')
    union all select 'perform', id, state_since, null, 1 from auction_lot where ${officer} and state = 'settling') d join auction_lot l on l.id = d.lot_id
    where kind = 'pay' or ${sideIn(sql`${actor.person_id}::int`)} is null
    order by since limit 100`.execute(db)
  if (held.length) rows.push(...await wordsAwaited(actor, db))
  if (officer) rows.push(...(await signsWaiting(db, actor, now)).map((waiting) => ({ kind: 'signs' as const, until: null, ...waiting })))
  const ends = rows.some(({ kind }) => afterBidding.includes(kind)), holidays = ends || rows.some(({ kind }) => kind === 'refund') ? await holidaySet(db) : new Set<string>()
  const amount = ends ? await numberOn(db, 'own.auction_result_days', hanoiDay(now)) : 0
  const due = ({ kind, since, until }: Omit<AuctionDuty, 'unannounced'>): string | null => (afterBidding.includes(kind) ? hanoiDay(minutesFrom(dueBy({ amount, unit: 'working_days' }, since, holidays), -1)) : until)
  return rows.map((duty) => ({ ...duty, until: due(duty), unannounced: duty.kind === 'refund' ? countedOver(duty.since, duty.until, holidays) : [] }))
}
