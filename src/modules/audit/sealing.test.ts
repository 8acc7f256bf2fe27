import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { sealed } from '../../../tests/settled.ts'
import { readHeads, tellVerification } from '../../commandline/verify.ts'
import { record } from '../../core/context.ts'
import { readAs, type Db, type Tx } from '../../core/database.ts'
import { migrate } from '../../core/migrate.ts'
import { daysFrom } from '../../platform/time.ts'
import { latestHead, logHeads, sealLog } from './sealing.ts'
import { verifyLog } from './verification.ts'

const { db, url, asOwner } = await testDatabase()
const happen = (at = noon, tx: Db | Tx = db, of = 1): Promise<number> => record(tx as Tx, ctxOf(db, undefined, at), `organisation:${of}`, { type: 'organisation.verified', organisation_id: of, reason: `Số ${of}: “đủ”` })
const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))
/** As whoever owns the database can, past every trigger. */
const tamper = (change: string): Promise<void> => asOwner(`begin; set local session_replication_role = replica; ${change}; commit`)
const empty = (): Promise<void> => tamper('delete from event; delete from event_seal; delete from log_head')
const seals = async () => (await sql<{ event_id: number; position: number; day: string; hash: string }>`select event_id, position, day::text, encode(hash, 'hex') as hash from event_seal order by position`.execute(db)).rows
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('Sealing', () => {
  beforeEach(empty)

  test('The first and second seal are what docs/log.md says, to the byte.', async () => {
    const first = await happen(new Date('2026-03-02T12:00:00.123+07:00')), second = await happen(minutesAfterNoon(1))
    await sealed(db, minutesAfterNoon(2))
    const bytes = (id: number, at: string): string => `[${id},"organisation.verified","organisation:1",null,null,null,"${at}","test","{\\"reason\\": \\"Số 1: “đủ”\\", \\"organisation_id\\": 1}"]`
    const one = sha256(`${'0'.repeat(64)}\n2026-03-02\n${bytes(first, '2026-03-02T05:00:00.123000Z')}`)
    const two = sha256(`${one}\n2026-03-02\n${bytes(second, '2026-03-02T05:01:00.000000Z')}`)
    expect(await seals()).toEqual([{ event_id: first, position: 1, day: '2026-03-02', hash: one }, { event_id: second, position: 2, day: '2026-03-02', hash: two }])
    expect(await latestHead(db)).toEqual({ day: '2026-03-02', position: 2, events: 2, head: two, closed_at: null })
  })

  test('What is sealed stays sealed, a second run adds nothing, and small batches make the same line as large ones.', async () => {
    for (let of = 1; of <= 23; of++) await happen(noon, db, of)
    await sealed(db, noon, 5)
    const line = await seals()
    expect(line.map(({ position }) => position)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1))
    expect(await sealLog(db, noon)).toBe(0)
    await tamper('delete from event_seal')
    await sealed(db, noon)
    expect(await seals()).toEqual(line)
    expect(await verifyLog(db)).toMatchObject({ right: true, sealed: 23, waiting: 0, findings: [] })
  })

  test('A day is closed five minutes after its midnight in Hanoi, begins from the head before, and never comes back.', async () => {
    const evening = new Date('2026-03-02T23:50:00+07:00')
    await happen(noon)
    await happen(evening)
    await sealed(db, evening)
    expect(await logHeads(db, { limit: 10 })).toEqual([])
    await sealed(db, new Date('2026-03-03T00:04:00+07:00'))
    expect(await logHeads(db, { limit: 10 })).toEqual([])
    const closing = new Date('2026-03-03T00:06:00+07:00')
    await sealed(db, closing)
    const [, last] = await seals()
    expect(await logHeads(db, { limit: 10 })).toEqual([{ day: '2026-03-02', events: 2, position: 2, head: last?.hash, closed_at: closing }])
    const late = await happen(evening) // committed after its day was closed
    const future = await happen(daysFrom(noon, 400)) // a clock that was wrong
    const next = await happen(daysFrom(noon, 2))
    await sealed(db, daysFrom(noon, 2))
    expect((await seals()).slice(2).map(({ event_id, day }) => [event_id, day])).toEqual([[late, '2026-03-03'], [future, '2026-03-04'], [next, '2026-03-04']])
    expect((await logHeads(db, { limit: 10 })).map(({ day, events }) => [day, events])).toEqual([['2026-03-03', 1], ['2026-03-02', 2]])
    expect((await logHeads(db, { before: '2026-03-03', limit: 10 })).map(({ day }) => day)).toEqual(['2026-03-02'])
    expect(await verifyLog(db)).toMatchObject({ right: true, days: 2 })
  })

  test('Nobody seals but the worker, and nobody changes or removes a seal or a head.', async () => {
    await happen()
    await sealed(db, daysFrom(noon, 1))
    const stranger = readAs(db, { person_id: null, memberships: [], staff_roles: [] })
    const administrator = readAs(db, { person_id: 1, memberships: [], staff_roles: ['administrator', 'inspector'] })
    for (const reader of [stranger, administrator]) {
      expect(await latestHead(reader)).toMatchObject({ position: 1 })
      await expect(sql`insert into event_seal values (999, 999, '2026-03-02', sha256('x'))`.execute(reader)).rejects.toThrow(/row-level security/)
      await expect(sql`insert into log_head values ('2027-03-02', 1, 1, sha256('x'), now())`.execute(reader)).rejects.toThrow(/row-level security/)
    }
    for (const change of ['update event_seal set position = 5', 'delete from event_seal', 'update log_head set events = 5', 'delete from log_head']) {
      await expect(sql.raw(change).execute(db)).rejects.toThrow(/permission denied/)
      await expect(asOwner(change)).rejects.toThrow(/append-only/)
    }
    for (const table of ['event_seal', 'log_head']) await expect(asOwner(`truncate ${table}`)).rejects.toThrow(/append-only/)
  })

  test('In a database restored from another server the line goes on: nothing twice, nothing left out.', async () => {
    await happen(noon, db, 1)
    await sealed(db, noon)
    await happen(noon, db, 2)
    await tamper('update event set xact = (xact::text::bigint + 1000000000)::text::xid8')
    await migrate(url, 'database/migrations')
    await happen(noon, db, 3)
    await sealed(db, noon)
    expect((await seals()).map(({ position }) => position)).toEqual([1, 2, 3])
    expect(await verifyLog(db)).toMatchObject({ right: true, sealed: 3, waiting: 0 })
  })

  test('Where the last sealed event is gone, sealing goes on with what has no seal yet.', async () => {
    const first = await happen(noon, db, 1), gone = await happen(noon, db, 2)
    await sealed(db, noon)
    await tamper(`delete from event where id = ${gone}`)
    const next = await happen(noon, db, 3)
    await sealed(db, noon)
    expect((await seals()).map(({ event_id }) => event_id)).toEqual([first, gone, next])
  })

  test('Many writers commit out of order while two workers seal: every event has one seal.', { timeout: 300_000 }, async () => {
    let writing = true
    const sealers = [1, 2].map(async () => { while (writing) { await sealLog(db, noon, 7); await pause(2) } })
    await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 15; round++) {
        await db.transaction().execute(async (tx) => {
          await happen(noon, tx, writer * 1_000 + round)
          await pause(Math.random() * 30) // later ones overtake this one
          await happen(noon, tx, writer * 1_000 + 500 + round)
        })
      }
    }))
    writing = false
    await Promise.all(sealers)
    await sealed(db, noon)
    const line = await seals()
    expect(line.map(({ position }) => position)).toEqual(Array.from({ length: 240 }, (_, i) => i + 1))
    expect(new Set(line.map(({ event_id }) => event_id)).size).toBe(240)
    expect(line.map(({ event_id }) => event_id), 'the writers did overtake each other').not.toEqual(line.map(({ event_id }) => event_id).toSorted((a, b) => a - b))
    expect(await verifyLog(db)).toMatchObject({ right: true, sealed: 240, waiting: 0 })
  })

  test('Thirty thousand events are sealed and verified.', { timeout: 300_000 }, async () => {
    await sql`insert into event (type, subject, at, request_id, data) select 'listing.imported', 'listing:' || n, ${noon}, 'bulk', jsonb_build_object('listing_id', n, 'source_name', 'Nguồn ' || n) from generate_series(1, 30000) n`.execute(db)
    const began = Date.now()
    await sealed(db, daysFrom(noon, 1))
    const took = Date.now() - began
    expect(await verifyLog(db)).toMatchObject({ right: true, sealed: 30_000 })
    const checked = Date.now() - began - took
    console.info(`sealed 30,000 in ${took} ms, verified in ${checked} ms`)
  })
})

describe('Tampering', () => {
  const ids: number[] = []
  let noted: Awaited<ReturnType<typeof logHeads>> = []
  beforeAll(async () => {
    await empty()
    for (let day = 0; day < 3; day++) for (let of = 1; of <= 4; of++) ids.push(await happen(daysFrom(noon, day), db, of))
    await sealed(db, daysFrom(noon, 2))
    noted = await logHeads(db, { limit: 10 })
    await asOwner('create table kept_event as table event; create table kept_seal as table event_seal; create table kept_head as table log_head')
  })
  beforeEach(async () => {
    await empty()
    await tamper('insert into event overriding system value select * from kept_event; insert into event_seal select * from kept_seal; insert into log_head select * from kept_head')
  })
  const event = (n: number): number => ids[n - 1] ?? 0
  /** Each finding as code, event and place or day. */
  const findings = async (notes: Parameters<typeof verifyLog>[1] = noted) => (await verifyLog(db, notes, undefined, 5)).findings.map(({ code, event_id, position, day }) => `${code} ${event_id ?? '-'} ${position ?? '-'} ${day ?? '-'}`)
  /** What an owner who knows the scheme would do: all seals and heads made anew over what is there. */
  const madeAnew = async (): Promise<void> => {
    await tamper('delete from event_seal; delete from log_head')
    await sealed(db, daysFrom(noon, 2))
  }

  test('Untouched, nothing is found, with and without noted heads.', async () => {
    expect(await findings()).toEqual([])
    expect(await verifyLog(db)).toMatchObject({ right: true, sealed: 12, days: 2, latest: { day: '2026-03-04', position: 12 } })
  })
  test('One byte of the data.', async () => {
    await tamper(`update event set data = replace(data::text, 'đủ', 'đu')::jsonb where id = ${event(6)}`)
    expect(await findings()).toEqual([`changed ${event(6)} 6 2026-03-03`])
  })
  test.each([['type', "'organisation.changed'"], ['subject', "'organisation:9'"], ['at', "at + interval '1 microsecond'"], ['request_id', "'other'"], ['person_id', '1'], ['acted_by', '1'], ['organisation_id', '1']])('Its %s.', async (column, value) => {
    await tamper(`update event set ${column} = ${value} where id = ${event(6)}`)
    expect(await findings()).toEqual([`changed ${event(6)} 6 2026-03-03`])
  })
  test('Its number.', async () => {
    await asOwner(`begin; set local session_replication_role = replica; alter table event alter id drop identity; update event set id = 99999 where id = ${event(6)}; commit`)
    expect(await findings()).toEqual([`missing ${event(6)} 6 2026-03-03`, 'added 99999 - -'])
    await asOwner('alter table event alter id add generated always as identity (start 100000)')
  })
  test('An event taken away; the last one; all of a day.', async () => {
    await tamper(`delete from event where id = ${event(6)}`)
    expect(await findings()).toEqual([`missing ${event(6)} 6 2026-03-03`])
    await tamper(`delete from event where id = ${event(12)}`)
    expect(await findings()).toEqual([`missing ${event(6)} 6 2026-03-03`, `missing ${event(12)} 12 2026-03-04`])
  })
  test('An event taken away with its seal.', async () => {
    await tamper(`delete from event where id = ${event(6)}; delete from event_seal where event_id = ${event(6)}`)
    expect(await findings()).toEqual(['gap - 6 2026-03-03', `changed ${event(7)} 7 2026-03-03`])
  })
  test('A seal taken away: its event is one without a seal among sealed ones.', async () => {
    await tamper(`delete from event_seal where event_id = ${event(6)}`)
    expect(await findings()).toEqual(['gap - 6 2026-03-03', `changed ${event(7)} 7 2026-03-03`, `added ${event(6)} - -`])
  })
  test('An event slipped in, also where sealing has gone on since.', async () => {
    await tamper(`insert into event (id, xact, type, subject, at, request_id, data) overriding system value select 88888, xact, type, subject, at, request_id, data from event where id = ${event(6)}`)
    expect(await findings()).toEqual(['added 88888 - -'])
    await sealLog(db, daysFrom(noon, 2))
    expect(await findings()).toEqual(['added 88888 - -'])
  })
  test('Two events that changed places, with and without their hashes.', async () => {
    const swap = (columns: string): string => `update event_seal a set ${columns.split(',').map((c) => `${c} = b.${c}`).join(', ')} from kept_seal b where (a.position, b.position) in ((6, 8), (8, 6))`
    await asOwner('alter table event_seal drop constraint event_seal_pkey')
    await tamper(swap('event_id'))
    expect(await findings()).toEqual([`reordered ${event(8)} 6 2026-03-03`, `reordered ${event(6)} 8 2026-03-03`])
    await tamper('delete from event_seal; insert into event_seal select * from kept_seal')
    await tamper(swap('event_id,hash'))
    expect((await findings()).filter((finding) => finding.startsWith('reordered')).slice(0, 2)).toEqual([`reordered ${event(8)} 6 2026-03-03`, `reordered ${event(7)} 7 2026-03-03`])
    await tamper('delete from event_seal')
    await asOwner('alter table event_seal add primary key (event_id)')
  })
  test('A seal counted to another day, and a day that comes back.', async () => {
    await tamper("update event_seal set day = '2026-03-02' where position = 6")
    expect(await findings()).toContain(`day_went_back ${event(6)} 6 2026-03-02`)
    await tamper("delete from event_seal; insert into event_seal select * from kept_seal; update event_seal set day = '2026-03-03' where position = 4")
    expect(await findings()).toEqual(['head_wrong - 3 2026-03-02', `changed ${event(4)} 4 2026-03-03`, 'noted_differs - 4 2026-03-02', 'head_wrong - 8 2026-03-03'])
  })
  test('A head that was changed, moved or taken away.', async () => {
    await tamper("update log_head set head = sha256('x') where day = '2026-03-03'")
    expect(await findings()).toEqual(['head_wrong - 8 2026-03-03'])
    await tamper("delete from log_head where day = '2026-03-03'; update log_head set events = 5")
    expect(await findings()).toEqual(['head_wrong - 4 2026-03-02', 'head_missing - 8 2026-03-03'])
  })
  test('The chain made anew over what was changed: only the noted heads show it, from that day on.', async () => {
    await tamper(`update event set data = replace(data::text, 'đủ', 'đu')::jsonb where id = ${event(6)}`)
    await madeAnew()
    expect(await findings([])).toEqual([])
    expect(await findings()).toEqual(['noted_differs - 8 2026-03-03'])
    expect(await findings([{ day: '2026-03-02', position: null, head: noted[1]?.head ?? '' }, { day: '2026-03-03', position: null, head: noted[0]?.head ?? '' }])).toEqual(['noted_differs - 8 2026-03-03'])
  })
  test('The end of the log cut off, seals and heads with it: only what was noted shows it.', async () => {
    const { rows: [latest] } = await sql<{ head: string }>`select encode(hash, 'hex') as head from event_seal where position = 11`.execute(db)
    await tamper("delete from event where at >= '2026-03-03'; delete from event_seal where position > 4; delete from log_head where day > '2026-03-02'")
    expect(await findings([])).toEqual([])
    expect(await findings([...noted, { day: '2026-03-04', position: 11, head: latest?.head ?? '' }])).toEqual(['noted_missing - 8 2026-03-03', 'noted_missing - 11 2026-03-04'])
  })
  test('The end cut off and the heads left: they are of seals that are gone.', async () => {
    await tamper("delete from event where at >= '2026-03-03'; delete from event_seal where position > 4")
    expect(await findings([])).toEqual(['head_wrong - 8 2026-03-03'])
  })
  test('What waits for its seal is counted apart and is no finding.', async () => {
    await happen(daysFrom(noon, 2))
    await happen(daysFrom(noon, 2))
    expect(await verifyLog(db, noted)).toMatchObject({ right: true, sealed: 12, waiting: 2, waiting_since: daysFrom(noon, 2) })
  })

  test('The command says what it found and leaves with 1; with 0 where all is right; as JSON where asked.', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'techex-heads-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'heads.csv')
    writeFileSync(file, `\ufeffday,events,position,head,closed_at\n${noted.map(({ day, events, position, head }) => `${day},${events},${position},${head.toUpperCase()},x`).join('\n')}\n`)
    const said: string[] = []
    expect(await tellVerification(db, readHeads(file), false, (line) => said.push(line))).toBe(0)
    expect(said[0]).toBe('12 sealed events, 2 closed days, 2 noted heads recomputed: all as they were.')
    await tamper(`delete from event where id = ${event(6)}`)
    said.length = 0
    expect(await tellVerification(db, readHeads(file), false, (line) => said.push(line))).toBe(1)
    expect(said[0]).toBe(`Event ${event(6)} (2026-03-03, place 6) was sealed and is gone.`)
    said.length = 0
    expect(await tellVerification(db, [], true, (line) => said.push(line))).toBe(1)
    expect(JSON.parse(said.join(''))).toMatchObject({ right: false, sealed: 12, found: 1, findings: [{ code: 'missing', event_id: event(6), position: 6, day: '2026-03-03' }] })
    writeFileSync(file, 'day,head\n2026-03-02,abc\n')
    expect(() => readHeads(file)).toThrow('note 1: a note has a day such as 2026-03-02')
    writeFileSync(file, 'day,head\n')
    expect(() => readHeads(file)).toThrow('holds no heads')
    expect(() => readHeads(join(folder, 'none.csv'))).toThrow('cannot be read (ENOENT)')
  })
})
