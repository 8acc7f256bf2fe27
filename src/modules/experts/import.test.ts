import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bibtex, orcidJson, orcidXml } from '../../../tests/publications.ts'
import { readBibtex } from './import/bibtex.ts'
import { vietnameseLetters } from './import/latex.ts'
import { readOrcidJson, readOrcidXml } from './import/orcid.ts'
import { readXml } from './import/xml.ts'
import { doiOf, importLimits, newAmong, orcidOf, titleKey } from './rules.ts'
import type { Work } from './schema.ts'

describe('An ORCID iD', () => {
  test.each(['0000-0002-1825-0097', 'https://orcid.org/0000-0002-1825-0097', ' 0000000218250097 ', 'http://www.orcid.org/0000-0002-1825-0097/'])('%j is taken', (typed) => expect(orcidOf(typed)).toBe('0000-0002-1825-0097'))
  test('may end in X', () => { expect(orcidOf('0000-0002-1694-233x')).toBe('0000-0002-1694-233X') })
  test.each(['0000-0002-1825-0098', '0000-0002-1825-009', '0000-0002-1825-00977', 'https://evil.test/0000-0002-1825-0097', '', 'abc', '0000-0002-1694-2330'])('%j is none', (typed) => expect(orcidOf(typed)).toBeNull())
  test('with any one digit wrong is none', () => {
    fc.assert(fc.property(fc.nat(15), fc.nat(9), (place, digit) => {
      const right = '0000000218250097'
      if (right[place] === String(digit)) return
      expect(orcidOf(right.slice(0, place) + digit + right.slice(place + 1))).toBeNull()
    }))
  })
})
test.each([['10.1000/182', '10.1000/182'], ['DOI: 10.5555/ABC', '10.5555/abc'], ['https://dx.doi.org/10.5555/x(1)', '10.5555/x(1)'], ['10.1/x', ''], ['javascript:10.5555/x', ''], ['10.5555/<b>', '']])('the DOI %j is kept as %j', (typed, kept) => expect(doiOf(typed)).toBe(kept))

const work = (some: Partial<Work>): Work => ({ title: 'Sấy lạnh', authors: '', venue: '', year: 2020, doi: '', url: '', ...some })
test('works are one by their DOI, or by title and year however they are written', () => {
  const known = [work({ doi: '10.5555/a' }), work({ title: 'Khác', year: null })]
  expect(newAmong([work({ title: 'Mới', doi: '10.5555/a' }), work({ title: 'SAY  LANH!' }), work({ title: 'khac', year: null }), work({ year: 2021 }), work({ year: 2021, doi: '10.5555/c' })], known)).toEqual({ fresh: [work({ year: 2021 })], repeated: 4 })
  expect(titleKey('干燥')).toBe('干燥')
  expect(titleKey('!!!')).toBe('!!!')
})

describe('Files', () => {
  test('an ORCID record in JSON: each group once, as its person prefers it; what has no title is told of', () => {
    expect(readOrcidJson(JSON.stringify(orcidJson))).toEqual({
      orcid: '0000-0002-1825-0097', problems: [{ line: 0, what: '3', why: 'untitled' }], works: [
        { title: 'Sấy lạnh rau gia vị bằng bơm nhiệt', authors: '', venue: 'Tạp chí Cơ điện Hư cấu', year: 2021, doi: '10.5555/htx.2021.7', url: 'https://example.test/say-lanh' },
        { title: 'Drying of fictional herbs', authors: '', venue: '', year: null, doi: '', url: '' },
      ],
    })
    for (const other of ['', '[]', '{}', '{"works":{"group":{}}}', 'null', '{"__proto__":{"works":{"group":[]}}}', 'x']) expect(readOrcidJson(other)).toBeNull()
  })
  test('an ORCID record in XML: the same, with the line of what was not taken', () => {
    expect(readOrcidXml(orcidXml)).toEqual({
      orcid: '0000-0002-1825-0097', problems: [{ line: 10, what: '2', why: 'untitled' }], works: [{ title: 'Sấy lạnh & bảo quản ạ', authors: '', venue: 'Tạp chí <Hư cấu>', year: 2021, doi: '10.5555/htx.2021.7', url: 'https://example.test/1' }],
    })
    for (const other of ['', '<a/>', '<record>', '<record></other>', '<!DOCTYPE r [<!ENTITY a "b">]><record>&a;</record>', '<record/><record/>', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`]) expect(readOrcidXml(other)).toBeNull()
  })
  test('XML that names entities of its own reads them as they stand', () => {
    expect(readXml('<a b="&lt;1&gt;">&amp;&xxe;&#0;&#xD800;</a>')).toMatchObject({ attributes: { b: '<1>' }, text: '&&xxe;��' })
  })
  test('BibTeX: accents become letters, a broken entry spoils no other and is told of by its line', async () => {
    expect(await readBibtex(bibtex)).toEqual({
      works: [
        { title: 'Sấy lạnh nông sản', authors: 'Nguyễn Văn An, Tran Binh, et al.', venue: 'Fictional Journal of Drying & Storage', year: 2019, doi: '10.5555/abc.1', url: '' },
        { title: 'A fictional method for DNA', authors: 'Le C.', venue: 'Proc. of Nothing', year: 2020, doi: '', url: 'https://example.test/b2' },
        { title: 'Nghiên cứu đã viết thẳng bằng tiếng Việt', authors: '', venue: '', year: 2015, doi: '', url: '' },
      ],
      problems: [{ line: 6, what: '@article{broken, title = {No end,', why: 'broken' }, { line: 7, what: '@book{c3, author = {X}, year = 2001}', why: 'untitled' }],
    })
  })
})

test.each([["\\'\\^a", 'ấ'], ["\\'{\\^a}", 'ấ'], ["{\\'{\\^{a}}}", 'ấ'], ['\\h{\\^o}', 'ổ'], ['\\d{\\uhorn}', 'ự'], ['\\~\\ohorn', 'ỡ'], ['\\DJ\\`\\abreve ng', 'Đằng'], ['\\u a', 'ă'], ['\\d a', 'ạ'], ["\\'\\i", 'í'], ['\\"u', 'ü'], ['\\hbox{a}', '\\hbox{a}'], ['\\c', '\\c']])('LaTeX’s %s is %s', (latex, letter) => expect(vietnameseLetters(latex)).toBe(letter))

describe('Files made to keep the Exchange busy', () => {
  test.each<[string, string, string]>([
    ['of thousands of brackets', `@article{a, title={${'{'.repeat(5_000)}x${'}'.repeat(5_000)}}}`, 'too_deep'],
    ['of commands within commands', `@article{a, title={${'\\textbf{'.repeat(300)}x${'}'.repeat(300)}}}`, 'too_deep'],
    ['of one endless entry', `@article{a, title={${'a '.repeat(500_000)}}}`, 'too_long'],
    ['that never closes', `@article{a, title={${'@'.repeat(200_000)}`, 'too_long'],
  ])('one %s is told of', async (_, text, why) => {
    const read = await readBibtex(text)
    expect(read.works).toEqual([])
    expect(read.problems[0]).toMatchObject({ line: 1, why })
  })
  test('one of two megabytes of entries ends in bounded time with what was read and a word on the rest', async () => {
    // No clock runs here: how many are read must not depend on how busy the machine is.
    const many = await readBibtex('@article{a, title={Tên}, year=2020}\n'.repeat(55_000), () => 0)
    expect(many.works).toHaveLength(importLimits.works)
    expect(many.problems).toEqual([expect.objectContaining({ line: importLimits.works + 1, why: 'too_many' })])
    await readBibtex(Array.from({ length: 400 }, (_, i) => `@article{a${i}, title={${'\\"'.repeat(1_900)} ${i}}}`).join('\n'))
    let clock = 0
    expect((await readBibtex('@article{a, title={x}}\n@article{b, title={y}}', () => (clock += 4_000))).problems).toEqual([{ line: 2, what: '@article{b, title={y}}', why: 'too_slow' }])
  }, 120_000)
  test('whatever is sent, each reader ends, throws nothing, and brings only what a database takes', async () => {
    const scraps = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('@article{', '@string{', '@comment{', 'title', ' = ', '{', '}', '(', ')', '"', ',', '#', '\\', "\\'", '\\textbf{', '$', '%', '\n@book{x,', 'author={A and B}', 'year=2020', '<record>', '</record>', '<group>', '<work-summary>', '<title>', '<![CDATA[', ']]>', '&#xd800;', '<!--', '-->', '<?', '{"works":{"group":[', '\ud800', '\0')), { maxLength: 60 })
    const kept = ({ works, problems }: { works: Work[]; problems: { what: string }[] }): void => {
      for (const one of works) { expect(JSON.stringify(one)).not.toMatch(/\\u0000|\\ud[89a-f]/); expect(one.title).not.toBe(''); expect(one.title.length).toBeLessThanOrEqual(500) }
      for (const { what } of problems) expect(what.isWellFormed() && !what.includes('\0')).toBe(true)
    }
    await fc.assert(fc.asyncProperty(scraps, async (parts) => {
      const text = parts.join('')
      kept(await readBibtex(text))
      kept(await readBibtex(`@article{k, title={${text}}, author={${text}}}`))
      for (const read of [readOrcidXml(text), readOrcidJson(text), readOrcidXml(`<works><group><work-summary><title><title>${text}</title></title></work-summary></group></works>`)]) if (read) kept(read)
    }), { numRuns: 300 })
    fc.assert(fc.property(fc.jsonValue(), (value) => { const read = readOrcidJson(JSON.stringify({ works: { group: [value, { 'work-summary': [value, { title: { title: { value } } }] }, { 'work-summary': [{ title: { title: { value } }, 'external-ids': value, 'publication-date': { year: value } }] }] } })); if (read) kept(read) }), { numRuns: 300 })
  }, 120_000)
})
