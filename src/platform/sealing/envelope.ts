import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { type Bytes, bytesOf, joined, plainArray } from './bytes.ts'

/**
 * A text sealed to a key that nobody has yet. A browser seals and the server opens with these same functions; nothing
 * in here reads a clock, a page or a database. HPKE in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 */
export const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
/** What a key is for, such as the ballots of lot 7. What is sealed for one is nothing for another, whatever key is tried on it, and so are shares. */
export interface KeyFor { what: string; of: number }

/** What is sealed has always this length, so that the length tells nothing of the amount. */
export const plainBytes = 160
/** The sender's key (32), what was sealed, and the tag (16). */
export const sealedBytes = 32 + plainBytes + 16

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const infoOf = ({ what, of }: KeyFor): Bytes => bytesOf(`techex-${what}/1\n${of}`)

/** Sealed for that key and for `bound` alone: whoever claims it for something else cannot open it. Blanks stand behind the text up to its length. */
export async function seal(publicKey: Uint8Array, key: KeyFor, bound: string, text: string): Promise<Bytes> {
  const plain = bytesOf(text.padEnd(plainBytes))
  if (plain.length !== plainBytes) throw new RangeError(`a ${key.what} is longer than its length`)
  const recipientPublicKey = await suite.kem.deserializePublicKey(plainArray(publicKey))
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: infoOf(key) }, plain, bytesOf(bound))
  return joined([new Uint8Array(enc), new Uint8Array(ct)])
}
/** The text as it was sealed, with its blanks; null where it was sealed for something else, to another key, or is not what was sealed. */
export async function unseal(secretKey: Uint8Array, key: KeyFor, bound: string, sealed: Uint8Array): Promise<string | null> {
  if (sealed.length !== sealedBytes) return null
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(plainArray(secretKey)), bytes = plainArray(sealed)
    return decoder.decode(await suite.open({ recipientKey, enc: bytes.slice(0, 32), info: infoOf(key) }, bytes.slice(32), bytesOf(bound)))
  } catch { return null }
}
