import { Refused } from '../src/platform/refusal.ts'

/** The code of the refusal the work ended with, or “done”; any other error is thrown on. */
export async function refused(work: Promise<unknown>): Promise<string> {
  try { await work; return 'done' } catch (error) { if (error instanceof Refused) return error.refusal.code; throw error }
}
