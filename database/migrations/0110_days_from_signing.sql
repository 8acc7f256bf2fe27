-- What a milestone took from the term sheet is kept as the sheet says it: from which clause, and how many days from the
-- signing of the contract, so that it is worded in the language of whoever reads it and its day is known once the
-- contract is signed. Money and days already agreed or in the books stay as they are: of what is there, upfront
-- payments get their words, and those without a day whose contract is not signed their days from signing. The release
-- before this one reads neither column; a milestone without a day shows it no event.
alter table milestone add column terms_clause text check (terms_clause in ('upfront', 'milestones')), add column days_from_signing smallint check (days_from_signing between 0 and 7300);
alter table milestone drop constraint milestone_check, add constraint milestone_check check (due_on is not null or due_event <> '' or days_from_signing is not null);
update milestone set terms_clause = case when (title, due_event) in (('Trả trước', 'Sau khi ký hợp đồng'), ('Upfront payment', 'After the contract is signed')) then 'upfront' else 'milestones' end where terms_number is not null;
update milestone m set days_from_signing = (s.content -> 'clauses' -> 'upfront' ->> 'days')::smallint, days_to_pay = 0 from term_sheet s
  where m.terms_clause = 'upfront' and m.due_on is null and m.state in ('proposed', 'agreed') and s.deal_id = m.deal_id and s.number = m.terms_number and (s.content -> 'clauses' -> 'upfront' ->> 'days') ~ '^[0-9]{1,4}$'
    and not exists (select from ledger_transaction t where t.milestone_id = m.id) and not exists (select from contract_version v where v.deal_id = m.deal_id and v.kind = 'contract' and v.state = 'signed');

grant update (due_on) on milestone to techex_app;
-- The day of a milestone is set once, when the contract is signed, and not once anything of it stands in the books.
create function milestone_keeps_its_day() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.due_on is distinct from old.due_on and (old.due_on is not null or old.days_from_signing is null or old.state not in ('proposed', 'agreed') or exists (select from ledger_transaction t where t.milestone_id = old.id)) then
    raise exception 'the day of milestone % is not changed', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger milestone_keeps_its_day before update of due_on on milestone for each row execute function milestone_keeps_its_day();
