import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demonstrationPassword } from '../../database/world.ts'
import { accountTexts } from '../../src/modules/people/messages.ts'
import { securityTexts } from '../../src/modules/people/security-messages.ts'
import { openProvider, type OidcDoor } from '../oidc-door.ts'
import { freePort } from '../running.ts'
import { aWindow, becomeSomebody, complaints, field, openScene, password, press, pressNamed, type Scene, signIn } from './browsing.ts'

const t = securityTexts.vi, a = accountTexts.vi
let scene: Scene
let provider: OidcDoor
let base: string
const windows: BrowserContext[] = []
async function open(options: Parameters<typeof aWindow>[1] = {}): Promise<Page> {
  const context = await aWindow(scene, { baseURL: base, ...options })
  windows.push(context)
  return context.newPage()
}
beforeAll(async () => {
  const port = await freePort()
  // A passkey belongs to a name; browsers take none for a bare network address.
  base = `http://localhost:${port}`
  provider = await openProvider([`${base}/accounts/oauth2/callback/oidc`])
  scene = await openScene({ PUBLIC_URL: base, HOST: '127.0.0.1', ...provider.env }, port)
})
afterAll(async () => {
  for (const window of windows) await window.close()
  await scene?.close()
  await provider?.close()
})
const at = (path: string) => (url: URL): boolean => url.pathname === path
const codeOf = (secret: string, ahead = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 })

/** A device that holds passkeys and has verified its owner, as Chromium pretends for tests. */
async function aDevice(page: Page, verified = true): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: verified, automaticPresenceSimulation: true } })
  return { cdp, id: authenticatorId }
}

describe('An account', () => {
  let secret = '', backup = ''
  test('Without scripts: codes are turned on, and asked for at the next sign-in; a backup code serves instead.', async () => {
    const page = await open({ javaScriptEnabled: false })
    await becomeSomebody(page, 'Lê Thị Mai', 'mai@example.test')
    await page.goto('/vi/my/account')
    await page.getByRole('link', { name: t.security, exact: true }).click()
    await page.getByRole('link', { name: t.factorOn }).click()
    await field(page, t.yourPassword).fill(password)
    await pressNamed(page, t.begin)
    expect(await page.getByRole('img', { name: t.picture }).isVisible()).toBe(true)
    secret = (await page.locator('main code').innerText()).replaceAll(' ', '')
    await field(page, t.code).fill(codeOf(secret))
    await pressNamed(page, t.finish)
    const codes = await page.locator('ol code').allInnerTexts()
    expect(codes).toHaveLength(10)
    backup = codes[0] ?? ''
    await pressNamed(page, 'Đăng xuất')
    await signIn(page, 'mai@example.test', password)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(t.step)
    await field(page, t.stepCode).fill('000 000')
    await pressNamed(page, t.continue)
    expect(await page.getByRole('alert').innerText()).toContain('Mã chưa đúng')
    await field(page, t.stepCode).fill(backup)
    await pressNamed(page, t.continue)
    expect(new URL(page.url()).pathname).toBe('/vi/work')
  })

  test('A passkey is added, signs in by itself, confirms who one is, and is removed.', async () => {
    const page = await open()
    const wrong = complaints(page)
    const { cdp, id } = await aDevice(page)
    await becomeSomebody(page, 'Phạm Văn Sơn', 'son@example.test')
    await page.goto('/vi/my/account/passkeys')
    await field(page, t.passkeyName).fill('Máy cơ quan')
    await Promise.all([page.waitForURL(at('/vi/my/account/passkeys')), page.getByRole('button', { name: t.addPasskey }).click()])
    await page.getByRole('heading', { name: 'Máy cơ quan' }).waitFor()
    await pressNamed(page, 'Đăng xuất')
    await page.goto('/vi/sign-in?next=/vi/my/account/passkeys')
    await page.getByRole('button', { name: t.passkeySignIn }).click()
    await page.waitForURL(at('/vi/my/account/passkeys'))
    await page.goto('/vi/confirm-identity?next=/vi/my/account/passkeys')
    await page.getByRole('button', { name: t.confirmPasskey }).click()
    await page.waitForURL(at('/vi/my/account/passkeys'))
    await pressNamed(page, t.removePasskey('Máy cơ quan'))
    expect(await page.getByText(t.noPasskeys).isVisible()).toBe(true)
    // The device still has it; the Exchange no longer knows it.
    await pressNamed(page, 'Đăng xuất')
    await page.goto('/vi/sign-in')
    await page.getByRole('button', { name: t.passkeySignIn }).click()
    await page.getByText('Khóa đăng nhập này không được chấp nhận').waitFor()
    expect(wrong.filter((line) => !line.includes('409'))).toEqual([])
    await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: id })
  })

  test('A device that did not verify its owner opens nothing.', async () => {
    const page = await open()
    const { cdp, id } = await aDevice(page)
    await becomeSomebody(page, 'Vũ Thị Hạnh', 'hanh@example.test')
    await page.goto('/vi/my/account/passkeys')
    await field(page, t.passkeyName).fill('Điện thoại')
    await page.getByRole('button', { name: t.addPasskey }).click()
    await page.getByRole('heading', { name: 'Điện thoại' }).waitFor()
    await pressNamed(page, 'Đăng xuất')
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
    await page.goto('/vi/sign-in')
    // Whatever a page in the browser asks for, the Exchange asks for it again: this one does not ask.
    await page.route('**/sign-in/passkey/options', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json() as { options: { userVerification: string } }
      await route.fulfill({ response: answer, json: { options: { ...body.options, userVerification: 'discouraged' } } })
    })
    await page.getByRole('button', { name: t.passkeySignIn }).click()
    await page.locator('[data-passkey] [role=alert]:not([hidden])').waitFor()
    expect(new URL(page.url()).pathname).toBe('/vi/sign-in')
    await page.goto('/vi/my/account')
    expect(new URL(page.url()).pathname).toBe('/vi/sign-in')
  })

  test('A session ended in one window is over in the other.', async () => {
    const [here, there] = [await open(), await open({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604' })]
    await signIn(here, 'mai@example.test', password)
    // The next one: that of this half-minute may have been used above, and opens once.
    await field(here, t.stepCode).fill(codeOf(secret, 30))
    await pressNamed(here, t.continue)
    await becomeSomebody(there, 'Đỗ Văn Bình', 'binh@example.test')
    const second = await open()
    await signIn(second, 'binh@example.test', password)
    await second.goto('/vi/my/account/sessions')
    await pressNamed(second, t.endThis('Safari trên iOS'))
    await there.goto('/vi/my/account')
    expect(new URL(there.url()).pathname).toBe('/vi/sign-in')
    // Mai's own session is untouched.
    await here.goto('/vi/my/account')
    expect(new URL(here.url()).pathname).toBe('/vi/my/account')
  })

  test('Somebody of the provider signs in; whoever has an account here links it first, after showing who they are.', async () => {
    provider.be('vn-1', { email: 'cong-dan@example.test', email_verified: true, name: 'Công Dân' })
    const page = await open()
    const wrong = complaints(page)
    await page.goto('/vi/sign-in?next=/vi/my/account')
    await pressNamed(page, t.withProvider('VNeID'))
    await page.waitForURL(at('/vi/my/account'))
    expect(await page.getByText('cong-dan@example.test').isVisible()).toBe(true)
    expect(wrong).toEqual([])

    provider.be('vn-2', { email: 'binh@example.test', email_verified: true, name: 'Đỗ Văn Bình' })
    const binh = await open()
    await binh.goto('/vi/sign-in')
    await pressNamed(binh, t.withProvider('VNeID'))
    expect(await binh.getByRole('alert').first().innerText()).toContain('đăng nhập bằng mật khẩu rồi liên kết')
    await signIn(binh, 'binh@example.test', password)
    await binh.goto('/vi/my/account/security')
    await pressNamed(binh, t.link('VNeID'))
    await binh.waitForURL(at('/vi/my/account/security'))
    expect(await binh.getByText(t.linked, { exact: true }).isVisible()).toBe(true)
    const again = await open()
    await again.goto('/vi/sign-in')
    await press(again, again.getByRole('button', { name: t.withProvider('VNeID') }))
    await again.waitForURL(at('/vi/work'))
  })

  test('The pages of an account fit a telephone and are read by a screen reader as they stand.', async () => {
    const page = await open({ viewport: { width: 320, height: 800 } })
    await signIn(page, 'lan@example.vn', demonstrationPassword).catch(() => {})
    if (new URL(page.url()).pathname === '/vi/sign-in') await signIn(page, 'binh@example.test', password)
    for (const path of ['/my/account', '/my/account/profile', '/my/account/security', '/my/account/password', '/my/account/codes', '/my/account/passkeys', '/my/account/sessions', '/confirm-identity']) {
      await page.goto(`/vi${path}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
      expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1)
    }
    expect(a.signIn).toBe('Đăng nhập')
  })
})
