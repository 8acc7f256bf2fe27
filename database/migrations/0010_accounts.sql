-- Accounts as OWASP ASVS 5.0 level 2 asks: a second factor, passkeys, sessions one can see and end,
-- identity shown again before risky acts, accounts at an outside provider, and limits that all
-- processes count together. Every change adds; the release before this one goes on running.

alter table auth_user add column two_factor_enabled boolean not null default false;
alter table auth_session
  add column last_seen_at timestamptz not null default now(),
  add column confirmed_at timestamptz; -- when its person last showed again who they are; empty: at sign-in
-- An account at a provider belongs to one account here.
create unique index on auth_account (provider_id, account_id);

create table auth_two_factor (
  id text primary key, user_id text not null unique references auth_user on delete cascade,
  secret text not null, backup_codes text not null, -- both encrypted by the library
  verified boolean not null default true, failed_verification_count int not null default 0, locked_until timestamptz);
create table auth_passkey (
  id text primary key, user_id text not null references auth_user on delete cascade, name text, public_key text not null,
  credential_id text not null unique, counter bigint not null, device_type text not null, backed_up boolean not null,
  transports text, aaguid text, created_at timestamptz not null default now());
create index on auth_passkey (user_id);

-- A code of an authenticator app is right for a minute and a half and opens once.
create table auth_used_code (
  user_id text not null references auth_user on delete cascade, code text not null, used_at timestamptz not null, primary key (user_id, code));

-- Where somebody has signed in before, so that a stranger's guessing elsewhere does not lock them out. Keyed hashes: no address can be read from it.
create table auth_known_address (account_hash text not null, address_hash text not null, seen_at timestamptz not null, primary key (account_hash, address_hash));

-- The one new address an account waits to confirm.
create table email_change (
  user_id text primary key references auth_user on delete cascade, email text not null check (email = lower(email)),
  token_sha256 text not null unique, expires_at timestamptz not null);

-- Attempts, counted by every web process together. Keys are keyed hashes; lost in a crash of the server, which costs nothing.
create unlogged table attempt_count (key varchar(255) primary key, points int not null default 0, expire bigint);
create index on attempt_count (expire);

-- Whoever holds a live page open for a session closes it when the session ends.
create function session_ended() returns trigger language plpgsql as $$ begin perform pg_notify('session_ended', old.id); return null; end $$;
create trigger session_ended after delete on auth_session for each row execute function session_ended();

-- The account library's alone, like the tables beside them.
alter table auth_two_factor enable row level security;
create policy accounts on auth_two_factor to techex_app using ((select reader_is_system()));
alter table auth_passkey enable row level security;
create policy accounts on auth_passkey to techex_app using ((select reader_is_system()));
alter table auth_used_code enable row level security;
create policy accounts on auth_used_code to techex_app using ((select reader_is_system()));
alter table auth_known_address enable row level security;
create policy accounts on auth_known_address to techex_app using ((select reader_is_system()));
alter table email_change enable row level security;
create policy accounts on email_change to techex_app using ((select reader_is_system()));
alter table attempt_count enable row level security;
create policy accounts on attempt_count to techex_app using ((select reader_is_system()));
