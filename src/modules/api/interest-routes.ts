import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { acceptInterest, DeclineInterest, declineInterest, ExpressInterest, expressInterest, withdrawInterest } from '../deals/interest-commands.ts'
import { interestFile } from '../deals/queries.ts'
import { act, answers, type ApiParts, holding, Language, languageOf, nextCursor, numbered, ownOrganisation, Paged, pageOf, refusals, secured, sliceOf } from './answering-routes.ts'
import { interestsAfter } from './list-queries.ts'
import { Interest, InterestRow, shownInterest, shownInterestRow } from './operations.ts'

/** What organisations write about each other's listings: read by both, expressed and taken back by one, answered by the other. */
export function interestOperations(plain: FastifyInstance, parts: ApiParts): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  const read = async (ctx: Ctx, id: number, locale: 'vi' | 'en') => {
    const file = await interestFile(ctx.db, ctx.actor, id, locale)
    return shownInterest(file)
  }
  const standing = (id: number) => ({ schema: Interest, hold: holding('interest', id), read: (ctx: Ctx, locale: 'vi' | 'en') => read(ctx, id, locale) })
  const after = async (request: FastifyRequest, ctx: Ctx, id: number) => ({ body: await read(ctx, id, request.ctx.locale) })

  api.get('/v1/interests', { config: { scope: 'deals' }, schema: {
    tags: ['Interests'], operationId: 'listInterests', summary: 'Interests received or sent', 'x-vi': 'Lời quan tâm đã nhận hoặc đã gửi', security: secured,
    querystring: Paged.extend(Language.shape).extend({ direction: z.enum(['received', 'sent']).default('received'), state: z.enum(['pending', 'accepted', 'declined', 'withdrawn']).optional() }),
    response: answers(200, z.object({ interests: z.array(InterestRow), next_cursor: nextCursor }), 'One page, the newest first.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const found = await interestsAfter(ctx.db, ownOrganisation(request), query, languageOf(request, query.language), sliceOf(request, parts, query))
    const { rows, next_cursor } = pageOf(request, reply, parts, query, found, ({ id }) => [id])
    return { interests: rows.map(shownInterestRow), next_cursor }
  })
  api.get('/v1/interests/:id', { config: { scope: 'deals' }, schema: {
    tags: ['Interests'], operationId: 'getInterest', summary: 'One interest', 'x-vi': 'Một lời quan tâm', security: secured, params: numbered('id'), querystring: Language, response: answers(200, Interest, 'The interest.'),
  } }, (request) => read(request.ctx, request.params.id, languageOf(request, request.query.language)))
  api.post('/v1/interests', { config: { scope: 'deals_write' }, schema: {
    tags: ['Interests'], operationId: 'expressInterest', summary: 'Express interest in a listing', 'x-vi': 'Bày tỏ quan tâm', security: secured,
    body: z.strictObject({ listing_id: z.number().int().min(1).max(2_147_483_647), counter_listing_id: z.number().int().min(1).max(2_147_483_647).nullable().default(null).describe('A published listing of one’s own that it would meet.'), message: z.string().min(20).max(2000) })
      .meta({ examples: [{ listing_id: 12, message: 'Chúng tôi cần sấy 500 kg rau một ngày và muốn xem máy đang chạy.' }] }),
    response: answers(201, Interest, 'The interest, waiting for its answer.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Interest, status: 201,
    work: async (ctx) => {
      const id = await expressInterest(ctx, ExpressInterest.parse({ ...request.body, request_key: randomUUID(), organisation_id: ctx.actor.organisation_id }))
      return { ...await after(request, ctx, id), location: `${parts.publicUrl}/api/v1/interests/${id}` }
    },
  }))
  api.post('/v1/interests/:id/acceptance', { config: { scope: 'deals_write', ifMatch: 'taken' }, schema: {
    tags: ['Interests'], operationId: 'acceptInterest', summary: 'Accept an interest: a deal opens', 'x-vi': 'Chấp nhận: mở hồ sơ giao dịch', security: secured, params: numbered('id'), response: answers(200, Interest, 'The interest, with its deal.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Interest, current: standing(request.params.id), work: async (ctx) => { await acceptInterest(ctx, { interest_id: request.params.id }); return after(request, ctx, request.params.id) },
  }))
  api.post('/v1/interests/:id/refusal', { config: { scope: 'deals_write', ifMatch: 'taken' }, schema: {
    tags: ['Interests'], operationId: 'declineInterest', summary: 'Decline an interest, with the reason', 'x-vi': 'Từ chối, kèm lý do', security: secured, params: numbered('id'),
    body: z.strictObject({ decline_code: z.string().min(1).max(40).describe('A code of the list decline_reason.'), answer: z.string().max(1000).default('') }).meta({ examples: [{ decline_code: 'other', answer: 'Máy đã giao hết trong năm nay.' }] }), response: answers(200, Interest, 'The interest, declined.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Interest, current: standing(request.params.id), work: async (ctx) => { await declineInterest(ctx, DeclineInterest.parse({ ...request.body, interest_id: request.params.id })); return after(request, ctx, request.params.id) },
  }))
  api.post('/v1/interests/:id/withdrawal', { config: { scope: 'deals_write', ifMatch: 'taken' }, schema: {
    tags: ['Interests'], operationId: 'withdrawInterest', summary: 'Take back an interest of one’s own', 'x-vi': 'Rút lời quan tâm', security: secured, params: numbered('id'), response: answers(200, Interest, 'The interest, withdrawn.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Interest, current: standing(request.params.id), work: async (ctx) => { await withdrawInterest(ctx, { interest_id: request.params.id }); return after(request, ctx, request.params.id) },
  }))
}
