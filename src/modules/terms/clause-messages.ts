import { texts } from '../../platform/locale.ts'
import type { lackings } from './rules.ts'
import type { ClauseKey, TermClauses } from './schema.ts'

type Words = { [K in ClauseKey as K extends `free_${number}` ? 'free' : K]: { name: string; help: string; fields: Record<keyof TermClauses[K] & string, string> } }

/** The clauses by name, what each is for, and what its fields are called. */
export const clauseWords = texts<Words>({
  vi: {
    rights: { name: 'Quyền chuyển giao', help: 'Bên nhận được sở hữu công nghệ hay chỉ được sử dụng, theo hình thức nào và gồm những gì. Máy móc chỉ là đối tượng chuyển giao khi đi kèm bí quyết, giải pháp hoặc cải tiến.', fields: { transfer: 'Chuyển giao', form: 'Hình thức chuyển giao', objects: 'Đối tượng công nghệ', methods: 'Phương thức chuyển giao', note: 'Mô tả thêm' } },
    exclusivity: { name: 'Độc quyền', help: 'Độc quyền: chỉ bên nhận được dùng. Duy nhất: bên nhận và chính bên giao. Không độc quyền: bên giao có thể cấp cho người khác.', fields: { degree: 'Mức độ', months: 'Trong bao nhiêu tháng', note: 'Điều kiện' } },
    territory: { name: 'Lãnh thổ', help: 'Nơi bên nhận được dùng công nghệ và bán sản phẩm.', fields: { places: 'Lãnh thổ' } },
    field: { name: 'Lĩnh vực sử dụng', help: 'Công nghệ được dùng để làm gì. Ngoài lĩnh vực này bên giao giữ quyền.', fields: { use: 'Lĩnh vực sử dụng' } },
    term: { name: 'Thời hạn', help: 'Quyền và nghĩa vụ kéo dài bao lâu từ ngày ký. Phí kỳ vụ chỉ tính trong thời hạn này.', fields: { months: 'Số tháng', renewal: 'Gia hạn, chấm dứt sớm' } },
    sublicence: { name: 'Cấp lại quyền sử dụng', help: 'Bên nhận có được cho người khác dùng công nghệ không, và bên giao hưởng phần nào.', fields: { allowed: 'Cho phép', share_basis_points: 'Phần của bên giao trong tiền thu được (%)', note: 'Điều kiện' } },
    improvements: { name: 'Cải tiến', help: 'Ai sở hữu cải tiến làm ra sau này, và bên nhận có phải cấp lại cho bên giao không.', fields: { owner: 'Cải tiến thuộc về', grant_back: 'Cấp ngược cho bên giao', note: 'Mô tả thêm' } },
    upfront: { name: 'Trả trước', help: 'Khoản trả một lần khi ký.', fields: { amount: 'Số tiền (đồng)', days: 'Trả trong bao nhiêu ngày từ ngày ký', note: 'Điều kiện' } },
    milestones: { name: 'Thanh toán theo mốc', help: 'Mỗi mốc là một kết quả, số tiền và lúc đến hạn: số ngày từ ngày ký, hoặc một sự kiện. Khoản tiền chỉ phải trả khi bên nhận đã nghiệm thu mốc đó.', fields: { rows: 'Các mốc' } },
    royalty: { name: 'Phí kỳ vụ', help: 'Khoản trả theo kết quả dùng công nghệ: phần trăm doanh thu thuần, đồng trên mỗi sản phẩm, hoặc phần trăm khoản tiết kiệm. Bậc tính theo từng phần: sản phẩm vượt ngưỡng mới chịu mức của bậc đó.', fields: { base: 'Tính theo', rate_basis_points: 'Mức (%), khi tính theo doanh thu hoặc tiết kiệm', per_unit: 'Mức (đồng mỗi sản phẩm), khi tính theo sản phẩm', tiers: 'Bậc theo sản lượng một năm', report_months: 'Báo cáo và trả mỗi bao nhiêu tháng', offset_basis_points: 'Được trừ bao nhiêu phần trăm phí kỳ vụ phải trả cho bên thứ ba', floor_basis_points: 'Sau khi trừ vẫn phải trả ít nhất bao nhiêu phần trăm của phí' } },
    minimum: { name: 'Phí tối thiểu mỗi năm', help: 'Nếu phí kỳ vụ của một năm thấp hơn thì trả mức này. Năm cuối không đủ mười hai tháng thì tính theo số tháng.', fields: { amount: 'Số tiền mỗi năm (đồng)', from_year: 'Từ năm thứ mấy' } },
    cap: { name: 'Trần phí kỳ vụ', help: 'Phí kỳ vụ, kể cả mức tối thiểu, không vượt quá số này.', fields: { amount: 'Số tiền (đồng)', over: 'Tính cho' } },
    equity: { name: 'Cổ phần', help: 'Phần vốn bên giao nhận trong công ty của bên nhận thay cho tiền.', fields: { basis_points: 'Tỷ lệ (%)', note: 'Điều kiện' } },
    training: { name: 'Đào tạo', help: 'Bên giao hướng dẫn người của bên nhận đến khi vận hành được.', fields: { days: 'Số ngày', people: 'Số người', note: 'Nơi, nội dung, ai chịu chi phí' } },
    warranty: { name: 'Bảo hành', help: 'Bên giao bảo đảm điều gì, trong bao lâu.', fields: { months: 'Số tháng', measures: 'Chỉ tiêu bảo đảm và cách khắc phục' } },
    penalty: { name: 'Phạt chậm', help: 'Mức phạt mỗi ngày chậm và mức cao nhất, tính trên giá trị phần nghĩa vụ bị chậm. Pháp luật có thể giới hạn mức phạt: hãy hỏi pháp chế.', fields: { basis_points_per_day: 'Mỗi ngày (%)', cap_basis_points: 'Cao nhất (%)' } },
    confidentiality: { name: 'Bảo mật', help: 'Hai bên giữ bí mật bao lâu sau khi hợp đồng chấm dứt.', fields: { years: 'Số năm', note: 'Phạm vi' } },
    dispute: { name: 'Giải quyết tranh chấp', help: 'Nơi giải quyết khi hai bên không tự thỏa thuận được.', fields: { body: 'Cơ quan', name: 'Tên tòa án hoặc trung tâm', language: 'Ngôn ngữ' } },
    law: { name: 'Luật áp dụng', help: 'Hợp đồng được hiểu theo luật nước nào.', fields: { law: 'Luật', name: 'Tên nước, khi là luật khác' } },
    free: { name: 'Điều khoản khác', help: 'Điều hai bên muốn thêm bằng lời của mình.', fields: { title: 'Tên điều khoản', text: 'Nội dung' } },
  },
  en: {
    rights: { name: 'Rights transferred', help: 'Whether the demander comes to own the technology or only to use it, in which form, and what it consists of. Machines are an object of transfer only together with know-how, a solution or an improvement.', fields: { transfer: 'Transferred is', form: 'Form of transfer', objects: 'Objects of technology', methods: 'Methods of transfer', note: 'More' } },
    exclusivity: { name: 'Exclusivity', help: 'Exclusive: the demander alone. Sole: the demander and the supplier itself. Non-exclusive: the supplier may grant it to others.', fields: { degree: 'Degree', months: 'For how many months', note: 'Conditions' } },
    territory: { name: 'Territory', help: 'Where the demander may use the technology and sell what it makes.', fields: { places: 'Territory' } },
    field: { name: 'Field of use', help: 'What the technology may be used for. Beyond it the supplier keeps its rights.', fields: { use: 'Field of use' } },
    term: { name: 'Term', help: 'How long rights and duties last from signing. Royalties are reckoned within this term only.', fields: { months: 'Months', renewal: 'Renewal, early end' } },
    sublicence: { name: 'Sublicence', help: 'Whether the demander may let others use the technology, and what part goes to the supplier.', fields: { allowed: 'Allowed', share_basis_points: 'The supplier’s part of what comes in (%)', note: 'Conditions' } },
    improvements: { name: 'Improvements', help: 'Who owns improvements made later, and whether the demander grants them back.', fields: { owner: 'Improvements belong to', grant_back: 'Grant-back to the supplier', note: 'More' } },
    upfront: { name: 'Upfront payment', help: 'What is paid once, at signing.', fields: { amount: 'Amount (đồng)', days: 'Days from signing within which it is paid', note: 'Conditions' } },
    milestones: { name: 'Milestone payments', help: 'Each is a result, an amount and when it is due: days from signing, or an event. An amount is owed only once the demander has accepted that milestone.', fields: { rows: 'Milestones' } },
    royalty: { name: 'Royalty', help: 'Paid by what the use of the technology brings: per cent of net sales, đồng a unit, or per cent of savings. Tiers are marginal: only the units above the threshold bear the tier’s rate.', fields: { base: 'Reckoned on', rate_basis_points: 'Rate (%), on sales or savings', per_unit: 'Rate (đồng a unit), on units', tiers: 'Tiers by units a year', report_months: 'Reported and paid every so many months', offset_basis_points: 'Share of royalties owed to third parties that may be taken off (%)', floor_basis_points: 'Share of the royalty that stays payable all the same (%)' } },
    minimum: { name: 'Minimum a year', help: 'Paid where the royalty of a year is lower. Of a last year shorter than twelve months, by its months.', fields: { amount: 'Amount a year (đồng)', from_year: 'From which year on' } },
    cap: { name: 'Cap on royalties', help: 'Royalties, minimums included, do not go beyond this.', fields: { amount: 'Amount (đồng)', over: 'Over' } },
    equity: { name: 'Equity', help: 'Shares of the demander’s company the supplier receives in place of money.', fields: { basis_points: 'Share (%)', note: 'Conditions' } },
    training: { name: 'Training', help: 'The supplier instructs the demander’s people until they can run it.', fields: { days: 'Days', people: 'People', note: 'Place, contents, who bears the cost' } },
    warranty: { name: 'Warranty', help: 'What the supplier warrants, and for how long.', fields: { months: 'Months', measures: 'Measures warranted and how failures are made good' } },
    penalty: { name: 'Penalty for delay', help: 'The penalty a day and at most, of the value of the duty that is late. The law may limit penalties: ask your lawyers.', fields: { basis_points_per_day: 'A day (%)', cap_basis_points: 'At most (%)' } },
    confidentiality: { name: 'Confidentiality', help: 'How long both sides keep secrets after the contract ends.', fields: { years: 'Years', note: 'Scope' } },
    dispute: { name: 'Disputes', help: 'Where disputes go that the two sides cannot settle themselves.', fields: { body: 'Body', name: 'Name of the court or centre', language: 'Language' } },
    law: { name: 'Governing law', help: 'By which country’s law the contract is read.', fields: { law: 'Law', name: 'Country, where another law' } },
    free: { name: 'Other clause', help: 'What both sides want to add in their own words.', fields: { title: 'Name of the clause', text: 'Text' } },
  },
})
export const columnWords = texts<Record<'what' | 'amount' | 'after_days' | 'event' | 'from_units' | 'rate_basis_points' | 'per_unit', string>>({
  vi: { what: 'Kết quả', amount: 'Số tiền (đồng)', after_days: 'Số ngày từ ngày ký', event: 'Hoặc sự kiện', from_units: 'Từ sản phẩm thứ', rate_basis_points: 'Mức (%)', per_unit: 'Mức (đồng mỗi sản phẩm)' },
  en: { what: 'Result', amount: 'Amount (đồng)', after_days: 'Days from signing', event: 'Or event', from_units: 'From unit', rate_basis_points: 'Rate (%)', per_unit: 'Rate (đồng a unit)' },
})
/** The words for what may be chosen, by field and code. */
export const choiceWords = texts<Record<string, Record<string, string>>>({
  vi: {
    transfer: { licence: 'quyền sử dụng công nghệ', ownership: 'quyền sở hữu công nghệ' },
    form: { independent: 'chuyển giao công nghệ độc lập', investment_project: 'trong dự án đầu tư', capital_contribution: 'góp vốn bằng công nghệ', franchise: 'nhượng quyền thương mại', ip_transfer: 'chuyển giao quyền sở hữu trí tuệ', equipment_sale: 'mua, bán máy móc, thiết bị kèm công nghệ', other: 'hình thức khác theo pháp luật' },
    objects: { know_how: 'bí quyết kỹ thuật, bí quyết công nghệ', solution: 'phương án, quy trình, giải pháp, bản vẽ, công thức, phần mềm, dữ liệu', improvement: 'giải pháp hợp lý hóa sản xuất, đổi mới công nghệ', model: 'mô hình, thuật toán', equipment: 'máy móc, thiết bị đi kèm' },
    methods: { documents: 'chuyển giao tài liệu', training: 'đào tạo', experts: 'cử chuyên gia tư vấn đưa vào vận hành', equipment: 'chuyển giao máy móc, thiết bị đi kèm', other: 'phương thức khác' },
    degree: { exclusive: 'độc quyền', sole: 'duy nhất (bên nhận và chính bên giao)', non_exclusive: 'không độc quyền' },
    allowed: { no: 'không', with_consent: 'khi bên giao đồng ý bằng văn bản', yes: 'được' },
    owner: { improver: 'bên làm ra cải tiến', supplier: 'bên giao', demander: 'bên nhận', joint: 'cả hai bên' },
    grant_back: { none: 'không', non_exclusive: 'có, không độc quyền', exclusive: 'có, độc quyền' },
    base: { net_sales: 'doanh thu thuần', units: 'số sản phẩm', savings: 'khoản tiết kiệm' },
    over: { year: 'mỗi năm', whole: 'cả thời hạn' },
    body: { court: 'tòa án có thẩm quyền', viac: 'Trung tâm Trọng tài Quốc tế Việt Nam (VIAC)', other_arbitration: 'trọng tài khác', mediation_first: 'hòa giải trước, sau đó tòa án' },
    law: { vn: 'pháp luật Việt Nam', other: 'luật khác' },
  },
  en: {
    transfer: { licence: 'the right to use the technology', ownership: 'ownership of the technology' },
    form: { independent: 'independent technology transfer', investment_project: 'within an investment project', capital_contribution: 'technology as capital', franchise: 'franchise', ip_transfer: 'transfer of intellectual property rights', equipment_sale: 'sale of equipment with its technology', other: 'another form under the law' },
    objects: { know_how: 'technical or technological know-how', solution: 'plans, processes, solutions, drawings, formulas, software, data', improvement: 'rationalisation of production, renewal of technology', model: 'models, algorithms', equipment: 'machines and equipment that come with it' },
    methods: { documents: 'handing over documents', training: 'training', experts: 'experts who bring it into operation', equipment: 'handing over equipment that comes with it', other: 'another method' },
    degree: { exclusive: 'exclusive', sole: 'sole (the demander and the supplier itself)', non_exclusive: 'non-exclusive' },
    allowed: { no: 'no', with_consent: 'with the supplier’s written consent', yes: 'yes' },
    owner: { improver: 'whoever makes them', supplier: 'the supplier', demander: 'the demander', joint: 'both sides' },
    grant_back: { none: 'none', non_exclusive: 'yes, non-exclusive', exclusive: 'yes, exclusive' },
    base: { net_sales: 'net sales', units: 'units', savings: 'savings' },
    over: { year: 'each year', whole: 'the whole term' },
    body: { court: 'the competent court', viac: 'Vietnam International Arbitration Centre (VIAC)', other_arbitration: 'another arbitration body', mediation_first: 'mediation first, then the court' },
    law: { vn: 'the law of Vietnam', other: 'another law' },
  },
})
export const unitWords = texts<Record<'days' | 'months' | 'years' | 'people' | 'units', string>>({
  vi: { days: 'ngày', months: 'tháng', years: 'năm', people: 'người', units: 'sản phẩm' },
  en: { days: 'days', months: 'months', years: 'years', people: 'people', units: 'units' },
})
export const lackingWords = texts<Record<(typeof lackings)[number], string>>({
  vi: { rights: 'quyền chuyển giao và đối tượng', methods: 'phương thức chuyển giao', price: 'giá', term: 'thời hạn', warranty: 'bảo hành', penalty: 'phạt vi phạm', dispute: 'cơ quan giải quyết tranh chấp' },
  en: { rights: 'rights and objects', methods: 'methods of transfer', price: 'price', term: 'term', warranty: 'warranty', penalty: 'penalties', dispute: 'dispute body' },
})
export const wordsOfClause = (words: Words, key: ClauseKey): { name: string; help: string; fields: Record<string, string> } => (key.startsWith('free_') ? words.free : words[key as keyof Words])
