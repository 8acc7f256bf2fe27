import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPageTexts } from '../../src/modules/contracts/page-messages.ts'
import { signingTexts } from '../../src/modules/contracts/signing-messages.ts'
import { dealTexts, interestTexts } from '../../src/modules/deals/messages.ts'
import { agreementNames } from '../../src/modules/outcomes/messages.ts'
import { sheetTexts } from '../../src/modules/terms/sheet-messages.ts'
import { bandName } from '../../src/modules/figures/ledger-messages.ts'
import { bandOf } from '../../src/modules/figures/ledger-rules.ts'
import type { Ledger } from '../../src/modules/figures/ledger.ts'
import { answerTexts } from '../../src/modules/matching/answer-messages.ts'
import { formatVnd } from '../../src/platform/money.ts'
import { dayAfter, hanoiDay } from '../../src/platform/time.ts'
import { anAuthority } from '../authority.ts'
import { aPdf, signed } from '../signed-pdf.ts'
import { daysLater, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { looksLikePaper } from './papers.ts'
import { readers } from './places.ts'
import { fill, formTo, moveTo, send, well } from './forms.ts'
import { Crowd, follow, inDatabase, main, type Somebody, statusOf } from './somebody.ts'

/**
 * From an accepted match to measured use, inside one file and without scripts: terms agreed, a contract
 * issued and signed, registered, two milestones paid (one late, one disputed and settled), the outcome
 * said by both sides half a year later, and everything counted. Time passes by the clock being set ahead.
 */
const d = dealTexts.vi, i = interestTexts.vi, s = sheetTexts.vi
const value = 900_000_000
/** The steps of the funnel this deal comes to, moved there or by what is done in it. */
const boardSteps = ['interest', 'accepted', 'nda', 'evaluation', 'terms', 'contract', 'won', 'registration', 'performance', 'in_use']
const authority = anAuthority()
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => {
  const roots = join(mkdtempSync(join(tmpdir(), 'techex-roots-')), 'roots.pem')
  writeFileSync(roots, authority.root.pem)
  process.env.SIGNING_ROOTS = roots // a start after days have passed reads it too
  scene = await openScene()
})
afterAll(async () => { await scene?.close() })

/** Every clause of the draft in which something stands in square brackets is written, each on its page; ends on the draft. */
const fillGaps = async (somebody: Somebody, draft: string): Promise<void> => {
  const { page } = somebody
  await page.goto(draft)
  for (const clause of new Set([...(await page.content()).matchAll(/href="([^"]+\/clauses\/[a-z_]+)"/g)].map(([, path = '']) => path))) {
    await page.goto(clause)
    const form = page.locator('main form:has([name=text_vi])')
    const texts = Object.fromEntries(await Promise.all(['text_vi', 'text_en'].map(async (name) => [name, await form.locator(`[name=${name}]`).inputValue()] as const)))
    if (!Object.values(texts).some((text) => text.includes('[['))) continue
    await fill(form, Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replaceAll(/\[\[.+?\]\]/g, name === 'text_vi' ? 'trà dược liệu sấy lạnh' : 'freeze-dried herbal tea')])))
    await press(page, form.locator('button').last())
    await well(somebody)
  }
  await page.goto(draft)
  expect((await page.locator('article.clause').allInnerTexts()).join(' ')).not.toContain('[[')
}

describe('From an accepted match to measured use', () => {
  let supplier: Somebody, buyer: Somebody, officer: Somebody
  let deal = 0, need = 0, emails = { supplier: '', buyer: '' }, before: { board: Record<string, number>; ledger: Ledger }
  const names = { supplier: '', institute: '', buyer: 'Đinh Thị Hoa Sen' }
  const at = (path = '') => `/vi/deals/${deal}${path}`
  crowd.stepByStep()
  const signIn = async () => { supplier = await crowd.signedIn(emails.supplier); buyer = await crowd.signedIn(emails.buyer) }

  test('An enterprise takes up an offer from the matches of its need; the supplier accepts, and the file opens with the reasons of the match, its parts and the next best action.', async () => {
    const people = readers(scene.running.output())
    emails = { supplier: '', buyer: people.enterprise }
    buyer = await crowd.signedIn(emails.buyer)
    before = { board: await board(), ledger: await ledger() }
    for (const id of await needsOf(emails.buyer)) {
      await buyer.page.goto(`/vi/needs/${id}`)
      for (const link of need ? [] : await matches().locator('a[href*="/interest?with="]').all()) {
        const owner = await ownerOf(Number(/offers\/(\d+)/.exec((await link.getAttribute('href')) ?? '')?.[1]))
        if (!owner) continue
        need = id; emails.supplier = owner.email; names.supplier = owner.name; names.institute = owner.organisation
        await press(buyer.page, link)
        break
      }
      if (need) break
    }
    expect(need, 'one of its needs is matched by an offer nobody of it has asked about').toBeGreaterThan(0)
    supplier = await crowd.signedIn(emails.supplier)
    await fill(buyer.page.locator('main form'), { message: 'Chúng tôi muốn mua quyền sử dụng công nghệ này cho vụ tới.' })
    await pressNamed(buyer.page, i.send)
    await supplier.page.goto(buyer.page.url().split('?')[0]!)
    await pressNamed(supplier.page, i.accept)
    deal = Number(/deals\/(\d+)/.exec(supplier.page.url())?.[1])
    expect(await supplier.page.locator('main ul.reasons > li').count(), 'why it was suggested').toBeGreaterThan(0)
    expect(await supplier.page.locator(`main dl.facts a[href$="/needs/${need}"], main dl.facts a[href*="/offers/"]`).count()).toBe(2)
    // What follows from an event is carried on by the worker, in its own time.
    await expect.poll(async () => { await buyer.page.goto(`/vi/needs/${need}`); return matches().innerText() }, { timeout: 60_000 }).toContain(answerTexts.vi.accepted)
    const parts = supplier.page.locator('nav.file-parts a')
    expect(await parts.count()).toBe(14)
    for (const address of await parts.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname))) expect(await statusOf(supplier, address), address).toBe(200)
    const stranger = await crowd.signedIn('kiemduyet@san.example')
    for (const part of ['', '/terms', '/room', '/contract', '/payments']) expect(await statusOf(stranger, at(part)), `moderator at ${part}`).toBe(404)
  })

  test('The file goes to its undertaking; both sides accept it; what the supplier puts into the data room reaches the buyer with the buyer’s name on it.', async () => {
    await moveTo(supplier, at(), 'nda')
    for (const [one, full_name] of [[supplier, names.supplier], [buyer, names.buyer]] as const) {
      await one.page.goto(at('/room'))
      await send(one, '/room/undertaking', { full_name, position: 'Giám đốc', agreed: 'yes' })
      await well(one)
    }
    await supplier.page.goto(at('/room'))
    await send(supplier, '/room', { name: 'Bản vẽ và thông số', readers: 'all' })
    await well(supplier)
    const form = await formTo(supplier, '/documents')
    await fill(form, { title: 'Bản vẽ buồng bảo quản' })
    await form.locator('input[type=file]').setInputFiles({ name: 'Bản vẽ.pdf', mimeType: 'application/pdf', buffer: await aPdf('Bản vẽ buồng bảo quản', 1) })
    await press(supplier.page, form.locator('button').last())
    await well(supplier)
    await buyer.page.goto(at('/room'))
    await follow(buyer.page, buyer.page, 'Bản vẽ và thông số')
    await follow(buyer.page, buyer.page, 'Bản vẽ buồng bảo quản')
    const file = await buyer.page.locator('main a[href*="/room/versions/"]').first().getAttribute('href')
    const copy = await getDocument({ data: new Uint8Array(await fileAt(buyer, file)), verbosity: 0 }).promise
    const text = (await (await copy.getPage(1)).getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ').normalize('NFC')
    expect(text).toContain(names.buyer)
    // What both did is the word why the file comes to its next step, proposed and sent by a side.
    await buyer.page.goto(at('/steps'))
    expect(await buyer.page.locator('#move select[name=stage]').inputValue()).toBe('evaluation')
    await send(buyer, '/steps/move')
    await well(buyer)
  })

  test('While it is evaluated a question is answered apart from the talk; a step is passed over only with a word why.', async () => {
    await buyer.page.goto(at('/questions'))
    await send(buyer, '/questions', { topic: 'technical', text: 'Nguồn điện tại xưởng phải là mấy pha?', due_on: dayAfter(hanoiDay(new Date()), 7) })
    await well(buyer)
    await supplier.page.goto(at('/questions'))
    await follow(supplier.page, supplier.page, /Nguồn điện tại xưởng phải là mấy pha/)
    await send(supplier, '/answers', { answer: 'Ba pha 380 V, 25 A.' })
    await well(supplier)
    await buyer.page.goto(at('/steps'))
    await send(buyer, '/steps/move', { stage: 'terms', stage_reason: '' })
    expect(await buyer.page.getByRole('alert').innerText()).toBeTruthy()
    await moveTo(buyer, at(), 'terms', 'Công nghệ đang chạy ở ba nơi chúng tôi đã đến xem, không cần chạy thử.')
  })

  test('The supplier drafts a term sheet clause by clause and sends it; the enterprise answers with a change, shown as one.', async () => {
    const clause = async (key: string, values: Record<string, string>) => {
      await supplier.page.goto(at(`/terms/draft/${key}`))
      await send(supplier, `/terms/draft/${key}`, values)
      await well(supplier)
    }
    await clause('rights', { transfer: 'licence', form: await firstOption(supplier, 'rights', 'form'), objects: await firstChoice(supplier, 'rights', 'objects') })
    await clause('territory', { places: 'Hà Nội và các tỉnh đồng bằng sông Hồng' })
    await clause('term', { months: '60' })
    await clause('upfront', { amount: '300.000.000', days: '10' })
    await clause('milestones', { rows_1_what: 'Lắp đặt và chạy thử đạt chỉ tiêu', rows_1_amount: '400.000.000', rows_1_after_days: '60', rows_2_what: 'Vận hành ổn định sáu tháng', rows_2_amount: '250.000.000', rows_2_after_days: '90' })
    await clause('warranty', { months: '18', measures: 'Tỷ lệ hao hụt sau bảo quản không quá 5 %.' })
    await clause('penalty', { basis_points_per_day: '0,05', cap_basis_points: '8' })
    await clause('dispute', { body: 'court' })
    await supplier.page.goto(at('/terms/draft'))
    await send(supplier, '/terms/versions')
    await well(supplier)
    await buyer.page.goto(at('/terms/draft/milestones'))
    await send(buyer, '/terms/draft/milestones', { rows_2_amount: '200.000.000', why: 'Phần vận hành do người của chúng tôi làm.' })
    await buyer.page.goto(at('/terms/draft'))
    await send(buyer, '/terms/versions')
    await supplier.page.goto(at('/terms'))
    expect(await main(supplier.page)).toContain('Phần vận hành do người của chúng tôi làm.')
    expect(await supplier.page.locator('del').allInnerTexts()).toContainEqual(expect.stringContaining('250'))
    expect(await supplier.page.locator('ins').allInnerTexts()).toContainEqual(expect.stringContaining('200'))
  })

  test('Signers of both sides confirm exactly that version: then it is agreed, and worth is shown as a chart and a table.', async () => {
    for (const one of [buyer, supplier]) {
      await one.page.goto(at('/terms'))
      await send(one, '/terms/confirmation')
      await well(one)
    }
    expect(await main(supplier.page)).toContain('Hai bên đã xác nhận phiên bản 2')
    await supplier.page.goto(at('/terms/paper'))
    expect((await looksLikePaper(await supplier.page.pdf({ format: 'A4', printBackground: true }), 'term-sheet', 1)).replaceAll(' ', '')).toContain('haohụt') // a browser's PDF parts words
    expect(await main(supplier.page), 'who confirmed the whole has not left a clause of it open').not.toMatch(/chưa đồng ý/)
    await moveTo(supplier, at(), 'contract')
    await supplier.page.goto(at('/terms'))
    await follow(supplier.page, supplier.page, s.worth)
    await send(supplier, '/assumptions/private', { private_years: '5', private_discount_basis_points: '10', private_units: '400', private_growth_basis_points: '3', private_price: '3.000.000', private_unit_cost: '1.800.000' })
    await well(supplier)
    expect(await supplier.page.locator('main svg, main table').count()).toBeGreaterThan(0)
  })

  test('The contract is made from the terms, completed, issued and signed by both with certificates; a tampered copy is refused.', async () => {
    await supplier.page.goto(at('/contract'))
    await send(supplier, '/contract/contract/begin')
    expect(await main(supplier.page)).toContain('Tỷ lệ hao hụt sau bảo quản không quá 5 %.')
    await send(supplier, '/contract/contract/fields', { number: '27/2026/HĐCGCN', place: 'Hà Nội' })
    await well(supplier)
    await fillGaps(supplier, at('/contract/contract'))
    // Who the parties are comes from their legal records: what one lacks stands on the draft, and its owner fills it in.
    for (const [one, representative_name] of [[supplier, names.supplier], [buyer, names.buyer]] as const) {
      await one.page.goto(at('/contract/contract'))
      const way = one.page.getByRole('link', { name: contractPageTexts.vi.fillLegal })
      if (await way.count() === 0) continue
      await press(one.page, way)
      const province = (await inDatabase(scene, (database) => database.query<{ ward_code: string | null }>('select ward_code from organisation where id = $1', [new URL(one.page.url()).searchParams.get('organisation_id')]))).rows[0]?.ward_code === null ? 'Hà Nội' : ''
      await fill(one.page.locator('main form:has([name=representative_name])'), { representative_name, representative_position_vi: 'Giám đốc', registration_number: 'QĐ 27/2020', address_line: '27 phố Thử Nghiệm', province })
      await press(one.page, one.page.locator('main form:has([name=representative_name]) button').last())
      await well(one)
    }
    await supplier.page.goto(at('/contract/contract'))
    expect(await main(supplier.page)).toContain(contractPageTexts.vi.partiesFine)
    await send(supplier, '/contract/contract/issue', { note: 'Bản để ký' })
    await well(supplier)
    await supplier.page.goto(at('/contract'))
    await follow(supplier.page, supplier.page, new RegExp(`^${signingTexts.vi.title}`))
    const issued = await fileAt(supplier, await supplier.page.locator('main a[href*="/files/"]').first().getAttribute('href'))
    await looksLikePaper(issued, 'contract', 3)
    const by = authority.signer({ subject: { CN: names.supplier, O: names.institute, C: 'VN' } })
    const first = signed(issued, { by, chain: [authority.middle], at: new Date() })
    const tampered = Buffer.from(first)
    tampered[200] = tampered[200]! ^ 1
    await handIn(supplier, tampered)
    expect(await supplier.page.getByRole('alert').innerText()).toBeTruthy()
    await handIn(supplier, first)
    await well(supplier)
    const other = authority.signer({ subject: { CN: names.buyer, O: 'Hợp tác xã Nông sản và Dược liệu Đồi Sim', C: 'VN' } })
    await buyer.page.goto(at('/contract/signing'))
    await handIn(buyer, signed(first, { by: other, chain: [authority.middle], at: new Date(Date.now() + 1000) }))
    await well(buyer)
    expect(await buyer.page.locator('main h2 .badge.good').count()).toBe(1)
    await follow(buyer.page, buyer.page, signingTexts.vi.verdict)
    expect(await main(buyer.page)).toContain(names.supplier)
  })

  test('The value is said by one side and confirmed by the other: the deal counts.', async () => {
    await buyer.page.goto(at())
    await send(buyer, '/claim', { value: String(value) })
    await well(buyer)
    await supplier.page.goto(at())
    await pressNamed(supplier.page, d.confirm(formatVnd(value, 'vi')))
    expect(await main(supplier.page)).toContain(d.won(formatVnd(value, 'vi')))
  })

  test('State money is in it: the receiver says so, the file says who registers by when, and the dossier goes to its certificate.', async () => {
    const today = hanoiDay(new Date())
    await buyer.page.goto(at('/registration'))
    await send(buyer, '/registration/facts', { direction: 'domestic', state_money: 'yes', result_certificate: 'no', technology: 'ordinary', appraised: 'no' })
    await well(buyer)
    await buyer.page.goto('/vi/work')
    expect(await buyer.page.locator(`main a[href*="${at('/registration')}"]`).count(), 'the duty waits in my work').toBeGreaterThan(0)
    await buyer.page.goto(at('/registration'))
    await send(buyer, '/registration/filings', { kind: 'registration' })
    await well(buyer)
    const filing = buyer.page.url().split('?')[0]!
    const codes = await buyer.page.locator('select[name="code"] option:not([value=""])').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))
    expect(codes.length).toBeGreaterThan(2)
    for (const code of codes) {
      await buyer.page.goto(filing)
      const form = await formTo(buyer, '/paper')
      await fill(form, { code })
      await form.locator('input[type=file]').setInputFiles({ name: `${code}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') })
      await press(buyer.page, form.locator('button').last())
      await well(buyer)
    }
    for (const [step, said] of [['file', { authority: 'Sở Khoa học và Công nghệ Hà Nội', filed_on: today }], ['complete', { complete_on: today }], ['certify', { certificate_number: '27/ĐKCGCN', decided_on: today }]] as const) {
      await buyer.page.goto(filing)
      await send(buyer, `/${step}`, said)
      await well(buyer)
    }
    await supplier.page.goto(at('/registration'))
    expect(await main(supplier.page)).toContain('27/ĐKCGCN')
    await supplier.page.goto(at('/steps'))
    expect(await supplier.page.locator('#move select[name=stage]').inputValue()).toBe('performance')
    await send(supplier, '/steps/move')
    await well(supplier)
  })

  test('Milestones come from the terms; one is paid late, asked for with a VietQR code.', async () => {
    await supplier.page.goto(at('/payments'))
    await send(supplier, '/payments/account', { bank_name: 'Ngân hàng Thử nghiệm', bank_bin: '999999', account_number: '0011001234567', holder: 'VIEN HAT GIANG' })
    await well(supplier)
    await send(supplier, '/payments/terms')
    await buyer.page.goto(at('/payments'))
    await send(buyer, '/payments/agreement')
    await well(buyer)
    await toMilestone(buyer, 'Lắp đặt')
    await send(buyer, '/acceptance')
    await well(buyer)
    await toMilestone(supplier, 'Lắp đặt')
    await send(supplier, '/request')
    expect(await main(supplier.page)).toContain('400.000.000')
    expect(await supplier.page.locator('main svg').count(), 'the code to pay by').toBeGreaterThan(0)
    await daysLater(scene, 70)
    await signIn()
    await toMilestone(supplier, 'Lắp đặt')
    expect(await main(supplier.page)).toMatch(/Chậm \d+ ngày/)
    await send(supplier, '/receipt')
    await well(supplier)
    expect(await main(supplier.page)).toMatch(/Đã trả, chậm \d+ ngày/)
  })

  test('The other milestone is disputed, settled at a lower amount by both, and paid in time.', async () => {
    await toMilestone(buyer, 'Vận hành')
    await send(buyer, '/dispute', { dispute_reason: 'Một quạt gió hỏng hai tuần, sản lượng không đạt.' })
    await well(buyer)
    await toMilestone(supplier, 'Vận hành')
    await send(supplier, '/settlement-proposal', { settlement_amount: '150.000.000' })
    await toMilestone(buyer, 'Vận hành')
    await send(buyer, '/settlement')
    await well(buyer)
    await toMilestone(buyer, 'Vận hành')
    if (await buyer.page.locator('form[action$="/acceptance"]').count()) await send(buyer, '/acceptance')
    await toMilestone(supplier, 'Vận hành')
    await send(supplier, '/receipt')
    await well(supplier)
    expect(await main(supplier.page)).toContain('Đã trả đúng hạn')
    await supplier.page.goto(at('/payments'))
    expect(await main(supplier.page)).toContain('550.000.000')
    await toMilestone(supplier, 'Vận hành')
    const receipt = await supplier.page.locator('main a[href*="/receipts/"]').first().getAttribute('href')
    expect(await looksLikePaper(await fileAt(supplier, `${receipt}/receipt.pdf`), 'receipt', 1)).toContain('000.000')
    await moveTo(supplier, at(), 'use')
    for (const file of ['ledger.csv', 'ledger.xlsx']) expect(await statusOf(buyer, at(`/payments/${file}`)), file).toBe(200)
  })

  test('Half a year later both sides say how it is used and let it be named; the public ledger and the board of conversion count this very deal.', async () => {
    await daysLater(scene, 190)
    await signIn()
    for (const one of [supplier, buyer]) {
      await one.page.goto(at('/outcome'))
      await send(one, '/outcome', { months: '6', usage: 'in_use', satisfaction: '4', again: 'yes', named: 'yes' })
      await well(one)
    }
    expect(await main(buyer.page)).toContain(agreementNames.vi.agreed)
    // The ledger: one deal more, in its band, in use, named as both let it; its value stands nowhere.
    const { bounds, total } = await ledger(), band = bandOf(value, bounds)
    expect([total.deals, total.bands?.[band], total.survival[6]?.used]).toEqual([before.ledger.total.deals + 1, (before.ledger.total.bands?.[band] ?? 0) + 1, (before.ledger.total.survival[6]?.used ?? 0) + 1])
    const stranger = await crowd.somebody()
    await stranger.page.goto('/vi/figures/outcomes')
    const line = stranger.page.locator('#named tbody tr', { hasText: names.institute }).filter({ hasText: 'Đồi Sim' }).first()
    expect(await line.innerText()).toContain(bandName(band, bounds, 'vi'))
    for (const said of [formatVnd(value, 'vi'), '900.000.000', String(value), at()]) expect(await stranger.page.content()).not.toContain(said)
    // The board: one more closed and in use; the files behind the figure open to those entitled, this one among them.
    const after = await board()
    expect(after).toEqual(Object.fromEntries(boardSteps.map((step) => [step, before.board[step]! + 1])))
    await press(officer.page, officer.page.locator('#total a[href*="step=won"]'))
    await press(officer.page, officer.page.locator(`main a[href="${at()}"]`))
    expect(await main(officer.page)).toContain(d.won(formatVnd(value, 'vi')))
    for (const path of ['/vi/figures/conversion', '/vi/figures/conversion/files?by=all&step=won']) expect(await statusOf(buyer, path), path).toBe(403)
    expect(crowd.complaints).toEqual([])
  })

  test('Papers of other files of the city print as papers: a memorandum being written, and the decision file of a result the State paid for.', async () => {
    const ownerIn = async (table: string, side: string): Promise<{ deal_id: number; email: string }> => (await inDatabase(scene, (database) => database.query<{ deal_id: number; email: string }>(`
      select t.deal_id, p.email from ${table} t join deal d on d.id = t.deal_id join membership m on m.organisation_id = d.${side} and m.role = 'owner' join person p on p.id = m.person_id order by t.id limit 1`))).rows[0]!
    const printed = async ({ deal_id, email }: { deal_id: number; email: string }, path: string, name: string, pages: number) => looksLikePaper(await fileAt(await crowd.signedIn(email), `/vi/deals/${deal_id}${path}`), name, pages)
    expect(await printed(await ownerIn(`(select * from contract where kind = 'memorandum')`, 'demander_organisation_id'), '/contract/memorandum/draft.pdf', 'memorandum', 2)).toContain('BẢN GHI NHỚ')
    expect(await printed(await ownerIn('result_fact', 'supplier_organisation_id'), '/result/decision.pdf', 'decision', 2)).toMatch(/tác giả/)
  })

  /** What the public ledger says of everything, as a program reads it. */
  async function ledger(): Promise<Ledger> {
    return await (await buyer.window.request.get('/vi/figures/outcomes/data.json')).json() as Ledger
  }
  /** How many files the board says have come to these steps, as the deal officer reads it; none where there is no file to open. */
  async function board(): Promise<Record<string, number>> {
    officer = await crowd.signedIn('giaodich@san.example')
    await officer.page.goto('/vi/figures/conversion')
    expect(await officer.page.locator('#total svg').count()).toBe(1)
    return Object.fromEntries(await Promise.all(boardSteps.map(async (step) => { const link = officer.page.locator(`#total a[href*="step=${step}"]`); return [step, await link.count() ? Number((await link.innerText()).replaceAll('.', '')) : 0] })))
  }
  const matches = () => buyer.page.locator('section[aria-labelledby=matches]')
  /** What somebody's organisation is looking for. */
  const needsOf = (email: string): Promise<number[]> => inDatabase(scene, async (database) => (await database.query<{ id: number }>(`
    select l.id from listing l join membership m on m.organisation_id = l.organisation_id join person p on p.id = m.person_id where p.email = $1 and l.kind = 'need' and l.state = 'published' order by l.id`, [email])).rows.map(({ id }) => id))
  /** Who owns an offer nobody has asked about yet. */
  const ownerOf = (id: number) => inDatabase(scene, async (database) => (await database.query<{ email: string; name: string; organisation: string }>(`
    select p.email, p.name, o.name_vi as organisation from listing l join organisation o on o.id = l.organisation_id join membership m on m.organisation_id = o.id and m.role = 'owner' join person p on p.id = m.person_id
    where l.id = $1 and not exists (select from interest i where l.id in (i.listing_id, i.counter_listing_id)) order by p.id limit 1`, [id])).rows[0])
  async function toMilestone({ page }: Somebody, name: string): Promise<void> {
    await page.goto(at('/payments'))
    await follow(page, page.locator('main table'), new RegExp(name))
  }
  const fileAt = async ({ window }: Somebody, address: string | null) => (await window.request.get(address ?? '')).body()
  async function handIn(one: Somebody, bytes: Buffer): Promise<void> {
    const form = await formTo(one, '/contract/signing/file')
    await fill(form, { position: 'Giám đốc' })
    await form.locator('input[type=file]').setInputFiles({ name: 'Hợp đồng đã ký.pdf', mimeType: 'application/pdf', buffer: bytes })
    await press(one.page, form.locator('button').last())
  }
  async function firstOption({ page }: Somebody, clause: string, name: string): Promise<string> {
    await page.goto(at(`/terms/draft/${clause}`))
    return page.locator(`select[name="${name}"] option:not([value=""])`).first().getAttribute('value').then((code) => code ?? '')
  }
  async function firstChoice({ page }: Somebody, clause: string, name: string): Promise<string> {
    await page.goto(at(`/terms/draft/${clause}`))
    return page.locator(`input[name="${name}"]`).first().getAttribute('value').then((code) => code ?? '')
  }
})
