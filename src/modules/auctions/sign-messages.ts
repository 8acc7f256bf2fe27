import type { OutReason } from '../../platform/auction/lot.ts'
import { texts } from '../../platform/locale.ts'
import { beatenTimes, jumpSteps } from './sign-rules.ts'

const gone = { vi: { withdrew: 'rút giá đó', refused_result: 'từ chối kết quả', refused_minutes: 'từ chối ký biên bản', disqualified: 'bị truất quyền' }, en: { withdrew: 'withdrew it', refused_result: 'refused the result', refused_minutes: 'refused to sign the minutes', disqualified: 'was disqualified' } } satisfies Record<string, Record<OutReason, string>>
/** Signs that bidders act together, as the officers of a lot read them. */
export const signTexts = texts({
  vi: {
    title: 'Dấu hiệu cần xem xét', lead: `Sàn đối chiếu những gì mình đang giữ: tài khoản nhận lại tiền, địa chỉ mạng khi đăng nhập, giá cao hơn mức tối thiểu từ ${jumpSteps} bước rồi rút, và người thua cùng một người từ ${beatenTimes} phiên. Một dấu hiệu không chứng minh điều gì và tự nó không có hệ quả nào; chỉ cán bộ đấu giá không thuộc bên nào đọc được. Hãy tìm hiểu rồi ghi lại.`, none: 'Chưa thấy dấu hiệu nào.', looked: 'Đã xem xét', before: 'Đã ghi về những dấu hiệu nay không còn như vậy', found: 'Bạn tìm hiểu được gì', save: 'Ghi lại', and: ' và ', numbered: (name: string, n: number) => `${name} (số ${n})`,
    same_account: (who: string, n: number) => `${who}: ${n} bên ghi cùng một tài khoản nhận lại tiền đặt trước.`,
    same_address: (who: string, n: number, people: number) => `${who}: ${people} người khác nhau của ${n} bên đã đăng nhập từ cùng một địa chỉ mạng. Họ có thể chỉ ngồi chung một tòa nhà.`,
    jump_withdrawn: (who: string, amount: string, least: string, steps: string, reason: OutReason) => `${who} trả ${amount} khi mức tối thiểu là ${least} (cao hơn ${steps} bước), rồi ${gone.vi[reason]}.`, room: 'Diễn biến của phiên',
    always_beaten: (loser: string, winner: string, n: number) => `${loser} trả giá ở ${n} phiên của bên có tài sản này trong hai năm qua, không trúng phiên nào; phiên nào cũng ${winner} trúng.`, lots: 'Các phiên',
  },
  en: {
    title: 'Signs to look at', lead: `The Exchange compares what it keeps anyway: accounts deposits go back to, network addresses of sign-ins, prices ${jumpSteps} steps or more above the least that were then given up, and who lost ${beatenTimes} lots or more to one other. A sign proves nothing and has no effect of its own; only auction officers who belong to no side read it. Look into it, then write down what you found.`, none: 'No sign was found.', looked: 'Looked at', before: 'Written down about signs that are no longer so', found: 'What you found', save: 'Write it down', and: ' and ', numbered: (name: string, n: number) => `${name} (number ${n})`,
    same_account: (who: string, n: number) => `${who}: ${n} bidders named one account their deposits go back to.`,
    same_address: (who: string, n: number, people: number) => `${who}: ${people} different people of ${n} bidders signed in from one network address. They may only share a building.`,
    jump_withdrawn: (who: string, amount: string, least: string, steps: string, reason: OutReason) => `${who} bid ${amount} where ${least} would have done (${steps} steps above), then ${gone.en[reason]}.`, room: 'What happened in the lot',
    always_beaten: (loser: string, winner: string, n: number) => `${loser} bid in ${n} lots of this seller within two years and won none; each was won by ${winner}.`, lots: 'The lots',
  },
})
