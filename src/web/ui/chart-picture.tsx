import { renderToString } from 'preact-render-to-string'
import sharp from 'sharp'
import type { Locale } from '../../platform/locale.ts'
import { outlineOf } from '../../platform/outlines.ts'
import type { Picture } from '../../platform/papers/paper.ts'
import { bareView, ViewProvider } from '../view.ts'
import { BarChart, type ChartProps, LettersContext } from './chart.tsx'

/** A page's colours by day: paper has no night. */
const colours = '.words{fill:#17211f}.bar-offer{fill:#0b4f4a}.bar-need{fill:#b23a12}.stripe{fill:#fff;opacity:.55}'
/** Dots of the picture to a unit of the drawing: sharp where it is printed 110 mm wide. */
const density = 3
/** As wide as it may stand on a sheet, in millimetres, and as tall: two charts to a page. */
const widest = 110, tallest = 118

/** The same drawing as on the page, as a picture for a file: PNG, its letters drawn, with title and description for those who do not see it. */
export async function chartPicture(chart: ChartProps<number | null>, locale: Locale): Promise<Picture> {
  const drawn = renderToString(<ViewProvider value={{ ...bareView, locale }}><LettersContext.Provider value={outlineOf}><BarChart {...chart} /></LettersContext.Provider></ViewProvider>)
  const [, wide, tall] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawn)!.map(Number) as [number, number, number]
  const svg = drawn.replace('<svg ', `<svg xmlns="http://www.w3.org/2000/svg" width="${wide * density}" height="${tall * density}" `).replace('>', `><style>${colours}</style>`)
  const png = await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).png({ compressionLevel: 6 }).timeout({ seconds: 5 }).toBuffer()
  const scale = Math.min(widest / wide, tallest / tall)
  return { png, width: wide * scale, height: tall * scale, alt: `${chart.title}. ${chart.description}` }
}
