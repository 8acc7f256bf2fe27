/** One table's part in what is held about a person. `me` are the columns that hold their number. */
export interface Source { table: string; me: readonly string[]; shows: string; where?: string; order?: string }

const organisation = '(select coalesce(nullif(o.name_vi, \'\'), o.name_en) from organisation o where o.id = t.organisation_id) as organisation'

/** What the parts of deal files hold about a person, a line a table. */
export const dealSources: readonly Source[] = [
  { table: 'deal_adviser', me: ['person_id', 'appointed_by', 'ended_by'], shows: `deal_id, ${organisation}, role, parts, appointed_at, ended_at` },
  { table: 'support_fact', me: ['said_by'], shows: `deal_id, ${organisation}, fact, value, said_at` },
  { table: 'deal_signer', me: ['person_id', 'recorded_by', 'ended_by'], shows: `deal_id, ${organisation}, full_name, position, basis, document_number, document_day::text, scope, valid_until::text, recorded_at, ended_at, ended_reason` },
  { table: 'deal_mandate', me: ['offered_by', 'accepted_by', 'ended_by'], shows: `deal_id, ${organisation}, acts, from_on::text, until_on::text, offered_at, accepted_at, conflict_words, ended_at, ended_reason` },
  { table: 'deal_mandate_consent', me: ['given_by'], shows: `mandate_id, ${organisation}, words, given_at` },
  { table: 'deal_part_document', me: ['person_id'], shows: 'deal_id, part, (select d.name from document d where d.id = t.document_id) as name, added_at' },
  { table: 'outcome_statement', me: ['person_id'], shows: `deal_id, ${organisation}, months, usage, reason_code, reason, effects, jobs, revenue_band, named, stated_at` },
  { table: 'deal_step', me: ['person_id', 'set_by'], shows: `deal_id, step, ${organisation}, due_on::text, note, set_at, entered_at, left_at` },
  { table: 'deal_read', me: ['person_id'], shows: `deal_id, ${organisation}, message_id, read_at` },
  { table: 'organisation_end', me: ['noted_by', 'lifted_by'], shows: `${organisation}, kind, ended_on::text, reason, noted_at, lifted_at, lift_reason` },
  { table: 'deal_duty', me: ['person_id'], shows: 'deal_id, part, kind, "text", since, due_on::text, done_at' },
  { table: 'term_version', me: ['person_id'], shows: `deal_id, ${organisation}, number, note, sent_at` },
  { table: 'term_draft', me: ['saved_by'], shows: `deal_id, ${organisation}, base_number, saved_at` },
  { table: 'term_agreement', me: ['person_id'], shows: `deal_id, ${organisation}, clause, agreed_at, ended_at` },
  { table: 'term_confirmation', me: ['person_id'], shows: `deal_id, ${organisation}, number, sha256, confirmed_at, lapsed_at` },
  { table: 'term_assumption', me: ['saved_by'], shows: `deal_id, ${organisation}, audience, saved_at` },
  { table: 'contract', me: ['created_by', 'changed_by'], shows: 'deal_id, kind, template, created_at, changed_at' },
  { table: 'contract_edit', me: ['person_id'], shows: `deal_id, ${organisation}, clause, removed, edited_at` },
  { table: 'contract_version', me: ['person_id'], shows: `deal_id, ${organisation}, kind, number, note, sha256, issued_at, state, signed_on::text` },
  { table: 'contract_signature', me: ['person_id'], shows: `deal_id, ${organisation}, way, signer_name, position, place, signed_at, recorded_at` },
  { table: 'signature_verdict', me: ['person_id'], shows: `deal_id, ${organisation}, sha256, judged_at` },
  { table: 'contract_approval', me: ['person_id'], shows: `deal_id, ${organisation}, approved_at, lapsed_at, lapse_reason` },
  { table: 'registration_fact', me: ['person_id'], shows: `deal_id, ${organisation}, direction, state_money, technology, note, stated_at` },
  { table: 'registration_filing', me: ['opened_by'], shows: `deal_id, ${organisation}, kind, state, filed_on::text, certificate_number, opened_at` },
  { table: 'registration_paper', me: ['person_id'], shows: `deal_id, ${organisation}, code, left_out, put_at` },
  { table: 'bank_account', me: ['proposed_by', 'confirmed_by', 'withdrawn_by'], shows: `${organisation}, bank_name, account_number, proposed_at, confirmed_at, withdrawn_at` },
  { table: 'bank_statement', me: ['imported_by'], shows: `${organisation}, name, imported_at` },
  { table: 'statement_line', me: ['set_aside_by'], shows: `${organisation}, on_day::text, set_aside, set_aside_at` },
  { table: 'milestone', me: ['proposed_by', 'answered_by', 'accepted_by'], shows: 'deal_id, title, amount, state, proposed_at, answered_at, answer, accepted_on::text' },
  { table: 'milestone_dispute', me: ['raised_by', 'settlement_by', 'ended_by'], shows: 'deal_id, milestone_id, reason, raised_at, settlement_amount, settlement_note, settlement_at, outcome, ended_at' },
  { table: 'ledger_transaction', me: ['person_id'], shows: 'deal_id, kind, on_day::text, note, at' },
  { table: 'milestone_invoice', me: ['person_id'], shows: 'deal_id, kind, number, issued_on::text, amount, at' },
  { table: 'payment_request', me: ['requested_by'], shows: 'deal_id, reference, amount, requested_at, ending' },
  { table: 'payment_receipt', me: ['person_id'], shows: 'deal_id, amount, received_on::text, note, at' },
  { table: 'fee_invoice', me: ['person_id'], shows: 'deal_id, kind, number, amount, issued_on::text, at' },
]
