-- Who runs the Exchange, and by which numbers. Risky acts take two people; a person may be kept out with a
-- reason; staff may help somebody by acting in their name for a while; code lists are edited here and not
-- only by a release; and every number of a law or of the Exchange's own stands in a dated table with its
-- source. New tables and columns that may be empty: the release before this one never names them.

create extension if not exists btree_gist; -- a contrib module of PostgreSQL that a database's owner may add

create table approval (
  id int generated always as identity primary key,
  kind text not null check (kind in ('organisation_merge', 'organisation_delete', 'role_grant', 'rule_change')),
  subject text not null, data jsonb not null, reason text not null check (reason <> ''),
  proposed_by int not null references person, proposed_at timestamptz not null, expires_at timestamptz not null check (expires_at > proposed_at),
  decision text check (decision in ('approved', 'rejected', 'withdrawn', 'lapsed')), decided_by int references person, decided_at timestamptz, decision_reason text not null default '',
  check ((decision is null) = (decided_at is null)), check ((decision is null or decision = 'lapsed') = (decided_by is null)),
  constraint approval_takes_two check (decision not in ('approved', 'rejected') or decided_by <> proposed_by),
  check (decision <> 'withdrawn' or decided_by = proposed_by), check (decision <> 'rejected' or decision_reason <> ''));
create unique index on approval (kind, subject, data) where decision is null; -- the same is proposed once at a time
create index on approval (decided_at desc) where decision is not null;

create table suspension (
  id int generated always as identity primary key, person_id int not null references person, reason text not null check (reason <> ''),
  suspended_by int references person, suspended_at timestamptz not null,
  lifted_by int references person, lifted_at timestamptz, lift_reason text not null default '', check (lifted_at is null or lift_reason <> ''));
create unique index on suspension (person_id) where lifted_at is null;
-- Whichever door a suspended person comes through, no session stays. The account library makes it before the
-- door can say no in words, so it is taken away without an error; nothing is left where the process dies between.
create function suspended_keep_no_session() returns trigger language plpgsql as $$ begin
  delete from auth_session where id = new.id
    and exists (select from suspension s join person p on p.id = s.person_id where p.auth_user_id = new.user_id and s.lifted_at is null);
  return null;
end $$;
create trigger suspended_keep_no_session after insert on auth_session for each row execute function suspended_keep_no_session();

create table acting_for (
  id int generated always as identity primary key, staff_person_id int not null references person, person_id int not null references person,
  reason text not null check (reason <> ''), since timestamptz not null, until timestamptz not null, ended_at timestamptz, ended_by int references person,
  check (staff_person_id <> person_id), check (until > since and until <= since + interval '60 minutes'));
create unique index on acting_for (staff_person_id) where ended_at is null; -- nobody is two people at once
create index on acting_for (person_id, since desc);

alter table code add column retired_at timestamptz, add column edited_at timestamptz, add column edited_by int references person;

create table rule (
  id int generated always as identity primary key, code text not null check (code <> ''), value numeric, unit text not null,
  label_vi text not null check (label_vi <> ''), label_en text not null check (label_en <> ''),
  document text not null default '', article text not null default '', source text not null default '',
  mark text not null check (mark in ('S', 'S2', 'K', 'NF', 'own')), check (mark not in ('S', 'S2') or (document <> '' and source <> '')), check (value is not null or mark = 'NF'),
  valid_from date not null, valid_to date check (valid_to >= valid_from), note text not null default '',
  approval_id int references approval, edited_at timestamptz,
  constraint one_rule_a_day exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&));

create table service_time (
  code text not null check (code in ('listing_review', 'organisation_verification', 'interest_answer', 'access_request', 'data_subject_request')),
  amount int not null check (amount between 1 and 1000), unit text not null check (unit in ('working_days', 'days', 'hours')),
  valid_from date not null, changed_by int references person, changed_at timestamptz, primary key (code, valid_from));
insert into service_time (code, amount, unit, valid_from) values
  ('listing_review', 3, 'working_days', '2026-01-01'), ('organisation_verification', 5, 'working_days', '2026-01-01'),
  ('interest_answer', 10, 'working_days', '2026-01-01'), ('access_request', 5, 'working_days', '2026-01-01'), ('data_subject_request', 2, 'working_days', '2026-01-01');
create table holiday (day date primary key, name_vi text not null check (name_vi <> ''), name_en text not null check (name_en <> ''), removed_at timestamptz, edited_by int references person);

-- The second wall.
alter table approval enable row level security;
create policy readers on approval to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'moderator', 'observer', 'inspector')));
alter table suspension enable row level security;
create policy readers on suspension to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'observer', 'inspector')));
alter table acting_for enable row level security;
create policy readers on acting_for to techex_app using (
  (select reader_is_system()) or staff_person_id = (select reader_person()) or person_id = (select reader_person()) or (select reader_has('administrator', 'observer', 'inspector')));
