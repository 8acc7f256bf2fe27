import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskTexts } from '../../src/modules/desk/messages.ts'
import { listingTexts } from '../../src/modules/listings/messages.ts'
import { field, openScene, pressNamed, type Scene } from './browsing.ts'
import { Crowd, follow, main, type Somebody } from './somebody.ts'
import { readers } from './places.ts'

/** A cooperative that has never written a technical text makes a need out of ten answers, and has it put better by the Exchange’s desk. Without scripts. */
const t = deskTexts.vi
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

describe('The writing desk', () => {
  let farmer: Somebody, moderator: Somebody
  let listing = ''

  test('Ten plain questions, answered in two sittings, become a draft need with its figures.', async () => {
    farmer = await crowd.signedIn(readers(scene.running.output()).enterprise)
    const { page } = farmer
    await page.goto('/vi/my/listings')
    await follow(page, page.locator('main'), t.title)
    await pressNamed(page, t.start)
    await page.locator('#f-hurts').fill('Rau cắt buổi sáng đến chiều đã héo. Siêu thị trả lại gần một phần ba.')
    await page.locator('#f-now').fill('Hỏng nhiều lắm')
    await pressNamed(page, t.save)
    expect(await main(page)).toContain(t.answered(2))
    expect(await main(page), 'what would make the answer clearer').toContain('Thêm một con số')
    await page.locator('#f-now').fill('Hao 28 % khối lượng sau 8 giờ, cân lúc cắt và lúc giao.')
    await page.locator('#f-baseline').fill('khoảng 28')
    await page.locator('#f-measure').fill('% khối lượng')
    await page.locator('#f-where').fill('Ở khâu sơ chế: 12 người, mỗi ngày 500 kg rau ăn lá, làm mát bằng quạt và nước giếng, xe giao chạy hai chuyến.')
    await page.locator('#f-wanted').fill('Hao không quá 10 % sau 8 giờ, đo 30 ngày liền tại xưởng, hai bên cùng cân.')
    await page.locator('#f-target').fill('10')
    await page.locator('input[name=pilot][value=yes]').check()
    await pressNamed(page, t.save)
    await follow(page, page.locator('main'), t.preview)
    expect(await main(page)).toContain('Hiện nay: Hao 28 %')
    await pressNamed(page, t.make)
    expect(await page.getByRole('alert').innerText(), 'a figure nobody can read is asked about, and nothing is made').toContain('Con số hiện nay')
    await follow(page, page.locator('main'), t.backToQuestions)
    await page.locator('#f-baseline').fill('28')
    await pressNamed(page, t.save)
    await follow(page, page.locator('main'), t.preview)
    await pressNamed(page, t.make)
    listing = /\/my\/listings\/\d+/.exec(page.url())?.[0] ?? ''
    expect(await page.locator('#f-title_vi').inputValue()).toBe('Rau cắt buổi sáng đến chiều đã héo')
    await page.goto(`/vi${listing}/steps/numbers`)
    expect(await page.locator('#f-baseline').inputValue()).toBe('28')
  })

  test('She asks the desk for help; the moderator proposes wording; she takes one line and leaves another.', async () => {
    const { page } = farmer
    await page.goto(`/vi${listing}/help`)
    await field(page, t.askNote).fill('Xin giúp nói rõ con số cho người bán dễ hiểu.')
    await pressNamed(page, t.ask)
    moderator = await crowd.signedIn('kiemduyet@san.example')
    await moderator.page.goto('/vi/desk')
    await follow(moderator.page, moderator.page.locator('main'), /Rau cắt buổi sáng/)
    const problem = moderator.page.locator('#f-problem_vi')
    const said = await problem.inputValue()
    expect(said).toContain('Siêu thị trả lại gần một phần ba.')
    await problem.fill(said.replace('Siêu thị trả lại gần một phần ba.', 'Siêu thị trả lại 30 % số rau giao, theo sổ tháng 9.').replace('Rau cắt buổi sáng đến chiều đã héo.', 'Rau ăn lá héo sau 8 giờ.'))
    await moderator.page.locator('#f-reason').fill('Con số có nguồn thì người bán tính được công suất.')
    await pressNamed(moderator.page, t.propose)
    await page.reload()
    expect(await main(page)).toContain('Siêu thị trả lại 30 % số rau giao')
    expect(await page.locator('del').count()).toBeGreaterThan(0)
    await pressNamed(page, `${t.accept}: ${t.line(1)}`)
    expect(await main(page)).toContain(t.accepted)
    await page.goto(`/vi${listing}/edit`)
    expect(await page.locator('#f-problem_vi').inputValue()).toContain('30 % số rau giao')
    await page.goto(`/vi${listing}/help`)
    await pressNamed(page, t.end)
    await moderator.page.goto('/vi/desk')
    expect(await main(moderator.page)).not.toContain('Rau cắt buổi sáng')
    await page.goto(listing.replace('/my/listings', '/vi/needs'))
    expect(await main(page)).toContain(listingTexts.vi.draft)
  })

  test('The browser complained about nothing.', () => { expect(crowd.complaints).toEqual([]) })
})
