-- What brings listings before people: collections put together by the Exchange's own people, who say
-- why, and the letter of what is new for those who asked for it. Only new tables and functions, and one
-- more purpose people may agree to: the release before this one never names them.

create table collection (
  id int generated always as identity primary key, slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 3 and 60),
  state text not null default 'draft' check (state in ('draft', 'published')),
  title_vi text not null check (title_vi <> ''), title_en text not null check (title_en <> ''), intro_vi text not null, intro_en text not null,
  reason_vi text not null check (reason_vi <> ''), reason_en text not null check (reason_en <> ''), -- no place is paid for: why these were chosen is said beside who chose
  featured_from text check (featured_from ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), featured_until text check (featured_until ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), -- days in Hanoi, both included
  check ((featured_from is null) = (featured_until is null)), check (featured_until >= featured_from),
  demonstration boolean not null default false, version int not null default 1,
  created_by int not null references person, published_by int references person, published_at timestamptz, created_at timestamptz not null, updated_at timestamptz not null,
  check (state = 'draft' or (published_by is not null and published_at is not null)));
create table collection_listing (
  collection_id int not null references collection, listing_id int not null references listing on delete cascade, position int not null, primary key (collection_id, listing_id));
create index on collection_listing (listing_id);

alter table collection enable row level security;
create policy readers on collection for select to techex_app using ((select reader_is_system()) or state = 'published' or (select reader_has('moderator', 'administrator', 'programme_officer', 'observer', 'inspector')));
create policy makers on collection for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'programme_officer')));
create policy changers on collection for update to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'programme_officer')));
-- A listing stands in a collection for whoever may see both.
alter table collection_listing enable row level security;
create policy readers on collection_listing for select to techex_app using ((select reader_is_system()) or (exists (select from collection c where c.id = collection_id) and exists (select from listing l where l.id = listing_id)));
create policy makers on collection_listing for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'programme_officer')));
create policy changers on collection_listing for update to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'programme_officer')));
create policy removers on collection_listing for delete to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'programme_officer')));

-- The letter of what is new. No row: no letter.
create table market_digest (
  person_id int primary key references person, rhythm text not null check (rhythm in ('weekly', 'monthly')),
  kinds text[] not null check (cardinality(kinds) > 0 and kinds <@ array['offer', 'need']), research_fields text[] not null default '{}', locale text not null check (locale in ('vi', 'en')),
  chosen_at timestamptz not null, covered_until timestamptz not null);
-- A period is told about once: who comes second finds its row. The first is the one in which the letter was asked for; with the letter they all go.
create table market_digest_period (
  person_id int not null references market_digest on delete cascade, period text not null check (period ~ '^(W[0-9]{4}-[0-9]{2}-[0-9]{2}|M[0-9]{4}-[0-9]{2})$'),
  listings int not null check (listings >= 0), mail_id int, at timestamptz not null, primary key (person_id, period));
alter table market_digest enable row level security;
create policy own on market_digest to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));
alter table market_digest_period enable row level security;
create policy own on market_digest_period to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));
revoke update on market_digest_period from techex_app;

-- The letter is sent by consent: asked for is agreed to, stopped is taken back, and the other way round; whoever leaves takes it along.
alter table consent drop constraint consent_purpose_check;
alter table consent add constraint consent_purpose_check check (purpose in ('terms', 'expert_profile', 'email_digest', 'broker_contact', 'market_digest'));
create function market_digest_is_agreed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if tg_op = 'DELETE' then
    update consent set withdrawn_at = greatest(given_at, now()) where person_id = old.person_id and purpose = 'market_digest' and withdrawn_at is null;
  else
    insert into consent (person_id, purpose, text_version, text_sha256, given_at, how)
      select new.person_id, 'market_digest', version, sha256, new.chosen_at, 'page' from privacy_text where valid_from <= new.chosen_at order by version desc limit 1 on conflict do nothing;
  end if;
  return null;
end $$;
create trigger market_digest_is_agreed after insert or delete on market_digest for each row execute function market_digest_is_agreed();
create function market_digest_ends() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  delete from market_digest where person_id = new.person_id;
  return null;
end $$;
create trigger market_digest_ends after update of withdrawn_at on consent for each row when (new.purpose = 'market_digest' and old.withdrawn_at is null and new.withdrawn_at is not null) execute function market_digest_ends();
