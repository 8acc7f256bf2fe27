import { Crowded } from '../platform/one-at-a-time.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { Locale } from '../platform/locale.ts'
import { Refused, type Refusal } from '../platform/refusal.ts'
import { backOf, Invalid } from './http.tsx'
import { fieldErrors, shell, troubles, wordError } from './messages.ts'
import { Page } from './ui/page.tsx'
import { useTexts, useView } from './view.ts'

export type WordRefusal = (refusal: Refusal, locale: Locale) => string

function TroublePage({ title, text, children, refresh }: { title: string; text: string; children?: ComponentChildren; refresh?: number }) {
  const { locale } = useView()
  const t = useTexts(troubles)
  return <Page title={title} width="narrow" {...(refresh ? { refresh } : {})}><div class="sheet"><h1>{title}</h1><p>{text}</p>{children}<p><a href={`/${locale}`}>{t.home}</a></p></div></Page>
}

/** To a stranger the page may be one that opens after signing in. */
function NotFoundPage({ request }: { request: FastifyRequest }) {
  const { locale, actor } = useView()
  const t = useTexts(troubles)
  const next = request.method === 'GET' && /^\/(vi|en)\//.test(request.url) ? `?next=${encodeURIComponent(request.url)}` : ''
  return <TroublePage title={t.notFound} text={t.notFoundText}>{actor.person_id === null && <p><a class="button second" href={`/${locale}/sign-in${next}`}>{useTexts(shell).signIn}</a></p>}</TroublePage>
}

/** Classes 08 (connection), 53 (out of resources), 57 (going down, starting up), and what the driver says when no server answers. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  return /^(08|53|57P)/.test(code) || ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'].includes(code) || /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|not queryable/i.test(message)
}

/** One handler turns whatever was thrown into a page that says what to do next. */
export function answerTrouble(app: FastifyInstance, word: WordRefusal): void {
  app.setNotFoundHandler((request, reply) => {
    return reply.page(<NotFoundPage request={request} />, 404)
  })
  app.setErrorHandler(async (error: unknown, request, reply) => {
    const { locale } = request.ctx
    const t = troubles[locale]
    if (error instanceof Refused) {
      const { code } = error.refusal
      if (code === 'not_found') return reply.page(<NotFoundPage request={request} />, 404)
      if (code === 'sign_in_first') return reply.redirect(`/${locale}/sign-in?next=${encodeURIComponent(request.method === 'GET' ? request.url : backOf(request))}`, 303)
      if (code === 'confirm_first') return reply.redirect(`/${locale}/confirm-identity?next=${encodeURIComponent(request.method === 'GET' ? request.url : backOf(request))}`, 303)
      if (code === 'not_permitted') return reply.page(<TroublePage title={t.notPermitted} text={t.notPermittedText} />, 403)
      return reply.page(<TroublePage title={t.refused} text={word(error.refusal, locale)}><Back request={request} /></TroublePage>, 409)
    }
    if (error instanceof Invalid) {
      const words = Object.values(error.errors).map((code) => wordError(code, fieldErrors[locale]))
      return reply.page(<TroublePage title={t.invalid} text={words[0] ?? t.invalidText}><Back request={request} /></TroublePage>, 422)
    }
    if (isDatabaseAway(error) || error instanceof Crowded) {
      request.log.error({ err: error }, 'the database is away')
      void reply.header('retry-after', '3')
      return reply.page(<TroublePage title={t.resting} text={t.restingText} {...(request.method === 'GET' ? { refresh: 4 } : {})} />, 503)
    }
    const { statusCode = 500, code, maxBytes } = (error ?? {}) as { statusCode?: number; code?: string; maxBytes?: number }
    if (statusCode === 429) return reply.page(request.method === 'POST' ? <TroublePage title={t.tooMany} text={t.tooManyText} /> : <TroublePage title={t.tooManyReads} text={t.tooManyReadsText} />, 429)
    // No link back here: it would open the form anew, while the browser's own button keeps what was typed.
    if (statusCode === 413 || code === 'FST_REQ_FILE_TOO_LARGE') return reply.page(<TroublePage title={t.tooLarge} text={maxBytes ? `${t.tooLargeText} ${t.tooLargeMax(Math.floor(maxBytes / (1024 * 1024)))}` : t.tooLargeText} />, 413)
    if (code === 'FOREIGN_FORM') return reply.page(<TroublePage title={t.foreign} text={t.foreignText} />, 403)
    if (statusCode >= 400 && statusCode < 500) return reply.page(<TroublePage title={t.invalid} text={t.invalidText}><Back request={request} /></TroublePage>, statusCode)
    request.log.error({ err: error }, 'unexpected')
    return reply.page(<TroublePage title={t.sorry} text={t.sorryText}><p><code>{request.id}</code></p></TroublePage>, 500)
  })
}

/** An address whose % signs spell no text is asked for as it stands, so that it has a page: the one that was not found. */
export function readable(url: string): string {
  const [path = '/', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch { return [path.replaceAll('%', '%25'), ...query].join('?') }
}

function Back({ request }: { request: FastifyRequest }) {
  return <p><a class="button second" href={backOf(request)}>{useTexts(shell).back}</a></p>
}
