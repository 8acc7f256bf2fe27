import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { type DealRefusal, isOpen, otherSide } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { clauseSchema } from './clause-fields.ts'
import { confirmationGone, nothingToConfirm, sheetToConfirm, sideAnswered, versionToAnswer } from './duties.ts'
import { agreedIn, agreementsOf, contractSigned, draftOf, latestVersion, type Draft, versionOf } from './queries.ts'
import { carriedOver, changesBetween, clauseRefusal, contentHash, emptyContent, hashOf, keysOf, lapseOf, sendRefusal, type TermRefusal } from './rules.ts'
import { type ClauseKey, clauseKeys, type TermClauses, type TermContent, type TermVersion } from './schema.ts'

const mustBeOpen = ({ stage }: Deal): void => { if (!isOpen(stage)) refuse<DealRefusal>({ code: 'deal_closed', stage }) }
/** What the side is writing, begun from the last version where it has not begun. */
async function draftInHand(tx: Tx, deal: Deal, side: number): Promise<Pick<Draft, 'base_number' | 'content' | 'reasons'>> {
  const draft = await draftOf(tx, deal.id, side)
  if (draft) return draft
  const latest = await latestVersion(tx, deal.id)
  return { base_number: latest?.number ?? 0, content: latest?.content ?? emptyContent, reasons: {} }
}
async function keepDraft(tx: Tx, ctx: Ctx, deal: Deal, side: number, { base_number, content, reasons }: Pick<Draft, 'base_number' | 'content' | 'reasons'>): Promise<void> {
  const kept = { base_number, content: JSON.stringify(content), reasons: JSON.stringify(reasons), saved_by: personOf(ctx.actor), saved_at: ctx.now() }
  await tx.insertInto('term_draft').values({ deal_id: deal.id, organisation_id: side, ...kept }).onConflict((on) => on.columns(['deal_id', 'organisation_id']).doUpdateSet(kept)).execute()
}

const why = optionalTextField(500)
export const SaveClause = z.looseObject({ deal_id: idField, clause_key: choiceField(clauseKeys), why }).transform((typed, context) => {
  const read = clauseSchema(typed.clause_key).safeParse(typed)
  if (!read.success) { for (const { message, path } of read.error.issues) context.addIssue({ code: 'custom', message, path: [...path] }); return z.NEVER }
  return { deal_id: typed.deal_id, clause_key: typed.clause_key, why: typed.why, clause: read.data as TermClauses[ClauseKey] }
})
/** The draft of one's own side says this in that clause, and why; nobody of the other side reads it before it is sent. */
export async function saveClause(ctx: Ctx, { deal_id, clause_key, why: reason, clause }: z.output<typeof SaveClause>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    mustBeOpen(deal)
    const refusal = clauseRefusal(clause_key, clause as never)
    if (refusal) refuse(refusal)
    const draft = await draftInHand(tx, deal, side)
    const content: TermContent = { format: 1, clauses: { ...draft.content.clauses, [clause_key]: clause } }
    await keepDraft(tx, ctx, deal, side, { ...draft, content, reasons: { ...draft.reasons, [clause_key]: reason } })
    await record(tx, ctx, `term_draft:${deal.id}`, { type: 'terms.draft_saved', deal_id: deal.id, clause: clause_key }, side)
  }, { part: 'terms' })
}

export const DropClause = z.object({ deal_id: idField, clause_key: choiceField(clauseKeys), drop_why: why })
/** The draft of one's own side is without that clause. */
export async function dropClause(ctx: Ctx, { deal_id, clause_key, drop_why: reason }: z.output<typeof DropClause>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    mustBeOpen(deal)
    const draft = await draftInHand(tx, deal, side)
    const { [clause_key]: dropped, ...clauses } = draft.content.clauses
    if (!dropped) return
    await keepDraft(tx, ctx, deal, side, { ...draft, content: { format: 1, clauses }, reasons: { ...draft.reasons, [clause_key]: reason } })
    await record(tx, ctx, `term_draft:${deal.id}`, { type: 'terms.draft_saved', deal_id: deal.id, clause: clause_key }, side)
  }, { part: 'terms' })
}

export const OneSheet = z.object({ deal_id: idField })
/** One's own side writes nothing any longer; what was sent stays. */
export async function discardDraft(ctx: Ctx, { deal_id }: z.output<typeof OneSheet>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => { await tx.deleteFrom('term_draft').where('deal_id', '=', deal.id).where('organisation_id', '=', side).execute() }, { part: 'terms' })
}
/** The draft stands on the last version: what one's own side wrote stays, what it left alone reads as the last version does. */
export async function carryDraftOver(ctx: Ctx, { deal_id }: z.output<typeof OneSheet>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    mustBeOpen(deal)
    const [draft, latest] = [await draftOf(tx, deal.id, side), await latestVersion(tx, deal.id)]
    if (!draft || !latest || draft.base_number === latest.number) return
    const base = draft.base_number === 0 ? null : await versionOf(tx, deal.id, draft.base_number)
    await keepDraft(tx, ctx, deal, side, { base_number: latest.number, content: carriedOver(base?.content ?? emptyContent, draft.content, latest.content).content, reasons: draft.reasons })
  }, { part: 'terms' })
}

export const SendVersion = z.object({ deal_id: idField, note: optionalTextField(2000), request_key: requestKeyField })
/**
 * The draft is the next version, for both sides and for ever. Agreements to a clause it changes or leaves
 * out are over, on both sides; a confirmation of the version before lapses unless both sides had
 * confirmed it, and its side is told by which clauses. The same press twice is one version.
 */
export async function sendVersion(ctx: Ctx, { deal_id, note, request_key }: z.output<typeof SendVersion>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const before = await tx.selectFrom('term_version').select('number').where('request_key', '=', request_key).where('deal_id', '=', deal.id).executeTakeFirst()
    if (before) return before.number
    const [draft, latest] = [await draftOf(tx, deal.id, side), await latestVersion(tx, deal.id)]
    const refusal = sendRefusal({ stage: deal.stage, signed: await contractSigned(tx, deal.id), latest, draft })
    if (refusal) refuse(refusal)
    const { content, reasons } = draft!
    const number = (latest?.number ?? 0) + 1
    const changes = changesBetween(latest?.content ?? emptyContent, content)
    const changed = changes.filter(({ change }) => change !== 'removed').map(({ key }) => key), removed = changes.filter(({ change }) => change === 'removed').map(({ key }) => key)
    const given = Object.fromEntries(changes.flatMap(({ key }) => (reasons[key] ? [[key, reasons[key]]] : [])))
    await tx.insertInto('term_version').values({ deal_id: deal.id, number, content: JSON.stringify(content), sha256: contentHash(content), reasons: JSON.stringify(given), note, organisation_id: side, person_id: personOf(ctx.actor), sent_at: now, request_key }).execute()
    await tx.deleteFrom('term_draft').where('deal_id', '=', deal.id).where('organisation_id', '=', side).execute()
    if (changes.length) await tx.updateTable('term_agreement').set({ ended_at: now, ended_by_number: number }).where('deal_id', '=', deal.id).where('clause', 'in', changes.map(({ key }) => key)).where('ended_at', 'is', null).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'terms.version_sent', number, changed, removed, ...concerning(deal) }, side)
    if (latest) await lapseConfirmations(tx, ctx, deal, latest, content, now)
    await sideAnswered(tx, ctx, deal, side)
    await versionToAnswer(tx, ctx, deal, otherSide(deal, side), number)
    return number
  }, { part: 'terms' })
}

/** A clause removed or changed after one side confirmed: that confirmation was of another sheet, so it lapses and its side is told. What both confirmed stays agreed until both confirm something else. */
async function lapseConfirmations(tx: Tx, ctx: Ctx, deal: Deal, latest: TermVersion, content: TermContent, now: Date): Promise<void> {
  await nothingToConfirm(tx, ctx, deal)
  const live = await tx.selectFrom('term_confirmation').select(['id', 'organisation_id']).where('deal_id', '=', deal.id).where('number', '=', latest.number).where('lapsed_at', 'is', null).execute()
  if (live.length !== 1) return
  const lapse = lapseOf(changesBetween(latest.content, content))
  for (const { id, organisation_id } of live) {
    await tx.updateTable('term_confirmation').set({ lapsed_at: now, lapse_reason: lapse.reason }).where('id', '=', id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'term_sheet.confirmation_lapsed', number: latest.number, of_organisation_id: organisation_id, ...lapse, ...concerning(deal) })
    await confirmationGone(tx, ctx, deal, organisation_id, latest.number, lapse, latest.content)
  }
}

export const AgreeClauses = z.object({
  deal_id: idField,
  // Each box carries the clause and the hash of what stood beside it.
  agreed: z.preprocess((typed) => (typed === undefined || typed === '' ? [] : Array.isArray(typed) ? typed : [typed]), z.array(z.string().regex(/^[a-z_0-9]{2,20}:[0-9a-f]{64}$/, { error: 'invalid' })).max(clauseKeys.length, { error: 'invalid' })),
})
/** One's own side agrees to these clauses as they read now. Where all are agreed on both sides, the signers are asked to confirm the whole. */
export async function agreeClauses(ctx: Ctx, { deal_id, agreed }: z.output<typeof AgreeClauses>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    mustBeOpen(deal)
    const latest = await latestVersion(tx, deal.id)
    if (!latest) return notFound()
    if (await contractSigned(tx, deal.id)) refuse<TermRefusal>({ code: 'terms_of_signed_contract' })
    if (!agreed.length) refuse<TermRefusal>({ code: 'nothing_ticked' })
    const asked = agreed.map((one) => ({ key: one.split(':')[0] as ClauseKey, sha256: one.split(':')[1] ?? '' }))
    if (asked.some(({ key, sha256 }) => hashOf(latest.content, key) !== sha256)) refuse<TermRefusal>({ code: 'clause_reads_otherwise', number: latest.number })
    const there = agreedIn(latest.content, await agreementsOf(tx, deal.id), side)
    const fresh = asked.filter(({ key }, i) => !there.includes(key) && asked.findIndex((other) => other.key === key) === i)
    if (!fresh.length) return
    await tx.insertInto('term_agreement').values(fresh.map(({ key, sha256 }) => ({ deal_id: deal.id, clause: key, sha256, organisation_id: side, person_id: personOf(ctx.actor), agreed_at: now, ended_at: null, ended_by_number: null }))).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'terms.clauses_agreed', clauses: fresh.map(({ key }) => key), ...concerning(deal) }, side)
    const agreements = await agreementsOf(tx, deal.id), all = keysOf(latest.content).length
    if (agreedIn(latest.content, agreements, side).length < all) return
    await sideAnswered(tx, ctx, deal, side)
    if (agreedIn(latest.content, agreements, otherSide(deal, side)).length < all) return
    const confirmed = await tx.selectFrom('term_confirmation').select('organisation_id').where('deal_id', '=', deal.id).where('number', '=', latest.number).where('lapsed_at', 'is', null).execute()
    for (const party of [side, otherSide(deal, side)]) if (!confirmed.some(({ organisation_id }) => organisation_id === party)) await sheetToConfirm(tx, ctx, deal, party, latest.number)
  })
}

export const WithdrawAgreement = z.object({ deal_id: idField, clause_key: choiceField(clauseKeys) })
/** One's own side no longer agrees to that clause. Pressed again it stays so. */
export async function withdrawAgreement(ctx: Ctx, { deal_id, clause_key }: z.output<typeof WithdrawAgreement>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    mustBeOpen(deal)
    const ended = await tx.updateTable('term_agreement').set({ ended_at: now }).where('deal_id', '=', deal.id).where('clause', '=', clause_key).where('organisation_id', '=', side).where('ended_at', 'is', null).returning('id').execute()
    if (ended.length) await record(tx, ctx, `deal:${deal.id}`, { type: 'terms.agreement_withdrawn', clause: clause_key, ...concerning(deal) }, side)
  })
}
