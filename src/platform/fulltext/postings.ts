/**
 * In which entries of a segment a key stands, and with what weight: sorted keys, and for each a run of
 * entries in ascending order. Three bytes a posting; never changed once made.
 */
export class Postings {
  readonly keys: Uint32Array
  /** Where each key's run begins; one more than keys. */
  readonly starts: Uint32Array
  readonly docs: Uint16Array
  readonly weights: Uint8Array
  constructor(keys: Uint32Array, starts: Uint32Array, docs: Uint16Array, weights: Uint8Array) {
    this.keys = keys
    this.starts = starts
    this.docs = docs
    this.weights = weights
  }

  /** Which run is the key's, or -1. */
  at(key: number): number {
    let low = 0, high = this.keys.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const there = this.keys[middle]!
      if (there === key) return middle
      if (there < key) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
  /** In how many entries the key stands, those included that have left since. */
  count(key: number): number {
    const run = this.at(key)
    return run < 0 ? 0 : this.starts[run + 1]! - this.starts[run]!
  }
  /** The weight a key has in an entry, 0 where it does not stand in it. */
  weightAt(key: number, doc: number): number {
    const run = this.at(key)
    if (run < 0) return 0
    let low = this.starts[run]!, high = this.starts[run + 1]! - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const there = this.docs[middle]!
      if (there === doc) return this.weights[middle]!
      if (there < doc) low = middle + 1
      else high = middle - 1
    }
    return 0
  }
  get bytes(): number { return this.keys.byteLength + this.starts.byteLength + this.docs.byteLength + this.weights.byteLength }
}

/** Postings as they come, entry by entry. */
export class PostingsMaker {
  #keys = new Uint32Array(1 << 12)
  #docs = new Uint16Array(1 << 12)
  #weights = new Uint8Array(1 << 12)
  #length = 0

  add(key: number, doc: number, weight: number): void {
    if (this.#length === this.#keys.length) {
      const wide = this.#length * 2
      this.#keys = widened(this.#keys, new Uint32Array(wide))
      this.#docs = widened(this.#docs, new Uint16Array(wide))
      this.#weights = widened(this.#weights, new Uint8Array(wide))
    }
    this.#keys[this.#length] = key
    this.#docs[this.#length] = doc
    this.#weights[this.#length++] = weight
  }

  /** Sorted by key, sixteen bits at a time; entries stay in their order. */
  made(): Postings {
    const length = this.#length
    let keys: Uint32Array = this.#keys.subarray(0, length), docs: Uint16Array = this.#docs.subarray(0, length), weights: Uint8Array = this.#weights.subarray(0, length)
    let keysTo: Uint32Array = new Uint32Array(length), docsTo: Uint16Array = new Uint16Array(length), weightsTo: Uint8Array = new Uint8Array(length)
    const places = new Uint32Array(1 << 16)
    for (const shift of [0, 16]) {
      places.fill(0)
      for (let i = 0; i < length; i++) places[(keys[i]! >>> shift) & 0xffff]!++
      let sum = 0
      for (let i = 0; i < places.length; i++) { const n = places[i]!; places[i] = sum; sum += n }
      for (let i = 0; i < length; i++) {
        const to = places[(keys[i]! >>> shift) & 0xffff]!++
        keysTo[to] = keys[i]!
        docsTo[to] = docs[i]!
        weightsTo[to] = weights[i]!
      }
      ;[keys, keysTo, docs, docsTo, weights, weightsTo] = [keysTo, keys, docsTo, docs, weightsTo, weights]
    }
    let distinct = 0
    for (let i = 0; i < length; i++) if (i === 0 || keys[i] !== keys[i - 1]) distinct++
    const own = new Uint32Array(distinct), starts = new Uint32Array(distinct + 1)
    for (let i = 0, run = 0; i < length; i++) if (i === 0 || keys[i] !== keys[i - 1]) { own[run] = keys[i]!; starts[run++] = i }
    starts[distinct] = length
    // After two passes these lie in the maker's own, wider memory: what is kept has its own size.
    return new Postings(own, starts, docs.slice(), weights.slice())
  }
}
function widened<T extends Uint32Array | Uint16Array | Uint8Array>(from: T, to: T): T { to.set(from); return to }

/** How much is merged before the event loop may turn. */
const slice = 60_000
/** Several segments' postings as one. `places` says for each segment where its entries go; 65535: left out. */
export function* merged(parts: readonly Postings[], places: readonly Uint16Array[]): Generator<void, Postings> {
  const total = parts.reduce((sum, { docs }) => sum + docs.length, 0)
  const most = parts.reduce((sum, { keys }) => sum + keys.length, 0)
  const keys = new Uint32Array(most), starts = new Uint32Array(most + 1), docs = new Uint16Array(total), weights = new Uint8Array(total)
  const heads = parts.map(() => 0)
  let runs = 0, length = 0
  for (let yielded = 0; ;) {
    let key = -1
    for (let p = 0; p < parts.length; p++) { const next = parts[p]!.keys[heads[p]!]; if (next !== undefined && (key < 0 || next < key)) key = next }
    if (key < 0) break
    const from = length
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p]!, head = heads[p]!
      if (part.keys[head] !== key) continue
      for (let i = part.starts[head]!, end = part.starts[head + 1]!; i < end; i++) {
        const to = places[p]![part.docs[i]!]!
        if (to === gone) continue
        docs[length] = to
        weights[length++] = part.weights[i]!
      }
      heads[p] = head + 1
    }
    if (length > from) { keys[runs] = key; starts[runs++] = from }
    if (length - yielded > slice) { yielded = length; yield }
  }
  starts[runs] = length
  return new Postings(keys.slice(0, runs), starts.slice(0, runs + 1), docs.slice(0, length), weights.slice(0, length))
}
/** No segment has so many entries. */
export const gone = 0xffff
