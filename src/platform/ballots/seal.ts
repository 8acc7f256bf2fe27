import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { combine, split } from 'shamir-secret-sharing'

/**
 * Sealed ballots: the key of a lot and its shares, and one ballot sealed to that key. A browser seals and
 * the server opens with these same functions; nothing in here reads a clock, a page or a database.
 * HPKE in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 */
export type Bytes = Uint8Array<ArrayBuffer>

/** Hội đồng mở phiếu: so many members, of whom so many open. The Exchange's own numbers, no text of law: an odd council, and no two of it alone. */
export const councilSize = 5, sharesNeeded = 3
/** What is sealed has always this length, so that the length tells nothing of the amount. */
export const plainBytes = 160
/** The sender's key (32), what was sealed, and the tag (16). */
export const sealedBytes = 32 + plainBytes + 16
export const keyBytes = 32
/** A share is one byte longer than the key: which point of the curve it is. */
export const shareBytes = 33

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
const encoder = new TextEncoder(), decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const bytesOf = (text: string): Bytes => encoder.encode(text)
const digest = async (...parts: Bytes[]): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)))
function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
/** A copy that is nothing but a Uint8Array: the shares' arithmetic refuses Node's Buffer. */
export const plainArray = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)
export const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
export const hashOf = async (bytes: Bytes): Promise<string> => hex(await digest(bytes))
export const randomSalt = (): string => hex(crypto.getRandomValues(new Uint8Array(16)))

/** A lot's key, made and split at once: the secret part is in no variable of whoever calls. */
export async function makeSplitKey(): Promise<{ publicKey: Bytes; shares: Bytes[] }> {
  const pair = await suite.kem.generateKeyPair()
  const secret = new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey))
  const shares = await split(secret, councilSize, sharesNeeded)
  secret.fill(0)
  return { publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)), shares: shares.map(plainArray) }
}
/** The key those shares were split from, where they are enough and of one key; something else where not: it is compared with the public key. */
export const combineShares = async (shares: readonly Uint8Array[]): Promise<Bytes> => plainArray(await combine(shares.map(plainArray)))

/** What the server keeps of a share: whoever hands it in can be held to it, and nobody works it out of this. */
export const shareCommitment = (lot: number, place: number, salt: string, share: Uint8Array): Promise<string> =>
  hashOf(joined([bytesOf(`techex-ballot-share/1\n${lot}\n${place}\n${salt}\n`), plainArray(share)]))

// Crockford's letters: none of them is read as another.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', groupLength = 5
function spelled(bytes: Bytes): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const length = Math.ceil((bytes.length * 8) / 5)
  bits <<= BigInt(length * 5 - bytes.length * 8)
  return Array.from({ length }, (_, i) => letters[Number((bits >> BigInt((length - 1 - i) * 5)) & 31n)]).join('')
}
function unspelled(text: string, length: number): Bytes | null {
  let bits = 0n
  for (const letter of text) { const value = letters.indexOf(letter); if (value < 0) return null; bits = (bits << 5n) | BigInt(value) }
  const spare = BigInt(text.length * 5 - length * 8)
  if (spare < 0n || spare > 4n || bits & ((1n << spare) - 1n)) return null
  bits >>= spare
  return Uint8Array.from({ length }, (_, i) => Number((bits >> BigInt((length - 1 - i) * 8)) & 255n))
}
const checkOf = async (lot: number, body: Bytes): Promise<string> => spelled((await digest(bytesOf(`techex-ballot-share-text/1\n${lot}\n`), body)).slice(0, 4)).slice(0, groupLength)

/** A share as its member writes it down: groups of five letters, of which the last tells a slip of the pen and a share of another lot. */
export async function shareText(lot: number, place: number, share: Uint8Array): Promise<string> {
  const body = joined([Uint8Array.of(place), plainArray(share)])
  return `${spelled(body)}${await checkOf(lot, body)}`.match(/.{5}/g)!.join('-')
}
/** Reads it as people type it: small letters, blanks for dashes, O for 0, I and L for 1. Null where it is not a share of that lot as it was written down. */
export async function readShare(lot: number, typed: string): Promise<{ place: number; share: Bytes } | null> {
  const text = typed.toUpperCase().replace(/[\s\-–—.]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const spelledLength = Math.ceil(((shareBytes + 1) * 8) / 5)
  if (text.length !== spelledLength + groupLength) return null
  const body = unspelled(text.slice(0, spelledLength), shareBytes + 1)
  if (!body || await checkOf(lot, body) !== text.slice(spelledLength)) return null
  return { place: body[0]!, share: body.slice(1) }
}

/** What a ballot says: RFC 8785 text with blanks behind it up to its length. */
export interface Ballot { amount: number; bidder: number; lot: number; salt: string }
const infoOf = (lot: number): Bytes => bytesOf(`techex-ballot/1\n${lot}`)
const aadOf = (lot: number, bidder: number): Bytes => bytesOf(`${lot}\n${bidder}`)
export const ballotText = ({ amount, bidder, lot, salt }: Ballot): string => JSON.stringify({ amount, bidder, lot, salt })

/** Sealed to the lot's key, for that lot and that number alone: under another number it cannot be opened. */
export async function sealBallot(publicKey: Uint8Array, ballot: Ballot): Promise<Bytes> {
  const text = bytesOf(ballotText(ballot).padEnd(plainBytes))
  if (text.length !== plainBytes) throw new RangeError('a ballot is longer than its length')
  const recipientPublicKey = await suite.kem.deserializePublicKey(plainArray(publicKey))
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: infoOf(ballot.lot) }, text, aadOf(ballot.lot, ballot.bidder))
  return joined([new Uint8Array(enc), new Uint8Array(ct)])
}
/** What was sealed; null where it cannot be read or does not say what a ballot of that number in that lot says. */
export async function openBallot(secretKey: Uint8Array, lot: number, bidder: number, sealed: Uint8Array): Promise<Ballot | null> {
  if (sealed.length !== sealedBytes) return null
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(plainArray(secretKey)), bytes = plainArray(sealed)
    const said = await suite.open({ recipientKey, enc: bytes.slice(0, 32), info: infoOf(lot) }, bytes.slice(32), aadOf(lot, bidder))
    return readBallot(decoder.decode(said), lot, bidder)
  } catch { return null }
}
/** Exactly the text that was to be sealed, with an amount that is a whole number of đồng. */
function readBallot(text: string, lot: number, bidder: number): Ballot | null {
  const said = JSON.parse(text.trimEnd()) as Partial<Ballot> | null
  const { amount, salt } = said ?? {}
  if (!Number.isSafeInteger(amount) || amount! < 1 || typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt)) return null
  const ballot = { amount: amount!, bidder, lot, salt }
  return text === ballotText(ballot).padEnd(plainBytes) ? ballot : null
}
