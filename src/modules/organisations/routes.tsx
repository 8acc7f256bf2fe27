import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { type Ctx, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { type Taxonomy, taxonomyOf } from '../taxonomy/queries.ts'
import {
  AcceptAddressedInvitation, acceptAddressedInvitation, AcceptInvitation, acceptInvitation, ChangeMemberRole, changeMemberRole, ChangeOrganisation, changeOrganisation,
  CreateOrganisation, createOrganisation, InviteMember, inviteMember, LeaveOrganisation, leaveOrganisation,
  RemoveMember, removeMember, WithdrawInvitation, withdrawInvitation,
} from './commands.ts'
import { OrganisationFormPage } from './pages/form.tsx'
import { InvitationPage } from './pages/invitation.tsx'
import { MyOrganisationPage } from './pages/my-organisation.tsx'
import { OrganisationPage, OrganisationsPage } from './pages/organisations.tsx'
import { invitationByToken, invitationsFor, legalFor, myOrganisation, openTransfers, organisationList, organisationNames, organisationPage, placeOf } from './queries.ts'
import { contentOf, formatTaxCode, invitationRefusal } from './rules.ts'
import { organisationKinds } from './schema.ts'
import { RequestVerification, requestVerification } from './verification-commands.ts'

/** The listings an organisation has published, as a section of its page; the module that owns them draws it. */
export type ListingsOf = (ctx: Ctx, organisationId: number) => Promise<VNode>

export function organisationRoutes(app: FastifyInstance, publicUrl: string, listingsOf: ListingsOf): void {
  publicPages(app, listingsOf)
  ownPages(app, publicUrl)
  invitationPages(app)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
/** The page asked for; anything that is not a page number is the first. */
export const pageOf = (request: FastifyRequest): number => Math.min(Number(/^\d{1,5}$/.exec(textOf(queryOf(request).page))?.[0] ?? 1) || 1, 10_000)
/** With its kind and place in the reader's language. */
export const described = <T extends { kind: string; ward_code: string | null; country_code: string }>(row: T, taxonomy: Taxonomy, { locale }: Ctx) =>
  ({ ...row, kindName: taxonomy.name('organisation_kind', row.kind, locale), place: placeOf(taxonomy, row, locale) })

/** What a form offers; to one for an organisation that is there, what it already has as well. */
async function choosable({ db, locale }: Ctx, own?: { kind: string; ward_code: string | null; country_code: string }) {
  const taxonomy = await taxonomyOf(db)
  const options = (list: 'organisation_kind' | 'ward' | 'country') => taxonomy.offered(list, own ? [own.kind, own.ward_code, own.country_code] : []).map(({ code, name_vi, name_en }) => ({ value: code, text: locale === 'vi' ? name_vi : name_en }))
  const byName = new Intl.Collator(locale)
  const sorted = (list: 'ward' | 'country') => options(list).toSorted((a, b) => byName.compare(a.text, b.text))
  return { kinds: options('organisation_kind'), wards: sorted('ward'), countries: sorted('country') }
}

function publicPages(app: FastifyInstance, listingsOf: ListingsOf): void {
  app.get('/organisations', async (request, reply) => {
    const { ctx } = request
    const asked = queryOf(request)
    const search = { q: textOf(asked.q).slice(0, 200), kind: organisationKinds.find((kind) => kind === asked.kind) ?? null, page: pageOf(request) }
    const [{ rows, total, pages }, taxonomy, { kinds }] = await Promise.all([organisationList(ctx.db, search), taxonomyOf(ctx.db), choosable(ctx)])
    return reply.page(<OrganisationsPage search={search} rows={rows.map((row) => described(row, taxonomy, ctx))} total={total} pages={pages} kinds={kinds} />)
  })
  app.get('/organisations/:id', async (request, reply) => {
    const { ctx } = request
    const id = idOf(request)
    const organisation = found(await organisationPage(ctx.db, id))
    if (organisation.merged_into_id !== null) return reply.redirect(`/${ctx.locale}/organisations/${organisation.merged_into_id}`, 301)
    if (organisation.deleted_at) return notFound()
    const [taxonomy, listings, legal] = await Promise.all([taxonomyOf(ctx.db), listingsOf(ctx, id), legalFor(ctx.db, ctx.actor, id)])
    return reply.page(<OrganisationPage organisation={described(organisation, taxonomy, ctx)} legal={legal} mayEdit={mayEditFor(id)(ctx.actor)}>{listings}</OrganisationPage>)
  })
  formPage(app, {
    get: '/organisations/new', post: '/organisations/new', schema: CreateOrganisation,
    load: async ({ ctx }) => { permit(ctx.actor, isSignedIn); return choosable(ctx) },
    initial: () => ({ country_code: 'VN' }),
    page: (form, options) => <OrganisationFormPage form={form} existing={null} {...options} />,
    act: async (ctx, input) => { await createOrganisation(ctx, input); return `/${ctx.locale}/my/organisation?done=created` },
  })
}

/** The organisation a form was shown for, or the one acted for now: of the reader's own, or 404. */
export function ownOrganisation(request: FastifyRequest): number {
  const { actor } = request.ctx
  permit(actor, isSignedIn)
  const named = idField.safeParse((request.body as Record<string, unknown> | undefined)?.organisation_id ?? queryOf(request).organisation_id)
  const id = named.success ? named.data : actor.organisation_id
  return actor.memberships.some((m) => m.organisation_id === id) && id !== null ? id : notFound()
}

/** All that “my organisation” shows. */
async function loadMine({ ctx }: FastifyRequest, id: number | null) {
  const { actor, db, locale } = ctx
  permit(actor, isSignedIn)
  const otherIds = actor.memberships.map((m) => m.organisation_id).filter((other) => other !== id)
  const [mine, names, addressed, transfers] = await Promise.all([
    id === null ? null : myOrganisation(db, id, ctx.now()), organisationNames(db, otherIds), invitationsFor(db, actor.person_id ?? 0, ctx.now()), openTransfers(db, actor.person_id ?? 0, ctx.now()),
  ])
  const role = actor.memberships.find((m) => m.organisation_id === id)?.role ?? null
  return { mine: mine ?? null, role, others: [...names].map(([other, name]) => ({ id: other, name: name[locale] })), addressed, offers: transfers.filter((transfer) => transfer.to_person_id === actor.person_id) }
}

function ownPages(app: FastifyInstance, publicUrl: string): void {
  const link = (token: string, locale: string): string => `${publicUrl}/${locale}/invitations/${token}`
  const home = (ctx: Ctx, done: string): string => `/${ctx.locale}/my/organisation?done=${done}`
  app.get('/my/organisation', async (request, reply) =>
    reply.page(<MyOrganisationPage {...await loadMine(request, request.ctx.actor.organisation_id)} form={freshForm()} />))
  formPage(app, {
    post: '/my/organisation/invitations', schema: InviteMember,
    load: async (request) => loadMine(request, ownOrganisation(request)),
    page: (form, loaded) => <MyOrganisationPage {...loaded} form={form} />,
    act: async (ctx, input) => { await inviteMember(ctx, input, link); return home(ctx, 'invited') },
  })
  formPage(app, {
    get: '/my/organisation/edit', post: '/my/organisation/edit', schema: ChangeOrganisation,
    load: async (request) => {
      const id = ownOrganisation(request)
      permit(request.ctx.actor, mayEditFor(id))
      const organisation = found(await request.ctx.db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst())
      return { organisation, options: await choosable(request.ctx, organisation) }
    },
    initial: ({ organisation }) => ({ ...contentOf(organisation), tax_code: organisation.tax_code && formatTaxCode(organisation.tax_code), version: organisation.version }),
    page: (form, { organisation, options }) => <OrganisationFormPage form={form} existing={{ id: organisation.id, version: organisation.version, verified: organisation.verification === 'verified' }} {...options} />,
    act: async (ctx, input) => { await changeOrganisation(ctx, input); return home(ctx, 'saved') },
  })
  button(app, '/my/organisation/verification', RequestVerification, async (ctx, input) => { await requestVerification(ctx, input); return home(ctx, 'requested') })
  button(app, '/my/organisation/invitations/:invitation_id/withdrawal', WithdrawInvitation, async (ctx, input) => { await withdrawInvitation(ctx, input); return home(ctx, 'withdrawn') })
  button(app, '/my/organisation/members/:person_id/role', ChangeMemberRole, async (ctx, input) => { await changeMemberRole(ctx, input); return home(ctx, 'saved') })
  button(app, '/my/organisation/members/:person_id/removal', RemoveMember, async (ctx, input) => { await removeMember(ctx, input); return home(ctx, 'removed') })
  button(app, '/my/organisation/departure', LeaveOrganisation, async (ctx, input) => { await leaveOrganisation(ctx, input); return home(ctx, 'left') })
}

function invitationPages(app: FastifyInstance): void {
  formPage(app, {
    get: '/invitations/:token', post: '/invitations/:token', schema: AcceptInvitation,
    load: async ({ ctx, params }) => {
      const { token } = params as { token: string }
      const invitation = found(await invitationByToken(ctx.db, createHash('sha256').update(token).digest('hex')))
      const person = ctx.actor.person_id === null ? undefined : await ctx.db.selectFrom('person').select('email').where('id', '=', ctx.actor.person_id).executeTakeFirst()
      return { token, invitation, refusal: invitationRefusal(invitation, person?.email ?? invitation.email, ctx.now()) }
    },
    page: (form, loaded) => <InvitationPage {...loaded} form={form} />,
    act: async (ctx, input) => { await acceptInvitation(ctx, input); return `/${ctx.locale}/my/organisation?done=joined` },
  })
  button(app, '/my/invitations/:invitation_id/acceptance', AcceptAddressedInvitation, async (ctx, input) => { await acceptAddressedInvitation(ctx, input); return `/${ctx.locale}/my/organisation?done=joined` })
}
