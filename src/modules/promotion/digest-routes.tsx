import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, permit, personOf } from '../../core/context.ts'
import { refuse } from '../../platform/refusal.ts'
import { button, formPage, queryOf } from '../../web/http.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { chooseDigest, DigestChoice, readDigestToken, stopDigest, stopDigestByLetter } from './digest-commands.ts'
import { DigestPage, DigestStopPage } from './pages/digest.tsx'
import { digestOf } from './queries.ts'
import type { PromotionRefusal } from './rules.ts'

/** The letter of what is new: asked for, changed and stopped. */
export function digestRoutes(app: FastifyInstance, secret: string): void {
  formPage(app, {
    get: '/my/digest', post: '/my/digest', schema: DigestChoice,
    load: async ({ ctx }) => {
      permit(ctx.actor, isSignedIn)
      const [digest, taxonomy] = await Promise.all([digestOf(ctx.db, personOf(ctx.actor)), taxonomyOf(ctx.db)])
      return { digest, taxonomy }
    },
    initial: ({ digest }, { ctx }) => digest ?? { rhythm: 'weekly', kinds: ['offer', 'need'], research_fields: [], locale: ctx.locale },
    page: (form, { digest, taxonomy }) => <DigestPage form={form} asked={digest !== undefined} taxonomy={taxonomy} />,
    act: async (ctx, input) => { await chooseDigest(ctx, input); return `/${ctx.locale}/my/digest?done=saved` },
  })
  button(app, '/my/digest/end', z.object({}), async (ctx) => { await stopDigest(ctx); return `/${ctx.locale}/my/digest?done=saved` })

  const linkOf = (request: FastifyRequest) => {
    const { token } = queryOf(request)
    return { person: readDigestToken(secret, token) ?? refuse<PromotionRefusal>({ code: 'digest_link_unknown' }), token: String(token) }
  }
  app.get('/digest/stop', async (request, reply) => reply.page(<DigestStopPage token={linkOf(request).token} stopped={false} />))
  // The button of the page, and the one in mail programs, which follows no redirects (RFC 8058).
  app.post('/digest/stop', { config: { withoutToken: 'the sealed token of the link says whose letters are stopped, and mail programs send it from anywhere' } }, async (request, reply) => {
    const { person, token } = linkOf(request)
    await stopDigestByLetter(request.ctx, person)
    return reply.page(<DigestStopPage token={token} stopped />)
  })
}
