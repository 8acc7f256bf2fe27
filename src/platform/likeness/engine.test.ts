import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairOf, written } from '../fulltext/lexicon.ts'
import { type Locale, locales } from '../locale.ts'
import { conceptsOf } from './concepts.ts'
import { Dictionary } from './dictionary.ts'
import { type Entry, type Found, Likeness, type Plan } from './engine.ts'
import { learnMeaning, likenessOf, placeOf } from './meaning.ts'
import { wishesOf } from './question.ts'
import { legible, type Text, unitsOf } from './reading.ts'
import { defaultWeights } from './weights.ts'

const plan: Plan = { places: [{ weight: 4, usual: 12, length: 0.5 }, { weight: 1, usual: 60, length: 0.9 }], said: [2, 1] }
const dictionary = new Dictionary([
  ['máy', 'machine'], ['máy', 'device'], ['máy', 'apparatus'], ['sấy', 'drying'], ['lạnh', 'cold'], ['sấy lạnh', 'freeze drying'], ['máy sấy', 'dryer'], ['nông sản', 'agricultural product'], ['nước', 'water'], ['nước thải', 'wastewater'],
  ['xử lý', 'treatment'], ['mặt trời', 'sun'], ['mặt trời', 'solar'], ['cảm biến', 'sensor'], ['độ ẩm', 'humidity'], ['đất', 'soil'], ['say', 'drunk'], ['chiến tranh', 'war'], ['bảo tàng', 'museum'],
])
const words = { ...defaultWeights, company: 0 }
const text = (language: Locale, title: string, body = ''): Text[] => [{ field: 0, text: title, language }, ...(body ? [{ field: 1, text: body, language }] : [])]
const vi = (id: number, title: string, body = ''): Entry => ({ id, texts: text('vi', title, body) })
const en = (id: number, title: string, body = ''): Entry => ({ id, texts: text('en', title, body) })
function holding(...entries: Entry[]): Likeness {
  const engine = new Likeness(plan, { dictionary, weights: words })
  engine.put(entries)
  return engine
}
const ids = (engine: Likeness, question: readonly Text[], limit = 50): number[] => engine.near(question, limit).map(({ id }) => id)

/** What the engine promises where meaning and company are left aside, said as plainly as possible. `counted`: the entries that rarity is taken from. */
function plainly(engine: Likeness, entries: readonly Entry[], question: readonly Text[], counted = entries): Map<number, number> {
  const { lexicon } = engine, number = (name: string) => lexicon.find(name)
  const read = ({ id, texts }: Entry) => {
    const said = new Map<number, number>(), together = new Map<number, number>()
    for (const { field, text: whole, language } of texts) {
      const place = plan.places[field]!, weight = place.weight / (1 - place.length + place.length * written(legible(whole)).length / place.usual)
      const told = unitsOf(whole, language).filter(({ term }) => term !== null)
      const heard = (into: Map<number, number>, all: number[]) => { for (const one of new Set(all)) into.set(one, (into.get(one) ?? 0) + weight * (1 + Math.log(Math.min(12, all.filter((other) => other === one).length)))) }
      heard(said, told.flatMap(({ term, accent, syllable }) => [number(term!), ...(syllable && accent !== null ? [number(`=${accent}`)] : [])]))
      heard(together, told.slice(1).map(({ term }, i) => pairOf(number(told[i]!.term!), number(term!))))
    }
    const kept = (from: Map<number, number>, half: number) => new Map([...from].map(([key, weight]) => [key, Math.max(1, Math.round(255 * weight / (half + weight))) / 255]))
    return { id, has: locales.filter((language) => texts.some((one) => one.language === language && one.text)), said: kept(said, 2), together: kept(together, 1) }
  }
  const market = counted.map(read), items = entries.map(read), size = market.length
  const rarity = (key: number, kind: 'said' | 'together') => { const n = market.filter((one) => one[kind].has(key)).length; return n === 0 ? 0 : Math.log(1 + (size - n + 0.5) / (n + 0.5)) }
  const wishes = wishesOf(question, plan.said, lexicon, dictionary, words)
  const scores = items.map((item) => ({ item, of: Object.fromEntries(locales.map((language) => [language, !item.has.includes(language) ? 0 : wishes.filter((wish) => wish.language === language).reduce((sum, { weight, ways }) =>
    sum + weight * Math.max(0, ...ways.map((way) => way.weight * (way.terms.reduce((all, [key, part]) => all + part * rarity(key, 'said') * 3 * (item.said.get(key) ?? 0), 0) + way.pairs.reduce((all, [key, part]) => all + part * rarity(key, 'together') * 2 * (item.together.get(key) ?? 0), 0)))), 0)])) as Record<Locale, number> })).filter(({ of }) => of.vi > 0 || of.en > 0)
  const best = (language: Locale) => Math.max(0, ...scores.map(({ of }) => of[language])), top = Math.max(best('vi'), best('en'))
  const own = locales.filter((language) => question.some((one) => one.language === language))
  const judged = scores.map(({ item, of }): [number, number] => {
    const part = (language: Locale) => of[language] / (Math.max(best(language), 0.3 * top) || 1)
    const common = own.filter((language) => item.has.includes(language))
    return [item.id, Math.max(common.reduce((sum, language) => sum + part(language), 0) / Math.max(1, common.length), ...locales.filter((language) => !common.includes(language)).map((language) => (common.length ? 0.8 : 1) * part(language)))]
  })
  return new Map(judged)
}
/** Ranked as the plain way ranks: the same items, each with its score, best first, equal ones by their number. */
function expectPlainly(found: readonly Found[], wanted: ReadonlyMap<number, number>): void {
  const first = Math.max(...wanted.values()) || 1
  expect(found.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([...wanted.keys()].toSorted((a, b) => a - b))
  for (const { id, score, words: share } of found) {
    expect(score, `item ${id}`).toBeCloseTo(wanted.get(id)! / first, 4)
    expect(share >= 0 && share <= 1.000_01).toBe(true)
  }
  for (let i = 1; i < found.length; i++) expect(found[i - 1]!.score > found[i]!.score || (found[i - 1]!.score === found[i]!.score && found[i - 1]!.id < found[i]!.id)).toBe(true)
}

const aWord = fc.constantFrom('máy', 'may', 'sấy', 'say', 'sậy', 'lạnh', 'nông', 'sản', 'nước', 'thải', 'mặt', 'trời', 'cảm', 'biến', 'Đất', 'PLC', '2027', 'ai', 'và')
const aWordToo = fc.constantFrom('machine', 'device', 'dryer', 'drying', 'dried', 'freeze', 'cold', 'agricultural', 'products', 'wastewater', 'solar', 'sun', 'the', 'of', 'PLC', '2027', 'AI')
const someText = (field: number) => fc.oneof(fc.array(aWord, { minLength: 1, maxLength: 9 }).map((some): Text => ({ field, text: some.join(' '), language: 'vi' })), fc.array(aWordToo, { minLength: 1, maxLength: 9 }).map((some): Text => ({ field, text: some.join(' '), language: 'en' })))
const someTexts = fc.oneof(fc.tuple(someText(0)), fc.tuple(someText(0), someText(1)), fc.tuple(someText(0), someText(0), someText(1)))

test('items are ranked as a plain reading of every one of them ranks them, came they at once or in whatever portions and order', () => {
  fc.assert(fc.property(fc.array(fc.tuple(someTexts, fc.nat({ max: 1_000 })), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), fc.array(someTexts, { minLength: 1, maxLength: 3 }), (some, portion, questions) => {
    const entries = some.map(([texts], id): Entry => ({ id, texts }))
    const whole = holding(...entries), turned = new Likeness(plan, { dictionary, weights: words })
    const mixed = entries.toSorted((a, b) => some[a.id]![1] - some[b.id]![1] || a.id - b.id)
    for (let at = 0; at < mixed.length; at += portion) turned.put(mixed.slice(at, at + portion))
    expect(turned.shelves).toBeLessThan(8)
    for (const question of questions) {
      const wanted = plainly(whole, entries, question)
      expectPlainly(whole.near(question, 100), wanted)
      expectPlainly(turned.near(question, 100), wanted)
      const few = whole.near(question, 3)
      expect(few).toEqual(whole.near(question, 100).slice(0, 3))
      expect(whole.near(question, 100)).toEqual(whole.near(question, 100))
    }
  }), { numRuns: 250 })
})
test('what left is never found, nor what is not wanted, and both are ranked as if they had only stood aside', () => {
  fc.assert(fc.property(fc.array(someTexts, { minLength: 1, maxLength: 25 }), fc.func(fc.boolean()), fc.func(fc.boolean()), someTexts, (some, gone, unwanted, question) => {
    const entries = some.map((texts, id): Entry => ({ id, texts })), engine = holding(...entries)
    const leaving = entries.filter(({ id }) => id > 0 && gone(id)).map(({ id }) => id)
    engine.remove([...leaving, ...leaving, 999])
    expect(engine.size).toBe(entries.length - leaving.length)
    const wanted = (id: number) => !unwanted(id)
    expectPlainly(engine.near(question, 100, wanted), plainly(engine, entries.filter(({ id }) => !leaving.includes(id) && wanted(id)), question, entries))
    for (const { id } of entries) expect(engine.has(id)).toBe(!leaving.includes(id))
  }), { numRuns: 250 })
})
test('whatever comes, changes and goes, exactly what stands there now is found, each once and by what it says now', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.option(someTexts))
  fc.assert(fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 25 }), fc.array(someTexts, { minLength: 1, maxLength: 3 }), (rounds, questions) => {
    const engine = new Likeness(plan, { dictionary, weights: words }), now = new Map<number, Entry>()
    for (const round of rounds) {
      const come = round.flatMap(([id, texts]) => (texts ? [{ id, texts }] : [])), go = round.flatMap(([id, texts]) => (texts ? [] : [id]))
      engine.put(come)
      for (const one of come) now.set(one.id, one)
      engine.remove(go)
      for (const id of go) now.delete(id)
    }
    expect(engine.size).toBe(now.size)
    for (const question of questions) expect(ids(engine, question).toSorted((a, b) => a - b)).toEqual([...plainly(engine, [...now.values()], question).keys()].toSorted((a, b) => a - b))
  }), { numRuns: 250 })
})

test('an item has a thing in the best of the ways it may be said, not in all of them together', () => {
  const engine = holding(en(1, 'machine device apparatus'), en(2, 'machine pump valve'), en(3, 'device pump valve'), en(4, 'apparatus pump valve'))
  const found = engine.near(text('vi', 'máy'), 9)
  expect(found.map(({ id }) => id)).toEqual([1, 2, 3, 4])
  expect(found[1]!.score).toBeCloseTo(found[0]!.score, 6)
  expect(found[2]!.score).toBeLessThan(found[1]!.score)
  expect(found[3]!.score).toBeLessThan(found[2]!.score)
})
test('diacritics decide between words otherwise alike; without them all are meant, and still the same syllables are found', () => {
  const engine = holding(vi(1, 'bờ sậy ven'), vi(2, 'tủ sấy điện'), vi(3, 'người say rượu'))
  expect(ids(engine, text('vi', 'sấy'))[0]).toBe(2)
  expect(ids(engine, text('vi', 'sậy'))[0]).toBe(1)
  expect(ids(engine, text('vi', 'say')).toSorted()).toEqual([1, 2, 3])
  const english = holding(en(1, 'drunk people here'), en(2, 'drying cabinet here'))
  expect(ids(english, text('vi', 'tủ sấy'))).toEqual([2])
  expect(ids(english, text('vi', 'người say'))).toEqual([1])
  expect(ids(english, text('vi', 'tu say')).toSorted()).toEqual([1, 2])
})
test('a Vietnamese need finds its English and its Vietnamese offers near the top alike, and so does the English one', () => {
  const far = Array.from({ length: 30 }, (_, i) => (i % 2 ? vi(100 + i, `xử lý rơm rạ số ${i}`) : en(100 + i, `straw treatment ${i}`)))
  const engine = holding(...far, vi(1, 'Máy sấy lạnh nông sản'), en(2, 'Freeze drying machine for agricultural products'), vi(3, 'Cảm biến độ ẩm đất'), en(4, 'Soil humidity sensor'))
  expect(ids(engine, text('vi', 'cần máy sấy lạnh cho nông sản')).slice(0, 2).toSorted()).toEqual([1, 2])
  expect(ids(engine, text('en', 'freeze drying machines for agricultural products')).slice(0, 2).toSorted()).toEqual([1, 2])
  expect(ids(engine, text('vi', 'cam bien do am dat')).slice(0, 2).toSorted()).toEqual([3, 4])
  expect(ids(engine, text('en', 'sensor of soil humidity')).slice(0, 2).toSorted()).toEqual([3, 4])
})
test('the best in a language in which nothing comes near is not made equal to what was sought', () => {
  const far = Array.from({ length: 40 }, (_, i) => vi(100 + i, `xử lý rơm rạ số ${i}`))
  const found = holding(...far, vi(1, 'Máy sấy lạnh nông sản'), en(2, 'Cold war museum')).near(text('vi', 'cần máy sấy lạnh cho nông sản'), 9)
  expect(found[0]!.id).toBe(1)
  expect(found.find(({ id }) => id === 2)?.score ?? 0).toBeLessThan(0.7)
})
test('what has no text in a language is not found by that language’s words: who is asked for is not artificial intelligence', () => {
  const engine = holding(en(1, 'AI 2027'), vi(2, 'ai đó'))
  expect(ids(engine, text('vi', 'ai đó'))).toEqual([2])
  expect(ids(engine, text('vi', 'năm 2027'))).toEqual([1])
})
test('who adds a title in another language to an offer hides nothing of what it says in its own', () => {
  const found = holding(vi(1, 'Cảm biến độ ẩm đất'), { id: 2, texts: [...text('vi', 'Cảm biến độ ẩm đất'), ...text('en', 'Smart farm')] }, en(3, 'Sensor catalogue'), en(4, 'Pump')).near(text('en', 'soil humidity sensor'), 9)
  const score = (id: number) => found.find((one) => one.id === id)!.score
  expect(score(2)).toBeCloseTo(0.8 * score(1), 6)
  expect(score(2)).toBeGreaterThan(0.5)
})
test('names and numbers are found across languages, either way and in a need of both', () => {
  const offers = [vi(1, 'Cổng LoRaWAN cho nhà lưới'), en(2, 'LoRaWAN bridge'), vi(3, 'Tủ điện'), en(4, 'Cabinet')]
  for (const question of [text('vi', 'thiết bị LoRaWAN'), text('en', 'LoRaWAN equipment'), [...text('vi', 'thiết bị LoRaWAN'), ...text('en', 'LoRaWAN equipment')], [...text('en', 'LoRaWAN equipment'), ...text('vi', 'thiết bị LoRaWAN')]]) expect(ids(holding(...offers), question).toSorted()).toEqual([1, 2])
})
test('nothing is found where nothing is asked, nothing is there or nothing is to be returned', () => {
  expect(holding().near(text('vi', 'máy'), 9)).toEqual([])
  expect(holding(vi(1, 'máy')).near([], 9)).toEqual([])
  expect(holding(vi(1, 'máy')).near(text('vi', 'máy'), 0)).toEqual([])
  expect(holding(vi(1, ''), en(2, 'the of and'), { id: 3, texts: [] }).near(text('en', 'the of and'), 9)).toEqual([])
  expect(ids(holding(vi(1, 'máy'), vi(1, 'nước')), text('vi', 'máy nước'))).toEqual([1])
})

const topics: [string, string][] = [['máy sấy lạnh nông sản hoa quả rau củ', 'freeze drying of agricultural products, fruit and vegetables'], ['xử lý nước thải bùn lọc màng', 'treatment of wastewater with sludge and membrane filters'], ['cảm biến độ ẩm đất tưới nhỏ giọt', 'sensor of soil humidity for drip irrigation'], ['pin mặt trời lưu trữ điện mái nhà', 'solar cells and storage of power on roofs']]
const market = Array.from({ length: 160 }, (_, i) => { const [one, other] = topics[i % 4]!, cut = (whole: string) => whole.split(' ').filter((_word, n) => (n * 7 + i * 3) % 5).join(' '); return i % 8 < 4 ? vi(i, cut(one), `${cut(one)} ${i}`) : en(i, cut(other), `${cut(other)} ${i}`) })
test('with meaning and company what stands out is the same topic in either language, best first from 1, the same each time and in whatever portions it came', () => {
  const meaning = learnMeaning(market.map(({ texts }) => conceptsOf(texts, plan.said, dictionary)))!
  const at_once = new Likeness(plan, { dictionary, meaning }), by_three = new Likeness(plan, { dictionary, meaning })
  at_once.put(market)
  for (let i = 0; i < market.length; i += 3) by_three.put(market.slice(i, i + 3))
  topics.forEach(([one, other], topic) => {
    for (const question of [text('vi', one), text('en', other)]) {
      const found = at_once.near(question, 160)
      expect(found[0]!.score).toBe(1)
      expect(found.slice(0, 20).filter(({ id }) => id % 4 === topic).length).toBeGreaterThan(18)
      expect(new Set(found.slice(0, 40).map(({ id }) => id % 8 < 4)).size).toBe(2)
      expect(at_once.near(question, 160)).toEqual(found)
      expect(by_three.near(question, 160)).toEqual(found)
      for (const { meaning: near, score } of found) { expect(Math.abs(near)).toBeLessThanOrEqual(1 + 1e-9); expect(score).toBeLessThanOrEqual(1) }
    }
  })
})
test('beside its words and meaning an item counts what the eight nearest to it among the best are worth', () => {
  const bags = new Map(market.map(({ id, texts }) => [id, conceptsOf(texts, plan.said, dictionary)])), meaning = learnMeaning([...bags.values()])!
  const engine = new Likeness(plan, { dictionary, meaning })
  engine.put(market)
  const near = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) => likenessOf(placeOf(meaning, a), 0, placeOf(meaning, b), 0, meaning.dimensions)
  for (const question of [text('vi', 'máy sấy nông sản'), text('en', 'soil humidity'), text('vi', 'nước mặt trời')]) {
    const asked = conceptsOf(question, plan.said, dictionary)
    const best = [...plainly(engine, market, question)].map(([id, own]) => ({ id, base: own + defaultWeights.meaning * near(asked, bags.get(id)!) })).toSorted((a, b) => b.base - a.base || a.id - b.id)
    expect(best.length > 8 && best.length <= 200).toBe(true)
    const company = best.map(({ id }) => {
      const nearest = best.filter((one) => one.id !== id).map(({ id: other, base }) => ({ base, alike: Math.max(0, near(bags.get(id)!, bags.get(other)!)) })).toSorted((a, b) => b.alike - a.alike).slice(0, 8)
      return nearest.reduce((sum, { base, alike }) => sum + alike * base, 0) / nearest.reduce((sum, { alike }) => sum + alike, 0)
    })
    const scores = new Map(best.map(({ id, base }, i) => [id, base / best[0]!.base + defaultWeights.company * company[i]! / Math.max(...company)]))
    const first = Math.max(...scores.values())
    for (const { id, score } of engine.near(question, 500)) expect(score, `item ${id}`).toBeCloseTo(scores.get(id)! / first, 2)
  }
})
test('however many come one by one, they stand on few shelves, also beside large ones that cannot be put together', () => {
  const engine = new Likeness(plan, { dictionary, weights: words })
  for (let i = 0; i < 4; i++) engine.put(Array.from({ length: 9_000 }, (_, j) => en(i * 9_000 + j, `pump ${j}`)))
  for (let i = 0; i < 300; i++) engine.put([en(50_000 + i, `valve ${i}`)])
  expect(engine.shelves).toBeLessThan(17)
  expect(ids(engine, text('en', 'valve 7'))[0]).toBe(50_007)
  engine.remove(Array.from({ length: 9_000 }, (_, j) => j))
  expect(engine.size).toBe(27_300)
})
test('shelves are put together while answers go on, and what changed meanwhile is as it is now', async () => {
  const engine = new Likeness(plan, { dictionary, weights: words })
  const body = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ')
  for (let i = 0; i < 4; i++) engine.put(Array.from({ length: 1_500 }, (_, j) => en(i * 1_500 + j, `pump ${i * 1_500 + j}`, body)))
  const before = engine.bytes
  engine.remove([5])
  engine.put([en(6, 'membrane')])
  const found = (question: string) => ids(engine, text('en', question), 300)
  for (let turns = 0; turns < 200 && engine.shelves > 2; turns++) {
    expect(found('pump 77')[0]).toBe(77)
    expect(found('membrane')).toEqual([6])
    await new Promise((next) => { setImmediate(next) })
  }
  expect(engine.shelves).toBeLessThan(4)
  expect(engine.bytes).toBeLessThan(before * 1.1)
  expect(found('5')).toEqual([])
  expect(found('6')).toEqual([])
  expect(found('membrane')).toEqual([6])
  expect(engine.size).toBe(5_999)
})

test('In a market too large to go over every common word, the rare ones choose and the common ones still order the chosen; the dearest way of a thing counts as before.', () => {
  const vocabulary = ['drying', 'cold', 'machine', 'soil', 'water', 'sensor', 'solar']
  fc.assert(fc.property(fc.array(fc.tuple(fc.subarray(vocabulary, { minLength: 1 }), fc.boolean()), { minLength: 3, maxLength: 25 }), fc.subarray(vocabulary, { minLength: 1 }), (rows, asked) => {
    // "zeolite" stands in some entries only and is asked for: whoever has it is chosen, however few postings are gone over.
    const entries = rows.map(([said, rare], i) => en(i + 1, `${said.join(' ')}${rare || i === 0 ? ' zeolite' : ''}`))
    const bounded = new Likeness({ ...plan, postings: 1 }, { dictionary, weights: words }), whole = holding(...entries)
    bounded.put(entries)
    const question = text('en', `zeolite ${asked.join(' ')}`)
    const chosen = new Set(ids(bounded, question))
    const scores = new Map(whole.near(question, 50).map(({ id, score }) => [id, score]))
    expect([...scores.keys()].filter((id) => chosen.has(id)).toSorted()).toEqual([...chosen].toSorted())
    expect(chosen.size).toBeGreaterThan(0)
    // Sums of the same numbers in another order differ in their last digits: only what is clearly better must come first.
    const order = ids(bounded, question)
    order.slice(1).forEach((id, i) => { expect(scores.get(order[i]!)!).toBeGreaterThan(scores.get(id)! - 1e-4) })
  }))
  const engine = new Likeness({ ...plan, postings: 1 }, { dictionary, weights: words })
  engine.put([en(1, 'zeolite soil machine'), en(2, 'zeolite soil'), en(3, 'machine water'), en(4, 'machine')])
  expect(ids(engine, text('en', 'zeolite machine'))).toEqual([1, 2]) // 3 and 4 have only what is common
})
