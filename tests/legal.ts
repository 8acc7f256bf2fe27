import type { Db } from '../src/core/database.ts'
import type { ContractParty } from '../src/modules/contracts/schema.ts'
import { noon } from './database.ts'

/** The legal records of these organisations say what the block of a party in a contract has to say. */
export async function withPapers(db: Db, ...organisations: number[]): Promise<void> {
  await db.insertInto('organisation_legal').values(organisations.map((organisation_id) => ({
    organisation_id, representative_name: `Người đại diện ${organisation_id}`, representative_position_vi: 'Giám đốc', representative_position_en: 'Director', authorised_name: '', authorised_position_vi: '', authorised_position_en: '', authorised_document: '',
    registration_number: `01${organisation_id}/QĐ`, registration_issuer: 'Sở Kế hoạch và Đầu tư', registered_on: null, address_line: '12 phố Thử Nghiệm', province: 'Hà Nội', updated_at: noon,
  }))).execute()
}
/** A party with everything its block has to say. */
export const aParty: ContractParty = { organisation_id: 1, name: { vi: 'Bên có đủ giấy tờ', en: 'A party with its papers' }, address: '12 phố Thử Nghiệm, Hà Nội', country_code: 'VN', tax_code: '', registration: '0101/QĐ', representative: 'Trần Thị Đại Diện', position: { vi: 'Giám đốc', en: 'Director' }, authorised_by: '' }
export const wholeParties = { supplier: aParty, demander: aParty }
