import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aMarket } from '../../../tests/matches.ts'
import { settled } from '../../../tests/settled.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { openReactions } from '../../core/reactions.ts'
import { daysFrom } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { expressInterest, withdrawInterest } from '../deals/interest-commands.ts'
import { mergeOrganisations } from '../organisations/merge-commands.ts'
import { forgetTaxonomy } from '../taxonomy/queries.ts'
import { dutiesOf } from '../work/queries.ts'
import { declineMatch, DeclineMatch, takeBackDecline } from './answer-commands.ts'
import { declinesOf, matchesFor } from './answer-queries.ts'
import { answerRoutes } from './answer-routes.tsx'
import { reasonKey } from './answer-rules.ts'
import { ObjectToReasons, objectToReasons } from './objection-commands.ts'
import { objectionCounts, objectionsPage } from './objection-queries.ts'
import { listingPages } from './routes.tsx'

const { db } = await testDatabase()
forgetTaxonomy()
const { cooperative, suppliers, offers, need, others } = await aMarket(db)
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
const pages = await openPages(db, (app) => { answerRoutes(app); listingPages(app, async () => null) })
const of = (organisation: number, role: 'owner' | 'editor' | 'signer' | 'viewer' = 'owner') => aPerson(db, { organisation, role })
const [lan, minh, vy, kế, supplier, stranger] = [await of(cooperative), await of(cooperative, 'editor'), await of(cooperative, 'viewer'), await of(cooperative, 'signer'), await of(suppliers[0]!), await of(others)]
const officer = await aPerson(db, { staff: ['deal_officer'] }), administrator = await aPerson(db, { staff: ['administrator'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const asked = { id: need, kind: 'need' as const, state: 'published' as const, organisation_id: cooperative, version: 1 }
const listFor = async (actor: Actor) => { const { open, declined } = await matchesFor(ctxOf(db, actor), asked, 3); return { open: open.map(({ card }) => card.id), declined: declined.map(({ card }) => card.id) } }
const decline = (actor: Actor, other_id: number, more: object = {}) => declineMatch(ctxOf(db, actor), DeclineMatch.parse({ listing_id: need, other_id, code: 'too_dear', ...more }))
const refusalOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { refusal?: { code: string }; message: string }) => error.refusal?.code ?? error.message)
const rows = () => db.selectFrom('match_answer').selectAll().orderBy('answered_at').execute()
const events = async () => (await sql<{ type: string }>`select type from event where type like 'match.%' order by id`.execute(db)).rows.map(({ type }) => type)
const clear = async () => { await db.deleteFrom('match_answer').execute() }

test('what is declined leaves its organisation’s list with its reason, the next one moves up, and it comes back when that is taken back', async () => {
  const before = await listFor(lan)
  expect(before.open).toHaveLength(3)
  const [first = 0] = before.open
  await decline(minh, first, { code: 'wrong_scale', words: 'Chúng tôi chỉ có 50 kg.' })
  const after = await listFor(lan)
  expect(after).toEqual({ open: [...before.open.slice(1), expect.any(Number)], declined: [first] })
  expect(await listFor(vy)).toEqual(after)
  expect((await listFor(stranger)).open).toEqual(before.open)
  expect(await rows()).toMatchObject([{ need_id: need, offer_id: first, organisation_id: cooperative, person_id: minh.person_id, answer: 'declined', code: 'wrong_scale', words: 'Chúng tôi chỉ có 50 kg.', score: expect.any(Number), reasons: expect.arrayContaining([expect.objectContaining({ code: 'same_field' })]) }])
  const page = (await pages.get(`/vi/needs/${need}`, lan)).body
  expect(page).toMatch(/<details class="sheet"><summary>Đã từ chối \(1\)<\/summary>.*Quy mô không hợp.*Chúng tôi chỉ có 50 kg\..*taking-back/s)
  expect(page.split('Đã từ chối (1)')[0]).not.toContain(`/offers/${first}"`)
  await decline(lan, first, { code: 'too_early' }) // another reason takes the place of the first
  await takeBackDecline(ctxOf(db, lan), { listing_id: need, other_id: first })
  await takeBackDecline(ctxOf(db, lan), { listing_id: need, other_id: first })
  expect(await listFor(lan)).toEqual({ ...before, declined: [] })
  expect(await events()).toEqual(['match.declined', 'match.declined', 'match.decline_taken_back'])
  expect(await rows()).toEqual([])
})

test('the other side finds neither the row, nor the event, nor a word of it on any page; the staff who run matching do', async () => {
  const [first = 0] = offers
  await decline(lan, first, { code: 'other', words: 'từ riêng không cho ai biết' })
  for (const [who, count] of [[supplier, 0], [stranger, 0], [moderator, 0], [vy, 1], [officer, 1], [administrator, 1]] as const) expect(await readAs(db, who).selectFrom('match_answer').selectAll().execute(), who.name).toHaveLength(count)
  for (const who of [supplier, stranger, moderator]) {
    expect(await readAs(db, who).selectFrom('event').selectAll().where('type', '=', 'match.declined').execute()).toEqual([])
    for (const url of [`/vi/offers/${first}`, `/vi/needs/${need}`, '/vi/my/matches', `/vi/my/matches/${first}/${need}`, `/vi/my/matches/${need}/${first}`]) expect((await pages.get(url, who)).body, url).not.toContain('từ riêng')
  }
  expect((await pages.get(`/vi/offers/${first}`, supplier)).body).toContain(`/needs/${need}`)
  await clear()
})

test('a reason is required, from the list, and “other” says which; what was typed comes back', async () => {
  expect(DeclineMatch.safeParse({ listing_id: '1', other_id: '2', code: '' }).success).toBe(false)
  expect(await refusalOf(decline(lan, offers[1]!, { code: 'other' }))).toBe('match_words_needed')
  expect(await refusalOf(decline(lan, offers[1]!, { code: 'no_such_reason' }))).toBe('match_reason_unknown')
  expect(DeclineMatch.safeParse({ listing_id: '1', other_id: '2', code: 'other', words: 'x'.repeat(501) }).success).toBe(false)
  const path = `/vi/my/matches/${need}/${offers[1]}/decline`
  const [empty, without, done] = [await pages.post(path, { code: '', words: 'đã viết' }, lan), await pages.post(path, { code: 'other', words: ' ' }, lan), await pages.post(path, { code: 'already_have', words: '' }, lan)]
  expect([empty.statusCode, without.statusCode, done.statusCode]).toEqual([422, 409, 303])
  expect(empty.body).toContain('đã viết')
  expect(without.body).toContain('Hãy ghi rõ lý do khác là gì.')
  expect(done.headers.location).toBe(`/vi/needs/${need}?done=match_declined`)
  expect(await rows()).toHaveLength(1)
  await clear()
})

test('only owners and editors of the listing’s organisation answer', async () => {
  const answers = async (actor?: Actor) => [await refusalOf(declineMatch(ctxOf(db, actor), { listing_id: need, other_id: offers[2]!, code: 'too_dear', words: '' })), await refusalOf(takeBackDecline(ctxOf(db, actor), { listing_id: need, other_id: offers[2]! }))]
  for (const [who, answer] of [[vy, 'not_permitted'], [kế, 'not_permitted'], [supplier, 'not_permitted'], [stranger, 'not_permitted'], [officer, 'not_permitted'], [administrator, 'not_permitted'], [moderator, 'not_permitted'], [undefined, 'sign_in_first'], [lan, 'done'], [minh, 'done']] as const) expect(await answers(who), who?.name).toEqual([answer, answer])
  // The database says no as well.
  await expect(readAs(db, vy).insertInto('match_answer').values({ need_id: need, offer_id: offers[2]!, organisation_id: cooperative, person_id: vy.person_id!, answer: 'declined', code: 'too_dear', score: null, reasons: '[]', answered_at: noon }).execute()).rejects.toThrow('row-level security')
  await expect(readAs(db, supplier).insertInto('match_answer').values({ need_id: need, offer_id: offers[2]!, organisation_id: suppliers[0]!, person_id: supplier.person_id!, answer: 'declined', code: 'too_dear', score: null, reasons: '[]', answered_at: noon }).execute()).rejects.toThrow('row-level security')
  await decline(lan, offers[2]!)
  await readAs(db, vy).deleteFrom('match_answer').execute()
  expect(await rows()).toHaveLength(1)
  await clear()
})

test('pressed by two colleagues at once it is one row and one event; the same press again is nothing new', async () => {
  const before = (await events()).length
  await Promise.all(Array.from({ length: 8 }, (_, i) => decline(i % 2 ? lan : minh, offers[3]!)))
  await decline(lan, offers[3]!)
  expect(await rows()).toHaveLength(1)
  expect((await events()).length - before).toBe(1)
  await Promise.all([decline(lan, offers[3]!, { code: 'too_early' }), takeBackDecline(ctxOf(db, minh), { listing_id: need, other_id: offers[3]! })])
  expect((await rows()).length).toBeLessThan(2)
  await clear()
})

test('both sides answer for themselves, and neither sees the other’s answer', async () => {
  await decline(lan, offers[0]!)
  await declineMatch(ctxOf(db, supplier), DeclineMatch.parse({ listing_id: offers[0], other_id: need, code: 'wrong_place' }))
  expect((await rows()).map(({ organisation_id, code }) => [organisation_id, code])).toEqual([[cooperative, 'too_dear'], [suppliers[0], 'wrong_place']])
  expect(await readAs(db, supplier).selectFrom('match_answer').select('organisation_id').execute()).toEqual([{ organisation_id: suppliers[0] }])
  await clear()
})

test('two of one kind, a listing that is not published, and what nobody may see are no match to answer', async () => {
  expect(await refusalOf(declineMatch(ctxOf(db, supplier), { listing_id: offers[0]!, other_id: offers[1]!, code: 'too_dear', words: '' }))).toBe('not_found')
  expect(await refusalOf(decline(lan, 999_999))).toBe('not_found')
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', offers[4]!).execute()
  expect(await refusalOf(decline(lan, offers[4]!))).toBe('not_found')
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offers[4]!).execute()
  await decline(lan, offers[4]!)
  await db.updateTable('listing').set({ state: 'closed' }).where('id', 'in', [offers[4]!, need]).execute()
  expect(await refusalOf(decline(lan, offers[5]!))).toBe('match_not_open')
  expect(await refusalOf(takeBackDecline(ctxOf(db, lan), { listing_id: need, other_id: offers[4]! }))).toBe('done') // what one said, one may take back
  expect(await rows()).toEqual([])
  await db.updateTable('listing').set({ state: 'published' }).where('id', 'in', [offers[4]!, need]).execute()
})

test('taken up through the form of interest it is recorded as accepted, with the reasons of that day; until that is withdrawn it cannot be declined', async () => {
  await decline(lan, offers[0]!)
  await takeBackDecline(ctxOf(db, lan), { listing_id: need, other_id: offers[0]! })
  const [interest, plain] = [await expressInterest(ctxOf(db, lan), { listing_id: offers[0]!, counter_listing_id: need, message: 'Chúng tôi muốn xem máy chạy thử.', request_key: randomUUID() }, [{ code: 'same_field', field: '20301' }]), await expressInterest(ctxOf(db, lan), { listing_id: offers[1]!, counter_listing_id: null, message: 'Chúng tôi muốn biết thêm về bơm nhiệt.', request_key: randomUUID() })]
  expect(plain).toBeGreaterThan(interest)
  await settled(db, line)
  expect(await rows()).toMatchObject([{ need_id: need, offer_id: offers[0], organisation_id: cooperative, person_id: lan.person_id, answer: 'accepted', code: null, words: '', reasons: [{ code: 'same_field', field: '20301' }] }])
  expect((await matchesFor(ctxOf(db, lan), asked, 3)).open.find(({ card }) => card.id === offers[0])?.accepted).toBe(true)
  expect((await pages.get(`/vi/needs/${need}`, lan)).body).toContain('Tổ chức bạn đã bày tỏ quan tâm')
  expect(await refusalOf(decline(lan, offers[0]!))).toBe('match_taken_up')
  await withdrawInterest(ctxOf(db, lan), { interest_id: interest })
  await declineMatch(ctxOf(db, lan, minutesAfterNoon(5)), DeclineMatch.parse({ listing_id: need, other_id: offers[0], code: 'too_early' }))
  await db.updateTable('reaction_cursor').set({ xact: '0', event_id: 0 }).execute() // a reaction that comes late
  await settled(db, line)
  expect((await rows()).map(({ answer }) => answer)).toEqual(['declined'])
  await clear()
})

test('why others declined is told from three organisations on, to its own people only, and never who', async () => {
  const seekers = await Promise.all([1, 2, 3].map((n) => anOrganisation(db, 'enterprise', `Bên cần ${n}`)))
  const put = async (organisation_id: number, code: string) => {
    const { id } = await db.insertInto('listing').values({ kind: 'need', state: 'published', organisation_id, created_by: null, original_language: 'vi', trl: null, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null, source_name: null, source_key: null, source_sha256: null, submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('match_answer').values({ need_id: id, offer_id: offers[0]!, organisation_id, person_id: lan.person_id!, answer: 'declined', code, score: 50, reasons: '[]', answered_at: noon }).execute()
  }
  await put(seekers[0]!, 'too_dear')
  await put(seekers[0]!, 'too_dear') // the same organisation twice is one
  await put(seekers[1]!, 'too_dear')
  await put(seekers[2]!, 'too_early')
  expect(await declinesOf(readAs(db, supplier), offers[0]!)).toEqual([])
  await put(seekers[2]!, 'too_dear')
  expect(await declinesOf(readAs(db, supplier), offers[0]!)).toEqual([{ code: 'too_dear', organisations: 3 }])
  for (const who of [lan, stranger, moderator]) expect(await declinesOf(readAs(db, who), offers[0]!)).toEqual([])
  expect((await pages.get(`/vi/offers/${offers[0]}`, supplier)).body).toContain('Giá vượt quá khả năng chi trả: 3 tổ chức')
  expect((await pages.get(`/vi/offers/${offers[0]}`, stranger)).body).not.toContain('3 tổ chức')
  await clear()
})

test('somebody of either side, or a deal officer, says which reason is wrong, once a person and reason; staff find it with its facts', async () => {
  const file = async (actor: Actor) => (await matchesFor(ctxOf(db, actor), asked, 6)).open.find(({ card }) => card.id === offers[0])!.match.reasons
  const reasons = await file(lan), field = reasons.find(({ code }) => code === 'same_field')!, words = reasons.find(({ code }) => code === 'shared_words')!
  const object = (actor: Actor | undefined, listing_id: number, other_id: number, wrong: string[], said = '') => objectToReasons(ctxOf(db, actor), ObjectToReasons.parse({ listing_id, other_id, wrong, words: said }))
  await object(vy, need, offers[0]!, [reasonKey(field), reasonKey(words)], 'Chúng tôi làm dược liệu, không phải cơ khí.')
  await Promise.all([object(vy, need, offers[0]!, [reasonKey(field)]), object(vy, need, offers[0]!, [reasonKey(field)])])
  await object(supplier, offers[0]!, need, [reasonKey(field)])
  await object(officer, offers[0]!, need, [reasonKey(field)])
  expect((await objectionsPage(db, 1, 'vi')).rows.map(({ organisation, reason, words: said }) => [organisation?.name_vi, reason, said])).toEqual([
    [undefined, field, ''], ['Bên bán 1', field, ''], ...[words, field].map((reason) => ['Hợp tác xã Dược liệu', reason, 'Chúng tôi làm dược liệu, không phải cơ khí.'])])
  expect(await objectionCounts(db)).toEqual([{ code: 'same_field', n: 3, example: field }, { code: 'shared_words', n: 1, example: words }])
  expect(ObjectToReasons.safeParse({ listing_id: 1, other_id: 2, words: '' }).success).toBe(false)
  for (const [who, answer] of [[stranger, 'not_permitted'], [moderator, 'not_permitted'], [administrator, 'not_permitted'], [undefined, 'sign_in_first']] as const) expect(await refusalOf(object(who, need, offers[0]!, [reasonKey(field)])), who?.name).toBe(answer)
  expect(await refusalOf(object(lan, need, offers[0]!, ['of another day']))).toBe('match_reasons_changed')
  for (const [who, count] of [[supplier, 1], [lan, 0], [stranger, 0], [moderator, 0], [administrator, 4]] as const) expect(await readAs(db, who).selectFrom('match_objection').select('id').execute()).toHaveLength(count)
  await expect(readAs(db, administrator).deleteFrom('match_objection').execute().then(async () => { expect(await db.selectFrom('match_objection').select('id').execute()).toHaveLength(4) })).resolves.toBeUndefined()
  const page = await pages.post(`/vi/my/matches/${need}/${offers[0]}/objection`, { words: '' }, lan)
  expect([page.statusCode, page.body.includes('Lý do chưa đúng')]).toEqual([422, true])
})

test('the page of a match is for its two sides and the staff who run matching', async () => {
  const status = async (actor?: Actor) => (await pages.get(`/vi/my/matches/${need}/${offers[0]}`, actor)).statusCode
  for (const [who, answer] of [[lan, 200], [vy, 200], [supplier, 200], [officer, 200], [administrator, 200], [stranger, 404], [moderator, 404]] as const) expect(await status(who), who.name).toBe(answer)
  expect(await status()).toBe(303)
  expect((await pages.get(`/vi/my/matches/${offers[0]}/${offers[1]}`, supplier)).statusCode).toBe(404)
})

test('my matches: by listing, with buttons for those who answer, and what was told and waits is a duty until it is answered', async () => {
  const page = (await pages.get('/vi/my/matches', lan)).body
  expect(page).toContain(`id="listing-${need}"`)
  expect(page.match(/\/interest\?with=/g)).toHaveLength(5)
  expect((await pages.get('/vi/my/matches', vy)).body).not.toContain('/interest?with=')
  expect((await pages.get('/vi/my/matches', officer)).body).toContain('Bạn chưa thay mặt tổ chức nào')
  expect((await pages.get(`/vi/my/matches?listing=${offers[0]}`, lan)).body).toContain(`id="listing-${need}"`) // not theirs: as if it had not been asked for
  const duty = async (actor: Actor, now = noon) => (await dutiesOf(readAs(db, actor), actor, now)).find(({ href }) => href === '/my/matches')
  expect(await duty(lan)).toBeUndefined()
  await db.insertInto('match_told').values(offers.slice(0, 2).map((other_id) => ({ listing_id: need, other_id, score: 60, reasons: '[]', found_at: noon, told_at: daysFrom(noon, -2) }))).execute()
  expect(await duty(lan)).toMatchObject({ since: daysFrom(noon, -2), text: { vi: 'Trả lời 2 gợi ý phù hợp mới', en: 'Answer 2 new matches' } })
  expect([await duty(vy), await duty(supplier), await duty(lan, daysFrom(noon, 40))]).toEqual([undefined, undefined, undefined])
  await decline(lan, offers[0]!)
  expect((await duty(lan))?.text.en).toBe('Answer 1 new match')
  await decline(lan, offers[1]!)
  expect(await duty(lan)).toBeUndefined()
  await clear()
})

test('where two organisations that are one both answered, the later answer is the survivor’s', async () => {
  const [merged, survivor] = [await anOrganisation(db, 'cooperative', 'Hợp tác xã cũ'), await anOrganisation(db, 'cooperative', 'Hợp tác xã mới')]
  const put = (organisation_id: number, offer_id: number, code: string, minutes: number) => db.insertInto('match_answer').values({ need_id: need, offer_id, organisation_id, person_id: lan.person_id!, answer: 'declined', code, score: 50, reasons: '[]', answered_at: minutesAfterNoon(minutes) }).execute()
  for (const [offer_id, first, second] of [[offers[0]!, 1, 2], [offers[1]!, 2, 1], [offers[2]!, 1, 1]] as const) { await put(merged, offer_id, 'too_dear', first); await put(survivor, offer_id, 'too_early', second) }
  await put(merged, offers[3]!, 'wrong_place', 1)
  await db.insertInto('match_objection').values({ need_id: need, offer_id: offers[5]!, organisation_id: merged, person_id: lan.person_id!, code: 'trl_met', reason: JSON.stringify({ code: 'trl_met', offered: 8, wanted: 7 }), objected_at: noon }).execute()
  const other = await aPerson(db, { staff: ['administrator'] })
  await db.transaction().execute((tx) => mergeOrganisations(tx, ctxOf(tx, administrator), { from: merged, into: survivor, reason: 'Một tổ chức, hai hồ sơ.', proposed_by: other.person_id! }))
  expect((await db.selectFrom('match_answer').selectAll().orderBy('offer_id').execute()).map(({ organisation_id, code }) => [organisation_id, code])).toEqual([[survivor, 'too_early'], [survivor, 'too_dear'], [survivor, 'too_early'], [survivor, 'wrong_place']])
  expect(await db.selectFrom('match_objection').select('id').where('organisation_id', '=', survivor).execute()).toHaveLength(1)
  await clear()
})

test('an anonymous need stays so: whoever declines it, or is declined by it, learns no more than before', async () => {
  const unheard = await of(suppliers[4]!) // no interest was ever between the two
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  await declineMatch(ctxOf(db, unheard), DeclineMatch.parse({ listing_id: offers[4], other_id: need, code: 'wrong_place' }))
  await decline(lan, offers[4]!)
  for (const who of [unheard, stranger]) for (const url of [`/vi/offers/${offers[4]}`, '/vi/my/matches', `/vi/my/matches/${offers[4]}/${need}`, `/vi/needs/${need}`]) expect((await pages.get(url, who)).body, url).not.toContain('Hợp tác xã Dược liệu')
  expect((await pages.get(`/vi/needs/${need}`, lan)).body).toContain('Đã từ chối (1)')
  await clear()
  await db.updateTable('listing').set({ anonymous: false }).where('id', '=', need).execute()
})
