import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { AnswerName, DeskRefusal, Hint, Question } from './rules.ts'

interface Asked { ask: string; help: string; example: string }
/** Each question as one would ask it across a table, what a good answer holds, and one that was good. */
export const questionTexts = texts<Record<Question, Asked>>({
  vi: {
    hurts: { ask: 'Chuyện gì đang gây khó cho anh chị?', help: 'Kể như kể với người quen: việc gì hỏng, chậm, tốn, nguy hiểm. Chưa cần nói giải pháp.', example: 'Rau cắt buổi sáng đến chiều đã héo, siêu thị trả lại gần một phần ba.' },
    where: { ask: 'Khó ở đâu, công đoạn nào, ai gặp phải?', help: 'Tên xưởng hay cánh đồng không cần; cần quy mô, công đoạn, số người, máy đang dùng.', example: 'Ở khâu sơ chế: 12 người, mỗi ngày 500 kg rau ăn lá, làm mát bằng quạt và nước giếng.' },
    now: { ask: 'Hiện nay con số là bao nhiêu?', help: 'Một con số có đơn vị, và đo bằng cách nào. Ước chừng cũng được, miễn nói là ước chừng.', example: 'Hao 28 % khối lượng sau 8 giờ, cân lúc cắt và lúc giao, trung bình tháng 9.' },
    wanted: { ask: 'Đạt con số nào thì anh chị coi là giải được, và thử thế nào để biết?', help: 'Con số mong muốn và cách nghiệm thu: đo gì, mấy lần, ai đo.', example: 'Hao không quá 10 % sau 8 giờ, đo 30 ngày liền tại xưởng, hai bên cùng cân.' },
    worth: { ask: 'Giải được thì mỗi năm lợi bao nhiêu?', help: 'Tiền đỡ mất, công đỡ tốn, hàng bán thêm. Nói cách tính để người khác kiểm được.', example: 'Mỗi ngày đỡ bỏ 90 kg, mỗi kg 18.000 đồng, 300 ngày: khoảng 486 triệu đồng một năm.' },
    tried: { ask: 'Đã thử cách gì rồi, vì sao chưa được?', help: 'Để không ai chào lại điều anh chị đã bỏ.', example: 'Đã thử thùng xốp đá khô: giữ được rau nhưng tiền đá bằng nửa tiền lãi.' },
    limits: { ask: 'Điều gì không thể thay đổi?', help: 'Điện, mặt bằng, người, quy định, nước thải, giờ giao hàng.', example: 'Chỉ có điện một pha 10 kW, phòng 20 m², không được dùng hóa chất bảo quản.' },
    money: { ask: 'Có khoảng bao nhiêu tiền cho việc này, chắc đến đâu?', help: 'Chưa có cũng nói là chưa có: người bán biết để đề xuất cách làm dần.', example: '300 triệu đồng, đã có trong kế hoạch năm, chưa duyệt.' },
    decides: { ask: 'Ai quyết định, và khi nào?', help: 'Chức vụ là đủ, không cần tên.', example: 'Giám đốc hợp tác xã, sau họp ban quản trị cuối tháng.' },
    trial: { ask: 'Có cho làm thử tại chỗ không?', help: 'Nơi có thể làm thử giúp người bán mạnh dạn đề xuất.', example: 'Có, một dây chuyền, vào tháng ít rau.' },
  },
  en: {
    hurts: { ask: 'What is giving you trouble?', help: 'Tell it as you would tell a neighbour: what breaks, is slow, costly or dangerous. No solution needed yet.', example: 'Vegetables cut in the morning have wilted by the afternoon; supermarkets send back almost a third.' },
    where: { ask: 'Where does it happen, at which step, and to whom?', help: 'No names of workshops or fields; say the scale, the step, how many people, the machines in use.', example: 'At preparation: 12 people, 500 kg of leaf vegetables a day, cooled by fans and well water.' },
    now: { ask: 'What is the figure today?', help: 'A number with its unit, and how it was measured. An estimate will do if you say it is one.', example: '28 % of weight lost after 8 hours, weighed at cutting and at delivery, average of September.' },
    wanted: { ask: 'Which figure would count as solved, and how would you test it?', help: 'The figure you want and how it is accepted: what is measured, how often, by whom.', example: 'At most 10 % lost after 8 hours, measured on 30 days in a row at the workshop, weighed by both sides.' },
    worth: { ask: 'What would solving it be worth a year?', help: 'Money not lost, work saved, more sold. Say how you count, so that others can check.', example: '90 kg a day not thrown away at 18,000 đồng a kilogram over 300 days: about 486 million đồng a year.' },
    tried: { ask: 'What have you tried, and why was it not enough?', help: 'So that nobody offers you again what you gave up.', example: 'Foam boxes with dry ice kept the vegetables, but the ice cost half of the profit.' },
    limits: { ask: 'What cannot be changed?', help: 'Power, space, people, regulations, waste water, delivery times.', example: 'Single-phase power of 10 kW only, a room of 20 m², no preserving chemicals.' },
    money: { ask: 'About how much money is there for it, and how certain is it?', help: 'If there is none yet, say so: suppliers can then propose to go step by step.', example: '300 million đồng, in this year’s plan, not yet approved.' },
    decides: { ask: 'Who decides, and when?', help: 'The position is enough; no name.', example: 'The director of the cooperative, after the board meeting at the end of the month.' },
    trial: { ask: 'May it be tried out at your place?', help: 'A place to try makes suppliers bolder.', example: 'Yes, one line, in a month with few vegetables.' },
  },
})

export const answerNamesIn = texts<Record<AnswerName, string>>({
  vi: {
    hurts: 'Câu trả lời', where: 'Câu trả lời', now: 'Câu trả lời', baseline: 'Con số hiện nay', measure: 'Đơn vị đo', wanted: 'Câu trả lời', target: 'Con số mong muốn', worth: 'Câu trả lời', value_per_year: 'Lợi mỗi năm (đồng)',
    tried: 'Câu trả lời', limits: 'Câu trả lời', budget: 'Số tiền (đồng)', budget_certainty: 'Chắc đến đâu', decider: 'Chức vụ người quyết định', decides_on: 'Ngày quyết định', pilot: 'Làm thử', pilot_place: 'Nơi làm thử',
  },
  en: {
    hurts: 'Your answer', where: 'Your answer', now: 'Your answer', baseline: 'Figure today', measure: 'Unit', wanted: 'Your answer', target: 'Figure wanted', worth: 'Your answer', value_per_year: 'Worth a year (đồng)',
    tried: 'Your answer', limits: 'Your answer', budget: 'Amount (đồng)', budget_certainty: 'How certain', decider: 'Position of who decides', decides_on: 'Day of the decision', pilot: 'A trial', pilot_place: 'Where',
  },
})
export const choiceTexts = texts({
  vi: { none: 'Chưa có', planned: 'Đã dự kiến', approved: 'Đã duyệt', yes: 'Cho làm thử', no: 'Không làm thử' },
  en: { none: 'None yet', planned: 'Planned', approved: 'Approved', yes: 'Yes, it may be tried', no: 'No trial' },
})
export const hintTexts = texts<Record<Hint, string>>({
  vi: {
    say_more: 'Nói thêm vài câu để người chưa từng đến nơi cũng hiểu.', say_number: 'Thêm một con số, dù chỉ là ước chừng.', say_unit: 'Con số ấy đo bằng đơn vị gì?', say_test: 'Nói cách đo hoặc thử để hai bên cùng biết là đạt.',
    say_why: 'Nói vì sao cách ấy chưa được.', say_who: 'Nói chức vụ người quyết định.', say_day: 'Khoảng ngày nào thì quyết?', say_worth: 'Một con số về tiền giúp người bán biết nên đề xuất đến đâu.',
  },
  en: {
    say_more: 'A few more sentences, so that somebody who has never been there understands.', say_number: 'Add a number, if only an estimate.', say_unit: 'In which unit is that figure?', say_test: 'Say how it is measured or tested, so that both sides know when it is reached.',
    say_why: 'Say why that was not enough.', say_who: 'Say the position of the person who decides.', say_day: 'Around which day is it decided?', say_worth: 'A figure about money tells suppliers how far to go.',
  },
})

export const deskTexts = texts({
  vi: {
    title: 'Bàn viết nhu cầu', lead: 'Trả lời mười câu hỏi bình thường, Sàn xếp thành bản nháp một nhu cầu công nghệ. Câu nào chưa biết cứ để trống; trả lời đến đâu Sàn giữ đến đấy.',
    start: 'Bắt đầu một nhu cầu mới', sheets: 'Các bản đang trả lời', noSheets: 'Chưa có bản nào.', sheet: (day: string) => `Bản bắt đầu ngày ${day}`, answered: (n: number) => `Đã trả lời ${n} trên 10 câu`, noOrganisation: 'Nhu cầu đứng tên một tổ chức. Hãy lập hoặc vào một tổ chức trước.', organisation: 'Tổ chức của tôi', drafted: 'Đã thành bản nháp', openDraft: 'Mở bản nháp',
    questions: 'Mười câu hỏi', example: 'Ví dụ:', save: 'Lưu câu trả lời', hints: 'Có thể nói rõ hơn:', preview: 'Xem bản nháp', previewTitle: 'Bản nháp từ câu trả lời của bạn', previewLead: 'Sàn chỉ xếp lại lời bạn đã viết, không thêm ý. Bấm nút dưới để thành bản nháp; ở đó bạn sửa từng chữ, đặt lại tên và gửi duyệt khi muốn.',
    make: 'Tạo bản nháp nhu cầu', backToQuestions: 'Quay lại câu hỏi', short: (least: number) => `Cần ít nhất ${least} ký tự trước khi gửi duyệt.`, empty: 'Chưa có gì', figures: 'Con số và quyết định',
    label: { now: 'Hiện nay:', wanted: 'Mong muốn:', worth: 'Giải được thì lợi:', tried: 'Đã thử:', limits: 'Không thể thay đổi:' },
    helpTitle: 'Nhờ giúp viết', helpLead: 'Cán bộ của Sàn hoặc một chuyên gia bạn chọn đọc tin này và đề xuất cách viết. Bạn nhận từng dòng; không dòng nào đổi nếu bạn không bấm.',
    askNote: 'Cần giúp điều gì', askNoteHelp: 'Chỉ người được nhờ đọc dòng này.', mentor: 'Nhờ ai', desk: 'Bàn viết của Sàn', ask: 'Nhờ giúp', asked: (who: string, at: string) => `Đang nhờ ${who} từ ${at}. Trong lúc này họ đọc được bản nháp.`, end: 'Thôi nhờ', proposals: 'Đề xuất', noProposals: 'Chưa có đề xuất nào.', listing: 'Tin',
    from: (who: string, at: string) => `${who} đề xuất, ${at}`, why: 'Lý do:', accept: 'Nhận dòng này', reject: 'Không nhận', accepted: 'Đã nhận', rejected: 'Không nhận', removedText: 'Bỏ:', addedText: 'Thêm:', line: (n: number) => `Dòng ${n}`,
    queueTitle: 'Bàn viết: những tin đang nhờ giúp', queueLead: 'Đọc, rồi đề xuất cách viết cho từng ô. Chủ tin nhận từng dòng.', nobody: 'Chưa ai nhờ giúp.', since: (at: string) => `Nhờ từ ${at}`, open: 'Đọc và đề xuất', offered: (n: number) => `${n} đề xuất`,
    propose: 'Gửi đề xuất', reason: 'Vì sao viết vậy', reasonHelp: 'Chủ tin đọc lý do này cạnh mỗi dòng.', noteFrom: 'Chủ tin nói:', proposeLead: 'Sửa thẳng vào ô; Sàn tự tách thành từng dòng cho chủ tin chọn.', made: 'Đã đề xuất',
    helpDuty: (n: number) => `Bàn viết: ${n} tin đang nhờ giúp`, wordingDuty: (n: number) => `Xem ${n} đề xuất cách viết`, remove: 'Bỏ bản này',
  },
  en: {
    title: 'Writing desk', lead: 'Answer ten plain questions and the Exchange arranges them into the draft of a technology need. Leave out what you do not know yet; whatever you answer is kept.',
    start: 'Begin a new need', sheets: 'Being answered', noSheets: 'Nothing yet.', sheet: (day: string) => `Begun on ${day}`, answered: (n: number) => `${n} of 10 questions answered`, noOrganisation: 'A need is an organisation’s. Found or join one first.', organisation: 'My organisation', drafted: 'Made into a draft', openDraft: 'Open the draft',
    questions: 'Ten questions', example: 'For example:', save: 'Save the answers', hints: 'It could be clearer:', preview: 'See the draft', previewTitle: 'The draft from your answers', previewLead: 'The Exchange only arranges what you wrote and adds nothing. Press the button to make it a draft; there you change every word, give it a better title and send it for review when you like.',
    make: 'Make the draft of the need', backToQuestions: 'Back to the questions', short: (least: number) => `At least ${least} characters are needed before it is sent for review.`, empty: 'Nothing yet', figures: 'Figures and decisions',
    label: { now: 'Today:', wanted: 'Wanted:', worth: 'Worth solving:', tried: 'Tried:', limits: 'Cannot be changed:' },
    helpTitle: 'Help with the wording', helpLead: 'The Exchange’s staff or an expert of your choice read this listing and propose wording. You take it line by line; nothing changes unless you press.',
    askNote: 'What help do you need', askNoteHelp: 'Only those you ask read this.', mentor: 'Whom to ask', desk: 'The Exchange’s writing desk', ask: 'Ask for help', asked: (who: string, at: string) => `Asked ${who} on ${at}. Meanwhile they can read the draft.`, end: 'Stop asking', proposals: 'Proposals', noProposals: 'No proposals yet.', listing: 'Listing',
    from: (who: string, at: string) => `Proposed by ${who}, ${at}`, why: 'Why:', accept: 'Take this line', reject: 'Leave it', accepted: 'Taken', rejected: 'Left', removedText: 'Removed:', addedText: 'Added:', line: (n: number) => `Line ${n}`,
    queueTitle: 'Writing desk: listings that ask for help', queueLead: 'Read, then propose wording field by field. The owner takes it line by line.', nobody: 'Nobody asks for help.', since: (at: string) => `Asked on ${at}`, open: 'Read and propose', offered: (n: number) => (n === 1 ? '1 proposal' : `${n} proposals`),
    propose: 'Send the proposal', reason: 'Why so', reasonHelp: 'The owner reads this beside each line.', noteFrom: 'The owner says:', proposeLead: 'Change the text in its field; the Exchange splits it into lines for the owner to choose from.', made: 'Proposed so far',
    helpDuty: (n: number) => (n === 1 ? 'Writing desk: 1 listing asks for help' : `Writing desk: ${n} listings ask for help`), wordingDuty: (n: number) => (n === 1 ? 'Look at a proposed wording' : `Look at ${n} proposed wordings`), remove: 'Throw this sheet away',
  },
})

export const deskRefusals = texts<Messages<DeskRefusal>>({
  vi: {
    sheet_changed: () => 'Người khác vừa lưu bản này. Những gì bạn viết vẫn ở trong các ô: so lại rồi lưu lần nữa.',
    sheet_drafted: () => 'Bản này đã thành bản nháp. Hãy sửa tiếp ở bản nháp.',
    hurt_missing: () => 'Chưa có câu trả lời cho câu đầu tiên, nên chưa đặt tên được. Hãy viết một câu về điều đang gây khó.',
    help_open: () => 'Tin này đang nhờ giúp rồi. Muốn nhờ người khác thì thôi nhờ người này trước.',
    help_over: () => 'Việc giúp này đã xong, nên không đề xuất thêm được.',
    no_such_mentor: () => 'Không tìm thấy chuyên gia ấy. Chọn một người có hồ sơ công khai.',
    nothing_proposed: () => 'Chưa đổi chữ nào. Sửa ít nhất một ô rồi gửi.',
    too_long_for_field: ({ most }) => `Dài quá: ô này giữ được ${most} ký tự.`,
    text_moved_on: () => 'Đoạn này đã được viết lại sau khi có đề xuất, nên không biết đặt dòng này vào đâu. Hãy tự sửa trong tin, hoặc nhờ đề xuất lại.',
    line_decided: () => 'Dòng này đã có quyết định rồi.',
    too_many_proposals: ({ most }) => `Mỗi lần nhờ giúp nhận nhiều nhất ${most} đề xuất.`,
  },
  en: {
    sheet_changed: () => 'Somebody else has just saved this. What you wrote is still in the fields: compare and save again.',
    sheet_drafted: () => 'This has become a draft. Go on in the draft.',
    hurt_missing: () => 'The first question has no answer yet, so there is nothing to call it. Write one sentence about what gives you trouble.',
    help_open: () => 'Help was asked for already. To ask somebody else, stop asking the first.',
    help_over: () => 'This help has ended; nothing more can be proposed.',
    no_such_mentor: () => 'There is no such expert. Choose somebody whose profile is public.',
    nothing_proposed: () => 'Nothing was changed. Change at least one field, then send.',
    too_long_for_field: ({ most }) => `Too long: this field holds ${most} characters.`,
    text_moved_on: () => 'This passage was rewritten after the proposal, so the line has no place in it any more. Change it in the listing yourself, or ask for a new proposal.',
    line_decided: () => 'This line was decided already.',
    too_many_proposals: ({ most }) => `One call for help takes at most ${most} proposals.`,
  },
})
