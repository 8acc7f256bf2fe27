import { texts } from '../../platform/locale.ts'
import type { MandateEvent } from '../mandates/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

export const mandateWords = texts<WordsOf<MandateEvent>>({
  vi: {
    'signer.recorded': ({ basis }) => (basis === 'authorised' ? 'Ghi một người ký theo ủy quyền' : 'Ghi người đại diện theo pháp luật ký giao dịch'), 'signer.ended': ({ reason }) => `Kết thúc quyền ký của một người${because(reason)}`,
    'mandate.offered': ({ exclusive }) => (exclusive ? 'Đề nghị giao môi giới độc quyền' : 'Đề nghị giao môi giới'), 'mandate.accepted': ({ conflict }) => (conflict ? 'Nhận ủy quyền môi giới, có khai quan hệ lợi ích' : 'Nhận ủy quyền môi giới'), 'mandate.consented': () => 'Đồng ý để bên môi giới làm cho cả hai bên', 'mandate.ended': ({ reason }) => `Kết thúc ủy quyền môi giới${because(reason)}`,
    'mandate.used': ({ mandate_id }) => `Bên môi giới làm việc này thay mặt bên giao, theo ủy quyền số ${mandate_id}`,
    'adviser.appointed': () => 'Mời một cố vấn đọc một số phần của hồ sơ', 'adviser.ended': () => 'Kết thúc việc cố vấn',
  },
  en: {
    'signer.recorded': ({ basis }) => (basis === 'authorised' ? 'Recorded a signer by authorisation' : 'Recorded the legal representative as signer'), 'signer.ended': ({ reason }) => `Ended somebody’s authority to sign${because(reason)}`,
    'mandate.offered': ({ exclusive }) => (exclusive ? 'Offered a broker an exclusive mandate' : 'Offered a broker a mandate'), 'mandate.accepted': ({ conflict }) => (conflict ? 'Accepted a mandate, declaring an interest' : 'Accepted a mandate'), 'mandate.consented': () => 'Agreed to a broker acting for both sides', 'mandate.ended': ({ reason }) => `Ended a mandate${because(reason)}`,
    'mandate.used': ({ mandate_id }) => `The broker did this for its side, under mandate no. ${mandate_id}`,
    'adviser.appointed': () => 'Let an adviser read parts of the file', 'adviser.ended': () => 'Ended an adviser’s appointment',
  },
})
