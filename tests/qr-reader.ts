/**
 * Reads a QR code from a picture as a camera's program would, by ISO/IEC 18004 and without anything of
 * what drew it: upright, level M, up to version 10, text in bytes or in capitals. It throws where a code is missing or
 * a single module is wrong, for it computes the parity of each block instead of mending it.
 */
export interface Pixels { /** Red, green, blue and opacity, row by row. */ data: ArrayLike<number>; width: number; height: number }
interface Corner { x: number; y: number; module: number }

export function readQr(pixels: Pixels): string {
  const inside = (place: number, room: number): boolean => place > -0.5 && place < room - 0.5
  // What lies outside the picture may be anything: it is no quiet border.
  const dark = (x: number, y: number): boolean => !inside(x, pixels.width) || !inside(y, pixels.height) || (pixels.data[(Math.round(y) * pixels.width + Math.round(x)) * 4] ?? 0) < 128
  const { x, y, module, size } = squareOf(cornersIn(pixels, dark))
  const at = (row: number, column: number): boolean => dark(x + (column - 3) * module, y + (row - 3) * module)
  const version = (size - 17) / 4
  if (!Number.isInteger(version) || version < 1 || version > 10) throw new Error(`a square of ${size} modules is no code that is read here`)
  for (let i = 8; i < size - 8; i++) if (at(6, i) !== (i % 2 === 0) || at(i, 6) !== (i % 2 === 0)) throw new Error('the timing pattern is broken')
  for (let i = -4; i < size + 4; i++) for (const edge of [-4, -3, -2, -1, size, size + 1, size + 2, size + 3]) if (at(edge, i) || at(i, edge)) throw new Error('the quiet border is not quiet')
  return textIn(dataIn(codewordsIn(at, size, version), version), version)
}

/** Where dark and light alternate as 1:1:3:1:1 both across and down. */
function cornersIn({ width, height }: Pixels, dark: (x: number, y: number) => boolean): Corner[] {
  const corners: (Corner & { seen: number })[] = []
  for (let y = 0; y < height; y++) {
    let runs: number[] = []
    for (let x = 0, from = 0; x <= width; x++) {
      if (x < width && x > from && dark(x, y) === dark(from, y)) continue
      if (x > from) { runs = [...runs.slice(-4), x - from]; const centre = finder(runs); if (centre && dark(from, y)) check(x - centre.behind, y, centre.module); from = x }
    }
  }
  function check(x: number, y: number, module: number): void {
    const reach = (dy: 1 | -1): number[] => {
      const lengths: number[] = []
      for (let i = 0, row = y + (dy === 1 ? 0 : -1); i < 3; i++) { let n = 0; while (row >= 0 && row < height && dark(x, row) === (i % 2 === 0) && n < 5 * module) { n++; row += dy } lengths.push(n) }
      return lengths
    }
    const [up, down] = [reach(-1), reach(1)]
    const near = finder([up[2]!, up[1]!, up[0]! + down[0]!, down[1]!, down[2]!])
    if (!near || Math.abs(near.module - module) > module * 0.4) return
    const centre = { x, y: y + (down[0]! - up[0]!) / 2, module: (module + near.module) / 2 }
    const known = corners.find((other) => Math.hypot(other.x - centre.x, other.y - centre.y) < 2 * module)
    if (!known) { corners.push({ ...centre, seen: 1 }); return }
    for (const part of ['x', 'y', 'module'] as const) known[part] = (known[part] * known.seen + centre[part]) / (known.seen + 1)
    known.seen++
  }
  return corners.filter(({ seen }) => seen > 1)
}
function finder(runs: number[]): { module: number; behind: number } | null {
  if (runs.length < 5) return null
  const module = runs.reduce((sum, run) => sum + run, 0) / 7
  if (module < 1 || runs.some((run, i) => Math.abs(run - (i === 2 ? 3 : 1) * module) > module * 0.6)) return null
  return { module, behind: runs[4]! + runs[3]! + runs[2]! / 2 }
}

/** The corner from which two others lie equally far, one to the right and one below. */
function squareOf(corners: Corner[]): Corner & { size: number } {
  for (const corner of corners) {
    const level = (a: number, b: number): boolean => Math.abs(a - b) < corner.module
    for (const right of corners) for (const below of corners) {
      const across = right.x - corner.x
      if (across < 10 * corner.module || !level(right.y, corner.y) || !level(below.x, corner.x) || !level(below.y - corner.y, across)) continue
      const size = 17 + 4 * Math.round((across / corner.module + 7 - 17) / 4)
      return { ...corner, module: across / (size - 7), size }
    }
  }
  throw new Error(`no QR code is seen; ${corners.length} corners`)
}

const masks: ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (_, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0, (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0, (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]
const alignments = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]]

/** The bytes in the order they lie in, from the lower right corner upwards. */
function codewordsIn(at: (row: number, column: number) => boolean, size: number, version: number): number[] {
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((i) => at(8, i)).reduce((bits, bit) => bits * 2 + Number(bit), 0) >> 3 ^ 0b10101
  if (format >> 3 !== 0) throw new Error('the code is not of level M')
  const mask = masks[format & 7]!
  const centres = alignments[version - 1]!
  const reserved = (row: number, column: number): boolean =>
    row === 6 || column === 6 || (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9)
    || (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11)))
    || centres.some((r) => centres.some((c) => !(r === 6 && c === 6) && !(r === 6 && c === size - 7) && !(r === size - 7 && c === 6) && Math.abs(row - r) <= 2 && Math.abs(column - c) <= 2))
  const bits: number[] = []
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--
    for (let i = 0; i < size; i++) for (const column of [right, right - 1]) {
      const row = up ? size - 1 - i : i
      if (!reserved(row, column)) bits.push(Number(at(row, column) !== mask(row, column)))
    }
  }
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2))
}

/** Level M: the parity of each block, and how many bytes each holds. */
const blocksOf: [parity: number, blocks: number[]][] = [
  [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]], [16, [27, 27, 27, 27]], [18, [31, 31, 31, 31]], [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
]
function dataIn(codewords: number[], version: number): number[] {
  const [parity, sizes] = blocksOf[version - 1]!
  const blocks: number[][] = sizes.map(() => [])
  let next = 0
  for (let i = 0; i < Math.max(...sizes); i++) for (const [b, size] of sizes.entries()) if (i < size) blocks[b]!.push(codewords[next++]!)
  const data = blocks.flatMap((block) => [...block])
  for (let i = 0; i < parity; i++) for (const block of blocks) block.push(codewords[next++]!)
  // Every root of the generator is a root of a block that is whole.
  for (const block of blocks) for (let root = 0, power = 1; root < parity; root++, power = times(power, 2))
    if (block.reduce((sum, codeword) => times(sum, power) ^ codeword, 0) !== 0) throw new Error('a module of the code is wrong')
  return data
}
function times(a: number, b: number): number {
  let product = 0
  for (let i = 7; i >= 0; i--) { product = (product << 1) ^ (product >> 7 ? 0x11d : 0); if ((b >> i) & 1) product ^= a }
  return product
}

function textIn(data: number[], version: number): string {
  const bits = data.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const counted = version < 10 ? 8 : 16
  if (bits.slice(0, 4) === '0010') return capitalsIn(bits.slice(4), version < 10 ? 9 : 11)
  if (bits.slice(0, 4) !== '0100') throw new Error('the code holds no bytes')
  const length = Number.parseInt(bits.slice(4, 4 + counted), 2)
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from({ length }, (_, i) => Number.parseInt(bits.slice(4 + counted + i * 8, 12 + counted + i * 8), 2)))
}
const capitals = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** Digits, capitals and a few signs, two in eleven bits: how payment codes are written. */
function capitalsIn(bits: string, counted: number): string {
  const length = Number.parseInt(bits.slice(0, counted), 2)
  let text = ''
  for (let at = counted; text.length < length; at += 11) {
    const pair = length - text.length > 1
    const value = Number.parseInt(bits.slice(at, at + (pair ? 11 : 6)), 2)
    text += pair ? `${capitals[Math.floor(value / 45)]}${capitals[value % 45]}` : capitals[value]
  }
  return text
}
