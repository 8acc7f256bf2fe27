-- A broker the payer has given a mandate is owed its fee too, by the payer and beside what the payee gets: accounts
-- of its own, so that what is owed to the payee is never mixed with it. What the payer owes its broker is the
-- payer's to read and not the payee's, as 0055 has it the other way round and is changed here: hence this file's number, which comes right after it. The money comes in by the payee's word, whose
-- session reads nothing of the payer's mandate: two functions say of it what the books need, to those who write in
-- the file. Only wider checks, columns with a default, functions; the release before this one runs on.
alter table ledger_transaction drop constraint ledger_transaction_kind_check, add constraint ledger_transaction_kind_check
  check (kind in ('due', 'invoice', 'credit_note', 'received', 'refunded', 'withheld', 'disputed', 'undisputed', 'adjusted', 'fee', 'payer_fee'));
alter table ledger_entry drop constraint ledger_entry_account_check, add constraint ledger_entry_account_check
  check (account in ('payer', 'payee', 'invoiced', 'bank', 'exchange_fee', 'broker_fee', 'withheld_tax', 'in_dispute', 'payer_fees', 'payer_broker'));
alter table fee_share add column side text not null default 'payee' check (side in ('payee', 'payer') and (side = 'payee' or kind = 'broker'));
alter table fee_invoice add column side text not null default 'payee' check (side in ('payee', 'payer') and (side = 'payee' or kind = 'broker'));

create function payer_of(of_deal int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select demander_organisation_id from deal where id = of_deal $$;
create function reader_reads_fees(of_deal int, of_side text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or reader_has('deal_officer', 'inspector') or (case of_side when 'payer' then payer_of(of_deal) else payee_of(of_deal) end) = any (reader_organisations()) $$;
alter policy fees on ledger_transaction using (kind not in ('fee', 'payer_fee') or reader_reads_fees(deal_id, case kind when 'fee' then 'payee' else 'payer' end));
alter policy fees on fee_share using (reader_reads_fees(deal_id, side));
alter policy fees on fee_invoice using (reader_reads_fees(deal_id, side));

-- The brokers a side pays on a day, what for, and what came in and was charged under each mandate so far.
create function brokers_paid(of_deal int, of_side text, of_day date)
  returns table (mandate_id int, organisation_id int, basis_points int, fixed bigint, minimum bigint, cap bigint, received bigint, charged bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.broker_organisation_id, coalesce(f.basis_points, 0), f.amount::bigint, f.minimum::bigint, f.cap::bigint,
    greatest(0, coalesce((select sum(r.amount) from payment_receipt r where r.deal_id = m.deal_id and mandate_holds(m.id, r.received_on)), 0)
      - coalesce((select sum(e.amount) from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.account = 'payee' where t.deal_id = m.deal_id and t.kind = 'refunded'), 0))::bigint,
    coalesce((select sum(s.amount) from fee_share s where s.mandate_id = m.id), 0)::bigint
  from deal_mandate m join deal_mandate_fee f on f.mandate_id = m.id
  where reader_writes_deal(of_deal) and m.deal_id = of_deal and m.organisation_id = (case of_side when 'payer' then payer_of(of_deal) else payee_of(of_deal) end) and mandate_holds(m.id, of_day) order by m.id $$;
-- What a milestone was charged so far, of both sides, refunds taken off.
create function fees_charged(of_milestone int)
  returns table (side text, kind text, organisation_id int, mandate_id int, rule_id int, basis_points int, amount bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select s.side, s.kind, s.organisation_id, s.mandate_id, s.rule_id, s.basis_points, sum(s.amount)::bigint from fee_share s join milestone m on m.id = s.milestone_id
  where s.milestone_id = of_milestone and reader_writes_deal(m.deal_id) group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6 $$;

-- Whether anybody besides this person speaks for the organisation: asked of whoever proposes an account, in whose name
-- it is written, and not of the session, which in the city's making is the Exchange's own.
create function others_speak_for(of_organisation int, besides int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select case when exists (select from membership m where m.organisation_id = of_organisation)
    then exists (select from membership m where m.organisation_id = of_organisation and m.role in ('owner', 'editor', 'signer') and m.person_id <> besides)
    else exists (select from staff_role r where r.role = 'deal_officer' and r.person_id <> besides) end $$;
