-- One-to-one meetings (kết nối một – một) of a trading session. Whoever has a place and comes for an
-- organisation says that they take meetings; participants say whom they wish to meet, and the other
-- accepts or declines; accepted wishes are placed on tables and times by a plan that officers publish.
-- Only new tables, functions and a column with a default: the release before this one knows none of them.

alter table trading_session add column meetings_published_at timestamptz; -- from then on everybody sees their own plan, and a slot that comes free goes to the next

-- The reader's own place at a session, while they have one.
create function reader_place(of_session int) returns int language sql stable security definer set search_path = public, pg_temp as $$
  select id from session_registration where session_id = of_session and person_id = reader_person() and state = 'placed' $$;

-- Who takes meetings, about what, and at which hours not. Known to those who have a place at the same
-- session, as organisations; whom a person meets is known to the two and to those who run the session.
create table session_meeter (
  registration_id int primary key references session_registration, session_id int not null references trading_session,
  about text not null check (about <> ''), not_at timestamptz[] not null default '{}', since timestamptz not null, changed_at timestamptz not null);
create index on session_meeter (session_id);
alter table session_meeter enable row level security;
create policy readers on session_meeter for select to techex_app using ((select reader_watches_sessions()) or reader_place(session_id) is not null);
-- What concerns everybody's hours is written by the Exchange itself, once the command has asked who may.
create policy makers on session_meeter for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_meeter for update to techex_app using ((select reader_is_system()));
create policy removers on session_meeter for delete to techex_app using ((select reader_is_system()));

-- One of a pair wishes to meet the other; whichever asked, a pair has one wish and so at most one meeting.
create table session_wish (
  id int generated always as identity primary key, session_id int not null references trading_session,
  asker_id int not null references session_registration, asked_id int not null references session_registration check (asked_id <> asker_id),
  topic text not null check (topic <> ''), state text not null check (state in ('asked', 'accepted', 'declined', 'withdrawn')),
  mutual boolean not null default false, -- each asked for the other by themselves
  reason text not null default '', asked_at timestamptz not null, answered_at timestamptz check ((answered_at is null) = (state = 'asked')),
  score int check (score between 0 and 100), -- how well their listings match, as the last plan found
  unmet text check (unmet in ('no_common_time', 'tables_full'))); -- why the last plan found no place
create unique index on session_wish (least(asker_id, asked_id), greatest(asker_id, asked_id));
create index on session_wish (session_id, state);
create index on session_wish (asker_id);
create index on session_wish (asked_id);
alter table session_wish enable row level security;
create policy readers on session_wish for select to techex_app using ((select reader_watches_sessions()) or reader_place(session_id) in (asker_id, asked_id));
create policy makers on session_wish for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_wish for update to techex_app using ((select reader_is_system()));

-- A meeting: at one table, at one time, planned by the last run or confirmed by publication. The database
-- keeps tables apart here, and people apart in the seats below, whatever the program thinks.
create table session_meeting (
  id int generated always as identity primary key, session_id int not null references trading_session, wish_id int not null references session_wish,
  table_number int not null check (table_number between 1 and 100), starts_at timestamptz not null, ends_at timestamptz not null check (ends_at > starts_at),
  state text not null check (state in ('planned', 'confirmed', 'cancelled')), sequence int not null default 0, -- of its calendar entry
  confirmed_at timestamptz check (state <> 'confirmed' or confirmed_at is not null), reason text not null default '', changed_at timestamptz not null,
  outcome text check (outcome in ('held', 'asker_absent', 'asked_absent', 'both_absent')), outcome_by int references person, outcome_at timestamptz check ((outcome is null) = (outcome_at is null)),
  exclude using gist (session_id with =, table_number with =, tstzrange(starts_at, ends_at) with &&) where (state <> 'cancelled'));
create unique index on session_meeting (wish_id) where state <> 'cancelled';
create index on session_meeting (session_id, starts_at);
create index on session_meeting (outcome_by);
alter table session_meeting enable row level security;
create policy readers on session_meeting for select to techex_app using ((select reader_watches_sessions()) or (confirmed_at is not null and exists (select from session_wish w where w.id = wish_id)));
create policy makers on session_meeting for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_meeting for update to techex_app using ((select reader_is_system()));
create policy removers on session_meeting for delete to techex_app using ((select reader_is_system()) and state = 'planned');

-- Nobody sits in two places at once: the hours of each of the two, while the meeting stands.
create table session_seat (
  meeting_id int not null references session_meeting on delete cascade, registration_id int not null references session_registration, during tstzrange not null,
  primary key (meeting_id, registration_id), exclude using gist (registration_id with =, during with &&));
alter table session_seat enable row level security;
create policy readers on session_seat for select to techex_app using (exists (select from session_meeting m where m.id = meeting_id));
create policy makers on session_seat for insert to techex_app with check ((select reader_is_system()));
create policy removers on session_seat for delete to techex_app using ((select reader_is_system()));

-- What one of the two made of a meeting, for themselves and for those who run the session; the other side does not read it.
create table session_meeting_note (
  meeting_id int not null references session_meeting, registration_id int not null references session_registration,
  result text not null check (result in ('next_step', 'thinking', 'no_fit')), note text not null default '', noted_at timestamptz not null, primary key (meeting_id, registration_id));
create index on session_meeting_note (registration_id);
alter table session_meeting_note enable row level security;
create policy readers on session_meeting_note for select to techex_app using ((select reader_watches_sessions())
  or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())));
create policy makers on session_meeting_note for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_meeting_note for update to techex_app using ((select reader_is_system()));

-- Whether the reader has a meeting with that organisation: whoever they met they may leave a card with.
create function reader_meets(of_session int, of_organisation int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from session_meeting m join session_wish w on w.id = m.wish_id join session_registration r on r.id in (w.asker_id, w.asked_id)
    where m.session_id = of_session and m.state = 'confirmed' and reader_place(of_session) in (w.asker_id, w.asked_id) and r.organisation_id = of_organisation) $$;
