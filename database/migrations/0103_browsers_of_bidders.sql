-- That two bidders of a lot registered from one browser is a sign for its officers. What is kept is a keyed mark of the
-- random cookie a browser's forms are tied to, made for that lot alone, so that nothing is known of the browser but
-- whether it is the same; it goes 90 days after the end of the lot. The release before this one writes none.
alter table auction_bidder add column browser_mark text not null default '' check (browser_mark = '' or browser_mark ~ '^[0-9a-f]{64}$');
