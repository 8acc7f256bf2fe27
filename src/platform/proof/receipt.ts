import { type KeyObject, sign, verify } from 'node:crypto'
import { canonicalText, sha256 } from './chain.ts'

/** What a bidder holds in hand of one answer of the Exchange. */
export interface Receipt {
  lot: number
  seq: number
  /** Microseconds since 1970. */
  at: number
  /** SHA-256 of the event's body, in hexadecimal. */
  body_hash: string
  /** Who signed: the first 16 hexadecimal digits of the SHA-256 of the public key. */
  key: string
  /** Ed25519 (RFC 8032) over the RFC 8785 text of everything above, base64url. */
  signature: string
}

const names = new WeakMap<KeyObject, string>()
/** Worked out once for each key: it stands in every receipt. */
export function keyName(publicKey: KeyObject): string {
  const known = names.get(publicKey)
  if (known !== undefined) return known
  const name = sha256(publicKey.export({ type: 'spki', format: 'der' })).toString('hex').slice(0, 16)
  names.set(publicKey, name)
  return name
}
const signedText = ({ lot, seq, at, body_hash, key }: Omit<Receipt, 'signature'>): Buffer => Buffer.from(canonicalText({ lot, seq, at, body_hash, key }))

/** The receipt of the event with that body; it names what was decided by its hash, which the public log shows. */
export function signReceipt({ lot, seq, at, body }: { lot: number; seq: number; at: number; body: string }, { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Receipt {
  const text = { lot, seq, at, body_hash: sha256(body).toString('hex'), key: keyName(publicKey) }
  return { ...text, signature: sign(null, signedText(text), privateKey).toString('base64url') }
}
/** Whether that key signed that receipt. */
export const isReceiptOf = (receipt: Receipt, publicKey: KeyObject): boolean =>
  receipt.key === keyName(publicKey) && verify(null, signedText(receipt), publicKey, Buffer.from(receipt.signature, 'base64url'))
