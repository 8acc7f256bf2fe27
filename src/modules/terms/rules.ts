import { createHash } from 'node:crypto'
import { canonicalText } from '../../platform/proof/chain.ts'
import type { DealRefusal } from '../deals/rules.ts'
import { isOpen } from '../deals/rules.ts'
import type { DealStage } from '../deals/schema.ts'
import { type ClauseKey, clauseKeys, type LapseReason, type TermClauses, type TermContent } from './schema.ts'

/** Versions of one sheet; a negotiation that needs more needs a meeting. */
export const mostVersions = 200

export type TermRefusal =
  | { code: 'equipment_alone'; field: 'objects' }
  | { code: 'royalty_rate_missing'; field: 'rate_basis_points' | 'per_unit' }
  | { code: 'tiers_out_of_order'; field: string }
  | { code: 'tier_rate_missing'; field: string }
  | { code: 'milestone_undated'; field: string }
  | { code: 'term_name_needed'; field: 'name' }
  | { code: 'sheet_empty' }
  | { code: 'cap_below_minimum' }
  | { code: 'terms_moved'; number: number }
  | { code: 'terms_unchanged' }
  | { code: 'too_many_versions'; most: number }
  | { code: 'nothing_drafted' }
  | { code: 'clause_reads_otherwise'; number: number }
  | { code: 'nothing_ticked' }
  | { code: 'version_superseded'; number: number }
  | { code: 'confirms_for_both' }
  | { code: 'terms_of_signed_contract' }
  | { code: 'confirmation_stands' }
  | { code: 'worth_too_large' }

export const emptyContent: TermContent = { format: 1, clauses: {} }

/** RFC 8785 text of a clause or a version, what hashes are taken of; a clause that is not there is null. */
export const canonical = (value: unknown): string => canonicalText(value ?? null)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
/** Of a version as a whole: who confirms it confirms exactly this. */
export const contentHash = (content: TermContent): string => sha256(canonical(content))
/** Of one clause as it reads: who agrees to it agrees to exactly this. */
export const clauseHash = <K extends ClauseKey>(key: K, clause: TermClauses[K]): string => sha256(canonical([key, clause]))
export const hashOf = ({ clauses }: TermContent, key: ClauseKey): string | null => (clauses[key] ? clauseHash(key, clauses[key]) : null)
export const keysOf = ({ clauses }: TermContent): ClauseKey[] => clauseKeys.filter((key) => clauses[key] !== undefined)

export interface ClauseChange { key: ClauseKey; change: 'added' | 'changed' | 'removed' }
/** The clauses in which two versions differ, in the order of the sheet; none, where they say the same. */
export const changesBetween = (older: TermContent, newer: TermContent): ClauseChange[] => clauseKeys.flatMap((key): ClauseChange[] => {
  const [before, after] = [older.clauses[key], newer.clauses[key]]
  if (canonical(before) === canonical(after)) return []
  return [{ key, change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed' }]
})

/** What one clause must hold for its parts to go together. */
export function clauseRefusal<K extends ClauseKey>(key: K, clause: TermClauses[K]): TermRefusal | null {
  const is = <N extends ClauseKey>(name: N, given: unknown): given is TermClauses[N] => (key as string) === name && Boolean(given)
  // Machines count as technology where they come with know-how, a solution or an improvement: Điều 4(d).
  if (is('rights', clause) && clause.objects.every((object) => object === 'equipment')) return { code: 'equipment_alone', field: 'objects' }
  if (is('royalty', clause)) return royaltyRefusal(clause)
  if (is('milestones', clause)) {
    const undated = clause.rows.findIndex(({ after_days, event }) => after_days === null && !event)
    return undated < 0 ? null : { code: 'milestone_undated', field: `rows_${undated + 1}_after_days` }
  }
  if (is('law', clause) && clause.law === 'other' && !clause.name) return { code: 'term_name_needed', field: 'name' }
  if (is('dispute', clause) && clause.body === 'other_arbitration' && !clause.name) return { code: 'term_name_needed', field: 'name' }
  return null
}
function royaltyRefusal({ base, rate_basis_points, per_unit, tiers }: TermClauses['royalty']): TermRefusal | null {
  const byUnit = base === 'units'
  if ((byUnit ? per_unit : rate_basis_points) === null) return { code: 'royalty_rate_missing', field: byUnit ? 'per_unit' : 'rate_basis_points' }
  for (const [i, tier] of tiers.entries()) {
    if (i > 0 && tier.from_units <= (tiers[i - 1]?.from_units ?? 0)) return { code: 'tiers_out_of_order', field: `tiers_${i + 1}_from_units` }
    if ((byUnit ? tier.per_unit : tier.rate_basis_points) === null) return { code: 'tier_rate_missing', field: `tiers_${i + 1}_${byUnit ? 'per_unit' : 'rate_basis_points'}` }
  }
  return null
}
/** What a whole sheet must hold before it is sent. */
export function sheetRefusal(content: TermContent): TermRefusal | null {
  if (keysOf(content).length === 0) return { code: 'sheet_empty' }
  const { minimum, cap } = content.clauses
  if (minimum && cap && cap.amount < minimum.amount) return { code: 'cap_below_minimum' }
  return null
}

/** What a contract will have to say (Điều 23) and the sheet does not touch yet. Told, never refused: a term sheet may leave it to the contract. */
export const lackings = ['rights', 'methods', 'price', 'term', 'warranty', 'penalty', 'dispute'] as const
export function lackingIn({ clauses }: TermContent): (typeof lackings)[number][] {
  const there: Record<(typeof lackings)[number], boolean> = {
    rights: !!clauses.rights, methods: (clauses.rights?.methods.length ?? 0) > 0, price: !!(clauses.upfront ?? clauses.milestones ?? clauses.royalty ?? clauses.equity),
    term: !!clauses.term || clauses.rights?.transfer === 'ownership', warranty: !!clauses.warranty, penalty: !!clauses.penalty, dispute: !!clauses.dispute,
  }
  return lackings.filter((name) => !there[name])
}

/** What follows when a draft begun on one version meets a later one: what its side left alone follows the later one, what its side wrote stays, and where both wrote it is named. */
export function carriedOver(base: TermContent, mine: TermContent, theirs: TermContent): { content: TermContent; both: ClauseKey[] } {
  const ours = new Set(changesBetween(base, mine).map(({ key }) => key)), others = new Set(changesBetween(base, theirs).map(({ key }) => key))
  const clauses = Object.fromEntries(clauseKeys.flatMap((key) => { const clause = (ours.has(key) ? mine : theirs).clauses[key]; return clause === undefined ? [] : [[key, clause]] }))
  return { content: { format: 1, clauses }, both: clauseKeys.filter((key) => ours.has(key) && others.has(key) && canonical(mine.clauses[key]) !== canonical(theirs.clauses[key])) }
}

/** `signed`: the contract of the deal is; what both sides want otherwise after that is an annex to it. */
export interface Sending { stage: DealStage; signed: boolean; latest: { number: number; content: TermContent } | null; draft: { base_number: number; content: TermContent } | null }
/** Why a draft may not become the next version: the deal is closed, its contract is signed, somebody sent before, or it says nothing new. */
export function sendRefusal({ stage, signed, latest, draft }: Sending): TermRefusal | DealRefusal | null {
  if (!isOpen(stage)) return { code: 'deal_closed', stage }
  if (signed) return { code: 'terms_of_signed_contract' }
  if (!draft) return { code: 'nothing_drafted' }
  if ((latest?.number ?? 0) !== draft.base_number) return { code: 'terms_moved', number: latest?.number ?? 0 }
  if ((latest?.number ?? 0) >= mostVersions) return { code: 'too_many_versions', most: mostVersions }
  if (latest && changesBetween(latest.content, draft.content).length === 0) return { code: 'terms_unchanged' }
  return sheetRefusal(draft.content)
}

export interface Confirming { stage: DealStage; signed: boolean; latest: { number: number; sha256: string } | null; asked: { number: number; sha256: string }; others: boolean; speaksForOther: boolean }
/**
 * A signer confirms the version that is the last one now, as they read it, and nothing else, until the contract is signed:
 * that was made of what was confirmed before, and only an annex changes it. Nobody
 * gives both sides' words: where one person may speak for both, the second word is somebody else's.
 */
export function confirmationRefusal({ stage, signed, latest, asked, others, speaksForOther }: Confirming): TermRefusal | DealRefusal | null {
  if (!isOpen(stage)) return { code: 'deal_closed', stage }
  if (signed) return { code: 'terms_of_signed_contract' }
  if (!latest || latest.number !== asked.number || latest.sha256 !== asked.sha256) return { code: 'version_superseded', number: latest?.number ?? 0 }
  return others && speaksForOther ? { code: 'confirms_for_both' } : null
}

/** Why the confirmation of one version lapses once another follows: the removal of a clause is named before any change. */
export const lapseOf = (changes: readonly ClauseChange[]): { reason: LapseReason; clauses: ClauseKey[] } => {
  const removed = changes.filter(({ change }) => change === 'removed').map(({ key }) => key)
  return removed.length ? { reason: 'clause_removed', clauses: removed } : { reason: 'clause_changed', clauses: changes.map(({ key }) => key) }
}
