import { texts } from '../../platform/locale.ts'
import { hoursToLeave } from './date-rules.ts'
import type { LotDate } from './schema.ts'

export const dateTexts = texts({
  vi: {
    title: 'Các mốc đã dời', lead: 'Mốc chỉ dời muộn hơn khi phiên còn nhận đăng ký, do hai cán bộ quyết định và có lý do. Ngoài các mốc, quy tắc giữ nguyên như lúc công bố.', date: 'Mốc', from: 'Trước', to: 'Nay', why: 'Lý do', when: 'Duyệt lúc',
    names: { registration_closes_at: 'Hết nhận đăng ký và tiền đặt trước', opens_at: 'Mở trả giá', closes_at: 'Hết trả giá' } satisfies Record<LotDate, string>,
    hash: 'Mã băm của quy tắc trước và sau khi dời', hashes: ['trước', 'nay'], hashHelp: 'Mã băm trước là của cùng quy tắc với các mốc trước.', moved: (name: string, from: string, to: string) => `${name}: từ ${from} sang ${to}`,
    keeps: (to: string) => `Phiên đã dời. Đăng ký, tiền đặt trước và con số của tổ chức giữ nguyên; tổ chức không muốn tham gia nữa thì rút chậm nhất lúc ${to} và được hoàn đủ tiền.`,
    desk: 'Dời phiên', deskHelp: `Khi chưa hết nhận đăng ký, các mốc dời được muộn hơn. Một cán bộ khác phải duyệt trước khi hết hạn đăng ký cũ. Nếu dời giờ trả giá, hạn đăng ký phải còn ít nhất ${hoursToLeave} giờ sau khi duyệt để bên đã đăng ký kịp rút. Sau khi duyệt, mọi người đọc được mốc cũ, mốc mới, hai mã băm và lý do.`, announce: 'Đấu giá tài sản: việc dời phải được thông báo công khai như lúc niêm yết. Sau khi duyệt, hãy thông báo rồi ghi vào mục “Thay đổi điều đã công bố”.', propose: 'Đề nghị dời phiên', same: 'Để nguyên nếu mốc này không dời.', reason: 'Lý do mọi người sẽ đọc', reasonHelp: 'Nếu ngày xem tài sản cũng đổi, hãy ghi ngày mới tại đây.', extension: 'Phiên có kéo dài: giới hạn kéo dài dời theo giờ hết trả giá.',
    waits: 'Đề nghị dời phiên đang chờ duyệt', lapsed: 'Đề nghị này không kịp duyệt: hạn đăng ký cũ đã qua.', waitsOther: 'Chờ một cán bộ đấu giá khác duyệt.', approve: 'Duyệt dời phiên', giveBack: 'Trả lại đề nghị', takeBack: 'Rút đề nghị', returnReason: 'Vì sao không dời', none: 'Đã hết nhận đăng ký nên phiên không dời được nữa.',
  },
  en: {
    title: 'Times that were moved', lead: 'Times only move later while registrations are taken, as two officers decide, with a reason. Apart from them the rules stay as they were published.', date: 'Time', from: 'Before', to: 'Now', why: 'Reason', when: 'Approved',
    names: { registration_closes_at: 'Registration and deposits close', opens_at: 'Bidding opens', closes_at: 'Bidding closes' },
    hash: 'The hash of the rules before and after', hashes: ['before', 'now'], hashHelp: 'The hash before is that of the same rules with the times before.', moved: (name, from, to) => `${name}: from ${from} to ${to}`,
    keeps: (to) => `The lot is postponed. Your organisation’s registration, deposit and number stay; if it no longer wants to take part it may withdraw until ${to}, and whoever withdraws is paid back in full.`,
    desk: 'Postpone the lot', deskHelp: `Until registration closes, times may come later. Another officer has to approve before the old close of registration. Where bidding moves, registration stays open for at least ${hoursToLeave} hours after that, so that who registered has time to leave. Then everybody reads the old times, the new ones, both hashes and the reason.`, announce: 'A property auction: that it is postponed has to be announced as the lot was. Once approved, announce it and note it as “Change in what was published”.', propose: 'Propose to postpone', same: 'Leave it where this time does not move.', reason: 'Reason everybody will read', reasonHelp: 'Where the days of viewing change too, say the new ones here.', extension: 'Late bids extend this lot: the limit of the extension moves with the close of bidding.',
    waits: 'A postponement waits for approval', lapsed: 'This proposal came too late: the old close of registration has passed.', waitsOther: 'Another auction officer has to approve it.', approve: 'Approve the postponement', giveBack: 'Send the proposal back', takeBack: 'Take the proposal back', returnReason: 'Why nothing moves', none: 'Registration has closed, so the lot can no longer be postponed.',
  },
})
