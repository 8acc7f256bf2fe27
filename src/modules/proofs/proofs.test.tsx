import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { unguarded } from '../../../tests/auction-lots.ts'
import { aLot as published, paid, postponementProposed, registration, ruling } from '../../../tests/auction-things.ts'
import { listed } from '../../../tests/listings.ts'
import { docxText } from '../../../tests/docx-text.ts'
import { ocdsFaults } from '../../../tests/ocds-shape.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { anArmedLot, aWholeCourse, goesOn, someRules } from '../../../tests/proof-things.ts'
import { aListing, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { verifyBundle } from '../../commandline/verify-bundle.ts'
import type { LotRules } from '../../platform/auction/lot.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import { vnd } from '../../platform/money.ts'
import { canonicalHash } from '../../platform/proof/chain.ts'
import { signingKeyOf, signingKeyOfPem } from '../../platform/proof/keys.ts'
import { approveAnnulment, proposeAnnulment } from '../auctions/annulment-commands.ts'
import { annulledAnnex } from '../auctions/annulment-messages.ts'
import { approvePostponement } from '../auctions/date-commands.ts'
import { type Postponement, postponementsOf } from '../auctions/date-queries.ts'
import { closeRegistrations } from '../auctions/ending.ts'
import { registerBidder } from '../auctions/registration-commands.ts'
import { lotRow } from '../auctions/turns.ts'
import { checkpointLots } from './checkpointing.ts'
import { addAnnex, annexOfTheExchange } from './commands.ts'
import { minutesPaper } from './minutes-paper.ts'
import { minutesOf } from './minutes-queries.ts'

const { db, asOwner } = await testDatabase()
const { app, config } = await openWhole(db)
const key = signingKeyOf(config)
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), lan = await aPerson(db, { organisation: institute, name: 'Lan' })
const orgs = [await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), await anOrganisation(db, 'enterprise', 'Công ty Sông Hồng'), await anOrganisation(db, 'enterprise', 'Công ty Ba Vì')]
const people = await Promise.all(orgs.map((organisation) => aPerson(db, { organisation })))
const officer = await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), inspector = await aPerson(db, { staff: ['inspector'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const bidders = [211, 342, 587].map((number, i) => ({ number, organisation_id: orgs[i]!, person_id: people[i]!.person_id! }))
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const aLot = (rules?: LotRules) => anArmedLot(db, { listing_id: offer, organisation_id: institute, created_by: lan.person_id!, bidders, ...(rules ? { rules } : {}) })
const course = aWholeCourse([211, 342, 587])
const sign = () => checkpointLots(db, { key, publicUrl: config.publicUrl }, noon)
const lot = await aLot()
await goesOn(db, lot, course)
await sign()
const cookies = new Map(await Promise.all([['bidder', people[0]!], ['rival', people[1]!], ['officer', officer], ['inspector', inspector], ['prosecutor', await aPerson(db, { staff: ['prosecutor'] })], ['seller', lan], ['moderator', moderator], ['sellersOfficer', await aPerson(db, { organisation: institute, role: 'viewer', staff: ['auction_officer'] })], ['biddersInspector', await aPerson(db, { organisation: orgs[2]!, role: 'viewer', staff: ['inspector'] })]].map(async ([name, actor]) => [name, withCookie(await signedIn(app, db, actor as typeof lan))] as const)))
const get = (path: string, as?: string) => app.inject({ url: path, headers: as ? cookies.get(as)! : {} })

describe('what anybody may have', () => {
  test('the page says the root, the key and how to check, in both languages', async () => {
    const { root } = await db.selectFrom('auction_checkpoint').select('root').where('lot_id', '=', lot).orderBy('size', 'desc').limit(1).executeTakeFirstOrThrow()
    for (const [locale, words] of [['vi', 'Tự kiểm tra'], ['en', 'Check it yourself']] as const) {
      const { statusCode, body } = await get(`/${locale}/auctions/${lot}/proof`)
      expect(statusCode).toBe(200)
      for (const part of [words, root.toString('base64').replaceAll('+', '+'), `bin/techex verify bundle lot-${lot}.json --key`]) expect(body).toContain(part)
      expect(body).not.toContain('receipts"')
    }
    expect((await get(`/vi/auctions/${lot}/proof`, 'bidder')).body).toContain(`/vi/auctions/${lot}/receipts`)
  })
  test('the public file verifies, with a receipt its bidder took and the checkpoint somebody noted', async () => {
    const { body, headers } = await get(`/vi/auctions/${lot}/bundle`)
    expect(headers['content-type']).toMatch(/^application\/json/)
    const receipt = (await get(`/vi/auctions/${lot}/receipts/2`, 'bidder')).body, noted = (await get(`/vi/auctions/${lot}/checkpoint`)).body
    expect(verifyBundle(body, { receipts: [{ name: 'mine', text: receipt }], checkpoints: [{ name: 'noted', text: noted }] })).toMatchObject({ right: true, result: { winner: 211, price: 145_000_000 } })
    expect((await get(`/en/auctions/${lot}/bundle`)).body).toBe(body)
  })
  test('nobody’s name is in any of it', async () => {
    for (const path of ['proof', 'bundle', 'checkpoint', 'ocds', 'minutes', 'minutes.json']) expect((await get(`/vi/auctions/${lot}/${path}`)).body, path).not.toMatch(/Rau sạch|Sông Hồng|Ba Vì/)
  })
  test('a lot that was postponed says in its open data what was amended, and its public file holds the rules by which it was held, under their hash', async () => {
    const gia = await aPerson(db, { staff: ['auction_officer'] }), seller = await anOrganisation(db, 'institute', 'Viện Dời phiên')
    const id = await published(db, { officer, second: gia, offer: await listed(db, seller, 'Máy dời lịch'), now: noon }), first_hash = (await lotRow(db, id)).rules_hash
    interface Release { id: string; date: string; tag: string[]; tender: { tenderPeriod: { startDate: string; endDate: string }; enquiryPeriod: { endDate: string }; amendments?: { amendsReleaseID: string; releaseID: string; rationale: string; description: string; date: string }[] } }
    const released = async () => { const given = (await get(`/vi/auctions/${id}/ocds`)).json<{ releases: [Release] }>(); expect(ocdsFaults(given)).toEqual([]); return given.releases[0] }
    const plain = await released()
    expect([plain.tag, plain.tender.amendments]).toEqual([['tender'], undefined])
    const day = 24 * 60, proposed = (at: number, minutes: number) => postponementProposed(db, id, { officer, now: minutesAfterNoon(at), minutes })
    const waits = await proposed(1, day)
    expect((await get(`/vi/auctions/${id}/ocds`, 'officer')).json<{ releases: [Release] }>().releases[0]).toEqual(plain)
    await approvePostponement(ctxOf(db, gia, minutesAfterNoon(2)), { lot_id: id, postponement_id: waits })
    const second = await released()
    expect(second).toMatchObject({ date: minutesAfterNoon(2).toISOString(), tag: ['tender', 'tenderAmendment'], tender: { tenderPeriod: { startDate: minutesAfterNoon(day + 180).toISOString(), endDate: minutesAfterNoon(day + 240).toISOString() }, enquiryPeriod: { endDate: minutesAfterNoon(day + 60).toISOString() }, amendments: [{ date: minutesAfterNoon(2).toISOString(), rationale: 'Mất điện diện rộng tại nơi xem tài sản.', description: expect.stringContaining('Mở trả giá: từ') as string, amendsReleaseID: plain.id, releaseID: second.id }] } })
    await approvePostponement(ctxOf(db, gia, minutesAfterNoon(4)), { lot_id: id, postponement_id: await proposed(3, 60) })
    const last = await released()
    expect(last.tender.amendments).toMatchObject([{ amendsReleaseID: plain.id, releaseID: second.id }, { amendsReleaseID: second.id, releaseID: last.id }])
    for (const person of people) await paid(db, officer, await registerBidder(ctxOf(db, { ...person, organisation_id: person.memberships[0]!.organisation_id }, minutesAfterNoon(5)), registration(id)), minutesAfterNoon(6))
    await closeRegistrations(db, minutesAfterNoon(day + 120))
    const numbers = (await db.selectFrom('auction_bidder').select('number').where('lot_id', '=', id).orderBy('number').execute()).map(({ number }) => number!), { rules, rules_hash } = await lotRow(db, id)
    await goesOn(db, id, [{ by: { clock: true }, command: { type: 'open' }, received: rules.opens_at, at: rules.opens_at }, { by: { bidder: numbers[0]! }, command: { type: 'bid', amount: vnd(105_000_000), key: 'k-1-postponed' }, received: rules.opens_at + 60_000_000, at: rules.opens_at + 60_000_000 }])
    await checkpointLots(db, { key, publicUrl: config.publicUrl }, minutesAfterNoon(day + 245))
    const { body } = await get(`/vi/auctions/${id}/bundle`), bundle = JSON.parse(body) as { genesis: { rules_hash: string }; rules: LotRules }
    expect(verifyBundle(body, { receipts: [], checkpoints: [] })).toMatchObject({ right: true })
    expect([bundle.genesis.rules_hash, bundle.rules.opens_at, rules_hash === first_hash]).toEqual([rules_hash, minutesAfterNoon(day + 240).getTime() * 1_000, false])
    // With the times before, the same rules have the hash before: everybody can work out that nothing else changed.
    const [{ opens_from, closes_from, former_hash, new_hash }, { former_hash: between }] = await postponementsOf(db, id) as [Postponement, Postponement]
    expect([former_hash, new_hash]).toEqual([first_hash, between])
    expect(canonicalHash({ ...rules, opens_at: opens_from.getTime() * 1_000, closes_at: closes_from.getTime() * 1_000, extension: { ...rules.extension!, latest: rules.extension!.latest - rules.closes_at + closes_from.getTime() * 1_000 } })).toBe(first_hash)
  })
  test('a draft has none of it, and a lot that is not armed has a page that says when', async () => {
    await db.updateTable('auction_lot').set({ state: 'registration', armed_at: null }).where('id', '=', await aLot()).execute()
    const { id } = await db.selectFrom('auction_lot').select('id').where('state', '=', 'registration').executeTakeFirstOrThrow()
    expect((await get(`/vi/auctions/${id}/proof`)).body).toContain('bắt đầu khi hết hạn đăng ký')
    for (const path of ['bundle', 'checkpoint', 'minutes.pdf']) expect((await get(`/vi/auctions/${id}/${path}`)).statusCode, path).toBe(404)
    await unguarded(asOwner, `update auction_lot set state = 'draft', rules_hash = null, published_at = null where id = ${id}`)
    for (const path of ['proof', 'bundle', 'checkpoint', 'ocds', 'minutes', 'minutes.pdf']) for (const as of [undefined, 'seller', 'officer']) expect((await get(`/vi/auctions/${id}/${path}`, as)).statusCode, path).toBe(404)
  })
})

describe('receipts', () => {
  test('are their bidder’s own: the commands taken and those not', async () => {
    const mine = (await get(`/vi/auctions/${lot}/receipts`, 'bidder')).body
    expect([...mine.matchAll(/receipts\/(\d+)"/g)].map(([, seq]) => Number(seq)).sort((a, b) => a - b)).toEqual([2, 4, 11, 14])
    expect(mine).toContain('Không nhận: dưới mức tối thiểu')
    for (const as of ['rival', 'seller', 'officer', 'inspector']) expect((await get(`/vi/auctions/${lot}/receipts/2`, as)).statusCode, as).toBe(404)
    for (const as of ['seller', 'officer', 'inspector', 'moderator']) expect((await get(`/vi/auctions/${lot}/receipts`, as)).statusCode, as).toBe(404)
    expect((await get(`/vi/auctions/${lot}/receipts`)).statusCode).toBe(303)
    expect((await get(`/vi/auctions/${lot}/receipts/3`, 'bidder')).statusCode).toBe(404)
  })
})

describe('minutes', () => {
  const textOf = async (bytes: Buffer): Promise<string> => {
    const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
    const pages = await Promise.all(Array.from({ length: document.numPages }, async (_, i) => (await (await document.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('')))
    return pages.join(' ').replace(/\s+/g, ' ')
  }
  test('tell every price with its time, the pause with its class, the withdrawal, the result and the closing root; the same log gives the same bytes', async () => {
    const minutes = (await minutesOf(db, lot, false))!
    expect(minutes.lines.map(({ seq, number, amount, kind }) => [seq, number, amount, kind])).toEqual([
      [1, null, null, 'step'], [2, 211, 100_000_000, 'price'], [3, 342, 110_000_000, 'price'], [4, 211, 110_000_000, 'refused'], [5, 587, 125_000_000, 'price'], [6, null, null, 'pause'], [7, null, null, 'pause'], [8, 342, 140_000_000, 'price'],
      [9, 342, null, 'out'], [10, 587, 125_000_000, 'step'], [11, 211, 145_000_000, 'price'], [12, null, null, 'step'], [13, 211, 145_000_000, 'result'], [14, 211, 145_000_000, 'result'],
    ])
    const pdf = await asPdf(minutesPaper(minutes, 'Sàn giao dịch công nghệ Hà Nội')), text = await textOf(pdf)
    for (const part of ['BIÊN BẢN PHIÊN CHÀO GIÁ CẠNH TRANH', 'không phải cuộc đấu giá tài sản', minutes.rules.rules_hash, '09:00:20.000', '145.000.000', 'người tham gia không trả giá được', 'Cổng thanh toán đứt kết nối', 'Số 342 rút lại giá đã trả', 'Người mang số 211 trúng với giá 145.000.000 đồng và đã ký biên bản.', minutes.proof.root, 'chao-gia-1']) expect(text.replace(/ /g, '')).toContain(part.replace(/ /g, ''))
    expect((await asPdf(minutesPaper((await minutesOf(db, lot, false))!, 'Sàn giao dịch công nghệ Hà Nội'))).equals(pdf)).toBe(true)
    expect((await asDocx(minutesPaper(minutes, 'Sàn'))).subarray(0, 2).toString()).toBe('PK')
    if (process.env.LOOK) (await import('node:fs')).writeFileSync('/tmp/proof-minutes.pdf', pdf)
  })
  test('list the dossier a lot was sold by, what was for bidders included, and nothing of one that has none', async () => {
    expect(await minutesOf(db, lot, false)).not.toHaveProperty('files')
    const other = await aLot(), sha256 = 'ab'.repeat(32)
    await goesOn(db, other, course)
    await sign()
    const { id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 4321, name: 'quy-che.pdf', organisation_id: null, created_by: officer.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
    await unguarded(asOwner, `insert into auction_file (lot_id, kind, readers, title, document_id, sha256, bytes, media_type, person_id, added_at) values (${other}, 'asset', 'bidders', 'Hồ sơ kỹ thuật', ${id}, '${sha256}', 4321, 'application/pdf', ${officer.person_id}, now())`)
    const minutes = (await minutesOf(ctxOf(db, people[0]!, noon).db, other, false))!
    expect(minutes.files).toEqual([{ kind: 'asset', title: 'Hồ sơ kỹ thuật', bytes: 4321, sha256 }])
    expect((await textOf(await asPdf(minutesPaper(minutes, 'Sàn')))).replace(/\s/g, '')).toContain(`4321,${sha256}`)
  })
  test('tell who took whose place as auctioneer and when, and nothing of it where nobody did or it was only proposed', async () => {
    const other = await aLot()
    await goesOn(db, other, course)
    await sign()
    const row = (state: string, to: string) => `insert into auction_replacement (lot_id, from_id, from_name, to_id, to_name, reason, state, proposed_by, proposed_at, decided_by, decided_at, request_key) values (${other}, null, 'Phạm Quốc Việt', ${officer.person_id}, '${to}', 'Nằm viện từ hôm qua', '${state}', ${officer.person_id}, '2026-03-02T02:00:00Z', ${state === 'proposed' ? 'null, null' : `${people[0]!.person_id}, '2026-03-02T02:05:00Z'`}, '${randomUUID()}')`
    await unguarded(asOwner, row('proposed', 'Lê Chờ Duyệt'))
    expect(await minutesOf(ctxOf(db).db, other, false)).not.toHaveProperty('replaced')
    await unguarded(asOwner, row('approved', 'Ngô Thay Thế'))
    const minutes = (await minutesOf(ctxOf(db).db, other, false))!, text = await textOf(await asPdf(minutesPaper(minutes, 'Sàn')))
    expect(minutes.replaced).toEqual([{ from: 'Phạm Quốc Việt', to: 'Ngô Thay Thế', at: '2026-03-02T02:05:00.000Z' }])
    expect(text).toMatch(/Từ 09:05:00[^,]*, Ngô Thay Thế điều hành thay Phạm Quốc Việt\./)
    expect(text).not.toContain('Lê Chờ Duyệt')
  })
  test('of a property auction have what its form asks for, with what nobody recorded left to be filled in', async () => {
    const other = await aLot(someRules({ regime: 'statutory' }))
    await goesOn(db, other, course)
    await sign()
    const pdf = await asPdf(minutesPaper((await minutesOf(db, other, true))!, 'Sàn giao dịch công nghệ Hà Nội')), text = await textOf(pdf)
    for (const part of ['BIÊN BẢN ĐẤU GIÁ TÀI SẢN', 'Hợp đồng dịch vụ đấu giá: [số, ngày · number, day]', 'Công ty Đấu giá hợp danh Thăng Long, 15/TP-ĐKHĐ', 'Phạm Quốc Việt', 'ĐẤU GIÁ VIÊN', 'NGƯỜI GHI BIÊN BẢN', 'NGƯỜI CÓ TÀI SẢN', 'ĐẠI DIỆN NGƯỜI THAM GIA', 'Hình thức: Trực tuyến', 'Phương thức: Trả giá lên', 'Công ty Rau sạch', 'dau-gia-1']) expect(text.replace(/ /g, '')).toContain(part.replace(/ /g, ''))
    expect(text).not.toContain('chào giá cạnh tranh')
    if (process.env.LOOK) (await import('node:fs')).writeFileSync('/tmp/proof-minutes-statutory.pdf', pdf)
  })
  test('bear names only for those who draw them up and look over them, and are on no side', async () => {
    for (const [as, named] of [[undefined, false], ['sellersOfficer', false], ['biddersInspector', false], ['bidder', false], ['seller', false], ['moderator', false], ['officer', true], ['inspector', true], ['prosecutor', true]] as const) {
      const { body, headers } = await get(`/vi/auctions/${lot}/minutes.json`, as)
      expect([as, body.includes('Công ty Rau sạch')]).toEqual([as, named])
      expect(String(headers['cache-control'])).toContain(named ? 'no-store' : as === undefined ? 'no-cache' : 'no')
    }
  })
  test('name whose number a bid told by telephone was entered for and who of the Exchange entered it, in the copy with names and in no other', async () => {
    const told = await aLot(), entering = await aPerson(db, { staff: ['auction_officer'], name: 'Trịnh Thị Nhập' })
    await goesOn(db, told, course.map((step) => ('bidder' in step.by && step.by.bidder === 342 && step.command.type === 'bid' ? { ...step, by: { bidder: 342, entered_by: entering.person_id! } } : step)))
    await sign()
    for (const form of ['minutes', 'minutes.json', 'minutes.pdf', 'minutes.docx']) for (const [as, named] of [['officer', true], ['inspector', true], [undefined, false], ['bidder', false], ['seller', false], ['sellersOfficer', false], ['biddersInspector', false]] as const) {
      const { rawPayload } = await get(`/vi/auctions/${told}/${form}`, as)
      const text = form === 'minutes.pdf' ? await textOf(rawPayload) : form === 'minutes.docx' ? docxText(rawPayload) : rawPayload.toString()
      expect([form, as, ...['342', 'qua cán bộ', 'Trịnh Thị Nhập', 'Công ty Sông Hồng'].map((part) => text.replace(/\s/g, '').includes(part.replace(/\s/g, '')))]).toEqual([form, as, true, true, named, named && form !== 'minutes']) // the page only counts who took part
    }
    const { lines, attendance } = (await minutesOf(db, told, true))!
    expect(lines.filter(({ vi }) => vi === 'Trả giá qua cán bộ Trịnh Thị Nhập').map(({ number, en }) => [number, en]), 'each bid of that number').toEqual([[342, 'Bid, entered by staff Trịnh Thị Nhập'], [342, 'Bid, entered by staff Trịnh Thị Nhập']])
    expect(attendance).toContainEqual({ number: 342, name: 'Công ty Sông Hồng' })
    const falling = await aLot(someRules({ form: 'descending', floor: vnd(80_000_000), tick: 60_000_000, single_bidder: 'sell' }))
    const [opening] = course, announcing = course.find(({ command }) => command.type === 'announce')
    await goesOn(db, falling, [opening!, { at: opening!.at + 1_000_000, by: { bidder: 587, entered_by: entering.person_id! }, command: { type: 'accept', amount: vnd(100_000_000), key: 'khoa-dien-thoai' } }, announcing!])
    await sign()
    const said = async (withNames: boolean) => (await minutesOf(db, falling, withNames))!.lines.find(({ kind }) => kind === 'price')
    expect(await said(true), 'of a falling price as well').toMatchObject({ number: 587, vi: 'Chấp nhận giá qua cán bộ Trịnh Thị Nhập' })
    expect(await said(false)).toMatchObject({ number: 587, vi: 'Chấp nhận giá qua cán bộ' })
  })
  test('are there once there is a result, and not before', async () => {
    const other = await aLot()
    await goesOn(db, other, course.slice(0, 5))
    await sign()
    expect((await get(`/vi/auctions/${other}/minutes`)).body).toContain('Chưa có kết quả')
    expect((await get(`/vi/auctions/${other}/minutes.pdf`)).statusCode).toBe(404)
    await goesOn(db, other, [{ at: course.at(-1)!.at, by: { auctioneer: 1 }, command: { type: 'cancel', authority: 'Sở KH&CN', reason: 'Hồ sơ sai' } }])
    await sign()
    expect((await get(`/en/auctions/${other}/minutes`)).body).toContain('Cancelled.')
  })
  test('are added to by annexes of the auction officers, numbered, the same press once, and never changed', async () => {
    const add = (actor: typeof officer, of = lot, request_key = randomUUID(), now = noon) => addAnnex(ctxOf(db, actor, now), { lot_id: of, body: 'Đính chính: địa điểm là hội trường tầng 2.', request_key })
    for (const actor of [lan, people[0]!, inspector, moderator]) await expect(add(actor)).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    const live = await aLot()
    await expect(add(officer, live)).rejects.toMatchObject({ refusal: { code: 'lot_not_over' } })
    const press = randomUUID()
    expect([await add(officer, lot, press), await add(officer, lot, press)]).toEqual([1, 1])
    expect((await Promise.all([add(officer, lot, randomUUID(), minutesAfterNoon(1)), add(officer, lot, randomUUID(), minutesAfterNoon(1))])).toSorted((a, b) => a - b)).toEqual([2, 3])
    await expect(db.updateTable('auction_annex').set({ body: 'Nội dung khác hẳn.' }).execute()).rejects.toThrow(/permission denied/)
    expect((await get(`/vi/auctions/${lot}/minutes`)).body).toContain('hội trường tầng 2')
    expect((await get(`/vi/auctions/${lot}/minutes`)).body).not.toContain('Bổ sung phụ lục')
    const sent = await send(app, `/vi/auctions/${lot}/minutes/annexes`, { request_key: randomUUID(), body: 'Bổ sung: danh sách khách mời.' }, cookies.get('officer'))
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/vi/auctions/${lot}/minutes?done=saved`])
    expect((await send(app, `/vi/auctions/${lot}/minutes/annexes`, { request_key: randomUUID(), body: 'x' }, cookies.get('officer'))).statusCode).toBe(422)
    expect((await send(app, `/vi/auctions/${lot}/minutes/annexes`, { request_key: randomUUID(), body: 'Bổ sung của người khác.' }, cookies.get('bidder'))).statusCode).toBe(403)
  })
})

describe('open data', () => {
  test('a release has the fields the standard knows, and tells the course', async () => {
    const given = JSON.parse((await get(`/vi/auctions/${lot}/ocds`)).body) as { releases: [{ tender: { status: string; numberOfTenderers: number }; bids: { details: { status: string; value: { amount: number } }[] }; awards: { value: { amount: number }; suppliers: object[] }[] }] }
    expect(ocdsFaults(given)).toEqual([])
    const [release] = given.releases
    expect(release.tender).toMatchObject({ status: 'complete', numberOfTenderers: 3 })
    expect(release.bids.details.map(({ status, value: { amount } }) => [status, amount / 1e6])).toEqual([['valid', 100], ['withdrawn', 110], ['valid', 125], ['withdrawn', 140], ['valid', 145]])
    expect(release.awards).toMatchObject([{ status: 'active', value: { amount: 145_000_000 }, suppliers: [{ id: 'number-211' }] }])
  })
  test('bids of who is out are withdrawn or disqualified, and an award that was refused stays as cancelled', async () => {
    const steps = course.slice(0, -1), after = (seconds: number) => steps.at(-1)!.at + seconds * 1_000_000, by = { auctioneer: 1 } as const
    const released = async (rules: LotRules | undefined, more: Parameters<typeof goesOn>[2]) => {
      const other = await aLot(rules)
      await goesOn(db, other, [...steps, ...more])
      await sign()
      const given = JSON.parse((await get(`/vi/auctions/${other}/ocds`)).body) as { releases: [{ tag: string[]; tender: { status: string }; parties: { id: string; roles: string[] }[]; bids: { details: { status: string }[] }; awards: { status: string; value: { amount: number }; suppliers: { id: string }[] }[] }] }
      expect(ocdsFaults(given)).toEqual([])
      const { tag, tender, bids, awards } = given.releases[0]
      return { tag, status: tender.status, bids: bids.details.map((bid) => bid.status), awards: awards.map(({ status, suppliers }) => [status, suppliers[0]!.id]) }
    }
    for (const minutes of [false, true]) expect(await released(undefined, [{ at: after(10), by, command: { type: 'refuse_result', bidder: 211, minutes } }]), 'and nobody comes next').toEqual({ tag: ['tender', 'awardCancellation'], status: 'unsuccessful', bids: ['withdrawn', 'withdrawn', 'valid', 'withdrawn', 'withdrawn'], awards: [['cancelled', 'number-211']] })
    expect(await released(someRules({ deposit: vnd(20_000_000) }), [{ at: after(10), by, command: { type: 'disqualify', bidder: 211, reason: 'Thông đồng với người khác' } }, { at: after(20), by: { bidder: 587 }, command: { type: 'take_over', bidder: 587, accepts: true } }]), 'and the next one accepts')
      .toEqual({ tag: ['tender', 'award', 'awardCancellation'], status: 'complete', bids: ['disqualified', 'withdrawn', 'valid', 'withdrawn', 'disqualified'], awards: [['cancelled', 'number-211'], ['pending', 'number-587']] })
  })
  test('an annulled result is a cancelled award with its decision, an annex of the minutes, and changes not a byte of the public file', async () => {
    const other = await aLot()
    await goesOn(db, other, course)
    await sign()
    const file = async () => (await get(`/vi/auctions/${other}/bundle`)).body, before = await file(), second = await aPerson(db, { staff: ['auction_officer'] })
    const released = async () => { const given = (await get(`/vi/auctions/${other}/ocds`)).json<{ releases: [{ id: string; tag: string[]; tender: { status: string }; awards: { status: string; description?: string }[] }] }>(); expect(ocdsFaults(given)).toEqual([]); return given.releases[0] }
    const stood = await released(), [one] = stood.awards
    const annulment_id = await proposeAnnulment(ctxOf(db, officer, noon), ruling(other, noon))
    expect(await released(), 'one officer alone').toEqual(stood)
    await approveAnnulment(ctxOf(db, second, noon), { lot_id: other, annulment_id })
    const { id, tag, tender, awards } = await released(), told = 'Kết quả phiên bị hủy theo quyết định của Tòa án nhân dân thành phố Hà Nội, số 12/2026/DS-ST ngày 02/03/2026. Việc niêm yết không đúng quy định.'
    expect([id, tag, tender.status, awards]).toEqual([`${stood.id}-annulled`, ['tender', 'awardCancellation'], 'complete', [{ ...one, status: 'cancelled', description: told }]])
    expect([await file() === before, verifyBundle(before).right]).toEqual([true, true])
    await db.transaction().execute((tx) => annexOfTheExchange(tx, { at: noon, person_id: second.person_id }, other, annulledAnnex(ruling(other, noon))))
    expect((await get(`/vi/auctions/${other}/minutes.json`)).json()).toMatchObject({ result: { phase: 'signed', price: 145_000_000 }, annexes: [{ number: 1, body: told.replace('2026. ', '2026. Lý do: ') }] })
  })
  test('of lots at every stage it holds', async () => {
    const stages = [0, 1, 5, 9, 11, 12]
    for (const stage of stages) {
      const other = await aLot()
      await goesOn(db, other, course.slice(0, stage))
      await sign()
      expect(ocdsFaults(JSON.parse((await get(`/vi/auctions/${other}/ocds`)).body))).toEqual([])
    }
  })
})

test('after the key is exchanged receipts are signed with the new one, and the file brings both', async () => {
  const old = signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), other = await aLot()
  await goesOn(db, other, course.slice(0, 3))
  await checkpointLots(db, { key: old, publicUrl: config.publicUrl }, noon)
  const receipt = (await get(`/vi/auctions/${other}/receipts/2`, 'bidder')).body
  const verified = verifyBundle((await get(`/vi/auctions/${other}/bundle`)).body, { receipts: [{ name: 'mine', text: receipt }] })
  expect(verified.findings).toEqual([])
  expect(verified.keys.length).toBeGreaterThan(1)
})
