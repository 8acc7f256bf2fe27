import type { Tx } from '../src/core/database.ts'
import { noLegal } from '../src/modules/organisations/rules.ts'
import type { OrganisationKind } from '../src/modules/organisations/schema.ts'
import { writeLegal } from '../src/modules/organisations/verification-commands.ts'

/** Who represents an organisation of each kind, and what founded it. */
const heads: Record<OrganisationKind, { vi: string; en: string; issuer: string; number: (n: number, year: number) => string }> = {
  enterprise: { vi: 'Giám đốc', en: 'Director', issuer: 'Phòng Đăng ký kinh doanh', number: (n, year) => `MH-DN ${n}/${year}` },
  startup: { vi: 'Giám đốc điều hành', en: 'Chief Executive', issuer: 'Phòng Đăng ký kinh doanh', number: (n, year) => `MH-DN ${n}/${year}` },
  intermediary: { vi: 'Giám đốc', en: 'Director', issuer: 'Phòng Đăng ký kinh doanh', number: (n, year) => `MH-DN ${n}/${year}` },
  fund: { vi: 'Giám đốc quỹ', en: 'Fund Director', issuer: 'Cơ quan quản lý nhà nước về quỹ', number: (n, year) => `MH-Q ${n}/${year}` },
  cooperative: { vi: 'Chủ tịch Hội đồng quản trị', en: 'Chair of the Board', issuer: 'Phòng Kinh tế', number: (n, year) => `MH-HTX ${n}/${year}` },
  institute: { vi: 'Viện trưởng', en: 'Director of the Institute', issuer: 'Cơ quan chủ quản', number: (n, year) => `${n}/${year}/QĐ-MH` },
  university: { vi: 'Hiệu trưởng', en: 'Rector', issuer: 'Cơ quan chủ quản', number: (n, year) => `${n}/${year}/QĐ-MH` },
  incubator: { vi: 'Giám đốc', en: 'Director', issuer: 'Cơ quan chủ quản', number: (n, year) => `${n}/${year}/QĐ-MH` },
  association: { vi: 'Chủ tịch', en: 'President', issuer: 'Cơ quan cho phép thành lập', number: (n, year) => `${n}/${year}/QĐ-MH` },
  agency: { vi: 'Giám đốc', en: 'Director', issuer: 'Ủy ban nhân dân thành phố', number: (n, year) => `${n}/${year}/QĐ-MH` },
  ward: { vi: 'Chủ tịch', en: 'Chair', issuer: 'Ủy ban nhân dân thành phố', number: (n, year) => `${n}/${year}/QĐ-MH` },
}
const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đặng', 'Vũ'], middles = ['Văn', 'Thị', 'Đình', 'Minh', 'Thu'], given = ['Sơn', 'Hiền', 'Tùng', 'Lam', 'Quyên', 'Bách', 'Nga', 'Thái', 'Diệp', 'Cường', 'Mai']
const streets = ['Phố Hồng Lam', 'Phố Tơ Vàng', 'Đường Sông Tích', 'Phố Lụa', 'Đường Đồi Sim', 'Phố Gốm']

/** The legal record of a fictional organisation: its head, what founded it and its street, the same every time. */
export async function worldLegal(tx: Tx, organisation_id: number, { kind, founded }: { kind: OrganisationKind; founded: number }, index: number, at: Date): Promise<void> {
  const head = heads[kind]
  await writeLegal(tx, organisation_id, {
    ...noLegal, representative_name: `${families[index % families.length]} ${middles[index % middles.length]} ${given[index % given.length]}`,
    representative_position_vi: head.vi, representative_position_en: head.en, registration_number: head.number(100 + index * 7, founded), registration_issuer: head.issuer,
    registered_on: `${founded}-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 27) + 1).padStart(2, '0')}`, address_line: `Số ${(index * 13) % 180 + 1} ${streets[index % streets.length]}`,
  }, at)
}
