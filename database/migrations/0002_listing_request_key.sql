-- A draft saved twice (a second press, or Back and save again) is one draft: the form carries a key,
-- and the draft remembers it. Older and imported listings have none. A column that may be empty is
-- added without rewriting the table, the index over it holds the lock for one quick scan, and the
-- release before this one goes on working, as it never names the column.
alter table listing add column request_key uuid unique;
