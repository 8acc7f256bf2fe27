import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { solutionForm, someSolutions } from '../../../tests/solution-things.ts'
import { daysFrom, shownMoment } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db)
const things = await someSolutions(db)
const cookies = { officer: '', second: '', chairs: '', first: '', later: '', judge: '' } as Record<'officer' | 'second' | 'chairs' | 'first' | 'later' | 'judge', string>
for (const who of Object.keys(cookies) as (keyof typeof cookies)[]) cookies[who] = await signedIn(app, db, things[who])
const headers = (who?: keyof typeof cookies) => (who ? withCookie(cookies[who]) : {})
const get = async (url: string, who?: keyof typeof cookies, locale = 'vi') => { const answer = await app.inject({ url: `/${locale}${url}`, headers: headers(who) }); expect([url, answer.statusCode]).toEqual([url, 200]); return answer.body }
const press = async (url: string, form: Record<string, string>, who: keyof typeof cookies) => send(app, `/vi${url}`, form, headers(who))

test('A call is read in both languages by everybody: criteria, weights, dates, the hash of its rules, and nothing of who handed in before the opening.', async () => {
  const { rules_hash } = await db.selectFrom('solution_call').select('rules_hash').where('id', '=', things.open).executeTakeFirstOrThrow()
  for (const [locale, ...words] of [['vi', 'Hiệu quả đã đo', '40 %', 'không phải đấu thầu', 'chỉ biết khi mở'], ['en', 'Measured effect', '40 %', 'no tender', 'is known when']] as const) {
    const html = await get(`/solutions/${things.open}`, undefined, locale)
    for (const word of [...words, rules_hash!]) expect(html).toContain(word)
    expect(html).not.toMatch(/Viện Nộp Trước|410/)
  }
  for (const who of ['officer', 'chairs', 'later', 'judge'] as const) expect(await get(`/solutions/${things.open}`, who)).not.toMatch(/Viện Nộp Trước|410[.,]000/)
  expect(await get(`/solutions/${things.open}/desk`, 'officer')).not.toMatch(/Viện Nộp Trước|410[.,]000/)
  expect(await get(`/solutions/${things.open}/submission`, 'first')).toContain('410000000')
  expect(await get('/solutions')).not.toContain(`/solutions/${things.draft}"`)
})
test('An officer drafts from a need’s page; weights that are not the whole are said at their field, and what was typed stays.', async () => {
  expect(await get(`/needs/${things.need}`, 'officer')).toContain(`/vi/solutions/new?need=${things.need}`)
  const form = solutionForm(things.need, new Date()) as Record<string, string>
  const wrong = await press('/solutions/new', { ...form, weight_2: '29,5' }, 'officer')
  expect([wrong.statusCode, wrong.body.includes('99,5 %'), wrong.body.includes('Hiệu quả đã đo')]).toEqual([409, true, true])
  const mistyped = await press('/solutions/new', { ...form, price_weight: 'ba mươi' }, 'officer')
  expect([mistyped.statusCode, mistyped.body.includes('id="e-price_weight"')]).toEqual([422, true])
  const made = await press('/solutions/new', form, 'officer')
  expect(made.statusCode).toBe(303)
  const desk = String(made.headers.location).replace('/vi', '').split('?')[0]!
  expect(formOf(await get(desk.replace('desk', 'edit'), 'officer'), `/vi${desk.replace('desk', 'edit')}`).get('weight_2')).toBe('30')
  expect((await press(desk.replace('desk', 'proposal'), { version: '0' }, 'officer')).statusCode).toBe(303)
  expect((await press(desk.replace('desk', 'publication'), { version: '0' }, 'officer')).body).toContain('một cán bộ giao dịch khác phải công bố')
  expect((await press(desk.replace('desk', 'publication'), { version: '0' }, 'second')).headers.location).toContain('done=solution_published')
})
test('The desk says in both languages which files of several are the same byte for byte, and what that does not prove.', async () => {
  const desk = `/solutions/${things.running}/desk`, said = ['giống nhau từng byte', 'the same byte for byte']
  for (const words of said) expect(await get(desk, 'officer')).not.toContain(words)
  await asOwner(`with d as (insert into document (sha256, media_type, bytes, name, organisation_id, created_by, created_at) select '${'d'.repeat(64)}', 'text/plain', 9, 'ban-' || e.number || '.txt', e.organisation_id, ${things.officer.person_id}, now() from solution_entry e where e.call_id = ${things.running} returning id, organisation_id, created_by)
    insert into solution_document (call_id, organisation_id, document_id, person_id, added_at) select ${things.running}, organisation_id, id, created_by, now() from d`)
  for (const [locale, words] of [['vi', said[0]!], ['en', said[1]!]] as const) {
    const html = await get(desk, 'officer', locale)
    expect(html.slice(html.indexOf(words))).toMatch(/<li>[^<]* 1, [^<]* 2: ban-1\.txt, ban-2\.txt<\/li>/)
  }
  expect(await get(desk, 'chairs')).not.toContain(said[0])
})
test('The rounds of a call are read by number, in both languages; whose turn it is lowers the price on the page, and what was refused stays typed.', async () => {
  const url = `/solutions/${things.running}/rounds`
  const entry = await db.selectFrom('solution_turn as t').innerJoin('solution_entry as e', 'e.id', 't.entry_id').select(['e.organisation_id', 'e.number']).where('t.call_id', '=', things.running).where('t.round', '=', 2).orderBy('t.position').executeTakeFirstOrThrow()
  const [mine, other] = entry.organisation_id === things.one ? ['first', 'later'] as const : ['later', 'first'] as const
  for (const [locale, ...words] of [['vi', 'Ba vòng chào giá giảm', 'giữ giá', 'Giờ của Sàn'], ['en', 'Three rounds of bidding down', 'kept', 'Clock of the Exchange']] as const) {
    const html = await get(url, 'officer', locale)
    for (const word of words) expect(html).toContain(word)
    expect(html).not.toMatch(/Viện Nộp Trước|Công ty Nộp Sau|<form[^>]*rounds/)
  }
  expect((await app.inject({ url: `/vi${url}` })).statusCode).toBe(404)
  expect(await get(`/solutions/${things.running}`)).toContain('Ba vòng chào giá giảm') // how it goes is everybody’s to read; prices are not
  expect(await get(`/solutions/${things.running}`)).not.toMatch(/3[02]0[.,]000/)
  expect(await get(url, other)).not.toContain('name="price"')
  expect((await press(url, { price: '1.000.000', request_key: randomUUID() }, other)).body).toContain('chưa được gửi')
  const small = await press(url, { price: '319.999.999', request_key: randomUUID() }, mine)
  expect([small.statusCode, small.body.includes('319.999.999'), small.body.includes('Giá mới cao nhất là')]).toEqual([409, true, true])
  const form = Object.fromEntries(formOf(await get(url, mine), `/vi${url}`))
  expect((await press(url, { ...form, price: '290.000.000' } as Record<string, string>, mine)).headers.location).toContain('done=price_lowered')
  expect(await get(url, mine)).toContain('290.000.000')
  expect(await get(url, other)).not.toContain('290.000.000')
  expect(await get('/work', mine)).toContain(`/vi${url}`)
  const record = (await app.inject({ url: `/vi/solutions/${things.awarded}/record.json` })).json<{ rules_hash: string; answers: { rank: number }[] }>()
  expect(record.answers.map(({ rank }) => rank).toSorted()).toEqual([1, 2])
})
test('Dates are moved on the desk by two officers; before that nobody else reads of it, afterwards old date, new date and reason stand on the page in both languages, and who handed in reads that it keeps.', async () => {
  const desk = `/solutions/${things.open}/desk`, approval = `/vi/solutions/${things.open}/dates/${things.date_change}/approval`, reason = 'Mất điện diện rộng'
  for (const [who, words] of [['officer', 'Rút đề nghị'], ['second', 'Trả lại đề nghị'], ['chairs', 'đang chờ duyệt']] as const) expect(await get(desk, who)).toContain(words)
  expect([await get(desk, 'officer'), await get(desk, 'chairs')].map((html) => html.includes(approval))).toEqual([false, false])
  expect(await get('/work', 'second')).toContain('đề nghị dời mốc')
  expect(await get(`/solutions/${things.open}`)).not.toContain(reason)
  expect((await press(approval.slice(3), {}, 'officer')).body).toContain('một cán bộ giao dịch khác phải duyệt')
  expect((await press(approval.slice(3), {}, 'second')).headers.location).toContain('done=dates_moved')
  expect((await press(approval.slice(3), {}, 'second')).body).toContain('đã được giải quyết')
  for (const [locale, ...words] of [['vi', 'Các mốc đã dời', 'Hạn hỏi', reason], ['en', 'Dates that were moved', 'Questions until', reason]] as const) for (const word of words) expect(await get(`/solutions/${things.open}`, undefined, locale)).toContain(word)
  expect(await get(`/solutions/${things.open}/submission`, 'first')).toContain('vẫn niêm phong và vẫn được tính')
  expect(await get(`/solutions/${things.open}/submission`, 'later')).not.toContain('vẫn niêm phong và vẫn được tính')
  const fresh = formOf(await get(desk, 'second'), `/vi/solutions/${things.open}/dates`), { closes_at } = await db.selectFrom('solution_call').select('closes_at').where('id', '=', things.open).executeTakeFirstOrThrow()
  expect(fresh.get('closes_at')).toBe(shownMoment(closes_at))
  const earlier = await press(`/solutions/${things.open}/dates`, { ...Object.fromEntries(fresh), closes_at: shownMoment(daysFrom(closes_at, -1)), reason: 'Muốn mở sớm hơn một ngày.' } as Record<string, string>, 'second')
  expect([earlier.statusCode, earlier.body.includes('Mốc chỉ dời muộn hơn'), earlier.body.includes('Muốn mở sớm hơn một ngày.')]).toEqual([409, true, true])
  const mistyped = await press(`/solutions/${things.open}/dates`, { ...Object.fromEntries(fresh), closes_at: '2026', reason: '' } as Record<string, string>, 'second')
  expect([mistyped.statusCode, mistyped.body.includes('id="e-dates-closes_at"')]).toEqual([422, true])
  expect(await get(`/solutions/${things.moved}`)).toContain(reason)
  expect(await get(`/solutions/${things.running}/desk`, 'officer')).toContain('không còn mốc nào dời được')
})
test('An organisation hands in both envelopes; what is missing is said beside its criterion.', async () => {
  const url = `/solutions/${things.open}/submission`
  const form = { request_key: randomUUID(), summary: 'Máy sấy bơm nhiệt đã chạy ở ba nơi.', price: '395.000.000', answer_c1: 'Giảm hỏng còn 4 %.', answer_c2: '' }
  const missing = await press(url, form, 'later')
  expect([missing.statusCode, missing.body.includes('id="e-answer_c2"'), missing.body.includes('395.000.000')]).toEqual([422, true, true])
  expect((await press(url, { ...form, answer_c2: 'Lắp trong 15 ngày.' }, 'later')).headers.location).toContain('done=solution_submitted')
  expect(await get(url, 'later')).toContain('Bản 1')
})
test('A member declares before anything can be read, scores, locks; the result then stands with chart, table and files, and each part with its own people.', async () => {
  const council = `/solutions/${things.scoring}/council`
  const before = await get(council, 'judge')
  expect([before.includes('Viện Nộp Trước'), before.includes('sổ theo dõi từng mẻ')]).toEqual([true, false])
  const unsaid = await press(`${council}/declaration`, {}, 'judge')
  expect([unsaid.statusCode, unsaid.body.includes('id="e-declaration"')]).toEqual([422, true])
  await press(`${council}/declaration`, { declaration: 'none' }, 'judge')
  const after = await get(council, 'judge')
  expect(after).toContain('sổ theo dõi từng mẻ')
  expect(after).not.toMatch(/3[02]0[.,]?000[.,]?000/)
  const wrong = await press(`${council}/entries/2/scores`, { points_c1: '120', reason_c1: 'Tốt lắm', points_c2: '50', reason_c2: 'Tạm được' }, 'judge')
  expect([wrong.statusCode, wrong.body.includes('id="e-entry-2-points_c1"')]).toEqual([422, true])
  for (const n of [1, 2]) expect((await press(`${council}/entries/${n}/scores`, { points_c1: '70', reason_c1: 'Tốt lắm', points_c2: '65', reason_c2: 'Tạm được' }, 'judge')).statusCode).toBe(303)
  expect((await press(`${council}/lock`, {}, 'judge')).statusCode).toBe(303)
  expect(await get(council, 'judge')).toContain('Phiếu của bạn đã khóa')

  for (const locale of ['vi', 'en']) {
    const html = await get(`/solutions/${things.awarded}`, undefined, locale)
    for (const word of ['<svg class="chart', 'Viện Nộp Trước', locale === 'vi' ? '300.000.000 đồng' : 'VND 300,000,000', 'ranking.csv']) expect(html).toContain(word)
  }
  const csv = (await app.inject({ url: `/vi/solutions/${things.awarded}/ranking.csv` })).body
  expect(csv.split('\n').slice(1, 3).map((line) => line.split(',').slice(0, 2))).toEqual([['1', 'Viện Nộp Trước'], ['2', 'Công ty Nộp Sau']])
  expect((await app.inject({ url: `/vi/solutions/${things.awarded}/ranking.xlsx` })).rawPayload.subarray(0, 2).toString()).toBe('PK')
  expect(await get(`/solutions/${things.awarded}/submission`, 'later')).toContain('Giải pháp hạng nhất có số liệu đo đầy đủ hơn.')
  expect(await get(`/solutions/${things.awarded}/desk`, 'chairs')).toContain('Viện Nộp Trước')
  expect(await get('/work', 'judge')).not.toContain(council)
  expect(await get('/work', 'officer')).toContain(`/vi/solutions/${things.open}/desk`)
})
