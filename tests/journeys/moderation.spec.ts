import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listingTexts } from '../../src/modules/listings/messages.ts'
import { technologyTexts } from '../../src/modules/listings/technology-messages.ts'
import { moderationTexts, reportTexts } from '../../src/modules/moderation/messages.ts'
import { done } from '../../src/web/messages.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { Crowd, main, statusOf } from './somebody.ts'

/** A moderator's morning: one listing with the mouse and no script, the rest of the queue with the keyboard alone. */
const t = moderationTexts.vi
let scene: Scene
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })
const crowd = new Crowd(() => scene)
const moderator = 'kiemduyet@san.example'
const idIn = (page: Page): number => Number(/\/moderation\/listings\/(\d+)/.exec(page.url())?.[1])
const waitingIn = async (page: Page): Promise<number> => Number(/\((\d+)\)/.exec(await page.getByRole('heading', { level: 1 }).innerText())?.[1])
/** A key that leads to another page, and that page there. */
const key = (page: Page, name: string): Promise<unknown> => Promise.all([page.waitForEvent('load'), page.keyboard.press(name)])
const focused = (page: Page): Promise<string> => page.evaluate(() => { const here = document.activeElement as HTMLElement | null; return here?.id || here?.innerText || '' })
async function tabTo(page: Page, name: string, most = 30): Promise<void> {
  for (let presses = 0; presses < most && !(await focused(page)).startsWith(name); presses++) await page.keyboard.press('Tab')
  expect(await focused(page)).toContain(name)
}

/** Publishes with the keyboard; what the technology lists point at is confirmed first, with a reason. */
async function publish(page: Page): Promise<void> {
  const id = idIn(page)
  await key(page, 'p')
  if (await page.getByRole('alert').filter({ hasText: 'danh mục công nghệ' }).count()) {
    await tabTo(page, technologyTexts.vi.open, 80)
    await key(page, 'Enter')
    await tabTo(page, 'f-reason', 80)
    await page.keyboard.type('Từ ngữ chỉ nói đến vật liệu được thay thế.')
    await tabTo(page, technologyTexts.vi.confirm)
    await key(page, 'Enter')
    expect(idIn(page)).toBe(id)
    await key(page, 'p')
  }
  expect(await main(page)).toContain(done.vi.review_published)
}

describe('A moderator', () => {
  test('without a script takes the oldest listing, sends it back with a ready reason, and the next one opens.', async () => {
    const { page } = await crowd.signedIn(moderator)
    await page.goto('/vi/moderation')
    expect(await waitingIn(page)).toBe(6)
    expect(await main(page)).toMatch(/đã dùng \d+ % thời hạn/)
    expect(await page.getByText(t.keysOff).isVisible(), 'keys nobody could press').toBe(false)
    await pressNamed(page, t.takeNext)
    const first = idIn(page)
    expect(await main(page)).toMatch(/Bạn đang xem, đến \d\d:\d\d/)
    await pressNamed(page, t.return)
    expect(await page.getByRole('alert').innerText()).toContain(t.reason)
    await page.getByRole('checkbox', { name: 'Chưa nêu bằng chứng' }).check()
    await field(page, t.reason).fill('Ví dụ: nêu tên đơn vị đã dùng.')
    await pressNamed(page, t.return)
    expect(await main(page)).toContain(done.vi.review_returned)
    expect(idIn(page)).not.toBe(first)
    await page.goto(`/vi/moderation/listings/${first}`)
    expect(await main(page)).toContain(t.decided)
    expect(await main(page)).toMatch(/Phần ưu điểm chưa nêu ai đã thử.*Ví dụ: nêu tên đơn vị đã dùng\./s)
  }, 120_000)

  test('clears the other five with the keyboard alone: published, sent back with two reasons, in words of their own, and as a duplicate.', async () => {
    const somebody = await crowd.signedIn(moderator, undefined, {})
    const { page } = somebody
    await page.goto('/vi/moderation')
    expect(await waitingIn(page)).toBe(5)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await key(page, 'Enter')
    const published = idIn(page)
    await key(page, 't')
    expect(await main(page)).toContain('Bạn đang xem, đến')
    await publish(page)

    const twice = idIn(page)
    await page.keyboard.press('r')
    expect(await focused(page)).toBe('f-reasons')
    for (const number of ['2', '3']) await page.keyboard.press(number)
    // With a reason begun the key of publishing leads to the button and does not press it.
    await page.keyboard.press('p')
    expect([idIn(page), await focused(page)]).toEqual([twice, `${t.publish} p`])
    for (const number of ['4', '4']) await page.keyboard.press(number)
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe('reveals_secret')
    const reason = await field(page, t.reason).inputValue()
    expect(reason).toMatch(/^Nội dung chưa có số liệu.*\n\nPhần ưu điểm chưa nêu ai đã thử[^\n]*$/s)
    await key(page, 'Enter')
    expect(await main(page)).toContain(done.vi.review_returned)

    // In a field every key is a letter.
    const third = idIn(page)
    await page.keyboard.press('r')
    await tabTo(page, 'f-reason', 14)
    while ((await focused(page)) !== 'f-reason') await page.keyboard.press('Tab')
    await page.keyboard.type('jkprtdx 12? Hãy nêu đơn vị đo.')
    expect([idIn(page), await field(page, t.reason).inputValue()]).toEqual([third, 'jkprtdx 12? Hãy nêu đơn vị đo.'])
    await tabTo(page, t.return)
    await key(page, 'Enter')

    // Turned off they do nothing, also on the page after.
    const fourth = idIn(page)
    const keyOfPublishing = (): Promise<string | null> => page.getByRole('button', { name: t.publish, exact: true }).getAttribute('aria-keyshortcuts')
    expect(await keyOfPublishing()).toBe('p')
    await page.keyboard.press('?')
    expect(await focused(page)).toBe(t.keys)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe(t.keysOn)
    await page.reload()
    for (const name of ['p', 'j', 't', 'd']) await page.keyboard.press(name)
    expect([idIn(page), await page.getByRole('button', { name: t.take, exact: true }).count(), await keyOfPublishing()]).toEqual([fourth, 1, null])
    await tabTo(page, t.keys, 80)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe(t.keysOff)
    await publish(page)

    const copy = idIn(page)
    expect(await main(page)).toMatch(new RegExp(`${t.percent} \\d+ %`))
    await key(page, 'd')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(t.compareTitle)
    expect(await page.locator('.diff ins').count()).toBeGreaterThan(0)
    const columns = await page.locator('.sides').first().locator('> div').evaluateAll((sides) => sides.map((side) => Math.round(side.getBoundingClientRect().top)))
    expect(columns[0]).toBe(columns[1])
    await page.keyboard.press('r')
    expect(await field(page, t.reason).inputValue()).toMatch(/trùng với một tin đã có.*Tin đã có: http:\/\/\S+\/vi\/offers\/\d+$/s)
    await page.keyboard.press('Tab')
    await key(page, 'Enter')
    expect(await main(page)).toContain(t.empty)
    expect(await waitingIn(page)).toBe(0)

    const stranger = await crowd.somebody()
    const seen = async (id: number) => (await Promise.all(['offers', 'needs'].map((kind) => statusOf(stranger, `/vi/${kind}/${id}`)))).includes(200)
    expect([await seen(published), await seen(fourth), await seen(twice), await seen(third), await seen(copy)]).toEqual([true, true, false, false, false])
  }, 180_000)

  test('finds two columns stacked on a telephone; the observer finds in the report why listings were sent back, and the counts.', async () => {
    const { page } = await crowd.signedIn('quansat@san.example', undefined, { viewport: { width: 320, height: 640 } })
    await page.goto('/vi/moderation/report?days=30')
    const text = await main(page)
    expect(text).toMatch(/Trùng với tin khác\s+1/)
    expect(text).toContain(reportTexts.vi.people)
    await page.goto('/vi/search?kind=offer')
    const ids = await page.locator('a[href^="/vi/offers/"]').evaluateAll((links) => [...new Set(links.map((link) => Number(/\d+$/.exec(link.getAttribute('href') ?? '')?.[0])))])
    await page.goto(`/vi/moderation/listings/${ids[0]}/compare/${ids[1]}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    const tops = await page.locator('.sides').first().locator('> div').evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top))
    expect(tops[1]).toBeGreaterThan(tops[0] ?? 0)
    expect(await page.getByRole('button', { name: t.asDuplicate }).count()).toBe(0)
    await press(page, page.getByRole('link', { name: listingTexts.vi.organisation }).or(page.getByRole('navigation', { name: 'Bạn đang ở' }).getByRole('link').first()).first())
    expect(page.url()).toContain('/vi/moderation')
    expect(crowd.complaints).toEqual([])
  }, 120_000)
})
