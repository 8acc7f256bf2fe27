import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gradeName } from '../../src/modules/listings/grades.tsx'
import { searchTexts } from '../../src/modules/listings/messages.ts'
import { findingTexts } from '../../src/modules/listings/pages/search-words.ts'
import { moderationTexts } from '../../src/modules/moderation/messages.ts'
import { savedTexts } from '../../src/modules/searches/messages.ts'
import { done } from '../../src/web/messages.ts'
import { letterTo, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { readers } from './places.ts'
import { Crowd, follow, inDatabase, main, type Somebody } from './somebody.ts'
import { until } from '../running.ts'

/**
 * Searching as somebody does it every day: a slip of the finger, a suggestion taken by keyboard, a search
 * that finds too little and is therefore kept, and the notice once a listing that answers it is published.
 */
const t = searchTexts.vi, f = findingTexts.vi, s = savedTexts.vi
const named = 'Xếp tuyến xe rác'
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

/** Ten minutes pass: what has happened moves that far back, and saved searches are looked into. */
async function tenMinutesLater(): Promise<void> {
  await inDatabase(scene, async (database) => {
    await database.query(`update listing set published_at = published_at - interval '10 minutes' where published_at > now() - interval '1 hour'`)
    await database.query(`update saved_search set seen_until = seen_until - interval '10 minutes'`)
    await database.query(`select graphile_worker.add_job('look_into_searches', '{}')`)
    await until(async () => (await database.query(`select from graphile_worker.jobs where task_identifier = 'look_into_searches' and run_at <= now()`)).rowCount === 0, () => 'saved searches are not looked into', 60)
  })
}

describe('Searching', () => {
  let farmer: Somebody, moderator: Somebody
  crowd.stepByStep()
  const titles = async (): Promise<string[]> => farmer.page.locator('main article h2, main article h3').allInnerTexts()

  test('A typing error is forgiven and said, and what was found is marked; without a script.', async () => {
    farmer = await crowd.signedIn(readers(scene.running.output()).enterprise)
    const { page } = farmer
    await page.goto('/vi')
    await page.locator('#q').fill('aflatoxim trong lac')
    await press(page, page.locator('form.search button').first())
    expect(await main(page)).toContain(`${f.corrected} aflatoxin trong lac. ${f.youTyped} aflatoxim trong lac`)
    expect((await titles())[0]).toContain('Tách hạt lạc nhiễm aflatoxin')
    expect(await page.locator('main article').first().locator('mark').first().innerText()).toBe('lạc')
  })

  test('A phrase, a word left out and a grade narrow it; a search in vain says which condition to drop, and nothing is lost on the way to a need.', async () => {
    const { page } = farmer
    await page.goto(`/vi/search?q=${encodeURIComponent('"vàng lá gân xanh"')}`)
    const whole = await titles()
    expect(whole).toHaveLength(2)
    await page.goto(`/vi/search?q=${encodeURIComponent('"vàng lá gân xanh" -LAMP')}`)
    expect(await titles()).toHaveLength(1)
    await page.goto(`/vi/search?q=${encodeURIComponent('aflatoxin')}&kind=need`)
    expect(await main(page)).toContain(f.nothing)
    await follow(page, page.locator('main'), new RegExp(`^Bỏ ${f.kindFilter}: \\d+ tin`))
    expect((await titles())[0]).toContain('aflatoxin')
    await page.goBack()
    await follow(page, page.locator('main'), f.post)
    expect(await page.locator('#f-title_vi').inputValue()).toBe('aflatoxin')
    await page.goto('/vi/search?q=say')
    await page.locator('#filters input[name=evidence][value="4"]').check()
    await page.locator('#sort').selectOption('evidence')
    await pressNamed(page, t.apply)
    const proven = await page.locator('main article').allInnerTexts()
    expect([proven.length > 0, proven.filter((text) => !text.includes(gradeName(4, 'vi')))]).toEqual([true, []])
  })

  test('A suggestion is chosen by keyboard, and a screen reader hears how many there are.', async () => {
    const { page } = await crowd.somebody({ viewport: { width: 320, height: 700 } })
    await page.goto('/vi/search')
    const box = page.getByRole('combobox', { name: t.label })
    await box.focus()
    await page.keyboard.type('say lanh', { delay: 20 })
    await page.locator('.suggestions li').first().waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    expect(await page.locator('form.search [role=status]').innerText()).toMatch(/^\d gợi ý\. Dùng phím mũi tên/)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include('form.search').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.keyboard.press('ArrowDown')
    const first = page.locator('.suggestions [aria-selected=true]')
    expect(await box.getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'))
    expect(await box.inputValue()).toBe('sấy lạnh')
    await page.keyboard.press('Escape')
    expect([await box.inputValue(), await box.getAttribute('aria-expanded'), await page.locator('.suggestions').isVisible()]).toEqual(['say lanh', 'false', false])
    await page.keyboard.press('ArrowDown')
    await page.locator('.suggestions li').first().waitFor()
    // The last ones are listings: Enter leads straight to one.
    const options = await page.locator('.suggestions li').allInnerTexts()
    const listing = options.findIndex((text) => text.includes('bơm nhiệt kết hợp thăng hoa'))
    for (let i = 0; i <= listing; i++) await page.keyboard.press('ArrowDown')
    expect(await first.innerText()).toContain('bơm nhiệt kết hợp thăng hoa')
    await Promise.all([page.waitForURL(/\/vi\/offers\/\d+$/), page.keyboard.press('Enter')])
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Sấy lạnh bơm nhiệt')
  })

  test('A search is kept; when a listing that answers it is published its owner is told once, with the listing and a way to stop.', async () => {
    const { page } = farmer
    await page.goto(`/vi/search?q=${encodeURIComponent('xếp tuyến xe ép rác')}&kind=offer`)
    const before = await titles()
    expect(before.join()).not.toContain('Phần mềm xếp tuyến')
    await follow(page, page.locator('main'), f.save)
    await page.locator('#f-name').fill(named)
    await page.locator('input[name=frequency][value=at_once]').check()
    await pressNamed(page, s.save)
    expect(await main(page)).toContain(done.vi.search_saved)
    expect(await main(page)).toContain('“xếp tuyến xe ép rác” · Chào bán công nghệ')
    await tenMinutesLater()
    await page.goto('/vi/my/notices')
    expect(await main(page), 'nothing is new yet').not.toContain(named)

    moderator = await crowd.signedIn('kiemduyet@san.example')
    await moderator.page.goto('/vi/moderation')
    await follow(moderator.page, moderator.page.locator('main'), /Phần mềm xếp tuyến/)
    await pressNamed(moderator.page, moderationTexts.vi.take)
    await pressNamed(moderator.page, moderationTexts.vi.publish)
    await page.goto(`/vi/search?q=${encodeURIComponent('xếp tuyến xe ép rác')}&kind=offer`)
    expect((await titles())[0], 'it is found at once').toContain('Phần mềm xếp tuyến')
    await tenMinutesLater()
    await page.goto('/vi/my/notices')
    const notice = page.locator('#notices').getByRole('link', { name: `“${named}” có tin mới: 1.` })
    expect(await notice.count(), 'told of it').toBe(1)
    await press(page, notice)
    expect(await titles()).toEqual(['Phần mềm xếp tuyến xe cuốn ép rác theo lượng rác dự báo từng điểm tập kết'])
    await tenMinutesLater()
    await page.goto('/vi/my/notices')
    expect(await notice.count(), 'told of it once').toBe(1)
    const { text } = await letterTo(moderator.page, readers(scene.running.output()).enterprise, `Tin mới cho tìm kiếm: ${named}`)
    expect(text).toContain('- Phần mềm xếp tuyến xe cuốn ép rác')
    expect(text).toContain('/notices/stop?token=')
  })

  test('The search is renamed and deleted, and the browser complained about nothing.', async () => {
    const { page } = farmer
    await page.goto('/vi/my/searches')
    await follow(page, page.locator('main'), s.changeOne(named))
    await page.locator('#f-name').fill('Xe rác')
    await pressNamed(page, s.save)
    await pressNamed(page, s.pauseOne('Xe rác'))
    expect(await main(page)).toContain(s.paused)
    await pressNamed(page, s.forgetOne('Xe rác'))
    expect(await main(page)).not.toContain('Xe rác')
    expect(crowd.complaints).toEqual([])
  })
})
