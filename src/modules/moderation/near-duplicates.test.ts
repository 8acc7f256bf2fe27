import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jaccard, likenessOf, nearDuplicate, rarestWords, shinglesOf, type Wording } from './near-duplicates.ts'

type Both = { vi?: string; en?: string }
const city: Wording[] = readdirSync('database/world').filter((file) => file.endsWith('.json'))
  .flatMap((file) => { const part = JSON.parse(readFileSync(`database/world/${file}`, 'utf8')) as Record<'offers' | 'needs', { title: Both; summary: Both; description: Both }[]>; return [...part.offers, ...part.needs] })
  .map(({ title, summary, description }, id) => ({ id, texts: (['vi', 'en'] as const).flatMap((language) => (title[language] ? [{ language, title: title[language], summary: summary[language] ?? '', description: description[language] ?? '' }] : [])) }))
const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+/)

test('no two listings of the city, all of them distinct, come to half of what counts as nearly the same', () => {
  expect(city.length).toBeGreaterThan(200)
  let most = 0
  for (const language of ['vi', 'en'] as const) {
    const read = city.flatMap(({ texts }) => texts.filter((text) => text.language === language).map(shinglesOf))
    for (const [i, one] of read.entries()) for (let j = i + 1; j < read.length; j++) most = Math.max(most, jaccard(one, read[j]!))
  }
  expect(most * 100).toBeLessThan(nearDuplicate / 2)
})

test('a copy of any of them with every second sentence rewritten, the rest moved about and another title, is above it', () => {
  for (const [i, one] of city.entries()) {
    const other = city[(i + 57) % city.length]!
    const copy = { id: -1, texts: one.texts.map((text) => {
      const words = sentencesOf((other.texts.find(({ language }) => language === text.language) ?? other.texts[0]!).description)
      return { ...text, title: `Bản mới: ${text.title}`, description: sentencesOf(text.description).map((sentence, n) => (n % 2 === 0 ? words[n % words.length]! : sentence)).toReversed().join(' ') }
    }) }
    expect(likenessOf(one, copy)?.percent, one.texts[0]?.title).toBeGreaterThan(nearDuplicate)
  }
})

const word = fc.constantFrom('máy', 'sấy', 'lạnh', 'nông', 'sản', 'hoà', 'tan', 'bơm', 'nhiệt', 'độ', 'ẩm', 'khay', 'inox', 'điện', 'nước', 'thải', 'lọc', 'men', 'gốm', 'rau')
const sentence = fc.array(word, { minLength: 2, maxLength: 12 }).map((words) => words.join(' '))
const wording = fc.record({ title: sentence, summary: sentence, description: fc.array(sentence, { minLength: 1, maxLength: 8 }).map((all) => all.join('. ')) })
  .map((text): Wording => ({ id: 1, texts: [{ language: 'vi', ...text }] }))
const textOf = (one: Wording) => one.texts[0]!

test('a listing is wholly like itself, however it is written: order of sentences, capitals, marks, hoà or hòa', () => {
  fc.assert(fc.property(wording, (one) => {
    const text = textOf(one)
    const again: Wording = { id: 2, texts: [{ language: 'vi', title: text.title.toUpperCase(), summary: text.summary.replaceAll('hoà', 'hòa'), description: text.description.split('. ').toReversed().join('!\n').normalize('NFD') }] }
    expect(likenessOf(one, again)?.percent).toBe(100)
  }))
})
test('likeness is the same from either side, and between nothing and everything', () => {
  fc.assert(fc.property(wording, wording, (a, b) => {
    const [there, back] = [likenessOf(a, b)!, likenessOf(b, a)!]
    expect(there.percent).toBe(back.percent)
    expect(there.percent).toBeGreaterThanOrEqual(0)
    expect(there.percent).toBeLessThanOrEqual(100)
  }))
})
test('the more of a copy is left, the more alike it is', () => {
  fc.assert(fc.property(wording, fc.array(sentence, { minLength: 1, maxLength: 5 }), (one, added) => {
    const text = textOf(one)
    const longer = (count: number): Wording => ({ id: 2, texts: [{ ...text, description: [text.description, ...added.slice(0, count)].join('. ') }] })
    for (let count = 1; count <= added.length; count++) expect(jaccard(shinglesOf(text), shinglesOf(textOf(longer(count))))).toBeLessThanOrEqual(jaccard(shinglesOf(text), shinglesOf(textOf(longer(count - 1)))) + 1e-9)
  }))
})
test('everything named as shared stands in both, as the first one writes it', () => {
  fc.assert(fc.property(wording, wording, (a, b) => {
    for (const run of likenessOf(a, b)!.shared) expect(`${textOf(a).title}. ${textOf(a).summary}. ${textOf(a).description}`).toContain(run.replace(/ …$/, ''))
  }))
})

test('texts are compared within a language; two listings that share none are not compared', () => {
  const vi: Wording = { id: 1, texts: [{ language: 'vi', title: 'Máy sấy lạnh', summary: 'Giữ màu.', description: 'Bơm nhiệt.' }] }
  const en: Wording = { id: 2, texts: [{ language: 'en', title: 'Máy sấy lạnh', summary: 'Giữ màu.', description: 'Bơm nhiệt.' }] }
  expect(likenessOf(vi, en)).toBeNull()
  expect(likenessOf({ ...vi, texts: [...vi.texts, { language: 'en', title: 'Another thing', summary: 'Quite.', description: 'Different words.' }] }, { ...en, texts: [...en.texts, { language: 'vi', title: 'Chuyện khác', summary: 'Hẳn.', description: 'Lời khác.' }] })?.percent).toBe(0)
})
test('candidates are sought by the words fewest listings hold; numbers and single letters say nothing', () => {
  const one: Wording = { id: 1, texts: [{ language: 'vi', title: 'Máy sấy F 500', summary: 'Bơm nhiệt zeolit', description: '' }] }
  expect(rarestWords(one, new Map([['may', 90], ['say', 40], ['bom', 30], ['nhiet', 60]]), 3)).toEqual(['zeolit', 'bom', 'say'])
})
