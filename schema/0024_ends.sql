-- SPDX-License-Identifier: EUPL-1.2
-- Until when somebody was on the roster who no longer is, and why a mission is over.

ALTER TABLE person ADD COLUMN last_day TEXT;
-- Until now the end of where the person belonged said it.
UPDATE person
SET last_day = (SELECT MAX(affiliation.valid_to) FROM affiliation WHERE affiliation.person = person.id)
WHERE status <> 'PERSON_STATUS_ACTIVE';

ALTER TABLE mission ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';

-- For whoever ends: the accounts of a person.
CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;
