-- What a mandate lets a broker do has an effect now: its people write the term sheet of their side where it says so, and
-- so read the draft that is their side's alone. Every other wall stands as it was: what a broker does is written by the
-- Exchange's own transaction, once its mandate of the day has been looked at (deals/turns.ts). One function and one wider
-- policy; the release before this one asks neither.
create function reader_negotiates(of_deal int, for_organisation int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from deal_mandate m where m.deal_id = of_deal and m.organisation_id = for_organisation and m.broker_organisation_id = any (reader_organisations())
    and m.ended_at is null and 'negotiate' = any (m.acts) and 'terms' = any (m.parts) and mandate_holds(m.id, hanoi_day(now()))) $$;
alter policy readers on term_draft using (term_side(organisation_id) or reader_negotiates(deal_id, organisation_id));
