import { createHash } from 'node:crypto'

/** The tag of a representation: equal where the bytes are. */
export const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`

/** The tags a header names. A weak one is taken for a strong one only where nothing is changed by it. */
export const tagsIn = (header: string, weak: boolean): string[] => [...header.matchAll(/(W\/)?("[\x21\x23-\x7e]*")/g)].flatMap(([, isWeak, tag]) => (tag && (weak || !isWeak) ? [tag] : []))

/** Whether the asker's If-None-Match names this representation, or any: they have it, and are sent nothing. */
export const isKnown = (header: string | undefined, etag: string): boolean => header !== undefined && (header.trim() === '*' || tagsIn(header, true).includes(etag.replace(/^W\//, '')))
