import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { changeStage, claimClosing, confirmClosing, loseDeal, sendMessage } from './commands.ts'
import { partDuties } from './duties.ts'
import { endParty, liftEnd, settleParty } from './gone-commands.ts'
import { acceptInterest, expressInterest } from './interest-commands.ts'
import { dealPart } from './part-queries.ts'
import { dealFile } from './queries.ts'
import { bestActionIn } from './step-queries.ts'

/** A party that is dissolved, bankrupt or out of business while a deal with it is open. */
const { db } = await testDatabase()
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), inspector = await aPerson(db, { staff: ['inspector'] })
const moderator = await aPerson(db, { staff: ['moderator'] }), stranger = await aPerson(db, { organisation: await anOrganisation(db) })
const on = (actor: Actor) => ctxOf(db, actor)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const word = 'Cổng thông tin đăng ký doanh nghiệp, quyết định 12/QĐ.'

/** Two organisations of their own, with a deal between them. */
async function aDeal() {
  const institute = await anOrganisation(db, 'institute', `Viện ${randomUUID().slice(0, 6)}`), buyer = await anOrganisation(db, 'enterprise', `Công ty ${randomUUID().slice(0, 6)}`)
  const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hoa' })
  const another = async () => acceptInterest(on(lan), { interest_id: await expressInterest(on(hoa), { listing_id: await listed(db, institute, 'Máy sấy', { kind: 'offer', state: 'published' }), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  const deal = await another()
  const end = (who: Actor = officer, over = {}) => endParty(on(who), { deal_id: deal, organisation_id: buyer, kind: 'dissolved', ended_on: '2026-03-01', reason: word, ...over })
  const say = (who: Actor, id = deal) => refused(sendMessage(on(who), { deal_id: id, body: 'Xin chào', request_key: randomUUID() }))
  return { institute, buyer, lan, hoa, deal, another, end, say }
}
const waits = async (id: number) => (await partDuties(readAs(db, officer), officer, { deal: id })).map(({ kind, path }) => [kind, path])

test('nothing goes on in a file one side of which is dissolved, on either side; the file says what to do, and the deal officers have it before them', async () => {
  const { deal, another, lan, hoa, buyer, end, say } = await aDeal()
  const second = await another()
  expect(await say(lan)).toBe('done')
  await end()
  for (const [who, id] of [[lan, deal], [hoa, deal], [lan, second]] as const) expect(await say(who, id)).toBe('party_gone')
  expect(await refused(changeStage(on(lan), { deal_id: deal, stage: 'nda', reason: '', version: 1 }))).toBe('party_gone')
  expect(await refused(claimClosing(on(lan), { deal_id: deal, value: vnd(5), reason: 'Hợp đồng đã ký ngoài Sàn.' }))).toBe('party_gone')
  for (const id of [deal, second]) expect(await waits(id)).toContainEqual(['party_gone', `/deals/${id}/steps#gone`])
  expect(await bestActionIn(db, deal, noon)).toMatchObject({ code: 'settle_gone', path: `/deals/${deal}/steps#gone` })
  const part = await dealPart(readAs(db, lan), lan, deal, 'steps', 'vi', '2026-03-02')
  expect([part.acts, part.gone.get(buyer)]).toEqual([{ talk: null, edit: null, sign: null }, 'dissolved'])
  const file = await dealFile(readAs(db, lan), lan, deal, 'vi')
  expect([file.acts.talk, file.loses === null]).toEqual([null, false])
  expect(await refused(another())).toBe('party_gone')
})

test.each<[string, (deal: Awaited<ReturnType<typeof aDeal>>) => Actor, string]>([
  ['the side that is left', ({ lan }) => lan, 'done'], ['the side that is gone', ({ hoa }) => hoa, 'done'], ['a deal officer in its place', () => officer, 'done'],
  ['an inspector', () => inspector, 'not_permitted'], ['a stranger', () => stranger, 'not_found'],
])('closing it as lost stays possible: %s, %s', async (_, who, answer) => {
  const made = await aDeal()
  await claimClosing(on(made.hoa), { deal_id: made.deal, value: vnd(70), reason: 'Hợp đồng đã ký ngoài Sàn.' }) // nobody can answer it any more
  await made.end()
  expect(await refused(loseDeal(on(who(made)), { deal_id: made.deal, loss_code: 'other', reason: 'Bên nhận đã giải thể.' }))).toBe(answer)
  expect((await waits(made.deal)).length).toBe(answer === 'done' ? 0 : 1)
})
test('where both sides are there, an officer closes no deal for them', async () => {
  const { deal } = await aDeal()
  expect(await refused(loseDeal(on(officer), { deal_id: deal, loss_code: 'price', reason: '' }))).toBe('not_permitted')
})

test.each<[string, (deal: Awaited<ReturnType<typeof aDeal>>) => Actor, string]>([
  ['a deal officer', () => officer, 'done'], ['the other side', ({ lan }) => lan, 'not_permitted'], ['the side itself', ({ hoa }) => hoa, 'not_permitted'], ['a moderator', () => moderator, 'not_permitted'], ['an inspector', () => inspector, 'not_permitted'], ['a stranger', () => stranger, 'not_permitted'],
  ['an officer of the other side', ({ lan }) => ({ ...lan, staff_roles: ['deal_officer'] }), 'not_permitted'],
])('who notes it, takes it back and settles it: %s, %s', async (_, who, answer) => {
  const made = await aDeal()
  expect(await refused(made.end(who(made)))).toBe(answer)
  if (answer !== 'done') await made.end()
  expect(await refused(settleParty(on(who(made)), { deal_id: made.deal, word: 'Bên giao nhận lại thiết bị.' }))).toBe(answer)
  expect(await refused(liftEnd(on(who(made)), { deal_id: made.deal, organisation_id: made.buyer, lift_reason: 'Ghi nhầm tổ chức.' }))).toBe(answer)
})
test('it is noted once, of a party, and not before the day', async () => {
  const { end, institute } = await aDeal(), other = await aDeal()
  expect(await refused(end(officer, { ended_on: '2026-03-03' }))).toBe('end_to_come')
  expect(await refused(end(officer, { organisation_id: other.buyer }))).toBe('not_found')
  expect((await Promise.all([refused(end()), refused(end())])).toSorted()).toEqual(['done', 'end_noted_already'])
  expect(await refused(end(officer, { organisation_id: institute, kind: 'bankrupt' }))).toBe('done')
})
test('taken back, the file goes on; settled, it waits for nobody and both sides read how', async () => {
  const { deal, buyer, end, say, lan, hoa } = await aDeal()
  await end()
  await liftEnd(on(officer), { deal_id: deal, organisation_id: buyer, lift_reason: 'Ghi nhầm tổ chức.' })
  expect([await say(lan), await waits(deal)]).toEqual(['done', []])
  expect(await refused(settleParty(on(officer), { deal_id: deal, word: 'Không còn gì để giải quyết.' }))).toBe('nobody_gone')
  await claimClosing(on(lan), { deal_id: deal, value: vnd(70), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await confirmClosing(on(hoa), { deal_id: deal, value: vnd(70) })
  await end()
  await settleParty(on(officer), { deal_id: deal, word: 'Hai đợt còn lại do bên thanh lý tài sản trả.' })
  expect(await waits(deal)).toEqual([])
  expect((await dealFile(readAs(db, lan), lan, deal, 'vi')).timeline.map(({ event }) => event)).toContainEqual(expect.objectContaining({ type: 'deal.party_settled', word: 'Hai đợt còn lại do bên thanh lý tài sản trả.' }))
})
test('a message sent at the very moment is before it or refused, never after it', async () => {
  for (let i = 0; i < 5; i++) {
    const { deal, end, say, hoa } = await aDeal()
    const [, said] = await Promise.all([end(), say(hoa)])
    const events = (await db.selectFrom('event').select(['id', 'type']).where('type', 'in', ['organisation.ended', 'deal.message_sent']).orderBy('id', 'desc').limit(2).execute()).map(({ type }) => type)
    expect(said === 'party_gone' || events[0] === 'organisation.ended', `${said} ${deal} ${events.join()}`).toBe(true)
  }
})
test('a party whose record was deleted is gone too', async () => {
  const { buyer, say, lan } = await aDeal()
  await db.updateTable('organisation').set({ deleted_at: noon }).where('id', '=', buyer).execute()
  expect(await say(lan)).toBe('party_gone')
})
