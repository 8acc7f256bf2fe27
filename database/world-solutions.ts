import { sql } from 'kysely'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { proposeAward } from '../src/modules/solutions/award-commands.ts'
import { changeScore, declareConflict, lockScores, nameMember, ScoreEntry, scoreEntry } from '../src/modules/solutions/council-commands.ts'
import { approveDates, proposeDates } from '../src/modules/solutions/date-commands.ts'
import { draftSolution, proposeSolution, publishSolution } from '../src/modules/solutions/draft-commands.ts'
import { openSolution } from '../src/modules/solutions/opening.ts'
import { openPrices, rankSolution } from '../src/modules/solutions/price-commands.ts'
import { answerOfSolution, askOfSolution } from '../src/modules/solutions/question-commands.ts'
import { lowerPrice } from '../src/modules/solutions/round-commands.ts'
import { runRounds } from '../src/modules/solutions/rounds.ts'
import { DraftSolution } from '../src/modules/solutions/solution-fields.ts'
import { SubmitSolution, submitSolution } from '../src/modules/solutions/submission-commands.ts'
import { vnd } from '../src/platform/money.ts'
import { daysFrom, hanoiDay, minutesFrom } from '../src/platform/time.ts'
import { shownOrganisations } from './world-deals.ts'
import { keyOf } from './world-sides.ts'

/** What each hands in, with its price in millions and what two members give for it: the last one stays below the threshold, and its price sealed. */
const answers = [
  { summary: 'Thay cụm gia nhiệt bằng bơm nhiệt có thu hồi, giữ khung buồng hiện có để giảm vốn đầu tư.', c1: 'Đã chạy 14 tháng ở hai cơ sở; điện tiêu thụ giảm 31 %, tỷ lệ hỏng còn 3,8 %. Có sổ vận hành từng mẻ và xác nhận của nơi dùng.', c2: 'Lắp trong 24 ngày, đào tạo hai kỹ thuật viên; kiểm tra mỗi quý trong hai năm.', price: 640, given: [[86, 78], [82, 80]] },
  { summary: 'Lắp bộ điều khiển theo độ ẩm và quạt biến tần trên thiết bị đang có.', c1: 'Đã chạy một vụ ở một cơ sở; hao hụt giảm từ 17 % xuống 8 %, số liệu do cơ sở ghi.', c2: 'Lắp trong 10 ngày, không phải dừng sản xuất; bảo hành 18 tháng.', price: 415, given: [[68, 84], [66, 80]] },
  { summary: 'Dây chuyền mới trọn gói, nhập cụm chính, nội địa hóa phần vỏ.', c1: 'Theo tài liệu của nhà sản xuất, hao hụt dưới 3 %; chưa lắp ở Việt Nam.', c2: 'Giao hàng trong 120 ngày; phụ tùng đặt theo chuyến.', price: 1_150, given: [[55, 40], [50, 45]] },
] as const
const reasons = ['Số liệu và nơi đã chạy đủ để đối chiếu.', 'Kế hoạch phù hợp điều kiện tại chỗ.'] as const

/**
 * One call takes envelopes until a day that was moved, with a question answered and two answers nobody reads yet; one is being scored by two experts of the
 * directory, of one all scores are locked and the prices wait to be opened; another went through its three rounds and is ranked, its days of standstill
 * are over, and the award an officer proposed waits for the owner of the need.
 */
export async function worldSolutions(db: Db, now: Date): Promise<void> {
  const officers = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'deal_officer').orderBy('p.id').limit(2).execute()
  const [first, second] = officers.map(({ id, name }): Actor => ({ person_id: id, name, organisation_id: null, memberships: [], staff_roles: ['deal_officer'], acted_by: null }))
  const needs = await db.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id').innerJoin('listing_text as vi', (on) => on.onRef('vi.listing_id', '=', 'l.id').on('vi.language', '=', 'vi')).innerJoin('listing_text as en', (on) => on.onRef('en.listing_id', '=', 'l.id').on('en.language', '=', 'en'))
    .select(['l.id', 'l.organisation_id', 'vi.title as vi', 'en.title as en']).where('l.kind', '=', 'need').where('l.state', '=', 'published').where('o.name_vi', 'not in', shownOrganisations).where((on) => on.not(on.exists(on.selectFrom('sourcing_call as s').select('s.id').whereRef('s.need_id', '=', 'l.id')))).orderBy('l.id').limit(4).execute()
  const owners = needs.map(({ organisation_id }) => organisation_id)
  const rows = await db.selectFrom('membership as m').innerJoin('organisation as o', 'o.id', 'm.organisation_id').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'p.email', 'm.organisation_id']).where('m.role', '=', 'owner').where('o.kind', 'in', ['institute', 'university', 'enterprise']).where('o.name_vi', 'not in', shownOrganisations).where('m.organisation_id', 'not in', owners.length ? owners : [0]).orderBy('o.id').orderBy('p.id').limit(200).execute()
  const people = rows.filter(({ organisation_id }, i) => rows.findIndex((other) => other.organisation_id === organisation_id) === i).map(({ id, name, email, organisation_id }) => ({ email, actor: { person_id: id, name, organisation_id, memberships: [{ organisation_id, role: 'owner' as const }], staff_roles: [], acted_by: null } satisfies Actor }))
  if (!first || !second || needs.length < 4 || people.length < answers.length + 2) return
  const as = (actor: Actor, at: Date): Ctx => ({ db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } })

  const publish = async (n: 0 | 1 | 2 | 3, at: Date, over: Record<string, string> = {}): Promise<number> => {
    const { id, vi, en } = needs[n]!
    const solution_id = await draftSolution(as(first, at), DraftSolution.parse({
      need_id: String(id), request_key: keyOf(`solution call ${n}`), title_vi: `Kêu gọi giải pháp: ${vi}`.slice(0, 160), title_en: `Call for solutions: ${en}`.slice(0, 160),
      about: 'Bên có nhu cầu mời các đơn vị nộp giải pháp đã chạy thật hoặc đã thử ở quy mô gần với điều kiện nêu trong tin nhu cầu. Giá là giá trọn gói gồm thiết bị, lắp đặt, đào tạo và bảo hành.\n\n- Mặt bằng và nguồn điện xem trong tin nhu cầu.\n- Được khảo sát tại chỗ theo hẹn qua mục hỏi và đáp.', conditions: 'Người nộp cho phép xem ít nhất một nơi đã lắp, nếu có.',
      criterion_1: 'Hiệu quả đã đo được', criterion_en_1: 'Measured effect', weight_1: '45', criterion_2: 'Lắp đặt, đào tạo và bảo trì', criterion_en_2: 'Installation, training and upkeep', weight_2: '25', price_weight: '30', threshold: '60',
      asks_until: `${hanoiDay(daysFrom(at, 8))}T17:00`, closes_at: `${hanoiDay(daysFrom(at, 15))}T17:00`, low_share: '55', explain_days: '5', standstill_days: '7', most_awards: '1', shown: 'names', not_tender: 'yes', ...over,
    }))
    await proposeSolution(as(first, daysFrom(at, 0.1)), { solution_id, version: 0 })
    await publishSolution(as(second, daysFrom(at, 0.2)), { solution_id, version: 0 })
    return solution_id
  }
  /** A price is written by whose it is and by nobody else, the Exchange's own handle included: for this press the connection reads for them too. */
  const speaksFor = async <T>({ organisation_id }: Actor, work: () => Promise<T>): Promise<T> => {
    const readsFor = (organisations: string) => sql`select set_config('techex.organisations', ${organisations}, true)`.execute(db)
    await readsFor(`{${organisation_id}}`)
    const done = await work()
    await readsFor('{}')
    return done
  }
  const handIn = async (solution_id: number, who: number, at: Date, { actor } = people[who]!): Promise<number> => {
    const { summary, c1, c2, price } = answers[who]!
    return speaksFor(actor, () => submitSolution(as(actor, at), SubmitSolution.parse({ solution_id, request_key: keyOf(`solution ${solution_id} ${who}`), summary, answer_c1: c1, answer_c2: c2, price: String(price * 1_000_000) })))
  }

  const begun = daysFrom(now, -47), ranked = await publish(0, begun, { rounds: 'yes', round_turn: '10', round_pause: '15', round_step: '5.000.000', round_days: '1', round_hour: '09:00' })
  for (const who of [0, 1, 2]) await handIn(ranked, who, daysFrom(begun, 9 + who))
  const council = people.slice(answers.length, answers.length + 2)
  for (const { email } of council) await nameMember(as(first, daysFrom(begun, 12)), { solution_id: ranked, email })
  await openSolution(db, ranked, daysFrom(begun, 16))
  const entries = await db.selectFrom('solution_entry').select(['number', 'organisation_id']).where('call_id', '=', ranked).orderBy('number').execute()
  const numberOf = (who: number): number => entries.find(({ organisation_id }) => organisation_id === people[who]!.actor.organisation_id)!.number
  for (const [i, { actor }] of council.entries()) {
    const at = daysFrom(begun, 17 + i)
    await declareConflict(as(actor, at), { solution_id: ranked, declaration: 'none', conflict_words: '' })
    for (const who of [0, 1, 2]) await scoreEntry(as(actor, at), ScoreEntry.parse({ solution_id: ranked, entry_number: numberOf(who), points_c1: String(answers[who]!.given[i]![0]), reason_c1: reasons[0], points_c2: String(answers[who]!.given[i]![1]), reason_c2: reasons[1] }))
    await lockScores(as(actor, at), { solution_id: ranked })
  }
  await changeScore(as(council[0]!.actor, daysFrom(begun, 19)), { solution_id: ranked, entry_number: numberOf(1), criterion: 'c1', points: 72, reason: 'Hội đồng chỉ ra sổ ghi của cơ sở có chữ ký từng ca, nên số liệu đáng tin hơn.' })
  await openPrices(as(first, daysFrom(begun, 20)), { solution_id: ranked })
  // In two rounds both lower their price, each in its turn; in the third both keep it.
  const begins = (await db.selectFrom('solution_call').select('rounds_begin_at').where('id', '=', ranked).executeTakeFirstOrThrow()).rounds_begin_at ?? begun
  for (const [i, millions] of [[610, 400], [585, 390], []].entries()) {
    const turns = await db.selectFrom('solution_turn as t').innerJoin('solution_entry as e', 'e.id', 't.entry_id').select(['t.begins_at', 'e.number']).where('t.call_id', '=', ranked).where('t.round', '=', i + 1).orderBy('t.position').execute()
    for (const { begins_at, number } of turns) {
      const who = [0, 1].find((one) => numberOf(one) === number) ?? 0, price = millions[who], { actor } = people[who]!
      if (price) await speaksFor(actor, () => lowerPrice(as(actor, minutesFrom(begins_at, 4)), { solution_id: ranked, price: vnd(price * 1_000_000), request_key: keyOf(`solution round ${i} ${who}`) }))
    }
    await runRounds(db, ranked, minutesFrom(begins, i * 35 + 20))
  }
  await rankSolution(as(first, daysFrom(begins, 1)), { solution_id: ranked })
  await proposeAward(as(first, daysFrom(now, -2)), { solution_id: ranked, count: 1, reason: 'Giải pháp hạng nhất có kết quả tổng hợp cao nhất theo cách tính đã công bố.' })

  // Those who are shown first in the directory of experts score what organisations other than theirs handed in.
  const experts = (await db.selectFrom('expert as e').innerJoin('person as p', 'p.id', 'e.person_id').select(['p.id', 'p.name', 'p.email', 'e.organisation_id']).where('e.availability', '=', 'available').where('e.organisation_id', 'is not', null).orderBy('p.name').orderBy('e.id').limit(2).execute())
    .map(({ id, name, email, organisation_id }) => ({ email, actor: { person_id: id, name, organisation_id, memberships: [{ organisation_id: organisation_id!, role: 'editor' as const }], staff_roles: [], acted_by: null } satisfies Actor }))
  const others = people.filter(({ actor }) => experts.every((one) => one.actor.organisation_id !== actor.organisation_id))
  const scored = async (n: 2 | 3, at: Date, locks: number): Promise<void> => {
    const call = await publish(n, at)
    for (const who of [0, 1]) await handIn(call, who, daysFrom(at, 6 + who), others[who]!)
    for (const { email } of experts) await nameMember(as(first, daysFrom(at, 9)), { solution_id: call, email })
    await openSolution(db, call, daysFrom(at, 15.9))
    const numbers = await db.selectFrom('solution_entry').select(['number', 'organisation_id']).where('call_id', '=', call).execute()
    for (const [i, { actor }] of experts.entries()) {
      const day = daysFrom(at, 16 + i), whole = i >= experts.length - locks
      await declareConflict(as(actor, day), { solution_id: call, declaration: 'none', conflict_words: '' })
      for (const who of whole ? [0, 1] : [0]) await scoreEntry(as(actor, day), ScoreEntry.parse({ solution_id: call, entry_number: numbers.find(({ organisation_id }) => organisation_id === others[who]!.actor.organisation_id)!.number, points_c1: String(answers[who]!.given[i]![0]), reason_c1: reasons[0], points_c2: String(answers[who]!.given[i]![1]), reason_c2: reasons[1] }))
      if (whole) await lockScores(as(actor, day), { solution_id: call })
    }
  }
  if (experts.length === 2 && others.length > 1) {
    await scored(2, daysFrom(now, -20), 2)
    await scored(3, daysFrom(now, -18), 1)
  }

  const lately = daysFrom(now, -6), open = await publish(1, lately)
  // Two officers gave those who answer three days more, before anybody had handed in.
  const date_change_id = await proposeDates(as(first, daysFrom(lately, 2)), { solution_id: open, request_key: keyOf('solution dates'), asks_until: new Date(`${hanoiDay(daysFrom(lately, 10))}T17:00:00+07:00`), closes_at: new Date(`${hanoiDay(daysFrom(lately, 18))}T17:00:00+07:00`), reason: 'Xưởng của bên có nhu cầu dừng máy để bảo trì, nên lịch khảo sát tại chỗ lùi lại ba ngày.' })
  await approveDates(as(second, daysFrom(lately, 2.5)), { solution_id: open, date_change_id })
  for (const who of [0, 1]) await handIn(open, who, daysFrom(lately, 3 + who))
  const asked = await askOfSolution(as(people[2]!.actor, daysFrom(lately, 2)), { solution_id: open, question: 'Nguồn điện tại xưởng là một pha hay ba pha?', request_key: keyOf('solution question') })
  await answerOfSolution(as(second, daysFrom(lately, 3)), { solution_id: open, solution_question_id: asked, answer: 'Ba pha, 40 kVA, còn dư khoảng 15 kVA vào giờ cao điểm.' })
}
