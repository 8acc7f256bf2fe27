import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { Locale } from './locale.ts'
import { languageTags } from './papers/paper.ts'
import { qrPath } from './qr.ts'

/**
 * One A4 page as a PDF that any reader can read aloud, search and copy from: tagged, its language and
 * title set, its letters embedded as a subset of Be Vietnam Pro (SIL Open Font License), which was
 * drawn for Vietnamese. Nothing flows: whoever draws asks how many lines a text takes and says where
 * they stand, so a page stays one page whatever was written.
 */
export type Weight = 'regular' | 'bold'
/** Where the letters lie. Found as a package is, from the sources and from dist/ alike. */
export const fontFiles: Record<Weight, string> = ((resolve: (name: string) => string) => ({
  regular: resolve('@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf'),
}))((name) => createRequire(import.meta.url).resolve(name))
let letters: Record<Weight, Buffer> | undefined

/** What a screen reader hears a part of the page as. */
export type Role = 'H1' | 'H2' | 'P' | 'Figure'
export interface Style { weight?: Weight; size: number; colour?: string; /** Between two lines, as a share of the size. */ leading?: number }
export interface Place { x: number; y: number }

export interface Paper {
  readonly width: number
  readonly height: number
  /** The text in lines no wider than `width`, at most `most` of them; where it was cut, at a sentence or a word, it ends in an ellipsis. */
  lines(text: string, width: number, most: number, style: Style): string[]
  /** How tall so many lines stand. */
  tall(lines: number, style: Style): number
  /** Draws lines and returns where the next thing may begin. `locale`: of words in another language than the page's. */
  text(role: Role, lines: readonly string[], at: Place, style: Style, locale?: Locale): number
  /** A name and its value, one paragraph: the name in bold above. Returns where the next thing may begin. */
  pair(name: readonly string[], value: readonly string[], at: Place, style: Style): number
  /** A picture (JPEG or PNG) with what it shows, in words. */
  picture(bytes: Buffer, at: Place & { width: number; height: number }, alt: string): void
  /** An address as a QR code with its quiet border. */
  qr(address: string, at: Place & { size: number }, alt: string): void
  /** A surface that says nothing. */
  fill(at: Place & { width: number; height: number }, colour: string): void
  /** The file. Nothing can be drawn after it. */
  finish(): Promise<Buffer>
}

/** What a file says of itself. */
export interface About { title: string; locale: Locale; author: string; /** The same content of the same moment is the same bytes. */ created: Date }

/** A file of A4 pages without margins, tagged (PDF/UA), with these letters under their names; `whole` is its bytes once it has ended. */
export function openPdf<Face extends string>({ title, locale, author, created }: About, letters: Record<'regular' | Face, Buffer>, more: { bufferPages?: boolean } = {}) {
  const doc = new PDFDocument({
    ...more, size: 'A4', margin: 0, lang: languageTags[locale], tagged: true, displayTitle: true, pdfVersion: '1.7', subset: 'PDF/UA', font: letters.regular as never,
    info: { Title: printable(title, () => true), Author: author, Creator: author, Producer: author, CreationDate: created, ModDate: created },
  } as unknown as PDFKit.PDFDocumentOptions) // the package's types are older than its PDF/UA
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  for (const [face, bytes] of Object.entries(letters)) doc.registerFont(face, bytes as never)
  const root = doc.struct('Document')
  doc.addStructure(root)
  return {
    doc, root, whole,
    /** Whether the letters of this face have this sign. */
    has: (face: 'regular' | Face) => {
      const { font } = (doc.font(face) as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })._font
      return (sign: string): boolean => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
    },
    /** Draws what says nothing. */
    artifact: (work: () => void, options: object = { type: 'Layout' }): void => { doc.markContent('Artifact', options as never); work(); doc.endMarkedContent() },
  }
}

export function openPaper(about: About): Paper {
  letters ??= { regular: readFileSync(fontFiles.regular), bold: readFileSync(fontFiles.bold) }
  const { doc, root, whole, has, artifact } = openPdf(about, letters)
  const set = ({ weight = 'regular', size, colour = '#17211f' }: Style) => doc.font(weight).fontSize(size).fillColor(colour)
  const stepOf = ({ size, leading = 1.35 }: Style): number => size * leading
  const draw = (lines: readonly string[], { x, y }: Place, style: Style): number => {
    set(style)
    // The space at its end keeps a line apart from the next for whoever copies or searches the text.
    for (const [i, line] of lines.entries()) doc.text(i < lines.length - 1 ? `${line} ` : line, x, y + i * stepOf(style), { lineBreak: false })
    return y + lines.length * stepOf(style)
  }
  const tag = (role: Role, work: () => void, { alt, lang }: { alt?: string; lang?: string } = {}): void => {
    root.add(doc.struct(role, { ...(alt === undefined ? {} : { alt: printable(alt, () => true) }), ...(lang === undefined ? {} : { lang }) } as never, work))
  }

  return {
    width: doc.page.width, height: doc.page.height,
    lines: (text, width, most, style) => {
      set(style)
      return fitLines(printable(text, has(style.weight ?? 'regular')), (line) => doc.widthOfString(line), width, most)
    },
    tall: (lines, style) => lines * stepOf(style),
    text: (role, lines, at, style, other) => {
      if (lines.length) tag(role, () => { draw(lines, at, style) }, other ? { lang: languageTags[other] } : {})
      return at.y + lines.length * stepOf(style)
    },
    pair: (name, value, at, style) => {
      const bold = { ...style, weight: 'bold' } as const
      const middle = at.y + name.length * stepOf(style)
      tag('P', () => { draw([...name.slice(0, -1), `${name.at(-1) ?? ''} `], at, bold); draw(value, { x: at.x, y: middle }, style) })
      return middle + value.length * stepOf(style)
    },
    picture: (bytes, { x, y, width, height }, alt) => tag('Figure', () => { doc.image(bytes, x, y, { fit: [width, height] }) }, { alt }),
    qr: (address, { x, y, size }, alt) => {
      const { path, modules } = qrPath(address)
      tag('Figure', () => { doc.save().translate(x, y).scale(size / modules).path(`M0 0H${modules}V${modules}H0Z`).fill('#ffffff').path(path).fill('#000000').restore() }, { alt })
    },
    fill: ({ x, y, width, height }, colour) => artifact(() => { doc.rect(x, y, width, height).fill(colour) }),
    finish: () => { root.end(); doc.end(); return whole },
  }
}

/** NFC, without what no letter shows; a sign the typeface lacks is written with those it has (①: 1), and where there are none, as a question mark. */
export function printable(text: string, has: (sign: string) => boolean): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.normalize('NFC').replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Variation_Selector}|\p{Cs}|\p{Cn}/gu, ' ')
  let shown = ''
  for (const sign of clean) {
    if (has(sign) || /\s/.test(sign)) { shown += sign; continue }
    const plainer = [...sign.normalize('NFKC')]
    shown += plainer.join('') !== sign && plainer.every(has) ? plainer.join('') : /[\p{L}\p{N}]/u.test(sign) ? '?' : ''
  }
  return shown
}

const ellipsis = '…'
const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/**
 * The text in lines no wider than `width`, at most `most`; a paragraph and an item of a list each
 * begin a line. A word wider than a line is broken between two letters. However long the text is, no
 * more of it is measured than could stand there.
 */
export function fitLines(text: string, widthOf: (line: string) => number, width: number, most: number): string[] {
  if (most < 1) return []
  const longest = most * Math.ceil(width / Math.max(0.5, widthOf('i')))
  const all = text.replace(/[^\S\n]+/g, ' ').replace(/(?:^|\n) ?[-*•] /g, '\n• ').replace(/\n(?: ?\n)+/g, '\n').trim()
  const near = all.slice(0, longest + 1)
  const { lines, begins, rest } = broken(near, widthOf, width, most)
  if (!rest && near.length === all.length) return lines
  const shown = lines.map((line, i) => (i === 0 ? line : `${begins.has(i) ? '\n' : ' '}${line}`)).join('')
  const sentence = /[.!?]$/.test(shown) ? shown.length - 1 : Math.max(...['. ', '! ', '? ', '; ', '.\n', ';\n'].map((end) => shown.lastIndexOf(end)))
  if (sentence > shown.length * 0.6) {
    const whole = broken(`${shown.slice(0, sentence + 1)} ${ellipsis}`, widthOf, width, most)
    if (!whole.rest) return whole.lines
  }
  let last = lines.at(-1) ?? ''
  while (last && widthOf(`${last}${ellipsis}`) > width) last = last.includes(' ') ? last.slice(0, last.lastIndexOf(' ')) : [...graphemes.segment(last)].slice(0, -1).map(({ segment }) => segment).join('')
  return [...lines.slice(0, -1), `${last.replace(/[\s,;:–-]+$/, '')}${ellipsis}`]
}

function broken(text: string, widthOf: (line: string) => number, width: number, most: number): { lines: string[]; /** The lines a paragraph begins with. */ begins: Set<number>; rest: boolean } {
  const lines: string[] = []
  const begins = new Set<number>()
  const words = text.split(/ |(?=\n)/)
  let line = ''
  for (let i = 0; i < words.length; i++) {
    let word = words[i] ?? ''
    if (word.startsWith('\n')) {
      word = word.slice(1)
      if (line) { lines.push(line); line = ''; if (lines.length === most) return { lines, begins, rest: true } }
      begins.add(lines.length)
    }
    const longer = line ? `${line} ${word}` : word
    if (widthOf(longer) <= width) { line = longer; continue }
    if (line) { lines.push(line); line = ''; if (lines.length === most) return { lines, begins, rest: true } }
    if (widthOf(word) <= width) { line = word; continue }
    const [head, tail] = split(word, widthOf, width)
    lines.push(head)
    if (lines.length === most) return { lines, begins, rest: true }
    words.splice(i + 1, 0, tail)
  }
  if (line) lines.push(line)
  return { lines, begins, rest: false }
}

/** As many letters of a word as a line holds, one at least, and the others. */
function split(word: string, widthOf: (line: string) => number, width: number): [string, string] {
  // A mark may sit on a letter without end: what is measured is bounded all the same.
  const signs = [...graphemes.segment(word.slice(0, 2_000))].map(({ segment }) => segment)
  let low = 1, high = signs.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (widthOf(signs.slice(0, middle).join('')) <= width) low = middle
    else high = middle - 1
  }
  const head = signs.slice(0, low).join('')
  return [head, word.slice(head.length)]
}
