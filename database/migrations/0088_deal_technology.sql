-- What a moderator said the technology of an offer is binds both sides of a deal about it, also while the offer is closed
-- or being rewritten, when the other side reads neither the offer nor what was said of it: so it is asked of the deal.
-- It is what stood when the deal was opened and, since then, only what a moderator said with a reason. An offer rewritten
-- later and published with no reason given is ordinary as a listing; nobody has looked at the deal with it.
create function deal_technology(of_deal int) returns table (class text, decided_at timestamptz, items text[]) language sql stable security definer set search_path = public, pg_temp as $$
  select c.class, c.decided_at, c.items from deal d join listing_classification c on c.listing_id = d.offer_id
    where d.id = of_deal and reader_reads_deal(of_deal, 'registration') and (c.reason <> '' or c.decided_at <= d.opened_at)
    order by c.id desc limit 1 $$;
