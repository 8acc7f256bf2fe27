-- A payee from abroad is paid into an account its bank is known by in SWIFT messages (ISO 9362), with an IBAN or another
-- number of up to 34 signs and without a number at NAPAS. One of the two names the bank. The release before this one
-- writes none of these; shown a request to such an account it would find no bank for its code.
alter table bank_account add column swift text not null default '' check (swift ~ '^([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?$'),
  drop constraint bank_account_bank_bin_check, add constraint bank_account_bank_bin_check check (case when swift = '' then bank_bin ~ '^[0-9]{6}$' else bank_bin = '' end),
  drop constraint bank_account_account_number_check, add constraint bank_account_account_number_check check (account_number ~ case when swift = '' then '^[0-9A-Z]{4,19}$' else '^[0-9A-Z]{4,34}$' end);
alter table payment_request add column swift text not null default '';
