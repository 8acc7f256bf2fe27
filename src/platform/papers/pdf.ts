import { createHash } from 'node:crypto'
import type { Locale } from '../locale.ts'
import { bounded, oneAtATime } from '../one-at-a-time.ts'
import { type Block, type Head, nation, numbered, type Pair, type Paper, placeAndDay, runsOf, type Signatory, type Table, type Text } from './paper.ts'
import { type Column, left, mm, openSheets, type SetLine, type Sheets, stepOf, type Style, type Tag, width } from './pdf-sheets.ts'

/** So many wait for one process to draw for them; and what it has drawn it keeps, up to so much. */
export const mostPapersWaiting = 200, bytesOfPapersKept = 16_000_000

const size = { text: 10.5, title: 13.5, small: 9, head: 9.6 }
/** Between two columns, and within the frame of a cell. */
const gutter = 16, frame = 4

/**
 * The paper as a file for reading and keeping: A4, flowing over as many pages as it takes, tagged so that it
 * can be read aloud, its languages and title set, its letters embedded. Heads of tables stand again on each page,
 * and no line of a paragraph is left alone. The same paper of the same moment is the same bytes.
 */
export function asPdf(paper: Paper): Promise<Buffer> {
  return inTurn(async () => {
    const key = createHash('sha256').update(JSON.stringify(paper)).digest('base64')
    const drawn = kept.get(key) ?? await drawnAnew(paper)
    kept.set(key, drawn)
    return drawn
  })
}
/** Drawing takes a whole processor for a good part of a second: one paper after the other, and one that is asked for again is handed out as it was. */
const inTurn = oneAtATime(mostPapersWaiting)
const kept = bounded<Buffer>(bytesOfPapersKept, ({ length }) => length)

async function drawnAnew(paper: Paper): Promise<Buffer> {
  const sheets = openSheets(paper)
  if (paper.head) { headOf(sheets, paper.head, paper.locale); sheets.space(16) }
  one(sheets, 'H1', paper.title, { size: size.title, bold: true, align: 'centre' })
  if (paper.subtitle) { sheets.space(2); one(sheets, 'P', paper.subtitle, { size: size.text, bold: true, align: 'centre' }) }
  sheets.space(10)
  for (const [i, block] of paper.blocks.entries()) drawn(sheets, block, paper.blocks[i + 1], paper.locale)
  return sheets.finish()
}

/** A text across the whole width. */
function one(sheets: Sheets, role: string, text: Text, style: Style, { x = left, wide = width, keep = 0 }: { x?: number; wide?: number; /** How much of what follows has to stand on the same page. */ keep?: number } = {}): void {
  const lines = sheets.set(sheets.root, role, text, wide, style)
  sheets.room(keep && sheets.heightOf(lines) < sheets.most / 3 ? sheets.heightOf(lines) + keep : sheets.heightOf(lines.slice(0, leastOf(lines))))
  sheets.flow([{ x, width: wide, lines }])
}

/** How many lines a text begins with, so that two at least stand on the page where it begins: a paragraph of three is not divided, for that leaves one alone on either page. */
function leastOf(lines: readonly SetLine[]): number {
  let least = 0
  while (least < Math.min(2, lines.length)) {
    const own = lines[least]!.tag, long = lines.filter(({ tag }) => tag === own).length
    least += long <= 3 ? long : 2
  }
  return least
}

function headOf(sheets: Sheets, { issuer = [], number, place, day, english }: Head, locale: Locale): void {
  const narrow = width * 0.42
  const middle = issuer.length ? { x: left + narrow + 8, width: width - narrow - 8 } : { x: left, width }
  const own = sheets.tag(sheets.root, 'Div')
  const stack = (lines: { text: string; lang: Locale; bold?: boolean; italic?: boolean; before?: number }[], wide: number): SetLine[] =>
    lines.flatMap(({ text, ...style }) => sheets.set(own, 'P', text, wide, { size: size.head, align: 'centre', ...style }))
  const begin = sheets.at()
  let deepest = begin
  const column = (lines: SetLine[], { x, width: wide }: { x: number; width: number }, underline: string | null): void => {
    sheets.moveTo(begin)
    sheets.flow([{ x, width: wide, lines }])
    if (underline) {
      const long = Math.min(wide, sheets.widthOf(underline, 'bold', size.head))
      sheets.moveTo(sheets.at() + 1.5)
      sheets.stroke(x + (wide - long) / 2, long)
    }
    deepest = Math.max(deepest, sheets.at())
  }
  const languages: Locale[] = english ? ['vi', 'en'] : ['vi']
  if (issuer.length) column(stack(issuer.map((text, i) => ({ text, lang: locale, bold: i === issuer.length - 1 })), narrow), { x: left, width: narrow }, (issuer.at(-1) ?? '').slice(0, 14))
  column(stack(languages.flatMap((lang) => [{ text: nation[lang].name, lang, bold: true, before: 3 }, { text: nation[lang].motto, lang, bold: true }]), middle.width), middle, nation[languages.at(-1)!].motto)
  const below = deepest + 5
  const under = (text: string, { x, width: wide }: { x: number; width: number }, italic: boolean, at: number): void => {
    sheets.moveTo(at)
    sheets.flow([{ x, width: wide, lines: stack([{ text, lang: 'vi', italic }], wide) }])
    deepest = Math.max(deepest, sheets.at())
  }
  if (number) under(numbered(number), issuer.length ? { x: left, width: narrow } : middle, false, below)
  if (place) under(placeAndDay(place, day), middle, true, number && !issuer.length ? deepest : below)
  own.end()
  sheets.moveTo(deepest)
}

/** How much of a block has to stand under its heading. */
const beginning = (sheets: Sheets, block: Block | undefined): number => (block?.kind === 'table' ? headAndFirst(sheets, block) : block?.kind === 'picture' ? block.height * mm : block?.kind === 'signatures' ? 150 : 3 * stepOf(size.text) + 4)
/** About how much room a table needs to begin: its caption, its head and its first row, rather more than less. */
function headAndFirst(sheets: Sheets, { caption, heads, rows, widths }: Table): number {
  const shares = widths ?? heads.map(() => 1), sum = shares.reduce((all, share) => all + share, 0)
  const lines = (text: Text, face: 'regular' | 'bold', of: number, wide: number): number => runsOf(text).map((run) => run.text).join('').split('\n').reduce((all, one) => all + Math.max(1, Math.ceil((sheets.widthOf(one, face, of) * 1.15) / wide)), 0)
  const row = (texts: readonly Text[], face: 'regular' | 'bold'): number => Math.max(...heads.map((_, i) => lines(texts[i] ?? '', face, size.small, (width * (shares[i] ?? 1)) / sum - 2 * frame))) * stepOf(size.small) + 2 * frame
  return (caption === undefined ? 0 : lines(caption, 'bold', size.text, width) * stepOf(size.text) + 4) + row(heads, 'bold') + Math.min(rows[0] ? row(rows[0], 'regular') : 0, sheets.most / 2)
}
const headings = { 1: { size: 11.5, bold: true }, 2: { size: 10.5, bold: true }, 3: { size: 10.5, italic: true } } as const

function drawn(sheets: Sheets, block: Block, following: Block | undefined, locale: Locale): void {
  // The last words before signatures go with them: a page of signatures alone could be put under any text.
  const keep = following?.kind === 'signatures' ? beginning(sheets, following) : 0
  switch (block.kind) {
    case 'heading':
      sheets.space(block.level === 1 ? 12 : 8)
      one(sheets, `H${block.level + 1}`, block.text, { ...headings[block.level], lang: block.lang }, { keep: beginning(sheets, following) })
      return sheets.space(3)
    case 'paragraph':
      one(sheets, 'P', block.text, { size: size.text, lang: block.lang, align: block.align ?? 'left' }, { keep })
      return sheets.space(5)
    case 'note':
      one(sheets, 'P', block.text, { size: size.small, italic: true, lang: block.lang }, { keep })
      return sheets.space(5)
    case 'list': return list(sheets, block)
    case 'table': return table(sheets, block)
    case 'pair': return pair(sheets, block, keep)
    case 'page_break': return sheets.fresh() ? undefined : sheets.turn()
    case 'picture': {
      const scale = Math.min(1, width / (block.width * mm), sheets.most / (block.height * mm))
      const [wide, tall] = [block.width * mm * scale, block.height * mm * scale]
      sheets.room(tall)
      sheets.picture(block.png, wide, tall, block.alt)
      return sheets.space(8)
    }
    case 'signatures': return signatures(sheets, block.parties, locale)
  }
}

function list(sheets: Sheets, { items, ordered, lang }: Extract<Block, { kind: 'list' }>): void {
  const whole = sheets.tag(sheets.root, 'L', lang)
  const inset = 18
  for (const [i, item] of items.entries()) {
    const entry = sheets.tag(whole, 'LI')
    const label = sheets.set(entry, 'Lbl', ordered ? `${i + 1}.` : '–', inset, { size: size.text })
    const body = sheets.set(entry, 'LBody', item, width - inset, { size: size.text })
    sheets.room(sheets.heightOf(body.slice(0, 2)))
    sheets.flow([{ x: left + 4, width: inset, lines: label }, { x: left + inset + 4, width: width - inset - 4, lines: body }])
    entry.end()
    sheets.space(3)
  }
  whole.end()
  sheets.space(3)
}

function table(sheets: Sheets, { heads, rows, widths, numbers = [], caption }: Table): void {
  const shares = widths ?? heads.map(() => 1)
  const sum = shares.reduce((all, share) => all + share, 0)
  const wide = shares.map((share) => (width * share) / sum)
  const from = wide.map((_, i) => left + wide.slice(0, i).reduce((all, one) => all + one, 0))
  const whole = sheets.tag(sheets.root, 'Table')
  const cells = (texts: readonly Text[], role: 'TH' | 'TD'): { row: Tag; columns: Column[] } => {
    const row = sheets.tag(whole, 'TR')
    return { row, columns: heads.map((_, i) => ({ x: from[i]!, width: wide[i]!, lines: sheets.set(row, role, texts[i] ?? '', wide[i]! - 2 * frame, { size: size.small, bold: role === 'TH', align: numbers.includes(i) ? 'right' : 'left' }, role === 'TH' ? { scope: 'Column' } : {}) })) }
  }
  const tall = (columns: Column[]): number => Math.max(...columns.map(({ lines }) => sheets.heightOf(lines))) + 2 * frame
  const said = caption === undefined ? [] : sheets.set(whole, 'Caption', caption, width, { size: size.text, bold: true })
  const top = cells(heads, 'TH')
  const ready = rows.map((row) => cells(row, 'TD'))
  // The head stands with its first row, and a row goes on at the next page only where it is half a page tall by itself.
  sheets.room(sheets.heightOf(said) + 4 + tall(top.columns) + Math.min(ready[0] ? tall(ready[0].columns) : 0, sheets.most / 2))
  if (said.length) { sheets.flow([{ x: left, width, lines: said }]); sheets.space(4) }
  for (const { x, width: across } of top.columns) sheets.shade(x, across, tall(top.columns))
  sheets.flow(top.columns, { frame })
  top.row.end()
  for (const { row, columns } of ready) {
    if (tall(columns) < sheets.most / 2 && sheets.lacks(tall(columns))) { sheets.turn(); sheets.repeat(top.columns, frame) }
    sheets.flow(columns, { frame, again: () => sheets.repeat(top.columns, frame) })
    row.end()
  }
  whole.end()
  sheets.space(10)
}

function pair(sheets: Sheets, { vi, en, headed = false }: Pair, keep: number): void {
  const half = (width - gutter) / 2
  const column = (texts: readonly Text[], lang: Locale): SetLine[] => {
    const side = sheets.tag(sheets.root, 'Sect', lang)
    return texts.flatMap((text, i) => sheets.set(side, headed && i === 0 ? 'H2' : 'P', text, half, { size: 9.5, bold: headed && i === 0, lang, before: 4 }))
  }
  const [one, other] = [column(vi, 'vi'), column(en, 'en')]
  // A heading never stands alone at the foot of a page.
  const least = (lines: SetLine[]): number => {
    const heading = headed ? lines.filter((line) => line.tag === lines[0]?.tag).length : 0
    return sheets.heightOf(lines.slice(0, heading + leastOf(lines.slice(heading))))
  }
  const whole = Math.max(sheets.heightOf(one), sheets.heightOf(other))
  sheets.room(keep && whole < sheets.most / 3 ? whole + keep : Math.max(least(one), least(other)))
  sheets.flow([{ x: left, width: half, lines: one }, { x: left + half + gutter, width: half, lines: other }])
  sheets.space(8)
}

function signatures(sheets: Sheets, parties: readonly Signatory[], locale: Locale): void {
  for (let i = 0; i < parties.length; i += 2) {
    const two = parties.slice(i, i + 2)
    const wide = width / two.length - 8
    const columns = two.map((signatory, k) => ({ x: left + k * (width / two.length) + 4, width: wide, lines: signed(sheets, { lang: locale, ...signatory }, wide) }))
    sheets.space(14)
    sheets.room(Math.max(...columns.map(({ lines }) => sheets.heightOf(lines))))
    sheets.flow(columns)
  }
}
/** As which party and in what position, the room for hand and seal, the name. */
function signed(sheets: Sheets, { party, position, name, note, lang = 'vi' }: Signatory, wide: number): SetLine[] {
  const own = sheets.tag(sheets.root, 'Div', lang)
  const line = (text: string, more: Partial<Style>): SetLine[] => sheets.set(own, 'P', text, wide, { size: size.text, align: 'centre', lang, ...more })
  return [...line(party, { bold: true }), ...(position ? line(position, { bold: true }) : []), ...(note ? line(note, { size: size.small, italic: true }) : []), ...line(name ?? ' ', { bold: true, before: 74 })]
}
