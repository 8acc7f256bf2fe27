import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { anAuthority } from '../../../tests/authority.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aParty, wholeParties } from '../../../tests/legal.ts'
import { listed } from '../../../tests/listings.ts'
import { aPdf, changed, entriesOf, firstPage, type PdfSigningWish, signed, updated } from '../../../tests/signed-pdf.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor, Ctx } from '../../core/context.ts'
import { readRoots } from '../../platform/signatures/certificates.ts'
import { openPdf } from '../../platform/signatures/pdf-file.ts'
import { openStorage } from '../../platform/storage.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { partDuties } from '../deals/duties.ts'
import { dealRoutes } from '../deals/routes.tsx'
import { bestActionIn } from '../deals/step-queries.ts'
import { receiveUpload } from '../documents/commands.ts'
import type { ContractKind } from './schema.ts'
import { stateFacts } from './registration-commands.ts'
import { confirmVersion, handInSignedFile, recordPaper } from './signing-commands.ts'
import { verdictOf, versionsToSign } from './signing-queries.ts'
import { signingRoutes } from './signing-routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-signing-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db)
await db.updateTable('organisation').set({ tax_code: '0101234567' }).where('id', '=', supplier).execute()
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), editor = await aPerson(db, { organisation: supplier, role: 'editor' }), signer = await aPerson(db, { organisation: supplier, role: 'signer' }), viewer = await aPerson(db, { organisation: supplier, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hoa' }), outsider = await aPerson(db, { organisation: third }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 10): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

const { get } = await openPages(db, (app) => { signingRoutes(app, { storage, uploadMaxBytes: 1_000_000, signingRoots: '' }); dealRoutes(app, { storage, uploadMaxBytes: 1_000_000 }) })
const authority = anAuthority()
const roots = readRoots(authority.root.pem)
const lansKey = authority.signer(), hoasKey = authority.signer({ subject: { CN: 'Phạm Hoa', O: 'Công ty Rau sạch', C: 'VN' } })
const issued = await aPdf()
const sha256 = createHash('sha256').update(issued).digest('hex')
const at = minutesAfterNoon(5)
const bySigner = (by = lansKey, over: Partial<PdfSigningWish> = {}, from = issued): Buffer => signed(from, { by, chain: [authority.middle], at, ...over })

const received = (bytes: Buffer, who: Actor, name = 'ky.pdf') => receiveUpload(as(who), storage, { stream: Readable.from([bytes]), filename: name, maxBytes: 20e6, truncated: () => false }, 'document')
let deal: number
beforeEach(async () => {
  const offer = await listed(db, supplier, `Tin ${randomUUID()}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
})

/** A version as issuing leaves it. */
async function aVersion(kind: ContractKind, text = 'Bên giao giao, Bên nhận nhận.', parties = wholeParties): Promise<number> {
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind, template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: lan.person_id!, created_at: noon, changed_by: lan.person_id!, changed_at: noon }).returning('id').executeTakeFirstOrThrow()
  return nextVersion(contract_id, kind, 1, text, parties)
}
async function nextVersion(contract_id: number, kind: ContractKind, number: number, text = 'Bên giao giao, Bên nhận nhận.', parties = wholeParties): Promise<number> {
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: issued.length, name: 'hop-dong.pdf', organisation_id: supplier, created_by: lan.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_part_document').values({ deal_id: deal, part: 'contract', document_id: pdf_document_id, organisation_id: supplier, person_id: lan.person_id!, added_at: noon }).execute()
  await db.updateTable('contract_version').set({ state: 'superseded', superseded_at: noon }).where('contract_id', '=', contract_id).execute()
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind, number, content: JSON.stringify({ parties, fields: {}, clauses: [{ key: 'object', title: { vi: '', en: '' }, text: { vi: text, en: text } }] }), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: supplier, person_id: lan.person_id!, issued_at: noon, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  return id
}
const stateOf = (id: number) => db.selectFrom('contract_version').select(['state', 'signed_at']).where('id', '=', id).executeTakeFirstOrThrow()
const events = async () => (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type as string).filter((type) => type.startsWith('contract.'))
const confirm = (version_id: number, who: Actor, over: Partial<Parameters<typeof confirmVersion>[1]> = {}, ctx = as(who)) => confirmVersion(ctx, { deal_id: deal, version_id, full_name: who.name, position: 'Giám đốc', sha256, agreed: 'yes', request_key: randomUUID(), ...over })
const handIn = async (version_id: number, who: Actor, bytes: Buffer, over: { request_key?: string; roots?: typeof roots } = {}) => handInSignedFile(as(who), storage, over.roots ?? roots, { deal_id: deal, version_id, position: 'Giám đốc', request_key: over.request_key ?? randomUUID() }, await received(bytes, who))
const onPaper = async (version_id: number, who: Actor, signed_on = '2026-03-02') => recordPaper(as(who), storage, { deal_id: deal, version_id, full_name: who.name, position: 'Giám đốc', signed_on, place: 'Hà Nội', way: 'paper', request_key: randomUUID() }, await received(issued, who, 'ban-quet.pdf'))

test.each<[string, ContractKind, (id: number) => Promise<void>]>([['confirmed on the platform', 'memorandum', (id) => confirm(id, lan)], ['signed with a certificate', 'contract', (id) => handIn(id, lan, bySigner())], ['signed on paper', 'contract', (id) => onPaper(id, lan)]])('a text with something still to fill in is not %s', async (_, kind, act) => {
  const id = await aVersion(kind, 'Sản phẩm là [[tên sản phẩm]].')
  expect(await refused(act(id))).toBe('version_with_gaps')
  expect(await stateOf(id)).toMatchObject({ state: 'issued' })
  expect(await events()).toEqual([])
})

test.each<[string, ContractKind, (id: number) => Promise<void>]>([['confirmed on the platform', 'memorandum', (id) => confirm(id, lan)], ['signed with a certificate', 'contract', (id) => handIn(id, lan, bySigner())], ['signed on paper', 'contract', (id) => onPaper(id, lan)]])('a text that does not say who its parties are is not %s, and whose block lacks what is said', async (_, kind, act) => {
  const id = await aVersion(kind, undefined, { supplier: { ...aParty, registration: '', address: '' }, demander: { ...aParty, name: { vi: 'Công ty Rau sạch', en: '' }, representative: '' } })
  expect(await act(id).then(() => 'done', ({ refusal }) => refusal)).toEqual({ code: 'party_with_gaps', parties: [{ name: aParty.name, lacks: ['address', 'registration'] }, { name: { vi: 'Công ty Rau sạch', en: '' }, lacks: ['representative'] }] })
  expect(await stateOf(id)).toMatchObject({ state: 'issued' })
  expect(await events()).toEqual([])
})

test('what a side or a moderator says is prohibited is not signed; said anew, it is', async () => {
  const id = await aVersion('contract'), said = (technology: 'ordinary' | 'prohibited', who: Actor, minutes: number) => stateFacts(as(who, minutes), { deal_id: deal, direction: 'domestic', state_money: false, result_certificate: false, technology, voluntary: false, appraised: false, note: '' })
  await said('prohibited', lan, 1)
  await said('ordinary', hoa, 2)
  expect(await refused(onPaper(id, hoa))).toBe('contract_prohibited')
  await said('ordinary', lan, 3)
  await onPaper(id, hoa)
  const offer = await db.selectFrom('deal as d').innerJoin('listing as l', 'l.id', 'd.offer_id').select(['l.id', 'l.version']).where('d.id', '=', deal).executeTakeFirstOrThrow()
  await db.insertInto('listing_classification').values({ listing_id: offer.id, version: offer.version, class: 'prohibited', items: ['cam-1'], pointed: [], reason: 'Thuộc danh mục cấm', decided_by: inspector.person_id, decided_at: noon }).execute()
  expect(await refused(onPaper(id, lan))).toBe('contract_prohibited')
})

test('a memorandum is confirmed by one side, then by the other, and is signed on the day of the last', async () => {
  const id = await aVersion('memorandum')
  await confirm(id, lan)
  expect(await stateOf(id)).toMatchObject({ state: 'issued' })
  expect((await partDuties(db, hoa, { deal })).map(({ kind }) => kind)).toEqual(['version_to_sign'])
  await confirm(id, hoa, {}, as(hoa, 20))
  expect(await stateOf(id)).toEqual({ state: 'signed', signed_at: minutesAfterNoon(20) })
  expect(await partDuties(db, hoa, { deal })).toEqual([])
  expect(await events()).toEqual(['contract.signature_given', 'contract.signature_given', 'contract.signed'])
  expect((await bestActionIn(db, deal, noon))?.code, 'a memorandum closes nothing').not.toBe('report_closing')
  const [shown] = await versionsToSign(as(inspector).db, deal)
  expect(shown!.signatures.map(({ organisation_id, way, signer_name }) => [organisation_id, way, signer_name])).toEqual([[supplier, 'platform', 'Lan'], [enterprise, 'platform', 'Hoa']])
})

test.each<[string, () => Actor, string]>([
  ['the owner signs', () => lan, 'done'], ['the signer signs', () => signer, 'done'], ['an editor does not', () => editor, 'not_permitted'], ['a viewer does not', () => viewer, 'not_permitted'],
  ['a stranger sees no deal', () => outsider, 'not_found'], ['the deal officer signs for nobody', () => officer, 'not_permitted'], ['the inspector reads', () => inspector, 'not_permitted'],
])('%s', async (_, who, code) => {
  const id = await aVersion('memorandum')
  expect(await refused(confirm(id, who()))).toBe(code)
})

test('whoever signs has just shown that it is them, and nobody signs in another’s name', async () => {
  const id = await aVersion('memorandum')
  const ctx = as(lan, 60)
  expect(await refused(confirm(id, lan, {}, { ...ctx, session: { ...ctx.session!, confirmed_at: noon } }))).toBe('confirm_first')
  expect(await refused(confirm(id, lan, {}, as({ ...lan, acted_by: { person_id: officer.person_id!, name: 'x' } as never })))).toBe('in_person_only')
})

test('what is confirmed is the text that was seen, once a side, and the press counts once', async () => {
  const id = await aVersion('memorandum')
  expect(await refused(confirm(id, lan, { sha256: '0'.repeat(64) }))).toBe('other_text_confirmed')
  const request_key = randomUUID()
  await confirm(id, lan, { request_key })
  await confirm(id, lan, { request_key })
  expect(await refused(confirm(id, signer))).toBe('side_signed_already')
  expect(await events()).toEqual(['contract.signature_given'])
})

test('two people of one side at once: one signs; the two sides at once: both do, and it is signed once', async () => {
  const first = await aVersion('memorandum')
  expect((await Promise.all([refused(confirm(first, lan)), refused(confirm(first, signer))])).toSorted()).toEqual(['done', 'side_signed_already'])
  const second = await db.selectFrom('contract_version').select('contract_id').where('id', '=', first).executeTakeFirstOrThrow()
  const id = await nextVersion(second.contract_id, 'memorandum', 2)
  expect(await Promise.all([refused(confirm(id, lan)), refused(confirm(id, hoa))])).toEqual(['done', 'done'])
  expect((await stateOf(id)).state).toBe('signed')
  expect((await events()).filter((type) => type === 'contract.signed')).toHaveLength(1)
})

test('a version that a newer one has replaced is signed by nobody, and a contract by no button', async () => {
  const id = await aVersion('memorandum')
  const { contract_id } = await db.selectFrom('contract_version').select('contract_id').where('id', '=', id).executeTakeFirstOrThrow()
  await nextVersion(contract_id, 'memorandum', 2)
  expect(await refused(confirm(id, lan))).toBe('version_not_newest')
  expect(await refused(confirm(await aVersion('contract'), lan))).toBe('signing_way_unfit')
})

test('one file signed by both in turn is taken, and each verdict kept', async () => {
  const id = await aVersion('contract')
  const lans = bySigner()
  await handIn(id, lan, lans)
  expect(await refused(handIn(id, hoa, lans))).toBe('signed_by_the_other_only')
  const word = async (who: Actor) => /name="closing_word"[^>]*>([^<]*)</.exec((await get(`/vi/deals/${deal}`, who)).body)?.[1]
  expect(await word(hoa)).toBe('')
  expect((await bestActionIn(db, deal, noon))?.code, 'signed by one side it is not to be reported').not.toBe('report_closing')
  await handIn(id, hoa, bySigner(hoasKey, { at: minutesAfterNoon(8) }, lans))
  expect(await stateOf(id)).toEqual({ state: 'signed', signed_at: minutesAfterNoon(8) })
  expect(await bestActionIn(db, deal, noon)).toMatchObject({ code: 'report_closing', path: `/deals/${deal}#closing`, organisation_id: null })
  expect([await word(hoa), await word(signer), await word(editor)], 'why steps are left out, filled in for those who report').toEqual(['Hai bên đã ký hợp đồng.', 'Hai bên đã ký hợp đồng.', undefined])
  const [version] = await versionsToSign(db, deal)
  expect(version!.signatures.map(({ way, signer_name, copy, state }) => [way, signer_name, copy, state])).toEqual([['certificate', 'Nguyễn Thị Lan', 'first', 'valid'], ['certificate', 'Phạm Hoa', 'continued', 'valid']])
  const verdict = (await verdictOf(as(hoa).db, deal, version!.signatures[0]!.verdict_id!))!
  expect([verdict.verdict.state, verdict.verdict.sha256]).toEqual(['valid', createHash('sha256').update(lans).digest('hex')])
  expect(await verdictOf(as(outsider).db, deal, verdict.id)).toBeUndefined()
})

test('two copies, each signed by one, are compared by what they begin with; and a file both have signed may be handed in by both', async () => {
  const id = await aVersion('contract')
  await handIn(id, lan, bySigner())
  await handIn(id, hoa, bySigner(hoasKey))
  expect((await versionsToSign(db, deal))[0]!.signatures.map(({ copy }) => copy)).toEqual(['first', 'separate'])
  expect((await stateOf(id)).state).toBe('signed')
})
test('the same file twice', async () => {
  const id = await aVersion('contract')
  const both = bySigner(hoasKey, {}, bySigner())
  await handIn(id, lan, both)
  await handIn(id, hoa, both)
  expect((await versionsToSign(db, deal))[0]!.signatures.map(({ signer_name, copy }) => [signer_name, copy])).toEqual([['Nguyễn Thị Lan', 'first'], ['Phạm Hoa', 'same']])
})

test('nobody comes to have signed by the other side’s certificate: of several that name nobody none is chosen, and one that names the other side is refused', async () => {
  const lanAlone = authority.signer({ subject: { CN: 'Nguyễn Thị Lan' } }), hoaAlone = authority.signer({ subject: { CN: 'Phạm Hoa' } })
  const id = await aVersion('contract'), lans = bySigner(lanAlone), both = bySigner(hoaAlone, { at: minutesAfterNoon(8) }, lans)
  for (const who of [lan, hoa]) expect(await refused(handIn(id, who, both))).toBe('whose_signature')
  // As it was right after the first signed it, and then as the other went on from there.
  await handIn(id, lan, lans)
  await handIn(id, hoa, both)
  expect((await versionsToSign(db, deal))[0]!.signatures.map(({ signer_name, copy }) => [signer_name, copy])).toEqual([['Nguyễn Thị Lan', 'first'], ['Phạm Hoa', 'continued']])
})
test.each<[string, object]>([['by name', { CN: 'Phạm Hoa', O: 'CÔNG TY RAU SẠCH' }], ['by tax code', { CN: 'Phạm Hoa', UID: 'MST:0109998887' }]])('a file signed with the other side’s certificate, known %s, is not one’s own', async (_, subject) => {
  const id = await aVersion('contract')
  await db.updateTable('organisation').set({ tax_code: '0109998887' }).where('id', '=', enterprise).execute()
  try { expect(await refused(handIn(id, lan, bySigner(authority.signer({ subject: subject as never }))))).toBe('certificate_of_other_side') } finally { await db.updateTable('organisation').set({ tax_code: null }).where('id', '=', enterprise).execute() }
})

test('what is not the agreed text, or not sound, is refused in words, recorded, and not kept', async () => {
  const id = await aVersion('contract')
  const file = openPdf(issued)
  const page = firstPage(file, 1)
  const shadowed = updated(issued, new Map([[page, changed(entriesOf(file.object(page)), { Rotate: '180' })]]))
  const tampered = bySigner()
  tampered[tampered.lastIndexOf('agreed')]! ^= 1
  const cases: [Buffer, string][] = [
    [issued, 'signed_file_unsigned'], [bySigner(lansKey, {}, await aPdf('Giá 5.000.000.000 đồng')), 'signed_file_other_text'], [bySigner(lansKey, {}, shadowed), 'signed_content_changed'], [tampered, 'signed_file_unfit'],
    [bySigner(anAuthority('Khác').signer()), 'signed_file_unfit'], [bySigner(authority.signer({ subject: { CN: 'Ai đó', UID: 'MST:0309999999' } })), 'certificate_of_another'], [bySigner(lansKey, { at: minutesAfterNoon(-60) }), 'signed_before_issue'],
    [Buffer.concat([bySigner(), Buffer.from('\n%%EOF\n')]), 'signed_file_unreadable'],
  ]
  for (const [bytes, code] of cases) expect(await refused(handIn(id, lan, bytes))).toBe(code)
  expect((await events()).filter((type) => type === 'contract.signed_file_refused')).toHaveLength(cases.length)
  expect((await versionsToSign(db, deal))[0]!.signatures).toEqual([])
  expect(await db.selectFrom('signature_verdict').select('id').where('deal_id', '=', deal).execute()).toEqual([])
})

test('without a trusted root a sound file is taken, and its verdict says that nobody vouches', async () => {
  const id = await aVersion('contract')
  await handIn(id, lan, bySigner(), { roots: [] })
  expect((await versionsToSign(db, deal))[0]!.signatures[0]).toMatchObject({ state: 'unproven' })
})

test('a paper is recorded with who, when and where, on a day between issue and today', async () => {
  const id = await aVersion('contract')
  for (const day of ['2026-03-01', '2026-03-03']) expect(await refused(onPaper(id, lan, day))).toBe('signing_day_wrong')
  await onPaper(id, lan)
  await handIn(id, hoa, bySigner(hoasKey, { at: minutesAfterNoon(8) }))
  expect((await stateOf(id)).state).toBe('signed')
  expect((await versionsToSign(db, deal))[0]!.signatures[0]).toMatchObject({ way: 'paper', place: 'Hà Nội', signer_name: 'Lan', document_name: 'ban-quet.pdf' })
})

test('where a side has recorded its signers nobody else signs, and is told who may', async () => {
  const id = await aVersion('memorandum')
  const record = (over: object) => db.insertInto('deal_signer').values({ deal_id: deal, organisation_id: supplier, person_id: signer.person_id, full_name: 'Bà Ký', position: 'Phó viện trưởng', basis: 'authorised', document_number: '1', document_day: '2026-03-01', scope: 'Ký', valid_until: '2026-03-02', recorded_by: lan.person_id!, recorded_at: noon, ...over }).execute()
  await record({})
  await expect(confirm(id, lan)).rejects.toMatchObject({ refusal: { code: 'signer_not_recorded', may: ['Bà Ký'] } })
  const page = (await get(`/vi/deals/${deal}/contract/signing`, lan)).body
  expect(page).toContain('Người được ký hôm nay: Bà Ký')
  expect(page).not.toContain('signing/confirm"')
  expect((await get(`/vi/deals/${deal}/contract/signing`, signer)).body).toContain('signing/confirm"')
  expect(await refused(confirm(id, signer))).toBe('done')
})
