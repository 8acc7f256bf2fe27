import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { makeFolder } from '../src/modules/rooms/commands.ts'
import { answerDecision, recordDecision } from '../src/modules/rooms/decision-commands.ts'
import { agreeMeeting, agreeMinutes, proposeMeeting, writeMinutes } from '../src/modules/rooms/meeting-commands.ts'
import { answerPilot, confirmResult, enterResult, ProposePilot, proposePilot } from '../src/modules/rooms/pilot-commands.ts'
import { currentUndertaking } from '../src/modules/rooms/queries.ts'
import { answerQuestion, askQuestion } from '../src/modules/rooms/question-commands.ts'
import { acceptUndertaking } from '../src/modules/rooms/undertaking-commands.ts'
import { dayAfter, daysFrom, hanoiDay } from '../src/platform/time.ts'
import { worldReport } from './world-reports.ts'
import { keyOf, memberOf } from './world-sides.ts'

/** The rooms of the files that have come as far as evaluation and pilot: an undertaking, folders, questions, a visit with minutes, a decision, a pilot. */
export async function worldRooms(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('deal').select(['id', 'stage', 'opened_at', 'supplier_organisation_id', 'demander_organisation_id']).where('stage', 'in', ['nda', 'evaluation', 'pilot']).orderBy('id').limit(5).execute()
  for (const deal of deals) {
    const [supplier, demander] = await Promise.all([deal.supplier_organisation_id, deal.demander_organisation_id].map((id) => memberOf(db, id)))
    if (!supplier || !demander) continue
    // From the second week of the file on, a day apart, never after yesterday.
    const on = (day: number): Date => new Date(Math.min(daysFrom(deal.opened_at, 8 + day).getTime(), daysFrom(now, -1).getTime() + day * 60_000))
    const as = (actor: Actor, day: number): Ctx => ({ db, actor, locale: 'vi', now: () => on(day), request_id: 'world', session: { id: 'world', signed_in_at: on(day), confirmed_at: on(day) } })
    const deal_id = deal.id, key = (what: string): string => keyOf(`room ${deal_id} ${what}`)
    const text = await currentUndertaking(db, on(0))
    await makeFolder(as(supplier, 0), { deal_id, request_key: key('drawings'), name: 'Bản vẽ và thông số vận hành', readers: 'all', marked_only: true })
    await makeFolder(as(supplier, 0), { deal_id, request_key: key('tests'), name: 'Kết quả thử nghiệm', readers: 'all', marked_only: false })
    await makeFolder(as(demander, 0), { deal_id, request_key: key('site'), name: 'Mặt bằng và nguồn điện', readers: 'all', marked_only: false })
    for (const [side, day] of deal.stage === 'nda' ? [[supplier, 1]] as const : [[supplier, 1], [demander, 2]] as const) await acceptUndertaking(as(side, day), { deal_id, text_version: text.version, text_sha256: text.sha256, full_name: side.name, position: 'Người đại diện', agreed: 'yes' })
    const asked = await askQuestion(as(demander, 3), { deal_id, request_key: key('power'), topic: 'technical', text: 'Khi chạy non tải, thiết bị tiêu thụ bao nhiêu điện một giờ?', due_on: dayAfter(hanoiDay(on(3)), 7) })
    await answerQuestion(as(supplier, 5), { deal_id, question_id: asked, request_key: key('power answer'), answer: 'Khoảng hai phần ba mức đầy tải. Bảng đo từng giờ nằm trong thư mục “Kết quả thử nghiệm”.' })
    await askQuestion(as(demander, 6), { deal_id, request_key: key('rights'), topic: 'rights', text: 'Cải tiến do bên chúng tôi làm trong khi vận hành thuộc về ai?', due_on: dayAfter(hanoiDay(now), 5) })
    if (deal.stage === 'nda') continue
    await worldReport(deal_id, deal.stage, (day) => as(supplier, day), (day) => as(demander, day))
    const visit = new Date(`${hanoiDay(on(8))}T09:00:00+07:00`), meeting = { starts_at: visit, ends_at: new Date(visit.getTime() + 3 * 3_600_000), place: 'Nơi thiết bị đang chạy', link: '' }
    const meeting_id = await proposeMeeting(as(supplier, 6), { deal_id, request_key: key('visit'), kind: 'site_visit', agenda: 'Xem thiết bị đang chạy, đo điện khi non tải, hỏi người vận hành.', ...meeting }).catch(() => null)
    if (meeting_id !== null) {
      await agreeMeeting(as(demander, 6), { deal_id, meeting_id, sequence: 0 })
      await writeMinutes(as(demander, 9), { deal_id, meeting_id, minutes_version: 0, minutes: 'Dự họp: mỗi bên hai người.\nĐã xem một mẻ từ đầu đến cuối và đo điện bằng đồng hồ của bên tiếp nhận.\nThống nhất: bên cung cấp gửi sơ đồ lắp đặt; bên tiếp nhận gửi ảnh mặt bằng.' })
      await agreeMinutes(as(supplier, 10), { deal_id, meeting_id, minutes_version: 1 })
    }
    const decision_id = await recordDecision(as(demander, 11), { deal_id, request_key: key('try'), whose: 'both', text: 'Chạy thử hai tuần tại cơ sở của bên tiếp nhận trước khi bàn giá.', reason: 'Số liệu điện và nhân công đo tại chỗ mới đủ để tính hoàn vốn.', effective_on: hanoiDay(on(12)), replaces_id: null })
    if (deal.stage === 'evaluation') continue
    await answerDecision(as(supplier, 12), { deal_id, decision_id, answer: 'agreed', answer_note: '' })
    const first = hanoiDay(on(13)), pilot_id = await proposePilot(as(supplier, 12), ProposePilot.parse({ deal_id, request_key: key('pilot'), title: 'Chạy thử hai tuần tại cơ sở', place: 'Cơ sở của bên tiếp nhận', starts_on: first, ends_on: dayAfter(first, 14), cost_bearer: 'shared', cost_note: 'Bên tiếp nhận chịu điện và nhân công, bên cung cấp chịu vận chuyển.', measure_1: 'Điện tiêu thụ', target_1: '1,3', direction_1: 'at_most', unit_1: 'kWh/kg', measure_2: 'Sản lượng một ca', target_2: '180', direction_2: 'at_least', unit_2: 'kg' }))
    await answerPilot(as(demander, 12), { deal_id, pilot_id, answer: 'agreed', answer_note: '' })
    const [power] = await db.selectFrom('room_pilot_measure').select('id').where('pilot_id', '=', pilot_id).orderBy('position').execute()
    if (!power || hanoiDay(on(20)) < first) continue
    const about = { deal_id, pilot_id, measure_id: power.id }
    await enterResult(as(demander, 20), { ...about, result: 12_400, result_source: 'Đồng hồ điện của cơ sở, trung bình bảy ngày' })
    await confirmResult(as(supplier, 21), { ...about, seen: 12_400 })
  }
}
