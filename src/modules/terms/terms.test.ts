import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { agreeAll, aVersion, typeClause } from '../../../tests/terms.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { versionSigned } from '../contracts/signed.ts'
import { changeStage, loseDeal } from '../deals/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { agreeClauses, carryDraftOver, discardDraft, dropClause, sendVersion, withdrawAgreement } from './commands.ts'
import { confirmSheet, withdrawConfirmation } from './confirm-commands.ts'
import { agreedIn, agreementsOf, confirmationsOf, confirmedTerms, draftOf, latestVersion, versionsOf } from './queries.ts'
import { clauseHash, contentHash, hashOf, keysOf } from './rules.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db), imported = await anOrganisation(db, 'institute', 'Viện Nhập')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), sơn = await aPerson(db, { organisation: institute, role: 'signer', name: 'Sơn' }), vy = await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), khánh = await aPerson(db, { organisation: enterprise, role: 'signer', name: 'Khánh' })
const stranger = await aPerson(db, { organisation: third }), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 0) => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
async function aDeal(supplier = institute, acceptor = lan): Promise<number> {
  const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh')
  return acceptInterest(as(acceptor), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
let deal = 0
beforeEach(async () => { deal = await aDeal() })
const latest = async () => (await latestVersion(db, deal))!
const confirm = async (who: Actor, version?: { number: number; sha256: string }) => { const { number, sha256 } = version ?? await latest(); return confirmSheet(as(who), { deal_id: deal, number, sha256 }) }
const send = (who: Actor, request_key = randomUUID()) => sendVersion(as(who), { deal_id: deal, note: '', request_key })
const eventsOf = async () => (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).flatMap(({ type }) => (type.startsWith('term') ? [type] : []))
const waitsFor = async (who: Actor) => (await partDuties(db, who, { deal })).flatMap(({ part, kind }) => (part === 'terms' ? [kind] : [])).toSorted()
const agreed = async (side: number) => agreedIn((await latest()).content, await agreementsOf(db, deal), side)

test('a side drafts in private, sends a version, and the other has it to answer; the answer is a version of its own', async () => {
  await typeClause(as(minh), deal, 'upfront')
  expect(await draftOf(db, deal, institute)).toMatchObject({ base_number: 0, content: { clauses: { upfront: { amount: 200_000_000, days: 15 } } } })
  for (const other of [hoa, stranger, inspector, officer, vy]) expect((await readAs(db, other).selectFrom('term_draft').selectAll().where('deal_id', '=', deal).execute()).length, other.name).toBe(other === vy ? 1 : 0)
  expect(await send(minh)).toBe(1)
  expect(await draftOf(db, deal, institute)).toBeNull()
  expect(await waitsFor(hoa)).toEqual(['terms_to_answer'])
  expect(await waitsFor(lan)).toEqual([])
  await typeClause(as(hoa), deal, 'upfront', { amount: '150.000.000', days: '30', note: '' }, 'Ngân sách năm nay.')
  expect(await send(hoa)).toBe(2)
  expect([await waitsFor(hoa), await waitsFor(lan)]).toEqual([[], ['terms_to_answer']])
  expect(await latest()).toMatchObject({ number: 2, organisation_id: enterprise, reasons: { upfront: 'Ngân sách năm nay.' }, content: { clauses: { upfront: { amount: 150_000_000 } } } })
  expect((await versionsOf(db, deal)).map(({ number, person_name }) => `${number} ${person_name}`)).toEqual(['2 Hòa', '1 Minh'])
  expect(await eventsOf()).toEqual(['terms.version_sent', 'terms.version_sent'])
})

test('once the contract is signed nothing of the sheet is sent, agreed to or confirmed any more, and nothing of it waits; who had confirmed may press again', async () => {
  await aVersion(as(lan), deal, ['upfront'])
  for (const who of [lan, hoa]) await confirm(who)
  await aVersion(as(hoa), deal, ['term'])
  await typeClause(as(lan), deal, 'upfront', { amount: '150.000.000', days: '30', note: '' })
  const by = { created_by: lan.person_id!, created_at: noon, changed_by: lan.person_id!, changed_at: noon }, version = await latest()
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind: 'contract', template: 'x', template_version: 1, content: '{"format":1,"fields":{},"clauses":[]}', ...by }).returning('id').executeTakeFirstOrThrow()
  const sha256 = 'c'.repeat(64), { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: institute, created_by: lan.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind: 'contract', number: 1, content: '{"format":1,"fields":{},"clauses":[]}', content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: institute, person_id: lan.person_id!, issued_at: noon, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  await confirm(hoa)
  await inDeal(as(lan), deal, 'sign', async ({ tx, deal: row, now }) => versionSigned(tx, as(lan), row, id, now))
  expect([await waitsFor(lan), await waitsFor(hoa)]).toEqual([[], []])
  expect(await refused(confirm(lan))).toBe('terms_of_signed_contract')
  expect(await refused(send(lan))).toBe('terms_of_signed_contract')
  expect(await refused(agreeClauses(as(lan), { deal_id: deal, agreed: keysOf(version.content).map((key) => `${key}:${hashOf(version.content, key)}`) }))).toBe('terms_of_signed_contract')
  expect(await confirm(hoa)).toBe('waiting')
  expect(await confirmedTerms(db, deal)).toMatchObject({ number: 1 })
})

test('a version sent stays as it was: nobody changes or removes it, and its hash is of what it says', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  const { content, sha256 } = await latest()
  expect(sha256).toBe(contentHash(content))
  for (const who of [lan, hoa, officer]) {
    await expect(sql`update term_version set content = '{"format":1,"clauses":{}}' where deal_id = ${deal}`.execute(readAs(db, who))).rejects.toThrow('permission denied')
    await expect(sql`delete from term_version where deal_id = ${deal}`.execute(readAs(db, who))).rejects.toThrow('permission denied')
  }
})

test('the same press twice is one version, two presses at once are one too, and two sides at once are one version and one refusal', async () => {
  await typeClause(as(lan), deal, 'upfront')
  const request_key = randomUUID()
  expect(await Promise.all([send(lan, request_key), send(minh, request_key)])).toEqual([1, 1])
  await typeClause(as(lan), deal, 'upfront', { amount: '1.000', days: '1', note: '' })
  await typeClause(as(hoa), deal, 'upfront', { amount: '2.000', days: '1', note: '' })
  expect((await Promise.all([refused(send(lan)), refused(send(hoa))])).toSorted()).toEqual(['done', 'terms_moved'])
  expect((await versionsOf(db, deal)).map(({ number }) => number)).toEqual([2, 1])
})

test('a draft begun before the other side’s version goes on from it: one’s own words stay, the rest follows the new version', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront', 'warranty'])
  await typeClause(as(hoa), deal, 'upfront', { amount: '2.000', days: '1', note: '' })
  await typeClause(as(lan), deal, 'warranty', { months: '36', measures: 'Như cũ.' })
  await send(lan)
  expect(await refused(send(hoa))).toBe('terms_moved')
  await carryDraftOver(as(hoa), { deal_id: deal })
  expect(await send(hoa)).toBe(3)
  expect((await latest()).content.clauses).toMatchObject({ upfront: { amount: 2000 }, warranty: { months: 36 } })
})

test('an agreement is to exactly the present words: a change loses it on both sides, and changing back does not bring it back', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  for (const who of [lan, hoa]) await agreeAll(as(who), deal)
  expect([await agreed(institute), await agreed(enterprise)]).toEqual([['rights', 'upfront'], ['rights', 'upfront']])
  await typeClause(as(hoa), deal, 'upfront', { amount: '2.000', days: '1', note: '' })
  await send(hoa)
  expect([await agreed(institute), await agreed(enterprise)]).toEqual([['rights'], ['rights']])
  await aVersion(as(lan), deal, ['upfront'])
  expect([await agreed(institute), await agreed(enterprise)]).toEqual([['rights'], ['rights']])
  expect(await refused(agreeClauses(as(hoa), { deal_id: deal, agreed: [`upfront:${clauseHash('upfront', { amount: 2000 as never, days: 1, note: '' })}`] }))).toBe('clause_reads_otherwise')
  expect(await refused(agreeClauses(as(hoa), { deal_id: deal, agreed: [] }))).toBe('nothing_ticked')
  await withdrawAgreement(as(hoa), { deal_id: deal, clause_key: 'rights' })
  expect(await agreed(enterprise)).toEqual([])
})

test('where both sides agree to every clause, the signers of both are asked to confirm the whole', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  await agreeAll(as(lan), deal)
  expect([await waitsFor(khánh), await waitsFor(hoa)]).toEqual([[], ['terms_to_answer']])
  await agreeAll(as(hoa), deal)
  expect([await waitsFor(khánh), await waitsFor(sơn)]).toEqual([['terms_to_confirm'], ['terms_to_confirm']])
  await confirm(khánh)
  expect([await waitsFor(khánh), await waitsFor(sơn)]).toEqual([[], ['terms_to_confirm']])
})

test('a clause removed after one side confirmed: the confirmation of the whole lapses, and that side is told which clause is gone', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront', 'warranty'])
  const first = await latest()
  expect(await confirm(khánh)).toBe('waiting')
  await dropClause(as(lan), { deal_id: deal, clause_key: 'warranty', drop_why: 'Bảo hành do nhà sản xuất chịu.' })
  await send(lan)
  expect(await confirmationsOf(db, deal)).toEqual([expect.objectContaining({ number: 1, organisation_id: enterprise, lapse_reason: 'clause_removed' })])
  expect(await eventsOf()).toContain('term_sheet.confirmation_lapsed')
  const [told] = (await partDuties(db, khánh, { deal })).filter(({ kind }) => kind === 'terms_lapsed')
  expect(told?.text.vi).toMatch(/phiên bản 1 .*không còn hiệu lực: bên kia đã bỏ điều khoản “Bảo hành”/)
  // The other side's signer confirms the new version: the lapsed word does not count with it.
  expect(await confirm(sơn)).toBe('waiting')
  expect(await confirmedTerms(db, deal)).toBeNull()
  expect(await refused(confirm(khánh, first))).toBe('version_superseded')
  expect(await confirm(khánh)).toBe('confirmed')
  expect(await waitsFor(khánh)).toEqual([])
  expect(keysOf((await confirmedTerms(db, deal))!.content)).toEqual(['rights', 'upfront'])
})

test('two signers at once: of two sides the sheet is agreed once, of one side it is one confirmation', async () => {
  for (let i = 0; i < 5; i++) {
    deal = await aDeal()
    await aVersion(as(lan), deal, ['rights', 'upfront'])
    expect((await Promise.all([confirm(sơn), confirm(khánh)])).toSorted()).toEqual(['confirmed', 'waiting'])
    expect((await eventsOf()).filter((type) => type === 'term_sheet.confirmed')).toHaveLength(1)
    const { content, sha256 } = await latest()
    expect(await confirmedTerms(db, deal)).toMatchObject({ number: 1, sha256, content })
  }
  deal = await aDeal()
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  expect(await Promise.all([confirm(sơn), confirm(lan)])).toEqual(['waiting', 'waiting'])
  expect(await confirmationsOf(db, deal)).toHaveLength(1)
})

test('confirming and sending at once: either the confirmation is of the version that stands, or it lapsed or was refused', async () => {
  for (let i = 0; i < 5; i++) {
    deal = await aDeal()
    await aVersion(as(lan), deal, ['rights', 'upfront'])
    const version = await latest()
    await typeClause(as(lan), deal, 'upfront', { amount: '5.000', days: '1', note: '' })
    const [said] = await Promise.all([refused(confirm(khánh, version)), send(lan)])
    expect(['done', 'version_superseded']).toContain(said)
    expect((await confirmationsOf(db, deal)).filter(({ lapsed_at }) => lapsed_at === null)).toEqual([])
  }
})

test('what both confirmed stays agreed until both confirm something else; the hash confirmed must be that of the version', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  await confirm(sơn)
  await confirm(khánh)
  await typeClause(as(hoa), deal, 'upfront', { amount: '5.000', days: '1', note: '' })
  await send(hoa)
  expect(await confirmedTerms(db, deal)).toMatchObject({ number: 1, content: { clauses: { upfront: { amount: 200_000_000 } } } })
  expect((await confirmationsOf(db, deal)).every(({ lapsed_at }) => lapsed_at === null)).toBe(true)
  await confirm(khánh)
  expect(await confirmedTerms(db, deal)).toMatchObject({ number: 1 })
  await confirm(sơn)
  expect(await confirmedTerms(db, deal)).toMatchObject({ number: 2, content: { clauses: { upfront: { amount: 5_000 } } } })
  expect(await refused(confirm(sơn, { number: 2, sha256: 'a'.repeat(64) }))).toBe('version_superseded')
  await expect(db.insertInto('term_confirmation').values({ deal_id: deal, number: 1, sha256: 'a'.repeat(64), organisation_id: third, person_id: lan.person_id!, confirmed_at: new Date(), lapsed_at: null, lapse_reason: null }).execute()).rejects.toThrow('foreign key')
})

test('a side takes its confirmation back as long as the other has not confirmed', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  expect(await refused(withdrawConfirmation(as(sơn), { deal_id: deal }))).toBe('confirmation_stands')
  await confirm(sơn)
  await withdrawConfirmation(as(sơn), { deal_id: deal })
  expect(await confirmationsOf(db, deal)).toMatchObject([{ lapse_reason: 'withdrawn' }])
  await confirm(sơn)
  await confirm(khánh)
  expect(await refused(withdrawConfirmation(as(sơn), { deal_id: deal }))).toBe('confirmation_stands')
})

test.each<[string, Actor, string, string]>([
  ['a stranger to the site', anonymous, 'sign_in_first', 'sign_in_first'], ['another organisation', stranger, 'not_found', 'not_found'], ['a viewer', vy, 'not_permitted', 'not_permitted'], ['a deal officer, where both sides have people', officer, 'not_permitted', 'not_permitted'], ['the inspector', inspector, 'not_permitted', 'not_permitted'],
  ['a signer', sơn, 'not_permitted', 'done'], ['an editor', minh, 'done', 'not_permitted'], ['the owner', lan, 'done', 'done'], ['the other side', hoa, 'done', 'done'],
])('%s: writing %s', async (_, who, writes, signs) => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  expect(await refused(typeClause(as(who), deal, 'upfront', { amount: '7.000', days: '1', note: '' }))).toBe(writes)
  expect(await refused(dropClause(as(who), { deal_id: deal, clause_key: 'rights', drop_why: '' }))).toBe(writes)
  expect(await refused(discardDraft(as(who), { deal_id: deal }))).toBe(writes)
  expect(await refused(withdrawAgreement(as(who), { deal_id: deal, clause_key: 'rights' }))).toBe(writes)
  if (writes !== 'done') expect(await refused(send(who))).toBe(writes)
  expect(await refused(confirm(who))).toBe(signs)
})

test('a signature is shown to be theirs a moment ago, in person, and never given for both sides by one', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  const { number, sha256 } = await latest()
  const ctx = as(sơn)
  expect(await refused(confirmSheet({ ...ctx, session: { ...ctx.session!, confirmed_at: minutesAfterNoon(-11) } }, { deal_id: deal, number, sha256 }))).toBe('confirm_first')
  expect(await refused(confirmSheet({ ...ctx, actor: { ...sơn, acted_by: { person_id: officer.person_id!, name: 'Hà' } } }, { deal_id: deal, number, sha256 }))).toBe('in_person_only')
  const both: Actor = { ...lan, memberships: [...lan.memberships, { organisation_id: enterprise, role: 'owner' }] }
  expect(await confirm(khánh)).toBe('waiting')
  expect(await refused(confirm(both))).toBe('confirms_for_both')
})

test('where a side has recorded its signers nobody else of it confirms, and is told who may; the other side’s owner still does', async () => {
  await aVersion(as(lan), deal, ['rights', 'upfront'])
  const { id } = await db.insertInto('deal_signer').values({ deal_id: deal, organisation_id: institute, person_id: sơn.person_id, full_name: 'Sơn', position: 'Phó viện trưởng', basis: 'authorised', document_number: '1', document_day: '2026-02-01', scope: 'Ký', valid_until: '2026-03-02', recorded_by: lan.person_id!, recorded_at: noon }).returning('id').executeTakeFirstOrThrow()
  await expect(confirm(lan)).rejects.toMatchObject({ refusal: { code: 'signer_not_recorded', may: ['Sơn'] } })
  const { number, sha256 } = await latest()
  await expect(confirmSheet(as(sơn, 24 * 60), { deal_id: deal, number, sha256 })).rejects.toMatchObject({ refusal: { code: 'authority_expired', until: '2026-03-02', may: [] } })
  expect([await confirm(sơn), await confirm(khánh)]).toEqual(['waiting', 'confirmed'])
  await db.updateTable('deal_signer').set({ ended_at: noon, ended_by: lan.person_id!, ended_reason: 'Đã chuyển công tác' }).where('id', '=', id).execute()
  await aVersion(as(lan), deal, ['royalty'])
  expect(await confirm(lan)).toBe('waiting')
})

test('an officer writes for a side that has nobody here, and reads its draft', async () => {
  const offer = await aListing(db, 'offer', imported, 'published', 'Máy sấy thóc')
  deal = await acceptInterest(as(officer), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Cần sấy thóc cho hợp tác xã.', request_key: randomUUID() }) })
  await typeClause(as(officer), deal, 'upfront')
  expect(await draftOf(readAs(db, officer), deal, imported)).not.toBeNull()
  expect(await draftOf(readAs(db, hoa), deal, imported)).toBeNull()
  await send(officer)
  expect(await latest()).toMatchObject({ organisation_id: imported })
})

test('an empty draft, one that says nothing new, a cap below the minimum and a closed deal are refused', async () => {
  expect(await refused(send(lan))).toBe('nothing_drafted')
  await aVersion(as(lan), deal, ['royalty', 'minimum'])
  await typeClause(as(hoa), deal, 'royalty')
  expect(await refused(send(hoa))).toBe('terms_unchanged')
  await typeClause(as(hoa), deal, 'cap', { amount: '1.000.000', over: 'year' })
  expect(await refused(send(hoa))).toBe('cap_below_minimum')
  for (const clause_key of ['royalty', 'minimum', 'cap'] as const) await dropClause(as(hoa), { deal_id: deal, clause_key, drop_why: '' })
  expect(await refused(send(hoa))).toBe('sheet_empty')
  await changeStage(as(lan), { deal_id: deal, stage: 'terms', reason: 'Bắt đầu thương lượng.', version: 1 })
  const { code } = await db.selectFrom('code').select('code').where('list', '=', 'loss_reason').where('code', '<>', 'other').limit(1).executeTakeFirstOrThrow()
  await loseDeal(as(hoa), { deal_id: deal, loss_code: code, reason: 'Thôi.' })
  expect([await refused(send(hoa)), await refused(typeClause(as(hoa), deal, 'royalty')), await refused(confirm(sơn))]).toEqual(['deal_closed', 'deal_closed', 'deal_closed'])
})
