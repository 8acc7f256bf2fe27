import { sql } from 'kysely'
import { type Actor, isStaff } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { endOfDay, formatIsoDay } from '../../platform/time.ts'
import { lotTexts } from '../auctions/page-messages.ts'
import { solutionTexts } from '../solutions/page-messages.ts'
import { solutionDuties } from '../solutions/queries.ts'
import { afterBidding, auctionDuties } from '../auctions/queries.ts'
import type { AuctionDutyKind } from '../auctions/schema.ts'
import { councilTexts } from '../ballots/page-messages.ts'
import { councilDuties } from '../ballots/queries.ts'
import { evidenceTexts } from '../evidence/messages.ts'
import { evidenceToCompare } from '../evidence/queries.ts'
import { deskTexts } from '../desk/messages.ts'
import { deskDuties } from '../desk/queries.ts'
import { partDuties } from '../deals/duties.ts'
import { dealDuties } from '../deals/queries.ts'
import { answerTexts } from '../matching/answer-messages.ts'
import { matchesWaiting } from '../matching/answer-queries.ts'
import { accessDuties } from '../listings/part-queries.ts'
import { consentTexts } from '../consents/messages.ts'
import { textToAgreeTo } from '../consents/queries.ts'
import { invitationsFor, verificationsWaiting } from '../organisations/queries.ts'
import { dataTexts } from '../personal-data/page-messages.ts'
import { requestsWaiting } from '../personal-data/queries.ts'
import { sessionTexts } from '../sessions/messages.ts'
import { meetingTexts } from '../sessions/meeting-messages.ts'
import { followUpTexts } from '../sessions/follow-up-messages.ts'
import { followUpDuties } from '../sessions/follow-up-queries.ts'
import { wishesWaiting } from '../sessions/meeting-queries.ts'
import { minutesWaiting } from '../sessions/queries.ts'
import { callTexts } from '../sourcing/call-messages.ts'
import { sourcingDuties } from '../sourcing/call-queries.ts'
import { unannouncedWords } from '../rulebook/messages.ts'
import { type Waited, type WaitingJudge, waitingJudge } from '../rulebook/queries.ts'
import { workTexts } from './messages.ts'

export interface Duty {
  /** Without language: /deals/12. */
  href: string
  since: Date
  text: Record<Locale, string>
  /** By when it is due, where somebody was promised an answer by a day. */
  waited: Pick<Waited, 'due' | 'overdue' | 'unit'> | null
}

/** At most so many listings of one's own or in review are named one by one. */
const mostNamed = 100
const inBoth = (word: (locale: Locale) => string): Record<Locale, string> => Object.fromEntries(locales.map((locale) => [locale, word(locale)])) as Record<Locale, string>

/** Where of a lot a duty is done, if not at the officers’ desk. */
const auctionPlaces: Partial<Record<AuctionDutyKind, string>> = { pay: 'registration', call: 'console', unsigned: 'console', asked: 'console', sign: 'room', take: 'room' }
const nobodyPromised: WaitingJudge = () => null
/** Everything that waits for this person, the oldest duty first. Without `judged`, for whoever only counts, nothing says by when. */
export async function dutiesOf(db: Db, actor: Actor, now: Date, { judged = true } = {}): Promise<Duty[]> {
  if (actor.person_id === null) return []
  const editable = actor.memberships.filter(({ role }) => role === 'owner' || role === 'editor').map(({ organisation_id }) => organisation_id)
  const moderator = isStaff('moderator')(actor)
  const judge = judged ? await waitingJudge(db, now) : nobodyPromised
  const [deals, access, listings, verifications, invitations, terms, requests, evidence, desk, matches, sourcing, parts, auctions, solutions, minutes, wishes, followUps, councils] = await Promise.all([
    dealDuties(db, actor),
    accessDuties(db, actor, now),
    editable.length || moderator ? listingDuties(db, editable, moderator, judge) : [],
    moderator ? verificationsWaiting(db) : null,
    invitationsFor(db, actor.person_id, now),
    textToAgreeTo(db, actor.person_id, now),
    isStaff('administrator')(actor) ? requestsWaiting(db) : null,
    moderator ? evidenceToCompare(db, actor) : null,
    deskDuties(db, actor, editable),
    actor.organisation_id !== null && editable.includes(actor.organisation_id) ? matchesWaiting(db, actor.organisation_id, now) : null,
    sourcingDuties(db, editable, now),
    partDuties(db, actor),
    auctionDuties(db, actor, now),
    solutionDuties(db, actor, now),
    isStaff('programme_officer')(actor) ? minutesWaiting(db, now) : [],
    wishesWaiting(db, actor, now),
    followUpDuties(db, actor, editable),
    councilDuties(db, actor),
  ])
  const followed = new Set(followUps.map(({ path }) => path)) // a card left at a session is one duty, with the day it has there
  const duties: Duty[] = [
    ...deals.filter(({ href }) => !followed.has(href)).map((duty) => ({ ...duty, waited: duty.kind === 'interest_to_answer' ? judge('interest_answer', duty.since) : null })),
    ...access.map((duty) => ({ ...duty, waited: duty.kind === 'answer' ? judge('access_request', duty.since) : null })), ...listings,
  ]
  for (const { path, since, text, due_on } of parts) {
    const due = due_on === null ? null : endOfDay(due_on)
    duties.push({ href: path, since, text, waited: due && { due, overdue: now >= due, unit: 'days' } })
  }
  for (const { kind, lot_id, title, since, until, n, unannounced } of auctions) {
    const due = until === null ? null : endOfDay(until)
    duties.push({ href: `/auctions/${lot_id}/${auctionPlaces[kind] ?? 'office'}`, since, text: inBoth((locale) => `${lotTexts[locale].duty[kind](n)}: ${title[locale]}${unannounced.length ? `. ${unannouncedWords(unannounced, locale)}` : ''}`), waited: due && { due, overdue: now >= due, unit: kind === 'refund' || afterBidding.includes(kind) ? 'working_days' : 'days' } })
  }
  for (const { kind, lot_id, title, since, until } of councils) {
    const due = until === null ? null : endOfDay(until)
    duties.push({ href: `/auctions/${lot_id}/${kind === 'share' || kind === 'check' ? 'opening' : kind === 'hold' ? 'ceremony' : 'council'}`, since, text: inBoth((locale) => councilTexts[locale].duty[kind](title[locale])), waited: due && { due, overdue: now >= due, unit: 'days' } })
  }
  for (const { kind, call_id, since, until, n } of solutions) duties.push({ href: `/solutions/${call_id}/${kind === 'declare' || kind === 'score' ? 'council' : kind === 'explain' ? 'submission' : kind === 'lower' ? 'rounds' : 'desk'}`, since, text: inBoth((locale) => solutionTexts[locale].duty[kind](n)), waited: until && { due: until, overdue: now >= until, unit: 'days' } })
  if (verifications?.count) duties.push({ href: '/moderation/organisations', since: verifications.oldest ?? now, text: inBoth((locale) => workTexts[locale].verify(verifications.count)), waited: verifications.oldest && judge('organisation_verification', verifications.oldest) })
  for (const { name_vi, name_en, created_at } of invitations) {
    duties.push({ href: '/my/organisation', since: created_at, text: { vi: workTexts.vi.invitation(name_vi || name_en), en: workTexts.en.invitation(name_en || name_vi) }, waited: null })
  }
  if (evidence?.count) duties.push({ href: '/moderation/evidence', since: evidence.oldest ?? now, text: inBoth((locale) => evidenceTexts[locale].taskDuty(evidence.count)), waited: null })
  for (const { kind, href, since, n } of desk) duties.push({ href, since, text: inBoth((locale) => deskTexts[locale][kind === 'help' ? 'helpDuty' : 'wordingDuty'](n)), waited: null })
  if (matches) duties.push({ href: '/my/matches', since: matches.oldest, text: inBoth((locale) => answerTexts[locale].waiting(matches.count)), waited: null })
  for (const { kind, href, since, until } of sourcing) duties.push({ href, since, text: inBoth((locale) => callTexts[locale].duty[kind](formatIsoDay(until, locale))), waited: null })
  for (const { id, title_vi, title_en, ends_at } of minutes) duties.push({ href: `/sessions/${id}/desk`, since: ends_at, text: { vi: sessionTexts.vi.duty(title_vi), en: sessionTexts.en.duty(title_en) }, waited: null })
  for (const { id, title_vi, title_en, n, since } of wishes) duties.push({ href: `/sessions/${id}/meetings`, since, text: { vi: meetingTexts.vi.duty(n, title_vi), en: meetingTexts.en.duty(n, title_en) }, waited: null })
  for (const { kind, path, since, due_on, session_vi, session_en, what_vi, what_en } of followUps) {
    const due = endOfDay(due_on)
    duties.push({ href: path, since, text: { vi: followUpTexts.vi.duty[kind](what_vi, session_vi), en: followUpTexts.en.duty[kind](what_en, session_en) }, waited: { due, overdue: now >= due, unit: 'days' } })
  }
  if (terms) duties.push({ href: '/my/account/data/consent', since: terms.valid_from, text: inBoth((locale) => consentTexts[locale].duty(terms.version)), waited: null })
  if (requests?.count) duties.push({ href: '/administration/data-requests', since: requests.oldest ?? now, text: inBoth((locale) => dataTexts[locale].waiting(requests.count)), waited: requests.due && { due: requests.due, overdue: now >= requests.due, unit: 'days' } })
  return duties.toSorted((a, b) => a.since.getTime() - b.since.getTime())
}

async function listingDuties(db: Db, editable: number[], moderator: boolean, judge: WaitingJudge): Promise<Duty[]> {
  const title = (language: Locale) => sql`(select t.title from listing_text t where t.listing_id = l.id order by t.language = ${language} desc limit 1)`
  const { rows } = await sql<{ kind: 'returned' | 'draft' | 'review'; href: string; since: Date; title: Record<Locale, string> }>`
    select case l.state when 'submitted' then 'review' else l.state end as kind,
      case l.state when 'submitted' then '/moderation/listings/' else '/' || l.kind || 's/' end || l.id as href,
      coalesce(case l.state when 'submitted' then l.submitted_at end, l.updated_at) as since, json_build_object('vi', ${title('vi')}, 'en', ${title('en')}) as title
    from listing l where (l.state in ('draft', 'returned') and l.organisation_id = any(${editable}::int[]))
      or (${moderator} and l.state = 'submitted' and not (l.organisation_id = any(${editable}::int[])))
    order by since limit ${mostNamed}`.execute(db)
  return rows.map(({ kind, href, since, title }) => ({ href, since, text: inBoth((locale) => workTexts[locale][kind](title[locale])), waited: kind === 'review' ? judge('listing_review', since) : null }))
}
