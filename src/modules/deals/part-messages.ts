import { texts } from '../../platform/locale.ts'
import type { BrokerAct } from '../mandates/schema.ts'
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

/** What a broker may be let do, and in a few words what that is here: brokerPowers of mandate-rules.ts. */
export const actNames = texts<Record<BrokerAct, string>>({
  vi: { introduce: 'Giới thiệu (hẹn họp)', advise: 'Tư vấn (hỏi đáp)', negotiate: 'Thương lượng thay (soạn và gửi điều khoản, hẹn họp)' },
  en: { introduce: 'Introduce (arrange meetings)', advise: 'Advise (questions and answers)', negotiate: 'Negotiate on the side’s behalf (draft and send terms, arrange meetings)' },
})

export const partTexts = texts({
  vi: { partsOf: 'Các phần của hồ sơ', overview: 'Tổng quan', file: (id: number) => `Giao dịch số ${id}`, deals: 'Giao dịch', letIn: 'Hồ sơ tôi được mời xem', readsAsStaff: 'Bạn xem phần này với tư cách cán bộ của Sàn. Hai bên thấy lượt xem.', readsAsAdviser: 'Một bên mời bạn làm cố vấn hoặc giao tổ chức bạn môi giới: bạn xem được các phần được cho phép và không sửa gì. Hai bên thấy lượt xem.', readsAsBroker: (side: string, acts: string, until: string) => `Tổ chức bạn môi giới cho ${side}, đến hết ${until}. Được làm: ${acts}, ở các phần được giao. Việc bạn làm được ghi là làm thay ${side}; hai bên thấy cả lượt xem.`, by: (day: string) => `hạn ${day}` },
  en: { partsOf: 'Parts of the file', overview: 'Overview', file: (id: number) => `Deal no. ${id}`, deals: 'Deals', letIn: 'Files I am let into', readsAsStaff: 'You read this part as staff of the Exchange. Both sides see that you did.', readsAsAdviser: 'One side has let you in as an adviser or as its broker: you read the parts you were given and change nothing. Both sides see that you did.', readsAsBroker: (side: string, acts: string, until: string) => `Your organisation is the broker of ${side}, to the end of ${until}. It may: ${acts}, in the parts it was given. What you do is recorded as done for ${side}; both sides see your looks too.`, by: (day: string) => `by ${day}` },
})
