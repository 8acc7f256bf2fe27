-- The people of a broker whose mandate names the data room read it for the side that mandated them, as an adviser
-- does: that side's folders, and the other's once both have given the undertaking, which lets each side have its
-- advisers read and answer for them. Only while the mandate is in force. One function made again; the release
-- before this one asks it the same question and gets the same kind of answer.
create or replace function reader_room_sides(of_deal int) returns int[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(side), '{}') from (
    select side from deal d cross join unnest(array[d.supplier_organisation_id, d.demander_organisation_id]) side where d.id = of_deal and side = any (reader_organisations())
    union select a.organisation_id from deal_adviser a where a.deal_id = of_deal and a.person_id = reader_person() and a.ended_at is null and 'room' = any (a.parts)
    union select m.organisation_id from deal_mandate m where m.deal_id = of_deal and m.broker_organisation_id = any (reader_organisations()) and m.ended_at is null and 'room' = any (m.parts) and mandate_holds(m.id, hanoi_day(now()))) sides $$;
