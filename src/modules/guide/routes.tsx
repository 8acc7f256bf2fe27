import type { FastifyInstance, FastifyReply } from 'fastify'
import { notFound } from '../../platform/refusal.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { AboutPage } from './pages/about.tsx'
import { HelpPage } from './pages/help.tsx'
import { placesIn, sitemapFiles } from './queries.ts'
import { robots, sitemapIndex, standingPlaces, urlSet } from './rules.ts'

export function guideRoutes(app: FastifyInstance): void {
  app.get('/about', (_, reply) => reply.page(<AboutPage />))
  app.get('/help', async (request, reply) => reply.page(<HelpPage taxonomy={await taxonomyOf(request.ctx.db)} />))
}

/** What search engines read, at the root of the site and in no language. */
export function siteRoutes(app: FastifyInstance, publicUrl: string): void {
  const send = (reply: FastifyReply, type: string, body: string) => reply.type(type).header('cache-control', 'public, max-age=3600').send(body)
  const xml = 'application/xml; charset=utf-8'
  app.get('/robots.txt', (_, reply) => send(reply, 'text/plain; charset=utf-8', robots(publicUrl)))
  app.get('/sitemap.xml', async (request, reply) => {
    const files = await sitemapFiles(request.ctx.db)
    return send(reply, xml, sitemapIndex(publicUrl, [{ name: 'pages', changed: null }, ...files.map(({ kind, file, changed }) => ({ name: `${kind}-${file}`, changed }))]))
  })
  app.get('/sitemaps/:file', async (request, reply) => {
    const { file } = request.params as { file: string }
    if (file === 'pages.xml') return send(reply, xml, urlSet(publicUrl, standingPlaces))
    const [, kind, number] = /^(listings|organisations)-(\d{1,6})\.xml$/.exec(file) ?? notFound()
    const places = await placesIn(request.ctx.db, kind as 'listings' | 'organisations', Number(number))
    return places.length === 0 ? notFound() : send(reply, xml, urlSet(publicUrl, places))
  })
}
