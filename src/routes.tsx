import type { FastifyInstance } from 'fastify'
import { type Ctx, isMemberOf } from './core/context.ts'
import { administrationRoutes } from './modules/administration/routes.tsx'
import { auditRoutes } from './modules/audit/routes.tsx'
import { solutionDocuments } from './modules/solutions/envelope-commands.ts'
import { solutionPanel, solutionRoutes } from './modules/solutions/routes.tsx'
import { lotDocuments } from './modules/auctions/file-commands.ts'
import { auctionRoutes } from './modules/auctions/routes.tsx'
import { ballotRoutes } from './modules/ballots/routes.tsx'
import type { Gate } from './modules/bidding/gate.ts'
import type { Hub } from './modules/bidding/hub.ts'
import { biddingRoutes } from './modules/bidding/routes.tsx'
import { apiKeyRoutes } from './modules/api/routes.tsx'
import { InterestPanel } from './modules/deals/pages/interest-panel.tsx'
import { interestInListing } from './modules/deals/queries.ts'
import { recordedDealDocuments, recordedPartDocuments } from './modules/deals/reading-commands.ts'
import { dealLotRoutes } from './modules/deals/lot-routes.tsx'
import { dealRoutes } from './modules/deals/routes.tsx'
import { stepRoutes } from './modules/deals/step-routes.tsx'
import { deskRoutes } from './modules/desk/routes.tsx'
import type { DocumentUses } from './modules/documents/queries.ts'
import { evidenceDocuments } from './modules/evidence/reading-commands.ts'
import { evidencePanel, evidenceRoutes } from './modules/evidence/routes.tsx'
import { expertRoutes } from './modules/experts/routes.tsx'
import { pricesLike } from './modules/figures/ledger.ts'
import { PricePanel } from './modules/figures/pages/price-panel.tsx'
import { figureRoutes } from './modules/figures/routes.tsx'
import { guideRoutes } from './modules/guide/routes.tsx'
import { homeRoutes } from './modules/home/routes.tsx'
import { listingPictures } from './modules/listings/documents.ts'
import { freshnessPanel, lifecycleRoutes } from './modules/listings/lifecycle-routes.tsx'
import { listingTexts } from './modules/listings/messages.ts'
import { keptDocuments } from './modules/listings/part-commands.ts'
import { keptRoutes } from './modules/listings/parts-routes.tsx'
import { ListingGrid } from './modules/listings/pages/card.tsx'
import { cardsOf, type ListingView, publishedOf } from './modules/listings/queries.ts'
import { classNotice, technologyPanel, technologyRoutes } from './modules/listings/technology-routes.tsx'
import { listingRoutes, type Uploads } from './modules/listings/routes.tsx'
import { answerRoutes } from './modules/matching/answer-routes.tsx'
import { qualityRoutes } from './modules/matching/quality-routes.tsx'
import { mandateRoutes } from './modules/mandates/routes.tsx'
import { roomRoutes } from './modules/rooms/routes.tsx'
import { termRoutes } from './modules/terms/routes.tsx'
import { annexRoutes } from './modules/contracts/annex-routes.tsx'
import { contractRoutes } from './modules/contracts/routes.tsx'
import { registrationRoutes } from './modules/contracts/registration-routes.tsx'
import { signingRoutes } from './modules/contracts/signing-routes.tsx'
import { paymentRoutes } from './modules/payments/routes.tsx'
import { resultRoutes } from './modules/results/routes.tsx'
import { supportRoutes } from './modules/support/routes.tsx'
import { outcomeRoutes } from './modules/outcomes/routes.tsx'
import { matchingStaffRoutes } from './modules/matching/exposure-routes.tsx'
import { lexiconRoutes } from './modules/matching/lexicon-routes.tsx'
import { listingPages } from './modules/matching/routes.tsx'
import { moderationRoutes } from './modules/moderation/routes.tsx'
import { noticeRoutes, noticeTextRoutes } from './modules/notifications/routes.tsx'
import { proofDocuments } from './modules/organisations/documents.ts'
import { organisationRoutes } from './modules/organisations/routes.tsx'
import { standingRoutes } from './modules/organisations/standing-routes.tsx'
import { personalDataRoutes } from './modules/personal-data/routes.tsx'
import { searchRoutes } from './modules/searches/routes.tsx'
import { lotPanel, sessionRoutes } from './modules/sessions/routes.tsx'
import { callRoutes } from './modules/sourcing/call-routes.tsx'
import { needPanel, sourcingRoutes } from './modules/sourcing/routes.tsx'
import { collectionRoutes, curationRoutes } from './modules/promotion/collection-routes.tsx'
import { digestRoutes } from './modules/promotion/digest-routes.tsx'
import { feedRoutes } from './modules/promotion/feed-routes.ts'
import { SharePanel } from './modules/promotion/pages/share.tsx'
import { shareRoutes } from './modules/promotion/routes.tsx'
import { taxonomyOf } from './modules/taxonomy/queries.ts'
import { calendarRoutes } from './modules/work/calendar-routes.tsx'
import { workRoutes } from './modules/work/routes.tsx'

/** The routes of every module, below /vi and /en. */
export function domainRoutes(app: FastifyInstance, publicUrl: string, uploads: Uploads & { signingRoots: string }, secret: string, dataDir: string, room: { gate: Gate | null; hub: Hub }): void {
  homeRoutes(app)
  listingRoutes(app, uploads)
  keptRoutes(app, uploads)
  lifecycleRoutes(app)
  listingPages(app, async (ctx, listing) => <>{await interestPanel(ctx, listing)}{await classNotice(ctx, listing)}{await freshnessPanel(ctx, listing)}{listing.state === 'published' && <SharePanel path={`/${listing.kind}s/${listing.id}`} />}</>, async (ctx, listing) => <>{await evidencePanel(ctx, listing)}{await needPanel(ctx, listing)}{await solutionPanel(ctx, listing)}{await pricePanel(ctx, listing)}</>)
  answerRoutes(app)
  matchingStaffRoutes(app)
  qualityRoutes(app)
  lexiconRoutes(app)
  shareRoutes(app, { publicUrl, storage: uploads.storage })
  feedRoutes(app, publicUrl)
  collectionRoutes(app, publicUrl)
  curationRoutes(app)
  digestRoutes(app, secret)
  moderationRoutes(app, async (ctx, listing) => <>{await technologyPanel(ctx, listing)}{await evidencePanel(ctx, listing)}</>)
  technologyRoutes(app)
  organisationRoutes(app, publicUrl, async ({ db, locale }, id) => {
    const published = await publishedOf(db, id)
    return <section><h2>{listingTexts[locale].onMarket}</h2><ListingGrid cards={await cardsOf(db, published.map((listing) => listing.id), locale)} taxonomy={await taxonomyOf(db)} /></section>
  })
  standingRoutes(app, uploads)
  dealRoutes(app, uploads)
  stepRoutes(app)
  mandateRoutes(app)
  roomRoutes(app, uploads, publicUrl)
  termRoutes(app)
  contractRoutes(app, uploads)
  annexRoutes(app, uploads)
  registrationRoutes(app, uploads)
  paymentRoutes(app, uploads)
  signingRoutes(app, uploads)
  resultRoutes(app, uploads)
  supportRoutes(app)
  outcomeRoutes(app)
  auctionRoutes(app, uploads, lotPanel, secret)
  dealLotRoutes(app)
  biddingRoutes(app, room.gate, room.hub)
  ballotRoutes(app, room.gate, room.hub)
  evidenceRoutes(app, uploads)
  deskRoutes(app)
  expertRoutes(app, uploads)
  figureRoutes(app, publicUrl)
  workRoutes(app)
  calendarRoutes(app, publicUrl)
  noticeRoutes(app, secret)
  noticeTextRoutes(app)
  administrationRoutes(app, { storage: uploads.storage, dataDir })
  auditRoutes(app)
  guideRoutes(app)
  personalDataRoutes(app)
  searchRoutes(app)
  sourcingRoutes(app, publicUrl)
  callRoutes(app, publicUrl)
  solutionRoutes(app, publicUrl, uploads)
  sessionRoutes(app, publicUrl, secret)
  apiKeyRoutes(app)
}

/** Everything documents are used for; who may read one, each use says itself (see documents/queries.ts). */
export const documentUses: DocumentUses = { listing_picture: listingPictures, listing_document: keptDocuments, deal: recordedDealDocuments, deal_part: recordedPartDocuments, organisation_proof: proofDocuments, solution: solutionDocuments, lot: lotDocuments, evidence: evidenceDocuments }

/** What deals like a published listing cost, where enough of them closed to tell. */
async function pricePanel({ db }: Ctx, { state, research_fields, trl }: ListingView) {
  const { prices, pricesDemonstrated } = state === 'published' ? await pricesLike(db, { research_fields, trl }) : { prices: [], pricesDemonstrated: false }
  return prices.length ? <PricePanel prices={prices} demonstrated={pricesDemonstrated} taxonomy={await taxonomyOf(db)} /> : null
}

/** What a reader may do about a listing: its own people nothing here, everyone else express interest or see theirs. */
async function interestPanel({ db, actor }: Ctx, listing: ListingView) {
  if (listing.state !== 'published' || isMemberOf(listing.organisation_id)(actor)) return null
  const already = actor.organisation_id === null ? null : await interestInListing(db, listing.id, actor.organisation_id)
  return <InterestPanel listing={listing} already={already} />
}
