import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { reactionsOf } from '../../reactions.ts'
import { wordRefusal } from '../../refusals.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { countWords, refreshSearch } from '../listings/indexing.ts'
import { boardOf, brokerageOf, helpersOf, suggestionsOf } from './board-queries.ts'
import { letGoOfNeed, suggestOffer, takeOnNeed, withdrawSuggestion } from './commands.ts'
import { branchesOf, gapRows, unmatchedNeeds } from './gap-queries.ts'
import { BoardAddress } from './rules.ts'
import { reckonDue, reckonNeeds } from './standing.ts'

const { db } = await testDatabase()
const [supplier, demander, brokers, unverified, third] = [await anOrganisation(db, 'institute', 'Viện Sấy'), await anOrganisation(db, 'enterprise', 'Công ty Rau'), await anOrganisation(db, 'intermediary', 'Môi giới Hà Nội'), await anOrganisation(db, 'intermediary', 'Môi giới mới'), await anOrganisation(db)]
await db.updateTable('organisation').set({ verification: 'verified', verified_at: noon }).where('id', '=', brokers).execute()
const people = {
  broker: await aPerson(db, { organisation: brokers, name: 'Bình' }), second: await aPerson(db, { organisation: brokers, role: 'editor', name: 'Chi' }), looker: await aPerson(db, { organisation: brokers, role: 'viewer' }), newcomer: await aPerson(db, { organisation: unverified }),
  officer: await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), observer: await aPerson(db, { staff: ['observer'] }), moderator: await aPerson(db, { staff: ['moderator'] }), seller: await aPerson(db, { organisation: supplier }), buyer: await aPerson(db, { organisation: demander }), stranger: await aPerson(db, { organisation: third }), anonymous,
} satisfies Record<string, Actor>
type Person = keyof typeof people
const at = (who: Person, now = noon) => ctxOf(db, people[who], now)
const refused = (code: string) => ({ refusal: { code } })
const board = (who: Person, asked: object = {}, now = noon) => boardOf(at(who).db, BoardAddress.parse(asked), now, 'vi')
const ids = async (who: Person, asked: object = {}, now = noon) => (await board(who, asked, now)).rows.map(({ card }) => card.id)

const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả công suất nhỏ')
const draft = await aListing(db, 'offer', supplier, 'draft', 'Máy sấy chưa công bố')
const own = await aListing(db, 'offer', brokers, 'published', 'Dịch vụ môi giới máy sấy')
const need = await aListing(db, 'need', demander, 'published', 'Cần máy sấy lạnh rau quả cho hợp tác xã'), lonely = await aListing(db, 'need', demander, 'published', 'Xử lý nước thải dệt nhuộm'), hidden = await aListing(db, 'need', demander, 'published', 'Phân loại hạt giống bằng ảnh')
const dealt = await aListing(db, 'need', demander, 'published', 'Cần máy sấy lạnh rau quả cho xưởng')
/** What the engine calls a match is its own tests’ matter; here two needs have none. */
const nothingMatches = () => db.updateTable('need_standing').set({ matches: 0, best_id: null, best_score: null }).where('listing_id', 'in', [lonely, hidden]).execute()
beforeAll(async () => {
  await db.updateTable('listing').set({ research_fields: ['20705'], trl: 4, ward_code: '00004', published_at: new Date('2026-01-10T08:00:00+07:00') }).where('id', '=', lonely).execute()
  await db.updateTable('listing').set({ research_fields: ['40401'], anonymous: true, published_at: new Date('2026-02-10T08:00:00+07:00') }).where('id', '=', hidden).execute()
  await refreshSearch(db as never, [offer, own, need, lonely, hidden, dealt])
  await countWords(db)
  await reckonNeeds(db, noon)
  await nothingMatches()
  const interest = await expressInterest(at('buyer'), { listing_id: offer, counter_listing_id: dealt, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: '00000000-0000-4000-8000-000000000011' })
  await acceptInterest(at('seller'), { interest_id: interest })
})

describe('The board', () => {
  test('holds every published need without a deal, the longest waiting first, with its matches counted beforehand.', async () => {
    const { rows, total } = await board('broker')
    expect(rows.map(({ card }) => card.id)).toEqual([lonely, hidden, need])
    expect(total).toBe(3)
    const [first, , third] = rows
    expect(first).toMatchObject({ standing: { matches: 0, best: null }, helper: null, suggestions: 0, last: { act: 'published' } })
    expect(third).toMatchObject({ standing: { best: { card: { id: offer } } } })
    expect(third?.standing?.matches).toBeGreaterThan(0)
    expect(third?.standing?.best?.score).toBeGreaterThan(0)
  })
  test('is narrowed by field, place, matches and age, and a need nobody reckoned is in neither of the two.', async () => {
    expect(await ids('broker', { matched: 'none' })).toEqual([lonely, hidden])
    expect(await ids('broker', { matched: 'some' })).toEqual([need])
    expect(await ids('broker', { field: '207' })).toEqual([lonely])
    expect(await ids('broker', { ward: '00004' })).toEqual([lonely])
    expect(await ids('broker', { older: '30' })).toEqual([lonely])
    expect(await ids('broker', { older: '90' })).toEqual([])
  })
  test('names an anonymous need’s organisation to staff and to nobody who brokers.', async () => {
    expect((await board('broker')).rows.find(({ card }) => card.id === hidden)?.card).toMatchObject({ anonymous: true, organisation_id: 0, organisation_name_vi: '' })
    expect((await board('officer')).rows.find(({ card }) => card.id === hidden)?.card).toMatchObject({ organisation_id: demander })
  })
  test('is for members of verified intermediaries and for staff; a viewer there reads and does not act.', async () => {
    expect(await brokerageOf(db, people.broker)).toEqual({ organisation_id: brokers, acts: true })
    expect(await brokerageOf(db, people.looker)).toEqual({ organisation_id: brokers, acts: false })
    expect(await brokerageOf(db, people.officer)).toEqual({ organisation_id: null, acts: true })
    for (const who of ['newcomer', 'seller', 'stranger', 'moderator', 'observer', 'anonymous'] as const) expect(await brokerageOf(db, people[who]), who).toBeNull()
  })
})

describe('Being on a need', () => {
  test('Of two who press at once one gets it, and the other is told who; a second press changes nothing.', async () => {
    const pressed = await Promise.allSettled([takeOnNeed(at('broker'), { id: need }), takeOnNeed(at('second'), { id: need })])
    expect(pressed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(pressed.find((one) => one.status === 'rejected')).toMatchObject({ reason: refused('need_taken') })
    const holder = (await helpersOf(db, [need])).get(need)
    const name = holder?.person_id === people.broker.person_id ? 'broker' : 'second'
    await takeOnNeed(at(name), { id: need })
    expect(await db.selectFrom('need_helper').select('id').where('listing_id', '=', need).execute()).toHaveLength(1)
    expect((await board('officer')).rows.find(({ card }) => card.id === need)).toMatchObject({ helper: { organisation_vi: 'Môi giới Hà Nội' }, last: { act: 'taken_on' } })
    // A colleague lets nobody else's need go; a deal officer may.
    await expect(letGoOfNeed(at(name === 'broker' ? 'second' : 'broker'), { id: need })).rejects.toMatchObject(refused('not_permitted'))
    await letGoOfNeed(at('officer', minutesAfterNoon(1)), { id: need })
    await letGoOfNeed(at('officer', minutesAfterNoon(2)), { id: need })
    expect((await helpersOf(db, [need])).size).toBe(0)
    expect((await db.selectFrom('event').select('type').where('subject', '=', `listing:${need}`).orderBy('id').execute()).map(({ type }) => type)).toEqual(['need.taken_on', 'need.let_go'])
  })
  test('Nobody else may, role by role, nor on what is no open need.', async () => {
    for (const who of ['newcomer', 'looker', 'seller', 'buyer', 'stranger', 'moderator', 'observer'] as const) {
      await expect(takeOnNeed(at(who), { id: need }), who).rejects.toMatchObject(refused('not_permitted'))
      await expect(suggestOffer(at(who), { id: need, offer: String(offer), chosen: '', reason: 'Hợp với nhu cầu này.' }), who).rejects.toMatchObject(refused('not_permitted'))
    }
    await expect(takeOnNeed(at('anonymous'), { id: need })).rejects.toMatchObject(refused('sign_in_first'))
    await expect(takeOnNeed(at('broker'), { id: offer })).rejects.toMatchObject(refused('not_found'))
    await expect(takeOnNeed(at('broker'), { id: draft })).rejects.toMatchObject(refused('not_found'))
    await expect(takeOnNeed(at('broker'), { id: dealt })).rejects.toMatchObject(refused('need_answered'))
    const ofBrokers = await aListing(db, 'need', brokers, 'published', 'Cần phần mềm')
    await expect(takeOnNeed(at('broker'), { id: ofBrokers })).rejects.toMatchObject(refused('own_need'))
    await db.deleteFrom('listing').where('id', '=', ofBrokers).execute()
    // The database says so as well, whatever the program forgets.
    await expect(sql`insert into need_helper (listing_id, person_id, organisation_id, taken_at) values (${need}, ${people.newcomer.person_id}, ${unverified}, now())`.execute(readAs(db, people.newcomer))).rejects.toThrow('row-level security')
    await expect(sql`insert into need_helper (listing_id, person_id, organisation_id, taken_at) values (${need}, ${people.broker.person_id}, null, now())`.execute(readAs(db, people.broker))).rejects.toThrow('row-level security')
    await expect(sql`update need_standing set matches = 9`.execute(readAs(db, people.officer)).then(() => db.selectFrom('need_standing').select('matches').where('matches', '=', 9).execute())).resolves.toEqual([])
  })
})

describe('A suggestion', () => {
  test('stands with the sentence why, once for each offer, and its need’s people are told.', async () => {
    const given = { id: need, offer: '', chosen: String(offer), reason: 'Đã chạy ở hai hợp tác xã cùng cỡ.' }
    const id = await suggestOffer(at('broker'), given)
    expect(await suggestOffer(at('broker'), given)).toBe(id)
    await expect(suggestOffer(at('officer'), given)).rejects.toMatchObject(refused('already_suggested'))
    await expect(suggestOffer(at('broker'), { ...given, offer: String(own) })).rejects.toMatchObject(refused('own_offer_suggested'))
    for (const wrong of [String(draft), String(need), '999999', 'x']) await expect(suggestOffer(at('broker'), { ...given, offer: wrong }), wrong).rejects.toMatchObject(refused('offer_unknown'))
    const event = await db.selectFrom('event').selectAll().where('type', '=', 'need.offer_suggested').executeTakeFirstOrThrow()
    expect(JSON.stringify(event.data)).not.toContain('hợp tác xã')
    await db.transaction().execute(async (tx) => { for (const react of reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) })['need.offer_suggested'] ?? []) await react(tx, event as never) })
    expect(await db.selectFrom('notice').select(['person_id', 'kind', 'path']).execute()).toEqual([{ person_id: people.buyer.person_id, kind: 'offer_suggested', path: `/needs/${need}` }])
  })
  test('is read by the need’s own people, by brokers and staff, and by nobody else, and is taken back by who made it.', async () => {
    const seen = async (who: Person) => (await suggestionsOf(at(who).db, [need])).length
    for (const who of ['buyer', 'broker', 'looker', 'officer', 'observer', 'moderator'] as const) expect(await seen(who), who).toBe(1)
    for (const who of ['seller', 'stranger', 'newcomer', 'anonymous'] as const) expect(await seen(who), who).toBe(0)
    const [one] = await suggestionsOf(db, [need])
    await expect(withdrawSuggestion(at('second'), { id: need, suggestion_id: one!.id })).rejects.toMatchObject(refused('not_permitted'))
    await withdrawSuggestion(at('broker'), { id: need, suggestion_id: one!.id })
    await withdrawSuggestion(at('broker'), { id: need, suggestion_id: one!.id })
    expect(await suggestionsOf(db, [need])).toEqual([])
    await expect(withdrawSuggestion(at('broker'), { id: lonely, suggestion_id: one!.id })).rejects.toMatchObject(refused('not_found'))
  })
})

describe('Standings', () => {
  test('are reckoned again when a need changes or hours have passed, in batches, and go with the need.', async () => {
    expect(await reckonNeeds(db, noon)).toBe(0)
    expect(await reckonNeeds(db, minutesAfterNoon(361))).toBe(4)
    await db.updateTable('listing').set({ version: 2 }).where('id', '=', need).execute()
    expect(await reckonNeeds(db, minutesAfterNoon(361), 1)).toBe(1)
    await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', lonely).execute()
    await reckonNeeds(db, minutesAfterNoon(361))
    expect(await db.selectFrom('need_standing').select('listing_id').where('listing_id', '=', lonely).execute()).toEqual([])
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', lonely).execute()
    await reckonNeeds(db, minutesAfterNoon(361))
    await nothingMatches()
  })
  test('An offer just published is counted at once with the needs it answers.', async () => {
    const newcomer = await aListing(db, 'offer', supplier, 'published', 'Xử lý nước thải dệt nhuộm bằng màng')
    await db.updateTable('listing').set({ research_fields: ['20705'] }).where('id', '=', newcomer).execute()
    await refreshSearch(db as never, [newcomer])
    await countWords(db)
    const matches = async () => (await db.selectFrom('need_standing').select('matches').where('listing_id', '=', lonely).executeTakeFirstOrThrow()).matches
    expect(await matches()).toBe(0)
    await reckonDue(db, newcomer, minutesAfterNoon(362))
    expect(await matches()).toBeGreaterThan(0)
    await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', newcomer).execute()
    await nothingMatches()
  })
})

describe('Gaps', () => {
  test('Needs no offer matches are counted by field, place and level, and the few nobody answers are not told.', async () => {
    const fields = await gapRows(db, 'fields', '', noon)
    expect(fields.find(({ code }) => code === '2')).toMatchObject({ offers: 2, needs: 3, unmatched: 1, unanswered: null })
    expect(fields.find(({ code }) => code === '4')).toMatchObject({ offers: 0, needs: 1, unmatched: 1, unanswered: null })
    expect((await gapRows(db, 'wards', '', noon)).find(({ code }) => code === '00004')).toMatchObject({ needs: 1, unmatched: 1 })
    expect((await gapRows(db, 'trl', '', noon)).map(({ code, needs }) => [code, needs])).toEqual([['4', 1], ['8', 3]])
    expect((await gapRows(db, 'fields', '2', noon)).map(({ code }) => code)).toEqual(['203', '207'])
  })
  test('and listed oldest first, for one field or for the branches of an organisation’s offers and experts.', async () => {
    expect((await unmatchedNeeds(db, { by: 'fields', code: '', page: 1 })).ids).toEqual([lonely, hidden])
    expect((await unmatchedNeeds(db, { by: 'fields', code: '404', page: 1 })).ids).toEqual([hidden])
    expect((await unmatchedNeeds(db, { by: 'trl', code: '4', page: 1 })).ids).toEqual([lonely])
    expect(await branchesOf(db, supplier)).toEqual(['203'])
    await db.insertInto('expert').values({ person_id: people.seller.person_id!, headline_vi: '', headline_en: '', bio_vi: '', bio_en: '', research_fields: ['20705'], languages: ['vi'], availability: 'available', available_from: null, organisation_id: supplier, orcid: null, consented_at: noon, published_at: noon, created_at: noon, updated_at: noon } as never).execute()
    expect(await branchesOf(at('seller').db, supplier)).toEqual(['203', '207'])
    expect((await unmatchedNeeds(db, { by: 'fields', code: '', branches: ['203', '207'], page: 1 })).ids).toEqual([lonely])
    expect((await unmatchedNeeds(db, { by: 'fields', code: '', branches: ['207'], butOf: [demander], page: 1 })).ids).toEqual([])
  })
})

test('Every refusal has a sentence in both languages.', () => {
  for (const code of ['need_taken', 'need_answered', 'too_many_taken', 'own_need', 'own_offer_suggested', 'offer_unknown', 'already_suggested', 'too_many_suggestions']) for (const locale of ['vi', 'en'] as const) expect(wordRefusal({ code, name: 'Bình', most: 3 } as never, locale)).not.toBe(code)
})
