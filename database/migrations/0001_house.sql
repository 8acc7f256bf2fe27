-- The house: who people and organisations are, what they offer and need, the deals that follow,
-- and the one log that carries all of it. The application works as techex_app, which owns nothing:
-- it may add to the log and never change it.

do $$ begin
  if not exists (select from pg_roles where rolname = 'techex_app') then create role techex_app nologin; end if;
  if not pg_has_role(current_user, 'techex_app', 'member') then execute format('grant techex_app to %I', current_user); end if;
end $$;

create domain vnd as bigint check (value between 0 and 9000000000000000);

-- Accounts: the four tables of the account library. Nothing else reads passwords or tokens.
create table auth_user (
  id text primary key, name text not null, email text not null unique, email_verified boolean not null default false,
  image text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create table auth_session (
  id text primary key, user_id text not null references auth_user on delete cascade, token text not null unique,
  expires_at timestamptz not null, ip_address text, user_agent text,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create index on auth_session (user_id);
create table auth_account (
  id text primary key, user_id text not null references auth_user on delete cascade, account_id text not null, provider_id text not null,
  access_token text, refresh_token text, id_token text, access_token_expires_at timestamptz, refresh_token_expires_at timestamptz,
  scope text, password text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create index on auth_account (user_id);
create table auth_verification (
  id text primary key, identifier text not null, value text not null, expires_at timestamptz not null,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create index on auth_verification (identifier);

-- Code lists: research fields, patent classes, industries, places and the rest, loaded from data/.
create table code (
  list text not null, code text not null, parent text, level text, name_vi text not null, name_en text not null, position int not null,
  primary key (list, code));

create table person (
  id int generated always as identity primary key,
  auth_user_id text unique references auth_user on delete set null,
  name text not null check (name <> ''), email text not null unique check (email = lower(email)),
  locale text not null default 'vi' check (locale in ('vi', 'en')),
  position_vi text not null default '', position_en text not null default '',
  acting_organisation_id int, demonstration boolean not null default false, created_at timestamptz not null);
create table staff_role (
  person_id int not null references person, role text not null check (role in ('moderator', 'deal_officer', 'administrator')),
  granted_at timestamptz not null, granted_by int references person, primary key (person_id, role));

create table organisation (
  id int generated always as identity primary key, kind text not null,
  name_vi text not null default '', name_en text not null default '', check (name_vi <> '' or name_en <> ''),
  about_vi text not null default '', about_en text not null default '', website text not null default '',
  tax_code text, ward_code text, country_code text not null default 'VN', founded_year int check (founded_year between 1000 and 2200),
  verification text not null default 'unverified' check (verification in ('unverified', 'submitted', 'verified', 'refused')),
  source_name text, demonstration boolean not null default false, search_name text not null default '',
  version int not null default 1, created_by int references person, created_at timestamptz not null, updated_at timestamptz not null);
create unique index on organisation (source_name, search_name) where source_name is not null; -- an import finds its organisation again
create unique index on organisation (tax_code) where tax_code is not null and verification = 'verified';
alter table person add foreign key (acting_organisation_id) references organisation;
create table membership (
  organisation_id int not null references organisation, person_id int not null references person,
  role text not null check (role in ('owner', 'editor', 'signer', 'viewer')), since timestamptz not null, primary key (organisation_id, person_id));
create index on membership (person_id);
create table invitation (
  id int generated always as identity primary key, organisation_id int not null references organisation, email text not null,
  role text not null check (role in ('owner', 'editor', 'signer', 'viewer')), token_sha256 text not null unique,
  invited_by int not null references person, created_at timestamptz not null, expires_at timestamptz not null,
  accepted_at timestamptz, accepted_by int references person, withdrawn_at timestamptz);
create unique index on invitation (organisation_id, email) where accepted_at is null and withdrawn_at is null;
create table organisation_verification (
  id int generated always as identity primary key, organisation_id int not null references organisation,
  decision text not null check (decision in ('verified', 'refused')), reason text not null, decided_by int not null references person, decided_at timestamptz not null);

-- Files lie in storage under their hash; a row says what one is and who brought it.
create table document (
  id int generated always as identity primary key, sha256 text not null, media_type text not null, bytes int not null check (bytes > 0),
  name text not null check (name <> ''), created_by int references person, created_at timestamptz not null);

create table listing (
  id int generated always as identity primary key,
  kind text not null check (kind in ('offer', 'need')),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'published', 'closed')),
  organisation_id int not null references organisation, created_by int references person,
  original_language text not null check (original_language in ('vi', 'en')),
  trl smallint check (trl between 1 and 9), ip_status text,
  price_mode text not null default 'negotiable' check (price_mode in ('fixed', 'range', 'negotiable')),
  price_min vnd, price_max vnd, check (price_max is null or price_min is null or price_max >= price_min),
  research_fields text[] not null default '{}', patent_classes text[] not null default '{}', industries text[] not null default '{}',
  transfer_forms text[] not null default '{}', ward_code text, country_code text not null default 'VN',
  source_name text, source_key text, source_url text not null default '', source_sha256 text, check ((source_name is null) = (source_key is null)),
  demonstration boolean not null default false, version int not null default 1,
  submitted_at timestamptz, published_at timestamptz, closed_at timestamptz, close_reason text not null default '',
  created_at timestamptz not null, updated_at timestamptz not null,
  search tsvector not null default '');
create unique index on listing (kind, source_name, source_key) where source_name is not null;
create index on listing using gin (search) where state = 'published';
create index on listing using gin (research_fields) where state = 'published';
create index on listing (kind, published_at desc, id desc) where state = 'published';
create index on listing (organisation_id);
create index on listing (submitted_at) where state = 'submitted';
create table listing_text (
  listing_id int not null references listing on delete cascade, language text not null check (language in ('vi', 'en')),
  title text not null, summary text not null default '', description text not null default '', problem text not null default '',
  advantages text not null default '', requirements text not null default '', keywords text not null default '',
  primary key (listing_id, language));
create table listing_review (
  id int generated always as identity primary key, listing_id int not null references listing, decision text not null check (decision in ('published', 'returned')),
  reason text not null, decided_by int references person, decided_at timestamptz not null, check (decision = 'published' or reason <> ''));
create index on listing_review (listing_id);
create table listing_picture (
  listing_id int not null references listing, document_id int not null references document, position int not null, caption text not null default '',
  primary key (listing_id, document_id));

-- How many published listings hold a word: what makes a shared word telling. Recounted by the worker.
create table word_frequency (word text primary key, listings int not null);

create table interest (
  id int generated always as identity primary key, listing_id int not null references listing, counter_listing_id int references listing,
  organisation_id int not null references organisation, person_id int not null references person, message text not null,
  state text not null default 'pending' check (state in ('pending', 'accepted', 'declined', 'withdrawn')),
  reasons jsonb not null default '[]', request_key uuid not null unique, expressed_at timestamptz not null,
  decline_code text, answer text not null default '', answered_by int references person, answered_at timestamptz,
  check (state <> 'declined' or decline_code is not null), check ((state in ('pending')) = (answered_at is null)));
create unique index on interest (listing_id, organisation_id, coalesce(counter_listing_id, 0)) where state in ('pending', 'accepted');
create index on interest (organisation_id);

create table deal (
  id int generated always as identity primary key, interest_id int not null unique references interest,
  offer_id int references listing, need_id int references listing, check (offer_id is not null or need_id is not null),
  supplier_organisation_id int not null references organisation, demander_organisation_id int not null references organisation,
  check (supplier_organisation_id <> demander_organisation_id),
  stage text not null default 'discussion' check (stage in ('discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract', 'won', 'lost')),
  stage_since timestamptz not null, value vnd, loss_code text, loss_reason text not null default '',
  closing_value vnd, closing_organisation_id int references organisation, closing_at timestamptz, -- one side says it is closed; the other confirms
  demonstration boolean not null default false, opened_at timestamptz not null, closed_at timestamptz, version int not null default 1,
  check ((stage in ('won', 'lost')) = (closed_at is not null)), check (stage <> 'won' or value is not null), check (stage <> 'lost' or loss_code is not null));
create index on deal (supplier_organisation_id);
create index on deal (demander_organisation_id);
create table deal_message (
  id int generated always as identity primary key, deal_id int not null references deal, person_id int not null references person,
  organisation_id int not null references organisation, body text not null check (body <> ''), request_key uuid not null unique, sent_at timestamptz not null);
create index on deal_message (deal_id, id);
create table deal_document (
  deal_id int not null references deal, document_id int not null references document, organisation_id int not null references organisation,
  person_id int not null references person, added_at timestamptz not null, primary key (deal_id, document_id));

create table outgoing_mail (
  id int generated always as identity primary key, to_address text not null, subject text not null, body text not null, locale text not null,
  created_at timestamptz not null, sent_at timestamptz, last_error text);
create table notice (
  id int generated always as identity primary key, person_id int not null references person, event_id int not null, kind text not null,
  subject text not null, data jsonb not null default '{}', at timestamptz not null, read_at timestamptz, unique (person_id, event_id));
create index on notice (person_id, id desc);

-- The log. Sequence ids commit out of order, so each row carries its transaction and readers stop
-- at the oldest one still running; NOTIFY only wakes them.
create table event (
  id int generated always as identity primary key, xact xid8 not null default pg_current_xact_id(), type text not null, subject text not null,
  person_id int references person, organisation_id int references organisation, at timestamptz not null, request_id text not null, data jsonb not null);
create index on event (subject, id);
create index on event (xact, id);
create table reaction_cursor (name text primary key, xact xid8 not null, event_id int not null);

create function event_is_for_ever() returns trigger language plpgsql as $$ begin raise exception 'the event log is append-only'; end $$;
create trigger event_is_for_ever before update or delete or truncate on event for each statement execute function event_is_for_ever();
create function event_wakes() returns trigger language plpgsql as $$ begin perform pg_notify('event', ''); return null; end $$;
create trigger event_wakes after insert on event for each statement execute function event_wakes();

grant usage on schema public to techex_app;
grant select, insert, update, delete on all tables in schema public to techex_app;
grant usage on all sequences in schema public to techex_app;
revoke update, delete on event from techex_app;
revoke insert, update, delete on schema_migration from techex_app;
alter default privileges in schema public grant select, insert, update, delete on tables to techex_app;
alter default privileges in schema public grant usage on sequences to techex_app;
