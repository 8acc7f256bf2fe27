-- The dossier of a lot: the regulation of its auction (Quy chế cuộc đấu giá), documents and pictures of the asset. Officers put
-- them in and take them out while the lot is a draft; from its proposal on they stand. While registrations are taken one may be
-- added, with a reason, as a change in what was published. What everybody may know of each is its title, its size and its hash;
-- one for bidders only is disclosed to those registered, and each reading of it is kept. New tables, and a column that may stay
-- empty: the release before this one goes on as it was.

create table auction_file (
  id int generated always as identity primary key, lot_id int not null references auction_lot,
  kind text not null check (kind in ('regulation', 'asset', 'picture')), readers text not null check (readers in ('public', 'bidders')), check (readers = 'public' or kind = 'asset'),
  title text not null check (title <> ''), document_id int not null unique references document,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), bytes int not null check (bytes > 0), media_type text not null, -- of the document, for those who may not read it
  reason text not null default '', -- why it was added when the lot was public already
  person_id int not null references person, added_at timestamptz not null,
  removed_by int references person, removed_at timestamptz, check ((removed_by is null) = (removed_at is null)));
create unique index one_file_of_that_content on auction_file (lot_id, sha256) where removed_at is null;
create index on auction_file (person_id);
create index on auction_file (removed_by);

alter table auction_file enable row level security;
create policy readers on auction_file to techex_app using ((select reader_is_system()) or (removed_at is null and reader_sees_lot(lot_id)) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));
create policy made on auction_file as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy changed on auction_file as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_file from techex_app;
grant update (removed_by, removed_at) on auction_file to techex_app;

-- Whoever writes: nothing is exchanged, nothing goes once another officer was asked to publish, and what comes later says why.
create function auction_file_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare lot auction_lot; begin
  if tg_op = 'DELETE' then raise exception 'a file of a lot is never deleted' using errcode = 'check_violation'; end if;
  select * into lot from auction_lot where id = new.lot_id;
  if tg_op = 'UPDATE' then
    if lot.state <> 'draft' or old.removed_at is not null or (to_jsonb(new) - '{removed_by,removed_at}'::text[]) <> (to_jsonb(old) - '{removed_by,removed_at}'::text[]) then
      raise exception 'the files of a lot stand from its proposal on' using errcode = 'check_violation'; end if;
  elsif not (lot.state = 'draft' and new.reason = '') and not (lot.state = 'registration' and new.reason <> '' and new.kind <> 'regulation') then
    raise exception 'a file comes to a lot while it is a draft, or with a reason while it takes registrations' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_file_stands before insert or update or delete on auction_file for each row execute function auction_file_stands();

-- The content: everybody's, the bidders', or that of those who run and inspect auctions and of the seller.
create function reader_reads_lot_file(of_lot int, meant_for text) returns boolean language sql stable as $$
  select exists (select from auction_lot l where l.id = of_lot and (meant_for = 'public' or l.organisation_id = any ((select reader_organisations())::int[])))
    or (select reader_has('auction_officer', 'inspector', 'prosecutor'))
    or exists (select from auction_bidder b where b.lot_id = of_lot and b.state in ('registered', 'eligible') and b.organisation_id = any ((select reader_organisations())::int[])) $$;
create policy lot_readers on document for select to techex_app using (exists (select from auction_file u where u.document_id = document.id and u.removed_at is null and reader_reads_lot_file(u.lot_id, u.readers)));

-- Who was handed a file that is not everybody's, and when.
create table auction_file_view (
  id int generated always as identity primary key, lot_id int not null references auction_lot, file_id int not null references auction_file,
  person_id int not null references person, organisation_id int references organisation, acted_by int references person, at timestamptz not null);
create index on auction_file_view (lot_id);
create index on auction_file_view (file_id);
create index on auction_file_view (person_id);
create index on auction_file_view (organisation_id);
create index on auction_file_view (acted_by);
alter table auction_file_view enable row level security;
create policy readers on auction_file_view to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));
create policy made on auction_file_view as restrictive for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy changed on auction_file_view as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
revoke update, delete on auction_file_view from techex_app;
grant update (organisation_id) on auction_file_view to techex_app;

-- The change a file added later is told as. It announces no postponement.
alter table auction_notice add column file_id int references auction_file;
create index on auction_notice (file_id);
