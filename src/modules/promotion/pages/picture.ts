import sharp from 'sharp'
import { fontFiles, type Weight } from '../../../platform/pdf.ts'
import { shorten } from '../../../platform/text.ts'
import { sheetTexts } from '../messages.ts'
import type { ListingFacts } from './facts.ts'

const width = 1200, height = 630, margin = 70
/** Pango reads its own marks in a text; what somebody wrote has none. */
const marked = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** How tall a line stands. */
const stepOf = (size: number): number => Math.round(size * 1.35)

interface Words { text: string; size: number; weight: Weight; colour: string; most: number; at: { left: number; top: number } }

/** Words as a picture, their letters from the file and not from the machine, cut so that they stand in `most` lines. */
async function inLetters({ text, size, weight, colour, most, at }: Words): Promise<{ input: Buffer; left: number; top: number; tall: number } | null> {
  const clean = text.normalize('NFC').replace(/[\p{C}\s]+/gu, ' ').trim()
  if (!clean) return null
  const step = stepOf(size)
  // A word of a hundred letters is broken by Pango; the number of letters is ours to bound.
  for (let letters = Math.ceil((most * (width - 2 * margin)) / (size * 0.42)); letters > 8; letters = Math.floor(letters * 0.85)) {
    const { data, info } = await sharp({ text: { text: `<span foreground="${colour}">${marked(shorten(clean, letters))}</span>`, font: `Be Vietnam Pro${weight === 'bold' ? ' Bold' : ''} ${size}`, fontfile: fontFiles[weight], width: width - 2 * margin, dpi: 72, rgba: true, wrap: 'word-char' } })
      .timeout({ seconds: 5 }).png().toBuffer({ resolveWithObject: true })
    if (info.height <= most * step) return { input: data, ...at, tall: Math.max(1, Math.round(info.height / step)) * step }
  }
  return null
}

/** What other sites show beside a link to a listing: 1200 × 630, PNG. */
export async function drawSharePicture(facts: Omit<ListingFacts, 'day'>): Promise<Buffer> {
  const t = sheetTexts[facts.locale]
  const accent = facts.kind === 'offer' ? '#ffc857' : '#7cc4ee'
  const ground = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#0b4f4a"/><circle cx="1130" cy="40" r="250" fill="#0f625b"/><rect width="18" height="${height}" fill="${accent}"/><rect x="${margin}" y="505" width="${width - 2 * margin}" height="2" fill="#ffffff" fill-opacity=".35"/></svg>`)
  const kind = await inLetters({ text: facts.demonstration ? `${facts.kindName} · ${t.demonstration.split(' – ')[0]}` : facts.kindName, size: 26, weight: 'bold', colour: accent, most: 1, at: { left: margin, top: 62 } })
  const title = await inLetters({ text: facts.title, size: 54, weight: 'bold', colour: '#ffffff', most: 3, at: { left: margin, top: 118 } })
  const organisation = await inLetters({ text: facts.organisation ?? t.unnamed, size: 30, weight: 'regular', colour: '#e8f1ef', most: 1, at: { left: margin, top: 118 + (title?.tall ?? 0) + 20 } })
  const facts_ = await inLetters({ text: [facts.trl && `TRL ${facts.trl.split(':')[0]}`, facts.grade, facts.field].filter(Boolean).join('  ·  '), size: 25, weight: 'regular', colour: '#bcd6d2', most: 1, at: { left: margin, top: 446 } })
  const name = await inLetters({ text: t.exchange, size: 32, weight: 'bold', colour: '#ffffff', most: 1, at: { left: margin, top: 542 } })
  const words = [kind, title, organisation, facts_, name].flatMap((drawn) => (drawn ? [{ input: drawn.input, left: drawn.left, top: drawn.top }] : []))
  return sharp(ground).composite(words).png({ compressionLevel: 9, palette: true, colours: 64 }).timeout({ seconds: 5 }).toBuffer()
}
