import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type Topic, topics } from './schema.ts'

/** What a letter's link stops: the letters about one topic, or the daily one. */
export type Stopped = Topic | 'digest'
export interface StopLink { person_id: number; stops: Stopped }

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'notices: stop links', 32))

/** What a stop link carries: sealed with the secret, so that it can be neither made nor read elsewhere and the address names nobody. */
export function stopToken(secret: string, { person_id, stops }: StopLink): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce)
  return Buffer.concat([nonce, cipher.update(`${person_id} ${stops}`), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Whom and what a link stops; null where it is not ours or was changed on its way. */
export function readStopToken(secret: string, token: unknown): StopLink | null {
  if (typeof token !== 'string' || !/^[\w-]{40,100}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length < 29 || bytes.toString('base64url') !== token) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(-16))
    const [person, stops = ''] = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString().split(' ')
    return stops === 'digest' || topics.includes(stops as Topic) ? { person_id: Number(person), stops: stops as Stopped } : null
  } catch { return null }
}

const day = 86_400_000
/** The daily letter leaves at seven in the morning in Hanoi, which is midnight in UTC the year round. */
export const nextDigest = (at: Date): Date => new Date((Math.floor(at.getTime() / day) + 1) * day)

export type NoticeRefusal =
  | { code: 'stop_link_unknown' }
  | { code: 'text_changed_meanwhile' }
  | { code: 'placeholder_unknown'; names: string[]; known: string[] }
  | { code: 'placeholder_missing'; names: string[] }

const placeholdersIn = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '')

/** Changed words must speak of everything the program's own speak of, and of nothing nobody will fill in. */
export function mayReplace(own: { subject: string; body: string; line: string }, changed: { subject: string; body: string; line: string }): NoticeRefusal | null {
  const of = ({ subject, body, line }: typeof own): string[] => [...new Set([subject, body, line].flatMap(placeholdersIn))]
  const known = of(own), used = of(changed)
  const unknown = used.filter((name) => !known.includes(name))
  if (unknown.length) return { code: 'placeholder_unknown', names: unknown, known }
  const lettered = [...new Set([changed.subject, changed.body].flatMap(placeholdersIn))]
  const missing = [...new Set([own.subject, own.body].flatMap(placeholdersIn))].filter((name) => !lettered.includes(name))
  return missing.length ? { code: 'placeholder_missing', names: missing } : null
}
