import { inflateSync } from 'node:zlib'
import { signatureLimits, Unreadable } from './limits.ts'
import { type Dict, isDict, isRef, isStream, nameOf, Reader, type Ref, type Stream, type Value, wholeOf } from './pdf-syntax.ts'

/** Where an object stands: at an offset of the file, or packed as the nth in a stream of objects. */
export type Entry = { kind: 'free' } | { kind: 'at'; offset: number; generation: number } | { kind: 'packed'; stream: number; index: number }

/** One revision of a PDF: its objects as whoever opens the file up to its end sees them. */
export interface PdfFile {
  readonly bytes: Buffer
  readonly trailer: Dict
  readonly entries: ReadonlyMap<number, Entry>
  /** Where every object ever written into the file begins, those replaced since included, in order. */
  readonly starts: readonly { offset: number; id: number }[]
  /** The object of that number; null where there is none, as the format says. */
  object(id: number): Value
  /** The value itself, or what it refers to. */
  resolve(value: Value | undefined): Value | undefined
  /** The object whose words stand at this place, and where it ends; null between objects. */
  objectAround(offset: number): { id: number; offset: number; value: Value; end: number } | null
}

/** Opens what the first `length` bytes say, by the table of objects their end names. */
export function openPdf(whole: Buffer, length = whole.length): PdfFile {
  const bytes = whole.subarray(0, length)
  if (bytes.length > signatureLimits.bytes) throw new Unreadable('too large', true)
  if (!/^%PDF-\d\.\d/.test(bytes.toString('latin1', 0, 8))) throw new Unreadable('does not begin as a PDF')
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 200))
  const end = /startxref[\r\n ]+(\d{1,12})[\r\n ]+%%EOF[\r\n ]*$/.exec(tail)
  if (!end) throw new Unreadable('does not end as a PDF')

  const entries = new Map<number, Entry>()
  const starts: { offset: number; id: number }[] = []
  let trailer: Dict | null = null
  const seen = new Set<number>()
  const add = (id: number, entry: Entry): void => {
    if (entry.kind === 'at') starts.push({ offset: entry.offset, id })
    if (starts.length > signatureLimits.objects || (!entries.has(id) && entries.size >= signatureLimits.objects)) throw new Unreadable('too many objects', true)
    if (!entries.has(id)) entries.set(id, entry)
  }
  for (let next: number | null = Number(end[1]); next !== null;) {
    if (seen.has(next)) throw new Unreadable('its revisions go round in a circle')
    if (seen.size >= signatureLimits.revisions) throw new Unreadable('too many revisions', true)
    seen.add(next)
    const dict: Dict = readSection(bytes, next, add)
    trailer ??= dict
    const beside = dict.entries.get('XRefStm')
    if (beside !== undefined) {
      const offset = wholeOf(beside)
      if (offset === null || seen.has(offset)) throw new Unreadable('a wrong XRefStm')
      seen.add(offset)
      readSection(bytes, offset, add)
    }
    const before = dict.entries.get('Prev')
    next = before === undefined ? null : wholeOf(before)
    if (before !== undefined && next === null) throw new Unreadable('a wrong Prev')
  }
  starts.sort((a, b) => a.offset - b.offset)

  const read = new Map<number, Value>()
  const packed = new Map<number, Packed>()
  const file: PdfFile = {
    bytes, trailer: trailer!, entries, starts,
    object(id) {
      const known = read.get(id)
      if (known !== undefined) return known
      const entry = entries.get(id)
      if (!entry || entry.kind === 'free') return null
      const value = entry.kind === 'at' ? objectAt(file, entry.offset, id).value : unpack(file, packed, entry.stream, id, entry.index)
      read.set(id, value)
      return value
    },
    resolve(value) {
      let at = value
      for (let hops = 0; isRef(at); hops++) {
        if (hops > 10) throw new Unreadable('references without an end')
        at = file.object(at.id)
      }
      return at
    },
    objectAround(offset) {
      let low = 0
      let high = starts.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (starts[middle]!.offset <= offset) low = middle + 1
        else high = middle
      }
      const start = starts[low - 1]
      if (!start) return null
      const found = objectAt(file, start.offset, start.id)
      return found.end > offset ? { ...start, ...found } : null
    },
  }
  return file
}

/** One table of objects, as words or as a stream: hands over its entries and returns its dictionary. */
function readSection(bytes: Buffer, offset: number, add: (id: number, entry: Entry) => void): Dict {
  const reader = new Reader(bytes, offset)
  if (reader.take('xref')) {
    while (!reader.take('trailer')) {
      const first = reader.whole()
      const count = reader.whole()
      if (count > signatureLimits.objects) throw new Unreadable('too many objects', true)
      for (let i = 0; i < count; i++) {
        const at = reader.whole()
        const generation = reader.whole()
        if (reader.take('n')) add(first + i, { kind: 'at', offset: at, generation })
        else { reader.expect('f'); add(first + i, { kind: 'free' }) }
      }
    }
    const dict = reader.value()
    if (!isDict(dict)) throw new Unreadable('no trailer')
    return dict
  }
  reader.whole()
  reader.whole()
  reader.expect('obj')
  const stream = readStream(reader, null)
  if (!isStream(stream) || nameOf(stream.dict.entries.get('Type')) !== 'XRef') throw new Unreadable(`no table of objects at ${offset}`)
  const { entries } = stream.dict
  const widths = entries.get('W')
  const size = wholeOf(entries.get('Size'))
  if (!Array.isArray(widths) || widths.length !== 3 || size === null) throw new Unreadable('a wrong table of objects')
  const [a, b, c] = widths.map((width) => wholeOf(width) ?? 99) as [number, number, number]
  if (a > 2 || b > 6 || c > 4 || a + b + c === 0) throw new Unreadable('a wrong table of objects')
  const data = unfolded(bytes, stream)
  const index = entries.get('Index') ?? [0, size]
  if (!Array.isArray(index) || index.length % 2) throw new Unreadable('a wrong table of objects')
  let at = 0
  const field = (width: number, otherwise: number): number => {
    if (width === 0) return otherwise
    const value = data.readUIntBE(at, width)
    at += width
    return value
  }
  for (let i = 0; i < index.length; i += 2) {
    const first = wholeOf(index[i])
    const count = wholeOf(index[i + 1])
    if (first === null || count === null || at + count * (a + b + c) > data.length) throw new Unreadable('a wrong table of objects')
    for (let id = first; id < first + count; id++) {
      const kind = field(a, 1)
      const second = field(b, 0)
      const third = field(c, 0)
      if (kind === 0) add(id, { kind: 'free' })
      else if (kind === 1) add(id, { kind: 'at', offset: second, generation: third })
      else if (kind === 2) add(id, { kind: 'packed', stream: second, index: third })
      else throw new Unreadable('a wrong table of objects')
    }
  }
  return stream.dict
}

function objectAt(file: Pick<PdfFile, 'bytes' | 'entries'> & Partial<PdfFile>, offset: number, id: number): { value: Value; end: number } {
  const reader = new Reader(file.bytes, offset)
  if (reader.whole() !== id) throw new Unreadable(`object ${id} is not where it should be`)
  reader.whole()
  reader.expect('obj')
  const value = readStream(reader, file.resolve ?? null)
  reader.expect('endobj')
  return { value, end: reader.at }
}

/** A value, with the stream that may follow it. Its length is what its dictionary says, and the stream ends there. */
function readStream(reader: Reader, resolve: PdfFile['resolve'] | null): Value {
  const value = reader.value()
  if (!isDict(value) || !reader.take('stream')) return value
  const { bytes } = reader
  if (bytes[reader.at] === 13) reader.at++
  if (bytes[reader.at] !== 10) throw new Unreadable('a stream without its beginning')
  const from = reader.at + 1
  const given = value.entries.get('Length')
  const length = wholeOf(isRef(given) && resolve ? resolve(given) : given)
  if (length === null || from + length > bytes.length) throw new Unreadable('a stream without its length')
  reader.at = from + length
  reader.expect('endstream')
  return { kind: 'stream', dict: value, from, to: from + length }
}

interface Packed { ids: number[]; values: Value[] }
/** The nth object packed in that stream. */
function unpack(file: PdfFile, packed: Map<number, Packed>, stream: number, id: number, index: number): Value {
  let known = packed.get(stream)
  if (!known) {
    if (file.entries.get(stream)?.kind !== 'at') throw new Unreadable(`objects packed in ${stream}, which is none`)
    const value = file.object(stream)
    if (!isStream(value) || nameOf(value.dict.entries.get('Type')) !== 'ObjStm') throw new Unreadable(`objects packed in ${stream}, which is none`)
    const count = wholeOf(value.dict.entries.get('N'))
    const first = wholeOf(value.dict.entries.get('First'))
    if (count === null || first === null || count > signatureLimits.objects || packed.size >= signatureLimits.packedStreams) throw new Unreadable('a wrong stream of objects', true)
    const data = unfolded(file.bytes, value)
    const reader = new Reader(data)
    const places = Array.from({ length: count }, () => ({ id: reader.whole(), offset: reader.whole() }))
    known = { ids: places.map((place) => place.id), values: places.map(({ offset }) => new Reader(data, first + offset).value()) }
    packed.set(stream, known)
  }
  if (known.ids[index] !== id) throw new Unreadable(`object ${id} is not where it should be`)
  return known.values[index]!
}

/** What a stream holds once unpacked. Of the ways to pack, those by which tables of objects are packed. */
function unfolded(bytes: Buffer, { dict, from, to }: Stream): Buffer {
  const raw = bytes.subarray(from, to)
  const one = (value: Value | undefined): Value | undefined => (Array.isArray(value) && value.length === 1 ? value[0] : value)
  const filter = one(dict.entries.get('Filter'))
  if (filter === undefined) return raw
  if (nameOf(filter) !== 'FlateDecode') throw new Unreadable('packed in an unknown way')
  let data: Buffer
  try {
    data = inflateSync(raw, { maxOutputLength: signatureLimits.unpacked })
  } catch {
    throw new Unreadable('cannot be unpacked')
  }
  const parameters = one(dict.entries.get('DecodeParms'))
  const asked = isDict(parameters) ? parameters.entries : new Map<string, Value>()
  const predictor = wholeOf(asked.get('Predictor')) ?? 1
  if (predictor < 10) {
    if (predictor !== 1) throw new Unreadable('packed in an unknown way')
    return data
  }
  const width = wholeOf(asked.get('Columns')) ?? 1
  if ((wholeOf(asked.get('Colors')) ?? 1) !== 1 || (wholeOf(asked.get('BitsPerComponent')) ?? 8) !== 8 || width < 1 || width > 1000) throw new Unreadable('packed in an unknown way')
  return withoutPredictor(data, width)
}

/** PNG's prediction of each row by the one above it (ISO 32000-1, 7.4.4.4). */
function withoutPredictor(data: Buffer, width: number): Buffer {
  const rows = Math.floor(data.length / (width + 1))
  const plain = Buffer.alloc(rows * width)
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (width + 1)]!
    for (let i = 0; i < width; i++) {
      const left = i ? plain[row * width + i - 1]! : 0
      const above = row ? plain[(row - 1) * width + i]! : 0
      const corner = i && row ? plain[(row - 1) * width + i - 1]! : 0
      const guess = kind === 0 ? 0 : kind === 1 ? left : kind === 2 ? above : kind === 3 ? (left + above) >> 1 : kind === 4 ? paeth(left, above, corner) : NaN
      if (Number.isNaN(guess)) throw new Unreadable('packed in an unknown way')
      plain[row * width + i] = (data[row * (width + 1) + 1 + i]! + guess) & 255
    }
  }
  return plain
}
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}

/** What a reference names; null where the value is none. */
export const refId = (value: Value | undefined): number | null => (isRef(value) ? (value as Ref).id : null)
