-- What a payee pays the Exchange and its broker is the payee's and theirs, not the payer's to read: the fee of a
-- mandate stands apart in the same way (0040). A transaction of fees is balanced by itself, so that the books
-- are balanced for whoever reads them without it.
create function payee_of(of_deal int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select supplier_organisation_id from deal where id = of_deal $$;
create function reader_reads_fees(of_deal int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or reader_has('deal_officer', 'inspector') or payee_of(of_deal) = any (reader_organisations()) $$;
create policy fees on ledger_transaction as restrictive for select to techex_app using (kind <> 'fee' or reader_reads_fees(deal_id));
create policy fees on ledger_entry as restrictive for select to techex_app using (exists (select from ledger_transaction t where t.id = transaction_id));
create policy fees on fee_share as restrictive for select to techex_app using (reader_reads_fees(deal_id));
create policy fees on fee_invoice as restrictive for select to techex_app using (reader_reads_fees(deal_id));
