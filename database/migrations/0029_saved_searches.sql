-- A search somebody keeps, to be told of what is published that answers it. What a person looks for is
-- theirs: nobody else reads it. `seen_until` says up to which moment of the market they have been told,
-- so that each new listing is told once; `looked_at` when that was last looked into. Notices about it have
-- a topic of their own: whoever stops these letters still hears of their own listings. The release before
-- this one knows neither the table nor the topic.
create table saved_search (
  id int generated always as identity primary key, person_id int not null references person,
  name text not null check (name <> ''), address text not null check (address <> ''), -- the query of its address, as SearchAddress writes it
  frequency text not null check (frequency in ('at_once', 'daily', 'weekly', 'none')),
  created_at timestamptz not null, looked_at timestamptz not null, seen_until timestamptz not null,
  unique (person_id, address));
create index on saved_search (looked_at) where frequency <> 'none';

alter table saved_search enable row level security;
create policy own on saved_search to techex_app using ((select reader_is_system()) or person_id = (select reader_person()));

do $$ declare name text; begin
  foreach name in array array['notice', 'notice_choice'] loop
    execute format('alter table %I drop constraint %I', name, name || '_topic_check');
    execute format($check$alter table %I add constraint %I check (topic in ('listings', 'searches', 'interests', 'deals', 'organisation', 'disclosure', 'moderation', 'account'))$check$, name, name || '_topic_check');
  end loop;
end $$;
