-- Documents of a technical envelope. They belong to an organisation's answer, whichever version of it counts in the end:
-- put in and taken out until the last day is over, and until the technical opening read by its own organisation alone.
-- Then the council reads them once it has declared, the officers and the inspectors; with the prices, whose need it is.
-- A new table only.

create table solution_document (
  id int generated always as identity primary key, call_id int not null references solution_call, organisation_id int not null references organisation, document_id int not null references document, person_id int not null references person, added_at timestamptz not null,
  removed_by int references person, removed_at timestamptz, check ((removed_by is null) = (removed_at is null)));
create index on solution_document (call_id, organisation_id);
create index on solution_document (organisation_id);
create index on solution_document (document_id);
create index on solution_document (person_id);

alter table solution_document enable row level security;
-- The Exchange's own handle knows that there is one, so that its file is kept; whoever reads through a page reads as themselves.
create policy readers on solution_document to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[])
  or (removed_at is null and solution_opened(call_id) and (reader_scores_call(call_id) or (select reader_has('deal_officer', 'inspector'))
    or (solution_state(call_id) in ('bidding', 'pricing', 'standstill', 'awarded') and solution_owner(call_id) = any ((select reader_organisations())::int[])))));
create policy made on solution_document as restrictive for insert to techex_app with check (solution_taking(call_id) and ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[])));
create policy changed on solution_document as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (organisation_id = any ((select reader_organisations())::int[]) and solution_taking(call_id)));
revoke update, delete on solution_document from techex_app;
grant update (removed_by, removed_at, organisation_id) on solution_document to techex_app;
create policy solution_readers on document for select to techex_app using (exists (select from solution_document u where u.document_id = document.id));
