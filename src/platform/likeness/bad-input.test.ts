import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dictionaryOf, plan } from '../../modules/matching/files.ts'
import type { Locale } from '../locale.ts'
import { conceptsOf } from './concepts.ts'
import { type Entry, type Found, Likeness } from './engine.ts'
import { learnMeaning } from './meaning.ts'
import { wishesOf } from './question.ts'
import { languageOf, type Text, unitsOf } from './reading.ts'
import { defaultWeights } from './weights.ts'

/** As the Exchange itself reads and compares: its plan, its dictionary, its weights. */
const dictionary = dictionaryOf('data/lexicon')
const said = (language: Locale, title: string, body = ''): Text[] => [{ field: 0, text: title, language }, ...(body ? [{ field: 2, text: body, language }] : [])]
const vi = (id: number, title: string, body = ''): Entry => ({ id, texts: said('vi', title, body) })
const en = (id: number, title: string, body = ''): Entry => ({ id, texts: said('en', title, body) })

const market: [vi: [string, string], en: [string, string]][] = [
  [['Máy sấy lạnh nông sản', 'Thiết bị sấy lạnh rau quả giữ màu và mùi, công suất 200 kg một mẻ, tiết kiệm điện so với sấy nóng.'], ['Solar dryer for fish and fruit', 'A greenhouse dryer heated by the sun keeps rain and insects off, for cooperatives on the coast.']],
  [['Xử lý nước thải làng nghề', 'Bể lọc sinh học hiếu khí kết hợp màng, công suất 500 m3 ngày đêm, nước sau xử lý đạt quy chuẩn.'], ['Membrane bioreactor for textile wastewater', 'Dyes and salts are removed by a hollow fibre membrane; the sludge is dried and burnt.']],
  [['Cảm biến độ ẩm đất', 'Cảm biến điện dung đo độ ẩm đất, gửi dữ liệu qua LoRaWAN, pin dùng được hai năm ngoài đồng.'], ['Wireless soil sensor network', 'Nodes measure moisture and temperature of soil and send them to a gateway every ten minutes.']],
  [['Phân bón hữu cơ vi sinh từ rơm rạ', 'Chế phẩm vi sinh ủ rơm rạ tại ruộng thành phân bón trong ba tuần, không phải đốt đồng.'], ['Compost from rice straw', 'Fungi break down straw in the field within three weeks, so that nothing is burnt.']],
  [['Pin lưu trữ điện mặt trời mái nhà', 'Bộ lưu trữ lithium cho hộ gia đình, quản lý bằng điện thoại, tự ngắt khi quá nhiệt.'], ['Battery storage for rooftop photovoltaics', 'A lithium store with its own control cuts off before it overheats.']],
  [['Nhận dạng biển số xe bằng học máy', 'Phần mềm chạy trên máy tính nhỏ, đọc biển số trong mưa và ban đêm, không gửi hình ảnh ra ngoài.'], ['Machine learning for traffic cameras', 'Software counts vehicles and reads plates on a small computer at the roadside.']],
]
const offers = [...market.flatMap(([one, other], i) => [vi(2 * i, ...one), en(2 * i + 1, ...other)]), ...Array.from({ length: 60 }, (_, i) => (i % 2 ? vi(100 + i, `Dịch vụ tư vấn số ${i}`, 'Tư vấn hồ sơ, đào tạo và hỗ trợ kỹ thuật cho doanh nghiệp nhỏ và vừa tại Hà Nội.') : en(100 + i, `Consulting service ${i}`, 'Training, documents and technical support for small and medium enterprises in Hanoi.')))]
const need = said('vi', 'Cần máy sấy lạnh cho nông sản', 'Hợp tác xã trồng rau quả cần thiết bị sấy lạnh giữ được màu và mùi, tiết kiệm điện.')
const honest = 0

/** Answers by words alone, and with meaning and company as well. */
function answers(entries: readonly Entry[], question: readonly Text[] = need, limit = 2_000): Found[][] {
  const meaning = learnMeaning(entries.map(({ texts }) => conceptsOf(texts, plan.said, dictionary)))
  expect(meaning).not.toBeNull()
  return [{ dictionary, weights: { ...defaultWeights, company: 0 } }, { dictionary, meaning }].map((shared) => {
    const engine = new Likeness(plan, shared)
    engine.put(entries)
    const found = engine.near(question, limit)
    for (const { score, words } of found) expect(Number.isFinite(score) && words >= 0 && words <= 1.000_01).toBe(true)
    return found
  })
}
const scoreOf = (found: readonly Found[], id: number): number => found.find((one) => one.id === id)?.score ?? 0
/** What plays a trick does not come before the honest offer, whichever way answers are found. */
function expectHonestFirst(entries: readonly Entry[], tricks: readonly Entry[], question: readonly Text[] = need, first = honest): void {
  for (const found of answers([...entries, ...tricks], question)) for (const { id, texts } of tricks) expect(scoreOf(found, id), texts[0]?.text.slice(0, 60)).toBeLessThan(scoreOf(found, first))
}

test('an offer that says nothing is never found, and a need that says nothing finds nothing', () => {
  const nothing = ['', ' ', '…', '\u0000', '\u200b\u202e', '🍎🚜', '\ud800', '\n\n\n'].flatMap((text, i) => [vi(900 + 2 * i, text, text), en(901 + 2 * i, text, text)])
  for (const found of answers([...offers, ...nothing, { id: 950, texts: [] }])) { expect(found[0]!.id).toBe(honest); expect(found.filter(({ id }) => id >= 900)).toEqual([]) }
  for (const { texts } of nothing) for (const found of answers(offers, texts)) expect(found).toEqual([])
})

const enormous = (word: (i: number) => string): string => Array.from({ length: 200_000 }, (_, i) => word(i)).join(' ')
test('an offer of two hundred thousand words is read as far as twenty thousand, and beats nobody', () => {
  const lots = enormous((i) => (i % 7 ? `word${i}` : 'nông sản')), cut = lots.split(' ').slice(0, 30_000).join(' ')
  const [whole, part] = [lots, cut].map((body) => { const engine = new Likeness(plan, { dictionary }); engine.put([vi(1, 'Máy', body)]); return engine.bytes })
  expect(whole).toBe(part)
  const end = new Likeness(plan, { dictionary })
  end.put([vi(1, 'Bán hàng', `${'hàng '.repeat(20_000)} sấy lạnh`), vi(2, 'Bán hàng', `${'hàng '.repeat(19_998)} sấy lạnh`)])
  expect(end.near(said('vi', 'sấy lạnh'), 9).map(({ id }) => id)).toEqual([2])
  const late = [vi(900, 'Bán hàng', `${'hàng '.repeat(199_000)} ${need.map(({ text }) => text).join(' ')}`)]
  expectHonestFirst(offers, [...late, vi(901, lots, lots), en(902, enormous((i) => ['drying', 'machine', 'agricultural', 'product'][i % 4]!), lots)])
})
test('a need of two hundred thousand words asks for what its first twenty thousand do, at most six hundred things', () => {
  const long = `${need[0]!.text} ${enormous((i) => ['máy', 'sấy', 'lạnh', 'nông', 'sản', 'rau', 'quả', `từ${i}`][i % 8]!)}`
  const engine = new Likeness(plan, { dictionary, weights: { ...defaultWeights, company: 0 } })
  engine.put([...offers, vi(900, 'Kho từ', Array.from({ length: 5_000 }, (_, i) => `từ${i}`).join(' '))])
  expect(unitsOf(long, 'vi')).toHaveLength(20_000)
  expect(wishesOf(said('vi', long), plan.said, engine.lexicon, dictionary, defaultWeights).length).toBeLessThanOrEqual(600)
  expect(engine.near(said('vi', long), 50)).toEqual(engine.near(said('vi', long.split(' ').slice(0, 20_000).join(' ')), 50))
  expect(engine.near(said('vi', long), 1)[0]!.id).toBe(honest)
})

test('to say the need’s words five hundred times is worth less than to say them once and mean it', () => {
  const all = need.map(({ text }) => text).join(' '), title = need[0]!.text
  const many = (text: string) => `${text} `.repeat(500).trim()
  expectHonestFirst(offers, [vi(900, many(title)), vi(901, many(title), many(all)), vi(902, 'Bán hàng', many(all)), vi(903, 'Bán hàng giá rẻ', `${many('máy sấy lạnh')} ${many('nông sản')}`)])
  expectHonestFirst(offers, [en(905, many('freeze dryer machine for agricultural products'), many('freeze drying of fruit and vegetables, saving power')), en(906, 'Cheap goods', many('freeze drying machine dryer'))])
})
test('whatever five words a need has, who repeats them hundreds of times does not come before who has them once among others', () => {
  const word = fc.constantFrom('sấy', 'lạnh', 'máy', 'nước', 'thải', 'màng', 'đất', 'phân', 'bón', 'rơm', 'pin', 'điện', 'học', 'xe', 'cá', 'tôm', 'gỗ', 'thép', 'nhựa', 'thuốc', 'vắc', 'xin', 'gen', 'robot')
  const other = fc.constantFrom('được', 'dùng', 'tại', 'nhà', 'xưởng', 'nhỏ', 'với', 'chi', 'phí', 'thấp', 'trong', 'mùa', 'mưa', 'theo', 'quy', 'chuẩn', 'mới', 'đã', 'thử', 'ở', 'ba', 'tỉnh', 'miền', 'núi')
  fc.assert(fc.property(fc.uniqueArray(word, { minLength: 3, maxLength: 6 }), fc.array(other, { minLength: 20, maxLength: 60 }), fc.integer({ min: 200, max: 600 }), fc.boolean(), (asked, around, times, inTitle) => {
    const repeated = `${asked.join(' ')} `.repeat(times), body = [...around.slice(0, 10), ...asked, ...around.slice(10)].join(' ')
    const engine = new Likeness(plan, { dictionary, weights: { ...defaultWeights, company: 0 } })
    engine.put([...offers, vi(800, 'Giải pháp cho hợp tác xã', body), inTitle ? vi(900, repeated) : vi(900, 'Giải pháp cho hợp tác xã', repeated)])
    const found = engine.near(said('vi', asked.join(' ')), 500)
    expect(scoreOf(found, 900)).toBeLessThan(scoreOf(found, 800))
  }), { numRuns: 60 })
})
test('an offer that lists every word there is does not come before one that is about something', () => {
  const vocabulary = [...new Set(offers.flatMap(({ texts }) => texts.flatMap(({ text }) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))))].filter(Boolean)
  const dictionaryWords = [...new Set([...need, ...offers.flatMap(({ texts }) => texts)].flatMap(({ text, language }) => dictionary.renderings(unitsOf(text, language), language).flatMap(({ alternatives }) => alternatives.map(({ shown }) => shown))))]
  expect(vocabulary.length).toBeGreaterThan(200)
  const list = vocabulary.toSorted().join(' '), more = [...vocabulary, ...dictionaryWords].toSorted().join(', ')
  expectHonestFirst(offers, [vi(900, 'Mọi thứ', list), vi(901, list), vi(902, more, more), en(903, 'Everything', more), en(904, more), { id: 905, texts: [...said('vi', more, more), ...said('en', more, more)] }])
})
test.each([['zero width', '\u200b'], ['soft hyphens', '\u00ad'], ['joiners', '\u200d'], ['turned lines', '\u202e'], ['isolates', '\u2066'], ['tags', '\u{e0061}'], ['fillers', '\u3164'], ['variation', '\ufe0f']])('words that hide %s inside are read as they are seen, no worse and no better', (_, hidden) => {
  const inside = (text: string) => text.replaceAll(/\p{L}(?=\p{L})/gu, (letter) => letter + hidden)
  const [one, other] = market[0]![0]
  for (const found of answers([...offers, vi(900, inside(one), inside(other))])) expect(scoreOf(found, 900)).toBeCloseTo(scoreOf(found, honest), 6)
  for (const found of answers(offers, need.map((text) => ({ ...text, text: inside(text.text) })))) expect(found[0]!.id).toBe(honest)
})
test('what nobody sees is not found: words in tags, or run together by what has no width', () => {
  const tagged = (text: string) => [...text.normalize('NFD')].map((sign) => String.fromCodePoint(0xe0000 + (sign.codePointAt(0)! & 0x7f))).join('')
  const words = need.map(({ text }) => text).join(' ')
  expectHonestFirst(offers, [vi(900, `Bán hàng ${tagged(words)}`, tagged(words.repeat(50))), vi(901, 'Bán hàng', words.repeat(50).replaceAll(' ', '\u200b')), vi(902, words.replaceAll(' ', '\u2060'))])
})
test('letters of other scripts that look alike gain nothing, and texts of many scripts break nothing', () => {
  const alike = (text: string) => text.replaceAll('a', 'а').replaceAll('o', 'о').replaceAll('y', 'у').replaceAll('c', 'с').replaceAll('e', 'е')
  expectHonestFirst(offers, [vi(900, alike(need[0]!.text), alike(need[1]!.text)), vi(901, 'ｍáｙ ｓấｙ ｌạｎｈ', '农产品冷冻干燥 máy Сушка sấy تجفيف lạnh 冷凍乾燥 ネ 🚜'), en(902, '冷冻干燥机 freeze dryer Сушильная машина', 'خشک کن ' + 'ศ'.repeat(300))])
  for (const found of answers(offers, said('vi', 'Máy sấy lạnh 冷冻干燥 nông sản Сушка تجفيف 🍎', '农产品'))) expect(found[0]!.id).toBe(honest)
})
test('a text said to be in the other language breaks nothing and comes before nobody; left to be told, it is found', () => {
  const [title, body] = market[0]![0]
  expectHonestFirst(offers, [en(900, title, body), vi(901, 'Freeze dryer for agricultural products', 'Drying of fruit and vegetables.')])
  for (const found of answers(offers, need.map((text) => ({ ...text, language: 'en' as const })))) for (const { score } of found) expect(Number.isFinite(score)).toBe(true)
  const told = [title, body].map((text, i): Text => ({ field: 2 * i, text, language: languageOf(text) }))
  for (const found of answers([...offers, { id: 900, texts: told }])) expect(scoreOf(found, 900)).toBe(scoreOf(found, honest))
})
test('copies of one text stand together where it stands alone, before nobody who is nearer', () => {
  const copied = Array.from({ length: 400 }, (_, i) => vi(1_000 + i, 'Sấy gỗ công nghiệp', 'Lò sấy gỗ bằng hơi nước, công suất 20 m3, điều khiển tự động.'))
  expectHonestFirst(offers, copied.slice(0, 1))
  expectHonestFirst(offers, copied)
  for (const found of answers([...offers, ...copied.slice(0, 30)])) expect(new Set(found.filter(({ id }) => id >= 1_000).map(({ score }) => score.toFixed(6))).size).toBe(1)
  const [title, body] = market[0]![0]
  for (const found of answers([...offers, vi(1_000, title, body), vi(1_001, title, body)])) for (const copy of [1_000, 1_001]) expect(scoreOf(found, copy)).toBeCloseTo(scoreOf(found, honest), 6)
})
test('who publishes the need itself eight hundred times comes first, and keeps nobody else from being looked at', () => {
  const [title, body] = need.map(({ text }) => text)
  for (const found of answers([...offers, ...Array.from({ length: 800 }, (_, i) => vi(1_000 + i, title!, body))])) {
    expect(found.filter(({ id }) => id >= 1_000).length).toBeLessThan(100)
    expect(found.filter(({ id }) => id < 1_000).map(({ id }) => id)).toContain(honest)
    expect(found.filter(({ id }) => id < 100).length).toBeGreaterThan(6)
  }
})
test('a text in the other language that only one word of the need could mean does not make an offer the best of its language', () => {
  const engine = new Likeness(plan, { dictionary, weights: { ...defaultWeights, company: 0 } })
  engine.put([...offers.filter(({ texts }) => texts[0]!.language === 'vi'), en(900, 'Cold war museum', 'History for visitors.'), { id: 901, texts: [...said('vi', 'Bảo tàng', 'Lịch sử'), ...said('en', 'Cold', 'Cold machine')] }])
  const found = engine.near(need, 50)
  for (const id of [900, 901]) expect(scoreOf(found, id)).toBeLessThan(0.8 * scoreOf(found, honest))
})
