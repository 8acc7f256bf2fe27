-- The writing desk. A need is the scarce side of the market, and those who have one seldom know how to
-- write it down: ten plain questions make its draft. Whoever has a draft may ask for help; the person who
-- helps proposes wording, and its owner takes it line by line. Nobody else reads a draft for being asked.

create table desk_sheet (
  id int generated always as identity primary key, organisation_id int not null references organisation, created_by int not null references person,
  language text not null check (language in ('vi', 'en')), version int not null default 1 check (version > 0),
  request_key uuid not null unique, -- of the press that opened it, and of the draft it becomes: the same press twice is one of each
  listing_id int references listing on delete set null, created_at timestamptz not null, updated_at timestamptz not null);
create index on desk_sheet (organisation_id);
create index on desk_sheet (listing_id);
create index on desk_sheet (created_by);
-- As it was typed, right or wrong: nothing is lost before it can be read.
create table desk_answer (
  sheet_id int not null references desk_sheet on delete cascade, name text not null check (name ~ '^[a-z_]{1,30}$'), text text not null check (text <> ''), primary key (sheet_id, name));

create table desk_help (
  id int generated always as identity primary key, listing_id int not null references listing on delete cascade, organisation_id int not null references organisation,
  asked_by int not null references person, asked_at timestamptz not null, note text not null,
  mentor_id int references person, -- the expert asked; empty: the Exchange's desk
  ended_at timestamptz, ended_by int references person);
create unique index one_help_at_a_time on desk_help (listing_id) where ended_at is null;
create index on desk_help (organisation_id);
create index on desk_help (mentor_id) where ended_at is null;

create table wording_proposal (
  id int generated always as identity primary key, help_id int not null references desk_help on delete cascade, listing_id int not null references listing on delete cascade,
  field text not null, language text not null check (language in ('vi', 'en')), before text not null, after text not null check (after <> before),
  reason text not null, proposed_by int not null references person, proposed_at timestamptz not null, request_key uuid not null, unique (request_key, field, language));
create index on wording_proposal (listing_id);
create index on wording_proposal (help_id);
-- What was decided about one line of a proposal; no row: nothing yet.
create table wording_line (
  proposal_id int not null references wording_proposal on delete cascade, position smallint not null check (position >= 0), accepted boolean not null,
  decided_by int not null references person, decided_at timestamptz not null, primary key (proposal_id, position));

-- Whether this reader helps with that listing now. Asked past the policies of the tables it reads, which ask it themselves.
create function reader_helps(of_listing int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from desk_help h where h.listing_id = of_listing and h.ended_at is null
    and (h.mentor_id = reader_person() or (h.mentor_id is null and reader_has('moderator', 'programme_officer')))) $$;

-- Policies are asked in the order of their names: this one, the dearer, comes after readers.
create policy reading_to_help on listing to techex_app using (reader_helps(id));
-- Reading is not writing: the restrictive policies of migration 0021 go on saying who changes a text.
create policy reading_to_help on listing_text to techex_app using (reader_helps(listing_id));

alter table desk_sheet enable row level security;
create policy readers on desk_sheet to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]));
create policy made on desk_sheet as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on desk_sheet as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy removed on desk_sheet as restrictive for delete to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
alter table desk_answer enable row level security;
create policy readers on desk_answer to techex_app using ((select reader_is_system()) or exists (select from desk_sheet s where s.id = sheet_id));
create policy made on desk_answer as restrictive for insert to techex_app with check ((select reader_is_system()) or exists (select from desk_sheet s where s.id = sheet_id and s.organisation_id = any ((select reader_edits())::int[])));
create policy changed on desk_answer as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or exists (select from desk_sheet s where s.id = sheet_id and s.organisation_id = any ((select reader_edits())::int[])));
create policy removed on desk_answer as restrictive for delete to techex_app using ((select reader_is_system()) or exists (select from desk_sheet s where s.id = sheet_id and s.organisation_id = any ((select reader_edits())::int[])));

alter table desk_help enable row level security;
create policy readers on desk_help to techex_app using (
  (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or mentor_id = (select reader_person())
  or (select reader_has('moderator', 'programme_officer', 'observer', 'inspector')));
create policy made on desk_help as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
-- Ended by those who asked, and by the one who helps.
create policy changed on desk_help as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or mentor_id = (select reader_person()) or (mentor_id is null and (select reader_has('moderator', 'programme_officer'))));
create policy removed on desk_help as restrictive for delete to techex_app using ((select reader_is_system()));

alter table wording_proposal enable row level security;
create policy readers on wording_proposal to techex_app using (
  (select reader_is_system()) or proposed_by = (select reader_person()) or listing_owner(listing_id) = any ((select reader_organisations())::int[])
  or (select reader_has('moderator', 'programme_officer', 'observer', 'inspector')));
create policy made on wording_proposal as restrictive for insert to techex_app with check ((select reader_is_system()) or (proposed_by = (select reader_person()) and reader_helps(listing_id)));
create policy changed on wording_proposal as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on wording_proposal as restrictive for delete to techex_app using ((select reader_is_system()));
alter table wording_line enable row level security;
create policy readers on wording_line to techex_app using ((select reader_is_system()) or exists (select from wording_proposal p where p.id = proposal_id));
create policy made on wording_line as restrictive for insert to techex_app with check ((select reader_is_system()) or exists (select from wording_proposal p where p.id = proposal_id and listing_owner(p.listing_id) = any ((select reader_edits())::int[])));
create policy changed on wording_line as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on wording_line as restrictive for delete to techex_app using ((select reader_is_system()));
