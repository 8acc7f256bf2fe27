import type { Bytes } from '../sealing/bytes.ts'
import { type KeyFor, plainBytes, seal, unseal } from '../sealing/envelope.ts'

/** Sealed ballots: what one says, sealed to the key of its lot. */
export const ballotKey = (lot: number): KeyFor => ({ what: 'ballot', of: lot })
/** What a ballot says: RFC 8785 text with blanks behind it up to its length. */
export interface Ballot { amount: number; bidder: number; lot: number; salt: string }
const boundTo = (lot: number, bidder: number): string => `${lot}\n${bidder}`
export const ballotText = ({ amount, bidder, lot, salt }: Ballot): string => JSON.stringify({ amount, bidder, lot, salt })

/** Sealed to the lot's key, for that lot and that number alone: under another number it cannot be opened. */
export const sealBallot = (publicKey: Uint8Array, ballot: Ballot): Promise<Bytes> => seal(publicKey, ballotKey(ballot.lot), boundTo(ballot.lot, ballot.bidder), ballotText(ballot))
/** What was sealed; null where it cannot be read or does not say what a ballot of that number in that lot says. */
export async function openBallot(secretKey: Uint8Array, lot: number, bidder: number, sealed: Uint8Array): Promise<Ballot | null> {
  const said = await unseal(secretKey, ballotKey(lot), boundTo(lot, bidder), sealed)
  try { return said === null ? null : readBallot(said, lot, bidder) } catch { return null }
}
/** Exactly the text that was to be sealed, with an amount that is a whole number of đồng. */
function readBallot(text: string, lot: number, bidder: number): Ballot | null {
  const said = JSON.parse(text.trimEnd()) as Partial<Ballot> | null
  const { amount, salt } = said ?? {}
  if (!Number.isSafeInteger(amount) || amount! < 1 || typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt)) return null
  const ballot = { amount: amount!, bidder, lot, salt }
  return text === ballotText(ballot).padEnd(plainBytes) ? ballot : null
}
