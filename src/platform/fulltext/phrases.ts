import { fold } from '../text.ts'
import { canonical, written } from './lexicon.ts'

/** More than this is not remembered: what comes later only adds to what is known. */
const mostPhrases = 400_000
const longestPhrase = 3

/** Runs of one to three words out of titles, with how often they were met: what someone who began to type may mean. */
export class Phrases {
  readonly #runs = new Map<string, { shown: string; times: number }>()
  #sorted: string[] = []

  add(text: string): void {
    const shown = written(text).map((word) => word.toLowerCase().slice(0, 40))
    const folded = shown.map((word) => canonical(fold(word).replaceAll(' ', '')))
    for (let from = 0; from < shown.length; from++) {
      let run = ''
      for (let to = from; to < Math.min(shown.length, from + longestPhrase); to++) {
        if (!folded[to]) break
        run = run ? `${run} ${folded[to]}` : folded[to]!
        const known = this.#runs.get(run)
        if (known) known.times++
        // Joined strings hold on to their parts, and those to the whole title; copies do not.
        else if (this.#runs.size < mostPhrases) this.#runs.set(copy(run), { shown: copy(shown.slice(from, to + 1).join(' ')), times: 1 })
      }
    }
  }

  /** The most frequent runs that begin so and go on; in the order of how often they were met. */
  begin(typed: string, limit: number): string[] {
    const folded = written(typed).map((word) => canonical(fold(word).replaceAll(' ', ''))).filter(Boolean)
    const prefix = folded.join(' ') + (folded.length && /\s$/.test(typed) ? ' ' : '')
    if (!prefix) return []
    if (this.#runs.size > this.#sorted.length * 1.02) this.#sorted = [...this.#runs.keys()].sort()
    let low = 0, high = this.#sorted.length
    while (low < high) { const middle = (low + high) >> 1; if (this.#sorted[middle]! < prefix) low = middle + 1; else high = middle }
    const best: { run: string; shown: string; times: number }[] = []
    for (let i = low; i < this.#sorted.length && this.#sorted[i]!.startsWith(prefix); i++) {
      const run = this.#sorted[i]!
      const { shown, times } = this.#runs.get(run)!
      // Of two as frequent the longer says more, up to two words.
      const weight = times * (run.includes(' ') ? 2 : 1)
      if (best.length === limit && weight <= best.at(-1)!.times) continue
      best.push({ run, shown, times: weight })
      best.sort((a, b) => b.times - a.times)
      if (best.length > limit) best.pop()
    }
    return best.map(({ shown }) => shown)
  }
}
const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
