import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { createWebhook } from '../src/modules/api/webhook-commands.ts'
import { openSheet } from '../src/modules/desk/commands.ts'
import { askHelp } from '../src/modules/desk/help-commands.ts'
import { AddEvidence, addEvidence } from '../src/modules/evidence/commands.ts'
import { declineMatch } from '../src/modules/matching/answer-commands.ts'
import { addPair } from '../src/modules/matching/lexicon-commands.ts'
import { saveSearch } from '../src/modules/searches/commands.ts'
import { ctxOf } from './database.ts'
import { aClaim } from './listings.ts'
import type { Storage } from '../src/platform/storage.ts'
import { someAuctions } from './auction-things.ts'
import { someContract } from './contracts-things.ts'
import { someCalendar } from './calendar-things.ts'
import { somePeople } from './people-things.ts'
import { aLiveLot } from './auction-lots.ts'
import { someCollections } from './promotion.ts'
import { someRoom } from './room-things.ts'
import { someSourcing } from './sourcing.ts'
import { someBallots } from './ballot-things.ts'
import { someProof } from './proof-things.ts'
import { paymentsAround } from './payment-things.ts'
import { moneyPaidBack, someResult } from './result-things.ts'
import { aHeldSession, sessionStaff, someMeetings, someSessions } from './session-things.ts'
import { someSolutions } from './solution-things.ts'
import { someTerms } from './terms-things.ts'

/** What hangs on a listing and on its people besides deals: a claim with evidence, help with words, a saved search, a webhook, collections, a declined match, a pair of words. `owner` acts for them; `sealed` stands in an answer only the institute may read. */
export async function thingsAround(db: Db, owner: Ctx, curator: Actor, { institute, offer, draft, publicUrl = 'http://127.0.0.1:3000', sealed, storage }: { /** Where files lie, for who reads them afterwards. */ storage?: Storage; institute: number; offer: number; draft: number; publicUrl?: string; sealed?: string | undefined }) {
  const claim = await aClaim(db, offer)
  const evidence = await addEvidence(owner, AddEvidence.parse({ id: offer, claim_id: claim, request_key: randomUUID(), grade: '2', result: 'supports', title: 'Báo cáo thử nghiệm', made_on: '2025-06-01', issuer: 'Viện Cơ điện', reference: 'BC-1' }), null)
  const sheet = await openSheet(owner, { request_key: randomUUID() })
  const help = await askHelp(owner, { id: draft, note: 'Xin giúp viết cho rõ.', expert_id: null })
  const saved = await saveSearch(owner, { address: 'q=say', name: 'Sấy', frequency: 'daily' })
  const { id: webhook } = await createWebhook(owner, { organisation_id: institute, name: 'Kho dữ liệu', url: 'http://127.0.0.1:9/techex', event_types: ['listing.published'] }, { publicUrl, secret: 's'.repeat(40) })
  const need = await db.selectFrom('listing').select('id').where('kind', '=', 'need').where('state', '=', 'published').where('organisation_id', '<>', institute).orderBy('id').executeTakeFirst()
  if (need) await declineMatch(owner, { listing_id: offer, other_id: need.id, code: 'too_dear', words: 'Chúng tôi chỉ bán cả dây chuyền.' })
  const pair = await addPair(ctxOf(db, curator), { vi: 'sấy thăng hoa', en: 'freeze drying' })
  const deal = await db.selectFrom('deal').select('id').where('supplier_organisation_id', '=', institute).orderBy('id').executeTakeFirst()
  if (deal) await someTerms(db, owner, deal.id)
  if (deal) await someResult(owner, deal.id)
  const live_lot = await aLiveLot(db, institute, offer)
  const sessions = await someSessions(db, owner.actor, curator, { institute, offer, secret: 's'.repeat(40) })
  const session_meetings = await someMeetings(db, owner.actor), session_held = await aHeldSession(db, sessionStaff(owner.actor), new Date())
  return { calendar: await someCalendar(db, owner.actor.person_id ?? 0), session_meetings, session_held, ballots: await someBallots(db, { institute, offer }), proof: await someProof(db, { listing_id: offer, organisation_id: institute, created_by: owner.actor.person_id ?? 0 }), auctions: await someAuctions(db, new Date(), storage), solutions: await someSolutions(db, new Date(), storage), live_lot, sessions, contract: deal && await someContract(db, owner, deal.id, storage), payments: deal && await paymentsAround(db, owner, deal.id).then(async (made) => { await moneyPaidBack(owner, deal.id, made.milestone); return made }), room: deal && await someRoom(db, owner, deal.id), people: deal && await somePeople(db, owner, deal.id), claim, evidence, sheet, help, saved, webhook, pair, sourcing: need && await someSourcing(db, owner, { institute, offer, need: need.id, sealed }), collections: await someCollections(db, curator, offer) }
}
