-- What a side of a deal says of itself for the support finder: which programme fits is reckoned from it. What
-- was said before stays; the newest holds. Only a new table and function: the release before this one knows neither.

-- Whether a side of the deal has let this reader read a part of it: as its adviser, or for its broker while the mandate holds.
create function reader_let_by(of_deal int, side int, part text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from deal_adviser a where a.deal_id = of_deal and a.organisation_id = side and a.person_id = reader_person() and a.ended_at is null and part = any (a.parts))
    or exists (select from deal_mandate m where m.deal_id = of_deal and m.organisation_id = side and m.broker_organisation_id = any (reader_organisations()) and m.ended_at is null and part = any (m.parts) and mandate_holds(m.id, hanoi_day(now()))) $$;

create table support_fact (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, fact text not null check (fact ~ '^[a-z_]{1,40}$'),
  value text not null check (length(value) <= 40), -- empty: no longer said
  said_by int not null references person, said_at timestamptz not null);
create index on support_fact (deal_id, organisation_id, fact, id desc);
create index on support_fact (organisation_id);
create index on support_fact (said_by);
revoke update, delete on support_fact from techex_app;
grant update (organisation_id) on support_fact to techex_app;
alter table support_fact enable row level security;
-- A side's revenue and plans are its own: the other side reads none of it.
create policy readers on support_fact to techex_app using (
  (select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or organisation_id = any ((select reader_organisations())::int[]) or reader_let_by(deal_id, organisation_id, 'support'));
create policy made on support_fact as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on support_fact as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
