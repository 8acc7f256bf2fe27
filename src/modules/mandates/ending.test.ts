import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { settled } from '../../../tests/settled.ts'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { openReactions } from '../../core/reactions.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { loseDeal } from '../deals/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { remindDuties } from '../deals/reminding.ts'
import { AppointAdviser, appointAdviser, endAdviser } from './adviser-commands.ts'
import { AcceptMandate, acceptMandate, endMandate, OfferMandate, offerMandate } from './commands.ts'
import { announceEndings } from './ending-commands.ts'
import { endSigner, RecordSigner, recordSigner } from './signer-commands.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau'), agency = await anOrganisation(db, 'intermediary', 'Môi giới Sông Hồng')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hòa' }), broker = await aPerson(db, { organisation: agency, name: 'Môi' }), lawyer = await aPerson(db, { name: 'Luật sư Bình' })
const line = openReactions({ db, reactions: reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }), log: { warn: () => {}, error: () => {} } as never })
/** The walls reckon mandates by the database's own clock, so this begins today; the mornings after are told as the worker would live them. */
const now = new Date(), today = hanoiDay(now), last = dayAfter(today, 10)
const morning = (days: number): Date => new Date(`${dayAfter(today, days)}T06:30:00+07:00`)
const as = (actor: Actor, at = now) => ctxOf(db, actor, at)
const aDeal = async () => acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: await listed(db, institute, 'Máy sấy lạnh', { kind: 'offer', state: 'published' }), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const signs = (deal_id: number, valid_until = last) => recordSigner(as(lan), RecordSigner.parse({ deal_id, person_id: '', full_name: 'Ông Ký', position: 'Phó viện trưởng', basis: 'authorised', document_number: '1', document_day: today, scope: 'Ký', valid_until }))
const offers = (deal_id: number, until_on = last, from_on = today) => offerMandate(as(lan), OfferMandate.parse({ deal_id, broker_id: String(agency), acts: ['advise'], broker_parts: ['terms'], from_on, until_on, fee_share: '1', fee_amount: '', fee_minimum: '', fee_cap: '', request_key: randomUUID() }))
const accepts = (mandate_id: number) => acceptMandate(as(broker), AcceptMandate.parse({ mandate_id, acts_for_other: 'no', owns_shares: 'no' }))
const waits = async (deal: number, who: Actor) => (await partDuties(readAs(db, who), who, { deal })).filter(({ kind }) => kind.endsWith('_ending')).map(({ kind, due_on, path }) => [kind, due_on, path])
/** The worker's morning, and whom it told of which end. */
async function lives(deal: number, days: number): Promise<string[]> {
  const { rows: [{ before } = { before: 0 }] } = await sql<{ before: number }>`select coalesce(max(id), 0) as before from notice`.execute(db)
  await announceEndings(db, morning(days))
  await remindDuties(db, morning(days))
  await settled(db, line)
  const { rows: told } = await sql<{ name: string; kind: string; about: string }>`
    select p.name, n.kind, y.kind as about from notice n join event e on e.id = n.event_id join person p on p.id = n.person_id join deal_duty y on e.subject = 'deal_duty:' || y.id
    where n.id > ${before} and y.deal_id = ${deal} and y.kind like '%ending' order by p.name, y.kind`.execute(db)
  return told.map(({ name, kind, about }) => `${kind} ${about} ${name}`)
}

test('an end is told to whose it is a week and a day before, and is never called overdue', async () => {
  const deal = await aDeal()
  await signs(deal)
  const mandate = await offers(deal)
  await accepts(mandate)
  expect(await lives(deal, 2)).toEqual([])
  expect(await waits(deal, lan)).toEqual([])
  expect(await lives(deal, 3)).toEqual(['duty_opened authority_ending Lan', 'duty_opened mandate_ending Lan', 'duty_opened mandate_ending Môi'])
  expect(await waits(deal, lan)).toEqual([['authority_ending', last, `/deals/${deal}/people`], ['mandate_ending', last, `/deals/${deal}/people`]])
  expect([await waits(deal, broker), await waits(deal, minh), await waits(deal, hoa)]).toEqual([[['mandate_ending', last, `/deals/mandates/${mandate}`]], [], []])
  expect([await lives(deal, 3), await lives(deal, 4), await lives(deal, 8)]).toEqual([[], [], []])
  expect(await lives(deal, 9)).toEqual(['duty_reminder authority_ending Lan', 'duty_reminder mandate_ending Lan', 'duty_reminder mandate_ending Môi'])
  expect([await lives(deal, 10), await lives(deal, 11), await lives(deal, 12)]).toEqual([[], [], []])
  expect([await waits(deal, lan), await waits(deal, broker)]).toEqual([[], []])
})

test('workers at once announce an end once', async () => {
  const deal = await aDeal()
  await signs(deal)
  await Promise.all([1, 2, 3].map(() => announceEndings(db, morning(5))))
  expect(await db.selectFrom('deal_duty').select('kind').where('deal_id', '=', deal).where('kind', '=', 'authority_ending').execute()).toHaveLength(1)
})

test('nothing is said of an offer nobody accepted, of what has ended, of a deal that was lost, nor of an authority without a last day', async () => {
  const [offered, ended, lost, open] = [await aDeal(), await aDeal(), await aDeal(), await aDeal()]
  await offers(offered)
  const mandate = await offers(ended)
  await accepts(mandate)
  await endMandate(as(broker), { mandate_id: mandate, mandate_reason: 'Không làm nữa' })
  await endSigner(as(lan), { deal_id: ended, signer_id: await signs(ended), signer_reason: 'Đã chuyển công tác' })
  await signs(lost)
  await loseDeal(as(hoa), { deal_id: lost, loss_code: (await db.selectFrom('code').select('code').where('list', '=', 'loss_reason').orderBy('code').executeTakeFirstOrThrow()).code, reason: 'Không đủ vốn năm nay.' })
  await recordSigner(as(lan), RecordSigner.parse({ deal_id: open, person_id: '', full_name: 'Bà Ký', position: 'Viện trưởng', basis: 'legal_representative' }))
  for (const deal of [offered, ended, lost, open]) expect(await lives(deal, 5)).toEqual([])
})

test('it waits no more once the entry ends, or the same broker takes another mandate of the side', async () => {
  const deal = await aDeal(), signer = await signs(deal)
  await accepts(await offers(deal))
  await lives(deal, 4)
  expect(await waits(deal, lan)).toHaveLength(2)
  await endSigner(as(lan), { deal_id: deal, signer_id: signer, signer_reason: 'Có văn bản mới' })
  expect((await waits(deal, lan)).map(([kind]) => kind)).toEqual(['mandate_ending'])
  await accepts(await offers(deal, dayAfter(today, 90), dayAfter(last, 1)))
  expect([await waits(deal, lan), await waits(deal, broker)]).toEqual([[], []])
  expect(await lives(deal, 9)).toEqual([])
})

test('an adviser is told of what they may read, by whom, and where; nobody once the appointment has ended', async () => {
  const deal = await aDeal()
  const { email } = await db.selectFrom('person').select('email').where('id', '=', lawyer.person_id!).executeTakeFirstOrThrow()
  const appoint = () => appointAdviser(as(minh), AppointAdviser.parse({ deal_id: deal, adviser_email: email, adviser_role: 'legal', adviser_parts: ['contract', 'terms'] }))
  const told = async () => { await settled(db, line); return db.selectFrom('notice').select(['person_id', 'path', 'reason']).where('kind', '=', 'adviser_appointed').execute() }
  const adviser_id = await appoint()
  expect(await told()).toEqual([{ person_id: lawyer.person_id, path: `/deals/${deal}/terms`, reason: 'adviser' }])
  const mail = await db.selectFrom('outgoing_mail').select(['subject', 'body']).where('to_address', '=', email).orderBy('id', 'desc').executeTakeFirstOrThrow()
  expect(mail.subject).toBe('Bạn được mời làm cố vấn: Máy sấy lạnh')
  expect(mail.body).toMatch(/Viện Cơ điện mời bạn đọc một số phần của hồ sơ giao dịch “Máy sấy lạnh”: Bản điều khoản, Hợp đồng\./)
  expect(mail.body).toContain(`http://localhost/vi/deals/${deal}/terms`)
  await endAdviser(as(minh), { deal_id: deal, adviser_id })
  const again = await appoint()
  await endAdviser(as(minh), { deal_id: deal, adviser_id: again })
  expect(await told()).toHaveLength(1)
})
