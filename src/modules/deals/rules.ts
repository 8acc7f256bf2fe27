import { type Actor, isStaff } from '../../core/context.ts'
import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import type { Vnd } from '../../platform/money.ts'
import type { BrokerRefusal } from './mandate-rules.ts'
import type { MemberRole } from '../organisations/schema.ts'
import { type AfterStage, afterStages, type Deal, type DealStage, type DealStep, dealSteps, type InterestState, type OpenStage, type Power } from './schema.ts'

/** How many files come with one message; together they are no larger than one may be. */
export const mostMessageFiles = 5

export const interestLifecycle = {
  pending: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' },
  accepted: {},
  declined: {},
  withdrawn: {},
} satisfies Lifecycle<InterestState>

/** Where a deal may go from each step: to any other open one, or out. What is closed stays closed. */
export const dealMoves: Record<DealStage, readonly DealStage[]> = {
  discussion: ['nda', 'evaluation', 'pilot', 'terms', 'contract', 'won', 'lost'],
  nda: ['discussion', 'evaluation', 'pilot', 'terms', 'contract', 'won', 'lost'],
  evaluation: ['discussion', 'nda', 'pilot', 'terms', 'contract', 'won', 'lost'],
  pilot: ['discussion', 'nda', 'evaluation', 'terms', 'contract', 'won', 'lost'],
  terms: ['discussion', 'nda', 'evaluation', 'pilot', 'contract', 'won', 'lost'],
  contract: ['discussion', 'nda', 'evaluation', 'pilot', 'terms', 'won', 'lost'],
  won: [],
  lost: [],
}
export const isOpen = (stage: DealStage): stage is OpenStage => stage !== 'won' && stage !== 'lost'

export type InterestRefusal =
  | { code: 'listing_not_published'; answering: boolean }
  | { code: 'acting_changed_unsent'; field: 'organisation_id' }
  | { code: 'interest_in_own' }
  | { code: 'counter_listing_unfit'; field: 'counter_listing_id' }
  | { code: 'already_interested'; interest_id: number }
  | { code: 'unknown_reason'; field: string }
  | { code: 'answer_needed'; field: 'answer' }
  | WrongState
export type DealRefusal =
  | { code: 'deal_closed'; stage: DealStage }
  | { code: 'deal_changed'; stage: DealStage; version: number }
  | { code: 'already_there'; stage: DealStage | DealStep }
  | { code: 'stage_reason_needed'; from: DealStep; to: DealStep; field: 'stage_reason' }
  | { code: 'not_won_yet' }
  | { code: 'step_day_past'; field: 'due_on' }
  | { code: 'owner_not_of_side'; field: 'owner' }
  | { code: 'party_gone'; kind: Gone }
  | { code: 'end_to_come'; field: 'ended_on' }
  | { code: 'end_noted_already' }
  | { code: 'nobody_gone' }
  | { code: 'closing_already_claimed'; claimed: Vnd }
  | { code: 'closing_word_needed'; from: OpenStage; field: 'closing_word' }
  | { code: 'no_closing_claimed' }
  | { code: 'own_claim' }
  | { code: 'closing_value_differs'; claimed: Vnd; field: 'value' }
  | { code: 'closing_pending'; claimed: Vnd }
  | BrokerRefusal
  | { code: 'loss_reason_needed'; field: 'loss_reason' }

export type Parties = Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>
export const partiesOf = (deal: Parties): [number, number] => [deal.supplier_organisation_id, deal.demander_organisation_id]
export const otherSide = (deal: Parties, side: number): number =>
  side === deal.supplier_organisation_id ? deal.demander_organisation_id : deal.supplier_organisation_id

/** Those of the Exchange who read every deal: the officers who help it along, and the inspector. Each reading is recorded and the parties see it. */
export const readsDeals = isStaff('deal_officer', 'inspector')
/** Whether this reader may know that the supplying side has stated a result the State paid for, or what waits about it: its own people, whoever acts for it, and those of the Exchange who read every deal. */
export const knowsResult = (actor: Actor, { supplier_organisation_id: supplier }: { supplier_organisation_id: number }, side: number | null): boolean =>
  side === supplier || readsDeals(actor) || actor.memberships.some((m) => m.organisation_id === supplier)
/** Whether this reader may know that something between these organisations exists. */
export const mayReadBetween = (actor: Actor, organisations: readonly number[]): boolean =>
  readsDeals(actor) || actor.memberships.some((m) => organisations.includes(m.organisation_id))

/**
 * Who may do what for an organisation in its deals: `edit` is to express and answer interests, add
 * documents, move steps and write in the parts of the file; `sign` to bind it: to report, answer or
 * give up the closing, to confirm terms, to sign.
 */
export const holders: Record<Power, readonly MemberRole[]> = { talk: ['owner', 'editor', 'signer'], edit: ['owner', 'editor'], sign: ['owner', 'signer'] }
/** The organisations this person may do that for. */
export const heldBy = (actor: Actor, power: Power): number[] => actor.memberships.filter(({ role }) => holders[power].includes(role)).map((m) => m.organisation_id)

/**
 * The side this person may do that for: their own, the one they act for now before another. An
 * officer acts for a side nobody speaks for, never for one that has people of its own. Null for the rest.
 */
export function sideOf(actor: Actor, organisations: readonly number[], memberless: readonly number[], power: Power): number | null {
  const held = heldBy(actor, power)
  const own = organisations.filter((id) => held.includes(id))
  if (own.length) return own.find((id) => id === actor.organisation_id) ?? own[0]!
  if (actor.memberships.some((m) => organisations.includes(m.organisation_id))) return null
  return actor.staff_roles.includes('deal_officer') ? (organisations.find((id) => memberless.includes(id)) ?? null) : null
}
/** True where somebody may speak for both sides: the claim of one is then no word of the other. */
export const speaksFor = (actor: Actor, organisation: number): boolean => heldBy(actor, 'talk').includes(organisation)

/** Forward by one step needs no word; to skip steps or go back does. */
export const needsReason = (from: DealStep, to: DealStep): boolean => dealSteps.indexOf(to) !== dealSteps.indexOf(from) + 1
/** Where a deal stands on the whole line; null for a lost one. */
export const standsAt = ({ stage, after_stage }: Pick<Deal, 'stage' | 'after_stage'>): DealStep | null => (stage === 'lost' ? null : stage === 'won' ? (after_stage ?? 'registration') : stage)
/** How a party came to be no longer there: what its organisation's row or the Exchange's staff say. */
export type Gone = 'dissolved' | 'bankrupt' | 'suspended' | 'deleted'

type Position = Pick<Deal, 'stage' | 'version' | 'closing_value' | 'closing_organisation_id'>

export function stageRefusal(deal: Position, to: OpenStage, reason: string, version: number): DealRefusal | null {
  if (!isOpen(deal.stage)) return { code: 'deal_closed', stage: deal.stage }
  if (deal.version !== version) return { code: 'deal_changed', stage: deal.stage, version: deal.version }
  if (!dealMoves[deal.stage].includes(to)) return { code: 'already_there', stage: deal.stage }
  if (needsReason(deal.stage, to) && !reason) return { code: 'stage_reason_needed', from: deal.stage, to, field: 'stage_reason' }
  return null
}

/**
 * What goes for open deals goes for won ones: forward by one needs no word. Who leaves registration without
 * anything done there says why the law asks for none (`registered`: something was done or waits there).
 */
export function afterStageRefusal(deal: Pick<Deal, 'stage' | 'after_stage' | 'version'>, to: AfterStage, reason: string, version: number, registered: boolean): DealRefusal | null {
  const from = standsAt(deal)
  if (from === null) return { code: 'deal_closed', stage: deal.stage }
  if (deal.stage !== 'won') return { code: 'not_won_yet' }
  if (deal.version !== version) return { code: 'deal_changed', stage: deal.stage, version: deal.version }
  if (from === to) return { code: 'already_there', stage: to }
  if ((needsReason(from, to) || (from === 'registration' && !registered)) && !reason) return { code: 'stage_reason_needed', from, to, field: 'stage_reason' }
  return null
}

/** Closed is the step after the contract: from there it is reported without a word, from an earlier one with a word why the steps between are left out. */
export const closingNeedsWord = ({ stage }: Pick<Deal, 'stage'>): boolean => isOpen(stage) && needsReason(stage, afterStages[0])
/** A side may report the closing, and correct its own report until the other has answered. */
export function claimRefusal(deal: Position, side: number, word: string): DealRefusal | null {
  if (!isOpen(deal.stage)) return { code: 'deal_closed', stage: deal.stage }
  if (deal.closing_value !== null && deal.closing_organisation_id !== side) return { code: 'closing_already_claimed', claimed: deal.closing_value }
  if (closingNeedsWord(deal) && !word) return { code: 'closing_word_needed', from: deal.stage, field: 'closing_word' }
  return null
}

/** A value counts when both sides said it; nobody says it twice. */
export function confirmRefusal(deal: Position, speaks: { side: number; forClaimant: boolean }, value: Vnd): DealRefusal | null {
  const refusal = answerRefusal(deal, speaks)
  if (refusal) return refusal
  return deal.closing_value === value ? null : { code: 'closing_value_differs', claimed: deal.closing_value!, field: 'value' }
}

/** Why this side may not answer the other's report of the closing. */
export function answerRefusal(deal: Position, { side, forClaimant }: { side: number; forClaimant: boolean }): DealRefusal | null {
  if (!isOpen(deal.stage)) return { code: 'deal_closed', stage: deal.stage }
  if (deal.closing_value === null) return { code: 'no_closing_claimed' }
  if (deal.closing_organisation_id === side || forClaimant) return { code: 'own_claim' }
  return null
}

/** A deal the other side calls closed is not lost before their report is answered. */
export function lossRefusal(deal: Position, side: number, code: string, reason: string): DealRefusal | null {
  if (!isOpen(deal.stage)) return { code: 'deal_closed', stage: deal.stage }
  if (deal.closing_value !== null && deal.closing_organisation_id !== side) return { code: 'closing_pending', claimed: deal.closing_value }
  if (code === 'other' && !reason) return { code: 'loss_reason_needed', field: 'loss_reason' }
  return null
}

/** Messages may follow a closed deal; a lost one is left in peace. */
export const talkRefusal = ({ stage }: Pick<Deal, 'stage'>): DealRefusal | null => (stage === 'lost' ? { code: 'deal_closed', stage } : null)

export type NextAction = 'confirm_closing' | 'answer_message' | 'begin'
/** What an open deal waits for, of whom, and since when: the word nobody has answered yet. */
export interface NextStep { action: NextAction; organisation_id: number; since: Date }
export interface Waiting extends Parties {
  stage: DealStage
  opened_at: Date
  closing_organisation_id: number | null
  closing_at: Date | null
  /** Whose interest opened the deal: the first word in it. */
  interested_organisation_id: number
  last_message: { organisation_id: number; sent_at: Date } | null
}
export function nextStep(deal: Waiting): NextStep | null {
  if (!isOpen(deal.stage)) return null
  if (deal.closing_organisation_id !== null && deal.closing_at) return { action: 'confirm_closing', organisation_id: otherSide(deal, deal.closing_organisation_id), since: deal.closing_at }
  if (deal.last_message) return { action: 'answer_message', organisation_id: otherSide(deal, deal.last_message.organisation_id), since: deal.last_message.sent_at }
  return { action: 'begin', organisation_id: otherSide(deal, deal.interested_organisation_id), since: deal.opened_at }
}
