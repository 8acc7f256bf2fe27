import { openPaper, type Paper, type Style } from '../../../platform/pdf.ts'
import { sheetTexts } from '../messages.ts'
import type { ListingFacts } from './facts.ts'

const brand = '#0b4f4a', soft = '#4a5653'
const title: Style = { weight: 'bold', size: 19, leading: 1.22 }
const lead: Style = { size: 11, colour: soft, leading: 1.4 }
const who: Style = { weight: 'bold', size: 9.6, colour: soft }
const heading: Style = { weight: 'bold', size: 11.5, colour: brand, leading: 1.3 }
const body: Style = { size: 9.6, leading: 1.42 }
const fact: Style = { size: 8.8, leading: 1.32 }
const small: Style = { size: 7.8, colour: soft, leading: 1.35 }
const margin = 42, gap = 22, aside = 166, pictureTall = 165

/** The sheet of a listing: one A4 page, however much was written. What finds no room ends in an ellipsis; the QR code leads to the rest. */
export async function drawSheet(facts: ListingFacts, picture: Buffer | null, created: Date): Promise<Buffer> {
  const t = sheetTexts[facts.locale]
  const other = facts.language === facts.locale ? undefined : facts.language
  const paper = openPaper({ title: facts.title, locale: facts.locale, author: t.exchange, created })
  const { width, height } = paper
  const main = width - 2 * margin - gap - aside
  const right = width - margin - aside

  paper.fill({ x: 0, y: 0, width, height: 46 }, brand)
  paper.text('P', paper.lines(`${t.exchange} · ${facts.kindName}`, width - 2 * margin, 1, { weight: 'bold', size: 11 }), { x: margin, y: 15 }, { weight: 'bold', size: 11, colour: '#ffffff' })
  let y = 60
  if (facts.demonstration) {
    paper.fill({ x: margin, y, width: width - 2 * margin, height: 19 }, '#fdf0d3')
    paper.text('P', paper.lines(t.demonstration, width - 2 * margin - 16, 1, { weight: 'bold', size: 8.4 }), { x: margin + 8, y: y + 4 }, { weight: 'bold', size: 8.4, colour: '#7a4b00' })
    y += 29
  }
  y = paper.text('H1', paper.lines(facts.title, width - 2 * margin, 4, title), { x: margin, y }, title, other)
  y = paper.text('P', paper.lines(facts.organisation ?? t.hidden, width - 2 * margin, 2, who), { x: margin, y: y + 4 }, who)
  // On a line of its own: however long the name is, whether it was verified stands there.
  y = paper.text('P', paper.lines(facts.standing, width - 2 * margin, 1, small), { x: margin, y }, small) + 14

  const foot = height - 62
  column(paper, facts, picture, { x: margin, y, width: main, bottom: foot - 8 }, other)
  key(paper, facts, { x: right, y, bottom: foot - 8 })
  paper.fill({ x: margin, y: foot, width: width - 2 * margin, height: 0.7 }, '#d5d2c7')
  let under = paper.text('P', paper.lines(t.dated(facts.day, facts.version), width - 2 * margin, 1, small), { x: margin, y: foot + 8 }, small)
  under = paper.text('P', paper.lines(t.publicOnly, width - 2 * margin, 2, small), { x: margin, y: under }, small)
  paper.text('P', paper.lines(`${t.exchange}, ${t.address}`, width - 2 * margin, 1, small), { x: margin, y: under }, small)
  return paper.finish()
}

/** Picture, summary, and the parts of its text in what room is left: a short part leaves its share to the longer ones. */
function column(paper: Paper, facts: ListingFacts, picture: Buffer | null, { x, y, width, bottom }: { x: number; y: number; width: number; bottom: number }, other: 'vi' | 'en' | undefined): void {
  if (picture) {
    paper.picture(picture, { x, y, width, height: pictureTall }, facts.picture?.caption || sheetTexts[facts.locale].picture)
    y += pictureTall + 10
  }
  y = paper.text('P', paper.lines(facts.summary, width, 6, lead), { x, y }, lead, other) + (facts.summary ? 8 : 0)
  const around = paper.tall(1, heading) + 8
  const room = (of: number): number => Math.max(0, Math.floor((bottom - y - of * around) / paper.tall(1, body)))
  // With little room left, fewer parts that say something stand there instead of headings alone.
  let shown = facts.sections
  while (shown.length > 1 && room(shown.length) < shown.length * 3) shown = shown.slice(0, -1)
  let left = room(shown.length)
  const whole = shown.map(({ text }) => paper.lines(text, width, left, body).length)
  const shares = new Map<number, number>()
  for (const [done, i] of whole.map((_, n) => n).toSorted((a, b) => whole[a]! - whole[b]!).entries()) {
    const share = Math.min(whole[i]!, Math.floor(left / (shown.length - done)))
    shares.set(i, share)
    left -= share
  }
  for (const [i, { name, text }] of shown.entries()) {
    const lines = paper.lines(text, width, shares.get(i) ?? 0, body)
    if (lines.length === 0) continue
    y = paper.text('H2', paper.lines(name, width, 1, heading), { x, y }, heading)
    y = paper.text('P', lines, { x, y }, body, other) + 8
  }
}

/** The facts beside it, and below them the way to the listing. */
function key(paper: Paper, facts: ListingFacts, { x, y, bottom }: { x: number; y: number; bottom: number }): void {
  const t = sheetTexts[facts.locale]
  const inner = aside - 20
  const qr = 104
  const address = paper.lines(facts.url.replace(/^https?:\/\//, ''), inner, 3, small)
  const way = paper.tall(1, fact) + qr + 6 + paper.tall(address.length, small)
  const name = { ...fact, weight: 'bold' } as const
  const rowsWith = (most: number) => facts.rows.map((row) => ({ name: paper.lines(row.name, inner, 2, name), value: paper.lines(row.value, inner, most, fact) }))
  const tallOf = (rows: ReturnType<typeof rowsWith>): number => rows.reduce((sum, row) => sum + paper.tall(row.name.length + row.value.length, fact) + 6, paper.tall(1, heading) + 6)
  const room = bottom - y - way - 32
  let rows = rowsWith(5)
  for (let most = 4; tallOf(rows) > room && most > 0; most--) rows = rowsWith(most)
  while (tallOf(rows) > room) rows = rows.slice(0, -1)
  paper.fill({ x, y, width: aside, height: tallOf(rows) + way + 32 }, '#f1f0ea')
  y = paper.text('H2', paper.lines(t.facts, inner, 1, heading), { x: x + 10, y: y + 10 }, heading) + 4
  for (const row of rows) y = paper.pair(row.name, row.value, { x: x + 10, y }, fact) + 6
  y = paper.text('P', paper.lines(t.read, inner, 1, name), { x: x + 10, y: y + 4 }, name) + 4
  paper.qr(facts.url, { x: x + 10, y, size: qr }, t.qr(facts.url))
  paper.text('P', address, { x: x + 10, y: y + qr + 4 }, small)
}
