import { texts } from '../../platform/locale.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { ContractEvent, ContractKind, FilingKind, SigningWay } from '../contracts/schema.ts'
import type { WordsOf } from './event-messages.ts'

const kinds = texts<Record<ContractKind, string>>({ vi: { memorandum: 'biên bản ghi nhớ', contract: 'hợp đồng', annex: 'phụ lục' }, en: { memorandum: 'the memorandum', contract: 'the contract', annex: 'the annex' } })
const named = { vi: (kind: ContractKind, annex?: number): string => (annex ? `phụ lục số ${annex}` : kinds.vi[kind]), en: (kind: ContractKind, annex?: number): string => (annex ? `annex no. ${annex}` : kinds.en[kind]) }
const filings = texts<Record<FilingKind, string>>({
  vi: { approval: 'đề nghị chấp thuận', licence: 'xin cấp phép', registration: 'đăng ký', amendment: 'đăng ký sửa đổi', extension: 'đăng ký gia hạn', termination: 'thông báo chấm dứt' },
  en: { approval: 'an approval', licence: 'a licence', registration: 'registration', amendment: 'registration of an amendment', extension: 'registration of an extension', termination: 'notice of termination' },
})
const lapses = texts<Record<'clause_removed' | 'clause_changed' | 'withdrawn', string>>({
  vi: { clause_removed: 'phiên bản sau đã bỏ điều khoản', clause_changed: 'phiên bản sau đã đổi điều khoản', withdrawn: 'bên đồng ý đã rút lại' },
  en: { clause_removed: 'a later version leaves out clauses', clause_changed: 'a later version changes clauses', withdrawn: 'the side took it back' },
})
const ways = texts<Record<SigningWay, string>>({ vi: { platform: 'xác nhận trên Sàn', certificate: 'chữ ký số', paper: 'bản giấy' }, en: { platform: 'confirmed on the Exchange', certificate: 'with a certificate', paper: 'on paper' } })
export const contractWords = texts<WordsOf<ContractEvent>>({
  vi: {
    'contract.drafted': ({ annex, kind, template_version, terms }) => `Bắt đầu soạn ${named.vi(kind, annex)} từ mẫu phiên bản ${template_version}${terms === null ? '' : ` và bản điều khoản số ${terms}`}`,
    'contract.clause_written': ({ annex, kind }) => `Sửa một điều của ${named.vi(kind, annex)}`,
    'contract.clause_removed': ({ annex, kind }) => `Bỏ một điều của ${named.vi(kind, annex)}`,
    'contract.fields_written': ({ annex, kind }) => `Sửa thông tin chung của ${named.vi(kind, annex)}`,
    'contract.version_issued': ({ annex, kind, number, changed, removed }) => `Phát hành ${named.vi(kind, annex)}, phiên bản ${number} (${changed.length} điều thêm hoặc đổi, ${removed.length} điều bỏ)`,
    'contract.version_approved': ({ annex, kind, number }) => `Đồng ý lời văn ${named.vi(kind, annex)}, phiên bản ${number}`,
    'contract.approval_lapsed': ({ annex, kind, number, reason }) => `Đồng ý với ${named.vi(kind, annex)}, phiên bản ${number} hết hiệu lực: ${lapses.vi[reason]}`,
    'contract.signature_given': ({ annex, kind, number, way, signed_on }) => `Một bên ký ${named.vi(kind, annex)}, phiên bản ${number}, ngày ${formatIsoDay(signed_on, 'vi')} (${ways.vi[way]})`,
    'contract.signed_without_valuation': ({ kind, annex, number, reason }) => `Một bên ký ${named.vi(kind, annex)}, phiên bản ${number} khi chưa có chứng thư thẩm định giá: ${reason}`,
    'contract.signed_file_refused': ({ annex, kind, number }) => `Tệp nộp như bản đã ký của ${named.vi(kind, annex)}, phiên bản ${number} bị từ chối sau khi kiểm tra`,
    'contract.signed': ({ annex, kind, number, signed_on }) => `Hai bên đã ký ${named.vi(kind, annex)}, phiên bản ${number}, ngày ${formatIsoDay(signed_on, 'vi')}`,
    'contract.annex_begun': ({ annex }) => `Bắt đầu soạn phụ lục số ${annex} của hợp đồng`,
    'contract.annex_withdrawn': ({ annex, reason }) => `Rút phụ lục số ${annex} trước khi hai bên ký: ${reason}`,
    'contract.annex_plan_followed': ({ annex }) => `Xác nhận kế hoạch thanh toán đã theo phụ lục số ${annex}`,
    'registration.facts_stated': () => 'Khai các yếu tố quyết định việc đăng ký hợp đồng',
    'registration.filing_opened': ({ kind }) => `Mở hồ sơ ${filings.vi[kind]}`,
    'registration.dossier_changed': ({ kind }) => `Cập nhật thành phần hồ sơ ${filings.vi[kind]}`,
    'registration.filed': ({ kind, filed_on }) => `Nộp hồ sơ ${filings.vi[kind]} ngày ${formatIsoDay(filed_on, 'vi')}`,
    'registration.supplement_extended': ({ kind, extended_on }) => `Cơ quan gia hạn bổ sung hồ sơ ${filings.vi[kind]} ngày ${formatIsoDay(extended_on, 'vi')}`,
    'registration.supplement_asked': ({ kind, asked_on }) => `Cơ quan yêu cầu bổ sung hồ sơ ${filings.vi[kind]} ngày ${formatIsoDay(asked_on, 'vi')}`,
    'registration.supplemented': ({ kind, supplemented_on }) => `Nộp phần bổ sung hồ sơ ${filings.vi[kind]} ngày ${formatIsoDay(supplemented_on, 'vi')}`,
    'registration.dossier_complete': ({ kind, complete_on }) => `Hồ sơ ${filings.vi[kind]} đầy đủ từ ngày ${formatIsoDay(complete_on, 'vi')}`,
    'registration.certified': ({ kind, certificate_number, decided_on }) => `Hồ sơ ${filings.vi[kind]} được cấp văn bản số ${certificate_number} ngày ${formatIsoDay(decided_on, 'vi')}`,
    'registration.refused': ({ kind, decided_on }) => `Hồ sơ ${filings.vi[kind]} bị từ chối ngày ${formatIsoDay(decided_on, 'vi')}`,
    'registration.withdrawn': ({ kind }) => `Rút hồ sơ ${filings.vi[kind]}`,
  },
  en: {
    'contract.drafted': ({ annex, kind, template_version, terms }) => `Began ${named.en(kind, annex)} from template version ${template_version}${terms === null ? '' : ` and term sheet ${terms}`}`,
    'contract.clause_written': ({ annex, kind }) => `Changed a clause of ${named.en(kind, annex)}`,
    'contract.clause_removed': ({ annex, kind }) => `Left out a clause of ${named.en(kind, annex)}`,
    'contract.fields_written': ({ annex, kind }) => `Changed what is said of ${named.en(kind, annex)} as a whole`,
    'contract.version_issued': ({ annex, kind, number, changed, removed }) => `Issued version ${number} of ${named.en(kind, annex)} (${changed.length} clauses added or changed, ${removed.length} left out)`,
    'contract.version_approved': ({ annex, kind, number }) => `Agreed to the text of ${named.en(kind, annex)}, version ${number}`,
    'contract.approval_lapsed': ({ annex, kind, number, reason }) => `The agreement to ${named.en(kind, annex)}, version ${number}, lapsed: ${lapses.en[reason]}`,
    'contract.signature_given': ({ annex, kind, number, way, signed_on }) => `One side signed ${named.en(kind, annex)}, version ${number}, on ${formatIsoDay(signed_on, 'en')} (${ways.en[way]})`,
    'contract.signed_without_valuation': ({ kind, annex, number, reason }) => `One side signed ${named.en(kind, annex)}, version ${number}, without a valuation: ${reason}`,
    'contract.signed_file_refused': ({ annex, kind, number }) => `A file handed in as ${named.en(kind, annex)}, version ${number}, signed, was checked and refused`,
    'contract.signed': ({ annex, kind, number, signed_on }) => `Both sides signed ${named.en(kind, annex)}, version ${number}, on ${formatIsoDay(signed_on, 'en')}`,
    'contract.annex_begun': ({ annex }) => `Began annex no. ${annex} to the contract`,
    'contract.annex_withdrawn': ({ annex, reason }) => `Withdrew annex no. ${annex} before both sides had signed it: ${reason}`,
    'contract.annex_plan_followed': ({ annex }) => `Said that the plan of payments follows annex no. ${annex}`,
    'registration.facts_stated': () => 'Said what decides whether the contract is registered',
    'registration.filing_opened': ({ kind }) => `Opened the dossier for ${filings.en[kind]}`,
    'registration.dossier_changed': ({ kind }) => `Changed the dossier for ${filings.en[kind]}`,
    'registration.filed': ({ kind, filed_on }) => `Filed for ${filings.en[kind]} on ${formatIsoDay(filed_on, 'en')}`,
    'registration.supplement_extended': ({ kind, extended_on }) => `The authority gave more time to supplement ${filings.en[kind]} on ${formatIsoDay(extended_on, 'en')}`,
    'registration.supplement_asked': ({ kind, asked_on }) => `The authority asked for more for ${filings.en[kind]} on ${formatIsoDay(asked_on, 'en')}`,
    'registration.supplemented': ({ kind, supplemented_on }) => `Supplemented the dossier for ${filings.en[kind]} on ${formatIsoDay(supplemented_on, 'en')}`,
    'registration.dossier_complete': ({ kind, complete_on }) => `The dossier for ${filings.en[kind]} is complete since ${formatIsoDay(complete_on, 'en')}`,
    'registration.certified': ({ kind, certificate_number, decided_on }) => `${certificate_number} was issued for ${filings.en[kind]} on ${formatIsoDay(decided_on, 'en')}`,
    'registration.refused': ({ kind, decided_on }) => `${filings.en[kind][0]!.toUpperCase()}${filings.en[kind].slice(1)} was refused on ${formatIsoDay(decided_on, 'en')}`,
    'registration.withdrawn': ({ kind }) => `Withdrew the filing for ${filings.en[kind]}`,
  },
})
