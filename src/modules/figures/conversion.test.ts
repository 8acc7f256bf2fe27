import { randomUUID } from 'node:crypto'
import readWorkbook from 'read-excel-file/node'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { docxText, partsOf } from '../../../tests/docx-text.ts'
import { randomDeals, type RandomDeal } from '../../../tests/random-deals.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { openStages } from '../deals/schema.ts'
import { outcomeMonths } from '../outcomes/schema.ts'
import { conversionTexts } from './conversion-messages.ts'
import { type Cell, type ConversionAsked, ConversionAddress, conditionOf, FilesAddress, type FunnelStep, funnelSteps, type Standing, standsBetween, toldCells } from './conversion-rules.ts'
import { conversionOf, filesBehind } from './conversion.ts'
import { isUsed } from './ledger-rules.ts'
import { figureRoutes } from './routes.tsx'

const { db } = await testDatabase()
const pages = await openPages(db, (app) => { figureRoutes(app, 'http://san.example') })
const staff = Object.fromEntries(await Promise.all((['deal_officer', 'administrator', 'observer', 'inspector', 'moderator'] as const).map(async (role) => [role, await aPerson(db, { staff: [role] })] as const))) as Record<string, Actor>
const member = await aPerson(db)

test('who sees the board, and who opens the files behind it', async () => {
  const answers = async (url: string) => {
    const codes: Record<string, number> = {}
    for (const [name, actor] of Object.entries({ anonymous, member, ...staff })) codes[name] = (await pages.get(url, actor)).statusCode
    return codes
  }
  const board = { anonymous: 303, member: 403, deal_officer: 200, administrator: 200, observer: 200, inspector: 200, moderator: 403 }
  for (const file of ['', '/data.xlsx', '/report.docx']) expect(await answers(`/vi/figures/conversion${file}`)).toEqual(board)
  expect(await answers('/vi/figures/conversion/files?step=won')).toEqual({ ...board, administrator: 403, observer: 403 })
})

const cell = (count: number, organisations: number): Cell => ({ count, organisations })
test.each([
  [[cell(9, 8), cell(4, 3)], [9, 4]], [[cell(9, 8), cell(1, 2)], [null, null]], [[cell(9, 8), cell(5, 4), cell(1, 2)], [9, null, null]], [[cell(1, 2)], [null]], [[cell(9, 9), cell(1, 2), cell(1, 1)], [9, null, null]], [[cell(0, 0), cell(3, 3)], [0, 3]],
])('column %#: counts of one or two organisations stay untold, and so do those that would tell them', (cells, told) => {
  expect(toldCells(cells, false)).toEqual(told)
  expect(toldCells(cells, true)).toEqual(cells.map(({ count }) => count))
})
test('what stands between is counted alone and among others, the one most often alone first', () => {
  const file = (id: number, kind: Standing['kind'], ...conditions: Standing['conditions']): Standing => ({ id, kind, conditions, organisations: [id, 100] })
  const rows = standsBetween([file(1, 'lost', 'price'), file(2, 'idle', 'price', 'proof'), file(3, 'need', 'proof'), file(4, 'lost', 'proof'), file(5, 'need'), file(6, 'need', 'price', 'readiness')])
  expect(rows.map(({ condition, alone, all, kinds }) => [condition, alone.count, all.count, kinds.lost.count, kinds.idle.count, kinds.need.count, all.organisations])).toEqual([['proof', 2, 3, 1, 1, 1, 4], ['price', 1, 3, 1, 1, 1, 4], ['readiness', 0, 1, 0, 0, 1, 2]])
})
test('an address is read leniently: what is no group, no day and no step is as if it had not been said', () => {
  expect(ConversionAddress.parse({ by: 'phone', from: '2026-13-01', to: ['x'] })).toEqual({ by: 'all', from: '', to: '' })
  expect(FilesAddress.parse({ step: 'moon', condition: 'luck', code: 'x'.repeat(99) })).toMatchObject({ step: '', condition: '', code: '' })
})

const deals = await randomDeals(db, 130, 11, noon)
/** To which steps an interest came, told apart from the database. */
function reached(deal: RandomDeal): FunnelStep[] {
  const agreed = outcomeMonths.toReversed().flatMap((months) => { const [a, b] = [deal.supplier, deal.demander].map((side) => deal.statements.findLast((one) => one.side === side && one.months === months)?.usage); return a && a === b ? [a] : [] })[0]
  return ['interest', ...(deal.stage === null ? [] : ['accepted' as const]), ...deal.visits.flatMap(({ stage }) => (stage === 'discussion' ? [] : [stage])), ...(deal.stage === 'won' ? ['won' as const, ...(agreed && isUsed(agreed) ? ['in_use' as const] : [])] : [])]
}
const source = (deal: RandomDeal): string => (deal.suggested ? 'board' : deal.reasons.length ? 'match' : 'other')
const kinds = new Map((await db.selectFrom('organisation').select(['id', 'kind']).execute()).map(({ id, kind }) => [id, kind]))
/** The officer acted only where the deal was moved. */
const codesOf: Record<ConversionAsked['by'], (deal: RandomDeal) => string[]> = {
  all: () => [''], field: ({ fields }) => (fields.length ? [...new Set(fields.map((field) => field[0]!))] : ['']), supplier_kind: ({ supplier }) => [kinds.get(supplier)!], demander_kind: ({ demander }) => [kinds.get(demander)!], source: (deal) => [source(deal)], officer: ({ officer }) => [officer === null ? '' : String(officer)],
}
const cellOf = (of: readonly RandomDeal[]): Cell => ({ count: of.length, organisations: new Set(of.flatMap(({ supplier, demander }) => [supplier, demander])).size })
const periods = [{ from: '', to: '' }, { from: '2025-01-01', to: '2025-09-30' }]
const inPeriod = ({ from, to }: { from: string; to: string }) => deals.filter(({ expressed }) => (!from || hanoiDay(expressed) >= from) && (!to || hanoiDay(expressed) <= to))

test.each((['all', 'field', 'supplier_kind', 'demander_kind', 'source', 'officer'] as const).flatMap((by) => periods.map((period) => ({ by, ...period }))))('the funnel by $by from "$from": every cell is what a slow and plain count says', async (asked) => {
  const board = await conversionOf(db, asked, noon), of = inPeriod(asked)
  // With nothing chosen every way of dividing is there, each as if it had been chosen.
  expect(board.groups.map(({ by }) => by)).toEqual(asked.by === 'all' ? ['field', 'supplier_kind', 'demander_kind', 'source', 'officer'] : [asked.by])
  if (asked.by === 'all') for (const { by, rows: lines } of board.groups) expect(lines).toEqual((await conversionOf(db, { ...asked, by }, noon)).groups[0]!.rows)
  const rows = asked.by === 'all' ? [board.total] : board.groups[0]!.rows
  expect(rows.map(({ code }) => code).toSorted()).toEqual([...new Set(of.flatMap(codesOf[asked.by]))].toSorted())
  for (const { code, steps } of rows) expect(steps, code).toEqual(funnelSteps.map((step) => cellOf(of.filter((deal) => codesOf[asked.by](deal).includes(code) && reached(deal).includes(step)))))
})

test.each(periods)('time at each step, reasons and conditions from "$from" are what a slow and plain count says', async (period) => {
  const board = await conversionOf(db, { by: 'all', ...period }, noon), of = inPeriod(period)
  const at = (sorted: number[], share: number) => { const place = (sorted.length - 1) * share, low = Math.floor(place); return sorted[low]! + (sorted[Math.ceil(place)]! - sorted[low]!) * (place - low) }
  for (const stay of board.stays) {
    const staying = of.filter(({ visits }) => visits.some(({ stage, to }) => stage === stay.stage && to)), days = of.flatMap(({ visits }) => visits.filter(({ stage, to }) => stage === stay.stage && to).map(({ from, to }) => (to!.getTime() - from.getTime()) / 86_400_000)).toSorted((a, b) => a - b)
    expect(stay.stays).toEqual({ count: days.length, organisations: cellOf(staying).organisations })
    expect(stay.median).toBeCloseTo(at(days, 0.5), 6)
    expect(stay.ninetieth).toBeCloseTo(at(days, 0.9), 6)
  }
  expect(board.stays.map(({ stage }) => stage)).toEqual(openStages)
  for (const { code, ...told } of board.losses) expect(told).toEqual(cellOf(of.filter(({ loss }) => loss === code)))
  expect(board.losses.reduce((sum, { count }) => sum + count, 0)).toBe(of.filter(({ loss }) => loss).length)
  const quiet = dayAfter(hanoiDay(noon), -board.idleDays)
  const said = (codes: string[]) => [...new Set(codes.flatMap((code) => conditionOf[code] ?? []))]
  const grades = new Map((await db.selectFrom('listing').select(['id', 'evidence_grade']).execute()).map(({ id, evidence_grade }) => [id, evidence_grade]))
  const declined = new Map((await db.selectFrom('interest').select(['id', 'decline_code']).where('decline_code', 'is not', null).execute()).map(({ id, decline_code }) => [id, decline_code!]))
  const publishedIn = (need: RandomDeal) => { const day = hanoiDay(new Date(need.expressed.getTime() - 9 * 86_400_000)); return (!period.from || day >= period.from) && (!period.to || day <= period.to) }
  const standing: Standing[] = [
    ...of.filter(({ stage }) => stage === 'lost').map((deal): Standing => ({ kind: 'lost', id: deal.deal!, conditions: said([deal.loss!]), organisations: [deal.supplier, deal.demander] })),
    ...of.filter(({ stage, visits, closed }) => stage && !closed && hanoiDay(visits.at(-1)!.from) <= quiet).map((deal): Standing => ({ kind: 'idle', id: deal.deal!, conditions: said([...deal.reasons.map(({ code }) => code), ...(deal.offer !== null && grades.get(deal.offer)! <= 1 ? ['unproven'] : [])]), organisations: [deal.supplier, deal.demander] })),
    ...deals.filter((deal) => deal.need !== null && deal.state !== 'accepted' && publishedIn(deal)).map((deal): Standing => ({ kind: 'need', id: deal.need!, conditions: said(deal.kind === 'need' && declined.has(deal.interest) ? [declined.get(deal.interest)!] : []), organisations: [deal.demander] })),
  ]
  expect(board.between).toEqual(standsBetween(standing))
  expect(board.between.length).toBeGreaterThan(3)
})

test('the files behind a figure are as many as it says, and each opens', async () => {
  const asked = { by: 'source', from: '', to: '' } as const, board = await conversionOf(db, asked, noon), as = ctxOf(db, staff.deal_officer!).db
  for (const { code, steps } of board.groups[0]!.rows) for (const [step, told] of steps.entries()) {
    const behind = await filesBehind(as, FilesAddress.parse({ by: 'source', code, step: funnelSteps[step] }), noon)
    expect([code, step, behind.total]).toEqual([code, step, told.count])
  }
  for (const { code, count } of board.losses) expect((await filesBehind(as, FilesAddress.parse({ loss: code }), noon)).total).toBe(count)
  for (const { code, count } of board.declines) expect((await filesBehind(as, FilesAddress.parse({ decline: code }), noon)).total).toBe(count)
  for (const { stage, stays } of board.stays) {
    const behind = await filesBehind(as, FilesAddress.parse({ stay: stage }), noon)
    expect([stage, behind.total], 'a file stands once for every stay').toEqual([stage, stays.count])
    expect(behind.files.every(({ stayed_from, stayed_until }) => stayed_from! <= stayed_until!)).toBe(true)
  }
  expect(board.stays.some(({ stage, stays }) => stays.count > deals.filter(({ visits }) => visits.some((visit) => visit.stage === stage && visit.to)).length), 'some file came back to a step').toBe(true)
  expect(board.between.some(({ alone, all }) => alone.count > 0 && alone.count < all.count)).toBe(true)
  for (const { condition, all, alone, kinds: of } of board.between) {
    expect((await filesBehind(as, FilesAddress.parse({ condition, alone: 'yes' }), noon)).total, condition).toBe(alone.count)
    expect((await filesBehind(as, FilesAddress.parse({ condition }), noon)).total, condition).toBe(all.count)
    expect((await filesBehind(as, FilesAddress.parse({ condition, kind: 'need' }), noon)).total, condition).toBe(of.need.count)
  }
  const page = (await pages.get('/vi/figures/conversion/files?step=won', staff.inspector)).body
  expect(page).toContain(`/vi/deals/${deals.find(({ stage }) => stage === 'won')!.deal}`)
})

/** A won deal moved along, so many days after it closed. */
const movedAfter = (deal: RandomDeal, from: string, to: string, days: number) => db.insertInto('event').values({ type: 'deal.after_stage_changed', subject: `deal:${deal.deal}`, person_id: null, organisation_id: null, at: new Date(deal.closed!.getTime() + days * 86_400_000), request_id: 'random', data: JSON.stringify({ from, to, reason: '' }) } as never).execute()
test('a step after the contract has its time: being won is the move to registration, and each stay stands on the list', async () => {
  const [first, second, third] = deals.filter(({ stage }) => stage === 'won')
  await movedAfter(first!, 'registration', 'performance', 10)
  await movedAfter(first!, 'performance', 'use', 40)
  await movedAfter(first!, 'use', 'done', 400)
  await movedAfter(second!, 'registration', 'use', 20)
  await movedAfter(second!, 'use', 'registration', 30)
  await movedAfter(second!, 'registration', 'use', 36)
  await movedAfter(third!, 'registration', 'performance', 12)
  const { stays } = await conversionOf(db, { by: 'all', from: '', to: '' }, noon), of = (stage: string) => { const one = stays.find((stay) => stay.stage === stage); return one && [one.stays.count, one.median] }
  // Second: 20 days, back once for 6; third still performs, and second is still in use.
  expect([of('registration'), of('performance'), of('use')]).toEqual([[4, 11], [1, 30], [2, 185]])
  expect(stays.map(({ stage }) => stage)).toEqual([...openStages, 'registration', 'performance', 'use'])
  const behind = await filesBehind(ctxOf(db, staff.deal_officer!).db, FilesAddress.parse({ stay: 'registration' }), noon)
  expect([behind.total, behind.files.filter(({ deal_id }) => deal_id === second!.deal).length]).toEqual([4, 2])
  const board = (await pages.get('/vi/figures/conversion', staff.deal_officer)).body
  for (const href of ['stay=performance', 'alone=yes']) expect(board).toContain(href)
  const page = (await pages.get('/vi/figures/conversion/files?stay=registration', staff.deal_officer)).body
  expect(page).toContain('4 lần ở bước')
  expect(page.split(`/vi/deals/${second!.deal}"`)).toHaveLength(3)
})

test('page, workbook and report say the same; those who may not open files get no links and no figures of one or two organisations', async () => {
  const officer = (await pages.get('/vi/figures/conversion?by=officer', staff.deal_officer)).body, observer = (await pages.get('/vi/figures/conversion?by=officer', staff.observer)).body
  expect(officer).toContain('/vi/figures/conversion/files?by=officer')
  expect(observer).not.toContain('/vi/figures/conversion/files')
  expect(officer).toContain('aria-labelledby="total-title total-desc"')
  const board = await conversionOf(db, { by: 'all', from: '', to: '' }, noon)
  const [, total] = await readWorkbook((await pages.get('/vi/figures/conversion/data.xlsx', staff.deal_officer)).rawPayload) as unknown as [unknown, { data: unknown[][] }]
  expect(total.data[1]).toEqual(['Tất cả', 0, ...board.total.steps.map(({ count }) => count)])
  // A day on which one interest was expressed: two organisations, and nothing of them for those who only look.
  const lone = deals.find((deal) => deal.stage !== null && deals.filter(({ expressed }) => hanoiDay(expressed) === hanoiDay(deal.expressed)).length === 1)!, day = hanoiDay(lone.expressed)
  const told = async (who: Actor) => /id="total".*?<tbody>(.*?)<\/tbody>/s.exec((await pages.get(`/vi/figures/conversion?from=${day}&to=${day}`, who)).body)![1]!.replace(/<[^>]+>/g, ' ').trim().split(/\s+/).slice(3, 5)
  expect([await told(staff.deal_officer!), await told(staff.observer!), await told(staff.administrator!)]).toEqual([['1', '1'], ['…', '…'], ['…', '…']])
  const report = await pages.get('/vi/figures/conversion/report.docx?from=2025-01-01', staff.administrator)
  const words = docxText(report.rawPayload)
  for (const said of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Số: ......./BC-SGDCN', 'Hà Nội, ngày 02 tháng 3 năm 2026', 'từ ngày 01/01/2025', 'LÃNH ĐẠO SÀN', 'Sẽ bán được nếu']) expect(words).toContain(said)
})

const pngs = (file: Buffer): Buffer[] => [...partsOf(file)].filter(([name]) => name.includes('/media/') && name.endsWith('.png')).map(([, png]) => png)
/** How much of a picture is ink: a blank sheet has none. */
const inkIn = async (png: Buffer): Promise<number> => { const { data } = await sharp(png).resize(240).greyscale().raw().toBuffer({ resolveWithObject: true }); return data.reduce((dark, light) => dark + Number(light < 160), 0) / data.length }
test.each(['vi', 'en'] as const)('report and workbook in %s hold motto, number, place and day, places of signature, and each chart as a picture with its words beside the table it is drawn from', async (locale) => {
  const get = async (file: string, who = staff.deal_officer) => (await pages.get(`/${locale}/figures/conversion${file}`, who)).rawPayload
  const page = String(await get('')), [docx, xlsx] = [await get('/report.docx'), await get('/data.xlsx')]
  const drawn = [...page.matchAll(/<svg class="chart[^>]*>\s*<title[^>]*>(.*?)<\/title><desc[^>]*>(.*?)<\/desc>/g)].map(([, title, description]) => `${title}. ${description}`)
  // The whole, each way of dividing, time, two kinds of reasons, and what stands between: each is drawn and stands in a table below.
  const sections = [...page.matchAll(/<section id="(\w+)">(.*?)<\/section>/gs)].filter(([, id]) => id !== 'method')
  expect(sections.map(([, id]) => id)).toEqual(['total', 'by_field', 'by_supplier_kind', 'by_demander_kind', 'by_source', 'by_officer', 'stays', 'losses', 'declines', 'between'])
  for (const [, id, html] of sections) expect([id, html!.indexOf('<svg') > 0, html!.indexOf('<table') > html!.indexOf('</svg>')]).toEqual([id, true, true])
  expect(drawn).toHaveLength(sections.length)
  for (const file of [docx, xlsx]) {
    expect(pngs(file)).toHaveLength(drawn.length)
    for (const png of pngs(file)) {
      const { width, height } = await sharp(png).metadata()
      expect([width, height > 200]).toEqual([960, true])
      const ink = await inkIn(png)
      expect(ink).toBeGreaterThan(0.02)
      expect(ink).toBeLessThan(0.6)
    }
  }
  const said = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'SỞ KHOA HỌC VÀ CÔNG NGHỆ HÀ NỘI', 'Số: ......./BC-SGDCN', 'Hà Nội, ngày 02 tháng 3 năm 2026', conversionTexts[locale].report, conversionTexts[locale].maker, conversionTexts[locale].head]
  const [sheet] = await readWorkbook(xlsx) as unknown as [{ sheet: string; data: unknown[][] }]
  expect(sheet.sheet).toBe(conversionTexts[locale].reportSheet)
  const cells = sheet.data.flat(), words = docxText(docx)
  for (const one of said) { expect(cells).toContain(one); expect(words).toContain(one) }
  const descriptions = (file: Buffer): string => [...partsOf(file)].filter(([name]) => /document\.xml$|drawing\d+\.xml$/.test(name)).map(([, xml]) => String(xml)).join('')
  for (const alt of drawn) for (const file of [docx, xlsx]) expect(descriptions(file)).toContain(`descr="${alt.replaceAll('"', '&quot;')}"`)
  // The table under the first chart is turned: a step a line, as many as the board says, as numbers.
  const board = await conversionOf(db, { by: 'all', from: '', to: '' }, noon)
  for (const [i, step] of funnelSteps.entries()) expect(sheet.data.some(([name, count]) => name === conversionTexts[locale].step[step] && count === board.total.steps[i]!.count), step).toBe(true)
})
test('a figure that is withheld is no bar of nothing in the chart', async () => {
  const lone = deals.find((deal) => deal.stage !== null && deals.filter(({ expressed }) => hanoiDay(expressed) === hanoiDay(deal.expressed)).length === 1)!, day = hanoiDay(lone.expressed)
  const chart = async (who: Actor) => [.../<svg.*?<\/svg>/s.exec((await pages.get(`/vi/figures/conversion?from=${day}&to=${day}`, who)).body)![0].matchAll(/<text[^>]*>([\d…]+)<\/text>/g)].map(([, text]) => text)
  expect((await chart(staff.deal_officer!)).slice(0, 2)).toEqual(['1', '1'])
  expect((await chart(staff.observer!)).slice(0, 2)).toEqual(['…', '…'])
})
/** What is done at a step, written as the commands leave it: the first part is not yet enough, the whole is. */
const work: Record<'nda' | 'evaluation' | 'pilot' | 'terms' | 'contract' | 'registration' | 'performance', (of: RandomDeal & { deal: number }, by: number) => [part: () => Promise<unknown>, rest: () => Promise<unknown>]> = {
  nda: (of, by) => {
    const given = (organisation_id: number) => async () => db.insertInto('room_undertaking').values({ deal_id: of.deal, organisation_id, ...(await db.selectFrom('room_undertaking_text').select(['version as text_version', 'sha256 as text_sha256']).executeTakeFirstOrThrow()), person_id: by, full_name: 'Lan', position: 'Giám đốc', accepted_at: noon, request_id: 'x' }).execute()
    return [given(of.supplier), given(of.demander)]
  },
  evaluation: (of, by) => {
    const report = (number: number, withdrawn: boolean) => () => db.insertInto('room_report').values({ deal_id: of.deal, number, organisation_id: of.supplier, person_id: by, written_at: noon, ...(withdrawn ? { withdrawn_by: by, withdrawn_at: noon, withdrawal_reason: 'Nhầm' } : {}) }).execute()
    return [report(1, true), report(2, false)]
  },
  pilot: (of, by) => {
    const pilot = (answer: 'agreed' | null) => () => db.insertInto('room_pilot').values({ deal_id: of.deal, title: 'Chạy thử', place: 'Hà Nội', starts_on: '2026-03-01', ends_on: '2026-03-09', cost_bearer: 'shared', cost_note: '', organisation_id: of.supplier, person_id: by, request_key: randomUUID(), proposed_at: noon, ...(answer ? { answer, answered_by: by, answered_at: noon } : {}) }).execute()
    return [pilot(null), pilot('agreed')]
  },
  terms: (of, by) => {
    const content = JSON.stringify({ format: 1, clauses: [] }), sha256 = 'a'.repeat(64)
    return [
      () => db.insertInto('term_version').values({ deal_id: of.deal, number: 1, content, sha256, organisation_id: of.supplier, person_id: by, sent_at: noon, request_key: randomUUID() } as never).execute(),
      () => db.insertInto('term_sheet').values({ deal_id: of.deal, number: 1, content, sha256, confirmed_at: noon } as never).execute(),
    ]
  },
  contract: (of, by) => {
    const sha256 = 'b'.repeat(64), made = { created_by: by, created_at: noon }
    return [
      async () => {
        const { id: contract_id } = await db.insertInto('contract').values({ deal_id: of.deal, kind: 'contract', template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), ...made, changed_by: by, changed_at: noon }).returning('id').executeTakeFirstOrThrow()
        const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: of.supplier, ...made }).returning('id').executeTakeFirstOrThrow()
        await db.insertInto('contract_version').values({ contract_id, deal_id: of.deal, kind: 'contract', number: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: of.supplier, person_id: by, issued_at: noon, request_key: randomUUID() }).execute()
      },
      () => db.updateTable('contract_version').set({ state: 'signed', signed_at: noon, signed_on: '2026-03-02' }).where('deal_id', '=', of.deal).execute(),
    ]
  },
  registration: (of, by) => {
    const filing = (kind: 'approval' | 'licence') => () => db.insertInto('registration_filing').values({ deal_id: of.deal, version_id: null, kind, organisation_id: of.demander, changes: '', opened_by: by, opened_at: noon, changed_at: noon, request_key: randomUUID() }).execute()
    return [filing('approval'), filing('licence')]
  },
  performance: (of, by) => {
    const batch = randomUUID()
    return [
      () => db.insertInto('milestone').values({ deal_id: of.deal, batch, position: 1, title: 'Giao máy', amount: vnd(1_000_000), due_on: '2026-03-09', organisation_id: of.supplier, proposed_by: by, proposed_at: noon } as never).execute(),
      () => db.updateTable('milestone').set({ state: 'accepted', answered_by: by, answered_at: noon, accepted_by: by, accepted_at: noon, accepted_on: '2026-03-02', payable_on: '2026-03-02' } as never).where('batch', '=', batch).execute(),
    ]
  },
}
const everybody = { by: 'all', from: '', to: '' } as const
const countOf = async (step: FunnelStep): Promise<number> => (await conversionOf(db, everybody, noon)).total.steps[funnelSteps.indexOf(step)]!.count
const behind = async (step: FunnelStep, who: Actor): Promise<(number | null)[]> => (await filesBehind(ctxOf(db, who).db, FilesAddress.parse({ step }), noon)).files.map(({ deal_id }) => deal_id)

test.each(Object.keys(work) as (keyof typeof work)[])('a file in which the work of the step %s is done has come to it, though nobody moved it there, and stands behind the figure', async (step) => {
  // The last ones: the tests above count the first.
  const of = deals.findLast((deal): deal is RandomDeal & { deal: number } => deal.deal !== null && !reached(deal).includes(step) && deal.stage !== 'won')!, by = (await aPerson(db)).person_id!
  const before = await countOf(step), [part, rest] = work[step](of, by)
  await part()
  expect(await countOf(step), 'half of it is not it').toBe(before)
  await rest()
  expect(await countOf(step)).toBe(before + 1)
  for (const who of [staff.deal_officer!, staff.inspector!]) expect(await behind(step, who)).toContain(of.deal)
})
test('registration is reached where the law asks for it or a side goes back to it, not by closing; performance where the file was moved there; a skipped step is not counted', async () => {
  const won = deals.filter((deal) => deal.stage === 'won'), [of, other] = [won.at(-1)!, won.at(-2)!], [before, performed] = [await countOf('registration'), await countOf('performance')]
  expect(await countOf('won')).toBe(won.length)
  expect(before, 'every closed deal stands at registration first').toBeLessThan(won.length)
  await movedAfter(other, 'registration', 'performance', 1)
  expect([await countOf('registration'), await countOf('performance')]).toEqual([before, performed + 1])
  await movedAfter(other, 'performance', 'registration', 2)
  expect([await countOf('registration'), await countOf('performance')]).toEqual([before + 1, performed + 1])
  const to_file = { deal_id: of.deal!, part: 'registration' as const, organisation_id: of.supplier, power: 'edit' as const, text: JSON.stringify({ vi: 'x', en: 'x' }), path: `/deals/${of.deal}/registration`, since: noon, due_on: null, done_at: null }
  await db.insertInto('deal_duty').values({ ...to_file, kind: 'registration_facts', key: String(of.supplier) } as never).execute()
  expect(await countOf('registration')).toBe(before + 1)
  await db.insertInto('deal_duty').values({ ...to_file, kind: 'registration_to_file', key: 'registration' } as never).execute()
  expect(await countOf('registration')).toBe(before + 2)
  expect(await behind('registration', staff.deal_officer!)).toContain(of.deal)
  // The board of officers opens it, with the new columns' figures leading to their files.
  const page = (await pages.get('/vi/figures/conversion', staff.deal_officer)).body
  for (const href of ['step=registration', 'step=performance', 'step=contract']) expect(page).toContain(href)
  expect(page).toContain(conversionTexts.vi.skipped)
})
test('a deal that opened at its contract, as after an auction, has come to that step though no move is in the log', async () => {
  const of = deals.find((deal) => deal.stage !== null && !reached(deal).includes('contract') && deal.stage === 'lost')!, before = await countOf('contract')
  await db.insertInto('deal_step').values({ deal_id: of.deal!, step: 'contract', organisation_id: of.supplier, person_id: null, due_on: '2026-03-09', set_by: (await aPerson(db)).person_id!, set_at: noon, entered_at: null, left_at: null }).execute()
  expect(await countOf('contract'), 'a step still to come').toBe(before)
  await db.updateTable('deal_step').set({ entered_at: noon }).where('deal_id', '=', of.deal!).where('step', '=', 'contract').execute()
  expect(await countOf('contract')).toBe(before + 1)
})
if (process.env.LOOK) test('to look at', async () => {
  const { writeFileSync } = await import('node:fs')
  for (const [file, name] of [['/report.docx', 'board.docx'], ['/data.xlsx', 'board.xlsx'], ['', 'board.html']] as const) writeFileSync(`/tmp/${name}`, (await pages.get(`/vi/figures/conversion${file}?by=field`, staff.deal_officer)).rawPayload)
})
