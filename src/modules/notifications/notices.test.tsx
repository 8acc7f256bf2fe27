import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { aPerson, anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { openDb, openPool, readAs } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { chooseDelivery, notify, notifyOrganisation, notifyStaff, openNotice, sendDigests } from './notice-commands.ts'
import { choicesOf } from './queries.ts'
import { nextDigest, stopToken } from './rules.ts'
import { noticeRoutes } from './routes.tsx'
import { noticeKinds, noticeText, placeholdersIn, samples, wordsFor } from './texts.ts'

const { db, url, asOwner } = await testDatabase()
const secret = 's'.repeat(40)
const sender = { publicUrl: 'https://san.example', secret }
const { get, post } = await openPages(db, (app) => noticeRoutes(app, secret))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' })
const minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' })
const viewer = await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' })
const staff = { moderator: await aPerson(db, { staff: ['moderator'] }), officer: await aPerson(db, { staff: ['deal_officer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }) }
const idOf = (actor: Actor): number => actor.person_id as number

async function anEvent(): Promise<number> {
  const { id } = await db.insertInto('event').values({ type: 'organisation.changed', subject: `organisation:${institute}`, person_id: null, acted_by: null, organisation_id: institute, at: noon, request_id: 'test', data: JSON.stringify({ organisation_id: institute, fields: [] }) }).returning('id').executeTakeFirstOrThrow()
  return id
}
/** Lan is told that her listing was published. */
async function tellLan(what: string | Record<Locale, string> = 'Máy sấy lạnh', at = noon): Promise<number> {
  const event_id = await anEvent()
  await db.transaction().execute((tx) => notify(tx, sender, { kind: 'listing_published', event_id, at, values: { what }, path: '/offers/12' }, [{ person_id: idOf(lan), reason: 'owner', of: { vi: 'Viện Cơ điện', en: 'Viện Cơ điện' } }]))
  const { id } = await db.selectFrom('notice').select('id').where('event_id', '=', event_id).executeTakeFirstOrThrow()
  return id
}
const letters = () => db.selectFrom('outgoing_mail').select(['to_address', 'subject', 'body', 'stop_url']).orderBy('id').execute()
const jobs = async (task: string) => (await sql<{ key: string | null; run_at: Date }>`select j.key, j.run_at from graphile_worker.jobs j where j.task_identifier = ${task}`.execute(db)).rows
const plainly = (html: string): string => html.replace(/&quot;/g, '"').replace(/&amp;/g, '&')

beforeEach(async () => {
  await db.deleteFrom('notice').execute()
  await db.deleteFrom('notice_choice').execute()
  await db.deleteFrom('outgoing_mail').execute()
  await sql`delete from graphile_worker._private_jobs`.execute(db)
})

describe('Who is told', () => {
  test('Those who act for an organisation, each with why; viewers are not.', async () => {
    const event_id = await anEvent()
    await db.transaction().execute((tx) => notifyOrganisation(tx, sender, institute, { kind: 'verified', event_id, at: noon, values: { what: 'Viện Cơ điện' }, path: '/my/organisation' }))
    const told = await db.selectFrom('notice').select(['person_id', 'reason', 'reason_of']).orderBy('person_id').execute()
    expect(told).toEqual([{ person_id: idOf(lan), reason: 'owner', reason_of: { vi: 'Viện Cơ điện', en: 'Viện Cơ điện' } }, { person_id: idOf(minh), reason: 'editor', reason_of: { vi: 'Viện Cơ điện', en: 'Viện Cơ điện' } }])
    expect((await letters())[0]?.body).toContain('Bạn nhận thư này vì bạn là chủ của Viện Cơ điện.')
    expect((await letters())[1]?.body).toContain('vì bạn là biên tập của Viện Cơ điện.')
    expect(told.map(({ person_id }) => person_id)).not.toContain(idOf(viewer))
  })

  test('One event is told to a person once, even by two workers at once.', async () => {
    const event_id = await anEvent()
    const tell = () => db.transaction().execute((tx) => notifyOrganisation(tx, sender, institute, { kind: 'verified', event_id, at: noon, values: { what: 'Viện' }, path: '/my/organisation' }))
    await Promise.all([tell(), tell(), tell()])
    expect(await letters()).toHaveLength(2)
    expect(await db.selectFrom('notice').select('id').execute()).toHaveLength(2)
  })

  test('Staff are told by their role.', async () => {
    const event_id = await anEvent()
    await db.transaction().execute((tx) => notifyStaff(tx, sender, 'moderator', { kind: 'verified', event_id, at: noon, values: { what: 'Viện' }, path: '/moderation' }))
    expect((await db.selectFrom('notice').select(['person_id', 'reason']).execute())).toEqual([{ person_id: idOf(staff.moderator), reason: 'moderator' }])
  })

  test('A letter that always goes out at once says why, and has no link to stop it.', () => {
    for (const kind of noticeKinds) expect(['security', 'law', undefined]).toContain(noticeText(kind).always)
    for (const kind of noticeKinds) for (const locale of ['vi', 'en'] as const) {
      const { subject, body, line } = noticeText(kind)[locale]
      for (const name of placeholdersIn(`${subject} ${body} ${line}`)) expect(samples, `${kind} ${locale}`).toHaveProperty(name)
      expect(placeholdersIn(`${subject} ${body} ${line}`).toSorted()).toEqual(placeholdersIn(Object.values(noticeText(kind)[locale === 'vi' ? 'en' : 'vi']).join(' ')).toSorted())
      const words = wordsFor({ subject, body, line }, samples, locale)
      expect(`${words.subject} ${words.body} ${words.line}`).not.toMatch(/[{}]/)
    }
  })

  test('Braces in a title stay braces, and a paragraph without its value is left out.', () => {
    const words = wordsFor({ subject: '{what}', body: 'Về {what}.\n\nLý do: {why}', line: '{what}' }, { what: 'Máy {why} {what}', why: '' }, 'vi')
    expect(words).toEqual({ subject: 'Máy {why} {what}', body: 'Về Máy {why} {what}.', line: 'Máy {why} {what}' })
  })
})

describe('How they are told', () => {
  test('At once unless they chose otherwise; a choice holds for its topic alone.', async () => {
    await chooseDelivery(ctxOf(db, lan), { listings: 'page', deals: 'daily' })
    await tellLan()
    expect(await letters()).toEqual([])
    expect(await choicesOf(db, idOf(lan))).toMatchObject({ listings: 'page', deals: 'daily', interests: 'at_once' })
    await chooseDelivery(ctxOf(db, lan), { listings: 'at_once' })
    await tellLan()
    expect(await letters()).toHaveLength(1)
  })

  test('A choice is recorded once, and the same choice again changes nothing.', async () => {
    const events = async () => (await db.selectFrom('event').select('data').where('type', '=', 'notice.delivery_chosen').where('person_id', '=', lan.person_id).execute()).length
    const before = await events()
    await Promise.all([1, 2, 3].map(() => chooseDelivery(ctxOf(db, lan), { interests: 'daily' })))
    expect(await events()).toBe(before + 1)
  })

  test('The settings page shows the choice and takes it; a choice that is none is refused.', async () => {
    const page = (await get('/vi/my/notices/settings', lan)).body
    expect(page.match(/type="radio"[^>]*value="at_once"[^>]*checked|checked[^>]*value="at_once"/g)?.length).toBeGreaterThan(4)
    expect((await post('/vi/my/notices/settings', { listings: 'daily' }, lan)).headers.location).toBe('/vi/my/notices/settings?done=saved')
    expect((await choicesOf(db, idOf(lan))).listings).toBe('daily')
    expect((await post('/vi/my/notices/settings', { listings: 'by_pigeon' }, lan)).statusCode).toBe(422)
    expect((await post('/vi/my/notices/settings', { listings: 'daily' })).headers.location).toContain('/vi/sign-in')
  })
})

describe('The daily letter', () => {
  const morning = nextDigest(noon)
  test('leaves at seven in the morning in Hanoi, with everything since, and not again.', async () => {
    expect(morning.toISOString()).toBe('2026-03-03T00:00:00.000Z')
    await chooseDelivery(ctxOf(db, lan), { listings: 'daily' })
    await tellLan('Máy sấy một')
    await tellLan('Máy sấy hai')
    expect(await letters()).toEqual([])
    expect(await jobs('send_digests')).toEqual([{ key: 'digests 2026-03-03', run_at: morning }])
    await sendDigests(db, sender, morning)
    await sendDigests(db, sender, morning)
    const [letter, ...others] = await letters()
    expect(others).toEqual([])
    for (const text of ['Chào Lan,', 'Tin “Máy sấy một”', 'Tin “Máy sấy hai”', '(vì bạn là chủ của Viện Cơ điện)', 'https://san.example/vi/offers/12', 'vì bạn đã chọn nhận thư tổng hợp hằng ngày']) expect(letter?.body).toContain(text)
    expect(letter?.subject).toBe('Thông báo ngày 03/03/2026: 2 việc')
  })

  test('is not sent where nothing came, nor for what came after it was due.', async () => {
    await chooseDelivery(ctxOf(db, lan), { listings: 'daily' })
    await sendDigests(db, sender, morning)
    await tellLan('Đến sau', new Date(morning.getTime() + 1))
    await sendDigests(db, sender, morning)
    expect(await letters()).toEqual([])
  })

  test('is one letter when two workers send it at once.', async () => {
    await chooseDelivery(ctxOf(db, lan), { listings: 'daily' })
    for (let n = 0; n < 5; n++) await tellLan(`Tin ${n}`)
    const pools = [1, 2, 3].map(() => openPool(url, 2))
    await Promise.all(pools.map((pool) => sendDigests(openDb(pool), sender, morning)))
    for (const pool of pools) await pool.end()
    expect(await letters()).toHaveLength(1)
    expect(await jobs('send_mail')).toHaveLength(1)
  })

  test('is one letter for each when the worker is killed in between.', async () => {
    for (const person of [lan, minh]) await chooseDelivery(ctxOf(db, person), { organisation: 'daily' })
    const event_id = await anEvent()
    await db.transaction().execute((tx) => notifyOrganisation(tx, sender, institute, { kind: 'verified', event_id, at: noon, values: { what: 'Viện' }, path: '/my/organisation' }))
    // The second person’s row is held, so that the worker stands in the middle when its connections are cut.
    let free = (): void => {}
    const held = db.transaction().execute(async (tx) => {
      await tx.selectFrom('notice').select('id').where('person_id', '=', minh.person_id).forUpdate().execute()
      await new Promise<void>((done) => { free = done })
    })
    const pool = openPool(url, 2)
    const dying = sendDigests(openDb(pool), sender, morning)
    let dead = false
    const told = expect(dying).rejects.toThrow().finally(() => { dead = true })
    while ((await letters()).length === 0) await new Promise((next) => setTimeout(next, 20))
    while (!dead) await asOwner("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
    await told
    free()
    await held
    await pool.end()
    expect(await letters()).toHaveLength(1)
    await sendDigests(db, sender, morning)
    expect(new Set((await letters()).map(({ to_address }) => to_address)).size).toBe(2)
    expect(await letters()).toHaveLength(2)
  })
})

describe('The link that stops letters', () => {
  const linkIn = async (): Promise<string> => (await letters()).at(-1)?.stop_url?.replace('https://san.example', '') ?? ''

  test('works without signing in: opening shows a button, pressing stops that topic and nothing else.', async () => {
    await tellLan()
    const link = await linkIn()
    expect((await letters())[0]?.body).toContain(`https://san.example${link}`)
    const page = await get(link)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Tin chào bán và nhu cầu')
    expect((await choicesOf(db, idOf(lan))).listings, 'opening changes nothing').toBe('at_once')
    const done = await post(link, {})
    expect(done.statusCode, 'no redirect: mail programs follow none').toBe(200)
    expect(await choicesOf(db, idOf(lan))).toMatchObject({ listings: 'page', interests: 'at_once', deals: 'at_once' })
    expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).statusCode).toBe(200)
    const { data } = await db.selectFrom('event').select('data').where('type', '=', 'notice.delivery_chosen').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    expect(data).toMatchObject({ by: 'letter', choices: { listings: 'page' } })
  })

  test('of the daily letter stops every topic in it, and what waited for the next is not sent.', async () => {
    await chooseDelivery(ctxOf(db, lan), { listings: 'daily', deals: 'daily' })
    await tellLan()
    await sendDigests(db, sender, nextDigest(noon))
    await tellLan()
    await post(await linkIn(), {})
    expect(await choicesOf(db, idOf(lan))).toMatchObject({ listings: 'page', deals: 'page', interests: 'at_once' })
    await sendDigests(db, sender, new Date(noon.getTime() + 3 * 86_400_000))
    expect(await letters()).toHaveLength(1)
  })

  test('is refused when any part of it was changed, when it was sealed elsewhere, and when it is missing.', async () => {
    const token = stopToken(secret, { person_id: idOf(lan), stops: 'listings' })
    expect(token).not.toContain(String(idOf(lan)).padStart(4, '0'))
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('listings')
    const bent = [...token].map((letter, i) => token.slice(0, i) + (letter === 'A' ? 'B' : 'A') + token.slice(i + 1))
    const wrong = [...bent, '', 'x', token.slice(1), `${token}A`, stopToken('t'.repeat(40), { person_id: idOf(lan), stops: 'listings' })]
    for (const one of wrong) expect((await post(`/vi/notices/stop?token=${one}`, {})).statusCode, one).toBe(409)
    expect((await get('/vi/notices/stop')).statusCode).toBe(409)
    expect((await choicesOf(db, idOf(lan))).listings).toBe('at_once')
    expect((await post(`/vi/notices/stop?token=${token}`, {})).statusCode).toBe(200)
  })
})

describe('The page of notices', () => {
  test('shows what was not opened first, and opening marks and leads on.', async () => {
    const first = await tellLan('Tin một'), second = await tellLan('Tin hai')
    expect((await get(`/vi/my/notices/${second}`, lan)).headers.location).toBe('/vi/offers/12')
    const page = plainly((await get('/vi/my/notices', lan)).body)
    expect(page.indexOf(`id="notice-${first}"`)).toBeLessThan(page.indexOf(`id="notice-${second}"`))
    expect(page).toContain('vì bạn là chủ của Viện Cơ điện')
    expect(page.match(/Chưa đọc/g)).toHaveLength(1)
    expect((await get('/en/my/notices', lan)).body).toContain('because you are an owner of')
  })

  test('Marking all as read leaves what came after the page was shown.', async () => {
    const seen = await tellLan(), later = await tellLan()
    expect((await post('/vi/my/notices/readings', { up_to: seen }, lan)).statusCode).toBe(303)
    const unread = await db.selectFrom('notice').select('id').where('read_at', 'is', null).execute()
    expect(unread).toEqual([{ id: later }])
  })

  test('A picture or a page fetched ahead is not reading, nor is somebody acting in one’s name.', async () => {
    const id = await tellLan()
    await openNotice(ctxOf(db, { ...lan, acted_by: { person_id: idOf(staff.officer), name: 'Hà' } }), { id, marks: true })
    await openNotice(ctxOf(db, lan), { id, marks: false })
    expect(await db.selectFrom('notice').select('read_at').where('id', '=', id).executeTakeFirstOrThrow()).toEqual({ read_at: null })
  })

  test('Fifty are on a page, and the next page has the rest.', async () => {
    for (let n = 0; n < 53; n++) await tellLan(`Tin ${n}`)
    expect((await get('/vi/my/notices', lan)).body.match(/id="notice-\d+"/g)).toHaveLength(50)
    expect((await get('/vi/my/notices?page=2', lan)).body.match(/id="notice-\d+"/g)).toHaveLength(3)
  })

  test('Nobody reads another’s notices, whatever their role.', async () => {
    const id = await tellLan('Bí mật của Lan')
    for (const [name, actor] of Object.entries({ minh, viewer, ...staff })) {
      expect((await get(`/vi/my/notices/${id}`, actor)).statusCode, name).toBe(404)
      expect((await get('/vi/my/notices', actor)).body, name).not.toContain('Bí mật')
      await post('/vi/my/notices/readings', { up_to: id }, actor)
    }
    expect((await get(`/vi/my/notices/${id}`)).headers.location).toContain('/vi/sign-in')
    expect((await db.selectFrom('notice').select('read_at').where('id', '=', id).executeTakeFirstOrThrow()).read_at).toBeNull()
  })

  test('The database keeps them apart as well: a query without a condition finds one’s own.', async () => {
    await tellLan()
    await chooseDelivery(ctxOf(db, lan), { listings: 'daily' })
    for (const [name, actor] of Object.entries({ minh, viewer, ...staff })) {
      const theirs = readAs(db, actor)
      expect(await theirs.selectFrom('notice').select('id').execute(), name).toEqual([])
      expect(await theirs.selectFrom('notice_choice').select('topic').execute(), name).toEqual([])
      expect((await theirs.updateTable('notice').set({ read_at: noon }).executeTakeFirst()).numUpdatedRows, name).toBe(0n)
      await expect(theirs.insertInto('notice_choice').values({ person_id: idOf(lan), topic: 'deals', delivery: 'page', chosen_at: noon }).execute(), name).rejects.toThrow('row-level security')
    }
    expect(await readAs(db, lan).selectFrom('notice').select('id').execute()).toHaveLength(1)
    await expect(readAs(db, lan).updateTable('notice').set({ path: '/elsewhere' }).execute(), 'not even one’s own words').rejects.toThrow('permission denied')
  })
})
