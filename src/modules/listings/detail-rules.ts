import type { Details, FieldName } from './detail-fields.ts'
import { least, type Missing, missingIn } from './rules.ts'
import type { ListingRow, ListingText, RightStatus, Step } from './schema.ts'

export const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export type Answers = Partial<Record<number, boolean>>

/** The level the answers show: the highest that is answered yes with every level below it answered yes as well; 0 where the first is not. */
export function answeredLevel(answers: Answers): number {
  const first = levels.find((level) => answers[level] !== true)
  return first === undefined ? 9 : first - 1
}

/** Levels answered yes above one that is answered no: both cannot be so. Pairs of the yes and the lowest no beneath it. */
export function contradictions(answers: Answers): { yes: number; no: number }[] {
  const no = levels.find((level) => answers[level] === false)
  return no === undefined ? [] : levels.filter((level) => level > no && answers[level] === true).map((yes) => ({ yes, no }))
}
/** Levels not answered beneath one answered yes: the yes does not count before they are. */
export function gaps(answers: Answers): number[] {
  const highest = levels.findLast((level) => answers[level] === true) ?? 0
  return levels.filter((level) => level < highest && answers[level] === undefined)
}

export const whole = 10_000
/** What is wrong with the shares of the owners, in hundredths of a percent; null when they add to the whole or nobody is named. */
export function sharesError(shares: readonly number[]): { code: 'shares_not_whole'; sum: number } | null {
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.length === 0 || sum === whole ? null : { code: 'shares_not_whole', sum }
}

/** A right past its last day is over, whatever its owner has it as. Days as 2026-03-02. */
export const statusOn = (right: { status: RightStatus; expires_on: string | null }, today: string): RightStatus =>
  right.expires_on !== null && right.expires_on < today && (right.status === 'granted' || right.status === 'filed') ? 'expired' : right.status

/** What one unit costs less than with what is used today; negative where it costs more. Null where either is not known. */
export function savingOf(own: number | null, incumbent: number | null): { amount: number; basis_points: number | null } | null {
  if (own === null || incumbent === null) return null
  return { amount: incumbent - own, basis_points: incumbent === 0 ? null : Math.round(((incumbent - own) / incumbent) * whole) }
}

/** Where what is missing is written: the basic content, a step, or the pictures. */
export type Place = { page: 'edit' | 'pictures'; field: string } | { page: Step; field: string }
export interface Wanting { name: string; points: number; required: boolean; place: Place }
export interface Completeness { percent: number; wanting: Wanting[] }

/**
 * How much each thing counts, of 100. Sixty are what no listing is published without; the longer a reader's
 * decision rests on a text, the more it counts. The other forty are what those who buy ask for first and
 * seldom find: what it costs beside what they have, where it runs already, what it cannot do (offers); where
 * they stand, what number would do and what that is worth, what was tried and whether there is money (needs).
 */
export const points = {
  offer: {
    required: { title: 5, summary: 8, description: 10, problem: 7, advantages: 8, research_fields: 6, trl: 6, ip_status: 4, transfer_forms: 4, price: 2 },
    better: { cost: 7, readiness: 5, sites: 5, limits: 4, conditions: 3, rights: 3, owners: 3, pictures: 3, support: 2, state_share: 2, market: 1, translation: 2 },
  },
  need: {
    required: { title: 5, summary: 8, problem: 9, description: 9, requirements: 10, research_fields: 6, trl: 4, transfer_forms: 4, price: 5 },
    better: { baseline: 6, target: 6, value_per_year: 5, tried: 5, budget_certainty: 4, decider: 3, constraints: 3, decides_on: 2, procurement_route: 2, pilot: 2, pictures: 1, translation: 1 },
  },
} as const
export type Better = keyof typeof points.offer.better | keyof typeof points.need.better

type Judged = Pick<ListingRow, 'kind' | 'research_fields' | 'trl' | 'ip_status' | 'transfer_forms' | 'price_mode' | 'price_min' | 'original_language'>

/** How complete a listing is, and what would make it better, what counts most first and what is required before all else. */
export function completeness(listing: Judged, texts: readonly ListingText[], details: Details, pictures: number): Completeness {
  const { required, better } = points[listing.kind]
  const missing = missingIn(listing, texts)
  const wanting: Wanting[] = [
    ...Object.entries(required).filter(([name]) => missing.includes(name as Missing)).map(([name, points]) => ({ name, points, required: true, place: { page: 'edit', field: fieldOf(name as Missing, listing.original_language) } as Place })),
    ...Object.entries(better).filter(([name]) => !isThere(name as Better, listing, texts, details, pictures)).map(([name, points]) => ({ name, points, required: false, place: placeOf(name as Better, listing.original_language) })),
  ]
  return { percent: 100 - wanting.reduce((sum, { points }) => sum + points, 0), wanting: wanting.toSorted((a, b) => Number(b.required) - Number(a.required) || b.points - a.points) }
}

const fieldOf = (name: Missing, language: string): string => (name in least ? `${name}_${language}` : name === 'price' ? 'price_min' : name)

function isThere(name: Better, { ip_status }: Judged, texts: readonly ListingText[], details: Details, pictures: number): boolean {
  const said = (field: FieldName): boolean => details.texts[field] !== undefined || (details.row[field] ?? '') !== ''
  switch (name) {
    case 'cost': return details.row.cost_own != null && details.row.cost_incumbent != null
    case 'readiness': return Object.keys(details.readiness).length > 0 && contradictions(details.readiness).length === 0 && gaps(details.readiness).length === 0
    case 'sites': return details.sites.length > 0
    case 'conditions': return said('power') || said('staff') || said('space') || said('permits')
    // Know-how nobody registered has no number to give.
    case 'rights': return details.rights.length > 0 || ip_status === 'know_how' || ip_status === 'public_domain'
    case 'owners': return details.shares.length > 0
    case 'state_share': return details.row.state_share_basis_points != null
    case 'market': return said('market') || said('edge')
    case 'pictures': return pictures > 0
    case 'translation': return texts.length > 1
    default: return said(name)
  }
}

const placesOf: Partial<Record<Better, Place>> = {
  cost: { page: 'use', field: 'cost_own' }, readiness: { page: 'readiness', field: 'level_1' }, sites: { page: 'use', field: 'site_1_place' }, rights: { page: 'rights', field: 'right_1_kind' }, owners: { page: 'rights', field: 'share_1_name' },
  state_share: { page: 'public_money', field: 'state_share' }, value_per_year: { page: 'numbers', field: 'value_per_year' }, baseline: { page: 'numbers', field: 'baseline' }, target: { page: 'numbers', field: 'target' },
  budget_certainty: { page: 'money', field: 'budget_certainty' }, decides_on: { page: 'money', field: 'decides_on' }, procurement_route: { page: 'money', field: 'procurement_route' }, pilot: { page: 'pilot', field: 'pilot' }, pictures: { page: 'pictures', field: 'caption' },
}
function placeOf(name: Better, language: string): Place {
  const inText = (page: Step, field: string): Place => ({ page, field: `${field}_${language}` })
  switch (name) {
    case 'limits': case 'support': return inText('use', name)
    case 'conditions': return inText('use', 'power')
    case 'market': return inText('market', name)
    case 'tried': case 'constraints': return inText('tried', name)
    case 'decider': return inText('money', name)
    case 'translation': return { page: 'edit', field: `title_${language === 'vi' ? 'en' : 'vi'}` }
    default: return placesOf[name] ?? { page: 'edit', field: name }
  }
}

/** Whether nothing a step is asked for is wanting any more; a step nobody opened is not done. */
export const isDone = (step: Step, details: Details, { wanting }: Completeness): boolean => details.versions[step] !== undefined && !wanting.some(({ place }) => place.page === step)
