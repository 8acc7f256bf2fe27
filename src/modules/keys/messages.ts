import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { KeyRefusal } from './rules.ts'

export const keyRefusals = texts<Messages<KeyRefusal>>({
  vi: {
    council_full: ({ most }) => `Hội đồng đã đủ ${most} người. Hãy cho một người thôi rồi cử người khác.`,
    council_person_unknown: () => 'Chưa có tài khoản nào dùng địa chỉ này. Hãy mời người đó đăng ký tài khoản trước.',
    council_there_already: () => 'Người này đã ở trong hội đồng.',
    council_incomplete: ({ named, declared, wanted }) => `Lễ tạo khóa cần đủ ${wanted} người đã cam đoan; hiện cử ${named}, đã cam đoan ${declared}.`,
    council_declared: () => 'Bạn đã cam đoan.',
    key_made_already: () => 'Khóa đã được tạo. Muốn tạo lại, hãy thay một thành viên hội đồng.',
    key_malformed: () => 'Khóa hoặc các mã cam kết gửi lên không đúng dạng. Hãy tải lại trang và làm lễ tạo khóa từ đầu, không dùng các mảnh vừa ghi.',
    share_handed_already: () => 'Mảnh khóa của bạn đã được nhận.',
    share_unreadable: () => 'Dòng này không phải một mảnh của khóa này. Hãy so từng nhóm năm chữ với bản đã ghi; nhóm cuối là mã kiểm.',
    share_of_another: ({ place }) => `Đây là mảnh khóa của thành viên số ${place}. Mỗi người nộp mảnh của mình bằng tài khoản của mình.`,
    share_wrong: () => 'Mảnh khóa này không khớp với mã cam kết lúc tạo khóa. Hãy dùng bản đã ghi trong lễ tạo khóa gần nhất.',
  },
  en: {
    council_full: ({ most }) => `The council has its ${most} members. Let one go before naming another.`,
    council_person_unknown: () => 'No account uses this address yet. Ask them to sign up first.',
    council_there_already: () => 'This person sits in the council already.',
    council_incomplete: ({ named, declared, wanted }) => `The key ceremony needs ${wanted} members who have declared; ${named} are named, ${declared} have declared.`,
    council_declared: () => 'You have declared.',
    key_made_already: () => 'The key is made. To make another, replace a member of the council.',
    key_malformed: () => 'The key or the commitments sent are malformed. Load the page again and hold the ceremony anew; the shares just noted are of no use.',
    share_handed_already: () => 'Your share has been taken.',
    share_unreadable: () => 'This line is not a share of this key. Compare each group of five with what you noted; the last group is the check.',
    share_of_another: ({ place }) => `This is the share of member ${place}. Everybody hands in their own, under their own account.`,
    share_wrong: () => 'This share does not agree with its commitment. Use the one noted in the latest ceremony.',
  },
})
