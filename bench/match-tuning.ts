import { createHash } from 'node:crypto'
import { type FileItem, meaningOf, plan } from '../src/modules/matching/files.ts'
import type { Dictionary } from '../src/platform/likeness/dictionary.ts'
import { Likeness, type Plan } from '../src/platform/likeness/engine.ts'
import type { Meaning } from '../src/platform/likeness/meaning.ts'
import { defaultWeights, type Weights } from '../src/platform/likeness/weights.ts'
import { mean, rounded, type Task, worthOf } from './match-tasks.ts'

/*
 * Needs are dealt into five folds by a hash of their id without its language, so that one need stays in
 * one fold through all tasks. For each fold the numbers are chosen on the other four: one number after the
 * other is set to the neighbouring values below that is best there, all other numbers as chosen so far,
 * until a whole round changes nothing or `rounds` are over. What is to be best is the mean over tasks of
 * the mean nDCG@10 of the task's needs; a value is taken only where it brings more than `least`, so that
 * chance alone moves little. Then the fold itself is asked with what was chosen without it. The models of
 * meaning stay as learnt under the plan of today. Of XQuAD every second question is asked, or all would take hours.
 */
const folds = 5, rounds = 2, least = 0.0005

type Setting = Record<string, number>
type OfPlan = 'said title' | 'said summary' | 'place title' | 'length title' | 'length text' | 'usual text'
const steps: Record<keyof Weights | OfPlan, readonly number[]> = {
  again: [2, 5, 12, 30], syllable: [0, 0.15, 0.25, 0.4, 0.7], accent: [0, 0.15, 0.25, 0.4, 0.7], syllables: [0.5, 0.75, 1, 1.4],
  pair: [0, 0.15, 0.3, 0.5, 0.75, 1], translated: [0.6, 0.8, 1, 1.3], inside: [0.15, 0.3, 0.5, 0.8], lone: [0.3, 0.5, 0.7, 1], abbreviated: [0, 0.3, 0.6, 1],
  meaning: [0, 0.2, 0.3, 0.4, 0.5, 0.7, 1], company: [0, 0.2, 0.3, 0.4, 0.5, 0.7, 1],
  'said title': [1, 1.5, 2, 3, 4], 'said summary': [1, 1.5, 2, 3], 'place title': [1, 2, 3, 4, 6], 'length title': [0, 0.25, 0.5, 0.75], 'length text': [0.4, 0.6, 0.75, 0.9, 1], 'usual text': [100, 200, 300],
}
const today: Setting = { ...defaultWeights, 'said title': plan.said[0]!, 'said summary': plan.said[1]!, 'place title': plan.places[0]!.weight, 'length title': plan.places[0]!.length, 'length text': plan.places[2]!.length, 'usual text': plan.places[2]!.usual }

function planOf(setting: Setting): Plan {
  const [title, summary, text] = plan.places as [Plan['places'][0], Plan['places'][0], Plan['places'][0]]
  return {
    places: [{ ...title, weight: setting['place title']!, length: setting['length title']! }, summary, { ...text, length: setting['length text']!, usual: setting['usual text']! }],
    said: [setting['said title']!, setting['said summary']!, ...plan.said.slice(2)],
  }
}
const foldOf = (need: string): number => createHash('sha1').update(need.replace(/[ve]$/, '')).digest()[0]! % folds

const ofVietnamese = new Set(['syllable', 'accent', 'syllables', 'translated', 'inside', 'lone'])
/** Whether a number can change anything in a task; what cannot is not asked again. */
function matters(name: string, { docs, needs }: Task): boolean {
  const some = (items: readonly FileItem[], is: (text: FileItem['texts'][0]) => boolean): boolean => items.some(({ texts }) => texts.some(is))
  if (ofVietnamese.has(name)) return some(needs, ({ language }) => language === 'vi') || some(docs, ({ language }) => language === 'vi')
  if (name.startsWith('said ')) return some([...needs, ...docs], ({ field }) => field === (name === 'said title' ? 0 : 1))
  return !name.endsWith(' title') || some(docs, ({ field }) => field === 0)
}

interface Asked { task: Task; names: readonly string[]; known: Map<string, readonly number[]> }
/** Every need's nDCG@10 under a setting, task by task; none is asked twice for what is the same to it. */
class Trial {
  readonly #tasks: readonly Asked[]
  readonly #dictionary: Dictionary
  readonly #meanings: Map<readonly FileItem[], Meaning | null>
  readonly #weights = { ...defaultWeights }
  readonly #engines = new Map<readonly FileItem[], { plan: string; engine: Likeness }>()
  asked = 0
  constructor(tasks: readonly Task[], dictionary: Dictionary) {
    this.#tasks = tasks.map((task) => ({ task, names: Object.keys(today).filter((name) => matters(name, task)), known: new Map() }))
    this.#dictionary = dictionary
    this.#meanings = new Map([...new Set(tasks.map(({ docs }) => docs))].map((docs) => [docs, meaningOf(docs, dictionary)]))
  }
  worths(setting: Setting): (readonly number[])[] {
    return this.#tasks.map(({ task: { docs, needs, answers }, names, known }) => {
      const key = names.map((name) => setting[name]).join(' ')
      let worths = known.get(key)
      if (worths) return worths
      for (const name of Object.keys(defaultWeights) as (keyof Weights)[]) this.#weights[name] = setting[name]!
      const engine = this.#engine(docs, planOf({ ...today, ...Object.fromEntries(names.map((name) => [name, setting[name]!])) }))
      worths = needs.map((need) => {
        const grades = answers.get(need.id)
        return grades ? worthOf(engine.near(need.texts, 10).map(({ id }) => docs[id]!.id), grades).ndcg : Number.NaN
      })
      known.set(key, worths)
      this.asked++
      return worths
    })
  }
  #engine(docs: readonly FileItem[], wanted: Plan): Likeness {
    const plan = JSON.stringify(wanted), known = this.#engines.get(docs)
    if (known?.plan === plan) return known.engine
    const engine = new Likeness(wanted, { dictionary: this.#dictionary, meaning: this.#meanings.get(docs) ?? null, weights: this.#weights })
    engine.put(docs.map(({ texts }, id) => ({ id, texts })))
    this.#engines.set(docs, { plan, engine })
    return engine
  }
}

/** Prints what is chosen without each fold and what it is worth there, beside the numbers of today. */
export function tune(all: readonly Task[], dictionary: Dictionary): void {
  const tasks = all.map((task) => (task.needs.length > 300 ? { ...task, needs: task.needs.filter((_, i) => i % 2 === 0) } : task))
  const trial = new Trial(tasks, dictionary)
  const inFold = tasks.map(({ needs }) => needs.map(({ id }) => foldOf(id)))
  const means = (setting: Setting, counts: (fold: number) => boolean): number[] =>
    trial.worths(setting).map((worths, t) => mean(worths.filter((worth, n) => !Number.isNaN(worth) && counts(inFold[t]![n]!))))
  const chosenFor = (counts: (fold: number) => boolean): Setting => {
    let best = { ...today }, worth = mean(means(best, counts))
    for (let round = 0; round < rounds; round++) {
      let moved = false
      for (const [name, values] of Object.entries(steps)) {
        // The neighbours of what holds, and on in the direction that was better.
        for (const direction of [1, -1]) {
          for (;;) {
            const next = direction > 0 ? values.find((value) => value > best[name]!) : values.findLast((value) => value < best[name]!)
            if (next === undefined) break
            const tried = { ...best, [name]: next }, there = mean(means(tried, counts))
            if (there <= worth + least) break
            best = tried
            worth = there
            moved = true
            process.stderr.write(`${name} ${next}: ${rounded(worth, 4)} (${trial.asked} asked)\n`)
          }
        }
      }
      if (!moved) break
    }
    return best
  }
  const changes = (setting: Setting): Setting => Object.fromEntries(Object.entries(setting).filter(([name, value]) => value !== today[name]))
  const held: number[][] = [], before: number[][] = []
  for (let fold = 0; fold < folds; fold++) {
    const chosen = chosenFor((other) => other !== fold)
    const now = means(chosen, (other) => other === fold), then = means(today, (other) => other === fold)
    held.push(now)
    before.push(then)
    console.log(JSON.stringify({ bench: 'match-tuning', fold, chosen: changes(chosen), ndcg_at_10: { held_out: rounded(mean(now), 4), today: rounded(mean(then), 4) } }))
  }
  const byTask = (figures: readonly number[][], task: number): number => rounded(mean(figures.map((fold) => fold[task]!)), 4)
  console.log(JSON.stringify({ bench: 'match-tuning', over: 'folds', ndcg_at_10: { held_out: rounded(mean(held.flat()), 4), today: rounded(mean(before.flat()), 4) }, tasks: Object.fromEntries(tasks.map(({ name }, task) => [name, { held_out: byTask(held, task), today: byTask(before, task) }])) }))
  const fitted = chosenFor(() => true)
  console.log(JSON.stringify({ bench: 'match-tuning', over: 'all needs', chosen: changes(fitted), ndcg_at_10: { fitted: rounded(mean(means(fitted, () => true)), 4), today: rounded(mean(means(today, () => true)), 4) } }))
}
