import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { openReactions } from '../../core/reactions.ts'
import { dayAfter } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { loseDeal } from '../deals/commands.ts'
import { waitingIn } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { classifyListing } from '../listings/technology-commands.ts'
import { classificationsOf } from '../listings/technology-queries.ts'
import { annexEffect } from './annex-rules.ts'
import { demandOf, demandOfWord, effectOf, underWord } from './effect-rules.ts'
import { openFiling, stateFacts } from './registration-commands.ts'
import { calendarOf, effectToday, prohibition, standingOf, supposedFacts, wordOf } from './registration-queries.ts'
import { registrationRoutes } from './registration-routes.tsx'
import { judgedBy, openRefusal, type Reviewed, type Said, waits } from './registration-rules.ts'
import type { Facts, Filing, FilingKind } from './schema.ts'
import { versionSigned } from './signed.ts'

const { db } = await testDatabase()
const { get } = await openPages(db, (app) => registrationRoutes(app, {} as never), { now: () => minutesAfterNoon(100) })
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })

type Kind = Facts['technology']
const facts = (over: Partial<Facts> = {}): Facts => ({ direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', voluntary: false, performed: true, appraised: false, ...over })
const today = '2026-03-02'

describe('the rules', () => {
  const said = (organisation_id: number, technology: Kind): Said => ({ ...facts({ technology }), organisation_id, note: '', stated_at: noon })
  const days = { agreed_on: '2026-04-01', signed_on: today, licensed_on: null, registered_on: '2026-03-20' }
  const annex = { number: 1, version_id: 5, signed_on: '2026-03-25', effective_on: null }
  const registered = { id: 1, version_id: 1, kind: 'registration', state: 'certified', organisation_id: 2, filed_on: '2026-03-05', decided_on: '2026-03-20' } as Filing
  // What the supplier states, what the demander does, the moderator’s word; then: what is asked, when the contract has effect, by what, and what may be opened.
  test.each<[Kind[], Kind | null, string | null, string, string | null, FilingKind[], string]>([
    [['ordinary', 'ordinary'], null, 'may', 'agreed', '2026-04-01', ['registration'], 'signing'], [['ordinary', 'ordinary'], 'ordinary', 'may', 'agreed', '2026-04-01', ['registration'], 'signing'], [['ordinary', 'ordinary'], 'encouraged', 'may', 'agreed', '2026-04-01', ['registration'], 'signing'],
    [['ordinary', 'ordinary'], 'restricted', 'licence', 'licence', null, ['approval'], 'registration'], [['encouraged', 'ordinary'], 'restricted', 'licence', 'licence', null, ['approval'], 'registration'], [['restricted', 'ordinary'], 'restricted', 'licence', 'licence', null, ['approval'], 'registration'], [['ordinary'], 'restricted', 'licence', 'licence', null, ['approval'], 'registration'],
    [['restricted', 'restricted'], 'ordinary', 'licence', 'licence', null, ['approval'], 'registration'], [['prohibited', 'prohibited'], 'restricted', 'prohibited', 'prohibited', null, [], 'prohibited'], [['prohibited', 'ordinary'], 'restricted', 'prohibited', 'disputed', null, [], 'disputed'], [['prohibited', 'prohibited'], 'ordinary', 'prohibited', 'prohibited', null, [], 'prohibited'],
    [['ordinary', 'ordinary'], 'prohibited', 'prohibited', 'prohibited', null, [], 'prohibited'], [['restricted', 'ordinary'], 'prohibited', 'prohibited', 'prohibited', null, [], 'prohibited'], [[], 'restricted', null, 'licence', null, [], 'registration'], [[], 'prohibited', null, 'prohibited', null, [], 'prohibited'], [[], 'ordinary', null, 'unknown', null, [], 'unknown'], [[], null, null, 'unknown', null, [], 'unknown'],
  ])('the sides say %j, the moderator %s: %s', (stated, technology, demand, basis, day, openable, ofAnnex) => {
    const word: Reviewed | null = technology && { technology, decided_at: noon, items: [] }
    const judged = underWord(stated.map((one, i) => said(i + 1, one)), word), by = judgedBy(judged)
    expect(by && demandOf(by)).toBe(demand)
    expect(effectOf(judged, days, word)).toMatchObject({ basis, day })
    const kinds: FilingKind[] = ['approval', 'licence', 'registration']
    expect(kinds.filter((kind) => openRefusal({ said: judged, signed_on: today, filings: [], word }, kind, 2, { supplier_organisation_id: 1, demander_organisation_id: 2 }) === null)).toEqual(openable)
    expect(annexEffect({ said: judged, filings: [], word }, annex)).toMatchObject({ basis: ofAnnex, day: ofAnnex === 'signing' ? annex.signed_on : null })
    expect(annexEffect({ said: judged, filings: [registered], word }, annex), 'of a contract that was only registered').toMatchObject(demandOfWord(word) === 'licence' ? { day: null } : demandOfWord(word) === 'prohibited' ? { basis: 'prohibited', day: null } : { basis: 'amendment' })
  })
  test('an annex of a contract licensed under the moderator’s word follows the licence', () => {
    const licensed = { ...registered, kind: 'licence' } as Filing, word = { technology: 'restricted' } as const
    expect(annexEffect({ said: underWord([said(1, 'ordinary')], word), filings: [licensed, { ...registered, id: 2, kind: 'amendment', version_id: 5, decided_on: '2026-04-20' } as Filing], word }, annex)).toEqual({ basis: 'amendment', day: '2026-04-20' })
  })
  test('sides that differ on a class that does not count have nothing to settle; on everything else they have', async () => {
    const calendar = await calendarOf(db), open = (stated: Said[], technology: Kind) => waits({ said: underWord(stated, { technology }), signed_on: today, filings: [] }, { supplier_organisation_id: 1, demander_organisation_id: 2 }, calendar).map(({ kind, key }) => `${kind} ${key}`)
    expect(open([said(1, 'ordinary'), said(2, 'encouraged')], 'restricted')).toEqual(['registration_to_file approval', 'registration_to_file licence'])
    expect(open([said(1, 'ordinary'), said(2, 'encouraged')], 'ordinary')).toEqual(['registration_facts 2'])
    expect(open([{ ...said(1, 'ordinary'), state_money: true }, said(2, 'ordinary')], 'restricted')).toContain('registration_facts 2')
  })
})

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), watcher = await aPerson(db, { organisation: enterprise, role: 'viewer' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), quan = await aPerson(db, { staff: ['moderator'] })
const as = (actor: Actor, minutes = 10) => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const state = (deal_id: number, who: Actor, over: Partial<Facts> = {}) => stateFacts(as(who), { deal_id, ...facts(over), note: '' })
const open = (deal_id: number, who: Actor, kind: FilingKind) => refused(openFiling(as(who), { deal_id, kind, changes: '', request_key: randomUUID() }))
const waiting = async (deal: number) => (await waitingIn(db, deal)).filter(({ part }) => part === 'registration').map(({ kind, text, organisation_id, due_on }) => [kind, text.en, organisation_id, due_on])
const anOffer = () => aListing(db, 'offer', institute, 'published', `Máy đo mức ${randomUUID()}`)
const aDeal = async (listing_id: number, who = hoa) => acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, who), { listing_id, counter_listing_id: null, message: 'Chúng tôi cần đo mức trong bồn.', request_key: randomUUID() }) })
async function sign(deal_id: number): Promise<void> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex'), by = lan.person_id!
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id, kind: 'contract', template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: by, created_at: noon, changed_by: by, changed_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: institute, created_by: by, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id, kind: 'contract', number: 1, content: JSON.stringify({ format: 1, fields: { number: '1', effective_on: '2026-04-01' }, clauses: [] }), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: institute, person_id: by, issued_at: noon, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  await inDeal(as(lan), deal_id, 'sign', ({ tx, deal, now }) => versionSigned(tx, as(lan), deal, id, now))
}
/** The offer is changed and sent for review, where the moderator says what it is. */
async function classify(id: number, items: string[], minutes = 20): Promise<void> {
  const { version } = await db.updateTable('listing').set(({ eb }) => ({ state: 'submitted', version: eb('version', '+', 1), published_at: null })).where('id', '=', id).returning('version').executeTakeFirstOrThrow()
  await classifyListing(as(quan, minutes), { id, version, seen: (await classificationsOf(db, id, 1))[0]?.id ?? 0, items, reason: items.length ? 'Nguồn phóng xạ kín, thuộc danh mục hạn chế.' : 'Đã thay nguồn phóng xạ bằng siêu âm.' })
}
const restricted = ['HC-10.1.d']
/** What a moderator who publishes without anything pointing at the lists has said. */
const published = async (listing_id: number, minutes: number) => {
  const { version } = await db.updateTable('listing').set({ state: 'published', published_at: minutesAfterNoon(minutes) }).where('id', '=', listing_id).returning('version').executeTakeFirstOrThrow()
  await db.insertInto('listing_classification').values({ listing_id, version, class: 'ordinary', items: [], pointed: [], reason: '', decided_by: quan.person_id, decided_at: minutesAfterNoon(minutes) }).execute()
}

test('both sides say ordinary; a moderator says restricted: a licence is due, nothing has effect, and the moderator’s next word changes it back', async () => {
  const offer = await anOffer(), deal = await aDeal(offer)
  await sign(deal)
  await state(deal, lan)
  await state(deal, hoa)
  expect([await waiting(deal), await effectToday(as(hoa).db, deal)]).toEqual([[], { basis: 'agreed', day: '2026-04-01', waiting: false }])

  await classify(offer, restricted)
  // What is asked is so at once, for both sides alike, though the other side cannot read the offer while it is reviewed; what waits follows the log.
  expect(await as(hoa).db.selectFrom('listing_classification').select('id').where('listing_id', '=', offer).execute()).toEqual([])
  for (const who of [lan, hoa, watcher, officer, inspector]) expect(await effectToday(as(who).db, deal)).toEqual({ basis: 'licence', day: null, waiting: true })
  await settled(db, line)
  const due = [['registration_to_file', 'Prepare and file: application for a licence', enterprise, dayAfter(today, 60)], ['registration_to_file', 'Prepare and file: request for approval', enterprise, null]]
  expect(await waiting(deal)).toEqual(due)
  expect([await open(deal, hoa, 'registration'), await open(deal, hoa, 'licence'), await open(deal, lan, 'approval')]).toEqual(['filing_not_called_for', 'approval_first', 'filing_of_other_side'])

  await state(deal, hoa) // said once more it counts no more
  expect(await waiting(deal)).toEqual(due)
  await state(deal, lan, { appraised: true })
  await state(deal, hoa, { appraised: true })
  expect(await waiting(deal)).toEqual(due.slice(0, 1))
  expect((await standingOf(as(hoa).db, deal)).stated.map(({ technology }) => technology)).toEqual(['ordinary', 'ordinary'])

  await published(offer, 30) // with other words, and nobody said that the deal’s technology is another
  expect(await wordOf(as(hoa).db, deal)).toMatchObject({ technology: 'restricted' })
  await classify(offer, [], 40)
  await settled(db, line)
  expect([await waiting(deal), await effectToday(as(lan).db, deal), await open(deal, hoa, 'licence')]).toEqual([[], { basis: 'agreed', day: '2026-04-01', waiting: false }, 'filing_not_called_for'])
  await classify(offer, restricted, 50)
  expect(await open(deal, hoa, 'licence'), 'appraised, and so without an approval').toBe('done')
  await settled(db, line)
  expect(await waiting(deal)).toEqual([['registration_dossier', expect.stringContaining('licence'), enterprise, dayAfter(today, 60)]])
})

test('a word at the same moment as a statement; of two deals about one offer both follow, and one that is lost does not', async () => {
  const offer = await anOffer(), deal = await aDeal(offer), other = await aDeal(offer, stranger)
  for (const one of [deal, other]) { await sign(one); await state(one, lan) }
  await state(other, stranger)
  await Promise.all([classify(offer, restricted), state(deal, hoa)])
  await settled(db, line)
  const kinds = async (one: number) => (await waiting(one)).map(([kind]) => kind)
  expect([await kinds(deal), await kinds(other)]).toEqual([['registration_to_file', 'registration_to_file'], ['registration_to_file', 'registration_to_file']])
  await classify(offer, [], 30)
  await settled(db, line)
  expect([await kinds(deal), await kinds(other)]).toEqual([[], []])
  await loseDeal(as(lan, 35), { deal_id: other, loss_code: 'no_budget', reason: '' })
  await classify(offer, restricted, 40)
  await settled(db, line)
  expect([(await kinds(deal)).length, await kinds(other)]).toEqual([2, []])
})

test('what a moderator said of an earlier version, and took for ordinary when the deal’s own was published, binds no deal', async () => {
  const offer = await anOffer()
  await classify(offer, restricted, -30)
  await published(offer, -20)
  const deal = await aDeal(offer)
  expect(await wordOf(as(hoa).db, deal)).toMatchObject({ technology: 'ordinary' })
})

test('a word that transfer is prohibited stands for both sides also once the offer has been rewritten', async () => {
  const offer = await anOffer(), deal = await aDeal(offer), row = await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow()
  await sign(deal)
  await state(deal, lan)
  const { code } = await db.selectFrom('technology_item').select('code').where('list', '=', 'prohibited').where('valid_to', 'is', null).orderBy('code').limit(1).executeTakeFirstOrThrow()
  await classify(offer, [code])
  await db.updateTable('listing').set(({ eb }) => ({ state: 'draft', version: eb('version', '+', 1) })).where('id', '=', offer).execute()
  expect([await prohibition(as(hoa).db, row), await prohibition(as(lan).db, row), (await supposedFacts(as(hoa).db, row)).technology]).toEqual(['moderator', 'moderator', 'prohibited'])
  expect(await open(deal, hoa, 'registration')).toBe('filing_not_called_for')
  const { body } = await get(`/vi/deals/${deal}/registration`, hoa)
  for (const words of ['Không được chuyển giao', 'hợp đồng không phát hành, không ký được', 'cấm chuyển giao']) expect(body).toContain(words)
  expect(body).not.toContain('nếu khai nhầm, hãy khai lại')
})

test('the page says who classed it, since when and by which list, what does not count beside it and how it is looked at again', async () => {
  const offer = await anOffer(), deal = await aDeal(offer), page = (locale: string) => `/${locale}/deals/${deal}/registration`
  await classify(offer, restricted)
  const before = (await get(page('vi'), hoa)).body
  for (const words of ['Phải có giấy phép trước khi có hiệu lực', 'Ngày 02/03/2026, kiểm duyệt viên của Sàn xác định', 'Chưa bên nào khai nên chưa nói được ai nộp']) expect(before, 'before anybody states anything').toContain(words)
  expect(before).toMatch(/<option[^>]*value="restricted"[^>]*selected|<option[^>]*selected[^>]*value="restricted"/)
  await sign(deal)
  await state(deal, lan)
  await state(deal, hoa, { technology: 'restricted' })
  const item = await db.selectFrom('technology_item').select(['name_vi', 'name_en', 'document']).where('code', '=', restricted[0]!).executeTakeFirstOrThrow()
  const vi = (await get(page('vi'), hoa)).body, en = (await get(page('en'), hoa)).body
  for (const words of ['Phải có giấy phép', 'Ngày 02/03/2026, kiểm duyệt viên', 'Viện Cơ điện khai “Thông thường”: lời khai được giữ để đọc, không được tính.', 'Theo kiểm duyệt viên: Hạn chế chuyển giao', 'gửi duyệt lại', 'href="/vi/help#contact"', item.name_vi, item.document]) expect(vi).toContain(words)
  for (const words of ['Needs a licence before it has effect', 'a moderator of the Exchange classed this technology as: Restricted', 'said “Ordinary”: the statement is kept to be read and does not count.', 'By the moderator: Restricted', 'sends it for review', 'href="/en/help#contact"', item.name_en]) expect(en).toContain(words)
  expect(vi).not.toContain('Công ty Rau sạch khai “')
  expect(vi).not.toContain('Hai bên khai khác nhau')
  expect([vi.includes(`/offers/${offer}"`), (await get(page('vi'), lan)).body.includes(`href="/vi/offers/${offer}">Mở tin chào`)]).toEqual([false, true])
  for (const [who, status] of [[lan, 200], [watcher, 200], [officer, 200], [inspector, 200], [stranger, 404]] as const) {
    const answer = await get(page('vi'), who)
    expect([answer.statusCode, answer.body.includes('kiểm duyệt viên của Sàn xác định')]).toEqual([status, status === 200])
  }
  for (const who of [stranger, anonymous]) expect(await wordOf(as(who).db, deal)).toBeNull()
  expect(await open(deal, watcher, 'approval')).toBe('not_permitted')
  await classify(offer, [], 40)
  expect((await get(page('vi'), hoa)).body).not.toContain('kiểm duyệt viên của Sàn xác định')
})
