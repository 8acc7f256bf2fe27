-- A holiday on a Saturday or Sunday gives a day off in lieu, which is asked for until it is entered or somebody says that
-- there is none for that holiday. The release before this one neither asks nor reads the column.
alter table holiday add column no_lieu boolean not null default false;
