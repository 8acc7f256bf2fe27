import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { shorten } from '../../platform/text.ts'
import { timelineOf, type TimelineEntry } from '../audit/queries.ts'
import type { Document } from '../documents/schema.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import type { MatchReason } from '../matching/schema.ts'
import type { Verification } from '../organisations/schema.ts'
import { type DutyKind, dutyTexts, untitled } from './messages.ts'
import { type ReadBy, readersOf, type ReadMark } from './reading-rules.ts'
import { type Gone, heldBy, mayReadBetween, nextStep, type NextStep, partiesOf, readsDeals, sideOf } from './rules.ts'
import { type Deal, type DealStage, type InterestState, openStages, type OpenStage, type Power } from './schema.ts'

/** Holds the deal's row for this transaction: everything that happens to a deal passes here one at a time. */
export const dealInTurn = async (tx: Tx, id: number): Promise<Deal> =>
  found(await tx.selectFrom('deal').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())

/** Those of these organisations that have nobody of their own here, such as imported ones. */
export async function memberlessOf(db: Db, organisations: readonly number[]): Promise<number[]> {
  const peopled = await db.selectFrom('membership').select('organisation_id').distinct().where('organisation_id', 'in', [...organisations]).execute()
  return organisations.filter((id) => !peopled.some(({ organisation_id }) => organisation_id === id))
}

/** Those of these organisations that are there no longer, and how that came. A merged one is not: what was its is the survivor’s. */
export async function goneIn(db: Db, organisations: readonly number[]): Promise<Map<number, Gone>> {
  const { rows } = await sql<{ id: number; kind: Gone }>`select id, ${goneColumn} as kind from organisation o where id = any(${[...organisations]}::int[]) and ${goneColumn} is not null order by id`.execute(db)
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}
/** How the organisation `o` came to be gone; null while it is there. */
export const goneColumn = sql<Gone | null>`case when o.deleted_at is not null or o.merged_into_id is not null then 'deleted' else (select e.kind from organisation_end e where e.organisation_id = o.id and e.lifted_at is null) end`

/** An organisation as a deal names it, with how it stands with the Exchange; the day its mark ends as the database writes it. */
export interface Party { id: number; name_vi: string; name_en: string; verification: Verification; verified_until: string | null }
/** A listing as a deal names it, in the reader's language or the one it has. */
export interface Named { id: number; kind: ListingKind; state: ListingState; title: string; language: Locale }
export const partyColumn = (alias: string): RawBuilder<Party> => sql`json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name_vi', ${sql.ref(`${alias}.name_vi`)}, 'name_en', ${sql.ref(`${alias}.name_en`)}, 'verification', ${sql.ref(`${alias}.verification`)}, 'verified_until', ${sql.ref(`${alias}.verified_until`)})`
/** Whose listing `li` is, where this reader may be told: a need published without a name names nobody to those it has not accepted. */
export const ownerColumn = sql<Party | null>`case when not li.anonymous or reader_is_told(li.id) then ${partyColumn('o')} end`
/** The listing whose id is `id`, as this reader may name it. `kept`: its titles on the day of the interest. */
const listingColumn = (id: RawBuilder<unknown>, kept: RawBuilder<unknown>, members: readonly number[], locale: Locale): RawBuilder<Named | null> => sql`(
  select json_build_object('id', l.id, 'kind', l.kind, 'state', l.state, 'title', t.title, 'language', t.language)
  from listing l cross join lateral ${titleOf(kept, members, locale)} t where l.id = ${id})`

/**
 * A published title is everyone's. While its listing is not published, it may be one that is being
 * written: only the listing's own people read that. The others read the title the interest was in,
 * and of older interests, which kept none, the listing's number.
 */
const titleOf = (kept: RawBuilder<unknown>, members: readonly number[], locale: Locale) => {
  const seen = sql`(l.state = 'published' or l.organisation_id = any(${members}::int[]))`
  return sql`(select title, language from (
    select title, language, 1 as rank from listing_text where listing_id = l.id and ${seen}
    union all select value, key, 1 from jsonb_each_text(${kept}) where not ${seen}
    union all select ${untitled[locale]}::text || l.id, ${locale}::text, 2) titles order by rank, language = ${locale} desc limit 1)`
}

/** The title of an interest's listing in both languages, as the people of that organisation may read it. */
export async function interestTitle(db: Db, interestId: number, organisationId: number): Promise<Record<Locale, string>> {
  return found((await interestTitles(db, [interestId], organisationId)).get(interestId))
}
/** What a deal is about, its offer before its need, as this reader may name it. */
export async function namedIn(db: Db, actor: Actor, dealId: number, locale: Locale): Promise<Named | null> {
  const { members } = scopeOf(actor)
  const about = sql.ref('d.about_id')
  const { rows: [row] } = await sql<{ about: Named | null }>`select ${listingColumn(about, sql`case when i.listing_id = ${about} then i.titles else i.counter_titles end`, members, locale)} as about
    from (select *, coalesce(offer_id, need_id) as about_id from deal where id = ${dealId}) d join interest i on i.id = d.interest_id`.execute(db)
  return row?.about ?? null
}
/** The same for several interests. */
export async function interestTitles(db: Db, ids: readonly number[], organisationId: number): Promise<Map<number, Record<Locale, string>>> {
  const title = (locale: Locale) => sql`(select t.title from ${titleOf(sql`i.titles`, [organisationId], locale)} t)`
  const { rows } = await sql<Record<Locale, string> & { id: number }>`select i.id, ${title('vi')} as vi, ${title('en')} as en from interest i join listing l on l.id = i.listing_id where i.id = any(${ids}::int[])`.execute(db)
  return new Map(rows.map(({ id, ...both }) => [id, both]))
}

export interface DealRow {
  id: number
  stage: DealStage
  stage_since: Date
  value: Vnd | null
  opened_at: Date
  closed_at: Date | null
  demonstration: boolean
  listing: Named
  supplier: Party
  demander: Party
  next: NextStep | null
  /** Whether the next step is this reader's to take. */
  ours: boolean
}
export const dealFilters = ['open', 'ours', 'won', 'lost', 'all'] as const
export type DealFilter = (typeof dealFilters)[number]
export const dealsOnPage = 50

/**
 * The deals of the organisation this reader acts for; all of them for a deal officer and an inspector. Open ones
 * first, the one that has waited longest on top; then the closed ones, the latest first.
 */
export async function dealsOf(db: Db, actor: Actor, { locale, filter, page }: { locale: Locale; filter: DealFilter; page: number }): Promise<{ deals: DealRow[]; total: number }> {
  const officer = actor.staff_roles.includes('deal_officer')
  const { mine, members, talks, signs } = scopeOf(actor)
  const { rows } = await sql<WaitingRow & Omit<DealRow, 'next' | 'ours'> & { ours: boolean; total: number }>`
    with waiting as (${waiting}), shown as (
      select *, closed_at is null and (waits_for = any(case when closing_organisation_id is null then ${talks}::int[] else ${signs}::int[] end) or (${officer} and not exists (select from membership m where m.organisation_id = waits_for))) as ours
      from waiting where ${readsDeals(actor)} or supplier_organisation_id = any(${mine}::int[]) or demander_organisation_id = any(${mine}::int[]))
    select w.*, ${listingColumn(sql`w.listing_id`, sql`w.titles`, members, locale)} as listing, ${partyColumn('s')} as supplier, ${partyColumn('r')} as demander, count(*) over ()::int as total
    from shown w join organisation s on s.id = w.supplier_organisation_id join organisation r on r.id = w.demander_organisation_id
    where case ${filter} when 'open' then closed_at is null when 'ours' then ours when 'won' then stage = 'won' when 'lost' then stage = 'lost' else true end
    order by closed_at is not null, case when closed_at is null then waits_since end, closed_at desc, w.id desc
    limit ${dealsOnPage} offset ${(page - 1) * dealsOnPage}`.execute(db)
  return { total: rows[0]?.total ?? 0, deals: rows.map((row) => ({ ...row, next: nextStep(waitingOf(row)) })) }
}

/** `mine`: the organisation acted for; `members`: all of theirs; the others: where this person may do what. */
const scopeOf = (actor: Actor) => ({
  mine: actor.organisation_id === null ? [] : [actor.organisation_id],
  members: actor.memberships.map((m) => m.organisation_id),
  talks: heldBy(actor, 'talk'), edits: heldBy(actor, 'edit'), signs: heldBy(actor, 'sign'),
})

interface WaitingRow {
  stage: DealStage
  opened_at: Date
  supplier_organisation_id: number
  demander_organisation_id: number
  closing_organisation_id: number | null
  closing_at: Date | null
  interested_organisation_id: number
  last_by: number | null
  last_at: Date | null
}
const waitingOf = (row: WaitingRow) => ({ ...row, last_message: row.last_by !== null && row.last_at ? { organisation_id: row.last_by, sent_at: row.last_at } : null })

/** Every deal with the word nobody has answered yet: `nextStep` of the rules, for sorting in the database. */
const waiting = sql`
  select d.id, d.stage, d.stage_since, d.value, d.opened_at, d.closed_at, d.demonstration, d.supplier_organisation_id, d.demander_organisation_id, d.closing_organisation_id, d.closing_at,
    i.listing_id, i.titles, i.organisation_id as interested_organisation_id, m.organisation_id as last_by, m.sent_at as last_at,
    case coalesce(d.closing_organisation_id, m.organisation_id, i.organisation_id) when d.supplier_organisation_id then d.demander_organisation_id else d.supplier_organisation_id end as waits_for,
    coalesce(d.closing_at, m.sent_at, d.opened_at) as waits_since
  from deal d join interest i on i.id = d.interest_id
  left join lateral (select organisation_id, sent_at from deal_message where deal_id = d.id order by id desc limit 1) m on true`

export interface InterestRow {
  id: number
  state: InterestState
  expressed_at: Date
  answered_at: Date | null
  deal_id: number | null
  listing: Named
  /** Who is interested. */
  from: Party
  /** Whose listing it is; null where this reader may not be told. */
  to: Party | null
}
export const mostInterests = 500
/** The interests other organisations have in ours, or ours in theirs; those waiting first, the oldest on top. At most `limit`. */
export async function interestsOf(db: Db, actor: Actor, direction: 'received' | 'sent', locale: Locale, limit = mostInterests): Promise<InterestRow[]> {
  const { mine, members } = scopeOf(actor)
  const unspoken = direction === 'received' && actor.staff_roles.includes('deal_officer')
  const { rows } = await sql<InterestRow>`
    select i.id, i.state, i.expressed_at, i.answered_at, d.id as deal_id, ${listingColumn(sql`i.listing_id`, sql`i.titles`, members, locale)} as listing, ${partyColumn('f')} as from, ${ownerColumn} as to
    from interest i join listing li on li.id = i.listing_id join organisation f on f.id = i.organisation_id join organisation o on o.id = li.organisation_id left join deal d on d.interest_id = i.id
    where ${direction === 'sent' ? sql`i.organisation_id = any(${mine}::int[])` : sql`(li.organisation_id = any(${mine}::int[]) or (${unspoken} and i.state = 'pending' and not exists (select from membership m where m.organisation_id = o.id)))`}
    order by i.state <> 'pending', case when i.state = 'pending' then i.expressed_at end, i.answered_at desc, i.id desc limit ${limit}`.execute(db)
  return rows
}

/** The interest an organisation has in a listing, waiting or accepted. */
export const interestInListing = async (db: Db, listingId: number, organisationId: number): Promise<number | null> =>
  (await db.selectFrom('interest').select('id').where('listing_id', '=', listingId).where('organisation_id', '=', organisationId).where('state', 'in', ['pending', 'accepted']).orderBy('id').executeTakeFirst())?.id ?? null

export interface InterestFile extends InterestRow {
  message: string
  reasons: MatchReason[]
  counter_listing: Named | null
  person_name: string
  decline_code: string | null
  answer: string
  may_answer: boolean
  /** True where an officer would answer for an organisation nobody speaks for. */
  on_behalf: boolean
  may_withdraw: boolean
  timeline: TimelineEntry[]
}
/** An interest as one of its two organisations, or a deal officer, sees it. */
export async function interestFile(db: Db, actor: Actor, id: number, locale: Locale): Promise<InterestFile> {
  const { members } = scopeOf(actor)
  const { rows: [found] } = await sql<Omit<InterestFile, 'may_answer' | 'on_behalf' | 'may_withdraw' | 'timeline'> & { to_id: number }>`
    select i.id, i.state, i.expressed_at, i.answered_at, i.message, i.reasons, i.decline_code, i.answer, p.name as person_name, d.id as deal_id,
      ${listingColumn(sql`i.listing_id`, sql`i.titles`, members, locale)} as listing, ${listingColumn(sql`i.counter_listing_id`, sql`i.counter_titles`, members, locale)} as counter_listing, ${partyColumn('f')} as from, ${ownerColumn} as to, o.id as to_id
    from interest i join listing li on li.id = i.listing_id join organisation f on f.id = i.organisation_id join organisation o on o.id = li.organisation_id
    join person p on p.id = i.person_id left join deal d on d.interest_id = i.id where i.id = ${id}`.execute(db)
  if (!found || !mayReadBetween(actor, [found.from.id, found.to_id])) return notFound()
  const { to_id, ...row } = found
  const [entries, memberless] = await Promise.all([timelineOf(db, [`interest:${id}`], 50, true), memberlessOf(db, [to_id])])
  const timeline = row.to ? entries : entries.map((entry) => (entry.organisation?.id === row.from.id ? entry : { ...entry, organisation: null, person_name: null, acted_by_name: null }))
  const answersFor = heldBy(actor, 'edit').includes(to_id)
  const inSender = actor.memberships.some((m) => m.organisation_id === row.from.id)
  const on_behalf = !answersFor && !inSender && sideOf(actor, [to_id], memberless, 'edit') !== null
  const pending = row.state === 'pending'
  return { ...row, timeline, on_behalf, may_answer: pending && (answersFor || on_behalf), may_withdraw: pending && heldBy(actor, 'edit').includes(row.from.id) }
}

export interface DealMessage { id: number; body: string; sent_at: Date; organisation_id: number; person_id: number; organisation: Party; person_name: string; /** Whether somebody of the other side has opened the file since. */ read: boolean; /** Who has, as far as this reader is told. */ readers: ReadBy[] }
export type DealDocument = Pick<Document, 'id' | 'name' | 'bytes' | 'media_type'> & { added_at: Date; organisation: Party; person_name: string; message_id: number | null }
export interface DealFile {
  deal: Deal
  interest: { id: number; message: string; expressed_at: Date; person_name: string; organisation_id: number; reasons: MatchReason[] }
  offer: Named | null
  need: Named | null
  supplier: Party & { memberless: boolean }
  demander: Party & { memberless: boolean }
  messages: DealMessage[]
  documents: DealDocument[]
  timeline: TimelineEntry[]
  /** The side this reader speaks for; null for those who only read. */
  side: number | null
  /** The side for which this reader may do what; null where they may not. */
  acts: Record<Power, number | null>
  /** The sides that are no longer in business; where there is one, nobody acts but to end it. */
  gone: ReadonlyMap<number, Gone>
  /** The side for which this reader may close the deal as lost. */
  loses: number | null
  /** The steps the deal has stood at, the present one among them. */
  visited: OpenStage[]
  on_behalf: boolean
  next: NextStep | null
  /** Why steps were left out, where a side reports the closing and has said so. */
  closing_word: string
}
const newestMessages = 300
export const mostReadMarks = 5000

/** The word that came with the report of the closing which stands now; records older than the question have none. */
export async function closingWord(db: Db, { id, closing_value }: Pick<Deal, 'id' | 'closing_value'>): Promise<string> {
  if (closing_value === null) return ''
  const said = await db.selectFrom('event').select(sql<string | null>`data ->> 'reason'`.as('word')).where('subject', '=', `deal:${id}`).where('type', '=', 'deal.closing_claimed').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return said?.word ?? ''
}

/** The whole deal file, for its two organisations and the deal officers. */
export async function dealFile(db: Db, actor: Actor, id: number, locale: Locale): Promise<DealFile> {
  const deal = await db.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirst()
  if (!deal || !mayReadBetween(actor, partiesOf(deal))) return notFound()
  const parties = partiesOf(deal)
  const { members } = scopeOf(actor)
  const listing = (id: string) => listingColumn(sql.ref(id), sql`case when i.listing_id = ${sql.ref(id)} then i.titles else i.counter_titles end`, members, locale)
  const [{ rows: [around] }, { rows: messages }, { rows: documents }, timeline, memberless, gone, moves, closing_word, { rows: marks }] = await Promise.all([
    sql<Pick<DealFile, 'interest' | 'offer' | 'need' | 'supplier' | 'demander'>>`
      select json_build_object('id', i.id, 'message', i.message, 'person_name', p.name, 'organisation_id', i.organisation_id, 'reasons', i.reasons) as interest,
        ${listing('d.offer_id')} as offer, ${listing('d.need_id')} as need, ${partyColumn('s')} as supplier, ${partyColumn('r')} as demander
      from deal d join interest i on i.id = d.interest_id join person p on p.id = i.person_id
      join organisation s on s.id = d.supplier_organisation_id join organisation r on r.id = d.demander_organisation_id where d.id = ${id}`.execute(db),
    sql<Omit<DealMessage, 'readers'>>`
      select * from (select m.id, m.body, m.sent_at, m.organisation_id, m.person_id, ${partyColumn('o')} as organisation, p.name as person_name,
          exists (select from deal_read r where r.deal_id = m.deal_id and r.organisation_id <> m.organisation_id and r.message_id >= m.id) as read
        from deal_message m join organisation o on o.id = m.organisation_id join person p on p.id = m.person_id where m.deal_id = ${id} order by m.id desc limit ${newestMessages}) newest order by id`.execute(db),
    sql<DealDocument>`
      select d.id, d.name, d.bytes, d.media_type, dd.added_at, dd.message_id, ${partyColumn('o')} as organisation, p.name as person_name
      from deal_document dd join document d on d.id = dd.document_id join organisation o on o.id = dd.organisation_id join person p on p.id = dd.person_id where dd.deal_id = ${id} order by dd.added_at desc, d.id desc limit 500`.execute(db),
    timelineOf(db, [`deal:${id}`, `interest:${deal.interest_id}`], 200, true),
    memberlessOf(db, parties),
    goneIn(db, parties),
    db.selectFrom('event').select(sql<DealStage>`data ->> 'to'`.as('to')).distinct().where('subject', '=', `deal:${id}`).where('type', '=', 'deal.stage_changed').execute(),
    closingWord(db, deal),
    sql<ReadMark>`select r.person_id, p.name, r.organisation_id, r.message_id, r.represents, r.read_at from deal_read_mark r join person p on p.id = r.person_id where r.deal_id = ${id} order by r.message_id desc limit ${mostReadMarks}`.execute(db),
  ])
  const { expressed_at } = await db.selectFrom('interest').select('expressed_at').where('id', '=', deal.interest_id).executeTakeFirstOrThrow()
  const { interest, supplier, demander, ...listings } = around!
  const actsFor = (power: Power) => (gone.size ? null : sideOf(actor, parties, memberless, power))
  const acts = { talk: actsFor('talk'), edit: actsFor('edit'), sign: actsFor('sign') }
  const side = sideOf(actor, parties, memberless, 'talk')
  const loses = sideOf(actor, parties, [...gone.keys(), ...memberless], 'sign')
  const visited = openStages.filter((stage) => stage === openStages[0] || moves.some(({ to }) => to === stage))
  const last = messages.at(-1)
  const told = { own: parties.filter((party) => actor.memberships.some((m) => m.organisation_id === party)), staff: readsDeals(actor) }
  const alone = (party: Party) => ({ ...party, memberless: memberless.includes(party.id) })
  return {
    deal, messages: messages.map((message) => ({ ...message, readers: readersOf(message, marks, told) })), documents, timeline, closing_word, side, acts, gone, loses, visited, ...listings, interest: { ...interest, expressed_at }, supplier: alone(supplier), demander: alone(demander),
    on_behalf: side !== null && memberless.includes(side),
    next: nextStep({ ...deal, interested_organisation_id: interest.organisation_id, last_message: last ?? null }),
  }
}

export interface Duty {
  kind: DutyKind
  /** Without language: /deals/12. */
  href: string
  since: Date
  text: Record<Locale, string>
}
interface DutyRow extends Omit<Duty, 'text'> {
  title: Record<Locale, string>
  organisation: Record<Locale, string>
}
/** What waits for this person in interests and deals: theirs to answer, or nobody's where they are a deal officer. The oldest first. */
export async function dealDuties(db: Db, actor: Actor, limit = 200): Promise<Duty[]> {
  const { members, talks, edits, signs } = scopeOf(actor)
  const officer = actor.staff_roles.includes('deal_officer')
  if (talks.length === 0 && !officer) return []
  const isOurs = (column: string, ours: RawBuilder<unknown>) => sql`(${sql.ref(column)} = any(${ours}) or (${officer} and not exists (select from membership m where m.organisation_id = ${sql.ref(column)})))`
  const title = (language: Locale) => sql`(select t.title from listing l cross join lateral ${titleOf(sql`w.titles`, members, language)} t where l.id = w.listing_id)`
  const { rows } = await sql<DutyRow>`
    select w.kind, w.href, w.since, json_build_object('vi', ${title('vi')}, 'en', ${title('en')}) as title,
      json_build_object('vi', coalesce(nullif(o.name_vi, ''), o.name_en), 'en', coalesce(nullif(o.name_en, ''), o.name_vi)) as organisation
    from (
      select 'interest_to_answer' as kind, '/interests/' || i.id as href, i.expressed_at as since, i.listing_id, i.titles, i.organisation_id as waiting_id
      from interest i join listing l on l.id = i.listing_id where i.state = 'pending' and ${isOurs('l.organisation_id', sql`${edits}::int[]`)}
      union all
      select case when w.closing_organisation_id is not null then 'closing_to_confirm' when w.last_by is not null then 'message_to_answer' else 'deal_to_begin' end,
        '/deals/' || w.id, w.waits_since, w.listing_id, w.titles, case w.waits_for when w.supplier_organisation_id then w.demander_organisation_id else w.supplier_organisation_id end
      from (${waiting}) w where w.closed_at is null and ${isOurs('w.waits_for', sql`case when w.closing_organisation_id is null then ${talks}::int[] else ${signs}::int[] end`)}
        and (${officer} or w.supplier_organisation_id = any(${talks}::int[]) or w.demander_organisation_id = any(${talks}::int[]))) w -- says no more, but finds them by index
    join organisation o on o.id = w.waiting_id order by w.since, w.href limit ${limit}`.execute(db)
  const word = (row: DutyRow, locale: Locale): string => dutyTexts[locale][row.kind](row.organisation[locale], shorten(row.title[locale], 90))
  return rows.map((row) => ({ kind: row.kind, href: row.href, since: row.since, text: { vi: word(row, 'vi'), en: word(row, 'en') } }))
}
