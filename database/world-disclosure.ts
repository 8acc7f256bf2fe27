import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { acceptNda, askAccess, giveAccess, recordView, refuseAccess } from '../src/modules/disclosure/commands.ts'
import { currentText } from '../src/modules/disclosure/queries.ts'
import { saveParts, SaveParts } from '../src/modules/listings/part-commands.ts'
import { subjectName } from '../src/modules/listings/part-queries.ts'
import type { PartName } from '../src/modules/listings/schema.ts'
import { daysFrom, minutesFrom } from '../src/platform/time.ts'

/** What the offers shown keep off their public page. */
const kept: Record<PartName, { vi: string; en: string }> = {
  contact: { vi: 'Phòng Chuyển giao công nghệ, tiếp khách các ngày làm việc từ 8 giờ đến 16 giờ. Xin hẹn trước một ngày để được xem máy chạy.', en: 'Technology transfer office, open on working days from 8 to 16. Please make an appointment one day ahead to see the equipment running.' },
  technical: { vi: '- Mặt bằng lắp đặt 12 × 6 m, cao 4,2 m.\n- Điện ba pha 380 V, công suất đặt 45 kW, khi chạy đều dùng khoảng 28 kW.\n- Nước sạch 1,5 m³ một ngày; nước thải không có hóa chất.', en: '- Floor space 12 × 6 m, height 4.2 m.\n- Three-phase 380 V, installed 45 kW, about 28 kW in steady operation.\n- Clean water 1.5 m³ a day; the waste water holds no chemicals.' },
  performance: { vi: 'Chạy thử 21 ngày tại cơ sở khách hàng, cân và đo độ ẩm từng mẻ: 498 ± 11 kg nguyên liệu mỗi mẻ, độ ẩm sau cùng 9,8 ± 0,7 %, điện 1,06 kWh cho mỗi kg nước bốc hơi.', en: 'Run for 21 days at a customer’s site, each batch weighed and its moisture measured: 498 ± 11 kg a batch, final moisture 9.8 ± 0.7 %, 1.06 kWh for each kg of water removed.' },
  costs: { vi: 'Thiết bị 1.180.000.000 đồng, lắp đặt và đào tạo 95.000.000 đồng. Thanh toán ba đợt 40–40–20. Chi phí vận hành khoảng 2.100 đồng cho mỗi kg nguyên liệu.', en: 'Equipment VND 1,180,000,000, installation and training VND 95,000,000. Paid in three parts, 40–40–20. Running costs about VND 2,100 for each kg of raw material.' },
  know_how: { vi: 'Biểu đồ nhiệt độ và tốc độ gió theo từng giờ cho bảy loại nguyên liệu, và cách nhận biết thời điểm đổi chế độ bằng độ chênh áp qua buồng sấy.', en: 'Temperature and air speed hour by hour for seven raw materials, and how the moment to change the programme is told from the pressure drop across the chamber.' },
}

interface Side { actor: Actor; listing: number }
/** Access asked for, given, signed for, refused and waiting, between the city's organisations, by the commands people use. */
export async function worldDisclosure(db: Db, now: Date): Promise<void> {
  const rows = await db.selectFrom('listing as l').innerJoin('membership as m', (on) => on.onRef('m.organisation_id', '=', 'l.organisation_id').on('m.role', '=', 'owner')).innerJoin('person as p', 'p.id', 'm.person_id')
    .innerJoin('organisation as o', 'o.id', 'l.organisation_id').select(['l.id', 'l.kind', 'l.organisation_id', 'p.id as person_id', 'p.name', 'o.name_vi']).where('l.state', '=', 'published').orderBy('l.id').orderBy('p.id').execute()
  const side = (row: (typeof rows)[number]): Side => ({ listing: row.id, actor: { person_id: row.person_id, name: row.name, organisation_id: row.organisation_id, memberships: [{ organisation_id: row.organisation_id, role: 'owner' }], staff_roles: [], acted_by: null } })
  const as = ({ actor }: Side, at: Date): Ctx => ({ db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } })
  const first = (kind: 'offer' | 'need', name: string): Side[] => rows.filter((row) => row.kind === kind && row.name_vi === name).map(side)
  const offers = first('offer', 'Viện Công nghệ Sau thu hoạch Hát Giang')
  const [asker] = first('need', 'Hợp tác xã Nông sản và Dược liệu Đồi Sim')
  const others = [...new Map(rows.filter((row) => row.kind === 'need').map((row) => [row.organisation_id, row])).values()].map(side).filter(({ actor }) => ![offers[0], asker].some((one) => one?.actor.organisation_id === actor.organisation_id))
  const [shown, second] = offers
  const [refused, waiting] = others
  if (!shown || !asker || !refused || !waiting) return
  for (const offer of [shown, second ?? shown].slice(0, offers.length)) {
    const texts = Object.fromEntries(Object.entries(kept).flatMap(([name, { vi, en }]) => [[`${name}_vi`, vi], [`${name}_en`, en]]))
    await saveParts(as(offer, daysFrom(now, -60)), SaveParts.parse({ id: offer.listing, version: 0, ...texts }))
  }
  const subject = subjectName(shown.listing)
  const ask = (who: Side, days: number, tier: 'granted' | 'nda', purpose: string): Promise<number> => askAccess(as(who, daysFrom(now, -days)), { subject, tier, purpose })

  const request_id = await ask(asker, 24, 'nda', 'Đánh giá xem dây chuyền có lắp được vào xưởng sơ chế của hợp tác xã và chi phí cho mỗi kg dược liệu.')
  const grant_id = await giveAccess(as(shown, daysFrom(now, -22)), { request_id, tier: 'nda', days: 90, limits: 'Chỉ dùng để đánh giá trong nội bộ hợp tác xã.' })
  const text = await currentText(db, now)
  await acceptNda(as(asker, daysFrom(now, -21)), { grant_id, text_version: text.version, text_sha256: text.sha256, full_name: asker.actor.name, position: 'Giám đốc', agreed: 'yes' })
  for (const [i, [part, tier]] of ([['contact', 'signed_in'], ['technical', 'granted'], ['costs', 'granted'], ['know_how', 'nda']] as const).entries()) await recordView(as(asker, minutesFrom(daysFrom(now, -20), i * 4)), { subject, part, tier })

  const declined = await ask(refused, 15, 'nda', 'Tìm hiểu chi tiết công nghệ để so với thiết bị chúng tôi đang chào bán.')
  await refuseAccess(as(shown, daysFrom(now, -13)), { request_id: declined, reason: 'Hai bên đang cùng chào bán loại thiết bị này. Xin trao đổi trực tiếp về hướng hợp tác trước.' })
  await ask(waiting, 3, 'granted', 'So sánh tiêu hao điện và nước với phương án sấy nóng chúng tôi đang dùng.')
}
