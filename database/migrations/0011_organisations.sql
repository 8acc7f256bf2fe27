-- Who stands behind an organisation, what proves it, and how two records of one organisation become one.
-- Columns that may be empty are added without rewriting the table; the release before this one never
-- names them. What was verified before verifications ran out keeps its mark for two years from its
-- decision, and never for less than ninety days from now, so that nobody loses it unwarned.

alter table organisation drop constraint organisation_verification_check;
alter table organisation add constraint organisation_verification_check check (verification in ('unverified', 'submitted', 'verified', 'refused', 'expired'));
alter table organisation
  add column verified_at timestamptz, add column verified_by int references person, add column verified_until timestamptz,
  add column expiry_told int check (expiry_told in (30, 7)), -- the nearest reminder already sent
  add column renewal_requested_at timestamptz, -- asks anew while the mark still holds
  add column merged_into_id int references organisation check (merged_into_id <> id), add column merged_at timestamptz,
  add column deleted_at timestamptz, add check ((merged_into_id is null) = (merged_at is null));
create index on organisation (merged_into_id) where merged_into_id is not null;
create index on organisation (verified_until) where verification = 'verified';

alter table organisation_verification add column valid_until timestamptz;
create index on organisation_verification (organisation_id);
with latest as (select distinct on (organisation_id) organisation_id, decided_at, decided_by from organisation_verification where decision = 'verified' order by organisation_id, id desc)
update organisation o set verified_at = l.decided_at, verified_by = l.decided_by, verified_until = greatest(l.decided_at + interval '24 months', now() + interval '90 days')
  from latest l where l.organisation_id = o.id and o.verification = 'verified';

-- Hồ sơ pháp lý: its legal representative, who signs for them, its registration and its address. For
-- signed-in readers; a connection that reads as a stranger finds none of it.
create table organisation_legal (
  organisation_id int primary key references organisation,
  representative_name text not null default '', representative_position_vi text not null default '', representative_position_en text not null default '',
  authorised_name text not null default '', authorised_position_vi text not null default '', authorised_position_en text not null default '', authorised_document text not null default '',
  registration_number text not null default '', registration_issuer text not null default '', registered_on date,
  address_line text not null default '', province text not null default '', updated_at timestamptz not null);
alter table organisation_legal enable row level security;
create policy readers on organisation_legal to techex_app
  using ((select reader_is_system()) or (select reader_person()) is not null)
  with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));

-- Tài liệu chứng minh: a version is never overwritten. The one in force has not been superseded.
create table organisation_proof (
  id int generated always as identity primary key, organisation_id int not null references organisation, document_id int not null unique references document,
  kind text not null check (kind in ('business_registration', 'establishment_decision', 'cooperative_registration', 'authorisation_letter', 'other')),
  note text not null default '', uploaded_by int not null references person, uploaded_at timestamptz not null,
  superseded_at timestamptz, superseded_by int references organisation_proof, withdrawn_by int references person,
  check (superseded_by is null or superseded_at is not null));
create index on organisation_proof (organisation_id, id);
create unique index on organisation_proof (organisation_id, kind) where superseded_at is null and kind <> 'other';
alter table organisation_proof enable row level security;
create policy readers on organisation_proof to techex_app
  using ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or (select reader_has('moderator', 'administrator')));

-- Which documents, by their content, somebody had looked at when they decided.
create table organisation_verification_proof (
  verification_id int not null references organisation_verification, proof_id int not null references organisation_proof, sha256 text not null,
  primary key (verification_id, proof_id));
alter table organisation_verification_proof enable row level security;
create policy readers on organisation_verification_proof to techex_app using (
  (select reader_is_system()) or (select reader_has('moderator', 'administrator', 'observer', 'inspector'))
  or exists (select from organisation_verification v where v.id = verification_id and v.organisation_id = any ((select reader_edits())::int[])));

-- An owner hands the organisation over to a member, who takes it or not.
create table ownership_transfer (
  id int generated always as identity primary key, organisation_id int not null references organisation,
  from_person_id int not null references person, to_person_id int not null references person, check (from_person_id <> to_person_id),
  becomes text not null check (becomes in ('editor', 'leaves')), -- the former owner
  offered_at timestamptz not null, expires_at timestamptz not null, accepted_at timestamptz,
  ended_at timestamptz, ended_by int references person, check (accepted_at is null or ended_at is null));
create unique index on ownership_transfer (organisation_id, from_person_id) where accepted_at is null and ended_at is null;
create index on ownership_transfer (to_person_id) where accepted_at is null and ended_at is null;
alter table ownership_transfer enable row level security;
create policy readers on ownership_transfer to techex_app using (
  (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or to_person_id = (select reader_person())
  or (select reader_has('moderator', 'administrator', 'observer', 'inspector')));

-- Two that look alike and are not the same, as somebody found.
create table organisation_distinct (
  lower_id int not null references organisation, upper_id int not null references organisation, check (lower_id < upper_id),
  reason text not null check (reason <> ''), decided_by int not null references person, decided_at timestamptz not null, primary key (lower_id, upper_id));
alter table organisation_distinct enable row level security;
create policy readers on organisation_distinct to techex_app
  using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'observer', 'inspector')))
  with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator')));

-- Two organisations that became one may each have had its deal about the same listing. Both deals go on;
-- the later interest says where it came from and makes room for the rule that holds for everything new.
alter table interest add column merged_from_id int references organisation;
drop index interest_listing_id_organisation_id_coalesce_idx;
create unique index interest_listing_id_organisation_id_coalesce_idx on interest (listing_id, organisation_id, coalesce(counter_listing_id, 0)) where state in ('pending', 'accepted') and merged_from_id is null;

-- Whoever writes for an organisation while it is being merged waits here and writes for the survivor:
-- nothing arrives behind the back of a merge. It runs as the owner, whatever the writer may read; and
-- who belonged to the one belongs to the other, so that until their transaction ends they read it too.
create function organisation_now(given int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare survivor int;
begin
  select merged_into_id into survivor from organisation where id = given for key share;
  if survivor is null then return given; end if;
  if given = any (reader_organisations()) then perform set_config('techex.organisations', (reader_organisations() || survivor)::text, true); end if;
  if given = any (reader_edits()) then perform set_config('techex.edits', (reader_edits() || survivor)::text, true); end if;
  return survivor;
end $$;
create function written_for_survivor() returns trigger language plpgsql as $$
begin new.organisation_id := organisation_now(new.organisation_id); return new; end $$;
create trigger written_for_survivor before insert or update of organisation_id on listing for each row execute function written_for_survivor();
create trigger written_for_survivor before insert on deal_message for each row execute function written_for_survivor();
create trigger written_for_survivor before insert on deal_document for each row execute function written_for_survivor();
create trigger written_for_survivor before insert on organisation_proof for each row execute function written_for_survivor();
create trigger written_for_survivor before insert on invitation for each row execute function written_for_survivor();

-- An interest that arrives for the survivor in its own listing, or a second time, is there and withdrawn.
create function interest_for_survivor() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare survivor int := organisation_now(new.organisation_id);
begin
  if survivor = new.organisation_id then return new; end if;
  new.organisation_id := survivor;
  if new.state = 'pending' and exists (select from listing where id = new.listing_id and organisation_id = survivor
    union all select from interest where listing_id = new.listing_id and organisation_id = survivor and state in ('pending', 'accepted')) then
    new.state := 'withdrawn'; new.answered_at := new.expressed_at; new.answered_by := null;
  end if;
  return new;
end $$;
create trigger written_for_survivor before insert on interest for each row execute function interest_for_survivor();
create function deal_for_survivor() returns trigger language plpgsql as $$
begin
  new.supplier_organisation_id := organisation_now(new.supplier_organisation_id);
  new.demander_organisation_id := organisation_now(new.demander_organisation_id);
  return new;
end $$;
create trigger written_for_survivor before insert on deal for each row execute function deal_for_survivor();
