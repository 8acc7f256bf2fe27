-- What statements showed under a deposit's code and that is not its exact sum: too little, too much, twice, or dated
-- after today. It stands beside the deposit, for the officers to settle with whoever paid.
alter table auction_deposit add column seen jsonb not null default '[]' check (jsonb_typeof(seen) = 'array');
