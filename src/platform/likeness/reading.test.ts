import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, Lexicon } from '../fulltext/lexicon.ts'
import { fold } from '../text.ts'
import { isSyllable, languageOf, legible, termOf, unitsOf } from './reading.ts'

/** Two hundred words, chosen so that every beginning and every rhyme of Vietnamese occurs. */
const vietnamese = `an toàn, áp suất, ăn uống, âm thanh, ẩm ướt, bàn ghế, bảo quản, bắp cải, bền vững, biến tần, bón phân, bột sắn, bơm nước, bưởi, bướu cổ, bươm bướm, cà phê, cảm biến, cầu đường, cây trồng, chanh leo, chăn nuôi, chế biến, chiếu xạ, chìa khóa, chống thấm, chuẩn đoán, chuyển giao, chuồng trại, công nghệ, cơ khí, cuộn dây,
dầu khí, dệt may, dinh dưỡng, doanh nghiệp, dự báo, dược liệu, đất hiếm, đậu tương, điện tử, đo lường, đồng ruộng, đúc khuôn, đường ống, gà vịt, gạch ngói, ghép mạch, ghềnh thác, giám sát, giảng viên, giặt giũ, giếng khoan, gì, giường bệnh, gốm sứ, gỗ ép, hạt giống, hóa chất, hoa quả, hoạch định, hoẵng, huỳnh quang, huyện, huyết thanh, hươu nai, hữu cơ, ích lợi, in ấn, ít nhiều,
kẽm, kênh mương, khoáng sản, khoét lỗ, khuấy trộn, khuếch tán, khuôn mẫu, khuya, khuyến nông, khuỷu tay, kiểm định, kim loại, kính hiển vi, kỹ thuật, lạnh, lắp ráp, lên men, lọc nước, lò sưởi, lũ quét, luyện thép, lưới điện, lượng tử, lý thuyết, máy móc, mạng lưới, mía đường, mùi vị, muối biển, mướp đắng, năng lượng, nấm rơm, ngành nghề, nghiên cứu, nghiêng, ngoằn ngoèo, ngô khoai, nguồn gốc, nguyên liệu, ngửi, nhà kính, nhiệt độ, nhũ tương, nhựa, nông sản, nuôi cấy, nước thải, nứt,
ong mật, ô nhiễm, ốc vít, ống nghiệm, ổn định, ổi, ở, ớt, phân bón, phế phẩm, phòng thí nghiệm, phục hồi, pin mặt trời, quá trình, quạt gió, quặng sắt, quét sơn, quốc tế, quy trình, quý hiếm, quyết định, quýt, quỳnh, rau củ, rác thải, rễ cây, rơm rạ, rượu vang, rừng ngập, sản xuất, sấy lạnh, sắc ký, siêu âm, sinh học, sóng, suy giảm, suýt, sức khỏe, tài nguyên, tái chế, tằm tơ, thép, thiết bị, thoát nước, thuê, thuế, thuở, thủy lợi, thực phẩm, tiêu chuẩn, tim mạch, tôm cua, trí tuệ, trồng trọt, truyền dẫn, trường học, tuabin gió, tuần hoàn, tuyến tính, từ trường, tưới nhỏ giọt, tượng, tỷ lệ,
ung thư, ủy ban, uyển chuyển, ứng dụng, ưu việt, ướp lạnh, vắc xin, vật liệu, vệ tinh, vi sinh, viễn thám, việc làm, vỏ trấu, vườn ươm, xanh, xăng dầu, xét nghiệm, xoáy, xoong nồi, xúc tác, xử lý, xương khớp, y tế, ý tưởng, yếm, yên tĩnh, yếu tố, đèn tuýp`.split(/,\s/)

test('every syllable of two hundred Vietnamese words is one, with and without its diacritics', () => {
  expect(vietnamese.length).toBeGreaterThanOrEqual(200)
  const known = vietnamese.flatMap((word) => word.split(' ')).filter((word) => word !== 'tuabin')
  expect(known.filter((word) => !isSyllable(canonical(fold(word))))).toEqual([])
  expect(known.filter((word) => unitsOf(word, 'vi')[0]?.syllable !== true)).toEqual([])
})
test('words that technical English and borrowed Vietnamese are made of are no syllables', () => {
  const foreign = `drying dryer freeze solar water wastewater sensor sensors moisture soil robot drone unmanned aerial vehicle learning machine deep neural network plant energy battery lithium graphene polymer composite steel alloy laser optical fibre photovoltaic turbine biogas biomass enzyme protein vaccine antibody genome cell tumour clinical catalyst membrane filter pump valve bearing gear engine fuel diesel hydrogen oxygen nitrogen ammonia methane acid alkali solvent coating ceramic glass cement concrete bridge seismic software blockchain database server cloud cyber encryption antenna radar satellite wireless circuit wafer silicon memory storage grid smart meter controller automation welding casting forging milling printing packaging logistics harvest seed rice shrimp fish feed fertiliser pesticide irrigation greenhouse yield food beverage sugar starch vitamin probiotic tuabin polyme axit nitơ ôtô xenlulozơ robot lôgic wifi lorawan plc scada h2o 3d pm2 5g`.split(' ')
  expect(foreign.filter((word) => isSyllable(canonical(fold(word))))).toEqual([])
})
test.each(['', ' ', 'nghieengg', 'nghiengn', 'sấy', 'SAY', 'a b', 'constructor', '__proto__', '1', 'ngg', 'kkk', 'x'.repeat(100_000)])('%j is no syllable without diacritics', (word) => { expect(isSyllable(word)).toBe(false) })

test('a Vietnamese syllable is filed as it is, English by its stem, and names and numbers by their letters', () => {
  expect(['say', 'lanh', 'y', 'can', 'the', 'with'].map((word) => termOf(word, 'vi'))).toEqual(['say', 'lanh', 'y', 'can', 'the', null])
  expect(['drying', 'dries', 'dried', 'the', 'x', '5', 'h2o', 'ai', 'say'].map((word) => termOf(word, 'en'))).toEqual(['~dri', '~dri', '~dri', null, null, '5', 'h2o', 'ai', '~say'])
  expect(['sensor', 'sensors', 'plc', '5g'].map((word) => termOf(word, 'vi'))).toEqual(['~sensor', '~sensor', '~plc', '5g'])
})
test('one Vietnamese word is one however its tone is placed, its y written or its letters composed', () => {
  for (const [one, other] of [['hoà', 'hòa'], ['kỹ', 'kĩ'], ['lý', 'lí'], ['THUỶ', 'thủy'], ['Đất', 'đất'], ['sấy', 'sấy'.normalize('NFD')]] as const) {
    const [a, b] = [unitsOf(one, 'vi')[0]!, unitsOf(other, 'vi')[0]!]
    expect([a.word, a.accent, a.term], one).toEqual([b.word, b.accent, b.term])
  }
  const [say, bare, loan] = [unitsOf('sấy', 'vi')[0]!, unitsOf('say', 'vi')[0]!, unitsOf('sậy', 'vi')[0]!]
  expect(bare).toMatchObject({ word: 'say', accent: null })
  expect(new Set([say.accent, bare.accent, loan.accent]).size).toBe(3)
  expect(new Set([say.term, bare.term, loan.term]).size).toBe(1)
})
test('a word keeps what it says whatever invisible signs are put into it', () => {
  for (const hidden of ['\u200b', '\u200d', '\u00ad', '\u2060', '\ufeff', '\u202e', '\u2066', '\u{e0061}', '\u034f', '\ufe0f']) {
    expect(unitsOf(`s${hidden}ấy l${hidden}ạnh`, 'vi').map(({ word, accent }) => [word, accent]), JSON.stringify(hidden)).toEqual(unitsOf('sấy lạnh', 'vi').map(({ word, accent }) => [word, accent]))
  }
  expect(unitsOf([...'sấy lạnh'].map((sign) => String.fromCodePoint(0xe0000 + (sign.codePointAt(0)! & 0x7f))).join(''), 'vi')).toEqual([])
})

test.each([
  ['vi', 'Công nghệ sấy lạnh nông sản quy mô hợp tác xã'], ['vi', 'Cong nghe say lanh nong san quy mo hop tac xa cho cac tinh mien nui'],
  ['vi', 'Công nghệ sấy lạnh'.normalize('NFD')], ['vi', 'CẢM BIẾN ĐỘ ẨM ĐẤT'], ['vi', 'Thiết bị IoT giám sát chất lượng nước thải bằng AI và Machine Learning'], ['vi', 'sấy'], ['vi', 'xu ly nuoc thai'],
  ['en', 'Freeze drying of agricultural products for cooperatives'], ['en', 'An IoT device for monitoring wastewater with machine learning, tested in Hà Nội'], ['en', 'The pump can run on solar energy, and it can be on or off'], ['en', 'A café, naïve façades and the Škoda resumé of señor Müller'], ['en', 'Go to the sea at ten in the sun'],
  ['en', ''], ['en', ' \n\t'], ['en', '🍎🚜 🌾'], ['en', '1 2 3 4,5 %'], ['en', '农产品冷冻干燥技术'], ['en', 'Технология сушки'], ['en', 'تجفيف المنتجات'], ['en', 'for (let i = 0; i < units.length; i++) { out[i] = work.next().done }'], ['en', '\u0000\ud800\u200b'],
])('%s is what this is written in: %j', (language, text) => { expect(languageOf(text)).toBe(language) })

const awkward = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom('sấy', 'hoà', 'drying', 'the', 'Đ', '\u0301', '\u0323\u0302', '\u200b', '\u202e', '\u00ad', '\ud800', '\udc00', '\u{1d400}', '\u{e0041}', '\0', '\r\n', '😀', '👩‍🌾', 'ﬁ', 'İ', 'ß', 'ǆ', '가', '한국', '၊', ' ', '-', '½', '２０', "'s", 'x'.repeat(90)), { maxLength: 60 }).map((some) => some.join('')),
)
test('whatever comes is read as words without diacritics, and in which language they are is decided', () => {
  fc.assert(fc.property(awkward, fc.constantFrom('vi' as const, 'en' as const), (text, language) => {
    expect(['vi', 'en']).toContain(languageOf(text))
    const units = unitsOf(text, language)
    expect(units.length).toBeLessThanOrEqual(text.length)
    for (const { shown, word, term, accent, syllable } of units) {
      expect(word).not.toBe('')
      expect(word.length).toBeLessThanOrEqual(40)
      expect((accent ?? '').length).toBeLessThanOrEqual(40)
      expect(word).toBe(canonical(fold(word).replaceAll(' ', '')))
      expect(shown).toBe(shown.toLowerCase())
      expect(term).not.toBe('')
      if (syllable) expect(language).toBe('vi')
    }
    expect(unitsOf(text.normalize('NFD'), language)).toEqual(unitsOf(text.normalize('NFC'), language))
  }), { numRuns: 600 })
})
test('the words of a question are those the market is filed under', () => {
  const lexicon = new Lexicon()
  fc.assert(fc.property(awkward, (text) => {
    const filed = [...lexicon.read(legible(text))].filter((form) => form >= 0).map((form) => lexicon.name(lexicon.wordOf(form)))
    const asked = unitsOf(text, 'vi')
    // A word of more than eighty signs is known by those on either side, but folded before or after it is cut.
    if (asked.every(({ shown }) => shown.length <= 80)) expect(asked.map(({ word }) => word)).toEqual(filed)
    else expect(asked.length).toBe(filed.length)
  }), { numRuns: 600 })
})
test('nobody reads further than twenty thousand words, nor searches a desert of blanks for them', () => {
  expect(unitsOf('sấy '.repeat(200_000), 'vi')).toHaveLength(20_000)
  expect(unitsOf('x'.repeat(1_000_000), 'en')).toHaveLength(1)
  expect(unitsOf(`${' '.repeat(1_000_000)}drying`, 'en')).toEqual([])
  expect(unitsOf('ệ'.normalize('NFD').repeat(300_000), 'vi')).toHaveLength(1)
})
