import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, anInvitation } from '../../../tests/readers.ts'
import { type Actor, transact } from '../../core/context.ts'
import { Refused } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { agreeTo, giveConsent } from '../consents/commands.ts'
import { personOfAccount } from '../people/commands.ts'
import { carryOutDeletions } from './deletion-commands.ts'
import { askAboutData, askToBeDeleted, decideRequest, withdrawRequest } from './request-commands.ts'

const { db } = await testDatabase()
const [institute, enterprise] = [await anOrganisation(db, 'institute', 'Viện Cơ điện'), await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')]
const administrator = await aPerson(db, { staff: ['administrator'] }), second = await aPerson(db, { staff: ['administrator'] })
const code = async (work: Promise<unknown>): Promise<string> => { try { await work } catch (error) { if (error instanceof Refused) return error.refusal.code; throw error } return 'done' }
const eightDays = daysFrom(noon, 8)
const ask = (actor: Actor): Promise<number> => askToBeDeleted(ctxOf(db, actor), { word: 'XÓA', request_key: randomUUID() })
const decide = (actor: Actor, id: number, at = eightDays) => decideRequest(ctxOf(db, actor, at), { id, decision: 'complete', outcome: 'Đã xóa theo yêu cầu.' })
const request = (id: number) => db.selectFrom('data_request').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const name = 'Nguyễn Thị Độc Nhất', address = 'doc.nhat@example.test'

/** Somebody who has used everything there is. */
async function everything(): Promise<Actor> {
  const actor = await aPerson(db, { organisation: institute, staff: ['moderator'], name })
  const id = actor.person_id ?? 0
  const colleague = await aPerson(db, { organisation: institute }), buyer = await aPerson(db, { organisation: enterprise })
  const by = { colleague: colleague.person_id ?? 0, buyer: buyer.person_id ?? 0, administrator: administrator.person_id ?? 0 }
  await db.insertInto('auth_user').values({ id: 'account', name, email: address, email_verified: true }).execute()
  await db.updateTable('person').set({ email: address, auth_user_id: 'account', position_vi: 'Trưởng phòng', position_en: 'Head' }).where('id', '=', id).execute()
  await db.insertInto('auth_account').values({ id: 'a', user_id: 'account', account_id: 'a', provider_id: 'credential', password: 'x' }).execute()
  await db.insertInto('auth_session').values({ id: 's', user_id: 'account', token: 't', expires_at: daysFrom(noon, 400), ip_address: '10.0.0.9', user_agent: 'Firefox', confirmed_at: null }).execute()
  await db.insertInto('auth_two_factor').values({ id: 'f', user_id: 'account', secret: 's', backup_codes: 'b', locked_until: null }).execute()
  await db.insertInto('auth_passkey').values({ id: 'p', user_id: 'account', name: `Máy của ${name}`, public_key: 'k', credential_id: 'c', counter: 0, device_type: 'x', backed_up: false, transports: null, aaguid: null }).execute()
  await db.insertInto('auth_used_code').values({ user_id: 'account', code: '123456', used_at: noon }).execute()
  await db.insertInto('auth_verification').values({ id: 'v', identifier: 'reset-password:abc', value: 'account', expires_at: daysFrom(noon, 1) }).execute()
  await db.insertInto('email_change').values({ user_id: 'account', email: 'moi.hon@example.test', token_sha256: 'z', expires_at: daysFrom(noon, 1) }).execute()
  await transact({ ...ctxOf(db), db }, (tx) => giveConsent(tx, ctxOf(db, actor), id, 'terms'))
  await agreeTo(ctxOf(db, actor), { purpose: 'broker_contact' })
  await anInvitation(db, institute, id, 'khach@example.test')
  await anInvitation(db, enterprise, by.buyer, address)
  const { id: expert } = await db.insertInto('expert').values({ person_id: id, headline_vi: `${name}, sấy lạnh`, headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available', available_from: null, organisation_id: institute, orcid: null, consented_at: noon, published_at: noon, created_at: noon, updated_at: noon }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('expert_publication').values({ expert_id: expert, title: 'Sấy', authors: name, venue: '', year: 2020, doi: '', url: '', source: 'typed', title_key: 'say', added_at: noon }).execute()
  await db.insertInto('conflict_of_interest').values({ expert_id: expert, organisation_id: enterprise, nature: 'family', since: null, until: null, note: `Anh của ${name}`, party: '', request_key: randomUUID(), declared_at: noon, withdrawn_at: null }).execute()
  const offer = await aListing(db, 'offer', institute, 'closed', 'Máy sấy')
  await db.updateTable('listing').set({ created_by: id }).where('id', '=', offer).execute()
  const { id: interest } = await db.insertInto('interest').values({ listing_id: offer, counter_listing_id: null, organisation_id: enterprise, person_id: by.buyer, message: 'Chúng tôi cần máy sấy này.', state: 'accepted', answered_by: id, answered_at: noon, request_key: randomUUID(), expressed_at: noon, decline_code: null, titles: null, counter_titles: null, reasons: '[]' }).returning('id').executeTakeFirstOrThrow()
  const { id: deal } = await db.insertInto('deal').values({ interest_id: interest, offer_id: offer, need_id: null, supplier_organisation_id: institute, demander_organisation_id: enterprise, stage: 'lost', stage_since: noon, value: null, loss_code: 'other', closing_value: null, closing_organisation_id: null, closing_at: null, opened_at: noon, closed_at: noon }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_message').values({ deal_id: deal, person_id: id, organisation_id: institute, body: 'Xin gửi báo giá.', request_key: randomUUID(), sent_at: noon }).execute()
  const { id: ask } = await db.insertInto('access_request').values({ subject: `listing:${offer}`, organisation_id: enterprise, person_id: by.buyer, tier: 'nda', purpose: 'Xem bản vẽ', asked_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: grant } = await db.insertInto('access_grant').values({ request_id: ask, subject: `listing:${offer}`, organisation_id: enterprise, tier: 'nda', given_by: id, given_at: noon, expires_at: daysFrom(noon, 30) }).returning('id').executeTakeFirstOrThrow()
  const { version, sha256 } = await db.selectFrom('nda_text').select(['version', 'sha256']).executeTakeFirstOrThrow()
  await db.insertInto('nda_acceptance').values({ grant_id: grant, subject: `listing:${offer}`, organisation_id: enterprise, text_version: version, text_sha256: sha256, person_id: id, full_name: name, position: 'Trưởng phòng', accepted_at: noon, request_id: 'r' }).execute()
  await db.insertInto('disclosure_view').values({ subject: `listing:${offer}`, part: 'costs', tier: 'nda', person_id: id, organisation_id: institute, acted_by: null, at: noon, hour: noon, request_id: 'r' }).execute()
  await db.insertInto('api_key').values({ organisation_id: institute, person_id: id, name: 'Máy chủ', sha256: 'k', prefix: 'k', scopes: ['market'], created_at: noon, expires_at: daysFrom(noon, 30), last_used_at: null, revoked_at: null, revoked_by: null }).execute()
  await db.insertInto('acting_for').values({ staff_person_id: by.administrator, person_id: id, reason: 'Giúp đăng tin', since: noon, until: daysFrom(noon, 0.01), ended_at: noon, ended_by: null }).execute()
  await db.insertInto('ownership_transfer').values({ organisation_id: institute, from_person_id: id, to_person_id: by.colleague, becomes: 'leaves', offered_at: noon, expires_at: daysFrom(noon, 10) }).execute()
  const { id: event } = await db.selectFrom('event').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
  await db.insertInto('outgoing_mail').values({ to_address: address, subject: `Chào ${name}`, body: `Chào ${name}`, locale: 'vi', created_at: noon, sent_at: noon, last_error: null }).execute()
  await db.insertInto('notice').values({ person_id: id, event_id: event, kind: 'verified', topic: 'organisation', values: '{}', reason: 'owner', reason_of: null, path: '/x', delivery: 'at_once', at: noon }).execute()
  await db.insertInto('saved_search').values({ person_id: id, name: `Tìm cho ${name}`, address: 'q=say', frequency: 'daily', created_at: noon, looked_at: noon, seen_until: noon }).execute()
  await db.insertInto('notice_choice').values({ person_id: id, topic: 'deals', delivery: 'daily', chosen_at: noon }).execute()
  await db.insertInto('document').values({ sha256: 'd', media_type: 'application/pdf', bytes: 1, name: 'Báo giá.pdf', organisation_id: institute, created_by: id, created_at: noon }).execute()
  await askAboutData(ctxOf(db, actor), { kind: 'correction', details: `${name} viết: tên tôi sai.`, request_key: randomUUID() })
  return actor
}

/** Every text and every JSON value of every table in which these words stand. */
async function placesOf(words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select c.table_name, c.column_name from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = 'public' where c.table_schema = 'public' and c.data_type in ('text', 'jsonb', 'ARRAY')`.execute(db)
  const found: string[] = []
  for (const { table_name, column_name } of rows) {
    for (const word of words) {
      const { rows: [hit] } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table_name)} where position(${word} in ${sql.ref(column_name)}::text) > 0`.execute(db)
      if (hit?.n) found.push(`${table_name}.${column_name}`)
    }
  }
  return [...new Set(found)].toSorted()
}
const counts = async (id: number): Promise<Record<string, number>> => {
  const own = { membership: 'person_id', staff_role: 'person_id', notice: 'person_id', notice_choice: 'person_id', saved_search: 'person_id', expert: 'person_id', nda_acceptance: 'person_id', deal_message: 'person_id', disclosure_view: 'person_id', document: 'created_by', listing: 'created_by', access_grant: 'given_by', api_key: 'person_id' }
  const gone: Record<string, number> = {}
  for (const [table, column] of Object.entries(own)) gone[table] = (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(db)).rows[0]?.n ?? 0
  for (const table of ['auth_session', 'auth_passkey', 'auth_two_factor', 'auth_used_code', 'auth_account', 'email_change', 'auth_verification', 'expert_publication', 'conflict_of_interest']) gone[table] = (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)).rows[0]?.n ?? 0
  return gone
}

describe('somebody who has everything and leaves', async () => {
  const actor = await everything()
  const id = actor.person_id ?? 0
  const before = await db.selectFrom('event').selectAll().orderBy('id').execute()
  const asked = await ask(actor)

  test('Before the time to change one’s mind is over, nobody deletes them, no machine either.', async () => {
    expect(await code(decide(administrator, asked, daysFrom(noon, 6)))).toBe('still_withdrawable')
    expect(await carryOutDeletions(db, daysFrom(noon, 6), 'test')).toBe(0)
    expect(Object.values(await counts(id)).every((n) => n > 0)).toBe(true)
  })
  test('Two administrators at once delete them once.', async () => {
    expect((await Promise.all([code(decide(administrator, asked)), code(decide(second, asked))])).toSorted()).toEqual(['done', 'wrong_state'])
    expect(await db.selectFrom('event').select('type').where('subject', '=', `person:${id}`).where('type', '=', 'personal_data.deleted').execute()).toHaveLength(1)
  })
  test('Account, profile, notices, memberships and roles are gone; what others rely on is there.', async () => {
    expect(await counts(id)).toEqual({
      membership: 0, staff_role: 0, notice: 0, notice_choice: 0, saved_search: 0, expert: 0, auth_session: 0, auth_passkey: 0, auth_two_factor: 0, auth_used_code: 0, auth_account: 0, email_change: 0, auth_verification: 0, expert_publication: 0, conflict_of_interest: 0,
      nda_acceptance: 1, deal_message: 1, disclosure_view: 1, document: 1, listing: 1, access_grant: 1, api_key: 1,
    })
    expect(await db.selectFrom('person').select(['name', 'email', 'auth_user_id', 'acting_organisation_id', 'position_vi']).where('id', '=', id).executeTakeFirst()).toEqual({ name: `Người đã rời Sàn / Former member #${id}`, email: `deleted-${id}@invalid`, auth_user_id: null, acting_organisation_id: null, position_vi: '' })
    expect((await db.selectFrom('api_key').select('revoked_at').where('person_id', '=', id).executeTakeFirstOrThrow()).revoked_at).not.toBeNull()
    expect(await db.selectFrom('consent').select('id').where('person_id', '=', id).where('withdrawn_at', 'is', null).execute()).toEqual([])
    expect(await request(asked)).toMatchObject({ state: 'completed', details: '' })
  })
  test('Name and address stand nowhere any more but in the undertaking they signed, and in one last letter until it is sent.', async () => {
    expect(await placesOf([name, address, 'moi.hon@example.test'])).toEqual(['nda_acceptance.full_name', 'outgoing_mail.body', 'outgoing_mail.to_address'])
    expect(await db.selectFrom('outgoing_mail').select(['to_address', 'subject']).where('body', '!=', '').execute()).toEqual([{ to_address: address, subject: 'Tài khoản của bạn đã được xóa' }])
  })
  test('The log was added to and never altered.', async () => {
    const after = await db.selectFrom('event').selectAll().orderBy('id').limit(before.length).execute()
    expect(after).toEqual(before)
  })
  test('The same address signs up anew, as somebody new.', async () => {
    await db.insertInto('auth_user').values({ id: 'again', name, email: address, email_verified: true }).execute()
    const again = await personOfAccount({ ...ctxOf(db), db }, { id: 'again', name, email: address })
    expect(again).toBeGreaterThan(id)
    expect(await db.selectFrom('membership').select('role').where('person_id', '=', again).execute()).toEqual([])
  })
})

describe('by machine', () => {
  test('Two workers delete each person once, when their day has come, and nobody who changed their mind.', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => aPerson(db)))
    const asked = await Promise.all(people.map(ask))
    await withdrawRequest(ctxOf(db, people[0]!), { id: asked[0] ?? 0 })
    const gone = await Promise.all([carryOutDeletions(db, eightDays, 'one'), carryOutDeletions(db, eightDays, 'two')])
    await carryOutDeletions(db, eightDays, 'later')
    expect(gone[0]! + gone[1]!).toBeLessThanOrEqual(5)
    expect((await Promise.all(asked.map(async (id) => (await request(id)).state))).toSorted()).toEqual(['completed', 'completed', 'completed', 'completed', 'completed', 'withdrawn'])
    expect(await db.selectFrom('event').select('id').where('type', '=', 'personal_data.deleted').where('subject', 'in', people.map(({ person_id }) => `person:${person_id}`)).execute()).toHaveLength(5)
  })
  test('Whoever became needed meanwhile stays, and the request stays before the administrators.', async () => {
    const alone = await anOrganisation(db), owner = await aPerson(db, { organisation: alone })
    const id = await ask(owner)
    await aListing(db, 'offer', alone, 'published', 'Máy mới')
    expect(await carryOutDeletions(db, eightDays, 'test')).toBe(0)
    expect(await code(decide(administrator, id))).toBe('still_needed')
    expect(await request(id)).toMatchObject({ state: 'received' })
  })
  test('Of two last owners who leave at once one stays.', async () => {
    const shared = await anOrganisation(db), [one, two] = [await aPerson(db, { organisation: shared }), await aPerson(db, { organisation: shared })]
    await aListing(db, 'offer', shared, 'published', 'Máy chung')
    const [a, b] = [await ask(one), await ask(two)]
    expect((await Promise.all([code(decide(administrator, a)), code(decide(second, b))])).toSorted()).toEqual(['done', 'still_needed'])
    expect(await db.selectFrom('membership').select('role').where('organisation_id', '=', shared).execute()).toEqual([{ role: 'owner' }])
  })
})
