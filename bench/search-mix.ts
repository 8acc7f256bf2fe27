import { fold } from '../src/platform/text.ts'
import { chance, oneOf, type Source } from './search-corpus.ts'

export interface MixedQuery {
  class: 'frequent' | 'rare' | 'misspelt' | 'faceted' | 'deep' | 'phrases' | 'browsing'
  address: Record<string, string>
  /** The same for websearch_to_tsquery over folded words; empty: nothing is searched. */
  plain: string
}
const shares: Record<MixedQuery['class'], number> = { frequent: 100, rare: 125, misspelt: 75, faceted: 100, deep: 50, phrases: 25, browsing: 25 }

/** Words that only join others: who searches does not type them alone, and they would flatter whoever does not rank by them. */
const joining = new Set(('the of and to in for with on by from that is are be as or an at this will which can have has it its these was were their not other such may also than more most been into using used use '
  + 'va cua cho trong voi den tu khi la cac mot nhung duoc co khong de tren theo o hoac tai nay nhu ra vao do duoi thi bi con nam').split(' '))

/** Five hundred queries such as people type over listings like these, the same for the same rows. */
export function mixOf(rows: readonly Source[], seed: number): MixedQuery[] {
  const next = chance(seed)
  const titles = rows.flatMap(({ texts }) => Object.values(texts).map(({ title }) => title))
  const counted = (runs: readonly string[]): string[] => [...Map.groupBy(runs, (run) => run)].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([run]) => run)
  const everything = rows.flatMap(({ texts }) => Object.values(texts).flatMap(({ title, sentences }) => [title, ...Object.values(sentences).flat()]))
  const worded = everything.map((text) => fold(text).split(' ').filter((word) => /^\p{L}{2,}$/u.test(word) && !joining.has(word)))
  const common = [...counted(worded.flat()).slice(0, 40), ...counted(worded.flatMap((words) => words.slice(1).map((word, i) => `${words[i]} ${word}`))).slice(0, 60)]
  const frequent = (): string => (next() < 0.3 ? `${oneOf(common, next)} ${oneOf(common, next)}` : oneOf(common, next))
  const rare = (): string => {
    const words = oneOf(titles, next).split(/\s+/)
    const length = 3 + Math.floor(next() * 2), from = Math.floor(next() * Math.max(1, words.length - length))
    return words.slice(from, from + length).join(' ').replace(/["–-]/g, ' ')
  }
  const plainly = (text: string): string => (next() < 0.5 ? fold(text) : text)
  const misspelt = (text: string): string => {
    const words = fold(text).split(' ')
    const at = words.findIndex((word) => word.length >= 4 && /^\p{L}+$/u.test(word))
    const word = words[at]
    if (word === undefined) return words.join(' ')
    const letter = 1 + Math.floor(next() * (word.length - 2))
    words[at] = next() < 0.5 ? `${word.slice(0, letter)}${word[letter + 1]}${word[letter]}${word.slice(letter + 2)}` : word.slice(0, letter) + word.slice(letter + 1)
    return words.join(' ')
  }
  const facet = (): Record<string, string> => oneOf<Record<string, string>>([{ kind: 'offer' }, { kind: 'need' }, { field: '2' }, { field: '4' }, { field: oneOf(rows, next).research_fields[0]?.slice(0, 3) ?? '1' }, { trl: 'ready' }, { trl: 'middle' }, { evidence: '2' }, { form: oneOf(rows, next).transfer_forms[0] ?? 'licence' }], next)
  const make: Record<MixedQuery['class'], () => Omit<MixedQuery, 'class'>> = {
    frequent: () => { const q = frequent(); return { address: { q }, plain: q } },
    rare: () => { const q = plainly(rare()); return { address: { q }, plain: fold(q) } },
    misspelt: () => { const q = misspelt(rare()); return { address: { q }, plain: fold(q) } },
    faceted: () => { const q = frequent(); return { address: { q, ...facet(), ...(next() < 0.4 ? facet() : {}), ...(next() < 0.3 ? { sort: oneOf(['newest', 'price', 'trl', 'evidence'], next) } : {}) }, plain: q } },
    deep: () => { const q = frequent(); return { address: { q, page: String(5 + Math.floor(next() * 300)) }, plain: q } },
    phrases: () => { const [phrase, minus] = [fold(rare()), oneOf(common, next).split(' ')[0]!]; const q = next() < 0.5 ? `"${phrase}"` : `${frequent()} -${minus}`; return { address: { q }, plain: q } },
    browsing: () => ({ address: { ...facet(), ...(next() < 0.5 ? { sort: oneOf(['newest', 'price', 'trl', 'evidence'], next) } : {}), ...(next() < 0.3 ? { page: String(2 + Math.floor(next() * 50)) } : {}) }, plain: '' }),
  }
  const mix = (Object.keys(shares) as MixedQuery['class'][]).flatMap((kind) => Array.from({ length: shares[kind] }, () => ({ class: kind, ...make[kind]() })))
  for (let i = mix.length - 1; i > 0; i--) { const j = Math.floor(next() * (i + 1)); [mix[i], mix[j]] = [mix[j]!, mix[i]!] }
  return mix
}

export const round = (value: number): number => Math.round(value * 10) / 10
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}
/**
 * p50 and p95 of all askings, and of each class. `p95_at_best_ms` takes of each query the quickest of its
 * turns: what else a busy machine does in between is mostly left out.
 */
export function figuresOf(mix: readonly MixedQuery[], turns: readonly (readonly number[])[]): Record<string, unknown> {
  const times = turns.flat()
  const classes = Map.groupBy(turns.flatMap((turn) => turn.map((time, i) => ({ time, kind: mix[i]!.class }))), ({ kind }) => kind)
  return { turns: turns.length, p50_ms: quantile(times, 0.5), p95_ms: quantile(times, 0.95), most_ms: round(Math.max(...times)),
    p95_at_best_ms: quantile((turns[0] ?? []).map((_, i) => Math.min(...turns.map((turn) => turn[i]!))), 0.95),
    p95_by_class_ms: Object.fromEntries([...classes].toSorted().map(([kind, some]) => [kind, quantile(some.map(({ time }) => time), 0.95)])) }
}
