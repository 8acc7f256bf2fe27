-- Whoever applies for a licence for restricted technology may be given more time, once, to hand in what the authority
-- asked for: a state of its own, with the day it was given, as its days differ. Only wider checks and a column; the
-- release before this one never meets the new state but in dossiers the new one has moved there.
alter table registration_filing drop constraint registration_filing_state_check, add constraint registration_filing_state_check
  check (state in ('preparing', 'filed', 'supplement_asked', 'supplement_extended', 'complete', 'certified', 'refused', 'withdrawn'));
alter table registration_filing add column extended_on date, add constraint extended_has_its_days check (state <> 'supplement_extended' or (filed_on is not null and asked_on is not null and extended_on is not null));
grant update (extended_on) on registration_filing to techex_app;
drop index one_filing_under_way;
create unique index one_filing_under_way on registration_filing (deal_id, kind) where state in ('preparing', 'filed', 'supplement_asked', 'supplement_extended', 'complete');
