import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyTexts, scopeNames } from '../../src/modules/api/messages.ts'
import { expertTexts } from '../../src/modules/experts/messages.ts'
import { deliveryNames, noticeTextsOfPages } from '../../src/modules/notifications/messages.ts'
import { topicNames } from '../../src/modules/notifications/texts.ts'
import { fieldNames, myTexts, organisationTexts, ownershipTexts } from '../../src/modules/organisations/messages.ts'
import { securityTexts } from '../../src/modules/people/security-messages.ts'
import { stateNames } from '../../src/modules/personal-data/messages.ts'
import { dataTexts } from '../../src/modules/personal-data/page-messages.ts'
import { leavingWord, secondThoughtsDays } from '../../src/modules/personal-data/rules.ts'
import { daysFrom, formatDay } from '../../src/platform/time.ts'
import { becomeSomebody, field, letterTo, openScene, password, pressNamed, type Scene } from './browsing.ts'
import { Crowd, downloaded, follow, main, type Somebody, statusOf } from './somebody.ts'

/** What is one's own at the Exchange: how one is told, what is held about one, what one shows of oneself, and what is signed in in one's name. */
const t = securityTexts.vi, n = noticeTextsOfPages.vi, data = dataTexts.vi, x = expertTexts.vi, keys = keyTexts.vi, my = myTexts.vi
const hạnh = 'hanh@chuyen-gia.example', tú = 'tu@chuyen-gia.example'
const firm = 'Công ty Dược liệu Húng Chanh'
const headline = 'Sấy lạnh dược liệu giữ tinh dầu'
const works = `@article{a, title = {Sấy lạnh lá húng chanh giữ tinh dầu}, author = {Hạnh, Bùi Thị}, journal = {Tạp chí Dược liệu}, year = {2021}, doi = {10.1234/duoc.2021.7}}
@article{b, title = {Độ ẩm cân bằng của hoa hòe}, author = {Hạnh, Bùi Thị}, year = {2019}}
@article{c, title = {Độ ẩm cân bằng của hoa hòe}, author = {Hạnh, Bùi Thị}, year = {2019}}
`
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

describe('What is one’s own', () => {
  let own: Somebody
  crowd.stepByStep()

  test('An expert writes a profile, imports works after seeing them, consents, is found, and takes the profile down.', async () => {
    own = await crowd.somebody()
    const { page } = own
    await becomeSomebody(page, 'Bùi Thị Hạnh', hạnh)
    await page.goto('/vi/my/expert')
    await follow(page, page.locator('main'), x.start)
    await field(page, x.headline_vi).fill(headline)
    await page.locator('input[name=research_fields]').nth(3).check()
    await pressNamed(page, x.save)
    await follow(page, page.locator('main'), x.import)
    await page.locator('#f-file').setInputFiles({ name: 'cong-bo.bib', mimeType: 'application/x-bibtex', buffer: Buffer.from(works) })
    await pressNamed(page, x.read)
    for (const words of [x.toAdd(2), x.repeated(1), 'Độ ẩm cân bằng của hoa hòe']) expect(await main(page)).toContain(words)
    await pressNamed(page, x.confirm)
    expect(await page.getByRole('region', { name: x.publications }).getByRole('row').count()).toBe(3)
    const stranger = await crowd.somebody()
    const found = async (): Promise<number> => { await stranger.page.goto(`/vi/experts?q=${encodeURIComponent('say lanh duoc lieu')}`); return stranger.page.getByRole('link', { name: 'Bùi Thị Hạnh' }).count() }
    await pressNamed(page, x.publish)
    expect(await main(page)).toContain('chỉ được công khai khi bạn đánh dấu đồng ý')
    expect(await found()).toBe(0)
    await page.locator('#f-consent').check()
    await pressNamed(page, x.publish)
    expect(await found()).toBe(1)
    await follow(stranger.page, stranger.page, 'Bùi Thị Hạnh')
    const profile = new URL(stranger.page.url()).pathname
    for (const words of [headline, 'Sấy lạnh lá húng chanh giữ tinh dầu']) expect(await main(stranger.page)).toContain(words)
    await pressNamed(page, x.unpublish)
    expect(await found()).toBe(0)
    expect(await statusOf(stranger, profile)).toBe(404)
  })

  test('She takes away what is held about her, in her own words; asks to be deleted, reads until when, and changes her mind.', async () => {
    const { page } = own
    await page.goto('/vi/my/account/data')
    const file = (await downloaded(page, page.getByRole('button', { name: data.json }))).toString()
    const held = JSON.parse(file) as { person_id: number; parts: Record<string, unknown> }
    expect(held.person_id).toBeGreaterThan(0)
    for (const words of [headline, hạnh, 'Bùi Thị Hạnh', 'Sấy lạnh lá húng chanh giữ tinh dầu']) expect(JSON.stringify(held.parts)).toContain(words)
    expect(file, 'nothing that would open the door').not.toMatch(/"(password|secret|token)":/)
    await pressNamed(page, data.html)
    expect(await main(page)).toContain(headline)
    await page.goto('/vi/my/account/data/deletion')
    await page.locator('#f-word').fill('xin xóa')
    await pressNamed(page, data.leaveSubmit)
    expect(await page.getByRole('alert').innerText()).toContain(leavingWord.vi)
    expect(await page.locator('#f-word').inputValue()).toBe('xin xóa')
    await page.locator('#f-word').fill(leavingWord.vi)
    await pressNamed(page, data.leaveSubmit)
    expect(await page.getByText(data.carryOut).locator('..').innerText()).toContain(formatDay(daysFrom(new Date(), secondThoughtsDays), 'vi'))
    await pressNamed(page, data.withdraw)
    expect(await main(page)).toContain(stateNames.vi.withdrawn)
    expect(await page.getByRole('button', { name: data.withdraw }).count()).toBe(0)
  })

  test('She ends the session of another window, whose next page is the way to sign in.', async () => {
    const other = await crowd.signedIn(hạnh, password, { javaScriptEnabled: false, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604' })
    expect(await statusOf(other, '/vi/my/account')).toBe(200)
    await own.page.goto('/vi/my/account/sessions')
    await pressNamed(own.page, t.endThis('Safari trên iOS'))
    await other.page.goto('/vi/my/account')
    expect(new URL(other.page.url()).pathname).toBe('/vi/sign-in')
  })

  test('For her firm she makes a key, a program reads with it, and reads nothing once it is revoked.', async () => {
    const { page } = own
    await page.goto('/vi/organisations/new')
    await field(page, fieldNames.vi.kind).selectOption('enterprise')
    await field(page, fieldNames.vi.name_vi).fill('Trạm Sấy Hạnh')
    await pressNamed(page, organisationTexts.vi.creating)
    await page.goto('/vi/my/api-keys')
    await field(page, keys.name).fill('Kho dữ liệu')
    await page.getByRole('checkbox', { name: scopeNames.vi.market }).check()
    await pressNamed(page, keys.create)
    const secret = await page.locator('main code').first().innerText()
    const reads = async (path: string): Promise<number> => (await fetch(`${scene.base}/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })).status
    expect([await reads('listings'), await reads('deals')], 'what the key is for, and what it is not').toEqual([200, 403])
    await page.goto('/vi/my/api-keys')
    expect(await page.content()).not.toContain(secret)
    await pressNamed(page, keys.revokeKey('Kho dữ liệu'))
    expect(await reads('listings')).toBe(401)
  })

  test('With scripts, a notice opened in one window is counted down in the other, and a new one comes by itself.', async () => {
    const colleague = await crowd.somebody()
    const { page } = colleague
    await becomeSomebody(page, 'Lý Văn Tú', tú)
    await page.goto('/vi/organisations/new')
    await field(page, fieldNames.vi.kind).selectOption('enterprise')
    await field(page, fieldNames.vi.name_vi).fill(firm)
    await pressNamed(page, organisationTexts.vi.creating)
    await page.goto('/vi/my/organisation')
    await field(page, my.email).fill(hạnh)
    await pressNamed(page, my.send)
    await own.page.goto((await letterTo(page, hạnh, `Lời mời tham gia ${firm}`)).link)
    await pressNamed(own.page, my.accept)
    const offers = async (): Promise<void> => {
      await page.goto('/vi/my/organisation/ownership')
      await field(page, ownershipTexts.vi.person_id).selectOption({ label: 'Bùi Thị Hạnh' })
      await pressNamed(page, ownershipTexts.vi.offer)
    }
    await offers()
    const [here, there] = [await crowd.signedIn(hạnh, password, {}), await crowd.signedIn(hạnh, password, {})]
    const counted = (one: Somebody): Promise<number> => one.page.evaluate(() => Number.parseInt(document.querySelector('#notice-count .count')?.textContent ?? '0'))
    await expect.poll(async () => { await here.page.goto('/vi/my/notices'); return main(here.page) }, { timeout: 15_000 }).toContain(firm)
    await there.page.goto('/vi/my/notices')
    const before = await counted(there)
    expect(before).toBeGreaterThan(0)
    const told = there.page.locator('#notices li').filter({ hasText: firm })
    const already = await told.count()
    await here.page.locator('#notices li').filter({ hasText: firm }).getByRole('link').first().click()
    await expect.poll(() => counted(there), { timeout: 10_000 }).toBe(before - 1)
    await pressNamed(page, ownershipTexts.vi.withdraw)
    await offers()
    await expect.poll(() => told.count(), { timeout: 10_000 }).toBe(already + 1)
    await expect.poll(() => counted(there)).toBe(before)
  })

  test('She chooses how she is told, and a stop link of a letter works for whoever holds the letter, signed in or not.', async () => {
    const { page } = own
    await page.goto('/vi/my/notices/settings')
    await page.getByRole('group', { name: topicNames.vi.deals }).getByRole('radio', { name: deliveryNames.vi.daily }).check()
    await pressNamed(page, n.save)
    expect(await page.getByRole('group', { name: topicNames.vi.deals }).getByRole('radio', { name: deliveryNames.vi.daily }).isChecked()).toBe(true)
    const organisation = page.getByRole('group', { name: topicNames.vi.organisation })
    expect(await organisation.getByRole('radio', { name: deliveryNames.vi.page }).isChecked()).toBe(false)
    await page.goto('/vi/mail')
    const letter = await page.locator('li.card').filter({ hasText: hạnh }).filter({ hasText: `Ngừng nhận thư về “${topicNames.vi.organisation}”` }).first().innerText()
    const stop = /\/vi\/notices\/stop\?token=[\w-]+/.exec(letter)?.[0] ?? ''
    const holder = await crowd.somebody()
    await holder.page.goto(stop)
    await page.goto('/vi/my/notices/settings')
    expect(await organisation.getByRole('radio', { name: deliveryNames.vi.page }).isChecked(), 'opening changes nothing').toBe(false)
    await pressNamed(holder.page, n.stop)
    expect(await main(holder.page)).toContain(n.stoppedTopic(topicNames.vi.organisation))
    await page.goto('/vi/my/notices/settings')
    expect(await organisation.getByRole('radio', { name: deliveryNames.vi.page }).isChecked()).toBe(true)
    expect(crowd.complaints).toEqual([])
  })
})
