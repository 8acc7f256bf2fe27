import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { aLot, paid, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { anArmedLot, goesOn, opensAt, someRules } from '../../../tests/proof-things.ts'
import { formOf, openWhole, secret, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { refused } from '../../../tests/refused.ts'
import type { Actor, Ctx } from '../../core/context.ts'
import { second } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom } from '../../platform/time.ts'
import { tokenHeader } from '../../web/form-tokens.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { auctionDuties, lotFile, officeFile } from './queries.ts'
import { registerBidder } from './registration-commands.ts'
import { signMark } from './link-rules.ts'
import { lookAtSign } from './sign-commands.ts'
import { pastDays, signDays, signFile } from './sign-queries.ts'
import { evenRaises, mostSignLooks } from './sign-rules.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db)
const institute = await anOrganisation(db, 'institute', 'Viện Bán')
const dau = await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), gia = await aPerson(db, { staff: ['auction_officer'], name: 'Giá' })
const as = (actor: Actor, now = noon): Ctx => ctxOf(db, actor, now)
const signs = async (lot_id: number, now = noon, actor = dau) => (await signFile(as(actor).db, actor, lot_id, now))?.signs ?? null
const kinds = async (lot_id: number, now = noon) => (await signs(lot_id, now))?.map(({ key }) => key)
const waits = async (actor: Actor, lot_id: number, now = noon) => (await auctionDuties(as(actor).db, actor, now)).find((duty) => duty.kind === 'signs' && duty.lot_id === lot_id)
const word = 'Đã hỏi hai bên: họ thuê chung một văn phòng.'
/** A lot with two bidders who have nothing in common but what `over` gives them. */
async function two(account: readonly string[] = [randomUUID(), randomUUID()], seller = institute) {
  const lot_id = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy'), now: noon })
  const people = await Promise.all(['Công ty Xuân', 'Công ty Yến'].map(async (name) => aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name) }))), ids: number[] = []
  for (const [i, person] of people.entries()) {
    ids.push(await registerBidder(as(person, minutesAfterNoon(i + 1)), registration(lot_id, { refund_to: account[i]! })))
    await paid(db, dau, ids[i]!, minutesAfterNoon(i + 1))
  }
  return { lot_id, people, ids: ids as [number, number] }
}
const signsIn = async (person: Actor, address: string, at = noon): Promise<void> => {
  const id = `a${person.person_id}`
  await db.insertInto('auth_user').values({ id, name: 'x', email: `${id}@x.vn`, email_verified: true }).onConflict((on) => on.doNothing()).execute()
  await db.updateTable('person').set({ auth_user_id: id }).where('id', '=', person.person_id).execute()
  await db.insertInto('auth_session').values({ id: randomUUID(), user_id: id, token: randomUUID(), expires_at: daysFrom(at, 14), ip_address: address, user_agent: null, created_at: at, last_seen_at: at, confirmed_at: null }).execute()
}

const at = (seconds: number): number => opensAt + seconds * second
const opens = { at: at(0), by: { clock: true as const }, command: { type: 'open' as const } }
const bid = (seconds: number, bidder: number, millions: number) => ({ at: at(seconds), by: { bidder }, command: { type: 'bid' as const, amount: vnd(millions * 1_000_000), key: `khoa-${seconds}` } })
const couple = () => Promise.all([1, 2].map(async () => aPerson(db, { organisation: await anOrganisation(db) })))
/** A lot of that seller whose bidding begins, these bid under 211, 212 … */
const armedFor = async (people: readonly Actor[], seller: number, rules = someRules()) =>
  anArmedLot(db, { listing_id: await listed(db, seller, 'Máy'), organisation_id: seller, created_by: dau.person_id!, bidders: people.map((one, i) => ({ number: 211 + i, organisation_id: one.organisation_id!, person_id: one.person_id! })), rules })
/** A lot that one of the two won, the other having bid in it too unless told. */
async function finished(people: readonly Actor[], seller: number, ended: Date, wins: 0 | 1, both = true) {
  const id = await armedFor(people, seller)
  await goesOn(db, id, [opens, ...(both ? [bid(1, 212 - wins, 100)] : []), bid(2, 211 + wins, 105), { at: at(901), by: { clock: true }, command: { type: 'close' } }, { at: at(902), by: { auctioneer: 1 }, command: { type: 'announce' } }, { at: at(903), by: { bidder: 211 + wins }, command: { type: 'sign_minutes' } }])
  await db.updateTable('auction_lot').set({ ended_at: ended }).where('id', '=', id).execute()
  return id
}

describe('Signs are read from what the Exchange keeps', () => {
  test('of accounts: one that two standing bidders named, and no longer once one of them is gone', async () => {
    const { lot_id, ids } = await two(['VCB, 001.122, AN', 'vcb 001122 an'])
    expect(await kinds(lot_id)).toEqual([`same_account ${ids.join(' ')}`])
    await db.updateTable('auction_bidder').set({ state: 'left' }).where('id', '=', ids[1]).execute()
    expect(await kinds(lot_id)).toEqual([])
  })
  test('of registrations: one browser that was not closed in between, whoever was signed in; by a mark of this lot alone', async () => {
    const lot_id = await aLot(db, { officer: dau, second: gia, offer: await listed(db, institute, 'Máy'), now: new Date() }), another = await aLot(db, { officer: dau, second: gia, offer: await listed(db, institute, 'Máy khác'), now: new Date() })
    const browser = (cookie: string, session: string) => ({ cookie: `techex.forms=${cookie}; ${session}`, [tokenHeader]: createHmac('sha256', secret).update(`form ${cookie}`).digest('base64url') })
    const registers = async (name: string, cookie: string, lots: readonly number[]) => {
      const session = await signedIn(app, db, await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name) }))
      for (const lot of lots) {
        const { lot_id: _lot, id_marks: _marks, browser_mark: _mark, ...typed } = registration(lot, { refund_to: `Tài khoản của ${name}` }), path = `/vi/auctions/${lot}/registration`
        expect((await app.inject({ url: path, headers: browser(cookie, session) })).body).toContain('Sàn giữ một mã của trình duyệt này')
        expect((await send(app, path, typed, browser(cookie, session))).headers.location).toBe(`${path}?done=lot_registered`)
      }
    }
    await registers('Công ty Một máy', 'B'.repeat(22), [lot_id, another])
    await registers('Công ty Máy khác', 'C'.repeat(22), [lot_id])
    expect(await kinds(lot_id, new Date())).toEqual([])
    await registers('Công ty Cùng máy', 'B'.repeat(22), [lot_id])
    expect(await signs(lot_id, new Date())).toMatchObject([{ kind: 'same_device', bidders: { length: 2 } }])
    const marks = await db.selectFrom('auction_bidder').select(['lot_id', 'browser_mark']).where('lot_id', 'in', [lot_id, another]).orderBy('id').execute()
    expect([marks.every(({ browser_mark }) => /^[0-9a-f]{64}$/.test(browser_mark)), new Set(marks.map(({ browser_mark }) => browser_mark)).size, marks.length]).toEqual([true, 3, 4])
    const page = (await app.inject({ url: `/vi/auctions/${lot_id}/office`, headers: withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] }))) })).body
    expect(page).toContain('Công ty Một máy và Công ty Cùng máy: 2 bên đăng ký từ cùng một trình duyệt')
    expect(page).not.toContain(marks[0]!.browser_mark)
  })
  test('of sign-ins: one address of people who act for two bidders, since registration opened and not from the Exchange’s own machine', async () => {
    const { lot_id, people, ids } = await two(), [x, y] = people
    await signsIn(x!, '203.0.113.9')
    for (const [address, at] of [['203.0.113.8', noon], ['203.0.113.9', daysFrom(noon, -9)]] as const) await signsIn(y!, address, at)
    for (const one of people) for (const own of ['127.0.0.1', '::1', '']) await signsIn(one, own)
    await signsIn(await aPerson(db, { organisation: y!.organisation_id!, role: 'viewer' }), '203.0.113.9')
    expect(await kinds(lot_id)).toEqual([])
    await signsIn(y!, '203.0.113.9')
    expect(await signs(lot_id)).toMatchObject([{ key: `same_address ${ids.join(' ')}`, people: 2 }])
  })
  test('of the log: a jump of a bidder who withdrew', async () => {
    const lot_id = await armedFor(await couple(), institute)
    await goesOn(db, lot_id, [opens, bid(1, 211, 100), bid(2, 212, 140)])
    expect(await kinds(lot_id)).toEqual([])
    await goesOn(db, lot_id, [{ at: at(3), by: { bidder: 212 }, command: { type: 'withdraw', key: 'khoa-rut-lai' } }])
    expect(await signs(lot_id)).toMatchObject([{ kind: 'jump_withdrawn', steps: 7, least: 105_000_000, amount: 140_000_000 }])
  })
  test('of the log: two who outbid each other by one amount that has to be typed', async () => {
    const lot_id = await armedFor(await couple(), institute), raises = Array.from({ length: evenRaises }, (_, i) => bid(i + 2, 212 - (i % 2), 115 + 15 * i))
    await goesOn(db, lot_id, [opens, bid(1, 211, 100), ...raises.slice(0, -1)])
    expect(await kinds(lot_id)).toEqual([])
    await goesOn(db, lot_id, raises.slice(-1))
    expect(await signs(lot_id)).toMatchObject([{ kind: 'even_raises', raise: 15_000_000, steps: 3, times: evenRaises }])
    const page = (await app.inject({ url: `/vi/auctions/${lot_id}/office`, headers: withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] }))) })).body
    expect(page).toContain(`${evenRaises} lần liền, lần nào cũng đúng 15.000.000 đồng (3 bước)`)
  })
  test('of sealed amounts: at one distance, once they are opened and ranked', async () => {
    const lot_id = await armedFor([...await couple(), ...await couple()].slice(0, 3), institute, someRules({ form: 'sealed' })), amounts = [130, 100, 160]
    const ballots = amounts.map((_, i) => ({ at: at(i + 1), by: { bidder: 211 + i }, command: { type: 'submit' as const, hash: `phieu ${i}`, key: `khoa-phieu-${i}` } }))
    const read = amounts.map((millions, i) => ({ at: at(910 + i), by: { auctioneer: 1 }, command: { type: 'reveal' as const, bidder: 211 + i, hash: `phieu ${i}`, amount: vnd(millions * 1_000_000) } }))
    await goesOn(db, lot_id, [opens, ...ballots, { at: at(901), by: { clock: true }, command: { type: 'close' } }, ...read])
    expect(await kinds(lot_id)).toEqual([])
    await goesOn(db, lot_id, [{ at: at(920), by: { auctioneer: 1 }, command: { type: 'end_reveal' } }])
    expect(await signs(lot_id)).toMatchObject([{ kind: 'even_gaps', gap: 30_000_000, bidders: { length: 3 } }])
    const page = (await app.inject({ url: `/en/auctions/${lot_id}/office`, headers: withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] }))) })).body
    expect(page).toMatch(/\(number 213\), .+ \(number 211\) and .+ \(number 212\): their sealed amounts stand at one distance/)
  })
  test('of finished lots: who bid in three of one seller within two years and lost each to the same other, who is here too', async () => {
    const seller = await anOrganisation(db, 'institute'), { lot_id, people, ids } = await two(undefined, seller)
    const past = (ended: Date, of = seller, wins: 0 | 1 = 1) => finished(people, of, ended, wins)
    const lots = [await past(daysFrom(noon, -30)), await past(daysFrom(noon, -60))]
    await past(daysFrom(noon, -pastDays - 5)); await past(daysFrom(noon, -20), institute)
    expect(await kinds(lot_id)).toEqual([])
    await finished(people, seller, daysFrom(noon, -25), 1, false)
    expect(await kinds(lot_id)).toEqual([])
    lots.push(await past(daysFrom(noon, -pastDays + 5)))
    expect(await kinds(lot_id)).toEqual([`always_beaten ${ids.join(' ')}: ${lots.toSorted((a, b) => a - b).join(' ')}`])
    await past(daysFrom(noon, -10), seller, 0)
    expect(await kinds(lot_id)).toEqual([])
  })
  test('of finished lots, this one too once it has a winner: two who win in turn', async () => {
    const seller = await anOrganisation(db, 'institute'), people = await couple()
    for (const [days, wins] of [[40, 0], [30, 1], [20, 0]] as const) await finished(people, seller, daysFrom(noon, -days), wins)
    const lot_id = await finished(people, seller, daysFrom(noon, -1), 0)
    expect(await kinds(lot_id)).toEqual([])
    await finished(people, seller, daysFrom(noon, -400), 1)
    const other = await finished(people, seller, daysFrom(noon, -1), 1)
    await db.updateTable('auction_lot').set({ organisation_id: institute }).where('id', '=', lot_id).execute()
    expect((await signs(other))?.map(({ kind, bidders }) => [kind, bidders.length])).toEqual([['rotating_winners', 2]])
    const headers = withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] })))
    for (const [locale, words] of [['vi', 'lần lượt trúng, theo một thứ tự'], ['en', 'won them in turn, in one order']]) expect((await app.inject({ url: `/${locale}/auctions/${other}/office`, headers })).body).toContain(words)
  })
})

describe('Who is told of signs, and what comes of them', () => {
  test('Officers of the lot alone are, neither the seller’s own nor a bidder’s; each is refused by who they are.', async () => {
    const { lot_id, people, ids } = await two(['Một', 'một']), sign = `same_account ${ids.join(' ')}`
    const others: Record<string, Actor> = { bidder: people[0]!, seller: await aPerson(db, { organisation: institute }), inspector: await aPerson(db, { staff: ['inspector'] }), prosecutor: await aPerson(db, { staff: ['prosecutor'] }), observer: await aPerson(db, { staff: ['observer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), sellers: await aPerson(db, { organisation: institute, staff: ['auction_officer'] }), bidders: await aPerson(db, { organisation: people[1]!.organisation_id!, staff: ['auction_officer'], role: 'viewer' }) }
    const answers: Record<string, string> = {}
    for (const [name, actor] of Object.entries(others)) {
      expect([name, await signs(lot_id, noon, actor), await waits(actor, lot_id)]).toEqual([name, null, undefined])
      expect(await as(actor).db.selectFrom('auction_sign_look').select('id').execute()).toEqual([])
      answers[name] = await refused(lookAtSign(as(actor), { lot_id, sign, found: word, shown: true }))
    }
    expect(answers).toEqual({ bidder: 'not_permitted', seller: 'not_permitted', inspector: 'not_permitted', prosecutor: 'not_permitted', observer: 'not_permitted', administrator: 'not_permitted', sellers: 'officer_of_seller', bidders: 'officer_of_bidder' })
    for (const name of ['inspector', 'prosecutor', 'sellers', 'bidders']) {
      const page = await app.inject({ url: `/vi/auctions/${lot_id}/office`, headers: withCookie(await signedIn(app, db, others[name]!)) })
      expect([name, page.statusCode, page.body.includes('Dấu hiệu')]).toEqual([name, 200, false])
    }
    expect(await waits(gia, lot_id)).toMatchObject({ n: 1, since: minutesAfterNoon(2), title: { en: 'Licence of a cold dryer' } })
  })
  test('The desk says what each rests on; an officer writes what they found, once, and it waits no longer; the bidders stand as they stood.', async () => {
    const { lot_id, ids } = await two(['Hai', 'hai ']), sign = `same_account ${ids.join(' ')}`, office = `/auctions/${lot_id}/office`, action = `/vi/auctions/${lot_id}/signs`
    const headers = withCookie(await signedIn(app, db, dau))
    const page = (await app.inject({ url: `/vi${office}`, headers })).body
    expect(page).toMatch(/Công ty Xuân \(số \d+\) và Công ty Yến \(số \d+\): 2 bên ghi cùng một tài khoản/)
    expect(page).toContain('Một dấu hiệu không chứng minh điều gì')
    expect((await app.inject({ url: `/en${office}`, headers })).body).toMatch(/2 bidders named one account/)
    const form = formOf(page, action)
    expect(form.get('sign')).toBe(sign)
    const short = await send(app, action, { sign, mark: form.get('mark')!, found_0: 'ngắn' }, headers)
    expect([short.statusCode, short.body.includes('id="e-found_0"'), short.body.includes('ngắn')]).toEqual([422, true, true])
    for (const none of ['khong_co 1 2', `${sign} <b>`, 'same_account']) expect(await refused(lookAtSign(as(dau), { lot_id, sign: none, found: word, shown: true }))).toBe('no_such_sign')
    const codes = await Promise.all([dau, gia].map((officer) => refused(lookAtSign(as(officer), { lot_id, sign, found: word, shown: true }))))
    expect(codes.toSorted()).toEqual(['done', 'sign_looked_at'])
    expect(await waits(dau, lot_id)).toBeUndefined()
    const after = (await app.inject({ url: `/vi${office}`, headers })).body
    expect(after).toContain(word)
    expect(after).not.toContain('name="found_0"')
    expect((await officeFile(as(dau), await lotFile(as(dau), lot_id))).bidders.map(({ state }) => state)).toEqual(['eligible', 'eligible'])
    expect(await db.selectFrom('event').select(['subject', 'data']).where('type', '=', 'lot.sign_looked_at').where('subject', '=', `lot_signs:${lot_id}`).execute()).toEqual([{ subject: `lot_signs:${lot_id}`, data: { lot_id } }])
    // With more behind it, it is another sign, and what was found of the one before stays.
    const third = await registerBidder(as(await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Zung') }), minutesAfterNoon(9)), registration(lot_id, { refund_to: 'HAI' }))
    expect(await kinds(lot_id)).toEqual([`same_account ${[...ids, third].join(' ')}`])
    expect(await waits(dau, lot_id)).toMatchObject({ n: 1 })
    expect((await app.inject({ url: `/vi${office}`, headers })).body).toContain('nay không còn như vậy')
  })
  test('Whoever writes of a sign that is gone meanwhile, or stands elsewhere on the page, loses nothing of it: it is shown again, and kept.', async () => {
    const { lot_id, ids } = await two(['Bốn', 'bốn']), gone = `same_account ${ids.join(' ')}`, office = `/vi/auctions/${lot_id}/office`, action = `/vi/auctions/${lot_id}/signs`
    const headers = withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] })))
    const third = await registerBidder(as(await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Chen') }), minutesAfterNoon(9)), registration(lot_id, { refund_to: 'BỐN' }))
    expect(await kinds(lot_id)).toEqual([`same_account ${[...ids, third].join(' ')}`])
    const short = await send(app, action, { sign: gone, mark: signMark(secret, lot_id, gone), found_0: 'vội' }, headers), form = formOf(short.body.slice(short.body.indexOf('vừa không còn')), action)
    expect([short.statusCode, short.body.includes('id="e-found_1"'), form.get('sign'), form.get('found_1')]).toEqual([422, true, gone, 'vội'])
    expect((await send(app, action, { sign: gone, mark: form.get('mark')!, found_1: word }, headers)).headers.location).toBe(`${office}?done=saved`)
    const page = (await app.inject({ url: office, headers })).body
    expect(page.slice(page.indexOf('nay không còn như vậy'))).toMatch(/Chung tài khoản nhận lại tiền<\/p>.*họ thuê chung một văn phòng/)
    expect(await waits(dau, lot_id)).toMatchObject({ n: 1 })
    // Another came before it on the page while it was written about.
    const moved = await send(app, action, { sign: `same_account ${[...ids, third].join(' ')}`, mark: '', found_4: 'vội' }, headers)
    expect([moved.statusCode, formOf(moved.body, action).get('found_0')]).toEqual([422, 'vội'])
  })
  test('Nobody writes about a sign that was not shown to them: when it comes, it waits. Of so many signs of a lot something is kept, and of no more.', async () => {
    const { lot_id, ids } = await two(), coming = `same_account ${ids.join(' ')}`, action = `/vi/auctions/${lot_id}/signs`
    const other = await two(['Sáu', 'sáu']), headers = withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'] })))
    const looks = async (sign: string, mark: string, lot = lot_id) => (await send(app, `/vi/auctions/${lot}/signs`, { sign, mark, found_0: word }, headers)).statusCode
    expect(formOf((await app.inject({ url: `/vi/auctions/${other.lot_id}/office`, headers })).body, `/vi/auctions/${other.lot_id}/signs`).get('mark')).toBe(signMark(secret, other.lot_id, `same_account ${other.ids.join(' ')}`))
    for (const mark of ['', 'a'.repeat(64), signMark(secret, other.lot_id, coming), signMark(secret, lot_id, `${coming} 1`)]) expect([mark, await looks(coming, mark)]).toEqual([mark, 409])
    expect((await send(app, action, { sign: coming, found_0: word }, headers)).statusCode).toBe(422)
    await db.updateTable('auction_deposit').set({ refund_to: 'Bảy' }).where('lot_id', '=', lot_id).execute()
    expect([await kinds(lot_id), await waits(dau, lot_id)]).toMatchObject([[coming], { n: 1 }])
    await db.insertInto('auction_sign_look').values(Array.from({ length: mostSignLooks - 1 }, (_, i) => ({ lot_id, sign: `same_account ${i} 0`, word, looked_by: dau.person_id!, looked_at: noon }))).execute()
    expect([await looks(coming, signMark(secret, lot_id, coming)), await refused(lookAtSign(as(dau), { lot_id, sign: `${coming} 1`, found: word, shown: true })), await waits(dau, lot_id)]).toEqual([303, 'too_many_looks', undefined])
  })
  test(`A lot that ended more than ${signDays} days ago waits for nobody.`, async () => {
    const { lot_id } = await two(['Ba', 'ba'])
    await db.updateTable('auction_lot').set({ state: 'failed', ended_at: daysFrom(noon, 1) }).where('id', '=', lot_id).execute()
    expect([await waits(dau, lot_id, daysFrom(noon, signDays)), await waits(dau, lot_id, daysFrom(noon, signDays + 2))]).toMatchObject([{ n: 1 }, undefined])
  })
})
