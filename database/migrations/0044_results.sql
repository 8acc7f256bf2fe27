-- Results of tasks the State paid for, in the file of the deal that transfers them: what was said of who owns and
-- who decides, and how the revenue is divided, proposed by one person and decided by another. Only new tables:
-- the release before this one knows none of them. Both belong to the supplying side, who answers for them.
create table result_fact (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, person_id int not null references person, stated_at timestamptz not null, request_key uuid not null unique,
  task_code text not null check (task_code <> ''), task_name text not null check (task_name <> ''), state_share_basis_points int not null check (state_share_basis_points between 1 and 10000),
  owner text not null check (owner in ('holder', 'state', 'shared')), transfers text not null check (transfers in ('ownership', 'use')), act_on date not null,
  authority text not null check (authority <> ''), decision_number text not null default '', decision_on date,
  valuer text not null default '', valuation vnd, valued_on date, valuation_document_id int references document, disclosed_from date, disclosed_until date, alternatives text not null check (alternatives <> ''),
  check ((valuation is null) = (valued_on is null)), check ((valuation is null) = (valuer = '')), check (disclosed_until is null or disclosed_from is not null and disclosed_until >= disclosed_from));
create index on result_fact (deal_id);
create index on result_fact (organisation_id);
create index on result_fact (person_id);
create index on result_fact (valuation_document_id);
-- Four eyes: nobody decides what they proposed, and the database holds that too.
create table result_split (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, act_on date not null, amount vnd not null check (amount > 0),
  authors_basis_points int not null, broker_basis_points int not null, state_basis_points int not null, research_basis_points int not null, welfare_basis_points int not null, reason text not null,
  proposed_by int not null references person, proposed_at timestamptz not null, request_key uuid not null unique,
  decision text check (decision in ('approved', 'returned')), decided_by int references person, decided_at timestamptz, decision_reason text not null default '',
  check (least(authors_basis_points, broker_basis_points, state_basis_points, research_basis_points, welfare_basis_points) >= 0),
  check (authors_basis_points + broker_basis_points + state_basis_points + research_basis_points + welfare_basis_points = 10000),
  check ((decision is null) = (decided_by is null)), check ((decision is null) = (decided_at is null)), check (decided_by <> proposed_by));
create unique index one_split_waits on result_split (deal_id) where decision is null;
create index on result_split (deal_id);
create index on result_split (organisation_id);
create index on result_split (proposed_by);
create index on result_split (decided_by);
revoke update, delete on result_fact, result_split from techex_app;
grant update (organisation_id) on result_fact to techex_app;
grant update (organisation_id, decision, decided_by, decided_at, decision_reason) on result_split to techex_app;
do $$ declare name text; begin
  foreach name in array array['result_fact', 'result_split'] loop
    execute format('alter table %I enable row level security', name);
    -- What its owner weighs is not the other side's to read.
    execute format('create policy readers on %I to techex_app using (reader_reads_deal(deal_id, ''result'') and ((select reader_is_system()) or (select reader_has(''deal_officer'', ''inspector'')) or organisation_id = any ((select reader_organisations())::int[])))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (reader_writes_deal(deal_id)) with check (reader_writes_deal(deal_id))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', name);
  end loop;
end $$;
