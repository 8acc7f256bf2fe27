import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { queueJob } from '../src/core/jobs.ts'
import { askInviter, declineCall, SaveAnswer, saveAnswer } from '../src/modules/sourcing/answer-commands.ts'
import { answerEnquiry, chooseSuppliers, DraftCall, draftCall, sendCall } from '../src/modules/sourcing/call-commands.ts'
import { questionsOf } from '../src/modules/sourcing/call-queries.ts'
import { openCall } from '../src/modules/sourcing/tending.ts'
import { daysFrom, hanoiDay } from '../src/platform/time.ts'

const oil = 'Nâng hiệu suất và chất lượng tinh dầu sả, ngải cứu từ nồi cất thủ công', dryer = 'Cần thiết bị sấy trái cây, hoa và lá thuốc mà không mất màu, mất mùi', bamboo = 'Tre làm giàn trà, chòi nghỉ và sào phơi không bị mọt trong ít nhất mười năm'
const still = 'Chưng cất tinh dầu áp suất thấp có thu hồi nước thơm và nhiệt', heatPump = 'Sấy lạnh bơm nhiệt kết hợp thăng hoa cho trái cây và dược liệu, mẻ 300 kg', nano = 'Dung dịch nano đồng – silica chống mốc mọt cho mây tre đan, thay xông lưu huỳnh'
const institute = 'Viện Công nghệ Sau thu hoạch Hát Giang', herbs = 'Viện Công nghệ Thực phẩm và Dược liệu Bến Quế', faculty = 'Khoa Nông nghiệp và Công nghệ sinh học, Đại học Phù Sa', brokers = 'Công ty TNHH Thẩm định và Môi giới Công nghệ Ô Quan'

/**
 * The cooperative has invited suppliers twice: about its oil, where the last day is over and two answers
 * lie side by side while a third declined, and about a dryer, which still takes answers. A broker is on its
 * need of bamboo and has suggested an offer. How many offers match each need the worker reckons at its first
 * start.
 */
export async function worldSourcing(db: Db, now: Date): Promise<void> {
  const listings = await db.selectFrom('listing as l').innerJoin('listing_text as t', 't.listing_id', 'l.id').select(['l.id', 'l.organisation_id', 't.title']).where('t.language', '=', 'vi').where('l.state', '=', 'published').where('t.title', 'in', [oil, dryer, bamboo, still, heatPump, nano]).execute()
  const owners = await db.selectFrom('organisation as o').innerJoin('membership as m', 'm.organisation_id', 'o.id').innerJoin('person as p', 'p.id', 'm.person_id').select(['o.id', 'o.name_vi', 'p.id as person_id', 'p.name']).where('m.role', '=', 'owner').orderBy('p.id').execute()
  const listing = (title: string) => listings.find((one) => one.title === title)
  const as = (organisation: (one: (typeof owners)[number]) => boolean, at: Date): Ctx | null => {
    const owner = owners.find(organisation)
    if (!owner) return null
    const actor: Actor = { person_id: owner.person_id, name: owner.name, organisation_id: owner.id, memberships: [{ organisation_id: owner.id, role: 'owner' }], staff_roles: [], acted_by: null }
    return { db, actor, locale: 'vi', now: () => at, request_id: 'world', session: null }
  }
  const named = (name: string, at: Date) => as(({ name_vi }) => name_vi.startsWith(name), at)
  const idOf = (name: string): number[] => owners.filter(({ name_vi }) => name_vi.startsWith(name)).slice(0, 1).map(({ id }) => id)

  const call = async (title: string, offers: string[], organisations: string[], at: Date, days: number, content: object): Promise<number | null> => {
    const need = listing(title)
    const ctx = need && as(({ id }) => id === need.organisation_id, at)
    if (!need || !ctx) return null
    const id = await draftCall(ctx, DraftCall.parse({ id: need.id, request_key: randomUUID(), deadline: hanoiDay(daysFrom(at, days)), ...content }))
    await chooseSuppliers(ctx, { call_id: id, offers: offers.flatMap((offer) => listing(offer)?.id ?? []), organisations: organisations.flatMap(idOf) })
    await sendCall(ctx, { call_id: id })
    return id
  }
  const partOf = async (id: number, name: string): Promise<number> => (await db.selectFrom('call_supplier').select('id').where('call_id', '=', id).where('organisation_id', 'in', [0, ...idOf(name)]).executeTakeFirst())?.id ?? 0
  const answer = async (id: number, name: string, at: Date, values: string[], more: { note?: string; offer?: string; press?: 'save' }): Promise<void> => {
    const [ctx, supplier_id, questions] = [named(name, at), await partOf(id, name), await questionsOf(db, id)]
    if (ctx && supplier_id) await saveAnswer(ctx, SaveAnswer.parse({ supplier_id, version: 0, note: more.note ?? '', offer_id: more.offer ? String(listing(more.offer)?.id ?? '') : '', press: more.press ?? 'send', ...Object.fromEntries(questions.map(({ id: question }, i) => [`answer_${question}`, values[i] ?? ''])) }))
  }

  const past = daysFrom(now, -26)
  const over = await call(oil, [still], [herbs, faculty], past, 18, {
    text: 'Hợp tác xã cất tinh dầu sả và ngải cứu bằng bốn nồi đốt củi 500 lít, mỗi vụ khoảng 60 tấn lá. Chúng tôi muốn lấy thêm dầu từ cùng lượng lá và bớt củi. Xin trả lời theo điều kiện xưởng có sẵn điện một pha 15 kW và nước giếng. Chúng tôi sẽ xem trước hết số liệu đã đo ở nơi dùng thật.',
    question_1: 'Đã lắp ở đâu, chạy được bao lâu, ai xác nhận?', kind_1: 'text', question_2: 'Lượng dầu lấy được tăng thêm so với nồi củi', kind_2: 'number', unit_2: '%', question_3: 'Giá trọn gói cho bốn nồi, gồm lắp và hướng dẫn', kind_3: 'price', question_4: 'Số ngày từ khi ký đến khi chạy', kind_4: 'days', question_5: 'Có nhận chạy thử một nồi trước khi mua không?', kind_5: 'yes_no',
  })
  if (over !== null) {
    await answer(over, institute, daysFrom(past, 9), ['Hai hợp tác xã ở Ba Vì và Thạch Thất, vận hành từ tháng 4 năm ngoái; có sổ theo dõi từng mẻ.', '22', '196000000', '60', 'yes'], { note: 'Giá đã gồm hai buổi hướng dẫn tại xưởng. Nồi cũ giữ lại được phần thân.', offer: still })
    await answer(over, herbs, daysFrom(past, 15), ['Một cơ sở ở Sóc Sơn, chạy sáu tháng; số liệu do cơ sở đó ghi.', '15,5', '148.000.000', '45', 'no'], { note: 'Chúng tôi thay bộ ngưng và bộ cấp hơi, không thay nồi.' })
    const declining = named(faculty, daysFrom(past, 4)), part = await partOf(over, faculty)
    if (declining && part) await declineCall(declining, { supplier_id: part, decline_code: 'not_our_field', note: '' })
    await openCall(db, over, daysFrom(past, 19.1))
  }

  const recent = daysFrom(now, -6)
  const open = await call(dryer, [heatPump], [herbs], recent, 24, {
    text: 'Chúng tôi sấy hoa cúc, lá đinh lăng và quả theo mùa, mỗi ngày 250–300 kg tươi, và đang mất màu, mất mùi ở lò than. Cần thiết bị chạy được điện ba pha 25 kW, hai người vận hành. Xin trả lời đủ các câu dưới đây; chúng tôi sẽ mời một hoặc hai bên tới xưởng.',
    question_1: 'Màu và hàm lượng hoạt chất sau sấy so với nguyên liệu, ai đo?', kind_1: 'text', question_2: 'Điện cho một kg nước bay hơi', kind_2: 'number', unit_2: 'kWh', question_3: 'Giá trọn gói tại xưởng', kind_3: 'price', question_4: 'Số ngày giao và lắp', kind_4: 'days', question_5: 'Có phụ tùng sẵn tại Hà Nội không?', kind_5: 'yes_no',
  })
  if (open !== null) {
    const asking = named(herbs, daysFrom(recent, 2)), inviter = listing(dryer), part = await partOf(open, herbs)
    if (asking && part) await askInviter(asking, { supplier_id: part, question: 'Độ ẩm cuối cần đạt của hoa cúc và lá đinh lăng là bao nhiêu?', request_key: randomUUID() })
    const enquiry = await db.selectFrom('call_enquiry').select('id').where('call_id', '=', open).executeTakeFirst()
    const replying = inviter && as(({ id }) => id === inviter.organisation_id, daysFrom(recent, 3))
    if (replying && enquiry) await answerEnquiry(replying, { call_id: open, enquiry_id: enquiry.id, answer: 'Hoa cúc không quá 10 %, lá đinh lăng không quá 12 %, đo bằng tủ sấy tại phòng thử nghiệm.' })
    await answer(open, institute, daysFrom(recent, 4), ['Giữ khoảng 92 % tinh dầu hoa cúc, phòng thử nghiệm độc lập đo hai mẻ.', '', '', '', 'yes'], { offer: heatPump, press: 'save' })
  }

  const [need, offer, [broker]] = [listing(bamboo), listing(nano), idOf(brokers)]
  const helping = named(brokers, daysFrom(now, -5))
  if (need && offer && broker && helping?.actor.person_id) {
    const { person_id } = helping.actor
    const { id: helper_id } = await db.insertInto('need_helper').values({ listing_id: need.id, person_id, organisation_id: broker, taken_at: daysFrom(now, -5) }).returning('id').executeTakeFirstOrThrow()
    const { id: suggestion_id } = await db.insertInto('need_suggestion').values({ need_id: need.id, offer_id: offer.id, reason: 'Dung dịch này đã dùng cho mây tre đan xuất khẩu; bên bán nhận ngâm thử mười cây tre gai trong ba tháng để hợp tác xã tự kiểm mọt.', person_id, organisation_id: broker, suggested_at: daysFrom(now, -3) }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('event').values([
      { type: 'need.taken_on', subject: `listing:${need.id}`, person_id, organisation_id: broker, at: daysFrom(now, -5), request_id: 'world', data: JSON.stringify({ listing_id: need.id, helper_id }) },
      { type: 'need.offer_suggested', subject: `listing:${need.id}`, person_id, organisation_id: broker, at: daysFrom(now, -3), request_id: 'world', data: JSON.stringify({ listing_id: need.id, suggestion_id, offer_id: offer.id }) },
    ]).execute()
  }
  await queueJob(db, 'reckon_needs', {}, { key: 'reckon_needs' })
}
