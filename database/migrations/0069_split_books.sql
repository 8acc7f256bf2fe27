-- A division of revenue divides money that came in. What it divides is named in words; where it is more than the file's
-- ledger has received and not divided yet, whoever proposes says where that money is, and whoever approves says why all
-- the same. An approval keeps what the ledger and the earlier divisions said at that moment, so that a refund later is
-- seen as a difference and not as a fault of those who decided. Only new columns: the release before this one writes
-- none of them, and what it approves says nothing of the ledger.
alter table result_split add column revenue text not null default '', add column beyond_reason text not null default '', add column received vnd, add column divided_before vnd,
  add check ((received is null) = (divided_before is null)), add check (received is null or decision is not distinct from 'approved'),
  add check (received is null or divided_before + amount <= received or decision_reason <> '');
grant update (received, divided_before) on result_split to techex_app;
