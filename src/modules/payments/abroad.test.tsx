import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, formOf, openWhole, send, someReaders } from '../../../tests/readers.ts'
import { vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { acceptMilestone, agreeMilestones, proposeMilestone } from './milestone-commands.ts'
import { confirmAccount, requestPayment } from './payment-commands.ts'
import { milestonesOf, requestIn } from './queries.ts'

const { db, asOwner } = await testDatabase()
const { app } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const { member: lan, colleague: minh, buyer: hoa } = people
const at = new Date(), by = (who: typeof lan) => ctxOf(db, who, at)
/** A deal with a milestone that is to be paid: the institute supplies, or the enterprise. */
async function aDeal(supplier = institute) {
  const [payee, payer] = supplier === institute ? [lan, hoa] : [hoa, lan]
  const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả')
  const deal_id = await acceptInterest(by(payee), { interest_id: await expressInterest(by(payer), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await proposeMilestone(by(payee), { deal_id, request_key: randomUUID(), title: 'Bàn giao', amount: vnd(1000), due_on: hanoiDay(at), due_event: '', days_to_pay: 0 })
  const { id: milestone_id } = (await milestonesOf(db, deal_id))[0]!
  await agreeMilestones(by(payer), { deal_id, seen: [milestone_id] })
  await acceptMilestone(by(payer), { deal_id, milestone_id, accepted_on: hanoiDay(at) })
  return { deal_id, milestone_id }
}
await asOwner(`update organisation set country_code = 'DE' where id = ${institute}`)
const abroad = await aDeal(), base = `/vi/deals/${abroad.deal_id}/payments`
const get = async (url: string, who: 'member' | 'buyer') => (await app.inject({ url, headers: as(who) })).body
const filled = async (url: string, who: 'member' | 'buyer', typed: Record<string, string>) => {
  const form = formOf(await get(url, who), `${url}/account`)
  for (const [name, value] of Object.entries(typed)) form.set(name, value)
  return send(app, `${url}/account`, form, as(who))
}
const german = { bank_name: 'Deutsche Bank', swift: 'deut de ff', account_number: 'DE89 3704 0044 0532 0130 00', holder: 'INSTITUT' }

test('A payee from abroad is asked for SWIFT and IBAN, and what is wrong comes back with what was typed and what would do.', async () => {
  expect([...formOf(await get(base, 'member'), `${base}/account`).keys()].toSorted()).toEqual(['account_number', 'bank_name', 'csrf', 'holder', 'request_key', 'swift'])
  for (const [wrong, said] of [[{ account_number: 'DE88 3704 0044 0532 0130 00' }, 'hai chữ số kiểm tra không khớp'], [{ swift: 'DEUT' }, 'Mã SWIFT/BIC có 8 hoặc 11 ký tự'], [{ account_number: 'A/1' }, 'có 4 đến 34 chữ cái'], [{ swift: '', bank_bin: '970436' }, 'Mã SWIFT/BIC có 8 hoặc 11 ký tự']] as const) {
    const typed = { ...german, ...wrong }, answer = await filled(base, 'member', typed)
    expect([answer.statusCode, answer.body.includes(said)], said).toEqual([422, true])
    const again = formOf(answer.body, `${base}/account`)
    for (const name of ['bank_name', 'swift', 'account_number', 'holder'] as const) expect(again.get(name), name).toBe(typed[name])
  }
  expect(await db.selectFrom('bank_account').select('id').where('organisation_id', '=', institute).execute()).toEqual([])
})

test('It asks for payment with a reference and no code; the page says why. One in Vietnam has its code, and what it sends as a SWIFT code is left.', async () => {
  expect((await filled(base, 'member', german)).statusCode).toBe(303)
  const account = await db.selectFrom('bank_account').selectAll().where('organisation_id', '=', institute).executeTakeFirstOrThrow()
  expect(account).toMatchObject({ bank_bin: '', swift: 'DEUTDEFF', account_number: 'DE89370400440532013000', confirmed_at: null })
  await confirmAccount(by(minh), { deal_id: abroad.deal_id, account_id: account.id })
  expect((await filled(base, 'member', german)).statusCode, 'the same account once more').toBe(409)
  const id = await requestPayment(by(minh), { ...abroad, request_key: randomUUID() })
  const request = (await requestIn(db, abroad.deal_id, id))!
  const page = await get(`${base}/requests/${id}`, 'buyer')
  for (const said of [request.reference, 'Deutsche Bank (SWIFT DEUTDEFF)', 'DE89370400440532013000', 'VietQR chỉ chuyển được tới tài khoản ở Việt Nam']) expect(page).toContain(said)
  expect(page).not.toContain('aria-label="Mã VietQR')
  const here = await aDeal(enterprise), own = `/vi/deals/${here.deal_id}/payments`
  expect([...formOf(await get(own, 'buyer'), `${own}/account`).keys()]).not.toContain('swift')
  const wrong = await filled(own, 'buyer', { bank_name: 'Ngân hàng A', bank_bin: '97043', account_number: '0011012345678', holder: 'CONG TY' })
  expect([wrong.statusCode, wrong.body.includes('Mã ngân hàng có sáu chữ số'), formOf(wrong.body, `${own}/account`).get('bank_bin')]).toEqual([422, true, '97043'])
  expect((await filled(own, 'buyer', { bank_name: 'Ngân hàng A', bank_bin: '970436', account_number: '0011012345678', holder: 'CONG TY', swift: 'DEUTDEFF' })).statusCode).toBe(303)
  expect(await db.selectFrom('bank_account').selectAll().where('organisation_id', '=', enterprise).executeTakeFirstOrThrow()).toMatchObject({ bank_bin: '970436', swift: '', alone: true })
  const code = await get(`${own}/requests/${await requestPayment(by(hoa), { ...here, request_key: randomUUID() })}`, 'member')
  expect([code.includes('aria-label="Mã VietQR'), code.includes('chỉ chuyển được')]).toEqual([true, false])
})

test('The database itself takes an account by one of the two names of its bank, and a long number only abroad.', async () => {
  const insert = (bank_bin: string, swift: string, account_number: string) => asOwner(`insert into bank_account (organisation_id, bank_bin, swift, bank_name, account_number, holder, proposed_by, proposed_at, request_key, alone) values (${enterprise}, '${bank_bin}', '${swift}', 'A', '${account_number}', 'B', ${hoa.person_id}, now(), '${randomUUID()}', true)`)
  for (const [bin, swift, number] of [['', '', '12345'], ['970436', 'DEUTDEFF', '12345'], ['', 'DEUT', '12345'], ['970436', '', 'A'.repeat(20)], ['', 'DEUTDEFF', 'A'.repeat(35)]] as const) await expect(insert(bin, swift, number)).rejects.toThrow(/check constraint/)
  await insert('', 'DEUTDEFF', 'A'.repeat(34))
})
