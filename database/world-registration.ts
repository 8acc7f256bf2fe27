import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { stateFacts } from '../src/modules/contracts/registration-commands.ts'
import type { Facts } from '../src/modules/contracts/schema.ts'
import { minutesFrom } from '../src/platform/time.ts'
import { memberOf } from './world-sides.ts'

const plain: Facts = { direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', voluntary: false, appraised: false }
/** What the two sides of two deals said: agreed that nothing is required, and agreed that it is. */
const told: readonly (readonly [supplier: [Partial<Facts>, string], demander: [Partial<Facts>, string]])[] = [
  [[{}, 'Hai bên trong nước, bên nhận trả bằng vốn tự có.'], [{}, 'Đồng ý.']],
  [[{ state_money: true }, 'Công nghệ là kết quả của nhiệm vụ cấp thành phố có vốn nhà nước.'], [{ state_money: true }, 'Đúng, bên giao đã cho biết từ đầu.']],
]

/** On the city's deals where a contract is near: what each side says decides whether it is registered. */
export async function worldRegistration(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('deal').select(['id', 'stage_since', 'supplier_organisation_id', 'demander_organisation_id']).where('stage', '=', 'contract').orderBy('id').limit(told.length).execute()
  for (const [i, deal] of deals.entries()) {
    const passed = Math.max(60, (now.getTime() - deal.stage_since.getTime()) / 60_000)
    for (const [nth, organisation_id] of [deal.supplier_organisation_id, deal.demander_organisation_id].entries()) {
      const actor = await memberOf(db, organisation_id)
      if (!actor) continue
      const when = minutesFrom(deal.stage_since, Math.floor(passed * (0.3 + nth / 4)))
      const ctx: Ctx = { db, actor, locale: 'vi', now: () => when, request_id: 'world', session: { id: 'world', signed_in_at: when, confirmed_at: when } }
      const [over, note] = told[i]![nth]!
      await stateFacts(ctx, { deal_id: deal.id, ...plain, ...over, note })
    }
  }
}
