import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import { SaveAssumptions } from '../src/modules/terms/assumption-fields.ts'
import { agreeClauses, SaveClause, saveClause, sendVersion } from '../src/modules/terms/commands.ts'
import { latestVersion } from '../src/modules/terms/queries.ts'
import { hashOf, keysOf } from '../src/modules/terms/rules.ts'
import type { Audience, ClauseKey } from '../src/modules/terms/schema.ts'
import { saveAssumptions } from '../src/modules/terms/worth-commands.ts'

/** Clauses as people type them. */
export const typedClauses: Partial<Record<ClauseKey, Record<string, string | string[]>>> = {
  rights: { transfer: 'licence', form: 'independent', objects: ['know_how', 'solution'], methods: ['documents', 'training'], note: '' },
  exclusivity: { degree: 'exclusive', months: '36', note: '' },
  territory: { places: 'Hà Nội và các tỉnh đồng bằng sông Hồng' },
  term: { months: '60', renewal: 'Gia hạn khi hai bên đồng ý bằng văn bản.' },
  upfront: { amount: '200.000.000', days: '15', note: '' },
  milestones: { rows_1_what: 'Nghiệm thu chạy thử', rows_1_amount: '150.000.000', rows_1_after_days: '180', rows_2_what: 'Đạt công suất 500 kg một ngày', rows_2_amount: '100.000.000', rows_2_event: 'biên bản đo công suất' },
  royalty: { base: 'net_sales', rate_basis_points: '3,5', tiers_1_from_units: '20.000', tiers_1_rate_basis_points: '2,5', report_months: '6', offset_basis_points: '50', floor_basis_points: '50' },
  minimum: { amount: '30.000.000', from_year: '2' },
  cap: { amount: '900.000.000', over: 'whole' },
  warranty: { months: '24', measures: 'Tiêu hao điện dưới 0,8 kWh mỗi kg.' },
  penalty: { basis_points_per_day: '0,05', cap_basis_points: '8' },
  dispute: { body: 'viac', name: '', language: 'tiếng Việt' },
  law: { law: 'vn', name: '' },
}
export const typeClause = (ctx: Ctx, deal_id: number, clause_key: ClauseKey, typed: Record<string, string | string[]> = typedClauses[clause_key] ?? {}, why = ''): Promise<void> =>
  saveClause(ctx, SaveClause.parse({ ...typed, deal_id: String(deal_id), clause_key, why }))
/** A version with these clauses, sent by that side. */
export async function aVersion(ctx: Ctx, deal_id: number, keys: readonly ClauseKey[], note = ''): Promise<number> {
  for (const key of keys) await typeClause(ctx, deal_id, key)
  return sendVersion(ctx, { deal_id, note, request_key: randomUUID() })
}
/** That side agrees to every clause as it reads now, or to those named. */
export async function agreeAll(ctx: Ctx, deal_id: number, keys?: readonly ClauseKey[]): Promise<void> {
  const latest = await latestVersion(ctx.db, deal_id)
  if (latest) await agreeClauses(ctx, { deal_id, agreed: (keys ?? keysOf(latest.content)).map((key) => `${key}:${hashOf(latest.content, key) ?? ''}`) })
}

export const typedAssumption: Record<string, string> = { years: '5', discount_basis_points: '12', units: '20.000', growth_basis_points: '8', price: '95.000', unit_cost: '61.000', investment: '400.000.000', supplier_cost: '90.000.000', supplier_yearly_cost: '15.000.000', probability_1: '90', probability_2: '60', year_2: '2' }
export const assume = (ctx: Ctx, deal_id: number, audience: Audience, over: Record<string, string> = {}): Promise<void> => saveAssumptions(ctx, SaveAssumptions.parse({ ...typedAssumption, ...over, deal_id: String(deal_id), audience }))
