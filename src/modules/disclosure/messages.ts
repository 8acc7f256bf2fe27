import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatDay } from '../../platform/time.ts'
import type { DisclosureRefusal, GrantState } from './rules.ts'
import type { AccessRequest, Tier } from './schema.ts'

export const tierNames = texts<Record<Tier, string>>({
  vi: { public: 'Công khai', signed_in: 'Người đã đăng nhập', granted: 'Tổ chức được cấp quyền', nda: 'Theo cam kết bảo mật' },
  en: { public: 'Public', signed_in: 'People who signed in', granted: 'Organisations given access', nda: 'Under NDA' },
})
const answers = texts<Record<NonNullable<AccessRequest['answer']>, string>>({
  vi: { given: 'đã được cấp quyền', refused: 'đã bị từ chối', taken_back: 'đã được rút lại' },
  en: { given: 'access was given', refused: 'it was refused', taken_back: 'it was taken back' },
})
export const grantStates = texts<Record<GrantState, string>>({
  vi: { in_force: 'Đang có hiệu lực', expired: 'Đã hết hạn', withdrawn: 'Đã thu hồi' },
  en: { in_force: 'In force', expired: 'Expired', withdrawn: 'Withdrawn' },
})

export const disclosureRefusals = texts<Messages<DisclosureRefusal>>({
  vi: {
    own_subject: () => 'Tin này của tổ chức bạn nên bạn đã đọc được mọi phần.',
    no_organisation_to_ask: () => 'Quyền xem được cấp cho tổ chức. Hãy lập tổ chức của bạn, hoặc chấp nhận lời mời, rồi quay lại.',
    asked_already: ({ asked_at }) => `Tổ chức bạn đã gửi một đề nghị cho tin này ngày ${formatDay(asked_at, 'vi')} và đang chờ trả lời. Nếu muốn đề nghị mức khác, hãy rút đề nghị đó trước.`,
    held_already: ({ expires_at }) => `Tổ chức bạn đang có quyền xem ở mức này đến ngày ${formatDay(expires_at, 'vi')}. Có thể đề nghị gia hạn khi còn không quá 14 ngày.`,
    refused_lately: ({ again_at }) => `Bên đăng tin vừa từ chối hoặc thu hồi quyền. Bạn có thể đề nghị lại từ ngày ${formatDay(again_at, 'vi')}.`,
    asked_too_often: ({ largest, days }) => `Tổ chức bạn đã gửi ${largest} đề nghị cho tin này trong ${days} ngày. Hãy liên hệ bên đăng tin bằng cách khác, hoặc chờ.`,
    too_many_requests: ({ largest }) => `Tổ chức bạn có ${largest} đề nghị đang chờ trả lời. Hãy rút bớt đề nghị không còn cần.`,
    too_many_waiting: () => 'Tin này đang có quá nhiều đề nghị chờ trả lời. Hãy thử lại sau vài ngày.',
    answered_already: ({ answer }) => `Đề nghị này đã có kết quả: ${answers.vi[answer]}. Hãy tải lại trang để xem.`,
    more_than_asked: () => 'Không thể cấp mức cao hơn mức được đề nghị.',
    grant_over: ({ state }) => (state === 'expired' ? 'Quyền xem này đã hết hạn.' : 'Quyền xem này đã bị thu hồi.'),
    no_nda_needed: () => 'Mức quyền này không cần cam kết bảo mật.',
    text_changed: () => 'Văn bản cam kết đã có bản mới sau khi bạn mở trang. Hãy đọc bản dưới đây rồi chấp nhận lại.',
    name_differs: ({ name }) => `Họ tên phải là tên trên tài khoản của người ký: ${name}.`,
    signers_only: () => 'Chỉ chủ tổ chức hoặc người ký của tổ chức bạn mới được chấp nhận cam kết này.',
  },
  en: {
    own_subject: () => 'This is your organisation’s own listing; you can read every part of it.',
    no_organisation_to_ask: () => 'Access is given to organisations. Create yours, or accept an invitation, then come back.',
    asked_already: ({ asked_at }) => `Your organisation asked about this listing on ${formatDay(asked_at, 'en')} and is waiting for the answer. To ask for another level, take that request back first.`,
    held_already: ({ expires_at }) => `Your organisation holds access at this level until ${formatDay(expires_at, 'en')}. You may ask to renew it when no more than 14 days are left.`,
    refused_lately: ({ again_at }) => `The owner refused or withdrew access a short while ago. You may ask again from ${formatDay(again_at, 'en')}.`,
    asked_too_often: ({ largest, days }) => `Your organisation has asked about this listing ${largest} times in ${days} days. Contact the owner in another way, or wait.`,
    too_many_requests: ({ largest }) => `Your organisation has ${largest} requests waiting for an answer. Take back those you no longer need.`,
    too_many_waiting: () => 'Too many requests are waiting on this listing. Please try again in a few days.',
    answered_already: ({ answer }) => `This request has its answer: ${answers.en[answer]}. Reload the page to see it.`,
    more_than_asked: () => 'You cannot give a higher level than was asked for.',
    grant_over: ({ state }) => (state === 'expired' ? 'This access has expired.' : 'This access was withdrawn.'),
    no_nda_needed: () => 'This level of access needs no confidentiality undertaking.',
    text_changed: () => 'The text of the undertaking changed after you opened the page. Read the one below, then accept again.',
    name_differs: ({ name }) => `The full name has to be the one on the signer’s account: ${name}.`,
    signers_only: () => 'Only an owner or a signer of your organisation may accept this undertaking.',
  },
})

export const accessTexts = texts({
  vi: {
    title: 'Quyền xem', of: (title: string) => `Quyền xem: ${title}`, mine: 'Quyền xem của tổ chức tôi', mineLead: 'Những gì tổ chức bạn đã đề nghị được xem và đang được xem.', mineNone: 'Tổ chức bạn chưa đề nghị xem phần không công khai của tin nào. Mở một tin và chọn “Đề nghị quyền xem”.',
    asks: 'Đề nghị đang chờ', asksNone: 'Không có đề nghị nào đang chờ.', answered: 'Đề nghị đã trả lời', grants: 'Quyền đã cấp', grantsNone: 'Chưa cấp quyền cho tổ chức nào.', held: 'Quyền đang có và đã có', heldNone: 'Chưa có quyền nào.', views: 'Ai đã xem', viewsNone: 'Chưa ai ngoài tổ chức bạn xem phần không công khai.',
    viewsHelp: 'Mỗi người, mỗi phần được ghi một lần trong mỗi giờ.', viewsMore: (shown: number, all: number) => `Hiện ${shown} lượt mới nhất trong ${all} lượt.`, exchange: 'Sàn giao dịch', actedBy: (name: string) => `do ${name} thực hiện thay`,
    organisation: 'Tổ chức', person: 'Người', tier: 'Mức', purpose: 'Mục đích', asked: 'Ngày đề nghị', answer: 'Kết quả', until: 'Đến ngày', state: 'Tình trạng', limits: 'Giới hạn sử dụng', reason: 'Lý do', part: 'Phần', when: 'Lúc', listing: 'Tin', nda: 'Cam kết bảo mật', listingNumber: (n: string) => `Tin số ${n}`,
    answerNames: { given: 'Đã cấp', refused: 'Từ chối', taken_back: 'Đã rút lại' } as Record<string, string>,
    give: 'Cấp quyền', giveLegend: (name: string) => `Cấp quyền cho ${name}`, days: 'Số ngày', daysHelp: (most: number) => `Từ 1 đến ${most} ngày.`, limitsHelp: 'Ví dụ: chỉ dùng để đánh giá nội bộ, không sao chép bản vẽ. Bên nhận sẽ đọc.', refuse: 'Từ chối', refuseReason: 'Lý do từ chối', refuseHelp: 'Bên đề nghị sẽ đọc và có thể đề nghị lại sau 7 ngày.',
    withdraw: 'Thu hồi quyền', withdrawReason: 'Lý do thu hồi', withdrawHelp: 'Có hiệu lực ngay: lần mở trang tiếp theo bên nhận không còn đọc được. Bên nhận sẽ đọc lý do.', takeBack: 'Rút đề nghị',
    ask: 'Đề nghị quyền xem', askTitle: (title: string) => `Đề nghị quyền xem: ${title}`, askLead: 'Bên đăng tin đọc tên tổ chức, tên bạn và mục đích, rồi quyết định cấp trong bao lâu. Mỗi lượt xem được ghi lại và bên đăng tin thấy được.', askSend: 'Gửi đề nghị', purposeHelp: 'Bạn cần biết gì và để làm gì. Ví dụ: “Đánh giá xem máy có lắp được vào xưởng 200 m² của chúng tôi không”. Ít nhất 20 ký tự.', tierHelp: 'Mức theo cam kết bảo mật chỉ mở khi người ký của tổ chức bạn chấp nhận văn bản cam kết.', forOrganisation: (name: string) => `Thay mặt: ${name}`,
    sign: 'Đọc và chấp nhận cam kết', signTitle: 'Chấp nhận cam kết bảo mật', signLead: (organisation: string) => `Người chấp nhận thay mặt ${organisation}. Việc này phải do chính chủ tổ chức hoặc người ký làm, sau khi vừa xác nhận danh tính.`, version: 'Văn bản cam kết', versionNumber: (n: number) => `Bản ${n}`, hash: 'Mã băm SHA-256', fullName: 'Họ và tên người ký', position: 'Chức vụ', agree: 'Tôi đã đọc văn bản trên, có thẩm quyền thay mặt tổ chức và chấp nhận cam kết.', agreed: 'Xác nhận', accept: 'Chấp nhận cam kết', signed: 'Bản chấp nhận', signedTitle: (n: number) => `Bản chấp nhận cam kết bảo mật số ${n}`, provider: 'Bên cung cấp', recipient: 'Bên nhận', signer: 'Người chấp nhận', acceptedAt: 'Lúc chấp nhận', notSigned: 'Chưa có người ký chấp nhận', print: 'In hoặc lưu trang này bằng lệnh in của trình duyệt.', vietnamese: 'Bản tiếng Việt', english: 'Bản tiếng Anh', ended: (day: string) => `Quyền đã bị thu hồi ngày ${day}; cam kết vẫn ràng buộc như đã ghi trong văn bản.`,
    duty: (who: string, what: string) => `Trả lời đề nghị xem của ${who}: ${what}`, dutySign: (what: string) => `Chấp nhận cam kết bảo mật để xem: ${what}`,
    lookedAt: 'Cán bộ của Sàn đã xem hồ sơ', lookedAtNone: 'Chưa có cán bộ nào của Sàn xem hồ sơ này.',
  },
  en: {
    title: 'Access', of: (title: string) => `Access: ${title}`, mine: 'What my organisation may see', mineLead: 'What your organisation has asked to see, and what it holds.', mineNone: 'Your organisation has not asked to see more of any listing. Open one and choose “Ask for access”.',
    asks: 'Requests waiting', asksNone: 'No request is waiting.', answered: 'Requests answered', grants: 'Access given', grantsNone: 'Nobody has been given access.', held: 'Access held, now and before', heldNone: 'No access yet.', views: 'Who looked', viewsNone: 'Nobody outside your organisation has looked at what is not public.',
    viewsHelp: 'Each person is noted once an hour for each part.', viewsMore: (shown: number, all: number) => `The latest ${shown} of ${all} are shown.`, exchange: 'The Exchange', actedBy: (name: string) => `done for them by ${name}`,
    organisation: 'Organisation', person: 'Person', tier: 'Level', purpose: 'Purpose', asked: 'Asked on', answer: 'Answer', until: 'Until', state: 'State', limits: 'Limits of use', reason: 'Reason', part: 'Part', when: 'When', listing: 'Listing', nda: 'NDA', listingNumber: (n: string) => `Listing ${n}`,
    answerNames: { given: 'Given', refused: 'Refused', taken_back: 'Taken back' } as Record<string, string>,
    give: 'Give access', giveLegend: (name: string) => `Give access to ${name}`, days: 'Days', daysHelp: (most: number) => `From 1 to ${most} days.`, limitsHelp: 'For example: internal evaluation only, drawings not to be copied. The recipient will read this.', refuse: 'Refuse', refuseReason: 'Why it is refused', refuseHelp: 'The other side reads this and may ask again after 7 days.',
    withdraw: 'Withdraw access', withdrawReason: 'Why it is withdrawn', withdrawHelp: 'Takes effect at once: with the next page they open, the recipient can no longer read. They will read the reason.', takeBack: 'Take the request back',
    ask: 'Ask for access', askTitle: (title: string) => `Ask for access: ${title}`, askLead: 'The owner reads your organisation’s name, yours and the purpose, and decides for how long to give access. Every look is recorded, and the owner can see it.', askSend: 'Send the request', purposeHelp: 'What you need to know and what for. For example: “To judge whether the machine fits into our workshop of 200 m²”. At least 20 characters.', tierHelp: 'The level under NDA opens only when a signer of your organisation accepts the undertaking.', forOrganisation: (name: string) => `On behalf of ${name}`,
    sign: 'Read and accept the undertaking', signTitle: 'Accept the confidentiality undertaking', signLead: (organisation: string) => `Accepted on behalf of ${organisation}. An owner or signer has to do this in person, having just confirmed their identity.`, version: 'Text', versionNumber: (n: number) => `Version ${n}`, hash: 'SHA-256 hash', fullName: 'Full name of the signer', position: 'Position', agree: 'I have read the text above, am entitled to act for the organisation, and accept the undertaking.', agreed: 'Confirmation', accept: 'Accept the undertaking', signed: 'Acceptance', signedTitle: (n: number) => `Acceptance of the confidentiality undertaking no. ${n}`, provider: 'Provider', recipient: 'Recipient', signer: 'Accepted by', acceptedAt: 'Accepted at', notSigned: 'No signer has accepted yet', print: 'Print or save this page with your browser’s print command.', vietnamese: 'Vietnamese text', english: 'English text', ended: (day: string) => `Access was withdrawn on ${day}; the undertaking remains binding as its text says.`,
    duty: (who: string, what: string) => `Answer the request for access from ${who}: ${what}`, dutySign: (what: string) => `Accept the confidentiality undertaking to read: ${what}`,
    lookedAt: 'Staff of the Exchange who looked at this file', lookedAtNone: 'No staff of the Exchange have looked at this file.',
  },
})
