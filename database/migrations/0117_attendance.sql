-- Who stayed away was read off the log alone, in which whoever came and gave no price stands no more than whoever never came;
-- and to have stayed away costs a deposit (Law on Property Auction Art. 39(6)(a)). So it is kept when a bidder was first there.
alter table auction_bidder
  add column attended_at timestamptz,
  add column present_by int references person; -- the officer who saw them in the hall; null where they opened the room themselves
create index on auction_bidder (present_by);
