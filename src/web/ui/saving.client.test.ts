import { afterEach, expect, test, vi } from 'vitest'

/** The script of a draft's form, in a page of the few things it touches: what it sends, and with which version. */
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); vi.resetModules() })

test('however many savings wait for the one under way, each names the version the one before it made', async () => {
  vi.useFakeTimers()
  const version = { value: '1' }
  const heard = new Map<string, (event: object) => void>()
  const listen = (name: string, hear: (event: object) => void): void => { heard.set(name, hear) }
  const form = { action: '/vi/my/listings/1/steps/use', elements: { namedItem: () => version }, addEventListener: listen }
  const status = { dataset: { saving: '', saved: '', changed: 'Có người đã sửa' }, closest: () => form, hidden: true, textContent: '' }
  vi.stubGlobal('document', { querySelector: () => status, addEventListener: listen, visibilityState: 'hidden' })
  vi.stubGlobal('window', { addEventListener: listen })
  vi.stubGlobal('FormData', class { *[Symbol.iterator]() { yield ['version', version.value] } })
  const sent: string[] = []
  let kept = 1
  vi.stubGlobal('fetch', async (_: string, { body }: { body: URLSearchParams }) => {
    const named = body.get('version') ?? ''
    sent.push(named)
    await new Promise((answer) => { setTimeout(answer, 100) })
    return Number(named) === kept ? { ok: true, json: async () => ({ version: ++kept, at: '12:00' }) } : { ok: false, status: 409, json: async () => ({ code: 'changed_meanwhile' }) }
  })
  await import('./saving.client.ts')
  const type = (): void => heard.get('input')?.({})
  type()
  await vi.advanceTimersByTimeAsync(1_500) // typing rested: the first is under way
  type()
  heard.get('online')?.({})
  heard.get('visibilitychange')?.({}) // two wait for it
  await vi.advanceTimersByTimeAsync(100)
  type() // what the first of them does not hold any more
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sent).toEqual(['1', '2', '3'])
  expect(status.textContent).not.toBe('Có người đã sửa')
})
