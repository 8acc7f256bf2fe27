import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { anArmedLot } from '../../../tests/proof-things.ts'
import { daysFrom } from '../../platform/time.ts'
import { carryOutDeletions } from './deletion-commands.ts'
import { retentionWords } from './messages.ts'
import { askToBeDeleted } from './request-commands.ts'
import { forgetWhatIsOld, retention } from './retention.ts'
import { type RetentionKey, retentionKeys } from './schema.ts'

const { db } = await testDatabase()
const now = new Date('2026-11-01T12:00:00+07:00')
const organisation = await anOrganisation(db)
const person = (await aPerson(db, { organisation })).person_id ?? 0
await db.insertInto('auth_user').values({ id: 'known', name: 'Lan', email: 'lan@example.test', email_verified: true }).execute()
const { id: event } = await sql<{ id: number }>`insert into event (type, subject, at, request_id, data) values ('person.signed_up', 'person:1', now(), 'r', '{}'), ('person.signed_up', 'person:1', now(), 'r', '{}') returning id`.execute(db).then(({ rows }) => rows[0]!)
await db.insertInto('expert').values([person].map((person_id) => ({ person_id, headline_vi: '', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available' as const, available_from: null, organisation_id: null, orcid: null, consented_at: null, published_at: null, created_at: now, updated_at: now }))).execute()
const experts = [await db.selectFrom('expert').select('id').executeTakeFirstOrThrow(), await aPerson(db).then(async ({ person_id }) => db.insertInto('expert').values({ person_id: person_id ?? 0, headline_vi: '', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available', available_from: null, organisation_id: null, orcid: null, consented_at: null, published_at: null, created_at: now, updated_at: now }).returning('id').executeTakeFirstOrThrow())]

const listing_id = await listed(db, organisation, 'Máy')
/** A lot with a bidder whose browser is marked. */
async function registeredFrom(n: number): Promise<number> {
  const lot = await anArmedLot(db, { listing_id, organisation_id: organisation, created_by: person, bidders: [{ number: 101 + n, organisation_id: organisation, person_id: person }] })
  await db.updateTable('auction_bidder').set({ browser_mark: 'a'.repeat(64) }).where('lot_id', '=', lot).execute()
  return lot
}
/** For each rule how a row of that age is made, number `n`, and how many of them still say what is to be forgotten. */
const made: Record<Exclude<RetentionKey, 'last_letters'>, { make: (at: Date, n: number) => Promise<unknown>; left: () => Promise<unknown> }> = {
  letters: { make: (at, n) => sql`insert into outgoing_mail (to_address, subject, body, locale, created_at, sent_at) values (${`a${n}@example.test`}, 's', 'b', 'vi', ${at}, ${at})`.execute(db), left: () => sql`select 1 from outgoing_mail where body <> '' or to_address <> '' or subject <> ''`.execute(db) },
  unconfirmed_accounts: { make: (at, n) => sql`insert into auth_user (id, name, email, created_at) values (${`u${n}`}, 'x', ${`u${n}@example.test`}, ${at})`.execute(db), left: () => sql`select 1 from auth_user where not email_verified`.execute(db) },
  sessions: { make: (at, n) => sql`insert into auth_session (id, user_id, token, expires_at, created_at) values (${`e${n}`}, 'known', ${`e${n}`}, ${at}, ${at})`.execute(db), left: () => sql`select 1 from auth_session where id like 'e%'`.execute(db) },
  session_addresses: { make: (at, n) => sql`insert into auth_session (id, user_id, token, expires_at, created_at, ip_address, user_agent) values (${`i${n}`}, 'known', ${`i${n}`}, ${daysFrom(now, 400)}, ${at}, '10.0.0.1', 'Firefox')`.execute(db), left: () => sql`select 1 from auth_session where ip_address is not null or user_agent is not null`.execute(db) },
  tokens: { make: (at, n) => sql`insert into auth_verification (id, identifier, value, expires_at) values (${`v${n}`}, 'x', 'y', ${at})`.execute(db), left: () => sql`select 1 from auth_verification`.execute(db) },
  email_changes: { make: async (at, n) => { await sql`insert into auth_user (id, name, email, email_verified) values (${`c${n}`}, 'x', ${`c${n}@example.test`}, true)`.execute(db); await sql`insert into email_change values (${`c${n}`}, 'n@example.test', ${`t${n}`}, ${at})`.execute(db) }, left: () => sql`select 1 from email_change`.execute(db) },
  used_codes: { make: (at, n) => sql`insert into auth_used_code values ('known', ${String(n)}, ${at})`.execute(db), left: () => sql`select 1 from auth_used_code`.execute(db) },
  attempts: { make: (at, n) => sql`insert into attempt_count values (${String(n)}, 1, ${at.getTime()})`.execute(db), left: () => sql`select 1 from attempt_count`.execute(db) },
  known_addresses: { make: (at, n) => sql`insert into auth_known_address values ('a', ${String(n)}, ${at})`.execute(db), left: () => sql`select 1 from auth_known_address`.execute(db) },
  invitations: { make: (at, n) => sql`insert into invitation (organisation_id, email, role, token_sha256, invited_by, created_at, expires_at) values (${organisation}, ${`i${n}@example.test`}, 'viewer', ${`t${n}`}, ${person}, ${at}, ${at})`.execute(db), left: () => sql`select 1 from invitation where email like 'i%@example.test'`.execute(db) },
  notices: { make: (at, n) => sql`insert into notice (person_id, event_id, kind, topic, reason, path, delivery, at, read_at) values (${person}, ${event + n}, 'verified', 'organisation', 'owner', '/x', 'page', ${at}, ${at})`.execute(db), left: () => sql`select 1 from notice`.execute(db) },
  publication_imports: { make: (at, n) => sql`insert into publication_import values (${experts[n]?.id}, gen_random_uuid(), 'bibtex', 'a.bib', '[]', '[]', ${at})`.execute(db), left: () => sql`select 1 from publication_import`.execute(db) },
  api_keys: { make: (at, n) => sql`insert into api_key (organisation_id, person_id, name, sha256, prefix, scopes, created_at, expires_at) values (${organisation}, ${person}, 'k', ${String(n)}, 'k', '{market}', ${daysFrom(at, -1)}, ${at})`.execute(db), left: () => sql`select 1 from api_key`.execute(db) },
  bidder_browsers: { make: async (at, n) => { await sql`update auction_lot set state = 'failed', ended_at = ${at} where id = ${await registeredFrom(n)}`.execute(db) }, left: () => sql`select 1 from auction_bidder where browser_mark <> ''`.execute(db) },
  views: { make: (at, n) => sql`insert into disclosure_view (subject, part, tier, person_id, at, hour, request_id) values (${`listing:${n + 1}`}, 'costs', 'nda', ${person}, ${at}, ${at}, 'r')`.execute(db), left: () => sql`select 1 from disclosure_view`.execute(db) },
}

test('Every period that is promised is kept: what is past it goes, what is not stays, and the next run finds nothing.', async () => {
  const keys = Object.keys(made) as (keyof typeof made)[]
  for (const key of keys) {
    await made[key].make(daysFrom(now, -retention[key].days - 0.5), 0)
    await made[key].make(daysFrom(now, -retention[key].days + 0.5), 1)
  }
  expect(await forgetWhatIsOld(db, now)).toEqual(Object.fromEntries(keys.map((key) => [key, 1])))
  for (const key of keys) expect((await made[key].left() as { rows: unknown[] }).rows, key).toHaveLength(1)
  expect(await forgetWhatIsOld(db, now)).toEqual({})
})

test('The mark of a bidder’s browser stays while the lot is not over, however long it takes.', async () => {
  const lot = await registeredFrom(7)
  await forgetWhatIsOld(db, now)
  expect(await db.selectFrom('auction_bidder').select('browser_mark').where('lot_id', '=', lot).execute()).toEqual([{ browser_mark: 'a'.repeat(64) }])
})

test('In batches, and with two workers at once, each row goes once and all go.', async () => {
  await sql`insert into auth_verification (id, identifier, value, expires_at) select 'b' || n, 'x', 'y', ${daysFrom(now, -5)} from generate_series(1, 95) n`.execute(db)
  await sql`insert into disclosure_view (subject, part, tier, person_id, at, hour, request_id) select 'listing:' || (n + 10), 'costs', 'nda', ${person}, ${daysFrom(now, -3000)}, ${daysFrom(now, -3000)}, 'r' from generate_series(1, 95) n`.execute(db)
  const [one, two] = await Promise.all([forgetWhatIsOld(db, now, 10), forgetWhatIsOld(db, now, 10)])
  const rest = await forgetWhatIsOld(db, now, 10)
  for (const key of ['tokens', 'views'] as const) expect((one[key] ?? 0) + (two[key] ?? 0) + (rest[key] ?? 0), key).toBe(95)
})

test('Views younger than five years cannot be taken away, whoever asks; and only the Exchange itself may ask.', async () => {
  await expect(sql`select forget_old_views(now() - interval '4 years', 10)`.execute(db)).rejects.toThrow(/five years/)
  await expect(sql`select forget_old_views(now() - interval '6 years', 10)`.execute(ctxOf(db, await aPerson(db, { staff: ['administrator'] })).db)).rejects.toThrow(/five years/)
  await expect(db.deleteFrom('disclosure_view').execute()).rejects.toThrow(/permission denied/)
})

test('The letter to somebody who left is forgotten once it is sent, and not before.', async () => {
  const leaver = await aPerson(db)
  await askToBeDeleted(ctxOf(db, leaver, now), { word: 'XÓA', request_key: '00000000-0000-4000-8000-000000000001' })
  const later = daysFrom(now, 8)
  expect(await carryOutDeletions(db, later, 'test')).toBe(1)
  const letter = () => db.selectFrom('outgoing_mail as m').innerJoin('data_request as r', 'r.last_mail_id', 'm.id').select(['m.id', 'm.to_address', 'm.body']).executeTakeFirstOrThrow()
  await forgetWhatIsOld(db, later)
  const { id, to_address } = await letter()
  expect(to_address).toContain('@example.test')
  await db.updateTable('outgoing_mail').set({ sent_at: later }).where('id', '=', id).execute()
  expect(await forgetWhatIsOld(db, later)).toMatchObject({ last_letters: 1 })
  expect(await letter()).toMatchObject({ to_address: '', body: '' })
})

test('Every period has its words in both languages, and a test above.', () => {
  expect([...retentionKeys].toSorted()).toEqual([...Object.keys(made), 'last_letters'].toSorted())
  for (const locale of ['vi', 'en'] as const) expect(Object.keys(retentionWords[locale]).toSorted()).toEqual([...retentionKeys].toSorted())
})
