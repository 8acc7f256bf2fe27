-- The law's lists of technology: encouraged, restricted and prohibited transfer. What a listing says is laid
-- beside them and a moderator says what it is, in their own name and with a reason, before it is public. The
-- lists carry the words that make a listing worth a look; a word found decides nothing. New tables only: the
-- release before this one publishes as it did.

create table technology_item (
  code text primary key check (code ~ '^(KK|HC|CAM)-[0-9A-Za-z.]{1,16}$'),
  list text not null check (list in ('encouraged', 'restricted', 'prohibited')), check (list = case split_part(code, '-', 1) when 'KK' then 'encouraged' when 'HC' then 'restricted' else 'prohibited' end),
  name_vi text not null check (name_vi <> ''), name_en text not null check (name_en <> ''),
  document text not null check (document <> ''), article text not null default '', source text not null check (source <> ''),
  mark text not null check (mark in ('S', 'S2')), -- what nobody has seen is on no list
  words text[] not null default '{}', -- in small letters
  codes text[] not null default '{}', -- beginnings of research fields and patent classes
  valid_from date not null, valid_to date check (valid_to >= valid_from), -- the last day; empty while it holds
  edited_at timestamptz, edited_by int references person); -- entered or ended here, and so no file changes it
create index on technology_item (edited_by);

alter table technology_item enable row level security;
create policy readers on technology_item to techex_app using (true);
create policy made on technology_item as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy changed on technology_item as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy removed on technology_item as restrictive for delete to techex_app using ((select reader_is_system()));

-- What a moderator said a listing is, of one version of it. The newest stands; the older stay for the record.
create table listing_classification (
  id int generated always as identity primary key,
  listing_id int not null references listing on delete cascade, version int not null check (version > 0),
  class text not null check (class in ('ordinary', 'encouraged', 'restricted', 'prohibited')),
  items text[] not null default '{}', -- of the lists, that it falls under
  pointed text[] not null default '{}', -- at which its words pointed when it was decided
  reason text not null default '', check (reason <> '' or (class = 'ordinary' and pointed = '{}')),
  check ((class = 'ordinary') = (items = '{}')),
  decided_by int references person, decided_at timestamptz not null);
create index on listing_classification (listing_id, id desc);
create index on listing_classification (decided_by);

alter table listing_classification enable row level security;
create policy readers on listing_classification to techex_app using (
  (select reader_is_system()) or listing_owner(listing_id) = any ((select reader_organisations())::int[]) or (select reader_has('moderator', 'observer', 'inspector'))
  or exists (select from listing l where l.id = listing_id and l.state = 'published'));
create policy made on listing_classification as restrictive for insert to techex_app
  with check ((select reader_is_system()) or ((select reader_has('moderator')) and decided_by = (select reader_person())));
create policy changed on listing_classification as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on listing_classification as restrictive for delete to techex_app using ((select reader_is_system()));
