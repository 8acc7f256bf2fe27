import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Ctx, isStaff, permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, formPage, idOf } from '../../web/http.tsx'
import { numberOn } from '../rulebook/queries.ts'
import { ClassifyPage, ClassNotice, TechnologyListsPage, TechnologyPanel } from './pages/technology.tsx'
import { listingFor, type ListingView } from './queries.ts'
import { addItem, ClassifyListing, classifyListing, EndItem, endItem, NewItem } from './technology-commands.ts'
import { allItems, classificationsOf, itemsOn, pointersOf, presentClass } from './technology-queries.ts'

const readsQueue = isStaff('moderator', 'observer', 'inspector')
const readsLists = isStaff('moderator', 'administrator', 'observer', 'inspector')

async function judged({ db, now }: Ctx, listing: ListingView) {
  const items = await itemsOn(db, hanoiDay(now()))
  const [pointers, classified] = await Promise.all([pointersOf(db, listing, items), classificationsOf(db, listing.id)])
  return { listing, items, pointers, classified }
}

/** What stands beside a moderator's decision about the technology lists. */
export const technologyPanel = async (ctx: Ctx, listing: ListingView) => <TechnologyPanel {...(await judged(ctx, listing))} />

/** What a published listing's page says of its class, where it is not an ordinary one. */
export async function classNotice({ db, now }: Ctx, listing: ListingView) {
  const of = listing.state === 'published' ? await presentClass(db, listing) : null
  if (!of || (of.class !== 'restricted' && of.class !== 'encouraged')) return null
  const day = hanoiDay(now())
  const number = (code: string) => numberOn(db, `transfer.restricted.${code}`, day)
  return <ClassNotice of={of} days={of.class === 'restricted' ? { approval: await number('approval'), filing: await number('licence_filing'), licence: await number('licence_decision') } : null} />
}

/** The lists, and what moderators say of a listing that points at them. */
export function technologyRoutes(app: FastifyInstance): void {
  formPage(app, {
    get: '/moderation/listings/:id/technology', post: '/moderation/listings/:id/technology', schema: ClassifyListing,
    load: async (request) => {
      const { ctx } = request
      permit(ctx.actor, request.method === 'GET' ? readsQueue : isStaff('moderator'))
      const listing = await listingFor(ctx, idOf(request))
      return listing.state === 'draft' ? notFound() : judged(ctx, listing)
    },
    initial: ({ listing, pointers, classified: [last] }) => ({ items: last?.items ?? [], reason: last && last.version !== listing.version && pointers.length > 0 ? last.reason : '' }),
    page: (form, loaded) => <ClassifyPage form={form} {...loaded} />,
    act: async (ctx, input) => { await classifyListing(ctx, input); return `/${ctx.locale}/moderation/listings/${input.id}?done=saved#technology` },
  })
  formPage(app, {
    get: '/moderation/technology', post: '/moderation/technology', schema: NewItem,
    load: async (request: FastifyRequest) => { permit(request.ctx.actor, request.method === 'GET' ? readsLists : isStaff('administrator')); return allItems(request.ctx.db) },
    page: (form, items) => <TechnologyListsPage form={form} items={items} />,
    act: async (ctx, input) => { await addItem(ctx, input); return `/${ctx.locale}/moderation/technology?done=created` },
  })
  button(app, '/moderation/technology/:code/ending', EndItem, async (ctx, input) => { await endItem(ctx, input); return `/${ctx.locale}/moderation/technology?done=saved` })
}
