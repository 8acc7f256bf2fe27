import { texts } from '../../platform/locale.ts'
import type { DealPart } from './schema.ts'

/** The parts of a deal file by name, and what each is for in a line. */
export const partNames = texts<Record<DealPart, string>>({
  vi: {
    steps: 'Các bước', people: 'Người tham gia', room: 'Phòng dữ liệu', questions: 'Hỏi đáp', meetings: 'Cuộc họp', decisions: 'Quyết định', terms: 'Bản điều khoản', contract: 'Hợp đồng',
    registration: 'Đăng ký', payments: 'Thanh toán', result: 'Kết quả từ ngân sách', support: 'Hỗ trợ', outcome: 'Kết quả sử dụng',
  },
  en: {
    steps: 'Steps', people: 'People', room: 'Data room', questions: 'Questions and answers', meetings: 'Meetings', decisions: 'Decisions', terms: 'Term sheet', contract: 'Contract',
    registration: 'Registration', payments: 'Payments', result: 'State-funded result', support: 'Support', outcome: 'Outcome',
  },
})

export const partTexts = texts({
  vi: { partsOf: 'Các phần của hồ sơ', overview: 'Tổng quan', file: (id: number) => `Giao dịch số ${id}`, deals: 'Giao dịch', letIn: 'Hồ sơ tôi được mời xem', readsAsStaff: 'Bạn xem phần này với tư cách cán bộ của Sàn. Hai bên thấy lượt xem.', readsAsAdviser: 'Một bên mời bạn làm cố vấn hoặc giao tổ chức bạn môi giới: bạn xem được các phần được cho phép và không sửa gì. Hai bên thấy lượt xem.', by: (day: string) => `hạn ${day}` },
  en: { partsOf: 'Parts of the file', overview: 'Overview', file: (id: number) => `Deal no. ${id}`, deals: 'Deals', letIn: 'Files I am let into', readsAsStaff: 'You read this part as staff of the Exchange. Both sides see that you did.', readsAsAdviser: 'One side has let you in as an adviser or as its broker: you read the parts you were given and change nothing. Both sides see that you did.', by: (day: string) => `by ${day}` },
})
