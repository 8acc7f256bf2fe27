import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../text.ts'
import { type Asked, FullText } from './engine.ts'
import { accented, canonical, Lexicon, plainWord, written } from './lexicon.ts'
import { parseQuery } from './query.ts'
import type { Entry, Plan } from './segment.ts'
import { distance } from './spelling.ts'
import { ranked } from './top.ts'

const plan: Plan = {
  fields: [{ weight: 3, usual: 10, accents: true, pair: 0.7, suggests: true }, { weight: 0.6, usual: 100, accents: true, pair: 0.2, suggests: false }],
  numbers: 2, facets: ['kind', 'field'],
}
const asked = (query: string, more: Partial<Asked> = {}): Asked => ({ query, filters: [], until: null, orders: ['relevance'], from: 0, limit: 50, few: 0, ...more })
const entry = (id: number, title: string, { body = '', english = false, at = id, facets = [[], []] as string[][] } = {}): Entry =>
  ({ id, texts: [{ field: 0, text: title, english }, { field: 1, text: body, english }], numbers: [at, Number.NaN], facets })
function holding(...entries: Entry[]): FullText {
  const engine = new FullText(plan)
  engine.put(entries)
  return engine
}
const find = (engine: FullText, query: string, more: Partial<Asked> = {}): number[] => engine.search(asked(query, more)).ids

test.each([
  ['hoà tan', 'hòa tan'], ['kỹ thuật', 'kĩ thuật'], ['quản lý', 'quản lí'], ['quý hiếm', 'quí hiếm'], ['Đông Anh', 'dong anh'], ['THUỶ SẢN', 'thủy sản'], ['bác sỹ', 'bác sĩ'], ['tỷ lệ', 'tỉ lệ'], ['My Đình', 'mỹ đình'],
])('%s and %s are one spelling: either finds the other', (one, other) => {
  for (const [written, typed] of [[one, other], [other, one], [one, fold(other)]] as const) expect(find(holding(entry(1, written), entry(2, 'khác hẳn')), typed)).toEqual([1])
})
test('y stays y where it is not the end of a bare syllable: máy is not mái, and English keeps its words', () => {
  expect(find(holding(entry(1, 'mái nhà'), entry(2, 'máy nhà')), 'máy')).toEqual([2])
  expect(['may', 'tay', 'day', 'energy', 'sky', 'thuy'].map(canonical)).toEqual(['may', 'tay', 'day', 'energy', 'sky', 'thuy'])
})
test('who types with diacritics gets what is so written first, and the rest after it', () => {
  const engine = holding(entry(1, 'phân bón'), entry(2, 'phần bốn'), entry(3, 'phấn bổn'))
  expect(find(engine, 'phần bốn')[0]).toBe(2)
  expect(find(engine, 'phần bốn')).toHaveLength(3)
  expect(find(engine, 'phan bon')).toHaveLength(3)
})
test('English is found by its stem, and only English is bent', () => {
  const engine = holding(entry(1, 'Solar drying of fruits', { english: true }), entry(2, 'say dried', { english: false }))
  expect(find(engine, 'fruit')).toEqual([1])
  expect(find(engine, 'solar dries')).toEqual([1])
  expect(find(engine, 'drying')).toEqual([1])
})
test('a phrase stands together and within one text; minus leaves out words and phrases', () => {
  const engine = holding(entry(1, 'máy sấy lạnh'), entry(2, 'sấy máy lạnh'), entry(3, 'máy', { body: 'sấy lạnh' }), entry(4, 'solar dryers', { english: true }))
  expect(find(engine, '"máy sấy"')).toEqual([1])
  expect(find(engine, '"solar dryer"')).toEqual([4])
  expect(find(engine, 'sấy -"máy sấy"').toSorted()).toEqual([2, 3])
  expect(find(engine, 'sấy -máy')).toEqual([])
  expect(find(engine, '-máy')).toEqual([4])
})
test('words side by side come before the same words apart, and the title before the rest', () => {
  const engine = holding(entry(1, 'lạnh và khô thì sấy'), entry(2, 'sấy lạnh và khô thì'), entry(3, 'rau', { body: 'sấy lạnh và khô thì' }), entry(4, 'rau', { body: 'lạnh và khô thì sấy' }))
  expect(find(engine, 'say lanh')[0]).toBe(2)
  expect(find(engine, 'say lanh').at(-1)).toBe(4)
})

const city = ['máy sấy lạnh nông sản', 'máy sấy năng lượng mặt trời', 'máy ép viên', 'sấy thăng hoa', 'xử lý rơm rạ', 'phân bón hữu cơ', 'kho lạnh'].map((title, i) => entry(i + 1, title))
city.push(entry(20, 'photovoltaic inverter', { english: true }), entry(21, 'wastewater treatment plants', { english: true }))
test.each([
  ['may say lahn', 'may say lanh', 1], ['photovoltiac', 'photovoltaic', 20], ['photovoltaics invertor', 'photovoltaics inverter', 20], ['watewater', 'wastewater', 21], ['máy sấyy', 'máy sấy', 1],
  ['maays ép', 'máy ép', 3], ['saylanh', 'say lanh', 1], ['huuw cơ', 'hữu cơ', 6], ['"sấy thăg"', '"sấy thăng"', 4],
])('%s is searched as %s', (typed, corrected, first) => {
  const answer = holding(...city).search(asked(typed))
  expect(answer).toMatchObject({ corrected })
  expect(answer.ids[0]).toBe(first)
})
test('what stands somewhere is not corrected, nor numbers, nor what nothing resembles', () => {
  for (const typed of ['máy sấy', 'plant', '2027', 'xyzzyx qwrtp', 'ab']) expect(holding(...city).search(asked(typed)).corrected, typed).toBeNull()
})
test('few exact answers are joined by those that hold most of the words; the count of exact ones is told', () => {
  const answer = holding(...city).search(asked('máy sấy lạnh nông hộ', { few: 8 }))
  expect(answer).toMatchObject({ relaxed: true, exact: 0 })
  expect(answer.ids[0]).toBe(1)
  expect(holding(...city).search(asked('máy sấy', { few: 2 }))).toMatchObject({ relaxed: false, exact: 2, total: 2 })
})
test('ordered by a number, what holds every word comes before what only comes near', () => {
  const engine = holding(entry(1, 'máy sấy lạnh', { at: 900 }), entry(2, 'máy sấy', { at: 100 }), entry(3, 'kho lạnh máy', { at: 50 }))
  const cheapest = { orders: [{ number: 0, descending: false }] }
  expect(find(engine, 'máy sấy lạnh', { few: 8, ...cheapest })).toEqual([1, 3, 2])
  expect(find(engine, 'máy sấy lạnh', { few: 0, ...cheapest })).toEqual([1])
})
test('terms are the words in every form they have', () => {
  expect(holding(entry(1, 'drying dryer dried', { english: true }), entry(2, 'kỹ')).search(asked('dry kĩ')).terms.toSorted()).toEqual(expect.arrayContaining(['dried', 'dry', 'drying', 'ki', 'ky']))
})
test('who begins to type is offered what titles go on with, as they are written, and nothing that has left', () => {
  const engine = holding(...city)
  expect(engine.suggest('may s', 3)).toContain('máy sấy')
  expect(engine.suggest('tủ đựng máy é', 3)).toEqual([]) // the words before must be there too
  expect(engine.suggest('sấy máy é', 3)).toEqual([])
  expect(engine.suggest('xu ly r', 3)[0]).toMatch(/^xử lý rơm/)
  engine.remove([5])
  expect(engine.suggest('xu ly r', 3)).toEqual([])
})
test('what is offered ends neither within a word nor with one that joins, and puts nothing together that no title says together', () => {
  const engine = holding(entry(1, 'Xử lý bê tông thải'), entry(2, 'Vữa vá bê tông'), entry(3, 'Phần mềm đo và ghi nhiệt độ'), entry(4, 'Hệ thống bơm tự chạy theo giờ'))
  expect(engine.suggest('xu ly b', 5)).toEqual(['xử lý bê tông', 'xu ly bê tông thải'])
  expect(engine.suggest('phần mềm ', 5)).toEqual(['phần mềm đo'])
  expect(engine.suggest('hệ thống g', 5)).toEqual([])
  expect(engine.suggest('hệ thống bơm t', 5)).toEqual(['hệ thống bơm tự chạy', 'hệ thống bơm theo giờ'])
})

test('a text is read as its words are written, however many were read before', () => {
  const lexicon = new Lexicon()
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 120 }), fc.array(fc.constantFrom('hoà', 'hòa', 'Đất', 'drying', '𠮷', '\u{1d400}x', '😀', '\ud800', '\u0301', '-', ' ', '2027', 'x'.repeat(79), 'ký'), { maxLength: 40 }).map((some) => some.join(''))), (text) => {
    const words = [...lexicon.read(text)].map((form) => (form < 0 ? null : [lexicon.name(lexicon.wordOf(form)), lexicon.accentOf(form) < 0 ? null : lexicon.name(lexicon.accentOf(form))]))
    expect(words).toEqual(written(text).map((word) => {
      const met = word.slice(0, 80), folded = plainWord(met), accent = accented(met)
      return folded ? [folded, accent && `=${accent}`] : null
    }))
  }), { numRuns: 400 })
  for (let i = 0; i < 9_000; i++) lexicon.read(`từ${i}`)
  expect([...lexicon.read('Từ77 từ77 TỪ77 tu77 từ8999')].map((form) => lexicon.name(lexicon.wordOf(form)))).toEqual(['tu77', 'tu77', 'tu77', 'tu77', 'tu8999'])
})

/** What the engine promises, said as plainly as possible. */
const vocabulary = ['máy', 'sấy', 'lạnh', 'nông', 'sản', 'kỹ', 'kĩ', 'dry', 'drying', 'dryer', 'solar', 'Đất', 'dat', 'hoà', 'hòa'] as const
const aText = fc.array(fc.constantFrom(...vocabulary), { maxLength: 7 }).map((some) => some.join(' '))
const anEntry = fc.record({ title: aText, body: aText, kind: fc.constantFrom('offer', 'need'), fields: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { maxLength: 3 }), at: fc.integer({ min: 1, max: 5 }) })
type Plain = { title: string; body: string; kind: string; fields: string[]; at: number }
const plainWords = (text: string): string[] => written(text).map(plainWord)
const holds = ({ title, body }: Plain, said: readonly string[]): boolean => [title, body].some((text) => { const own = plainWords(text); return own.some((_, i) => said.every((word, j) => own[i + j] === word)) })
const matches = (one: Plain, query: string): boolean => {
  const { parts, without } = parseQuery(query)
  const said = (part: readonly { word: string }[]) => holds(one, part.map(({ word }) => word))
  return parts.every(said) && !without.some(said)
}
/** Words that stand in every world of the test, so that none is taken for a typing error. */
const everyWord: Plain = { title: vocabulary.join(' '), body: '', kind: 'none', fields: [], at: 9 }
const aQuery = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...vocabulary) }, { weight: 1, arbitrary: fc.constantFrom(...vocabulary).map((word) => `-${word}`) }, { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(...vocabulary)).map(([a, b]) => `"${a} ${b}"`) }), { maxLength: 4 }).map((some) => some.join(' '))

test('whatever comes, changes and goes in whatever order, exactly what holds every word is found, and counted by every facet with its own filter left aside', () => {
  const step = fc.oneof(fc.tuple(fc.integer({ min: 1, max: 12 }), anEntry), fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constant(null)))
  fc.assert(fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 14 }), fc.array(fc.record({ query: aQuery, kind: fc.constantFrom('', 'offer', 'need'), field: fc.subarray(['1', '2', '3']), until: fc.integer({ min: 0, max: 6 }) }), { minLength: 1, maxLength: 4 }), (rounds, questions) => {
    const engine = new FullText(plan), plainly = new Map<number, Plain>()
    const asEntry = (id: number, { title, body, kind, fields, at }: Plain): Entry => ({ id, texts: [{ field: 0, text: title, english: false }, { field: 1, text: body, english: false }], numbers: [at, Number.NaN], facets: [[kind], fields] })
    engine.put([asEntry(999, everyWord)])
    for (const round of rounds) {
      const [come, go] = [round.filter(([, one]) => one), round.filter(([, one]) => !one)]
      engine.put(come.map(([id, one]) => asEntry(id, one!)))
      for (const [id, one] of come) plainly.set(id, one!)
      engine.remove(go.map(([id]) => id))
      for (const [id] of go) plainly.delete(id)
    }
    for (const { query, kind, field, until } of questions) {
      const answer = engine.search(asked(query, { filters: [kind ? [kind] : [], field], until: { number: 0, most: until }, orders: [{ number: 0, descending: true }] }))
      const passing = [...plainly].filter(([, one]) => one.at <= until && matches(one, query))
      const inKind = (one: Plain) => !kind || one.kind === kind, inField = (one: Plain) => field.length === 0 || one.fields.some((f) => field.includes(f))
      const wanted = passing.filter(([, one]) => inKind(one) && inField(one))
      expect(answer.ids, query).toEqual(wanted.toSorted(([a, x], [b, y]) => y.at - x.at || b - a).map(([id]) => id))
      expect(answer.total).toBe(wanted.length)
      for (const value of ['offer', 'need']) expect(answer.counts[0]!.get(value) ?? 0).toBe(passing.filter(([, one]) => inField(one) && one.kind === value).length)
      for (const value of ['1', '2', '3']) expect(answer.counts[1]!.get(value) ?? 0).toBe(passing.filter(([, one]) => inKind(one) && one.fields.includes(value)).length)
    }
  }), { numRuns: 250 })
})
test('the same entries answer in the same order, came they at once or one by one', () => {
  fc.assert(fc.property(fc.array(anEntry, { minLength: 1, maxLength: 30 }), aQuery, (some, query) => {
    const entries = some.map((one, i) => entry(i + 1, one.title, { body: one.body }))
    const at_once = holding(...entries), one_by_one = new FullText(plan)
    for (const one of entries) one_by_one.put([one])
    expect(find(one_by_one, query)).toEqual(find(at_once, query))
  }))
})
test('a page of the best is what a whole sort would put there', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(-Infinity)), fc.integer({ min: 0, max: 9 }))), fc.nat({ max: 30 }), fc.nat({ max: 40 }), (rows, from, limit) => {
    const by = [(i: number) => rows[i]![0], (i: number) => rows[i]![1], (i: number) => i]
    const sorted = rows.map((_, i) => i).toSorted((a, b) => rows[b]![0] - rows[a]![0] || rows[b]![1] - rows[a]![1] || b - a)
    expect([...ranked(Int32Array.from(rows.keys()), from, limit, by)]).toEqual(sorted.slice(from, from + limit))
  }))
})
test.each([['lahn', 'lanh', 1], ['say', 'say', 0], ['kitten', 'sitting', 3], ['abc', '', 3], ['photovoltiac', 'photovoltaic', 1]])('from %s to %s it is %i steps', (a, b, steps) => expect(distance(a, b, 5)).toBe(steps))
test('nothing that is typed breaks it or makes it slow', () => {
  const engine = holding(...city)
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 450 }), fc.array(fc.constantFrom('"', '-', '-"', ' ', 'máy', 'sấy', '\0', '\u0301', '𠮷', '̀'), { maxLength: 200 }).map((some) => some.join(''))), (typed) => {
    const begun = performance.now()
    const { ids, total } = engine.search(asked(typed, { few: 8 }))
    engine.suggest(typed, 5)
    expect(ids.length).toBe(Math.min(50, total))
    expect(performance.now() - begun).toBeLessThan(2_000)
  }), { numRuns: 300 })
})
test('thousands of updates leave few segments, and large ones are put together while answers go on', async () => {
  const engine = new FullText(plan)
  const body = Array.from({ length: 60 }, (_, i) => `từ${i}`).join(' ')
  for (let i = 0; i < 60; i++) engine.put(Array.from({ length: 100 }, (_, j) => entry(i * 100 + j, `máy số ${i * 100 + j}`, { body })))
  engine.remove([5])
  engine.put([entry(6, 'máy mới hẳn')])
  for (let waited = 0; engine.segments.length > 16 && waited < 400; waited++) {
    expect(engine.search(asked('máy')).total).toBe(5_999)
    await new Promise((next) => { setImmediate(next) })
  }
  for (let turns = 0; turns < 50; turns++) await new Promise((next) => { setImmediate(next) })
  expect(engine.segments.length).toBeLessThan(17)
  expect(engine.search(asked('máy')).total).toBe(5_999)
  expect(find(engine, 'hẳn')).toEqual([6])
  expect(find(engine, '"số 77"')).toEqual([77])
})
