import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ApiRefusal } from './rules.ts'
import type { ApiScope } from './schema.ts'

export const apiRefusals = texts<Messages<ApiRefusal>>({
  vi: { too_many_keys: ({ most }) => `Tổ chức đã có ${most} khóa đang dùng. Hãy thu hồi một khóa không cần nữa rồi tạo lại.` },
  en: { too_many_keys: ({ most }) => `The organisation has ${most} keys in use. Revoke one you no longer need, then create this one.` },
})

export const scopeNames = texts<Record<ApiScope, string>>({
  vi: { market: 'Thị trường: chào bán, nhu cầu, tổ chức đã công bố', listings: 'Tin của tổ chức, kể cả bản nháp', deals: 'Giao dịch của tổ chức: bước, các bên, giá trị đã xác nhận' },
  en: { market: 'The market: published offers, needs and organisations', listings: 'The organisation’s own listings, drafts included', deals: 'The organisation’s deals: step, parties, confirmed value' },
})

export const keyTexts = texts({
  vi: {
    title: 'Khóa API', lead: 'Khóa API để phần mềm của tổ chức đọc dữ liệu từ Sàn. Khóa chỉ đọc, không gửi hay sửa được gì, và không đọc được thông tin theo cam kết bảo mật.', noOrganisation: 'Khóa thuộc về một tổ chức. Hãy chọn tổ chức bạn đang thay mặt.', ownersOnly: 'Chỉ chủ tổ chức tạo được khóa. Bạn thu hồi được khóa do mình tạo.',
    keys: 'Các khóa', none: 'Chưa có khóa nào.', name: 'Tên khóa', nameHelp: 'Dùng ở đâu, ví dụ: kho dữ liệu của viện.', scopes: 'Được đọc', days: 'Dùng được bao nhiêu ngày', daysHelp: (most: number) => `Từ 1 đến ${most} ngày.`, create: 'Tạo khóa', madeBy: 'Người tạo', until: 'Đến ngày', lastUsed: 'Dùng gần nhất', never: 'chưa dùng', state: 'Tình trạng', live: 'đang dùng', ended: 'hết hạn', revoked: 'đã thu hồi', revoke: 'Thu hồi', revokeKey: (name: string) => `Thu hồi khóa ${name}`, newKey: 'Tạo khóa mới',
    made: 'Khóa đã tạo', once: 'Đây là lần duy nhất khóa hiện ra. Hãy chép và cất nơi an toàn; ai có khóa thì đọc được như tổ chức của bạn.', how: 'Gửi khóa trong tiêu đề của mỗi yêu cầu:', back: 'Về danh sách khóa', description: 'Mô tả đầy đủ (OpenAPI 3.1)',
  },
  en: {
    title: 'API keys', lead: 'An API key lets your organisation’s software read from the Exchange. A key only reads: it can send or change nothing, and opens nothing under a confidentiality undertaking.', noOrganisation: 'A key belongs to an organisation. Choose the organisation you act for.', ownersOnly: 'Only owners create keys. You may revoke those you created.',
    keys: 'Keys', none: 'No keys yet.', name: 'Name of the key', nameHelp: 'Where it is used, for example: the institute’s data warehouse.', scopes: 'May read', days: 'Valid for how many days', daysHelp: (most: number) => `From 1 to ${most} days.`, create: 'Create the key', madeBy: 'Created by', until: 'Until', lastUsed: 'Last used', never: 'not yet used', state: 'State', live: 'in use', ended: 'expired', revoked: 'revoked', revoke: 'Revoke', revokeKey: (name: string) => `Revoke the key ${name}`, newKey: 'Create a key',
    made: 'Your new key', once: 'This is the only time the key is shown. Copy it and keep it safe: whoever has it reads as your organisation does.', how: 'Send it in a header of each request:', back: 'Back to the keys', description: 'Full description (OpenAPI 3.1)',
  },
})
