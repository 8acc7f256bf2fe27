-- What becomes of a winner's deposit once it is a đặt cọc on the contract and there is none: given up by the winner it is the
-- seller's or goes back (Civil Code Art. 328), annulled it goes back. One officer proposes which, with a reason, another decides.
-- Money returned so has no last day: the three working days of the rule table are of those who did not win.
-- Columns that may stay empty and one word more for a state; the release before this one never writes them.

alter table auction_deposit
  drop constraint auction_deposit_state_check, add constraint auction_deposit_state_check check (state in ('requested', 'received', 'refund_due', 'refunded', 'converted', 'to_seller', 'forfeited', 'lapsed')),
  add column earnest_way text check (earnest_way in ('to_seller', 'returned')), add column earnest_reason text not null default '',
  add column earnest_proposed_by int references person, add column earnest_proposed_at timestamptz, add column earnest_decided_by int references person, add column earnest_decided_at timestamptz,
  add constraint earnest_named check ((earnest_way is null) = (earnest_proposed_by is null)), add constraint earnest_proposed check ((earnest_proposed_by is null) = (earnest_proposed_at is null)), add constraint earnest_decided check ((earnest_decided_by is null) = (earnest_decided_at is null)),
  add constraint earnest_by_two check (earnest_decided_by is null or (earnest_proposed_by is not null and earnest_decided_by <> earnest_proposed_by)),
  add constraint earnest_to_seller check ((state = 'to_seller') = (coalesce(earnest_way, '') = 'to_seller' and earnest_decided_by is not null)),
  add constraint earnest_undecided check (earnest_decided_by is not null or earnest_proposed_by is null or state = 'converted'),
  drop constraint auction_deposit_check4, add constraint auction_deposit_refund_due check (state <> 'refund_due' or refund_due_on is not null or earnest_decided_by is not null);
create index on auction_deposit (earnest_proposed_by);
create index on auction_deposit (earnest_decided_by);
