import { dayAfter } from '../../platform/time.ts'

/** Days before its day on which a duty is recalled; the last is the day after it has passed. */
export const remindsBefore = [7, 1, -1] as const

/**
 * The day a duty is reminded for now: the latest of its three that has come, if nothing was said for it
 * or a later one yet, and it came after the duty itself, of which its people were told when it opened.
 */
export function remindsOn({ due_on, reminded_for, since }: { due_on: string; reminded_for: string | null; since: string }, today: string): string | null {
  const last = remindsBefore.map((days) => dayAfter(due_on, -days)).findLast((day) => day <= today)
  return last && last > since && (reminded_for === null || last > reminded_for) ? last : null
}

/** Days from one day to another, below zero where the other is over. */
export const daysBetweenDays = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
