import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { TaxonomyRefusal } from './rules.ts'
import type { CodeList } from './schema.ts'

export const codeListNames = texts<Record<CodeList, string>>({
  vi: { research_field: 'Lĩnh vực nghiên cứu', patent_class: 'Phân loại sáng chế (CPC)', industry: 'Ngành kinh tế', ward: 'Phường, xã của Hà Nội', province: 'Tỉnh, thành phố', country: 'Quốc gia', transfer_form: 'Hình thức chuyển giao', ip_status: 'Tình trạng sở hữu trí tuệ', organisation_kind: 'Loại tổ chức', trl: 'Mức sẵn sàng công nghệ', decline_reason: 'Lý do từ chối kết nối', match_decline_reason: 'Lý do từ chối gợi ý phù hợp', loss_reason: 'Lý do giao dịch không thành' },
  en: { research_field: 'Research fields', patent_class: 'Patent classes (CPC)', industry: 'Industries', ward: 'Wards and communes of Hanoi', province: 'Provinces', country: 'Countries', transfer_form: 'Forms of transfer', ip_status: 'Status of intellectual property', organisation_kind: 'Kinds of organisation', trl: 'Technology readiness levels', decline_reason: 'Reasons for declining', match_decline_reason: 'Reasons for declining a suggested match', loss_reason: 'Reasons why deals end' },
})

export const taxonomyRefusals = texts<Messages<TaxonomyRefusal>>({
  vi: {
    code_taken: () => 'Danh mục đã có mã này, có thể là mã đã ngừng dùng. Hãy chọn mã khác hoặc dùng lại mã cũ.',
    parent_unknown: () => 'Danh mục không có mã cấp trên này.',
    code_changed_meanwhile: () => 'Người khác vừa sửa mã này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.',
  },
  en: {
    code_taken: () => 'The list has this code already, perhaps a retired one. Choose another code, or bring the old one back.',
    parent_unknown: () => 'The list has no such parent code.',
    code_changed_meanwhile: () => 'Someone else has just changed this code. Open the page again to see the new version, then make your change.',
  },
})
