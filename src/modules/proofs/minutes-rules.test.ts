import { expect, test } from 'vitest'
import { type Logged, second } from '../../platform/auction/lot.ts'
import { biddingWords } from '../audit/bidding-messages.ts'
import { toldOf } from '../bidding/store.ts'
import { courseOf, minuteLine } from './minutes-rules.ts'

const at = 1_800_000_000 * second
const resumed = (outage: number, closes_at: number): Logged => ({ seq: 3, at, type: 'resumed', outage, closes_at })
/** What the minutes and the log say of it. */
const said = (event: Logged) => {
  const { vi, en } = minuteLine(event), told = toldOf(7, event)!.event
  if (told.type !== 'lot.resumed') throw new Error('something else is told')
  return [vi, en, biddingWords.vi['lot.resumed'](told, ''), biddingWords.en['lot.resumed'](told, '')]
}
test('Of a lot that goes on minutes and log say by how much its end moves at least; where it does not move, that it goes on and no more.', () => {
  const only = ['Tiếp tục', 'Resumed', 'Tiếp tục phiên', 'The session was resumed']
  expect(said(resumed(0, at + 600 * second)), 'held back and resumed before its hour').toEqual(only)
  expect(said(resumed(20 * second, at - second)), 'sealed ballots being opened').toEqual(only)
  expect(said(resumed(20.9 * second, at + 600 * second))).toEqual(['Tiếp tục, giờ kết thúc lùi ít nhất 20 giây', 'Resumed; the end moves by at least 20 seconds', 'Tiếp tục phiên, giờ kết thúc lùi ít nhất 20 giây', 'The session was resumed; its end moves by at least 20 seconds'])
})

test('Minutes say who checked sealed ballots before they were opened, in the hall with who noted it, or which two officers that nobody came; of a lot without such a word they say nothing of it.', () => {
  const names = new Map([[7, 'Lê Thị Thu'], [8, 'Trần Văn Bình']])
  const checks = (staff: Map<number, string>, ...events: object[]) => courseOf(events.map((event, i) => ({ seq: i + 1, at: at + i, ...event }) as Logged), staff).checks?.map(({ number, vi, en }) => [number, vi, en])
  expect(checks(names, { type: 'closed' }, { type: 'ballots_checked', bidder: 3, entered_by: null })).toEqual([[3, 'Đã kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách', 'Checked that the ballots were sealed as listed']])
  const hall = { type: 'ballots_checked', bidder: 3, entered_by: 7 }
  expect(checks(names, hall)).toEqual([[3, 'Đã kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách, tại hội trường; cán bộ ghi: Lê Thị Thu', 'Checked in the hall that the ballots were sealed as listed; noted by staff Lê Thị Thu']])
  expect(checks(new Map(), hall), 'in copies without names').toEqual([[3, 'Đã kiểm tra các phiếu còn nguyên niêm phong, đúng danh sách, tại hội trường; cán bộ ghi', 'Checked in the hall that the ballots were sealed as listed; noted by staff']])
  expect(checks(names, { type: 'absence_noted', officer: 7, confirmed: false }, { type: 'absence_noted', officer: 8, confirmed: true })).toEqual([
    [null, 'Cán bộ ghi nhận không có người tham gia nào đến kiểm tra phiếu trước khi mở: Lê Thị Thu', 'An officer noted that no bidder came to check the ballots before the opening: Lê Thị Thu'],
    [null, 'Cán bộ thứ hai xác nhận không có người tham gia nào đến kiểm tra phiếu trước khi mở: Trần Văn Bình', 'A second officer confirmed that no bidder came to check the ballots before the opening: Trần Văn Bình']])
  expect('checks' in courseOf([{ seq: 1, at, type: 'closed' }])).toBe(false)
})
