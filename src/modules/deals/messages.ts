import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { endKinds, stageNames } from '../audit/deal-messages.ts'
import { uploadRefusals } from '../documents/messages.ts'
import type { UploadRefusal } from '../documents/rules.ts'
import { actNames, partNames } from './part-messages.ts'
import type { DealRefusal, InterestRefusal, NextAction } from './rules.ts'
import type { InterestState } from './schema.ts'

export { stageNames }

export const interestRefusals = texts<Messages<InterestRefusal>>({
  vi: {
    listing_not_published: ({ answering }) => (answering ? 'Tin này hiện không công bố nên chưa thể chấp nhận đề nghị kết nối. Hãy chấp nhận khi tin được công bố lại; từ chối thì vẫn được.' : 'Tin này hiện không công bố nên chưa thể bày tỏ quan tâm.'),
    acting_changed_unsent: () => 'Từ khi mở trang này, bạn đã đổi tổ chức mình thay mặt, có thể ở một cửa sổ khác. Lời nhắn chưa được gửi. Hãy xem lại tổ chức ghi bên dưới rồi gửi lại nếu đúng.',
    interest_in_own: () => 'Đây là tin của chính tổ chức bạn đang thay mặt. Bạn chỉ bày tỏ quan tâm tới tin của tổ chức khác.',
    counter_listing_unfit: () => 'Tin kèm theo phải là tin đang công bố của tổ chức bạn và thuộc loại còn lại: chào bán cho nhu cầu, nhu cầu cho chào bán.',
    already_interested: ({ interest_id }) => `Tổ chức của bạn đã bày tỏ quan tâm tới tin này (đề nghị kết nối số ${interest_id}). Hãy tiếp tục ở đó.`,
    unknown_reason: () => 'Lý do này không có trong danh mục. Hãy chọn lại.',
    answer_needed: () => 'Khi chọn “Lý do khác”, hãy viết rõ lý do để bên kia hiểu.',
    wrong_state: () => 'Đề nghị kết nối này đã được trả lời hoặc đã rút lại. Hãy tải lại trang để xem kết quả.',
  },
  en: {
    listing_not_published: ({ answering }) => (answering ? 'This listing is not published at present, so the interest cannot be accepted. Accept it once the listing is published again; declining is possible at any time.' : 'This listing is not published at present, so no interest can be expressed in it.'),
    acting_changed_unsent: () => 'The organisation you act for has changed since this page was opened, perhaps in another window. Nothing was sent. Check the organisation named below, and send again if it is the right one.',
    interest_in_own: () => 'This listing belongs to the organisation you act for. Interest is for listings of others.',
    counter_listing_unfit: () => 'The listing you attach must be your organisation’s own, published, and of the other kind: an offer for a need, a need for an offer.',
    already_interested: ({ interest_id }) => `Your organisation has already expressed interest in this listing (expression of interest no. ${interest_id}). Please continue there.`,
    unknown_reason: () => 'This reason is not in the list. Please choose again.',
    answer_needed: () => 'With “Other reason”, please write what the reason is, so that the other side understands.',
    wrong_state: () => 'This expression of interest has been answered or withdrawn already. Reload the page to see the outcome.',
  },
})

const closed = { vi: { won: 'đã hoàn tất', lost: 'đã kết thúc không thành' }, en: { won: 'closed and won', lost: 'closed as lost' } }
export const dealRefusals = texts<Messages<DealRefusal>>({
  vi: {
    deal_closed: ({ stage }) => `Giao dịch này ${stage === 'lost' ? closed.vi.lost : closed.vi.won}, không thay đổi được nữa.`,
    deal_changed: ({ stage }) => `Có người vừa thay đổi giao dịch: hiện đang ở bước “${stageNames.vi[stage]}”. Hãy xem lại rồi gửi lần nữa nếu vẫn cần.`,
    already_there: ({ stage }) => `Giao dịch đang ở bước “${stageNames.vi[stage]}” rồi. Hãy chọn bước khác.`,
    stage_reason_needed: ({ from, to }) => `Chuyển từ “${stageNames.vi[from]}” sang “${stageNames.vi[to]}” là bỏ qua bước hoặc quay lại. Hãy viết một lời giải thích.`,
    not_won_yet: () => 'Bước này chỉ có sau khi hai bên xác nhận hoàn tất. Hãy báo hoàn tất trước, hoặc chọn một bước trước đó.',
    step_day_past: () => 'Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau.',
    owner_not_of_side: () => 'Người phụ trách phải là thành viên của bên bạn, hoặc bên kia tự cử. Hãy chọn lại trong danh sách.',
    end_to_come: () => 'Ngày này chưa tới. Chỉ ghi nhận khi việc đã xảy ra.',
    end_noted_already: () => 'Tổ chức này đã được ghi nhận không còn hoạt động. Hãy tải lại trang.',
    nobody_gone: () => 'Cả hai bên vẫn đang hoạt động, nên không có gì phải giải quyết. Hãy tải lại trang.',
    party_gone: ({ kind }) => `Một bên của giao dịch này ${kind === 'deleted' ? 'không còn trên Sàn' : endKinds.vi[kind]}, nên hồ sơ tạm dừng. Trang “Các bước” của hồ sơ cho biết nên làm gì; vẫn có thể kết thúc giao dịch không thành.`,
    closing_already_claimed: ({ claimed }) => `Bên kia đã báo giao dịch hoàn tất với giá trị ${formatVnd(claimed, 'vi')}. Hãy xác nhận hoặc báo lại giá trị đó.`,
    closing_word_needed: ({ from }) => `Giao dịch mới ở bước “${stageNames.vi[from]}”. Báo hoàn tất lúc này là bỏ qua các bước còn lại; hãy viết một lời giải thích để hai bên cùng đọc.`,
    no_closing_claimed: () => 'Chưa bên nào báo hoàn tất, hoặc báo cáo đó vừa được bỏ đi. Hãy tải lại trang.',
    own_claim: () => 'Bên đã báo giá trị không tự xác nhận được; cần bên kia xác nhận.',
    closing_value_differs: ({ claimed }) => `Giá trị bên kia đang báo là ${formatVnd(claimed, 'vi')}, khác với giá trị bạn vừa xác nhận. Hãy xem lại trước khi xác nhận.`,
    closing_pending: ({ claimed }) => `Bên kia đã báo giao dịch hoàn tất với giá trị ${formatVnd(claimed, 'vi')}. Hãy trả lời báo cáo đó trước.`,
    mandate_lets_not: ({ acts, part, side }) => (acts.length && part ? `Ủy quyền môi giới của bạn chưa cho làm việc này: cần được giao “${acts.map((act) => actNames.vi[act]).join('” hoặc “')}”, kèm quyền đọc phần ${partNames.vi[part]}. Người ký của ${side.name_vi} giao được, ở phần Người tham gia của hồ sơ.` : `Không ủy quyền môi giới nào cho làm việc này: phải do người của ${side.name_vi} làm. Hãy nhờ họ.`),
    broker_of_both: () => 'Tổ chức bạn môi giới cho cả hai bên nên chỉ đọc, không làm thay bên nào. Hãy để người của mỗi bên tự làm, hoặc đề nghị một bên kết thúc ủy quyền.',
    loss_reason_needed: () => 'Khi chọn “Lý do khác”, hãy viết rõ lý do.',
  },
  en: {
    deal_closed: ({ stage }) => `This deal is ${stage === 'lost' ? closed.en.lost : closed.en.won} and can no longer be changed.`,
    deal_changed: ({ stage }) => `Someone has just changed this deal: it now stands at “${stageNames.en[stage]}”. Look again, and resend if it is still needed.`,
    already_there: ({ stage }) => `The deal already stands at “${stageNames.en[stage]}”. Choose another step.`,
    stage_reason_needed: ({ from, to }) => `Going from “${stageNames.en[from]}” to “${stageNames.en[to]}” skips steps or goes back. Please write a word why.`,
    not_won_yet: () => 'This step comes after both sides have confirmed the closing. Report the closing first, or choose an earlier step.',
    step_day_past: () => 'That day is over. Please choose today or a later day.',
    owner_not_of_side: () => 'The owner must be a member of your side, or the other side names theirs. Please choose from the list again.',
    end_to_come: () => 'That day has not come yet. Note it once it has happened.',
    end_noted_already: () => 'It is noted already that this organisation is out of business. Reload the page.',
    nobody_gone: () => 'Both sides are in business, so there is nothing to settle. Reload the page.',
    party_gone: ({ kind }) => `One side of this deal is ${kind === 'deleted' ? 'no longer on the Exchange' : endKinds.en[kind]}, so the file has stopped. The page “Steps” of the file says what to do; closing the deal as lost is still possible.`,
    closing_already_claimed: ({ claimed }) => `The other side has reported the deal closed at ${formatVnd(claimed, 'en')}. Confirm that value or answer it.`,
    closing_word_needed: ({ from }) => `The deal still stands at “${stageNames.en[from]}”. Reporting the closing now leaves out the steps between; please write a word why, for both sides to read.`,
    no_closing_claimed: () => 'Neither side has reported the deal closed, or the report was just taken back. Reload the page.',
    own_claim: () => 'The side that reported the value cannot confirm it; the other side has to.',
    closing_value_differs: ({ claimed }) => `The other side reports ${formatVnd(claimed, 'en')}, not the value you have just confirmed. Look again before confirming.`,
    closing_pending: ({ claimed }) => `The other side has reported the deal closed at ${formatVnd(claimed, 'en')}. Please answer that first.`,
    mandate_lets_not: ({ acts, part, side }) => (acts.length && part ? `Your mandate does not let you do this: it needs “${actNames.en[acts[0]!]}”${acts.slice(1).map((act) => ` or “${actNames.en[act]}”`).join('')}, and the part ${partNames.en[part]} among those you read. A signer of ${side.name_en} can give it, under People in the file.` : `No mandate lets a broker do this: the people of ${side.name_en} have to do it themselves. Please ask them.`),
    broker_of_both: () => 'Your organisation is the broker of both sides, so it reads and acts for neither. Let the people of each side do it themselves, or ask one side to end its mandate.',
    loss_reason_needed: () => 'With “Other reason”, please write what the reason is.',
  },
})
/** Every refusal a form of a deal can answer with. */
export const dealFormRefusals = texts<Messages<DealRefusal | InterestRefusal | UploadRefusal>>({
  vi: { ...interestRefusals.vi, ...dealRefusals.vi, ...uploadRefusals.vi },
  en: { ...interestRefusals.en, ...dealRefusals.en, ...uploadRefusals.en },
})

/** A listing whose title this reader may not read is called by its number. */
export const untitled = texts({ vi: 'Tin số ', en: 'Listing no. ' })

export const interestStates = texts<Record<InterestState, string>>({
  vi: { pending: 'Chờ trả lời', accepted: 'Đã chấp nhận', declined: 'Đã từ chối', withdrawn: 'Đã rút lại' },
  en: { pending: 'Waiting for an answer', accepted: 'Accepted', declined: 'Declined', withdrawn: 'Withdrawn' },
})

export type DutyKind = 'interest_to_answer' | 'message_to_answer' | 'deal_to_begin' | 'closing_to_confirm'
export const dutyTexts = texts<Record<DutyKind, (organisation: string, title: string) => string>>({
  vi: {
    interest_to_answer: (organisation, title) => `Trả lời đề nghị kết nối của ${organisation} về “${title}”`,
    message_to_answer: (organisation, title) => `Trả lời tin nhắn của ${organisation} về “${title}”`,
    deal_to_begin: (organisation, title) => `Bắt đầu trao đổi với ${organisation} về “${title}”`,
    closing_to_confirm: (organisation, title) => `Xác nhận giá trị hoàn tất do ${organisation} báo cho “${title}”`,
  },
  en: {
    interest_to_answer: (organisation, title) => `Answer ${organisation}’s interest in “${title}”`,
    message_to_answer: (organisation, title) => `Answer ${organisation}’s message about “${title}”`,
    deal_to_begin: (organisation, title) => `Begin the conversation with ${organisation} about “${title}”`,
    closing_to_confirm: (organisation, title) => `Confirm the closing value ${organisation} reported for “${title}”`,
  },
})

const nextVi: Record<NextAction, string> = { confirm_closing: 'Xác nhận hoặc báo lại giá trị hoàn tất', answer_message: 'Trả lời tin nhắn', begin: 'Viết lời đầu tiên' }
const nextEn: Record<NextAction, string> = { confirm_closing: 'Confirm or answer the reported closing', answer_message: 'Answer the message', begin: 'Write the first message' }

export const interestTexts = texts({
  vi: {
    express: 'Bày tỏ quan tâm', in: 'Tới tin', of: 'Của', message: 'Lời nhắn', messageHelp: 'Bạn cần gì hoặc có gì, vào lúc nào, ở quy mô nào. Ít nhất 20 ký tự.',
    counter_listing_id: 'Kèm tin của tổ chức bạn', counterHelpOffer: 'Chọn nhu cầu mà công nghệ này có thể đáp ứng, nếu bạn đã công bố.', counterHelpNeed: 'Chọn chào bán đáp ứng nhu cầu này, nếu bạn đã công bố.',
    send: 'Gửi đề nghị kết nối', nextTitle: 'Tiếp theo sẽ thế nào', next: ['Tổ chức đăng tin nhận được đề nghị kết nối của bạn cùng tên tổ chức bạn.', 'Họ chấp nhận hoặc từ chối kèm lý do; bạn xem được ngay tại đây.', 'Nếu họ chấp nhận, một hồ sơ giao dịch mở ra cho hai bên: tin nhắn, tài liệu và các bước. Không ai khác đọc được, trừ cán bộ giao dịch của Sàn.'],
    actingFor: (name: string) => `Bạn gửi thay mặt ${name}.`, needOrganisation: 'Để bày tỏ quan tâm, hãy thay mặt một tổ chức mà bạn có quyền biên tập.', toOrganisation: 'Đến tổ chức của tôi',
    already: 'Tổ chức của bạn đã bày tỏ quan tâm tới tin này.', open: 'Mở đề nghị kết nối',
    title: (n: number) => `Đề nghị kết nối số ${n}`, from: 'Từ', at: 'Gửi lúc', offered: 'Tin kèm theo', why: 'Vì sao được gợi ý', sender: 'Người gửi',
    answerTitle: 'Trả lời', accept: 'Chấp nhận và mở hồ sơ giao dịch', notNow: 'Tin này hiện không công bố nên chưa thể chấp nhận. Bạn vẫn từ chối được.', acceptHelp: 'Chấp nhận chưa phải là cam kết mua bán; hai bên bắt đầu trao đổi.', decline: 'Từ chối', decline_code: 'Lý do từ chối', answer: 'Lời giải thích', answerHelp: 'Bên kia đọc được lời này. Bắt buộc khi chọn “Lý do khác”.',
    withdraw: 'Rút lại đề nghị kết nối', onBehalf: (name: string) => `${name} chưa có người trên Sàn. Bạn trả lời thay mặt họ với tư cách cán bộ giao dịch; tên bạn được ghi lại.`, declinedWith: 'Lý do', toDeal: 'Mở hồ sơ giao dịch', history: 'Diễn biến', waitingFor: (name: string) => `Đang chờ ${name} trả lời.`,
  },
  en: {
    express: 'Express interest', in: 'In the listing', of: 'Of', message: 'Message', messageHelp: 'What you need or have, when, and at what scale. At least 20 characters.',
    counter_listing_id: 'Attach a listing of yours', counterHelpOffer: 'Choose the need this technology could meet, if you have published it.', counterHelpNeed: 'Choose the offer that meets this need, if you have published it.',
    send: 'Send the interest', nextTitle: 'What happens next', next: ['The organisation behind the listing receives your interest with your organisation’s name.', 'They accept, or decline with a reason; you see it here at once.', 'If they accept, a deal file opens for both sides: messages, documents and steps. Nobody else reads it, except the Exchange’s deal officers.'],
    actingFor: (name: string) => `You are writing for ${name}.`, needOrganisation: 'To express interest, act for an organisation in which you may edit.', toOrganisation: 'To my organisation',
    already: 'Your organisation has already expressed interest in this listing.', open: 'Open the interest',
    title: (n: number) => `Expression of interest no. ${n}`, from: 'From', at: 'Sent', offered: 'Attached listing', why: 'Why it was suggested', sender: 'Sent by',
    answerTitle: 'Answer', accept: 'Accept and open the deal file', notNow: 'This listing is not published at present, so the interest cannot be accepted. You may still decline it.', acceptHelp: 'Accepting is no promise to buy or sell; both sides begin to talk.', decline: 'Decline', decline_code: 'Reason for declining', answer: 'Explanation', answerHelp: 'The other side reads this. Needed with “Other reason”.',
    withdraw: 'Withdraw the interest', onBehalf: (name: string) => `${name} has nobody on the Exchange yet. You answer on their behalf as deal officer; your name is recorded.`, declinedWith: 'Reason', toDeal: 'Open the deal file', history: 'History', waitingFor: (name: string) => `Waiting for ${name} to answer.`,
  },
})

export const dealTexts = texts({
  vi: {
    deals: 'Giao dịch', dealsLead: 'Các giao dịch đang mở đứng trước, việc chờ lâu nhất ở trên cùng.', paymentsBoard: 'Thanh toán các giao dịch', letIn: 'Hồ sơ của người khác mà bạn tư vấn hoặc môi giới', officerLead: 'Bạn xem mọi giao dịch với tư cách cán bộ giao dịch, và làm thay bên chưa có người trên Sàn.', filter: 'Lọc giao dịch',
    filters: { open: 'Đang mở', ours: 'Chờ chúng tôi', won: 'Hoàn tất', lost: 'Không thành', all: 'Tất cả' }, none: 'Chưa có giao dịch nào ở đây. Giao dịch mở ra khi một đề nghị kết nối được chấp nhận.',
    about: 'Về', parties: 'Các bên', step: 'Bước', waits: 'Đang chờ', since: 'Từ', value: 'Giá trị', received: 'Đề nghị kết nối nhận được', sent: 'Đề nghị kết nối đã gửi', noInterests: 'Chưa có đề nghị kết nối nào.', mostInterests: (n: number) => `Chỉ hiện ${n} đề nghị, việc chờ trả lời đứng trước.`, state: 'Trạng thái', from: 'Từ', to: 'Tới', sentAt: 'Gửi lúc',
    title: (n: number) => `Hồ sơ giao dịch số ${n}`, steps: 'Các bước', passed: 'đã qua', forGood: 'Không thể hoàn tác.', supplier: 'Bên giao', demander: 'Bên nhận', offer: 'Chào bán', need: 'Nhu cầu', opened: 'Mở ngày', nobody: 'chưa có người trên Sàn', you: 'bên của bạn',
    nextActions: nextVi, yourTurn: 'Đến lượt bên bạn', theirTurn: (name: string) => `Chờ ${name}`, nothing: 'Không còn việc gì chờ.', reads: 'Bạn xem hồ sơ này nhưng không thay đổi được.', onBehalf: (name: string) => `${name} chưa có người trên Sàn. Bạn làm thay họ với tư cách cán bộ giao dịch; tên bạn được ghi lại.`,
    readBy: (many: number) => `Ai đã xem (${many})`, othersRead: (many: number, more: boolean, of: string) => `${many} người${more ? ' khác' : ''} của ${of}`, filesHelp: (most: number, types: string, max: string) => `Tối đa ${most} tệp, cộng lại tối đa ${max}; ${types}. Chỉ hai bên và cán bộ giao dịch tải được.`,
    messages: 'Tin nhắn', noMessages: 'Chưa có tin nhắn.', firstWord: 'Đề nghị kết nối mở đầu', body: 'Tin nhắn mới', send: 'Gửi tin nhắn', attach: 'Tài liệu kèm theo', optional: '(không bắt buộc)', read: 'đã đọc',
    documents: 'Tài liệu', noDocuments: 'Chưa có tài liệu.', file: 'Tệp', fileHelp: (types: string, max: string) => `${types}; tối đa ${max}. Chỉ hai bên và cán bộ giao dịch tải được.`, upload: 'Tải lên',
    move: 'Chuyển bước', stage: 'Sang bước', stage_reason: 'Lý do', stageHelp: 'Cần khi bỏ qua bước hoặc quay lại.',
    closing: 'Báo hoàn tất', closingHelp: 'Khi hợp đồng đã ký, một bên báo giá trị và bên kia xác nhận. Số liệu công khai chỉ cộng giá trị, không nêu tên ai.', closingValue: 'Giá trị hợp đồng (đồng)', closing_word: 'Vì sao bỏ qua các bước còn lại', closingWordHelp: (stage: string) => `Giao dịch đang ở bước “${stage}”. Hai bên đều đọc được lời này trong phần diễn biến.`, skippedWhy: 'Lý do bỏ qua các bước còn lại:', claim: 'Báo giá trị', claimAgain: 'Sửa giá trị đã báo',
    claimedByThem: (name: string, value: string) => `${name} báo giao dịch hoàn tất với giá trị ${value}.`, claimedByUs: (value: string) => `Bên bạn đã báo ${value}. Chờ bên kia xác nhận.`, confirm: (value: string) => `Xác nhận ${value}`, dispute: 'Không đồng ý', dispute_reason: 'Vì sao không đồng ý', sendDispute: 'Báo lại cho bên kia',
    lose: 'Kết thúc không thành', loss_code: 'Lý do không thành', loss_reason: 'Giải thích thêm', lossHelp: 'Bắt buộc khi chọn “Lý do khác”. Lý do được đếm trong số liệu, không nêu tên.', sendLoss: 'Kết thúc giao dịch', history: 'Diễn biến', won: (value: string) => `Hoàn tất với giá trị ${value}.`, lost: (reason: string) => `Không thành: ${reason}`,
  },
  en: {
    deals: 'Deals', dealsLead: 'Open deals come first, what has waited longest on top.', paymentsBoard: 'Payments of the deals', letIn: 'Files of others you advise in or broker', officerLead: 'You see every deal as deal officer, and act for a side that has nobody on the Exchange.', filter: 'Filter deals',
    filters: { open: 'Open', ours: 'Waiting for us', won: 'Won', lost: 'Lost', all: 'All' }, none: 'No deals here yet. A deal opens when an interest is accepted.',
    about: 'About', parties: 'Parties', step: 'Step', waits: 'Waiting for', since: 'Since', value: 'Value', received: 'Interests received', sent: 'Interests sent', noInterests: 'No interests yet.', mostInterests: (n: number) => `Only ${n} are shown, those waiting for an answer first.`, state: 'State', from: 'From', to: 'To', sentAt: 'Sent',
    title: (n: number) => `Deal file no. ${n}`, steps: 'Steps', passed: 'passed', forGood: 'This cannot be undone.', supplier: 'Supplier', demander: 'Recipient', offer: 'Offer', need: 'Need', opened: 'Opened', nobody: 'nobody on the Exchange yet', you: 'your side',
    nextActions: nextEn, yourTurn: 'Your side’s turn', theirTurn: (name: string) => `Waiting for ${name}`, nothing: 'Nothing is waiting.', reads: 'You may read this file but not change it.', onBehalf: (name: string) => `${name} has nobody on the Exchange yet. You act on their behalf as deal officer; your name is recorded.`,
    readBy: (many: number) => `Who has read it (${many})`, othersRead: (many: number, more: boolean, of: string) => `${many} ${more ? (many === 1 ? 'other' : 'others') : many === 1 ? 'person' : 'people'} of ${of}`, filesHelp: (most: number, types: string, max: string) => `At most ${most} files, of at most ${max} together; ${types}. Only the two sides and the deal officers can download them.`,
    messages: 'Messages', noMessages: 'No messages yet.', firstWord: 'The interest that began it', body: 'New message', send: 'Send the message', attach: 'Document sent with it', optional: '(optional)', read: 'read',
    documents: 'Documents', noDocuments: 'No documents yet.', file: 'File', fileHelp: (types: string, max: string) => `${types}; at most ${max}. Only the two sides and the deal officers can download it.`, upload: 'Upload',
    move: 'Move to another step', stage: 'To step', stage_reason: 'Reason', stageHelp: 'Needed when steps are skipped or taken back.',
    closing: 'Report the closing', closingHelp: 'Once the contract is signed, one side reports its value and the other confirms. Public figures add up values and name nobody.', closingValue: 'Contract value (đồng)', closing_word: 'Why the steps between are left out', closingWordHelp: (stage: string) => `The deal stands at “${stage}”. Both sides read this in the history.`, skippedWhy: 'Why the steps between are left out:', claim: 'Report the value', claimAgain: 'Correct the reported value',
    claimedByThem: (name: string, value: string) => `${name} reports the deal closed at ${value}.`, claimedByUs: (value: string) => `Your side has reported ${value}. Waiting for the other side to confirm.`, confirm: (value: string) => `Confirm ${value}`, dispute: 'Disagree', dispute_reason: 'Why you disagree', sendDispute: 'Tell the other side',
    lose: 'Close as lost', loss_code: 'Reason for the loss', loss_reason: 'More about it', lossHelp: 'Needed with “Other reason”. Reasons are counted in the figures, without names.', sendLoss: 'Close the deal', history: 'History', won: (value: string) => `Closed at ${value}.`, lost: (reason: string) => `Lost: ${reason}`,
  },
})
