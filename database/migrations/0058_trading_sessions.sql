-- Trading sessions (phiên giao dịch công nghệ): offers, needs, talks and meetings gathered around a place
-- and a time. Staff prepare and publish one; people register, wait where it is full, get a ticket and are
-- checked in. Only new tables and functions: the release before this one knows none of them.

create function reader_runs_sessions() returns boolean language sql stable parallel safe as $$ select reader_is_system() or reader_has('programme_officer', 'administrator') $$;
create function reader_watches_sessions() returns boolean language sql stable parallel safe as $$ select reader_is_system() or reader_has('programme_officer', 'administrator', 'observer', 'inspector') $$;

-- A place sessions are held at. The figures are what the hall can take, set by its keepers: configuration, no fact of law.
create table venue (
  id int generated always as identity primary key, name_vi text not null check (name_vi <> ''), name_en text not null check (name_en <> ''),
  address_vi text not null check (address_vi <> ''), address_en text not null check (address_en <> ''),
  capacity int not null check (capacity between 1 and 5000), booths int not null check (booths between 0 and 200), meeting_tables int not null check (meeting_tables between 0 and 100),
  version int not null default 1, changed_at timestamptz not null);
insert into venue (name_vi, name_en, address_vi, address_en, capacity, booths, meeting_tables, changed_at)
  values ('Sàn giao dịch công nghệ Hà Nội', 'Hanoi Technology Exchange', '258 Võ Chí Công, Tây Hồ, Hà Nội', '258 Vo Chi Cong, Tay Ho, Ha Noi', 200, 24, 12, now());
alter table venue enable row level security;
create policy readers on venue for select to techex_app using (true);
create policy makers on venue for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on venue for update to techex_app using ((select reader_runs_sessions()));

create table trading_session (
  id int generated always as identity primary key, venue_id int not null references venue,
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled', 'closed')),
  title_vi text not null check (title_vi <> ''), title_en text not null check (title_en <> ''), intro_vi text not null, intro_en text not null,
  starts_at timestamptz not null, ends_at timestamptz not null check (ends_at > starts_at), register_until timestamptz not null,
  capacity int not null check (capacity between 1 and 5000), sequence int not null default 0, version int not null default 1, -- sequence: of its calendar entry
  demonstration boolean not null default false, request_key uuid not null unique,
  created_by int not null references person, created_at timestamptz not null, changed_at timestamptz not null,
  published_by int references person, published_at timestamptz, cancelled_by int references person, cancelled_at timestamptz, cancel_reason text not null default '',
  closed_by int references person, closed_at timestamptz, remarks text not null default '', -- what its minutes say besides what was recorded
  check (state in ('draft', 'cancelled') or (published_by is not null and published_at is not null)),
  check ((state = 'cancelled') = (cancelled_at is not null)), check (state <> 'cancelled' or cancel_reason <> ''), check ((state = 'closed') = (closed_at is not null)));
create index on trading_session (venue_id);
create index on trading_session (starts_at) where state <> 'draft';
create index on trading_session (created_by);
create index on trading_session (published_by);
create index on trading_session (cancelled_by);
create index on trading_session (closed_by);
alter table trading_session enable row level security;
create policy readers on trading_session for select to techex_app using (state <> 'draft' or (select reader_watches_sessions()));
create policy makers on trading_session for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on trading_session for update to techex_app using ((select reader_runs_sessions()));

-- One point of its agenda. An offer or a need is presented by whoever listed it; a listing that leaves the market leaves the point standing.
create table session_item (
  id int generated always as identity primary key, session_id int not null references trading_session,
  kind text not null check (kind in ('opening', 'talk', 'roadshow', 'listing', 'meetings', 'break')), starts_at timestamptz not null, ends_at timestamptz not null check (ends_at > starts_at),
  title_vi text not null check (title_vi <> ''), title_en text not null check (title_en <> ''), speaker text not null default '', place text not null default '',
  listing_id int references listing on delete set null, organisation_id int references organisation,
  held text check (held in ('held', 'not_held')), held_note text not null default '', held_by int references person, held_at timestamptz, check ((held is null) = (held_at is null)));
create index on session_item (session_id, starts_at);
create index on session_item (listing_id);
create index on session_item (organisation_id);
create index on session_item (held_by);
alter table session_item enable row level security;
create policy readers on session_item for select to techex_app using (exists (select from trading_session s where s.id = session_id));
create policy makers on session_item for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on session_item for update to techex_app using ((select reader_runs_sessions()));
create policy removers on session_item for delete to techex_app using ((select reader_runs_sessions()));

create table session_booth (
  id int generated always as identity primary key, session_id int not null references trading_session, number int not null check (number between 1 and 200),
  organisation_id int not null references organisation, shows text not null default '', unique (session_id, number)); -- one an organisation, as the command asks: whoever merges may end with two
create index on session_booth (organisation_id);
alter table session_booth enable row level security;
create policy readers on session_booth for select to techex_app using (exists (select from trading_session s where s.id = session_id));
create policy makers on session_booth for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on session_booth for update to techex_app using ((select reader_runs_sessions()));
create policy removers on session_booth for delete to techex_app using ((select reader_runs_sessions()));

-- One person at one session: with a place, waiting for one in the order of queued_at, or not coming. Who
-- comes is known to themselves and to those who run or watch the session.
create table session_registration (
  id int generated always as identity primary key, session_id int not null references trading_session, person_id int not null references person, organisation_id int references organisation,
  state text not null check (state in ('placed', 'waiting', 'cancelled')), queued_at timestamptz not null, placed_at timestamptz, cancelled_at timestamptz,
  unique (session_id, person_id), check ((state = 'placed') = (placed_at is not null)), check ((state = 'cancelled') = (cancelled_at is not null)));
create index on session_registration (session_id, state, queued_at);
create index on session_registration (person_id);
create index on session_registration (organisation_id);
alter table session_registration enable row level security;
create policy readers on session_registration for select to techex_app using (person_id = (select reader_person()) or (select reader_watches_sessions()));
create policy makers on session_registration for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_registration for update to techex_app using ((select reader_runs_sessions()));

-- Somebody came, once, at the time of the first scan however late it reached us.
create table session_checkin (
  registration_id int primary key references session_registration, session_id int not null references trading_session, scanned_at timestamptz not null, received_at timestamptz not null,
  offline boolean not null, checked_by int not null references person);
create index on session_checkin (session_id);
create index on session_checkin (checked_by);
revoke update, delete on session_checkin from techex_app;
grant update (scanned_at) on session_checkin to techex_app;
alter table session_checkin enable row level security;
create policy readers on session_checkin for select to techex_app using ((select reader_watches_sessions()) or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())));
create policy makers on session_checkin for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on session_checkin for update to techex_app using ((select reader_runs_sessions()));

-- How many come and how many wait is told to everybody; who, to nobody.
create function session_places(of_session int, out placed int, out waiting int, out came int) language sql stable security definer set search_path = public, pg_temp as $$
  select (count(*) filter (where r.state = 'placed'))::int, (count(*) filter (where r.state = 'waiting'))::int, (count(c.registration_id))::int
  from session_registration r left join session_checkin c on c.registration_id = r.id where r.session_id = of_session $$;
