import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatDay } from '../../platform/time.ts'
import type { NoticeRefusal } from './rules.ts'
import type { Delivery } from './schema.ts'

export const signature = texts({ vi: 'Sàn giao dịch công nghệ Hà Nội\n258 Võ Chí Công, phường Tây Hồ, Hà Nội', en: 'Hanoi Technology Exchange\n258 Vo Chi Cong, Tay Ho Ward, Hanoi' })
export const mailTexts = texts({
  vi: { title: 'Thư đi', lead: 'Bản thử nghiệm không gửi thư ra ngoài. Các thư gần nhất nằm ở đây.', empty: 'Chưa có thư nào.', to: 'Gửi tới' },
  en: { title: 'Outgoing mail', lead: 'A development system sends no mail. The latest e-mails are kept here.', empty: 'No e-mails yet.', to: 'To' },
})

/** What stands around the words of a notice in its letter, and the daily letter. */
export const letterTexts = texts({
  vi: {
    greeting: (name: string) => `Chào ${name},`, why: (reason: string) => `Bạn nhận thư này ${reason}.`, because: (reason: string) => `(${reason})`,
    stopTopic: (topic: string, url: string) => `Ngừng nhận thư về “${topic}”: ${url}`, stopDigest: (url: string) => `Ngừng nhận thư tổng hợp hằng ngày: ${url}`, settings: (url: string) => `Chọn cách nhận thông báo: ${url}`,
    always: { security: 'Thư này luôn được gửi ngay vì liên quan đến an toàn tài khoản của bạn.', law: 'Thư này luôn được gửi ngay vì pháp luật yêu cầu Sàn báo cho bạn.' },
    digest: (n: number, at: Date) => `Thông báo ngày ${formatDay(at, 'vi')}: ${formatNumber(n, 'vi')} việc`, digestLead: 'Đây là những thông báo đến từ thư tổng hợp trước.', digestReason: 'vì bạn đã chọn nhận thư tổng hợp hằng ngày', more: (n: number, url: string) => `Còn ${formatNumber(n, 'vi')} thông báo khác: ${url}`,
  },
  en: {
    greeting: (name: string) => `Dear ${name},`, why: (reason: string) => `You receive this e-mail ${reason}.`, because: (reason: string) => `(${reason})`,
    stopTopic: (topic: string, url: string) => `Stop e-mails about “${topic}”: ${url}`, stopDigest: (url: string) => `Stop the daily e-mail: ${url}`, settings: (url: string) => `Choose how you are notified: ${url}`,
    always: { security: 'This e-mail is always sent at once, because it concerns the security of your account.', law: 'This e-mail is always sent at once, because the law requires the Exchange to tell you.' },
    digest: (n: number, at: Date) => `Notices of ${formatDay(at, 'en')}: ${formatNumber(n, 'en')}`, digestLead: 'These notices came since the last daily e-mail.', digestReason: 'because you chose a daily e-mail', more: (n: number, url: string) => `${formatNumber(n, 'en')} more: ${url}`,
  },
})

export const deliveryNames = texts<Record<Delivery, string>>({
  vi: { at_once: 'Thư ngay khi có', daily: 'Một thư mỗi ngày, lúc 7 giờ sáng', page: 'Chỉ trên trang, không gửi thư' },
  en: { at_once: 'E-mail at once', daily: 'One e-mail a day, at 7 in the morning', page: 'Only on this site, no e-mail' },
})

export const noticeTextsOfPages = texts({
  vi: {
    title: 'Thông báo', lead: 'Những gì Sàn báo cho bạn, thông báo chưa đọc ở trên.', empty: 'Chưa có thông báo nào.', unread: 'Chưa đọc', readAll: 'Đánh dấu tất cả đã đọc', settings: 'Chọn cách nhận thông báo', total: (n: number) => `${formatNumber(n, 'vi')} thông báo`,
    settingsTitle: 'Cách nhận thông báo', settingsLead: 'Mọi thông báo luôn nằm trên trang “Thông báo”. Với mỗi nhóm, bạn chọn có nhận thêm thư điện tử hay không.', save: 'Lưu lựa chọn', about: 'Gồm', alwaysKinds: 'Luôn gửi thư ngay', security: 'vì an toàn tài khoản', law: 'vì pháp luật yêu cầu', alwaysTopic: 'Mọi thông báo của nhóm này luôn được gửi thư ngay, nên không có lựa chọn nào ở đây.', noneYet: 'Hiện chưa có thông báo nào thuộc nhóm này.',
    stopTitle: 'Ngừng nhận thư', stopTopic: (topic: string) => `Bạn sẽ không nhận thư về “${topic}” nữa. Thông báo vẫn nằm trên trang của Sàn khi bạn đăng nhập.`, stopDigest: 'Bạn sẽ không nhận thư tổng hợp hằng ngày nữa. Thông báo vẫn nằm trên trang của Sàn khi bạn đăng nhập.', alwaysStays: 'Thư về an toàn tài khoản và thư mà pháp luật yêu cầu vẫn được gửi.', stop: 'Ngừng nhận', stopped: 'Đã ngừng', stoppedTopic: (topic: string) => `Bạn không nhận thư về “${topic}” nữa.`, stoppedDigest: 'Bạn không nhận thư tổng hợp hằng ngày nữa.', change: 'Muốn nhận lại, hãy vào trang chọn cách nhận thông báo.',
  },
  en: {
    title: 'Notices', lead: 'What the Exchange has told you, what you have not opened first.', empty: 'No notices yet.', unread: 'Not opened', readAll: 'Mark all as read', settings: 'Choose how you are notified', total: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'notice' : 'notices'}`,
    settingsTitle: 'How you are notified', settingsLead: 'Every notice is always on the page “Notices”. For each topic you choose whether you get e-mail as well.', save: 'Save', about: 'These are', alwaysKinds: 'Always sent by e-mail at once', security: 'for the security of your account', law: 'because the law requires it', alwaysTopic: 'All notices of this topic are always sent by e-mail at once, so there is nothing to choose.', noneYet: 'There are no notices of this topic yet.',
    stopTitle: 'Stop e-mails', stopTopic: (topic: string) => `You will get no more e-mails about “${topic}”. Notices stay on the site for when you sign in.`, stopDigest: 'You will get no more daily e-mails. Notices stay on the site for when you sign in.', alwaysStays: 'E-mails about the security of your account, and those the law requires, are still sent.', stop: 'Stop', stopped: 'Stopped', stoppedTopic: (topic: string) => `You get no more e-mails about “${topic}”.`, stoppedDigest: 'You get no more daily e-mails.', change: 'To get them again, choose how you are notified.',
  },
})

export const noticeAdministration = texts({
  vi: {
    title: 'Lời văn thông báo', administration: 'Quản trị', lead: 'Lời văn của từng thông báo, bằng hai thứ tiếng. Bản đã sửa có hiệu lực ngay với mọi thông báo gửi sau đó; các bản trước được giữ lại.', caption: 'Các loại thông báo', kind: 'Thông báo', topic: 'Nhóm', code: 'Mã', state: 'Lời văn', own: 'Theo chương trình', changed: (version: number, day: string) => `Bản sửa ${version}, ngày ${day}`,
    languages: { vi: 'Tiếng Việt', en: 'Tiếng Anh' }, subject: 'Tiêu đề thư', body: 'Nội dung thư', line: 'Câu hiện trên trang', placeholders: (names: string) => `Giữ nguyên các chỗ trống ${names}; chương trình sẽ điền vào đó. Đoạn nào có chỗ trống không có gì để điền sẽ được bỏ.`, save: (language: string) => `Lưu lời văn ${language.charAt(0).toLowerCase()}${language.slice(1)}`, restore: (language: string) => `Trở về lời văn của chương trình (${language.charAt(0).toLowerCase()}${language.slice(1)})`,
    preview: (language: string) => `Xem trước (${language})`, previewText: 'Với giá trị ví dụ, theo lời văn đang có hiệu lực.', history: 'Các bản đã sửa', version: 'Bản', language: 'Ngôn ngữ', by: 'Người sửa', at: 'Lúc', restored: 'Trở về lời văn của chương trình', noHistory: 'Chưa ai sửa lời văn này.', always: { security: 'Luôn gửi thư ngay, vì an toàn tài khoản.', law: 'Luôn gửi thư ngay, vì pháp luật yêu cầu.' },
  },
  en: {
    title: 'Words of notices', administration: 'Administration', lead: 'The words of each notice, in both languages. A change is in force at once for every notice sent after it; earlier versions are kept.', caption: 'Kinds of notices', kind: 'Notice', topic: 'Topic', code: 'Code', state: 'Words', own: 'The program’s own', changed: (version: number, day: string) => `Changed, version ${version} of ${day}`,
    languages: { vi: 'Vietnamese', en: 'English' }, subject: 'Subject of the e-mail', body: 'Text of the e-mail', line: 'Sentence on the page', placeholders: (names: string) => `Keep the placeholders ${names}; the program fills them in. A paragraph whose placeholder has nothing to stand for is left out.`, save: (language: string) => `Save the ${language} words`, restore: (language: string) => `Return to the program’s own words (${language})`,
    preview: (language: string) => `Preview (${language})`, previewText: 'With sample values, in the words now in force.', history: 'Changes made', version: 'Version', language: 'Language', by: 'Changed by', at: 'At', restored: 'Returned to the program’s own words', noHistory: 'Nobody has changed these words yet.', always: { security: 'Always sent by e-mail at once, for the security of the account.', law: 'Always sent by e-mail at once, because the law requires it.' },
  },
})

const braced = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ')
export const noticeRefusals = texts<Messages<NoticeRefusal>>({
  vi: {
    stop_link_unknown: () => 'Liên kết ngừng nhận thư này không đúng hoặc đã bị cắt ngắn. Hãy mở lại liên kết đầy đủ trong thư, hoặc đăng nhập để chọn cách nhận thông báo.',
    text_changed_meanwhile: () => 'Người khác vừa sửa lời văn này. Hãy tải lại trang để xem bản mới rồi sửa tiếp.',
    placeholder_unknown: ({ names, known }) => `Không có chỗ trống ${braced(names)} cho thông báo này. ${known.length ? `Có thể dùng: ${braced(known)}.` : 'Thông báo này không có chỗ trống nào.'}`,
    placeholder_missing: ({ names }) => `Tiêu đề hoặc nội dung thư còn thiếu ${braced(names)}. Hãy đưa vào để người nhận biết đầy đủ.`,
  },
  en: {
    stop_link_unknown: () => 'This link is not right or was cut short. Open the whole link from the e-mail, or sign in to choose how you are notified.',
    text_changed_meanwhile: () => 'Someone has just changed these words. Reload the page to see the new version, then make your change.',
    placeholder_unknown: ({ names, known }) => `This notice has no placeholder ${braced(names)}. ${known.length ? `You may use: ${braced(known)}.` : 'It has no placeholders.'}`,
    placeholder_missing: ({ names }) => `The subject or text of the e-mail lacks ${braced(names)}. Put it in, so that the reader knows everything.`,
  },
})
