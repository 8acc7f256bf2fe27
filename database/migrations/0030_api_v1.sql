-- Programs write as well as read, each press once, and are told what happens. A key names what it may
-- write beside what it may read. What a program sent with an Idempotency-Key is kept for a day with its
-- answer, in the transaction that did it, so that the same request again is the same answer. A webhook
-- is an address of an organisation's own that is told of its listings, interests and deals; its secret
-- is derived from the Exchange's own and kept nowhere. The release before this one knows none of it.
alter table api_key drop constraint api_key_scopes_check;
alter table api_key add constraint api_key_scopes_check check (scopes <> '{}' and scopes <@ array['market', 'listings', 'deals', 'webhooks', 'listings_write', 'deals_write', 'webhooks_write']);

create table api_request (
  api_key_id int not null references api_key on delete cascade, idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  request_sha256 text not null, created_at timestamptz not null, status int not null default 0, headers jsonb not null default '{}', body text not null default '',
  primary key (api_key_id, idempotency_key));
create index on api_request (created_at); -- what is older than a day goes
alter table api_request enable row level security;
-- Its maker's key wrote it and nobody else reads it back.
create policy holder on api_request to techex_app using (
  (select reader_is_system()) or exists (select from api_key k where k.id = api_key_id and k.person_id = (select reader_person())));
create policy removed on api_request as restrictive for delete to techex_app using ((select reader_is_system()));

create table webhook (
  id int generated always as identity primary key, organisation_id int not null references organisation, created_by int not null references person,
  name text not null check (name <> ''), url text not null check (url ~ '^https?://'), event_types text[] not null check (event_types <> '{}'),
  secret_version int not null default 1, former_secret_until timestamptz, created_at timestamptz not null,
  failing_since timestamptz, disabled_at timestamptz, disabled_because text check (disabled_because in ('owner', 'failing')),
  check ((disabled_at is null) = (disabled_because is null)));
create index on webhook (organisation_id);
alter table webhook enable row level security;
create policy members on webhook to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]));
create policy made on webhook as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy changed on webhook as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]));
create policy removed on webhook as restrictive for delete to techex_app using ((select reader_is_system()));

create table webhook_delivery (
  id int generated always as identity primary key, webhook_id int not null references webhook, event_id int references event, -- null: a test
  type text not null, message_id text not null, payload text not null, replay_of int references webhook_delivery on delete set null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'cancelled')),
  attempts int not null default 0, next_attempt_at timestamptz, claimed_until timestamptz, last_attempt_at timestamptz, last_status int, last_error text not null default '',
  created_at timestamptz not null, finished_at timestamptz);
-- An event is told to a webhook once, however often its reaction runs.
create unique index on webhook_delivery (webhook_id, message_id) where replay_of is null;
create index on webhook_delivery (webhook_id, id desc); -- its log, the latest first
create index on webhook_delivery (created_at); -- what is older than thirty days goes
alter table webhook_delivery enable row level security;
create policy members on webhook_delivery to techex_app using ((select reader_is_system()) or exists (select from webhook w where w.id = webhook_id));
create policy made on webhook_delivery as restrictive for insert to techex_app with check (
  (select reader_is_system()) or exists (select from webhook w where w.id = webhook_id and w.organisation_id = any ((select reader_edits())::int[])));
create policy changed on webhook_delivery as restrictive for update to techex_app using (true) with check (
  (select reader_is_system()) or exists (select from webhook w where w.id = webhook_id and w.organisation_id = any ((select reader_edits())::int[])));
create policy removed on webhook_delivery as restrictive for delete to techex_app using ((select reader_is_system()));
