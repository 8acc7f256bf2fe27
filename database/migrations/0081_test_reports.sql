-- The test report of an evaluation as a record of its own: what was tested, how, by whom, when and where, what was
-- measured, and what is concluded; answered by the other side. A report is corrected by another version of it; what was
-- written stays. Only new tables and functions: the release before this one knows none of them.
create table room_report (
  id int generated always as identity primary key, deal_id int not null references deal, number smallint not null check (number > 0), organisation_id int not null references organisation, -- the side whose report it is
  person_id int not null references person, written_at timestamptz not null, withdrawn_by int references person, withdrawn_at timestamptz, withdrawal_reason text not null default '',
  check ((withdrawn_by is null) = (withdrawn_at is null)), check (withdrawn_at is null or withdrawal_reason <> ''), unique (deal_id, number));
create index on room_report (organisation_id);
create index on room_report (person_id);
create index on room_report (withdrawn_by);
create table room_report_version (
  id int generated always as identity primary key, deal_id int not null references deal, report_id int not null references room_report, version smallint not null check (version > 0),
  object text not null check (object <> ''), sample text not null default '', method text not null check (method <> ''),
  tester text not null check (tester in ('supplier', 'demander', 'third_party')), tester_name text not null default '', accreditation text not null default '', -- as the side declares it; nobody of the Exchange has looked
  tested_from date not null, tested_to date not null check (tested_to >= tested_from), place text not null check (place <> ''),
  conclusion text not null check (conclusion in ('meets', 'meets_in_part', 'does_not_meet')), remarks text not null default '', correction text not null default '', -- what was corrected and why
  due_on date not null, person_id int not null references person, request_key uuid not null, written_at timestamptz not null,
  answer text check (answer in ('agreed', 'objected')), answer_note text not null default '', answered_by int references person, answered_at timestamptz,
  check (tester <> 'third_party' or tester_name <> ''), check ((version = 1) = (correction = '')), check ((answer is null) = (answered_at is null)), check (answer is distinct from 'objected' or answer_note <> ''),
  unique (report_id, version), unique (deal_id, person_id, request_key)); -- one press of one person is one version
create index on room_report_version (person_id);
create index on room_report_version (answered_by);
-- Thresholds and values are written as reports write them: ≤ 1,3 · không màu · 2,1 ± 0,2.
create table room_report_quantity (
  id int generated always as identity primary key, deal_id int not null references deal, report_version_id int not null references room_report_version, position smallint not null check (position between 1 and 20),
  name text not null check (name <> ''), required text not null default '', measured text not null check (measured <> ''), unit text not null default '',
  verdict text not null check (verdict in ('passed', 'not_passed', 'not_judged')), check (verdict = 'not_judged' or required <> ''), unique (report_version_id, position));
create index on room_report_quantity (deal_id);
-- The papers it rests on lie in the data room and are handed out there only, each under the rules of its folder.
create table room_report_document (
  id int generated always as identity primary key, deal_id int not null references deal, report_version_id int not null references room_report_version, room_version_id int not null references room_version, unique (report_version_id, room_version_id));
create index on room_report_document (room_version_id);
create index on room_report_document (deal_id);

revoke update, delete on room_report, room_report_version, room_report_quantity, room_report_document from techex_app;
grant update (withdrawn_by, withdrawn_at, withdrawal_reason, organisation_id) on room_report to techex_app;
grant update (answer, answer_note, answered_by, answered_at) on room_report_version to techex_app;

-- What a report says is read as what lies in a folder for all of the other side: by its own side, and by the other once
-- both have given the undertaking. The Exchange's people, who have given none, know only that it is there.
create function reader_reads_report(of_report int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or exists (select from room_report r where r.id = of_report and reader_in_folder(r.deal_id, r.organisation_id, 'all', 0)) $$;
create function reader_reads_report_version(of_version int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or exists (select from room_report_version v where v.id = of_version and reader_reads_report(v.report_id)) $$;
create function reader_reads_report_paper(of_version int, of_room_version int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or (reader_reads_report_version(of_version) and exists (select from room_version n where n.id = of_room_version and reader_knows_room_document(n.room_document_id))) $$;
do $$ declare one record; begin
  for one in select * from (values
    ('room_report', '(select reader_is_system()) or (select reader_has(''deal_officer'', ''inspector'')) or reader_in_folder(deal_id, organisation_id, ''all'', 0)'),
    ('room_report_version', 'reader_reads_report(report_id)'), ('room_report_quantity', 'reader_reads_report_version(report_version_id)'), ('room_report_document', 'reader_reads_report_paper(report_version_id, room_version_id)')) as t (name, reads) loop
    execute format('alter table %I enable row level security', one.name);
    execute format('create policy readers on %I to techex_app using (%s)', one.name, one.reads);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', one.name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id))', one.name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', one.name);
  end loop;
end $$;
