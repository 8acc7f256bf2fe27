import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareTexts } from '../../src/modules/sourcing/compare-messages.ts'
import { callTexts } from '../../src/modules/sourcing/call-messages.ts'
import { boardTexts } from '../../src/modules/sourcing/messages.ts'
import { dayAfter, hanoiDay } from '../../src/platform/time.ts'
import { field, openScene, press, pressNamed, type Scene } from './browsing.ts'
import { readers } from './places.ts'
import { Crowd, follow, inDatabase, main, type Somebody, statusOf } from './somebody.ts'

/**
 * A need nobody answers: a deal officer takes it on from the board and suggests an offer, its owner compares
 * offers and invites two suppliers, whose answers stay sealed until the last day is over. Without scripts. Here
 * the last day passes by moving it back; the clock itself is set in src/modules/sourcing/calls.test.ts.
 */
const b = boardTexts.vi, c = callTexts.vi, v = compareTexts.vi
const [hat, ben] = ['Viện Công nghệ Sau thu hoạch Hát Giang', 'Viện Công nghệ Thực phẩm và Dược liệu Bến Quế']
const words = { why: 'Hai hợp tác xã cùng cỡ đã chạy máy này hai vụ.', hat: 'Đã lắp ở Ba Vì, chạy hai vụ sấy.', ben: 'Đã lắp ở Sóc Sơn, chạy sáu tháng.' }
let scene: Scene
const crowd = new Crowd(() => scene)
beforeAll(async () => { scene = await openScene() })
afterAll(async () => { await scene?.close() })

/** As if the last day of that invitation had gone by. The database itself lets nobody move it back, its own triggers aside. */
const lastDayPasses = (call: string) => inDatabase(scene, async (database) => {
  await database.query('set session_replication_role = replica')
  await database.query(`update sourcing_call set deadline = $2, deadline_at = now() - interval '1 second' where id = $1`, [call, dayAfter(hanoiDay(new Date()), -1)])
})

describe('From the board of unmatched needs to answers side by side', () => {
  let officer: Somebody, owner: Somebody, first: Somebody, second: Somebody
  let need = 0, needs = '', offers: { id: number; title: string }[] = [], call = '', parts: { first: string; second: string } = { first: '', second: '' }
  crowd.stepByStep()

  test('A deal officer finds the need on the board, takes it on and suggests an offer with a reason.', async () => {
    const { title } = await inDatabase(scene, async (database) => {
      const { rows: [row] } = await database.query<{ id: number; title: string; email: string }>(`
        select l.id, t.title, p.email from listing l join listing_text t on t.listing_id = l.id and t.language = 'vi' join organisation o on o.id = l.organisation_id
        join lateral (select p.email from membership m join person p on p.id = m.person_id where m.organisation_id = o.id and m.role = 'owner' order by p.id limit 1) p on true
        where l.kind = 'need' and l.state = 'published' and not l.anonymous and o.name_vi not in ($1, $2) and not exists (select from deal d where d.need_id = l.id)
          and not exists (select from need_helper h where h.listing_id = l.id and h.released_at is null) order by l.id limit 1`, [hat, ben])
      const { rows } = await database.query<{ id: number; title: string }>(`
        select l.id, t.title from listing l join listing_text t on t.listing_id = l.id and t.language = 'vi' join organisation o on o.id = l.organisation_id where l.kind = 'offer' and l.state = 'published' and o.name_vi = $1 order by l.id limit 2`, [hat])
      need = row!.id
      needs = row!.email
      offers = rows
      return row!
    })
    officer = await crowd.signedIn(readers(scene.running.output()).officer)
    await officer.page.goto('/vi/board')
    expect(await officer.page.locator('main table tbody tr').count(), 'needs without a deal wait there').toBeGreaterThan(0)
    await officer.page.goto(`/vi/board/${need}`)
    expect(await main(officer.page)).toContain(title)
    await pressNamed(officer.page, b.take)
    expect(await main(officer.page)).toContain('đang lo nhu cầu này')
    await field(officer.page, b.offer).fill(String(offers[0]!.id))
    await pressNamed(officer.page, b.suggest)
    expect(await officer.page.getByRole('alert').innerText(), 'without a reason nothing is suggested').toBeTruthy()
    await field(officer.page, b.reason).fill(words.why)
    await pressNamed(officer.page, b.suggest)
    expect(await main(officer.page)).toContain(words.why)
    const stranger = await crowd.somebody()
    await stranger.page.goto(`/vi/needs/${need}`)
    expect(await main(stranger.page)).not.toContain(words.why)
    expect(await statusOf(stranger, '/vi/board')).toBe(303)
  })

  test('The owner reads the suggestion and compares offers against the need, requirement by requirement.', async () => {
    owner = await crowd.signedIn(needs)
    await owner.page.goto(`/vi/needs/${need}`)
    expect(await main(owner.page)).toContain(words.why)
    await follow(owner.page, owner.page, b.compare)
    expect(await owner.page.locator('h1').innerText()).toBe(v.title)
    await owner.page.goto(`/vi/needs/${need}/compare?offers=${offers.map(({ id }) => id).join()}`)
    const table = owner.page.locator('main table').first()
    for (const { title } of offers) expect(await table.innerText()).toContain(title)
    expect(await table.locator('tbody tr').count()).toBeGreaterThanOrEqual(10)
    // What is met and what is not is said in words, beside any colour.
    expect(await table.innerText()).toMatch(new RegExp(Object.values(v.verdict).join('|')))
  })

  test('The owner invites two suppliers with the same questions; they are told, and nobody else sees the invitation.', async () => {
    const { page } = owner
    await page.goto(`/vi/needs/${need}`)
    await follow(page, page, b.invite)
    await field(page, c.text).fill('Xin trả lời theo điều kiện của hợp tác xã: điện một pha, xưởng 60 m².')
    await field(page, c.deadline).fill(dayAfter(hanoiDay(new Date()), 20))
    await field(page, c.question(1)).fill('Đã lắp ở đâu, chạy bao lâu?')
    await field(page, c.question(2)).fill('Giá trọn gói')
    await field(page, c.kind(2)).selectOption('price')
    await pressNamed(page, c.draftNext)
    call = /\/calls\/(\d+)\//.exec(page.url())?.[1] ?? ''
    for (const name of [hat, ben]) {
      await page.locator('#f-q').fill(name)
      await pressNamed(page, c.find)
      const found = page.locator('form', { has: page.locator('input[name=organisations]') })
      await found.getByLabel(name).check()
      await press(page, found.getByRole('button', { name: c.add }))
    }
    await follow(page, page.locator('main'), c.title)
    await pressNamed(page, c.send)
    expect(await main(page)).toContain(c.phases.open)
    for (const name of [hat, ben]) expect(await main(page)).toContain(name)
    const stranger = await crowd.somebody()
    expect(await statusOf(stranger, `/vi/calls/${call}`)).toBe(303)
  })

  test('Both suppliers answer; before the last day neither reads the other’s, nor does the owner or the officer.', async () => {
    const email = await inDatabase(scene, async (database) => (await database.query<{ email: string }>(`select p.email from person p join membership m on m.person_id = p.id join organisation o on o.id = m.organisation_id where o.name_vi = $1 and m.role = 'owner' order by p.id limit 1`, [ben])).rows[0]!.email)
    first = await crowd.signedIn(readers(scene.running.output()).supplier)
    second = await crowd.signedIn(email)
    for (const [who, key, text, price] of [[first, 'first', words.hat, '185.000.000'], [second, 'second', words.ben, '148000000']] as const) {
      await who.page.goto('/vi/my/calls')
      const own = await inDatabase(scene, async (database) => (await database.query<{ id: number }>(`select s.id from call_supplier s join organisation o on o.id = s.organisation_id where s.call_id = $1 and o.name_vi = $2`, [call, key === 'first' ? hat : ben])).rows[0]!.id)
      parts = { ...parts, [key]: String(own) }
      await press(who.page, who.page.locator(`a[href="/vi/invited/${own}"]`))
      await field(who.page, 'Đã lắp ở đâu, chạy bao lâu?').fill(text)
      await pressNamed(who.page, c.sendAnswer)
      expect(await who.page.getByRole('alert').innerText(), 'an answer is sent whole').toBeTruthy()
      await field(who.page, 'Giá trọn gói').fill(price)
      await pressNamed(who.page, c.sendAnswer)
      expect(await main(who.page)).toContain(c.ownStates.answered)
    }
    for (const [who, other, text] of [[first, parts.second, words.ben], [second, parts.first, words.hat]] as const) {
      expect(await statusOf(who, `/vi/invited/${other}`)).toBe(404)
      expect(await statusOf(who, `/vi/calls/${call}`)).toBe(404)
      await who.page.goto('/vi/my/calls')
      expect(await who.page.content()).not.toContain(text)
    }
    for (const who of [owner, officer]) {
      expect(await statusOf(who, `/vi/calls/${call}/answers`), 'there is no such page yet').toBe(404)
      await who.page.goto(`/vi/calls/${call}`)
      for (const kept of [words.hat, words.ben, '185.000.000']) expect(await who.page.content()).not.toContain(kept)
    }
    expect(await main(owner.page)).toContain(c.states.answered)
  })

  test('Once the last day is over the answers stand side by side for the owner; the suppliers still see only their own.', async () => {
    await lastDayPasses(call)
    const { page } = owner
    await page.goto(`/vi/calls/${call}`)
    await follow(page, page, c.toAnswers)
    const table = page.locator('main table').first()
    const heads = await table.locator('thead th').allInnerTexts()
    expect(heads.slice(1).toSorted()).toEqual([hat, ben].toSorted())
    const row = table.locator('tbody tr').filter({ hasText: 'Giá trọn gói' })
    expect((await row.innerText())).toMatch(/185\.000\.000 đồng[\s\S]*148\.000\.000 đồng|148\.000\.000 đồng[\s\S]*185\.000\.000 đồng/)
    for (const text of [words.hat, words.ben]) expect(await table.innerText()).toContain(text)
    await second.page.goto(`/vi/invited/${parts.second}`)
    expect(await main(second.page)).toContain(c.frozen)
    expect(await second.page.getByRole('button', { name: c.sendAgain }).count()).toBe(0)
    expect(await second.page.content()).not.toContain(words.hat)
    expect(await statusOf(second, `/vi/calls/${call}/answers`)).toBe(404)
    const chosen = page.locator('.sides > .sheet').filter({ has: page.getByRole('heading', { name: hat }) })
    await chosen.getByLabel(c.outcomes.shortlisted).check()
    await press(page, chosen.getByRole('button', { name: c.decide }))
    expect(await main(page)).toContain(c.outcomes.shortlisted)
    await first.page.goto(`/vi/invited/${parts.first}`)
    expect(await main(first.page)).toContain(c.outcomes.shortlisted)
    expect(crowd.complaints).toEqual([])
  })
})
