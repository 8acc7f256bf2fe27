import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Ctx, inPerson, isMemberOf, isSignedIn, permit, personOf, record, requireConfirmed } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import type { Locale } from '../../platform/locale.ts'
import { vnd } from '../../platform/money.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { Certified } from '../../platform/signatures/certificates.ts'
import { changesSince, verifyPdf } from '../../platform/signatures/verify.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { signingRefusal } from '../deals/authority-queries.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { putInPart } from '../deals/part-documents.ts'
import { otherSide, partiesOf } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { keeping, type ReceivedFile, saveDocument } from '../documents/commands.ts'
import type { UploadRefusal } from '../documents/rules.ts'
import { textName } from './messages.ts'
import { prohibition } from './registration-queries.ts'
import { type ContractRefusal, gapsRefusal } from './rules.ts'
import type { SigningWay } from './schema.ts'
import { versionSigned } from './signed.ts'
import { versionOfDeal } from './signing-queries.ts'
import { copyKind, fileRefusal, type Named, ownSignature, paperDayRefusal, signingDuty, type SigningRefusal, standing, waysFor } from './signing-rules.ts'
import { valuationAsked } from './valuation-queries.ts'
import { type ValuationAsked, valuationRefusal, type WordOnValuation } from './valuation-rules.ts'

const unless = (refusal: SigningRefusal | null): void => { if (refusal) refuse(refusal) }
type Version = NonNullable<Awaited<ReturnType<typeof versionOfDeal>>>
interface Turn extends DealTurn { version: Version; asked: ValuationAsked | null }
/** What a signature says beyond who pressed. */
interface Given { way: SigningWay; signer_name: string; position: string; document_id?: number; verdict_id?: number; certificate?: string; signed_at: Date; place?: string; request_key: string }

/** The version of this deal as it may be signed now, in that way, by this person for their side. Null where this very press has signed already. */
async function toSign(ctx: Ctx, turn: DealTurn, { version_id, way, request_key, sha256, word = {} }: { version_id: number; way: SigningWay; request_key: string; sha256?: string; word?: WordOnValuation }): Promise<Turn | null> {
  const { tx, deal, side, now } = turn
  const version = found(await versionOfDeal(tx, deal.id, version_id))
  const own = await tx.selectFrom('contract_signature').select(['request_key', 'signer_name']).where('version_id', '=', version.id).where('organisation_id', '=', side).executeTakeFirst()
  if (own?.request_key === request_key) return null
  if (own) refuse<SigningRefusal>({ code: 'side_signed_already', signer: own.signer_name })
  if (deal.stage === 'lost') refuse<SigningRefusal>({ code: 'signing_of_lost_deal' })
  if (version.state !== 'issued') refuse<ContractRefusal>({ code: 'version_not_newest' })
  // Whoever signs agrees: what nobody may agree to is not signed either, with or without the two agreements before.
  const open = gapsRefusal(version.content)
  if (open) refuse(open)
  const prohibited = version.kind !== 'memorandum' ? await prohibition(tx, deal) : null
  if (prohibited) refuse<ContractRefusal>({ code: 'contract_prohibited', by: prohibited })
  if (!waysFor[version.kind].includes(way)) refuse<SigningRefusal>({ code: 'signing_way_unfit', kind: version.kind, field: 'way' })
  if (sha256 !== undefined && sha256 !== version.sha256) refuse<SigningRefusal>({ code: 'other_text_confirmed', number: version.number })
  const unfit = await signingRefusal(tx, deal, { person_id: personOf(ctx.actor), organisation_id: side }, hanoiDay(now))
  if (unfit) refuse(unfit)
  const asked = await valuationAsked(tx, deal.id, side, { kind: version.kind, form: version.content.fields?.form ?? null })
  if (asked) unless(valuationRefusal(asked, word))
  return { ...turn, version, asked }
}

/** Writes the side's signature; the last one makes the version signed, on the day of the later of the two. */
async function sign(ctx: Ctx, { tx, deal, side, now, version, asked }: Turn, given: Given, { unvalued_reason = '' }: WordOnValuation = {}): Promise<void> {
  const { document_id = null, verdict_id = null, certificate = '', place = '', ...said } = given
  const { id: signature_id } = await tx.insertInto('contract_signature').values({ ...said, document_id, verdict_id, certificate, place, version_id: version.id, deal_id: deal.id, organisation_id: side, sha256: version.sha256, person_id: personOf(ctx.actor), recorded_at: now }).returning('id').executeTakeFirstOrThrow()
  const { kind, number, id: version_id, content: { annex } } = version
  await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.signature_given', kind, annex: annex?.number, number, version_id, way: given.way, signed_on: hanoiDay(given.signed_at), organisation_id: side, ...concerning(deal) }, side)
  if (asked) await keepValuation(ctx, { tx, deal, side, now }, { signature_id, version, asked, reason: unvalued_reason })
  const signatures = await tx.selectFrom('contract_signature').select(['organisation_id', 'signed_at']).where('version_id', '=', version.id).execute()
  const { state, last } = standing(signatures, partiesOf(deal))
  if (state === 'both') {
    await closeDuty(tx, ctx, deal, signingDuty, version.kind)
    await versionSigned(tx, ctx, deal, version.id, last!)
  } else await askOther(tx, ctx, deal, side, version)
}
/** With which valuation it was signed, or why without one. That a side has a result the State paid for is not the other side's to read in the log. */
async function keepValuation(ctx: Ctx, { tx, deal, side, now }: DealTurn, { signature_id, version: { id: version_id, kind, number }, asked: { cause, there }, reason }: { signature_id: number; version: Version; asked: ValuationAsked; reason: string }): Promise<void> {
  const said = there ? { valuation: there.valuation === null ? null : vnd(there.valuation), valued_on: there.valued_on, valuer: there.valuer, document_id: there.document.id } : { valuation: null, valued_on: null, document_id: null, reason }
  await tx.insertInto('signing_valuation').values({ ...said, signature_id, deal_id: deal.id, organisation_id: side, cause, person_id: personOf(ctx.actor), at: now }).execute()
  if (!there) await record(tx, ctx, `${cause === 'capital' ? 'deal' : 'result'}:${deal.id}`, { type: 'contract.signed_without_valuation', kind, number, version_id, cause, reason, organisation_id: side, deal_id: deal.id }, side)
}
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
async function askOther(tx: Tx, ctx: Ctx, deal: Deal, side: number, { kind, number, content: { annex } }: Version): Promise<void> {
  const name = (locale: Locale): string => textName({ kind, annex: annex?.number }, locale)
  await openDuty(tx, ctx, deal, {
    part: 'contract', kind: signingDuty, key: kind, organisation_id: otherSide(deal, side), power: 'sign', path: `/deals/${deal.id}/contract/signing`,
    text: { vi: `Bên kia đã ký ${lower(name('vi'))}, phiên bản ${number}: đến lượt bên bạn ký`, en: `The other side has signed ${annex ? name('en') : `the ${lower(name('en'))}`}, version ${number}: it is your side’s turn` },
  })
}

const Signing = { deal_id: idField, version_id: idField, full_name: lineField(200, 2), position: lineField(200, 2), request_key: requestKeyField }
export const ConfirmVersion = z.object({ ...Signing, sha256: z.string({ error: 'invalid' }).regex(/^[0-9a-f]{64}$/, { error: 'invalid' }), agreed: z.literal('yes', { error: 'required' }) })
/**
 * When this returns the side's signer has confirmed exactly this text, named by its hash, having shown a
 * moment ago that it is them; of both sides' confirmations the last makes it signed. Only for what may be
 * signed so, and by nobody in another's name.
 */
export async function confirmVersion(ctx: Ctx, { deal_id, version_id, full_name, position, sha256, request_key }: z.output<typeof ConfirmVersion>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async (turn) => {
    permit(ctx.actor, isMemberOf(turn.side)) // an officer speaks for a side that has nobody, and signs for none
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const ready = await toSign(ctx, turn, { version_id, way: 'platform', request_key, sha256 })
    if (ready) await sign(ctx, ready, { way: 'platform', signer_name: full_name, position, signed_at: turn.now, request_key })
  })
}

/** Asked only where a valuation is, and shown only there. */
const Unvalued = { without_valuation: z.unknown().optional().transform((said) => said === 'yes'), unvalued_reason: optionalTextField(500) }
type Unasked<S extends z.ZodType<Required<WordOnValuation>>> = Omit<z.output<S>, keyof WordOnValuation> & WordOnValuation
export const SignedFile = z.object({ deal_id: idField, version_id: idField, position: lineField(200, 2), request_key: requestKeyField, ...Unvalued })
/**
 * When this returns the file is kept with what was found in it, and this side has signed by the certificate
 * in it. It must begin with the issued bytes and hold nothing more than signing; what is refused is not
 * kept, and that it was handed in is recorded.
 */
export async function handInSignedFile(ctx: Ctx, storage: Storage, roots: readonly Certified[], { deal_id, version_id, position, request_key, ...word }: Unasked<typeof SignedFile>, upload: ReceivedFile): Promise<void> {
  permit(ctx.actor, isSignedIn)
  if (upload.media_type !== 'application/pdf') refuse<UploadRefusal>({ code: 'file_type_refused', accepted: ['pdf'], field: 'file' })
  // Read and judged before the deal's row is taken, as that may take a second.
  const bytes = await readFile(upload.path)
  const verdict = verifyPdf(bytes, { roots, now: ctx.now() })
  const begins = (sha256: string, length: number): boolean => bytes.length >= length && createHash('sha256').update(bytes.subarray(0, length)).digest('hex') === sha256
  const refusal = await keeping(ctx, storage, upload, () => inDeal(ctx, deal_id, 'sign', async (turn) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const ready = await toSign(ctx, turn, { version_id, way: 'certificate', request_key, word })
    if (!ready) return null
    const { tx, deal, side, version, now } = ready
    const begins_as_issued = begins(version.sha256, version.bytes)
    const handed = { verdict, begins_as_issued, beyond: begins_as_issued ? (changesSince(bytes, version.bytes)?.beyond ?? null) : null, number: version.number, issued_at: version.issued_at }
    const others = await tx.selectFrom('contract_signature as s').leftJoin('document as d', 'd.id', 's.document_id').select(['s.certificate', 'd.sha256', 'd.bytes']).where('s.version_id', '=', version.id).where('s.way', '=', 'certificate').execute()
    const named = async (organisation_id: number): Promise<Named> => { const { tax_code, name_vi, name_en } = await tx.selectFrom('organisation').select(['tax_code', 'name_vi', 'name_en']).where('id', '=', organisation_id).executeTakeFirstOrThrow(); return { tax_code, names: [name_vi, name_en] } }
    const own = fileRefusal(handed)
    const chosen = own ? { refusal: own } : ownSignature(handed, { taken: others.map(({ certificate }) => certificate), own: await named(side), other: await named(otherSide(deal, side)) })
    if ('refusal' in chosen) {
      await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.signed_file_refused', kind: version.kind, annex: version.content.annex?.number, number: version.number, version_id: version.id, code: chosen.refusal.code, sha256: upload.sha256, organisation_id: side, ...concerning(deal) }, side)
      return chosen.refusal
    }
    const { signature } = chosen
    const other = others.find(({ sha256 }) => sha256 !== null)
    const document_id = await saveDocument(tx, ctx, upload, side)
    await putInPart(tx, ctx, deal, 'contract', document_id, side)
    const { id: verdict_id } = await tx.insertInto('signature_verdict').values({
      version_id: version.id, deal_id: deal.id, document_id, sha256: upload.sha256, verdict: JSON.stringify(verdict), organisation_id: side, person_id: personOf(ctx.actor), judged_at: now,
      copy: copyKind({ sha256: upload.sha256, begins_with: begins }, other ? { sha256: other.sha256!, bytes: other.bytes! } : null),
    }).returning('id').executeTakeFirstOrThrow()
    const said = signature.proven_at ?? signature.claimed_at
    await sign(ctx, ready, { way: 'certificate', signer_name: signature.signer!.name, position, document_id, verdict_id, certificate: signature.signer!.fingerprint, signed_at: said === null ? now : new Date(Math.min(Date.parse(said), now.getTime())), request_key }, word)
    return null
  }))
  if (refusal) refuse(refusal)
}

export const PaperSigned = z.object({ ...Signing, signed_on: dayField, place: lineField(200, 2), way: choiceField(['paper']), ...Unvalued })
/** When this returns it is on record that this side signed on paper: who, when, where, with the scanned copy. The copy is looked at by people, not judged. */
export async function recordPaper(ctx: Ctx, storage: Storage, { deal_id, version_id, full_name, position, signed_on, place, request_key, ...given }: Unasked<typeof PaperSigned>, upload: ReceivedFile): Promise<void> {
  await keeping(ctx, storage, upload, () => inDeal(ctx, deal_id, 'sign', async (turn) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const ready = await toSign(ctx, turn, { version_id, way: 'paper', request_key, word: given })
    if (!ready) return
    const { tx, deal, side, version, now } = ready
    unless(paperDayRefusal(signed_on, hanoiDay(version.issued_at), hanoiDay(now)))
    const document_id = await saveDocument(tx, ctx, upload, side)
    await putInPart(tx, ctx, deal, 'contract', document_id, side)
    // The day is known, the hour is not: its noon, but never later than now.
    const noon = new Date(`${signed_on}T12:00:00+07:00`)
    await sign(ctx, ready, { way: 'paper', signer_name: full_name, position, document_id, signed_at: noon > now ? now : noon, place, request_key }, given)
  }))
}
