-- The result of a lot may be annulled by a court or another competent authority (Law on Property Auction Art. 72), also after it
-- was performed or given up: one officer notes the decision, another confirms it, and from then on the lot is annulled for good.
-- What was bid stays in its log as it is. A new table, one word more for a state and a guard; the release before this one never writes it.

alter table auction_lot drop constraint auction_lot_state_check, add constraint auction_lot_state_check check (state in ('draft', 'proposed', 'registration', 'armed', 'settling', 'completed', 'defaulted', 'annulled', 'failed', 'cancelled'));

create table auction_annulment (
  id int generated always as identity primary key, lot_id int not null references auction_lot,
  authority text not null check (authority <> ''), ruling_number text not null check (ruling_number <> ''), ruled_on date not null, reason text not null check (reason <> ''),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'returned')), proposed_by int not null references person, proposed_at timestamptz not null,
  decided_by int references person, decided_at timestamptz, decision_reason text not null default '', request_key uuid not null unique,
  check ((state = 'proposed') = (decided_at is null)), check ((decided_at is null) = (decided_by is null)), check (state <> 'approved' or decided_by <> proposed_by)); -- four eyes
create index on auction_annulment (lot_id);
create unique index one_annulment on auction_annulment (lot_id) where state <> 'returned';
create index on auction_annulment (proposed_by);
create index on auction_annulment (decided_by);

-- What only one officer said of a court's decision is the staff's.
alter table auction_annulment enable row level security;
create policy readers on auction_annulment to techex_app using ((state = 'approved' and reader_sees_lot(lot_id)) or (select reader_is_system()) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));
create policy made on auction_annulment as restrictive for insert to techex_app with check (state = 'proposed' and ((select reader_is_system()) or (select reader_has('auction_officer'))));
create policy changed on auction_annulment as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_annulment from techex_app;
grant update (state, decided_by, decided_at, decision_reason) on auction_annulment to techex_app;
create function auction_annulment_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if old.state <> 'proposed' then raise exception 'an annulment is settled once' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_annulment_stands before update on auction_annulment for each row execute function auction_annulment_stands();

create function auction_lot_annulled_for_good() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if new.state = old.state or 'annulled' not in (new.state, old.state) then return new; end if;
  if old.state not in ('settling', 'completed', 'defaulted') or not exists (select from auction_annulment where lot_id = old.id and state = 'approved') then
    raise exception 'the result of a lot is annulled for good, and as two officers said' using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger auction_lot_annulled_for_good before update on auction_lot for each row execute function auction_lot_annulled_for_good();
