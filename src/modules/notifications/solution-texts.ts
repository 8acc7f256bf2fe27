import type { NoticeText } from './schema.ts'

/** What those who answer a call for solutions, whose need it is and who asked are told. {what} is the call's title. */
export const solutionNoticeTexts = {
  solution_published: {
    topic: 'auctions',
    vi: { subject: 'Cuộc kêu gọi giải pháp đã công bố: {what}', body: 'Cuộc kêu gọi “{what}” cho nhu cầu của tổ chức bạn đã được công bố. Quy tắc từ nay không đổi, mốc chỉ có thể dời muộn hơn; nhận giải pháp đến {until}.', line: '“{what}” đã công bố, nhận giải pháp đến {until}.' },
    en: { subject: 'Call for solutions published: {what}', body: 'The call “{what}” for your organisation’s need has been published. Its rules do not change any more, and its dates can only move later; solutions are taken until {until}.', line: '“{what}” has been published; solutions until {until}.' },
  },
  solution_dates_moved: {
    topic: 'auctions',
    vi: { subject: 'Dời mốc: {what}', body: 'Hai cán bộ của Sàn đã dời mốc của cuộc kêu gọi “{what}”:\n\n{changes}\n\nLý do: {why}\n\nQuy tắc và mã băm giữ nguyên.', line: '“{what}” dời mốc: {changes}.' },
    en: { subject: 'Dates moved: {what}', body: 'Two officers of the Exchange have moved dates of the call “{what}”:\n\n{changes}\n\nReason: {why}\n\nThe rules and their hash stay.', line: 'Dates of “{what}” have moved: {changes}.' },
  },
  solution_dates_moved_sealed: {
    topic: 'auctions',
    vi: { subject: 'Dời mốc, bản đã nộp giữ nguyên: {what}', body: 'Hai cán bộ của Sàn đã dời mốc của cuộc kêu gọi “{what}”:\n\n{changes}\n\nLý do: {why}\n\nGiải pháp tổ chức bạn đã nộp vẫn niêm phong và vẫn được tính. Bạn có thể để nguyên, hoặc nộp bản thay thế đến {until}.', line: '“{what}” dời mốc: {changes}. Bản đã nộp giữ nguyên; thay được đến {until}.' },
    en: { subject: 'Dates moved, your envelopes stay: {what}', body: 'Two officers of the Exchange have moved dates of the call “{what}”:\n\n{changes}\n\nReason: {why}\n\nWhat your organisation handed in stays sealed and still counts. Leave it, or hand in a new version until {until}.', line: 'Dates of “{what}” have moved: {changes}. Your envelopes stay; you may replace them until {until}.' },
  },
  solution_question_answered: {
    topic: 'auctions',
    vi: { subject: 'Đã trả lời câu hỏi: {what}', body: 'Câu hỏi của bạn về cuộc kêu gọi “{what}” đã được trả lời trên trang của cuộc kêu gọi. Mọi người đọc được câu hỏi và câu trả lời, không ai đọc được ai hỏi.', line: 'Câu hỏi của bạn về “{what}” đã được trả lời.' },
    en: { subject: 'Answered: {what}', body: 'Your question about the call “{what}” has been answered on the call’s page. Everybody reads the question and the answer, and nobody who asked.', line: 'Your question about “{what}” has been answered.' },
  },
  solution_opened: {
    topic: 'auctions',
    vi: { subject: 'Đã mở phong bì kỹ thuật: {what}', body: 'Hạn nộp của “{what}” đã hết và phong bì kỹ thuật đã mở. Giải pháp của tổ chức bạn mang số {number}. Hội đồng chấm trước khi giá được mở.', line: 'Phong bì kỹ thuật của “{what}” đã mở; tổ chức bạn mang số {number}.' },
    en: { subject: 'Technical envelopes opened: {what}', body: 'The last day of “{what}” is over and the technical envelopes are open. Your organisation’s solution is number {number}. The council scores before any price is opened.', line: 'The technical envelopes of “{what}” are open; your organisation is number {number}.' },
  },
  solution_round: {
    topic: 'auctions',
    vi: { subject: 'Vòng chào giá {count}: {what}', body: 'Vòng chào giá {count} của “{what}” bắt đầu lúc {until}. Giờ lượt của tổ chức bạn nằm trên trang các vòng chào giá. Đến lượt thì hạ giá, hoặc giữ giá: không gửi gì là giữ.', line: 'Vòng chào giá {count} của “{what}” bắt đầu lúc {until}.' },
    en: { subject: 'Round {count} of prices: {what}', body: 'Round {count} of “{what}” begins at {until}. When your organisation’s turn is, stands on the page of the rounds. In your turn you lower your price or keep it: sending nothing keeps it.', line: 'Round {count} of “{what}” begins at {until}.' },
  },
  solution_low: {
    topic: 'auctions',
    vi: { subject: 'Cần giải trình giá: {what}', body: 'Giá của tổ chức bạn trong “{what}” thấp bất thường so với các giá khác. Hãy giải trình trước {until}; không ai bị loại khi chưa được nghe.', line: 'Giá của tổ chức bạn trong “{what}” cần giải trình trước {until}.' },
    en: { subject: 'A price to explain: {what}', body: 'Your organisation’s price in “{what}” is abnormally low beside the others. Explain it before {until}; nobody is excluded unheard.', line: 'Your organisation’s price in “{what}” is to be explained before {until}.' },
  },
  solution_ranked: {
    topic: 'auctions',
    vi: { subject: 'Đã xếp hạng: {what}', body: 'Các giải pháp của “{what}” đã được xếp hạng; giải pháp của tổ chức bạn hạng {number}. Thời gian chờ đến hết ngày {until}, sau đó mới chọn. Điểm và lý do của hội đồng nằm ở trang giải pháp của bạn.', line: 'Giải pháp của tổ chức bạn hạng {number} trong “{what}”.' },
    en: { subject: 'Ranked: {what}', body: 'The solutions of “{what}” are ranked; your organisation’s is in place {number}. The standstill lasts to the end of {until}; then it is decided. Scores and reasons of the council are on the page of your solution.', line: 'Your organisation’s solution is in place {number} in “{what}”.' },
  },
  solution_not_ranked: {
    topic: 'auctions',
    vi: { subject: 'Không được xếp hạng: {what}', body: 'Giải pháp của tổ chức bạn trong “{what}” không được xếp hạng:\n\n{why}\n\nĐiểm và lý do của hội đồng nằm ở trang giải pháp của bạn.', line: 'Giải pháp của tổ chức bạn trong “{what}” không được xếp hạng: {why}' },
    en: { subject: 'Not ranked: {what}', body: 'Your organisation’s solution in “{what}” has no place:\n\n{why}\n\nScores and reasons of the council are on the page of your solution.', line: 'Your organisation’s solution in “{what}” has no place: {why}' },
  },
  solution_award_waits: {
    topic: 'auctions',
    vi: { subject: 'Chờ xác nhận chọn giải pháp: {what}', body: 'Cán bộ giao dịch đề nghị chọn {count} giải pháp, từ hạng nhất, cho “{what}”. Chủ tổ chức hoặc người được quyền ký xác nhận hoặc trả lại.', line: 'Đề nghị chọn {count} giải pháp cho “{what}” chờ tổ chức bạn xác nhận.' },
    en: { subject: 'An award to confirm: {what}', body: 'A deal officer proposes to choose {count}, from the first place on, for “{what}”. An owner or a signer of your organisation confirms it or sends it back.', line: 'A proposal to choose {count} for “{what}” waits for your organisation.' },
  },
  solution_chosen: {
    topic: 'auctions',
    vi: { subject: 'Được chọn: {what}', body: 'Giải pháp của tổ chức bạn cho “{what}” được chọn với giá {amount}. Hồ sơ giao dịch mở cho hai bên.', line: 'Giải pháp của tổ chức bạn cho “{what}” được chọn với giá {amount}.' },
    en: { subject: 'Chosen: {what}', body: 'Your organisation’s solution to “{what}” is chosen at {amount}. A deal file opens for both sides.', line: 'Your organisation’s solution to “{what}” is chosen at {amount}.' },
  },
  solution_not_chosen: {
    topic: 'auctions',
    vi: { subject: 'Không được chọn: {what}', body: 'Giải pháp của tổ chức bạn cho “{what}” không được chọn:\n\n{why}\n\nĐiểm và lý do của hội đồng nằm ở trang giải pháp của bạn.', line: 'Giải pháp của tổ chức bạn cho “{what}” không được chọn.' },
    en: { subject: 'Not chosen: {what}', body: 'Your organisation’s solution to “{what}” was not chosen:\n\n{why}\n\nScores and reasons of the council are on the page of your solution.', line: 'Your organisation’s solution to “{what}” was not chosen.' },
  },
  solution_ended: {
    topic: 'auctions',
    vi: { subject: 'Cuộc kêu gọi kết thúc: {what}', body: 'Cuộc kêu gọi “{what}” kết thúc mà không chọn giải pháp nào:\n\n{why}\n\nPhong bì còn niêm phong sẽ không mở nữa.', line: '“{what}” kết thúc: {why}' },
    en: { subject: 'The call is over: {what}', body: 'The call “{what}” is over and no solution was chosen:\n\n{why}\n\nWhat is still sealed stays sealed.', line: '“{what}” is over: {why}' },
  },
} as const satisfies Record<string, NoticeText>
