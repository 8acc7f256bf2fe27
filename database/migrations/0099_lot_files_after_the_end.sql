-- Who did not win has no more business with what was for bidders: once a lot is over its winner alone goes on reading it.
-- The release before this one asks by its own, wider rule and is answered by this one.
create or replace function reader_reads_lot_file(of_lot int, meant_for text) returns boolean language sql stable as $$
  select exists (select from auction_lot l where l.id = of_lot and (meant_for = 'public' or l.organisation_id = any ((select reader_organisations())::int[])))
    or (select reader_has('auction_officer', 'inspector', 'prosecutor'))
    or exists (select from auction_bidder b join auction_lot l on l.id = b.lot_id where b.lot_id = of_lot and b.state in ('registered', 'eligible') and b.organisation_id = any ((select reader_organisations())::int[])
      and (l.state in ('registration', 'armed') or (l.state in ('settling', 'completed') and b.number = l.winner))) $$;
