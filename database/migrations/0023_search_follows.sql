-- What search follows. Each process holds an index of what is published in its memory (decision 18) and
-- asks before it answers which listings were touched since it last looked. A listing's row here carries
-- the transaction that touched it last: whatever commits after a look was begun by a transaction that was
-- running or not yet begun then, so it carries that number or a higher one. Rows outlive their listing, for
-- its end has to be heard of too; so no foreign key. The release before this one goes on writing as it did:
-- the stamps are kept by triggers.
create table listing_stamp (listing_id int primary key, xid xid8 not null);
create index on listing_stamp (xid);
alter table listing_stamp enable row level security;
create policy readers on listing_stamp to techex_app using ((select reader_is_system()));
revoke insert, update, delete, truncate on listing_stamp from techex_app;

-- Whoever may write a listing has it stamped, in the owner's name. In the order of their numbers, so that
-- two who write many of the same do not wait for each other for ever.
create function stamp_listings(ids int[]) returns void language sql security definer set search_path = public, pg_temp as $$
  insert into listing_stamp (listing_id, xid) select distinct id, pg_current_xact_id() from unnest(ids) id order by id
  on conflict (listing_id) do update set xid = excluded.xid where listing_stamp.xid <> excluded.xid
$$;
revoke execute on function stamp_listings(int[]) from public, techex_app;

create function listings_come() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array(select id from written where state = 'published'));
  return null;
end $$;
create function listings_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array(select n.id from written n left join before b on b.id = n.id where n.state = 'published' or b.state = 'published'));
  return null;
end $$;
create function listings_go() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array(select id from before where state = 'published'));
  return null;
end $$;
create trigger search_follows_new after insert on listing referencing new table as written for each statement execute function listings_come();
create trigger search_follows_change after update on listing referencing old table as before new table as written for each statement execute function listings_change();
create trigger search_follows_end after delete on listing referencing old table as before for each statement execute function listings_go();

-- Texts are stamped in any state: somebody else may be publishing their listing at this moment.
create function listing_texts_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array(select listing_id from written));
  return null;
end $$;
create function listing_texts_go() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array(select listing_id from before));
  return null;
end $$;
create trigger search_follows_new after insert on listing_text referencing new table as written for each statement execute function listing_texts_change();
create trigger search_follows_change after update on listing_text referencing new table as written for each statement execute function listing_texts_change();
create trigger search_follows_end after delete on listing_text referencing old table as before for each statement execute function listing_texts_go();

-- A listing is found by its organisation's name and counted by its kind. The organisation is stamped
-- under its number below zero: a listing of it that is being published at this moment, which this
-- transaction cannot see, is then read again as well.
create function organisations_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array[-new.id]);
  return null;
end $$;
create trigger search_follows_change after update of name_vi, name_en, kind on organisation for each row
  when ((old.name_vi, old.name_en, old.kind) is distinct from (new.name_vi, new.name_en, new.kind)) execute function organisations_change();
