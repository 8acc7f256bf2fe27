import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { ChangeStage, changeStage, SendMessage, sendMessage } from '../deals/commands.ts'
import { dealFile } from '../deals/queries.ts'
import { openStages } from '../deals/schema.ts'
import { found } from '../../platform/refusal.ts'
import { act, answers, type ApiParts, holding, Language, languageOf, nextCursor, numbered, NumberedPage, ownOrganisation, Paged, pageOf, refusals, secured, sliceOf } from './answering-routes.ts'
import { dealsAfter, messagesAfter } from './list-queries.ts'
import { Deal, DealDocument, DealRow, Message, shownDeal, shownDealRow, shownDocument, shownMessage } from './operations.ts'

/** Deal files of one's own. What a closing is worth and that it is given up, people say and confirm on its page: a key never signs. */
export function dealOperations(plain: FastifyInstance, parts: ApiParts): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  const read = async (ctx: Ctx, id: number, locale: 'vi' | 'en') => shownDeal(await dealFile(ctx.db, ctx.actor, id, locale))

  api.get('/v1/deals', { config: { scope: 'deals' }, schema: {
    tags: ['Deals'], operationId: 'listDeals', summary: 'The organisation’s deals', 'x-vi': 'Giao dịch của tổ chức', security: secured, querystring: Paged.extend(NumberedPage.shape).extend(Language.shape).extend({ stage: z.enum([...openStages, 'won', 'lost']).optional() }),
    response: answers(200, z.object({ total: z.number().int(), deals: z.array(DealRow), next_cursor: nextCursor }), 'One page, the newest first.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const listed = await dealsAfter(ctx.db, ownOrganisation(request), query, languageOf(request, query.language), sliceOf(request, parts, query))
    const { rows, next_cursor } = pageOf(request, reply, parts, query, listed.rows, ({ id }) => [id])
    return { total: listed.total, deals: rows.map(shownDealRow), next_cursor }
  })
  api.get('/v1/deals/:id', { config: { scope: 'deals' }, schema: {
    tags: ['Deals'], operationId: 'getDeal', summary: 'One deal', 'x-vi': 'Một giao dịch', security: secured, params: numbered('id'), querystring: Language, response: answers(200, Deal, 'The deal.'),
  } }, (request) => read(request.ctx, request.params.id, languageOf(request, request.query.language)))
  api.post('/v1/deals/:id/stage', { config: { scope: 'deals_write', ifMatch: 'taken' }, schema: {
    tags: ['Deals'], operationId: 'changeDealStage', summary: 'Move a deal to another open step', 'x-vi': 'Chuyển giao dịch sang bước khác', description: 'To the next step without a word; to skip steps or go back with a reason. The closing is reported and confirmed by people, on the deal’s page.', security: secured, params: numbered('id'),
    body: z.strictObject({ stage: z.enum(openStages), reason: z.string().max(1000).default('') }).meta({ examples: [{ stage: 'evaluation', reason: 'Hai bên đã ký cam kết bảo mật từ trước.' }] }), response: answers(200, Deal, 'The deal at that step.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Deal, current: { schema: Deal, hold: holding('deal', request.params.id), read: (ctx, locale) => read(ctx, request.params.id, locale) },
    work: async (ctx) => {
      const { id } = request.params
      // Held from here: the version read is the one the step is taken from, unless If-Match named an older one.
      await holding('deal', id)(ctx)
      const { version } = found(await ctx.db.selectFrom('deal').select('version').where('id', '=', id).executeTakeFirst())
      await changeStage(ctx, ChangeStage.parse({ ...request.body, deal_id: id, version }))
      return { body: await read(ctx, id, request.ctx.locale) }
    },
  }))
  api.get('/v1/deals/:id/documents', { config: { scope: 'deals' }, schema: {
    tags: ['Deals'], operationId: 'listDealDocuments', summary: 'The files of a deal, by name', 'x-vi': 'Các tệp trong hồ sơ giao dịch', security: secured, params: numbered('id'), response: answers(200, z.object({ documents: z.array(DealDocument) }), 'All of them, at most 500, the latest first.'),
  } }, async ({ ctx, params }) => ({ documents: (await dealFile(ctx.db, ctx.actor, params.id, ctx.locale)).documents.map(shownDocument) }))
  api.get('/v1/deals/:id/messages', { config: { scope: 'deals' }, schema: {
    tags: ['Deals'], operationId: 'listMessages', summary: 'What was written in a deal file', 'x-vi': 'Tin nhắn trong hồ sơ giao dịch', description: 'The oldest first.', security: secured, params: numbered('id'), querystring: Paged,
    response: answers(200, z.object({ messages: z.array(Message), next_cursor: nextCursor }), 'One page of messages.'),
  } }, async (request, reply) => {
    const { ctx, query, params } = request
    found(await ctx.db.selectFrom('deal').select('id').where('id', '=', params.id).executeTakeFirst())
    const { rows, next_cursor } = pageOf(request, reply, parts, query, await messagesAfter(ctx.db, params.id, sliceOf(request, parts, query)), ({ id }) => [id])
    return { messages: rows.map(shownMessage), next_cursor }
  })
  api.post('/v1/deals/:id/messages', { config: { scope: 'deals_write' }, schema: {
    tags: ['Deals'], operationId: 'sendMessage', summary: 'Write in a deal file', 'x-vi': 'Gửi tin nhắn', security: secured, params: numbered('id'), body: z.strictObject({ body: z.string().min(1).max(5000) }).meta({ examples: [{ body: 'Xin gửi biên bản chạy thử ngày 12/11.' }] }),
    response: answers(201, Message, 'The message.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Message, status: 201,
    work: async (ctx) => {
      const { id } = request.params
      const sent = await sendMessage(ctx, SendMessage.parse({ ...request.body, deal_id: id, request_key: randomUUID() }))
      const [message] = await messagesAfter(ctx.db, id, { after: [sent - 1], limit: 1 })
      return { body: shownMessage(found(message)) }
    },
  }))
}
