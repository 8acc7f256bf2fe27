import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { guideRoutes, siteRoutes } from './routes.tsx'
import { placesPerFile } from './rules.ts'

const { db } = await testDatabase()
const { get } = await openPages(db, guideRoutes, { root: (app) => siteRoutes(app, 'http://localhost:3000') })
const publish = (organisation_id: number, kind: 'offer' | 'need', state: 'published' | 'draft' = 'published') =>
  db.insertInto('listing').values({ kind, state, organisation_id, created_by: null, original_language: 'vi', trl: null, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null, source_name: null, source_key: null, source_sha256: null, submitted_at: null, published_at: noon, closed_at: null, created_at: noon, updated_at: noon })
    .returning('id').executeTakeFirstOrThrow().then(({ id }) => id)

test.each(['/vi/about', '/en/about', '/vi/help', '/en/help'])('%s can be read by everyone, is indexed, has one h1 and stays small', async (url) => {
  const { statusCode, body } = await get(url)
  expect(statusCode).toBe(200)
  expect(body).not.toContain('noindex')
  expect(body).toContain('hreflang="x-default"')
  expect(body.match(/<h1/g)).toHaveLength(1)
  expect(body).not.toContain('undefined')
  expect(brotliCompressSync(body).length).toBeLessThan(20_000)
})
test('help explains the ten questions, every step of a deal and every readiness level, and its table of contents leads somewhere', async () => {
  for (const locale of ['vi', 'en']) {
    const { body } = await get(`/${locale}/help`)
    expect(body.match(/<li><strong>/g)).toHaveLength(10)
    expect(body.match(/<th scope="row">/g)).toHaveLength(8 + 9 + 7)
    for (const [, id] of body.matchAll(/<li><a href="#([a-z]+)">/g)) expect(body).toContain(`<section id="${id}"`)
  }
})
test('robots leave the pages of persons alone and are told of the sitemap', async () => {
  const { body, headers } = await get('/robots.txt')
  expect(headers['content-type']).toContain('text/plain')
  for (const path of ['work', 'my', 'deals', 'moderation', 'administration', 'sign-in']) for (const locale of ['vi', 'en']) expect(body.split('\n')).toContain(`Disallow: /${locale}/${path}`)
  expect(body).toContain('Sitemap: http://localhost:3000/sitemap.xml')
})
test('the sitemap names what is published, in both languages, and nothing else', async () => {
  const [active, silent] = [await anOrganisation(db), await anOrganisation(db)]
  const [offer, need, draft] = [await publish(active, 'offer'), await publish(active, 'need'), await publish(silent, 'offer', 'draft')]
  const index = (await get('/sitemap.xml')).body
  const files = [...index.matchAll(/<loc>http:\/\/localhost:3000(.*?)<\/loc>/g)].map(([, path]) => path ?? '')
  expect(files).toEqual(['/sitemaps/pages.xml', '/sitemaps/listings-0.xml', '/sitemaps/organisations-0.xml'])
  const all = (await Promise.all(files.map(async (path) => (await get(path)).body))).join('')
  const places = [...all.matchAll(/<loc>http:\/\/localhost:3000(.*?)<\/loc>/g)].map(([, path]) => path)
  for (const locale of ['vi', 'en']) {
    for (const path of ['', '/about', `/offers/${offer}`, `/needs/${need}`, `/organisations/${active}`]) expect(places).toContain(`/${locale}${path}`)
    for (const path of [`/offers/${draft}`, `/organisations/${silent}`]) expect(places).not.toContain(`/${locale}${path}`)
  }
  expect(all).toContain(`<xhtml:link rel="alternate" hreflang="en" href="http://localhost:3000/en/needs/${need}"/>`)
  expect(placesPerFile * 2).toBeLessThanOrEqual(50_000)
})
test.each(['/sitemaps/listings-7.xml', '/sitemaps/people-0.xml', '/sitemaps/listings-99999999.xml', '/sitemaps/..%2F..%2Fetc'])('%s does not exist', async (url) => {
  expect((await get(url)).statusCode).toBe(404)
})
