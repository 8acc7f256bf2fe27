import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Locale, locales } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd, vnd } from '../../platform/money.ts'
import type { Block, Text } from '../../platform/papers/paper.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { type AnyField, type ClauseField, clauseFields, clauseSchema, typedClause } from '../terms/clause-fields.ts'
import { clauseRefusal, sheetRefusal } from '../terms/rules.ts'
import { clauseKeys, royaltyBases, type TermClauses, type TermContent } from '../terms/schema.ts'
import { payingClauses, royaltiesIn } from '../terms/worth-rules.ts'
import { contractPaper } from './contract-paper.ts'
import type { ContractKind, ContractParty } from './schema.ts'
import { drafted, type Template, templateOf, templateOn } from './template-rules.ts'
import { type Abroad, atHome } from './wording-rules.ts'

type Path = string
/** Where a field stands: royalty.tiers.from_units; the clauses in the parties' own words are one. */
const pathOf = (key: string, ...names: string[]): Path => [key.replace(/^free_\d$/, 'free'), ...names].join('.')
/** Every field of every clause, as the catalogue has them. */
const catalogue = new Map<Path, ClauseField>(clauseKeys.flatMap((key) => (clauseFields[key] as readonly AnyField[]).flatMap((field): [Path, ClauseField][] =>
  field.kind === 'rows' ? field.columns.map((column) => [pathOf(key, field.name, column.name), column]) : [[pathOf(key, field.name), field]])))

/** A sheet in which every field of every clause is filled, each with a value no other has; `chosen` where something else than the first is chosen. */
function everything(chosen: Partial<Record<Path, string>> = {}): { content: TermContent; values: Map<Path, unknown> } {
  const values = new Map<Path, unknown>()
  let count = 2, amount = 0, share = 100
  const value = (path: Path, { kind, choices = [] }: ClauseField): unknown => {
    const made = kind === 'choice' ? (chosen[path] ?? choices[0]) : kind === 'choices' ? choices.filter((one) => one !== chosen[path]) : kind === 'count' ? (count += 1) : kind === 'amount' ? (amount += 1_000_003) : kind === 'share' ? (share += 1) : `điều ghi ở ${path}`
    values.set(path, made)
    return made
  }
  const clauses = Object.fromEntries(clauseKeys.map((key) => [key, Object.fromEntries((clauseFields[key] as readonly AnyField[]).map((field) =>
    [field.name, field.kind === 'rows' ? [Object.fromEntries(field.columns.map((column) => [column.name, value(pathOf(key, field.name, column.name), column)]))] : value(pathOf(key, field.name), field)]))])) as unknown as TermClauses
  return { content: { format: 1, clauses }, values }
}
const shown = (value: unknown, { kind }: ClauseField, locale: Locale): string => (kind === 'amount' ? formatVnd(value as number, locale) : kind === 'share' ? formatShare(value as number, locale) : kind === 'count' ? formatNumber(value as number, locale) : String(value))

const nobody: ContractParty = { organisation_id: 1, name: { vi: 'A', en: 'A' }, address: '', country_code: 'VN', tax_code: '', registration: '', representative: '', position: { vi: '', en: '' }, authorised_by: '' }
const plain = (text: Text): string => (typeof text === 'string' ? text : text.map((run) => run.text).join(''))
/** What stands on the paper both sides are given to sign, in one language. */
function printed(content: TermContent, locale: Locale, { code, version, ...rest }: Template = templateOn('contract', '2027-01-04')!): string {
  const text = drafted({ code, version, ...rest }, { vi: 'Máy sấy', en: 'A dryer' }, content)
  const { blocks } = contractPaper({ ...text, template: code, template_version: version, subject: { vi: '', en: '' }, parties: { supplier: nobody, demander: nobody }, term_sheet: null }, { deal_id: 1, number: 1, content_sha256: '', author: '', created: new Date(0) })
  return blocks.flatMap((block: Block) => (block.kind === 'pair' ? block[locale].map(plain) : [])).join('\n')
}

type Said = readonly [vi: string, en: string]
const byUnits = (content: TermContent): boolean => content.clauses.royalty?.base === 'units'
const byRate = (content: TermContent): boolean => !byUnits(content)
/** A part of what sublicences bring in is due only where there may be any. */
const mayPassOn = (content: TermContent): boolean => content.clauses.sublicence?.allowed !== 'no'
const own = '“#” (the parties’ own words, in Vietnamese)'
/** What the contract says of each field that is written or counted, # being what was typed; and where it counts at all. */
const words: Record<Path, readonly [...Said, ((content: TermContent) => boolean)?]> = {
  'rights.note': ['cho Bên nhận; quyền sở hữu vẫn thuộc Bên giao.\nMô tả thêm: #.\n', `stays with the Supplier.\nFurther: ${own}`],
  'exclusivity.months': ['Quyền sử dụng là độc quyền (chỉ Bên nhận được sử dụng) trong # tháng kể từ ngày ký hợp đồng.', 'exclusive (the Receiver alone may use it) for # months from signing.'], 'exclusivity.note': ['kể từ ngày ký hợp đồng.\nĐiều kiện: #.\nLãnh thổ', `from signing.\nConditions: ${own}.\nTerritory`],
  'territory.places': ['Lãnh thổ mà Bên nhận được sử dụng công nghệ và bán sản phẩm do công nghệ tạo ra: #.', `Territory in which the Receiver may use the technology and sell the products made with it: ${own}.`], 'field.use': ['Lĩnh vực sử dụng: #. Ngoài lĩnh vực này Bên giao giữ quyền.', `Field of use: ${own}. Beyond it the Supplier keeps its rights.`],
  'term.months': ['Thời hạn của hợp đồng: # tháng kể từ ngày ký hợp đồng. Phí kỳ vụ chỉ tính trong thời hạn này.', 'The contract runs for # months from signing. Royalties are reckoned within this term only.'], 'term.renewal': ['Gia hạn, chấm dứt sớm: #.', `Renewal, early end: ${own}.`],
  'sublicence.share_basis_points': ['Bên giao được hưởng # khoản thu từ việc chuyển giao lại.', 'The Supplier receives # of what comes in from sublicences.', mayPassOn], 'sublicence.note': ['được hưởng khi nào\nĐiều kiện: #.', `what comes in from them: when\nConditions: ${own}.`, (content) => !mayPassOn(content)],
  'improvements.note': ['cải tiến cho Bên giao.\nMô tả thêm: #.', `back to the Supplier.\nFurther: ${own}.`],
  'upfront.amount': ['Trả trước: #, trả một lần', 'Upfront: #, paid once'], 'upfront.days': ['trả một lần trong # ngày kể từ ngày ký hợp đồng.', 'paid once, within # days of signing.'], 'upfront.note': ['ngày kể từ ngày ký hợp đồng.\nĐiều kiện: #.\nTheo mốc', `days of signing.\nConditions: ${own}.\nAt “`],
  'milestones.rows.what': ['Theo mốc “#”: ', 'At “#”: '], 'milestones.rows.amount': ['”: #, trong', '”: #, within'],
  'milestones.rows.after_days': ['trong # ngày kể từ ngày ký hợp đồng hoặc khi có sự kiện', 'within # days of signing or upon the event'], 'milestones.rows.event': ['hoặc khi có sự kiện “#”, tính theo việc nào đến trước hay đến sau.', 'or upon the event “#”, whichever comes first, or last.'],
  'royalty.rate_basis_points': ['Phí kỳ vụ: # tính trên', 'Royalty: # of', byRate], 'royalty.per_unit': ['Phí kỳ vụ: # tính trên mỗi sản phẩm', 'Royalty: # for each product', byUnits],
  'royalty.tiers.from_units': ['Riêng các sản phẩm từ sản phẩm thứ # trở đi trong một năm của hợp đồng: ', 'For the units from unit # of a year of the contract on, and for those only: '],
  'royalty.tiers.rate_basis_points': ['trở đi trong một năm của hợp đồng: #.', 'and for those only: #.', byRate], 'royalty.tiers.per_unit': ['trở đi trong một năm của hợp đồng: #.', 'and for those only: #.', byUnits],
  'royalty.report_months': ['báo cáo và thanh toán # tháng một lần.', 'reported and paid every # months.'],
  'royalty.offset_basis_points': ['Bên nhận được trừ vào phí kỳ vụ # khoản phí kỳ vụ phải trả cho bên thứ ba.', 'The Receiver may take # of the royalties it owes third parties off the royalty.'],
  'royalty.floor_basis_points': ['Sau khi trừ, Bên nhận vẫn phải trả ít nhất # phí kỳ vụ trước khi trừ.', 'Whatever is taken off, the Receiver still pays at least # of the royalty as it was before.'],
  'minimum.amount': ['nếu phí kỳ vụ của một năm thấp hơn # thì Bên nhận trả mức này cho năm đó.', 'where the royalty of a year is lower than #, the Receiver pays this amount for that year.'], 'minimum.from_year': ['Phí tối thiểu mỗi năm: từ năm thứ # của hợp đồng', 'Minimum a year: from year # of the contract on'],
  'cap.amount': ['phí kỳ vụ, kể cả mức tối thiểu, không vượt quá # mỗi năm của hợp đồng.', 'royalties, minimums included, do not go beyond # in each year of the contract.'],
  'equity.basis_points': ['Bên giao nhận # vốn điều lệ của công ty của Bên nhận; phần này trả thay cho tiền.', 'the Supplier receives # of the charter capital of the Receiver’s company; this part is paid in place of money.'], 'equity.note': ['thay cho tiền.\nĐiều kiện: #.', `in place of money.\nConditions: ${own}.`],
  'training.days': ['của Bên nhận trong # ngày, để', 'of the Receiver for # days, so that they can run the technology.'], 'training.people': ['Bên giao đào tạo # người của Bên nhận', 'The Supplier trains # people of the Receiver'], 'training.note': ['vận hành được công nghệ.\nNơi, nội dung, chi phí đào tạo: #.', `run the technology.\nPlace, contents and cost of the training: ${own}.`],
  'warranty.months': ['Bên giao bảo hành công nghệ trong # tháng', 'The Supplier warrants the technology for # months'], 'warranty.measures': ['Chỉ tiêu bảo đảm và cách khắc phục: #.', `Measures warranted and how failures are made good: ${own}.`],
  'penalty.basis_points_per_day': ['chịu phạt # giá trị phần nghĩa vụ bị chậm cho mỗi ngày', 'pays # of the value of what is late for each day'], 'penalty.cap_basis_points': ['tổng mức phạt không quá # giá trị phần nghĩa vụ bị chậm.', 'no more than # of the value of what is late.'],
  'confidentiality.years': ['trong thời hạn hợp đồng và trong # năm sau khi hợp đồng chấm dứt.', 'while the contract lasts and for # years after it ends.'], 'confidentiality.note': ['chấm dứt.\nPhạm vi: #.', `after it ends.\nScope: ${own}.`],
  'dispute.name': ['(#).', '(“#”, as it is called in Vietnamese).'], 'dispute.language': ['Ngôn ngữ giải quyết tranh chấp: #.', `Language of the proceedings: ${own}.`], 'law.name': ['Luật áp dụng: #.', `Governing law: ${own}.`, ({ clauses }) => clauses.law?.law === 'other'],
  'free.title': ['. #\n', '. “#”\n'], 'free.text': ['\n#', `\n${own}`],
}
/** And of each that is chosen, said where it is chosen and nowhere else. */
const choices: Record<Path, Record<string, Said>> = {
  'rights.transfer': { licence: ['Bên giao chuyển giao quyền sử dụng công nghệ cho Bên nhận; quyền sở hữu vẫn thuộc Bên giao.', 'The Supplier transfers the right to use the technology'], ownership: ['Bên giao chuyển nhượng quyền sở hữu công nghệ cho Bên nhận.', 'The Supplier transfers the ownership of the technology'] },
  'rights.form': {
    independent: ['Hình thức chuyển giao: Chuyển giao công nghệ độc lập.', 'Form of transfer: Independent'], investment_project: ['Hình thức chuyển giao: Phần chuyển giao công nghệ trong dự án đầu tư.', 'Form of transfer: Technology transfer as part of an investment project'], capital_contribution: ['Hình thức chuyển giao: Góp vốn', 'Form of transfer: Contribution'],
    franchise: ['Hình thức chuyển giao: Nhượng quyền thương mại.', 'Form of transfer: Franchise.'], ip_transfer: ['Hình thức chuyển giao: Chuyển giao quyền sở hữu trí tuệ.', 'Form of transfer: Transfer of intellectual property'], equipment_sale: ['Hình thức chuyển giao: Mua, bán máy móc', 'Form of transfer: Sale of machinery'], other: ['Hình thức chuyển giao: Hình thức khác', 'Form of transfer: Another form'],
  },
  'rights.objects': { know_how: ['bí quyết kỹ thuật, bí quyết công nghệ', 'technical and technological know-how'], solution: ['phương án, quy trình công nghệ', 'technological plans and processes'], improvement: ['giải pháp hợp lý hóa sản xuất', 'solutions that rationalise production'], model: ['mô hình, thuật toán', 'models and algorithms'], equipment: ['máy móc, thiết bị đi kèm các đối tượng', 'machinery and equipment that go with the above'] },
  'rights.methods': { documents: ['chuyển giao tài liệu về công nghệ', 'handing over documents'], training: ['đào tạo cho Bên nhận nắm vững', 'training the Receiver'], experts: ['cử chuyên gia', 'sending experts'], equipment: ['chuyển giao máy móc, thiết bị kèm theo', 'handing over machinery'], other: ['phương thức khác do các bên thỏa thuận', 'another way the parties agree on'] },
  'exclusivity.degree': { exclusive: ['là độc quyền (chỉ Bên nhận', 'The right is exclusive (the Receiver alone'], sole: ['là duy nhất (Bên nhận và chính Bên giao', 'The right is sole (the Receiver and the Supplier itself'], non_exclusive: ['là không độc quyền (Bên giao được cấp cho người khác', 'The right is non-exclusive (the Supplier may grant it to others'] },
  'sublicence.allowed': { no: ['Bên nhận không được chuyển giao lại', 'The Receiver may not sublicense the right to use.'], with_consent: ['Bên nhận chỉ được chuyển giao lại quyền sử dụng khi Bên giao đồng ý bằng văn bản.', 'only with the Supplier’s written consent.'], yes: ['Bên nhận được chuyển giao lại quyền sử dụng.', 'The Receiver may sublicense the right to use.'] },
  'improvements.owner': { improver: ['Cải tiến thuộc bên tạo ra cải tiến.', 'Improvements belong to whoever makes them.'], supplier: ['Cải tiến thuộc Bên giao.', 'Improvements belong to the Supplier.'], demander: ['Cải tiến thuộc Bên nhận.', 'Improvements belong to the Receiver.'], joint: ['Cải tiến thuộc sở hữu chung của hai bên.', 'Improvements belong to both parties jointly.'] },
  'improvements.grant_back': { none: ['Bên nhận không phải cấp ngược quyền đối với cải tiến cho Bên giao.', 'does not have to grant rights to improvements back'], non_exclusive: ['Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, không độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, non-exclusively.'], exclusive: ['Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, exclusively.'] },
  'royalty.base': { net_sales: ['tính trên doanh thu thuần từ sản phẩm do công nghệ tạo ra', 'of the net sales of the products made with the technology'], units: ['tính trên mỗi sản phẩm do công nghệ tạo ra', 'for each product made with the technology'], savings: ['tính trên khoản tiết kiệm do công nghệ mang lại', 'of what the technology saves'] },
  'cap.over': { year: ['đồng mỗi năm của hợp đồng.', ' in each year of the contract.'], whole: ['đồng trong cả thời hạn hợp đồng.', ' over the whole term.'] },
  'dispute.body': { court: ['tranh chấp: tòa án có thẩm quyền', 'settled by the competent court'], viac: ['Trung tâm Trọng tài Quốc tế Việt Nam (VIAC)', 'Vietnam International Arbitration Centre (VIAC)'], other_arbitration: ['tranh chấp: trọng tài (', 'settled by arbitration ('], mediation_first: ['hòa giải trước, nếu không thành', 'mediation first and, failing that'] },
  'law.law': { vn: ['Luật áp dụng: pháp luật Việt Nam.', 'Governing law: the law of Vietnam.'], other: ['Luật áp dụng: điều ghi ở law.name.', 'Governing law: “điều ghi ở law.name”'] },
}
const isChosen = ({ kind }: ClauseField): boolean => kind === 'choice' || kind === 'choices'
const kept = royaltyBases.flatMap((base) => ['vn', 'other'].map((law) => everything({ 'royalty.base': base, 'law.law': law })))
const sheets = [...kept, everything({ 'sublicence.allowed': 'with_consent' })]

describe('the contract says what both sides confirmed', () => {
  test('every field of every clause a sheet can hold is worded, and so is everything that can be chosen', () => {
    expect(Object.keys({ ...words, ...choices }).toSorted()).toEqual([...catalogue.keys()].toSorted())
    expect(Object.fromEntries(Object.entries(choices).map(([path, said]) => [path, Object.keys(said)]))).toEqual(Object.fromEntries([...catalogue].flatMap(([path, field]) => (isChosen(field) ? [[path, field.choices]] : []))))
  })
  test('and the sheets these words are looked for in are such as both sides could confirm', () => {
    for (const { content } of sheets) {
      expect(sheetRefusal(content)).toBeNull()
      for (const key of clauseKeys) expect([key, clauseRefusal(key, content.clauses[key]!), clauseSchema(key).parse(typedClause(key, content.clauses[key]!, 'vi'))]).toEqual([key, null, content.clauses[key]])
    }
  })
  describe.each(locales)('in %s', (locale) => {
    const at = locale === 'vi' ? 0 : 1
    const papers = sheets.map(({ content, values }) => ({ content, values, paper: printed(content, locale) }))
    test.each(Object.entries(words))('%s', (path, said) => {
      const counting = papers.filter(({ content }) => said[2]?.(content) ?? true)
      expect(counting.length).toBeGreaterThan(0)
      for (const { values, paper } of counting) expect(paper).toContain(said[at].replaceAll('#', shown(values.get(path), catalogue.get(path)!, locale)))
    })
    test.each(Object.entries(choices).flatMap(([path, said]) => Object.keys(said).map((choice) => [path, choice] as const)))('%s: %s', (path, choice) => {
      const paper = printed(everything({ [path]: choice }).content, locale)
      // Of several that are chosen together, all but this one.
      const missed = catalogue.get(path)?.kind === 'choices'
      for (const [one, said] of Object.entries(choices[path]!)) expect([one, paper.includes(said[at])]).toEqual([one, (one === choice) !== missed])
    })
  })
})

describe('what a sheet leaves open', () => {
  const only = (clauses: TermContent['clauses'], kind: ContractKind = 'contract') => drafted(templateOn(kind, '2027-01-04')!, { vi: 'Máy sấy', en: 'A dryer' }, { format: 1, clauses })
  const text = (clauses: TermContent['clauses'], key: string, kind: ContractKind = 'contract') => only(clauses, kind).clauses.find((one) => one.key === key)!.text
  const { clauses: all } = everything().content as { clauses: TermClauses }
  test.each<[string, number | null, string, string, string]>([['a day', 90, '', 'trong 90 ngày kể từ ngày ký hợp đồng.', 'within 90 days of signing.'], ['an event', null, 'nghiệm thu', 'khi có sự kiện “nghiệm thu”.', 'upon the event “nghiệm thu”.'], ['one or the other', 90, 'nghiệm thu', 'trong 90 ngày kể từ ngày ký hợp đồng hoặc khi có sự kiện “nghiệm thu”, tính theo [[việc nào đến trước hay đến sau]].', 'within 90 days of signing or upon the event “nghiệm thu”, [[whichever comes first, or last]].'], ['the day of signing', 0, '', 'trong ngày ký hợp đồng.', 'on the day of signing.'], ['one day', 1, '', 'trong 1 ngày kể từ ngày ký hợp đồng.', 'within 1 day of signing.']])('a milestone is due by %s, in the price and in the plan', (_, after_days, event, vi, en) => {
    const milestones = { rows: [{ ...all.milestones.rows[0]!, what: 'Chạy thử', after_days, event }] }
    expect(text({ milestones }, 'price').vi).toContain(` đồng, ${vi}`)
    for (const key of ['price', 'plan']) expect(text({ milestones }, key).en).toContain('in the parties’ own words, in Vietnamese.')
    expect([text({ milestones }, 'price').en, text({ milestones }, 'plan').vi, text({ milestones }, 'plan').en]).toEqual([expect.stringContaining(`, ${en}`), expect.stringContaining(`Giai đoạn 1: “Chạy thử”, hoàn thành ${vi}`), expect.stringContaining(`Stage 1: “Chạy thử”, completed ${en}`)])
  })
  test('an optional word that was left empty is not said', () => {
    const paper = JSON.stringify(only({ upfront: { ...all.upfront, note: '' }, royalty: { ...all.royalty, tiers: [], offset_basis_points: null, floor_basis_points: null }, equity: { ...all.equity, note: '' }, sublicence: { ...all.sublicence, share_basis_points: null, note: '' }, confidentiality: { years: 3, note: '' }, term: { months: 12, renewal: '' } }).clauses)
    for (const said of ['Điều kiện', 'own words', 'được trừ', 'Sau khi trừ', 'Riêng các sản phẩm', 'khoản thu từ', 'Phạm vi:', 'Gia hạn', 'Mô tả thêm', 'null']) expect([said, paper.includes(said)]).toEqual([said, false])
  })
  test('what the worth of a sheet takes for a payment is a price, a minimum alone too; a cap alone is none and is said beside the gap', () => {
    for (const key of payingClauses) expect([key, text({ [key]: key === 'milestones' ? { rows: [{ ...all.milestones.rows[0]!, event: '' }] } : all[key] }, 'price').vi.includes('[[giá chuyển giao')]).toEqual([key, false])
    expect([text({ minimum: all.minimum }, 'price').vi.includes('[['), text({ minimum: all.minimum }, 'price').vi.includes('Phí tối thiểu mỗi năm')]).toEqual([false, true])
    expect([text({ cap: all.cap }, 'price').vi.includes('[['), text({ cap: all.cap }, 'price').vi.includes('Trần phí kỳ vụ')]).toEqual([true, true])
  })
  test.each<[string, TermContent['clauses'], string, string, string]>([
    ['ownership with limits on use', { rights: { ...all.rights, transfer: 'ownership' }, territory: all.territory }, 'transfer', '[[quyền sở hữu đã chuyển nhượng', '[[the ownership is transferred'],
    ['both a day and an event', { milestones: all.milestones }, 'plan', '[[việc nào đến trước hay đến sau]]', '[[whichever comes first, or last]]'],
    ['another method, whatever else is described', { rights: { ...all.rights, methods: ['documents', 'other'], note: 'Kèm mẫu thử.' } }, 'methods', '[[phương thức khác là gì]]', '[[which other way]]'],
    ['training without its length', { rights: { ...all.rights, methods: ['training'] } }, 'methods', '[[thời hạn đào tạo', '[[how long the training lasts'],
    ['improvements granted back to whose they are', { improvements: { ...all.improvements, owner: 'supplier', grant_back: 'exclusive' } }, 'transfer', '[[cải tiến đã thuộc Bên giao, mà bản điều khoản còn ghi cấp ngược cho Bên giao, độc quyền', '[[improvements are the Supplier’s already, yet the term sheet has them granted back to it, exclusively'],
    ['a part of sublicences there are none of', { sublicence: { allowed: 'no', share_basis_points: 1500, note: '' } }, 'transfer', '[[không được chuyển giao lại, mà bản điều khoản ghi Bên giao hưởng 15 %', '[[there are no sublicences, yet the term sheet gives the Supplier 15 %'],
    ['a floor where nothing is taken off', { royalty: { ...all.royalty, offset_basis_points: null, floor_basis_points: 5000 } }, 'price', '[[sau khi trừ vẫn phải trả ít nhất 50 % phí kỳ vụ', '[[at least 50 % of the royalty stays payable whatever is taken off'],
    ['net sales nobody defined', { royalty: { ...all.royalty, base: 'net_sales' } }, 'price', 'Doanh thu thuần là [[số tiền bán hàng', 'Net sales are [[the amounts invoiced'],
    ['units nobody said when to count', { royalty: { ...all.royalty, base: 'units' } }, 'price', 'Một sản phẩm được tính khi [[', 'A product counts when [['],
    ['savings nobody said how to measure', { royalty: { ...all.royalty, base: 'savings' } }, 'price', 'Khoản tiết kiệm được tính [[so với mức nào', 'What is saved is reckoned [[against what'],
    ['a warranty without its first day', { warranty: all.warranty }, 'warranty', 'tháng kể từ [[ngày nghiệm thu, ngày bàn giao hay ngày khác]].', 'months from [[the day of acceptance, of delivery or another day]].'],
    ['what is owed beside a penalty', {}, 'liability', 'bên vi phạm [[vẫn phải bồi thường', 'it [[still makes good the loss'],
    ['how soon force majeure is told', {}, 'liability', 'báo cho bên kia trong [[số ngày]] ngày', 'tells the other within [[number of days]] days'],
    ['machinery alone', { rights: { ...all.rights, methods: ['equipment'] } }, 'methods', '[[phương thức đi cùng máy móc', '[[what comes with the machinery'],
  ])('what a sheet says in two ways, or only by half, is to be filled in: %s', (_, clauses, key, vi, en) => {
    expect(text(clauses, key)).toEqual({ vi: expect.stringContaining(vi), en: expect.stringContaining(en) })
    const { note: __, ...rights } = all.rights
    for (const whole of key === 'liability' || key === 'price' || key === 'warranty' ? [] : [{ rights: { ...all.rights, methods: ['documents', 'training'] }, territory: all.territory, milestones: { rows: [{ ...all.milestones.rows[0]!, event: '' }] }, training: all.training }, { rights: { ...rights, note: '', transfer: 'ownership' as const, methods: ['documents', 'equipment'] as const } }]) expect([text(whole as TermContent['clauses'], 'transfer'), text(whole as TermContent['clauses'], key)].some((one) => one.vi.includes(vi))).toBe(false)
  })
  test('nothing is said that goes against what is said beside it', () => {
    const price = (clauses: TermContent['clauses']) => text(clauses, 'price').vi
    expect(price({ equity: all.equity }), 'shares are not sent by bank transfer').not.toContain('chuyển khoản')
    expect(price({ equity: all.equity, upfront: all.upfront })).toContain('chuyển khoản')
    expect(price({ minimum: all.minimum }), 'a minimum alone is measured by no royalty').not.toContain('phí kỳ vụ')
    expect(price({ royalty: { ...all.royalty, offset_basis_points: null } }), 'nothing is taken off').not.toContain('Sau khi trừ')
    expect(price({ milestones: { rows: [{ ...all.milestones.rows[0]!, amount: vnd(0) }] } }), 'a step without an amount is no payment').toContain('[[giá chuyển giao')
    expect(text({ improvements: { ...all.improvements, owner: 'supplier', grant_back: 'exclusive' } }, 'transfer').vi, 'its own is not granted back to it').not.toContain('Bên nhận cấp ngược')
    expect(text({ sublicence: { ...all.sublicence, allowed: 'no' } }, 'transfer').vi).not.toContain('được hưởng 1')
    expect(text({ rights: { ...all.rights, methods: ['equipment'] } }, 'methods').vi, 'no ways stand above').not.toContain('các phương thức trên')
  })
  test('with a party from abroad the law is not taken for granted, nor that đồng reach an account abroad', () => {
    const said = (key: string, abroad: Abroad, clauses: TermContent['clauses'] = { upfront: all.upfront }) => drafted(templateOn('contract', '2027-01-04')!, { vi: 'Máy sấy', en: 'A dryer' }, { format: 1, clauses }, abroad).clauses.find((one) => one.key === key)!.text.vi
    const [from, to] = [{ supplier: true, demander: false }, { supplier: false, demander: true }]
    expect([atHome, from, to].map((abroad) => [said('dispute', abroad).includes('[[luật áp dụng'), said('price', abroad).includes('bằng [[loại tiền]]'), said('price', abroad).includes('bằng đồng Việt Nam vào tài khoản'), said('price', abroad).includes('chuyển khoản từ nước ngoài')])).toEqual([[false, false, true, false], [true, true, false, false], [true, true, false, true]])
    const english = drafted(templateOn('contract', '2027-01-04')!, { vi: 'Máy sấy', en: 'A dryer' }, { format: 1, clauses: { upfront: all.upfront } }, to).clauses.find((one) => one.key === 'price')!.text.en
    expect(english).toContain('by bank transfer from abroad to the Supplier’s account named in the payment request, in [[the currency]], converted at [[the rate of which bank, of which day]]')
    expect([atHome, from, to].map((abroad) => drafted(templateOn('contract', '2027-01-04')!, { vi: '', en: '' }, null, abroad).fields.prevails), 'nor that the Vietnamese text decides').toEqual(['vi', null, null])
    expect(said('dispute', from, { law: { law: 'vn', name: '' } })).toContain('Luật áp dụng: pháp luật Việt Nam.')
  })
  test('what the parties wrote is said to be theirs to whoever does not read its language, and nothing else is', () => {
    const territory = (places: string) => text({ territory: { places } }, 'transfer')
    expect(territory('Toàn quốc').en).toContain('“Toàn quốc” (the parties’ own words, in Vietnamese).')
    expect(territory('Singapore and Malaysia')).toEqual({ vi: expect.stringContaining(': Singapore and Malaysia.'), en: expect.stringContaining(': Singapore and Malaysia.') })
    expect(territory('All member states of ASEAN but Singapore.')).toEqual({ vi: expect.stringContaining(': “All member states of ASEAN but Singapore” (nguyên văn của các bên).'), en: expect.stringContaining(': All member states of ASEAN but Singapore.') })
    const named = (en: string) => drafted(templateOn('contract', '2027-01-04')!, { vi: 'Máy sấy lạnh rau quả', en }, null).clauses[0]!.text.en
    expect([named('A dryer'), named('Máy sấy lạnh rau quả'), named('[[name of the technology]]')]).toEqual(['The technology transferred: A dryer.', 'The technology transferred: “Máy sấy lạnh rau quả” (as it is called in Vietnamese).', 'The technology transferred: [[name of the technology]].'])
  })
  test('the contract takes effect as the law has it: by choice registered and not performed, from the certificate too', () => {
    expect(text({}, 'term')).toEqual({ vi: expect.stringMatching(/từ ngày hai bên thỏa thuận; nếu không thỏa thuận ngày, từ ngày bên sau cùng ký\. Riêng hợp đồng thuộc diện phải đăng ký .*Giấy chứng nhận đăng ký chuyển giao công nghệ; hợp đồng đăng ký tự nguyện mà chưa được thực hiện tại thời điểm đăng ký cũng có hiệu lực từ ngày được cấp Giấy chứng nhận đó; .*Giấy phép chuyển giao công nghệ\./), en: expect.stringMatching(/has to be registered .* so does a contract registered by choice that is not yet performed when it is registered; .*licence\./) })
    const paper = (locale: Locale) => { const template = templateOn('contract', '2027-01-04')!; return template.agreedDay('2027-02-01')[locale] }
    expect([paper('vi'), paper('en')]).toEqual(['Ngày có hiệu lực hai bên thỏa thuận: 01/02/2027, trừ trường hợp có hiệu lực từ ngày khác theo Điều 7.', 'The parties agree that it takes effect on 01/02/2027, unless it takes effect on another day under Article 7.'])
    expect(text({}, 'memorandum_term', 'memorandum').vi).toContain('Biên bản có hiệu lực từ ngày hai bên thỏa thuận; nếu không thỏa thuận ngày, từ ngày bên sau cùng ký. Biên bản kết thúc khi')
  })
  test('an amount by a milestone is owed upon its acceptance, as payments have it; without milestones nothing is said of it', () => {
    const rows = { rows: [{ ...all.milestones.rows[0]!, event: '' }] }
    expect(text({ milestones: rows }, 'price')).toEqual({ vi: expect.stringContaining('Khoản tiền theo mốc chỉ phải trả khi Bên nhận đã nghiệm thu mốc đó; nghiệm thu sau thời hạn nêu trên thì trả vào ngày nghiệm thu.'), en: expect.stringContaining('owed only once the Receiver has accepted that milestone; where it is accepted after the time above, it is paid on the day of acceptance.') })
    expect(text({ upfront: all.upfront }, 'price').vi).not.toContain('nghiệm thu')
    expect(text({}, 'definitions')).toEqual({ vi: expect.stringContaining('"Nghiệm thu" là việc Bên nhận xác nhận công nghệ, hoặc kết quả của một mốc,'), en: expect.stringContaining('“Acceptance” is the Receiver’s confirmation that the technology, or the result of a milestone,') })
  })
  test('of a last year shorter than twelve months the minimum goes by its months, in the contract as in the worth of the sheet', () => {
    const said = (months: number) => ['vi', 'en'].map((locale) => /Năm cuối của hợp đồng không đủ mười hai tháng: mức tối thiểu của năm đó tính theo số tháng\.|The last year of the contract is shorter than twelve months: its minimum is reckoned by the months\./.test(text({ minimum: all.minimum, term: { months, renewal: '' } }, 'price')[locale as Locale]))
    expect([said(18), said(24)]).toEqual([[true, true], [false, false]])
    const supposed = { years: 2, discount_basis_points: 0, units: 0, growth_basis_points: 0, price: vnd(0), unit_cost: vnd(0), unit_saving: vnd(0), investment: vnd(0), supplier_cost: vnd(0), supplier_yearly_cost: vnd(0), third_party_basis_points: 0, company_value: vnd(0), milestones: [] }
    expect(royaltiesIn({ minimum: { amount: vnd(12_000_000), from_year: 1 }, term: { months: 18, renewal: '' } }, supposed)).toEqual([12_000_000n, 6_000_000n])
  })
  test('no law is named that need not govern, and neither language says more than the other of what is warranted', () => {
    const { recitals } = templateOn('contract', '2027-01-04')!
    expect([recitals.vi.includes('Bộ luật Dân sự'), recitals.en.includes('Civil Code'), recitals.vi.includes('Luật Chuyển giao công nghệ số 07/2017/QH14'), recitals.en.includes('Law on Technology Transfer no. 07/2017/QH14')]).toEqual([false, false, true, true])
    expect(text({}, 'duties').en).toMatch(/its right to transfer the technology is lawful and not restricted by a third party; transfers the agreed contents at the agreed pace/)
  })
  test('a memorandum words everything that was confirmed, with which version and day', () => {
    const said = drafted(templateOn('memorandum', '2027-01-04')!, { vi: 'Máy sấy', en: 'A dryer' }, { format: 1, clauses: { ...all, milestones: { rows: [{ ...all.milestones.rows[0]!, amount: vnd(0), event: '' }] } } }, atHome, { number: 3, confirmed_on: '2027-01-02' }).clauses.find((one) => one.key === 'intentions')!.text
    for (const part of ['bản điều khoản phiên bản 3 hai bên xác nhận ngày 02/01/2027:', 'Quyền sử dụng là độc quyền', 'Lãnh thổ mà Bên nhận', 'Lĩnh vực sử dụng:', 'chuyển giao lại quyền sử dụng.', 'Cải tiến thuộc', 'Công nghệ được chuyển giao bằng:', 'Bên giao đào tạo', 'Mốc “', 'Bên giao bảo hành', 'chịu phạt', 'Đối với hợp đồng: Cơ quan giải quyết tranh chấp:', 'Luật áp dụng:', 'điều ghi ở free.title: điều ghi ở free.text.']) expect(said.vi).toContain(part)
    for (const part of ['from version 3 of the term sheet, which both parties confirmed on 02/01/2027:', 'The right is exclusive', 'Territory in which', 'Field of use:', 'may not sublicense', 'Improvements belong', 'The technology is transferred by:', 'The Supplier trains', 'Step “', 'The Supplier warrants', 'A party that is late pays', 'For the contract: Disputes are settled by', 'Governing law:', '“điều ghi ở free.title”: “']) expect(said.en).toContain(part)
    expect(text({ territory: all.territory }, 'intentions', 'memorandum').vi).toContain('Lãnh thổ')
  })
  test.each([['Không quá 5 %', true], ['Hà Giang', true], ['Châu Âu và Nam Á', true], ['propriété intellectuelle du laboratoire', false], ['à la carte', false], ['São Paulo', false], ['Singapore', false]])('whether it is Vietnamese: %s', (places, vietnamese) => {
    expect(text({ territory: { places } }, 'transfer').en.includes('in Vietnamese')).toBe(vietnamese)
  })
  test('a memorandum says what price and how long are meant, and from when a secret is kept where no contract follows', () => {
    expect(text({ equity: all.equity, term: all.term }, 'intentions', 'memorandum').vi).toMatch(new RegExp(`Trả bằng vốn góp[\\s\\S]*Thời hạn của hợp đồng: ${all.term.months} tháng kể từ ngày ký hợp đồng\\.`))
    expect(text({ confidentiality: all.confidentiality }, 'confidentiality', 'memorandum')).toEqual({ vi: expect.stringContaining('sau khi hợp đồng chấm dứt.'), en: expect.stringContaining('Where no contract is made, these years run from the end of this memorandum.') })
    expect(text({ confidentiality: all.confidentiality }, 'confidentiality', 'memorandum').vi).toContain('Nếu hai bên không ký hợp đồng, thời hạn này tính từ ngày biên bản kết thúc.')
  })
})

test.each([['transfer_contract', 1, 'a6321380021c7508'], ['memorandum', 1, '450c17dca5040267'], ['transfer_contract', 2, '50749e1a5d83243e'], ['memorandum', 2, '8f6caef47b374d89'], ['transfer_contract', 3, 'fcd597231bedb9bf'], ['memorandum', 3, '9b860bb5bd620ab7'], ['transfer_contract', 4, '45e111c713fae439'], ['memorandum', 4, '539594d9283c57d4']] as const)('%s %i, once used, fills in the same words for ever', (code, version, hash) => {
  const texts = kept.map(({ content }) => drafted(templateOf(code, version)!, { vi: 'Máy sấy', en: 'A dryer' }, content))
  expect(createHash('sha256').update(canonicalText(texts)).digest('hex').slice(0, 16)).toBe(hash)
})
