import { formatVnd } from '../../platform/money.ts'
import { type Block, bold, gap, type Paper, type Text } from '../../platform/papers/paper.ts'
import { formatDay } from '../../platform/time.ts'
import { lotTexts } from '../auctions/page-messages.ts'
import { type Minutes, type MinuteLine, outNames, pauseNames, resultSentence } from './minutes-rules.ts'

/** So many lines of the course stand on paper; all of them are in the JSON and in the public file. */
export const mostLinesOnPaper = 2_000

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false })
const dateOf = (at: number): Date => new Date(Math.floor(at / 1000))
/** Hanoi's time to the thousandth of a second. */
const timeOf = (at: number): string => clock.format(dateOf(at)).replace(',', '.')
const momentOf = (at: number | null): { vi: string; en: string } => (at === null ? { vi: '—', en: '—' } : { vi: `${timeOf(at).slice(0, 8)} ngày ${formatDay(dateOf(at), 'vi')}`, en: `${timeOf(at).slice(0, 8)} on ${formatDay(dateOf(at), 'en')}` })
const orGap = (text: string, what: string): Text => (text ? text : [gap(what)])

/** Minutes as a paper: of a property auction with the contents of its form, or of a voluntary session of competitive offers. */
export function minutesPaper(minutes: Minutes, author: string): Paper {
  const { lot, rules, lines, result } = minutes, statutory = lot.regime === 'statutory'
  const pair = (vi: Text, en: Text): Block => ({ kind: 'pair', vi: [vi], en: [en] })
  const said = (vi: string, en: string, value: Text | { vi: string; en: string }): Block => {
    const both = typeof value === 'object' && 'vi' in value ? value : { vi: value as Text, en: value as Text }
    const runs = (text: Text) => (typeof text === 'string' ? [{ text }] : text)
    return pair([bold(`${vi}: `), ...runs(both.vi)], [bold(`${en}: `), ...runs(both.en)])
  }
  let part = 0
  const heading = (vi: string, en: string): Block => ({ kind: 'heading', level: 2, text: `${++part}. ${vi} · ${en}` })
  const mode = (of: 'held' | 'method') => ({ vi: lotTexts.vi[of][lot.form], en: lotTexts.en[of][lot.form] })
  const shown = onPaper(lines)
  const blocks: Block[] = [
    heading('Căn cứ', 'Basis'),
    ...(statutory ? [said('Hợp đồng dịch vụ đấu giá', 'Service contract', [gap('số, ngày · number, day')])] : [pair('Phiên chào giá cạnh tranh tự nguyện theo quy chế do Sàn công bố; không phải cuộc đấu giá tài sản theo pháp luật về đấu giá tài sản.', 'A voluntary session of competitive offers under rules the Exchange published; no property auction under the law on property auctions.')]),
    said('Quy chế đã công bố, mã băm SHA-256', 'Published rules, SHA-256', rules.rules_hash),
    heading('Thời gian, địa điểm, người điều hành', 'Time, place, who ran it'),
    said('Bắt đầu', 'Began', momentOf(minutes.opened_at)), said('Địa điểm', 'Place', orGap(lot.venue, 'địa điểm · place')),
    said(statutory ? 'Tổ chức hành nghề đấu giá tài sản' : 'Đơn vị tổ chức', 'Organiser', orGap([lot.organiser, lot.organiser_licence].filter(Boolean).join(', ') || (statutory ? '' : author), 'tên, giấy phép · name, licence')),
    ...(statutory || lot.auctioneer_name ? [said(statutory ? 'Đấu giá viên' : 'Người điều hành', statutory ? 'Auctioneer' : 'Run by', orGap(lot.auctioneer_name, 'họ tên, chứng chỉ · name, certificate'))] : []),
    heading('Tài sản và giá', 'The lot and its price'),
    said('Tài sản', 'Lot', lot.title), said('Người có tài sản', 'Owner', lot.seller), said('Hình thức', 'Form', mode('held')), said('Phương thức', 'Method', mode('method')),
    said('Giá khởi điểm', 'Starting price', { vi: formatVnd(rules.start, 'vi'), en: formatVnd(rules.start, 'en') }), said(lot.form === 'descending' ? 'Mức giảm giá' : 'Bước giá', 'Step', { vi: formatVnd(rules.step, 'vi'), en: formatVnd(rules.step, 'en') }),
    said('Tiền đặt trước', 'Deposit', { vi: formatVnd(rules.deposit, 'vi'), en: formatVnd(rules.deposit, 'en') }),
    heading('Người được tham gia trả giá', 'Admitted to bid'),
    ...(minutes.attendance.length ? [{ kind: 'table' as const, heads: ['Số · Number', 'Tên · Name'], widths: [1, 4], rows: minutes.attendance.map(({ number, name }) => [String(number), name ?? 'theo số, không nêu tên · by number only']) }] : [pair('Không có ai đủ điều kiện tham gia.', 'Nobody was admitted.')]),
    ...(minutes.opened_by ? [
      heading('Hội đồng mở phiếu', 'Council of the ballots'),
      ...(minutes.checks ?? []).map(({ at, number, vi, en }) => pair(`${timeOf(at)}${number === null ? '' : `, số ${number}`}: ${vi}.`, `${timeOf(at)}${number === null ? '' : `, number ${number}`}: ${en}.`)),
      ...(minutes.opened_by.length ? [
        pair('Khóa giải mã được ghép từ mảnh của các thành viên sau, mỗi người nộp bằng tài khoản của mình sau giờ kết thúc.', 'The key was put together from the shares of these members, each handed in under their own account after the end.'),
        { kind: 'table' as const, heads: ['Thành viên · Member', 'Tên · Name', 'Nộp mảnh khóa lúc · Share handed in'], widths: [1.5, 3.5, 3], rows: minutes.opened_by.map(({ place, name, at }) => [String(place), name ?? 'theo số, không nêu tên · by number only', `${timeOf(Date.parse(at) * 1000)} ${formatDay(new Date(at), 'vi')}`]) },
      ] : [pair('Phiếu chưa được mở.', 'No ballot was opened.')]),
    ] : []),
    heading('Diễn biến', 'Course'),
    pair(`${minutes.prices} lần trả giá hợp lệ, ${minutes.refused} lệnh không được nhận. Giờ Hà Nội, đến phần nghìn giây.`, `Prices taken: ${minutes.prices}; commands not taken: ${minutes.refused}. Hanoi time, to the thousandth of a second.`),
    { kind: 'table', heads: ['Dòng · No.', 'Giờ · Time', 'Số · Number', 'Nội dung · What', 'Giá (đồng) · Price (VND)'], widths: [1.2, 2.5, 1.5, 5.4, 2.6], numbers: [0, 4], rows: shown.map(({ seq, at, number, amount, vi, en }) => [String(seq), timeOf(at), number === null ? '' : String(number), `${vi}\n${en}`, amount === null ? '' : amount.toLocaleString('vi-VN')]) },
    ...(shown.length < lines.length ? [{ kind: 'note' as const, text: `Bảng có ${shown.length} trên ${lines.length} dòng; toàn bộ nằm trong bản JSON và bộ kiểm chứng. · The table has ${shown.length} of ${lines.length} lines; all are in the JSON and the public file.` }] : []),
    heading('Tạm dừng, rút lui, vi phạm', 'Pauses, withdrawals, breaches'),
    ...(minutes.pauses.length + minutes.out.length === 0 ? [pair('Không có.', 'None.')] : []),
    ...minutes.pauses.map(({ from, until, reason, word }) => pair(`Tạm dừng từ ${timeOf(from)}${until ? ` đến ${timeOf(until)}` : ''}; loại: ${pauseNames.vi[reason]}${word && `; ${word}`}.`, `Paused from ${timeOf(from)}${until ? ` to ${timeOf(until)}` : ''}; class: ${pauseNames.en[reason]}.`)),
    ...minutes.out.map(({ number, at, reason, word }) => pair(`Số ${number} ${outNames.vi[reason]} lúc ${timeOf(at)}${word && `: ${word}`}.`, `Number ${number} ${outNames.en[reason]} at ${timeOf(at)}.`)),
    ...(minutes.replaced ?? []).map(({ from, to, at }) => { const when = timeOf(Date.parse(at) * 1_000); return pair(`Từ ${when}, ${to} điều hành thay${from && ` ${from}`}.`, `From ${when} ${to} conducted it${from && ` in place of ${from}`}.`) }),
    heading('Kết quả', 'Result'),
    pair([bold(resultSentence(minutes).vi)], [bold(resultSentence(minutes).en)]),
    said('Kết thúc', 'Ended', momentOf(minutes.ended_at)),
    heading('Chứng thực', 'Proof'),
    pair('Biên bản này được máy lập từ sổ của phiên, không ai nhập tay. Ai cũng tính lại được từ bộ kiểm chứng công khai.', 'These minutes are read off the log by machine; nobody typed them. Anybody can recompute them from the public file.'),
    { kind: 'table', heads: ['Mục · What', 'Giá trị · Value'], widths: [2, 5], rows: [['Số dòng đã chốt · Leaves', String(minutes.proof.size)], ['Gốc Merkle khi đóng sổ · Closing root', minutes.proof.root], ['Mã băm của chuỗi · Chain', minutes.proof.chain], ['Khóa ký · Key', minutes.proof.key], ['Mẫu · Template', minutes.template]] },
    ...(minutes.annexes.length ? [heading('Phụ lục', 'Annexes'), ...minutes.annexes.map(({ number, body, made_at }): Block => ({ kind: 'paragraph', text: [bold(`Phụ lục ${number} (${formatDay(new Date(made_at), 'vi')}): `), { text: body }] }))] : []),
    ...(minutes.files ? [
      heading('Hồ sơ đã công bố', 'Published dossier'),
      { kind: 'table' as const, heads: ['Tài liệu · Document', 'Byte, SHA-256'], widths: [2, 5], rows: minutes.files.map(({ title, bytes, sha256 }) => [title, `${bytes}, ${sha256}`]) },
    ] : []),
    { kind: 'signatures', parties: signers(minutes, result.winner !== null) },
  ]
  const created = dateOf(Math.max(minutes.ended_at, ...minutes.annexes.map(({ made_at }) => Date.parse(made_at) * 1000)))
  return {
    locale: 'vi', title: statutory ? 'BIÊN BẢN ĐẤU GIÁ TÀI SẢN' : 'BIÊN BẢN PHIÊN CHÀO GIÁ CẠNH TRANH', subtitle: lot.title.vi, head: { issuer: [statutory && lot.organiser ? lot.organiser.toUpperCase() : author.toUpperCase()], place: 'Hà Nội', day: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(dateOf(minutes.ended_at)), english: true },
    blocks, mark: `Lot ${lot.id} · ${minutes.proof.root.slice(0, 16)}`, author, created,
  }
}
/** All lines, or without what was not taken, or of those the last. */
function onPaper(lines: readonly MinuteLine[]): readonly MinuteLine[] {
  if (lines.length <= mostLinesOnPaper) return lines
  return lines.filter(({ kind }) => kind !== 'refused').slice(-mostLinesOnPaper)
}
function signers({ lot, attendance, result }: Minutes, sold: boolean) {
  const note = '(Ký, ghi rõ họ tên)', winner = attendance.find(({ number }) => number === result.winner)
  const win = sold ? [{ party: 'NGƯỜI TRÚNG', position: `Số ${result.winner}${winner?.name ? `: ${winner.name}` : ''}`, note }] : []
  return lot.regime === 'statutory'
    ? [{ party: 'ĐẤU GIÁ VIÊN', name: lot.auctioneer_name, note }, { party: 'NGƯỜI GHI BIÊN BẢN', note }, { party: 'NGƯỜI CÓ TÀI SẢN', note }, ...win, { party: 'ĐẠI DIỆN NGƯỜI THAM GIA', note }]
    : [{ party: 'NGƯỜI ĐIỀU HÀNH', name: lot.auctioneer_name, note }, { party: 'NGƯỜI CÓ TÀI SẢN', note }, ...win]
}
