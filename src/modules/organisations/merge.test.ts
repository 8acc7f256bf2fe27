import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anArmedLot, risingRules } from '../../../tests/auction-lots.ts'
import { aPerson, anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aProof } from '../../../tests/proofs.ts'
import { aListing } from '../../../tests/readers.ts'
import { actorNow } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { daysFrom } from '../../platform/time.ts'
import { acceptAddressedInvitation, appointOwner, inviteMember } from './commands.ts'
import { duplicatePairs, likelyPairs } from './duplicates.ts'
import { deleteOrganisation, foundDistinct, mergedColumns, mergeOrganisations } from './merge-commands.ts'
import { decisionsOf, organisationHistory, organisationList, organisationPage, organisationsWithoutMembers } from './queries.ts'
import type { MemberRole } from './schema.ts'
import { decideVerification, requestVerification } from './verification-commands.ts'

const { db } = await testDatabase()
const refused = (code: string) => ({ refusal: { code } })
const on = (actor: Actor, now = noon) => ctxOf(db, actor, now)
const proposer = await aPerson(db, { staff: ['moderator'] }), approver = await aPerson(db, { staff: ['administrator'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const merge = (from: number, into: number, { by = approver, proposed_by = proposer.person_id! } = {}) =>
  db.transaction().execute((tx) => mergeOrganisations(tx, on(by), { from, into, reason: 'Cùng một pháp nhân.', proposed_by }))
const remove = (organisation_id: number, { by = approver, proposed_by = proposer.person_id! } = {}) =>
  db.transaction().execute((tx) => deleteOrganisation(tx, on(by), { organisation_id, reason: 'Lập nhầm.', proposed_by }))
const membersOf = async (id: number) => Object.fromEntries((await db.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', id).execute()).map((m) => [m.person_id, m.role]))
const outcomes = (results: PromiseSettledResult<unknown>[]) => results.map((r) => (r.status === 'fulfilled' ? 'done' : (r.reason as { refusal?: { code: string } }).refusal?.code ?? String(r.reason)))
const joins = (organisation_id: number, person: Actor, role: MemberRole) => db.insertInto('membership').values({ organisation_id, person_id: person.person_id!, role, since: daysFrom(noon, -5) }).execute()

type InterestState = 'pending' | 'accepted' | 'declined'
const anInterest = async (listing_id: number, organisation_id: number, person: Actor, state: InterestState = 'pending', expressed_at = noon): Promise<number> =>
  (await db.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id, person_id: person.person_id!, message: 'Chúng tôi quan tâm đến công nghệ này.', state, reasons: '[]', request_key: randomUUID(), expressed_at, decline_code: state === 'declined' ? 'other' : null, answered_by: null, answered_at: state === 'pending' ? null : noon }).returning('id').executeTakeFirstOrThrow()).id
const aDeal = async (interest_id: number, offer_id: number, supplier: number, demander: number): Promise<number> =>
  (await db.insertInto('deal').values({ interest_id, offer_id, need_id: null, supplier_organisation_id: supplier, demander_organisation_id: demander, stage_since: noon, value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, opened_at: noon, closed_at: null }).returning('id').executeTakeFirstOrThrow()).id

/** How many rows every table has. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`.execute(db)
  return Object.fromEntries(await Promise.all(rows.map(async ({ name }) => [name, (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(db)).rows[0]?.n ?? 0] as const)))
}

test('every column that names an organisation has its place in a merge', async () => {
  const { rows } = await sql<{ name: string }>`select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'organisation'::regclass order by 1`.execute(db)
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(mergedColumns).toSorted())
})

test('with everything in it, nothing of the merged one is lost, and all of it is the survivor’s', async () => {
  const [from, into, third] = [await anOrganisation(db, 'enterprise', 'cong ty mot'), await anOrganisation(db, 'enterprise', 'cong ty hai'), await anOrganisation(db)]
  const lan = await aPerson(db, { organisation: from }), minh = await aPerson(db, { organisation: from, role: 'viewer' }), hoa = await aPerson(db, { organisation: into, role: 'editor' }), buyer = await aPerson(db, { organisation: third })
  await joins(from, hoa, 'owner')
  await joins(into, minh, 'signer')
  const link = () => 'http://x'
  for (const [organisation_id, role, by] of [[from, 'owner', lan], [into, 'viewer', await aPerson(db, { organisation: into })]] as const) await inviteMember(on(by), { organisation_id, email: 'ca-hai@example.test', role }, link)
  await inviteMember(on(lan), { organisation_id: from, email: 'mot-ben@example.test', role: 'viewer' }, link)
  const own = await aListing(db, 'offer', from, 'published', 'Máy sấy'), draft = await aListing(db, 'need', from, 'draft', 'Bản nháp')
  const [theirs, other, old] = [await aListing(db, 'need', third, 'published', 'Cần máy'), await aListing(db, 'need', third, 'published', 'Cần nữa'), await aListing(db, 'need', into, 'closed', 'Đã đóng')]
  const received = await anInterest(own, third, buyer, 'accepted')
  const deal = await aDeal(received, own, from, third)
  await db.insertInto('deal_message').values({ deal_id: deal, person_id: lan.person_id!, organisation_id: from, body: 'Xin chào', request_key: randomUUID(), sent_at: noon }).execute()
  const older = await anInterest(theirs, into, hoa, 'pending', daysFrom(noon, -3)), younger = await anInterest(theirs, from, lan)
  const twice = [await anInterest(other, from, lan, 'accepted'), await anInterest(other, into, hoa, 'accepted')]
  for (const [i, side] of [from, into].entries()) await aDeal(twice[i]!, own, third, side)
  const over = await anInterest(old, from, lan, 'declined')
  const proofs = [await aProof(db, from, lan), await aProof(db, into, hoa), await aProof(db, from, lan, 'authorisation_letter')]
  await db.insertInto('deal_document').values({ deal_id: deal, document_id: proofs[0]!.document_id, organisation_id: from, person_id: lan.person_id!, added_at: noon }).execute()
  await sql`insert into organisation_legal (organisation_id, representative_name, updated_at) values (${from}, 'Trần Văn Đại', ${noon})`.execute(db)
  await requestVerification(on(lan), { organisation_id: from })
  await decideVerification(on(moderator), { organisation_id: from, version: 1, decision: 'verified', reason: 'Đúng.', months: 24, proofs: [proofs[0]!.id] })
  await db.insertInto('ownership_transfer').values({ organisation_id: from, from_person_id: lan.person_id!, to_person_id: minh.person_id!, becomes: 'leaves', offered_at: noon, expires_at: daysFrom(noon, 9) }).execute()
  const { id: request } = await db.insertInto('access_request').values({ subject: `listing:${theirs}`, organisation_id: from, person_id: lan.person_id!, tier: 'granted', purpose: 'Xem thông số', asked_at: noon, answered_at: null } as never).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('access_grant').values({ request_id: request, subject: `listing:${theirs}`, organisation_id: from, tier: 'granted', given_by: buyer.person_id!, given_at: noon, expires_at: daysFrom(noon, 30) } as never).execute()

  const before = await rowCounts()
  await merge(from, into)
  const after = await rowCounts()
  expect({ ...after, event: before.event, membership: before.membership }).toEqual(before)
  expect(before.membership! - after.membership!).toBe(2) // who was in both is there once

  expect(await membersOf(from)).toEqual({})
  expect(await membersOf(into)).toMatchObject({ [lan.person_id!]: 'owner', [minh.person_id!]: 'signer', [hoa.person_id!]: 'owner' })
  expect(await actorNow(db, lan)).toMatchObject({ organisation_id: into })
  expect(await db.selectFrom('invitation').select(['email', 'role']).where('organisation_id', '=', into).where('withdrawn_at', 'is', null).orderBy('email').execute()).toEqual([{ email: 'ca-hai@example.test', role: 'owner' }, { email: 'mot-ben@example.test', role: 'viewer' }])
  for (const id of [own, draft]) expect(await db.selectFrom('listing').select('organisation_id').where('id', '=', id).executeTakeFirst()).toEqual({ organisation_id: into })
  expect((await sql<{ left: number }>`select count(*)::int as left from deal where ${from} in (supplier_organisation_id, demander_organisation_id, closing_organisation_id)`.execute(db)).rows).toEqual([{ left: 0 }])
  const interests = new Map((await db.selectFrom('interest').select(['id', 'organisation_id', 'state', 'answer']).execute()).map(({ id, ...row }) => [id, row]))
  expect(interests.get(older)).toMatchObject({ organisation_id: into, state: 'pending' })
  expect(interests.get(younger)).toMatchObject({ organisation_id: into, state: 'withdrawn', answer: expect.stringContaining('gộp') })
  expect(twice.map((id) => interests.get(id)).map((i) => [i?.organisation_id, i?.state])).toEqual([[into, 'accepted'], [into, 'accepted']])
  expect(interests.get(over)).toMatchObject({ organisation_id: from, state: 'declined' }) // nobody is interested in their own
  expect((await db.selectFrom('organisation_proof').select(['id', 'superseded_at']).where('organisation_id', '=', into).orderBy('id').execute()).map(({ superseded_at }) => superseded_at === null)).toEqual([false, true, true])
  expect(await db.selectFrom('organisation_legal').select('representative_name').where('organisation_id', '=', into).executeTakeFirst()).toEqual({ representative_name: 'Trần Văn Đại' })
  expect(await sql`select answer, withdrawn_at from access_request r join access_grant g on g.request_id = r.id`.execute(db).then(({ rows }) => rows)).toEqual([{ answer: 'taken_back', withdrawn_at: noon }])

  expect(await organisationPage(db, from)).toMatchObject({ merged_into_id: into, verification: 'unverified' })
  expect((await organisationPage(db, into))?.verified_at).toBeNull() // a mark belongs to what was proven
  expect((await organisationList(db, { q: 'cong ty', kind: null, page: 1 })).rows.map(({ id }) => id)).toEqual([into])
  expect((await organisationsWithoutMembers(db, 'cong ty', 1)).rows).toEqual([])
  expect((await decisionsOf(db, into)).map(({ organisation_id }) => organisation_id)).toEqual([from])
  const history = (await organisationHistory(readAs(db, await actorNow(db, lan)), into)).map(({ event, subject }) => `${subject.split(':')[1] === String(from) ? 'merged' : 'survivor'} ${event.type}`)
  expect(history).toEqual(['survivor organisation.merged', 'merged organisation.verified', 'merged organisation.verification_requested', 'merged organisation.member_invited', 'survivor organisation.member_invited', 'merged organisation.member_invited'])
  expect(await db.selectFrom('event').select(['person_id', 'data']).where('type', '=', 'organisation.merged').executeTakeFirst()).toMatchObject({ person_id: approver.person_id, data: { from, into, proposed_by: proposer.person_id, approved_by: approver.person_id } })
})
test('a chain of merges leads to the last survivor at once', async () => {
  const [a, b, c] = [await anOrganisation(db), await anOrganisation(db), await anOrganisation(db)]
  await merge(a, b)
  await merge(b, c)
  expect(await db.selectFrom('organisation').select('merged_into_id').where('id', 'in', [a, b]).execute()).toEqual([{ merged_into_id: c }, { merged_into_id: c }])
})

test('staff who verify approve; members, other staff and one person alone do not', async () => {
  const [from, into] = [await anOrganisation(db), await anOrganisation(db)]
  for (const by of [await aPerson(db), await aPerson(db, { staff: ['deal_officer'] }), await aPerson(db, { staff: ['observer'] }), await aPerson(db, { staff: ['inspector'] })]) await expect(merge(from, into, { by })).rejects.toMatchObject(refused('not_permitted'))
  await expect(merge(from, into, { by: proposer })).rejects.toMatchObject(refused('takes_two_people'))
  await expect(merge(from, into, { by: await aPerson(db, { organisation: from, role: 'viewer', staff: ['moderator'] }) })).rejects.toMatchObject(refused('own_organisation'))
  await expect(merge(from, 999_999)).rejects.toMatchObject(refused('not_found'))
  await expect(remove(from, { by: moderator })).rejects.toMatchObject(refused('not_permitted'))
  await expect(on(approver).db.transaction().execute((tx) => mergeOrganisations(tx, on(approver), { from, into, reason: 'x', proposed_by: proposer.person_id! }))).rejects.toThrow(/reads as the system/)
})
test('two that face each other in a deal or an interest are two, whichever is to stay', async () => {
  const [a, b] = [await anOrganisation(db), await anOrganisation(db)]
  const owner = await aPerson(db, { organisation: b })
  const listing = await aListing(db, 'offer', a, 'published', 'Máy')
  const interest = await anInterest(listing, b, owner)
  for (const [from, into] of [[a, b], [b, a]] as const) await expect(merge(from, into)).rejects.toMatchObject({ refusal: { code: 'face_each_other', deals: 0, interests: 1 } })
  await db.updateTable('interest').set({ state: 'accepted', answered_at: noon }).where('id', '=', interest).execute()
  await aDeal(interest, listing, a, b)
  await expect(merge(a, b)).rejects.toMatchObject({ refusal: { code: 'face_each_other', deals: 1, interests: 0 } })
})
test('two approve the same merge at once, or its opposite: it happens once', async () => {
  const [a, b] = [await anOrganisation(db), await anOrganisation(db)]
  expect(outcomes(await Promise.allSettled([merge(a, b), merge(a, b, { by: moderator })])).toSorted()).toEqual(['done', 'merged_already'])
  const [c, d] = [await anOrganisation(db), await anOrganisation(db)]
  expect(outcomes(await Promise.allSettled([merge(c, d), merge(d, c, { by: moderator })])).toSorted()).toEqual(['done', 'merged_already'])
})
/** A merge that has done its work and has not committed, until told. */
async function aMergeUnderWay(from: number, into: number): Promise<{ end: () => Promise<void> }> {
  let done = (): void => {}, worked = (): void => {}
  const wait = new Promise<void>((resolve) => { done = resolve }), began = new Promise<void>((resolve) => { worked = resolve })
  const merging = db.transaction().execute(async (tx) => { await mergeOrganisations(tx, on(approver), { from, into, reason: 'Cùng một pháp nhân.', proposed_by: proposer.person_id! }); worked(); await wait })
  await Promise.race([began, merging])
  return { end: async () => { await new Promise((rest) => setTimeout(rest, 150)); done(); await merging } }
}
test('a listing added while the merge is under way is the survivor’s, and its author goes on writing it', async () => {
  const [from, into] = [await anOrganisation(db), await anOrganisation(db)]
  const lan = await aPerson(db, { organisation: from })
  const { end } = await aMergeUnderWay(from, into)
  const reader = readAs(db, lan)
  const added = reader.transaction().execute(async (tx) => {
    const { id } = await tx.insertInto('listing').values({ kind: 'offer', organisation_id: from, created_by: lan.person_id, original_language: 'vi', trl: null, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null, source_name: null, source_key: null, source_sha256: null, submitted_at: null, published_at: null, closed_at: null, created_at: noon, updated_at: noon }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('listing_text').values({ listing_id: id, language: 'vi', title: 'Đang soạn' }).execute()
    return id
  })
  await end()
  expect(await db.selectFrom('listing').select('organisation_id').where('id', '=', await added).executeTakeFirst()).toEqual({ organisation_id: into })
})
test('an invitation accepted while the merge is under way makes a member of the survivor', async () => {
  const [from, into] = [await anOrganisation(db), await anOrganisation(db)]
  const owner = await aPerson(db, { organisation: from }), guest = await aPerson(db)
  const { email } = await db.selectFrom('person').select('email').where('id', '=', guest.person_id).executeTakeFirstOrThrow()
  const invitation_id = await inviteMember(on(owner), { organisation_id: from, email, role: 'editor' }, () => 'http://x')
  const { end } = await aMergeUnderWay(from, into)
  const accepted = acceptAddressedInvitation(on(guest), { invitation_id })
  await end()
  expect(await accepted).toBe(into)
  expect(await membersOf(into)).toMatchObject({ [guest.person_id!]: 'editor' })
  expect(await actorNow(db, guest)).toMatchObject({ organisation_id: into })
})
test('an interest sent while the merge is under way is the survivor’s, and withdrawn where the survivor has one', async () => {
  const [from, into, third] = [await anOrganisation(db), await anOrganisation(db), await anOrganisation(db)]
  const lan = await aPerson(db, { organisation: from }), hoa = await aPerson(db, { organisation: into })
  const [fresh, taken] = [await aListing(db, 'need', third, 'published', 'Mới'), await aListing(db, 'need', third, 'published', 'Đã có')]
  await anInterest(taken, into, hoa)
  const { end } = await aMergeUnderWay(from, into)
  const sent = Promise.all([anInterest(fresh, from, lan), anInterest(taken, from, lan)])
  await end()
  const ids = await sent
  expect((await db.selectFrom('interest').select(['organisation_id', 'state']).where('id', 'in', ids).orderBy('id').execute()).toSorted((a, b) => a.state.localeCompare(b.state))).toEqual([{ organisation_id: into, state: 'pending' }, { organisation_id: into, state: 'withdrawn' }])
})
test('two moderators verify and merge the same organisation at once: nothing that was merged is verified', async () => {
  const [from, into] = [await anOrganisation(db), await anOrganisation(db)]
  const owner = await aPerson(db, { organisation: from })
  const proof = await aProof(db, from, owner)
  await requestVerification(on(owner), { organisation_id: from })
  await Promise.allSettled([decideVerification(on(moderator), { organisation_id: from, version: 1, decision: 'verified', reason: 'Đúng.', months: 24, proofs: [proof.id] }), merge(from, into)])
  expect(await organisationPage(db, from)).toMatchObject({ merged_into_id: into, verification: 'unverified', verified_until: null })
  await expect(appointOwner(on(approver), { organisation_id: from, email: 'ai@example.test' })).rejects.toMatchObject(refused('not_found'))
})

test('one nobody dealt with is deleted: found nowhere, without its people’s data, and named by the log', async () => {
  const id = await anOrganisation(db, 'enterprise', 'lap nham')
  const owner = await aPerson(db, { organisation: id })
  const draft = await aListing(db, 'offer', id, 'draft', 'Nháp')
  await aProof(db, id, owner)
  await sql`insert into organisation_legal (organisation_id, representative_name, updated_at) values (${id}, 'Trần Văn Đại', ${noon})`.execute(db)
  expect(outcomes(await Promise.allSettled([remove(id), remove(id)])).toSorted()).toEqual(['done', 'merged_already'])
  expect([await membersOf(id), (await organisationList(db, { q: 'lap nham', kind: null, page: 1 })).rows, await sql`select from organisation_legal where organisation_id = ${id}`.execute(db).then(({ rows }) => rows.length)]).toEqual([{}, [], 0])
  expect(await db.selectFrom('listing').select('state').where('id', '=', draft).executeTakeFirst()).toEqual({ state: 'closed' })
  expect(await db.selectFrom('event').select('data').where('type', '=', 'organisation.deleted').executeTakeFirst()).toMatchObject({ data: { proposed_by: proposer.person_id, approved_by: approver.person_id } })
})
test('one that ever published, dealt or took in another is not deleted, and is told what is in the way', async () => {
  const [id, other] = [await anOrganisation(db), await anOrganisation(db)]
  await merge(other, id)
  const listing = await aListing(db, 'offer', id, 'published', 'Máy')
  await anInterest(listing, await anOrganisation(db), await aPerson(db), 'declined')
  await expect(remove(id)).rejects.toMatchObject({ refusal: { code: 'still_used', published: 1, deals: 0, interests: 1, bids: 0, merged_in: 1 } })
  const { id: lot, people: [bidder] } = await anArmedLot(db, risingRules(), 1), bids = bidder!.organisation_id!
  await expect(remove(bids)).rejects.toMatchObject({ refusal: { code: 'still_used', published: 0, bids: 1 } })
  expect(await db.selectFrom('auction_bidder').select('state').where('lot_id', '=', lot).execute()).toEqual([{ state: 'eligible' }])
})

const of = (id: number, name_vi: string, over: object = {}) => ({ id, name_vi, name_en: '', tax_code: null, website: '', ...over })
test.each<[string, object, object, string[]]>([
  ['the same tax code', of(1, 'Alpha', { tax_code: '0100109106' }), of(2, 'Beta', { tax_code: '0100109106' }), ['same_tax_code']],
  ['nothing in common', of(1, 'Alpha'), of(2, 'Beta'), []],
  ['names without diacritics and with their form spelled out', of(1, 'Công ty TNHH Sấy Lạnh Hoài Đức'), of(2, 'Công ty trách nhiệm hữu hạn Say lanh Hoai Duc'), ['near_name']],
  ['one name', of(1, 'Viện Cơ điện'), of(2, 'VIỆN  CƠ ĐIỆN'), ['same_name']],
  ['a letter mistyped', of(1, 'Viện Nghiên cứu Nanotech'), of(2, 'Viện Nghiên cứu Nanotec'), ['near_name']],
  ['a branch and its seat', of(1, 'Alpha', { tax_code: '0100109106' }), of(2, 'Beta', { tax_code: '0100109106001' }), ['same_stem']],
  ['one website', of(1, 'Alpha', { website: 'https://www.vien.example/a' }), of(2, 'Beta', { website: 'http://vien.example' }), ['same_host']],
  ['only what all of a form are called', of(1, 'Công ty cổ phần Alpha'), of(2, 'Công ty cổ phần Beta'), []],
  ['one word of several', of(1, 'Hợp tác xã Rau sạch Đông Anh'), of(2, 'Hợp tác xã Hoa Đông Anh'), []],
  ['the name in the other language', of(1, 'Viện Sấy', { name_en: 'Institute of Drying Technology' }), of(2, '', { name_en: 'Institute of Drying Technology' }), ['same_name']],
])('alike or not: %s', (_, a, b, codes) => expect(likelyPairs([a, b] as never).flatMap(({ signs }) => signs.map(({ code }) => code))).toEqual(codes))
test('the surest pair comes first, and a pair found not to be the same comes no more', () => {
  const all = [of(1, 'Viện Cơ điện', { tax_code: '0100109106' }), of(2, 'Viện Cơ điện', { tax_code: '0100109106' }), of(3, 'Viện Cơ điện')]
  expect(likelyPairs(all).map(({ lower, upper }) => [lower, upper])).toEqual([[1, 2], [1, 3], [2, 3]])
  expect(likelyPairs(all, [[1, 2]]).map(({ lower, upper }) => [lower, upper])).toEqual([[1, 3], [2, 3]])
})
test('a pair among ten thousand names is found, for not each is compared with each', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => of(i + 1, `Công ty Thiết bị ${(i * 7919).toString(36)} ${(i * 104_729).toString(36)}`))
  expect(likelyPairs([...many, of(20_000, 'Viện Sấy Lạnh Hà Giang'), of(20_001, 'Viện Sấy lạnh Hà Giang')]).map(({ lower, upper }) => [lower, upper])).toContainEqual([20_000, 20_001])
})
test('moderators say that two are not the same, once, whoever presses; nobody else does', async () => {
  const [a, b] = [await anOrganisation(db, 'institute', 'Viện Trùng Tên'), await anOrganisation(db, 'institute', 'Viện Trùng Tên')]
  const listed = async () => (await duplicatePairs(readAs(db, moderator), 1)).pairs.some(({ lower, upper }) => lower === a && upper === b)
  expect(await listed()).toBe(true)
  for (const actor of [await aPerson(db), await aPerson(db, { staff: ['observer'] })]) await expect(foundDistinct(on(actor), { lower_id: a, upper_id: b, reason: 'x' })).rejects.toMatchObject(refused('not_permitted'))
  await Promise.all([foundDistinct(on(moderator), { lower_id: b, upper_id: a, reason: 'Hai viện khác nhau.' }), foundDistinct(on(approver), { lower_id: a, upper_id: b, reason: 'Khác.' })])
  expect(await listed()).toBe(false)
  expect(await db.selectFrom('event').select('id').where('type', '=', 'organisation.found_distinct').execute()).toHaveLength(1)
})
