import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { ResultEvent } from '../results/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const resultWords = texts<WordsOf<ResultEvent>>({
  vi: { 'result.stated': ({ task_code }) => `Khai kết quả sử dụng ngân sách nhà nước, nhiệm vụ ${task_code}`, 'result.valuation_attached': ({ name }) => `Đính kèm chứng thư thẩm định giá: ${name}`, 'result.split_proposed': () => 'Lập phương án phân chia thu nhập', 'result.split_approved': ({ absent = [], beyond = 0 }) => `Duyệt phương án phân chia thu nhập${absent.length ? `, khi hồ sơ còn thiếu ${absent.length} phần` : ''}${beyond ? `, vượt số tiền sổ thanh toán ghi nhận ${formatVnd(beyond, 'vi')}` : ''}`, 'result.split_returned': ({ reason }) => `Trả lại phương án phân chia thu nhập: ${reason}` },
  en: { 'result.stated': ({ task_code }) => `Stated a result paid for by the State, task ${task_code}`, 'result.valuation_attached': ({ name }) => `Attached the valuation: ${name}`, 'result.split_proposed': () => 'Proposed a division of revenue', 'result.split_approved': ({ absent = [], beyond = 0 }) => `Approved a division of revenue${absent.length ? `, with ${absent.length} ${absent.length === 1 ? 'part' : 'parts'} of the file absent` : ''}${beyond ? `, ${formatVnd(beyond, 'en')} beyond what the ledger had received` : ''}`, 'result.split_returned': ({ reason }) => `Returned a division of revenue: ${reason}` },
})
