import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Deal } from '../deals/schema.ts'
import type { TechnologyClass } from '../listings/schema.ts'
import { itemsNamed } from '../listings/technology-queries.ts'
import { holidaySet, rulesUnder } from '../rulebook/queries.ts'
import { demandOf, type Effect, effectOf, underWord } from './effect-rules.ts'
import { signedAnnexes } from './annex-queries.ts'
import { signedContract } from './queries.ts'
import { type Calendar, judgedBy, type Reviewed, type Said, type Standing } from './registration-rules.ts'
import type { Facts, Filing } from './schema.ts'

/** What each side said last of what decides the registration, the newest first. */
export const saidOf = async (db: Db | Tx, deal_id: number): Promise<Said[]> =>
  (await sql<Said>`
    select * from (select distinct on (organisation_id) id, direction, state_money, result_certificate, technology, voluntary, performed, appraised, note, stated_at, organisation_id
      from registration_fact where deal_id = ${deal_id} order by organisation_id, id desc) said order by id desc limit 2`.execute(db)).rows
/** What a moderator said the technology of the deal is: it stands above what the sides say, for both alike; null where nobody said it. Migration 0088 says which of several counts. */
export async function wordOf(db: Db | Tx, deal_id: number): Promise<Reviewed | null> {
  const { rows: [row] } = await sql<{ class: TechnologyClass; decided_at: Date; items: string[] }>`select class, decided_at, items from deal_technology(${deal_id})`.execute(db)
  return row ? { technology: row.class, decided_at: row.decided_at, items: await itemsNamed(db, row.items) } : null
}

const filings = (db: Db | Tx, deal_id: number) => db.selectFrom('registration_filing as f').select(['f.id', 'f.deal_id', 'f.version_id', 'f.kind', 'f.organisation_id', 'f.state', 'f.changes', 'f.authority', 'f.receipt_number', 'f.asked_what', 'f.certificate_number', 'f.refusal_reason', 'f.opened_by', 'f.opened_at', 'f.changed_at', 'f.request_key'])
  .select([sql<string | null>`f.filed_on::text`.as('filed_on'), sql<string | null>`f.asked_on::text`.as('asked_on'), sql<string | null>`f.extended_on::text`.as('extended_on'), sql<string | null>`f.supplemented_on::text`.as('supplemented_on'), sql<string | null>`f.complete_on::text`.as('complete_on'), sql<string | null>`f.decided_on::text`.as('decided_on')]).where('f.deal_id', '=', deal_id)
/** Every dossier of the deal, the newest first. */
export const filingsOf = (db: Db | Tx, deal_id: number): Promise<Filing[]> => filings(db, deal_id).orderBy('f.id', 'desc').limit(100).execute()
export const filingOf = async (db: Db | Tx, deal_id: number, id: number): Promise<Filing> => (await filings(db, deal_id).where('f.id', '=', id).executeTakeFirst()) ?? notFound()
export interface DossierPaper { code: string; document_id: number | null; name: string | null; left_out: string; put_at: Date }
export const papersOf = (db: Db | Tx, filing_id: number): Promise<DossierPaper[]> =>
  db.selectFrom('registration_paper as r').leftJoin('document as d', 'd.id', 'r.document_id').select(['r.code', 'r.document_id', 'd.name', 'r.left_out', 'r.put_at']).where('r.filing_id', '=', filing_id).execute()

/** What can be told of a deal before anybody has said it: whose country each side is of, what a moderator called the technology, whether the State’s money paid for it, as its supplier says of the result to those who may read that. */
export async function supposedFacts(db: Db, deal: Pick<Deal, 'id' | 'supplier_organisation_id' | 'demander_organisation_id'>): Promise<Facts> {
  const countries = await db.selectFrom('organisation').select(['id', 'country_code']).where('id', 'in', [deal.supplier_organisation_id, deal.demander_organisation_id]).execute()
  const of = (id: number) => countries.find((one) => one.id === id)?.country_code ?? 'VN'
  return {
    direction: of(deal.supplier_organisation_id) !== 'VN' ? 'into_vietnam' : of(deal.demander_organisation_id) !== 'VN' ? 'out_of_vietnam' : 'domestic',
    state_money: await statedResult(db, deal.id), result_certificate: false, technology: (await wordOf(db, deal.id))?.technology ?? 'ordinary', voluntary: false, performed: null, appraised: false,
  }
}

/** Whether the supplier has stated a result the State paid for, as far as this reader may know: the other side is not told. */
export const statedResult = async (db: Db, deal_id: number): Promise<boolean> => (await db.selectFrom('result_fact').select('id').where('deal_id', '=', deal_id).limit(1).executeTakeFirst()) !== undefined

/** Whether the technology is prohibited, and by whose word: a moderator's stands above what the sides say; of theirs the stricter counts. Law on Technology Transfer, Điều 11. */
export async function prohibition(db: Db | Tx, deal: Pick<Deal, 'id'>): Promise<'moderator' | 'parties' | null> {
  if ((await wordOf(db, deal.id))?.technology === 'prohibited') return 'moderator'
  const judged = judgedBy(await saidOf(db, deal.id))
  return judged && demandOf(judged) === 'prohibited' ? 'parties' : null
}

/** The day the contract was signed; null: not yet. */
export const signedOn = async (db: Db | Tx, deal_id: number): Promise<string | null> =>
  (await db.selectFrom('contract_version').select(sql<string>`signed_on::text`.as('day')).where('deal_id', '=', deal_id).where('kind', '=', 'contract').where('state', '=', 'signed').executeTakeFirst())?.day ?? null
/** How the registration stands, and what each side stated before a moderator’s word was laid over it. */
export interface StandingToday extends Standing { stated: readonly Said[]; word: Reviewed | null }
export async function standingOf(db: Db | Tx, deal_id: number): Promise<StandingToday> {
  const stated = await saidOf(db, deal_id), word = await wordOf(db, deal_id)
  return { said: underWord(stated, word), stated, word, signed_on: await signedOn(db, deal_id), filings: await filingsOf(db, deal_id), annexes: await signedAnnexes(db, deal_id) }
}
export const calendarOf = async (db: Db | Tx): Promise<Calendar> => ({ rules: await rulesUnder(db, 'transfer.'), holidays: await holidaySet(db) })

/** From when the deal's contract has effect, by what is known today. */
export async function effectToday(db: Db | Tx, deal_id: number): Promise<Effect> {
  const { said, word, signed_on, filings } = await standingOf(db, deal_id)
  const signed = await signedContract(db, deal_id)
  const agreed = await db.selectFrom('contract').select(sql<string | null>`content -> 'fields' ->> 'effective_on'`.as('day')).where('deal_id', '=', deal_id).where('kind', '=', 'contract').executeTakeFirst()
  const certified = (kind: Filing['kind']) => filings.find((one) => one.kind === kind && one.state === 'certified')?.decided_on ?? null
  return effectOf(said, { agreed_on: (signed ? signed.content.fields?.effective_on : agreed?.day) ?? null, signed_on, licensed_on: certified('licence'), registered_on: certified('registration') }, word)
}
