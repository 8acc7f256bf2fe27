-- Whoever may sign for the supplying side looks at its divisions again once money was paid back after it was divided, and
-- says what comes of it. What they had before their eyes stays with their word; a row is written once. The release before
-- this one writes none and does not read it.
create table result_review (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation,
  received bigint not null, divided vnd not null, reason text not null check (length(reason) between 10 and 500), reviewed_by int not null references person, reviewed_at timestamptz not null);
create index on result_review (deal_id);
create index on result_review (organisation_id);
create index on result_review (reviewed_by);
revoke update, delete on result_review from techex_app;
grant update (organisation_id) on result_review to techex_app;
alter table result_review enable row level security;
create policy readers on result_review to techex_app using (reader_reads_deal(deal_id, 'result') and ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or organisation_id = any ((select reader_organisations())::int[])));
create policy made on result_review as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on result_review as restrictive for update to techex_app using (reader_writes_deal(deal_id)) with check (reader_writes_deal(deal_id));
create policy removed on result_review as restrictive for delete to techex_app using ((select reader_is_system()));
