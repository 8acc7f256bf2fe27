-- A deal file goes on after the closing: registration where the law asks, performance, use. Every step has an
-- owner and a day; documents come with messages; each side sees how far the other has read; and a party that
-- no longer exists stops the file until it is settled. Only new columns and tables: the release before this
-- one writes none of them. Where it closes a deal it leaves after_stage empty, which reads as registration.
alter table deal add column after_stage text check (after_stage in ('registration', 'performance', 'use', 'done')), add check (after_stage is null or stage = 'won');

-- One row a deal and step, also for steps still to come. Who moved it and what was agreed before is in the log.
create table deal_step (
  id int generated always as identity primary key, deal_id int not null references deal,
  step text not null check (step in ('discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract', 'registration', 'performance', 'use', 'done')),
  organisation_id int not null references organisation, -- the side that sees it through
  person_id int references person, -- who of that side; empty: whoever may write for it
  due_on date not null, note text not null default '', set_by int not null references person, set_at timestamptz not null,
  entered_at timestamptz, left_at timestamptz check (left_at is null or entered_at is not null), unique (deal_id, step));
create index on deal_step (organisation_id);
create index on deal_step (person_id);
create index on deal_step (set_by);
alter table deal_step enable row level security;
create policy readers on deal_step to techex_app using (reader_reads_deal(deal_id, 'steps'));
create policy made on deal_step as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on deal_step as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));
create policy removed on deal_step as restrictive for delete to techex_app using ((select reader_is_system()));

-- A document that came with a message lies in the file like any other.
alter table deal_document add column message_id int references deal_message;
create index on deal_document (message_id) where message_id is not null;

-- Up to which message a person of a side has opened the file.
create table deal_read (
  deal_id int not null references deal, person_id int not null references person, organisation_id int not null references organisation,
  message_id int not null references deal_message, read_at timestamptz not null, primary key (deal_id, person_id));
create index on deal_read (person_id);
create index on deal_read (organisation_id);
create index on deal_read (message_id);
alter table deal_read enable row level security;
create policy readers on deal_read to techex_app using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or reader_party(deal_id));
create policy made on deal_read as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person()) and reader_party(deal_id)));
create policy changed on deal_read as restrictive for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person())) with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy removed on deal_read as restrictive for delete to techex_app using ((select reader_is_system()));

-- An organisation that no longer does business: noted by the Exchange's staff with the day and the source, taken
-- back where it was wrong, never erased.
create table organisation_end (
  id int generated always as identity primary key, organisation_id int not null references organisation,
  kind text not null check (kind in ('dissolved', 'bankrupt', 'suspended')), ended_on date not null, reason text not null,
  noted_by int not null references person, noted_at timestamptz not null,
  lifted_by int references person, lifted_at timestamptz, lift_reason text not null default '', check ((lifted_by is null) = (lifted_at is null)));
create unique index one_end_in_force on organisation_end (organisation_id) where lifted_at is null;
create index on organisation_end (noted_by);
create index on organisation_end (lifted_by) where lifted_by is not null;
revoke update on organisation_end from techex_app;
grant update (lifted_by, lifted_at, lift_reason) on organisation_end to techex_app;
alter table organisation_end enable row level security;
-- Its own people, the Exchange's, and whoever has a deal with it: the policies of deal decide who that is.
create policy readers on organisation_end to techex_app using (
  (select reader_is_system()) or (select reader_has('moderator', 'deal_officer', 'administrator', 'inspector')) or organisation_id = any ((select reader_organisations())::int[])
  or exists (select from deal d where organisation_end.organisation_id in (d.supplier_organisation_id, d.demander_organisation_id)));
create policy made on organisation_end as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator', 'deal_officer', 'administrator')));
create policy changed on organisation_end as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('moderator', 'deal_officer', 'administrator')));
create policy removed on organisation_end as restrictive for delete to techex_app using ((select reader_is_system()));
