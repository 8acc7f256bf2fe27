-- A postponement moves from when calls may end bidding by as much as the opening; the guard of what was published knew of the
-- last moment of an extension only, and so took no postponement of such a lot. The release before this one makes no lots with calls.
create or replace function auction_lot_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare later jsonb; begin
  if old.published_at is null then return new; end if;
  if (new.listing_id, new.regime, new.form, new.title, new.particulars, new.organiser, new.organiser_licence, new.venue, new.registration_opens_at, new.proposed_by, new.published_by, new.published_at)
    is distinct from (old.listing_id, old.regime, old.form, old.title, old.particulars, old.organiser, old.organiser_licence, old.venue, old.registration_opens_at, old.proposed_by, old.published_by, old.published_at) then
    raise exception 'a lot is fixed when it is published' using errcode = 'check_violation'; end if;
  if (new.rules, new.rules_hash, new.registration_closes_at) is not distinct from (old.rules, old.rules_hash, old.registration_closes_at) then return new; end if;
  -- Once written the old time is no longer the one of that postponement: each is good for one time.
  select old.rules || jsonb_build_object('opens_at', instant_of(p.opens_to), 'closes_at', instant_of(p.closes_to))
      || case when jsonb_typeof(old.rules -> 'extension') = 'object' then jsonb_build_object('extension', (old.rules -> 'extension') || jsonb_build_object('latest', (old.rules #>> '{extension,latest}')::bigint + instant_of(p.closes_to) - instant_of(p.closes_from))) else '{}' end
      || case when jsonb_typeof(old.rules -> 'calls') = 'object' then jsonb_build_object('calls', (old.rules -> 'calls') || jsonb_build_object('from', (old.rules #>> '{calls,from}')::bigint + instant_of(p.opens_to) - instant_of(p.opens_from))) else '{}' end
    into later from auction_postponement p
    where p.lot_id = old.id and p.state = 'approved' and p.former_hash = old.rules_hash and p.new_hash = new.rules_hash and p.registration_from = old.registration_closes_at and p.registration_to = new.registration_closes_at
      and instant_of(p.opens_from) = (old.rules ->> 'opens_at')::bigint and instant_of(p.closes_from) = (old.rules ->> 'closes_at')::bigint;
  if later is null or later is distinct from new.rules or old.state <> 'registration' or new.state <> 'registration' then
    raise exception 'the rules of a lot are fixed when it is published; its times come later only as two officers said' using errcode = 'check_violation'; end if;
  return new;
end $$;
