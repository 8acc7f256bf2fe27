import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyOf = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

/** A short text as a link carries it: sealed with the secret for one purpose, so that it can be neither made nor read elsewhere, nor used for another. */
export function seal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), nonce)
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The text under the seal; null where it is not ours, not for this purpose, or was changed on its way. */
export function unseal(secret: string, purpose: string, sealed: unknown): string | null {
  if (typeof sealed !== 'string' || !/^[\w-]{38,400}$/.test(sealed)) return null
  const bytes = Buffer.from(sealed, 'base64url')
  // The same bytes can be spelled in more than one way; only ours is taken.
  if (bytes.length < 28 || bytes.toString('base64url') !== sealed) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString()
  } catch { return null }
}
