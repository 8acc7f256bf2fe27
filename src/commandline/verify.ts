import type { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import type { Db } from '../core/database.ts'
import { type Finding, type NotedHead, verifyLog, type Verification } from '../modules/audit/verification.ts'
import { progress } from '../platform/processes.ts'
import { say, Stopped, withExchange } from './exchange.ts'
import { addVerifyBundle } from './verify-bundle.ts'

interface Options { heads?: string; json?: boolean }

export function addVerify(program: Command): void {
  const verify = program.command('verify').description('Recompute what the Exchange vouches for.')
  verify.command('log')
    .description('Recompute the chain of the event log and its heads. Changes nothing; ends with 0 when all is as it was, 1 when something is not.')
    .option('--heads <file>', 'a CSV of heads noted earlier and kept elsewhere: columns day and head, and position where it has one (as /log/heads.csv)')
    .option('--json', 'the result as one JSON object')
    .addHelpText('after', `
Examples:
  techex verify log
  techex verify log --heads heads-2026-11.csv
  techex verify log --json > result.json

Events of the last minutes wait for their seal and are counted apart. Whoever owns the database
could rewrite the whole chain; only heads kept elsewhere show that. Keep some.`)
    .action(async (options: Options) => { process.exitCode = await runVerifyLog(options) })
  addVerifyBundle(verify)
}

export async function runVerifyLog(options: Options): Promise<number> {
  const noted = options.heads === undefined ? [] : readHeads(options.heads)
  return withExchange(({ db }) => tellVerification(db, noted, options.json === true))
}

/** Verifies and says what was found. Returns the code to leave with. */
export async function tellVerification(db: Db, noted: readonly NotedHead[], json: boolean, write: (line: string) => void = say): Promise<number> {
  const bar = progress()
  const result = await verifyLog(db, noted, (done, total) => { if (process.stdout.isTTY && !json) bar.show(done, total, 'events') }).finally(bar.end)
  if (json) write(JSON.stringify(result))
  else for (const line of worded(result)) write(line)
  return result.right ? 0 : 1
}

/** The notes of a file: a CSV whose columns are named in its first line. */
export function readHeads(path: string): NotedHead[] {
  let text: string
  try { text = readFileSync(path, 'utf8') } catch (error) { throw new Stopped(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`) }
  let rows: Record<string, string>[]
  try { rows = parse(text, { bom: true, columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()), skip_empty_lines: true, trim: true }) } catch (error) { throw new Stopped(`${path} is not a CSV: ${(error as Error).message}`) }
  if (rows.length === 0) throw new Stopped(`${path} holds no heads. Its first line names the columns day and head; each line after it is one note.`)
  return rows.map(({ day = '', head = '', position = '' }, index) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^[0-9a-f]{64}$/i.test(head) || !/^\d{0,10}$/.test(position)) {
      throw new Stopped(`${path}, note ${index + 1}: a note has a day such as 2026-03-02 in the column day, and 64 hexadecimal digits in the column head.`)
    }
    return { day, head: head.toLowerCase(), position: position === '' ? null : Number(position) }
  })
}

const sentences: Record<Finding['code'], (finding: Finding) => string> = {
  changed: ({ event_id, day, position }) => `Event ${event_id} (${day}, place ${position}) is not what was sealed: it or its seal was changed.`,
  missing: ({ event_id, day, position }) => `Event ${event_id} (${day}, place ${position}) was sealed and is gone.`,
  reordered: ({ event_id, day, position }) => `Event ${event_id} (${day}, place ${position}) stands at another place than the one it was sealed at.`,
  added: ({ event_id }) => `Event ${event_id} was slipped in among sealed ones: it is older than they are and has no seal.`,
  gap: ({ position, day }) => `Place ${position} (before an event of ${day}) is empty: seals were taken away.`,
  day_went_back: ({ event_id, day, position }) => `Event ${event_id} (place ${position}) is counted to ${day}, a day that was over.`,
  head_wrong: ({ day }) => `The head of ${day} is not the last seal of that day.`,
  head_missing: ({ day }) => `${day} is over and its head is gone.`,
  noted_differs: ({ day, position }) => `The head noted for ${day}${position === null ? '' : ` (place ${position})`} is another than the log's: something up to that day was changed and the chain made anew.`,
  noted_missing: ({ day, position }) => `The log ends before ${position === null ? `or passes over ${day}` : `place ${position} (${day})`}, for which a head was noted: events up to then are gone.`,
}

function worded({ right, sealed, waiting, waiting_since, days, noted, latest, findings, found }: Verification): string[] {
  const n = (value: number): string => value.toLocaleString('en')
  return [
    ...findings.map((finding) => sentences[finding.code](finding)),
    ...(found > findings.length ? [`… and ${n(found - findings.length)} more.`] : []),
    `${n(sealed)} sealed events, ${n(days)} closed days${noted ? `, ${n(noted)} noted heads` : ''} recomputed: ${right ? 'all as they were' : `${n(found)} findings`}.`,
    ...(waiting ? [`${n(waiting)} events wait for their seal, the oldest since ${waiting_since?.toISOString()}.`] : []),
    ...(latest ? [`Latest head: ${latest.head} (${latest.day}, place ${latest.position}). Note it elsewhere.`] : []),
    ...(right && !noted ? ['No noted heads were given: a chain rewritten as a whole would not show. --heads compares with heads kept elsewhere.'] : []),
  ]
}
