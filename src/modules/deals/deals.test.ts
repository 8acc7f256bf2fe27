import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { openStorage } from '../../platform/storage.ts'
import { timelineOf } from '../audit/queries.ts'
import { keeping, receiveUpload } from '../documents/commands.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import { addDocument, changeStage, ClaimClosing, claimClosing, confirmClosing, disputeClosing, loseDeal, sendMessage } from './commands.ts'
import { acceptInterest, declineInterest, ExpressInterest, expressInterest, withdrawInterest } from './interest-commands.ts'
import { dealDuties, dealFile, dealsOf, interestFile, interestsOf, interestTitle } from './queries.ts'

const { db, asOwner } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-deals-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), imported = await anOrganisation(db, 'university', 'Imported University'), third = await anOrganisation(db)
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), minh = await aPerson(db, { organisation: supplier, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: supplier, role: 'signer' }), watcher = await aPerson(db, { organisation: supplier, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hoa' }), hoaWatcher = await aPerson(db, { organisation: enterprise, role: 'viewer' }), hoaSigner = await aPerson(db, { organisation: enterprise, role: 'signer' })
const outsider = await aPerson(db, { organisation: third }), loner = await aPerson(db)
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), moderator = await aPerson(db, { staff: ['moderator'] })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

let listings = 0
const aListing = (kind: ListingKind, organisation_id: number, state: ListingState = 'published', research_fields: string[] = ['2']): Promise<number> =>
  listed(db, organisation_id, `Tin ${++listings}`, { kind, state, trl: null, research_fields, submitted_at: null })
const message = 'Chúng tôi cần sấy 500 kg rau một ngày.'
const express = async (listing_id: number, over: Partial<Parameters<typeof expressInterest>[1]> = {}, who = hoa) => expressInterest(as(who), { listing_id, counter_listing_id: null, message, request_key: randomUUID(), ...over })
const accepted = async (kind: ListingKind = 'offer') => acceptInterest(as(lan), { interest_id: await express(await aListing(kind, supplier)) })
const dealRow = (id: number) => db.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const eventsOf = async (subject: string) => (await db.selectFrom('event').select('type').where('subject', '=', subject).orderBy('id').execute()).map(({ type }) => type)

test.each<[string, Actor, string]>([
  ['a stranger is asked to sign in', anonymous, 'sign_in_first'], ['somebody without an organisation may not', loner, 'not_permitted'], ['a viewer may not', hoaWatcher, 'not_permitted'], ['a signer may not', hoaSigner, 'not_permitted'],
  ['its own organisation may not', minh, 'interest_in_own'], ['an editor of another organisation may', hoa, 'done'], ['an owner of a third may too', outsider, 'done'],
])('expressing interest: %s', async (_, who, code) => expect(await refused(express(await aListing('offer', supplier), {}, who))).toBe(code))

test('interest is for published listings, with a counter listing of one’s own and of the other kind', async () => {
  for (const state of ['draft', 'submitted', 'returned', 'closed'] as const) expect(await refused(express(await aListing('offer', supplier, state)))).toBe('not_found')
  const staffed = { ...hoa, staff_roles: ['moderator'] as const }
  expect(await refused(express(await aListing('offer', supplier, 'submitted'), {}, staffed))).toBe('listing_not_published')
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
  ['an officer, where the organisation has people', officer, 'not_permitted'], ['a signer', signer, 'not_permitted'], ['an editor', minh, 'done'], ['the owner', lan, 'done'],
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
  await claimClosing(as(hoa, 2), { deal_id: dealId, value: vnd(70), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await confirmClosing(as(officer, 3), { deal_id: dealId, value: vnd(70) })
  expect(await dealRow(dealId)).toMatchObject({ stage: 'won', value: 70 })
})

test('a decline says why; only the sender withdraws; what is answered stays answered', async () => {
  const interest_id = await express(await aListing('offer', supplier))
  expect(await refused(declineInterest(as(lan), { interest_id, decline_code: 'weather', answer: '' }))).toBe('unknown_reason')
  expect(await refused(declineInterest(as(lan), { interest_id, decline_code: 'other', answer: '' }))).toBe('answer_needed')
  for (const [who, code] of [[lan, 'not_permitted'], [outsider, 'not_found'], [hoaWatcher, 'not_permitted'], [hoaSigner, 'not_permitted'], [officer, 'not_permitted']] as const) expect(await refused(withdrawInterest(as(who), { interest_id }))).toBe(code)
  await declineInterest(as(lan), { interest_id, decline_code: 'other', answer: 'Dây chuyền đang bảo trì' })
  for (const again of [() => acceptInterest(as(lan), { interest_id }), () => declineInterest(as(lan), { interest_id, decline_code: 'unclear', answer: '' }), () => withdrawInterest(as(hoa), { interest_id })]) expect(await refused(again())).toBe('wrong_state')
  expect(await interestFile(db, hoa, interest_id, 'vi')).toMatchObject({ state: 'declined', decline_code: 'other', answer: 'Dây chuyền đang bảo trì', may_withdraw: false })
  expect((await timelineOf(db, [`interest:${interest_id}`]))[0]).toMatchObject({ code: { name_vi: 'Lý do khác' }, person_name: null })
})

test('an interest is not accepted while its listing is not published; it may be declined', async () => {
  for (const state of ['draft', 'submitted', 'returned', 'closed'] as const) {
    const listing = await aListing('offer', supplier)
    const interest_id = await express(listing)
    await db.updateTable('listing').set({ state }).where('id', '=', listing).execute()
    expect(await refused(acceptInterest(as(lan), { interest_id }))).toBe('listing_not_published')
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', listing).execute()
    const deal_id = await acceptInterest(as(lan), { interest_id })
    await db.updateTable('listing').set({ state }).where('id', '=', listing).execute()
    expect(await acceptInterest(as(lan), { interest_id })).toBe(deal_id)
  }
  const listing = await aListing('offer', supplier)
  const interest_id = await express(listing)
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', listing).execute()
  expect(await refused(declineInterest(as(lan), { interest_id, decline_code: 'unclear', answer: '' }))).toBe('done')
})
test('a listing taken back while its interest is being accepted: the deal waits for it and does not open', async () => {
  const listing = await aListing('offer', supplier)
  const interest_id = await express(listing)
  let accepting: Promise<unknown> = Promise.resolve()
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('listing').set({ state: 'draft' }).where('id', '=', listing).execute()
    accepting = refused(acceptInterest(as(lan), { interest_id }))
    await new Promise((later) => setTimeout(later, 150))
  })
  expect(await accepting).toBe('listing_not_published')
})

test('the title of a revision is read by its own people only; the others read the title the interest was in', async () => {
  const offer = await aListing('offer', supplier), need = await aListing('need', enterprise)
  const rename = async (id: number, title: string) => {
    await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', id).execute()
    await db.updateTable('listing_text').set({ title }).where('listing_id', '=', id).execute()
  }
  for (const [id, title] of [[offer, 'Máy sấy đời một'], [need, 'Cần sấy rau']] as const) await db.updateTable('listing_text').set({ title }).where('listing_id', '=', id).execute()
  await db.insertInto('listing_text').values({ listing_id: offer, language: 'en', title: 'Dryer, first model' }).execute()
  const interest_id = await express(offer, { counter_listing_id: need })
  await rename(offer, 'Bí mật: máy sấy đời hai')
  const seen = async (who: Actor) => ({
    duty: (await dealDuties(db, who)).find(({ href }) => href === `/interests/${interest_id}`)?.text.vi,
    interest: (await interestFile(db, who, interest_id, 'vi')).listing.title, en: (await interestFile(db, who, interest_id, 'en')).listing.title,
    list: [...await interestsOf(db, who, 'received', 'vi'), ...await interestsOf(db, who, 'sent', 'vi')].find(({ id }) => id === interest_id)?.listing.title,
  })
  expect(await seen(hoa)).toEqual({ duty: undefined, interest: 'Máy sấy đời một', en: 'Dryer, first model', list: 'Máy sấy đời một' })
  expect(await seen(watcher)).toMatchObject({ interest: 'Bí mật: máy sấy đời hai', list: 'Bí mật: máy sấy đời hai' })
  expect((await seen(lan)).duty).toContain('Bí mật')
  expect([await interestTitle(db, interest_id, enterprise), (await interestTitle(db, interest_id, supplier)).en]).toEqual([{ vi: 'Máy sấy đời một', en: 'Dryer, first model' }, 'Bí mật: máy sấy đời hai'])
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offer).execute()
  expect(await seen(hoa)).toMatchObject({ interest: 'Bí mật: máy sấy đời hai' })
  const deal_id = await acceptInterest(as(lan), { interest_id })
  await rename(offer, 'Bí mật: đời ba')
  await rename(need, 'Bí mật: nhu cầu mới')
  const of = async (who: Actor) => {
    const { offer: o, need: n } = await dealFile(db, who, deal_id, 'vi')
    return [o?.title, n?.title, (await dealsOf(db, who, { locale: 'vi', filter: 'all', page: 1 })).deals.find(({ id }) => id === deal_id)?.listing.title]
  }
  expect(await of(hoa)).toEqual(['Máy sấy đời một', 'Bí mật: nhu cầu mới', 'Máy sấy đời một'])
  expect(await of(lan)).toEqual(['Bí mật: đời ba', 'Cần sấy rau', 'Bí mật: đời ba'])
  expect(await of(officer)).toEqual(['Máy sấy đời một', 'Cần sấy rau', 'Máy sấy đời một'])
  await sendMessage(as(lan), { deal_id, body: 'Chào', request_key: randomUUID() })
  expect((await dealDuties(db, hoa)).find(({ href }) => href === `/deals/${deal_id}`)?.text.vi).toContain('“Máy sấy đời một”')
  // An interest from before titles were kept.
  await asOwner(`update interest set titles = null, counter_titles = null where id = ${interest_id}`)
  expect(await of(hoa)).toEqual([`Tin số ${offer}`, 'Bí mật: nhu cầu mới', `Tin số ${offer}`])
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offer).execute()
  expect(await of(hoa)).toEqual(['Bí mật: đời ba', 'Bí mật: nhu cầu mới', 'Bí mật: đời ba'])
})

test('an interest written for one organisation is not sent for another', async () => {
  const both: Actor = { ...hoa, memberships: [...hoa.memberships, { organisation_id: third, role: 'viewer' }] }
  const listing = await aListing('offer', supplier)
  expect(await refused(express(listing, { organisation_id: enterprise }, { ...both, organisation_id: third }))).toBe('acting_changed_unsent')
  expect(await refused(express(listing, { organisation_id: enterprise }, { ...both, organisation_id: null }))).toBe('acting_changed_unsent')
  expect(await refused(express(listing, { organisation_id: enterprise }, both))).toBe('done')
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
  await claimClosing(as(hoa), { deal_id, value: vnd(5), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  const { version } = await dealRow(deal_id)
  const upload = await receiveUpload(as(minh), storage, { stream: Readable.from([Buffer.from('ghi chú')]), filename: 'a.txt', maxBytes: 100, truncated: () => false }, 'document')
  for (const act of [
    () => sendMessage(as(who), { deal_id, body: 'x', request_key: randomUUID() }), () => changeStage(as(who), { deal_id, stage: 'nda', reason: '', version }),
    () => claimClosing(as(who), { deal_id, value: vnd(5), reason: 'Hợp đồng đã ký ngoài Sàn.' }), () => confirmClosing(as(who), { deal_id, value: vnd(5) }), () => disputeClosing(as(who), { deal_id, reason: 'không đúng' }),
    () => loseDeal(as(who), { deal_id, loss_code: 'price', reason: '' }), () => keeping(as(who), storage, upload, () => addDocument(as(who), deal_id, upload)),
  ]) expect(await refused(act())).toBe(code)
  expect(readdirSync(folder, { recursive: true })).toEqual(['arriving'])
})
test('editors move a deal and signers settle it; both may write in it', async () => {
  const deal_id = await accepted()
  const upload = await receiveUpload(as(minh), storage, { stream: Readable.from([Buffer.from('ghi chú')]), filename: 'a.txt', maxBytes: 100, truncated: () => false }, 'document')
  const may = async (who: Actor, act: () => Promise<unknown>, code: string) => expect([who.memberships[0]?.role, await refused(act())]).toEqual([who.memberships[0]?.role, code])
  for (const who of [minh, signer]) await may(who, () => sendMessage(as(who), { deal_id, body: 'Chào', request_key: randomUUID() }), 'done')
  await may(signer, () => changeStage(as(signer), { deal_id, stage: 'nda', reason: '', version: 1 }), 'not_permitted')
  await may(minh, () => changeStage(as(minh), { deal_id, stage: 'nda', reason: '', version: 1 }), 'done')
  await may(signer, () => keeping(as(signer), storage, upload, () => addDocument(as(signer), deal_id, upload)), 'not_permitted')
  await may(minh, () => claimClosing(as(minh), { deal_id, value: vnd(7), reason: 'Hợp đồng đã ký ngoài Sàn.' }), 'not_permitted')
  await may(signer, () => claimClosing(as(signer), { deal_id, value: vnd(7), reason: 'Hợp đồng đã ký ngoài Sàn.' }), 'done')
  const editor = await aPerson(db, { organisation: enterprise, role: 'editor' })
  for (const act of [() => confirmClosing(as(editor), { deal_id, value: vnd(7) }), () => disputeClosing(as(editor), { deal_id, reason: 'không đúng' }), () => loseDeal(as(editor), { deal_id, loss_code: 'price', reason: '' })]) await may(editor, act, 'not_permitted')
  expect((await dealDuties(db, editor)).filter(({ href }) => href === `/deals/${deal_id}`)).toEqual([])
  expect((await dealDuties(db, hoaSigner)).filter(({ href }) => href === `/deals/${deal_id}`)).toMatchObject([{ kind: 'closing_to_confirm' }])
  expect((await dealsOf(db, editor, { locale: 'vi', filter: 'ours', page: 1 })).deals.some(({ id }) => id === deal_id)).toBe(false)
  expect((await dealsOf(db, hoaSigner, { locale: 'vi', filter: 'ours', page: 1 })).deals.some(({ id }) => id === deal_id)).toBe(true)
  await may(hoaSigner, () => disputeClosing(as(hoaSigner), { deal_id, reason: 'không đúng' }), 'done')
  await claimClosing(as(lan), { deal_id, value: vnd(8), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await may(hoaSigner, () => confirmClosing(as(hoaSigner), { deal_id, value: vnd(8) }), 'done')
  expect(await dealFile(db, signer, deal_id, 'vi')).toMatchObject({ side: supplier, acts: { talk: supplier, edit: null, sign: supplier } })
  expect(await dealFile(db, minh, deal_id, 'vi')).toMatchObject({ side: supplier, acts: { talk: supplier, edit: supplier, sign: null } })
})
test('an interest to answer is the duty of those who may answer it', async () => {
  const interest_id = await express(await aListing('offer', supplier))
  const told = async (who: Actor) => (await dealDuties(db, who)).some(({ href }) => href === `/interests/${interest_id}`)
  expect([await told(lan), await told(minh), await told(signer), await told(watcher)]).toEqual([true, true, false, false])
  expect([(await interestFile(db, signer, interest_id, 'vi')).may_answer, (await interestFile(db, minh, interest_id, 'vi')).may_answer, (await interestFile(db, hoaSigner, interest_id, 'vi')).may_withdraw]).toEqual([false, true, false])
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
    const upload = await receiveUpload(as(minh), storage, { stream: Readable.from([Buffer.from('Biên bản trao đổi')]), filename: 'bien-ban.txt', maxBytes: 100, truncated: () => false }, 'document')
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
  expect(outcomes.find((o) => o.status === 'rejected')?.reason.refusal).toEqual({ code: 'deal_changed', stage, version })
})

test('the steps a deal has stood at are known; those it leapt over are not among them', async () => {
  const deal_id = await accepted()
  await changeStage(as(lan), { deal_id, stage: 'pilot', reason: 'đã thử', version: 1 })
  await changeStage(as(lan), { deal_id, stage: 'evaluation', reason: 'đo lại', version: 2 })
  expect((await dealFile(db, lan, deal_id, 'vi')).visited).toEqual(['discussion', 'evaluation', 'pilot'])
})

test('both sides report the closing at once: one report stands, the other side answers it', async () => {
  const deal_id = await accepted()
  const outcomes = await Promise.all([refused(claimClosing(as(lan), { deal_id, value: vnd(400), reason: 'Hợp đồng đã ký ngoài Sàn.' })), refused(claimClosing(as(hoa), { deal_id, value: vnd(300), reason: 'Hợp đồng đã ký ngoài Sàn.' }))])
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

test('a closing reported from an early step says why, in the log for both sides; from the contract none is asked and none kept', async () => {
  const deal_id = await accepted()
  const claims = async () => (await dealFile(db, hoa, deal_id, 'vi')).timeline.flatMap(({ event }) => (event.type === 'deal.closing_claimed' ? [[event.value, event.reason]] : []))
  const claim = (value: number, reason: string) => refused(claimClosing(as(lan), { deal_id, value: vnd(value), reason }))
  expect(await claim(100, '')).toBe('closing_word_needed')
  expect([await dealRow(deal_id), await claims()]).toMatchObject([{ closing_value: null, version: 1 }, []])
  expect([await claim(100, 'Hai bên đã ký ở hội chợ.'), await claim(100, 'Hai bên đã ký ở hội chợ.')]).toEqual(['done', 'done'])
  expect(await claims()).toEqual([[100, 'Hai bên đã ký ở hội chợ.']]) // the second press found it said
  expect((await dealFile(db, hoa, deal_id, 'vi')).closing_word).toBe('Hai bên đã ký ở hội chợ.')
  expect([await claim(100, 'Hai bên đã ký ở chợ công nghệ.'), await claim(120, '')]).toEqual(['done', 'closing_word_needed'])
  expect((await dealFile(db, hoa, deal_id, 'vi')).closing_word).toBe('Hai bên đã ký ở chợ công nghệ.')
  await disputeClosing(as(hoa), { deal_id, reason: 'Chưa gồm thuế' })
  expect((await dealFile(db, hoa, deal_id, 'vi')).closing_word).toBe('') // what is off the table is read in the log alone
  await changeStage(as(lan), { deal_id, stage: 'contract', reason: 'Đã ký.', version: (await dealRow(deal_id)).version })
  expect(await claim(130, 'không ai hỏi')).toBe('done')
  expect(await claims()).toEqual([[130, ''], [100, 'Hai bên đã ký ở chợ công nghệ.'], [100, 'Hai bên đã ký ở hội chợ.']])
})

test('one confirms while the other corrects the value: the deal is won at a value both said, or not at all', async () => {
  for (let i = 0; i < 8; i++) {
    const deal_id = await accepted()
    await claimClosing(as(lan), { deal_id, value: vnd(100), reason: 'Hợp đồng đã ký ngoài Sàn.' })
    const [confirming] = await Promise.all([refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) })), refused(claimClosing(as(lan), { deal_id, value: vnd(200), reason: 'Hợp đồng đã ký ngoài Sàn.' }))])
    const deal = await dealRow(deal_id)
    expect([confirming, deal.stage, deal.value]).toEqual(deal.stage === 'won' ? ['done', 'won', 100] : ['closing_value_differs', 'discussion', null])
  }
})

test('a confirmation pressed twice, or while the other side gives up, closes the deal once', async () => {
  const deal_id = await accepted()
  await claimClosing(as(lan), { deal_id, value: vnd(100), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  const outcomes = await Promise.all([refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) })), refused(confirmClosing(as(hoa), { deal_id, value: vnd(100) }))])
  expect(outcomes).toEqual(['done', 'done'])
  expect((await eventsOf(`deal:${deal_id}`)).filter((type) => type === 'deal.won')).toHaveLength(1)
  const race = await accepted()
  await claimClosing(as(lan), { deal_id: race, value: vnd(100), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  const ends = await Promise.all([refused(confirmClosing(as(hoa), { deal_id: race, value: vnd(100) })), refused(loseDeal(as(lan), { deal_id: race, loss_code: 'terms', reason: '' }))])
  expect(ends.filter((end) => end === 'done')).toHaveLength(1)
  expect((await eventsOf(`deal:${race}`)).filter((type) => type === 'deal.won' || type === 'deal.lost')).toHaveLength(1)
})

test('a deal closes at a value above zero, whatever reaches the form or the table', async () => {
  for (const value of ['0', '000', '0.000']) expect(ClaimClosing.safeParse({ deal_id: '1', value }).error?.issues.map(({ path, message: code }) => [path[0], code])).toEqual([['value', 'amount']])
  const deal_id = await accepted()
  await expect(db.updateTable('deal').set({ closing_value: vnd(0), closing_organisation_id: supplier, closing_at: noon }).where('id', '=', deal_id).execute()).rejects.toThrow(/deal_value_above_zero/)
})

test('somebody of both organisations cannot close a deal alone', async () => {
  const both: Actor = { ...lan, memberships: [...lan.memberships, { organisation_id: enterprise, role: 'editor' }] }
  const deal_id = await accepted()
  await claimClosing(as(both), { deal_id, value: vnd(9), reason: 'Hợp đồng đã ký ngoài Sàn.' })
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
  await claimClosing(as(they, 12), { deal_id: b, value: vnd(1), reason: 'Hợp đồng đã ký ngoài Sàn.' })
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
