import { z } from 'zod'
import { type Ctx, permit, personOf, record } from '../../core/context.ts'
import { choiceField, codesField, idField, optionalDayField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty } from '../deals/duties.ts'
import { sideOf } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { annexesOf, annexOf, milestonesToName, planDuty, planWaits, textToday } from './annex-queries.ts'
import { annexDayRefusal, type AnnexRefusal, beginRefusal, endedRefusal } from './annex-rules.ts'
import { edited, write, written } from './commands.ts'
import { type ContractRefusal, withClause } from './rules.ts'
import { type AnnexContent, contractClauseKeys, type ContractContent } from './schema.ts'
import { signingDuty } from './signing-rules.ts'
import { templateOn } from './template-rules.ts'

const unless = (refusal: AnnexRefusal | null): void => { if (refusal) refuse(refusal) }
const notLost = ({ stage }: Pick<Deal, 'stage'>): void => { if (stage === 'lost') refuse<AnnexRefusal>({ code: 'annex_of_lost_deal' }) }
const draftVersion = z.coerce.number({ error: 'invalid' }).int()
const of = { deal_id: idField, annex_number: idField }

export const BeginAnnex = z.object({ deal_id: idField, request_key: requestKeyField })
/** When this returns there is an annex to write on, begun from the contract as the annexes before it left it; its number is returned. Of two who begin at once one does, and the other is told which. */
export async function beginAnnex(ctx: Ctx, { deal_id, request_key }: z.output<typeof BeginAnnex>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const there = await annexesOf(tx, deal.id)
    const again = await tx.selectFrom('contract_annex').select('number').where('deal_id', '=', deal.id).where('request_key', '=', request_key).executeTakeFirst()
    if (again) return again.number
    const standing = await textToday(tx, deal.id)
    unless(beginRefusal({ stage: deal.stage, signed: standing !== undefined, under_way: there.find(({ ending }) => ending === null)?.number ?? null }))
    const { signed, clauses, numbers } = found(standing)
    const template = found(templateOn('annex', hanoiDay(now)))
    const number = (there.at(-1)?.number ?? 0) + 1
    const annex: AnnexContent = { number, of: { version_id: signed.id, number: signed.content.fields.number ?? '', signed_on: signed.signed_on ?? hanoiDay(now), sha256: signed.sha256 }, before: clauses, numbers, reason: { vi: '', en: '' }, milestones: [] }
    const content: ContractContent = { format: 1, fields: { ...signed.content.fields, number: '', effective_on: null }, clauses, annex }
    const by = personOf(ctx.actor)
    const { id } = await tx.insertInto('contract').values({ deal_id: deal.id, kind: 'annex', template: template.code, template_version: template.version, content: JSON.stringify(content), created_by: by, created_at: now, changed_by: by, changed_at: now }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('contract_annex').values({ contract_id: id, deal_id: deal.id, number, organisation_id: side, person_id: by, begun_at: now, request_key }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.annex_begun', annex: number, organisation_id: side, ...concerning(deal) }, side)
    return number
  })
}

export const WriteAnnex = z.object({ ...of, draft_version: draftVersion, number: optionalLineField(60), place: optionalLineField(100), effective_on: optionalDayField, reason_vi: textField(4000), reason_en: optionalTextField(4000), milestones: codesField(60) })
/** When this returns the annex says so of itself: its number and sign, why the contract is changed, from which day, and which payment milestones it touches. The plan of payments stays as it is. */
export async function writeAnnex(ctx: Ctx, { deal_id, annex_number, draft_version, number, place, effective_on, reason_vi, reason_en, milestones }: z.output<typeof WriteAnnex>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind: 'annex', annex: annex_number }, draft_version)
    const annex = found(contract.content.annex)
    unless(annexDayRefusal(effective_on, annex.of.signed_on))
    const planned = await milestonesToName(tx, deal.id)
    const named = milestones.map((id) => planned.find((one) => String(one.id) === id) ?? annex.milestones.find((one) => String(one.id) === id) ?? refuse<AnnexRefusal>({ code: 'annex_milestone_unknown', field: 'milestones' }))
    await write(tx, ctx, contract, { ...contract.content, fields: { ...contract.content.fields, number, place, effective_on }, annex: { ...annex, reason: { vi: reason_vi, en: reason_en }, milestones: named } })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.fields_written', kind: 'annex', annex: annex_number, ...concerning(deal) }, side)
  })
}

export const RestoreClause = z.object({ ...of, clause: choiceField(contractClauseKeys), draft_version: draftVersion })
/** When this returns the annex no longer changes that clause: it reads as it did. */
export async function restoreClause(ctx: Ctx, { deal_id, annex_number, clause, draft_version }: z.output<typeof RestoreClause>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind: 'annex', annex: annex_number }, draft_version)
    const before = contract.content.annex?.before.find(({ key }) => key === clause) ?? refuse<ContractRefusal>({ code: 'clause_not_there' })
    await write(tx, ctx, contract, withClause(contract.content, before))
    await edited(tx, ctx, contract, side, { clause, text_vi: before.text.vi, text_en: before.text.en, removed: false })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.clause_written', kind: 'annex', annex: annex_number, clause, ...concerning(deal) }, side)
  })
}

/** Whether a side has signed what is open for signing of that text. */
const halfSigned = async ({ tx }: Pick<DealTurn, 'tx'>, contract_id: number): Promise<boolean> =>
  (await tx.selectFrom('contract_signature as s').innerJoin('contract_version as v', 'v.id', 's.version_id').select('s.id').where('v.contract_id', '=', contract_id).where('v.state', '=', 'issued').executeTakeFirst()) !== undefined

export const WithdrawAnnex = z.object({ ...of, withdrawal: textField(1000, 5) })
/**
 * When this returns the annex has ended without changing anything, and says why; its number is used no more. Either side
 * may end it until both have signed: whoever writes, while nobody has signed, and after that only who binds the side.
 */
export async function withdrawAnnex(ctx: Ctx, { deal_id, annex_number, withdrawal }: z.output<typeof WithdrawAnnex>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async (turn) => {
    const { tx, deal, side, now } = turn
    notLost(deal)
    const annex = await annexOf(tx, deal.id, annex_number)
    unless(endedRefusal(annex))
    const power = (await halfSigned(turn, annex.contract_id)) ? 'sign' : 'edit'
    permit(ctx.actor, (actor) => sideOf(actor, [side], [side], power) === side)
    await tx.updateTable('contract_version').set({ state: 'superseded', superseded_at: now }).where('contract_id', '=', annex.contract_id).where('state', '=', 'issued').execute()
    await tx.updateTable('contract_annex').set({ ended_at: now, ending: 'withdrawn', withdrawn_organisation_id: side, withdrawn_by: personOf(ctx.actor), withdrawal }).where('contract_id', '=', annex.contract_id).execute()
    await closeDuty(tx, ctx, deal, 'annex_to_approve')
    await closeDuty(tx, ctx, deal, signingDuty, 'annex')
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.annex_withdrawn', annex: annex_number, organisation_id: side, reason: withdrawal, ...concerning(deal) }, side)
  })
}

export const FollowPlan = z.object(of)
/** When this returns our side has said that the plan of payments follows the annex, and nothing waits for it any more. */
export async function followPlan(ctx: Ctx, { deal_id, annex_number }: z.output<typeof FollowPlan>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side }) => {
    const annex = await annexOf(tx, deal.id, annex_number)
    if (!(await planWaits(tx, deal.id, annex.number, side))) return
    await closeDuty(tx, ctx, deal, planDuty, `${annex.number}:${side}`)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.annex_plan_followed', annex: annex.number, organisation_id: side, ...concerning(deal) }, side)
  })
}
