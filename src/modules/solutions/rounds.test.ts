import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import readWorkbook from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { aSolutionCall, envelopes, scored } from '../../../tests/solution-things.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { withdrawSolution } from './draft-commands.ts'
import { rankingWorkbook, recordFile } from './files.ts'
import { decideLow, explainPrice, openPrices, rankSolution } from './price-commands.ts'
import { solutionDuties, solutionFile } from './queries.ts'
import { lowerPrice } from './round-commands.ts'
import { recordedAnswers, roundsFile } from './round-queries.ts'
import { runRounds } from './rounds.ts'
import { submitSolution } from './submission-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã'), one = await anOrganisation(db, 'institute', 'Viện Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai'), three = await anOrganisation(db, 'enterprise', 'Công ty Ba')
const officer = await aPerson(db, { staff: ['deal_officer'] }), second = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] }), administrator = await aPerson(db, { staff: ['administrator'] })
const lan = await aPerson(db, { organisation: owner }), hoa = await aPerson(db, { organisation: one }), signer = await aPerson(db, { organisation: one, role: 'signer' }), editor = await aPerson(db, { organisation: one, role: 'editor' }), minh = await aPerson(db, { organisation: two }), ba = await aPerson(db, { organisation: three })
const judge = await aPerson(db, { name: 'Giám khảo' }), stranger = await aPerson(db)
const brokenBy = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: Error) => error.message)
const row = (id: number) => db.selectFrom('solution_call').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const at = (actor: Actor, when: Date): Ctx => ctxOf(db, actor, when)
const lower = (solution_id: number, price: number, request_key = randomUUID()) => ({ solution_id, price: vnd(price), request_key })

/** Prices are open: by them Viện Một is first, Công ty Hai second; Công ty Ba, where it came, is below the threshold. Rounds begin two working days later. */
async function opened(prices: [Actor, number][] = [[hoa, 500_000_000], [minh, 520_000_000], [ba, 100_000_000]], over: Record<string, unknown> = {}) {
  const id = await aSolutionCall(db, { officer, second, need: await listed(db, owner, 'Cần sấy trái cây', { kind: 'need' }), now: noon, over: { rounds: 'yes', round_turn: '5', round_pause: '10', round_step: '1.000.000', round_days: '2', round_hour: '09:00', ...over } })
  for (const [actor, price] of prices) await submitSolution(at(actor, daysFrom(noon, 1)), envelopes(id, price))
  const numbers = await scored(db, id, { officer, members: [judge], points: (organisation) => (organisation === three ? [40, 30] : organisation === one ? [90, 80] : [85, 80]), now: noon })
  await openPrices(at(officer, daysFrom(noon, 11)), { solution_id: id })
  const turns = async () => (await db.selectFrom('solution_turn as t').innerJoin('solution_entry as e', 'e.id', 't.entry_id').select(['t.round', 't.position', 'e.organisation_id', 't.begins_at', 't.ends_at', 't.closed_at']).where('t.call_id', '=', id).orderBy('t.round').orderBy('t.position').execute())
  const begins = (await row(id)).rounds_begin_at ?? noon
  return { id, numbers, turns, begins, moment: (minutes: number) => minutesFrom(begins, minutes) }
}
const moments = (list: { organisation_id: number; begins_at: Date }[], begins: Date) => list.map(({ organisation_id, begins_at }) => [organisation_id, (begins_at.getTime() - begins.getTime()) / 60_000])

test('Rounds are fixed by the hash; after the prices are open they begin on the working day and hour the rules say, the worst placed first, and only for who reached the threshold.', async () => {
  const { id, turns, begins } = await opened()
  const call = await row(id)
  expect(call.state).toBe('bidding')
  expect(begins).toEqual(new Date('2026-03-17T09:00:00+07:00')) // prices open on Friday 13 March; two working days
  expect(await brokenBy(db.updateTable('solution_call').set({ rules: sql<string>`rules - 'rounds'` }).where('id', '=', id).execute())).toContain('fixed when it is published')
  expect(moments(await turns(), begins)).toEqual([[two, 0], [one, 5]])
  expect(await db.selectFrom('solution_entry').select('low').where('call_id', '=', id).where('low', '=', true).execute()).toEqual([])
  expect(await refused(rankSolution(at(officer, begins), { solution_id: id }))).toBe('wrong_state')
  const alone = await opened([[hoa, 500_000_000], [ba, 100_000_000]])
  expect(await row(alone.id)).toMatchObject({ state: 'pricing', rounds_begin_at: null })
})

test('In its turn an organisation lowers its price, sealed until the turn is over; too early, too late or not enough is refused and changes nothing, and the same press is one.', async () => {
  const { id, moment, turns, begins } = await opened()
  expect(await refused(lowerPrice(at(minh, moment(-1)), lower(id, 400_000_000)))).toBe('turn_not_yet')
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [officer, 'not_found'], [lan, 'not_found'], [ba, 'not_found'], [judge, 'not_found'], [hoa, 'turn_not_yet'], [editor, 'not_permitted'], [{ ...minh, acted_by: { person_id: 1, name: 'Cán bộ' } }, 'in_person_only']] as const) expect(await refused(lowerPrice(at(who, moment(1)), lower(id, 400_000_000)))).toBe(code)
  expect(await refused(lowerPrice({ ...at(minh, moment(1)), session: null }, lower(id, 400_000_000)))).toBe('confirm_first')
  expect(await refused(lowerPrice(at(minh, moment(1)), lower(id, 519_500_000)))).toBe('price_not_lower')
  const press = lower(id, 480_000_000), kept = await lowerPrice(at(minh, moment(1)), press)
  expect(await lowerPrice(at(minh, moment(2)), press)).toBe(kept)
  expect(await refused(lowerPrice(at(minh, moment(3)), lower(id, 485_000_000)))).toBe('price_not_lower')
  // Sealed: its own organisation reads it, nobody else, nor the Exchange.
  const reads = async (of: Ctx['db']) => (await of.selectFrom('solution_lowered').select('id').where('id', '=', kept).execute()).length
  expect(await reads(at(minh, noon).db)).toBe(1)
  for (const of of [db, ...[hoa, officer, inspector, judge, lan, ba, observer, administrator, anonymous].map((who) => at(who, noon).db)]) expect(await reads(of)).toBe(0)
  // The turn is over: one press in the same key still has its answer, another is late.
  expect(await refused(lowerPrice(at(minh, moment(5)), lower(id, 450_000_000)))).toBe('turn_over')
  expect(await lowerPrice(at(minh, moment(6)), press)).toBe(kept)
  for (const who of [officer, inspector, judge, lan]) expect(await reads(at(who, noon).db)).toBe(1)
  for (const who of [hoa, ba, observer, administrator, anonymous, stranger]) expect(await reads(at(who, noon).db)).toBe(0)
  // The second round: the worst placed begins again, and all may be read after the first.
  await runRounds(db, id, moment(10))
  expect(moments((await turns()).filter(({ round }) => round === 2), begins)).toEqual([[two, 20], [one, 25]]) // 480 million is not enough to pass
  const seen = await roundsFile(at(hoa, moment(11)), await solutionFile(at(hoa, moment(11)), id))
  expect(seen.lines.map(({ prices }) => prices).toSorted()).toEqual([[500_000_000, 500_000_000], [520_000_000, 480_000_000]])
  expect(seen.names.size).toBe(0)
  expect(await refused(withdrawSolution(at(lan, moment(11)), { solution_id: id, reason: 'Không cần nữa rồi.' }))).toBe('not_permitted')
})

test('Two who press at once lower one after the other, never above what the other asked; the clock and a press at once close a turn once.', async () => {
  const { id, moment, turns } = await opened([[minh, 500_000_000], [hoa, 520_000_000]])
  const [first] = await turns()
  const own = first!.organisation_id === one ? [hoa, signer] : [minh, minh]
  const pressed = await Promise.all([1, 2, 3, 4].map((n) => refused(lowerPrice(at(own[n % 2]!, moment(1)), lower(id, 490_000_000)))))
  expect(pressed.toSorted()).toEqual(['done', 'price_not_lower', 'price_not_lower', 'price_not_lower'])
  const next = first!.organisation_id === one ? minh : hoa
  await Promise.all([runRounds(db, id, moment(6)), runRounds(db, id, moment(6)), refused(lowerPrice(at(next, moment(6)), lower(id, 470_000_000))), lowerPrice(at(next, moment(7)), lower(id, 460_000_000))])
  await Promise.all([1, 2, 3].map(() => runRounds(db, id, moment(10))))
  expect((await turns()).map(({ round, closed_at }) => [round, closed_at !== null])).toEqual([[1, true], [1, true], [2, false], [2, false]])
  expect(await db.selectFrom('event').select('id').where('type', '=', 'solution.round_opened').where('subject', '=', `solution:${id}`).execute()).toHaveLength(2)
  expect(await db.selectFrom('event').select('data').where('type', '=', 'solution.round_closed').where('subject', '=', `solution:${id}`).execute()).toMatchObject([{ data: { round: 1, lowered: 2 } }])
})

test('The database keeps it too: no price out of its turn, above the step, by another’s hand or changed later; no turn over twice or too early; no ranking before the third round.', async () => {
  const { id, moment } = await opened()
  const [turn] = await db.selectFrom('solution_turn').select(['id', 'entry_id', 'begins_at', 'ends_at']).where('call_id', '=', id).orderBy('position').execute()
  const write = (of: Ctx['db'], amount: number, when: Date, person = minh) => brokenBy(of.insertInto('solution_lowered').values({ turn_id: turn!.id, amount: vnd(amount), person_id: person.person_id!, request_key: randomUUID(), lowered_at: when }).execute())
  expect(await write(at(minh, noon).db, 400_000_000, moment(-1))).toContain('own turn')
  expect(await write(at(minh, noon).db, 400_000_000, turn!.ends_at)).toContain('own turn')
  expect(await write(at(minh, noon).db, 519_500_000, moment(1))).toContain('the step at least')
  for (const of of [db, at(hoa, noon).db, at(officer, noon).db]) expect(await write(of, 400_000_000, moment(1))).toContain('row-level security')
  expect(await write(at(minh, noon).db, 400_000_000, moment(1))).toBe('done')
  expect(await brokenBy(at(minh, noon).db.updateTable('solution_lowered').set({ amount: vnd(1) }).where('turn_id', '=', turn!.id).execute())).toContain('permission denied')
  expect(await brokenBy(db.updateTable('solution_turn').set({ closed_at: moment(4) }).where('id', '=', turn!.id).execute())).toContain('check')
  expect(await brokenBy(db.updateTable('solution_call').set({ state: 'pricing', rounds_over_at: moment(4) }).where('id', '=', id).execute())).toContain('every turn of the third')
  await runRounds(db, id, moment(5))
  expect(await brokenBy(asOwner(`update solution_turn set closed_at = closed_at + interval '1 hour' where id = ${turn!.id}`))).toContain('over once')
})

/** Places worked out from the record alone, without anything of ours: technical × (1 − w) + 100 × lowest ÷ price × w. */
function recomputed(record: string): [number, number, number][] {
  const { rules, answers } = JSON.parse(record) as { rules: { price_weight_basis_points: number; threshold: number; rounds?: unknown }; answers: { number: number; technical: string; handed_in_at: string; price_in_envelope: number | null; excluded: boolean; rounds: { lowered: { amount: number }[] }[] }[] }
  const fractionOf = (text: string): [bigint, bigint] => { const [n, d = '1'] = text.split('/'); return [BigInt(n!), BigInt(d)] }
  const asked = answers.filter(({ price_in_envelope, excluded }) => price_in_envelope !== null && !excluded).map((one) => ({ ...one, last: one.rounds.flatMap(({ lowered }) => lowered).reduce((price, { amount }) => { if (amount >= price) throw new Error('a price rose'); return amount }, one.price_in_envelope!) }))
  const lowest = BigInt(Math.min(...asked.map(({ last }) => last))), w = BigInt(rules.price_weight_basis_points)
  const valued = asked.map((one) => { const [n, d] = fractionOf(one.technical); return { ...one, n: n * (10_000n - w) * BigInt(one.last) + 100n * lowest * w * d, d: d * 10_000n * BigInt(one.last) } })
  return valued.toSorted((a, b) => { const left = b.n * a.d, right = a.n * b.d; return left < right ? -1 : left > right ? 1 : a.handed_in_at < b.handed_in_at ? -1 : 1 }).map(({ number, last }, i) => [number, i + 1, last])
}
test('Three rounds decide by their last prices, a low one is heard on it, the record is everybody’s, and anybody works out the same places from it.', async () => {
  const { id, moment, numbers } = await opened()
  expect((await solutionDuties(at(minh, moment(0)).db, minh, moment(0))).filter(({ call_id }) => call_id === id)).toMatchObject([{ kind: 'lower', n: 1 }])
  await lowerPrice(at(minh, moment(1)), lower(id, 300_000_000))
  await lowerPrice(at(hoa, moment(6)), lower(id, 480_000_000))
  await runRounds(db, id, moment(10)) // 300 of 480 million: two is first now, and one begins
  await lowerPrice(at(hoa, moment(21)), lower(id, 450_000_000))
  await lowerPrice(at(minh, moment(26)), lower(id, 200_000_000))
  for (const who of [ba, stranger, anonymous, administrator]) expect(await refused((async () => roundsFile(at(who, moment(30)), await solutionFile(at(who, moment(30)), id)))())).toBe('not_found')
  for (const who of [officer, inspector, observer, judge, lan, hoa, minh]) expect((await roundsFile(at(who, moment(30)), await solutionFile(at(who, moment(30)), id))).names.size).toBe(0)
  await runRounds(db, id, moment(30))
  expect(await refused(lowerPrice(at(hoa, moment(41)), lower(id, 449_500_000)))).toBe('price_not_lower')
  await runRounds(db, id, moment(50))
  expect(await row(id)).toMatchObject({ state: 'pricing', rounds_over_at: moment(50) })
  expect(await refused(lowerPrice(at(hoa, moment(51)), lower(id, 100_000_000)))).toBe('rounds_not_running')
  // 200 of 450 million is below 60 percent: heard on the final price, counted from the end of the rounds.
  const low = await db.selectFrom('solution_entry').select(['organisation_id', 'low', 'explain_until']).where('call_id', '=', id).where('low', '=', true).execute()
  expect(low).toEqual([{ organisation_id: two, low: true, explain_until: new Date('2026-03-21T00:00:00+07:00') }])
  expect(await refused(rankSolution(at(officer, moment(60)), { solution_id: id }))).toBe('low_price_undecided')
  await explainPrice(at(minh, moment(60)), { solution_id: id, explanation: 'Chúng tôi tự sản xuất cụm gia nhiệt nên giá thấp.' })
  await decideLow(at(officer, moment(70)), { solution_id: id, entry_number: numbers.get(two)!, decision: 'kept', reason: 'Có bảng tính giá thành hợp lý.' })
  await rankSolution(at(officer, moment(80)), { solution_id: id })
  const file = await solutionFile(at(anonymous, moment(90)), id)
  expect(file.result.map(({ number, rank, price }) => [number, rank, price])).toEqual([[numbers.get(two), 1, 200_000_000], [numbers.get(one), 2, 450_000_000], [numbers.get(three), null, null]])
  const record = recordFile(file, await recordedAnswers(at(anonymous, moment(90)), file), 'https://san.example')
  expect(recomputed(record)).toEqual(file.result.filter(({ rank }) => rank !== null).map(({ number, rank, price }) => [number, rank, price]))
  expect(recomputed(record.replace('450000000', '150000000'))).not.toEqual(recomputed(record))
  expect(JSON.parse(record)).toMatchObject({ rules_hash: (await row(id)).rules_hash, answers: [1, 2, 3].map((number) => (number === numbers.get(three) ? { number, price_in_envelope: null, rounds: [] } : { number })) })
  expect((await roundsFile(at(anonymous, moment(90)), file)).lines.map(({ prices }) => prices).toSorted()).toEqual([[500_000_000, 480_000_000, 450_000_000, 450_000_000], [520_000_000, 300_000_000, 200_000_000, 200_000_000]])
  // The third sheet of the workbook says the same to people who work in Excel; without rounds there is none.
  const book = async (rounds: Awaited<ReturnType<typeof roundsFile>> | null) => await readWorkbook(await rankingWorkbook(file, 'vi', 'https://san.example', moment(90), rounds)) as unknown as { sheet: string; data: unknown[][] }[]
  const sheets = await book(await roundsFile(at(anonymous, moment(90)), file))
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['Kết quả', 'Cách chấm', 'Ba vòng chào giá giảm'])
  expect(sheets[2]!.data[0]).toEqual(['Số', 'Bên', 'Điểm kỹ thuật', 'Trong phong bì (VND)', 'Trong phong bì: hạng', ...[1, 2, 3].flatMap((n) => [`Vòng ${n} (VND)`, `Vòng ${n}: hạng`])])
  expect(sheets[2]!.data.slice(1).toSorted((x, y) => String(x[1]).localeCompare(String(y[1]))).map(([number, name, , ...rest]) => [number, name, ...rest])).toEqual([
    [numbers.get(two), 'Công ty Hai', 520_000_000, 2, 300_000_000, 1, 200_000_000, 1, 200_000_000, 1], [numbers.get(one), 'Viện Một', 500_000_000, 1, 480_000_000, 2, 450_000_000, 2, 450_000_000, 2]])
  expect((await book(null)).length).toBe(2)
})
