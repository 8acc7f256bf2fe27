import type { NoticeText } from './schema.ts'
import { solutionNoticeTexts } from './solution-texts.ts'

/** What bidders, sellers and officers are told of lots, and with them what is told of calls for solutions. {what} is the lot's title, {code} what the transfer of a deposit says. */
export const lotNoticeTexts = {
  lot_to_decide: {
    topic: 'auctions',
    vi: { subject: 'Chờ công bố phiên: {what}', body: 'Một bản nháp phiên “{what}” chờ người thứ hai xem và công bố.', line: 'Bản nháp phiên “{what}” chờ công bố.' },
    en: { subject: 'A lot to publish: {what}', body: 'The draft of the lot “{what}” waits for a second officer to read and publish it.', line: 'The draft of the lot “{what}” waits to be published.' },
  },
  lot_published: {
    topic: 'auctions',
    vi: { subject: 'Phiên đã công bố: {what}', body: 'Phiên “{what}” bán tài sản của tổ chức bạn đã được công bố. Quy tắc từ nay không đổi, mốc chỉ có thể dời muộn hơn; nhận đăng ký đến {until}.', line: 'Phiên “{what}” đã công bố, nhận đăng ký đến {until}.' },
    en: { subject: 'Lot published: {what}', body: 'The lot “{what}”, which sells what is your organisation’s, has been published. Its rules do not change any more, and its times can only move later; registration is open until {until}.', line: 'The lot “{what}” has been published; registration until {until}.' },
  },
  lot_council_named: {
    topic: 'auctions',
    vi: { subject: 'Bạn được cử vào hội đồng mở phiếu: {what}', body: 'Bạn được cử vào hội đồng mở phiếu của phiên “{what}”. Hãy đọc và cam đoan ở trang của hội đồng, rồi dự lễ tạo khóa: ở đó bạn nhận mảnh khóa của mình.', line: 'Bạn được cử vào hội đồng mở phiếu của “{what}”; chờ bạn cam đoan.' },
    en: { subject: 'Named to a council of the ballots: {what}', body: 'You have been named to the council that opens the ballots of the lot “{what}”. Please read and declare on the council’s page, and come to the key ceremony, where you are handed your share.', line: 'You are named to the council of the ballots of “{what}” and asked to declare.' },
  },
  lot_ceremony: {
    topic: 'auctions',
    vi: { subject: 'Lễ tạo khóa: {what}', body: 'Cả năm thành viên hội đồng mở phiếu của phiên “{what}” đã cam đoan. Lễ tạo khóa được tổ chức trước khi hết hạn đăng ký: {until}. Hãy hẹn giờ với cán bộ đấu giá của Sàn và mang theo nơi giữ mảnh khóa của bạn.', line: 'Lễ tạo khóa của “{what}” phải xong trước {until}.' },
    en: { subject: 'Key ceremony: {what}', body: 'All five members of the council of the lot “{what}” have declared. The key ceremony is held before registration closes: {until}. Agree on an hour with the Exchange’s auction officer, and bring what you keep your share in.', line: 'The key ceremony of “{what}” is to be held before {until}.' },
  },
  lot_check_wanted: {
    topic: 'auctions',
    vi: { subject: 'Kiểm tra phiếu trước khi mở: {what}', body: 'Đã hết giờ nộp phiếu của phiên “{what}”. Trước khi mở phiếu, ít nhất một người tham gia kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách. Mời người đại diện của tổ chức bạn xem danh sách và xác nhận ở trang mở phiếu, hoặc đến hội trường.', line: 'Hết giờ nộp phiếu của “{what}”; mời bạn kiểm tra các phiếu trước khi mở.' },
    en: { subject: 'Check the ballots before they are opened: {what}', body: 'Ballots for the lot “{what}” are in. Before they are opened one bidder at least checks that they are sealed as listed. Whoever speaks for your organisation is asked to look at the list and confirm it on the page of the opening, or to come to the hall.', line: 'Ballots for “{what}” are in; you are asked to check them before they are opened.' },
  },
  lot_share_wanted: {
    topic: 'auctions',
    vi: { subject: 'Nộp mảnh khóa: {what}', body: 'Đã hết giờ nộp phiếu của phiên “{what}”. Hãy nộp mảnh khóa của bạn ở trang mở phiếu, bằng tài khoản của bạn: cần ba mảnh để mở mọi phiếu.', line: 'Hết giờ nộp phiếu của “{what}”; chờ bạn nộp mảnh khóa.' },
    en: { subject: 'Hand in your share: {what}', body: 'Ballots for the lot “{what}” are in. Please hand in your share on the page of the opening, under your own account: three are needed to open all ballots.', line: 'Ballots for “{what}” are in; your share is waited for.' },
  },
  lot_deposit_asked: {
    topic: 'auctions',
    vi: { subject: 'Tiền đặt trước: {what}', body: 'Tổ chức bạn đã đăng ký phiên “{what}”. Để được trả giá, hãy chuyển đúng {amount} với nội dung {code}, chậm nhất {until}. Mã VietQR và tài khoản nằm ở trang đăng ký.', line: 'Chuyển {amount}, nội dung {code}, để được trả giá tại “{what}”; chậm nhất {until}.' },
    en: { subject: 'Deposit: {what}', body: 'Your organisation has registered for the lot “{what}”. To bid, transfer exactly {amount} with the text {code} by {until}. The VietQR code and the account are on the registration page.', line: 'Transfer {amount} with the text {code} to bid for “{what}”, by {until}.' },
  },
  lot_admitted: {
    topic: 'auctions',
    vi: { subject: 'Được trả giá: {what}', body: 'Tiền đặt trước đã đến, tổ chức bạn được trả giá tại phiên “{what}” và mang số {number}. Không ai trong phiên biết số này là của ai.\n\nMở trả giá: {until}', line: 'Tổ chức bạn mang số {number} tại “{what}”, mở lúc {until}.' },
    en: { subject: 'You may bid: {what}', body: 'The deposit has arrived; your organisation may bid for the lot “{what}” as number {number}. Nobody in the room knows whose number it is.\n\nBidding opens: {until}', line: 'Your organisation is number {number} at “{what}”, which opens at {until}.' },
  },
  lot_not_admitted: {
    topic: 'auctions',
    vi: { subject: 'Không được tham gia: {what}', body: 'Đăng ký của tổ chức bạn cho phiên “{what}” bị từ chối với lý do:\n\n{why}\n\nTiền đặt trước đã nộp được hoàn lại.', line: 'Đăng ký cho “{what}” bị từ chối.' },
    en: { subject: 'Not admitted: {what}', body: 'Your organisation’s registration for the lot “{what}” was refused, for this reason:\n\n{why}\n\nA deposit already paid goes back.', line: 'The registration for “{what}” was refused.' },
  },
  lot_deposit_late: {
    topic: 'auctions',
    vi: { subject: 'Tiền đặt trước đến muộn: {what}', body: 'Tiền đặt trước {amount} cho phiên “{what}” đến khi đã hết hạn, nên tổ chức bạn không trả giá được và tiền được hoàn lại, chậm nhất ngày {until}.', line: 'Tiền đặt trước cho “{what}” đến muộn, được hoàn lại.' },
    en: { subject: 'The deposit came too late: {what}', body: 'The deposit of {amount} for the lot “{what}” came after its last day. Your organisation cannot bid, and the money goes back by {until}.', line: 'The deposit for “{what}” came too late and goes back.' },
  },
  lot_changed: {
    topic: 'auctions',
    vi: { subject: 'Thông tin phiên thay đổi: {what}', body: 'Thông tin đã công bố của phiên “{what}” thay đổi:\n\n{why}\n\nNếu không muốn tham gia nữa, tổ chức bạn được rút đăng ký và nhận lại tiền đặt trước.', line: 'Thông tin của “{what}” thay đổi: {why}' },
    en: { subject: 'Changed: {what}', body: 'What was published about the lot “{what}” has changed:\n\n{why}\n\nIf you no longer want to take part, your organisation may withdraw and has its deposit back.', line: '“{what}” has changed: {why}' },
  },
  lot_notice_posted: {
    topic: 'auctions',
    vi: { subject: 'Thông báo về phiên: {what}', body: 'Sàn vừa công bố về phiên “{what}”:\n\n{why}\n\nDanh sách người tham gia giữ nguyên.', line: 'Công bố về “{what}”: {why}' },
    en: { subject: 'Announced: {what}', body: 'The Exchange has announced about the lot “{what}”:\n\n{why}\n\nThe list of bidders stays as it is.', line: 'Announced about “{what}”: {why}' },
  },
  lot_postponement_to_decide: {
    topic: 'auctions',
    vi: { subject: 'Chờ duyệt dời phiên: {what}', body: 'Một đề nghị dời phiên “{what}” chờ cán bộ đấu giá khác duyệt trước {until}; quá lúc đó thì phiên không dời được nữa.\n\nLý do: {why}', line: 'Đề nghị dời phiên “{what}” chờ duyệt trước {until}.' },
    en: { subject: 'A postponement to approve: {what}', body: 'A proposal to postpone the lot “{what}” waits for another auction officer to approve it before {until}; after that nothing can be postponed any more.\n\nReason: {why}', line: 'A proposal to postpone “{what}” waits to be approved before {until}.' },
  },
  lot_postponed: {
    topic: 'auctions',
    vi: { subject: 'Dời phiên: {what}', body: 'Hai cán bộ của Sàn đã dời phiên “{what}”:\n\n{changes}\n\nLý do: {why}\n\nNgoài các mốc, quy tắc giữ nguyên.', line: '“{what}” dời: {changes}.' },
    en: { subject: 'Postponed: {what}', body: 'Two officers of the Exchange have postponed the lot “{what}”:\n\n{changes}\n\nReason: {why}\n\nApart from its times the rules stay.', line: '“{what}” is postponed: {changes}.' },
  },
  lot_postponed_joined: {
    topic: 'auctions',
    vi: { subject: 'Dời phiên, đăng ký giữ nguyên: {what}', body: 'Hai cán bộ của Sàn đã dời phiên “{what}”:\n\n{changes}\n\nLý do: {why}\n\nĐăng ký và tiền đặt trước của tổ chức bạn giữ nguyên; khoản chưa nộp thì nộp chậm nhất lúc {until}. Nếu không muốn tham gia nữa, tổ chức bạn cũng rút chậm nhất lúc đó và được hoàn đủ tiền.', line: '“{what}” dời: {changes}. Đăng ký giữ nguyên; nộp tiền hoặc rút chậm nhất lúc {until}.' },
    en: { subject: 'Postponed, your registration stays: {what}', body: 'Two officers of the Exchange have postponed the lot “{what}”:\n\n{changes}\n\nReason: {why}\n\nYour organisation’s registration and deposit stay; a deposit not yet paid is taken until {until}. If your organisation no longer wants to take part, it may withdraw until then too, and is paid back in full.', line: '“{what}” is postponed: {changes}. Your registration stays; pay or withdraw until {until}.' },
  },
  lot_replacement_to_decide: {
    topic: 'auctions',
    vi: { subject: 'Chờ duyệt người thay đấu giá viên: {what}', body: 'Một đề nghị để {to} điều hành phiên “{what}” chờ cán bộ đấu giá khác duyệt, trước khi công bố người trúng.', line: 'Đề nghị để {to} điều hành “{what}” chờ duyệt.' },
    en: { subject: 'Another auctioneer to approve: {what}', body: 'A proposal that {to} conducts the lot “{what}” waits for another auction officer to approve it, before a winner is announced.', line: 'That {to} conducts “{what}” waits to be approved.' },
  },
  lot_auctioneer_replaced: {
    topic: 'auctions',
    vi: { subject: 'Thay người điều hành: {what}', body: 'Từ nay {to} điều hành phiên “{what}”, thay {from}.\n\nLý do: {why}\n\nQuy tắc, các mốc và tiền đặt trước giữ nguyên.', line: '{to} điều hành “{what}”, thay {from}.' },
    en: { subject: 'Another auctioneer: {what}', body: 'From now on {to} conducts the lot “{what}” in the place of {from}.\n\nReason: {why}\n\nIts rules, its times and the deposits stay.', line: '{to} conducts “{what}” in the place of {from}.' },
  },
  lot_defaulted: {
    topic: 'auctions',
    vi: { subject: 'Kết quả phiên không được thực hiện: {what}', body: 'Cán bộ đấu giá của Sàn ghi nhận bên trúng phiên “{what}” không thực hiện nghĩa vụ:\n\n{why}\n\nTài sản có thể được đưa ra phiên khác; bên không thực hiện không được tham gia phiên đó. Hai cán bộ của Sàn quyết định tiền đặt cọc thuộc về bên có tài sản hay hoàn lại, theo thỏa thuận của hai bên và pháp luật, rồi báo bằng thư. Hồ sơ giao dịch vẫn mở để hai bên thỏa thuận tiếp hoặc đóng lại.', line: 'Kết quả “{what}” không được thực hiện: {why}' },
    en: { subject: 'Not performed: {what}', body: 'An auction officer of the Exchange has noted that the winner of the lot “{what}” did not do what was owed:\n\n{why}\n\nThe asset may be offered in another lot, to which who did not perform is not admitted. Two officers of the Exchange decide whether the deposit on the contract is the seller’s or goes back, by what the two agreed and by law, and write. The deal file stays open, for the two to come to terms or to close it.', line: '“{what}” was not performed: {why}' },
  },
  lot_annulment_to_decide: {
    topic: 'auctions',
    vi: { subject: 'Chờ xác nhận hủy kết quả: {what}', body: 'Một cán bộ đã ghi rằng kết quả phiên “{what}” bị hủy theo quyết định của {ruling}. Một cán bộ đấu giá khác phải xác nhận.', line: 'Hủy kết quả “{what}” theo {ruling} chờ xác nhận.' },
    en: { subject: 'An annulment to confirm: {what}', body: 'An officer has noted that the result of the lot “{what}” is annulled by decision of {ruling}. Another auction officer has to confirm it.', line: 'That “{what}” is annulled by {ruling} waits to be confirmed.' },
  },
  lot_annulled: {
    topic: 'auctions',
    vi: { subject: 'Kết quả phiên bị hủy: {what}', body: 'Kết quả phiên “{what}” bị hủy theo quyết định của {ruling}.\n\nLý do: {why}\n\nKết quả không còn giá trị; nhật ký trả giá và biên bản giữ nguyên. Tài sản có thể được đưa ra phiên khác.', line: 'Kết quả “{what}” bị hủy theo quyết định của {ruling}.' },
    en: { subject: 'Result annulled: {what}', body: 'The result of the lot “{what}” is annulled by decision of {ruling}.\n\nReason: {why}\n\nIt no longer stands; the log of the bids and the minutes stay as they are. The asset may be offered in another lot.', line: 'The result of “{what}” is annulled by decision of {ruling}.' },
  },
  lot_annulled_sides: {
    topic: 'auctions',
    vi: { subject: 'Kết quả phiên bị hủy: {what}', body: 'Kết quả phiên “{what}” bị hủy theo quyết định của {ruling}.\n\nLý do: {why}\n\nHợp đồng theo kết quả này không còn phải ký. Hồ sơ giao dịch vẫn mở để hai bên hoàn trả cho nhau những gì đã nhận, hoặc đóng lại. Tiền đặt cọc hoàn lại cho bên trúng; hai cán bộ của Sàn xác nhận rồi báo bằng thư. Tài sản có thể được đưa ra phiên khác, và bên đã trúng được tham gia phiên đó.', line: 'Kết quả “{what}” bị hủy theo quyết định của {ruling}.' },
    en: { subject: 'Result annulled: {what}', body: 'The result of the lot “{what}” is annulled by decision of {ruling}.\n\nReason: {why}\n\nNo contract on it is owed any more. The deal file stays open, for the two to give back to each other what they received, or to close it. The deposit on the contract goes back to the winner; two officers of the Exchange confirm it and write. The asset may be offered in another lot, in which who won may bid.', line: 'The result of “{what}” is annulled by decision of {ruling}.' },
  },
  lot_question_answered: {
    topic: 'auctions',
    vi: { subject: 'Đã trả lời câu hỏi: {what}', body: 'Câu hỏi của bạn về phiên “{what}” đã được trả lời trên trang của phiên. Mọi người đọc được câu hỏi và câu trả lời, không ai đọc được ai hỏi.', line: 'Câu hỏi của bạn về “{what}” đã được trả lời.' },
    en: { subject: 'Answered: {what}', body: 'Your question about the lot “{what}” has been answered on the lot’s page. Everybody reads the question and the answer, and nobody who asked.', line: 'Your question about “{what}” has been answered.' },
  },
  lot_armed: {
    topic: 'auctions',
    vi: { subject: 'Sắp mở trả giá: {what}', body: 'Hết hạn đăng ký phiên “{what}”. Mở trả giá: {until}. Hãy vào phòng trước vài phút; nếu mất mạng, trang tự nối lại và không giá nào đã nhận bị mất.', line: '“{what}” mở trả giá lúc {until}.' },
    en: { subject: 'Bidding opens soon: {what}', body: 'Registration for the lot “{what}” has closed. Bidding opens: {until}. Come to the room a few minutes before; if the network drops, the page connects again, and no bid that was taken is lost.', line: '“{what}” opens for bids at {until}.' },
  },
  lot_paused: {
    topic: 'auctions',
    vi: { subject: 'Phiên tạm dừng: {what}', body: 'Phiên “{what}” tạm dừng: {why}. Các giá đã nhận được giữ nguyên; khi chạy lại, giờ kết thúc lùi đúng bằng thời gian đã dừng.', line: '“{what}” tạm dừng: {why}.' },
    en: { subject: 'Paused: {what}', body: 'The lot “{what}” is paused: {why}. The bids taken stand; when it goes on, its end moves by as long as it was paused.', line: '“{what}” is paused: {why}.' },
  },
  lot_resumed: {
    topic: 'auctions',
    vi: { subject: 'Phiên chạy lại: {what}', body: 'Phiên “{what}” chạy lại. Giờ kết thúc mới nằm ở phòng trả giá.', line: '“{what}” chạy lại.' },
    en: { subject: 'Going on: {what}', body: 'The lot “{what}” goes on. Its new end stands in the room.', line: '“{what}” goes on.' },
  },
  lot_announced: {
    topic: 'auctions',
    vi: { subject: 'Đã công bố kết quả: {what}', body: 'Phiên “{what}” công bố số {number} trúng với giá {amount}. Người trúng ký biên bản tại phòng trả giá.', line: '“{what}”: số {number} trúng với giá {amount}.' },
    en: { subject: 'Result announced: {what}', body: 'At the lot “{what}” number {number} was announced the winner at {amount}. The winner signs the minutes in the room.', line: '“{what}”: number {number} won at {amount}.' },
  },
  lot_sold: {
    topic: 'auctions',
    vi: { subject: 'Đã ký biên bản: {what}', body: 'Biên bản của phiên “{what}” đã ký với giá {amount}. Hồ sơ giao dịch giữa bên bán và bên trúng đã mở ở phần hợp đồng, với giá, tiền đặt cọc và các việc phải làm.', line: 'Phiên “{what}” đã bán với giá {amount}; hồ sơ giao dịch đã mở.' },
    en: { subject: 'Minutes signed: {what}', body: 'The minutes of the lot “{what}” are signed at {amount}. The deal file of seller and winner is open at the contract, with the price, the deposit and what is to be done.', line: 'The lot “{what}” is sold at {amount}; its deal file is open.' },
  },
  lot_not_won: {
    topic: 'auctions',
    vi: { subject: 'Phiên kết thúc: {what}', body: 'Phiên “{what}” đã bán với giá {amount}. Tổ chức bạn không trúng; tiền đặt trước được hoàn lại, chậm nhất ngày {until}.', line: '“{what}” đã bán với giá {amount}; tiền đặt trước hoàn chậm nhất ngày {until}.' },
    en: { subject: 'The lot has ended: {what}', body: 'The lot “{what}” was sold at {amount}. Your organisation did not win; its deposit goes back by {until}.', line: '“{what}” was sold at {amount}; the deposit goes back by {until}.' },
  },
  lot_unsold: {
    topic: 'auctions',
    vi: { subject: 'Phiên không thành: {what}', body: 'Phiên “{what}” kết thúc mà không bán: {why}\n\nTiền đặt trước được hoàn lại, chậm nhất ngày {until}.', line: '“{what}” không thành: {why}' },
    en: { subject: 'Not sold: {what}', body: 'The lot “{what}” ended without a sale: {why}\n\nDeposits go back by {until}.', line: '“{what}” was not sold: {why}' },
  },
  lot_unsold_negotiable: {
    topic: 'auctions',
    vi: { subject: 'Phiên không thành, được thương lượng: {what}', body: 'Phiên “{what}” kết thúc mà không bán: {why}\n\nTheo quy tắc của phiên, tổ chức bạn được thương lượng trực tiếp với bên có tài sản: bấm “Thương lượng với bên có tài sản” ở trang đăng ký của phiên, hồ sơ giao dịch mở ra cho hai bên.\n\nTiền đặt trước được hoàn lại, chậm nhất ngày {until}.', line: '“{what}” không thành: {why} Tổ chức bạn được thương lượng với bên có tài sản.' },
    en: { subject: 'Not sold, and open to negotiation: {what}', body: 'The lot “{what}” ended without a sale: {why}\n\nUnder its rules your organisation may negotiate with the seller directly: press “Negotiate with the seller” on the lot’s registration page, and a deal file opens for both.\n\nDeposits go back by {until}.', line: '“{what}” was not sold: {why} Your organisation may negotiate with the seller.' },
  },
  lot_deposit_returned: {
    topic: 'auctions',
    vi: { subject: 'Đã hoàn tiền đặt trước: {what}', body: 'Sàn đã hoàn {amount} tiền đặt trước của phiên “{what}” vào tài khoản bạn đã cho khi đăng ký.', line: 'Đã hoàn {amount} tiền đặt trước của “{what}”.' },
    en: { subject: 'Deposit returned: {what}', body: 'The deposit of {amount} for the lot “{what}” was returned to the account given at registration.', line: 'The deposit of {amount} for “{what}” was returned.' },
  },
  lot_earnest_to_seller: {
    topic: 'auctions', always: 'law',
    vi: { subject: 'Tiền đặt cọc thuộc về bên có tài sản: {what}', body: 'Hai cán bộ của Sàn đã quyết định {amount} tiền đặt cọc của bên trúng phiên “{what}” thuộc về bên có tài sản:\n\n{why}\n\nBên không đồng ý hãy trả lời Sàn bằng văn bản, hoặc yêu cầu tòa án giải quyết.', line: '{amount} tiền đặt cọc của “{what}” thuộc về bên có tài sản.' },
    en: { subject: 'The deposit is the seller’s: {what}', body: 'Two officers of the Exchange have decided that the winner’s deposit of {amount} on the contract of the lot “{what}” is the seller’s:\n\n{why}\n\nWho disagrees answers the Exchange in writing, or goes to court.', line: 'The deposit of {amount} for “{what}” is the seller’s.' },
  },
  lot_earnest_returned: {
    topic: 'auctions', always: 'law',
    vi: { subject: 'Tiền đặt cọc được hoàn lại: {what}', body: 'Hai cán bộ của Sàn đã quyết định hoàn lại {amount} tiền đặt cọc cho bên trúng phiên “{what}”:\n\n{why}\n\nTiền được chuyển về tài khoản bên trúng đã khai khi đăng ký; bên trúng được báo khi Sàn đã chuyển.', line: '{amount} tiền đặt cọc của “{what}” được hoàn lại cho bên trúng.' },
    en: { subject: 'The deposit goes back: {what}', body: 'Two officers of the Exchange have decided that the deposit of {amount} on the contract of the lot “{what}” goes back to its winner:\n\n{why}\n\nIt is paid into the account the winner named when it registered; the winner is told once it was paid.', line: 'The deposit of {amount} for “{what}” goes back to its winner.' },
  },
  lot_deposit_kept: {
    topic: 'auctions', always: 'law',
    vi: { subject: 'Không được hoàn tiền đặt trước: {what}', body: 'Hai cán bộ đã quyết định không hoàn {amount} tiền đặt trước của tổ chức bạn tại phiên “{what}”, theo căn cứ:\n\n{why}\n\nNếu không đồng ý, hãy trả lời bằng văn bản cho Sàn hoặc khiếu nại theo pháp luật về đấu giá tài sản.', line: 'Không được hoàn {amount} tiền đặt trước của “{what}”.' },
    en: { subject: 'Deposit kept: {what}', body: 'Two officers have decided that your organisation’s deposit of {amount} for the lot “{what}” does not go back, on this ground:\n\n{why}\n\nIf you disagree, answer the Exchange in writing or complain under the law on property auctions.', line: 'The deposit of {amount} for “{what}” is kept.' },
  },
  ...solutionNoticeTexts,
} as const satisfies Record<string, NoticeText>
