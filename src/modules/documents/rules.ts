import { createHmac, timingSafeEqual } from 'node:crypto'
import { plain } from '../../platform/text.ts'

/** ảnh · tài liệu · danh mục công bố · sao kê: a picture is shown on a page, a document is handed over as it is, a list of publications and a bank statement are read and not kept. */
export type DocumentKind = 'picture' | 'document' | 'publications' | 'statement'

/** What is accepted, by content, and the endings a name of such a file may have; the first is the usual one. */
const endings: Record<string, readonly string[]> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/webp': ['webp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'text/plain': ['txt'],
  'text/csv': ['csv'],
  'application/x-bibtex': ['bib', 'bibtex'],
  'application/json': ['json'],
  'application/xml': ['xml'],
  'application/x-mt940': ['sta', 'mt940', '940'],
}
export const pictureTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/webp']
const publicationTypes: readonly string[] = ['application/x-bibtex', 'application/json', 'application/xml']
const statementTypes: readonly string[] = ['text/csv', 'text/plain', 'application/xml', 'application/x-mt940']
const documentTypes: readonly string[] = Object.keys(endings).filter((type) => !publicationTypes.includes(type) && type !== 'application/x-mt940')
export const typesFor = (kind: DocumentKind): readonly string[] => ({ picture: pictureTypes, document: documentTypes, publications: publicationTypes, statement: statementTypes })[kind]
/** As people say it: PDF, PNG, JPG … */
export const acceptedFor = (kind: DocumentKind): string[] => typesFor(kind).map((type) => endings[type]![0]!.toUpperCase())
/** For the `accept` of a file field; only a hint to the browser. */
export const acceptOf = (kind: DocumentKind): string => typesFor(kind).flatMap((type) => endings[type]!.map((ending) => `.${ending}`)).join(',')

export const pictureLimits = { pixels: 50_000_000, width: 1600, height: 1600 }
export const longestName = 150

export type UploadRefusal =
  | { code: 'file_too_large'; max: number; field: 'file' }
  | { code: 'files_too_many'; most: number; field: 'file' }
  | { code: 'files_too_large'; max: number; field: 'file' }
  | { code: 'file_type_refused'; accepted: string[]; field: 'file' }
  | { code: 'file_broken'; field: 'file' }
  | { code: 'file_empty'; field: 'file' }
  | { code: 'file_missing'; field: 'file' }
  | { code: 'picture_too_many_pixels'; max_megapixels: number; field: 'file' }
  | { code: 'file_infected'; field: 'file' }
  | { code: 'scanner_away'; field: 'file' }
  | { code: 'storage_away'; field: 'file' }
  | { code: 'storage_full'; quota: number; used: number; field: 'file' }

export const endingOf = (name: string): string => /\.([^.\s]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** A name as it may be shown and saved: no folders, no control characters, nothing a file system minds, and never without a stem. */
export function cleanName(typed: string): string {
  const last = plain(typed).split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(/\s+/g, ' ').replace(/[<>:"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  const ending = endingOf(name)
  const stem = ending ? name.slice(0, -ending.length - 1).trimEnd() : name
  return withEnding(stem, ending)
}

const withEnding = (stem: string, ending: string): string => {
  const tail = ending ? `.${ending}` : ''
  return `${[...(stem || 'tep')].slice(0, longestName - tail.length).join('').trimEnd()}${tail}`
}

/** The name for content of that type: its own where the ending fits, with one where it had none; null where it claims to be something else. */
export function nameFor(name: string, mediaType: string): string | null {
  const fitting = endings[mediaType]
  if (!fitting) return null
  const ending = endingOf(name)
  if (!ending) return withEnding(name, fitting[0]!)
  return fitting.includes(ending) ? name : null
}
export const renamed = (name: string, ending: string): string => withEnding(name.replace(/\.[^.\s]{1,10}$/, ''), ending)

/** What text without a known signature is, by its name; null where such text is not accepted. */
export const textTypeOf = (name: string): string | null => ({ txt: 'text/plain', csv: 'text/csv', bib: 'application/x-bibtex', bibtex: 'application/x-bibtex', json: 'application/json', xml: 'application/xml', sta: 'application/x-mt940', mt940: 'application/x-mt940', '940': 'application/x-mt940' })[endingOf(name)] ?? null

/** What must stand near the end of a file that arrived whole. */
export function endsAsItShould(mediaType: string, tail: Uint8Array): boolean {
  const text = Buffer.from(tail).toString('latin1')
  if (mediaType === 'application/pdf') return text.includes('%%EOF')
  if (mediaType.startsWith('application/vnd.openxmlformats')) return text.includes('PK\x05\x06')
  return true
}

/** What signs the way to one document for one reader until one instant, and how it is shown. */
export const fileTicket = (secret: string, documentId: number, query: URLSearchParams): string =>
  createHmac('sha256', secret).update(['file', documentId, query.get('until'), query.get('reader'), query.get('shown')].join('\n')).digest('base64url')
/** Whether the ticket was written here, for exactly this, and has not run out. */
export function ticketHolds(secret: string, documentId: number, query: URLSearchParams, ticket: unknown, now: Date): boolean {
  const [given, right] = [Buffer.from(String(ticket)), Buffer.from(fileTicket(secret, documentId, query))]
  return given.length === right.length && timingSafeEqual(given, right) && Number(query.get('until')) > now.getTime()
}
