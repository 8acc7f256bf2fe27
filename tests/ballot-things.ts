import { randomUUID } from 'node:crypto'
import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { ballotKey, sealBallot } from '../src/platform/ballots/seal.ts'
import { sha256 } from '../src/platform/proof/chain.ts'
import { randomSalt } from '../src/platform/sealing/bytes.ts'
import { dealShare, makeSplitKey } from '../src/platform/sealing/shares.ts'
import { aLiveLot } from './auction-lots.ts'
import { aPerson, noon } from './database.ts'

export interface Council { members: Actor[]; texts: string[]; publicKey: Uint8Array; committed: { salt: string; commitment: string }[] }
/** A key ceremony as a browser holds it. */
export async function aCeremony(lot_id: number): Promise<Omit<Council, 'members'>> {
  const { publicKey, shares } = await makeSplitKey()
  const texts: string[] = [], committed: Council['committed'] = []
  for (const [i, share] of shares.entries()) {
    const { text, ...kept } = await dealShare(ballotKey(lot_id), i + 1, share)
    texts.push(text)
    committed.push(kept)
  }
  return { texts, publicKey, committed }
}
/** A council of five and its key, straight in the tables: how it comes about is told in ballots.test.ts. */
export async function aCouncil(db: Db, lot_id: number, named_by: number, members: Actor[] = []): Promise<Council> {
  const held = await aCeremony(lot_id), all = [...members]
  while (all.length < 5) all.push(await aPerson(db, { name: `Thành viên ${all.length + 1}` }))
  await db.insertInto('auction_council').values(all.map((one, i) => ({ lot_id, place: i + 1, person_id: one.person_id!, named_by, named_at: noon, declared_at: noon, removed_at: null }))).execute()
  await db.insertInto('auction_ballot_key').values({ lot_id, round: 1, public_key: Buffer.from(held.publicKey), made_by: named_by, made_at: noon, voided_at: null, secret_key: null, opened_at: null }).execute()
  await db.insertInto('auction_share').values(all.map((one, i) => ({ lot_id, round: 1, place: i + 1, person_id: one.person_id!, ...held.committed[i]!, handed_at: null }))).execute()
  return { ...held, members: all }
}
/** A ballot as a browser seals it, ready to be sent. */
export async function aBallot(lot: number, bidder: number, amount: number, publicKey: Uint8Array) {
  const salt = randomSalt(), bytes = Buffer.from(await sealBallot(publicKey, { lot, bidder, amount, salt }))
  return { request_key: randomUUID() as string, ciphertext: bytes.toString('base64'), hash: sha256(bytes).toString('hex'), bytes, salt }
}

/** A sealed lot that opens in the year 2100, with its council and key, for which every organisation but the seller bids: something real for the addresses of ballots. */
export async function someBallots(db: Db, { institute, offer }: { institute: number; offer: number }) {
  const lot = await aLiveLot(db, institute, offer, 'sealed')
  const { created_by } = await db.selectFrom('auction_lot').select('created_by').where('id', '=', lot).executeTakeFirstOrThrow()
  const members = await db.selectFrom('membership').select(['organisation_id', 'person_id']).where('organisation_id', '<>', institute).orderBy('organisation_id').orderBy('person_id').execute()
  const bidders = [...new Map(members.map((one) => [one.organisation_id, one])).values()].slice(0, 2)
  await db.insertInto('auction_bidder').values(bidders.map((one, i) => ({ ...one, lot_id: lot, number: i + 1, state: 'eligible' as const, state_since: noon, salt: `muối ${i}`, request_key: randomUUID(), registered_at: noon }))).execute()
  const council = await aCouncil(db, lot, created_by)
  const { id } = await db.selectFrom('auction_council').select('id').where('lot_id', '=', lot).limit(1).executeTakeFirstOrThrow()
  return { lot, member: id, council }
}
