-- Who registers for a lot may say by number who they and their near relatives are, and in words what ties them to whom.
-- Of the numbers only keyed marks are kept, made anew for every lot, so that two bidders of one lot who named the same
-- person are found and nobody learns a number from here. An officer decides what is found or declared, with a reason.
-- New columns with defaults: the release before this one goes on writing rows without them.

alter table auction_bidder
  add column id_marks text[] not null default '{}', add column links text not null default '',
  add column links_word text not null default '', add column links_decided_by int references person, add column links_decided_at timestamptz,
  add check (cardinality(id_marks) <= 21), add check ((links_decided_by is null) = (links_decided_at is null)), add check (links_decided_at is null or links_word <> '');
create index on auction_bidder (links_decided_by);
