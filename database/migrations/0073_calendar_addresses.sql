-- One address of each person's own calendar, which phones and mail programs ask for again and again without signing in:
-- the token in it is the permission, and only its hash is kept. And what waits counts its changes, so that a moved day
-- moves in those calendars. A new table and two columns with defaults; the release before this one writes neither.
create table calendar_address (
  person_id int primary key references person, -- one a person: a new one takes the place of the old
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'), locale text not null check (locale in ('vi', 'en')), made_at timestamptz not null);
alter table calendar_address enable row level security;
create policy own on calendar_address to techex_app using ((select reader_is_system()) or person_id = (select reader_person())) with check ((select reader_is_system()) or person_id = (select reader_person()));
alter table deal_duty add column sequence int not null default 0 check (sequence >= 0), add column changed_at timestamptz;
