import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { interestTexts } from '../../src/modules/deals/messages.ts'
import { answerTexts } from '../../src/modules/matching/answer-messages.ts'
import { matchTexts } from '../../src/modules/matching/messages.ts'
import { qualityTexts } from '../../src/modules/matching/quality-messages.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { Crowd, follow, inDatabase, main, type Somebody } from './somebody.ts'
import { readers } from './places.ts'

/** A Vietnamese need finds offers written in English only; their reasons are read, one is declined, the next one taken up. Without scripts. */
const t = answerTexts.vi, m = matchTexts.vi, i = interestTexts.vi
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

const offers = [
  { id: 'S1', title: 'Low-pressure steam distillation of lemongrass essential oil with heat recovery', abstract: 'A still for essential oil from lemongrass and mugwort leaves. Distillation at low pressure and mild temperature raises the oil yield and the citral content; the condenser recovers heat, so that less firewood or electricity is burnt. The floral water is collected. Tried at two cooperatives with a pressure vessel that was inspected.', agency: 'Highland Oils Laboratory' },
  { id: 'S2', title: 'Oil separator and boiler upgrade for village essential oil stills', abstract: 'An upgrade for existing distillation stills of essential oil: a separate steam boiler with a safety valve, an oil and water separator, and chopping of the leaves before distillation. Oil yield rises by a fifth and firewood falls by a third.', agency: 'Rural Equipment Group' },
]

describe('From a Vietnamese need to English offers', () => {
  let owner: Somebody
  let need = 0
  const matched = () => owner.page.locator('section[aria-labelledby=matches] > ol.list > li')
  crowd.stepByStep()

  test('The offers written in English stand among its matches, with words of both languages side by side.', async () => {
    const file = join(scene.running.dataDir, 'english.jsonl')
    writeFileSync(file, offers.map((offer) => JSON.stringify(offer)).join('\n'))
    execFileSync(process.execPath, ['dist/cli.mjs', 'import', file, '--kind', 'offer', '--source', 'English offers', '--publish'], { encoding: 'utf8', env: { ...process.env, DATA_DIR: scene.running.dataDir } })
    owner = await crowd.signedIn(readers(scene.running.output()).enterprise)
    const { rows: [row] } = await inDatabase(scene, (client) => client.query<{ id: number }>(`select listing_id as id from listing_text where title like 'Nâng hiệu suất và chất lượng tinh dầu%'`))
    need = row!.id
    await owner.page.goto(`/vi/needs/${need}`)
    for (const { title } of offers) expect(await main(owner.page)).toContain(title)
    const reasons = await matched().filter({ hasText: offers[0]!.title }).locator('.reasons').first().innerText()
    expect(reasons).toMatch(/Nói cùng một điều bằng hai thứ tiếng: .*ngải cứu = mugwort/)
    await owner.page.goto(`/en/needs/${need}`)
    expect(await matched().filter({ hasText: offers[0]!.title }).locator('.reasons').first().innerText()).toMatch(/The same in two languages: .*ngải cứu = mugwort/)
  })

  test('One is declined, for which a reason must be given; it leaves the list, and nobody else is told why.', async () => {
    const { page } = owner
    await page.goto(`/vi/needs/${need}`)
    const first = matched().filter({ hasText: offers[0]!.title })
    await first.getByText(t.decline).click()
    await press(page, first.getByRole('button', { name: t.declineButton }))
    expect(await page.getByRole('alert').innerText(), 'without a reason it is not declined').toBeTruthy()
    await field(page, t.code).selectOption('too_dear')
    await field(page, t.words).fill('Cần loại rẻ hơn cho ba nồi cũ.')
    await pressNamed(page, t.declineButton)
    await page.goto(`/vi/needs/${need}`)
    expect(await matched().filter({ hasText: offers[0]!.title }).count()).toBe(0)
    expect(await main(page)).toContain(t.declined(1))
    const stranger = await crowd.somebody()
    await stranger.page.goto(`/vi/needs/${need}`)
    expect(await main(stranger.page)).toContain(offers[0]!.title)
    expect(await main(stranger.page)).not.toContain('Cần loại rẻ hơn')
  })

  test('The next one is taken up: the interest carries its reasons, and the match says so.', async () => {
    const { page } = owner
    await page.goto(`/vi/needs/${need}`)
    const next = matched().filter({ hasText: offers[1]!.title })
    await press(page, next.getByRole('link', { name: new RegExp(`^${m.interest}`) }))
    await field(page, i.message).fill('Hợp tác xã có ba nồi cất cũ, muốn xem bộ nâng cấp chạy thử.')
    await pressNamed(page, i.send)
    expect(await main(page), 'the reasons of the day go with it').toContain('Vì sao được gợi ý')
    // What follows from an event is carried on by the worker, in its own time.
    await expect.poll(async () => { await page.goto(`/vi/needs/${need}`); return matched().filter({ hasText: offers[1]!.title }).innerText() }, { timeout: 60_000 }).toContain(t.accepted)
  })

  test('The administration sees how matching does over time; who administers the Exchange may choose the weights, an observer reads.', async () => {
    const { administrator, observer } = readers(scene.running.output())
    const q = qualityTexts.vi
    const told = execFileSync(process.execPath, ['dist/cli.mjs', 'match', 'train'], { encoding: 'utf8', env: { ...process.env, DATA_DIR: scene.running.dataDir } })
    expect(told).toMatch(/Training \d+: 0 judged needs, \d+ answers/)
    const admin = await crowd.signedIn(administrator)
    await admin.page.goto('/vi/administration/matching')
    await follow(admin.page, admin.page.locator('main'), q.title)
    const better = told.includes('The new weights serve')
    expect(await main(admin.page)).toContain(better ? q.serving(1) : q.program)
    if (better) await pressNamed(admin.page, q.serveProgram)
    expect(await main(admin.page)).toContain(q.program)
    await press(admin.page, admin.page.getByRole('button', { name: new RegExp(`^${q.serve}`) }).first())
    expect(await main(admin.page)).toContain(q.serving(1))
    const reader = await crowd.signedIn(observer)
    await reader.page.goto('/vi/administration/matching/quality')
    expect(await reader.page.locator('main form').count()).toBe(0)
    expect(await main(reader.page)).toContain(q.trainings)
    expect(crowd.complaints).toEqual([])
  })
})
