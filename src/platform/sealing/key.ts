import { createPrivateKey, createPublicKey } from 'node:crypto'

/** PKCS #8 of an X25519 key up to its 32 bytes (RFC 8410). */
const before = Buffer.from('302e020100300506032b656e04220420', 'hex')
/** The public key of that secret key, 32 bytes each. */
export const publicKeyOfSecret = (secret: Uint8Array): Buffer =>
  createPublicKey(createPrivateKey({ key: Buffer.concat([before, secret]), format: 'der', type: 'pkcs8' })).export({ format: 'der', type: 'spki' }).subarray(-32)
