-- A contract by which a technology is contributed as capital, or a result the State paid for is transferred, is signed
-- with its valuation before the signer's eyes, or with a word that it is signed without one. Seen only in a secondary
-- source, the law is told and forbids nothing. Which it was is kept with the signature. What a side has valued is its
-- own: the other side reads only that, and why, a contribution of capital was signed without. One new table.
create table signing_valuation (
  signature_id int primary key references contract_signature, deal_id int not null references deal, organisation_id int not null references organisation,
  cause text not null check (cause in ('capital', 'result')), valuation vnd, valued_on date, valuer text not null default '', document_id int references document, reason text not null default '',
  person_id int not null references person, at timestamptz not null,
  check ((document_id is null) = (reason <> '')), check ((valuation is null) = (valued_on is null)), check (document_id is not null or valuation is null));
create index on signing_valuation (deal_id);
create index on signing_valuation (organisation_id);
create index on signing_valuation (document_id);
create index on signing_valuation (person_id);
revoke update, delete on signing_valuation from techex_app;
grant update (organisation_id) on signing_valuation to techex_app;
alter table signing_valuation enable row level security;
create policy readers on signing_valuation to techex_app using (reader_reads_deal(deal_id, 'contract') and (
  (select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or organisation_id = any ((select reader_organisations())::int[]) or (cause = 'capital' and reason <> '')));
create policy made on signing_valuation as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on signing_valuation as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on signing_valuation as restrictive for delete to techex_app using ((select reader_is_system()));
