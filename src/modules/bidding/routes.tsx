import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Ctx, isConfirmed } from '../../core/context.ts'
import { requestKeyField } from '../../platform/fields.ts'
import { notFound, Refused, refuse } from '../../platform/refusal.ts'
import { type FormState, formPage, freshForm, idOf } from '../../web/http.tsx'
import { noteAttendance } from '../auctions/attendance.ts'
import { Announcement, BidForm, Call, Cancellation, Disqualification, Pause, PhoneBid, Presence, RecordedRefusal, RecordedSuccession, ResultRefusal, Resumption, Signature, Succession, Withdrawal } from './bid-fields.ts'
import { announceWinner, askAfterBid, callPrice, cancelLot, disqualify, enterPhoneBid, type Outcome, pauseLot, placeBid, recordRefusal, recordSuccession, refuseResult, resumeLot, signMinutes, takeOver, withdrawBid } from './commands.ts'
import type { Gate } from './gate.ts'
import { type Hub, hubLimits, linesOf, wholeView } from './hub.ts'
import { type ConsoleForms, ConsolePage } from './pages/console.tsx'
import { BidPage, RoomPage, ScreenPage } from './pages/room.tsx'
import { notePresence } from './presence-commands.ts'
import { conducts, keptFrom, numberOf, roomLot, standingOf } from './queries.ts'
import { toldAs } from './rules.ts'

const fresh = (): FormState => freshForm()

/** The live room of a lot, its auctioneer's console and the screen in the hall. */
export function biddingRoutes(app: FastifyInstance, gate: Gate | null, hub: Hub): void {
  const shown = async (request: FastifyRequest) => {
    const { ctx } = request
    const lot = await roomLot(ctx.db, idOf(request, 'lot_id'))
    const standing = await standingOf(ctx, lot.id), kept = await keptFrom(ctx, standing), number = kept ? null : standing?.number ?? null
    const runs = await conducts(ctx, lot), mirror = await hub.fresh(lot.id, number === null && !runs ? hubLimits.staleMs : 0)
    return { lot, number, kept, conducts: runs, confirmed: isConfirmed(ctx), state: mirror.state, view: wholeView(mirror, ctx.locale), lines: linesOf(mirror, ctx.locale) }
  }
  app.get('/auctions/:lot_id/room', async (request, reply) => {
    const loaded = await shown(request)
    if (loaded.number !== null) await noteAttendance(request.ctx.db, loaded.lot.id, loaded.state, [loaded.number], request.ctx.now())
    return reply.page(<RoomPage {...loaded} form={fresh()} />)
  })
  app.get('/auctions/:lot_id/screen', async (request, reply) => reply.page(<ScreenPage {...await shown(request)} />))
  app.get('/auctions/:lot_id/room/events', async (request, reply) => {
    const lot = await roomLot(request.ctx.db, idOf(request, 'lot_id'))
    return hub.open(request, reply, lot.id, await numberOf(request.ctx, lot.id))
  })
  /** What a page asks five times to know the server's hour, and how surely. */
  app.get('/auctions/:lot_id/room/clock.json', async (request, reply) => {
    await roomLot(request.ctx.db, idOf(request, 'lot_id'))
    return reply.header('cache-control', 'no-store').send({ now: request.ctx.now().getTime() })
  })

  const unknown = (reply: FastifyReply, request: FastifyRequest, address: string) => reply.code(202).header('location', address).header('retry-after', '3')
  app.post('/auctions/:lot_id/room/bids', async (request, reply) => {
    const { ctx } = request
    const read = BidForm.safeParse({ ...(request.body as object), ...(request.params as object) })
    const loaded = await shown(request)
    if (loaded.number === null && !loaded.kept) return notFound()
    const values = (request.body ?? {}) as Record<string, unknown>
    if (!read.success) return reply.page(<RoomPage {...loaded} form={{ values, errors: Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0] === 'amount' ? 'typed' : path[0] ?? 'typed'), message])), refusal: null }} />, 422)
    let outcome: Outcome
    try { outcome = await placeBid(ctx, gate, read.data, loaded.state) } catch (error) {
      if (!(error instanceof Refused)) throw error
      // The room says why, and who of theirs may.
      if (loaded.kept?.why === error.refusal.code) return reply.page(<RoomPage {...loaded} form={fresh()} />, 409)
      if (error.refusal.code !== 'confirm_first') throw error
      // Not sent away to confirm: the amount and the room stay in this window, and the bidding goes on.
      return reply.page(<RoomPage {...loaded} form={fresh()} unsaid={read.data.amount ?? read.data.typed} />, 409)
    }
    const address = `/${ctx.locale}/auctions/${loaded.lot.id}/room/bids/${read.data.request_key}`
    if (outcome.kind === 'unknown') { void unknown(reply, request, address); return reply.page(<BidPage lot={loaded.lot} outcome={outcome} bid_key={read.data.request_key} />, 202) }
    if (outcome.event.type === 'refused') return reply.page(<RoomPage {...await shown(request)} form={fresh()} refused={outcome.event} />, 409)
    return reply.redirect(`/${ctx.locale}/auctions/${loaded.lot.id}/room?done=bid_taken`, 303)
  })
  function answer<S extends z.ZodType<{ lot_id: number; request_key: string }>>(path: string, schema: S, act: (ctx: Ctx, gate: Gate | null, input: z.output<S>) => Promise<Outcome>): void {
    app.post(`/auctions/:lot_id/room/${path}`, async (request, reply) => {
      const { ctx } = request
      const read = schema.safeParse({ ...(request.body as object), ...(request.params as object) })
      const loaded = await shown(request)
      if (loaded.number === null && !loaded.kept) return notFound()
      if (!read.success) return reply.page(<RoomPage {...loaded} form={fresh()} />, 422)
      const outcome = await act(ctx, gate, read.data)
      const room = `/${ctx.locale}/auctions/${loaded.lot.id}/room`
      if (outcome.kind === 'unknown') { void unknown(reply, request, `${room}/bids/${read.data.request_key}`); return reply.page(<BidPage lot={loaded.lot} outcome={outcome} bid_key={read.data.request_key} />, 202) }
      if (outcome.event.type === 'refused') return reply.page(<RoomPage {...await shown(request)} form={fresh()} refused={outcome.event} />, 409)
      return reply.redirect(`${room}?done=word_recorded`, 303)
    })
  }
  answer('withdrawal', Withdrawal, withdrawBid)
  answer('signature', Signature, signMinutes)
  answer('refusal', ResultRefusal, refuseResult)
  answer('succession', Succession, takeOver)
  app.get('/auctions/:lot_id/room/bids/:bid_key', async (request, reply) => {
    const lot = await roomLot(request.ctx.db, idOf(request, 'lot_id'))
    const key = requestKeyField.safeParse((request.params as Record<string, string>).bid_key)
    if (!key.success || await standingOf(request.ctx, lot.id) === null) return notFound()
    const outcome = await askAfterBid(request.ctx, gate, lot.id, key.data)
    return reply.page(<BidPage lot={lot} outcome={outcome} bid_key={key.data} />, outcome === null ? 404 : outcome.kind === 'unknown' ? 202 : 200)
  })

  const commanding = async (request: FastifyRequest) => {
    const { ctx } = request
    const lot = await roomLot(ctx.db, idOf(request, 'lot_id'))
    if (!await conducts(ctx, lot)) return notFound()
    const mirror = await hub.fresh(lot.id)
    return { lot, state: mirror.state, view: wholeView(mirror, ctx.locale), lines: linesOf(mirror, ctx.locale) }
  }
  const forms = (changed: Partial<ConsoleForms> = {}): ConsoleForms => ({ phone: fresh(), present: fresh(), pause: fresh(), out: fresh(), cancel: fresh(), order: fresh(), ...changed })
  app.get('/auctions/:lot_id/console', async (request, reply) => reply.page(<ConsolePage {...await commanding(request)} forms={forms()} />))
  function order<S extends z.ZodType<{ lot_id: number; request_key: string }>>(path: string, schema: S, act: (ctx: Ctx, gate: Gate | null, input: z.output<S>, loaded: Awaited<ReturnType<typeof commanding>>) => Promise<Outcome>, form: keyof ConsoleForms | null): void {
    formPage(app, {
      post: `/auctions/:lot_id/console/${path}`, schema, load: commanding,
      page: (state, loaded) => <ConsolePage {...loaded} forms={forms({ [form ?? 'order']: state })} />,
      act: async (ctx, input, loaded) => {
        const outcome = await act(ctx, gate, input, loaded)
        const here = `/${ctx.locale}/auctions/${input.lot_id}/console`
        if (outcome.kind === 'unknown') return `${here}?done=order_unknown`
        if (outcome.event.type === 'refused') return refuse(toldAs(outcome.event.refusal))
        return `${here}?done=order_taken`
      },
    })
  }
  order('calls', Call, callPrice, null)
  order('announcement', Announcement, announceWinner, null)
  order('resumption', Resumption, resumeLot, null)
  order('refusal', RecordedRefusal, (ctx, to, input, { state }) => recordRefusal(ctx, to, state.winner ?? 0, input), null)
  order('succession', RecordedSuccession, (ctx, to, input, { state }) => recordSuccession(ctx, to, state.leader ?? 0, input), null)
  order('pause', Pause, pauseLot, 'pause')
  formPage(app, {
    post: '/auctions/:lot_id/console/presence', schema: Presence, load: commanding,
    page: (state, loaded) => <ConsolePage {...loaded} forms={forms({ present: state })} />,
    act: async (ctx, input) => { await notePresence(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/console?done=presence_noted` },
  })
  order('disqualification', Disqualification, disqualify, 'out')
  order('cancellation', Cancellation, cancelLot, 'cancel')
  order('bids', PhoneBid, (ctx, to, input, { state }) => enterPhoneBid(ctx, to, state.rules.form, input), 'phone')
}
