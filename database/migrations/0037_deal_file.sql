-- The deal file grows parts: a data room, terms, a contract, payments and more, each a module of its own. This
-- is what they share: who reads a part of a file, whose documents lie in it, and what waits for whom by
-- which day. Only new tables, functions and one wider policy: the release before this one knows none of them.

-- Somebody from outside whom one side lets read named parts of a file: a lawyer, a valuer. They read and change nothing.
create table deal_adviser (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, -- the side that appointed them
  person_id int not null references person, role text not null check (role in ('legal', 'valuation', 'technical', 'financial', 'other')),
  parts text[] not null check (parts <> '{}'), appointed_by int not null references person, appointed_at timestamptz not null,
  ended_by int references person, ended_at timestamptz, check ((ended_by is null) = (ended_at is null)));
create unique index one_adviser_a_side on deal_adviser (deal_id, organisation_id, person_id) where ended_at is null;
create index on deal_adviser (person_id);
create index on deal_adviser (organisation_id);

-- The parts of a file that somebody reads besides its parties and the Exchange's own people: asked past the policies of the tables.
create function reader_parts(of_deal int) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct part), '{}') from deal_adviser a cross join unnest(a.parts) part where a.deal_id = of_deal and a.person_id = reader_person() and a.ended_at is null $$;
create function reader_party(of_deal int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from deal d where d.id = of_deal and array[d.supplier_organisation_id, d.demander_organisation_id] && reader_organisations()) $$;
-- Who reads a part of a file: its two sides, deal officers and inspectors, and whom a side lets.
create function reader_reads_deal(of_deal int, part text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or reader_has('deal_officer', 'inspector') or reader_party(of_deal) or part = any (reader_parts(of_deal)) $$;
-- Who writes in a file: the people of its two sides, and a deal officer where a side has nobody. Which of them, the command asks.
create function reader_writes_deal(of_deal int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or reader_has('deal_officer') or reader_party(of_deal) $$;

alter table deal_adviser enable row level security;
create policy readers on deal_adviser to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or reader_reads_deal(deal_id, 'people'));
create policy made on deal_adviser as restrictive for insert to techex_app with check (reader_writes_deal(deal_id) and organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer')) or (select reader_is_system()));
create policy changed on deal_adviser as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));
create policy removed on deal_adviser as restrictive for delete to techex_app using ((select reader_is_system()));

-- A document in a part of a file, whatever the part does with it.
create table deal_part_document (
  id int generated always as identity primary key, deal_id int not null references deal, part text not null, document_id int not null references document,
  organisation_id int not null references organisation, person_id int not null references person, added_at timestamptz not null);
create index on deal_part_document (deal_id, part);
create index on deal_part_document (document_id);
create index on deal_part_document (organisation_id);
create index on deal_part_document (person_id);
revoke update on deal_part_document from techex_app;
grant update (organisation_id) on deal_part_document to techex_app;
alter table deal_part_document enable row level security;
create policy readers on deal_part_document to techex_app using (reader_reads_deal(deal_id, part));
create policy made on deal_part_document as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on deal_part_document as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on deal_part_document as restrictive for delete to techex_app using ((select reader_is_system()));
alter policy readers on document using (
  (select reader_is_system()) or created_by = (select reader_person()) or organisation_id = any ((select reader_organisations())::int[])
  or exists (select from listing_picture u where u.document_id = document.id)
  or exists (select from listing_document u where u.document_id = document.id)
  or exists (select from deal_document u where u.document_id = document.id)
  or exists (select from deal_part_document u where u.document_id = document.id)
  or exists (select from organisation_proof u where u.document_id = document.id)
);

-- What waits in a file, for whom, and by which day where a day is set. A part opens it and closes it in the
-- transaction of what it is about; my work, calendars and reminders read only this.
create table deal_duty (
  id int generated always as identity primary key, deal_id int not null references deal, part text not null, kind text not null, key text not null default '',
  organisation_id int references organisation, -- whose it is; empty: the Exchange's deal officers
  power text not null check (power in ('talk', 'edit', 'sign')), person_id int references person, -- one of them, where it is theirs alone
  text jsonb not null check (text ? 'vi' and text ? 'en'), path text not null check (path like '/deals/%'),
  since timestamptz not null, due_on date, done_at timestamptz, reminded_for date);
create unique index one_duty_at_a_time on deal_duty (deal_id, kind, key) where done_at is null;
create index on deal_duty (organisation_id) where done_at is null;
create index on deal_duty (due_on) where done_at is null;
create index on deal_duty (person_id);
create index deal_duty_of_organisation on deal_duty (organisation_id);
alter table deal_duty enable row level security;
create policy readers on deal_duty to techex_app using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or person_id = (select reader_person()) or reader_party(deal_id));
create policy made on deal_duty as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on deal_duty as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));
create policy removed on deal_duty as restrictive for delete to techex_app using ((select reader_is_system()));
