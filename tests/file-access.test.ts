import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../src/modules/api/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { storageOf } from '../src/platform/storage-open.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from './database.ts'
import { fileWords } from './file-words.ts'
import { aListing, openWhole, routesOf, signedIn, someReaders, withCookie } from './readers.ts'

/**
 * The access matrix of the deal file, made and not written: secret words lie in every part of a file, in what
 * one side keeps from the other, and in files that were won and lost; every address of a deal and every page
 * that has no number in its address is opened as every kind of reader, with those whom a side lets into
 * named parts. No word may be found by anybody it is not for, and each must be found by everybody it is for,
 * or the test has looked nowhere. tests/access.test.ts does the same for everything else.
 */
const { db } = await testDatabase()
const { app, config } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const { institute, enterprise, people, as } = await someReaders(app, db)
const now = new Date()
const agency = await anOrganisation(db, 'intermediary', 'Trung tâm Môi giới')
const let_in = { adviser: await aPerson(db, { name: 'Bích' }), broker: await aPerson(db, { organisation: agency, name: 'Môi' }), valuer: await aPerson(db, { name: 'Giá' }) }
const headers: Record<string, Record<string, string>> = { anonymous: as('anonymous') }
for (const name of ['member', 'viewer', 'colleague', 'buyer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector'] as const) headers[name] = as(name as 'member')
for (const [name, person] of Object.entries(let_in)) headers[name] = withCookie(await signedIn(app, db, person))
for (const [name, person] of [['key for the market', people.other], ['key of the institute', people.member]] as const)
  headers[name] = { authorization: `Bearer ${await createApiKey(ctxOf(db, person, now), { organisation_id: person.organisation_id!, name, scopes: ['market', 'listings', 'deals', 'webhooks'], days: 1 })}` }

const offer = (title: string) => aListing(db, 'offer', institute, 'published', title)
const deal = await acceptInterest(ctxOf(db, people.member, now), { interest_id: await expressInterest(ctxOf(db, people.buyer, now), { listing_id: await offer('Máy sấy lạnh'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const { words, values } = await fileWords(db, app, storageOf(config), { deal, institute, enterprise, agency, now, headers, offer, people: { ...people, ...let_in } })

/** Words lie compressed in these; what papers hold is read back beside their modules. */
const packed = /\.(pdf|png|xlsx|docx)$/
const routes = routesOf(app).filter((route) => !route.includes('*') && !/^\/(en|live)/.test(route) && route !== '/vi/mail' && !packed.test(route))
function addressesOf(route: string): string[] {
  const open = /:([a-z_]+)/.exec(route)
  if (!open) return [route]
  const given = values[open[1]!] ?? ['1', '2']
  // What lies in one file is asked for in another too, but not in every other.
  return (open[1] === 'deal_id' && route.split(':').length > 2 ? given.slice(0, 2) : given).flatMap((value) => addressesOf(route.replace(open[0], value)))
}
const addresses = [...new Set([
  ...routes.filter((route) => !route.includes(':') || /\/(deals|interests|statements|bank-accounts|payments)\//.test(route)).flatMap(addressesOf),
  '/vi/deals?filter=all', '/vi/search?q=dauhieu', '/api/v1/listings?q=dauhieu', ...['deal', 'result', 'support', 'term', 'terms'].map((subject) => `/vi/audit?subject=${subject}:${deal}`),
])]

const failures: string[] = [], leaks: string[] = [], found = new Map<string, Set<string>>()
const patterns = Object.entries(words).map(([word, secret]) => ({ word, ...secret, pattern: secret.pattern ?? new RegExp(`${word}(?![a-z])`) }))
let from = 0
beforeAll(async () => {
  for (const [reader, own] of Object.entries(headers)) for (const url of addresses) {
    if (url.startsWith('/api') !== reader.startsWith('key') && reader !== 'anonymous') continue
    const answer = await app.inject({ url, headers: { 'x-forwarded-for': `10.${40 + (++from >> 16)}.${(from >> 8) & 255}.${from & 255}`, ...own } })
    if (answer.statusCode >= 500) failures.push(`${reader} ${url}: ${answer.statusCode}`)
    const said = `${answer.body}\n${JSON.stringify(answer.headers)}`
    for (const { word, who, why, pattern } of patterns) {
      if (!pattern.test(said)) continue
      found.set(word, (found.get(word) ?? new Set()).add(reader))
      if (!who.includes(reader)) leaks.push(`${reader} reads ${why} (${word}) at ${url} (${answer.statusCode})`)
    }
  }
}, 1_500_000)

test('nobody finds a word of a deal file that is not for them, and everybody finds those that are', () => {
  expect(addresses.length).toBeGreaterThan(200)
  expect(Object.keys(words).length).toBeGreaterThan(50)
  const unseen = patterns.flatMap(({ word, who }) => who.filter((reader) => !found.get(word)?.has(reader)).map((reader) => `${word}: ${reader}`))
  expect({ failures, leaks, unseen }).toEqual({ failures: [], leaks: [], unseen: [] })
})
