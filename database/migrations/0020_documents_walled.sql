-- The names of documents are as confidential as what they are used for: a document is read by whoever may
-- read one of its uses, by the organisation whose share it takes, and by who brought it. Each use keeps a
-- policy of its own, asked here; a document without one is for the Exchange itself.
alter table document enable row level security;
create policy readers on document to techex_app using (
  (select reader_is_system()) or created_by = (select reader_person()) or organisation_id = any ((select reader_organisations())::int[])
  or exists (select from listing_picture u where u.document_id = document.id)
  or exists (select from listing_document u where u.document_id = document.id)
  or exists (select from deal_document u where u.document_id = document.id)
  or exists (select from organisation_proof u where u.document_id = document.id)
) with check ((select reader_is_system()) or created_by = (select reader_person()));
create index if not exists listing_picture_document on listing_picture (document_id);
create index if not exists deal_document_document on deal_document (document_id);

-- How much of its share an organisation has used: only a number, and the same whoever asks.
create function bytes_kept_for(organisation int) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(bytes), 0)::bigint from document where organisation_id = bytes_kept_for.organisation $$;
