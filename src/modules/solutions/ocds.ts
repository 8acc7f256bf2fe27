import { formatInstant } from '../../platform/time.ts'
import { dateTexts } from './date-messages.ts'
import { movedBy } from './date-queries.ts'
import type { SolutionFile } from './queries.ts'
import type { RecordedAnswer } from './round-queries.ts'

const vnd = (amount: number) => ({ amount, currency: 'VND' })
/** What a call's state is called in the standard. */
const statuses = { draft: 'planning', proposed: 'planning', open: 'active', scoring: 'active', moderation: 'active', bidding: 'active', pricing: 'active', standstill: 'active', awarded: 'complete', failed: 'unsuccessful', withdrawn: 'cancelled' } as const

/** What each change of dates amends, and the release that said it first; those of the standard name the releases before and after. */
function amendmentsOf({ call, dates }: SolutionFile) {
  const approved = dates.filter(({ state }) => state === 'approved')
  return approved.map((change, i) => {
    const of = (state: 'open' | 'bidding', at: Date | null) => (at ? `${call.id}-${state}-${at.getTime()}` : undefined), state = change.round === null ? 'open' as const : 'bidding' as const
    const before = approved.slice(0, i).findLast(({ round }) => (round === null) === (state === 'open'))
    const words = movedBy(change).map(({ date, from, to }) => dateTexts.vi.moved(dateTexts.vi.names[date](change.round), formatInstant(from, 'vi'), formatInstant(to, 'vi'))).join('; ')
    return { id: `dates-${change.id}`, date: change.decided_at?.toISOString(), rationale: change.reason, description: words, amendsReleaseID: of(state, before?.decided_at ?? (state === 'open' ? call.published_at : call.prices_opened_at)), releaseID: of(state, change.decided_at) }
  })
}

/**
 * A published call for solutions as a release of the Open Contracting Data Standard 1.1, with the extension bids. As far as
 * its stage: what is wanted and how it is judged from publication on, how many answered from the opening on, prices and
 * places from the ranking on, the award with the contract that follows once two people made it. Names as the rules of the call say.
 */
export function solutionOcds(file: SolutionFile, answers: readonly RecordedAnswer[], { publicUrl, author }: { publicUrl: string; author: string }) {
  const { call, need, owner, answers: answered, questions } = file, { rules } = call, amendments = amendmentsOf(file)
  // A change of dates is a release of its own: its time is the later one of the two.
  const since = new Date(Math.max(call.state_since.getTime(), ...file.dates.map(({ state, decided_at }) => (state === 'approved' && decided_at ? decided_at.getTime() : 0))))
  const address = `${publicUrl}/vi/solutions/${call.id}`, date = since.toISOString()
  const tenderer = ({ number, organisation }: RecordedAnswer) => ({ id: `number-${number}`, name: organisation?.vi || `Số ${number}` })
  const chosen = answers.filter((one) => one.chosen), buyer = { id: `org-${call.organisation_id}`, name: owner.vi }
  const release = {
    ocid: `ocds-techex-hanoi-solution-${call.id}`, id: `${call.id}-${call.state}-${since.getTime()}`, date, tag: ['planning', 'tender', ...(amendments.length ? ['tenderAmendment'] : []), ...(chosen.length ? ['award', 'contract'] : [])], initiationType: 'tender', language: 'vi', buyer,
    parties: [{ ...buyer, roles: ['buyer'] }, { id: 'exchange', name: author, roles: ['procuringEntity'] }, ...answers.map((one) => ({ ...tenderer(one), roles: one.chosen ? ['tenderer', 'supplier'] : ['tenderer'] }))],
    planning: { rationale: call.particulars.about, ...(need ? { documents: [{ id: `need-${need.id}`, documentType: 'needsAssessment', title: need.title, url: `${publicUrl}/vi/needs/${need.id}` }] } : {}) },
    tender: {
      id: String(call.id), title: call.title.vi, title_en: call.title.en, description: call.particulars.about, status: statuses[call.state], procurementMethod: 'open', procurementMethodDetails: rules.rounds ? 'demand, two envelopes, three-round reverse auction' : 'demand, two envelopes', mainProcurementCategory: 'services',
      awardCriteria: 'ratedCriteria', awardCriteriaDetails: [...rules.criteria.map(({ name, weight_basis_points }) => `${name.vi}: ${weight_basis_points / 100} %`), `Giá: ${rules.price_weight_basis_points / 100} %`].join('; '), submissionMethod: ['electronicSubmission', ...(rules.rounds ? ['electronicAuction'] : [])],
      procuringEntity: { id: 'exchange', name: author }, tenderPeriod: { startDate: call.published_at?.toISOString(), endDate: call.closes_at.toISOString() }, enquiryPeriod: { startDate: call.published_at?.toISOString(), endDate: call.asks_until.toISOString() },
      ...(amendments.length ? { amendments } : {}), hasEnquiries: questions.length > 0, ...(answered === null ? {} : { numberOfTenderers: answered, tenderers: answers.map(tenderer) }),
      documents: [{ id: 'rules', documentType: 'evaluationCriteria', title: `Quy tắc, SHA-256 ${call.rules_hash ?? ''}`, url: address }, ...(answers.length ? [{ id: 'record', documentType: 'evaluationReports', title: 'Biên bản để tính lại', url: `${address}/record.json`, format: 'application/json' }] : [])],
    },
    ...(answered === null ? {} : { bids: {
      statistics: [{ id: '1', measure: 'bids', value: answered }, ...(answers.length ? [{ id: '2', measure: 'validBids', value: answers.filter(({ rank }) => rank !== null).length }] : [])],
      details: answers.map((one) => ({ id: `number-${one.number}`, date: one.handed_in_at, status: one.rank !== null ? 'valid' : 'disqualified', tenderers: [tenderer(one)], ...(one.price === null ? {} : { value: vnd(one.price) }) })),
    } }),
    ...(chosen.length ? {
      awards: chosen.map((one) => ({ id: `award-${one.number}`, title: call.title.vi, description: call.award_reason, status: 'active', date: call.awarded_at?.toISOString(), suppliers: [tenderer(one)], ...(one.price === null ? {} : { value: vnd(one.price) }) })),
      // What the parties sign is in their deal file and theirs; that one follows is public.
      contracts: chosen.map((one) => ({ id: `contract-${one.number}`, awardID: `award-${one.number}`, title: call.title.vi, status: 'pending' })),
    } : {}),
  }
  return {
    uri: `${address}/ocds`, version: '1.1', publishedDate: date, publisher: { name: author, uri: publicUrl }, publicationPolicy: address,
    extensions: ['https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json'], releases: [release],
  }
}
