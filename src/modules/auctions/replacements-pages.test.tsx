import { expect, test } from 'vitest'
import { someAuctions } from '../../../tests/auction-things.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db)
const { postponed: lot, replacement, officer, second, bids } = await someAuctions(db)
const third = await aPerson(db, { staff: ['auction_officer'], name: 'Vũ Thứ Ba' }), observer = await aPerson(db, { staff: ['observer'] })
const cookies = Object.fromEntries(await Promise.all(Object.entries({ officer, second, third, bids, observer }).map(async ([name, actor]) => [name, withCookie(await signedIn(app, db, actor))] as const)))
const get = async (url: string, who?: string) => (await app.inject({ url, headers: who ? cookies[who]! : {} })).body
const desk = `/vi/auctions/${lot}/office`, page = `/vi/auctions/${lot}`, approves = `${page}/replacements/${replacement}/approval`

test('A replacement waits at the desk for another officer, and is nobody else’s to read or press; sent back and proposed anew with what was typed wrong kept, then approved, it stands on the page of the lot.', async () => {
  const reason = 'Người điều hành đi công tác.'
  expect([(await get(desk, 'second')).includes(approves), (await get(desk, 'officer')).includes(approves), (await get(desk, 'observer')).includes(reason)]).toEqual([true, false, false])
  for (const who of [undefined, 'bids', 'observer']) expect([who, (await get(page, who)).includes(reason)]).toEqual([who, false])
  expect(await get('/vi/work', 'second')).toContain('Xem và duyệt một đề nghị thay đấu giá viên')
  for (const [who, status] of [['bids', 403], ['observer', 403], ['officer', 409]] as const) expect([who, (await send(app, approves, {}, cookies[who]!)).statusCode]).toEqual([who, status])
  const back = `${page}/replacements/${replacement}/return`
  expect((await send(app, back, { reason: 'Vắng' }, cookies.second!)).statusCode).toBe(422)
  expect((await send(app, back, { reason: 'Không cần thay' }, cookies.second!)).headers.location).toBe(`${desk}?done=saved`)
  const gone = await send(app, approves, {}, cookies.second!)
  expect([gone.statusCode, gone.body.includes('đã được giải quyết')]).toEqual([409, true])

  const proposes = `${page}/replacements`, typed = formOf(await get(desk, 'officer'), proposes)
  typed.set('to_name', 'Vũ Thứ Ba, đấu giá viên')
  typed.set('reason', 'Người điều hành nghỉ việc.')
  const without = await send(app, proposes, typed, cookies.officer!)
  expect([without.statusCode, without.body.includes('Vũ Thứ Ba, đấu giá viên')]).toEqual([422, true])
  typed.set('to_id', String(officer.person_id))
  const same = await send(app, proposes, typed, cookies.officer!)
  expect([same.statusCode, same.body.includes('Người này đang điều hành phiên')]).toEqual([409, true])
  typed.set('to_id', String(third.person_id))
  for (let press = 0; press < 2; press++) expect((await send(app, proposes, typed, cookies.officer!)).headers.location).toBe(`${desk}?done=lot_proposed`)
  const [, at] = /action="([^"]+\/approval)"/.exec(await get(desk, 'third'))!
  expect((await send(app, at!, {}, cookies.third!)).headers.location).toBe(`${desk}?done=auctioneer_replaced`)
  for (const who of [undefined, 'bids']) expect(await get(page, who)).toMatch(/Vũ Thứ Ba, đấu giá viên thay Đoàn Thị Đấu\..*Người điều hành nghỉ việc\./)
})
