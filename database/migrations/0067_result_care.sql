-- What protects whoever signs for a result the State paid for: who had an interest of their own in it, within what
-- range its value was seen, and, of every division approved, which parts of the file were absent that day. Where any
-- was absent there is a word why it was approved all the same, and the database holds that too. A result may also be
-- contributed as capital, for which the law asks more. The release before this one writes none of the new columns.
alter table result_fact add column conflicts text not null default '', add column value_low vnd, add column value_high vnd,
  add check ((value_low is null) = (value_high is null)), add check (value_low <= value_high);
alter table result_fact drop constraint result_fact_transfers_check, add constraint result_fact_transfers_check check (transfers in ('ownership', 'use', 'capital'));
alter table result_split add column absent text[] not null default '{}', add check (decision is distinct from 'approved' or absent = '{}' or decision_reason <> '');
grant update (absent) on result_split to techex_app;
