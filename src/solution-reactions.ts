import { byTime } from './core/context.ts'
import type { Tx } from './core/database.ts'
import type { Reactions } from './core/reactions.ts'
import { openDealOfSolution } from './modules/deals/solution-commands.ts'
import { type Notice, notify, notifyOrganisation, type Sender } from './modules/notifications/notice-commands.ts'
import type { Value } from './modules/notifications/schema.ts'
import type { NoticeKind, PlaceholderOf } from './modules/notifications/texts.ts'
import { chosenWithoutDeal, linkSolutionDeal } from './modules/solutions/award-commands.ts'
import { dateTexts } from './modules/solutions/date-messages.ts'
import { solutionTexts } from './modules/solutions/page-messages.ts'
import { entriesOf } from './modules/solutions/prices.ts'
import type { SolutionEntry } from './modules/solutions/schema.ts'
import { type Solution, solutionRow } from './modules/solutions/turns.ts'
import type { Locale } from './platform/locale.ts'
import { formatVnd } from './platform/money.ts'
import { formatInstant, formatIsoDay } from './platform/time.ts'

type SolutionKind = Extract<NoticeKind, `solution_${string}`>
type Values<K extends SolutionKind> = Omit<Record<PlaceholderOf<K>, Value>, 'what'>
interface Happened { id: number; at: Date; data: { solution_id: number } }

const both = (words: (locale: Locale) => string): Record<Locale, string> => ({ vi: words('vi'), en: words('en') })
const moment = (at: Date): Value => both((locale) => formatInstant(at, locale))

const handedInTo = async (tx: Tx, callId: number): Promise<number[]> => (await tx.selectFrom('solution_submission').select('organisation_id').distinct().where('call_id', '=', callId).orderBy('organisation_id').execute()).map(({ organisation_id }) => organisation_id)
const askersOf = async (tx: Tx, callId: number) => (await tx.selectFrom('solution_question').select('person_id').distinct().where('call_id', '=', callId).execute()).map(({ person_id }) => ({ person_id, reason: 'asked' as const }))

/** What follows from what happened to a call for solutions, and who is told of it. Nothing sealed is in any of it. */
export function solutionReactions(sender: Sender) {
  const notice = <K extends SolutionKind>(kind: K, { id, at }: Happened, call: Solution, path: string, values: Values<K>) => ({ kind, event_id: id, at, path: `/solutions/${call.id}${path}`, values: { what: call.title, ...values } }) as unknown as Notice
  const tell = (tx: Tx, organisation_id: number, told: Notice) => notifyOrganisation(tx, sender, organisation_id, told, { orOfficers: false })
  /** To each organisation whose solution was opened what concerns it; nothing to those for whom there is nothing. */
  const tellEntries = async (tx: Tx, call: Solution, told: (entry: SolutionEntry) => Notice | null) => {
    for (const entry of await entriesOf(tx, call.id)) { const one = told(entry); if (one) await tell(tx, entry.organisation_id, one) }
  }
  const askLow = async (tx: Tx, happened: Happened) => {
    const call = await solutionRow(tx, happened.data.solution_id)
    await tellEntries(tx, call, ({ low, explain_until }) => (low && explain_until ? notice('solution_low', happened, call, '/submission', { until: moment(explain_until) }) : null))
  }
  /** To everybody who handed in, asked, or whose need it is, that it is over. */
  const ended = async (tx: Tx, happened: Happened, why: Value) => {
    const call = await solutionRow(tx, happened.data.solution_id)
    if (!call.published_at) return
    const told = notice('solution_ended', happened, call, '', { why })
    for (const organisation_id of new Set([...await handedInTo(tx, call.id), call.organisation_id])) await tell(tx, organisation_id, told)
    await notify(tx, sender, told, await askersOf(tx, call.id))
  }

  return {
    'solution.published': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tell(tx, call.organisation_id, notice('solution_published', happened, call, '', { until: moment(call.closes_at) }))
    }],
    'solution.dates_moved': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id), { moved, round, reason } = happened.data
      const changes = both((locale) => moved.map(({ date, from, to }) => dateTexts[locale].moved(dateTexts[locale].names[date](round), formatInstant(new Date(from), locale), formatInstant(new Date(to), locale))).join('; '))
      if (round !== null) {
        await tellEntries(tx, call, ({ admitted }) => (admitted ? notice('solution_dates_moved', happened, call, '/rounds', { changes, why: reason }) : null))
        return tell(tx, call.organisation_id, notice('solution_dates_moved', happened, call, '', { changes, why: reason }))
      }
      // One who handed in reads that what they sealed stays, before anything that is told to everybody.
      for (const organisation_id of await handedInTo(tx, call.id)) await tell(tx, organisation_id, notice('solution_dates_moved_sealed', happened, call, '/submission', { changes, why: reason, until: moment(call.closes_at) }))
      await tell(tx, call.organisation_id, notice('solution_dates_moved', happened, call, '', { changes, why: reason }))
      await notify(tx, sender, notice('solution_dates_moved', happened, call, '', { changes, why: reason }), await askersOf(tx, call.id))
    }],
    'solution.question_answered': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      const { person_id } = await tx.selectFrom('solution_question').select('person_id').where('id', '=', happened.data.question_id).executeTakeFirstOrThrow()
      await notify(tx, sender, notice('solution_question_answered', happened, call, '', {}), [{ person_id, reason: 'asked' }])
    }],
    'solution.opened': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tellEntries(tx, call, ({ number }) => notice('solution_opened', happened, call, '/submission', { number: String(number) }))
    }],
    'solution.prices_opened': [askLow],
    'solution.round_opened': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tellEntries(tx, call, ({ admitted }) => (admitted ? notice('solution_round', happened, call, '/rounds', { count: String(happened.data.round), until: moment(new Date(happened.data.begins_at)) }) : null))
    }],
    'solution.rounds_over': [askLow],
    'solution.ranked': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tellEntries(tx, call, ({ rank, decision, decision_reason }) => (rank !== null ? notice('solution_ranked', happened, call, '/submission', { number: String(rank), until: both((locale) => formatIsoDay(call.standstill_until ?? '', locale)) })
        : notice('solution_not_ranked', happened, call, '/submission', { why: decision === 'excluded' ? both((locale) => `${solutionTexts[locale].excluded}. ${decision_reason}`) : both((locale) => `${solutionTexts[locale].below}.`) })))
    }],
    'solution.award_proposed': [async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tell(tx, call.organisation_id, notice('solution_award_waits', happened, call, '/desk', { count: String(happened.data.count) }))
    }],
    'solution.failed': [async (tx, happened) => ended(tx, happened, both((locale) => solutionTexts[locale].outcomes[happened.data.reason] ?? happened.data.reason))],
    'solution.withdrawn': [async (tx, happened) => ended(tx, happened, happened.data.reason)],
    'solution.awarded': [async (tx, { data, at }) => {
      const ctx = byTime(tx, at, 'solutions')
      for (const chosen of await chosenWithoutDeal(tx, data.solution_id)) await linkSolutionDeal(tx, chosen.entry_id, await openDealOfSolution(tx, ctx, chosen))
    }, async (tx, happened) => {
      const call = await solutionRow(tx, happened.data.solution_id)
      await tellEntries(tx, call, ({ chosen, price, reason }) => (chosen ? notice('solution_chosen', happened, call, '/submission', { amount: both((locale) => (price === null ? '' : formatVnd(price, locale))) }) : notice('solution_not_chosen', happened, call, '/submission', { why: reason })))
    }],
  } satisfies Reactions
}
