import { texts } from '../../platform/locale.ts'
import type { AuctioneerConflict } from './replacement-rules.ts'

export const conflictWords = texts<Record<AuctioneerConflict, string>>({
  vi: { role: 'không còn là cán bộ đấu giá', seller: 'là người của bên có tài sản', bidder: 'là người của một bên đã đăng ký', council: 'là thành viên hội đồng mở phiếu' },
  en: { role: 'is no auction officer', seller: 'belongs to the seller', bidder: 'belongs to a registered bidder', council: 'sits in the council of the ballots' },
})
export const replacementTexts = texts({
  vi: {
    replaced: (at: string, from: string, to: string) => `${at}: ${to} thay ${from || 'người điều hành trước'}.`, why: 'Lý do', desk: 'Thay đấu giá viên, người điều hành', deskHelp: 'Khi đấu giá viên mất vai trò, ốm hoặc không thể điều hành, một cán bộ đề nghị người thay và một cán bộ khác duyệt; làm được đến trước khi công bố người trúng, cả khi phiên đang chạy hoặc tạm dừng. Sau khi duyệt, mọi người đọc được ai thay ai và lý do; các bên đã đăng ký được báo.',
    now: (name: string) => `Đang điều hành: ${name}.`, propose: 'Đề nghị người thay', to_id: 'Cán bộ điều hành phòng trả giá', to_name: 'Họ tên đấu giá viên', nameHelp: 'Như trên chứng chỉ; in trong biên bản.', reason: 'Lý do mọi người sẽ đọc', reasonHelp: 'Đừng ghi bệnh hay chuyện riêng của ai; “không thể điều hành vì lý do sức khỏe” là đủ.',
    waits: (to: string, from: string) => `Chờ duyệt: ${to} thay ${from || 'người điều hành hiện tại'}.`, waitsOther: 'Chờ một cán bộ đấu giá khác duyệt.', approve: 'Duyệt người thay', giveBack: 'Trả lại đề nghị', takeBack: 'Rút đề nghị', returnReason: 'Vì sao không thay', lost: 'Đấu giá viên của phiên này không còn điều hành được: không còn vai trò, hoặc là người của bên có tài sản. Hãy đề nghị người thay.',
  },
  en: {
    replaced: (at, from, to) => `${at}: ${to} took the place of ${from || 'whoever conducted before'}.`, why: 'Reason', desk: 'Replace the auctioneer', deskHelp: 'Where the auctioneer has lost the role, is ill or cannot conduct, one officer proposes another and a second officer approves: at any time before a winner is announced, also while the lot is live or paused. Then everybody reads who took whose place and why, and those registered are told.',
    now: (name) => `Conducts now: ${name}.`, propose: 'Propose another', to_id: 'Officer who conducts the room', to_name: 'Name of the auctioneer', nameHelp: 'As on the certificate; it stands in the minutes.', reason: 'Reason everybody will read', reasonHelp: 'Name no illness and nothing private; “cannot conduct for reasons of health” is enough.',
    waits: (to, from) => `Waits for approval: ${to} takes the place of ${from || 'whoever conducts now'}.`, waitsOther: 'Another auction officer has to approve it.', approve: 'Approve', giveBack: 'Send the proposal back', takeBack: 'Take the proposal back', returnReason: 'Why nobody is replaced', lost: 'The auctioneer of this lot can no longer conduct it: the role is gone, or they belong to the seller. Propose another.',
  },
})
