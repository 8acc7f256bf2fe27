export type Merging = 'moves' | 'settled' | 'stays'

/** What a merge does with the columns of the parts of deal files: a deal is the survivor's, and so is what is in its file. */
export const dealFileColumns = {
  'deal_adviser.organisation_id': 'moves', 'deal_part_document.organisation_id': 'moves', 'deal_duty.organisation_id': 'moves',
  'term_version.organisation_id': 'moves', 'term_draft.organisation_id': 'moves', 'term_agreement.organisation_id': 'moves', 'term_confirmation.organisation_id': 'moves', 'term_assumption.organisation_id': 'moves',
  'result_fact.organisation_id': 'moves', 'result_split.organisation_id': 'moves', 'result_review.organisation_id': 'moves',
  'contract_signature.organisation_id': 'moves', 'signing_valuation.organisation_id': 'moves', 'signature_verdict.organisation_id': 'moves',
  'contract_annex.organisation_id': 'moves', 'contract_annex.withdrawn_organisation_id': 'moves',
  'contract_edit.organisation_id': 'moves', 'contract_version.organisation_id': 'moves', 'contract_approval.organisation_id': 'moves', 'registration_fact.organisation_id': 'moves', 'registration_filing.organisation_id': 'moves', 'registration_paper.organisation_id': 'moves',
  'outcome_statement.organisation_id': 'moves', 'outcome_opinion.organisation_id': 'moves',
  'support_fact.organisation_id': 'moves',
  'deal_signer.organisation_id': 'moves', 'deal_mandate.organisation_id': 'moves', 'deal_mandate.broker_organisation_id': 'moves', 'deal_mandate.ended_organisation_id': 'moves', 'deal_mandate_consent.organisation_id': 'moves',
  'auction_lot.organisation_id': 'moves', 'auction_bidder.organisation_id': 'moves', 'auction_question.organisation_id': 'moves', 'auction_deposit.organisation_id': 'moves', 'auction_file_view.organisation_id': 'moves',
  'solution_call.organisation_id': 'moves', 'solution_question.organisation_id': 'moves', 'solution_submission.organisation_id': 'moves', 'solution_entry.organisation_id': 'moves', 'solution_document.organisation_id': 'moves',
  'session_item.organisation_id': 'moves', 'session_booth.organisation_id': 'moves', 'session_registration.organisation_id': 'moves',
  'deal_step.organisation_id': 'moves', 'deal_read.organisation_id': 'moves', 'deal_read_mark.organisation_id': 'moves',
  // That the merged one closed down was true of it.
  'organisation_end.organisation_id': 'stays',
  'bank_account.organisation_id': 'moves', 'bank_statement.organisation_id': 'moves', 'statement_line.organisation_id': 'moves', 'milestone.organisation_id': 'moves', 'milestone_dispute.organisation_id': 'moves', 'milestone_dispute.settlement_organisation_id': 'moves', 'fee_share.organisation_id': 'moves', 'fee_invoice.organisation_id': 'moves',
  'room_undertaking.organisation_id': 'moves', 'room_folder.organisation_id': 'moves', 'room_document.organisation_id': 'moves', 'room_view.owner_organisation_id': 'moves', 'room_view.organisation_id': 'moves',
  'room_question.organisation_id': 'moves', 'room_question_entry.organisation_id': 'moves', 'room_meeting.organisation_id': 'moves', 'room_meeting.minutes_organisation_id': 'moves', 'room_decision.organisation_id': 'moves', 'room_pilot.organisation_id': 'moves', 'room_report.organisation_id': 'moves', 'room_pilot_measure.result_organisation_id': 'moves',
} satisfies Readonly<Record<string, Merging>>
