import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { aLot, filed, lotForm, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { unguarded } from '../../../tests/auction-lots.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, byTime, type Ctx } from '../../core/context.ts'
import type { LotEvent } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { bodyOf } from '../../platform/proof/chain.ts'
import { openStorage } from '../../platform/storage.ts'
import { minutesFrom } from '../../platform/time.ts'
import { receiveUpload } from '../documents/commands.ts'
import { readableDocument } from '../documents/queries.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { draftLot, noteNotice, proposeLot, publishLot, sendBackLot } from './draft-commands.ts'
import { closeRegistration } from './ending.ts'
import { lotDocuments, putLotFile, takeLotFile } from './file-commands.ts'
import { mostLotFiles } from './file-rules.ts'
import { lotFile, officeFile } from './queries.ts'
import { leaveLot, refuseBidder, registerBidder } from './registration-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const folder = mkdtempSync(join(tmpdir(), 'techex-lot-files-')), storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const institute = await anOrganisation(db, 'institute', 'Viện Bán'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Mua'), leaving = await anOrganisation(db, 'enterprise', 'Công ty Rút'), elsewhere = await anOrganisation(db, 'enterprise', 'Công ty Khác')
const staff = (role: Actor['staff_roles'][number]) => aPerson(db, { staff: [role] })
const dau = await staff('auction_officer'), gia = await staff('auction_officer'), inspector = await staff('inspector'), prosecutor = await staff('prosecutor'), observer = await staff('observer'), administrator = await staff('administrator'), moderator = await staff('moderator')
const sellers = await aPerson(db, { organisation: institute, role: 'viewer' }), sellersOfficer = await aPerson(db, { organisation: institute, role: 'viewer', staff: ['auction_officer'] })
const bids = await aPerson(db, { organisation: buyer }), reads = await aPerson(db, { organisation: buyer, role: 'viewer' }), left = await aPerson(db, { organisation: leaving }), other = await aPerson(db, { organisation: elsewhere }), stranger = await aPerson(db)
const everybody = { anonymous, stranger, other, bids, reads, left, sellers, sellersOfficer, dau, gia, inspector, prosecutor, observer, administrator, moderator }
const at = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesFrom(noon, minutes))
const offer = () => listed(db, institute, 'Máy sấy lạnh')
const drafted = async () => draftLot(at(dau), lotForm(await offer(), noon))
const open = async (filing: (lot_id: number) => Promise<unknown>) => aLot(db, { officer: dau, second: gia, offer: await offer(), now: noon, filing })
const documentOf = async (id: number) => (await db.selectFrom('auction_file').select('document_id').where('id', '=', id).executeTakeFirstOrThrow()).document_id
/** Who is handed the file; whoever is not does not even find its document by asking the database. */
async function readersOf(id: number, of: Record<string, Actor> = everybody): Promise<string[]> {
  const document = await documentOf(id), able: string[] = []
  for (const [name, actor] of Object.entries(of)) {
    const file = await readableDocument(at(actor), { lot: lotDocuments }, document), row = await at(actor).db.selectFrom('document').select('id').where('id', '=', document).executeTakeFirst()
    if (name !== 'dau') expect([name, row !== undefined]).toEqual([name, file !== undefined]) // who brought it knows that it is there
    if (file) able.push(name)
  }
  return able
}
const views = (file: number) => db.selectFrom('auction_file_view').select(['person_id', 'organisation_id']).where('file_id', '=', file).orderBy('id').execute()

test('A public file of a published lot is everybody’s; one for bidders is read by those registered, the seller, and officers and inspectors; in a draft both are the seller’s and the staff’s, and one taken out is nobody’s.', async () => {
  let plain = 0, kept = 0, taken = 0
  const lot = await open(async (lot_id) => {
    plain = await filed(at(dau), storage, lot_id, { kind: 'regulation', title: 'Quy chế' })
    kept = await filed(at(dau), storage, lot_id, { readers: 'bidders' })
    taken = await filed(at(gia), storage, lot_id)
    expect(await readersOf(plain)).toEqual(['sellers', 'sellersOfficer', 'dau', 'gia', 'inspector', 'prosecutor', 'observer'])
    expect(await readersOf(kept)).toEqual(['sellers', 'sellersOfficer', 'dau', 'gia', 'inspector', 'prosecutor'])
    await takeLotFile(at(dau), { lot_id, file_id: taken })
  })
  expect(await readersOf(taken, { anonymous, sellers, inspector, bids })).toEqual([])
  expect(await readersOf(plain)).toEqual(Object.keys(everybody))
  const officers = ['sellers', 'sellersOfficer', 'dau', 'gia', 'inspector', 'prosecutor']
  expect(await readersOf(kept)).toEqual(officers)
  await registerBidder(at(bids), registration(lot))
  const gone = await registerBidder(at(left), registration(lot))
  expect(await readersOf(kept)).toEqual(['bids', 'reads', 'left', ...officers])
  await leaveLot(at(left, 1), { lot_id: lot })
  expect(gone).toBeGreaterThan(0)
  expect(await readersOf(kept)).toEqual(['bids', 'reads', ...officers])
  // What everybody may know of it: its title, size and hash, and not where it is.
  const { files, access } = await lotFile(at(other, 2), lot)
  expect([access, files.map(({ title, document }) => [title, document !== null])]).toEqual([null, [['Quy chế', true], ['Hồ sơ kỹ thuật của máy sấy', false]]])
  expect((await lotFile(at(reads, 2), lot)).files.map(({ document }) => document !== null)).toEqual([true, true])
  expect((await lotFile(at(observer, 2), lot)).files.map(({ document }) => document !== null)).toEqual([true, false])
})

test('The SHA-256 and size beside a file are those of what everybody is handed.', async () => {
  const content = 'Quy chế có dấu tiếng Việt', lot = await open((lot_id) => filed(at(dau), storage, lot_id, { kind: 'regulation', content }))
  const { files: [file] } = await lotFile(at(anonymous), lot)
  expect(file).toMatchObject({ sha256: createHash('sha256').update(content).digest('hex'), bytes: Buffer.byteLength(content) })
})

test('Each reading of a file for bidders is written down with whom it was read for, the seller’s own excepted; the officers of the lot see it, and no officer of the seller.', async () => {
  let kept = 0, plain = 0
  const lot = await open(async (lot_id) => { kept = await filed(at(dau), storage, lot_id, { readers: 'bidders' }); plain = await filed(at(dau), storage, lot_id) })
  await registerBidder(at(bids), registration(lot))
  const document = await documentOf(kept), open_ = await documentOf(plain)
  for (const actor of [reads, reads, sellers, sellersOfficer, inspector, dau]) await (await readableDocument(at(actor, 5), { lot: lotDocuments }, document))!.recordView()
  for (const actor of [anonymous, reads]) await (await readableDocument(at(actor, 5), { lot: lotDocuments }, open_))!.recordView()
  expect(await views(kept)).toEqual([reads, reads, inspector, dau].map(({ person_id }) => ({ person_id, organisation_id: person_id === reads.person_id ? buyer : null })))
  expect(await views(plain)).toEqual([])
  const desk = await officeFile(at(gia), await lotFile(at(gia), lot))
  expect(desk.views.map(({ organisation_vi }) => organisation_vi)).toEqual([null, null, 'Công ty Mua', 'Công ty Mua'])
  expect((await lotFile(at(sellersOfficer), lot)).readsBidders).toBe(false)
  const seen = async (actor: Actor) => (await at(actor).db.selectFrom('auction_file_view').select('id').where('file_id', '=', kept).execute()).length
  expect(await Promise.all([anonymous, other, bids, reads, sellers, observer, inspector].map(seen))).toEqual([0, 0, 0, 2, 0, 0, 4])
  await expect(at(reads).db.insertInto('auction_file_view').values({ lot_id: lot, file_id: kept, person_id: other.person_id!, organisation_id: null, acted_by: null, at: noon }).execute()).rejects.toThrow('row-level security')
})

test('Only auction officers put files in and take them out, and none of them who belongs to the seller.', async () => {
  const lot = await drafted(), file = await filed(at(dau), storage, lot)
  for (const [name, actor] of Object.entries(everybody)) {
    if (actor === dau || actor === gia) continue
    const code = actor === anonymous ? 'sign_in_first' : name === 'sellersOfficer' ? 'officer_of_seller' : 'not_permitted'
    expect([name, await refused(filed(at(actor), storage, lot)), await refused(takeLotFile(at(actor), { lot_id: lot, file_id: file }))]).toEqual([name, code, code])
  }
  const row = { lot_id: lot, kind: 'asset' as const, readers: 'public' as const, title: 'Tệp', document_id: await documentOf(file), sha256: 'a'.repeat(64), bytes: 1, media_type: 'text/plain', reason: '', person_id: bids.person_id!, added_at: noon }
  for (const actor of [sellers, bids]) await expect(at(actor).db.insertInto('auction_file').values(row).execute()).rejects.toThrow('row-level security')
  expect(await refused(takeLotFile(at(gia), { lot_id: await drafted(), file_id: file }))).toBe('not_found')
})

test('Files that are not what they say, too large or infected, twice the same and one too many are refused, and nothing of them is left.', async () => {
  const lot = await drafted(), into = (content: Buffer | string, filename: string) => refused(filed(at(dau), storage, lot, { content, filename }))
  await filed(at(dau), storage, lot, { content: 'một lần', title: 'Đã có' })
  const lying = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length, before = lying()
  expect(await into('MZ\u0090\u0000\u0003', 'quy-che.pdf')).toBe('file_type_refused')
  expect(await into('<!doctype html><script>alert(1)</script>', 'quy-che.html')).toBe('file_type_refused')
  expect(await into('%PDF-1.7 nửa tệp', 'quy-che.pdf')).toBe('file_broken')
  expect(await into('', 'rong.txt')).toBe('file_empty')
  expect(await into('x'.repeat(1_000_001), 'lon.txt')).toBe('file_too_large')
  expect(await into('một lần', 'ten-khac.txt')).toBe('lot_file_there')
  const scanned = openStorage(folder, { scanner: async () => 'Eicar' })
  expect(await refused(filed(at(dau), scanned, lot))).toBe('file_infected')
  const picture = receiveUpload(at(dau), storage, { stream: Readable.from([Buffer.from('%PDF-1.7\n%%EOF')]), filename: 'anh.pdf', maxBytes: 1_000_000, truncated: () => false }, 'picture')
  expect(await refused(picture)).toBe('file_type_refused')
  expect(lying()).toBe(before)
  const { n } = await db.selectFrom('auction_file').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot).executeTakeFirstOrThrow()
  for (let i = n; i < mostLotFiles - 1; i++) await filed(at(dau), storage, lot)
  expect((await Promise.all([dau, gia].map((actor) => refused(filed(at(actor), storage, lot))))).toSorted()).toEqual(['done', 'too_many_lot_files'])
}, 60_000)

test('From its proposal on the files of a lot stand: nobody takes one out, puts one in or changes one, by no way, until it is sent back.', async () => {
  const lot = await drafted(), file = await filed(at(dau), storage, lot)
  const fixed = async () => {
    expect([await refused(filed(at(gia), storage, lot)), await refused(takeLotFile(at(gia), { lot_id: lot, file_id: file }))]).toEqual(['lot_files_stand', 'lot_files_stand'])
    await expect(at(gia).db.updateTable('auction_file').set({ removed_by: gia.person_id, removed_at: noon }).where('id', '=', file).execute()).rejects.toThrow('stand from its proposal on')
    for (const change of ["title = 'Khác'", "readers = 'bidders'", `sha256 = '${'0'.repeat(64)}'`, 'removed_at = now(), removed_by = person_id']) await expect(asOwner(`update auction_file set ${change} where id = ${file}`)).rejects.toThrow('stand from its proposal on')
    await expect(asOwner(`delete from auction_file where id = ${file}`)).rejects.toThrow('never deleted')
  }
  await proposeLot(at(dau), { lot_id: lot, version: 0 })
  await fixed()
  await sendBackLot(at(gia), { lot_id: lot, reason: 'Thiếu ảnh tài sản.' })
  await takeLotFile(at(gia), { lot_id: lot, file_id: file })
  await takeLotFile(at(gia), { lot_id: lot, file_id: file }) // pressed twice
  const again = await filed(at(dau), storage, lot)
  await proposeLot(at(dau), { lot_id: lot, version: 1 })
  await publishLot(at(gia), { lot_id: lot, version: 1 })
  expect(await refused(takeLotFile(at(dau), { lot_id: lot, file_id: again }))).toBe('lot_files_stand')
  for (const actor of [dau, gia]) await expect(at(actor).db.updateTable('auction_file').set({ removed_by: actor.person_id, removed_at: noon }).where('id', '=', again).execute()).rejects.toThrow('stand from its proposal on')
  await expect(at(dau).db.updateTable('auction_file').set({ title: 'Khác' }).where('id', '=', again).execute()).rejects.toThrow('permission denied')
  expect(await readersOf(again, { anonymous })).toEqual(['anonymous'])
})

test('While registrations are taken a file may be added with its reason: that is a change in what was published, told to those registered, who may then go also when registration is over; who registers later may not.', async () => {
  const lot = await open((lot_id) => filed(at(dau), storage, lot_id, { kind: 'regulation' }))
  await registerBidder(at(bids), registration(lot))
  expect(await refused(filed(at(dau, 10), storage, lot))).toBe('file_reason_needed')
  expect(await refused(filed(at(dau, 10), storage, lot, { kind: 'regulation', reason: 'Sửa quy chế' }))).toBe('regulation_stands')
  const added = await filed(at(gia, 10), storage, lot, { title: 'Biên bản kiểm tra', reason: 'Có kết quả kiểm tra máy' })
  const { files, notices } = await lotFile(at(anonymous, 11), lot)
  expect(files.find(({ id }) => id === added)).toMatchObject({ reason: 'Có kết quả kiểm tra máy', title: 'Biên bản kiểm tra' })
  expect(notices).toEqual([{ kind: 'change', on_day: '2026-03-02', place: 'Bổ sung hồ sơ: “Biên bản kiểm tra”. Lý do: Có kết quả kiểm tra máy' }])
  const events = await db.selectFrom('event').select('type').where('subject', '=', `lot:${lot}`).where('type', 'in', ['lot.file_put', 'lot.noticed']).orderBy('id').execute()
  expect(events.map(({ type }) => type)).toEqual(['lot.file_put', 'lot.file_put', 'lot.noticed'])
  await registerBidder(at(other, 20), registration(lot))
  expect(await refused(filed(at(dau, 60), storage, lot, { reason: 'Muộn một phút' }))).toBe('lot_files_stand')
  expect([await refused(leaveLot(at(other, 61), { lot_id: lot })), await refused(leaveLot(at(bids, 61), { lot_id: lot }))]).toEqual(['withdrawal_over', 'done'])
  const row = { lot_id: lot, kind: 'asset' as const, readers: 'public' as const, title: 'Tệp', document_id: await documentOf(added), sha256: 'a'.repeat(64), bytes: 1, media_type: 'text/plain', reason: '', person_id: dau.person_id!, added_at: noon }
  await expect(at(dau).db.insertInto('auction_file').values(row).execute()).rejects.toThrow('with a reason while it takes registrations')
  await expect(at(dau).db.insertInto('auction_file').values({ ...row, kind: 'regulation', reason: 'Sửa' }).execute()).rejects.toThrow('with a reason while it takes registrations')
})

test('Of two officers who add the same file at once one does, and a file that could not be announced is not kept.', async () => {
  const lot = await open(async () => {})
  const both = await Promise.all([dau, gia].map((actor) => refused(filed(at(actor, 1), storage, lot, { content: 'cùng một tệp', reason: 'Bổ sung' }))))
  expect(both.toSorted()).toEqual(['done', 'lot_file_there'])
  for (let i = 1; i < 40; i++) await noteNotice(at(dau), { lot_id: lot, kind: 'portal', on_day: '2026-03-02', place: `Cổng, lần ${i}` })
  expect(await refused(filed(at(dau, 2), storage, lot, { reason: 'Bổ sung' }))).toBe('too_many_notices')
  expect((await lotFile(at(anonymous), lot)).files.length).toBe(1)
})

test('Of one officer who takes a file out and one who proposes at once, what was proposed is what stands.', async () => {
  for (let i = 0; i < 4; i++) {
    const lot = await drafted(), file = await filed(at(dau), storage, lot)
    const [gone, proposed] = await Promise.all([refused(takeLotFile(at(gia), { lot_id: lot, file_id: file })), refused(proposeLot(at(dau), { lot_id: lot, version: 0 }))])
    const { files } = await lotFile(at(gia), lot)
    expect([proposed, files.length]).toEqual(['done', gone === 'done' ? 0 : 1])
  }
})

test('Once a lot is over its winner goes on reading files for bidders, and who did not win reads them no more.', async () => {
  let kept = 0
  const lot = await open(async (lot_id) => { kept = await filed(at(dau), storage, lot_id, { readers: 'bidders' }) })
  await registerBidder(at(bids), registration(lot))
  await registerBidder(at(other), registration(lot, { request_key: randomUUID() }))
  const ends = (state: string, winner: number | null) => unguarded(asOwner, `update auction_bidder set state = 'eligible', number = case organisation_id when ${buyer} then 321 else 654 end where lot_id = ${lot}; update auction_lot set state = '${state}', winner = ${winner} where id = ${lot}`)
  const reading: [string, number | null, string[]][] = [['armed', null, ['bids', 'other']], ['settling', 321, ['bids']], ['completed', 654, ['other']], ['failed', null, []], ['cancelled', null, []], ['defaulted', 321, []], ['annulled', 321, []]]
  for (const [state, winner, readers] of reading) {
    await ends(state, winner)
    expect([state, await readersOf(kept, { bids, other })]).toEqual([state, readers])
  }
})

test('Who withdrew or was disqualified while bidding was open reads files for bidders no more, though the lot goes on.', async () => {
  let kept = 0
  const lot = await open(async (lot_id) => { kept = await filed(at(dau), storage, lot_id, { readers: 'bidders' }) })
  for (const one of [bids, other, left]) await registerBidder(at(one), registration(lot, { request_key: randomUUID() }))
  await unguarded(asOwner, `update auction_bidder set state = 'eligible', number = 300 + organisation_id where lot_id = ${lot}; update auction_lot set state = 'armed', phase = 'open' where id = ${lot}`)
  const logged = (event: LotEvent, seq: number) => db.insertInto('auction_event').values({ lot_id: lot, seq, at_us: seq, body: bodyOf({ ...event, seq, at: seq }), hash: Buffer.alloc(32) }).execute()
  await logged({ type: 'bid_taken', bidder: 300 + elsewhere, amount: vnd(100_000_000), key: 'khoa-mot-gia', closes_at: 9, entered_by: null }, 1)
  expect(await readersOf(kept, { bids, other, left })).toEqual(['bids', 'other', 'left'])
  await logged({ type: 'bidder_out', bidder: 300 + elsewhere, reason: 'withdrew', word: '' }, 2)
  expect(await readersOf(kept, { bids, other, left })).toEqual(['bids', 'left'])
  await logged({ type: 'bidder_out', bidder: 300 + leaving, reason: 'disqualified', word: 'Nhận là người khác' }, 3)
  expect(await readersOf(kept, { bids, other, left })).toEqual(['bids'])
  expect((await lotFile(at(other, 2), lot)).access).toBeNull()
})

test('Who was not admitted and who is no longer there when the lot is armed reads files for bidders no more; who bids does.', async () => {
  let kept = 0
  const lot = await open(async (lot_id) => { kept = await filed(at(dau), storage, lot_id, { readers: 'bidders' }) })
  const out = await registerBidder(at(left), registration(lot))
  await registerBidder(at(bids), registration(lot))
  await refuseBidder(at(gia), { lot_id: lot, bidder_id: out, reason: 'Người đại diện từng định giá tài sản.' })
  expect(await readersOf(kept, { left, bids })).toEqual(['bids'])
  await unguarded(asOwner, `update auction_lot set rules = jsonb_set(rules, '{single_bidder}', '"sell"') where id = ${lot}; update auction_bidder set state = 'eligible', number = 321 where lot_id = ${lot} and organisation_id = ${buyer}; update auction_deposit set state = 'lapsed' where lot_id = ${lot}`)
  await registerBidder(at(other), registration(lot, { request_key: randomUUID() }))
  await db.transaction().execute((tx) => closeRegistration(tx, byTime(db, minutesFrom(noon, 151), 'auctions'), lot))
  expect(await readersOf(kept, { left, bids, other })).toEqual(['bids'])
  expect(await refused(putLotFile(at(dau, 152), storage, { lot_id: lot, kind: 'asset', readers: 'public', title: 'Muộn', reason: 'Muộn' }, await receiveUpload(at(dau), storage, { stream: Readable.from(['x']), filename: 'x.txt', maxBytes: 10, truncated: () => false }, 'document')))).toBe('lot_files_stand')
})
