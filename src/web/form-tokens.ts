import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** The field every form of ours carries, and the header of a script that sends without a form. */
export const tokenField = 'csrf'
export const tokenHeader = 'x-csrf-token'

/** A cookie with this prefix can be set by this very host over https alone: a neighbour on a subdomain cannot plant one. */
const cookieName = (publicUrl: string): string => (publicUrl.startsWith('https://') ? '__Host-techex.forms' : 'techex.forms')
const tokenOf = (secret: string, browser: string): string => createHmac('sha256', secret).update(`form ${browser}`).digest('base64url')

/**
 * The token of this browser's forms: a signature of a random cookie of its own (signed double
 * submit, OWASP). It holds while the browser is open, whoever signs in or out meanwhile, so that a
 * form opened before signing in again is not lost.
 */
export function formToken(request: FastifyRequest, reply: FastifyReply, secret: string, publicUrl: string): string {
  const name = cookieName(publicUrl)
  const known = request.cookies?.[name]
  if (known && /^[\w-]{22}$/.test(known)) return tokenOf(secret, known)
  const browser = randomBytes(16).toString('base64url')
  void reply.header('set-cookie', `${name}=${browser}; Path=/; HttpOnly; SameSite=Lax${publicUrl.startsWith('https://') ? '; Secure' : ''}`)
  return tokenOf(secret, browser)
}

/** The page with the token in every form that changes something, so that no form can forget it. Asks for one only where there is such a form. */
export function withTokens(html: string, token: () => string): string {
  let known: string | undefined
  const ours = (): string => (known ??= token())
  const whole = html.replace(/<form\b[^>]*\smethod="post"[^>]*>/g, (form) => `${form}<input type="hidden" name="${tokenField}" value="${ours()}"/>`)
  return known === undefined ? whole : whole.replace('</head>', `<meta name="csrf-token" content="${known}"/></head>`)
}

/** Whether what was sent carries the token of the browser that sends it. */
function hasFormToken(request: FastifyRequest, given: unknown, secret: string, publicUrl: string): boolean {
  const browser = request.cookies?.[cookieName(publicUrl)]
  if (!browser || typeof given !== 'string') return false
  const [wanted, got] = [Buffer.from(tokenOf(secret, browser)), Buffer.from(given)]
  return wanted.length === got.length && timingSafeEqual(wanted, got)
}

const foreignForm = (): Error => Object.assign(new Error('foreign form'), { statusCode: 403, code: 'FOREIGN_FORM' })

declare module 'fastify' {
  interface FastifyRequest {
    /** Throws unless the form carries its token, in this body or in a script's header; takes it out of the body. What reads a body itself, part by part, calls it before anything is kept. */
    checkFormToken: (body: Record<string, unknown> | null | undefined) => void
    /** The random cookie of this browser, the same while it is open, whoever signs in or out meanwhile. It opens nothing, and goes nowhere but through a keyed hash. */
    formBrowser: () => string | null
  }
  interface FastifyContextConfig {
    /** Why what is sent here needs no token of ours: it proves by itself who asked for it. */
    withoutToken?: string
    /** A form with a file comes here: whoever reads it part by part asks for the token before anything is kept. Parts sent anywhere else are no form of ours. */
    takesFile?: boolean
  }
}

/**
 * Whatever changes something is taken from our own pages only: the browser must say so
 * (Sec-Fetch-Site, or Origin where it is too old for that), and the form must carry our token.
 * OWASP ASVS 5.0, 3.5.1. A request with an API key has no cookies to misuse.
 */
export function refuseForeignForms(app: FastifyInstance, publicUrl: string, secret: string): void {
  const { origin } = new URL(publicUrl)
  app.decorateRequest('checkFormToken', function check(this: FastifyRequest, body) {
    const given = this.headers[tokenHeader] ?? body?.[tokenField]
    if (body && typeof body === 'object') delete body[tokenField]
    if (!hasFormToken(this, given, secret, publicUrl)) throw foreignForm()
  })
  app.decorateRequest('formBrowser', function browser(this: FastifyRequest) { return this.cookies?.[cookieName(publicUrl)] ?? null })
  // Where a proxy asks for a password of its own, pages come with that header too, and with their cookies.
  const byKey = ({ headers }: FastifyRequest): boolean => headers.authorization !== undefined && headers.cookie === undefined
  const changes = (request: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(request.method) && !request.routeOptions.config.withoutToken && !byKey(request)
  app.addHook('onRequest', async (request) => {
    if (!changes(request)) return
    const site = request.headers['sec-fetch-site']
    const from = request.headers.origin
    const ours = site !== undefined ? site === 'same-origin' || site === 'none' : from === undefined || from === origin || (URL.canParse(from) && new URL(from).host === request.headers.host)
    if (!ours) throw foreignForm()
  })
  app.addHook('preValidation', async (request) => {
    if (!changes(request) || request.is404 || (request.isMultipart() && request.routeOptions.config.takesFile)) return
    request.checkFormToken(request.body as Record<string, unknown> | null | undefined)
  })
}
