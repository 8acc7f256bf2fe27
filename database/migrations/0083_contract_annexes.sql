-- A signed contract is changed by an annex: a text of its own that both sides write, issue in versions, agree to and
-- sign as they did the contract, so it is a row of `contract` of a third kind. Its text is the contract as the annex
-- leaves it, beside the wording before it; what is different between the two is what the annex changes.
-- The release before this one knows two kinds and asks for those alone.
alter table contract drop constraint contract_kind_check, add constraint contract_kind_check check (kind in ('memorandum', 'contract', 'annex'));
alter table contract_version drop constraint contract_version_kind_check, add constraint contract_version_kind_check check (kind in ('memorandum', 'contract', 'annex'));
-- One memorandum and one contract a deal, as ever; of annexes any number.
alter table contract drop constraint contract_deal_id_kind_key;
create unique index one_text_a_kind on contract (deal_id, kind) where kind <> 'annex';
create index on contract (deal_id);

-- Which annex a text is. A number is given once: one that was withdrawn keeps it, so that no two papers of a deal bear the same.
create table contract_annex (
  contract_id int primary key references contract, deal_id int not null references deal, number int not null check (number > 0),
  organisation_id int not null references organisation, person_id int not null references person, begun_at timestamptz not null, request_key uuid not null unique,
  ended_at timestamptz, ending text check (ending in ('signed', 'withdrawn')),
  withdrawn_organisation_id int references organisation, withdrawn_by int references person, withdrawal text not null default '', -- why, as who ended it said
  unique (deal_id, number), check ((ended_at is null) = (ending is null)),
  check ((ending is not distinct from 'withdrawn') = (withdrawn_by is not null)), check ((withdrawn_by is null) = (withdrawn_organisation_id is null)), check ((withdrawn_by is null) = (withdrawal = '')));
-- Each annex changes the contract as the one before left it, so that one is under way at a time.
create unique index one_annex_under_way on contract_annex (deal_id) where ended_at is null;
create index on contract_annex (organisation_id);
create index on contract_annex (person_id);
create index on contract_annex (withdrawn_organisation_id);
create index on contract_annex (withdrawn_by);

-- As before, and what was withdrawn is written and issued no more.
create or replace function contract_keeps_its_word() returns trigger language plpgsql as $$ begin
  if tg_table_name = 'contract' then
    if new.content is distinct from old.content and exists (select from contract_version v where v.contract_id = old.id and v.state = 'signed') then raise exception 'the text of a signed contract is written no more' using errcode = 'check_violation'; end if;
    if new.content is distinct from old.content and exists (select from contract_annex a where a.contract_id = old.id and a.ended_at is not null) then raise exception 'the text of an annex that has ended is written no more' using errcode = 'check_violation'; end if;
  elsif tg_op = 'INSERT' then
    if exists (select from contract_version v where v.contract_id = new.contract_id and v.state = 'signed') then raise exception 'a signed contract has no further version' using errcode = 'check_violation'; end if;
    if exists (select from contract_annex a where a.contract_id = new.contract_id and a.ended_at is not null) then raise exception 'an annex that has ended has no further version' using errcode = 'check_violation'; end if;
  elsif old.state <> new.state and not (old.state = 'issued' and new.state in ('superseded', 'signed')) then raise exception 'a version that is % never becomes %', old.state, new.state using errcode = 'check_violation';
  elsif old.state = new.state and (new.signed_at, new.signed_on, new.superseded_at) is distinct from (old.signed_at, old.signed_on, old.superseded_at) then raise exception 'the day of a version stays as it was written' using errcode = 'check_violation';
  end if;
  return new;
end $$;
-- How an annex ended stays.
create function annex_keeps_its_word() returns trigger language plpgsql as $$ begin
  if old.ended_at is not null and (new.ended_at, new.ending, new.withdrawn_by, new.withdrawal) is distinct from (old.ended_at, old.ending, old.withdrawn_by, old.withdrawal) then raise exception 'an annex that has ended stays as it ended' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger annex_keeps_its_word before update on contract_annex for each row execute function annex_keeps_its_word();

revoke update, delete on contract_annex from techex_app;
grant update (organisation_id, withdrawn_organisation_id, ended_at, ending, withdrawn_by, withdrawal) on contract_annex to techex_app;
-- Whoever reads the registration reads the annexes it is to register.
alter table contract_annex enable row level security;
create policy readers on contract_annex to techex_app using (reader_reads_deal(deal_id, 'contract') or reader_reads_deal(deal_id, 'registration'));
create policy made on contract_annex as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on contract_annex as restrictive for update to techex_app using (reader_writes_deal(deal_id)) with check (reader_writes_deal(deal_id));
create policy removed on contract_annex as restrictive for delete to techex_app using ((select reader_is_system()));
