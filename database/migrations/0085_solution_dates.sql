-- Dates of a published call for solutions come later, never earlier: one officer proposes with a reason, another approves
-- while the old date is still to come, and from then on everybody reads old date, new date and reason. The rules with their
-- hash stay as they were published. Not without the other officer, not once the envelopes are open, not for a round that has
-- begun: the database keeps to that whoever writes. A new table only; a call of the release before this one has no such row.

create table solution_date_change (
  id int generated always as identity primary key, call_id int not null references solution_call, reason text not null check (reason <> ''),
  asks_from timestamptz, asks_until timestamptz, closes_from timestamptz, closes_at timestamptz, round smallint check (round between 1 and 3), round_from timestamptz, round_begins timestamptz,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'returned', 'lapsed')), proposed_by int not null references person, proposed_at timestamptz not null,
  decided_by int references person, decided_at timestamptz, decision_reason text not null default '', request_key uuid not null unique,
  check ((asks_from is null) = (asks_until is null) and (closes_from is null) = (closes_at is null) and (round_from is null) = (round_begins is null) and (round is null) = (round_from is null)),
  check (asks_until > asks_from), check (closes_at > closes_from), check (round_begins > round_from), -- later only
  check (num_nonnulls(asks_until, closes_at, round_begins) > 0 and (round is null or num_nonnulls(asks_until, closes_at) = 0)),
  check ((state = 'proposed') = (decided_at is null)), check (state not in ('approved', 'returned') or decided_by is not null),
  check (state <> 'approved' or (decided_by <> proposed_by and decided_at < least(asks_from, closes_from, round_from)))); -- four eyes, and no date that has passed
create index on solution_date_change (call_id);
create unique index one_waiting_change_of_dates on solution_date_change (call_id) where state = 'proposed';
create index on solution_date_change (proposed_by);
create index on solution_date_change (decided_by);

alter table solution_date_change enable row level security;
create policy readers on solution_date_change to techex_app using ((state = 'approved' and solution_public(call_id)) or (select reader_is_system()) or (select reader_has('deal_officer', 'inspector', 'observer')) or solution_owner(call_id) = any ((select reader_organisations())::int[]));
create policy made on solution_date_change as restrictive for insert to techex_app with check (state = 'proposed' and ((select reader_is_system()) or (select reader_has('deal_officer'))));
create policy changed on solution_date_change as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('deal_officer')));
revoke update, delete on solution_date_change from techex_app;
grant update (state, decided_by, decided_at, decision_reason) on solution_date_change to techex_app;
create function solution_date_change_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.state <> 'proposed' then raise exception 'a change of dates is settled once' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger solution_date_change_stands before update on solution_date_change for each row execute function solution_date_change_stands();

create or replace function solution_call_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.published_at is not null and (new.need_id, new.title, new.particulars, new.rules, new.rules_hash, new.proposed_by, new.published_by, new.published_at) is distinct from (old.need_id, old.title, old.particulars, old.rules, old.rules_hash, old.proposed_by, old.published_by, old.published_at) then
    raise exception 'the rules of a call are fixed when it is published' using errcode = 'check_violation'; end if;
  -- Once written the new date is no longer the old one of that change: a change is good for one time.
  if old.published_at is not null and (new.asks_until, new.closes_at) is distinct from (old.asks_until, old.closes_at) and (old.state <> 'open' or new.state <> 'open' or old.technical_opened_at is not null
    or not exists (select from solution_date_change d where d.call_id = old.id and d.state = 'approved' and coalesce(d.asks_from, old.asks_until) = old.asks_until and coalesce(d.asks_until, old.asks_until) = new.asks_until and coalesce(d.closes_from, old.closes_at) = old.closes_at and coalesce(d.closes_at, old.closes_at) = new.closes_at)) then
    raise exception 'a date of a call is fixed when it is published, and comes later only as two officers said' using errcode = 'check_violation'; end if;
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

-- A round that has not begun comes later as a whole: every turn of it by as much, in the same order and as long as before.
grant update (begins_at, ends_at) on solution_turn to techex_app;
create or replace function solution_turn_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare before interval; begin
  if old.closed_at is not null and new.closed_at is distinct from old.closed_at then raise exception 'a turn is over once' using errcode = 'check_violation'; end if;
  before := (old.position - 1) * (old.ends_at - old.begins_at);
  if (new.begins_at, new.ends_at) is distinct from (old.begins_at, old.ends_at) and (old.closed_at is not null or new.ends_at - new.begins_at <> old.ends_at - old.begins_at
    or not exists (select from solution_date_change d where d.call_id = old.call_id and d.state = 'approved' and d.round = old.round and d.round_from + before = old.begins_at and d.round_begins + before = new.begins_at)) then
    raise exception 'a round comes later only as two officers said, before it begins' using errcode = 'check_violation'; end if;
  return new;
end $$;
create or replace function solution_rounds_stand() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.rounds_begin_at is not null and new.rounds_begin_at is distinct from old.rounds_begin_at and not exists (select from solution_date_change d where d.call_id = old.id and d.state = 'approved' and d.round = 1 and d.round_from = old.rounds_begin_at and d.round_begins = new.rounds_begin_at)
    or old.rounds_over_at is not null and new.rounds_over_at is distinct from old.rounds_over_at then raise exception 'rounds begin once and end once' using errcode = 'check_violation'; end if;
  if old.state = 'bidding' and new.state = 'pricing' and (new.rounds_over_at is null or (select count(distinct round) from solution_turn where call_id = old.id) < 3 or exists (select from solution_turn where call_id = old.id and closed_at is null)) then
    raise exception 'rounds are over when every turn of the third is' using errcode = 'check_violation'; end if;
  return new;
end $$;
