import { type Locale, texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { EvidenceRefusal } from './rules.ts'
import type { ClaimKind, EvidenceState, Reporter } from './schema.ts'

const stateWords = texts<Record<EvidenceState, string>>({ vi: { waiting: 'đang chờ', confirmed: 'đã được xác nhận', refused: 'không được chấp nhận' }, en: { waiting: 'waiting', confirmed: 'confirmed', refused: 'not accepted' } })

export const evidenceRefusals = texts<Messages<EvidenceRefusal>>({
  vi: {
    offers_only: () => 'Chỉ tin chào bán mới có điều công bố; nhu cầu thì không.',
    too_many_claims: ({ most }) => `Mỗi tin có tối đa ${most} điều công bố. Hãy rút một điều không còn cần trước.`,
    too_many_evidence: ({ most }) => `Mỗi điều công bố có tối đa ${most} bằng chứng. Hãy rút một bằng chứng cũ trước.`,
    claim_withdrawn: () => 'Điều công bố này đã được rút nên không nhận thêm bằng chứng và không còn gì để đối chiếu.',
    evidence_withdrawn: () => 'Bằng chứng này đã được rút.',
    proof_missing: () => 'Từ mức “Có tài liệu” trở lên cần kèm tệp, hoặc ghi địa chỉ hay số hiệu của tài liệu.',
    issuer_is_owner: () => 'Bên thứ ba phải là tổ chức khác với tổ chức đăng tin. Tài liệu do chính tổ chức bạn lập thuộc mức “Có tài liệu”.',
    made_later: () => 'Ngày lập không thể sau hôm nay.',
    ends_before_made: () => 'Ngày hết hiệu lực không thể trước ngày lập.',
    own_evidence: () => 'Bạn thuộc tổ chức đăng tin hoặc tổ chức lập tài liệu, hoặc chính bạn đã đưa tài liệu này lên, nên kiểm duyệt viên khác phải xem xét.',
    evidence_decided: ({ state }) => `Bằng chứng này vừa có kết quả: ${stateWords.vi[state]}. Hãy tải lại trang để xem.`,
    contradiction_stays: () => 'Kết quả không đạt đã được xác nhận thì không rút được. Hãy trả lời công khai, hoặc bổ sung kết quả thử nghiệm mới hơn.',
    nothing_to_answer: () => 'Chỉ trả lời được kết quả thử nghiệm không đạt đã được xác nhận.',
    evidence_answered: () => 'Kết quả này đã có trả lời của tổ chức bạn. Hãy tải lại trang để xem.',
  },
  en: {
    offers_only: () => 'Only offers make claims; needs do not.',
    too_many_claims: ({ most }) => `An offer makes at most ${most} claims. Withdraw one you no longer need first.`,
    too_many_evidence: ({ most }) => `A claim has at most ${most} pieces of evidence. Withdraw an old one first.`,
    claim_withdrawn: () => 'This claim has been withdrawn: it takes no more evidence, and nothing is left to compare.',
    evidence_withdrawn: () => 'This evidence has been withdrawn.',
    proof_missing: () => 'From “Documented” upwards a file is needed, or the address or number of the document.',
    issuer_is_owner: () => 'A third party is another organisation than the one behind the listing. What your own organisation made is “Documented”.',
    made_later: () => 'It cannot have been made after today.',
    ends_before_made: () => 'It cannot end before it was made.',
    own_evidence: () => 'You belong to the organisation behind the listing or to the one that issued the document, or you brought it yourself, so another moderator has to look at it.',
    evidence_decided: ({ state }) => `This evidence has just been decided: ${stateWords.en[state]}. Reload the page to see it.`,
    contradiction_stays: () => 'A failed test that was confirmed cannot be withdrawn. Answer it in public, or add the result of a later test.',
    nothing_to_answer: () => 'Only a confirmed failed test can be answered.',
    evidence_answered: () => 'Your organisation has already answered this result. Reload the page to see it.',
  },
})

export const claimKindNames = texts<Record<ClaimKind, string>>({
  vi: { readiness: 'Mức độ sẵn sàng', performance: 'Hiệu năng', cost: 'Chi phí', safety: 'An toàn', standard: 'Tiêu chuẩn, chứng nhận', right: 'Quyền sở hữu', impact: 'Tác động', other: 'Điều khác' },
  en: { readiness: 'Readiness', performance: 'Performance', cost: 'Cost', safety: 'Safety', standard: 'Standard or certificate', right: 'Rights', impact: 'Impact', other: 'Other' },
})
export const reporterNames = texts<Record<'owner' | Reporter, string>>({
  vi: { owner: 'chủ tin', deal_party: 'bên tham gia giao dịch', inspection_body: 'tổ chức kiểm định, giám định', staff: 'cán bộ của Sàn theo dõi chạy thử' },
  en: { owner: 'the owner', deal_party: 'a party to a deal', inspection_body: 'an inspection body', staff: 'staff of the Exchange following a pilot' },
})
export const evidenceStateNames = texts<Record<EvidenceState, string>>({
  vi: { waiting: 'Chờ đối chiếu', confirmed: 'Đã đối chiếu', refused: 'Không được chấp nhận' },
  en: { waiting: 'Waiting to be compared', confirmed: 'Compared', refused: 'Not accepted' },
})

/** How long ago a day was, counted as people say it: days, then months, then years. */
export function ageText(made: string, today: string, locale: Locale): string {
  const [y = 0, m = 0, d = 0] = made.split('-').map(Number), [ty = 0, tm = 0, td = 0] = today.split('-').map(Number)
  const months = (ty - y) * 12 + (tm - m) - (td < d ? 1 : 0)
  const days = Math.max(0, Math.round((Date.parse(today) - Date.parse(made)) / 86_400_000))
  const [n, unit] = months >= 24 ? [Math.floor(months / 12), 'year'] as const : months >= 1 ? [months, 'month'] as const : [days, 'day'] as const
  if (locale === 'vi') return unit === 'day' && n === 0 ? 'hôm nay' : `${n} ${{ day: 'ngày', month: 'tháng', year: 'năm' }[unit]} trước`
  return unit === 'day' && n === 0 ? 'today' : `${n} ${unit}${n === 1 ? '' : 's'} ago`
}

export const evidenceTexts = texts({
  vi: {
    title: 'Điều công bố và bằng chứng', lead: 'Những gì chủ tin công bố, mỗi điều được chứng minh đến đâu và còn mới hay không.', listingGrade: 'Mức của cả tin',
    howGraded: 'Mức của cả tin là mức thấp nhất trong các điều công bố về mức độ sẵn sàng, hiệu năng, chi phí và an toàn. Bằng chứng quá hạn chỉ còn giá trị như lời chủ tin. Thử nghiệm không đạt bác bỏ điều đã công bố cho đến khi có kết quả mới hơn, ít nhất cùng mức.',
    grades: 'Các mức nghĩa là gì', none: 'Chủ tin chưa công bố chỉ tiêu nào kèm bằng chứng.', conditions: 'Điều kiện', claimed: 'Công bố ngày', withdrawnOn: (day: string) => `Đã rút ngày ${day}`, withdrawnClaims: 'Điều đã rút sau khi bị thử nghiệm bác bỏ',
    contradicted: (issuer: string, day: string) => `Bị bác bỏ bởi thử nghiệm của ${issuer} ngày ${day}`, stale: (day: string) => `Đã quá hạn từ ngày ${day}, chỉ còn giá trị như lời chủ tin`, fresh: (day: string) => `Còn giá trị đến hết ngày ${day}`,
    waiting: 'Tự công bố; tài liệu đang chờ Sàn đối chiếu', waitingOne: (grade: string) => `Một bằng chứng mức “${grade}” đang chờ kiểm duyệt viên đối chiếu nên chưa hiện ở đây.`, wordOnly: 'Lời của chủ tin, chưa có bằng chứng được đối chiếu.',
    evidence: 'Bằng chứng', made: 'Ngày lập', issuer: 'Bên lập', age: 'Tuổi', reference: 'Địa chỉ hoặc số hiệu', file: 'Tệp', note: 'Ghi chú', supports: 'Ủng hộ', contradicts: 'Bác bỏ', result: 'Kết quả', grade: 'Mức', state: 'Tình trạng', reportedBy: 'Do', setAside: 'Lập trước thử nghiệm không đạt nên không còn được tính',
    fileAbove: (tier: string) => `Tệp không công khai: ${tier}. Xem cách đề nghị quyền xem ở phần thông tin theo mức.`, answer: 'Trả lời của chủ tin', manage: 'Điều công bố và bằng chứng', recordFailed: 'Ghi kết quả thử nghiệm không đạt', historyTitle: 'Đã rút hoặc không được chấp nhận',
    ownLead: 'Mỗi điều là một câu người mua kiểm chứng được. Thêm hoặc rút một điều là đổi nội dung tin: tin đang công bố sẽ trở lại bản nháp và được duyệt lại. Thêm bằng chứng thì tin vẫn ở nguyên chỗ; bằng chứng hiện ra và được tính khi kiểm duyệt viên đã đối chiếu.',
    addClaim: 'Thêm điều công bố', kind: 'Điều này nói về', statement_vi: 'Câu công bố (tiếng Việt)', statement_en: 'Câu công bố (tiếng Anh)', statementHelp: 'Ví dụ: “Sấy 500 kg rau mỗi mẻ xuống độ ẩm 10 % trong 9 giờ.”', amount: 'Số', amountHelp: 'Chỉ viết số, ví dụ 9,8', unit: 'Đơn vị', conditionsHelp: 'Đo ở đâu, với gì, trong điều kiện nào', add: 'Thêm',
    open: 'Mở và thêm bằng chứng', claim: 'Điều công bố', noClaims: 'Tin này chưa có điều công bố nào.', addEvidence: 'Thêm bằng chứng', gradeAsked: 'Mức của bằng chứng', gradeHelp: 'Chọn mức mà tài liệu chứng minh được. Từ “Có tài liệu” trở lên, mức chỉ được tính khi kiểm duyệt viên của Sàn đã đối chiếu.',
    evidenceTitle: 'Tên tài liệu', issuerHelp: 'Tên hoặc mã số thuế của tổ chức đã thử nghiệm, chứng nhận hoặc lập tài liệu', madeHelp: 'Ngày thử nghiệm hoặc ngày ghi trên tài liệu', valid: 'Hết hiệu lực ngày', validHelp: (months: number) => `Nếu tài liệu có ghi. Không ghi thì Sàn tính ${months} tháng kể từ ngày lập; đây là quy định riêng của Sàn.`,
    resultHelp: 'Kết quả không đạt cũng nên đưa lên: người mua tin tưởng hơn khi chủ tin nói đủ.', referenceHelp: 'Liên kết công khai, số giấy chứng nhận, số văn bằng', tier: 'Ai đọc được tệp', tierHelp: 'Tên và mức của bằng chứng hiện trên trang của tin. Kiểm duyệt viên mở tệp để đối chiếu dù ở mức nào, và mỗi lần mở đều được ghi lại.', fileHelp: (accepted: string, size: string) => `${accepted}, tối đa ${size}.`,
    withdraw: 'Rút', withdrawClaim: 'Rút điều công bố', withdrawEvidence: 'Rút bằng chứng', reason: 'Lý do', reasonHelp: 'Chủ tin và Sàn đọc được lý do; ít nhất 10 ký tự.', answerTitle: 'Trả lời công khai', answerHelp: 'Hiện ngay cạnh kết quả thử nghiệm, một lần và không sửa được; không làm đổi mức. Ít nhất 20 ký tự.', sendAnswer: 'Đăng trả lời', back: 'Về danh sách điều công bố', refusedBecause: 'Lý do không chấp nhận',
    queue: 'Đối chiếu bằng chứng', queueLead: 'Bằng chứng chờ lâu nhất đứng trước. Đối chiếu là xem tài liệu có nói đúng điều công bố hay không: đúng chỉ tiêu, đúng điều kiện, đúng công nghệ, đúng ngày và bên lập.', queueNone: 'Không có bằng chứng nào đang chờ.', since: 'Chờ từ', listing: 'Tin', ownOne: 'của tổ chức bạn', toModeration: 'Kiểm duyệt', readOnly: 'Bạn xem được nhưng không quyết định.',
    compare: 'Đối chiếu', confirm: 'Tài liệu nói đúng điều công bố', refuse: 'Không chấp nhận', refuseHelp: 'Viết rõ tài liệu thiếu hay lệch ở đâu; chủ tin đọc được. Ít nhất 10 ký tự.', decided: 'Đã quyết định', otherEvidence: 'Mọi bằng chứng của điều này',
    failedTitle: 'Ghi kết quả thử nghiệm không đạt', decision: 'Quyết định', failedGrades: { 2: 'tài liệu của một bên ghi kết quả này', 3: 'một tổ chức độc lập đã thử nghiệm hoặc đo', 4: 'đã vận hành tại nơi dùng thật, có biên bản' }, failedLead: 'Chỉ ghi khi có tài liệu và người báo có tư cách: bên tham gia giao dịch, tổ chức kiểm định, cán bộ theo dõi chạy thử. Kết quả hiện công khai ngay và hạ mức của điều công bố; chủ tin được báo và trả lời được.', reporter: 'Người báo', record: 'Ghi kết quả', taskDuty: (n: number) => `Đối chiếu bằng chứng: ${n} đang chờ`, ageingWarn: (n: number) => `Sắp quá hạn, còn không quá ${n} ngày`,
  },
  en: {
    title: 'Claims and evidence', lead: 'What the owner claims, how well each claim is proven, and whether the proof is still fresh.', listingGrade: 'Grade of the whole listing',
    howGraded: 'The listing’s grade is the lowest among its claims of readiness, performance, cost and safety. Evidence past its time counts as the owner’s word. A failed test contradicts a claim until a later one, of at least the same grade, supports it.',
    grades: 'What the grades mean', none: 'The owner has not claimed anything with evidence yet.', conditions: 'Conditions', claimed: 'Claimed on', withdrawnOn: (day: string) => `Withdrawn on ${day}`, withdrawnClaims: 'Claims withdrawn after a test contradicted them',
    contradicted: (issuer: string, day: string) => `Contradicted by the test of ${issuer} on ${day}`, stale: (day: string) => `Stale since ${day}; counts as the owner’s word`, fresh: (day: string) => `Holds until the end of ${day}`,
    waiting: 'Self-declared; a document is waiting for confirmation', waitingOne: (grade: string) => `One piece of evidence offered as “${grade}” is waiting for a moderator to compare it, and is not shown yet.`, wordOnly: 'The owner’s word; no evidence has been compared yet.',
    evidence: 'Evidence', made: 'Made on', issuer: 'Issued by', age: 'Age', reference: 'Address or number', file: 'File', note: 'Note', supports: 'Supports', contradicts: 'Contradicts', result: 'Result', grade: 'Grade', state: 'State', reportedBy: 'Reported by', setAside: 'Made before a failed test, and no longer counted',
    fileAbove: (tier: string) => `The file is not public: ${tier}. See how to ask for access under information by level.`, answer: 'The owner’s answer', manage: 'Claims and evidence', recordFailed: 'Record a failed test', historyTitle: 'Withdrawn or not accepted',
    ownLead: 'Each claim is one sentence a buyer can check. Adding or withdrawing one changes the listing: if it is published it becomes a draft and is reviewed again. Adding evidence leaves the listing where it is; the evidence is shown and counts once a moderator has compared it.',
    addClaim: 'Add a claim', kind: 'What it is about', statement_vi: 'The claim (Vietnamese)', statement_en: 'The claim (English)', statementHelp: 'For example: “Dries 500 kg of vegetables a batch to 10 % moisture in 9 hours.”', amount: 'Number', amountHelp: 'Digits only, such as 9.8', unit: 'Unit', conditionsHelp: 'Measured where, with what, under which conditions', add: 'Add',
    open: 'Open and add evidence', claim: 'Claim', noClaims: 'This listing makes no claim yet.', addEvidence: 'Add evidence', gradeAsked: 'Grade of this evidence', gradeHelp: 'Choose what the document can prove. From “Documented” upwards it counts only once a moderator of the Exchange has compared it.',
    evidenceTitle: 'Name of the document', issuerHelp: 'Name or tax code of the organisation that tested, certified or wrote it', madeHelp: 'The day of the test, or the one on the document', valid: 'Valid until', validHelp: (months: number) => `Where the document says so. Otherwise the Exchange counts ${months} months from the day it was made; this is the Exchange’s own rule.`,
    resultHelp: 'Results that failed belong here too: buyers trust an owner who says everything.', referenceHelp: 'A public link, the number of a certificate or title', tier: 'Who may read the file', tierHelp: 'The name and grade of the evidence show on the listing’s page. Moderators open the file to compare it whatever its level, and each look is recorded.', fileHelp: (accepted: string, size: string) => `${accepted}, at most ${size}.`,
    withdraw: 'Withdraw', withdrawClaim: 'Withdraw the claim', withdrawEvidence: 'Withdraw the evidence', reason: 'Reason', reasonHelp: 'The owner and the Exchange can read it; at least 10 characters.', answerTitle: 'Answer in public', answerHelp: 'Stands beside the test at once, one time and for good; it changes no grade. At least 20 characters.', sendAnswer: 'Publish the answer', back: 'Back to the claims', refusedBecause: 'Why it was not accepted',
    queue: 'Compare evidence', queueLead: 'What has waited longest comes first. To compare is to see whether the document says what is claimed: the same quantity, conditions and technology, the same day and issuer.', queueNone: 'No evidence is waiting.', since: 'Waiting since', listing: 'Listing', ownOne: 'your organisation’s', toModeration: 'Moderation', readOnly: 'You can read this but do not decide.',
    compare: 'Compare', confirm: 'The document says what is claimed', refuse: 'Do not accept', refuseHelp: 'Say what is missing or differs; the owner reads it. At least 10 characters.', decided: 'Decided', otherEvidence: 'All evidence for this claim',
    failedTitle: 'Record a failed test', decision: 'Decision', failedGrades: { 2: 'a document of one side says so', 3: 'an independent organisation tested or measured it', 4: 'it ran where it is really used, with results on record' }, failedLead: 'Only with its document, and only from somebody with standing: a party to a deal, an inspection body, staff following a pilot. It is public at once and lowers the claim; the owner is told and can answer.', reporter: 'Reported by', record: 'Record the result', taskDuty: (n: number) => `Compare evidence: ${n} waiting`, ageingWarn: (n: number) => `Goes stale within ${n} days`,
  },
})
