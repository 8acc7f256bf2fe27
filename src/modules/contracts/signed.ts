import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty } from '../deals/duties.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning } from '../deals/turns.ts'
import { awaitRegistration } from './registration-duties.ts'
import type { ContractRefusal } from './rules.ts'

/**
 * When this returns that version is signed, for good: the day in Hanoi of `signed_at`, the moment of the last
 * signature, is its day. To be called with the deal's row taken; refused where a newer version has been issued.
 */
export async function versionSigned(tx: Tx, ctx: Ctx, deal: Deal, version_id: number, signed_at: Date): Promise<void> {
  const signed_on = hanoiDay(signed_at)
  const version = await tx.updateTable('contract_version').set({ state: 'signed', signed_at, signed_on }).where('id', '=', version_id).where('deal_id', '=', deal.id).where('state', '=', 'issued').returning(['kind', 'number', 'sha256']).executeTakeFirst()
  if (!version) return refuse<ContractRefusal>({ code: 'version_not_newest' })
  const { kind, number, sha256 } = version
  await closeDuty(tx, ctx, deal, `${kind}_to_approve`)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.signed', kind, number, version_id, signed_on, sha256, ...concerning(deal) })
  if (kind === 'contract') await awaitRegistration(tx, ctx, deal)
}
