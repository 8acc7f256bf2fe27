import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evidenceTexts } from '../../src/modules/evidence/messages.ts'
import { ageingDays } from '../../src/modules/evidence/rules.ts'
import { gradeName } from '../../src/modules/listings/grades.tsx'
import { noticeTexts } from '../../src/modules/notifications/texts.ts'
import { dayAfter, formatIsoDay, hanoiDay } from '../../src/platform/time.ts'
import { done } from '../../src/web/messages.ts'
import { openScene, press, pressNamed, type Scene } from './browsing.ts'
import { Crowd, follow, inDatabase, inFull, main, type Somebody, statusOf } from './somebody.ts'
import { readers } from './places.ts'

/**
 * What proves an offer, in a browser without scripts: evidence that is stale when it comes, evidence whose
 * day passes, a test that fails, the owner's answer, and the later test that settles it; and search follows
 * each time. Here days pass by moving the last day of evidence; the clock itself is set in
 * src/modules/evidence/evidence.test.ts.
 */
const t = evidenceTexts.vi
const today = hanoiDay(new Date()), yesterday = dayAfter(today, -1)
const stale = 'Phiếu kết quả thử nghiệm đã hết hạn', failed = 'Biên bản thử tại kho mát', settled = 'Biên bản theo dõi vận hành lần hai'
const answer = 'Kho mát bị mất điện hai ngày trong lúc thử; hai bên đã hẹn thử lại.'
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

async function fillEvidence(page: Page, grade: number, title: string, more: Record<string, string>): Promise<void> {
  await page.locator(`input[name=grade][value="${grade}"]`).check()
  await page.locator('#f-title').fill(title)
  await page.locator('#f-issuer').fill('Trung tâm Thử nghiệm kỹ thuật Nhuệ Giang')
  for (const [name, value] of Object.entries(more)) await page.locator(`#f-${name}`).fill(value)
}

/** The proof of that grade under a claim holds until that day, as if as much time had gone by, and the hour strikes. */
async function holdsUntil(day: string, claim: number, grade: number): Promise<void> {
  await inDatabase(scene, async (database) => {
    await database.query(`update evidence set holds_until = $1 where claim_id = $2 and grade = $3 and state = 'confirmed'`, [day, claim, grade])
    await database.query(`select graphile_worker.add_job('age_evidence', '{}')`)
  })
}

describe('What proves an offer', () => {
  let owner: Somebody, moderator: Somebody, stranger: Somebody
  let offer = '', claim = '', title = '', file = ''
  crowd.stepByStep()
  const shown = async (): Promise<string> => { await stranger.page.goto(offer); return stranger.page.locator('#evidence').innerText() }
  const found = async (grade: number): Promise<boolean> => {
    await stranger.page.goto(`/vi/search?kind=offer&evidence=${grade}&q=${encodeURIComponent(`"${title}"`)}`)
    return (await stranger.page.locator(`main a[href="${offer}"]`).count()) > 0
  }
  const compares = async (name: string): Promise<void> => {
    await moderator.page.goto('/vi/work')
    await press(moderator.page, moderator.page.locator('main a[href="/vi/moderation/evidence"]'))
    await press(moderator.page, moderator.page.getByRole('row').filter({ hasText: title }).getByRole('link').first())
    expect(await main(moderator.page)).toContain(name)
    await pressNamed(moderator.page, t.confirm)
    expect(await main(moderator.page)).toContain(done.vi.evidence_confirmed)
  }

  test('The owner adds a test report that is past its day; it is not shown before a moderator compared it, and then with its age.', async () => {
    const { supplier, moderator: quan } = readers(scene.running.output())
    owner = await crowd.signedIn(supplier)
    moderator = await crowd.signedIn(quan)
    stranger = await crowd.somebody()
    await owner.page.goto('/vi/my/listings')
    for (const href of await owner.page.locator('main a[href^="/vi/offers/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))) {
      offer = href
      if ((await shown().catch(() => '')).includes(gradeName(4, 'vi'))) break
    }
    title = await stranger.page.locator('h1').innerText()
    await expect.poll(() => found(4), { timeout: 10_000 }).toBe(true)

    await owner.page.goto(offer)
    await follow(owner.page, owner.page.locator('#evidence'), t.manage)
    await press(owner.page, owner.page.locator('main li').filter({ hasText: 'Hiệu năng' }).getByRole('link', { name: inFull(t.open) }))
    claim = new URL(owner.page.url()).pathname
    await fillEvidence(owner.page, 3, stale, { made_on: '2024-01-15', valid_until: yesterday })
    await pressNamed(owner.page, t.addEvidence)
    expect(await main(owner.page)).toContain('Từ mức “Có tài liệu” trở lên cần kèm tệp')
    await owner.page.locator('#f-file').setInputFiles({ name: 'phieu-ket-qua.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') })
    await owner.page.locator('#f-tier').selectOption('granted')
    await pressNamed(owner.page, t.addEvidence)
    expect(await main(owner.page)).toContain(done.vi.evidence_added)
    file = (await owner.page.locator('main a[href^="/files/"]').first().getAttribute('href')) ?? ''
    expect(await shown()).toContain(t.waitingOne(gradeName(3, 'vi')))
    expect(await shown()).not.toContain(stale)

    await compares(stale)
    const panel = await shown()
    for (const words of [stale, t.stale(formatIsoDay(today, 'vi')), '2 năm trước', t.fileAbove('Tổ chức được cấp quyền')]) expect(panel).toContain(words)
    expect([await statusOf(owner, file), await statusOf(stranger, file)]).toEqual([200, 404])
    // The fresh, stronger evidence beside it still carries the claim, and the listing never left the market.
    expect(await found(4)).toBe(true)
  })

  test('A month before its day the owner is told that evidence ends; past its day it counts no more, on the page and in search.', async () => {
    const claimed = Number(/\d+$/.exec(claim)?.[0])
    const line = (kind: 'evidence_ageing' | 'evidence_stale', until: string): string => noticeTexts[kind].vi.line.replace('{what}', title).replace('{until}', formatIsoDay(until, 'vi'))
    const told = async (words: string): Promise<boolean> => { await owner.page.goto('/vi/my/notices'); return (await main(owner.page)).includes(words) }
    const soon = dayAfter(today, 9)
    await holdsUntil(soon, claimed, 4)
    await expect.poll(() => told(line('evidence_ageing', soon)), { timeout: 20_000 }).toBe(true)
    expect(await shown()).toContain(t.ageingWarn(ageingDays))
    expect(await found(4)).toBe(true)
    await holdsUntil(yesterday, claimed, 4)
    await expect.poll(() => told(line('evidence_stale', yesterday)), { timeout: 20_000 }).toBe(true)
    await press(owner.page, owner.page.getByRole('link', { name: line('evidence_stale', yesterday) }).first())
    expect(new URL(owner.page.url()).pathname).toBe(claim)
    const panel = await shown()
    expect(panel.split(t.stale(formatIsoDay(today, 'vi')))).toHaveLength(3) // this one and the one that was stale when it came
    expect(panel).toMatch(new RegExp(`${t.listingGrade}:\\s+●●●○ ${gradeName(3, 'vi')}`))
    await expect.poll(() => found(4), { timeout: 10_000 }).toBe(false)
    expect(await found(3)).toBe(true)
  })

  test('A moderator records a test that failed: the page says so in words, and search no longer calls the offer proven.', async () => {
    const { page } = moderator
    await page.goto(offer)
    await press(page, page.locator('#evidence li.sheet').filter({ hasText: 'Hiệu năng' }).getByRole('link', { name: t.recordFailed }))
    await page.locator('#f-reported_by').selectOption('deal_party')
    await fillEvidence(page, 4, failed, { made_on: yesterday, reference: 'BB-17' })
    await pressNamed(page, t.record)
    expect(await main(page)).toContain(done.vi.test_recorded)
    const panel = await shown()
    for (const words of [t.contradicted('Trung tâm Thử nghiệm kỹ thuật Nhuệ Giang', formatIsoDay(yesterday, 'vi')), gradeName(0, 'vi'), t.setAside, failed]) expect(panel).toContain(words)
    await expect.poll(() => found(1), { timeout: 10_000 }).toBe(false)
  })

  test('The owner answers beside it, and a later test of the same grade settles it.', async () => {
    const { page } = owner
    await page.goto(claim)
    await page.locator('summary').filter({ hasText: t.answerTitle }).click()
    await page.locator('[name^=answer_]').fill(answer)
    await pressNamed(page, t.sendAnswer)
    expect(await shown()).toContain(answer)
    await page.goto(claim)
    await fillEvidence(page, 4, settled, { made_on: today, reference: 'BB-18' })
    await pressNamed(page, t.addEvidence)
    expect(await found(1)).toBe(false)
    await compares(settled)
    const panel = await shown()
    for (const words of [settled, answer, failed]) expect(panel).toContain(words)
    expect(panel).not.toContain(t.contradicted('Trung tâm Thử nghiệm kỹ thuật Nhuệ Giang', formatIsoDay(yesterday, 'vi')))
    await expect.poll(() => found(4), { timeout: 10_000 }).toBe(true)
    expect(crowd.complaints).toEqual([])
  })
})
