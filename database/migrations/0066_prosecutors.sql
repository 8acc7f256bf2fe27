-- Kiểm sát viên: whoever supervises auctions from outside has an account of their own instead of an officer's. They
-- read what an inspector reads of lots, bidders and deposits, and nothing else that staff read.
alter table staff_role drop constraint staff_role_role_check;
alter table staff_role add constraint staff_role_role_check
  check (role in ('moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector', 'prosecutor'));

drop policy readers on auction_lot;
create policy readers on auction_lot to techex_app using ((state not in ('draft', 'proposed') and (state <> 'cancelled' or published_at is not null)) or (select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector', 'observer', 'prosecutor')));
drop policy readers on auction_bidder;
create policy readers on auction_bidder to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));
drop policy readers on auction_question;
create policy readers on auction_question to techex_app using ((select reader_is_system()) or person_id = (select reader_person()) or (select reader_has('auction_officer', 'inspector', 'prosecutor')) or (answered_at is not null and reader_sees_lot(lot_id)));
drop policy readers on auction_deposit;
create policy readers on auction_deposit to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('auction_officer', 'inspector', 'prosecutor')));

-- The Exchange's own people read the board of needs; a prosecutor supervises auctions and is none of them.
create or replace function reader_is_staff() returns boolean language sql stable parallel safe as $$
  select exists (select from unnest(coalesce(nullif(current_setting('techex.staff', true), ''), '{}')::text[]) role where role <> 'prosecutor') $$;
