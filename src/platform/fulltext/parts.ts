import { gone, type Postings } from './postings.ts'

/** A part of an index that never changes, but for entries that leave it. */
export interface Part { readonly ids: Int32Array; readonly live: Uint8Array; readonly size: number; living: number; readonly words: Postings; readonly pairs: Postings }
/** The living entries of several parts in one, and where those of each have gone. Yields now and then, so that answers go on meanwhile. */
export type Merging<P> = Generator<void, { part: P; places: readonly Uint16Array[] }>

/** Fewer postings are put together at once, without letting others work between. */
const atOnce = 400_000

/** The parts of an index in memory, kept few and large: few large parts answer faster than many small ones. */
export class Parts<P extends Part> {
  readonly #most: number
  readonly #merged: (parts: readonly P[]) => Merging<P>
  readonly #changed: () => void
  readonly #parts = new Map<number, P>()
  #serials = 0
  /** Where an entry is: its part's serial and its place there, in one number. */
  readonly #where = new Map<number, number>()
  #merging: ReadonlySet<number> = new Set()
  /** No part has more than `most` entries; `changed` is told when the parts are others. */
  constructor(most: number, merged: (parts: readonly P[]) => Merging<P>, changed: () => void = () => {}) {
    this.#most = most
    this.#merged = merged
    this.#changed = changed
  }

  /** Entries that have not left. */
  get size(): number { return this.#where.size }
  has(id: number): boolean { return this.#where.has(id) }
  get all(): P[] { return [...this.#parts.values()] }

  join(part: P): void {
    const serial = ++this.#serials
    this.#parts.set(serial, part)
    this.#changed()
    part.ids.forEach((id, at) => { if (part.live[at]) this.#where.set(id, serial * 65_536 + at) })
  }
  leave(id: number): void {
    const where = this.#where.get(id)
    if (where === undefined) return
    this.#where.delete(id)
    const part = this.#parts.get(Math.floor(where / 65_536))!
    part.live[where % 65_536] = 0
    part.living--
  }

  /** Four of about one size become one, and so does one that most have left; large ones in the background, one after the other. */
  tidy(): void {
    for (const [serial, { living }] of this.#parts) if (living === 0 && !this.#merging.has(serial)) { this.#parts.delete(serial); this.#changed() }
    const idle = [...this.#parts].filter(([serial]) => !this.#merging.has(serial))
    const tiers = Map.groupBy(idle.filter(([, { living }]) => living <= this.#most / 2), ([, { living }]) => Math.floor(Math.log2(Math.max(living, 16)) / 2))
    const alike = [...tiers.values()].map((tier) => tier.slice(0, 4)).find((four) => four.length === 4 && four.reduce((sum, [, { living }]) => sum + living, 0) <= this.#most)
    const hollow = idle.find(([, { size, living }]) => size > 64 && living < size / 2)
    const parts = alike ?? (hollow && [hollow])
    if (!parts) return
    const postings = parts.reduce((sum, [, { words, pairs }]) => sum + words.docs.length + pairs.docs.length, 0)
    if (postings >= atOnce && this.#merging.size) return // one at a time
    const work = this.#merge(parts)
    if (postings < atOnce) { while (!work.next().done); this.tidy(); return }
    const step = (): void => { if (work.next().done) this.tidy(); else setImmediate(step).unref() }
    step()
  }
  *#merge(parts: readonly (readonly [number, P])[]): Generator<void, void> {
    const serials = new Set(parts.map(([serial]) => serial))
    this.#merging = new Set([...this.#merging, ...serials])
    const { part, places } = yield* this.#merged(parts.map(([, one]) => one))
    // Who left while this was going on leaves the new part as well.
    parts.forEach(([, { live }], p) => places[p]!.forEach((to, from) => { if (to !== gone && !live[from]) { part.live[to] = 0; part.living-- } }))
    for (const serial of serials) this.#parts.delete(serial)
    this.#changed()
    if (part.size) this.join(part)
    this.#merging = new Set([...this.#merging].filter((serial) => !serials.has(serial)))
  }
}
