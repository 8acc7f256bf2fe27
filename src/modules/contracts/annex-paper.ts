import { bold, type Block, type Paper, type Text } from '../../platform/papers/paper.ts'
import { type Change, changesIn, nameOf } from './annex-rules.ts'
import { contractPaper, paragraphs, partyLines, prevails, type Printing, sides, withGaps } from './contract-paper.ts'
import type { AnnexContent, IssuedContent } from './schema.ts'
import { templateOf } from './template-rules.ts'
import { spoken } from './wording-rules.ts'

const heads = {
  changed: { vi: (n: number) => `Sửa đổi, bổ sung Điều ${n}`, en: (n: number) => `Article ${n} is changed` },
  added: { vi: (n: number) => `Bổ sung Điều ${n}`, en: (n: number) => `Article ${n} is added` },
  removed: { vi: (n: number) => `Bãi bỏ Điều ${n}`, en: (n: number) => `Article ${n} is left out` },
}
const label = { before: { vi: 'Nội dung trước khi sửa đổi:', en: 'As it read:' }, after: { vi: 'Nội dung sau khi sửa đổi:', en: 'As it reads now:' } }
const both = (change: Change, at: number): Block => {
  const said = (locale: 'vi' | 'en'): Text[] => [
    `${at}. ${heads[change.how][locale](change.number)}. ${change.title[locale] || change.title.vi}`,
    ...(change.before ? [[bold(label.before[locale])], ...paragraphs(change.before[locale])] : []),
    ...(change.after ? [[bold(label.after[locale])], ...paragraphs(change.after[locale])] : []),
  ]
  return { kind: 'pair', headed: true, vi: said('vi'), en: said('en') }
}

/** An annex as an official paper: whose contract it changes and why, each clause as it read and as it reads now, from which day, Vietnamese and English side by side. */
function annexPaper(content: IssuedContent, annex: AnnexContent, { deal_id, number, content_sha256, author, created, locale = 'vi' }: Printing): Paper {
  const template = templateOf(content.template, content.template_version)!
  const { fields, parties } = content, { of, reason, milestones } = annex
  const [supplier, demander] = [partyLines('supplier', parties.supplier), partyLines('demander', parties.demander)]
  const named = of.number ? { vi: ` số ${of.number}`, en: ` no. ${of.number}` } : { vi: '', en: '' }
  const changes = changesIn(content)
  const from = fields.effective_on
    ? { vi: `Phụ lục này có hiệu lực từ ngày ${spoken(fields.effective_on)}.`, en: `This annex takes effect on ${fields.effective_on}.` }
    : { vi: 'Phụ lục này có hiệu lực từ ngày bên sau cùng ký.', en: 'This annex takes effect on the day the last of the parties signs.' }
  const blocks: Block[] = [
    ...(number === null ? [{ kind: 'note', text: 'BẢN THẢO, chưa phát hành. / DRAFT, not issued.' } as const] : []),
    { kind: 'pair', vi: [`Phụ lục của hợp đồng chuyển giao công nghệ${named.vi}, ký ngày ${spoken(of.signed_on)}.`, ...paragraphs(template.recitals.vi)], en: [`Annex to the technology transfer contract${named.en}, signed on ${of.signed_on}.`, ...paragraphs(template.recitals.en)] },
    { kind: 'pair', vi: supplier.vi, en: supplier.en }, { kind: 'pair', vi: demander.vi, en: demander.en },
    { kind: 'pair', headed: true, vi: ['Lý do sửa đổi, bổ sung', ...paragraphs(reason.vi)], en: ['Why the contract is changed', ...paragraphs(reason.en || reason.vi)] },
    ...changes.map((change, i) => both(change, i + 1)),
    ...(milestones.length ? [{ kind: 'pair', headed: true, vi: ['Các mốc thanh toán liên quan', ...milestones.map((one) => nameOf(one, 'vi'))], en: ['Payment milestones concerned', ...milestones.map((one) => nameOf(one, 'en'))] } as const] : []),
    {
      kind: 'pair', headed: true,
      vi: ['Hiệu lực', from.vi, 'Phụ lục của hợp đồng đã đăng ký hoặc được cấp phép có hiệu lực từ ngày được cấp giấy chứng nhận đăng ký sửa đổi, bổ sung.', 'Các điều khác của hợp đồng giữ nguyên. Phụ lục là một phần của hợp đồng.', withGaps(prevails(fields.prevails).vi)],
      en: ['Effect', from.en, 'An annex to a contract that was registered or licensed takes effect on the day of the certificate of the change.', 'The other articles of the contract stay as they are. The annex is a part of the contract.', withGaps(prevails(fields.prevails).en)],
    },
    { kind: 'signatures', parties: (['supplier', 'demander'] as const).map((side) => ({ party: `ĐẠI DIỆN ${sides[side].vi}`, position: parties[side].position.vi || '', note: '(Ký, ghi rõ họ tên, đóng dấu)', name: parties[side].representative })) },
  ]
  return {
    locale, title: `PHỤ LỤC SỐ ${annex.number}`, subtitle: `${template.title.vi.replace('PHỤ LỤC ', '')} / ANNEX NO. ${annex.number} ${template.title.en.replace('ANNEX ', '')}`, head: { english: true, place: fields.place || 'Hà Nội', ...(fields.number ? { number: fields.number } : {}) }, blocks, author, created,
    mark: [...(number === null ? ['BẢN THẢO / DRAFT'] : []), `Giao dịch số ${deal_id}`, `Phụ lục số ${annex.number}, mẫu ${template.version}`, ...(number === null ? [] : [`phiên bản ${number}`]), content_sha256.slice(0, 16)].join(' · '),
  }
}

/** Whatever was written, as it is printed: a memorandum, a contract or an annex. */
export const paperOf = (content: IssuedContent, printing: Printing): Paper => (content.annex ? annexPaper(content, content.annex, printing) : contractPaper(content, printing))
