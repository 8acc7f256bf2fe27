-- Who reads. The application's connections carry their reader, and what is confidential is kept by the
-- database as well: a query that forgets its condition finds nothing more. The checks of the program stay
-- the first wall; this is the second. A connection that says nothing reads as a stranger: processes of the
-- release before this one go on showing what is public until they are restarted, and nothing else.

alter table staff_role drop constraint staff_role_role_check;
alter table staff_role add constraint staff_role_role_check
  check (role in ('moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector'));

-- The member of staff who acted in that person's name; empty where they acted themselves. A column that
-- may be empty is added without rewriting the log, and the trigger guards rows, not columns.
alter table event add column acted_by int references person;

create function reader_is_system() returns boolean language sql stable parallel safe as $$ select coalesce(current_setting('techex.system', true), '') = 'on' $$;
create function reader_person() returns int language sql stable parallel safe as $$ select nullif(current_setting('techex.person', true), '')::int $$;
create function reader_organisations() returns int[] language sql stable parallel safe as $$ select coalesce(nullif(current_setting('techex.organisations', true), ''), '{}')::int[] $$;
-- Those of the reader's organisations for which they may write.
create function reader_edits() returns int[] language sql stable parallel safe as $$ select coalesce(nullif(current_setting('techex.edits', true), ''), '{}')::int[] $$;
create function reader_has(variadic roles text[]) returns boolean language sql stable parallel safe as $$ select coalesce(nullif(current_setting('techex.staff', true), ''), '{}')::text[] && roles $$;

-- Whose a listing is, for policies of what hangs on it: asked past the listing's own policy, or the two would ask each other for ever.
create function listing_owner(of_listing int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select organisation_id from listing where id = of_listing $$;

-- What everybody may search. Full-text conditions cannot use their index behind a policy, so searching
-- reads this view, which holds published listings and nothing else.
create view published_listing as select * from listing where state = 'published';
grant select on published_listing to techex_app;
revoke insert, update, delete on published_listing from techex_app;

alter table listing enable row level security;
create policy readers on listing to techex_app using (
  state = 'published' or (select reader_is_system())
  or organisation_id = any ((select reader_organisations())::int[])
  or (state <> 'draft' and (select reader_has('moderator', 'administrator', 'observer', 'inspector')))
  or (select reader_has('deal_officer', 'inspector'))
  -- Whoever has a file about it may go on naming it once it is closed or revised; its texts have a policy of their own.
  or exists (select from interest i where (i.listing_id = listing.id or i.counter_listing_id = listing.id))
);
alter table listing_text enable row level security;
create policy readers on listing_text to techex_app using (
  (select reader_is_system())
  or exists (select from listing l where l.id = listing_id and (l.state = 'published' or l.organisation_id = any ((select reader_organisations())::int[])
    or (l.state <> 'draft' and (select reader_has('moderator', 'administrator', 'observer', 'inspector')))))
);
alter table listing_review enable row level security;
create policy readers on listing_review to techex_app using (
  (select reader_is_system()) or (select reader_has('moderator', 'administrator', 'observer', 'inspector'))
  or listing_owner(listing_id) = any ((select reader_organisations())::int[])
);
alter table listing_picture enable row level security;
create policy readers on listing_picture to techex_app using (
  (select reader_is_system()) or exists (select from listing l where l.id = listing_id and (l.state = 'published' or l.organisation_id = any ((select reader_organisations())::int[])
    or (l.state <> 'draft' and (select reader_has('moderator', 'administrator', 'observer', 'inspector')))))
);

alter table interest enable row level security;
create policy readers on interest to techex_app using (
  (select reader_is_system()) or (select reader_has('deal_officer', 'inspector'))
  or organisation_id = any ((select reader_organisations())::int[])
  or listing_owner(listing_id) = any ((select reader_organisations())::int[])
);
alter table deal enable row level security;
create policy readers on deal to techex_app using (
  (select reader_is_system()) or (select reader_has('deal_officer', 'inspector'))
  or supplier_organisation_id = any ((select reader_organisations())::int[]) or demander_organisation_id = any ((select reader_organisations())::int[])
);
alter table deal_message enable row level security;
create policy readers on deal_message to techex_app using ((select reader_is_system()) or exists (select from deal d where d.id = deal_id));
alter table deal_document enable row level security;
create policy readers on deal_document to techex_app using ((select reader_is_system()) or exists (select from deal d where d.id = deal_id));

-- Letters carry links that open accounts: whoever writes one may not read it again.
alter table outgoing_mail enable row level security;
create policy writers on outgoing_mail for insert to techex_app with check (true);
create policy readers on outgoing_mail to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'observer', 'inspector')));

-- Passwords, sessions and tokens are the account library's alone.
alter table auth_user enable row level security;
create policy accounts on auth_user to techex_app using ((select reader_is_system()));
alter table auth_session enable row level security;
create policy accounts on auth_session to techex_app using ((select reader_is_system()));
alter table auth_account enable row level security;
create policy accounts on auth_account to techex_app using ((select reader_is_system()));
alter table auth_verification enable row level security;
create policy accounts on auth_verification to techex_app using ((select reader_is_system()));
