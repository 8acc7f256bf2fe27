import { expect, test } from 'vitest'
import { aLot, lotForm, postponementProposed, regulated } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { draftLot, noteNotice, proposeLot } from './draft-commands.ts'
import { closeRegistration } from './ending.ts'
import { officeFile, lotFile } from './queries.ts'

// The text of 2024 is in force from 1 January 2025: until then dossiers close two days before, from then two working days;
// until then a movable below 50 million needs no public notice, from then every lot does.
const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const dau = await aPerson(db, { staff: ['auction_officer'] }), gia = await aPerson(db, { staff: ['auction_officer'] })
const december = new Date('2024-12-09T09:00:00+07:00')
const at = (moment: string): Date => new Date(`${moment}:00+07:00`)
const statutory = (registration_closes_at: string, opens_at: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  regime: 'statutory', organiser: 'Công ty Đấu giá A', organiser_licence: '12/TP-ĐKHĐ', auctioneer_name: 'Lê Gõ Búa', auctioneer_id: String(dau.person_id), owner_decision: '15/QĐ-VCĐ', extension_minutes: '0', latest_minutes: '0',
  registration_opens_at: '2024-12-09T10:00', registration_closes_at, opens_at, closes_at: `${opens_at.slice(0, 11)}11:00`, ...over,
})
const offer = (): Promise<number> => listed(db, seller, 'Máy sấy lạnh')

test('A lot proposed in December is judged by the text in force on its day: what does for one held in December does not for one held in January.', async () => {
  const proposed = async (closes: string, opens: string): Promise<string> => {
    const lot_id = await draftLot(ctxOf(db, dau, december), lotForm(await offer(), december, statutory(closes, opens)))
    await regulated(db, lot_id, dau, december)
    const { refusal } = await officeFile(ctxOf(db, dau, december), await lotFile(ctxOf(db, dau, december), lot_id))
    const code = await refused(proposeLot(ctxOf(db, dau, december), { lot_id, version: 0 }))
    expect(refusal?.code ?? 'done').toBe(code) // the officers' page says the same before anybody presses
    return code
  }
  // Both from Saturday noon to Monday morning: two days, and one working day.
  expect(await proposed('2024-12-28T12:00', '2024-12-30T09:00')).toBe('done')
  expect(await proposed('2025-01-11T12:00', '2025-01-13T09:00')).toBe('dossiers_too_late')
  expect(await proposed('2025-01-09T12:00', '2025-01-13T09:00')).toBe('done')
})
test('A lot whose registration closes in December and that opens in January is announced as January asks; one that opens in December as December does.', async () => {
  const lot = async (closes: string, opens: string): Promise<number> => {
    const lot_id = await aLot(db, { officer: dau, second: gia, offer: await offer(), now: december, over: statutory(closes, opens, { start: '40.000.000', deposit: '4.000.000' }) })
    await noteNotice(ctxOf(db, dau, december), { lot_id, kind: 'posting', on_day: '2024-12-09', place: 'Trụ sở Công ty Đấu giá A' })
    return lot_id
  }
  const over = (id: number, moment: string): Promise<boolean> => db.transaction().execute((tx) => closeRegistration(tx, ctxOf(tx, dau, at(moment)), id))
  const outcome = async (id: number) => { const { state, outcome: why } = await db.selectFrom('auction_lot').select(['state', 'outcome']).where('id', '=', id).executeTakeFirstOrThrow(); return [state, why] }
  const old = await lot('2024-12-26T12:00', '2024-12-30T09:00'), young = await lot('2024-12-26T12:00', '2025-01-06T09:00')
  // Nobody registered: what is asked is only whether it waits for its notices.
  expect([await over(old, '2024-12-26T13:00'), await over(young, '2024-12-26T13:00')]).toEqual([true, false])
  expect([await outcome(old), await outcome(young)]).toEqual([['failed', 'no_bidders'], ['registration', '']])
  expect(await over(young, '2025-01-06T09:00')).toBe(true)
  expect(await outcome(young)).toEqual(['failed', 'not_announced'])
})
test('A lot postponed from December into January has January’s time between its dossiers and its opening.', async () => {
  const lot_id = await aLot(db, { officer: dau, second: gia, offer: await offer(), now: december, over: statutory('2024-12-21T12:00', '2024-12-23T09:00') })
  const week = 7 * 24 * 60
  expect(await refused(postponementProposed(db, lot_id, { officer: dau, now: december, minutes: 2 * week }))).toBe('dossiers_too_late')
  expect(await refused(postponementProposed(db, lot_id, { officer: dau, now: december, minutes: week }))).toBe('done')
})
