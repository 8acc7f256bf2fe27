-- A session’s agenda names auction lots too: an item of kind ‘lot’ names a published lot, and no other item names one.
-- What an item presents is a listing or a lot, never both: cards are left for listings, and who bids for a lot registers there.
-- Who reads an item is as before; what its reader learns of the lot, the lot’s own policy says.
alter table session_item add column lot_id int references auction_lot;
create index on session_item (lot_id);
alter table session_item drop constraint session_item_kind_check;
alter table session_item add constraint session_item_kind_check check (kind in ('opening', 'talk', 'roadshow', 'listing', 'lot', 'meetings', 'break'));
alter table session_item add constraint session_item_names_its_lot check ((kind = 'lot') = (lot_id is not null) and (lot_id is null or listing_id is null));

-- The release before this one knows no lots: where it makes an item something else, the item names its lot no longer.
create function session_item_leaves_its_lot() returns trigger language plpgsql as $$ begin
  if new.kind <> 'lot' and new.lot_id is not distinct from old.lot_id then new.lot_id := null; end if;
  return new;
end $$;
create trigger session_item_leaves_its_lot before update of kind on session_item for each row execute function session_item_leaves_its_lot();
