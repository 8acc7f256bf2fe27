import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { AccountRefusal, RoleRefusal } from './rules.ts'

export const peopleRefusals = texts<Messages<AccountRefusal | RoleRefusal>>({
  vi: {
    wrong_password: () => 'Địa chỉ thư hoặc mật khẩu chưa đúng. Hãy kiểm tra và thử lại, hoặc đặt lại mật khẩu.',
    not_confirmed: () => 'Địa chỉ thư này chưa được xác nhận. Chúng tôi vừa gửi lại thư xác nhận; hãy mở liên kết trong thư.',
    link_expired: () => 'Liên kết này đã hết hạn hoặc đã được dùng. Hãy đăng nhập để nhận liên kết mới.',
    password_too_common: () => 'Mật khẩu này nằm trong danh sách ai cũng đoán. Hãy chọn một câu dài của riêng bạn.',
    last_administrator: () => 'Đây là quản trị viên cuối cùng. Hãy trao vai trò này cho người khác trước.',
  },
  en: {
    wrong_password: () => 'The e-mail address or password is incorrect. Check both and try again, or reset your password.',
    not_confirmed: () => 'This address has not been confirmed yet. We have just sent the confirmation e-mail again; open the link in it.',
    link_expired: () => 'This link has expired or was used before. Sign in to receive a new one.',
    password_too_common: () => 'This password is among the most commonly guessed. Choose a long phrase of your own.',
    last_administrator: () => 'This is the last administrator. Give the role to someone else first.',
  },
})

export const accountTexts = texts({
  vi: {
    signIn: 'Đăng nhập', signUp: 'Đăng ký tài khoản', name: 'Họ và tên', email: 'Thư điện tử', password: 'Mật khẩu', passwordHelp: 'Ít nhất 10 ký tự. Một câu dài dễ nhớ là tốt nhất.',
    noAccount: 'Chưa có tài khoản?', haveAccount: 'Đã có tài khoản?', forgot: 'Quên mật khẩu?', reset: 'Đặt lại mật khẩu', send: 'Gửi liên kết', newPassword: 'Mật khẩu mới', setPassword: 'Đặt mật khẩu',
    checkMail: 'Hãy mở hộp thư của bạn', checkMailText: (email: string) => `Chúng tôi đã gửi thư tới ${email}. Mở liên kết trong thư để tiếp tục; liên kết có hiệu lực 24 giờ.`,
    resetText: 'Nếu địa chỉ này có tài khoản, bạn sẽ nhận được thư kèm liên kết đặt lại mật khẩu.', development: 'Bản thử nghiệm: xem thư tại trang “Thư đi”.',
    confirming: 'Xác nhận địa chỉ', confirmText: 'Bấm nút dưới đây để xác nhận địa chỉ thư và đăng nhập.', confirm: 'Xác nhận',
    nextOrganisation: 'Sau khi đăng nhập, hãy lập tổ chức của bạn hoặc mở lời mời bạn nhận được.',
  },
  en: {
    signIn: 'Sign in', signUp: 'Create an account', name: 'Full name', email: 'E-mail', password: 'Password', passwordHelp: 'At least 10 characters. A long phrase you remember is best.',
    noAccount: 'No account yet?', haveAccount: 'Already have an account?', forgot: 'Forgot your password?', reset: 'Reset the password', send: 'Send the link', newPassword: 'New password', setPassword: 'Set the password',
    checkMail: 'Open your mailbox', checkMailText: (email: string) => `We have sent an e-mail to ${email}. Open the link in it to continue; it is valid for 24 hours.`,
    resetText: 'If this address has an account, you will receive an e-mail with a link to reset the password.', development: 'Development: read the e-mail on the “Outgoing mail” page.',
    confirming: 'Confirm your address', confirmText: 'Press the button below to confirm your address and sign in.', confirm: 'Confirm',
    nextOrganisation: 'Once signed in, create your organisation or open the invitation you received.',
  },
})

/** The three letters an account can ask for. */
export const accountLetters = texts({
  vi: {
    confirm: (name: string, link: string) => ({ subject: 'Xác nhận địa chỉ thư của bạn', body: `Chào ${name},\n\nHãy mở liên kết sau để xác nhận địa chỉ và bắt đầu dùng Sàn giao dịch công nghệ Hà Nội:\n${link}\n\nLiên kết có hiệu lực 24 giờ. Nếu bạn không đăng ký, xin bỏ qua thư này.` }),
    reset: (name: string, link: string) => ({ subject: 'Đặt lại mật khẩu', body: `Chào ${name},\n\nHãy mở liên kết sau để đặt mật khẩu mới:\n${link}\n\nLiên kết có hiệu lực một giờ. Nếu bạn không yêu cầu, xin bỏ qua thư này; mật khẩu vẫn như cũ.` }),
    already: (name: string, link: string) => ({ subject: 'Bạn đã có tài khoản', body: `Chào ${name},\n\nCó người vừa đăng ký bằng địa chỉ này, nhưng địa chỉ đã có tài khoản. Hãy đăng nhập tại:\n${link}\n\nNếu quên mật khẩu, chọn “Quên mật khẩu?” trên trang đó. Nếu không phải bạn, xin bỏ qua thư này.` }),
  },
  en: {
    confirm: (name: string, link: string) => ({ subject: 'Confirm your e-mail address', body: `Dear ${name},\n\nOpen this link to confirm your address and start using the Hanoi Technology Exchange:\n${link}\n\nThe link is valid for 24 hours. If you did not sign up, please ignore this e-mail.` }),
    reset: (name: string, link: string) => ({ subject: 'Reset your password', body: `Dear ${name},\n\nOpen this link to set a new password:\n${link}\n\nThe link is valid for one hour. If you did not ask for it, ignore this e-mail; your password stays as it is.` }),
    already: (name: string, link: string) => ({ subject: 'You already have an account', body: `Dear ${name},\n\nSomeone has just signed up with this address, which already has an account. Sign in at:\n${link}\n\nIf you have forgotten your password, choose “Forgot your password?” there. If this was not you, please ignore this e-mail.` }),
  },
})
