import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { SearchRefusal } from './rules.ts'
import type { Frequency } from './schema.ts'

export const savedTexts = texts({
  vi: {
    title: 'Tìm kiếm đã lưu', lead: 'Sàn xem giúp bạn: khi có tin mới khớp với một tìm kiếm đã lưu, bạn nhận được một thông báo kèm danh sách tin. Chỉ mình bạn thấy các tìm kiếm này.', none: 'Bạn chưa lưu tìm kiếm nào. Hãy tìm một lần, rồi chọn “Lưu tìm kiếm này” ở trang kết quả.', toSearch: 'Đến trang tìm kiếm',
    new: 'Lưu tìm kiếm', newLead: 'Đặt một tên để bạn nhận ra, và chọn khi nào Sàn báo.', edit: 'Sửa tìm kiếm đã lưu', name: 'Tên', nameHelp: 'Ví dụ: Sấy lạnh cho hợp tác xã.', what: 'Điều kiện tìm', frequency: 'Khi có tin mới', save: 'Lưu', change: 'Đổi tên, đổi lịch', changeOne: (name: string) => `Đổi tên, đổi lịch: ${name}`,
    frequencies: { at_once: 'Báo ngay (trong vài phút)', daily: 'Mỗi ngày một lần, lúc 7 giờ', weekly: 'Mỗi tuần một lần, 7 giờ sáng thứ Hai', none: 'Không báo' } satisfies Record<Frequency, string>,
    pause: 'Tạm dừng báo', pauseOne: (name: string) => `Tạm dừng báo: ${name}`, forget: 'Xóa', forgetOne: (name: string) => `Xóa tìm kiếm: ${name}`, lookedAt: (at: string) => `Sàn xem lần gần nhất: ${at}`, paused: 'Đang tạm dừng', count: (n: number, most: number) => `${n} trên ${most} tìm kiếm`,
    found: (name: string) => `Tin mới: ${name}`, foundLead: (since: string, until: string) => `Công bố từ ${since} đến ${until}.`, foundNone: 'Các tin này đã được sửa và công bố lại, hoặc không còn trên Sàn.', foundAll: 'Xem tất cả kết quả của tìm kiếm', settings: 'Thông báo đến bằng thư hay chỉ trên trang do bạn chọn ở mục', settingsLink: 'cách nhận thông báo',
  },
  en: {
    title: 'Saved searches', lead: 'The Exchange looks for you: when new listings answer a search you saved, you get one notice with the list. Nobody but you sees these searches.', none: 'You have not saved a search yet. Search once, then choose “Save this search” on the page of results.', toSearch: 'Go to search',
    new: 'Save a search', newLead: 'Give it a name you will recognise and choose when to be told.', edit: 'Change a saved search', name: 'Name', nameHelp: 'For example: cold drying for our cooperative.', what: 'What is searched for', frequency: 'When something is new', save: 'Save', change: 'Rename or reschedule', changeOne: (name: string) => `Rename or reschedule: ${name}`,
    frequencies: { at_once: 'Tell me at once (within minutes)', daily: 'Once a day, at 7 in the morning', weekly: 'Once a week, Monday at 7 in the morning', none: 'Do not tell me' } satisfies Record<Frequency, string>,
    pause: 'Pause', pauseOne: (name: string) => `Pause: ${name}`, forget: 'Delete', forgetOne: (name: string) => `Delete the search: ${name}`, lookedAt: (at: string) => `Last looked into on ${at}`, paused: 'Paused', count: (n: number, most: number) => `${n} of ${most} searches`,
    found: (name: string) => `New: ${name}`, foundLead: (since: string, until: string) => `Published from ${since} to ${until}.`, foundNone: 'These listings were changed and published again, or are no longer on the Exchange.', foundAll: 'See everything this search finds', settings: 'Whether a notice comes by e-mail or only on this site is for you to choose under', settingsLink: 'how you are notified',
  },
})

/** Letters show this many titles; the page shows the rest. */
export const titlesInNotice = 10
export const foundWords = texts({
  vi: { more: (n: number) => `và ${n} tin khác` },
  en: { more: (n: number) => `and ${n} more` },
})

export const searchRefusals = texts<Messages<SearchRefusal>>({
  vi: {
    too_many_searches: ({ most }) => `Mỗi người lưu được nhiều nhất ${most} tìm kiếm. Hãy xóa một tìm kiếm không còn dùng rồi lưu lại.`,
    search_is_empty: () => 'Tìm kiếm này chưa có từ hay bộ lọc nào. Hãy gõ một từ hoặc chọn một bộ lọc rồi lưu.',
  },
  en: {
    too_many_searches: ({ most }) => `One person can keep at most ${most} searches. Delete one you no longer use, then save again.`,
    search_is_empty: () => 'This search has no word and no filter yet. Type a word or choose a filter, then save it.',
  },
})
