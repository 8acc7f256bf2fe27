import { texts } from '../../platform/locale.ts'
import { fewestTold } from '../figures/ledger-rules.ts'
import type { ResultFigure } from './result-rules.ts'

export const resultTexts = texts({
  vi: {
    title: (what: string) => `Kết quả: ${what}`, crumb: 'Kết quả', open: 'Kết quả chi tiết và so sánh các phiên', lead: 'Mọi con số được đếm từ hồ sơ của Sàn ngay lúc bạn mở trang này.', thisSession: 'Phiên này', session: 'Phiên', figure: 'Chỉ số', count: 'Số lượng',
    figures: { registered: 'Người đăng ký', came: 'Người có mặt', cards: 'Phiếu quan tâm', opened: 'Hồ sơ giao dịch đã mở', signed: 'Giao dịch đã ký' } satisfies Record<ResultFigure, string>,
    chart: (rows: string) => `Từ đăng ký đến ký kết: ${rows}.`, compare: 'So với các phiên trước', people: 'Người đăng ký và người có mặt', peopleChart: (rows: string) => `Theo phiên, đăng ký và có mặt: ${rows}.`, deals: 'Phiếu quan tâm và hồ sơ đã mở', dealsChart: (rows: string) => `Theo phiên, phiếu quan tâm và hồ sơ đã mở: ${rows}.`, alone: 'Chưa có phiên nào trước phiên này để so sánh.',
    within: (months: number) => `Ký trong ${months} tháng`, later: 'chưa đến', bands: 'Giá trị các giao dịch đã chốt, theo khoảng', noBands: 'Chưa có giao dịch nào từ phiên này chốt giá trị.', withheld: `Dấu “…”: chưa đủ ${fewestTold} giao dịch để nêu khoảng giá trị mà không lộ từng giao dịch.`, band: 'Khoảng giá trị',
    how: 'Cách đếm', method: ['Người đăng ký: người có chỗ và người chờ, trừ người đã hủy. Người có mặt: vé đã được soát.', 'Hồ sơ đã mở: phiếu quan tâm để lại tại phiên đã được chấp nhận. Đã ký: có hợp đồng hai bên đã ký trong hồ sơ, hoặc cả hai bên đã xác nhận giá trị khi khép; lấy ngày sớm hơn. Số tháng tính từ ngày phiên kết thúc.', 'Giá trị chỉ lấy từ giao dịch mà cả hai bên đã xác nhận cùng một số.'],
    counted: 'Đếm lúc', download: 'Tải về', xlsx: 'Excel (XLSX)', day: 'Ngày', source: 'Nguồn', opens: 'Bấm vào con số để mở danh sách mà nó đếm.', listOf: (figure: string, n: number) => `${figure}: mở danh sách ${n}`,
    list: (figure: string, what: string) => `${figure}: ${what}`, total: (n: number) => `${n} dòng.`, most: (n: number) => `Chỉ hiện ${n} dòng đầu.`, empty: 'Không có dòng nào.', back: 'Về trang kết quả', card: 'Phiếu', interest: (id: number) => `Phiếu quan tâm ${id}`, file: 'Hồ sơ', deal: (id: number) => `Hồ sơ ${id}`, parties: 'Các bên', state: 'Trạng thái', signedOn: 'Ngày ký', none: 'chưa mở',
  },
  en: {
    title: (what: string) => `Results: ${what}`, crumb: 'Results', open: 'Results in detail, beside other sessions', lead: 'Every figure is counted from the Exchange’s records as you open this page.', thisSession: 'This session', session: 'Session', figure: 'Figure', count: 'Number',
    figures: { registered: 'Registered', came: 'Came', cards: 'Interest cards', opened: 'Deal files opened', signed: 'Deals signed' },
    chart: (rows: string) => `From registering to signing: ${rows}.`, compare: 'Beside earlier sessions', people: 'Registered and came', peopleChart: (rows: string) => `By session, registered and came: ${rows}.`, deals: 'Interest cards and files opened', dealsChart: (rows: string) => `By session, interest cards and files opened: ${rows}.`, alone: 'There is no earlier session to compare with.',
    within: (months: number) => `Signed within ${months} months`, later: 'not yet', bands: 'Values of the deals that closed, by band', noBands: 'No deal of this session has closed with a value yet.', withheld: `“…”: fewer than ${fewestTold} deals, too few to tell a band without telling of one of them.`, band: 'Band of value',
    how: 'How it is counted', method: ['Registered: those with a place and those who wait, without those who cancelled. Came: tickets checked at the door.', 'Files opened: cards left at the session that were accepted. Signed: a contract both sides signed in the file, or a value both confirmed at closing, whichever came first. Months count from the day the session ended.', 'Values are of deals in which both sides confirmed the same figure.'],
    counted: 'Counted', download: 'Download', xlsx: 'Excel (XLSX)', day: 'Day', source: 'Source', opens: 'Choose a number to open the list it counts.', listOf: (figure: string, n: number) => `${figure}: open the list of ${n}`,
    list: (figure: string, what: string) => `${figure}: ${what}`, total: (n: number) => (n === 1 ? '1 line.' : `${n} lines.`), most: (n: number) => `The first ${n} lines are shown.`, empty: 'No lines.', back: 'To the results', card: 'Card', interest: (id: number) => `Interest card ${id}`, file: 'File', deal: (id: number) => `File ${id}`, parties: 'Parties', state: 'State', signedOn: 'Signed on', none: 'not opened',
  },
})
