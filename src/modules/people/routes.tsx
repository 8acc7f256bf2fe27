import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { tokenField } from '../../platform/fields.ts'
import { Refused } from '../../platform/refusal.ts'
import { button, formPage, freshForm, localPath, queryOf } from '../../web/http.tsx'
import type { Accounts, SignedIn } from './accounts.ts'
import { ActFor, actFor, AskReset, NewPassword, SignIn, SignUpForm, signUp } from './commands.ts'
import { accountTexts } from './messages.ts'
import { CheckMailPage, ConfirmPage, ForgotPage, NewPasswordPage, SignInPage, SignUpPage } from './pages/account.tsx'
import { CodePage } from './pages/security.tsx'
import { callbackPath, finishProvider, startProvider } from './provider-commands.ts'
import { CodeTyped, resetPassword } from './security-commands.ts'
import { answerScript, fromOf, headersOf, heldDoors, readPasskey, setCookies } from './door-routes.ts'
import { securityRoutes } from './security-routes.tsx'
import { askPasskey, confirmAddress, enter, giveCode, signIn, usePasskey } from './sign-in-commands.ts'

const nothing = async (): Promise<null> => null
const Next = z.string().max(500).optional()

/** Where somebody goes who has signed in, or who has a code to give first. `to`: an address of ours, or none. */
const onward = (locale: string, { second }: { second: boolean }, to: string): string => {
  return second ? `/${locale}/sign-in/code${to ? `?next=${encodeURIComponent(to)}` : ''}` : to || `/${locale}/work`
}

export { headersOf } from './door-routes.ts'

export function peopleRoutes(app: FastifyInstance, accounts: Accounts): void {
  const provider = accounts.provider?.name ?? null
  // Guessing is slow: each address on the network may try so often in so many minutes, whichever account
  // it tries. This wall stands in each process, before the database is asked; the counted doors stand behind it.
  void app.register(async (guarded) => {
    heldDoors(guarded)
    const attempts = app.createRateLimit({ max: 20, timeWindow: '5 minutes' })
    guarded.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'POST') return
      const counted = await attempts(request)
      if (counted.isAllowed || !counted.isExceeded) return
      void reply.header('retry-after', String(counted.ttlInSeconds))
      throw Object.assign(new Error('too many attempts'), { statusCode: 429 })
    })
    const enterBy = (reply: FastifyReply, locale: string, done: SignedIn, next: unknown): string => { setCookies(reply, done.cookies); return onward(locale, done, localPath(next, '')) }
    formPage(guarded, {
      get: '/sign-in', post: '/sign-in', schema: SignIn, load: nothing,
      page: (form, _, request) => <SignInPage form={form} next={localPath(queryOf(request).next ?? form.values.next, '')} provider={provider} />,
      act: async (ctx, input, _, request, reply) => enterBy(reply, ctx.locale, await signIn(ctx, accounts, input, fromOf(request)), input.next),
    })
    formPage(guarded, {
      get: '/sign-in/code', post: '/sign-in/code', schema: CodeTyped.extend({ next: Next }), load: nothing,
      page: (form, _, request) => <CodePage form={form} next={localPath(queryOf(request).next ?? form.values.next, '')} />,
      act: async (ctx, input, _, request, reply) => enterBy(reply, ctx.locale, await giveCode(ctx, accounts, input, fromOf(request)), input.next),
    })
    guarded.post('/sign-in/passkey/options', (request, reply) => answerScript(request, reply, async () => {
      const { options, cookies } = await askPasskey(request.ctx, accounts, fromOf(request))
      setCookies(reply, cookies)
      return { options }
    }))
    guarded.post('/sign-in/passkey', (request, reply) => answerScript(request, reply, async () => {
      const { response, next } = readPasskey(request)
      return { to: enterBy(reply, request.ctx.locale, await usePasskey(request.ctx, accounts, response, fromOf(request)), next) }
    }))
    formPage(guarded, {
      post: '/sign-in/provider', schema: z.object({ next: Next }), load: nothing,
      page: (form) => <SignInPage form={form} next={localPath(form.values.next, '')} provider={provider} />,
      act: async (ctx, { next }, _, request, reply) => {
        const { url, cookies } = await startProvider(ctx, accounts, { to: localPath(next, `/${ctx.locale}/work`), link: false }, fromOf(request))
        setCookies(reply, cookies)
        return url
      },
    })
    formPage(guarded, {
      get: '/sign-up', post: '/sign-up', schema: SignUpForm, load: nothing, page: (form) => <SignUpPage form={form} />,
      act: async (ctx, input, _, request) => { await enter(ctx, accounts, 'sign_up', fromOf(request), { email: input.email }); await signUp(ctx, accounts, input); return `/${ctx.locale}/check-mail?to=${encodeURIComponent('confirm')}` },
    })
    formPage(guarded, {
      get: '/forgot-password', post: '/forgot-password', schema: AskReset, load: nothing, page: (form) => <ForgotPage form={form} />,
      act: async (ctx, { email }, _, request) => { await enter(ctx, accounts, 'reset', fromOf(request), { email }); await accounts.askReset(ctx, email); return `/${ctx.locale}/check-mail?to=reset` },
    })
    formPage(guarded, {
      get: '/new-password', post: '/new-password', schema: NewPassword, load: nothing,
      page: (form, _, request) => <NewPasswordPage form={form} token={String(queryOf(request).token ?? form.values.token ?? '')} />,
      act: async (ctx, input) => { await resetPassword(ctx, accounts, input); return `/${ctx.locale}/sign-in?done=password` },
    })
    // A letter's link is opened by mail scanners too, so opening it only shows the form.
    formPage(guarded, {
      get: '/confirm', post: '/confirm', schema: z.object({ token: tokenField(2000), password: SignIn.shape.password }), load: nothing,
      page: (form, _, request) => <ConfirmPage form={form} token={String(queryOf(request).token ?? form.values.token ?? '')} />,
      act: async (ctx, input, _, request, reply) => {
        const done = await confirmAddress(ctx, accounts, input, fromOf(request))
        setCookies(reply, done.cookies)
        return onward(ctx.locale, done, `/${ctx.locale}/work?done=confirmed`)
      },
    })
  })
  securityRoutes(app, accounts)
  app.get('/check-mail', (request, reply) => {
    const t = accountTexts[request.ctx.locale]
    return reply.page(<CheckMailPage text={queryOf(request).to === 'reset' ? t.resetText : t.checkMailText(request.ctx.locale === 'vi' ? 'địa chỉ bạn vừa nhập' : 'the address you entered')} />)
  })
  app.post('/sign-out', async (request, reply) => {
    setCookies(reply, await accounts.signOut(headersOf(request)))
    return reply.redirect(`/${request.ctx.locale}?done=signed_out`, 303)
  })
  button(app, '/acting', ActFor, async (ctx, input) => { await actFor(ctx, input); return `/${ctx.locale}/work?done=acting` })
}

/** Where a provider sends its people back to: one address for both languages; the way on says which. */
export function providerRoutes(app: FastifyInstance, accounts: Accounts): void {
  const { provider } = accounts
  if (!provider) return
  void app.register(async (guarded) => {
    heldDoors(guarded)
    guarded.get(callbackPath, async (request, reply) => {
      const query = Object.fromEntries(Object.entries(queryOf(request)).flatMap(([name, value]) => (typeof value === 'string' && value.length <= 4000 ? [[name, value]] : [])))
      try {
        const done = await finishProvider(request.ctx, accounts, query, fromOf(request))
        setCookies(reply, done.cookies)
        const locale = done.to.split('/')[1] ?? 'vi'
        return reply.redirect(onward(locale, done, done.to), 303)
      } catch (error) {
        // Said at the sign-in page, where one can do what the words ask for.
        if (!(error instanceof Refused) || error.refusal.code === 'not_found') throw error
        return reply.page(<SignInPage form={{ ...freshForm(), refusal: error.refusal }} next="" provider={provider.name} />, 409)
      }
    })
  })
}
