import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { isStaff, permit, personOf } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { choiceField, idField, optionalTextField } from '../../platform/fields.ts'
import { found } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { button, formPage, idOf, queryOf } from '../../web/http.tsx'
import { AppointOwner, appointOwner } from '../organisations/commands.ts'
import { organisationsWithoutMembers } from '../organisations/queries.ts'
import { revokeRole } from '../people/commands.ts'
import { staffRoles } from '../people/schema.ts'
import { holidaySet } from '../rulebook/queries.ts'
import { unannouncedIn } from '../rulebook/rules.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { approvalRoutes } from './approval-routes.tsx'
import { openApprovals } from './approval-queries.ts'
import { ActingEnded, ActingFor, beginActingFor, endActingFor, endSessionsOf, liftSuspension, suspendPerson, Suspension } from './people-commands.ts'
import { personInFull, standIns } from './people-queries.ts'
import { HealthPage } from './pages/health.tsx'
import { AdministrationPage } from './pages/overview.tsx'
import { AppointOwnerPage, OwnerlessPage } from './pages/owners.tsx'
import { PeoplePage } from './pages/people.tsx'
import { MyActingPage, PersonPage } from './pages/person.tsx'
import { type Check, checked, counts, health, latestEvents, machine, peopleWithRoles } from './queries.ts'
import { helpsUsers, readsAdministration } from './rules.ts'
import { approvalKinds } from './schema.ts'
import { settingRoutes } from './setting-routes.tsx'

/** What the pages of health look at besides the database. */
export interface Grounds { storage: Storage | null; dataDir: string | null }

/** What was searched for and which page of it, as the address says. */
function asked(request: FastifyRequest): { q: string; page: number } {
  const { q, page } = queryOf(request)
  return { q: typeof q === 'string' ? q.slice(0, 200) : '', page: pageIn(page) }
}
const pageIn = (page: unknown): number => (typeof page === 'string' && /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1)

/** Whoever administers, reads along, or is asked by users for help. */
const findsPeople = (request: FastifyRequest): void => permit(request.ctx.actor, (actor) => readsAdministration(actor) || helpsUsers(actor))
const reads = (request: FastifyRequest): void => permit(request.ctx.actor, readsAdministration)

const Revoking = z.object({ id: idField, role: choiceField(staffRoles), revoke_reason: Suspension.shape.reason })
const Suspending = z.object({ id: idField, suspend_reason: Suspension.shape.reason })
const Acting = z.object({ id: idField, act_reason: ActingFor.shape.reason, minutes: ActingFor.shape.minutes })
const People = z.object({ q: optionalTextField(200), page: optionalTextField(4) })

/** How long ahead administrators are asked for holidays that are announced year by year. */
const daysAhead = 180
export function administrationRoutes(app: FastifyInstance, { storage, dataDir }: Grounds = { storage: null, dataDir: null }): void {
  app.get('/administration', async (request, reply) => {
    reads(request)
    const { db, now } = request.ctx
    // Numbers count everything, also what this reader may not open.
    const [howMuch, open, events, holidays] = await Promise.all([counts(asSystem(db)), openApprovals(db, approvalKinds, now()), latestEvents(db), holidaySet(db)]), today = hanoiDay(now())
    return reply.page(<AdministrationPage counts={howMuch} open={open.length} events={events} unannounced={unannouncedIn(today, dayAfter(today, daysAhead), holidays)} />)
  })
  const checks = storage ? checksOf(storage) : []
  app.get('/administration/health', async (request, reply) => {
    reads(request)
    const [state, ground, answers] = await Promise.all([health(asSystem(request.ctx.db)), machine(dataDir), checked(checks)])
    return reply.page(<HealthPage health={state} machine={ground} checks={answers} />)
  })

  app.get('/administration/people', async (request, reply) => {
    findsPeople(request)
    const page = pageIn(queryOf(request).page)
    return reply.page(<PeoplePage q="" page={page} {...await peopleWithRoles(request.ctx.db, '', page)} />)
  })
  // Whom one looks for is personal, so it is posted, and the answer is the page itself: no address ever holds a name.
  app.post('/administration/people', async (request, reply) => {
    findsPeople(request)
    const { q, page } = People.catch({ q: '', page: '' }).parse(request.body ?? {})
    const number = pageIn(page)
    return reply.page(<PeoplePage q={q} page={number} {...await peopleWithRoles(request.ctx.db, q, number)} />)
  })

  const load = async (request: FastifyRequest) => {
    findsPeople(request)
    const { db, now } = request.ctx
    return found(await personInFull(db, idOf(request), now()))
  }
  app.get('/administration/people/:id', async (request, reply) => reply.page(<PersonPage person={await load(request)} forms={{}} />))
  const at = (locale: string, id: number, done: string): string => `/${locale}/administration/people/${id}?done=${done}`
  formPage(app, {
    post: '/administration/people/:id/roles/revocation', schema: Revoking, load, page: (form, person) => <PersonPage person={person} forms={{ revoke: form }} />,
    act: async (ctx, { id, role, revoke_reason }) => { await revokeRole(ctx, { person_id: id, role, reason: revoke_reason }); return at(ctx.locale, id, 'revoked') },
  })
  formPage(app, {
    post: '/administration/people/:id/suspension', schema: Suspending, load, page: (form, person) => <PersonPage person={person} forms={{ suspend: form }} />,
    act: async (ctx, { id, suspend_reason }) => { await suspendPerson(ctx, { person_id: id, reason: suspend_reason }); return at(ctx.locale, id, 'suspended') },
  })
  formPage(app, {
    post: '/administration/people/:id/suspension/lifting', schema: Suspending, load, page: (form, person) => <PersonPage person={person} forms={{ suspend: form }} />,
    act: async (ctx, { id, suspend_reason }) => { await liftSuspension(ctx, { person_id: id, reason: suspend_reason }); return at(ctx.locale, id, 'suspension_lifted') },
  })
  formPage(app, {
    post: '/administration/people/:id/acting', schema: Acting, load, page: (form, person) => <PersonPage person={person} forms={{ act: form }} />,
    act: async (ctx, { id, act_reason, minutes }) => { await beginActingFor(ctx, { person_id: id, reason: act_reason, minutes }); return `/${ctx.locale}/work?done=acting_began` },
  })
  button(app, '/administration/people/:id/sessions/end', z.object({ id: idField }), async (ctx, { id }) => { await endSessionsOf(ctx, { person_id: id }); return at(ctx.locale, id, 'saved') })
  app.get('/my/acting', async (request, reply) => {
    const { actor, db } = request.ctx
    return reply.page(<MyActingPage rows={await standIns(db, personOf(actor))} />)
  })
  // In the banner of every page while it lasts, and in the record of whoever is acted for.
  button(app, '/acting-for/end', ActingEnded, async (ctx, input) => { await endActingFor(ctx, input); return `/${ctx.locale}/work?done=acting_ended` })

  app.get('/administration/organisations', async (request, reply) => {
    reads(request)
    const { ctx } = request
    const { q, page } = asked(request)
    const [{ rows, total, pages }, taxonomy] = await Promise.all([organisationsWithoutMembers(ctx.db, q, page), taxonomyOf(ctx.db)])
    return reply.page(<OwnerlessPage q={q} page={page} total={total} pages={pages} rows={rows.map((row) => ({ ...row, kindName: taxonomy.name('organisation_kind', row.kind, ctx.locale) }))} />)
  })
  formPage(app, {
    get: '/administration/organisations/:organisation_id', post: '/administration/organisations/:organisation_id', schema: AppointOwner,
    load: async (request) => {
      permit(request.ctx.actor, request.method === 'GET' ? readsAdministration : isStaff('administrator'))
      return found(await request.ctx.db.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'source_name']).where('id', '=', idOf(request, 'organisation_id')).executeTakeFirst())
    },
    page: (form, organisation) => <AppointOwnerPage organisation={organisation} form={form} />,
    act: async (ctx, input) => { await appointOwner(ctx, input); return `/${ctx.locale}/administration/organisations?done=granted` },
  })

  approvalRoutes(app)
  settingRoutes(app)
}

/** A file is taken in as any other would be, the scanner's look included, and dropped; and the place where files stay is asked for one it has not. */
function checksOf(storage: Storage): Check[] {
  return [
    { name: 'storage', look: async () => { (await storage.open('0'.repeat(64)))?.destroy(); return '' } },
    { name: 'scanner', look: async () => { await (await storage.receive(Readable.from([Buffer.from('health')]), 100)).discard(); return '' } },
  ]
}
