import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dealTexts, interestTexts } from '../../src/modules/deals/messages.ts'
import { figureTexts } from '../../src/modules/figures/messages.ts'
import { listingTexts, searchTexts } from '../../src/modules/listings/messages.ts'
import { formatVnd } from '../../src/platform/money.ts'
import { aWindow, complaints, field, openScene, press, pressNamed, type Scene, signIn } from './browsing.ts'
import { realListings } from '../real-listings.ts'

/**
 * The same line on listings nobody here wrote: read by the command line while the Exchange runs,
 * found and dealt about in the browser. Real ones where a folder of them is at hand, else a few
 * made on the spot.
 */
const i = interestTexts.vi, d = dealTexts.vi
const real = realListings
let scene: Scene
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

function files(folder: string): { offers: string; vietnamese: string; query: string; folded: string } {
  if (existsSync(real)) return { offers: join(real, 'sbir_awards_with_titles.jsonl'), vietnamese: join(real, 'hust_st_tasks_vi.jsonl'), query: 'high power fiber laser', folded: 'hop dong thong minh' }
  const write = (name: string, rows: object[]): string => { writeFileSync(join(folder, name), rows.map((row) => JSON.stringify(row)).join('\n')); return join(folder, name) }
  return {
    offers: write('offers.jsonl', [{ id: 'O1', title: 'High power fiber laser for welding', abstract: 'A fiber laser of high power for welding of thin sheets, tried at two plants.', agency: 'Institute of Optics' }]),
    vietnamese: write('tasks.jsonl', [{ id: 'V1', title: 'Phát hiện lỗi trong hợp đồng thông minh', org: 'Đại học Thử nghiệm', lang: 'vi' }]), query: 'high power fiber laser', folded: 'hop dong thong minh',
  }
}
const importing = (file: string, kind: string, source: string): string =>
  execFileSync(process.execPath, ['dist/cli.mjs', 'import', file, '--kind', kind, '--source', source, '--publish'], { encoding: 'utf8', env: { ...process.env, DATA_DIR: scene.running.dataDir } })
const won = async (page: Page): Promise<number> => {
  await page.goto('/vi/figures')
  return Number(await page.locator('.number').filter({ has: page.getByText(figureTexts.vi.deals_won, { exact: true }) }).locator('dd').innerText())
}

describe('Listings imported while the Exchange runs', () => {
  test('are found by typing, carry their source, and one of them becomes a counted deal.', async () => {
    const { offers, vietnamese, query, folded } = files(scene.running.dataDir)
    expect(importing(offers, 'offer', 'Nguồn thử nghiệm')).toMatch(/ added, 0 changed, 0 unchanged, 0 bad/)
    expect(importing(vietnamese, 'offer', 'Danh mục nhiệm vụ')).toMatch(/ added, 0 changed, 0 unchanged, 0 bad/)
    expect(importing(offers, 'offer', 'Nguồn thử nghiệm')).toMatch(/^0 added, 0 changed, [\d,]+ unchanged, 0 bad/m)

    const [email] = /[a-z.]+@\S+\.example(?=\s.*Đồi Sim)/.exec(scene.running.output()) ?? []
    const [sen, officer] = [await (await aWindow(scene)).newPage(), await (await aWindow(scene)).newPage()]
    const heard = [complaints(sen), complaints(officer)]
    await signIn(sen, email ?? '')
    await signIn(officer, 'giaodich@san.example')
    const before = await won(sen)

    await sen.goto(`/vi/search?q=${encodeURIComponent(folded)}`)
    expect((await sen.locator('main .card h3').first().innerText()).toLowerCase()).toContain('hợp đồng thông minh')
    await sen.goto('/vi/search')
    await sen.getByLabel(searchTexts.vi.label).fill(query)
    await pressNamed(sen, searchTexts.vi.go)
    const found = sen.locator('main .card', { hasText: `${listingTexts.vi.source}: Nguồn thử nghiệm` }).first()
    const title = await found.getByRole('heading').innerText()
    await press(sen, found.getByRole('heading').getByRole('link'))
    await expect.poll(() => sen.locator('main').innerText()).toContain(listingTexts.vi.imported('Nguồn thử nghiệm'))

    await press(sen, sen.getByRole('link', { name: i.express, exact: true }))
    await field(sen, i.message).fill('Hợp tác xã muốn xem thiết bị chạy thử trong tháng này.')
    await pressNamed(sen, i.send)
    // The owner has nobody here yet: the deal officer answers, under both names.
    await officer.goto('/vi/work')
    await press(officer, officer.getByRole('table').getByRole('link', { name: new RegExp(title.slice(0, 20).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) }))
    await pressNamed(officer, i.accept)
    const deal = new URL(officer.url()).pathname
    expect(await officer.locator('main').innerText()).toContain('Phạm Thu Hà')

    await sen.goto(deal)
    await sen.getByLabel(d.body).fill('Chúng tôi thống nhất giá và ký trong tuần này.')
    await pressNamed(sen, d.send)
    const closing = sen.locator('#closing')
    await closing.getByText(d.closing, { exact: true }).click()
    await field(closing, d.closingValue).fill('650.000.000')
    await field(closing, d.closing_word).fill('Hai bên quen nhau từ trước, hợp đồng ký tại trường.')
    await pressNamed(sen, d.claim, closing)
    await officer.goto(deal)
    await pressNamed(officer, d.confirm(formatVnd(650_000_000, 'vi')))
    expect(await won(sen)).toBe(before + 1)
    expect(heard.flat()).toEqual([])
  })
})
