import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { wordRefusal } from '../../refusals.ts'
import { detailsOf } from '../listings/detail-queries.ts'
import { draftNeed, openSheet, removeSheet, SaveSheet, saveSheet } from './commands.ts'
import { askHelp, decideLine, endHelp, ProposeWording, proposeWording } from './help-commands.ts'
import { deskRefusals } from './messages.ts'
import { deskDuties, helpFor, helpsWaiting, proposalsOf, sheetFor, textsOf } from './queries.ts'
import { answerNames } from './rules.ts'

const { db } = await testDatabase()
const cooperative = await anOrganisation(db, 'cooperative', 'Hợp tác xã Rau'), other = await anOrganisation(db)
const people = {
  owner: await aPerson(db, { organisation: cooperative }), editor: await aPerson(db, { organisation: cooperative, role: 'editor' }), viewer: await aPerson(db, { organisation: cooperative, role: 'viewer' }),
  stranger: await aPerson(db, { organisation: other }), moderator: await aPerson(db, { staff: ['moderator'] }), programme: await aPerson(db, { staff: ['programme_officer'] }), officer: await aPerson(db, { staff: ['deal_officer'] }),
  observer: await aPerson(db, { staff: ['observer'] }), mentor: await aPerson(db), second: await aPerson(db), anonymous,
}
type Person = keyof typeof people
const at = (who: Person | Actor = 'owner', now = noon) => ctxOf(db, typeof who === 'string' ? people[who] : who, now)
const refused = (code: string) => ({ refusal: { code } })
const expertOf = async (who: Person) => (await db.insertInto('expert').values({ person_id: people[who].person_id ?? 0, headline_vi: 'Bảo quản', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: ['vi'], availability: 'available', organisation_id: null, consented_at: noon, published_at: noon, created_at: noon, updated_at: noon } as never).returning('id').executeTakeFirstOrThrow()).id
const mentorExpert = await expertOf('mentor')

const given = {
  hurts: 'Rau cắt buổi sáng đến chiều đã héo. Siêu thị trả lại gần một phần ba.', where: 'Ở khâu sơ chế, 12 người làm 500 kg rau ăn lá mỗi ngày, làm mát bằng quạt.', now: 'Hao 28 % sau 8 giờ, cân lúc cắt và lúc giao.', baseline: '28', measure: '%',
  wanted: 'Hao không quá 10 % sau 8 giờ, hai bên cùng cân 30 ngày.', target: '10', worth: '486 triệu mỗi năm', value_per_year: '486.000.000', tried: 'Đã thử đá khô, nhưng đá đắt bằng nửa tiền lãi.', limits: 'Chỉ có điện một pha 10 kW.',
  budget: '300.000.000', budget_certainty: 'planned', decider: 'Giám đốc hợp tác xã', decides_on: '2026-04-30', pilot: 'yes', pilot_place: 'Một dây chuyền tại xưởng',
}
const answersOf = (id: number, version: number, more: object = {}) => SaveSheet.parse({ id, version, ...given, ...more })
const aSheet = async (who: Person = 'owner') => openSheet(at(who), { request_key: randomUUID() })

describe('Ten questions', () => {
  test('Only those who write for an organisation open a sheet, and only its members read it.', async () => {
    await expect(aSheet('viewer')).rejects.toMatchObject(refused('not_permitted'))
    await expect(aSheet('moderator')).rejects.toMatchObject(refused('not_found'))
    await expect(aSheet('anonymous')).rejects.toMatchObject(refused('sign_in_first'))
    const id = await aSheet()
    expect(await sheetFor(at('viewer'), id)).toMatchObject({ version: 1, answers: {} })
    for (const who of ['stranger', 'moderator', 'officer', 'observer', 'anonymous'] as const) await expect(sheetFor(at(who), id)).rejects.toMatchObject(refused('not_found'))
    for (const who of ['viewer', 'stranger', 'moderator'] as const) {
      await expect(saveSheet(at(who), answersOf(id, 1))).rejects.toMatchObject(refused('not_found'))
      await expect(removeSheet(at(who), { id })).rejects.toMatchObject(refused('not_found'))
    }
    // The database says so as well, whatever the program forgets.
    expect(await readAs(db, people.stranger).selectFrom('desk_sheet').select('id').execute()).toEqual([])
    expect(await readAs(db, people.moderator).selectFrom('desk_answer').select('name').execute()).toEqual([])
  })

  test('The same press twice is one sheet; the same answers twice are one saving; the second of two people is told.', async () => {
    const key = randomUUID()
    const [one, two] = await Promise.all([openSheet(at(), { request_key: key }), openSheet(at('editor'), { request_key: key })])
    expect(one).toBe(two)
    expect(await saveSheet(at(), answersOf(one, 1))).toBe(2)
    expect(await saveSheet(at('editor'), answersOf(one, 1))).toBe(2)
    await expect(saveSheet(at('editor'), answersOf(one, 1, { hurts: 'Khác' }))).rejects.toMatchObject(refused('sheet_changed'))
    expect((await sheetFor(at(), one)).answers).toEqual(given)
  })

  test('Ten answers are a draft need with its figures; pressed by two at once it is one draft.', async () => {
    const id = await aSheet()
    await saveSheet(at(), answersOf(id, 1))
    const [one, two] = await Promise.all([draftNeed(at(), { id }), draftNeed(at('editor'), { id })])
    expect(one).toBe(two)
    expect(await draftNeed(at(), { id })).toBe(one)
    expect(await db.selectFrom('listing').select(['kind', 'state', 'price_min', 'organisation_id']).where('id', '=', one).executeTakeFirstOrThrow()).toEqual({ kind: 'need', state: 'draft', price_min: 300_000_000, organisation_id: cooperative })
    const [text] = await textsOf(db, one)
    expect(text).toMatchObject({ language: 'vi', title: 'Rau cắt buổi sáng đến chiều đã héo', problem: expect.stringMatching(/Hiện nay: Hao 28 %.*Giải được thì lợi: 486 triệu mỗi năm/s), description: expect.stringContaining('Đã thử: Đã thử đá khô') })
    expect(await detailsOf(db, one)).toMatchObject({ row: { baseline: 28, target: 10, value_per_year: 486_000_000, budget_certainty: 'planned', decides_on: '2026-04-30', pilot: 'yes' }, texts: { measure: { vi: '%' }, decider: { vi: 'Giám đốc hợp tác xã' } } })
    await expect(saveSheet(at(), answersOf(id, 2, { hurts: 'Thêm' }))).rejects.toMatchObject(refused('sheet_drafted'))
  })

  test('Cut off between the draft and its figures, the next press goes on where it stopped.', async () => {
    const id = await aSheet()
    await saveSheet(at(), answersOf(id, 1))
    const sheet = await sheetFor(at(), id)
    const first = await draftNeed(at(), { id })
    await db.updateTable('desk_sheet').set({ listing_id: null }).where('id', '=', id).execute()
    expect(await draftNeed(at(), { id })).toBe(first)
    expect((await db.selectFrom('listing').select('id').where('request_key', '=', sheet.request_key).execute()).length).toBe(1)
  })

  test('Nothing is made of figures nobody can read, and each is named; without a first answer there is nothing to call it.', async () => {
    const id = await aSheet()
    await saveSheet(at(), answersOf(id, 1, { baseline: 'khoảng 28', budget: 'vài trăm triệu', decides_on: 'cuối tháng' }))
    await expect(draftNeed(at(), { id })).rejects.toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ path: ['baseline'] }), expect.objectContaining({ path: ['budget'] }), expect.objectContaining({ path: ['decides_on'] })]) })
    expect((await sheetFor(at(), id)).listing_id).toBeNull()
    await saveSheet(at(), answersOf(id, 2, { hurts: '' }))
    await expect(draftNeed(at(), { id })).rejects.toMatchObject(refused('hurt_missing'))
    expect(SaveSheet.safeParse({ id, version: 1, hurts: 'x'.repeat(5000) }).success).toBe(false)
  })
})

/** A draft whose owner asks the desk, or the expert, for help. */
async function helped(expert_id: number | null = null): Promise<{ listing: number; help: number }> {
  const listing = await aListing(db, 'need', cooperative, 'draft', 'Cần máy sấy')
  await db.updateTable('listing_text').set({ problem: 'Rau héo. Xe chậm. Kho nóng.', summary: 'Rau héo nhanh.' }).where('listing_id', '=', listing).execute()
  return { listing, help: await askHelp(at(), { id: listing, note: 'Xin giúp viết cho rõ.', expert_id }) }
}
const proposal = (help_id: number, more: object) => ProposeWording.parse({ help_id, request_key: randomUUID(), reason: 'Nói con số thì người bán hiểu ngay.', ...more })

describe('Help with the wording', () => {
  test('Who is asked reads the draft while they help, and nobody else does.', async () => {
    const { listing, help } = await helped()
    for (const who of ['moderator', 'programme'] as const) expect((await helpFor(at(who), help)).texts[0]).toMatchObject({ problem: 'Rau héo. Xe chậm. Kho nóng.' })
    for (const who of ['mentor', 'officer', 'observer', 'stranger', 'viewer', 'owner'] as const) await expect(helpFor(at(who), help)).rejects.toMatchObject(refused('not_found'))
    expect(await readAs(db, people.officer).selectFrom('listing_text').select('title').where('listing_id', '=', listing).execute()).toEqual([])
    expect((await helpsWaiting(at('programme'))).map(({ id }) => id)).toContain(help)
    await endHelp(at(), { help_id: help })
    await endHelp(at(), { help_id: help })
    await expect(helpFor(at('moderator'), help)).rejects.toMatchObject(refused('not_found'))
    expect(await readAs(db, people.programme).selectFrom('listing_text').select('title').where('listing_id', '=', listing).execute()).toEqual([])
  })

  test('An expert who was asked helps; the desk does not read then. One who hides their profile cannot be asked.', async () => {
    const { listing, help } = await helped(mentorExpert)
    expect((await helpFor(at('mentor'), help)).help.note).toBe('Xin giúp viết cho rõ.')
    await expect(helpFor(at('moderator'), help)).rejects.toMatchObject(refused('not_found'))
    expect(await readAs(db, people.moderator).selectFrom('listing_text').select('title').where('listing_id', '=', listing).execute()).toEqual([])
    expect((await helpsWaiting(at('mentor'))).map(({ id }) => id)).toEqual([help])
    await expect(askHelp(at(), { id: listing, note: 'Lần nữa', expert_id: null })).rejects.toMatchObject(refused('help_open'))
    await endHelp(at('mentor'), { help_id: help })
    await expect(askHelp(at(), { id: listing, note: 'Nhờ người khác', expert_id: 2_000_000 })).rejects.toMatchObject(refused('no_such_mentor'))
    for (const who of ['viewer', 'stranger', 'moderator'] as const) await expect(askHelp(at(who), { id: listing, note: 'Nhờ', expert_id: null })).rejects.toMatchObject(refused('not_found'))
  })

  test('Asked by two at once, help is asked for once.', async () => {
    const listing = await aListing(db, 'need', cooperative, 'draft', 'Cần kho')
    const both = await Promise.allSettled([askHelp(at(), { id: listing, note: 'Nhờ một', expert_id: null }), askHelp(at('editor'), { id: listing, note: 'Nhờ hai', expert_id: null })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('A proposal changes nothing; each line is taken or left by the owner, once.', async () => {
    const { listing, help } = await helped()
    await expect(proposeWording(at('stranger'), proposal(help, { problem_vi: 'Khác.' }))).rejects.toMatchObject(refused('not_found'))
    await expect(proposeWording(at('moderator'), proposal(help, { problem_vi: 'Rau héo. Xe chậm. Kho nóng.' }))).rejects.toMatchObject(refused('nothing_proposed'))
    await expect(proposeWording(at('moderator'), proposal(help, { title_vi: '' }))).rejects.toMatchObject({ issues: [{ path: ['title_vi'] }] })
    const sent = proposal(help, { problem_vi: 'Rau héo 28 % sau 8 giờ. Xe chậm. Kho nóng 35 độ.', summary_vi: 'Rau héo nhanh.' })
    await proposeWording(at('moderator'), sent)
    await proposeWording(at('moderator'), sent)
    const [made, ...more] = await proposalsOf(db, listing)
    expect(more).toEqual([])
    expect(made?.lines.map(({ before, after }) => [before.trim(), after.trim()])).toEqual([['Rau héo.', 'Rau héo 28 % sau 8 giờ.'], ['Kho nóng.', 'Kho nóng 35 độ.']])
    const problem = async () => (await textsOf(db, listing))[0]?.problem
    expect(await problem()).toBe('Rau héo. Xe chậm. Kho nóng.')
    const line = (position: number, decision: 'accept' | 'reject') => ({ id: listing, proposal_id: made?.id ?? 0, position, decision })
    for (const who of ['moderator', 'viewer', 'stranger', 'mentor'] as const) await expect(decideLine(at(who), line(1, 'accept'))).rejects.toMatchObject({ refusal: { code: expect.stringMatching(/not_found/) } })
    await decideLine(at(), line(1, 'accept'))
    await decideLine(at('editor'), line(1, 'accept'))
    expect(await problem()).toBe('Rau héo. Xe chậm. Kho nóng 35 độ.')
    await decideLine(at(), line(0, 'reject'))
    await expect(decideLine(at(), line(0, 'accept'))).rejects.toMatchObject(refused('line_decided'))
    expect(await problem()).toBe('Rau héo. Xe chậm. Kho nóng 35 độ.')
    await expect(decideLine(at(), line(7, 'accept'))).rejects.toMatchObject(refused('not_found'))
  })

  test('Two who take and leave the same line at once: one of them decides.', async () => {
    const { listing, help } = await helped()
    await proposeWording(at('moderator'), proposal(help, { problem_vi: 'Rau héo. Xe rất chậm. Kho nóng.' }))
    const [made] = await proposalsOf(db, listing)
    const both = await Promise.allSettled([decideLine(at(), { id: listing, proposal_id: made?.id ?? 0, position: 0, decision: 'accept' }), decideLine(at('editor'), { id: listing, proposal_id: made?.id ?? 0, position: 0, decision: 'reject' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const taken = (await proposalsOf(db, listing))[0]?.decisions.get(0)
    expect((await textsOf(db, listing))[0]?.problem.includes('rất')).toBe(taken)
  })

  test('What the owner rewrote meanwhile is not overwritten; a published listing that takes a line is reviewed anew.', async () => {
    const { listing, help } = await helped()
    await proposeWording(at('moderator'), proposal(help, { problem_vi: 'Rau héo. Xe chậm. Kho nóng 35 độ.' }))
    const [made] = await proposalsOf(db, listing)
    const line = { id: listing, proposal_id: made?.id ?? 0, position: 0, decision: 'accept' as const }
    await db.updateTable('listing_text').set({ problem: 'Viết lại hết.' }).where('listing_id', '=', listing).execute()
    await expect(decideLine(at(), line)).rejects.toMatchObject(refused('text_moved_on'))
    await db.updateTable('listing_text').set({ problem: 'Thêm câu. Kho nóng.' }).where('listing_id', '=', listing).execute()
    await db.updateTable('listing').set({ state: 'published', published_at: noon }).where('id', '=', listing).execute()
    await decideLine(at('owner', minutesAfterNoon(5)), line)
    expect((await textsOf(db, listing))[0]?.problem).toBe('Thêm câu. Kho nóng 35 độ.')
    expect(await db.selectFrom('listing').select('state').where('id', '=', listing).executeTakeFirst()).toEqual({ state: 'draft' })
  })

  test('Every refusal has its sentence in both languages.', () => {
    for (const code of Object.keys(deskRefusals.vi)) for (const locale of ['vi', 'en'] as const) expect(wordRefusal({ code, most: 5, version: 2 } as never, locale)).not.toBe(code)
    expect(new Set(answerNames).size).toBe(answerNames.length)
  })

  test('It waits for whoever helps until something is proposed, and then for the owner until a line is decided.', async () => {
    const own = [people.owner.memberships[0]?.organisation_id ?? 0]
    const due = async (who: Person, editable: number[] = []) => (await deskDuties(readAs(db, people[who]), people[who], editable)).map(({ kind, n }) => `${kind} ${n}`)
    for (const open of await db.selectFrom('desk_help').select('id').where('ended_at', 'is', null).execute()) await db.updateTable('desk_help').set({ ended_at: noon }).where('id', '=', open.id).execute()
    const { listing, help } = await helped()
    for (const who of ['moderator', 'programme'] as const) expect(await due(who)).toEqual(['help 1'])
    for (const who of ['officer', 'observer', 'stranger', 'mentor', 'anonymous'] as const) expect(await due(who)).toEqual([])
    expect(await due('owner', own)).toEqual([])
    await proposeWording(at('moderator'), ProposeWording.parse({ help_id: help, request_key: randomUUID(), reason: 'Rõ hơn cho người bán.', problem_vi: 'Rau héo sau 8 giờ. Xe chậm. Kho nóng.' }))
    expect(await due('moderator')).toEqual([])
    expect(await due('owner', own)).toEqual(['wording 1'])
    const [proposal] = await proposalsOf(db, listing)
    await decideLine(at(), { id: listing, proposal_id: proposal?.id ?? 0, position: proposal?.lines[0]?.position ?? 0, decision: 'reject' })
    expect(await due('owner', own)).toEqual([])
  })
})
