-- What becomes of a deal that was won: half a year, a year and two years after it closed each side says
-- how the technology is used. What counts is what both have said, so both are kept as they were said, and
-- a correction is another statement. Only new tables: the release before this one knows none of them.

create table outcome_statement (
  id int generated always as identity primary key, deal_id int not null references deal, months smallint not null check (months in (6, 12, 24)),
  organisation_id int not null references organisation, -- the side that says it
  person_id int not null references person, stated_at timestamptz not null, request_key uuid not null unique,
  usage text not null check (usage in ('in_use', 'partly', 'not_in_use')),
  reason_code text check (reason_code in ('performance', 'running_cost', 'staff', 'supply', 'market', 'regulation', 'replaced', 'not_installed', 'reorganised', 'other')), reason text not null default '',
  effects jsonb not null default '[]' check (jsonb_typeof(effects) = 'array'), -- what was measured: [{measure, unit, before, after}]
  jobs int check (jobs between 0 and 100000), revenue_band text check (revenue_band in ('none', 'to_100m', 'to_1b', 'to_10b', 'over_10b')),
  named boolean not null, -- whether this side lets the Exchange name the deal
  check ((usage = 'in_use') = (reason_code is null)));
create index on outcome_statement (deal_id, months, id); -- the latest of each side at each time, for a file and for the ledger
create index on outcome_statement (organisation_id);
create index on outcome_statement (person_id);
-- What a side thinks of the other is for itself and the Exchange: said under the other's eyes it would be courtesy.
create table outcome_opinion (
  statement_id int primary key references outcome_statement, organisation_id int not null references organisation,
  satisfaction smallint not null check (satisfaction between 1 and 5), again text not null check (again in ('yes', 'perhaps', 'no')));
create index on outcome_opinion (organisation_id);

-- Nothing said is changed or taken back; a merge of organisations moves whose it is.
revoke update, delete on outcome_statement, outcome_opinion from techex_app;
grant update (organisation_id) on outcome_statement, outcome_opinion to techex_app;
alter table outcome_statement enable row level security;
create policy readers on outcome_statement to techex_app using (reader_reads_deal(deal_id, 'outcome'));
create policy made on outcome_statement as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on outcome_statement as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on outcome_statement as restrictive for delete to techex_app using ((select reader_is_system()));
create function statement_deal(of_statement int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select deal_id from outcome_statement where id = of_statement $$;
alter table outcome_opinion enable row level security;
create policy readers on outcome_opinion to techex_app using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or organisation_id = any ((select reader_organisations())::int[]));
create policy made on outcome_opinion as restrictive for insert to techex_app with check (reader_writes_deal(statement_deal(statement_id)));
create policy changed on outcome_opinion as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on outcome_opinion as restrictive for delete to techex_app using ((select reader_is_system()));

-- Deals won before there was anybody to ask: both sides are asked now as they would have been then.
insert into deal_duty (deal_id, part, kind, key, organisation_id, power, text, path, since, due_on)
select d.id, 'outcome', 'outcome_to_state', side.key, side.organisation_id, 'sign',
  jsonb_build_object('vi', 'Giao dịch số ' || d.id || ': cho biết công nghệ được dùng thế nào sau 6 tháng', 'en', 'Deal no. ' || d.id || ': say how the technology is used after 6 months'),
  '/deals/' || d.id || '/outcome', now(), ((d.closed_at at time zone 'Asia/Ho_Chi_Minh')::date + interval '6 months')::date
from deal d cross join lateral (values ('supplier', d.supplier_organisation_id), ('demander', d.demander_organisation_id)) side (key, organisation_id) where d.stage = 'won' and d.closed_at is not null;
