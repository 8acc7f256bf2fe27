import { createHash } from 'node:crypto'
import PDFDocument from 'pdfkit'
import { openPdf, type PdfFile } from '../src/platform/signatures/pdf-file.ts'
import { type Dict, isDict, isRef, isStream, type Value } from '../src/platform/signatures/pdf-syntax.ts'
import { cms, type SigningWish, stampToken } from './authority.ts'

/** A small agreement as a PDF of two pages. */
export function aPdf(words = 'Hợp đồng chuyển giao công nghệ: giá 500.000.000 đồng', pages = 2): Promise<Buffer> {
  const doc = new PDFDocument({ info: { CreationDate: new Date('2026-03-02T02:00:00Z'), ModDate: new Date('2026-03-02T02:00:00Z') } })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<Buffer>((resolve) => { doc.on('end', () => resolve(Buffer.concat(chunks))) })
  doc.text(words.normalize('NFD').replace(/[^\u0020-\u007e]/g, ''))
  for (let i = 1; i < pages; i++) doc.addPage().text(`page ${i + 1}`)
  doc.end()
  return done
}

/** A value as a PDF writes it. */
export function written(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`
  if (value.kind === 'name') return `/${value.name}`
  if (value.kind === 'ref') return `${value.id} ${value.generation} R`
  if (value.kind === 'string') return `<${value.bytes.toString('hex')}>`
  if (value.kind === 'dict') return `<< ${[...value.entries].map(([name, one]) => `/${name} ${written(one)}`).join(' ')} >>`
  throw new Error('a stream is not written again')
}

/** The file with an update behind it that writes these objects: numbers to words. */
export function updated(bytes: Buffer, objects: ReadonlyMap<number, string>, root?: number): Buffer {
  const file = openPdf(bytes)
  const parts: Buffer[] = [bytes, Buffer.from('\n')]
  let at = bytes.length + 1
  const rows: string[] = []
  for (const [id, words] of objects) {
    const object = Buffer.from(`${id} 0 obj\n${words}\nendobj\n`, 'latin1')
    rows.push(`${id} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
    parts.push(object)
    at += object.length
  }
  const size = Math.max(...file.entries.keys(), ...objects.keys()) + 1
  const rootId = root ?? rootOf(file)
  const before = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(bytes.toString('latin1', bytes.length - 100))![1]
  parts.push(Buffer.from(`xref\n${rows.join('')}trailer\n<< /Size ${size} /Root ${rootId} 0 R /Prev ${before} >>\nstartxref\n${at}\n%%EOF\n`, 'latin1'))
  return Buffer.concat(parts)
}
export const rootOf = (file: PdfFile): number => { const root = file.trailer.entries.get('Root'); if (!isRef(root)) throw new Error('no root'); return root.id }
export const entriesOf = (value: Value | undefined): Dict['entries'] => { if (isDict(value)) return value.entries; if (isStream(value)) return value.dict.entries; throw new Error('no dictionary') }
export const firstPage = (file: PdfFile, nth = 0): number => {
  const pages = file.resolve(entriesOf(file.object(rootOf(file))).get('Pages'))
  const kid = (file.resolve(entriesOf(pages).get('Kids')) as Value[])[nth]
  if (!isRef(kid)) throw new Error('no page')
  return kid.id
}
export const changed = (entries: Dict['entries'], more: Record<string, string>): string =>
  `<< ${[...entries].filter(([name]) => !(name in more)).map(([name, value]) => `/${name} ${written(value)}`).join(' ')} ${Object.entries(more).map(([name, words]) => `/${name} ${words}`).join(' ')} >>`

export interface PdfSigningWish extends SigningWish {
  format?: string
  at?: Date
  rect?: string
  /** Bytes kept for the signature. */
  room?: number
  /** What an attacker or a careless program does to the range. */
  range?: (usual: [number, number, number, number]) => number[]
  /** Further objects in the same update. */
  more?: (file: PdfFile, free: number) => ReadonlyMap<number, string>
  /** The form's flags and other entries. */
  form?: string
  stamp?: boolean
  extra?: string
}

/** The file with a signature field in one more update, signed. */
export function signed(bytes: Buffer, wish: PdfSigningWish): Buffer {
  const { format = 'ETSI.CAdES.detached', at = new Date('2026-03-02T03:00:00Z'), rect = '0 0 0 0', room = 16_000, form = '', range = (usual) => usual, more, stamp = false, extra = '' } = wish
  const file = openPdf(bytes)
  const free = Math.max(...file.entries.keys()) + 1
  const [signature, field] = [free, free + 1]
  const page = firstPage(file)
  const rootId = rootOf(file)
  const root = entriesOf(file.object(rootId))
  const old = file.resolve(root.get('AcroForm'))
  const fields = isDict(old) ? (file.resolve(old.entries.get('Fields')) as Value[]) : []
  const notes = file.resolve(entriesOf(file.object(page)).get('Annots'))
  const day = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  const empty = '[0 0000000000 0000000000 0000000000]'
  const prepared = updated(bytes, new Map([
    [signature, `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${format} /ByteRange ${empty} /Contents <${'00'.repeat(room)}> /M (D:${day}Z) /Reason (agreed) ${extra} >>`],
    [field, `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature${signature}) /V ${signature} 0 R /F 132 /Rect [${rect}] /P ${page} 0 R >>`],
    [page, changed(entriesOf(file.object(page)), { Annots: `[${[...(Array.isArray(notes) ? notes.map(written) : []), `${field} 0 R`].join(' ')}]` })],
    [rootId, changed(root, { AcroForm: `<< /Fields [${[...fields.map(written), `${field} 0 R`].join(' ')}] /SigFlags 3 ${form} >>` })],
    ...(more ? more(file, free + 2) : []),
  ]))
  const from = prepared.indexOf(`<${'00'.repeat(room)}>`, bytes.length)
  const to = from + room * 2 + 2
  const usual = range([0, from, to, prepared.length - to])
  const words = `[${usual.join(' ')}]`.padEnd(empty.length)
  prepared.write(words, prepared.indexOf(empty, bytes.length), 'latin1')
  const [, b = 0, c = 0, d = 0] = usual
  const covered = Buffer.concat([prepared.subarray(0, b), prepared.subarray(c, c + d)])
  const made = stamp ? stampToken(covered, wish.by, at, wish.chain) : cms((hash) => createHash(hash).update(covered).digest(), wish)
  if (made.length > room) throw new Error('no room for the signature')
  prepared.write(made.toString('hex'), from + 1, 'latin1')
  return prepared
}
