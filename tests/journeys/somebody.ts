import { readFileSync } from 'node:fs'
import pg from 'pg'
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { beforeEach } from 'vitest'
import { joinEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { aWindow, complaints, press, type Scene, signIn } from './browsing.ts'

/** A person at a window of their own, and what the browser complained about while they were there. */
export interface Somebody { window: BrowserContext; page: Page; complaints: string[] }

const withoutScripts: BrowserContextOptions = { javaScriptEnabled: false }
/** Everybody of one journey; scripts are off where nothing else is asked. */
export class Crowd {
  readonly all: Somebody[] = []
  private readonly scene: () => Scene
  constructor(scene: () => Scene) { this.scene = scene }
  async somebody(options = withoutScripts): Promise<Somebody> {
    const window = await aWindow(this.scene(), options)
    const page = await window.newPage()
    const one = { window, page, complaints: complaints(page) }
    this.all.push(one)
    return one
  }
  async signedIn(email: string, password?: string, options = withoutScripts): Promise<Somebody> {
    const one = await this.somebody(options)
    await signIn(one.page, email, password)
    return one
  }
  /** The tests of a `describe` are steps of one way: after one that failed the others are skipped, and where everybody stood is said. */
  stepByStep(): void {
    let stuck = false
    beforeEach(({ skip, onTestFailed }) => {
      if (stuck) skip('an earlier step of the way failed')
      onTestFailed(() => { stuck = true; console.error(this.all.map(({ page }) => page.url()).join('\n'), this.scene().running.output().split('\n').slice(-20).join('\n')) })
    })
  }
  get complaints(): string[] { return this.all.flatMap((one) => one.complaints) }
}

/** Asks the database of a running scene past its pages, for what only time would do. */
export async function inDatabase<T>(scene: Scene, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await joinEmbeddedPostgres(scene.running.dataDir) })
  await client.connect()
  try { return await act(client) } finally { await client.end() }
}

export const main = (page: Page): Promise<string> => page.locator('main').innerText()
export const statusOf = async ({ window }: Somebody, path: string): Promise<number> => (await window.request.get(path, { maxRedirects: 0 })).status()
export const follow = (page: Page, within: Locator | Page, name: string | RegExp): Promise<void> => press(page, within.getByRole('link', { name }).first())
/** These very words, wherever they stand. */
export const inFull = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
export async function downloaded(page: Page, pressed: Locator): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), pressed.click()])
  return readFileSync(await file.path())
}
/** A form that one's page does not offer, posted all the same, with the token the page gave for another. */
export async function posts({ window, page }: Somebody, path: string, form: Record<string, string>): Promise<{ status: number; text: string }> {
  const csrf = (await page.locator('input[name=csrf]').first().getAttribute('value')) ?? ''
  const answer = await window.request.post(path, { form: { ...form, csrf }, headers: { origin: new URL(page.url()).origin }, maxRedirects: 0 })
  return { status: answer.status(), text: await answer.text() }
}
