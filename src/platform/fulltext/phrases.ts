import { plainWord, written } from './lexicon.ts'

/** More than this is not remembered: what comes later only adds to what is known. */
const mostPhrases = 400_000
const longestPhrase = 3
/** Words no phrase ends with, without diacritics, nor does one end with a number. */
const joining = new Set('va voi cua cho cac nhung de tu trong ngoai tren duoi bang theo tai khi co khong mot la duoc bi hoac den and or of for the a an in on to with by from at as is that which'.split(' '))
/** Words of a run with those that nearly always follow it, and how often that is. */
const longestWhole = 6, nearlyAlways = 0.8

/** Runs of one to three words out of titles, with how often they were met: what someone who began to type may mean. */
export class Phrases {
  readonly #runs = new Map<string, { shown: string; times: number }>()
  #sorted: string[] = []

  add(text: string): void {
    const shown = written(text).map((word) => word.toLowerCase().slice(0, 40))
    const folded = shown.map(plainWord)
    for (let from = 0; from < shown.length; from++) {
      let run = ''
      for (let to = from; to < Math.min(shown.length, from + longestPhrase); to++) {
        if (!folded[to]) break
        run = run ? `${run} ${folded[to]}` : folded[to]!
        if (joining.has(folded[to]!) || /^\d+$/.test(folded[to]!)) continue
        const known = this.#runs.get(run)
        if (known) known.times++
        // Joined strings hold on to their parts, and those to the whole title; copies do not.
        else if (this.#runs.size < mostPhrases) this.#runs.set(copy(run), { shown: copy(shown.slice(from, to + 1).join(' ')), times: 1 })
      }
    }
  }

  /** The most frequent runs that begin so and go on; in the order of how often they were met. What was typed to its end stands as it was, with its diacritics. */
  begin(typed: string, limit: number): string[] {
    const folded = written(typed).map(plainWord).filter(Boolean)
    const prefix = folded.join(' ') + (folded.length && /\s$/.test(typed) ? ' ' : '')
    if (!prefix) return []
    if (this.#runs.size > this.#sorted.length * 1.02) this.#sorted = [...this.#runs.keys()].sort()
    const best: { run: string; shown: string; times: number }[] = []
    for (let i = this.#firstFrom(prefix); i < this.#sorted.length && this.#sorted[i]!.startsWith(prefix); i++) {
      const run = this.#sorted[i]!
      const { shown, times } = this.#runs.get(run)!
      // Of two as frequent the longer says more, up to two words.
      const weight = times * (run.includes(' ') ? 2 : 1)
      if (best.length === limit && weight <= best.at(-1)!.times) continue
      best.push({ run, shown, times: weight })
      best.sort((a, b) => b.times - a.times)
      if (best.length > limit) best.pop()
    }
    return [...new Map(best.map(({ run, shown }) => (run === prefix ? shown : this.#whole(run, shown))).map((whole) => [whole, whole])).keys()]
  }

  /** The run with the words that nearly always follow it, so that it does not end in the middle of a word of several syllables or of a name. */
  #whole(run: string, shown: string): string {
    const words = run.split(' ')
    let whole = shown
    while (words.length < longestWhole) {
      const next = this.#follower(words.slice(-2).join(' ')) ?? this.#follower(words.at(-1) ?? '')
      // What was met once is followed always; a syllable more is likely its word's, a third one another's.
      if (!next || (next.times < 2 && words.length > run.split(' ').length)) break
      words.push(next.word)
      whole += ` ${next.shown}`
    }
    return whole
  }
  /** The word that follows these nearly always, if one does. */
  #follower(words: string): { word: string; shown: string; times: number } | null {
    const { times } = this.#runs.get(words) ?? { times: 0 }
    const prefix = `${words} `
    let best: { run: string; shown: string; times: number } | null = null, met = 0
    for (let i = this.#firstFrom(prefix); i < this.#sorted.length && this.#sorted[i]!.startsWith(prefix); i++) {
      const run = this.#sorted[i]!
      if (run.includes(' ', prefix.length)) continue
      const one = { run, ...this.#runs.get(run)! }
      met += one.times
      if (!best || one.times > best.times) best = one
      if (met - best.times > (1 - nearlyAlways) * times) return null
    }
    return best && best.times >= nearlyAlways * times ? { word: best.run.slice(prefix.length), shown: best.shown.split(' ').at(-1) ?? '', times } : null
  }
  /** Where in the order of the alphabet the runs from this one on begin. */
  #firstFrom(run: string): number {
    let low = 0, high = this.#sorted.length
    while (low < high) { const middle = (low + high) >> 1; if (this.#sorted[middle]! < run) low = middle + 1; else high = middle }
    return low
  }
}
const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
