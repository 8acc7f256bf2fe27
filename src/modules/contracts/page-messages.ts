import { texts } from '../../platform/locale.ts'
import type { PartyLack, Presence, Weakness } from './completeness-rules.ts'
import type { EffectBasis } from './effect-rules.ts'
import type { ContractClauseKey, VersionState } from './schema.ts'

export const presenceNames = texts<Record<Presence, string>>({
  vi: { present: 'Có', weak: 'Còn yếu', missing: 'Thiếu', optional: 'Không bắt buộc' },
  en: { present: 'Present', weak: 'Weak', missing: 'Missing', optional: 'Not required' },
})
/** What to do about what a content lacks. */
export const weaknessWords = texts<Record<Weakness, string>>({
  vi: {
    empty: 'Điền nội dung.', left_out: 'Đưa điều này trở lại và điền nội dung.', to_fill: 'Điền các chỗ trong ngoặc vuông.', short: 'Viết đầy đủ hơn.', no_english: 'Thêm bản tiếng Anh.', no_vietnamese: 'Thêm bản tiếng Việt: cơ quan nhà nước cần bản tiếng Việt.',
    no_amount: 'Ghi số tiền (đồng), tỷ lệ hoặc công thức tính.', no_payment: 'Ghi cách thanh toán và thời hạn.', no_duration: 'Ghi thời hạn bằng số tháng, năm hoặc ngày kết thúc.', no_effect: 'Ghi thời điểm có hiệu lực.', no_right: 'Nói rõ chuyển nhượng quyền sở hữu hay chuyển quyền sử dụng.',
    no_method: 'Nêu phương thức: tài liệu, đào tạo, chuyên gia hoặc máy móc.', no_product: 'Nêu sản phẩm do công nghệ tạo ra.', no_standard: 'Nêu tiêu chuẩn, chất lượng sản phẩm.', no_both_sides: 'Nêu quyền, nghĩa vụ của cả bên giao và bên nhận.', no_place: 'Nêu địa điểm chuyển giao.', no_pace: 'Nêu tiến độ theo ngày hoặc giai đoạn.', no_rate: 'Ghi mức phạt, hoặc ghi rõ hai bên không phạt.', no_body: 'Nêu tòa án hoặc trọng tài giải quyết tranh chấp.',
  },
  en: {
    empty: 'Write it.', left_out: 'Put this clause back and write it.', to_fill: 'Fill in what stands in square brackets.', short: 'Say it more fully.', no_english: 'Add the English.', no_vietnamese: 'Add the Vietnamese: the authorities need it.',
    no_amount: 'Give the amount in đồng, a rate or a formula.', no_payment: 'Say how and when it is paid.', no_duration: 'Say for how many months or years, or until when.', no_effect: 'Say when it takes effect.', no_right: 'Say whether ownership is transferred or the right to use.',
    no_method: 'Name the way: documents, training, experts or equipment.', no_product: 'Name the products made with the technology.', no_standard: 'Name the standards and quality of the products.', no_both_sides: 'Name the rights and duties of both parties.', no_place: 'Name the place.', no_pace: 'Name days or stages.', no_rate: 'Give the penalty, or say that there is none.', no_body: 'Name the court or arbitration.',
  },
})
export const lackNames = texts<Record<PartyLack, string>>({
  vi: { name: 'tên', address: 'địa chỉ', registration: 'số đăng ký hoặc mã số thuế', representative: 'người đại diện', position: 'chức vụ' },
  en: { name: 'name', address: 'address', registration: 'registration number or tax code', representative: 'representative', position: 'position' },
})
export const stateNames = texts<Record<VersionState, string>>({ vi: { issued: 'Đang hiệu lực để ký', superseded: 'Đã được thay', signed: 'Đã ký' }, en: { issued: 'Open for signing', superseded: 'Superseded', signed: 'Signed' } })
export const clauseNames = texts<Record<ContractClauseKey, string>>({
  vi: {
    name: 'Tên công nghệ', object: 'Đối tượng công nghệ, sản phẩm, tiêu chuẩn, chất lượng', transfer: 'Chuyển nhượng quyền sở hữu, chuyển quyền sử dụng', methods: 'Phương thức chuyển giao', duties: 'Quyền, nghĩa vụ của các bên', price: 'Giá, phương thức thanh toán', term: 'Thời hạn, thời điểm hiệu lực',
    definitions: 'Khái niệm, thuật ngữ (nếu có)', plan: 'Kế hoạch, tiến độ, địa điểm', warranty: 'Bảo hành công nghệ', penalty: 'Phạt vi phạm', liability: 'Trách nhiệm do vi phạm', dispute: 'Cơ quan giải quyết tranh chấp', other: 'Nội dung khác',
    purpose: 'Mục đích', technology: 'Công nghệ', intentions: 'Nội dung dự kiến của hợp đồng', evaluation: 'Đánh giá, thử nghiệm', confidentiality: 'Bảo mật', negotiation: 'Đàm phán', costs: 'Chi phí', binding: 'Giá trị ràng buộc', memorandum_term: 'Thời hạn', memorandum_dispute: 'Giải quyết tranh chấp',
    free_1: 'Điều khoản riêng 1', free_2: 'Điều khoản riêng 2', free_3: 'Điều khoản riêng 3', free_4: 'Điều khoản riêng 4', free_5: 'Điều khoản riêng 5', free_6: 'Điều khoản riêng 6',
  },
  en: {
    name: 'Name of the technology', object: 'Technology transferred, products, standards, quality', transfer: 'Ownership or right to use', methods: 'Ways of transferring', duties: 'Rights and duties', price: 'Price and payment', term: 'Term and effect',
    definitions: 'Definitions (if any)', plan: 'Plan, pace, place', warranty: 'Warranty', penalty: 'Penalties', liability: 'Liability for breach', dispute: 'Who settles disputes', other: 'Other contents',
    purpose: 'Purpose', technology: 'The technology', intentions: 'What the contract is meant to say', evaluation: 'Evaluation and trial', confidentiality: 'Confidentiality', negotiation: 'Negotiation', costs: 'Costs', binding: 'What binds', memorandum_term: 'Term', memorandum_dispute: 'Disputes',
    free_1: 'Own clause 1', free_2: 'Own clause 2', free_3: 'Own clause 3', free_4: 'Own clause 4', free_5: 'Own clause 5', free_6: 'Own clause 6',
  },
})
export const effectWords = texts<Record<EffectBasis, { because: string; waits: string }>>({
  vi: {
    licence: { because: 'ngày được cấp giấy phép chuyển giao công nghệ', waits: 'Chờ ký và chờ giấy phép: công nghệ hạn chế chuyển giao.' }, registration: { because: 'ngày được cấp giấy chứng nhận đăng ký', waits: 'Chờ ký và chờ giấy chứng nhận: hợp đồng thuộc diện phải đăng ký.' },
    agreed: { because: 'ngày hai bên thỏa thuận', waits: 'Ngày hai bên thỏa thuận, khi hợp đồng đã ký.' }, signing: { because: 'ngày bên sau cùng ký', waits: 'Ngày bên sau cùng ký.' }, voluntary_registration: { because: 'ngày được cấp giấy chứng nhận đăng ký tự nguyện', waits: 'Ngày được cấp giấy chứng nhận đăng ký tự nguyện, khi hợp đồng đã ký: lúc đăng ký hợp đồng chưa được thực hiện.' },
    performance_unsaid: { because: '', waits: 'Chưa xác định được: hợp đồng đăng ký tự nguyện thì phải biết lúc đăng ký đã được thực hiện hay chưa. Hãy khai ở phần Đăng ký.' }, performance_disputed: { because: '', waits: 'Chưa xác định được: hai bên khai khác nhau về việc hợp đồng đã được thực hiện hay chưa khi đăng ký. Hãy thống nhất ở phần Đăng ký.' },
    unknown: { because: '', waits: 'Chưa xác định được. Còn phụ thuộc hợp đồng có phải đăng ký hoặc xin phép hay không: hãy khai các yếu tố ở phần Đăng ký. Nếu không phải, hợp đồng có hiệu lực từ ngày hai bên thỏa thuận; không thỏa thuận thì từ ngày bên sau cùng ký.' },
    disputed: { because: '', waits: 'Chưa xác định được: hai bên khai khác nhau về việc phải đăng ký hoặc xin phép. Hãy thống nhất ở phần Đăng ký.' },
    prohibited: { because: '', waits: 'Công nghệ được khai hoặc được kiểm duyệt viên xác định là cấm chuyển giao, nên không nêu ngày có hiệu lực.' },
  },
  en: {
    licence: { because: 'the day of the licence', waits: 'Waits for the signatures and the licence: the technology is restricted.' }, registration: { because: 'the day of the certificate of registration', waits: 'Waits for the signatures and the certificate: the contract has to be registered.' },
    agreed: { because: 'the day the parties agreed', waits: 'The day the parties agreed, once the contract is signed.' }, signing: { because: 'the day the last party signed', waits: 'The day the last party signs.' }, voluntary_registration: { because: 'the day of the voluntary registration', waits: 'The day of the certificate of the voluntary registration, once signed: the contract is not performed yet as it is registered.' },
    performance_unsaid: { because: '', waits: 'Not known yet: of a contract registered by choice it has to be known whether it was performed already as it was registered. State that in the Registration part.' }, performance_disputed: { because: '', waits: 'Not known yet: the two sides differ on whether the contract was performed already as it was registered. Settle it in the Registration part.' },
    unknown: { because: '', waits: 'Not known yet. It depends on whether the contract has to be registered or licensed: say what decides that in the Registration part. If neither, it takes effect on the day the parties agreed or, with none agreed, the day the last party signs.' },
    disputed: { because: '', waits: 'Not known yet: the two sides differ on what decides whether it has to be registered or licensed. Settle it in the Registration part.' },
    prohibited: { because: '', waits: 'A side or a moderator says that the technology is prohibited from transfer, so no day of effect is named.' },
  },
})

export const contractPageTexts = texts({
  vi: {
    lead: 'Soạn biên bản ghi nhớ và hợp đồng cùng bên kia, từng điều bằng hai thứ tiếng. Mỗi phiên bản phát hành được giữ nguyên và hai bên ký trên đúng phiên bản đó.',
    begin: 'Bắt đầu soạn', beginHelp: { memorandum: 'Ghi nhận ý định trước khi có hợp đồng. Không bắt buộc.', contract: 'Có đủ 14 nội dung của Điều 23 Luật Chuyển giao công nghệ, điền sẵn từ bản điều khoản hai bên đã xác nhận.' }, none: 'Chưa soạn.', open: 'Mở để soạn', withTerms: (n: number) => `Bản điều khoản số ${n} đã được hai bên xác nhận và sẽ được điền vào.`, filledFrom: 'Điền từ bản điều khoản,', termsVersion: (n: number) => `phiên bản ${n}`, confirmedOn: (day: string, by: string) => `hai bên xác nhận ngày ${day}: ${by}.`, filledFromNothing: 'Chưa điền từ bản điều khoản nào.', laterTerms: (n: number) => `Sau đó hai bên đã xác nhận phiên bản ${n}: mục “Lấy lại từ bản điều khoản” điền theo phiên bản ấy.`, noTerms: 'Chưa có bản điều khoản được hai bên xác nhận: các chỗ chưa biết để trong ngoặc vuông.',
    draft: 'Đang soạn', template: (n: number) => `Mẫu phiên bản ${n}`, check: 'Kiểm tra nội dung', checkLaw: 'Các nội dung theo Điều 23 Luật Chuyển giao công nghệ 07/2017/QH14. Kết quả là gợi ý từ lời văn, không phải ý kiến pháp lý.', no: 'Khoản', content: 'Nội dung', standing: 'Tình trạng', todo: 'Việc cần làm', edit: 'Sửa', read: 'Xem', sums: (present: number, all: number) => `${present}/${all} nội dung đã có đủ`,
    partyFacts: 'Thông tin các bên', lacks: (name: string, lacks: string) => `${name}: còn thiếu ${lacks}. Người của tổ chức điền ở trang hồ sơ pháp lý.`, partiesFine: 'Hồ sơ pháp lý của hai bên đủ để ghi vào văn bản.',
    fields: 'Thông tin chung', number: 'Số, ký hiệu văn bản', place: 'Nơi ký', form: 'Hình thức chuyển giao (Điều 5)', effective_on: 'Ngày có hiệu lực hai bên thỏa thuận', effectiveHelp: 'Để trống: từ ngày bên sau cùng ký. Hợp đồng phải đăng ký hoặc cấp phép có hiệu lực từ ngày cấp.', prevails: 'Bản được áp dụng khi hai thứ tiếng khác nhau', prevailing: { vi: 'Tiếng Việt', en: 'Tiếng Anh', equal: 'Có giá trị như nhau' }, save: 'Lưu',
    instrument: { contract: 'Hình thức này phải lập thành hợp đồng.', contract_or_part: 'Hình thức này lập thành hợp đồng, hoặc thành điều khoản, phụ lục, phần của hợp đồng hay hồ sơ dự án có đủ nội dung của Điều 23.' },
    clauses: 'Các điều', clause: (n: number) => `Điều ${n}`, vietnamese: 'Tiếng Việt', english: 'Tiếng Anh', title_vi: 'Tên điều, tiếng Việt', title_en: 'Tên điều, tiếng Anh', gapHelp: 'Chỗ chưa biết viết trong hai ngoặc vuông: [[giá hợp đồng]]. Mỗi dòng là một đoạn.', saveClause: 'Lưu điều này', add: 'Thêm điều khoản riêng', remove: 'Bỏ điều này', history: 'Các lần sửa', removedThen: 'bỏ điều này', back: 'Về văn bản',
    refill: 'Lấy lại từ bản điều khoản', refillHelp: 'Các điều chưa ai sửa tay được viết lại theo bản điều khoản hai bên vừa xác nhận.', preview: 'Xem thử bản in', issue: 'Phát hành phiên bản', issueHelp: 'Phiên bản phát hành không sửa được nữa. Đồng ý của hai bên với phiên bản trước hết hiệu lực và hai bên được mời đọc lại.', note: 'Ghi chú cho bên kia',
    versions: 'Các phiên bản', version: (n: number) => `Phiên bản ${n}`, issued: (when: string, who: string) => `Phát hành lúc ${when}, ${who}`, approved: (who: string, when: string) => `${who} đồng ý lời văn ngày ${when}`, lapsed: (who: string, why: string) => `Đồng ý của ${who} đã hết hiệu lực: ${why}`, lapses: { clause_removed: 'phiên bản sau bỏ điều khoản', clause_changed: 'phiên bản sau đổi điều khoản', withdrawn: 'đã rút lại' },
    approve: 'Đồng ý lời văn', approveHelp: 'Đồng ý để hai bên chuyển sang ký. Việc này chưa ràng buộc; ký mới ràng buộc.', withdraw: 'Rút lại đồng ý', signedOn: (day: string) => `Đã ký, ngày ${day}. Văn bản không sửa được nữa.`, hash: 'Mã băm SHA-256 của bản PDF', differences: (n: number) => `Khác phiên bản ${n}`, noDifferences: 'Lời văn các điều không đổi.', added: 'Thêm', changed: 'Đổi', removed: 'Bỏ', fieldsChanged: 'Thông tin chung có thay đổi.', whole: 'Toàn văn', inserted: 'thêm', deleted: 'bỏ',
    effect: 'Hiệu lực', effectOn: (day: string, because: string) => `Có hiệu lực từ ${day}: ${because}.`, law: 'Theo Điều 24 Luật Chuyển giao công nghệ.', pdf: 'Tải PDF', docx: 'Tải DOCX', form_none: 'Chưa chọn',
  },
  en: {
    lead: 'Write the memorandum and the contract together with the other side, clause by clause in both languages. Every version issued stays as it is, and both sides sign that very version.',
    begin: 'Begin', beginHelp: { memorandum: 'Records what both sides intend before there is a contract. Not required.', contract: 'Holds the 14 contents of Article 23 of the Law on Technology Transfer, filled from the term sheet both sides confirmed.' }, none: 'Not begun.', open: 'Open to write', withTerms: (n: number) => `Both sides confirmed term sheet ${n}; it is filled in.`, filledFrom: 'Filled from the term sheet,', termsVersion: (n: number) => `version ${n}`, confirmedOn: (day: string, by: string) => `confirmed by both sides on ${day}: ${by}.`, filledFromNothing: 'Filled from no term sheet yet.', laterTerms: (n: number) => `Both sides have since confirmed version ${n}: “Fill in from the term sheet” takes that one.`, noTerms: 'Both sides have confirmed no term sheet yet: what is not known stands in square brackets.',
    draft: 'Being written', template: (n: number) => `Template version ${n}`, check: 'Completeness', checkLaw: 'The contents of Article 23 of the Law on Technology Transfer 07/2017/QH14. What is found is a hint from the words, no legal opinion.', no: 'Clause', content: 'Content', standing: 'Standing', todo: 'What to do', edit: 'Change', read: 'Read', sums: (present: number, all: number) => `${present} of ${all} contents are there in full`,
    partyFacts: 'The parties', lacks: (name: string, lacks: string) => `${name}: lacks ${lacks}. People of the organisation fill it in on its legal page.`, partiesFine: 'Both parties’ legal details suffice for the text.',
    fields: 'As a whole', number: 'Number and sign of the document', place: 'Place of signing', form: 'Form of transfer (Article 5)', effective_on: 'Day it takes effect, as agreed', effectiveHelp: 'Empty: the day the last party signs. What has to be registered or licensed takes effect on the day of that certificate.', prevails: 'Which text decides where the languages differ', prevailing: { vi: 'Vietnamese', en: 'English', equal: 'Both equally' }, save: 'Save',
    instrument: { contract: 'This form needs a contract of its own.', contract_or_part: 'This form needs a contract, or a clause, annex or part of a contract or project dossier with the contents of Article 23.' },
    clauses: 'Clauses', clause: (n: number) => `Article ${n}`, vietnamese: 'Vietnamese', english: 'English', title_vi: 'Name of the clause, Vietnamese', title_en: 'Name of the clause, English', gapHelp: 'Put what is not known yet in double square brackets: [[price]]. Each line is a paragraph.', saveClause: 'Save this clause', add: 'Add a clause of your own', remove: 'Leave this clause out', history: 'How it came to read so', removedThen: 'left out', back: 'Back to the text',
    refill: 'Fill in from the term sheet', refillHelp: 'Clauses nobody has written by hand are written anew from the term sheet both sides confirmed.', preview: 'Look at a print', issue: 'Issue a version', issueHelp: 'A version that is issued never changes. What both sides agreed to in the one before lapses, and both are asked to read again.', note: 'Note to the other side',
    versions: 'Versions', version: (n: number) => `Version ${n}`, issued: (when: string, who: string) => `Issued ${when} by ${who}`, approved: (who: string, when: string) => `${who} agreed to the text on ${when}`, lapsed: (who: string, why: string) => `The agreement of ${who} has lapsed: ${why}`, lapses: { clause_removed: 'a later version leaves out clauses', clause_changed: 'a later version changes clauses', withdrawn: 'taken back' },
    approve: 'Agree to the text', approveHelp: 'Agree so that both sides may go on to sign. This does not bind; signing does.', withdraw: 'Take it back', signedOn: (day: string) => `Signed on ${day}. The text is written no more.`, hash: 'SHA-256 of the PDF', differences: (n: number) => `Different from version ${n}`, noDifferences: 'The words of the clauses are the same.', added: 'Added', changed: 'Changed', removed: 'Left out', fieldsChanged: 'What is said of the whole has changed.', whole: 'Whole text', inserted: 'added', deleted: 'removed',
    effect: 'Effect', effectOn: (day: string, because: string) => `In effect from ${day}: ${because}.`, law: 'Article 24 of the Law on Technology Transfer.', pdf: 'PDF', docx: 'DOCX', form_none: 'Not chosen',
  },
})
