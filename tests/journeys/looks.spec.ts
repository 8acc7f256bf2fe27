import { AxeBuilder } from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aWindow, complaints, openScene, type Scene, signIn } from './browsing.ts'
import { anExpert, everyReader, type Place, placesOf, type Reader, readers, whileActing, type Windows } from './places.ts'

/** Every page as its readers see it: in both languages, by day, by night and on paper, wide and narrow. */
const pictures = 'var/pictures'
const validator = new HtmlValidate({
  root: true, extends: ['html-validate:recommended'],
  // What the renderer writes is fixed: <br/> and attributes without a value.
  rules: { 'void-style': 'off', 'doctype-style': ['error', { style: 'lowercase' }], 'attribute-empty-style': 'off', 'attribute-boolean-style': 'off', 'no-inline-style': 'error', 'long-title': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off', 'valid-id': ['error', { relaxed: true }], 'require-sri': 'off', 'prefer-native-element': 'off', 'no-implicit-button-type': 'off', 'no-redundant-role': 'off',
    // Boxes to tick share a name, and so do buttons that decide.
    'form-dup-name': 'off',
    // A list may have a name.
    'aria-label-misuse': ['error', { allowAnyNamable: true }] },
})
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let scene: Scene
let places: Record<Reader, Place[]>
const windows: Windows = new Map()
/** Links to this site, found on the way, by who found them. */
const links = new Map<Reader, Set<string>>(everyReader.map((reader) => [reader, new Set()]))

beforeAll(async () => {
  scene = await openScene()
  mkdirSync(pictures, { recursive: true })
  const enter = async (reader: Reader, email?: string): Promise<void> => {
    const window = await aWindow(scene)
    if (email) { const page = await window.newPage(); await signIn(page, email); await page.close() }
    windows.set(reader, window)
  }
  await enter('anonymous')
  for (const [reader, email] of Object.entries(readers(scene.running.output()))) await enter(reader as Reader, email)
  await enter('expert', await anExpert(windows))
  places = await placesOf(windows)
})
afterAll(async () => {
  if (scene) writeFileSync(`${pictures}/server.log`, scene.running.output())
  await scene?.close()
})

/** What is wrong with the page as it stands, a line each. */
async function axe(page: Page, when: string, only?: string): Promise<string[]> {
  const all = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (only ? all.withRules(only) : all.withTags(rules)).analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map((node) => `${when}: ${id}: ${help}: ${node.html.slice(0, 160)}`))
}
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1 && !one.closest('.scroll, .ticks, table')).map((one) => `${one.tagName} ${one.className} ${Math.round(one.getBoundingClientRect().right)} ${one.textContent?.slice(0, 40)}`)
    return [`320: the page scrolls sideways (${document.documentElement.scrollWidth} px): ${wide.slice(0, 4).join(' … ')}`]
  })
}

/** The page in one language, and what is wrong with it there. */
async function open(page: Page, reader: Reader, locale: 'vi' | 'en', { path, status = 200, send }: Place): Promise<string[]> {
  const wrong: string[] = []
  const answer = await page.goto(`/${locale}${path}`)
  // A form sent empty: the page it comes back as is a page too.
  if (send) await page.evaluate(() => { for (const folded of document.querySelectorAll('details')) folded.open = true })
  const shown = send ? (await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest()), page.locator(send).first().click()]))[0] : answer
  await page.waitForLoadState('load')
  if (shown?.status() !== status) wrong.push(`answered ${shown?.status()}, not ${status}`)
  const html = (await shown?.text()) ?? ''
  const { results } = await validator.validateString(html)
  wrong.push(...results.flatMap(({ messages }) => messages.slice(0, 5).map((m) => `html: ${m.ruleId}: ${m.message} (${html.split('\n')[m.line - 1]?.slice(Math.max(0, m.column - 40), m.column + 80)})`)))
  const facts = await page.evaluate(() => ({
    h1: document.querySelectorAll('h1').length, lang: document.documentElement.lang, title: document.title,
    lost: [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href') ?? '').filter((href) => !document.getElementById(href.slice(1))),
    links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([href^="#"])')].filter((a) => a.origin === location.origin).map((a) => a.pathname + a.search),
    broken: [...document.images].filter((image) => image.loading !== 'lazy' && image.naturalWidth === 0).map((image) => image.src),
  }))
  if (facts.h1 !== 1) wrong.push(`${facts.h1} headings of the first level`)
  if (facts.lang !== locale) wrong.push(`says it is in ${facts.lang}`)
  if (facts.title.length < 4) wrong.push('has no title')
  for (const href of facts.lost) wrong.push(`${href} leads nowhere`)
  for (const src of facts.broken) wrong.push(`${src} is not a picture`)
  if (status < 400 || status === 422) for (const link of facts.links) links.get(reader)?.add(link)
  return wrong
}

/** Vietnamese on a telephone and English on a desk; where a page stands for its template, by night and on paper too. */
async function look(reader: Reader, place: Place): Promise<string[]> {
  const page = await (windows.get(reader) as BrowserContext).newPage()
  const heard = complaints(page)
  const wrong: string[] = []
  const say = (when: string, found: string[]): void => { wrong.push(...found.map((text) => `${when}: ${text}`)) }
  const file = `${pictures}/${reader}-${place.name}`
  try {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 320, height: 640 })
    say('vi', await open(page, reader, 'vi', place))
    say('vi', await tooWide(page))
    say('vi', await axe(page, '320'))
    await page.screenshot({ path: `${file}-320.png`, fullPage: true })
    await page.setViewportSize({ width: 1280, height: 900 })
    say('en', await open(page, reader, 'en', place))
    say('en', await axe(page, '1280'))
    await page.screenshot({ path: `${file}.png`, fullPage: true })
    if (place.night) {
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      say('en', await axe(page, 'dark', 'color-contrast')) // by night only the colours differ
      await page.screenshot({ path: `${file}-dark.png` })
      await page.emulateMedia({ media: 'print', colorScheme: 'light', reducedMotion: 'reduce' })
      if (!(await page.locator('h1').isVisible())) wrong.push('en: its heading is lost in print')
      await page.screenshot({ path: `${file}-print.png`, fullPage: true })
    }
  } catch (error) {
    wrong.push(String(error).split('\n')[0] ?? '')
  }
  await page.close()
  return [...wrong, ...heard].map((text) => `${reader} ${place.name} ${place.path}: ${text}`)
}

describe('Every page, in both languages, light and dark, wide and narrow', () => {
  test.each(everyReader)('has nothing wrong for: %s', { timeout: 1_200_000 }, async (reader) => {
    const wrong: string[] = []
    const waiting = [...places[reader]]
    const all = (): Promise<unknown> => Promise.all([1, 2].map(async () => {
      for (let place = waiting.shift(); place; place = waiting.shift()) wrong.push(...await look(reader, place))
    }))
    await (reader === 'acting' ? whileActing(windows, all) : all())
    links.delete('acting') // they were somebody else's, whose own are asked for below
    expect([...new Set(wrong)]).toEqual([])
  })

  test('has only links that lead somewhere for whoever sees them.', { timeout: 600_000 }, async () => {
    const dead: string[] = []
    let asked = 0
    for (const [reader, found] of links) {
      const { request } = windows.get(reader) as BrowserContext
      // One address of each shape would miss what is broken in one record; all of them would take too long.
      const some = [...found].toSorted((a, b) => Number(a.startsWith('/en')) - Number(b.startsWith('/en'))).slice(0, 200)
      asked += some.length
      await Promise.all([0, 1, 2, 3].map(async (k) => {
        for (let n = k; n < some.length; n += 4) {
          const path = some[n] as string
          const status = (await request.get(path, { maxRedirects: 0 })).status()
          if (status >= 400) dead.push(`${reader}: ${path}: ${status}`)
        }
      }))
    }
    expect(dead).toEqual([])
    expect(asked).toBeGreaterThan(200)
  })
})

test('The first view of a public page weighs at most 60 KB, pictures apart.', { timeout: 60_000 }, async () => {
  const most = 60 * 1024
  const [offer, need, organisation] = ['offer', 'need', 'organisation'].map((name) => places.anonymous.find((place) => place.name === name)?.path)
  const weights: [string, number][] = []
  for (const locale of ['vi', 'en']) for (const path of ['', '/search', offer, need, `/organisations`, organisation, '/fields', '/figures', '/about', '/help', '/sign-in']) {
    const window = await aWindow(scene) // nothing kept from before
    const page = await window.newPage()
    const session = await window.newCDPSession(page)
    const pictureIds = new Set<string>()
    let bytes = 0
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (new URL(response.url).pathname.startsWith('/files/')) pictureIds.add(requestId)
      if (type === 'Document' || type === 'Stylesheet' || type === 'Script') expect(Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1], response.url).toBe('br')
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (!pictureIds.has(requestId)) bytes += encodedDataLength })
    await session.send('Network.enable')
    expect((await page.goto(`/${locale}${path}`, { waitUntil: 'networkidle' }))?.status(), path).toBe(200)
    weights.push([`/${locale}${path}`, bytes])
    await window.close()
  }
  weights.sort((a, b) => b[1] - a[1])
  console.log(`heaviest first views: ${weights.slice(0, 4).map(([path, bytes]) => `${path} ${(bytes / 1024).toFixed(1)} KB`).join(', ')}`)
  expect(Math.min(...weights.map(([, bytes]) => bytes))).toBeGreaterThan(10 * 1024) // it did measure
  expect(weights.filter(([, bytes]) => bytes > most)).toEqual([])
})
