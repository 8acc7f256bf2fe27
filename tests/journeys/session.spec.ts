import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionTexts } from '../../src/modules/sessions/messages.ts'
import { typedHour } from '../session-things.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { Crowd, type Somebody } from './somebody.ts'

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
    await window.setOffline(true)
    await says('network', t.offline)
    await field(page, t.ticketField).fill(code.toLowerCase())
    await page.getByRole('button', { name: t.check }).click()
    await says('said', t.answers.kept)
    await field(page, t.ticketField).fill('7-AAAA-BBBB-CCCC')
    await page.getByRole('button', { name: t.check }).click()
    await says('said', t.answers.stranger)
    await page.reload()
    await says('waiting', t.kept('2'))
    await window.setOffline(false)
    await expect.poll(() => page.locator('[data-latest] li').allInnerTexts(), { timeout: 30_000 }).toEqual([expect.stringContaining(t.answers.unknown), expect.stringContaining(t.answers.checked_in)])
    await says('waiting', '')
    await page.goto(`${path}/desk`)
    expect(await page.locator('main').innerText()).toContain(t.counts(1, 0, 1))
  })
})
