-- The term sheet of a deal: versions that follow one another and never change, what each side agrees to in
-- them, what both confirmed, and what each side supposes in order to know what a sheet is worth to it.
-- Only new tables and functions: the release before this one knows none of them.

-- What one side keeps to itself is read and written by its own people, and by a deal officer where it has none.
create function term_side(organisation int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or organisation = any (reader_organisations())
    or (reader_has('deal_officer') and not exists (select from membership m where m.organisation_id = organisation)) $$;

-- A version as it was sent. The hash is of its content written in one way only (rules.ts says which).
create table term_version (
  id int generated always as identity primary key, deal_id int not null references deal, number int not null check (number > 0),
  content jsonb not null check (content ->> 'format' = '1' and content ? 'clauses'), sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  reasons jsonb not null default '{}', note text not null default '', organisation_id int not null references organisation, person_id int not null references person,
  sent_at timestamptz not null, request_key uuid not null unique, unique (deal_id, number), unique (deal_id, number, sha256));
create index on term_version (organisation_id);
create index on term_version (person_id);
-- What both sides confirmed; the contract and the payments read this.
create table term_sheet (
  deal_id int primary key references deal, number int not null, content jsonb not null, sha256 text not null, confirmed_at timestamptz not null,
  foreign key (deal_id, number, sha256) references term_version (deal_id, number, sha256));
create table term_draft (
  deal_id int not null references deal, organisation_id int not null references organisation, base_number int not null check (base_number >= 0),
  content jsonb not null, reasons jsonb not null default '{}', saved_by int not null references person, saved_at timestamptz not null, primary key (deal_id, organisation_id));
create index on term_draft (organisation_id);
create index on term_draft (saved_by);
create table term_agreement (
  id int generated always as identity primary key, deal_id int not null references deal, clause text not null, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  organisation_id int not null references organisation, person_id int not null references person, agreed_at timestamptz not null,
  ended_at timestamptz, ended_by_number int, check (ended_at is not null or ended_by_number is null));
create unique index one_agreement_a_side on term_agreement (deal_id, clause, organisation_id) where ended_at is null;
create index on term_agreement (organisation_id);
create index on term_agreement (person_id);
-- A signer confirms one version and no other: the hash is that version's own, or the row cannot be written.
create table term_confirmation (
  id int generated always as identity primary key, deal_id int not null references deal, number int not null, sha256 text not null,
  organisation_id int not null references organisation, person_id int not null references person, confirmed_at timestamptz not null,
  lapsed_at timestamptz, lapse_reason text check (lapse_reason in ('clause_removed', 'clause_changed', 'withdrawn')), check ((lapsed_at is null) = (lapse_reason is null)),
  foreign key (deal_id, number, sha256) references term_version (deal_id, number, sha256));
create unique index one_confirmation_a_side on term_confirmation (deal_id, number, organisation_id) where lapsed_at is null;
create index on term_confirmation (organisation_id);
create index on term_confirmation (person_id);
create table term_assumption (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation,
  audience text not null check (audience in ('private', 'shared')), values jsonb not null, saved_by int not null references person, saved_at timestamptz not null,
  unique (deal_id, organisation_id, audience));
create index on term_assumption (organisation_id);
create index on term_assumption (saved_by);

-- What was sent, agreed and confirmed stays: only that it ended may be added, and a merge may name the survivor.
revoke update, delete on term_version, term_agreement, term_confirmation from techex_app;
grant update (organisation_id) on term_version to techex_app;
grant update (organisation_id, ended_at, ended_by_number) on term_agreement to techex_app;
grant update (organisation_id, lapsed_at, lapse_reason) on term_confirmation to techex_app;
revoke delete on term_sheet from techex_app;

do $$ declare name text; begin
  foreach name in array array['term_version', 'term_agreement', 'term_confirmation'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using (reader_reads_deal(deal_id, ''terms''))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id) and term_side(organisation_id))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id))', name);
  end loop;
end $$;
alter table term_sheet enable row level security;
create policy readers on term_sheet to techex_app using (reader_reads_deal(deal_id, 'terms'));
create policy made on term_sheet as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on term_sheet as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));
-- A draft is its side's alone; so is what a side supposes, unless it shares it.
alter table term_draft enable row level security;
create policy readers on term_draft to techex_app using (term_side(organisation_id));
create policy made on term_draft as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
alter table term_assumption enable row level security;
create policy readers on term_assumption to techex_app using (term_side(organisation_id) or (audience = 'shared' and reader_reads_deal(deal_id, 'terms')));
create policy made on term_assumption as restrictive for insert to techex_app with check (reader_writes_deal(deal_id) and term_side(organisation_id));
create policy changed on term_assumption as restrictive for update to techex_app using (term_side(organisation_id)) with check (term_side(organisation_id));
create policy removed on term_assumption as restrictive for delete to techex_app using (term_side(organisation_id));
