-- What a listing says beyond its texts: how ready it is and why one thinks so, which rights protect it and
-- whose they are, what it costs beside what is used today, where it runs already, what public money is in
-- it; and of a need its figures, what was tried, how certain the money is and who decides. One row a
-- listing where there is one answer, rows of their own where there are many. Only new tables and functions:
-- the release before this one never names them.

-- Each step of the form is saved by itself: its version tells the second of two people that the first has saved.
create table listing_step (
  listing_id int not null references listing on delete cascade, step text not null check (step ~ '^[a-z_]{1,20}$'),
  version int not null default 1 check (version > 0), changed_at timestamptz not null, primary key (listing_id, step));

create table listing_offer_detail (
  listing_id int primary key references listing on delete cascade,
  cost_own vnd, cost_incumbent vnd, -- for one unit, named in the texts
  stage text check (stage in ('idea', 'prototype', 'commercial')), market_size vnd, market_growth_basis_points int check (market_growth_basis_points between -10000 and 100000),
  state_share_basis_points int check (state_share_basis_points between 0 and 10000), task_code text not null default '',
  decision_number text not null default '', decision_on date, decision_authority text not null default '');

create table listing_need_detail (
  listing_id int primary key references listing on delete cascade,
  baseline numeric(18, 4), target numeric(18, 4), value_per_year vnd,
  urgency text check (urgency in ('three_months', 'this_year', 'next_year', 'open')),
  budget_certainty text check (budget_certainty in ('none', 'planned', 'approved')), decides_on date,
  procurement_route text check (procurement_route in ('direct', 'competitive', 'state_order', 'undecided')),
  starts_on date, months smallint check (months between 1 and 120), pilot text check (pilot in ('yes', 'no')));

-- Free text of both kinds, by the name of its field; no row where nothing is written in that language.
create table listing_detail_text (
  listing_id int not null references listing on delete cascade, name text not null check (name ~ '^[a-z_]{1,30}$'),
  language text not null check (language in ('vi', 'en')), text text not null check (text <> ''), primary key (listing_id, name, language));

-- What was answered to the question of each readiness level; no row: not answered.
create table listing_readiness (
  listing_id int not null references listing on delete cascade, level smallint not null check (level between 1 and 9), met boolean not null, primary key (listing_id, level));

create table listing_right (
  listing_id int not null references listing on delete cascade, position smallint not null check (position between 1 and 30),
  kind text not null check (kind in ('patent', 'utility_solution', 'design', 'trademark', 'copyright', 'plant_variety', 'circuit_layout', 'trade_secret')),
  number text not null default '', status text not null check (status in ('filed', 'granted', 'expired', 'refused', 'unregistered')),
  territories text[] not null default '{}', filed_on date, expires_on date, check (expires_on is null or filed_on is null or expires_on > filed_on), primary key (listing_id, position));

-- Whose it is, in parts of 10,000. That they add to the whole is asked when the step is saved, and kept here at the end of each transaction.
create table listing_share (
  listing_id int not null references listing on delete cascade, position smallint not null check (position between 1 and 20),
  organisation_id int references organisation, name text not null check (name <> ''), share_basis_points int not null check (share_basis_points between 1 and 10000), primary key (listing_id, position));
create index on listing_share (organisation_id);
create function listing_shares_whole() returns trigger language plpgsql as $$ begin
  if (select sum(share_basis_points) from listing_share where listing_id = coalesce(new.listing_id, old.listing_id)) <> 10000 then
    raise exception 'the shares of listing % do not add to the whole', coalesce(new.listing_id, old.listing_id) using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger shares_whole after insert or update or delete on listing_share deferrable initially deferred for each row execute function listing_shares_whole();

-- Where it runs already.
create table listing_site (
  listing_id int not null references listing on delete cascade, position smallint not null check (position between 1 and 20),
  place text not null check (place <> ''), since_year smallint check (since_year between 1900 and 2200), ask text not null default '', primary key (listing_id, position));

-- They are read with their listing and written by those who edit it, as its texts are.
do $$ declare name text; begin
  foreach name in array array['listing_step', 'listing_offer_detail', 'listing_need_detail', 'listing_detail_text', 'listing_readiness', 'listing_right', 'listing_share', 'listing_site'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using ((select reader_is_system()) or exists (select from listing l where l.id = listing_id and (l.state = ''published'' or l.organisation_id = any ((select reader_organisations())::int[]) or (l.state <> ''draft'' and (select reader_has(''moderator'', ''administrator'', ''observer'', ''inspector''))))))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]))', name);
  end loop;
end $$;

-- Whether this reader may be told whose an anonymous need is: its own people, the staff of the Exchange, and
-- those it deals with, has itself written to
-- about it, or who signed an undertaking to it. Asked past the policies of deals and interests. A
-- handle that reads for everybody at once is told nothing, as nobody knows who will see what it reads.
create function reader_is_told(of_listing int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not reader_is_system() and (
    coalesce(current_setting('techex.staff', true), '') not in ('', '{}')
    or exists (select from listing l where l.id = of_listing and l.organisation_id = any (reader_organisations()))
    or exists (select from deal d where d.need_id = of_listing and array[d.supplier_organisation_id, d.demander_organisation_id] && reader_organisations())
    or exists (select from interest i where i.listing_id = of_listing and i.state = 'accepted' and i.organisation_id = any (reader_organisations()))
    or exists (select from interest i join listing l on l.id = i.listing_id where i.counter_listing_id = of_listing and l.organisation_id = any (reader_organisations()))
    -- An undertaking is given to somebody by name.
    or exists (select from nda_acceptance a where a.subject = 'listing:' || of_listing and a.organisation_id = any (reader_organisations()))) $$;
