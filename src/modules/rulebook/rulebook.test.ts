import { sql } from 'kysely'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { addHoliday, changeRule, changeServiceTime, declareNoLieu, loadRulebook, removeHoliday } from './commands.ts'
import { holidaysFrom, holidaySet, lieusFrom, numberOn, ruleHistory, ruleOn, rulesOn, serviceTimeOn } from './queries.ts'
import { unannouncedWords } from './messages.ts'
import { asLaw, dueBy, isOverdue, lieusMissing, toldFrom, unannouncedIn, workingDaysBetween } from './rules.ts'

const { db, asOwner } = await testDatabase()
const administrator = await aPerson(db, { staff: ['administrator'] })
const others = await Promise.all((['moderator', 'deal_officer', 'observer', 'inspector'] as const).map((role) => aPerson(db, { staff: [role] })))
const ctx = ctxOf(db, administrator)
const at = (text: string): Date => new Date(`${text}+07:00`)

describe('The dated rule table', () => {
  test('An act is judged by the rule of its own day.', async () => {
    expect(await ruleOn(db, 'auction.notice.apart', '2024-12-31')).toMatchObject({ value: 2, unit: 'working_days', mark: 'S' })
    expect(await ruleOn(db, 'auction.notice.apart', '2025-01-01')).toMatchObject({ value: 2, unit: 'days', mark: 'S2' })
    await expect(ruleOn(db, 'auction.notice.apart', '2000-01-01')).rejects.toMatchObject({ refusal: { code: 'no_rule', rule: 'auction.notice.apart', day: '2000-01-01' } })
    expect(await numberOn(db, 'auction.deposit.minimum', '2026-03-02')).toBe(5)
    expect(await numberOn(db, 'transfer.registration.amendment_fee', '2026-03-02')).toBe(0.1)
  })
  test('Only what was seen is called law; what was not found has no number to work with.', async () => {
    const marks = Object.fromEntries((await rulesOn(db, '2026-03-02')).map((rule) => [rule.code, asLaw(rule)]))
    expect(marks).toMatchObject({ 'auction.deposit.refund': true, 'privacy.answer': true, 'auction.deposit.land_minimum': false, 'results.author_share': false, 'own.approval_days': false, 'privacy.other_requests': false })
    await expect(numberOn(db, 'privacy.other_requests', '2026-03-02')).rejects.toMatchObject({ refusal: { code: 'no_rule' } })
  })
  test('Every row of the file names its document and source where it says it was seen, and loading it again changes nothing.', async () => {
    const before = await sql`select * from rule order by id`.execute(db)
    const rows = parse(readFileSync('data/rules.csv'), { columns: true }) as Record<string, string>[]
    expect(before.rows).toHaveLength(rows.length)
    expect(rows.filter(({ mark, document, source }) => /^S2?$/.test(mark ?? '') && !(document && source))).toEqual([])
    await loadRulebook(db, 'data')
    expect((await sql`select * from rule order by id`.execute(db)).rows).toEqual(before.rows)
  })
  test('The database refuses two values of one rule for one day.', async () => {
    await expect(asOwner(`insert into rule (code, value, unit, label_vi, label_en, mark, valid_from) values ('privacy.answer', 9, 'days', 'a', 'a', 'K', '2030-01-01')`)).rejects.toThrow(/one_rule_a_day/)
    await expect(asOwner(`insert into rule (code, value, unit, label_vi, label_en, mark, valid_from) values ('a.b', 9, 'days', 'a', 'a', 'S', '2030-01-01')`)).rejects.toThrow(/check/)
  })
  test('A change closes the former value the day before and leaves it readable; the files do not undo it.', async () => {
    const former = await ruleOn(db, 'own.grant_days', '2026-03-02')
    const change = { code: 'own.grant_days', value: 60, valid_from: '2026-06-01', mark: 'own' as const, document: '', article: '', source: '', note: '', reason: 'quyết định của Sàn', former_id: former.id }
    const approve = (id: number, patch = {}) => ctx.db.transaction().execute(async (tx) => changeRule(tx, ctx, { ...change, approval_id: id, ...patch }))
    const { id } = await db.insertInto('approval').values({ kind: 'rule_change', subject: 'rule:own.grant_days', data: '{}', reason: 'x', proposed_by: administrator.person_id!, proposed_at: noon, expires_at: new Date(noon.getTime() + 1), decision: null, decided_by: null, decided_at: null }).returning('id').executeTakeFirstOrThrow()
    for (const other of others) await expect(db.transaction().execute((tx) => changeRule(tx, ctxOf(db, other), { ...change, approval_id: id }))).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await approve(id)
    expect(await numberOn(db, 'own.grant_days', '2026-05-31')).toBe(90)
    expect(await numberOn(db, 'own.grant_days', '2026-06-01')).toBe(60)
    await expect(approve(id), 'written for a value that is no longer the newest').rejects.toMatchObject({ refusal: { code: 'rule_not_later' } })
    await expect(approve(id, { valid_from: '2026-07-01' })).rejects.toMatchObject({ refusal: { code: 'rule_changed_meanwhile' } })
    await expect(approve(id, { valid_from: '2026-07-01', mark: 'S' })).rejects.toMatchObject({ refusal: { code: 'law_needs_source' } })
    await loadRulebook(db, 'data')
    expect((await ruleHistory(db, 'own.grant_days')).map(({ value, valid_from, valid_to }) => [value, valid_from, valid_to])).toEqual([[60, '2026-06-01', null], [90, '2026-01-01', '2026-05-31']])
  })
  test('A release may end a value and begin another; one that clashes with a change made here is left out.', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'))
    for (const file of ['rules.csv', 'holidays.csv']) cpSync(join('data', file), join(folder, file))
    const file = readFileSync('data/rules.csv', 'utf8')
    const ended = file.replace(/^(own\.reconfirmation,90,.*,own,2026-01-01),,/m, '$1,2026-12-31,') + 'own.reconfirmation,120,days,Mới,New,,,,own,2027-01-01,,\nown.grant_days,30,days,Mới,New,,,,own,2026-08-01,,\n'
    expect(ended).not.toBe(file)
    writeFileSync(join(folder, 'rules.csv'), ended)
    await loadRulebook(db, folder)
    rmSync(folder, { recursive: true })
    expect([await numberOn(db, 'own.reconfirmation', '2026-12-31'), await numberOn(db, 'own.reconfirmation', '2027-01-01'), await numberOn(db, 'own.grant_days', '2026-09-01')]).toEqual([90, 120, 60])
  })
})

describe('Working days and service times', () => {
  test.each([
    ['2026-03-02T09:00', '2026-03-02T17:00', 0], ['2026-03-06T16:00', '2026-03-09T08:00', 1], ['2026-03-06T16:00', '2026-03-08T23:59', 0],
    ['2026-04-29T10:00', '2026-05-04T10:00', 1], // 30 April and 1 May are holidays, then a weekend
    ['2026-08-31T10:00', '2026-09-03T10:00', 2], ['2026-03-02T23:30', '2026-03-03T00:30', 1],
  ])('From %s to %s there are %i working days.', async (from, to, days) => {
    expect(workingDaysBetween(at(from), at(to), await holidaySet(db))).toBe(days)
  })
  test('A promise of three working days ends with the third, holidays left out; hours and days run on.', async () => {
    const holidays = await holidaySet(db)
    expect(dueBy({ amount: 3, unit: 'working_days' }, at('2026-04-28T15:00'), holidays)).toEqual(at('2026-05-06T00:00'))
    expect(dueBy({ amount: 72, unit: 'hours' }, at('2026-04-28T15:00'), holidays)).toEqual(at('2026-05-01T15:00'))
    expect(dueBy({ amount: 15, unit: 'days' }, at('2026-04-28T15:00'), holidays)).toEqual(at('2026-05-14T00:00'))
    expect(isOverdue({ amount: 3, unit: 'working_days' }, at('2026-04-28T15:00'), at('2026-05-05T23:59'), holidays)).toBe(false)
    expect(isOverdue({ amount: 3, unit: 'working_days' }, at('2026-04-28T15:00'), at('2026-05-06T00:00'), holidays)).toBe(true)
  })
  test.each<[string, string, string, string[], string[]]>([
    ['across a Tết not entered', '2027-01-29', '2027-02-03', [], ['tet 2027']], ['one that is', '2027-01-29', '2027-02-03', ['2027-02-08'], []], ['another year’s is no help', '2027-01-29', '2027-02-03', ['2026-02-17'], ['tet 2027']],
    ['over before Tết can be', '2027-01-12', '2027-01-18', [], []], ['from the last day on', '2027-02-28', '2027-03-10', [], []], ['into its first day', '2027-01-12', '2027-01-19', [], ['tet 2027']],
    ['a whole winter and spring', '2026-11-20', '2027-05-20', [], ['tet 2027', 'hung_kings 2027']], ['over two years', '2026-02-01', '2027-02-01', ['2026-04-27'], ['tet 2026', 'national_day 2026', 'tet 2027']], ['30 April is no Hùng Kings’ day', '2027-04-20', '2027-05-03', ['2027-04-30'], ['hung_kings 2027']],
    ['2 September alone says nothing of the second day', '2026-08-20', '2026-09-10', ['2026-09-02'], ['national_day 2026']], ['1 September is it', '2026-08-20', '2026-09-10', ['2026-09-01', '2026-09-02'], []], ['or 3 September', '2026-08-20', '2026-09-10', ['2026-09-02', '2026-09-03'], []],
    ['it may be the last day counted', '2026-08-20', '2026-09-01', ['2026-09-02'], ['national_day 2026']], ['over before it', '2026-08-20', '2026-08-31', ['2026-09-02'], []], ['from 2 September it may be the day after', '2026-09-02', '2026-09-10', ['2026-09-02'], ['national_day 2026']], ['from 3 September on', '2026-09-03', '2026-09-20', ['2026-09-02'], []],
    ['across a day in lieu', '2027-04-29', '2027-05-03', ['2027-04-30', '2027-05-01'], ['lieu 2027-05-03']], ['over before it', '2027-04-20', '2027-04-30', ['2027-04-16', '2027-04-30', '2027-05-01'], []], ['from it on', '2027-05-03', '2027-05-10', ['2027-04-30', '2027-05-01'], []], ['once it is entered', '2027-04-29', '2027-05-04', ['2027-04-30', '2027-05-01', '2027-05-03'], []],
    ['2 September on a Saturday: one of its two days off is not known', '2028-08-20', '2028-09-10', ['2028-09-02', '2028-09-04'], ['national_day 2028']], ['both days off after it', '2028-08-20', '2028-09-10', ['2028-09-02', '2028-09-04', '2028-09-05'], []], ['two days near a 2 September in the week tell nothing', '2026-08-20', '2026-09-10', ['2026-09-02', '2026-09-04'], ['national_day 2026']],
  ])('Days not announced yet: %s', (_, from, to, entered, said) => {
    expect(unannouncedIn(from, to, new Set(entered)).map((one) => `${one.holiday} ${one.holiday === 'lieu' ? one.day : one.year}`)).toEqual(said)
  })
  // What a calendar of these years shows, and what was entered: the release's fixed days, and what the keeper added.
  test.each<[string, string[], string[]]>([
    ['2026', [], []], ['2027', [], ['05-03 of 05-01']], ['2028', [], ['01-03 of 01-01', '05-02 of 04-30', '09-04 of 09-02']], ['2029', [], ['09-03 of 09-02']], ['2030', [], []], ['2031', [], []], ['2032', [], ['05-03 of 05-01']],
    ['2033', [], ['01-03 of 01-01', '05-02 of 04-30', '05-03 of 05-01']], // 30 April and 1 May are a weekend: two days, one after the other
    ['2027', ['05-03'], []], ['2033', ['05-02'], ['01-03 of 01-01', '05-03 of 05-01']], ['2033', ['01-03', '05-02', '05-03'], []],
    ['2026', ['04-26'], ['04-27 of 04-26']], ['2026', ['04-26', '04-27'], []], ['2026', ['04-27'], []], ['2027', ['04-16', '05-03'], []],
    ['2028', ['01-03', '05-02', '09-01'], ['09-04 of 09-02']], ['2028', ['01-03', '05-02', '09-03'], ['09-04 of 09-02', '09-05 of 09-03']], ['2028', ['01-03', '05-02', '09-03', '09-04', '09-05'], []],
    ['2029', ['09-01'], ['09-03 of 09-01', '09-04 of 09-02']], ['2029', ['09-03'], ['09-04 of 09-02']], ['2029', ['09-03', '09-04'], []], ['2029', ['09-01', '09-03', '09-04'], []], ['2030', ['09-01'], ['09-03 of 09-01']], ['2030', ['09-03'], []],
    ['2026', ['02-14', '02-15', '02-17'], []], // Tết is announced with its days in lieu
  ])('Days in lieu of %s with %j entered', async (year, added, missing) => {
    const holidays = new Set([...(await holidaySet(db)), ...added.map((day) => `${year}-${day}`)])
    expect(lieusMissing(year, holidays)).toEqual(missing.map((one) => { const [day, of] = one.split(' of '); return { day: `${year}-${day}`, of: `${year}-${of}` } }))
  })
  test('The day in lieu of a holiday on a weekend is offered until it is entered, counts once, or is said not to be; a holiday entered anew asks again.', async () => {
    const offered = async (year: string) => (await lieusFrom(db, `${year}-01-01`)).filter(({ day }) => day.startsWith(year)).map(({ day, of }) => [day, of.day])
    const due = async () => dueBy({ amount: 3, unit: 'working_days' }, at('2032-04-28T15:00'), await holidaySet(db))
    const name = { name_vi: 'Nghỉ bù Ngày Quốc tế lao động', name_en: 'In lieu of Labour Day' }, first = { day: '2032-05-01', name_vi: 'Ngày Quốc tế lao động', name_en: 'Labour Day' }
    expect([await offered('2032'), await due()]).toEqual([[['2032-05-03', '2032-05-01']], at('2032-05-05T00:00')])
    await addHoliday(ctx, { day: '2032-05-03', ...name })
    expect([await offered('2032'), await due()]).toEqual([[], at('2032-05-06T00:00')])
    await expect(declareNoLieu(ctx, { day: '2032-05-01' })).rejects.toMatchObject({ refusal: { code: 'no_lieu_waits' } })
    await removeHoliday(ctx, { day: '2032-05-03' })
    for (const other of others) await expect(declareNoLieu(ctxOf(db, other), { day: '2032-05-01' })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    for (const day of ['2032-04-30', '2032-06-05']) await expect(declareNoLieu(ctx, { day })).rejects.toMatchObject({ refusal: { code: 'no_lieu_waits' } })
    await Promise.all([declareNoLieu(ctx, { day: '2032-05-01' }), declareNoLieu(ctx, { day: '2032-05-01' })])
    await loadRulebook(db, 'data')
    expect([await offered('2032'), await due(), (await holidaysFrom(db, '2032-05-01'))[0]]).toEqual([[], at('2032-05-05T00:00'), expect.objectContaining({ day: '2032-05-01', no_lieu: true })])
    expect(await db.selectFrom('event').select('subject').where('type', '=', 'rulebook.no_lieu').execute()).toEqual([{ subject: 'holiday:2032-05-01' }])
    await removeHoliday(ctx, first)
    await addHoliday(ctx, first)
    expect(await offered('2032')).toEqual([['2032-05-03', '2032-05-01']])
  })
  test('The day beside National Day is told as a day of its own, not as Tết beside it', () => {
    expect(unannouncedWords([{ holiday: 'tet', year: '2027' }, { holiday: 'national_day', year: '2026' }], 'vi')).toContain('Tết Nguyên đán 2027, ngày liền kề Quốc khánh 2026')
    expect(unannouncedWords([{ holiday: 'lieu', year: '2027', day: '2027-05-03' }], 'vi')).toContain('nghỉ bù 03/05/2027')
  })
  test.each([['2027-02-28', '2027-01-19'], ['2027-04-16', '2027-03-29'], ['2026-09-03', '2026-09-01'], ['2028-09-05', '2028-09-01'], ['2027-05-03', '2027-05-03'], ['2027-03-01', '2027-03-01'], ['2027-01-18', '2027-01-18']])('%s entered changes what was counted up to %s or later', (day, from) => expect(toldFrom(day)).toBe(from))
  test('A new service time applies from its day on, is recorded once, and is never set for the past.', async () => {
    const change = { code: 'listing_review' as const, amount: 2, unit: 'working_days' as const, valid_from: '2026-04-01' }
    for (const other of others) await expect(changeServiceTime(ctxOf(db, other), change)).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await expect(changeServiceTime({ ...ctx, session: null }, change)).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    await expect(changeServiceTime(ctx, { ...change, valid_from: '2026-03-01' })).rejects.toMatchObject({ refusal: { code: 'service_time_past' } })
    await Promise.all([changeServiceTime(ctx, change), changeServiceTime(ctx, change)])
    expect((await serviceTimeOn(db, 'listing_review', '2026-03-31')).amount).toBe(3)
    expect((await serviceTimeOn(db, 'listing_review', '2026-04-01')).amount).toBe(2)
    expect(await db.selectFrom('event').select('data').where('type', '=', 'rulebook.service_time_changed').execute()).toHaveLength(1)
  })
  test('Tết is added when it is announced, and a holiday taken out stays out when the files are read again.', async () => {
    const tet = { day: '2027-02-08', name_vi: 'Tết Âm lịch', name_en: 'Tết' }
    await expect(addHoliday(ctxOf(db, others[2]), tet)).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    await addHoliday(ctx, tet)
    await expect(addHoliday(ctx, tet)).rejects.toMatchObject({ refusal: { code: 'holiday_known' } })
    expect(workingDaysBetween(at('2027-02-05T10:00'), at('2027-02-09T10:00'), await holidaySet(db))).toBe(1)
    for (const day of ['2027-02-08', '2026-09-02', '2026-09-02']) await removeHoliday(ctx, { day })
    await loadRulebook(db, 'data')
    const holidays = await holidaySet(db)
    expect([holidays.has('2027-02-08'), holidays.has('2026-09-02'), holidays.has('2025-09-02')]).toEqual([false, false, true])
    expect(await db.selectFrom('event').select('type').where('type', '=', 'rulebook.holiday_removed').where('subject', 'in', ['holiday:2027-02-08', 'holiday:2026-09-02']).execute()).toHaveLength(2)
  })
})
