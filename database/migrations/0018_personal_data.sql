-- Personal data. What people agreed to, word for word; what they ask of the Exchange about their own data,
-- with the deadlines of the law and of the Exchange; and what has to go when its time is over. New tables
-- and functions only: the release before this one never names them.

-- The terms and the privacy notice by version, loaded from data/privacy. A published version never changes.
create table privacy_text (
  version int primary key check (version > 0), valid_from timestamptz not null,
  notice_vi text not null check (notice_vi <> ''), notice_en text not null check (notice_en <> ''), terms_vi text not null check (terms_vi <> ''), terms_en text not null check (terms_en <> ''),
  changes_vi text not null default '', changes_en text not null default '', check (version = 1 or (changes_vi <> '' and changes_en <> '')), -- against the version before
  sha256 text not null, unique (version, sha256),
  check (sha256 = encode(sha256(convert_to(terms_vi || E'\n---\n' || terms_en || E'\n---\n' || notice_vi || E'\n---\n' || notice_en, 'UTF8')), 'hex')));
revoke update, delete on privacy_text from techex_app;
alter table privacy_text enable row level security;
create policy everybody on privacy_text for select to techex_app using (true);
create policy loading on privacy_text for insert to techex_app with check ((select reader_is_system()));

create table consent (
  id int generated always as identity primary key, person_id int not null references person,
  purpose text not null check (purpose in ('terms', 'expert_profile', 'email_digest', 'broker_contact')),
  text_version int not null, text_sha256 text not null, foreign key (text_version, text_sha256) references privacy_text (version, sha256),
  given_at timestamptz not null, how text not null check (how in ('sign_up', 'page')), withdrawn_at timestamptz check (withdrawn_at >= given_at));
create unique index on consent (person_id, purpose, text_version) where withdrawn_at is null;
revoke update, delete on consent from techex_app;
grant update (withdrawn_at) on consent to techex_app;
alter table consent enable row level security;
create policy readers on consent for select to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('administrator', 'inspector')));
create policy givers on consent for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy takers on consent for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));

-- Agreed to on the sign-up form, when there is an account and nobody behind it yet. Whoever becomes that
-- account's person, through whichever door, brings it along.
create table sign_up_consent (
  user_id text primary key references auth_user on delete cascade, text_version int not null, text_sha256 text not null, given_at timestamptz not null,
  foreign key (text_version, text_sha256) references privacy_text (version, sha256));
alter table sign_up_consent enable row level security;
create policy accounts on sign_up_consent to techex_app using ((select reader_is_system()));
create function person_brings_consent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  with brought as (delete from sign_up_consent where user_id = new.auth_user_id returning text_version, text_sha256, given_at)
  insert into consent (person_id, purpose, text_version, text_sha256, given_at, how) select new.id, 'terms', text_version, text_sha256, given_at, 'sign_up' from brought on conflict do nothing;
  return null;
end $$;
create trigger person_brings_consent after insert or update of auth_user_id on person for each row when (new.auth_user_id is not null) execute function person_brings_consent();

-- An expert's profile is public by consent, given and taken back at the profile; the record of consents says so too.
create function expert_consent_is_recorded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if new.consented_at is null then
    update consent set withdrawn_at = greatest(given_at, now()) where person_id = new.person_id and purpose = 'expert_profile' and withdrawn_at is null;
  else
    insert into consent (person_id, purpose, text_version, text_sha256, given_at, how)
      select new.person_id, 'expert_profile', version, sha256, new.consented_at, 'page' from privacy_text where valid_from <= new.consented_at order by version desc limit 1 on conflict do nothing;
  end if;
  return null;
end $$;
create trigger expert_consent_is_recorded after insert or update of consented_at on expert for each row execute function expert_consent_is_recorded();
-- The daily letter is chosen topic by topic: agreed to while there is one, taken back with the last.
create function digest_consent_is_recorded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if exists (select from notice_choice where person_id = new.person_id and delivery = 'daily') then
    insert into consent (person_id, purpose, text_version, text_sha256, given_at, how)
      select new.person_id, 'email_digest', version, sha256, new.chosen_at, 'page' from privacy_text where valid_from <= new.chosen_at order by version desc limit 1 on conflict do nothing;
  else
    update consent set withdrawn_at = greatest(given_at, new.chosen_at) where person_id = new.person_id and purpose = 'email_digest' and withdrawn_at is null;
  end if;
  return null;
end $$;
create trigger digest_consent_is_recorded after insert or update of delivery on notice_choice for each row execute function digest_consent_is_recorded();
-- Whoever leaves takes their profile along, and what they declared for it.
create policy leaving on expert for delete to techex_app using ((select reader_is_system()));
create policy leaving on conflict_of_interest for delete to techex_app using ((select reader_is_system()));

create table data_request (
  id int generated always as identity primary key, person_id int not null references person,
  kind text not null check (kind in ('access', 'correction', 'deletion', 'restriction', 'objection', 'withdrawal')),
  details text not null, request_key uuid not null unique, received_at timestamptz not null,
  answer_by timestamptz not null, complete_by timestamptz not null, by_law boolean not null, -- whether complete_by is the law's or the Exchange's own promise
  carry_out_after timestamptz, check ((kind = 'deletion') = (carry_out_after is not null)), -- until then its person may change their mind
  state text not null default 'received' check (state in ('received', 'answered', 'completed', 'refused', 'withdrawn')),
  answer text not null default '', answered_by int references person, answered_at timestamptz,
  extended_by int references person, extended_at timestamptz, extension_reason text not null default '', check ((extended_at is null) = (extension_reason = '')),
  outcome text not null default '', handled_by int references person, handled_at timestamptz, last_mail_id int references outgoing_mail, -- tells somebody who left that they have left
  check ((state in ('completed', 'refused', 'withdrawn')) = (handled_at is not null)), check (state <> 'refused' or outcome <> ''), check (state <> 'answered' or answered_at is not null));
create unique index on data_request (person_id) where kind = 'deletion' and state in ('received', 'answered');
create index on data_request (person_id, id);
create index on data_request (complete_by) where state in ('received', 'answered');
revoke delete on data_request from techex_app;
alter table data_request enable row level security;
create policy readers on data_request for select to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('administrator', 'observer', 'inspector')));
create policy askers on data_request for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy handlers on data_request for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('administrator')));

-- What somebody looked at is kept for five years and not a day less: the application may not delete from
-- that table, and this function takes away only what is older.
create function forget_old_views(before timestamptz, most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  if not reader_is_system() or before > now() - interval '5 years' then raise exception 'only views older than five years may go'; end if;
  delete from disclosure_view where ctid = any (array(select ctid from disclosure_view where at < before order by at limit most for update skip locked));
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function forget_old_views(timestamptz, int) from public;
grant execute on function forget_old_views(timestamptz, int) to techex_app;
create index on disclosure_view (at);
create index on outgoing_mail (created_at) where body <> '';
create index on notice (read_at) where read_at is not null;
