import type { Ctx } from '../../../core/context.ts'
import { record } from '../../../core/context.ts'
import type { Tx } from '../../../core/database.ts'
import { fold } from '../../../platform/text.ts'
import type { OrganisationKind } from '../../organisations/schema.ts'

/** An organisation as a row names it. */
export interface NamedOrganisation { name_vi: string; name_en: string; kind: OrganisationKind; country_code: string }
export const searchName = ({ name_vi, name_en }: Pick<NamedOrganisation, 'name_vi' | 'name_en'>): string => fold(name_vi || name_en)

/** What kind of organisation a name most likely belongs to. Staff can correct it. */
export function kindByName(name: string): OrganisationKind {
  const folded = fold(name)
  if (/\b(cong ty|company|corporation|corp|inc|ltd|llc|jsc|gmbh|tnhh|tap doan|doanh nghiep)\b/.test(folded)) return 'enterprise'
  if (/\b(hop tac xa|htx|cooperative)\b/.test(folded)) return 'cooperative'
  if (/\b(university|college|dai hoc|hoc vien|cao dang|truong)\b/.test(folded)) return 'university'
  if (/\b(department|ministry|administration|foundation|commission|bureau)\b|^(bo|so|cuc|uy ban|ubnd|tong cuc) /.test(folded)) return 'agency'
  if (/\b(institute|institutes|laboratory|laboratories|vien|trung tam nghien cuu|research cent(er|re))\b/.test(folded)) return 'institute'
  return /\b(agency|agencies|service|office|council|force|army|navy)\b/.test(folded) ? 'agency' : 'enterprise'
}

/** The ids of these organisations of one source, those not yet known made; one that was merged into another is that other. The caller holds the source's lock. */
export async function organisationIds(tx: Tx, ctx: Ctx, source_name: string, named: readonly NamedOrganisation[]): Promise<Map<string, number>> {
  const wanted = new Map(named.map((organisation) => [searchName(organisation), organisation]))
  const known = await tx.selectFrom('organisation').select(['search_name', ({ fn }) => fn.coalesce('merged_into_id', 'id').as('id')]).where('source_name', '=', source_name).where('search_name', 'in', [...wanted.keys()]).execute()
  const ids = new Map(known.map(({ id, search_name }) => [search_name, id]))
  const now = ctx.now()
  for (const [search_name, organisation] of wanted) {
    if (ids.has(search_name)) continue
    const { id } = await tx.insertInto('organisation')
      .values({ ...organisation, search_name, source_name, tax_code: null, ward_code: null, founded_year: null, created_by: ctx.actor.person_id, created_at: now, updated_at: now })
      .returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `organisation:${id}`, { type: 'organisation.created', organisation_id: id }, id)
    ids.set(search_name, id)
  }
  return ids
}
