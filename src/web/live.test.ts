import { request as ask, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import Fastify from 'fastify'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, noon, testDatabase } from '../../tests/database.ts'
import { aBrowser, openWhole, send, signedIn, withCookie } from '../../tests/readers.ts'
import type { Actor } from '../core/context.ts'
import { notify } from '../modules/notifications/notice-commands.ts'
import { type Live, type LiveSettings, openLive } from './live.ts'

/** The streams of signed-in pages, asked for over the network as browsers do. */
const { db, url, asOwner } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' })

interface Watching { answer: IncomingMessage; text: () => string; closed: Promise<void>; over: () => boolean; leave: () => void }
const watching: Watching[] = []
afterEach(() => { for (const one of watching.splice(0)) one.leave() })
function watch(cookie: string, { path = '/vi/live', headers = {}, at = address }: { path?: string; headers?: Record<string, string>; at?: URL } = {}): Promise<Watching> {
  return new Promise((opened, failed) => {
    const asking = ask({ host: at.hostname, port: at.port, path, headers: { accept: 'text/event-stream', cookie, ...headers } }, (answer) => {
      let text = '', over = false
      answer.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
      const closed = new Promise<void>((done) => { answer.on('close', () => { over = true; done() }) })
      const one = { answer, text: () => text, closed, over: () => over, leave: () => asking.destroy() }
      watching.push(one)
      opened(one)
    })
    asking.on('error', failed).end()
  })
}
/** Sooner than the next look at the sessions, which is half a minute away; no measure of speed. */
const atOnce = 15_000
async function until(true_: () => boolean | Promise<boolean>, ms = atOnce): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await true_()) return
    await new Promise((next) => setTimeout(next, 15))
  }
  throw new Error('it did not come about in time')
}
let told = 0
async function tell(actor: Actor, what = `Máy sấy ${++told}`): Promise<number> {
  const { id: event_id } = await db.insertInto('event').values({ type: 'organisation.changed', subject: `organisation:${institute}`, person_id: null, acted_by: null, organisation_id: institute, at: noon, request_id: 'test', data: '{}' }).returning('id').executeTakeFirstOrThrow()
  await db.transaction().execute((tx) => notify(tx, { publicUrl: 'https://san.example', secret: 's'.repeat(40) }, { kind: 'listing_published', event_id, at: noon, values: { what }, path: '/offers/12' }, [{ person_id: actor.person_id as number, reason: 'owner', of: { vi: 'Viện', en: 'Viện' } }]))
  return (await db.selectFrom('notice').select('id').where('event_id', '=', event_id).executeTakeFirstOrThrow()).id
}
const sessions = async (actor: Actor): Promise<string[]> => {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  return (await db.selectFrom('auth_session as s').innerJoin('auth_user as u', 'u.id', 's.user_id').select('s.id').where('u.email', '=', email).orderBy('s.created_at').execute()).map(({ id }) => id)
}

const cookie = await signedIn(app, db, lan)
const minhs = await signedIn(app, db, minh)

describe('A page’s stream', () => {
  test('tells its person what is new, as the page would show it, and nobody else.', async () => {
    const hers = await watch(cookie), his = await watch(minhs), english = await watch(cookie, { path: '/en/live' })
    await until(() => hers.text().includes('event: count') && his.text().includes('event: count') && english.text().includes('event: count'))
    const id = await tell(lan, 'Máy <b>sấy</b>\nlạnh')
    await until(() => hers.text().includes('event: notice') && english.text().includes('event: notice'))
    expect(hers.text()).toContain(`id: ${id}\nevent: notice\ndata: <li id="notice-${id}"`)
    expect(hers.text()).toContain('Máy &lt;b>sấy&lt;/b> lạnh')
    expect(hers.text()).toMatch(/event: count\ndata: <a id="notice-count" href="\/vi\/my\/notices">Thông báo <span class="count">1/)
    expect(english.text()).toMatch(/Notices <span class="count">1/)
    await new Promise((next) => setTimeout(next, 400))
    expect(his.text()).not.toContain('event: notice')
  })

  test('carries the protection every answer carries, and is kept by nobody.', async () => {
    const { answer } = await watch(cookie)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'content-security-policy': expect.stringContaining("frame-ancestors 'none'") })
    expect(answer.headers['permissions-policy']).toBeDefined()
  })

  test('goes on where it stopped: what came meanwhile is sent once, in order.', async () => {
    const seen = await tell(lan), second = await tell(lan), third = await tell(lan)
    for (const options of [{ headers: { 'last-event-id': String(seen) } }, { path: `/vi/live?after=${seen}` }]) {
      const { text } = await watch(cookie, options)
      await until(() => text().includes('event: count'))
      expect([...text().matchAll(/id="notice-(\d+)"/g)].map(([, id]) => Number(id))).toEqual([second, third])
    }
    const strange = await watch(cookie, { headers: { 'last-event-id': "1' or 1=1" } })
    await until(() => strange.text().includes('event: count'))
    expect(strange.text()).not.toContain('event: notice')
  })

  test('hears when something was read in another window.', async () => {
    const { text } = await watch(cookie)
    const id = await tell(lan)
    await until(() => text().includes(`notice-${id}`))
    const before = text().length
    await db.updateTable('notice').set({ read_at: noon }).where('person_id', '=', lan.person_id).execute()
    await until(() => text().slice(before).includes('Thông báo</a>'))
  })

  test('is for those who signed in; others are told to ask no more, and a page that is no stream gets none.', async () => {
    expect((await watch('')).answer.statusCode).toBe(204)
    expect((await watch('techex.session_token=x')).answer.statusCode).toBe(204)
    expect((await watch(cookie, { headers: { accept: 'text/html' } })).answer.statusCode).toBe(406)
  })

  test('Five of a person are open at most, and one closed makes room.', async () => {
    const own = await Promise.all([1, 2, 3, 4, 5].map(() => watch(minhs)))
    expect(own.map(({ answer }) => answer.statusCode)).toEqual([200, 200, 200, 200, 200])
    expect((await watch(minhs)).answer.statusCode).toBe(204)
    own[0]?.leave()
    await until(async () => (await watch(minhs)).answer.statusCode === 200)
  })
})

describe('Ending a session closes its streams at once', () => {
  test('by signing out, here or in another window; other sessions of the same person go on.', async () => {
    const here = await signedInAgain(lan), there = await watch(here), elsewhere = await watch(cookie)
    await until(() => there.text().includes('event: count') && elsewhere.text().includes('event: count'))
    const since = Date.now()
    expect((await send(app, '/vi/sign-out', {}, withCookie(here))).statusCode).toBe(303)
    await there.closed
    expect(Date.now() - since).toBeLessThan(atOnce)
    expect(there.text()).toContain('event: ended')
    expect(elsewhere.over()).toBe(false)
    await tell(lan)
    await until(() => elsewhere.text().includes('event: notice'))
    expect(there.text()).not.toContain('event: notice')
  })

  test('by whoever ends it in the database, such as an administrator.', async () => {
    const here = await signedInAgain(lan), there = await watch(here)
    await until(() => there.text().includes('event: count'))
    const newest = (await sessions(lan)).at(-1) as string
    const since = Date.now()
    await db.deleteFrom('auth_session').where('id', '=', newest).execute()
    await there.closed
    expect(Date.now() - since).toBeLessThan(atOnce)
  })
})

/** Signs the same account in once more, with a session of its own. */
async function signedInAgain(actor: Actor): Promise<string> {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  const answer = await send(app, '/vi/sign-in', { email, password: 'mot-cau-dai-de-nho' }, { ...aBrowser, 'x-forwarded-for': `10.7.0.${++told}` })
  if (answer.statusCode !== 303) throw new Error(`signing in answered ${answer.statusCode}`)
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

describe('A stream by itself', () => {
  const closing: (() => Promise<unknown>)[] = []
  afterAll(async () => { for (const close of closing) await close() })
  /** Streams of one person, 7, whose sessions are named in the address. */
  async function alone(settings: Partial<LiveSettings> & { open?: Map<string, Date> }): Promise<{ at: URL; live: Live; open: Map<string, Date> }> {
    const open = settings.open ?? new Map([['s1', new Date(Date.now() + 3_600_000)]])
    const live = openLive({ url: null, log: { warn: () => {} }, openSessions: async () => open, newsOf: async () => ({ latest: 1, fragments: [{ id: 0, event: 'count', html: '<a id="notice-count">1</a>' }] }), ...settings })
    const server = Fastify()
    server.decorateRequest('ctx', null as never)
    server.addHook('onRequest', async (request) => { request.ctx = { actor: { person_id: 7 }, session: { id: (request.query as { s?: string }).s ?? 's1' }, locale: 'vi' } as never })
    server.get('/live', (request, reply) => live.open(request, reply))
    server.addHook('preClose', () => live.close())
    const at = new URL(await server.listen({ port: 0, host: '127.0.0.1' }))
    closing.push(() => server.close())
    return { at, live, open }
  }

  test('closes within a round of looking when the message that its session ended was lost.', async () => {
    const { at, open } = await alone({ limits: { checkMs: 100 } })
    const one = await watch('', { path: '/live', at })
    await until(() => one.text().includes('count'))
    open.clear()
    await one.closed
    expect(one.text()).toContain('event: ended')
  })

  test('closes the moment its session expires, not at the next look.', async () => {
    const ends = Date.now() + 400
    const open = new Map([['s1', new Date(ends)]])
    const { at } = await alone({ limits: { checkMs: 60_000 }, openSessions: async () => (Date.now() < ends ? open : new Map()) })
    const one = await watch('', { path: '/live', at })
    await one.closed
    expect(Date.now() - ends).toBeLessThan(atOnce)
  })

  test('never opens for a session that ended while it was asked for.', async () => {
    const { at } = await alone({ open: new Map() })
    const one = await watch('', { path: '/live', at })
    await one.closed
    expect(one.text()).not.toContain('count')
  })

  test('A lost connection to the database costs nothing that was said meanwhile.', async () => {
    const before = await watch(cookie)
    await until(() => before.text().includes('event: count'))
    await asOwner("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'")
    const id = await tell(lan)
    await until(() => before.text().includes(`notice-${id}`), 20_000)
  })

  test('A code list edited in another process is shown here at once, and also where that was missed.', async () => {
    const fields = async (): Promise<string> => (await app.inject('/vi/fields')).body
    const rename = (name: string): Promise<void> => asOwner(`update code set name_vi = '${name}' where list = 'research_field' and code = '2'`)
    await fields()
    await rename('Kỹ thuật một')
    expect(await fields()).not.toContain('Kỹ thuật một')
    await asOwner("select pg_notify('codes_changed', '')")
    await until(async () => (await fields()).includes('Kỹ thuật một'))
    await rename('Kỹ thuật hai')
    await asOwner("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'")
    await until(async () => (await fields()).includes('Kỹ thuật hai'), 20_000)
  })

  test('A flood of readers who read nothing is dropped; whoever reads goes on.', async () => {
    const html = 'x'.repeat(60 * 1024)
    const { at, live } = await alone({ limits: { gatherMs: 1, perPerson: 100 }, newsOf: async () => ({ latest: 1, fragments: [{ id: 0, event: 'count', html }] }) })
    const reading = await watch('', { path: '/live', at })
    const slow: Socket[] = []
    for (let n = 0; n < 20; n++) {
      const socket = connect({ host: at.hostname, port: Number(at.port) }, () => { socket.pause(); socket.write('GET /live HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n') })
      slow.push(socket.on('error', () => {}))
    }
    await until(() => live.size() === 21)
    await until(() => { live.wake(7); return live.size() === 1 }, 20_000)
    expect(reading.over()).toBe(false)
    const before = reading.text().length
    live.wake(7)
    await until(() => reading.text().length > before)
    for (const socket of slow) socket.destroy()
  })

  test('All are closed when the server closes, and none is opened after.', async () => {
    const { at, live } = await alone({})
    const one = await watch('', { path: '/live', at })
    await until(() => one.text().includes('count'))
    await live.close()
    await one.closed
    expect(one.text()).not.toContain('ended')
    expect(live.size()).toBe(0)
    expect((await watch('', { path: '/live', at })).answer.statusCode).toBe(204)
  })
})
