import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import type { Refusal } from '../../platform/refusal.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { subjectName, subjectOf } from '../listings/part-queries.ts'
import { acceptNda, askAccess, giveAccess, recordView, refuseAccess, takeBackRequest, withdrawAccess } from './commands.ts'
import { acceptanceFor, currentText, grantsOn, readingOf, requestsOn, viewsOn } from './queries.ts'
import { expiryOf } from './rules.ts'

const { db, asOwner } = await testDatabase()
// PostgreSQL's own clock is the second wall's, so these tests live in the present.
const now = new Date()
const institute = await anOrganisation(db, 'institute'), enterprise = await anOrganisation(db), third = await anOrganisation(db, 'university')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor' }), vy = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Trần Thị Hòa' }), ky = await aPerson(db, { organisation: enterprise, role: 'signer', name: 'Đỗ Văn Ký' }), bien = await aPerson(db, { organisation: enterprise, role: 'editor', name: 'Lê Biên' }), xem = await aPerson(db, { organisation: enterprise, role: 'viewer' })
const khach = await aPerson(db, { organisation: third }), alone = await aPerson(db)
const moderator = await aPerson(db, { staff: ['moderator'] }), inspector = await aPerson(db, { staff: ['inspector'] }), administrator = await aPerson(db, { staff: ['administrator'] })
const at = (actor: Actor, when = now) => ctxOf(db, actor, when)
const text = await currentText(db, now)
const purpose = 'Đánh giá xem máy có lắp được vào xưởng không.'
const codeOf = async (work: Promise<unknown>): Promise<string> => { try { await work; return 'done' } catch (error) { return (error as { refusal?: Refusal }).refusal?.code ?? String(error) } }

let listing = 0, subject = ''
beforeEach(async () => { listing = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'); subject = subjectName(listing) })
const ask = (actor = hoa, tier: 'granted' | 'nda' = 'granted', when = now) => askAccess(at(actor, when), { subject, tier, purpose })
const give = (request_id: number, { actor = lan, tier = 'granted' as 'granted' | 'nda', days = 90, limits = '' } = {}) => giveAccess(at(actor), { request_id, tier, days, limits })
const sign = (grant_id: number, actor = ky, more: Partial<Parameters<typeof acceptNda>[1]> = {}) =>
  acceptNda(at(actor), { grant_id, text_version: text.version, text_sha256: text.sha256, full_name: actor.name, position: 'Giám đốc', agreed: 'yes', ...more })
const tierFor = async (actor: Actor, when = now) => (await readingOf(at(actor, when), subjectOf({ id: listing, organisation_id: institute, state: 'published' }))).tier

describe('From question to access', () => {
  test('An organisation asks, the owner gives for a time, and its people read until that time is over.', async () => {
    const request = await ask()
    expect(await tierFor(hoa)).toBe('signed_in')
    const grant = await give(request, { days: 30 })
    for (const actor of [hoa, ky, xem]) expect(await tierFor(actor)).toBe('granted')
    expect(await tierFor(khach)).toBe('signed_in')
    expect(await tierFor(hoa, minutesFrom(expiryOf(now, 30), -1))).toBe('granted')
    expect(await tierFor(hoa, expiryOf(now, 30))).toBe('signed_in')
    expect(await grantsOn(db, subject, now)).toMatchObject([{ id: grant, state: 'in_force', tier: 'granted', given_by_name: 'Lan' }])
  })
  test('What happened is in the log, without purpose, reason or limits.', async () => {
    await give(await ask(), { limits: 'Không sao chép bản vẽ.' })
    const events = await db.selectFrom('event').select(['type', 'data', 'organisation_id']).where('subject', '=', subject).orderBy('id').execute()
    expect(events.map(({ type, organisation_id }) => [type, organisation_id])).toEqual([['disclosure.requested', enterprise], ['disclosure.granted', institute]])
    expect(JSON.stringify(events)).not.toMatch(/xưởng|sao chép/)
  })
  test('Two colleagues asking at once ask once, and a second press changes nothing.', async () => {
    const ids = await Promise.all([ask(hoa), ask(bien), ask(hoa)])
    expect(new Set(ids).size).toBe(1)
    expect(await requestsOn(db, subject)).toHaveLength(1)
    expect(await codeOf(ask(hoa, 'nda'))).toBe('asked_already')
  })
  test('Two answers at once: one counts, the other is told so, and the same press again gives the same grant.', async () => {
    const request = await ask()
    const answers = await Promise.allSettled([give(request, { actor: lan, days: 30 }), give(request, { actor: minh, days: 60 }), refuseAccess(at(lan), { request_id: request, reason: 'Chưa tiện chia sẻ.' })])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) if (answer.status === 'rejected') expect((answer.reason as { refusal: Refusal }).refusal.code).toBe('answered_already')
    const again = await give(await ask(khach))
    expect(await give((await requestsOn(db, subject)).find(({ organisation_id }) => organisation_id === third)?.id ?? 0)).toBe(again)
  })
  test('The owner may give less than was asked and never more.', async () => {
    expect(await codeOf(give(await ask(), { tier: 'nda' }))).toBe('more_than_asked')
    await give(await ask(khach, 'nda'), { tier: 'granted' })
    expect(await tierFor(khach)).toBe('granted')
  })
  test('A refusal is read with its reason, and a week later one may ask again.', async () => {
    const request = await ask()
    await refuseAccess(at(lan), { request_id: request, reason: 'Chúng tôi đang nộp đơn sáng chế.' })
    await refuseAccess(at(lan), { request_id: request, reason: 'Bấm hai lần cũng thế.' })
    expect((await requestsOn(readAs(db, hoa), subject))[0]).toMatchObject({ answer: 'refused', reason: 'Chúng tôi đang nộp đơn sáng chế.' })
    expect(await codeOf(ask(hoa, 'granted', daysFrom(now, 6)))).toBe('refused_lately')
    expect(await codeOf(ask(hoa, 'granted', daysFrom(now, 7)))).toBe('done')
  })
  test('A withdrawal cuts every reader of that organisation at once, and keeps the reason.', async () => {
    const grant = await give(await ask())
    await withdrawAccess(at(minh), { grant_id: grant, reason: 'Hợp tác đã dừng.' })
    await withdrawAccess(at(lan), { grant_id: grant, reason: 'Bấm lần nữa không đổi gì.' })
    for (const actor of [hoa, xem]) expect(await tierFor(actor)).toBe('signed_in')
    expect((await grantsOn(readAs(db, hoa), subject, now))[0]).toMatchObject({ state: 'withdrawn', withdrawal_reason: 'Hợp tác đã dừng.' })
    expect(await codeOf(ask())).toBe('refused_lately')
  })
  test('A request taken back may no longer be answered, and one answered no longer taken back.', async () => {
    const request = await ask()
    await takeBackRequest(at(bien), { request_id: request })
    await takeBackRequest(at(bien), { request_id: request })
    expect(await codeOf(give(request))).toBe('answered_already')
    const second = await ask()
    await give(second)
    expect(await codeOf(takeBackRequest(at(hoa), { request_id: second }))).toBe('answered_already')
  })
  test('Twenty of an organisation’s requests may wait; two colleagues at the edge do not pass it together.', async () => {
    const asker = await aPerson(db, { organisation: await anOrganisation(db) })
    const listings = await Promise.all(Array.from({ length: 22 }, (_, i) => aListing(db, 'offer', institute, 'published', `Máy sấy số ${i} của Viện`)))
    const codes = await Promise.all(listings.map((id) => codeOf(askAccess(at(asker), { subject: subjectName(id), tier: 'granted', purpose }))))
    expect(codes.filter((code) => code === 'done')).toHaveLength(20)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2)
  })
})

describe('Who may do what', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['a stranger asks', () => ask(anonymous), 'sign_in_first'],
    ['someone without an organisation asks', () => ask(alone), 'no_organisation_to_ask'],
    ['a viewer asks', () => ask(xem), 'not_permitted'],
    ['a signer asks', () => ask(ky), 'not_permitted'],
    ['the owner asks for their own', () => ask(lan), 'own_subject'],
    ['staff ask', () => ask(moderator), 'no_organisation_to_ask'],
    ['somebody asks for a draft', async () => { const id = await aListing(db, 'offer', institute, 'draft', 'Chưa ai biết'); await askAccess(at(hoa), { subject: subjectName(id), tier: 'granted', purpose }) }, 'not_found'],
    ['somebody asks for what is not there', () => askAccess(at(hoa), { subject: 'listing:999999', tier: 'granted', purpose }), 'not_found'],
  ])('%s: refused', async (_, work, code) => { expect(await codeOf(work())).toBe(code) })

  test('Only the owner’s owners and editors answer and withdraw; for everyone else there is nothing to answer.', async () => {
    const request = await ask()
    for (const actor of [vy, hoa, bien, khach, moderator, inspector, administrator]) {
      expect(await codeOf(give(request, { actor }))).toBe('not_found')
      expect(await codeOf(refuseAccess(at(actor), { request_id: request, reason: 'Không được.' }))).toBe('not_found')
    }
    const grant = await give(request, { actor: minh })
    for (const actor of [vy, hoa, ky, khach, moderator, inspector]) expect(await codeOf(withdrawAccess(at(actor), { grant_id: grant, reason: 'Không được làm.' }))).toBe('not_found')
    for (const actor of [xem, ky, lan, khach]) expect(await codeOf(takeBackRequest(at(actor), { request_id: request }))).toBe('not_found')
  })
})

describe('The undertaking', () => {
  const anNda = async () => give(await ask(hoa, 'nda'), { tier: 'nda' })
  test('The text is kept with the hash of both its languages, and the application cannot change it.', async () => {
    expect(text.sha256).toBe(createHash('sha256').update(`${text.vi}\n---\n${text.en}`).digest('hex'))
    await expect(sql`update nda_text set vi = 'khác'`.execute(db)).rejects.toThrow(/permission denied/)
    await expect(sql`insert into nda_text values (9, 'a', 'b', 'c', now())`.execute(db)).rejects.toThrow(/permission denied/)
    await expect(asOwner("insert into nda_text values (9, 'a', 'b', 'c', now())")).rejects.toThrow(/check constraint/)
  })
  test('NDA content opens with the grant and the signature, not with one of them.', async () => {
    const grant = await anNda()
    expect(await tierFor(hoa)).toBe('granted')
    const id = await sign(grant)
    for (const actor of [hoa, ky, xem]) expect(await tierFor(actor)).toBe('nda')
    expect(await db.selectFrom('nda_acceptance').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).toMatchObject({ grant_id: grant, organisation_id: enterprise, text_version: 1, text_sha256: text.sha256, person_id: ky.person_id, full_name: 'Đỗ Văn Ký', position: 'Giám đốc' })
    await withdrawAccess(at(lan), { grant_id: grant, reason: 'Hợp tác đã dừng.' })
    expect(await tierFor(hoa)).toBe('signed_in')
  })
  test('Two signers at once sign once.', async () => {
    const grant = await anNda()
    expect(new Set(await Promise.all([sign(grant, ky), sign(grant, hoa), sign(grant, ky)])).size).toBe(1)
  })
  test('It is signed in person, by an owner or signer who has just shown that it is them, under their own name and the text they were shown.', async () => {
    const grant = await anNda()
    const input = { grant_id: grant, text_version: text.version, text_sha256: text.sha256, full_name: ky.name, position: 'Giám đốc', agreed: 'yes' as const }
    const stale = at(ky)
    expect(await codeOf(acceptNda({ ...stale, session: stale.session && { ...stale.session, confirmed_at: minutesFrom(now, -11) } }, input))).toBe('confirm_first')
    expect(await codeOf(acceptNda({ ...stale, session: null }, input))).toBe('confirm_first')
    expect(await codeOf(acceptNda(at({ ...ky, acted_by: { person_id: administrator.person_id ?? 0, name: 'Anh' } }), input))).toBe('in_person_only')
    expect(await codeOf(sign(grant, bien))).toBe('signers_only')
    expect(await codeOf(sign(grant, xem))).toBe('signers_only')
    for (const actor of [lan, khach, moderator, inspector]) expect(await codeOf(sign(grant, actor))).toBe('not_found')
    expect(await codeOf(sign(grant, ky, { full_name: 'Trần Thị Hòa' }))).toBe('name_differs')
    expect(await codeOf(sign(grant, ky, { text_version: 2 }))).toBe('text_changed')
    expect(await codeOf(sign(grant, ky, { text_sha256: 'x' }))).toBe('text_changed')
    expect(await tierFor(hoa)).toBe('granted')
    expect(await codeOf(sign(await give(await ask(khach)), khach))).toBe('no_nda_needed')
  })
  test('A withdrawn grant is signed no more.', async () => {
    const grant = await anNda()
    await withdrawAccess(at(lan), { grant_id: grant, reason: 'Hợp tác đã dừng.' })
    expect(await codeOf(sign(grant))).toBe('grant_over')
  })
  test('A later text leaves what was accepted as it is.', async () => {
    const grant = await anNda()
    await sign(grant)
    await asOwner("insert into nda_text select 2, vi || ' (2)', en, encode(sha256(convert_to(vi || ' (2)' || E'\\n---\\n' || en, 'UTF8')), 'hex'), now() + interval '1 day' from nda_text where version = 1")
    try {
      const later = daysFrom(now, 2)
      expect((await currentText(db, later)).version).toBe(2)
      expect(await tierFor(hoa, later)).toBe('nda')
      expect(await codeOf(acceptNda(at(khach, later), { grant_id: grant, text_version: 1, text_sha256: text.sha256, full_name: khach.name, position: 'Giám đốc', agreed: 'yes' }))).toBe('not_found')
    } finally { await asOwner('delete from nda_text where version = 2') }
  })
  test('Both sides and the inspector read the acceptance; for others there is none.', async () => {
    const id = await sign(await anNda())
    for (const actor of [lan, vy, hoa, xem, inspector]) expect(await acceptanceFor(readAs(db, actor), actor, id)).toMatchObject({ full_name: 'Đỗ Văn Ký', text_sha256: text.sha256 })
    for (const actor of [khach, moderator, administrator, alone]) expect(await codeOf(acceptanceFor(readAs(db, actor), actor, id))).toBe('not_found')
  })
})

describe('Views', () => {
  const view = () => ({ subject, part: 'costs', tier: 'granted' as const })
  test('A look is written down once a person, part and hour, with whoever acted for them.', async () => {
    const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
    await Promise.all([recordView(at(hoa, hour), view()), recordView(at(hoa, minutesFrom(hour, 20)), view()), recordView(at(hoa, minutesFrom(hour, 59)), view())])
    await recordView(at(hoa, minutesFrom(hour, 60)), view())
    await recordView(at({ ...hoa, acted_by: { person_id: administrator.person_id ?? 0, name: administrator.name } }, hour), view())
    await recordView(at(inspector, hour), { ...view(), part: 'know_how', tier: 'nda' })
    expect((await viewsOn(readAs(db, lan), subject)).map(({ part, person_name, acted_by_name, staff }) => [part, person_name, acted_by_name, staff])).toEqual([
      ['know_how', inspector.name, '', true], ['costs', hoa.name, administrator.name, true], ['costs', hoa.name, '', false], ['costs', hoa.name, '', false],
    ])
  })
  test('A stranger has no view, nobody writes one in another’s name, and none is changed or deleted.', async () => {
    expect(await codeOf(recordView(at(anonymous), view()))).toBe('sign_in_first')
    await expect(recordView({ ...at(hoa), db: readAs(db, khach) }, view())).rejects.toThrow(/row-level security/)
    await recordView(at(hoa), view())
    for (const change of [sql`update disclosure_view set at = now()`, sql`delete from disclosure_view`, sql`update nda_acceptance set full_name = 'x'`, sql`delete from nda_acceptance`, sql`delete from access_grant`, sql`update access_grant set expires_at = now()`, sql`update access_request set tier = 'nda'`])
      await expect(change.execute(db)).rejects.toThrow(/permission denied/)
  })
})

/** Straight at PostgreSQL, with no condition of the program's at all. */
describe('The second wall', () => {
  const tables = ['access_request', 'access_grant', 'nda_acceptance', 'disclosure_view'] as const
  const rowsOf = async (actor: Actor) => Object.fromEntries(await Promise.all(tables.map(async (table) => [table, (await sql`select 1 from ${sql.table(table)} where subject = ${subject}`.execute(readAs(db, actor))).rows.length])))
  const none = { access_request: 0, access_grant: 0, nda_acceptance: 0, disclosure_view: 0 }, all = { access_request: 1, access_grant: 1, nda_acceptance: 1, disclosure_view: 1 }
  test('Each side reads its own, the inspector all, and everybody else nothing.', async () => {
    await sign(await give(await ask(hoa, 'nda'), { tier: 'nda' }))
    await recordView(at(hoa), { subject, part: 'know_how', tier: 'nda' })
    for (const actor of [lan, vy, inspector]) expect(await rowsOf(actor)).toEqual(all)
    expect(await rowsOf(hoa)).toEqual(all)
    expect(await rowsOf(xem)).toEqual({ ...all, disclosure_view: 0 }) // a colleague’s look is the owner’s to see
    for (const actor of [anonymous, khach, alone, moderator]) expect(await rowsOf(actor)).toEqual(none)
    expect(await rowsOf(administrator)).toEqual({ ...none, disclosure_view: 1 })
  })
  test('Nobody gives themselves access, answers their own question or signs for others.', async () => {
    const request = await ask(hoa, 'nda')
    const row = { request_id: request, subject, organisation_id: enterprise, tier: 'nda' as const, given_by: hoa.person_id ?? 0, given_at: now, expires_at: daysFrom(now, 9) }
    for (const actor of [hoa, khach, moderator, administrator, inspector, vy]) await expect(readAs(db, actor).insertInto('access_grant').values(row).execute()).rejects.toThrow(/row-level security/)
    await expect(sql`update access_request set answer = 'given', answered_at = now() where id = ${request}`.execute(readAs(db, hoa))).rejects.toThrow(/row-level security/)
    expect((await sql`update access_request set answer = 'given', answered_at = now() where id = ${request}`.execute(readAs(db, khach))).numAffectedRows).toBe(0n)
    await expect(readAs(db, khach).insertInto('access_request').values({ subject, organisation_id: enterprise, person_id: khach.person_id ?? 0, tier: 'nda', purpose, asked_at: now }).execute()).rejects.toThrow(/row-level security/)
    const grant = await give(request, { tier: 'nda' })
    await expect(sql`update access_grant set withdrawn_at = now(), withdrawal_reason = 'x' where id = ${grant}`.execute(readAs(db, hoa))).rejects.toThrow(/row-level security/)
    const acceptance = { grant_id: grant, subject, organisation_id: enterprise, text_version: 1, text_sha256: text.sha256, person_id: ky.person_id ?? 0, full_name: 'x', position: 'x', accepted_at: now, request_id: 'x' }
    for (const actor of [hoa, lan, khach]) await expect(readAs(db, actor).insertInto('nda_acceptance').values(acceptance).execute()).rejects.toThrow(/row-level security/)
  })
})
