import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { StaffRole } from '../people/schema.ts'
import type { AdministrationRefusal } from './rules.ts'
import type { ApprovalDecision, ApprovalKind } from './schema.ts'

export const staffRoleNames = texts<Record<StaffRole, string>>({
  vi: { moderator: 'Kiểm duyệt viên', deal_officer: 'Cán bộ giao dịch', auction_officer: 'Cán bộ đấu giá', programme_officer: 'Cán bộ chương trình', administrator: 'Quản trị viên', observer: 'Quan sát viên', inspector: 'Thanh tra viên', prosecutor: 'Kiểm sát viên' },
  en: { moderator: 'Moderator', deal_officer: 'Deal officer', auction_officer: 'Auction officer', programme_officer: 'Programme officer', administrator: 'Administrator', observer: 'Observer', inspector: 'Inspector', prosecutor: 'Prosecutor' },
})

/** What each role may do, in one line. */
export const staffRoleLines = texts<Record<StaffRole, string>>({
  vi: {
    moderator: 'Duyệt tin, xác minh tổ chức, đề xuất gộp tổ chức trùng.', deal_officer: 'Theo dõi và hỗ trợ các giao dịch; làm thay người dùng khi họ nhờ.', auction_officer: 'Tổ chức phiên đấu giá và lập biên bản.',
    programme_officer: 'Quản lý nhiệm vụ, chương trình và hội đồng.', administrator: 'Quản trị người dùng, danh mục, quy tắc; quyết định các đề xuất cần hai người.', observer: 'Chỉ xem: đọc những gì cán bộ đọc, không thay đổi gì.', inspector: 'Chỉ xem, kể cả tra cứu nhật ký; không thay đổi gì.', prosecutor: 'Chỉ xem các phiên đấu giá, kể cả ai đăng ký và tiền đặt trước; không xem phần khác, không thay đổi gì.',
  },
  en: {
    moderator: 'Reviews listings, verifies organisations, proposes merging duplicates.', deal_officer: 'Follows and supports deals; acts for a user who asks for help.', auction_officer: 'Runs auctions and writes their minutes.',
    programme_officer: 'Manages tasks, programmes and councils.', administrator: 'Manages people, code lists and rules; decides the acts that take two.', observer: 'Reads what staff read and changes nothing.', inspector: 'Reads what staff read, searches the log, and changes nothing.', prosecutor: 'Reads auctions, with who registered and their deposits; reads nothing else that staff read, and changes nothing.',
  },
})

export const administrationRefusals = texts<Messages<AdministrationRefusal>>({
  vi: {
    own_proposal: () => 'Đây là đề xuất của chính bạn. Việc này cần hai người, nên một quản trị viên khác phải quyết định.',
    approval_decided: ({ decision }) => `Đề xuất này đã xong: ${decisionNames.vi[decision].toLowerCase()}. Hãy tải lại trang để xem.`,
    approval_expired: () => 'Đề xuất đã quá hạn mà chưa ai quyết định. Nếu vẫn cần, hãy đề xuất lại.',
    reason_needed: () => 'Hãy ghi lý do từ chối, để người đề xuất hiểu.',
    already_proposed: () => 'Người khác đã đề xuất đúng việc này và đang chờ quyết định. Xem trong danh sách đề xuất.',
    proposer_left: () => 'Người đề xuất không còn vai trò cho phép đề xuất việc này. Hãy từ chối, rồi đề xuất lại nếu vẫn cần.',
    role_held: () => 'Người này đã có vai trò đó.',
    same_organisation: () => 'Hãy chọn hai tổ chức khác nhau.',
    person_suspended: () => 'Tài khoản này đang bị tạm khóa.',
    not_oneself: () => 'Bạn không làm việc này với chính mình được.',
    not_for_staff: () => 'Không làm thay cán bộ của Sàn. Mỗi cán bộ tự làm việc của mình.',
    no_account: () => 'Người này chưa có tài khoản đăng nhập, nên không làm thay được.',
    acting_already: ({ name }) => `Bạn đang làm thay ${name}. Hãy kết thúc trước khi làm thay người khác.`,
    acting_too_long: ({ minutes }) => `Mỗi lần làm thay tối đa ${minutes} phút.`,
  },
  en: {
    own_proposal: () => 'This is your own proposal. It takes two people, so another administrator has to decide.',
    approval_decided: ({ decision }) => `This proposal is settled: ${decisionNames.en[decision].toLowerCase()}. Reload the page to see it.`,
    approval_expired: () => 'Nobody decided this proposal in time. Propose it again if it is still needed.',
    reason_needed: () => 'Say why you reject it, so that whoever proposed it understands.',
    already_proposed: () => 'Someone else has proposed exactly this, and it waits for a decision. See the list of proposals.',
    proposer_left: () => 'Whoever proposed this no longer holds a role that may. Reject it, and propose it again if it is still needed.',
    role_held: () => 'This person holds that role already.',
    same_organisation: () => 'Choose two different organisations.',
    person_suspended: () => 'This account is suspended.',
    not_oneself: () => 'You cannot do this to yourself.',
    not_for_staff: () => 'Nobody acts for the Exchange’s own staff. They do their own work.',
    no_account: () => 'This person has no account to sign in with yet, so nobody can act for them.',
    acting_already: ({ name }) => `You are acting for ${name}. End that before you act for someone else.`,
    acting_too_long: ({ minutes }) => `You may act for somebody for at most ${minutes} minutes at a time.`,
  },
})

export const approvalKindNames = texts<Record<ApprovalKind, string>>({
  vi: { organisation_merge: 'Gộp tổ chức', organisation_delete: 'Xóa tổ chức', role_grant: 'Trao vai trò', rule_change: 'Đổi quy tắc' },
  en: { organisation_merge: 'Merge organisations', organisation_delete: 'Delete an organisation', role_grant: 'Grant a role', rule_change: 'Change a rule' },
})
export const decisionNames = texts<Record<ApprovalDecision | 'open', string>>({
  vi: { open: 'Đang chờ', approved: 'Đã phê duyệt', rejected: 'Đã từ chối', withdrawn: 'Đã rút lại', lapsed: 'Quá hạn, không ai quyết định' },
  en: { open: 'Waiting', approved: 'Approved', rejected: 'Rejected', withdrawn: 'Withdrawn', lapsed: 'Lapsed, decided by nobody' },
})
export const approvalTexts = texts({
  vi: {
    title: 'Đề xuất cần hai người', lead: 'Những việc khó lấy lại chỉ được làm khi một người đề xuất và một quản trị viên khác phê duyệt. Tên cả hai được ghi vào nhật ký.', waiting: 'Đang chờ quyết định', past: 'Đã xong', none: 'Không có đề xuất nào đang chờ.', nonePast: 'Chưa có đề xuất nào.',
    alone: 'Hiện Sàn có ít hơn hai quản trị viên hoạt động, nên không ai phê duyệt được. Người vận hành máy chủ có thể trao vai trò bằng lệnh: bin/techex user grant <thư điện tử> administrator. Lệnh này có hiệu lực ngay và được ghi vào nhật ký.',
    what: 'Việc', kind: 'Loại', proposed: 'Đề xuất', proposedBy: (name: string, at: string) => `${name}, ${at}`, until: 'Chờ đến', state: 'Kết quả', decided: (name: string, at: string) => `${name}, ${at}`, reason: 'Lý do', decisionReason: 'Lý do quyết định', decisionHelp: 'Bắt buộc khi từ chối.', open: 'Xem', approve: 'Phê duyệt và thực hiện', reject: 'Từ chối', withdraw: 'Rút lại đề xuất', decide: 'Quyết định', yours: 'Bạn đã đề xuất việc này, nên người khác phải quyết định.', decision: 'Quyết định', save: 'Ghi quyết định',
    propose: 'Đề xuất', proposeTitle: (kind: string) => `Đề xuất: ${kind}`, reasonHelp: 'Vì sao cần làm, bằng chứng ở đâu. Ít nhất 10 ký tự.', numberHelp: 'Con số ở cuối địa chỉ trang của tổ chức hoặc của người đó trên Sàn.', from: 'Tổ chức trùng, sẽ bị gộp (số)', into: 'Tổ chức được giữ lại (số)', organisation_id: 'Tổ chức (số)', person_id: 'Người (số)', role: 'Vai trò', value: 'Giá trị mới', code: 'Quy tắc', gone: 'không còn',
    merge: (from: string, into: string) => `Gộp “${from}” vào “${into}”`, remove: (name: string) => `Xóa “${name}”`, grant: (role: string, name: string) => `Trao vai trò ${role} cho ${name}`, change: (code: string, value: string, day: string) => `${code} = ${value} từ ngày ${day}`,
  },
  en: {
    title: 'Acts that take two', lead: 'What is hard to undo happens only when one person proposes it and another, an administrator, approves. Both names go into the record.', waiting: 'Waiting for a decision', past: 'Settled', none: 'No proposal is waiting.', nonePast: 'There are none yet.',
    alone: 'The Exchange has fewer than two active administrators, so nobody can approve. Whoever runs the server can grant the role with: bin/techex user grant <e-mail> administrator. It takes effect at once and is recorded.',
    what: 'Act', kind: 'Kind', proposed: 'Proposed', proposedBy: (name: string, at: string) => `${name}, ${at}`, until: 'Waits until', state: 'Outcome', decided: (name: string, at: string) => `${name}, ${at}`, reason: 'Reason', decisionReason: 'Reason for the decision', decisionHelp: 'Required when you reject.', open: 'Open', approve: 'Approve and carry out', reject: 'Reject', withdraw: 'Take the proposal back', decide: 'Decide', yours: 'You proposed this, so somebody else has to decide.', decision: 'Decision', save: 'Record the decision',
    propose: 'Propose', proposeTitle: (kind: string) => `Propose: ${kind}`, reasonHelp: 'Why it is needed and where the evidence is. At least 10 characters.', numberHelp: 'The number at the end of the address of their page at the Exchange.', from: 'The duplicate, to be merged (number)', into: 'The organisation that stays (number)', organisation_id: 'Organisation (number)', person_id: 'Person (number)', role: 'Role', value: 'New value', code: 'Rule', gone: 'no longer there',
    merge: (from: string, into: string) => `Merge “${from}” into “${into}”`, remove: (name: string) => `Delete “${name}”`, grant: (role: string, name: string) => `Grant ${name} the role ${role}`, change: (code: string, value: string, day: string) => `${code} = ${value} from ${day}`,
  },
})

export const personTexts = texts({
  vi: {
    account: 'Tài khoản', noAccount: 'Chưa có tài khoản đăng nhập', email: 'Thư điện tử', since: 'Từ ngày', position: 'Chức vụ', organisations: 'Tổ chức', none: 'Không có', rolesOf: 'Vai trò trên Sàn', grantedBy: (by: string, at: string) => `do ${by} trao ngày ${at}`, console: 'dòng lệnh', propose: 'Đề xuất trao vai trò', revoke: 'Thu hồi', revokeTitle: 'Thu hồi vai trò', role: 'Vai trò', reason: 'Lý do', revokeHelp: 'Việc thu hồi có hiệu lực ngay và được ghi vào nhật ký. Quản trị viên cuối cùng giữ vai trò của mình.',
    sessions: 'Phiên đăng nhập', sessionCount: (n: number) => (n === 0 ? 'Không có phiên nào đang mở' : `${n} phiên đang mở`), endSessions: 'Kết thúc mọi phiên', suspend: 'Tạm khóa tài khoản', suspendHelp: 'Người này bị đăng xuất khỏi mọi thiết bị và không đăng nhập được cho đến khi mở lại. Ít nhất 10 ký tự.', suspended: (by: string, at: string) => `Đang tạm khóa, do ${by}, từ ${at}`, lift: 'Mở lại tài khoản', suspensions: 'Các lần tạm khóa', lifted: (by: string, at: string) => `mở lại bởi ${by}, ${at}`,
    mine: 'Ai đã làm thay tôi', mineLead: 'Khi bạn nhờ, cán bộ của Sàn có thể làm thay bạn tối đa một giờ. Mọi việc ở đó được ghi với tên của cả hai; bạn kết thúc được bất cứ lúc nào.', myAccount: 'Tài khoản của tôi', nobodyActed: 'Chưa ai làm thay bạn.', endTheirs: (name: string) => `Kết thúc việc làm thay của ${name}`,
    actTitle: 'Làm thay người dùng', actHelp: 'Chỉ khi người này nhờ. Bạn sẽ thấy và làm đúng những gì họ thấy và làm được; tên cả hai được ghi; họ được báo ngay. Không ký, không chuyển quyền, không đổi bảo mật thay họ.', minutes: 'Số phút (5 đến 60)', act: 'Bắt đầu làm thay', stoodIn: 'Đã có ai làm thay', stoodLine: (name: string, from: string, to: string) => `${name}, từ ${from} đến ${to}`, end: 'Thôi làm thay', open: 'Mở', roleNames: 'Các vai trò', roleLine: 'Được làm gì',
  },
  en: {
    account: 'Account', noAccount: 'No account to sign in with yet', email: 'E-mail', since: 'Since', position: 'Position', organisations: 'Organisations', none: 'None', rolesOf: 'Roles at the Exchange', grantedBy: (by: string, at: string) => `granted by ${by} on ${at}`, console: 'the command line', propose: 'Propose a role', revoke: 'Revoke', revokeTitle: 'Revoke a role', role: 'Role', reason: 'Reason', revokeHelp: 'It takes effect at once and is recorded. The last administrator keeps the role.',
    sessions: 'Sessions', sessionCount: (n: number) => (n === 0 ? 'No session is open' : `${n} open ${n === 1 ? 'session' : 'sessions'}`), endSessions: 'End all sessions', suspend: 'Suspend the account', suspendHelp: 'This person is signed out of every device and cannot sign in until the suspension is lifted. At least 10 characters.', suspended: (by: string, at: string) => `Suspended by ${by} since ${at}`, lift: 'Lift the suspension', suspensions: 'Suspensions', lifted: (by: string, at: string) => `lifted by ${by}, ${at}`,
    mine: 'Who acted in my name', mineLead: 'When you ask for help, the Exchange’s staff can act in your name for an hour at most. Everything is recorded with both names, and you can end it at any time.', myAccount: 'My account', nobodyActed: 'Nobody has acted in your name.', endTheirs: (name: string) => `End what ${name} does in your name`,
    actTitle: 'Act for this user', actHelp: 'Only when this person asks for help. You see and do exactly what they can; both names are recorded; they are told at once. Nobody signs, gives away ownership or changes security in their name.', minutes: 'Minutes (5 to 60)', act: 'Begin to act for them', stoodIn: 'Who has acted in this name', stoodLine: (name: string, from: string, to: string) => `${name}, from ${from} to ${to}`, end: 'Stop acting', open: 'Open', roleNames: 'Roles', roleLine: 'What each may do',
  },
})

export const settingTexts = texts({
  vi: {
    codes: 'Danh mục', codesLead: 'Các danh mục dùng khi chọn. Mã đã ngừng dùng vẫn đúng với hồ sơ cũ nhưng không được chọn mới. Mã sửa ở đây giữ nguyên khi phần mềm được cập nhật.', list: 'Danh mục', total: 'Số mã', retiredCount: 'Ngừng dùng', editedCount: 'Đã sửa ở đây', code: 'Mã', name_vi: 'Tên tiếng Việt', name_en: 'Tên tiếng Anh', position: 'Thứ tự', parent: 'Mã cấp trên', state: 'Tình trạng', offered: 'Đang dùng', retired: (at: string) => `Ngừng dùng từ ${at}`, edit: 'Sửa', editOf: (name: string) => `Sửa ${name}`, save: 'Lưu', add: 'Thêm mã', retire: 'Ngừng dùng', restore: 'Dùng lại', history: 'Nhật ký của mã này', backToList: 'Về danh mục',
    rules: 'Bảng quy tắc theo ngày', rulesLead: 'Mỗi con số của luật và của Sàn, với văn bản, nguồn và mức tin cậy. Chỉ số “thấy trong văn bản” và “theo nguồn thứ cấp” được nói là quy định; số chưa kiểm chứng chỉ là cấu hình. Giá trị cũ không bị ghi đè.', on: 'Có hiệu lực vào ngày', show: 'Xem', label: 'Nội dung', value: 'Giá trị', document: 'Văn bản', article: 'Điều khoản', source: 'Nguồn', mark: 'Mức tin cậy', from: 'Từ ngày', to: 'Đến hết ngày', note: 'Ghi chú', lawTitle: 'Theo quy định', unverifiedTitle: 'Chưa kiểm chứng, dùng làm cấu hình', ownTitle: 'Quy định của Sàn', noValue: 'chưa có', ruleHistory: 'Các giá trị theo thời gian', proposeRule: 'Đề xuất giá trị mới', openEnd: 'đang có hiệu lực', fromFile: 'theo bản phát hành', byApproval: 'theo đề xuất', set: 'Đặt bởi',
    times: 'Thời hạn phục vụ', timesLead: 'Sàn hứa trả lời trong bao lâu. Quá thời hạn này, việc chờ được đánh dấu quá hạn. Yêu cầu về dữ liệu cá nhân phải được trả lời trong thời hạn luật định (xem bảng quy tắc).', queue: 'Hàng chờ', amount: 'Thời hạn', unit: 'Đơn vị', change: 'Đặt thời hạn mới', who: 'Người đặt', release: 'theo bản phát hành', holidays: 'Ngày nghỉ', holidaysLead: 'Ngày nghỉ không tính là ngày làm việc. Tết Âm lịch (cả ngày nghỉ bù), Giỗ Tổ Hùng Vương và ngày nghỉ liền kề Quốc khánh được thêm ở đây khi có thông báo.', lieus: 'Ngày nghỉ bù chưa nhập', lieusLead: 'Ngày lễ trùng thứ Bảy hoặc Chủ nhật được nghỉ bù vào ngày làm việc kế tiếp (Bộ luật Lao động 2019, Điều 111 khoản 3, theo nguồn thứ cấp). Cho đến khi nhập, thời hạn tính bằng ngày làm việc qua ngày đó được tính sớm hơn và ghi là có thể muộn hơn.', lieu: (day: string, of: string, name: string) => `${day}, bù cho ${of} (${name})`, enterLieu: 'Nhập ngày nghỉ bù', enterLieuOf: (day: string) => `Nhập ngày nghỉ bù ${day}`, noLieu: 'Không nghỉ bù', noLieuOf: (day: string) => `Không nghỉ bù cho ngày ${day}`, withoutLieu: 'không nghỉ bù', day: 'Ngày', addHoliday: 'Thêm ngày nghỉ', removeHoliday: 'Bỏ', removeOf: (day: string) => `Bỏ ngày nghỉ ${day}`,
    healthTitle: 'Tình trạng hệ thống', up: 'Thời gian đã chạy liên tục', upText: (hours: string, memory: string, node: string) => `${hours} giờ; ${memory} bộ nhớ; Node ${node}`, disk: 'Dung lượng đĩa còn trống', diskText: (free: string, total: string) => `${free} trên ${total}`, unknown: 'không đọc được', connections: 'Kết nối cơ sở dữ liệu', connectionsText: (n: number, most: number, since: string) => `${n} trên ${most}; chạy từ ${since}`, seals: 'Niêm phong nhật ký', sealsText: (n: number, since: string) => (n === 0 ? 'mọi sự kiện đã niêm phong' : `còn ${n} sự kiện chưa niêm phong, cũ nhất từ ${since}`), head: (day: string) => `Dấu của ngày ${day}`, storage: 'Kho tệp', scanner: 'Nhận tệp và quét vi-rút', mail: 'Máy chủ thư', well: 'Tốt', unwell: 'Có lỗi', readOnly: 'Bạn xem các trang này với vai trò chỉ xem.',
  },
  en: {
    codes: 'Code lists', codesLead: 'The lists people choose from. A retired code stays right for old records and is not offered anew. A code edited here keeps its edit when the software is updated.', list: 'List', total: 'Codes', retiredCount: 'Retired', editedCount: 'Edited here', code: 'Code', name_vi: 'Name in Vietnamese', name_en: 'Name in English', position: 'Order', parent: 'Parent code', state: 'State', offered: 'Offered', retired: (at: string) => `Retired on ${at}`, edit: 'Edit', editOf: (name: string) => `Edit ${name}`, save: 'Save', add: 'Add a code', retire: 'Retire', restore: 'Bring back', history: 'Record of this code', backToList: 'Back to the list',
    rules: 'Dated rule table', rulesLead: 'Every number of the law and of the Exchange, with its document, source and how well it is known. Only what was “seen in the text” or comes “according to a secondary source” is called the law; an unverified number is configuration. A former value is never overwritten.', on: 'In force on', show: 'Show', label: 'Subject', value: 'Value', document: 'Document', article: 'Article', source: 'Source', mark: 'How well known', from: 'From', to: 'Until the end of', note: 'Note', lawTitle: 'By law', unverifiedTitle: 'Unverified, used as configuration', ownTitle: 'The Exchange’s own settings', noValue: 'none yet', ruleHistory: 'Values over time', proposeRule: 'Propose a new value', openEnd: 'in force', fromFile: 'with a release', byApproval: 'by a proposal', set: 'Set',
    times: 'Service times', timesLead: 'How long the Exchange promises to take. What waits longer is marked overdue. Requests about personal data must be answered within the time the law sets (see the rule table).', queue: 'Queue', amount: 'Time', unit: 'Unit', change: 'Set a new time', who: 'Set by', release: 'with a release', holidays: 'Holidays', holidaysLead: 'Holidays are no working days. Tết (with its days in lieu), the Hùng Vương day and the second day of National Day are added here once they are announced.', lieus: 'Days in lieu not entered', lieusLead: 'A holiday on a Saturday or Sunday gives the next working day off in lieu (Labour Code 2019, Article 111(3), according to a secondary source). Until it is entered, a deadline in working days over it is counted to the earlier day and says that it may come to be later.', lieu: (day: string, of: string, name: string) => `${day}, in lieu of ${of} (${name})`, enterLieu: 'Enter this day', enterLieuOf: (day: string) => `Enter ${day} as a day in lieu`, noLieu: 'No day in lieu', noLieuOf: (day: string) => `No day in lieu of ${day}`, withoutLieu: 'no day in lieu', day: 'Day', addHoliday: 'Add a holiday', removeHoliday: 'Remove', removeOf: (day: string) => `Remove the holiday ${day}`,
    healthTitle: 'Health of the system', up: 'Running without a break for', upText: (hours: string, memory: string, node: string) => `${hours} hours; ${memory} of memory; Node ${node}`, disk: 'Free disk space', diskText: (free: string, total: string) => `${free} of ${total}`, unknown: 'could not be read', connections: 'Database connections', connectionsText: (n: number, most: number, since: string) => `${n} of ${most}; up since ${since}`, seals: 'Sealing of the log', sealsText: (n: number, since: string) => (n === 0 ? 'every event is sealed' : `${n} events not sealed yet, the oldest from ${since}`), head: (day: string) => `Head of ${day}`, storage: 'File storage', scanner: 'Taking in files and scanning them', mail: 'Mail server', well: 'Well', unwell: 'Failing', readOnly: 'You read these pages with a role that only looks.',
  },
})

export const mb = (bytes: number, locale: 'vi' | 'en'): string => `${formatNumber(Math.max(1, Math.round(bytes / 1_048_576)), locale)} MB`
export const administrationTexts = texts({
  vi: {
    title: 'Quản trị', sections: 'Các phần quản trị', people: 'Người dùng và vai trò', approvals: 'Đề xuất cần hai người', codes: 'Danh mục', rules: 'Bảng quy tắc', times: 'Thời hạn phục vụ', notices: 'Lời văn thông báo', dataRequests: 'Yêu cầu về dữ liệu cá nhân', audit: 'Tra cứu nhật ký', healthLink: 'Tình trạng hệ thống', owners: 'Chỉ định chủ tổ chức', moderation: 'Kiểm duyệt tin', verifications: 'Xác minh tổ chức',
    toEnter: (names: string) => `Việc cần làm: nhập ngày nghỉ ${names} khi đã rõ. Cho đến khi đó, thời hạn tính bằng ngày làm việc qua các ngày này được ghi là chưa chắc chắn.`, enter: 'Nhập ngày nghỉ',
    counts: 'Quy mô', countNames: { people: 'người dùng', organisations: 'tổ chức', verified: 'tổ chức đã xác minh', submitted_organisations: 'tổ chức chờ xác minh', without_members: 'tổ chức chưa có thành viên', offers: 'chào bán đang công bố', needs: 'nhu cầu đang công bố', submitted_listings: 'tin chờ duyệt', open_deals: 'giao dịch đang mở', won_deals: 'giao dịch thành công', events: 'sự kiện trong nhật ký' },
    health: 'Tình trạng hệ thống', database: 'Cơ sở dữ liệu', size: (bytes: number, version: string) => `${mb(bytes, 'vi')}, PostgreSQL ${version}`, migrations: 'Bản cập nhật cấu trúc', unsent: 'Thư chưa gửi', unsentText: (n: number, since: string) => n === 0 ? 'Không có' : `${formatNumber(n, 'vi')} thư, cũ nhất từ ${since}`,
    reactions: 'Xử lý sự kiện', behind: (n: number, since: string) => n === 0 ? 'đã xử lý hết' : `còn ${formatNumber(n, 'vi')} sự kiện, cũ nhất từ ${since}`, noCursor: 'Chưa có bộ xử lý nào chạy', jobs: 'Việc chờ máy xử lý', noJobs: 'Không có việc chờ', jobText: (n: number, failing: number, since: string) => `${formatNumber(n, 'vi')} việc, sớm nhất ${since}${failing ? `; ${formatNumber(failing, 'vi')} việc đang lỗi` : ''}`, lastError: 'Lỗi gần nhất',
    failedMail: 'Thư gửi lỗi', to: 'Gửi tới', subject: 'Đối tượng', mailSubject: 'Tiêu đề',
    events: '50 sự kiện mới nhất', at: 'Lúc', type: 'Sự kiện', who: 'Người thực hiện', system: 'hệ thống',
    searchPeople: 'Tìm theo tên hoặc thư điện tử', search: 'Tìm', name: 'Họ và tên', email: 'Thư điện tử', organisations: 'Tổ chức', since: 'Từ ngày', roles: 'Vai trò', grant: 'Trao vai trò', grantTo: (name: string) => `Vai trò trao cho ${name}`, revoke: 'Thu hồi', revokeFrom: (role: string, name: string) => `Thu hồi vai trò ${role} của ${name}`, nobody: 'Không tìm thấy ai.', demonstration: 'minh họa', suspended: 'đang tạm khóa', you: '(bạn)',
    ownersLead: 'Những tổ chức được nhập từ nguồn khác mà chưa có thành viên. Khi người của tổ chức đã đăng ký và chứng minh mình đại diện, hãy chỉ định họ làm chủ.', searchOrganisations: 'Tìm tổ chức theo tên', appoint: 'Chỉ định chủ', appointFor: (name: string) => `Chỉ định chủ cho ${name}`, nothing: 'Không có tổ chức nào.', imported: (source: string) => `Nguồn: ${source}`, appointText: 'Người này phải có tài khoản trên Sàn. Việc chỉ định được ghi vào nhật ký kèm tên bạn.', publicPage: 'Trang công khai',
  },
  en: {
    title: 'Administration', sections: 'Parts of administration', people: 'People and roles', approvals: 'Acts that take two', codes: 'Code lists', rules: 'Rule table', times: 'Service times', notices: 'Words of notices', dataRequests: 'Requests about personal data', audit: 'Search the log', healthLink: 'Health', owners: 'Appoint owners', moderation: 'Moderate listings', verifications: 'Verify organisations',
    toEnter: (names: string) => `To do: enter these holidays once they are known: ${names}. Until then deadlines in working days over them are said to be uncertain.`, enter: 'Enter holidays',
    counts: 'How much there is', countNames: { people: 'people', organisations: 'organisations', verified: 'verified organisations', submitted_organisations: 'organisations waiting to be verified', without_members: 'organisations without members', offers: 'published offers', needs: 'published needs', submitted_listings: 'listings waiting for review', open_deals: 'open deals', won_deals: 'deals won', events: 'events in the log' },
    health: 'Health of the system', database: 'Database', size: (bytes: number, version: string) => `${mb(bytes, 'en')}, PostgreSQL ${version}`, migrations: 'Migrations applied', unsent: 'Unsent mail', unsentText: (n: number, since: string) => n === 0 ? 'None' : `${formatNumber(n, 'en')}, the oldest from ${since}`,
    reactions: 'Reactions to events', behind: (n: number, since: string) => n === 0 ? 'up to date' : `${formatNumber(n, 'en')} events behind, the oldest from ${since}`, noCursor: 'No reader has run yet', jobs: 'Jobs waiting', noJobs: 'None', jobText: (n: number, failing: number, since: string) => `${formatNumber(n, 'en')}, the first due ${since}${failing ? `; ${formatNumber(failing, 'en')} failing` : ''}`, lastError: 'Last error',
    failedMail: 'Mail that failed', to: 'To', subject: 'Subject', mailSubject: 'Subject',
    events: 'The latest 50 events', at: 'At', type: 'Event', who: 'By', system: 'the system',
    searchPeople: 'Search by name or e-mail', search: 'Search', name: 'Name', email: 'E-mail', organisations: 'Organisations', since: 'Since', roles: 'Roles', grant: 'Grant', grantTo: (name: string) => `Role to grant to ${name}`, revoke: 'Revoke', revokeFrom: (role: string, name: string) => `Revoke the role ${role} of ${name}`, nobody: 'Nobody was found.', demonstration: 'demonstration', suspended: 'suspended', you: '(you)',
    ownersLead: 'Organisations imported from another source that have no members yet. Once somebody has signed up and shown that they represent one, make them its owner.', searchOrganisations: 'Search organisations by name', appoint: 'Appoint an owner', appointFor: (name: string) => `Appoint an owner of ${name}`, nothing: 'There are none.', imported: (source: string) => `Source: ${source}`, appointText: 'They must have an account here. The appointment is logged with your name.', publicPage: 'Public page',
  },
})
