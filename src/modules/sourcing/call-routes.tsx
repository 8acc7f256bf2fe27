import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import { formatInstant, hanoiDay } from '../../platform/time.ts'
import { button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { cardsOf } from '../listings/queries.ts'
import { shownMatches } from '../matching/queries.ts'
import { organisationList } from '../organisations/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { AskInviter, askInviter, DeclineCall, declineCall, OnePart, SaveAnswer, saveAnswer, takeBackAnswer } from './answer-commands.ts'
import { AnswerEnquiry, answerEnquiry, ChangeCall, changeCall, ChooseSuppliers, chooseSuppliers, discardCall, DraftCall, draftCall, DropSupplier, dropSupplier, MoveDeadline, moveDeadline, OneCall, SayOutcome, sayOutcome, sendCall, WithdrawCall, withdrawCall } from './call-commands.ts'
import { callTexts } from './call-messages.ts'
import { callFile, callsOf, invitedFile, invitesFor, repliesTo } from './call-queries.ts'
import { fileKinds, sendTable } from './file-routes.ts'
import { AnswersPage, answersTable } from './pages/answers.tsx'
import { CallPage, CallsPage } from './pages/call.tsx'
import { CallFormPage, ChoosePage } from './pages/call-form.tsx'
import { answerValues, InvitedPage } from './pages/invited.tsx'
import { mostCounted } from './rules.ts'
import { openCall } from './tending.ts'

/** The invitation of suppliers to answer a need: the inviter's pages, and those of each supplier. */
export function callRoutes(app: FastifyInstance, publicUrl: string): void {
  app.get('/my/calls', async (request, reply) => {
    permit(request.ctx.actor, isSignedIn)
    return reply.page(<CallsPage {...(await callsOf(request.ctx))} />)
  })
  inviterRoutes(app)
  answersRoutes(app, publicUrl)
  supplierRoutes(app)
}

/** One of several forms of one kind on a page: its fields carry the number of what they are about. */
const numbered = <S extends z.ZodType>(fields: readonly string[], of: string, schema: S) =>
  z.preprocess((typed) => { const sent = typed as Record<string, unknown>; return { ...sent, ...Object.fromEntries(fields.map((field) => [field, sent[`${field}_${String(sent[of])}`] ?? sent[field]])) } }, schema)

/** Where time is up, the first who looks finds the answers open; the clock would open them minutes later. */
const lookedAt = async (request: FastifyRequest, id: number) => {
  const { ctx } = request
  permit(ctx.actor, isSignedIn)
  const file = await callFile(ctx, id)
  return file.phase === 'over' && file.call.opened_at === null && (await openCall(asSystem(ctx.db), id, ctx.now())) ? callFile(ctx, id) : file
}

function inviterRoutes(app: FastifyInstance): void {
  const inviting = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const id = idOf(request)
    const row = await ctx.db.selectFrom('listing').select(['kind', 'state', 'organisation_id']).where('id', '=', id).executeTakeFirst()
    const [need] = await cardsOf(ctx.db, [id], ctx.locale)
    if (!row || !need || row.kind !== 'need' || row.state !== 'published' || !(await invitesFor(ctx.db, ctx.actor, row.organisation_id))) return notFound()
    return { need, onBehalf: !mayEditFor(row.organisation_id)(ctx.actor) }
  }
  formPage(app, {
    get: '/needs/:id/call', post: '/needs/:id/call', schema: DraftCall, load: inviting, initial: () => ({ request_key: randomUUID() }),
    page: (form, { need, onBehalf }, { ctx }) => <CallFormPage form={form} need={need} action={`/${ctx.locale}/needs/${need.id}/call`} onBehalf={onBehalf} fresh />,
    act: async (ctx, input) => `/${ctx.locale}/calls/${await draftCall(ctx, input)}/suppliers?done=saved`,
  })

  const file = (request: FastifyRequest) => lookedAt(request, idOf(request, 'call_id'))
  const drafted = async (request: FastifyRequest) => {
    const loaded = await file(request)
    return loaded.invites && loaded.phase === 'draft' ? loaded : notFound()
  }
  app.get('/calls/:call_id', async (request, reply) => reply.page(<CallPage file={await file(request)} />))
  formPage(app, {
    get: '/calls/:call_id/edit', post: '/calls/:call_id/edit', schema: ChangeCall, load: drafted,
    initial: ({ call, questions }) => ({ text: call.text, deadline: call.deadline, version: call.version, ...Object.fromEntries(questions.flatMap(({ position, text, kind, unit }) => [[`question_${position}`, text], [`kind_${position}`, kind], [`unit_${position}`, unit]])) }),
    page: (form, { call, need }, { ctx }) => <CallFormPage form={form} need={need} action={`/${ctx.locale}/calls/${call.id}/edit`} onBehalf={!mayEditFor(call.organisation_id)(ctx.actor)} fresh={false} />,
    act: async (ctx, input) => { await changeCall(ctx, input); return `/${ctx.locale}/calls/${input.call_id}?done=saved` },
  })
  const choosing = async (request: FastifyRequest) => {
    const { ctx } = request
    const loaded = await drafted(request)
    const typed = queryOf(request).q
    const q = typeof typed === 'string' ? typed.replaceAll('\0', '').trim().slice(0, 200) : ''
    const need = await ctx.db.selectFrom('listing').select(['id', 'kind', 'organisation_id', 'version']).where('id', '=', loaded.call.need_id).executeTakeFirst()
    const matches = need ? await shownMatches(ctx.db, need, mostCounted) : []
    const [cards, found] = await Promise.all([cardsOf(ctx.db, matches.map(({ listing_id }) => listing_id), ctx.locale), q ? organisationList(ctx.db, { q, kind: null, page: 1 }) : { rows: [] }])
    return { file: loaded, q, found: found.rows, offers: cards.filter(({ state }) => state === 'published').map((card) => ({ card, score: matches.find(({ listing_id }) => listing_id === card.id)?.score ?? 0 })) }
  }
  formPage(app, {
    get: '/calls/:call_id/suppliers', post: '/calls/:call_id/suppliers', schema: ChooseSuppliers, load: choosing,
    page: (form, loaded) => <ChoosePage {...loaded} form={form} />,
    act: async (ctx, input, { q }) => { await chooseSuppliers(ctx, input); return `/${ctx.locale}/calls/${input.call_id}/suppliers?${q ? `q=${encodeURIComponent(q)}&` : ''}done=saved` },
  })
  button(app, '/calls/:call_id/suppliers/removal', DropSupplier, async (ctx, input) => { await dropSupplier(ctx, input); return `/${ctx.locale}/calls/${input.call_id}/suppliers?done=removed` })
  button(app, '/calls/:call_id/send', OneCall, async (ctx, input) => { await sendCall(ctx, input); return `/${ctx.locale}/calls/${input.call_id}?done=call_sent` })
  button(app, '/calls/:call_id/discard', OneCall, async (ctx, input) => { await discardCall(ctx, input); return `/${ctx.locale}/my/calls?done=call_discarded` })
  formPage(app, {
    post: '/calls/:call_id/deadline', schema: MoveDeadline, load: file, page: (form, loaded) => <CallPage file={loaded} forms={{ move: form }} />,
    act: async (ctx, input) => { await moveDeadline(ctx, input); return `/${ctx.locale}/calls/${input.call_id}?done=deadline_moved` },
  })
  formPage(app, {
    post: '/calls/:call_id/withdrawal', schema: WithdrawCall, load: file, page: (form, loaded) => <CallPage file={loaded} forms={{ withdraw: form }} />,
    act: async (ctx, input) => { await withdrawCall(ctx, input); return `/${ctx.locale}/calls/${input.call_id}?done=withdrawn` },
  })
  formPage(app, {
    post: '/calls/:call_id/enquiries/:enquiry_id', schema: numbered(['answer'], 'enquiry_id', AnswerEnquiry), load: async (request) => ({ loaded: await file(request), id: idOf(request, 'enquiry_id') }),
    page: (form, { loaded, id }) => <CallPage file={loaded} forms={{ answer: { id, form: renamed(form, ['answer'], id) } }} />,
    act: async (ctx, input) => { await answerEnquiry(ctx, input); return `/${ctx.locale}/calls/${input.call_id}?done=answered` },
  })
}

/** What is wrong with a numbered form stands at its numbered fields. */
const renamed = (form: ReturnType<typeof freshForm>, fields: readonly string[], id: number): ReturnType<typeof freshForm> => ({ ...form, errors: Object.fromEntries(Object.entries(form.errors).map(([name, code]) => [fields.includes(name) ? `${name}_${id}` : name, code])) })

function answersRoutes(app: FastifyInstance, publicUrl: string): void {
  const opened = async (request: FastifyRequest) => {
    const file = await lookedAt(request, idOf(request, 'call_id'))
    // Before its last day is over there is no such page.
    if (file.call.opened_at === null) return notFound()
    return { file, replies: await repliesTo(request.ctx.db, file.suppliers.map(({ id }) => id), request.ctx.locale) }
  }
  app.get('/calls/:call_id/answers', async (request, reply) => reply.page(<AnswersPage {...(await opened(request))} />))
  for (const kind of fileKinds) {
    app.get(`/calls/:call_id/answers.${kind}`, async (request, reply) => {
      const { locale, now } = request.ctx
      const { file, replies } = await opened(request)
      const t = callTexts[locale]
      return sendTable(request, reply, kind, `answers-${file.call.id}`, answersTable(file, replies, locale), t.sheet, { title: t.about, said: [[t.need, file.need.title], [t.deadline, file.call.deadline], [t.counted, `${formatInstant(now(), locale)} (${hanoiDay(now())})`], ['URL', `${publicUrl}/${locale}/calls/${file.call.id}/answers`]] })
    })
  }
  formPage(app, {
    post: '/calls/:call_id/suppliers/:supplier_id/outcome', schema: numbered(['outcome', 'reason'], 'supplier_id', SayOutcome),
    load: async (request) => ({ ...(await opened(request)), id: idOf(request, 'supplier_id') }),
    page: (form, { id, ...loaded }) => <AnswersPage {...loaded} judged={{ id, form: renamed(form, ['outcome', 'reason'], id) }} />,
    act: async (ctx, input) => { await sayOutcome(ctx, input); return `/${ctx.locale}/calls/${input.call_id}/answers?done=outcome` },
  })
}

function supplierRoutes(app: FastifyInstance): void {
  const invited = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const [file, taxonomy] = await Promise.all([invitedFile(ctx, idOf(request, 'supplier_id')), taxonomyOf(ctx.db)])
    return { file, taxonomy, requestKey: randomUUID() }
  }
  const path = '/invited/:supplier_id'
  const back = (locale: string, id: number, done: string): string => `/${locale}/invited/${id}?done=${done}`
  formPage(app, {
    get: path, post: path, schema: SaveAnswer, load: invited, initial: ({ file }) => answerValues(file),
    page: (form, loaded) => <InvitedPage {...loaded} forms={{ answer: form }} />,
    act: async (ctx, input, { file }) => { await saveAnswer(ctx, input); return back(ctx.locale, input.supplier_id, input.press === 'send' || file.supplier.state === 'answered' ? 'call_answered' : 'call_saved') },
  })
  formPage(app, {
    post: `${path}/decline`, schema: z.preprocess((typed) => ({ ...(typed as object), note: (typed as Record<string, unknown>).decline_note ?? (typed as Record<string, unknown>).note }), DeclineCall), load: invited,
    page: (form, loaded) => <InvitedPage {...loaded} forms={{ decline: { ...form, errors: Object.fromEntries(Object.entries(form.errors).map(([name, code]) => [name === 'note' ? 'decline_note' : name, code])) } }} />,
    act: async (ctx, input) => { await declineCall(ctx, input); return back(ctx.locale, input.supplier_id, 'declined') },
  })
  formPage(app, {
    post: `${path}/enquiries`, schema: AskInviter, load: invited, page: (form, loaded) => <InvitedPage {...loaded} forms={{ ask: form }} />,
    act: async (ctx, input) => { await askInviter(ctx, input); return back(ctx.locale, input.supplier_id, 'asked') },
  })
  button(app, `${path}/return`, OnePart, async (ctx, input) => { await takeBackAnswer(ctx, input); return back(ctx.locale, input.supplier_id, 'taken_back') })
}
