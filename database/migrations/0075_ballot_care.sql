-- A winner who has a closed deal about the same offer behind them gets a new file: its interest says which lot it comes
-- from, and is none of those of which an organisation has one a listing. A prosecutor reads who sits in the council of
-- a sealed lot, as they read who bids. The release before this one writes no lot_id, and its interests stay one a listing.
alter table interest add column lot_id int references auction_lot;
create unique index one_interest_a_lot on interest (lot_id, organisation_id) where lot_id is not null and merged_from_id is null;
drop index interest_listing_id_organisation_id_coalesce_idx;
create unique index interest_listing_id_organisation_id_coalesce_idx on interest (listing_id, organisation_id, coalesce(counter_listing_id, 0)) where state in ('pending', 'accepted') and merged_from_id is null and lot_id is null;

drop policy readers on auction_council;
create policy readers on auction_council to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'observer', 'prosecutor')));
drop policy readers on auction_share;
create policy readers on auction_share to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'observer', 'prosecutor')));
