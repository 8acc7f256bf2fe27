import { dayAfter } from '../../platform/time.ts'
import type { TechnologyItem } from '../listings/schema.ts'
import { asLaw, isWorkingDay, type Unannounced, unannouncedIn } from '../rulebook/rules.ts'
import type { Rule } from '../rulebook/schema.ts'
import { type Demand, demandOf, performedOf, type Word } from './effect-rules.ts'
import type { Facts, Filing, FilingKind, FilingState } from './schema.ts'

export type RegistrationRefusal =
  | { code: 'registration_of_lost_deal' }
  | { code: 'facts_not_stated' }
  | { code: 'performed_needed'; field: 'performed' }
  | { code: 'performed_not_stated' }
  | { code: 'filing_not_called_for'; kind: FilingKind }
  | { code: 'filing_before_signing' }
  | { code: 'approval_first' }
  | { code: 'filing_under_way'; kind: FilingKind }
  | { code: 'filing_of_other_side' }
  | { code: 'filing_moved_meanwhile' }
  | { code: 'no_supplement_extension'; kind: FilingKind }
  | { code: 'dossier_incomplete'; missing: number }
  | { code: 'dossier_closed' }
  | { code: 'dossier_part_needed' }
  | { code: 'filing_day_off'; from: string | null; to: string; field: string }

/** What one side said last. */
export interface Said extends Facts { organisation_id: number; note: string; stated_at: Date }
const deciding = ['direction', 'state_money', 'result_certificate', 'technology', 'appraised', 'performed'] as const
export type DecidingFact = (typeof deciding)[number]
export const decidingFacts: readonly DecidingFact[] = deciding
/** Whether it matters that the contract is performed: it need not be registered, and is by choice. */
const matters = (one: Facts, other: Facts): boolean => (one.voluntary || other.voluntary) && demandOf(one) === 'may' && demandOf(other) === 'may'
/** In what the two statements differ. Of performance only what both said counts, and only where it matters. */
export const differing = (one: Facts, other: Facts): DecidingFact[] => deciding.filter((fact) => (fact === 'performed' ? matters(one, other) && performedOf([one, other]) === 'disputed' : one[fact] !== other[fact]))
/** Whoever says that a contract is registered by choice says whether it is performed already: from when it has effect depends on it. */
export const factsRefusal = (facts: Facts): RegistrationRefusal | null => (facts.voluntary && demandOf(facts) === 'may' && typeof facts.performed !== 'boolean' ? { code: 'performed_needed', field: 'performed' } : null)

const strict: readonly Demand[] = ['prohibited', 'licence', 'register', 'may']
/** By which statement it is acted while the sides differ: the one that asks for more, and of two alike the newest. */
export const judgedBy = <F extends Facts>(said: readonly F[]): F | null => said.toSorted((one, other) => strict.indexOf(demandOf(one)) - strict.indexOf(demandOf(other)))[0] ?? null

export interface Sides { supplier_organisation_id: number; demander_organisation_id: number }
/** Who files, for both: out of Vietnam the giver, otherwise the receiver. */
export const filerOf = ({ direction }: Pick<Facts, 'direction'>, { supplier_organisation_id, demander_organisation_id }: Sides): number => (direction === 'out_of_vietnam' ? supplier_organisation_id : demander_organisation_id)

/** How well something is known, and where it was seen. */
export interface Cited { mark: 'S' | 'S2'; source: string }
export const cited = {
  register: { mark: 'S', source: 'https://lts.com.vn/vi/thu-tuc-dang-ky-chuyen-giao-cong-nghe' },
  choice: { mark: 'S', source: 'https://thukyluat.vn/news/binh-luan/quy-dinh-ve-dang-ky-chuyen-giao-cong-nghe-37050.html' },
  licence: { mark: 'S2', source: 'https://baohothuonghieu.com/chuyen-giao-cong-nghe-nhu-the-nao/' },
  approvalDossier: { mark: 'S2', source: 'https://iguide.ai/en/community/clubs/read/technology-transfer-approval-process' },
  licenceDossier: { mark: 'S2', source: 'https://luatduonggia.vn/?p=789196' },
} as const satisfies Record<string, Cited>

/** The parts of a dossier. Those of an approval and a licence were seen in a source; the rest is where a filer begins, to be compared with what the authority asks. */
export const paperCodes = ['request', 'contract', 'legal_status', 'technology', 'conditions', 'standards', 'machines', 'ip_titles', 'price_appraisal', 'change', 'certificate', 'other'] as const
export type PaperCode = (typeof paperCodes)[number]
export interface Dossier { parts: readonly PaperCode[]; cited: Cited | null }
export function dossierOf(kind: FilingKind, state_money: boolean): Dossier {
  if (kind === 'approval') return { parts: ['request', 'legal_status', 'technology', 'conditions', 'standards'], cited: cited.approvalDossier }
  if (kind === 'licence') return { parts: ['request', 'legal_status', 'contract', 'machines', 'ip_titles', 'standards', 'conditions', ...(state_money ? ['price_appraisal' as const] : [])], cited: cited.licenceDossier }
  return { parts: kind === 'registration' ? ['request', 'contract', 'legal_status', 'other'] : ['request', 'change', 'certificate', 'other'], cited: null }
}
/** Without these there is nothing to file; of the others a reason may stand in the place. */
export const neverLeftOut: readonly PaperCode[] = ['request', 'contract', 'change']

export type LimitName = 'file' | 'answer' | 'supplement' | 'supplement_extension' | 'decide'
const limits: Record<FilingKind, Partial<Record<LimitName, string>>> = {
  registration: { file: 'registration.filing', answer: 'registration.completeness_notice', supplement: 'registration.supplement', decide: 'registration.issue' },
  licence: { file: 'restricted.licence_filing', answer: 'restricted.completeness_check', supplement: 'restricted.supplement', supplement_extension: 'restricted.supplement_extension', decide: 'restricted.licence_decision' },
  approval: { decide: 'restricted.approval' },
  amendment: { decide: 'registration.amendment_issue' }, extension: { decide: 'registration.amendment_issue' }, termination: {},
}
/** The numbers as they have been, and the days nobody works. */
export interface Calendar { rules: readonly Rule[]; holidays: ReadonlySet<string> }
export interface Limit { day: string; rule: Rule; /** Holidays it was counted over that are not entered yet. */ unannounced?: Unannounced[] }
/** Until when, by the rule in force on the day it runs from; null where no such rule was seen in a source. */
export function limitOf({ rules, holidays }: Calendar, kind: FilingKind, name: LimitName, from: string | null): Limit | null {
  const code = limits[kind][name]
  const rule = from === null || !code ? undefined : rules.find((one) => one.code === `transfer.${code}` && one.valid_from <= from && (one.valid_to === null || one.valid_to >= from))
  if (!rule || from === null || rule.value === null || !asLaw(rule)) return null
  if (rule.unit === 'days') return { rule, day: dayAfter(from, rule.value) }
  let day = from
  for (let left = rule.value; left > 0;) { day = dayAfter(day); if (isWorkingDay(day, holidays)) left-- }
  const unannounced = unannouncedIn(from, day, holidays)
  return { rule, day, ...(unannounced.length ? { unannounced } : {}) }
}

export const isUnderWay = ({ state }: Pick<Filing, 'state'>): boolean => ['preparing', 'filed', 'supplement_asked', 'supplement_extended', 'complete'].includes(state)
const certified = (filings: readonly Filing[], kind: FilingKind): boolean => filings.some((one) => one.kind === kind && one.state === 'certified')
const underWay = (filings: readonly Filing[], kind: FilingKind): boolean => filings.some((one) => one.kind === kind && isUnderWay(one))

/** An annex both sides have signed. */
export interface SignedAnnex { number: number; version_id: number; signed_on: string; effective_on: string | null }
/** What a moderator of the Exchange said the technology is, and of which items of the law’s lists. */
export interface Reviewed extends Word { decided_at: Date; items: readonly TechnologyItem[] }
/** How a deal's registration stands. `said`: what each side stated last, the newest first, as it is judged: under the moderator’s word. */
export interface Standing { said: readonly Said[]; signed_on: string | null; filings: readonly Filing[]; annexes?: readonly SignedAnnex[]; word?: Reviewed | null }
/**
 * The signed annexes whose change is still to be registered: the contract's own dossier was filed without them, and no
 * dossier on a change that names them is under way or granted. What is not filed yet goes in with the contract.
 */
export const annexesToRegister = ({ filings, annexes = [] }: Pick<Standing, 'filings' | 'annexes'>): SignedAnnex[] => annexes.filter(({ version_id, signed_on }) => {
  const alive = filings.filter((one) => isUnderWay(one) || one.state === 'certified')
  const own = alive.filter(({ kind, filed_on }) => (kind === 'registration' || kind === 'licence') && filed_on !== null)
  return own.length > 0 && own.every(({ filed_on }) => (filed_on ?? '') <= signed_on) && !alive.some(({ kind, version_id: of }) => (kind === 'amendment' || kind === 'extension') && of !== null && of >= version_id)
})
/** Why no dossier of that kind may be opened by that side now. */
export function openRefusal({ said, signed_on, filings }: Standing, kind: FilingKind, side: number, sides: Sides): RegistrationRefusal | null {
  const facts = judgedBy(said)
  if (!facts) return { code: 'facts_not_stated' }
  const demand = demandOf(facts)
  const fits = kind === 'approval' ? demand === 'licence' && !facts.appraised && !certified(filings, 'approval') : kind === 'licence' ? demand === 'licence' && !certified(filings, kind)
    : kind === 'registration' ? (demand === 'register' || demand === 'may') && !certified(filings, kind) : certified(filings, 'registration') || certified(filings, 'licence')
  if (!fits) return { code: 'filing_not_called_for', kind }
  if (side !== filerOf(facts, sides)) return { code: 'filing_of_other_side' }
  if (kind !== 'approval' && !signed_on) return { code: 'filing_before_signing' }
  if (kind === 'licence' && !facts.appraised && !certified(filings, 'approval')) return { code: 'approval_first' }
  if (underWay(filings, kind)) return { code: 'filing_under_way', kind }
  return kind === 'registration' && demand === 'may' && performedOf(said) === 'unsaid' ? { code: 'performed_not_stated' } : null
}

/** From which states a step leads where. */
export const filingSteps = {
  file: { from: ['preparing'], to: 'filed' }, ask: { from: ['filed', 'complete'], to: 'supplement_asked' }, extend: { from: ['supplement_asked'], to: 'supplement_extended' }, supplement: { from: ['supplement_asked', 'supplement_extended'], to: 'filed' }, complete: { from: ['filed'], to: 'complete' },
  certify: { from: ['filed', 'complete'], to: 'certified' }, refuse: { from: ['filed', 'supplement_asked', 'supplement_extended', 'complete'], to: 'refused' }, withdraw: { from: ['preparing', 'filed', 'supplement_asked', 'supplement_extended', 'complete'], to: 'withdrawn' },
} as const satisfies Record<string, { from: readonly FilingState[]; to: FilingState }>
export type FilingStep = keyof typeof filingSteps
export const stepNames = Object.keys(filingSteps) as FilingStep[]
/** More time to supplement is given once, and only where a rule knows of it. */
const mayExtend = ({ kind, extended_on }: Pick<Filing, 'kind' | 'extended_on'>): boolean => limits[kind].supplement_extension !== undefined && extended_on === null
export const stepsFrom = (filing: Pick<Filing, 'state' | 'kind' | 'extended_on'>): FilingStep[] => stepNames.filter((step) => (filingSteps[step].from as readonly FilingState[]).includes(filing.state) && (step !== 'extend' || mayExtend(filing)))
/** Which limit runs in a state, and until when: more time to supplement begins when the first time is over. What was licensed and not registered is changed in days no source names. */
export function runningLimit(calendar: Calendar, filing: Filing, { signed_on, filings }: Pick<Standing, 'signed_on' | 'filings'>): { name: LimitName; limit: Limit } | null {
  const until = (name: LimitName, from: string | null): { name: LimitName; limit: Limit } | null => { const limit = limitOf(calendar, filing.kind, name, from); return limit && { name, limit } }
  const changes = filing.kind === 'amendment' || filing.kind === 'extension'
  if (filing.state === 'preparing') return until('file', signed_on)
  if (filing.state === 'filed') return until('answer', filing.supplemented_on ?? filing.filed_on)
  if (filing.state === 'supplement_asked') return until('supplement', filing.asked_on)
  if (filing.state === 'supplement_extended') return until('supplement_extension', until('supplement', filing.asked_on)?.limit.day ?? null)
  return filing.state === 'complete' && !(changes && !certified(filings, 'registration')) ? until('decide', filing.complete_on) : null
}

/** What an authority asks for its certificate: a share of the value, within bounds. */
export interface FilingFee { share: Rule; minimum: Rule; maximum: Rule }
const fees: Partial<Record<FilingKind, string>> = { registration: 'fee', amendment: 'amendment_fee', extension: 'amendment_fee' }
/** The fee by the rules of that day; null where not every number of it was seen in a source, or where a licence and no registration is changed. */
export function feeOf({ rules }: Pick<Calendar, 'rules'>, kind: FilingKind, day: string, filings: readonly Filing[]): FilingFee | null {
  const find = (part: string): Rule | null => rules.find((one) => one.code === `transfer.registration.${fees[kind]}${part}` && one.value !== null && asLaw(one) && one.valid_from <= day && (one.valid_to === null || one.valid_to >= day)) ?? null
  const [share, minimum, maximum] = [find(''), find('_minimum'), find('_maximum')]
  return fees[kind] && (kind === 'registration' || certified(filings, 'registration')) && share && minimum && maximum ? { share, minimum, maximum } : null
}
/** The last day something happened to the dossier. */
export const lastDay = ({ filed_on, asked_on, extended_on, supplemented_on, complete_on }: Pick<Filing, 'filed_on' | 'asked_on' | 'extended_on' | 'supplemented_on' | 'complete_on'>): string | null =>
  [filed_on, asked_on, extended_on, supplemented_on, complete_on].filter((day) => day !== null).toSorted().at(-1) ?? null
/** Why the dossier does not take this step; `on` is the day the step happened, as field `field`. */
export function stepRefusal(filing: Filing, step: FilingStep, { on, field, today, signed_on, missing }: { on: string | null; field: string; today: string; signed_on: string | null; missing: number }): RegistrationRefusal | null {
  if (step === 'extend' && !mayExtend(filing)) return { code: 'no_supplement_extension', kind: filing.kind }
  if (!stepsFrom(filing).includes(step)) return { code: 'filing_moved_meanwhile' }
  if (step === 'file' && missing) return { code: 'dossier_incomplete', missing }
  const from = step === 'file' ? (filing.kind === 'approval' ? null : signed_on) : lastDay(filing)
  return on !== null && (on > today || (from !== null && on < from)) ? { code: 'filing_day_off', from, to: today, field } : null
}

export const waitKinds = ['registration_facts', 'registration_performance', 'registration_to_file', 'registration_dossier', 'registration_answer', 'registration_supplement', 'registration_decision', 'registration_change'] as const
export interface Wait { kind: (typeof waitKinds)[number]; key: string; organisation_id: number; of: FilingKind | null; filing_id: number | null; due: Limit | null; /** The annex whose change it is. */ annex?: number }
/** Everything that waits for somebody about the registration, with its day where the law gives one. */
export function waits({ said, signed_on, filings, annexes }: Standing, sides: Sides, calendar: Calendar): Wait[] {
  const both = [sides.supplier_organisation_id, sides.demander_organisation_id]
  const [newest, other] = said
  const unsaid = newest ? (other && !differing(newest, other).length ? [] : both.filter((side) => side !== newest.organisation_id)) : signed_on ? both : []
  const list: Wait[] = unsaid.map((organisation_id) => ({ kind: 'registration_facts', key: String(organisation_id), organisation_id, of: null, filing_id: null, due: null }))
  const facts = judgedBy(said)
  const toFile = (of: FilingKind): void => {
    if (facts && !certified(filings, of) && !underWay(filings, of)) list.push({ kind: 'registration_to_file', key: of, organisation_id: filerOf(facts, sides), of, filing_id: null, due: limitOf(calendar, of, 'file', signed_on) })
  }
  const demand = facts && demandOf(facts)
  // Whoever registers by choice now says it as they state it; statements from before it was asked did not.
  const byChoice = demand === 'may' && (certified(filings, 'registration') || said.some(({ voluntary }) => voluntary))
  if (byChoice && performedOf(said) === 'unsaid') list.push(...said.map(({ organisation_id }): Wait => ({ kind: 'registration_performance', key: String(organisation_id), organisation_id, of: null, filing_id: null, due: null })))
  if (demand === 'licence' && !facts?.appraised) toFile('approval')
  if (demand === 'licence' && signed_on) toFile('licence')
  if (demand === 'register' && signed_on) toFile('registration')
  // No source names a day by which a change is filed: it waits without one.
  if (facts) for (const { number } of annexesToRegister({ filings, ...(annexes ? { annexes } : {}) })) list.push({ kind: 'registration_change', key: String(number), organisation_id: filerOf(facts, sides), of: 'amendment', filing_id: null, due: null, annex: number })
  for (const one of filings) {
    const waiting = (kind: Wait['kind'], due: Limit | null): void => { list.push({ kind, key: String(one.id), organisation_id: one.organisation_id, of: one.kind, filing_id: one.id, due }) }
    const due = runningLimit(calendar, one, { signed_on, filings })?.limit ?? null
    if (one.state === 'preparing') waiting('registration_dossier', due)
    if (one.state === 'filed') waiting('registration_answer', due)
    if (one.state === 'supplement_asked' || one.state === 'supplement_extended') waiting('registration_supplement', due)
    if (one.state === 'complete') waiting('registration_decision', due)
  }
  return list
}
