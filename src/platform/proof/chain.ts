import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import type { Logged } from '../auction/lot.ts'

/** What was settled before the first event of a lot's log: everything it is recomputed from. */
export interface Genesis {
  lot: number
  /** SHA-256 of the published rules as RFC 8785 text, in hexadecimal. */
  rules_hash: string
  /** Who may bid: a number, and what commits the Exchange to whose it is without saying so. */
  bidders: readonly { number: number; commitment: string }[]
  /** Microseconds since 1970. */
  armed_at: number
  /** Of a sealed lot: what ballots are sealed to, and what commits each member of the council to their share. */
  ballots?: SealedTo
}
export interface SealedTo { needed: number; public_key: string; shares: readonly { place: number; salt: string; commitment: string }[] }
/** Leaves the member out where there is no such key. */
export const withBallots = (genesis: Genesis, ballots: SealedTo | null): Genesis => (ballots ? { ...genesis, ballots } : genesis)

/** RFC 8785 text: the same value is the same bytes wherever it is written. Throws where there is no such text. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('this has no canonical text')
  return text
}
export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** The SHA-256 of a value's RFC 8785 text, in hexadecimal. */
export const canonicalHash = (value: unknown): string => sha256(canonicalText(value)).toString('hex')

/** An event as it stands in the log, is hashed and is published. */
export const bodyOf = (event: Logged): string => canonicalText(event)
/** The hash before the first event. */
export const genesisHash = (genesis: Genesis): Buffer => sha256(canonicalText({ ...genesis, bidders: genesis.bidders.toSorted((a, b) => a.number - b.number) }))
/** The hash of an event: of the hash before it, and of its body. */
export const nextHash = (before: Uint8Array, body: string): Buffer => sha256(before, body)
/** What stands for a bidder in the log: nobody works out the name without the salt, and the Exchange cannot change it afterwards. */
export const commitmentOf = (salt: string, organisation_id: number, person_id: number): string => canonicalHash({ organisation_id, person_id, salt })
