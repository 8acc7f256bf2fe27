import { fold } from '../../platform/text.ts'
import type { Expert, Work } from './schema.ts'

export const mostPublications = 1_000
export const mostConflicts = 100
/** What people here speak with each other and abroad; ISO 639-1. */
export const languages = ['vi', 'en', 'fr', 'de', 'ru', 'zh', 'ja', 'ko', 'es', 'pt', 'it', 'nl', 'pl', 'cs', 'th', 'lo', 'km', 'id', 'hi', 'ar'] as const
/** What is uploaded to import publications from, and how many works it may bring. */
export const importLimits = { bytes: 2 * 1024 * 1024, works: 500, problems: 100 }

export type ExpertRefusal =
  | { code: 'incomplete_profile'; missing: ('headline' | 'research_fields' | 'languages')[] }
  | { code: 'profile_consent_needed'; field: 'consent' }
  | { code: 'profile_changed_meanwhile'; version: number }
  | { code: 'not_your_organisation'; field: 'organisation_id' }
  | { code: 'import_unreadable'; field: 'file' }
  | { code: 'import_empty'; field: 'file' }
  | { code: 'import_gone' }
  | { code: 'import_of_another'; theirs: string; field: 'file' }
  | { code: 'too_many_publications'; most: number }
  | { code: 'publication_known'; field: 'title' }
  | { code: 'too_many_conflicts'; most: number }

/** What a profile must say before everybody may read it. */
export function missingIn(expert: Pick<Expert, 'headline_vi' | 'headline_en' | 'research_fields' | 'languages'>): ('headline' | 'research_fields' | 'languages')[] {
  return [
    ...(expert.headline_vi || expert.headline_en ? [] : ['headline' as const]),
    ...(expert.research_fields.length ? [] : ['research_fields' as const]),
    ...(expert.languages.length ? [] : ['languages' as const]),
  ]
}

/** An ORCID iD as it is written, from its number or its address; null where its last sign does not fit the others (ISO 7064, MOD 11-2). */
export function orcidOf(typed: string): string | null {
  const digits = /^(?:https?:\/\/(?:www\.)?orcid\.org\/)?(\d{4})[- ]?(\d{4})[- ]?(\d{4})[- ]?(\d{3}[\dX])\/?$/i.exec(typed.trim())?.slice(1).join('').toUpperCase()
  if (!digits) return null
  const sum = digits.slice(0, 15).split('').reduce((total, digit) => (total + Number(digit)) * 2, 0)
  const check = (12 - (sum % 11)) % 11
  return digits[15] === (check === 10 ? 'X' : String(check)) ? digits.replace(/(.{4})(?=.)/g, '$1-') : null
}

/** A DOI without the address before it and in small letters, for capitals do not matter in one; empty where it is none. */
export function doiOf(typed: string): string {
  const doi = typed.trim().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '').toLowerCase()
  return /^10\.\d{4,9}\/[^\s"<>{}\\]{1,200}$/.test(doi) ? doi : ''
}

/** Two titles that fold to the same, of one year, are one work. */
export const titleKey = (title: string): string => fold(title).slice(0, 400) || title.slice(0, 400)
const keysOf = (work: Work): string[] => [...(work.doi ? [`doi ${work.doi}`] : []), `${titleKey(work.title)} ${work.year ?? ''}`]

/** The works that are new beside those known, each once; how many were known or came twice. */
export function newAmong<W extends Work>(works: readonly W[], known: readonly Work[]): { fresh: W[]; repeated: number } {
  const seen = new Set(known.flatMap(keysOf))
  const fresh: W[] = []
  for (const work of works) {
    const keys = keysOf(work)
    if (keys.some((key) => seen.has(key))) continue
    for (const key of keys) seen.add(key)
    fresh.push(work)
  }
  return { fresh, repeated: works.length - fresh.length }
}
