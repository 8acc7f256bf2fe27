import type { Logged, LotRefusal, LotRules, LotState, OutReason, PauseReason } from '../../platform/auction/lot.ts'
import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { LotFileKind } from '../auctions/schema.ts'

/**
 * Biên bản: minutes are read off the log of a lot, never typed. The same log gives the same minutes, to
 * the byte, for ever; what somebody wants to add is an annex. `template` names the wording they are read in.
 */
export const minutesTemplates = { statutory: 'dau-gia-1', voluntary: 'chao-gia-1' } as const

/** One line of the course: when, whose number, what, at what price. */
export interface MinuteLine { seq: number; at: number; number: number | null; amount: number | null; vi: string; en: string; kind: 'price' | 'refused' | 'pause' | 'out' | 'step' | 'result' }
export interface Minutes {
  format: 'techex-minutes/1'
  template: string
  lot: { id: number; title: { vi: string; en: string }; regime: LotRules['regime']; form: LotRules['form']; organiser: string; organiser_licence: string; auctioneer_name: string; venue: string; seller: string }
  rules: { rules_hash: string; start: number; step: number; deposit: number; opens_at: number; closes_at: number }
  /** Numbers; names only in the copy of those entitled to them. */
  attendance: { number: number; name: string | null }[]
  /** Of a sealed lot: who checked the ballots before they were opened, or that nobody came. Absent of lots held before that was asked. */
  checks?: MinuteLine[]
  /** Of a sealed lot: whose shares gave the key to its ballots, and when each was handed in. */
  opened_by?: { place: number; at: string; name: string | null }[]
  opened_at: number | null
  ended_at: number
  lines: MinuteLine[]
  pauses: { from: number; until: number | null; reason: PauseReason; word: string }[]
  out: { number: number; at: number; reason: OutReason; word: string }[]
  result: { phase: LotState['phase']; winner: number | null; price: number | null; failed: string | null }
  prices: number
  refused: number
  proof: { size: number; root: string; chain: string; key: string }
  annexes: { number: number; body: string; made_at: string }[]
  /** Whose place another took as auctioneer or conductor, and when. Absent of a lot that one person conducted. */
  replaced?: { from: string; to: string; at: string }[]
  /** The dossier it was sold by; they stand since registration closed. Absent of a lot that had none. */
  files?: { kind: LotFileKind; title: string; bytes: number; sha256: string }[]
}

export const pauseNames = texts<Record<PauseReason, string>>({
  vi: { cannot_bid: 'người tham gia không trả giá được', bid_unrecorded: 'giá hợp lệ không được ghi', time_wrong: 'thời gian sai', cannot_start: 'không bắt đầu được', region_outage: 'mất điện hoặc mạng trên diện rộng', dispute: 'tranh chấp' },
  en: { cannot_bid: 'bidders cannot bid', bid_unrecorded: 'a valid bid was not recorded', time_wrong: 'the time is wrong', cannot_start: 'it cannot start', region_outage: 'power or network is out over a region', dispute: 'a dispute' },
})
export const outNames = texts<Record<OutReason, string>>({
  vi: { withdrew: 'rút lại giá đã trả', disqualified: 'bị truất quyền tham gia', refused_result: 'từ chối kết quả', refused_minutes: 'không ký biên bản' },
  en: { withdrew: 'withdrew', disqualified: 'was disqualified', refused_result: 'refused the result', refused_minutes: 'did not sign the minutes' },
})
export const failNames = texts<Record<'no_bidders' | 'single_bidder' | 'no_bids' | 'below_reserve' | 'no_successor', string>>({
  vi: { no_bidders: 'không có người tham gia', single_bidder: 'chỉ có một người tham gia', no_bids: 'không ai trả giá', below_reserve: 'giá cao nhất thấp hơn giá tối thiểu', no_successor: 'không có người kế tiếp' },
  en: { no_bidders: 'nobody took part', single_bidder: 'one bidder only', no_bids: 'nobody bid', below_reserve: 'the highest price was below the reserve', no_successor: 'nobody was next' },
})
const refusalNames = texts<Record<LotRefusal['code'], string>>({
  vi: { lot_not_open: 'không phải lúc', not_yet: 'chưa đến giờ', too_late: 'đã hết giờ', not_a_bidder: 'không phải người tham gia', bidder_out: 'đã thôi tham gia', already_leading: 'đang dẫn đầu', below_minimum: 'dưới mức tối thiểu', off_step: 'không đúng bước giá', many_steps: 'quá nhiều bước giá, cần xác nhận', price_moved: 'giá đã đổi', not_leading: 'không phải người dẫn đầu', wrong_form: 'không đúng hình thức', not_yours: 'không có quyền', ballots_left: 'còn phiếu chưa mở', not_that_ballot: 'không phải phiếu đó', ballots_checked_already: 'phiếu đã được kiểm tra', absence_noted_already: 'cần cán bộ khác xác nhận', no_tie: 'không có giá bằng nhau', tie_unsettled: 'giá bằng nhau chưa giải quyết', calls_missing: 'chưa đủ ba lần nhắc', call_early: 'nhắc giá quá sớm' },
  en: { lot_not_open: 'not the moment', not_yet: 'too early', too_late: 'too late', not_a_bidder: 'not a bidder', bidder_out: 'out of the lot', already_leading: 'leading already', below_minimum: 'below the minimum', off_step: 'off the step', many_steps: 'many steps at once, to be said twice', price_moved: 'the price had moved', not_leading: 'not leading', wrong_form: 'wrong form', not_yours: 'not theirs to do', ballots_left: 'ballots left unopened', not_that_ballot: 'not that ballot', ballots_checked_already: 'the ballots were checked already', absence_noted_already: 'another officer has to confirm it', no_tie: 'no tie', tie_unsettled: 'a tie unsettled', calls_missing: 'three calls are missing', call_early: 'called too early' },
})

/** What an event is in the minutes. `staff`: names of those who entered bids told to them, in copies that bear names. */
export function minuteLine(event: Logged, staff: ReadonlyMap<number, string> = new Map()): MinuteLine {
  const line = (kind: MinuteLine['kind'], vi: string, en: string, number: number | null = null, amount: number | null = null): MinuteLine => ({ seq: event.seq, at: event.at, number, amount, vi, en, kind })
  switch (event.type) {
    case 'opened': return line('step', 'Bắt đầu trả giá', 'Bidding began')
    case 'bid_taken': {
      const who = event.entered_by === null ? null : staff.get(event.entered_by) ?? ''
      return line('price', who === null ? 'Trả giá' : `Trả giá qua cán bộ ${who}`.trim(), who === null ? 'Bid' : `Bid, entered by staff ${who}`.trim(), event.bidder, event.amount)
    }
    case 'price_lowered': return line('step', 'Giảm giá', 'Price lowered', null, event.price)
    case 'accepted': {
      const who = event.entered_by === undefined ? null : staff.get(event.entered_by) ?? ''
      return line('price', who === null ? 'Chấp nhận giá' : `Chấp nhận giá qua cán bộ ${who}`.trim(), who === null ? 'Accepted the price' : `Accepted the price, entered by staff ${who}`.trim(), event.bidder, event.amount)
    }
    case 'closed': return line('step', 'Kết thúc trả giá', 'Bidding closed')
    case 'ballot_sealed': return line('step', 'Nộp phiếu kín', 'Handed in a sealed ballot', event.bidder)
    case 'ballots_checked': {
      const who = event.entered_by === null ? null : staff.get(event.entered_by) ?? ''
      return line('step', who === null ? 'Đã kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách' : `Đã kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách, tại hội trường; cán bộ ghi: ${who}`.replace(/: $/, ''), who === null ? 'Checked that the ballots were sealed as listed' : `Checked in the hall that the ballots were sealed as listed; noted by staff ${who}`.trim(), event.bidder)
    }
    case 'absence_noted': {
      const who = staff.get(event.officer) ?? ''
      return line('step', `${event.confirmed ? 'Cán bộ thứ hai xác nhận' : 'Cán bộ ghi nhận'} không có người tham gia nào đến kiểm tra phiếu trước khi mở${who && `: ${who}`}`, `${event.confirmed ? 'A second officer confirmed' : 'An officer noted'} that no bidder came to check the ballots before the opening${who && `: ${who}`}`)
    }
    case 'ballot_read': return line('price', event.invalid === null ? 'Mở phiếu' : 'Mở phiếu: không hợp lệ', event.invalid === null ? 'Ballot opened' : 'Ballot opened: invalid', event.bidder, event.amount)
    case 'ranked': return line('step', event.tied.length ? `Giá cao nhất bằng nhau: số ${event.tied.join(', ')}` : 'Xếp hạng các phiếu', event.tied.length ? `Highest price tied: numbers ${event.tied.join(', ')}` : 'Ballots ranked', event.leader, event.price)
    case 'drawn': return line('step', `Bốc thăm giữa các số ${event.among.join(', ')}`, `Drawn by lot among numbers ${event.among.join(', ')}`, event.winner)
    case 'called': return line('step', `Nhắc giá lần ${event.calls}`, `Call no. ${event.calls}`)
    case 'announced': return line('result', 'Công bố người trúng', 'Winner announced', event.winner, event.price)
    case 'bidder_out': return line('out', `Thôi tham gia: ${outNames.vi[event.reason]}${event.word && `: ${event.word}`}`, `Out: ${outNames.en[event.reason]}${event.word && `: ${event.word}`}`, event.bidder)
    case 'price_fell_back': return line('step', 'Giá trở về giá tốt nhất còn lại', 'The price fell back to the best other', event.leader, event.price)
    case 'reopened': return line('step', 'Mở lại trả giá', 'Bidding reopened', null, event.price)
    case 'offered_to_next': return line('step', 'Hỏi người có giá liền kề', 'Offered to the next', event.bidder, event.price)
    case 'minutes_signed': return line('result', 'Người trúng ký biên bản', 'The winner signed the minutes', event.winner, event.price)
    case 'failed': return line('result', `Không thành: ${failNames.vi[event.reason]}`, `Failed: ${failNames.en[event.reason]}`)
    case 'paused': return line('pause', `Tạm dừng: ${pauseNames.vi[event.reason]}${event.word && `: ${event.word}`}`, `Paused: ${pauseNames.en[event.reason]}`)
    case 'resumed': {
      // A pause moves no end that was reached before it, and leaves at least the time of a reopening.
      const seconds = event.closes_at > event.at ? Math.floor(event.outage / 1e6) : 0
      return seconds ? line('pause', `Tiếp tục, giờ kết thúc lùi ít nhất ${seconds} giây`, `Resumed; the end moves by at least ${seconds} seconds`) : line('pause', 'Tiếp tục', 'Resumed')
    }
    case 'cancelled': return line('result', `Hủy theo ${event.authority}: ${event.reason}`, `Cancelled by ${event.authority}: ${event.reason}`)
    case 'refused': {
      const amount = 'amount' in event.command && typeof event.command.amount === 'number' ? event.command.amount : null
      return line('refused', `Không nhận: ${refusalNames.vi[event.refusal.code]}`, `Not taken: ${refusalNames.en[event.refusal.code]}`, 'bidder' in event.by ? event.by.bidder : null, amount)
    }
  }
}

/** The parts of minutes that follow from the log alone. */
export function courseOf(log: readonly Logged[], staff: ReadonlyMap<number, string> = new Map()): Pick<Minutes, 'lines' | 'checks' | 'pauses' | 'out' | 'prices' | 'refused' | 'opened_at'> {
  const pauses: Minutes['pauses'] = [], out: Minutes['out'] = []
  for (const event of log) {
    if (event.type === 'paused') pauses.push({ from: event.at, until: null, reason: event.reason, word: event.word })
    if (event.type === 'resumed') pauses.at(-1)!.until = event.at
    if (event.type === 'bidder_out') out.push({ number: event.bidder, at: event.at, reason: event.reason, word: event.word })
  }
  const lines = log.map((event) => minuteLine(event, staff))
  const checks = lines.filter((_, i) => log[i]!.type === 'ballots_checked' || log[i]!.type === 'absence_noted')
  return { lines, ...(checks.length ? { checks } : {}), pauses, out, prices: lines.filter(({ kind }) => kind === 'price').length, refused: lines.filter(({ kind }) => kind === 'refused').length, opened_at: log.find(({ type }) => type === 'opened')?.at ?? null }
}

/** The result in a sentence of each language. */
export function resultSentence({ result: { phase, winner, price, failed } }: Pick<Minutes, 'result'>): { vi: string; en: string } {
  if (phase === 'failed') return { vi: `Không thành: ${failNames.vi[failed as 'no_bids'] ?? failed}.`, en: `Failed: ${failNames.en[failed as 'no_bids'] ?? failed}.` }
  if (phase === 'cancelled') return { vi: 'Đã hủy.', en: 'Cancelled.' }
  if (winner === null || price === null) return { vi: 'Chưa có kết quả cuối cùng.', en: 'There is no final result yet.' }
  return { vi: `Người mang số ${winner} trúng với giá ${formatVnd(price, 'vi')}${phase === 'signed' ? ' và đã ký biên bản' : ''}.`, en: `Number ${winner} won at ${formatVnd(price, 'en')}${phase === 'signed' ? ' and signed the minutes' : ''}.` }
}
