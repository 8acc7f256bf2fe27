import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { beginContract, issueVersion } from '../src/modules/contracts/commands.ts'
import { openFiling, stateFacts } from '../src/modules/contracts/registration-commands.ts'
import { numbersOf } from '../src/modules/contracts/annex-rules.ts'
import type { AnnexContent, ContractContent, IssuedContent } from '../src/modules/contracts/schema.ts'
import { openStorage, type Storage } from '../src/platform/storage.ts'

/** A contract being written in the deal's file, and the first version of it. */
export async function someContract(db: Db, owner: Ctx, deal_id: number, storage: Storage = openStorage(mkdtempSync(join(tmpdir(), 'techex-contract-things-')))) {
  for (const kind of ['contract', 'memorandum'] as const) await beginContract(owner, { deal_id, kind })
  const { draft_version } = await db.selectFrom('contract').select('draft_version').where('deal_id', '=', deal_id).where('kind', '=', 'contract').executeTakeFirstOrThrow()
  const version = await issueVersion(owner, storage, { deal_id, kind: 'contract', draft_version, note: '', request_key: randomUUID() })
  const { supplier_organisation_id } = await db.selectFrom('deal').select('supplier_organisation_id').where('id', '=', deal_id).executeTakeFirstOrThrow()
  const gives = owner.actor.memberships.some((one) => one.organisation_id === supplier_organisation_id)
  // Restricted technology, of which the owner's side files: an approval is asked for before anything is signed.
  await stateFacts(owner, { deal_id, direction: gives ? 'out_of_vietnam' : 'into_vietnam', state_money: false, result_certificate: false, technology: 'restricted', appraised: false, voluntary: false, note: '' })
  await someAnnex(db, { deal_id, organisation_id: supplier_organisation_id, person_id: owner.actor.person_id ?? 0, version, at: owner.now() })
  return { version, filing: await openFiling(owner, { deal_id, kind: 'approval', changes: '', request_key: randomUUID() }) }
}

/** An annex being written, of a contract that is still to be signed: what a page shows of one does not ask. */
export async function someAnnex(db: Db, { deal_id, organisation_id, person_id, version, at, reason = 'Nhà xưởng bàn giao chậm.' }: { deal_id: number; organisation_id: number; person_id: number; version: number; at: Date; reason?: string }): Promise<void> {
  const { content, sha256 } = await db.selectFrom('contract_version').select(['content', 'sha256']).where('id', '=', version).executeTakeFirstOrThrow()
  const { clauses, fields } = content as IssuedContent
  const annex: AnnexContent = { number: 1, of: { version_id: version, number: fields.number, signed_on: '2026-01-01', sha256 }, before: clauses, numbers: numbersOf(clauses), reason: { vi: reason, en: '' }, milestones: [] }
  const text: ContractContent = { format: 1, fields: { ...fields, number: '', effective_on: null }, clauses: clauses.map((one) => (one.key === 'warranty' ? { ...one, text: { vi: 'Bên giao bảo hành công nghệ trong 18 tháng kể từ ngày nghiệm thu.', en: 'Warranted for 18 months.' } } : one)), annex }
  const { id } = await db.insertInto('contract').values({ deal_id, kind: 'annex', template: 'contract_annex', template_version: 1, content: JSON.stringify(text), created_by: person_id, created_at: at, changed_by: person_id, changed_at: at }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('contract_annex').values({ contract_id: id, deal_id, number: 1, organisation_id, person_id, begun_at: at, request_key: randomUUID() }).execute()
}
