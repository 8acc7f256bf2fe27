import type { Tx } from '../src/core/database.ts'
import { searchOf } from '../src/modules/experts/commands.ts'
import { titleKey } from '../src/modules/experts/rules.ts'
import type { Availability, ConflictNature } from '../src/modules/experts/schema.ts'
import { daysFrom } from '../src/platform/time.ts'

interface Invented {
  headline_vi: string
  headline_en: string
  bio_vi: string
  research_fields: string[]
  languages: string[]
  availability: Availability
  /** Title, venue, years ago. */
  works: [string, string, number][]
  conflict?: { party: string; nature: ConflictNature; note: string }
}

/** Six people of the city's institutes and universities who lend their knowledge; works and venues are invented as well. */
const experts: Invented[] = [
  { headline_vi: 'Công nghệ sấy và bảo quản nông sản sau thu hoạch', headline_en: 'Drying and storage of farm produce after harvest', bio_vi: 'Hai mươi năm nghiên cứu sấy lạnh, sấy bơm nhiệt cho rau gia vị và dược liệu.\n\nĐã tư vấn cho ba hợp tác xã lắp dây chuyền sơ chế.', research_fields: ['401', '203'], languages: ['vi', 'en'], availability: 'available',
    works: [['Sấy bơm nhiệt lá tía tô: giữ tinh dầu ở 42 °C', 'Tạp chí Cơ điện nông nghiệp hư cấu', 2], ['Heat-pump drying of fictional herbs at low temperature', 'Journal of Imagined Drying', 5], ['Kho lạnh nhỏ cho hợp tác xã: chi phí và tổn thất', 'Kỷ yếu hội thảo Sau thu hoạch hư cấu', 7]], conflict: { party: 'Công ty Thiết bị sấy Hư Cấu', nature: 'funding', note: 'Nhận tài trợ thiết bị thử nghiệm.' } },
  { headline_vi: 'Xử lý nước thải làng nghề', headline_en: 'Waste water treatment for craft villages', bio_vi: 'Thiết kế và đánh giá hệ thống xử lý nước thải quy mô 50–500 m³ mỗi ngày.', research_fields: ['207', '105'], languages: ['vi', 'en', 'fr'], availability: 'limited', works: [['Lọc sinh học hiếu khí cho nước thải dệt nhuộm làng nghề', 'Tạp chí Môi trường đô thị hư cấu', 1], ['Low-cost treatment in an invented village', 'Imaginary Water Letters', 4]] },
  { headline_vi: 'Học máy cho ảnh y tế', headline_en: 'Machine learning for medical images', bio_vi: 'Đánh giá độc lập phần mềm hỗ trợ đọc phim, thiết kế bộ dữ liệu kiểm thử.', research_fields: ['102', '302'], languages: ['vi', 'en', 'ja'], availability: 'available', works: [['Kiểm thử độc lập phần mềm đọc phim phổi: những điều dễ sai', 'Hội thảo Tin học y tế hư cấu', 1]], conflict: { party: 'Công ty Phần mềm Y tế Tưởng Tượng', nature: 'ownership', note: 'Sở hữu 2 % cổ phần.' } },
  { headline_vi: 'Vật liệu nano cho xử lý không khí', headline_en: 'Nanomaterials for air treatment', bio_vi: 'Vật liệu xúc tác quang, đo và đánh giá hiệu suất lọc.', research_fields: ['205', '210'], languages: ['vi', 'en', 'ru'], availability: 'unavailable', works: [['Lớp phủ TiO₂ trên sợi thủy tinh: độ bền sau 2 000 giờ', 'Tạp chí Vật liệu hư cấu', 3]] },
  { headline_vi: 'Cơ điện tử và tự động hóa cho doanh nghiệp nhỏ', headline_en: 'Mechatronics and automation for small firms', bio_vi: 'Khảo sát dây chuyền, lập phương án tự động hóa từng bước, nghiệm thu kỹ thuật.', research_fields: ['202', '203'], languages: ['vi', 'en', 'de'], availability: 'available', works: [['Tự động hóa từng bước cho xưởng cơ khí dưới 50 người', 'Tạp chí Cơ khí hư cấu', 2], ['Retrofitting old presses in imagined workshops', 'Proceedings of Fictional Automation', 6]] },
  { headline_vi: 'Sở hữu trí tuệ và hợp đồng chuyển giao công nghệ', headline_en: 'Intellectual property and technology transfer contracts', bio_vi: 'Đàm phán li-xăng, định giá tài sản trí tuệ, soạn hợp đồng song ngữ.', research_fields: ['505', '502'], languages: ['vi', 'en', 'fr'], availability: 'limited', works: [['Điều khoản bảo mật trong hợp đồng li-xăng: một nghiên cứu tình huống hư cấu', 'Tạp chí Luật và Công nghệ hư cấu', 2]] },
]

/** Fills the directory of experts, in the transaction that fills the city: researchers who are there already, each public by their own consent. */
export async function worldExperts(tx: Tx, now: Date): Promise<void> {
  const people = await tx.selectFrom('person as p').innerJoin('membership as m', 'm.person_id', 'p.id').innerJoin('organisation as o', 'o.id', 'm.organisation_id')
    .select(['p.id', 'p.name', 'o.id as organisation_id']).where('p.demonstration', '=', true).where('o.kind', 'in', ['institute', 'university']).where('m.role', '=', 'editor').orderBy('p.id').limit(experts.length).execute()
  for (const [i, { works, conflict, ...content }] of experts.entries()) {
    const person = people[i]
    if (!person) continue
    const at = daysFrom(now, -90 + i * 9)
    const { id } = await tx.insertInto('expert').values({
      ...content, bio_en: '', person_id: person.id, organisation_id: person.organisation_id, available_from: null, orcid: null, consented_at: at, published_at: at, search: searchOf(person.name, content), demonstration: true, created_at: at, updated_at: at,
    }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('expert_publication').values(works.map(([title, venue, ago]) => ({ expert_id: id, title, authors: person.name, venue, year: now.getUTCFullYear() - ago, doi: '', url: '', source: 'typed' as const, title_key: titleKey(title), added_at: at }))).execute()
    if (conflict) await tx.insertInto('conflict_of_interest').values({ ...conflict, expert_id: id, organisation_id: null, since: null, until: null, request_key: crypto.randomUUID(), declared_at: at, withdrawn_at: null }).execute()
    const happened = (type: 'expert.profile_saved' | 'expert.published', data: object) => ({ type, subject: `expert:${id}`, person_id: person.id, organisation_id: person.organisation_id, at, request_id: 'world', data: JSON.stringify({ expert_id: id, ...data }) })
    await tx.insertInto('event').values([happened('expert.profile_saved', { version: 1 }), happened('expert.published', {})]).execute()
  }
}
