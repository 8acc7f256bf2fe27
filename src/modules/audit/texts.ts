import type { DomainEvent } from '../../core/schema.ts'
import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { RecordKind } from './queries.ts'
import type { AuditRefusal } from './search.ts'

type Names = Partial<Record<DomainEvent['type'], string>>
/** What kinds of events are called in a list to choose from. One without a name here is shown by its type. */
export const eventNames = texts<Names>({
  vi: {
    'acting_for.began': 'Bắt đầu làm thay', 'acting_for.ended': 'Thôi làm thay',
    'approval.proposed': 'Đề xuất việc cần hai người', 'approval.approved': 'Phê duyệt đề xuất', 'approval.rejected': 'Từ chối đề xuất', 'approval.withdrawn': 'Rút lại đề xuất',
    'audit.searched': 'Tra cứu nhật ký', 'audit.exported': 'Xuất nhật ký',
    'deal.opened': 'Mở hồ sơ giao dịch', 'deal.message_sent': 'Gửi tin nhắn', 'deal.document_added': 'Thêm tài liệu giao dịch', 'deal.stage_changed': 'Chuyển bước giao dịch', 'deal.closing_claimed': 'Báo hoàn tất', 'deal.closing_disputed': 'Không đồng ý giá trị đã báo', 'deal.won': 'Giao dịch hoàn tất', 'deal.lost': 'Giao dịch không thành',
    'disclosure.document_added': 'Thêm tài liệu không công khai', 'disclosure.document_moved': 'Đổi mức quyền xem tài liệu', 'disclosure.document_removed': 'Gỡ tài liệu không công khai', 'disclosure.parts_changed': 'Sửa phần không công khai của tin', 'disclosure.requested': 'Đề nghị quyền xem', 'disclosure.granted': 'Cấp quyền xem', 'disclosure.refused': 'Từ chối quyền xem', 'disclosure.withdrawn': 'Thu hồi quyền xem', 'disclosure.taken_back': 'Rút đề nghị quyền xem', 'disclosure.nda_accepted': 'Chấp nhận cam kết bảo mật',
    'document.refused_infected': 'Từ chối tệp nhiễm mã độc',
    'interest.expressed': 'Bày tỏ quan tâm', 'interest.accepted': 'Chấp nhận kết nối', 'interest.declined': 'Từ chối kết nối', 'interest.withdrawn': 'Rút đề nghị kết nối',
    'listing.drafted': 'Soạn tin', 'listing.imported': 'Nhập tin từ nguồn khác', 'listing.changed': 'Sửa tin', 'listing.submitted': 'Gửi duyệt', 'listing.withdrawn': 'Rút tin đang chờ duyệt', 'listing.published': 'Công bố tin', 'listing.returned': 'Trả lại để sửa', 'listing.closed': 'Đóng tin',
    'notice.delivery_chosen': 'Chọn cách nhận thông báo', 'notice.text_changed': 'Sửa lời thông báo', 'notice.text_restored': 'Khôi phục lời thông báo',
    'organisation.created': 'Lập hồ sơ tổ chức', 'organisation.changed': 'Cập nhật tổ chức', 'organisation.verification_requested': 'Đề nghị xác minh', 'organisation.verified': 'Xác minh tổ chức', 'organisation.verification_refused': 'Từ chối xác minh', 'organisation.verification_lapsed': 'Xác minh hết hiệu lực', 'organisation.member_invited': 'Mời thành viên', 'organisation.member_joined': 'Thành viên tham gia', 'organisation.invitation_withdrawn': 'Rút lời mời', 'organisation.member_left': 'Thành viên rời đi', 'organisation.member_removed': 'Đưa thành viên ra', 'organisation.member_role_changed': 'Đổi vai trò thành viên', 'organisation.owner_appointed': 'Chỉ định chủ tổ chức',
    'person.signed_up': 'Đăng ký tài khoản', 'person.signed_in': 'Đăng nhập', 'person.sign_in_failed': 'Đăng nhập không thành công', 'person.limit_hit': 'Quá nhiều lần thử', 'person.identity_confirmed': 'Xác nhận danh tính', 'person.password_changed': 'Đổi mật khẩu', 'person.second_factor_added': 'Bật xác thực hai bước', 'person.second_factor_removed': 'Tắt xác thực hai bước', 'person.backup_codes_made': 'Tạo mã dự phòng', 'person.passkey_added': 'Thêm khóa đăng nhập', 'person.passkey_removed': 'Gỡ khóa đăng nhập', 'person.sessions_ended': 'Kết thúc phiên đăng nhập', 'person.account_linked': 'Liên kết tài khoản', 'person.account_unlinked': 'Bỏ liên kết tài khoản', 'person.profile_changed': 'Sửa hồ sơ cá nhân', 'person.email_changed': 'Đổi địa chỉ thư', 'person.acting_changed': 'Đổi tổ chức thay mặt', 'person.role_granted': 'Trao vai trò', 'person.role_revoked': 'Thu hồi vai trò', 'person.suspended': 'Tạm khóa tài khoản', 'person.suspension_lifted': 'Mở lại tài khoản',
    'rulebook.rule_changed': 'Sửa số liệu pháp lý', 'rulebook.service_time_changed': 'Sửa thời hạn phục vụ', 'rulebook.holiday_added': 'Thêm ngày nghỉ', 'rulebook.holiday_removed': 'Bỏ ngày nghỉ',
    'taxonomy.code_added': 'Thêm mã danh mục', 'taxonomy.code_changed': 'Sửa mã danh mục', 'taxonomy.code_retired': 'Ngừng dùng mã danh mục', 'taxonomy.code_restored': 'Dùng lại mã danh mục',
    'organisation.legal_changed': 'Sửa thông tin pháp lý', 'organisation.proof_added': 'Nộp giấy tờ xác minh', 'organisation.proof_withdrawn': 'Rút giấy tờ xác minh', 'organisation.proof_read': 'Xem giấy tờ xác minh', 'organisation.verification_expiring': 'Xác minh sắp hết hạn', 'organisation.verification_expired': 'Xác minh hết hạn', 'organisation.ownership_offered': 'Đề nghị chuyển quyền chủ tổ chức', 'organisation.ownership_offer_ended': 'Thôi đề nghị chuyển quyền chủ', 'organisation.ownership_transferred': 'Chuyển quyền chủ tổ chức', 'organisation.found_distinct': 'Xác định hai tổ chức khác nhau', 'organisation.merged': 'Gộp tổ chức', 'organisation.deleted': 'Xóa tổ chức',
    'expert.profile_saved': 'Lưu hồ sơ chuyên gia', 'expert.published': 'Công bố hồ sơ chuyên gia', 'expert.unpublished': 'Gỡ hồ sơ chuyên gia', 'expert.publication_saved': 'Lưu công trình', 'expert.publication_removed': 'Gỡ công trình', 'expert.publications_imported': 'Nhập danh sách công trình', 'expert.conflict_declared': 'Khai xung đột lợi ích', 'expert.conflict_withdrawn': 'Rút khai xung đột lợi ích',
    'api.key_created': 'Tạo khóa API', 'api.key_revoked': 'Thu hồi khóa API', 'consent.given': 'Đồng ý xử lý dữ liệu', 'consent.withdrawn': 'Rút lại sự đồng ý', 'data_request.received': 'Nhận yêu cầu về dữ liệu', 'data_request.answered': 'Trả lời yêu cầu về dữ liệu', 'data_request.extended': 'Gia hạn yêu cầu về dữ liệu', 'data_request.completed': 'Thực hiện xong yêu cầu về dữ liệu', 'data_request.refused': 'Từ chối yêu cầu về dữ liệu', 'data_request.withdrawn': 'Rút lại yêu cầu về dữ liệu', 'personal_data.exported': 'Xuất dữ liệu cá nhân', 'personal_data.deleted': 'Xóa dữ liệu cá nhân',
  } as Names,
  en: {
    'acting_for.began': 'Began acting for someone', 'acting_for.ended': 'Stopped acting for someone',
    'approval.proposed': 'Act that takes two proposed', 'approval.approved': 'Approved by a second person', 'approval.rejected': 'Rejected by a second person', 'approval.withdrawn': 'Withdrew a proposal',
    'audit.searched': 'Searched the log', 'audit.exported': 'Exported the log',
    'deal.opened': 'Deal file opened', 'deal.message_sent': 'Message sent', 'deal.document_added': 'Deal document added', 'deal.stage_changed': 'Deal moved to another step', 'deal.closing_claimed': 'Closing reported', 'deal.closing_disputed': 'Reported value disputed', 'deal.won': 'Deal closed', 'deal.lost': 'Deal lost',
    'disclosure.document_added': 'Restricted document added', 'disclosure.document_moved': 'Document moved to another level', 'disclosure.document_removed': 'Restricted document removed', 'disclosure.parts_changed': 'Restricted part changed', 'disclosure.requested': 'Access requested', 'disclosure.granted': 'Access granted', 'disclosure.refused': 'Access refused', 'disclosure.withdrawn': 'Access withdrawn', 'disclosure.taken_back': 'Request for access taken back', 'disclosure.nda_accepted': 'Confidentiality undertaking accepted',
    'document.refused_infected': 'Infected file refused',
    'interest.expressed': 'Interest expressed', 'interest.accepted': 'Interest accepted', 'interest.declined': 'Interest declined', 'interest.withdrawn': 'Interest withdrawn',
    'listing.drafted': 'Listing drafted', 'listing.imported': 'Listing imported', 'listing.changed': 'Listing changed', 'listing.submitted': 'Listing submitted', 'listing.withdrawn': 'Listing taken back from review', 'listing.published': 'Listing published', 'listing.returned': 'Listing sent back', 'listing.closed': 'Listing closed',
    'notice.delivery_chosen': 'Delivery of notices chosen', 'notice.text_changed': 'Text of a notice changed', 'notice.text_restored': 'Text of a notice restored',
    'organisation.created': 'Organisation created', 'organisation.changed': 'Organisation changed', 'organisation.verification_requested': 'Verification requested', 'organisation.verified': 'Organisation verified', 'organisation.verification_refused': 'Verification refused', 'organisation.verification_lapsed': 'Verification lapsed', 'organisation.member_invited': 'Member invited', 'organisation.member_joined': 'Member joined', 'organisation.invitation_withdrawn': 'Invitation withdrawn', 'organisation.member_left': 'Member left', 'organisation.member_removed': 'Member removed', 'organisation.member_role_changed': 'Member’s role changed', 'organisation.owner_appointed': 'Owner appointed',
    'person.signed_up': 'Signed up', 'person.signed_in': 'Signed in', 'person.sign_in_failed': 'Failed to sign in', 'person.limit_hit': 'Too many attempts', 'person.identity_confirmed': 'Identity confirmed', 'person.password_changed': 'Password changed', 'person.second_factor_added': 'Two-step sign-in turned on', 'person.second_factor_removed': 'Two-step sign-in turned off', 'person.backup_codes_made': 'Backup codes made', 'person.passkey_added': 'Passkey added', 'person.passkey_removed': 'Passkey removed', 'person.sessions_ended': 'Sessions ended', 'person.account_linked': 'Account linked', 'person.account_unlinked': 'Account unlinked', 'person.profile_changed': 'Profile changed', 'person.email_changed': 'E-mail address changed', 'person.acting_changed': 'Acting organisation changed', 'person.role_granted': 'Role granted', 'person.role_revoked': 'Role revoked', 'person.suspended': 'Account suspended', 'person.suspension_lifted': 'Suspension lifted',
    'rulebook.rule_changed': 'Legal figure changed', 'rulebook.service_time_changed': 'Service time changed', 'rulebook.holiday_added': 'Holiday added', 'rulebook.holiday_removed': 'Holiday removed',
    'taxonomy.code_added': 'Code added', 'taxonomy.code_changed': 'Code changed', 'taxonomy.code_retired': 'Code retired', 'taxonomy.code_restored': 'Code restored',
    'organisation.legal_changed': 'Legal details changed', 'organisation.proof_added': 'Proof handed in', 'organisation.proof_withdrawn': 'Proof withdrawn', 'organisation.proof_read': 'Proof read', 'organisation.verification_expiring': 'Verification about to expire', 'organisation.verification_expired': 'Verification expired', 'organisation.ownership_offered': 'Ownership offered', 'organisation.ownership_offer_ended': 'Offer of ownership ended', 'organisation.ownership_transferred': 'Ownership transferred', 'organisation.found_distinct': 'Found to be two organisations', 'organisation.merged': 'Organisations merged', 'organisation.deleted': 'Organisation deleted',
    'expert.profile_saved': 'Expert profile saved', 'expert.published': 'Expert profile published', 'expert.unpublished': 'Expert profile taken down', 'expert.publication_saved': 'Publication saved', 'expert.publication_removed': 'Publication removed', 'expert.publications_imported': 'Publications imported', 'expert.conflict_declared': 'Conflict of interest declared', 'expert.conflict_withdrawn': 'Conflict of interest withdrawn',
    'api.key_created': 'API key created', 'api.key_revoked': 'API key revoked', 'consent.given': 'Consent given', 'consent.withdrawn': 'Consent withdrawn', 'data_request.received': 'Data request received', 'data_request.answered': 'Data request answered', 'data_request.extended': 'Data request extended', 'data_request.completed': 'Data request carried out', 'data_request.refused': 'Data request refused', 'data_request.withdrawn': 'Data request taken back', 'personal_data.exported': 'Personal data exported', 'personal_data.deleted': 'Personal data deleted',
  } as Names,
})

/** The public page that says what the log is and how anybody can check it. */
export const logTexts = texts({
  vi: {
    title: 'Nhật ký không sửa được', lead: 'Mọi việc trên Sàn – công bố tin, xác minh tổ chức, chốt giao dịch – đều được ghi vào một cuốn nhật ký. Không ai sửa hay xóa được một dòng mà không bị phát hiện, kể cả người vận hành Sàn.',
    howTitle: 'Cách hoạt động', how: ['Mỗi dòng nhật ký có một dấu niêm phong: một dãy 64 ký tự tính từ nội dung của dòng đó và từ dấu của dòng ngay trước. Đổi một chữ ở một dòng cũ thì dấu của dòng đó và mọi dòng sau đều khác đi.', 'Hết mỗi ngày (giờ Hà Nội), dấu cuối cùng của ngày được công bố trên trang này, gọi là dấu chốt ngày. Dấu không cho biết nội dung nhật ký: không có tên người hay giá trị giao dịch nào ở đây.', 'Ngày không có việc gì thì không có dấu riêng; dấu của ngày trước vẫn còn giá trị.'],
    checkTitle: 'Cách kiểm tra', check: ['Hãy tải bảng dưới đây, hoặc chép lại một dấu, và giữ ở nơi khác: trong hồ sơ của cơ quan bạn, trong một bức thư, trên giấy.', 'Sau này, so dấu đã giữ với dấu của cùng ngày trên trang này. Nếu khác, nhật ký đến ngày đó đã bị thay đổi.', 'Thanh tra viên và người vận hành có thể tính lại toàn bộ nhật ký bằng lệnh bin/techex verify log --heads <tệp>. Lệnh chỉ ra dòng nào, ngày nào đã bị sửa, xóa, chen vào hay đảo chỗ.'],
    latest: 'Dấu mới nhất', latestText: (position: string, day: string, open: boolean) => `Dòng thứ ${position}, tính vào ngày ${day}.${open ? ' Ngày này chưa chốt.' : ''}`, nothing: 'Chưa có dòng nào được niêm phong. Dấu đầu tiên xuất hiện trong vòng vài phút sau khi Sàn mở cửa.',
    heads: 'Dấu chốt từng ngày', day: 'Ngày', events: 'Số dòng', position: 'Đến dòng thứ', head: 'Dấu chốt (SHA-256)', closed: 'Chốt lúc', older: 'Các ngày trước đó', newest: 'Về các ngày gần nhất', csv: 'Tải toàn bộ dấu (CSV)', noHeads: 'Chưa có ngày nào được chốt.',
  },
  en: {
    title: 'The log that cannot be changed unnoticed', lead: 'Everything done at the Exchange – a listing published, an organisation verified, a deal closed – is written into one log. Nobody can change or remove a line without it showing, not even those who run the Exchange.',
    howTitle: 'How it works', how: ['Each line of the log has a seal: 64 characters computed from what the line says and from the seal of the line before it. Change one letter of an old line, and its seal and all later ones come out differently.', 'When a day is over in Hanoi, its last seal is published on this page as the head of that day. A head says nothing of what the log contains: there are no names and no values here.', 'A day on which nothing happened has no head of its own; the one before still stands.'],
    checkTitle: 'How to check it', check: ['Download the table below, or copy a single head, and keep it somewhere else: in your own files, in a letter, on paper.', 'Later, compare what you kept with the head of the same day on this page. If they differ, the log up to that day has been changed.', 'Inspectors and operators can recompute the whole log with bin/techex verify log --heads <file>. It names each line and day that was changed, removed, slipped in or moved.'],
    latest: 'Latest seal', latestText: (position: string, day: string, open: boolean) => `Line ${position}, counted to ${day}.${open ? ' That day is not closed yet.' : ''}`, nothing: 'Nothing has been sealed yet. The first seal appears within minutes of opening.',
    heads: 'The head of each day', day: 'Day', events: 'Lines', position: 'Up to line', head: 'Head (SHA-256)', closed: 'Closed at', older: 'Earlier days', newest: 'Back to the latest days', csv: 'Download all heads (CSV)', noHeads: 'No day has been closed yet.',
  },
})

export const recordTexts = texts({
  vi: {
    title: 'Nhật ký của tôi', lead: 'Những việc bạn đã làm, những việc làm thay bạn và những gì đã thay đổi ở tài khoản của bạn. Nếu có việc không phải do bạn, hãy đổi mật khẩu và báo cho Sàn.',
    kind: 'Chỉ xem', all: 'Tất cả', show: 'Xem', older: 'Cũ hơn', newest: 'Về mới nhất', empty: 'Không có việc nào được ghi.',
    kinds: { person: 'Tài khoản', organisation: 'Tổ chức', listing: 'Tin công nghệ', interest: 'Đề nghị kết nối', deal: 'Giao dịch', other: 'Việc khác' } satisfies Record<RecordKind, string>,
    deal: (id: number) => `Giao dịch số ${id}`, interest: (id: number) => `Đề nghị kết nối số ${id}`, byOther: 'Người khác thực hiện',
  },
  en: {
    title: 'My record', lead: 'What you did, what was done in your name and what was changed in your account. If something was not you, change your password and tell the Exchange.',
    kind: 'Show only', all: 'Everything', show: 'Show', older: 'Older', newest: 'Back to the newest', empty: 'Nothing is recorded.',
    kinds: { person: 'Account', organisation: 'Organisations', listing: 'Listings', interest: 'Interests', deal: 'Deals', other: 'Other things' } satisfies Record<RecordKind, string>,
    deal: (id: number) => `Deal ${id}`, interest: (id: number) => `Interest ${id}`, byOther: 'Done by someone else',
  },
})

export const auditTexts = texts({
  vi: {
    title: 'Tra cứu nhật ký', lead: 'Dành cho thanh tra viên và quản trị viên, chỉ để đọc. Mỗi lần tra cứu và mỗi lần xuất tệp đều được ghi vào chính nhật ký này, kèm tên bạn và điều kiện tìm.', search: 'Tra cứu',
    type: 'Loại việc', person: 'Người', personHelp: 'Họ tên, địa chỉ thư hoặc số của người đó; tìm cả việc làm thay họ và việc xảy ra với tài khoản của họ.', person_id: 'Bạn muốn nói đến ai?', organisation_id: 'Số của tổ chức', organisationHelp: 'Con số trong địa chỉ trang của tổ chức.', subject: 'Đối tượng', subjectHelp: 'Ví dụ listing:12, deal:3, person:5.', request_id: 'Mã yêu cầu', from: 'Từ ngày', to: 'Đến hết ngày',
    mine: 'Những lần tra cứu gần đây của bạn', results: 'Kết quả tra cứu', upTo: (at: string) => `Những gì đã ghi đến ${at}, mới nhất trước. Muốn có dữ liệu mới hơn, hãy tra cứu lại.`, nothing: 'Không có việc nào khớp.', found: (n: number, more: boolean) => `${more ? 'Hơn ' : ''}${formatNumber(n, 'vi')} dòng`,
    at: 'Lúc', what: 'Việc', who: 'Ai', about: 'Đối tượng', request: 'Yêu cầu', older: 'Cũ hơn', newest: 'Về mới nhất', again: 'Tra cứu khác', system: 'Hệ thống', numbered: (name: string, id: number) => `${name} (số ${id})`, actedBy: (name: string) => `do ${name} làm thay`,
    exportCsv: 'Xuất CSV', exportXlsx: 'Xuất Excel', exportText: (csv: string, xlsx: string) => `CSV chứa tối đa ${csv} dòng mới nhất, Excel tối đa ${xlsx}. Tệp có dữ liệu cá nhân: chỉ dùng cho việc được giao và xóa khi xong.`,
    detail: (id: number) => `Sự kiện số ${id}`, whole: 'Toàn bộ sự kiện', number: 'Số', kindOf: 'Loại', whose: 'Người thực hiện', behalf: 'Thay mặt tổ chức', time: 'Thời điểm (UTC)', data: 'Nội dung', seal: 'Dấu niêm phong', place: (position: string, day: string) => `Dòng thứ ${position}, tính vào ngày ${day}`, unsealed: 'Chưa niêm phong: sự kiện mới được niêm phong trong vòng vài phút.', related: 'Cùng một yêu cầu', alone: 'Yêu cầu này không ghi gì khác.',
  },
  en: {
    title: 'Search the log', lead: 'For inspectors and administrators, read only. Every search and every export is written into this same log, with your name and what was asked.', search: 'Search',
    type: 'Kind of event', person: 'Person', personHelp: 'Name, e-mail address or number; finds what was done in their name and to their account as well.', person_id: 'Whom do you mean?', organisation_id: 'Number of the organisation', organisationHelp: 'The number in the address of its page.', subject: 'Subject', subjectHelp: 'Such as listing:12, deal:3, person:5.', request_id: 'Request id', from: 'From', to: 'Up to and including',
    mine: 'Your latest searches', results: 'Search results', upTo: (at: string) => `What had been recorded by ${at}, the newest first. Search again for anything newer.`, nothing: 'Nothing matches.', found: (n: number, more: boolean) => `${more ? 'More than ' : ''}${formatNumber(n, 'en')} ${n === 1 ? 'row' : 'rows'}`,
    at: 'At', what: 'What', who: 'Who', about: 'Subject', request: 'Request', older: 'Older', newest: 'Back to the newest', again: 'Another search', system: 'The system', numbered: (name: string, id: number) => `${name} (no. ${id})`, actedBy: (name: string) => `through ${name}`,
    exportCsv: 'Export CSV', exportXlsx: 'Export Excel', exportText: (csv: string, xlsx: string) => `A CSV holds the newest ${csv} rows at most, an Excel file ${xlsx}. The file contains personal data: use it for the task you were given and delete it afterwards.`,
    detail: (id: number) => `Event ${id}`, whole: 'The whole event', number: 'Number', kindOf: 'Kind', whose: 'Person', behalf: 'For the organisation', time: 'Time (UTC)', data: 'Data', seal: 'Seal', place: (position: string, day: string) => `Line ${position}, counted to ${day}`, unsealed: 'Not sealed yet: new events are sealed within minutes.', related: 'The same request', alone: 'This request recorded nothing else.',
  },
})

export const auditRefusals = texts<Messages<AuditRefusal>>({
  vi: {
    audit_nobody: () => 'Không có ai như vậy. Hãy nhập đủ họ tên, đúng địa chỉ thư, hoặc số của người đó.',
    audit_several: ({ people }) => `Có ${people.length === 20 ? 'ít nhất 20' : people.length} người như vậy. Hãy chọn một người dưới đây, hoặc nhập rõ hơn.`,
  },
  en: {
    audit_nobody: () => 'There is nobody like that. Enter the full name, the exact e-mail address, or the number.',
    audit_several: ({ people }) => `There are ${people.length === 20 ? 'at least 20' : people.length} people like that. Choose one below, or be more specific.`,
  },
})
