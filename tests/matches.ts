import type { Db } from '../src/core/database.ts'
import type { Content } from '../src/modules/listings/commands.ts'
import { countWords, refreshSearch } from '../src/modules/listings/indexing.ts'
import type { ListingKind } from '../src/modules/listings/schema.ts'
import { anOrganisation, noon } from './database.ts'

/** A published listing with words of its own. */
export async function published(db: Db, kind: ListingKind, organisation_id: number, [title, summary]: readonly [string, string], over: Partial<Content> & { published_at?: Date; anonymous?: boolean } = {}): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind, state: 'published', organisation_id, created_by: null, original_language: 'vi', trl: 8, ip_status: null, price_min: null, price_max: null, research_fields: ['20301'], patent_classes: [], industries: [], transfer_forms: [], ward_code: null,
    source_name: null, source_key: null, source_sha256: null, submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon, ...over as object,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('listing_text').values({ listing_id: id, language: 'vi', title, summary }).execute()
  await refreshSearch(db, [id])
  return id
}

const needed = ['Cần sấy lạnh dược liệu giữ màu cho hợp tác xã', 'Sấy lạnh dược liệu và trái cây giữ màu, giữ hoạt chất, mỗi ngày 500 kg tươi.'] as const
const offered = [
  ['Máy sấy lạnh dược liệu giữ màu', 'Sấy lạnh dược liệu và trái cây ở nhiệt độ thấp, giữ màu và hoạt chất, một mẻ 500 kg.'],
  ['Buồng sấy lạnh bơm nhiệt cho dược liệu', 'Bơm nhiệt hút ẩm để sấy lạnh dược liệu, giữ màu lá, tiết kiệm điện so với lò than.'],
  ['Dây chuyền sấy lạnh trái cây và dược liệu', 'Dây chuyền liên hoàn rửa, cắt, sấy lạnh trái cây hoặc dược liệu, giữ màu sau sáu tháng bảo quản.'],
  ['Tủ sấy lạnh nhỏ giữ màu hoa và dược liệu', 'Tủ gọn cho hộ gia đình sấy lạnh hoa cúc, dược liệu, giữ màu cánh hoa.'],
  ['Công nghệ sấy lạnh chân không giữ hoạt chất', 'Hút chân không khi sấy lạnh dược liệu quý, giữ hoạt chất và giữ màu củ.'],
  ['Hệ thống điều khiển sấy lạnh dược liệu', 'Đo ẩm và điều khiển quá trình sấy lạnh dược liệu để giữ màu đồng đều giữa các khay.'],
  ['Vật liệu hút ẩm dùng cho sấy lạnh dược liệu', 'Hạt hút ẩm tái sinh giúp sấy lạnh dược liệu nhanh hơn mà vẫn giữ màu.'],
  ['Thuê trạm sấy lạnh dược liệu lưu động', 'Trạm trên xe tải đến tận vườn sấy lạnh dược liệu, giữ màu ngay sau thu hoạch.'],
] as const
const unlike = ['Phần mềm quản lý thư viện', 'Cảm biến rung cho tua bin', 'Vắc xin cho cá rô phi', 'Gạch không nung từ tro bay', 'Đèn tín hiệu giao thông thích ứng', 'Men vi sinh cho đệm lót chuồng gà', 'Thuật toán nhận dạng biển số xe', 'Màng lọc nước nhiễm mặn', 'Vải kháng khuẩn từ sợi tre', 'Bản đồ ngập đô thị theo thời gian thực'] as const

/** One need, many offers that suit it more or less, each of an organisation of its own, and a market of others. */
export async function aMarket(db: Db, count = offered.length) {
  const cooperative = await anOrganisation(db, 'cooperative', 'Hợp tác xã Dược liệu')
  const suppliers: number[] = [], offers: number[] = []
  for (const [i, words] of offered.slice(0, count).entries()) {
    const supplier = await anOrganisation(db, 'enterprise', `Bên bán ${i + 1}`)
    suppliers.push(supplier)
    offers.push(await published(db, 'offer', supplier, words))
  }
  const others = await anOrganisation(db, 'university', 'Trường Đại học Khác')
  for (const title of unlike) await published(db, 'offer', others, [title, `${title}, kết quả nghiên cứu của trường.`], { research_fields: ['10202'] })
  const need = await published(db, 'need', cooperative, needed, { trl: 7 })
  await countWords(db)
  return { cooperative, suppliers, offers, need, others }
}
