import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { fewestAnswered, mostCounted, reckonedFor, type SourcingRefusal } from './rules.ts'

export const sourcingRefusals = texts<Messages<SourcingRefusal>>({
  vi: {
    need_taken: ({ name }) => `${name} đã nhận nhu cầu này trước bạn. Hãy trao đổi với người đó, hoặc chọn nhu cầu khác.`,
    need_answered: () => 'Nhu cầu này đã có giao dịch đang mở hoặc đã thành nên không còn trên bảng.',
    too_many_taken: ({ most }) => `Bạn đang nhận ${most} nhu cầu. Hãy thôi nhận một nhu cầu trước.`,
    own_need: () => 'Đây là nhu cầu của tổ chức bạn. Bảng này dành cho người giúp nhu cầu của tổ chức khác.',
    own_offer_suggested: () => 'Đây là chào bán của tổ chức bạn. Hãy bày tỏ quan tâm tới nhu cầu thay vì gợi ý như người môi giới.',
    offer_unknown: () => 'Không có chào bán đang công bố nào mang số này. Hãy chép số ở cuối địa chỉ trang của chào bán.',
    already_suggested: () => 'Đã có người gợi ý chào bán này cho nhu cầu. Hãy chọn chào bán khác.',
    too_many_suggestions: ({ most }) => `Nhu cầu này đã có ${most} gợi ý. Hãy chờ bên cần xem trước.`,
  },
  en: {
    need_taken: ({ name }) => `${name} took this need on before you. Talk to them, or choose another need.`,
    need_answered: () => 'There is an open or closed deal on this need, so it is no longer on the board.',
    too_many_taken: ({ most }) => `You are on ${most} needs already. Let go of one first.`,
    own_need: () => 'This is your own organisation’s need. The board is for those who help needs of others along.',
    own_offer_suggested: () => 'This is your own organisation’s offer. Express interest in the need instead of suggesting it as a broker.',
    offer_unknown: () => 'No published offer has this number. Copy the number at the end of the address of the offer’s page.',
    already_suggested: () => 'Somebody has suggested this offer for the need already. Choose another.',
    too_many_suggestions: ({ most }) => `This need has ${most} suggestions. Let its owner look at them first.`,
  },
})

export const boardTexts = texts({
  vi: {
    title: 'Nhu cầu chưa có lời đáp', lead: 'Mọi nhu cầu đang công bố chưa có giao dịch, lâu nhất đứng trước. Nhận một nhu cầu để người khác biết bạn đang lo, và gợi ý chào bán kèm lý do.',
    need: 'Nhu cầu', field: 'Lĩnh vực', ward: 'Địa bàn', every: 'Tất cả', trl: 'TRL cần', budget: 'Ngân sách', waiting: 'Đã chờ', matches: 'Chào bán phù hợp', best: 'Phù hợp nhất', last: 'Việc gần nhất', helper: 'Ai đang lo',
    some: 'Có', none: 'Chưa có', older: 'Chờ lâu hơn', days: (n: number) => `${formatNumber(n, 'vi')} ngày`, score: (n: number) => `${n}/100`, count: (n: number) => (n >= mostCounted ? `${mostCounted} trở lên` : formatNumber(n, 'vi')), reckoning: 'Đang tính',
    acts: { published: 'Công bố', confirmed: 'Chủ tin xác nhận còn cần', taken_on: 'Có người nhận', suggested: 'Có gợi ý' },
    apply: 'Lọc', clear: 'Bỏ lọc', filter: 'Lọc nhu cầu', files: 'Tải bảng này', csv: 'Tải CSV', xlsx: 'Tải Excel (XLSX)', total: (n: number) => `${formatNumber(n, 'vi')} nhu cầu`, empty: 'Không có nhu cầu nào như vậy đang chờ.', nobody: 'Chưa ai nhận', you: 'Bạn',
    take: 'Tôi nhận lo', letGo: 'Thôi nhận', open: 'Giúp nhu cầu này', suggestions: (n: number) => `${n} gợi ý`, reckoned: `Số chào bán phù hợp được tính sẵn, chậm nhất ${reckonedFor} giờ một lần; tính lúc`, exchange: 'Sàn giao dịch',
    one: 'Giúp một nhu cầu', candidates: 'Chào bán phù hợp', suggest: 'Gợi ý chào bán này', suggestTitle: 'Gợi ý một chào bán', chosen: 'Chọn trong các chào bán phù hợp', offer: 'Hoặc số của chào bán, hay địa chỉ trang của nó', offerHelp: 'Ví dụ 128. Ô này được dùng trước nếu bạn ghi cả hai.', other: 'Chào bán khác, ghi ở ô dưới', reason: 'Vì sao chào bán này hợp', reasonHelp: 'Một hai câu. Bên cần đọc câu này cùng tên bạn.',
    suggested: 'Đã gợi ý', suggestedBy: (name: string) => `Gợi ý bởi ${name}`, withdraw: 'Rút gợi ý', readOnly: 'Bạn xem được bảng này nhưng không nhận nhu cầu và không gợi ý.', sheet: 'Bảng nhu cầu', about: 'Về bảng này', counted: 'Lập lúc',
    panel: 'Được gợi ý cho nhu cầu này', helping: (name: string, day: string) => `${name} đang lo nhu cầu này từ ngày ${day}.`, interest: 'Bày tỏ quan tâm', compare: 'So sánh các chào bán với nhu cầu này', invite: 'Mời nhà cung cấp trả lời', toBoard: 'Xem trên bảng nhu cầu chưa có lời đáp', tools: 'Tìm người đáp ứng',
  },
  en: {
    title: 'Needs without an answer', lead: 'Every published need that has no deal, the longest waiting first. Take one on so that others know somebody is at it, and suggest an offer with a reason.',
    need: 'Need', field: 'Field', ward: 'Place', every: 'All', trl: 'TRL asked', budget: 'Budget', waiting: 'Has waited', matches: 'Offers that match', best: 'Best match', last: 'Last act', helper: 'Who is on it',
    some: 'Has some', none: 'Has none', older: 'Waiting longer than', days: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'day' : 'days'}`, score: (n: number) => `${n}/100`, count: (n: number) => (n >= mostCounted ? `${mostCounted} or more` : formatNumber(n, 'en')), reckoning: 'Being counted',
    acts: { published: 'Published', confirmed: 'Confirmed by its owner', taken_on: 'Taken on', suggested: 'Offer suggested' },
    apply: 'Filter', clear: 'Clear filters', filter: 'Filter needs', files: 'Download this table', csv: 'Download CSV', xlsx: 'Download Excel (XLSX)', total: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'need' : 'needs'}`, empty: 'No such need is waiting.', nobody: 'Nobody yet', you: 'You',
    take: 'I am on it', letGo: 'Let go', open: 'Help this need', suggestions: (n: number) => `${n} suggested`, reckoned: `Matching offers are counted beforehand, at most ${reckonedFor} hours ago; counted at`, exchange: 'The Exchange',
    one: 'Help one need along', candidates: 'Offers that match', suggest: 'Suggest this offer', suggestTitle: 'Suggest an offer', chosen: 'Choose among the matches', offer: 'Or the number of an offer, or the address of its page', offerHelp: 'For example 128. This box counts where you fill in both.', other: 'Another offer, named below', reason: 'Why this offer fits', reasonHelp: 'A sentence or two. The need’s owner reads it with your name.',
    suggested: 'Suggested already', suggestedBy: (name: string) => `Suggested by ${name}`, withdraw: 'Take the suggestion back', readOnly: 'You may read this board, but not take needs on or suggest offers.', sheet: 'Needs', about: 'About this table', counted: 'Made at',
    panel: 'Suggested for this need', helping: (name: string, day: string) => `${name} has been on this need since ${day}.`, interest: 'Express interest', compare: 'Compare offers against this need', invite: 'Invite suppliers to answer', toBoard: 'On the board of needs without an answer', tools: 'Finding an answer',
  },
})

export const gapTexts = texts({
  vi: {
    title: 'Nhu cầu chưa ai đáp ứng', lead: 'Nhu cầu đang công bố mà chưa có chào bán nào phù hợp: chỗ trống cho viện, trường và doanh nghiệp có công nghệ.', ours: 'Chỗ trống trong lĩnh vực của chúng tôi', oursLead: 'Nhu cầu chưa có chào bán phù hợp trong các nhánh của chào bán và chuyên gia thuộc tổ chức bạn.',
    views: 'Cách xem', view: { fields: 'Theo lĩnh vực', wards: 'Theo địa bàn', trl: 'Theo mức sẵn sàng' }, name: { fields: 'Lĩnh vực', wards: 'Địa bàn', trl: 'TRL thấp nhất chấp nhận' }, offers: 'Chào bán', needs: 'Nhu cầu', unmatched: 'Nhu cầu chưa có chào bán phù hợp', short: 'Nhu cầu chưa có lời đáp', unanswered: 'Trong đó chưa ai quan tâm', unstated: 'Không nêu',
    chart: (top: string) => `Mỗi dòng có hai thanh: chào bán đang công bố, và nhu cầu chưa có chào bán phù hợp. Nhiều nhất: ${top}. Bảng ngay dưới có đủ số liệu.`, more: (n: number) => `Biểu đồ vẽ ${n} dòng đầu; bảng có đủ.`, up: 'Lên một cấp', drill: 'Chọn một dòng để xem các nhu cầu của nó.', list: 'Các nhu cầu chưa có chào bán phù hợp, lâu nhất đứng trước', listOf: (name: string) => `Các nhu cầu chưa có chào bán phù hợp: ${name}`, empty: 'Ở đây không có nhu cầu nào như vậy.', nothing: 'Chưa có nhu cầu nào đang công bố.',
    follow: 'Theo dõi', rss: 'RSS: nhu cầu mới', save: 'Lưu tìm kiếm và nhận thư', csv: 'Tải CSV', xlsx: 'Tải Excel (XLSX)', files: 'Tải bảng này', sheet: 'Số liệu', about: 'Về bảng này', counted: 'Đếm lúc', code: 'Mã', answer: 'Đăng chào bán đáp ứng',
    notes: 'Một nhu cầu được coi là chưa có chào bán phù hợp khi trang của nó không gợi ý được chào bán nào. Nhu cầu thuộc hai lĩnh vực được đếm ở cả hai.', withheld: `Dấu “…”: có ai quan tâm tới một nhu cầu hay không là việc giữa hai bên, nên số này không công bố khi có ít hơn ${fewestAnswered} nhu cầu như vậy, hoặc khi suy ra được bằng phép trừ.`,
    waiting: (n: number) => `${formatNumber(n, 'vi')} nhu cầu vừa công bố chưa được tính.`, noOrganisation: 'Trang này xem theo tổ chức bạn đang thay mặt. Hãy lập tổ chức hoặc nhận lời mời trước.', noFields: 'Tổ chức bạn chưa có chào bán đang công bố và chưa có chuyên gia công khai nên chưa biết lĩnh vực nào là của bạn.', all: 'Xem mọi lĩnh vực', toOurs: 'Xem chỗ trống trong lĩnh vực của tổ chức bạn', inBranch: (n: number) => `${formatNumber(n, 'vi')} nhu cầu`,
  },
  en: {
    title: 'Needs nobody answers', lead: 'Published needs no offer matches: gaps for institutes, universities and firms that have technology.', ours: 'Gaps in our fields', oursLead: 'Needs without a matching offer in the branches of your organisation’s offers and experts.',
    views: 'Ways to look', view: { fields: 'By field', wards: 'By place', trl: 'By readiness' }, name: { fields: 'Field', wards: 'Place', trl: 'Least TRL accepted' }, offers: 'Offers', needs: 'Needs', unmatched: 'Needs no offer matches', short: 'Needs without a match', unanswered: 'Of those, nobody interested', unstated: 'Not stated',
    chart: (top: string) => `Two bars a line: published offers, and needs no offer matches. Largest: ${top}. The table below has all figures.`, more: (n: number) => `The chart shows the first ${n} lines; the table has all.`, up: 'Up one level', drill: 'Choose a line to see its needs.', list: 'Needs no offer matches, the oldest first', listOf: (name: string) => `Needs no offer matches: ${name}`, empty: 'There is no such need here.', nothing: 'No need is published now.',
    follow: 'Follow', rss: 'RSS: new needs', save: 'Save the search and be told', csv: 'Download CSV', xlsx: 'Download Excel (XLSX)', files: 'Download this table', sheet: 'Figures', about: 'About this table', counted: 'Counted at', code: 'Code', answer: 'Publish an offer that answers',
    notes: 'A need counts as without a match when its own page can suggest no offer. A need in two fields counts in both.', withheld: `“…”: whether anybody is interested in a need is between two sides, so this figure is withheld where it is of fewer than ${fewestAnswered} needs, or could be had by subtraction.`,
    waiting: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'need was' : 'needs were'} published a moment ago and not counted yet.`, noOrganisation: 'This page follows the organisation you act for. Create one, or accept an invitation, first.', noFields: 'Your organisation has no published offer and no public expert yet, so it is not known which fields are yours.', all: 'See every field', toOurs: 'See the gaps in your organisation’s fields', inBranch: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'need' : 'needs'}`,
  },
})
