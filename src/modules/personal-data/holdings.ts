import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { dealSources, sessionSources, type Source } from './deal-holdings.ts'
import { type Basis, type PartKey, partKeys } from './schema.ts'

export interface Part { basis: Basis; sources: readonly Source[] }

const organisation = '(select coalesce(nullif(o.name_vi, \'\'), o.name_en) from organisation o where o.id = t.organisation_id) as organisation'
const account = 'auth_user a where a.id = t.user_id and a.id = (select auth_user_id from person where id = $me)'
const mine = 'exists (select from expert e where e.id = t.expert_id and e.person_id = $me)'

/**
 * What the Exchange holds about a person, part by part, in the order in which it is told. The export
 * and the page “my data” both come from this list, and a test reads the database's own catalogue
 * against it: a table that points at people is in here, or among `notExported` with the reason.
 */
export const parts: Record<PartKey, Part> = {
  profile: { basis: 'service', sources: [{ table: 'person', me: ['id'], shows: 'id, name, email, locale, position_vi, position_en, created_at' }] },
  account: { basis: 'safety', sources: [
    { table: 'auth_user', me: [], where: 't.id = (select auth_user_id from person where id = $me)', shows: 'email, email_verified, two_factor_enabled, created_at' },
    { table: 'auth_account', me: ['user_id'], where: `exists (select from ${account})`, shows: 'provider_id, created_at' },
    { table: 'auth_passkey', me: ['user_id'], where: `exists (select from ${account})`, shows: 'name, device_type, created_at' },
    { table: 'auth_two_factor', me: ['user_id'], where: `exists (select from ${account})`, shows: 'verified, locked_until' },
    { table: 'email_change', me: ['user_id'], where: `exists (select from ${account})`, shows: 'email, expires_at' },
  ] },
  sessions: { basis: 'safety', sources: [{ table: 'auth_session', me: ['user_id'], where: `exists (select from ${account})`, shows: 'ip_address, user_agent, created_at, last_seen_at, expires_at' }] },
  consents: { basis: 'evidence', sources: [
    { table: 'consent', me: ['person_id'], shows: 'purpose, text_version, text_sha256, given_at, how, withdrawn_at' },
    { table: 'sign_up_consent', me: ['user_id'], where: `exists (select from ${account})`, shows: 'text_version, text_sha256, given_at' },
  ] },
  requests: { basis: 'evidence', sources: [{ table: 'data_request', me: ['person_id'], shows: 'id, kind, details, received_at, answer_by, complete_by, state, answer, answered_at, extension_reason, outcome, handled_at' }] },
  memberships: { basis: 'service', sources: [
    { table: 'membership', me: ['person_id'], shows: `${organisation}, role, since, role_since` },
    { table: 'ownership_transfer', me: ['from_person_id', 'to_person_id'], shows: `${organisation}, becomes, offered_at, expires_at, accepted_at, ended_at` },
    { table: 'staff_role', me: ['person_id'], shows: 'role, granted_at' },
    { table: 'suspension', me: ['person_id'], shows: 'reason, suspended_at, lifted_at, lift_reason' },
  ] },
  invitations: { basis: 'service', sources: [{ table: 'invitation', me: ['invited_by', 'accepted_by'], where: '(t.invited_by = $me or t.accepted_by = $me or t.email = (select email from person where id = $me))', shows: `${organisation}, email, role, created_at, expires_at, accepted_at, withdrawn_at` }] },
  organisations: { basis: 'service', sources: [
    { table: 'organisation', me: ['created_by'], shows: 'id, name_vi, name_en, created_at' },
    { table: 'organisation_proof', me: ['uploaded_by', 'withdrawn_by'], shows: `${organisation}, kind, note, uploaded_at, superseded_at` },
  ] },
  expert: { basis: 'consent', sources: [
    { table: 'expert', me: ['person_id'], shows: 'headline_vi, headline_en, bio_vi, bio_en, research_fields, languages, availability, available_from::text, orcid, consented_at, published_at' },
    { table: 'expert_publication', me: [], where: mine, shows: 'title, authors, venue, year, doi, url, source, added_at' },
    { table: 'publication_import', me: [], where: mine, order: 'read_at', shows: 'source, file_name, entries, problems, read_at' },
    { table: 'conflict_of_interest', me: [], where: mine, shows: `coalesce((select coalesce(nullif(o.name_vi, ''), o.name_en) from organisation o where o.id = t.organisation_id), party) as party, nature, since::text, until::text, note, declared_at, withdrawn_at` },
  ] },
  listings: { basis: 'service', sources: [
    { table: 'listing', me: ['created_by'], shows: 'id, kind, state, (select x.title from listing_text x where x.listing_id = t.id order by x.language desc limit 1) as title, created_at, published_at' },
    { table: 'listing_part', me: ['changed_by'], order: 'changed_at', shows: 'listing_id, name, tier, text_vi, text_en, changed_at' },
    { table: 'listing_document', me: ['added_by', 'removed_by'], order: 'added_at', shows: 'listing_id, title, tier, added_at, removed_at' },
    { table: 'desk_sheet', me: ['created_by'], shows: "id, language, listing_id, (select jsonb_object_agg(a.name, a.text) from desk_answer a where a.sheet_id = t.id) as answers, created_at, updated_at" },
    { table: 'desk_help', me: ['asked_by', 'mentor_id', 'ended_by'], shows: 'id, listing_id, case when t.asked_by = $me or t.mentor_id = $me then note end as note, asked_at, ended_at' },
    { table: 'wording_proposal', me: ['proposed_by'], shows: 'id, listing_id, field, language, after, reason, proposed_at' },
    { table: 'wording_line', me: ['decided_by'], order: 'decided_at', shows: 'proposal_id, position, accepted, decided_at' },
    { table: 'claim', me: ['added_by', 'withdrawn_by'], order: 'added_at', shows: 'listing_id, kind, statement_vi, statement_en, added_at, withdrawn_at, withdrawal_reason' },
    { table: 'evidence', me: ['added_by', 'withdrawn_by', 'answered_by'], order: 'added_at', shows: 'listing_id, claim_id, title, grade, result, made_on::text, issuer, added_at, withdrawn_at, withdrawal_reason, answer, answered_at' },
  ] },
  documents: { basis: 'service', sources: [
    { table: 'document', me: ['created_by'], shows: 'id, name, media_type, bytes, sha256, created_at' },
    { table: 'deal_document', me: ['person_id'], order: 'added_at', shows: 'deal_id, (select d.name from document d where d.id = t.document_id) as name, added_at' },
  ] },
  interests: { basis: 'evidence', sources: [
    { table: 'match_answer', me: ['person_id'], order: 'answered_at', shows: `need_id, offer_id, ${organisation}, answer, code, words, answered_at` }, { table: 'match_objection', me: ['person_id'], shows: `id, need_id, offer_id, ${organisation}, reason, words, objected_at` },
    { table: 'interest', me: ['person_id', 'answered_by'], shows: `id, listing_id, ${organisation}, case when t.person_id = $me then message end as message, state, case when t.answered_by = $me then answer end as answer, expressed_at, answered_at` },
    { table: 'need_helper', me: ['person_id', 'released_by'], shows: 'id, listing_id, taken_at, released_at' },
    { table: 'need_suggestion', me: ['person_id'], shows: 'id, need_id, offer_id, reason, suggested_at, withdrawn_at' },
    { table: 'sourcing_call', me: ['created_by', 'sent_by', 'withdrawn_by'], shows: 'id, need_id, state, text, deadline::text, created_at, sent_at, withdrawn_at, withdrawal_reason' },
    { table: 'call_supplier', me: ['added_by', 'outcome_by'], shows: 'id, call_id, added_at, case when t.outcome_by = $me then outcome end as outcome, case when t.outcome_by = $me then outcome_reason end as outcome_reason, outcome_at' },
    { table: 'call_reply', me: ['saved_by'], order: 'saved_at', shows: 'supplier_id, note, (select jsonb_object_agg(a.question_id, a.value) from call_answer a where a.supplier_id = t.supplier_id) as answers, saved_at' },
    { table: 'call_enquiry', me: ['asked_by', 'answered_by'], shows: 'id, call_id, question, asked_at, case when t.answered_by = $me then answer end as answer, answered_at' },
  ] },
  messages: { basis: 'evidence', sources: [{ table: 'deal_message', me: ['person_id'], shows: `deal_id, ${organisation}, body, sent_at` }] },
  deal_files: { basis: 'evidence', sources: dealSources },
  trading_sessions: { basis: 'service', sources: sessionSources },
  access: { basis: 'evidence', sources: [
    { table: 'access_request', me: ['person_id', 'answered_by'], shows: `subject, ${organisation}, tier, purpose, asked_at, answer, reason, answered_at` },
    { table: 'access_grant', me: ['given_by', 'withdrawn_by'], shows: `subject, ${organisation}, tier, limits, given_at, expires_at, withdrawn_at, withdrawal_reason` },
    { table: 'nda_acceptance', me: ['person_id'], shows: `subject, ${organisation}, full_name, position, text_version, text_sha256, accepted_at` },
    { table: 'api_key', me: ['person_id', 'revoked_by'], shows: `${organisation}, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at` },
    { table: 'webhook', me: ['created_by'], shows: `${organisation}, name, url, event_types, created_at, disabled_at` },
  ] },
  views: { basis: 'evidence', sources: [{ table: 'disclosure_view', me: ['person_id', 'acted_by'], shows: `subject, part, tier, ${organisation}, t.acted_by is not null as by_staff, at` }] },
  // Who looked at, or acted in, what is this person's. Names of staff only where the person was told them then.
  lookers: { basis: 'evidence', sources: [
    { table: 'acting_for', me: ['person_id'], shows: '(select p.name from person p where p.id = t.staff_person_id) as staff, reason, since, until, ended_at' },
    { table: 'event', me: [], where: '(t.subject = \'person:\' || $me and t.person_id is distinct from $me and t.person_id is not null)', order: 'id', shows: "type, at, (select string_agg(r.role, ', ') from staff_role r where r.person_id = t.person_id) as by_role" },
  ] },
  notices: { basis: 'service', sources: [
    { table: 'notice', me: ['person_id'], shows: 'kind, topic, "values", reason, path, delivery, at, read_at' },
    { table: 'calendar_address', me: ['person_id'], order: 'made_at', shows: 'locale, made_at' },
    { table: 'notice_choice', me: ['person_id'], order: 'topic', shows: 'topic, delivery, chosen_at' },
    { table: 'market_digest', me: ['person_id'], order: 'chosen_at', shows: 'rhythm, kinds, research_fields, locale, chosen_at, covered_until' },
    { table: 'market_digest_period', me: ['person_id'], order: 'at', shows: 'period, listings, at' },
  ] },
  searches: { basis: 'service', sources: [{ table: 'saved_search', me: ['person_id'], shows: 'id, name, address, frequency, created_at, looked_at' }] },
  letters: { basis: 'service', sources: [{ table: 'outgoing_mail', me: [], where: 't.to_address = (select email from person where id = $me)', shows: "subject, regexp_replace(body, 'token=[^\\s]+', 'token=…', 'g') as body, created_at, sent_at" }] },
  events: { basis: 'evidence', sources: [{ table: 'event', me: ['person_id', 'acted_by'], where: "(t.person_id = $me or t.acted_by = $me or t.subject = 'person:' || $me or t.data ->> 'person_id' = $me::text)", order: 'id', shows: 'type, subject, at, request_id, case when t.person_id = $me or t.acted_by = $me or t.subject = \'person:\' || $me then data end as data' }] },
}

const byStaff = 'what somebody decided as staff about somebody else; the act itself is among the events'
/** Columns that point at people and are in no export, and why. */
export const notExported: Record<string, string> = {
  'staff_role.granted_by': byStaff, 'organisation_verification.decided_by': byStaff, 'organisation.verified_by': byStaff, 'organisation_distinct.decided_by': byStaff, 'listing_review.decided_by': byStaff, 'listing_classification.decided_by': byStaff, 'technology_item.edited_by': byStaff, 'evidence.decided_by': byStaff,
  'notice_text.changed_by': byStaff, 'approval.proposed_by': byStaff, 'approval.decided_by': byStaff, 'suspension.suspended_by': byStaff, 'suspension.lifted_by': byStaff,
  'acting_for.staff_person_id': byStaff, 'acting_for.ended_by': byStaff, 'service_time.changed_by': byStaff, 'holiday.edited_by': byStaff, 'code.edited_by': byStaff,
  'listing_claim.person_id': byStaff, 'moderation_bulk.person_id': byStaff, 'return_reason.edited_by': byStaff,
  'data_request.answered_by': byStaff, 'data_request.extended_by': byStaff, 'data_request.handled_by': byStaff,
  'ownership_transfer.ended_by': 'the act itself is among the events; the offer is there for both sides of it',
  'match_bound.set_by': byStaff, 'match_serving.by_person': byStaff, 'lexicon_pair.added_by': byStaff, 'lexicon_pair.withdrawn_by': byStaff, 'collection.created_by': byStaff, 'collection.published_by': byStaff,
  'trading_session.created_by': byStaff, 'trading_session.published_by': byStaff, 'trading_session.cancelled_by': byStaff, 'trading_session.closed_by': byStaff, 'session_item.held_by': byStaff, 'session_checkin.checked_by': byStaff, 'session_meeting.outcome_by': byStaff, 'session_poll.opened_by': byStaff, 'session_poll.closed_by': byStaff, 'session_question.decided_by': byStaff,
  'auth_used_code.user_id': 'a code that opened once and is forgotten within a day; to nobody of any use',
  'person.auth_user_id': 'the number of the account, whose facts are in the part account',
}

export type Held = Record<string, Record<string, unknown>[]>
const read = async (db: Db, me: number, { table, me: columns, shows, where, order }: Source): Promise<Record<string, unknown>[]> => {
  const condition = where ?? `(${columns.map((column) => `t.${column} = $me`).join(' or ')})`
  const bound = (text: string) => sql.join(text.split('$me').map((piece) => sql.raw(piece)), sql`${me}::int`)
  return (await sql<Record<string, unknown>>`select ${bound(shows)} from ${sql.table(table)} t where ${bound(condition)} order by ${sql.raw(order ?? '1')}`.execute(db)).rows
}

/** Everything held about a person, by part and table, as it is at one moment. For the system's handle: accounts and letters are hidden from readers. */
export async function holdingsOf(db: Db, personId: number): Promise<Record<PartKey, Held>> {
  return db.transaction().setIsolationLevel('repeatable read').execute(async (tx) => {
    const held = {} as Record<PartKey, Held>
    for (const key of partKeys) {
      held[key] = {}
      for (const source of parts[key].sources) held[key][source.table] = await read(tx, personId, source)
    }
    return held
  })
}
export const rowsIn = (held: Held): number => Object.values(held).reduce((sum, rows) => sum + rows.length, 0)
