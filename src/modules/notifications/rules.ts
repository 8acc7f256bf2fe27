import { seal, unseal } from '../../platform/sealed.ts'
import { type Topic, topics } from './schema.ts'

/** What a letter's link stops: the letters about one topic, or the daily one. */
export type Stopped = Topic | 'digest'
export interface StopLink { person_id: number; stops: Stopped }

const purpose = 'notices: stop links'
/** What a stop link carries: sealed with the secret, so that it can be neither made nor read elsewhere and the address names nobody. */
export const stopToken = (secret: string, { person_id, stops }: StopLink): string => seal(secret, purpose, `${person_id} ${stops}`)

/** Whom and what a link stops; null where it is not ours or was changed on its way. */
export function readStopToken(secret: string, token: unknown): StopLink | null {
  const [person, stops = ''] = unseal(secret, purpose, token)?.split(' ') ?? []
  return stops === 'digest' || topics.includes(stops as Topic) ? { person_id: Number(person), stops: stops as Stopped } : null
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
