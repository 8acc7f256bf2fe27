import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { bibtex, orcidJson, orcidXml } from '../../../tests/publications.ts'
import { multipart as fileForm } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { openStorage } from '../../platform/storage.ts'
import { confirmImport, declareConflict, proposeImport, publishProfile, removePublication, SaveProfile, saveProfile, SavePublication, savePublication, unpublishProfile, withdrawConflict } from './commands.ts'
import { expertFor, expertList, ownExpert } from './queries.ts'
import { expertRoutes } from './routes.tsx'
import type { Work } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-experts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { db } = await testDatabase()
const storage = openStorage(folder)
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation: institute, name: 'Nguyễn Thị Lan' }), other = await aPerson(db, { name: 'Trần Văn Hòa' })
const staff = { moderator: await aPerson(db, { staff: ['moderator'] }), officer: await aPerson(db, { staff: ['deal_officer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }) }
const profile = (some: object = {}) => SaveProfile.parse({ version: 0, headline_vi: 'Sấy và bảo quản nông sản', headline_en: '', bio_vi: 'Ba mươi năm.', bio_en: '', research_fields: ['203'], languages: ['vi', 'en'], availability: 'limited', available_from: '2026-05-01', organisation_id: '', orcid: '', ...some })
const codeOf = (work: Promise<unknown>): Promise<string | null> => work.then(() => null, (error) => error.refusal?.code ?? error.issues?.[0]?.message ?? String(error))
const aWork = (title: string, some: Partial<Work> = {}): Work => ({ title, authors: '', venue: '', year: 2020, doi: '', url: '', ...some })
/** A person with a profile, public unless told. */
async function anExpert({ open = true, ...some }: { open?: boolean; name?: string; headline_vi?: string; research_fields?: string[]; languages?: string[]; availability?: string } = {}) {
  const { name, ...content } = some
  const actor = await aPerson(db, name ? { name } : {})
  const ctx = ctxOf(db, actor)
  const id = await saveProfile(ctx, profile(content))
  if (open) await publishProfile(ctx, { version: 1, consent: 'yes' })
  return { id, actor, ctx }
}
const seenBy = async (id: number, actor: Actor) => codeOf(expertFor(ctxOf(db, actor), id))

describe('A profile', () => {
  const ctx = ctxOf(db, lan)
  test('is made by its person; a stranger is asked to sign in', async () => {
    expect(await codeOf(saveProfile(ctxOf(db, anonymous), profile()))).toBe('sign_in_first')
    const id = await saveProfile(ctx, profile({ organisation_id: institute, orcid: 'https://orcid.org/0000-0002-1825-0097' }))
    expect((await ownExpert(ctx.db, lan.person_id!))?.expert).toMatchObject({ id, orcid: '0000-0002-1825-0097', available_from: '2026-05-01', organisation: { id: institute, name_vi: 'Viện Cơ điện' }, published_at: null, version: 1 })
  })
  test('made twice at once is one, and neither overwrites the other unseen', async () => {
    const twice = ctxOf(db, await aPerson(db))
    const both = await Promise.all([codeOf(saveProfile(twice, profile({ headline_vi: 'Một' }))), codeOf(saveProfile(twice, profile({ headline_vi: 'Hai' })))])
    expect(both.filter((code) => code === null).length).toBeGreaterThanOrEqual(1)
    expect((await db.selectFrom('expert').select('id').where('person_id', '=', twice.actor.person_id!).execute()).length).toBe(1)
    const version = (await ownExpert(twice.db, twice.actor.person_id!))!.expert.version
    const next = await Promise.all([codeOf(saveProfile(twice, profile({ version, headline_vi: 'Ba' }))), codeOf(saveProfile(twice, profile({ version, headline_vi: 'Bốn' })))])
    expect(next.toSorted()).toEqual([null, 'profile_changed_meanwhile'].toSorted())
  })
  test.each([
    [{ orcid: '0000-0002-1825-0098' }, 'orcid'], [{ languages: ['xx'] }, 'unknown_code'], [{ research_fields: ['1', '2', '3', '4', '5', '6'] }, 'too_many:5'], [{ available_from: '2026-02-30' }, 'day'], [{ headline_vi: 'a\nb' }, 'one_line'], [{ availability: 'x' }, 'choose'],
  ])('with %j is refused at its field', (some, message) => {
    try { profile(some); expect.unreachable() } catch (error) { expect((error as { issues: { message: string }[] }).issues[0]?.message).toBe(message) }
  })
  test('names only fields that there are, and organisations of one’s own', async () => {
    expect(await codeOf(saveProfile(ctx, profile({ version: 1, research_fields: ['999'] })))).toBe('unknown_code')
    expect(await codeOf(saveProfile(ctx, profile({ version: 1, organisation_id: await anOrganisation(db) })))).toBe('not_your_organisation')
  })
  test('is public from its person’s consent until they take it back, and what is public stays complete', async () => {
    const { id, ctx: own, actor } = await anExpert({ open: false, research_fields: [] })
    expect(await codeOf(publishProfile(own, { version: 1 }))).toBe('profile_consent_needed')
    expect(await codeOf(publishProfile(own, { version: 1, consent: 'yes' }))).toBe('incomplete_profile')
    await saveProfile(own, profile({ version: 1 }))
    expect(await codeOf(publishProfile(own, { version: 1, consent: 'yes' }))).toBe('profile_changed_meanwhile')
    expect(await codeOf(publishProfile({ ...own, actor: { ...actor, acted_by: { person_id: staff.moderator.person_id!, name: 'Quân' } } }, { version: 2, consent: 'yes' }))).toBe('in_person_only')
    expect(await seenBy(id, anonymous)).toBe('not_found')
    await Promise.all([publishProfile(own, { version: 2, consent: 'yes' }), publishProfile(own, { version: 2, consent: 'yes' })])
    expect(await seenBy(id, anonymous)).toBeNull()
    expect(await db.selectFrom('expert').select(['consented_at', 'published_at']).where('id', '=', id).executeTakeFirst()).toEqual({ consented_at: noon, published_at: noon })
    expect(await codeOf(saveProfile(own, profile({ version: 2, languages: [] })))).toBe('incomplete_profile')
    await unpublishProfile(own)
    await unpublishProfile(own)
    for (const reader of [anonymous, other]) expect(await seenBy(id, reader)).toBe('not_found')
    expect((await db.selectFrom('event').select('type').where('subject', '=', `expert:${id}`).orderBy('id').execute()).map(({ type }) => type)).toEqual(['expert.profile_saved', 'expert.profile_saved', 'expert.published', 'expert.unpublished'])
  })
  test('names an organisation only while its person is a member there', async () => {
    const own = ctxOf(db, await aPerson(db, { organisation: institute }))
    const id = await saveProfile(own, profile({ organisation_id: institute }))
    await publishProfile(own, { version: 1, consent: 'yes' })
    expect((await expertFor(ctxOf(db), id)).expert.organisation?.id).toBe(institute)
    await db.deleteFrom('membership').where('person_id', '=', own.actor.person_id!).execute()
    expect((await expertFor(ctxOf(db), id)).expert.organisation).toBeNull()
  })
})

describe('Who reads what, by the program and by the database itself', () => {
  test('a profile that is not public: its person and the Exchange’s people', async () => {
    const { id, actor } = await anExpert({ open: false })
    for (const reader of [actor, ...Object.values(staff)]) expect(await seenBy(id, reader)).toBeNull()
    for (const reader of [anonymous, other]) {
      expect(await seenBy(id, reader)).toBe('not_found')
      expect(await readAs(db, reader).selectFrom('expert').select('id').where('id', '=', id).execute()).toEqual([])
    }
  })
  test('conflicts of interest: the same, of public profiles too; everybody else reads how many', async () => {
    const { id, ctx, actor } = await anExpert()
    const key = randomUUID()
    const conflict = { request_key: key, organisation_id: institute, party: '', nature: 'funding' as const, since: '2024-01-01', until: null, note: 'Đề tài cấp bộ' }
    await Promise.all([declareConflict(ctx, conflict), declareConflict(ctx, conflict)])
    await declareConflict(ctx, { ...conflict, request_key: randomUUID(), organisation_id: null, party: 'Người nhà' })
    for (const reader of [actor, ...Object.values(staff)]) expect((await expertFor(ctxOf(db, reader), id)).conflicts).toHaveLength(2)
    for (const reader of [anonymous, other]) {
      expect(await expertFor(ctxOf(db, reader), id)).toMatchObject({ conflicts: null, declared: 2 })
      expect(await readAs(db, reader).selectFrom('conflict_of_interest').selectAll().execute()).toEqual([])
    }
    const conflict_id = (await expertFor(ctx, id)).conflicts![0]!.id
    const thief = await anExpert()
    await withdrawConflict(thief.ctx, { conflict_id })
    expect((await expertFor(ctxOf(db), id)).declared).toBe(2)
    await withdrawConflict(ctx, { conflict_id })
    await withdrawConflict(ctx, { conflict_id })
    expect((await expertFor(ctxOf(db), id)).declared).toBe(1)
    expect((await expertFor(ctxOf(db, staff.inspector), id)).conflicts).toHaveLength(2)
    await unpublishProfile(ctx)
    expect((await readAs(db, anonymous).selectNoFrom((is) => is.fn<number>('declared_conflicts', [is.val(id)]).as('n')).executeTakeFirstOrThrow()).n).toBe(0)
  })
  test('nobody changes another’s profile, publications or declarations, even with a query of their own', async () => {
    const { id } = await anExpert()
    for (const reader of [anonymous, other, ...Object.values(staff)]) {
      const theirs = readAs(db, reader)
      expect((await theirs.updateTable('expert').set({ headline_vi: 'x' }).where('id', '=', id).executeTakeFirst()).numUpdatedRows).toBe(0n)
      await expect(theirs.insertInto('expert_publication').values({ ...aWork('x'), expert_id: id, source: 'typed', title_key: 'x', added_at: noon }).execute()).rejects.toThrow(/row-level security/)
      await expect(theirs.insertInto('conflict_of_interest').values({ expert_id: id, organisation_id: null, party: 'x', nature: 'other', since: null, until: null, note: '', request_key: randomUUID(), declared_at: noon, withdrawn_at: null }).execute()).rejects.toThrow(/row-level security/)
    }
  })
})

describe('The directory', async () => {
  const drying = await anExpert({ name: 'Đặng Thị Huệ', headline_vi: 'Sấy lạnh dược liệu', research_fields: ['203', '20305'], availability: 'unavailable' })
  const robots = await anExpert({ name: 'Bùi Quốc Khánh', headline_vi: 'Rô bốt hàn', research_fields: ['202'], languages: ['vi', 'ja'], availability: 'available' })
  await anExpert({ name: 'Đặng Kín', headline_vi: 'Sấy lạnh dược liệu', open: false })
  const found = async (some: object, reader: Actor = anonymous) => (await expertList(ctxOf(db, reader).db, { q: '', field: '', language: '', availability: null, page: 1, ...some })).rows.map(({ name }) => name)
  test('is searched by words as people type them, field, language and availability', async () => {
    for (const reader of [anonymous, staff.administrator]) expect(await found({ q: 'dang duoc LIEU' }, reader)).toEqual(['Đặng Thị Huệ'])
    expect(await found({ q: 'rô-bốt' })).toEqual(['Bùi Quốc Khánh'])
    expect(await found({ field: '203', q: 'huệ' })).toEqual(['Đặng Thị Huệ'])
    expect(await found({ field: '2', q: 'khanh' })).toEqual(['Bùi Quốc Khánh'])
    expect(await found({ language: 'ja' })).toEqual(['Bùi Quốc Khánh'])
    expect(await found({ availability: 'unavailable' })).toEqual(['Đặng Thị Huệ'])
    expect(await found({ q: '%_' })).toEqual(await found({}))
    expect((await found({}))[0]).toBe('Bùi Quốc Khánh')
  })
  test('loses whoever takes their consent back, at once', async () => {
    await unpublishProfile(robots.ctx)
    expect(await found({ language: 'ja' })).toEqual([])
    expect(await seenBy(drying.id, anonymous)).toBeNull()
  })
})

describe('Publications', () => {
  const typed = (some: object) => SavePublication.parse({ publication_id: '', title: 'Sấy lạnh', authors: '', venue: '', url: '', year: '2020', doi: '', ...some })
  test('are added, changed and removed by hand; the same work twice is refused', async () => {
    const { ctx, actor } = await anExpert()
    const titles = async () => (await ownExpert(ctx.db, actor.person_id!))!.publications.map(({ title }) => title)
    await savePublication(ctx, typed({ doi: 'https://doi.org/10.5555/A' }))
    expect(await codeOf(savePublication(ctx, typed({ title: 'Khác', doi: '10.5555/a' })))).toBe('publication_known')
    expect((await Promise.all([codeOf(savePublication(ctx, typed({ title: 'Mới' }))), codeOf(savePublication(ctx, typed({ title: 'MỚI' })))])).toSorted()).toEqual([null, 'publication_known'].toSorted())
    const { id } = (await ownExpert(ctx.db, actor.person_id!))!.publications[0]!
    await savePublication(ctx, typed({ publication_id: id, title: 'Đã sửa' }))
    expect(await codeOf(savePublication((await anExpert()).ctx, typed({ publication_id: id })))).toBe('not_found')
    expect((await titles()).toSorted()).toContain('Đã sửa')
    await removePublication((await anExpert()).ctx, { publication_id: id })
    expect(await titles()).toHaveLength(2)
    await removePublication(ctx, { publication_id: id })
    await removePublication(ctx, { publication_id: id })
    expect(await titles()).toHaveLength(1)
  })
  test('from a file are looked at first; confirmed twice at once they are there once, and the same file again changes nothing', async () => {
    const { ctx, actor, id } = await anExpert()
    const own = async () => (await ownExpert(ctx.db, actor.person_id!))!
    const propose = async (works: Work[]) => { const key = randomUUID(); await proposeImport(ctx, { key, source: 'orcid', file_name: 'orcid.json', works, problems: [] }); return key }
    const works = [aWork('Một', { doi: '10.5555/1' }), aWork('Hai'), aWork('HAI'), aWork('Ba', { year: null })]
    const key = await propose(works)
    expect(await own()).toMatchObject({ publications: [], waiting: { fresh: [{ title: 'Một' }, { title: 'Hai' }, { title: 'Ba' }], repeated: 1 } })
    expect(await readAs(db, other).selectFrom('publication_import').selectAll().execute()).toEqual([])
    expect(await codeOf(confirmImport((await anExpert()).ctx, { key }))).toBe('import_gone')
    expect((await Promise.all([codeOf(confirmImport(ctx, { key })), codeOf(confirmImport(ctx, { key }))])).toSorted()).toEqual([null, 'import_gone'].toSorted())
    const before = (await own()).publications
    expect(before.map(({ title }) => title).toSorted()).toEqual(['Ba', 'Hai', 'Một'])
    await confirmImport(ctx, { key: await propose(works) })
    expect((await own()).publications).toEqual(before)
    expect((await db.selectFrom('event').select('data').where('subject', '=', `expert:${id}`).where('type', '=', 'expert.publications_imported').orderBy('id').execute()).map(({ data }) => data)).toEqual([expect.objectContaining({ added: 3, known: 1 }), expect.objectContaining({ added: 0, known: 4 })])
    const many = await propose(Array.from({ length: 998 }, (_, i) => aWork(`Số ${i}`)))
    expect(await codeOf(confirmImport(ctx, { key: many }))).toBe('too_many_publications')
    expect((await own()).publications, 'nothing half-written').toEqual(before)
  })
})

describe('Pages', async () => {
  let server!: FastifyInstance
  const pages = await openPages(db, (app) => expertRoutes(app, { storage }), { root: (app) => { server = app; void app.register(multipart); app.decorateRequest('checkFormToken', () => {}) } })
  const checker = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'], rules: { 'no-inline-style': 'error', 'long-title': 'off', 'require-sri': 'off', 'doctype-style': 'off', 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-implicit-button-type': 'off', 'prefer-native-element': 'off', 'no-trailing-whitespace': 'off', 'valid-autocomplete': 'off' } })
  const sound = async (html: string) => { const { results } = await checker.validateString(html); expect(results.flatMap(({ messages }) => messages.map(({ message, line, ruleId }) => `${ruleId} ${line}: ${message}`))).toEqual([]) }
  const send = async (as: Actor, name: string, content: string) => {
    await pages.get('/vi/experts', as) // whoever asked last is the visitor
    const { headers, payload } = await fileForm({}, { name, type: 'application/octet-stream', content })
    return server.inject({ method: 'POST', url: '/vi/my/expert/import', headers: { ...headers, cookie: 'techex.session_token=x' }, payload })
  }
  test('from nothing to a public profile, in both languages, without a script', async () => {
    const maker = await aPerson(db, { organisation: institute, name: 'Phạm Thị Mới' })
    for (const locale of ['vi', 'en']) await sound((await pages.get(`/${locale}/my/expert`, maker)).body)
    for (const path of ['import', 'conflicts', 'publications/new']) expect((await pages.get(`/vi/my/expert/${path}`, maker)).statusCode).toBe(404)
    const empty = await pages.post('/vi/my/expert/edit', { version: 0, availability: 'available', orcid: '123' }, maker)
    expect(empty.statusCode).toBe(422)
    expect(empty.body).toContain('Mã ORCID chưa đúng')
    await sound(empty.body)
    expect((await pages.post('/vi/my/expert/edit', { version: 0, headline_vi: 'Thủy canh <b>', headline_en: '', bio_vi: '', bio_en: '', research_fields: '401', languages: 'vi', availability: 'available', organisation_id: institute }, maker)).statusCode).toBe(303)
    const unwilling = await pages.post('/vi/my/expert/publish', { version: 1 }, maker)
    expect(unwilling.body).toContain('chỉ được công khai khi bạn đánh dấu đồng ý')
    expect((await pages.post('/vi/my/expert/publish', { version: 1, consent: 'yes' }, maker)).headers.location).toBe('/vi/my/expert?done=published')
    for (const [name, content] of [['a.json', JSON.stringify(orcidJson)], ['a.xml', orcidXml], ['a.bib', bibtex]] as const) {
      expect((await send(maker, name, content)).statusCode, name).toBe(303)
      for (const locale of ['vi', 'en']) { const preview = await pages.get(`/${locale}/my/expert/import`, maker); await sound(preview.body) }
      const key = /name="key" value="([^"]+)"/.exec((await pages.get('/vi/my/expert/import', maker)).body)?.[1]
      expect(key !== undefined, name).toBe(name !== 'a.xml') // the XML tells of a work the JSON had already
      if (key) expect((await pages.post('/vi/my/expert/import/confirmation', { key }, maker)).statusCode).toBe(303)
    }
    expect(readdirSync(join(folder, 'arriving'))).toEqual([])
    expect((await pages.post('/vi/my/expert/conflicts', { request_key: randomUUID(), party: 'Công ty Tên Kín', nature: 'family', since: '', until: '', note: 'Em ruột' }, maker)).statusCode).toBe(303)
    const { expert, publications } = (await ownExpert(db, maker.person_id!))!
    expect(publications).toHaveLength(5)
    for (const locale of ['vi', 'en']) {
      const open = await pages.get(`/${locale}/experts/${expert.id}`)
      await sound(open.body)
      expect(open.body).toContain('Thủy canh &lt;b>')
      expect(open.body).not.toMatch(/Tên Kín|Em ruột|javascript:/)
      for (const path of ['experts?q=thuy+canh', 'my/expert', 'my/expert/edit', 'my/expert/conflicts?find=vien', 'my/expert/publications/new', `my/expert/publications/${publications[0]!.id}`]) { const page = await pages.get(`/${locale}/${path}`, maker); expect(page.statusCode).toBe(200); await sound(page.body) }
    }
    expect((await pages.get(`/vi/experts/${expert.id}`)).body).toContain('đã khai báo 1 mối quan hệ')
    for (const reader of [maker, staff.officer, staff.observer]) expect((await pages.get(`/vi/experts/${expert.id}`, reader)).body).toContain('Công ty Tên Kín')
    await pages.post('/vi/my/expert/unpublish', {}, maker)
    expect((await pages.get(`/vi/experts/${expert.id}`)).statusCode).toBe(404)
  })
  test('a file of somebody else’s record, of nothing, or of another kind is refused in words, and nothing waits', async () => {
    const { actor } = await anExpert()
    await db.updateTable('expert').set({ orcid: '0000-0002-1694-233X' }).where('person_id', '=', actor.person_id!).execute()
    for (const [name, content, words] of [['a.json', JSON.stringify(orcidJson), /khác với mã ORCID/], ['a.bib', '% không có gì', /không có công bố/], ['a.json', '{}', /Không đọc được tệp này/], ['a.xml', '<html/>', /Không đọc được tệp này/], ['a.pdf', '%PDF-1.7\n%%EOF', /Loại tệp này không nhận được/], ['a.bib', 'x'.repeat(2_200_000), /Tệp quá lớn/]] as const) {
      const answer = await send(actor, name, content)
      expect(answer.statusCode, name).toBe(409)
      expect(answer.body).toMatch(words)
    }
    expect(await db.selectFrom('publication_import').selectAll().where('expert_id', '=', (await ownExpert(db, actor.person_id!))!.expert.id).execute()).toEqual([])
    expect((await send(other, 'a.bib', bibtex)).statusCode).toBe(404)
    expect((await send(anonymous, 'a.bib', bibtex)).statusCode).toBe(303)
  })
  test('whatever is uploaded or asked for, the answer is never an error of ours', async () => {
    const { actor, id } = await anExpert()
    await fc.assert(fc.asyncProperty(fc.constantFrom('a.bib', 'a.json', 'a.xml'), fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('@article{a,', 'title={', '}', '<record><works><group>', '{"works":{"group":[{"work-summary":[{"title":{"title":{"value":"', '\\u0000\\ud800"}}}]}]}}', '</group></works></record>'), fc.jsonValue().map((value) => JSON.stringify(value))), { maxLength: 12 }), async (name, parts) => {
      const answer = await send(actor, name, parts.join(''))
      expect([303, 409]).toContain(answer.statusCode)
      if (answer.statusCode === 303) expect((await pages.get('/vi/my/expert/import', actor)).statusCode).toBe(200)
    }), { numRuns: 60 })
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom('q', 'field', 'language', 'availability', 'page', 'find'), fc.string({ unit: 'grapheme', maxLength: 40 })), async (query) => {
      expect((await pages.get(`/vi/experts?${new URLSearchParams(query)}`)).statusCode).toBe(200)
      expect((await pages.get(`/vi/my/expert/conflicts?${new URLSearchParams(query)}`, actor)).statusCode).toBe(200)
    }), { numRuns: 60 })
    await fc.assert(fc.asyncProperty(fc.constantFrom('edit', 'publish', 'conflicts', 'publications/new', 'import/confirmation'), fc.dictionary(fc.constantFrom('version', 'headline_vi', 'research_fields', 'languages', 'availability', 'available_from', 'organisation_id', 'orcid', 'title', 'year', 'doi', 'url', 'key', 'request_key', 'party', 'nature', 'since', 'until', 'consent'), fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('1', '2147483648', '2026-02-31', 'vi', 'other', 'available', 'yes', '99999999999'))), async (path, form) => {
      expect((await pages.post(`/vi/my/expert/${path}`, form, actor)).statusCode).toBeLessThan(500)
    }), { numRuns: 120 })
    expect((await pages.get(`/vi/experts/${id}`)).statusCode).toBe(200)
  }, 120_000)
})
