-- The file of a valuation lies in the part “result” of a deal's file. What its owner weighs is not the other side's
-- to read (0044), and so neither is the file: the part's name alone would have let both sides have it. Only a
-- policy is added; the release before this one puts no document there.
create policy results on deal_part_document as restrictive for select to techex_app using (
  part <> 'result' or (select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or organisation_id = any ((select reader_organisations())::int[]));
