import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runMatch } from './match.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-match-'))
const path = (name: string): string => join(folder, name)
mkdirSync(path('data/lexicon'), { recursive: true })
writeFileSync(path('data/lexicon/general-nouns.tsv'), 'vi\ten\nsấy lạnh\tfreeze drying\nrau quả\tvegetables and fruit\nnước thải\twastewater\n')
let told = ''
beforeEach(() => { told = ''; vi.spyOn(process.stderr, 'write').mockImplementation(((text: string) => { told += text; return true }) as never) })
afterEach(() => { vi.restoreAllMocks(); rmSync(path('run.tsv'), { force: true, recursive: true }) })
afterAll(() => rmSync(folder, { recursive: true }))

const lines = (...items: unknown[]): string => items.map((item) => `${typeof item === 'string' ? item : JSON.stringify(item)}\n`).join('')
const market = lines(
  { id: 'dryer', title: 'Dây chuyền sấy lạnh rau quả', description: 'Máy sấy lạnh giữ màu và mùi của rau gia vị, một tấn mỗi ngày.', lang: 'vi' },
  { id: 'freeze', title: 'Freeze drying of herbs', text: 'A cabinet for freeze drying vegetables and fruit under vacuum.' },
  { id: 'water', title: 'Xử lý nước thải dệt nhuộm', keywords: ['nước thải', 'màng lọc'], description: 'Màng lọc giữ lại thuốc nhuộm trong nước thải.' },
  { id: 'crane', title: 'A tower crane', text: 'Lifts eight tonnes on building sites.' },
)
async function match(offers: string, needs: string, { top = 100, out = path('run.tsv'), root = folder } = {}): Promise<string[][]> {
  writeFileSync(path('offers.jsonl'), offers)
  writeFileSync(path('needs.jsonl'), needs)
  await runMatch({ offers: path('offers.jsonl'), needs: path('needs.jsonl'), out, top }, root)
  return readFileSync(out, 'utf8').split('\n').slice(0, -1).map((line) => line.split('\t'))
}
const foundFor = (run: readonly string[][], need: string): string[] => run.flatMap(([of, offer]) => (of === need ? [offer!] : []))
const left = (): string[] => readdirSync(folder).filter((name) => name.includes('.making-'))

test('each need has its offers, best first, in both languages, with scores that fall', async () => {
  const run = await match(market, lines({ id: 1, title: 'Cần máy sấy lạnh rau quả' }, { id: 'n2', objective: 'treatment of wastewater from dyeing' }, { id: 'n3', text: 'freeze drying for herbs', lang: 'en' }))
  expect(foundFor(run, '1').slice(0, 2)).toEqual(['dryer', 'freeze'])
  expect(foundFor(run, 'n2')[0]).toBe('water')
  expect(new Set(foundFor(run, 'n3').slice(0, 2))).toEqual(new Set(['freeze', 'dryer']))
  for (const need of ['1', 'n2', 'n3']) {
    const scores = run.filter(([of]) => of === need).map(([, , score]) => Number(score))
    expect(scores).toEqual([...new Set(scores)].toSorted((a, b) => b - a))
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true)
  }
  expect(told).toContain('4 offers read.')
  expect(told).toContain('3 needs matched.')
})

test('only so many offers a need as were asked for', async () => {
  const run = await match(market, lines({ id: 'a', title: 'sấy lạnh rau quả, nước thải, tower crane' }), { top: 1 })
  expect(run).toHaveLength(1)
})

test('diacritics may be left out, and may be composed either way', async () => {
  const asked = 'Máy sấy lạnh rau quả giữ màu'
  const run = await match(market, lines({ id: 'with', title: asked }, { id: 'apart', title: asked.normalize('NFD') }, { id: 'without', title: 'can may say lanh cho rau qua' }))
  expect(foundFor(run, 'apart')).toEqual(foundFor(run, 'with'))
  expect(foundFor(run, 'without').slice(0, 2)).toEqual(['dryer', 'freeze'])
})

test('the dictionary of the Exchange itself is read', async () => {
  const run = await match(market, lines({ id: 'n', title: 'Cần cẩu tháp cho công trường xây dựng' }), { root: join(import.meta.dirname, '../..') })
  expect(foundFor(run, 'n')).toContain('crane')
})

test('the same files give the same run, byte for byte', async () => {
  const needs = lines({ id: 'a', title: 'sấy lạnh' }, { id: 'b', title: 'wastewater membrane' })
  const offers = market + lines({ id: 'z', title: 'Dây chuyền sấy lạnh' }, { id: 'y', title: 'Dây chuyền sấy lạnh' })
  await match(offers, needs)
  const first = readFileSync(path('run.tsv'))
  await match(offers, needs)
  expect(readFileSync(path('run.tsv')).equals(first)).toBe(true)
})

test.each([
  ['a line that is not JSON', lines({ id: 'a', title: 'x' }, '', '{"id": "b", "title"'), 'offers.jsonl:3: this line is not JSON.'],
  ['a line without an id', lines({ id: 'a' }, { title: 'sấy' }), 'offers.jsonl:2: an object with an id is wanted.'],
  ['a line that is no object', lines({ id: 'a' }, 'null'), 'offers.jsonl:2: an object with an id is wanted.'],
  ['an offer that stands there twice', lines({ id: 'a' }, { id: 'b' }, { id: 'a' }), 'offers.jsonl: a stands there twice.'],
  ['an id that would tear a line apart', lines({ id: 'a\tb' }), 'the id "a\\tb" has a tab'],
])('%s is named, and nothing is written', async (_, offers, sentence) => {
  await expect(match(offers, lines({ id: 'n' }))).rejects.toThrow(sentence)
  expect(existsSync(path('run.tsv'))).toBe(false)
})

test('a need that is wrong after others were matched leaves nothing behind, and an older run as it was', async () => {
  writeFileSync(path('run.tsv'), 'older\n')
  await expect(match(market, lines({ id: 'a', title: 'sấy lạnh' }, 'nonsense'))).rejects.toThrow('needs.jsonl:2: this line is not JSON.')
  await expect(match(market, lines({ id: 'a', title: 'sấy lạnh' }, { id: 'a' }))).rejects.toThrow('needs.jsonl: a stands there twice.')
  expect(readFileSync(path('run.tsv'), 'utf8')).toBe('older\n')
  expect(left()).toEqual([])
})

test('a file that is not there is named', async () => {
  await expect(runMatch({ offers: path('none.jsonl'), needs: path('none.jsonl'), out: path('run.tsv'), top: 5 }, folder)).rejects.toThrow(`There is no file ${path('none.jsonl')}.`)
  writeFileSync(path('offers.jsonl'), market)
  await expect(runMatch({ offers: path('offers.jsonl'), needs: path('none.jsonl'), out: path('run.tsv'), top: 5 }, folder)).rejects.toThrow(`There is no file ${path('none.jsonl')}.`)
  await expect(runMatch({ offers: folder, needs: path('none.jsonl'), out: path('run.tsv'), top: 5 }, folder)).rejects.toThrow('cannot be read (EISDIR)')
  expect(existsSync(path('run.tsv'))).toBe(false)
  expect(left()).toEqual([])
})

test('a place that cannot be written is told, and nothing lies around', async () => {
  await expect(match(market, lines({ id: 'a', title: 'sấy' }), { out: path('no/such/run.tsv') })).rejects.toThrow('cannot be written (ENOENT)')
  mkdirSync(path('run.tsv'))
  await expect(match(market, lines({ id: 'a', title: 'sấy' }))).rejects.toThrow(`${path('run.tsv')} cannot be written (EISDIR)`)
  expect(left()).toEqual([])
})

test('what is read is not written over', async () => {
  await expect(match(market, lines({ id: 'a' }), { out: path('offers.jsonl') })).rejects.toThrow('is read from')
  expect(readFileSync(path('offers.jsonl'), 'utf8')).toBe(market)
})

test('empty files, items without words and fields of other kinds match nothing and stop nobody', async () => {
  expect(await match('', lines({ id: 'a', title: 'sấy lạnh' }))).toEqual([])
  expect(told).toContain('for 1 of them no offer shares a word')
  expect(await match(market, '\n\n')).toEqual([])
  const run = await match(market + lines({ id: 'silent' }, { id: 'odd', title: 7, text: { no: 'text' }, keywords: [1, null, 'sấy lạnh'] }), lines({ id: 'mute' }, { id: 'signs', title: '… — !?', lang: 'vi' }, { id: 'heard', title: 'sấy lạnh' }))
  expect(new Set(run.map(([need]) => need))).toEqual(new Set(['heard']))
  expect(foundFor(run, 'heard')).toContain('odd')
  expect(foundFor(run, 'heard')).not.toContain('silent')
})

test('two hundred thousand words in one line are read, of an offer and of a need, and win nothing', async () => {
  const stuffed = Array.from({ length: 50_000 }, (_, i) => `sấy lạnh rau w${i}`).join(' ')
  const begun = performance.now()
  const run = await match(market + lines({ id: 'stuffed', title: 'Tất cả', description: stuffed }), lines({ id: 'long', description: stuffed }, { id: 'short', title: 'Dây chuyền sấy lạnh rau quả' }))
  expect(foundFor(run, 'short')[0]).toBe('dryer')
  expect(foundFor(run, 'long').length).toBeGreaterThan(0)
  expect(performance.now() - begun).toBeLessThan(20_000)
})
