import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { canonical, hashOf, noHash, sealedColumns, type SealedText } from './sealing.ts'

/** A head noted elsewhere: on paper, in a letter, on another server. */
export interface NotedHead { day: string; position: number | null; head: string }

/**
 * What is wrong with the log. An event was changed (or its seal was), is gone, stands at another
 * place of the line, or lies between sealed ones without a seal; a place of the line is empty; a
 * day's head is not the one of its seals, or not there; and a head is not the one noted elsewhere.
 */
export interface Finding {
  code: 'changed' | 'missing' | 'reordered' | 'added' | 'gap' | 'day_went_back' | 'head_wrong' | 'head_missing' | 'noted_differs' | 'noted_missing'
  event_id: number | null
  position: number | null
  day: string | null
}

export interface Verification {
  right: boolean
  /** Events with a seal, and those too new to have one. */
  sealed: number
  waiting: number
  waiting_since: Date | null
  days: number
  noted: number
  latest: { day: string; position: number; head: string } | null
  findings: Finding[]
  /** All of them, also those beyond the first thousand. */
  found: number
}

const mostNamed = 1_000
/** So many broken places are looked at together, to tell an event that moved from one that was changed. */
const mostCompared = 200
type Row = { position: number; event_id: number; day: string; hash: string; id: number | null } & Omit<SealedText, 'id'>
interface Broken { finding: Finding; day: string; before: string; hash: string; bytes: string }

/** Recomputes every seal and head in one snapshot, page by page, and says what does not agree. Changes nothing. */
export async function verifyLog(db: Db, noted: readonly NotedHead[] = [], onProgress: (done: number, total: number) => void = () => {}, page = 2_000): Promise<Verification> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (tx) => {
    const findings: Finding[] = []
    let found = 0
    const find = (finding: Finding): Finding => { found++; if (findings.length < mostNamed) findings.push(finding); return finding }
    const notes = openNotes(noted, find)
    const heads = await openHeads(tx, find)
    const broken: Broken[] = []
    const { rows: [sum] } = await sql<{ total: number }>`select count(*)::int as total from event_seal`.execute(tx)
    const total = sum?.total ?? 0
    let last = { position: 0, day: '', hash: noHash }
    for (let done = 0; ;) {
      const { rows } = await sql<Row>`select s.position, s.event_id, s.day::text as day, encode(s.hash, 'hex') as hash, ${sealedColumns}
        from event_seal s left join event e on e.id = s.event_id where s.position > ${last.position} order by s.position limit ${page}`.execute(tx)
      for (const row of rows) {
        const { position, event_id, day, hash } = row
        if (position !== last.position + 1) find({ code: 'gap', event_id: null, position: last.position + 1, day })
        if (day < last.day) find({ code: 'day_went_back', event_id, position, day })
        if (day !== last.day && last.day !== '') heads.dayOver(last)
        if (row.id === null) find({ code: 'missing', event_id, position, day })
        else {
          const bytes = canonical(row as SealedText)
          if (hashOf(last.hash, day, bytes) !== hash) {
            const finding = find({ code: 'changed', event_id, position, day })
            if (broken.length < mostCompared) broken.push({ finding, day, before: last.hash, hash, bytes })
          }
        }
        last = { position, day, hash }
        notes.passed(last)
      }
      done += rows.length
      onProgress(done, total)
      if (rows.length < page) break
    }
    heads.over(last)
    notes.over()
    tellMoved(broken)
    for (const event_id of await slippedIn(tx)) find({ code: 'added', event_id, position: null, day: null })
    const { rows: [rest] } = await sql<{ count: number; since: Date | null }>`
      select count(*)::int as count, min(at) as since from event e where not exists (select from event_seal s where s.event_id = e.id)
        and xact >= coalesce(${lastSealed}, '0'::xid8)`.execute(tx)
    return {
      right: found === 0, sealed: total, waiting: rest?.count ?? 0, waiting_since: rest?.since ?? null, days: heads.count, noted: noted.length,
      latest: last.position ? { day: last.day, position: last.position, head: last.hash } : null, findings, found,
    }
  })
}

/** The transaction of the last sealed event that is still there. */
const lastSealed = sql`(select x.xact from event_seal s join event x on x.id = s.event_id order by s.position desc limit 1)`

/** Sealing goes in the order of transactions, so one without a seal that is older than a sealed one was never written by the Exchange. */
async function slippedIn(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from event e where xact < ${lastSealed} and not exists (select from event_seal s where s.event_id = e.id) order by id limit ${mostNamed + 1}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** An event whose bytes fit another of the broken places was moved, not changed. */
function tellMoved(broken: readonly Broken[]): void {
  const befores = new Set(broken.flatMap(({ before, hash }) => [before, hash]))
  for (const one of broken) {
    const elsewhere = broken.some((other) => other !== one && hashOf(other.before, other.day, one.bytes) === other.hash)
    if (elsewhere || [...befores].some((before) => hashOf(before, one.day, one.bytes) === one.hash)) one.finding.code = 'reordered'
  }
}

interface Place { position: number; day: string; hash: string }

/** Holds each published head against the last seal of its day. */
async function openHeads(tx: Tx, find: (finding: Finding) => void) {
  const { rows } = await sql<{ day: string; events: number; position: number; head: string }>`select day::text, events, position, encode(head, 'hex') as head from log_head order by day`.execute(tx)
  const heads = new Map(rows.map((row) => [row.day, row]))
  const latest = rows.at(-1)?.day ?? ''
  let before = 0
  const compare = ({ position, day, hash }: Place, over = true): void => {
    const head = heads.get(day)
    heads.delete(day)
    if (!head) { if (over) find({ code: 'head_missing', event_id: null, position, day }) }
    else if (head.head !== hash || head.position !== position || head.events !== position - before) find({ code: 'head_wrong', event_id: null, position, day })
    before = position
  }
  return {
    count: rows.length,
    dayOver: (place: Place): void => compare(place),
    /** The last day may still go on. A head that is left belongs to seals that are gone. */
    over(last: Place): void {
      if (last.position) compare(last, last.day < latest)
      for (const { day, position } of heads.values()) find({ code: 'head_wrong', event_id: null, position, day })
    },
  }
}

/** Holds what was noted elsewhere against the seals as they pass: by their place, or else the last of the day. */
function openNotes(noted: readonly NotedHead[], find: (finding: Finding) => void) {
  const atPlace = new Map<number, NotedHead[]>()
  const ofDay = new Map<string, NotedHead[]>()
  for (const note of noted) {
    if (note.position !== null) atPlace.set(note.position, [...(atPlace.get(note.position) ?? []), note])
    else ofDay.set(note.day, [...(ofDay.get(note.day) ?? []), note])
  }
  const check = (notes: readonly NotedHead[], { position, day, hash }: Place): void => {
    for (const note of notes) if (note.head !== hash || note.day !== day) find({ code: 'noted_differs', event_id: null, position, day: note.day })
  }
  let last: Place | null = null
  const dayOver = (): void => {
    if (!last) return
    check(ofDay.get(last.day) ?? [], last)
    ofDay.delete(last.day)
  }
  return {
    passed(place: Place): void {
      if (last && place.day !== last.day) dayOver()
      check(atPlace.get(place.position) ?? [], place)
      atPlace.delete(place.position)
      last = place
    },
    over(): void {
      dayOver()
      for (const note of [...atPlace.values(), ...ofDay.values()].flat()) find({ code: 'noted_missing', event_id: null, position: note.position, day: note.day })
    },
  }
}
