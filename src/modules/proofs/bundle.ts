import { createHash, sign } from 'node:crypto'
import type { Ctx } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { apply } from '../../platform/auction/apply.ts'
import { armed, type Logged, type LotState, type Phase } from '../../platform/auction/lot.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { originOf } from '../../platform/proof/checkpoint.ts'
import { publishedKey, type SigningKey } from '../../platform/proof/keys.ts'
import { notFound } from '../../platform/refusal.ts'
import { keyOf } from '../ballots/queries.ts'
import { eventsAfter, genesisOf } from './log-queries.ts'

/** A reserve nobody was told of stays so until it has decided something. Without its rules a log is checked, and its course is not. */
export const showsRules = (phase: Phase, floor: number | null): boolean => floor === null || ['announced', 'offered', 'signed', 'failed'].includes(phase)

/** What is published of a lot besides its log. */
export async function lotFacts(db: Db, lot_id: number) {
  const lot = await db.selectFrom('auction_lot').selectAll().where('id', '=', lot_id).where('state', 'not in', ['draft', 'proposed']).executeTakeFirst()
  if (!lot) return notFound()
  return lot
}

/** So many events are read at once. */
const page = 1_000
/**
 * The public file of a lot, as RFC 8785 text piece by piece: everything up to its newest checkpoint.
 * Whoever has it recomputes winner and price without the Exchange (docs/auction-proof.md). The last
 * member is a signature over all the others, so that not one byte of the file can be another.
 */
export async function bundleOf(ctx: Ctx, lot_id: number, key: SigningKey, publicUrl: string): Promise<AsyncGenerator<string>> {
  const { db } = ctx
  const lot = await lotFacts(db, lot_id)
  const begun = await genesisOf(asSystem(db), lot_id) // commitments are made of what only the system reads
  const checkpoints = await db.selectFrom('auction_checkpoint').select(['size', 'note', 'token']).where('lot_id', '=', lot_id).orderBy('size').execute()
  const last = checkpoints.at(-1)
  if (!begun || !last) return notFound()
  const cosignatures = await db.selectFrom('auction_cosignature').select(['size', 'line']).where('lot_id', '=', lot_id).orderBy('name').execute()
  const published = await db.selectFrom('auction_key').selectAll().orderBy('since').orderBy('name').execute(), own = publishedKey(key.publicKey)
  // A key exchanged a moment ago signs this file before its first checkpoint.
  const keys = published.some(({ name }) => name === own.name) ? published : [...published, { ...own, since: ctx.now() }]
  const { genesis, rules } = begun
  // Public from the moment three members have handed in their shares; before that it is nowhere.
  const secret = (await keyOf(asSystem(db), lot_id))?.secret_key ?? null

  async function* written(): AsyncGenerator<string> {
    yield `{"checkpoints":${canonicalText(checkpoints.map(({ size, note, token }) => ({ note: `${note}${cosignatures.filter((one) => one.size === size).map(({ line }) => line).join('')}`, token: token?.toString('base64') ?? null })))},"events":[`
    let state: LotState = armed(rules, genesis.bidders.map(({ number }) => number), genesis.armed_at)
    let closed = false
    const sealed: { bidder: number; hash: string }[] = []
    for (let seq = 0; seq < last!.size - 1;) {
      const rows = await eventsAfter(db, lot_id, seq, Math.min(page, last!.size - 1 - seq))
      if (rows.length === 0) throw new Error(`the log of lot ${lot_id} ends before its checkpoint`)
      // Of the prices themselves nothing is asked here: only where the lot stands.
      for (const { body } of rows) {
        const event = JSON.parse(body) as Logged
        if (event.type === 'ballot_sealed') sealed.push({ bidder: event.bidder, hash: event.hash })
        if (event.type === 'closed') closed = true
        state = { ...apply(state, event), bids: [] }
      }
      yield `${seq === 0 ? '' : ','}${rows.map(({ body, hash }) => canonicalText({ body, hash: hash.toString('hex') })).join(',')}`
      seq += rows.length
    }
    const { phase, winner, price, closes_at } = state
    const { id, title, organiser, organiser_licence, auctioneer_name, venue, listing_id, regime, demonstration } = lot
    const rest = canonicalText({
      format: 'techex-auction-bundle/1', genesis: { ...genesis, bidders: genesis.bidders.toSorted((a, b) => a.number - b.number) }, keys: keys.map(({ name, public_key, since }) => ({ name, public_key, since: since.toISOString() })),
      lot: { id, title, organiser, organiser_licence, auctioneer_name, venue, listing_id, regime, demonstration }, openings: secret && closed ? await openingsOf(db, lot_id, sealed) : [], ...(secret && closed ? { opening_key: secret.toString('hex') } : {}), origin: originOf(publicUrl, lot_id), result: { phase, winner, price, closes_at }, rules: showsRules(phase, rules.floor) ? rules : null,
    })
    yield `],${rest.slice(1, -1)}`
  }
  return sealed(written(), key)
}

/** What was sealed, of every ballot the log names: the later ones of a bidder and those they replaced. */
async function openingsOf(db: Db, lot_id: number, sealed: readonly { bidder: number; hash: string }[]): Promise<{ bidder: number; hash: string; ciphertext: string }[]> {
  const kept = await asSystem(db).selectFrom('auction_ballot').select(['bidder', 'hash', 'ciphertext']).where('lot_id', '=', lot_id).execute()
  const of = new Map(kept.map((one) => [`${one.bidder} ${one.hash}`, one.ciphertext.toString('base64')]))
  return [...new Map(sealed.map((one) => [`${one.bidder} ${one.hash}`, one])).entries()].flatMap(([name, one]) => { const ciphertext = of.get(name); return ciphertext === undefined ? [] : [{ ...one, ciphertext }] })
}

/** The pieces, and behind them the signature over their hash. */
async function* sealed(pieces: AsyncGenerator<string>, { privateKey, publicKey }: SigningKey): AsyncGenerator<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) { hash.update(piece); yield piece }
  const signature = sign(null, Buffer.from(`techex-auction-bundle/1\n${hash.update('}').digest('hex')}\n`), privateKey).toString('hex')
  yield `,"seal":${canonicalText({ key: publishedKey(publicKey).name, signature })}}\n`
}
export async function wholeText(pieces: AsyncGenerator<string>): Promise<string> { let text = ''; for await (const piece of pieces) text += piece; return text }
