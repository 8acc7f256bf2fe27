-- Notices: what people are told, in the page and by letter, each with why it is told to them and a way
-- to stop it. The table that waited for them held nothing yet, so it is made anew. Words of notices may
-- be changed by administrators; every version stays. The release before this one touches none of it.

drop table notice;
create table notice (
  id int generated always as identity primary key,
  person_id int not null references person, event_id int not null references event, kind text not null,
  topic text not null check (topic in ('listings', 'interests', 'deals', 'organisation', 'disclosure', 'moderation', 'account')),
  "values" jsonb not null default '{}', -- what the placeholders of its words stand for
  reason text not null, reason_of jsonb, -- why this person is told, and the organisation that is about
  path text not null check (path ~ '^/([^/]|$)'),
  delivery text not null check (delivery in ('at_once', 'daily', 'page')),
  mail_id int, check (mail_id is null or delivery <> 'page'), -- the letter that carried it, which is kept less long: no key binds them
  at timestamptz not null, read_at timestamptz,
  unique (person_id, event_id));
create index on notice (person_id, id desc);
create index on notice (person_id) where read_at is null;
create index on notice (person_id) where delivery = 'daily' and mail_id is null;

-- How a person wants to be told about a topic; no row: by letter at once.
create table notice_choice (
  person_id int not null references person, delivery text not null check (delivery in ('at_once', 'daily', 'page')),
  topic text not null check (topic in ('listings', 'interests', 'deals', 'organisation', 'disclosure', 'moderation', 'account')),
  chosen_at timestamptz not null, primary key (person_id, topic));

-- The words of a notice as administrators changed them, the highest version in force. A version without
-- words says that those of the program are in force again.
create table notice_text (
  id int generated always as identity primary key, kind text not null, locale text not null check (locale in ('vi', 'en')), version int not null check (version > 0),
  subject text, body text, line text, check (num_nonnulls(subject, body, line) in (0, 3)),
  changed_by int not null references person, changed_at timestamptz not null, unique (kind, locale, version));
revoke update, delete on notice_text from techex_app;

-- What a letter says beside its text: where the mail program's own unsubscribe button sends.
alter table outgoing_mail add column stop_url text;

-- Pages that are open hear of what is new, and of what was read in another window.
create function notice_wakes() returns trigger language plpgsql as $$ begin perform pg_notify('notice', new.person_id::text); return null; end $$;
create trigger notice_wakes after insert or update of read_at on notice for each row execute function notice_wakes();

-- Nobody reads another's notices. They are written by the Exchange; their reader marks them as read and
-- takes them out of the letters.
alter table notice enable row level security;
create policy own on notice for select to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));
create policy told on notice for insert to techex_app with check ((select reader_is_system()));
create policy marked on notice for update to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));
create policy forgotten on notice for delete to techex_app using ((select reader_is_system()));
revoke update on notice from techex_app;
grant update (read_at, delivery, mail_id) on notice to techex_app;
alter table notice_choice enable row level security;
create policy own on notice_choice to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));
alter table notice_text enable row level security;
create policy words on notice_text for select to techex_app using (true);
create policy administrators on notice_text for insert to techex_app with check ((select reader_is_system()) or (select reader_has('administrator')));
