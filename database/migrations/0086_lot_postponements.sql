-- A published lot may be postponed while it takes registrations: the close of registration, the opening and the end of bidding
-- come later, never earlier, as one officer proposes with a reason and another approves before registration would have closed.
-- Of its rules the times change and nothing else; the hash they had and the hash they have are kept with the change, and
-- everybody reads both. Until now only the commands kept what a lot was published with: from here on the database does,
-- whoever writes. A new table and a guard; the release before this one never changed a published lot's rules.

create table auction_postponement (
  id int generated always as identity primary key, lot_id int not null references auction_lot, reason text not null check (reason <> ''),
  registration_from timestamptz not null, registration_to timestamptz not null, opens_from timestamptz not null, opens_to timestamptz not null, closes_from timestamptz not null, closes_to timestamptz not null, -- a time that does not move is the same in both
  former_hash text not null check (former_hash ~ '^[0-9a-f]{64}$'), new_hash text not null check (new_hash ~ '^[0-9a-f]{64}$'),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'returned', 'lapsed')), proposed_by int not null references person, proposed_at timestamptz not null,
  decided_by int references person, decided_at timestamptz, decision_reason text not null default '', request_key uuid not null unique,
  check (registration_to >= registration_from and opens_to >= opens_from and closes_to >= closes_from and (registration_to, opens_to, closes_to) <> (registration_from, opens_from, closes_from)), -- later only
  check (registration_to < opens_to and opens_to < closes_to),
  check ((former_hash = new_hash) = ((opens_to, closes_to) = (opens_from, closes_from))), -- the rules know bidding's times, not registration's
  check ((state = 'proposed') = (decided_at is null)), check (state not in ('approved', 'returned') or decided_by is not null),
  check (state <> 'approved' or (decided_by <> proposed_by and decided_at < registration_from))); -- four eyes, and nobody was shut out yet
create index on auction_postponement (lot_id);
create unique index one_waiting_postponement on auction_postponement (lot_id) where state = 'proposed';
create index on auction_postponement (proposed_by);
create index on auction_postponement (decided_by);

alter table auction_postponement enable row level security;
create policy readers on auction_postponement to techex_app using ((state = 'approved' and reader_sees_lot(lot_id)) or (select reader_is_system()) or (select reader_has('auction_officer', 'inspector', 'observer', 'prosecutor')) or exists (select from auction_lot l where l.id = lot_id and l.organisation_id = any ((select reader_organisations())::int[])));
create policy made on auction_postponement as restrictive for insert to techex_app with check (state = 'proposed' and ((select reader_is_system()) or (select reader_has('auction_officer'))));
create policy changed on auction_postponement as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_postponement from techex_app;
grant update (state, decided_by, decided_at, decision_reason) on auction_postponement to techex_app;
create function auction_postponement_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.state <> 'proposed' then raise exception 'a postponement is settled once' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_postponement_stands before update on auction_postponement for each row execute function auction_postponement_stands();

-- Instants of a lot's rules are whole microseconds since 1970.
create function instant_of(at timestamptz) returns bigint language sql immutable as $$ select (extract(epoch from at) * 1000000)::bigint $$;
-- Who sells may come to be another organisation (a merger), and how the lot went on is its lifecycle's; what bidders relied on stays.
create function auction_lot_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare later jsonb; begin
  if old.published_at is null then return new; end if;
  if (new.listing_id, new.regime, new.form, new.title, new.particulars, new.organiser, new.organiser_licence, new.auctioneer_name, new.venue, new.registration_opens_at, new.proposed_by, new.published_by, new.published_at)
    is distinct from (old.listing_id, old.regime, old.form, old.title, old.particulars, old.organiser, old.organiser_licence, old.auctioneer_name, old.venue, old.registration_opens_at, old.proposed_by, old.published_by, old.published_at) then
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
create trigger auction_lot_keeps_its_word before update on auction_lot for each row execute function auction_lot_keeps_its_word();
