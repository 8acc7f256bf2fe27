-- The contract of a deal and the memorandum that may go before it: a text both sides write clause by clause,
-- versions of it that are issued and never change, which side agrees to which, and what the law asks to be
-- registered or licensed. Only new tables, functions and triggers: the release before this one knows none of them.

-- What is being written: one memorandum and one contract a deal. `content` is the text as it stands now;
-- `draft_version` tells the second of two people that the first has written.
create table contract (
  id int generated always as identity primary key, deal_id int not null references deal, kind text not null check (kind in ('memorandum', 'contract')),
  template text not null, template_version smallint not null check (template_version > 0), content jsonb not null check (content ->> 'format' = '1' and content ? 'clauses'),
  draft_version int not null default 1, created_by int not null references person, created_at timestamptz not null, changed_by int not null references person, changed_at timestamptz not null,
  unique (deal_id, kind));
create index on contract (created_by);
create index on contract (changed_by);
-- Each clause as somebody once left it.
create table contract_edit (
  id int generated always as identity primary key, contract_id int not null references contract, deal_id int not null references deal, clause text not null, text_vi text not null, text_en text not null,
  removed boolean not null default false, organisation_id int not null references organisation, person_id int not null references person, edited_at timestamptz not null);
create index on contract_edit (contract_id, clause);
create index on contract_edit (deal_id);
create index on contract_edit (organisation_id);
create index on contract_edit (person_id);

-- A version as it was issued. `content_sha256` is of what it says, written in one way only, and stands at the
-- foot of every page; `sha256` is of the PDF, byte for byte: what is signed.
--
-- HOW A VERSION BECOMES SIGNED. Only the newest version of a contract is `issued`; the one before it becomes
-- `superseded` as it is issued. Whoever gathers the signatures keeps them in tables of their own that refer to
-- contract_version (id), and calls versionSigned (src/modules/contracts/signed.ts) in the transaction of the
-- last signature, with the deal's row taken (inDeal): state `issued` becomes `signed`, with the moment and the
-- day in Hanoi of that last signature. The trigger below lets no other way pass: nothing that is superseded
-- is ever signed, nothing signed changes, and the text of a signed contract is written no more.
create table contract_version (
  id int generated always as identity primary key, contract_id int not null references contract, deal_id int not null references deal, kind text not null check (kind in ('memorandum', 'contract')),
  number int not null check (number > 0), content jsonb not null, content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  pdf_document_id int not null references document, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), note text not null default '',
  organisation_id int not null references organisation, person_id int not null references person, issued_at timestamptz not null, request_key uuid not null unique,
  state text not null default 'issued' check (state in ('issued', 'superseded', 'signed')), superseded_at timestamptz, signed_at timestamptz, signed_on date,
  unique (contract_id, number), check ((state = 'superseded') = (superseded_at is not null)), check ((state = 'signed') = (signed_at is not null)), check ((signed_at is null) = (signed_on is null)));
create unique index one_version_in_force on contract_version (contract_id) where state in ('issued', 'signed');
create index on contract_version (deal_id);
create index on contract_version (pdf_document_id);
create index on contract_version (organisation_id);
create index on contract_version (person_id);
-- That a side's signer agrees to the text of one version, before anybody signs. A version that changes or drops a clause ends what was said of the one before.
create table contract_approval (
  id int generated always as identity primary key, version_id int not null references contract_version, deal_id int not null references deal, organisation_id int not null references organisation,
  person_id int not null references person, approved_at timestamptz not null, lapsed_at timestamptz, lapse_reason text check (lapse_reason in ('clause_removed', 'clause_changed', 'withdrawn')),
  check ((lapsed_at is null) = (lapse_reason is null)));
create unique index one_approval_a_side on contract_approval (version_id, organisation_id) where lapsed_at is null;
create index on contract_approval (deal_id);
create index on contract_approval (organisation_id);
create index on contract_approval (person_id);

-- What was said of the contract that decides whether it is registered, licensed or neither; the newest stands.
create table registration_fact (
  id int generated always as identity primary key, deal_id int not null references deal, direction text not null check (direction in ('into_vietnam', 'out_of_vietnam', 'domestic')),
  state_money boolean not null, result_certificate boolean not null, technology text not null check (technology in ('ordinary', 'encouraged', 'restricted', 'prohibited')), voluntary boolean not null default false,
  note text not null default '', organisation_id int not null references organisation, person_id int not null references person, stated_at timestamptz not null);
create index on registration_fact (deal_id);
create index on registration_fact (organisation_id);
create index on registration_fact (person_id);
-- One dossier on its way through an authority. Days are Hanoi's.
create table registration_filing (
  id int generated always as identity primary key, deal_id int not null references deal, version_id int references contract_version, -- empty: an approval is asked for before there is a signed contract
  kind text not null check (kind in ('approval', 'licence', 'registration', 'amendment', 'extension', 'termination')), organisation_id int not null references organisation, -- who files
  state text not null default 'preparing' check (state in ('preparing', 'filed', 'supplement_asked', 'complete', 'certified', 'refused', 'withdrawn')),
  changes text not null default '', authority text not null default '', filed_on date, receipt_number text not null default '', asked_on date, asked_what text not null default '', complete_on date,
  decided_on date, certificate_number text not null default '', refusal_reason text not null default '', opened_by int not null references person, opened_at timestamptz not null, changed_at timestamptz not null,
  request_key uuid not null unique, check (state not in ('filed', 'supplement_asked', 'complete', 'certified', 'refused') or filed_on is not null),
  check (state <> 'certified' or (certificate_number <> '' and decided_on is not null)), check (state <> 'refused' or (refusal_reason <> '' and decided_on is not null)));
create unique index one_filing_under_way on registration_filing (deal_id, kind) where state in ('preparing', 'filed', 'supplement_asked', 'complete');
create index on registration_filing (version_id);
create index on registration_filing (organisation_id);
create index on registration_filing (opened_by);
-- The parts of a dossier: the document of each, or why there is none.
create table registration_paper (
  filing_id int not null references registration_filing, code text not null, deal_id int not null references deal, document_id int references document, left_out text not null default '',
  organisation_id int not null references organisation, person_id int not null references person, put_at timestamptz not null, primary key (filing_id, code), check ((document_id is null) = (left_out <> '')));
create index on registration_paper (deal_id);
create index on registration_paper (document_id);
create index on registration_paper (organisation_id);
create index on registration_paper (person_id);

-- Issued is issued, and signed is signed.
create function contract_keeps_its_word() returns trigger language plpgsql as $$ begin
  if tg_table_name = 'contract' then
    if new.content is distinct from old.content and exists (select from contract_version v where v.contract_id = old.id and v.state = 'signed') then raise exception 'the text of a signed contract is written no more' using errcode = 'check_violation'; end if;
  elsif tg_op = 'INSERT' then
    if exists (select from contract_version v where v.contract_id = new.contract_id and v.state = 'signed') then raise exception 'a signed contract has no further version' using errcode = 'check_violation'; end if;
  elsif old.state <> new.state and not (old.state = 'issued' and new.state in ('superseded', 'signed')) then raise exception 'a version that is % never becomes %', old.state, new.state using errcode = 'check_violation';
  elsif old.state = new.state and (new.signed_at, new.signed_on, new.superseded_at) is distinct from (old.signed_at, old.signed_on, old.superseded_at) then raise exception 'the day of a version stays as it was written' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger contract_keeps_its_word before update on contract for each row execute function contract_keeps_its_word();
create trigger contract_version_keeps_its_word before insert or update on contract_version for each row execute function contract_keeps_its_word();

-- What was written, issued, said and agreed stays; a merge may name the survivor.
revoke update, delete on contract, contract_edit, contract_version, contract_approval, registration_fact, registration_filing from techex_app;
revoke delete on registration_paper from techex_app;
grant update (content, draft_version, changed_by, changed_at) on contract to techex_app;
grant update (organisation_id) on contract_edit, registration_fact to techex_app;
grant update (organisation_id, state, superseded_at, signed_at, signed_on) on contract_version to techex_app;
grant update (organisation_id, lapsed_at, lapse_reason) on contract_approval to techex_app;
grant update (organisation_id, state, changes, authority, filed_on, receipt_number, asked_on, asked_what, complete_on, decided_on, certificate_number, refusal_reason, changed_at) on registration_filing to techex_app;

-- Whoever reads the registration reads the version it is about, and the other way about what became of it.
do $$ declare name text; begin
  foreach name in array array['contract', 'contract_edit', 'contract_version', 'contract_approval', 'registration_fact', 'registration_filing', 'registration_paper'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using (reader_reads_deal(deal_id, %L)%s)', name, case when name like 'registration%' then 'registration' else 'contract' end,
      case when name in ('registration_fact', 'registration_filing') then ' or reader_reads_deal(deal_id, ''contract'')' when name = 'contract_version' then ' or reader_reads_deal(deal_id, ''registration'')' else '' end);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (reader_writes_deal(deal_id)) with check (reader_writes_deal(deal_id))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', name);
  end loop;
end $$;
