import { beforeEach, describe, expect, test } from 'vitest'
import { aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { openDb, openPool, readAs } from '../../core/database.ts'
import { noticeTextRoutes } from './routes.tsx'
import { textsNow } from './queries.ts'
import { mayReplace } from './rules.ts'
import { changeNoticeText, restoreNoticeText } from './text-commands.ts'
import { noticeText } from './texts.ts'

const { db, url, asOwner } = await testDatabase()
const { get, post } = await openPages(db, noticeTextRoutes)
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Anh' })
const other = await aPerson(db, { staff: ['administrator'], name: 'Bình' })
const observer = await aPerson(db, { staff: ['observer'] }), moderator = await aPerson(db, { staff: ['moderator'] }), lan = await aPerson(db, { name: 'Lan' })
const path = '/vi/administration/notices/listing_returned'
const words = { subject: 'Mời sửa: {what}', body: 'Tin “{what}” cần sửa vì:\n\n{why}', line: 'Mời sửa “{what}”.' }
const change = (version: number, more: Partial<typeof words> = {}) => ({ kind: 'listing_returned' as const, locale: 'vi' as const, version, ...words, ...more })
const fields = (version: number, more: Partial<typeof words> = {}) => Object.fromEntries([['version', version], ...Object.entries({ ...words, ...more }).map(([name, text]) => [`vi_${name}`, text])]) as Record<string, string | number>

beforeEach(async () => { await asOwner('delete from notice_text') })

describe('The words of a notice', () => {
  test('are the program’s until changed; a change is in force at once, in every process, and in that language alone.', async () => {
    const elsewhere = openPool(url, 1)
    const there = openDb(elsewhere)
    expect((await textsNow(there))('listing_returned', 'vi')).toEqual(noticeText('listing_returned').vi)
    await changeNoticeText(ctxOf(db, administrator), change(0))
    expect((await textsNow(there))('listing_returned', 'vi')).toEqual(words)
    expect((await textsNow(db))('listing_returned', 'en')).toEqual(noticeText('listing_returned').en)
    await changeNoticeText(ctxOf(db, administrator), change(1, { line: 'Xin sửa “{what}”.' }))
    expect((await textsNow(there))('listing_returned', 'vi').line).toBe('Xin sửa “{what}”.')
    await restoreNoticeText(ctxOf(db, other), { kind: 'listing_returned', locale: 'vi', version: 2 })
    expect((await textsNow(there))('listing_returned', 'vi')).toEqual(noticeText('listing_returned').vi)
    await elsewhere.end()
  })

  test('Every version stays, and nobody may change or take one away.', async () => {
    await changeNoticeText(ctxOf(db, administrator), change(0))
    await restoreNoticeText(ctxOf(db, administrator), { kind: 'listing_returned', locale: 'vi', version: 1 })
    expect(await db.selectFrom('notice_text').select(['version', 'subject']).orderBy('version').execute()).toEqual([{ version: 1, subject: words.subject }, { version: 2, subject: null }])
    await expect(db.updateTable('notice_text').set({ subject: 'x' }).execute()).rejects.toThrow('permission denied')
    await expect(db.deleteFrom('notice_text').execute()).rejects.toThrow('permission denied')
    for (const actor of [lan, moderator, observer]) await expect(readAs(db, actor).insertInto('notice_text').values({ kind: 'won', locale: 'vi', version: 9, subject: 'x', body: 'x', line: 'x', changed_by: administrator.person_id!, changed_at: noon }).execute()).rejects.toThrow('row-level security')
  })

  test.each([
    ['a placeholder nobody fills in', { line: '{who} sửa “{what}”' }, { code: 'placeholder_unknown', names: ['who'], known: ['what', 'why'] }],
    ['a misspelt one', { subject: 'Sửa {waht}' }, { code: 'placeholder_unknown', names: ['waht'], known: ['what', 'why'] }],
    ['an empty one', { body: '{} {what} {why}' }, { code: 'placeholder_unknown', names: [''], known: ['what', 'why'] }],
    ['a letter without its reason', { body: 'Tin “{what}” cần sửa.' }, { code: 'placeholder_missing', names: ['why'] }],
    ['a letter about nothing', { subject: 'Sửa', body: 'Vì {why}' }, { code: 'placeholder_missing', names: ['what'] }],
  ])('%s is refused.', async (_, more, refusal) => {
    expect(mayReplace(noticeText('listing_returned').vi, { ...words, ...more })).toEqual(refusal)
    await expect(changeNoticeText(ctxOf(db, administrator), change(0, more))).rejects.toMatchObject({ refusal })
    expect(await db.selectFrom('notice_text').select('id').execute()).toEqual([])
  })

  test('Two administrators at once: one change is made, the other is told; the same press again changes nothing.', async () => {
    const results = await Promise.allSettled([changeNoticeText(ctxOf(db, administrator), change(0)), changeNoticeText(ctxOf(db, other), change(0, { line: 'Khác: “{what}”.' }))])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((results.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({ refusal: { code: 'text_changed_meanwhile' } })
    const { subject, body, line } = await db.selectFrom('notice_text').select(['subject', 'body', 'line']).executeTakeFirstOrThrow()
    await changeNoticeText(ctxOf(db, administrator), { kind: 'listing_returned', locale: 'vi', version: 0, subject: subject ?? '', body: body ?? '', line: line ?? '' })
    expect(await db.selectFrom('notice_text').select('id').execute()).toHaveLength(1)
  })
})

describe('The pages', () => {
  test('open to administrators and to those who supervise, and only the former may change anything.', async () => {
    for (const page of ['/vi/administration/notices', path]) {
      expect([(await get(page, administrator)).statusCode, (await get(page, observer)).statusCode, (await get(page, moderator)).statusCode, (await get(page, lan)).statusCode, (await get(page)).statusCode], page).toEqual([200, 200, 403, 403, 303])
    }
    expect((await get(path, observer)).body).not.toContain('<textarea')
    for (const actor of [observer, moderator, lan]) for (const to of [`${path}/vi`, `${path}/vi/restoration`]) expect((await post(to, fields(0), actor)).statusCode, to).toBe(403)
    expect((await get('/vi/administration/notices/constructor', administrator)).statusCode).toBe(404)
    expect(await db.selectFrom('notice_text').select('id').execute()).toEqual([])
  })

  test('A change is made by the form, shown with sample values and with who made it, and undone by a button.', async () => {
    expect((await post(`${path}/vi`, fields(0), administrator)).headers.location).toBe(`${path}?done=saved`)
    const page = (await get(path, administrator)).body
    for (const text of ['Mời sửa: Máy sấy lạnh rau quả', 'Bản 1 · Anh', 'Mời sửa: {what}']) expect(page).toContain(text)
    expect((await get('/vi/administration/notices', administrator)).body).toContain('Bản sửa 1')
    expect((await post(`${path}/vi/restoration`, { version: 1 }, administrator)).headers.location).toBe(`${path}?done=saved`)
    expect((await get(path, administrator)).body).toContain('Tin cần sửa: Máy sấy lạnh rau quả')
  })

  test('What is wrong is said at the form, and what was typed stays in it.', async () => {
    const wrong = await post(`${path}/vi`, fields(0, { body: 'Quên lý do của “{what}”.' }), administrator)
    expect(wrong.statusCode).toBe(409)
    expect(wrong.body).toContain('còn thiếu {why}')
    expect(wrong.body).toContain('Quên lý do của')
    expect((await post(`${path}/vi`, fields(0, { subject: '' }), administrator)).statusCode).toBe(422)
  })
})
