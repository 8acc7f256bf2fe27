import { inLocale, type Locale, texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatDay } from '../../platform/time.ts'
import type { LegalField, OrganisationField, OrganisationRefusal } from './rules.ts'
import type { FormerRole, MemberRole, ProofKind, Verification } from './schema.ts'

export const organisationRefusals = texts<Messages<OrganisationRefusal>>({
  vi: {
    founded_in_future: ({ year }) => `Năm thành lập không thể sau năm nay (${year}).`,
    ward_elsewhere: () => 'Danh sách phường, xã chỉ gồm các đơn vị của Hà Nội. Với tổ chức ở nước ngoài, hãy bỏ chọn phường, xã.',
    not_in_list: () => 'Mục đã chọn không còn trong danh mục. Hãy chọn lại.',
    tax_code_taken: ({ name_vi, name_en }) => name_vi || name_en ? `Mã số thuế này thuộc về “${name_vi || name_en}”, đã được Sàn xác minh. Nếu đó là tổ chức của bạn, hãy nhờ chủ tổ chức mời bạn tham gia.` : 'Mã số thuế này vừa được xác minh cho một tổ chức khác. Hãy tải lại trang.',
    name_taken: () => 'Nguồn dữ liệu này đã có một tổ chức cùng tên. Hãy báo cho Sàn để gộp hai tổ chức.',
    organisation_changed: () => 'Người khác vừa sửa các thông tin này trong lúc bạn đang xem. Hãy so sánh rồi quyết định lại.',
    too_many_organisations: ({ largest }) => `Mỗi người tạo tối đa ${formatNumber(largest, 'vi')} tổ chức. Nếu cần thêm, hãy liên hệ Sàn.`,
    own_organisation: () => 'Bạn là thành viên của tổ chức này nên không thể tự xác minh. Hãy để kiểm duyệt viên khác quyết định.',
    already_member: () => 'Người này đã là thành viên của tổ chức.',
    already_invited: ({ expires_at }) => `Đã có một lời mời gửi tới địa chỉ này, còn hiệu lực đến ${formatDay(expires_at, 'vi')}. Hãy rút lời mời cũ nếu muốn gửi lại.`,
    too_many_invitations: ({ largest }) => `Đang có ${formatNumber(largest, 'vi')} lời mời chưa được trả lời, mức tối đa. Hãy rút bớt trước khi mời thêm.`,
    invited_too_often: ({ largest, days }) => `Tổ chức đã gửi ${formatNumber(largest, 'vi')} lời mời tới địa chỉ này trong ${formatNumber(days, 'vi')} ngày qua, mức tối đa. Hãy liên hệ người đó bằng cách khác, hoặc mời lại sau.`,
    person_unknown: ({ email }) => `Chưa có ai dùng địa chỉ ${email} trên Sàn. Hãy nhờ người đó đăng ký và xác nhận thư trước.`,
    has_members: () => 'Tổ chức này đã có thành viên. Chủ tổ chức sẽ mời những người khác.',
    invitation_for_another: ({ email }) => `Lời mời này gửi tới ${email}. Hãy đăng nhập bằng đúng địa chỉ đó, hoặc nhờ người mời gửi lại tới địa chỉ của bạn.`,
    invitation_used: () => 'Lời mời này đã được chấp nhận. Mỗi lời mời chỉ dùng một lần.',
    invitation_withdrawn: () => 'Lời mời này đã được rút lại. Hãy hỏi người mời bạn.',
    invitation_expired: ({ expired_at }) => `Lời mời đã hết hạn ngày ${formatDay(expired_at, 'vi')}. Hãy nhờ người mời gửi lại.`,
    last_owner: () => 'Đây là chủ cuối cùng của tổ chức. Hãy trao quyền chủ cho một thành viên khác trước.',
    representative_missing: () => 'Hãy ghi họ và tên người đại diện theo pháp luật.',
    authorisation_missing: () => 'Có người ký thay thì cần ghi số và ngày của giấy ủy quyền.',
    registered_in_future: ({ today }) => `Ngày cấp không thể sau hôm nay (${formatDay(new Date(`${today}T12:00:00+07:00`), 'vi')}).`,
    seat_twice: () => 'Hồ sơ tổ chức đang ghi trụ sở ở một phường, xã của Hà Nội. Hãy để trống mục tỉnh, thành phố khác, hoặc bỏ phường, xã trong phần “Sửa thông tin”.',
    legal_changed_meanwhile: () => 'Người khác vừa sửa hồ sơ tổ chức trong lúc bạn đang xem. Hãy so sánh rồi lưu lại.',
    proof_needed: () => 'Cần ít nhất một tài liệu chứng minh đang có hiệu lực. Hãy tải lên tài liệu rồi yêu cầu xác minh.',
    too_many_proofs: ({ largest }) => `Đã có ${formatNumber(largest, 'vi')} tài liệu, mức tối đa. Hãy rút bớt tài liệu không còn cần, hoặc liên hệ Sàn.`,
    validity_not_offered: ({ longest }) => `Hôm nay, xác minh có hiệu lực lâu nhất ${longest} tháng. Hãy chọn lại thời hạn trong danh sách.`,
    not_yet: ({ from }) => from ? `Xác minh còn hiệu lực. Tổ chức có thể yêu cầu xác minh lại từ ngày ${formatDay(from, 'vi')}.` : 'Yêu cầu xác minh lại đã được gửi và đang chờ kiểm duyệt viên.',
    proof_replaced: () => 'Tài liệu bạn đã xem vừa được thay hoặc rút. Hãy tải lại trang và xem bản mới trước khi quyết định.',
    look_first: () => 'Hãy đánh dấu ít nhất một tài liệu bạn đã mở và đối chiếu.',
    offer_open: ({ expires_at }) => `Bạn đang có một đề nghị chuyển giao còn hiệu lực đến ${formatDay(expires_at, 'vi')}. Hãy rút đề nghị đó trước khi đề nghị với người khác.`,
    offer_to_member: () => 'Hãy chọn một thành viên khác của tổ chức.',
    offer_ended: () => 'Đề nghị chuyển giao này đã kết thúc.',
    offer_expired: ({ expired_at }) => `Đề nghị chuyển giao đã hết hạn ngày ${formatDay(expired_at, 'vi')}. Hãy nhờ chủ tổ chức đề nghị lại.`,
    offer_void: () => 'Người đề nghị không còn là chủ tổ chức, hoặc bạn không còn là thành viên, nên không thể nhận chuyển giao.',
    same_organisation: () => 'Hãy chọn hai tổ chức khác nhau.',
    merged_already: () => 'Một trong hai tổ chức đã được gộp hoặc xóa trước đó. Hãy tải lại trang.',
    takes_two_people: () => 'Việc này cần hai người: một người đề nghị, một người khác phê duyệt.',
    demonstration_apart: () => 'Không gộp tổ chức minh họa với tổ chức thật.',
    face_each_other: ({ deals, interests }) => `Hai tổ chức đang đứng ở hai phía của nhau (${formatNumber(deals, 'vi')} giao dịch, ${formatNumber(interests, 'vi')} đề nghị kết nối đang chờ), nên không thể là một.`,
    still_used: ({ published, deals, interests, bids, merged_in }) => `Không thể xóa: tổ chức có ${formatNumber(published, 'vi')} tin đã từng công bố, ${formatNumber(deals, 'vi')} giao dịch, ${formatNumber(interests, 'vi')} đề nghị kết nối, ${formatNumber(bids, 'vi')} lần đăng ký phiên hoặc nộp giải pháp và ${formatNumber(merged_in, 'vi')} tổ chức đã gộp vào.`,
    wrong_state: () => 'Việc xác minh tổ chức này không còn ở bước bạn vừa xem: có người đã yêu cầu hoặc quyết định trước bạn. Hãy tải lại trang.',
  },
  en: {
    founded_in_future: ({ year }) => `The founding year cannot be after this year (${year}).`,
    ward_elsewhere: () => 'The wards and communes listed are Hanoi’s. For an organisation abroad, leave the ward unchosen.',
    not_in_list: () => 'What was chosen is no longer in the list. Please choose again.',
    tax_code_taken: ({ name_vi, name_en }) => name_vi || name_en ? `This tax code belongs to “${name_en || name_vi}”, which the Exchange has verified. If it is yours, ask its owner to invite you.` : 'This tax code has just been verified for another organisation. Please reload the page.',
    name_taken: () => 'The same source already has an organisation of this name. Tell the Exchange, so that the two can be joined.',
    organisation_changed: () => 'Someone else changed this while you were looking at it. Compare, then decide again.',
    too_many_organisations: ({ largest }) => `One person may create ${formatNumber(largest, 'en')} organisations. If you need more, contact the Exchange.`,
    own_organisation: () => 'You are a member of this organisation and cannot verify it yourself. Leave it to another moderator.',
    already_member: () => 'This person is already a member.',
    already_invited: ({ expires_at }) => `An invitation to this address is open until ${formatDay(expires_at, 'en')}. Withdraw it first if you want to send it again.`,
    too_many_invitations: ({ largest }) => `${formatNumber(largest, 'en')} invitations are waiting for an answer, which is the limit. Withdraw some before inviting others.`,
    invited_too_often: ({ largest, days }) => `Your organisation has sent ${formatNumber(largest, 'en')} invitations to this address in the last ${formatNumber(days, 'en')} days, which is the limit. Reach the person another way, or invite them later.`,
    person_unknown: ({ email }) => `Nobody at the Exchange uses the address ${email} yet. Ask them to sign up and confirm it first.`,
    has_members: () => 'This organisation already has members. Its owner invites the others.',
    invitation_for_another: ({ email }) => `This invitation went to ${email}. Sign in with that address, or ask for an invitation to your own.`,
    invitation_used: () => 'This invitation has been accepted. An invitation is good for one time only.',
    invitation_withdrawn: () => 'This invitation was withdrawn. Ask the person who invited you.',
    invitation_expired: ({ expired_at }) => `This invitation ran out on ${formatDay(expired_at, 'en')}. Ask for a new one.`,
    last_owner: () => 'This is the organisation’s last owner. Make another member an owner first.',
    representative_missing: () => 'Please give the legal representative’s full name.',
    authorisation_missing: () => 'Where somebody signs for the representative, give the number and date of the authorisation.',
    registered_in_future: ({ today }) => `The date of issue cannot be after today (${formatDay(new Date(`${today}T12:00:00+07:00`), 'en')}).`,
    seat_twice: () => 'The organisation’s facts name a ward of Hanoi as its seat. Leave the other province empty, or take the ward out under “Change the facts”.',
    legal_changed_meanwhile: () => 'Someone else changed the organisation while you were looking at it. Compare, then save again.',
    proof_needed: () => 'At least one proof in force is needed. Upload a document, then request verification.',
    too_many_proofs: ({ largest }) => `There are ${formatNumber(largest, 'en')} documents, which is the limit. Withdraw those no longer needed, or contact the Exchange.`,
    validity_not_offered: ({ longest }) => `Today a verification holds for ${longest} months at most. Please choose again from the list.`,
    not_yet: ({ from }) => from ? `The verification still holds. You can ask anew from ${formatDay(from, 'en')}.` : 'You have asked anew already; the request waits for a moderator.',
    proof_replaced: () => 'A document you looked at has just been replaced or withdrawn. Reload the page and look at the new one before you decide.',
    look_first: () => 'Tick at least one document that you opened and compared.',
    offer_open: ({ expires_at }) => `You have an offer open until ${formatDay(expires_at, 'en')}. Take it back before you offer to somebody else.`,
    offer_to_member: () => 'Choose another member of the organisation.',
    offer_ended: () => 'This offer has ended.',
    offer_expired: ({ expired_at }) => `This offer ran out on ${formatDay(expired_at, 'en')}. Ask the owner for a new one.`,
    offer_void: () => 'Whoever offered is no longer an owner, or you are no longer a member, so the organisation cannot be handed over.',
    same_organisation: () => 'Choose two different organisations.',
    merged_already: () => 'One of the two has been merged or deleted before. Reload the page.',
    takes_two_people: () => 'This takes two people: one proposes it, another approves.',
    demonstration_apart: () => 'A demonstration organisation is not merged with a real one.',
    face_each_other: ({ deals, interests }) => `The two face each other (deals: ${formatNumber(deals, 'en')}, interests waiting: ${formatNumber(interests, 'en')}), so they cannot be one.`,
    still_used: ({ published, deals, interests, bids, merged_in }) => `It cannot be deleted. Listings ever published: ${formatNumber(published, 'en')}; deals: ${formatNumber(deals, 'en')}; interests: ${formatNumber(interests, 'en')}; registrations for lots and solutions handed in: ${formatNumber(bids, 'en')}; organisations merged into it: ${formatNumber(merged_in, 'en')}.`,
    wrong_state: () => 'The verification of this organisation no longer stands where you saw it: someone has asked or decided before you. Reload the page.',
  },
})

export const roleNames = texts<Record<MemberRole, string>>({
  vi: { owner: 'Chủ tổ chức', editor: 'Biên tập', signer: 'Người ký', viewer: 'Người xem' },
  en: { owner: 'Owner', editor: 'Editor', signer: 'Signer', viewer: 'Viewer' },
})
export const roleHelp = texts<Record<MemberRole, string>>({
  vi: {
    owner: 'Chủ tổ chức: làm mọi việc, mời và gỡ thành viên', editor: 'Biên tập: sửa thông tin, đăng tin, gửi và trả lời đề nghị kết nối, trao đổi và chuyển bước trong giao dịch',
    signer: 'Người ký: báo và xác nhận giá trị, kết quả giao dịch; nhắn tin trong giao dịch', viewer: 'Người xem: chỉ xem',
  },
  en: {
    owner: 'Owner: may do everything, and invites and removes members', editor: 'Editor: changes the organisation’s facts, publishes listings, expresses and answers interest, talks and moves steps in deals',
    signer: 'Signer: reports and confirms the value and outcome of deals, and sends messages in them', viewer: 'Viewer: may look only',
  },
})
export const verificationNames = texts<Record<Verification, string>>({
  vi: { unverified: 'Chưa xác minh', submitted: 'Đang chờ xác minh', verified: 'Đã xác minh', refused: 'Chưa được xác minh', expired: 'Xác minh đã hết hiệu lực' },
  en: { unverified: 'Not verified', submitted: 'Waiting to be verified', verified: 'Verified', refused: 'Verification refused', expired: 'Verification ended' },
})
export const fieldNames = texts<Record<OrganisationField, string>>({
  vi: {
    kind: 'Loại hình', name_vi: 'Tên tiếng Việt', name_en: 'Tên tiếng Anh', about_vi: 'Giới thiệu bằng tiếng Việt', about_en: 'Giới thiệu bằng tiếng Anh', website: 'Trang web',
    tax_code: 'Mã số thuế', country_code: 'Nước', ward_code: 'Phường, xã (Hà Nội)', founded_year: 'Năm thành lập',
  },
  en: {
    kind: 'Kind', name_vi: 'Name in Vietnamese', name_en: 'Name in English', about_vi: 'About, in Vietnamese', about_en: 'About, in English', website: 'Website',
    tax_code: 'Tax code', country_code: 'Country', ward_code: 'Ward or commune (Hanoi)', founded_year: 'Founded in',
  },
})

export const organisationTexts = texts({
  vi: {
    organisations: 'Tổ chức', lead: 'Những tổ chức chào bán công nghệ, nêu nhu cầu và hỗ trợ giao dịch trên Sàn.', searchLabel: 'Tìm theo tên, có dấu hoặc không dấu', search: 'Tìm', kindFilter: 'Loại hình', everyKind: 'Mọi loại hình',
    none: 'Không có tổ chức nào khớp. Hãy bớt từ tìm kiếm hoặc chọn “Mọi loại hình”.', offers: (n: number) => `${formatNumber(n, 'vi')} công nghệ chào bán`, needs: (n: number) => `${formatNumber(n, 'vi')} nhu cầu`, sorted: 'Sắp theo tên',
    imported: (source: string) => `Nhập từ nguồn: ${source}`, importedLong: (source: string) => `Thông tin được nhập từ nguồn ${source}, tổ chức chưa tự xác nhận tại Sàn.`,
    facts: 'Thông tin', place: 'Địa bàn', founded: 'Thành lập', website: 'Trang web', verification: 'Xác minh', verifiedOn: (day: string) => `Đã xác minh ngày ${day}`, unverifiedLong: 'Sàn chưa xác minh tổ chức này.',
    edit: 'Sửa thông tin', noAbout: 'Tổ chức chưa viết phần giới thiệu.', otherLanguage: 'Phần giới thiệu chỉ có bằng tiếng Anh.',
    create: 'Lập tổ chức', createLead: 'Bạn sẽ là chủ tổ chức và có thể mời đồng nghiệp. Cần ít nhất một tên, tiếng Việt hoặc tiếng Anh.', save: 'Lưu', creating: 'Lập tổ chức',
    nameHelp: 'Tên đầy đủ như trên giấy đăng ký. Cần ít nhất một trong hai tên.', aboutHelp: 'Tổ chức làm gì, cho ai, mạnh về công nghệ nào. Để dòng trống giữa các đoạn.', websiteHelp: 'Địa chỉ đầy đủ, bắt đầu bằng https://',
    taxHelp: '10 chữ số, hoặc 13 chữ số với chi nhánh. Không hiện công khai; giúp Sàn xác minh nhanh hơn.', wardHelp: 'Để trống nếu trụ sở ở ngoài Hà Nội.', yearHelp: 'Bốn chữ số, ví dụ 1998.',
    lapses: 'Tổ chức đã được xác minh. Nếu đổi loại hình, tên, mã số thuế hoặc nước, Sàn sẽ phải xác minh lại.',
    differs: 'Khác nhau ở đâu', differsLead: 'Cột giữa là nội dung người khác vừa lưu; cột phải là nội dung bạn đã nhập, vẫn còn trong biểu mẫu bên dưới. Sửa cho vừa ý rồi lưu lại.', field: 'Mục', theirs: 'Đang lưu', yours: 'Bạn nhập', empty: '(để trống)', same: 'Nội dung bạn nhập giống hệt nội dung vừa được lưu. Không cần làm gì thêm.',
  },
  en: {
    organisations: 'Organisations', lead: 'Those who offer technology, need it, and help others to trade it.', searchLabel: 'Search by name, with or without diacritics', search: 'Search', kindFilter: 'Kind', everyKind: 'Every kind',
    none: 'No organisation matches. Try fewer words, or choose “Every kind”.', offers: (n: number) => `${formatNumber(n, 'en')} technology ${n === 1 ? 'offer' : 'offers'}`, needs: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'need' : 'needs'}`, sorted: 'Sorted by name',
    imported: (source: string) => `Imported from ${source}`, importedLong: (source: string) => `These facts were imported from ${source}; the organisation has not confirmed them here.`,
    facts: 'Facts', place: 'Place', founded: 'Founded', website: 'Website', verification: 'Verification', verifiedOn: (day: string) => `Verified on ${day}`, unverifiedLong: 'The Exchange has not verified this organisation.',
    edit: 'Change the facts', noAbout: 'The organisation has not written about itself yet.', otherLanguage: 'This text is available in Vietnamese only.',
    create: 'Create an organisation', createLead: 'You become its owner and can invite colleagues. It needs at least one name, in Vietnamese or English.', save: 'Save', creating: 'Create the organisation',
    nameHelp: 'The full name, as registered. At least one of the two names is needed.', aboutHelp: 'What the organisation does, for whom, and in which technologies it is strong. Leave an empty line between paragraphs.', websiteHelp: 'The full address, beginning with https://',
    taxHelp: 'Vietnamese tax code: 10 digits, or 13 with a branch. Not shown in public; it helps the Exchange verify you sooner.', wardHelp: 'Leave empty where the head office is outside Hanoi.', yearHelp: 'Four digits, for example 1998.',
    lapses: 'The organisation is verified. If its kind, names, tax code or country change, the Exchange has to verify it again.',
    differs: 'Where the two differ', differsLead: 'The middle column is what someone else has just saved; the right one is what you typed, which is still in the form below. Adjust it and save again.', field: 'Field', theirs: 'Saved now', yours: 'You typed', empty: '(empty)', same: 'What you typed is exactly what has been saved. There is nothing left to do.',
  },
})

export const myTexts = texts({
  vi: {
    title: 'Tổ chức của tôi', none: 'Bạn chưa thuộc tổ chức nào', noneText: 'Để đăng tin, bày tỏ quan tâm hay giao dịch, bạn cần thay mặt một tổ chức. Có hai cách:', byCreating: 'Lập tổ chức mới nếu tổ chức của bạn chưa có trên Sàn.', byInvitation: 'Nhờ chủ tổ chức mời bạn bằng đúng địa chỉ thư bạn dùng để đăng nhập. Lời mời sẽ đến hộp thư và hiện ngay tại trang này.',
    imported: 'Nếu tổ chức đã có tên trên Sàn (được nhập từ nguồn khác) mà chưa có thành viên, hãy liên hệ Sàn để được chỉ định làm chủ.',
    invitations: 'Lời mời dành cho bạn', invitedAs: (role: string, until: string) => `Vai trò: ${role}. Hiệu lực đến ${until}.`, accept: 'Tham gia', others: 'Thay mặt tổ chức khác', choose: 'Hãy chọn tổ chức bạn muốn thay mặt', actFor: (name: string) => `Thay mặt ${name}`, createAnother: 'Lập tổ chức khác',
    publicPage: 'Trang công khai', edit: 'Sửa thông tin', members: 'Thành viên', name: 'Họ và tên', email: 'Thư điện tử', role: 'Vai trò', since: 'Từ ngày', action: 'Việc làm', you: '(bạn)', change: 'Đổi', changeRoleOf: (name: string) => `Vai trò của ${name}`, remove: 'Gỡ', removeName: (name: string) => `Gỡ ${name}`, leave: 'Rời tổ chức', leaveText: 'Bạn sẽ không còn xem và làm việc thay mặt tổ chức này.',
    pending: 'Lời mời đang chờ trả lời', invitedBy: 'Người mời', until: 'Hiệu lực đến', withdraw: 'Rút lời mời', withdrawFor: (email: string) => `Rút lời mời tới ${email}`, invite: 'Mời đồng nghiệp', inviteText: 'Người được mời nhận thư có liên kết dùng một lần, hiệu lực 14 ngày.', send: 'Gửi lời mời',
    verification: 'Xác minh', request: 'Yêu cầu xác minh', needsProof: 'Trước khi yêu cầu, hãy tải lên ít nhất một tài liệu chứng minh.', renew: 'Yêu cầu xác minh lại', renewText: 'Xác minh sắp hết hiệu lực. Yêu cầu xác minh lại bây giờ thì dấu xác minh vẫn giữ trong lúc chờ.', renewing: 'Yêu cầu xác minh lại đang chờ kiểm duyệt viên; dấu xác minh vẫn giữ đến ngày hết hiệu lực.', ended: 'Xác minh đã hết hiệu lực. Hãy kiểm tra tài liệu rồi yêu cầu lại.', mergedIn: 'Đã gộp vào tổ chức này', requestText: 'Kiểm duyệt viên của Sàn đối chiếu tài liệu chứng minh với tên, mã số thuế, người đại diện và trang web. Tổ chức đã xác minh có dấu xác nhận trên trang công khai và trên các tin.', waiting: 'Yêu cầu đang chờ kiểm duyệt viên. Bạn sẽ nhận được trả lời kèm lý do.', verified: 'Sàn đã xác minh tổ chức này.', again: 'Hãy sửa theo lý do dưới đây rồi yêu cầu lại.', history: 'Các lần quyết định', ownersOnly: 'Chỉ chủ tổ chức yêu cầu xác minh và quản lý thành viên.', withoutTaxCode: 'Chưa có mã số thuế. Vẫn có thể yêu cầu, nhưng Sàn sẽ cần thời gian hơn.',
    invitation: 'Lời mời tham gia tổ chức', invitationText: (inviter: string, organisation: string, role: string) => `${inviter} mời bạn tham gia “${organisation}” với vai trò ${role}.`, invitationFor: (email: string) => `Lời mời dành cho địa chỉ ${email}.`, signInToAccept: 'Hãy đăng nhập bằng địa chỉ này để tham gia. Nếu chưa có tài khoản, hãy đăng ký bằng chính địa chỉ này, xác nhận thư, rồi mở lại liên kết.', signIn: 'Đăng nhập', signUp: 'Đăng ký',
  },
  en: {
    title: 'My organisation', none: 'You do not belong to an organisation yet', noneText: 'To publish, express interest or make a deal you act for an organisation. There are two ways:', byCreating: 'Create a new one, if yours is not at the Exchange yet.', byInvitation: 'Ask its owner to invite you, at the e-mail address you sign in with. The invitation comes by e-mail and also appears on this page.',
    imported: 'If your organisation is already listed (imported from another source) and has no members, ask the Exchange to make you its owner.',
    invitations: 'Invitations for you', invitedAs: (role: string, until: string) => `Role: ${role}. Open until ${until}.`, accept: 'Join', others: 'Act for another organisation', choose: 'Choose the organisation you act for', actFor: (name: string) => `Act for ${name}`, createAnother: 'Create another organisation',
    publicPage: 'Public page', edit: 'Change the facts', members: 'Members', name: 'Name', email: 'E-mail', role: 'Role', since: 'Since', action: 'Actions', you: '(you)', change: 'Change', changeRoleOf: (name: string) => `Role of ${name}`, remove: 'Remove', removeName: (name: string) => `Remove ${name}`, leave: 'Leave the organisation', leaveText: 'You will no longer see or do anything on its behalf.',
    pending: 'Invitations waiting for an answer', invitedBy: 'Invited by', until: 'Open until', withdraw: 'Withdraw', withdrawFor: (email: string) => `Withdraw the invitation to ${email}`, invite: 'Invite a colleague', inviteText: 'They receive an e-mail with a link that works once, within 14 days.', send: 'Send the invitation',
    verification: 'Verification', request: 'Request verification', needsProof: 'Before you ask, upload at least one proof.', renew: 'Request verification anew', renewText: 'The verification ends soon. Ask anew now and the mark stays while you wait.', renewing: 'Your request to verify anew waits for a moderator; the mark stays until it ends.', ended: 'The verification has ended. Check the proof, then ask again.', mergedIn: 'Merged into this organisation', requestText: 'A moderator compares the proof with name, tax code, representative and website. A verified organisation carries a mark on its page and on its listings.', waiting: 'Your request waits for a moderator. You will receive an answer with its reason.', verified: 'The Exchange has verified this organisation.', again: 'Correct what the reason below says, then ask again.', history: 'Decisions', ownersOnly: 'Only owners request verification and manage members.', withoutTaxCode: 'There is no tax code yet. You may ask all the same, but it will take longer.',
    invitation: 'An invitation to join', invitationText: (inviter: string, organisation: string, role: string) => `${inviter} invites you to join “${organisation}” as ${role.toLowerCase()}.`, invitationFor: (email: string) => `The invitation is for ${email}.`, signInToAccept: 'Sign in with this address to join. If you have no account, sign up with this same address, confirm it, and open the link again.', signIn: 'Sign in', signUp: 'Sign up',
  },
})

export const moderationTexts = texts({
  vi: {
    title: 'Xác minh tổ chức', lead: (n: number) => n === 0 ? 'Không có tổ chức nào chờ xác minh.' : `${formatNumber(n, 'vi')} tổ chức đang chờ, lâu nhất ở trên. Mở tài liệu chứng minh, đối chiếu với tên, mã số thuế và người đại diện trước khi quyết định; lý do sẽ được gửi cho tổ chức.`, proofs: 'Tài liệu đã mở và đối chiếu', proofsHelp: 'Đánh dấu những tài liệu làm căn cứ. Mã băm của chúng được lưu cùng quyết định.', noProofs: 'Không còn tài liệu nào đang có hiệu lực.', months: 'Xác minh có giá trị', monthsOf: (n: number) => `${n} tháng`, renewal: (day: string) => `Xác minh lại; dấu hiện nay có giá trị đến ${day}.`, file: 'Hồ sơ xác minh', legal: 'Hồ sơ pháp lý',
    requested: 'Yêu cầu lúc', owners: 'Chủ tổ chức', alike: 'Có thể trùng với', sameTaxCode: 'cùng mã số thuế', sameName: 'cùng tên', before: 'Quyết định trước', none: 'không có', reason: 'Lý do', reasonHelp: 'Đã đối chiếu những gì, hoặc cần sửa gì. Tổ chức đọc được lý do này.', verify: 'Xác minh', refuse: 'Từ chối', publicPage: 'Trang công khai', yours: 'Bạn là thành viên của tổ chức này; kiểm duyệt viên khác sẽ quyết định.', decision: 'Quyết định',
  },
  en: {
    title: 'Verify organisations', lead: (n: number) => n === 0 ? 'No organisation waits to be verified.' : `${formatNumber(n, 'en')} waiting, the longest first. Open the proof and compare it with name, tax code and representative before you decide; the organisation reads your reason.`, proofs: 'Documents opened and compared', proofsHelp: 'Tick those the decision rests on. Their hashes are kept with it.', noProofs: 'There is no document in force any more.', months: 'The verification holds for', monthsOf: (n: number) => `${n} months`, renewal: (day: string) => `Asks anew; the present mark is good until ${day}.`, file: 'Verification file', legal: 'Legal record',
    requested: 'Requested', owners: 'Owners', alike: 'May be the same as', sameTaxCode: 'same tax code', sameName: 'same name', before: 'Decided before', none: 'none', reason: 'Reason', reasonHelp: 'What was compared, or what has to be corrected. The organisation reads this.', verify: 'Verify', refuse: 'Refuse', publicPage: 'Public page', yours: 'You are a member of this organisation; another moderator decides.', decision: 'Decision',
  },
})

interface Invited { organisation: { name_vi: string; name_en: string }; inviter: string; role: MemberRole; link: string; expires_at: Date }
const nameIn = (locale: Locale, { name_vi, name_en }: Invited['organisation']): string => inLocale(locale, name_vi, name_en)
export const invitationLetter = texts({
  vi: ({ organisation, inviter, role, link, expires_at }: Invited) => ({
    subject: `Lời mời tham gia ${nameIn('vi', organisation)}`,
    body: `Chào bạn,\n\n${inviter} mời bạn tham gia “${nameIn('vi', organisation)}” trên Sàn giao dịch công nghệ Hà Nội với vai trò ${roleNames.vi[role].toLowerCase()}.\n\nMở liên kết sau và đăng nhập bằng chính địa chỉ nhận thư này:\n${link}\n\nLiên kết dùng được một lần, đến ngày ${formatDay(expires_at, 'vi')}. Nếu bạn không quen người mời, xin bỏ qua thư này.`,
  }),
  en: ({ organisation, inviter, role, link, expires_at }: Invited) => ({
    subject: `Invitation to join ${nameIn('en', organisation)}`,
    body: `Hello,\n\n${inviter} invites you to join “${nameIn('en', organisation)}” at the Hanoi Technology Exchange as ${roleNames.en[role].toLowerCase()}.\n\nOpen this link and sign in with the address this e-mail came to:\n${link}\n\nThe link works once, until ${formatDay(expires_at, 'en')}. If you do not know the person who invites you, please ignore this e-mail.`,
  }),
})

export const proofNames = texts<Record<ProofKind, string>>({
  vi: { business_registration: 'Giấy chứng nhận đăng ký doanh nghiệp', establishment_decision: 'Quyết định thành lập', cooperative_registration: 'Giấy chứng nhận đăng ký hợp tác xã', authorisation_letter: 'Giấy ủy quyền', other: 'Tài liệu khác' },
  en: { business_registration: 'Business registration certificate', establishment_decision: 'Establishment decision', cooperative_registration: 'Cooperative registration certificate', authorisation_letter: 'Authorisation letter', other: 'Other document' },
})
export const legalNames = texts<Record<LegalField, string>>({
  vi: {
    representative_name: 'Người đại diện theo pháp luật', representative_position_vi: 'Chức vụ (tiếng Việt)', representative_position_en: 'Chức vụ (tiếng Anh)',
    authorised_name: 'Người được ủy quyền ký', authorised_position_vi: 'Chức vụ của người được ủy quyền (tiếng Việt)', authorised_position_en: 'Chức vụ của người được ủy quyền (tiếng Anh)', authorised_document: 'Số và ngày giấy ủy quyền',
    registration_number: 'Số đăng ký hoặc số quyết định thành lập', registration_issuer: 'Cơ quan cấp', registered_on: 'Ngày cấp', address_line: 'Số nhà, đường', province: 'Tỉnh, thành phố (nếu ở ngoài Hà Nội)',
  },
  en: {
    representative_name: 'Legal representative', representative_position_vi: 'Position (Vietnamese)', representative_position_en: 'Position (English)',
    authorised_name: 'Authorised to sign for them', authorised_position_vi: 'Position of the authorised person (Vietnamese)', authorised_position_en: 'Position of the authorised person (English)', authorised_document: 'Authorisation: number and date',
    registration_number: 'Registration or establishment decision number', registration_issuer: 'Issued by', registered_on: 'Date of issue', address_line: 'House number and street', province: 'Province or city (where not Hanoi)',
  },
})
export const legalTexts = texts({
  vi: {
    title: 'Hồ sơ pháp lý', lead: 'Người đại diện theo pháp luật, đăng ký và trụ sở. Người đã đăng nhập đọc được; khách, công cụ tìm kiếm và dữ liệu xuất ra thì không.', save: 'Lưu hồ sơ', representative: 'Người đại diện', authorised: 'Người ký thay, nếu có', registration: 'Đăng ký hoặc thành lập', seat: 'Trụ sở',
    nameHelp: 'Họ và tên như trên giấy đăng ký.', documentHelp: 'Ví dụ: 15/UQ-GĐ ngày 01/02/2026. Bản giấy ủy quyền tải lên ở mục Tài liệu chứng minh.', dayHelp: 'Như ghi trên giấy đăng ký hoặc quyết định.', seatHelp: 'Phường, xã của Hà Nội chọn trong phần “Sửa thông tin”.',
    lapses: 'Tổ chức đã được xác minh. Nếu đổi người đại diện hoặc số đăng ký, Sàn sẽ phải xác minh lại.', none: 'Chưa khai', signedIn: 'Chỉ hiện với người đã đăng nhập.', signInToSee: 'Đăng nhập để xem người đại diện theo pháp luật, đăng ký và trụ sở.',
  },
  en: {
    title: 'Legal record', lead: 'Legal representative, registration and seat. People who signed in read it; strangers, search and exports do not.', save: 'Save the record', representative: 'Representative', authorised: 'Who signs for them, if anybody', registration: 'Registration or establishment', seat: 'Seat',
    nameHelp: 'The full name, as registered.', documentHelp: 'For example 15/UQ-GĐ of 1 February 2026. Upload the letter itself under Proof.', dayHelp: 'As it stands on the certificate or decision.', seatHelp: 'A ward of Hanoi is chosen under “Change the facts”.',
    lapses: 'The organisation is verified. If the representative or the registration number changes, the Exchange has to verify it again.', none: 'Not given', signedIn: 'Shown only to people who signed in.', signInToSee: 'Sign in to see the legal representative, the registration and the seat.',
  },
})
export const proofTexts = texts({
  vi: {
    title: 'Tài liệu chứng minh', lead: 'Chỉ chủ tổ chức, biên tập và cán bộ xác minh của Sàn đọc được. Bản mới thay bản cũ cùng loại; bản cũ vẫn nằm trong lịch sử.', current: 'Đang có hiệu lực', history: 'Bản cũ và đã rút', none: 'Chưa có tài liệu nào.', kind: 'Loại tài liệu', note: 'Ghi chú', noteHelp: 'Ví dụ: đăng ký thay đổi lần thứ 3.', file: 'Tệp', upload: 'Tải lên', add: 'Tải lên tài liệu',
    by: 'Người nộp', at: 'Nộp lúc', until: 'Đến', state: 'Tình trạng', replaced: 'Đã có bản mới', withdrawn: 'Đã rút', withdraw: 'Rút', withdrawName: (name: string) => `Rút ${name}`, ownersOnly: 'Chỉ chủ tổ chức nộp hoặc rút tài liệu.', sha256: 'Mã băm SHA-256', types: (list: string) => `Các loại tệp: ${list}.`, action: 'Việc làm',
  },
  en: {
    title: 'Proof documents', lead: 'Only the organisation’s owners and editors and the verifying officers of the Exchange can read it. A new version replaces the one of its kind; the old one stays in the history.', current: 'In force', history: 'Replaced and withdrawn', none: 'There are no documents yet.', kind: 'Kind of document', note: 'Note', noteHelp: 'For example: third registered change.', file: 'File', upload: 'Upload', add: 'Upload a document',
    by: 'Uploaded by', at: 'Uploaded', until: 'Until', state: 'State', replaced: 'Replaced by a new version', withdrawn: 'Withdrawn', withdraw: 'Withdraw', withdrawName: (name: string) => `Withdraw ${name}`, ownersOnly: 'Only owners upload or withdraw documents.', sha256: 'SHA-256', types: (list: string) => `Kinds of file: ${list}.`, action: 'Actions',
  },
})
export const badgeTexts = texts({
  vi: { by: (name: string) => name ? `Sàn giao dịch công nghệ Hà Nội xác minh, cán bộ ${name}` : 'Sàn giao dịch công nghệ Hà Nội xác minh', until: (day: string) => `Có giá trị đến ${day}` },
  en: { by: (name: string) => name ? `Verified by the Hanoi Technology Exchange, officer ${name}` : 'Verified by the Hanoi Technology Exchange', until: (day: string) => `Good until ${day}` },
})
export const formerNames = texts<Record<FormerRole, string>>({
  vi: { editor: 'Ở lại với vai trò biên tập', leaves: 'Rời tổ chức' }, en: { editor: 'I stay as an editor', leaves: 'I leave the organisation' },
})
export const ownershipTexts = texts({
  vi: {
    title: 'Chuyển giao quyền chủ', lead: 'Trao quyền chủ của bạn cho một thành viên khác. Quyền chỉ chuyển khi người đó nhận; cả hai người cần xác nhận lại danh tính.', person_id: 'Người nhận', becomes: 'Sau khi chuyển giao, tôi', days: 'Đề nghị có hiệu lực (ngày)', offer: 'Gửi đề nghị', nobody: 'Tổ chức chưa có thành viên nào khác. Hãy mời đồng nghiệp trước.',
    open: 'Đề nghị đang chờ', offered: (to: string, until: string) => `Đã đề nghị ${to} nhận quyền chủ, có hiệu lực đến ${until}.`, afterwards: (what: string) => `Sau đó: ${what.toLowerCase()}.`, withdraw: 'Rút đề nghị', forYou: 'Đề nghị dành cho bạn', from: (name: string, until: string) => `${name} đề nghị bạn nhận quyền chủ tổ chức, có hiệu lực đến ${until}.`, formerStays: 'Người đề nghị ở lại làm biên tập.', formerLeaves: 'Người đề nghị sẽ rời tổ chức.', accept: 'Nhận quyền chủ', decline: 'Từ chối', none: 'Không có đề nghị chuyển giao nào.',
  },
  en: {
    title: 'Hand over ownership', lead: 'Give your ownership to another member. It changes hands only when they accept; both of you confirm who you are.', person_id: 'To', becomes: 'Afterwards', days: 'The offer stands for (days)', offer: 'Send the offer', nobody: 'There is no other member yet. Invite a colleague first.',
    open: 'An offer waits', offered: (to: string, until: string) => `Offered to ${to}, open until ${until}.`, afterwards: (what: string) => `Afterwards: ${what.toLowerCase()}.`, withdraw: 'Take the offer back', forYou: 'An offer for you', from: (name: string, until: string) => `${name} offers you the ownership of the organisation, until ${until}.`, formerStays: 'They stay as an editor.', formerLeaves: 'They leave the organisation.', accept: 'Take the ownership', decline: 'Decline', none: 'There is no offer.',
  },
})
export const fileTexts = texts({
  vi: { history: 'Lịch sử', historyLead: 'Mọi việc đã xảy ra với tổ chức, mới nhất ở trên; gồm cả lịch sử của các tổ chức đã gộp vào.', mergedIn: 'Đã gộp vào', decisions: 'Các lần quyết định', noDecisions: 'Chưa có quyết định nào.', decidedBy: 'Người quyết định', on: 'Ngày', decision: 'Quyết định', reason: 'Lý do', validUntil: 'Có giá trị đến', documents: 'Tài liệu đã đối chiếu', staffFile: 'Hồ sơ xác minh', owners: 'Thành viên', deleted: 'Tổ chức đã bị xóa.' },
  en: { history: 'History', historyLead: 'Everything that happened to the organisation, the latest first; with the history of those merged into it.', mergedIn: 'Merged into it', decisions: 'Decisions', noDecisions: 'Nothing has been decided yet.', decidedBy: 'Decided by', on: 'Day', decision: 'Decision', reason: 'Reason', validUntil: 'Good until', documents: 'Documents compared', staffFile: 'Verification file', owners: 'Members', deleted: 'The organisation has been deleted.' },
})
export const duplicateTexts = texts({
  vi: {
    title: 'Tổ chức có thể trùng', lead: (n: number) => n === 0 ? 'Không còn cặp nào có vẻ trùng.' : `${formatNumber(n, 'vi')} cặp có vẻ trùng, chắc nhất ở trên. So sánh rồi đề nghị gộp, hoặc kết luận không trùng.`, evidence: 'Dấu hiệu', same_tax_code: 'Cùng mã số thuế', same_stem: 'Cùng mười số đầu của mã số thuế (chi nhánh)', same_name: 'Cùng tên', near_name: (percent: number) => `Tên gần giống (${percent} %)`, same_host: 'Cùng trang web',
    field: 'Mục', same: 'giống nhau', members: 'Thành viên', listings: 'Tin', deals: 'Giao dịch', source: 'Nguồn nhập', verification: 'Xác minh', none: 'không có',
    merge: (from: string, into: string) => `Gộp “${from}” vào “${into}”`, mergeHelp: 'Tổ chức thứ hai ở lại. Một cán bộ khác của Sàn phải phê duyệt.', propose: 'Đề nghị gộp', reason: 'Lý do gộp', distinct: 'Không trùng', distinctReason: 'Vì sao không trùng', keepApart: 'Kết luận không trùng',
  },
  en: {
    title: 'Possible duplicates', lead: (n: number) => n === 0 ? 'No pair looks alike any more.' : `${formatNumber(n, 'en')} ${n === 1 ? 'pair looks' : 'pairs look'} alike, the surest first. Compare, then propose a merge or say that they are not the same.`, evidence: 'Signs', same_tax_code: 'Same tax code', same_stem: 'Same first ten digits of the tax code (branch)', same_name: 'Same name', near_name: (percent: number) => `Similar name (${percent}%)`, same_host: 'Same website',
    field: 'Field', same: 'the same', members: 'Members', listings: 'Listings', deals: 'Deals', source: 'Imported from', verification: 'Verification', none: 'none',
    merge: (from: string, into: string) => `Merge “${from}” into “${into}”`, mergeHelp: 'The second one stays. Another member of the Exchange’s staff has to approve.', propose: 'Propose the merge', reason: 'Why merge them', distinct: 'Not the same', distinctReason: 'Why they are not the same', keepApart: 'They are not the same',
  },
})
/** What a merge or a deletion writes into rows that people read. */
export const mergeWords = texts({
  vi: { interestJoined: (into: string) => `Tổ chức đã được gộp vào “${into}”, tổ chức này đã có một đề nghị về cùng tin.`, accessEnded: (into: string) => `Tổ chức đã được gộp vào “${into}”; tổ chức này tự đề nghị quyền xem nếu cần.`, organisationDeleted: 'Tổ chức đã bị xóa.' },
  en: { interestJoined: (into: string) => `The organisation has become part of “${into}”, which has an interest in the same listing already.`, accessEnded: (into: string) => `The organisation has become part of “${into}”, which asks for access itself where it needs it.`, organisationDeleted: 'The organisation has been deleted.' },
})
