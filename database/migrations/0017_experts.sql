-- Experts: people who offer their knowledge, with what they have published and the interests that
-- could sway them. A profile is public from the moment its person consents to it until they take
-- that back; conflicts of interest are the person's and the Exchange's staff's alone.

create table expert (
  id int generated always as identity primary key, person_id int not null unique references person,
  headline_vi text not null default '', headline_en text not null default '', bio_vi text not null default '', bio_en text not null default '',
  research_fields text[] not null default '{}', languages text[] not null default '{}',
  availability text not null check (availability in ('available', 'limited', 'unavailable')), available_from date,
  organisation_id int references organisation,
  orcid text check (orcid ~ '^\d{4}-\d{4}-\d{4}-\d{3}[0-9X]$'),
  consented_at timestamptz, published_at timestamptz, check ((consented_at is null) = (published_at is null)),
  search text not null default '', demonstration boolean not null default false, version int not null default 1,
  created_at timestamptz not null, updated_at timestamptz not null);
create index on expert (published_at desc, id desc) where published_at is not null;
create index on expert using gin (research_fields) where published_at is not null;

create table expert_publication (
  id int generated always as identity primary key, expert_id int not null references expert on delete cascade,
  title text not null check (title <> ''), authors text not null default '', venue text not null default '', year int check (year between 1500 and 2200),
  doi text not null default '' check (doi = lower(doi)), url text not null default '', source text not null check (source in ('typed', 'orcid', 'bibtex')),
  title_key text not null, added_at timestamptz not null);
-- The same work is one, however often and from wherever it is brought.
create unique index on expert_publication (expert_id, doi) where doi <> '';
create unique index on expert_publication (expert_id, title_key, year) nulls not distinct;

-- What a file was read as, waiting for its person to look at it; the next file takes its place.
create table publication_import (
  expert_id int primary key references expert on delete cascade, key uuid not null, source text not null check (source in ('orcid', 'bibtex')),
  file_name text not null, entries jsonb not null, problems jsonb not null, read_at timestamptz not null);

create table conflict_of_interest (
  id int generated always as identity primary key, expert_id int not null references expert,
  organisation_id int references organisation, party text not null default '', check (organisation_id is not null or party <> ''),
  nature text not null check (nature in ('employment', 'ownership', 'family', 'funding', 'other')),
  since date, until date, check (until is null or since is null or until >= since), note text not null default '',
  request_key uuid not null unique, declared_at timestamptz not null, withdrawn_at timestamptz);
create index on conflict_of_interest (expert_id);

-- Everybody may know how many interests the expert of a public profile has declared; not which.
create function declared_conflicts(of_expert int) returns int language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from conflict_of_interest c join expert e on e.id = c.expert_id
  where c.expert_id = of_expert and c.withdrawn_at is null and e.published_at is not null $$;
-- Whose a profile is, for the policies of what hangs on it.
create function expert_person(of_expert int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select person_id from expert where id = of_expert $$;

alter table expert enable row level security;
create policy readers on expert for select to techex_app using (
  published_at is not null or (select reader_is_system()) or person_id = (select reader_person())
  or (select reader_has('moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector')));
create policy makers on expert for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy changers on expert for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));

alter table expert_publication enable row level security;
create policy readers on expert_publication for select to techex_app using ((select reader_is_system()) or exists (select from expert e where e.id = expert_id));
create policy makers on expert_publication for insert to techex_app with check ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));
create policy changers on expert_publication for update to techex_app using ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));
create policy removers on expert_publication for delete to techex_app using ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));

alter table publication_import enable row level security;
create policy owners on publication_import to techex_app using ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));

alter table conflict_of_interest enable row level security;
create policy readers on conflict_of_interest for select to techex_app using (
  (select reader_is_system()) or expert_person(expert_id) = (select reader_person())
  or (select reader_has('moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector')));
create policy makers on conflict_of_interest for insert to techex_app with check ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));
create policy changers on conflict_of_interest for update to techex_app using ((select reader_is_system()) or expert_person(expert_id) = (select reader_person()));
