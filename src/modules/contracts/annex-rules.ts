import type { Locale } from '../../platform/locale.ts'
import type { DealStage } from '../deals/schema.ts'
import { demandOf, demandOfWord, type Word } from './effect-rules.ts'
import { isUnderWay, type Said, type SignedAnnex } from './registration-rules.ts'
import type { AnnexContent, ContractClause, ContractClauseKey, ContractContent, Filing, NamedMilestone } from './schema.ts'

export type AnnexRefusal =
  | { code: 'annex_before_signing' }
  | { code: 'annex_under_way'; number: number }
  | { code: 'annex_ended'; number: number; ending: 'signed' | 'withdrawn' }
  | { code: 'annex_changes_nothing' }
  | { code: 'annex_reason_needed' }
  | { code: 'annex_before_contract'; signed_on: string; field: 'effective_on' }
  | { code: 'annex_milestone_unknown'; field: 'milestones' }
  | { code: 'annex_of_lost_deal' }

/** Only what is signed is changed by an annex, and one annex after the other: each changes the contract as the one before left it. */
export function beginRefusal({ stage, signed, under_way }: { stage: DealStage; signed: boolean; under_way: number | null }): AnnexRefusal | null {
  if (stage === 'lost') return { code: 'annex_of_lost_deal' }
  if (!signed) return { code: 'annex_before_signing' }
  return under_way === null ? null : { code: 'annex_under_way', number: under_way }
}
export const endedRefusal = ({ number, ending }: { number: number; ending: 'signed' | 'withdrawn' | null }): AnnexRefusal | null => (ending ? { code: 'annex_ended', number, ending } : null)
/** An annex takes effect with the contract or after it, never before the contract was signed. */
export const annexDayRefusal = (effective_on: string | null, signed_on: string): AnnexRefusal | null => (effective_on !== null && effective_on < signed_on ? { code: 'annex_before_contract', signed_on, field: 'effective_on' } : null)

type Both = Record<Locale, string>
/** One clause an annex changes: sửa đổi, bổ sung, bãi bỏ. */
export interface Change { key: ContractClauseKey; how: 'changed' | 'added' | 'removed'; number: number; title: Both; before: Both | null; after: Both | null }
const same = (one: ContractClause, other: ContractClause): boolean => one.text.vi === other.text.vi && one.text.en === other.text.en && one.title.vi === other.title.vi && one.title.en === other.title.en

/** The numbers the clauses of a signed contract bear from then on, in the order they stand. */
export const numbersOf = (clauses: readonly ContractClause[]): AnnexContent['numbers'] => Object.fromEntries(clauses.map(({ key }, i) => [key, i + 1]))
/** A clause that is added gets the next number; one that is left out keeps its own, which no other ever gets. */
export function numbersAfter(numbers: AnnexContent['numbers'], clauses: readonly ContractClause[]): AnnexContent['numbers'] {
  let last = Math.max(0, ...Object.values(numbers))
  return { ...numbers, ...Object.fromEntries(clauses.filter(({ key }) => numbers[key] === undefined).map(({ key }) => [key, ++last])) }
}
/** What an annex changes, in the order of the contract's numbers. */
export function changesIn({ clauses, annex }: Pick<ContractContent, 'clauses' | 'annex'>): Change[] {
  if (!annex) return []
  const numbers = numbersAfter(annex.numbers, clauses)
  const is = new Map(clauses.map((clause) => [clause.key, clause])), was = new Map(annex.before.map((clause) => [clause.key, clause]))
  const changes: Change[] = [
    ...annex.before.flatMap((old): Change[] => {
      const now = is.get(old.key)
      if (now && same(old, now)) return []
      return [{ key: old.key, how: now ? 'changed' : 'removed', number: numbers[old.key] ?? 0, title: (now ?? old).title, before: old.text, after: now?.text ?? null }]
    }),
    ...clauses.filter(({ key }) => !was.has(key)).map(({ key, title, text }): Change => ({ key, how: 'added', number: numbers[key] ?? 0, title, before: null, after: text })),
  ]
  return changes.toSorted((one, other) => one.number - other.number)
}
/** Why an annex may not be issued as it stands, beyond what goes for every text. */
export function annexIssueRefusal(content: Pick<ContractContent, 'clauses' | 'annex' | 'fields'>): AnnexRefusal | null {
  if (changesIn(content).length === 0) return { code: 'annex_changes_nothing' }
  if (!content.annex?.reason.vi) return { code: 'annex_reason_needed' }
  return annexDayRefusal(content.fields.effective_on, content.annex.of.signed_on)
}
/** What a milestone an annex names is called in that language. */
export const nameOf = ({ title, title_en = title }: NamedMilestone, locale: Locale): string => (locale === 'vi' ? title : title_en)
/** Whether the plan of payments is to be looked at once it is signed: milestones are named, or the clause on the price is another. */
export const touchesPlan = (content: Pick<ContractContent, 'clauses' | 'annex'>): boolean => (content.annex?.milestones.length ?? 0) > 0 || changesIn(content).some(({ key }) => key === 'price')

/** One clause of the contract as it stands: its number, its words or that it is left out, and which annex changed it last. */
export interface StandingClause { key: ContractClauseKey; number: number; title: Both; text: Both | null; by: { number: number; how: Change['how']; before: Both | null } | null }
/** The contract with its signed annexes, the first before the second. */
export function standingText(clauses: readonly ContractClause[], annexes: readonly Pick<ContractContent, 'clauses' | 'annex'>[]): StandingClause[] {
  const all = new Map<ContractClauseKey, StandingClause>(clauses.map(({ key, title, text }, i) => [key, { key, number: i + 1, title, text, by: null }]))
  for (const one of annexes) for (const { key, number, how, title, before, after } of changesIn(one)) all.set(key, { key, number, title, text: after, by: { number: one.annex?.number ?? 0, how, before } })
  return [...all.values()].toSorted((one, other) => one.number - other.number)
}

export type AnnexBasis = 'amendment' | 'registration' | 'agreed' | 'signing' | 'unknown' | 'disputed' | 'prohibited'
export interface AnnexEffect { basis: AnnexBasis; day: string | null }
/**
 * From when a signed annex has effect, Điều 24: that of a contract that is registered or licensed, from the day of the
 * certificate of the change, or of the contract's own certificate where its dossier was filed with the annex in it;
 * otherwise from the day agreed and, with none agreed, from the day of the last signature.
 */
export function annexEffect({ said, filings, word = null }: { said: readonly Said[]; filings: readonly Filing[]; word?: Word | null }, annex: SignedAnnex): AnnexEffect {
  const asked = demandOfWord(word)
  if (asked === 'prohibited') return { basis: 'prohibited', day: null }
  const certified = filings.filter(({ state }) => state === 'certified')
  // Where a moderator’s word asks for a licence, a contract that was only registered has no effect, and no annex of it.
  const granted = asked === 'licence' && !certified.some(({ kind }) => kind === 'licence') ? [] : certified
  const change = granted.filter(({ kind, version_id }) => (kind === 'amendment' || kind === 'extension') && version_id !== null && version_id >= annex.version_id).at(-1)
  if (change) return { basis: 'amendment', day: change.decided_on }
  const own = granted.find(({ kind }) => kind === 'registration' || kind === 'licence')
  if (own) return own.filed_on !== null && own.filed_on > annex.signed_on ? { basis: 'registration', day: own.decided_on } : { basis: 'amendment', day: null }
  const [newest, other] = said
  if (newest && other && demandOf(other) !== demandOf(newest)) return { basis: 'disputed', day: null }
  const demand = newest ? demandOf(newest) : asked
  if (!demand) return { basis: 'unknown', day: null }
  if (demand === 'prohibited') return { basis: 'prohibited', day: null }
  if (demand === 'may') return annex.effective_on ? { basis: 'agreed', day: annex.effective_on } : { basis: 'signing', day: annex.signed_on }
  const filed = filings.some((one) => (one.kind === 'registration' || one.kind === 'licence') && isUnderWay(one) && one.filed_on !== null && one.filed_on <= annex.signed_on)
  return { basis: filed ? 'amendment' : 'registration', day: null }
}
