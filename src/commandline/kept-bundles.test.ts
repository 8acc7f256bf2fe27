import fc from 'fast-check'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { anyCourse, courseRun } from '../../tests/auction-courses.ts'
import { bundled, type Parts, sealedBy } from '../../tests/bundled.ts'
import { replay } from '../platform/auction/apply.ts'
import type { Logged, LotState } from '../platform/auction/lot.ts'
import { canonicalText, genesisHash, nextHash, sha256 } from '../platform/proof/chain.ts'
import { verifyBundle } from './verify-bundle.ts'

/**
 * Public files of lots as earlier versions of the engine ran them, one a line, never changed: whatever becomes of the
 * engine, a lot that was held replays to the winner and price it had, under the hashes it had. A version that gives
 * lots something new adds files of its own with KEEP_BUNDLES=yes.
 */
const kept = 'tests/kept-bundles.ndjson'
const summary = ({ phase, winner, price, closes_at }: LotState) => ({ phase, winner, price, closes_at })

test.runIf(process.env.KEEP_BUNDLES === 'yes')('files of this version are kept', () => {
  // The first course of every form and end, and of everything that can happen on the way.
  const seen = new Set(bundles().flatMap((parts) => traits(parts, logOf(parts))))
  for (const chance of fc.sample(anyCourse, { seed: 20_261_123, numRuns: 20_000 })) {
    const { state, log, armed_at, numbers } = courseRun(chance)
    const parts = bundled(7, chance.rules, numbers, armed_at, log, summary(state)), fresh = traits(parts, log).filter((trait) => !seen.has(trait))
    if (fresh.length === 0) continue
    for (const trait of fresh) seen.add(trait)
    appendFileSync(kept, sealedBy(parts))
  }
})

const bundles = (): Parts[] => (existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Parts) : [])
const logOf = (parts: Parts): Logged[] => parts.events.map(({ body }) => JSON.parse(body) as Logged)
/** What of a lot is worth keeping it for: its form and end, each kind of event, and of the second course what only it has. */
const traits = ({ rules, result }: Parts, log: readonly Logged[]): string[] => [
  `${rules.form} ${(result as { phase: string }).phase}`, ...log.map(({ type }) => `${rules.form} ${type}`),
  ...(rules.calls ? log.flatMap((event) => (event.type === 'called' ? [`calls ${event.calls}`] : event.type === 'price_fell_back' ? [`fell back, end ${event.closes_at === undefined ? 'past' : event.closes_at > rules.closes_at ? 'moved' : 'stands'}`] : event.type === 'resumed' ? ['calls begin anew'] : event.type === 'refused' && event.refusal.code === 'call_early' ? ['call early'] : [])) : []),
]

test('Every lot that was kept has its hashes, replays to the end it had, and is found right by whoever recomputes it; together they show all that can happen.', () => {
  const all = bundles()
  for (const [n, parts] of all.entries()) {
    const log = logOf(parts), { genesis, rules } = parts, line = `line ${n + 1}`
    expect(sha256(canonicalText(rules)).toString('hex'), line).toBe(genesis.rules_hash)
    let hash: Buffer = genesisHash(genesis as Parameters<typeof genesisHash>[0])
    for (const { body, hash: had } of parts.events) { hash = nextHash(hash, body); expect(hash.toString('hex'), line).toBe(had) }
    expect(summary(replay(rules, genesis.bidders.map(({ number }) => number), genesis.armed_at, log)), line).toEqual(parts.result)
    expect(verifyBundle(`${canonicalText(parts)}\n`), line).toMatchObject({ right: true, findings: [] })
  }
  const shown = new Set(all.flatMap((parts) => traits(parts, logOf(parts))))
  for (const form of ['ascending', 'descending', 'sealed']) for (const what of ['signed', 'failed', 'paused', 'bidder_out']) expect(shown).toContain(`${form} ${what}`)
  expect([...shown]).toEqual(expect.arrayContaining(['calls 1', 'calls 2', 'calls 3', 'call early', 'calls begin anew', 'fell back, end moved', 'fell back, end stands']))
  for (const what of ['sealed ballots_checked', 'sealed absence_noted']) expect(shown).toContain(what)
  for (const form of ['ascending', 'sealed']) expect(shown).toContain(`${form} offered_to_next`) // a falling price goes on from the refuser's
})
