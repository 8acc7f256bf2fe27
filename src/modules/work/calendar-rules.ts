import { createHash } from 'node:crypto'

/** How often one network address may ask for calendars in a minute, whichever token it brings: guessing is slow. */
export const calendarRequestsPerMinute = 60
/** How long a program may wait before it looks again, in seconds; and for how many days what is past stays in. */
export const calendarAgainSeconds = 3_600
export const calendarDaysBack = 30
export const tokenPattern = /^[A-Za-z0-9_-]{43}$/
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')
