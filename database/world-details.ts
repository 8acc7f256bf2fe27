import type { Db } from '../src/core/database.ts'
import { columnOf, type FieldName, isBilingual, stepsOf } from '../src/modules/listings/detail-fields.ts'
import type { Right, Site } from '../src/modules/listings/detail-fields.ts'
import { whole } from '../src/modules/listings/detail-rules.ts'

type Both = { vi: string; en?: string }
interface Detail { fields: Partial<Record<FieldName, Both | string | number>>; rights?: Right[]; sites?: Site[]; partner?: [name: string, share: number]; anonymous?: true; above?: true }

/** What some of the city's listings say beyond their basic content, by the beginning of their Vietnamese title. */
const told: Record<string, Detail> = {
  'Kho mát 20 m³ tích lạnh': {
    fields: {
      applications: { vi: '- Giữ mát rau ăn lá, nấm, hoa cắt cành ngay đầu ruộng\n- Gom hàng một đến ba ngày trước khi xe tới', en: '- Keeps leafy vegetables, mushrooms and cut flowers cool beside the field\n- Holds produce one to three days until the lorry comes' },
      unit: { vi: '1 kg rau giữ trong hai ngày', en: '1 kg of vegetables kept for two days' }, cost_own: 420, incumbent: { vi: 'Thùng xốp và đá cây mua ngoài', en: 'Foam boxes with bought block ice' }, cost_incumbent: 900,
      power: { vi: '24 m² tấm pin mặt trời, không cần điện lưới.', en: '24 m² of solar panels; no grid power.' }, staff: { vi: 'Một người, học một buổi.', en: 'One person, taught in one session.' }, space: { vi: 'Nền phẳng 5 × 6 m, không ngập.', en: 'A level floor of 5 × 6 m above flood.' },
      limits: { vi: 'Ba ngày mưa liền thì nhiệt độ lên 12 °C. Năm 2024 một kho mất lạnh vì lá che tấm pin mà không ai lau.', en: 'After three rainy days in a row the room rises to 12 °C. In 2024 one room lost its cold because leaves covered the panels and nobody cleared them.' },
      support: { vi: 'Bảo hành 24 tháng, có người tới trong hai ngày làm việc.', en: '24 months of warranty; somebody comes within two working days.' },
      stage: 'commercial', market_growth: 1200, edge: { vi: 'Không cần bình ắc quy: lạnh được trữ bằng nước đá.', en: 'No batteries: the cold is stored as ice.' }, state_share: 6000, task_code: 'ĐTĐL.CN-17/22', decision_number: '48/QĐ-VSTH', decision_on: '2024-09-12', decision_authority: 'Viện Công nghệ Sau thu hoạch Hát Giang',
    },
    rights: [{ kind: 'utility_solution', number: '2-0003417', status: 'granted', territories: ['VN'], filed_on: '2021-03-15', expires_on: '2031-03-15' }, { kind: 'trademark', number: '4-2015-01822', status: 'granted', territories: ['VN'], filed_on: '2015-06-01', expires_on: '2025-06-01' }],
    sites: [{ place: 'Hợp tác xã Rau hoa Bãi Nổi', since_year: 2023, ask: 'Ban giám đốc hợp tác xã' }, { place: 'Vùng nấm xã Đồng Sậy', since_year: 2024, ask: 'Tổ trưởng tổ nấm' }], partner: ['Công ty Cơ điện lạnh Bến Cốc', 3000],
  },
  'Phun phủ HVOF': {
    fields: {
      applications: { vi: '- Trục, ty thủy lực, chày dập cần chống mòn', en: '- Shafts, hydraulic rods and punches that have to resist wear' }, unit: { vi: '1 dm² bề mặt, trong một năm sử dụng', en: '1 dm² of surface, for one year of use' }, cost_own: 38_000, incumbent: { vi: 'Mạ crôm cứng', en: 'Hard chrome plating' }, cost_incumbent: 61_000,
      power: { vi: 'Khí oxy và dầu hỏa, điện 40 kW.', en: 'Oxygen and kerosene, 40 kW of power.' }, permits: { vi: 'Nơi phun cần phòng cách âm và thu bụi.', en: 'The booth has to be soundproof and collect its dust.' }, limits: { vi: 'Không phun được lòng lỗ dưới 80 mm.', en: 'Bores under 80 mm cannot be sprayed.' }, stage: 'commercial', state_share: 0,
    },
    rights: [{ kind: 'trade_secret', number: '', status: 'unregistered', territories: [], filed_on: null, expires_on: null }], sites: [{ place: 'Xưởng cơ khí Lộc Tiên', since_year: 2022, ask: 'Phòng kỹ thuật' }],
  },
  'Khử màu nước thải dệt nhuộm': {
    fields: {
      unit: { vi: '1 m³ nước thải', en: '1 m³ of waste water' }, cost_own: 4_200, incumbent: { vi: 'Keo tụ PAC và than hoạt tính', en: 'PAC coagulation and activated carbon' }, cost_incumbent: 6_800, limits: { vi: 'Hiệu quả giảm khi độ mặn trên 8 g/L.' }, stage: 'prototype', partner: { vi: 'Nhà máy dệt nhuộm cho đặt hệ chạy thử 50 m³/ngày.', en: 'A dye works that gives room for a 50 m³/day trial.' }, state_share: 10_000, task_code: 'KC.08.31/21-30',
    },
    rights: [{ kind: 'patent', number: '1-2023-04518', status: 'filed', territories: ['VN', 'PCT'], filed_on: '2023-07-11', expires_on: null }], above: true,
  },
  'Trạm đo oxy và tự bật quạt nước': {
    fields: { unit: { vi: '1 ha ao trong một vụ', en: '1 ha of pond for a season' }, cost_own: 5_400_000, incumbent: { vi: 'Người canh ao ban đêm, bật quạt theo giờ', en: 'A night watchman who runs the paddles by the clock' }, cost_incumbent: 9_700_000, limits: { vi: 'Đầu đo phải thay sau ba năm.', en: 'The probe has to be replaced after three years.' }, stage: 'commercial' },
    sites: [{ place: 'Ao cá xã Đồng Sậy', since_year: 2021, ask: 'Hội nuôi trồng thủy sản xã' }],
  },
  'Cần thiết bị sấy trái cây': {
    fields: {
      indicator: { vi: 'Tỷ lệ hàng sấy bị hạ loại vì mất màu', en: 'Share of dried goods downgraded for lost colour' }, measure: { vi: '% khối lượng', en: '% by weight' }, baseline: 22, target: 6, measured: { vi: 'Cân riêng hàng hạ loại trong hai vụ 2024 và 2025.', en: 'Weighed downgraded goods in the seasons of 2024 and 2025.' }, target_test: { vi: 'Mười mẻ liền trên ba loại hàng, cân có người mua chứng kiến.', en: 'Ten batches in a row of three products, weighed with the buyer watching.' }, value_per_year: 410_000_000, urgency: 'this_year',
      tried: { vi: 'Lò than có quạt (2023): nhanh hơn nhưng cháy cạnh.\nThuê máy sấy nhiệt (2024): đẹp hơn nhưng 9.000 đồng/kg.', en: 'Coal kiln with a fan (2023): faster, but burnt edges.\nHired hot-air dryer (2024): better, at 9,000 đồng a kilogram.' }, constraints: { vi: 'Điện ba pha chỉ có 20 kW; hai người vận hành.', en: 'Only 20 kW of three-phase power; two people to run it.' },
      budget_certainty: 'approved', decider: { vi: 'Giám đốc hợp tác xã', en: 'Director of the cooperative' }, decides_on: '2026-12-20', procurement_route: 'competitive', months: 6, pilot: 'yes', pilot_place: { vi: 'Nhà sơ chế 60 m² của hợp tác xã', en: 'The cooperative’s packing house, 60 m²' },
    },
  },
  'Giữ lạnh rau ăn lá tại bãi sông': {
    fields: { indicator: { vi: 'Rau héo phải bỏ trước khi bán', en: 'Greens thrown away before sale' }, measure: { vi: '% khối lượng', en: '% by weight' }, baseline: 25, target: 8, target_test: { vi: 'Cân rau bỏ 30 ngày liền.', en: 'Weigh what is thrown away for 30 days.' }, value_per_year: 280_000_000, urgency: 'three_months', budget_certainty: 'planned', decider: { vi: 'Hội đồng quản trị hợp tác xã', en: 'Board of the cooperative' }, procurement_route: 'direct', pilot: 'yes' },
  },
  'Cần khắc phục méo dòng điện': {
    fields: { indicator: { vi: 'Tổng méo sóng hài dòng điện tại thanh cái lò', en: 'Total harmonic current distortion at the furnace bus' }, measure: { vi: '%', en: '%' }, baseline: 31.5, target: 8, value_per_year: 1_300_000_000, urgency: 'this_year', ruled_out: { vi: 'Không nhận giải pháp phải dừng lò quá hai ngày.', en: 'Nothing that stops the furnaces for more than two days.' }, budget_certainty: 'approved', decider: { vi: 'Giám đốc nhà máy', en: 'Plant director' }, procurement_route: 'competitive', months: 9 },
  },
  'Cần tái sinh dung môi rửa bồn': {
    anonymous: true,
    fields: { indicator: { vi: 'Dung môi mua mới mỗi tháng', en: 'New solvent bought a month' }, measure: { vi: 'lít', en: 'litres' }, baseline: 5200, target: 1500, value_per_year: 860_000_000, urgency: 'next_year', budget_certainty: 'planned', decider: { vi: 'Giám đốc sản xuất', en: 'Production director' }, procurement_route: 'undecided', pilot: 'no' },
  },
}

/** Some of the city's listings say more than the basics: costs, rights, places of use, a need's numbers; every second offer has answered the questions on readiness and named its owners, and one need is anonymous. */
export async function worldDetails(db: Db, now: Date): Promise<void> {
  const listings = await db.selectFrom('listing as l').innerJoin('listing_text as t', (on) => on.onRef('t.listing_id', '=', 'l.id').on('t.language', '=', 'vi')).innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .select(['l.id', 'l.kind', 'l.trl', 't.title', 'o.id as organisation_id', 'o.name_vi']).where('l.source_name', 'is', null).orderBy('l.id').execute()
  for (const [i, { id, kind, trl, title, organisation_id, name_vi }] of listings.entries()) {
    const detail = Object.entries(told).find(([beginning]) => title.startsWith(beginning))?.[1]
    if (detail) await tell(db, id, kind, detail)
    if (kind === 'offer' && (detail || i % 2 === 0) && trl !== null) {
      // One claims a level more than its answers show.
      await db.insertInto('listing_readiness').values(Array.from({ length: 9 }, (_, n) => ({ listing_id: id, level: n + 1, met: n + 1 <= trl - (detail?.above ? 1 : 0) }))).execute()
      const [partner, theirs] = detail?.partner ?? ['', 0]
      await db.insertInto('listing_share').values([{ listing_id: id, position: 1, organisation_id, name: name_vi, share_basis_points: whole - theirs }, ...(partner ? [{ listing_id: id, position: 2, organisation_id: null, name: partner, share_basis_points: theirs }] : [])]).execute()
    }
    const saved = detail ? stepsOf(kind) : kind === 'offer' && i % 2 === 0 ? (['readiness', 'rights'] as const) : []
    if (saved.length > 0) await db.insertInto('listing_step').values(saved.map((step) => ({ listing_id: id, step, changed_at: now }))).execute()
  }
}

async function tell(db: Db, id: number, kind: 'offer' | 'need', { fields, rights = [], sites = [], anonymous }: Detail): Promise<void> {
  const names = Object.keys(fields) as FieldName[]
  const row = Object.fromEntries(names.filter((name) => !isBilingual(name)).map((name) => [columnOf(name), fields[name]]))
  const texts = names.filter(isBilingual).flatMap((name) => Object.entries(fields[name] as Both).map(([language, text]) => ({ listing_id: id, name, language: language as 'vi' | 'en', text })))
  if (Object.keys(row).length > 0) await db.insertInto(kind === 'offer' ? 'listing_offer_detail' : 'listing_need_detail').values({ listing_id: id, ...row } as never).execute()
  if (texts.length > 0) await db.insertInto('listing_detail_text').values(texts).execute()
  if (rights.length > 0) await db.insertInto('listing_right').values(rights.map((right, i) => ({ listing_id: id, position: i + 1, ...right }))).execute()
  if (sites.length > 0) await db.insertInto('listing_site').values(sites.map((site, i) => ({ listing_id: id, position: i + 1, ...site }))).execute()
  if (anonymous) await db.updateTable('listing').set({ anonymous }).where('id', '=', id).execute()
}
