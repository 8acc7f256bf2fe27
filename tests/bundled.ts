import { generateKeyPairSync, sign } from 'node:crypto'
import type { Logged, LotRules } from '../src/platform/auction/lot.ts'
import { bodyOf, canonicalText, genesisHash, nextHash, sha256 } from '../src/platform/proof/chain.ts'
import { checkpointText, signNote } from '../src/platform/proof/checkpoint.ts'
import { publishedKey, type SigningKey, signingKeyOfPem } from '../src/platform/proof/keys.ts'
import { leafHash, rootOf } from '../src/platform/proof/merkle.ts'
import { noon } from './database.ts'

/** Public files of lots that were never held: of a log, as the Exchange makes them of its own. */
export const aKey = (): SigningKey => signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
export const key = aKey()

export type Parts = { checkpoints: { note: string; token: string | null }[]; events: { body: string; hash: string }[]; genesis: { lot: number; armed_at: number; rules_hash: string; bidders: { number: number; commitment: string }[] }; rules: LotRules; result: object; keys: object[]; origin: string; seal?: object } & Record<string, unknown>
/** The file of those parts, sealed by whoever has that key. */
export function sealedBy(parts: Parts, by: SigningKey = key): string {
  const { seal: _, ...rest } = parts
  const signature = sign(null, Buffer.from(`techex-auction-bundle/1\n${sha256(canonicalText(rest)).toString('hex')}\n`), by.privateKey).toString('hex')
  return `${canonicalText({ ...rest, seal: { key: publishedKey(by.publicKey).name, signature } })}\n`
}
/** A bundle of a course the engine ran, with a checkpoint after every so many events. */
export function bundled(lot: number, rules: LotRules, bidders: readonly number[], armed_at: number, log: readonly Logged[], result: object, every = 5, by = key): Parts {
  const genesis = { lot, rules_hash: sha256(canonicalText(rules)).toString('hex'), armed_at, bidders: bidders.map((number) => ({ number, commitment: sha256(`muối ${number}`).toString('hex') })) }
  const origin = `san.example.vn/auctions/${lot}`
  let chain: Buffer = genesisHash(genesis)
  const leaves = [leafHash(canonicalText(genesis))], events: Parts['events'] = [], checkpoints: Parts['checkpoints'] = []
  const point = (at: number): void => { checkpoints.push({ note: signNote(checkpointText({ origin, size: leaves.length, root: rootOf(leaves), at, chain }), origin, by), token: null }) }
  point(armed_at)
  log.forEach((event, i) => {
    const body = bodyOf(event)
    chain = nextHash(chain, body)
    leaves.push(leafHash(body)); events.push({ body, hash: chain.toString('hex') })
    if (i % every === every - 1 || i === log.length - 1) point(event.at)
  })
  return { checkpoints, events, format: 'techex-auction-bundle/1', genesis, keys: [{ ...publishedKey(by.publicKey), since: noon.toISOString() }], lot: { id: lot, title: { vi: 'Máy sấy', en: 'Dryer' } }, openings: [], origin, result, rules }
}
