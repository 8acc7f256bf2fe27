import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { openStorage } from '../../platform/storage.ts'
import { timelineOf } from '../audit/queries.ts'
import { keeping, receiveUpload } from '../documents/commands.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import { addDocument, changeStage, claimClosing, confirmClosing, disputeClosing, loseDeal, sendMessage } from './commands.ts'
import { acceptInterest, declineInterest, ExpressInterest, expressInterest, withdrawInterest } from './interest-commands.ts'
import { dealDuties, dealFile, dealsOf, interestFile, interestsOf } from './queries.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-deals-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), imported = await anOrganisation(db, 'university', 'Imported University'), third = await anOrganisation(db)
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), minh = await aPerson(db, { organisation: supplier, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: supplier, role: 'signer' }), watcher = await aPerson(db, { organisation: supplier, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hoa' }), hoaWatcher = await aPerson(db, { organisation: enterprise, role: 'viewer' })
const outsider = await aPerson(db, { organisation: third }), loner = await aPerson(db)
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), moderator = await aPerson(db, { staff: ['moderator'] })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

let listings = 0
async function aListing(kind: ListingKind, organisation_id: number, state: ListingState = 'published', research_fields: string[] = ['2']): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind, state, organisation_id, created_by: null, original_language: 'vi', trl: null, ip_status: null, price_min: null, price_max: null, research_fields, patent_classes: [], industries: [], transfer_forms: [], ward_code: null,
    source_name: null, source_key: null, source_sha256: null, submitted_at: null, published_at: noon, closed_at: null, created_at: noon, updated_at: noon,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('listing_text').values({ listing_id: id, language: 'vi', title: `Tin ${++listings}` }).execute()
  return id
}
const message = 'Chúng tôi cần sấy 500 kg rau một ngày.'
const express = async (listing_id: number, over: Partial<Parameters<typeof expressInterest>[1]> = {}, who = hoa) => expressInterest(as(who), { listing_id, counter_listing_id: null, message, request_key: randomUUID(), ...over })
const accepted = async (kind: ListingKind = 'offer') => acceptInterest(as(lan), { interest_id: await express(await aListing(kind, supplier)) })
const dealRow = (id: number) => db.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const eventsOf = async (subject: string) => (await db.selectFrom('event').select('type').where('subject', '=', subject).orderBy('id').execute()).map(({ type }) => type)

test.each<[string, Actor, string]>([
  ['a stranger is asked to sign in', anonymous, 'sign_in_first'], ['somebody without an organisation may not', loner, 'not_permitted'], ['a viewer may not', hoaWatcher, 'not_permitted'],
  ['its own organisation may not', minh, 'own_listing'], ['an editor of another organisation may', hoa, 'done'], ['an owner of a third may too', outsider, 'done'],
])('expressing interest: %s', async (_, who, code) => expect(await refused(express(await aListing('offer', supplier), {}, who))).toBe(code))

test('interest is for published listings, with a counter listing of one’s own and of the other kind', async () => {
  for (const state of ['draft', 'submitted', 'returned', 'closed'] as const) expect(await refused(express(await aListing('offer', supplier, state)))).toBe('not_found')
  const staffed = { ...hoa, staff_roles: ['moderator'] as const }
  expect(await refused(express(await aListing('offer', supplier, 'draft'), {}, staffed))).toBe('listing_not_published')
  expect(await refused(express(999_999))).toBe('not_found')
  const offer = await aListing('offer', supplier)
  for (const unfit of [await aListing('offer', enterprise), await aListing('need', third), await aListing('need', enterprise, 'draft'), 999_999]) expect(await refused(express(offer, { counter_listing_id: unfit }))).toBe('counter_listing_unfit')
  const counter_listing_id = await aListing('need', enterprise)
  const id = await expressInterest(as(hoa), { listing_id: offer, counter_listing_id, message, request_key: randomUUID() }, [{ code: 'shared_words', words: { vi: ['sấy lạnh'], en: [] } }])
  const file = await interestFile(db, lan, id, 'en')
  expect(file).toMatchObject({ message, counter_listing: { id: counter_listing_id }, reasons: [{ code: 'shared_words', words: { vi: ['sấy lạnh'] } }], may_answer: true, may_withdraw: false, listing: { language: 'vi' } })
  const dealId = await acceptInterest(as(lan), { interest_id: id })
  expect(await dealRow(dealId)).toMatchObject({ offer_id: offer, need_id: counter_listing_id, supplier_organisation_id: supplier, demander_organisation_id: enterprise, stage: 'discussion' })
})

test('a second interest of the same organisation is led to the first, until that is declined or withdrawn', async () => {
  const listing = await aListing('offer', supplier)
  const first = await express(listing)
  await expect(express(listing)).rejects.toMatchObject({ refusal: { code: 'already_interested', interest_id: first } })
  await withdrawInterest(as(hoa), { interest_id: first })
  const second = await express(listing)
  await declineInterest(as(lan), { interest_id: second, decline_code: 'too_dear', answer: '' })
  expect(await express(listing)).toBeGreaterThan(second)
})

test('one press sent twice is one interest; two presses at once are one too', async () => {
  const listing = await aListing('offer', supplier), request_key = randomUUID()
  const [a, b] = await Promise.all([express(listing, { request_key }), express(listing, { request_key })])
  expect(a).toBe(b)
  expect(await express(listing, { request_key })).toBe(a)
  expect(await eventsOf(`interest:${a}`)).toEqual(['interest.expressed'])
  const other = await aListing('offer', supplier)
  const [c, d] = await Promise.all([refused(express(other)), refused(express(other))])
  expect([c, d].toSorted()).toEqual(['already_interested', 'done'])
  expect(await refused(express(await aListing('offer', supplier), { request_key }))).toBe('not_found')
})

test('two organisations interested in each other’s listings at once do not wait in a circle', async () => {
  for (let i = 0; i < 10; i++) {
    const offer = await aListing('offer', supplier), need = await aListing('need', enterprise)
    await Promise.all([express(offer, { counter_listing_id: need }), express(need, { counter_listing_id: offer }, lan)])
  }
})

test.each<[string, Actor, string]>([
  ['a stranger', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['a moderator', moderator, 'not_found'], ['the sender', hoa, 'not_permitted'], ['a viewer of the organisation', watcher, 'not_permitted'],
  ['an officer, where the organisation has people', officer, 'not_permitted'], ['an editor', minh, 'done'], ['a signer', signer, 'done'], ['the owner', lan, 'done'],
])('answering an interest: %s', async (_, who, code) => {
  const interest_id = await express(await aListing('need', supplier)), other = await express(await aListing('offer', supplier))
  expect(await refused(acceptInterest(as(who), { interest_id }))).toBe(code)
  expect(await refused(declineInterest(as(who), { interest_id: other, decline_code: 'unclear', answer: '' }))).toBe(code)
})

test('an officer answers for an organisation that has nobody here, in its name and their own', async () => {
  const interest_id = await express(await aListing('offer', imported))
  expect(await dealDuties(db, officer)).toContainEqual(expect.objectContaining({ kind: 'interest_to_answer', href: `/interests/${interest_id}` }))
  const dealId = await acceptInterest(as(officer), { interest_id })
  const [opened] = await timelineOf(db, [`deal:${dealId}`], 10, true)
  expect(opened).toMatchObject({ event: { type: 'deal.opened' }, organisation: { id: imported }, person_name: 'Hà' })
  await sendMessage(as(officer, 1), { deal_id: dealId, body: 'Trường sẽ gửi tài liệu.', request_key: randomUUID() })
  await claimClosing(as(hoa, 2), { deal_id: dealId, value: vnd(70) })
  await confirmClosing(as(officer, 3), { deal_id: dealId, value: vnd(70) })
  expect(await dealRow(dealId)).toMatchObject({ stage: 'won', value: 70 })
})

test('a decline says why; only the sender withdraws; what is answered stays answered', async () => {
  const interest_id = await express(await aListing('offer', supplier))
  expect(await refused(declineInterest(as(lan), { interest_id, decline_code: 'weather', answer: '' }))).toBe('unknown_reason')
  expect(await refused(declineInterest(as(lan), { interest_id, decline_code: 'other', answer: '' }))).toBe('answer_needed')
  for (const [who, code] of [[lan, 'not_permitted'], [outsider, 'not_found'], [hoaWatcher, 'not_permitted'], [officer, 'not_permitted']] as const) expect(await refused(withdrawInterest(as(who), { interest_id }))).toBe(code)
  await declineInterest(as(lan), { interest_id, decline_code: 'other', answer: 'Dây chuyền đang bảo trì' })
  for (const again of [() => acceptInterest(as(lan), { interest_id }), () => declineInterest(as(lan), { interest_id, decline_code: 'unclear', answer: '' }), () => withdrawInterest(as(hoa), { interest_id })]) expect(await refused(again())).toBe('wrong_state')
  expect(await interestFile(db, hoa, interest_id, 'vi')).toMatchObject({ state: 'declined', decline_code: 'other', answer: 'Dây chuyền đang bảo trì', may_withdraw: false })
  expect((await timelineOf(db, [`interest:${interest_id}`]))[0]).toMatchObject({ code: { name_vi: 'Lý do khác' }, person_name: null })
})

test('two people accept at once: one deal, and both are led to it', async () => {
  const interest_id = await express(await aListing('need', supplier))
  const [a, b] = await Promise.all([acceptInterest(as(lan), { interest_id }), acceptInterest(as(minh), { interest_id })])
  expect(a).toBe(b)
  expect(await eventsOf(`deal:${a}`)).toEqual(['deal.opened'])
  expect(await dealRow(a)).toMatchObject({ need_id: expect.any(Number), offer_id: null, supplier_organisation_id: enterprise, demander_organisation_id: supplier })
})
test('one accepts while another declines and a third withdraws: one of them is heard', async () => {
  const interest_id = await express(await aListing('offer', supplier))
  const outcomes = await Promise.all([refused(acceptInterest(as(lan), { interest_id })), refused(declineInterest(as(minh), { interest_id, decline_code: 'unclear', answer: '' })), refused(withdrawInterest(as(hoa), { interest_id }))])
  expect(outcomes.toSorted()).toEqual(['done', 'wrong_state', 'wrong_state'])
})

test.each<[string, Actor, string]>([
  ['a stranger', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['a moderator', moderator, 'not_found'],
  ['a viewer', watcher, 'not_permitted'], ['the other side’s viewer', hoaWatcher, 'not_permitted'], ['an officer, where both sides have people', officer, 'not_permitted'],
])('acting in a deal: %s may do nothing of it', async (_, who, code) => {
  const deal_id = await accepted()
  await claimClosing(as(hoa), { deal_id, value: vnd(5) })
  const { version } = await dealRow(deal_id)
  const upload = await receiveUpload(storage, { stream: Readable.from([Buffer.from('ghi chú')]), filename: 'a.txt', maxBytes: 100, truncated: () => false }, 'document')
  for (const act of [
    () => sendMessage(as(who), { deal_id, body: 'x', request_key: randomUUID() }), () => changeStage(as(who), { deal_id, stage: 'nda', reason: '', version }),
    () => claimClosing(as(who), { deal_id, value: vnd(5) }), () => confirmClosing(as(who), { deal_id, value: vnd(5) }), () => disputeClosing(as(who), { deal_id, reason: 'không đúng' }),
    () => loseDeal(as(who), { deal_id, loss_code: 'price', reason: '' }), () => keeping(as(who), storage, upload, () => addDocument(as(who), deal_id, upload)),
  ]) expect(await refused(act())).toBe(code)
  expect(readdirSync(folder, { recursive: true })).toEqual(['arriving'])
})
test('reading a deal: its two organisations, viewers included, and officers; nobody else', async () => {
  const deal_id = await accepted()
  for (const [who, side] of [[lan, supplier], [hoa, enterprise], [watcher, null], [hoaWatcher, null], [officer, null]] as const) expect(await dealFile(db, who, deal_id, 'vi')).toMatchObject({ side, on_behalf: false })
  for (const who of [anonymous, outsider, loner, moderator]) expect(await refused(dealFile(db, who, deal_id, 'vi'))).toBe('not_found')
})

test('a message sent twice is one message, even at once; to a lost deal there is nothing to say', async () => {
  const deal_id = await accepted(), request_key = randomUUID()
  const send = (body = 'Chào anh Minh') => sendMessage(as(hoa), { deal_id, body, request_key })
  const [a, b] = await Promise.all([send(), send()])
  expect([b, await send()]).toEqual([a, a])
  expect(await eventsOf(`deal:${deal_id}`)).toEqual(['deal.opened', 'deal.message_sent'])
  await loseDeal(as(hoa), { deal_id, loss_code: 'no_budget', reason: '' })
  expect(await refused(sendMessage(as(lan), { deal_id, body: 'Tiếc quá', request_key: randomUUID() }))).toBe('deal_closed')
  expect(await dealFile(db, lan, deal_id, 'vi')).toMatchObject({ messages: [{ body: 'Chào anh Minh', person_name: 'Hoa' }], next: null })
})

test('a document joins the file once, whole; a refused one leaves nothing', async () => {
  const deal_id = await accepted()
  const add = async () => {
    const upload = await receiveUpload(storage, { stream: Readable.from([Buffer.from('Biên bản trao đổi')]), filename: 'bien-ban.txt', maxBytes: 100, truncated: () => false }, 'document')
    return keeping(as(hoa), storage, upload, () => addDocument(as(hoa), deal_id, upload))
  }
  const [a, b] = await Promise.all([add(), add()])
  expect(a).toBe(b)
  expect((await dealFile(db, lan, deal_id, 'vi')).documents).toMatchObject([{ id: a, name: 'bien-ban.txt', person_name: 'Hoa' }])
  expect(readdirSync(join(folder, 'arriving'))).toEqual([])
  await loseDeal(as(hoa), { deal_id, loss_code: 'no_budget', reason: '' })
  expect(await refused(add())).toBe('deal_closed')
})

test('two people move the deal at once: the second is told where it stands', async () => {
  const deal_id = await accepted()
  const outcomes = await Promise.allSettled([changeStage(as(lan), { deal_id, stage: 'nda', reason: '', version: 1 }), changeStage(as(hoa), { deal_id, stage: 'evaluation', reason: 'đã ký', version: 1 })])
  const { stage, version } = await dealRow(deal_id)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(outcomes.find((o) => o.status === 'rejected')?.reason.refusal).toEqual({ code: 'changed_meanwhile', stage, version })
})

test('both sides report the closing at once: one report stands, the other side answers it', async () => {
  const deal_id = await accepted()
  const outcomes = await Promise.all([refused(claimClosing(as(lan), { deal_id, value: vnd(400) })), refused(claimClosing(as(hoa), { deal_id, value: vnd(300) }))])
  expect(outcomes.toSorted()).toEqual(['closing_already_claimed', 'done'])
  const { closing_organisation_id, closing_value } = await dealRow(deal_id)
  const [claimant, other] = closing_organisation_id === supplier ? [lan, hoa] : [hoa, lan]
  expect(await refused(confirmClosing(as(claimant), { deal_id, value: closing_value! }))).toBe('own_claim')
  expect(await refused(confirmClosing(as(other), { deal_id, value: vnd(closing_value! + 1) }))).toBe('closing_value_differs')
  expect(await refused(loseDeal(as(other), { deal_id, loss_code: 'price', reason: '' }))).toBe('closing_pending')
  await disputeClosing(as(other), { deal_id, reason: 'Chưa gồm thuế' })
  expect(await dealRow(deal_id)).toMatchObject({ stage: 'discussion', closing_value: null, closing_organisation_id: null })
  expect(await refused(confirmClosing(as(other), { deal_id, value: closing_value! }))).toBe('no_closing_claimed')
})

test('one confirms while the other corrects the value: the deal is won at a value both said, or not at all', async () => {
  for (let i = 0; i < 8; i++) {
    const deal_id = await accepted()
    await claimClosing(as(lan), { deal_id, value: vnd(100) })
    const [confirming] = await Promise.all([refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) })), refused(claimClosing(as(lan), { deal_id, value: vnd(200) }))])
    const deal = await dealRow(deal_id)
    expect([confirming, deal.stage, deal.value]).toEqual(deal.stage === 'won' ? ['done', 'won', 100] : ['closing_value_differs', 'discussion', null])
  }
})

test('a confirmation pressed twice, or while the other side gives up, closes the deal once', async () => {
  const deal_id = await accepted()
  await claimClosing(as(lan), { deal_id, value: vnd(100) })
  const outcomes = await Promise.all([refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) })), refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) }))])
  expect(outcomes).toEqual(['done', 'done'])
  expect((await eventsOf(`deal:${deal_id}`)).filter((type) => type === 'deal.won')).toHaveLength(1)
  const race = await accepted()
  await claimClosing(as(lan), { deal_id: race, value: vnd(100) })
  const ends = await Promise.all([refused(confirmClosing(as(hoa), { deal_id: race, value: vnd(100) })), refused(loseDeal(as(lan), { deal_id: race, loss_code: 'terms', reason: '' }))])
  expect(ends.filter((end) => end === 'done')).toHaveLength(1)
  expect((await eventsOf(`deal:${race}`)).filter((type) => type === 'deal.won' || type === 'deal.lost')).toHaveLength(1)
})

test('somebody of both organisations cannot close a deal alone', async () => {
  const both: Actor = { ...lan, memberships: [...lan.memberships, { organisation_id: enterprise, role: 'editor' }] }
  const deal_id = await accepted()
  await claimClosing(as(both), { deal_id, value: vnd(9) })
  expect(await refused(confirmClosing(as({ ...both, organisation_id: enterprise }), { deal_id, value: vnd(9) }))).toBe('own_claim')
})

test('deals are listed with what waits and whose turn it is, what has waited longest first', async () => {
  const owner = await anOrganisation(db), asker = await anOrganisation(db)
  const me = await aPerson(db, { organisation: owner }), they = await aPerson(db, { organisation: asker }), mine = await aPerson(db, { organisation: owner, role: 'viewer' })
  const open = async (minutes: number) => acceptInterest(as(me, minutes), { interest_id: await express(await aListing('offer', owner), {}, they) })
  const [a, b, c] = [await open(1), await open(2), await open(3)]
  await sendMessage(as(me, 10), { deal_id: a, body: 'Chào', request_key: randomUUID() })
  await loseDeal(as(me, 11), { deal_id: c, loss_code: 'price', reason: '' })
  const list = await dealsOf(db, me, { locale: 'vi', filter: 'all', page: 1 })
  expect(list.deals.map(({ id, ours, next }) => [id, ours, next?.action ?? null])).toEqual([[b, true, 'begin'], [a, false, 'answer_message'], [c, false, null]])
  expect(list.total).toBe(3)
  const filtered = async (who: Actor, filter: 'ours' | 'lost' | 'open') => (await dealsOf(db, who, { locale: 'vi', filter, page: 1 })).deals.map(({ id }) => id)
  expect([await filtered(me, 'ours'), await filtered(they, 'ours'), await filtered(mine, 'ours'), await filtered(me, 'lost'), await filtered(outsider, 'open')]).toEqual([[b], [a], [], [c], []])
  await claimClosing(as(they, 12), { deal_id: b, value: vnd(1) })
  const waiting = await express(await aListing('offer', owner), {}, they)
  expect((await dealDuties(db, me)).map(({ kind, href }) => [kind, href])).toEqual([['interest_to_answer', `/interests/${waiting}`], ['closing_to_confirm', `/deals/${b}`]])
  expect(await dealDuties(db, they)).toMatchObject([{ kind: 'message_to_answer', href: `/deals/${a}`, since: minutesAfterNoon(10), text: { vi: expect.stringContaining('Trả lời tin nhắn'), en: expect.stringContaining('Answer') } }])
  for (const who of [mine, loner, anonymous]) expect(await dealDuties(db, who)).toEqual([])
  expect((await interestsOf(db, me, 'received', 'vi')).map(({ id, state }) => [id, state])[0]).toEqual([waiting, 'pending'])
  expect(await interestsOf(db, they, 'sent', 'en')).toHaveLength(4)
  expect(await interestsOf(db, outsider, 'received', 'vi')).toEqual([])
})

test.each([['x'.repeat(19), 'too_short:20'], ['x'.repeat(2001), 'too_long:2000'], ['   ', 'too_short:20']])('a message of %j is not one', (text, code) =>
  expect(ExpressInterest.safeParse({ listing_id: '1', message: text, request_key: randomUUID() }).error?.issues[0]?.message).toBe(code))
