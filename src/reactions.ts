import { sql } from 'kysely'
import { byTime } from './core/context.ts'
import type { Tx } from './core/database.ts'
import { queueJob } from './core/jobs.ts'
import type { Reaction, Reactions } from './core/reactions.ts'
import type { DomainEvent } from './core/schema.ts'
import { withWebhooks } from './modules/api/delivery-commands.ts'
import { lotReactions } from './lot-reactions.ts'
import { solutionReactions } from './solution-reactions.ts'
import { completeByDeal, recountRefunds } from './modules/auctions/ending.ts'
import { awaitRegistrations } from './modules/contracts/registration-duties.ts'
import { closeDuty } from './modules/deals/duties.ts'
import { awaitBooksOf } from './modules/results/duties.ts'
import { lotDuty } from './modules/deals/lot-commands.ts'
import { solutionDuty } from './modules/deals/solution-commands.ts'
import { partNames } from './modules/deals/part-messages.ts'
import { interestTitle } from './modules/deals/queries.ts'
import { holders } from './modules/deals/rules.ts'
import { dealParts } from './modules/deals/schema.ts'
import { idOfSubject } from './modules/listings/part-queries.ts'
import { refreshSearch } from './modules/listings/indexing.ts'
import { noteTakenUp } from './modules/matching/answer-commands.ts'
import { type Notice, notify, notifyHolders, notifyOrganisation, notifyStaff, type Sender } from './modules/notifications/notice-commands.ts'
import type { NoticeKind } from './modules/notifications/texts.ts'
import { askAboutUse } from './modules/outcomes/commands.ts'
import { organisationNames } from './modules/organisations/queries.ts'
import { endPaymentDuties } from './modules/payments/ledger-commands.ts'
import { dateFromSigning } from './modules/payments/milestone-commands.ts'
import { kindNames } from './modules/personal-data/messages.ts'
import { lastDay } from './modules/personal-data/rules.ts'
import type { RequestKind } from './modules/personal-data/schema.ts'
import { span } from './modules/sessions/rules.ts'
import type { SupplierState } from './modules/sourcing/schema.ts'
import { taxonomyOf } from './modules/taxonomy/queries.ts'
import type { Locale } from './platform/locale.ts'
import { formatDay, formatInstant, formatIsoDay, hanoiDay, minutesFrom } from './platform/time.ts'

/** When this is recorded, do that: the one table of consequences between modules. */
export function reactionsOf(sender: Sender): Reactions {
  const tell = <K extends NoticeKind>(tx: Tx, organisationId: number, notice: Notice<K>) => notifyOrganisation(tx, sender, organisationId, notice)

  /** What becomes of a listing is told to its own people; where it has none, to nobody. */
  const aboutListing = (kind: 'listing_published' | 'listing_returned') => async (tx: Tx, { id, data, at }: { id: number; data: { listing_id: number; reason?: string }; at: Date }) => {
    const listing = await titleOf(tx, data.listing_id)
    if (listing) await notifyOrganisation(tx, sender, listing.organisation_id, { kind, event_id: id, at, values: { what: listing.title, why: data.reason ?? '' }, path: listing.path }, { orOfficers: false })
  }
  /** To the organisation whose claim it is; the reason stays with the evidence, the log does not hold it. */
  const aboutEvidence = (kind: 'evidence_confirmed' | 'evidence_refused' | 'claim_contradicted' | 'evidence_ageing' | 'evidence_stale') => async (tx: Tx, { id, data, at }: { id: number; data: { listing_id: number; claim_id: number; evidence_id: number; holds_until?: string }; at: Date }) => {
    const listing = await titleOf(tx, data.listing_id)
    if (!listing) return
    const why = kind === 'evidence_refused' ? (await tx.selectFrom('evidence').select('decision_reason').where('id', '=', data.evidence_id).executeTakeFirst())?.decision_reason : ''
    const until = data.holds_until ? isoDayIn(data.holds_until) : ''
    await notifyOrganisation(tx, sender, listing.organisation_id, { kind, event_id: id, at, values: { what: listing.title, why: why ?? '', until }, path: `/my/listings/${data.listing_id}/evidence/claims/${data.claim_id}` }, { orOfficers: false })
  }
  const aboutConfirmation = (kind: 'listing_confirmation_due' | 'listing_expired') => async (tx: Tx, { id, data, at }: { id: number; data: { listing_id: number; until?: string }; at: Date }) => {
    const listing = await titleOf(tx, data.listing_id)
    const until = data.until ? isoDayIn(data.until) : ''
    if (listing) await notifyOrganisation(tx, sender, listing.organisation_id, { kind, event_id: id, at, values: { what: listing.title, until }, path: `/my/listings/${data.listing_id}/confirmation` }, { orOfficers: false })
  }
  const aboutOrganisation = (kind: 'verified' | 'verification_refused') => async (tx: Tx, { id, data, at }: { id: number; data: { organisation_id: number; reason: string }; at: Date }) => {
    const name = (await organisationNames(tx, [data.organisation_id])).get(data.organisation_id)
    if (name) await tell(tx, data.organisation_id, { kind, event_id: id, at, values: { what: name, why: data.reason }, path: '/my/organisation' })
  }
  const dayIn = (day: Date): Record<Locale, string> => ({ vi: formatDay(day, 'vi'), en: formatDay(day, 'en') })
  const isoDayIn = (day: string): Record<Locale, string> => ({ vi: formatIsoDay(day, 'vi'), en: formatIsoDay(day, 'en') })
  const aboutEnd = (kind: 'verification_expiring' | 'verification_expired') => async (tx: Tx, { id, data, at }: { id: number; data: { organisation_id: number; valid_until: string }; at: Date }) => {
    const name = (await organisationNames(tx, [data.organisation_id])).get(data.organisation_id)
    if (name) await tell(tx, data.organisation_id, { kind, event_id: id, at, values: { what: name, until: isoDayIn(data.valid_until) }, path: '/my/organisation' })
  }
  /** To the side that did not act; to both where neither did. */
  const aboutDeal = (kind: 'message' | 'closing_claimed' | 'closing_disputed' | 'won' | 'lost') => async (tx: Tx, { id, data, organisation_id, at }: { id: number; data: { deal_id: number; reason?: string }; organisation_id: number | null; at: Date }) => {
    const deal = await tx.selectFrom('deal').select(['interest_id', 'supplier_organisation_id', 'demander_organisation_id']).where('id', '=', data.deal_id).executeTakeFirst()
    if (!deal) return
    for (const side of [deal.supplier_organisation_id, deal.demander_organisation_id]) {
      if (side !== organisation_id) await tell(tx, side, { kind, event_id: id, at, values: { what: await interestTitle(tx, deal.interest_id, side), why: data.reason ?? '' }, path: `/deals/${data.deal_id}` })
    }
  }
  /** To those who hold the power a duty asks for, with the duty's own words, while it waits. What one opened for oneself one knows. */
  const aboutDuty = (kind: 'duty_opened' | 'duty_reminder' | 'duty_overdue') => async (tx: Tx, { id, data, person_id, at }: { id: number; data: { duty_id: number; deal_id: number }; person_id: number | null; at: Date }) => {
    const duty = await tx.selectFrom('deal_duty as y').innerJoin('deal as d', 'd.id', 'y.deal_id').selectAll('y').select(['d.interest_id', sql<string | null>`y.due_on::text`.as('due'), 'd.supplier_organisation_id']).where('y.id', '=', data.duty_id).where('y.done_at', 'is', null).executeTakeFirst()
    if (!duty) return
    const notice = {
      kind, event_id: id, at, path: duty.path,
      values: { what: duty.text as Record<Locale, string>, about: await interestTitle(tx, duty.interest_id, duty.organisation_id ?? duty.supplier_organisation_id), until: duty.due === null ? '' : isoDayIn(duty.due) },
    }
    if (duty.organisation_id === null) return notifyStaff(tx, sender, 'deal_officer', notice)
    const named = duty.person_id !== null && !(await tx.selectFrom('membership').select('role').where('person_id', '=', duty.person_id).where('organisation_id', '=', duty.organisation_id).executeTakeFirst())
    // Somebody named who is no member is an adviser or has left: an adviser is told, in whose place the side's people are not.
    const adviser = named && (await tx.selectFrom('deal_adviser').select('id').where('deal_id', '=', data.deal_id).where('person_id', '=', duty.person_id).where('ended_at', 'is', null).executeTakeFirst())
    if (adviser && duty.person_id !== null) return duty.person_id === person_id ? undefined : notify(tx, sender, notice, [{ person_id: duty.person_id, reason: 'adviser', of: (await organisationNames(tx, [duty.organisation_id])).get(duty.organisation_id) ?? null }])
    await notifyHolders(tx, sender, { organisation_id: duty.organisation_id, roles: holders[duty.power], person_id: duty.person_id, but: person_id }, notice)
  }
  /** To those who have a place or wait for one; to one of them alone where it is theirs. A draft's changes concern nobody yet. */
  const aboutSession = (kind: 'session_place' | 'session_moved' | 'session_cancelled') => async (tx: Tx, { id, data, at }: { id: number; data: { session_id: number; registration_id?: number; reason?: string }; at: Date }) => {
    const session = await tx.selectFrom('trading_session').selectAll().where('id', '=', data.session_id).where('state', '<>', 'draft').executeTakeFirst()
    if (!session) return
    const who = await tx.selectFrom('session_registration').select('person_id').where('session_id', '=', session.id).where('state', '<>', 'cancelled').$if(data.registration_id !== undefined, (one) => one.where('id', '=', data.registration_id ?? 0)).execute()
    await notify(tx, sender, { kind, event_id: id, at, values: { what: { vi: session.title_vi, en: session.title_en }, until: { vi: span(session, 'vi'), en: span(session, 'en') }, why: data.reason ?? '' }, path: `/sessions/${session.id}` }, who.map(({ person_id }) => ({ person_id, reason: 'asked' as const })))
  }
  /** To those of the two whose doing it was not; to everybody who has a meeting now, where the plan was published. Whoever has given up their place has nothing left to look at. */
  const aboutMeetings = (kind: 'session_meeting_asked' | 'session_meetings') => async (tx: Tx, { id, data, at, person_id }: { id: number; data: { session_id: number; wish_id?: number; meeting_id?: number; mutual?: boolean; state?: string }; at: Date; person_id: number | null }) => {
    const session = await tx.selectFrom('trading_session').selectAll().where('id', '=', data.session_id).executeTakeFirst()
    if (!session || data.mutual || (data.state !== undefined && data.state !== 'accepted')) return
    const { rows } = await sql<{ person_id: number }>`select distinct r.person_id from session_wish w join session_registration r on r.id in (w.asker_id, w.asked_id) left join session_meeting m on m.wish_id = w.id
      where w.session_id = ${session.id} and r.state = 'placed' and r.person_id is distinct from ${person_id}
        and case when ${data.wish_id ?? null}::int is not null then w.id = ${data.wish_id ?? null} when ${data.meeting_id ?? null}::int is not null then m.id = ${data.meeting_id ?? null} else m.state = 'confirmed' and m.confirmed_at = ${at} end order by 1`.execute(tx)
    await notify(tx, sender, { kind, event_id: id, at, values: { what: { vi: session.title_vi, en: session.title_en }, until: { vi: span(session, 'vi'), en: span(session, 'en') } }, path: `/sessions/${session.id}/meetings` }, rows.map((one) => ({ person_id: one.person_id, reason: 'asked' as const })))
  }
  /** To whoever promised: the person who met, or the organisation of the listing a card was left for. */
  const aboutFollowUps = (kind: 'session_follow_ups' | 'session_follow_up_due') => async (tx: Tx, { id, data, at }: { id: number; data: { session_id: number; registration_id: number | null; interest_id?: number | null; due_on?: string }; at: Date }) => {
    const session = await tx.selectFrom('trading_session').select(['id', 'title_vi', 'title_en']).where('id', '=', data.session_id).executeTakeFirst()
    if (!session) return
    const notice = { kind, event_id: id, at, values: { what: { vi: session.title_vi, en: session.title_en }, until: data.due_on ? isoDayIn(data.due_on) : '' } }
    if (data.registration_id === null) {
      const card = await tx.selectFrom('interest as i').innerJoin('listing as l', 'l.id', 'i.listing_id').select(['i.id', 'l.organisation_id']).where('i.id', '=', data.interest_id ?? 0).executeTakeFirst()
      if (card) await tell(tx, card.organisation_id, { ...notice, path: `/interests/${card.id}` })
      return
    }
    const who = await tx.selectFrom('session_registration').select('person_id').where('id', '=', data.registration_id).executeTakeFirst()
    if (who) await notify(tx, sender, { ...notice, path: '/work' }, [{ person_id: who.person_id, reason: 'asked' }])
  }
  const answered = (kind: 'interest_accepted' | 'interest_declined'): Reaction<'interest.accepted' | 'interest.declined'> => async (tx, { id, data, at }) => {
    const interest = await tx.selectFrom('interest').select(['organisation_id', 'decline_code', 'answer']).where('id', '=', data.interest_id).executeTakeFirst()
    if (!interest) return
    const taxonomy = await taxonomyOf(tx)
    const reason = (locale: Locale) => (interest.decline_code ? [taxonomy.name('decline_reason', interest.decline_code, locale), interest.answer].filter(Boolean).join('. ') : '')
    const why = { vi: reason('vi'), en: reason('en') }
    const path = 'deal_id' in data ? `/deals/${data.deal_id}` : `/interests/${data.interest_id}`
    await tell(tx, interest.organisation_id, { kind, event_id: id, at, values: { what: await interestTitle(tx, data.interest_id, interest.organisation_id), why }, path })
  }

  /** The reason stays with the request or the grant; the log does not hold it. */
  const aboutAccess = (kind: 'access_requested' | 'access_given' | 'access_refused' | 'access_withdrawn' | 'nda_accepted') =>
    async (tx: Tx, { id, data, at }: { id: number; data: { subject: string; organisation_id: number; owner_organisation_id: number; request_id?: number; grant_id?: number }; at: Date }) => {
      const listingId = idOfSubject(data.subject)
      const listing = await titleOf(tx, listingId)
      if (!listing) return
      if (kind === 'access_requested' || kind === 'nda_accepted') return tell(tx, data.owner_organisation_id, { kind, event_id: id, at, values: { what: listing.title }, path: `/my/listings/${listingId}/access` })
      const why = kind === 'access_refused' ? (await tx.selectFrom('access_request').select('reason').where('id', '=', data.request_id ?? 0).executeTakeFirst())?.reason
        : kind === 'access_withdrawn' ? (await tx.selectFrom('access_grant').select('withdrawal_reason').where('id', '=', data.grant_id ?? 0).executeTakeFirst())?.withdrawal_reason : ''
      // While the listing is being revised, its title is its own people's.
      const what = listing.published ? listing.title : { vi: `Tin số ${listingId}`, en: `Listing ${listingId}` }
      await tell(tx, data.organisation_id, { kind, event_id: id, at, values: { what, why: why ?? '' }, path: '/my/access' })
    }

  const instantIn = (instant: Date): Record<Locale, string> => ({ vi: formatInstant(instant, 'vi'), en: formatInstant(instant, 'en') })
  /** To whoever proposed it. */
  const aboutApproval = (kind: 'approval_approved' | 'approval_rejected') => (tx: Tx, { id, data, at }: { id: number; data: { approval_id: number; what: string; proposed_by: number; reason: string }; at: Date }) =>
    notify(tx, sender, { kind, event_id: id, at, values: { what: data.what, why: data.reason }, path: `/administration/approvals/${data.approval_id}` }, [{ person_id: data.proposed_by, reason: 'asked' }])

  /** To whoever asked; nobody is told where they have left meanwhile. What was written is in the request, not in the log. */
  const aboutDataRequest = (kind: 'data_request_noted' | 'data_request_answered' | 'data_request_extended' | 'data_request_decided') =>
    async (tx: Tx, { id, data, at }: { id: number; data: { request_id: number; person_id: number; kind: RequestKind }; at: Date }) => {
      const request = await tx.selectFrom('data_request as r').innerJoin('person as p', 'p.id', 'r.person_id').selectAll('r').where('r.id', '=', data.request_id).where('p.auth_user_id', 'is not', null).executeTakeFirst()
      if (!request) return
      const why = kind === 'data_request_answered' ? request.answer : kind === 'data_request_extended' ? request.extension_reason : request.outcome
      const until = dayIn(lastDay(kind === 'data_request_noted' ? request.answer_by : request.complete_by))
      await notify(tx, sender, { kind, event_id: id, at, values: { what: kindOf(data.kind), why, until }, path: `/my/account/data/requests/${request.id}` }, [{ person_id: data.person_id, reason: 'asked' }])
    }

  /** Words about an invitation of suppliers: the need by its title, the last day as people read it. The reason stays with the call, the log does not hold it. */
  const aboutCall = async (tx: Tx, callId: number) => {
    const call = await tx.selectFrom('sourcing_call').select(['id', 'need_id', 'organisation_id', 'withdrawal_reason', 'deadline_at']).where('id', '=', callId).executeTakeFirst()
    const need = call && await titleOf(tx, call.need_id)
    return call && need && { call, values: { what: need.published ? need.title : { vi: `Nhu cầu số ${call.need_id}`, en: `Need ${call.need_id}` }, until: dayIn(minutesFrom(call.deadline_at, -1)) } }
  }
  /** To every supplier invited, or to those of them whose part stands so. */
  const toSuppliers = (kind: 'call_received' | 'call_reminder' | 'call_moved' | 'call_withdrawn' | 'call_enquiry_answered', states: readonly SupplierState[] = ['invited', 'drafting', 'answered', 'declined']) => async (tx: Tx, { id, data, at }: { id: number; data: { call_id: number }; at: Date }) => {
    const about = await aboutCall(tx, data.call_id)
    if (!about) return
    const suppliers = await tx.selectFrom('call_supplier').select(['id', 'organisation_id']).where('call_id', '=', data.call_id).where('state', 'in', states).orderBy('id').execute()
    for (const supplier of suppliers) {
      // Where nobody of the supplier is here yet the officers are told, who read the invitation and not a supplier's part in it.
      const peopled = await tx.selectFrom('membership').select('role').where('organisation_id', '=', supplier.organisation_id).limit(1).executeTakeFirst()
      await tell(tx, supplier.organisation_id, { kind, event_id: id, at, values: { ...about.values, why: about.call.withdrawal_reason }, path: peopled ? `/invited/${supplier.id}` : `/calls/${data.call_id}` })
    }
  }
  /** To whoever sent the invitation. */
  const toInviter = (kind: 'call_opened' | 'call_enquiry', path = '') => async (tx: Tx, { id, data, at }: { id: number; data: { call_id: number; answers?: number }; at: Date }) => {
    const about = await aboutCall(tx, data.call_id)
    if (about) await tell(tx, about.call.organisation_id, { kind, event_id: id, at, values: { ...about.values, count: String(data.answers ?? 0) }, path: `/calls/${data.call_id}${path}` })
  }

  return withWebhooks({
    'need.offer_suggested': [async (tx, { id, data, at }) => {
      const [need, suggestion] = [await titleOf(tx, data.listing_id), await tx.selectFrom('need_suggestion').select('reason').where('id', '=', data.suggestion_id).executeTakeFirst()]
      if (need && suggestion) await tell(tx, need.organisation_id, { kind: 'offer_suggested', event_id: id, at, values: { what: need.title, why: suggestion.reason }, path: need.path })
    }],
    'call.sent': [toSuppliers('call_received')],
    'call.reminded': [toSuppliers('call_reminder', ['invited', 'drafting'])],
    'call.deadline_moved': [toSuppliers('call_moved')],
    'call.withdrawn': [toSuppliers('call_withdrawn')],
    'call.enquiry_answered': [toSuppliers('call_enquiry_answered', ['invited', 'drafting', 'answered'])],
    'call.enquiry_made': [toInviter('call_enquiry')],
    'call.opened': [toInviter('call_opened', '/answers')],
    'call.outcome_said': [async (tx, { id, data, at }) => {
      const about = await aboutCall(tx, data.call_id)
      const supplier = await tx.selectFrom('call_supplier').select(['id', 'organisation_id', 'outcome_reason']).where('id', '=', data.supplier_id).executeTakeFirst()
      if (about && supplier) await tell(tx, supplier.organisation_id, { kind: data.outcome === 'shortlisted' ? 'call_shortlisted' : 'call_not_chosen', event_id: id, at, values: { ...about.values, why: supplier.outcome_reason }, path: `/invited/${supplier.id}` })
    }],
    'data_request.received': [aboutDataRequest('data_request_noted'), async (tx, { id, data, at }) => {
      const request = await tx.selectFrom('data_request').select('answer_by').where('id', '=', data.request_id).executeTakeFirst()
      if (request) await notifyStaff(tx, sender, 'administrator', { kind: 'data_request_received', event_id: id, at, values: { what: kindOf(data.kind), until: dayIn(lastDay(request.answer_by)) }, path: `/administration/data-requests/${data.request_id}` })
    }],
    'data_request.answered': [aboutDataRequest('data_request_answered')],
    'data_request.extended': [aboutDataRequest('data_request_extended')],
    'data_request.completed': [aboutDataRequest('data_request_decided')],
    'data_request.refused': [aboutDataRequest('data_request_decided')],
    'disclosure.requested': [aboutAccess('access_requested')],
    'disclosure.granted': [aboutAccess('access_given')],
    'disclosure.refused': [aboutAccess('access_refused')],
    'disclosure.withdrawn': [aboutAccess('access_withdrawn')],
    'disclosure.nda_accepted': [aboutAccess('nda_accepted')],
    'acting_for.began': [async (tx, { id, data, at }) => {
      const staff = await tx.selectFrom('person').select('name').where('id', '=', data.staff_person_id).executeTakeFirst()
      await notify(tx, sender, { kind: 'acting_for_began', event_id: id, at, values: { what: staff?.name ?? '', why: data.reason, until: instantIn(minutesFrom(at, data.minutes)) }, path: '/my/acting' }, [{ person_id: data.person_id, reason: 'yourself' }])
    }],
    'person.suspended': [(tx, { id, data, at }) => notify(tx, sender, { kind: 'account_suspended', event_id: id, at, values: { why: data.reason }, path: '/help' }, [{ person_id: data.person_id, reason: 'yourself' }])],
    'person.suspension_lifted': [(tx, { id, data, at }) => notify(tx, sender, { kind: 'suspension_lifted', event_id: id, at, values: { why: data.reason }, path: '/sign-in' }, [{ person_id: data.person_id, reason: 'yourself' }])],
    'approval.proposed': [async (tx, { id, data, person_id, at }) => {
      const others = await tx.selectFrom('staff_role').select('person_id').where('role', '=', 'administrator').where('person_id', 'is distinct from', person_id).execute()
      await notify(tx, sender, { kind: 'approval_waiting', event_id: id, at, values: { what: data.what, why: data.reason }, path: `/administration/approvals/${data.approval_id}` }, others.map((other) => ({ person_id: other.person_id, reason: 'administrator' as const })))
    }],
    'approval.approved': [aboutApproval('approval_approved')],
    'approval.rejected': [aboutApproval('approval_rejected')],
    'evidence.confirmed': [aboutEvidence('evidence_confirmed')],
    'evidence.refused': [aboutEvidence('evidence_refused')],
    'evidence.test_failed': [aboutEvidence('claim_contradicted')],
    'evidence.ageing': [aboutEvidence('evidence_ageing')],
    'evidence.stale': [aboutEvidence('evidence_stale')],
    // What a draft is called is told to nobody outside its organisation.
    'desk.help_asked': [async (tx, { id, data, at }) => {
      const help = await tx.selectFrom('desk_help').select('mentor_id').where('id', '=', data.help_id).executeTakeFirst()
      const notice = { kind: 'help_asked', event_id: id, at, values: {}, path: '/desk' } as const
      if (help?.mentor_id) await notify(tx, sender, notice, [{ person_id: help.mentor_id, reason: 'yourself' }])
      else if (help) await notifyStaff(tx, sender, 'moderator', notice)
    }],
    'desk.wording_proposed': [async (tx, { id, data, at }) => {
      const listing = await titleOf(tx, data.listing_id)
      if (listing) await tell(tx, listing.organisation_id, { kind: 'wording_proposed', event_id: id, at, values: { what: listing.title }, path: `/my/listings/${data.listing_id}/help` })
    }],
    'webhook.disabled': [async (tx, { id, data, at }) => {
      const webhook = data.because === 'failing' ? await tx.selectFrom('webhook').select('name').where('id', '=', data.webhook_id).executeTakeFirst() : undefined
      if (webhook) await notifyOrganisation(tx, sender, data.organisation_id, { kind: 'webhook_disabled', event_id: id, at, values: { what: webhook.name }, path: `/my/webhooks/${data.webhook_id}` }, { orOfficers: false })
    }],
    'listing.published': [aboutListing('listing_published'), async (tx, { data }) => {
      // What an import brings in is reckoned by the clock.
      const own = await tx.selectFrom('listing').select('id').where('id', '=', data.listing_id).where('source_name', 'is', null).executeTakeFirst()
      if (own) await queueJob(tx, 'reckon_needs', { listing_id: own.id })
    }],
    'listing.returned': [aboutListing('listing_returned')],
    // A moderator’s word stands above what the sides of a deal say of its technology: what waits follows it.
    'listing.classified': [(tx, { data, at }) => awaitRegistrations(tx, byTime(tx, at, 'contracts'), data.listing_id)],
    // What was counted in working days over that day is counted anew.
    'rulebook.holiday_added': [(tx, { data }) => recountRefunds(tx, data.day), (tx, { data }) => queueJob(tx, 'recount_registrations', { day: data.day })],
    // A release that brings holidays may also count otherwise than the last: whatever is not past yet is looked at.
    'rulebook.holidays_loaded': [async (tx, { data }) => { for (const day of data.days) await recountRefunds(tx, day) }, (tx, { data, at }) => queueJob(tx, 'recount_registrations', { day: [hanoiDay(at), ...data.days].toSorted()[0]! })],
    'rulebook.no_lieu': [(tx, { data }) => queueJob(tx, 'recount_registrations', { day: data.day })],
    'rulebook.holiday_removed': [(tx, { data }) => recountRefunds(tx, data.day), (tx, { data }) => queueJob(tx, 'recount_registrations', { day: data.day })],
    'listing.confirmation_due': [aboutConfirmation('listing_confirmation_due')],
    'listing.expired': [aboutConfirmation('listing_expired')],
    // What its listings are found by holds its name.
    'organisation.changed': [async (tx, { data }) => {
      const listings = await tx.selectFrom('listing').select('id').where('organisation_id', '=', data.organisation_id).execute()
      await refreshSearch(tx, listings.map(({ id }) => id))
    }],
    'organisation.merged': [async (tx, { id, data, at }) => {
      const listings = await tx.selectFrom('listing').select('id').where('organisation_id', '=', data.into).execute()
      await refreshSearch(tx, listings.map((listing) => listing.id))
      const name = (await organisationNames(tx, [data.into])).get(data.into)
      if (name) await tell(tx, data.into, { kind: 'organisation_merged', event_id: id, at, values: { what: name, why: data.reason }, path: '/my/organisation' })
    }],
    'organisation.verification_expiring': [aboutEnd('verification_expiring')],
    'organisation.verification_expired': [aboutEnd('verification_expired')],
    'organisation.ownership_offered': [async (tx, { id, data, at }) => {
      const offer = await tx.selectFrom('ownership_transfer').select('expires_at').where('id', '=', data.transfer_id).executeTakeFirst()
      const name = (await organisationNames(tx, [data.organisation_id])).get(data.organisation_id)
      if (offer && name) await notify(tx, sender, { kind: 'ownership_offered', event_id: id, at, values: { what: name, until: dayIn(offer.expires_at) }, path: `/my/organisation/ownership?organisation_id=${data.organisation_id}` }, [{ person_id: data.person_id, reason: 'yourself' }])
    }],
    'organisation.ownership_transferred': [async (tx, { id, data, at }) => {
      const name = (await organisationNames(tx, [data.organisation_id])).get(data.organisation_id)
      const owners = await tx.selectFrom('membership').select('person_id').where('organisation_id', '=', data.organisation_id).where('role', '=', 'owner').execute()
      const told = new Set([...owners.map(({ person_id }) => person_id), data.former_person_id])
      if (name) await notify(tx, sender, { kind: 'ownership_transferred', event_id: id, at, values: { what: name }, path: '/my/organisation' }, [...told].map((person_id) => ({ person_id, reason: 'yourself' as const })))
    }],
    'organisation.verified': [aboutOrganisation('verified')],
    'organisation.verification_refused': [aboutOrganisation('verification_refused')],
    'interest.expressed': [(tx, { data }) => noteTakenUp(tx, data.interest_id), async (tx, { id, data, at }) => {
      const listing = await titleOf(tx, data.listing_id)
      if (listing) await tell(tx, listing.organisation_id, { kind: 'interest_expressed', event_id: id, at, values: { what: listing.title }, path: `/interests/${data.interest_id}` })
    }],
    'interest.accepted': [answered('interest_accepted')],
    'interest.declined': [answered('interest_declined')],
    'deal.message_sent': [aboutDeal('message')],
    'deal.closing_claimed': [aboutDeal('closing_claimed')],
    'deal.closing_disputed': [aboutDeal('closing_disputed')],
    'adviser.appointed': [async (tx, { id, data, at }) => {
      const adviser = await tx.selectFrom('deal_adviser as a').innerJoin('deal as d', 'd.id', 'a.deal_id').select(['a.person_id', 'a.organisation_id', 'a.parts', 'd.interest_id']).where('a.id', '=', data.adviser_id).where('a.ended_at', 'is', null).executeTakeFirst()
      const side = adviser && (await organisationNames(tx, [adviser.organisation_id])).get(adviser.organisation_id)
      if (!adviser || !side) return
      const parts = dealParts.filter((part) => adviser.parts.includes(part)), named = (locale: Locale) => parts.map((part) => partNames[locale][part]).join(', ')
      await notify(tx, sender, { kind: 'adviser_appointed', event_id: id, at, values: { what: await interestTitle(tx, adviser.interest_id, adviser.organisation_id), side, parts: { vi: named('vi'), en: named('en') } }, path: `/deals/${data.deal_id}/${parts[0]}` }, [{ person_id: adviser.person_id, reason: 'adviser', of: side }])
    }],
    'deal.duty_opened': [aboutDuty('duty_opened')],
    'deal.duty_reminded': [async (tx, event) => aboutDuty(event.data.days_left < 0 ? 'duty_overdue' : 'duty_reminder')(tx, event)],
    'session.place_found': [aboutSession('session_place')],
    'session.changed': [aboutSession('session_moved')],
    'session.cancelled': [aboutSession('session_cancelled')],
    'session.wish_made': [aboutMeetings('session_meeting_asked')],
    'session.meetings_published': [aboutMeetings('session_meetings')],
    'session.meeting_offered': [aboutMeetings('session_meetings')],
    'session.meeting_moved': [aboutMeetings('session_meetings')],
    'session.meeting_cancelled': [aboutMeetings('session_meetings')],
    'session.follow_ups_opened': [aboutFollowUps('session_follow_ups')],
    'session.follow_ups_reminded': [aboutFollowUps('session_follow_up_due')],
    'deal.won': [aboutDeal('won'), (tx, { data, at }) => askAboutUse(tx, byTime(tx, at, 'outcomes'), data.deal_id), async (tx, { data, at }) => {
      const ctx = byTime(tx, at, 'auctions')
      await closeDuty(tx, ctx, { id: data.deal_id }, lotDuty)
      await closeDuty(tx, ctx, { id: data.deal_id }, solutionDuty)
      await completeByDeal(tx, ctx, data.deal_id)
    }],
    'contract.signed': [async (tx, { data, at }) => { if (data.kind === 'contract') await dateFromSigning(tx, byTime(tx, at, 'payments'), data.deal_id, data.signed_on) }],
    // What was divided of a State-funded result may be more than what is left of the money.
    'payment.received': [(tx, { data, at }) => awaitBooksOf(tx, byTime(tx, at, 'results'), data.deal_id)],
    'payment.refunded': [(tx, { data, at }) => awaitBooksOf(tx, byTime(tx, at, 'results'), data.deal_id)],
    'payment.booked_late': [(tx, { data, at }) => awaitBooksOf(tx, byTime(tx, at, 'results'), data.deal_id)],
    ...lotReactions(sender),
    ...solutionReactions(sender),
    'deal.lost': [aboutDeal('lost'), (tx, { data, at }) => endPaymentDuties(tx, data.deal_id, at)],
  } satisfies { [T in DomainEvent['type']]?: readonly Reaction<T>[] }, sender.publicUrl)
}

async function titleOf(tx: Tx, listingId: number): Promise<{ organisation_id: number; title: Record<Locale, string>; path: string; published: boolean } | undefined> {
  const title = (locale: Locale) => sql`(select t.title from listing_text t where t.listing_id = l.id order by t.language = ${locale} desc limit 1)`
  const { rows: [row] } = await sql<{ organisation_id: number; kind: string; published: boolean; title: Record<Locale, string> }>`
    select l.organisation_id, l.kind, l.state = 'published' as published, json_build_object('vi', ${title('vi')}, 'en', ${title('en')}) as title from listing l where l.id = ${listingId}`.execute(tx)
  return row && { organisation_id: row.organisation_id, title: row.title, path: `/${row.kind}s/${listingId}`, published: row.published }
}

const kindOf = (kind: RequestKind): Record<Locale, string> => ({ vi: kindNames.vi[kind].name, en: kindNames.en[kind].name })
