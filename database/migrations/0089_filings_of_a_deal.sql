-- The dossiers of a deal are asked for by the deal on every page of its file, on the board and for what waits in it; the
-- only index that begins with the deal holds those under way alone.
create index registration_filing_deal on registration_filing (deal_id);
