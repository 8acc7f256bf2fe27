import { expect, test } from 'vitest'
import { anOrganisation, aPerson, testDatabase } from '../../../tests/database.ts'
import { aListing, formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { lifecycleTexts } from './lifecycle-messages.ts'
import { listingRefusals, listingTexts } from './messages.ts'
import { detailTexts, fieldTexts } from './detail-messages.ts'
import { formPages, pagePath } from './pages/steps.tsx'
import { lifecycleRows, listingLifecycle } from './rules.ts'

/** The stepped form in whole pages: with a script, which saves by itself, and without. */
const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện Bờ Xôi')
const people = { lan: await aPerson(db, { organisation: institute, name: 'Lan' }), minh: await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), other: await aPerson(db, { organisation: await anOrganisation(db), name: 'Khách' }) }
const as = { lan: withCookie(await signedIn(app, db, people.lan)), minh: withCookie(await signedIn(app, db, people.minh)), other: withCookie(await signedIn(app, db, people.other)) }
type Who = keyof typeof as
const t = detailTexts.vi
const get = (url: string, who: Who = 'lan') => app.inject({ url, headers: as[who] })
const page = async (url: string, who: Who = 'lan') => { const answer = await get(url, who); expect(answer.statusCode, url).toBe(200); return answer.body }
/** As the script sends it: the form as it stands on the page, with what was typed since. */
async function typing(url: string, typed: Record<string, string>, who: Who = 'lan', form?: URLSearchParams) {
  const sent = new URLSearchParams(form ?? formOf(await page(url, who), url))
  for (const [name, value] of Object.entries(typed)) sent.set(name, value)
  const answer = await send(app, url, sent, { ...as[who], accept: 'application/json' })
  return { status: answer.statusCode, said: answer.headers['content-type']?.includes('json') ? answer.json<{ version?: number; at?: string; code?: string; field?: string; message?: string }>() : null }
}
const draft = (kind: 'offer' | 'need' = 'offer') => aListing(db, kind, institute, 'draft', 'Máy sấy lạnh nông sản')
const stateOf = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

test('without a script each step leads to the next, and the last says what would make the listing better', async () => {
  for (const kind of ['offer', 'need'] as const) {
    const id = await draft(kind)
    const pages = formPages(kind)
    for (const [i, step] of pages.entries()) {
      const url = `/vi${pagePath(id, step)}`
      const body = await page(url)
      expect(body.match(/aria-current="step"/g), url).toHaveLength(1)
      if (!url.includes('/steps/')) continue
      const answer = await send(app, url, formOf(body, url), as.lan)
      expect([answer.statusCode, answer.headers.location], url).toEqual([303, `/vi${pagePath(id, pages[i + 1]!)}?done=saved`])
    }
    const check = await page(`/vi/my/listings/${id}/check`)
    expect(check).toContain(t.requiredTitle)
    for (const [, href, field] of check.matchAll(/href="([^"#]+)#f-([^"]+)"/g)) expect(await page(href!), `${href} has ${field}`).toContain(`id="f-${field}"`)
    expect(check).toMatch(/<progress max="100" value="\d+"/)
  }
})

test('each field is described by its help with a farmer’s and an engineer’s example, in both languages', async () => {
  const id = await draft()
  for (const locale of ['vi', 'en'] as const) {
    const body = await page(`/${locale}/my/listings/${id}/steps/use`)
    const help = /<span class="help" id="h-limits_(?:vi|en)">([^<]*)/.exec(body)?.[1] ?? ''
    const { farmer, engineer } = fieldTexts[locale].limits
    expect(help).toContain(farmer)
    expect(help).toContain(engineer)
    expect(body).toContain(`aria-describedby="h-limits_${locale}"`)
  }
  for (const texts of Object.values(fieldTexts)) for (const { label, help } of Object.values(texts)) expect(label && help).toBeTruthy()
})

test('a draft saves itself: the version goes up, the hour is said, and nothing is sent anywhere', async () => {
  const id = await draft()
  const url = `/vi/my/listings/${id}/steps/use`
  const form = formOf(await page(url), url)
  const first = await typing(url, { cost_own: '9.500' }, 'lan', form)
  expect(first).toMatchObject({ status: 200, said: { version: 1, at: expect.stringMatching(/^\d\d:\d\d$/) } })
  expect(await typing(url, { cost_own: '9.600', version: '1' }, 'lan', form)).toMatchObject({ status: 200, said: { version: 2 } })
  expect(await page(url)).toContain('value="9600"')
  const basics = `/vi/my/listings/${id}/edit`
  expect(await typing(basics, { title_vi: 'Máy sấy lạnh nông sản 500 kg' })).toMatchObject({ status: 200, said: { version: 4 } })
  expect(await stateOf(id)).toBe('draft')
})

test('somebody else’s change is said to the script, and with the button both texts stand side by side', async () => {
  const id = await draft()
  const url = `/vi/my/listings/${id}/steps/use`
  const lans = formOf(await page(url), url)
  expect((await typing(url, { limits_vi: 'Bản của Minh' }, 'minh')).status).toBe(200)
  expect(await typing(url, { limits_vi: 'Bản của Lan' }, 'lan', lans)).toMatchObject({ status: 409, said: { code: 'changed_meanwhile' } })
  lans.set('limits_vi', 'Bản của Lan')
  const refused = await send(app, url, lans, as.lan)
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toMatch(/<ins>Bản của Minh<\/ins>.*<del>Bản của Lan<\/del>/)
  const again = formOf(refused.body, url)
  expect(again.get('limits_vi')).toBe('Bản của Lan')
  expect((await send(app, url, again, as.lan)).statusCode).toBe(303)
})

test('what cannot be saved is said at its field and writes nothing', async () => {
  const id = await draft()
  const url = `/vi/my/listings/${id}/steps/rights`
  expect(await typing(url, { right_1_kind: 'patent' })).toMatchObject({ status: 422, said: { field: 'right_1_status' } })
  expect(await typing(url, { share_1_name: 'A', share_1_share: '60' })).toMatchObject({ status: 409, said: { code: 'shares_not_whole', message: listingRefusals.vi.shares_not_whole({ code: 'shares_not_whole', sum: 6000 }) } })
  const wrong = await send(app, url, { version: '0', right_1_kind: 'patent', right_2_number: '<b>7' }, as.lan)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('href="#f-right_1_status"')
  expect(wrong.body).toContain('value="&lt;b>7"')
  expect(await db.selectFrom('listing_step').select('step').where('listing_id', '=', id).execute()).toEqual([])
})

test('a script changes nothing that is public or under review, and nothing of others', async () => {
  const [published, submitted, mine] = [await aListing(db, 'offer', institute, 'published', 'Máy đang công bố'), await aListing(db, 'offer', institute, 'submitted', 'Máy chờ duyệt'), await draft()]
  for (const step of ['steps/use', 'edit']) {
    const body = await page(`/vi/my/listings/${published}/${step}`)
    expect(body).not.toContain('data-autosave')
    expect(body).toContain(t.savedByHand)
    expect(await typing(`/vi/my/listings/${published}/${step}`, { cost_own: '5', title_vi: 'Máy đổi tên' })).toMatchObject({ status: 409, said: { code: 'saved_by_hand' } })
  }
  expect(await typing(`/vi/my/listings/${submitted}/steps/use`, { cost_own: '5' })).toMatchObject({ status: 409, said: { code: 'under_review' } })
  expect(await stateOf(published)).toBe('published')
  const url = `/vi/my/listings/${mine}/steps/use`
  expect((await typing(url, { cost_own: '5' }, 'other', new URLSearchParams())).status).toBe(404)
  const withoutToken = await app.inject({ method: 'POST', url, headers: { cookie: as.lan.cookie, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }, payload: 'version=0&cost_own=5' })
  expect(withoutToken.statusCode).toBe(403)
})

test('the public page shows what was said: costs with what is saved, rights past their day as expired, owners, and which text is in another language', async () => {
  const id = await aListing(db, 'offer', institute, 'draft', 'Máy sấy lạnh rau quả')
  const step = (name: string, typed: Record<string, string>) => typing(`/vi/my/listings/${id}/steps/${name}`, typed)
  await step('use', { cost_own: '9.500', cost_incumbent: '16.000', unit_vi: '1 kg vải khô', limits_en: 'Fails above 70 % humidity.', site_1_place: 'Hợp tác xã Bãi Giữa', site_1_since_year: '2023' })
  await step('rights', { right_1_kind: 'patent', right_1_status: 'granted', right_1_number: '1-0001', right_1_expires_on: '2020-01-01', share_1_name: 'Viện Cơ điện Bờ Xôi', share_1_share: '100' })
  await step('readiness', { level_1: 'yes', level_2: 'no', level_5: 'yes', trl: '8' })
  await step('public_money', { state_share: '70', task_code: 'KC.07' })
  await db.updateTable('listing').set({ state: 'published', published_at: new Date() }).where('id', '=', id).execute()
  const body = (await app.inject({ url: `/vi/offers/${id}` })).body
  for (const said of ['6.500 đồng (40,63 %)', '1 kg vải khô', 'Fails above 70 % humidity.', t.inLanguage.en, t.rightStatuses.expired, '100 %', t.contradiction(5, 2), t.above(8, 1), '70 %', 'KC.07', t.facts, 'Hợp tác xã Bãi Giữa']) expect(body, said).toContain(said)
  expect(body).toContain(`<a href="/vi/organisations/${institute}">Viện Cơ điện Bờ Xôi</a>`)
  expect(body).toMatch(/<p lang="en">Fails above|lang="en"[^>]*>(<p>)?Fails above/)
  expect((await app.inject({ url: `/en/offers/${id}` })).body).toContain('VND 6,500 (40.63 %)')
})

test('one’s own listings say how complete each is', async () => {
  expect(await page('/vi/my/listings')).toMatch(/\/check">Đầy đủ \d+ %/)
})

test('one’s own listings show how a listing moves: the table the commands follow, row by row, in both languages', async () => {
  expect(lifecycleRows).toHaveLength(Object.values(listingLifecycle).flatMap((verbs) => Object.keys(verbs)).length)
  for (const locale of ['vi', 'en'] as const) {
    const body = await page(`/${locale}/my/listings`)
    const rows = [...body.matchAll(/<tr><th scope="row">([^<]+)<\/th><td>([^<]+)<\/td><td>[^<]+<\/td><td><span class="[^"]*">([^<]+)</g)].map(([, ...cells]) => cells)
    expect(rows).toEqual(lifecycleRows.map(({ state, verb, to }) => [listingTexts[locale][state], lifecycleTexts[locale].verbs[verb][0], listingTexts[locale][to]]))
  }
})

test('the way to the writing desk, and to help with the wording, is where one writes', async () => {
  const id = await draft('need')
  expect(await page('/vi/my/listings')).toContain(`<a class="button second" href="/vi/my/desk">${t.desk}</a>`)
  for (const step of ['edit', 'steps/numbers', 'check']) expect(await page(`/vi/my/listings/${id}/${step}`)).toContain(`href="/vi/my/listings/${id}/help"`)
  expect(await page('/vi/my/listings')).toMatch(new RegExp(`<h2><a href="/vi/needs/${id}">`))
})
