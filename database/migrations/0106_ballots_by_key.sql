-- One sealed ballot sent twice under two keys is kept once for each: what one sending forgets is never what the log took from the other.
alter table auction_ballot add column request_key text not null default '';
alter table auction_ballot drop constraint auction_ballot_pkey, add primary key (lot_id, bidder, hash, request_key);
