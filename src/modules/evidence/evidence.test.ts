import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, anAcceptance, aPdf } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { asSystem, readAs } from '../../core/database.ts'
import type { Reaction, Recorded } from '../../core/reactions.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { openStorage } from '../../platform/storage.ts'
import { dayAfter, daysFrom, hanoiDay } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { wordRefusal } from '../../refusals.ts'
import { receiveUpload } from '../documents/commands.ts'
import { readableDocument } from '../documents/queries.ts'
import { AddClaim, addClaim, AddEvidence, addEvidence, ageEvidence, answerFailedTest, confirmEvidence, RecordFailedTest, recordFailedTest, refuseEvidence, withdrawClaim, withdrawEvidence } from './commands.ts'
import { claimsOf, evidenceToCompare, evidenceWaiting } from './queries.ts'
import { evidenceDocuments } from './reading-commands.ts'
import { gradeOn, mostClaims } from './rules.ts'
import { claimKinds, evidenceResults, proofGrades } from './schema.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-evidence-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), laboratory = await anOrganisation(db, 'enterprise', 'Trung tâm Thử nghiệm Số 1'), third = await anOrganisation(db)
const people = {
  owner: await aPerson(db, { organisation: institute }), editor: await aPerson(db, { organisation: institute, role: 'editor' }), viewer: await aPerson(db, { organisation: institute, role: 'viewer' }), signer: await aPerson(db, { organisation: institute, role: 'signer' }),
  stranger: await aPerson(db, { organisation: third }), moderator: await aPerson(db, { staff: ['moderator'] }), second: await aPerson(db, { staff: ['moderator'] }), inspector: await aPerson(db, { staff: ['inspector'] }), observer: await aPerson(db, { staff: ['observer'] }),
  administrator: await aPerson(db, { staff: ['administrator'] }), officer: await aPerson(db, { staff: ['deal_officer'] }), anonymous,
  inside: await aPerson(db, { organisation: institute, role: 'viewer', staff: ['moderator'] }), issuing: await aPerson(db, { organisation: laboratory, staff: ['moderator'] }),
}
type Person = keyof typeof people
const at = (who: Person | Actor = 'owner', now = noon) => ctxOf(db, typeof who === 'string' ? people[who] : who, now)
const refused = (code: string) => ({ refusal: { code } })
const receive = (content = aPdf) => receiveUpload(at(), storage, { stream: Readable.from([Buffer.from(`${content}%${randomUUID()}\n%%EOF\n`)]), filename: 'bao-cao.pdf', maxBytes: 100_000, truncated: () => false }, 'document')

const anOffer = (state: 'published' | 'draft' | 'submitted' = 'published') => aListing(db, 'offer', institute, state, 'Máy sấy lạnh')
const claimOf = (id: number, more: object = {}) => AddClaim.parse({ id, request_key: randomUUID(), kind: 'performance', statement_vi: 'Sấy 500 kg mỗi mẻ xuống độ ẩm 10 %.', ...more })
const evidenceOf = (id: number, claim_id: number, more: object = {}) => AddEvidence.parse({ id, claim_id, request_key: randomUUID(), grade: '3', result: 'supports', title: 'Báo cáo thử nghiệm', made_on: '2025-06-01', issuer: 'Trung tâm Thử nghiệm Số 1', reference: 'Số 12/KQ', ...more })
const testOf = (claim_id: number, more: object = {}) => RecordFailedTest.parse({ claim_id, request_key: randomUUID(), grade: '3', title: 'Biên bản chạy thử', made_on: '2025-12-01', issuer: 'Hợp tác xã Đồi Sim', reference: 'BB-07', reported_by: 'deal_party', ...more })
const stateOf = async (id: number) => (await db.selectFrom('listing').select(['state', 'evidence_grade', 'version']).where('id', '=', id).executeTakeFirstOrThrow())
const gradeNow = async (id: number) => (await stateOf(id)).evidence_grade
/** A published offer with one claim: made as a draft, as its owner would, and published after. */
async function aClaim(more: object = {}): Promise<{ offer: number; claim: number }> {
  const offer = await anOffer('draft')
  const claim = await addClaim(at(), claimOf(offer, more))
  await db.updateTable('listing').set({ state: 'published', published_at: noon }).where('id', '=', offer).execute()
  return { offer, claim }
}
const typesOf = async (listing: number) => (await db.selectFrom('event').select('type').where('subject', '=', `listing:${listing}`).orderBy('id').execute()).map(({ type }) => type)

describe('Claims', () => {
  test('A claim is its owner’s word, and a published offer that claims more is reviewed anew.', async () => {
    const offer = await anOffer()
    await addClaim(at(), claimOf(offer))
    expect(await stateOf(offer)).toEqual({ state: 'draft', evidence_grade: 1, version: 2 })
    expect(await typesOf(offer)).toEqual(['listing.changed', 'claim.added', 'evidence.listing_graded'])
    await expect(addClaim(at(), claimOf(await anOffer('submitted')))).rejects.toMatchObject(refused('under_review'))
    await expect(addClaim(at(), claimOf(await aListing(db, 'need', institute, 'draft', 'Cần máy')))).rejects.toMatchObject(refused('offers_only'))
  })
  test('The same form twice is one claim, also when two windows send it at once.', async () => {
    const offer = await anOffer('draft')
    const form = claimOf(offer)
    const ids = await Promise.all([addClaim(at('owner'), form), addClaim(at('editor'), form)])
    expect(new Set(ids).size).toBe(1)
    expect((await stateOf(offer)).version).toBe(2)
  })
  test('An offer makes at most thirty claims, and two people at once do not make thirty-one.', async () => {
    const offer = await anOffer('draft')
    for (let i = 1; i < mostClaims; i++) await addClaim(at(), claimOf(offer))
    const both = await Promise.allSettled([addClaim(at('owner'), claimOf(offer)), addClaim(at('editor'), claimOf(offer))])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(addClaim(at(), claimOf(offer))).rejects.toMatchObject({ refusal: { code: 'too_many_claims', most: mostClaims } })
  })
  test('A claim taken back stays in the history, counts no more and takes no evidence.', async () => {
    const { offer, claim } = await aClaim()
    await withdrawClaim(at(), { id: offer, claim_id: claim, reason: 'Không còn bán loại này.' })
    await withdrawClaim(at(), { id: offer, claim_id: claim, reason: 'Bấm lần nữa cũng vậy.' })
    expect(await stateOf(offer)).toMatchObject({ state: 'draft', evidence_grade: 0 })
    expect((await claimsOf(db, offer, '2026-03-02'))[0]).toMatchObject({ withdrawal_reason: 'Không còn bán loại này.' })
    await expect(addEvidence(at(), evidenceOf(offer, claim), null)).rejects.toMatchObject(refused('claim_withdrawn'))
  })
  test('A number is read with a comma or a point; a unit without one, or nothing said, is sent back.', () => {
    const read = (more: object) => AddClaim.safeParse({ id: 1, request_key: randomUUID(), kind: 'cost', statement_vi: 'Giá mỗi mẻ thấp hơn.', ...more })
    expect([read({ amount: '9,8', unit: 'kWh' }).data?.amount, read({ amount: '9.8' }).data?.amount, read({}).data?.amount]).toEqual([9.8, 9.8, null])
    for (const wrong of [{ unit: 'kg' }, { amount: '1e9' }, { statement_vi: '' }, { statement_vi: 'Ngắn' }, { kind: 'x' }]) expect(read(wrong).success, JSON.stringify(wrong)).toBe(false)
  })
})

describe('Who may', () => {
  const codes = async (act: (who: Person) => Promise<unknown>) => Object.fromEntries(await Promise.all((Object.keys(people) as Person[]).map(async (who) => [who, await act(who).then(() => 'done', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))])))
  const nobody = { owner: 'not_found', editor: 'not_found', viewer: 'not_found', signer: 'not_found', stranger: 'not_found', moderator: 'not_found', second: 'not_found', inspector: 'not_found', observer: 'not_found', administrator: 'not_found', officer: 'not_found', inside: 'not_found', issuing: 'not_found', anonymous: 'sign_in_first' }
  const others = { ...nobody, owner: 'not_permitted', editor: 'not_permitted', viewer: 'not_permitted', signer: 'not_permitted', stranger: 'not_permitted', inspector: 'not_permitted', observer: 'not_permitted', administrator: 'not_permitted', officer: 'not_permitted' }

  test('Claims and evidence are added by those who edit the listing; for everybody else it does not exist.', async () => {
    const { offer, claim } = await aClaim()
    expect(await codes((who) => addEvidence(at(who), evidenceOf(offer, claim), null))).toEqual({ ...nobody, owner: 'done', editor: 'done' })
    const draft = await anOffer('draft')
    expect(await codes((who) => addClaim(at(who), claimOf(draft)))).toEqual({ ...nobody, owner: 'done', editor: 'done' })
  })
  test('Evidence is decided by moderators, not by those of the listing’s organisation, of its issuer, or who brought it.', async () => {
    const { offer, claim } = await aClaim()
    expect(await codes(async (who) => confirmEvidence(at(who), { evidence_id: await addEvidence(at(), evidenceOf(offer, claim, { grade: '2' }), null) }))).toEqual({ ...others, moderator: 'done', second: 'done', inside: 'own_evidence', issuing: 'own_evidence' })
    expect(await codes(async (who) => refuseEvidence(at(who), { evidence_id: (await db.selectFrom('evidence').select('id').where('claim_id', '=', claim).where('state', '=', 'waiting').executeTakeFirstOrThrow()).id, reason: 'Không ghi chỉ tiêu nào.' })))
      .toMatchObject({ owner: 'not_permitted', stranger: 'not_permitted', observer: 'not_permitted', inspector: 'not_permitted', administrator: 'not_permitted', inside: 'own_evidence', issuing: 'own_evidence', anonymous: 'sign_in_first' })
  })
  test('Whoever brought evidence does not decide on it, also after leaving the organisation.', async () => {
    const { offer, claim } = await aClaim()
    const moved = await aPerson(db, { organisation: institute, role: 'editor', staff: ['moderator'] })
    const evidence_id = await addEvidence(at(moved), evidenceOf(offer, claim), null)
    await db.deleteFrom('membership').where('person_id', '=', moved.person_id).execute()
    await expect(confirmEvidence(at({ ...moved, organisation_id: null, memberships: [] }), { evidence_id })).rejects.toMatchObject(refused('own_evidence'))
  })
  test('A failed test is recorded by moderators of other organisations.', async () => {
    const { claim } = await aClaim()
    expect(await codes((who) => recordFailedTest(at(who), testOf(claim), null))).toEqual({ ...others, moderator: 'done', second: 'done', inside: 'own_evidence', issuing: 'done' })
  })
  test('The database keeps the same: no owner confirms their own, no moderator of the organisation either, and nothing is rewritten or removed.', async () => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    const confirm = (who: Person) => sql`update evidence set state = 'confirmed', decided_by = ${people[who].person_id}, decided_at = now() where id = ${id}`.execute(readAs(db, people[who]))
    await expect(confirm('owner')).rejects.toThrow('moderator of another organisation')
    await expect(confirm('inside')).rejects.toThrow('moderator of another organisation')
    await confirm('stranger')
    await confirm('observer')
    expect((await db.selectFrom('evidence').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state).toBe('waiting')
    await expect(sql`update evidence set grade = 4 where id = ${id}`.execute(readAs(db, people.owner))).rejects.toThrow('permission denied')
    await expect(sql`update claim set statement_vi = 'Khác hẳn' where id = ${claim}`.execute(db)).rejects.toThrow('permission denied')
    await expect(sql`delete from evidence where id = ${id}`.execute(db)).rejects.toThrow('permission denied')
    await expect(sql`insert into evidence (claim_id, listing_id, grade, result, title, made_on, issuer, holds_until, reported_by, added_by, added_at, state, decided_at) values (${claim}, ${offer}, 4, 'supports', 'x', '2025-01-01', 'y', '2030-01-01', 'owner', ${people.owner.person_id}, now(), 'confirmed', now())`.execute(readAs(db, people.owner))).rejects.toThrow()
  })
})

describe('Evidence', () => {
  test('It counts once a moderator confirmed it, and the listing stays on the market all the while.', async () => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    expect(await stateOf(offer)).toMatchObject({ state: 'published', evidence_grade: 1 })
    await confirmEvidence(at('moderator'), { evidence_id: id })
    expect(await stateOf(offer)).toMatchObject({ state: 'published', evidence_grade: 3 })
    expect((await claimsOf(db, offer, '2026-03-02'))[0]?.evidence[0]).toMatchObject({ issuer_organisation_id: laboratory, holds_until: '2028-06-01', decided_by: people.moderator.person_id })
    await withdrawEvidence(at(), { evidence_id: id, reason: 'Bản mới sắp có.' })
    expect(await gradeNow(offer)).toBe(1)
    expect(await typesOf(offer)).toEqual(['listing.changed', 'claim.added', 'evidence.listing_graded', 'evidence.added', 'evidence.confirmed', 'evidence.listing_graded', 'evidence.withdrawn', 'evidence.listing_graded'])
  })
  test('Two moderators pressing at once decide once; the second hears what was decided, and the same decision twice is harmless.', async () => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    const both = await Promise.allSettled([confirmEvidence(at('moderator'), { evidence_id: id }), refuseEvidence(at('second'), { evidence_id: id, reason: 'Sai công nghệ được thử.' })])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state } = await db.selectFrom('evidence').select('state').where('id', '=', id).executeTakeFirstOrThrow()
    const lost = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject({ refusal: { code: 'evidence_decided', state } })
    expect(wordRefusal((lost.reason as { refusal: { code: string } }).refusal, 'vi')).toMatch(/Hãy tải lại trang/)
    if (state === 'confirmed') await confirmEvidence(at('second'), { evidence_id: id })
    expect((await typesOf(offer)).filter((type) => type === 'evidence.confirmed' || type === 'evidence.refused')).toHaveLength(1)
  })
  test('Taken back while a moderator decides, one of the two comes first: nothing withdrawn is decided on, and nothing withdrawn counts.', async () => {
    for (let round = 0; round < 4; round++) {
      const { offer, claim } = await aClaim()
      const id = await addEvidence(at(), evidenceOf(offer, claim), null)
      const [judged, taken] = await Promise.allSettled([confirmEvidence(at('moderator'), { evidence_id: id }), withdrawEvidence(at(), { evidence_id: id, reason: 'Bản đo lại sắp có.' })])
      const { state } = await db.selectFrom('evidence').select('state').where('id', '=', id).executeTakeFirstOrThrow()
      expect([taken.status, state]).toEqual(['fulfilled', judged.status === 'fulfilled' ? 'confirmed' : 'waiting'])
      if (judged.status === 'rejected') expect(judged.reason).toMatchObject(refused('evidence_withdrawn'))
      const order = (await typesOf(offer)).filter((type) => type === 'evidence.confirmed' || type === 'evidence.withdrawn')
      expect(order).toEqual(judged.status === 'fulfilled' ? ['evidence.confirmed', 'evidence.withdrawn'] : ['evidence.withdrawn'])
      expect(await gradeNow(offer)).toBe(1)
    }
  })
  test('With the claim taken back nothing is left to compare, also where both press at once.', async () => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    const [judged] = await Promise.allSettled([confirmEvidence(at('moderator'), { evidence_id: id }), withdrawClaim(at(), { id: offer, claim_id: claim, reason: 'Không còn bán loại này.' })])
    // The listing is a draft from then on, and drafts are their owners’ own.
    if (judged?.status === 'rejected') expect(judged.reason).toMatchObject(refused('not_found'))
    expect(await gradeNow(offer)).toBe(0)
    const other = await aClaim(), late = await addEvidence(at(), evidenceOf(other.offer, other.claim), null)
    await withdrawClaim(at(), { id: other.offer, claim_id: other.claim, reason: 'Không còn bán loại này.' })
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', other.offer).execute()
    await expect(confirmEvidence(at('moderator'), { evidence_id: late })).rejects.toMatchObject(refused('claim_withdrawn'))
  })
  test('The same form twice is one piece, and only one file is kept of it.', async () => {
    const { offer, claim } = await aClaim()
    const form = evidenceOf(offer, claim)
    const ids = await Promise.all([addEvidence(at(), form, await receive()), addEvidence(at('editor'), form, await receive())])
    expect(new Set(ids).size).toBe(1)
    expect(await db.selectFrom('evidence_file').selectAll().where('evidence_id', '=', ids[0]!).execute()).toHaveLength(1)
  })
  test.each<[string, object, string]>([
    ['made tomorrow', { made_on: '2026-03-03' }, 'made_later'], ['over before it began', { valid_until: '2025-05-31' }, 'ends_before_made'],
    ['with nothing to look at', { reference: '' }, 'proof_missing'], ['of one’s own as a third party’s', { issuer: 'VIỆN CƠ ĐIỆN' }, 'issuer_is_owner'],
  ])('Evidence %s is refused with a sentence.', async (_, more, code) => {
    const { offer, claim } = await aClaim()
    await expect(addEvidence(at(), evidenceOf(offer, claim, more), null)).rejects.toMatchObject(refused(code))
    for (const locale of ['vi', 'en'] as const) expect(wordRefusal({ code, field: 'x' }, locale)).not.toBe(code)
  })
  test('An issuer’s name or tax code stands for the one organisation that bears it; two of one name, or one that is deleted or merged, stand for nobody.', async () => {
    const { offer, claim } = await aClaim()
    const named = await anOrganisation(db, 'enterprise', 'Phòng Đo Kiểm'), other = await anOrganisation(db, 'enterprise', 'phòng đo kiểm')
    await db.updateTable('organisation').set({ tax_code: '0100109106' }).where('id', '=', named).execute()
    const issuer = async (typed: string) => {
      const id = await addEvidence(at(), evidenceOf(offer, claim, { grade: '2', issuer: typed }), null)
      return (await db.selectFrom('evidence').select('issuer_organisation_id').where('id', '=', id).executeTakeFirstOrThrow()).issuer_organisation_id
    }
    expect([await issuer('Phòng Đo Kiểm'), await issuer('0100109106')]).toEqual([null, named])
    await db.updateTable('organisation').set({ deleted_at: noon }).where('id', '=', other).execute()
    expect(await issuer('PHÒNG ĐO KIỂM')).toBe(named)
    await db.updateTable('organisation').set({ deleted_at: noon }).where('id', '=', named).execute()
    expect([await issuer('Phòng Đo Kiểm'), await issuer('0100109106')]).toEqual([null, null])
  })
  test('How long it holds is what the document says, or else the Exchange’s number on the day it was added.', async () => {
    const { offer, claim } = await aClaim({ kind: 'cost' })
    const holds = async (more: object) => { const id = await addEvidence(at(), evidenceOf(offer, claim, more), null); return (await db.selectFrom('evidence').select(sql<string>`holds_until::text`.as('until')).where('id', '=', id).executeTakeFirstOrThrow()).until }
    expect([await holds({}), await holds({ valid_until: '2027-01-31' })]).toEqual(['2026-06-01', '2027-01-31'])
  })
  test('Drafts wait for their owner, published and submitted offers for moderators; nobody is asked to judge their own.', async () => {
    const { offer, claim } = await aClaim()
    const before = (await evidenceToCompare(at('moderator').db, people.moderator)).count
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    expect((await evidenceToCompare(at('moderator').db, people.moderator)).count).toBe(before + 1)
    expect((await evidenceToCompare(at('inside').db, people.inside)).count).toBe(0)
    expect((await evidenceWaiting(at('inside').db, people.inside, 'vi')).find((row) => row.id === id)).toMatchObject({ own: true, title: 'Máy sấy lạnh' })
    await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', offer).execute()
    expect((await evidenceToCompare(at('moderator').db, people.moderator)).count).toBe(before)
  })
})

describe('A failed test', () => {
  test('It lowers the claim at once, can be answered once and in public, and is over with a later test of the same grade.', async () => {
    const { offer, claim } = await aClaim()
    await confirmEvidence(at('moderator'), { evidence_id: await addEvidence(at(), evidenceOf(offer, claim), null) })
    const failed = await recordFailedTest(at('moderator'), testOf(claim), null)
    expect(await stateOf(offer)).toMatchObject({ state: 'published', evidence_grade: 0 })
    await expect(withdrawEvidence(at(), { evidence_id: failed, reason: 'Chúng tôi không đồng ý.' })).rejects.toMatchObject(refused('contradiction_stays'))
    const answer = (text: string, who: Person = 'owner') => answerFailedTest(at(who), { id: offer, evidence_id: failed, answer: text })
    await answer('Mẻ thử dùng nguyên liệu ngoài điều kiện đã công bố.')
    await answer('Mẻ thử dùng nguyên liệu ngoài điều kiện đã công bố.', 'editor')
    await expect(answer('Chúng tôi muốn viết lại câu trả lời.')).rejects.toMatchObject(refused('evidence_answered'))
    await expect(answer('Ai đó ngoài tổ chức trả lời thay.', 'stranger')).rejects.toMatchObject(refused('not_found'))
    expect(await gradeNow(offer)).toBe(0)
    const weaker = await addEvidence(at(), evidenceOf(offer, claim, { grade: '2', made_on: '2026-01-15' }), null), equal = await addEvidence(at(), evidenceOf(offer, claim, { made_on: '2026-02-01' }), null)
    await confirmEvidence(at('moderator'), { evidence_id: weaker })
    expect(await gradeNow(offer)).toBe(0)
    await confirmEvidence(at('moderator'), { evidence_id: equal })
    expect(await gradeNow(offer)).toBe(3)
  })
  test('Of two answers sent at once one stands, and the other is told.', async () => {
    const { offer, claim } = await aClaim()
    const evidence_id = await recordFailedTest(at('moderator'), testOf(claim), null)
    const answers = ['Mẻ thử dùng nguyên liệu ngoài điều kiện.', 'Chúng tôi sẽ thử lại cùng hợp tác xã.']
    const both = await Promise.allSettled([answerFailedTest(at(), { id: offer, evidence_id, answer: answers[0]! }), answerFailedTest(at('editor'), { id: offer, evidence_id, answer: answers[1]! })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('evidence_answered') })
    const { answer } = await db.selectFrom('evidence').select('answer').where('id', '=', evidence_id).executeTakeFirstOrThrow()
    expect(answer).toBe(answers[both.findIndex(({ status }) => status === 'fulfilled')])
  })
  test('Recorded by mistake, moderators take it back; supporting evidence cannot be answered.', async () => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim), null)
    await confirmEvidence(at('moderator'), { evidence_id: id })
    const failed = await recordFailedTest(at('moderator'), testOf(claim), await receive())
    await expect(answerFailedTest(at(), { id: offer, evidence_id: id, answer: 'Không có gì phải trả lời ở đây.' })).rejects.toMatchObject(refused('nothing_to_answer'))
    await withdrawEvidence(at('second'), { evidence_id: failed, reason: 'Ghi nhầm sang tin khác.' })
    expect(await gradeNow(offer)).toBe(3)
  })
  test('It is never kept out by how much supports the claim.', async () => {
    const { offer, claim } = await aClaim()
    for (let i = 0; i < 20; i++) await addEvidence(at(), evidenceOf(offer, claim), null)
    await expect(addEvidence(at(), evidenceOf(offer, claim), null)).rejects.toMatchObject(refused('too_many_evidence'))
    await recordFailedTest(at('moderator'), testOf(claim), null)
    expect(await gradeNow(offer)).toBe(0)
  })
})

describe('Files', () => {
  const uses = { evidence: evidenceDocuments }
  test.each([
    ['public', { owner: true, viewer: true, stranger: true, anonymous: true, moderator: true, inspector: true, observer: true }],
    ['signed_in', { owner: true, stranger: true, anonymous: false, moderator: true, inspector: true, observer: true }],
    ['granted', { owner: true, stranger: false, anonymous: false, moderator: true, inspector: true, observer: false, administrator: false }],
    ['nda', { owner: true, stranger: false, anonymous: false, moderator: true, inspector: true, observer: false, officer: false }],
  ] as const)('A confirmed file in tier %s is read by those it is for, by the program and by the database.', async (tier, expected) => {
    const { offer, claim } = await aClaim()
    const id = await addEvidence(at(), evidenceOf(offer, claim, { tier }), await receive())
    const { document_id } = await db.selectFrom('evidence_file').select('document_id').where('evidence_id', '=', id).executeTakeFirstOrThrow()
    const readers = Object.keys(expected) as Person[]
    const who = async () => Object.fromEntries(await Promise.all(readers.map(async (reader) => [reader, (await readableDocument(at(reader, new Date()), uses, document_id)) !== undefined])))
    const wall = async () => Object.fromEntries(await Promise.all(readers.map(async (reader) => [reader, (await at(reader).db.selectFrom('document').select('id').where('id', '=', document_id).execute()).length === 1])))
    // The program says the same where the database would hide nothing.
    const alone = async () => Object.fromEntries(await Promise.all(readers.map(async (reader) => [reader, (await readableDocument({ ...at(reader, new Date()), db }, uses, document_id)) !== undefined])))
    const unread = Object.fromEntries(readers.map((reader) => [reader, ['owner', 'viewer', 'moderator', 'inspector'].includes(reader)]))
    expect([await who(), await wall(), await alone()]).toEqual([unread, unread, unread])
    await confirmEvidence(at('moderator'), { evidence_id: id })
    expect([await who(), await wall(), await alone()]).toEqual([expected, expected, expected])
    // Each look above public is written down, the moderators' too.
    const read = await readableDocument(at('moderator', new Date()), uses, document_id)
    await read?.recordView()
    expect(await db.selectFrom('disclosure_view').select(['part', 'tier', 'person_id']).where('subject', '=', `listing:${offer}`).execute()).toEqual(tier === 'public' ? [] : [{ part: `evidence:${id}`, tier, person_id: people.moderator.person_id }])
    await withdrawEvidence(at(), { evidence_id: id, reason: 'Bản này đã cũ rồi.' })
    expect(await who()).toEqual(unread)
  })
  test('Whoever holds access to the listing holds it to its evidence, at their tier.', async () => {
    const { offer, claim } = await aClaim()
    const now = new Date()
    await anAcceptance(at('stranger', now), at('owner', now), `listing:${offer}`)
    const id = await addEvidence(at(), evidenceOf(offer, claim, { tier: 'nda' }), await receive())
    await confirmEvidence(at('moderator'), { evidence_id: id })
    const { document_id } = await db.selectFrom('evidence_file').select('document_id').where('evidence_id', '=', id).executeTakeFirstOrThrow()
    expect(await readableDocument(at('stranger', now), uses, document_id)).toMatchObject({ public: false })
    expect(await readableDocument(at('officer', now), uses, document_id)).toBeUndefined()
  })
})

describe('Age', () => {
  const reactions = reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) })
  const told = async (listing: number, type: DomainEvent['type']) => {
    const events = await db.selectFrom('event').selectAll().where('subject', '=', `listing:${listing}`).where('type', '=', type).execute()
    for (const event of events) await db.transaction().execute(async (tx) => { for (const react of (reactions[type] ?? []) as readonly Reaction<DomainEvent['type']>[]) await react(tx, event as unknown as Recorded<DomainEvent['type']>) })
    return db.selectFrom('notice').select(['kind', 'person_id', 'path']).where('event_id', 'in', [0, ...events.map(({ id }) => id)]).orderBy('person_id').execute()
  }
  test('The owner hears thirty days before and when it is over, each once, and the grade falls in that hour.', async () => {
    const { offer, claim } = await aClaim()
    await confirmEvidence(at('moderator'), { evidence_id: await addEvidence(at(), evidenceOf(offer, claim, { valid_until: '2026-06-30' }), null) })
    const on = (day: string) => ageEvidence(db, new Date(`${day}T00:00:01+07:00`))
    expect(await on('2026-05-30')).toEqual({ ageing: 0, stale: 0 })
    const twice = await Promise.all([on('2026-05-31'), on('2026-05-31')])
    expect(twice.map(({ ageing }) => ageing).toSorted()).toEqual([0, 1])
    expect(await on('2026-06-30')).toEqual({ ageing: 0, stale: 0 })
    expect(await gradeNow(offer)).toBe(3)
    expect((await Promise.all([on('2026-07-01'), on('2026-07-01')])).map(({ stale }) => stale).toSorted()).toEqual([0, 1])
    expect(await gradeNow(offer)).toBe(1)
    expect(await on('2026-07-02')).toEqual({ ageing: 0, stale: 0 })
    const path = `/my/listings/${offer}/evidence/claims/${claim}`
    expect((await told(offer, 'evidence.ageing')).find(({ person_id }) => person_id === people.owner.person_id)).toEqual({ kind: 'evidence_ageing', person_id: people.owner.person_id, path })
    expect((await told(offer, 'evidence.stale')).some(({ person_id }) => person_id === people.owner.person_id)).toBe(true)
  })
  test('What is confirmed while the clock looks is at its grade that day, and what goes stale then is not.', async () => {
    const { offer, claim } = await aClaim()
    const old = await addEvidence(at(), evidenceOf(offer, claim, { grade: '4', valid_until: '2026-06-30' }), null), fresh = await addEvidence(at(), evidenceOf(offer, claim, { grade: '2' }), null)
    await confirmEvidence(at('moderator'), { evidence_id: old })
    const midnight = new Date('2026-07-01T00:00:01+07:00')
    await Promise.all([ageEvidence(db, midnight), confirmEvidence(at('moderator', midnight), { evidence_id: fresh }), ageEvidence(db, midnight)])
    expect(await gradeNow(offer)).toBe(2)
    expect((await typesOf(offer)).filter((type) => type === 'evidence.stale').length).toBe(1)
  })
  test('Nobody is troubled over evidence that something stronger or longer stands beside.', async () => {
    const { offer, claim } = await aClaim()
    for (const more of [{ valid_until: '2026-06-30' }, { valid_until: '2027-06-30' }]) await confirmEvidence(at('moderator'), { evidence_id: await addEvidence(at(), evidenceOf(offer, claim, more), null) })
    for (const day of ['2026-06-10', '2026-07-01']) await ageEvidence(db, new Date(`${day}T00:00:01+07:00`))
    expect((await typesOf(offer)).filter((type) => type === 'evidence.ageing' || type === 'evidence.stale')).toEqual([])
    expect(await gradeNow(offer)).toBe(3)
  })
  test('What becomes of evidence is told to the owner; the reason is in the notice and not in the log.', async () => {
    const { offer, claim } = await aClaim()
    const evidence_id = await addEvidence(at(), evidenceOf(offer, claim), null)
    await refuseEvidence(at('moderator'), { evidence_id, reason: 'Báo cáo nói về máy khác.' })
    expect((await told(offer, 'evidence.refused')).map(({ kind }) => kind)).toContain('evidence_refused')
    expect(JSON.stringify(await db.selectFrom('notice').select('values').where('kind', '=', 'evidence_refused').execute())).toContain('Báo cáo nói về máy khác.')
    expect(JSON.stringify(await db.selectFrom('event').select('data').execute())).not.toContain('máy khác')
    await recordFailedTest(at('moderator'), testOf(claim), null)
    expect((await told(offer, 'evidence.test_failed')).map(({ kind }) => kind)).toContain('claim_contradicted')
  })
})

test('after any history, the listing bears exactly the grade its evidence has that day', { timeout: 120_000 }, async () => {
  const step = fc.record({ what: fc.constantFrom('claim', 'evidence', 'evidence', 'confirm', 'confirm', 'refuse', 'fail', 'withdraw', 'withdraw claim', 'days'), pick: fc.nat(), kind: fc.constantFrom(...claimKinds), grade: fc.constantFrom(...proofGrades), result: fc.constantFrom(...evidenceResults), back: fc.integer({ min: 0, max: 900 }), holds: fc.integer({ min: 0, max: 500 }), days: fc.integer({ min: 1, max: 120 }) })
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
    const offer = await anOffer('draft')
    let now = noon
    for (const { what, pick, kind, grade, result, back, holds, days } of steps) {
      const claims = await claimsOf(db, offer, hanoiDay(now))
      const claim = claims[pick % Math.max(1, claims.length)], evidence = claim?.evidence[pick % Math.max(1, claim.evidence.length)]
      const made_on = dayAfter(hanoiDay(now), -back)
      const act = async (): Promise<unknown> => {
        if (what === 'claim') { await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', offer).execute(); return addClaim(at('owner', now), claimOf(offer, { kind })) }
        if (what === 'days') { now = daysFrom(now, days); return ageEvidence(db, now) }
        await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offer).execute()
        if (what === 'evidence' && claim) return addEvidence(at('owner', now), evidenceOf(offer, claim.id, { grade: String(grade), result, made_on, valid_until: dayAfter(made_on, holds) }), null)
        if (what === 'fail' && claim) return recordFailedTest(at('moderator', now), testOf(claim.id, { grade: String(Math.max(2, grade)), made_on }), null)
        if (what === 'confirm' && evidence) return confirmEvidence(at('moderator', now), { evidence_id: evidence.id })
        if (what === 'refuse' && evidence) return refuseEvidence(at('moderator', now), { evidence_id: evidence.id, reason: 'Không khớp với điều công bố.' })
        if (what === 'withdraw' && evidence) return withdrawEvidence(at(evidence.reported_by === 'owner' ? 'owner' : 'moderator', now), { evidence_id: evidence.id, reason: 'Không còn phù hợp nữa.' })
        if (what === 'withdraw claim' && claim) return withdrawClaim(at('owner', now), { id: offer, claim_id: claim.id, reason: 'Không công bố nữa.' })
        return null
      }
      await act().catch((error: { refusal?: unknown }) => { if (!error.refusal) throw error })
      await ageEvidence(db, now) // the hour's run
      expect(await gradeNow(offer)).toBe(gradeOn(await claimsOf(asSystem(db), offer, hanoiDay(now)), hanoiDay(now)))
    }
  }), { numRuns: 40 })
})
