-- Three rounds in which those whose price lies open bid their own price down, where the call said so when it was
-- published. A turn has its minutes by the Exchange's clock; what was asked in it nobody else reads before it is over,
-- the Exchange's own handle included, and a price never rises. Only new tables, columns and one more state: a call of
-- the release before this one has no rounds and never comes into it.

alter table solution_call drop constraint solution_call_state_check;
alter table solution_call add constraint solution_call_state_check check (state in ('draft', 'proposed', 'open', 'scoring', 'moderation', 'bidding', 'pricing', 'standstill', 'awarded', 'failed', 'withdrawn')),
  add column rounds_begin_at timestamptz, add column rounds_over_at timestamptz, add check (rounds_over_at is null or rounds_begin_at is not null), add check (rounds_begin_at is null or (prices_opened_at is not null and rules ? 'rounds'));
create index on solution_call (rounds_begin_at) where state = 'bidding'; -- what the clock looks at

-- One participant's minutes in one round; the order of a round stands when the one before it is over.
create table solution_turn (
  id int generated always as identity primary key, call_id int not null references solution_call, entry_id int not null references solution_entry,
  round smallint not null check (round between 1 and 3), position smallint not null check (position > 0), begins_at timestamptz not null, ends_at timestamptz not null check (ends_at > begins_at), closed_at timestamptz check (closed_at >= ends_at),
  unique (call_id, round, position), unique (entry_id, round));
-- A lower price, every one that was taken; the last one of an entry counts.
create table solution_lowered (
  id int generated always as identity primary key, turn_id int not null references solution_turn, amount vnd not null check (amount > 0), person_id int not null references person, request_key uuid not null unique, lowered_at timestamptz not null);
create index on solution_lowered (turn_id);
create index on solution_lowered (person_id);

create function turn_call(of_turn int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select call_id from solution_turn where id = of_turn $$;
create function turn_owner(of_turn int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select e.organisation_id from solution_turn t join solution_entry e on e.id = t.entry_id where t.id = of_turn $$;
create function turn_closed(of_turn int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$ select closed_at is not null from solution_turn where id = of_turn $$;

alter table solution_turn enable row level security;
create policy readers on solution_turn to techex_app using ((select reader_is_system()) or solution_entry_owner(entry_id) = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector')) or reader_scores_call(call_id)
  or solution_owner(call_id) = any ((select reader_organisations())::int[]));
create policy made on solution_turn as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on solution_turn as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
alter table solution_lowered enable row level security;
create policy readers on solution_lowered to techex_app using (turn_owner(turn_id) = any ((select reader_organisations())::int[]) or (turn_closed(turn_id)
  and ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or reader_scores_call(turn_call(turn_id)) or solution_owner(turn_call(turn_id)) = any ((select reader_organisations())::int[]))));
create policy made on solution_lowered as restrictive for insert to techex_app with check (turn_owner(turn_id) = any ((select reader_organisations())::int[]));
revoke update, delete on solution_turn, solution_lowered from techex_app;
grant update (closed_at) on solution_turn to techex_app;

-- What was promised of a turn holds whoever writes: in its minutes, by at least the step below what was asked last, and never after it is over.
create function solution_lowered_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare t solution_turn; asked bigint; step bigint; begin
  select * into t from solution_turn where id = new.turn_id;
  if t.closed_at is not null or new.lowered_at < t.begins_at or new.lowered_at >= t.ends_at or solution_state(t.call_id) <> 'bidding' then raise exception 'a price is lowered in its own turn' using errcode = 'check_violation'; end if;
  select least(p.amount, (select min(l.amount) from solution_lowered l join solution_turn o on o.id = l.turn_id where o.entry_id = t.entry_id)) into asked from solution_entry e join solution_price p on p.submission_id = e.submission_id where e.id = t.entry_id;
  select (rules -> 'rounds' ->> 'step')::bigint into step from solution_call where id = t.call_id;
  if new.amount > asked - step then raise exception 'a price falls by the step at least' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_lowered_stands before insert on solution_lowered for each row execute function solution_lowered_stands();
create function solution_turn_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.closed_at is not null and new.closed_at is distinct from old.closed_at then raise exception 'a turn is over once' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_turn_stands before update on solution_turn for each row execute function solution_turn_stands();
create function solution_rounds_stand() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.rounds_begin_at is not null and new.rounds_begin_at is distinct from old.rounds_begin_at or old.rounds_over_at is not null and new.rounds_over_at is distinct from old.rounds_over_at then raise exception 'rounds begin once and end once' using errcode = 'check_violation'; end if;
  if old.state = 'bidding' and new.state = 'pricing' and (new.rounds_over_at is null or (select count(distinct round) from solution_turn where call_id = old.id) < 3 or exists (select from solution_turn where call_id = old.id and closed_at is null)) then
    raise exception 'rounds are over when every turn of the third is' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_rounds_stand before update on solution_call for each row execute function solution_rounds_stand();

-- While the rounds run, prices lie open: who reads answers and scores then, reads them here too.
drop policy readers on solution_submission;
create policy readers on solution_submission to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[])
  or (solution_opened(call_id) and (reader_scores_call(call_id) or (select reader_has('inspector'))))
  or (solution_state(call_id) in ('bidding', 'pricing', 'standstill', 'awarded') and ((select reader_has('deal_officer')) or solution_owner(call_id) = any ((select reader_organisations())::int[]))));
drop policy readers on solution_score;
create policy readers on solution_score to techex_app using ((select reader_is_system()) or solution_member_person(member_id) = (select reader_person())
  or (solution_state(solution_member_call(member_id)) in ('moderation', 'bidding', 'pricing', 'standstill', 'awarded', 'failed') and ((select reader_has('deal_officer', 'inspector')) or reader_scores_call(solution_member_call(member_id))))
  or (solution_state(solution_member_call(member_id)) in ('standstill', 'awarded', 'failed') and (solution_entry_owner(entry_id) = any ((select reader_organisations())::int[]) or solution_owner(solution_member_call(member_id)) = any ((select reader_organisations())::int[]))));
