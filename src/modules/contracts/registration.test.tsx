import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter, daysFrom } from '../../platform/time.ts'
import { openStorage } from '../../platform/storage.ts'
import { claimClosing, confirmClosing, loseDeal } from '../deals/commands.ts'
import { partDuties, waitingIn } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { bestActionIn } from '../deals/step-queries.ts'
import { inDeal } from '../deals/turns.ts'
import { receiveUpload } from '../documents/commands.ts'
import { demandOf, type EffectDays, effectOf } from './effect-rules.ts'
import { leaveOut, moveFiling, openFiling, putPaper, stateFacts } from './registration-commands.ts'
import { StateResult, stateResult } from '../results/commands.ts'
import { awaitPerformance } from './registration-duties.ts'
import { dutyText } from './registration-messages.ts'
import { calendarOf, effectToday, filingOf, papersOf, saidOf, standingOf, supposedFacts } from './registration-queries.ts'
import { registrationRoutes } from './registration-routes.tsx'
import { differing, dossierOf, factsRefusal, filerOf, feeOf, type FilingStep, judgedBy, type LimitName, limitOf, openRefusal, type PaperCode, runningLimit, type Said, stepRefusal, stepsFrom, waits } from './registration-rules.ts'
import type { Facts, Filing, FilingKind } from './schema.ts'
import { versionSigned } from './signed.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-registration-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { get, post } = await openPages(db, (app) => registrationRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never), { now: () => minutesAfterNoon(100) })

const domestic: Facts = { direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', voluntary: false, performed: true, appraised: false }
const facts = (over: Partial<Facts> = {}): Facts => ({ ...domestic, ...over })
const said = (organisation_id: number, over: Partial<Facts> = {}): Said => ({ ...facts(over), organisation_id, note: '', stated_at: noon })
const filing = (over: Partial<Filing> = {}): Filing => ({
  id: 1, deal_id: 1, version_id: 1, kind: 'registration', organisation_id: 2, state: 'preparing', changes: '', authority: '', receipt_number: '', asked_what: '', certificate_number: '', refusal_reason: '', opened_by: 1, opened_at: noon, changed_at: noon, request_key: '',
  filed_on: null, asked_on: null, extended_on: null, supplemented_on: null, complete_on: null, decided_on: null, ...over,
})
const sides = { supplier_organisation_id: 1, demander_organisation_id: 2 }
const calendar = await calendarOf(db)

describe('the rules', () => {
  test.each<[string, Partial<Facts>, string, number]>([
    ['into Vietnam', { direction: 'into_vietnam' }, 'register', 2], ['out of Vietnam', { direction: 'out_of_vietnam' }, 'register', 1], ['within, private money', {}, 'may', 2], ['within, state money', { state_money: true }, 'register', 2],
    ['within, state money, result registered', { state_money: true, result_certificate: true }, 'may', 2], ['into Vietnam though the result is registered', { direction: 'into_vietnam', state_money: true, result_certificate: true }, 'register', 2],
    ['encouraged technology within', { technology: 'encouraged' }, 'may', 2], ['restricted, in', { direction: 'into_vietnam', technology: 'restricted' }, 'licence', 2], ['restricted, out', { direction: 'out_of_vietnam', technology: 'restricted' }, 'licence', 1], ['prohibited', { direction: 'into_vietnam', technology: 'prohibited' }, 'prohibited', 2],
  ])('%s', (_, over, demand, filer) => expect([demandOf(facts(over)), filerOf(facts(over), sides)]).toEqual([demand, filer]))

  const days: EffectDays = { agreed_on: null, signed_on: '2026-03-02', licensed_on: null, registered_on: null }
  test.each<[string, Partial<Facts>[], Partial<EffectDays>, string, string | null]>([
    ['nothing stated names no day', [], { agreed_on: '2026-04-01' }, 'unknown', null], ['the day agreed', [{}], { agreed_on: '2026-04-01' }, 'agreed', '2026-04-01'], ['else the last signature', [{}], {}, 'signing', '2026-03-02'], ['not signed', [{}], { signed_on: null, agreed_on: '2026-04-01' }, 'agreed', null],
    ['must register and has no certificate', [{ state_money: true }], { agreed_on: '2026-04-01' }, 'registration', null], ['must register: the certificate, not the day agreed', [{ state_money: true }], { agreed_on: '2026-04-01', registered_on: '2026-05-04' }, 'registration', '2026-05-04'],
    ['restricted: the licence, not a registration', [{ technology: 'restricted' }], { registered_on: '2026-05-04' }, 'licence', null], ['restricted and licensed', [{ technology: 'restricted' }], { licensed_on: '2026-06-01' }, 'licence', '2026-06-01'], ['licensed before it is signed', [{ technology: 'restricted' }], { licensed_on: '2026-06-01', signed_on: null }, 'licence', null],
    ['by choice, not performed: the certificate', [{ voluntary: true, performed: false }], { registered_on: '2026-05-04' }, 'voluntary_registration', '2026-05-04'], ['by choice, not performed, with a day agreed', [{ voluntary: true, performed: false }], { registered_on: '2026-05-04', agreed_on: '2026-04-01' }, 'voluntary_registration', '2026-05-04'],
    ['by choice, not performed, no certificate yet', [{ voluntary: true, performed: false }], { agreed_on: '2026-04-01' }, 'voluntary_registration', null], ['by choice, performed: the day agreed', [{ voluntary: true }], { registered_on: '2026-05-04', agreed_on: '2026-04-01' }, 'agreed', '2026-04-01'], ['by choice, performed, no day agreed', [{ voluntary: true }], { registered_on: '2026-05-04' }, 'signing', '2026-03-02'],
    ['by choice, nobody says whether performed', [{ voluntary: true, performed: null }], { agreed_on: '2026-04-01' }, 'performance_unsaid', null], ['registered by choice without the box', [{ performed: null }], { registered_on: '2026-05-04', agreed_on: '2026-04-01' }, 'performance_unsaid', null], ['the sides differ on it', [{ performed: false }, { voluntary: true }], { agreed_on: '2026-04-01' }, 'performance_disputed', null], ['one side says it', [{ voluntary: true, performed: null }, { performed: false }], { registered_on: '2026-05-04' }, 'voluntary_registration', '2026-05-04'],
    ['not registered by choice: not asked', [{ performed: null }], { agreed_on: '2026-04-01' }, 'agreed', '2026-04-01'], ['must register: not asked', [{ state_money: true, performed: null, voluntary: true }], { registered_on: '2026-05-04' }, 'registration', '2026-05-04'],
    ['the sides differ on what is asked', [{}, { state_money: true }], {}, 'disputed', null], ['they differ on what changes nothing', [{}, { technology: 'encouraged' }], {}, 'signing', '2026-03-02'], ['prohibited', [{ technology: 'prohibited' }], {}, 'prohibited', null],
  ])('effect: %s', (_, stated, over, basis, day) => expect(effectOf(stated.map(facts), { ...days, ...over })).toMatchObject({ basis, day, waiting: day === null }))

  test.each<[string, Partial<Facts>, string | null]>([['by choice, not said', { voluntary: true, performed: null }, 'performed_needed'], ['by choice, said', { voluntary: true, performed: false }, null], ['not by choice', { performed: null }, null], ['must register anyhow', { voluntary: true, performed: null, state_money: true }, null]])('whether it is performed is asked of: %s', (_, over, code) => expect(factsRefusal(facts(over))?.code ?? null).toBe(code))
  test.each<[string, Partial<Facts>, Partial<Facts>, string[]]>([['both by choice', { voluntary: true, performed: true }, { performed: false }, ['performed']], ['nobody registers by choice', { performed: true }, { performed: false }, []], ['one has not said', { voluntary: true, performed: true }, { performed: null }, []], ['it has to be registered', { voluntary: true, state_money: true }, { state_money: true, performed: false }, []]])('the sides differ on performance: %s', (_, one, other, apart) => expect(differing(facts(one), facts(other))).toEqual(apart))
  test.each<[FilingKind, LimitName, string, string | null]>([
    ['registration', 'file', '2026-03-02', '2026-05-31'], ['licence', 'file', '2026-03-02', '2026-05-01'], ['approval', 'file', '2026-03-02', null], ['approval', 'decide', '2026-03-02', '2026-04-01'],
    ['registration', 'answer', '2026-03-05', '2026-03-10'], ['registration', 'decide', '2026-03-05', '2026-03-12'], ['licence', 'answer', '2026-03-05', '2026-03-12'], ['licence', 'decide', '2026-03-02', '2026-03-23'], ['licence', 'supplement', '2026-03-02', '2026-05-01'],
    ['registration', 'supplement', '2026-03-02', null], ['termination', 'decide', '2026-03-02', null], ['amendment', 'decide', '2026-03-06', '2026-03-13'], ['registration', 'file', '2018-01-02', null],
  ])('%s, %s from %s: %s', (kind, name, from, day) => expect(limitOf(calendar, kind, name, from)?.day ?? null).toBe(day))
  test('a public holiday is no working day', () => {
    expect(limitOf({ ...calendar, holidays: new Set(['2026-03-09']) }, 'registration', 'answer', '2026-03-05')?.day).toBe('2026-03-11')
  })
  test('a number nobody has seen in a source gives no day', () => {
    expect(calendar.rules.find(({ code }) => code === 'transfer.registration.supplement')).toMatchObject({ mark: 'K', value: 60 })
    expect(limitOf({ ...calendar, rules: calendar.rules.map((rule) => ({ ...rule, mark: 'K' as const })) }, 'registration', 'file', '2026-03-02')).toBeNull()
  })

  test('while the sides differ, what asks for more is acted on', () => {
    expect(judgedBy([said(1), said(2, { technology: 'restricted' })])).toMatchObject({ organisation_id: 2 })
    expect(judgedBy([said(2), said(1)])).toMatchObject({ organisation_id: 2 })
  })

  const signed = '2026-03-02'
  test.each<[string, Said[], string | null, Partial<Filing>[], FilingKind, number, string | null]>([
    ['nothing stated', [], signed, [], 'registration', 2, 'facts_not_stated'], ['the receiver registers', [said(1, { state_money: true })], signed, [], 'registration', 2, null], ['the giver does not', [said(1, { state_money: true })], signed, [], 'registration', 1, 'filing_of_other_side'],
    ['not before the signing', [said(1)], null, [], 'registration', 2, 'filing_before_signing'], ['by choice', [said(1)], signed, [], 'registration', 2, null], ['one at a time', [said(1)], signed, [{}], 'registration', 2, 'filing_under_way'], ['again after a refusal', [said(1)], signed, [{ state: 'refused' }], 'registration', 2, null],
    ['once registered not again', [said(1)], signed, [{ state: 'certified' }], 'registration', 2, 'filing_not_called_for'], ['an amendment of what is registered', [said(1)], signed, [{ state: 'certified' }], 'amendment', 2, null], ['none of what is not', [said(1)], signed, [], 'termination', 2, 'filing_not_called_for'], ['an extension of what is licensed', [said(1, { technology: 'restricted' })], signed, [{ kind: 'licence', state: 'certified' }], 'extension', 2, null],
    ['restricted is not registered', [said(1, { technology: 'restricted' })], signed, [], 'registration', 2, 'filing_not_called_for'], ['an approval before the signing', [said(1, { technology: 'restricted' })], null, [], 'approval', 2, null], ['the licence after the approval', [said(1, { technology: 'restricted' })], signed, [], 'licence', 2, 'approval_first'],
    ['approved', [said(1, { technology: 'restricted' })], signed, [{ kind: 'approval', state: 'certified' }], 'licence', 2, null], ['appraised with the investment', [said(1, { technology: 'restricted', appraised: true })], signed, [], 'licence', 2, null], ['and then no approval', [said(1, { technology: 'restricted', appraised: true })], signed, [], 'approval', 2, 'filing_not_called_for'], ['prohibited', [said(1, { technology: 'prohibited' })], signed, [], 'licence', 2, 'filing_not_called_for'],
  ])('opening a dossier: %s', (_, stated, signed_on, filings, kind, side, code) => expect(openRefusal({ said: stated, signed_on, filings: filings.map(filing) }, kind, side, sides)?.code ?? null).toBe(code))

  test.each<[string, Partial<Filing>, FilingStep, { on?: string; missing?: number }, string | null]>([
    ['filed', {}, 'file', { on: '2026-03-05' }, null], ['with holes', {}, 'file', { on: '2026-03-05', missing: 1 }, 'dossier_incomplete'], ['before the signing', {}, 'file', { on: '2026-03-01' }, 'filing_day_off'], ['an approval needs no signing', { kind: 'approval' }, 'file', { on: '2026-03-01' }, null], ['tomorrow', {}, 'file', { on: '2026-03-11' }, 'filing_day_off'],
    ['twice', { state: 'filed', filed_on: '2026-03-05' }, 'file', { on: '2026-03-05' }, 'filing_moved_meanwhile'], ['asked before it was filed', { state: 'filed', filed_on: '2026-03-05' }, 'ask', { on: '2026-03-04' }, 'filing_day_off'], ['asked again though complete', { state: 'complete', filed_on: '2026-03-05' }, 'ask', { on: '2026-03-06' }, null],
    ['granted before it is filed', {}, 'certify', { on: '2026-03-06' }, 'filing_moved_meanwhile'], ['supplemented before it was asked', { state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-06' }, 'supplement', { on: '2026-03-05' }, 'filing_day_off'], ['more time for a licence', { kind: 'licence', state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-05' }, 'extend', { on: '2026-03-06' }, null], ['before it was asked', { kind: 'licence', state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-05' }, 'extend', { on: '2026-03-04' }, 'filing_day_off'], ['a second time', { kind: 'licence', state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-05', extended_on: '2026-03-04' }, 'extend', { on: '2026-03-06' }, 'no_supplement_extension'], ['more time for a registration', { state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-05' }, 'extend', { on: '2026-03-06' }, 'no_supplement_extension'], ['more time where nothing was asked', { kind: 'licence', state: 'filed', filed_on: '2026-03-03' }, 'extend', { on: '2026-03-06' }, 'filing_moved_meanwhile'],
    ['supplemented in the added time', { kind: 'licence', state: 'supplement_extended', filed_on: '2026-03-03', asked_on: '2026-03-05', extended_on: '2026-03-06' }, 'supplement', { on: '2026-03-09' }, null], ['refused in it', { kind: 'licence', state: 'supplement_extended', filed_on: '2026-03-03', asked_on: '2026-03-05', extended_on: '2026-03-06' }, 'refuse', { on: '2026-03-09' }, null], ['granted in it', { kind: 'licence', state: 'supplement_extended', filed_on: '2026-03-03', asked_on: '2026-03-05', extended_on: '2026-03-06' }, 'certify', { on: '2026-03-09' }, 'filing_moved_meanwhile'],
    ['withdrawn', { state: 'complete', filed_on: '2026-03-05' }, 'withdraw', {}, null], ['withdrawn once refused', { state: 'refused', filed_on: '2026-03-05' }, 'withdraw', {}, 'filing_moved_meanwhile'],
  ])('a step: %s', (_, over, step, { on = null, missing = 0 }, code) => expect(stepRefusal(filing(over), step, { on, field: 'x', today: '2026-03-10', signed_on: '2026-03-02', missing })?.code ?? null).toBe(code))

  test.each<[string, Said[], string | null, Partial<Filing>[], [string, string, number, string | null][]]>([
    ['nothing said, nothing signed', [], null, [], []], ['signed: both are asked', [], signed, [], [['registration_facts', '1', 1, null], ['registration_facts', '2', 2, null]]],
    ['one side has stated: the other is asked, the receiver files', [said(1, { state_money: true })], signed, [], [['registration_facts', '2', 2, null], ['registration_to_file', 'registration', 2, '2026-05-31']]],
    ['agreed and free', [said(1), said(2)], signed, [], []], ['contradicted: the earlier speaker is asked', [said(2, { state_money: true }), said(1)], signed, [], [['registration_facts', '1', 1, null], ['registration_to_file', 'registration', 2, '2026-05-31']]],
    ['restricted: approval, and the licence within 60 days', [said(1, { technology: 'restricted' }), said(2, { technology: 'restricted' })], signed, [], [['registration_to_file', 'approval', 2, null], ['registration_to_file', 'licence', 2, '2026-05-01']]],
    ['filed: the authority answers within three working days', [said(1, { state_money: true }), said(2, { state_money: true })], signed, [{ state: 'filed', filed_on: '2026-03-05' }], [['registration_answer', '1', 2, '2026-03-10']]],
    ['supplemented: they run anew', [said(1, { state_money: true }), said(2, { state_money: true })], signed, [{ state: 'filed', filed_on: '2026-03-05', supplemented_on: '2026-03-12' }], [['registration_answer', '1', 2, '2026-03-17']]],
    ['refused: to be filed again, the day stands', [said(1, { state_money: true }), said(2, { state_money: true })], signed, [{ state: 'refused', filed_on: '2026-03-05' }], [['registration_to_file', 'registration', 2, '2026-05-31']]],
    ['asked for more for a licence: 60 days', [said(1, { technology: 'restricted', appraised: true }), said(2, { technology: 'restricted', appraised: true })], signed, [{ kind: 'licence', state: 'supplement_asked', filed_on: '2026-03-03', asked_on: '2026-03-05' }], [['registration_supplement', '1', 2, '2026-05-04']]],
    ['given more time: 60 days more', [said(1, { technology: 'restricted', appraised: true }), said(2, { technology: 'restricted', appraised: true })], signed, [{ kind: 'licence', state: 'supplement_extended', filed_on: '2026-03-03', asked_on: '2026-03-05', extended_on: '2026-04-30' }], [['registration_supplement', '1', 2, '2026-07-03']]],
    ['by choice, from before it was asked whether it is performed: whoever stated is asked', [said(1, { voluntary: true, performed: null }), said(2, { performed: null })], signed, [], [['registration_performance', '1', 1, null], ['registration_performance', '2', 2, null]]], ['one of them says it', [said(1, { voluntary: true, performed: null }), said(2, { performed: false })], signed, [], []],
    ['registered without the box', [said(1, { performed: null }), said(2, { performed: null })], signed, [{ state: 'certified', filed_on: '2026-03-05' }], [['registration_performance', '1', 1, null], ['registration_performance', '2', 2, null]]], ['it has to be registered: not asked', [said(1, { voluntary: true, performed: null, state_money: true }), said(2, { state_money: true })], signed, [{ state: 'certified', filed_on: '2026-03-05' }], []],
    ['certified: nothing', [said(1, { state_money: true }), said(2, { state_money: true })], signed, [{ state: 'certified', filed_on: '2026-03-05' }], []],
  ])('what waits: %s', (_, stated, signed_on, filings, expected) => expect(waits({ said: stated, signed_on, filings: filings.map(filing) }, sides, calendar).map(({ kind, key, organisation_id, due }) => [kind, key, organisation_id, due?.day ?? null])).toEqual(expected))

  test('what was licensed and never registered is changed in days and for a fee no source names', () => {
    const change = filing({ kind: 'amendment', state: 'complete', complete_on: '2026-03-06' }), day = (base: 'registration' | 'licence') => runningLimit(calendar, change, { signed_on: signed, filings: [change, filing({ kind: base, state: 'certified' })] })?.limit.day ?? null
    expect([day('registration'), day('licence')]).toEqual(['2026-03-13', null])
  })
  test.each<[FilingKind, 'registration' | 'licence', [number, number, number] | null]>([['amendment', 'registration', [0.1, 3_000_000, 5_000_000]], ['extension', 'registration', [0.1, 3_000_000, 5_000_000]], ['amendment', 'licence', null], ['registration', 'registration', null], ['licence', 'licence', null], ['approval', 'licence', null], ['termination', 'registration', null]])('the fee of %s where there is a %s', (kind, base, fee) => {
    const known = feeOf(calendar, kind, '2026-03-02', [filing({ kind: base, state: 'certified' })])
    expect(known && [known.share.value, known.minimum.value, known.maximum.value]).toEqual(fee)
    expect(known === null || known.share.mark === 'S').toBe(true)
    expect(feeOf({ rules: calendar.rules.map((rule) => (rule.code.endsWith('_maximum') ? { ...rule, mark: 'K' as const } : rule)) }, kind, '2026-03-02', [filing({ kind: base, state: 'certified' })])).toBeNull()
  })
  test('the fee for first registration is shown once it was seen in a source, and not before', () => {
    expect(calendar.rules.find(({ code }) => code === 'transfer.registration.fee')).toMatchObject({ mark: 'K' })
    expect(feeOf({ rules: calendar.rules.map((rule) => ({ ...rule, mark: 'S' as const })) }, 'registration', '2026-03-02', [])?.minimum.value).toBe(5_000_000)
    expect(stepsFrom(filing({ kind: 'licence', state: 'supplement_asked' }))).toContain('extend')
    expect(stepsFrom(filing({ kind: 'registration', state: 'supplement_asked' }))).not.toContain('extend')
  })
  test('a day counted over a Tết that is not entered says so, on the limit and on the duty; over one that is entered it is simply later', () => {
    const { rules } = calendar, limit = (holidays: string[]) => limitOf({ rules, holidays: new Set(holidays) }, 'registration', 'answer', '2027-02-05')
    expect(limit([])).toMatchObject({ day: '2027-02-10', unannounced: [{ holiday: 'tet', year: '2027' }] })
    const entered = limit(['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'])
    expect([entered?.day, entered?.unannounced]).toEqual(['2027-02-15', undefined])
    expect(limitOf({ rules, holidays: new Set() }, 'registration', 'file', '2027-02-05')?.unannounced, 'days of the calendar run on').toBeUndefined()
    const said = (due: ReturnType<typeof limit>) => dutyText({ kind: 'registration_answer', of: 'registration', due })
    expect([said(limit([])).vi.includes('Tết Nguyên đán 2027'), said(limit([])).en.includes('Tết 2027'), said(entered).vi.includes('Tết')]).toEqual([true, true, false])
  })
  test('a licence’s dossier has an appraisal of the price where the State’s money is used', () => {
    expect(dossierOf('licence', true).parts).toContain('price_appraisal')
    expect(dossierOf('licence', false).parts).not.toContain('price_appraisal')
    expect(dossierOf('registration', true).cited).toBeNull() // never seen in a source, and so not called the law's
  })
})

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), watcher = await aPerson(db, { organisation: institute, role: 'viewer' }), signer = await aPerson(db, { organisation: institute, role: 'signer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), editor = await aPerson(db, { organisation: enterprise, role: 'editor' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 10) => ctxOf(db, actor, minutesAfterNoon(minutes))
const later = (actor: Actor, days: number) => ctxOf(db, actor, daysFrom(noon, days))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const today = '2026-03-02'

const aDeal = async (): Promise<number> => {
  const offer = await aListing(db, 'offer', institute, 'published', `Máy sấy ${randomUUID()}`)
  return acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
async function aVersion(deal_id: number): Promise<number> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex')
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id, kind: 'contract', template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: lan.person_id!, created_at: noon, changed_by: lan.person_id!, changed_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: institute, created_by: lan.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  const content = { format: 1, fields: { number: '12/HĐ', effective_on: '2026-04-01' }, clauses: [], subject: { vi: 'Máy sấy lạnh', en: 'Dryer' }, parties: Object.fromEntries(['supplier', 'demander'].map((side) => [side, { name: { vi: `Bên ${side}`, en: '' }, address: '', tax_code: '', representative: 'Trần Lan', position: { vi: 'Giám đốc', en: '' } }])) }
  return (await db.insertInto('contract_version').values({ contract_id, deal_id, kind: 'contract', number: 1, content: JSON.stringify(content), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: institute, person_id: lan.person_id!, issued_at: noon, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()).id
}
const sign = async (deal_id: number) => { const version = await aVersion(deal_id); await inDeal(as(lan), deal_id, 'sign', ({ tx, deal, now }) => versionSigned(tx, as(lan), deal, version, now)) }
const state = (deal_id: number, who: Actor, over: Partial<Facts> = {}) => stateFacts(as(who), { deal_id, ...facts(over), note: '' })
const open = (deal_id: number, who: Actor, kind: FilingKind = 'registration', request_key = randomUUID()) => openFiling(as(who), { deal_id, kind, changes: '', request_key })
const put = async (deal_id: number, filing_id: number, code: PaperCode, who = hoa) =>
  putPaper(as(who), storage, { deal_id, filing_id, code }, await receiveUpload(as(who), storage, { stream: Readable.from([readFileSync('src/platform/papers/papers.test.ts').subarray(0, 300)]), filename: `${code}.txt`, maxBytes: 20e6, truncated: () => false }, 'document'))
const waiting = async (deal: number) => (await waitingIn(db, deal)).filter(({ part }) => part === 'registration').map(({ kind, organisation_id, due_on }) => [kind, organisation_id, due_on])
const fill = async (deal_id: number, filing_id: number, kind: FilingKind = 'registration') => { await put(deal_id, filing_id, 'request'); await put(deal_id, filing_id, 'contract'); for (const left_out_code of dossierOf(kind, false).parts.filter((code) => code !== 'request' && code !== 'contract')) await leaveOut(as(hoa), { deal_id, filing_id, left_out_code, left_out: 'Cơ quan không yêu cầu.' }) }

describe('the way of a registration', () => {
  test('the signing asks both sides, their statements make the duty, and changed facts take it away', async () => {
    const deal = await aDeal()
    expect(await effectToday(as(lan).db, deal)).toMatchObject({ basis: 'unknown', day: null })
    await sign(deal)
    expect(await waiting(deal)).toEqual([['registration_facts', institute, null], ['registration_facts', enterprise, null]])
    await state(deal, lan, { state_money: true })
    expect(await waiting(deal)).toEqual([['registration_to_file', enterprise, dayAfter(today, 90)], ['registration_facts', enterprise, null]])
    expect((await partDuties(db, editor, { deal })).map(({ kind }) => kind)).toEqual(['registration_to_file', 'registration_facts'])
    expect(await effectToday(as(lan).db, deal)).toMatchObject({ basis: 'registration', waiting: true })
    await state(deal, hoa)
    expect(await effectToday(as(lan).db, deal)).toMatchObject({ basis: 'disputed', day: null })
    await state(deal, lan)
    expect(await waiting(deal)).toEqual([])
    expect(await effectToday(as(lan).db, deal)).toEqual({ basis: 'agreed', day: '2026-04-01', waiting: false })
    expect((await saidOf(db, deal)).map(({ organisation_id }) => organisation_id)).toEqual([institute, enterprise])
  })

  test('a dossier goes its whole way, each step with the day of the next', async () => {
    const deal = await aDeal()
    await sign(deal)
    await state(deal, lan, { state_money: true })
    await state(deal, hoa, { state_money: true })
    const id = await open(deal, hoa)
    expect(await waiting(deal)).toEqual([['registration_dossier', enterprise, dayAfter(today, 90)]])
    const move = (step: FilingStep, told: object, days = 20) => moveFiling(later(hoa, days), step, { deal_id: deal, filing_id: id, ...told })
    expect(await refused(move('file', { authority: 'Sở KH&CN', filed_on: today }))).toBe('dossier_incomplete')
    expect(await refused(leaveOut(as(hoa), { deal_id: deal, filing_id: id, left_out_code: 'contract', left_out: 'không có' }))).toBe('dossier_part_needed')
    await fill(deal, id)
    expect(await refused(move('file', { authority: 'Sở KH&CN', filed_on: '2026-04-30' }))).toBe('filing_day_off')
    await move('file', { authority: 'Sở KH&CN', filed_on: '2026-03-05', receipt_number: 'BN-12' })
    expect(await waiting(deal)).toEqual([['registration_answer', enterprise, '2026-03-10']])
    expect(await refused(put(deal, id, 'other'))).toBe('dossier_closed')
    await move('ask', { asked_on: '2026-03-09', asked_what: 'Bổ sung bản dịch.' })
    expect(await waiting(deal)).toEqual([['registration_supplement', enterprise, null]])
    await put(deal, id, 'other')
    expect((await papersOf(db, id)).find(({ code }) => code === 'other')).toMatchObject({ left_out: '', name: 'other.txt' })
    await move('supplement', { supplemented_on: '2026-03-12' })
    await move('complete', { complete_on: '2026-03-16' })
    expect(await waiting(deal)).toEqual([['registration_decision', enterprise, '2026-03-23']])
    await move('certify', { certificate_number: 'GCN-01', decided_on: '2026-03-20' })
    expect(await waiting(deal)).toEqual([])
    expect(await filingOf(db, deal, id)).toMatchObject({ state: 'certified', filed_on: '2026-03-05', supplemented_on: '2026-03-12', certificate_number: 'GCN-01', decided_on: '2026-03-20' })
    expect(await effectToday(as(lan).db, deal)).toEqual({ basis: 'registration', day: '2026-03-20', waiting: false })
    expect(await refused(open(deal, hoa))).toBe('filing_not_called_for')
    const change = await open(deal, hoa, 'amendment')
    expect((await filingOf(db, deal, change)).state).toBe('preparing')
    const events = (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type as string).filter((type) => type.startsWith('registration.'))
    expect(events.filter((type) => type !== 'registration.dossier_changed')).toEqual(['registration.facts_stated', 'registration.facts_stated', 'registration.filing_opened', 'registration.filed', 'registration.supplement_asked', 'registration.supplemented', 'registration.dossier_complete', 'registration.certified', 'registration.filing_opened'])
    await claimClosing(as(lan), { deal_id: deal, value: vnd(70), reason: 'Hợp đồng đã ký.' })
    await confirmClosing(as(hoa), { deal_id: deal, value: vnd(70) })
    expect((await bestActionIn(db, deal, noon))?.reached, 'what was certified is the word to go on by').toEqual({ to: 'performance', because: 'registered' })
  })

  test('registered by choice: whether it is performed is asked as it is stated and before the dossier, shown with its source, and decides from when it has effect', async () => {
    const deal = await aDeal()
    await sign(deal)
    expect(await refused(state(deal, hoa, { voluntary: true, performed: null }))).toBe('performed_needed')
    await state(deal, hoa, { performed: null })
    expect(await refused(open(deal, hoa))).toBe('performed_not_stated')
    const page = async (who: Actor) => (await get(`/vi/deals/${deal}/registration`, who)).body
    for (const said of ['name="performed"', 'nếu lúc đăng ký hợp đồng chưa được thực hiện', 'quy-dinh-ve-dang-ky-chuyen-giao-cong-nghe-37050', 'hãy khai trước rằng hợp đồng đã hay chưa được thực hiện']) expect(await page(hoa)).toContain(said)
    const form = { direction: 'domestic', state_money: 'no', result_certificate: 'no', technology: 'ordinary', appraised: 'no', voluntary: 'yes', note: '' }
    const empty = await post(`/vi/deals/${deal}/registration/facts`, { ...form, performed: '' }, hoa)
    expect([empty.statusCode, empty.body.includes('Hãy chọn hợp đồng đã hay chưa được thực hiện')]).toEqual([409, true])
    expect((await post(`/vi/deals/${deal}/registration/facts`, { ...form, performed: 'no' }, hoa)).statusCode).toBe(303)
    expect(await effectToday(as(lan).db, deal)).toEqual({ basis: 'voluntary_registration', day: null, waiting: true })
    const id = await open(deal, hoa)
    await fill(deal, id)
    const move = (step: FilingStep, told: object) => moveFiling(later(hoa, 20), step, { deal_id: deal, filing_id: id, ...told })
    await move('file', { authority: 'Sở KH&CN', filed_on: '2026-03-05', receipt_number: '' })
    await move('certify', { certificate_number: 'GCN-02', decided_on: '2026-03-12' })
    expect(await effectToday(as(lan).db, deal)).toEqual({ basis: 'voluntary_registration', day: '2026-03-12', waiting: false })
    await state(deal, lan, { voluntary: true, performed: true })
    expect([await effectToday(as(hoa).db, deal), await waiting(deal)]).toEqual([{ basis: 'performance_disputed', day: null, waiting: true }, [['registration_facts', enterprise, null]]])
    await state(deal, hoa, { voluntary: true, performed: true })
    expect(await effectToday(as(hoa).db, deal)).toEqual({ basis: 'agreed', day: '2026-04-01', waiting: false })
    for (const who of [lan, hoa]) expect(await page(who)).toContain('Khi đăng ký tự nguyện, hợp đồng đã được thực hiện')
  })

  test('a statement by choice from before it was asked whether the contract is performed: in the morning its side is asked, once, and no more as soon as either says it', async () => {
    const deal = await aDeal(), ofDeal = async () => (await waiting(deal)).filter(([kind]) => kind === 'registration_performance')
    await sign(deal)
    for (const side of [enterprise, institute]) await db.insertInto('registration_fact').values({ deal_id: deal, ...facts({ voluntary: true, performed: null }), note: '', organisation_id: side, person_id: hoa.person_id!, stated_at: noon }).execute()
    expect(await ofDeal()).toEqual([])
    for (const day of [1, 2]) await awaitPerformance(db, daysFrom(noon, day))
    expect(await ofDeal()).toEqual([['registration_performance', institute, null], ['registration_performance', enterprise, null]])
    expect((await partDuties(db, editor, { deal })).map(({ kind, path }) => [kind, path])).toEqual([['registration_performance', `/deals/${deal}/registration`]])
    await state(deal, hoa, { voluntary: true, performed: true })
    const assigned = await aDeal() // paid by the State, with the result’s certificate: registered by choice, too
    await db.insertInto('registration_fact').values({ deal_id: assigned, ...facts({ state_money: true, result_certificate: true, performed: null }), note: '', organisation_id: enterprise, person_id: hoa.person_id!, stated_at: noon }).execute()
    await db.insertInto('registration_filing').values({ deal_id: assigned, kind: 'registration', organisation_id: enterprise, state: 'certified', filed_on: today, decided_on: today, certificate_number: 'GCN-03', opened_by: hoa.person_id!, opened_at: noon, changed_at: noon, request_key: randomUUID() } as never).execute()
    await awaitPerformance(db, daysFrom(noon, 3))
    expect([await ofDeal(), await waiting(assigned)]).toEqual([[], [['registration_facts', institute, null], ['registration_performance', enterprise, null]]])
  })

  test('before anybody states anything the form guesses from the countries of the sides, and a guess binds nobody', async () => {
    const deal = await aDeal()
    const row = await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow()
    expect(await supposedFacts(db, row)).toMatchObject({ direction: 'domestic', technology: 'ordinary' })
    await db.updateTable('organisation').set({ country_code: 'KR' }).where('id', '=', institute).execute()
    expect(await supposedFacts(db, row)).toMatchObject({ direction: 'into_vietnam' })
    await db.updateTable('organisation').set({ country_code: 'VN' }).where('id', '=', institute).execute()
    await db.updateTable('organisation').set({ country_code: 'JP' }).where('id', '=', enterprise).execute()
    expect(await supposedFacts(db, row)).toMatchObject({ direction: 'out_of_vietnam' })
    await db.updateTable('organisation').set({ country_code: 'VN' }).where('id', '=', enterprise).execute()
    const stated = async () => [lan, watcher, officer, hoa, editor, stranger].reduce(async (all, who) => [...await all, (await supposedFacts(as(who).db, row)).state_money], Promise.resolve<boolean[]>([]))
    expect(await stated()).toEqual([false, false, false, false, false, false])
    await stateResult(as(lan), StateResult.parse({ deal_id: String(deal), request_key: randomUUID(), task_code: 'KC.05/2020', task_name: 'Máy sấy', state_share: '70', owner: 'holder', transfers: 'use', act_on: today, authority: 'Viện trưởng', alternatives: 'Đã chào công khai hai lần.' }))
    expect(await stated(), 'a result the State paid for, known to those who may read it').toEqual([true, true, true, false, false, false])
    await sign(deal)
    expect(await waiting(deal)).toHaveLength(2)
    expect(await refused(open(deal, hoa))).toBe('facts_not_stated')
  })

  test('a deal that is lost is left in peace', async () => {
    const deal = await aDeal()
    await state(deal, lan)
    await loseDeal(as(hoa), { deal_id: deal, loss_code: 'no_budget', reason: '' })
    expect(await waiting(deal)).toEqual([])
    expect(await refused(state(deal, hoa))).toBe('registration_of_lost_deal')
    expect(await refused(open(deal, hoa))).toBe('registration_of_lost_deal')
  })

  test('what is refused is to be filed again, within the same time', async () => {
    const deal = await aDeal()
    await sign(deal)
    await state(deal, lan, { direction: 'into_vietnam' })
    await state(deal, hoa, { direction: 'into_vietnam' })
    const id = await open(deal, hoa)
    await fill(deal, id)
    await moveFiling(as(hoa), 'file', { deal_id: deal, filing_id: id, authority: 'Bộ KH&CN', filed_on: today })
    await moveFiling(as(hoa), 'refuse', { deal_id: deal, filing_id: id, refused_on: today, refusal_reason: 'Hợp đồng thiếu điều khoản giá.' })
    expect(await filingOf(db, deal, id)).toMatchObject({ state: 'refused', decided_on: today })
    expect(await waiting(deal)).toEqual([['registration_to_file', enterprise, dayAfter(today, 90)]])
    expect(await open(deal, hoa)).toBeGreaterThan(id)
  })

  test('of two at once one opens, one files; the same press twice is one dossier', async () => {
    const deal = await aDeal()
    await sign(deal)
    await state(deal, hoa)
    expect((await Promise.all([refused(open(deal, hoa)), refused(open(deal, editor))])).toSorted()).toEqual(['done', 'filing_under_way'])
    const [one] = (await standingOf(db, deal)).filings
    expect(await openFiling(as(hoa), { deal_id: deal, kind: 'registration', changes: '', request_key: one!.request_key })).toBe(one!.id)
    await fill(deal, one!.id)
    const file = (who: Actor) => refused(moveFiling(as(who), 'file', { deal_id: deal, filing_id: one!.id, authority: 'Sở KH&CN', filed_on: today }))
    expect((await Promise.all([file(hoa), file(editor)])).toSorted()).toEqual(['done', 'filing_moved_meanwhile'])
    expect((await standingOf(db, deal)).filings).toHaveLength(1)
  })

  test('a licence’s dossier is given more time once, by who files it; its day moves with it, and the page says what is not known of its fee', async () => {
    const deal = await aDeal()
    await sign(deal)
    for (const who of [lan, hoa]) await state(deal, who, { direction: 'into_vietnam', technology: 'restricted', appraised: true })
    const id = await open(deal, hoa, 'licence')
    const at = `/vi/deals/${deal}/registration/filings/${id}`
    await fill(deal, id, 'licence')
    await moveFiling(as(hoa), 'file', { deal_id: deal, filing_id: id, authority: 'Bộ KH&CN', filed_on: today })
    await moveFiling(as(hoa), 'ask', { deal_id: deal, filing_id: id, asked_on: today, asked_what: 'Bổ sung tiêu chuẩn.' })
    expect(await waiting(deal)).toEqual([['registration_supplement', enterprise, dayAfter(today, 60)]])
    const extend = (who: Actor) => refused(moveFiling(as(who), 'extend', { deal_id: deal, filing_id: id, extended_on: today }))
    for (const [who, code] of [[stranger, 'not_found'], [anonymous, 'sign_in_first'], [watcher, 'not_permitted'], [officer, 'not_permitted'], [inspector, 'not_permitted'], [lan, 'filing_of_other_side']] as const) expect(await extend(who), code).toBe(code)
    expect((await get(at, hoa)).body).toContain(`action="${at}/extend"`)
    expect((await Promise.all([extend(hoa), extend(editor)])).toSorted()).toEqual(['done', 'no_supplement_extension'])
    expect(await waiting(deal)).toEqual([['registration_supplement', enterprise, dayAfter(today, 120)]])
    const page = (await get(at, hoa)).body
    for (const said of ['Được gia hạn bổ sung', 'Sàn chưa kiểm chứng được mức nào', 'Thông tư 169/2016/TT-BTC', '30/06/2026']) expect(page).toContain(said)
    expect(page).not.toContain(`action="${at}/extend"`)
    await put(deal, id, 'standards') // what was asked for can still be put there
    await moveFiling(as(hoa), 'supplement', { deal_id: deal, filing_id: id, supplemented_on: today })
    await moveFiling(as(hoa), 'ask', { deal_id: deal, filing_id: id, asked_on: today, asked_what: 'Bổ sung lần nữa.' })
    expect(await extend(hoa)).toBe('no_supplement_extension')
  })

  test('role by role: who states, who files, who only reads', async () => {
    const deal = await aDeal()
    await sign(deal)
    for (const [who, outcome] of [[stranger, 'not_found'], [anonymous, 'sign_in_first'], [watcher, 'not_permitted'], [officer, 'not_permitted'], [inspector, 'not_permitted'], [editor, 'done'], [lan, 'done']] as const) expect(await refused(state(deal, who)), outcome).toBe(outcome)
    expect(await refused(open(deal, lan))).toBe('filing_of_other_side')
    const id = await open(deal, editor)
    expect(await refused(moveFiling(as(lan), 'withdraw', { deal_id: deal, filing_id: id }))).toBe('filing_of_other_side')
    expect(await refused(moveFiling(as(stranger), 'withdraw', { deal_id: deal, filing_id: id }))).toBe('not_found')
    expect(await refused(put(deal, id, 'request', lan))).toBe('filing_of_other_side')
    const other = await aDeal()
    expect(await refused(moveFiling(as(hoa), 'withdraw', { deal_id: other, filing_id: id }))).toBe('not_found')
    await moveFiling(as(hoa), 'withdraw', { deal_id: deal, filing_id: id })
    expect((await filingOf(db, deal, id)).state).toBe('withdrawn')
    const page = `/vi/deals/${deal}/registration`
    for (const [who, status] of [[lan, 200], [watcher, 200], [signer, 200], [officer, 200], [inspector, 200], [stranger, 404]] as const) expect((await get(page, who)).statusCode).toBe(status)
    expect((await get(page, watcher)).body).not.toContain(`action="${page}/facts"`)
  })

  test('the page says what is not known, then who files by when and where that was seen; the forms lead on', async () => {
    const deal = await aDeal()
    const page = `/vi/deals/${deal}/registration`
    const before = (await get(page, hoa)).body
    expect(before).toContain('Chưa bên nào khai')
    expect(before).toContain('Chưa xác định được')
    expect(before).not.toContain('Có hiệu lực từ')
    await sign(deal)
    const statement = { direction: 'into_vietnam', state_money: 'no', result_certificate: 'no', technology: 'ordinary', appraised: 'no', note: 'Bên giao ở nước ngoài.' }
    expect((await post(`${page}/facts`, { ...statement, direction: 'sideways' }, hoa)).statusCode).toBe(422)
    expect((await post(`${page}/facts`, statement, hoa)).statusCode).toBe(303)
    const after = (await get(page, lan)).body
    expect(after).toMatch(/Phải đăng ký/)
    expect(after).toContain('31/05/2026')
    expect(after).toContain('https://hongbanglawfirm.com/?p=306')
    expect(after).toContain('theo nguồn thứ cấp')
    expect((await post(`${page}/filings`, { kind: 'registration', changes: '', request_key: randomUUID() }, lan)).statusCode).toBe(409)
    const opened = await post(`${page}/filings`, { kind: 'registration', changes: '', request_key: randomUUID() }, hoa)
    const at = String(opened.headers.location).split('?')[0]!
    expect(at).toMatch(/registration\/filings\/\d+$/)
    expect((await get(at, hoa)).body).toContain('chưa kiểm chứng với quy định')
    const early = await post(`${at}/file`, { authority: 'Sở KH&CN', filed_on: today, receipt_number: '' }, hoa)
    expect([early.statusCode, early.body]).toEqual([409, expect.stringContaining('Còn 4 thành phần')])
    expect((await post(`${at}/without`, { left_out_code: 'other', left_out: 'Không có.' }, hoa)).statusCode).toBe(303)
    const docx = await get(`${at}/request.docx`, lan)
    expect([docx.statusCode, docx.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK'])
    expect((await get(`${at.replace(/\d+$/, '')}999999`, hoa)).statusCode).toBe(404)
  })
})
