-- Whoever registers a contract by choice says whether it is performed already: one that is not has effect from the day
-- of the certificate, one that is keeps the day agreed. Empty: not said. The release before this one never says it.
alter table registration_fact add column performed boolean;
