import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { choiceField, idField, optionalTextField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { type ReceivedFile, saveDocument } from '../documents/commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { closingWord, goneIn } from './queries.ts'
import { answerRefusal, claimRefusal, closingNeedsWord, confirmRefusal, type DealRefusal, type InterestRefusal, lossRefusal, partiesOf, speaksFor, stageRefusal, talkRefusal } from './rules.ts'
import { type Deal, openStages } from './schema.ts'
import { closeDuties } from './duties.ts'
import { enterStep, leaveStep } from './entering.ts'
import { concerning, inDeal } from './turns.ts'

const unless = (refusal: DealRefusal | InterestRefusal | null): void => { if (refusal) refuse(refusal) }
const noClaim = { closing_value: null, closing_organisation_id: null, closing_at: null }

export const SendMessage = z.object({ deal_id: idField, body: textField(5000), request_key: requestKeyField })
/** When this returns the message lies in the deal file with the documents that came with it, all or none of them, once, however often the press arrived. */
export async function sendMessage(ctx: Ctx, { deal_id, body, request_key }: z.output<typeof SendMessage>, uploads: readonly ReceivedFile[] = []): Promise<number> {
  return inDeal(ctx, deal_id, 'talk', async ({ tx, deal, side, now }) => {
    const person_id = personOf(ctx.actor)
    const sent = await tx.selectFrom('deal_message').select('id').where('request_key', '=', request_key).where('deal_id', '=', deal.id).where('person_id', '=', person_id).executeTakeFirst()
    if (sent) return sent.id
    unless(talkRefusal(deal))
    const message = found(await tx.insertInto('deal_message').values({ deal_id: deal.id, person_id, organisation_id: side, body, request_key, sent_at: now })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.message_sent', message_id: message.id, organisation_id: side, ...concerning(deal) }, side)
    // By content, so that two messages with the same files never wait for each other's; the same file chosen twice is one.
    const files = uploads.filter(({ sha256, name }, i) => uploads.findIndex((one) => one.sha256 === sha256 && one.name === name) === i).toSorted((one, other) => one.sha256.localeCompare(other.sha256))
    for (const upload of files) {
      const document_id = await saveDocument(tx, ctx, upload)
      await tx.insertInto('deal_document').values({ deal_id: deal.id, document_id, organisation_id: side, person_id, added_at: now, message_id: message.id }).execute()
      await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.document_added', document_id, organisation_id: side, ...concerning(deal) }, side)
    }
    return message.id
  })
}

/** When this returns both sides find the document in the deal file. The same file again, under the same name, is the one already there. */
export async function addDocument(ctx: Ctx, dealId: number, upload: ReceivedFile): Promise<number> {
  return inDeal(ctx, dealId, 'edit', async ({ tx, deal, side, now }) => {
    unless(talkRefusal(deal))
    const there = await tx.selectFrom('deal_document as dd').innerJoin('document as d', 'd.id', 'dd.document_id').select('d.id')
      .where('dd.deal_id', '=', deal.id).where('dd.organisation_id', '=', side).where('d.sha256', '=', upload.sha256).where('d.name', '=', upload.name).executeTakeFirst()
    if (there) return there.id
    const document_id = await saveDocument(tx, ctx, upload)
    await tx.insertInto('deal_document').values({ deal_id: deal.id, document_id, organisation_id: side, person_id: personOf(ctx.actor), added_at: now }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.document_added', document_id, organisation_id: side, ...concerning(deal) }, side)
    return document_id
  })
}

export const ChangeStage = z.object({ deal_id: idField, stage: choiceField(openStages), reason: optionalTextField(1000), version: z.coerce.number({ error: 'invalid' }).int() })
/** When this returns the deal stands at that step, and the log says who moved it and, where steps were skipped or retaken, why. */
export async function changeStage(ctx: Ctx, { deal_id, stage, reason, version }: z.output<typeof ChangeStage>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    unless(stageRefusal(deal, stage, reason, version))
    await tx.updateTable('deal').set({ stage, stage_since: now, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await enterStep(tx, ctx, deal, stage, side)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.stage_changed', from: deal.stage, to: stage, reason, ...concerning(deal) }, side)
  })
}

export const ClaimClosing = z.object({ deal_id: idField, value: vndField.refine((value) => value > 0, { error: 'amount' }), reason: optionalTextField(1000) })
/** When this returns our side has said the deal is closed at this value and, where steps were left out, why; it counts once the other side says the same. */
export async function claimClosing(ctx: Ctx, { deal_id, value, reason: typed }: z.output<typeof ClaimClosing>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    unless(claimRefusal(deal, side, typed))
    const reason = closingNeedsWord(deal) ? typed : '' // the form asks for it only there
    if (deal.closing_value === value && (await closingWord(tx, deal)) === reason) return
    await tx.updateTable('deal').set({ closing_value: value, closing_organisation_id: side, closing_at: now, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.closing_claimed', value, reason, organisation_id: side, ...concerning(deal) }, side)
  })
}

export const ConfirmClosing = z.object({ deal_id: idField, value: vndField })
/** When this returns the deal is won at the value both sides said, for good, and stands at the first step after its closing. A second press finds it so. */
export async function confirmClosing(ctx: Ctx, { deal_id, value }: z.output<typeof ConfirmClosing>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    if (deal.stage === 'won' && deal.value === value && deal.closing_organisation_id !== side) return
    unless(confirmRefusal(deal, speaking(ctx, deal, side), value))
    await tx.updateTable('deal').set({ stage: 'won', after_stage: 'registration', stage_since: now, closed_at: now, value, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await enterStep(tx, ctx, deal, 'registration', side)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.won', value, ...concerning(deal) }, side)
  })
}

export const DisputeClosing = z.object({ deal_id: idField, reason: textField(1000, 5) })
/** When this returns the other side's report is off the table, with the reason; the deal stays open. */
export async function disputeClosing(ctx: Ctx, { deal_id, reason }: z.output<typeof DisputeClosing>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side }) => {
    unless(answerRefusal(deal, speaking(ctx, deal, side)))
    await tx.updateTable('deal').set({ ...noClaim, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.closing_disputed', value: deal.closing_value!, reason, organisation_id: side, ...concerning(deal) }, side)
  })
}
const speaking = (ctx: Ctx, deal: Deal, side: number) =>
  ({ side, forClaimant: deal.closing_organisation_id !== null && speaksFor(ctx.actor, deal.closing_organisation_id) })

export const LoseDeal = z.object({ deal_id: idField, loss_code: z.string({ error: 'choose' }).min(1, { error: 'choose' }).max(40), reason: optionalTextField(1000) })
/** When this returns the deal is closed without a contract, for good, with the reason that the figures count; nothing waits in its file any more. Also where a party is gone. */
export async function loseDeal(ctx: Ctx, { deal_id, loss_code, reason }: z.output<typeof LoseDeal>): Promise<void> {
  const taxonomy = await taxonomyOf(ctx.db)
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    if (!taxonomy.takes('loss_reason', loss_code, [])) refuse<InterestRefusal>({ code: 'unknown_reason', field: 'loss_code' })
    const gone = await goneIn(tx, partiesOf(deal))
    // What a party that is gone has reported nobody can answer any more.
    unless(lossRefusal(deal.closing_organisation_id !== null && gone.has(deal.closing_organisation_id) ? { ...deal, ...noClaim } : deal, side, loss_code, reason))
    await leaveStep(tx, ctx, deal)
    await closeDuties(tx, ctx, deal)
    await tx.updateTable('deal').set({ stage: 'lost', stage_since: now, closed_at: now, loss_code, loss_reason: reason, ...noClaim, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.lost', code: loss_code, reason, ...concerning(deal) }, side)
  }, { settles: true })
}
