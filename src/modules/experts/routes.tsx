import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isSignedIn, permit, personOf } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { button, formPage, freshForm, idOf, queryOf, refusedBy } from '../../web/http.tsx'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { organisationNames } from '../organisations/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import {
  ConfirmImport, confirmImport, DeclareConflict, declareConflict, discardImport, proposeImport, PublishProfile, publishProfile, RemovePublication, removePublication,
  SaveProfile, saveProfile, SavePublication, savePublication, unpublishProfile, WithdrawConflict, withdrawConflict,
} from './commands.ts'
import { readPublications } from './import/read.ts'
import { ConflictsPage } from './pages/conflicts.tsx'
import { ExpertPage, ExpertsPage } from './pages/experts.tsx'
import { ExpertFormPage, ImportPage, MyExpertPage, PublicationPage } from './pages/own.tsx'
import { expertFor, expertList, type OwnExpert, organisationsLike, ownExpert } from './queries.ts'
import { importLimits, languages } from './rules.ts'
import { availabilities } from './schema.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function expertRoutes(app: FastifyInstance, { storage }: { storage: Storage }): void {
  app.get('/experts', async (request, reply) => {
    const { db } = request.ctx
    const asked = queryOf(request)
    const taxonomy = await taxonomyOf(db)
    const field = textOf(asked.field), language = textOf(asked.language)
    const search = {
      q: textOf(asked.q).slice(0, 200), field: taxonomy.has('research_field', field) ? field : '', language: (languages as readonly string[]).includes(language) ? language : '',
      availability: availabilities.find((one) => one === asked.availability) ?? null, page: Math.min(Number(/^\d{1,5}$/.exec(textOf(asked.page))?.[0] ?? 1) || 1, 10_000),
    }
    return reply.page(<ExpertsPage search={search} taxonomy={taxonomy} {...await expertList(db, search)} />)
  })
  app.get('/experts/:id', async (request, reply) =>
    reply.page(<ExpertPage view={await expertFor(request.ctx, idOf(request))} taxonomy={await taxonomyOf(request.ctx.db)} />))
  profilePages(app)
  publicationPages(app)
  importPages(app, storage)
  conflictPages(app)
}

/** One's own profile, which may not be there yet. */
async function mine({ ctx }: FastifyRequest): Promise<OwnExpert | null> {
  permit(ctx.actor, isSignedIn)
  return ownExpert(ctx.db, personOf(ctx.actor))
}
/** For what hangs on a profile: without one there is no such page. */
const mineToo = async (request: FastifyRequest): Promise<OwnExpert> => found(await mine(request) ?? undefined)

function profilePages(app: FastifyInstance): void {
  formPage(app, {
    get: '/my/expert', post: '/my/expert/publish', schema: PublishProfile, load: mine,
    page: (form, own) => <MyExpertPage form={form} own={own} />,
    act: async (ctx, input) => { await publishProfile(ctx, input); return `/${ctx.locale}/my/expert?done=published` },
  })
  button(app, '/my/expert/unpublish', z.object({}), async (ctx) => { await unpublishProfile(ctx); return `/${ctx.locale}/my/expert?done=removed` })
  formPage(app, {
    get: '/my/expert/edit', post: '/my/expert/edit', schema: SaveProfile,
    load: async (request) => {
      const own = await mine(request)
      const { db, actor, locale } = request.ctx
      const names = await organisationNames(db, actor.memberships.map((m) => m.organisation_id))
      return { own, taxonomy: await taxonomyOf(db), organisations: [...names].map(([id, name]) => ({ id, name: name[locale] })) }
    },
    initial: ({ own }) => own?.expert ?? { version: 0, languages: ['vi'], availability: 'available' },
    page: (form, { own, ...options }) => <ExpertFormPage form={form} exists={own !== null} {...options} />,
    act: async (ctx, input) => { await saveProfile(ctx, input); return `/${ctx.locale}/my/expert?done=saved` },
  })
}

function publicationPages(app: FastifyInstance): void {
  const { publication_id: _, ...work } = SavePublication.shape
  formPage(app, {
    get: '/my/expert/publications/new', post: '/my/expert/publications/new', schema: z.object(work), load: mineToo,
    page: (form) => <PublicationPage form={form} publication={null} />,
    act: async (ctx, input) => { await savePublication(ctx, { ...input, publication_id: null }); return `/${ctx.locale}/my/expert?done=saved` },
  })
  formPage(app, {
    get: '/my/expert/publications/:publication_id', post: '/my/expert/publications/:publication_id', schema: SavePublication,
    load: async (request) => found((await mineToo(request)).publications.find(({ id }) => id === idOf(request, 'publication_id'))),
    initial: (publication) => publication,
    page: (form, publication) => <PublicationPage form={form} publication={publication} />,
    act: async (ctx, input) => { await savePublication(ctx, input); return `/${ctx.locale}/my/expert?done=saved` },
  })
  button(app, '/my/expert/publications/:publication_id/removal', RemovePublication, async (ctx, input) => { await removePublication(ctx, input); return `/${ctx.locale}/my/expert?done=removed` })
}

function importPages(app: FastifyInstance, storage: Storage): void {
  app.get('/my/expert/import', async (request, reply) => reply.page(<ImportPage form={freshForm()} waiting={(await mineToo(request)).waiting} />))
  app.post('/my/expert/import', { config: { takesFile: true } }, async (request, reply) => {
    const own = await mineToo(request) // nobody's file is read who has no profile
    const sent = await readUploadForm(request, { storage, maxBytes: importLimits.bytes, kind: 'publications' })
    const refusal = await refusedBy(async () => proposeImport(request.ctx, { ...(await readPublications(chosenFile(sent), own.expert.orcid)), key: randomUUID() })).finally(() => sent.upload?.discard())
    if (refusal) return reply.page(<ImportPage form={{ values: {}, errors: {}, refusal }} waiting={own.waiting} />, 409)
    return reply.redirect(`/${request.ctx.locale}/my/expert/import`, 303)
  })
  button(app, '/my/expert/import/confirmation', ConfirmImport, async (ctx, input) => { await confirmImport(ctx, input); return `/${ctx.locale}/my/expert?done=saved` })
  button(app, '/my/expert/import/removal', z.object({}), async (ctx) => { await discardImport(ctx); return `/${ctx.locale}/my/expert/import?done=removed` })
}

function conflictPages(app: FastifyInstance): void {
  formPage(app, {
    get: '/my/expert/conflicts', post: '/my/expert/conflicts', schema: DeclareConflict,
    load: async (request) => {
      const own = await mineToo(request)
      const { db } = request.ctx
      const find = textOf(queryOf(request).find).slice(0, 200)
      const chosen = Number((request.body as Record<string, unknown> | undefined)?.organisation_id) || 0
      const organisations = find ? await organisationsLike(db, find) : chosen > 0 && chosen <= 2_147_483_647 ? await db.selectFrom('organisation').select(['id', 'name_vi', 'name_en']).where('id', '=', Math.trunc(chosen)).execute() : []
      return { own, find, organisations }
    },
    initial: () => ({ request_key: randomUUID() }),
    page: (form, loaded) => <ConflictsPage form={form} {...loaded} />,
    act: async (ctx, input) => { await declareConflict(ctx, input); return `/${ctx.locale}/my/expert/conflicts?done=saved` },
  })
  button(app, '/my/expert/conflicts/:conflict_id/withdrawal', WithdrawConflict, async (ctx, input) => { await withdrawConflict(ctx, input); return `/${ctx.locale}/my/expert/conflicts?done=withdrawn` })
}
