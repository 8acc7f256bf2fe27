import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../tests/database.ts'
import { acceptInterest, expressInterest } from '../modules/deals/interest-commands.ts'
import { sendMessage } from '../modules/deals/commands.ts'
import { aListing } from '../../tests/readers.ts'
import { type Actor, anonymous } from './context.ts'
import { asSystem, type Db, openDb, openPool, readAs } from './database.ts'

/** The second wall: what the database itself keeps from a reader whose query forgot every condition. */
const { db, url, asOwner } = await testDatabase()
const [supplier, demander, third] = [await anOrganisation(db, 'institute'), await anOrganisation(db), await anOrganisation(db)]
const lan = await aPerson(db, { organisation: supplier }), hoa = await aPerson(db, { organisation: demander }), stranger = await aPerson(db, { organisation: third })
const staff = Object.fromEntries(await Promise.all((['moderator', 'deal_officer', 'administrator', 'observer', 'inspector'] as const).map(async (role) => [role, await aPerson(db, { staff: [role] })] as const))) as Record<string, Actor>
const published = await aListing(db, 'offer', supplier, 'published', 'Đã công bố'), draft = await aListing(db, 'offer', supplier, 'draft', 'Bản nháp'), submitted = await aListing(db, 'offer', supplier, 'submitted', 'Chờ duyệt')
const interest = await expressInterest(ctxOf(db, hoa), { listing_id: published, counter_listing_id: null, message: 'Chúng tôi quan tâm tới máy sấy này.', request_key: '00000000-0000-4000-8000-000000000001' })
const deal = await acceptInterest(ctxOf(db, lan), { interest_id: interest })
await sendMessage(ctxOf(db, lan), { deal_id: deal, body: 'Giá thật là 1 tỷ.', request_key: '00000000-0000-4000-8000-000000000002' })
const { id: file } = await db.insertInto('document').values({ sha256: 'a'.repeat(64), media_type: 'application/pdf', bytes: 1, name: 'bao-gia.pdf', created_by: lan.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
await db.insertInto('deal_document').values({ deal_id: deal, document_id: file, organisation_id: supplier, person_id: lan.person_id!, added_at: noon }).execute()
await db.insertInto('auth_user').values({ id: 'a', name: 'Lan', email: 'lan@example.test', email_verified: true } as never).execute()
await sql`insert into auth_session (id, user_id, token, expires_at) values ('s', 'a', 'secret', now() + interval '1 day')`.execute(db)
await db.insertInto('outgoing_mail').values({ to_address: 'lan@example.test', subject: 'Đặt lại mật khẩu', body: 'token', locale: 'vi', created_at: noon, sent_at: null, last_error: null }).execute()

const everyone: Record<string, Actor> = { anonymous, stranger, lan, hoa, ...staff }
const listings = async (as: Db): Promise<number[]> => (await as.selectFrom('listing').select('id').orderBy('id').execute()).map(({ id }) => id)
const titles = async (as: Db): Promise<number[]> => (await as.selectFrom('listing_text').select('listing_id').orderBy('listing_id').execute()).map(({ listing_id }) => listing_id)
const rows = (table: string) => async (as: Db): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(as)).rows[0]?.n ?? -1

test.each<[string, (as: Db) => Promise<unknown>, Record<string, unknown>]>([
  ['listings', listings, { anonymous: [published], stranger: [published], lan: [published, draft, submitted], hoa: [published], moderator: [published, submitted], administrator: [published, submitted], observer: [published, submitted] }],
  ['their texts', titles, { anonymous: [published], stranger: [published], lan: [published, draft, submitted], hoa: [published], moderator: [published, submitted], deal_officer: [published] }],
  ['interests', rows('interest'), { anonymous: 0, stranger: 0, lan: 1, hoa: 1, moderator: 0, administrator: 0, observer: 0, deal_officer: 1, inspector: 1 }],
  ['deals', rows('deal'), { anonymous: 0, stranger: 0, lan: 1, hoa: 1, moderator: 0, administrator: 0, observer: 0, deal_officer: 1, inspector: 1 }],
  ['messages', rows('deal_message'), { anonymous: 0, stranger: 0, lan: 1, hoa: 1, moderator: 0, administrator: 0, observer: 0, deal_officer: 1, inspector: 1 }],
  ['documents', rows('document'), { anonymous: 0, stranger: 0, lan: 1, hoa: 1, moderator: 0, administrator: 0, observer: 0, deal_officer: 1, inspector: 1 }],
  ['accounts', rows('auth_user'), { anonymous: 0, stranger: 0, lan: 0, administrator: 0, inspector: 0 }],
  ['sessions', rows('auth_session'), { anonymous: 0, lan: 0, administrator: 0 }],
  ['letters', rows('outgoing_mail'), { anonymous: 0, stranger: 0, lan: 0, hoa: 0, moderator: 0, deal_officer: 0 }],
])('without any condition, %s are read by those who may and by nobody else', async (_, read, expected) => {
  for (const [who, what] of Object.entries(expected)) expect(await read(readAs(db, everyone[who]!)), who).toEqual(what)
  expect(await read(asSystem(readAs(db, anonymous)))).not.toEqual(expected.anonymous)
})

test('what a reader may not see they can neither change nor remove, and nobody writes rows for others', async () => {
  const as = readAs(db, stranger)
  await sql`update listing set trl = 1 where id = ${draft}`.execute(as)
  await sql`delete from deal_message`.execute(as)
  expect(await db.selectFrom('listing').select('trl').where('id', '=', draft).executeTakeFirst()).toEqual({ trl: 8 })
  expect(await rows('deal_message')(db)).toBe(1)
  await expect(sql`insert into deal_message (deal_id, person_id, organisation_id, body, request_key, sent_at) values (${deal}, ${stranger.person_id}, ${third}, 'x', gen_random_uuid(), now())`.execute(as)).rejects.toThrow('row-level security')
  await expect(sql`insert into published_listing (kind, organisation_id, original_language, created_at, updated_at) values ('offer', ${third}, 'vi', now(), now())`.execute(as)).rejects.toThrow('permission denied')
})

test('a connection taken over by another reader reads as that reader; one that says nothing reads as a stranger', async () => {
  const pool = openPool(url, 1) // one connection: whoever comes next gets the one just used
  const system = openDb(pool)
  try {
    expect(await rows('deal')(system)).toBe(1)
    expect(await rows('deal')(readAs(system, stranger))).toBe(0)
    expect(await rows('deal')(readAs(system, lan))).toBe(1)
    expect(await rows('deal')(readAs(system, anonymous))).toBe(0)
    await readAs(system, lan).transaction().execute(async (tx) => { expect(await rows('deal')(tx)).toBe(1) })
    expect(await rows('deal')(readAs(system, stranger))).toBe(0)
  } finally { await system.destroy() }
  const bare = openPool(url, 1)
  try {
    expect((await bare.query<{ n: number }>('select count(*)::int as n from listing')).rows[0]?.n).toBe(1)
    expect((await bare.query<{ n: number }>('select count(*)::int as n from deal')).rows[0]?.n).toBe(0)
  } finally { await bare.end() }
})

test('the application works as a role that owns nothing and can pass no policy', async () => {
  const { rows: [role] } = await sql<{ name: string; owns: number; bypasses: boolean; superuser: boolean }>`
    select current_user::text as name, rolbypassrls as bypasses, rolsuper as superuser, (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relowner = r.oid) as owns
    from pg_roles r where rolname = current_user`.execute(db)
  expect(role).toEqual({ name: 'techex_app', owns: 0, bypasses: false, superuser: false })
})

/** Tables without a policy of their own, each with its reason: a new table is walled, or it is named here. */
const open: Record<string, string> = {
  code: 'public code lists', holiday: 'public days', rule: 'what the law says, with its source', service_time: 'what the Exchange promises everybody', nda_text: 'the wording everybody may read before signing', room_undertaking_text: 'the wording everybody may read before accepting',
  organisation: 'its page is public; what is not is another table', organisation_verification: 'why an organisation bears its mark, for its badge and its own people', membership: 'who may act for whom: asked by every check, before it is known who reads',
  person: 'names stand beside what people did; addresses leave only on pages the access matrix reads', staff_role: 'which of the Exchange’s own people is what', invitation: 'found by the token of a letter, before its reader has an organisation',
  word_frequency: 'counts of words in what is published', schema_migration: 'names of migrations', reaction_cursor: 'how far the worker has read',
}
test('every table keeps its rows from those who may not see them, or stands here with a reason', async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: bare } = await client.query<{ relname: string }>("select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind in ('r', 'p') and not relrowsecurity order by relname")
  await client.end()
  expect(bare.map(({ relname }) => relname).filter((name) => !(name in open))).toEqual([])
  await asOwner('select 1')
})
