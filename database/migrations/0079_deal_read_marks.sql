-- Who has read a message in a deal file, and when: every time a person of a side opens the file with something new in
-- it. deal_read keeps how far they are; this keeps since when, as a later message moves only the former. Whether they
-- bound their side as its owner or signer is kept with it: the other side is told those by name, and how many others.
-- What was read before is dated by the last look. The release before this one writes none of it.
create table deal_read_mark (
  deal_id int not null references deal, person_id int not null references person, organisation_id int not null references organisation, message_id int not null references deal_message,
  represents boolean not null, read_at timestamptz not null, primary key (deal_id, person_id, message_id));
create index on deal_read_mark (person_id);
create index on deal_read_mark (organisation_id);
create index on deal_read_mark (message_id);
insert into deal_read_mark (deal_id, person_id, organisation_id, message_id, represents, read_at)
  select r.deal_id, r.person_id, r.organisation_id, r.message_id, exists (select from membership m where m.person_id = r.person_id and m.organisation_id = r.organisation_id and m.role in ('owner', 'signer')), r.read_at from deal_read r;
revoke update, delete on deal_read_mark from techex_app;
grant update (organisation_id) on deal_read_mark to techex_app;
alter table deal_read_mark enable row level security;
create policy readers on deal_read_mark to techex_app using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or reader_party(deal_id));
create policy made on deal_read_mark as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person()) and reader_party(deal_id)));
create policy changed on deal_read_mark as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on deal_read_mark as restrictive for delete to techex_app using ((select reader_is_system()));
