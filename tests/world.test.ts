import { fill } from '../database/world-contracts.ts'
import { drafted, templateOn } from '../src/modules/contracts/template-rules.ts'
import type { TermContent } from '../src/modules/terms/schema.ts'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { ensureWorld } from '../database/world.ts'
import { verifyBundle } from '../src/commandline/verify-bundle.ts'
import { byTime } from '../src/core/context.ts'
import { openStages } from '../src/modules/deals/schema.ts'
import { organisationKinds } from '../src/modules/organisations/schema.ts'
import { checkpointLots } from '../src/modules/proofs/checkpointing.ts'
import { bundleOf, wholeText } from '../src/modules/proofs/bundle.ts'
import { ballotKey } from '../src/platform/ballots/seal.ts'
import { publicKeyOfSecret } from '../src/platform/sealing/key.ts'
import { combineShares, readShare } from '../src/platform/sealing/shares.ts'
import { readConfig } from '../src/platform/config.ts'
import { signingKeyOf } from '../src/platform/proof/keys.ts'
import { storageOf } from '../src/platform/storage-open.ts'
import { testDatabase } from './database.ts'

const { db, url } = await testDatabase()
const files = mkdtempSync(join(tmpdir(), 'techex-world-'))
afterAll(() => rmSync(files, { recursive: true, force: true }))
const config = readConfig({ DATA_DIR: files })
// The very first start is killed while the city is nearly whole; everything below is what the second one made.
const killed = spawnSync(process.execPath, ['tests/killed-start.ts', url, files], { encoding: 'utf8', timeout: 570_000 })
const kept = async () => (await sql<{ people: number; organisations: number; deals: number; events: number; documents: number; codes: boolean }>`
  select (select count(*) from person)::int as people, (select count(*) from organisation)::int as organisations, (select count(*) from deal)::int as deals, (select count(*) from event)::int as events, (select count(*) from document)::int as documents, exists (select from code) as codes`.execute(db)).rows[0]
const leftBehind = await kept()
const steps: number[] = []
const first = await ensureWorld(url, config, (done) => steps.push(done), '.')

test('a start that is killed while the contracts are written leaves no half of a city, and the next one makes the whole', async () => {
  expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', ''])
  expect(leftBehind).toEqual({ people: 0, organisations: 0, deals: 0, events: 0, documents: 0, codes: true })
  expect(await kept()).toMatchObject({ organisations: 47, documents: 23, codes: true })
})

test('the demonstration city has organisations of every kind, offers and needs over all fields, a third bilingual', async () => {
  const organisations = await db.selectFrom('organisation').select(['kind', 'demonstration']).execute()
  expect(organisations.length).toBeGreaterThanOrEqual(40)
  expect(new Set(organisations.map(({ kind }) => kind))).toEqual(new Set(organisationKinds))
  const listings = await db.selectFrom('listing').select(['id', 'kind', 'research_fields', 'state', 'demonstration']).execute()
  expect(listings.filter(({ kind }) => kind === 'offer').length).toBeGreaterThanOrEqual(150)
  expect(listings.filter(({ kind }) => kind === 'need').length).toBeGreaterThanOrEqual(80)
  expect(new Set(listings.flatMap(({ research_fields }) => research_fields.map((field) => field[0])))).toEqual(new Set(['1', '2', '3', '4', '5', '6']))
  expect(new Set(listings.map(({ state }) => state))).toEqual(new Set(['draft', 'submitted', 'returned', 'published']))
  expect([...organisations, ...listings].every(({ demonstration }) => demonstration)).toBe(true)
  const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from (select listing_id from listing_text group by 1 having count(*) = 2) both_languages`.execute(db) as { rows: [{ n: number }] }
  expect(n / listings.length).toBeGreaterThan(0.3)
})

test('there are deals at every stage, and what both sides confirmed is counted', async () => {
  const deals = await db.selectFrom('deal').select(['stage', 'value', 'closing_organisation_id']).execute()
  expect(new Set(deals.map(({ stage }) => stage))).toEqual(new Set([...openStages, 'won', 'lost']))
  expect(deals.filter(({ stage }) => stage === 'won').every(({ value }) => (value ?? 0) > 0)).toBe(true)
  const interests = await db.selectFrom('interest').select(['state', 'reasons', 'counter_listing_id']).execute()
  expect(new Set(interests.map(({ state }) => state))).toEqual(new Set(['pending', 'accepted', 'declined', 'withdrawn']))
  // What comes from a lot or from a card left at a session was proposed by nobody.
  const proposed = interests.filter(({ counter_listing_id }) => counter_listing_id !== null)
  expect(proposed.length).toBeGreaterThan(10)
  expect(proposed.every(({ reasons }) => (reasons as unknown[]).length > 0)).toBe(true)
})

test('progress rises to its end, a second start adds nothing, and nobody is written to', async () => {
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  const before = await db.selectFrom('event').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const second = await ensureWorld(url, config, () => {}, '.')
  expect(second.accounts).toEqual(first.accounts)
  expect(first.accounts.length).toBe(13)
  expect(await db.selectFrom('event').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).toEqual(before)
  expect(await db.selectFrom('outgoing_mail').select('id').execute()).toEqual([])
})

test('the city has kept parts at every level, an undertaking signed, a request refused and one waiting', async () => {
  expect(new Set((await db.selectFrom('listing_part').select('tier').execute()).map(({ tier }) => tier))).toEqual(new Set(['signed_in', 'granted', 'nda']))
  expect((await db.selectFrom('access_request').select('answer').orderBy('id').execute()).map(({ answer }) => answer)).toEqual(['given', 'refused', null])
  expect(await db.selectFrom('nda_acceptance').selectAll().execute()).toHaveLength(1)
  expect(await db.selectFrom('disclosure_view').selectAll().execute()).toHaveLength(4)
})

test('of the suppliers invited for oil two have answered and the faculty has declined', async () => {
  const { rows } = await sql<{ state: string; name: string }>`select s.state, o.name_vi as name from call_supplier s join organisation o on o.id = s.organisation_id where s.call_id = (select min(id) from sourcing_call) order by o.name_vi`.execute(db)
  expect(rows.map(({ state, name }) => `${name}: ${state}`)).toEqual(['Khoa Nông nghiệp và Công nghệ sinh học, Đại học Phù Sa: declined', 'Viện Công nghệ Sau thu hoạch Hát Giang: answered', 'Viện Công nghệ Thực phẩm và Dược liệu Bến Quế: answered'])
})

test('the README counts the city as it is', async () => {
  const { rows: [city] } = await sql<{ organisations: number; offers: number; needs: number }>`select (select count(*) from organisation)::int as organisations, (select count(*) from listing where kind = 'offer')::int as offers, (select count(*) from listing where kind = 'need')::int as needs`.execute(db)
  expect(readFileSync('README.md', 'utf8')).toContain(`a small invented city: ${city!.organisations} organisations, ${city!.offers} offers, ${city!.needs} needs and deals at every stage`)
})

test('six experts are public by their own consent, with works, and two have declared what could sway them', async () => {
  const experts = await db.selectFrom('expert').select(['consented_at', 'demonstration', 'organisation_id']).execute()
  expect(experts).toHaveLength(6)
  expect(experts.every(({ consented_at, demonstration, organisation_id }) => consented_at && demonstration && organisation_id)).toBe(true)
  expect((await db.selectFrom('conflict_of_interest').select('id').execute()).length).toBe(2)
})

test('what became of the oldest deals is said by both sides, agreed and disputed', async () => {
  const { rows } = await sql<{ sides: number; uses: number }>`select count(*)::int as sides, count(distinct usage)::int as uses from outcome_statement group by deal_id order by deal_id`.execute(db)
  expect(new Set(rows.map(({ sides, uses }) => `${sides} ${uses}`))).toEqual(new Set(['2 1', '2 2']))
})

test('term sheets are being discussed and agreed, each with its differences and what it is worth', async () => {
  const versions = await db.selectFrom('term_version').select(['deal_id', 'number', 'reasons']).execute()
  const agreed = await db.selectFrom('term_sheet').select('deal_id').execute()
  expect(agreed.length).toBeGreaterThan(0)
  expect(new Set(versions.map(({ deal_id }) => deal_id)).size).toBeGreaterThan(agreed.length)
  expect(versions.filter(({ number }) => number === 2).every(({ reasons }) => Object.keys(reasons as object).length > 1)).toBe(true)
  expect(await db.selectFrom('term_assumption').select('audience').distinct().orderBy('audience').execute()).toEqual([{ audience: 'private' }, { audience: 'shared' }])
})

test('files that are well on their way have people: signers of both sides, mandates in several standings, advisers, and what two buyers ask support for', async () => {
  const signers = await db.selectFrom('deal_signer').select(['deal_id', 'organisation_id', 'basis']).execute()
  expect(signers.length).toBeGreaterThanOrEqual(6)
  expect(new Set(signers.map(({ basis }) => basis))).toEqual(new Set(['legal_representative', 'authorised']))
  const mandates = await db.selectFrom('deal_mandate').select(['accepted_at', 'consent_needed', 'exclusive']).execute()
  expect(mandates.filter(({ accepted_at }) => accepted_at === null)).toHaveLength(1)
  expect(mandates.filter(({ consent_needed }) => consent_needed)).toHaveLength(1)
  expect((await db.selectFrom('deal_adviser').select('ended_at').execute()).some(({ ended_at }) => ended_at === null)).toBe(true)
  expect(new Set((await db.selectFrom('support_fact').select('deal_id').execute()).map(({ deal_id }) => deal_id)).size).toBe(2)
})

test('one technology was paid for by the State: its file says who decided, what it is worth and how long it was disclosed, and a division waits for a second person', async () => {
  const facts = await db.selectFrom('result_fact').select(['deal_id', 'state_share_basis_points', 'valuation', 'decision_number']).execute()
  expect(facts).toMatchObject([{ state_share_basis_points: 7000, valuation: 900_000_000, decision_number: '118/QĐ-GQSD' }])
  expect(await db.selectFrom('result_split').select(['deal_id', 'decision']).execute()).toEqual([{ deal_id: facts[0]?.deal_id, decision: null }])
})

test('closed deals are paid for: a milestone late, one disputed and settled for less, one asked for, and others to be agreed', async () => {
  const { rows } = await sql<{ state: string; late: number; outcome: string | null; less: boolean; open: boolean; settled: boolean }>`
    select m.state, greatest(0, r.received_on - m.payable_on)::int as late, d.outcome, m.amount < m.agreed_amount as less, m.settled_on is not null as settled, exists (select from payment_request q where q.milestone_id = m.id and q.ended_at is null) and m.settled_on is null as open
    from milestone m left join payment_receipt r on r.milestone_id = m.id left join milestone_dispute d on d.milestone_id = m.id order by m.id`.execute(db)
  expect(rows.filter(({ late, outcome }) => late > 0 && outcome === null)).toMatchObject([{ late: 9, settled: true }])
  expect(rows.filter(({ outcome }) => outcome !== null)).toMatchObject([{ outcome: 'agreed', less: true, settled: true }])
  expect(rows.filter(({ open }) => open)).toMatchObject([{ state: 'accepted', settled: false }])
  expect(rows.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'agreed', 'proposed', 'proposed', 'proposed'])
  const accounts = await db.selectFrom('bank_account').select(['alone', 'proposed_by', 'confirmed_by']).execute()
  expect(accounts.filter(({ alone, proposed_by, confirmed_by }) => !alone && confirmed_by !== null && confirmed_by !== proposed_by), 'an account a second person confirmed').not.toHaveLength(0)
  expect(await db.selectFrom('fee_share').select(['side', 'kind', 'basis_points']).execute(), 'a payer’s broker is owed a share of each payment').toEqual([1, 2].map(() => ({ side: 'payer', kind: 'broker', basis_points: 150 })))
})

test('of two contracts one is issued and agreed to by one side, the other signed on paper by both, their files kept, an annex to it too and a second being drafted; a memorandum is being written', async () => {
  const { rows } = await sql<{ kind: string; state: string | null; agreed: number; signed: number; gaps: boolean; sha256: string | null }>`
    select c.kind, v.state, v.sha256, c.content::text like '%[[%' as gaps, (select count(*)::int from contract_approval a where a.version_id = v.id and a.lapsed_at is null) as agreed, (select count(*)::int from contract_signature s where s.version_id = v.id and s.way = 'paper') as signed
    from contract c left join contract_version v on v.contract_id = c.id order by c.kind, c.deal_id, c.id`.execute(db)
  expect(rows).toMatchObject([
    { kind: 'annex', state: 'signed', agreed: 2, signed: 2, gaps: false }, { kind: 'annex', state: null, agreed: 0, signed: 0, gaps: false },
    { kind: 'contract', state: 'issued', agreed: 1, signed: 0, gaps: false }, { kind: 'contract', state: 'signed', agreed: 2, signed: 2, gaps: false }, { kind: 'memorandum', state: null, agreed: 0, signed: 0, gaps: true },
  ])
  const storage = storageOf(config)
  for (const { sha256 } of rows) if (sha256) { const kept = await storage.open(sha256); expect(kept).not.toBeNull(); kept?.destroy() }
})

test('a contract begun from the newest template of the terms of the city is filled in whole as well', async () => {
  const sheets = await db.selectFrom('term_sheet').select('content').execute()
  for (const { content } of sheets) for (const { key, text } of drafted(templateOn('contract', '2099-01-01')!, { vi: 'Máy sấy', en: 'A dryer' }, content as TermContent).clauses) expect([key, fill(text.vi).includes('[['), fill(text.en).includes('[[')]).toEqual([key, false, false])
  expect(sheets.length).toBeGreaterThan(1)
})

test('four lots are sold by sealed ballots: one opened and sold, one waiting for its third share, one taking ballots, one whose key is to be made', async () => {
  const { rows } = await sql<{ id: number; state: string; phase: string | null; price: number | null; ballots: number; handed: number; declared: number; deal_id: number | null }>`
    select id, state, phase, price, deal_id, (select count(*)::int from auction_ballot b where b.lot_id = l.id) as ballots, (select count(*)::int from auction_share s where s.lot_id = l.id and s.handed_at is not null) as handed,
      (select count(*)::int from auction_council c where c.lot_id = l.id and c.declared_at is not null) as declared from auction_lot l where form = 'sealed' order by id`.execute(db)
  expect(rows).toMatchObject([
    { state: 'settling', phase: 'signed', price: 705_000_000, ballots: 4, handed: 3, declared: 5, deal_id: expect.any(Number) }, { state: 'armed', phase: 'opening', price: null, ballots: 3, handed: 2, declared: 5 },
    { state: 'armed', phase: 'open', price: null, ballots: 3, handed: 0, declared: 5 }, { state: 'registration', phase: null, ballots: 0, handed: 0, declared: 5 },
  ])
  // Where ballots are still to be opened, whoever tries it finds the shares of the invented council on the lot's page.
  for (const { id } of rows.slice(1, 3)) {
    const { answer } = await db.selectFrom('auction_question').select('answer').where('lot_id', '=', id).executeTakeFirstOrThrow()
    const shares = await Promise.all([...answer.matchAll(/^- (\S+@san\.example): (\S+)$/gm)].map(async ([, email, text]) => {
      const read = await readShare(ballotKey(id), text!), seat = await db.selectFrom('auction_council as c').innerJoin('person as p', 'p.id', 'c.person_id').select('c.place').where('c.lot_id', '=', id).where('p.email', '=', email!).executeTakeFirst()
      expect(read?.place).toBe(seat?.place)
      return read!.share
    }))
    const { public_key } = await db.selectFrom('auction_ballot_key').select('public_key').where('lot_id', '=', id).executeTakeFirstOrThrow()
    expect(shares).toHaveLength(5)
    for (const three of [shares.slice(0, 3), shares.slice(2)]) expect(publicKeyOfSecret(Buffer.from(await combineShares(three)))).toEqual(public_key)
  }
})

test('the lots that were sold are proven: the public file of each is recomputed by what shares no code with it', async () => {
  const sold = await db.selectFrom('auction_lot').select(['id', 'winner', 'price', 'form']).where('phase', '=', 'signed').orderBy('id').execute()
  expect(sold.map(({ form }) => form)).toEqual(['ascending', 'sealed'])
  const key = signingKeyOf(config)
  await checkpointLots(db, { key, publicUrl: config.publicUrl }, new Date())
  for (const { id, winner, price } of sold) {
    const verified = verifyBundle(await wholeText(await bundleOf(byTime(db, new Date(), 'world'), id, key, config.publicUrl)))
    expect(verified.findings).toEqual([])
    expect(verified).toMatchObject({ right: true, result: { phase: 'signed', winner, price } })
    expect(verified.events).toBeGreaterThan(10)
  }
})
