import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { createWebhook } from '../src/modules/api/webhook-commands.ts'
import { openSheet } from '../src/modules/desk/commands.ts'
import { askHelp } from '../src/modules/desk/help-commands.ts'
import { AddEvidence, addEvidence } from '../src/modules/evidence/commands.ts'
import { saveSearch } from '../src/modules/searches/commands.ts'
import { someCollections } from './promotion.ts'

/** What hangs on a listing and on its people besides deals: a claim with evidence, help with words, a saved search, a webhook, collections. `of` acts for them. */
export async function thingsAround(db: Db, owner: Ctx, curator: Actor, { institute, offer, draft, publicUrl = 'http://127.0.0.1:3000' }: { institute: number; offer: number; draft: number; publicUrl?: string }) {
  const { id: claim } = await db.insertInto('claim').values({ listing_id: offer, kind: 'performance', statement_vi: 'Sấy 500 kg rau mỗi mẻ.', statement_en: '', amount: null, unit: '', conditions: '', request_key: null, added_by: null, added_at: new Date() }).returning('id').executeTakeFirstOrThrow()
  const evidence = await addEvidence(owner, AddEvidence.parse({ id: offer, claim_id: claim, request_key: randomUUID(), grade: '2', result: 'supports', title: 'Báo cáo thử nghiệm', made_on: '2025-06-01', issuer: 'Viện Cơ điện', reference: 'BC-1' }), null)
  const sheet = await openSheet(owner, { request_key: randomUUID() })
  const help = await askHelp(owner, { id: draft, note: 'Xin giúp viết cho rõ.', expert_id: null })
  const saved = await saveSearch(owner, { address: 'q=say', name: 'Sấy', frequency: 'daily' })
  const { id: webhook } = await createWebhook(owner, { organisation_id: institute, name: 'Kho dữ liệu', url: 'http://127.0.0.1:9/techex', event_types: ['listing.published'] }, { publicUrl, secret: 's'.repeat(40) })
  return { claim, evidence, sheet, help, saved, webhook, collections: await someCollections(db, curator, offer) }
}
