import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { type LexiconRefusal, mostWords } from './lexicon-rules.ts'

export const lexiconTexts = texts({
  vi: {
    title: 'Từ vựng Việt – Anh để ghép nối', administration: 'Quản trị', matching: 'Gợi ý phù hợp',
    lead: 'Nhờ những cặp từ này, một nhu cầu viết bằng tiếng Việt gặp được chào bán viết bằng tiếng Anh, và ngược lại. Hãy thêm cặp còn thiếu; cặp sai thì rút, rồi khôi phục được.',
    counts: (all: string, own: string) => `Đang dùng ${all} cặp, trong đó ${own} cặp do cán bộ Sàn thêm. Mỗi thay đổi có hiệu lực trong vài giây.`, order: 'Khi một từ có nhiều nghĩa, cặp do cán bộ thêm được tin trước, rồi mới đến cặp đi kèm phần mềm.',
    q: 'Tìm từ', qHelp: 'Tiếng Việt hay tiếng Anh, có dấu hay không dấu đều được.', view: 'Hiện', views: { all: 'Mọi cặp', own: 'Chỉ cặp do cán bộ thêm', withdrawn: 'Chỉ cặp đã rút' }, apply: 'Tìm',
    found: (n: number, shown: string) => `${shown} cặp`, none: 'Không có cặp nào như vậy.', csv: 'Tải các cặp này về (CSV)',
    vi: 'Tiếng Việt', en: 'Tiếng Anh', addedBy: 'Người thêm', addedAt: 'Ngày thêm', state: 'Tình trạng', act: 'Thao tác', program: 'Phần mềm', counted: 'Đang dùng', withdrawnBy: (who: string, day: string) => `Đã rút ngày ${day}, người rút: ${who}`,
    add: 'Thêm một cặp', viHelp: `Một từ hay cụm từ tối đa ${mostWords} tiếng, viết có dấu.`, enHelp: `Một từ hay cụm từ cùng nghĩa, tối đa ${mostWords} từ.`, submit: 'Thêm cặp này', withdraw: 'Rút', restore: 'Khôi phục', pair: (vi: string, en: string) => `${vi} = ${en}`, readOnly: 'Bạn xem được trang này; kiểm duyệt viên và quản trị viên mới sửa được.',
  },
  en: {
    title: 'Vietnamese and English words for matching', administration: 'Administration', matching: 'Matches',
    lead: 'Through these pairs of words a need written in Vietnamese meets an offer written in English, and the other way round. Add a pair that is missing; withdraw one that is wrong, and restore it if you change your mind.',
    counts: (all: string, own: string) => `${all} pairs are in use, ${own} of them added by the Exchange’s staff. Every change works within seconds.`, order: 'Where a word has several meanings, pairs added by the staff are believed before those that come with the program.',
    q: 'Word', qHelp: 'In Vietnamese or English, with or without diacritics.', view: 'Show', views: { all: 'Every pair', own: 'Only those added by the staff', withdrawn: 'Only those withdrawn' }, apply: 'Search',
    found: (n: number, shown: string) => `${shown} ${n === 1 ? 'pair' : 'pairs'}`, none: 'There is no such pair.', csv: 'Download these pairs (CSV)',
    vi: 'Vietnamese', en: 'English', addedBy: 'Added by', addedAt: 'Added on', state: 'Status', act: 'Action', program: 'The program', counted: 'In use', withdrawnBy: (who: string, day: string) => `Withdrawn on ${day} by ${who}`,
    add: 'Add a pair', viHelp: `A word or phrase of at most ${mostWords} syllables, with its diacritics.`, enHelp: `A word or phrase that means the same, of at most ${mostWords} words.`, submit: 'Add this pair', withdraw: 'Withdraw', restore: 'Restore', pair: (vi: string, en: string) => `${vi} = ${en}`, readOnly: 'You may read this page; moderators and administrators change it.',
  },
})

export const lexiconRefusals = texts<Messages<LexiconRefusal>>({
  vi: {
    pair_known: () => 'Cặp này đã có rồi. Nếu cặp đã bị rút, hãy tìm và khôi phục nó.',
    pair_unreadable: ({ field }) => (field === 'vi' ? 'Ở đây không có chữ nào để so với các tin. Hãy viết một từ tiếng Việt.' : 'Ở đây chỉ có ký hiệu hoặc những từ tiếng Anh gặp ở mọi nơi, như “the” hay “with”, nên không so được. Hãy viết một từ rõ nghĩa hơn.'),
    pair_too_long: ({ field, most }) => `Cụm này dài quá: tối đa ${most} ${field === 'vi' ? 'tiếng' : 'từ'}. Hãy tách thành những cụm ngắn hơn.`,
  },
  en: {
    pair_known: () => 'This pair is here already. If it was withdrawn, search for it and restore it.',
    pair_unreadable: ({ field }) => (field === 'vi' ? 'There is no word here that listings could be compared by. Write a Vietnamese word.' : 'Here are only signs, or English words that stand in every text, such as “the” or “with”. Write a word that says more.'),
    pair_too_long: ({ field, most }) => `This is too long: at most ${most} ${field === 'vi' ? 'syllables' : 'words'}. Divide it into shorter phrases.`,
  },
})
