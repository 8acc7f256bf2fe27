import { encode } from 'uqr'

const cache = new Map<string, { path: string; modules: number }>()

/**
 * An address as a QR code: the path of its dark squares, one unit each, and how many squares it is wide
 * with the four light ones around it that readers need. The same path is drawn in an SVG and in a PDF.
 */
export function qrPath(address: string): { path: string; modules: number } {
  const known = cache.get(address)
  if (known) return known
  const { data, size } = encode(address, { ecc: 'M', border: 4 })
  // One stroke for each run of dark squares in a row.
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => {
    if (!dark || row[x - 1]) return []
    let end = x
    while (row[end + 1]) end++
    return [`M${x} ${y}h${end - x + 1}v1h-${end - x + 1}z`]
  })).join('')
  if (cache.size >= 500) cache.clear()
  cache.set(address, { path, modules: size })
  return { path, modules: size }
}
