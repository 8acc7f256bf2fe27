import type { Ctx } from '../src/core/context.ts'
import type { Db, Tx } from '../src/core/database.ts'
import { askAboutUse, stateOutcome } from '../src/modules/outcomes/commands.ts'
import { askedAfter } from '../src/modules/outcomes/rules.ts'
import { StateOutcome } from '../src/modules/outcomes/statement-fields.ts'
import { daysFrom, hanoiDay, minutesFrom } from '../src/platform/time.ts'
import { keyOf, memberOf } from './world-sides.ts'

/** What the two sides say of the oldest deals after six months, a line a deal: first the side that gave, then the side that got. */
const words: [given: object, got: object][] = [
  [{ usage: 'in_use', satisfaction: '5', again: 'yes', named: 'yes' }, { usage: 'in_use', satisfaction: '4', again: 'yes', named: 'yes', jobs: '4', revenue_band: 'to_1b', measure_1: 'Điện tiêu thụ', unit_1: 'kWh/kg', before_1: '1,9', after_1: '1,2', measure_2: 'Tỷ lệ hàng loại', unit_2: '%', before_2: '14', after_2: '6' }],
  [{ usage: 'in_use', satisfaction: '4', again: 'yes' }, { usage: 'partly', reason_code: 'staff', reason: 'Mới đào tạo được một ca vận hành; ca hai bắt đầu từ tháng sau.', satisfaction: '4', again: 'yes', jobs: '2' }],
  [{ usage: 'in_use', satisfaction: '4', again: 'yes' }, { usage: 'in_use', satisfaction: '5', again: 'yes', jobs: '1', revenue_band: 'to_100m', measure_1: 'Thời gian một mẻ', unit_1: 'giờ', before_1: '9', after_1: '6,5' }],
  [{ usage: 'not_in_use', reason_code: 'supply', reason: 'Chưa mua được phụ tùng thay thế.', satisfaction: '3', again: 'perhaps' }, { usage: 'not_in_use', reason_code: 'supply', reason: 'Màng lọc phải nhập, chờ ba tháng.', satisfaction: '2', again: 'perhaps' }],
]

/** Both sides of the deals long closed say what became of them, and all of them are asked for what is still to come. */
export async function worldOutcomes(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('deal').select(['id', 'closed_at', 'supplier_organisation_id', 'demander_organisation_id']).where('stage', '=', 'won').orderBy('closed_at').orderBy('id').execute()
  for (const [i, deal] of deals.entries()) {
    const closed = deal.closed_at ?? now, [first] = askedAfter(hanoiDay(closed))
    const ctx = (at: Date): Ctx => ({ db, actor: { person_id: null, name: '', organisation_id: null, memberships: [], staff_roles: [], acted_by: null }, locale: 'vi', now: () => at, request_id: 'world', session: null })
    await db.transaction().execute((tx: Tx) => askAboutUse(tx, ctx(closed), deal.id))
    if (!first || first.due > hanoiDay(now)) continue
    for (const [side, said] of (words[i] ?? []).entries()) {
      const organisation_id = side === 0 ? deal.supplier_organisation_id : deal.demander_organisation_id
      const actor = await memberOf(db, organisation_id)
      if (!actor) continue
      const at = minutesFrom(new Date(`${first.from}T09:20:00+07:00`), 1440 * (4 + 3 * side) + 35 * i)
      await stateOutcome({ ...ctx(at > now ? daysFrom(now, -1) : at), actor }, StateOutcome.parse({ deal_id: deal.id, months: '6', request_key: keyOf(`outcome ${i} ${side}`), ...said }))
    }
  }
}
