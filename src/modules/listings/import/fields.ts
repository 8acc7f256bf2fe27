import { fold } from '../../../platform/text.ts'
import { type TextField, textFields } from '../rules.ts'

const inBoth = textFields.flatMap((field) => [`${field}_vi`, `${field}_en`] as (`${TextField}_vi` | `${TextField}_en`)[])

/**
 * Everything a file may say of a listing. A text without a language (`title`) is in the language
 * of its row; `title_vi` and `title_en` say theirs. An export has columns of these very names.
 */
export const importFields = [
  'kind', 'source_name', 'key', 'language', ...textFields, ...inBoth,
  'organisation', 'organisation_en', 'organisation_kind', 'trl', 'ip_status', 'price', 'price_mode', 'price_min', 'price_max',
  'research_fields', 'patent_classes', 'industries', 'transfer_forms', 'ward_code', 'country_code', 'source_url', 'published_at', 'year', 'demonstration',
] as const
export type ImportField = (typeof importFields)[number]
export const isImportField = (text: string): text is ImportField => (importFields as readonly string[]).includes(text)

/** What stands between the columns of a field that is joined from several. */
export function separatorOf(field: ImportField): string {
  if (field === 'key') return '/'
  if (field === 'organisation' || field === 'organisation_en') return ', '
  if (/^(keywords|research_fields|patent_classes|industries|transfer_forms)/.test(field)) return '; '
  if (/^(summary|description|problem|advantages|requirements)/.test(field)) return '\n\n'
  return ' '
}

/** Headers people use, folded, best first. A field of `joined` takes every column that matches, others the best one. */
const headers: Partial<Record<ImportField, string[]>> = {
  key: ['id', 'source key', 'ma', 'ma so', 'ma cong nghe', 'ma nhiem vu', 'ma ho so', 'ma nhu cau', 'so hieu', 'code', 'reference', 'ref'],
  language: ['lang', 'ngon ngu'],
  title: ['tieu de', 'ten cong nghe', 'ten nhiem vu', 'ten de tai', 'ten giai phap', 'ten san pham', 'ten nhu cau', 'ten du an', 'name', 'ten', 'technology', 'cong nghe', 'nhu cau'],
  summary: ['tom tat', 'mo ta ngan', 'mo ta tom tat', 'gioi thieu', 'short description'],
  description: ['abstract', 'mo ta', 'mo ta chi tiet', 'mo ta cong nghe', 'noi dung', 'noi dung chinh', 'objective', 'objectives', 'muc tieu', 'details', 'chi tiet', 'full text'],
  problem: ['van de', 'van de can giai quyet', 'thuc trang', 'problem statement', 'challenge'],
  advantages: ['uu diem', 'uu diem noi bat', 'loi the', 'uu the', 'tinh moi', 'benefits', 'advantage'],
  requirements: ['yeu cau', 'yeu cau cong nghe', 'yeu cau ky thuat', 'requirement'],
  keywords: ['key words', 'keyword', 'tu khoa', 'tags'],
  organisation: ['organization', 'to chuc', 'to chuc chu tri', 'co quan chu tri', 'don vi chu tri', 'don vi so huu', 'chu so huu', 'co quan', 'org', 'agency', 'institution', 'company', 'doanh nghiep', 'cong ty', 'don vi', 'unit', 'supplier', 'nha cung cap', 'owner'],
  trl: ['muc san sang cong nghe', 'muc do san sang', 'muc do san sang cong nghe', 'technology readiness level', 'readiness'],
  ip_status: ['ip', 'so huu tri tue', 'tinh trang so huu tri tue', 'bao ho', 'tinh trang bao ho'],
  price: ['gia', 'gia ban', 'gia chao ban', 'gia chuyen giao', 'muc gia', 'chi phi', 'budget', 'ngan sach', 'kinh phi', 'kinh phi du kien'],
  research_fields: ['research field', 'linh vuc nghien cuu', 'ma linh vuc'],
  patent_classes: ['ipc', 'cpc', 'ma ipc', 'patent class', 'phan loai sang che'],
  industries: ['vsic', 'industry', 'nganh', 'nganh nghe'],
  transfer_forms: ['transfer form', 'hinh thuc chuyen giao', 'phuong thuc chuyen giao'],
  ward_code: ['ward', 'phuong', 'xa', 'phuong xa', 'xa phuong'],
  country_code: ['country', 'quoc gia', 'nuoc'],
  source_url: ['url', 'link', 'website', 'duong dan', 'lien ket', 'dia chi web'],
  published_at: ['published', 'publication date', 'ngay dang', 'ngay cong bo'],
  year: ['nam', 'nam thuc hien', 'nam cong bo'],
}
const joined: readonly ImportField[] = ['description']

/** Which columns a field is read from, judged by their names alone. `taken` columns are left alone. */
export function columnsFor(field: ImportField, columns: readonly string[], taken: ReadonlySet<string>): string[] {
  const named = (column: string) => fold(column.replace(/\([^)]*\)|\[[^\]]*\]/g, ' '))
  const wanted = [fold(field), ...(headers[field] ?? [])]
  const matching = wanted.flatMap((name) => columns.filter((column) => !taken.has(column) && named(column) === name))
  if (joined.includes(field)) return columns.filter((column) => matching.includes(column))
  return matching.slice(0, 1)
}
