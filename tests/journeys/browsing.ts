import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { demonstrationPassword } from '../../database/world.ts'
import { accountTexts } from '../../src/modules/people/messages.ts'
import { aDataDir, answers, freePort, kill, leftFor, type Running, startExchange, until } from '../running.ts'

/** What every journey begins with: the whole Exchange with its demonstration city, and a browser. */
export interface Scene { running: Running; browser: Browser; base: string; close: () => Promise<void> }

export async function openScene(env: NodeJS.ProcessEnv = {}, port?: number): Promise<Scene> {
  buildWhereOlder()
  const dataDir = aDataDir()
  const running = startExchange(dataDir, port ?? await freePort(), { DEMONSTRATION: 'yes', LOG_LEVEL: 'warn', ...env })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  const scene: Scene = { running, browser, base: running.base, close: async () => {
    await browser.close()
    scene.running.child.kill('SIGTERM')
    await scene.running.exited
    for (const line of leftFor(dataDir)) kill(Number(line.split(' ')[0]))
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  } }
  try {
    await until(async () => {
      const { exitCode, signalCode } = running.child
      if (exitCode !== null || signalCode !== null) throw new Error(`The Exchange ended by itself (${exitCode ?? signalCode}):\n${running.output()}`)
      return answers(running.base)
    }, () => `no page at ${running.base}:\n${running.output()}`, 120)
  } catch (error) {
    await scene.close()
    throw error
  }
  return scene
}

/** The same Exchange so many days later: stopped as an operator stops it, and started with its clock that far ahead. Everybody has to sign in anew. */
export async function daysLater(scene: Scene, days: number): Promise<void> {
  const { child, dataDir, base, exited } = scene.running
  child.kill('SIGTERM')
  await exited
  scene.running = startExchange(dataDir, Number(new URL(base).port), { DEMONSTRATION: 'yes', LOG_LEVEL: 'warn', ...ahead(days) })
  await until(() => answers(base), () => `no page at ${base}, ${days} days ahead:\n${scene.running.output()}`, 120)
}
const ahead = (days: number): NodeJS.ProcessEnv => ({ CLOCK_AHEAD_DAYS: String(days), NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../shifted-clock.ts')).href}` })

/** Whoever runs one journey by hand looks at the sources as they are, not at what was built from them once. */
function buildWhereOlder(): void {
  const newest = (folder: string): number => Math.max(...readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs))
  const built = statSync('dist/manifest.json', { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Math.max(newest('src'), newest('database'), statSync('build.ts').mtimeMs) > built) execFileSync(process.execPath, ['build.ts'], { stdio: 'inherit' })
}

let visitors = 0
/** A browser window of its own. Each comes from another address on the network, as people do. */
export async function aWindow({ browser, base }: Scene, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const n = ++visitors
  const context = await browser.newContext({
    baseURL: base, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce',
    extraHTTPHeaders: { 'x-forwarded-for': `10.9.${n >> 8}.${n & 255}` }, ...options,
  })
  context.setDefaultTimeout(30_000)
  return context
}

/** Everything the browser complains about on this page, but for answers that were asked for: 404, 409, 422 are pages too. */
export function complaints(page: Page): string[] {
  const found: string[] = []
  const at = (): string => new URL(page.url()).pathname
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (/status of 4(04|03|09|22)/.test(message.text()) && message.location().url === page.url()) return
    found.push(`${at()}: ${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => found.push(`${at()}: ${error.message}`))
  page.on('requestfailed', (request) => { if (request.failure()?.errorText !== 'net::ERR_ABORTED') found.push(`${at()}: ${request.url()} ${request.failure()?.errorText}`) })
  page.on('response', (response) => { if (response.status() >= (response.request().isNavigationRequest() ? 500 : 400)) found.push(`${at()}: ${response.status()} ${response.url()}`) })
  return found
}

/** Sends what is asked for with the form it stands in, and waits for the page that answers. */
export async function press(page: Page, button: Locator): Promise<void> {
  const answered = page.waitForEvent('domcontentloaded')
  await Promise.all([answered, button.click()])
}
export const pressNamed = (page: Page, name: string | RegExp, within: Page | Locator = page): Promise<void> => press(page, within.getByRole('button', { name, exact: true }))

/** A field by its whole label; "(không bắt buộc)" beside it is part of that. */
export const field = (within: Page | Locator, label: string): Locator => within.getByLabel(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*(\\(.*\\))?\\s*$`))

const t = accountTexts.vi
export async function signIn(page: Page, email: string, password = demonstrationPassword): Promise<void> {
  await page.goto('/vi/sign-in')
  await fillSignIn(page, email, password)
}
export async function fillSignIn(page: Page, email: string, password = demonstrationPassword): Promise<void> {
  await field(page, t.email).fill(email)
  await field(page, t.password).fill(password)
  await pressNamed(page, t.signIn)
}

/** The address in the latest letter to somebody, as the page of outgoing letters shows it. Letters that follow from an event take a moment. */
export async function letterTo(page: Page, email: string, subject: string): Promise<{ link: string; text: string }> {
  const letter = page.locator('li.card').filter({ hasText: email }).filter({ has: page.getByRole('heading', { name: subject }) }).first()
  await until(async () => { await page.goto('/vi/mail'); return (await letter.count()) > 0 }, () => `no letter “${subject}” to ${email}`, 20)
  return { link: (await letter.getByRole('link').first().getAttribute('href')) ?? '', text: await letter.innerText() }
}

export const password = 'mot-cau-dai-de-nho-2026'
/** Signs up, opens the letter and confirms the address: afterwards this window is signed in. */
export async function becomeSomebody(page: Page, name: string, email: string): Promise<void> {
  await page.goto('/vi/sign-up')
  await field(page, t.name).fill(name)
  await field(page, t.email).fill(email)
  await field(page, t.password).fill(password)
  await page.locator('#f-terms').check()
  await pressNamed(page, t.signUp)
  const { link } = await letterTo(page, email, 'Xác nhận địa chỉ thư của bạn')
  await page.goto(link)
  await field(page, t.password).fill(password)
  await pressNamed(page, t.confirm)
}
