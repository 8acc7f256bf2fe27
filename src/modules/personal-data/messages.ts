import { type Locale, texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatInstant } from '../../platform/time.ts'
import type { LeavingBlock, PersonalDataRefusal } from './rules.ts'
import type { Basis, PartKey, RequestKind, RequestState, RetentionKey } from './schema.ts'

/** What stands in the way of leaving, and what would do. */
export const blockWords = texts<(block: LeavingBlock) => string>({
  vi: (block) => block.kind === 'last_administrator' ? 'Bạn là quản trị viên cuối cùng của Sàn. Hãy trao vai trò cho người khác trước.'
    : `Bạn là chủ duy nhất của ${block.name_vi || block.name_en}, nơi còn ${[block.listings && `${block.listings} tin đang công bố`, block.deals && `${block.deals} giao dịch đang mở`, block.members && `${block.members} thành viên khác`].filter(Boolean).join(', ')}. Hãy chuyển quyền chủ cho một thành viên, hoặc đóng tin và kết thúc giao dịch trước.`,
  en: (block) => block.kind === 'last_administrator' ? 'You are the last administrator of the Exchange. Give the role to someone else first.'
    : `You are the only owner of ${block.name_en || block.name_vi}, which still has ${[block.listings && `${block.listings} published ${block.listings === 1 ? 'listing' : 'listings'}`, block.deals && `${block.deals} open ${block.deals === 1 ? 'deal' : 'deals'}`, block.members && `${block.members} other ${block.members === 1 ? 'member' : 'members'}`].filter(Boolean).join(', ')}. Hand the ownership to a member, or close the listings and end the deals first.`,
})

export const personalDataRefusals = texts<Messages<PersonalDataRefusal>>({
  vi: {
    exports_used_up: ({ most }) => `Mỗi ngày chỉ tải được ${most} lần. Hãy thử lại vào ngày mai.`,
    requests_used_up: ({ most }) => `Bạn đang có ${most} yêu cầu chưa xong. Hãy chờ trả lời, hoặc rút bớt yêu cầu không còn cần.`,
    deletion_asked_already: () => 'Yêu cầu xóa của bạn đã có và đang chờ đến ngày thực hiện. Bạn xem hoặc rút lại nó ở trang “Dữ liệu của tôi”.',
    word_not_typed: ({ word }) => `Để chắc chắn, hãy gõ đúng chữ ${word} vào ô.`,
    still_needed: ({ blocks }) => ['Chưa xóa được.', ...blocks.map(blockWords.vi)].join(' '),
    extended_before: () => 'Yêu cầu này đã được gia hạn một lần; không gia hạn thêm được.',
    still_withdrawable: ({ after }) => `Người gửi còn được đổi ý đến ${formatInstant(after, 'vi')}. Sau lúc ấy mới xóa được.`,
    own_request: () => 'Đây là yêu cầu của chính bạn; một quản trị viên khác phải xử lý.',
  },
  en: {
    exports_used_up: ({ most }) => `You can take your data out ${most} times a day. Please try again tomorrow.`,
    requests_used_up: ({ most }) => `You have ${most} requests that are still open. Wait for an answer, or take back those you no longer need.`,
    deletion_asked_already: () => 'You have asked to be deleted already, and the request waits for its day. You can see it, or take it back, under “My data”.',
    word_not_typed: ({ word }) => `To be sure, type the word ${word} in the field.`,
    still_needed: ({ blocks }) => ['This cannot be deleted yet.', ...blocks.map(blockWords.en)].join(' '),
    extended_before: () => 'This request has been extended once and cannot be extended again.',
    still_withdrawable: ({ after }) => `Its sender may change their mind until ${formatInstant(after, 'en')}. It can be carried out after that.`,
    own_request: () => 'This is your own request; another administrator has to handle it.',
  },
})

export const kindNames = texts<Record<RequestKind, { name: string; help: string }>>({
  vi: {
    access: { name: 'Cung cấp dữ liệu', help: 'Điều bạn muốn biết mà bản tải về không cho thấy.' }, correction: { name: 'Sửa dữ liệu', help: 'Điều sai mà bạn không tự sửa được, như một tin nhắn hay một ghi nhận.' }, deletion: { name: 'Xóa dữ liệu và rời Sàn', help: '' },
    restriction: { name: 'Hạn chế xử lý', help: 'Tạm thôi dùng một dữ liệu, chẳng hạn khi bạn đang chờ nó được sửa.' }, objection: { name: 'Phản đối xử lý', help: 'Không dùng dữ liệu của bạn vào một việc nào đó.' }, withdrawal: { name: 'Rút lại sự đồng ý', help: 'Với điều không có nút rút lại ở trang này.' },
  },
  en: {
    access: { name: 'Access', help: 'Something you want to know that the download does not show.' }, correction: { name: 'Correction', help: 'Something wrong that you cannot correct yourself, such as a message or a record.' }, deletion: { name: 'Deletion, leaving the Exchange', help: '' },
    restriction: { name: 'Restriction', help: 'Some data is not to be used for now, for example while you wait for it to be corrected.' }, objection: { name: 'Objection', help: 'Your data is not to be used for a certain purpose.' }, withdrawal: { name: 'Withdrawal of consent', help: 'For what has no button on this page.' },
  },
})
export const stateNames = texts<Record<RequestState, string>>({
  vi: { received: 'Chờ trả lời', answered: 'Đã trả lời, đang thực hiện', completed: 'Đã thực hiện', refused: 'Từ chối', withdrawn: 'Đã rút lại' },
  en: { received: 'Waiting for an answer', answered: 'Answered, being carried out', completed: 'Carried out', refused: 'Refused', withdrawn: 'Taken back' },
})

export const basisNames = texts<Record<Basis, string>>({
  vi: { service: 'Để làm việc bạn yêu cầu', consent: 'Theo sự đồng ý của bạn', safety: 'Để giữ an toàn tài khoản', evidence: 'Bằng chứng cho bạn và cho bên kia' },
  en: { service: 'To do what you ask for', consent: 'With your consent', safety: 'To keep your account safe', evidence: 'Evidence, for you and for the other side' },
})
interface PartWords { name: string; why: string; long: string }
const vi = { account: 'Cho đến khi bạn rời Sàn', kept: 'Cùng hồ sơ của các bên; tên bạn được thay khi bạn rời Sàn' }
const en = { account: 'Until you leave the Exchange', kept: 'With the files of the parties; your name is replaced when you leave' }
export const partWords = texts<Record<PartKey, PartWords>>({
  vi: {
    profile: { name: 'Hồ sơ cá nhân', why: 'Để người khác biết họ làm việc với ai.', long: vi.account }, account: { name: 'Tài khoản và cách đăng nhập', why: 'Để chỉ bạn vào được. Mật khẩu không ai đọc được, kể cả Sàn.', long: vi.account }, sessions: { name: 'Phiên đăng nhập', why: 'Để bạn thấy và kết thúc phiên lạ; khi bạn đại diện cho một bên trong phiên đấu giá, để cán bộ biết hai bên có cùng địa chỉ mạng hay không, mà không thấy địa chỉ.', long: '1 ngày sau khi hết hạn; địa chỉ mạng 30 ngày' },
    consents: { name: 'Sự đồng ý', why: 'Để chứng minh bạn đã đồng ý với bản nào, khi nào.', long: vi.kept }, requests: { name: 'Yêu cầu về dữ liệu', why: 'Để trả lời và giữ đúng hạn.', long: 'Nội dung bị xóa khi bạn rời Sàn' }, memberships: { name: 'Tổ chức và vai trò', why: 'Để bạn làm việc thay mặt tổ chức.', long: vi.account }, invitations: { name: 'Lời mời', why: 'Để mời và nhận lời vào tổ chức.', long: 'Địa chỉ bị xóa 180 ngày sau khi lời mời hết hạn' },
    organisations: { name: 'Tổ chức bạn lập, tài liệu chứng minh bạn nộp', why: 'Để biết ai lập và xác minh dựa vào đâu.', long: vi.kept }, expert: { name: 'Hồ sơ chuyên gia', why: 'Để bên cần tìm được bạn, nếu bạn cho công khai.', long: vi.account }, listings: { name: 'Tin bạn soạn', why: 'Tin là của tổ chức; Sàn ghi ai soạn.', long: vi.kept }, documents: { name: 'Tài liệu bạn tải lên', why: 'Tài liệu là của tổ chức; Sàn ghi ai tải lên.', long: vi.kept },
    interests: { name: 'Đề nghị kết nối bạn gửi hoặc trả lời, và gợi ý phù hợp bạn trả lời', why: 'Để hai bên biết ai đã đề nghị gì.', long: vi.kept }, messages: { name: 'Tin nhắn bạn viết', why: 'Hồ sơ giao dịch là của cả hai bên.', long: vi.kept },
    trading_sessions: { name: 'Phiên giao dịch bạn đăng ký và tham dự', why: 'Để giữ chỗ, soát vé, lập biên bản và giấy xác nhận.', long: vi.kept },
    deal_files: { name: 'Việc bạn làm trong các phần của hồ sơ giao dịch', why: 'Để hai bên biết ai đã đề nghị, trả lời, ký gì.', long: vi.kept }, access: { name: 'Quyền xem, cam kết bảo mật, khóa API', why: 'Để biết ai đã cho, đã nhận, đã ký.', long: 'Tên người ký cam kết bảo mật được giữ nguyên làm bằng chứng; phần khác tên được thay khi bạn rời Sàn' },
    views: { name: 'Thông tin trên mức công khai bạn đã xem', why: 'Để chủ thông tin biết ai đã xem.', long: '5 năm' }, lookers: { name: 'Ai đã xem hoặc làm việc trong tài khoản của bạn', why: 'Để bạn kiểm tra được cán bộ của Sàn.', long: vi.kept }, notices: { name: 'Thông báo', why: 'Để báo việc liên quan đến bạn.', long: '1 năm sau khi đọc' }, searches: { name: 'Tìm kiếm đã lưu', why: 'Để báo bạn khi có tin mới khớp.', long: 'Đến khi bạn xóa hoặc rời Sàn' }, letters: { name: 'Thư đã gửi cho bạn', why: 'Để trả lời khi bạn hỏi về một bức thư.', long: '90 ngày' }, events: { name: 'Nhật ký các việc của bạn', why: 'Nhật ký không sửa được, để các bên và cơ quan kiểm tra tin được. Nó ghi số của bạn, không ghi tên.', long: vi.kept },
  },
  en: {
    profile: { name: 'Profile', why: 'So that others know whom they work with.', long: en.account }, account: { name: 'Account and ways to sign in', why: 'So that only you get in. Nobody can read your password, the Exchange included.', long: en.account }, sessions: { name: 'Signed-in sessions', why: 'So that you can see and end one you do not know; where you act for a bidder in an auction, so that officers learn whether two bidders share a network address, without seeing it.', long: '1 day after they expire; network addresses for 30 days' },
    consents: { name: 'Consents', why: 'To prove which version you agreed to, and when.', long: en.kept }, requests: { name: 'Requests about your data', why: 'To answer them in time.', long: 'The words go when you leave' }, memberships: { name: 'Organisations and roles', why: 'So that you can act for an organisation.', long: en.account }, invitations: { name: 'Invitations', why: 'To invite people to an organisation and to join one.', long: 'The address goes 180 days after the invitation expires' },
    organisations: { name: 'Organisations you created, proofs you handed in', why: 'To know who created them and what a verification rests on.', long: en.kept }, expert: { name: 'Expert profile', why: 'So that those in need find you, if you make it public.', long: en.account }, listings: { name: 'Listings you wrote', why: 'A listing is its organisation’s; the Exchange notes who wrote it.', long: en.kept }, documents: { name: 'Documents you uploaded', why: 'A document is its organisation’s; the Exchange notes who uploaded it.', long: en.kept },
    interests: { name: 'Interests you expressed or answered, and suggested matches you answered', why: 'So that both sides know who proposed what.', long: en.kept }, messages: { name: 'Messages you wrote', why: 'A deal file belongs to both sides.', long: en.kept },
    trading_sessions: { name: 'Trading sessions you registered for and attended', why: 'To keep your place, check tickets, write minutes and certificates.', long: en.kept },
    deal_files: { name: 'What you did in the parts of deal files', why: 'So that both sides know who proposed, answered and signed what.', long: en.kept }, access: { name: 'Access, confidentiality undertakings, API keys', why: 'To know who gave, who received, who signed.', long: 'The signer’s name of a confidentiality undertaking is kept as evidence; elsewhere your name is replaced when you leave' },
    views: { name: 'Information above public you looked at', why: 'So that its owner knows who looked.', long: '5 years' }, lookers: { name: 'Who looked at your account or acted in it', why: 'So that you can check on the Exchange’s staff.', long: en.kept }, notices: { name: 'Notices', why: 'To tell you of what concerns you.', long: '1 year after you read them' }, searches: { name: 'Searches you saved', why: 'To tell you when something new answers them.', long: 'Until you delete them or leave' }, letters: { name: 'Letters sent to you', why: 'To answer when you ask about one.', long: '90 days' }, events: { name: 'The log of what you did', why: 'A log nobody can change, so that the parties and supervisors can rely on it. It holds your number, not your name.', long: en.kept },
  },
})

export const retentionWords = texts<Record<RetentionKey, { what: string; why: string }>>({
  vi: {
    letters: { what: 'Người nhận và nội dung thư đã gửi', why: 'Đủ để trả lời khi có người hỏi về một bức thư.' }, last_letters: { what: 'Thư báo cho người đã rời Sàn', why: 'Gửi xong là xóa.' }, unconfirmed_accounts: { what: 'Tài khoản chưa xác nhận địa chỉ', why: 'Có thể không phải chủ địa chỉ đăng ký.' }, sessions: { what: 'Phiên đăng nhập đã hết hạn', why: 'Không còn dùng.' }, session_addresses: { what: 'Địa chỉ mạng và trình duyệt của phiên đăng nhập', why: 'Đủ để nhận ra phiên lạ.' },
    tokens: { what: 'Mã trong liên kết thư đã hết hạn', why: 'Không còn dùng.' }, email_changes: { what: 'Địa chỉ thư mới chưa xác nhận, đã hết hạn', why: 'Không còn dùng.' }, used_codes: { what: 'Mã xác thực đã dùng', why: 'Chỉ để một mã không dùng được hai lần.' }, attempts: { what: 'Số lần thử đăng nhập', why: 'Chỉ để chặn dò mật khẩu.' }, known_addresses: { what: 'Dấu của địa chỉ mạng từng đăng nhập', why: 'Để người lạ dò mật khẩu không khóa được chủ tài khoản.' },
    invitations: { what: 'Địa chỉ trong lời mời đã hết hạn mà không ai nhận', why: 'Đủ để mời lại.' }, notices: { what: 'Thông báo đã đọc', why: 'Đủ để tìm lại việc trong năm.' }, publication_imports: { what: 'Tệp công bố khoa học chờ xem lại', why: 'Đủ để xem rồi nhập.' }, api_keys: { what: 'Khóa truy cập đã hết hạn hoặc thu hồi', why: 'Đủ để tra việc trong năm.' }, bidder_browsers: { what: 'Mã của trình duyệt từ đó một tổ chức đăng ký tham gia phiên đấu giá', why: 'Đủ để cán bộ của phiên xem hai bên có cùng một trình duyệt không; tính từ khi phiên kết thúc.' }, views: { what: 'Ai đã xem thông tin trên mức công khai', why: 'Bằng thời hạn của cam kết bảo mật.' },
  },
  en: {
    letters: { what: 'Recipient and words of letters', why: 'Long enough to answer when somebody asks about one.' }, last_letters: { what: 'The letter to somebody who has left', why: 'Removed once sent.' }, unconfirmed_accounts: { what: 'Accounts whose address was not confirmed', why: 'It may not have been the address’s owner who signed up.' }, sessions: { what: 'Sessions that expired', why: 'No longer of use.' }, session_addresses: { what: 'Network address and browser of a session', why: 'Long enough to notice a session one does not know.' },
    tokens: { what: 'Codes in the links of letters, expired', why: 'No longer of use.' }, email_changes: { what: 'New e-mail addresses not confirmed in time', why: 'No longer of use.' }, used_codes: { what: 'Authentication codes that were used', why: 'Only so that none works twice.' }, attempts: { what: 'Counts of attempts to sign in', why: 'Only to stop guessing.' }, known_addresses: { what: 'Fingerprints of network addresses signed in from', why: 'So that a stranger’s guessing does not lock the owner out.' },
    invitations: { what: 'The address in an invitation nobody took up', why: 'Long enough to invite again.' }, notices: { what: 'Notices that were read', why: 'Long enough to find something from this year again.' }, publication_imports: { what: 'Publication files waiting to be looked over', why: 'Long enough to look and import.' }, api_keys: { what: 'Access keys that expired or were revoked', why: 'Long enough to look into something from this year.' }, bidder_browsers: { what: 'The code of the browser from which an organisation registered for a lot', why: 'Long enough for the officers of the lot to see whether two had one browser; counted from the end of the lot.' }, views: { what: 'Who looked at information above public', why: 'As long as a confidentiality undertaking lasts.' },
  },
})
export const periodOf = texts<(key: RetentionKey, days: number) => string>({
  vi: (key, days) => key === 'last_letters' ? 'đến khi gửi xong' : days >= 1826 ? '5 năm' : days === 365 ? '1 năm' : `${days} ngày`,
  en: (key, days) => key === 'last_letters' ? 'until it is sent' : days >= 1826 ? '5 years' : days === 365 ? '1 year' : `${days} ${days === 1 ? 'day' : 'days'}`,
})

/** The last letter: after it the Exchange no longer knows the address. */
export const farewellLetter: Record<Locale, (name: string) => { subject: string; body: string }> = {
  vi: (name) => ({ subject: 'Tài khoản của bạn đã được xóa', body: `Chào ${name},\n\nTheo yêu cầu của bạn, Sàn đã xóa tài khoản và dữ liệu cá nhân của bạn. Hồ sơ giao dịch, cam kết bảo mật và nhật ký vẫn còn vì các bên khác dựa vào đó; trừ tên người ký cam kết bảo mật, tên bạn trong đó đã được thay bằng một con số.\n\nĐây là thư cuối cùng; gửi xong, Sàn không còn giữ địa chỉ này. Bạn có thể đăng ký lại bất cứ lúc nào, như một người mới.` }),
  en: (name) => ({ subject: 'Your account has been deleted', body: `Dear ${name},\n\nAs you asked, the Exchange has deleted your account and your personal data. Deal files, confidentiality undertakings and the log remain because others rely on them; but for the signer’s name of an undertaking, a number stands there in place of your name.\n\nThis is the last letter; once it is sent the Exchange no longer keeps this address. You may sign up again at any time, as a new person.` }),
}
