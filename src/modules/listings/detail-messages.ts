import { texts } from '../../platform/locale.ts'
import type { Better } from './detail-rules.ts'
import type { FieldName } from './detail-fields.ts'
import type { RightKind, RightStatus, Step, Territory } from './schema.ts'

/** What a field is called, what belongs there, and a good answer of a farmer and of an engineer. */
export interface FieldText { label: string; help: string; farmer?: string; engineer?: string }
const asked = (label: string, help: string, farmer?: string, engineer?: string): FieldText => ({ label, help, ...(farmer ? { farmer } : {}), ...(engineer ? { engineer } : {}) })

export const fieldTexts = texts<Record<FieldName, FieldText>>({
  vi: {
    applications: asked('Dùng vào việc gì', 'Mỗi dòng một công dụng, kèm sản phẩm hoặc ngành.', 'Sấy vải, nhãn, chuối; sấy cả lá dược liệu.', 'Sấy nông sản ẩm 60–90 % xuống 8–12 % trong dây chuyền 0,5–2 tấn/ngày.'),
    unit: asked('Đơn vị dùng để so chi phí', 'Chi phí ở hai ô dưới tính cho một đơn vị này.', '1 kg vải khô', '1 m³ nước thải đã xử lý đạt cột B'),
    cost_own: asked('Chi phí khi dùng công nghệ này, cho một đơn vị (đồng)', 'Gồm điện, nhân công, vật tư và khấu hao.', '9.500', '4.200'),
    incumbent: asked('Cách đang dùng phổ biến nhất', 'Người mua đang làm bằng cách nào, máy nào?', 'Sấy than thủ công trong lò gạch', 'Bể hiếu khí bùn hoạt tính, thổi khí bằng máy nén trục vít'),
    cost_incumbent: asked('Chi phí của cách đang dùng, cho một đơn vị (đồng)', 'Tính cùng đơn vị và cùng các khoản.', '16.000', '6.800'),
    power: asked('Điện, nước, nhiên liệu cần có', 'Ghi công suất và loại điện.', 'Điện ba pha 15 kW; một vòi nước rửa.', '3 × 380 V, 22 kW; khí nén 6 bar, 0,8 m³/phút.'),
    staff: asked('Người vận hành cần có', 'Mấy người, biết gì, cần đào tạo bao lâu.', 'Một người trông máy, học hai buổi.', '1 công nhân mỗi ca; 1 kỹ thuật viên điện bậc 3 bảo dưỡng mỗi tháng, đào tạo 5 ngày.'),
    space: asked('Mặt bằng cần có', 'Diện tích, chiều cao, nền, mái che.', 'Nhà có mái 6 × 4 m, nền xi măng.', '36 m², cao thông thủy 4,5 m, nền chịu tải 2 tấn/m².'),
    permits: asked('Giấy phép, thủ tục cần có', 'Ghi điều bạn đã biết; không rõ thì để trống.', 'Cần giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm.', 'Thiết bị áp lực phải kiểm định trước khi đưa vào sử dụng.'),
    limits: asked('Giới hạn và trường hợp đã thất bại', 'Chưa làm được gì, đã hỏng ở đâu và vì sao. Nói trước giúp bạn khỏi mất thời gian với người mua không hợp.', 'Quả chín quá thì dính khay; năm ngoái hỏng một mẻ 200 kg vì mất điện ba giờ.', 'Hiệu suất giảm 30 % khi COD đầu vào trên 2.000 mg/L; một hệ ở Hà Nam dừng vì dầu mỡ làm tắc màng.'),
    support: asked('Hỗ trợ sau khi bán', 'Bảo hành, phụ tùng, ai đến sửa và trong bao lâu.', 'Bảo hành 12 tháng, gọi là có người đến trong hai ngày.', 'Bảo hành 24 tháng, phụ tùng có sẵn tại Hà Nội, giám sát từ xa, đáp ứng trong 8 giờ làm việc.'),
    stage: asked('Giai đoạn phát triển', 'Chọn giai đoạn đúng với hôm nay.'),
    market: asked('Thị trường', 'Ai mua, bao nhiêu người mua, lấy số ở đâu.', 'Các hợp tác xã trồng vải ở Lục Ngạn, khoảng 300 lò sấy.', 'Khoảng 1.200 cơ sở dệt nhuộm vừa và nhỏ phải nâng cấp xử lý nước thải; nguồn: niên giám thống kê.'),
    market_size: asked('Quy mô thị trường mỗi năm (đồng)', 'Ước tính, làm tròn.', '60.000.000.000', '450.000.000.000'),
    market_growth: asked('Tăng trưởng mỗi năm (%)', 'Ghi số âm nếu đang giảm.', '5', '7,5'),
    edge: asked('Hơn đối thủ ở điểm nào', 'So với sản phẩm cụ thể, có con số.', 'Máy nhập của Thái Lan đắt gấp đôi và không sửa được ở quê.', 'Tiêu thụ 0,45 kWh/kg nước bay hơi, bơm nhiệt nhập khẩu cùng cỡ 0,70 kWh/kg.'),
    potential: asked('Tiềm năng phát triển tiếp', 'Bước tiếp theo là gì, còn thiếu gì.', 'Làm máy nhỏ 100 kg cho hộ gia đình.', 'Nâng cỡ lên 5 tấn/mẻ; cần đối tác chế tạo buồng áp lực.'),
    partner: asked('Đối tác cần tìm', 'Loại tổ chức, vai trò, quy mô.', 'Xưởng cơ khí trong huyện nhận lắp và bảo hành.', 'Nhà sản xuất thiết bị có ISO 9001, nhận li-xăng và cùng chứng nhận CE.'),
    state_share: asked('Phần kinh phí từ ngân sách nhà nước (%)', 'Ghi 0 nếu không có. Ghi theo hồ sơ của nhiệm vụ.', '0', '70'),
    task_code: asked('Mã số nhiệm vụ khoa học và công nghệ', 'Mã ghi trong hợp đồng hoặc quyết định phê duyệt.', '01C-04/05-2023-3', 'KC.07.12/21-30'),
    decision_number: asked('Số văn bản quyết định về kết quả', 'Văn bản giao quyền sở hữu, quyền sử dụng hoặc cho phép chuyển giao.', '125/QĐ-SKHCN', '2210/QĐ-BKHCN'),
    decision_on: asked('Ngày ký văn bản', 'Ngày ghi trên văn bản.'),
    decision_authority: asked('Cơ quan ký văn bản', 'Tên cơ quan như ghi trên văn bản.', 'Sở Khoa học và Công nghệ', 'Bộ Khoa học và Công nghệ'),
    indicator: asked('Con số cần thay đổi', 'Một chỉ tiêu đo được.', 'Tỷ lệ rau hỏng trước khi bán', 'COD của nước thải sau xử lý'),
    measure: asked('Đơn vị đo', 'Đơn vị của hai con số dưới đây.', '% khối lượng', 'mg/L'),
    baseline: asked('Hôm nay là bao nhiêu', 'Chỉ ghi số; dấu phẩy cho phần lẻ.', '25', '180'),
    measured: asked('Đo bằng cách nào', 'Đo khi nào, ở đâu, bao nhiêu lần.', 'Cân rau bỏ đi mỗi chiều trong tháng 6.', 'Lấy mẫu tổ hợp 24 giờ, phân tích theo TCVN 6491, 12 mẫu trong quý I.'),
    target: asked('Cần đạt bao nhiêu', 'Chỉ ghi số, cùng đơn vị.', '8', '75'),
    target_test: asked('Phép thử cho thấy đã đạt', 'Ai thử, thử thế nào, đạt bao nhiêu lần thì coi là xong.', 'Cân rau hỏng 30 ngày liền, không ngày nào quá 8 %.', 'Phòng thử nghiệm được công nhận lấy mẫu; 30 mẫu liên tiếp ≤ 75 mg/L ở lưu lượng thiết kế.'),
    value_per_year: asked('Giải được thì lợi bao nhiêu mỗi năm (đồng)', 'Tiết kiệm hoặc thu thêm, ước tính.', '400.000.000', '2.600.000.000'),
    urgency: asked('Mức gấp', 'Khi nào cần có giải pháp?'),
    expertise: asked('Chuyên môn cần tìm', 'Người biết việc gì, ngành nào.', 'Người biết bảo quản rau sau thu hoạch.', 'Kỹ sư quá trình màng, có kinh nghiệm nước thải dệt nhuộm.'),
    tried: asked('Đã thử gì và vì sao chưa được', 'Mỗi cách một dòng: làm gì, khi nào, kết quả.', 'Mua tủ mát cũ năm ngoái: tốn điện, rau vẫn héo sau hai ngày.', 'Keo tụ PAC (2024): COD giảm 40 % nhưng bùn tăng gấp ba; Fenton: đạt nhưng 9.000 đồng/m³.'),
    ruled_out: asked('Giải pháp không dùng', 'Điều bạn chắc chắn không nhận, và lý do.', 'Không dùng hóa chất bảo quản.', 'Không nhận công nghệ cần thêm bể quá 50 m² hoặc dùng clo.'),
    constraints: asked('Ràng buộc', 'Mặt bằng, điện, người, giờ làm, quy định phải theo.', 'Xưởng chỉ có điện một pha, hai người làm.', 'Không dừng dây chuyền quá 8 giờ; còn 60 kW công suất trạm biến áp.'),
    budget_certainty: asked('Tiền đã chắc chưa', 'Số tiền ghi ở phần nội dung cơ bản.'),
    decider: asked('Ai quyết định (chức vụ)', 'Ghi chức vụ, không ghi tên người.', 'Chủ nhiệm hợp tác xã', 'Giám đốc kỹ thuật, Hội đồng đầu tư của công ty'),
    decides_on: asked('Ngày quyết định', 'Ngày dự kiến chọn giải pháp.'),
    procurement_route: asked('Cách mua sắm', 'Chọn cách bạn dự định.'),
    starts_on: asked('Ngày bắt đầu', 'Ngày dự kiến bắt đầu làm.'),
    months: asked('Số tháng thực hiện', 'Từ lúc bắt đầu đến lúc nghiệm thu.', '3', '12'),
    pilot: asked('Có chỗ chạy thử không', 'Nơi chạy thử giúp bên có công nghệ chứng minh nhanh hơn.'),
    pilot_place: asked('Chạy thử ở đâu', 'Ghi nơi và điều kiện; không ghi tên tổ chức nếu bạn chọn ẩn danh.', 'Một nhà sơ chế 40 m² ở xã ven sông.', 'Trạm xử lý 200 m³/ngày, dành riêng một bể 20 m³.'),
  },
  en: {
    applications: asked('What it is used for', 'One use a line, with the product or industry.', 'Drying lychee, longan and banana; medicinal leaves too.', 'Drying produce of 60–90 % moisture to 8–12 % in lines of 0.5–2 tonnes a day.'),
    unit: asked('Unit the costs are compared by', 'The costs in the two boxes below are for one of these.', '1 kg of dried lychee', '1 m³ of waste water treated to column B'),
    cost_own: asked('Cost with this technology, for one unit (đồng)', 'Power, labour, materials and depreciation.', '9,500', '4,200'),
    incumbent: asked('What is most used today', 'How, and with which machine, do buyers do it now?', 'Drying over coal in a brick kiln', 'Activated sludge, aerated by a screw compressor'),
    cost_incumbent: asked('Cost of what is used today, for one unit (đồng)', 'The same unit and the same items.', '16,000', '6,800'),
    power: asked('Power, water and fuel it needs', 'Give the capacity and kind of supply.', 'Three-phase power, 15 kW; one water tap for washing.', '3 × 380 V, 22 kW; compressed air 6 bar, 0.8 m³/min.'),
    staff: asked('People it needs', 'How many, with what skill, trained how long.', 'One person to watch it, taught in two sessions.', '1 operator a shift; 1 electrician (grade 3) for monthly maintenance, 5 days of training.'),
    space: asked('Space it needs', 'Area, height, floor, roof.', 'A roofed shed of 6 × 4 m with a cement floor.', '36 m², 4.5 m clear height, floor load 2 t/m².'),
    permits: asked('Permits and formalities', 'What you know of; leave empty if you do not know.', 'The site needs its food-safety certificate.', 'Pressure vessels have to be inspected before use.'),
    limits: asked('Limits and known failures', 'What it cannot do yet, where it failed and why. Saying so spares you buyers it does not suit.', 'Overripe fruit sticks to the trays; last year a batch of 200 kg was lost in a three-hour power cut.', 'Efficiency falls by 30 % above 2,000 mg/L COD; one plant in Ha Nam stopped because grease blocked the membrane.'),
    support: asked('Support after sale', 'Warranty, spare parts, who comes and how soon.', '12 months of warranty; somebody comes within two days of a call.', '24 months of warranty, parts held in Hanoi, remote monitoring, answer within 8 working hours.'),
    stage: asked('Stage of development', 'Choose where it stands today.'),
    market: asked('Market', 'Who buys, how many of them, and where the figures come from.', 'Lychee cooperatives in Luc Ngan, about 300 kilns.', 'About 1,200 small and mid-size dye works that have to upgrade their treatment; source: statistical yearbook.'),
    market_size: asked('Market size a year (đồng)', 'An estimate, rounded.', '60,000,000,000', '450,000,000,000'),
    market_growth: asked('Growth a year (%)', 'A negative number if it shrinks.', '5', '7.5'),
    edge: asked('Edge over rivals', 'Against a named product, with figures.', 'The imported machine costs twice as much and nobody here can repair it.', '0.45 kWh per kg of water removed; an imported heat pump of this size takes 0.70 kWh.'),
    potential: asked('Potential for further development', 'What comes next and what is missing for it.', 'A small 100 kg machine for households.', 'Scaling to 5 t a batch; needs a partner who makes pressure chambers.'),
    partner: asked('Partner sought', 'Kind of organisation, its part, its size.', 'A workshop in the district that installs and repairs.', 'An equipment maker with ISO 9001 to take a licence and share CE certification.'),
    state_share: asked('Share of public money (%)', 'Write 0 if there is none. As the records of the task have it.', '0', '70'),
    task_code: asked('Code of the science and technology task', 'As in the contract or the approving decision.', '01C-04/05-2023-3', 'KC.07.12/21-30'),
    decision_number: asked('Number of the document that decides on the results', 'The document that assigns ownership or use, or allows the transfer.', '125/QĐ-SKHCN', '2210/QĐ-BKHCN'),
    decision_on: asked('Date of the document', 'The date written on it.'),
    decision_authority: asked('Authority that signed it', 'Its name as on the document.', 'Department of Science and Technology', 'Ministry of Science and Technology'),
    indicator: asked('The number that has to change', 'One thing that can be measured.', 'Share of vegetables spoiled before sale', 'COD of the treated waste water'),
    measure: asked('Unit of measurement', 'The unit of the two numbers below.', '% by weight', 'mg/L'),
    baseline: asked('What it is today', 'The number alone, with a point for decimals.', '25', '180'),
    measured: asked('How it was measured', 'When, where, how many times.', 'Weighed what was thrown away every evening in June.', '24-hour composite samples, TCVN 6491, 12 samples in the first quarter.'),
    target: asked('What it has to become', 'The number alone, in the same unit.', '8', '75'),
    target_test: asked('The test that shows it', 'Who tests, how, and what counts as reached.', 'Weigh the spoiled vegetables for 30 days; no day above 8 %.', 'An accredited laboratory samples; 30 samples in a row ≤ 75 mg/L at design flow.'),
    value_per_year: asked('What solving it is worth a year (đồng)', 'Saved or earned, estimated.', '400,000,000', '2,600,000,000'),
    urgency: asked('Urgency', 'When is a solution needed?'),
    expertise: asked('Expertise sought', 'Who knows what, in which field.', 'Somebody who knows how to store vegetables after harvest.', 'A membrane process engineer with experience of dye-works effluent.'),
    tried: asked('What was tried and why it failed', 'One line each: what, when, with what result.', 'Bought a used cooler last year: much power, and the greens still wilted after two days.', 'PAC coagulation (2024): COD down 40 % but three times the sludge; Fenton: reached it, at 9,000 đồng/m³.'),
    ruled_out: asked('Solutions ruled out', 'What you will certainly not take, and why.', 'No chemical preservatives.', 'Nothing that takes another basin of over 50 m² or uses chlorine.'),
    constraints: asked('Constraints', 'Space, power, people, hours, rules to be kept.', 'The shed has single-phase power and two workers.', 'The line may stop for 8 hours at most; 60 kW of transformer capacity left.'),
    budget_certainty: asked('How certain the money is', 'The amount stands in the basic content.'),
    decider: asked('Who decides (position)', 'The position, not the name of a person.', 'Head of the cooperative', 'Technical director; the company’s investment board'),
    decides_on: asked('Date of the decision', 'When you expect to choose.'),
    procurement_route: asked('How it will be procured', 'What you intend.'),
    starts_on: asked('Start', 'When work is meant to begin.'),
    months: asked('Months it may take', 'From the start to acceptance.', '3', '12'),
    pilot: asked('Is there a place to try it', 'A place to try it lets suppliers prove themselves sooner.'),
    pilot_place: asked('Where it can be tried', 'Place and conditions; leave your name out if you stay anonymous.', 'A 40 m² packing shed in a riverside commune.', 'A 200 m³/day treatment plant with one 20 m³ basin set aside.'),
  },
})

const choices = texts({
  vi: {
    idea: 'Ý tưởng, nghiên cứu', prototype: 'Mẫu thử', commercial: 'Đã bán hoặc sẵn sàng bán', three_months: 'Trong ba tháng', this_year: 'Trong mười hai tháng', next_year: 'Sau một năm', open: 'Không có hạn',
    none: 'Chưa có tiền', planned: 'Đã đưa vào kế hoạch', approved: 'Đã được duyệt', direct: 'Mua trực tiếp, thỏa thuận', competitive: 'Chọn qua cạnh tranh nhiều bên', state_order: 'Nhiệm vụ khoa học và công nghệ do nhà nước đặt hàng', undecided: 'Chưa quyết định', yes: 'Có', no: 'Không',
  },
  en: {
    idea: 'Idea, research', prototype: 'Prototype', commercial: 'Sold, or ready for sale', three_months: 'Within three months', this_year: 'Within twelve months', next_year: 'After a year', open: 'No deadline',
    none: 'No money yet', planned: 'Planned for', approved: 'Approved', direct: 'Bought directly, by agreement', competitive: 'Chosen in competition', state_order: 'A science and technology task ordered by the state', undecided: 'Not decided', yes: 'Yes', no: 'No',
  },
})

/** What a choice is called, by its code. */
export const choiceTexts: Record<'vi' | 'en', Record<string, string>> = choices

const better: Record<'vi' | 'en', Record<Better, string>> = {
  vi: {
    cost: 'So chi phí với cách đang dùng', readiness: 'Trả lời chín câu hỏi về mức sẵn sàng', sites: 'Nêu một nơi đã dùng', limits: 'Nói giới hạn và trường hợp đã thất bại', conditions: 'Nêu điều kiện lắp đặt', rights: 'Ghi quyền sở hữu trí tuệ', owners: 'Ghi chủ sở hữu và phần sở hữu', pictures: 'Thêm một ảnh', support: 'Nói hỗ trợ sau khi bán',
    state_share: 'Cho biết có ngân sách nhà nước hay không', market: 'Nói về thị trường và điểm hơn đối thủ', translation: 'Thêm bản tiếng nước kia', baseline: 'Ghi con số hôm nay', target: 'Ghi con số cần đạt', value_per_year: 'Ước tính lợi ích mỗi năm', tried: 'Kể điều đã thử', budget_certainty: 'Cho biết tiền đã chắc chưa', decider: 'Nêu chức vụ người quyết định', constraints: 'Nêu ràng buộc', decides_on: 'Ghi ngày quyết định', procurement_route: 'Nêu cách mua sắm', pilot: 'Cho biết có chỗ chạy thử không',
  },
  en: {
    cost: 'Compare the cost with what is used today', readiness: 'Answer the nine questions on readiness', sites: 'Name one place where it runs', limits: 'Say what its limits are and where it failed', conditions: 'Say what it needs on site', rights: 'Enter the rights that protect it', owners: 'Enter the owners and their shares', pictures: 'Add a picture', support: 'Say what support follows the sale',
    state_share: 'Say whether there is public money in it', market: 'Describe the market and the edge over rivals', translation: 'Add the text in the other language', baseline: 'Give the number as it is today', target: 'Give the number it has to become', value_per_year: 'Estimate what it is worth a year', tried: 'Tell what was tried', budget_certainty: 'Say how certain the money is', decider: 'Name the position that decides', constraints: 'Name the constraints', decides_on: 'Give the date of the decision', procurement_route: 'Say how it will be procured', pilot: 'Say whether it can be tried somewhere',
  },
}

const stepNames = texts<Record<Step | 'edit' | 'pictures' | 'confidential' | 'check', string>>({
  vi: { edit: 'Nội dung cơ bản', readiness: 'Mức sẵn sàng', rights: 'Quyền và chủ sở hữu', use: 'Sử dụng và chi phí', market: 'Thị trường', public_money: 'Ngân sách nhà nước', numbers: 'Vấn đề bằng con số', tried: 'Đã thử và ràng buộc', money: 'Tiền và quyết định', pilot: 'Chạy thử và ẩn danh', pictures: 'Ảnh', confidential: 'Phần không công khai', check: 'Kiểm tra và gửi' },
  en: { edit: 'Basic content', readiness: 'Readiness', rights: 'Rights and owners', use: 'Use and cost', market: 'Market', public_money: 'Public money', numbers: 'The problem in numbers', tried: 'Tried, and constraints', money: 'Money and decision', pilot: 'Trial and anonymity', pictures: 'Pictures', confidential: 'What is not public', check: 'Check and send' },
})
const stepLeads = texts<Record<Step, string>>({
  vi: {
    readiness: 'Mỗi mức một câu hỏi. Trả lời “có” khi bạn chỉ ra được bằng chứng. Mức theo câu trả lời là mức cao nhất mà mọi mức dưới nó đều “có”.', rights: 'Ghi từng quyền và từng chủ sở hữu. Bỏ trống dòng không dùng; lưu xong sẽ có thêm dòng trống.', use: 'Người mua muốn biết trước hết: thay cái đang dùng thì rẻ hơn bao nhiêu, cần gì để lắp, đã chạy ở đâu.',
    market: 'Ai sẽ mua và vì sao chọn công nghệ này.', public_money: 'Chỉ ghi sự việc theo giấy tờ bạn có. Sàn không kết luận pháp lý từ phần này.', numbers: 'Một vấn đề có con số tìm được giải pháp nhanh hơn một vấn đề chỉ có lời.', tried: 'Nói điều đã thử để không ai chào lại đúng cách đó.', money: 'Bên có công nghệ muốn biết nhu cầu này thật đến đâu.', pilot: 'Cho biết có thể chạy thử ở đâu, và có nêu tên tổ chức bạn hay không.',
  },
  en: {
    readiness: 'One question for each level. Answer yes where you can point to evidence. The level your answers show is the highest with every level below it answered yes.', rights: 'One row for each right and each owner. Leave rows you do not need empty; after saving there are more.', use: 'What buyers ask first: how much cheaper than what they have, what it needs on site, where it runs already.',
    market: 'Who will buy it, and why this one.', public_money: 'Facts only, as your papers have them. The Exchange draws no legal conclusion from this part.', numbers: 'A problem with a number finds its solution sooner than one with words alone.', tried: 'Say what was tried, so that nobody offers just that again.', money: 'Suppliers want to know how real this need is.', pilot: 'Say where it can be tried, and whether your organisation is named.',
  },
})

export const detailTexts = texts({
  vi: {
    ...choices.vi, steps: stepNames.vi, leads: stepLeads.vi, better: better.vi, stepsLabel: 'Các bước', desk: 'Bàn viết nhu cầu', deskHelp: 'Ngại viết? Bàn viết hỏi mười câu bình thường rồi xếp thành bản nháp nhu cầu.', askHelp: 'Nhờ giúp viết cho rõ', done: 'đã đủ', farmer: 'Nông dân', engineer: 'Kỹ sư', example: 'Ví dụ', stepTitle: (step: string, title: string) => `${step}: ${title}`, next: 'Lưu và sang bước tiếp', go: 'Sang bước tiếp', onlyLater: 'Mọi mục ở bước này đều không bắt buộc.',
    saving: 'Đang lưu…', savedAt: 'Đã lưu lúc', notSaved: 'Chưa lưu được, có thể do mất mạng. Phần bạn gõ vẫn còn trên trang và sẽ được gửi lại.', changedElsewhere: 'Có người vừa lưu bước này. Bản của bạn chưa được lưu và vẫn còn trên trang; bấm nút lưu để xem hai bản khác nhau ở đâu.', savesItself: 'Bản nháp tự lưu khi bạn ngừng gõ.', wrongField: 'Chưa lưu được vì một mục chưa đúng:', savedByHand: 'Tin này không phải bản nháp nên không tự lưu. Lưu sẽ đưa tin về bản nháp để duyệt lại.',
    question: (level: number, name: string) => `Mức ${level}. ${name}`, unanswered: 'Chưa trả lời', claimed: 'TRL công bố', claimedHelp: 'Để trống: lấy mức theo câu trả lời.', shown: (level: number) => level === 0 ? 'Các câu trả lời chưa cho thấy mức nào.' : `Theo câu trả lời: TRL ${level}.`, contradiction: (yes: number, no: number) => `Mức ${yes} trả lời “có” nhưng mức ${no} trả lời “không”.`, gap: (level: number) => `Chưa trả lời mức ${level}.`, above: (claimed: number, shown: number) => `TRL công bố là ${claimed}, cao hơn mức ${shown} theo câu trả lời.`, answers: 'Trả lời theo từng mức',
    rights: 'Quyền sở hữu trí tuệ', right: 'Quyền', kind: 'Loại', number: 'Số đơn hoặc văn bằng', status: 'Tình trạng', territories: 'Nơi bảo hộ', filed_on: 'Ngày nộp đơn', expires_on: 'Ngày hết hạn', rightHelp: 'Ví dụ, nông dân: nhãn hiệu, số 4-2021-12345, đã cấp, Việt Nam. Ví dụ, kỹ sư: sáng chế, số 1-0034567, đã cấp, Việt Nam và PCT, hết hạn 2041-05-20.',
    rightKinds: { patent: 'Sáng chế', utility_solution: 'Giải pháp hữu ích', design: 'Kiểu dáng công nghiệp', trademark: 'Nhãn hiệu', copyright: 'Quyền tác giả', plant_variety: 'Giống cây trồng', circuit_layout: 'Thiết kế bố trí mạch tích hợp', trade_secret: 'Bí mật kinh doanh' } as Record<RightKind, string>,
    rightStatuses: { filed: 'Đã nộp đơn', granted: 'Đã cấp', expired: 'Hết hạn', refused: 'Bị từ chối', unregistered: 'Không đăng ký' } as Record<RightStatus, string>,
    territoryNames: { VN: 'Việt Nam', PCT: 'Đơn quốc tế PCT', EP: 'Châu Âu (EP)', US: 'Hoa Kỳ', CN: 'Trung Quốc', JP: 'Nhật Bản', KR: 'Hàn Quốc', other: 'Nơi khác' } as Record<Territory, string>,
    owners: 'Chủ sở hữu', owner: 'Chủ sở hữu', share: 'Phần sở hữu (%)', ownerHelp: 'Ghi tên tổ chức hoặc người. Tên trùng với đúng một tổ chức trên Sàn thì được nối tới trang của tổ chức đó. Các phần cộng lại đúng 100 %. Ví dụ, nông dân: Hợp tác xã Đồi Sim, 100. Ví dụ, kỹ sư: Viện Cơ điện Bờ Xôi 66,67 và Công ty Thép Mỏ Nhát 33,33.',
    sites: 'Nơi đang dùng', site: 'Nơi dùng', place: 'Nơi nào', since: 'Từ năm', ask: 'Hỏi ai', siteHelp: 'Ghi bộ phận hoặc chức vụ có thể hỏi, không ghi tên hay số điện thoại riêng. Ví dụ, nông dân: Hợp tác xã Rau Bãi Giữa, 2023, ban quản lý. Ví dụ, kỹ sư: Nhà máy nước Đồng Sen, 2021, phòng kỹ thuật.',
    anonymous: 'Nêu tên tổ chức của bạn', anonymousYes: 'Ẩn danh', anonymousNo: 'Nêu tên', anonymousHelp: 'Ẩn danh: người khác thấy “Tổ chức ẩn danh (Sàn đã biết)” ở mọi nơi. Cán bộ Sàn vẫn biết bạn là ai. Bên bạn nhận lời kết nối, hoặc bên bạn tự gửi nhu cầu này tới, sẽ thấy tên. Sàn không xóa được tên bạn tự viết trong nội dung, ảnh hay nơi áp dụng.', anonymousOrganisation: 'Tổ chức ẩn danh (Sàn đã biết)', hiddenFromOthers: 'Người khác chỉ thấy là tổ chức ẩn danh.',
    complete: (percent: number) => `Đầy đủ ${percent} %`, completeLabel: 'Mức đầy đủ', requiredTitle: 'Còn phải có trước khi gửi', betterTitle: 'Nên thêm', counts: (n: number) => `${n} điểm`, completeHelp: 'Các mục bắt buộc tính 60 trên 100; 40 còn lại là điều người đọc hỏi nhiều nhất.', allThere: 'Tin đã có mọi mục.', checkTitle: 'Kiểm tra và gửi', seePage: 'Xem tin như người khác sẽ thấy', readyToSend: 'Đủ các mục bắt buộc. Bạn có thể gửi duyệt.',
    costTitle: 'So chi phí', cost: 'Chi phí', per: (unit: string) => `Chi phí cho ${unit}`, ours: 'Công nghệ này', theirs: 'Cách đang dùng', saved: 'Rẻ hơn', dearer: 'Đắt hơn', onMarket: 'Thị trường và đối tác', conditions: 'Điều kiện lắp đặt', useTitle: 'Sử dụng', publicMoney: 'Ngân sách nhà nước', publicMoneyNone: 'Không có ngân sách nhà nước.', facts: 'Thông tin do chủ tin ghi theo giấy tờ của mình.', numbersTitle: 'Bằng con số', today: 'Hôm nay', wanted: 'Cần đạt', triedTitle: 'Đã thử và ràng buộc', moneyTitle: 'Tiền và quyết định', pilotTitle: 'Chạy thử', inLanguage: { vi: 'Phần này viết bằng tiếng Việt.', en: 'Phần này viết bằng tiếng Anh.' },
  },
  en: {
    ...choices.en, steps: stepNames.en, leads: stepLeads.en, better: better.en, stepsLabel: 'Steps', desk: 'Writing desk', deskHelp: 'Not sure how to write it? The writing desk asks ten plain questions and drafts the need.', askHelp: 'Ask for help with the wording', done: 'complete', farmer: 'Farmer', engineer: 'Engineer', example: 'Example', stepTitle: (step: string, title: string) => `${step}: ${title}`, next: 'Save and go on', go: 'Go on', onlyLater: 'Everything in this step is optional.',
    saving: 'Saving…', savedAt: 'Saved at', notSaved: 'Not saved yet, perhaps for want of a connection. What you typed is still on the page and will be sent again.', changedElsewhere: 'Somebody has just saved this step. Yours is not saved and still on the page; press the save button to see how the two differ.', savesItself: 'A draft saves itself when you stop typing.', wrongField: 'Not saved yet, because of one field:', savedByHand: 'This listing is not a draft, so it does not save itself. Saving makes it a draft, to be reviewed again.',
    question: (level: number, name: string) => `Level ${level}. ${name}`, unanswered: 'Not answered', claimed: 'TRL claimed', claimedHelp: 'Left empty: the level your answers show.', shown: (level: number) => level === 0 ? 'The answers show no level yet.' : `By the answers: TRL ${level}.`, contradiction: (yes: number, no: number) => `Level ${yes} is answered yes, but level ${no} is answered no.`, gap: (level: number) => `Level ${level} is not answered.`, above: (claimed: number, shown: number) => `The TRL claimed is ${claimed}, above the level ${shown} the answers show.`, answers: 'Answers level by level',
    rights: 'Intellectual property rights', right: 'Right', kind: 'Kind', number: 'Number of the application or title', status: 'Status', territories: 'Where it holds', filed_on: 'Filed on', expires_on: 'Expires on', rightHelp: 'For example, a farmer: trademark, no. 4-2021-12345, granted, Vietnam. For example, an engineer: patent, no. 1-0034567, granted, Vietnam and PCT, expires 2041-05-20.',
    rightKinds: { patent: 'Patent', utility_solution: 'Utility solution', design: 'Industrial design', trademark: 'Trademark', copyright: 'Copyright', plant_variety: 'Plant variety', circuit_layout: 'Layout design of an integrated circuit', trade_secret: 'Trade secret' },
    rightStatuses: { filed: 'Filed', granted: 'Granted', expired: 'Expired', refused: 'Refused', unregistered: 'Not registered' },
    territoryNames: { VN: 'Vietnam', PCT: 'International application (PCT)', EP: 'Europe (EP)', US: 'United States', CN: 'China', JP: 'Japan', KR: 'Korea', other: 'Elsewhere' },
    owners: 'Owners', owner: 'Owner', share: 'Share (%)', ownerHelp: 'The name of an organisation or a person. A name that is that of exactly one organisation of the Exchange leads to its page. The shares add to exactly 100 %. For example, a farmer: Doi Sim Cooperative, 100. For example, an engineer: Bo Xoi Institute of Electromechanics 66.67 and Mo Nhat Steel Company 33.33.',
    sites: 'Where it runs', site: 'Place of use', place: 'Where', since: 'Since the year', ask: 'Who may be asked', siteHelp: 'The department or position that may be asked, not the name or telephone number of a person. For example, a farmer: Bai Giua vegetable cooperative, 2023, its board. For example, an engineer: Dong Sen water works, 2021, technical department.',
    anonymous: 'Whether your organisation is named', anonymousYes: 'Stay anonymous', anonymousNo: 'Be named', anonymousHelp: 'Anonymous: others read “Anonymous organisation (known to the Exchange)” everywhere. The staff of the Exchange still know who you are. Whoever’s interest you accept, or to whom you send this need yourself, sees your name. The Exchange cannot take out a name you write into the text, the pictures or the place of use.', anonymousOrganisation: 'Anonymous organisation (known to the Exchange)', hiddenFromOthers: 'Others see an anonymous organisation.',
    complete: (percent: number) => `${percent} % complete`, completeLabel: 'How complete it is', requiredTitle: 'Needed before it can be sent', betterTitle: 'What would make it better', counts: (n: number) => `${n} ${n === 1 ? 'point' : 'points'}`, completeHelp: 'What is required counts 60 of 100; the other 40 are what readers ask for most.', allThere: 'Everything is there.', checkTitle: 'Check and send', seePage: 'See the listing as others will', readyToSend: 'Everything required is there. You can submit it.',
    costTitle: 'Cost compared', cost: 'Cost', per: (unit: string) => `Cost for ${unit}`, ours: 'This technology', theirs: 'Used today', saved: 'Cheaper by', dearer: 'Dearer by', onMarket: 'Market and partners', conditions: 'What it needs on site', useTitle: 'Use', publicMoney: 'Public money', publicMoneyNone: 'No public money.', facts: 'As the owner gives it from their papers.', numbersTitle: 'In numbers', today: 'Today', wanted: 'Wanted', triedTitle: 'Tried, and constraints', moneyTitle: 'Money and decision', pilotTitle: 'Trial', inLanguage: { vi: 'This part is written in Vietnamese.', en: 'This part is written in English.' },
  },
})

/** One question for each readiness level, 1 to 9, after NASA’s and ISO 16290’s descriptions and as data/trl.csv has them. */
export const levelQuestions = texts<readonly string[]>({
  vi: ['Bạn có tài liệu hoặc kết quả nghiên cứu nêu rõ nguyên lý mà công nghệ dựa vào không?', 'Bạn đã viết ra công nghệ sẽ hoạt động thế nào và dùng để giải quyết việc gì chưa?', 'Bạn đã làm thí nghiệm hoặc tính toán có số liệu chứng tỏ phần cốt lõi hoạt động chưa?', 'Bạn đã ghép các bộ phận chính và chạy thử thành công trong phòng thí nghiệm chưa?', 'Bạn đã thử các bộ phận chính với nguyên liệu, tải hoặc môi trường gần giống nơi sử dụng chưa?', 'Bạn đã có mẫu thử đủ chức năng và có biên bản chạy thử trong điều kiện gần thực tế chưa?', 'Mẫu thử đã chạy tại nhà máy, đồng ruộng hoặc cơ sở của người dùng thật và có số liệu ghi lại chưa?', 'Sản phẩm hoàn thiện đã có kết quả thử nghiệm hoặc chứng nhận đạt yêu cầu kỹ thuật chưa?', 'Có ít nhất một khách hàng hoặc cơ sở đang dùng công nghệ này thường xuyên trong công việc của họ không?'],
  en: ['Do you have a paper or research result that states the principle the technology rests on?', 'Have you written down how the technology would work and which problem it would solve?', 'Have you run an experiment or calculation whose figures show that the core part works?', 'Have you put the main parts together and run them successfully in the laboratory?', 'Have you tested the main parts with materials, loads or surroundings like those at the place of use?', 'Do you have a prototype with all its functions and a record of its trial under near-real conditions?', 'Has the prototype run at a real user’s factory, field or site, with the results recorded?', 'Does the finished product have test results or a certificate showing that it meets its requirements?', 'Is at least one customer or site using this technology regularly in its own work?'],
})
