import { texts } from '../../platform/locale.ts'
import type { WorkEvent } from '../work/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const workWords = texts<WordsOf<WorkEvent>>({
  vi: { 'calendar.address_made': () => 'Tạo địa chỉ lịch riêng', 'calendar.address_revoked': () => 'Thu hồi địa chỉ lịch riêng' },
  en: { 'calendar.address_made': () => 'Made an address of their own calendar', 'calendar.address_revoked': () => 'Revoked the address of their own calendar' },
})
