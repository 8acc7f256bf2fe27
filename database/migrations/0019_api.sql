-- Keys by which programs read for an organisation. Only a key's hash is kept: it holds 256 random bits, so
-- one round of SHA-256 is enough. A key names what it may read, for how long, and who made it.
create table api_key (
  id int generated always as identity primary key, organisation_id int not null references organisation, person_id int not null references person,
  name text not null check (name <> ''), sha256 text not null unique, prefix text not null,
  scopes text[] not null check (scopes <> '{}' and scopes <@ array['market', 'listings', 'deals']),
  created_at timestamptz not null, expires_at timestamptz not null check (expires_at > created_at), last_used_at timestamptz, revoked_at timestamptz, revoked_by int references person);
create index on api_key (organisation_id);

alter table api_key enable row level security;
create policy members on api_key to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]));
