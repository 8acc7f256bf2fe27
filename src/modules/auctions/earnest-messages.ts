import { texts } from '../../platform/locale.ts'
import type { EarnestWay } from './schema.ts'

export const earnestTexts = texts({
  vi: {
    ways: { to_seller: 'Thuộc về bên có tài sản', returned: 'Hoàn lại cho bên trúng' } satisfies Record<EarnestWay, string>,
    open: 'Đề nghị cách xử lý tiền đặt cọc', way: 'Xử lý', reason: 'Căn cứ, hai bên cùng đọc',
    help: { defaulted: 'Xem vì sao giao dịch không thành, quy chế của phiên và thỏa thuận của hai bên về đặt cọc; ghi điều khoản làm căn cứ. Lỗi của bên có tài sản thì không giữ tiền của bên trúng. Một cán bộ khác quyết định.', annulled: 'Kết quả bị hủy: tiền đặt cọc hoàn lại cho bên trúng. Hạn hoàn tiền đặt trước chỉ nói về bên không trúng, nên khoản này không mang hạn; hãy hoàn sớm. Một cán bộ khác quyết định.' } as Partial<Record<string, string>>,
    propose: 'Đề nghị', decide: 'Có đề nghị xử lý tiền đặt cọc', agree: 'Đồng ý', drop: 'Bỏ đề nghị', takeBack: 'Rút đề nghị', other: 'Chờ một cán bộ đấu giá khác quyết định.',
    bidder: { defaulted: 'Hai cán bộ của Sàn sẽ quyết định tiền đặt cọc này thuộc về bên có tài sản hay hoàn lại; tổ chức được báo bằng thư. Nếu hai bên có thỏa thuận khác về tiền đặt cọc, hãy gửi cho Sàn.', annulled: 'Kết quả phiên bị hủy nên tiền đặt cọc hoàn lại cho tổ chức. Hai cán bộ của Sàn xác nhận việc hoàn; tổ chức được báo bằng thư.' } as Partial<Record<string, string>>,
  },
  en: {
    ways: { to_seller: 'It is the seller’s', returned: 'It goes back to the winner' },
    open: 'Propose what becomes of the deposit on the contract', way: 'What becomes of it', reason: 'Ground, for both sides to read',
    help: { defaulted: 'Look at why the sale fell through, at the regulation of the lot and at what the two agreed about the deposit, and name the clause it rests on. Where the seller is at fault the winner’s money is not kept. Another officer decides.', annulled: 'The result is annulled: the deposit goes back to the winner. The days for returning deposits are of those who did not win, so this return has no last day; make it soon. Another officer decides.' },
    propose: 'Propose', decide: 'It is proposed what becomes of the deposit on the contract', agree: 'Agree', drop: 'Drop the proposal', takeBack: 'Take the proposal back', other: 'Another auction officer decides.',
    bidder: { defaulted: 'Two officers of the Exchange will decide whether this deposit is the seller’s or goes back; your organisation is told by letter. Where the two sides agreed otherwise about it, send that to the Exchange.', annulled: 'The result is annulled, so the deposit goes back to your organisation. Two officers of the Exchange confirm it; your organisation is told by letter.' },
  },
})
