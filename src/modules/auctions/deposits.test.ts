import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aLot, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { multipart, openWhole, signedIn, withCookie } from '../../../tests/readers.ts'
import { refused } from '../../../tests/refused.ts'
import type { Actor } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { readDepositStatement, receiveDeposit } from './deposit-commands.ts'
import { bearsReference, type CameIn, type ForDeposit, linesOfDeposit, wordsOf } from './deposit-rules.ts'
import { registerBidder } from './registration-commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const dau = await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), gia = await aPerson(db, { staff: ['auction_officer'], name: 'Giá' })
const others: Actor[] = [...await Promise.all((['moderator', 'deal_officer', 'administrator', 'observer', 'inspector', 'prosecutor'] as const).map((role) => aPerson(db, { staff: [role] }))), await aPerson(db, { organisation: institute })]
const depositOf = (bidder_id: number) => db.selectFrom('auction_deposit').selectAll().where('bidder_id', '=', bidder_id).executeTakeFirstOrThrow()
const csv = (...rows: string[]): string => ['Ngày giao dịch,Ghi nợ,Ghi có,Nội dung,Tên người chuyển,Số tham chiếu', ...rows].join('\n')
const today = '2026-03-02'

const line = (over: Partial<CameIn> = {}): CameIn => ({ on_day: today, amount: vnd(10_000_000), text: 'CK DAT7XAB12CD34', reference: 'FT1', ...over })
const asked: ForDeposit = { reference: 'DAT7XAB12CD34', amount: vnd(10_000_000), waits: true, paid_on: null }
describe('What a statement says of a deposit', () => {
  test.each<[string, string, boolean]>([
    ['as it was typed', 'CK DAT7XAB12CD34 nop tien', true], ['with the bank’s spaces and signs', 'MBVCB.123.DAT7X AB12-CD34.CT tu 001', true], ['in small letters', 'dat7xab12cd34', true],
    ['another lot’s', 'CK DAT77XAB12CD34', false], ['cut short', 'CK DAT7XAB12CD3', false], ['nothing', '', false],
  ])('a code %s', (_, words, bears) => expect(bearsReference(words, 'DAT7XAB12CD34')).toBe(bears))
  test.each<[string, Partial<ForDeposit>, CameIn[], number | null, number[]]>([
    ['its sum is its payment', {}, [line()], 0, []],
    ['too little is not', {}, [line({ amount: vnd(9_000_000) })], null, [0]],
    ['nor two parts of it', {}, [line({ amount: vnd(4_000_000) }), line({ amount: vnd(6_000_000) })], null, [0, 1]],
    ['paid twice: one is', {}, [line(), line({ reference: 'FT2' })], 0, [1]],
    ['a day to come is none', {}, [line({ on_day: '2026-03-03' })], null, [0]],
    ['the code may stand in the reference', {}, [line({ text: 'nop tien', reference: 'DAT7XAB12CD34' })], 0, []],
    ['another’s line is nobody’s business', {}, [line({ text: 'CK DAT8X00000000' })], null, []],
    ['paid before: its own line is known', { waits: false, paid_on: today }, [line()], null, []],
    ['paid before, and once more on another day', { waits: false, paid_on: today }, [line(), line({ on_day: '2026-03-01' })], null, [1]],
  ])('%s', (_, over, lines, pays, rest) => expect(linesOfDeposit({ ...asked, ...over }, lines, today)).toEqual({ pays: pays === null ? null : lines[pays], others: rest.map((n) => lines[n]) }))
  test('The words that are kept bear the code.', () => {
    expect(wordsOf(line(), asked.reference)).toBe('CK DAT7XAB12CD34')
    expect(bearsReference(wordsOf(line({ text: 'x'.repeat(500), reference: asked.reference }), asked.reference), asked.reference)).toBe(true)
  })
})

describe('A statement read at the desk of a lot', () => {
  const open = async () => {
    const lot_id = await aLot(db, { officer: dau, second: gia, offer: await listed(db, institute, `Máy sấy ${randomUUID()}`), now: noon })
    const bidders = []
    for (let n = 0; n < 3; n++) bidders.push(await registerBidder(ctxOf(db, await aPerson(db, { organisation: await anOrganisation(db) }), noon), registration(lot_id)))
    return { lot_id, bidders, codes: (await Promise.all(bidders.map(depositOf))).map(({ reference }) => reference) }
  }
  const read = (lot_id: number, content: string, actor: Actor = dau) => readDepositStatement(ctxOf(db, actor, minutesAfterNoon(5)), { lot_id, content, columns: {} })

  test('notes the exact sums, shows what differs beside its deposit, keeps no other line, and changes nothing the second time.', async () => {
    const { lot_id, bidders, codes } = await open()
    const content = csv(`02/03/2026,,10000000,NOP TIEN ${codes[0]},CTY A,FT1`, `02/03/2026,,9000000,ck ${codes[1]},CTY B,FT2`, '02/03/2026,,77000000,tien hang,CTY C,FT3')
    expect(await read(lot_id, content)).toEqual({ read: 2, received: 1, differing: 1 })
    expect(await depositOf(bidders[0]!)).toMatchObject({ state: 'received', basis: 'statement', words: `NOP TIEN ${codes[0]}`, seen: [] })
    expect(await depositOf(bidders[1]!)).toMatchObject({ state: 'requested', seen: [{ on_day: today, amount: 9_000_000, text: `ck ${codes[1]}` }] })
    expect(await depositOf(bidders[2]!)).toMatchObject({ state: 'requested', seen: [] })
    expect(await read(lot_id, content)).toEqual({ read: 1, received: 0, differing: 0 })
    expect(await db.selectFrom('event').select('data').where('type', '=', 'lot.deposit_differs').where('subject', '=', `lot_bidder:${bidders[1]}`).execute()).toMatchObject([{ data: { amounts: [9_000_000] } }])
    expect((await sql`select 1 from event where data::text like '%77000000%'`.execute(db)).rows).toEqual([])
    // The rest comes after all: by hand as ever.
    await receiveDeposit(ctxOf(db, gia, minutesAfterNoon(9)), { lot_id, deposit_id: (await depositOf(bidders[1]!)).id, amount: vnd(10_000_000), paid_on: today, words: 'Hai lệnh chuyển FT2 và FT9, cộng đủ số tiền' })
    expect(await depositOf(bidders[1]!)).toMatchObject({ state: 'received', basis: 'evidence' })
  })
  test('two officers at once note each deposit once.', async () => {
    const { lot_id, bidders, codes } = await open()
    const content = csv(...codes.map((code, n) => `02/03/2026,,10000000,${code},,FT${n}`))
    const told = await Promise.all([read(lot_id, content), read(lot_id, content, gia)])
    expect(told[0].received + told[1].received).toBe(3)
    expect(await db.selectFrom('event').select('id').where('type', '=', 'lot.deposit_received').where('subject', 'in', bidders.map((id) => `lot_bidder:${id}`)).execute()).toHaveLength(3)
  })
  test('nobody but auction officers; what is no statement changes nothing.', async () => {
    const { lot_id, bidders, codes } = await open()
    for (const actor of others) expect(await refused(read(lot_id, csv(`02/03/2026,,10000000,${codes[0]},,`), actor))).toBe('not_permitted')
    expect(await refused(read(lot_id, 'a,b\n1,2\n'))).toBe('statement_columns')
    expect(await depositOf(bidders[0]!)).toMatchObject({ state: 'requested', seen: [] })
  })
  test('on the page: the file is sent, and the page says what came of it; a file that cannot be read comes back with the reason.', async () => {
    const now = new Date(), { app } = await openWhole(db)
    const bids = await aPerson(db, { organisation: await anOrganisation(db) })
    const lot_id = await aLot(db, { officer: dau, second: gia, offer: await listed(db, institute, 'Máy sấy trên trang'), now })
    const { reference } = await depositOf(await registerBidder(ctxOf(db, bids, now), registration(lot_id)))
    const [desk, bidder] = [withCookie(await signedIn(app, db, dau)), withCookie(await signedIn(app, db, bids))]
    const url = `/vi/auctions/${lot_id}/statement`
    const send = async (content: string, who = desk) => { const { headers, payload } = await multipart({}, { name: 'saoke.csv', type: 'text/csv', content }); return app.inject({ method: 'POST', url, headers: { ...headers, ...who }, payload }) }
    expect((await app.inject({ url: `/vi/auctions/${lot_id}/office`, headers: desk })).body).toContain(`action="${url}"`)
    const day = hanoiDay(now).split('-').toReversed().join('/')
    const sent = await send(csv(`${day},,9000000,${reference},,`))
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/vi/auctions/${lot_id}/office?done=deposits_differ`])
    expect((await app.inject({ url: `/vi/auctions/${lot_id}/office`, headers: desk })).body).toContain('9.000.000 đồng')
    expect((await app.inject({ url: `/vi/auctions/${lot_id}/registration`, headers: bidder })).body).toContain('Sao kê có dòng mang mã này')
    expect((await send(csv(`${day},,10000000,${reference},,`))).headers.location).toContain('deposits_received')
    expect((await send(csv(`${day},,5,khac,,`))).headers.location).toContain('deposits_none')
    const broken = await send('a,b\n1,2\n')
    expect(broken.statusCode).toBe(409)
    expect(broken.body).toContain('Không tìm thấy cột')
    expect((await send(csv(`${day},,5,khac,,`), bidder)).statusCode).toBe(403)
  })
})
