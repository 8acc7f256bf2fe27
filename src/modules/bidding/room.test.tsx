import { randomUUID } from 'node:crypto'
import { request as ask } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import { armed, type Logged, type LotRules } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { vndInWords } from '../../platform/words.ts'
import { placeBid } from './commands.ts'

const { db, url } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
const million = 1_000_000
const leaving: (() => void)[] = []
afterEach(() => { for (const leave of leaving.splice(0)) leave() })

/** The stream of a room as a browser hears it. */
async function watch(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: () => string }> {
  return new Promise((opened, failed) => {
    const asking = ask({ host: address.hostname, port: address.port, path, headers: { accept: 'text/event-stream', ...headers } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
      leaving.push(() => asking.destroy())
      opened({ status: answer.statusCode ?? 0, text: () => text })
    })
    asking.on('error', failed).end()
  })
}
async function until(holds: () => boolean, what: string): Promise<void> {
  for (const late = Date.now() + 20_000; !holds();) {
    if (Date.now() > late) throw new Error(what)
    await new Promise((next) => { setTimeout(next, 20) })
  }
}
async function aRoom(more: Partial<LotRules> = {}, options: { auctioneer?: number } = {}) {
  const lot = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2), ...more }), 2, options)
  const cookies = await Promise.all(lot.people.map(async (person) => withCookie(await signedIn(app, db, person))))
  const room = `/vi/auctions/${lot.id}/room`
  const bid = (n: 0 | 1, fields: Record<string, string>, key = randomUUID() as string) => send(app, `${room}/bids`, { request_key: key, ...fields }, cookies[n]!)
  // One bid a second is what a bidder may send.
  const rest = (): Promise<void> => new Promise((next) => { setTimeout(next, 1_050) })
  return { ...lot, cookies, room, bid, rest }
}
const logged = async (lot_id: number) => (await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot_id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
const as = async (actor: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, actor))

describe('The live room', () => {
  test('is whole without a script: state, price in figures and words, the end, what happened by numbers, and a form for those who may bid', async () => {
    const { room, bid, cookies, id, rest } = await aRoom()
    const taken = await bid(0, { amount: String(100 * million) })
    expect([taken.statusCode, taken.headers.location]).toEqual([303, `${room}?done=bid_taken`])
    await rest() // who only watches sees a lot as it was at most a second ago
    const stranger = await app.inject({ url: room })
    expect(stranger.statusCode).toBe(200)
    expect(stranger.body).toContain('100.000.000 đồng')
    expect(stranger.body).toContain(vndInWords(100 * million, 'vi'))
    expect(stranger.body).toContain('Số 1 trả 100.000.000 đồng')
    expect(stranger.body).not.toContain('name="amount"')
    const second = await app.inject({ url: room, headers: cookies[1]! })
    expect(second.body).toContain('Bạn là số 2')
    expect([...second.body.matchAll(/name="amount" value="(\d+)"/g)].map(([, amount]) => Number(amount) / million)).toEqual([105, 110, 125])
    expect((await app.inject({ url: room.replace('/vi', '/en') })).body).toContain('Number 1 bids VND 100,000,000')
    // Nobody is named, and nothing of the bidders is told to anybody.
    const names = await db.selectFrom('auction_bidder as b').innerJoin('organisation as o', 'o.id', 'b.organisation_id').select('o.name_vi').where('b.lot_id', '=', id).execute()
    for (const { name_vi } of names) expect(stranger.body).not.toContain(name_vi)
    const screen = await app.inject({ url: `/vi/auctions/${id}/screen` })
    expect(screen.body).toContain('100.000.000 đồng')
    expect(screen.body).not.toMatch(/action="[^"]*auctions/)
  })

  test('a bid is refused with what would do; many steps at once are asked for again with the amount in words, and of who has just shown who they are nothing else; twice in a second is too often', async () => {
    const { bid, rest, room, cookies } = await aRoom({ most_steps: 3 })
    await bid(0, { amount: String(100 * million) })
    const [low, often] = (await Promise.all([1, 2].map(() => bid(1, { typed: '101.000.000' })))).toSorted((a, b) => a.statusCode - b.statusCode)
    expect([low!.statusCode, often!.statusCode]).toEqual([409, 429])
    expect(low!.body).toContain('Giá trả tối thiểu lúc này là 105.000.000 đồng.')
    await rest()
    const far = await bid(1, { typed: '1.050.000.000' })
    expect(far.statusCode).toBe(409)
    expect(far.body).toContain('Một tỷ không trăm năm mươi triệu đồng'.replace(' không trăm', ''))
    expect(far.body).not.toContain('confirm-identity')
    await rest()
    const again = formOf(far.body, `${room}/bids`)
    expect(again.get('sure')).toBe('yes')
    expect((await send(app, `${room}/bids`, again, cookies[1]!)).statusCode).toBe(303)
    expect((await app.inject({ url: room, headers: cookies[0]! })).body).toContain('1.050.000.000 đồng')
    expect((await bid(0, { typed: 'nhiều lắm' })).statusCode).toBe(422)
  })

  test('only a registered representative or a signer of the organisation bids, in person; for everybody else there is no such form', async () => {
    const { room, people, bid, id } = await aRoom()
    const { organisation_id } = people[0]!
    const viewer = await aPerson(db, { organisation: organisation_id!, role: 'viewer' }), editor = await aPerson(db, { organisation: organisation_id!, role: 'editor' }), signer = await aPerson(db, { organisation: organisation_id!, role: 'signer' }), officer = await aPerson(db, { staff: ['auction_officer', 'inspector'] }), stranger = await aPerson(db)
    const amount = { request_key: randomUUID(), amount: String(100 * million) }
    const strangers = await as(stranger)
    for (const nobody of [await as(viewer), await as(editor), await as(officer), strangers]) expect((await send(app, `${room}/bids`, amount, nobody)).statusCode).toBe(404)
    expect((await send(app, `${room}/bids`, amount)).statusCode).toBe(404)
    const theirs = await as(signer)
    expect((await send(app, `${room}/bids`, amount, theirs)).statusCode).toBe(303)
    // What became of it is told to those who bid under the number, and to nobody else.
    const page = await app.inject({ url: `${room}/bids/${amount.request_key}`, headers: theirs })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Biên nhận')
    expect((await app.inject({ url: `${room}/bids/${amount.request_key}`, headers: strangers })).statusCode).toBe(404)
    expect((await app.inject({ url: `${room}/bids/${randomUUID()}`, headers: theirs })).statusCode).toBe(404)
    // The same press again is the same bid.
    expect((await send(app, `${room}/bids`, amount, theirs)).statusCode).toBe(303)
    expect((await send(app, `${room}/bids`, { ...amount, amount: String(110 * million) }, theirs)).body).toContain('Biểu mẫu này đã được gửi với nội dung khác')
    expect((await db.selectFrom('auction_event').select('body').where('lot_id', '=', id).execute()).filter(({ body }) => body.includes('"bid_taken"'))).toHaveLength(1)
    expect((await bid(1, { amount: String(105 * million) })).statusCode).toBe(303)
  })

  test('tells its streams what happens by number: whole first, then what is new, and after a break only what was missed', async () => {
    const { room, bid, cookies } = await aRoom()
    await bid(0, { amount: String(100 * million) })
    const [bidder, watcher] = [await watch(`${room}/events`, cookies[1]!), await watch(`${room}/events`)]
    await until(() => bidder.text().includes('event: snapshot') && watcher.text().includes('event: snapshot'), 'no snapshot')
    await bid(1, { amount: String(105 * million) })
    await until(() => bidder.text().includes('Số 2 trả 105.000.000 đồng') && watcher.text().includes('Số 2 trả 105.000.000 đồng'), 'no delta')
    const ids = [...bidder.text().matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
    expect(ids.length).toBeGreaterThanOrEqual(2)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    const back = await watch(`${room}/events`, { 'last-event-id': String(ids[0]) })
    await until(() => back.text().includes('event: delta'), 'nothing after the break')
    expect(back.text()).not.toContain('event: snapshot')
    expect(back.text()).toContain('Số 2 trả 105.000.000 đồng')
    expect(back.text()).not.toContain('Số 1 trả 100.000.000 đồng')
    expect((await app.inject({ url: `${room}/clock.json` })).json()).toEqual({ now: expect.any(Number) })
  })
})

describe('A price many steps up', () => {
  /** How long ago this person last showed who they are, in every window of theirs. */
  const shown = (actor: Actor, minutes: number) => db.updateTable('auth_session').set({ confirmed_at: new Date(Date.now() - minutes * 60_000) }).where('user_id', 'in', (q) => q.selectFrom('auth_user as u').innerJoin('person as p', 'p.email', 'u.email').select('u.id').where('p.id', '=', actor.person_id)).execute()
  const far = '1.050.000.000', asks = 'chỉ được nhận từ người vừa xác nhận danh tính', confirm = 'href="/vi/confirm-identity" target="_blank"'

  test('is confirmed only by somebody who has just shown who they are; the amount is kept meanwhile, nothing is sent, and the same form is taken afterwards', async () => {
    const { id, room, people, bid, rest, cookies } = await aRoom({ most_steps: 3 })
    const second = people[1]!
    await shown(second, 11)
    expect((await bid(0, { amount: String(100 * million) })).statusCode).toBe(303)
    // Asked for the first time: the lot says no, and the page says at once what a yes will need.
    const first = await bid(1, { typed: far })
    expect(first.statusCode).toBe(409)
    for (const word of [asks, confirm, 'name="sure"', 'Một tỷ năm mươi triệu đồng']) expect(first.body).toContain(word)
    await rest()
    const before = await logged(id), form = formOf(first.body, `${room}/bids`)
    const pressed = await send(app, `${room}/bids`, form, cookies[1]!)
    expect(pressed.statusCode).toBe(409)
    for (const word of [asks, confirm, 'Một tỷ năm mươi triệu đồng', 'Xác nhận trả 1.050.000.000 đồng']) expect(pressed.body).toContain(word)
    expect(formOf(pressed.body, `${room}/bids`).get('amount')).toBe(String(1_050 * million))
    expect(await logged(id)).toEqual(before)
    // Ten minutes count as just now, and the form of before is good still.
    await shown(second, 9)
    expect((await send(app, `${room}/bids`, form, cookies[1]!)).headers.location).toBe(`${room}?done=bid_taken`)
    expect((await logged(id)).at(-1)).toMatchObject({ type: 'bid_taken', bidder: 2, amount: 1_050 * million, entered_by: null })
    // What was taken is answered as taken, however late it is asked again.
    await shown(second, 60)
    expect((await send(app, `${room}/bids`, form, cookies[1]!)).headers.location).toBe(`${room}?done=bid_taken`)
    expect((await logged(id)).filter(({ type }) => type === 'bid_taken')).toHaveLength(2)
    expect((await send(app, `${room}/bids`, { ...Object.fromEntries(form), amount: String(2_050 * million) }, cookies[1]!)).body).toContain('Biểu mẫu này đã được gửi với nội dung khác')
  })

  test('any other price asks nobody who they are: by steps, typed, said twice without need, or refused for another reason', async () => {
    const { id, people, bid, rest } = await aRoom({ most_steps: 3 })
    for (const person of people) await shown(person, 600)
    expect((await bid(0, { amount: String(100 * million) })).statusCode).toBe(303)
    expect((await bid(1, { typed: '120.000.000', sure: 'yes' })).statusCode).toBe(303)
    await rest()
    const own = await bid(1, { typed: far, sure: 'yes' }), low = await bid(0, { typed: '121.000.000', sure: 'yes' })
    expect([own.statusCode, low.statusCode]).toEqual([409, 409])
    expect(own.body).toContain('Bạn đang trả giá cao nhất, không cần trả thêm.')
    expect(low.body).toContain('Giá trả tối thiểu lúc này là 125.000.000 đồng.')
    for (const { body } of [own, low]) expect(body).not.toContain(asks)
    await rest()
    expect((await bid(0, { typed: '140.000.000' })).statusCode).toBe(303)
    expect((await logged(id)).filter(({ type }) => type === 'bid_taken')).toHaveLength(3)
  })

  test('role by role: representative and signer are asked, and taken once they have shown who they are; to everybody else there is no such room', async () => {
    const { id, room, people, cookies, rest } = await aRoom({ most_steps: 3 })
    const { organisation_id } = people[0]!
    const of = (role: 'viewer' | 'editor' | 'signer') => aPerson(db, { organisation: organisation_id!, role })
    const signer = await of('signer'), theirs = await as(signer), price = (millions: number) => ({ request_key: randomUUID(), typed: String(millions * million), sure: 'yes' })
    for (const nobody of [await of('viewer'), await of('editor'), await aPerson(db, { staff: ['auction_officer'] }), await aPerson(db)]) {
      const window = await as(nobody)
      for (const minutes of [0, 60]) { await shown(nobody, minutes); expect((await send(app, `${room}/bids`, price(1_000), window)).statusCode).toBe(404) }
    }
    expect((await send(app, `${room}/bids`, price(1_000))).statusCode).toBe(404)
    await shown(signer, 60)
    await shown(people[1]!, 60)
    for (const window of [theirs, cookies[1]!]) expect((await send(app, `${room}/bids`, price(1_000), window)).body).toContain(asks)
    // A writer that begins late on a busy machine says so by a pause; of prices there is nothing, taken or refused.
    expect((await logged(id)).filter(({ type }) => type === 'bid_taken' || type === 'refused')).toEqual([])
    await shown(signer, 0)
    expect((await send(app, `${room}/bids`, price(1_000), theirs)).statusCode).toBe(303)
    await rest()
    await shown(people[1]!, 0)
    expect((await send(app, `${room}/bids`, price(2_000), cookies[1]!)).statusCode).toBe(303)
    // Whoever enters a price told by telephone has shown who they are for any price.
    const officer = await aPerson(db, { staff: ['auction_officer'] }), console = `/vi/auctions/${id}/console/bids`, hall = await as(officer)
    await shown(officer, 60)
    expect((await send(app, console, { ...price(3_000), number: '1' }, hall)).statusCode).toBe(409)
    await shown(officer, 0)
    expect((await send(app, console, { ...price(3_000), number: '1' }, hall)).statusCode).toBe(303)
  })

  test('where the price fell between the look and the bid, the lot itself asks: the word of somebody who has not shown who they are is not passed on', async () => {
    const { id, people } = await aRoom({ most_steps: 3 })
    const mine = { ...ctxOf(db, people[0]!), session: null }, rules = risingRules({ most_steps: 3 })
    const stale = { ...armed(rules, [1, 2], rules.opens_at), phase: 'open' as const, leader: 2, price: vnd(1_000 * million) }
    const sent: unknown[] = []
    const gate = { ask: async () => ({ kind: 'none' as const }), send: async (_: number, one: unknown) => { sent.push(one); return { kind: 'unknown' as const } } }
    const input = { lot_id: id, request_key: randomUUID(), amount: vnd(1_005 * million), typed: null, sure: 'yes' as const }
    await placeBid({ ...mine, now: () => new Date(rules.opens_at / 1_000 + 1_000) }, gate, input, stale)
    expect(sent).toMatchObject([{ command: { type: 'bid', amount: 1_005 * million } }])
    expect(sent[0]).not.toHaveProperty('command.sure')
    await expect(placeBid({ ...mine, now: () => new Date(rules.opens_at / 1_000 + 1_000) }, gate, input, { ...stale, price: vnd(900 * million) })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    expect(sent).toHaveLength(1)
  })
})

describe('The console', () => {
  test('enters what is told by telephone of a falling price as well, at the price the caller heard and no other; the log names the number and who entered it', async () => {
    const officer = await aPerson(db, { staff: ['auction_officer'], name: 'Đoàn Thu Hương' })
    const { id, rest } = await aRoom({ form: 'descending', floor: vnd(80 * million), tick: 600_000_000, single_bidder: 'sell' })
    const console = `/vi/auctions/${id}/console`, theirs = await as(officer)
    // The lot opens by its writer's own clock: on a busy machine that may come after the first look.
    let page = await app.inject({ url: console, headers: theirs })
    for (const late = Date.now() + 20_000; !page.body.includes(`${console}/bids`) && Date.now() < late;) {
      await rest()
      page = await app.inject({ url: console, headers: theirs })
    }
    const form = formOf(page.body, `${console}/bids`)
    expect([page.body.includes('Số đã chọn nhận giá 100.000.000 đồng'), form.get('typed'), page.body.includes('name="sure"')]).toEqual([true, String(100 * million), false])
    // A falling price has no leader and no end to wait for: what counts is until when it stands.
    expect(page.body).not.toContain('Người trả cao nhất')
    expect(page.body).toMatch(/Giá này giữ đến<\/dt><dd><span data-live="stands">\d\d:\d\d:\d\d</)
    const moved = await send(app, `${console}/bids`, { request_key: randomUUID(), number: '2', typed: String(105 * million) }, theirs)
    expect([moved.statusCode, moved.body.includes('100.000.000')]).toEqual([409, true])
    const nobody = await send(app, `${console}/bids`, { request_key: randomUUID(), number: '', typed: String(100 * million) }, theirs)
    expect([nobody.statusCode, nobody.body.includes('Hãy chọn một mục')]).toEqual([422, true])
    form.set('number', '2')
    await rest()
    expect((await send(app, `${console}/bids`, form, theirs)).statusCode).toBe(303)
    expect((await logged(id)).findLast(({ type }) => type === 'accepted')).toEqual(expect.objectContaining({ bidder: 2, amount: 100 * million, entered_by: officer.person_id }))
    await rest() // who only watches sees a lot as it was at most a second ago
    expect((await app.inject({ url: `/en/auctions/${id}/room` })).body).toContain('Number 2 accepts VND 100,000,000 (entered by staff)')
  })
  test('calls three times, announces, and says so in the log of the Exchange; only who conducts the lot finds it', async () => {
    const officer = await aPerson(db, { staff: ['auction_officer'] })
    const { id, bid, seller } = await aRoom()
    const console = `/vi/auctions/${id}/console`, theirs = await as(officer)
    for (const nobody of [{}, await as(await aPerson(db)), await as(await aPerson(db, { staff: ['deal_officer', 'inspector'] })), await as(await aPerson(db, { organisation: seller, staff: ['auction_officer'] }))]) {
      expect((await app.inject({ url: console, headers: nobody })).statusCode).toBe(404)
      expect((await send(app, `${console}/calls`, { request_key: randomUUID() }, nobody)).statusCode).toBe(404)
    }
    await bid(0, { amount: String(100 * million) })
    expect((await send(app, `${console}/bids`, { request_key: randomUUID(), number: '2', typed: '105.000.000' }, theirs)).statusCode).toBe(303)
    const { body } = await db.selectFrom('auction_event').select('body').where('lot_id', '=', id).orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()
    expect(JSON.parse(body)).toMatchObject({ type: 'bid_taken', bidder: 2, entered_by: officer.person_id })
    for (let n = 1; n <= 3; n++) {
      const page = await app.inject({ url: console, headers: theirs })
      expect(page.body).toContain(`Gọi giá lần ${n}`)
      expect((await send(app, `${console}/calls`, formOf(page.body, `${console}/calls`), theirs)).statusCode).toBe(303)
    }
    const ended = await app.inject({ url: console, headers: theirs })
    expect((await send(app, `${console}/announcement`, formOf(ended.body, `${console}/announcement`), theirs)).statusCode).toBe(303)
    const told = await db.selectFrom('event').select(['type', 'person_id', 'data']).where('subject', '=', `lot:${id}`).orderBy('id', 'desc').limit(2).execute()
    expect(told.toReversed()).toMatchObject([{ type: 'lot.closed', person_id: officer.person_id }, { type: 'lot.announced', person_id: officer.person_id, data: { winner: 2, price: 105 * million } }])
    expect(await db.selectFrom('auction_lot').select(['phase', 'winner', 'price']).where('id', '=', id).executeTakeFirst()).toEqual({ phase: 'announced', winner: 2, price: 105 * million })
  })

  test('does not call a lot closed before it may be: the console says from when, and a call too early is refused with the hour', async () => {
    const officer = await as(await aPerson(db, { staff: ['auction_officer'] }))
    const { id, bid } = await aRoom({ course: 2, calls: null }), console = `/vi/auctions/${id}/console`
    await bid(0, { amount: String(100 * million) })
    const { body } = await app.inject({ url: console, headers: officer }), hour = /data-live="closes">([\d:]+)</.exec(body)?.[1] // later than planned where the lot could not begin in time
    expect(body).toContain(`Lần thứ ba sớm nhất lúc ${hour}.`)
    for (const n of [1, 2, 3]) {
      const answer = await send(app, `${console}/calls`, { request_key: randomUUID() }, officer)
      expect(answer.statusCode).toBe(n < 3 ? 303 : 409)
      if (n === 3) expect(answer.body).toContain(`người khác còn được trả giá. Gọi lại từ ${hour}.`)
    }
    expect((await db.selectFrom('auction_lot').select('phase').where('id', '=', id).executeTakeFirst())?.phase).toBe('open')
  })

  test('the winner signs the minutes or refuses, the next is asked, and whoever leaves takes part no more: each by their own page, having shown who they are', async () => {
    const officer = await as(await aPerson(db, { staff: ['auction_officer'] }))
    const endedAt = async (rules: Partial<LotRules> = {}) => {
      const room = await aRoom(rules)
      await room.bid(0, { amount: String(100 * million) })
      await room.bid(1, { amount: String(105 * million) })
      for (const order of ['calls', 'calls', 'calls', 'announcement']) expect((await send(app, `/vi/auctions/${room.id}/console/${order}`, { request_key: randomUUID() }, officer)).statusCode).toBe(303)
      const say = async (who: number, what: string, fields: Record<string, string> = {}) => (await room.rest(), send(app, `${room.room}/${what}`, { request_key: randomUUID(), ...fields }, room.cookies[who]!))
      const phase = async () => (await db.selectFrom('auction_lot').select(['phase', 'winner', 'price']).where('id', '=', room.id).executeTakeFirst())
      return { ...room, say, phase }
    }
    const sold = await endedAt()
    // Nobody signs in the winner's place: not who lost, not the officer, not a stranger, and not the winner without showing who they are.
    expect((await sold.say(0, 'signature')).body).toContain('Chỉ người trả giá cao nhất mới làm được việc này.')
    expect((await send(app, `${sold.room}/signature`, { request_key: randomUUID() }, officer)).statusCode).toBe(404)
    expect((await send(app, `${sold.room}/signature`, { request_key: randomUUID() })).statusCode).toBe(404)
    expect((await app.inject({ url: sold.room, headers: sold.cookies[0]! })).body).not.toContain('/room/signature')
    const confirmed = await db.selectFrom('auth_session').select(['id', 'confirmed_at']).execute()
    await db.updateTable('auth_session').set({ confirmed_at: new Date(Date.now() - 3_600_000) }).execute()
    expect((await sold.say(1, 'signature')).headers.location).toContain('/vi/confirm-identity')
    for (const { id, confirmed_at } of confirmed) await db.updateTable('auth_session').set({ confirmed_at }).where('id', '=', id).execute()
    expect((await sold.phase())?.phase).toBe('announced')
    const page = await app.inject({ url: sold.room, headers: sold.cookies[1]! })
    expect(page.body).toContain('Bạn trúng')
    expect((await send(app, `${sold.room}/signature`, formOf(page.body, `${sold.room}/signature`), sold.cookies[1]!)).headers.location).toBe(`${sold.room}?done=word_recorded`)
    expect(await sold.phase()).toEqual({ phase: 'signed', winner: 2, price: 105 * million })
    expect((await db.selectFrom('event').select('data').where('subject', '=', `lot:${sold.id}`).where('type', '=', 'lot.signed').executeTakeFirst())?.data).toMatchObject({ winner: 2, price: 105 * million })

    const refused = await endedAt()
    expect((await refused.say(1, 'refusal')).statusCode).toBe(303)
    expect((await refused.phase())?.phase).toBe('offered')
    expect((await app.inject({ url: refused.room, headers: refused.cookies[1]! })).body).toContain('Bạn không còn tham gia phiên này.')
    expect((await refused.say(0, 'succession', { takes: 'perhaps' })).statusCode).toBe(422)
    expect((await refused.say(1, 'succession', { takes: 'yes' })).statusCode).toBe(409)
    expect((await app.inject({ url: refused.room, headers: refused.cookies[0]! })).body).toContain('Nhận với giá 100.000.000 đồng')
    expect((await refused.say(0, 'succession', { takes: 'yes' })).statusCode).toBe(303)
    expect(await refused.phase()).toEqual({ phase: 'announced', winner: 1, price: 100 * million })

    // What is said elsewhere is recorded by whoever conducts the lot.
    const told = await endedAt()
    expect((await send(app, `/vi/auctions/${told.id}/console/refusal`, { request_key: randomUUID(), refuses: 'minutes' }, officer)).statusCode).toBe(303)
    expect((await send(app, `/vi/auctions/${told.id}/console/succession`, { request_key: randomUUID(), takes: 'no' }, officer)).statusCode).toBe(303)
    expect((await told.phase())?.phase).toBe('failed')

    const left = await aRoom()
    await left.bid(0, { amount: String(100 * million) })
    await left.bid(1, { amount: String(105 * million) })
    await left.rest()
    expect((await send(app, `${left.room}/withdrawal`, { request_key: randomUUID() }, left.cookies[1]!)).statusCode).toBe(303)
    await left.rest()
    expect((await app.inject({ url: left.room })).body).toContain('Giá trở về 100.000.000 đồng của số 1')
    expect((await left.bid(1, { amount: String(105 * million) })).statusCode).toBe(409)
  }, 60_000)

  test('starts by hand a lot that was held back before its hour: not before that, and its end is later by the wait', async () => {
    const officer = await as(await aPerson(db, { staff: ['auction_officer'] })), opens_at = inSeconds(10)
    const { id, bid } = await aRoom({ opens_at, closes_at: opens_at + 600_000_000 }), console = `/vi/auctions/${id}/console`
    expect((await app.inject({ url: console, headers: officer })).body).toContain('Muốn tự tay bắt đầu')
    expect((await send(app, `${console}/pause`, { request_key: randomUUID(), pause_reason: 'cannot_start', pause_word: 'Hội trường chưa sẵn sàng' }, officer)).statusCode).toBe(303)
    await new Promise((next) => { setTimeout(next, Math.max(0, opens_at / 1_000 + 1_000 - Date.now())) })
    expect((await bid(0, { amount: String(100 * million) })).statusCode).toBe(409)
    const held = await app.inject({ url: console, headers: officer })
    expect(held.body).toContain('Bắt đầu phiên')
    expect((await logged(id)).some(({ type }) => type === 'opened')).toBe(false)
    expect((await send(app, `${console}/resumption`, formOf(held.body, `${console}/resumption`), officer)).statusCode).toBe(303)
    await expect.poll(async () => (await logged(id)).some(({ type }) => type === 'opened'), { timeout: 10_000 }).toBe(true)
    const resumed = (await logged(id)).find((event) => event.type === 'resumed')!
    expect(resumed).toMatchObject({ closes_at: opens_at + 600_000_000 + resumed.outage })
  }, 60_000)
  test('pauses with a typed reason and goes on; a statutory lot obeys its auctioneer and no officer; who has not shown who they are is asked to', async () => {
    const auctioneer = await aPerson(db, { staff: ['auction_officer'] }), officer = await aPerson(db, { staff: ['auction_officer'] })
    const { id, bid } = await aRoom({ regime: 'statutory' }, { auctioneer: auctioneer.person_id! })
    const console = `/vi/auctions/${id}/console`, theirs = await as(auctioneer)
    expect((await app.inject({ url: console, headers: await as(officer) })).statusCode).toBe(404)
    expect((await send(app, `${console}/pause`, { request_key: randomUUID(), pause_reason: 'no reason', pause_word: '' }, theirs)).statusCode).toBe(422)
    expect((await send(app, `${console}/pause`, { request_key: randomUUID(), pause_reason: 'region_outage', pause_word: 'Mất điện cả phường' }, theirs)).statusCode).toBe(303)
    const refused = await bid(0, { amount: String(100 * million) })
    expect(refused.statusCode).toBe(409)
    await new Promise((next) => { setTimeout(next, 1_050) })
    expect((await app.inject({ url: `/vi/auctions/${id}/room` })).body).toContain('mất điện hoặc mạng trên diện rộng')
    expect((await send(app, `${console}/resumption`, { request_key: randomUUID() }, theirs)).statusCode).toBe(303)
    await db.updateTable('auth_session').set({ confirmed_at: new Date(Date.now() - 3_600_000) }).execute()
    const asked = await send(app, `${console}/cancellation`, { request_key: randomUUID(), authority: 'Người có tài sản', cancel_reason: 'Rút tài sản' }, theirs)
    expect(asked.statusCode).toBe(409)
    expect((await db.selectFrom('auction_lot').select('phase').where('id', '=', id).executeTakeFirst())?.phase).toBe('open')
  })
})
