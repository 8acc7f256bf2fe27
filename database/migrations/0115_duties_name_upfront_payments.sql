-- What waits because of an upfront payment of a term sheet names it in the language of whoever reads, as its page does:
-- it was worded once, in the language of whoever took it from the sheet or in both at once, and would be worded anew only
-- when something else happens in the file. Calendars that have it are given the new words. The release before this one
-- reads them as it reads any.
update deal_duty y set sequence = y.sequence + 1, changed_at = now(), text = named.text
  from (select d.id, jsonb_build_object('vi', regexp_replace(d.text ->> 'vi', '“(Trả trước|Upfront payment|Trả trước / Upfront payment)”', '“Trả trước”'), 'en', regexp_replace(d.text ->> 'en', '“(Trả trước|Upfront payment|Trả trước / Upfront payment)”', '“Upfront payment”')) as text
    from deal_duty d join milestone m on m.deal_id = d.deal_id and m.id::text = d.key
    where d.done_at is null and m.terms_clause = 'upfront' and d.kind in ('milestone_to_accept', 'payment_to_make', 'payment_to_request', 'invoice_to_issue', 'credit_note_to_issue', 'dispute_to_answer', 'settlement_to_answer')
    union all select d.id, jsonb_build_object('vi', replace(d.text ->> 'vi', 'Trả trước / Upfront payment', 'Trả trước'), 'en', replace(d.text ->> 'en', 'Trả trước / Upfront payment', 'Upfront payment')) from deal_duty d where d.done_at is null and d.kind = 'annex_plan') named
  where named.id = y.id and named.text <> y.text;
