-- Lots of auctions, those who may bid, and the log of each lot. A lot's rules are fixed when it is published; what
-- happens in it afterwards is one numbered log that nothing changes, and one writer at a time adds to it. Only
-- new tables: the release before this one knows none of them.

create table auction_lot (
  id int generated always as identity primary key, listing_id int not null references listing, organisation_id int not null references organisation, -- whose offer it is, and who sells it
  regime text not null check (regime in ('statutory', 'voluntary')), form text not null check (form in ('ascending', 'descending', 'sealed')),
  title jsonb not null check (title ? 'vi' and title ? 'en'), particulars jsonb not null default '{}',
  organiser text not null default '', organiser_licence text not null default '', auctioneer_id int references person, auctioneer_name text not null default '', venue text not null default '',
  rules jsonb not null, rules_hash text check (rules_hash ~ '^[0-9a-f]{64}$'), -- the hash of the rules as published, in RFC 8785 form
  state text not null default 'draft' check (state in ('draft', 'proposed', 'registration', 'armed', 'settling', 'completed', 'defaulted', 'failed', 'cancelled')),
  state_since timestamptz not null,
  registration_opens_at timestamptz, registration_closes_at timestamptz, armed_at timestamptz,
  phase text, price vnd, winner int, -- as the log says, for those who only look; the log decides
  proposed_by int references person, proposed_at timestamptz, published_by int references person, published_at timestamptz,
  created_by int not null references person, created_at timestamptz not null, demonstration boolean not null default false, version int not null default 0,
  check (published_by is null or published_by <> proposed_by), -- four eyes
  check ((published_at is null) = (rules_hash is null)));
create index on auction_lot (listing_id);
create index on auction_lot (organisation_id);
create index on auction_lot (state, state_since);
create index on auction_lot (auctioneer_id);

create table auction_bidder (
  id int generated always as identity primary key, lot_id int not null references auction_lot, organisation_id int not null references organisation, person_id int not null references person, -- who acts for it in this lot
  number int check (number > 0), -- what everybody else knows of them; given once the deposit is there
  state text not null default 'registered' check (state in ('registered', 'eligible', 'refused', 'left')), state_since timestamptz not null, reason text not null default '',
  declarations jsonb not null default '{}', salt text not null, -- the salt of the commitment by which the log names them
  request_key text not null, registered_at timestamptz not null,
  unique (lot_id, organisation_id), unique (lot_id, number), unique (request_key), check (state <> 'eligible' or number is not null));
create index on auction_bidder (organisation_id);
create index on auction_bidder (person_id);
create unique index one_lot_one_representative on auction_bidder (lot_id, person_id) where state in ('registered', 'eligible');

-- The log of a lot: whoever holds its lease adds to it, numbered without gaps; body is RFC 8785 text and hash
-- the SHA-256 of the hash before and of body.
create table auction_event (
  lot_id int not null references auction_lot, seq int not null check (seq > 0), at_us bigint not null, body text not null, hash bytea not null check (length(hash) = 32), primary key (lot_id, seq));
-- The answer to a command that was sent with a key: the same key gives the same answer for ever. bidder 0: the auctioneer.
create table auction_command (
  lot_id int not null references auction_lot, bidder int not null, key text not null check (length(key) between 8 and 80), digest text not null, seq int not null, sent_at timestamptz not null, primary key (lot_id, bidder, key));
-- Who writes a live lot. A writer that finds another epoch or another number here steps down.
create table auction_lease (
  lot_id int primary key references auction_lot, epoch int not null, holder text not null, endpoint text not null default '', until timestamptz not null, seq int not null default 0, hash bytea not null);

alter table auction_lot enable row level security;
create policy readers on auction_lot to techex_app using (state not in ('draft', 'proposed') or (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector', 'observer')));
create policy made on auction_lot as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy changed on auction_lot as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy removed on auction_lot as restrictive for delete to techex_app using ((select reader_is_system()));

create function reader_sees_lot(of_lot int) returns boolean language sql stable as $$ select exists (select from auction_lot l where l.id = of_lot) $$;

-- Who bids is nobody's to know but their own, the officers' who check them, and the inspectors'.
alter table auction_bidder enable row level security;
create policy readers on auction_bidder to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector')));
create policy made on auction_bidder as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on auction_bidder as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or (select reader_has('auction_officer')));
create policy removed on auction_bidder as restrictive for delete to techex_app using ((select reader_is_system()));

alter table auction_event enable row level security;
create policy readers on auction_event to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_event as restrictive for insert to techex_app with check ((select reader_is_system()));
revoke update, delete on auction_event from techex_app;

alter table auction_command enable row level security;
create policy readers on auction_command to techex_app using ((select reader_is_system()));
revoke update, delete on auction_command from techex_app;
alter table auction_lease enable row level security;
create policy readers on auction_lease to techex_app using ((select reader_is_system()));
revoke delete on auction_lease from techex_app;
