import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { partiesOf } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning } from '../deals/turns.ts'
import { termDuties } from '../terms/schema.ts'
import { planDuty } from './annex-queries.ts'
import { nameOf, touchesPlan } from './annex-rules.ts'
import { awaitRegistration } from './registration-duties.ts'
import type { ContractRefusal } from './rules.ts'
import type { AnnexContent, IssuedContent } from './schema.ts'

/**
 * When this returns that version is signed, for good: the day in Hanoi of `signed_at`, the moment of the last
 * signature, is its day. To be called with the deal's row taken; refused where a newer version has been issued.
 */
export async function versionSigned(tx: Tx, ctx: Ctx, deal: Deal, version_id: number, signed_at: Date): Promise<void> {
  const signed_on = hanoiDay(signed_at)
  const version = await tx.updateTable('contract_version').set({ state: 'signed', signed_at, signed_on }).where('id', '=', version_id).where('deal_id', '=', deal.id).where('state', '=', 'issued').returning(['kind', 'number', 'sha256', 'contract_id', 'content']).executeTakeFirst()
  if (!version) return refuse<ContractRefusal>({ code: 'version_not_newest' })
  const { kind, number, sha256 } = version
  await closeDuty(tx, ctx, deal, `${kind}_to_approve`)
  const content = version.content as IssuedContent, annex = content.annex?.number
  if (annex !== undefined) await annexSigned(tx, ctx, deal, version.contract_id, { ...content, annex: content.annex! })
  await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.signed', kind, annex, number, version_id, signed_on, sha256, ...concerning(deal) })
  // From now on an annex changes what was agreed: nothing of the term sheet waits for anybody.
  if (kind === 'contract') for (const duty of termDuties) await closeDuty(tx, ctx, deal, duty)
  if (kind !== 'memorandum') await awaitRegistration(tx, ctx, deal)
}

/** An annex never touches the books: where it names milestones or another price, both sides are asked to bring the plan of payments after it, in the way that part has. */
async function annexSigned(tx: Tx, ctx: Ctx, deal: Deal, contract_id: number, content: IssuedContent & { annex: AnnexContent }): Promise<void> {
  await tx.updateTable('contract_annex').set({ ended_at: ctx.now(), ending: 'signed' }).where('contract_id', '=', contract_id).execute()
  if (!touchesPlan(content)) return
  const { number, milestones } = content.annex
  const named = (locale: Locale): string => (milestones.length ? ` (${milestones.map((one) => nameOf(one, locale)).join('; ')})` : '')
  for (const organisation_id of partiesOf(deal)) await openDuty(tx, ctx, deal, {
    part: 'payments', kind: planDuty, key: `${number}:${organisation_id}`, organisation_id, power: 'sign', path: `/deals/${deal.id}/contract/annexes/${number}`,
    text: { vi: `Cập nhật kế hoạch thanh toán theo Phụ lục số ${number}${named('vi')}, rồi xác nhận ở trang phụ lục`, en: `Bring the plan of payments after Annex no. ${number}${named('en')}, then say so on the annex’s page` },
  })
}
