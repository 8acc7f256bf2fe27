-- Sealed ballots: the council that opens them, the lot's key as far as the server may know it, the shares'
-- commitments, the ballots as they were sealed. Only new tables. The secret key is nowhere until three members
-- have handed in their shares after the end of bidding; then it is everybody's.

create table auction_council (
  id int generated always as identity primary key, lot_id int not null references auction_lot, place int not null check (place between 1 and 9), person_id int not null references person,
  named_by int not null references person, named_at timestamptz not null,
  declared_at timestamptz, -- the member's own word that nothing ties them to seller or bidders
  removed_at timestamptz);
create unique index one_seat_each on auction_council (lot_id, person_id) where removed_at is null;
create unique index one_member_a_seat on auction_council (lot_id, place) where removed_at is null;
create index on auction_council (person_id);
create index on auction_council (named_by);

-- One round of the key ceremony. A member who goes takes the round with them: the next round makes another key.
create table auction_ballot_key (
  lot_id int not null references auction_lot, round int not null check (round > 0), public_key bytea not null check (length(public_key) = 32),
  made_by int not null references person, made_at timestamptz not null, voided_at timestamptz,
  secret_key bytea check (length(secret_key) = 32), opened_at timestamptz, primary key (lot_id, round), check ((secret_key is null) = (opened_at is null)));
create unique index one_ballot_key on auction_ballot_key (lot_id) where voided_at is null;
create index on auction_ballot_key (made_by);

create table auction_share (
  lot_id int not null, round int not null, place int not null, person_id int not null references person, salt text not null check (salt ~ '^[0-9a-f]{32}$'), commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
  handed_at timestamptz, primary key (lot_id, round, place), foreign key (lot_id, round) references auction_ballot_key);
create index on auction_share (person_id);
-- The share itself, once its member has handed it in: nobody reads it but the code that puts three together.
create table auction_share_handed (
  lot_id int not null, round int not null, place int not null, share bytea not null check (length(share) = 33), primary key (lot_id, round, place), foreign key (lot_id, round, place) references auction_share);

-- A ballot as the browser sealed it. Its hash stands in the lot's log; a ballot that came late is in neither.
create table auction_ballot (
  lot_id int not null references auction_lot, bidder int not null, hash text not null check (hash ~ '^[0-9a-f]{64}$'), ciphertext bytea not null check (length(ciphertext) = 208), received_at timestamptz not null, primary key (lot_id, bidder, hash));

alter table auction_council enable row level security;
create policy readers on auction_council to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'observer')));
create policy made on auction_council as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy changed on auction_council as restrictive for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer')));
revoke update, delete on auction_council from techex_app;
grant update (declared_at, removed_at) on auction_council to techex_app;

alter table auction_ballot_key enable row level security;
create policy readers on auction_ballot_key to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_ballot_key as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy changed on auction_ballot_key as restrictive for update to techex_app using ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_ballot_key from techex_app;
grant update (voided_at, secret_key, opened_at) on auction_ballot_key to techex_app;

alter table auction_share enable row level security;
create policy readers on auction_share to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'observer')));
create policy made on auction_share as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy changed on auction_share as restrictive for update to techex_app using ((select reader_is_system()));
revoke update, delete on auction_share from techex_app;
grant update (handed_at) on auction_share to techex_app;

alter table auction_share_handed enable row level security;
create policy readers on auction_share_handed to techex_app using ((select reader_is_system()));
revoke update, delete on auction_share_handed from techex_app;

alter table auction_ballot enable row level security;
create policy readers on auction_ballot to techex_app using ((select reader_is_system()));
revoke update on auction_ballot from techex_app;
