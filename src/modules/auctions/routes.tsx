import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { VNode } from 'preact'
import { type Ctx, isSignedIn, permit } from '../../core/context.ts'
import { inLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import { shownMoment } from '../../platform/time.ts'
import { button, formPage, idOf, queryOf } from '../../web/http.tsx'
import { cardsOf } from '../listings/queries.ts'
import type { Uploads } from '../listings/routes.tsx'
import { organisationNames } from '../organisations/queries.ts'
import { datedFor } from './turns.ts'
import { changeLot, draftLot } from './draft-commands.ts'
import { ChangeLot, DraftLot } from './lot-fields.ts'
import { browserMark, idMarks } from './link-rules.ts'
import { numberIn } from './lot-rules.ts'
import { officeRoutes } from './office-routes.tsx'
import { LotFormPage } from './pages/lot-form.tsx'
import { LotPage } from './pages/lot.tsx'
import { LotsPage } from './pages/lots.tsx'
import { RegistrationPage } from './pages/registration.tsx'
import { auctionOfficers, lotFile, lotList } from './queries.ts'
import { AskOfLot, askOfLot } from './question-commands.ts'
import { leaveLot, OneLot, RegisterBidder, registerBidder } from './registration-commands.ts'
import { mayWithdraw, registersFor, runsAuctions, watchesAuctions } from './rules.ts'

/** What other modules say beside a lot; whose it is draws it. */
export type BesideLot = (ctx: Ctx, lot_id: number) => Promise<VNode | null>

/** Lots: what everybody reads, what officers draft, and an organisation's own part. */
export function auctionRoutes(app: FastifyInstance, uploads: Uploads, besideLot: BesideLot, secret: string): void {
  app.get('/auctions', async (request, reply) => {
    const { ctx } = request
    return reply.page(<LotsPage lots={await lotList(ctx.db, ctx.now())} office={watchesAuctions(ctx.actor)} />)
  })
  draftRoutes(app)
  const dossier = async (request: FastifyRequest) => {
    const { ctx } = request
    const file = await lotFile(ctx, idOf(request, 'lot_id'))
    // Deposits go back after the end: by the number of that day.
    const days = numberIn(await datedFor(ctx.db, ctx.now(), file.lot.ended_at ?? file.closes), 'auction.deposit.refund')
    return { file, beside: await besideLot(ctx, file.lot.id), refund: days && { days: days.value, law: file.lot.regime === 'statutory' ? days.law : null } }
  }
  formPage(app, {
    get: '/auctions/:lot_id', post: '/auctions/:lot_id/questions', schema: AskOfLot, load: dossier, initial: () => ({ request_key: randomUUID() }),
    page: (form, { beside, ...loaded }) => <LotPage {...loaded} form={form}>{beside}</LotPage>,
    act: async (ctx, input) => { await askOfLot(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}?done=lot_asked#questions` },
  })
  registrationRoutes(app, secret)
  officeRoutes(app, uploads, secret)
}

function draftRoutes(app: FastifyInstance): void {
  const offered = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, runsAuctions)
    const typed = { ...queryOf(request), ...(request.body as object | undefined) } as Record<string, unknown>
    const read = z.object({ offer: z.coerce.number().int().positive() }).safeParse({ offer: typed.listing_id ?? typed.offer })
    const [offer] = read.success && read.data.offer <= 2_147_483_647 ? await cardsOf(ctx.db, [read.data.offer], ctx.locale) : []
    if (!offer || offer.kind !== 'offer') return notFound()
    const replaces = /^[1-9]\d{0,8}$/.test(String(typed.replaces ?? '')) ? Number(typed.replaces) : null
    const old = replaces === null ? null : (await lotFile(ctx, replaces)).lot
    return { offer, old, officers: await auctionOfficers(ctx.db) }
  }
  formPage(app, {
    get: '/auctions/new', post: '/auctions/new', schema: DraftLot, load: offered,
    initial: ({ offer, old }) => ({ request_key: randomUUID(), listing_id: offer.id, ...(old ? { ...valuesOf(old), replaces: old.id, registration_opens_at: '', registration_closes_at: '', opens_at: '', closes_at: '' }
      : { title_vi: offer.title, title_en: offer.language === 'en' ? offer.title : '', start: offer.price_min, regime: 'voluntary', form: 'ascending', most_steps: 20, extension_minutes: 2, latest_minutes: 60, reopen_minutes: 5, single_bidder: 'fail', tie: 'draw' }) }),
    page: (form, { offer, officers }, { ctx }) => <LotFormPage form={form} action={`/${ctx.locale}/auctions/new`} fresh back={{ href: `/${ctx.locale}/offers/${offer.id}`, text: offer.title }} officers={officers} demonstration={offer.demonstration} />,
    act: async (ctx, input) => `/${ctx.locale}/auctions/${await draftLot(ctx, input)}/office?done=saved`,
  })
  formPage(app, {
    get: '/auctions/:lot_id/edit', post: '/auctions/:lot_id/edit', schema: ChangeLot,
    load: async (request) => {
      const { ctx } = request
      const file = await lotFile(ctx, idOf(request, 'lot_id'))
      permit(ctx.actor, runsAuctions)
      if (!file.runs || file.lot.state !== 'draft') return notFound()
      return { ...file, officers: await auctionOfficers(ctx.db) }
    },
    initial: ({ lot }) => ({ ...valuesOf(lot), version: lot.version }),
    page: (form, { lot, officers }, { ctx }) => <LotFormPage form={form} action={`/${ctx.locale}/auctions/${lot.id}/edit`} fresh={false} back={{ href: `/${ctx.locale}/auctions/${lot.id}/office`, text: lot.title[ctx.locale] }} officers={officers} demonstration={lot.demonstration} />,
    act: async (ctx, input) => { await changeLot(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/office?done=saved` },
  })
}

/** What the form shows of a draft. */
function valuesOf(lot: Awaited<ReturnType<typeof lotFile>>['lot']): Record<string, unknown> {
  const { rules: r, particulars: p } = lot
  const minutes = (instant: number): number => Math.round(instant / 60_000_000)
  const moment = (instant: number): string => shownMoment(new Date(instant / 1000))
  const tick = (on: boolean): string[] => (on ? ['yes'] : [])
  return {
    ...p, regime: lot.regime, form: lot.form, title_vi: lot.title.vi, title_en: lot.title.en, venue: lot.venue, organiser: lot.organiser, organiser_licence: lot.organiser_licence, auctioneer_name: lot.auctioneer_name, auctioneer_id: lot.auctioneer_id,
    start: r.start, step: r.step, floor: r.floor, most_steps: r.most_steps, deposit: r.deposit, single_bidder: r.single_bidder, tie: r.tie, floor_shown: tick(p.floor_shown), extension_stated: tick(p.extension_stated), negotiation: tick(p.negotiation),
    registration_opens_at: shownMoment(lot.registration_opens_at!), registration_closes_at: shownMoment(lot.registration_closes_at!), opens_at: moment(r.opens_at), closes_at: moment(r.closes_at),
    tick_minutes: r.tick === null ? '' : minutes(r.tick), extension_minutes: r.extension ? minutes(r.extension.window) : 0, latest_minutes: r.extension ? minutes(r.extension.latest - r.closes_at) : 0, calls_minutes: r.calls ? minutes(r.calls.from - r.opens_at) : '', reopen_minutes: minutes(r.reopen),
  }
}

function registrationRoutes(app: FastifyInstance, secret: string): void {
  formPage(app, {
    get: '/auctions/:lot_id/registration', post: '/auctions/:lot_id/registration', schema: RegisterBidder,
    load: async (request) => {
      const { ctx } = request
      const file = await lotFile(ctx, idOf(request, 'lot_id'))
      permit(ctx.actor, isSignedIn)
      // Where there is nothing to register for and nothing of one's own there is no page.
      if (!file.own && (file.lot.state !== 'registration' || file.isSeller)) return notFound()
      const { organisation_id } = ctx.actor
      const name = organisation_id === null ? undefined : (await organisationNames(ctx.db, [organisation_id])).get(organisation_id)
      const changed = await ctx.db.selectFrom('auction_notice').select(({ fn }) => fn.max('noted_at').as('at')).where('lot_id', '=', file.lot.id).where('kind', '=', 'change').executeTakeFirst()
      const bidder = file.own?.bidder
      return {
        file, organisation: name ? inLocale(ctx.locale, name.vi, name.en) : null, may: organisation_id !== null && registersFor(organisation_id)(ctx.actor),
        leaves: file.lot.state === 'registration' && (bidder?.state === 'registered' || bidder?.state === 'eligible') && mayWithdraw({ now: ctx.now(), closes: file.lot.registration_closes_at!, registered_at: bidder.registered_at, changed_at: changed?.at ?? null }),
      }
    },
    initial: () => ({ request_key: randomUUID() }),
    page: (form, loaded) => <RegistrationPage {...loaded} form={form} />,
    act: async (ctx, { id_number, relatives_ids, ...input }, _loaded, request) => { await registerBidder(ctx, { ...input, id_marks: idMarks(secret, input.lot_id, [id_number, ...relatives_ids]), browser_mark: browserMark(secret, input.lot_id, request.formBrowser()) }); return `/${ctx.locale}/auctions/${input.lot_id}/registration?done=lot_registered` },
  })
  button(app, '/auctions/:lot_id/withdrawal', OneLot, async (ctx, input) => { await leaveLot(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/registration?done=withdrawn` })
}
