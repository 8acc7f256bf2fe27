-- A party that is gone: what happened to its money is still written down, and the books of its milestones come to an
-- end. Two accounts and three kinds of transaction more, a dispute may lapse with the side that could have settled it,
-- and one function says that a file has stopped, so that what waits in it waits for nobody. Only wider checks and a new
-- function; the release before this one writes none of these and reads them as any other.
alter table ledger_transaction drop constraint ledger_transaction_kind_check, add constraint ledger_transaction_kind_check
  check (kind in ('due', 'invoice', 'credit_note', 'received', 'refunded', 'withheld', 'disputed', 'undisputed', 'adjusted', 'fee', 'payer_fee', 'written_off', 'uninvoiced', 'handed_over'));
alter table ledger_entry drop constraint ledger_entry_account_check, add constraint ledger_entry_account_check
  check (account in ('payer', 'payee', 'invoiced', 'bank', 'exchange_fee', 'broker_fee', 'withheld_tax', 'in_dispute', 'payer_fees', 'payer_broker', 'written_off', 'handed_over'));
alter table milestone_dispute drop constraint milestone_dispute_outcome_check, add constraint milestone_dispute_outcome_check check (outcome in ('withdrawn', 'agreed', 'lapsed'));

-- Whether a side of the deal is gone: its row deleted or merged away, or its end noted and not lifted. Asked past the
-- walls of the tables: goneColumn of deals/queries.ts says the same of one organisation.
create function deal_stopped(of_deal int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from deal d join organisation o on o.id in (d.supplier_organisation_id, d.demander_organisation_id)
    where d.id = of_deal and (o.deleted_at is not null or o.merged_into_id is not null or exists (select from organisation_end e where e.organisation_id = o.id and e.lifted_at is null))) $$;
