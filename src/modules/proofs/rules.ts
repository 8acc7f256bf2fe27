import type { Refusal } from '../../platform/refusal.ts'

export type ProofRefusal = Refusal & ({ code: 'lot_not_over' } | { code: 'too_many_annexes'; most: number })
/** A lot's log is signed this often while anything happens in it. */
export const checkpointSeconds = 10
/** Annexes to the minutes of one lot. */
export const mostAnnexes = 50
/** Receipts one page lists, the newest first. */
export const mostReceiptsListed = 500
