import { createPrivateKey, createPublicKey } from 'node:crypto'
import { combineShares, keyBytes } from './shares.ts'

/** PKCS #8 of an X25519 key up to its 32 bytes (RFC 8410). */
const before = Buffer.from('302e020100300506032b656e04220420', 'hex')
/** The public key of that secret key, 32 bytes each. */
export const publicKeyOfSecret = (secret: Uint8Array): Buffer =>
  createPublicKey(createPrivateKey({ key: Buffer.concat([before, secret]), format: 'der', type: 'pkcs8' })).export({ format: 'der', type: 'spki' }).subarray(-32)

const threes = <T>(all: readonly T[]): [T, T, T][] => all.flatMap((a, i) => all.slice(i + 1).flatMap((b, j) => all.slice(i + j + 2).map((c): [T, T, T] => [a, b, c])))
/** The secret key of that public key, from the shares there are, and whose three gave it. Tries every three: after a ceremony that was not honest three that fit may still be among them. Null where none do. */
export async function keyOfShares(handed: readonly { place: number; share: Uint8Array }[], publicKey: Uint8Array): Promise<{ secret: Buffer; places: number[] } | null> {
  for (const three of threes(handed)) {
    const secret = Buffer.from(await combineShares(three.map(({ share }) => share)))
    if (secret.length === keyBytes && publicKeyOfSecret(secret).equals(publicKey)) return { secret, places: three.map(({ place }) => place) }
  }
  return null
}
