import { type Locale, texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { legalTexts, myTexts } from '../organisations/messages.ts'
import { lackNames } from './page-messages.ts'
import type { ContractRefusal, PartyGaps } from './rules.ts'
import type { ContractKind, Which } from './schema.ts'

export const kindNames = texts<Record<ContractKind, string>>({
  vi: { memorandum: 'Biên bản ghi nhớ', contract: 'Hợp đồng chuyển giao công nghệ', annex: 'Phụ lục hợp đồng' },
  en: { memorandum: 'Memorandum of understanding', contract: 'Technology transfer contract', annex: 'Annex to the contract' },
})
/** What a text of a deal is called: an annex by its number. */
export const textName = ({ kind, annex }: { kind: Which['kind']; annex?: number | null | undefined }, locale: Locale): string => (kind === 'annex' && annex ? (locale === 'vi' ? `Phụ lục số ${annex}` : `Annex no. ${annex}`) : kindNames[locale][kind])

const lacking = (parties: readonly PartyGaps[], locale: Locale): string => parties.map(({ name, lacks }) => `${name[locale] || name.vi}: ${lacks.map((lack) => lackNames[locale][lack]).join(', ')}`).join('; ')
export const contractRefusals = texts<Messages<ContractRefusal>>({
  vi: {
    version_not_newest: () => 'Phiên bản này không còn là phiên bản mới nhất. Hãy mở lại trang Hợp đồng và dùng phiên bản mới nhất.',
    contract_signed: ({ kind, number }) => `${kindNames.vi[kind]} đã ký ở phiên bản ${number} và không sửa được nữa. Muốn thay đổi, hãy soạn phụ lục ở trang Hợp đồng.`,
    contract_not_begun: ({ kind }) => `${kindNames.vi[kind]} chưa được soạn. Hãy bắt đầu từ mẫu ở trang Hợp đồng.`,
    contract_written_meanwhile: () => 'Có người vừa sửa văn bản này. Hãy mở lại trang để xem nội dung mới, rồi sửa tiếp.',
    version_issued_meanwhile: ({ number }) => `Phiên bản ${number} vừa được phát hành. Hãy xem phiên bản đó trước khi phát hành phiên bản khác.`,
    version_unchanged: ({ number }) => `Nội dung không khác phiên bản ${number} đã phát hành. Hãy sửa ít nhất một điều trước khi phát hành.`,
    contract_incomplete: ({ missing }) => `Còn ${missing} nội dung bắt buộc đang trống. Hãy điền các nội dung đánh dấu "Thiếu" rồi phát hành.`,
    clause_not_there: () => 'Điều khoản này không còn trong văn bản. Hãy mở lại trang để xem nội dung hiện tại.',
    clause_needed_by_law: () => 'Luật yêu cầu hợp đồng có nội dung này nên không bỏ được. Bạn có thể sửa lời văn.',
    version_with_gaps: ({ gaps }) => `Còn ${gaps} điều có chỗ chưa điền (trong ngoặc vuông). Hãy điền, phát hành phiên bản mới, rồi đồng ý hoặc ký.`,
    party_with_gaps: ({ parties }) => `Phần ghi các bên còn thiếu (${lacking(parties, 'vi')}) nên chưa đồng ý, chưa ký được. Chủ sở hữu của tổ chức đó điền ở ${myTexts.vi.title}, mục ${legalTexts.vi.title} (trụ sở ở phường, xã của Hà Nội và mã số thuế: ở phần Sửa thông tin); sau đó phát hành phiên bản mới.`,
    language_undecided: () => 'Chưa chọn bản tiếng nào được áp dụng khi hai thứ tiếng khác nhau: một bên ở nước ngoài nên phải chọn. Hãy chọn ở phần Thông tin chung, phát hành phiên bản mới, rồi đồng ý hoặc ký.',
    contract_prohibited: ({ by }) => (by === 'moderator' ? 'Kiểm duyệt viên xác định công nghệ này thuộc danh mục cấm chuyển giao, nên hợp đồng không phát hành, không ký được. Nếu thấy chưa đúng, hãy đề nghị Sàn xem lại phân loại của tin.' : 'Phần Đăng ký ghi công nghệ này thuộc danh mục cấm chuyển giao, nên hợp đồng không phát hành, không ký được. Nếu khai nhầm, hãy khai lại ở phần Đăng ký.'),
    no_room_for_clause: () => 'Đã có đủ sáu điều khoản riêng. Hãy gộp nội dung vào một điều đã có.',
    contract_of_lost_deal: () => 'Giao dịch đã kết thúc không thành nên văn bản không sửa được nữa. Bạn vẫn xem và tải được các phiên bản.',
  },
  en: {
    version_not_newest: () => 'This is no longer the newest version. Open the Contract page again and use the newest one.',
    contract_signed: ({ kind, number }) => `${kindNames.en[kind]} was signed as version ${number} and is written no more. To change it, draft an annex on the Contract page.`,
    contract_not_begun: ({ kind }) => `${kindNames.en[kind]} has not been begun. Begin from the template on the Contract page.`,
    contract_written_meanwhile: () => 'Somebody has just changed this text. Open the page again to see what it says now, then go on.',
    version_issued_meanwhile: ({ number }) => `Version ${number} has just been issued. Look at it before you issue another.`,
    version_unchanged: ({ number }) => `The text does not differ from version ${number}. Change at least one clause before you issue.`,
    contract_incomplete: ({ missing }) => `${missing} contents the law asks for are empty. Fill in those marked "Missing", then issue.`,
    clause_not_there: () => 'This clause is no longer in the text. Open the page again to see it as it stands.',
    clause_needed_by_law: () => 'The law asks for this content, so it cannot be left out. You may change its words.',
    version_with_gaps: ({ gaps }) => `${gaps} clauses still have something to fill in (in square brackets). Fill it in, issue a new version, then agree or sign.`,
    party_with_gaps: ({ parties }) => `The block of the parties still lacks something (${lacking(parties, 'en')}), so nobody can agree to this version or sign it yet. An owner of that organisation fills it in under ${myTexts.en.title}, ${legalTexts.en.title} (a ward of Hanoi and the tax code: under Change the facts); then issue a new version.`,
    language_undecided: () => 'It is not chosen which text decides where the languages differ: with a party abroad it has to be. Choose it under As a whole, issue a new version, then agree or sign.',
    contract_prohibited: ({ by }) => (by === 'moderator' ? 'A moderator found that this technology may not be transferred by law, so the contract is neither issued nor signed. If that is wrong, ask the Exchange to look at the listing’s class again.' : 'The Registration part says that this technology may not be transferred by law, so the contract is neither issued nor signed. If that was a mistake, state it anew there.'),
    no_room_for_clause: () => 'There are six clauses of your own already. Put this into one of them.',
    contract_of_lost_deal: () => 'The deal ended without a contract, so the text is written no more. You can still read and download its versions.',
  },
})
