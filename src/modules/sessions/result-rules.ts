import { z } from 'zod'
import type { Actor } from '../../core/context.ts'
import { readsDeals } from '../deals/rules.ts'
import { watchesSessions } from './rules.ts'

/** What is counted of a session, from those who registered to what was signed. */
export const resultFigures = ['registered', 'came', 'cards', 'opened', 'signed'] as const
export type ResultFigure = (typeof resultFigures)[number]
/** Counted beside these: lots of auctions on its agenda, and those of them that were sold. */
export const lotFigures = ['lots', 'lots_sold'] as const
export type LotFigure = (typeof lotFigures)[number]
/** Months after a session by which a deal that began there is counted as signed. */
export const resultMonths = [3, 6, 12] as const
/** Sessions before this one that it is compared with. */
export const mostSessionsCompared = 7
/** Lines of the list behind a figure. */
export const mostBehind = 500

export const BehindAddress = z.object({ figure: z.enum(resultFigures).catch('registered') })
/** Who came is known to those who run or watch sessions; whose deals they are, to those who read every deal. */
export const opensFigure = (figure: ResultFigure) => (actor: Actor): boolean => (figure === 'registered' || figure === 'came' ? watchesSessions(actor) : readsDeals(actor))
