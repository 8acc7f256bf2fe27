-- What the further steps of a listing's form say is searched as well, so search follows it as it follows
-- the other texts (0023): whoever publishes the listing meanwhile cannot hide what another one is saving.
create trigger search_follows_new after insert on listing_detail_text referencing new table as written for each statement execute function listing_texts_change();
create trigger search_follows_change after update on listing_detail_text referencing new table as written for each statement execute function listing_texts_change();
create trigger search_follows_end after delete on listing_detail_text referencing old table as before for each statement execute function listing_texts_go();
