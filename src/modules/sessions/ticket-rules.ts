import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { canBeCode, letters, plainCode, signed } from './code-rules.ts'

/** What is signed for: a ticket opens no certificate and the other way round. */
export type CodeKind = 'ticket' | 'certificate'

const number = (n: number): string => (n < 32 ? letters[n]! : number(Math.floor(n / 32)) + letters[n % 32]!)
function signature(secret: string, kind: CodeKind, session: number, registration: number): string {
  const bytes = createHmac('sha256', secret).update(`trading session ${kind} ${session} ${registration}`).digest()
  return Array.from({ length: signed }, (_, i) => letters[bytes[i]! & 31]).join('')
}

/** The code of one place at one session: which place it is, and a signature that only the Exchange can make. */
export function codeOf(secret: string, kind: CodeKind, session: number, registration: number): string {
  const mark = signature(secret, kind, session, registration)
  return [number(registration), mark.slice(0, 4), mark.slice(4, 8), mark.slice(8)].join('-')
}
/** The place a code names, by itself: whether the code is ours, its signature says. */
export function registrationIn(typed: string): number | null {
  const code = plainCode(typed)
  if (!canBeCode(code)) return null
  const n = Array.from(code.slice(0, -signed)).reduce((sum, letter) => sum * 32 + letters.indexOf(letter), 0)
  return n >= 1 && n <= 2_147_483_647 ? n : null
}
/** Whether the Exchange gave this code for that place at that session. */
export function isCode(secret: string, kind: CodeKind, session: number, registration: number, typed: string): boolean {
  const [given, wanted] = [plainCode(typed), plainCode(codeOf(secret, kind, session, registration))].map((code) => Buffer.from(code)) as [Buffer, Buffer]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
/** What a phone at the door keeps of a code: enough to know it again, and not the code. */
export const codeHash = (code: string): string => createHash('sha256').update(plainCode(code)).digest('hex').slice(0, 32)
