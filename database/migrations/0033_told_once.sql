-- A listing that is corrected and published again is no news to whoever was told of it already, though it
-- carries a new moment of publication. So a saved search remembers the latest listings it told of, by
-- number. The release before this one leaves the column empty and tells of such a listing again.
alter table saved_search add column told int[] not null default '{}';
