import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { aSolutionCall, enclosed, envelopes, scoring } from '../../../tests/solution-things.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { daysFrom } from '../../platform/time.ts'
import { readableDocument } from '../documents/queries.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { declareConflict, lockScores, nameMember, scoreEntry } from './council-commands.ts'
import { withdrawSolution } from './draft-commands.ts'
import { solutionDocuments, takeOutOfEnvelope } from './envelope-commands.ts'
import { openSolution } from './opening.ts'
import { openPrices } from './price-commands.ts'
import { councilFile, deskFile, ownPart, solutionFile } from './queries.ts'
import { mostSolutionDocuments } from './rules.ts'
import { submitSolution } from './submission-commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const folder = mkdtempSync(join(tmpdir(), 'techex-envelopes-')), storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã'), one = await anOrganisation(db, 'institute', 'Viện Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai')
const officer = await aPerson(db, { staff: ['deal_officer'] }), second = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] }), administrator = await aPerson(db, { staff: ['administrator'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const lan = await aPerson(db, { organisation: owner }), hoa = await aPerson(db, { organisation: one }), viewer = await aPerson(db, { organisation: one, role: 'viewer' }), minh = await aPerson(db, { organisation: two })
const judge = await aPerson(db, { name: 'Giám khảo' }), conflicted = await aPerson(db, { name: 'Ủy viên' }), stranger = await aPerson(db)
const at = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
const aCall = async () => aSolutionCall(db, { officer, second, need: await listed(db, owner, 'Cần sấy trái cây', { kind: 'need' }), now: noon })
const emailOf = async (actor: Actor) => (await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()).email
const documentOf = async (id: number) => (await db.selectFrom('solution_document').select('document_id').where('id', '=', id).executeTakeFirstOrThrow()).document_id
/** Who of these reads the row, and is handed the file. */
async function readers(id: number, of: Record<string, Actor>): Promise<string[]> {
  const document = await documentOf(id), able: string[] = []
  for (const [name, actor] of Object.entries(of)) {
    const row = await at(actor).db.selectFrom('solution_document').select('id').where('id', '=', id).executeTakeFirst()
    const file = await readableDocument(at(actor), { solution: solutionDocuments }, document)
    expect([name, file !== undefined]).toEqual([name, row !== undefined])
    if (file) able.push(name)
  }
  return able
}
const everybody = { anonymous, stranger, lan, hoa, viewer, minh, officer, second, inspector, observer, administrator, moderator, judge, conflicted }

test('A document lies sealed in its envelope until the technical opening, then with those who judge, and a price envelope is no more open for it.', async () => {
  const call = await aCall()
  expect(await refused(enclosed(at(hoa), storage, call, 'so-do.txt', 'Sổ theo dõi từng mẻ'))).toBe('envelope_first')
  for (const [actor, price] of [[hoa, 500_000_000], [minh, 450_000_000]] as const) await submitSolution(at(actor, 1), envelopes(call, price))
  for (const [who, code] of [[stranger, 'not_permitted'], [viewer, 'not_permitted'], [lan, 'answers_itself'], [officer, 'not_permitted'], [{ ...hoa, acted_by: { person_id: 1, name: 'Cán bộ' } }, 'in_person_only'], [{ ...hoa, staff_roles: ['moderator'] }, 'staff_may_not_answer']] as const) expect(await refused(enclosed(at(who as Actor, 1), storage, call, 'so-do.txt', 'Sổ theo dõi từng mẻ'))).toBe(code)
  const kept = await enclosed(at(hoa, 1), storage, call, 'so-do.txt', 'Sổ theo dõi từng mẻ'), taken = await enclosed(at(hoa, 1), storage, call, 'cu.txt', 'Bản cũ, gửi nhầm')
  expect(await readers(kept, everybody)).toEqual(['hoa', 'viewer'])
  expect(await refused(takeOutOfEnvelope(at(minh, 2), { solution_id: call, solution_document_id: taken }))).toBe('not_found')
  expect(await refused(takeOutOfEnvelope(at(viewer, 2), { solution_id: call, solution_document_id: taken }))).toBe('not_permitted')
  await takeOutOfEnvelope(at(hoa, 2), { solution_id: call, solution_document_id: taken })
  await submitSolution(at(hoa, 3), envelopes(call, 480_000_000)) // a later version keeps its documents
  expect((await ownPart(at(hoa, 3), await solutionFile(at(hoa, 3), call))).documents.map(({ id, name }) => [id, name])).toEqual([[kept, 'so-do.txt']])
  for (const member of [judge, conflicted]) await nameMember(at(officer), { solution_id: call, email: await emailOf(member) })

  await openSolution(db, call, daysFrom(noon, 10.5))
  expect(await refused(enclosed(at(hoa, 11), storage, call, 'muon.txt', 'Đến muộn'))).toBe('submission_over')
  expect(await refused(takeOutOfEnvelope(at(hoa, 11), { solution_id: call, solution_document_id: kept }))).toBe('submission_over')
  for (const of of [db, at(hoa).db]) await expect(of.insertInto('solution_document').values({ call_id: call, organisation_id: one, document_id: await documentOf(kept), person_id: hoa.person_id!, added_at: noon }).execute()).rejects.toThrow('row-level security')
  await expect(at(hoa).db.updateTable('solution_document').set({ removed_at: noon, removed_by: hoa.person_id }).where('id', '=', kept).execute()).rejects.toThrow('row-level security')
  expect(await readers(kept, everybody)).toEqual(['hoa', 'viewer', 'officer', 'second', 'inspector'])
  await declareConflict(at(judge, 11), { solution_id: call, declaration: 'none', conflict_words: '' })
  await declareConflict(at(conflicted, 11), { solution_id: call, declaration: 'conflict', conflict_words: 'Người nhà làm ở Viện Một.' })
  expect(await readers(kept, everybody)).toEqual(['hoa', 'viewer', 'officer', 'second', 'inspector', 'judge'])
  expect(await readers(taken, everybody)).toEqual(['hoa', 'viewer'])
  const council = await councilFile(at(judge, 11), await solutionFile(at(judge, 11), call))
  expect(council.entries.map(({ documents, version }) => [documents.map(({ name }) => name), version?.price]).toSorted()).toEqual([[[], null], [['so-do.txt'], null]])
  expect((await deskFile(at(officer, 11), await solutionFile(at(officer, 11), call))).entries.map(({ priceShown }) => priceShown)).toEqual([null, null])
  for (const number of [1, 2]) await scoreEntry(at(judge, 11), scoring(call, number, 80, 80))
  await lockScores(at(judge, 11), { solution_id: call })
  await openPrices(at(officer, 12), { solution_id: call })
  expect(await readers(kept, everybody)).toEqual(['lan', 'hoa', 'viewer', 'officer', 'second', 'inspector', 'judge'])
})

test('The same file in the envelopes of two is shown to those who run or watch the call, once it is open, and to nobody else; nor is one that a single side put in twice, took out, or that differs in a byte.', async () => {
  const call = await aCall(), same = async (actor: Actor) => (await deskFile(at(actor, 11), await solutionFile(at(actor, 11), call))).same
  for (const [actor, price] of [[hoa, 500_000_000], [minh, 450_000_000]] as const) await submitSolution(at(actor, 1), envelopes(call, price))
  await enclosed(at(hoa, 1), storage, call, 'quy-trinh.txt', 'Quy trình sấy lạnh 12 bước'); await enclosed(at(minh, 1), storage, call, 'thuyet-minh.txt', 'Quy trình sấy lạnh 12 bước')
  for (const [name, content] of [['hai-lan.txt', 'Của riêng một bên'], ['hai-lan-nua.txt', 'Của riêng một bên'], ['gan-giong.txt', 'Sơ đồ xưởng']] as const) await enclosed(at(hoa, 1), storage, call, name, content)
  await enclosed(at(minh, 1), storage, call, 'gan-giong.txt', 'Sơ đồ xưởng.')
  const [mine, theirs] = [await enclosed(at(hoa, 1), storage, call, 'rut.txt', 'Rút lại'), await enclosed(at(minh, 1), storage, call, 'rut.txt', 'Rút lại')]
  await takeOutOfEnvelope(at(hoa, 2), { solution_id: call, solution_document_id: mine })
  expect(theirs).toBeGreaterThan(mine)
  expect(await same(officer)).toEqual([])
  await openSolution(db, call, daysFrom(noon, 10.5))
  for (const one of [officer, inspector]) expect((await same(one)).map(({ names, numbers }) => [names.toSorted(), numbers])).toEqual([[['quy-trinh.txt', 'thuyet-minh.txt'], [1, 2]]])
  expect(await same(lan)).toEqual([])
})

test('An envelope holds so many documents and no more, two at once included; where the call is withdrawn before its opening they stay sealed for ever.', async () => {
  const call = await aCall()
  await submitSolution(at(hoa, 1), envelopes(call, 500_000_000))
  let last = 0
  for (let n = 1; n < mostSolutionDocuments; n++) last = await enclosed(at(hoa, 1), storage, call, `tep-${n}.txt`, `Tệp ${n}`)
  const both = await Promise.all([1, 2].map((n) => refused(enclosed(at(hoa, 1), storage, call, `cuoi-${n}.txt`, `Tệp cuối ${n}`))))
  expect(both.toSorted()).toEqual(['done', 'too_many_solution_documents'])
  await withdrawSolution(at(second, 2), { solution_id: call, reason: 'Bên có nhu cầu đã tự làm được.' })
  expect(await refused(enclosed(at(hoa, 3), storage, call, 'nua.txt', 'Thêm nữa'))).toBe('submission_over')
  expect(await readers(last, everybody)).toEqual(['hoa', 'viewer'])
})
