import type { Locale } from '../../platform/locale.ts'
import { fold } from '../../platform/text.ts'

/** A listing's words as near-duplicates are sought in them. */
export interface Wording { id: number; texts: readonly { language: Locale; title: string; summary: string; description: string }[] }
export interface Likeness {
  /** 0 to 100; the likest language counts. */
  percent: number
  language: Locale
  /** What both say in the same words, the longest first, as the first one writes it. */
  shared: string[]
}

/**
 * From here on two listings are shown as near-duplicates and not published in bulk. Among the listings
 * of the demonstration city, which are all distinct, no two come to half of this; copies in which every
 * second sentence was rewritten, the rest moved about and the title changed all stay above it
 * (near-duplicates.test.ts).
 */
export const nearDuplicate = 30
export const mostNear = 5

interface Shingles { weights: Map<string, number>; sum: number; runs: readonly { shown: string[]; folded: string[] }[] }
const importance = { title: 3, summary: 2, description: 1 } as const
const pairOf = (a: string, b: string): string => `${a} ${b}`

/** Neighbouring words in pairs, folded, weighing more in the title than in the summary and there more than in the description. Order beyond the pair is left open: a copy with its sentences moved about is a copy. */
export function shinglesOf(text: Wording['texts'][number]): Shingles {
  const weights = new Map<string, number>()
  const runs: { shown: string[]; folded: string[] }[] = []
  for (const [field, weight] of Object.entries(importance) as [keyof typeof importance, number][]) {
    for (const sentence of text[field].split(/[.;:!?\n]+/)) {
      const shown = sentence.split(/[\s,()“”"–—/]+/).filter((word) => fold(word) !== '')
      const folded = shown.map((word) => fold(word).replaceAll(' ', ''))
      if (folded.length === 0) continue
      runs.push({ shown, folded })
      // A sentence of one word has no neighbours and still says something.
      const pairs = folded.length === 1 ? folded : folded.slice(1).map((word, i) => pairOf(folded[i] ?? '', word))
      // The same pair in title and description counts once, where it weighs most.
      for (const pair of pairs) weights.set(pair, Math.max(weight, weights.get(pair) ?? 0))
    }
  }
  return { weights, sum: [...weights.values()].reduce((sum, weight) => sum + weight, 0), runs }
}

/** Weighted Jaccard (Ruzicka): what both hold of what either holds. 1 is the same, 0 nothing in common. */
export function jaccard(a: Shingles, b: Shingles): number {
  const [few, many] = a.weights.size <= b.weights.size ? [a, b] : [b, a]
  let least = 0
  for (const [pair, weight] of few.weights) least += Math.min(weight, many.weights.get(pair) ?? 0)
  const most = a.sum + b.sum - least
  return most === 0 ? 0 : least / most
}

/** How alike two listings are, in whichever language both are written in and are the most alike; null where they share no language. */
export function likenessOf(a: Wording, b: Wording): Likeness | null {
  const both = a.texts.flatMap((text) => {
    const other = b.texts.find(({ language }) => language === text.language)
    if (!other) return []
    const [own, theirs] = [shinglesOf(text), shinglesOf(other)]
    return { language: text.language, exact: jaccard(own, theirs), own, theirs }
  })
  const [best] = both.toSorted((x, y) => y.exact - x.exact)
  return best ? { percent: Math.round(best.exact * 100), language: best.language, shared: sharedRuns(best.own, best.theirs) } : null
}

/** The longest runs of words both have, none of them shorter than two words, at most six, each shown with at most twelve. */
function sharedRuns(own: Shingles, theirs: Shingles): string[] {
  const found = new Map<string, { words: number; shown: string }>()
  for (const { shown, folded } of own.runs) {
    let from = 0
    for (let i = 1; i <= folded.length; i++) {
      const goesOn = i < folded.length && theirs.weights.has(pairOf(folded[i - 1] ?? '', folded[i] ?? ''))
      if (goesOn) continue
      if (i - from >= 2) {
        const words = shown.slice(from, i)
        found.set(folded.slice(from, i).join(' '), { words: words.length, shown: words.length > 12 ? `${words.slice(0, 12).join(' ')} …` : words.join(' ') })
      }
      from = i
    }
  }
  return [...found.values()].toSorted((a, b) => b.words - a.words).slice(0, 6).map(({ shown }) => shown)
}

/** The words by which likely copies are found: the rarest on the market first, an unknown word being the rarest. */
export function rarestWords(wording: Wording, listingsWith: ReadonlyMap<string, number>, most: number): string[] {
  const words = new Set(wording.texts.flatMap(({ title, summary, description }) => fold(`${title} ${summary} ${description}`).split(' ')).filter((word) => word.length > 1 && !/^\d+$/.test(word)))
  return [...words].toSorted((a, b) => (listingsWith.get(a) ?? 0) - (listingsWith.get(b) ?? 0) || a.localeCompare(b)).slice(0, most)
}
