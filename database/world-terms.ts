import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { SaveAssumptions } from '../src/modules/terms/assumption-fields.ts'
import { agreeClauses, SaveClause, saveClause, sendVersion } from '../src/modules/terms/commands.ts'
import { confirmSheet } from '../src/modules/terms/confirm-commands.ts'
import { latestVersion } from '../src/modules/terms/queries.ts'
import { hashOf, keysOf } from '../src/modules/terms/rules.ts'
import type { ClauseKey } from '../src/modules/terms/schema.ts'
import { saveAssumptions } from '../src/modules/terms/worth-commands.ts'
import { minutesFrom } from '../src/platform/time.ts'
import { keyOf, memberOf } from './world-sides.ts'

type Typed = Record<string, string | string[]>
/** What the supplier proposes first, as people type it. */
const proposal: Partial<Record<ClauseKey, Typed>> = {
  rights: { transfer: 'licence', form: 'independent', objects: ['know_how', 'solution', 'equipment'], methods: ['documents', 'training', 'experts'], note: 'Gồm bộ tài liệu quy trình, bản vẽ lắp đặt và phần mềm điều khiển.' },
  exclusivity: { degree: 'non_exclusive', months: '', note: '' },
  territory: { places: 'Thành phố Hà Nội và các tỉnh đồng bằng sông Hồng' },
  term: { months: '60', renewal: 'Gia hạn thêm 24 tháng khi hai bên đồng ý bằng văn bản trước khi hết hạn 60 ngày.' },
  improvements: { owner: 'improver', grant_back: 'non_exclusive', note: '' },
  upfront: { amount: '180.000.000', days: '15', note: 'Sau khi bàn giao bộ tài liệu.' },
  milestones: { rows_1_what: 'Nghiệm thu chạy thử tại xưởng', rows_1_amount: '120.000.000', rows_1_after_days: '120', rows_2_what: 'Vận hành ổn định sáu tháng', rows_2_amount: '60.000.000', rows_2_event: 'biên bản vận hành sáu tháng' },
  royalty: { base: 'net_sales', rate_basis_points: '3', tiers_1_from_units: '50.000', tiers_1_rate_basis_points: '2', report_months: '6', offset_basis_points: '', floor_basis_points: '' },
  minimum: { amount: '24.000.000', from_year: '2' },
  training: { days: '10', people: '6', note: 'Tại xưởng của bên nhận, bên giao cử hai chuyên gia.' },
  warranty: { months: '18', measures: 'Điện tiêu thụ không quá 1,3 kWh mỗi kg thành phẩm; tỷ lệ hàng loại dưới 6 %.' },
  confidentiality: { years: '5', note: '' },
  dispute: { body: 'viac', name: '', language: 'tiếng Việt' },
  law: { law: 'vn', name: '' },
}
/** What the demander answers, and why. */
const answer: Partial<Record<ClauseKey, [Typed, string]>> = {
  exclusivity: [{ degree: 'sole', months: '24', note: 'Trong địa bàn Hà Nội.' }, 'Chúng tôi đầu tư trước nên cần hai năm không có bên thứ ba trong cùng địa bàn.'],
  upfront: [{ amount: '150.000.000', days: '30', note: 'Sau khi bàn giao bộ tài liệu và có biên bản nhận.' }, 'Kế hoạch vốn năm nay của chúng tôi dành 150 triệu cho đợt đầu.'],
  warranty: [{ months: '24', measures: 'Điện tiêu thụ không quá 1,3 kWh mỗi kg thành phẩm; tỷ lệ hàng loại dưới 6 %. Phụ tùng thay trong 72 giờ.' }, 'Dừng máy quá ba ngày là mất cả mẻ rau.'],
  cap: [{ amount: '90.000.000', over: 'year' }, 'Để lập được kế hoạch chi phí.'],
}
const supposed: Typed = { years: '5', discount_basis_points: '12', units: '40.000', growth_basis_points: '8', price: '95.000', unit_cost: '71.000', investment: '450.000.000', supplier_cost: '60.000.000', supplier_yearly_cost: '12.000.000', probability_1: '95', probability_2: '80', year_2: '1' }

/** Term sheets on the city's deals that have come so far: proposed and answered where terms are discussed, confirmed by both where the contract is next. */
export async function worldTerms(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('deal').select(['id', 'stage', 'stage_since', 'opened_at', 'supplier_organisation_id', 'demander_organisation_id']).where('stage', 'in', ['terms', 'contract']).orderBy('id').limit(6).execute()
  for (const deal of deals) {
    const [supplier, demander] = await Promise.all([deal.supplier_organisation_id, deal.demander_organisation_id].map((id) => memberOf(db, id)))
    if (!supplier || !demander) continue
    // From the day the step began, spread over what has passed since.
    const passed = Math.max(60, (now.getTime() - deal.stage_since.getTime()) / 60_000)
    const at = (share: number): Date => minutesFrom(deal.stage_since, Math.floor(passed * share))
    const as = (actor: typeof supplier, when: Date): Ctx => ({ db, actor, locale: 'vi', now: () => when, request_id: 'world', session: { id: 'world', signed_in_at: when, confirmed_at: when } })
    const type = (ctx: Ctx, key: ClauseKey, typed: Typed, why = ''): Promise<void> => saveClause(ctx, SaveClause.parse({ ...typed, deal_id: deal.id, clause_key: key, why }))
    const agree = async (ctx: Ctx, but: readonly ClauseKey[] = []): Promise<void> => {
      const latest = await latestVersion(db, deal.id)
      if (latest) await agreeClauses(ctx, { deal_id: deal.id, agreed: keysOf(latest.content).filter((key) => !but.includes(key)).map((key) => `${key}:${hashOf(latest.content, key) ?? ''}`) })
    }
    for (const [key, typed] of Object.entries(proposal) as [ClauseKey, Typed][]) await type(as(supplier, at(0.1)), key, typed)
    await sendVersion(as(supplier, at(0.12)), { deal_id: deal.id, note: 'Đề nghị của chúng tôi, dựa trên hai dây chuyền đã chuyển giao năm ngoái.', request_key: keyOf(`terms ${deal.id} 1`) })
    await saveAssumptions(as(supplier, at(0.13)), SaveAssumptions.parse({ ...supposed, deal_id: deal.id, audience: 'shared' }))
    for (const [key, [typed, why]] of Object.entries(answer) as [ClauseKey, [Typed, string]][]) await type(as(demander, at(0.4)), key, typed, why)
    await sendVersion(as(demander, at(0.45)), { deal_id: deal.id, note: 'Chúng tôi đồng ý phần lớn; bốn điểm sửa kèm lý do.', request_key: keyOf(`terms ${deal.id} 2`) })
    await saveAssumptions(as(demander, at(0.46)), SaveAssumptions.parse({ ...supposed, units: '32.000', deal_id: deal.id, audience: 'private' }))
    await agree(as(demander, at(0.47)))
    await agree(as(supplier, at(0.6)), deal.stage === 'contract' ? [] : ['exclusivity', 'cap'])
    const latest = await latestVersion(db, deal.id)
    if (deal.stage === 'contract' && latest) for (const [i, side] of [demander, supplier].entries()) await confirmSheet(as(side, at(0.7 + i / 20)), { deal_id: deal.id, number: latest.number, sha256: latest.sha256 })
  }
}
