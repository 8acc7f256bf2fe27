import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { AppointAdviser, appointAdviser } from '../src/modules/mandates/adviser-commands.ts'
import { RecordSigner, recordSigner } from '../src/modules/mandates/signer-commands.ts'
import { dayAfter, hanoiDay } from '../src/platform/time.ts'
import { aPerson } from './database.ts'

/** The people of a deal file: its owner's signer and adviser, and a mandate offered to an organisation that is no party to the deal. */
export async function somePeople(db: Db, owner: Ctx, deal_id: number) {
  const organisation_id = owner.actor.organisation_id ?? 0, today = hanoiDay(owner.now())
  const signer = await recordSigner(owner, RecordSigner.parse({ deal_id, person_id: '', full_name: 'Bà Trần Thị Ký', position: 'Viện trưởng', basis: 'legal_representative' }))
  const { email } = await db.selectFrom('person').select('email').where('id', '=', (await aPerson(db, { name: 'Luật sư Bình' })).person_id).executeTakeFirstOrThrow()
  const adviser = await appointAdviser(owner, AppointAdviser.parse({ deal_id, adviser_email: email, adviser_role: 'legal', adviser_parts: ['terms'] }))
  const deal = await db.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirstOrThrow()
  const broker = await db.selectFrom('membership').select('organisation_id').where('role', '=', 'owner').where('organisation_id', 'not in', [deal.supplier_organisation_id, deal.demander_organisation_id]).orderBy('organisation_id').limit(1).executeTakeFirstOrThrow()
  const { id: mandate } = await db.insertInto('deal_mandate').values({
    deal_id, organisation_id, broker_organisation_id: broker.organisation_id, acts: ['advise'], parts: ['terms'], from_on: today, until_on: dayAfter(today, 90), exclusive: false, offered_by: owner.actor.person_id ?? 0, offered_at: owner.now(), request_key: randomUUID(), consent_needed: false,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_mandate_fee').values({ mandate_id: mandate, basis_points: 150, amount: null, minimum: null, cap: null }).execute()
  return { signer, adviser, mandate }
}
