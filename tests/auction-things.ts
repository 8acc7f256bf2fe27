import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { z } from 'zod'
import { type Actor, byTime, type Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { approvePostponement, proposePostponement } from '../src/modules/auctions/date-commands.ts'
import { timesOf } from '../src/modules/auctions/date-rules.ts'
import { draftLot, noteNotice, proposeLot, publishLot } from '../src/modules/auctions/draft-commands.ts'
import { type PutLotDocument, putLotFile } from '../src/modules/auctions/file-commands.ts'
import { receiveUpload } from '../src/modules/documents/commands.ts'
import type { Storage } from '../src/platform/storage.ts'
import { DraftLot } from '../src/modules/auctions/lot-fields.ts'
import { receiveDeposit } from '../src/modules/auctions/deposit-commands.ts'
import { closeRegistration, settleLot, type Sold } from '../src/modules/auctions/ending.ts'
import { askOfLot } from '../src/modules/auctions/question-commands.ts'
import { proposeReplacement } from '../src/modules/auctions/replacement-commands.ts'
import { registerBidder } from '../src/modules/auctions/registration-commands.ts'
import { lotRow, planOf } from '../src/modules/auctions/turns.ts'
import type { Logged } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'
import { hanoiDay, minutesFrom, shownMoment } from '../src/platform/time.ts'
import { anOrganisation, aPerson, ctxOf } from './database.ts'
import { listed } from './listings.ts'

/** What an officer types for a voluntary lot of 100 million that opens three hours from now. */
export const lotForm = (listing_id: number, now: Date, over: Record<string, unknown> = {}): z.output<typeof DraftLot> => DraftLot.parse({
  listing_id: String(listing_id), replaces: '', request_key: randomUUID(), regime: 'voluntary', form: 'ascending', title_vi: 'Bản quyền máy sấy lạnh rau quả', title_en: 'Licence of a cold dryer', about: 'Quyền sử dụng độc quyền tại Hà Nội, kèm hồ sơ kỹ thuật.', viewing: '', venue: '',
  organiser: '', organiser_licence: '', auctioneer_id: '', auctioneer_name: '', owner_decision: '', start: '100.000.000', step: '5.000.000', floor: '', most_steps: '20', deposit: '10.000.000',
  deposit_bank: 'Ngân hàng thử', deposit_bin: '970436', deposit_account: '0011012345678', deposit_holder: 'SAN CONG NGHE',
  registration_opens_at: shownMoment(minutesFrom(now, -60)), registration_closes_at: shownMoment(minutesFrom(now, 60)), opens_at: shownMoment(minutesFrom(now, 180)), closes_at: shownMoment(minutesFrom(now, 240)),
  tick_minutes: '', extension_minutes: '2', latest_minutes: '30', reopen_minutes: '5', single_bidder: 'fail', tie: 'draw', ...over,
})

/** A document put into the dossier of a lot: one of the asset that everybody reads, unless told. */
export async function filed(ctx: Ctx, storage: Storage, lot_id: number, over: Partial<z.output<typeof PutLotDocument>> & { content?: string | Buffer; filename?: string } = {}): Promise<number> {
  const { content = `Tài liệu ${randomUUID()}`, filename = 'tai-lieu.txt', ...rest } = over
  const upload = await receiveUpload(ctx, storage, { stream: Readable.from([Buffer.from(content)]), filename, maxBytes: 1_000_000, truncated: () => false }, 'document')
  return putLotFile(ctx, storage, { lot_id, kind: 'asset', readers: 'public', title: 'Hồ sơ kỹ thuật của máy sấy', reason: '', ...rest }, upload)
}
/** The dossier of that draft has its regulation, where no file is asked for. */
export async function regulated(db: Db, lot_id: number, officer: Actor, now: Date): Promise<void> {
  const file = { sha256: createHash('sha256').update(`quy chế ${lot_id}`).digest('hex'), media_type: 'application/pdf', bytes: 2_000 }
  const { id } = await db.insertInto('document').values({ ...file, name: 'quy-che.pdf', organisation_id: null, created_by: officer.person_id, created_at: now }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('auction_file').values({ ...file, lot_id, kind: 'regulation', readers: 'public', title: 'Quy chế cuộc đấu giá', reason: '', document_id: id, person_id: officer.person_id!, added_at: now }).execute()
}
/** A lot open for registration, published by two officers; `filing` puts files into its draft. */
export async function aLot(db: Db, { officer, second, offer, now, over = {}, filing = async () => {} }: { officer: Actor; second: Actor; offer: number; now: Date; over?: Record<string, unknown>; filing?: (lot_id: number) => Promise<unknown> }): Promise<number> {
  const lot_id = await draftLot(ctxOf(db, officer, now), lotForm(offer, now, over))
  await filing(lot_id)
  if (over.regime === 'statutory') await regulated(db, lot_id, officer, now)
  await proposeLot(ctxOf(db, officer, now), { lot_id, version: 0 })
  await publishLot(ctxOf(db, second, now), { lot_id, version: 0 })
  return lot_id
}
export const registration = (lot_id: number, over: Partial<Parameters<typeof registerBidder>[1]> = {}): Parameters<typeof registerBidder>[1] => ({ lot_id, request_key: randomUUID(), capacity: 'yes', unrelated: 'yes', own_behalf: 'yes', relatives: 'none', links: '', id_marks: [randomUUID()], browser_mark: '', refund_to: 'Ngân hàng A, 0123456789, CÔNG TY', ...over })

/** All times of a lot later by so many minutes, a day and two hours unless told, waiting for another officer. */
export async function postponementProposed(db: Db, lot_id: number, { officer, now, minutes = 26 * 60, reason = 'Mất điện diện rộng tại nơi xem tài sản.' }: { officer: Actor; now: Date; minutes?: number; reason?: string }): Promise<number> {
  const { registration_closes_at, opens_at, closes_at } = timesOf(planOf(await lotRow(db, lot_id)))
  return proposePostponement(ctxOf(db, officer, now), { lot_id, request_key: randomUUID(), reason, registration_closes_at: minutesFrom(registration_closes_at, minutes), opens_at: minutesFrom(opens_at, minutes), closes_at: minutesFrom(closes_at, minutes) })
}

/** The money of this bidder is there, by the line of a statement. */
export async function paid(db: Db, officer: Actor, bidder_id: number, now: Date): Promise<void> {
  const deposit = await db.selectFrom('auction_deposit').selectAll().where('bidder_id', '=', bidder_id).executeTakeFirstOrThrow()
  await receiveDeposit(ctxOf(db, officer, now), { lot_id: deposit.lot_id, deposit_id: deposit.id, amount: deposit.amount, paid_on: hanoiDay(now), words: `CK ${deposit.reference} ngay ${hanoiDay(now)}` })
}

/** A lot of that offer whose first bidder won it at 120 million and signed its minutes, four hours after `now`; the second did not. Nobody ran its room. */
export async function aSoldLot(db: Db, { officer, second, offer, now, bidders }: { officer: Actor; second: Actor; offer: number; now: Date; bidders: readonly [Actor, Actor] }): Promise<{ lot: number; sold: Sold }> {
  const lot = await aLot(db, { officer, second, offer, now })
  for (const actor of bidders) await paid(db, officer, await registerBidder(ctxOf(db, actor, now), registration(lot)), now)
  // At once: a web process that looks for lots meanwhile finds none that is armed.
  const sold = await db.transaction().execute(async (tx) => {
    await closeRegistration(tx, byTime(tx, minutesFrom(now, 61), 'test'), lot)
    const { number: winner } = await tx.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot).where('organisation_id', '=', bidders[0].organisation_id).executeTakeFirstOrThrow()
    await tx.updateTable('auction_lot').set({ phase: 'signed', winner, price: vnd(120_000_000) }).where('id', '=', lot).execute()
    return settleLot(tx, byTime(tx, minutesFrom(now, 240), 'test'), lot)
  })
  return { lot, sold: sold! }
}
/** What annuls it, as an officer types it. */
export const ruling = (lot_id: number, now: Date, over: object = {}) => ({ lot_id, request_key: randomUUID(), authority: 'Tòa án nhân dân thành phố Hà Nội', ruling_number: '12/2026/DS-ST', ruled_on: hanoiDay(now), reason: 'Việc niêm yết không đúng quy định.', ...over })

/** What stands in the log of a lot, where a test needs no writer for it. */
export async function saysInLog(db: Db, lot_id: number, ...events: { type: Logged['type']; [what: string]: unknown }[]): Promise<void> {
  await db.insertInto('auction_event').values(events.map((event, i) => ({ lot_id, seq: i + 1, at_us: i + 1, body: JSON.stringify({ ...event, seq: i + 1, at: i + 1 }), hash: Buffer.alloc(32) }))).execute()
}

/** A draft, a lot that takes registrations with one bidder who paid and one who did not, a question and a postponement waiting, and one that was postponed: something real for every address of the auctions. */
export async function someAuctions(db: Db, now = new Date(), storage: Storage | null = null) {
  const officer = await aPerson(db, { staff: ['auction_officer'], name: 'Đoàn Thị Đấu' }), second = await aPerson(db, { staff: ['auction_officer'], name: 'Ngô Văn Giá' })
  const seller = await anOrganisation(db, 'institute', 'Viện Bán tài sản'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Trả giá'), other = await anOrganisation(db, 'enterprise', 'Công ty Chậm nộp')
  const bids = await aPerson(db, { organisation: buyer, name: 'Trần Trả Giá' }), slow = await aPerson(db, { organisation: other, name: 'Lý Chậm Nộp' })
  const offer = await listed(db, seller, 'Công nghệ đưa ra phiên'), next = await listed(db, seller, 'Công nghệ chờ đưa ra phiên')
  const filing = storage ? async (lot_id: number) => { await filed(ctxOf(db, officer, now), storage, lot_id, { kind: 'regulation', title: 'Quy chế phiên chào giá' }); await filed(ctxOf(db, officer, now), storage, lot_id, { readers: 'bidders', title: 'Bí quyết vận hành' }) } : undefined
  const lot = await aLot(db, { officer, second, offer, now, ...(filing && { filing }) })
  const draft = await draftLot(ctxOf(db, officer, now), lotForm(next, now))
  const file = storage && await filed(ctxOf(db, officer, now), storage, draft)
  await noteNotice(ctxOf(db, officer, now), { lot_id: lot, kind: 'posting', on_day: hanoiDay(now), place: 'Trụ sở Sàn, 258 Võ Chí Công' })
  const bidder = await registerBidder(ctxOf(db, bids, now), registration(lot))
  await paid(db, officer, bidder, now)
  const late = await registerBidder(ctxOf(db, slow, now), registration(lot))
  const question = await askOfLot(ctxOf(db, slow, now), { lot_id: lot, question: 'Máy đã chạy bao nhiêu giờ?', request_key: randomUUID() })
  const postponement = await postponementProposed(db, lot, { officer, now })
  const postponed = await aLot(db, { officer, second, offer: await listed(db, seller, 'Công nghệ của phiên đã dời'), now, over: { auctioneer_id: String(officer.person_id), auctioneer_name: officer.name } })
  const replacement = await proposeReplacement(ctxOf(db, officer, now), { lot_id: postponed, request_key: randomUUID(), to_id: second.person_id!, to_name: second.name, reason: 'Người điều hành đi công tác.' })
  await approvePostponement(ctxOf(db, second, now), { lot_id: postponed, postponement_id: await postponementProposed(db, postponed, { officer, now }) })
  const { id: deposit } = await db.selectFrom('auction_deposit').select('id').where('bidder_id', '=', late).executeTakeFirstOrThrow()
  return { lot, draft, file, replacement, postponement, postponed, bidder, late, deposit, question, offer: next, officer, second, seller, bids, slow }
}
