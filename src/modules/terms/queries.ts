import type { Db } from '../../core/database.ts'
import { hashOf, keysOf } from './rules.ts'
import type { AssumptionValues, Audience, ClauseKey, ConfirmedTerms, LapseReason, TermContent, TermVersion } from './schema.ts'

/** The terms both sides of this deal confirmed last; null as long as they have confirmed none, or the reader may not know. */
export async function confirmedTerms(db: Db, deal_id: number): Promise<ConfirmedTerms | null> {
  const row = await db.selectFrom('term_sheet').selectAll().where('deal_id', '=', deal_id).executeTakeFirst()
  return row ? { ...row, content: row.content as TermContent } : null
}

/** Whether both sides have signed the contract of this deal: its terms are the contract's from then on. */
export const contractSigned = async (db: Db, deal_id: number): Promise<boolean> =>
  (await db.selectFrom('contract_version').select('id').where('deal_id', '=', deal_id).where('kind', '=', 'contract').where('state', '=', 'signed').executeTakeFirst()) !== undefined

const versionRows = (db: Db, deal_id: number) => db.selectFrom('term_version').selectAll().where('deal_id', '=', deal_id)
export const latestVersion = async (db: Db, deal_id: number): Promise<TermVersion | null> => ((await versionRows(db, deal_id).orderBy('number', 'desc').limit(1).executeTakeFirst()) as TermVersion | undefined) ?? null
export const versionOf = async (db: Db, deal_id: number, number: number): Promise<TermVersion | null> => ((await versionRows(db, deal_id).where('number', '=', number).executeTakeFirst()) as TermVersion | undefined) ?? null

export interface SentVersion { number: number; organisation_id: number; person_name: string; sent_at: Date; note: string; sha256: string }
/** Every version sent, the latest first. */
export const versionsOf = (db: Db, deal_id: number): Promise<SentVersion[]> => db.selectFrom('term_version as v').innerJoin('person as p', 'p.id', 'v.person_id')
  .select(['v.number', 'v.organisation_id', 'p.name as person_name', 'v.sent_at', 'v.note', 'v.sha256']).where('v.deal_id', '=', deal_id).orderBy('v.number', 'desc').execute()

export interface Draft { base_number: number; content: TermContent; reasons: Partial<Record<ClauseKey, string>>; saved_at: Date; person_name: string }
/** What that side is writing; null where it writes nothing, and for every reader of another side. */
export async function draftOf(db: Db, deal_id: number, side: number): Promise<Draft | null> {
  const row = await db.selectFrom('term_draft as d').innerJoin('person as p', 'p.id', 'd.saved_by').select(['d.base_number', 'd.content', 'd.reasons', 'd.saved_at', 'p.name as person_name']).where('d.deal_id', '=', deal_id).where('d.organisation_id', '=', side).executeTakeFirst()
  return (row as Draft | undefined) ?? null
}

export interface Agreement { clause: ClauseKey; sha256: string; organisation_id: number; person_name: string; agreed_at: Date }
/** What a side agrees to now, clause by clause. */
export const agreementsOf = (db: Db, deal_id: number): Promise<Agreement[]> => db.selectFrom('term_agreement as a').innerJoin('person as p', 'p.id', 'a.person_id')
  .select(['a.clause', 'a.sha256', 'a.organisation_id', 'p.name as person_name', 'a.agreed_at']).where('a.deal_id', '=', deal_id).where('a.ended_at', 'is', null).orderBy('a.id').execute()
/** The clauses of this version that side agrees to, each as it reads there. */
export const agreedIn = (content: TermContent, agreements: readonly Agreement[], side: number): ClauseKey[] =>
  keysOf(content).filter((key) => agreements.some((one) => one.organisation_id === side && one.clause === key && one.sha256 === hashOf(content, key)))

export interface Confirmation { id: number; number: number; organisation_id: number; person_name: string; confirmed_at: Date; lapsed_at: Date | null; lapse_reason: LapseReason | null }
/** Every confirmation of a version as a whole, those that lapsed included, the latest first. */
export const confirmationsOf = (db: Db, deal_id: number): Promise<Confirmation[]> => db.selectFrom('term_confirmation as c').innerJoin('person as p', 'p.id', 'c.person_id')
  .select(['c.id', 'c.number', 'c.organisation_id', 'p.name as person_name', 'c.confirmed_at', 'c.lapsed_at', 'c.lapse_reason']).where('c.deal_id', '=', deal_id).orderBy('c.id', 'desc').execute()

export interface Assumption { organisation_id: number; audience: Audience; values: AssumptionValues; person_name: string; saved_at: Date }
/** What this reader may know of what is supposed: what their own side keeps, and what either side shares. */
export const assumptionsOf = async (db: Db, deal_id: number): Promise<Assumption[]> => (await db.selectFrom('term_assumption as a').innerJoin('person as p', 'p.id', 'a.saved_by')
  .select(['a.organisation_id', 'a.audience', 'a.values', 'p.name as person_name', 'a.saved_at']).where('a.deal_id', '=', deal_id).orderBy('a.id').execute()) as Assumption[]
