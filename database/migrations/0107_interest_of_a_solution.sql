-- Who is chosen in a call for solutions and has a closed deal about the same need behind them gets a new file: its
-- interest says which solution it comes from, and is none of those of which an organisation has one a listing. The
-- release before this one writes no solution_entry_id, and its interests stay one a listing.
alter table interest add column solution_entry_id int references solution_entry;
create unique index one_interest_a_solution on interest (solution_entry_id) where solution_entry_id is not null and merged_from_id is null;
drop index interest_listing_id_organisation_id_coalesce_idx;
create unique index interest_listing_id_organisation_id_coalesce_idx on interest (listing_id, organisation_id, coalesce(counter_listing_id, 0)) where state in ('pending', 'accepted') and merged_from_id is null and lot_id is null and solution_entry_id is null;
