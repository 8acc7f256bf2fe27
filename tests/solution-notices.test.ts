import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor, Ctx } from '../src/core/context.ts'
import { confirmAward, proposeAward } from '../src/modules/solutions/award-commands.ts'
import { approveDates, returnDates } from '../src/modules/solutions/date-commands.ts'
import { withdrawSolution } from '../src/modules/solutions/draft-commands.ts'
import { solutionOcds } from '../src/modules/solutions/ocds.ts'
import { openPrices, rankSolution } from '../src/modules/solutions/price-commands.ts'
import { solutionFile } from '../src/modules/solutions/queries.ts'
import { answerOfSolution, askOfSolution } from '../src/modules/solutions/question-commands.ts'
import { recordedAnswers } from '../src/modules/solutions/round-queries.ts'
import { runRounds } from '../src/modules/solutions/rounds.ts'
import { submitSolution } from '../src/modules/solutions/submission-commands.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import { daysFrom, minutesFrom } from '../src/platform/time.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { listed } from './listings.ts'
import { ocdsFaults } from './ocds-shape.ts'
import { aSolutionCall, datesProposed, envelopes, scored } from './solution-things.ts'
import { tellingOf } from './told.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã'), one = await anOrganisation(db, 'institute', 'Viện Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai'), three = await anOrganisation(db, 'enterprise', 'Công ty Ba')
const officer = await aPerson(db, { staff: ['deal_officer'] }), second = await aPerson(db, { staff: ['deal_officer'] }), judge = await aPerson(db, { name: 'Giám khảo' })
const people = { lan: await aPerson(db, { organisation: owner }), hoa: await aPerson(db, { organisation: one }), xem: await aPerson(db, { organisation: one, role: 'viewer' }), minh: await aPerson(db, { organisation: two }), ba: await aPerson(db, { organisation: three }), la: await aPerson(db) }
const { lan, hoa, minh, ba, la } = people
const as = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
const told = tellingOf(db, 'solution.', people)
const aCall = async (over: Record<string, unknown> = {}) => aSolutionCall(db, { officer, second, need: await listed(db, owner, 'Cần sấy trái cây', { kind: 'need' }), now: noon, over })
const title = '“Kêu gọi giải pháp sấy trái cây giữ màu”'
/** The release of a call at that time, as the standard asks. */
const released = async (id: number, days: number) => {
  const file = await solutionFile(as(la, days), id)
  const given = solutionOcds(file, file.result.length ? await recordedAnswers(as(la, days), file) : [], { publicUrl: 'https://san.example', author: 'Sàn' })
  expect(ocdsFaults(JSON.parse(JSON.stringify(given)))).toEqual([]) // at every stage
  return given.releases[0]!
}

test('From publication to award everybody whom it concerns is told, and nobody anything sealed; the OCDS release of each stage says what is public then.', async () => {
  const call = await aCall({ rounds: 'yes', round_step: '1.000.000', round_days: '1', round_turn: '5', round_pause: '10' })
  expect(await told()).toEqual([expect.stringMatching(`^lan: ${title} đã công bố, nhận giải pháp đến .* /solutions/N$`)])
  const question = await askOfSolution(as(la), { solution_id: call, question: 'Có điện ba pha không?', request_key: randomUUID() })
  await answerOfSolution(as(second), { solution_id: call, solution_question_id: question, answer: 'Có, 30 kW.' })
  expect(await told()).toEqual([`la: Câu hỏi của bạn về ${title} đã được trả lời. /solutions/N`])
  for (const [actor, price] of [[hoa, 500_000_000], [minh, 100_000_000], [ba, 300_000_000]] as const) await submitSolution(as(actor, 1), envelopes(call, price))
  expect(await told()).toEqual([])
  expect(await released(call, 2)).toMatchObject({ tag: ['planning', 'tender'], tender: { status: 'active', submissionMethod: ['electronicSubmission', 'electronicAuction'], hasEnquiries: true } })
  expect(JSON.stringify(await released(call, 2))).not.toMatch(/Viện Một|500000000|numberOfTenderers|bids/)
  const numbers = await scored(db, call, { officer, members: [judge], points: (organisation) => (organisation === three ? [10, 10] : organisation === one ? [90, 90] : [80, 80]), now: noon })
  expect(await told()).toEqual([[three, 'ba'], [one, 'hoa'], [two, 'minh']].map(([organisation, who]) => `${who}: Phong bì kỹ thuật của ${title} đã mở; tổ chức bạn mang số ${numbers.get(organisation as number)}. /solutions/N/submission`).toSorted())
  expect(await released(call, 11)).toMatchObject({ bids: { statistics: [{ measure: 'bids', value: 3 }], details: [] } })
  await openPrices(as(officer, 11), { solution_id: call })
  expect(await told()).toEqual(['hoa', 'minh'].map((who) => expect.stringMatching(`^${who}: Vòng chào giá 1 của ${title} bắt đầu lúc .*09:00.* /solutions/N/rounds$`) as string))
  const { rounds_begin_at } = await db.selectFrom('solution_call').select('rounds_begin_at').where('id', '=', call).executeTakeFirstOrThrow()
  for (const minutes of [10, 30, 50]) await runRounds(db, call, minutesFrom(rounds_begin_at!, minutes))
  expect((await told()).map((line) => line.replace(/ bắt đầu.*| cần giải trình.*/, ''))).toEqual(['hoa: Vòng chào giá 2 của', 'hoa: Vòng chào giá 3 của', 'minh: Giá của tổ chức bạn trong', 'minh: Vòng chào giá 2 của', 'minh: Vòng chào giá 3 của'].map((line) => `${line} ${title}`))
  await db.updateTable('solution_entry').set({ decision: 'kept', decision_reason: 'Có bảng tính giá thành.' }).where('call_id', '=', call).where('low', '=', true).execute()
  await rankSolution(as(officer, 20), { solution_id: call })
  expect(await told()).toEqual([`ba: Giải pháp của tổ chức bạn trong ${title} không được xếp hạng: Dưới ngưỡng kỹ thuật. /solutions/N/submission`, `hoa: Giải pháp của tổ chức bạn hạng 2 trong ${title}. /solutions/N/submission`, `minh: Giải pháp của tổ chức bạn hạng 1 trong ${title}. /solutions/N/submission`])
  await proposeAward(as(officer, 30), { solution_id: call, count: 1, reason: 'Hạng nhất theo cách tính đã công bố.' })
  expect(await told()).toEqual([`lan: Đề nghị chọn 1 giải pháp cho ${title} chờ tổ chức bạn xác nhận. /solutions/N/desk`])
  await confirmAward(as(lan, 31), { solution_id: call })
  expect(await told()).toEqual([`ba: Giải pháp của tổ chức bạn cho ${title} không được chọn. /solutions/N/submission`, `hoa: Giải pháp của tổ chức bạn cho ${title} không được chọn. /solutions/N/submission`, `minh: Giải pháp của tổ chức bạn cho ${title} được chọn với giá 100.000.000 đồng. /solutions/N/submission`])
  expect(await released(call, 32)).toMatchObject({
    tag: ['planning', 'tender', 'award', 'contract'], tender: { status: 'complete', numberOfTenderers: 3 }, awards: [{ value: { amount: 100_000_000, currency: 'VND' }, suppliers: [{ id: `number-${numbers.get(two)}`, name: 'Công ty Hai' }] }], contracts: [{ awardID: `award-${numbers.get(two)}` }],
    bids: { statistics: [{ measure: 'bids', value: 3 }, { measure: 'validBids', value: 2 }] },
  })
  expect(JSON.stringify(await released(call, 32))).not.toContain('300000000') // below the threshold: sealed for ever
})

test('Moved dates are told to those who handed in, with what becomes of it, to whoever asked and whose need it is; to nobody while they are only proposed. The OCDS release carries each as an amendment with the releases before and after it.', async () => {
  const call = await aCall()
  await submitSolution(as(hoa, 1), envelopes(call, 500_000_000))
  await askOfSolution(as(la), { solution_id: call, question: 'Có điện ba pha không?', request_key: randomUUID() })
  await told()
  const first = await released(call, 2), proposal = async (days: number) => ({ solution_id: call, date_change_id: await datesProposed(db, call, { officer, now: daysFrom(noon, days), asks: 0 }) })
  expect(first.tender).not.toHaveProperty('amendments')
  await returnDates(as(second, 2), { ...await proposal(2), reason: 'Chưa cần thiết.' })
  const approved = await proposal(2)
  expect([await told(), await released(call, 2)]).toEqual([[], first])
  await approveDates(as(second, 3), approved)
  const changes = 'Hạn nộp, cũng là giờ mở phong bì kỹ thuật: từ .*12/0?3/2026.* sang .*14/0?3/2026.*'
  expect(await told()).toEqual([`^hoa: ${title} dời mốc: ${changes} Bản đã nộp giữ nguyên; thay được đến .* /solutions/N/submission$`, ...['la', 'lan'].map((who) => `^${who}: ${title} dời mốc: ${changes} /solutions/N$`)].map((line) => expect.stringMatching(line) as string))
  const second_ = await released(call, 4)
  expect([second_.date, second_.id === first.id]).toEqual([daysFrom(noon, 3).toISOString(), false])
  expect(second_).toMatchObject({ tag: ['planning', 'tender', 'tenderAmendment'], tender: { tenderPeriod: { endDate: daysFrom(noon, 12).toISOString() }, amendments: [{ date: daysFrom(noon, 3).toISOString(), rationale: 'Mất điện diện rộng, nhiều bên chưa khảo sát được.', amendsReleaseID: first.id, releaseID: second_.id }] } })
  await approveDates(as(second, 4), await proposal(4))
  const third = await released(call, 5)
  expect(third.tender.amendments).toMatchObject([{ releaseID: second_.id }, { amendsReleaseID: second_.id, releaseID: third.id }])
})

test('A call that is withdrawn tells those who handed in, whoever asked and whose need it is; a draft tells nobody.', async () => {
  const call = await aCall()
  await submitSolution(as(hoa, 1), envelopes(call, 500_000_000))
  await askOfSolution(as(la), { solution_id: call, question: 'Có điện ba pha không?', request_key: randomUUID() })
  await told()
  await withdrawSolution(as(second, 2), { solution_id: call, reason: 'Bên có nhu cầu đã tự làm được.' })
  expect(await released(call, 3)).toMatchObject({ tender: { status: 'cancelled' } })
  expect(await told()).toEqual(['hoa', 'la', 'lan'].map((who) => `${who}: ${title} kết thúc: Bên có nhu cầu đã tự làm được. /solutions/N`))
})
