-- Calls for solutions to a published need: two envelopes of each organisation, scored by a council, the price opened
-- last. What everybody is promised the database keeps: rules do not change once published; no envelope is read before
-- the last day is over; no price before every score is locked, not by the Exchange's own handle either; and two people
-- award. Only new tables: the release before this one knows none of them.

create table solution_call (
  id int generated always as identity primary key, need_id int not null references listing, organisation_id int not null references organisation, -- whose need it is
  title jsonb not null check (title ? 'vi' and title ? 'en'), particulars jsonb not null default '{}', rules jsonb not null, rules_hash text check (rules_hash ~ '^[0-9a-f]{64}$'), -- of the rules as published, in RFC 8785 form
  state text not null default 'draft' check (state in ('draft', 'proposed', 'open', 'scoring', 'moderation', 'pricing', 'standstill', 'awarded', 'failed', 'withdrawn')), state_since timestamptz not null,
  asks_until timestamptz not null, closes_at timestamptz not null, check (asks_until <= closes_at),
  proposed_by int references person, proposed_at timestamptz, published_by int references person, published_at timestamptz,
  technical_opened_at timestamptz, prices_opened_at timestamptz, standstill_until date,
  award_count smallint check (award_count between 1 and 3), award_reason text not null default '', award_proposed_by int references person, award_proposed_at timestamptz, awarded_by int references person, awarded_at timestamptz,
  created_by int not null references person, created_at timestamptz not null, demonstration boolean not null default false, version int not null default 0, request_key uuid not null unique, outcome text not null default '',
  check (published_by is null or published_by <> proposed_by), check (awarded_by is null or awarded_by <> award_proposed_by), -- four eyes, twice
  check ((published_at is null) = (rules_hash is null)), check (prices_opened_at is null or technical_opened_at is not null), check ((state = 'awarded') = (awarded_at is not null)));
create index on solution_call (need_id);
create index on solution_call (organisation_id);
create index on solution_call (closes_at) where state = 'open'; -- what the clock looks at
create unique index one_call_of_a_need on solution_call (need_id) where state not in ('awarded', 'failed', 'withdrawn');

create table solution_question (
  id int generated always as identity primary key, call_id int not null references solution_call, person_id int not null references person, organisation_id int references organisation, question text not null check (question <> ''), request_key uuid not null unique, asked_at timestamptz not null,
  answer text not null default '', answered_by int references person, answered_at timestamptz, check ((answered_at is null) = (answer = '')));
create index on solution_question (call_id);
create index on solution_question (organisation_id);

-- A member of the council: named by an officer, then says whether a conflict of interest keeps them out, then scores, then locks.
create table solution_member (
  id int generated always as identity primary key, call_id int not null references solution_call, person_id int not null references person, named_by int not null references person, named_at timestamptz not null,
  declaration text check (declaration in ('none', 'conflict')), conflict_words text not null default '', declared_at timestamptz, locked_at timestamptz, released_at timestamptz, release_reason text not null default '',
  check ((declaration is null) = (declared_at is null)), check (locked_at is null or declaration = 'none'), unique (call_id, person_id));
create index on solution_member (person_id);

-- What an organisation handed in, every version of it; the last one before the last day ends counts.
create table solution_submission (
  id int generated always as identity primary key, call_id int not null references solution_call, organisation_id int not null references organisation, person_id int not null references person, number int not null check (number > 0),
  summary text not null check (summary <> ''), request_key uuid not null unique, submitted_at timestamptz not null);
create index on solution_submission (call_id, organisation_id, number); -- not unique: two that merged may both have answered
create index on solution_submission (organisation_id);
create table solution_answer (submission_id int not null references solution_submission, criterion text not null, body text not null check (body <> ''), primary key (submission_id, criterion));
create table solution_price (submission_id int primary key references solution_submission, amount vnd not null check (amount > 0));

-- One organisation's counted answer, from the opening on; everybody else knows a number until the result.
create table solution_entry (
  id int generated always as identity primary key, call_id int not null references solution_call, organisation_id int not null references organisation, submission_id int not null unique references solution_submission, number smallint not null check (number > 0), entered_at timestamptz not null,
  technical text, admitted boolean, -- the mean of all scores, as a fraction; whether it reaches the threshold, and so its price is opened
  low boolean not null default false, explain_until timestamptz, explanation text not null default '', explained_by int references person, explained_at timestamptz,
  decision text check (decision in ('kept', 'excluded')), decision_reason text not null default '', decided_by int references person, decided_at timestamptz,
  price vnd, value text, rank smallint, chosen boolean, reason text not null default '', deal_id int references deal,
  unique (call_id, number), check (price is null or admitted), check (rank is null or value is not null), check (decision is distinct from 'excluded' or decision_reason <> ''));
create index on solution_entry (organisation_id);
create index on solution_entry (deal_id);
create table solution_score (
  id int generated always as identity primary key, member_id int not null references solution_member, entry_id int not null references solution_entry, criterion text not null, points smallint not null check (points between 0 and 100), reason text not null check (reason <> ''), scored_at timestamptz not null, unique (member_id, entry_id, criterion));
create index on solution_score (entry_id);
-- What a member changed in their own score when the council talked it over, and why.
create table solution_score_change (id int generated always as identity primary key, score_id int not null references solution_score, points_before smallint not null, points_after smallint not null check (points_after between 0 and 100 and points_after <> points_before), reason text not null check (reason <> ''), changed_at timestamptz not null);
create index on solution_score_change (score_id);

-- Asked past the policies of the tables themselves, which ask one another.
create function solution_state(of_call int) returns text language sql stable security definer set search_path = public, pg_temp as $$ select state from solution_call where id = of_call $$;
create function solution_public(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$ select published_at is not null from solution_call where id = of_call $$;
create function solution_taking(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$ select state = 'open' and technical_opened_at is null from solution_call where id = of_call $$;
create function solution_opened(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$ select technical_opened_at is not null from solution_call where id = of_call $$;
create function solution_owner(of_call int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from solution_call where id = of_call $$;
create function reader_in_council(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from solution_member m where m.call_id = of_call and m.person_id = reader_person() and m.released_at is null and m.declaration is distinct from 'conflict') $$;
create function reader_scores_call(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from solution_member m where m.call_id = of_call and m.person_id = reader_person() and m.released_at is null and m.declaration = 'none') $$;
create function submission_call(of_submission int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select call_id from solution_submission where id = of_submission $$;
create function submission_owner(of_submission int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from solution_submission where id = of_submission $$;
-- A price lies open once prices are opened, and then only where the technical answer reached the threshold.
create function solution_price_open(of_submission int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from solution_entry e join solution_call c on c.id = e.call_id where e.submission_id = of_submission and e.admitted and c.prices_opened_at is not null) $$;
create function solution_member_call(of_member int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select call_id from solution_member where id = of_member $$;
create function solution_member_person(of_member int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select person_id from solution_member where id = of_member $$;
create function solution_entry_owner(of_entry int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from solution_entry where id = of_entry $$;

alter table solution_call enable row level security;
create policy readers on solution_call to techex_app using (published_at is not null or (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector', 'observer')));
create policy made on solution_call as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('deal_officer')));
create policy changed on solution_call as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('deal_officer')));
alter table solution_question enable row level security;
create policy readers on solution_question to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('deal_officer', 'inspector')) or (answered_at is not null and solution_public(call_id)));
create policy made on solution_question as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person()) and answered_at is null));
create policy changed on solution_question as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('deal_officer')));
-- Who sits on the council is told to its members, the officers, the need's owner and the inspectors; to everybody once it has decided.
alter table solution_member enable row level security;
create policy readers on solution_member to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('deal_officer', 'inspector')) or solution_owner(call_id) = any ((select reader_organisations())::int[]) or reader_in_council(call_id));
create policy made on solution_member as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('deal_officer')));
create policy changed on solution_member as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('deal_officer')));
-- Before the opening an answer is its own organisation's; afterwards also of those who score it and said that nothing keeps them from it, and of inspectors; with the prices, of officers and of whose need it is.
alter table solution_submission enable row level security;
create policy readers on solution_submission to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[])
  or (solution_opened(call_id) and (reader_scores_call(call_id) or (select reader_has('inspector'))))
  or (solution_state(call_id) in ('pricing', 'standstill', 'awarded') and ((select reader_has('deal_officer')) or solution_owner(call_id) = any ((select reader_organisations())::int[]))));
create policy made on solution_submission as restrictive for insert to techex_app with check (solution_taking(call_id) and ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[])));
alter table solution_answer enable row level security;
create policy readers on solution_answer to techex_app using (exists (select from solution_submission s where s.id = submission_id));
create policy made on solution_answer as restrictive for insert to techex_app with check (solution_taking(submission_call(submission_id)) and ((select reader_is_system()) or submission_owner(submission_id) = any ((select reader_organisations())::int[])));
-- The one table that the Exchange's own handle does not read before its time either.
alter table solution_price enable row level security;
create policy readers on solution_price to techex_app using (submission_owner(submission_id) = any ((select reader_organisations())::int[]) or (solution_price_open(submission_id)
  and ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or reader_scores_call(submission_call(submission_id)) or solution_owner(submission_call(submission_id)) = any ((select reader_organisations())::int[]))));
create policy made on solution_price as restrictive for insert to techex_app with check (solution_taking(submission_call(submission_id)) and ((select reader_is_system()) or submission_owner(submission_id) = any ((select reader_organisations())::int[])));
alter table solution_entry enable row level security;
create policy readers on solution_entry to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector')) or reader_in_council(call_id)
  or (solution_state(call_id) in ('standstill', 'awarded') and solution_owner(call_id) = any ((select reader_organisations())::int[])));
create policy made on solution_entry as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on solution_entry as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('deal_officer')) or organisation_id = any ((select reader_organisations())::int[]));
-- A score is its member's alone until everybody has locked; in the end also of whoever was scored.
alter table solution_score enable row level security;
create policy readers on solution_score to techex_app using ((select reader_is_system()) or solution_member_person(member_id) = (select reader_person())
  or (solution_state(solution_member_call(member_id)) in ('moderation', 'pricing', 'standstill', 'awarded', 'failed') and ((select reader_has('deal_officer', 'inspector')) or reader_scores_call(solution_member_call(member_id))))
  or (solution_state(solution_member_call(member_id)) in ('standstill', 'awarded', 'failed') and (solution_entry_owner(entry_id) = any ((select reader_organisations())::int[]) or solution_owner(solution_member_call(member_id)) = any ((select reader_organisations())::int[]))));
create policy made on solution_score as restrictive for insert to techex_app with check ((select reader_is_system()) or solution_member_person(member_id) = (select reader_person()));
create policy changed on solution_score as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or solution_member_person(member_id) = (select reader_person()));
alter table solution_score_change enable row level security;
create policy readers on solution_score_change to techex_app using (exists (select from solution_score s where s.id = score_id));
create policy made on solution_score_change as restrictive for insert to techex_app with check ((select reader_is_system()) or exists (select from solution_score s where s.id = score_id and solution_member_person(s.member_id) = (select reader_person())));

-- History: nothing goes, and of what was handed in only whose it is follows a merge.
revoke update, delete on solution_call, solution_question, solution_member, solution_submission, solution_answer, solution_price, solution_entry, solution_score, solution_score_change from techex_app;
grant update on solution_call, solution_entry to techex_app;
grant update (answer, answered_by, answered_at, organisation_id) on solution_question to techex_app;
grant update (declaration, conflict_words, declared_at, locked_at, released_at, release_reason) on solution_member to techex_app;
grant update (organisation_id) on solution_submission to techex_app;
grant update (points, reason, scored_at) on solution_score to techex_app;

create function solution_call_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.published_at is not null and (new.need_id, new.title, new.particulars, new.rules, new.rules_hash, new.asks_until, new.closes_at, new.proposed_by, new.published_by, new.published_at) is distinct from (old.need_id, old.title, old.particulars, old.rules, old.rules_hash, old.asks_until, old.closes_at, old.proposed_by, old.published_by, old.published_at) then
    raise exception 'the rules of a call are fixed when it is published' using errcode = 'check_violation'; end if;
  if new.technical_opened_at is distinct from old.technical_opened_at and (old.technical_opened_at is not null or new.technical_opened_at < old.closes_at or new.technical_opened_at > now() + interval '1 minute') then
    raise exception 'technical envelopes are opened once, when the last day has passed' using errcode = 'check_violation'; end if;
  if new.prices_opened_at is distinct from old.prices_opened_at then
    if old.prices_opened_at is not null or old.technical_opened_at is null or not exists (select from solution_member m where m.call_id = old.id and m.locked_at is not null and m.released_at is null)
      or exists (select from solution_member m where m.call_id = old.id and m.released_at is null and m.declaration is distinct from 'conflict' and m.locked_at is null)
      or exists (select from solution_member m join solution_entry e on e.call_id = m.call_id where m.call_id = old.id and m.released_at is null and m.locked_at is not null
        and (select count(*) from solution_score s where s.member_id = m.id and s.entry_id = e.id) < jsonb_array_length(old.rules -> 'criteria')) then
      raise exception 'prices are opened once, when every score is locked' using errcode = 'check_violation'; end if;
  end if;
  return new;
end $$;
create trigger solution_call_keeps_its_word before update on solution_call for each row execute function solution_call_keeps_its_word();
-- Whether an answer reaches the threshold is settled before its price is known, and what was settled of the past stays.
create function solution_entry_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if (new.call_id, new.submission_id, new.number, new.entered_at) is distinct from (old.call_id, old.submission_id, old.number, old.entered_at) then raise exception 'an entry stays what it is' using errcode = 'check_violation'; end if;
  if (new.technical, new.admitted) is distinct from (old.technical, old.admitted) and (old.admitted is not null or solution_state(old.call_id) <> 'moderation') then raise exception 'the technical result is settled once, before prices are opened' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_entry_stands before update on solution_entry for each row execute function solution_entry_stands();
-- Who is locked scores no more; while the council talks it over a score changes only with a reason beside it; once prices lie open nothing changes.
create function solution_score_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare m solution_member; c solution_call; begin
  select * into m from solution_member where id = new.member_id;
  select * into c from solution_call where id = m.call_id;
  if m.declaration is distinct from 'none' or m.released_at is not null or c.prices_opened_at is not null or not exists (select from solution_entry e where e.id = new.entry_id and e.call_id = c.id) then raise exception 'this member does not score here' using errcode = 'check_violation'; end if;
  if m.locked_at is not null and (tg_op = 'INSERT' or c.state <> 'moderation' or not exists (select from solution_score_change x where x.score_id = old.id and x.points_before = old.points and x.points_after = new.points)) then
    raise exception 'a locked score changes only with its reason' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_score_stands before insert or update on solution_score for each row execute function solution_score_stands();
