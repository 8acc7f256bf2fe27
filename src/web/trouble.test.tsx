import { afterAll, expect, test } from 'vitest'
import { openApp } from '../app.tsx'
import { readConfig } from '../platform/config.ts'
import { testDatabase } from '../../tests/database.ts'
import { aBrowser } from '../../tests/readers.ts'
import { troubles } from './messages.ts'
import { readable } from './trouble.tsx'

/** The whole server, asked for addresses nobody meant. */
const { db } = await testDatabase()
const config = { ...readConfig({ DATA_DIR: '/nowhere' }, false), requestsPerMinute: 60 }
const app = await openApp({ db, config, secret: 's'.repeat(40), manifest: {}, dist: import.meta.dirname, log: false })
afterAll(() => app.close())
let visitors = 0
const ask = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers, remoteAddress: `10.1.0.${++visitors}` })

test.each(['/vi/%ff', '/%ff', '/vi/offers/%E0%A4%A', '/assets/%ff', '/vi/offers/%00'])('%s has a page that says it was not found', async (url) => {
  const { statusCode, headers, body } = await ask(url)
  expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(body).toContain(troubles.vi.notFound)
})
test('an address that can be read is left as it is', () => {
  for (const url of ['/', '/vi/search?q=%ff', '/vi/offers/1?x=a?b', '/files/1/m%C3%A1y.png']) expect(readable(url)).toBe(url)
  expect(readable('/vi/%ff%20?q=%20')).toBe('/vi/%25ff%2520?q=%20')
})
test.each(['/offers/1', '/search?q=say+lanh&kind=offer', '/sign-in', '/my/listings/new/need'])('%s leads to the same page in the reader’s language', async (url) => {
  for (const [accepted, locale] of [['en-GB,en', 'en'], ['vi-VN', 'vi'], ['', 'vi']] as const) {
    const { statusCode, headers } = await ask(url, { 'accept-language': accepted })
    expect([statusCode, headers.location]).toEqual([302, `/${locale}${url}`])
  }
})
test('what is not there offers a stranger to sign in and come back', async () => {
  expect((await ask('/en/offers/999999?x=1')).body).toContain('href="/en/sign-in?next=%2Fen%2Foffers%2F999999%3Fx%3D1"')
  expect((await ask('/wp-login.php')).statusCode).toBe(404)
})
test('who reads too much waits a minute; who tries too many passwords is told why', async () => {
  const reading = () => app.inject({ url: '/vi/sign-up', remoteAddress: '10.2.0.1' })
  for (let n = 0; n < 60; n++) await reading()
  const last = await reading()
  expect([last.statusCode, last.body.includes(troubles.vi.tooManyReadsText)]).toEqual([429, true])
  const trying = () => app.inject({ method: 'POST', url: '/vi/sign-in', remoteAddress: '10.2.0.2', headers: { ...aBrowser, 'content-type': 'application/x-www-form-urlencoded' }, payload: 'email=a%40b.vn&password=' })
  for (let n = 0; n < 20; n++) await trying()
  const refused = await trying()
  expect([refused.statusCode, refused.body.includes(troubles.vi.tooManyText)]).toEqual([429, true])
})
test('what is too large says that the text is still there', async () => {
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/en/sign-in', remoteAddress: '10.2.0.3', headers: { ...aBrowser, 'content-type': 'application/x-www-form-urlencoded' }, payload: `email=${'x'.repeat(1_100_000)}` })
  expect([statusCode, body.includes(troubles.en.tooLargeText)]).toEqual([413, true])
})
