import { expect, test } from 'vitest'
import { cellOf, fitMapping, guessMapping, parseMapping, writeMapping } from './mapping.ts'
import { kindByName } from './organisations.ts'
import { Unreadable } from './source.ts'

test('Vietnamese headers are understood with or without diacritics, and in any case', () => {
  const { fields } = guessMapping(['STT', 'Mã', 'Tên công nghệ', 'Mô tả', 'Tóm tắt', 'Từ khóa', 'ĐƠN VỊ', 'Năm', 'Gia', 'Mức sẵn sàng công nghệ (TRL)'])
  expect(fields).toEqual({ key: ['Mã'], title: ['Tên công nghệ'], description: ['Mô tả'], summary: ['Tóm tắt'], keywords: ['Từ khóa'], organisation: ['ĐƠN VỊ'], year: ['Năm'], price: ['Gia'], trl: ['Mức sẵn sàng công nghệ (TRL)'] })
})
test('English headers are understood, and what belongs to the description is joined in the order of the file', () => {
  const { fields } = guessMapping(['title', 'objective', 'description', 'keywords', 'agency'])
  expect(fields).toEqual({ title: ['title'], description: ['objective', 'description'], keywords: ['keywords'], organisation: ['agency'] })
})
test('of several columns that could be the key the best is taken, and no column is read twice', () => {
  const { fields } = guessMapping(['code', 'id', 'Tên', 'Công nghệ', 'org', 'unit'])
  expect(fields).toEqual({ key: ['id'], title: ['Tên'], organisation: ['org'] })
})
test('a price column whose header names millions counts millions', () => {
  const mapping = guessMapping(['Tiêu đề', 'Giá'])
  expect(mapping.price_in).toBeUndefined()
  expect(guessMapping(['Tiêu đề', 'Giá (triệu đồng)']).price_in).toBe('triệu đồng')
  expect(guessMapping(['Tiêu đề', 'Ngân sách (tỷ đồng)']).price_in).toBe('tỷ đồng')
})

test('a mapping that is kept reads the same when it comes back', () => {
  const mapping = { ...guessMapping(['Tiêu đề', 'Mục tiêu', 'Mô tả', 'Giá (triệu đồng)']), constants: { country_code: 'US' } }
  expect(parseMapping(writeMapping(mapping, 'need', 'Sở'), 'm.json')).toEqual({ ...mapping, kind: 'need', source: 'Sở' })
})
test.each([
  ['{', 'is not JSON'], ['[]', 'is not a mapping'], ['{"fields": {"titel": "a"}}', '"titel" is not a field'], ['{"fields": {"title": 3}}', 'fields.title'],
  ['{"fields": {}, "kind": "both"}', 'kind'], ['{"fields": {"title": "a"}, "constants": {"x": "y"}}', '"x" is not a field'], ['{"fields": {"title": "a"}, "colour": 1}', 'colour'],
])('the mapping %s is refused and says what is wrong', (text, reason) => {
  expect(() => parseMapping(text, 'm.json')).toThrow(Unreadable)
  expect(() => parseMapping(text, 'm.json')).toThrow(reason)
})
test('a mapping is fitted to the headers as they are written, and a missing column is named', () => {
  const mapping = parseMapping('{"fields": {"title": "TIÊU ĐỀ", "summary": "tom tat"}}', 'm.json')
  expect(fitMapping(mapping, ['Tiêu đề', 'Tóm tắt']).fields).toEqual({ title: ['Tiêu đề'], summary: ['Tóm tắt'] })
  expect(() => fitMapping(mapping, ['Tiêu đề'])).toThrow('from a column "tom tat", and the file has none of that name. Its columns are: Tiêu đề')
  expect(() => fitMapping(guessMapping(['a', 'b']), ['a', 'b'])).toThrow('No column gives a title. The columns are: a, b')
})
test('joined columns leave out the empty ones, a constant fills what is empty, and the order of a list of organisations is nothing', () => {
  const mapping = parseMapping('{"fields": {"title": "t", "description": ["a", "b", "c"], "organisation": "o"}, "constants": {"organisation": "Viện A"}}', 'm.json')
  expect(cellOf(mapping, { a: 'one ', b: null, c: 3 }, 'description')).toBe('one\n\n3')
  expect(cellOf(mapping, { o: '' }, 'organisation')).toBe('Viện A')
  expect(cellOf(mapping, { o: ['Navy', 'Department'] }, 'organisation')).toBe(cellOf(mapping, { o: ['Department', 'Navy'] }, 'organisation'))
})

test.each([
  ['Đại học Bách khoa Hà Nội', 'university'], ['Trường Đại học Thủy lợi', 'university'], ['Viện Cơ khí', 'institute'], ['Sở Khoa học và Công nghệ', 'agency'], ['Department of Energy', 'agency'],
  ['Công ty TNHH Viện Xanh', 'enterprise'], ['Hợp tác xã Rau sạch', 'cooperative'], ['Institute of Physics', 'institute'], ['Lumi', 'enterprise'],
])('%s is taken for an organisation of the kind %s', (name, kind) => expect(kindByName(name)).toBe(kind))
