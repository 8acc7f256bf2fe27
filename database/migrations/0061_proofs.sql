-- What proves the log of a lot to anybody: the public keys receipts and checkpoints are signed with, for ever; the
-- signed checkpoints of each log with the stamps and signatures of others below them; and the annexes by which minutes
-- are corrected, since minutes themselves are read off the log and never written. Only new tables.

create table auction_key (
  name text primary key check (name ~ '^[0-9a-f]{16}$'), public_key text not null, since timestamptz not null); -- SubjectPublicKeyInfo, base64

-- The first leaf of a log, as it was hashed: an organisation merged into another later does not change what was committed to.
create table auction_genesis (lot_id int primary key references auction_lot, body text not null);

create table auction_checkpoint (
  lot_id int not null references auction_lot, size int not null check (size > 0), -- leaves: the genesis and size - 1 events
  at_us bigint not null, root bytea not null check (length(root) = 32), chain bytea not null check (length(chain) = 32),
  peaks bytea not null, -- the whole subtrees of the Merkle tree, 32 bytes each: from them the next checkpoint goes on
  note text not null, made_at timestamptz not null,
  moment text check (moment in ('armed', 'opened', 'closed', 'ranked', 'ended')), -- worth a time stamp
  token bytea, stamped_at timestamptz, -- RFC 3161, over the text of the note
  primary key (lot_id, size));
create index on auction_checkpoint (made_at) where moment is not null and token is null;

-- Signatures of others under the same text: whoever cosigns has seen this and no other history.
create table auction_cosignature (
  lot_id int not null, size int not null, name text not null, line text not null, added_at timestamptz not null,
  primary key (lot_id, size, name), foreign key (lot_id, size) references auction_checkpoint);

create table auction_annex (
  lot_id int not null references auction_lot, number int not null check (number > 0), body text not null check (length(body) between 10 and 4000),
  person_id int not null references person, made_at timestamptz not null, request_key text not null unique, primary key (lot_id, number));

alter table auction_key enable row level security;
create policy readers on auction_key to techex_app using (true);
create policy made on auction_key as restrictive for insert to techex_app with check ((select reader_is_system()));
revoke update, delete on auction_key from techex_app;

alter table auction_genesis enable row level security;
create policy readers on auction_genesis to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_genesis as restrictive for insert to techex_app with check ((select reader_is_system()));
revoke update, delete on auction_genesis from techex_app;

alter table auction_checkpoint enable row level security;
create policy readers on auction_checkpoint to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_checkpoint as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on auction_checkpoint as restrictive for update to techex_app using ((select reader_is_system()));
revoke update, delete on auction_checkpoint from techex_app;
grant update (token, stamped_at) on auction_checkpoint to techex_app;

alter table auction_cosignature enable row level security;
create policy readers on auction_cosignature to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_cosignature as restrictive for insert to techex_app with check ((select reader_is_system()));
revoke update, delete on auction_cosignature from techex_app;

alter table auction_annex enable row level security;
create policy readers on auction_annex to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_annex as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_annex from techex_app;
