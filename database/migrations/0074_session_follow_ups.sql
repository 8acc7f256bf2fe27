-- What a trading session leaves to be done: a card nobody has answered, a meeting nobody has said anything of, a
-- step that was promised. Each is opened by the clock once the session is over, has a day, and is done when the
-- records say so: nothing here is ticked off. One who promised a step may say that it was taken. Only a new table
-- and a wider check: the release before this one writes neither.
create table session_follow_up (
  id int generated always as identity primary key, session_id int not null references trading_session, kind text not null check (kind in ('card', 'note', 'step')),
  interest_id int references interest, meeting_id int references session_meeting, registration_id int references session_registration, -- whose it is; a card is its listing's organisation's
  opened_at timestamptz not null, due_on date not null, reminded_for date,
  check ((kind = 'card') = (interest_id is not null)), check ((kind = 'card') = (meeting_id is null)), check ((meeting_id is null) = (registration_id is null)),
  unique (interest_id), unique (meeting_id, registration_id, kind)); -- opened once, whoever looks and however often
create index on session_follow_up (session_id);
create index on session_follow_up (registration_id);
create index on session_follow_up (due_on);
revoke update, delete on session_follow_up from techex_app;
grant update (reminded_for) on session_follow_up to techex_app;
alter table session_follow_up enable row level security;
-- Known to those who run or watch the session, to whoever promised, and to the two sides of a card.
create policy readers on session_follow_up for select to techex_app using ((select reader_watches_sessions())
  or exists (select from session_registration r where r.id = registration_id and r.person_id = (select reader_person())) or exists (select from interest i where i.id = interest_id));
create policy makers on session_follow_up for insert to techex_app with check ((select reader_is_system()));
create policy changers on session_follow_up for update to techex_app using ((select reader_is_system()));

alter table session_meeting_note drop constraint session_meeting_note_result_check, add constraint session_meeting_note_result_check check (result in ('next_step', 'thinking', 'no_fit', 'done'));
