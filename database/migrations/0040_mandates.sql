-- Who of each side may sign, and brokers with their mandates. Advisers have their table since 0037. Only new
-- tables, one function made again and one wider policy: the release before this one knows none of them.

-- Who of a side may sign in this deal, and by what: the law's own representative, or somebody a document authorises.
create table deal_signer (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, person_id int references person, -- empty: they sign on paper and have no account
  full_name text not null check (full_name <> ''), position text not null check (position <> ''), basis text not null check (basis in ('legal_representative', 'authorised')),
  document_number text not null default '', document_day date, scope text not null default '', valid_until date,
  recorded_by int not null references person, recorded_at timestamptz not null, ended_by int references person, ended_at timestamptz, ended_reason text not null default '',
  check (basis = 'legal_representative' or (document_number <> '' and document_day is not null and scope <> '' and valid_until is not null)),
  check (valid_until is null or document_day is null or valid_until >= document_day), check ((ended_by is null) = (ended_at is null)));
create unique index one_authority_a_signer on deal_signer (deal_id, organisation_id, person_id) where ended_at is null;
create index on deal_signer (organisation_id);
create index on deal_signer (person_id);
-- History: what was recorded stays as it was; it only ends.
revoke update, delete on deal_signer from techex_app;
grant update (ended_by, ended_at, ended_reason, organisation_id) on deal_signer to techex_app;
alter table deal_signer enable row level security;
create policy readers on deal_signer to techex_app using (reader_reads_deal(deal_id, 'people'));
create policy made on deal_signer as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on deal_signer as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));

-- Hợp đồng môi giới: what one side lets a broker do for it, and for how long. It carries power once the broker's signer accepted.
create table deal_mandate (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, broker_organisation_id int not null references organisation,
  acts text[] not null check (acts <> '{}' and acts <@ array['introduce', 'advise', 'negotiate']), parts text[] not null, from_on date not null, until_on date not null check (until_on >= from_on),
  exclusive boolean not null, offered_by int not null references person, offered_at timestamptz not null, request_key uuid not null unique,
  consent_needed boolean not null, -- the broker acts for both sides: it carries no power before both agreed in writing
  accepted_by int references person, accepted_at timestamptz, acts_for_other boolean, owns_shares boolean, conflict_words text not null default '', -- what the broker declared as it accepted
  ended_by int references person, ended_at timestamptz, ended_organisation_id int references organisation, ended_reason text not null default '',
  check ((accepted_at is null) = (accepted_by is null)), check ((accepted_at is null) = (acts_for_other is null)), check ((accepted_at is null) = (owns_shares is null)),
  check (conflict_words <> '' or not coalesce(acts_for_other or owns_shares, false)), check ((ended_at is null) = (ended_by is null)), check ((ended_at is null) = (ended_reason = '')),
  -- An exclusive mandate leaves no day of its term to another of the same side: it takes every number there is, the others one each.
  constraint exclusive_means_alone exclude using gist (deal_id with =, organisation_id with =, daterange(from_on, until_on, '[]') with &&,
    int4range(case when exclusive then 1 else id end, case when exclusive then null else id + 1 end) with &&) where (ended_at is null));
create index on deal_mandate (organisation_id);
create index on deal_mandate (broker_organisation_id, deal_id);
revoke update, delete on deal_mandate from techex_app;
grant update (consent_needed, accepted_by, accepted_at, acts_for_other, owns_shares, conflict_words, ended_by, ended_at, ended_organisation_id, ended_reason, organisation_id, broker_organisation_id) on deal_mandate to techex_app;
-- That both sides agree to a broker who acts for both, each in its own words.
create table deal_mandate_consent (
  mandate_id int not null references deal_mandate, organisation_id int not null references organisation, words text not null check (words <> ''), given_by int not null references person, given_at timestamptz not null, primary key (mandate_id, organisation_id));
create index on deal_mandate_consent (organisation_id);
revoke update, delete on deal_mandate_consent from techex_app;
grant update (organisation_id) on deal_mandate_consent to techex_app;
-- What the broker is paid stands apart: it is the side's and the broker's, and not the other side's to read.
create table deal_mandate_fee (
  mandate_id int primary key references deal_mandate, basis_points int check (basis_points between 1 and 10000), amount vnd, minimum vnd, cap vnd,
  check ((basis_points is null) <> (amount is null)), check (amount is null or (minimum is null and cap is null)), check (cap is null or minimum is null or cap >= minimum));
revoke update, delete on deal_mandate_fee from techex_app;

create function hanoi_day(at timestamptz) returns date language sql immutable parallel safe as $$ select (at at time zone 'Asia/Ho_Chi_Minh')::date $$;
-- Whose a mandate is, and of which deal: asked past the policies of the tables, which ask one another.
create function mandate_sides(of_mandate int) returns int[] language sql stable security definer set search_path = public, pg_temp as $$ select array[organisation_id, broker_organisation_id] from deal_mandate where id = of_mandate $$;
create function mandate_deal(of_mandate int) returns int language sql stable security definer set search_path = public, pg_temp as $$ select deal_id from deal_mandate where id = of_mandate $$;
-- Whether a mandate carries power on that day in Hanoi: accepted by then, inside its term, not ended by then, and where the broker acts for both sides agreed to by both. The same rule stands in deals/mandate-rules.ts.
create function mandate_holds(of_mandate int, day date) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from deal_mandate m join deal d on d.id = m.deal_id where m.id = of_mandate and hanoi_day(m.accepted_at) <= day and day between m.from_on and m.until_on and (m.ended_at is null or day < hanoi_day(m.ended_at))
    and (not m.consent_needed or 2 = (select count(*) from deal_mandate_consent c where c.mandate_id = m.id and c.organisation_id in (d.supplier_organisation_id, d.demander_organisation_id) and hanoi_day(c.given_at) <= day))) $$;

alter table deal_mandate enable row level security;
create policy readers on deal_mandate to techex_app using (reader_reads_deal(deal_id, 'people') or broker_organisation_id = any ((select reader_organisations())::int[]));
create policy made on deal_mandate as restrictive for insert to techex_app with check (reader_writes_deal(deal_id));
create policy changed on deal_mandate as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id));
alter table deal_mandate_consent enable row level security;
create policy readers on deal_mandate_consent to techex_app using (reader_reads_deal(mandate_deal(mandate_id), 'people') or mandate_sides(mandate_id) && (select reader_organisations()));
create policy made on deal_mandate_consent as restrictive for insert to techex_app with check (reader_writes_deal(mandate_deal(mandate_id)));
create policy changed on deal_mandate_consent as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
alter table deal_mandate_fee enable row level security;
create policy readers on deal_mandate_fee to techex_app using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or mandate_sides(mandate_id) && (select reader_organisations()));
create policy made on deal_mandate_fee as restrictive for insert to techex_app with check (reader_writes_deal(mandate_deal(mandate_id)));

-- The people of a broker read the parts of its mandate while that is in force, as an adviser reads theirs.
create or replace function reader_parts(of_deal int) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct part), '{}') from (
    select unnest(a.parts) part from deal_adviser a where a.deal_id = of_deal and a.person_id = reader_person() and a.ended_at is null
    union all
    select unnest(m.parts) from deal_mandate m where m.deal_id = of_deal and m.broker_organisation_id = any (reader_organisations()) and m.ended_at is null and mandate_holds(m.id, hanoi_day(now()))) let $$;
-- What waits for a broker is theirs to read, though they are no party.
alter policy readers on deal_duty using ((select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or person_id = (select reader_person()) or organisation_id = any ((select reader_organisations())::int[]) or reader_party(deal_id));
