import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { leaveCard } from '../src/modules/sessions/card-commands.ts'
import { closeSession, draftSession, giveBooth, publishSession, putItem } from '../src/modules/sessions/commands.ts'
import { answerPoll, askSpeakers, closePoll, decideQuestion, openPoll, voteFor } from '../src/modules/sessions/hall-commands.ts'
import { answerWish, askMeeting, noteOutcome, noteResult, planMeetings, publishMeetings, takeMeetings } from '../src/modules/sessions/meeting-commands.ts'
import { openFollowUps } from '../src/modules/sessions/follow-up-commands.ts'
import { checkIn, register } from '../src/modules/sessions/registration-commands.ts'
import type { ItemKind } from '../src/modules/sessions/schema.ts'
import { codeOf } from '../src/modules/sessions/ticket-rules.ts'
import { shownOrganisations } from './world-deals.ts'
import { lotDesk } from './world-lots.ts'
import type { Storage } from '../src/platform/storage.ts'
import { daysFrom, hanoiDay, minutesFrom, shownMoment } from '../src/platform/time.ts'

type Both = [vi: string, en: string]
interface Item { kind: ItemKind; from: number; minutes: number; title?: Both; speaker?: string; listing?: string; place?: string }
interface Invented { title: Both; intro: Both; day: number; capacity: number; items: Item[]; booths: string[]; guests: number; came: number; draft?: boolean }

/** Minutes count from nine o'clock of the day. */
const sessions: Invented[] = [
  {
    title: ['Phiên giao dịch công nghệ sau thu hoạch', 'Post-harvest technology session'], day: -24, capacity: 60, guests: 14, came: 11,
    intro: ['Công nghệ sấy, bảo quản và chế biến cho hợp tác xã và doanh nghiệp nông sản quanh Hà Nội: xem máy chạy, hỏi người làm ra nó, và nói nhu cầu của mình.', 'Drying, storage and processing for cooperatives and food firms around Hanoi: see machines run, ask those who made them, and tell what you need.'],
    items: [
      { kind: 'opening', from: 0, minutes: 20, title: ['Khai mạc', 'Opening'], speaker: 'Đại diện Sàn giao dịch công nghệ Hà Nội', place: 'Hội trường' },
      { kind: 'talk', from: 20, minutes: 40, title: ['Hao hụt sau thu hoạch: đo thế nào cho đúng', 'Post-harvest losses: how to measure them'], speaker: 'PGS.TS Nguyễn Hữu Thọ', place: 'Hội trường' },
      { kind: 'listing', from: 60, minutes: 30, listing: 'sấy', place: 'Hội trường' }, { kind: 'break', from: 90, minutes: 20, title: ['Giải lao', 'Break'], place: 'Sảnh' }, { kind: 'meetings', from: 110, minutes: 100, title: ['Gặp riêng một – một', 'One-to-one meetings'], place: 'Khu bàn gặp' },
    ], booths: ['offer', 'offer', 'offer'],
  },
  {
    title: ['Phiên giao dịch công nghệ môi trường đô thị', 'Urban environment technology session'], day: 17, capacity: 12, guests: 14, came: 0,
    intro: ['Chống ngập, xử lý nước thải làng nghề và rác: công nghệ đã chạy ngoài hiện trường gặp quận, phường và doanh nghiệp đang cần.', 'Flooding, craft-village waste water and refuse: technology that has run in the field meets the wards and firms that need it.'],
    items: [
      { kind: 'opening', from: 0, minutes: 15, title: ['Khai mạc', 'Opening'], speaker: 'Đại diện Sàn giao dịch công nghệ Hà Nội', place: 'Hội trường' },
      { kind: 'talk', from: 15, minutes: 35, title: ['Mưa lớn ở Hà Nội: số liệu mười năm', 'Heavy rain in Hanoi: ten years of data'], speaker: 'TS Trần Thị Bích', place: 'Hội trường' },
      { kind: 'listing', from: 50, minutes: 30, listing: 'ngập', place: 'Hội trường' }, { kind: 'listing', from: 80, minutes: 30, listing: 'nước thải', place: 'Hội trường' },
      { kind: 'roadshow', from: 110, minutes: 30, title: ['Ba dự án tìm địa điểm chạy thử', 'Three projects looking for a pilot site'], speaker: 'Các nhóm dự án', place: 'Phòng 2' }, { kind: 'meetings', from: 150, minutes: 90, title: ['Gặp riêng một – một', 'One-to-one meetings'], place: 'Khu bàn gặp' },
      { kind: 'lot', from: 240, minutes: 30, place: 'Hội trường' },
    ], booths: ['offer', 'offer', 'need', 'offer'],
  },
  {
    title: ['Phiên giao dịch công nghệ y sinh', 'Biomedical technology session'], day: 52, capacity: 80, guests: 0, came: 0, draft: true, booths: [],
    intro: ['Đang chọn tin và mời người trình bày.', 'Listings and speakers are being chosen now.'], items: [],
  },
]

/** One session that was held, one that is coming and full, and one in preparation, all by the commands people use. */
export async function worldSessions(db: Db, storage: Storage, now: Date): Promise<void> {
  const officer = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'programme_officer').orderBy('p.id').executeTakeFirstOrThrow()
  const staff: Actor = { person_id: officer.id, name: officer.name, organisation_id: null, memberships: [], staff_roles: ['programme_officer'], acted_by: null }
  const owners = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').innerJoin('organisation as o', 'o.id', 'm.organisation_id').select(['p.id', 'p.name', 'm.organisation_id']).where('m.role', '=', 'owner').orderBy(({ eb }) => eb('o.name_vi', 'in', shownOrganisations), 'desc').orderBy('p.id').limit(40).execute()
  const venue = await db.selectFrom('venue').select('id').orderBy('id').executeTakeFirstOrThrow()
  const as = (actor: Actor, at: Date): Ctx => ({ db, locale: 'vi', now: () => at, request_id: 'world', session: null, actor })
  const listingCalled = (word: string) => db.selectFrom('listing as l').innerJoin('listing_text as t', 't.listing_id', 'l.id').select(['l.id', 'l.organisation_id']).where('t.language', '=', 'vi').where('t.title', 'ilike', `%${word}%`).where('l.state', '=', 'published').orderBy('l.id').executeTakeFirst()
  for (const [i, { title, intro, day, capacity, items, booths, guests, came, draft }] of sessions.entries()) {
    const starts_at = new Date(`${hanoiDay(daysFrom(now, day))}T09:00:00+07:00`), ends_at = minutesFrom(starts_at, 270)
    const prepared = as(staff, daysFrom(day < 0 ? starts_at : now, -20 + i))
    const session_id = await draftSession(prepared, { request_key: crypto.randomUUID(), title_vi: title[0], title_en: title[1], intro_vi: intro[0], intro_en: intro[1], venue_id: venue.id, starts_at, ends_at, register_until: starts_at, capacity })
    for (const item of items) {
      const listing = item.listing === undefined ? undefined : await listingCalled(item.listing)
      if (item.listing !== undefined && !listing) continue
      const bidding = [item.from, item.from + item.minutes].map((minutes) => minutesFrom(starts_at, minutes)) as [Date, Date]
      const lot = item.kind === 'lot' ? await lotAt(db, storage, daysFrom(now, -21), daysFrom(starts_at, -2), bidding) : null
      if (item.kind === 'lot' && lot === null) continue
      await putItem(prepared, { session_id, item_id: null, kind: item.kind, starts_at: minutesFrom(starts_at, item.from), ends_at: minutesFrom(starts_at, item.from + item.minutes), item_title_vi: item.title?.[0] ?? '', item_title_en: item.title?.[1] ?? '', speaker: item.speaker ?? '', place: item.place ?? '', listing: listing?.id ?? null, lot })
    }
    const shown = await db.selectFrom('listing').select(['organisation_id', 'kind']).where('state', '=', 'published').groupBy(['organisation_id', 'kind']).orderBy('organisation_id').execute()
    const given = new Set<number>()
    for (const [n, kind] of booths.entries()) {
      const next = shown.find((one) => one.kind === kind && one.organisation_id > i * 6 && !given.has(one.organisation_id))
      if (next) { given.add(next.organisation_id); await giveBooth(prepared, { session_id, number: n + 1, booth_organisation: next.organisation_id, shows: '' }) }
    }
    if (draft) continue
    await publishSession(prepared, { session_id })
    const codes: string[] = []
    const placed: { guest: Actor; place: number }[] = []
    for (const [n, owner] of owners.slice(0, guests).entries()) {
      const guest: Actor = { person_id: owner.id, name: owner.name, organisation_id: owner.organisation_id, memberships: [{ organisation_id: owner.organisation_id, role: 'owner' }], staff_roles: [], acted_by: null }
      const { id, state } = await register(as(guest, minutesFrom(daysFrom(day < 0 ? starts_at : now, -9), n * 45)), { session_id })
      if (state === 'placed') placed.push({ guest, place: id })
      codes.push(codeOf(door, 'ticket', session_id, id))
    }
    await meetingsOf(session_id, placed, as, staff, day < 0 ? starts_at : now, day < 0)
    await inHall(session_id, placed, as, staff, day < 0 ? starts_at : now, day < 0)
    if (came > 0) await checkIn(as(staff, minutesFrom(starts_at, 40)), session_id, codes.slice(0, came).map((code, n) => ({ code, at: minutesFrom(starts_at, n * 3 - 15), offline: n % 3 === 0 })), door)
  }
  await cardsLeft(db, as)
  const held = await db.selectFrom('trading_session').select(['id', 'ends_at']).where('ends_at', '<', now).executeTakeFirstOrThrow()
  const items = await db.selectFrom('session_item').select('id').where('session_id', '=', held.id).execute()
  await closeSession(as(staff, daysFrom(held.ends_at, 1)), { session_id: held.id, held_items: items.map(({ id }) => String(id)), remarks: 'Hai hợp tác xã hẹn xem máy chạy tại xưởng; Sàn nhắc lại sau hai tuần.' })
  // What the clock does on the morning after.
  await openFollowUps(db, daysFrom(held.ends_at, 1))
  await db.updateTable('trading_session').set({ demonstration: true }).execute()
}
/** A lot that takes registrations from then on and is bid for in those hours of a session; null where the city has no offer left for it. */
async function lotAt(db: Db, storage: Storage, published: Date, registered: Date, [opens, closes]: [Date, Date]): Promise<number | null> {
  const desk = await lotDesk(db, storage, 1)
  if (!desk) return null
  const lot = await desk.publish(0, published, { registration_opens_at: shownMoment(published), registration_closes_at: shownMoment(registered), opens_at: shownMoment(opens), closes_at: shownMoment(closes), venue: 'Hội trường Sàn, 258 Võ Chí Công, và phòng trả giá trực tuyến' })
  for (const who of [1, 3]) await desk.register(lot, who, daysFrom(published, 16 + who))
  return lot
}
const topics = ['Xem máy chạy với mẻ hàng của chúng tôi.', 'Giá và điều kiện lắp đặt cho xưởng 80 m².', 'Tìm nơi chạy thử ba tháng.', 'Chuyển giao cho hợp tác xã trong huyện.', 'Bảo hành và phụ tùng sau hai năm.']
/** The first guests of as many organisations take meetings: some are held and noted, or at the coming session wait for their plan. */
async function meetingsOf(session_id: number, placed: readonly { guest: Actor; place: number }[], as: (actor: Actor, at: Date) => Ctx, staff: Actor, day: Date, held: boolean): Promise<void> {
  const takers = placed.filter(({ guest }, i) => placed.findIndex((other) => other.guest.organisation_id === guest.organisation_id) === i).slice(0, 7)
  const before = daysFrom(day, -6)
  for (const [n, { guest }] of takers.entries()) await takeMeetings(as(guest, before), { session_id, about: topics[n % topics.length]!, not_at: [] })
  const wishes: { wish_id: number; from: Actor; to: Actor }[] = []
  for (const [n, [a, b]] of ([[0, 1], [2, 0], [1, 3], [4, 2], [5, 0], [3, 6]] as const).entries()) {
    const [from, to] = [takers[a], takers[b]]
    if (!from || !to) continue
    const wish_id = await askMeeting(as(from.guest, minutesFrom(before, 30 + n)), { session_id, whom: to.place, topic: topics[(n + 2) % topics.length]! })
    if (n === 0) await askMeeting(as(to.guest, minutesFrom(before, 60)), { session_id, whom: from.place, topic: topics[1]! })
    else if (n === 4) await answerWish(as(to.guest, minutesFrom(before, 90)), { session_id, wish_id, why: 'Chúng tôi chỉ tìm dây chuyền trọn bộ.' }, 'declined')
    else if (held || n < 3) await answerWish(as(to.guest, minutesFrom(before, 90)), { session_id, wish_id }, 'accepted')
    wishes.push({ wish_id, from: from.guest, to: to.guest })
  }
  const desk = as(staff, daysFrom(day, -1))
  if (wishes.length) await planMeetings(desk, { session_id }, async () => () => null) // the market is being written: nothing is compared yet
  if (!held || wishes.length === 0) return
  await publishMeetings(desk, { session_id })
  const after = minutesFrom(day, 260)
  const meetings = await desk.db.selectFrom('session_meeting').select(['id', 'wish_id']).where('session_id', '=', session_id).orderBy('starts_at').orderBy('id').execute()
  for (const [n, { id: table_meeting_id, wish_id }] of meetings.entries()) {
    const outcome = n === meetings.length - 1 ? 'asked_absent' : 'held'
    await noteOutcome(as(staff, after), { session_id, table_meeting_id, outcome })
    const wish = wishes.find((one) => one.wish_id === wish_id)
    if (wish && outcome === 'held' && n < 2) await noteResult(as(wish.from, after), { session_id, table_meeting_id, result: n === 0 ? 'next_step' : 'thinking', note: n === 0 ? 'Hẹn xem xưởng tuần sau.' : '' })
  }
}
/** What was asked in the hall: of the session that was held, answered and closed; of the coming one, still open. */
async function inHall(session_id: number, placed: readonly { guest: Actor }[], as: (actor: Actor, at: Date) => Ctx, staff: Actor, day: Date, held: boolean): Promise<void> {
  const at = held ? minutesFrom(day, 70) : daysFrom(day, -1), desk = as(staff, at)
  const options = ['Xem máy chạy tại chỗ', 'Vay vốn, hỗ trợ mua', 'Người vận hành được đào tạo', 'Cam kết kết quả trong hợp đồng']
  const poll_id = await openPoll(desk, { session_id, poll_question: 'Điều gì giúp đơn vị bạn quyết định mua công nghệ?', kind: 'multiple', options })
  for (const [n, { guest }] of placed.slice(0, 9).entries()) await answerPoll(as(guest, minutesFrom(at, 1)), { session_id, poll_id, chosen: [...new Set([n % 4 + 1, n % 2 + 1])] })
  const asked = ['Máy chạy được điện một pha không?', 'Sau bảo hành, phụ tùng mua ở đâu và giá thế nào?', 'Có đơn vị nào ở Hà Nội cho xem máy đang chạy không?']
  for (const [n, question] of asked.entries()) {
    const asker = placed[n + 1]
    if (!asker) continue
    const session_question_id = await askSpeakers(as(asker.guest, minutesFrom(at, 2 + n)), { session_id, question, anonymous: n === 1 })
    if (!held && n === 2) continue
    await decideQuestion(as(staff, minutesFrom(at, 8)), { session_id, session_question_id, decision: 'shown', reason: '' })
    for (const { guest } of placed.slice(4, 6 + n)) await voteFor(as(guest, minutesFrom(at, 9)), { session_id, session_question_id, vote: 'yes' })
    if (held) await decideQuestion(as(staff, minutesFrom(at, 20)), { session_id, session_question_id, decision: 'answered', reason: '' })
  }
  if (held) await closePoll(as(staff, minutesFrom(at, 15)), { session_id, poll_id })
}
/** What two visitors of the session that was held left at its booths. */
async function cardsLeft(db: Db, as: (actor: Actor, at: Date) => Ctx): Promise<void> {
  const held = await db.selectFrom('trading_session').select(['id', 'starts_at']).orderBy('starts_at').executeTakeFirstOrThrow()
  const offers = await db.selectFrom('session_booth as b').innerJoin('listing as l', 'l.organisation_id', 'b.organisation_id').innerJoin('organisation as o', 'o.id', 'b.organisation_id').select(['l.id', 'l.organisation_id']).where('b.session_id', '=', held.id).where('l.kind', '=', 'offer').where('l.state', '=', 'published').where('o.name_vi', 'not in', shownOrganisations).orderBy('b.number').orderBy('l.id').execute()
  const guests = await db.selectFrom('session_registration as r').innerJoin('person as p', 'p.id', 'r.person_id').innerJoin('organisation as o', 'o.id', 'r.organisation_id').select(['p.id', 'p.name', 'o.id as organisation_id']).where('r.session_id', '=', held.id).where('o.name_vi', 'not in', shownOrganisations).orderBy('r.id').execute()
  const words = ['Chúng tôi muốn xem máy chạy với mẻ rau của hợp tác xã, khoảng 300 kg một ngày.', 'Xin báo giá và điều kiện lắp đặt cho xưởng 80 m² ở Đông Anh.']
  let left = 0
  for (const guest of guests) {
    const offer = offers.find((one) => one.organisation_id !== guest.organisation_id)
    if (!offer || left === words.length) return
    if (await db.selectFrom('interest').select('id').where('listing_id', '=', offer.id).where('organisation_id', '=', guest.organisation_id).executeTakeFirst()) continue
    const actor: Actor = { person_id: guest.id, name: guest.name, organisation_id: guest.organisation_id, memberships: [{ organisation_id: guest.organisation_id, role: 'owner' }], staff_roles: [], acted_by: null }
    await leaveCard(as(actor, minutesFrom(held.starts_at, 120 + left * 25)), { session_id: held.id, listing_id: offer.id, message: words[left]!, request_key: crypto.randomUUID() })
    left++
  }
}
/** Tickets of the demonstration that were shown long ago open nothing: any secret does. */
const door = 'x'.repeat(32)
