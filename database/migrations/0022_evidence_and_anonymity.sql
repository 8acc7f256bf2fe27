-- What search and cards ask of every listing stands on the listing itself, so that no page joins four
-- tables for it: how well its claims are proven today, and whether a need keeps its organisation's name
-- for those it talks to. Columns with a constant default are added without rewriting the table.
alter table listing
  -- 0 nothing claimed · 1 self-declared · 2 document · 3 third party · 4 proven in the field
  add column evidence_grade smallint not null default 0 check (evidence_grade between 0 and 4),
  add column anonymous boolean not null default false,
  add constraint only_needs_are_anonymous check (kind = 'need' or not anonymous);

-- A view keeps the columns it was made with.
create or replace view published_listing as select * from listing where state = 'published';
