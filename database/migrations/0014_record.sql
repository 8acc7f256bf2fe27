-- The log that cannot be changed unnoticed. Each event gets a seal: its place in one line, the day it
-- is counted to, and a SHA-256 that covers it and the seal before. The last seal of a day is that day's
-- head; whoever noted a head elsewhere can tell later whether anything up to that day was changed,
-- taken away or slipped in. docs/log.md says how to recompute it. And row-level security on the log:
-- who reads an event is who may know its subject, whichever query asks.

-- No foreign key to event: a seal outlives what it seals, and so tells that it is gone.
create table event_seal (
  event_id int primary key, position int not null unique check (position > 0), day date not null, hash bytea not null check (octet_length(hash) = 32));
-- Days on which nothing was sealed have no row: the head before them still stands.
create table log_head (
  day date primary key, events int not null check (events > 0), position int not null unique, head bytea not null check (octet_length(head) = 32), closed_at timestamptz not null);

create function seals_are_for_ever() returns trigger language plpgsql as $$ begin raise exception 'the seals of the log are append-only'; end $$;
create trigger seals_are_for_ever before update or delete or truncate on event_seal for each statement execute function seals_are_for_ever();
create trigger seals_are_for_ever before update or delete or truncate on log_head for each statement execute function seals_are_for_ever();
revoke update, delete on event_seal, log_head from techex_app;

-- Heads are for everybody; only the worker seals.
alter table event_seal enable row level security;
create policy everybody on event_seal for select to techex_app using (true);
create policy sealing on event_seal for insert to techex_app with check ((select reader_is_system()));
alter table log_head enable row level security;
create policy everybody on log_head for select to techex_app using (true);
create policy sealing on log_head for insert to techex_app with check ((select reader_is_system()));

-- What an inspector asks for, and one's own record.
create index on event (person_id, id);
create index on event (acted_by, id) where acted_by is not null;
create index on event (organisation_id, id);
create index on event (request_id);
create index on event (type, id);
create index on event (at);

-- A listing is public once published; what led to it is for its organisation and the Exchange's staff.
alter table event enable row level security;
create policy writers on event for insert to techex_app with check (true);
create policy readers on event for select to techex_app using (
  (select reader_is_system()) or (select reader_has('inspector', 'administrator'))
  or person_id = (select reader_person()) or acted_by = (select reader_person())
  or case split_part(subject, ':', 1)
    when 'person' then subject = 'person:' || (select reader_person())
    when 'organisation' then (select reader_has('moderator', 'deal_officer', 'observer')) or split_part(subject, ':', 2)::int = any ((select reader_organisations())::int[])
    when 'listing' then exists (select from listing l where l.id = split_part(subject, ':', 2)::int
      and ((select reader_has('moderator', 'deal_officer', 'observer')) or l.organisation_id = any ((select reader_organisations())::int[])))
    when 'interest' then exists (select from interest i where i.id = split_part(subject, ':', 2)::int)
    when 'deal' then exists (select from deal d where d.id = split_part(subject, ':', 2)::int)
    else false end
  -- Whoever writes an event gets its number back, a stranger too.
  or xact = pg_current_xact_id_if_assigned()
);
