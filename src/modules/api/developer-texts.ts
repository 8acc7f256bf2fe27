import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'

type Chapter = { id: string; title: string; paragraphs: ((perMinute: number) => string)[] }

/** What the page for developers says besides the description of the operations. */
export const developerTexts = texts({
  vi: {
    title: 'Dành cho nhà phát triển', lead: 'Phần mềm của bạn đọc được mọi thứ công khai trên Sàn, và với khóa API của tổ chức thì đọc, ghi được tin, lời quan tâm, giao dịch và webhook của chính tổ chức.', openapi: 'Mô tả OpenAPI 3.1', keys: 'Khóa API', webhooksPage: 'Webhook của tổ chức', contents: 'Trong trang này',
    begin: 'Bắt đầu', beginText: 'Dữ liệu công khai không cần khóa. Chủ tổ chức tạo khóa trong phần tài khoản, chọn phạm vi và thời hạn; khóa gửi kèm trong tiêu đề Authorization. Mọi câu trả lời là JSON, thời điểm theo giờ UTC, tiền là số nguyên đồng.', scopes: 'Phạm vi của khóa:',
    inPerson: 'Có việc khóa không làm: ký cam kết bảo mật, báo hay xác nhận giá trị giao dịch, kết thúc giao dịch không thành, trao quyền sở hữu, đọc thông tin theo mức quyền xem. Những việc đó do người làm trên trang.',
    chapters: [
      { id: 'begin', title: 'Bắt đầu', paragraphs: [] },
      { id: 'paging', title: 'Đọc tiếp danh sách', paragraphs: [() => 'Danh sách trả về next_cursor và tiêu đề Link: …; rel="next". Gửi lại cùng các tham số kèm cursor để đọc tiếp; null là hết. Tin mới thêm trong lúc đọc không làm xô lệch các trang sau. Con trỏ được niêm phong và chỉ dùng cho đúng danh sách đó.', () => 'Tham số page của phiên bản 0.2.0 vẫn dùng được ở các danh sách tin, tổ chức và giao dịch; địa chỉ /api/openapi.json cũng vậy.'] },
      { id: 'changes', title: 'Đọc lại và sửa', paragraphs: [() => 'Mỗi câu trả lời đọc có ETag. Gửi lại trong If-None-Match: nếu chưa đổi, Sàn trả 304. Khi sửa, gửi ETag trong If-Match: nếu ai đó đã sửa trước, Sàn trả 412 và không đổi gì. Riêng sửa nội dung tin bắt buộc có If-Match (428 nếu thiếu).', () => 'Kèm Idempotency-Key (1 đến 255 ký tự ASCII, không có dấu cách) thì một yêu cầu gửi lại trong 24 giờ được trả đúng câu trả lời cũ, có thêm Idempotency-Replayed: true. Cùng khóa mà nội dung khác thì bị từ chối với 422. Yêu cầu bị từ chối không đổi gì và không giữ khóa.'] },
      { id: 'limits', title: 'Giới hạn', paragraphs: [(n) => `Mỗi khóa, hoặc mỗi địa chỉ mạng khi không có khóa, được ${formatNumber(n, 'vi')} yêu cầu một phút. Các tiêu đề RateLimit-Policy và RateLimit cho biết còn bao nhiêu; khi hết, Sàn trả 429 kèm Retry-After. Nội dung gửi lên tối đa 512 KiB.`, () => 'Trang web khác được đọc dữ liệu công khai từ trình duyệt (CORS, chỉ GET, không kèm khóa).'] },
    ] satisfies Chapter[] as Chapter[],
    problems: 'Khi không được', problemsText: 'Mọi lỗi là problem+json theo RFC 9457: type dẫn về bảng này, code để chương trình quyết định, detail là câu giải thích theo Accept-Language, errors chỉ trường nào sai. Khi quy tắc của Sàn từ chối (409), code là mã của quy tắc và facts là dữ kiện đi kèm.', code: 'Mã', status: 'Trạng thái', meaning: 'Nghĩa là',
    webhooks: 'Webhook', webhooksText: ['Đăng ký một địa chỉ https trên trang webhook hoặc qua API, chọn việc cần báo. Sàn gửi POST theo chuẩn Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature. Tin chỉ có số và địa chỉ; dùng khóa API để đọc nội dung.', 'Hãy trả lời 2xx trong 10 giây. Nếu không, Sàn gửi lại với khoảng cách tăng dần trong gần ba ngày; thất bại liên tục 5 ngày, hoặc trả lời 410, thì webhook bị tắt và tổ chức được báo. Một tin có thể đến hơn một lần, khi gửi lại hoặc khi đường truyền đứt sau lúc bạn đã nhận: hãy nhớ webhook-id đã xử lý. Thứ tự không được bảo đảm.', 'Đổi khóa bí mật thì trong 24 giờ mỗi tin mang hai chữ ký, cách nhau bằng dấu cách. Hãy kiểm tra chữ ký trên đúng các byte nhận được, trước khi đọc JSON:'], payload: 'Một tin',
    resources: { Listings: 'Tin', Evidence: 'Điều công bố và bằng chứng', Collections: 'Bộ sưu tập', Organisations: 'Tổ chức', Experts: 'Chuyên gia', Reference: 'Bảng mã, số liệu, nhật ký', Interests: 'Lời quan tâm', Deals: 'Giao dịch', Webhooks: 'Các lệnh webhook' },
    needs: 'Cần phạm vi', open: 'Không cần khóa.', parameters: 'Tham số', name: 'Tên', where: 'Ở đâu', type: 'Kiểu', needed: 'bắt buộc', places: { path: 'địa chỉ', query: 'tham số', body: 'nội dung' }, answers: 'Câu trả lời',
  },
  en: {
    title: 'For developers', lead: 'Your software can read everything that is public at the Exchange and, with an API key of your organisation, read and write the organisation’s own listings, interests, deals and webhooks.', openapi: 'OpenAPI 3.1 description', keys: 'API keys', webhooksPage: 'Your organisation’s webhooks', contents: 'On this page',
    begin: 'To begin', beginText: 'What is public needs no key. Owners of an organisation make keys in their account and choose scopes and an end; a key goes into the Authorization header. Every answer is JSON; instants are in UTC, money is whole đồng.', scopes: 'What a key may do:',
    inPerson: 'Some things no key does: sign a confidentiality undertaking, report or confirm what a deal is worth, give a deal up, hand over ownership, read what is kept back in tiers. People do these on the pages.',
    chapters: [
      { id: 'begin', title: 'To begin', paragraphs: [] },
      { id: 'paging', title: 'How lists go on', paragraphs: [() => 'Lists come with next_cursor and the header Link: …; rel="next". Send the same parameters with the cursor to go on; null is the end. What is added while you read moves no later page. A cursor is sealed and holds only for its own list.', () => 'The parameter page of version 0.2.0 still works for lists of listings, organisations and deals, and so does the address /api/openapi.json.'] },
      { id: 'changes', title: 'Reading again and changing', paragraphs: [() => 'Every reading comes with an ETag. Send it back in If-None-Match: while nothing has changed the answer is 304. To change something send it in If-Match: where somebody was faster the answer is 412 and nothing is changed. Changing the content of a listing needs If-Match (428 without).', () => 'With an Idempotency-Key (1 to 255 ASCII characters, no spaces) a request sent again within 24 hours gets the answer it got before, with Idempotency-Replayed: true. The same key with another body is refused with 422. What was refused changed nothing and keeps no key.'] },
      { id: 'limits', title: 'Limits', paragraphs: [(n) => `Each key, or without one each network address, may ask ${formatNumber(n, 'en')} times a minute. The headers RateLimit-Policy and RateLimit say what is left; after that the answer is 429 with Retry-After. A body is at most 512 KiB.`, () => 'Other sites may read what is public from a browser (CORS, GET only, without a key).'] },
    ] satisfies Chapter[] as Chapter[],
    problems: 'When something is wrong', problemsText: 'Every error is problem+json, RFC 9457: type leads to this table, code is for programs to decide by, detail is a sentence in the language of Accept-Language, errors name the fields. Where a rule of the Exchange refuses (409), code is the rule’s own and facts hold what it says besides.', code: 'Code', status: 'Status', meaning: 'Meaning',
    webhooks: 'Webhooks', webhooksText: ['Register an https address on the webhooks page or by API, and choose what it is told. The Exchange posts by the Standard Webhooks specification: webhook-id, webhook-timestamp, webhook-signature. A message holds numbers and addresses only; read on with an API key.', 'Answer 2xx within 10 seconds. Otherwise the message comes again, later and later, for nearly three days; after 5 days of failure, or where you answer 410, the webhook is disabled and your organisation is told. A message may arrive more than once, by a replay or because a line broke after you had it: remember the webhook-id you have handled. Their order is not promised.', 'After the secret is replaced every message carries two signatures for 24 hours, with a space between. Verify the signature on the very bytes received, before reading them as JSON:'], payload: 'A message',
    resources: { Listings: 'Listings', Evidence: 'Claims and evidence', Collections: 'Collections', Organisations: 'Organisations', Experts: 'Experts', Reference: 'Code lists, figures, the log', Interests: 'Interests', Deals: 'Deals', Webhooks: 'Operations on webhooks' },
    needs: 'Needs the scope', open: 'Needs no key.', parameters: 'Parameters', name: 'Name', where: 'Where', type: 'Type', needed: 'needed', places: { path: 'address', query: 'query', body: 'body' }, answers: 'Answers',
  },
})

/** How a receiver verifies a message: what the page shows is what the test runs. */
export const typescript = `import { createHmac, timingSafeEqual } from 'node:crypto'

export function verify(secret: string, headers: Record<string, string>, body: string): boolean {
  const id = headers['webhook-id'], timestamp = headers['webhook-timestamp']
  if (!id || !timestamp || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const wanted = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest()
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, signature] = one.split(',')
    const given = Buffer.from(signature ?? '', 'base64')
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}`
export const python = `import base64, hashlib, hmac, time

def verify(secret: str, headers: dict[str, str], body: bytes) -> bool:
    message, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    for one in headers["webhook-signature"].split():
        version, _, signature = one.partition(",")
        if version == "v1" and hmac.compare_digest(base64.b64decode(signature), wanted):
            return True
    return False`
