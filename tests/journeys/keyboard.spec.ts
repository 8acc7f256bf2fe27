import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demonstrationPassword } from '../../database/world.ts'
import { interestTexts } from '../../src/modules/deals/messages.ts'
import { listingTexts, searchTexts } from '../../src/modules/listings/messages.ts'
import { accountTexts } from '../../src/modules/people/messages.ts'
import { shell } from '../../src/web/messages.ts'
import { aWindow, complaints, openScene, type Scene } from './browsing.ts'

/** Somebody who uses no mouse: Tab, Enter and letters. */
const i = interestTexts.vi, l = listingTexts.vi
let scene: Scene
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

describe('With the keyboard alone', () => {
  test('somebody signs in, skips to the content, searches, opens an offer and expresses interest, always seeing where they are.', async () => {
    const window = await aWindow(scene)
    const page = await window.newPage()
    const heard = complaints(page)
    await page.goto('/vi')
    await tabTo(page, shell.vi.signIn)
    await enter(page)
    await tabTo(page, accountTexts.vi.email)
    await page.keyboard.type('kiemduyet@san.example')
    await tabTo(page, accountTexts.vi.password)
    await page.keyboard.type('khong phai mat khau nay')
    await enter(page)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert') // the reader begins where something is wrong
    const [email] = /[a-z.]+@\S+\.example(?=\s.*Đồi Sim)/.exec(scene.running.output()) ?? []
    await tabTo(page, accountTexts.vi.email)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(email ?? '')
    await tabTo(page, accountTexts.vi.password)
    await page.keyboard.type(demonstrationPassword)
    await enter(page)
    expect(new URL(page.url()).pathname).toBe('/vi/work')

    await tabTo(page, shell.vi.offers)
    await enter(page)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toContain(shell.vi.skip)
    await page.keyboard.press('Enter')
    await tabTo(page, searchTexts.vi.label, 1)
    await page.keyboard.type('xu ly nuoc thai')
    await enter(page)
    expect(new URL(page.url()).searchParams.get('q')).toBe('xu ly nuoc thai')
    const title = await page.getByRole('region', { name: /kết quả/ }).getByRole('article').filter({ hasText: l.offer }).first().getByRole('heading').innerText()
    await tabTo(page, title, 120)
    await enter(page)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title)
    await tabTo(page, i.express, 120)
    await enter(page)
    await tabTo(page, i.message)
    await page.keyboard.type('Xin hẹn xem thiết bị đang chạy trong tháng này.')
    await tabTo(page, i.send)
    await enter(page)
    expect(new URL(page.url()).pathname).toMatch(/^\/vi\/interests\/\d+$/)
    expect(heard).toEqual([])
    await window.close()
  }, 120_000)
})

/** What a screen reader would call the thing in focus: its label, its name, its text. */
const focused = (page: Page): Promise<string> => page.evaluate(() => {
  const here = document.activeElement as HTMLInputElement | null
  return [here?.getAttribute('aria-label'), ...Array.from(here?.labels ?? [], (label) => label.innerText), here?.innerText].filter(Boolean).join(' ').trim()
})

/** Presses Tab until something of that name has the focus; wherever it stops on the way, the eye can see it. */
async function tabTo(page: Page, name: string, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const here = document.activeElement
      if (!here || here === document.body) return null
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here)
      const box = here.getBoundingClientRect()
      const there = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      return { marked: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none', there, html: here.outerHTML.slice(0, 120) }
    })
    if (seen) expect(seen, seen.html).toMatchObject({ marked: true, there: true })
    if ((await focused(page)).startsWith(name)) return
  }
  throw new Error(`the keyboard does not reach “${name}” on ${page.url()}`)
}
const enter = (page: Page): Promise<unknown> => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
