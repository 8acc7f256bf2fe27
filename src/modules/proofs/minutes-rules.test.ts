import { expect, test } from 'vitest'
import { type Logged, second } from '../../platform/auction/lot.ts'
import { biddingWords } from '../audit/bidding-messages.ts'
import { toldOf } from '../bidding/store.ts'
import { minuteLine } from './minutes-rules.ts'

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
