import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import { aParty, withPapers } from '../../../tests/legal.ts'
import { listed } from '../../../tests/listings.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor, Ctx } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { approveVersion, beginContract, issueVersion } from './commands.ts'
import { contractRefusals } from './messages.ts'
import { contractOf } from './queries.ts'
import { gapsRefusal } from './rules.ts'
import { contractRoutes } from './routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-parties-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { get } = await openPages(db, (app) => contractRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' })
const as = (actor: Actor, minutes = 10): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))

test.each([
  ['both whole', aParty, null], ['no address', { ...aParty, address: '' }, ['address']], ['neither registration nor tax code', { ...aParty, registration: '' }, ['registration']], ['a tax code will do', { ...aParty, registration: '', tax_code: '0101234567' }, null],
  ['nobody who signs, in no position', { ...aParty, representative: '', position: { vi: '', en: '' } }, ['representative', 'position']],
] as const)('whether the block of a party says enough: %s', (_, demander, lacks) => {
  expect(gapsRefusal({ clauses: [], fields: { number: '', place: '', form: null, effective_on: null, prevails: 'vi' }, parties: { supplier: aParty, demander } })).toEqual(lacks && { code: 'party_with_gaps', parties: [{ name: aParty.name, lacks }] })
})

test('which language decides is said before anybody signs', () => {
  const fields = { number: '', place: '', form: null, effective_on: null }, parties = { supplier: aParty, demander: aParty }
  expect((['vi', 'en', 'equal', null] as const).map((prevails) => gapsRefusal({ clauses: [], parties, fields: { ...fields, prevails } })?.code)).toEqual([undefined, undefined, undefined, 'language_undecided'])
})

test('while a legal record is empty the draft says what it lacks and the owner is led there; the version is agreed to by nobody; filled in and issued anew, it is', async () => {
  const offer = await listed(db, institute, 'Máy sấy', { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  const deal_id = await acceptInterest(as(lan, 0), { interest_id: await expressInterest(as(hoa, 0), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await beginContract(as(lan), { deal_id, kind: 'memorandum' })
  const { id, content } = (await contractOf(db, deal_id, 'memorandum'))!
  await db.updateTable('contract').set({ content: JSON.stringify({ ...content, clauses: content.clauses.map((one) => ({ ...one, text: { vi: one.text.vi.replaceAll(/\[\[|\]\]/g, ''), en: one.text.en.replaceAll(/\[\[|\]\]/g, '') } })) }) }).where('id', '=', id).execute()
  const issue = () => issueVersion(as(lan), storage, { deal_id, kind: 'memorandum', draft_version: 1, note: '', request_key: randomUUID() })
  const draft = `/vi/deals/${deal_id}/contract/memorandum`, way = `href="/vi/my/organisation/legal?organisation_id=${institute}"`
  await withPapers(db, enterprise)
  const { body } = await get(draft, lan)
  expect(body).toContain('Viện Cơ điện: còn thiếu địa chỉ, số đăng ký hoặc mã số thuế, người đại diện, chức vụ.')
  expect([body.includes(way), body.includes('chưa ai đồng ý hay ký được'), body.includes('Công ty Rau sạch: còn thiếu'), (await get(draft, minh)).body.includes(way), (await get(draft, hoa)).body.includes('my/organisation/legal')]).toEqual([true, true, false, false, false])
  const version_id = await issue()
  const refusal = await approveVersion(as(lan), { deal_id, version_id }).then(() => null, (error) => error.refusal)
  expect(refusal).toMatchObject({ code: 'party_with_gaps', parties: [{ name: { vi: 'Viện Cơ điện' } }] })
  expect([contractRefusals.vi.party_with_gaps(refusal), contractRefusals.en.party_with_gaps(refusal)]).toEqual([expect.stringMatching(/\(Viện Cơ điện: địa chỉ, .*chức vụ\).*Tổ chức của tôi, mục Hồ sơ pháp lý.*phát hành phiên bản mới/), expect.stringMatching(/\(Viện Cơ điện: address, .*position\).*My organisation, Legal record.*issue a new version/)])
  expect((await get(`/vi/deals/${deal_id}/contract/versions/${version_id}`, lan)).body).toContain('Phần ghi các bên còn thiếu (Viện Cơ điện: địa chỉ')
  await withPapers(db, institute)
  expect((await get(draft, lan)).body).toContain('Hồ sơ pháp lý của hai bên đủ')
  await approveVersion(as(lan), { deal_id, version_id: await issue() })
})
