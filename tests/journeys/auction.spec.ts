import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyBundle } from '../../src/commandline/verify-bundle.ts'
import { formTexts, lotTexts, officeTexts, registrationTexts } from '../../src/modules/auctions/page-messages.ts'
import { phaseNames, roomTexts } from '../../src/modules/bidding/messages.ts'
import { consoleTexts } from '../../src/modules/bidding/pages/console.tsx'
import { afterTexts } from '../../src/modules/bidding/pages/after.tsx'
import { proofTexts } from '../../src/modules/proofs/proof-messages.ts'
import { second } from '../../src/platform/auction/lot.ts'
import { formatVnd } from '../../src/platform/money.ts'
import { hanoiDay, minutesFrom } from '../../src/platform/time.ts'
import { vndInWords } from '../../src/platform/words.ts'
import { until } from '../running.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { looksLikePaper } from './papers.ts'
import { Crowd, downloaded, inDatabase, main, posts, type Somebody } from './somebody.ts'

/**
 * A lot from its draft to its deal file, bid for by five: two at desks, two on telephones of whom one has
 * no scripts, and one who calls the hall. Nothing here could be hastened by setting the clock ahead:
 * the writer of a lot gives back any time that nobody could bid in. So its hours are seconds apart.
 */
const room = roomTexts.vi, desk = consoleTexts.vi, office = officeTexts.vi, proof = proofTexts.vi
const million = 1_000_000
const price = (millions: number): string => formatVnd(millions * million, 'vi')
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const pictures = 'var/pictures'
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => {
  scene = await openScene()
  mkdirSync(pictures, { recursive: true })
  // A server that has just begun reads the market first; hours that are seconds apart do not wait for it.
  await until(async () => { const began = performance.now(); return (await fetch(`${scene.base}/vi/auctions`)).ok && performance.now() - began < 300 }, () => 'the Exchange stays slow', 90)
})
afterAll(async () => { await scene?.close() })

const picture = async ({ page }: Somebody, name: string, fullPage = true): Promise<void> => { await page.screenshot({ path: `${pictures}/auction-${name}.png`, fullPage }) }
const faults = async (page: Page): Promise<string[]> => (await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
const live = (page: Page, name: string): Promise<string> => page.locator(`[data-live="${name}"]`).first().innerText()
/** What a page that keeps itself current comes to say. */
const says = (page: Page, name: string, text: string | RegExp, timeout = 15_000) => expect.poll(() => live(page, name), { timeout, interval: 50 }).toMatch(text instanceof RegExp ? text : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
const told = async (page: Page): Promise<number[]> => (await page.locator('[data-line]').evaluateAll((lines) => lines.map((line) => Number((line as HTMLElement).dataset.line)))).toSorted((a, b) => a - b)

describe('A lot in the hall and on the telephone', () => {
  crowd.stepByStep()
  interface Bidder { email: string; person: string; organisation: string; number: number }
  let lot = 0, offer = 0, closes = 0
  let officer: Somebody, watcher: Somebody, bidders: Bidder[] = [], windows: Somebody[] = []
  const at = (path = '') => `/vi/auctions/${lot}${path}`
  /** The button of the least price, once it stands still. */
  const bidButton = ({ page }: Somebody) => page.locator('[data-step="0"]:not([data-moved])')
  const after = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })

  test('An officer drafts it, another publishes it, five organisations register and pay, and each has a number.', async () => {
    const now = new Date(), moment = (minutes: number) => minutesFrom(now, 7 * 60 + minutes).toISOString().slice(0, 16)
    await inDatabase(scene, async (database) => {
      const { rows: [found] } = await database.query<{ id: number; organisation_id: number }>(`select l.id, l.organisation_id from listing l where l.kind = 'offer' and l.state = 'published' and not exists (select from auction_lot a where a.listing_id = l.id) and not exists (select from deal d where d.offer_id = l.id) and not exists (select from interest i where i.listing_id = l.id) order by l.id limit 1`)
      offer = found!.id
      bidders = (await database.query<Bidder>(`select distinct on (o.name_vi) p.email, p.name as person, o.name_vi as organisation, 0 as number from membership m join organisation o on o.id = m.organisation_id join person p on p.id = m.person_id
        where o.kind = 'enterprise' and m.role = 'owner' and o.id <> $1 and not exists (select from membership other where other.person_id = p.id and other.organisation_id <> o.id) and not exists (select from auction_bidder b where b.person_id = p.id) order by o.name_vi limit 5`, [found!.organisation_id])).rows
    })
    const signIn = (email: string, options?: BrowserContextOptions) => crowd.signedIn(email, undefined, options)
    const other = await signIn('daugia2@san.example')
    officer = await signIn('daugia@san.example', {})
    windows = await Promise.all(bidders.map(({ email }, i) => signIn(email, [{}, phone, { ...phone, javaScriptEnabled: false }, {}, { javaScriptEnabled: false }][i])))
    watcher = await crowd.somebody({})
    const { page } = officer
    await page.goto(`/vi/auctions/new?offer=${offer}`)
    const names = { title_vi: 'Quyền sử dụng dây chuyền sấy lạnh', title_en: 'Licence of a cold drying line', about: 'Quyền sử dụng không độc quyền trong 10 năm tại Hà Nội, kèm hồ sơ kỹ thuật.', venue: 'Sàn giao dịch công nghệ, 258 Võ Chí Công', auctioneer_name: 'Đoàn Thu Hương', start: '800.000.000', step: '20.000.000', most_steps: '10', deposit: '80.000.000', deposit_bank: 'Ngân hàng thương mại (minh họa)', deposit_bin: '999999', deposit_account: '0011058258258', deposit_holder: 'SAN CONG NGHE MINH HOA', registration_opens_at: moment(-60), registration_closes_at: moment(14), opens_at: moment(16), closes_at: moment(17), extension_minutes: '1', latest_minutes: '30' }
    for (const [name, value] of Object.entries(names)) await page.locator(`main [name="${name}"]`).fill(value)
    await pressNamed(page, formTexts.vi.save)
    lot = Number(/auctions\/(\d+)\/office/.exec(page.url())?.[1])
    expect(lot, await main(page)).toBeGreaterThan(0)
    // The form knows minutes; nobody can wait for those here, so this draft is given seconds.
    const said = Date.now()
    closes = said + 30_000
    await inDatabase(scene, (database) => database.query(`update auction_lot set registration_closes_at = to_timestamp($2), rules = rules::jsonb || $3::jsonb where id = $1 and state = 'draft'`,
      [lot, closes / 1_000, JSON.stringify({ opens_at: (said + 45_000) * 1_000, closes_at: (said + 105_000) * 1_000, extension: { window: 25 * second, by: 25 * second, latest: (said + 900_000) * 1_000 }, calls: { from: (said + 60_000) * 1_000, apart: 2 * second } })]))
    await page.reload()
    await pressNamed(page, office.propose)
    await other.page.goto(at('/office'))
    await pressNamed(other.page, office.publish)
    expect(await main(other.page)).toContain(lotTexts.vi.states.registration)

    await Promise.all(windows.map(async ({ page: own }) => {
      await own.goto(at('/registration'))
      for (const name of ['capacity', 'unrelated', 'own_behalf']) await own.locator(`[name="${name}"]`).check()
      await own.locator('[name="relatives"][value="none"]').check()
      await own.locator('[name="refund_to"]').fill('Ngân hàng (minh họa), 0011200123, theo tên đăng ký')
      await pressNamed(own, registrationTexts.vi.submit)
      expect(await main(own)).toContain(registrationTexts.vi.pay)
    }))
    await picture(windows[1]!, 'deposit')
    // The bank's statement brings five lines; the officer matches each by its reference.
    await officer.page.goto(at('/office'))
    const deposits = (await inDatabase(scene, (database) => database.query<{ id: number; bidder_id: number; reference: string }>('select id, bidder_id, reference from auction_deposit where lot_id = $1 order by id', [lot]))).rows
    expect(deposits).toHaveLength(5)
    for (const { id, bidder_id, reference } of deposits) expect((await posts(officer, at(`/deposits/${id}/receipt`), { [`amount_${bidder_id}`]: '80.000.000', [`paid_on_${bidder_id}`]: hanoiDay(now), [`words_${bidder_id}`]: `Ghi co ${reference} tien dat truoc` })).status).toBe(303)
    const numbers = (await inDatabase(scene, (database) => database.query<{ email: string; number: number }>('select p.email, b.number from auction_bidder b join person p on p.id = b.person_id where b.lot_id = $1', [lot]))).rows
    bidders = bidders.map((one) => ({ ...one, number: numbers.find(({ email }) => email === one.email)!.number }))
    expect(new Set(bidders.map(({ number }) => number)).size).toBe(5)
  })

  test('Everybody is in the room before it begins; it begins in front of them, by the clock.', async () => {
    await after(Math.max(0, closes + 200 - Date.now()))
    await inDatabase(scene, (database) => database.query(`select graphile_worker.add_job('close_registrations', '{}'::json)`))
    await until(async () => (await inDatabase(scene, (database) => database.query('select from auction_lot where id = $1 and state = $2', [lot, 'armed']))).rowCount === 1, () => 'the lot was not armed', 20)
    await Promise.all([...windows, watcher].map(({ page }) => page.goto(at('/room'))))
    await officer.page.goto(at('/console'))
    await says(watcher.page, 'phase', phaseNames.vi.armed)
    expect(await bidButton(windows[1]!).count()).toBe(0)
    await picture(watcher, 'before')
    for (const { page } of [windows[0]!, windows[1]!, officer]) await page.evaluate(() => { (window as unknown as { there: boolean }).there = true })
    await Promise.all([watcher, officer, ...windows.filter((_, i) => i !== 2 && i !== 4)].map(({ page }) => says(page, 'phase', phaseNames.vi.open, 60_000)))
    // What may be pressed came with it.
    await bidButton(windows[1]!).waitFor()
    await officer.page.locator('form[action$="/console/bids"]').waitFor()
    await says(windows[0]!.page, 'uncertain', /± \d+ ms/)
  })

  test('One bids at a desk and one on a telephone without scripts; two at the same moment are told who was first.', async () => {
    const [first, second_, bare, fourth] = windows as [Somebody, Somebody, Somebody, Somebody, Somebody]
    await picture(second_, 'room-phone')
    expect(await faults(second_.page)).toEqual([])
    const high = await bidButton(second_).boundingBox()
    expect(high!.height).toBeGreaterThanOrEqual(48)
    await press(first.page, bidButton(first))
    expect(await main(first.page)).toContain(room.youLead)
    await says(second_.page, 'price', price(800))
    await bare.page.goto(at('/room'))
    await press(bare.page, bidButton(bare))
    await picture(bare, 'room-phone-bare')
    expect(await main(bare.page)).toContain(price(820))
    await Promise.all([second_, fourth].map(({ page }) => says(page, 'price', price(820))))
    await expect.poll(() => Promise.all([second_, fourth].map((one) => bidButton(one).innerText()))).toEqual([price(840), price(840)])
    await Promise.all([second_, fourth].map((one) => press(one.page, bidButton(one))))
    const answers = await Promise.all([second_, fourth].map(({ page }) => main(page)))
    expect(answers.filter((text) => text.includes(room.youLead))).toHaveLength(1)
    expect(answers.filter((text) => text.includes(`Giá trả tối thiểu lúc này là ${price(860)}.`))).toHaveLength(1)
    await says(watcher.page, 'price', price(840))
  })

  test('A price ten times too high is read out in words and asked for again; a price told by telephone is entered by the hall.', async () => {
    const [first] = windows as [Somebody]
    await first.page.goto(at('/room'))
    const typed = field(first.page, room.other)
    await typed.fill('8.600.000.000')
    expect(await first.page.locator('[data-typed-words]').innerText()).toContain(vndInWords(8_600 * million, 'vi'))
    await pressNamed(first.page, room.bidThis)
    const asked = await main(first.page)
    expect(asked).toContain(room.refusedTitle)
    expect(asked).toContain(vndInWords(8_600 * million, 'vi'))
    await picture(first, 'typo')
    expect(await first.page.getByRole('button', { name: room.sure(price(8_600)) }).count()).toBe(1)
    await says(watcher.page, 'price', price(840))
    // Corrected, not confirmed. One bid a second is what anybody may send.
    await after(1_050)
    await field(first.page, room.other).fill('860.000.000')
    await pressNamed(first.page, room.bidThis)
    expect(await main(first.page)).toContain(room.youLead)

    const { page } = officer
    await says(page, 'price', price(860))
    await page.locator('[name="number"]').selectOption(String(bidders[4]!.number))
    await field(page, desk.typed).fill('880.000.000')
    await pressNamed(page, desk.enter)
    await says(page, 'price', price(880))
    expect(await main(windows[4]!.page)).not.toContain(price(880)) // without scripts a page stands as it came
    await windows[4]!.page.reload()
    expect(await main(windows[4]!.page)).toContain(room.youLead)
  })

  test('A connection that was lost is said to be; it comes back without a line missing and without loading the page again.', async () => {
    const [first, second_, , fourth] = windows as [Somebody, Somebody, Somebody, Somebody, Somebody]
    await fourth.page.goto(at('/room'))
    await says(fourth.page, 'price', price(880))
    await fourth.page.evaluate(() => { (window as unknown as { there: boolean }).there = true })
    const seen = await told(fourth.page), asked: (string | undefined)[] = []
    fourth.page.on('request', (request) => { if (request.url().includes('/events')) void request.allHeaders().then((headers) => asked.push(headers['last-event-id'] ?? new URL(request.url()).searchParams.get('after') ?? undefined)) })
    fourth.complaints.length = 0
    await fourth.window.setOffline(true)
    await expect.poll(() => fourth.page.locator('[data-lost]').isVisible(), { timeout: 15_000 }).toBe(true)
    await second_.page.goto(at('/room'))
    await press(second_.page, bidButton(second_))
    await says(first.page, 'price', price(900))
    await press(first.page, bidButton(first))
    expect(await live(fourth.page, 'price')).toBe(price(880))
    await fourth.window.setOffline(false)
    await says(fourth.page, 'price', price(920))
    expect(await fourth.page.locator('[data-lost]').isVisible()).toBe(false)
    expect(await fourth.page.evaluate(() => (window as unknown as { there?: boolean }).there)).toBe(true)
    const all = await told(fourth.page)
    expect(all.slice(seen.length)).toEqual([seen.at(-1)! + 1, seen.at(-1)! + 2])
    expect(asked.some((after_) => Number(after_) === seen.at(-1))).toBe(true)
    fourth.complaints.length = 0 // a browser says itself that it was offline
  })

  test('Whoever only watches sees numbers and no names, and the screen in the hall is to be read from afar.', async () => {
    await says(watcher.page, 'price', price(920))
    const html = await watcher.page.content()
    expect(html).toContain(`Số ${bidders[0]!.number} trả`)
    for (const { organisation, person, email } of bidders) for (const name of [organisation, person, email]) expect(html).not.toContain(name)
    expect(await watcher.page.locator('form[action*="/auctions/"]').count()).toBe(0)
    expect(await faults(watcher.page)).toEqual([])
    await picture(watcher, 'watcher')
    const hall = await crowd.somebody({ viewport: { width: 1920, height: 1080 } })
    await hall.page.goto(at('/screen'))
    await says(hall.page, 'price', price(920))
    expect(Number.parseFloat(await hall.page.locator('[data-live="price"]').evaluate((one) => getComputedStyle(one).fontSize))).toBeGreaterThan(90)
    expect(await faults(hall.page)).toEqual([])
    await picture(hall, 'screen', false)
    expect(await faults(officer.page)).toEqual([])
    await picture(officer, 'console')
  })

  test('A bid in the last seconds counts and moves the end; three calls end it, and what comes then is refused with the hour.', async () => {
    const [, second_, bare] = windows as [Somebody, Somebody, Somebody]
    await second_.page.goto(at('/room'))
    await bare.page.goto(at('/room')) // stands as it is until it is pressed
    const ends = Number(await second_.page.locator('[data-room]').getAttribute('data-closes')) / 1_000
    const server = async (): Promise<number> => ((await (await second_.window.request.get(at('/room/clock.json'))).json()) as { now: number }).now
    const before = ends - await server()
    await after(Math.max(0, before - 3_000))
    await press(second_.page, bidButton(second_))
    expect(await main(second_.page)).toContain(room.youLead)
    const moved = Number(await second_.page.locator('[data-room]').getAttribute('data-closes')) / 1_000
    expect(moved).toBeGreaterThan(ends)
    await says(watcher.page, 'closes', new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(new Date(moved)))
    for (const n of [1, 2, 3]) {
      await pressNamed(officer.page, desk.callNth(n))
      await after(2_000) // between two calls there is time to answer
    }
    await says(watcher.page, 'phase', phaseNames.vi.closed)
    await picture(officer, 'console-closed')
    await press(bare.page, bidButton(bare))
    expect(await main(bare.page)).toContain('Giá này đến sau khi hết giờ trả giá')
    await pressNamed(officer.page, desk.announce)
    await says(watcher.page, 'phase', phaseNames.vi.announced)
    expect(await main(watcher.page)).toContain(`Công bố số ${bidders[1]!.number} trúng`)
  })

  test('The winner reads the minutes and signs them on the telephone; the deal file opens with price, deposit and duties.', async () => {
    const [, winner] = windows as [Somebody, Somebody]
    await winner.page.getByText(afterTexts.vi.won, { exact: true }).waitFor()
    await picture(winner, 'winner')
    expect(await faults(winner.page)).toEqual([])
    await pressNamed(winner.page, afterTexts.vi.sign)
    await says(winner.page, 'phase', phaseNames.vi.signed)
    const deal = async (): Promise<number | null> => (await inDatabase(scene, (database) => database.query<{ deal_id: number | null }>('select deal_id from auction_lot where id = $1', [lot]))).rows[0]?.deal_id ?? null
    await until(async () => await deal() !== null, () => 'no deal file', 20)
    await winner.page.goto(`/vi/deals/${await deal()}`)
    const file = await main(winner.page)
    expect(file).toContain(price(940))
    expect(file).toContain(price(80))
    expect(file).toContain(`Ký hợp đồng theo kết quả phiên số ${lot}`)
    await picture(winner, 'deal')
  })

  test('Anybody downloads the proof and recomputes the result; a receipt kept on the telephone is in it, and a changed price is found.', async () => {
    const [, winner] = windows as [Somebody, Somebody]
    await inDatabase(scene, (database) => database.query(`select graphile_worker.add_job('checkpoint_lots', '{}'::json)`))
    await until(async () => (await (await watcher.window.request.get(at('/checkpoint'))).text()).split('\n')[1] === String(await lengthOfLog() + 1), () => 'the end of the log was not signed', 20)
    // The minutes stand on a signed checkpoint.
    const minutes = await looksLikePaper(await (await officer.window.request.get(at('/minutes.pdf'))).body(), 'auction-minutes', 2)
    for (const said of ['Hình thức: Trực tuyến', 'Phương thức: Trả giá lên', 'Quyền sử dụng dây chuyền sấy lạnh', `Số ${bidders[1]!.number}`, '940.000.000']) expect(minutes).toContain(said)
    await watcher.page.goto(at('/proof'))
    await picture(watcher, 'proof')
    const bundle = (await downloaded(watcher.page, watcher.page.getByRole('link', { name: proof.bundle }))).toString()
    await winner.page.goto(at('/receipts'))
    const receipt = (await downloaded(winner.page, winner.page.getByRole('link', { name: new RegExp(`^${proof.download}`) }).last())).toString()
    const verified = verifyBundle(bundle, { receipts: [{ name: 'receipt.json', text: receipt }] })
    expect(verified.findings).toEqual([])
    expect(verified).toMatchObject({ right: true, receipts: 1, result: { phase: 'signed', winner: bidders[1]!.number, price: 940 * million } })
    const tampered = bundle.replace('amount\\":940000000', 'amount\\":941000000')
    expect(tampered).not.toBe(bundle)
    expect(verifyBundle(tampered).right).toBe(false)
  })

  const lengthOfLog = async (): Promise<number> => (await inDatabase(scene, (database) => database.query<{ n: number }>('select count(*)::int as n from auction_event where lot_id = $1', [lot]))).rows[0]!.n
})
