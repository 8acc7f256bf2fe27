import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Verdict } from '../../platform/signatures/verdict.ts'
import type { SigningValuation } from './valuation-rules.ts'
import type { ContractFields, ContractKind, ContractVersion, IssuedContent, CopyKind, SigningWay } from './schema.ts'

export interface SignatureShown { id: number; version_id: number; organisation_id: number; way: SigningWay; signer_name: string; position: string; certificate: string; signed_at: Date; place: string; person_name: string; recorded_at: Date; document_id: number | null; document_name: string | null; document_sha256: string | null; verdict_id: number | null; copy: CopyKind | null; state: Verdict['state'] | null; valuation: SigningValuation | null }
export interface VersionToSign { id: number; kind: ContractKind; form: ContractFields['form']; annex: number | null; number: number; state: ContractVersion['state']; sha256: string; issued_at: Date; signed_on: string | null; document: { id: number; name: string }; bytes: number; signatures: SignatureShown[] }

const annexNumber = sql<number | null>`(v.content #>> '{annex,number}')::int`
/** The versions of a deal that are in force, the memorandum first, then the contract and its annexes, each with who has signed it. */
export async function versionsToSign(db: Db, deal_id: number): Promise<VersionToSign[]> {
  const versions = await db.selectFrom('contract_version as v').innerJoin('document as d', 'd.id', 'v.pdf_document_id')
    .select(['v.id', 'v.kind', 'v.number', 'v.state', 'v.sha256', 'v.issued_at', sql<string | null>`v.signed_on::text`.as('signed_on'), 'd.id as document_id', 'd.name', 'd.bytes', annexNumber.as('annex'), sql<ContractFields['form']>`v.content #>> '{fields,form}'`.as('form')])
    .where('v.deal_id', '=', deal_id).where('v.state', 'in', ['issued', 'signed']).orderBy((e) => e.case().when('v.kind', '=', 'memorandum').then(0).else(1).end()).orderBy(annexNumber, (o) => o.asc().nullsFirst()).execute()
  if (!versions.length) return []
  const signatures = await db.selectFrom('contract_signature as s').innerJoin('person as p', 'p.id', 's.person_id').leftJoin('document as d', 'd.id', 's.document_id').leftJoin('signature_verdict as j', 'j.id', 's.verdict_id')
    .select(['s.id', 's.version_id', 's.organisation_id', 's.way', 's.signer_name', 's.position', 's.certificate', 's.signed_at', 's.place', 's.recorded_at', 's.document_id', 's.verdict_id', 'p.name as person_name', 'd.name as document_name', 'd.sha256 as document_sha256', 'j.copy', sql<Verdict['state'] | null>`j.verdict ->> 'state'`.as('state')])
    .where('s.version_id', 'in', versions.map(({ id }) => id)).orderBy('s.id').execute()
  const valuations = signatures.length ? await db.selectFrom('signing_valuation as x').leftJoin('document as d', 'd.id', 'x.document_id').select(['x.signature_id', sql<number | null>`x.valuation::float8`.as('valuation'), sql<string | null>`x.valued_on::text`.as('valued_on'), 'x.valuer', 'd.name as document_name', 'x.reason']).where('x.signature_id', 'in', signatures.map(({ id }) => id)).execute() : []
  const whole = signatures.map((one) => ({ ...one, valuation: valuations.find(({ signature_id }) => signature_id === one.id) ?? null }))
  return versions.map(({ document_id, name, ...version }) => ({ ...version, document: { id: document_id, name }, signatures: whole.filter(({ version_id }) => version_id === version.id) }))
}

/** The version of that deal, with its text and the length of its PDF. */
export async function versionOfDeal(db: Db, deal_id: number, id: number): Promise<{ id: number; kind: ContractKind; number: number; state: ContractVersion['state']; sha256: string; issued_at: Date; bytes: number; content: IssuedContent } | undefined> {
  const row = await db.selectFrom('contract_version as v').innerJoin('document as d', 'd.id', 'v.pdf_document_id').select(['v.id', 'v.kind', 'v.number', 'v.state', 'v.sha256', 'v.issued_at', 'd.bytes', 'v.content'])
    .where('v.id', '=', id).where('v.deal_id', '=', deal_id).executeTakeFirst()
  return row && { ...row, content: row.content as IssuedContent }
}

export interface VerdictShown { id: number; deal_id: number; version_id: number; kind: ContractKind; annex: number | null; number: number; version_sha256: string; document: { id: number; name: string }; verdict: Verdict; copy: CopyKind; organisation_id: number; judged_at: Date; person_name: string }
export async function verdictOf(db: Db, deal_id: number, id: number): Promise<VerdictShown | undefined> {
  const row = await db.selectFrom('signature_verdict as j').innerJoin('contract_version as v', 'v.id', 'j.version_id').innerJoin('document as d', 'd.id', 'j.document_id').innerJoin('person as p', 'p.id', 'j.person_id')
    .select(['j.id', 'j.deal_id', 'j.version_id', 'v.kind', annexNumber.as('annex'), 'v.number', 'v.sha256 as version_sha256', 'd.id as document_id', 'd.name', 'j.verdict', 'j.copy', 'j.organisation_id', 'j.judged_at', 'p.name as person_name'])
    .where('j.id', '=', id).where('j.deal_id', '=', deal_id).executeTakeFirst()
  if (!row) return undefined
  const { document_id, name, verdict, ...rest } = row
  return { ...rest, document: { id: document_id, name }, verdict: verdict as Verdict }
}
