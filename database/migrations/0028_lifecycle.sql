-- What becomes of a listing with time. Each version that was sent to the moderators or published is kept as
-- it was; whoever published one is asked now and then whether it still holds, and where nobody answers it
-- lapses: it is public no longer, and comes back with one press while nothing in it has changed. Each text
-- knows in which version it was last written, so that a translation older than its original says so.
-- New columns that may be empty and new tables: the release before this one goes on publishing, and knows
-- nothing of a lapsed listing but that it is not published.

alter table listing drop constraint listing_state_check;
alter table listing add constraint listing_state_check check (state in ('draft', 'submitted', 'returned', 'published', 'expired', 'closed'));
alter table listing
  add column confirmed_at timestamptz, -- when its people last said that it still holds; publishing says so too
  add column confirm_not_before timestamptz, -- it does not lapse before this, whatever the days say
  add column expired_at timestamptz,
  add column confirmation_told smallint, add column confirmation_told_for timestamptz, -- of which end its people were told last, and with how many days to go
  add constraint lapsed_at_a_time check (state <> 'expired' or expired_at is not null);
create index on listing (greatest(confirmed_at, published_at)) where state = 'published';
-- What stands on the day of this release is asked about over a month, three months from now: not all at once, and nobody is surprised.
update listing set confirm_not_before = now() + interval '90 days' + (id % 30) * interval '1 day' where state = 'published';

-- A version as it was, with the names of its fields in `content` and in `schema` which release's names those
-- are. Nothing that is kept back from the public page is in it, nor whose it is. Who sent and who published
-- it stands in the log.
create table listing_version (
  listing_id int not null references listing on delete cascade, version int not null check (version > 0),
  schema smallint not null, content jsonb not null,
  submitted_at timestamptz, published_at timestamptz, check (submitted_at is not null or published_at is not null),
  withheld_at timestamptz, -- its people no longer show this version to readers
  primary key (listing_id, version));
alter table listing_version enable row level security;
create policy readers on listing_version to techex_app using (
  (select reader_is_system()) or listing_owner(listing_id) = any ((select reader_organisations())::int[]) or (select reader_has('moderator', 'observer', 'inspector'))
  or (published_at is not null and withheld_at is null and exists (select from listing l where l.id = listing_id and l.state = 'published')));
create policy made on listing_version as restrictive for insert to techex_app
  with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]) or (select reader_has('moderator')));
create policy changed on listing_version as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]) or (select reader_has('moderator')));
create policy removed on listing_version as restrictive for delete to techex_app using ((select reader_is_system()));

-- When each text last said something else. Texts are replaced whole with every save, so what they said is
-- remembered by its hash; only the trigger writes here, in its owner's name.
create table listing_text_age (
  listing_id int not null references listing on delete cascade, language text not null check (language in ('vi', 'en')),
  sha256 bytea not null, changed_in int not null, changed_at timestamptz not null, primary key (listing_id, language));
create function text_hash(t listing_text) returns bytea language sql immutable as $$
  select sha256(convert_to(concat_ws(chr(31), t.title, t.summary, t.description, t.problem, t.advantages, t.requirements, t.keywords), 'UTF8')) $$;
insert into listing_text_age (listing_id, language, sha256, changed_in, changed_at)
  select t.listing_id, t.language, text_hash(t), l.version, l.updated_at from listing_text t join listing l on l.id = t.listing_id;
create function listing_text_ages() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  insert into listing_text_age (listing_id, language, sha256, changed_in, changed_at)
    select new.listing_id, new.language, text_hash(new), l.version, now() from listing l where l.id = new.listing_id
  on conflict (listing_id, language) do update set sha256 = excluded.sha256, changed_in = excluded.changed_in, changed_at = excluded.changed_at
    where listing_text_age.sha256 <> excluded.sha256;
  return null;
end $$;
create trigger listing_text_ages after insert or update on listing_text for each row execute function listing_text_ages();
alter table listing_text_age enable row level security;
create policy readers on listing_text_age to techex_app using (
  (select reader_is_system()) or exists (select from listing_text t where t.listing_id = listing_text_age.listing_id and t.language = listing_text_age.language));
revoke insert, update, delete, truncate on listing_text_age from techex_app;

-- A view keeps the columns it was made with.
create or replace view published_listing as select * from listing where state = 'published';
