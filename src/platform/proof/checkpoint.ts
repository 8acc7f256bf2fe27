import { type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from './chain.ts'
import type { SigningKey } from './keys.ts'

/**
 * What the Exchange says of a lot's log at one moment, in the form of C2SP tlog-checkpoint and signed
 * as C2SP signed-note: anybody's tools for transparency logs read it, and others put their signature
 * under the same text (cosignatures), which is then no longer only the Exchange's word.
 */
export interface Checkpoint {
  /** Which log: the Exchange's host and the lot's path. */
  origin: string
  /** Leaves: the genesis and the events up to number size − 1. */
  size: number
  root: Buffer
  /** Of the newest event covered, or of the arming; microseconds since 1970. */
  at: number
  /** The hash of the chain there. */
  chain: Buffer
}
export const originOf = (publicUrl: string, lot: number): string => `${new URL(publicUrl).host}/auctions/${lot}`

/** The text that is signed: three lines of the specification, and two of ours. */
export const checkpointText = ({ origin, size, root, at, chain }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\nat ${at}\nchain ${chain.toString('hex')}\n`

/** What such a text says; null where it is none. */
export function readCheckpoint(text: string): Checkpoint | null {
  const read = /^([^\n]+)\n([1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\nat ([1-9]\d{0,15})\nchain ([0-9a-f]{64})\n$/.exec(text)
  if (!read) return null
  const [, origin = '', size = '', root = '', at = '', chain = ''] = read
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64'), at: Number(at), chain: Buffer.from(chain, 'hex') }
  return checkpointText(checkpoint) === text ? checkpoint : null
}

const ed25519 = 1
const rawOf = (publicKey: KeyObject): Buffer => Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url')
const keyIdOf = (name: string, publicKey: KeyObject): Buffer => sha256(`${name}\n`, Buffer.of(ed25519), rawOf(publicKey)).subarray(0, 4)
/** A public key as other programs are given it: NAME+ID+BASE64. */
export const verifierKey = (name: string, publicKey: KeyObject): string => `${name}+${keyIdOf(name, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(ed25519), rawOf(publicKey)]).toString('base64')}`

/** The text with this key's signature below it. */
export const signNote = (text: string, name: string, { privateKey, publicKey }: SigningKey): string => `${text}\n${signatureLine(text, name, { privateKey, publicKey })}`
const signatureLine = (text: string, name: string, { privateKey, publicKey }: SigningKey): string =>
  `— ${name} ${Buffer.concat([keyIdOf(name, publicKey), sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`
/** A witness's signature, to be put below those that are there. */
export const cosigned = (note: string, name: string, key: SigningKey): string => `${note}${signatureLine(textOfNote(note) ?? '', name, key)}`

/** The text of a signed note; null where it is none. */
export const textOfNote = (note: string): string | null => { const end = note.indexOf('\n\n— '); return end < 0 ? null : note.slice(0, end + 1) }
/** Whether a note carries a valid signature of that name by that key. */
export function isSignedBy(note: string, name: string, publicKey: KeyObject): boolean {
  const text = textOfNote(note)
  if (text === null) return false
  return note.slice(text.length + 1).split('\n').some((line) => {
    const [dash, by, base64 = ''] = line.split(' ')
    const bytes = Buffer.from(base64, 'base64')
    return dash === '—' && by === name && bytes.length === 68 && bytes.subarray(0, 4).equals(keyIdOf(name, publicKey)) && verify(null, Buffer.from(text), publicKey, bytes.subarray(4))
  })
}
