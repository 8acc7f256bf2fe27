import { type Creator, parse } from '@retorquere/bibtex-parser'
import { setImmediate } from 'node:timers/promises'
import { importLimits } from '../rules.ts'
import type { ImportProblem } from '../schema.ts'
import { fullName, vietnameseLetters } from './latex.ts'
import { line, type ReadWorks, workOf } from './works.ts'

const longestEntry = 20_000
const deepest = 12
const longestField = 4_000
/** The parser takes long over what was made to keep it busy; a real file of the largest size takes a third of this. */
const patienceMs = 6_000
/** What makes up a work; everything else, abstracts above all, is left out before LaTeX is read. */
const wanted = ['title', 'author', 'editor', 'year', 'date', 'journal', 'journaltitle', 'booktitle', 'publisher', 'school', 'institution', 'doi', 'url']

interface Block { kind: string; text: string; line: number; closed: boolean; deep: number }

/**
 * The works of a BibTeX file, LaTeX's accents turned into letters. Each entry is read by itself, so
 * that a broken one is told of by its line and spoils no other. Ends in bounded time, and lets other
 * requests pass between entries.
 */
export async function readBibtex(text: string, now: () => number = () => performance.now()): Promise<ReadWorks> {
  const began = now()
  const read: ReadWorks = { works: [], problems: [] }
  const blocks = blocksOf(text)
  const strings = blocks.filter(({ kind, text: block }) => kind === 'string' && block.length < 2_000).slice(0, 200).map(({ text: block }) => block).join('\n')
  const entries = blocks.filter(({ kind }) => !['string', 'comment', 'preamble'].includes(kind))
  for (const [i, block] of entries.entries()) {
    const problem = (why: ImportProblem['why']): void => { read.problems.push({ line: block.line, what: nameOf(block), why }) }
    if (read.works.length >= importLimits.works || read.problems.length >= importLimits.problems) { problem('too_many'); break }
    if (now() - began > patienceMs) { problem('too_slow'); break }
    if (block.text.length > longestEntry) problem('too_long')
    else if (block.deep > deepest) problem('too_deep')
    else if (!block.closed) problem('broken')
    else {
      const said = entryOf(block.text, strings)
      const work = said && workOf(said)
      if (work) read.works.push(work)
      else problem(said ? 'untitled' : 'broken')
    }
    if (i % 5 === 4) await setImmediate()
  }
  return read
}

function entryOf(block: string, strings: string): Parameters<typeof workOf>[0] | null {
  try {
    const raw = parse(`${strings}\n${block}`, { raw: true, unsupported: 'ignore' })
    const [entry] = raw.entries
    if (raw.errors.length || raw.entries.length !== 1 || !entry) return null
    const fields = Object.entries(entry.fields as Record<string, unknown>).flatMap(([name, value]) => {
      const latex = Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : written(one as Creator))).join(' and ') : String(value)
      return wanted.includes(name) && latex.length <= longestField ? [`${name} = {${vietnameseLetters(latex)}}`] : []
    })
    const { entries: [clean] } = parse(`@misc{x, ${fields.join(',\n')}}`, { english: false, sentenceCase: false, unsupported: 'ignore' })
    if (!clean) return null
    const field = (...names: string[]): string => names.map((name) => (clean.fields as Record<string, unknown>)[name]).map((value) => (Array.isArray(value) ? value.join(', ') : value)).find((value): value is string => typeof value === 'string' && value !== '') ?? ''
    const people = clean.fields.author ?? clean.fields.editor ?? []
    return {
      title: bare(field('title')), authors: people.map((person) => bare(nameIn(person))), venue: bare(field('journaltitle', 'journal', 'booktitle', 'publisher', 'school', 'institution')),
      year: field('year', 'date'), doi: field('doi'), url: field('url'),
    }
  } catch {
    return null // whatever the parser trips over is this entry's fault and nobody else's
  }
}

/** As a BibTeX file writes a name, so that it is understood once more. */
const written = ({ name, firstName, prefix, lastName, suffix }: Creator): string => name ?? [[prefix, lastName].filter(Boolean).join(' '), suffix, firstName].filter(Boolean).join(', ')
const nameIn = ({ name, firstName = '', prefix, lastName = '', suffix }: Creator): string =>
  name ?? (lastName === 'others' && !firstName ? 'et al.' : [fullName([prefix, lastName].filter(Boolean).join(' '), firstName), suffix].filter(Boolean).join(' '))
/** The parser says \textit and its kin as tags; a title is kept without them. */
const bare = (text: string): string => text.replace(/<\/?(?:i|b|u|em|strong|sub|sup|span|sc|tt|pre|script|ol|ul|li|enquote|p|br|h\d)\b[^<>]*>/gi, '')
const nameOf = ({ text }: Block): string => line(text.slice(0, 200).split('\n')[0] ?? '', 60)

/** Every @kind{…} with the line it begins on. One that never closes ends before the next line that begins with @, so that it takes no other with it. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  const begins = /@[ \t]*([a-z]{1,40})[ \t\r\n]{0,10}([{(])/gi
  let lineNumber = 1, counted = 0
  for (let match = begins.exec(text); match && blocks.length < importLimits.works + importLimits.problems + 300; match = begins.exec(text)) {
    const from = match.index
    for (; counted < from; counted++) if (text.charCodeAt(counted) === 10) lineNumber++
    let depth = 0, deep = 0, at = begins.lastIndex - 1, closed = false
    const round = match[2] === '('
    for (; at < text.length && at - from < longestEntry * 3; at++) {
      const sign = text[at]
      if (sign === '\\') at++
      else if (sign === '{' || (round && sign === '(' && depth === 0)) deep = Math.max(deep, ++depth)
      else if ((sign === '}' && depth > (round ? 1 : 0)) || (round && sign === ')' && depth === 1)) { if (--depth === 0) { closed = true; at++; break } }
      else if (sign === '@' && text[at - 1] === '\n' && /^@[a-z]+\s*[{(]/i.test(text.slice(at, at + 50))) break
    }
    blocks.push({ kind: (match[1] ?? '').toLowerCase(), text: text.slice(from, at), line: lineNumber, closed, deep })
    begins.lastIndex = Math.max(at, from + 1)
  }
  return blocks
}
