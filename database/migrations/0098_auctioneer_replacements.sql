-- A lot whose auctioneer is lost goes on under another: one officer names them with a reason, another confirms, at any time from
-- publication to the announcement of a winner. Who conducts, and by what name, is fixed with the rest of a published lot: it
-- changes only as two officers said. A new table and a guard; the release before this one never changed an auctioneer.

create table auction_replacement (
  id int generated always as identity primary key, lot_id int not null references auction_lot,
  from_id int references person, from_name text not null, to_id int not null references person, to_name text not null check (to_name <> ''), reason text not null check (reason <> ''),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'returned')), proposed_by int not null references person, proposed_at timestamptz not null,
  decided_by int references person, decided_at timestamptz, decision_reason text not null default '', request_key uuid not null unique,
  check (from_id is distinct from to_id), check ((state = 'proposed') = (decided_at is null)), check ((decided_at is null) = (decided_by is null)), check (state <> 'approved' or decided_by <> proposed_by)); -- four eyes
create index on auction_replacement (lot_id);
create unique index one_waiting_replacement on auction_replacement (lot_id) where state = 'proposed';
create index on auction_replacement (from_id);
create index on auction_replacement (to_id);
create index on auction_replacement (proposed_by);
create index on auction_replacement (decided_by);

-- A reason that is only proposed may speak of somebody's health: it is the staff's.
alter table auction_replacement enable row level security;
create policy readers on auction_replacement to techex_app using ((state = 'approved' and reader_sees_lot(lot_id)) or (select reader_is_system()) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));
create policy made on auction_replacement as restrictive for insert to techex_app with check (state = 'proposed' and ((select reader_is_system()) or (select reader_has('auction_officer'))));
create policy changed on auction_replacement as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_replacement from techex_app;
grant update (state, decided_by, decided_at, decision_reason) on auction_replacement to techex_app;
create function auction_replacement_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.state <> 'proposed' then raise exception 'a replacement is settled once' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_replacement_stands before update on auction_replacement for each row execute function auction_replacement_stands();

-- Beside auction_lot_keeps_its_word, which no longer holds the auctioneer's name.
create function auction_lot_keeps_its_auctioneer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.published_at is null or (new.auctioneer_id, new.auctioneer_name) is not distinct from (old.auctioneer_id, old.auctioneer_name) then return new; end if;
  -- The newest that was confirmed, and no earlier one a second time.
  if not exists (select from auction_replacement r where r.id = (select max(id) from auction_replacement where lot_id = old.id and state = 'approved')
      and r.from_id is not distinct from old.auctioneer_id and r.from_name = old.auctioneer_name and r.to_id = new.auctioneer_id and r.to_name = new.auctioneer_name)
    or not (old.state = 'registration' or (old.state = 'armed' and coalesce(old.phase, 'armed') in ('armed', 'open', 'opening', 'closed'))) then
    raise exception 'who conducts a published lot changes only as two officers said, and not once a winner was announced' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_lot_keeps_its_auctioneer before update on auction_lot for each row execute function auction_lot_keeps_its_auctioneer();

create or replace function auction_lot_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare later jsonb; begin
  if old.published_at is null then return new; end if;
  if (new.listing_id, new.regime, new.form, new.title, new.particulars, new.organiser, new.organiser_licence, new.venue, new.registration_opens_at, new.proposed_by, new.published_by, new.published_at)
    is distinct from (old.listing_id, old.regime, old.form, old.title, old.particulars, old.organiser, old.organiser_licence, old.venue, old.registration_opens_at, old.proposed_by, old.published_by, old.published_at) then
    raise exception 'a lot is fixed when it is published' using errcode = 'check_violation'; end if;
  if (new.rules, new.rules_hash, new.registration_closes_at) is not distinct from (old.rules, old.rules_hash, old.registration_closes_at) then return new; end if;
  -- Once written the old time is no longer the one of that postponement: each is good for one time.
  select old.rules || jsonb_build_object('opens_at', instant_of(p.opens_to), 'closes_at', instant_of(p.closes_to))
      || case when jsonb_typeof(old.rules -> 'extension') = 'object' then jsonb_build_object('extension', (old.rules -> 'extension') || jsonb_build_object('latest', (old.rules #>> '{extension,latest}')::bigint + instant_of(p.closes_to) - instant_of(p.closes_from))) else '{}' end
    into later from auction_postponement p
    where p.lot_id = old.id and p.state = 'approved' and p.former_hash = old.rules_hash and p.new_hash = new.rules_hash and p.registration_from = old.registration_closes_at and p.registration_to = new.registration_closes_at
      and instant_of(p.opens_from) = (old.rules ->> 'opens_at')::bigint and instant_of(p.closes_from) = (old.rules ->> 'closes_at')::bigint;
  if later is null or later is distinct from new.rules or old.state <> 'registration' or new.state <> 'registration' then
    raise exception 'the rules of a lot are fixed when it is published; its times come later only as two officers said' using errcode = 'check_violation'; end if;
  return new;
end $$;
