import { type Locale, texts } from '../../platform/locale.ts'
import { lotNoticeTexts } from './lot-texts.ts'
import type { NoticeText, NoticeWords, Topic, Value } from './schema.ts'

export const topicNames = texts<Record<Topic, string>>({
  vi: { listings: 'Tin chào bán và nhu cầu', matching: 'Gợi ý phù hợp mới', searches: 'Tìm kiếm đã lưu', interests: 'Quan tâm và kết nối', deals: 'Giao dịch', auctions: 'Đấu giá', organisation: 'Tổ chức và thành viên', disclosure: 'Quyền xem thông tin', moderation: 'Kiểm duyệt và quản trị', account: 'Tài khoản và an toàn' },
  en: { listings: 'Listings', matching: 'New matches', searches: 'Saved searches', interests: 'Interests and connections', deals: 'Deals', auctions: 'Auctions', organisation: 'Organisation and members', disclosure: 'Access to information', moderation: 'Moderation and administration', account: 'Account and security' },
})

/**
 * Every kind of notice and its words as they come with the program; administrators may replace
 * them. {what} is the title of the listing or the name of the organisation, {why} what somebody
 * gave as the reason. A placeholder new here gets its sample in `samples` below.
 */
export const noticeTexts = {
  listing_published: {
    topic: 'listings',
    vi: { subject: 'Tin đã được công bố: {what}', body: 'Tin “{what}” của tổ chức bạn đã được duyệt và công bố. Sàn sẽ tìm các tin phù hợp và báo cho bạn khi có người quan tâm.', line: 'Tin “{what}” đã được duyệt và công bố.' },
    en: { subject: 'Published: {what}', body: 'Your organisation’s listing “{what}” has been reviewed and published. The Exchange looks for matches and will write when somebody is interested.', line: '“{what}” has been reviewed and published.' },
  },
  listing_returned: {
    topic: 'listings',
    vi: { subject: 'Tin cần sửa: {what}', body: 'Người duyệt đã trả lại tin “{what}” với lý do:\n\n{why}\n\nHãy sửa rồi gửi duyệt lại.', line: 'Tin “{what}” được trả lại để sửa.' },
    en: { subject: 'Please revise: {what}', body: 'The reviewer sent back “{what}” with this reason:\n\n{why}\n\nPlease revise it and submit it again.', line: '“{what}” was sent back to be revised.' },
  },
  help_asked: {
    topic: 'listings',
    vi: { subject: 'Nhờ giúp viết một tin', body: 'Một tổ chức trên Sàn nhờ bạn đọc và đề xuất cách viết một tin của họ. Họ nhận từng dòng; bạn không phải viết thay.', line: 'Một tổ chức nhờ bạn giúp viết một tin.' },
    en: { subject: 'Help with the wording of a listing', body: 'An organisation on the Exchange asks you to read a listing of theirs and propose wording. They take it line by line; you need not write it for them.', line: 'An organisation asks for your help with a listing.' },
  },
  wording_proposed: {
    topic: 'listings',
    vi: { subject: 'Có đề xuất cách viết: {what}', body: 'Người bạn nhờ đã đề xuất cách viết cho tin “{what}”. Hãy xem từng dòng và nhận những dòng bạn muốn; tin chỉ đổi khi bạn bấm.', line: 'Có đề xuất cách viết cho “{what}”.' },
    en: { subject: 'Wording proposed: {what}', body: 'Somebody you asked has proposed wording for “{what}”. Look at it line by line and take what you like; the listing changes only when you press.', line: 'Wording was proposed for “{what}”.' },
  },
  evidence_confirmed: {
    topic: 'listings',
    vi: { subject: 'Bằng chứng đã được xác nhận: {what}', body: 'Kiểm duyệt viên của Sàn đã đối chiếu và xác nhận một bằng chứng của tin “{what}”. Bằng chứng hiện trên trang của tin và được tính vào mức kiểm chứng.', line: 'Một bằng chứng của “{what}” đã được xác nhận.' },
    en: { subject: 'Evidence confirmed: {what}', body: 'A moderator of the Exchange has compared and confirmed a piece of evidence for “{what}”. It shows on the listing’s page and counts towards its grade.', line: 'A piece of evidence for “{what}” was confirmed.' },
  },
  evidence_refused: {
    topic: 'listings',
    vi: { subject: 'Bằng chứng chưa được chấp nhận: {what}', body: 'Kiểm duyệt viên chưa chấp nhận một bằng chứng của tin “{what}” với lý do:\n\n{why}\n\nBạn có thể nộp bằng chứng khác; tin vẫn ở nguyên chỗ.', line: 'Một bằng chứng của “{what}” chưa được chấp nhận.' },
    en: { subject: 'Evidence not accepted: {what}', body: 'A moderator did not accept a piece of evidence for “{what}”, for this reason:\n\n{why}\n\nYou can add other evidence; the listing stays where it is.', line: 'A piece of evidence for “{what}” was not accepted.' },
  },
  claim_contradicted: {
    topic: 'listings',
    vi: { subject: 'Thử nghiệm không đạt: {what}', body: 'Sàn đã ghi một kết quả thử nghiệm bác bỏ điều công bố của tin “{what}”. Kết quả hiện công khai và hạ mức kiểm chứng. Bạn có thể trả lời công khai, hoặc bổ sung kết quả mới hơn, ít nhất cùng mức.', line: 'Một thử nghiệm không đạt được ghi cho “{what}”.' },
    en: { subject: 'A failed test: {what}', body: 'The Exchange has recorded a test that contradicts a claim of “{what}”. It is public and lowers the grade. You can answer in public, or add a later result of at least the same grade.', line: 'A failed test was recorded for “{what}”.' },
  },
  evidence_ageing: {
    topic: 'listings',
    vi: { subject: 'Bằng chứng sắp quá hạn: {what}', body: 'Một bằng chứng của tin “{what}” còn giá trị đến hết ngày {until}; sau đó điều công bố bị hạ mức. Hãy bổ sung bằng chứng mới trước ngày đó.', line: 'Một bằng chứng của “{what}” quá hạn sau ngày {until}.' },
    en: { subject: 'Evidence goes stale soon: {what}', body: 'A piece of evidence for “{what}” holds until the end of {until}; after that the claim counts for less. Please add newer evidence before that day.', line: 'A piece of evidence for “{what}” goes stale after {until}.' },
  },
  evidence_stale: {
    topic: 'listings',
    vi: { subject: 'Bằng chứng đã quá hạn: {what}', body: 'Một bằng chứng của tin “{what}” đã quá hạn sau ngày {until}, nên điều công bố bị hạ mức. Hãy bổ sung bằng chứng mới; tin vẫn được công bố như trước.', line: 'Một bằng chứng của “{what}” đã quá hạn.' },
    en: { subject: 'Evidence has gone stale: {what}', body: 'A piece of evidence for “{what}” went stale after {until}, so that the claim now counts for less. Please add newer evidence; the listing stays on the market.', line: 'A piece of evidence for “{what}” has gone stale.' },
  },
  new_matches: {
    topic: 'matching',
    vi: { subject: 'Gợi ý phù hợp mới: {what}', body: 'Sàn tìm thấy tin có thể phù hợp với “{what}” của tổ chức bạn. Mỗi tin kèm lý do để bạn tự kiểm tra:\n\n{titles}\n\nHãy nhận tin phù hợp, hoặc từ chối kèm lý do để lần sau Sàn gợi ý đúng hơn.', line: 'Gợi ý mới cho “{what}”: {count} tin.' },
    en: { subject: 'New matches: {what}', body: 'The Exchange has found listings that may suit your organisation’s “{what}”. Each comes with reasons for you to check:\n\n{titles}\n\nPlease take up what suits you, or decline with a reason, so that the next suggestions are better.', line: 'New matches for “{what}”: {count}.' },
  },
  offer_suggested: {
    topic: 'listings',
    vi: { subject: 'Có gợi ý cho nhu cầu: {what}', body: 'Có người gợi ý một chào bán có thể đáp ứng nhu cầu “{what}” của tổ chức bạn.\n\nLý do: {why}\n\nHãy xem trên trang của nhu cầu; nếu hợp, bấm “Bày tỏ quan tâm”.', line: 'Có gợi ý chào bán cho nhu cầu “{what}”.' },
    en: { subject: 'An offer suggested: {what}', body: 'Somebody suggests an offer that may answer your organisation’s need “{what}”.\n\nWhy: {why}\n\nLook at it on the need’s page; if it fits, press “Express interest”.', line: 'An offer was suggested for your need “{what}”.' },
  },
  call_received: {
    topic: 'interests',
    vi: { subject: 'Mời trả lời một nhu cầu: {what}', body: 'Tổ chức bạn được mời trả lời nhu cầu “{what}” trên Sàn, đến hết ngày {until}. Câu trả lời được giữ kín đến khi hết hạn; nhà cung cấp khác không thấy bạn. Nếu không tham gia, xin bấm từ chối và chọn lý do.', line: 'Được mời trả lời nhu cầu “{what}” đến hết ngày {until}.' },
    en: { subject: 'Invited to answer a need: {what}', body: 'Your organisation is invited to answer the need “{what}” on the Exchange, until the end of {until}. Answers stay sealed until then, and other suppliers do not see you. If you will not take part, please decline and choose the reason.', line: 'You are invited to answer the need “{what}” until the end of {until}.' },
  },
  call_reminder: {
    topic: 'interests',
    vi: { subject: 'Sắp hết hạn trả lời: {what}', body: 'Tổ chức bạn chưa gửi câu trả lời cho nhu cầu “{what}”. Hạn là hết ngày {until}; bản nháp chưa gửi không được tính.', line: 'Chưa trả lời nhu cầu “{what}”; hạn là hết ngày {until}.' },
    en: { subject: 'The last day is near: {what}', body: 'Your organisation has not sent its answer to the need “{what}”. The last day is {until}; a draft that is not sent does not count.', line: 'The need “{what}” is not answered yet; the last day is {until}.' },
  },
  call_moved: {
    topic: 'interests',
    vi: { subject: 'Dời hạn trả lời: {what}', body: 'Hạn trả lời nhu cầu “{what}” được dời đến hết ngày {until}. Câu trả lời đã gửi vẫn sửa được đến lúc đó.', line: 'Hạn trả lời nhu cầu “{what}” dời đến hết ngày {until}.' },
    en: { subject: 'More time to answer: {what}', body: 'The last day to answer the need “{what}” is now {until}. An answer that was sent can still be changed until then.', line: 'The last day to answer “{what}” is now {until}.' },
  },
  call_withdrawn: {
    topic: 'interests',
    vi: { subject: 'Lời mời được rút lại: {what}', body: 'Bên mời đã rút lời mời trả lời nhu cầu “{what}”. Câu trả lời của bạn không được mở.\n\nLý do: {why}', line: 'Lời mời trả lời nhu cầu “{what}” được rút lại.' },
    en: { subject: 'Invitation withdrawn: {what}', body: 'The invitation to answer the need “{what}” has been withdrawn. Your answer was not opened.\n\nReason: {why}', line: 'The invitation to answer “{what}” has been withdrawn.' },
  },
  call_opened: {
    topic: 'interests',
    vi: { subject: 'Đã mở câu trả lời: {what}', body: 'Hạn trả lời nhu cầu “{what}” đã hết. Số câu trả lời: {count}. Hãy so sánh rồi ghi kết luận cho từng nhà cung cấp.', line: 'Đã hết hạn trả lời nhu cầu “{what}”: {count} câu trả lời.' },
    en: { subject: 'Answers are open: {what}', body: 'The last day to answer the need “{what}” is over. Answers received: {count}. Compare them, then say to each supplier what becomes of it.', line: 'The time to answer “{what}” is over: {count} received.' },
  },
  call_enquiry: {
    topic: 'interests',
    vi: { subject: 'Nhà cung cấp hỏi thêm: {what}', body: 'Một nhà cung cấp được mời hỏi thêm về nhu cầu “{what}”. Câu trả lời của bạn sẽ đến mọi nhà cung cấp được mời.', line: 'Có câu hỏi thêm về lời mời “{what}”.' },
    en: { subject: 'A supplier asks: {what}', body: 'A supplier you invited has a question about the need “{what}”. Your answer will go to everybody invited.', line: 'There is a question about the invitation “{what}”.' },
  },
  call_enquiry_answered: {
    topic: 'interests',
    vi: { subject: 'Bên mời giải đáp: {what}', body: 'Bên mời đã trả lời một câu hỏi về nhu cầu “{what}”. Mọi nhà cung cấp được mời đều đọc được.', line: 'Có giải đáp mới về lời mời “{what}”.' },
    en: { subject: 'A question was answered: {what}', body: 'The inviter has answered a question about the need “{what}”. Everybody invited can read it.', line: 'A question about “{what}” was answered.' },
  },
  call_shortlisted: {
    topic: 'interests',
    vi: { subject: 'Vào danh sách rút gọn: {what}', body: 'Câu trả lời của tổ chức bạn cho nhu cầu “{what}” được chọn vào danh sách rút gọn. Bên mời sẽ liên hệ bằng một lời bày tỏ quan tâm.', line: 'Câu trả lời cho nhu cầu “{what}” vào danh sách rút gọn.' },
    en: { subject: 'Shortlisted: {what}', body: 'Your organisation’s answer to the need “{what}” is on the shortlist. The inviter will come to you by expressing interest.', line: 'Your answer to “{what}” is on the shortlist.' },
  },
  call_not_chosen: {
    topic: 'interests',
    vi: { subject: 'Chưa được chọn: {what}', body: 'Câu trả lời của tổ chức bạn cho nhu cầu “{what}” chưa được chọn.\n\nLý do: {why}', line: 'Câu trả lời cho nhu cầu “{what}” chưa được chọn.' },
    en: { subject: 'Not chosen: {what}', body: 'Your organisation’s answer to the need “{what}” was not chosen.\n\nReason: {why}', line: 'Your answer to “{what}” was not chosen.' },
  },
  search_answered: {
    topic: 'searches',
    vi: { subject: 'Tin mới cho tìm kiếm: {what}', body: 'Tìm kiếm “{what}” bạn đã lưu có tin mới ({count}):\n\n{titles}', line: 'Tìm kiếm “{what}” có tin mới: {count}.' },
    en: { subject: 'New for your search: {what}', body: 'There are new listings for the search “{what}” you saved ({count}):\n\n{titles}', line: 'New listings for your search “{what}”: {count}.' },
  },
  listing_confirmation_due: {
    topic: 'listings',
    vi: { subject: 'Tin còn đúng không: {what}', body: 'Đã đến lúc xác nhận tin “{what}” của tổ chức bạn. Nếu đến ngày {until} chưa ai xác nhận, tin sẽ ngừng công bố.\n\nMở liên kết dưới đây và bấm “Vẫn còn đúng”. Nếu có điều đã thay đổi, hãy sửa hoặc đóng tin.', line: 'Tin “{what}” cần được xác nhận còn đúng trước ngày {until}.' },
    en: { subject: 'Does it still hold: {what}', body: 'It is time to confirm your organisation’s listing “{what}”. Unless somebody confirms it by {until}, it stops being public.\n\nOpen the link below and press “Still valid”. If something has changed, change or close the listing.', line: '“{what}” has to be confirmed by {until}.' },
  },
  listing_expired: {
    topic: 'listings',
    vi: { subject: 'Tin đã ngừng công bố: {what}', body: 'Tin “{what}” đã ngừng công bố vì chưa ai xác nhận còn đúng. Tin vẫn được giữ.\n\nMở liên kết dưới đây và bấm “Vẫn còn đúng” để công bố lại.', line: 'Tin “{what}” đã ngừng công bố vì chưa ai xác nhận; công bố lại bằng một lần bấm.' },
    en: { subject: 'No longer public: {what}', body: '“{what}” is no longer public, because nobody confirmed that it still holds. It is kept.\n\nOpen the link below and press “Still valid” to publish it again.', line: '“{what}” is no longer public, because nobody confirmed it; one press publishes it again.' },
  },
  webhook_disabled: {
    topic: 'organisation',
    vi: { subject: 'Webhook đã bị tắt: {what}', body: 'Webhook “{what}” của tổ chức bạn đã bị tắt, vì nhiều ngày liền không gửi được tin nào hoặc địa chỉ nhận báo không còn dùng. Khi hệ thống nhận đã chạy lại, hãy bật webhook và gửi lại những tin còn thiếu.', line: 'Webhook “{what}” đã bị tắt vì không gửi được.' },
    en: { subject: 'Webhook disabled: {what}', body: 'Your organisation’s webhook “{what}” was disabled: for days nothing arrived, or its address said that it is gone. Once your system receives again, enable the webhook and replay what it missed.', line: 'The webhook “{what}” was disabled: nothing arrived.' },
  },
  interest_expressed: {
    topic: 'interests',
    vi: { subject: 'Có người quan tâm: {what}', body: 'Một tổ chức đã bày tỏ quan tâm tới tin “{what}”. Hãy xem và trả lời; nếu từ chối, xin cho biết lý do để bên kia hiểu.', line: 'Một tổ chức quan tâm tới tin “{what}” và chờ trả lời.' },
    en: { subject: 'Somebody is interested: {what}', body: 'An organisation has expressed interest in “{what}”. Please read and answer; if you decline, say why, so that the other side understands.', line: 'An organisation is interested in “{what}” and waits for an answer.' },
  },
  interest_accepted: {
    topic: 'interests',
    vi: { subject: 'Đề nghị kết nối được chấp nhận: {what}', body: 'Bên kia đã chấp nhận đề nghị kết nối của bạn về “{what}”. Hồ sơ giao dịch đã mở; hai bên trao đổi tại đó.', line: 'Đề nghị kết nối về “{what}” đã được chấp nhận; hồ sơ giao dịch đã mở.' },
    en: { subject: 'Your interest was accepted: {what}', body: 'The other side has accepted your interest in “{what}”. The deal file is open; talk to each other there.', line: 'Your interest in “{what}” was accepted; the deal file is open.' },
  },
  interest_declined: {
    topic: 'interests',
    vi: { subject: 'Đề nghị kết nối chưa được chấp nhận: {what}', body: 'Bên kia chưa chấp nhận đề nghị kết nối của bạn về “{what}”.\n\nLý do: {why}', line: 'Đề nghị kết nối về “{what}” chưa được chấp nhận.' },
    en: { subject: 'Your interest was declined: {what}', body: 'The other side has declined your interest in “{what}”.\n\nReason: {why}', line: 'Your interest in “{what}” was declined.' },
  },
  message: {
    topic: 'deals',
    vi: { subject: 'Tin nhắn mới: {what}', body: 'Bên kia đã nhắn trong hồ sơ giao dịch “{what}”. Hãy đọc và trả lời tại hồ sơ.', line: 'Tin nhắn mới trong hồ sơ giao dịch “{what}”.' },
    en: { subject: 'New message: {what}', body: 'The other side has written in the deal file “{what}”. Please read and answer there.', line: 'A new message in the deal file “{what}”.' },
  },
  session_place: {
    topic: 'interests', vi: { subject: 'Bạn đã có chỗ: {what}', body: 'Một chỗ vừa trống tại phiên “{what}” ({until}) và là của bạn. Vé nằm ở trang của phiên; nếu không đến được, hãy hủy để người chờ sau có chỗ.', line: 'Bạn đã có chỗ tại phiên “{what}”.' },
    en: { subject: 'You have a place: {what}', body: 'A place has come free at the session “{what}” ({until}), and it is yours. The ticket is on the session’s page; if you cannot come, cancel so that the next one waiting can.', line: 'You have a place at “{what}”.' },
  },
  session_moved: {
    topic: 'interests', vi: { subject: 'Phiên đã sửa: {what}', body: 'Thông tin của phiên “{what}” bạn đăng ký đã thay đổi. Nay: {until}. Hãy xem lại trang của phiên.', line: 'Phiên “{what}” đã thay đổi: {until}.' },
    en: { subject: 'Session changed: {what}', body: 'The session “{what}” you registered for has changed. It is now: {until}. Please look at its page.', line: '“{what}” has changed: {until}.' },
  },
  session_cancelled: {
    topic: 'interests', vi: { subject: 'Phiên đã hủy: {what}', body: 'Phiên “{what}” ({until}) đã hủy với lý do:\n\n{why}', line: 'Phiên “{what}” đã hủy.' },
    en: { subject: 'Session cancelled: {what}', body: 'The session “{what}” ({until}) has been cancelled, for this reason:\n\n{why}', line: '“{what}” has been cancelled.' },
  },
  session_meeting_asked: {
    topic: 'interests', vi: { subject: 'Lời mời gặp riêng tại phiên: {what}', body: 'Một tổ chức muốn gặp riêng bạn tại phiên “{what}” ({until}). Hãy nhận lời hoặc từ chối ở trang gặp riêng của phiên.', line: 'Một tổ chức muốn gặp riêng bạn tại phiên “{what}”.' },
    en: { subject: 'Meeting request at the session: {what}', body: 'An organisation would like to meet you one to one at the session “{what}” ({until}). Please accept or decline on the session’s page of meetings.', line: 'An organisation would like to meet you at “{what}”.' },
  },
  session_meetings: {
    topic: 'interests', vi: { subject: 'Lịch gặp riêng của bạn: {what}', body: 'Lịch gặp riêng của bạn tại phiên “{what}” ({until}) có thay đổi. Hãy xem bàn và giờ ở trang gặp riêng của phiên.', line: 'Lịch gặp riêng của bạn tại phiên “{what}” có thay đổi.' },
    en: { subject: 'Your meetings: {what}', body: 'Your one-to-one meetings at the session “{what}” ({until}) have changed. Tables and hours are on the session’s page of meetings.', line: 'Your meetings at “{what}” have changed.' },
  },
  session_follow_ups: {
    topic: 'interests', vi: { subject: 'Việc sau phiên: {what}', body: 'Phiên “{what}” đã kết thúc và có việc chờ bạn: ghi kết quả cuộc gặp riêng hoặc làm bước tiếp theo đã hứa. Mở Việc của tôi để xem từng việc và hạn.', line: 'Có việc sau phiên “{what}” chờ bạn.' },
    en: { subject: 'After the session: {what}', body: 'The session “{what}” is over and something waits for you: to say what came of a meeting, or to take the next step you promised. My work has each with its day.', line: 'Something waits for you after “{what}”.' },
  },
  session_follow_up_due: {
    topic: 'interests', vi: { subject: 'Hạn {until}, việc sau phiên: {what}', body: 'Việc bạn hứa tại phiên “{what}” có hạn ngày {until} và chưa xong. Mở Việc của tôi để làm: trả lời phiếu quan tâm, ghi kết quả cuộc gặp hoặc bước tiếp theo.', line: 'Hạn {until}: việc sau phiên “{what}” chưa xong.' },
    en: { subject: 'By {until}, after the session: {what}', body: 'What you promised at the session “{what}” was or is due by {until} and is still to do. Open My work: answer the card, say what came of the meeting, or take the next step.', line: 'By {until}: still to do after “{what}”.' },
  },
  duty_opened: {
    topic: 'deals',
    vi: { subject: 'Việc cần làm: {what}', body: 'Trong hồ sơ giao dịch “{about}” có việc chờ bạn hoặc đồng nghiệp của bạn: {what}.\n\nHạn: {until}', line: '{what} (hồ sơ “{about}”).' },
    en: { subject: 'To do: {what}', body: 'In the deal file “{about}” something waits for you or a colleague of yours: {what}.\n\nBy: {until}', line: '{what} (deal file “{about}”).' },
  },
  duty_reminder: {
    topic: 'deals',
    vi: { subject: 'Sắp đến hạn {until}: {what}', body: 'Việc này trong hồ sơ giao dịch “{about}” chưa xong và có hạn ngày {until}: {what}.', line: 'Hạn {until}: {what} (hồ sơ “{about}”).' },
    en: { subject: 'Due by {until}: {what}', body: 'This is still to do in the deal file “{about}”, by {until}: {what}.', line: 'By {until}: {what} (deal file “{about}”).' },
  },
  duty_overdue: {
    topic: 'deals',
    vi: { subject: 'Đã quá hạn {until}: {what}', body: 'Việc này trong hồ sơ giao dịch “{about}” đã quá hạn ngày {until}: {what}.\n\nNếu cần thêm thời gian, hãy chọn ngày khác trong hồ sơ hoặc nhắn cho bên kia.', line: 'Quá hạn {until}: {what} (hồ sơ “{about}”).' },
    en: { subject: 'Overdue since {until}: {what}', body: 'This was due in the deal file “{about}” by {until} and is still to do: {what}.\n\nIf more time is needed, choose another day in the file or write to the other side.', line: 'Overdue since {until}: {what} (deal file “{about}”).' },
  },
  adviser_appointed: {
    topic: 'deals',
    vi: { subject: 'Bạn được mời làm cố vấn: {what}', body: '{side} mời bạn đọc một số phần của hồ sơ giao dịch “{what}”: {parts}.\n\nBạn chỉ đọc, không sửa; cả hai bên thấy bạn được mời và mỗi lần bạn xem.', line: '{side} mời bạn làm cố vấn trong hồ sơ “{what}”: {parts}.' },
    en: { subject: 'You have been let in as an adviser: {what}', body: '{side} lets you read parts of the deal file “{what}”: {parts}.\n\nYou read and change nothing; both sides see that you were let in, and every look.', line: '{side} lets you read parts of the deal file “{what}”: {parts}.' },
  },
  closing_claimed: {
    topic: 'deals',
    vi: { subject: 'Chờ xác nhận hoàn tất: {what}', body: 'Bên kia báo giao dịch “{what}” đã hoàn tất và ghi giá trị. Giao dịch chỉ được tính khi bạn xác nhận cùng giá trị đó.', line: 'Bên kia báo giao dịch “{what}” đã hoàn tất và chờ bạn xác nhận giá trị.' },
    en: { subject: 'Please confirm the closing: {what}', body: 'The other side says the deal “{what}” is closed and has recorded its value. It counts only when you confirm the same value.', line: 'The other side says “{what}” is closed and waits for you to confirm its value.' },
  },
  closing_disputed: {
    topic: 'deals',
    vi: { subject: 'Giá trị chưa được xác nhận: {what}', body: 'Bên kia chưa xác nhận giá trị bạn ghi cho “{what}”. Lý do: {why}', line: 'Bên kia chưa xác nhận giá trị bạn ghi cho “{what}”.' },
    en: { subject: 'Value not confirmed: {what}', body: 'The other side has not confirmed the value you recorded for “{what}”. Reason: {why}', line: 'The other side has not confirmed the value you recorded for “{what}”.' },
  },
  won: {
    topic: 'deals',
    vi: { subject: 'Giao dịch hoàn tất: {what}', body: 'Hai bên đã xác nhận giao dịch “{what}”. Giao dịch được tính vào số liệu của Sàn.', line: 'Giao dịch “{what}” đã hoàn tất.' },
    en: { subject: 'Deal closed: {what}', body: 'Both sides have confirmed the deal “{what}”. It now counts in the Exchange’s figures.', line: 'The deal “{what}” is closed.' },
  },
  lost: {
    topic: 'deals',
    vi: { subject: 'Giao dịch đã khép lại: {what}', body: 'Giao dịch “{what}” đã khép lại không thành. Lý do nằm trong hồ sơ.', line: 'Giao dịch “{what}” đã khép lại không thành.' },
    en: { subject: 'Deal ended: {what}', body: 'The deal “{what}” has ended without success. The reason is in the file.', line: 'The deal “{what}” has ended without success.' },
  },
  verified: {
    topic: 'organisation',
    vi: { subject: 'Đã xác minh: {what}', body: 'Tổ chức {what} đã được Sàn xác minh. Dấu xác minh hiện trên trang của tổ chức.', line: 'Tổ chức {what} đã được Sàn xác minh.' },
    en: { subject: 'Verified: {what}', body: 'The Exchange has verified {what}. The mark shows on the organisation’s page.', line: 'The Exchange has verified {what}.' },
  },
  verification_refused: {
    topic: 'organisation',
    vi: { subject: 'Chưa xác minh được: {what}', body: 'Sàn chưa xác minh được tổ chức {what}. Lý do:\n\n{why}\n\nHãy bổ sung rồi yêu cầu lại.', line: 'Sàn chưa xác minh được tổ chức {what}.' },
    en: { subject: 'Not verified yet: {what}', body: 'The Exchange could not verify {what}. Reason:\n\n{why}\n\nPlease add what is missing and ask again.', line: 'The Exchange could not verify {what}.' },
  },
  verification_expiring: {
    topic: 'organisation',
    vi: { subject: 'Xác minh sắp hết hiệu lực: {what}', body: 'Xác minh của tổ chức {what} có hiệu lực đến ngày {until}. Hãy kiểm tra tài liệu chứng minh rồi yêu cầu xác minh lại; trong lúc chờ, dấu xác minh vẫn giữ đến ngày đó.', line: 'Xác minh của {what} có hiệu lực đến ngày {until}. Hãy yêu cầu xác minh lại.' },
    en: { subject: 'The verification ends soon: {what}', body: 'The verification of {what} holds until {until}. Please check the proof and request verification anew; while you wait, the mark stays until that day.', line: 'The verification of {what} holds until {until}. Please request it anew.' },
  },
  verification_expired: {
    topic: 'organisation',
    vi: { subject: 'Xác minh đã hết hiệu lực: {what}', body: 'Xác minh của tổ chức {what} đã hết hiệu lực ngày {until}; dấu xác minh không còn hiện. Hãy cập nhật tài liệu chứng minh rồi yêu cầu lại.', line: 'Xác minh của {what} đã hết hiệu lực.' },
    en: { subject: 'The verification has ended: {what}', body: 'The verification of {what} ended on {until}, and its mark no longer shows. Please bring the proof up to date and ask again.', line: 'The verification of {what} has ended.' },
  },
  ownership_offered: {
    topic: 'organisation',
    vi: { subject: 'Đề nghị nhận quyền chủ: {what}', body: 'Chủ tổ chức {what} đề nghị chuyển giao quyền chủ cho bạn, có hiệu lực đến ngày {until}. Quyền chỉ chuyển khi bạn nhận.', line: 'Bạn được đề nghị nhận quyền chủ của {what}, đến ngày {until}.' },
    en: { subject: 'Ownership offered to you: {what}', body: 'An owner of {what} offers to hand the ownership over to you, until {until}. It changes hands only when you accept.', line: 'The ownership of {what} is offered to you until {until}.' },
  },
  ownership_transferred: {
    topic: 'organisation', always: 'security',
    vi: { subject: 'Đã chuyển giao quyền chủ: {what}', body: 'Quyền chủ của tổ chức {what} đã được chuyển giao cho một thành viên khác. Nếu bạn không biết việc này, hãy báo ngay cho Sàn.', line: 'Quyền chủ của {what} đã được chuyển giao.' },
    en: { subject: 'Ownership handed over: {what}', body: 'The ownership of {what} has been handed over to another member. If this is news to you, tell the Exchange at once.', line: 'The ownership of {what} has been handed over.' },
  },
  acting_for_began: {
    topic: 'account', always: 'security',
    vi: { subject: 'Cán bộ của Sàn đang làm thay bạn', body: '{what}, cán bộ của Sàn, bắt đầu làm thay bạn đến {until}.\n\nLý do: {why}\n\nMọi việc được ghi vào nhật ký của bạn với tên của cả hai. Nếu bạn không nhờ, hãy mở liên kết dưới đây để kết thúc ngay và báo cho Sàn.', line: '{what}, cán bộ của Sàn, làm thay bạn đến {until}.' },
    en: { subject: 'Staff of the Exchange are acting in your name', body: '{what}, of the Exchange’s staff, acts in your name until {until}.\n\nReason: {why}\n\nEverything is in your record with both names. If you did not ask for this, open the link below to end it at once, and tell the Exchange.', line: '{what}, of the Exchange’s staff, acts in your name until {until}.' },
  },
  account_suspended: {
    topic: 'account', always: 'security',
    vi: { subject: 'Tài khoản của bạn bị tạm khóa', body: 'Tài khoản của bạn trên Sàn đã bị tạm khóa; mọi phiên đăng nhập đã kết thúc.\n\nLý do: {why}\n\nNếu bạn cho rằng có nhầm lẫn, hãy liên hệ Sàn.', line: 'Tài khoản của bạn bị tạm khóa.' },
    en: { subject: 'Your account is suspended', body: 'Your account at the Exchange is suspended, and you have been signed out everywhere.\n\nReason: {why}\n\nIf you think this is a mistake, please contact the Exchange.', line: 'Your account is suspended.' },
  },
  suspension_lifted: {
    topic: 'account', always: 'security',
    vi: { subject: 'Tài khoản của bạn đã được mở lại', body: 'Bạn đăng nhập được như trước.\n\nLý do: {why}', line: 'Tài khoản của bạn đã được mở lại.' },
    en: { subject: 'Your account is open again', body: 'You can sign in as before.\n\nReason: {why}', line: 'Your account is open again.' },
  },
  approval_waiting: {
    topic: 'moderation',
    vi: { subject: 'Chờ bạn quyết định: {what}', body: 'Một đề xuất cần người thứ hai quyết định: {what}.\n\nLý do: {why}', line: 'Đề xuất chờ quyết định: {what}.' },
    en: { subject: 'Waiting for a decision: {what}', body: 'A proposal needs a second person to decide: {what}.\n\nReason: {why}', line: 'A proposal waits for a decision: {what}.' },
  },
  approval_approved: {
    topic: 'moderation',
    vi: { subject: 'Đề xuất được phê duyệt: {what}', body: 'Đề xuất của bạn đã được phê duyệt và thực hiện: {what}.\n\nLý do: {why}', line: 'Đề xuất của bạn đã được phê duyệt: {what}.' },
    en: { subject: 'Your proposal was approved: {what}', body: 'Your proposal was approved and carried out: {what}.\n\nReason: {why}', line: 'Your proposal was approved: {what}.' },
  },
  approval_rejected: {
    topic: 'moderation',
    vi: { subject: 'Đề xuất bị từ chối: {what}', body: 'Đề xuất của bạn bị từ chối: {what}.\n\nLý do: {why}', line: 'Đề xuất của bạn bị từ chối: {what}.' },
    en: { subject: 'Your proposal was rejected: {what}', body: 'Your proposal was rejected: {what}.\n\nReason: {why}', line: 'Your proposal was rejected: {what}.' },
  },
  organisation_merged: {
    topic: 'organisation',
    vi: { subject: 'Tổ chức đã được gộp: {what}', body: 'Sàn đã gộp hai hồ sơ của cùng một tổ chức vào {what}. Thành viên, tin, đề nghị kết nối và giao dịch của cả hai nay ở một chỗ.\n\nLý do: {why}', line: 'Sàn đã gộp hai hồ sơ của cùng một tổ chức vào {what}.' },
    en: { subject: 'Organisations merged: {what}', body: 'The Exchange has merged two records of one organisation into {what}. The members, listings, interests and deals of both are now in one place.\n\nReason: {why}', line: 'Two records of one organisation were merged into {what}.' },
  },
  access_requested: {
    topic: 'disclosure',
    vi: { subject: 'Có đề nghị quyền xem: {what}', body: 'Một tổ chức đề nghị được xem phần không công khai của tin “{what}”. Hãy đọc mục đích rồi cấp quyền trong một thời hạn, hoặc từ chối kèm lý do.', line: 'Một tổ chức đề nghị xem phần không công khai của “{what}” và chờ trả lời.' },
    en: { subject: 'Access requested: {what}', body: 'An organisation asks to see what “{what}” keeps off its public page. Please read its purpose, then give access for a time, or refuse with a reason.', line: 'An organisation asks to see more of “{what}” and waits for an answer.' },
  },
  access_given: {
    topic: 'disclosure',
    vi: { subject: 'Đã được cấp quyền xem: {what}', body: 'Tổ chức bạn đã được cấp quyền xem phần không công khai của tin “{what}”. Nếu là mức theo cam kết bảo mật, người ký của tổ chức bạn cần chấp nhận cam kết trước.', line: 'Tổ chức bạn đã được cấp quyền xem “{what}”.' },
    en: { subject: 'Access given: {what}', body: 'Your organisation may now see what “{what}” keeps off its public page. Where it is under NDA, a signer of your organisation has to accept the undertaking first.', line: 'Your organisation was given access to “{what}”.' },
  },
  access_refused: {
    topic: 'disclosure',
    vi: { subject: 'Chưa được cấp quyền xem: {what}', body: 'Bên đăng tin chưa cấp quyền xem phần không công khai của tin “{what}”.\n\nLý do: {why}', line: 'Đề nghị quyền xem “{what}” bị từ chối.' },
    en: { subject: 'Access refused: {what}', body: 'The owner has not given access to what “{what}” keeps off its public page.\n\nReason: {why}', line: 'Your request for access to “{what}” was refused.' },
  },
  access_withdrawn: {
    topic: 'disclosure',
    vi: { subject: 'Quyền xem đã bị thu hồi: {what}', body: 'Bên đăng tin đã thu hồi quyền xem phần không công khai của tin “{what}”. Cam kết bảo mật đã chấp nhận, nếu có, vẫn ràng buộc.\n\nLý do: {why}', line: 'Quyền xem “{what}” đã bị thu hồi.' },
    en: { subject: 'Access withdrawn: {what}', body: 'The owner has withdrawn access to what “{what}” keeps off its public page. An undertaking accepted before remains binding.\n\nReason: {why}', line: 'Access to “{what}” was withdrawn.' },
  },
  nda_accepted: {
    topic: 'disclosure',
    vi: { subject: 'Cam kết bảo mật đã được chấp nhận: {what}', body: 'Người ký của bên nhận đã chấp nhận cam kết bảo mật cho tin “{what}”. Bản chấp nhận có trong mục quyền xem của tin.', line: 'Cam kết bảo mật cho “{what}” đã được chấp nhận.' },
    en: { subject: 'NDA accepted: {what}', body: 'A signer of the recipient has accepted the confidentiality undertaking for “{what}”. The acceptance is kept with the listing’s access page.', line: 'The confidentiality undertaking for “{what}” was accepted.' },
  },
  data_request_received: {
    topic: 'moderation',
    vi: { subject: 'Yêu cầu về dữ liệu cá nhân: {what}', body: 'Có người gửi yêu cầu về dữ liệu cá nhân của mình: {what}. Sàn phải trả lời chậm nhất ngày {until}.', line: 'Yêu cầu về dữ liệu cá nhân ({what}) chờ trả lời đến {until}.' },
    en: { subject: 'A request about personal data: {what}', body: 'Somebody has made a request about their own personal data: {what}. It has to be answered by {until}.', line: 'A request about personal data ({what}) waits for an answer until {until}.' },
  },
  data_request_noted: {
    topic: 'account', always: 'law',
    vi: { subject: 'Đã nhận yêu cầu: {what}', body: 'Sàn đã nhận yêu cầu của bạn về dữ liệu cá nhân: {what}. Bạn sẽ có trả lời chậm nhất ngày {until}.\n\nNếu không phải bạn gửi, hãy mở yêu cầu, rút lại, rồi đổi mật khẩu ngay.', line: 'Sàn đã nhận yêu cầu của bạn ({what}) và trả lời chậm nhất {until}.' },
    en: { subject: 'Request received: {what}', body: 'The Exchange has received your request about personal data: {what}. You will have an answer by {until}.\n\nIf it was not you, open the request, take it back, and change your password at once.', line: 'Your request ({what}) was received and will be answered by {until}.' },
  },
  data_request_answered: {
    topic: 'account', always: 'law',
    vi: { subject: 'Trả lời yêu cầu của bạn: {what}', body: 'Sàn trả lời yêu cầu của bạn ({what}):\n\n{why}', line: 'Sàn đã trả lời yêu cầu của bạn ({what}).' },
    en: { subject: 'An answer to your request: {what}', body: 'The Exchange answers your request ({what}):\n\n{why}', line: 'The Exchange has answered your request ({what}).' },
  },
  data_request_extended: {
    topic: 'account', always: 'law',
    vi: { subject: 'Yêu cầu của bạn cần thêm thời gian: {what}', body: 'Sàn cần thêm thời gian cho yêu cầu của bạn ({what}), chậm nhất đến {until}.\n\nLý do: {why}', line: 'Yêu cầu của bạn ({what}) được gia hạn đến {until}.' },
    en: { subject: 'Your request needs more time: {what}', body: 'The Exchange needs more time for your request ({what}), until {until} at the latest.\n\nReason: {why}', line: 'Your request ({what}) was extended to {until}.' },
  },
  data_request_decided: {
    topic: 'account', always: 'law',
    vi: { subject: 'Kết quả yêu cầu của bạn: {what}', body: 'Yêu cầu của bạn ({what}) đã kết thúc.\n\n{why}', line: 'Yêu cầu của bạn ({what}) đã có kết quả.' },
    en: { subject: 'The outcome of your request: {what}', body: 'Your request ({what}) has ended.\n\n{why}', line: 'Your request ({what}) has its outcome.' },
  },
  ...lotNoticeTexts,
} as const satisfies Record<string, NoticeText>

export type NoticeKind = keyof typeof noticeTexts
export const noticeKinds = Object.keys(noticeTexts) as NoticeKind[]
export const isNoticeKind = (text: unknown): text is NoticeKind => typeof text === 'string' && Object.hasOwn(noticeTexts, text)
export const noticeText = (kind: NoticeKind): NoticeText => noticeTexts[kind]

/** What a kind of notice is called in lists: its subject before what it is about. */
export const noticeName = (kind: NoticeKind, locale: Locale): string => {
  const { subject } = noticeText(kind)[locale]
  return subject.split(/[:{]/)[0]?.trim() || subject.replace(/\{\w+\}/g, '…')
}

type In<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? P | In<Rest> : never
/** The names in braces that the words of a kind use. */
export type PlaceholderOf<K extends NoticeKind> = K extends NoticeKind ? In<(typeof noticeTexts)[K]['vi' | 'en'][keyof NoticeWords]> : never

/** What a preview shows in place of each placeholder. */
export const samples: Record<PlaceholderOf<NoticeKind>, Record<Locale, string>> = {
  what: { vi: 'Máy sấy lạnh rau quả', en: 'A freeze dryer for vegetables' },
  about: { vi: 'Máy sấy lạnh rau quả', en: 'A freeze dryer for vegetables' },
  until: { vi: '31/12/2026', en: '31/12/2026' },
  side: { vi: 'Viện Cơ điện nông nghiệp', en: 'The Institute of Agricultural Engineering' },
  parts: { vi: 'Điều khoản, Hợp đồng', en: 'Terms, Contract' },
  ruling: { vi: 'Tòa án nhân dân thành phố Hà Nội, số 12/2026/DS-ST ngày 01/06/2026', en: 'The People’s Court of Hanoi, no. 12/2026/DS-ST of 01/06/2026' },
  why: { vi: 'Bản mô tả chưa nói công suất của máy.', en: 'The description does not say the capacity of the machine.' },
  count: { vi: '2', en: '2' }, number: { vi: '317', en: '317' }, amount: { vi: '120.000.000 đồng', en: '120,000,000 VND' },
  code: { vi: 'DG7QK2M', en: 'DG7QK2M' }, changes: { vi: 'Hạn nộp: từ 17:00 20/12/2026 sang 17:00 31/12/2026', en: 'Last moment for envelopes: from 17:00 20/12/2026 to 17:00 31/12/2026' },
  from: { vi: 'Lê Văn An', en: 'Lê Văn An' }, to: { vi: 'Phạm Thị Bình', en: 'Phạm Thị Bình' },
  titles: { vi: '- Máy sấy lạnh rau quả\n- Kho mát chạy điện mặt trời', en: '- A freeze dryer for vegetables\n- A solar cold store' },
}

/** Why somebody is told: the end of “You receive this …”. {of} is the name of an organisation. */
export const reasonTexts = texts({
  vi: {
    owner: 'vì bạn là chủ của {of}', editor: 'vì bạn là biên tập của {of}', signer: 'vì bạn là người ký của {of}', viewer: 'vì bạn là người xem của {of}',
    nobody_there: 'vì bạn là cán bộ giao dịch của Sàn và {of} chưa có thành viên', council: 'vì bạn là thành viên hội đồng mở phiếu', yourself: 'vì việc này liên quan đến tài khoản của bạn', asked: 'vì bạn đã đề nghị việc này', adviser: 'vì bạn là cố vấn của {of} trong hồ sơ này',
    moderator: 'vì bạn là kiểm duyệt viên của Sàn', deal_officer: 'vì bạn là cán bộ giao dịch của Sàn', auction_officer: 'vì bạn là cán bộ đấu giá của Sàn', programme_officer: 'vì bạn là cán bộ chương trình của Sàn', administrator: 'vì bạn là quản trị viên của Sàn',
  },
  en: {
    owner: 'because you are an owner of {of}', editor: 'because you are an editor of {of}', signer: 'because you sign for {of}', viewer: 'because you are a viewer of {of}',
    nobody_there: 'because you are a deal officer of the Exchange and {of} has no members yet', council: 'because you are a member of the council of the ballots', yourself: 'because it concerns your account', asked: 'because you asked for this', adviser: 'because you advise {of} in this deal file',
    moderator: 'because you are a moderator of the Exchange', deal_officer: 'because you are a deal officer of the Exchange', auction_officer: 'because you are an auction officer of the Exchange', programme_officer: 'because you are a programme officer of the Exchange', administrator: 'because you are an administrator of the Exchange',
  },
})
export type ReasonCode = keyof (typeof reasonTexts)['vi']

export const valueIn = (value: Value | undefined, locale: Locale): string => (typeof value === 'object' ? value[locale] : (value ?? ''))

export const placeholdersIn = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))]

/** A template with its placeholders filled in, in one pass: braces in a title stay braces. */
export const filled = (template: string, values: Record<string, Value>, locale: Locale): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => valueIn(values[name], locale))

/** Words as a reader gets them. A paragraph whose placeholder stands for nothing is left out. */
export function wordsFor(words: NoticeWords, values: Record<string, Value>, locale: Locale): NoticeWords {
  const paragraphs = words.body.split(/\n{2,}/).filter((paragraph) => placeholdersIn(paragraph).every((name) => valueIn(values[name], locale) !== ''))
  const oneLine = (template: string): string => filled(template, values, locale).replace(/\s+/g, ' ').trim()
  return { subject: oneLine(words.subject), body: paragraphs.map((paragraph) => filled(paragraph, values, locale)).join('\n\n'), line: oneLine(words.line) }
}
