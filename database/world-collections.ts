import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { chooseListing, featureCollection, makeCollection, publishCollection } from '../src/modules/promotion/commands.ts'
import { daysFrom, hanoiDay } from '../src/platform/time.ts'

interface Invented {
  slug: string
  title: [vi: string, en: string]
  intro: [vi: string, en: string]
  reason: [vi: string, en: string]
  /** How the titles of its listings begin. */
  listings: string[]
  published: boolean
  featured: boolean
}

const collections: Invented[] = [
  {
    slug: 'chong-ngap-cho-pho-va-ngo', title: ['Chống ngập cho phố và ngõ', 'Keeping streets and alleys dry'],
    intro: ['Mưa lớn làm ngập hàng chục tuyến phố mỗi mùa hè. Bộ sưu tập này đặt cạnh nhau công nghệ báo trước, đo mực nước, thấm nước và những nơi đang cần chúng.', 'Every summer heavy rain floods dozens of streets. Here forecasting, water-level sensors and permeable paving stand beside the places that need them.'],
    reason: ['Chọn công nghệ đã có mẫu chạy ngoài phố (TRL từ 6), nêu số đo và giới hạn; và nhu cầu của đơn vị đã có địa điểm thử. Không xét quy mô tổ chức.', 'Technologies that have run outdoors (TRL 6 or above) with figures and limits stated, and needs with a site to try them. The size of the organisation played no part.'],
    listings: ['Dự báo ngập từng tuyến phố', 'Trạm đo mức nước ngập', 'Mô hình thống kê báo ngập', 'Kết cấu vỉa hè thấm nước', 'Cần công cụ báo trước phố nào', 'Cần 150 điểm đo mực nước', 'Cần giảm ngập cho cụm ngõ'], published: true, featured: true,
  },
  {
    slug: 'lang-nghe-sach-hon', title: ['Làng nghề sạch hơn', 'Cleaner craft villages'],
    intro: ['Nước thải làng bún, mạ, nhuộm và mùi ở trạm rác: những cách xử lý nhỏ gọn mà xã, hợp tác xã tự vận hành được, và những xã đang tìm.', 'Waste water from noodle making, plating and dyeing, and smells at transfer stations: small treatments that communes and cooperatives can run themselves, and those looking for them.'],
    reason: ['Chọn công nghệ mà chủ tin nêu rõ chi phí vận hành, diện tích và người vận hành; ưu tiên nơi đã cho xem tại chỗ.', 'Technologies whose owners state running cost, area and who operates them; places that can be visited came first.'],
    listings: ['Bãi lọc cây kết hợp hạt vi sinh', 'Cụm kỵ khí vách ngăn', 'Mạ crôm hóa trị ba', 'Khử màu nước thải dệt nhuộm', 'Chế phẩm vi sinh dạng phun sương', 'Cần xử lý nước thải hai xóm làm bún', 'Hợp tác xã cần đổi cách mạ bản lề'], published: true, featured: false,
  },
  {
    slug: 'mot-cua-nhanh-hon', title: ['Một cửa nhanh hơn', 'Faster one-stop offices'],
    intro: ['Lấy số, hẹn giờ, sắp lại quầy và đọc sổ cũ: công nghệ giúp bộ phận một cửa của phường, xã bớt hàng chờ.', 'Tickets, appointments, better counters and old registers read by machine: technology that shortens the queues at ward and commune offices.'],
    reason: ['Đang chờ thêm một nơi đã dùng thật cho biết kết quả trước khi công bố.', 'Waiting for one more office that uses it to tell its results before this is published.'],
    listings: ['Hệ thống hẹn giờ, lấy số', 'Mô hình xếp hàng và thiết kế lại', 'Nhận dạng chữ viết tay trong sổ hộ tịch', 'Cần giảm thời gian chờ ở chín quầy'], published: false, featured: false,
  },
]

/** What the moderator put together: two published, one of them on the home page for a month, and a draft. Every rule of the real thing is kept, for it is done by its commands. */
export async function worldCollections(db: Db, now: Date): Promise<void> {
  const curator = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'moderator').orderBy('p.id').executeTakeFirstOrThrow()
  for (const [i, { slug, title, intro, reason, listings, published, featured }] of collections.entries()) {
    const ctx: Ctx = { db, locale: 'vi', now: () => daysFrom(now, -12 + i * 3), request_id: 'world', session: null, actor: { person_id: curator.id, name: curator.name, organisation_id: null, memberships: [], staff_roles: ['moderator'], acted_by: null } }
    const id = await makeCollection(ctx, { slug, title_vi: title[0], title_en: title[1], intro_vi: intro[0], intro_en: intro[1], reason_vi: reason[0], reason_en: reason[1] })
    for (const beginning of listings) {
      const listing = await db.selectFrom('listing as l').innerJoin('listing_text as t', 't.listing_id', 'l.id').select('l.id').where('t.language', '=', 'vi').where('t.title', 'like', `${beginning}%`).where('l.state', '=', 'published').executeTakeFirst()
      if (listing) await chooseListing(ctx, { id, listing: listing.id })
    }
    if (published) await publishCollection(ctx, { id })
    if (featured) await featureCollection(ctx, { id, from: hanoiDay(daysFrom(now, -3)), until: hanoiDay(daysFrom(now, 27)) })
  }
  await db.updateTable('collection').set({ demonstration: true }).execute()
}
