import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import { upfrontNames } from '../payments/schema.ts'
import { numbersAfter, numbersOf } from './annex-rules.ts'
import { signedContract } from './queries.ts'
import type { SignedAnnex } from './registration-rules.ts'
import type { AnnexContent, Contract, ContractClause, ContractContent, ContractVersion, NamedMilestone, VersionState } from './schema.ts'

export interface Annex {
  contract_id: number; deal_id: number; number: number; organisation_id: number; person_name: string; begun_at: Date
  ended_at: Date | null; ending: 'signed' | 'withdrawn' | null; withdrawn_organisation_id: number | null; withdrawal: string
  /** The version issued last. */
  version_id: number | null; version_number: number | null; version_state: VersionState | null; signed_on: string | null
  /** Whether a side has signed the version that is open for it. */
  half_signed: boolean
}
const annexes = (db: Db | Tx, deal_id: number) => db.selectFrom('contract_annex as a').innerJoin('person as p', 'p.id', 'a.person_id')
  .leftJoinLateral((e) => e.selectFrom('contract_version as v').select(['v.id', 'v.number', 'v.state', sql<string | null>`v.signed_on::text`.as('day'), sql<boolean>`exists (select 1 from contract_signature s where s.version_id = v.id)`.as('signed')]).whereRef('v.contract_id', '=', 'a.contract_id').orderBy('v.number', 'desc').limit(1).as('v'), (join) => join.onTrue())
  .select(['a.contract_id', 'a.deal_id', 'a.number', 'a.organisation_id', 'p.name as person_name', 'a.begun_at', 'a.ended_at', 'a.ending', 'a.withdrawn_organisation_id', 'a.withdrawal', 'v.id as version_id', 'v.number as version_number', 'v.state as version_state', 'v.day as signed_on', sql<boolean>`coalesce(v.signed, false)`.as('half_signed')])
  .where('a.deal_id', '=', deal_id)
/** Every annex of the deal, the first before the second. */
export const annexesOf = (db: Db | Tx, deal_id: number): Promise<Annex[]> => annexes(db, deal_id).orderBy('a.number').limit(200).execute()
/** That annex of this deal, with its text as it is being written or was left. */
export async function annexOf(db: Db | Tx, deal_id: number, number: number): Promise<Annex & { contract: Contract; content: ContractContent & { annex: AnnexContent } }> {
  const annex = (await annexes(db, deal_id).where('a.number', '=', number).executeTakeFirst()) ?? notFound()
  const contract = (await db.selectFrom('contract').selectAll().where('id', '=', annex.contract_id).executeTakeFirstOrThrow()) as Contract
  return { ...annex, contract, content: contract.content as ContractContent & { annex: AnnexContent } }
}

type SignedVersion = Pick<ContractVersion, 'id' | 'content'> & { signed_on: string }
/** The annexes both sides have signed, in their order. */
export const signedAnnexTexts = async (db: Db | Tx, deal_id: number): Promise<SignedVersion[]> =>
  (await db.selectFrom('contract_version as v').innerJoin('contract_annex as a', 'a.contract_id', 'v.contract_id').select(['v.id', 'v.content', sql<string>`v.signed_on::text`.as('signed_on')]).where('v.deal_id', '=', deal_id).where('v.state', '=', 'signed').orderBy('a.number').execute()) as SignedVersion[]
export const signedAnnexes = async (db: Db | Tx, deal_id: number): Promise<SignedAnnex[]> =>
  db.selectFrom('contract_version as v').innerJoin('contract_annex as a', 'a.contract_id', 'v.contract_id').select(['a.number', 'v.id as version_id', sql<string>`v.signed_on::text`.as('signed_on'), sql<string | null>`v.content -> 'fields' ->> 'effective_on'`.as('effective_on')]).where('v.deal_id', '=', deal_id).where('v.state', '=', 'signed').orderBy('a.number').execute()

/** The signed contract and what it says with every signed annex; undefined: it is not signed. */
export async function textToday(db: Db | Tx, deal_id: number): Promise<{ signed: ContractVersion; clauses: ContractClause[]; numbers: AnnexContent['numbers'] } | undefined> {
  const signed = await signedContract(db, deal_id)
  if (!signed) return undefined
  const last = (await signedAnnexTexts(db, deal_id)).at(-1)?.content
  return last?.annex ? { signed, clauses: last.clauses, numbers: numbersAfter(last.annex.numbers, last.clauses) } : { signed, clauses: signed.content.clauses, numbers: numbersOf(signed.content.clauses) }
}

/** The payment milestones an annex may touch, as far as this reader may know them: proposed, agreed or accepted. */
export const milestonesToName = async (db: Db | Tx, deal_id: number): Promise<NamedMilestone[]> =>
  (await db.selectFrom('milestone').select(['id', 'title', 'terms_clause', 'amount']).where('deal_id', '=', deal_id).where('state', 'in', ['proposed', 'agreed', 'accepted']).orderBy('id').limit(60).execute())
    .map(({ terms_clause, ...one }) => (terms_clause === 'upfront' ? { ...one, title: upfrontNames.vi, title_en: upfrontNames.en } : one))

export const planDuty = 'annex_plan'
/** Whether that side has still to say that the plan of payments follows the annex. */
export const planWaits = async (db: Db | Tx, deal_id: number, number: number, side: number): Promise<boolean> =>
  (await db.selectFrom('deal_duty').select('id').where('deal_id', '=', deal_id).where('kind', '=', planDuty).where('key', '=', `${number}:${side}`).where('done_at', 'is', null).executeTakeFirst()) !== undefined
