-- What people say to a suggested match, and how fairly matches are shown. Whoever writes for the owner of a
-- listing takes a match up or declines it with a reason from a short list; anybody of the two sides says
-- which stated reason is wrong; owners are told of new matches, once each; and how often a listing is shown
-- as a match is counted, so that staff can see it and bound it. Why an organisation declined is its own
-- business and that of the staff who run matching: the other side never reads the row. The release before
-- this one knows none of these tables.

-- One row a pair and side: the answer that holds. Earlier ones are in the log.
create table match_answer (
  need_id int not null references listing on delete cascade, offer_id int not null references listing on delete cascade,
  organisation_id int not null references organisation, -- the side that answered
  person_id int not null references person,
  answer text not null check (answer in ('accepted', 'declined')),
  code text check (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,19}$'), words text not null default '' check (length(words) <= 500),
  score smallint check (score between 0 and 100), -- as shown; empty where it was not among the best when it was answered
  reasons jsonb not null, -- as shown
  answered_at timestamptz not null,
  primary key (need_id, offer_id, organisation_id),
  check ((answer = 'declined') = (code is not null)), check (code is distinct from 'other' or words <> ''));
create index on match_answer (offer_id);
create index on match_answer (organisation_id);
create index on match_answer (answered_at);

-- A stated reason somebody says is wrong, once a person, pair and reason.
create table match_objection (
  id int generated always as identity primary key,
  need_id int not null references listing on delete cascade, offer_id int not null references listing on delete cascade,
  organisation_id int references organisation, -- whose member says so; empty: the Exchange's deal officer
  person_id int not null references person,
  code text not null check (code <> ''), reason jsonb not null, -- the reason as stated, with its facts
  words text not null default '' check (length(words) <= 500), objected_at timestamptz not null);
create unique index once_each on match_objection (need_id, offer_id, person_id, md5(reason::text));
create index on match_objection (offer_id);
create index on match_objection (organisation_id);
create index on match_objection (person_id);

-- What is to be told and was told to the owners of `listing_id`: each other listing once, ever.
create table match_told (
  listing_id int not null references listing on delete cascade, other_id int not null references listing on delete cascade,
  score smallint not null, reasons jsonb not null, found_at timestamptz not null,
  told_at timestamptz, dropped boolean not null default false, -- by the time it was to be told it had been answered, closed or grown old
  primary key (listing_id, other_id), check (told_at is null or not dropped));
create index on match_told (other_id);
create index on match_told (listing_id) where told_at is null and not dropped;
create index on match_told (told_at);
-- Up to which publication matches have been looked for: its moment and its listing.
create table match_cursor (
  one boolean primary key default true check (one), published_at timestamptz not null, listing_id int not null default 0);
insert into match_cursor (published_at) values (now());

-- How often a listing was shown as a match to people of other organisations, and opened from there. Nothing on who looked.
create table match_exposure (
  listing_id int not null references listing on delete cascade, day date not null,
  shown int not null default 0 check (shown >= 0), opened int not null default 0 check (opened >= 0), primary key (listing_id, day));
create index on match_exposure (day);
-- What staff allow one listing and one organisation of a week's showings within its field; the newest row holds.
create table match_bound (
  id int generated always as identity primary key,
  listing_percent smallint check (listing_percent between 1 and 99), organisation_percent smallint check (organisation_percent between 1 and 99), -- empty: no bound
  reason text not null check (reason <> ''), set_by int not null references person, set_at timestamptz not null);
create index on match_bound (set_by);

revoke update on match_objection from techex_app;
grant update (organisation_id) on match_objection to techex_app; -- organisations are merged
revoke update, delete on match_bound from techex_app;

alter table match_answer enable row level security;
create policy readers on match_answer to techex_app using (
  (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('administrator', 'deal_officer', 'observer', 'inspector')));
create policy made on match_answer as restrictive for insert to techex_app with check ((select reader_is_system()) or (organisation_id = any ((select reader_edits())::int[]) and person_id = (select reader_person())
  and organisation_id in (listing_owner(need_id), listing_owner(offer_id))));
create policy changed on match_answer as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (organisation_id = any ((select reader_edits())::int[]) and person_id = (select reader_person())));
create policy removed on match_answer as restrictive for delete to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));

alter table match_objection enable row level security;
create policy readers on match_objection to techex_app using (
  (select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('administrator', 'deal_officer', 'observer', 'inspector')));
create policy made on match_objection as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person())
  and ((organisation_id is null and (select reader_has('deal_officer'))) or (organisation_id = any ((select reader_organisations())::int[]) and organisation_id in (listing_owner(need_id), listing_owner(offer_id))))));
create policy changed on match_objection as restrictive for update to techex_app using ((select reader_is_system()));
create policy removed on match_objection as restrictive for delete to techex_app using ((select reader_is_system()));

alter table match_told enable row level security;
create policy readers on match_told to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_organisations())::int[]));
create policy made on match_told as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on match_told as restrictive for update to techex_app using ((select reader_is_system()));
create policy removed on match_told as restrictive for delete to techex_app using ((select reader_is_system()));
alter table match_cursor enable row level security;
create policy system on match_cursor to techex_app using ((select reader_is_system()));

alter table match_exposure enable row level security;
create policy readers on match_exposure to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'observer', 'inspector')));
create policy made on match_exposure as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on match_exposure as restrictive for update to techex_app using ((select reader_is_system()));
create policy removed on match_exposure as restrictive for delete to techex_app using ((select reader_is_system()));
alter table match_bound enable row level security;
create policy readers on match_bound to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'observer', 'inspector')));
create policy made on match_bound as restrictive for insert to techex_app with check ((select reader_is_system()) or ((select reader_has('administrator')) and set_by = (select reader_person())));

-- How many organisations declined this listing for which reason, where at least three did: who they are is nobody's to know.
create function match_declines(of_listing int) returns table (code text, organisations int) language sql stable security definer set search_path = public, pg_temp as $$
  select a.code, count(distinct a.organisation_id)::int from match_answer a join listing l on l.id = of_listing
  where a.answer = 'declined' and of_listing in (a.need_id, a.offer_id) and a.organisation_id <> l.organisation_id
    and (reader_is_system() or l.organisation_id = any (reader_organisations()))
  group by a.code having count(distinct a.organisation_id) >= 3 $$;

do $$ declare name text; begin
  foreach name in array array['notice', 'notice_choice'] loop
    execute format('alter table %I drop constraint %I', name, name || '_topic_check');
    execute format($check$alter table %I add constraint %I check (topic in ('listings', 'matching', 'searches', 'interests', 'deals', 'organisation', 'disclosure', 'moderation', 'account'))$check$, name, name || '_topic_check');
  end loop;
end $$;
