import { accented, plainWord, written } from './lexicon.ts'

/** One word as typed and as it is searched. */
export interface QueryWord { typed: string; word: string; accent: string | null }
export interface Query {
  /** Plain words and, as several in one place, phrases; in the order they were typed. */
  parts: readonly (readonly QueryWord[])[]
  without: readonly (readonly QueryWord[])[]
  /** Words that stood side by side, whether or not one of them had been typed before. */
  neighbours: readonly (readonly [QueryWord, QueryWord])[]
}

/** Nobody needs more, and each costs. */
const mostWords = 24, mostPhrases = 6, mostUnwanted = 12, mostCharacters = 400

const wordsOf = (text: string): QueryWord[] => written(text).flatMap((typed) => {
  const word = plainWord(typed)
  return word ? [{ typed, word, accent: accented(typed) }] : []
})

/** Reads what someone typed: "exact phrases", -unwanted words, and the rest as words. */
export function parseQuery(typed: string): Query {
  const parts: QueryWord[][] = [], without: QueryWord[][] = [], neighbours: [QueryWord, QueryWord][] = []
  let before: QueryWord | null = null
  const known = new Set<string>()
  let words = 0, phrases = 0
  for (const [, minus, phrase, piece] of typed.slice(0, mostCharacters).matchAll(/(?<=^|[\s"])(-)?"([^"]+)"|([^\s"]+)/g)) {
    if (phrase !== undefined) {
      const said = wordsOf(phrase).slice(0, 8)
      if (minus) { if (said.length && without.length < mostUnwanted) without.push(said) }
      else if (said.length > 1 && phrases < mostPhrases) { phrases++; parts.push(said); before = null }
      else for (const word of said) add(word)
    } else if (piece?.startsWith('-') && piece.length > 1) {
      const said = wordsOf(piece)
      if (said.length && without.length < mostUnwanted) without.push(said)
    } else for (const word of wordsOf(piece ?? '')) add(word)
  }
  return { parts, without, neighbours }

  function add(word: QueryWord): void {
    if (before && before.word !== word.word && neighbours.length < mostWords) neighbours.push([before, word])
    before = word
    const own = word.accent ?? word.word
    if (known.has(own) || words >= mostWords) return
    known.add(own)
    words++
    parts.push([word])
  }
}
