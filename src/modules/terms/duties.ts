import type { Ctx } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { texts } from '../../platform/locale.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import type { Deal } from '../deals/schema.ts'
import { clauseName } from './clause-words.ts'
import type { ClauseKey, LapseReason, TermContent } from './schema.ts'

/** Days within which a version is answered and a sheet confirmed, as good practice has it; nothing happens when they are over but that the duty says so. */
export const answerDays = 7
const by = (ctx: Ctx): string => dayAfter(hanoiDay(ctx.now()), answerDays)

const words = {
  answer: texts<(number: number) => string>({ vi: (number) => `Trả lời phiên bản ${number} của bản điều khoản`, en: (number) => `Answer version ${number} of the term sheet` }),
  confirm: texts<(number: number) => string>({ vi: (number) => `Xác nhận toàn bộ bản điều khoản, phiên bản ${number}`, en: (number) => `Confirm the whole term sheet, version ${number}` }),
  lapsed: texts<Record<LapseReason, (number: number, clauses: string) => string>>({
    vi: {
      clause_removed: (number, clauses) => `Xác nhận phiên bản ${number} của bạn không còn hiệu lực: bên kia đã bỏ điều khoản ${clauses}. Hãy đọc phiên bản mới`,
      clause_changed: (number, clauses) => `Xác nhận phiên bản ${number} của bạn không còn hiệu lực: điều khoản ${clauses} đã đổi. Hãy đọc phiên bản mới`,
      withdrawn: (number) => `Xác nhận phiên bản ${number} đã được rút lại`,
    },
    en: {
      clause_removed: (number, clauses) => `Your confirmation of version ${number} no longer holds: the other side left out ${clauses}. Read the new version`,
      clause_changed: (number, clauses) => `Your confirmation of version ${number} no longer holds: ${clauses} changed. Read the new version`,
      withdrawn: (number) => `The confirmation of version ${number} was taken back`,
    },
  }),
}

/** The side has a version to answer. */
export const versionToAnswer = (tx: Tx, ctx: Ctx, deal: Deal, side: number, number: number): Promise<number> =>
  openDuty(tx, ctx, deal, { part: 'terms', kind: 'terms_to_answer', key: side, organisation_id: side, power: 'edit', text: { vi: words.answer.vi(number), en: words.answer.en(number) }, due_on: by(ctx) })
/** A signer of the side has a version to confirm as a whole. */
export const sheetToConfirm = (tx: Tx, ctx: Ctx, deal: Deal, side: number, number: number): Promise<number> =>
  openDuty(tx, ctx, deal, { part: 'terms', kind: 'terms_to_confirm', key: side, organisation_id: side, power: 'sign', text: { vi: words.confirm.vi(number), en: words.confirm.en(number) }, due_on: by(ctx) })
/** The side is told that what its signer confirmed holds no longer, and by which clauses; each time anew. */
export function confirmationGone(tx: Tx, ctx: Ctx, deal: Deal, side: number, number: number, lapse: { reason: LapseReason; clauses: readonly ClauseKey[] }, before: TermContent): Promise<number> {
  const said = (locale: 'vi' | 'en'): string => words.lapsed[locale][lapse.reason](number, lapse.clauses.map((key) => `“${clauseName(key, before, locale)}”`).join(', '))
  return openDuty(tx, ctx, deal, { part: 'terms', kind: 'terms_lapsed', key: `${side}:${number}`, organisation_id: side, power: 'sign', text: { vi: said('vi').slice(0, 600), en: said('en').slice(0, 600) } })
}
/** That side has done what waited for it: answered the version, or read why its confirmation is gone. */
export async function sideAnswered(tx: Tx, ctx: Ctx, deal: Deal, side: number): Promise<void> {
  await closeDuty(tx, ctx, deal, 'terms_to_answer', side)
  const lapsed = await tx.selectFrom('deal_duty').select('key').where('deal_id', '=', deal.id).where('kind', '=', 'terms_lapsed').where('organisation_id', '=', side).where('done_at', 'is', null).execute()
  for (const { key } of lapsed) await closeDuty(tx, ctx, deal, 'terms_lapsed', key)
}
export const nothingToConfirm = (tx: Tx, ctx: Ctx, deal: Deal, side?: number): Promise<void> => closeDuty(tx, ctx, deal, 'terms_to_confirm', side)
