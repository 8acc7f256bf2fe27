import { sql } from 'kysely'
import { type Actor, type Ctx, isMemberOf, isStaff } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { type TextField, textFields } from '../listings/rules.ts'
import type { ListingKind, ListingState, ListingText } from '../listings/schema.ts'
import { type AnswerName, type Answers, deskStaff, helps, type Line, linesIn, type Piece, piecesOf } from './rules.ts'

export interface Sheet { id: number; organisation_id: number; language: Locale; version: number; request_key: string; listing_id: number | null; created_at: Date; updated_at: Date; answers: Answers }

const sheetColumns = ['s.id', 's.organisation_id', 's.language', 's.version', 's.request_key', 's.listing_id', 's.created_at', 's.updated_at'] as const
const answersOf = sql<Partial<Record<AnswerName, string>>>`coalesce((select jsonb_object_agg(a.name, a.text) from desk_answer a where a.sheet_id = s.id), '{}')`.as('answers')

/** The sheets of an organisation, the last one touched first; its members read them. */
export const sheetsOf = (db: Db, organisationId: number): Promise<Sheet[]> =>
  db.selectFrom('desk_sheet as s').select(sheetColumns).select(answersOf).where('s.organisation_id', '=', organisationId).orderBy('s.updated_at', 'desc').orderBy('s.id', 'desc').limit(100).execute()

/** One sheet; to those who are no members of its organisation it does not exist. */
export async function sheetFor({ db, actor }: Pick<Ctx, 'db' | 'actor'>, id: number): Promise<Sheet> {
  const sheet = found(await db.selectFrom('desk_sheet as s').select(sheetColumns).select(answersOf).where('s.id', '=', id).executeTakeFirst())
  return isMemberOf(sheet.organisation_id)(actor) ? sheet : notFound()
}

export interface Help { id: number; listing_id: number; organisation_id: number; note: string; asked_at: Date; ended_at: Date | null; mentor_id: number | null; mentor_name: string | null }
const helps_ = (db: Db) => db.selectFrom('desk_help as h').leftJoin('person as m', 'm.id', 'h.mentor_id').select(['h.id', 'h.listing_id', 'h.organisation_id', 'h.note', 'h.asked_at', 'h.ended_at', 'h.mentor_id', 'm.name as mentor_name'])

/** The help asked for with a listing that has not ended, if any. */
export const openHelp = (db: Db, listingId: number): Promise<Help | undefined> => helps_(db).where('h.listing_id', '=', listingId).where('h.ended_at', 'is', null).executeTakeFirst()

/** Reads the desk's queue: those who help there, and those who look over the Exchange's shoulder. */
const readsDesk = isStaff(...deskStaff, 'observer', 'inspector')

/** What waits for this reader's help, the oldest first: the desk's for its staff, their own for an expert who was asked. `title`: where the reader may read it. */
export async function helpsWaiting({ db, actor, locale }: Pick<Ctx, 'db' | 'actor' | 'locale'>): Promise<(Help & { proposals: number; title: string | null })[]> {
  if (actor.person_id === null) return []
  const mine = actor.person_id
  return helps_(db).select(sql<number>`(select count(*)::int from wording_proposal p where p.help_id = h.id)`.as('proposals'))
    .select(sql<string | null>`(select t.title from listing_text t where t.listing_id = h.listing_id order by t.language = ${locale} desc limit 1)`.as('title')).where('h.ended_at', 'is', null)
    .where((is) => is.or([is('h.mentor_id', '=', mine), ...(readsDesk(actor) ? [is('h.mentor_id', 'is', null)] : [])])).orderBy('h.asked_at').orderBy('h.id').limit(200).execute()
}

export interface Helped { help: Help; kind: ListingKind; state: ListingState; original_language: Locale; texts: ListingText[]; proposals: Proposal[] }

/** The listing this reader helps with, as it reads now, and what was proposed for it. For everybody else the help does not exist. */
export async function helpFor({ db, actor }: Pick<Ctx, 'db' | 'actor'>, id: number): Promise<Helped> {
  const help = found(await helps_(db).where('h.id', '=', id).executeTakeFirst())
  if (!helps(actor, help) || help.ended_at) return notFound()
  const listing = found(await db.selectFrom('listing').select(['kind', 'state', 'original_language']).where('id', '=', help.listing_id).executeTakeFirst())
  return { help, ...listing, texts: await textsOf(db, help.listing_id), proposals: await proposalsOf(db, help.listing_id, { help: id }) }
}
export const textsOf = (db: Db, listingId: number): Promise<ListingText[]> => db.selectFrom('listing_text').selectAll().where('listing_id', '=', listingId).orderBy('language', 'desc').execute()

export interface Proposal { id: number; help_id: number; field: TextField; language: Locale; before: string; after: string; reason: string; proposed_at: Date; proposed_by: number; proposer: string; decisions: Map<number, boolean>; lines: Line[]; pieces: Piece[] }

/** What was proposed for a listing, the newest first, with what its owner decided; of one help alone, or one proposal, where that is named. */
export async function proposalsOf(db: Db, listingId: number, { help, proposal }: { help?: number; proposal?: number } = {}): Promise<Proposal[]> {
  const rows = await db.selectFrom('wording_proposal as p').innerJoin('person as w', 'w.id', 'p.proposed_by')
    .select(['p.id', 'p.help_id', 'p.field', 'p.language', 'p.before', 'p.after', 'p.reason', 'p.proposed_at', 'p.proposed_by', 'w.name as proposer'])
    .select(sql<Record<string, boolean>>`coalesce((select jsonb_object_agg(l.position, l.accepted) from wording_line l where l.proposal_id = p.id), '{}')`.as('decided'))
    .where('p.listing_id', '=', listingId).$if(help !== undefined, (query) => query.where('p.help_id', '=', help ?? 0)).$if(proposal !== undefined, (query) => query.where('p.id', '=', proposal ?? 0)).orderBy('p.id', 'desc').limit(200).execute()
  return rows.map(({ decided, field, ...row }) => {
    const pieces = piecesOf(row.before, row.after)
    return { ...row, field: field as TextField, decisions: new Map(Object.entries(decided).map(([position, accepted]) => [Number(position), accepted])), lines: linesIn(pieces), pieces }
  })
}

/** Fields a listing of that kind has. */
export const fieldsOfKind = (kind: ListingKind): TextField[] => textFields.filter((field) => field !== (kind === 'offer' ? 'requirements' : 'advantages'))

export interface DeskDuty { kind: 'help' | 'wording'; href: string; since: Date; n: number }
/** What waits for this person at the desk: listings to help with that nobody has proposed anything for yet, and proposals for listings of theirs of which no line is decided. */
export async function deskDuties(db: Db, actor: Actor, editable: readonly number[]): Promise<DeskDuty[]> {
  const { rows } = await sql<DeskDuty>`
    select 'help' as kind, '/desk' as href, min(h.asked_at) as since, count(*)::int as n from desk_help h
      where h.ended_at is null and (h.mentor_id = ${actor.person_id} or (${isStaff(...deskStaff)(actor)} and h.mentor_id is null)) and not exists (select from wording_proposal p where p.help_id = h.id) having count(*) > 0
    union all
    select 'wording', '/my/listings/' || h.listing_id || '/help', min(p.proposed_at), count(*)::int from desk_help h join wording_proposal p on p.help_id = h.id
      where h.ended_at is null and h.organisation_id = any(${editable}::int[]) and not exists (select from wording_line l where l.proposal_id = p.id) group by h.listing_id`.execute(db)
  return rows
}
