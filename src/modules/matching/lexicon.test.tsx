import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { published } from '../../../tests/matches.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { openDb, openPool, readAs } from '../../core/database.ts'
import { lexiconPairs } from './files.ts'
import { AddPair, addPair, loadLexicon, PairStep, restorePair, withdrawPair } from './lexicon-commands.ts'
import { pairCounts, pairsPage } from './lexicon-queries.ts'
import { LexiconAddress, lexiconRefusal } from './lexicon-rules.ts'
import { lexiconRoutes } from './lexicon-routes.tsx'
import { pairsOf } from './market-index.ts'
import { matchesOf } from './queries.ts'

const { db, url, asOwner } = await testDatabase()
const member = await aPerson(db, { organisation: await anOrganisation(db), name: 'Lan' })
const moderator = await aPerson(db, { staff: ['moderator'], name: 'Quân' }), administrator = await aPerson(db, { staff: ['administrator'], name: 'Anh' })
const officer = await aPerson(db, { staff: ['deal_officer'] }), observer = await aPerson(db, { staff: ['observer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const looks = [officer, observer, inspector], writes = [moderator, administrator]
const pages = await openPages(db, lexiconRoutes)
const path = '/vi/administration/lexicon'
const refusalOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { refusal?: { code: string }; message: string }) => error.refusal?.code ?? error.message)
const program = async (...pairs: [string, string][]): Promise<void> => { for (const [rank, [vi, en]] of pairs.entries()) await db.insertInto('lexicon_pair').values({ vi, en, rank: rank + 1, of_program: true, added_by: null, added_at: noon }).execute() }
const add = (actor: Actor, vi: string, en: string, at = noon) => addPair(ctxOf(db, actor, at), AddPair.parse({ vi, en }))
const idOf = async (vi: string): Promise<number> => (await db.selectFrom('lexicon_pair').select('id').where('vi', '=', vi).executeTakeFirstOrThrow()).id
const found = async (address: object) => (await pairsPage(db, LexiconAddress.parse(address))).rows.map(({ vi, en }) => `${vi} = ${en}`)
const events = async (): Promise<string[]> => (await db.selectFrom('event').select('type').where('subject', 'like', 'lexicon_pair:%').orderBy('id').execute()).map(({ type }) => type)
beforeEach(() => asOwner('delete from lexicon_pair; delete from lexicon_release; alter table event disable trigger all; delete from event; alter table event enable trigger all'))

test('moderators and administrators write, those who look over matching read, everybody else neither; the database holds to it as well', async () => {
  await program(['máy bơm', 'pump'])
  const id = await idOf('máy bơm')
  const acts: ((actor?: Actor) => Promise<unknown>)[] = [(actor) => addPair(ctxOf(db, actor), AddPair.parse({ vi: 'lò hơi', en: 'boiler' })), (actor) => withdrawPair(ctxOf(db, actor), { id }), (actor) => restorePair(ctxOf(db, actor), { id })]
  for (const act of acts) {
    for (const who of [member, ...looks]) expect(await refusalOf(act(who))).toBe('not_permitted')
    expect(await refusalOf(act(undefined))).toBe('sign_in_first')
  }
  for (const who of looks) {
    const { statusCode, body } = await pages.get(path, who)
    expect([statusCode, body.includes('máy bơm'), body.includes('name="vi"'), body.includes('/withdrawal')]).toEqual([200, true, false, false])
    expect((await pages.get(`${path}/data.csv`, who)).statusCode).toBe(200)
    expect((await pages.post(path, { vi: 'lò hơi', en: 'boiler' }, who)).statusCode).toBe(403)
    await expect(readAs(db, who).insertInto('lexicon_pair').values({ vi: 'a', en: 'b', rank: 0, of_program: false, added_by: who.person_id, added_at: noon }).execute()).rejects.toThrow('row-level security')
    await expect(readAs(db, who).updateTable('lexicon_pair').set({ en: 'x' }).execute()).rejects.toThrow('row-level security')
  }
  for (const who of writes) {
    const { statusCode, body } = await pages.get(path, who)
    expect([statusCode, body.includes('name="vi"'), body.includes('/withdrawal')]).toEqual([200, true, true])
  }
  expect([(await pages.get(path, member)).statusCode, (await pages.get(path)).statusCode, (await pages.get(`${path}/data.csv`, member)).statusCode]).toEqual([403, 303, 403])
  expect(await readAs(db, member).selectFrom('lexicon_pair').selectAll().execute()).toEqual([])
  expect(await events()).toEqual([])
})

test('a pair is found in either language, with or without diacritics, at the beginning of a word; what is meant exactly stands first', async () => {
  await program(['đám mây', 'cloud'], ['sấy', 'drying'], ['say rượu', 'drunkenness'], ['máy sấy lạnh', 'freeze dryer'], ['hóa chất', 'chemical'], ['hiđro', 'hydrogen'], ['ánh sáng', 'light'])
  expect(await found({ q: 'say' })).toEqual(['sấy = drying', 'say rượu = drunkenness', 'máy sấy lạnh = freeze dryer'].toSorted((a, b) => Number(b.startsWith('say')) - Number(a.startsWith('say'))))
  expect(await found({ q: 'Sấy' })).toEqual(['sấy = drying', 'máy sấy lạnh = freeze dryer', 'say rượu = drunkenness'])
  expect(await found({ q: 'may say' })).toEqual(['máy sấy lạnh = freeze dryer'])
  expect(await found({ q: 'hoá chất' })).toEqual(['hóa chất = chemical'])
  expect(await found({ q: 'DRY' })).toEqual(['sấy = drying', 'máy sấy lạnh = freeze dryer'])
  expect(await found({ q: 'dam may' })).toEqual(['đám mây = cloud'])
  expect(await found({ q: 'hidro' })).toEqual(['hiđro = hydrogen'])
  for (const q of ['ang', '%', '_', "'; drop table lexicon_pair", '—']) expect(await found({ q }), q).toEqual([])
  expect((await found({ q: 'x'.repeat(5_000), view: 'nothing', page: '-1' })).length).toBe(7) // what no address says is as if it had not been said
})

test('added with both words read as they are compared; who and when stand beside it; a second one alike is refused beside its field, and nothing typed is lost', async () => {
  const { headers } = await pages.post(path, { vi: ' Sấy  thăng hoa '.normalize('NFD'), en: 'Freeze   drying' }, moderator)
  expect(headers.location).toBe(`${path}?q=${encodeURIComponent('sấy thăng hoa')}&done=pair_added`)
  const page = (await pages.get(`${path}?q=say+thang+hoa`, officer)).body
  expect(page).toMatch(/<th scope="row" lang="vi">sấy thăng hoa<\/th><td lang="en">freeze drying<\/td><td>Quân<\/td><td><time [^>]*>02\/03\/2026/)
  expect(page).toContain('Đang dùng 1 cặp, trong đó 1 cặp do cán bộ Sàn thêm. Mỗi thay đổi có hiệu lực trong vài giây.')

  const send = (vi: string, en: string) => pages.post(`${path}?q=say&view=own`, { vi, en }, moderator)
  for (const [vi, en, status, field, words] of [
    ['sấy thăng hoa', 'freeze drying', 409, 'en', 'Cặp này đã có rồi'], ['sấy', 'with the', 409, 'en', 'gặp ở mọi nơi'], ['—!', 'drying', 409, 'vi', 'không có chữ nào để so'], ['một hai ba bốn năm sáu bảy tám chín mười mười một mười hai', 'twelve and more', 409, 'vi', 'tối đa 12 tiếng'],
    ['', 'drying', 422, 'vi', 'Hãy điền mục này'], ['sấy', 'x'.repeat(121), 422, 'en', 'tối đa 120 ký tự'], ['sấy\nkhô', 'drying', 422, 'vi', 'một dòng'],
  ] as const) {
    const { statusCode, body } = await send(vi, en)
    expect([vi, statusCode]).toEqual([vi, status])
    expect(body).toMatch(new RegExp(`<span class="error" id="e-${field}">[^<]*${words}`))
    expect(body).toMatch(new RegExp(`<input id="f-${field}"[^>]*aria-invalid`))
    for (const typed of [vi, en].filter(Boolean)) expect(body, vi).toContain(`value="${typed}"`)
    expect(body).toContain('value="say"') // nor what was searched for
  }
  expect(await pairCounts(db)).toEqual({ counting: 1, own: 1 })
  expect(lexiconRefusal('sấy', 'drying')).toBeNull()
  // A word no reader of texts could hold is no crash either.
  for (const odd of ['\0', '\u202e', '😀', '\ud800']) expect([409, 422]).toContain((await send(odd, odd)).statusCode)
})

test('withdrawn and restored with one press, the same press again changes nothing, and the list stays as it was', async () => {
  await program(['máy bơm', 'pump'])
  await add(administrator, 'lò hơi', 'boiler')
  const id = await idOf('máy bơm')
  for (const [step, done, says] of [['withdrawal', 'pair_withdrawn', 'Đã rút ngày 02/03/2026, người rút: Quân'], ['restoration', 'pair_restored', 'Đang dùng']] as const) {
    for (const _ of [1, 2]) expect((await pages.post(`${path}/${id}/${step}?q=bom&view=all`, {}, moderator)).headers.location).toBe(`${path}?q=bom&done=${done}`)
    expect((await pages.get(`${path}?q=bom`, moderator)).body).toContain(says)
    expect(await pairsOf(db)).toEqual(step === 'withdrawal' ? [['lò hơi', 'boiler']] : [['lò hơi', 'boiler'], ['máy bơm', 'pump']])
  }
  expect(await events()).toEqual(['lexicon.pair_added', 'lexicon.pair_withdrawn', 'lexicon.pair_restored'])
  expect((await pages.post(`${path}/999999/withdrawal`, {}, moderator)).statusCode).toBe(404)
  await withdrawPair(ctxOf(db, moderator), PairStep.parse({ id: String(id) }))
  expect([await found({ view: 'own' }), await found({ view: 'withdrawn' }), await pairCounts(db)]).toEqual([['lò hơi = boiler'], ['máy bơm = pump'], { counting: 1, own: 1 }])
})

test('of two people who add the same pair at once one does; of two who withdraw one at once one is written down', async () => {
  expect((await Promise.all([add(moderator, 'lò hơi', 'boiler'), add(administrator, 'Lò hơi', 'Boiler')].map(refusalOf))).toSorted()).toEqual(['done', 'pair_known'])
  const id = await idOf('lò hơi')
  await Promise.all([moderator, administrator, moderator].map((who) => withdrawPair(ctxOf(db, who), { id })))
  await Promise.all([moderator, administrator].map((who) => restorePair(ctxOf(db, who), { id })))
  expect(await events()).toEqual(['lexicon.pair_added', 'lexicon.pair_withdrawn', 'lexicon.pair_restored'])
})

test('fifty a page, the staff’s own and newest first; a page beyond the last is the last; the file holds what is listed', async () => {
  await program(...Array.from({ length: 119 }, (_, i): [string, string] => [`mẫu ${i}`, `sample ${i}`]))
  await add(moderator, '=cmd', 'formula', minutesAfterNoon(1))
  await add(moderator, 'lò hơi', 'boiler', minutesAfterNoon(2))
  expect(await found({ page: 1 })).toEqual(['lò hơi = boiler', '=cmd = formula', ...Array.from({ length: 48 }, (_, i) => `mẫu ${i} = sample ${i}`)])
  expect((await found({ page: 3 })).length).toBe(21)
  expect(await pairsPage(db, LexiconAddress.parse({ page: '900' }))).toMatchObject({ page: 3, pages: 3, total: 121 })
  expect((await pages.get(`${path}?q=mau&page=2`, observer)).body).toMatch(/aria-current="page">2</)
  const csv = async (query: string) => (await pages.get(`${path}/data.csv${query}`, observer)).body.replace('\ufeff', '').trim().split('\n')
  expect(await csv('?view=own')).toEqual(['vi,en,of_program,added_by,added_at,withdrawn_by,withdrawn_at', expect.stringMatching(/^lò hơi,boiler,no,Quân,2026-03-02T05:02/), expect.stringMatching(/^'=cmd,formula,/)])
  expect((await csv('')).length).toBe(122)
  expect((await csv('?q=zzz')).length).toBe(1)
})

test('a pair that is added lets a Vietnamese need find an English offer; withdrawn it does so no longer, restored it does again', async () => {
  const [seeker, institute] = [await anOrganisation(db, 'cooperative'), await anOrganisation(db, 'institute')]
  const need = await published(db, 'need', seeker, ['Cần thiết bị sấy thăng hoa', 'Sấy thăng hoa cho hợp tác xã.'])
  const english = async (title: string, summary: string): Promise<number> => {
    const id = await published(db, 'offer', institute, [title, summary])
    await db.updateTable('listing_text').set({ language: 'en' }).where('listing_id', '=', id).execute()
    return id
  }
  const offer = await english('Lyophiliser with low energy use', 'A lyophiliser that runs at night.')
  for (const title of ['Library software', 'Vibration sensor for turbines', 'Tilapia vaccine', 'Adaptive traffic lights', 'Bamboo fibre cloth', 'Number plate recognition']) await english(title, `${title}, a result of our university.`)
  const foundBy = async (): Promise<number[]> => {
    const fresh = openDb(openPool(url, 2)) // a process that has just started
    try { return (await matchesOf(fresh, { id: need, kind: 'need', organisation_id: seeker }, 5)).map(({ listing_id }) => listing_id) } finally { await fresh.destroy() }
  }
  expect(await foundBy()).toEqual([])
  const id = await add(moderator, 'sấy thăng hoa', 'lyophiliser')
  expect(await foundBy()).toEqual([offer])
  await withdrawPair(ctxOf(db, administrator), { id })
  expect(await foundBy()).toEqual([])
  await restorePair(ctxOf(db, moderator), { id })
  expect(await foundBy()).toEqual([offer])
})

const folder = mkdtempSync(join(tmpdir(), 'techex-lexicon-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
cpSync('data/lexicon', join(folder, 'lexicon'), { recursive: true })
const inForce = async () => new Set((await pairsOf(db)).map((pair) => pair.join('\t')))

test('loaded from its files, again it changes nothing; what is gone from them goes, what the staff withdrew or added stays; one that changes its place is believed there', async () => {
  await loadLexicon(db, folder)
  const files = lexiconPairs(join(folder, 'lexicon'))
  expect(await inForce()).toEqual(new Set(files.map((pair) => pair.join('\t'))))
  expect((await pairsOf(db))[0]).toEqual(files[0]) // the first is believed first
  const state = async () => (await sql<{ row: string }>`select (xmin::text || id || vi || en || rank || coalesce(withdrawn_at::text, '')) as row from lexicon_pair order by id`.execute(db)).rows.map(({ row }) => row)
  const before = await state()
  await loadLexicon(db, folder)
  expect(await state()).toEqual(before)

  const chemistry = join(folder, 'lexicon', 'chemistry.tsv'), lines = readFileSync(chemistry, 'utf8').trimEnd().split('\n')
  const [gone, withdrawn] = lines.slice(-2).map((line) => line.split('\t')) as [[string, string], [string, string]]
  await db.updateTable('lexicon_pair').set({ withdrawn_by: moderator.person_id, withdrawn_at: noon }).where('vi', '=', withdrawn[0]).where('en', '=', withdrawn[1]).execute()
  await add(moderator, 'từ của cán bộ', 'word of the staff')
  await loadLexicon(db, folder)
  expect((await state()).length).toBe(before.length + 1) // a staff pair changes nothing of the files'
  writeFileSync(chemistry, `${[...lines.slice(0, -2), withdrawn.join('\t'), 'từ mới tinh\tbrand new word'].join('\n')}\n`)
  const moved = lines[5]!, verbs = join(folder, 'lexicon', 'general-verbs.tsv'), [header, ...rest] = readFileSync(verbs, 'utf8').trimEnd().split('\n')
  writeFileSync(verbs, `${[header, moved, ...rest].join('\n')}\n`)
  await loadLexicon(db, folder)
  const now = await inForce()
  const elsewhere = lexiconPairs(join(folder, 'lexicon')).some((pair) => pair.join('\t') === gone.join('\t'))
  expect([now.has(gone.join('\t')), now.has(withdrawn.join('\t')), now.has('từ của cán bộ\tword of the staff'), now.has('từ mới tinh\tbrand new word')]).toEqual([elsewhere, false, true, true])
  expect((await pairsOf(db)).slice(0, 2)).toEqual([['từ của cán bộ', 'word of the staff'], moved.split('\t')])
  // Gone from the files for one release and back with the next it is still withdrawn.
  for (const line of [[], [withdrawn.join('\t')]]) {
    writeFileSync(chemistry, `${[...lines.slice(0, -2), ...line].join('\n')}\n`)
    await loadLexicon(db, folder)
    expect((await inForce()).has(withdrawn.join('\t'))).toBe(false)
  }
  expect((await db.selectFrom('lexicon_pair').select('withdrawn_by').where('vi', '=', withdrawn[0]).where('en', '=', withdrawn[1]).executeTakeFirst())?.withdrawn_by).toBe(moderator.person_id)
})

test('two processes that start at once load one after the other, and every pair is there once', async () => {
  const two = openDb(openPool(url, 2))
  await Promise.all([loadLexicon(db, 'data'), loadLexicon(two, 'data')])
  await two.destroy()
  expect(await inForce()).toEqual(new Set(lexiconPairs('data/lexicon').map((pair) => pair.join('\t'))))
  expect((await sql<{ version: number }>`select version from lexicon_release`.execute(db)).rows).toEqual([{ version: 1 }])
  // The second took no number for a pair: it found everything done.
  expect((await sql<{ whole: boolean }>`select max(id) - min(id) + 1 = count(*) as whole from lexicon_pair`.execute(db)).rows).toEqual([{ whole: true }])
})
