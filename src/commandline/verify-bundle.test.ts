import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { anyCourse, courseRun, opens, rulesOf } from '../../tests/auction-courses.ts'
import { aKey, bundled, key, type Parts, sealedBy } from '../../tests/bundled.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../tests/database.ts'
import { anArmedLot, aWholeCourse, goesOn } from '../../tests/proof-things.ts'
import { aListing } from '../../tests/readers.ts'
import { bundleOf, wholeText } from '../modules/proofs/bundle.ts'
import { checkpointLots } from '../modules/proofs/checkpointing.ts'
import { replay } from '../platform/auction/apply.ts'
import { type Sent, take } from '../platform/auction/decide.ts'
import { armed, type Logged, type LotRules, second } from '../platform/auction/lot.ts'
import { vnd } from '../platform/money.ts'
import { canonicalText, sha256 } from '../platform/proof/chain.ts'
import { checkpointText, signNote } from '../platform/proof/checkpoint.ts'
import { publishedKey } from '../platform/proof/keys.ts'
import { leafHash, rootOf } from '../platform/proof/merkle.ts'
import { signReceipt } from '../platform/proof/receipt.ts'
import { runVerifyBundle, verifyBundle } from './verify-bundle.ts'
import { wordFinding } from './verify-bundle-texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-bundle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** Bits of this one file and of one receipt; verify-bundle-tampering.test.ts falsifies 10,000 files of many lots. */
const many = 300
const foreign = aKey()

/** The same log with that event another, and every hash and checkpoint after it made anew: what somebody with the key could do. */
const rewritten = (parts: Parts, log: readonly Logged[], by = key): Parts => bundled(parts.genesis.lot, parts.rules, parts.genesis.bidders.map(({ number }) => number), parts.genesis.armed_at, log, parts.result, 5, by)
const logOf = (parts: Parts): Logged[] => parts.events.map(({ body }) => JSON.parse(body) as Logged)
const codes = (text: string, held: Parameters<typeof verifyBundle>[1] = {}): string[] => [...new Set(verifyBundle(text, held).findings.map(({ code }) => code))]

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute'), lan = await aPerson(db, { organisation: institute })
const bidders = await Promise.all([211, 342, 587].map(async (number) => { const organisation_id = await anOrganisation(db); return { number, organisation_id, person_id: (await aPerson(db, { organisation: organisation_id })).person_id! } }))
const lot = await anArmedLot(db, { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), organisation_id: institute, created_by: lan.person_id!, bidders })
const course = aWholeCourse([211, 342, 587])
const noted: string[] = []
for (const [from, to] of [[0, 0], [0, 4], [4, 9], [9, course.length]] as const) {
  await goesOn(db, lot, course.slice(from, to))
  await checkpointLots(db, { key, publicUrl: 'http://san.example.vn' }, noon)
  noted.push((await db.selectFrom('auction_checkpoint').select('note').where('lot_id', '=', lot).orderBy('size', 'desc').limit(1).executeTakeFirstOrThrow()).note)
}
const text = await wholeText(await bundleOf(ctxOf(db), lot, key, 'http://san.example.vn'))
const parts = JSON.parse(text) as Parts
const receiptOf = (seq: number, by = key, from = parts) => { const { body } = from.events[seq - 1]!; return signReceipt({ lot: from.genesis.lot, seq, at: (JSON.parse(body) as Logged).at, body }, by) }

describe('the public file of a lot', () => {
  test('is one canonical text, and everything in it is recomputed: events, checkpoints, winner and price', () => {
    const verified = verifyBundle(text, { receipts: [{ name: 'mine', text: JSON.stringify(receiptOf(3)) }], checkpoints: [{ name: 'noted', text: noted[1]! }], keys: [publishedKey(key.publicKey).name] })
    expect(verified.findings).toEqual([])
    expect(verified).toMatchObject({ right: true, events: 14, checkpoints: 4, receipts: 1, result: { phase: 'signed', winner: 211, price: 145_000_000 } })
    expect(text).toBe(`${canonicalText(parts)}\n`)
    expect(text).not.toMatch(/Người|Tổ chức \d|muoi/)
  })
  test('of a lot that goes on holds what is signed so far', async () => {
    const other = await anArmedLot(db, { listing_id: 1, organisation_id: institute, created_by: lan.person_id!, bidders })
    await expect(bundleOf(ctxOf(db), other, key, 'http://san.example.vn')).rejects.toMatchObject({ refusal: { code: 'not_found' } })
    await goesOn(db, other, course.slice(0, 4))
    await checkpointLots(db, { key, publicUrl: 'http://san.example.vn' }, noon)
    await goesOn(db, other, course.slice(4, 6))
    expect(verifyBundle(await wholeText(await bundleOf(ctxOf(db), other, key, 'http://san.example.vn')))).toMatchObject({ right: true, events: 4, result: { phase: 'open', price: 110_000_000 } })
  })
  test('says nothing of a reserve until that has decided, and is checked all the same', async () => {
    const rules = { ...parts.rules, floor: 120_000_000 as never }
    const other = await anArmedLot(db, { listing_id: 1, organisation_id: institute, created_by: lan.person_id!, bidders, rules })
    const bundle = async (): Promise<string> => { await checkpointLots(db, { key, publicUrl: 'http://san.example.vn' }, noon); return wholeText(await bundleOf(ctxOf(db), other, key, 'http://san.example.vn')) }
    await goesOn(db, other, course.slice(0, 3))
    const during = await bundle()
    expect(during).not.toContain('120000000')
    expect(verifyBundle(during)).toMatchObject({ right: true, result: null })
    await goesOn(db, other, course.slice(-3).map((step) => ({ ...step, by: { clock: true } })))
    expect(verifyBundle(await bundle())).toMatchObject({ right: true, result: { phase: 'failed', winner: null } })
  })
})

describe('what the engine decides, the rules written a second time find right', () => {
  test('in chance courses of all three forms', () => {
    const reached = new Set<string>()
    fc.assert(fc.property(anyCourse, (chance) => {
      const { state, log, armed_at, numbers } = courseRun(chance)
      for (const { type } of log) reached.add(`${chance.rules.form} ${type}`)
      const { phase, winner, price, closes_at } = state
      expect(verifyBundle(sealedBy(bundled(7, chance.rules, numbers, armed_at, log, { phase, winner, price, closes_at }))).findings).toEqual([])
    }), { numRuns: Number(process.env.COURSES ?? 500) })
    expect(reached.size).toBeGreaterThan(30)
  })
})

describe('of falsified files of this lot not one passes', () => {
  const sample = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
  test('a byte flipped anywhere', () => {
    const bytes = Buffer.from(text)
    let passed = 0
    for (const i of sample(many)) {
      const wrong = Buffer.from(bytes), at = Math.floor((i * bytes.length) / many)
      wrong[at]! ^= 1 << (i % 8)
      if (verifyBundle(wrong.toString('utf8')).right) passed++
    }
    expect(passed).toBe(0)
  })
  test('a row dropped, doubled or exchanged with its neighbour, and the file sealed anew with the Exchange’s own key', () => {
    for (const i of sample(Math.min(many, parts.events.length * 3))) {
      const events = [...parts.events], at = i % events.length
      if (i % 3 === 0) events.splice(at, 1)
      else if (i % 3 === 1) events.splice(at, 0, events[at]!)
      else if (at > 0) events.splice(at - 1, 2, events[at]!, events[at - 1]!)
      else continue
      expect(codes(sealedBy({ ...parts, events })).filter((code) => ['gap', 'chain_broken', 'checkpoint_beyond'].includes(code))).not.toEqual([])
    }
    // The last rows cut off, so that the chain is whole: the checkpoints are longer than the log, or gone, and then the one somebody noted is.
    const cut = { ...parts, events: parts.events.slice(0, -2) }
    expect(codes(sealedBy(cut))).toContain('checkpoint_beyond')
    expect(codes(sealedBy({ ...cut, checkpoints: parts.checkpoints.slice(0, -1) }), { checkpoints: [{ name: 'noted', text: noted.at(-1)! }] })).toContain('checkpoint_beyond')
  })
  test('an amount changed with the whole chain made anew: the signed checkpoints are of another history; with these signed anew too, whoever noted one or holds a receipt shows it', () => {
    for (const i of sample(Math.min(many, 200))) {
      const log = logOf(parts).map((event, n) => (n === 4 && event.type === 'bid_taken' ? { ...event, at: event.at + 1 + i } : event)), other = rewritten(parts, log)
      expect(codes(sealedBy({ ...other, checkpoints: parts.checkpoints }))).toContain('root_differs')
      expect(codes(sealedBy(other))).toEqual([]) // alone it is whole: the key is the Exchange's
      expect(codes(sealedBy(other), { checkpoints: [{ name: 'noted', text: noted[2]! }] })).toEqual(['root_differs', 'checkpoint_facts'])
      expect(codes(sealedBy(other), { receipts: [{ name: 'mine', text: JSON.stringify(receiptOf(5)) }] })).toEqual(['receipt_differs'])
      expect(codes(sealedBy(rewritten(parts, log, foreign), foreign), { keys: [publishedKey(key.publicKey).name] })).toContain('key_unknown')
    }
  })
  test('checkpoints of another log, unsigned, in another order, forked, or of a foreign key', () => {
    const [first, second, third] = parts.checkpoints as [Parts['checkpoints'][0], Parts['checkpoints'][0], Parts['checkpoints'][0]]
    const with_ = (...checkpoints: Parts['checkpoints']): string => sealedBy({ ...parts, checkpoints: [...checkpoints, parts.checkpoints.at(-1)!] })
    const forked = rewritten(parts, logOf(parts).map((event, n) => (n === 1 ? { ...event, at: event.at + 1 } : event)))
    expect(codes(with_(first, third, second))).toEqual(['checkpoint_order'])
    expect(codes(with_(first, first))).toEqual(['checkpoint_order'])
    expect(codes(with_(first, forked.checkpoints[1]!))).toEqual(['checkpoint_other_log', 'root_differs', 'checkpoint_facts'].filter((code) => code !== 'checkpoint_other_log'))
    expect(codes(with_({ ...first, note: first.note.replace(/— .*/, (line) => line.replace(/.{8}$/, 'AAAAAAA=')) }))).toEqual(['checkpoint_unsigned'])
    expect(codes(with_({ ...first, note: 'x' }))).toEqual(['checkpoint_unreadable'])
    expect(codes(with_({ ...first, note: signNote(checkpointText({ origin: 'san.example.vn/auctions/99', size: 1, root: rootOf([leafHash('x')]), at: 1, chain: sha256('x') }), 'san.example.vn/auctions/99', key) }))).toEqual(['checkpoint_other_log'])
    expect(codes(with_({ ...first, token: sha256('x').toString('base64') }))).toEqual(['token_wrong'])
    expect(codes(sealedBy({ ...parts, checkpoints: [] }))).toEqual(['no_checkpoint'])
    expect(codes(sealedBy({ ...parts, checkpoints: parts.checkpoints.slice(0, 2) }))).toEqual(['uncovered'])
  })
  test('receipts forged, changed, of another lot, or for what the log does not say', () => {
    let passed = 0
    const receipt = JSON.stringify(receiptOf(3))
    for (const i of sample(many)) {
      const wrong = Buffer.from(receipt)
      wrong[Math.floor((i * wrong.length) / many)]! ^= 1 << (i % 7)
      if (wrong.toString() === receipt) continue
      // Between the parts of JSON any blank says the same.
      let sameValue = false
      try { sameValue = canonicalText(JSON.parse(wrong.toString())) === canonicalText(JSON.parse(receipt)) } catch { /* none */ }
      if (!sameValue && verifyBundle(text, { receipts: [{ name: 'r', text: wrong.toString('utf8') }] }).right) passed++
    }
    expect(passed).toBe(0)
    const judged = (given: object): string[] => codes(text, { receipts: [{ name: 'r', text: JSON.stringify(given) }] })
    expect(judged(receiptOf(3, foreign))).toEqual(['receipt_forged'])
    expect(judged({ ...receiptOf(3, foreign), key: publishedKey(key.publicKey).name })).toEqual(['receipt_forged'])
    expect(judged(signReceipt({ lot: 99, seq: 3, at: receiptOf(3).at, body: parts.events[2]!.body }, key))).toEqual(['receipt_other_lot'])
    expect(judged(signReceipt({ lot, seq: 99, at: 1, body: 'x' }, key))).toEqual(['receipt_missing'])
    expect(judged(signReceipt({ lot, seq: 3, at: receiptOf(3).at, body: parts.events[3]!.body }, key))).toEqual(['receipt_differs'])
    expect(judged([])).toEqual(['receipt_unreadable'])
  })
  test('a course against the rules, though everything is signed and sealed', () => {
    const log = logOf(parts)
    const judged = (change: (event: Logged, n: number) => Logged | Logged[] | null, more: Partial<Parts> = {}): string[] => {
      const events = log.flatMap((event, n) => change(event, n) ?? []).map((event, n) => ({ ...event, seq: n + 1 }))
      return verifyBundle(sealedBy({ ...rewritten(parts, events), ...more })).findings.map(({ code, why, event }) => [code, why, event].filter((part) => part !== undefined).join(' '))
    }
    expect(judged((event) => event)).toEqual([])
    // Another winner announced than led; a price below the step; a good bid refused; a leader's withdrawal without what follows from it.
    expect(judged((event) => (event.type === 'announced' || event.type === 'minutes_signed' ? { ...event, winner: 587 } : event))).toEqual(['course_wrong differs 13'])
    expect(judged((event) => (event.type === 'bid_taken' && event.seq === 3 ? { ...event, amount: 103_000_000 as never } : event))).toEqual(['course_wrong amount 3'])
    expect(judged((event) => (event.type === 'bid_taken' && event.seq === 5 ? { type: 'refused', command: { type: 'bid', amount: event.amount, key: event.key }, by: { bidder: event.bidder }, refusal: { code: 'too_late', closed: event.closes_at }, seq: 5, at: event.at } : event))).toEqual(['course_wrong wrongly_refused 5'])
    expect(judged((event) => (event.type === 'price_fell_back' ? null : event))).toEqual(['course_wrong must_follow 10'])
    expect(judged((event) => (event.type === 'resumed' ? { ...event, closes_at: event.closes_at - 1 } : event))).toEqual(['course_wrong end 7'])
    expect(judged((event) => (event.type === 'opened' ? null : event))).toEqual(['course_wrong not_now 1'])
    expect(judged((event) => (event.type === 'bid_taken' ? { ...event, bidder: 1 } : event))).toEqual(['course_wrong no_bidder 2'])
    expect(judged((event) => event, { result: { ...parts.result, price: 1 } })).toEqual(['result_differs'])
    expect(judged((event) => event, { rules: { ...parts.rules, step: 1 as never } })).toContain('rules_differ')
  })
  test('of the second course: time that a leader who left should have given and did not, calls before their time, a call refused though it was time', () => {
    const rules = rulesOf('ascending', { course: 2, calls: { from: opens + 60 * second, apart: 5 * second } })
    const sent: [at: number, sent: Sent][] = [[0, { by: { clock: true }, command: { type: 'open' } }], ...[[1, 100], [2, 105], [1, 110]].map(([number, amount], n): [number, Sent] => [n + 1, { by: { bidder: number! }, command: { type: 'bid', amount: vnd(amount!), key: `k${n}` } }]),
      [290, { by: { bidder: 1 }, command: { type: 'withdraw', key: 'w' } }], ...[300, 306, 351].map((at): [number, Sent] => [at, { by: { auctioneer: 9 }, command: { type: 'call' } }])]
    let state = armed(rules, [1, 2, 3], opens - second)
    const log = sent.flatMap(([at, one]) => { const taken = take(state, one, opens + at * second); state = taken.state; return taken.log })
    expect(log.map(({ type }) => type)).toEqual(['opened', 'bid_taken', 'bid_taken', 'bid_taken', 'bidder_out', 'price_fell_back', 'called', 'called', 'called', 'closed'])
    const judged = (changed: readonly object[], result = {}): string[] => verifyBundle(sealedBy(bundled(7, rules, [1, 2, 3], opens - second, changed as readonly Logged[], { phase: state.phase, winner: state.winner, price: state.price, closes_at: state.closes_at, ...result }))).findings.map(({ code, why, event }) => `${code} ${why} ${event}`)
    expect(judged(log)).toEqual([])
    expect(judged(log.map(({ ...event }) => (event.type === 'price_fell_back' ? { ...event, closes_at: rules.closes_at } : event)))).toEqual(['course_wrong must_follow 6'])
    for (const [seq, at] of [[8, 304], [9, 349]]) expect(judged(log.slice(0, seq! - 1).concat({ ...log[seq! - 1]!, at: opens + at! * second }))).toEqual([`course_wrong too_early ${seq}`])
    expect(judged([...log.slice(0, 8), { type: 'refused', command: { type: 'call' }, by: { auctioneer: 9 }, refusal: { code: 'call_early', at: opens + 350 * second + 1 }, seq: 9, at: opens + 352 * second }])).toEqual(['course_wrong wrongly_refused 9'])
    expect(verifyBundle(sealedBy({ ...bundled(7, { ...rules, course: 3 as never }, [1, 2, 3], opens - second, log, {}) })).findings[0]).toMatchObject({ code: 'wrong_shape', expected: 'rules' })
  })
})

describe('of several registered, those who went before the opening do not count at it', () => {
  const forms = ['ascending', 'descending', 'sealed'] as const
  /** A lot of two of whom one goes a minute before it opens; its log as the engine writes it, changed and signed as given. */
  const opened = (form: LotRules['form'], opens_at: number, { single_bidder = 'fail' as LotRules['single_bidder'], gone = [2], change = (log: Logged[]): Logged[] => log } = {}): string[] => {
    const rules = rulesOf(form, { opens_at, closes_at: opens_at + 300 * second, single_bidder }), armed_at = opens_at - 3_600 * second
    let state = armed(rules, [1, 2], armed_at)
    const log: Logged[] = []
    const press = (sent: Sent, at: number): void => { const taken = take(state, sent, at); state = taken.state; log.push(...taken.log) }
    gone.forEach((bidder, i) => press({ by: { bidder }, command: { type: 'withdraw', key: 'đi' } }, opens_at - (60 - i) * second))
    press({ by: { clock: true }, command: { type: 'open' } }, opens_at)
    const told = change(log), { phase, winner, price, closes_at } = replay(rules, [1, 2], armed_at, told)
    return verifyBundle(sealedBy(bundled(7, rules, [1, 2], armed_at, told, { phase, winner, price, closes_at }))).findings.map(({ code, why, event }) => [code, why, event].filter((part) => part !== undefined).join(' '))
  }
  const after = Date.parse('2027-01-01T00:00:00+07:00') * 1_000, before = after - 1
  const unfailed = (log: Logged[]): Logged[] => log.filter(({ type }) => type !== 'failed')
  const failedAs = (reason: 'single_bidder' | 'no_bidders') => (log: Logged[]): Logged[] => [...unfailed(log), { type: 'failed', reason, seq: unfailed(log).length + 1, at: unfailed(log).at(-1)!.at + 1 }]
  test.each(forms)('%s: one left, or nobody, fails as the rules say; a log that says otherwise is found wrong, whoever signed it', (form) => {
    for (const gone of [[], [2], [1, 2]]) for (const single_bidder of ['fail', 'sell'] as const) expect(opened(form, after, { gone, single_bidder })).toEqual([])
    expect(opened(form, after, { change: unfailed })).toEqual(['course_wrong nothing_follows 2'])
    expect(opened(form, after, { gone: [1, 2], single_bidder: 'sell', change: unfailed })).toEqual(['course_wrong nothing_follows 3'])
    expect(opened(form, after, { change: failedAs('no_bidders') })).toEqual(['course_wrong must_follow 3'])
    expect(opened(form, after, { single_bidder: 'sell', change: failedAs('single_bidder') })).toEqual(['course_wrong not_now 3'])
    expect(opened(form, after, { gone: [], change: failedAs('single_bidder') })).toEqual(['course_wrong not_now 2'])
  })
  test.each(forms)('%s: a lot opened before 2027 may have counted everybody registered, and either is right; nothing else is', (form) => {
    expect(opened(form, before)).toEqual([])
    expect(opened(form, before, { change: unfailed })).toEqual([])
    expect(opened(form, before, { gone: [1, 2], change: unfailed })).toEqual([])
    expect(opened(form, before, { change: failedAs('no_bidders') })).toEqual(['course_wrong must_follow 3'])
    expect(opened(form, before, { single_bidder: 'sell', change: failedAs('single_bidder') })).toEqual(['course_wrong not_now 3'])
    expect(opened(form, before, { gone: [], change: failedAs('single_bidder') })).toEqual(['course_wrong not_now 2'])
  })
})

test('it shares no code with what ran the lot', () => {
  for (const file of ['verify-bundle', 'verify-bundle-ballots', 'verify-bundle-course', 'verify-bundle-format', 'verify-bundle-texts']) {
    const imports = [...readFileSync(`src/commandline/${file}.ts`, 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from)
    expect(imports.filter((from) => !/^(node:(crypto|fs)|commander|\.\/(exchange|verify-bundle(-ballots|-course|-format|-texts)?)\.ts)$/.test(from ?? ''))).toEqual([])
  }
})
test('the command says in both languages what is wrong and where, and ends with 1; with 0 where all is right', () => {
  const place = join(folder, 'lot.json'), mine = join(folder, 'mine.json')
  writeFileSync(place, text)
  writeFileSync(mine, JSON.stringify(receiptOf(3)))
  const run = (path: string, more: object = {}): [number, string] => { const lines: string[] = []; return [runVerifyBundle(path, { receipt: [], checkpoint: [], key: [], ...more }, (line) => lines.push(line)), lines.join('\n')] }
  const [right, said] = run(place, { receipt: [mine] })
  expect([right, said]).toEqual([0, expect.stringMatching(/tất cả đều đúng · all is right[\s\S]*số · number 211, 145,000,000 VND/)])
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, text.replace('110000000', '115000000'))
  const [code, told] = run(wrong)
  expect(code).toBe(1)
  expect(told).toMatch(/✗ Dấu niêm phong .*\n {2}The seal over the whole file does not hold/)
  expect(told).toMatch(/✗ Sự kiện 3: chuỗi mã băm bị đứt.*\n {2}Event 3: the chain of hashes breaks/)
  expect(JSON.parse(run(place, { json: true })[1])).toMatchObject({ right: true })
  expect(() => run(join(folder, 'nowhere.json'))).toThrow('cannot be read')
  for (const code_ of ['not_json', 'gap', 'course_wrong', 'receipt_forged'] as const) expect(wordFinding({ code: code_, event: 1, file: 'x' }).every((sentence) => sentence.length > 10)).toBe(true)
})
