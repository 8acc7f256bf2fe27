import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { rulesOn } from '../rulebook/queries.ts'
import { asLaw } from '../rulebook/rules.ts'
import type { Rule } from '../rulebook/schema.ts'
import type { ContractFields, ContractKind, ValuationCause } from './schema.ts'
import { type ValuationAsked, valuationCause, type Valued } from './valuation-rules.ts'

/** What is asked of that side as it signs, and which valuation its people may read in the file: the one it stated with its paper, else a paper in a dossier. Never what the other side has valued. */
export async function valuationAsked(db: Db | Tx, deal_id: number, side: number, { kind, form }: { kind: ContractKind; form: ContractFields['form'] }): Promise<ValuationAsked | null> {
  const { rows: [fact] } = await sql<{ valuation: number | null; valued_on: string | null; valuer: string; document_id: number | null; name: string | null }>`
    select f.valuation::float8 as valuation, f.valued_on::text, f.valuer, f.valuation_document_id as document_id, d.name from result_fact f left join document d on d.id = f.valuation_document_id
    where f.deal_id = ${deal_id} and f.organisation_id = ${side} order by f.id desc limit 1`.execute(db)
  const cause = valuationCause({ kind, form, stated: fact !== undefined })
  if (!cause) return null
  const stated = fact?.valuation != null && fact.valued_on !== null ? { valuation: fact.valuation, valued_on: fact.valued_on, valuer: fact.valuer } : null
  if (stated && fact?.document_id != null) return { cause, there: { document: { id: fact.document_id, name: fact.name ?? '' }, ...stated }, said: null }
  return { cause, there: await inDossier(db, deal_id), said: stated }
}
async function inDossier(db: Db | Tx, deal_id: number): Promise<Valued | null> {
  const paper = await db.selectFrom('registration_paper as r').innerJoin('document as d', 'd.id', 'r.document_id').select(['d.id', 'd.name']).where('r.deal_id', '=', deal_id).where('r.code', '=', 'price_appraisal').orderBy('r.put_at', 'desc').limit(1).executeTakeFirst()
  return paper ? { document: paper, valuation: null, valued_on: null, valuer: '' } : null
}
/** What the law of that day is told to say of it, with its mark; null where no text was seen. */
export const appraisalRuleOn = async (db: Db, day: string, cause: ValuationCause): Promise<Rule | null> =>
  cause === 'capital' ? ((await rulesOn(db, day)).find((rule) => rule.code === 'results.appraisal' && asLaw(rule)) ?? null) : null
