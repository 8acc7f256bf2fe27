import { combine, split } from 'shamir-secret-sharing'
import { type Bytes, bytesOf, digest, hashOf, joined, plainArray, randomSalt } from './bytes.ts'
import { type KeyFor, suite } from './envelope.ts'

/** Hội đồng giữ khóa: so many members, of whom so many open. The Exchange's own numbers, no text of law: an odd council, and no two of it alone. */
export const councilSize = 5, sharesNeeded = 3
export const keyBytes = 32
/** A share is one byte longer than the key: which point of the curve it is. */
export const shareBytes = keyBytes + 1

/** A key, made and split at once: the secret part is in no variable of whoever calls. */
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
export const shareCommitment = ({ what, of }: KeyFor, place: number, salt: string, share: Uint8Array): Promise<string> =>
  hashOf(joined([bytesOf(`techex-${what}-share/1\n${of}\n${place}\n${salt}\n`), plainArray(share)]))

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
const checkOf = async ({ what, of }: KeyFor, body: Bytes): Promise<string> => spelled((await digest(bytesOf(`techex-${what}-share-text/1\n${of}\n`), body)).slice(0, 4)).slice(0, groupLength)

/** A share as its member writes it down: groups of five letters, of which the last tells a slip of the pen and a share of another key. */
export async function shareText(key: KeyFor, place: number, share: Uint8Array): Promise<string> {
  const body = joined([Uint8Array.of(place), plainArray(share)])
  return `${spelled(body)}${await checkOf(key, body)}`.match(/.{5}/g)!.join('-')
}
/** What the ceremony does with one share: its member's text, and what the Exchange keeps of it as a ceremony sends it. The bytes are gone after it. */
export async function dealShare(key: KeyFor, place: number, share: Uint8Array): Promise<{ text: string; salt: string; commitment: string }> {
  const salt = randomSalt(), text = await shareText(key, place, share), commitment = await shareCommitment(key, place, salt, share)
  share.fill(0)
  return { text, salt, commitment }
}
/** As it is sent and read again: five of these, a blank between. */
export const committedText = ({ salt, commitment }: { salt: string; commitment: string }): string => `${salt}:${commitment}`

/** Reads it as people type it: small letters, blanks for dashes, O for 0, I and L for 1. Null where it is not a share of that key as it was written down. */
export async function readShare(key: KeyFor, typed: string): Promise<{ place: number; share: Bytes } | null> {
  const text = typed.toUpperCase().replace(/[\s\-–—.]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const spelledLength = Math.ceil(((shareBytes + 1) * 8) / 5)
  if (text.length !== spelledLength + groupLength) return null
  const body = unspelled(text.slice(0, spelledLength), shareBytes + 1)
  if (!body || await checkOf(key, body) !== text.slice(spelledLength)) return null
  return { place: body[0]!, share: body.slice(1) }
}
