import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Db } from '../src/core/database.ts'
import { type Sent, take } from '../src/platform/auction/decide.ts'
import { armed, type LotRules, type LotState, second } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'
import { bodyOf, canonicalHash, genesisHash, nextHash } from '../src/platform/proof/chain.ts'
import { apply } from '../src/platform/auction/apply.ts'
import { signingKeyOfPem } from '../src/platform/proof/keys.ts'
import { proposeAnnulment } from '../src/modules/auctions/annulment-commands.ts'
import { checkpointLots } from '../src/modules/proofs/checkpointing.ts'
import { genesisOf } from '../src/modules/proofs/log-queries.ts'
import { ruling } from './auction-things.ts'
import { aPerson, ctxOf } from './database.ts'

export const opensAt = Date.parse('2026-03-02T02:00:00Z') * 1_000
export const someRules = (more: Partial<LotRules> = {}): LotRules => ({
  form: 'ascending', regime: 'voluntary', start: vnd(100_000_000), step: vnd(5_000_000), floor: null, opens_at: opensAt, closes_at: opensAt + 900 * second, tick: null, extension: null, reopen: 120 * second,
  most_steps: 10, single_bidder: 'fail', tie: 'earlier', deposit: vnd(15_000_000), ...more,
})

/** A lot of that offer, armed, with bidders under their numbers, straight in the tables: what leads up to it is told elsewhere. */
export async function anArmedLot(db: Db, { listing_id, organisation_id, created_by, rules = someRules(), bidders }: { listing_id: number; organisation_id: number; created_by: number; rules?: LotRules; bidders: readonly { number: number; organisation_id: number; person_id: number }[] }): Promise<number> {
  const at = new Date(opensAt / 1_000 - 60_000)
  const { id } = await db.insertInto('auction_lot').values({
    listing_id, organisation_id, regime: rules.regime, form: rules.form, title: JSON.stringify({ vi: 'Quyền sử dụng công nghệ sấy lạnh bơm nhiệt', en: 'Licence of heat-pump freeze drying' }), rules: JSON.stringify(rules), rules_hash: canonicalHash(rules), state: 'armed', state_since: at,
    registration_opens_at: at, registration_closes_at: at, armed_at: at, auctioneer_id: null, phase: 'armed', price: null, winner: null, proposed_by: null, proposed_at: null, published_by: null, published_at: at, created_by, created_at: at,
    organiser: 'Công ty Đấu giá hợp danh Thăng Long', organiser_licence: '15/TP-ĐKHĐ', auctioneer_name: 'Phạm Quốc Việt', venue: 'Sàn giao dịch công nghệ, 258 Võ Chí Công, Hà Nội',
  }).returning('id').executeTakeFirstOrThrow()
  for (const { number, organisation_id: org, person_id } of bidders) await db.insertInto('auction_bidder').values({ lot_id: id, organisation_id: org, person_id, number, state: 'eligible', state_since: at, salt: `muoi ${number}`, request_key: randomUUID(), registered_at: at }).execute()
  return id
}

/** What happens next in a lot, written into its log as its writer writes it. */
export async function goesOn(db: Db, lot_id: number, steps: readonly (Sent & { at: number })[]): Promise<LotState> {
  const begun = await genesisOf(db, lot_id)
  if (!begun) throw new Error('the lot is not armed')
  const rows = await db.selectFrom('auction_event').select(['body', 'hash']).where('lot_id', '=', lot_id).orderBy('seq').execute()
  let state = armed(begun.rules, begun.genesis.bidders.map(({ number }) => number), begun.genesis.armed_at), hash: Buffer = genesisHash(begun.genesis)
  for (const row of rows) { state = apply(state, JSON.parse(row.body)); hash = row.hash }
  for (const { at, ...sent } of steps) {
    const { state: after, log } = take(state, sent, at)
    for (const event of log) {
      const body = bodyOf(event)
      hash = nextHash(hash, body)
      await db.insertInto('auction_event').values({ lot_id, seq: event.seq, at_us: event.at, body, hash }).execute()
    }
    state = after
  }
  await db.updateTable('auction_lot').set({ phase: state.phase, price: state.price, winner: state.winner, ...(state.phase === 'failed' ? { state: 'failed' as const } : state.phase === 'signed' ? { state: 'settling' as const } : {}) }).where('id', '=', lot_id).execute()
  return state
}

/** A rising lot from its opening to its signed minutes, with a refused bid, a pause and a withdrawal. */
export const aWholeCourse = (numbers: readonly [number, number, number], auctioneer = 1): (Sent & { at: number })[] => {
  const at = (seconds: number): number => opensAt + seconds * second
  const [a, b, c] = numbers
  const bid = (seconds: number, bidder: number, millions: number, sure = false): Sent & { at: number } => ({ at: at(seconds), by: { bidder }, command: { type: 'bid', amount: vnd(millions * 1_000_000), key: `khoa-${seconds}`, ...(sure ? { sure } : {}) } })
  return [
    { at: at(0), by: { clock: true }, command: { type: 'open' } }, bid(20, a, 100), bid(31, b, 110), bid(32, a, 110), bid(60, c, 125),
    { at: at(100), by: { auctioneer }, command: { type: 'pause', reason: 'cannot_bid', word: 'Cổng thanh toán đứt kết nối' } }, { at: at(160), by: { auctioneer }, command: { type: 'resume' } },
    bid(200, b, 140), { at: at(300), by: { bidder: b }, command: { type: 'withdraw', key: 'khoa-rut-lai' } }, bid(400, a, 145),
    { at: at(960), by: { clock: true }, command: { type: 'close' } }, { at: at(1000), by: { auctioneer }, command: { type: 'announce' } }, { at: at(1100), by: { bidder: a }, command: { type: 'sign_minutes' } },
  ]
}

/** A lot that is over, with its log, checkpoints, a bidder who has receipts (no. 342, whose first is of event 3) and a decision to annul it that waits: something real for every address of proofs. */
export async function someProof(db: Db, { listing_id, organisation_id, created_by }: { listing_id: number; organisation_id: number; created_by: number }) {
  const members = await db.selectFrom('membership').select(['organisation_id', 'person_id']).where('organisation_id', '<>', organisation_id).orderBy('organisation_id').orderBy('person_id').execute()
  const bidders = [...new Map(members.map((one) => [one.organisation_id, one])).values()].slice(0, 2).map((one, i) => ({ ...one, number: [211, 342][i]! }))
  if (bidders.length < 2) return null
  const lot = await anArmedLot(db, { listing_id, organisation_id, created_by, bidders })
  await goesOn(db, lot, aWholeCourse([211, 342, 342]))
  await checkpointLots(db, { key: signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), publicUrl: 'http://localhost' }, new Date(opensAt / 1_000))
  const annulment = await proposeAnnulment(ctxOf(db, await aPerson(db, { staff: ['auction_officer'] }), new Date()), ruling(lot, new Date()))
  return { lot, annulment, receipt: 3, bidder: bidders[1]!.organisation_id }
}
