import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { z } from 'zod'
import { inPerson, isSignedIn, permit, requireConfirmed } from '../../core/context.ts'
import { refuse } from '../../platform/refusal.ts'
import { button, errorsOf, formPage, type FormState, freshForm, localPath, queryOf } from '../../web/http.tsx'
import { profileOf, type Security, securityOf, sessionsOf } from './account-queries.ts'
import type { Account, Accounts } from './accounts.ts'
import { AccountHomePage, ConfirmEmailPage, ProfilePage } from './pages/account-home.tsx'
import { CheckMailPage } from './pages/account.tsx'
import { BackupCodesPage, CodesPage, ConfirmIdentityPage, PasskeysPage, PasswordPage, SecurityPage, SessionsPage } from './pages/security.tsx'
import { startProvider } from './provider-commands.ts'
import { answerScript, fromOf, headersOf, heldDoors, readPasskey, refusalOf, setCookies } from './door-routes.ts'
import {
  addPasskey, askNewEmail, BeginCodes, beginCodes, beginPasskey, ChangePassword, changePassword, changeProfile, CodeTyped, ConfirmEmail, ConfirmIdentity, confirmIdentity, confirmNewEmail,
  endSessions, finishCodes, newBackupCodes, NewEmail, NewPasskey, OnePasskey, OneSession, Profile, removeCodes, removePasskey, unlinkProvider,
} from './security-commands.ts'
import { securityTexts } from './security-messages.ts'
import { otpAddress, waitingSecret } from './second-factor.ts'
import { askPasskey, usePasskey } from './sign-in-commands.ts'

/** The pages of one's own account. Nobody sees them in another's name. */
export function securityRoutes(all: FastifyInstance, accounts: Accounts): void {
  const provider = accounts.provider?.name ?? null
  const { db } = accounts
  const own = async (request: FastifyRequest): Promise<Account> => {
    permit(request.ctx.actor, isSignedIn)
    inPerson(request.ctx.actor)
    return await accounts.accountOf(headersOf(request)) ?? refuse({ code: 'sign_in_first' })
  }
  const ownSecurity = async (request: FastifyRequest): Promise<{ account: Account; security: Security }> => {
    const account = await own(request)
    return { account, security: await securityOf(db, account.id) }
  }
  const at = (locale: string, path: string): string => `/${locale}/my/account/${path}`

  void all.register(async (app) => {
    heldDoors(app)
    app.get('/my/account', async (request, reply) => {
      const { email } = await own(request)
      return reply.page(<AccountHomePage email={email} />)
    })

    const profilePage = (account: Account, profile: FormState, change: FormState): VNode => <ProfilePage profile={profile} change={change} email={account.email} />
    const profileForm = async (account: Account): Promise<FormState> => freshForm(await profileOf(db, account.id))
    formPage(app, {
      get: '/my/account/profile', post: '/my/account/profile', schema: Profile, load: async (request) => { const account = await own(request); return { account, profile: await profileOf(db, account.id) } }, initial: ({ profile }) => profile ?? {},
      page: (form, { account }) => profilePage(account, form, freshForm()),
      act: async (ctx, input, _, request) => { await changeProfile(ctx, accounts, input, fromOf(request)); return `${at(ctx.locale, 'profile')}?done=saved` },
    })
    formPage(app, {
      post: '/my/account/email-change', schema: NewEmail, load: async (request) => { const account = await own(request); return { account, profile: await profileForm(account) } },
      page: (form, { account, profile }) => profilePage(account, profile, form),
      act: async (ctx, input, _, request) => { await askNewEmail(ctx, accounts, input, fromOf(request)); return at(ctx.locale, 'email/sent') },
    })
    app.get('/my/account/email/sent', async (request, reply) => { await own(request); return reply.page(<CheckMailPage text={securityTexts[request.ctx.locale].emailSent} />) })
    formPage(app, {
      get: '/my/account/email', post: '/my/account/email', schema: ConfirmEmail, load: own,
      page: (form, _, request) => <ConfirmEmailPage form={form} token={String(queryOf(request).token ?? form.values.token ?? '')} />,
      act: async (ctx, input, _, request) => { await confirmNewEmail(ctx, accounts, input, fromOf(request)); return `${at(ctx.locale, 'profile')}?done=saved` },
    })

    app.get('/my/account/security', async (request, reply) => reply.page(<SecurityPage security={(await ownSecurity(request)).security} provider={provider} />))
    formPage(app, {
      get: '/my/account/password', post: '/my/account/password', schema: ChangePassword, load: own, page: (form) => <PasswordPage form={form} />,
      act: async (ctx, input, _, request, reply) => { setCookies(reply, await changePassword(ctx, accounts, input, fromOf(request))); return `${at(ctx.locale, 'security')}?done=saved` },
    })

    const codes = async (request: FastifyRequest) => {
      const { account, security } = await ownSecurity(request)
      const secret = security.codes ? null : await waitingSecret(db, accounts.secret, account.id)
      // The secret is shown to whoever began a moment ago, not to whoever finds the browser open later.
      if (secret !== null && request.method === 'GET') requireConfirmed(request.ctx)
      return { account, security, waiting: secret === null ? null : { secret, address: otpAddress(secret, account.email) } }
    }
    type Codes = Awaited<ReturnType<typeof codes>>
    const codesPage = (form: FormState, loaded: Codes): VNode => <CodesPage form={form} security={loaded.security} waiting={loaded.waiting} />
    formPage(app, {
      get: '/my/account/codes', post: '/my/account/codes', schema: BeginCodes, load: codes, page: codesPage,
      act: async (ctx, input, _, request) => { await beginCodes(ctx, accounts, input, fromOf(request)); return at(ctx.locale, 'codes') },
    })
    // These two answer with a page at once: the codes are nowhere else to be read.
    const showCodes = <S extends z.ZodType>(path: string, schema: S, act: (request: FastifyRequest, input: z.output<S>) => Promise<{ codes: string[]; cookies: string[] }>): void => {
      app.post(path, async (request, reply) => {
        const loaded = await codes(request)
        const read = schema.safeParse(request.body ?? {})
        if (!read.success) return reply.page(codesPage({ values: {}, errors: errorsOf(read.error), refusal: null }, loaded), 422)
        const done = await act(request, read.data).catch(refusalOf)
        if ('refusal' in done) return reply.page(codesPage({ values: {}, errors: {}, refusal: done.refusal }, loaded), 409)
        setCookies(reply, done.cookies)
        return reply.page(<BackupCodesPage codes={done.codes} />)
      })
    }
    showCodes('/my/account/codes/confirmation', CodeTyped, (request, input) => finishCodes(request.ctx, accounts, input, fromOf(request)))
    showCodes('/my/account/backup-codes', BeginCodes, async (request, input) => ({ codes: await newBackupCodes(request.ctx, accounts, input, fromOf(request)), cookies: [] }))
    button(app, '/my/account/codes/removal', z.object({}), async (ctx, _, request) => { await removeCodes(ctx, accounts, fromOf(request)); return `${at(ctx.locale, 'security')}?done=saved` })

    app.get('/my/account/passkeys', async (request, reply) => reply.page(<PasskeysPage passkeys={(await ownSecurity(request)).security.passkeys} />))
    app.post('/my/account/passkeys/options', (request, reply) => answerScript(request, reply, async () => {
      const { options, cookies } = await beginPasskey(request.ctx, accounts, fromOf(request))
      setCookies(reply, cookies)
      return { options }
    }))
    app.post('/my/account/passkeys', (request, reply) => answerScript(request, reply, async () => {
      const { locale } = request.ctx
      await own(request)
      const read = NewPasskey.safeParse(request.body)
      if (!read.success) return { error: securityTexts[locale].passkeyNameNeeded }
      await addPasskey(request.ctx, accounts, read.data, fromOf(request))
      const to = `${at(locale, 'passkeys')}?done=saved`
      reply.tellDone(to)
      return { to }
    }))
    button(app, '/my/account/passkeys/removal', OnePasskey, async (ctx, input, request) => { await removePasskey(ctx, accounts, input, fromOf(request)); return `${at(ctx.locale, 'passkeys')}?done=removed` })

    app.get('/my/account/sessions', async (request, reply) => {
      const account = await own(request)
      return reply.page(<SessionsPage sessions={await sessionsOf(db, account.id)} current={account.session.id} />)
    })
    button(app, '/my/account/sessions/end', OneSession, async (ctx, input, request) => { await endSessions(ctx, accounts, input, fromOf(request)); return `${at(ctx.locale, 'sessions')}?done=session_ended` })
    button(app, '/my/account/sessions/end-others', z.object({}), async (ctx, _, request) => { await endSessions(ctx, accounts, {}, fromOf(request)); return `${at(ctx.locale, 'sessions')}?done=session_ended` })

    formPage(app, {
      post: '/my/account/provider', schema: z.object({}), load: ownSecurity, page: (_, { security }) => <SecurityPage security={security} provider={provider} />, says: () => false,
      act: async (ctx, _, __, request, reply) => {
        const { url, cookies } = await startProvider(ctx, accounts, { to: `${at(ctx.locale, 'security')}?done=saved`, link: true }, fromOf(request))
        setCookies(reply, cookies)
        return url
      },
    })
    button(app, '/my/account/provider/removal', z.object({}), async (ctx, _, request) => { await unlinkProvider(ctx, accounts, fromOf(request)); return `${at(ctx.locale, 'security')}?done=saved` })

    formPage(app, {
      get: '/confirm-identity', post: '/confirm-identity', schema: ConfirmIdentity, load: ownSecurity,
      page: (form, { security }, request) => <ConfirmIdentityPage form={form} security={security} provider={provider} next={localPath(queryOf(request).next ?? form.values.next, '')} />,
      act: async (ctx, input, _, request) => { await confirmIdentity(ctx, accounts, input, fromOf(request)); return localPath(input.next, at(ctx.locale, 'security')) },
    })
    app.post('/confirm-identity/passkey/options', (request, reply) => answerScript(request, reply, async () => {
      await own(request)
      const { options, cookies } = await askPasskey(request.ctx, accounts, fromOf(request))
      setCookies(reply, cookies)
      return { options }
    }))
    app.post('/confirm-identity/passkey', (request, reply) => answerScript(request, reply, async () => {
      const { id } = await own(request)
      const { response, next } = readPasskey(request)
      const { cookies } = await usePasskey(request.ctx, accounts, response, fromOf(request), id)
      setCookies(reply, cookies)
      return { to: localPath(next, at(request.ctx.locale, 'security')) }
    }))
  })
}
