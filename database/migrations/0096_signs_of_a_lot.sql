-- What officers found when they looked at a sign that bidders of a lot act together. Signs themselves are kept nowhere:
-- they are read from what the Exchange keeps anyway, as it is when an officer looks. `sign` names one of them by what it
-- rests on, so that the same with more behind it is another. Nobody but auction officers reads this, the seller's own
-- shut out by the command and the page. A new table; the release before this one knows nothing of it.

create table auction_sign_look (
  id int generated always as identity primary key, lot_id int not null references auction_lot, sign text not null check (sign <> '' and length(sign) <= 1000),
  word text not null check (word <> ''), looked_by int not null references person, looked_at timestamptz not null,
  unique (lot_id, sign)); -- two officers at once decide once
create index on auction_sign_look (looked_by);

alter table auction_sign_look enable row level security;
create policy readers on auction_sign_look to techex_app using ((select reader_is_system()) or (select reader_has('auction_officer')));
create policy made on auction_sign_look as restrictive for insert to techex_app with check ((select reader_is_system()) or ((select reader_has('auction_officer')) and looked_by = (select reader_person())));
grant select, insert on auction_sign_look to techex_app;
revoke update, delete on auction_sign_look from techex_app;
