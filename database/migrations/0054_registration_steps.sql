-- What the registration of a contract turned out to need beyond 0042: whether restricted technology was appraised
-- when its investment was decided on (then no approval goes before the licence), and the day on which what an
-- authority asked for was handed in, from which its days run anew. The release before this one writes neither.
alter table registration_fact add column appraised boolean not null default false;
alter table registration_filing add column supplemented_on date;
grant update (supplemented_on) on registration_filing to techex_app;
