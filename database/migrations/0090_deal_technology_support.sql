-- What a moderator said the technology of a deal is, is asked by the support part too: whoever reads that part of the
-- file alone is told it as well, as what a programme asks is judged by it.
create or replace function deal_technology(of_deal int) returns table (class text, decided_at timestamptz, items text[]) language sql stable security definer set search_path = public, pg_temp as $$
  select c.class, c.decided_at, c.items from deal d join listing_classification c on c.listing_id = d.offer_id
    where d.id = of_deal and (reader_reads_deal(of_deal, 'registration') or reader_reads_deal(of_deal, 'support')) and (c.reason <> '' or c.decided_at <= d.opened_at)
    order by c.id desc limit 1 $$;
