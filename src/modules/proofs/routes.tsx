import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { isMemberOf, isSignedIn, permit } from '../../core/context.ts'
import type { Logged, LotRules } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { isSignedBy, originOf, verifierKey } from '../../platform/proof/checkpoint.ts'
import { publicKeyOf, type SigningKey } from '../../platform/proof/keys.ts'
import { signReceipt } from '../../platform/proof/receipt.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { formPage, freshForm, type FormState, idOf } from '../../web/http.tsx'
import { shell } from '../../web/messages.ts'
import { annulmentsOf } from '../auctions/annulment-queries.ts'
import { postponementsOf } from '../auctions/date-queries.ts'
import { sideOf } from '../auctions/side-queries.ts'
import { organisationNames } from '../organisations/queries.ts'
import { bundleOf, lotFacts } from './bundle.ts'
import { AddAnnex, addAnnex, annexes } from './commands.ts'
import { minutesPaper } from './minutes-paper.ts'
import { hasMinutes, minutesOf, provenLog, readsNames } from './minutes-queries.ts'
import { minuteLine } from './minutes-rules.ts'
import { ocdsPackage } from './ocds.ts'
import { MinutesPage, ReceiptsPage } from './pages/papers.tsx'
import { ProofPage } from './pages/proof.tsx'
import { mostReceiptsListed } from './rules.ts'

/** What proves a lot: for anybody its public file, checkpoints, minutes and open data; for a bidder their receipts. */
export function proofRoutes(app: FastifyInstance, { publicUrl, key }: { publicUrl: string; key: () => SigningKey }): void {
  const shown = async (request: FastifyRequest) => {
    const { id, title, demonstration, ...lot } = await lotFacts(request.ctx.db, idOf(request, 'lot_id'))
    return { ...lot, id, title: title as Record<Locale, string>, demonstration }
  }
  /** Of the reader's own organisation, where it bids. */
  const ownNumber = async ({ ctx }: FastifyRequest, lot_id: number): Promise<number | null> => {
    const bidders = ctx.actor.memberships.length ? await ctx.db.selectFrom('auction_bidder').select(['number', 'organisation_id']).where('lot_id', '=', lot_id).where('number', 'is not', null).execute() : []
    return bidders.find(({ organisation_id }) => isMemberOf(organisation_id)(ctx.actor))?.number ?? null
  }
  const file = (reply: FastifyReply, name: string, type: string): FastifyReply => reply.type(type).header('content-disposition', `attachment; filename="${name}"`)

  app.get('/auctions/:lot_id/proof', async (request, reply) => {
    const { db } = request.ctx
    const lot = await shown(request)
    const [kept, cosignatures, keys, number] = await Promise.all([
      db.selectFrom('auction_checkpoint').select(['size', 'at_us', 'root', 'note', 'moment', 'stamped_at']).where('lot_id', '=', lot.id).orderBy('size', 'desc').limit(20).execute(),
      db.selectFrom('auction_cosignature').select(['size', 'name']).where('lot_id', '=', lot.id).execute(), db.selectFrom('auction_key').selectAll().orderBy('since', 'desc').execute(), ownNumber(request, lot.id),
    ])
    const readable = keys.map((one) => ({ ...one, publicKey: publicKeyOf(one.public_key) })), origin = originOf(publicUrl, lot.id)
    const checkpoints = kept.map(({ note, ...one }) => ({ ...one, key: readable.find(({ publicKey }) => isSignedBy(note, note.slice(0, note.indexOf('\n')), publicKey))?.name ?? '', cosigners: cosignatures.filter(({ size }) => size === one.size).map(({ name }) => name) }))
    return reply.page(<ProofPage lot={lot} checkpoints={checkpoints} keys={readable.map(({ name, public_key, since, publicKey }) => ({ name, public_key, since, noteKey: verifierKey(origin, publicKey) }))} minutes={hasMinutes(lot.phase)} bids={number !== null} />)
  })
  app.get('/auctions/:lot_id/bundle', async (request, reply) => {
    const lot_id = idOf(request, 'lot_id')
    const pieces = await bundleOf(request.ctx, lot_id, key(), publicUrl)
    return file(reply, `lot-${lot_id}.json`, 'application/json; charset=utf-8').header('cache-control', 'no-cache').send(Readable.from(pieces))
  })
  app.get('/auctions/:lot_id/checkpoint', async (request, reply) => {
    const { id } = await shown(request)
    const newest = found(await request.ctx.db.selectFrom('auction_checkpoint').select(['note', 'size']).where('lot_id', '=', id).orderBy('size', 'desc').limit(1).executeTakeFirst())
    const lines = await request.ctx.db.selectFrom('auction_cosignature').select('line').where('lot_id', '=', id).where('size', '=', newest.size).orderBy('name').execute()
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(`${newest.note}${lines.map(({ line }) => line).join('')}`)
  })
  app.get('/auctions/:lot_id/ocds', async (request, reply) => {
    const { db } = request.ctx
    const lot = await shown(request), proven = await provenLog(db, lot.id)
    const rules = lot.rules as LotRules, seller = (await organisationNames(db, [lot.organisation_id])).get(lot.organisation_id)?.vi ?? ''
    return file(reply, `lot-${lot.id}-ocds.json`, 'application/json; charset=utf-8').send(`${canonicalText(ocdsPackage({ lot, seller: { id: lot.organisation_id, name: seller }, offer: lot.listing_id, rules, postponements: await postponementsOf(db, lot.id), annulments: await annulmentsOf(db, lot.id), bidders: proven?.state.bidders ?? [], proven, publicUrl, author: shell.vi.name }))}\n`)
  })

  app.get('/auctions/:lot_id/receipts', async (request, reply) => {
    permit(request.ctx.actor, isSignedIn)
    const lot = await shown(request), number = await ownNumber(request, lot.id) ?? notFound()
    return reply.page(<ReceiptsPage lot={lot} number={number} lines={(await ownEvents(request, lot.id, number)).map(({ told }) => minuteLine(told))} />)
  })
  app.get('/auctions/:lot_id/receipts/:receipt_seq', async (request, reply) => {
    permit(request.ctx.actor, isSignedIn)
    const lot = await shown(request), seq = idOf(request, 'receipt_seq'), number = await ownNumber(request, lot.id) ?? notFound()
    const { body, told } = (await ownEvents(request, lot.id, number, seq))[0] ?? notFound()
    return file(reply, `receipt-${lot.id}-${seq}.json`, 'application/json; charset=utf-8').header('cache-control', 'private, no-store').send(`${canonicalText(signReceipt({ lot: lot.id, seq, at: told.at, body }, key()))}\n`)
  })
  /** What answered that bidder's own commands, the newest first. */
  const ownEvents = async ({ ctx }: FastifyRequest, lot_id: number, number: number, seq: number | null = null): Promise<{ body: string; told: Logged }[]> => {
    const rows = await ctx.db.selectFrom('auction_event').select('body').where('lot_id', '=', lot_id).$if(seq !== null, (one) => one.where('seq', '=', seq)).where((on) => on.or([on('body', 'like', `%"bidder":${number},%`), on('body', 'like', `%"bidder":${number}}%`), on('body', 'like', `%"winner":${number}}`)])).orderBy('seq', 'desc').limit(mostReceiptsListed * 2).execute()
    return rows.map(({ body }) => ({ body, told: JSON.parse(body) as Logged })).filter(({ told }) => (told.type === 'refused' ? 'bidder' in told.by && told.by.bidder === number : 'bidder' in told ? told.bidder === number : told.type === 'minutes_signed' && told.winner === number)).slice(0, mostReceiptsListed)
  }

  const minutesShown = async (request: FastifyRequest) => {
    const { ctx } = request, lot = await shown(request), named = readsNames(ctx.actor) && await sideOf(ctx.db, lot.id, ctx.actor.person_id) === null
    return { lot, named, minutes: await minutesOf(ctx.db, lot.id, named) }
  }
  const mayAdd = (request: FastifyRequest, phase: string | null): boolean => annexes(request.ctx.actor) && ['signed', 'failed', 'cancelled'].includes(phase ?? '')
  const page = ({ lot, minutes, named }: Awaited<ReturnType<typeof minutesShown>>, request: FastifyRequest, form?: FormState) => <MinutesPage lot={lot} minutes={minutes} named={named} form={mayAdd(request, lot.phase) ? form ?? freshForm({ request_key: randomUUID() }) : null} />
  app.get('/auctions/:lot_id/minutes', async (request, reply) => reply.page(page(await minutesShown(request), request)))
  formPage(app, {
    post: '/auctions/:lot_id/minutes/annexes', schema: AddAnnex, load: async (request) => { permit(request.ctx.actor, annexes); return minutesShown(request) }, page: (form, loaded, request) => page(loaded, request, form),
    act: async (ctx, input) => { await addAnnex(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/minutes?done=saved` },
  })
  const papers = async (request: FastifyRequest) => { const { lot, minutes, named } = await minutesShown(request); return { lot, named, minutes: minutes ?? notFound() } }
  const kept = (reply: FastifyReply, named: boolean): FastifyReply => reply.header('cache-control', named ? 'private, no-store' : 'no-cache')
  app.get('/auctions/:lot_id/minutes.pdf', async (request, reply) => { const { lot, minutes, named } = await papers(request); return kept(file(reply, `minutes-${lot.id}.pdf`, 'application/pdf'), named).send(await asPdf(minutesPaper(minutes, shell.vi.name))) })
  app.get('/auctions/:lot_id/minutes.docx', async (request, reply) => { const { lot, minutes, named } = await papers(request); return kept(file(reply, `minutes-${lot.id}.docx`, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'), named).send(await asDocx(minutesPaper(minutes, shell.vi.name))) })
  app.get('/auctions/:lot_id/minutes.json', async (request, reply) => { const { lot, minutes, named } = await papers(request); return kept(file(reply, `minutes-${lot.id}.json`, 'application/json; charset=utf-8'), named).send(`${canonicalText(minutes)}\n`) })
}
