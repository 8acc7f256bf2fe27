import {
  AlignmentType, BorderStyle, Document, type FileChild, Footer, HeadingLevel, ImageRun, type IParagraphOptions, LevelFormat, Packer, PageNumber, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TabStopType, TextRun,
  VerticalAlign, WidthType,
} from 'docx'
import type { Locale } from '../locale.ts'
import { type Block, type Head, languageTags, nation, numbered, pageOf, type Paper, placeAndDay, type Run, runsOf, shownIn, type Signatory, type Text } from './paper.ts'

/** Twentieths of a point in a millimetre. */
const mm = 56.693
const page = { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 20 }
const inside = Math.round((page.width - page.left - page.right) * mm)
const font = 'Times New Roman'
/** Half points, as the format counts: 13 for the text, 14 for title and motto. */
const size = { text: 26, title: 28, issued: 24, small: 22, mark: 16 }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const bare = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none }
const line = { style: BorderStyle.SINGLE, size: 4, color: '808080' }
const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

/**
 * The paper as a file for a word processor: A4, Times New Roman, headings that are headings, heads of
 * tables repeated on each page, each language said. The same paper of the same moment is the same bytes.
 */
export async function asDocx(paper: Paper): Promise<Buffer> {
  const { locale, head, title, subtitle, blocks, mark = '', author } = paper
  const children: FileChild[] = [
    ...(head ? headOf(head, locale) : []),
    new Paragraph({ heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, spacing: { before: head ? 360 : 0, after: subtitle ? 60 : 240 }, children: [new TextRun({ text: clean(title), bold: true, size: size.title })] }),
    ...(subtitle ? [new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 240 }, children: [new TextRun({ text: clean(subtitle), bold: true })] })] : []),
    ...blocks.flatMap((block, i) => [...(adjoins(blocks[i - 1], block) ? [apart()] : []), ...drawn(block, locale, i, blocks[i + 1]?.kind === 'signatures')]),
  ]
  const document = new Document({
    title: clean(title), creator: author, lastModifiedBy: author,
    styles: {
      default: {
        document: { run: { font, size: size.text, language: { value: languageTags[locale] } } },
        title: { run: { font, size: size.title, bold: true } },
        heading1: { run: { font, size: size.text, bold: true, color: '000000' }, paragraph: { spacing: { before: 240, after: 80 }, keepNext: true } },
        heading2: { run: { font, size: size.text, bold: true, italics: true, color: '000000' }, paragraph: { spacing: { before: 180, after: 60 }, keepNext: true } },
        heading3: { run: { font, size: size.text, italics: true, color: '000000' }, paragraph: { spacing: { before: 120, after: 60 }, keepNext: true } },
      },
    },
    numbering: { config: blocks.flatMap((block, i) => (block.kind === 'list' && block.ordered ? [{ reference: `list-${i}`, levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left: 567, hanging: 425 } } } }] }] : [])) },
    sections: [{
      properties: { page: { size: { width: Math.round(page.width * mm), height: Math.round(page.height * mm) }, margin: { top: page.top * mm, bottom: page.bottom * mm, left: page.left * mm, right: page.right * mm, footer: 10 * mm } } },
      footers: { default: new Footer({ children: [new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: inside }],
        children: [new TextRun({ text: `${clean(mark)}\t`, size: size.mark, color: '555555' }), new TextRun({ size: size.mark, color: '555555', children: pageWords(locale) })],
      })] }) },
      children,
    }],
  })
  return at(await Packer.toBuffer(document, undefined, [{ path: 'docProps/core.xml', data: properties(paper) }]), paper.created)
}

/** The words around the page's number and the number of pages, which the word processor counts. */
function pageWords(locale: Locale): string[] {
  const [before = '', between = '', after = ''] = pageOf[locale](-1, -2).split(/-1|-2/)
  return [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after]
}

/** What a word processor shows for a text, in a language of its own where it has one. */
const runs = (text: Text, { lang, ...style }: { lang?: Locale | undefined; bold?: boolean; italics?: boolean; size?: number } = {}): TextRun[] =>
  runsOf(text).flatMap((run) => {
    const said = run.lang ?? lang
    const look = {
      ...style, ...(run.bold ? { bold: true } : {}), ...(run.italic ? { italics: true } : {}), ...(said ? { language: { value: languageTags[said] } } : {}),
      ...(run.gap ? { italics: true, shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'FFF2CC' } } : {}),
    }
    return lines(run).map((text, i) => new TextRun({ ...look, text, ...(i ? { break: 1 } : {}) }))
  })
const lines = (run: Run): string[] => clean(shownIn(run)).split('\n')
/** NFC, and without the signs that XML cannot hold. */
// oxlint-disable-next-line no-control-regex
const clean = (text: string): string => text.normalize('NFC').replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Cs}/gu, '')

const centred = (text: Text, style: Parameters<typeof runs>[1] = {}, more: IParagraphOptions = {}) => new Paragraph({ alignment: AlignmentType.CENTER, ...more, children: runs(text, style) })
const cell = (width: number, children: Paragraph[], more: object = {}) => new TableCell({ width: { size: width, type: WidthType.DXA }, children, ...more })
const grid = (widths: number[], rows: TableRow[], borders: object = bare) => new Table({ layout: TableLayoutType.FIXED, width: { size: inside, type: WidthType.DXA }, columnWidths: widths, borders: borders as never, rows })
/** Between the edge of a cell of the head and its text. */
const beside = 30
/** A paragraph in an official text: justified, its first line set in by a centimetre. */
const body = (children: TextRun[], more: IParagraphOptions = {}) => new Paragraph({ alignment: AlignmentType.JUSTIFIED, spacing: { before: 60, after: 60, line: 276 }, indent: { firstLine: 567 }, ...more, children })

/** How wide the motto stands in its letters, so that the line under it is as long. */
const mottoWidth: Record<Locale, number> = { vi: 66, en: 86 }
function headOf({ issuer = [], number, place, day, english }: Head, locale: Locale): FileChild[] {
  // The name stands on one line in either form: beside the issuer in letters a point smaller, as the decree allows.
  const widths = [Math.round(inside * 0.39), inside - Math.round(inside * 0.39)] as [number, number], room = issuer.length ? widths[1] - 2 * beside : inside
  const aside = (lang: Locale): number => Math.max(0, Math.round((room - mottoWidth[lang] * mm) / 2))
  const motto = (lang: Locale) => [centred(nation[lang].name, { bold: true, lang, size: issuer.length ? size.issued : size.text }), centred([{ text: nation[lang].motto }], { bold: true, lang, size: size.title }, { border: { bottom: { ...line, space: 1, color: '000000' } }, indent: { left: aside(lang), right: aside(lang) }, spacing: { after: 120 } })]
  const when = place ? [centred(placeAndDay(place, day), { italics: true, lang: 'vi' }, { spacing: { before: 60 } })] : []
  const right = [...motto('vi'), ...(english ? motto('en') : [])]
  if (!issuer.length) return [...right, ...(number ? [centred(numbered(number), { lang: 'vi' })] : []), ...when]
  const margins = { left: beside, right: beside }
  return [grid(widths, [
    new TableRow({ children: [cell(widths[0], issuer.map((name, i) => centred(name, { bold: i === issuer.length - 1, lang: locale, size: size.issued })), { margins }), cell(widths[1], right, { margins })] }),
    new TableRow({ children: [cell(widths[0], [centred(number ? numbered(number) : '', { lang: 'vi' })], { margins }), cell(widths[1], when.length ? when : [new Paragraph('')], { margins })] }),
  ])]
}

/** Word processors make one table of two that adjoin, with the borders and repeated heads of the first: what has no lines stands apart from what has. */
const adjoins = (before: Block | undefined, block: Block): boolean => before?.kind === 'pair' && block.kind === 'table' && !block.caption
const apart = () => new Paragraph({ keepNext: true, spacing: { before: 0, after: 0, line: 80, lineRule: 'exact' }, children: [] })

/** `kept`: signatures follow. The last words before them go with them: a page of signatures alone could be put under any text. */
function drawn(block: Block, locale: Locale, index: number, kept: boolean): FileChild[] {
  const onward = kept ? { keepNext: true } : {}
  switch (block.kind) {
    case 'heading': return [new Paragraph({ heading: levels[block.level], keepNext: true, children: runs(block.text, { lang: block.lang }) })]
    case 'paragraph': {
      const { align = 'left' } = block
      return [align === 'left' ? body(runs(block.text, { lang: block.lang }), onward) : new Paragraph({ ...onward, alignment: align === 'right' ? AlignmentType.RIGHT : AlignmentType.CENTER, spacing: { before: 60, after: 60 }, children: runs(block.text, { lang: block.lang }) })]
    }
    case 'list': return block.items.map((item) => new Paragraph({ alignment: AlignmentType.JUSTIFIED, spacing: { before: 40, after: 40 }, ...(block.ordered ? { numbering: { reference: `list-${index}`, level: 0 } } : { bullet: { level: 0 } }), children: runs(item, { lang: block.lang }) }))
    case 'note': return [new Paragraph({ ...onward, spacing: { before: 60, after: 60 }, children: runs(block.text, { italics: true, size: size.small, lang: block.lang }) })]
    case 'page_break': return [new Paragraph({ pageBreakBefore: true, children: [] })]
    case 'picture': return [new Paragraph({ alignment: AlignmentType.CENTER, children: [new ImageRun({ type: 'png', data: block.png, transformation: { width: pixels(block.width), height: pixels(block.height) }, altText: { name: clean(block.alt).slice(0, 100), description: clean(block.alt), title: '' } })] })]
    case 'pair': {
      const half = Math.round(inside / 2)
      const column = (texts: readonly Text[], lang: Locale, top: boolean) => (texts.length ? texts : ['']).map((text) => new Paragraph({ alignment: AlignmentType.LEFT, spacing: { before: 40, after: 40 }, ...onward, ...(top ? { heading: HeadingLevel.HEADING_2, keepNext: true } : {}), children: runs(text, { lang, size: size.small, ...(top ? { bold: true, italics: false } : {}) }) }))
      const row = (vi: readonly Text[], en: readonly Text[], top = false) => new TableRow({ ...(top ? { cantSplit: true } : {}), children: [cell(half, column(vi, 'vi', top), { margins: { right: 140 } }), cell(inside - half, column(en, 'en', top), { margins: { left: 140 } })] })
      // The headings are a row of their own, kept with the next: a row kept whole with what follows would drag each article to the page of the one after it.
      const [[vi, ...viRest], [en, ...enRest]] = [block.vi, block.en]
      const rows = block.headed && (viRest.length || enRest.length) ? [row([vi ?? ''], [en ?? ''], true), row(viRest, enRest)] : [row(block.vi, block.en, block.headed)]
      return [grid([half, inside - half], rows)]
    }
    case 'table': {
      const { heads, rows, caption, numbers = [] } = block
      const shares = block.widths ?? heads.map(() => 1)
      const all = shares.reduce((sum, share) => sum + share, 0)
      const widths = shares.map((share) => Math.floor((inside * share) / all))
      // The head of a table stays with its first row: a heading kept with the head alone would stand with it at the foot of a page.
      const one = (text: Text, column: number, top: boolean) => cell(widths[column] ?? 0, [new Paragraph({ ...(top ? { keepNext: true } : {}), alignment: numbers.includes(column) ? AlignmentType.RIGHT : AlignmentType.LEFT, children: runs(text, { size: size.small, ...(top ? { bold: true } : {}) }) })], { margins: { left: 80, right: 80, top: 40, bottom: 40 }, ...(top ? { verticalAlign: VerticalAlign.CENTER, shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'EDEDED' } } : {}) })
      return [
        ...(caption ? [new Paragraph({ keepNext: true, spacing: { before: 120, after: 60 }, children: runs(caption, { bold: true }) })] : []),
        grid(widths, [
          new TableRow({ tableHeader: true, cantSplit: true, children: heads.map((text, i) => one(text, i, true)) }),
          ...rows.map((row) => new TableRow({ cantSplit: true, children: heads.map((_, i) => one(row[i] ?? '', i, false)) })),
        ], { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line }),
        new Paragraph({ spacing: { after: 80 }, children: [] }),
      ]
    }
    case 'signatures': {
      const width = Math.floor(inside / Math.min(2, Math.max(1, block.parties.length)))
      const rows = Array.from({ length: Math.ceil(block.parties.length / 2) }, (_, i) => block.parties.slice(i * 2, i * 2 + 2))
      if (!rows.length) return []
      return [new Paragraph({ keepNext: true, spacing: { before: 240 }, children: [] }), grid(rows[0]!.map(() => width), rows.map((pair, at) => new TableRow({ cantSplit: true, children: rows[0]!.map((_, i) => cell(width, pair[i] ? signed(pair[i], locale) : [new Paragraph('')], at ? { margins: { top: 500 } } : {})) })))]
    }
  }
}
const pixels = (millimetres: number): number => Math.round((millimetres / 25.4) * 96)

const signed = ({ party, position, name, note, lang }: Signatory, locale: Locale): Paragraph[] => {
  const said = lang ?? locale
  return [
    centred(party, { bold: true, lang: said }, { keepNext: true }), ...(position ? [centred(position, { bold: true, lang: said }, { keepNext: true })] : []), ...(note ? [centred(note, { italics: true, size: size.small, lang: said }, { keepNext: true })] : []),
    new Paragraph({ spacing: { before: 1400 }, keepNext: true, children: [] }), centred(name ?? '', { bold: true, lang: said }),
  ]
}

const escaped = (text: string): string => clean(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
/** The file's own card. The package would write the clock's hour there. */
function properties({ title, author, created, locale }: Paper): string {
  const moment = `${created.toISOString().slice(0, 19)}Z`
  return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(author)}</dc:creator><dc:language>${languageTags[locale]}</dc:language><cp:lastModifiedBy>${escaped(author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${moment}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${moment}</dcterms:modified></cp:coreProperties>`
}

/** The archive with every part of it dated `moment` (in UTC): the package dates them by the clock, and one paper would never be the same bytes twice. */
function at(archive: Buffer, moment: Date): Buffer {
  const stamp = (((moment.getUTCFullYear() - 1980) << 25) | ((moment.getUTCMonth() + 1) << 21) | (moment.getUTCDate() << 16) | (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1)) >>> 0
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let entry = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    archive.writeUInt32LE(stamp, entry + 12)
    archive.writeUInt32LE(stamp, archive.readUInt32LE(entry + 42) + 10)
    entry += 46 + archive.readUInt16LE(entry + 28) + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32)
  }
  return archive
}
