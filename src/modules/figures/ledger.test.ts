import fc from 'fast-check'
import readWorkbook from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { noon, testDatabase } from '../../../tests/database.ts'
import { randomDeals, type RandomDeal } from '../../../tests/random-deals.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { hanoiDay } from '../../platform/time.ts'
import { monthsAfter } from '../outcomes/rules.ts'
import { outcomeMonths } from '../outcomes/schema.ts'
import { bandOf, cellOf, fewestTold, isUsed, type Priced, priceBand, readinessStep, withheldRows } from './ledger-rules.ts'
import { ledgerOf, pricesLike, type LedgerRow } from './ledger.ts'
import { figureRoutes } from './routes.tsx'

const { db, asOwner } = await testDatabase()
const pages = await openPages(db, (app) => { figureRoutes(app, 'http://san.example') })
const sold = (...values: number[]): Priced[] => values.map((value, i) => ({ value, supplier: i, demander: 100 + i }))

test.each([[0, 0], [100, 0], [101, 1], [500, 1], [501, 2]])('a value of %i among the bounds 100 and 500 lies in band %i', (value, band) => expect(bandOf(value, [100, 500])).toBe(band))
test.each([[1, 1, 2], [2, 2, 5], [4, 2, 5], [5, 5, 10], [999, 500, 1000], [1000, 1000, 2000], [300_000_000, 200_000_000, 500_000_000]])('%i đồng lies in the cell from %i to %i', (value, low, high) => expect(cellOf(value)).toEqual([low, high]))
test.each([[null, null], [1, '1-3'], [3, '1-3'], [4, '4-6'], [9, '7-9']])('TRL %s is the step %s', (trl, step) => expect(readinessStep(trl)).toBe(step))

test('a reference price is told from five deals up', () => {
  const values = [120e6, 250e6, 260e6, 300e6]
  expect(priceBand(sold(...values))).toBeNull()
  expect(priceBand(sold(...values, 900e6))).toEqual({ deals: 5, low: 200e6, high: 500e6 })
})
test('it is not told where one organisation has more than half of the deals, on whichever side', () => {
  const of = (own: number) => sold(1e6, 2e6, 3e6, 4e6, 5e6, 6e6).map((deal, i) => (i < own ? (i % 2 ? { ...deal, supplier: 900 } : { ...deal, demander: 900 }) : deal))
  expect([3, 4, 6].map((own) => priceBand(of(own)) !== null)).toEqual([true, false, false])
})
test('no value is to be had from it: whoever knows all the others learns no more than the cell it lies in', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 50_000_000_000 }), { minLength: 5, maxLength: 12 }), fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (values, which, share) => {
    const at = which % values.length, [low, high] = cellOf(values[at]!)
    const moved = values.with(at, Math.floor(low + share * (high - low)))
    expect(priceBand(sold(...moved))).toEqual(priceBand(sold(...values)))
    // Leaving it out, the band's ends are ends of cells still, and never a price.
    for (const left of [values, values.toSpliced(at, 1)]) { const band = priceBand(sold(...left)); if (band) expect([cellOf(band.low)[0], cellOf(band.high)[0]]).toEqual([band.low, band.high]) }
  }))
})
test.each([
  [[9, 5, 4], []], [[9, 5, 2], [2, 5]], [[9, 2, 1], [1, 2]], [[9, 1, 1], [1, 1, 9]], [[9, 1, 0], [1, 9]], [[2], [2]], [[0, 0], []],
])('of lines over %o deals those over %o are withheld', (counts, withheld) => {
  const rows = counts.map((count) => ({ count }))
  expect([...withheldRows(rows, ({ count }) => count)].map(({ count }) => count)).toEqual(withheld)
})

test('an empty ledger is a page that says so', async () => {
  expect(await ledgerOf(db, noon)).toMatchObject({ total: { deals: 0 }, fields: [], years: [], prices: [], named: [] })
  expect((await pages.get('/vi/figures/outcomes')).body).toContain('Chưa có giao dịch nào hoàn tất')
  for (const ending of ['csv', 'xlsx', 'json']) expect((await pages.get(`/vi/figures/outcomes/data.${ending}`)).statusCode).toBe(200)
})

/** The ledger again, counted the slow way from what the deals are known to be. */
function plainly(deals: readonly RandomDeal[], bounds: readonly number[]): LedgerRow {
  const sorted = deals.map(({ expressed, closed }) => (closed!.getTime() - expressed.getTime()) / 86_400_000).toSorted((a, b) => a - b), middle = (sorted.length - 1) / 2
  const thought = deals.flatMap((deal) => { const of = [deal.supplier, deal.demander].flatMap((side) => { const own = deal.statements.filter((one) => one.side === side), latest = Math.max(...own.map(({ months }) => months)); return own.length ? [own.findLast(({ months }) => months === latest)!.satisfaction] : [] }); return of.length ? [of.reduce((a, b) => a + b) / of.length] : [] })
  const at = (deal: RandomDeal, months: number) => [deal.supplier, deal.demander].map((side) => deal.statements.findLast((one) => one.side === side && one.months === months)?.usage)
  return {
    code: '', deals: deals.length, demonstration: deals.filter(({ demonstration }) => demonstration).length, bands: deals.length < fewestTold ? null : [...bounds, 0].map((_, band) => deals.filter(({ value }) => bandOf(value!, bounds) === band).length),
    days: deals.length < fewestTold ? null : Math.round((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2), satisfaction: thought.length < fewestTold ? null : Math.round((thought.reduce((a, b) => a + b, 0) / thought.length) * 10) / 10,
    survival: Object.fromEntries(outcomeMonths.map((months) => {
      const due = deals.filter(({ closed }) => monthsAfter(hanoiDay(closed!), months) <= hanoiDay(noon))
      const words = due.map((deal) => at(deal, months))
      return [months, due.length > 0 && due.length < fewestTold ? null : { due: due.length, said: words.filter(([a, b]) => a && b).length, used: words.filter(([a, b]) => a === b && isUsed(a ?? null)).length }]
    })) as LedgerRow['survival'],
  }
}
/** One line with nothing withheld for another line's sake. */
const alike = (row: LedgerRow | undefined, plain: LedgerRow): void => {
  expect(row).toMatchObject({ deals: plain.deals, demonstration: plain.demonstration })
  for (const key of ['bands', 'days', 'satisfaction'] as const) if (row?.[key] !== null) expect(row?.[key], key).toEqual(plain[key])
  for (const months of outcomeMonths) if (row?.survival[months] !== null) expect(row?.survival[months]).toEqual(plain.survival[months])
}

test('every figure is what a slow and plain count says, over deals at random', async () => {
  const deals = await randomDeals(db, 150, 7, noon), won = deals.filter(({ stage }) => stage === 'won')
  expect(won.length).toBeGreaterThan(30)
  const ledger = await ledgerOf(db, noon)
  expect(ledger.bounds).toEqual([100_000_000, 500_000_000, 2_000_000_000, 10_000_000_000])
  expect(ledger.total).toEqual(plainly(won, ledger.bounds))
  for (const row of ledger.fields) alike(row, plainly(won.filter(({ fields }) => (row.code === '' ? fields.length === 0 : fields.some((field) => field[0] === row.code))), ledger.bounds))
  for (const row of ledger.years) alike(row, plainly(won.filter(({ closed }) => hanoiDay(closed!).startsWith(row.code)), ledger.bounds))
  expect(ledger.fields.map(({ code }) => code)).toEqual(['', '1', '2', '4'])
  // Names stand where the last word of both sides allows it, and nowhere else.
  const named = won.filter((deal) => [deal.supplier, deal.demander].every((side) => deal.statements.findLast((one) => one.side === side)?.named))
  expect(ledger.named.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(named.map(({ deal }) => deal).toSorted((a, b) => a! - b!))
  const real = won.filter(({ demonstration }) => !demonstration)
  for (const row of ledger.prices) {
    const group = real.filter((deal) => deal.offer !== null && (row.field === '' || deal.fields.some((field) => field[0] === row.field)) && (row.by === 'trl' ? readinessStep(deal.trl) === row.code : deal.forms.includes(row.code)))
    expect({ ...row }).toEqual({ field: row.field, by: row.by, code: row.code, ...priceBand(group.map(({ value, supplier, demander }) => ({ value: value!, supplier, demander }))) })
  }
  expect(ledger.prices.length).toBeGreaterThan(0)
  // Beside a listing stands what the ledger tells of its fields at its readiness, and no more.
  const told: number[] = []
  for (const trl of [null, 2, 5, 8]) for (const fields of [['203'], ['1', '40101'], ['6'], []]) {
    const like = await pricesLike(db, { research_fields: fields, trl })
    expect(like).toEqual({ prices: ledger.prices.filter((row) => row.by === 'trl' && row.code === readinessStep(trl) && fields.some((code) => code[0] === row.field)), pricesDemonstrated: false })
    told.push(like.prices.length)
  }
  expect([told.some((n) => n > 0), told.some((n) => n === 0)]).toEqual([true, true])
})

test('page, CSV, workbook and JSON say the same, and name nobody who did not agree', async () => {
  const page = (await pages.get('/en/figures/outcomes')).body, csv = (await pages.get('/en/figures/outcomes/data.csv')).body
  const json = JSON.parse((await pages.get('/en/figures/outcomes/data.json')).body) as { total: LedgerRow; named: object[] }
  const ledger = await ledgerOf(db, noon)
  expect(page).toContain('aria-labelledby="years-title years-desc"')
  expect(csv.startsWith('\uFEFFtable,code,name,deals,')).toBe(true)
  expect(csv).toContain(`all,,All,${ledger.total.deals},${ledger.total.demonstration},${ledger.total.days},`)
  expect(json.total).toEqual(ledger.total)
  expect(json.named.every((deal) => !('id' in deal) && !('value' in deal))).toBe(true)
  const [lines] = await readWorkbook((await pages.get('/en/figures/outcomes/data.xlsx')).rawPayload) as unknown as [{ data: unknown[][] }]
  expect(lines.data[1]?.slice(1, 4)).toEqual(['All', ledger.total.deals, ledger.total.demonstration])
  await asOwner(`alter table outcome_statement disable trigger all; update outcome_statement set named = false`)
  const silent = (await pages.get('/vi/figures/outcomes')).body
  expect(page).toContain('Tổ chức ngẫu nhiên')
  expect(silent).not.toContain('Tổ chức ngẫu nhiên')
  expect(silent).toContain('Chưa có giao dịch nào được cả hai bên đồng ý nêu tên')
})
