import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { changeStage, claimClosing, confirmClosing, loseDeal, sendMessage } from '../src/modules/deals/commands.ts'
import { acceptInterest, declineInterest, expressInterest, withdrawInterest } from '../src/modules/deals/interest-commands.ts'
import { openStages, type OpenStage } from '../src/modules/deals/schema.ts'
import type { ListingKind } from '../src/modules/listings/schema.ts'
import { matchesOf } from '../src/modules/matching/queries.ts'
import type { Match } from '../src/modules/matching/schema.ts'
import { vnd } from '../src/platform/money.ts'
import { daysFrom, minutesFrom } from '../src/platform/time.ts'
import { keyOf } from './world-sides.ts'

type End = 'pending' | 'declined' | 'withdrawn' | OpenStage | 'claimed' | 'won' | 'lost'

/** One line a pair, in this order: what became of it, how many days ago it began, and why it failed where it did. */
export const courses: { end: End; begun: number; code?: string; reason?: string; /** Settled in a third of the usual time. */ quick?: true }[] = [
  { end: 'won', begun: 290 }, { end: 'won', begun: 240 }, { end: 'lost', begun: 230, code: 'price', reason: 'Giá lắp đặt cao hơn ngân sách năm nay, hai bên hẹn xem lại vào kỳ kế hoạch sau.' },
  { end: 'won', begun: 200 }, { end: 'contract', begun: 120 }, { end: 'pilot', begun: 95 }, { end: 'won', begun: 170 }, { end: 'lost', begun: 150, code: 'technology_failed_test', reason: 'Chạy thử ba tuần chưa đạt chỉ tiêu đã nêu trong nhu cầu.' },
  { end: 'evaluation', begun: 60 }, { end: 'terms', begun: 88 }, { end: 'won', begun: 140 }, { end: 'discussion', begun: 20 }, { end: 'nda', begun: 34 }, { end: 'claimed', begun: 110 },
  { end: 'pending', begun: 3 }, { end: 'pending', begun: 6 }, { end: 'declined', begun: 45, code: 'too_early', reason: 'Chúng tôi cần thiết bị đã chạy ít nhất một năm tại cơ sở tương tự.' }, { end: 'evaluation', begun: 41 },
  { end: 'lost', begun: 130, code: 'no_budget', reason: 'Đơn vị chưa được bố trí kinh phí trong năm.' }, { end: 'pending', begun: 1 }, { end: 'declined', begun: 28, code: 'too_dear', reason: 'Vượt ngân sách hơn một nửa.' }, { end: 'discussion', begun: 11 }, { end: 'withdrawn', begun: 25 }, { end: 'pilot', begun: 77 },
  // Long enough ago that both sides have been asked what became of it.
  { end: 'won', begun: 328, quick: true }, { end: 'won', begun: 321, quick: true }, { end: 'won', begun: 315, quick: true }, { end: 'won', begun: 309, quick: true }, { end: 'lost', begun: 180, code: 'price', reason: 'Giá chào cao hơn mức hội đồng của đơn vị được duyệt.' },
]

/** The first words, by who says them. */
const openings = {
  need: [
    'Chúng tôi đã đọc kỹ phần mô tả và thấy khớp với việc đang vướng. Xin hẹn một buổi trao đổi trong hai tuần tới, có kỹ sư vận hành cùng dự.',
    'Đơn vị chúng tôi có mặt bằng và người vận hành sẵn sàng để chạy thử. Xin gửi thêm kết quả thử gần nhất và danh sách nơi đã lắp.',
    'Chúng tôi quan tâm và muốn xem thiết bị đang chạy. Nếu thuận tiện, tuần sau đoàn ba người có thể đến.',
  ],
  offer: [
    'Công nghệ của chúng tôi có thể đáp ứng phần lớn các chỉ tiêu bạn nêu. Phần chưa chắc là công suất mùa cao điểm, mong được đo tại chỗ trước khi báo giá.',
    'Chúng tôi đã làm việc tương tự ở hai nơi và có thể cho xem số liệu. Xin phép đến khảo sát để trả lời chính xác từng yêu cầu.',
  ],
}
/** At each step the side that needs speaks first, then the side that offers. */
const talk: Record<OpenStage, [string, string]> = {
  discussion: ['Chào anh/chị, chúng tôi gửi số liệu sản lượng ba năm gần đây để bên kỹ thuật tính công suất.', 'Đã nhận. Bên tôi cần thêm sơ đồ mặt bằng và công suất điện hiện có, xin gửi trước thứ Sáu.'],
  nda: ['Hai bên đã thống nhất phạm vi thông tin cần giữ kín: bản vẽ, thông số vận hành và đơn giá.', 'Đồng ý. Người được xem tài liệu gồm ba người có tên trong danh sách đính kèm.'],
  evaluation: ['Đoàn kỹ thuật đã đến xem. Cần làm rõ mức tiêu hao điện khi chạy non tải.', 'Số đo non tải bằng khoảng hai phần ba đầy tải. Chúng tôi gửi bảng đo chi tiết để anh/chị đối chiếu.'],
  pilot: ['Bắt đầu chạy thử từ thứ Hai, đo hằng ngày theo mẫu hai bên đã thống nhất.', 'Tuần đầu đạt bốn trong năm chỉ tiêu. Chỉ tiêu còn lại sẽ chỉnh và đo lại.'],
  terms: ['Đề nghị thanh toán ba đợt: ký, nghiệm thu chạy thử và sau sáu tháng vận hành.', 'Chúng tôi đồng ý ba đợt và bảo hành 24 tháng; phụ tùng thay thế tính riêng theo bảng giá đính kèm.'],
  contract: ['Dự thảo hợp đồng đã gửi pháp chế hai bên, còn hai điểm về bảo hành.', 'Hai điểm đó đã xong. Mời anh/chị xem bản cuối.'],
}

interface Side { listing: number; actor: Actor }
interface Pair { need: Side; offer: Side; match: Match; value: number; shown: boolean }
/** The organisations whose people the start names, and the courses theirs take. */
export const shownOrganisations = ['Viện Công nghệ Sau thu hoạch Hát Giang', 'Hợp tác xã Nông sản và Dược liệu Đồi Sim']
const theirCourses = [4, 0, 5, 2, 8, 10]

/** Deals between the best pairs of the city, begun and ended by the same commands people use, on the days they would have. */
export async function worldDeals(db: Db, now: Date, onProgress: (done: number, what: string) => void): Promise<void> {
  const pairs = await bestPairs(db, courses.length)
  for (const [i, course] of courses.entries()) {
    const pair = pairs[i]
    if (!pair) return
    await run(db, pair, course, i, now)
    onProgress(i + 1, course.end)
  }
}

async function run(db: Db, { need, offer, match, value }: Pair, { end, begun, code, reason, quick }: (typeof courses)[number], index: number, now: Date): Promise<void> {
  const [asker, answerer] = index % 2 ? [offer, need] : [need, offer]
  let at = daysFrom(now, -begun)
  // People write in office hours: between eight and five in Hanoi.
  const pass = (days: number, minutes = 0) => {
    at = minutesFrom(daysFrom(at, days), minutes)
    const hour = (at.getUTCHours() + 7) % 24
    if (hour < 8 || hour > 16) at = minutesFrom(at, (8 + ((hour * 5) % 9) - hour + (hour > 16 ? 24 : 0)) * 60)
    if (at > now) at = minutesFrom(now, -30)
  }
  const as = (side: Side): Ctx => ({ db, actor: side.actor, locale: 'vi', now: () => at, request_id: 'world', session: null })
  let n = 0
  const key = () => keyOf(`world ${index} ${++n}`)

  const interest_id = await expressInterest(as(asker), { listing_id: answerer.listing, counter_listing_id: asker.listing, message: (asker === need ? openings.need[index % 3] : openings.offer[index % 2]) ?? '', request_key: key() }, match.reasons)
  if (end === 'pending') return
  pass(2, 95)
  if (end === 'withdrawn') return withdrawInterest(as(asker), { interest_id })
  if (end === 'declined') return declineInterest(as(answerer), { interest_id, decline_code: code ?? 'other', answer: reason ?? '' })
  const deal_id = await acceptInterest(as(answerer), { interest_id })
  const last = end === 'won' || end === 'claimed' ? openStages.length - 1 : end === 'lost' ? 2 + (index % 3) : openStages.indexOf(end as OpenStage)
  const step = Math.max(1, Math.floor((begun * (quick ? 0.23 : 0.7)) / (last + 2)))
  for (let s = 0; s <= last; s++) {
    const stage = openStages[s] as OpenStage
    if (s > 0) {
      const { version } = await db.selectFrom('deal').select('version').where('id', '=', deal_id).executeTakeFirstOrThrow()
      await changeStage(as(asker), { deal_id, stage, reason: '', version })
    }
    pass(1, 40)
    await sendMessage(as(need), { deal_id, body: talk[stage][0], request_key: key() })
    pass(Math.ceil(step / 3), 130)
    // Where the course ends mid-way, every other deal leaves the last word unanswered: somebody's turn.
    if (s < last || index % 2 === 0) await sendMessage(as(offer), { deal_id, body: talk[stage][1], request_key: key() })
    pass(Math.ceil(step / 2), 25)
  }
  if (end === 'lost') return loseDeal(as(need), { deal_id, loss_code: code ?? 'other', reason: reason ?? '' })
  if (end !== 'won' && end !== 'claimed') return
  await claimClosing(as(offer), { deal_id, value: vnd(value), reason: '' }) // from the contract, where closing needs no word
  if (end === 'claimed') return
  pass(3, 15)
  await confirmClosing(as(need), { deal_id, value: vnd(value) })
}

/** Pairs of a need and its best offer, strongest first, no offer twice and at most two a party. */
async function bestPairs(db: Db, most: number): Promise<Pair[]> {
  const sides = await db.selectFrom('listing as l').innerJoin('membership as m', (on) => on.onRef('m.organisation_id', '=', 'l.organisation_id').on('m.role', '=', 'owner')).innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['l.id', 'l.kind', 'l.organisation_id', 'l.price_min', 'l.price_max', 'p.id as person_id', 'p.name']).where('l.state', '=', 'published').orderBy('l.id').orderBy('p.id').execute()
  const byId = new Map(sides.map((side) => [side.id, side]))
  const found: { need: (typeof sides)[number]; offer: (typeof sides)[number]; match: Match }[] = []
  for (const need of sides.filter(({ kind }) => (kind as ListingKind) === 'need')) {
    const [match] = await matchesOf(db, need, 1)
    const offer = match && byId.get(match.listing_id)
    if (match && offer) found.push({ need, offer, match })
  }
  const shown = new Set((await db.selectFrom('organisation').select('id').where('name_vi', 'in', shownOrganisations).execute()).map(({ id }) => id))
  const parts = ({ need, offer }: { need: { organisation_id: number }; offer: { organisation_id: number } }): number => [need, offer].filter(({ organisation_id }) => shown.has(organisation_id)).length
  const parties = new Map<number, number>()
  const taken = new Set<number>()
  const pairs: Pair[] = []
  for (const { need, offer, match } of found.toSorted((a, b) => parts(b) - parts(a) || b.match.score - a.match.score || a.need.id - b.need.id)) {
    const busy = [need, offer].some(({ organisation_id }) => (parties.get(organisation_id) ?? 0) >= 3)
    if (taken.has(offer.id) || taken.has(need.id) || busy || pairs.length === most) continue
    for (const { id, organisation_id } of [need, offer]) { taken.add(id); parties.set(organisation_id, (parties.get(organisation_id) ?? 0) + 1) }
    const side = (row: typeof need): Side => ({ listing: row.id, actor: { person_id: row.person_id, name: row.name, organisation_id: row.organisation_id, memberships: [{ organisation_id: row.organisation_id, role: 'owner' }], staff_roles: [], acted_by: null } })
    // Agreed between the offer's price and what the need would bear, to the million.
    const asked = offer.price_min ?? need.price_min ?? 240_000_000
    const value = Math.max(5_000_000, Math.round(((asked + Math.min(offer.price_max ?? asked * 1.3, need.price_max ?? asked * 1.3)) / 2) / 1e6) * 1e6)
    pairs.push({ need: side(need), offer: side(offer), match, value, shown: parts({ need, offer }) > 0 })
  }
  // Whoever signs in as one of those named at the start finds a file that is open, and one that is done.
  const theirs = pairs.filter((pair) => pair.shown), others = pairs.filter((pair) => !pair.shown)
  const rest = [...others, ...theirs.slice(theirCourses.length)]
  return courses.flatMap((_, i) => theirs[theirCourses.indexOf(i)] ?? rest.shift() ?? [])
}
