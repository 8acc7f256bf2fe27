import type { Ctx } from '../src/core/context.ts'
import { answerReport, CorrectReport, correctReport, WriteReport, writeReport } from '../src/modules/rooms/report-commands.ts'
import { dayAfter, hanoiDay } from '../src/platform/time.ts'
import { keyOf } from './world-sides.ts'

/**
 * A test report between the two sides, as each acts on a day of the file. Where the deal went on to a pilot, one was objected
 * to, corrected and agreed; where it is still evaluated, the other side's objection waits for a correction.
 */
export async function worldReport(deal_id: number, stage: string, supplier: (day: number) => Ctx, demander: (day: number) => Ctx): Promise<void> {
  const on = (day: number): string => hanoiDay(supplier(day).now()), key = (what: string): string => keyOf(`report ${deal_id} ${what}`)
  const tested = {
    deal_id, object: 'Thiết bị đang chạy tại cơ sở của bên cung cấp', sample: 'Hai mẻ liên tiếp, mỗi mẻ 200 kg', method: 'Quy trình đo hai bên thống nhất khi đi xem; độ ẩm bằng tủ sấy 105 °C', tested_from: dayAfter(on(8), -1), tested_to: on(8), place: 'Nơi thiết bị đang chạy',
    quantity_1: 'Điện tiêu thụ khi đầy tải', required_1: '≤ 1,3', measured_1: '1,24', unit_1: 'kWh/kg', verdict_1: 'passed', quantity_2: 'Độ ẩm sản phẩm', required_2: '≤ 8', measured_2: '7,6 ± 0,3', unit_2: '%', verdict_2: 'passed',
    quantity_3: 'Điện tiêu thụ khi non tải', required_3: '', measured_3: '0,9', unit_3: 'kWh/kg', verdict_3: 'not_judged', remarks: 'Nhiệt độ ngoài trời 18–21 °C.', due_on: dayAfter(on(9), 10),
  }
  const report_id = await writeReport(supplier(9), WriteReport.parse({ ...tested, request_key: key('first'), tester: 'supplier', tester_name: 'Phòng đo của đơn vị', conclusion: 'meets' }))
  await answerReport(demander(10), { deal_id, report_id, seen: 1, answer: 'objected', answer_note: 'Hợp đồng mua của chúng tôi cần số đo của phòng thử nghiệm độc lập, và mức yêu cầu khi non tải là 0,8 kWh/kg.' })
  if (stage === 'evaluation') return
  await correctReport(supplier(11), CorrectReport.parse({ ...tested, report_id, seen: 1, request_key: key('second'), correction: 'Mời bên thứ ba đo lại, thêm mức yêu cầu khi non tải.', tester: 'third_party', tester_name: 'Trung tâm Kỹ thuật Tiêu chuẩn Đo lường (ví dụ)', accreditation: 'VILAS 0000 (ví dụ)', required_3: '≤ 0,8', verdict_3: 'not_passed', conclusion: 'meets_in_part' }))
  await answerReport(demander(12), { deal_id, report_id, seen: 2, answer: 'agreed', answer_note: '' })
}
