import { type Locale, texts } from '../../platform/locale.ts'
import type { EvidenceGrade } from './schema.ts'

export const evidenceGrades = [0, 1, 2, 3, 4] as const satisfies readonly EvidenceGrade[]

/** How well something is proven: `name` where it stands alone, `meaning` for whoever asks what it vouches for. */
export const gradeTexts = texts({
  vi: {
    label: 'Mức kiểm chứng',
    name: ['Chưa có căn cứ', 'Tự công bố', 'Có tài liệu', 'Bên thứ ba kiểm chứng', 'Đã chứng minh trong thực tế'],
    meaning: [
      'Chủ tin chưa công bố chỉ tiêu nào, hoặc điều đã công bố bị kết quả thử nghiệm sau đó bác bỏ.',
      'Mới chỉ là lời của chủ tin; chưa ai khác xác nhận.',
      'Có tài liệu của chủ tin ghi đúng điều này; kiểm duyệt viên của Sàn đã đối chiếu tài liệu.',
      'Một tổ chức độc lập đã thử nghiệm, đo hoặc chứng nhận; kiểm duyệt viên của Sàn đã đối chiếu kết quả.',
      'Đã vận hành tại nơi dùng thật và có kết quả ghi lại; kiểm duyệt viên của Sàn đã đối chiếu kết quả.',
    ],
  },
  en: {
    label: 'Evidence',
    name: ['Nothing to go by', 'Self-declared', 'Documented', 'Verified by a third party', 'Proven in the field'],
    meaning: [
      'The owner has claimed nothing yet, or a later test contradicted what was claimed.',
      'The owner’s word alone; nobody else has confirmed it.',
      'A document of the owner says so; a moderator of the Exchange has compared the two.',
      'An independent organisation tested, measured or certified it; a moderator of the Exchange has compared the result.',
      'It has run where it is really used, with results on record; a moderator of the Exchange has compared them.',
    ],
  },
})
export const gradeName = (grade: EvidenceGrade, locale: Locale): string => gradeTexts[locale].name[grade] ?? ''

/** The grade as a mark of four dots and in words; whoever does not see the dots reads the words. */
export function GradeMark({ grade, locale }: { grade: EvidenceGrade; locale: Locale }) {
  return <span class={`badge ${grade >= 3 ? 'good' : grade === 2 ? 'calm' : ''}`} title={gradeTexts[locale].meaning[grade]}><span aria-hidden="true">{'●'.repeat(grade)}{'○'.repeat(4 - grade)} </span>{gradeName(grade, locale)}</span>
}
