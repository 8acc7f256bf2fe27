import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { aListing } from './readers.ts'
import { readAs } from '../src/core/database.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'

/** What the database itself keeps somebody from writing whose command forgot to ask whether they may. */
const { db } = await testDatabase()
const [ours, theirs, third] = [await anOrganisation(db), await anOrganisation(db), await anOrganisation(db)]
const owner = await aPerson(db, { organisation: ours }), viewer = await aPerson(db, { organisation: ours, role: 'viewer' })
const buyer = await aPerson(db, { organisation: theirs }), stranger = await aPerson(db, { organisation: third })
const [observer, inspector, officer, moderator] = [await aPerson(db, { staff: ['observer'] }), await aPerson(db, { staff: ['inspector'] }), await aPerson(db, { staff: ['deal_officer'] }), await aPerson(db, { staff: ['moderator'] })]
const people = { stranger, viewer, buyer, observer, inspector, officer, moderator }
const listing = await aListing(db, 'offer', ours, 'published', 'Máy sấy lạnh'), draft = await aListing(db, 'offer', ours, 'draft', 'Bản nháp')
const interest = await expressInterest(ctxOf(db, buyer), { listing_id: listing, counter_listing_id: null, message: 'Chúng tôi quan tâm tới máy sấy này.', request_key: '00000000-0000-4000-8000-000000000001' })
const deal = await acceptInterest(ctxOf(db, owner), { interest_id: interest })
await db.insertInto('outgoing_mail').values({ to_address: 'lan@example.test', subject: 'Đặt lại mật khẩu', body: 'token', locale: 'vi', created_at: noon, sent_at: null, last_error: null }).execute()
await db.insertInto('organisation_legal').values({ organisation_id: ours, representative_name: 'Nguyễn Thị Lan', updated_at: noon } as never).execute()

type Who = keyof typeof people
/** A statement none of these may carry out: it is refused, or finds no row. */
test.each<[string, string, Who[]]>([
  ['a role of the staff', `insert into staff_role (person_id, role, granted_at) values (${stranger.person_id}, 'administrator', now())`, ['stranger', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['the end of a role', `delete from staff_role where person_id = ${moderator.person_id}`, ['stranger', 'viewer', 'observer', 'inspector', 'officer']],
  ['a membership', `insert into membership (organisation_id, person_id, role, since) values (${ours}, ${viewer.person_id}, 'owner', now()) on conflict (organisation_id, person_id) do update set role = 'owner'`, ['stranger', 'buyer', 'observer', 'inspector', 'officer']],
  ['the end of another’s membership', `delete from membership where person_id = ${owner.person_id}`, ['stranger', 'buyer', 'viewer', 'observer', 'inspector', 'officer']],
  ['a published listing', `update listing set trl = 1 where id = ${listing}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['a listing for others', `insert into listing (kind, organisation_id, original_language, created_at, updated_at) values ('offer', ${ours}, 'vi', now(), now())`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['the end of a listing', `delete from listing where id = ${draft}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['the words of a listing', `update listing_text set title = 'x' where listing_id = ${listing}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['the end of its words', `delete from listing_text where listing_id = ${listing}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['a review', `insert into listing_review (listing_id, decision, reason, decided_by, decided_at) values (${listing}, 'published', '', null, now())`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['an interest of others', `update interest set message = 'x' where id = ${interest}`, ['stranger', 'observer', 'inspector']],
  ['the end of a deal', `delete from deal where id = ${deal}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer', 'moderator']],
  ['a deal’s value', `update deal set value = 1 where id = ${deal}`, ['stranger', 'observer', 'inspector', 'moderator']],
  ['a message of another', `insert into deal_message (deal_id, person_id, organisation_id, body, request_key, sent_at) values (${deal}, ${owner.person_id}, ${ours}, 'x', gen_random_uuid(), now())`, ['stranger', 'buyer', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['what was once said', `update deal_message set body = 'x'`, ['stranger', 'observer', 'inspector']],
  ['the legal facts of others', `delete from organisation_legal where organisation_id = ${ours}`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['a key of the organisation', `insert into api_key (organisation_id, person_id, name, sha256, prefix, scopes, created_at, expires_at) values (${ours}, ${viewer.person_id}, 'x', 'x', 'x', '{deals}', now(), now() + interval '1 day')`, ['stranger', 'buyer', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['somebody acting for oneself', `insert into acting_for (staff_person_id, person_id, reason, since, until) values (${officer.person_id}, ${buyer.person_id}, 'x', now(), now() + interval '5 minutes')`, ['stranger', 'buyer', 'viewer', 'observer', 'inspector']],
  ['a suspension', `insert into suspension (person_id, reason, suspended_at) values (${owner.person_id}, 'x', now())`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer', 'moderator']],
  ['a proposal', `insert into approval (kind, subject, data, reason, proposed_by, proposed_at, expires_at) values ('role_grant', 'person:1', '{}', 'x', ${observer.person_id}, now(), now() + interval '1 day')`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer']],
  ['an event in another’s name', `insert into event (type, subject, person_id, at, request_id, data) values ('person.role_granted', 'person:1', ${owner.person_id}, now(), 'x', '{}')`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer', 'moderator']],
  ['a rule', `update rule set value = 0`, ['stranger', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['what the Exchange promises', `update service_time set amount = 999`, ['stranger', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['a code list', `update code set name_vi = 'x'`, ['stranger', 'viewer', 'observer', 'inspector', 'officer', 'moderator']],
  ['an organisation’s mark', `update organisation set verification = 'verified' where id = ${ours}`, ['stranger', 'buyer', 'observer', 'inspector', 'officer']],
  ['the letters of others', `select body from outgoing_mail`, ['stranger', 'viewer', 'buyer', 'observer', 'inspector', 'officer', 'moderator']],
])('%s', async (_, statement, nobody) => {
  for (const who of nobody) {
    const done = await readAs(db, people[who]).transaction().execute(async (tx) => {
      const { rows, numAffectedRows } = await sql.raw(statement).execute(tx)
      throw Object.assign(new Error('back'), { touched: Math.max(rows.length, Number(numAffectedRows ?? 0)) })
    }).catch((error: unknown) => {
      if (error instanceof Error && 'touched' in error) return error.touched
      if (error instanceof Error && /row-level security|permission denied/.test(error.message)) return 0
      throw error
    })
    expect(done, who).toBe(0)
  }
})
