import { texts } from '../../platform/locale.ts'
import type { LapseReason, TermEvent } from '../terms/schema.ts'
import type { WordsOf } from './event-messages.ts'

const lapses = texts<Record<LapseReason, string>>({
  vi: { clause_removed: 'phiên bản sau đã bỏ điều khoản', clause_changed: 'phiên bản sau đã đổi điều khoản', withdrawn: 'bên xác nhận đã rút lại' },
  en: { clause_removed: 'a later version leaves out clauses', clause_changed: 'a later version changes clauses', withdrawn: 'the side took it back' },
})
export const termWords = texts<WordsOf<TermEvent>>({
  vi: {
    'terms.version_sent': ({ number, changed, removed }) => `Gửi bản điều khoản, phiên bản ${number} (${changed.length} điều khoản thêm hoặc đổi, ${removed.length} điều khoản bỏ)`,
    'terms.clauses_agreed': ({ clauses }) => `Đồng ý ${clauses.length} điều khoản`,
    'terms.agreement_withdrawn': () => 'Rút lại đồng ý với một điều khoản',
    'term_sheet.side_confirmed': ({ number }) => `Xác nhận toàn bộ bản điều khoản, phiên bản ${number}`,
    'term_sheet.confirmation_lapsed': ({ number, reason }) => `Xác nhận phiên bản ${number} của bản điều khoản hết hiệu lực: ${lapses.vi[reason]}`,
    'term_sheet.confirmed': ({ number }) => `Hai bên cùng xác nhận bản điều khoản, phiên bản ${number}`,
    'terms.assumptions_shared': () => 'Chia sẻ giả định tính dòng tiền của bản điều khoản',
    'terms.draft_saved': () => 'Lưu nháp bản điều khoản',
    'terms.assumptions_kept': () => 'Lưu giả định riêng của bản điều khoản',
  },
  en: {
    'terms.version_sent': ({ number, changed, removed }) => `Sent version ${number} of the term sheet (${changed.length} clauses added or changed, ${removed.length} left out)`,
    'terms.clauses_agreed': ({ clauses }) => `Agreed to ${clauses.length} clauses`,
    'terms.agreement_withdrawn': () => 'Took back the agreement to a clause',
    'term_sheet.side_confirmed': ({ number }) => `Confirmed the whole term sheet, version ${number}`,
    'term_sheet.confirmation_lapsed': ({ number, reason }) => `The confirmation of version ${number} of the term sheet lapsed: ${lapses.en[reason]}`,
    'term_sheet.confirmed': ({ number }) => `Both sides confirmed the term sheet, version ${number}`,
    'terms.assumptions_shared': () => 'Shared assumptions of what the term sheet is worth',
    'terms.draft_saved': () => 'Saved a draft of the term sheet',
    'terms.assumptions_kept': () => 'Saved private assumptions of the term sheet',
  },
})
