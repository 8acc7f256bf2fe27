import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { beginContract, issueVersion } from '../src/modules/contracts/commands.ts'
import { openFiling, stateFacts } from '../src/modules/contracts/registration-commands.ts'
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
  return { version, filing: await openFiling(owner, { deal_id, kind: 'approval', changes: '', request_key: randomUUID() }) }
}
