import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { ctxOf } from './database.ts'
import { agreeAll, assume, aVersion, typeClause } from './terms.ts'

/** A term sheet of one version by the deal's supplier, a clause the other side agrees to, a draft of either side, and what the supplier supposes. */
export async function someTerms(db: Db, owner: Ctx, deal_id: number): Promise<void> {
  const { demander_organisation_id: organisation_id } = await db.selectFrom('deal').select('demander_organisation_id').where('id', '=', deal_id).executeTakeFirstOrThrow()
  const { id: person_id, name } = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', organisation_id).where('m.role', '=', 'owner').orderBy('p.id').executeTakeFirstOrThrow()
  const demander = ctxOf(db, { person_id, name, organisation_id, memberships: [{ organisation_id, role: 'owner' }], staff_roles: [], acted_by: null }, owner.now())
  await aVersion(owner, deal_id, ['rights', 'upfront', 'milestones', 'royalty', 'term'], 'Đề nghị đầu tiên của chúng tôi.')
  await agreeAll(demander, deal_id, ['rights'])
  await typeClause(demander, deal_id, 'upfront', { amount: '180.000.000', days: '30', note: '' }, 'Ngân sách năm nay còn vậy.')
  await typeClause(owner, deal_id, 'term', { months: '72', renewal: '' })
  await assume(owner, deal_id, 'shared')
  await assume(owner, deal_id, 'private', { units: '31.000' })
}
