import type { FastifyInstance } from 'fastify'
import { button } from '../../web/http.tsx'
import { NegotiateLot, negotiateLot } from './lot-commands.ts'

/** From a lot into the deal file. */
export function dealLotRoutes(app: FastifyInstance): void {
  button(app, '/auctions/:lot_id/negotiation', NegotiateLot, async (ctx, input) => `/${ctx.locale}/deals/${await negotiateLot(ctx, input)}?done=opened`)
}
