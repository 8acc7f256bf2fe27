import { Readable } from 'node:stream'
import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, optionalDayField, optionalLineField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { putInPart } from '../deals/part-documents.ts'
import { partiesOf } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { keeping, receiveUpload, saveDocument } from '../documents/commands.ts'
import { transferForms } from '../terms/schema.ts'
import { paperOf } from './annex-paper.ts'
import { type AnnexRefusal, annexIssueRefusal, endedRefusal } from './annex-rules.ts'
import { textName } from './messages.ts'
import { abroadIn, confirmedSheet, contentHash, contentNow, contractOf, lastVersion, subjectIn, versionOf, writtenByHand } from './queries.ts'
import { prohibition } from './registration-queries.ts'
import { approvalRefusal, type ContractRefusal, differences, freePlace, isFree, issueRefusal, removalRefusal, withClause, withoutClause } from './rules.ts'
import { signingDuty } from './signing-rules.ts'
import { type Contract, type ContractClauseKey, contractClauseKeys, type ContractContent, contractKinds, type ContractKind, type ContractVersion, prevailing, type Which } from './schema.ts'
import { drafted, templateOf, templateOn } from './template-rules.ts'
import { atHome } from './wording-rules.ts'

const unless = (refusal: ContractRefusal | null): void => { if (refusal) refuse(refusal) }
/** What a file of a contract may take: far more than a contract of any length. */
export const largestContract = 20 * 1024 * 1024
const draftVersion = z.coerce.number({ error: 'invalid' }).int()

/** A lost deal is left in peace; a won one may still get its paper right. */
const notLost = ({ stage }: Pick<Deal, 'stage'>): void => { if (stage === 'lost') refuse<ContractRefusal>({ code: 'contract_of_lost_deal' }) }
/** What is said of a text, with which it is: a form for the memorandum and the contract names the kind, that of an annex its number. */
type Of<S extends z.ZodType<{ kind: ContractKind }>> = Omit<z.output<S>, 'kind'> & Which
/** The text as it may be written now. `seen`: as whoever writes saw it. */
export async function written(tx: Tx, deal: Deal, { kind, annex }: Which, seen?: number): Promise<Contract> {
  notLost(deal)
  const contract = (await contractOf(tx, deal.id, kind, annex)) ?? refuse<ContractRefusal>({ code: 'contract_not_begun', kind })
  const last = await lastVersion(tx, contract.id)
  await notEnded(tx, contract)
  if (last?.state === 'signed') refuse<ContractRefusal>({ code: 'contract_signed', kind, number: last.number })
  if (seen !== undefined && seen !== contract.draft_version) refuse<ContractRefusal>({ code: 'contract_written_meanwhile', draft_version: contract.draft_version })
  return contract
}
/** An annex that is signed or withdrawn is written no more. */
export async function notEnded(tx: Db | Tx, { id, kind }: Pick<Contract, 'id' | 'kind'>): Promise<void> {
  const annex = kind === 'annex' ? await tx.selectFrom('contract_annex').select(['number', 'ending']).where('contract_id', '=', id).executeTakeFirstOrThrow() : null
  const refusal = annex && endedRefusal(annex)
  if (refusal) refuse<AnnexRefusal>(refusal)
}
/** The deal, for one who may write in it: for what is read beside the transaction, so that no transaction waits for a second connection. */
const editable = (ctx: Ctx, deal_id: number): Promise<Deal> => inDeal(ctx, deal_id, 'edit', async ({ deal }) => deal)
export const write = (tx: Tx, ctx: Ctx, contract: Contract, content: ContractContent) =>
  tx.updateTable('contract').set({ content: JSON.stringify(content), draft_version: contract.draft_version + 1, changed_by: personOf(ctx.actor), changed_at: ctx.now() }).where('id', '=', contract.id).execute()

export const BeginContract = z.object({ deal_id: idField, kind: choiceField(contractKinds) })
/** When this returns there is a text of that kind to write on, begun from the template of the day and from what both sides confirmed of the terms. One that is there already stays. */
export async function beginContract(ctx: Ctx, { deal_id, kind }: z.output<typeof BeginContract>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const seen = await editable(ctx, deal_id), [subject, abroad] = await Promise.all([subjectIn(ctx.db, seen), abroadIn(ctx.db, seen)])
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    notLost(deal)
    if (await contractOf(tx, deal.id, kind)) return
    const template = found(templateOn(kind, hanoiDay(now)))
    const sheet = await confirmedSheet(tx, deal.id)
    const content = drafted(template, subject, sheet?.content ?? null, abroad, sheet ?? undefined)
    const by = personOf(ctx.actor)
    await tx.insertInto('contract').values({ deal_id: deal.id, kind, template: template.code, template_version: template.version, content: JSON.stringify(content), created_by: by, created_at: now, changed_by: by, changed_at: now }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.drafted', kind, template: template.code, template_version: template.version, terms: sheet?.number ?? null, ...concerning(deal) }, side)
  })
}

export const RefillContract = z.object({ deal_id: idField, kind: choiceField(contractKinds), draft_version: draftVersion })
/** When this returns every clause nobody has written by hand says what the confirmed terms say today, in the words of today’s template, and the text counts as of that template. */
export async function refillContract(ctx: Ctx, { deal_id, kind, draft_version }: z.output<typeof RefillContract>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const seen = await editable(ctx, deal_id), [subject, abroad] = await Promise.all([subjectIn(ctx.db, seen), abroadIn(ctx.db, seen)])
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const contract = await written(tx, deal, { kind }, draft_version)
    const [sheet, hand, template] = [await confirmedSheet(tx, deal.id), await writtenByHand(tx, contract.id), found(templateOn(kind, hanoiDay(now)))]
    const fresh = drafted(template, subject, sheet?.content ?? null, abroad, sheet ?? undefined)
    const content = fresh.clauses.filter(({ key }) => !hand.has(key)).reduce((text, clause) => withClause(text, clause), { ...contract.content, fields: { ...contract.content.fields, form: fresh.fields.form ?? contract.content.fields.form } })
    await write(tx, ctx, contract, content)
    await tx.updateTable('contract').set({ template_version: template.version }).where('id', '=', contract.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.drafted', kind, template: template.code, template_version: template.version, terms: sheet?.number ?? null, ...concerning(deal) }, side)
  })
}

export const WriteClause = z.object({
  deal_id: idField, kind: choiceField(contractKinds), clause: choiceField(contractClauseKeys), draft_version: draftVersion,
  title_vi: optionalLineField(200), title_en: optionalLineField(200), text_vi: optionalTextField(20_000), text_en: optionalTextField(20_000),
})
/** When this returns the clause reads so in the text both sides write; one that was left out is back at its place. */
export async function writeClause(ctx: Ctx, { deal_id, kind, annex, clause, draft_version, title_vi, title_en, text_vi, text_en }: Of<typeof WriteClause>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind, annex }, draft_version)
    const there = contract.content.clauses.find(({ key }) => key === clause)
    // The law's contents keep their names; what the parties add bears theirs.
    const title = isFree(clause) && title_vi ? { vi: title_vi, en: title_en || title_vi } : (there?.title ?? titleInTemplate(contract, clause))
    if (!title) refuse<ContractRefusal>({ code: 'clause_not_there' })
    await write(tx, ctx, contract, withClause(contract.content, { key: clause, title, text: { vi: text_vi, en: text_en } }))
    await edited(tx, ctx, contract, side, { clause, text_vi, text_en, removed: false })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.clause_written', kind, annex, clause, ...concerning(deal) }, side)
  })
}
const titleInTemplate = ({ template, template_version }: Contract, key: ContractClauseKey) => templateOf(template, template_version)?.clauses({ vi: '', en: '' }, {}, atHome).find((clause) => clause.key === key)?.title
export const edited = (tx: Tx, ctx: Ctx, contract: Contract, organisation_id: number, edit: { clause: ContractClauseKey; text_vi: string; text_en: string; removed: boolean }) =>
  tx.insertInto('contract_edit').values({ contract_id: contract.id, deal_id: contract.deal_id, ...edit, organisation_id, person_id: personOf(ctx.actor), edited_at: ctx.now() }).execute()

export const AddClause = z.object({ deal_id: idField, kind: choiceField(contractKinds), draft_version: draftVersion, title_vi: lineField(200), title_en: optionalLineField(200) })
/** When this returns the text has a clause of the parties' own under that name, still to be written; its place is returned. */
export async function addClause(ctx: Ctx, { deal_id, kind, annex, draft_version, title_vi, title_en }: Of<typeof AddClause>): Promise<ContractClauseKey> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind, annex }, draft_version)
    const clause = freePlace(contract.content) ?? refuse<ContractRefusal>({ code: 'no_room_for_clause' })
    const text = { vi: '[[nội dung]]', en: '[[text]]' }
    await write(tx, ctx, contract, withClause(contract.content, { key: clause, title: { vi: title_vi, en: title_en || title_vi }, text }))
    await edited(tx, ctx, contract, side, { clause, text_vi: text.vi, text_en: text.en, removed: false })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.clause_written', kind, annex, clause, ...concerning(deal) }, side)
    return clause
  })
}

export const RemoveClause = z.object({ deal_id: idField, kind: choiceField(contractKinds), clause: choiceField(contractClauseKeys), draft_version: draftVersion })
/** When this returns the clause is no longer in the text. The versions issued with it keep it; who agreed to one of them is told when the next is issued. */
export async function removeClause(ctx: Ctx, { deal_id, kind, annex, clause, draft_version }: Of<typeof RemoveClause>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind, annex }, draft_version)
    unless(removalRefusal(kind, contract.content, clause))
    await write(tx, ctx, contract, withoutClause(contract.content, clause))
    await edited(tx, ctx, contract, side, { clause, text_vi: '', text_en: '', removed: true })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.clause_removed', kind, annex, clause, ...concerning(deal) }, side)
  })
}

const orNull = <S extends z.ZodType>(field: S) => z.preprocess((value) => (value === '' || value === undefined ? null : value), field.nullable())
export const WriteFields = z.object({
  deal_id: idField, kind: choiceField(contractKinds), draft_version: draftVersion, number: optionalLineField(60), place: optionalLineField(100),
  form: orNull(choiceField(transferForms)), effective_on: optionalDayField, prevails: orNull(choiceField(prevailing)),
})
/** When this returns the text says so of itself as a whole. */
export async function writeFields(ctx: Ctx, { deal_id, kind, draft_version, ...fields }: z.output<typeof WriteFields>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const contract = await written(tx, deal, { kind }, draft_version)
    await write(tx, ctx, contract, { ...contract.content, fields })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.fields_written', kind, ...concerning(deal) }, side)
  })
}

export const IssueVersion = z.object({ deal_id: idField, kind: choiceField(contractKinds), draft_version: draftVersion, note: optionalTextField(1000), request_key: requestKeyField })
/**
 * When this returns the text as it stood is a version that never changes, its PDF kept beside it, and the version
 * before it is superseded: what a side had agreed to there has lapsed, and both signers are asked anew. Of two
 * people who issue at once, one does, and the other is told which version came first.
 */
export async function issueVersion(ctx: Ctx, storage: Storage, { deal_id, kind, annex, draft_version, note, request_key }: Of<typeof IssueVersion>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  // The paper is drawn before the deal's row is taken, as that takes a second; what it was drawn from is looked at again below.
  const seen = await editable(ctx, deal_id)
  notLost(seen)
  const contract = (await contractOf(ctx.db, deal_id, kind, annex)) ?? refuse<ContractRefusal>({ code: 'contract_not_begun', kind })
  const [content, last] = await Promise.all([contentNow(ctx.db, seen, contract), lastVersion(ctx.db, contract.id)])
  if (last?.request_key === request_key) return last.id
  await notEnded(ctx.db, contract)
  unless(issueRefusal(kind, content, last, { seen: draft_version, now: contract.draft_version }))
  const thin = kind === 'annex' ? annexIssueRefusal(content) : null
  if (thin) refuse<AnnexRefusal>(thin)
  const number = (last?.number ?? 0) + 1
  const content_sha256 = contentHash(content)
  const pdf = await asPdf(paperOf(content, { deal_id, number, content_sha256, author: 'Sàn giao dịch công nghệ Hà Nội', created: ctx.now() }))
  const upload = await receiveUpload(ctx, storage, { stream: Readable.from(pdf), filename: `${textName({ kind, annex }, 'vi')} - giao dịch ${deal_id} - phiên bản ${number}.pdf`, maxBytes: largestContract, truncated: () => false }, 'document')
  return keeping(ctx, storage, upload, () => inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const [still, latest] = [found(await contractOf(tx, deal.id, kind, annex)), await lastVersion(tx, contract.id)]
    if (latest?.request_key === request_key) return latest.id
    if (latest?.state === 'signed') refuse<ContractRefusal>({ code: 'contract_signed', kind, number: latest.number })
    if (latest && latest.id !== last?.id) refuse<ContractRefusal>({ code: 'version_issued_meanwhile', number: latest.number })
    await notEnded(tx, contract)
    const prohibited = kind !== 'memorandum' ? await prohibition(tx, deal) : null
    if (prohibited) refuse<ContractRefusal>({ code: 'contract_prohibited', by: prohibited })
    if (still.draft_version !== contract.draft_version) refuse<ContractRefusal>({ code: 'contract_written_meanwhile', draft_version: still.draft_version })
    if (latest) await tx.updateTable('contract_version').set({ state: 'superseded', superseded_at: now }).where('id', '=', latest.id).execute()
    const pdf_document_id = await saveDocument(tx, ctx, upload, side)
    const { id } = await tx.insertInto('contract_version').values({
      contract_id: contract.id, deal_id: deal.id, kind, number, content: JSON.stringify(content), content_sha256, pdf_document_id, sha256: upload.sha256, note, organisation_id: side, person_id: personOf(ctx.actor), issued_at: now, request_key,
    }).returning('id').executeTakeFirstOrThrow()
    await putInPart(tx, ctx, deal, 'contract', pdf_document_id, side)
    const difference = latest ? differences(latest.content, content) : null
    const [changed, removed] = [difference ? [...difference.added, ...difference.changed] : content.clauses.map(({ key }) => key), difference?.removed ?? []]
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.version_issued', kind, annex, number, version_id: id, changed, removed, sha256: upload.sha256, ...concerning(deal) }, side)
    if (latest) await lapse(tx, ctx, deal, latest, { removed, changed })
    await closeDuty(tx, ctx, deal, signingDuty, kind) // the version before it is signed by nobody any more
    for (const organisation_id of partiesOf(deal)) await openDuty(tx, ctx, deal, {
      part: 'contract', kind: `${kind}_to_approve`, key: organisation_id, organisation_id, power: 'sign', path: `/deals/${deal.id}/contract/versions/${id}`,
      text: { vi: `Đọc và đồng ý lời văn: ${textName({ kind, annex }, 'vi')}, phiên bản ${number}${removed.length ? ` (bỏ ${removed.length} điều so với phiên bản trước)` : ''}`, en: `Read and agree to the text: ${textName({ kind, annex }, 'en')}, version ${number}${removed.length ? ` (${removed.length} clauses fewer than before)` : ''}` },
    })
    return id
  }))
}

/** What was agreed of a version that another follows has lapsed, and the log says to whom and why. */
async function lapse(tx: Tx, ctx: Ctx, deal: Deal, version: ContractVersion, { removed, changed }: { removed: ContractClauseKey[]; changed: ContractClauseKey[] }): Promise<void> {
  const lapse_reason = removed.length ? 'clause_removed' as const : 'clause_changed' as const
  const ended = await tx.updateTable('contract_approval').set({ lapsed_at: ctx.now(), lapse_reason }).where('version_id', '=', version.id).where('lapsed_at', 'is', null).returning('organisation_id').execute()
  for (const { organisation_id } of ended) await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.approval_lapsed', kind: version.kind, annex: version.content.annex?.number, number: version.number, version_id: version.id, of_organisation_id: organisation_id, reason: lapse_reason, clauses: removed.length ? removed : changed, ...concerning(deal) })
}

export const ApproveVersion = z.object({ deal_id: idField, version_id: idField })
/** When this returns our side agrees to the text of that version, the newest. It binds nobody: signing does. */
export async function approveVersion(ctx: Ctx, { deal_id, version_id }: z.output<typeof ApproveVersion>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    notLost(deal)
    const version = await versionOf(tx, deal.id, version_id)
    unless(approvalRefusal(version))
    const there = await tx.selectFrom('contract_approval').select('id').where('version_id', '=', version.id).where('organisation_id', '=', side).where('lapsed_at', 'is', null).executeTakeFirst()
    if (there) return
    await tx.insertInto('contract_approval').values({ version_id: version.id, deal_id: deal.id, organisation_id: side, person_id: personOf(ctx.actor), approved_at: now }).execute()
    await closeDuty(tx, ctx, deal, `${version.kind}_to_approve`, side)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.version_approved', kind: version.kind, annex: version.content.annex?.number, number: version.number, version_id: version.id, organisation_id: side, ...concerning(deal) }, side)
  })
}

/** When this returns our side no longer agrees to the text of that version, as long as it is not signed. */
export async function withdrawApproval(ctx: Ctx, { deal_id, version_id }: z.output<typeof ApproveVersion>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const version = await versionOf(tx, deal.id, version_id)
    if (version.state === 'signed') refuse<ContractRefusal>({ code: 'contract_signed', kind: version.kind, number: version.number })
    const ended = await tx.updateTable('contract_approval').set({ lapsed_at: now, lapse_reason: 'withdrawn' }).where('version_id', '=', version.id).where('organisation_id', '=', side).where('lapsed_at', 'is', null).executeTakeFirst()
    if (!ended.numUpdatedRows) return
    await record(tx, ctx, `deal:${deal.id}`, { type: 'contract.approval_lapsed', kind: version.kind, annex: version.content.annex?.number, number: version.number, version_id: version.id, of_organisation_id: side, reason: 'withdrawn', clauses: [], ...concerning(deal) }, side)
  })
}
