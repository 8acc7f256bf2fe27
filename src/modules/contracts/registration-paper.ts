import { bold, gap, type Paper, type Run, type Text } from '../../platform/papers/paper.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { valueNames } from './registration-messages.ts'
import type { Facts, Filing, FilingKind, IssuedContent } from './schema.ts'

const titles: Record<FilingKind, string> = {
  approval: 'ĐỀ NGHỊ CHẤP THUẬN CHUYỂN GIAO CÔNG NGHỆ', licence: 'ĐỀ NGHỊ CẤP GIẤY PHÉP CHUYỂN GIAO CÔNG NGHỆ', registration: 'ĐỀ NGHỊ ĐĂNG KÝ CHUYỂN GIAO CÔNG NGHỆ',
  amendment: 'ĐỀ NGHỊ ĐĂNG KÝ SỬA ĐỔI, BỔ SUNG NỘI DUNG CHUYỂN GIAO CÔNG NGHỆ', extension: 'ĐỀ NGHỊ ĐĂNG KÝ GIA HẠN CHUYỂN GIAO CÔNG NGHỆ', termination: 'THÔNG BÁO CHẤM DỨT HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ',
}
const orGap = (value: string | undefined, what: string): Run => (value ? { text: value } : gap(what))

export interface Requested { filing: Pick<Filing, 'id' | 'deal_id' | 'kind' | 'authority' | 'changes' | 'opened_at'>; /** Null while nothing is signed. */ content: IssuedContent | null; signed_on: string | null; facts: Facts | null; filer: 'supplier' | 'demander'; author: string }
/** The request as a paper to be finished in a word processor: what the contract and the facts say is filled in, what is not known stands out as a gap. */
export function requestPaper({ filing: { id, deal_id, kind, authority, changes, opened_at }, content, signed_on, facts, filer, author }: Requested): Paper {
  const says = (label: string, run: Run): Text => [{ text: `${label}: ` }, run]
  const party = (side: 'supplier' | 'demander'): Text[] => {
    const one = content?.parties[side]
    return [[bold(side === 'supplier' ? 'Bên giao công nghệ' : 'Bên nhận công nghệ')], says('Tên', orGap(one?.name.vi, 'tên tổ chức')), says('Địa chỉ', orGap(one?.address, 'địa chỉ trụ sở')), says('Mã số thuế', orGap(one?.tax_code, 'mã số thuế')), says('Người đại diện', orGap(one?.representative, 'họ tên')), says('Chức vụ', orGap(one?.position.vi, 'chức vụ'))]
  }
  const clause = (key: string): string | undefined => { const text = content?.clauses.find((one) => one.key === key)?.text.vi; return text && !text.includes('[[') ? text.replaceAll('\n', ' ') : undefined }
  const words = valueNames.vi
  return {
    locale: 'vi', title: titles[kind], head: { place: 'Hà Nội' }, author, created: opened_at, mark: `Giao dịch ${deal_id} · hồ sơ ${id} · bản nháp`,
    blocks: [
      { kind: 'note', text: 'Bản nháp do Sàn điền từ hợp đồng; không phải mẫu của cơ quan nhà nước. Hãy đối chiếu với mẫu đang áp dụng trước khi nộp.' },
      { kind: 'paragraph', text: says('Kính gửi', orGap(authority, 'tên cơ quan tiếp nhận')) },
      ...[...party('supplier'), ...party('demander')].map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'heading', level: 2, text: 'Hợp đồng' },
      ...[
        says('Số, ký hiệu', orGap(content?.fields.number, 'số hợp đồng')), says('Ngày ký', orGap(signed_on ? formatIsoDay(signed_on, 'vi') : '', 'ngày ký')), says('Công nghệ', orGap(clause('name') ?? content?.subject.vi, 'tên công nghệ')),
        says('Chiều chuyển giao', orGap(facts ? words[facts.direction] : '', 'chiều chuyển giao')), says('Vốn nhà nước', orGap(facts ? (facts.state_money ? 'có sử dụng' : 'không sử dụng') : '', 'có hoặc không')), says('Giá và thanh toán', orGap(clause('price'), 'giá, phương thức thanh toán')), says('Thời hạn', orGap(clause('term'), 'thời hạn hợp đồng')),
        ...(kind === 'registration' && typeof facts?.performed === 'boolean' ? [says('Tại thời điểm đăng ký', { text: facts.performed ? 'hợp đồng đã được thực hiện' : 'hợp đồng chưa được thực hiện' })] : []),
        ...(changes ? [says('Nội dung thay đổi', { text: changes })] : []),
      ].map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'paragraph', text: 'Chúng tôi cam kết chịu trách nhiệm về tính chính xác, trung thực của nội dung và tài liệu trong hồ sơ.' },
      { kind: 'signatures', parties: [{ party: filer === 'supplier' ? 'ĐẠI DIỆN BÊN GIAO' : 'ĐẠI DIỆN BÊN NHẬN', position: content?.parties[filer].position.vi ?? '', note: '(Ký, ghi rõ họ tên, đóng dấu)', name: content?.parties[filer].representative ?? '' }] },
    ],
  }
}
