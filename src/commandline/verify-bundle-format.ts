import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** The forms a bundle is written in, read a second time in plain code: canonical JSON, the Merkle tree, signed notes. docs/auction-proof.md says each byte by byte. */
export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => { const hash = createHash('sha256'); for (const part of parts) hash.update(part); return hash.digest() }

/** RFC 8785: no spaces, names in the order of their UTF-16 units, numbers and strings as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`
  return JSON.stringify(value)
}

/** RFC 9162 §2.1: the root over the first so many of those leaves, for any number of them. Whole subtrees are computed once. */
export function merkleRoots(leaves: readonly Buffer[]): (size: number) => Buffer {
  const levels: Buffer[][] = [[...leaves]]
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) levels.push(Array.from({ length: Math.floor(below.length / 2) }, (_, i) => sha256(Buffer.of(1), below[i * 2]!, below[i * 2 + 1]!)))
  const rootOf = (from: number, count: number): Buffer => {
    const level = Math.floor(Math.log2(count)), left = 2 ** level
    if (left === count) return levels[level]![from / count]!
    return sha256(Buffer.of(1), rootOf(from, left), rootOf(from + left, count - left))
  }
  return (size) => rootOf(0, size)
}
export const merkleLeaf = (data: string): Buffer => sha256(Buffer.of(0), data)

export interface Key { name: string; publicKey: KeyObject; raw: Buffer }
/** A public key as the bundle lists it: SubjectPublicKeyInfo of an Ed25519 key in base64, named by the first eight bytes of its hash. */
export function readKey(base64: unknown): Key | null {
  try {
    const der = Buffer.from(String(base64), 'base64')
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    if (der.toString('base64') !== base64 || publicKey.asymmetricKeyType !== 'ed25519' || der.length !== 44) return null
    return { name: sha256(der).toString('hex').slice(0, 16), publicKey, raw: der.subarray(12) }
  } catch { return null }
}
export const signedBy = ({ publicKey }: Key, message: string, signature: Buffer): boolean => { try { return signature.length === 64 && verify(null, Buffer.from(message), publicKey, signature) } catch { return false } }
/** Bytes of base64 that is written the only way it can be. */
export const strictBase64 = (text: string, form: 'base64' | 'base64url' = 'base64'): Buffer | null => { const bytes = Buffer.from(text, form); return bytes.toString(form) === text ? bytes : null }

export interface Point { origin: string; size: number; root: Buffer; at: number; chain: string }
/** A checkpoint's note (C2SP tlog-checkpoint within signed-note): what it says, and which of these keys signed it under its own name; null where it is none. */
export function readNote(note: string, keys: readonly Key[]): { point: Point; signers: string[]; signature: boolean } | null {
  const end = note.indexOf('\n\n')
  const body = note.slice(0, end + 1), lines = body.split('\n')
  if (end < 0 || lines.length !== 6 || !note.endsWith('\n')) return null
  const [origin = '', size = '', root = '', at = '', chain = ''] = lines
  const bytes = strictBase64(root)
  if (!/^[1-9]\d{0,14}$/.test(size) || bytes?.length !== 32 || !/^at [1-9]\d{0,15}$/.test(at) || !/^chain [0-9a-f]{64}$/.test(chain)) return null
  let signature = false
  const signers: string[] = []
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const signed = strictBase64(base64)
    if (!signed || signed.length < 5) return null
    signers.push(name)
    if (name === origin && keys.some((key) => signed.subarray(0, 4).equals(sha256(`${name}\n`, Buffer.of(1), key.raw).subarray(0, 4)) && signedBy(key, body, signed.subarray(4)))) signature = true
  }
  return { point: { origin, size: Number(size), root: bytes, at: Number(at.slice(3)), chain: chain.slice(6) }, signers, signature }
}
