import { beforeEach, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aMarket, published } from '../../../tests/matches.ts'
import { readAs } from '../../core/database.ts'
import { daysFrom } from '../../platform/time.ts'
import { chooseDelivery, sendDigests } from '../notifications/notice-commands.ts'
import { declineMatch, DeclineMatch } from './answer-commands.ts'
import { pushMatches } from './push-commands.ts'
import { dayBegan, pushLimits, worthTelling } from './push-rules.ts'
import { matchesOf } from './queries.ts'

const { db, asOwner } = await testDatabase()
const sender = { publicUrl: 'https://san.example', secret: 's'.repeat(40) }
const { cooperative, suppliers, offers, need } = await aMarket(db)
const lan = await aPerson(db, { organisation: cooperative, name: 'Lan' }), signer = await aPerson(db, { organisation: cooperative, role: 'signer' }), viewer = await aPerson(db, { organisation: cooperative, role: 'viewer' })
const seller = await aPerson(db, { organisation: suppliers[0]!, name: 'Hòa' })
await db.updateTable('person').set({ locale: 'en' }).where('id', '=', seller.person_id).execute()

const soon = minutesAfterNoon(10)
const push = (at = soon) => pushMatches(db, sender, at)
const notices = () => db.selectFrom('notice').select(['person_id', 'values', 'path', 'topic', 'delivery']).where('kind', '=', 'new_matches').orderBy('id').execute()
const letters = () => db.selectFrom('outgoing_mail').select(['to_address', 'subject', 'body', 'stop_url']).orderBy('id').execute()
const told = () => db.selectFrom('match_told').select(['listing_id', 'other_id']).where('told_at', 'is not', null).orderBy('listing_id').orderBy('other_id').execute()
/** What was published from this moment on has not been looked at yet. */
const since = (at: Date) => asOwner(`update match_cursor set published_at = '${at.toISOString()}', listing_id = 0`)
beforeEach(async () => {
  await asOwner('delete from notice; delete from outgoing_mail; delete from match_told; delete from match_answer; delete from notice_choice')
  await asOwner(`update listing set published_at = '${daysFrom(noon, -40).toISOString()}' where published_at is not null`)
  await since(daysFrom(noon, -1))
})
const publishAgain = (id: number, at = noon) => db.updateTable('listing').set({ published_at: at }).where('id', '=', id).execute()

test('published, a need’s own people are told of its best offers, and the people of offers among whose best it came of the need; each with the first reasons, in their language', async () => {
  await publishAgain(need)
  await push()
  const told = await notices()
  expect(told.map(({ person_id, path, topic, delivery }) => [person_id, path, topic, delivery])).toEqual(expect.arrayContaining([
    [lan.person_id, `/my/matches?listing=${need}`, 'matching', 'at_once'], [signer.person_id, `/my/matches?listing=${need}`, 'matching', 'at_once'], [seller.person_id, `/my/matches?listing=${offers[0]}`, 'matching', 'at_once']]))
  expect(told.map(({ person_id }) => person_id)).not.toContain(viewer.person_id)
  const toLan = (await letters()).find(({ to_address, body }) => body.includes('Lan') && to_address)!
  expect(toLan.subject).toBe('Gợi ý phù hợp mới: Cần sấy lạnh dược liệu giữ màu cho hợp tác xã')
  expect(toLan.body).toMatch(/- Máy sấy lạnh dược liệu giữ màu\n {2}Cùng nói về: .*\n {2}Cùng lĩnh vực/)
  expect(toLan.body.match(/^- /gm)!.length).toBeLessThanOrEqual(pushLimits.matches)
  expect(toLan.body).toContain(`https://san.example/vi/my/matches?listing=${need}`)
  expect(toLan.stop_url).toContain('/notices/stop?token=')
  const toSeller = (await letters()).find(({ body }) => body.includes('Hòa'))!
  expect(toSeller.subject).toBe('New matches: Máy sấy lạnh dược liệu giữ màu')
  expect(toSeller.body).toMatch(/- Cần sấy lạnh dược liệu.*\n {2}Both speak of/)
  expect(await db.selectFrom('event').select(['subject', 'organisation_id']).where('type', '=', 'match.told').where('subject', '=', `listing:${need}`).execute()).toEqual([{ subject: `listing:${need}`, organisation_id: cooperative }])
})

test('run twice, by two workers at once, and again, nobody hears of a pair twice; a listing’s people hear once a day', async () => {
  await publishAgain(need)
  await Promise.all([push(), push(), push()])
  await push()
  const first = await notices()
  expect(first.filter(({ person_id }) => person_id === lan.person_id)).toHaveLength(1)
  expect(first.filter(({ person_id }) => person_id === seller.person_id)).toHaveLength(1)
  const atFirst = await told()
  // The rest of its good matches comes the next day, and then nothing more.
  const waiting = await db.selectFrom('match_told').select('other_id').where('listing_id', '=', need).where('told_at', 'is', null).where('dropped', '=', false).execute()
  expect(atFirst.filter(({ listing_id }) => listing_id === need)).toHaveLength(5)
  await push(minutesAfterNoon(60))
  expect(await told()).toEqual(atFirst)
  await Promise.all([push(daysFrom(soon, 1)), push(daysFrom(soon, 1))])
  expect((await notices()).filter(({ person_id }) => person_id === lan.person_id)).toHaveLength(waiting.length ? 2 : 1)
  await publishAgain(need, daysFrom(noon, 2)) // corrected and published again
  await push(daysFrom(soon, 2))
  await push(daysFrom(soon, 3))
  const all = await told()
  expect(new Set(all.map(({ listing_id, other_id }) => `${listing_id} ${other_id}`)).size).toBe(all.length)
  expect((await notices()).filter(({ person_id }) => person_id === seller.person_id)).toHaveLength(1)
})

test('what was answered meanwhile, is not published any longer, or has grown old is not told', async () => {
  await publishAgain(need)
  const matches = (await matchesOf(db, { id: need, kind: 'need', organisation_id: cooperative }, 10)).map(({ listing_id }) => listing_id)
  const [answered, closed] = [matches[0]!, matches[1]!]
  await declineMatch(ctxOf(db, lan), DeclineMatch.parse({ listing_id: need, other_id: answered, code: 'too_dear' }))
  await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', closed).execute()
  await push()
  const others = (await told()).filter(({ listing_id }) => listing_id === need).map(({ other_id }) => other_id)
  expect(others.length).toBeGreaterThan(0)
  expect(others).not.toContain(answered)
  expect(others).not.toContain(closed)
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', closed).execute()
  await asOwner('update match_told set told_at = null, dropped = false')
  await push(daysFrom(noon, pushLimits.days + 1))
  expect(await told()).toEqual([])
})

test('of their own listings, anonymous ones included, an organisation is told nothing; where there is nobody, nobody is', async () => {
  const own = await published(db, 'offer', cooperative, ['Máy sấy lạnh dược liệu của hợp tác xã', 'Sấy lạnh dược liệu giữ màu, giữ hoạt chất.'], { published_at: daysFrom(noon, -40) })
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  await publishAgain(need)
  await push()
  expect((await told()).filter(({ listing_id, other_id }) => listing_id === own || other_id === own)).toEqual([])
  expect((await told()).every(({ listing_id }) => [need, offers[0]].includes(listing_id))).toBe(true) // the other sellers have no people yet
  expect(JSON.stringify(await letters())).not.toContain('Hợp tác xã Dược liệu”')
  for (const { body } of (await letters()).filter((letter) => letter.body.includes('Hòa'))) expect(body).not.toContain('Hợp tác xã Dược liệu')
  await db.updateTable('listing').set({ anonymous: false }).where('id', '=', need).execute()
  await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', own).execute()
})

test('people choose for matches by themselves: a place in the daily letter, or the page alone', async () => {
  await chooseDelivery(ctxOf(db, lan), { matching: 'daily' })
  await chooseDelivery(ctxOf(db, signer), { matching: 'page' })
  await publishAgain(need)
  await push()
  expect((await notices()).filter(({ person_id }) => person_id !== seller.person_id).map(({ person_id, delivery }) => [person_id, delivery])).toEqual([[lan.person_id, 'daily'], [signer.person_id, 'page']])
  await sendDigests(db, sender, daysFrom(noon, 1))
  expect((await letters()).some(({ body }) => body.includes('Gợi ý mới cho “Cần sấy lạnh dược liệu giữ màu cho hợp tác xã”: 5 tin.'))).toBe(true)
})

test('one run looks at a bounded number and the next goes on from there; what was published a moment ago waits', async () => {
  const many = await anOrganisation(db, 'enterprise', 'Nhiều tin')
  for (let i = 0; i < pushLimits.listings + 3; i++) await published(db, 'offer', many, [`Tin thứ ${i} về chuyện riêng ${'abcdefghij'[i % 10]}`, 'Không giống tin nào.'], { published_at: noon, research_fields: [] })
  await publishAgain(need, minutesAfterNoon(9))
  const cursor = () => db.selectFrom('match_cursor').select(['published_at', 'listing_id']).executeTakeFirstOrThrow()
  await push()
  expect((await cursor()).published_at).toEqual(noon)
  await push()
  expect((await cursor()).published_at).toEqual(noon) // all of noon's, and nothing younger than two minutes
  expect(await notices()).toEqual([])
  await push(minutesAfterNoon(11))
  expect((await cursor()).listing_id).toBe(need)
  expect(await notices()).not.toEqual([])
  await db.deleteFrom('listing').where('organisation_id', '=', many).execute()
})

test('what is to be told is for the owners to see and for nobody to write', async () => {
  await publishAgain(need)
  await push()
  expect(await readAs(db, seller).selectFrom('match_told').select('listing_id').distinct().execute()).toEqual([{ listing_id: offers[0] }])
  await readAs(db, seller).updateTable('match_told').set({ told_at: null }).execute()
  await readAs(db, seller).deleteFrom('match_told').execute()
  expect((await told()).length).toBeGreaterThan(1)
  await expect(readAs(db, seller).insertInto('match_told').values({ listing_id: offers[0]!, other_id: need, score: 1, reasons: '[]', found_at: noon, told_at: null }).execute()).rejects.toThrow('row-level security')
  expect(await readAs(db, seller).selectFrom('match_cursor').selectAll().execute()).toEqual([])
})

test('worth a letter is what is good in itself and not far behind the best', () => {
  const list = [80, 60, 49, 47, 30].map((score) => ({ score }))
  expect(list.map((match) => worthTelling(match, list))).toEqual([true, true, true, false, false])
  expect(worthTelling({ score: 39 }, [{ score: 39 }])).toBe(false)
  expect(dayBegan(new Date('2026-03-02T00:30:00+07:00'))).toEqual(new Date('2026-03-02T00:00:00+07:00'))
})
