import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { AppointAdviser, appointAdviser, endAdviser } from '../src/modules/mandates/adviser-commands.ts'
import { AcceptMandate, acceptMandate, ConsentToBroker, consentToBroker, OfferMandate, offerMandate } from '../src/modules/mandates/commands.ts'
import { RecordSigner, recordSigner } from '../src/modules/mandates/signer-commands.ts'
import { SayFacts, sayFacts } from '../src/modules/support/commands.ts'
import { dayAfter, daysFrom, hanoiDay } from '../src/platform/time.ts'

const brokers = 'Công ty TNHH Thẩm định và Môi giới Công nghệ Ô Quan', faculty = 'Khoa Nông nghiệp và Công nghệ sinh học'

/**
 * The people of four files that are well on their way: who signs, one of them by an authorisation that ends
 * in ten days; a broker for a buyer, the same for both sides of another file with the consent of one, and an
 * offer nobody answered yet; an adviser of the terms and a former one. Two buyers have said what they ask support for.
 */
export async function worldPeople(db: Db, now: Date): Promise<void> {
  const owners = await db.selectFrom('organisation as o').innerJoin('membership as m', 'm.organisation_id', 'o.id').innerJoin('person as p', 'p.id', 'm.person_id').select(['o.id', 'o.name_vi', 'p.id as person_id', 'p.name', 'p.email']).where('m.role', '=', 'owner').orderBy('p.id').execute()
  const deals = await db.selectFrom('deal').selectAll().where('stage', 'in', ['contract', 'terms', 'pilot']).orderBy('opened_at').execute()
  const of = (organisation: number) => owners.find(({ id }) => id === organisation)
  const as = (organisation: number, at: Date): Ctx => {
    const owner = of(organisation)!
    return {
      db, actor: { person_id: owner.person_id, name: owner.name, organisation_id: owner.id, memberships: [{ organisation_id: owner.id, role: 'owner' }], staff_roles: [], acted_by: null }, locale: 'vi', now: () => at, request_id: 'world',
      session: { id: 'world', signed_in_at: at, confirmed_at: at },
    }
  }
  const broker = owners.find(({ name_vi }) => name_vi === brokers), expert = owners.find(({ name_vi }) => name_vi.startsWith(faculty))
  if (!broker || !expert) return
  const fit = deals.filter((deal) => [deal.supplier_organisation_id, deal.demander_organisation_id].every((side) => of(side) && side !== broker.id && side !== expert.id)).slice(0, 4)
  for (const [i, { id: deal_id, supplier_organisation_id: supplier, demander_organisation_id: demander }] of fit.entries()) {
    const at = daysFrom(now, -30 + i), today = hanoiDay(at)
    const signs = (side: number, typed: object) => recordSigner(as(side, at), RecordSigner.parse({ deal_id, person_id: '', full_name: '', document_number: '', document_day: '', scope: '', valid_until: '', ...typed }))
    await signs(supplier, { person_id: String(of(supplier)!.person_id), position: 'Viện trưởng', basis: 'legal_representative' })
    await signs(demander, i % 2
      ? { full_name: 'Đặng Thị Thu Hằng', position: 'Phó giám đốc', basis: 'authorised', document_number: `0${i + 2}/GUQ`, document_day: dayAfter(today, -20), scope: 'Ký thỏa thuận và hợp đồng chuyển giao công nghệ của giao dịch này', valid_until: dayAfter(hanoiDay(now), 10) }
      : { person_id: String(of(demander)!.person_id), position: 'Giám đốc', basis: 'legal_representative' })
    const offers = (side: number, over: object) => offerMandate(as(side, at), OfferMandate.parse({ deal_id, broker_id: String(broker.id), acts: ['introduce', 'advise'], broker_parts: ['terms'], from_on: today, until_on: dayAfter(today, 180), fee_share: '1,5', fee_amount: '', fee_minimum: '5.000.000', fee_cap: '30.000.000', request_key: randomUUID(), ...over }))
    const accepts = (mandate_id: number, declared: object) => acceptMandate(as(broker.id, daysFrom(at, 1)), AcceptMandate.parse({ mandate_id, acts_for_other: 'no', owns_shares: 'no', ...declared }))
    if (i < 2) await accepts(await offers(demander, { acts: ['introduce', 'advise', 'negotiate'], broker_parts: ['room', 'terms'], exclusive: 'yes' }), {})
    if (i === 1) {
      const both = await offers(supplier, { acts: ['advise'], fee_share: '', fee_minimum: '', fee_cap: '', fee_amount: '8.000.000' })
      await accepts(both, { acts_for_other: 'yes', conflict_words: 'Chúng tôi đang môi giới cho bên nhận trong cùng giao dịch. Với bên giao chúng tôi chỉ tư vấn thủ tục, không bàn giá.' })
      await consentToBroker(as(demander, daysFrom(at, 3)), ConsentToBroker.parse({ deal_id, consent_id: both, consent_words: 'Chúng tôi biết bên môi giới làm cho cả hai bên và đồng ý trong phạm vi tư vấn thủ tục.' }))
    }
    if (i === 2) await offers(supplier, {})
    const adviser = await appointAdviser(as(i % 2 ? supplier : demander, at), AppointAdviser.parse({ deal_id, adviser_email: expert.email, adviser_role: 'technical', adviser_parts: ['terms', 'result'] }))
    if (i === 3) await endAdviser(as(supplier, daysFrom(at, 9)), { deal_id, adviser_id: adviser })
    if (i < 2) await sayFacts(as(demander, daysFrom(at, 5)), SayFacts.parse({ deal_id, fact_legal_entity: 'yes', fact_renews_technology: 'yes', fact_borrows: i ? 'yes' : 'no', fact_startup: 'no', fact_product_revenue: '12.500.000.000', fact_high_tech_product: 'no' }))
  }
}
