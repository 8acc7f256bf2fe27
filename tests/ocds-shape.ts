import { z } from 'zod'

/**
 * What the Open Contracting Data Standard 1.1 asks of a release package, as far as the Exchange writes one: the fields of the
 * release schema and of the extensions bids and lots by name, which of them are required, and every closed list of words. Said
 * here in our own words, and stricter: the standard takes fields it does not know, and this takes none, so that a word of ours
 * is never mistaken for one of its own.
 */
const id = z.string().min(1), text = z.string().min(1), moment = z.iso.datetime({ offset: true }), address = z.url()
const currency = z.literal('VND'), money = z.strictObject({ amount: z.number(), currency })
const period = z.strictObject({ startDate: moment, endDate: moment })
const named = z.strictObject({ id, name: text })
const document = z.strictObject({ id, documentType: text, title: text, url: address, format: text.optional() })
const status = z.enum(['planning', 'planned', 'active', 'cancelled', 'unsuccessful', 'complete', 'withdrawn'])
const related = z.array(id)
/** Open lists take words of one's own; ours begin with x_, or are named here. */
const roles = z.array(z.enum(['buyer', 'procuringEntity', 'supplier', 'tenderer', 'seller'])).min(1)

const release = z.strictObject({
  ocid: z.string().regex(/^ocds-[a-z0-9-]+$/), id, date: moment, language: z.literal('vi'), initiationType: z.literal('tender'),
  tag: z.array(z.enum(['planning', 'planningUpdate', 'tender', 'tenderAmendment', 'tenderUpdate', 'tenderCancellation', 'award', 'awardUpdate', 'awardCancellation', 'contract', 'contractUpdate', 'contractAmendment', 'implementation', 'implementationUpdate', 'contractTermination', 'compiled'])).min(1),
  parties: z.array(z.strictObject({ id, name: text, roles })), buyer: named.optional(),
  planning: z.strictObject({ rationale: text, documents: z.array(document).optional() }).optional(),
  tender: z.strictObject({
    id, title: text, title_en: text, description: text.optional(), status, procurementMethod: z.enum(['open', 'selective', 'limited', 'direct']), procurementMethodDetails: text, mainProcurementCategory: z.enum(['goods', 'works', 'services']),
    awardCriteria: z.enum(['priceOnly', 'costOnly', 'qualityOnly', 'ratedCriteria']).optional(), awardCriteriaDetails: text.optional(), submissionMethod: z.array(z.enum(['electronicAuction', 'electronicSubmission', 'written', 'inPerson'])),
    procuringEntity: named, value: money.optional(), tenderPeriod: period, enquiryPeriod: period.optional(), hasEnquiries: z.boolean().optional(), numberOfTenderers: z.int().min(0).optional(), tenderers: z.array(named).optional(), documents: z.array(document),
    items: z.array(z.strictObject({ id, description: text, quantity: z.number(), relatedLot: id })).optional(), lots: z.array(z.strictObject({ id, title: text, status, value: money })).optional(),
    amendments: z.array(z.strictObject({ id, date: moment, rationale: text, description: text, amendsReleaseID: id, releaseID: id })).min(1).optional(),
  }),
  bids: z.strictObject({
    statistics: z.array(z.strictObject({ id, measure: z.enum(['bids', 'bidders', 'validBids']), value: z.number(), relatedLot: id.optional() })),
    details: z.array(z.strictObject({ id, date: moment, status: z.enum(['invited', 'pending', 'valid', 'disqualified', 'withdrawn']), tenderers: z.array(named), value: money.optional(), relatedLots: related.optional() })),
  }).optional(),
  awards: z.array(z.strictObject({ id, title: text, description: text.optional(), status: z.enum(['pending', 'active', 'cancelled', 'unsuccessful']), date: moment, value: money.optional(), suppliers: z.array(named), relatedLots: related.optional() })).optional(),
  contracts: z.array(z.strictObject({ id, awardID: id, title: text, status: z.enum(['pending', 'active', 'cancelled', 'terminated']) })).optional(),
})
const releasePackage = z.strictObject({ uri: address, version: z.literal('1.1'), publishedDate: moment, publisher: z.strictObject({ name: text, uri: address }), publicationPolicy: address, extensions: z.array(address), releases: z.array(release).min(1) })

/** Names that lead nowhere: an organisation that is no party or has not the role, a contract of no award, a lot that is not there, the same thing twice. */
function loose({ parties, buyer, tender, bids, awards = [], contracts = [] }: z.output<typeof release>): string[] {
  const party = (role: z.output<typeof roles>[number], one: { id: string; name: string }) => (parties.some((other) => other.id === one.id && other.name === one.name && other.roles.includes(role)) ? [] : [`${one.id} is no ${role} among the parties`])
  const lots = new Set(tender.lots?.map((lot) => lot.id)), lot = (one: string | undefined) => (one === undefined || lots.has(one) ? [] : [`there is no lot ${one}`])
  const twice = (what: string, list: readonly { id: string }[] = []) => (new Set(list.map((one) => one.id)).size === list.length ? [] : [`${what} has an id twice`])
  return [
    ...(buyer ? party('buyer', buyer) : []), ...party('procuringEntity', tender.procuringEntity), ...[...(tender.tenderers ?? []), ...(bids?.details ?? []).flatMap((bid) => bid.tenderers)].flatMap((one) => party('tenderer', one)), ...awards.flatMap(({ suppliers }) => suppliers.flatMap((one) => party('supplier', one))),
    ...contracts.flatMap(({ awardID }) => (awards.some((award) => award.id === awardID) ? [] : [`there is no award ${awardID}`])),
    ...[...(tender.items ?? []).map((item) => item.relatedLot), ...(bids?.statistics ?? []).map((one) => one.relatedLot), ...[...(bids?.details ?? []), ...awards].flatMap((one) => one.relatedLots ?? [])].flatMap(lot),
    ...twice('parties', parties), ...twice('documents', tender.documents), ...twice('amendments', tender.amendments), ...twice('bids', bids?.details), ...twice('awards', awards), ...twice('contracts', contracts),
    ...[tender.tenderPeriod, tender.enquiryPeriod].flatMap((one) => (one && one.endDate < one.startDate ? [`a period ends before it begins: ${one.startDate}`] : [])),
  ]
}

/** What is wrong with this package, by the place where it is; nothing where it is as the standard asks. */
export function ocdsFaults(given: unknown): string[] {
  const read = releasePackage.safeParse(given)
  if (!read.success) return read.error.issues.map(({ path, message, ...issue }) => `/${path.join('/')} ${'keys' in issue ? `knows no ${(issue.keys as string[]).join(', ')}` : message}`)
  return read.data.releases.flatMap(loose)
}
