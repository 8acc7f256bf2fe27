import { texts } from '../platform/locale.ts'
import { formatNumber } from '../platform/money.ts'

/** The words of the shell around every page, of forms, and of the pages shown when something is wrong. */
export const shell = texts({
  vi: {
    name: 'Sàn giao dịch công nghệ Hà Nội', short: 'Sàn Công nghệ Hà Nội', tagline: 'Nơi công nghệ gặp nhu cầu',
    skip: 'Đến nội dung chính', kept: 'Phiên đăng nhập đã hết khi bạn gửi. Nội dung bạn đã nhập nằm lại dưới đây; hãy xem lại rồi gửi lần nữa. Tệp đính kèm cần chọn lại.', menu: 'Các mục chính', search: 'Tìm kiếm', offers: 'Chào bán công nghệ', needs: 'Nhu cầu công nghệ', fields: 'Theo lĩnh vực',
    organisations: 'Tổ chức', experts: 'Chuyên gia', collections: 'Bộ sưu tập', sessions: 'Phiên giao dịch', figures: 'Số liệu', gaps: 'Chưa ai đáp ứng', board: 'Bảng nhu cầu', calls: 'Lời mời', about: 'Giới thiệu', help: 'Hướng dẫn', privacy: 'Điều khoản và dữ liệu cá nhân', signIn: 'Đăng nhập', signUp: 'Đăng ký', signOut: 'Đăng xuất',
    developers: 'Nhà phát triển', work: 'Việc của tôi', myOrganisation: 'Tổ chức của tôi', myListings: 'Tin của tôi', deals: 'Giao dịch', moderation: 'Kiểm duyệt', administration: 'Quản trị', audit: 'Tra cứu nhật ký', log: 'Nhật ký không sửa được', mail: 'Thư đi (thử nghiệm)',
    actingFor: (name: string) => `Đang thay mặt: ${name}`, account: 'Tài khoản', actedBy: (staff: string, name: string) => `${staff} đang làm thay ${name}. Mọi việc làm lúc này được ghi cả hai tên.`, endActing: 'Kết thúc làm thay', withheld: 'Vai trò cán bộ của bạn chưa có hiệu lực cho tới khi tài khoản bật đăng nhập hai bước hoặc có khóa đăng nhập.', security: 'Thiết lập trong mục Bảo mật', waiting: (n: number) => `${n} việc đang chờ`,
    otherLanguage: 'English', here: 'Bạn đang ở',
    notice: 'Lưu ý', noticeActing: 'Lưu ý: đang làm thay', noticeRoles: 'Lưu ý: vai trò cán bộ', demonstration: 'Dữ liệu minh họa: tổ chức, con người và công nghệ trên trang này là hư cấu.',
    address: 'Khu liên cơ 258 Võ Chí Công, phường Tây Hồ, Hà Nội', source: 'Phần mềm nguồn mở, giấy phép EUPL-1.2',
    previous: 'Trang trước', next: 'Trang sau', page: (n: number) => `Trang ${n}`, pagination: 'Phân trang',
    back: 'Quay lại', results: (n: number) => `${formatNumber(n, 'vi')} kết quả`,
  },
  en: {
    name: 'Hanoi Technology Exchange', short: 'Hanoi Technology Exchange', tagline: 'Where technology meets need',
    skip: 'Skip to main content', kept: 'You had been signed out when you sent this. What you typed is back below; look it over and send it again. Files have to be chosen again.', menu: 'Main sections', search: 'Search', offers: 'Technology offers', needs: 'Technology needs', fields: 'By field',
    organisations: 'Organisations', experts: 'Experts', collections: 'Collections', sessions: 'Trading sessions', figures: 'Figures', gaps: 'Unmet needs', board: 'Board of needs', calls: 'Invitations', about: 'About', help: 'Help', privacy: 'Terms and personal data', signIn: 'Sign in', signUp: 'Sign up', signOut: 'Sign out',
    developers: 'Developers', work: 'My work', myOrganisation: 'My organisation', myListings: 'My listings', deals: 'Deals', moderation: 'Moderation', administration: 'Administration', audit: 'Search the log', log: 'The sealed log', mail: 'Outgoing mail (development)',
    actingFor: (name: string) => `Acting for ${name}`, account: 'Account', actedBy: (staff: string, name: string) => `${staff} is acting for ${name}. Everything done now is recorded under both names.`, endActing: 'Stop acting', withheld: 'Your staff roles take effect once your account has two-step sign-in or a passkey.', security: 'Set it up under Security', waiting: (n: number) => `${n} waiting`,
    otherLanguage: 'Tiếng Việt', here: 'You are here',
    notice: 'Please note', noticeActing: 'Please note: acting for somebody', noticeRoles: 'Please note: staff roles', demonstration: 'Demonstration data: the organisations, people and technologies on this page are fictional.',
    address: '258 Vo Chi Cong, Tay Ho Ward, Hanoi', source: 'Open-source software under the EUPL-1.2',
    previous: 'Previous page', next: 'Next page', page: (n: number) => `Page ${n}`, pagination: 'Pages',
    back: 'Go back', results: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'result' : 'results'}`,
  },
})

const count = (code: string): number => Number(code.split(':')[1])
/** What would be right in a field, for each code a field can give. */
export const fieldErrors = texts({
  vi: {
    summary: 'Hãy sửa những chỗ sau', confirm: 'Xác nhận là bạn (mở thẻ mới)', optional: '(không bắt buộc)', choose: 'Chọn…',
    required: () => 'Hãy điền mục này.', too_short: (code: string) => `Hãy viết ít nhất ${count(code)} ký tự.`, too_long: (code: string) => `Hãy rút ngắn còn tối đa ${formatNumber(count(code), 'vi')} ký tự.`,
    too_many: (code: string) => `Chọn tối đa ${count(code)} mục.`, one_line: () => 'Hãy viết trên một dòng.', invalid: () => 'Giá trị này không đọc được. Hãy nhập lại.', amount: () => 'Hãy nhập số tiền bằng đồng, ví dụ 350.000.000.',
    email: () => 'Hãy nhập địa chỉ thư điện tử, ví dụ lan@congty.vn.', url: () => 'Hãy nhập địa chỉ bắt đầu bằng https://.', choose_one: () => 'Hãy chọn một mục.',
    price_order: () => 'Mức cao phải bằng hoặc lớn hơn mức thấp.', price_missing: () => 'Hãy nhập số tiền, hoặc chọn “Thỏa thuận”.', year: () => 'Hãy nhập năm gồm bốn chữ số, không sau năm nay.', tax_code: () => 'Mã số thuế có 10 hoặc 13 chữ số, ví dụ 0101234565.', tax_code_digit: () => 'Mã số thuế chưa đúng: chữ số thứ mười không khớp. Hãy kiểm tra lại.',
    passwords_differ: () => 'Hai lần nhập mật khẩu chưa giống nhau.', day: () => 'Hãy nhập ngày theo dạng năm-tháng-ngày, ví dụ 2026-03-02.', number: () => 'Hãy nhập một số trong khoảng cho phép.', code: () => 'Mã gồm tối đa 20 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới.', unknown_code: () => 'Có mục không nằm trong danh mục. Hãy chọn lại.', orcid: () => 'Mã ORCID chưa đúng: cần 16 ký tự, ví dụ 0000-0002-1825-0097, và ký tự cuối phải khớp. Hãy chép lại từ trang ORCID của bạn.', doi: () => 'Mã DOI bắt đầu bằng 10., ví dụ 10.1000/182.',
  },
  en: {
    summary: 'Please correct the following', confirm: 'Confirm your identity (opens a new tab)', optional: '(optional)', choose: 'Choose…',
    required: () => 'Please fill this in.', too_short: (code: string) => `Write at least ${count(code)} characters.`, too_long: (code: string) => `Shorten this to at most ${formatNumber(count(code), 'en')} characters.`,
    too_many: (code: string) => `Choose at most ${count(code)}.`, one_line: () => 'Write this on one line.', invalid: () => 'This could not be read. Please enter it again.', amount: () => 'Enter an amount in đồng, for example 350,000,000.',
    email: () => 'Enter an e-mail address, for example lan@company.vn.', url: () => 'Enter an address that begins with https://.', choose_one: () => 'Choose one.',
    price_order: () => 'The upper amount must be at least the lower one.', price_missing: () => 'Enter an amount, or choose “Negotiable”.', year: () => 'Enter a year of four digits, not after this year.', tax_code: () => 'A tax code has 10 or 13 digits, for example 0101234565.', tax_code_digit: () => 'This tax code is not right: its tenth digit does not match. Please check it.',
    passwords_differ: () => 'The two passwords are not the same.', day: () => 'Enter a date as year-month-day, for example 2026-03-02.', number: () => 'Enter a number within the allowed range.', code: () => 'A code has up to 20 plain letters, digits, dots, hyphens or underscores.', unknown_code: () => 'Something here is not in the list. Please choose again.', orcid: () => 'This ORCID iD is not right: it has 16 characters, such as 0000-0002-1825-0097, and the last must fit the others. Copy it from your ORCID page.', doi: () => 'A DOI begins with 10., such as 10.1000/182.',
  },
})
export function wordError(code: string, t: (typeof fieldErrors)['vi']): string {
  const name = code.split(':')[0] === 'choose' ? 'choose_one' : (code.split(':')[0] ?? '')
  const word = (t as Record<string, unknown>)[name]
  return typeof word === 'function' ? (word as (code: string) => string)(code) : t.invalid()
}

export const troubles = texts({
  vi: {
    notFound: 'Không tìm thấy trang này', notFoundText: 'Địa chỉ có thể đã đổi, hoặc trang chỉ dành cho người khác. Hãy tìm từ trang chủ, hoặc đăng nhập nếu bạn có quyền xem.',
    notPermitted: 'Bạn không có quyền làm việc này', notPermittedText: 'Việc này dành cho người có vai trò khác. Nếu bạn cần làm, hãy nhờ chủ tổ chức hoặc quản trị viên của Sàn.',
    refused: 'Chưa thực hiện được', invalid: 'Thông tin gửi lên không đọc được', invalidText: 'Hãy quay lại trang trước và thử lại. Chưa có gì thay đổi.',
    sorry: 'Xin lỗi, hệ thống gặp lỗi', sorryText: 'Lỗi là của chúng tôi và đã được ghi lại. Hãy thử lại; nếu vẫn lỗi, báo cho Sàn mã sau:',
    resting: 'Hệ thống đang tạm nghỉ trong giây lát', restingText: 'Cơ sở dữ liệu đang khởi động lại. Những gì đã được xác nhận vẫn còn nguyên. Trang sẽ tự tải lại sau vài giây.',
    tooManyReads: 'Quá nhiều lượt truy cập', tooManyReadsText: 'Mạng của bạn vừa mở quá nhiều trang. Hãy chờ một phút rồi tải lại trang.', tooMany: 'Quá nhiều lần thử', tooManyText: 'Để bảo vệ tài khoản, hãy chờ vài phút rồi thử lại.',
    foreign: 'Biểu mẫu đến từ trang khác', foreignText: 'Để bảo vệ bạn, chúng tôi chỉ nhận biểu mẫu gửi từ chính trang này. Hãy mở lại trang và gửi lại.',
    tooLarge: 'Nội dung gửi lên quá lớn', tooLargeText: 'Hãy bấm nút quay lại của trình duyệt: nội dung bạn nhập vẫn còn ở đó. Rồi chọn tệp nhỏ hơn hoặc rút ngắn nội dung.', home: 'Về trang chủ',
  },
  en: {
    notFound: 'This page was not found', notFoundText: 'The address may have changed, or the page may be restricted. Search from the home page, or sign in if you have access.',
    notPermitted: 'You may not do this', notPermittedText: 'This is for people with another role. If you need it, ask your organisation’s owner or the Exchange’s administrator.',
    refused: 'This could not be done', invalid: 'What was sent could not be read', invalidText: 'Go back and try again. Nothing has changed.',
    sorry: 'Sorry, something went wrong', sorryText: 'The fault is ours and has been logged. Please try again; if it persists, tell the Exchange this code:',
    resting: 'The system is resting for a moment', restingText: 'The database is restarting. Everything that was confirmed is safe. This page reloads by itself in a few seconds.',
    tooManyReads: 'Too many requests', tooManyReadsText: 'Your network has just opened too many pages. Please wait a minute, then reload this page.', tooMany: 'Too many attempts', tooManyText: 'To protect accounts, please wait a few minutes and try again.',
    foreign: 'This form came from another site', foreignText: 'To protect you, only forms sent from this site are accepted. Open the page again and resend.',
    tooLarge: 'What was sent is too large', tooLargeText: 'Use your browser’s back button: your text is still there. Then choose a smaller file or shorten the text.', home: 'Home page',
  },
})

/** Said at the top of the page one arrives at after something was done. */
export const done = texts({
  vi: {
    review_published: 'Đã công bố. Đây là tin tiếp theo.', review_returned: 'Đã trả lại kèm lý do. Đây là tin tiếp theo.', item_taken: 'Tin này là của bạn để xem.',
    saved: 'Đã lưu.', listing_confirmed: 'Đã xác nhận tin còn đúng.', submitted: 'Đã gửi duyệt. Sàn sẽ trả lời qua thư và trong “Việc của tôi”.', published: 'Đã công bố.', returned: 'Đã trả lại kèm lý do.', closed: 'Đã đóng tin.', created: 'Đã tạo.',
    invited: 'Đã gửi lời mời.', joined: 'Bạn đã tham gia tổ chức.', left: 'Đã rời tổ chức.', verified: 'Đã xác minh.', refused: 'Đã từ chối xác minh.', requested: 'Đã gửi yêu cầu xác minh.', interest: 'Đã gửi lời bày tỏ quan tâm. Bên kia sẽ nhận được thư.', withdrawn: 'Đã rút lại.',
    step_set: 'Đã ghi phân công.', version_signed: 'Đã ghi nhận chữ ký của bên bạn.', signed_file_taken: 'Tệp đã ký hợp lệ và được ghi nhận là chữ ký của bên bạn.',
    declined: 'Đã từ chối kèm lý do.', outcome_stated: 'Đã ghi lời xác nhận của bên bạn.', opened: 'Hồ sơ giao dịch đã mở.', sent: 'Đã gửi.', stage: 'Đã chuyển bước.', claimed: 'Đã ghi giá trị. Chờ bên kia xác nhận.', disputed: 'Đã báo lại cho bên kia.', won: 'Giao dịch đã hoàn tất và được tính vào số liệu.', lost: 'Đã ghi nhận kết quả và lý do.',
    evidence_added: 'Đã nộp bằng chứng. Kiểm duyệt viên sẽ đối chiếu; từ đó bằng chứng hiện ra và được tính.', evidence_withdrawn: 'Đã rút. Lịch sử vẫn được giữ.', evidence_confirmed: 'Đã xác nhận bằng chứng.', evidence_answered: 'Đã đăng trả lời.', test_recorded: 'Đã ghi kết quả thử nghiệm không đạt và báo cho chủ tin.',
    suggested: 'Đã gợi ý. Bên cần được báo kèm lý do của bạn.', taken_on: 'Bạn đã nhận nhu cầu này; người khác thấy tên bạn.', let_go: 'Đã thôi nhận. Người khác có thể nhận.', call_sent: 'Đã gửi lời mời. Các nhà cung cấp được báo ngay.', call_discarded: 'Đã bỏ bản nháp.', call_answered: 'Đã gửi câu trả lời. Bạn sửa được đến hết hạn.', call_saved: 'Đã lưu nháp. Câu trả lời chưa gửi.', taken_back: 'Đã rút về để sửa. Nhớ gửi lại trước khi hết hạn.', asked: 'Đã gửi câu hỏi. Câu trả lời sẽ đến mọi nhà cung cấp được mời.', answered: 'Đã trả lời cho mọi nhà cung cấp được mời.', outcome: 'Đã ghi kết luận và báo cho nhà cung cấp.', deadline_moved: 'Đã dời hạn và báo cho các nhà cung cấp.',
    terms_drafted: 'Đã lưu vào bản nháp. Bên kia chưa đọc được.', terms_sent: 'Đã gửi phiên bản mới. Bên kia được báo.', terms_agreed: 'Đã ghi nhận các điều khoản bên bạn đồng ý.', terms_confirmed: 'Đã xác nhận phiên bản này.', terms_assumed: 'Đã lưu giả định.',
    access_given: 'Đã cấp quyền xem.', access_ended: 'Đã thu hồi quyền xem, có hiệu lực ngay.', nda_accepted: 'Đã chấp nhận cam kết bảo mật.',
    match_declined: 'Đã từ chối gợi ý. Gợi ý kế tiếp lên thay; bên kia không được báo.', match_taken_back: 'Đã rút lại việc từ chối.', objection_noted: 'Đã ghi nhận. Cán bộ của Sàn sẽ xem lại.', pair_added: 'Đã thêm cặp từ, có hiệu lực trong vài giây.', pair_withdrawn: 'Đã rút cặp từ, có hiệu lực trong vài giây.', pair_restored: 'Cặp từ lại được dùng, có hiệu lực trong vài giây.',
    search_saved: 'Đã lưu tìm kiếm. Sàn sẽ báo khi có tin mới.', search_paused: 'Đã tạm dừng báo.', search_forgotten: 'Đã xóa tìm kiếm.',
    ended: 'Đã kết thúc, có hiệu lực ngay.', mandate_offered: 'Đã gửi đề nghị. Bên môi giới thấy trong “Việc của tôi”.', mandate_accepted: 'Đã nhận ủy quyền.', adviser_appointed: 'Đã mời cố vấn. Hai bên thấy mọi lượt xem của họ.',
    question_asked: 'Đã gửi câu hỏi. Bên kia thấy trong “Việc của tôi”.', question_closed: 'Đã đóng câu hỏi.', meeting_proposed: 'Đã gửi đề nghị họp.', meeting_agreed: 'Hai bên đã thống nhất cuộc họp.', meeting_cancelled: 'Đã hủy cuộc họp.', minutes_sent: 'Đã lưu biên bản và báo bên kia.', minutes_agreed: 'Hai bên đã đồng ý biên bản.', decision_recorded: 'Đã ghi quyết định.', decision_answered: 'Đã ghi trả lời của bên bạn.', pilot_proposed: 'Đã gửi đề nghị chạy thử.', result_entered: 'Đã ghi kết quả, chờ bên kia xác nhận.', result_confirmed: 'Đã xác nhận kết quả.',
    undertaking_accepted: 'Đã chấp nhận cam kết bảo mật của hồ sơ.', folder_made: 'Đã tạo thư mục.', reader_named: 'Đã ghi tên. Người đó đọc được khi cả hai bên đã chấp nhận cam kết.', reader_ended: 'Người đó không đọc được thư mục nữa, có hiệu lực ngay.', room_withdrawn: 'Đã rút tài liệu. Không ai tải được nữa; lịch sử vẫn được giữ.',
    milestones_proposed: 'Đã gửi đề xuất. Bên kia được báo và trả lời.', milestones_agreed: 'Hai bên đã thống nhất các mốc này.', milestone_accepted: 'Đã nghiệm thu. Khoản tiền đến hạn và đã vào sổ.', payment_disputed: 'Đã ghi khiếu nại. Bên kia được báo.', settlement_proposed: 'Đã gửi phương án. Bên kia được báo và trả lời.', settlement_agreed: 'Hai bên đã giải quyết xong khiếu nại.', payment_requested: 'Đã lập đề nghị thanh toán. Bên trả tiền được báo.', payment_recorded: 'Đã ghi sổ.', account_proposed: 'Đã ghi tài khoản. Nếu tổ chức có người thứ hai, người đó xác nhận trước khi dùng.', account_confirmed: 'Tài khoản nhận tiền đã được xác nhận.', statement_read: 'Đã đọc sao kê. Hãy xác nhận từng dòng.',
    place_kept: 'Bạn đã có chỗ. Vé ở ngay trang này.', place_queued: 'Bạn đã vào danh sách chờ.', place_given_up: 'Đã hủy đăng ký.', session_called_off: 'Đã hủy phiên. Mọi người đăng ký được báo.', came_in: 'Đã ghi có mặt.', came_before: 'Người này đã vào trước đó.',
    uploaded: 'Đã tải lên.', removed: 'Đã gỡ bỏ.', confirmed: 'Địa chỉ đã được xác nhận.', signed_out: 'Bạn đã đăng xuất.', password: 'Đã đổi mật khẩu. Hãy đăng nhập.', granted: 'Đã trao vai trò.', proposed: 'Đã ghi đề xuất. Một quản trị viên khác sẽ quyết định.', approved: 'Đã phê duyệt và thực hiện.', rejected: 'Đã từ chối đề xuất kèm lý do.', suspended: 'Đã tạm khóa tài khoản và kết thúc mọi phiên đăng nhập.', suspension_lifted: 'Đã mở lại tài khoản.', acting_began: 'Bạn đang làm thay người dùng này. Người đó đã được báo.', acting_ended: 'Đã thôi làm thay.', retired: 'Mã này không còn được chọn mới.', restored: 'Mã này lại được chọn.', revoked: 'Đã thu hồi vai trò.', session_ended: 'Đã kết thúc phiên đăng nhập.', acting: 'Đã đổi tổ chức bạn đang thay mặt.', revoked_key: 'Đã thu hồi khóa. Phần mềm dùng khóa này không đọc được nữa.',
  },
  en: {
    review_published: 'Published. This is the next one.', review_returned: 'Sent back with the reason. This is the next one.', item_taken: 'This listing is yours to read.',
    saved: 'Saved.', listing_confirmed: 'Confirmed: the listing still holds.', submitted: 'Sent for review. The Exchange will answer by e-mail and in “My work”.', published: 'Published.', returned: 'Sent back with the reason.', closed: 'Listing closed.', created: 'Created.',
    invited: 'Invitation sent.', joined: 'You have joined the organisation.', left: 'Left the organisation.', verified: 'Verified.', refused: 'Verification refused.', requested: 'Verification requested.', interest: 'Your interest has been sent. The other side receives an e-mail.', withdrawn: 'Withdrawn.',
    step_set: 'The step is assigned.', version_signed: 'Your side’s signature is recorded.', signed_file_taken: 'The signed file is sound and recorded as your side’s signature.',
    declined: 'Declined with the reason.', outcome_stated: 'What your side says is recorded.', opened: 'The deal file is open.', sent: 'Sent.', stage: 'Moved to the next step.', claimed: 'Value recorded. Waiting for the other side to confirm.', disputed: 'The other side has been told.', won: 'The deal is closed and counted.', lost: 'The outcome and its reason are recorded.',
    evidence_added: 'Evidence added. A moderator compares it; from then on it shows and counts.', evidence_withdrawn: 'Withdrawn. The history is kept.', evidence_confirmed: 'The evidence is confirmed.', evidence_answered: 'The answer is published.', test_recorded: 'The failed test is recorded, and the owner has been told.',
    suggested: 'Suggested. The need’s owner is told, with your reason.', taken_on: 'You are on this need; others see your name.', let_go: 'You have let go. Others may take it on.', call_sent: 'The invitation is sent, and the suppliers are told.', call_discarded: 'The draft is discarded.', call_answered: 'Your answer is sent. You can change it until the last day ends.', call_saved: 'Draft saved. The answer is not sent yet.', taken_back: 'Taken back to be changed. Remember to send it again in time.', asked: 'Your question is sent. The answer will go to everybody invited.', answered: 'Answered for all invited suppliers.', outcome: 'The outcome is recorded, and the supplier is told.', deadline_moved: 'The last day is moved, and the suppliers are told.',
    terms_drafted: 'Saved in the draft. The other side cannot read it yet.', terms_sent: 'The new version is sent, and the other side is told.', terms_agreed: 'The clauses your side agrees to are recorded.', terms_confirmed: 'This version is confirmed.', terms_assumed: 'Assumptions saved.',
    access_given: 'Access given.', access_ended: 'Access withdrawn, with effect at once.', nda_accepted: 'The confidentiality undertaking is accepted.',
    match_declined: 'Declined. The next match has moved up; the other side is not told.', match_taken_back: 'You have taken that back.', objection_noted: 'Noted. The Exchange’s staff will look into it.', pair_added: 'The pair was added; it works within seconds.', pair_withdrawn: 'The pair was withdrawn; this works within seconds.', pair_restored: 'The pair is in use again; this works within seconds.',
    search_saved: 'Search saved. You will be told when something new answers it.', search_paused: 'Paused.', search_forgotten: 'Search deleted.',
    ended: 'Ended, with effect at once.', mandate_offered: 'The offer is sent. The broker finds it in “My work”.', mandate_accepted: 'You have accepted the mandate.', adviser_appointed: 'The adviser is appointed. Both sides see every look of theirs.',
    question_asked: 'The question is sent. The other side finds it in “My work”.', question_closed: 'The question is closed.', meeting_proposed: 'The proposal is sent.', meeting_agreed: 'Both sides have agreed to the meeting.', meeting_cancelled: 'The meeting is cancelled.', minutes_sent: 'The minutes are saved, and the other side is told.', minutes_agreed: 'Both sides have agreed to the minutes.', decision_recorded: 'The decision is recorded.', decision_answered: 'Your side’s answer is recorded.', pilot_proposed: 'The pilot is proposed.', result_entered: 'The result is recorded and waits for the other side.', result_confirmed: 'The result is confirmed.',
    undertaking_accepted: 'The undertaking of the file is accepted.', folder_made: 'Folder made.', reader_named: 'Named. They can read once both sides have accepted the undertaking.', reader_ended: 'They can no longer read the folder, with effect at once.', room_withdrawn: 'The document is withdrawn. Nobody can download it any more; its history is kept.',
    milestones_proposed: 'Proposed. The other side is told and answers.', milestones_agreed: 'Both sides have agreed on these milestones.', milestone_accepted: 'Accepted. The amount is due and stands in the books.', payment_disputed: 'The dispute is recorded, and the other side is told.', settlement_proposed: 'Proposed. The other side is told and answers.', settlement_agreed: 'Both sides have settled the dispute.', payment_requested: 'Payment is requested, and the payer is told.', payment_recorded: 'Recorded in the books.', account_proposed: 'The account is recorded. Where the organisation has a second person, they confirm it before it is used.', account_confirmed: 'The receiving account is confirmed.', statement_read: 'The statement is read. Confirm its lines.',
    place_kept: 'You have a place. Your ticket is on this page.', place_queued: 'You are on the waiting list.', place_given_up: 'Your registration is cancelled.', session_called_off: 'The session is cancelled, and everybody registered is told.', came_in: 'Checked in.', came_before: 'This person came before.',
    uploaded: 'Uploaded.', removed: 'Removed.', confirmed: 'Your address is confirmed.', signed_out: 'You are signed out.', password: 'Password changed. Please sign in.', granted: 'Role granted.', proposed: 'Your proposal is recorded. Another administrator decides.', approved: 'Approved and carried out.', rejected: 'The proposal was rejected with the reason.', suspended: 'The account is suspended and signed out everywhere.', suspension_lifted: 'The account is open again.', acting_began: 'You now act for this user. They have been told.', acting_ended: 'You no longer act for anybody.', retired: 'This code is no longer offered.', restored: 'This code is offered again.', revoked: 'Role revoked.', session_ended: 'The session has ended.', acting: 'You now act for another organisation.', revoked_key: 'Key revoked. Software using it can no longer read.',
  },
})
