import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dictionaryOf, lexiconPairs } from '../src/modules/matching/files.ts'
import { termOf, unitsOf } from '../src/platform/likeness/reading.ts'
import type { Locale } from '../src/platform/locale.ts'

/** The technical lexicon as it lies in data/lexicon: every line of every file, with where it stands. */
const folder = join(import.meta.dirname, '..', 'data', 'lexicon')
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
const lines = files.flatMap(({ name, text }) => text.split('\n').slice(1, -1).map((line, i) => ({ line, where: `${name}:${i + 2}` })))
const pairs = lines.map(({ line, where }) => { const [vi = '', en = ''] = line.split('\t'); return { vi, en, line, where } })
const told = (wrong: { where: string; line: string }[]): string[] => wrong.map(({ where, line }) => `${where}: ${line}`)

test('each file is a table of two columns in UTF-8 with its heading, and ends with its last line', () => {
  for (const { name, text } of files) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*\.tsv$/)
    expect(text.split('\n')[0], name).toBe(name === 'abbreviations.tsv' ? 'short\ten' : 'vi\ten')
    expect(text, name).toMatch(/[^\n]\n$/)
    expect(text, name).not.toMatch(/\r|\ufeff|\ufffd/)
  }
  expect(files.length).toBeGreaterThan(20)
})
test.each<[string, (text: string) => boolean]>([
  ['holds two words, or two groups of words', (line) => line.split('\t').length === 2 && line.split('\t').every((side) => /[\p{L}\p{N}]/u.test(side))],
  ['is composed (NFC)', (line) => line === line.normalize('NFC')],
  ['is in lower case', (line) => line === line.toLowerCase()],
  ['has no stray blanks', (line) => !/^\s|\s$|[^\S\t ]| {2}| \t|\t /.test(line)],
  ['says one thing on each side: no brackets, lists, alternatives or remarks', (line) => !/[()[\]{}<>;:,"“”=*?!|…]|\/|\betc\b|\bv\.v\b/.test(line)],
  ['is written in Latin letters and what belongs among them', (line) => /^[\p{Script=Latin}\p{M}\p{N}\t .'’&+%°µΩαβγδλμσωπ₀-₉²³·/–-]+$/u.test(line)],
])('every line %s', (_, holds) => { expect(told(lines.filter(({ line }) => !holds(line)))).toEqual([]) })

test('there are at least twelve thousand pairs, and none stands twice over all files', () => {
  const first = new Map<string, string>()
  const twice = pairs.filter(({ line, where }) => { const known = first.has(line); if (!known) first.set(line, where); return known })
  expect(told(twice)).toEqual([])
  expect(first.size).toBeGreaterThanOrEqual(12_000)
})
test('a Vietnamese word has at most eight meanings over all files, and an English one is what at most sixteen mean', () => {
  const many = (by: (pair: (typeof pairs)[number]) => string, most: number): string[] => [...Map.groupBy(pairs, by)].filter(([, all]) => all.length > most).map(([word, all]) => `${word}: ${all.length}`)
  expect(many(({ vi }) => vi, 8)).toEqual([])
  expect(many(({ en }) => en, 16)).toEqual([])
})
test('every pair is read: either side has words, at most twelve, and the English ones say something', () => {
  expect(told(pairs.filter(({ vi, en }) => unitsOf(vi, 'vi').length > 12 || unitsOf(en, 'en').length > 12))).toEqual([])
  const commonOnly = (en: string) => unitsOf(en, 'en').every(({ word }) => termOf(word, 'en') === null)
  const dictionary = dictionaryOf(folder)
  const unread = pairs.filter(({ vi, en, where }) => !where.startsWith('abbreviations') && !commonOnly(en) && !dictionary.renderings(unitsOf(vi, 'vi'), 'vi').some(({ at, length, alternatives }) => at === 0 && length === unitsOf(vi, 'vi').length && alternatives.some(({ units }) => units.map(({ word }) => word).join(' ') === unitsOf(en, 'en').map(({ word }) => word).join(' '))))
  expect(told(unread)).toEqual([])
  // What is too common to tell anything in English is asked for in Vietnamese only.
  expect(pairs.filter(({ en }) => commonOnly(en)).length).toBeLessThan(350)
})
test('every field of knowledge has its words, and what is general has most', () => {
  for (const field of ['agriculture', 'biology', 'business-law', 'chemistry', 'civil', 'computing', 'culture-history', 'electronics', 'energy', 'environment', 'food', 'general-nouns', 'general-qualities', 'general-verbs', 'government-society', 'livestock-fisheries-forestry', 'materials', 'mechanical', 'medicine', 'pharmacy', 'physics-mathematics', 'science-research', 'transport-logistics-defence']) expect(pairs.filter(({ where }) => where.startsWith(`${field}.tsv`)).length, field).toBeGreaterThan(300)
  expect(lexiconPairs(folder)).toHaveLength(pairs.length)
})

/** What anybody in the trade would say. */
const known: [vi: string, en: string][] = [
  ['sấy lạnh', 'freeze drying'], ['sấy thăng hoa', 'freeze drying'], ['máy bay không người lái', 'unmanned aerial vehicle'], ['máy bay không người lái', 'drone'], ['học máy', 'machine learning'], ['nước thải', 'wastewater'], ['cảm biến', 'sensor'], ['độ ẩm đất', 'soil moisture'], ['năng lượng mặt trời', 'solar energy'], ['pin mặt trời', 'solar cell'],
  ['phân bón hữu cơ', 'organic fertilizer'], ['rơm rạ', 'rice straw'], ['chuyển giao công nghệ', 'technology transfer'], ['sở hữu trí tuệ', 'intellectual property'], ['trí tuệ nhân tạo', 'artificial intelligence'], ['chuỗi khối', 'blockchain'], ['internet vạn vật', 'internet of things'], ['vắc xin', 'vaccine'], ['kháng sinh', 'antibiotic'], ['tế bào gốc', 'stem cell'],
  ['bê tông', 'concrete'], ['thép không gỉ', 'stainless steel'], ['vật liệu nano', 'nanomaterial'], ['chất bán dẫn', 'semiconductor'], ['vi mạch', 'integrated circuit'], ['in 3d', '3d printing'], ['nhà kính', 'greenhouse'], ['tưới nhỏ giọt', 'drip irrigation'], ['thủy canh', 'hydroponics'], ['nuôi trồng thủy sản', 'aquaculture'],
  ['tôm', 'shrimp'], ['chăn nuôi', 'livestock'], ['thức ăn chăn nuôi', 'animal feed'], ['khí sinh học', 'biogas'], ['xử lý nước thải', 'wastewater treatment'], ['rác thải', 'waste'], ['ô nhiễm không khí', 'air pollution'], ['biến đổi khí hậu', 'climate change'], ['lưu trữ năng lượng', 'energy storage'], ['xe điện', 'electric vehicle'],
  ['trạm sạc', 'charging station'], ['động cơ', 'engine'], ['hàn', 'welding'], ['đúc', 'casting'], ['truy xuất nguồn gốc', 'traceability'], ['bao bì', 'packaging'], ['bảo quản', 'preservation'], ['lên men', 'fermentation'], ['chiết xuất', 'extraction'], ['tinh dầu', 'essential oil'],
  ['dược liệu', 'medicinal plant'], ['thực phẩm chức năng', 'functional food'], ['chẩn đoán', 'diagnosis'], ['ung thư', 'cancer'], ['xử lý ngôn ngữ tự nhiên', 'natural language processing'], ['điện toán đám mây', 'cloud computing'], ['an ninh mạng', 'cybersecurity'], ['vệ tinh', 'satellite'], ['viễn thám', 'remote sensing'], ['lúa', 'rice'],
  ['cà phê', 'coffee'], ['độ ẩm', 'humidity'], ['điện gió', 'wind power'], ['màng lọc', 'membrane'], ['than sinh học', 'biochar'], ['đất hiếm', 'rare earth'], ['siêu âm', 'ultrasound'], ['tự động hóa', 'automation'], ['dây chuyền sản xuất', 'production line'], ['enzim', 'enzyme'],
]
const dictionary = dictionaryOf(folder)
/** What a whole text may be in the other language. */
const meaningsOf = (text: string, from: Locale): string[] => {
  const units = unitsOf(text, from)
  return dictionary.renderings(units, from).filter(({ at, length }) => at === 0 && length === units.length).flatMap(({ alternatives }) => alternatives.map(({ shown }) => shown))
}
test('sixty words and compounds of every field are known both ways, with their diacritics and without', () => {
  expect(known.length).toBeGreaterThanOrEqual(60)
  expect(known.filter(([vi, en]) => !meaningsOf(vi, 'vi').includes(en)).map(([vi, en]) => `${vi} → ${en}, but: ${meaningsOf(vi, 'vi').join(', ')}`)).toEqual([])
  expect(known.filter(([vi, en]) => !meaningsOf(en, 'en').includes(vi)).map(([vi, en]) => `${en} → ${vi}, but: ${meaningsOf(en, 'en').join(', ')}`)).toEqual([])
  const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
  expect(known.filter(([vi, en]) => !meaningsOf(bare(vi), 'vi').includes(en)).map(([vi]) => bare(vi))).toEqual([])
})
test.each<[string, Locale, string]>([
  ['Công nghệ sấy lạnh cho nông sản', 'vi', 'freeze drying'], ['Hệ thống cảm biến độ ẩm đất tưới nhỏ giọt', 'vi', 'soil moisture'], ['Unmanned aerial vehicles for rice fields', 'en', 'máy bay không người lái'], ['may bay khong nguoi lai phun thuoc', 'vi', 'drone'], ['Wastewater treatments with membranes', 'en', 'xử lý nước thải'], ['Deep and machine-learning methods', 'en', 'học máy'],
])('in %j (%s) one reads: %s', (text, language, meaning) => {
  expect(dictionary.renderings(unitsOf(text, language), language).flatMap(({ alternatives }) => alternatives.map(({ shown }) => shown))).toContain(meaning)
})
