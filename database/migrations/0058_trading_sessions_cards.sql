-- Interest cards: what a visitor of a session is interested in becomes an interest like any other, and
-- this remembers at which session it was left. Only a new table and functions: the release before knows none.

create table session_interest (
  interest_id int primary key references interest, session_id int not null references trading_session, left_at timestamptz not null);
create index on session_interest (session_id);
revoke update, delete on session_interest from techex_app;
alter table session_interest enable row level security;
-- Whoever reads the interest reads where it was left; who runs a session counts.
create policy readers on session_interest for select to techex_app using ((select reader_watches_sessions()) or exists (select from interest i where i.id = interest_id));
create policy makers on session_interest for insert to techex_app with check ((select reader_is_system()) or exists (select from interest i where i.id = interest_id and i.person_id = (select reader_person())));

-- What came of a session, in numbers everybody may read: cards, those answered, deal files, and where these stand.
create function session_results(of_session int, out cards int, out accepted int, out deals_open int, out deals_won int, out deals_lost int) language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int, (count(*) filter (where i.state = 'accepted'))::int, (count(d.id) filter (where d.stage not in ('won', 'lost')))::int, (count(d.id) filter (where d.stage = 'won'))::int, (count(d.id) filter (where d.stage = 'lost'))::int
  from session_interest c join interest i on i.id = c.interest_id left join deal d on d.interest_id = i.id where c.session_id = of_session $$;
