/** What each kind of likeness counts. Tried by cross-validation on judged pairs (bench/match-quality); learnt anew by `bin/techex match train`. */
export interface Weights {
  /** How soon what a question says again stops counting more (k3 of BM25). */
  again: number
  /** Of a Vietnamese syllable without and with its diacritics, and of two side by side. */
  syllable: number
  accent: number
  syllables: number
  /** Of two English words side by side. */
  pair: number
  /** Of what the dictionary says beside what was written; of a word inside a longer one it knows; and of a single Vietnamese syllable it gives for an English word. */
  translated: number
  inside: number
  lone: number
  /** Of an abbreviation for what it stands for, and the other way round. */
  abbreviated: number
  /** Of the meaning beside the words. */
  meaning: number
  /** Of what an offer’s nearest among the best are worth. */
  company: number
}
export const defaultWeights: Weights = { again: 12, syllable: 0.25, accent: 0.25, syllables: 1, pair: 0.5, translated: 1, inside: 0.3, lone: 0.7, abbreviated: 0.6, meaning: 0.4, company: 0.4 }
