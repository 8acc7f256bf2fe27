import { generateKeyPairSync } from 'node:crypto'
import type { Db } from '../src/core/database.ts'
import { type LotRules, second } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'
import { canonicalText, sha256 } from '../src/platform/proof/chain.ts'
import { anOrganisation, aPerson, noon } from './database.ts'
import { listed } from './listings.ts'

export const receiptKey = generateKeyPairSync('ed25519')
/** Microseconds from now. */
export const inSeconds = (seconds: number): number => Math.round((Date.now() + seconds * 1_000) * 1_000)
export const risingRules = (more: Partial<LotRules> = {}): LotRules => ({
  form: 'ascending', regime: 'voluntary', start: vnd(100_000_000), step: vnd(5_000_000), floor: null, opens_at: inSeconds(-1), closes_at: inSeconds(600), tick: null,
  extension: null, reopen: 60 * second, most_steps: 10, single_bidder: 'sell', tie: 'draw', deposit: vnd(10_000_000), ...more,
})

/** A lot whose registration is over, as the module of lots leaves it to its writer: so many bidders, numbered from 1. Each number's person acts for an organisation of their own. */
export async function anArmedLot(db: Db, rules: LotRules, bidders = 3, { auctioneer = null }: { auctioneer?: number | null } = {}) {
  const seller = await anOrganisation(db, 'institute')
  const officer = await aPerson(db, { staff: ['auction_officer'] }), second_officer = await aPerson(db, { staff: ['auction_officer'] })
  const listing_id = await listed(db, seller, 'Dây chuyền sấy lạnh', { kind: 'offer', state: 'published', trl: 8, research_fields: ['20301'], published_at: noon }, { summary: 'Sấy lạnh nông sản.' })
  const people: Awaited<ReturnType<typeof aPerson>>[] = [], organisations: number[] = []
  for (let number = 1; number <= bidders; number++) {
    const organisation = await anOrganisation(db)
    organisations.push(organisation)
    people.push(await aPerson(db, { organisation, role: 'signer' }))
  }
  // At once: a web process that looks for lots meanwhile must not begin one without its bidders.
  const id = await db.transaction().execute(async (tx) => {
    const lot = await tx.insertInto('auction_lot').values({
      listing_id, organisation_id: seller, regime: rules.regime, form: rules.form, title: JSON.stringify({ vi: 'Dây chuyền sấy lạnh', en: 'A cold drying line' }), auctioneer_id: auctioneer, rules: JSON.stringify(rules), rules_hash: sha256(canonicalText(rules)).toString('hex'),
      state: 'armed', state_since: noon, registration_opens_at: noon, registration_closes_at: noon, armed_at: noon, phase: null, price: null, winner: null, proposed_by: officer.person_id, proposed_at: noon, published_by: second_officer.person_id, published_at: noon, created_by: officer.person_id!, created_at: noon,
    }).returning('id').executeTakeFirstOrThrow()
    for (const [n, person] of people.entries()) await tx.insertInto('auction_bidder').values({ lot_id: lot.id, organisation_id: organisations[n]!, person_id: person.person_id!, number: n + 1, state: 'eligible', state_since: noon, salt: `muối ${n + 1}`, request_key: crypto.randomUUID(), registered_at: noon }).execute()
    return lot.id
  })
  return { id, seller, officer, people }
}

/** Other rules for a lot that is published already, as no hand may give them: a test sets the hours when all is ready. */
export const rulesAnew = (asOwner: (sql: string) => Promise<void>, lot: number, rules: LotRules): Promise<void> =>
  unguarded(asOwner, `update auction_lot set rules = '${JSON.stringify(rules)}', rules_hash = '${sha256(canonicalText(rules)).toString('hex')}' where id = ${lot}`)
/** What the database’s guards would refuse. */
export const unguarded = (asOwner: (sql: string) => Promise<void>, sql: string): Promise<void> => asOwner(`begin; set local session_replication_role = replica; ${sql}; commit`)

/** A lot of that offer whose bidding begins in the year 2100 and that nobody bids in: for pages that only look. */
export async function aLiveLot(db: Db, organisation_id: number, listing_id: number, form: LotRules['form'] = 'ascending'): Promise<number> {
  const [one, two] = [await aPerson(db, { staff: ['auction_officer'], name: 'Cán bộ đấu giá' }), await aPerson(db, { staff: ['auction_officer'], name: 'Cán bộ công bố' })]
  const opens_at = Date.parse('2100-01-01T09:00:00+07:00') * 1_000
  const rules = risingRules({ form, opens_at, closes_at: opens_at + 3_600 * second })
  const { id } = await db.insertInto('auction_lot').values({
    listing_id, organisation_id, regime: 'voluntary', form, title: JSON.stringify({ vi: 'Quyền sử dụng dây chuyền sấy', en: 'Licence of a drying line' }), auctioneer_id: null, rules: JSON.stringify(rules), rules_hash: sha256(canonicalText(rules)).toString('hex'),
    state: 'armed', state_since: noon, registration_opens_at: noon, registration_closes_at: noon, armed_at: noon, phase: null, price: null, winner: null, proposed_by: one.person_id, proposed_at: noon, published_by: two.person_id, published_at: noon, created_by: one.person_id!, created_at: noon,
  }).returning('id').executeTakeFirstOrThrow()
  return id
}
