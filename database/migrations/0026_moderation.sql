-- The moderators' queue: who is looking at what, the reasons a listing is sent back with, decisions on many
-- at once, and how long each listing had waited when it was decided. New tables, and one column of reviews
-- that may be empty: the release before this one goes on writing reviews, and the trigger fills it for both.

alter table listing_review add column submitted_at timestamptz;
update listing_review r set submitted_at = (
  select max(e.at) from event e where e.subject = 'listing:' || r.listing_id and e.type = 'listing.submitted' and e.at <= r.decided_at);
create function review_waited_since() returns trigger language plpgsql as $$ begin
  new.submitted_at := coalesce(new.submitted_at, (select l.submitted_at from listing l where l.id = new.listing_id));
  return new;
end $$;
create trigger review_waited_since before insert on listing_review for each row execute function review_waited_since();
create index on listing_review (decided_at);

-- Sent back, a listing waits for its owner; near-duplicates are sought among those as well.
create index on listing (id) where state = 'returned';

-- Who is looking at a listing that waits, until when. One row a listing: of two who take it one gets it.
create table listing_claim (
  listing_id int primary key references listing on delete cascade, person_id int not null references person,
  taken_at timestamptz not null, ends_at timestamptz not null check (ends_at > taken_at), word text not null default '');
create index on listing_claim (person_id);

-- The texts moderators send back with, in one place; `code` is what is counted.
create table return_reason (
  code text primary key check (code ~ '^[a-z][a-z_]{1,29}$'), name_vi text not null check (name_vi <> ''), name_en text not null check (name_en <> ''),
  text_vi text not null check (text_vi <> ''), text_en text not null check (text_en <> ''), position int not null,
  version int not null default 0, retired_at timestamptz, edited_at timestamptz, edited_by int references person);

create table listing_review_reason (
  review_id int not null references listing_review on delete cascade, code text not null references return_reason,
  duplicate_of int references listing on delete set null, primary key (review_id, code));
create index on listing_review_reason (code);
create index on listing_review_reason (duplicate_of);

-- A decision on several listings in one press, and what became of each: the same press twice is once.
create table moderation_bulk (
  id int generated always as identity primary key, request_key uuid not null unique, person_id int not null references person,
  act text not null check (act in ('take', 'publish', 'return')), reason_code text references return_reason, at timestamptz not null,
  check ((act = 'return') = (reason_code is not null)));
create table moderation_bulk_item (
  bulk_id int not null references moderation_bulk on delete cascade, position int not null, listing_id int not null references listing on delete cascade, version int not null,
  outcome text, detail jsonb not null default '{}', primary key (bulk_id, position), unique (bulk_id, listing_id));
create index on moderation_bulk (person_id);
create index on moderation_bulk_item (listing_id);

alter table listing_claim enable row level security;
create policy readers on listing_claim to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'observer', 'inspector')));
-- Taken in one's own name; ended by whoever holds it or decides.
create policy made on listing_claim as restrictive for insert to techex_app with check ((select reader_is_system()) or ((select reader_has('moderator')) and person_id = (select reader_person())));
create policy changed on listing_claim as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or ((select reader_has('moderator')) and person_id = (select reader_person())));
create policy removed on listing_claim as restrictive for delete to techex_app using ((select reader_is_system()) or (select reader_has('moderator')));

alter table return_reason enable row level security;
create policy readers on return_reason to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'observer', 'inspector')));
create policy made on return_reason as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy changed on return_reason as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy removed on return_reason as restrictive for delete to techex_app using ((select reader_is_system()));

alter table listing_review_reason enable row level security;
create policy readers on listing_review_reason to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'observer', 'inspector')));
create policy made on listing_review_reason as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator')));
create policy changed on listing_review_reason as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on listing_review_reason as restrictive for delete to techex_app using ((select reader_is_system()));

alter table moderation_bulk enable row level security;
create policy readers on moderation_bulk to techex_app using ((select reader_is_system()) or (select reader_has('observer', 'inspector')) or person_id = (select reader_person()));
create policy made on moderation_bulk as restrictive for insert to techex_app with check ((select reader_is_system()) or ((select reader_has('moderator')) and person_id = (select reader_person())));
create policy changed on moderation_bulk as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on moderation_bulk as restrictive for delete to techex_app using ((select reader_is_system()));
alter table moderation_bulk_item enable row level security;
create policy readers on moderation_bulk_item to techex_app using ((select reader_is_system()) or exists (select from moderation_bulk b where b.id = bulk_id));
create policy made on moderation_bulk_item as restrictive for insert to techex_app with check ((select reader_is_system()) or exists (select from moderation_bulk b where b.id = bulk_id and b.person_id = (select reader_person())));
create policy changed on moderation_bulk_item as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or exists (select from moderation_bulk b where b.id = bulk_id and b.person_id = (select reader_person())));
create policy removed on moderation_bulk_item as restrictive for delete to techex_app using ((select reader_is_system()));
