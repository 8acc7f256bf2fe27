import { type Locale, texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { unannouncedWords } from '../rulebook/messages.ts'
import type { Demand } from './effect-rules.ts'
import type { DecidingFact, FilingStep, LimitName, PaperCode, RegistrationRefusal, Wait } from './registration-rules.ts'
import type { Direction, Facts, FilingKind, FilingState } from './schema.ts'

export const filingNames = texts<Record<FilingKind, string>>({
  vi: { approval: 'Đề nghị chấp thuận chuyển giao', licence: 'Đề nghị cấp giấy phép', registration: 'Đăng ký hợp đồng', amendment: 'Đăng ký sửa đổi', extension: 'Đăng ký gia hạn', termination: 'Thông báo chấm dứt' },
  en: { approval: 'Request for approval', licence: 'Application for a licence', registration: 'Registration of the contract', amendment: 'Registration of an amendment', extension: 'Registration of an extension', termination: 'Notice of termination' },
})
export const filingStates = texts<Record<FilingState, string>>({
  vi: { preparing: 'Đang chuẩn bị', filed: 'Đã nộp', supplement_asked: 'Cần bổ sung, sửa đổi', supplement_extended: 'Được gia hạn bổ sung', complete: 'Đã đủ hồ sơ', certified: 'Đã được cấp', refused: 'Bị từ chối', withdrawn: 'Đã rút' },
  en: { preparing: 'Being prepared', filed: 'Filed', supplement_asked: 'More is asked for', supplement_extended: 'Given more time', complete: 'Complete', certified: 'Granted', refused: 'Refused', withdrawn: 'Withdrawn' },
})
export const paperNames = texts<Record<PaperCode, string>>({
  vi: {
    request: 'Văn bản đề nghị', contract: 'Hợp đồng: bản gốc hoặc bản sao chứng thực bằng tiếng Việt, hoặc bản dịch có chứng thực', legal_status: 'Giấy tờ về tư cách pháp lý', technology: 'Thuyết minh công nghệ', conditions: 'Giải trình về điều kiện sử dụng công nghệ', standards: 'Tài liệu về tiêu chuẩn, quy chuẩn của sản phẩm, dịch vụ',
    machines: 'Danh mục tài liệu, máy móc, thiết bị đi kèm', ip_titles: 'Bản sao chứng thực văn bằng bảo hộ sở hữu trí tuệ', price_appraisal: 'Văn bản thẩm định giá công nghệ (bên nhận dùng vốn nhà nước)', change: 'Phụ lục hoặc văn bản thỏa thuận về thay đổi', certificate: 'Giấy chứng nhận đã được cấp', other: 'Giấy tờ khác cơ quan yêu cầu',
  },
  en: {
    request: 'The request', contract: 'The contract: a Vietnamese original or certified copy, or a certified translation', legal_status: 'Papers on legal status', technology: 'Explanation of the technology', conditions: 'Explanation of the conditions of use', standards: 'Standards and technical regulations of the products or services',
    machines: 'List of the documents, machines and equipment that go with it', ip_titles: 'Certified copies of intellectual property titles', price_appraisal: 'Appraisal of the technology’s price (the receiver uses state capital)', change: 'Annex or agreement on the change', certificate: 'The certificate as it was granted', other: 'Other papers the authority asks for',
  },
})
export const demandWords = texts<Record<Demand, { head: string; why: string }>>({
  vi: {
    prohibited: { head: 'Không được chuyển giao', why: 'Công nghệ được khai là thuộc loại cấm chuyển giao. Không có hồ sơ nào mở được; nếu khai nhầm, hãy khai lại.' },
    licence: { head: 'Phải có giấy phép trước khi có hiệu lực', why: 'Công nghệ hạn chế chuyển giao: xin chấp thuận, ký hợp đồng, rồi xin giấy phép. Bước chấp thuận được bỏ qua nếu công nghệ đã được thẩm định ở giai đoạn chủ trương đầu tư.' },
    register: { head: 'Phải đăng ký', why: 'Chuyển giao từ nước ngoài vào Việt Nam, từ Việt Nam ra nước ngoài, hoặc trong nước có dùng vốn nhà nước mà kết quả nhiệm vụ chưa được cấp giấy chứng nhận đăng ký.' },
    may: { head: 'Không bắt buộc đăng ký; được tự nguyện đăng ký', why: 'Các hợp đồng còn lại được khuyến khích đăng ký.' },
  },
  en: {
    prohibited: { head: 'May not be transferred', why: 'The technology is said to be prohibited from transfer. No dossier can be opened; if that was a mistake, state the facts again.' },
    licence: { head: 'Needs a licence before it has effect', why: 'Restricted technology: an approval, then the contract, then a licence. The approval is skipped where the technology was appraised when the investment was decided on.' },
    register: { head: 'Must be registered', why: 'A transfer into Vietnam, out of Vietnam, or within it with the State’s money where the result of the task has no certificate of registration.' },
    may: { head: 'Need not be registered; may be, by choice', why: 'The State encourages registering every other contract.' },
  },
})
export const factNames = texts<Record<DecidingFact, string>>({
  vi: { direction: 'Bên nước ngoài và chiều chuyển giao', state_money: 'Có dùng vốn nhà nước', result_certificate: 'Kết quả nhiệm vụ đã có giấy chứng nhận đăng ký', technology: 'Loại công nghệ', appraised: 'Đã thẩm định công nghệ ở giai đoạn chủ trương đầu tư', performed: 'Khi đăng ký tự nguyện, hợp đồng đã được thực hiện' },
  en: { direction: 'Foreign party and direction', state_money: 'The State’s money is used', result_certificate: 'The result of the task has a certificate of registration', technology: 'Kind of technology', appraised: 'Appraised when the investment was decided on', performed: 'As it is registered by choice, the contract is performed already' },
})
const values = {
  vi: { yes: 'Có', no: 'Không', into_vietnam: 'Từ nước ngoài vào Việt Nam', out_of_vietnam: 'Từ Việt Nam ra nước ngoài', domestic: 'Trong nước', ordinary: 'Thông thường', encouraged: 'Khuyến khích chuyển giao', restricted: 'Hạn chế chuyển giao', prohibited: 'Cấm chuyển giao' },
  en: { yes: 'Yes', no: 'No', into_vietnam: 'Into Vietnam', out_of_vietnam: 'Out of Vietnam', domestic: 'Within Vietnam', ordinary: 'Ordinary', encouraged: 'Encouraged', restricted: 'Restricted', prohibited: 'Prohibited' },
} as const satisfies Record<Locale, Record<'yes' | 'no' | Direction | Facts['technology'], string>>
export const valueNames = texts<Record<'yes' | 'no' | Direction | Facts['technology'], string>>(values)
export const limitNames = texts<Record<LimitName, string>>({
  vi: { file: 'Hạn nộp hồ sơ', answer: 'Cơ quan báo hồ sơ đủ hay thiếu', supplement: 'Hạn bổ sung hồ sơ', supplement_extension: 'Hạn bổ sung hồ sơ sau khi được gia hạn (nhiều nhất)', decide: 'Cơ quan cấp hoặc từ chối' },
  en: { file: 'To be filed', answer: 'The authority says whether it is complete', supplement: 'To be supplemented', supplement_extension: 'To be supplemented, with the most time that can be added', decide: 'The authority decides' },
})

const small = (kind: FilingKind | null, locale: Locale): string => { const name = kind ? filingNames[locale][kind] : ''; return name.charAt(0).toLowerCase() + name.slice(1) }
/** What waits, in words for those who are to do it. */
export function dutyText({ kind, of, due, annex = 0 }: Pick<Wait, 'kind' | 'of' | 'due' | 'annex'>): Record<Locale, string> {
  const [vi, en] = [small(of, 'vi'), small(of, 'en')]
  const text: Record<Locale, string> = {
    registration_facts: { vi: 'Khai hoặc xác nhận các yếu tố quyết định việc đăng ký hợp đồng', en: 'State or confirm what decides whether the contract is registered' },
    registration_performance: { vi: 'Khai hợp đồng đã hay chưa được thực hiện khi đăng ký tự nguyện: ngày có hiệu lực phụ thuộc vào điều đó', en: 'State whether the contract is performed already as it is registered by choice: from when it has effect depends on it' },
    registration_to_file: { vi: `Lập và nộp hồ sơ: ${vi}`, en: `Prepare and file: ${en}` },
    registration_dossier: { vi: `Hoàn thiện và nộp hồ sơ: ${vi}`, en: `Complete the dossier and file it: ${en}` },
    registration_answer: { vi: `Ghi thông báo của cơ quan về hồ sơ: ${vi}`, en: `Note what the authority says of the dossier: ${en}` },
    registration_supplement: { vi: `Bổ sung, sửa đổi hồ sơ theo yêu cầu: ${vi}`, en: `Supplement the dossier as asked: ${en}` },
    registration_change: { vi: `Đăng ký thay đổi theo Phụ lục số ${annex}: mở hồ sơ sửa đổi hoặc gia hạn. Hạn nộp chưa kiểm chứng được; hãy hỏi cơ quan đã tiếp nhận hồ sơ của hợp đồng`, en: `Register the change made by Annex no. ${annex}: open a dossier for an amendment or extension. By when is not verified; ask the authority that took the contract’s dossier` },
    registration_decision: { vi: `Ghi kết quả của cơ quan: ${vi}`, en: `Note the authority’s decision: ${en}` },
  }[kind]
  const unannounced = due?.unannounced
  return unannounced ? { vi: `${text.vi}. ${unannouncedWords(unannounced, 'vi')}`, en: `${text.en}. ${unannouncedWords(unannounced, 'en')}` } : text
}

export const stepWords = texts<Record<FilingStep, { head: string; submit: string; day: string }>>({
  vi: {
    file: { head: 'Đã nộp hồ sơ', submit: 'Ghi việc nộp', day: 'Ngày nộp' }, ask: { head: 'Cơ quan yêu cầu bổ sung, sửa đổi', submit: 'Ghi yêu cầu', day: 'Ngày của yêu cầu' }, extend: { head: 'Cơ quan gia hạn thời gian bổ sung (một lần)', submit: 'Ghi việc gia hạn', day: 'Ngày được gia hạn' }, supplement: { head: 'Đã nộp phần bổ sung', submit: 'Ghi việc bổ sung', day: 'Ngày nộp bổ sung' },
    complete: { head: 'Cơ quan xác nhận đủ hồ sơ', submit: 'Ghi xác nhận', day: 'Ngày đủ hồ sơ' }, certify: { head: 'Đã được cấp', submit: 'Ghi giấy được cấp', day: 'Ngày cấp' }, refuse: { head: 'Bị từ chối', submit: 'Ghi việc từ chối', day: 'Ngày của văn bản' }, withdraw: { head: 'Rút hồ sơ', submit: 'Rút hồ sơ', day: '' },
  },
  en: {
    file: { head: 'Filed', submit: 'Note the filing', day: 'Filed on' }, ask: { head: 'The authority asks for more or for changes', submit: 'Note what is asked', day: 'Asked on' }, extend: { head: 'The authority gives more time to supplement (once)', submit: 'Note the extension', day: 'Given on' }, supplement: { head: 'What was asked is handed in', submit: 'Note the supplement', day: 'Handed in on' },
    complete: { head: 'The authority calls it complete', submit: 'Note it', day: 'Complete since' }, certify: { head: 'Granted', submit: 'Note what was granted', day: 'Granted on' }, refuse: { head: 'Refused', submit: 'Note the refusal', day: 'Day of the paper' }, withdraw: { head: 'Withdraw the dossier', submit: 'Withdraw', day: '' },
  },
})

export const registrationTexts = texts({
  vi: {
    lead: 'Hợp đồng có phải đăng ký hoặc xin phép hay không, ai nộp, trước ngày nào, và hồ sơ đang ở đâu. Sàn theo dõi giúp hai bên; cơ quan nhà nước quyết định.',
    facts: 'Các yếu tố quyết định', fact: 'Yếu tố', said: (who: string) => `${who} khai`, standing: 'Đối chiếu', notSaid: 'Chưa khai', none: 'Chưa bên nào khai. Dòng điền sẵn bên dưới là phỏng đoán từ quốc gia của hai bên và phân loại của tin; chỉ có giá trị khi một bên khai.', agreed: 'Hai bên khai giống nhau', contradicted: 'Khai khác nhau', oneSided: 'Một bên khai', sinceBy: (who: string, day: string) => `${who}: khai ngày ${day}`,
    resultStated: (who: string) => `Mâu thuẫn trong hồ sơ: phần Kết quả dùng ngân sách đã khai một kết quả do Nhà nước chi tiền, còn ở đây ${who} khai không dùng vốn nhà nước. Hãy đối chiếu và khai lại phần sai.`, toResult: 'Mở phần Kết quả',
    differs: 'Hai bên khai khác nhau. Cho đến khi thống nhất, Sàn nhắc theo lời khai đòi hỏi nhiều hơn.', state: 'Khai cho bên bạn', stateHelp: 'Khai lại bất cứ lúc nào; lời khai trước vẫn được giữ. Bên kia đồng ý hoặc không bằng cách khai phần mình.', send: 'Ghi lời khai', voluntary: 'Tự nguyện đăng ký dù không bắt buộc', performedHelp: 'Chỉ cần khi hợp đồng không bắt buộc đăng ký mà hai bên tự nguyện đăng ký. Tính tại thời điểm đăng ký: đã thực hiện thì giữ ngày hai bên thỏa thuận, chưa thực hiện thì hợp đồng có hiệu lực từ ngày được cấp giấy chứng nhận.', choiceEffect: 'Đăng ký tự nguyện: thời điểm có hiệu lực do hai bên thỏa thuận; nếu lúc đăng ký hợp đồng chưa được thực hiện thì tính từ ngày được cấp giấy chứng nhận.', performedFirst: 'Để mở hồ sơ đăng ký tự nguyện, hãy khai trước rằng hợp đồng đã hay chưa được thực hiện.', toFacts: 'Đến phần khai', note: 'Ghi chú, căn cứ',
    demand: 'Hợp đồng này', unknown: 'Chưa biết', unknownWhy: 'Chưa có lời khai nên Sàn chưa nói được hợp đồng có phải đăng ký hoặc xin phép hay không.', filer: (who: string) => `Người nộp, thay mặt cả hai bên: ${who}.`, filerDomestic: 'Nguồn không nói ai nộp khi công nghệ hạn chế được chuyển giao trong nước; Sàn nhắc bên nhận. Chưa kiểm chứng.',
    due: 'Thời hạn', dueFrom: (day: string, signed: string) => `Trước hết ngày ${day}, tính từ ngày ký ${signed}.`, dueUnsigned: 'Thời hạn chạy từ ngày ký; hợp đồng chưa ký.', over: 'Đã quá hạn', authority: 'Nộp ở cơ quan nào (Sở hay Bộ Khoa học và Công nghệ): chưa kiểm chứng được. Hãy hỏi cơ quan tiếp nhận trước khi nộp. Thẩm quyền cấp phép công nghệ hạn chế đã thay đổi từ 10/12/2025; người quyết định sau ngày đó chưa tìm thấy trong nguồn.', notFound: 'Không có thời hạn nào được thấy trong nguồn.',
    fee: (percent: string, of: string, least: string, most: string) => `Phí: ${percent} % ${of}, ít nhất ${least}, nhiều nhất ${most}.`, feeOfContract: 'giá trị hợp đồng', feeOfChange: 'giá trị sửa đổi, gia hạn', feeUnknown: 'Phí của hồ sơ này: Sàn chưa kiểm chứng được mức nào. Hãy hỏi bộ phận tiếp nhận hồ sơ của cơ quan trước khi nộp; theo nguồn thứ cấp, phí thẩm định hợp đồng chuyển giao công nghệ nằm ở Thông tư 169/2016/TT-BTC.',
    marks: { S: 'thấy trong văn bản hoặc nguồn chính thức', S2: 'theo nguồn thứ cấp' }, source: 'nguồn', law: 'Điều 28–31 Luật Chuyển giao công nghệ 07/2017/QH14', effect: 'Hiệu lực của hợp đồng',
    reviewed: (day: string, what: string) => `Ngày ${day}, kiểm duyệt viên của Sàn xác định công nghệ này thuộc loại: ${what}. Phân loại này đứng trên lời khai của hai bên về loại công nghệ.`, overruled: (who: string, what: string) => `${who} khai “${what}”: lời khai được giữ để đọc, không được tính.`, notCounted: '(không được tính)', byReviewer: (what: string) => `Theo kiểm duyệt viên: ${what}`,
    reviewAgain: 'Nếu thấy chưa đúng: bên giao sửa tin chào, nêu căn cứ và gửi duyệt lại để kiểm duyệt viên xem lại phân loại; hoặc một bên viết cho Sàn theo địa chỉ ở trang Trợ giúp. Phân loại đổi thì việc phải làm và ngày có hiệu lực ở đây đổi theo.', toOffer: 'Mở tin chào', toHelp: 'Trang Trợ giúp', unknownFiler: 'Chưa bên nào khai nên chưa nói được ai nộp hồ sơ: hãy khai các yếu tố còn lại.', prohibitedReviewed: 'Không có hồ sơ nào mở được; hợp đồng không phát hành, không ký được.',
    filings: 'Hồ sơ', noFilings: 'Chưa có hồ sơ nào.', open: (name: string) => `Mở hồ sơ: ${name}`, changes: 'Nội dung sửa đổi, gia hạn hoặc chấm dứt', openHelp: 'Hợp đồng đã đăng ký mà thay đổi hoặc chấm dứt thì mở thêm hồ sơ ở đây.', kind: 'Loại hồ sơ', openSubmit: 'Mở hồ sơ', otherOpens: (who: string) => `${who} mở và nộp hồ sơ.`,
    dossier: 'Thành phần hồ sơ', part: 'Thành phần', put: 'Đã có', missing: 'Còn thiếu', leftOut: (why: string) => `Không có: ${why}`, dossierSeen: 'Thành phần theo nguồn:', dossierOwn: 'Danh mục này do Sàn gợi ý, chưa kiểm chứng với quy định. Hãy đối chiếu với cơ quan tiếp nhận.', code: 'Thành phần hồ sơ', file: 'Tệp', left_out: 'Lý do không có', putSubmit: 'Thêm vào hồ sơ', leaveSubmit: 'Ghi lý do', putHead: 'Thêm tệp', leaveHead: 'Thành phần không có',
    draft: 'Tải văn bản đề nghị điền sẵn (DOCX)', draftHelp: 'Bản nháp của Sàn, điền từ hợp đồng đã ký. Hãy chuyển sang mẫu đang được cơ quan áp dụng nếu khác.', course: 'Diễn biến', filed_on: 'Ngày nộp', asked_on: 'Yêu cầu bổ sung', extended_on: 'Gia hạn bổ sung', supplemented_on: 'Nộp bổ sung', complete_on: 'Đủ hồ sơ', decided_on: 'Ngày quyết định', receipt_number: 'Số biên nhận', authorityName: 'Cơ quan tiếp nhận', asked_what: 'Cơ quan yêu cầu gì', certificate_number: 'Số giấy chứng nhận, giấy phép hoặc văn bản', refusal_reason: 'Lý do cơ quan nêu', next: 'Việc tiếp theo', until: (what: string, day: string) => `${what}: trước hết ngày ${day}.`, readsOnly: (who: string) => `${who} cập nhật hồ sơ này; bên bạn đọc được.`, back: 'Về trang Đăng ký', by: (who: string) => `Do ${who} nộp`,
  },
  en: {
    lead: 'Whether the contract has to be registered or licensed, who files, by when, and where the dossier is. The Exchange keeps track for both sides; the authority decides.',
    facts: 'What decides it', fact: 'Fact', said: (who: string) => `${who} says`, standing: 'Compared', notSaid: 'Not stated', none: 'Neither side has stated anything. What is filled in below is a guess from the countries of the sides and the class of the listing; it counts once a side states it.', agreed: 'Both say the same', contradicted: 'They differ', oneSided: 'One side says so', sinceBy: (who: string, day: string) => `${who}: stated on ${day}`,
    resultStated: (who: string) => `A contradiction in this file: a result the State paid for is stated in it, while here ${who} said that no State money is used. Compare, and state anew what is wrong.`, toResult: 'Open the result',
    differs: 'The two sides differ. Until they agree the Exchange reminds by the statement that asks for more.', state: 'State for your side', stateHelp: 'State again whenever you like; what was said before is kept. The other side agrees or contradicts by stating its own.', send: 'Record the statement', voluntary: 'Register by choice where it is not required', performedHelp: 'Needed only where the contract need not be registered and is by choice. As of the registration: one that is performed keeps the day agreed, one that is not has effect from the day of the certificate.', choiceEffect: 'Registered by choice: the parties agree from when it has effect; where it is not performed yet as it is registered, it has effect from the day of the certificate.', performedFirst: 'Before a registration by choice is opened, state whether the contract is performed already.', toFacts: 'To the statement', note: 'Note, basis',
    demand: 'This contract', unknown: 'Not known yet', unknownWhy: 'Nothing has been stated, so the Exchange cannot say whether the contract has to be registered or licensed.', filer: (who: string) => `Files for both sides: ${who}.`, filerDomestic: 'No source says who files when restricted technology is transferred within Vietnam; the Exchange reminds the receiver. Not verified.',
    due: 'Time limit', dueFrom: (day: string, signed: string) => `By the end of ${day}, counted from the signing on ${signed}.`, dueUnsigned: 'The time runs from the signing; the contract is not signed.', over: 'Overdue', authority: 'Which authority takes it (the city’s Department or the Ministry of Science and Technology) could not be verified. Ask the authority before filing. Who decides on licences for restricted technology changed on 10 December 2025; who does since was not found.', notFound: 'No time limit was seen in a source.',
    fee: (percent: string, of: string, least: string, most: string) => `Fee: ${percent} % ${of}, at least ${least}, at most ${most}.`, feeOfContract: 'of the contract’s value', feeOfChange: 'of the value amended or extended', feeUnknown: 'The fee of this dossier: no number could be verified. Ask the authority’s reception desk before filing; by a secondary source, fees for the appraisal of technology transfer contracts stand in Circular 169/2016/TT-BTC.',
    marks: { S: 'seen in the text or an official source', S2: 'according to a secondary source' }, source: 'source', law: 'Articles 28–31 of the Law on Technology Transfer 07/2017/QH14', effect: 'Effect of the contract',
    reviewed: (day: string, what: string) => `On ${day} a moderator of the Exchange classed this technology as: ${what}. That stands above what the two sides say of its kind.`, overruled: (who: string, what: string) => `${who} said “${what}”: the statement is kept to be read and does not count.`, notCounted: '(does not count)', byReviewer: (what: string) => `By the moderator: ${what}`,
    reviewAgain: 'If that is wrong: the supplier changes the offer, gives the grounds and sends it for review, where a moderator looks at the class again; or either side writes to the Exchange at the address on the Help page. When the class changes, what is to be done here and the day of effect change with it.', toOffer: 'Open the offer', toHelp: 'Help page', unknownFiler: 'Neither side has stated anything, so it cannot be said who files: state the other facts.', prohibitedReviewed: 'No dossier can be opened, and the contract is neither issued nor signed.',
    filings: 'Dossiers', noFilings: 'No dossier yet.', open: (name: string) => `Open a dossier: ${name}`, changes: 'What is amended, extended or ended', openHelp: 'Where a registered contract changes or ends, a further dossier is opened here.', kind: 'Kind of dossier', openSubmit: 'Open the dossier', otherOpens: (who: string) => `${who} opens and files the dossier.`,
    dossier: 'Parts of the dossier', part: 'Part', put: 'There', missing: 'Missing', leftOut: (why: string) => `None: ${why}`, dossierSeen: 'Parts according to:', dossierOwn: 'This list is the Exchange’s suggestion, not verified against the rules. Compare it with the authority’s.', code: 'Part of the dossier', file: 'File', left_out: 'Why there is none', putSubmit: 'Add to the dossier', leaveSubmit: 'Note the reason', putHead: 'Add a file', leaveHead: 'A part there is not',
    draft: 'Download the request, filled in (DOCX)', draftHelp: 'The Exchange’s draft, filled in from the signed contract. Move it into the authority’s form where that differs.', course: 'What happened', filed_on: 'Filed on', asked_on: 'More asked for on', extended_on: 'More time given on', supplemented_on: 'Supplemented on', complete_on: 'Complete since', decided_on: 'Decided on', receipt_number: 'Receipt number', authorityName: 'Authority', asked_what: 'What the authority asks for', certificate_number: 'Number of the certificate, licence or paper', refusal_reason: 'The authority’s reason', next: 'What comes next', until: (what: string, day: string) => `${what}: by the end of ${day}.`, readsOnly: (who: string) => `${who} keeps this dossier; your side can read it.`, back: 'To the Registration page', by: (who: string) => `Filed by ${who}`,
  },
})

export const registrationRefusals = texts<Messages<RegistrationRefusal>>({
  vi: {
    registration_of_lost_deal: () => 'Giao dịch đã kết thúc không thành nên phần Đăng ký không thay đổi nữa. Bạn vẫn xem được.',
    facts_not_stated: () => 'Chưa bên nào khai các yếu tố quyết định việc đăng ký. Hãy khai trước, rồi mở hồ sơ.',
    performed_needed: () => 'Hãy chọn hợp đồng đã hay chưa được thực hiện khi đăng ký: ngày có hiệu lực phụ thuộc vào điều đó.', performed_not_stated: () => 'Chưa bên nào khai hợp đồng đã hay chưa được thực hiện khi đăng ký tự nguyện. Hãy khai trước, rồi mở hồ sơ.',
    filing_not_called_for: ({ kind }) => `Theo lời khai, phân loại của Sàn và những gì đã được cấp, hiện không có việc gì cho hồ sơ: ${small(kind, 'vi')}. Hãy xem lại ở trang Đăng ký.`,
    filing_before_signing: () => 'Hợp đồng chưa ký nên chưa nộp được. Hãy ký ở phần Hợp đồng trước.',
    approval_first: () => 'Cần có văn bản chấp thuận trước khi xin giấy phép. Hãy ghi kết quả hồ sơ chấp thuận; nếu công nghệ đã được thẩm định ở giai đoạn chủ trương đầu tư, hãy khai như vậy.',
    filing_under_way: ({ kind }) => `Đã có một hồ sơ đang xử lý: ${small(kind, 'vi')}. Hãy tiếp tục hồ sơ đó.`,
    filing_of_other_side: () => 'Hồ sơ này do bên kia nộp thay mặt hai bên. Hãy trao đổi với họ trong phần trao đổi của giao dịch.',
    filing_moved_meanwhile: () => 'Hồ sơ vừa chuyển sang bước khác. Hãy mở lại trang để xem bước hiện tại.',
    no_supplement_extension: ({ kind }) => `Hồ sơ ${small(kind, 'vi')} không được gia hạn bổ sung: chỉ hồ sơ xin giấy phép được gia hạn, và chỉ một lần. Hãy bổ sung trong hạn hoặc rút hồ sơ.`,
    dossier_incomplete: ({ missing }) => `Còn ${missing} thành phần chưa có tệp và chưa có lý do. Hãy thêm tệp hoặc ghi lý do, rồi ghi việc nộp.`,
    dossier_closed: () => 'Hồ sơ đã nộp nên thành phần không thay được. Khi cơ quan yêu cầu bổ sung, hãy ghi yêu cầu đó trước.',
    dossier_part_needed: () => 'Không nộp được hồ sơ thiếu thành phần này. Hãy thêm tệp.',
    filing_day_off: ({ from, to }) => `Ngày phải ${from ? `từ ${formatIsoDay(from, 'vi')} ` : ''}đến hết hôm nay, ${formatIsoDay(to, 'vi')}. Hãy sửa ngày.`,
  },
  en: {
    registration_of_lost_deal: () => 'The deal ended without a contract, so nothing changes in this part any more. You can still read it.',
    facts_not_stated: () => 'Neither side has stated what decides whether the contract is registered. State it first, then open the dossier.',
    performed_needed: () => 'Choose whether the contract is performed already as it is registered: from when it has effect depends on it.', performed_not_stated: () => 'Neither side has stated whether the contract is performed already as it is registered by choice. State that first, then open the dossier.',
    filing_not_called_for: ({ kind }) => `By what was stated, classed and granted there is nothing to do for ${small(kind, 'en')}. Look at the facts on the Registration page.`,
    filing_before_signing: () => 'The contract is not signed, so nothing can be filed. Sign it in the Contract part first.',
    approval_first: () => 'An approval goes before the licence. Note the outcome of the approval; if the technology was appraised when the investment was decided on, state that.',
    filing_under_way: ({ kind }) => `There is one under way already: ${small(kind, 'en')}. Go on with that one.`,
    filing_of_other_side: () => 'The other side files this for both. Talk to them in the file’s messages.',
    filing_moved_meanwhile: () => 'The dossier has just gone on to another step. Open the page again to see where it is.',
    no_supplement_extension: ({ kind }) => `No more time can be given for ${small(kind, 'en')}: only an application for a licence gets it, and once. Supplement it in time or withdraw it.`,
    dossier_incomplete: ({ missing }) => `${missing} parts have neither a file nor a reason. Add the file or note why there is none, then note the filing.`,
    dossier_closed: () => 'The dossier is filed, so its parts do not change. When the authority asks for more, note that first.',
    dossier_part_needed: () => 'The dossier cannot be filed without this part. Add a file.',
    filing_day_off: ({ from, to }) => `The day has to be ${from ? `from ${formatIsoDay(from, 'en')} ` : ''}up to today, ${formatIsoDay(to, 'en')}. Correct it.`,
  },
})
