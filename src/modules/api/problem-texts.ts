import { z } from 'zod'
import { texts } from '../../platform/locale.ts'

/** What can go wrong before any rule of the Exchange is asked, by its code, with the status it is answered with. Refusals of rules have codes of their own. */
export const problemStatus = {
  invalid: 400, cursor_unfit: 400, key_needed: 401, scope_missing: 403, not_permitted: 403, in_person_only: 403, not_found: 404, method_not_allowed: 405,
  refused: 409, changed_since_read: 412, too_large: 413, not_json: 415, invalid_body: 422, idempotency_key_reused: 422, if_match_needed: 428, too_many_requests: 429, unexpected: 500, resting: 503,
} as const
export type ProblemCode = keyof typeof problemStatus

export const problemTexts = texts<Record<ProblemCode, { title: string; detail: string }>>({
  vi: {
    invalid: { title: 'Yêu cầu không đọc được', detail: 'Địa chỉ hoặc tham số không đúng; xem errors.' }, cursor_unfit: { title: 'Con trỏ không dùng được', detail: 'Con trỏ này không thuộc danh sách đang hỏi. Hãy bắt đầu lại, không kèm cursor.' },
    key_needed: { title: 'Cần khóa API', detail: 'Cần một khóa API còn hiệu lực: Authorization: Bearer techex_…' }, scope_missing: { title: 'Khóa không có quyền này', detail: 'Khóa không có phạm vi cần cho việc này; xem facts.scope.' },
    not_permitted: { title: 'Không được phép', detail: 'Người tạo khóa không được làm việc này cho tổ chức.' }, in_person_only: { title: 'Phải do người làm', detail: 'Việc này phải do một người làm trên trang của Sàn; khóa API không làm thay được.' },
    not_found: { title: 'Không tìm thấy', detail: 'Không có gì ở đây, hoặc không có gì khóa này được xem.' }, method_not_allowed: { title: 'Phương thức không dùng được', detail: 'Địa chỉ này không nhận phương thức đó; xem tiêu đề Allow.' },
    refused: { title: 'Quy tắc của Sàn không cho', detail: 'Mã và dữ kiện cho biết quy tắc nào.' }, changed_since_read: { title: 'Đã thay đổi', detail: 'Nội dung đã đổi từ khi bạn đọc. Hãy đọc lại rồi gửi với ETag mới.' },
    too_large: { title: 'Quá lớn', detail: 'Nội dung gửi lên vượt quá 512 KiB.' }, not_json: { title: 'Chỉ nhận JSON', detail: 'Hãy gửi Content-Type: application/json.' }, invalid_body: { title: 'Nội dung chưa đúng', detail: 'Một số trường chưa đúng; xem errors.' },
    idempotency_key_reused: { title: 'Idempotency-Key đã dùng', detail: 'Khóa này đã dùng cho một yêu cầu khác trong 24 giờ qua.' }, if_match_needed: { title: 'Cần If-Match', detail: 'Hãy gửi If-Match với ETag của bản bạn đã đọc.' },
    too_many_requests: { title: 'Quá nhiều yêu cầu', detail: 'Hãy chờ số giây ghi ở Retry-After rồi hỏi lại.' }, unexpected: { title: 'Lỗi của Sàn', detail: 'Lỗi là của chúng tôi và đã được ghi lại. Nếu vẫn gặp, hãy báo request_id.' }, resting: { title: 'Tạm nghỉ', detail: 'Cơ sở dữ liệu đang khởi động lại. Hãy hỏi lại sau vài giây.' },
  },
  en: {
    invalid: { title: 'The request could not be read', detail: 'The address or a parameter is wrong; see errors.' }, cursor_unfit: { title: 'The cursor does not fit', detail: 'This cursor does not belong to the list asked for. Begin again without one.' },
    key_needed: { title: 'An API key is needed', detail: 'An API key that is in use is needed: Authorization: Bearer techex_…' }, scope_missing: { title: 'The key lacks a scope', detail: 'This key does not have the scope for this; see facts.scope.' },
    not_permitted: { title: 'Not permitted', detail: 'Whoever made this key may not do this for the organisation.' }, in_person_only: { title: 'For people only', detail: 'This has to be done by a person on the pages of the Exchange; no API key does it for them.' },
    not_found: { title: 'Not found', detail: 'There is nothing here, or nothing that this reader may see.' }, method_not_allowed: { title: 'Method not allowed', detail: 'This address does not take that method; see the Allow header.' },
    refused: { title: 'A rule of the Exchange says no', detail: 'The code and the facts say which.' }, changed_since_read: { title: 'Changed since it was read', detail: 'It has changed since you read it. Read it again and send the new ETag.' },
    too_large: { title: 'Too large', detail: 'What was sent is larger than 512 KiB.' }, not_json: { title: 'JSON only', detail: 'Send Content-Type: application/json.' }, invalid_body: { title: 'The body is not right', detail: 'Some fields are not right; see errors.' },
    idempotency_key_reused: { title: 'Idempotency-Key already used', detail: 'This key was used for another request within the last 24 hours.' }, if_match_needed: { title: 'If-Match is needed', detail: 'Send If-Match with the ETag of what you read.' },
    too_many_requests: { title: 'Too many requests', detail: 'Wait as many seconds as Retry-After says, then ask again.' }, unexpected: { title: 'A fault of the Exchange', detail: 'The fault is ours and has been logged. Quote the request_id if it persists.' }, resting: { title: 'Resting', detail: 'The database is restarting. Ask again in a few seconds.' },
  },
})

/** RFC 9457. */
export const Problem = z.object({
  type: z.url().describe('Where this kind of problem is described.'), title: z.string(), status: z.number().int(), code: z.string().describe('Stable; what a program decides by.'),
  detail: z.string().describe('A sentence in the language of Accept-Language.'), request_id: z.string(), facts: z.record(z.string(), z.unknown()).optional().describe('What the rule says besides its code.'),
  errors: z.array(z.object({ in: z.enum(['params', 'query', 'headers', 'body']), field: z.string(), code: z.string(), message: z.string() })).optional(),
}).meta({ id: 'Problem' })
