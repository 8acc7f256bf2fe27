import type { Locale } from '../../platform/locale.ts'
import { formatVnd, vnd } from '../../platform/money.ts'
import { bold, gap, type Paper, type Run, type Text } from '../../platform/papers/paper.ts'
import { formatDay, formatIsoDay, hanoiDay } from '../../platform/time.ts'
import { partNames } from '../deals/part-messages.ts'
import type { DealPart } from '../deals/schema.ts'
import type { LegalContent } from '../organisations/rules.ts'
import { factOf, readOn } from './programmes.ts'
import type { Fitting, Known, SignedContract } from './rules.ts'

export interface Applicant { name_vi: string; tax_code: string | null; legal: LegalContent | null }
export interface DossierFacts { fitting: Fitting; applicant: Applicant; other: string; deal: { id: number; about: string | null }; known: Known; contract: SignedContract | null; /** What lies in the file. */ papers: readonly { name: string; part: DealPart; added_at: Date }[]; now: Date }

const verdicts = { met: 'Đạt', not_met: 'Không đạt', needs_fact: 'Cần thông tin', not_verified: 'Chưa xác minh' } as const
/** An answer as a paper says it. */
export const answerText = (code: string, value: string, locale: Locale = 'vi'): string =>
  factOf(code)?.kind === 'vnd' ? formatVnd(Number(value), locale) : ({ vi: { yes: 'Có', no: 'Không' }, en: { yes: 'Yes', no: 'No' } } as const)[locale][value as 'yes' | 'no'] ?? value

const filled = (label: string, value: string | null | undefined): Text => [bold(`${label}: `), value ? { text: value } satisfies Run : gap('cần điền')]
const priceWords = ({ price, price_annex }: SignedContract): string => price && `${price.replaceAll('\n', ' ')}${price_annex === null ? '' : ` (theo Phụ lục số ${price_annex})`}`

/**
 * The request for support as a draft, in Vietnamese as the authorities read it: what the file knows is
 * filled in, what it does not stands in brackets, and what nobody verified is called so.
 */
export function dossierOf({ fitting: { programme, conditions }, applicant, other, deal, known, contract, papers, now }: DossierFacts): Paper {
  const { legal } = applicant
  const address = legal ? [legal.address_line, legal.province].filter(Boolean).join(', ') : ''
  return {
    locale: 'vi', title: 'ĐƠN ĐỀ NGHỊ HỖ TRỢ', subtitle: `(dự thảo) Về việc: ${programme.vi}`, head: { issuer: [applicant.name_vi], place: 'Hà Nội' }, author: 'Sàn giao dịch công nghệ Hà Nội', created: now,
    mark: `Giao dịch số ${deal.id} · dự thảo ngày ${formatIsoDay(hanoiDay(now), 'vi')}`,
    blocks: [
      { kind: 'paragraph', text: [bold('Kính gửi: '), gap('cơ quan có thẩm quyền')] },
      { kind: 'heading', level: 1, text: '1. Bên đề nghị' },
      ...[filled('Tên tổ chức', applicant.name_vi), filled('Mã số thuế', applicant.tax_code), filled('Đăng ký hoặc quyết định thành lập', legal?.registration_number), filled('Địa chỉ', address),
        filled('Người đại diện theo pháp luật', legal?.representative_name), filled('Chức vụ', legal?.representative_position_vi)].map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'heading', level: 1, text: '2. Giao dịch' },
      ...[filled('Công nghệ', deal.about), filled('Bên kia của giao dịch', other), filled('Số hợp đồng', contract?.number), filled('Ngày ký hợp đồng', contract && formatIsoDay(contract.signed_on, 'vi')), filled('Giá trị hợp đồng', contract && (priceWords(contract) || (contract.value === null ? '' : formatVnd(vnd(contract.value), 'vi')))), filled('Nội dung đề nghị hỗ trợ', null)].map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'heading', level: 1, text: '3. Căn cứ' },
      { kind: 'paragraph', text: `${programme.document} (nguồn: ${programme.source}, đọc ngày ${formatIsoDay(readOn, 'vi')}).` },
      { kind: 'heading', level: 1, text: '4. Điều kiện' },
      {
        kind: 'table', heads: ['Điều kiện', 'Tự đánh giá', 'Theo thông tin'], widths: [5, 2, 3],
        rows: conditions.map(({ condition, verdict, used, missing }) => [
          condition.vi, verdicts[verdict],
          verdict === 'not_verified' ? [gap('hỏi cơ quan có thẩm quyền')] : [...used.map((code) => ({ text: `${factOf(code)?.vi ?? code} ${answerText(code, known.get(code)?.value ?? '')}${known.get(code)?.on ? ` (ngày ${formatIsoDay(known.get(code)?.on ?? '', 'vi')}, theo hồ sơ giao dịch)` : ''}. ` })), ...missing.map((code) => gap(factOf(code)?.vi ?? code))],
        ]),
      },
      { kind: 'heading', level: 1, text: '5. Thành phần hồ sơ' },
      programme.papers.length ? { kind: 'list', ordered: true, items: programme.papers.map((one) => one.vi) } : { kind: 'paragraph', text: [gap('thành phần hồ sơ chưa được xác minh: hỏi cơ quan có thẩm quyền')] },
      ...(papers.length ? [{ kind: 'paragraph', text: 'Tài liệu đã có trong hồ sơ giao dịch, có thể nộp kèm:' } as const, { kind: 'list', ordered: false, items: papers.map(({ name, part, added_at }) => `${name} (${partNames.vi[part]}, ${formatDay(added_at, 'vi')})`) } as const] : []),
      { kind: 'note', text: 'Dự thảo do Sàn giao dịch công nghệ Hà Nội điền sẵn từ hồ sơ giao dịch. Phần trong ngoặc vuông do bên đề nghị điền. Việc hỗ trợ do cơ quan có thẩm quyền quyết định.' },
      { kind: 'signatures', parties: [{ party: 'ĐẠI DIỆN BÊN ĐỀ NGHỊ', ...(legal?.representative_position_vi ? { position: legal.representative_position_vi } : {}), ...(legal?.representative_name ? { name: legal.representative_name } : {}) }] },
    ],
  }
}
