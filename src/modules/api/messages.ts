import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ApiRefusal, UrlFault } from './rules.ts'
import type { ApiScope, DeliveryState, WebhookEventType } from './schema.ts'

const urlFaults = texts<Record<UrlFault, string>>({
  vi: {
    unreadable: 'Địa chỉ không đọc được. Hãy ghi đầy đủ, ví dụ https://hooks.example.vn/techex.', not_https: 'Địa chỉ phải bắt đầu bằng https://.', port: 'Địa chỉ phải dùng cổng 443, tức không ghi cổng.', user: 'Địa chỉ không được chứa tên đăng nhập hay mật khẩu.',
    private: 'Máy chủ này nằm trong mạng nội bộ. Sàn chỉ gửi tới địa chỉ công khai trên Internet.', unknown_host: 'Không tìm thấy máy chủ này.',
  },
  en: {
    unreadable: 'This address could not be read. Give all of it, such as https://hooks.example.vn/techex.', not_https: 'The address must begin with https://.', port: 'The address must use port 443, which is not written.', user: 'The address may not hold a user name or password.',
    private: 'This host lies in a private network. The Exchange sends to public addresses on the Internet only.', unknown_host: 'This host was not found.',
  },
})

export const apiRefusals = texts<Messages<ApiRefusal>>({
  vi: {
    too_many_keys: ({ most }) => `Tổ chức đã có ${most} khóa đang dùng. Hãy thu hồi một khóa không cần nữa rồi tạo lại.`, too_many_webhooks: ({ most }) => `Tổ chức đã có ${most} webhook đang bật. Hãy tắt một webhook không cần nữa rồi đăng ký lại.`,
    webhook_disabled: () => 'Webhook này đang tắt. Hãy bật lại trước.', webhook_url: ({ why }) => urlFaults.vi[why], nothing_to_replay: () => 'Không có tin nào trong khoảng này. Nhật ký gửi giữ 30 ngày.',
    idempotency_key_reused: () => 'Khóa Idempotency-Key này đã dùng cho một yêu cầu khác trong 24 giờ qua.', changed_since_read: () => 'Nội dung đã đổi từ khi bạn đọc. Hãy tải lại rồi làm lại.', cursor_unfit: () => 'Con trỏ này không thuộc danh sách đang hỏi.',
  },
  en: {
    too_many_keys: ({ most }) => `The organisation has ${most} keys in use. Revoke one you no longer need, then create this one.`, too_many_webhooks: ({ most }) => `The organisation has ${most} webhooks enabled. Disable one you no longer need, then register this one.`,
    webhook_disabled: () => 'This webhook is disabled. Enable it first.', webhook_url: ({ why }) => urlFaults.en[why], nothing_to_replay: () => 'There is no message in this period. The log of deliveries goes back 30 days.',
    idempotency_key_reused: () => 'This Idempotency-Key was used for another request within the last 24 hours.', changed_since_read: () => 'It has changed since you read it. Reload and do it again.', cursor_unfit: () => 'This cursor does not belong to the list asked for.',
  },
})

export const scopeNames = texts<Record<ApiScope, string>>({
  vi: {
    market: 'Đọc thị trường: chào bán, nhu cầu, tổ chức đã công bố', listings: 'Đọc tin của tổ chức, kể cả bản nháp', listings_write: 'Ghi: tạo, sửa, gửi duyệt, rút, xác nhận và đóng tin của tổ chức; điều công bố và bằng chứng', deals: 'Đọc lời quan tâm và giao dịch của tổ chức, kể cả tin nhắn',
    deals_write: 'Ghi: bày tỏ và trả lời quan tâm, nhắn tin, chuyển bước giao dịch (không báo hay xác nhận giá trị)', webhooks: 'Đọc các webhook và nhật ký gửi', webhooks_write: 'Ghi: đăng ký, thử, tắt webhook, đổi khóa bí mật, gửi lại',
  },
  en: {
    market: 'Read the market: published offers, needs and organisations', listings: 'Read the organisation’s own listings, drafts included', listings_write: 'Write: draft, change, submit, take back, confirm and close its listings; their claims and evidence', deals: 'Read the organisation’s interests and deals, messages included',
    deals_write: 'Write: express and answer interests, send messages, move deals to another step (never report or confirm a closing)', webhooks: 'Read its webhooks and their deliveries', webhooks_write: 'Write: register, test and disable webhooks, replace secrets, replay',
  },
})

export const keyTexts = texts({
  vi: {
    title: 'Khóa API', lead: 'Khóa API để phần mềm của tổ chức làm việc với Sàn. Khóa chỉ đọc và ghi trong phạm vi bạn chọn; không ký, không xác nhận giá trị giao dịch, và không đọc được thông tin theo cam kết bảo mật.', noOrganisation: 'Khóa thuộc về một tổ chức. Hãy chọn tổ chức bạn đang thay mặt.', ownersOnly: 'Chỉ chủ tổ chức tạo được khóa. Bạn thu hồi được khóa do mình tạo.',
    keys: 'Các khóa', none: 'Chưa có khóa nào.', name: 'Tên khóa', nameHelp: 'Dùng ở đâu, ví dụ: kho dữ liệu của viện.', scopes: 'Được làm', days: 'Dùng được bao nhiêu ngày', daysHelp: (most: number) => `Từ 1 đến ${most} ngày.`, create: 'Tạo khóa', madeBy: 'Người tạo', until: 'Đến ngày', lastUsed: 'Dùng gần nhất', never: 'chưa dùng', state: 'Tình trạng', live: 'đang dùng', ended: 'hết hạn', revoked: 'đã thu hồi', revoke: 'Thu hồi', revokeKey: (name: string) => `Thu hồi khóa ${name}`, newKey: 'Tạo khóa mới',
    made: 'Khóa đã tạo', once: 'Đây là lần duy nhất khóa hiện ra. Hãy chép và cất nơi an toàn; ai có khóa thì làm được như tổ chức của bạn trong phạm vi đã chọn.', how: 'Gửi khóa trong tiêu đề của mỗi yêu cầu:', back: 'Về danh sách khóa', description: 'Hướng dẫn cho nhà phát triển', webhooks: 'Webhook của tổ chức',
  },
  en: {
    title: 'API keys', lead: 'An API key lets your organisation’s software work with the Exchange. It reads and writes only what you choose below; it signs nothing, confirms no value of a deal, and opens nothing under a confidentiality undertaking.', noOrganisation: 'A key belongs to an organisation. Choose the organisation you act for.', ownersOnly: 'Only owners create keys. You may revoke those you created.',
    keys: 'Keys', none: 'No keys yet.', name: 'Name of the key', nameHelp: 'Where it is used, for example: the institute’s data warehouse.', scopes: 'May do', days: 'Valid for how many days', daysHelp: (most: number) => `From 1 to ${most} days.`, create: 'Create the key', madeBy: 'Created by', until: 'Until', lastUsed: 'Last used', never: 'not yet used', state: 'State', live: 'in use', ended: 'expired', revoked: 'revoked', revoke: 'Revoke', revokeKey: (name: string) => `Revoke the key ${name}`, newKey: 'Create a key',
    made: 'Your new key', once: 'This is the only time the key is shown. Copy it and keep it safe: whoever has it acts as your organisation does, within what you chose.', how: 'Send it in a header of each request:', back: 'Back to the keys', description: 'For developers', webhooks: 'The organisation’s webhooks',
  },
})

export const stateNames = texts<Record<DeliveryState, string>>({
  vi: { pending: 'đang chờ gửi', delivered: 'đã nhận', failed: 'không gửi được', cancelled: 'không gửi, webhook đã tắt' },
  en: { pending: 'waiting to be sent', delivered: 'received', failed: 'given up', cancelled: 'not sent, the webhook was disabled' },
})

export const eventNames = texts<Record<WebhookEventType, string>>({
  vi: {
    'listing.drafted': 'Tạo bản nháp', 'listing.changed': 'Sửa tin', 'listing.submitted': 'Gửi tin đi duyệt', 'listing.withdrawn': 'Rút tin khỏi kiểm duyệt', 'listing.published': 'Tin được công bố', 'listing.returned': 'Tin bị trả lại', 'listing.closed': 'Đóng tin', 'listing.confirmation_due': 'Tin sắp phải xác nhận lại', 'listing.confirmed': 'Tin được xác nhận còn hiệu lực', 'listing.expired': 'Tin hết hiệu lực',
    'interest.expressed': 'Có lời quan tâm', 'interest.accepted': 'Lời quan tâm được chấp nhận', 'interest.declined': 'Lời quan tâm bị từ chối', 'interest.withdrawn': 'Lời quan tâm được rút lại',
    'deal.opened': 'Mở hồ sơ giao dịch', 'deal.message_sent': 'Có tin nhắn trong hồ sơ', 'deal.document_added': 'Có tài liệu trong hồ sơ', 'deal.stage_changed': 'Giao dịch chuyển bước', 'deal.closing_claimed': 'Một bên báo hoàn tất', 'deal.closing_disputed': 'Giá trị chưa được xác nhận', 'deal.won': 'Giao dịch hoàn tất', 'deal.lost': 'Giao dịch không thành',
  },
  en: {
    'listing.drafted': 'A listing is drafted', 'listing.changed': 'A listing is changed', 'listing.submitted': 'A listing is sent for review', 'listing.withdrawn': 'A listing is taken back from review', 'listing.published': 'A listing is published', 'listing.returned': 'A listing is sent back', 'listing.closed': 'A listing is closed', 'listing.confirmation_due': 'A listing is to be confirmed soon', 'listing.confirmed': 'A listing is confirmed to hold', 'listing.expired': 'A listing has lapsed',
    'interest.expressed': 'An interest is expressed', 'interest.accepted': 'An interest is accepted', 'interest.declined': 'An interest is declined', 'interest.withdrawn': 'An interest is taken back',
    'deal.opened': 'A deal is opened', 'deal.message_sent': 'A message lies in a deal', 'deal.document_added': 'A document lies in a deal', 'deal.stage_changed': 'A deal moves to another step', 'deal.closing_claimed': 'A side reports the closing', 'deal.closing_disputed': 'A closing is not confirmed', 'deal.won': 'A deal is closed', 'deal.lost': 'A deal ends without a contract',
  },
})

export const webhookTexts = texts({
  vi: {
    title: 'Webhook', lead: 'Webhook là địa chỉ của hệ thống bên bạn mà Sàn báo ngay khi có việc: tin được công bố, có lời quan tâm, giao dịch chuyển bước. Tin chỉ có số và địa chỉ, không có nội dung; hệ thống của bạn dùng khóa API để đọc tiếp.', how: 'Cách kiểm tra chữ ký', noOrganisation: 'Webhook thuộc về một tổ chức. Hãy chọn tổ chức bạn đang thay mặt.', choose: 'Tổ chức của tôi',
    editorsOnly: 'Chủ và người biên tập của tổ chức đăng ký được webhook.', none: 'Chưa có webhook nào.', list: 'Các webhook', new: 'Đăng ký webhook mới', name: 'Tên', nameHelp: 'Hệ thống nào nhận, ví dụ: kho dữ liệu của viện.', url: 'Địa chỉ nhận', urlHelp: 'Bắt đầu bằng https://, cổng 443, máy chủ công khai trên Internet.', events: 'Báo khi', create: 'Đăng ký',
    state: 'Tình trạng', active: 'đang bật', failing: 'đang bật, gửi không được', disabled: 'đã tắt', disabledFailing: 'đã tắt vì nhiều ngày không gửi được', secretMade: 'Khóa bí mật của webhook', once: 'Đây là lần duy nhất khóa bí mật hiện ra. Hãy cất vào hệ thống nhận, để kiểm tra chữ ký của từng tin.', back: 'Về webhook này', all: 'Tất cả webhook',
    test: 'Gửi tin thử', rotate: 'Đổi khóa bí mật', rotateHelp: 'Khóa cũ còn ký song song thêm 24 giờ.', overlap: (until: string) => `Khóa cũ còn ký song song đến ${until}.`, disable: 'Tắt webhook', enable: 'Bật lại',
    deliveries: 'Nhật ký gửi, 30 ngày gần nhất', noDeliveries: 'Chưa gửi tin nào.', what: 'Việc', at: 'Lúc', result: 'Kết quả', attempts: 'Số lần gửi', next: (at: string) => `gửi lại lúc ${at}`, replay: 'Gửi lại', replayOf: (id: number) => `gửi lại của lần ${id}`, replayOne: (id: number) => `Gửi lại tin của lần ${id}`, period: 'Gửi lại cả một khoảng thời gian', from: 'Từ', to: 'Đến', periodHelp: 'Giờ Hà Nội. Tối đa 500 tin, cũ nhất trước; giữ nguyên webhook-id.', replayAll: 'Gửi lại', older: 'Cũ hơn', testName: 'Tin thử',
  },
  en: {
    title: 'Webhooks', lead: 'A webhook is an address of your own system that the Exchange tells at once when something happens: a listing is published, an interest arrives, a deal moves on. A message holds numbers and addresses and no content; your system reads on with an API key.', how: 'How to verify the signature', noOrganisation: 'Webhooks belong to an organisation. Choose the organisation you act for.', choose: 'My organisation',
    editorsOnly: 'Owners and editors of the organisation register webhooks.', none: 'No webhooks yet.', list: 'Webhooks', new: 'Register a webhook', name: 'Name', nameHelp: 'Which system receives, for example: the institute’s data warehouse.', url: 'Address', urlHelp: 'Begins with https://, on port 443, at a host that is public on the Internet.', events: 'Tell it when', create: 'Register',
    state: 'State', active: 'enabled', failing: 'enabled, nothing arrives', disabled: 'disabled', disabledFailing: 'disabled: for days nothing arrived', secretMade: 'The secret of your webhook', once: 'This is the only time the secret is shown. Keep it in the system that receives, to verify the signature of every message.', back: 'To this webhook', all: 'All webhooks',
    test: 'Send a test', rotate: 'Replace the secret', rotateHelp: 'The old one signs beside it for another 24 hours.', overlap: (until: string) => `The old secret signs beside the new one until ${until}.`, disable: 'Disable the webhook', enable: 'Enable it again',
    deliveries: 'Deliveries of the last 30 days', noDeliveries: 'Nothing has been sent yet.', what: 'What', at: 'At', result: 'Result', attempts: 'Attempts', next: (at: string) => `next attempt at ${at}`, replay: 'Replay', replayOf: (id: number) => `replay of ${id}`, replayOne: (id: number) => `Replay delivery ${id}`, period: 'Replay a whole period', from: 'From', to: 'To', periodHelp: 'Hanoi time. At most 500 messages, the oldest first, each under its own webhook-id.', replayAll: 'Replay', older: 'Older', testName: 'Test',
  },
})
