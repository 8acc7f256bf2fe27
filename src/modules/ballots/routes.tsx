import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, type Ctx, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { found, notFound, refuse, Refused } from '../../platform/refusal.ts'
import { button, errorsOf, formPage, freshForm, type FormState, hasOwnPage, idOf } from '../../web/http.tsx'
import { noteAttendance } from '../auctions/attendance.ts'
import type { AuctionRefusal } from '../auctions/rules.ts'
import type { Outcome } from '../bidding/commands.ts'
import type { Gate } from '../bidding/gate.ts'
import { type Hub, hubLimits } from '../bidding/hub.ts'
import { BidPage } from '../bidding/pages/room.tsx'
import { conducts, roomLot, standingOf } from '../bidding/queries.ts'
import { toldAs } from '../bidding/rules.ts'
import { handInBallot } from './ballot-commands.ts'
import { declareFree, dropMember, keepKey, nameMember, recordCouncilLook } from './council-commands.ts'
import { CheckBallots, Declaration, DrawLots, DropMember, HallCheck, HandInBallot, HandInShare, KeepKey, NameMember } from './fields.ts'
import { openBallots } from './opening.ts'
import { checkBallots, drawLots, handInShare, noteAbsence, noteHallCheck } from './opening-commands.ts'
import { BallotPage } from './pages/ballot.tsx'
import { CeremonyPage } from './pages/ceremony.tsx'
import { CouncilPage } from './pages/council.tsx'
import { OpeningPage } from './pages/opening.tsx'
import { councilFile, type CouncilFile, keyOf, listedBallots, opensBallots, witnessOf } from './queries.ts'
import { namesCouncils } from './rules.ts'

/** Sealed lots: the council and its key, the bidders' ballots, the opening. */
export function ballotRoutes(app: FastifyInstance, gate: Gate | null, hub: Hub): void {
  councilRoutes(app)
  handingRoutes(app, gate, hub)
  openingRoutes(app, gate, hub)
}

function councilRoutes(app: FastifyInstance): void {
  const load = async (request: FastifyRequest, may: (actor: Actor) => boolean = () => true): Promise<CouncilFile> => {
    const file = await councilFile(request.ctx, idOf(request, 'lot_id'))
    permit(request.ctx.actor, may)
    if (file.own === null) await recordCouncilLook(request.ctx, file.lot.id)
    return file
  }
  const shown = (request: FastifyRequest, file: CouncilFile, forms: { name?: FormState; declare?: FormState } = {}) =>
    <CouncilPage file={file} names={namesCouncils(request.ctx.actor)} forms={{ name: freshForm(), declare: freshForm(), ...forms }} />
  formPage(app, {
    get: '/auctions/:lot_id/council', post: '/auctions/:lot_id/council', schema: NameMember, load: (request) => load(request),
    page: (name, file, request) => shown(request, file, { name }),
    act: async (ctx, input) => { await nameMember(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/council?done=saved` },
  })
  formPage(app, {
    post: '/auctions/:lot_id/council/declaration', schema: Declaration, load: (request) => load(request),
    page: (declare, file, request) => shown(request, file, { declare }),
    act: async (ctx, input) => { await declareFree(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/council?done=saved` },
  })
  button(app, '/auctions/:lot_id/council/:council_member_id/removal', DropMember, async (ctx, input) => { await dropMember(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/council?done=saved` })
  formPage(app, {
    get: '/auctions/:lot_id/ceremony', post: '/auctions/:lot_id/ceremony', schema: KeepKey,
    load: (request) => load(request, namesCouncils),
    page: (form, file) => <CeremonyPage file={file} form={form} />,
    act: async (ctx, input) => { await keepKey(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/ceremony?done=saved` },
  })
}

function handingRoutes(app: FastifyInstance, gate: Gate | null, hub: Hub): void {
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    const lot = await roomLot(ctx.db, idOf(request, 'lot_id')), standing = await standingOf(ctx, lot.id) ?? notFound(), { number } = standing
    if (standing.conflict) refuse<AuctionRefusal>({ code: standing.conflict })
    const { state, log } = await hub.fresh(lot.id)
    return state.rules.form === 'sealed' ? { lot, number, state, key: await keyOf(asSystem(ctx.db), lot.id), own: await witnessOf(ctx.db, lot.id, number, log) } : notFound()
  }
  app.get('/auctions/:lot_id/ballot', async (request, reply) => {
    const loaded = await load(request)
    await noteAttendance(request.ctx.db, loaded.lot.id, loaded.state, [loaded.number], request.ctx.now())
    return reply.page(<BallotPage {...loaded} form={freshForm()} />)
  })
  app.post('/auctions/:lot_id/ballot', async (request, reply) => {
    const { ctx } = request
    const loaded = await load(request)
    const read = HandInBallot.safeParse({ ...(request.body as object), ...(request.params as object) })
    if (!read.success) return reply.page(<BallotPage {...loaded} form={{ values: {}, errors: errorsOf(read.error), refusal: null }} />, 422)
    const base = `/${ctx.locale}/auctions/${loaded.lot.id}`
    try {
      const outcome = await handInBallot(ctx, gate, read.data)
      if (outcome.kind === 'unknown') {
        void reply.header('location', `${base}/room/bids/${read.data.request_key}`).header('retry-after', '3')
        return await reply.page(<BidPage lot={loaded.lot} outcome={outcome} bid_key={read.data.request_key} />, 202)
      }
      if (outcome.event.type === 'refused') return await reply.page(<BallotPage {...await load(request)} form={freshForm()} refused={outcome.event} />, 409)
      return await reply.redirect(`${base}/ballot?done=ballot_sealed`, 303)
    } catch (error) {
      if (!(error instanceof Refused) || hasOwnPage(error.refusal)) throw error
      return reply.page(<BallotPage {...loaded} form={{ values: {}, errors: {}, refusal: error.refusal }} />, 409)
    }
  })
}

function openingRoutes(app: FastifyInstance, gate: Gate | null, hub: Hub): void {
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    const lot = await roomLot(ctx.db, idOf(request, 'lot_id'))
    const runs = await conducts(ctx, lot), all = asSystem(ctx.db)
    const { state, log } = await hub.fresh(lot.id, ctx.actor.person_id === null ? hubLimits.watcherMs : 0)
    if (state.rules.form !== 'sealed') return notFound()
    const key = await keyOf(all, lot.id)
    const share = key && ctx.actor.person_id !== null ? await all.selectFrom('auction_share').select(['place', 'handed_at']).where('lot_id', '=', lot.id).where('round', '=', key.round).where('person_id', '=', ctx.actor.person_id).executeTakeFirst() : undefined
    const standing = await standingOf(ctx, lot.id), waits = state.phase === 'opening' && [...state.ballots.values()].every(({ amount }) => amount === undefined)
    const check = { ballots: waits ? await listedBallots(ctx.db, lot.id, state.ballots) : null, number: standing && standing.conflict === null && !state.out.has(standing.number) ? standing.number : null, officer: await opensBallots(ctx, lot.id) ? ctx.actor.person_id : null }
    return { lot, state, log, key, check, own: share ? { place: share.place, handed: share.handed_at !== null } : null, conducts: runs }
  }
  formPage(app, {
    get: '/auctions/:lot_id/opening', post: '/auctions/:lot_id/opening', schema: HandInShare,
    load: async (request) => { const loaded = await load(request); if (request.method === 'POST') found(loaded.own); return loaded },
    page: (form, loaded) => <OpeningPage {...loaded} form={form} hall={freshForm()} />,
    act: async (ctx, input) => {
      const known = await handInShare(ctx, input)
      // What is not opened here is gone on with by the clock: the share is in either way.
      if (known === 'known' && gate) await openBallots(ctx.db, gate, input.lot_id, app.log).catch((error: unknown) => { app.log.error({ err: error, lot_id: input.lot_id }, 'opening ballots stopped halfway') })
      return `/${ctx.locale}/auctions/${input.lot_id}/opening?done=share_taken`
    },
  })
  const answered = (ctx: Ctx, lot_id: number, outcome: Outcome, done: string): string => {
    if (outcome.kind === 'answered' && outcome.event.type === 'refused') return refuse(toldAs(outcome.event.refusal))
    return `/${ctx.locale}/auctions/${lot_id}/opening?done=${outcome.kind === 'unknown' ? 'order_unknown' : done}`
  }
  button(app, '/auctions/:lot_id/opening/check', CheckBallots, async (ctx, input) => answered(ctx, input.lot_id, await checkBallots(ctx, gate, input), 'word_recorded'))
  formPage(app, {
    post: '/auctions/:lot_id/opening/witness', schema: HallCheck,
    load: async (request) => { const loaded = await load(request); found(loaded.check.officer); return loaded },
    page: (hall, loaded) => <OpeningPage {...loaded} form={freshForm()} hall={hall} />,
    act: async (ctx, input) => answered(ctx, input.lot_id, await noteHallCheck(ctx, gate, input), 'order_taken'),
  })
  button(app, '/auctions/:lot_id/opening/absence', CheckBallots, async (ctx, input) => answered(ctx, input.lot_id, await noteAbsence(ctx, gate, input), 'order_taken'))
  button(app, '/auctions/:lot_id/opening/draw', DrawLots, async (ctx, input) => answered(ctx, input.lot_id, await drawLots(ctx, gate, input), 'order_taken'))
}
