-- How a version of a contract is signed: by whom for each side, in which of three ways, and what was found in
-- the PDFs that came back signed with certificates. Only new tables: the release before this one knows none.

-- What was found in a signed file, as it was found that day; the file itself is a document. Nothing here is ever judged anew.
create table signature_verdict (
  id int generated always as identity primary key, version_id int not null references contract_version, deal_id int not null references deal, document_id int not null references document,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), verdict jsonb not null check (verdict ->> 'version' = '1'),
  copy text not null check (copy in ('first', 'same', 'continued', 'separate')), -- beside the other side's file
  organisation_id int not null references organisation, person_id int not null references person, judged_at timestamptz not null);
create index on signature_verdict (version_id);
create index on signature_verdict (deal_id);
create index on signature_verdict (document_id);
create index on signature_verdict (organisation_id);
create index on signature_verdict (person_id);

-- That a side has signed a version: one a side. `sha256` is of the version's PDF, so that nobody can say later it was another text.
create table contract_signature (
  id int generated always as identity primary key, version_id int not null references contract_version, deal_id int not null references deal, organisation_id int not null references organisation,
  way text not null check (way in ('platform', 'certificate', 'paper')), signer_name text not null check (signer_name <> ''), position text not null check (position <> ''), sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  document_id int references document, verdict_id int references signature_verdict, certificate text not null default '', -- SHA-256 of the signer's certificate
  signed_at timestamptz not null, place text not null default '', person_id int not null references person, recorded_at timestamptz not null, request_key uuid not null unique,
  unique (version_id, organisation_id),
  check ((way = 'certificate') = (verdict_id is not null)), check ((way = 'certificate') = (certificate <> '')), check ((way = 'platform') = (document_id is null)), check (way <> 'paper' or place <> ''));
-- One certificate does not sign for both.
create unique index one_certificate_a_version on contract_signature (version_id, certificate) where certificate <> '';
create index on contract_signature (deal_id);
create index on contract_signature (organisation_id);
create index on contract_signature (document_id);
create index on contract_signature (verdict_id);
create index on contract_signature (person_id);

-- What is signed is signed; a merge may name the survivor.
revoke update, delete on signature_verdict, contract_signature from techex_app;
grant update (organisation_id) on signature_verdict, contract_signature to techex_app;
do $$ declare name text; begin
  foreach name in array array['signature_verdict', 'contract_signature'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using (reader_reads_deal(deal_id, ''contract'') or reader_reads_deal(deal_id, ''registration''))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', name);
  end loop;
end $$;
