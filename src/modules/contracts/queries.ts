import { sql } from 'kysely'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { canonicalHash } from '../../platform/proof/chain.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { Deal } from '../deals/schema.ts'
import { legalOf } from '../organisations/rules.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import type { TermContent } from '../terms/schema.ts'
import type { Contract, ContractClauseKey, ContractContent, ContractKind, ContractParty, ContractVersion, IssuedContent } from './schema.ts'

/** The hash of what a text says. */
export const contentHash = (content: IssuedContent): string => canonicalHash(content)

/** What is being written of that kind in this deal; of the annexes the one of that number. */
export async function contractOf(db: Db | Tx, deal_id: number, kind: ContractKind, annex?: number): Promise<Contract | undefined> {
  const of = db.selectFrom('contract as c').selectAll('c').where('c.deal_id', '=', deal_id).where('c.kind', '=', kind)
  return (await (annex === undefined ? of : of.innerJoin('contract_annex as a', 'a.contract_id', 'c.id').where('a.number', '=', annex)).executeTakeFirst()) as Contract | undefined
}

const versionColumns = ['v.id', 'v.contract_id', 'v.deal_id', 'v.kind', 'v.number', 'v.content', 'v.content_sha256', 'v.pdf_document_id', 'v.sha256', 'v.note', 'v.organisation_id', 'v.person_id', 'v.issued_at', 'v.request_key', 'v.state', 'v.superseded_at', 'v.signed_at'] as const
const versions = (db: Db | Tx) => db.selectFrom('contract_version as v').select(versionColumns).select(sql<string | null>`v.signed_on::text`.as('signed_on'))
/** Every version issued of that kind, the newest first. */
export const versionsOf = async (db: Db | Tx, deal_id: number, kind: ContractKind): Promise<ContractVersion[]> =>
  (await versions(db).where('v.deal_id', '=', deal_id).where('v.kind', '=', kind).orderBy('v.number', 'desc').limit(200).execute()) as ContractVersion[]
export const lastVersion = async (db: Db | Tx, contract_id: number): Promise<ContractVersion | undefined> =>
  (await versions(db).where('v.contract_id', '=', contract_id).orderBy('v.number', 'desc').limit(1).executeTakeFirst()) as ContractVersion | undefined
/** A version of this deal by its id; whoever asks for another deal's is told there is none. */
export const versionOf = async (db: Db | Tx, deal_id: number, id: number): Promise<ContractVersion> =>
  ((await versions(db).where('v.deal_id', '=', deal_id).where('v.id', '=', id).executeTakeFirst()) as ContractVersion | undefined) ?? notFound()
/** The signed contract of a deal, once there is one. */
export const signedContract = async (db: Db | Tx, deal_id: number): Promise<ContractVersion | undefined> =>
  (await versions(db).where('v.deal_id', '=', deal_id).where('v.kind', '=', 'contract').where('v.state', '=', 'signed').executeTakeFirst()) as ContractVersion | undefined

export interface Approval { version_id: number; organisation_id: number; name: string; approved_at: Date; lapsed_at: Date | null; lapse_reason: 'clause_removed' | 'clause_changed' | 'withdrawn' | null }
export const approvalsOf = async (db: Db | Tx, deal_id: number): Promise<Approval[]> =>
  db.selectFrom('contract_approval as a').innerJoin('person as p', 'p.id', 'a.person_id').select(['a.version_id', 'a.organisation_id', 'p.name', 'a.approved_at', 'a.lapsed_at', 'a.lapse_reason']).where('a.deal_id', '=', deal_id).orderBy('a.id').execute()
/** Which clauses somebody has written by hand. */
export const writtenByHand = async (db: Db | Tx, contract_id: number): Promise<Set<ContractClauseKey>> =>
  new Set((await db.selectFrom('contract_edit').select('clause').distinct().where('contract_id', '=', contract_id).execute()).map(({ clause }) => clause))
export interface Edit { clause: ContractClauseKey; text_vi: string; text_en: string; removed: boolean; organisation_id: number; name: string; edited_at: Date }
/** How one clause came to read as it does, the newest first. */
export const editsOf = async (db: Db, contract_id: number, clause: ContractClauseKey): Promise<Edit[]> =>
  db.selectFrom('contract_edit as e').innerJoin('person as p', 'p.id', 'e.person_id').select(['e.clause', 'e.text_vi', 'e.text_en', 'e.removed', 'e.organisation_id', 'p.name', 'e.edited_at']).where('e.contract_id', '=', contract_id).where('e.clause', '=', clause).orderBy('e.id', 'desc').limit(50).execute()

/** The terms both sides confirmed last, as far as this reader may know them. */
export async function confirmedSheet(db: Db | Tx, deal_id: number): Promise<{ number: number; sha256: string; content: TermContent; confirmed_on: string } | null> {
  const row = await db.selectFrom('term_sheet').select(['number', 'sha256', 'content', 'confirmed_at']).where('deal_id', '=', deal_id).executeTakeFirst()
  return row ? { number: row.number, sha256: row.sha256, content: row.content as TermContent, confirmed_on: hanoiDay(row.confirmed_at) } : null
}

/** The confirmed terms a text was filled from, last as it was begun or filled anew: their version, the day both sides had confirmed it, and who did. */
export interface FilledFrom { number: number; confirmed_at: Date; by: { organisation_id: number; name: string }[] }
/** Null where it was begun before anything was confirmed. Who reads the contract knows what it was written from, also where the terms and the log are not theirs to read. */
export async function filledFrom(db: Db, deal_id: number, kind: ContractKind): Promise<FilledFrom | null> {
  const whole = asSystem(db)
  const { rows: [filled] } = await sql<{ terms: number | null }>`select (data ->> 'terms')::int as terms from event where subject = ${`deal:${deal_id}`} and type = 'contract.drafted' and data ->> 'kind' = ${kind} order by id desc limit 1`.execute(whole)
  if (!filled?.terms) return null
  const by = await whole.selectFrom('term_confirmation as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.organisation_id', 'c.confirmed_at', 'p.name']).where('c.deal_id', '=', deal_id).where('c.number', '=', filled.terms).where('c.lapsed_at', 'is', null).orderBy('c.id').execute()
  if (!by.length) return null
  return { number: filled.terms, confirmed_at: new Date(Math.max(...by.map(({ confirmed_at }) => confirmed_at.getTime()))), by }
}

/** What the deal is about, in both languages as far as it was written in them. Both sides know it; so does whoever reads the contract. */
export async function subjectIn(db: Db, { offer_id, need_id }: Pick<Deal, 'offer_id' | 'need_id'>): Promise<Record<Locale, string>> {
  const about = offer_id ?? need_id
  const rows = about === null ? [] : await asSystem(db).selectFrom('listing_text').select(['language', 'title']).where('listing_id', '=', about).execute()
  const title = (locale: Locale) => rows.find(({ language }) => language === locale)?.title
  const any = title('vi') ?? title('en')
  return { vi: any ?? '[[tên công nghệ]]', en: title('en') ?? any ?? '[[name of the technology]]' }
}

/** Which of the two parties is of another country. */
export async function abroadIn(db: Db, { supplier_organisation_id, demander_organisation_id }: Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>): Promise<Record<'supplier' | 'demander', boolean>> {
  const rows = await asSystem(db).selectFrom('organisation').select(['id', 'country_code']).where('id', 'in', [supplier_organisation_id, demander_organisation_id]).execute()
  const is = (id: number): boolean => rows.find((one) => one.id === id)?.country_code !== 'VN'
  return { supplier: is(supplier_organisation_id), demander: is(demander_organisation_id) }
}

/** The two parties as their papers name them today. */
export async function partiesToday(db: Db, deal: Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>): Promise<Record<'supplier' | 'demander', ContractParty>> {
  const whole = asSystem(db)
  const ids = [deal.supplier_organisation_id, deal.demander_organisation_id]
  const [organisations, papers, taxonomy] = await Promise.all([
    whole.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'tax_code', 'ward_code', 'country_code']).where('id', 'in', ids).execute(),
    whole.selectFrom('organisation_legal').selectAll().select(sql<string | null>`to_char(registered_on, 'YYYY-MM-DD')`.as('registered_on')).where('organisation_id', 'in', ids).execute(),
    taxonomyOf(whole),
  ])
  const party = (id: number): ContractParty => {
    const organisation = organisations.find((one) => one.id === id)!
    const legal = legalOf(papers.find((one) => one.organisation_id === id))
    const ward = organisation.ward_code ? taxonomy.name('ward', organisation.ward_code, 'vi') : ''
    const signs = Boolean(legal.authorised_name)
    return {
      organisation_id: id, name: { vi: organisation.name_vi || organisation.name_en, en: organisation.name_en || organisation.name_vi }, country_code: organisation.country_code, tax_code: organisation.tax_code ?? '',
      address: [legal.address_line, ward, legal.province || (ward ? 'Hà Nội' : '')].filter(Boolean).join(', '),
      registration: [legal.registration_number, legal.registration_issuer].filter(Boolean).join(', '),
      representative: signs ? legal.authorised_name : legal.representative_name, authorised_by: signs ? legal.authorised_document : '',
      position: signs ? { vi: legal.authorised_position_vi, en: legal.authorised_position_en } : { vi: legal.representative_position_vi, en: legal.representative_position_en },
    }
  }
  return { supplier: party(deal.supplier_organisation_id), demander: party(deal.demander_organisation_id) }
}

/** The text as it would be issued at this moment: with its parties as they are and the terms as confirmed. */
export async function contentNow(db: Db, deal: Pick<Deal, 'id' | 'offer_id' | 'need_id' | 'supplier_organisation_id' | 'demander_organisation_id'>, { content, template, template_version }: { content: ContractContent; template: string; template_version: number }): Promise<IssuedContent> {
  const [parties, subject, sheet] = await Promise.all([partiesToday(db, deal), subjectIn(db, deal), confirmedSheet(db, deal.id)])
  return { ...content, template, template_version, parties, subject, term_sheet: content.annex ? null : sheet && { number: sheet.number, sha256: sheet.sha256 } }
}
