import type { Logged, LotState, OutReason } from '../../platform/auction/lot.ts'
import { formatInstant } from '../../platform/time.ts'
import { annulmentTexts, rulingInWords } from '../auctions/annulment-messages.ts'
import type { Annulment } from '../auctions/annulment-queries.ts'
import { dateTexts } from '../auctions/date-messages.ts'
import { movedBy, type Postponement } from '../auctions/date-queries.ts'
import type { AuctionLotState } from '../auctions/schema.ts'

/** What an OCDS release of a lot is made of. */
export interface OcdsFacts {
  lot: { id: number; title: { vi: string; en: string }; state: AuctionLotState; regime: string; form: string; organiser: string; venue: string; published_at: Date | null; registration_opens_at: Date | null; registration_closes_at: Date | null }
  seller: { id: number; name: string }
  offer: number
  rules: { start: number; opens_at: number; closes_at: number }
  postponements: readonly Postponement[]
  annulments: readonly Annulment[]
  bidders: readonly number[]
  proven: { state: LotState; log: readonly Logged[] } | null
  publicUrl: string
  author: string
}
/** What became of the bids of a number that is out: it took them back, at whatever point, or they are put aside. */
const bidStatuses: Record<OutReason, 'withdrawn' | 'disqualified'> = { withdrew: 'withdrawn', refused_result: 'withdrawn', refused_minutes: 'withdrawn', disqualified: 'disqualified' }
const iso = (at: number): string => new Date(Math.floor(at / 1000)).toISOString()
const vnd = (amount: number) => ({ amount, currency: 'VND' })

/** A lot is postponed before its log begins, so that its releases until then differ by how often it was. */
const unlogged = (lot: number, postponed: number): string => `${lot}-0${postponed ? `-${postponed}` : ''}`
/** What each postponement amends; those of the standard name the releases before and after. */
const amendmentsOf = (lot: number, approved: readonly Postponement[]) => approved.map((one, i) => ({
  id: `postponement-${one.id}`, date: one.decided_at?.toISOString(), rationale: one.reason,
  description: movedBy(one).map(({ date, from, to }) => dateTexts.vi.moved(dateTexts.vi.names[date], formatInstant(from, 'vi'), formatInstant(to, 'vi'))).join('; '), amendsReleaseID: unlogged(lot, i), releaseID: unlogged(lot, i + 1),
}))

/**
 * A lot in the Open Contracting Data Standard 1.1 with the extensions lots and bids. The standard
 * speaks of buying: here what is sold is the tender, its seller the buyer's counterpart (`seller`), and a bidder a
 * tenderer under a number. docs/auction-proof.md says which word stands for what.
 */
export function ocdsPackage({ lot, seller, offer, rules, postponements, annulments, bidders, proven, publicUrl, author }: OcdsFacts) {
  const state = proven?.state ?? null, log = proven?.log ?? []
  const annulled = annulments.find((one) => one.state === 'approved')
  const sold = !annulled && state !== null && state.winner !== null && (state.phase === 'announced' || state.phase === 'signed')
  const ended = state !== null && ['announced', 'signed', 'failed', 'cancelled', 'offered'].includes(state.phase)
  const status = lot.state === 'cancelled' || state?.phase === 'cancelled' ? 'cancelled' : lot.state === 'failed' || state?.phase === 'failed' ? 'unsuccessful' : ended ? 'complete' : lot.state === 'registration' ? 'planned' : 'active'
  const approved = postponements.filter((one) => one.state === 'approved'), since = approved.at(-1)?.decided_at ?? lot.published_at
  const date = annulled?.decided_at?.toISOString() ?? iso(state?.at ?? (since?.getTime() ?? 0) * 1000), address = `${publicUrl}/vi/auctions/${lot.id}`
  const tenderer = (number: number) => ({ id: `number-${number}`, name: `Số ${number}` })
  const given = log.flatMap((event) => (event.type === 'bid_taken' || event.type === 'accepted' || event.type === 'ballot_read' ? [event] : []))
  // Each announcing is an award. One whose winner refused or was disqualified, whose lot was cancelled or whose result was annulled stays and is said to be cancelled: the tender was complete, its award does not stand.
  const announced = log.filter((event) => event.type === 'announced'), standing = sold ? announced.at(-1) : undefined
  const awards = announced.map((event) => ({ id: `award-${event.seq}`, title: lot.title.vi, ...(annulled && event === announced.at(-1) ? { description: `${annulmentTexts.vi.annulled(rulingInWords(annulled, 'vi'))} ${annulled.reason}` } : {}), status: event !== standing ? 'cancelled' : state?.phase === 'signed' ? 'active' : 'pending', date: iso(event.at), value: vnd(event.price), suppliers: [tenderer(event.winner)], relatedLots: [String(lot.id)] }))
  const bidStatus = (event: (typeof given)[number]) => { const out = state?.out.get(event.bidder); return event.type === 'ballot_read' && event.invalid !== null ? 'disqualified' : out ? bidStatuses[out] : 'valid' }
  const parties = [{ id: `org-${seller.id}`, name: seller.name, roles: ['seller'] }, { id: 'exchange', name: author, roles: ['procuringEntity'] }, ...bidders.map((number) => ({ ...tenderer(number), roles: announced.some(({ winner }) => winner === number) ? ['tenderer', 'supplier'] : ['tenderer'] }))]
  const release = {
    ocid: `ocds-techex-hanoi-lot-${lot.id}`, id: state?.seq ? `${lot.id}-${state.seq}${annulled ? '-annulled' : ''}` : unlogged(lot.id, approved.length), date, tag: ['tender', ...(approved.length ? ['tenderAmendment'] : []), ...(standing ? ['award'] : []), ...(awards.some((award) => award.status === 'cancelled') ? ['awardCancellation'] : [])], initiationType: 'tender', language: 'vi', parties,
    tender: {
      id: String(lot.id), title: lot.title.vi, title_en: lot.title.en, status, procurementMethod: 'open', procurementMethodDetails: `${lot.regime}, ${lot.form}`, mainProcurementCategory: 'services', submissionMethod: ['electronicAuction'],
      procuringEntity: { id: 'exchange', name: author }, value: vnd(rules.start), numberOfTenderers: bidders.length, tenderers: bidders.map(tenderer),
      ...(lot.registration_opens_at && lot.registration_closes_at ? { enquiryPeriod: { startDate: lot.registration_opens_at.toISOString(), endDate: lot.registration_closes_at.toISOString() } } : {}),
      ...(approved.length ? { amendments: amendmentsOf(lot.id, approved) } : {}),
      tenderPeriod: { startDate: iso(rules.opens_at), endDate: iso(state?.closes_at ?? rules.closes_at) },
      items: [{ id: `offer-${offer}`, description: lot.title.vi, quantity: 1, relatedLot: String(lot.id) }],
      lots: [{ id: String(lot.id), title: lot.title.vi, status, value: vnd(rules.start) }],
      documents: [{ id: 'bundle', documentType: 'x_auctionProof', title: 'Bộ kiểm chứng', url: `${address}/bundle`, format: 'application/json' }, ...(ended ? [{ id: 'minutes', documentType: 'x_minutes', title: 'Biên bản', url: `${address}/minutes.pdf`, format: 'application/pdf' }] : [])],
    },
    bids: {
      statistics: [{ id: '1', measure: 'bids', value: given.length, relatedLot: String(lot.id) }, { id: '2', measure: 'bidders', value: new Set(given.map(({ bidder }) => bidder)).size, relatedLot: String(lot.id) }],
      details: given.map((event) => ({ id: String(event.seq), date: iso(event.at), status: bidStatus(event), tenderers: [tenderer(event.bidder)], ...(event.amount === null ? {} : { value: vnd(event.amount) }), relatedLots: [String(lot.id)] })),
    },
    ...(awards.length ? { awards } : {}),
  }
  return {
    uri: `${address}/ocds`, version: '1.1', publishedDate: date, publisher: { name: author, uri: publicUrl }, publicationPolicy: `${publicUrl}/vi/auctions/${lot.id}/proof`,
    extensions: ['https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json', 'https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json'],
    releases: [release],
  }
}
