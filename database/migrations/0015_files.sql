-- Whose share of the storage a document takes, and a promise kept by the database itself: what a
-- document says of its content never changes. Another version is another document.

alter table document add column organisation_id int references organisation;
update document d set organisation_id = u.organisation_id
  from (select document_id, min(organisation_id) as organisation_id from deal_document group by document_id) u where u.document_id = d.id;
update document d set organisation_id = u.organisation_id
  from (select p.document_id, min(l.organisation_id) as organisation_id from listing_picture p join listing l on l.id = p.listing_id group by p.document_id) u
  where u.document_id = d.id and d.organisation_id is null;
create index on document (organisation_id) include (bytes) where organisation_id is not null;
create index on document (sha256);

create function document_keeps_its_content() returns trigger language plpgsql as $$ begin
  raise exception 'a document keeps its content; another version is another document';
end $$;
create trigger document_keeps_its_content before update of sha256, media_type, bytes, name on document
  for each row when (old.sha256 <> new.sha256 or old.media_type <> new.media_type or old.bytes <> new.bytes or old.name <> new.name)
  execute function document_keeps_its_content();

-- Removes a document nothing refers to and says which content it had; null, and nothing removed, where
-- something does. Foreign keys know every use, those of later migrations included, and see past the reader.
create function drop_document(unused int) returns text language plpgsql as $$ declare content text; begin
  delete from document where id = unused returning sha256 into content;
  return content;
exception when foreign_key_violation then return null;
end $$;
