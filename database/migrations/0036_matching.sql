-- What matching knows besides the listings: words of both languages, what words mean by the company they
-- keep, and what its judges have taught it. Only new tables; the release before this one never names them.

-- Vietnamese and English words and compounds. Those of the program come with it (data/lexicon) and are
-- brought up to it at each start; the staff's own stay. Meanings are believed in the order of their ranks,
-- the staff's first.
create table lexicon_pair (
  id int generated always as identity primary key,
  vi text not null check (vi <> '' and length(vi) <= 120), en text not null check (en <> '' and length(en) <= 120),
  rank int not null, of_program boolean not null,
  added_by int references person, added_at timestamptz not null,
  withdrawn_by int references person, withdrawn_at timestamptz,
  check (of_program or added_by is not null), check ((withdrawn_by is null) = (withdrawn_at is null)), unique (vi, en));
create table lexicon_release (only_one boolean primary key default true check (only_one), sha256 text not null, version int not null default 1);

-- What words mean by the company they keep on this market, learnt by the worker; the latest serves.
create table match_meaning (
  id int generated always as identity primary key, learnt_at timestamptz not null, listings int not null check (listings >= 0),
  dimensions smallint not null check (dimensions > 0), terms bytea not null, vectors bytea not null);

-- Each time weights were learnt from judged pairs: what they were judged on, how good they and the ones
-- serving then were on judgements neither had seen, and whether they came to serve.
create table match_training (
  id int generated always as identity primary key, at timestamptz not null, needs int not null, answers int not null, judged int not null,
  weights jsonb not null, quality numeric(6, 5) not null, quality_before numeric(6, 5) not null, served boolean not null);
-- Which weights serve: none while the program's own do. Every change stays.
create table match_serving (
  id int generated always as identity primary key, training_id int references match_training, since timestamptz not null, by_person int references person);

-- What a language model says a published listing means, where one is configured; made by the worker.
create table match_embedding (
  listing_id int primary key references listing on delete cascade, model text not null, listing_version int not null,
  vector bytea not null, made_at timestamptz not null);
-- Matching reads a listing anew once its embedding is there.
create function embedding_made() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  perform stamp_listings(array[new.listing_id]);
  return null;
end $$;
create trigger matching_follows after insert or update on match_embedding for each row execute function embedding_made();

alter table match_embedding enable row level security;
create policy readers on match_embedding to techex_app using ((select reader_is_system()));
alter table lexicon_pair enable row level security;
alter table lexicon_release enable row level security;
alter table match_meaning enable row level security;
alter table match_training enable row level security;
alter table match_serving enable row level security;
-- Everybody's page is matched with them, by the system; people read them where they are kept.
create policy readers on lexicon_pair to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator', 'deal_officer', 'observer', 'inspector')));
create policy made on lexicon_pair as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator')));
create policy changed on lexicon_pair as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator')));
create policy removed on lexicon_pair as restrictive for delete to techex_app using ((select reader_is_system()));
create policy readers on lexicon_release to techex_app using ((select reader_is_system()) or (select reader_has('moderator', 'administrator'))) with check ((select reader_is_system()) or (select reader_has('moderator', 'administrator')));
create policy readers on match_meaning to techex_app using ((select reader_is_system()));
create policy readers on match_training to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'deal_officer', 'observer', 'inspector')));
create policy made on match_training as restrictive for insert to techex_app with check ((select reader_is_system()));
create policy changed on match_training as restrictive for update to techex_app using ((select reader_is_system()));
create policy removed on match_training as restrictive for delete to techex_app using ((select reader_is_system()));
create policy readers on match_serving to techex_app using ((select reader_is_system()) or (select reader_has('administrator', 'deal_officer', 'observer', 'inspector')));
create policy made on match_serving as restrictive for insert to techex_app with check ((select reader_is_system()) or (select reader_has('administrator')));
create policy changed on match_serving as restrictive for update to techex_app using (false);
create policy removed on match_serving as restrictive for delete to techex_app using (false);
