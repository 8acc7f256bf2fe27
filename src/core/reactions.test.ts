import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ctxOf, testDatabase } from '../../tests/database.ts'
import { record } from './context.ts'
import { openDb, openPool, type Tx } from './database.ts'
import { queueJob } from './jobs.ts'
import { openReactions, type ReactionSettings, skipReactions } from './reactions.ts'
import { freeJobsOfTheDead, guardJobs } from './workers.ts'

const { db, url, asOwner } = await testDatabase()
await asOwner('create table handled (n int generated always as identity, line text, event_id int)')
let lines = 0
let name = ''
let seen: number[] = []
let logged: { level: string; event_id: number }[] = []
const log: ReactionSettings['log'] = {
  warn: (facts) => { logged.push({ level: 'warn', ...(facts as { event_id: number }) }) },
  error: (facts) => { logged.push({ level: 'error', ...(facts as { event_id: number }) }) },
}
const note = async (tx: Tx, id: number): Promise<void> => { await sql`insert into handled (line, event_id) values (${name}, ${id})`.execute(tx) }
const handled = async (): Promise<number[]> => (await sql<{ event_id: number }>`select event_id from handled where line = ${name} order by n`.execute(db)).rows.map(({ event_id }) => event_id)
const happen = (tx: Tx, of = 1): Promise<number> => record(tx, ctxOf(tx), `organisation:${of}`, { type: 'organisation.created', organisation_id: of })
const happens = (): Promise<number> => db.transaction().execute((tx) => happen(tx))
const open = (settings: Partial<ReactionSettings> = {}) =>
  openReactions({ db, log, name, firstWait: 1, reactions: { 'organisation.created': [async (tx, { id }) => { await note(tx, id); seen.push(id) }] }, ...settings })
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const late = Date.now() + 30_000; !await holds();) { if (Date.now() > late) throw new Error('waited in vain'); await new Promise((next) => setTimeout(next, 10)) }
}

/** Other databases of this server have transactions too, and what they hold up comes with a later step. */
const drain = ({ step }: { step: () => Promise<number> }): Promise<void> => until(async () => {
  await step()
  const { rows } = await sql`select from event e, reaction_cursor c where c.name = ${name} and (e.xact, e.id) > (c.xact, c.event_id) limit 1`.execute(db)
  return rows.length === 0
})

beforeEach(async () => {
  name = `line ${++lines}`
  seen = []
  logged = []
  await db.transaction().execute((tx) => skipReactions(tx, name))
})

describe('The line of reactions', () => {
  test('Transactions are followed by their number, not as words are sorted: the tenth comes after the ninth, and once.', async () => {
    const [tenth, ninth] = [await happens(), await happens()]
    await asOwner(`alter table event disable trigger user; update event set xact = case id when ${tenth} then '10'::xid8 else '9'::xid8 end where id in (${tenth}, ${ninth}); alter table event enable trigger user;
      update reaction_cursor set xact = '8', event_id = 0 where name = '${name}'`)
    await drain(open())
    expect((await handled()).filter((id) => id === tenth || id === ninth)).toEqual([ninth, tenth])
  })

  test('An event recorded early and committed late is not missed, and comes in its turn.', async () => {
    const line = open()
    let commit = (): void => {}
    const held = new Promise<void>((done) => { commit = done })
    let early = 0
    const slow = db.transaction().execute(async (tx) => { early = await happen(tx); await held })
    await until(() => early > 0)
    const late = await happens()
    await line.step()
    expect(await handled(), 'nothing is handled before what is older has ended').toEqual([])
    commit()
    await slow
    await drain(line)
    expect(early).toBeLessThan(late)
    expect(await handled()).toEqual([early, late])
  })

  test('A transaction that began first and recorded last is not missed either.', async () => {
    const line = open()
    let go = (): void => {}
    const held = new Promise<void>((done) => { go = done })
    let began = false
    let second = 0
    const slow = db.transaction().execute(async (tx) => { await sql`select pg_current_xact_id()`.execute(tx); began = true; await held; second = await happen(tx) })
    await until(() => began)
    const first = await happens()
    await line.step()
    expect(await handled()).toEqual([])
    go()
    await slow
    await drain(line)
    expect(await handled()).toEqual([second, first])
  })

  test('Two workers at once handle each event once, in order.', async () => {
    const ids: number[] = []
    for (let i = 0; i < 130; i++) ids.push(await happens())
    const both = [open(), open()]
    await Promise.all(both.map(async ({ step }) => { while ((await handled()).length < ids.length) if (await step() === 0) await new Promise((next) => setTimeout(next, 20)) }))
    expect(await handled()).toEqual(ids)
  }, 120_000) // other tests' transactions hold the line up on a busy machine

  test('What a reaction wrote and the place reached are kept together or not at all.', async () => {
    let tries = 0
    const id = await happens()
    const line = open({ reactions: { 'organisation.created': [
      async (tx, event) => { await note(tx, event.id) },
      async () => { if (++tries < 4) throw new Error('not yet') },
    ] } })
    await drain(line)
    expect(tries).toBe(4)
    expect(await handled(), 'the three failed attempts left nothing').toEqual([id])
  })

  test('An event that always fails is given up with an error in the log, and the line goes on.', async () => {
    const poison = await happens()
    const after = await happens()
    let tries = 0
    const line = open({ reactions: { 'organisation.created': [async (tx, { id }) => { if (id === poison) { tries++; throw new Error('poison') } await note(tx, id) }] } })
    await drain(line)
    expect(await handled()).toEqual([after])
    expect(tries).toBe(10)
    expect(logged.filter(({ level }) => level === 'error')).toEqual([expect.objectContaining({ level: 'error', event_id: poison })])
  })

  test('A lost connection is nobody’s failure: the event waits and is handled.', async () => {
    const id = await happens()
    let away = 30
    const { run, stop } = open({ attempts: 2, reactions: { 'organisation.created': [async (tx, event) => { if (away-- > 28) throw Object.assign(new Error('gone'), { code: '57P01' }); await note(tx, event.id) }] } })
    const running = run(url)
    await until(async () => (await handled()).length === 1)
    stop()
    await running
    expect(await handled()).toEqual([id])
    expect(logged.some(({ level }) => level === 'error')).toBe(false)
  })

  test('A running line hears of an event at once, and stops when told.', async () => {
    const { run, stop } = open()
    const running = run(url)
    await new Promise((next) => setTimeout(next, 300))
    const since = Date.now()
    const id = await happens()
    await until(() => seen.length > 0)
    expect(Date.now() - since).toBeLessThan(5_000)
    stop()
    await running
    expect(await handled()).toEqual([id])
  })

  test('What was recorded while the city was filled is followed by nothing.', async () => {
    const line = open()
    await db.transaction().execute(async (tx) => { await happen(tx); await skipReactions(tx, name); await happen(tx) })
    await drain(line)
    expect(await handled()).toEqual([])
    const id = await happens()
    await drain(line)
    expect(await handled()).toEqual([id])
  })
})

describe('Jobs of a runner that was killed', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => { for (const close of closing.splice(0)) await close() })
  const takenBy = async (): Promise<string[]> => (await sql<{ locked_by: string }>`select locked_by from graphile_worker._private_jobs where locked_by is not null order by 1`.execute(db)).rows.map(({ locked_by }) => locked_by)

  test('are given back; those of a living one are not.', async () => {
    for (const _ of [1, 2]) await queueJob(db, 'send_mail', { mail_id: 1 })
    await sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = case when id = (select min(id) from graphile_worker._private_jobs) then 'pool-dead' else 'pool-living' end`.execute(db)
    const pool = openPool(url, 2)
    const guard = guardJobs(url, openDb(pool), 'pool-living', { warn: () => {} })
    closing.push(guard.close, () => pool.end())
    await until(async () => (await takenBy()).length === 1)
    expect(await takenBy()).toEqual(['pool-living'])
    await guard.close()
    expect(await freeJobsOfTheDead(db)).toEqual(['pool-living'])
  })
})
