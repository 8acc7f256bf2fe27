import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { type AnnexBasis, type AnnexRefusal, type Change, changesIn } from './annex-rules.ts'
import type { ContractContent } from './schema.ts'

export const annexRefusals = texts<Messages<AnnexRefusal>>({
  vi: {
    annex_before_signing: () => 'Hợp đồng chưa được hai bên ký nên chưa cần phụ lục. Hãy sửa thẳng văn bản hợp đồng.',
    annex_under_way: ({ number }) => `Phụ lục số ${number} đang được soạn. Hãy ký hoặc rút phụ lục đó trước khi soạn phụ lục khác.`,
    annex_ended: ({ number, ending }) => (ending === 'signed' ? `Phụ lục số ${number} đã được hai bên ký nên không sửa, không rút được nữa. Muốn thay đổi tiếp, hãy soạn phụ lục mới.` : `Phụ lục số ${number} đã được rút. Hãy soạn phụ lục mới nếu vẫn cần thay đổi hợp đồng.`),
    annex_changes_nothing: () => 'Phụ lục chưa đổi điều nào của hợp đồng. Hãy sửa, thêm hoặc bỏ ít nhất một điều rồi phát hành.',
    annex_reason_needed: () => 'Phụ lục chưa ghi lý do sửa đổi. Hãy ghi lý do ở mục Thông tin của phụ lục rồi phát hành.',
    annex_before_contract: ({ signed_on }) => `Phụ lục không có hiệu lực trước ngày ký hợp đồng (${formatIsoDay(signed_on, 'vi')}). Hãy chọn ngày từ ngày đó trở đi, hoặc để trống.`,
    annex_milestone_unknown: () => 'Có mốc thanh toán không còn trong kế hoạch. Hãy mở lại trang và chọn lại các mốc.',
    annex_of_lost_deal: () => 'Giao dịch đã kết thúc không thành nên không soạn, không rút phụ lục được nữa. Bạn vẫn xem và tải được các phiên bản.',
  },
  en: {
    annex_before_signing: () => 'The contract is not signed by both sides, so it needs no annex. Change the text of the contract itself.',
    annex_under_way: ({ number }) => `Annex no. ${number} is under way. Sign it or withdraw it before another is drafted.`,
    annex_ended: ({ number, ending }) => (ending === 'signed' ? `Annex no. ${number} is signed by both sides, so it is neither changed nor withdrawn. To change more, draft a new annex.` : `Annex no. ${number} was withdrawn. Draft a new one if the contract is still to be changed.`),
    annex_changes_nothing: () => 'The annex changes no clause of the contract. Change, add or leave out at least one, then issue.',
    annex_reason_needed: () => 'The annex does not say why the contract is changed. Say it under “About the annex”, then issue.',
    annex_before_contract: ({ signed_on }) => `An annex does not take effect before the contract was signed (${formatIsoDay(signed_on, 'en')}). Choose that day or a later one, or leave it empty.`,
    annex_milestone_unknown: () => 'A payment milestone is no longer in the plan. Open the page again and choose anew.',
    annex_of_lost_deal: () => 'The deal ended without success, so no annex is drafted or withdrawn any more. You can still read and download the versions.',
  },
})

export const howNames = texts<Record<Change['how'], string>>({ vi: { changed: 'Sửa đổi', added: 'Bổ sung', removed: 'Bãi bỏ' }, en: { changed: 'Changed', added: 'Added', removed: 'Left out' } })
/** What signed annexes change, for the request to register it: in Vietnamese, as the authority reads it. */
export const changesOf = (annexes: readonly (Pick<ContractContent, 'clauses' | 'annex'> & { signed_on: string })[]): string => annexes.map(({ signed_on, ...content }) =>
  `Phụ lục số ${content.annex?.number}, ký ngày ${formatIsoDay(signed_on, 'vi')}: ${changesIn(content).map(({ how, number, title }) => `${howNames.vi[how].toLowerCase()} Điều ${number} (${title.vi})`).join('; ')}.`).join('\n')
export const annexStates = texts<Record<'drafting' | 'issued' | 'half_signed' | 'signed' | 'withdrawn', string>>({
  vi: { drafting: 'Đang soạn', issued: 'Đã phát hành, chờ ký', half_signed: 'Một bên đã ký', signed: 'Hai bên đã ký', withdrawn: 'Đã rút' },
  en: { drafting: 'Being drafted', issued: 'Issued, to be signed', half_signed: 'Signed by one side', signed: 'Signed by both sides', withdrawn: 'Withdrawn' },
})
/** From when a signed annex has effect, or what it waits for. */
export const annexEffectWords = texts<Record<AnnexBasis, { because: string; waits: string }>>({
  vi: {
    amendment: { because: 'ngày được cấp giấy chứng nhận của việc sửa đổi, bổ sung', waits: 'Chưa có hiệu lực: hợp đồng đã đăng ký hoặc được cấp phép, nên phụ lục có hiệu lực từ ngày được cấp giấy chứng nhận của việc sửa đổi, bổ sung.' },
    registration: { because: 'ngày được cấp giấy của chính hợp đồng, vì phụ lục được nộp cùng hồ sơ', waits: 'Chưa có hiệu lực: hợp đồng phải đăng ký hoặc cấp phép và chưa được cấp. Hãy nộp phụ lục cùng hồ sơ của hợp đồng.' },
    agreed: { because: 'ngày hai bên thỏa thuận', waits: '' }, signing: { because: 'ngày bên sau cùng ký', waits: '' },
    unknown: { because: '', waits: 'Chưa xác định được: còn phụ thuộc hợp đồng có phải đăng ký hoặc xin phép hay không. Hãy khai các yếu tố ở phần Đăng ký.' },
    disputed: { because: '', waits: 'Chưa xác định được: hai bên khai khác nhau về việc phải đăng ký hoặc xin phép. Hãy thống nhất ở phần Đăng ký.' },
    prohibited: { because: '', waits: 'Công nghệ được khai hoặc được kiểm duyệt viên xác định là cấm chuyển giao, nên không nêu ngày có hiệu lực.' },
  },
  en: {
    amendment: { because: 'the day of the certificate of the change', waits: 'Not in effect yet: the contract was registered or licensed, so the annex takes effect on the day of the certificate of the change.' },
    registration: { because: 'the day of the contract’s own certificate, as the annex was filed with it', waits: 'Not in effect yet: the contract has to be registered or licensed and is not. File the annex with the contract’s dossier.' },
    agreed: { because: 'the day the parties agreed', waits: '' }, signing: { because: 'the day the last party signed', waits: '' },
    unknown: { because: '', waits: 'Not known yet: it depends on whether the contract has to be registered or licensed. State what decides that in the Registration part.' },
    disputed: { because: '', waits: 'Not known yet: the two sides differ on what decides whether the contract has to be registered or licensed. Settle it in the Registration part.' },
    prohibited: { because: '', waits: 'A side or a moderator says that the technology is prohibited from transfer, so no day of effect is named.' },
  },
})

export const annexTexts = texts({
  vi: {
    head: 'Phụ lục hợp đồng', lead: 'Hợp đồng đã ký không sửa được. Mọi thay đổi được lập thành phụ lục: hai bên cùng soạn, đồng ý và ký như khi ký hợp đồng.', none: 'Chưa có phụ lục nào.', begin: 'Soạn phụ lục', one: (n: number) => `Phụ lục số ${n}`, begun: (who: string, day: string) => `${who} bắt đầu soạn ngày ${day}`, withdrawnBy: (who: string, day: string) => `${who} đã rút ngày ${day}.`, why: 'Lý do rút',
    current: 'Hợp đồng hiện hành', currentOpen: 'Xem hợp đồng với các phụ lục đã ký', currentLead: 'Hợp đồng đã ký cùng mọi phụ lục hai bên đã ký. Điều nào đã đổi ghi rõ theo phụ lục nào. Trang này để tra cứu; văn bản có chữ ký là hợp đồng và từng phụ lục.', by: (how: string, n: number) => `${how} theo Phụ lục số ${n}`, notInEffect: 'Phụ lục này chưa có hiệu lực; cho đến khi đó vẫn áp dụng nội dung trước:', before: 'Nội dung trước khi sửa đổi', gone: 'Điều này đã được bãi bỏ.', signedContract: 'Hợp đồng đã ký', signedOn: (day: string) => `ký ngày ${day}`, article: (n: number) => `Điều ${n}`,
    changes: 'Phụ lục này thay đổi', noChanges: 'Chưa đổi điều nào. Chọn một điều bên dưới để sửa.', reason: 'Lý do sửa đổi', effect: 'Hiệu lực', effectOn: (day: string, because: string) => `Có hiệu lực từ ngày ${day}: ${because}.`, effectFrom: (day: string) => `Hai bên định cho có hiệu lực từ ngày ${day}.`, effectSigning: 'Có hiệu lực từ ngày bên sau cùng ký, nếu không ghi ngày khác. Hợp đồng đã đăng ký hoặc được cấp phép: từ ngày được cấp giấy chứng nhận của việc sửa đổi.', law: 'Điều 24 Luật Chuyển giao công nghệ 07/2017/QH14.',
    milestones: 'Mốc thanh toán bị ảnh hưởng', milestonesHelp: 'Phụ lục không tự đổi kế hoạch thanh toán. Sau khi ký, hai bên được nhắc cập nhật các mốc này ở phần Thanh toán.', noMilestones: 'Không nêu mốc thanh toán nào.', planHead: 'Kế hoạch thanh toán', planLead: 'Phụ lục liên quan đến tiền. Hãy đề xuất, thống nhất mốc mới hoặc giải quyết mốc cũ ở phần Thanh toán; xong thì xác nhận tại đây.', planOpen: 'Mở phần Thanh toán', planDone: 'Kế hoạch thanh toán đã theo phụ lục',
    check: 'Kiểm tra hợp đồng sau khi sửa đổi', checkLaw: 'Các nội dung theo Điều 23 Luật Chuyển giao công nghệ 07/2017/QH14, xét trên hợp đồng khi phụ lục được ký. Kết quả là gợi ý từ lời văn, không phải ý kiến pháp lý.',
    about: 'Thông tin của phụ lục', number: 'Số, ký hiệu văn bản', place: 'Nơi ký', effective_on: 'Có hiệu lực từ ngày', effectiveHelp: 'Để trống: từ ngày bên sau cùng ký.', reason_vi: 'Lý do, tiếng Việt', reason_en: 'Lý do, tiếng Anh', save: 'Lưu', clauses: 'Các điều của hợp đồng', edit: 'Sửa điều này', restore: 'Giữ nguyên như hợp đồng', old: 'Đang áp dụng', proposed: 'Đề nghị sửa thành', difference: 'Khác nhau', toAnnex: 'Về phụ lục',
    issueHelp: 'Phiên bản đã phát hành không đổi được nữa. Đồng ý và chữ ký trên phiên bản trước hết hiệu lực; hai bên đọc, đồng ý hoặc sửa tiếp rồi phát hành phiên bản khác.', versions: 'Các phiên bản của phụ lục', toSign: 'Đọc, đồng ý hoặc ký', signatures: 'Chữ ký của hai bên', withdrawHead: 'Rút phụ lục', withdrawLead: 'Phụ lục kết thúc mà không đổi gì trong hợp đồng; số của nó không dùng lại. Bên kia đọc được lý do.', withdrawal: 'Lý do', withdraw: 'Rút phụ lục', onlySigner: 'Một bên đã ký phiên bản này: chỉ chủ sở hữu hoặc người ký của tổ chức rút được phụ lục.', preview: 'Xem bản in thử', whole: 'Toàn văn hợp đồng khi phụ lục được ký',
  },
  en: {
    head: 'Annexes to the contract', lead: 'A signed contract is written no more. Whatever changes goes into an annex, which both sides write, agree to and sign as they did the contract.', none: 'There is no annex.', begin: 'Draft an annex', one: (n: number) => `Annex no. ${n}`, begun: (who: string, day: string) => `begun by ${who} on ${day}`, withdrawnBy: (who: string, day: string) => `Withdrawn by ${who} on ${day}.`, why: 'Why it was withdrawn',
    current: 'The contract as it stands', currentOpen: 'Read the contract with its signed annexes', currentLead: 'The signed contract with every annex both sides have signed. Each clause that has changed names its annex. This page is for reading; what bears signatures are the contract and each annex.', by: (how: string, n: number) => `${how} by Annex no. ${n}`, notInEffect: 'That annex is not in effect yet; until then this applies:', before: 'As it read before', gone: 'This article is left out.', signedContract: 'The signed contract', signedOn: (day: string) => `signed on ${day}`, article: (n: number) => `Article ${n}`,
    changes: 'What this annex changes', noChanges: 'No clause is changed yet. Choose one below.', reason: 'Why', effect: 'Effect', effectOn: (day: string, because: string) => `In effect from ${day}: ${because}.`, effectFrom: (day: string) => `The parties mean it to take effect on ${day}.`, effectSigning: 'In effect from the day the last party signs unless another day is named. If the contract was registered or licensed: from the day of the certificate of the change.', law: 'Article 24 of the Law on Technology Transfer.',
    milestones: 'Payment milestones it touches', milestonesHelp: 'An annex does not change the plan of payments by itself. Once it is signed both sides are asked to bring these milestones up to date in the Payments part.', noMilestones: 'No payment milestone is named.', planHead: 'The plan of payments', planLead: 'This annex is about money. Propose and agree to new milestones or settle the old ones in the Payments part; then say so here.', planOpen: 'Open the Payments part', planDone: 'The plan of payments follows the annex',
    check: 'The contract as amended, checked', checkLaw: 'The contents of Article 23 of the Law on Technology Transfer 07/2017/QH14, asked of the contract as it will stand with this annex. A hint from its words, no legal opinion.',
    about: 'About the annex', number: 'Number and sign', place: 'Place of signing', effective_on: 'In effect from', effectiveHelp: 'Empty: from the day the last party signs.', reason_vi: 'Why, in Vietnamese', reason_en: 'Why, in English', save: 'Save', clauses: 'The clauses of the contract', edit: 'Change this clause', restore: 'Leave it as in the contract', old: 'As it stands', proposed: 'To read', difference: 'What differs', toAnnex: 'Back to the annex',
    issueHelp: 'A version that is issued never changes. What was agreed or signed of the one before falls; both sides read it, agree, or go on changing and issue another.', versions: 'Versions of the annex', toSign: 'Read, agree or sign', signatures: 'Signatures of both sides', withdrawHead: 'Withdraw the annex', withdrawLead: 'It ends without changing anything in the contract, and its number is used no more. The other side reads why.', withdrawal: 'Why', withdraw: 'Withdraw the annex', onlySigner: 'A side has signed this version: only an owner or a signer of the organisation can withdraw the annex.', preview: 'Look at a print', whole: 'The whole contract with this annex',
  },
})
