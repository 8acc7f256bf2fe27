import { encode } from 'uqr'

/** The path of a code's dark squares, one unit each, and how many squares it is wide with the four light ones around it that readers need. */
export interface Qr { path: string; modules: number }

/** A text as a QR code, drawn here and kept nowhere: it may be a secret. The same path is drawn in an SVG and in a PDF. */
export function drawQr(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  // One stroke for each run of dark squares in a row.
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => {
    if (!dark || row[x - 1]) return []
    let end = x
    while (row[end + 1]) end++
    return [`M${x} ${y}h${end - x + 1}v1h-${end - x + 1}z`]
  })).join('')
  return { path, modules: size }
}

const cache = new Map<string, Qr>()
/** A public address as a QR code, remembered. */
export function qrPath(address: string): Qr {
  const known = cache.get(address)
  if (known) return known
  const drawn = drawQr(address)
  if (cache.size >= 500) cache.clear()
  cache.set(address, drawn)
  return drawn
}
