import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { locales } from '../../platform/locale.ts'
import { ChangeListing, changeListing, closeListing, DraftListing, draftListing, submitListing, withdrawListing } from '../listings/commands.ts'
import { ConfirmListing, confirmListing } from '../listings/confirmation-commands.ts'
import { SaveStep, saveStep } from '../listings/detail-commands.ts'
import { cardsOf, listingFor, type ListingView } from '../listings/queries.ts'
import { textFields } from '../listings/rules.ts'
import { listingKinds } from '../listings/schema.ts'
import { act, answers, type ApiParts, holding, Language, languageOf, nextCursor, numbered, ownOrganisation, Paged, pageOf, refusals, secured, sliceOf } from './answering-routes.ts'
import { organisationNow, ownListingIds } from './list-queries.ts'
import { detailPath, typedSteps } from './listing-details.ts'
import { Card, type GivenFields, Listing, ListingFields, listingStates, Organisation, shownCard, shownListing } from './operations.ts'

const example = {
  kind: 'offer', texts: { vi: { title: 'Máy sấy lạnh rau quả 200 kg mỗi mẻ', summary: 'Máy sấy bơm nhiệt giữ màu và hương rau quả, tiết kiệm điện so với sấy nóng.' } },
  trl: 7, ip_status: null, price_mode: 'negotiable', research_fields: ['20301'], transfer_forms: [], details: { unit: { vi: 'một mẻ 200 kg' }, cost_own: 450000, sites: [{ place: 'Hợp tác xã rau Vân Nội', since_year: 2024 }] },
}

/** An organisation's own listings: read, drafted, changed, sent to the moderators, taken back and closed, by the commands of the pages. */
export function listingOperations(plain: FastifyInstance, parts: ApiParts): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  const standing = (id: number) => ({ schema: Listing, hold: holding('listing', id), read: async (ctx: Ctx) => shownListing(await listingFor(ctx, id)) })
  const after = (ctx: Ctx, id: number, done: Promise<unknown>) => done.then(async () => ({ body: shownListing(await listingFor(ctx, id)) }))

  api.get('/v1/my/organisation', { config: { scope: 'listings' }, schema: {
    tags: ['Organisations'], operationId: 'getMyOrganisation', summary: 'The organisation this key is of', 'x-vi': 'Tổ chức của khóa này', security: secured, response: answers(200, Organisation, 'The organisation.'),
  } }, (request) => organisationNow(request.ctx.db, ownOrganisation(request)))

  api.get('/v1/my/listings', { config: { scope: 'listings' }, schema: {
    tags: ['Listings'], operationId: 'listMyListings', summary: 'The organisation’s own listings, drafts included', 'x-vi': 'Tin của tổ chức, kể cả bản nháp', security: secured,
    querystring: Paged.extend(Language.shape).extend({ kind: z.enum(listingKinds).optional(), state: z.enum(listingStates).optional() }),
    response: answers(200, z.object({ listings: z.array(Card), next_cursor: nextCursor }), 'One page, the newest first.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const { rows, next_cursor } = pageOf(request, reply, parts, query, await ownListingIds(ctx.db, ownOrganisation(request), query, sliceOf(request, parts, query)), (id) => [id])
    return { listings: (await cardsOf(ctx.db, rows, languageOf(request, query.language))).map(shownCard), next_cursor }
  })

  api.post('/v1/my/listings', { config: { scope: 'listings_write' }, schema: {
    tags: ['Listings'], operationId: 'createListing', summary: 'Draft a listing', 'x-vi': 'Tạo bản nháp', description: 'Nobody else sees a draft. A title in at least one language is all it needs; what a review needs is said when it is submitted.', security: secured,
    body: ListingFields.extend({ kind: z.enum(listingKinds) }).meta({ id: 'NewListing', examples: [example] }), response: answers(201, Listing, 'The draft; Location is its address.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Listing, status: 201,
    work: async (ctx) => {
      const { kind, details, anonymous, ...given } = request.body
      const id = await draftListing(ctx, DraftListing.parse({ ...typed({}, given), kind, request_key: randomUUID(), organisation_id: ctx.actor.organisation_id, form_language: ctx.locale }))
      await saveDetails(ctx, id, { details, anonymous })
      return { body: shownListing(await listingFor(ctx, id)), location: `${parts.publicUrl}/api/v1/listings/${id}` }
    },
  }))
  api.patch('/v1/listings/:id', { config: { scope: 'listings_write', ifMatch: 'needed' }, schema: {
    tags: ['Listings'], operationId: 'changeListing', summary: 'Change a listing', 'x-vi': 'Sửa tin', description: 'Fields left out keep what they were. A published or closed listing becomes a draft again and is reviewed anew; one under review is taken back first. If-Match is needed, so that nobody’s change is written over unseen.', security: secured,
    params: numbered('id'), body: ListingFields, response: answers(200, Listing, 'The listing as it now is.', 428, ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Listing, current: standing(request.params.id),
    work: async (ctx) => {
      const { id } = request.params
      const { details, anonymous, ...given } = request.body
      const before = await listingFor(ctx, id)
      // Where only details are given the basic content is not saved once more.
      if (Object.keys(given).length > 0 || (details === undefined && anonymous === undefined)) await changeListing(ctx, ChangeListing.parse({ ...typed(asTyped(before), given), id, version: before.version, form_language: before.original_language }))
      return after(ctx, id, saveDetails(ctx, id, { details, anonymous }))
    },
  }))
  api.post('/v1/listings/:id/submission', { config: { scope: 'listings_write', ifMatch: 'taken' }, schema: {
    tags: ['Listings'], operationId: 'submitListing', summary: 'Send a listing to the moderators', 'x-vi': 'Gửi duyệt', description: 'Refused with incomplete, and what is missing, until nothing is.', security: secured, params: numbered('id'), response: answers(200, Listing, 'The listing, submitted.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: Listing, current: standing(request.params.id), work: (ctx) => after(ctx, request.params.id, submitListing(ctx, request.params)) }))
  api.post('/v1/listings/:id/withdrawal', { config: { scope: 'listings_write', ifMatch: 'taken' }, schema: {
    tags: ['Listings'], operationId: 'withdrawListing', summary: 'Take a listing back from review', 'x-vi': 'Rút tin khỏi kiểm duyệt', security: secured, params: numbered('id'), response: answers(200, Listing, 'The listing, a draft again.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: Listing, current: standing(request.params.id), work: (ctx) => after(ctx, request.params.id, withdrawListing(ctx, request.params)) }))
  api.post('/v1/listings/:id/confirmation', { config: { scope: 'listings_write', ifMatch: 'taken' }, schema: {
    tags: ['Listings'], operationId: 'confirmListing', summary: 'Say that a listing still holds', 'x-vi': 'Xác nhận tin còn hiệu lực', description: 'A published one holds for as many days again. One that has lapsed is published again where nothing in it has changed since and it lapsed lately; otherwise it goes to the moderators.', security: secured, params: numbered('id'), response: answers(200, Listing, 'The listing as it now is.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Listing, current: standing(request.params.id),
    work: async (ctx) => { const { id, version } = await listingFor(ctx, request.params.id); return after(ctx, id, confirmListing(ctx, ConfirmListing.parse({ id, version }))) },
  }))
  api.post('/v1/listings/:id/closure', { config: { scope: 'listings_write', ifMatch: 'taken' }, schema: {
    tags: ['Listings'], operationId: 'closeListing', summary: 'Take a listing off the market', 'x-vi': 'Đóng tin', description: 'Deals already open go on.', security: secured, params: numbered('id'),
    body: z.strictObject({ reason: z.string().min(5).max(500) }).meta({ examples: [{ reason: 'Đã chuyển giao cho đối tác.' }] }), response: answers(200, Listing, 'The listing, closed.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: Listing, current: standing(request.params.id), work: (ctx) => after(ctx, request.params.id, closeListing(ctx, { id: request.params.id, reason: request.body.reason })) }))
}

/** Saves the steps in which something is given, each by the command of its form. */
async function saveDetails(ctx: Ctx, id: number, { details = {}, anonymous }: Pick<GivenFields, 'details' | 'anonymous'>): Promise<void> {
  const listing = await listingFor(ctx, id)
  for (const { step, typed } of typedSteps(listing, details, anonymous)) {
    const read = SaveStep.safeParse({ ...typed, id, step })
    if (!read.success) throw new z.ZodError(read.error.issues.map((issue) => ({ ...issue, path: detailPath(issue.path.join('_')).split('.') })))
    await saveStep(ctx, read.data)
  }
}

/** A listing's content as the form of its page would send it: every column a form knows is carried over, whatever it is. */
function asTyped(listing: ListingView): Record<string, unknown> {
  const { texts, organisation: _organisation, pictures: _pictures, reviews: _reviews, timeline: _timeline, details: _details, ...columns } = listing
  const words = Object.fromEntries(texts.flatMap((text) => textFields.map((field) => [`${field}_${text.language}`, text[field]])))
  return { ...columns, patent_classes: listing.patent_classes.join(', '), ...words }
}
/** The same with what is given in its place. An empty form field says nothing at all, so null becomes that. */
function typed(before: Record<string, unknown>, { texts = {}, patent_classes, ...columns }: Omit<GivenFields, 'details' | 'anonymous'>): Record<string, unknown> {
  const words = Object.fromEntries(locales.flatMap((language) => textFields.flatMap((field) => { const text = texts[language]?.[field]; return text === undefined ? [] : [[`${field}_${language}`, text]] })))
  const all = { price_mode: 'negotiable', ...before, ...columns, ...words, ...(patent_classes ? { patent_classes: patent_classes.join(', ') } : {}) }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined))
}
