/**
 * What words mean by the company they keep: latent semantic analysis (Deerwester et al. 1990) of the
 * market's own texts, found by a randomised decomposition (Halko, Martinsson and Tropp 2011, algorithm
 * 4.4). A text's terms are counted, damped and weighed by rarity; its place is where its terms lie.
 */
export interface Meaning {
  dimensions: number
  /** Each known term's row in `vectors`. */
  rows: ReadonlyMap<string, number>
  /** Term by term: rarity times direction, so that a text is a plain sum. */
  vectors: Float32Array
}

/** The numbers of one text, each with how often it stands there. */
export type Bag = ReadonlyMap<string, number>

/** More terms are not told apart from chance; the commonest are kept. */
const mostTerms = 40_000
const oversampling = 12, rounds = 3

/** A model of these texts, or null where they are too few to tell anything. The same texts always give the same model. */
export function learnMeaning(bags: readonly Bag[], dimensions = usualDimensions): Meaning | null {
  const learning = learn(bags, dimensions)
  for (;;) { const step = learning.next(); if (step.done) return step.value }
}
/** The same, letting others work between its steps, of which each takes less than a second. */
export async function learnMeaningAside(bags: readonly Bag[], dimensions = usualDimensions): Promise<Meaning | null> {
  const learning = learn(bags, dimensions)
  for (;;) {
    const step = learning.next()
    if (step.done) return step.value
    await new Promise((next) => { setImmediate(next) })
  }
}
const usualDimensions = 150

function* learn(bags: readonly Bag[], dimensions: number): Generator<void, Meaning | null> {
  const met = new Map<string, number>()
  for (const bag of bags) for (const term of bag.keys()) met.set(term, (met.get(term) ?? 0) + 1)
  const kept = [...met].filter(([, times]) => times > 1).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, mostTerms)
  const k = Math.min(dimensions, Math.floor(bags.length / 4), Math.floor(kept.length / 4))
  if (k < 8) return null
  const rows = new Map(kept.map(([term], row) => [term, row]))
  const rarity = Float64Array.from(kept, ([, times]) => Math.log(1 + (bags.length - times + 0.5) / (times + 0.5)))
  const matrix = sparse(bags, rows, rarity)
  const width = k + oversampling
  // Terms by width, texts by width: each power step brings the directions out.
  let terms: Float64Array = normal(rows.size, width)
  let texts: Float64Array
  for (let round = 0; round <= rounds; round++) {
    const turned = times(matrix, terms, width)
    yield
    texts = orthonormal(turned, width)
    yield
    terms = timesTransposed(matrix, texts, width, rows.size)
    yield
    if (round < rounds) terms = orthonormal(terms, width)
    yield
  }
  // terms = Aᵀ·texts; its own decomposition through the small width×width product.
  const { vectors, values } = eigen(product(terms, width), width)
  const out = new Float32Array(rows.size * k)
  for (let row = 0; row < rows.size; row++) {
    for (let c = 0; c < k; c++) {
      const sigma = Math.sqrt(Math.max(values[c]!, 1e-12))
      let sum = 0
      for (let i = 0; i < width; i++) sum += terms[row * width + i]! * vectors[i * width + c]!
      out[row * k + c] = (sum / sigma) * rarity[row]!
    }
  }
  return { dimensions: k, rows, vectors: out }
}

/** A model as bytes: its terms in the order of their rows, and each row as whole numbers under its own scale. */
export function packed({ rows, dimensions, vectors }: Meaning): { terms: Buffer; vectors: Buffer } {
  const bytes = Buffer.alloc(rows.size * (dimensions + 4))
  for (let row = 0, at = 0; row < rows.size; row++) {
    const own = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const most = own.reduce((all, value) => Math.max(all, Math.abs(value)), 0)
    at = bytes.writeFloatLE(most / 127, at)
    for (const value of own) at = bytes.writeInt8(most ? Math.round(value / most * 127) : 0, at)
  }
  return { terms: Buffer.from([...rows.keys()].join('\n')), vectors: bytes }
}
export function unpacked(dimensions: number, terms: Buffer, bytes: Buffer): Meaning {
  const names = terms.toString().split('\n')
  const vectors = new Float32Array(names.length * dimensions)
  for (let row = 0, at = 0; row < names.length; row++) {
    const scale = bytes.readFloatLE(at)
    at += 4
    for (let i = 0; i < dimensions; i++) vectors[row * dimensions + i] = bytes.readInt8(at++) * scale
  }
  return { dimensions, rows: new Map(names.map((name, row) => [name, row])), vectors }
}

/** Where a text lies, as whole numbers from -127 to 127 over its length 1; all zero where none of its terms is known. */
export function placeOf(meaning: Meaning, bag: Bag): Int8Array {
  const { dimensions, rows, vectors } = meaning
  const sum = new Float64Array(dimensions)
  for (const [term, count] of bag) {
    const row = rows.get(term)
    if (row === undefined) continue
    const weight = 1 + Math.log(count)
    for (let i = 0, at = row * dimensions; i < dimensions; i++) sum[i]! += weight * vectors[at + i]!
  }
  const length = Math.sqrt(sum.reduce((all, value) => all + value * value, 0))
  // Most components of a unit vector are small: four standard deviations fill the byte.
  const scale = length > 0 ? unit(dimensions) / length : 0
  return Int8Array.from(sum, (value) => Math.max(-127, Math.min(127, Math.round(value * scale))))
}
const unit = (dimensions: number): number => 127 * Math.sqrt(dimensions) / 5

/** How alike two places are, from -1 to 1. */
export function likenessOf(a: Int8Array, aFrom: number, b: Int8Array, bFrom: number, dimensions: number): number {
  let product = 0, own = 0, other = 0
  for (let i = 0; i < dimensions; i++) {
    const x = a[aFrom + i]!, y = b[bFrom + i]!
    product += x * y
    own += x * x
    other += y * y
  }
  return own && other ? product / Math.sqrt(own * other) : 0
}

interface Sparse { starts: Uint32Array; columns: Uint32Array; values: Float64Array }
function sparse(bags: readonly Bag[], rows: ReadonlyMap<string, number>, rarity: Float64Array): Sparse {
  const starts = new Uint32Array(bags.length + 1), columns: number[] = [], values: number[] = []
  bags.forEach((bag, i) => {
    const begin = columns.length
    let squares = 0
    for (const [term, count] of bag) {
      const column = rows.get(term)
      if (column === undefined) continue
      const value = (1 + Math.log(count)) * rarity[column]!
      columns.push(column)
      values.push(value)
      squares += value * value
    }
    const length = Math.sqrt(squares) || 1
    for (let at = begin; at < values.length; at++) values[at]! /= length
    starts[i + 1] = columns.length
  })
  return { starts, columns: Uint32Array.from(columns), values: Float64Array.from(values) }
}
function times({ starts, columns, values }: Sparse, right: Float64Array, width: number): Float64Array {
  const out = new Float64Array((starts.length - 1) * width)
  for (let row = 0; row + 1 < starts.length; row++) {
    const to = row * width
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const value = values[at]!, from = columns[at]! * width
      for (let i = 0; i < width; i++) out[to + i]! += value * right[from + i]!
    }
  }
  return out
}
function timesTransposed({ starts, columns, values }: Sparse, right: Float64Array, width: number, height: number): Float64Array {
  const out = new Float64Array(height * width)
  for (let row = 0; row + 1 < starts.length; row++) {
    const from = row * width
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const value = values[at]!, to = columns[at]! * width
      for (let i = 0; i < width; i++) out[to + i]! += value * right[from + i]!
    }
  }
  return out
}

/** Directions to begin with, always the same ones (mulberry32, Box–Muller). */
function normal(height: number, width: number): Float64Array {
  let seed = 0x9e3779b9
  const uniform = (): number => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Float64Array.from({ length: height * width }, () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()))
}

/** The same columns at right angles and of length 1, by their product's Cholesky factor, twice for its rounding; what depends on others becomes nothing. */
function orthonormal(matrix: Float64Array, width: number): Float64Array {
  let own: Float64Array = matrix
  for (let pass = 0; pass < 2; pass++) {
    const upper = cholesky(product(own, width), width)
    const out = new Float64Array(own.length)
    for (let row = 0; row < own.length; row += width) {
      for (let c = 0; c < width; c++) {
        const pivot = upper[c * width + c]!
        if (pivot === 0) continue
        let value = own[row + c]!
        for (let i = 0; i < c; i++) value -= out[row + i]! * upper[i * width + c]!
        out[row + c] = value / pivot
      }
    }
    own = out
  }
  return own
}
/** AᵀA of a tall matrix. */
function product(matrix: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width)
  for (let row = 0; row < matrix.length; row += width) {
    for (let i = 0; i < width; i++) {
      const value = matrix[row + i]!
      if (value === 0) continue
      for (let j = i; j < width; j++) out[i * width + j]! += value * matrix[row + j]!
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) out[i * width + j] = out[j * width + i]!
  return out
}
function cholesky(square: Float64Array, width: number): Float64Array {
  const upper = new Float64Array(width * width)
  for (let i = 0; i < width; i++) {
    let pivot = square[i * width + i]!
    for (let k = 0; k < i; k++) pivot -= upper[k * width + i]! ** 2
    if (pivot <= 1e-12 * (square[i * width + i]! || 1)) continue
    const root = Math.sqrt(pivot)
    upper[i * width + i] = root
    for (let j = i + 1; j < width; j++) {
      let value = square[i * width + j]!
      for (let k = 0; k < i; k++) value -= upper[k * width + i]! * upper[k * width + j]!
      upper[i * width + j] = value / root
    }
  }
  return upper
}

/** Eigenvalues of a symmetric matrix, largest first, and their directions as columns, by Jacobi's rotations. */
function eigen(square: Float64Array, width: number): { values: Float64Array; vectors: Float64Array } {
  const a = square.slice(), v = new Float64Array(width * width)
  for (let i = 0; i < width; i++) v[i * width + i] = 1
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0, all = 0
    for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) { all += a[i * width + j]! ** 2; if (i !== j) off += a[i * width + j]! ** 2 }
    if (off <= 1e-18 * all) break
    for (let p = 0; p < width; p++) {
      for (let q = p + 1; q < width; q++) {
        const apq = a[p * width + q]!
        if (Math.abs(apq) < 1e-300) continue
        const theta = (a[q * width + q]! - a[p * width + p]!) / (2 * apq)
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1), s = t * c
        for (let i = 0; i < width; i++) {
          const ip = a[i * width + p]!, iq = a[i * width + q]!
          a[i * width + p] = c * ip - s * iq
          a[i * width + q] = s * ip + c * iq
        }
        for (let i = 0; i < width; i++) {
          const pi = a[p * width + i]!, qi = a[q * width + i]!
          a[p * width + i] = c * pi - s * qi
          a[q * width + i] = s * pi + c * qi
          const vp = v[i * width + p]!, vq = v[i * width + q]!
          v[i * width + p] = c * vp - s * vq
          v[i * width + q] = s * vp + c * vq
        }
      }
    }
  }
  const order = Array.from({ length: width }, (_, i) => i).toSorted((i, j) => a[j * width + j]! - a[i * width + i]!)
  return { values: Float64Array.from(order, (i) => a[i * width + i]!), vectors: Float64Array.from({ length: width * width }, (_, at) => v[Math.floor(at / width) * width + order[at % width]!]!) }
}
