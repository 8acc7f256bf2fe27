import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { etagOf } from '../../platform/etags.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { logHeads } from '../audit/sealing.ts'
import { expertFor } from '../experts/queries.ts'
import { type Figures as Counted, figures, sparing } from '../figures/queries.ts'
import { cardsOf, listingFor } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { pageSize, search, SearchAddress, sorts } from '../listings/search.ts'
import { trlBands } from '../listings/rules.ts'
import { collectionOf, listingsIn, publishedCollections } from '../promotion/queries.ts'
import { organisationKinds } from '../organisations/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { codeLists } from '../taxonomy/schema.ts'
import { answers, type ApiParts, Language, languageOf, linkNext, nextCursor, numbered, NumberedPage, Paged, pageOf, sliceOf } from './answering-routes.ts'
import { listOf, placeOf } from './cursors.ts'
import { expertIds, organisationNow, organisationsAfter } from './list-queries.ts'
import { Card, Code, Collection, Expert, Figures, Listing, LogHead, Organisation, shownCard, shownCollection, shownExpert, shownListing } from './operations.ts'

/** One value of a parameter, or several. */
const several = <T extends z.ZodType>(item: T, says: string) => z.union([item, z.array(item).max(20)]).optional().describe(says)

/** What everybody may read. A key changes only whose drafts are found under their number. */
export function marketOperations(plain: FastifyInstance, parts: ApiParts): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  api.get('/v1/listings', { schema: {
    tags: ['Listings'], operationId: 'searchListings', summary: 'Search published offers and needs', 'x-vi': 'Tìm chào bán và nhu cầu đã công bố',
    description: 'The same search as the page /search: Vietnamese with or without diacritics, English, "phrases" and -exclusions. Later pages show the market as it was when the first was asked for.',
    querystring: Paged.omit({ limit: true }).extend(NumberedPage.shape).extend(Language.shape).extend({
      q: z.string().max(400).default('').describe('Words.').meta({ examples: ['máy sấy lạnh'] }), kind: z.enum(listingKinds).optional(), field: several(z.string().regex(/^\d{1,5}$/), 'Research fields, by code; a broad one holds its narrower ones.'),
      trl: several(z.enum(Object.keys(trlBands) as ['early', 'middle', 'ready']), 'Readiness: early 1–3, middle 4–6, ready 7–9.'), form: several(z.string().max(60), 'Forms of transfer, by code.'),
      organisation: several(z.enum(organisationKinds), 'Kinds of organisation.'), source: several(z.string().max(60), 'Where listings come from; techex: published here.'), evidence: z.enum(['1', '2', '3', '4']).optional().describe('At least this grade of evidence.'), sort: z.enum(sorts).optional(),
    }),
    response: answers(200, z.object({ total: z.number().int(), exact: z.number().int().describe('How many hold every word asked for; the others hold most of them.'), corrected: z.string().nullable().describe('What was searched instead, where words were taken for typing errors.'), page: z.number().int(), page_size: z.number().int(), listings: z.array(Card), next_cursor: nextCursor }), 'One page of what was found.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const { cursor, page: numberedPage, language, ...asked } = query
    const place = cursor === undefined ? null : placeOf(parts.secret, listOf(request.url.split('?')[0] ?? '', { language, ...asked }), cursor)
    const page = Number(place?.[0] ?? numberedPage ?? 1)
    const found = await search(ctx.db, SearchAddress.parse({ ...asked, page, ...(place ? { as_of: place[1] } : {}) }), ctx.now())
    const more = page * pageSize < found.total && page < 500
    const shown = { total: found.total, exact: found.exact, corrected: found.corrected, page, page_size: pageSize, listings: (await cardsOf(ctx.db, found.ids, languageOf(request, language))).map(shownCard) }
    // The cursor holds the moment of asking; a page that differs in nothing else is the same page.
    void reply.header('etag', `W/${etagOf(JSON.stringify([shown, more]))}`)
    return { ...shown, next_cursor: more ? linkNext(request, reply, parts, query, [page + 1, found.asOf]) : null }
  })
  api.get('/v1/listings/:id', { schema: {
    tags: ['Listings'], operationId: 'getListing', summary: 'One offer or need, whole', 'x-vi': 'Một tin, đầy đủ', description: 'Published ones are everybody’s; with the scope listings, drafts of the key’s organisation too.', params: numbered('id'), response: answers(200, Listing, 'The listing.'),
  } }, async (request) => shownListing(await listingFor(request.ctx, request.params.id)))

  api.get('/v1/organisations', { schema: {
    tags: ['Organisations'], operationId: 'listOrganisations', summary: 'Organisations by name', 'x-vi': 'Các tổ chức theo tên', querystring: Paged.extend(NumberedPage.shape).extend({ q: z.string().max(200).default('').describe('Words of the name.') }),
    response: answers(200, z.object({ total: z.number().int(), organisations: z.array(Organisation), next_cursor: nextCursor }), 'One page of organisations.'),
  } }, async (request, reply) => {
    const { query, ctx } = request
    const { rows, total } = await organisationsAfter(ctx.db, query.q, sliceOf(request, parts, query))
    const { rows: organisations, next_cursor } = pageOf(request, reply, parts, query, rows, (row) => [row.search_name, row.id])
    return { total, organisations, next_cursor }
  })
  api.get('/v1/organisations/:id', { schema: {
    tags: ['Organisations'], operationId: 'getOrganisation', summary: 'One organisation', 'x-vi': 'Một tổ chức', description: 'One that has become part of another is answered with that one.', params: numbered('id'), response: answers(200, Organisation, 'The organisation.'),
  } }, async (request) => organisationNow(request.ctx.db, request.params.id))

  api.get('/v1/experts', { schema: {
    tags: ['Experts'], operationId: 'listExperts', summary: 'Experts who agreed to be found', 'x-vi': 'Chuyên gia đã công khai hồ sơ',
    querystring: Paged.extend({ q: z.string().max(200).default('').describe('Words of the name or profile.'), field: z.string().regex(/^\d{1,5}$/).optional().describe('A research field, by code.') }),
    response: answers(200, z.object({ experts: z.array(Expert), next_cursor: nextCursor }), 'One page of experts.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const { rows, next_cursor } = pageOf(request, reply, parts, query, await expertIds(ctx.db, query, sliceOf(request, parts, query)), (id) => [id])
    const experts = []
    for (const id of rows) experts.push(shownExpert((await expertFor(ctx, id)).expert))
    return { experts, next_cursor }
  })
  api.get('/v1/experts/:id', { schema: {
    tags: ['Experts'], operationId: 'getExpert', summary: 'One expert', 'x-vi': 'Một chuyên gia', params: numbered('id'), response: answers(200, Expert, 'The expert.'),
  } }, async (request) => {
    const { expert } = await expertFor(request.ctx, request.params.id)
    // A profile its own person has not published is theirs on their page, and no program's.
    return expert.published_at ? shownExpert(expert) : refuse({ code: 'not_found' })
  })

  api.get('/v1/collections', { schema: {
    tags: ['Collections'], operationId: 'listCollections', summary: 'Collections of the Exchange', 'x-vi': 'Các bộ sưu tập của Sàn', response: answers(200, z.object({ collections: z.array(Collection) }), 'All that have something on the market, at most 200, the latest first.'),
  } }, async (request) => ({ collections: (await publishedCollections(request.ctx.db)).map(shownCollection) }))
  api.get('/v1/collections/:slug', { schema: {
    tags: ['Collections'], operationId: 'getCollection', summary: 'One collection with its listings', 'x-vi': 'Một bộ sưu tập và các tin trong đó', params: z.object({ slug: z.string().max(60).meta({ examples: ['say-nong-san'] }) }), querystring: Language,
    response: answers(200, Collection.extend({ cards: z.array(Card).describe('In the order its maker gave them.') }).meta({ id: 'CollectionWithListings' }), 'The collection.'),
  } }, async (request) => {
    const { ctx, params, query } = request
    const collection = found(await collectionOf(ctx.db, params.slug))
    return { ...shownCollection(collection), cards: (await cardsOf(ctx.db, await listingsIn(ctx.db, collection.id), languageOf(request, query.language))).map(shownCard) }
  })

  api.get('/v1/code-lists', { schema: {
    tags: ['Reference'], operationId: 'listCodeLists', summary: 'The code lists there are', 'x-vi': 'Các bảng mã', response: answers(200, z.object({ code_lists: z.array(z.object({ list: z.enum(codeLists), codes: z.number().int() })) }), 'Their names and lengths.'),
  } }, async (request) => {
    const taxonomy = await taxonomyOf(request.ctx.db)
    return { code_lists: codeLists.map((list) => ({ list, codes: taxonomy.list(list).length })) }
  })
  api.get('/v1/code-lists/:list', { schema: {
    tags: ['Reference'], operationId: 'getCodeList', summary: 'One code list', 'x-vi': 'Một bảng mã', params: z.object({ list: z.enum(codeLists) }), response: answers(200, z.object({ list: z.enum(codeLists), codes: z.array(Code) }), 'The codes that may be chosen.'),
  } }, async (request) => {
    const { list } = request.params
    return { list, codes: [...(await taxonomyOf(request.ctx.db)).list(list)] }
  })
  api.get('/v1/figures', { schema: { tags: ['Reference'], operationId: 'getFigures', summary: 'The Exchange in figures', 'x-vi': 'Số liệu của Sàn', response: answers(200, Figures, 'The figures.') } }, async (request) => sparing<Omit<Counted, 'value'> & { value: number | null }>(await figures(request.ctx.db)))
  api.get('/v1/log-heads', { schema: {
    tags: ['Reference'], operationId: 'listLogHeads', summary: 'The heads of the log that cannot be changed unnoticed', 'x-vi': 'Dấu chốt từng ngày của nhật ký không sửa được', description: 'The latest day first. The page /log says how to check them.',
    querystring: Paged, response: answers(200, z.object({ log_heads: z.array(LogHead), next_cursor: nextCursor }), 'One page of heads.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const { after } = sliceOf(request, parts, query)
    const { rows, next_cursor } = pageOf(request, reply, parts, query, await logHeads(ctx.db, { before: after === null ? null : String(after[0]), limit: query.limit + 1 }), ({ day }) => [day])
    return { log_heads: rows.map(({ closed_at, ...head }) => ({ ...head, closed_at: closed_at?.toISOString() ?? null })), next_cursor }
  })
}
