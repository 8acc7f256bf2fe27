import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { asSystem, readAs } from '../../core/database.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { signingAuthority } from '../deals/authority-queries.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { brokerFees } from '../deals/mandate-queries.ts'
import { dealPart } from '../deals/part-queries.ts'
import { dealParts } from '../deals/schema.ts'
import { AcceptMandate, acceptMandate, ConsentToBroker, consentToBroker, EndMandate, endMandate, OfferMandate, offerMandate } from './commands.ts'
import { AppointAdviser, appointAdviser, endAdviser } from './adviser-commands.ts'
import { advisersOf, brokeredFile, mandatesOf, signersOf } from './queries.ts'
import { endSigner, RecordSigner, recordSigner } from './signer-commands.ts'

const { db, asOwner } = await testDatabase()
const supplier = await anOrganisation(db, 'institute'), demander = await anOrganisation(db), agency = await anOrganisation(db, 'intermediary', 'Trung tâm Môi giới Sông Hồng'), rival = await anOrganisation(db, 'intermediary')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), minh = await aPerson(db, { organisation: supplier, role: 'editor' }), ký = await aPerson(db, { organisation: supplier, role: 'signer', name: 'Ký' }), watcher = await aPerson(db, { organisation: supplier, role: 'viewer' })
const hoa = await aPerson(db, { organisation: demander, name: 'Hòa' }), broker = await aPerson(db, { organisation: agency, name: 'Môi' }), clerk = await aPerson(db, { organisation: agency, role: 'viewer' }), competitor = await aPerson(db, { organisation: rival })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), lawyer = await aPerson(db, { name: 'Luật sư Bình' }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả')
/** Terms are reckoned by the database's own clock where the walls are: these tests live today. */
const now = new Date(), today = hanoiDay(now)
const as = (actor: Actor, at = now) => ctxOf(db, actor, at)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const aDeal = async (): Promise<number> => {
  await asOwner('update interest set state = \'withdrawn\' where state = \'accepted\'')
  return acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
/** What waits among the people of that file for them; other parts have duties of their own. */
const waits = async (deal: number, who: Actor) => (await partDuties(readAs(db, who), who, { deal })).filter(({ part }) => part === 'people')
const eventsOf = async (deal: number) => (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type).filter((type) => /signer|mandate|adviser/.test(type))

const paper = { position: 'Phó viện trưởng', basis: 'authorised', document_number: '12/UQ-VCĐ', document_day: '2026-01-05', scope: 'Ký thỏa thuận và hợp đồng chuyển giao', valid_until: dayAfter(today, 30) }
const signs = (deal_id: number, who: Actor, over: object = {}, person = ký) => recordSigner(as(who), RecordSigner.parse({ deal_id, person_id: String(person.person_id), ...paper, ...over }))

test('who signs is recorded by the side’s owner, shown to the other side, and signs by it until its last day is over', async () => {
  const deal = await aDeal()
  const before = await signingAuthority(db, { id: deal }, { person_id: ký.person_id!, organisation_id: supplier }, today)
  expect(before.refusal?.code).toBe('signer_not_recorded')
  const id = await signs(deal, lan)
  expect(await signersOf(readAs(db, hoa), deal)).toMatchObject([{ id, full_name: 'Ký', document_number: '12/UQ-VCĐ', valid_until: dayAfter(today, 30) }])
  const on = async (day: string) => (await signingAuthority(readAs(db, hoa), { id: deal }, { person_id: ký.person_id!, organisation_id: supplier }, day)).refusal?.code ?? 'signs'
  expect([await on('2026-01-04'), await on('2026-01-05'), await on(dayAfter(today, 30)), await on(dayAfter(today, 31))]).toEqual(['authority_not_begun', 'signs', 'signs', 'authority_expired'])
  expect((await signingAuthority(db, { id: deal }, { person_id: ký.person_id!, organisation_id: demander }, today)).refusal?.code).toBe('signer_not_recorded')
  expect(await refused(signs(deal, lan))).toBe('signer_already')
  await endSigner(as(lan), { deal_id: deal, signer_id: id, signer_reason: 'Đã chuyển công tác' })
  expect(await on(today)).toBe('signer_not_recorded')
  expect(await refused(endSigner(as(lan), { deal_id: deal, signer_id: id, signer_reason: 'Đã chuyển công tác' }))).toBe('already_ended')
  expect(await refused(endSigner(as(hoa), { deal_id: deal, signer_id: id, signer_reason: 'Không phải của mình' }))).toBe('not_found')
  expect(await eventsOf(deal)).toEqual(['signer.recorded', 'signer.ended'])
})
test('naming signers, role by role', async () => {
  const deal = await aDeal()
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [broker, 'not_found'], [minh, 'not_permitted'], [ký, 'not_permitted'], [watcher, 'not_permitted'], [officer, 'not_permitted'], [inspector, 'not_permitted'], [hoa, 'signer_no_member']] as const) expect(await refused(signs(deal, who)), who.name).toBe(code)
  expect(await refused(signs(deal, lan, {}, minh))).toBe('signer_no_member')
  expect(await refused(signs(deal, lan, { valid_until: dayAfter(today, -1) }))).toBe('authority_over')
  expect(await refused(signs(deal, lan, { person_id: '', full_name: 'Bà Vũ Thị Giấy', basis: 'legal_representative', document_number: '', document_day: '', scope: '', valid_until: '' }))).toBe('done')
  const missing = RecordSigner.safeParse({ deal_id: 1, person_id: '', position: 'Giám đốc', basis: 'authorised' })
  expect(missing.error?.issues.map(({ path }) => path[0])).toEqual(['full_name', 'document_number', 'document_day', 'scope', 'valid_until'])
  const acted = { ...lan, acted_by: { person_id: officer.person_id!, name: 'Hà' } }
  expect(await refused(signs(deal, acted))).toBe('in_person_only')
})

const offers = (deal_id: number, who: Actor = lan, over: Record<string, unknown> = {}) =>
  offerMandate(as(who), OfferMandate.parse({ deal_id, broker_id: String(agency), acts: ['introduce', 'negotiate'], broker_parts: ['terms'], from_on: today, until_on: dayAfter(today, 30), fee_share: '1,5', fee_amount: '', fee_minimum: '10.000.000', fee_cap: '', request_key: randomUUID(), ...over }))
const accepts = (mandate_id: number, who: Actor = broker, over: Record<string, unknown> = {}) => acceptMandate(as(who), AcceptMandate.parse({ mandate_id, acts_for_other: 'no', owns_shares: 'no', ...over }))
const ends = (mandate_id: number, who: Actor) => endMandate(as(who), EndMandate.parse({ mandate_id, mandate_reason: 'Không còn cần nữa' }))
const reads = async (deal: number, who: Actor): Promise<string[]> => (await Promise.all(dealParts.map(async (part) => (await dealPart(readAs(db, who), who, deal, part, 'vi', today).then(() => [part], () => []))))).flat()

test('a mandate carries power from its acceptance to its last day, for the named parts and nothing else, and none once it is ended', async () => {
  const deal = await aDeal(), mandate = await offers(deal)
  expect(await reads(deal, broker)).toEqual([])
  expect((await waits(deal, broker))).toMatchObject([{ kind: 'mandate_to_accept', path: `/deals/mandates/${mandate}` }])
  await accepts(mandate)
  await accepts(mandate) // a second press finds it so
  expect((await waits(deal, broker))).toEqual([])
  expect(await reads(deal, broker)).toEqual(['terms'])
  expect(await reads(deal, clerk)).toEqual(['terms'])
  expect(await reads(deal, competitor)).toEqual([])
  expect((await dealPart(readAs(db, broker), broker, deal, 'terms', 'vi', today)).acts).toEqual({ talk: supplier, edit: supplier, sign: null })
  expect(await sql`select 1 from deal where id = ${deal}`.execute(readAs(db, broker))).toMatchObject({ rows: [] })
  await ends(mandate, broker)
  expect(await reads(deal, broker)).toEqual([])
  expect(await refused(ends(mandate, lan))).toBe('already_ended')
  expect(await eventsOf(deal)).toEqual(['mandate.offered', 'mandate.accepted', 'mandate.ended'])
})
test('a mandate that expired yesterday carries no power today, at midnight in Hanoi', async () => {
  const deal = await aDeal(), mandate = await offers(deal)
  await accepts(mandate)
  await asOwner(`update deal_mandate set accepted_at = now() - interval '90 days', from_on = '${dayAfter(today, -60)}', until_on = '${today}' where id = ${mandate}`)
  expect(await reads(deal, broker)).toEqual(['terms'])
  await asOwner(`update deal_mandate set until_on = '${dayAfter(today, -1)}' where id = ${mandate}`)
  expect(await reads(deal, broker)).toEqual([])
  expect((await brokeredFile(readAs(db, broker), broker, mandate, today, 'vi')).mandate.standing).toBe('expired')
  const { rows: [days] } = await sql<Record<string, string>>`select hanoi_day('2026-03-31T16:59:59Z')::text as before, hanoi_day('2026-03-31T17:00:00Z')::text as after`.execute(db)
  expect(days).toEqual({ before: '2026-03-31', after: '2026-04-01' })
})
test('an exclusive mandate excludes a second of the same side for the same days, and the database says so too', async () => {
  const deal = await aDeal(), only = await offers(deal, lan, { exclusive: 'yes' })
  expect(await refused(offers(deal, lan, { broker_id: String(rival), until_on: dayAfter(today, 5) }))).toBe('mandate_excluded')
  expect(await refused(offers(deal, lan, { broker_id: String(rival), from_on: dayAfter(today, 31), until_on: dayAfter(today, 60) }))).toBe('done')
  expect(await refused(offers(deal, hoa, { broker_id: String(rival) }))).toBe('done')
  const insert = sql`insert into deal_mandate (deal_id, organisation_id, broker_organisation_id, acts, parts, from_on, until_on, exclusive, offered_by, offered_at, request_key, consent_needed)
    values (${deal}, ${supplier}, ${rival}, '{advise}', '{}', ${dayAfter(today, 30)}, ${dayAfter(today, 30)}, false, ${lan.person_id}, now(), gen_random_uuid(), false)`
  await expect(insert.execute(db)).rejects.toThrow('exclusive_means_alone')
  await ends(only, lan)
  await insert.execute(db)
  await insert.execute(db) // two that are not exclusive stand beside each other
  expect(await refused(offers(deal, lan, { exclusive: 'yes' }))).toBe('mandate_excludes')
})
test('two exclusive mandates offered at once: one stands', async () => {
  const deal = await aDeal()
  const outcomes = await Promise.all([agency, rival, agency, rival].map((one) => refused(offers(deal, lan, { broker_id: String(one), exclusive: 'yes' }))))
  expect(outcomes.toSorted()).toEqual(['done', 'mandate_excluded', 'mandate_excluded', 'mandate_excluded'])
})
test('a side and its broker end a mandate at once: it ends once, with one word', async () => {
  const deal = await aDeal()
  for (let i = 0; i < 4; i++) {
    const mandate = await offers(deal)
    const outcomes = await Promise.all([ends(mandate, lan), ends(mandate, broker), ends(mandate, ký)].map(refused))
    expect(outcomes.toSorted()).toEqual(['already_ended', 'already_ended', 'done'])
  }
  expect((await eventsOf(deal)).filter((type) => type === 'mandate.ended')).toHaveLength(4)
})
test('a broker for both sides needs the written consent of both', async () => {
  const deal = await aDeal(), first = await offers(deal)
  await accepts(first)
  const second = await offers(deal, hoa, { broker_parts: ['terms', 'payments'] })
  expect(await refused(accepts(second))).toBe('both_sides_denied')
  expect(await refused(accepts(second, broker, { acts_for_other: 'yes' }))).toBe('conflict_words_needed')
  await accepts(second, broker, { acts_for_other: 'yes', conflict_words: 'Chúng tôi môi giới cho cả viện và công ty.' })
  expect(await reads(deal, broker)).toEqual(['terms']) // of the first alone
  const consents = (who: Actor) => consentToBroker(as(who), ConsentToBroker.parse({ deal_id: deal, consent_id: second, consent_words: 'Chúng tôi biết và đồng ý.' }))
  for (const [who, code] of [[stranger, 'not_found'], [broker, 'mandate_lets_not'], [minh, 'not_permitted'], [watcher, 'not_permitted']] as const) expect(await refused(consents(who))).toBe(code)
  expect((await waits(deal, hoa)).map(({ kind }) => kind)).toEqual(['broker_consent'])
  await consents(lan)
  await consents(lan)
  expect(await reads(deal, broker)).toEqual(['terms'])
  expect(await brokerFees(db, deal, today)).toMatchObject([{ mandate_id: first }])
  await consents(hoa)
  expect(await reads(deal, broker)).toEqual(['terms', 'payments'])
  expect((await brokerFees(db, deal, today)).map(({ mandate_id, organisation_id }) => [mandate_id, organisation_id])).toEqual([[first, supplier], [second, demander]])
  expect((await waits(deal, hoa))).toEqual([])
  expect(await refused(consentToBroker(as(lan), { deal_id: deal, consent_id: first, consent_words: 'Không ai hỏi điều này.' }))).toBe('no_consent_asked')
})
test('a broker who says it also acts for the other side waits for both sides, though no file shows it', async () => {
  const deal = await aDeal(), mandate = await offers(deal)
  await accepts(mandate, broker, { acts_for_other: 'yes', conflict_words: 'Ngoài Sàn, chúng tôi tư vấn cho công ty.' })
  expect(await reads(deal, broker)).toEqual([])
  expect((await waits(deal, lan)).map(({ kind }) => kind)).toEqual(['broker_consent'])
  await ends(mandate, lan)
  expect((await waits(deal, lan))).toEqual([])
})
test('the fee is its side’s and its broker’s to read; the other side sees the mandate without it', async () => {
  const deal = await aDeal(), mandate = await offers(deal)
  await accepts(mandate)
  const fee = { basis_points: 150, amount: null, minimum: 10_000_000, cap: null }
  for (const who of [lan, watcher, officer, inspector]) expect((await mandatesOf(readAs(db, who), deal, today))[0]?.fee, who.name).toEqual(fee)
  expect((await brokeredFile(readAs(db, clerk), clerk, mandate, today, 'vi')).mandate.fee).toEqual(fee)
  expect(await mandatesOf(readAs(db, hoa), deal, today)).toMatchObject([{ id: mandate, fee: null, standing: 'in_force' }])
  expect(await brokerFees(readAs(db, hoa), deal, today)).toEqual([])
  expect(await brokerFees(asSystem(readAs(db, hoa)), deal, today)).toEqual([{ mandate_id: mandate, organisation_id: supplier, broker_organisation_id: agency, ...fee }])
  expect(await brokerFees(db, deal, dayAfter(today, 31))).toEqual([])
  expect((await db.selectFrom('event').select('data').where('subject', '=', `deal:${deal}`).execute()).map(({ data }) => JSON.stringify(data)).join()).not.toMatch(/150|10000000/)
})
test('offering, accepting and ending a mandate, role by role', async () => {
  const deal = await aDeal()
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [broker, 'not_found'], [minh, 'not_permitted'], [watcher, 'not_permitted'], [officer, 'not_permitted'], [ký, 'done']] as const) expect(await refused(offers(deal, who)), who.name).toBe(code)
  expect(await refused(offers(deal, lan, { broker_id: String(demander) }))).toBe('broker_is_party')
  expect(await refused(offers(deal, lan, { broker_id: String(stranger.organisation_id) }))).toBe('broker_unfit')
  const mandate = await offers(deal)
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [competitor, 'not_found'], [clerk, 'not_permitted'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [officer, 'not_permitted']] as const) expect(await refused(accepts(mandate, who)), who.name).toBe(code)
  for (const [who, code] of [[stranger, 'not_found'], [clerk, 'not_permitted'], [hoa, 'not_permitted'], [minh, 'not_permitted'], [officer, 'not_permitted']] as const) expect(await refused(ends(mandate, who)), who.name).toBe(code)
  const late = { ...as(broker), session: { id: 's', signed_in_at: noon, confirmed_at: noon } }
  expect(await refused(acceptMandate(late, { mandate_id: mandate, acts_for_other: false, owns_shares: false, conflict_words: '' }))).toBe('confirm_first')
  await ends(mandate, broker) // declined
  expect(await refused(accepts(mandate))).toBe('mandate_answered')
  const key = randomUUID()
  const [a, b] = await Promise.all([offers(deal, lan, { request_key: key }), offers(deal, lan, { request_key: key })])
  expect(a).toBe(b)
})
test.each<[string, Record<string, unknown>, string]>([
  ['neither share nor amount', { fee_share: '', fee_minimum: '' }, 'fee_share'], ['both', { fee_amount: '5.000.000' }, 'fee_amount'], ['bounds of an amount', { fee_share: '', fee_amount: '5.000.000' }, 'fee_minimum'], ['bounds the wrong way round', { fee_cap: '1.000' }, 'fee_cap'], ['more than everything', { fee_share: '101' }, 'fee_share'], ['no act', { acts: [] }, 'acts'], ['a part there is none of', { broker_parts: ['kitchen'] }, 'broker_parts'],
])('an offer with %s is sent back to its field', (_, over, field) => {
  const read = OfferMandate.safeParse({ deal_id: 1, broker_id: 1, acts: ['advise'], broker_parts: [], from_on: today, until_on: today, fee_share: '2', fee_amount: '', fee_minimum: '2.000', fee_cap: '', request_key: randomUUID(), ...over })
  expect(read.error?.issues[0]?.path[0]).toBe(field)
})

const appoints = async (deal_id: number, who: Actor, person = lawyer, adviser_parts: string[] = ['terms']) => {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', person.person_id).executeTakeFirstOrThrow()
  return appointAdviser(as(who), AppointAdviser.parse({ deal_id, adviser_email: email.toUpperCase(), adviser_role: 'legal', adviser_parts }))
}
test('an adviser reads the parts a side names, as long as the appointment stands', async () => {
  const deal = await aDeal()
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [lawyer, 'not_found'], [ký, 'not_permitted'], [watcher, 'not_permitted'], [officer, 'not_permitted']] as const) expect(await refused(appoints(deal, who)), who.name).toBe(code)
  const id = await appoints(deal, minh)
  expect(await reads(deal, lawyer)).toEqual(['terms'])
  expect(await advisersOf(readAs(db, hoa), deal)).toMatchObject([{ id, person_name: 'Luật sư Bình', parts: ['terms'] }])
  expect(await refused(appoints(deal, lan))).toBe('adviser_already')
  const theirs = await appoints(deal, hoa, lawyer, ['contract'])
  expect(await reads(deal, lawyer)).toEqual(['terms', 'contract'])
  expect(await refused(endAdviser(as(hoa), { deal_id: deal, adviser_id: id }))).toBe('not_found')
  await endAdviser(as(lan), { deal_id: deal, adviser_id: id })
  expect(await reads(deal, lawyer)).toEqual(['contract'])
  await endAdviser(as(hoa), { deal_id: deal, adviser_id: theirs })
  expect(await reads(deal, lawyer)).toEqual([])
  expect(await refused(endAdviser(as(lan), { deal_id: deal, adviser_id: id }))).toBe('already_ended')
  expect(await refused(appoints(deal, lan, hoa))).toBe('adviser_is_party')
  expect(await refused(appointAdviser(as(lan), { deal_id: deal, adviser_email: 'khong-ai@example.test', adviser_role: 'legal', adviser_parts: ['terms'] }))).toBe('adviser_unknown')
})
