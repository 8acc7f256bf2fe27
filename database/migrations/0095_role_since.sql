-- One person who is owner or signer of two bidders of a lot is a link the Exchange itself knows, and an officer weighs it.
-- A decision covers what was so when it was taken: for that a membership says since when it has its role, where that
-- is later than its own beginning. Past changes are in the log. A new column without a default: the release before this
-- one goes on writing rows without it.

alter table membership add column role_since timestamptz;
update membership m set role_since = e.at
  from (select distinct on (subject, data ->> 'person_id') subject, (data ->> 'person_id')::int as person_id, at from event where type = 'organisation.member_role_changed' order by subject, data ->> 'person_id', id desc) e
  where e.subject = 'organisation:' || m.organisation_id and e.person_id = m.person_id and e.at > m.since;
