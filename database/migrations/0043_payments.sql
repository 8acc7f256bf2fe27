-- What is paid in a deal, kept as books are kept: milestones both sides agreed on, a ledger in double entry that
-- the database itself holds balanced and never lets anybody change, requests for payment, what came in by the
-- bank's own statement, and the fees that fall due with it. Only new tables, functions and triggers.

-- Where an organisation is paid. A change is the fraudster's favourite: a second person of the organisation
-- confirms it where there is one, nothing is overwritten, and the payer is shown that it changed.
create table bank_account (
  id int generated always as identity primary key, organisation_id int not null references organisation,
  bank_bin text not null check (bank_bin ~ '^[0-9]{6}$'), bank_name text not null check (bank_name <> ''), account_number text not null check (account_number ~ '^[0-9A-Z]{4,19}$'), holder text not null check (holder <> ''),
  proposed_by int not null references person, proposed_at timestamptz not null, request_key uuid not null unique,
  alone boolean not null, -- nobody else speaks for the organisation, so that nobody else could confirm
  confirmed_by int references person, confirmed_at timestamptz, withdrawn_by int references person, withdrawn_at timestamptz,
  check ((confirmed_by is null) = (confirmed_at is null)), check ((withdrawn_by is null) = (withdrawn_at is null)), check (confirmed_at is null or withdrawn_at is null),
  check (alone or confirmed_by is distinct from proposed_by));
create index on bank_account (organisation_id, confirmed_at desc);
create index on bank_account (proposed_by);
create index on bank_account (confirmed_by);
create index on bank_account (withdrawn_by);
revoke update, delete on bank_account from techex_app;
grant update (confirmed_by, confirmed_at, withdrawn_by, withdrawn_at, organisation_id) on bank_account to techex_app;
alter table bank_account enable row level security;
create policy readers on bank_account to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer', 'inspector')));
create policy made on bank_account as restrictive for insert to techex_app with check ((select reader_is_system()) or (proposed_by = (select reader_person()) and (organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer')))));
create policy changed on bank_account as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has('deal_officer')));
-- Whether somebody else speaks for this organisation: one of its people, or where it has none, another deal officer.
create function others_speak_for(of_organisation int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select case when exists (select from membership m where m.organisation_id = of_organisation)
    then exists (select from membership m where m.organisation_id = of_organisation and m.role in ('owner', 'editor', 'signer') and m.person_id <> reader_person())
    else exists (select from staff_role r where r.role = 'deal_officer' and r.person_id <> reader_person()) end $$;

-- The supplier of a deal is paid by its demander. `payable_on` is known once the payer's side has accepted, and `settled_on` is the day of the last đồng.
create table milestone (
  id int generated always as identity primary key, deal_id int not null references deal, batch uuid not null, position smallint not null check (position between 1 and 60),
  title text not null check (title <> ''), amount vnd not null check (amount > 0), agreed_amount vnd, due_on date, due_event text not null default '', days_to_pay smallint not null default 0 check (days_to_pay between 0 and 365),
  terms_number int, -- taken from the term sheet as confirmed under that number; empty: typed
  state text not null default 'proposed' check (state in ('proposed', 'declined', 'withdrawn', 'agreed', 'accepted', 'cancelled')),
  organisation_id int not null references organisation, proposed_by int not null references person, proposed_at timestamptz not null,
  answered_by int references person, answered_at timestamptz, answer text not null default '',
  accepted_by int references person, accepted_at timestamptz, accepted_on date, payable_on date, settled_on date,
  unique (batch, position), check (due_on is not null or due_event <> ''), check ((answered_by is null) = (answered_at is null)),
  check ((state = 'accepted') <= (accepted_on is not null and payable_on is not null and accepted_by is not null)));
create index on milestone (deal_id);
create index on milestone (organisation_id);
create index on milestone (proposed_by);
create index on milestone (answered_by);
create index on milestone (accepted_by);
create index on milestone (payable_on) where state = 'accepted' and settled_on is null; -- what is late
create table milestone_dispute (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int not null references milestone,
  organisation_id int not null references organisation, raised_by int not null references person, raised_at timestamptz not null, reason text not null check (reason <> ''), amount vnd not null,
  settlement_amount vnd, settlement_note text not null default '', settlement_organisation_id int references organisation, settlement_by int references person, settlement_at timestamptz,
  outcome text check (outcome in ('withdrawn', 'agreed')), ended_by int references person, ended_at timestamptz,
  check ((outcome is null) = (ended_at is null)), check ((settlement_amount is null) = (settlement_at is null)), check (outcome is distinct from 'agreed' or settlement_amount is not null));
create unique index one_dispute_at_a_time on milestone_dispute (milestone_id) where ended_at is null;
create index on milestone_dispute (deal_id);
create index on milestone_dispute (organisation_id);
create index on milestone_dispute (settlement_organisation_id);
create index on milestone_dispute (raised_by);
create index on milestone_dispute (settlement_by);
create index on milestone_dispute (ended_by);

-- The ledger. `written_in` is the database transaction that wrote it: no entry is added to it afterwards.
create table ledger_transaction (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int references milestone,
  kind text not null check (kind in ('due', 'invoice', 'credit_note', 'received', 'refunded', 'withheld', 'disputed', 'undisputed', 'adjusted', 'fee')),
  on_day date not null, note text not null default '', person_id int references person, at timestamptz not null, request_key uuid unique, written_in xid8 not null default pg_current_xact_id());
create index on ledger_transaction (deal_id);
create index on ledger_transaction (milestone_id);
create index on ledger_transaction (person_id);
create table ledger_entry (
  id int generated always as identity primary key, transaction_id int not null references ledger_transaction, deal_id int not null references deal, milestone_id int references milestone,
  account text not null check (account in ('payer', 'payee', 'invoiced', 'bank', 'exchange_fee', 'broker_fee', 'withheld_tax', 'in_dispute')),
  amount bigint not null check (amount <> 0 and abs(amount) <= 9000000000000000)); -- a debit above zero, a credit below
create index on ledger_entry (transaction_id);
create index on ledger_entry (deal_id, account);
create index on ledger_entry (milestone_id, account);
-- Debits and credits of a transaction are equal, and there are two of them at least: asked when it commits, whoever wrote it.
create function ledger_is_balanced() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare of_transaction int := case tg_table_name when 'ledger_entry' then (to_jsonb(new)->>'transaction_id')::int else (to_jsonb(new)->>'id')::int end; total numeric; entries int;
begin
  select coalesce(sum(amount), 0), count(*) into total, entries from ledger_entry where transaction_id = of_transaction;
  if total <> 0 or entries < 2 then raise exception 'ledger transaction % is not balanced: % in % entries', of_transaction, total, entries using errcode = 'check_violation'; end if;
  return null;
end $$;
create constraint trigger ledger_is_balanced after insert on ledger_transaction deferrable initially deferred for each row execute function ledger_is_balanced();
create constraint trigger ledger_is_balanced after insert on ledger_entry deferrable initially deferred for each row execute function ledger_is_balanced();
-- An entry belongs to the deal of its transaction, and is written with it.
create function ledger_is_closed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if not exists (select from ledger_transaction t where t.id = new.transaction_id and t.deal_id = new.deal_id and t.milestone_id is not distinct from new.milestone_id and t.written_in = pg_current_xact_id()) then
    raise exception 'ledger transaction % is closed, or another deal’s', new.transaction_id using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger ledger_is_closed before insert on ledger_entry for each row execute function ledger_is_closed();
-- What stands in the books stands: the table's owner may not change it either.
create function ledger_stands() returns trigger language plpgsql as $$ begin raise exception 'what stands in the ledger is not changed; write what puts it right' using errcode = 'check_violation'; end $$;
create trigger ledger_stands before update or delete or truncate on ledger_transaction for each statement execute function ledger_stands();
create trigger ledger_stands before update or delete or truncate on ledger_entry for each statement execute function ledger_stands();

create table milestone_invoice (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int not null references milestone, transaction_id int not null references ledger_transaction,
  kind text not null check (kind in ('invoice', 'credit_note')), number text not null check (number <> ''), issued_on date not null, amount vnd not null check (amount > 0), person_id int not null references person, at timestamptz not null);
create index on milestone_invoice (deal_id);
create index on milestone_invoice (milestone_id);
create index on milestone_invoice (transaction_id);
create index on milestone_invoice (person_id);

-- The account stands in the request as it was shown: what was asked for does not change under whoever pays.
create table payment_request (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int not null references milestone, amount vnd not null check (amount > 0), reference text not null unique check (reference ~ '^SCN[0-9A-Z]{9}$'),
  bank_account_id int not null references bank_account, bank_bin text not null, bank_name text not null, account_number text not null, holder text not null,
  changed_on date, -- the day the payee's account became this one, where it was another before
  requested_by int not null references person, requested_at timestamptz not null, request_key uuid not null unique,
  ended_at timestamptz, ending text check (ending in ('paid', 'withdrawn', 'replaced', 'disputed')), check ((ended_at is null) = (ending is null)));
create unique index one_request_at_a_time on payment_request (milestone_id) where ended_at is null;
create index on payment_request (deal_id);
create index on payment_request (bank_account_id);
create index on payment_request (requested_by);

-- What came into an account, as the bank's statement says: only what came in, for what goes out is nobody's business here.
create table bank_statement (
  id int generated always as identity primary key, organisation_id int not null references organisation, format text not null check (format in ('csv', 'mt940', 'camt053')), name text not null, fingerprint text not null unique, -- of the organisation and the file: the same one twice is one
  lines int not null check (lines >= 0), known int not null default 0 check (known >= 0), -- lines another statement had brought before
  imported_by int not null references person, imported_at timestamptz not null);
create index on bank_statement (organisation_id);
create index on bank_statement (imported_by);
create table statement_line (
  id int generated always as identity primary key, statement_id int not null references bank_statement, organisation_id int not null references organisation, line int not null check (line > 0),
  on_day date not null, amount vnd not null check (amount > 0), name text not null default '', account text not null default '', text text not null default '', reference text not null default '',
  fingerprint text not null unique, -- of all it says and which of its like it is in its file
  set_aside text, set_aside_by int references person, set_aside_at timestamptz, check ((set_aside is null) = (set_aside_at is null) and (set_aside is null) = (set_aside_by is null)));
create index on statement_line (statement_id);
create index on statement_line (organisation_id, on_day desc);
create index on statement_line (set_aside_by);

create table payment_receipt (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int not null references milestone, payment_request_id int references payment_request, statement_line_id int references statement_line, -- empty: the payee says so itself
  amount vnd not null check (amount > 0), received_on date not null, transaction_id int not null references ledger_transaction, note text not null default '', person_id int not null references person, at timestamptz not null, request_key uuid not null unique);
create index on payment_receipt (deal_id);
create index on payment_receipt (milestone_id);
create index on payment_receipt (payment_request_id);
create index on payment_receipt (statement_line_id);
create index on payment_receipt (transaction_id);
create index on payment_receipt (person_id);
-- No line of a statement pays more than it brought, however many confirm it at once: they take its row in turn.
create function line_is_not_overspent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ declare brought bigint; spent numeric; begin
  if new.statement_line_id is null then return new; end if;
  select amount into brought from statement_line where id = new.statement_line_id for update;
  select coalesce(sum(amount), 0) into spent from payment_receipt where statement_line_id = new.statement_line_id;
  if spent + new.amount > brought then raise exception 'line % brought % and has paid %', new.statement_line_id, brought, spent using errcode = 'check_violation'; end if;
  return new;
end $$;
create trigger line_is_not_overspent before insert on payment_receipt for each row execute function line_is_not_overspent();

-- The fees a receipt brought with it, or a refund took back, by which rule or mandate; an amount below zero takes back.
create table fee_share (
  id int generated always as identity primary key, deal_id int not null references deal, milestone_id int not null references milestone, transaction_id int not null references ledger_transaction,
  kind text not null check (kind in ('exchange', 'broker')), organisation_id int references organisation, -- the broker; empty: the Exchange
  mandate_id int, rule_id int references rule, basis_points int not null check (basis_points between 0 and 10000), base vnd not null, amount bigint not null, on_day date not null);
create index on fee_share (deal_id);
create index on fee_share (milestone_id);
create index on fee_share (transaction_id);
create index on fee_share (organisation_id);
create index on fee_share (rule_id);
create table fee_invoice (
  id int generated always as identity primary key, deal_id int not null references deal, kind text not null check (kind in ('exchange', 'broker')), organisation_id int references organisation,
  number text not null check (number <> ''), issued_on date not null, amount vnd not null check (amount > 0), person_id int not null references person, at timestamptz not null);
create index on fee_invoice (deal_id);
create index on fee_invoice (organisation_id);
create index on fee_invoice (person_id);

-- Who reads the part reads its books; who writes in the file writes them. History stands.
do $$ declare name text; begin
  foreach name in array array['milestone', 'milestone_dispute', 'ledger_transaction', 'ledger_entry', 'milestone_invoice', 'payment_request', 'payment_receipt', 'fee_share', 'fee_invoice'] loop
    execute format('revoke update, delete on %I from techex_app', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using (reader_reads_deal(deal_id, ''payments''))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id))', name);
  end loop;
end $$;
grant update (state, amount, agreed_amount, organisation_id, answered_by, answered_at, answer, accepted_by, accepted_at, accepted_on, payable_on, settled_on) on milestone to techex_app;
grant update (organisation_id, settlement_amount, settlement_note, settlement_organisation_id, settlement_by, settlement_at, outcome, ended_by, ended_at) on milestone_dispute to techex_app;
grant update (ended_at, ending) on payment_request to techex_app;
grant update (organisation_id) on fee_share, fee_invoice to techex_app;
-- A statement is its organisation's alone, and the deal officers' who help where a line finds no request.
do $$ declare name text; begin
  foreach name in array array['bank_statement', 'statement_line'] loop
    execute format('revoke update, delete on %I from techex_app', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy readers on %I to techex_app using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or (select reader_has(''deal_officer'', ''inspector'')))', name);
    execute format('create policy made on %I as restrictive for insert to techex_app with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]))', name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]))', name);
  end loop;
end $$;
grant update (organisation_id, known) on bank_statement to techex_app;
grant update (organisation_id, set_aside, set_aside_by, set_aside_at) on statement_line to techex_app;
