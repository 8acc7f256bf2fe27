-- Polls and questions of a trading session: officers open a poll, those who have a place answer it once and
-- may change their answer until it closes; they ask the speakers, and vote for what others asked, after an
-- officer has let it be shown. Only new tables and functions: the release before this one knows none of them.

create table session_poll (
  id int generated always as identity primary key, session_id int not null references trading_session, kind text not null check (kind in ('single', 'multiple')),
  question text not null check (question <> ''), options text[] not null check (cardinality(options) between 2 and 10),
  opened_by int not null references person, opened_at timestamptz not null, closed_by int references person, closed_at timestamptz, check ((closed_by is null) = (closed_at is null)));
create index on session_poll (session_id);
create index on session_poll (opened_by);
create index on session_poll (closed_by);
alter table session_poll enable row level security;
create policy readers on session_poll for select to techex_app using ((select reader_watches_sessions()) or reader_place(session_id) is not null);
create policy makers on session_poll for insert to techex_app with check ((select reader_runs_sessions()));
create policy changers on session_poll for update to techex_app using ((select reader_runs_sessions()));

-- Who chose what is their own to read: officers have the sums, once the poll is closed.
create table session_poll_answer (
  poll_id int not null references session_poll, registration_id int not null references session_registration, chosen int[] not null check (cardinality(chosen) between 1 and 10), answered_at timestamptz not null,
  primary key (poll_id, registration_id));
create index on session_poll_answer (registration_id);
alter table session_poll_answer enable row level security;
create policy readers on session_poll_answer for select to techex_app using ((select reader_is_system()) or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())));
create policy makers on session_poll_answer for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_poll_answer for update to techex_app using ((select reader_is_system()));
-- How many answered, and once it is closed how many chose each line.
create function session_poll_result(of_poll int, out answers int, out counts int[]) language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*)::int from session_poll_answer a where a.poll_id = p.id),
    case when p.closed_at is not null then (select array_agg((select count(*)::int from session_poll_answer a where a.poll_id = p.id and n = any (a.chosen)) order by n) from generate_series(1, cardinality(p.options)) n) end
  from session_poll p where p.id = of_poll $$;

-- A question to the speakers. Who asked is known to those who run the session; to the others unless the asker did not want it.
create table session_question (
  id int generated always as identity primary key, session_id int not null references trading_session, registration_id int not null references session_registration,
  question text not null check (question <> ''), anonymous boolean not null, state text not null default 'asked' check (state in ('asked', 'shown', 'answered', 'dismissed')), reason text not null default '' check (state <> 'dismissed' or reason <> ''),
  asked_at timestamptz not null, decided_by int references person, decided_at timestamptz, check ((decided_by is null) = (state = 'asked')));
create index on session_question (session_id, state);
create index on session_question (registration_id);
create index on session_question (decided_by);
alter table session_question enable row level security;
create policy readers on session_question for select to techex_app using ((select reader_watches_sessions()) or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())));
create policy makers on session_question for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_question for update to techex_app using ((select reader_runs_sessions()));

create table session_question_vote (
  question_id int not null references session_question, registration_id int not null references session_registration, voted_at timestamptz not null, primary key (question_id, registration_id));
create index on session_question_vote (registration_id);
alter table session_question_vote enable row level security;
create policy readers on session_question_vote for select to techex_app using ((select reader_is_system()) or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())));
create policy makers on session_question_vote for insert to techex_app with check ((select reader_is_system()));
create policy removers on session_question_vote for delete to techex_app using ((select reader_is_system()));
