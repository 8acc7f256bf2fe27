import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aWindow, openScene, press, type Scene, signIn } from './browsing.ts'

/** What people write is shown and never run, in a real browser. OWASP ASVS 5.0, 3.2.1–3.2.2. */
let scene: Scene
const windows: BrowserContext[] = []
beforeAll(async () => { scene = await openScene() })
afterAll(async () => {
  for (const window of windows) await window.close()
  await scene?.close()
})

const long = `"'></textarea></title><script>window.hit='script';alert(1)</script><img src="https://evil.example/i.png" onerror="window.hit='img'"><svg onload="window.hit='svg'"><iframe src="javascript:parent.hit='frame'"></iframe><a href="javascript:hit='a'">x</a> javascript:alert(1)`
const short = '"><img src=//evil.example onerror=hit=1>'

/** A window in which everything that runs, asks elsewhere or breaks the policy is noted. */
async function watched(email?: string): Promise<{ page: Page; wrong: string[] }> {
  const context = await aWindow(scene)
  windows.push(context)
  const wrong: string[] = []
  const page = await context.newPage()
  await page.addInitScript(() => { document.addEventListener('securitypolicyviolation', (event) => { console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`) }) })
  page.on('dialog', (dialog) => { wrong.push(`${page.url()} opened a dialog`); void dialog.dismiss() })
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(scene.base)) wrong.push(`${page.url()} asks ${request.url()}`) })
  page.on('console', (message) => { if (/policy|Refused|Content Security/i.test(message.text())) wrong.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`))
  if (email) await signIn(page, email)
  return { page, wrong }
}
const look = async (page: Page, wrong: string[]): Promise<void> => {
  const found = await page.evaluate(() => ({ hit: (window as { hit?: string }).hit, made: document.querySelectorAll('iframe, img[src*="evil.example"], svg[onload], a[href^="javascript:" i], [onerror]').length }))
  if (found.hit !== undefined || found.made) wrong.push(`${page.url()}: ${JSON.stringify(found)}`)
}
/** Writes the hostile text into every field of the form that takes words, as it is allowed to be long, and sends it. */
async function plant(page: Page, wrong: string[], path: string, selector: string): Promise<void> {
  if (path) await page.goto(path)
  const form = page.locator(selector).first()
  for (const field of await form.locator('textarea, input[type=text], input:not([type])').all()) {
    if (!await field.isVisible() || /tax|code|phone|orcid|year|price|date|_on$|url|website/.test((await field.getAttribute('name')) ?? '')) continue
    await field.fill((await field.evaluate((element) => element.tagName)) === 'TEXTAREA' ? long : short)
  }
  await press(page, form.locator('button:not([type=button])').last())
  await look(page, wrong)
}

test('What is written into a listing, an organisation, a profile, a message, a file’s name and one’s own name stays text for everybody who reads it.', async () => {
  const { page, wrong } = await watched('hang.dot@e-vien-sau-thu-hoach-hat-giang.example')
  await plant(page, wrong, '/vi/my/account/profile', 'main form[action$="/profile"]')
  await plant(page, wrong, '/vi/my/organisation/edit', 'main form[action$="/edit"]')
  await plant(page, wrong, '/vi/my/expert/edit', 'main form[action$="/edit"]')
  await page.goto('/vi/my/listings')
  const listing = (await page.locator('main a[href*="/vi/offers/"]').first().getAttribute('href')) ?? ''
  await plant(page, wrong, `/vi/my/listings/${/\d+/.exec(listing)?.[0]}/edit`, 'main form[action$="/edit"]')
  await page.goto('/vi/deals?filter=all')
  const deals = await page.locator('main a[href*="/vi/deals/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  let deal = ''
  for (const path of deals) {
    await page.goto(path)
    if (await page.locator('form[action$="/messages"]').count()) { deal = path; break }
  }
  expect(deal).not.toBe('')
  await plant(page, wrong, deal, 'form[action$="/messages"]')
  await page.goto(deal)
  if (await page.locator('form[action$="/documents"] input[type=file]').count()) {
    await page.locator('form[action$="/documents"] input[type=file]').setInputFiles({ name: `${short}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') })
    await press(page, page.locator('form[action$="/documents"] button').last())
    await look(page, wrong)
  }
  const organisation = (await (await page.goto('/vi/my/organisation'), page.locator('main a[href*="/vi/organisations/"]').first()).getAttribute('href')) ?? '/vi/organisations'
  const everywhere = ['/vi/work', '/vi', '/vi/organisations', organisation, '/vi/experts', listing, deal, '/vi/my/expert', '/vi/my/account', '/vi/my/record', '/vi/my/notices', '/vi/my/organisation/history', `/vi/search?q=${encodeURIComponent(long.slice(0, 180))}`, `/vi/nothing/${encodeURIComponent(short)}`, `/vi/sign-in?next=${encodeURIComponent('javascript:alert(1)')}`]
  let written = 0
  for (const email of [undefined, 'hang.dot@e-vien-sau-thu-hoach-hat-giang.example', 'kiemduyet@san.example', 'giaodich@san.example', 'quantri@san.example']) {
    const reader = await watched(email)
    for (const path of [...everywhere, ...(email?.includes('@san') ? ['/vi/moderation', `/vi/moderation/listings/${/\d+/.exec(listing)?.[0]}`, '/vi/administration/people', '/vi/audit', '/vi/mail'] : [])]) {
      await reader.page.goto(path)
      await look(reader.page, reader.wrong)
      if ((await reader.page.locator('body').innerText()).includes('evil.example')) written++
    }
    wrong.push(...reader.wrong)
  }
  expect(wrong).toEqual([])
  expect(written, 'the text itself is there to read').toBeGreaterThan(10)
})
