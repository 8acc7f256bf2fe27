-- What a lot needs before bidding begins and after it ended: when it was posted and announced, what people asked
-- about it, the deposits, and what became of it. Columns that may stay empty and new tables: the release before
-- this one goes on as it was.

alter table auction_lot add column request_key uuid unique, -- one press of the button that drafts
  add column replaces_lot_id int references auction_lot, -- the failed lot this one runs again
  add column deal_id int references deal, -- the file that opened for seller and winner
  add column ended_at timestamptz, -- when bidding ended, with a winner or without
  add column outcome text not null default ''; -- why it was sent back, failed, was cancelled or defaulted; of a failed one a code
create index on auction_lot (replaces_lot_id);
create index on auction_lot (deal_id);
create index on auction_lot (proposed_by);
create index on auction_lot (published_by);
create index on auction_lot (created_by);

-- Niêm yết and thông báo công khai with their days, and what changed in the published price, quantity or quality.
create table auction_notice (
  id int generated always as identity primary key, lot_id int not null references auction_lot, kind text not null check (kind in ('posting', 'portal', 'printed', 'change')),
  on_day date not null, place text not null, person_id int not null references person, noted_at timestamptz not null);
create index on auction_notice (lot_id);
create index on auction_notice (person_id);
alter table auction_notice enable row level security;
create policy readers on auction_notice to techex_app using ((select reader_is_system()) or reader_sees_lot(lot_id));
create policy made on auction_notice as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_notice from techex_app;

-- Who asked is told to nobody but the officers; the question and its answer are everybody's once answered.
create table auction_question (
  id int generated always as identity primary key, lot_id int not null references auction_lot, person_id int not null references person, organisation_id int references organisation,
  question text not null, request_key uuid not null unique, asked_at timestamptz not null,
  answer text not null default '', answered_by int references person, answered_at timestamptz, check ((answered_at is null) = (answer = '')), check ((answered_at is null) = (answered_by is null)));
create index on auction_question (lot_id);
create index on auction_question (person_id);
create index on auction_question (organisation_id);
create index on auction_question (answered_by);
alter table auction_question enable row level security;
create policy readers on auction_question to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector')) or (answered_at is not null and reader_sees_lot(lot_id)));
create policy made on auction_question as restrictive for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));
create policy changed on auction_question as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('auction_officer')));
revoke update, delete on auction_question from techex_app;
grant update (organisation_id, answer, answered_by, answered_at) on auction_question to techex_app;

-- Tiền đặt trước of one bidder, from the request to its end: returned, turned into a đặt cọc, or forfeited by two people.
create table auction_deposit (
  id int generated always as identity primary key, lot_id int not null references auction_lot, bidder_id int not null unique references auction_bidder, organisation_id int not null references organisation,
  amount vnd not null check (amount > 0), reference text not null unique check (reference ~ '^[A-Z0-9]{4,25}$'), refund_to text not null,
  state text not null default 'requested' check (state in ('requested', 'received', 'refund_due', 'refunded', 'converted', 'forfeited', 'lapsed')), state_since timestamptz not null,
  requested_by int not null references person, requested_at timestamptz not null,
  paid_on date, basis text check (basis in ('statement', 'evidence')), words text not null default '', received_by int references person, received_at timestamptz,
  refund_due_on date, refund_words text not null default '', refunded_by int references person, refunded_at timestamptz,
  forfeit_ground text check (forfeit_ground in ('absent', 'disqualified', 'refused_minutes', 'withdrew', 'refused_result')), forfeit_reason text not null default '', forfeit_proposed_by int references person, forfeit_proposed_at timestamptz,
  forfeited_by int references person, forfeited_at timestamptz,
  check (forfeited_by is null or (forfeit_proposed_by is not null and forfeited_by <> forfeit_proposed_by and forfeit_ground is not null)), -- a closed list (Art. 39(6)), and two people
  check ((state = 'forfeited') = (forfeited_by is not null)), check ((state = 'refunded') = (refunded_by is not null)), check ((state in ('requested', 'lapsed')) = (received_by is null)), check (state <> 'refund_due' or refund_due_on is not null));
create index on auction_deposit (lot_id, state);
create index on auction_deposit (organisation_id);
create index on auction_deposit (requested_by);
create index on auction_deposit (received_by);
create index on auction_deposit (refunded_by);
create index on auction_deposit (forfeit_proposed_by);
create index on auction_deposit (forfeited_by);
alter table auction_deposit enable row level security;
create policy readers on auction_deposit to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector')));
create policy made on auction_deposit as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]));
create policy changed on auction_deposit as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer')));
create policy removed on auction_deposit as restrictive for delete to techex_app using ((select reader_is_system()));

-- A signer binds an organisation and so registers it as well; which of its people may, the command asks.
drop policy made on auction_bidder;
create policy made on auction_bidder as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]));
drop policy changed on auction_bidder;
create policy changed on auction_bidder as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer')));

-- A draft that was dropped was never anybody else's to read.
drop policy readers on auction_lot;
create policy readers on auction_lot to techex_app using ((state not in ('draft', 'proposed') and (state <> 'cancelled' or published_at is not null)) or (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector', 'observer')));
