import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { confirmationRefusal, mostMeasures, mostPilots, outcomeOf, parseTenThousandths, type PilotRefusal, resultRefusal } from './pilot-rules.ts'
import { costBearers, directions, type Direction } from './schema.ts'

const figureField = z.string({ error: 'number' }).max(20, { error: 'number' }).transform((typed, issues) => {
  const value = parseTenThousandths(typed)
  if (value === null) issues.addIssue({ code: 'custom', message: 'number' })
  return value ?? 0
})
const optionalFigure = z.preprocess((value) => (value === undefined || value === '' ? null : value), figureField.nullable())
const rows = Array.from({ length: mostMeasures }, (_, i) => i + 1)
type RowShape = Record<`measure_${number}` | `unit_${number}`, ReturnType<typeof optionalLineField>> & Record<`direction_${number}`, z.ZodType<Direction>> & Record<`target_${number}`, typeof optionalFigure>
const rowFields = Object.fromEntries(rows.flatMap((row) => [
  [`measure_${row}`, optionalLineField(200)], [`unit_${row}`, optionalLineField(40)], [`direction_${row}`, z.preprocess((value) => (value === undefined || value === '' ? 'at_least' : value), choiceField(directions))], [`target_${row}`, optionalFigure],
])) as unknown as RowShape

export const ProposePilot = z.object({ deal_id: idField, request_key: requestKeyField, title: lineField(200, 5), place: lineField(300, 2), starts_on: dayField, ends_on: dayField, cost_bearer: choiceField(costBearers), cost_note: optionalTextField(1000), ...rowFields })
/** The other side is asked to try it out so: where, from when to when, at whose cost, and what has to be reached. Pressed twice it is one proposal. */
export async function proposePilot(ctx: Ctx, input: z.output<typeof ProposePilot>): Promise<number> {
  const { deal_id, request_key, title, place, starts_on, ends_on, cost_bearer, cost_note } = input
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const known = await tx.selectFrom('room_pilot').select(['id', 'deal_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (known) return known.deal_id === deal.id ? known.id : notFound()
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    if (ends_on < starts_on) refuse<PilotRefusal>({ code: 'pilot_ends_first', field: 'ends_on' })
    const typed = input as unknown as Record<string, string | number | null>
    const measures = rows.flatMap((row) => {
      const name = String(typed[`measure_${row}`] ?? ''), target = typed[`target_${row}`] as number | null
      if (!name && target === null) return []
      if (!name || target === null) return refuse<PilotRefusal>({ code: 'measure_incomplete', row, field: name ? `target_${row}` : `measure_${row}` })
      return [{ name, target, unit: String(typed[`unit_${row}`] ?? ''), direction: typed[`direction_${row}`] as Direction }]
    })
    if (!measures.length) refuse<PilotRefusal>({ code: 'measure_needed', field: 'measure_1' })
    const { n } = await tx.selectFrom('room_pilot').select(({ fn }) => fn.countAll<number>().as('n')).where('deal_id', '=', deal.id).executeTakeFirstOrThrow()
    if (n >= mostPilots) refuse<PilotRefusal>({ code: 'too_many_pilots', most: mostPilots })
    const { id } = await tx.insertInto('room_pilot').values({ deal_id: deal.id, title, place, starts_on, ends_on, cost_bearer, cost_note, organisation_id: side, person_id: personOf(ctx.actor), request_key, proposed_at: now }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('room_pilot_measure').values(measures.map((measure, i) => ({ deal_id: deal.id, pilot_id: id, position: i + 1, ...measure }))).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.pilot_proposed', pilot_id: id, organisation_id: side, ...concerning(deal) }, side)
    await openDuty(tx, ctx, deal, { part: 'decisions', kind: 'pilot_to_answer', key: id, organisation_id: otherSide(deal, side), power: 'sign', due_on: starts_on, path: pathOf(deal.id, id), text: { vi: `Trả lời đề nghị chạy thử: ${title}`, en: `Answer the proposed pilot: ${title}` } })
    return id
  })
}

export const AnswerPilot = z.object({ deal_id: idField, pilot_id: idField, answer: choiceField(['agreed', 'declined']), answer_note: optionalTextField(1000) })
/** The other side agrees to the pilot, and the side that is to use the technology owes its results by the last day; or it does not, and says why. */
export async function answerPilot(ctx: Ctx, { deal_id, pilot_id, answer, answer_note }: z.output<typeof AnswerPilot>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async (turn) => {
    const { tx, deal, side } = turn
    const pilot = await pilotIn(tx, deal.id, pilot_id)
    if (pilot.answer === answer && pilot.organisation_id !== side) return
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    if (pilot.organisation_id === side) refuse({ code: 'other_side_answers' })
    if (pilot.answer) refuse<PilotRefusal>({ code: 'pilot_answered' })
    if (answer === 'declined' && !answer_note) refuse({ code: 'decline_words_needed', field: 'answer_note' })
    await end(ctx, turn, pilot_id, answer, answer_note)
    if (answer === 'agreed') await openDuty(tx, ctx, deal, { part: 'decisions', kind: 'pilot_results', key: pilot_id, organisation_id: deal.demander_organisation_id, power: 'edit', due_on: pilot.ends_on, path: pathOf(deal.id, pilot_id), text: { vi: `Nhập kết quả chạy thử: ${pilot.title}`, en: `Enter the results of the pilot: ${pilot.title}` } })
  })
}

export const WithdrawPilot = z.object({ deal_id: idField, pilot_id: idField })
/** The side takes back the pilot it proposed and nobody has answered. */
export async function withdrawPilot(ctx: Ctx, { deal_id, pilot_id }: z.output<typeof WithdrawPilot>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const pilot = await pilotIn(turn.tx, turn.deal.id, pilot_id)
    if (pilot.organisation_id !== turn.side) notFound()
    if (pilot.answer === 'withdrawn') return
    if (pilot.answer) refuse<PilotRefusal>({ code: 'pilot_answered' })
    await end(ctx, turn, pilot_id, 'withdrawn', '')
  })
}

const measured = { deal_id: idField, pilot_id: idField, measure_id: idField }
export const EnterResult = z.object({ ...measured, result: figureField, result_source: textField(500, 3) })
/** The measure has this result, waiting for the other side; what was entered before and not confirmed is written over. */
export async function enterResult(ctx: Ctx, { deal_id, pilot_id, measure_id, result, result_source }: z.output<typeof EnterResult>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const pilot = await pilotIn(tx, deal.id, pilot_id), measure = await measureIn(tx, pilot_id, measure_id)
    if (measure.result === result && measure.result_source === result_source && measure.result_organisation_id === side && !measure.disputed_reason) return
    const refusal = talkRefusal(deal) ?? resultRefusal(pilot, measure, hanoiDay(now))
    if (refusal) refuse(refusal)
    await tx.updateTable('room_pilot_measure').set({ result, result_source, result_organisation_id: side, result_by: personOf(ctx.actor), result_at: now, disputed_reason: '' }).where('id', '=', measure_id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.result_entered', pilot_id, measure_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'result_to_confirm', measure_id)
    await closeDuty(tx, ctx, deal, 'result_to_mend', measure_id)
    await openDuty(tx, ctx, deal, { part: 'decisions', kind: 'result_to_confirm', key: measure_id, organisation_id: otherSide(deal, side), power: 'edit', path: pathOf(deal.id, pilot_id), text: { vi: `Xác nhận kết quả chạy thử “${measure.name}”`, en: `Confirm the result of the pilot’s measure “${measure.name}”` } })
    const { missing } = await tx.selectFrom('room_pilot_measure').select(({ fn }) => fn.countAll<number>().as('missing')).where('pilot_id', '=', pilot_id).where('result', 'is', null).executeTakeFirstOrThrow()
    if (missing === 0) await closeDuty(tx, ctx, deal, 'pilot_results', pilot_id)
  })
}

/** The figure as the page showed it, in ten-thousandths: nobody confirms another. */
const seenField = z.coerce.number({ error: 'number' }).int()
export const ConfirmResult = z.object({ ...measured, seen: seenField })
/** Both sides stand by the result. With the last of them the pilot is met or not, by rule, and stays so. */
export async function confirmResult(ctx: Ctx, { deal_id, pilot_id, measure_id, seen }: z.output<typeof ConfirmResult>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    await pilotIn(tx, deal.id, pilot_id)
    const measure = await measureIn(tx, pilot_id, measure_id)
    if (measure.confirmed_at && measure.result === seen && measure.result_organisation_id !== side) return
    const refusal = talkRefusal(deal) ?? confirmationRefusal(measure, seen, side)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_pilot_measure').set({ confirmed_by: personOf(ctx.actor), confirmed_at: now, disputed_reason: '' }).where('id', '=', measure_id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.result_confirmed', pilot_id, measure_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'result_to_confirm', measure_id)
    const all = await tx.selectFrom('room_pilot_measure').select(['direction', 'target', 'result', 'confirmed_at']).where('pilot_id', '=', pilot_id).execute()
    const outcome = outcomeOf(all.map((one) => ({ ...one, confirmed: one.confirmed_at !== null })))
    if (outcome !== 'open') await record(tx, ctx, `deal:${deal.id}`, { type: 'room.pilot_concluded', pilot_id, met: outcome === 'met', ...concerning(deal) }, side)
  })
}

export const DisputeResult = z.object({ ...measured, seen: seenField, disputed_reason: textField(1000, 5) })
/** The other side does not stand by the result and says why; whoever entered it enters it again. */
export async function disputeResult(ctx: Ctx, { deal_id, pilot_id, measure_id, seen, disputed_reason }: z.output<typeof DisputeResult>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    await pilotIn(tx, deal.id, pilot_id)
    const measure = await measureIn(tx, pilot_id, measure_id)
    const refusal = talkRefusal(deal) ?? confirmationRefusal(measure, seen, side)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_pilot_measure').set({ disputed_reason }).where('id', '=', measure_id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.result_disputed', pilot_id, measure_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'result_to_confirm', measure_id)
    await openDuty(tx, ctx, deal, { part: 'decisions', kind: 'result_to_mend', key: measure_id, organisation_id: otherSide(deal, side), power: 'edit', path: pathOf(deal.id, pilot_id), text: { vi: `Xem lại kết quả chạy thử “${measure.name}”: bên kia chưa đồng ý`, en: `Look again at the result of “${measure.name}”: the other side does not agree` } })
  })
}

const pathOf = (deal: number, pilot: number): string => `/deals/${deal}/decisions/pilots/${pilot}`
const pilotIn = async (tx: Tx, deal: number, id: number) => found(await tx.selectFrom('room_pilot').select(['id', 'organisation_id', 'title', 'answer', sql<string>`starts_on::text`.as('starts_on'), sql<string>`ends_on::text`.as('ends_on')]).where('id', '=', id).where('deal_id', '=', deal).executeTakeFirst())
const measureIn = async (tx: Tx, pilot: number, id: number) => found(await tx.selectFrom('room_pilot_measure').selectAll().where('id', '=', id).where('pilot_id', '=', pilot).executeTakeFirst())
async function end(ctx: Ctx, { tx, deal, side, now }: DealTurn, pilot_id: number, answer: 'agreed' | 'declined' | 'withdrawn', answer_note: string): Promise<void> {
  await tx.updateTable('room_pilot').set({ answer, answer_note, answered_by: personOf(ctx.actor), answered_at: now }).where('id', '=', pilot_id).execute()
  await record(tx, ctx, `deal:${deal.id}`, { type: `room.pilot_${answer}`, pilot_id, organisation_id: side, ...concerning(deal) }, side)
  await closeDuty(tx, ctx, deal, 'pilot_to_answer', pilot_id)
}
