import { texts } from '../../platform/locale.ts'
import type { RulebookEvent } from '../rulebook/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

export const rulebookWords = texts<WordsOf<RulebookEvent>>({
  vi: {
    'rulebook.rule_changed': ({ code, value, valid_from, reason }) => `Giá trị mới của ${code} từ ngày ${valid_from}: ${value}${because(reason)}`,
    'rulebook.service_time_changed': ({ code, amount, unit, valid_from }) => `Thời hạn phục vụ ${code} từ ngày ${valid_from}: ${amount} ${{ working_days: 'ngày làm việc', days: 'ngày', hours: 'giờ' }[unit]}`,
    'rulebook.holiday_added': ({ day, name_vi }) => `Thêm ngày nghỉ ${day}: ${name_vi}`,
    'rulebook.holiday_removed': ({ day, name_vi }) => `Bỏ ngày nghỉ ${day}: ${name_vi}`,
    'rulebook.holidays_loaded': ({ days }) => `Nạp ngày nghỉ theo bản phát hành: ${days.join(', ')}`,
    'rulebook.no_lieu': ({ day, name_vi }) => `Ghi rằng không có ngày nghỉ bù cho ngày ${day}: ${name_vi}`,
  },
  en: {
    'rulebook.rule_changed': ({ code, value, valid_from, reason }) => `New value of ${code} from ${valid_from}: ${value}${because(reason)}`,
    'rulebook.service_time_changed': ({ code, amount, unit, valid_from }) => `Service time of ${code} from ${valid_from}: ${amount} ${{ working_days: 'working days', days: 'days', hours: 'hours' }[unit]}`,
    'rulebook.holiday_added': ({ day, name_vi }) => `Added the holiday ${day}: ${name_vi}`,
    'rulebook.holiday_removed': ({ day, name_vi }) => `Removed the holiday ${day}: ${name_vi}`,
    'rulebook.holidays_loaded': ({ days }) => `Loaded the holidays of a release: ${days.join(', ')}`,
    'rulebook.no_lieu': ({ day, name_vi }) => `Said that no day is off in lieu of ${day}: ${name_vi}`,
  },
})
