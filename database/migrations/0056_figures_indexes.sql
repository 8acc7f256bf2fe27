-- What the board of conversion and the ledger of outcomes ask of every interest and every deal, found without
-- reading them all: interests of a period; what became of a listing from either side of an interest, also of
-- those declined, which the unique index leaves out; and the deals won, the latest first.
create index on interest (expressed_at);
create index on interest (listing_id);
create index on interest (counter_listing_id) where counter_listing_id is not null;
create index on deal (closed_at) where stage = 'won';
