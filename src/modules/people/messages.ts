import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { AccountRefusal, RoleRefusal } from './rules.ts'

export const peopleRefusals = texts<Messages<AccountRefusal | RoleRefusal>>({
  vi: {
    wrong_password: () => 'Địa chỉ thư hoặc mật khẩu chưa đúng. Hãy kiểm tra và thử lại, hoặc đặt lại mật khẩu.',
    not_confirmed: () => 'Địa chỉ thư này chưa được xác nhận. Chúng tôi vừa gửi lại thư xác nhận; hãy mở liên kết trong thư.',
    link_expired: () => 'Liên kết này đã hết hạn hoặc đã được dùng. Hãy đăng nhập để nhận liên kết mới.',
    password_too_common: () => 'Mật khẩu này nằm trong danh sách ai cũng đoán. Hãy chọn một câu dài của riêng bạn.',
    not_your_password: () => 'Đây không phải mật khẩu đã chọn khi đăng ký. Hãy thử lại. Nếu bạn không nhớ, hoặc người đăng ký không phải là bạn, hãy đặt mật khẩu mới qua thư; địa chỉ được xác nhận cùng lúc.',
    wrong_own_password: () => 'Mật khẩu hiện tại chưa đúng.',
    wrong_code: () => 'Mã chưa đúng hoặc đã được dùng. Hãy chờ ứng dụng hiện mã mới, hoặc dùng một mã dự phòng.',
    codes_locked: () => 'Đã có quá nhiều mã sai. Để bảo vệ tài khoản, hãy chờ 15 phút rồi thử lại.',
    sign_in_again: () => 'Bước đăng nhập này đã hết hạn. Hãy đăng nhập lại từ đầu.',
    account_suspended: () => 'Tài khoản này đang bị tạm khóa. Hãy liên hệ Sàn để biết lý do.',
    passkey_refused: () => 'Khóa đăng nhập này không được chấp nhận. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.',
    second_factor_on: () => 'Đăng nhập hai bước đang bật. Hãy tắt trước khi thiết lập lại.',
    last_way_in: () => 'Đây là cách đăng nhập cuối cùng của bạn. Hãy đặt mật khẩu hoặc thêm khóa đăng nhập trước.',
    email_taken: () => 'Không dùng được địa chỉ này. Hãy chọn địa chỉ khác.',
    provider_away: ({ provider }) => `${provider} hiện không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.`,
    provider_refused: ({ provider }) => `Chưa đăng nhập được qua ${provider}. Hãy thử lại từ đầu.`,
    provider_unlinked: ({ provider }) => `Tài khoản ${provider} này chưa được liên kết. Nếu bạn đã có tài khoản ở đây, hãy đăng nhập bằng mật khẩu rồi liên kết trong mục “Bảo mật”. Nếu chưa có, hãy đăng ký.`,
    provider_linked_elsewhere: ({ provider }) => `Tài khoản ${provider} này đã liên kết với một tài khoản khác.`,
    last_administrator: () => 'Đây là quản trị viên cuối cùng. Hãy trao vai trò này cho người khác trước.',
  },
  en: {
    wrong_password: () => 'The e-mail address or password is incorrect. Check both and try again, or reset your password.',
    not_confirmed: () => 'This address has not been confirmed yet. We have just sent the confirmation e-mail again; open the link in it.',
    link_expired: () => 'This link has expired or was used before. Sign in to receive a new one.',
    password_too_common: () => 'This password is among the most commonly guessed. Choose a long phrase of your own.',
    not_your_password: () => 'This is not the password chosen at sign-up. Please try again. If you do not remember it, or somebody else signed up with your address, set a new password by e-mail; that confirms the address as well.',
    wrong_own_password: () => 'The current password is incorrect.',
    wrong_code: () => 'The code is incorrect or was used before. Wait for the app to show a new one, or use a backup code.',
    codes_locked: () => 'There were too many wrong codes. To protect the account, please wait 15 minutes and try again.',
    sign_in_again: () => 'This step of signing in has expired. Please sign in again from the beginning.',
    account_suspended: () => 'This account is suspended. Please contact the Exchange to learn why.',
    passkey_refused: () => 'This passkey was not accepted. Try again, or sign in with your password.',
    second_factor_on: () => 'Two-step sign-in is on. Turn it off before setting it up again.',
    last_way_in: () => 'This is your last way to sign in. Set a password or add a passkey first.',
    email_taken: () => 'This address cannot be used. Please choose another.',
    provider_away: ({ provider }) => `${provider} does not answer at the moment. Try again in a few minutes, or sign in with your password.`,
    provider_refused: ({ provider }) => `Signing in with ${provider} did not succeed. Please start again.`,
    provider_unlinked: ({ provider }) => `This ${provider} account is not linked yet. If you have an account here, sign in with your password, then link it under “Security”. If you have none, please sign up.`,
    provider_linked_elsewhere: ({ provider }) => `This ${provider} account is linked to another account.`,
    last_administrator: () => 'This is the last administrator. Give the role to someone else first.',
  },
})

export const accountTexts = texts({
  vi: {
    signIn: 'Đăng nhập', signUp: 'Đăng ký tài khoản', name: 'Họ và tên', email: 'Thư điện tử', password: 'Mật khẩu', passwordHelp: 'Ít nhất 10 ký tự. Một câu dài dễ nhớ là tốt nhất.',
    noAccount: 'Chưa có tài khoản?', haveAccount: 'Đã có tài khoản?', forgot: 'Quên mật khẩu?', reset: 'Đặt lại mật khẩu', send: 'Gửi liên kết', newPassword: 'Mật khẩu mới', setPassword: 'Đặt mật khẩu',
    checkMail: 'Hãy mở hộp thư của bạn', checkMailText: (email: string) => `Chúng tôi đã gửi thư tới ${email}. Mở liên kết trong thư để tiếp tục; liên kết có hiệu lực 24 giờ.`,
    resetText: 'Nếu địa chỉ này có tài khoản, bạn sẽ nhận được thư kèm liên kết đặt lại mật khẩu.', development: 'Bản thử nghiệm: xem thư tại trang “Thư đi”.',
    confirming: 'Xác nhận địa chỉ', confirmText: 'Hãy nhập mật khẩu bạn đã chọn khi đăng ký để xác nhận địa chỉ thư và đăng nhập.', confirm: 'Xác nhận', setByLetter: 'Đặt mật khẩu mới qua thư',
    nextOrganisation: 'Sau khi đăng nhập, hãy lập tổ chức của bạn hoặc mở lời mời bạn nhận được.',
  },
  en: {
    signIn: 'Sign in', signUp: 'Create an account', name: 'Full name', email: 'E-mail', password: 'Password', passwordHelp: 'At least 10 characters. A long phrase you remember is best.',
    noAccount: 'No account yet?', haveAccount: 'Already have an account?', forgot: 'Forgot your password?', reset: 'Reset the password', send: 'Send the link', newPassword: 'New password', setPassword: 'Set the password',
    checkMail: 'Open your mailbox', checkMailText: (email: string) => `We have sent an e-mail to ${email}. Open the link in it to continue; it is valid for 24 hours.`,
    resetText: 'If this address has an account, you will receive an e-mail with a link to reset the password.', development: 'Development: read the e-mail on the “Outgoing mail” page.',
    confirming: 'Confirm your address', confirmText: 'Enter the password you chose at sign-up to confirm your address and sign in.', confirm: 'Confirm', setByLetter: 'Set a new password by e-mail',
    nextOrganisation: 'Once signed in, create your organisation or open the invitation you received.',
  },
})

/** What a person finds under “my account”: `href` follows the language in the address. */
export interface AccountSection { href: string; title: string; line: string }
export const accountSections = texts({
  vi: {
    profile: { href: '/my/account/profile', title: 'Hồ sơ cá nhân', line: 'Họ tên, chức vụ, ngôn ngữ và địa chỉ thư.' },
    expert: { href: '/my/expert', title: 'Hồ sơ chuyên gia', line: 'Chuyên môn, công bố khoa học, xung đột lợi ích.' },
    notices: { href: '/my/notices/settings', title: 'Cách nhận thông báo', line: 'Thư ngay, một thư mỗi ngày, hay chỉ trên trang, cho từng nhóm việc.' },
    calendar: { href: '/my/calendar', title: 'Lịch của tôi', line: 'Mọi hạn việc và cuộc họp của bạn trong lịch điện thoại; thu hồi được bất cứ lúc nào.' },
    searches: { href: '/my/searches', title: 'Tìm kiếm đã lưu', line: 'Sàn báo khi có tin mới khớp với điều bạn đang tìm.' },
    security: { href: '/my/account/security', title: 'Bảo mật', line: 'Mật khẩu, mã xác thực, khóa đăng nhập, phiên đăng nhập.' },
    access: { href: '/my/access', title: 'Quyền xem của tổ chức tôi', line: 'Những gì tổ chức bạn đã đề nghị được xem, đang được xem và đã cam kết giữ kín.' },
    acting: { href: '/my/acting', title: 'Ai đã làm thay tôi', line: 'Cán bộ của Sàn đã làm thay bạn khi nào, vì sao; kết thúc ngay khi bạn muốn.' },
    record: { href: '/my/record', title: 'Nhật ký của tôi', line: 'Những việc bạn đã làm, những việc làm thay bạn, những gì đã đổi ở tài khoản.' },
    keys: { href: '/my/api-keys', title: 'Khóa API', line: 'Cho chương trình của tổ chức bạn đọc dữ liệu; thu hồi được bất cứ lúc nào.' },
    data: { href: '/my/account/data', title: 'Dữ liệu của tôi', line: 'Sàn giữ gì về bạn; tải về, sửa, rút lại sự đồng ý, xóa.' },
  } satisfies Record<string, AccountSection>,
  en: {
    profile: { href: '/my/account/profile', title: 'Profile', line: 'Name, position, language and e-mail address.' },
    expert: { href: '/my/expert', title: 'Expert profile', line: 'Expertise, publications, conflicts of interest.' },
    notices: { href: '/my/notices/settings', title: 'How you are notified', line: 'E-mail at once, one a day, or only on this site, for each topic.' },
    calendar: { href: '/my/calendar', title: 'My calendar', line: 'Every due day and meeting of yours in your phone; revoked at any time.' },
    searches: { href: '/my/searches', title: 'Saved searches', line: 'Be told when something new answers what you are looking for.' },
    security: { href: '/my/account/security', title: 'Security', line: 'Password, authentication codes, passkeys, signed-in devices.' },
    access: { href: '/my/access', title: 'What my organisation may see', line: 'What your organisation asked to see, may see now, and undertook to keep confidential.' },
    acting: { href: '/my/acting', title: 'Who acted in my name', line: 'When and why the Exchange’s staff acted for you; end it whenever you like.' },
    record: { href: '/my/record', title: 'My record', line: 'What you did, what was done in your name, what was changed in your account.' },
    keys: { href: '/my/api-keys', title: 'API keys', line: 'Let your organisation’s programs read its data; revoked whenever you like.' },
    data: { href: '/my/account/data', title: 'My data', line: 'What the Exchange holds about you; take it, correct it, take back consent, delete it.' },
  },
})

/** The letters an account can ask for; those about a change go to its owner, who may not have made it. */
export const accountLetters = texts({
  vi: {
    confirm: (name: string, link: string) => ({ subject: 'Xác nhận địa chỉ thư của bạn', body: `Chào ${name},\n\nHãy mở liên kết sau để xác nhận địa chỉ và bắt đầu dùng Sàn giao dịch công nghệ Hà Nội:\n${link}\n\nLiên kết có hiệu lực 24 giờ. Nếu bạn không đăng ký, xin bỏ qua thư này.` }),
    reset: (name: string, link: string) => ({ subject: 'Đặt lại mật khẩu', body: `Chào ${name},\n\nHãy mở liên kết sau để đặt mật khẩu mới:\n${link}\n\nLiên kết có hiệu lực một giờ. Nếu bạn không yêu cầu, xin bỏ qua thư này; mật khẩu vẫn như cũ.` }),
    already: (name: string, link: string) => ({ subject: 'Bạn đã có tài khoản', body: `Chào ${name},\n\nCó người vừa đăng ký bằng địa chỉ này, nhưng địa chỉ đã có tài khoản. Hãy đăng nhập tại:\n${link}\n\nNếu quên mật khẩu, chọn “Quên mật khẩu?” trên trang đó. Nếu không phải bạn, xin bỏ qua thư này.` }),
    password_changed: (name: string, link: string) => ({ subject: 'Mật khẩu đã được đổi', body: `Chào ${name},\n\nMật khẩu tài khoản của bạn vừa được đổi. Các phiên đăng nhập khác đã kết thúc.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    second_factor_added: (name: string, link: string) => ({ subject: 'Đã bật đăng nhập hai bước', body: `Chào ${name},\n\nTừ nay khi đăng nhập, tài khoản của bạn cần thêm mã từ ứng dụng xác thực.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    second_factor_removed: (name: string, link: string) => ({ subject: 'Đã tắt đăng nhập hai bước', body: `Chào ${name},\n\nTài khoản của bạn không còn hỏi mã xác thực khi đăng nhập.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    backup_codes_made: (name: string, link: string) => ({ subject: 'Đã tạo mã dự phòng mới', body: `Chào ${name},\n\nBộ mã dự phòng mới vừa được tạo; các mã cũ không dùng được nữa.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    passkey_added: (name: string, link: string) => ({ subject: 'Đã thêm khóa đăng nhập', body: `Chào ${name},\n\nMột khóa đăng nhập mới vừa được thêm vào tài khoản của bạn.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    passkey_removed: (name: string, link: string) => ({ subject: 'Đã gỡ khóa đăng nhập', body: `Chào ${name},\n\nMột khóa đăng nhập vừa được gỡ khỏi tài khoản của bạn.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    sessions_ended: (name: string, link: string) => ({ subject: 'Các phiên đăng nhập đã kết thúc', body: `Chào ${name},\n\nMột hoặc nhiều phiên đăng nhập của bạn vừa được kết thúc.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    account_linked: (name: string, link: string) => ({ subject: 'Đã liên kết tài khoản ngoài', body: `Chào ${name},\n\nMột tài khoản bên ngoài vừa được liên kết và từ nay có thể dùng để đăng nhập.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    account_unlinked: (name: string, link: string) => ({ subject: 'Đã bỏ liên kết tài khoản ngoài', body: `Chào ${name},\n\nTài khoản bên ngoài đã liên kết vừa được bỏ và không còn dùng để đăng nhập được.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    email_change: (name: string, link: string) => ({ subject: 'Xác nhận địa chỉ thư mới', body: `Chào ${name},\n\nHãy mở liên kết sau, khi đang đăng nhập, để dùng địa chỉ này cho tài khoản của bạn:\n${link}\n\nLiên kết có hiệu lực 24 giờ. Nếu bạn không yêu cầu, xin bỏ qua thư này.` }),
    email_change_asked: (name: string, link: string) => ({ subject: 'Có yêu cầu đổi địa chỉ thư', body: `Chào ${name},\n\nCó yêu cầu chuyển tài khoản của bạn sang một địa chỉ thư khác. Địa chỉ chỉ đổi khi liên kết gửi tới địa chỉ mới được mở.\n\nNếu không phải bạn làm việc này, hãy đặt lại mật khẩu ngay và xem các phiên đăng nhập tại:\n${link}` }),
    email_changed: (name: string, link: string) => ({ subject: 'Địa chỉ thư đã đổi', body: `Chào ${name},\n\nTài khoản của bạn nay dùng một địa chỉ thư khác; địa chỉ này không còn đăng nhập được.\n\nNếu không phải bạn làm việc này, hãy báo cho Sàn ngay:\n${link}` }),
  },
  en: {
    confirm: (name: string, link: string) => ({ subject: 'Confirm your e-mail address', body: `Dear ${name},\n\nOpen this link to confirm your address and start using the Hanoi Technology Exchange:\n${link}\n\nThe link is valid for 24 hours. If you did not sign up, please ignore this e-mail.` }),
    reset: (name: string, link: string) => ({ subject: 'Reset your password', body: `Dear ${name},\n\nOpen this link to set a new password:\n${link}\n\nThe link is valid for one hour. If you did not ask for it, ignore this e-mail; your password stays as it is.` }),
    already: (name: string, link: string) => ({ subject: 'You already have an account', body: `Dear ${name},\n\nSomeone has just signed up with this address, which already has an account. Sign in at:\n${link}\n\nIf you have forgotten your password, choose “Forgot your password?” there. If this was not you, please ignore this e-mail.` }),
    password_changed: (name: string, link: string) => ({ subject: 'Your password was changed', body: `Dear ${name},\n\nThe password of your account has just been changed. Your other sessions were ended.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    second_factor_added: (name: string, link: string) => ({ subject: 'Two-step sign-in is on', body: `Dear ${name},\n\nFrom now on signing in to your account also needs a code from your authenticator app.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    second_factor_removed: (name: string, link: string) => ({ subject: 'Two-step sign-in is off', body: `Dear ${name},\n\nYour account no longer asks for a code when signing in.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    backup_codes_made: (name: string, link: string) => ({ subject: 'New backup codes were made', body: `Dear ${name},\n\nA new set of backup codes has just been made; the old ones no longer work.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    passkey_added: (name: string, link: string) => ({ subject: 'A passkey was added', body: `Dear ${name},\n\nA new passkey has just been added to your account.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    passkey_removed: (name: string, link: string) => ({ subject: 'A passkey was removed', body: `Dear ${name},\n\nA passkey has just been removed from your account.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    sessions_ended: (name: string, link: string) => ({ subject: 'Sessions were ended', body: `Dear ${name},\n\nOne or more of your signed-in sessions have just been ended.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    account_linked: (name: string, link: string) => ({ subject: 'An outside account was linked', body: `Dear ${name},\n\nAn outside account has just been linked and can be used to sign in from now on.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    account_unlinked: (name: string, link: string) => ({ subject: 'An outside account was unlinked', body: `Dear ${name},\n\nThe linked outside account has just been removed and can no longer be used to sign in.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    email_change: (name: string, link: string) => ({ subject: 'Confirm your new address', body: `Dear ${name},\n\nWhile signed in, open this link to use this address for your account:\n${link}\n\nThe link is valid for 24 hours. If you did not ask for it, please ignore this e-mail.` }),
    email_change_asked: (name: string, link: string) => ({ subject: 'A change of address was asked for', body: `Dear ${name},\n\nSomebody has asked to move your account to another e-mail address. It changes only when the link sent to the new address is opened.\n\nIf this was not you, reset your password at once and look at the signed-in sessions at:\n${link}` }),
    email_changed: (name: string, link: string) => ({ subject: 'Your e-mail address was changed', body: `Dear ${name},\n\nYour account now uses another e-mail address; this one no longer signs in.\n\nIf this was not you, tell the Exchange at once:\n${link}` }),
  },
})
export type AccountLetterKind = keyof (typeof accountLetters)['vi']
