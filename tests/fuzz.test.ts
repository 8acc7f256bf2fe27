import fc from 'fast-check'
import { sql } from 'kysely'
import { writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { verifyLog } from '../src/modules/audit/verification.ts'
import { openFaults } from './fuzz-faults.ts'
import { crawl, type Shown, type Target, targetsOf } from './fuzz-forms.ts'
import { type Input, inputs, sentOf } from './fuzz-inputs.ts'
import { aWorld, type Copy, copyOf, type Extra, shasIn } from './fuzz-world.ts'
import { send } from './readers.ts'
import { sealed } from './settled.ts'

/**
 * Ten thousand things nobody should send, to every form and upload there is. FUZZ_RUNS and FUZZ_SEED
 * say how many and which; the seed that failed stands in the failure, beside the smallest input.
 */
const runs = Number(process.env.FUZZ_RUNS ?? 10_000), seed = Number(process.env.FUZZ_SEED ?? 20_261_121)
const lanes = 2
/** After so many the world is made new, so that what was accepted meanwhile does not make all else shallow. */
const beforeAnew = 150
/** A question nobody answers is a fault as well, and must not keep the rest from being asked. Long, for it tells an endless answer from a busy machine and measures nothing. */
const longestWait = 120_000
/** Failures looked at while the smallest is sought. */
const mostShrinks = 40

let targets: Target[] = [], unshown: string[] = []
let walked = { pages: 0, forms: 0 }
const world = await aWorld(async ({ app }, made) => {
  const { forms, pages } = await crawl(app, made);
  ({ targets, unshown } = targetsOf(app, forms, made))
  walked = { pages, forms: forms.length }
})
const given = { who: Object.keys(world.headers), headers: world.headers, ids: world.ids, tokens: world.tokens }
interface Tally { byRoute: Record<string, Record<string, number>>; sent: number; statuses: Record<string, number>; reached: Set<string>; taken: Set<string>; accepted: number }
const tallyOf = (): Tally => ({ byRoute: {}, sent: 0, statuses: {}, reached: new Set(), taken: new Set(), accepted: 0 })

/** Sends that one input and throws where anything is not as promised. */
async function examine(copy: Copy, faults: Awaited<ReturnType<typeof openFaults>>, of: readonly Target[], input: Input, address: number, tally: Tally): Promise<void> {
  const sent = sentOf(of, input, given)
  copy.errors.length = 0
  const from = { 'x-forwarded-for': `10.${100 + ((address >> 16) & 63)}.${(address >> 8) & 255}.${address & 255}`, ...sent.headers }
  const started = performance.now()
  const answer = await Promise.race([copy.app.inject({ method: 'POST', url: sent.url, headers: from, payload: sent.payload }), setTimeout(longestWait, null, { ref: false })])
  if (!answer) throw new Error(`no answer in ${longestWait / 1_000} s to\n${sent.what}`)
  const took = performance.now() - started
  const { route = '' } = of[input.target % of.length] ?? {}
  const refused = answer.statusCode >= 400 || /^\/(vi|en)\/(sign-in|confirm-identity)(\?|$)/.test(String(answer.headers.location ?? ''))
  tally.sent++
  tally.statuses[answer.statusCode] = (tally.statuses[answer.statusCode] ?? 0) + 1
  tally.reached.add(route)
  const own = (tally.byRoute[route] ??= {})
  own[answer.statusCode] = (own[answer.statusCode] ?? 0) + 1
  if (!refused) { tally.accepted++; tally.taken.add(route) }
  const found = await faults.after({ answer, refused, who: sent.who, typed: sent.payload.toString('utf8') })
  if (found.length) throw new Error(`${found.join('\n')}\nanswered ${answer.statusCode} in ${Math.round(took)} ms to\n${sent.what}${copy.errors.length ? `\nlogged: ${copy.errors.join('\n').replaceAll('\\n', '\n')}` : ''}`)
}

/** Instead of stopping at the first, what was wrong is told at the end, once for each route: FUZZ_ALL=1, for whoever mends. */
const faultsTold = process.env.FUZZ_ALL ? new Map<string, string>() : null
const reportOf = (details: fc.RunDetails<[Input]>): string => `${fc.defaultReportMessage(details)}\n${details.errorInstance instanceof Error ? details.errorInstance.message : ''}`

/** Lets that many inputs loose on copies of the world; returns what fast-check says of them. */
async function letLoose(of: readonly Target[], count: number, from: number, tally: Tally, extra?: Extra, last?: (copy: Copy) => Promise<void>) {
  let copy = await copyOf(world, extra), faults = await openFaults(copy, world)
  const anew = async (): Promise<void> => { await copy.close(); copy = await copyOf(world, extra); faults = await openFaults(copy, world) }
  let sent = 0, shrinks = 0, failed = false
  try {
    const details = await fc.check(fc.asyncProperty(inputs(of), async (input) => {
      // The smallest input is sought on the world as it was, for what failed may have changed it.
      if (failed) { if (++shrinks > mostShrinks) return; await anew() }
      else if (sent > 0 && sent % beforeAnew === 0) await anew()
      try { await examine(copy, faults, of, input, ++sent + from * 1_000_003, tally) } catch (error) {
        if (faultsTold && !extra) { const { message } = error as Error; faultsTold.set(`${of[input.target % of.length]?.route} ${message.slice(0, 60)}`, message); return }
        failed = true
        throw error
      }
    }), { numRuns: count, seed: seed + from })
    if (!details.failed) await last?.(copy)
    return details
  } finally { await copy.close() }
}

/** Everything still works, and the log is whole. */
async function stillWell({ app, db }: Copy): Promise<void> {
  for (const url of ['/vi', '/en/search?q=say', '/vi/figures', '/vi/organisations', '/vi/experts', '/vi/log', '/vi/help', '/health']) expect((await app.inject({ url })).statusCode, url).toBe(200)
  for (const [who, headers] of Object.entries(world.headers)) expect((await app.inject({ url: '/vi/work', headers })).statusCode, who).toBeLessThan(400)
  const { id, email } = await db.selectFrom('person').select(['id', 'email']).where('name', '=', 'Thanh').executeTakeFirstOrThrow()
  // An administrator among the readers may have suspended them, and meant it.
  const suspended = await db.selectFrom('suspension').select('id').where('person_id', '=', id).where('lifted_at', 'is', null).executeTakeFirst()
  expect((await send(app, '/vi/sign-in', { email, password: 'mot-cau-dai-de-nho' }, { 'x-forwarded-for': '10.250.0.1' })).statusCode).toBe(suspended ? 409 : 303)
  await sealed(db, new Date())
  expect(await verifyLog(db)).toMatchObject({ right: true, waiting: 0, findings: [] })
}

test(`${runs} inputs to every form and upload: no error of ours, and nothing written by what was refused`, { timeout: 3_600_000 }, async () => {
  const started = performance.now()
  const tally = tallyOf()
  const all = await Promise.all(Array.from({ length: lanes }, (_, lane) => letLoose(targets, Math.ceil(runs / lanes), lane, tally, undefined, stillWell)))
  const seconds = (performance.now() - started) / 1000
  console.log(`${tally.sent} inputs in ${seconds.toFixed(0)} s; seed ${seed}; ${walked.pages} pages with ${walked.forms} forms; ${tally.reached.size} of ${targets.length} routes reached, ${tally.taken.size} took something; ${((100 * tally.accepted) / tally.sent).toFixed(0)} % accepted; ${JSON.stringify(tally.statuses)}`)
  if (process.env.FUZZ_TELL) console.log(`no page shows a form for:\n${unshown.join('\n')}\n\n${targets.map(({ route, forms }) => `${tally.taken.has(route) ? '  ' : '– '}${route} ${forms.length} ${JSON.stringify(tally.byRoute[route])}`).join('\n')}`)
  if (faultsTold) { writeFileSync(process.env.FUZZ_ALL ?? '', [...faultsTold.values()].join('\n\n――――\n')); console.log(`${faultsTold.size} faults`) }
  for (const details of all) if (details.failed) throw new Error(reportOf(details))
  if (runs >= 10_000) expect(targets.filter(({ route }) => !tally.reached.has(route))).toEqual([])
})

test('pages show a form for nearly every route that takes one', () => {
  // These are asked for by scripts, or stand on pages that only somebody in a state of their own is shown.
  expect(targets.length).toBeGreaterThan(100)
  // Many steps of calls for solutions and of lots are shown to one person in one state only: a member of a council, a winner, whoever publishes second.
  expect(unshown.length / targets.length, unshown.join('\n')).toBeLessThan(0.4)
})

/** Forms made badly on purpose: what is sent to them must be found out. */
const bad: Record<string, { told: RegExp; route: Extra }> = {
  'takes a number for granted': { told: /5\d\d/, route: (app, db) => void app.post('/vi/badly', async (request, reply) => {
    await sql`select ${(request.body as { amount: string }).amount}::int`.execute(db)
    return reply.redirect('/vi', 303)
  }) },
  'writes before it refuses, without a transaction': { told: /wrote although it was refused/, route: (app, db) => void app.post('/vi/badly', async (request, reply) => {
    await db.updateTable('person').set({ name: 'Ai đó' }).where('name', '=', 'Lan').execute()
    return Number((request.body as { amount: string }).amount) > 0 ? reply.redirect('/vi', 303) : reply.code(422).send('amount')
  }) },
  'leaves the file it refuses': { told: /left a file although it was refused/, route: (app, _, folder) => void app.post('/vi/badly-kept', { config: { takesFile: true } }, async (request, reply) => {
    for await (const part of request.parts()) if (part.type === 'file') await writeFile(join(folder, 'left'), await part.toBuffer())
    return reply.code(422).send('file')
  }) },
  'shows where it broke': { told: /shows/, route: (app) => void app.post('/vi/badly', async (request, reply) => {
    try { return reply.send(BigInt((request.body as { amount: string }).amount).toString()) } catch (error) { return reply.code(400).send((error as Error).stack) }
  }) },
  'gives a role without an approval': { told: /a role nobody approved/, route: (app, db) => void app.post('/vi/badly', async (_, reply) => {
    await sql`insert into staff_role (person_id, role, granted_at) select id, 'inspector', now() from person where name = 'Lan' on conflict do nothing`.execute(db)
    return reply.redirect('/vi', 303)
  }) },
}
test.each(Object.entries(bad))('a form that %s is found out', { timeout: 600_000 }, async (name, { told, route }) => {
  const upload = name.includes('file')
  const action = upload ? '/vi/badly-kept' : '/vi/badly'
  const form: Shown = { who: 'member', page: '/vi', action, multipart: upload, fields: [{ name: 'amount', type: 'text', value: '5', options: [], required: true }, ...(upload ? [{ name: 'file', type: 'file', value: '', options: [], required: true }] : [])] }
  const details = await letLoose([{ route: action, forms: [form] }], 200, 7, tallyOf(), route)
  expect(details.failed).toBe(true)
  expect(reportOf(details)).toMatch(told)
})

test('files of the world are those its documents name', async () => {
  const copy = await copyOf(world)
  try {
    const there = shasIn(copy.folder)
    const documents = await copy.db.selectFrom('document').select('sha256').execute()
    expect(documents.length).toBeGreaterThan(2)
    expect(documents.filter(({ sha256 }) => !there.has(sha256))).toEqual([])
  } finally { await copy.close() }
})
