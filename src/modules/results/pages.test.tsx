import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ctxOf, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf, formOf, multipart, openWhole, someReaders } from '../../../tests/readers.ts'
import { someResult } from '../../../tests/result-things.ts'
import { stateFacts } from '../contracts/registration-commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { post } from '../payments/ledger-commands.ts'
import { postings } from '../payments/ledger-rules.ts'
import { decideSplit } from './commands.ts'
import { splitsOf } from './queries.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
await someResult(ctxOf(db, people.member), deal)
const base = `/vi/deals/${deal}/result`
const page = (who: Parameters<typeof as>[0]) => app.inject({ url: base, headers: as(who) })
const send = async (who: Parameters<typeof as>[0], fields: Record<string, string>, content = aPdf) => {
  const { headers, payload } = await multipart(fields, { name: 'chung-thu.pdf', type: 'application/pdf', content })
  return app.inject({ method: 'POST', url: `${base}/valuation`, headers: { ...as(who), ...headers }, payload })
}

test('The valuation’s file is sent by its form, stands on the page for its side, and in no page of the other side’s.', async () => {
  const before = (await page('member')).body
  expect([before.includes('chưa đính kèm tệp'), before.includes(`action="${base}/valuation"`), (await page('viewer')).body.includes(`action="${base}/valuation"`), (await page('buyer')).body.includes('/valuation')]).toEqual([true, true, false, false])
  const form = formOf(before, `${base}/valuation`)
  expect((await send('member', Object.fromEntries(form), aPdf)).headers.location).toBe(`${base}?done=uploaded`)
  const href = /href="(\/files\/\d+\/chung-thu\.pdf)"/.exec((await page('member')).body)?.[1]
  expect(href).toBeDefined()
  expect((await page('buyer')).body).not.toContain('chung-thu.pdf')
  for (const [who, status] of [['member', 200], ['viewer', 200], ['buyer', 404], ['other', 404], ['officer', 200], ['inspector', 200], ['moderator', 404]] as const) expect((await app.inject({ url: href ?? '', headers: as(who) })).statusCode, who).toBe(status)
})
test('Whoever may not attach is refused before a byte is kept; a form without a file comes back with words.', async () => {
  const documents = async () => (await db.selectFrom('document').select('id').execute()).length
  const many = await documents()
  for (const [who, status] of [['viewer', 403], ['buyer', 403], ['officer', 403], ['inspector', 403], ['other', 404]] as const) expect((await send(who, { request_key: randomUUID() })).statusCode, who).toBe(status)
  const answer = await app.inject({ method: 'POST', url: `${base}/valuation`, headers: { ...as('member'), 'content-type': 'application/x-www-form-urlencoded' }, payload: `request_key=${randomUUID()}` })
  expect([answer.statusCode, await documents()]).toEqual([409, many])
})
test('What the ledger received, what is divided and what is left stand on the page; who decides sends what they saw of it.', async () => {
  const { body } = await page('member')
  for (const said of ['Đã thu theo sổ thanh toán', 'Còn lại chưa chia', 'Chia khoản thu: Thanh toán đợt 1.', 'còn lại thiếu 1.000.000.001 đồng', 'Bên nhận đã tạm ứng trước khi mở hồ sơ']) expect(body).toContain(said)
  const next = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy thăng hoa'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg quả một ngày.', request_key: randomUUID() }) })
  await someResult(ctxOf(db, people.colleague), next)
  const own = `/vi/deals/${next}/result`, deciding = formOf((await app.inject({ url: own, headers: as('member') })).body, `${own}/decision`)
  expect(deciding.get('left_seen')).toBe('0')
  const answer = await app.inject({ method: 'POST', url: `${own}/decision`, headers: { ...as('member'), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ split_id: deciding.get('split_id') ?? '', decision: 'approved', decision_reason: 'Đã đối chiếu phiếu thu.', left_seen: '5' }).toString() })
  expect([answer.statusCode, answer.body.includes('vừa thay đổi')]).toEqual([409, true])
})
test('Whoever may sign reads how much was paid back after it was divided and sends what they saw with their word, which then stands there with their name; the form is for nobody else.', async () => {
  const next = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy chân không'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg quả một ngày.', request_key: randomUUID() }) })
  const own = `/vi/deals/${next}/result`, shown = async (who: Parameters<typeof as>[0]) => (await app.inject({ url: own, headers: as(who) })).body
  const booked = (kind: 'received' | 'refunded', amount: number, minutes: number) => inDeal(ctxOf(db, people.member), next, 'edit', ({ tx, deal: row }) => post(tx, ctxOf(db, people.member, minutesAfterNoon(minutes)), row, { milestone_id: null, kind, lines: postings(kind, amount), on_day: '2026-03-02' }))
  await someResult(ctxOf(db, people.colleague), next)
  const [split] = await splitsOf(db, next)
  await decideSplit(ctxOf(db, people.member), { deal_id: next, split_id: split!.id, decision: 'approved', decision_reason: 'Đã đối chiếu phiếu thu.', left_seen: 0 })
  await booked('received', 70_000_000, 1)
  expect(await shown('member')).not.toContain(`action="${own}/review"`)
  await booked('refunded', 30_000_000, 2)
  const { body } = { body: await shown('member') }, form = formOf(body, `${own}/review`)
  expect([body.includes('30.000.000 đồng đã hoàn lại sau khi chia'), form.get('seen')]).toEqual([true, '40000000 1000000001'])
  for (const who of ['viewer', 'buyer', 'officer', 'inspector'] as const) expect(await shown(who), who).not.toContain(`action="${own}/review"`)
  const sent = (fields: Record<string, string>) => app.inject({ method: 'POST', url: `${own}/review`, headers: { ...as('member'), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ ...Object.fromEntries(form), ...fields }).toString() })
  const short = await sent({ review_reason: 'Đã xem.' })
  expect([short.statusCode, short.body.includes('Đã xem.')], 'what was typed is kept').toEqual([422, true])
  expect((await sent({ review_reason: 'Sẽ trừ vào lần chia sau.' })).headers.location).toBe(`${own}?done=saved`)
  const after = await shown('member')
  expect([after.includes(`${people.member.name} xem lại ngày`), after.includes('đã thu 40.000.000 đồng và đã chia 1.000.000.001 đồng: Sẽ trừ vào lần chia sau.'), after.includes(`action="${own}/review"`), (await shown('buyer')).includes('Sẽ trừ vào')]).toEqual([true, true, false, false])
})
test('That a result the State paid for was stated, valued or divided is told to nobody but its side and those of the Exchange who read every deal: not by what waits, nor by what comes next, nor in the calendar.', async () => {
  const next = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy hồng ngoại'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg quả một ngày.', request_key: randomUUID() }) })
  await someResult(ctxOf(db, people.member), next)
  await db.updateTable('deal_duty').set({ due_on: '2026-03-05' }).where('deal_id', '=', next).where('part', '=', 'result').execute()
  const told = async (who: Parameters<typeof as>[0]) => {
    const [file, steps, calendar] = await Promise.all(['', '/steps', '/calendar.ics'].map((path) => app.inject({ url: `/vi/deals/${next}${path}`, headers: as(who) })))
    const times = (body = '') => body.split('chứng thư thẩm định giá').length - 1
    return [[file, steps, calendar].map((answer) => answer?.statusCode), times(file?.body), times(steps?.body), calendar?.body.includes('20260305') ?? false]
  }
  for (const who of ['member', 'viewer', 'officer', 'inspector'] as const) expect(await told(who), who).toEqual([[200, 200, 200], 2, 2, true])
  expect(await told('buyer')).toEqual([[200, 200, 200], 0, 0, false])
  const { body } = await app.inject({ url: `/vi/deals/${next}`, headers: as('buyer') })
  for (const said of ['phân chia thu nhập', `/deals/${next}/result"`]) expect(body.replace(/<nav[^]*?<\/nav>/g, ''), said).not.toContain(said)
})
test('The rules of the day stand on the page with their text and how well they are known.', async () => {
  const { body } = await page('member')
  for (const said of ['Phần của tác giả', 'Phần còn lại sau tác giả', 'Khi đã được giao quyền sở hữu'.toLowerCase(), 'Nghị định 08/2014/NĐ-CP', 'Đã đối chiếu']) expect(body).toContain(said)
})
test('What is absent stands on the page beside the form that decides; a side that denies the State’s money elsewhere is shown as a contradiction, to the supplying side alone.', async () => {
  const before = (await page('member')).body
  for (const said of ['name="conflicts"', 'name="value_low"', 'name="value_high"']) expect(before).toContain(said)
  expect(before).toMatch(/Hồ sơ còn thiếu: số và ngày quyết định giao quyền;/)
  expect(before).not.toContain('mâu thuẫn')
  await stateFacts(ctxOf(db, people.buyer), { deal_id: deal, direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', appraised: false, voluntary: false, note: '' })
  expect((await page('member')).body).toContain('khai không dùng vốn nhà nước')
  const registration = async (who: Parameters<typeof as>[0]) => (await app.inject({ url: `/vi/deals/${deal}/registration`, headers: as(who) })).body
  for (const [who, told] of [['member', true], ['officer', true], ['buyer', false]] as const) expect((await registration(who)).includes('Mâu thuẫn trong hồ sơ'), who).toBe(told)
  const chosen = async (who: Parameters<typeof as>[0]) => formOf(await registration(who), `/vi/deals/${deal}/registration/facts`).get('state_money')
  expect([await chosen('member'), await chosen('buyer')], 'the supplier’s form begins with what it said of the result').toEqual(['yes', 'no'])
})
