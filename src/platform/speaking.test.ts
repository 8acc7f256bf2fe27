import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { betweenMs, gatherMs, openSpeaker } from './speaking.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })
const listen = () => {
  const heard: { at: number; text: string }[] = [], begun = Date.now()
  return { heard, say: openSpeaker((text) => { heard.push({ at: Date.now() - begun, text }) }) }
}

test('of forty bids in ten seconds a screen reader says one in eight seconds, each the newest of its moment, and the last is said', async () => {
  const { heard, say } = listen()
  for (let bid = 1; bid <= 40; bid++) { say(`giá ${bid}`); await vi.advanceTimersByTimeAsync(250) }
  expect(heard, 'while they come').toEqual([{ at: gatherMs, text: 'giá 2' }, { at: gatherMs + betweenMs, text: 'giá 34' }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard.slice(2), 'afterwards, once').toEqual([{ at: gatherMs + 2 * betweenMs, text: 'giá 40' }])
})
test('a single bid is said within the half second, and after a silence the next one too', async () => {
  const { heard, say } = listen()
  say('giá 1')
  await vi.advanceTimersByTimeAsync(20_000)
  say('giá 2')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(heard).toEqual([{ at: gatherMs, text: 'giá 1' }, { at: 20_000 + gatherMs, text: 'giá 2' }])
})
