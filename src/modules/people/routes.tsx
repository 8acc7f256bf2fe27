import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { tokenField } from '../../platform/fields.ts'
import { button, formPage, localPath, queryOf } from '../../web/http.tsx'
import type { Accounts } from './accounts.ts'
import { ActFor, actFor, AskReset, NewPassword, setNewPassword, SignIn, SignUp, signUp } from './commands.ts'
import { accountTexts } from './messages.ts'
import { CheckMailPage, ConfirmPage, ForgotPage, NewPasswordPage, SignInPage, SignUpPage } from './pages/account.tsx'

export const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent', 'host', 'origin'] as const) { const value = request.headers[name]; if (value) headers.set(name, value) }
  headers.set('x-forwarded-for', request.ip)
  return headers
}
const setCookies = (reply: FastifyReply, cookies: string[]): void => { for (const cookie of cookies) reply.header('set-cookie', cookie) }
const nothing = async (): Promise<null> => null

export function peopleRoutes(app: FastifyInstance, accounts: Accounts): void {
  // Guessing is slow: each address on the network may try so often in so many minutes, whichever account it tries.
  void app.register(async (guarded) => {
    const attempts = app.createRateLimit({ max: 20, timeWindow: '5 minutes' })
    guarded.addHook('preHandler', async (request) => {
      if (request.method !== 'POST') return
      const counted = await attempts(request)
      if (!counted.isAllowed && counted.isExceeded) throw Object.assign(new Error('too many attempts'), { statusCode: 429 })
    })
    formPage(guarded, {
      get: '/sign-in', post: '/sign-in', schema: SignIn, load: nothing,
      page: (form, _, request) => <SignInPage form={form} next={localPath(queryOf(request).next ?? form.values.next, '')} />,
      act: async (ctx, input, _, request, reply) => {
        setCookies(reply, await accounts.signIn(ctx, input, headersOf(request)))
        return localPath(input.next, `/${ctx.locale}/work`)
      },
    })
    formPage(guarded, {
      get: '/sign-up', post: '/sign-up', schema: SignUp, load: nothing, page: (form) => <SignUpPage form={form} />,
      act: async (ctx, input) => { await signUp(ctx, accounts, input); return `/${ctx.locale}/check-mail?to=${encodeURIComponent('confirm')}` },
    })
    formPage(guarded, {
      get: '/forgot-password', post: '/forgot-password', schema: AskReset, load: nothing, page: (form) => <ForgotPage form={form} />,
      act: async (ctx, { email }) => { await accounts.askReset(ctx, email); return `/${ctx.locale}/check-mail?to=reset` },
    })
    formPage(guarded, {
      get: '/new-password', post: '/new-password', schema: NewPassword, load: nothing,
      page: (form, _, request) => <NewPasswordPage form={form} token={String(queryOf(request).token ?? form.values.token ?? '')} />,
      act: async (ctx, input) => { await setNewPassword(accounts, input); return `/${ctx.locale}/sign-in?done=password` },
    })
    // A letter's link is opened by mail scanners too, so opening it only shows the button.
    formPage(guarded, {
      get: '/confirm', post: '/confirm', schema: z.object({ token: tokenField(2000) }), load: nothing,
      page: (form, _, request) => <ConfirmPage form={form} token={String(queryOf(request).token ?? form.values.token ?? '')} />,
      act: async (ctx, { token }, _, request, reply) => { setCookies(reply, await accounts.confirm(token, headersOf(request))); return `/${ctx.locale}/work?done=confirmed` },
    })
  })
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
