import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto'
import type { Told } from './verify-bundle-course.ts'
import { canonical, sha256, strictBase64 } from './verify-bundle-format.ts'
import type { Finding } from './verify-bundle-texts.ts'

/** Sealed ballots opened a second time, by RFC 9180 in plain code: the key published at the end, what was sealed to it, and what the log says was read. */
export interface Sealing { needed: number; public_key: string; shares: { place: number; salt: string; commitment: string }[] }
export interface Opening { bidder: number; hash: string; ciphertext: string }

const empty = Buffer.alloc(0)
const hmac = (key: Buffer, ...parts: Buffer[]): Buffer => { const h = createHmac('sha256', key); for (const part of parts) h.update(part); return h.digest() }
// DHKEM(X25519, HKDF-SHA256) is 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002.
const kemId = Buffer.concat([Buffer.from('KEM'), Buffer.of(0, 0x20)]), suiteId = Buffer.concat([Buffer.from('HPKE'), Buffer.of(0, 0x20, 0, 1, 0, 2)]), version = Buffer.from('HPKE-v1')
const extract = (suite: Buffer, salt: Buffer, label: string, input: Buffer): Buffer => hmac(salt.length ? salt : Buffer.alloc(32), version, suite, Buffer.from(label), input)
/** No output here is longer than one block of the hash. */
const expand = (suite: Buffer, key: Buffer, label: string, info: Buffer, length: number): Buffer => hmac(key, Buffer.of(length >> 8, length & 255), version, suite, Buffer.from(label), info, Buffer.of(1)).subarray(0, length)

const privateKeyOf = (secret: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]), format: 'der', type: 'pkcs8' })
const rawPublic = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
/** What a ballot of that number in that lot says; null where it does not open or is none. */
function opened(secret: Buffer, lot: number, bidder: number, sealed: Buffer): { amount: number; salt: string } | null {
  if (sealed.length !== 208) return null
  try {
    const enc = sealed.subarray(0, 32), privateKey = privateKeyOf(secret)
    const dh = diffieHellman({ privateKey, publicKey: createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), enc]), format: 'der', type: 'spki' }) })
    if (dh.every((byte) => byte === 0)) return null
    const shared = expand(kemId, extract(kemId, empty, 'eae_prk', dh), 'shared_secret', Buffer.concat([enc, rawPublic(privateKey)]), 32)
    const context = Buffer.concat([Buffer.of(0), extract(suiteId, empty, 'psk_id_hash', empty), extract(suiteId, empty, 'info_hash', Buffer.from(`techex-ballot/1\n${lot}`))])
    const agreed = extract(suiteId, shared, 'secret', empty)
    const decipher = createDecipheriv('aes-256-gcm', expand(suiteId, agreed, 'key', context, 32), expand(suiteId, agreed, 'base_nonce', context, 12))
    decipher.setAAD(Buffer.from(`${lot}\n${bidder}`)).setAuthTag(sealed.subarray(-16))
    const text = Buffer.concat([decipher.update(sealed.subarray(32, -16)), decipher.final()]).toString()
    const { amount, salt } = JSON.parse(text.trimEnd()) as { amount: unknown; salt: unknown }
    if (!Number.isSafeInteger(amount) || (amount as number) < 1 || typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt)) return null
    return text === canonical({ amount, bidder, lot, salt }).padEnd(160, ' ') ? { amount: amount as number, salt } : null
  } catch { return null }
}

/** Every ballot of the log, opened again with the published key: none is left out, none was read as something else. */
export function judgeBallots({ lot, sealing, secret, openings, log, rootAt, find }: { lot: number; sealing: Sealing | undefined; secret: string | undefined; openings: readonly Opening[]; log: readonly Told[]; rootAt: (size: number) => Buffer; find: (finding: Finding) => void }): void {
  const sealed = log.filter(({ type }) => type === 'ballot_sealed'), read = log.filter(({ type }) => type === 'ballot_read')
  const bytes = new Map<string, Buffer>()
  for (const [i, { bidder, hash, ciphertext }] of openings.entries()) {
    const own = strictBase64(ciphertext)
    if (!own || sha256(own).toString('hex') !== hash || !sealed.some((event) => event.bidder === bidder && event.hash === hash)) find({ code: 'opening_wrong', place: i + 1 })
    else bytes.set(`${bidder} ${hash}`, own)
  }
  if (!sealing) { if (secret !== undefined) find({ code: 'ballot_key_wrong' }); return }
  if (secret === undefined) { if (read.length) find({ code: 'ballot_key_missing' }); return }
  const key = Buffer.from(secret, 'hex')
  if (!log.some(({ type }) => type === 'closed') || rawPublic(privateKeyOf(key)).toString('hex') !== sealing.public_key) { find({ code: 'ballot_key_wrong' }); return }
  for (const { bidder, hash, seq } of sealed) if (!bytes.has(`${String(bidder)} ${String(hash)}`)) find({ code: 'ballot_missing', event: seq })
  const salts = new Map<number, Buffer>()
  for (const { bidder, hash, amount, invalid, seq } of read) {
    const own = bytes.get(`${String(bidder)} ${String(hash)}`)
    if (!own) continue
    const said = opened(key, lot, bidder as number, own)
    if ((said?.amount ?? null) !== amount) find({ code: 'ballot_misread', event: seq, expected: String(said?.amount ?? null) })
    if (said && invalid === null) salts.set(bidder as number, Buffer.from(said.salt, 'hex'))
  }
  // The seed of a drawn lot follows from the log at its closing and from what was sealed before.
  const closed = log.find(({ type }) => type === 'closed')!
  const seed = sha256(rootAt(closed.seq + 1), ...[...salts].toSorted(([a], [b]) => a - b).map(([, salt]) => salt)).toString('hex')
  for (const event of log) if (event.type === 'drawn' && event.seed !== seed) find({ code: 'draw_wrong', event: event.seq, expected: seed })
}
/** Whether what the beginning of a log says of its ballots has the form of it. */
export const isSealing = (value: unknown): boolean => {
  const { needed, public_key, shares } = (value ?? {}) as Partial<Sealing>
  return Number.isSafeInteger(needed) && typeof public_key === 'string' && /^[0-9a-f]{64}$/.test(public_key) && Array.isArray(shares) && shares.every(({ place, salt, commitment }) => Number.isSafeInteger(place) && /^[0-9a-f]{32}$/.test(salt) && /^[0-9a-f]{64}$/.test(commitment))
}
