-- Who writes. The policies before this one say who reads, and for most tables whoever reads a row could
-- write it as far as the database cared. Commands ask first whether their caller may; where one forgets,
-- the database now says no as well. Restrictive policies stand beside those of reading: a row may still be
-- held (select … for update) by whoever reads it, but what is written into it, or taken away, is for those
-- who write for its organisation, for the staff whose work it is, or for the Exchange itself. The release
-- before this one writes nothing that is refused here.

-- One's own: what somebody says goes out in their name.
alter policy writers on event with check ((select reader_is_system()) or person_id is not distinct from (select reader_person()));

-- Letters open accounts: nobody reads them, administrators included. What did not arrive is told without its text.
alter policy readers on outgoing_mail using ((select reader_is_system()));

-- Tables everybody reads and only some may write. Reading stays open; readers.test.ts says why.
do $$ declare name text; begin
  foreach name in array array['staff_role', 'membership', 'invitation', 'person', 'organisation', 'code', 'rule', 'service_time', 'holiday'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy everybody on %I to techex_app using (true)', name);
  end loop;
  -- Written by administrators, who are asked by the command whether it takes two of them.
  foreach name in array array['staff_role', 'code', 'rule', 'service_time', 'holiday'] loop
    execute format('create policy made on %I as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has(''administrator'')))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has(''administrator'')))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()) or (select reader_has(''administrator'')))', name);
  end loop;
  -- History: what was said and decided is taken away by nobody but the Exchange.
  foreach name in array array['interest', 'deal', 'deal_message', 'deal_document', 'listing_review', 'organisation_legal', 'api_key', 'acting_for', 'suspension', 'approval', 'invitation', 'person', 'organisation'] loop
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', name);
  end loop;
  foreach name in array array['deal_message', 'deal_document', 'listing_review'] loop
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()))', name);
  end loop;
end $$;

-- People. An address and an account are who somebody is: only the doors change them.
create policy made on person as restrictive for insert to techex_app with check ((select reader_is_system()));
create function person_is_who_they_are() returns trigger language plpgsql as $$ begin
  if reader_is_system() then return new; end if;
  raise exception 'only the doors change an address or an account' using errcode = 'insufficient_privilege';
end $$;
create trigger person_is_who_they_are before update of email, auth_user_id on person for each row
  when (old.email is distinct from new.email or old.auth_user_id is distinct from new.auth_user_id) execute function person_is_who_they_are();

-- Organisations and their people. Somebody comes in by an invitation they took, by an organisation they made, or by an offer made to them.
create policy made on organisation as restrictive for insert to techex_app with check ((select reader_is_system()) or created_by = (select reader_person()));
create policy changed on organisation as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or id = any ((select reader_edits())::int[]) or (select reader_has('moderator', 'administrator')));
create policy made on invitation as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on invitation as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or email = (select p.email from person p where p.id = reader_person()));
create policy made on membership as restrictive for insert to techex_app with check (
  (select reader_is_system()) or (select reader_has('administrator'))
  or (person_id = (select reader_person()) and (exists (select from invitation i where i.accepted_by = reader_person()) or exists (select from organisation o where o.id = organisation_id and o.created_by = reader_person()))));
create policy changed on membership as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or organisation_id = any ((select reader_edits())::int[])
  or (organisation_id = any ((select reader_organisations())::int[]) and exists (select from ownership_transfer t where t.to_person_id = reader_person() and t.accepted_at is null and t.ended_at is null)));
create policy removed on membership as restrictive for delete to techex_app using (
  (select reader_is_system()) or person_id = (select reader_person()) or organisation_id = any ((select reader_edits())::int[])
  or (organisation_id = any ((select reader_organisations())::int[]) and exists (select from ownership_transfer t where t.to_person_id = reader_person() and t.accepted_at is null and t.ended_at is null)));

-- Listings and what hangs on them.
create policy made on listing as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on listing as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or (select reader_has('moderator')));
create policy removed on listing as restrictive for delete to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
do $$ declare name text; begin
  foreach name in array array['listing_text', 'listing_picture'] loop
    execute format('create policy made on %I as restrictive for insert to techex_app with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
  end loop;
end $$;
create policy made on listing_review as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator')));

-- Interests and deals: the two sides, and deal officers where a side has nobody yet.
create policy made on interest as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on interest as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or (select reader_has('deal_officer')) or organisation_id = any ((select reader_edits())::int[]) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
create policy made on deal as restrictive for insert to techex_app with check (
  (select reader_is_system()) or (select reader_has('deal_officer')) or array[supplier_organisation_id, demander_organisation_id] && (select reader_edits()));
create policy changed on deal as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or (select reader_has('deal_officer')) or array[supplier_organisation_id, demander_organisation_id] && (select reader_organisations()));
create policy made on deal_message as restrictive for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy made on deal_document as restrictive for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));

-- Keys, and what administration does.
create policy made on api_key as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on api_key as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or person_id = (select reader_person()));
create policy made on acting_for as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on acting_for as restrictive for update to techex_app using (true)
  with check ((select reader_is_system()) or staff_person_id = (select reader_person()) or person_id = (select reader_person()));
create policy made on suspension as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on suspension as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy made on approval as restrictive for insert to techex_app
  with check ((select reader_is_system()) or (proposed_by = (select reader_person()) and (select reader_has('administrator', 'moderator'))));
create policy changed on approval as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('administrator', 'moderator')));
