import type { Locale } from '../locale.ts'
import { type Run, runsOf, shownIn, type Text } from './paper.ts'

export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic'
export interface Look { face: Face; gap: boolean; lang: Locale | undefined }
/** Words of one look, with a space after the last where the next piece begins a word of its own. */
export interface Piece extends Look { text: string }
export type Line = readonly Piece[]
export type Measure = (text: string, face: Face) => number

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })
const faceOf = (run: Run, bold: boolean, italic: boolean): Face => {
  const [heavy, slanted] = [bold || run.bold === true, italic || run.italic === true || run.gap === true]
  return heavy ? (slanted ? 'boldItalic' : 'bold') : slanted ? 'italic' : 'regular'
}
const alike = (one: Look, other: Look): boolean => one.face === other.face && one.gap === other.gap && one.lang === other.lang

/** The text in lines no wider than `width`, whatever looks its words have; a word wider than a line is broken between two letters. */
export function linesOf(text: Text, width: number, measure: Measure, { bold = false, italic = false, printable }: { bold?: boolean; italic?: boolean; printable: (text: string, face: Face) => string }): Line[] {
  const lines: Line[] = []
  let line: Piece[] = [], taken = 0, spaced = false
  /** What makes up the word being read: letters of one look or of several. */
  let word: Piece[] = []
  const finish = (): void => { lines.push(line.length ? line : [{ text: '', face: 'regular', gap: false, lang: undefined }]); line = []; taken = 0; spaced = false }
  const put = (pieces: readonly Piece[], gap: string): void => {
    for (const [i, piece] of pieces.entries()) {
      const last = line.at(-1)
      const space = i === 0 ? gap : ''
      if (last && space) last.text += space
      if (last && alike(last, piece)) last.text += piece.text
      else line.push({ ...piece })
    }
    taken = line.reduce((sum, { text, face }) => sum + measure(text, face), 0)
  }
  const close = (): void => {
    if (!word.length) return
    const wide = word.reduce((sum, { text, face }) => sum + measure(text, face), 0)
    const gap = line.length && spaced ? ' ' : ''
    if (line.length && taken + (gap ? measure(gap, line.at(-1)!.face) : 0) + wide > width) finish()
    if (wide <= width) put(word, line.length ? gap : '')
    else for (const piece of word) for (const { segment } of graphemes.segment(piece.text)) {
      if (line.length && taken + measure(segment, piece.face) > width) finish()
      put([{ ...piece, text: segment }], '')
    }
    word = []; spaced = false
  }
  for (const run of runsOf(text)) {
    const look: Look = { face: faceOf(run, bold, italic), gap: run.gap === true, lang: run.lang }
    for (const part of printable(shownIn(run), look.face).split(/(\n|[^\S\n\u00a0]+)/)) {
      if (part === '\n') { close(); finish() }
      else if (part === '') continue
      else if (/^[^\S\u00a0]+$/.test(part)) { close(); spaced = true }
      else word.push({ ...look, text: part })
    }
  }
  close()
  if (line.length || !lines.length) finish()
  return lines
}
