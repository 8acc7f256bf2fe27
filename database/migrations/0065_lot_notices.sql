-- What becomes of a lot is told to those who bid and those who sell, under a topic of its own: whoever stops
-- these letters still hears of their deal files.
do $$ declare name text; begin
  foreach name in array array['notice', 'notice_choice'] loop
    execute format('alter table %I drop constraint %I', name, name || '_topic_check');
    execute format($check$alter table %I add constraint %I check (topic in ('listings', 'matching', 'searches', 'interests', 'deals', 'auctions', 'organisation', 'disclosure', 'moderation', 'account'))$check$, name, name || '_topic_check');
  end loop;
end $$;
