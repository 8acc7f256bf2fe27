-- Needs that find no answer by themselves: how many offers answer each, reckoned beforehand; who is on it
-- and what they suggest; and the invitation of suppliers to answer one need, whose answers stay sealed until
-- the last day has passed. Only new tables, functions and triggers: the release before this one knows none.

-- Brokers: members of a verified organisation of intermediaries.
create function reader_brokers() returns boolean language sql stable as $$
  select exists (select from organisation o where o.id = any (reader_organisations()) and o.kind = 'intermediary' and o.verification = 'verified' and o.merged_into_id is null and o.deleted_at is null) $$;
create function reader_is_staff() returns boolean language sql stable parallel safe as $$ select coalesce(current_setting('techex.staff', true), '') not in ('', '{}') $$;

-- Nothing in here that a need's own page does not say: it is kept so that no page matches thousands of needs.
create table need_standing (
  listing_id int primary key references listing on delete cascade, version int not null, matches int not null check (matches >= 0),
  best_id int references listing on delete set null, best_score smallint check (best_score between 0 and 100), computed_at timestamptz not null);
create index on need_standing (computed_at);
create index on need_standing (best_id);
alter table need_standing enable row level security;
create policy readers on need_standing for select to techex_app using (exists (select from listing l where l.id = listing_id and l.state = 'published'));
create policy reckoned on need_standing to techex_app using ((select reader_is_system()));

create table need_helper (
  id int generated always as identity primary key, listing_id int not null references listing on delete cascade, person_id int not null references person,
  organisation_id int references organisation, -- the broker's; empty: of the Exchange
  taken_at timestamptz not null, released_at timestamptz, released_by int references person, check ((released_at is null) = (released_by is null)));
create unique index one_helper_at_a_time on need_helper (listing_id) where released_at is null;
create index on need_helper (person_id);
create index on need_helper (organisation_id);

create table need_suggestion (
  id int generated always as identity primary key, need_id int not null references listing on delete cascade, offer_id int not null references listing on delete cascade,
  reason text not null check (reason <> ''), person_id int not null references person, organisation_id int references organisation,
  suggested_at timestamptz not null, withdrawn_at timestamptz);
create unique index one_suggestion_of_an_offer on need_suggestion (need_id, offer_id) where withdrawn_at is null;
create index on need_suggestion (offer_id);
create index on need_suggestion (person_id);
create index on need_suggestion (organisation_id);

revoke update, delete on need_helper, need_suggestion from techex_app;
grant update (released_at, released_by, organisation_id) on need_helper to techex_app;
grant update (withdrawn_at, organisation_id) on need_suggestion to techex_app;
-- Read by those who broker, by the Exchange's people, and by those whose need it is.
alter table need_helper enable row level security;
create policy readers on need_helper to techex_app using ((select reader_is_system()) or (select reader_is_staff()) or (select reader_brokers()) or listing_owner(listing_id) = any ((select reader_organisations())::int[]));
create policy made on need_helper as restrictive for insert to techex_app with check (
  (select reader_is_system()) or (person_id = (select reader_person()) and case when organisation_id is null then (select reader_has('deal_officer')) else organisation_id = any ((select reader_organisations())::int[]) and (select reader_brokers()) end));
create policy changed on need_helper as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('deal_officer')));
alter table need_suggestion enable row level security;
create policy readers on need_suggestion to techex_app using ((select reader_is_system()) or (select reader_is_staff()) or (select reader_brokers()) or listing_owner(need_id) = any ((select reader_organisations())::int[]));
create policy made on need_suggestion as restrictive for insert to techex_app with check (
  (select reader_is_system()) or (person_id = (select reader_person()) and case when organisation_id is null then (select reader_has('deal_officer')) else organisation_id = any ((select reader_organisations())::int[]) and (select reader_brokers()) end));
create policy changed on need_suggestion as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('deal_officer')));

-- The invitation of suppliers to answer a need. `deadline` is the last day in Hanoi, `deadline_at` the moment it ends.
create table sourcing_call (
  id int generated always as identity primary key, need_id int not null references listing, organisation_id int not null references organisation,
  state text not null default 'draft' check (state in ('draft', 'open', 'withdrawn')), text text not null check (text <> ''),
  deadline date not null, deadline_at timestamptz not null, request_key uuid not null unique, version int not null default 1,
  created_by int not null references person, created_at timestamptz not null, sent_by int references person, sent_at timestamptz,
  withdrawn_by int references person, withdrawn_at timestamptz, withdrawal_reason text not null default '', reminded_for date,
  opened_at timestamptz, -- the answers lie open to those who asked
  check ((state = 'draft') = (sent_at is null)), check ((state = 'withdrawn') = (withdrawn_at is not null)), check (opened_at is null or (state = 'open' and opened_at >= deadline_at)));
create index on sourcing_call (need_id);
create index on sourcing_call (organisation_id);
create index on sourcing_call (created_by);
create index on sourcing_call (deadline_at) where state = 'open' and opened_at is null; -- what the clock looks at
create table call_question (
  id int generated always as identity primary key, call_id int not null references sourcing_call on delete cascade, position smallint not null check (position between 1 and 10),
  kind text not null check (kind in ('text', 'number', 'yes_no', 'price', 'days')), text text not null check (text <> ''), unit text not null default '', unique (call_id, position));
create table call_supplier (
  id int generated always as identity primary key, call_id int not null references sourcing_call on delete cascade, organisation_id int not null references organisation,
  offer_id int references listing on delete set null, -- for which it was invited; empty: for itself
  state text not null default 'invited' check (state in ('invited', 'drafting', 'answered', 'declined')), added_by int not null references person, added_at timestamptz not null,
  answered_at timestamptz, decline_code text, decline_note text not null default '', declined_at timestamptz,
  outcome text check (outcome in ('shortlisted', 'not_chosen')), outcome_reason text not null default '', outcome_by int references person, outcome_at timestamptz,
  check ((state = 'declined') = (decline_code is not null)), check (outcome is null or state = 'answered'), check (outcome is distinct from 'not_chosen' or outcome_reason <> ''));
create index on call_supplier (call_id);
create index on call_supplier (organisation_id);
-- What a supplier answers, apart from that it does: this is what stays sealed.
create table call_reply (
  supplier_id int primary key references call_supplier on delete cascade, note text not null default '', offer_id int references listing on delete set null,
  version int not null default 1, saved_by int not null references person, saved_at timestamptz not null);
create table call_answer (supplier_id int not null references call_supplier on delete cascade, question_id int not null references call_question on delete cascade, value text not null check (value <> ''), primary key (supplier_id, question_id));
create index on call_answer (question_id);
create table call_enquiry (
  id int generated always as identity primary key, call_id int not null references sourcing_call on delete cascade, supplier_id int not null references call_supplier on delete cascade,
  question text not null check (question <> ''), asked_by int not null references person, asked_at timestamptz not null, request_key uuid not null unique,
  answer text not null default '', answered_by int references person, answered_at timestamptz, check ((answered_at is null) = (answer = '')));
create index on call_enquiry (call_id);
create index on call_enquiry (supplier_id);

-- Whose a call is, who answers it, whether it lies open: asked past the policies of the tables themselves, which ask one another.
create function call_owner(of_call int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from sourcing_call where id = of_call $$;
create function call_sent(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$ select state <> 'draft' from sourcing_call where id = of_call $$;
create function call_opened(of_supplier int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from call_supplier s join sourcing_call c on c.id = s.call_id where s.id = of_supplier and c.opened_at is not null) $$;
create function supplier_owner(of_supplier int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from call_supplier where id = of_supplier $$;
create function reader_invited(of_call int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from call_supplier s join sourcing_call c on c.id = s.call_id where s.call_id = of_call and c.state <> 'draft' and s.organisation_id = any (reader_organisations())) $$;
-- What was answered is its supplier's; once the last day has passed, what was sent is also the inviter's and the Exchange's, and no draft ever.
create function reader_opens(of_supplier int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from call_supplier s join sourcing_call c on c.id = s.call_id where s.id = of_supplier and s.state = 'answered' and c.opened_at is not null
    and (c.organisation_id = any (reader_organisations()) or reader_has('deal_officer', 'inspector'))) $$;

alter table sourcing_call enable row level security;
create policy readers on sourcing_call to techex_app using (
  (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector')) or reader_invited(id));
create policy made on sourcing_call as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')));
create policy changed on sourcing_call as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')));
create policy removed on sourcing_call as restrictive for delete to techex_app using ((select reader_is_system()) or (state = 'draft' and (organisation_id = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')))));
alter table call_question enable row level security;
create policy readers on call_question to techex_app using ((select reader_is_system()) or exists (select from sourcing_call c where c.id = call_id));
create policy made on call_question as restrictive for insert to techex_app with check ((select reader_is_system()) or (not call_sent(call_id) and (call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')))));
create policy changed on call_question as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on call_question as restrictive for delete to techex_app using ((select reader_is_system()) or (not call_sent(call_id) and (call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')))));
-- A supplier reads its own row and never another's.
alter table call_supplier enable row level security;
create policy readers on call_supplier to techex_app using (
  (select reader_is_system()) or (organisation_id = any ((select reader_organisations())::int[]) and call_sent(call_id))
  or call_owner(call_id) = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector')));
create policy made on call_supplier as restrictive for insert to techex_app with check ((select reader_is_system()) or (not call_sent(call_id) and (call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')))));
create policy changed on call_supplier as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')));
create policy removed on call_supplier as restrictive for delete to techex_app using ((select reader_is_system()) or (not call_sent(call_id) and (call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')))));
do $$ declare name text; begin
  foreach name in array array['call_reply', 'call_answer'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using ((select reader_is_system()) or supplier_owner(supplier_id) = any ((select reader_organisations())::int[]) or reader_opens(supplier_id))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check ((select reader_is_system()) or (supplier_owner(supplier_id) = any ((select reader_edits())::int[]) and not call_opened(supplier_id)))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (supplier_owner(supplier_id) = any ((select reader_edits())::int[]) and not call_opened(supplier_id)))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()) or (supplier_owner(supplier_id) = any ((select reader_edits())::int[]) and not call_opened(supplier_id)))', name);
  end loop;
end $$;
-- A question is its asker's and the inviter's until it is answered; then everybody invited reads both, and nobody reads who asked.
alter table call_enquiry enable row level security;
create policy readers on call_enquiry to techex_app using (
  (select reader_is_system()) or supplier_owner(supplier_id) = any ((select reader_organisations())::int[]) or call_owner(call_id) = any ((select reader_organisations())::int[])
  or (select reader_has('deal_officer', 'inspector')) or (answered_at is not null and reader_invited(call_id)));
create policy made on call_enquiry as restrictive for insert to techex_app with check ((select reader_is_system()) or (asked_by = (select reader_person()) and answered_at is null and supplier_owner(supplier_id) = any ((select reader_edits())::int[])));
create policy changed on call_enquiry as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or call_owner(call_id) = any ((select reader_edits())::int[]) or (select reader_has('deal_officer')));
create policy removed on call_enquiry as restrictive for delete to techex_app using ((select reader_is_system()));

-- The last day moves one way only, and the seal is broken once, not before it, and not ahead of time.
create function call_keeps_its_word() returns trigger language plpgsql as $$ begin
  if old.state <> 'draft' and (new.deadline_at < old.deadline_at or (old.opened_at is not null and new.deadline_at <> old.deadline_at)) then raise exception 'the last day of a call is never moved forward' using errcode = 'check_violation'; end if;
  if new.opened_at is distinct from old.opened_at and (old.opened_at is not null or new.opened_at > now() + interval '1 minute') then raise exception 'the answers to a call are opened once, when its last day has passed' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger call_keeps_its_word before update on sourcing_call for each row execute function call_keeps_its_word();
-- Each side says what is its own to say: the supplier whether it answers, the inviter what becomes of the answer.
create function call_sides() returns trigger language plpgsql as $$ begin
  if reader_is_system() then return new; end if;
  if (new.state, new.decline_code, new.decline_note, new.answered_at) is distinct from (old.state, old.decline_code, old.decline_note, old.answered_at) and not coalesce(old.organisation_id = any (reader_edits()), false) then
    raise exception 'a supplier answers for itself' using errcode = 'insufficient_privilege'; end if;
  if (new.outcome, new.outcome_reason, new.outcome_by) is distinct from (old.outcome, old.outcome_reason, old.outcome_by) and not coalesce(call_owner(old.call_id) = any (reader_edits()) or reader_has('deal_officer'), false) then
    raise exception 'the inviter says what becomes of an answer' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
create trigger call_sides before update on call_supplier for each row execute function call_sides();
