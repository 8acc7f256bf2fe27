import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { confirmAward, proposeAward } from '../src/modules/solutions/award-commands.ts'
import { declareConflict, lockScores, nameMember, ScoreEntry, scoreEntry } from '../src/modules/solutions/council-commands.ts'
import { approveDates, proposeDates } from '../src/modules/solutions/date-commands.ts'
import { draftSolution, proposeSolution, publishSolution } from '../src/modules/solutions/draft-commands.ts'
import { putIntoEnvelope } from '../src/modules/solutions/envelope-commands.ts'
import { receiveUpload } from '../src/modules/documents/commands.ts'
import type { Storage } from '../src/platform/storage.ts'
import { openSolution } from '../src/modules/solutions/opening.ts'
import { openPrices, rankSolution } from '../src/modules/solutions/price-commands.ts'
import { runRounds } from '../src/modules/solutions/rounds.ts'
import { askOfSolution } from '../src/modules/solutions/question-commands.ts'
import { DraftSolution } from '../src/modules/solutions/solution-fields.ts'
import { SubmitSolution, submitSolution } from '../src/modules/solutions/submission-commands.ts'
import { daysFrom, minutesFrom, shownMoment } from '../src/platform/time.ts'
import { anOrganisation, aPerson, ctxOf } from './database.ts'
import { listed } from './listings.ts'

/** What an officer types for a call that takes envelopes for ten days. */
export const solutionForm = (need_id: number, now: Date, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  need_id: String(need_id), request_key: randomUUID(), title_vi: 'Kêu gọi giải pháp sấy trái cây giữ màu', title_en: 'Call for solutions to dry fruit and keep its colour', about: 'Mỗi vụ 60 tấn quả, nay hỏng 18 % khi phơi; cần dưới 5 %.', conditions: '',
  criterion_1: 'Hiệu quả đã đo', criterion_en_1: 'Measured effect', weight_1: '40', criterion_2: 'Lắp đặt và bảo trì', criterion_en_2: '', weight_2: '30', price_weight: '30', threshold: '60',
  asks_until: shownMoment(daysFrom(now, 5)), closes_at: shownMoment(daysFrom(now, 10)), low_share: '60', explain_days: '3', standstill_days: '7', most_awards: '2', shown: 'names', not_tender: 'yes', ...over,
})
export const draftOf = (need: number, now: Date, over: Record<string, unknown> = {}): z.output<typeof DraftSolution> => DraftSolution.parse(solutionForm(need, now, over))

/** A call that takes envelopes, published by two officers. */
export async function aSolutionCall(db: Db, { officer, second, need, now, over = {} }: { officer: Actor; second: Actor; need: number; now: Date; over?: Record<string, unknown> }): Promise<number> {
  const solution_id = await draftSolution(ctxOf(db, officer, now), draftOf(need, now, over))
  await proposeSolution(ctxOf(db, officer, now), { solution_id, version: 0 })
  await publishSolution(ctxOf(db, second, now), { solution_id, version: 0 })
  return solution_id
}
export const envelopes = (solution_id: number, price: number, over: Record<string, unknown> = {}): z.output<typeof SubmitSolution> =>
  SubmitSolution.parse({ solution_id, request_key: randomUUID(), summary: 'Bơm nhiệt có thu hồi, đã chạy ở hai nơi.', price: String(price), answer_c1: 'Giảm hỏng còn 3 %, có sổ theo dõi từng mẻ.', answer_c2: 'Lắp trong 20 ngày, bảo trì mỗi quý.', ...over })
export const scoring = (solution_id: number, entry_number: number, one: number, two: number): z.output<typeof ScoreEntry> =>
  ScoreEntry.parse({ solution_id, entry_number, points_c1: String(one), reason_c1: 'Số liệu rõ ràng.', points_c2: String(two), reason_c2: 'Kế hoạch khả thi.' })
/** Puts a document into the technical envelope of whoever acts. */
export async function enclosed(ctx: Ctx, storage: Storage, solution_id: number, filename: string, content: string): Promise<number> {
  const upload = await receiveUpload(ctx, storage, { stream: Readable.from([Buffer.from(content)]), filename, maxBytes: 1_000_000, truncated: () => false }, 'document')
  return putIntoEnvelope(ctx, storage, { solution_id }, upload)
}
const emailOf = async (db: Db, actor: Actor): Promise<string> => (await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()).email

/** The council is named, the envelopes are opened after the last day, everybody declares nothing and gives these points by organisation, and locks. */
export async function scored(db: Db, solution_id: number, { officer, members, points, now }: { officer: Actor; members: readonly Actor[]; points: (organisation: number, member: number) => readonly [number, number]; now: Date }): Promise<Map<number, number>> {
  for (const member of members) await nameMember(ctxOf(db, officer, now), { solution_id, email: await emailOf(db, member) })
  const opened = daysFrom(now, 10.5)
  await openSolution(db, solution_id, opened)
  const entries = await db.selectFrom('solution_entry').select(['number', 'organisation_id']).where('call_id', '=', solution_id).execute()
  for (const [i, member] of members.entries()) {
    await declareConflict(ctxOf(db, member, opened), { solution_id, declaration: 'none', conflict_words: '' })
    for (const { number, organisation_id } of entries) await scoreEntry(ctxOf(db, member, opened), scoring(solution_id, number, ...points(organisation_id, i)))
    await lockScores(ctxOf(db, member, opened), { solution_id })
  }
  return new Map(entries.map(({ number, organisation_id }) => [organisation_id, number]))
}

/** Later dates by so many days for questions and for envelopes, waiting for another officer. */
export async function datesProposed(db: Db, solution_id: number, { officer, now, asks = 1, closes = 2 }: { officer: Actor; now: Date; asks?: number; closes?: number }): Promise<number> {
  const { asks_until, closes_at } = await db.selectFrom('solution_call').select(['asks_until', 'closes_at']).where('id', '=', solution_id).executeTakeFirstOrThrow()
  return proposeDates(ctxOf(db, officer, now), { solution_id, request_key: randomUUID(), asks_until: daysFrom(asks_until, asks), closes_at: daysFrom(closes_at, closes), reason: 'Mất điện diện rộng, nhiều bên chưa khảo sát được.' })
}

/** A draft, a call that takes envelopes with one handed in, a question asked and a change of dates waiting, one whose dates were moved, one the council scores, one in its rounds, and one that is awarded: something real for every address of the calls. */
export async function someSolutions(db: Db, now = new Date(), storage: Storage | null = null) {
  const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Đỗ Thị Mời' }), second = await aPerson(db, { staff: ['deal_officer'], name: 'Lê Văn Gọi' })
  const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã Cần Giải Pháp'), one = await anOrganisation(db, 'institute', 'Viện Nộp Trước'), two = await anOrganisation(db, 'enterprise', 'Công ty Nộp Sau')
  const chairs = await aPerson(db, { organisation: owner, name: 'Phạm Chủ Nhu Cầu' }), first = await aPerson(db, { organisation: one, name: 'Vũ Nộp Trước' }), later = await aPerson(db, { organisation: two, name: 'Hồ Nộp Sau' })
  const judge = await aPerson(db, { name: 'Bùi Giám Khảo' }), other = await aPerson(db, { name: 'Cao Hội Đồng' })
  const need = (title: string) => listed(db, owner, title, { kind: 'need' })
  const past = daysFrom(now, -40)
  const draft = await draftSolution(ctxOf(db, officer, now), draftOf(await need('Cần giải pháp thứ nhất'), now))
  const open = await aSolutionCall(db, { officer, second, need: await need('Cần giải pháp thứ hai'), now })
  await submitSolution(ctxOf(db, first, now), envelopes(open, 410_000_000))
  const document = storage && await enclosed(ctxOf(db, first, now), storage, open, 'So do van hanh.txt', 'Sổ theo dõi từng mẻ')
  const question = await askOfSolution(ctxOf(db, later, now), { solution_id: open, question: 'Xưởng có điện ba pha không?', request_key: randomUUID() })
  const date_change = await datesProposed(db, open, { officer, now })
  const moved = await aSolutionCall(db, { officer, second, need: await need('Cần giải pháp thứ bảy'), now })
  await approveDates(ctxOf(db, second, now), { solution_id: moved, date_change_id: await datesProposed(db, moved, { officer, now }) })
  const scoringCall = await aSolutionCall(db, { officer, second, need: await need('Cần giải pháp thứ ba'), now: past })
  for (const [actor, price] of [[first, 300_000_000], [later, 320_000_000]] as const) await submitSolution(ctxOf(db, actor, daysFrom(past, 2)), envelopes(scoringCall, price))
  for (const member of [judge, other]) await nameMember(ctxOf(db, officer, past), { solution_id: scoringCall, email: await emailOf(db, member) })
  await openSolution(db, scoringCall, daysFrom(past, 10.5))
  const { id: member } = await db.selectFrom('solution_member').select('id').where('call_id', '=', scoringCall).where('person_id', '=', other.person_id).executeTakeFirstOrThrow()
  const awarded = await aSolutionCall(db, { officer, second, need: await need('Cần giải pháp thứ tư'), now: past })
  for (const [actor, price] of [[first, 300_000_000], [later, 320_000_000]] as const) await submitSolution(ctxOf(db, actor, daysFrom(past, 2)), envelopes(awarded, price))
  await scored(db, awarded, { officer, members: [judge], points: (organisation) => (organisation === one ? [80, 90] : [70, 70]), now: past })
  await openPrices(ctxOf(db, officer, daysFrom(past, 11)), { solution_id: awarded })
  await rankSolution(ctxOf(db, officer, daysFrom(past, 12)), { solution_id: awarded })
  await proposeAward(ctxOf(db, officer, daysFrom(past, 21)), { solution_id: awarded, count: 1, reason: 'Giải pháp hạng nhất có số liệu đo đầy đủ hơn.' })
  await confirmAward(ctxOf(db, chairs, daysFrom(past, 22)), { solution_id: awarded })
  // In its second round, in the first turn of it: the next half hour nothing here changes by being looked at.
  const running = await aSolutionCall(db, { officer, second, need: await need('Cần giải pháp thứ sáu'), now: past, over: { rounds: 'yes', round_turn: '30', round_pause: '10', round_step: '1.000.000', round_days: '1', round_hour: '09:00' } })
  for (const [actor, price] of [[first, 300_000_000], [later, 320_000_000]] as const) await submitSolution(ctxOf(db, actor, daysFrom(past, 2)), envelopes(running, price))
  await scored(db, running, { officer, members: [judge], points: (organisation) => (organisation === one ? [80, 90] : [70, 70]), now: past })
  await openPrices(ctxOf(db, officer, daysFrom(past, 11)), { solution_id: running })
  await runRounds(db, running, minutesFrom(now, -12))
  return { draft, open, moved, date_change, scoring: scoringCall, awarded, running, document, question, member, officer, second, chairs, first, later, judge, other, owner, one, two, need: await need('Cần giải pháp thứ năm') }
}
