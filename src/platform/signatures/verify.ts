import { createHash } from 'node:crypto'
import { type Certified, namesOf } from './certificates.ts'
import { type DigestOf, type Judged, judgeDocumentStamp, judgeSignature } from './cms.ts'
import { derLength } from './der.ts'
import { signatureLimits, Unreadable } from './limits.ts'
import { type Changes, changesBetween } from './pdf-changes.ts'
import { openPdf, type PdfFile, refId } from './pdf-file.ts'
import { type Dict, isDict, isStream, isText, nameOf, type Text, type Value, wholeOf } from './pdf-syntax.ts'
import { type Check, type Reason, type SignatureVerdict, stateOf, type Verdict } from './verdict.ts'

const formats = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161'] as const

/**
 * Judges every signature in a PDF (PAdES, ETSI EN 319 142-1): what each covers, whether that is
 * unchanged, who signed, whether a trusted root vouches for them, when, and what came later. Nobody
 * is asked over the network. A file that does not hold to its format is not judged but called unreadable.
 */
export function verifyPdf(bytes: Buffer, { roots, now }: { roots: readonly Certified[]; now: Date }): Verdict {
  const verdict = (state: Verdict['state'], signatures: SignatureVerdict[]): Verdict =>
    ({ version: 1, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, judged_at: now.toISOString(), roots: roots.length, state, signatures })
  try {
    const file = openPdf(bytes)
    if (file.trailer.entries.has('Encrypt')) return verdict('unreadable', [])
    const signatures = signaturesIn(file)
    const judged = signatures.map((one, i) => judge(file, one, i === signatures.length - 1, { roots, now }))
    const worst = (['invalid', 'unproven', 'valid'] as const).find((state) => judged.some((one) => one.state === state))
    return verdict(worst ?? 'unsigned', judged)
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return verdict('unreadable', [])
    throw error
  }
}

/** What of the file was there before signing, compared with what it shows now; null where that cannot be read. */
export function changesSince(bytes: Buffer, length: number): Changes | null {
  try {
    return changesBetween(openPdf(bytes, length), openPdf(bytes))
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return null
    throw error
  }
}

interface Found { dict: Dict | null; /** Where it covers to; the whole file where that cannot be said. */ covers: number; contents: Text | null; range: readonly number[] | null; inForm: boolean }

/** Every signature the file holds or its form names, in the order of what they cover. */
function signaturesIn(file: PdfFile): Found[] {
  const named = fieldValues(file)
  const found = new Map<number, Found>()
  const mark = Buffer.from('/ByteRange')
  for (let at = file.bytes.indexOf(mark); at >= 0; at = file.bytes.indexOf(mark, at + mark.length)) {
    const around = file.objectAround(at)
    if (around && isStream(around.value) && at >= around.value.from && at < around.value.to) continue // letters of a page, or a file within
    const offset = around?.offset ?? -at
    const entry = around && file.entries.get(around.id)
    const current = entry?.kind === 'at' && entry.offset === around?.offset
    if (!found.has(offset)) found.set(offset, describe(file, around?.value ?? null, current && named.delete(around.id)))
    if (found.size > signatureLimits.signatures) throw new Unreadable('too many signatures', true)
  }
  // What the form calls signed and nothing covers: shown by viewers, and no signature at all.
  for (const id of named) found.set(-id - file.bytes.length, describe(file, null, id > 0))
  if (found.size > signatureLimits.signatures) throw new Unreadable('too many signatures', true)
  return [...found.values()].sort((a, b) => a.covers - b.covers)
}

function describe(file: PdfFile, value: Value, inForm: boolean): Found {
  const dict = isDict(value) && value.entries.has('ByteRange') ? value : null
  const contents = dict?.entries.get('Contents')
  const list = dict?.entries.get('ByteRange')
  const range = Array.isArray(list) && list.length === 4 ? list.map((number) => wholeOf(number) ?? -1) : null
  const [a, b, c, d] = range ?? []
  // From the first byte, and all but the signature itself: no more may be left out than its own brackets hold, with nothing but digits between them.
  const exact = isText(contents) && contents.hex && contents.to - contents.from === contents.bytes.length * 2 + 2 && /^[0-9a-f]+$/i.test(file.bytes.toString('latin1', contents.from + 1, contents.to - 1)) && a === 0 && b === contents.from && c === contents.to && d! > 0 && c + d! <= file.bytes.length
  return { dict, contents: isText(contents) ? contents : null, range: exact ? range : null, covers: exact ? c! + d! : file.bytes.length, inForm }
}

/** The objects that the form's signature fields name as their values; a value written into the field itself as a number of its own. */
function fieldValues(file: PdfFile): Set<number> {
  const values = new Set<number>()
  const root = file.resolve(file.trailer.entries.get('Root'))
  if (!isDict(root)) throw new Unreadable('no root')
  const form = file.resolve(root.entries.get('AcroForm'))
  let seen = 0
  const walk = (value: Value | undefined, type: string | null, depth: number): void => {
    if (++seen > 10_000 || depth > 20) throw new Unreadable('too many fields', true)
    const field = file.resolve(value)
    if (!isDict(field)) return
    const own = nameOf(file.resolve(field.entries.get('FT'))) ?? type
    const signed = field.entries.get('V')
    if (own === 'Sig' && signed !== undefined && signed !== null) values.add(refId(signed) ?? -seen)
    const kids = file.resolve(field.entries.get('Kids'))
    if (Array.isArray(kids)) for (const kid of kids) walk(kid, own, depth + 1)
  }
  const fields = isDict(form) ? file.resolve(form.entries.get('Fields')) : null
  if (Array.isArray(fields)) for (const field of fields) walk(field, null, 0)
  return values
}

function judge(file: PdfFile, { dict, contents, range, covers, inForm }: Found, last: boolean, trust: { roots: readonly Certified[]; now: Date }): SignatureVerdict {
  const { bytes } = file
  const checks: Check[] = []
  const say = (name: Check['name'], outcome: Check['outcome'], reason: Reason): void => { checks.push({ name, outcome, reason }) }
  const text = (key: string): string | null => { const value = file.resolve(dict?.entries.get(key)); return isText(value) ? pdfText(value.bytes).slice(0, 200) : null }
  const format = nameOf(file.resolve(dict?.entries.get('SubFilter'))) ?? '?'
  const kind = format === 'ETSI.RFC3161' ? 'timestamp' : 'signature'
  let judged: Judged = { checks: [], signer: null, claimed_at: pdfDate(text('M')), proven_at: null }
  let stamps: Changes['stamps'] = []

  if (!range || !contents) say('coverage', 'fail', { code: 'range_wrong' })
  else {
    if (!last) say('coverage', 'pass', { code: 'covers_until', bytes: covers })
    else if (covers === bytes.length) say('coverage', 'pass', { code: 'covers_all' })
    else say('coverage', 'fail', { code: 'appended', bytes: bytes.length - covers })
    say('form', inForm ? 'pass' : 'fail', { code: inForm ? 'in_form' : 'not_in_form' })
    const wrong = wrongContents(contents, format)
    if (wrong) say('contents', 'fail', wrong)
    else {
      const der = contents.bytes.subarray(0, derLength(contents.bytes))
      const digestOf: DigestOf = (algorithm) => createHash(algorithm).update(bytes.subarray(0, range[1])).update(bytes.subarray(range[2]!, covers)).digest()
      try {
        judged = kind === 'timestamp' ? judgeDocumentStamp(der, digestOf, trust) : judgeSignature(der, digestOf, trust, { strict: format === 'ETSI.CAdES.detached', claimed: judged.claimed_at })
      } catch (error) {
        if (!(error instanceof Error)) throw error
        say('contents', 'fail', { code: 'contents_broken' }) // the libraries throw whatever they stumble over
      }
    }
    if (covers < bytes.length) {
      const changes = changesSince(bytes, covers)
      if (changes) stamps = changes.stamps
      if (!changes || changes.beyond.length) say('later', 'fail', { code: 'later_content', objects: changes?.beyond.join(', ') ?? '?' })
      else if (allowsNothing(file, dict!)) say('later', 'fail', { code: 'later_forbidden' })
      else say('later', 'pass', { code: 'later_signing' })
    } else say('later', 'pass', { code: 'nothing_later' })
  }
  checks.push(...judged.checks)
  return {
    kind, state: stateOf(checks), covers, format, signer: judged.signer && namesOf(judged.signer), claimed_at: judged.claimed_at?.toISOString() ?? null, proven_at: judged.proven_at?.toISOString() ?? null,
    reason: text('Reason'), later_stamps: stamps, checks,
  }
}

/** What is wrong with the signature before it is opened; null where it is one value of a known format, padded with nothing but zeros. */
function wrongContents({ bytes }: Text, format: string): Reason | null {
  if (!(formats as readonly string[]).includes(format)) return { code: 'format_unknown', format: format.replace(/[^\w.]/g, '').slice(0, 40) }
  if (bytes.every((byte) => byte === 0)) return { code: 'contents_empty' }
  let length: number
  try {
    length = derLength(bytes)
  } catch {
    return { code: 'contents_broken' }
  }
  if (length > bytes.length || length > signatureLimits.contents) return { code: 'contents_broken' }
  return bytes.subarray(length).every((byte) => byte === 0) ? null : { code: 'contents_trailing' }
}

/** Whether the signer certified that nothing at all may follow, not even another's signature (DocMDP, P 1). */
function allowsNothing(file: PdfFile, dict: Dict): boolean {
  const references = file.resolve(dict.entries.get('Reference'))
  return Array.isArray(references) && references.some((one) => {
    const reference = file.resolve(one)
    const parameters = isDict(reference) && nameOf(reference.entries.get('TransformMethod')) === 'DocMDP' ? file.resolve(reference.entries.get('TransformParams')) : null
    return isDict(parameters) && parameters.entries.get('P') === 1
  })
}

/** Words of a PDF: UTF-16 or UTF-8 where it says so, otherwise one letter a byte. */
function pdfText(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16().toString('utf16le')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3)
  return bytes.toString('latin1')
}
/** D:20260302091500+07'00' */
function pdfDate(text: string | null): Date | null {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/.exec(text ?? '')
  if (!parts) return null
  const [, year, month, day, hour, minute, second, sign, hours = '00', minutes = '00'] = parts
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign ? `${sign}${hours}:${minutes}` : 'Z'}`)
  return Number.isNaN(at.getTime()) ? null : at
}
