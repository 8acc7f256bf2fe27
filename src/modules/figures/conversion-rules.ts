import { z } from 'zod'
import { isStaff } from '../../core/context.ts'
import { dealSteps } from '../deals/schema.ts'
import { withheldRows } from './ledger-rules.ts'
import { dayOrNone } from './rules.ts'

/** The market's owners: those who move it, and those who look over their shoulder. */
export const seesConversion = isStaff('deal_officer', 'administrator', 'observer', 'inspector')

/** How the board is divided: in one way, or with `all` in every one, below the line of all interests. */
export const conversionGroups = ['all', 'field', 'supplier_kind', 'demander_kind', 'source', 'officer'] as const
export type ConversionGroup = (typeof conversionGroups)[number]
/** Showings of matches are counted by listing: they have a field, but no sides, no source and no officer yet. */
export const tellsShown = (by: ConversionGroup): boolean => by === 'all' || by === 'field'
/** How an interest came, as far as the records tell: from an invitation of suppliers, a suggestion on the board of needs, a match told of by letter, a match shown, or none of these (search, a link, a list). The first that holds counts. */
export const sources = ['call', 'board', 'push', 'match', 'other'] as const
export type Source = (typeof sources)[number]
/** Where a deal can stay: every step of its line; what is done stays nowhere. */
export const stayStages = dealSteps.filter((step) => step !== 'done')
export type StayStage = (typeof stayStages)[number]
/** To which steps an interest has come, in the order of a deal's line. A step that was skipped is not among them, so a later one may hold more. */
export const funnelSteps = ['interest', 'accepted', 'nda', 'evaluation', 'pilot', 'terms', 'contract', 'won', 'registration', 'performance', 'in_use'] as const
export type FunnelStep = (typeof funnelSteps)[number]
/** What may stand between two sides. */
export const conditions = ['price', 'funding', 'readiness', 'proof', 'fit', 'terms', 'regulation', 'scale', 'place', 'answer', 'no_offer'] as const
export type Condition = (typeof conditions)[number]
export const conditionKinds = ['lost', 'idle', 'need'] as const
export type ConditionKind = (typeof conditionKinds)[number]
/** What a recorded reason says stands between: of lost deals, of declined matches and interests, and of reasons shown with a match. Reasons that no change of one's own would mend are of none: another solution was chosen, the need is gone. */
export const conditionOf: Record<string, Condition> = {
  price: 'price', terms: 'terms', technology_failed_test: 'proof', no_budget: 'funding', no_answer: 'answer', regulation: 'regulation',
  too_early: 'readiness', too_dear: 'price', wrong_field: 'fit', wrong_scale: 'scale', wrong_place: 'place', not_what_it_says: 'proof', unclear: 'proof', no_capacity: 'funding',
  trl_short: 'readiness', over_budget: 'price', missing_words: 'fit', unproven: 'proof', no_offer: 'no_offer',
}

export const ConversionAddress = z.object({ by: z.enum(conversionGroups).catch('all'), from: dayOrNone, to: dayOrNone })
export type ConversionAsked = z.output<typeof ConversionAddress>
/** Which of the board's figures: a line and a step, a step's stays, a reason, a condition; `alone`: where that condition is the only thing recorded. */
export const FilesAddress = ConversionAddress.extend({
  code: z.string().max(40).catch(''), step: z.enum(['', ...funnelSteps]).catch(''), stay: z.enum(['', ...stayStages]).catch(''), loss: z.string().max(40).catch(''), decline: z.string().max(40).catch(''), condition: z.enum(['', ...conditions]).catch(''), kind: z.enum(['', ...conditionKinds]).catch(''), alone: z.enum(['', 'yes']).catch(''),
})
export type FilesAsked = z.output<typeof FilesAddress>
export const conversionQuery = (asked: Record<string, string>): string => new URLSearchParams(Object.entries(asked).filter(([name, value]) => value !== '' && !(name === 'by' && value === 'all'))).toString()

/** Something counted, and of how many organisations. */
export interface Cell { count: number; organisations: number }
/** Fewer organisations than this are told by a count; those who may not open the files are not told it. */
export const fewestOrganisations = 3
/** The counts of one column as this reader may have them: null where they are of one or two organisations, or would tell by subtraction of such. */
export function toldCells(cells: readonly Cell[], opensFiles: boolean): (number | null)[] {
  if (opensFiles) return cells.map(({ count }) => count)
  const withheld = withheldRows(cells, ({ organisations }) => organisations, fewestOrganisations)
  return cells.map((cell) => (withheld.has(cell) ? null : cell.count))
}

/** A file and everything recorded that stands between its sides. */
export interface Standing { kind: ConditionKind; id: number; conditions: readonly Condition[]; organisations: readonly number[] }
export interface Between { condition: Condition; kinds: Record<ConditionKind, Cell>; /** In how many it is the only thing recorded. */ alone: Cell; all: Cell }
/** Which condition stands between how often: alone, where mending it would leave nothing recorded in the way, and among others. The one most often alone comes first. */
export function standsBetween(files: readonly Standing[]): Between[] {
  const cell = (of: readonly Standing[]): Cell => ({ count: of.length, organisations: new Set(of.flatMap(({ organisations }) => organisations)).size })
  return conditions.flatMap((condition) => {
    const of = files.filter((file) => file.conditions.includes(condition))
    if (of.length === 0) return []
    const kinds = Object.fromEntries(conditionKinds.map((kind) => [kind, cell(of.filter((file) => file.kind === kind))])) as Between['kinds']
    return [{ condition, kinds, alone: cell(of.filter((file) => file.conditions.length === 1)), all: cell(of) }]
  }).toSorted((a, b) => b.alone.count - a.alone.count || b.all.count - a.all.count || a.condition.localeCompare(b.condition))
}
