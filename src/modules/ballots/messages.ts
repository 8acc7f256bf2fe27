import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { keyRefusals } from '../keys/messages.ts'
import type { BallotRefusal } from './rules.ts'

export const ballotRefusals = texts<Messages<BallotRefusal>>({
  vi: {
    ...keyRefusals.vi,
    lot_not_sealed: () => 'Phiên này không bỏ phiếu kín, nên không có hội đồng mở phiếu và không nhận phiếu.',
    council_fixed: () => 'Phiên đã chờ giờ mở hoặc đang chạy, nên hội đồng và khóa không đổi được nữa.',
    council_conflict: ({ why }) => (why === 'seller' ? 'Người này thuộc bên có tài sản, nên không ở trong hội đồng mở phiếu. Hãy cử người khác.' : 'Người này thuộc một bên đăng ký tham gia, nên không ở trong hội đồng mở phiếu. Hãy cử người khác.'),
    no_ballot_key: () => 'Phiên này chưa có khóa để niêm phong phiếu. Hãy liên hệ Sàn.',
    ballot_malformed: () => 'Phiếu gửi lên không đúng dạng một phiếu đã niêm phong. Hãy tải lại trang và niêm phong lại, hoặc dùng máy tính tại quầy của Sàn.',
    too_many_ballots: ({ most }) => `Bạn đã nộp ${most} phiếu, là số nhiều nhất. Phiếu nộp sau cùng được tính.`,
    ballots_not_closed: () => 'Chưa hết giờ nộp phiếu, nên chưa nhận mảnh khóa. Hãy quay lại sau giờ kết thúc.',
    ballots_opened: () => 'Các phiếu đã được mở, không cần thêm mảnh khóa.',
    ballots_unchecked: () => 'Trước khi nhận mảnh khóa cuối cùng, ít nhất một người tham gia phải kiểm tra các phiếu còn nguyên niêm phong; nếu không ai đến thì hai cán bộ ghi nhận. Hãy giữ mảnh khóa và quay lại sau khi việc đó xong.',
    opening_paused: () => 'Việc mở phiếu đang tạm dừng. Hãy chờ đấu giá viên cho tiếp tục.',
  },
  en: {
    ...keyRefusals.en,
    lot_not_sealed: () => 'This lot is not sold by sealed ballots: it has no council and takes none.',
    council_fixed: () => 'The lot waits to open or runs already: council and key do not change any more.',
    council_conflict: ({ why }) => (why === 'seller' ? 'This person belongs to the seller and cannot sit in the council. Name somebody else.' : 'This person belongs to a registered bidder and cannot sit in the council. Name somebody else.'),
    no_ballot_key: () => 'This lot has no key to seal ballots with yet. Contact the Exchange.',
    ballot_malformed: () => 'What was sent is not a sealed ballot. Load the page and seal it again, or use the computer at the Exchange’s counter.',
    too_many_ballots: ({ most }) => `You have handed in ${most} ballots, which is the most. The last one counts.`,
    ballots_not_closed: () => 'Ballots may still be handed in, so no share is taken yet. Come back after the end.',
    ballots_opened: () => 'The ballots are opened; no further share is needed.',
    ballots_unchecked: () => 'Before the last share is taken one bidder at least checks that the ballots are sealed as listed, or two officers note that none came. Keep your share and come back once that is done.',
    opening_paused: () => 'The opening is paused. Wait until the auctioneer goes on.',
  },
})
