import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { putInPart } from '../deals/part-documents.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { keeping, type ReceivedFile, saveDocument } from '../documents/commands.ts'
import { awaitRegistration } from './registration-duties.ts'
import { filingOf, papersOf, saidOf, signedOn, standingOf } from './registration-queries.ts'
import { dossierOf, factsRefusal, filingSteps, type FilingStep, neverLeftOut, openRefusal, paperCodes, type PaperCode, type RegistrationRefusal, stepRefusal } from './registration-rules.ts'
import { directions, type Facts, type Filing, filingKinds, technologyKinds } from './schema.ts'

const unless = (refusal: RegistrationRefusal | null): void => { if (refusal) refuse(refusal) }
const notLost = ({ stage }: Pick<Deal, 'stage'>): void => { if (stage === 'lost') refuse<RegistrationRefusal>({ code: 'registration_of_lost_deal' }) }
const yesNo = choiceField(['yes', 'no']).transform((said) => said === 'yes')

export const StateFacts = z.object({
  deal_id: idField, direction: choiceField(directions), state_money: yesNo, result_certificate: yesNo, technology: choiceField(technologyKinds), appraised: yesNo,
  voluntary: z.literal('yes').optional().transform((said) => said === 'yes'), performed: z.preprocess((value) => (value === '' || value === undefined ? null : value), choiceField(['yes', 'no']).nullable()).transform((said) => (said === null ? null : said === 'yes')), note: optionalTextField(1000),
})
/** When this returns the side has stated what decides the registration, and what waits is what the facts now call for. */
export async function stateFacts(ctx: Ctx, { deal_id, ...facts }: Omit<z.output<typeof StateFacts>, 'performed'> & Pick<Facts, 'performed'>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    notLost(deal)
    unless(factsRefusal(facts))
    await tx.insertInto('registration_fact').values({ deal_id: deal.id, ...facts, organisation_id: side, person_id: personOf(ctx.actor), stated_at: now }).execute()
    const { direction, state_money, technology } = facts
    await record(tx, ctx, `deal:${deal.id}`, { type: 'registration.facts_stated', direction, state_money, technology, ...concerning(deal) }, side)
    await awaitRegistration(tx, ctx, deal)
  })
}

export const OpenFiling = z.object({ deal_id: idField, kind: choiceField(filingKinds), changes: optionalTextField(2000), request_key: requestKeyField })
/** When this returns a dossier of that kind is being prepared by the side that files, of the signed contract where it is signed. */
export async function openFiling(ctx: Ctx, { deal_id, kind, changes, request_key }: z.output<typeof OpenFiling>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    notLost(deal)
    const standing = await standingOf(tx, deal.id)
    const again = standing.filings.find((one) => one.request_key === request_key)
    if (again) return again.id
    unless(openRefusal(standing, kind, side, deal))
    // A change is of everything signed until now: the newest annex, where there is one.
    const changed = kind === 'amendment' || kind === 'extension' ? (standing.annexes ?? []).at(-1)?.version_id : undefined
    const version = await tx.selectFrom('contract_version').select('id').where('deal_id', '=', deal.id).where('kind', '=', 'contract').where('state', '=', 'signed').executeTakeFirst()
    const { id } = await tx.insertInto('registration_filing').values({ deal_id: deal.id, version_id: changed ?? version?.id ?? null, kind, organisation_id: side, changes, opened_by: personOf(ctx.actor), opened_at: now, changed_at: now, request_key }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'registration.filing_opened', filing_id: id, kind, ...concerning(deal) }, side)
    await awaitRegistration(tx, ctx, deal)
    return id
  })
}

/** The dossier in hand, for the side that files it. */
async function inHand({ tx, deal, side }: DealTurn, filing_id: number): Promise<Filing> {
  notLost(deal)
  const filing = await filingOf(tx, deal.id, filing_id)
  return filing.organisation_id === side ? filing : refuse<RegistrationRefusal>({ code: 'filing_of_other_side' })
}
const usesStateMoney = async (tx: Tx, deal_id: number): Promise<boolean> => (await saidOf(tx, deal_id)).some(({ state_money }) => state_money)

async function put(ctx: Ctx, turn: DealTurn, filing_id: number, code: PaperCode, paper: { document_id: number } | { left_out: string }): Promise<void> {
  const { tx, deal, side, now } = turn
  const filing = await inHand(turn, filing_id)
  if (filing.state !== 'preparing' && filing.state !== 'supplement_asked' && filing.state !== 'supplement_extended') refuse<RegistrationRefusal>({ code: 'dossier_closed' })
  if ('left_out' in paper && neverLeftOut.includes(code)) refuse<RegistrationRefusal>({ code: 'dossier_part_needed' })
  const kept = { document_id: null, left_out: '', ...paper, organisation_id: side, person_id: personOf(ctx.actor), put_at: now }
  await tx.insertInto('registration_paper').values({ filing_id: filing.id, code, deal_id: deal.id, ...kept }).onConflict((row) => row.columns(['filing_id', 'code']).doUpdateSet(kept)).execute()
  await record(tx, ctx, `deal:${deal.id}`, { type: 'registration.dossier_changed', filing_id: filing.id, kind: filing.kind, code, ...concerning(deal) }, side)
}
export const PutPaper = z.object({ deal_id: idField, filing_id: idField, code: choiceField(paperCodes) })
/** When this returns the file is that part of the dossier, read by whoever reads this part of the deal's file; one that stood there before stays kept. */
export async function putPaper(ctx: Ctx, storage: Storage, { deal_id, filing_id, code }: z.output<typeof PutPaper>, upload: ReceivedFile): Promise<void> {
  await keeping(ctx, storage, upload, () => inDeal(ctx, deal_id, 'edit', async (turn) => {
    await inHand(turn, filing_id)
    const document_id = await saveDocument(turn.tx, ctx, upload, turn.side)
    await putInPart(turn.tx, ctx, turn.deal, 'registration', document_id, turn.side)
    await put(ctx, turn, filing_id, code, { document_id })
  }))
}
export const LeaveOut = z.object({ deal_id: idField, filing_id: idField, left_out_code: choiceField(paperCodes), left_out: textField(500) })
/** When this returns the dossier says why it has no such part. */
export async function leaveOut(ctx: Ctx, { deal_id, filing_id, left_out_code, left_out }: z.output<typeof LeaveOut>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', (turn) => put(ctx, turn, filing_id, left_out_code, { left_out }))
}

const of = { deal_id: idField, filing_id: idField }
/** What is said of each step a dossier takes; the day is the authority's or the filer's, not the day of typing. */
export const StepForms = {
  file: z.object({ ...of, authority: lineField(200, 2), filed_on: dayField, receipt_number: optionalLineField(100) }),
  ask: z.object({ ...of, asked_on: dayField, asked_what: textField(2000) }),
  extend: z.object({ ...of, extended_on: dayField }),
  supplement: z.object({ ...of, supplemented_on: dayField }),
  complete: z.object({ ...of, complete_on: dayField }),
  certify: z.object({ ...of, certificate_number: lineField(100), decided_on: dayField }),
  refuse: z.object({ ...of, refusal_reason: textField(2000), refused_on: dayField }),
  withdraw: z.object(of),
} as const satisfies Record<FilingStep, z.ZodType>
/** Which field of the form is the step's day. */
export const dayFieldOf = { file: 'filed_on', ask: 'asked_on', extend: 'extended_on', supplement: 'supplemented_on', complete: 'complete_on', certify: 'decided_on', refuse: 'refused_on', withdraw: null } as const
type Told = Partial<Record<'authority' | 'filed_on' | 'receipt_number' | 'asked_on' | 'asked_what' | 'extended_on' | 'supplemented_on' | 'complete_on' | 'certificate_number' | 'decided_on' | 'refused_on' | 'refusal_reason', string>>

/** When this returns the dossier has taken that step, and what waits next does so with its day. Of two who press at once the second is told. */
export async function moveFiling(ctx: Ctx, step: FilingStep, { deal_id, filing_id, refused_on, ...given }: { deal_id: number; filing_id: number } & Told): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const filing = await inHand(turn, filing_id)
    const field = dayFieldOf[step] ?? ''
    const told = refused_on === undefined ? given : { ...given, decided_on: refused_on }
    const on = step === 'withdraw' ? null : ({ ...told, refused_on }[field as keyof Told] ?? null)
    const there = new Set((await papersOf(tx, filing.id)).map(({ code }) => code))
    const missing = dossierOf(filing.kind, await usesStateMoney(tx, deal.id)).parts.filter((code) => !there.has(code)).length
    unless(stepRefusal(filing, step, { on, field, today: hanoiDay(now), signed_on: await signedOn(tx, deal.id), missing }))
    await tx.updateTable('registration_filing').set({ ...told, state: filingSteps[step].to, changed_at: now }).where('id', '=', filing.id).execute()
    const { kind } = filing, whole = { filing_id: filing.id, kind, ...concerning(deal) }
    const day = on ?? ''
    await record(tx, ctx, `deal:${deal.id}`, ({
      file: { type: 'registration.filed', filed_on: day, ...whole }, ask: { type: 'registration.supplement_asked', asked_on: day, ...whole }, extend: { type: 'registration.supplement_extended', extended_on: day, ...whole }, supplement: { type: 'registration.supplemented', supplemented_on: day, ...whole }, complete: { type: 'registration.dossier_complete', complete_on: day, ...whole },
      certify: { type: 'registration.certified', certificate_number: told.certificate_number ?? '', decided_on: day, ...whole }, refuse: { type: 'registration.refused', decided_on: day, reason: told.refusal_reason ?? '', ...whole }, withdraw: { type: 'registration.withdrawn', ...whole },
    } as const)[step], side)
    await awaitRegistration(tx, ctx, deal)
  })
}
