-- An interest keeps the titles its listings had when it was expressed, by language, so that a revision
-- that is not published yet stays with its own organisation. Older interests have none. Columns that
-- may be empty are added without rewriting the table, and the release before this one never names them.
alter table interest add column titles jsonb, add column counter_titles jsonb;

-- A deal closes at a value above zero. Zero reported and not yet confirmed goes off the table and can be
-- reported anew; one that both sides confirmed long ago is history and stays, and then the check holds
-- for what is written from now on.
update deal set closing_value = null, closing_organisation_id = null, closing_at = null, version = version + 1 where closing_value = 0 and closed_at is null;
alter table deal add constraint deal_value_above_zero check (value > 0 and closing_value > 0) not valid;
do $$ begin
  if not exists (select from deal where value = 0 or closing_value = 0) then
    alter table deal validate constraint deal_value_above_zero;
  end if;
end $$;
