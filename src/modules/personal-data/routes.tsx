import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, isStaff, permit, personOf } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { choiceField } from '../../platform/fields.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, type FormState, formPage, freshForm, idOf, localPath, queryOf } from '../../web/http.tsx'
import { agreeTo, AgreeToTerms, agreeToTerms, FreeConsent, withdrawConsent, WithdrawnConsent } from '../consents/commands.ts'
import { consentsOf, currentText, textOf, versionsUntil } from '../consents/queries.ts'
import { holdingsOf, rowsIn } from './holdings.ts'
import { ExportPage } from './pages/export.tsx'
import { AskPage, LeavingPage, MyDataPage, RequestPage } from './pages/own.tsx'
import { AgreePage, PrivacyPage } from './pages/privacy.tsx'
import { QueuedRequestPage, RequestQueuePage } from './pages/queue.tsx'
import { leavingBlocks, ownRequest, queuedRequest, requestQueue, requestsOf } from './queries.ts'
import { AnswerRequest, answerRequest, AskAboutData, askAboutData, AskToBeDeleted, askToBeDeleted, DecideRequest, decideRequest, exportOwnData, ExtendRequest, extendRequest, RequestChosen, withdrawRequest } from './request-commands.ts'
import { isOpen } from './rules.ts'
import { type PartKey, partKeys, writtenKinds } from './schema.ts'

const mine = '/my/account/data'
const readers = isStaff('administrator', 'observer', 'inspector')

export function personalDataRoutes(app: FastifyInstance): void {
  app.get('/privacy', async (request, reply) => {
    const { db, now } = request.ctx
    return reply.page(<PrivacyPage text={await currentText(db, now())} versions={await versionsUntil(db, now())} />)
  })
  app.get('/privacy/:version', async (request, reply) => {
    const { db, now } = request.ctx
    const [text, versions] = await Promise.all([textOf(db, idOf(request, 'version')), versionsUntil(db, now())])
    return versions.some(({ version }) => version === text.version) ? reply.page(<PrivacyPage text={text} versions={versions} />) : notFound()
  })
  ownData(app)
  requests(app)
  queue(app)
}

/** Whoever is signed in, themselves; for the rest the way to sign in. What somebody asks about their data may be about whoever helps them. */
const signedIn = (request: FastifyRequest): Ctx => { permit(request.ctx.actor, isSignedIn); inPerson(request.ctx.actor); return request.ctx }
/** One's own data is hidden even from one's own handle where it is an account's; the number is the reader's own. */
const held = ({ db, actor }: Ctx) => holdingsOf(asSystem(db), personOf(actor))

function ownData(app: FastifyInstance): void {
  app.get(mine, async (request, reply) => {
    const ctx = signedIn(request)
    const person = personOf(ctx.actor)
    const [everything, consents, { version }, own] = await Promise.all([held(ctx), consentsOf(ctx.db, person), currentText(ctx.db, ctx.now()), requestsOf(ctx.db, person)])
    const rows = Object.fromEntries(partKeys.map((key) => [key, rowsIn(everything[key])])) as Record<PartKey, number>
    return reply.page(<MyDataPage rows={rows} consents={consents} current={version} requests={own} />)
  })
  app.post(`${mine}/export`, async (request, reply) => {
    const ctx = signedIn(request)
    const format = z.object({ format: choiceField(['json', 'html']) }).safeParse(request.body).data?.format ?? 'json'
    const everything = await exportOwnData(ctx, format)
    if (format === 'html') return reply.page(<ExportPage held={everything} />)
    return reply.type('application/json; charset=utf-8').header('cache-control', 'private, no-store').header('content-disposition', `attachment; filename="techex-${hanoiDay(ctx.now())}.json"`)
      .send(JSON.stringify({ exported_at: ctx.now(), person_id: ctx.actor.person_id, parts: everything }, null, 2))
  })
  formPage(app, {
    get: `${mine}/consent`, post: `${mine}/consent`, schema: AgreeToTerms.extend({ next: z.string().max(500).optional() }),
    load: async (request) => {
      const ctx = signedIn(request)
      const [text, consents] = await Promise.all([currentText(ctx.db, ctx.now()), consentsOf(ctx.db, personOf(ctx.actor))])
      return { text, before: consents.some(({ purpose }) => purpose === 'terms') }
    },
    page: (form, { text, before }, request) => <AgreePage text={text} before={before} form={form} next={localPath(queryOf(request).next ?? form.values.next, `/${request.ctx.locale}/work`)} />,
    act: async (ctx, { version, next }) => { await agreeToTerms(ctx, { version }); return localPath(next, `/${ctx.locale}${mine}?done=saved`) },
  })
  button(app, `${mine}/consents`, FreeConsent, async (ctx, input) => { await agreeTo(ctx, input); return `/${ctx.locale}${mine}?done=saved` })
  button(app, `${mine}/consents/withdrawal`, WithdrawnConsent, async (ctx, input) => { await withdrawConsent(ctx, input); return `/${ctx.locale}${mine}?done=withdrawn` })
}

const keyOf = (form: FormState): string => (typeof form.values.request_key === 'string' ? form.values.request_key : randomUUID())
function requests(app: FastifyInstance): void {
  formPage(app, {
    get: `${mine}/requests/new`, post: `${mine}/requests`, schema: AskAboutData, load: async (request) => { signedIn(request) },
    initial: (_, request) => { const { kind } = queryOf(request); return { kind: writtenKinds.find((known) => known === kind) ?? 'access' } },
    page: (form) => <AskPage form={form} request_key={keyOf(form)} />,
    act: async (ctx, input) => `/${ctx.locale}${mine}/requests/${await askAboutData(ctx, input)}?done=sent`,
  })
  app.get(`${mine}/requests/:request_id`, async (request, reply) => {
    const ctx = signedIn(request)
    return reply.page(<RequestPage request={await ownRequest(ctx.db, personOf(ctx.actor), idOf(request, 'request_id'))} />)
  })
  button(app, `${mine}/requests/:id/withdrawal`, RequestChosen, async (ctx, input) => { await withdrawRequest(ctx, input); return `/${ctx.locale}${mine}/requests/${input.id}?done=withdrawn` })
  formPage(app, {
    get: `${mine}/deletion`, post: `${mine}/deletion`, schema: AskToBeDeleted,
    load: async (request) => {
      const ctx = signedIn(request)
      const [blocks, own] = await Promise.all([leavingBlocks(asSystem(ctx.db), personOf(ctx.actor)), requestsOf(ctx.db, personOf(ctx.actor))])
      return { blocks, asked: own.find((one) => one.kind === 'deletion' && isOpen(one)) ?? null }
    },
    page: (form, loaded) => <LeavingPage form={form} {...loaded} request_key={keyOf(form)} />,
    act: async (ctx, input) => `/${ctx.locale}${mine}/requests/${await askToBeDeleted(ctx, input)}?done=sent`,
  })
}

function queue(app: FastifyInstance): void {
  const all = '/administration/data-requests', one = `${all}/:id`
  app.get(all, async (request, reply) => {
    permit(request.ctx.actor, readers)
    return reply.page(<RequestQueuePage {...await requestQueue(request.ctx.db)} />)
  })
  const load = (request: FastifyRequest) => { permit(request.ctx.actor, readers); return queuedRequest(request.ctx.db, idOf(request)) }
  const empty = () => ({ answer: freshForm(), extension: freshForm(), decision: freshForm() })
  app.get(one, async (request, reply) => reply.page(<QueuedRequestPage request={await load(request)} forms={empty()} />))
  const back = (ctx: Ctx, done: string): string => `/${ctx.locale}${all}?done=${done}`
  formPage(app, { post: `${one}/answer`, schema: AnswerRequest, load, page: (form, request) => <QueuedRequestPage request={request} forms={{ ...empty(), answer: form }} />, act: async (ctx, input) => { await answerRequest(ctx, input); return back(ctx, 'sent') } })
  formPage(app, { post: `${one}/extension`, schema: ExtendRequest, load, page: (form, request) => <QueuedRequestPage request={request} forms={{ ...empty(), extension: form }} />, act: async (ctx, input) => { await extendRequest(ctx, input); return back(ctx, 'saved') } })
  formPage(app, { post: `${one}/decision`, schema: DecideRequest, load, page: (form, request) => <QueuedRequestPage request={request} forms={{ ...empty(), decision: form }} />, act: async (ctx, input) => { await decideRequest(ctx, input); return back(ctx, 'saved') } })
}
