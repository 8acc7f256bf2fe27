import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, permit, personOf } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { button, formPage, idOf, queryOf } from '../../web/http.tsx'
import { suggestionsFor } from '../listings/pages/search-words.ts'
import { cardsOf } from '../listings/queries.ts'
import { SearchAddress, suggest } from '../listings/search.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { ChangeSearch, changeSearch, forgetSearch, OneSearch, pauseSearch, SaveSearch, saveSearch } from './commands.ts'
import { FoundPage, SavedFormPage, SavedSearchesPage } from './pages/saved.tsx'
import { addressOf, publishedFor, readAddress, savedSearch, searchesOf } from './queries.ts'

/** Suggestions at most; a list longer than a screen helps nobody choose. */
const mostSuggestions = 8
/** With the space behind it: that says the last word is whole. */
const Typed = z.string().max(200).catch('').transform((typed) => typed.replaceAll('\0', '').trimStart())
/** The moments between which a notice says something was published. */
const Moment = z.coerce.number().int().positive().max(8.64e15).transform((at) => new Date(at))

export function searchRoutes(app: FastifyInstance): void {
  // For the script of the search box; without it nothing is suggested and nothing is missed.
  app.get('/search/suggestions', async (request, reply) => {
    const { db, locale } = request.ctx
    const typed = Typed.parse(queryOf(request).q)
    const suggestions = typed.trim().length < 2 ? [] : await suggest(db, typed, locale, mostSuggestions)
    return reply.header('cache-control', 'private, max-age=60').send({ suggestions: suggestionsFor(suggestions.slice(0, mostSuggestions), locale) })
  })

  app.get('/my/searches', async (request, reply) => {
    const { db, actor } = request.ctx
    permit(actor, isSignedIn)
    return reply.page(<SavedSearchesPage searches={await searchesOf(db, personOf(actor))} taxonomy={await taxonomyOf(db)} />)
  })

  formPage(app, {
    get: '/my/searches/new', post: '/my/searches/new', schema: SaveSearch,
    load: async ({ ctx }) => { permit(ctx.actor, isSignedIn); return taxonomyOf(ctx.db) },
    initial: (_, request) => {
      const asked = SearchAddress.parse(queryOf(request))
      return { address: addressOf(asked), name: asked.q.replace(/\s+/g, ' ').trim().slice(0, 100), frequency: 'daily' }
    },
    page: (form, taxonomy) => <SavedFormPage form={form} address={typeof form.values.address === 'string' ? form.values.address.slice(0, 2_000) : ''} taxonomy={taxonomy} />,
    act: async (ctx, input) => { await saveSearch(ctx, input); return `/${ctx.locale}/my/searches?done=search_saved` },
  })

  const own = async (request: FastifyRequest) => {
    const { db, actor } = request.ctx
    permit(actor, isSignedIn)
    return { saved: found(await savedSearch(db, idOf(request), personOf(actor))), taxonomy: await taxonomyOf(db) }
  }
  formPage(app, {
    get: '/my/searches/:id/edit', post: '/my/searches/:id/edit', schema: ChangeSearch, load: own,
    initial: ({ saved: { name, frequency } }) => ({ name, frequency }),
    page: (form, { saved, taxonomy }) => <SavedFormPage id={saved.id} form={form} address={saved.address} taxonomy={taxonomy} />,
    act: async (ctx, input) => { await changeSearch(ctx, input); return `/${ctx.locale}/my/searches?done=saved` },
  })
  button(app, '/my/searches/:id/pause', OneSearch, async (ctx, input) => { await pauseSearch(ctx, input); return `/${ctx.locale}/my/searches?done=search_paused` })
  button(app, '/my/searches/:id/deletion', OneSearch, async (ctx, input) => { await forgetSearch(ctx, input); return `/${ctx.locale}/my/searches?done=search_forgotten` })

  app.get('/my/searches/:id/found', async (request, reply) => {
    const { db, actor, locale, now } = request.ctx
    const { saved, taxonomy } = await own(request)
    const { since, until } = queryOf(request)
    const from = Moment.catch(saved.created_at).parse(since), to = Moment.catch(now()).parse(until)
    const ids = await publishedFor(db, readAddress(saved.address), { since: from, until: to < now() ? to : now(), butOf: actor.memberships.map(({ organisation_id }) => organisation_id) })
    return reply.page(<FoundPage saved={saved} cards={await cardsOf(db, ids, locale)} taxonomy={taxonomy} since={from} until={to} />)
  })
}
