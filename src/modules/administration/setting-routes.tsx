import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isStaff, permit } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { dayField } from '../../platform/fields.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, formPage, queryOf } from '../../web/http.tsx'
import { addHoliday, changeServiceTime, declareNoLieu, HolidayAdded, HolidayRemoved, NoLieu, removeHoliday, ServiceTimeChange } from '../rulebook/commands.ts'
import { holidaysFrom, lieusFrom, ruleHistory, rulesOn, serviceTimeHistory } from '../rulebook/queries.ts'
import { addCode, changeCode, CodeChange, CodeNamed, NewCode, restoreCode, retireCode } from '../taxonomy/commands.ts'
import { codeCounts, codesPage } from '../taxonomy/queries.ts'
import { type CodeList, codeLists } from '../taxonomy/schema.ts'
import { CodeListPage, CodeListsPage, CodePage } from './pages/codes.tsx'
import { RulePage, RulesPage } from './pages/rules.tsx'
import { ServiceTimesPage } from './pages/times.tsx'
import { readsAdministration } from './rules.ts'

const reads = (request: FastifyRequest): void => permit(request.ctx.actor, readsAdministration)
/** Reading a page takes any of its readers; sending its form, those who act. */
const readsOrActs = (request: FastifyRequest): void => (request.method === 'GET' ? reads(request) : permit(request.ctx.actor, isStaff('administrator')))
const paramOf = (request: FastifyRequest, name: string): string => (request.params as Record<string, string>)[name] ?? ''
const listOf = (request: FastifyRequest): CodeList => codeLists.find((list) => list === paramOf(request, 'list')) ?? notFound()

/** The pages on which the Exchange's own settings are kept: code lists, dated rules, service times. */
export function settingRoutes(app: FastifyInstance): void {
  app.get('/administration/codes', async (request, reply) => {
    reads(request)
    return reply.page(<CodeListsPage counts={await codeCounts(request.ctx.db)} />)
  })
  formPage(app, {
    get: '/administration/codes/:list', post: '/administration/codes/:list', schema: NewCode,
    load: async (request) => {
      readsOrActs(request)
      const list = listOf(request)
      const { page } = queryOf(request)
      const number = typeof page === 'string' && /^[1-9]\d{0,2}$/.test(page) ? Number(page) : 1
      return { list, page: number, ...await codesPage(request.ctx.db, list, number) }
    },
    initial: ({ total }) => ({ position: String(total) }),
    page: (form, loaded) => <CodeListPage {...loaded} form={form} />,
    act: async (ctx, input) => { await addCode(ctx, input); return `/${ctx.locale}/administration/codes/${input.list}/${input.code}?done=created` },
  })
  formPage(app, {
    get: '/administration/codes/:list/:code', post: '/administration/codes/:list/:code', schema: CodeChange,
    load: async (request) => {
      readsOrActs(request)
      const code = paramOf(request, 'code')
      return found(await request.ctx.db.selectFrom('code').selectAll().where('list', '=', listOf(request)).where('code', '=', code.includes('\0') ? notFound() : code).executeTakeFirst())
    },
    initial: ({ name_vi, name_en, position, edited_at }) => ({ name_vi, name_en, position: String(position), seen: edited_at?.toISOString() ?? '' }),
    page: (form, code) => <CodePage code={code} form={form} />,
    act: async (ctx, input) => { await changeCode(ctx, input); return `/${ctx.locale}/administration/codes/${input.list}/${input.code}?done=saved` },
  })
  button(app, '/administration/codes/:list/:code/retirement', CodeNamed, async (ctx, input) => { await retireCode(ctx, input); return `/${ctx.locale}/administration/codes/${input.list}/${input.code}?done=retired` })
  button(app, '/administration/codes/:list/:code/restoration', CodeNamed, async (ctx, input) => { await restoreCode(ctx, input); return `/${ctx.locale}/administration/codes/${input.list}/${input.code}?done=restored` })

  app.get('/administration/rules', async (request, reply) => {
    reads(request)
    const { db, now } = request.ctx
    const on = dayField.catch(hanoiDay(now())).parse(queryOf(request).on)
    return reply.page(<RulesPage on={on} rules={await rulesOn(db, on)} />)
  })
  app.get('/administration/rules/:code', async (request, reply) => {
    reads(request)
    const code = paramOf(request, 'code')
    const [newest, ...former] = code.includes('\0') ? [] : await ruleHistory(request.ctx.db, code)
    return reply.page(<RulePage rows={[found(newest), ...former]} />)
  })

  const times = async (request: FastifyRequest) => {
    readsOrActs(request)
    const { db, now } = request.ctx
    const today = hanoiDay(now()), [history, holidays, lieus] = await Promise.all([serviceTimeHistory(db), holidaysFrom(db, today), lieusFrom(db, today)])
    return { history, holidays, lieus }
  }
  const path = (locale: string, done: string): string => `/${locale}/administration/service-times?done=${done}`
  formPage(app, {
    get: '/administration/service-times', post: '/administration/service-times', schema: ServiceTimeChange, load: times, page: (time, loaded) => <ServiceTimesPage {...loaded} time={time} />,
    act: async (ctx, input) => { await changeServiceTime(ctx, input); return path(ctx.locale, 'saved') },
  })
  formPage(app, {
    post: '/administration/service-times/holidays', schema: HolidayAdded, load: times, page: (holiday, loaded) => <ServiceTimesPage {...loaded} holiday={holiday} />,
    act: async (ctx, input) => { await addHoliday(ctx, input); return path(ctx.locale, 'saved') },
  })
  button(app, '/administration/service-times/holidays/removal', HolidayRemoved, async (ctx, input) => { await removeHoliday(ctx, input); return path(ctx.locale, 'removed') })
  button(app, '/administration/service-times/holidays/no-lieu', NoLieu, async (ctx, input) => { await declareNoLieu(ctx, input); return path(ctx.locale, 'saved') })
}
