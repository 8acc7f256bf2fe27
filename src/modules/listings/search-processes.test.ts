import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { publishListing } from '../../../tests/reviews.ts'
import { anonymous } from '../../core/context.ts'
import { openDb, openPool, readAs } from '../../core/database.ts'
import { mergeOrganisations } from '../organisations/merge-commands.ts'
import { closeListing } from './commands.ts'
import { saveStep } from './detail-commands.ts'
import { refreshSearch } from './indexing.ts'
import { search, SearchAddress, suggest } from './search.ts'

const { db, url } = await testDatabase()
const moderator = await aPerson(db, { staff: ['moderator'] }), administrator = await aPerson(db, { staff: ['administrator'] })

interface Found { ids: number[]; total: number; counts: Record<string, { value: string; count: number }[]> }
const started: ChildProcess[] = []
afterAll(() => { for (const child of started) child.kill('SIGKILL') })
/** Another process, its index filled. */
async function aProcess() {
  const child = fork(join(import.meta.dirname, '../../../tests/search-process.ts'), [url], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  started.push(child)
  await once(child, 'message')
  let numbers = 0
  const waiting = new Map<number, (found: Found) => void>()
  child.on('message', (answer) => { const { number, ...found } = answer as Found & { number: number }; waiting.get(number)?.(found); waiting.delete(number) })
  return {
    find: (address: object): Promise<Found> => new Promise((tell) => { waiting.set(++numbers, tell); child.send({ number: numbers, address }) }),
    kill: async (): Promise<void> => { const gone = once(child, 'exit'); child.kill('SIGKILL'); await gone },
  }
}
/** How long it takes until `right` is true of what another process finds, asked again and again, in milliseconds. */
async function soon(ask: () => Promise<boolean>): Promise<number> {
  const begun = performance.now()
  while (!await ask()) if (performance.now() - begun > 10_000) return Infinity
  return performance.now() - begun
}

test('what one process publishes, makes anonymous, merges or closes is so in another within two seconds', { timeout: 60_000 }, async () => {
  const other = await aProcess()
  const holds = async (q: string, id: number): Promise<boolean> => (await other.find({ q })).ids.includes(id)
  const institute = await anOrganisation(db, 'institute', 'Viện Cơ Nhiệt Bồ Đề'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Thuỷ Lợi Cổ Nhuế')
  const owner = await aPerson(db, { organisation: enterprise })
  const offer = await aListing(db, 'offer', institute, 'submitted', 'Lò hơi đốt trấu'), need = await aListing(db, 'need', enterprise, 'submitted', 'Cần cống tự động')
  expect([await holds('lo hoi', offer), await holds('cong tu dong', need)]).toEqual([false, false])

  const publish = (id: number) => publishListing(ctxOf(db, moderator), { id, version: 1 })
  await publish(offer)
  expect(await soon(() => holds('lo hoi', offer))).toBeLessThan(2_000)
  await publish(need)
  expect(await soon(() => holds('"co nhue"', need))).toBeLessThan(2_000)

  // A public need that becomes anonymous is a draft first, and published again without its name.
  await saveStep(ctxOf(db, owner), { id: need, step: 'pilot', version: 0, content: { row: {}, texts: [], anonymous: true } as never })
  expect(await soon(async () => !await holds('cong tu dong', need))).toBeLessThan(2_000)
  await db.updateTable('listing').set({ state: 'submitted' }).where('id', '=', need).execute()
  const { version } = await db.selectFrom('listing').select('version').where('id', '=', need).executeTakeFirstOrThrow()
  await publishListing(ctxOf(db, moderator), { id: need, version })
  expect(await soon(() => holds('cong tu dong', need))).toBeLessThan(2_000)
  expect(await holds('"co nhue"', need)).toBe(false)
  await db.updateTable('organisation').set({ name_vi: 'Công ty Thuỷ Lợi Cổ Nhuế Hai' }).where('id', '=', enterprise).execute()
  expect(await holds('"co nhue"', need)).toBe(false)

  const survivor = await anOrganisation(db, 'university', 'Trường Kỹ Nghệ Ái Mộ')
  await db.transaction().execute((tx) => mergeOrganisations(tx, ctxOf(db, administrator), { from: institute, into: survivor, reason: 'Một tổ chức.', proposed_by: moderator.person_id! }))
  expect(await soon(() => holds('"ai mo"', offer))).toBeLessThan(2_000)
  expect(await holds('"bo de"', offer)).toBe(false)
  expect((await other.find({ q: 'lo hoi' })).counts.organisation).toEqual([{ value: 'university', count: 1 }])

  const joined = await aPerson(db, { organisation: survivor })
  await closeListing(ctxOf(db, joined), { id: offer, reason: 'Đã bán rồi, cảm ơn.' })
  expect(await soon(async () => !await holds('lo hoi', offer))).toBeLessThan(2_000)
})

test('a stranger finds an anonymous need by nothing that tells whose it is: no word, suggestion, facet or candidate holds the name', async () => {
  const secret = await anOrganisation(db, 'enterprise', 'Xí nghiệp Thảm Bông Hoàng Ngân')
  const need = await aListing(db, 'need', secret, 'published', 'Cần lọc bụi xưởng')
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  await refreshSearch(db, [need])
  const everybody = readAs(db, anonymous)
  expect((await search(everybody, SearchAddress.parse({ q: 'loc bui' }), new Date())).ids).toEqual([need])
  for (const q of ['tham bong hoang ngan', '"tham bong"', '"hoàng ngân"', 'hoang ngann', 'loc -hoang tham bong']) {
    const { ids } = await search(everybody, SearchAddress.parse({ q }), new Date())
    expect(ids.includes(need), q).toBe(q.startsWith('loc'))
  }
  const { counts } = await search(everybody, SearchAddress.parse({ q: 'loc bui' }), new Date())
  expect(JSON.stringify(counts)).not.toMatch(/Thảm|tham|hoang|Hoàng/i)
  expect((await suggest(everybody, 'tham b', 'vi', 8)).filter(({ kind }) => kind !== 'organisation')).toEqual([])
  const { search: vector } = await db.selectFrom('listing').select('search').where('id', '=', need).executeTakeFirstOrThrow()
  expect(vector).not.toMatch(/'(tham|hoang)'/)
})

const words = ['sen', 'súng', 'lau', 'sậy', 'bèo', 'tre'] as const
const asked = [{}, ...words.map((q) => ({ q })), { q: 'sen -lau' }, { q: '"tre bèo"' }, { kind: 'need' }, { evidence: '2' }, { organisation: 'institute' }]
/** Everything a search tells, of every page. */
async function everything(find: (address: object) => Promise<Found>): Promise<unknown[]> {
  const told: unknown[] = []
  for (const address of asked) for (let page = 1; ; page++) {
    const { ids, total, counts } = await find({ ...address, sort: 'newest', page: String(page) })
    told.push([address, ids, total, counts])
    if (page * 20 >= total) break
  }
  return told
}

test('two who write at once, in transactions of any length, and a process killed meanwhile: every index ends equal to the database', { timeout: 120_000 }, async () => {
  const organisations = await Promise.all(['Hội Một', 'Hội Hai'].map((name, i) => anOrganisation(db, i ? 'institute' : 'enterprise', name)))
  const all = await Promise.all(Array.from({ length: 300 }, (_, i) => aListing(db, i % 3 ? 'offer' : 'need', organisations[i % 2]!, i % 4 ? 'published' : 'submitted', `${words[i % 6]} ${words[(i * 5 + 1) % 6]}`)))
  const here = openDb(openPool(url, 3))
  const [first, second] = [await aProcess(), await aProcess()]
  let writing = true
  const pick = <T>(some: readonly T[]): T => some[Math.floor(Math.random() * some.length)]!
  const one: (() => [string, unknown[]])[] = [
    () => ['update listing set state = $2 where id = $1', [pick(all), pick(['published', 'closed', 'submitted', 'draft'])]],
    () => ['update listing_text set title = $2 where listing_id = $1', [pick(all), `${pick(words)} ${pick(words)}`]],
    () => ["update listing set anonymous = not anonymous where id = $1 and kind = 'need'", [pick(all)]],
    () => ['update listing set evidence_grade = $2 where id = $1', [pick(all), Math.floor(Math.random() * 5)]],
    () => ['update listing set organisation_id = $2 where id = $1', [pick(all), pick(organisations)]],
  ]
  // These have many listings read again, and so would mend what had been missed of them.
  const many: (() => [string, unknown[]])[] = [
    () => ['update organisation set name_vi = $2, kind = $3 where id = $1', [pick(organisations), `Hội ${pick(words)}`, pick(['institute', 'enterprise'])]],
    () => ["update listing set state = 'published' where id = any($1)", [all.filter(() => Math.random() < 0.3).toSorted((a, b) => a - b)]],
  ]
  const half = performance.now() + 3_000
  const writers = [0, 1].map(async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    let done = 0
    while (writing) {
      await client.query('begin')
      try {
        for (let n = 1 + Math.floor(Math.random() * 4); n > 0; n--) { await client.query(...pick(performance.now() < half ? [...one, ...many] : one)()); if (Math.random() < 0.3) await new Promise((next) => setTimeout(next, Math.random() * 60)) }
        await client.query(Math.random() < 0.8 ? 'commit' : 'rollback')
        done++
      } catch (error) {
        await client.query('rollback')
        if ((error as { code?: string }).code !== '40P01') throw error // two who wait for each other: one begins anew
      }
    }
    await client.end()
    return done
  })
  const findHere = (address: object) => search(here, SearchAddress.parse(address), new Date())
  const readers = [findHere, first.find].map(async (find) => { while (writing) await find(pick(asked)) })
  await new Promise((next) => setTimeout(next, 2_000))
  await second.kill()
  const third = await aProcess()
  await new Promise((next) => setTimeout(next, Math.max(0, half + 2_000 - performance.now())))
  writing = false
  await Promise.all(readers)
  expect(Math.min(...await Promise.all(writers))).toBeGreaterThan(10)

  const rows = await db.selectFrom('listing').select('id').where('state', '=', 'published').orderBy('published_at', 'desc').orderBy('id', 'desc').execute()
  const fresh = openDb(openPool(url, 1))
  const wanted = await everything((address) => search(fresh, SearchAddress.parse(address), new Date()))
  const browsed = (wanted as [object, number[], number][]).filter(([address]) => Object.keys(address).length === 0)
  expect(browsed.flatMap(([, ids]) => ids).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  for (const find of [findHere, first.find, third.find]) expect(await everything(find)).toEqual(wanted)
  await Promise.all([here.destroy(), fresh.destroy()])
})
