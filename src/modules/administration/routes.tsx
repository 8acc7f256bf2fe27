import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isStaff, permit } from '../../core/context.ts'
import { optionalTextField } from '../../platform/fields.ts'
import { found } from '../../platform/refusal.ts'
import { button, formPage, idOf, queryOf } from '../../web/http.tsx'
import { AppointOwner, appointOwner } from '../organisations/commands.ts'
import { organisationsWithoutMembers } from '../organisations/queries.ts'
import { grantRole, revokeRole, StaffRoleChange } from '../people/commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { AdministrationPage } from './pages/overview.tsx'
import { AppointOwnerPage, OwnerlessPage } from './pages/owners.tsx'
import { PeoplePage } from './pages/people.tsx'
import { counts, health, latestEvents, peopleWithRoles } from './queries.ts'

/** What was searched for and which page of it, as the address says. */
function asked(request: FastifyRequest): { q: string; page: number } {
  const { q, page } = queryOf(request)
  return { q: typeof q === 'string' ? q.slice(0, 200) : '', page: typeof page === 'string' && /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1 }
}
/** Where in the list of people the button was pressed, so that its answer comes back there. */
const RoleButton = StaffRoleChange.extend({ q: optionalTextField(200), page: optionalTextField(4) })
const peopleAt = (locale: string, { q, page }: { q: string; page: string }, done: string): string => `/${locale}/administration/people?${new URLSearchParams({ ...(q ? { q } : {}), ...(page && page !== '1' ? { page } : {}), done })}`

export function administrationRoutes(app: FastifyInstance): void {
  const onlyAdministrators = (request: FastifyRequest): void => permit(request.ctx.actor, isStaff('administrator'))

  app.get('/administration', async (request, reply) => {
    onlyAdministrators(request)
    const { db } = request.ctx
    const [howMuch, state, events] = await Promise.all([counts(db), health(db), latestEvents(db)])
    return reply.page(<AdministrationPage counts={howMuch} health={state} events={events} />)
  })
  app.get('/administration/people', async (request, reply) => {
    onlyAdministrators(request)
    const { q, page } = asked(request)
    return reply.page(<PeoplePage q={q} page={page} {...await peopleWithRoles(request.ctx.db, q, page)} />)
  })
  button(app, '/administration/roles', RoleButton, async (ctx, { q, page, ...change }) => { await grantRole(ctx, change); return peopleAt(ctx.locale, { q, page }, 'granted') })
  button(app, '/administration/roles/revocation', RoleButton, async (ctx, { q, page, ...change }) => { await revokeRole(ctx, change); return peopleAt(ctx.locale, { q, page }, 'revoked') })

  app.get('/administration/organisations', async (request, reply) => {
    onlyAdministrators(request)
    const { ctx } = request
    const { q, page } = asked(request)
    const [{ rows, total, pages }, taxonomy] = await Promise.all([organisationsWithoutMembers(ctx.db, q, page), taxonomyOf(ctx.db)])
    return reply.page(<OwnerlessPage q={q} page={page} total={total} pages={pages} rows={rows.map((row) => ({ ...row, kindName: taxonomy.name('organisation_kind', row.kind, ctx.locale) }))} />)
  })
  formPage(app, {
    get: '/administration/organisations/:organisation_id', post: '/administration/organisations/:organisation_id', schema: AppointOwner,
    load: async (request) => {
      onlyAdministrators(request)
      return found(await request.ctx.db.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'source_name']).where('id', '=', idOf(request, 'organisation_id')).executeTakeFirst())
    },
    page: (form, organisation) => <AppointOwnerPage organisation={organisation} form={form} />,
    act: async (ctx, input) => { await appointOwner(ctx, input); return `/${ctx.locale}/administration/organisations?done=granted` },
  })
}
