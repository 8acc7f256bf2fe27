import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionTexts } from '../../src/modules/sessions/messages.ts'
import { drawQr } from '../../src/platform/qr.ts'
import { typedHour } from '../session-things.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { Crowd, inDatabase, type Somebody } from './somebody.ts'

/** A session from its draft to its door, where the network fails and nobody notices. */
const t = sessionTexts.vi
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

describe('A trading session', () => {
  crowd.stepByStep()
  let officer: Somebody, path = '', code = ''
  const now = new Date()

  test('An officer drafts it, writes its agenda and publishes it.', async () => {
    officer = await crowd.signedIn('phiengiaodich@san.example', undefined, { javaScriptEnabled: true })
    const { page } = officer
    await page.goto('/vi/sessions')
    await press(page, page.getByRole('link', { name: t.prepare }))
    for (const [label, value] of [[t.title_vi, 'Phiên thử khi mất mạng'], [t.title_en, 'A session without a network'], [t.intro_vi, 'Phiên để thử cửa khi mất mạng.'], [t.intro_en, 'A session to try the door without a network.'], [t.starts_at, typedHour(now, 60)], [t.ends_at, typedHour(now, 240)], [t.register_until, typedHour(now, 60)], [t.capacity, '5']] as const) await field(page, label).fill(value)
    await pressNamed(page, t.create)
    await field(page, t.kind).selectOption('talk')
    for (const [label, value] of [[t.starts_at, typedHour(now, 60)], [t.ends_at, typedHour(now, 90)], [t.item_title_vi, 'Mất mạng thì sao'], [t.speaker, 'TS Lê Minh']] as const) await field(page, label).fill(value)
    await pressNamed(page, t.addItem)
    await pressNamed(page, t.publish)
    path = new URL(page.url()).pathname.replace(/\/desk$/, '')
    expect(path).toMatch(/^\/vi\/sessions\/\d+$/)
  })

  test('Somebody registers and has a ticket.', async () => {
    const guest = await crowd.signedIn('giaodich@san.example')
    await guest.page.goto(path)
    await pressNamed(guest.page, t.register)
    await press(guest.page, guest.page.getByRole('link', { name: t.ticket, exact: true }))
    code = await guest.page.locator('code').innerText()
    expect(code).toMatch(/^[0-9A-Z]+(-[0-9A-Z]{4}){3}$/)
  })

  test('The door opened once goes on without a network: scans are kept, the page opens again, and what was kept is sent once.', async () => {
    const { page, window } = officer
    await page.goto(`${path}/check-in`)
    const says = (part: string, text: string) => expect.poll(() => page.locator(`[data-${part}]`).innerText(), { timeout: 15_000 }).toContain(text)
    await says('ready', t.ready)
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
    // Somebody shows the QR code of a menu: it is said to be no ticket, and nothing waits for it.
    await field(page, t.ticketField).fill('https://menu.example/nha-hang?ban=12&lang=vi&utm_source=qr&utm_id=123')
    await page.getByRole('button', { name: t.check }).click()
    await says('said', t.notCode)
    expect(await page.locator('[data-waiting]').innerText()).toBe('')
    await window.setOffline(true)
    await says('network', t.offline)
    await field(page, t.ticketField).fill(code.toLowerCase())
    await page.getByRole('button', { name: t.check }).click()
    await says('said', t.answers.kept)
    await field(page, t.ticketField).fill('7-AAAA-BBBB-CCCC')
    await page.getByRole('button', { name: t.check }).click()
    await says('said', t.answers.stranger)
    // What this phone kept is in another order now, and the server takes no list in which the first stands.
    await page.evaluate((key) => localStorage.setItem(key, JSON.stringify((JSON.parse(localStorage.getItem(key)!) as object[]).toReversed())), `check-in ${path.split('/').at(-1)}`)
    await page.reload()
    await says('waiting', t.kept('2'))
    const refusing = (address: URL): boolean => address.pathname.endsWith('/check-ins')
    await page.route(refusing, (route) => (route.request().postData()?.includes('7AAAABBBBCCCC') ? route.fulfill({ status: 422, json: { code: 'invalid' } }) : route.continue()))
    await window.setOffline(false)
    const answers = (first: string) => expect.poll(async () => (await page.locator('[data-latest] li').allInnerTexts()).map((line) => line.split(' · ').at(-1)), { timeout: 40_000 }).toEqual([first, t.answers.checked_in])
    await answers(t.answers.stranger)
    await says('waiting', t.kept('1'))
    await page.unroute(refusing)
    await answers(t.answers.unknown)
    await says('waiting', '')
    await page.goto(`${path}/desk`)
    expect(await page.locator('main').innerText()).toContain(t.counts(1, 0, 1))
  })

  test('A phone that reads no QR codes itself reads a ticket through its camera, held aslant and without a network, with what came with the page.', async () => {
    const phone = await crowd.signedIn('phiengiaodich@san.example', undefined, { javaScriptEnabled: true, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    const { page, window } = phone, plain = code.replaceAll('-', ''), { path: dark, modules } = drawQr(plain)
    // A camera before which somebody holds the ticket; everything behind it is the browser's own.
    await page.addInitScript((ticket) => {
      delete (globalThis as { BarcodeDetector?: unknown }).BarcodeDetector
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 }), drawing = canvas.getContext('2d')!, picture = new Image()
        picture.src = ticket
        await picture.decode()
        setInterval(() => {
          drawing.setTransform(1, 0, 0, 1, 0, 0)
          drawing.fillStyle = '#cfcabf'
          drawing.fillRect(0, 0, canvas.width, canvas.height)
          drawing.translate(640, 360)
          drawing.rotate(0.2 + Math.random() / 50)
          drawing.drawImage(picture, -170, -170, 340, 340)
        }, 60)
        return canvas.captureStream(15)
      }
    }, `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="340" height="340" viewBox="0 0 ${modules} ${modules}"><rect width="${modules}" height="${modules}" fill="#fff"/><path d="${dark}" shape-rendering="crispEdges"/></svg>`)}`)
    await page.goto(`${path}/check-in`)
    await expect.poll(() => page.locator('[data-ready]').innerText(), { timeout: 15_000 }).toContain(t.ready)
    await window.setOffline(true)
    await page.reload()
    await page.getByRole('button', { name: t.camera }).tap()
    await expect.poll(() => page.locator('[data-said]').innerText(), { timeout: 15_000 }).toBe(`${plain}: ${t.answers.kept}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await window.setOffline(false)
    await expect.poll(() => page.locator('[data-latest] li').first().innerText(), { timeout: 40_000 }).toContain(t.answers.before)
  })

  test('A phone forgets the tickets of a door that is closed for good, and its page with them, while a door that still opens stays as it is.', async () => {
    const { page } = officer, id = Number(path.split('/').at(-1))
    const kept = (): Promise<string[]> => page.evaluate(async () => {
      const pages = await caches.has('check-in') ? await (await caches.open('check-in')).keys() : []
      return [...Object.keys(localStorage).filter((name) => name.startsWith('check-in')), ...pages.map(({ url }) => new URL(url).pathname).filter((address) => !address.startsWith('/assets/'))].toSorted()
    })
    /** As if this phone had stood at another door, which is of use until then. */
    const stood = (other: number, until: number): Promise<void> => page.evaluate(async ({ session, use }) => {
      localStorage.setItem(`check-in ${session}`, JSON.stringify([{ code: '7AAAABBBBCCCC', at: new Date().toISOString(), offline: true }]))
      localStorage.setItem(`check-in until ${session}`, String(use))
      await (await caches.open('check-in')).put(`/vi/sessions/${session}/check-in`, new Response('a door'))
    }, { session: other, use: until })
    const [past, coming] = [900_001, 900_002], ofDoor = (door: number): string[] => [`/vi/sessions/${door}/check-in`, `check-in ${door}`, `check-in until ${door}`]
    expect(await kept()).toEqual([`${path}/check-in`, `check-in ${id}`, `check-in shown ${id}`, `check-in until ${id}`])
    await stood(past, Date.now() - 1_000)
    await stood(coming, Date.now() + 3_600_000)
    expect(await kept()).toEqual(expect.arrayContaining([...ofDoor(past), ...ofDoor(coming)]))

    // The session is over for longer than its door takes what was kept.
    await inDatabase(scene, (database) => database.query(`update trading_session set starts_at = now() - interval '5 days', ends_at = now() - interval '4 days', register_until = now() - interval '5 days' where id = $1`, [id]))
    await page.goto(`${path}/check-in`)
    await expect.poll(kept, { timeout: 15_000 }).toEqual(ofDoor(coming))
    await page.evaluate((door) => localStorage.setItem(`check-in until ${door}`, '1'), coming)
    await page.reload()
    await expect.poll(() => page.evaluate(async () => [Object.keys(localStorage).filter((name) => name.startsWith('check-in')), await caches.has('check-in')]), { timeout: 15_000 }).toEqual([[], false])
  })
})
