import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ConsentRefusal } from './rules.ts'
import type { ConsentPurpose } from './schema.ts'

export const consentRefusals = texts<Messages<ConsentRefusal>>({
  vi: {
    consent_needed: () => 'Hãy đọc rồi đánh dấu đồng ý với điều khoản và thông báo về dữ liệu cá nhân. Không có sự đồng ý này Sàn không được phép lập tài khoản.',
    text_changed_since: ({ version }) => `Bản ${version} vừa có hiệu lực trong lúc bạn đọc. Hãy tải lại trang để đọc bản mới.`,
  },
  en: {
    consent_needed: () => 'Please read and agree to the terms and the privacy notice. Without your consent the Exchange may not make an account.',
    text_changed_since: ({ version }) => `Version ${version} came into force while you were reading. Reload the page to read it.`,
  },
})

export const purposeNames = texts<Record<ConsentPurpose, { name: string; line: string }>>({
  vi: {
    terms: { name: 'Điều khoản và thông báo về dữ liệu cá nhân', line: 'Cần để có tài khoản. Rút lại nghĩa là rời Sàn.' },
    expert_profile: { name: 'Hồ sơ chuyên gia công khai', line: 'Cho mọi người xem hồ sơ chuyên gia bạn đã viết.' },
    email_digest: { name: 'Thư tổng hợp hằng ngày', line: 'Gửi các thông báo trong một thư mỗi ngày. Rút lại thì từ lúc ấy không còn thư tổng hợp nào.' },
    broker_contact: { name: 'Tổ chức môi giới liên hệ', line: 'Cho tổ chức môi giới của Sàn liên hệ với bạn về nhu cầu phù hợp. Không đồng ý thì không ai trong số họ được cho tên bạn.' },
    market_digest: { name: 'Thư “Có gì mới trên Sàn”', line: 'Gửi tin mới theo lĩnh vực bạn chọn, mỗi tuần hoặc mỗi tháng. Rút lại thì không còn thư nào.' },
  },
  en: {
    terms: { name: 'Terms and privacy notice', line: 'Needed to have an account. Taking it back means leaving the Exchange.' },
    expert_profile: { name: 'Public expert profile', line: 'Lets everybody read the expert profile you wrote.' },
    email_digest: { name: 'Daily letter', line: 'Sends notices in one letter a day. Take it back and no daily letter follows.' },
    broker_contact: { name: 'Contact by brokers', line: 'Lets the Exchange’s brokers contact you about needs that fit. Without it none of them is given your name.' },
    market_digest: { name: 'The letter “What is new on the Exchange”', line: 'Sends new listings in the fields you choose, weekly or monthly. Take it back and no letter follows.' },
  },
})

export const consentTexts = texts({
  vi: {
    privacy: 'Điều khoản và dữ liệu cá nhân', description: 'Sàn giữ dữ liệu cá nhân nào, để làm gì, trong bao lâu, và quyền của bạn.', version: (n: number, day: string) => `Bản ${n}, có hiệu lực từ ${day}`, versions: 'Các bản', terms: 'Điều khoản sử dụng', notice: 'Thông báo về dữ liệu cá nhân',
    retention: 'Giữ trong bao lâu', retentionText: 'Các thời hạn dưới đây do Sàn tự đặt. Mỗi ngày máy tự xóa những gì đã hết hạn.', what: 'Dữ liệu', howLong: 'Thời hạn', why: 'Vì sao',
    agreeTitle: 'Đồng ý với điều khoản', agreeNew: 'Điều khoản và thông báo về dữ liệu cá nhân có bản mới. Xin đọc rồi cho biết bạn có đồng ý.', agreeFirst: 'Sàn chưa có sự đồng ý của bạn với điều khoản và thông báo về dữ liệu cá nhân. Xin đọc rồi cho biết bạn có đồng ý.', changes: 'Những gì thay đổi', agree: 'Đồng ý', later: 'Để sau', leave: 'Không đồng ý: rời Sàn',
    tick: 'Tôi đã đọc và đồng ý với điều khoản và thông báo về dữ liệu cá nhân', mine: 'Dữ liệu của tôi', duty: (n: number) => `Đọc và đồng ý điều khoản, bản ${n}`,
  },
  en: {
    privacy: 'Terms and personal data', description: 'Which personal data the Exchange holds, what for, for how long, and your rights.', version: (n: number, day: string) => `Version ${n}, in force since ${day}`, versions: 'Versions', terms: 'Terms of use', notice: 'Privacy notice',
    retention: 'How long it is kept', retentionText: 'The Exchange sets these periods itself. Every day whatever is past its time is removed by machine.', what: 'Data', howLong: 'Kept for', why: 'Why',
    agreeTitle: 'Agree to the terms', agreeNew: 'There is a new version of the terms and the privacy notice. Please read it and say whether you agree.', agreeFirst: 'The Exchange does not have your consent to the terms and the privacy notice yet. Please read them and say whether you agree.', changes: 'What has changed', agree: 'I agree', later: 'Not now', leave: 'I do not agree: leave the Exchange',
    tick: 'I have read and agree to the terms and the privacy notice', mine: 'My data', duty: (n: number) => `Read and agree to the terms, version ${n}`,
  },
})
