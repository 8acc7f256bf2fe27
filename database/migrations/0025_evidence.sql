-- What an offer claims, and what proves it. A claim is never reworded and evidence never edited: what
-- becomes of them (confirmed, refused, taken back, answered) is added. Only new tables and functions: the
-- release before this one never names them, and goes on writing listings whose grade nobody keeps.

create table claim (
  id int generated always as identity primary key, listing_id int not null references listing,
  kind text not null check (kind in ('readiness', 'performance', 'cost', 'safety', 'standard', 'right', 'impact', 'other')),
  statement_vi text not null default '', statement_en text not null default '', check (statement_vi <> '' or statement_en <> ''),
  amount double precision, unit text not null default '', conditions text not null default '', check (amount is not null or unit = ''),
  request_key uuid, added_by int references person, added_at timestamptz not null,
  withdrawn_at timestamptz, withdrawn_by int references person, withdrawal_reason text not null default '',
  unique (id, listing_id), check ((withdrawn_at is null) = (withdrawal_reason = '')));
create index on claim (listing_id);
create unique index on claim (listing_id, request_key);

create table evidence (
  id int generated always as identity primary key, claim_id int not null, listing_id int not null, foreign key (claim_id, listing_id) references claim (id, listing_id),
  grade smallint not null check (grade between 1 and 4), result text not null check (result in ('supports', 'contradicts')),
  title text not null check (title <> ''), made_on date not null, issuer text not null check (issuer <> ''), issuer_organisation_id int references organisation,
  reference text not null default '', note text not null default '', file_tier text check (file_tier in ('public', 'signed_in', 'granted', 'nda')),
  valid_until date check (valid_until >= made_on), holds_until date not null, reported_by text not null check (reported_by in ('owner', 'deal_party', 'inspection_body', 'staff')),
  request_key uuid, added_by int references person, added_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'refused')), decided_by int references person, decided_at timestamptz, decision_reason text not null default '',
  withdrawn_at timestamptz, withdrawn_by int references person, withdrawal_reason text not null default '',
  answer text not null default '', answered_at timestamptz, answered_by int references person, age_told smallint,
  check ((state = 'waiting') = (decided_at is null)), check (state <> 'refused' or decision_reason <> ''),
  check ((withdrawn_at is null) = (withdrawal_reason = '')), check ((answered_at is null) = (answer = '')), check (result = 'contradicts' or (answer = '' and reported_by = 'owner')));
create index on evidence (claim_id);
create index on evidence (listing_id);
create unique index on evidence (claim_id, request_key);
create index on evidence (added_at) where state = 'waiting'; -- the moderators' queue
create index on evidence (holds_until) where state = 'confirmed' and result = 'supports' and withdrawn_at is null and age_told is distinct from 0; -- what the clock looks at

create table evidence_file (evidence_id int primary key references evidence, document_id int not null unique references document);

-- History stays. Of a claim only its end can be added, of evidence what became of it.
revoke update, delete on claim, evidence, evidence_file from techex_app;
grant update (withdrawn_at, withdrawn_by, withdrawal_reason) on claim to techex_app;
grant update (state, decided_by, decided_at, decision_reason, withdrawn_at, withdrawn_by, withdrawal_reason, answer, answered_at, answered_by, age_told) on evidence to techex_app;

-- What evidence is worth is said by moderators, and by none whose own organisation it is.
create function evidence_is_judged_by_others() returns trigger language plpgsql as $$ begin
  if reader_is_system() or (reader_has('moderator') and not coalesce(listing_owner(new.listing_id) = any (reader_organisations()), false)) then return new; end if;
  raise exception 'evidence is confirmed or refused by a moderator of another organisation' using errcode = 'insufficient_privilege';
end $$;
create trigger evidence_is_judged_by_others before update of state, decided_by, decided_at on evidence
  for each row when (old.state <> new.state or old.decided_by is distinct from new.decided_by) execute function evidence_is_judged_by_others();
create trigger evidence_arrives_unjudged before insert on evidence for each row when (new.state <> 'waiting') execute function evidence_is_judged_by_others();

-- Claims and evidence are read with their listing's texts; what was refused, by its own people and the Exchange's.
alter table claim enable row level security;
create policy readers on claim for select to techex_app using (
  (select reader_is_system()) or exists (select from listing l where l.id = listing_id and (l.state = 'published' or l.organisation_id = any ((select reader_organisations())::int[])
    or (l.state <> 'draft' and (select reader_has('moderator', 'administrator', 'observer', 'inspector'))))));
create policy writers on claim for insert to techex_app with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
create policy changers on claim for update to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
alter table evidence enable row level security;
create policy readers on evidence for select to techex_app using (
  (select reader_is_system()) or exists (select from listing l where l.id = listing_id and (l.organisation_id = any ((select reader_organisations())::int[])
    or (l.state = 'published' and state <> 'refused') or (l.state <> 'draft' and (select reader_has('moderator', 'administrator', 'observer', 'inspector'))))));
create policy writers on evidence for insert to techex_app with check (
  (select reader_is_system()) or (added_by = (select reader_person()) and case reported_by when 'owner' then listing_owner(listing_id) = any ((select reader_edits())::int[]) else (select reader_has('moderator')) end));
create policy changers on evidence for update to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]) or (select reader_has('moderator')));
-- A file lies in its tier, and is nobody's but its owner's and the moderators' until they have compared it.
alter table evidence_file enable row level security;
create policy readers on evidence_file for select to techex_app using (
  (select reader_is_system()) or exists (select from evidence e where e.id = evidence_id and (listing_owner(e.listing_id) = any ((select reader_organisations())::int[])
    or (select reader_has('moderator', 'inspector')) or (e.state = 'confirmed' and e.withdrawn_at is null and tier_rank(e.file_tier) <= reader_tier(e.listing_id)))));
create policy writers on evidence_file for insert to techex_app with check (
  (select reader_is_system()) or exists (select from evidence e where e.id = evidence_id and e.added_by = (select reader_person())));
create policy evidence_readers on document for select to techex_app using (exists (select from evidence_file u where u.document_id = document.id));
