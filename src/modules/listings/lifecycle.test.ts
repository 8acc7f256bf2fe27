import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { publishListing } from '../../../tests/reviews.ts'
import { readAs } from '../../core/database.ts'
import { anonymous, type Actor } from '../../core/context.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { changeListing, closeListing, draftListing, DraftListing, ListingContent, submitListing } from './commands.ts'
import { confirmListing, expireListings, keepPublished, showVersion } from './confirmation-commands.ts'
import { standingOf } from './confirmation-queries.ts'
import { confirmationDue } from './lifecycle-rules.ts'
import { lifecycleRoutes } from './lifecycle-routes.tsx'
import { translateListing, TranslateListing } from './translation-commands.ts'
import { contentOf, differencesBetween, linesOf, versionsOf } from './versions.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute'), third = await anOrganisation(db)
const [lan, minh, vy, stranger, quan] = [
  await aPerson(db, { organisation: institute }), await aPerson(db, { organisation: institute, role: 'editor' }), await aPerson(db, { organisation: institute, role: 'viewer' }),
  await aPerson(db, { organisation: third }), await aPerson(db, { staff: ['moderator'] }),
]
const pages = await openPages(db, lifecycleRoutes)
const typed = {
  title_vi: 'Máy sấy lạnh rau quả', summary_vi: 'Sấy lạnh ở 35 độ, giữ màu và vitamin, hợp với hợp tác xã rau quả.', description_vi: 'Máy dùng bơm nhiệt để hút ẩm ở nhiệt độ thấp. '.repeat(4), problem_vi: 'Rau quả sấy nóng mất màu, mất chất và khó bán được giá cao.', advantages_vi: 'Tiết kiệm bốn mươi phần trăm điện so với máy cũ.',
  price_mode: 'fixed', price_min: '350.000.000', trl: '8', ip_status: 'registered', research_fields: ['20301'], transfer_forms: ['license'], form_language: 'vi',
}
const content = async (more: object = {}) => {
  const taxonomy = await taxonomyOf(db)
  return ListingContent.parse({ ...typed, ip_status: taxonomy.list('ip_status')[0]?.code, transfer_forms: [taxonomy.list('transfer_form')[0]?.code], ...more })
}
let key = 0
async function drafted(more: object = {}, by: Actor = lan): Promise<number> {
  const taxonomy = await taxonomyOf(db)
  return draftListing(ctxOf(db, by), DraftListing.parse({ ...typed, ip_status: taxonomy.list('ip_status')[0]?.code, transfer_forms: [taxonomy.list('transfer_form')[0]?.code], kind: 'offer', request_key: `00000000-0000-4000-8000-${String(++key).padStart(12, '0')}`, ...more }))
}
const versionNow = async (id: number) => (await db.selectFrom('listing').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version
async function publish(id: number, at = noon): Promise<void> {
  await submitListing(ctxOf(db, lan, at), { id })
  await publishListing(ctxOf(db, quan, at), { id, version: await versionNow(id) })
}
async function published(more: object = {}, at = noon): Promise<number> { const id = await drafted(more); await publish(id, at); return id }
const state = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const eventsOf = async (id: number) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `listing:${id}`).orderBy('id').execute()).map(({ type, data }) => type === 'listing.confirmation_due' ? `${type} ${(data as { days: number }).days}` : type)
const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))

test.each([
  [20, null, null], [14, null, { tell: 14, postpone: false }], [14, 14, null], [4, null, { tell: 14, postpone: false }], [3, 14, { tell: 3, postpone: false }], [3, 3, null], [1, null, { tell: 3, postpone: false }], [0, 3, 'expire'], [-40, 14, 'expire'], [-40, null, { tell: 14, postpone: true }],
])('with %o days left, told at %o: %o', (left, told, due) => expect(confirmationDue({ ends: daysFrom(noon, left), told }, { first: 14, last: 3 }, noon)).toEqual(due))

test('what nobody confirms is warned of twice and then expires, each once, whoever runs it at the same time', async () => {
  const id = await published()
  const run = async (day: number) => { await Promise.all([expireListings(db, daysFrom(noon, day)), expireListings(db, daysFrom(noon, day)), expireListings(db, daysFrom(noon, day))]); return (await eventsOf(id)).slice(3) }
  expect(await run(75)).toEqual([])
  expect(await run(76)).toEqual(['listing.confirmation_due 14'])
  expect(await run(80)).toEqual(['listing.confirmation_due 14'])
  expect(await run(87)).toEqual(['listing.confirmation_due 14', 'listing.confirmation_due 3'])
  expect(await run(90)).toEqual(['listing.confirmation_due 14', 'listing.confirmation_due 3', 'listing.expired'])
  expect(await run(95)).toEqual(['listing.confirmation_due 14', 'listing.confirmation_due 3', 'listing.expired'])
  expect(await state(id)).toBe('expired')
  // Public no longer: strangers find nothing; its people do.
  expect(await readAs(db, stranger).selectFrom('listing_text').select('title').where('listing_id', '=', id).execute()).toEqual([])
  expect(await readAs(db, vy).selectFrom('listing_text').select('title').where('listing_id', '=', id).execute()).toHaveLength(1)
})

test('nobody loses a listing unwarned: where the Exchange slept through the warnings they come first', async () => {
  const id = await published()
  await expireListings(db, daysFrom(noon, 200))
  expect((await eventsOf(id)).slice(3)).toEqual(['listing.confirmation_due 14'])
  await expireListings(db, daysFrom(noon, 212))
  expect((await eventsOf(id)).slice(3)).toEqual(['listing.confirmation_due 14', 'listing.confirmation_due 3'])
  await expireListings(db, daysFrom(noon, 213))
  expect(await state(id)).toBe('published')
  await expireListings(db, daysFrom(noon, 214))
  expect(await state(id)).toBe('expired')
})

test('still valid: it holds for as many days again, and a second press the same day changes nothing', async () => {
  const id = await published(), later = daysFrom(noon, 80)
  await expireListings(db, later)
  expect(await confirmListing(ctxOf(db, minh, later), { id, version: 1 })).toBe('confirmed')
  expect(await confirmListing(ctxOf(db, lan, later), { id, version: 1 })).toBe('confirmed')
  expect((await eventsOf(id)).slice(3)).toEqual(['listing.confirmation_due 14', 'listing.confirmed'])
  await expireListings(db, daysFrom(noon, 155))
  expect((await eventsOf(id)).slice(3)).toEqual(['listing.confirmation_due 14', 'listing.confirmed'])
  await expireListings(db, daysFrom(noon, 156))
  expect((await eventsOf(id)).at(-1)).toBe('listing.confirmation_due 14')
  expect(hanoiDay((await standingOf(db, { id, original_language: 'vi', source_name: null })).confirmed_at!)).toBe(hanoiDay(later))
})

async function expired(): Promise<number> {
  const id = await published()
  await expireListings(db, daysFrom(noon, 87))
  await expireListings(db, daysFrom(noon, 90))
  expect(await state(id)).toBe('expired')
  return id
}

test('an expired listing comes back with one press while nothing in it has changed, and by review after too long', async () => {
  const back = await expired(), [first, second] = await Promise.all([lan, minh].map((who) => confirmListing(ctxOf(db, who, daysFrom(noon, 100)), { id: back, version: 1 })))
  expect([first, second].toSorted()).toEqual(['confirmed', 'published'])
  expect((await eventsOf(back)).filter((type) => type === 'listing.confirmed')).toHaveLength(1)
  expect(await state(back)).toBe('published')
  const late = await expired()
  expect(await confirmListing(ctxOf(db, lan, daysFrom(noon, 90 + 180)), { id: late, version: 1 })).toBe('submitted')
  expect(await state(late)).toBe('submitted')
})

test('what an import changed while it was expired is reviewed before it is public again', async () => {
  const id = await expired()
  await db.updateTable('listing').set({ version: 2 }).where('id', '=', id).execute()
  expect(await code(confirmListing(ctxOf(db, lan, daysFrom(noon, 91)), { id, version: 1 }))).toBe('changed_meanwhile')
  expect(await confirmListing(ctxOf(db, lan, daysFrom(noon, 91)), { id, version: 2 })).toBe('submitted')
})

test('confirming is for those who write for the organisation, and for what is published or expired', async () => {
  const id = await published()
  expect(await Promise.all([vy, stranger, quan, anonymous].map((who) => code(confirmListing(ctxOf(db, who), { id, version: 1 }))))).toEqual(['not_found', 'not_found', 'not_found', 'sign_in_first'])
  expect(await code(confirmListing(ctxOf(db, lan), { id: await drafted(), version: 1 }))).toBe('wrong_state')
  await closeListing(ctxOf(db, lan), { id, reason: 'Đã bán.' })
  expect(await code(confirmListing(ctxOf(db, lan), { id, version: 1 }))).toBe('wrong_state')
})

test('an imported listing is asked about once somebody has joined its organisation', async () => {
  const empty = await anOrganisation(db)
  const values = { kind: 'offer' as const, state: 'published' as const, organisation_id: empty, created_by: null, original_language: 'vi' as const, trl: null, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null, source_name: 'Kho', source_key: 'a', source_sha256: null, submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon }
  const { id } = await db.insertInto('listing').values(values).returning('id').executeTakeFirstOrThrow()
  await expireListings(db, daysFrom(noon, 89))
  expect(await eventsOf(id)).toEqual([])
  expect(await standingOf(readAs(db, anonymous), { id, original_language: 'vi', source_name: 'Kho' })).toMatchObject({ asked: false })
  await aPerson(db, { organisation: empty })
  await expireListings(db, daysFrom(noon, 89))
  expect(await eventsOf(id)).toEqual(['listing.confirmation_due 3'])
})

test('each version sent or published is kept as it was; strangers read those that were published', async () => {
  const id = await drafted()
  await submitListing(ctxOf(db, lan), { id })
  expect((await versionsOf(readAs(db, stranger), id)).length).toBe(0)
  await publishListing(ctxOf(db, quan), { id, version: 1 })
  await changeListing(ctxOf(db, lan), { id, version: 1, ...await content({ title_vi: 'Máy sấy lạnh rau quả và dược liệu', price_min: '320.000.000' }) })
  await submitListing(ctxOf(db, lan), { id })
  const versions = async (who: Actor) => (await versionsOf(readAs(db, who), id)).map(({ version }) => version)
  // While it is being reviewed the listing is not public, and nothing of it is.
  expect(await Promise.all([lan, vy, quan, stranger, anonymous].map(versions))).toEqual([[2, 1], [2, 1], [2, 1], [], []])
  await publishListing(ctxOf(db, quan), { id, version: 2 })
  expect(await Promise.all([stranger, anonymous].map(versions))).toEqual([[2, 1], [2, 1]])
  const taxonomy = await taxonomyOf(db)
  const lines = async (version: number) => linesOf((await contentOf(db, id, version))!, taxonomy, 'vi')
  const differences = differencesBetween(await lines(1), await lines(2))
  expect(differences.map(({ key, before, text }) => [key, before, text])).toEqual([
    ['title_vi', 'Máy sấy lạnh rau quả', 'Máy sấy lạnh rau quả và dược liệu'], ['price', '350.000.000 đồng', '320.000.000 đồng'],
  ])
  expect(differences[0]?.pieces.filter(({ added, removed }) => added || removed)).toEqual([expect.objectContaining({ value: ' và dược liệu', added: true })])
  const page = await pages.get(`/vi/offers/${id}/versions?of=2&with=1`, anonymous)
  expect(page.body).toContain('<ins><span class="hidden"> [thêm] </span> và dược liệu<span class="hidden"> [hết] </span></ins>')
  expect((await pages.get(`/vi/offers/${id}/versions?of=9&with=1`, anonymous)).statusCode).toBe(404)
})

test('what was published by mistake is taken out of others’ sight, by its own people only', async () => {
  const id = await published()
  expect(await Promise.all([vy, stranger, quan].map((who) => code(showVersion(ctxOf(db, who), { id, version: 1, shown: 'no' }))))).toEqual(['not_found', 'not_found', 'not_found'])
  await showVersion(ctxOf(db, lan), { id, version: 1, shown: 'no' })
  await showVersion(ctxOf(db, lan), { id, version: 1, shown: 'no' })
  expect((await eventsOf(id)).filter((type) => type === 'listing.version_withheld')).toHaveLength(1)
  expect([(await versionsOf(readAs(db, stranger), id)).length, (await versionsOf(readAs(db, quan), id)).length]).toEqual([0, 1])
  await showVersion(ctxOf(db, minh), { id, version: 1, shown: 'yes' })
  expect((await versionsOf(readAs(db, stranger), id)).length).toBe(1)
})

test('what stood before versions were kept is kept by the job, by two at once too', async () => {
  const id = await published()
  await db.deleteFrom('listing_version').where('listing_id', '=', id).execute()
  await Promise.all([keepPublished(db), keepPublished(db)])
  expect(await versionsOf(db, id)).toEqual([expect.objectContaining({ version: 1, published_at: noon })])
  expect(await keepPublished(db)).toBe(0)
})

const translation = async (id: number, more: object = {}) => TranslateListing.parse({ id, version: await versionNow(id), title: 'Low-temperature dryer', summary: 'Dries at 35 degrees.', ...more })
test('a translation is written beside its original, which stays the original; it is older once the original changes', async () => {
  const id = await drafted({ title_vi: '', title_en: 'A dryer for vegetables', summary_vi: '', summary_en: 'Dries vegetables at low temperature.', description_vi: '', problem_vi: '', advantages_vi: '' })
  await translateListing(ctxOf(db, lan), await translation(id, { title: 'Máy sấy rau' }))
  await translateListing(ctxOf(db, lan), await translation(id, { title: 'Máy sấy rau' }))
  expect(await db.selectFrom('listing').select(['original_language', 'version']).where('id', '=', id).executeTakeFirstOrThrow()).toEqual({ original_language: 'en', version: 2 })
  const standing = () => standingOf(readAs(db, lan), { id, original_language: 'en', source_name: null })
  expect((await standing()).older).toBe(false)
  const both = { title_vi: 'Máy sấy rau', summary_vi: 'Dries at 35 degrees.', description_vi: '', problem_vi: '', advantages_vi: '', title_en: 'A dryer for vegetables and herbs', summary_en: 'Dries vegetables at low temperature.' }
  await changeListing(ctxOf(db, lan), { id, version: 2, ...await content(both) })
  expect((await standing()).older).toBe(true)
  expect((await db.selectFrom('listing').select('original_language').where('id', '=', id).executeTakeFirstOrThrow()).original_language).toBe('en')
  await translateListing(ctxOf(db, lan), await translation(id, { title: 'Máy sấy rau và dược liệu' }))
  expect((await standing()).older).toBe(false)
})

test('translating is a change like any other: refused where somebody saved since, where it is under review, and to others', async () => {
  const id = await drafted(), stale = await translation(id)
  await changeListing(ctxOf(db, minh), { id, version: 1, ...await content({ keywords_vi: 'sấy' }) })
  expect(await code(translateListing(ctxOf(db, lan), stale))).toBe('changed_meanwhile')
  const fresh = await translation(id)
  const two = await Promise.all([translateListing(ctxOf(db, lan), fresh), translateListing(ctxOf(db, minh), { ...fresh, title: 'Another title' })].map(code))
  expect(two.toSorted()).toEqual(['changed_meanwhile', 'done'])
  expect(await Promise.all([vy, stranger, quan, anonymous].map(async (who) => code(translateListing(ctxOf(db, who), await translation(id, { title: 'Whose' })))))).toEqual(['not_found', 'not_found', 'not_found', 'sign_in_first'])
  await submitListing(ctxOf(db, lan), { id })
  expect(await code(translateListing(ctxOf(db, lan), await translation(id, { title: 'Too late' })))).toBe('under_review')
})

test('the pages: one question where the notice leads, original beside translation, and nothing for others', async () => {
  const id = await published({ title_en: 'A dryer', summary_en: 'Dries.' })
  const confirmation = await pages.get(`/en/my/listings/${id}/confirmation`, lan)
  expect(confirmation.body).toContain(`action="/en/my/listings/${id}/confirmation"`)
  expect(confirmation.body).toContain('Every 90 days')
  const side = await pages.get(`/en/my/listings/${id}/translation`, minh)
  expect(side.body).toContain('Máy sấy lạnh rau quả')
  expect(side.body).toContain('value="A dryer"')
  for (const page of ['confirmation', 'translation']) expect([(await pages.get(`/vi/my/listings/${id}/${page}`, stranger)).statusCode, (await pages.get(`/vi/my/listings/${id}/${page}`, vy)).statusCode]).toEqual([404, 404])
  const sent = await pages.post(`/en/my/listings/${id}/confirmation`, { version: 1 }, lan)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `/en/offers/${id}?done=listing_confirmed`])
  expect((await pages.post(`/vi/my/listings/${id}/translation`, { version: 1, title: '' }, lan)).statusCode).toBe(422)
})
