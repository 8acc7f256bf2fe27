import { execFileSync } from 'node:child_process'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import { asSystem } from '../../core/database.ts'
import { openReactions } from '../../core/reactions.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { closeListing } from '../listings/commands.ts'
import { postTo, type Resolve, whereTo } from './addresses.ts'
import { deliver, type DeliveryParts, forgetDeliveries } from './delivery-commands.ts'
import { python, typescript } from './developer-texts.ts'
import { isWorldwide, mostWebhooks, nextAttempt, retryMinutes, urlFault } from './rules.ts'
import type { WebhookEventType } from './schema.ts'
import { createWebhook, disableWebhook, enableWebhook, replayDelivery, replayPeriod, rotateSecret, testWebhook } from './webhook-commands.ts'
import { signedHeaders } from './webhook-queries.ts'

const { db } = await testDatabase()
const [institute, enterprise] = [await anOrganisation(db, 'institute'), await anOrganisation(db)]
const lan = await aPerson(db, { organisation: institute }), editor = await aPerson(db, { organisation: institute, role: 'editor' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' }), hoa = await aPerson(db, { organisation: enterprise })
const parts = { publicUrl: 'http://localhost:3000', secret: 's'.repeat(40) }
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf(parts) })

/** A receiver on this machine, which answers as it is told. */
interface Received { headers: IncomingHttpHeaders; body: string }
const received: Received[] = []
let answer: { status: number; headers?: Record<string, string>; body?: string; slow?: number } = { status: 204 }
const server = createServer((request, reply) => {
  let body = ''
  request.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => {
    received.push({ headers: request.headers, body })
    const { status, headers, body: said, slow = 0 } = answer
    void setTimeout(slow).then(() => reply.writeHead(status, headers).end(said))
  })
})
await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
afterAll(() => { server.closeAllConnections(); server.close() })
const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}/techex`

let hour = 0
/** Each test at a time of its own. */
const later = (): Date => daysFrom(noon, ++hour * 40)
const aWebhook = async (at: Date, event_types: WebhookEventType[] = ['listing.closed'], url = here) => {
  await db.updateTable('webhook').set({ disabled_at: noon, disabled_because: 'owner' }).where('disabled_at', 'is', null).execute()
  return createWebhook(ctxOf(db, lan, at), { organisation_id: institute, name: 'Kho dữ liệu', url, event_types }, parts)
}
const attempt = (id: number, at: Date, more: Partial<DeliveryParts> = {}) => deliver(db, id, { ...parts, now: () => at, chance: () => 0.5, ...more })
const deliveries = (webhook_id: number) => db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', webhook_id).orderBy('id').execute()
const close = async (at: Date, organisation = institute, person = lan): Promise<number> => {
  const id = await aListing(db, 'offer', organisation, 'published', 'Máy sấy chubimat')
  await closeListing(ctxOf(db, person, at), { id, reason: 'Đã chuyển giao chubimat.' })
  await settled(db, line)
  return id
}

test('what happens to an organisation’s own is told once, by number, signed by the standard', async () => {
  const at = new Date()
  const { id, secret } = await aWebhook(at)
  const listing = await close(at)
  await close(at, enterprise, hoa)
  const [one, ...others] = await deliveries(id)
  expect(others).toEqual([])
  // The reaction once more, and two workers at once: still once.
  received.length = 0
  await Promise.all([attempt(one!.id, at), attempt(one!.id, at), attempt(one!.id, at)])
  expect(received).toHaveLength(1)
  const { headers, body } = received[0]!
  const read = new Webhook(secret).verify(body, headers as Record<string, string>)
  expect(read).toEqual({ type: 'listing.closed', timestamp: at.toISOString(), data: { event_id: one!.event_id, organisation_id: institute, listing_id: listing, url: `http://localhost:3000/api/v1/listings/${listing}` } })
  expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow()
  expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1, last_status: 204, last_error: '' }])
  expect(JSON.stringify([await db.selectFrom('webhook').selectAll().execute(), await db.selectFrom('event').selectAll().execute()])).not.toContain(secret)
})

test('after a rotation both secrets verify for a day, then the new one alone; the same press again is the same secret', async () => {
  const at = new Date()
  const { id, secret } = await aWebhook(at)
  const next = await rotateSecret(ctxOf(db, editor, at), { webhook_id: id, secret_version: 1 }, parts)
  expect(await rotateSecret(ctxOf(db, lan, at), { webhook_id: id, secret_version: 1 }, parts)).toBe(next)
  const webhook = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const verifies = (key: string, headers: Record<string, string>): boolean => { try { new Webhook(key).verify('{}', headers); return true } catch { return false } }
  const during = signedHeaders(parts.secret, webhook, 'evt_1', '{}', at), afterwards = signedHeaders(parts.secret, { ...webhook, former_secret_until: minutesFrom(at, -1) }, 'evt_1', '{}', at)
  expect([verifies(secret, during), verifies(next, during), verifies(secret, afterwards), verifies(next, afterwards)]).toEqual([true, true, false, true])
})

test('the examples on the page for developers verify what is sent, and nothing else', async () => {
  const at = new Date()
  const { id, secret } = await aWebhook(at)
  const webhook = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const headers = signedHeaders(parts.secret, webhook, 'evt_7', '{"a":"ộ"}', at)
  const { stripTypeScriptTypes } = await import('node:module')
  const shown = await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(typescript))}`) as { verify: (secret: string, headers: Record<string, string>, body: string) => boolean }
  expect([shown.verify(secret, headers, '{"a":"ộ"}'), shown.verify(secret, headers, '{"a":"o"}'), shown.verify(`${secret.slice(0, -4)}AAA=`, headers, '{"a":"ộ"}')]).toEqual([true, false, false])
  const run = (body: string): string => execFileSync('python3', ['-c', `${python}\nimport json, sys\nprint(verify(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode()))`, secret, JSON.stringify(headers), body], { encoding: 'utf8' }).trim()
  let there = true
  try { execFileSync('python3', ['--version']) } catch { there = false }
  if (there) expect([run('{"a":"ộ"}'), run('{"a":"o"}')]).toEqual(['True', 'False'])
})

test('a failure is tried again later and later and then given up; redirects, endless answers and silence are failures', { timeout: 60_000 }, async () => {
  const at = later()
  const { id } = await aWebhook(at)
  const one = await testWebhook(ctxOf(db, lan, at), { webhook_id: id })
  const state = async () => (await deliveries(id)).find((delivery) => delivery.id === one)!
  let now = at
  for (const [n, reply] of ([{ status: 500 }, { status: 302, headers: { location: here } }, { status: 404, body: 'x'.repeat(5_000_000) }] as typeof answer[]).entries()) {
    answer = reply
    received.length = 0
    await attempt(one, now)
    expect(received).toHaveLength(1)
    const { attempts, last_status, next_attempt_at, state: standing } = await state()
    expect([attempts, last_status, standing, next_attempt_at]).toEqual([n + 1, reply.status, 'pending', minutesFrom(now, retryMinutes[n]!)])
    received.length = 0
    await attempt(one, now) // too early: another worker’s job finds nothing to do
    expect(received).toEqual([])
    now = next_attempt_at!
  }
  await attempt(one, now, { post: async () => ({ status: null, error: 'timeout' }) })
  expect(await state()).toMatchObject({ last_status: null, last_error: 'timeout', attempts: 4 })
  await db.updateTable('webhook_delivery').set({ attempts: retryMinutes.length }).where('id', '=', one).execute()
  await attempt(one, daysFrom(now, 1))
  expect(await state()).toMatchObject({ state: 'failed', next_attempt_at: null })
  answer = { status: 204 }
  // A replay is the same message under its own id; while it waits a second press adds none.
  expect(await replayDelivery(ctxOf(db, lan, now), { webhook_id: id, delivery_id: one })).toBe(1)
  await replayDelivery(ctxOf(db, lan, now), { webhook_id: id, delivery_id: one })
  const [first, again, ...more] = await deliveries(id)
  expect([more, again!.message_id, again!.payload, again!.replay_of]).toEqual([[], first!.message_id, first!.payload, one])
  await attempt(again!.id, now)
  expect((await deliveries(id))[1]).toMatchObject({ state: 'delivered' })
  expect((await db.selectFrom('webhook').select('failing_since').where('id', '=', id).executeTakeFirstOrThrow()).failing_since).toBeNull()
  expect(await replayPeriod(ctxOf(db, lan, now), { webhook_id: id, from: minutesFrom(at, -1), to: minutesFrom(at, 1) })).toBe(1)
  await expect(replayPeriod(ctxOf(db, lan, now), { webhook_id: id, from: daysFrom(at, 5), to: daysFrom(at, 6) })).rejects.toMatchObject({ refusal: { code: 'nothing_to_replay' } })
})

test('a worker that dies at a delivery leaves it to the next', async () => {
  const at = later()
  const { id } = await aWebhook(at)
  const one = await testWebhook(ctxOf(db, lan, at), { webhook_id: id })
  await expect(attempt(one, at, { post: async () => { throw new Error('killed') } })).rejects.toThrow('killed')
  received.length = 0
  await attempt(one, minutesFrom(at, 0.5))
  expect(received).toEqual([])
  await attempt(one, minutesFrom(at, 1.1))
  expect(received).toHaveLength(1)
})

test('after days of failure, or when it says that it is gone, a webhook is disabled and its people are told', async () => {
  const at = later()
  const { id } = await aWebhook(at)
  answer = { status: 503 }
  await attempt(await testWebhook(ctxOf(db, lan, at), { webhook_id: id }), at)
  const second = await testWebhook(ctxOf(db, lan, daysFrom(at, 4)), { webhook_id: id })
  await attempt(second, daysFrom(at, 4))
  expect((await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).disabled_at).toBeNull()
  await attempt(second, daysFrom(at, 5))
  expect(await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).toMatchObject({ disabled_because: 'failing', disabled_at: daysFrom(at, 5) })
  await settled(db, line)
  expect((await db.selectFrom('notice').select(['person_id', 'path']).where('kind', '=', 'webhook_disabled').orderBy('person_id').execute())).toEqual([lan, editor].map(({ person_id }) => ({ person_id, path: `/my/webhooks/${id}` })))
  await attempt(second, daysFrom(at, 6))
  expect((await deliveries(id)).find((one) => one.id === second)).toMatchObject({ state: 'cancelled' })
  await expect(testWebhook(ctxOf(db, lan, at), { webhook_id: id })).rejects.toMatchObject({ refusal: { code: 'webhook_disabled' } })
  await enableWebhook(ctxOf(db, lan, daysFrom(at, 7)), { webhook_id: id }, parts)
  answer = { status: 410 }
  await attempt(await testWebhook(ctxOf(db, lan, daysFrom(at, 8)), { webhook_id: id }), daysFrom(at, 8))
  expect((await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).disabled_because).toBe('failing')
  answer = { status: 204 }
  await forgetDeliveries(db, daysFrom(at, 60))
  expect((await deliveries(id)).filter(({ state }) => state !== 'pending')).toEqual([])
})

test('while a webhook is enabled and its host looked up, nobody waits for its row', async () => {
  const at = later()
  const { id } = await aWebhook(at)
  await disableWebhook(ctxOf(db, lan, at), { webhook_id: id })
  await db.updateTable('webhook').set({ url: 'https://hooks.example.vn/x' }).where('id', '=', id).execute()
  let seen = 0
  const resolve: Resolve = async () => {
    seen = (await sql`select id from webhook where id = ${id} for update skip locked`.execute(db)).rows.length
    return ['93.184.216.34']
  }
  await enableWebhook(ctxOf(db, editor, at), { webhook_id: id }, { ...parts, resolve })
  expect([seen, (await db.selectFrom('webhook').select('disabled_at').where('id', '=', id).executeTakeFirstOrThrow()).disabled_at]).toEqual([1, null])
  for (const [person, code] of [[viewer, 'not_permitted'], [hoa, 'not_found']] as const) await expect(enableWebhook(ctxOf(db, person, at), { webhook_id: id }, parts)).rejects.toMatchObject({ refusal: { code } })
})

test('owners and editors register; to others there is no such webhook; two who register the last one at once make one', async () => {
  const at = later()
  const { id } = await aWebhook(at)
  for (const [person, code] of [[viewer, 'not_permitted'], [hoa, 'not_found']] as const) for (const act of [disableWebhook, testWebhook]) await expect(act(ctxOf(db, person, at), { webhook_id: id })).rejects.toMatchObject({ refusal: { code } })
  for (const person of [viewer, hoa]) await expect(createWebhook(ctxOf(db, person, at), { organisation_id: institute, name: 'Không', url: here, event_types: ['deal.won'] }, parts)).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  const make = () => createWebhook(ctxOf(db, editor, at), { organisation_id: institute, name: 'Kho', url: here, event_types: ['deal.won'] }, parts)
  for (let n = 1; n < mostWebhooks - 1; n++) await make()
  const two = await Promise.allSettled([make(), make()])
  expect(two.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await ctxOf(db, hoa, at).db.selectFrom('webhook').select('id').execute()).toEqual([])
  expect(await ctxOf(db, hoa, at).db.selectFrom('webhook_delivery').select('id').execute()).toEqual([])
  expect((await asSystem(db).selectFrom('webhook').select('id').execute()).length).toBeGreaterThan(9)
})

test.each([
  ['https://hooks.example.vn/x', false, null], ['https://93.184.216.34/', false, null], ['http://hooks.example.vn/x', false, 'not_https'], ['https://hooks.example.vn:8443/', false, 'port'], ['https://a:b@hooks.example.vn/', false, 'user'], ['ftp://x/', false, 'unreadable'], ['x', false, 'unreadable'], ['javascript:alert(1)', false, 'unreadable'],
  ['https://127.0.0.1/', false, 'private'], ['https://[::1]/', false, 'private'], ['https://[::ffff:127.0.0.1]/', false, 'private'], ['https://0x7f.1/', false, 'private'], ['https://2130706433/', false, 'private'], ['https://169.254.169.254/latest/meta-data', false, 'private'], ['https://10.0.0.1/', false, 'private'], ['https://[fd00::1]/', false, 'private'], ['https://[fe80::1]/', false, 'private'],
  ['http://127.0.0.1:8080/', false, 'not_https'], ['http://127.0.0.1:8080/', true, null], ['http://localhost:8080/', true, null], ['http://10.0.0.1:80/', true, 'not_https'], ['https://192.168.1.1/', true, 'private'],
] as const)('the address %s (development: %s): %s', (url, development, fault) => { expect(urlFault(url, development)).toBe(fault) })

test('no delivery leads into a network of ours, whatever a name says when it is asked again', async () => {
  for (const address of ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.16.0.1', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fc00::1', 'fe80::1', 'ff02::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'x', '']) expect(isWorldwide(address), address).toBe(false)
  for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111']) expect(isWorldwide(address), address).toBe(true)
  const says = (...addresses: string[]): Resolve => async () => addresses
  expect(await whereTo('https://hooks.example.vn/', false, says('93.184.216.34'))).toEqual({ address: '93.184.216.34' })
  for (const [addresses, fault] of [[['127.0.0.1'], 'private'], [['93.184.216.34', '10.0.0.1'], 'private'], [['::1'], 'private'], [[], 'unknown_host']] as const) expect(await whereTo('https://hooks.example.vn/', false, says(...addresses))).toEqual({ fault })
  expect(await whereTo('http://localhost/', true, says('10.0.0.1'))).toEqual({ fault: 'private' })
  // Who connects goes to the address that was judged, whatever the name says by now: this one says nothing at all.
  received.length = 0
  answer = { status: 204 }
  expect([await postTo(`http://nowhere.invalid:${new URL(here).port}/x`, '127.0.0.1', {}, 'đến'), received[0]?.body, received[0]?.headers.host]).toEqual([{ status: 204, error: '' }, 'đến', `nowhere.invalid:${new URL(here).port}`])
  // Registered while its name led outside; it leads inside when the delivery is made.
  const at = later(), inProduction = { publicUrl: 'https://san.example', secret: parts.secret }
  await db.updateTable('webhook').set({ disabled_at: noon, disabled_because: 'owner' }).where('disabled_at', 'is', null).execute()
  const { id } = await createWebhook(ctxOf(db, lan, at), { organisation_id: institute, name: 'Đổi tên miền', url: 'https://hooks.example.vn/', event_types: ['deal.won'] }, { ...inProduction, resolve: says('93.184.216.34') })
  const one = await testWebhook(ctxOf(db, lan, at), { webhook_id: id })
  let posted = 0
  await deliver(db, one, { ...inProduction, now: () => at, resolve: says('127.0.0.1'), post: async () => { posted++; return { status: 200, error: '' } } })
  expect([posted, (await deliveries(id))[0]]).toMatchObject([0, { state: 'pending', last_error: 'address: private' }])
  await expect(createWebhook(ctxOf(db, lan, at), { organisation_id: institute, name: 'Vào trong', url: 'https://hooks.example.vn/', event_types: ['deal.won'] }, { ...inProduction, resolve: says('10.0.0.1') })).rejects.toMatchObject({ refusal: { code: 'webhook_url', why: 'private' } })
})

test('attempts come later and later, for more than two days and less than three', () => {
  const times = retryMinutes.map((_, n) => nextAttempt(n + 1, noon, 0.5)!.getTime() - noon.getTime())
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  const days = times.reduce((sum, time) => sum + time, 0) / 86_400_000
  expect([days > 2, days < 3, nextAttempt(retryMinutes.length + 1, noon, 0.5)]).toEqual([true, true, null])
  expect(nextAttempt(3, noon, 0)).not.toEqual(nextAttempt(3, noon, 1))
})
