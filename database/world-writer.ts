import type { Db } from '../src/core/database.ts'
import type { LotSender } from '../src/modules/bidding/gate.ts'
import { toldOf } from '../src/modules/bidding/store.ts'
import { genesisOf } from '../src/modules/proofs/log-queries.ts'
import { due, type Sent, take } from '../src/platform/auction/decide.ts'
import { armed, type Instant, type Logged, type LotState } from '../src/platform/auction/lot.ts'
import { digestOf, sender } from '../src/platform/auction/writer.ts'
import { bodyOf, canonicalText, genesisHash, nextHash } from '../src/platform/proof/chain.ts'
import type { SigningKey } from '../src/platform/proof/keys.ts'
import { signReceipt } from '../src/platform/proof/receipt.ts'

/**
 * The writer of the city's lots. The writer of live lots has connections of its own and goes by the clock on the wall; the city is one transaction
 * and tells of other days, so the same rules decide here at the instants that are told, and what they decide is chained and kept the same way.
 */
export function worldWriter(db: Db, key: SigningKey): LotSender & { pass: (lot: number, at: Date) => Promise<void>; leave: (lot: number, until: Date) => Promise<void> } {
  const lots = new Map<number, { state: LotState; hash: Buffer }>()
  let clock: Instant = 0

  async function begin(lot: number): Promise<{ state: LotState; hash: Buffer }> {
    const begun = await genesisOf(db, lot)
    if (!begun) throw new Error(`lot ${lot} is not armed`)
    const { genesis, rules } = begun, hash = genesisHash(genesis)
    await db.insertInto('auction_genesis').values({ lot_id: lot, body: canonicalText(genesis) }).execute()
    await db.insertInto('auction_lease').values({ lot_id: lot, epoch: 1, holder: 'world', endpoint: '', until: new Date(genesis.armed_at / 1_000), seq: 0, hash }).execute()
    return { state: armed(rules, genesis.bidders.map(({ number }) => number), genesis.armed_at), hash }
  }
  async function say(lot: number, sent: Sent, wanted: Instant, request: string | null = null): Promise<{ event: Logged; body: string }> {
    const held = lots.get(lot) ?? await begin(lot)
    const { state, log } = take(held.state, sent, Math.max(held.state.at + 1, wanted))
    let { hash } = held
    const events = log.map((event) => { const body = bodyOf(event); hash = nextHash(hash, body); return { lot_id: lot, seq: event.seq, at_us: event.at, body, hash } })
    lots.set(lot, { state, hash })
    const until = new Date(Math.floor(state.at / 1_000)), hidden = state.rules.form === 'sealed' && (state.phase === 'open' || state.phase === 'opening')
    await db.insertInto('auction_event').values(events).execute()
    await db.updateTable('auction_lease').set({ until, seq: state.seq, hash }).where('lot_id', '=', lot).execute()
    await db.updateTable('auction_lot').set({ phase: state.phase, price: hidden ? null : state.price, winner: state.winner }).where('id', '=', lot).execute()
    if (request !== null) await db.insertInto('auction_command').values({ lot_id: lot, bidder: sender(sent), key: request, digest: digestOf(sent), seq: events[0]!.seq, sent_at: until }).execute()
    for (const event of log) {
      const told = toldOf(lot, event)
      if (told) await db.insertInto('event').values({ type: told.event.type, subject: `lot:${lot}`, person_id: 'auctioneer' in sent.by ? sent.by.auctioneer : null, organisation_id: null, at: new Date(Math.floor(event.at / 1_000)), request_id: 'lot', data: JSON.stringify({ ...told.event, type: undefined }) }).execute()
    }
    return { event: log[0]!, body: events[0]!.body }
  }
  /** What the clock owes the lot by then. */
  async function owe(lot: number, until: Instant): Promise<void> {
    if (!lots.has(lot)) lots.set(lot, await begin(lot))
    for (let next = due(lots.get(lot)!.state); next && next.at <= until; next = due(lots.get(lot)!.state)) await say(lot, { by: { clock: true }, command: next.command }, next.at)
  }
  return {
    async send(lot, sent, request) {
      const at = sent.received ?? clock
      await owe(lot, at)
      const { event, body } = await say(lot, sent, at, request)
      return { kind: 'answered', seq: event.seq, event, receipt: signReceipt({ lot, seq: event.seq, at: event.at, body }, key) }
    },
    /** It is that late: what nobody says by themselves has happened, and what is said without an hour is said then. */
    async pass(lot, at) {
      clock = at.getTime() * 1_000
      await owe(lot, clock)
    },
    /** Nobody takes the lot before then: a city that is built while a lot is open has held nobody up meanwhile. */
    async leave(lot, until) {
      await db.updateTable('auction_lease').set({ until }).where('lot_id', '=', lot).execute()
    },
  }
}
