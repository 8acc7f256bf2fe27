-- Who withdrew or was disqualified while bidding was open reads what is for bidders no more: until now that ended only
-- with the lot. The log says who is out; the index holds those few of its entries, so that asking reads no long log.
-- Making it holds up the writers of lots for as long as one reading of the log takes. The release before this one asks
-- by its own, wider rule and is answered by this one.
create index auction_event_out on auction_event (lot_id) where body like '%"type":"bidder_out"%';
create function bidder_is_out(of_lot int, of_number int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from auction_event e where e.lot_id = of_lot and e.body like '%"type":"bidder_out"%' and (e.body::jsonb ->> 'bidder')::int = of_number) $$;

create or replace function reader_reads_lot_file(of_lot int, meant_for text) returns boolean language sql stable as $$
  select exists (select from auction_lot l where l.id = of_lot and (meant_for = 'public' or l.organisation_id = any ((select reader_organisations())::int[])))
    or (select reader_has('auction_officer', 'inspector', 'prosecutor'))
    or exists (select from auction_bidder b join auction_lot l on l.id = b.lot_id where b.lot_id = of_lot and b.state in ('registered', 'eligible') and b.organisation_id = any ((select reader_organisations())::int[])
      and (l.state in ('registration', 'armed') or (l.state in ('settling', 'completed') and b.number = l.winner)) and not bidder_is_out(b.lot_id, b.number)) $$;
