-- SPDX-License-Identifier: EUPL-1.2
-- Whose training nobody can know, and waivers that were revoked.

-- 1 for somebody reported without a name: no completion can be theirs, so their training is
-- unknown, which is not the same as never. Facts written before: whoever has no pseudonym of a
-- person.
ALTER TABLE deployment_fact ADD COLUMN anonymous BIGINT NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1));
UPDATE deployment_fact SET anonymous = 1
WHERE NOT EXISTS (SELECT 1 FROM person_subject WHERE person_subject.subject = deployment_fact.subject);

ALTER TABLE waiver ADD COLUMN revoked_date TEXT;
ALTER TABLE waiver ADD COLUMN revoked_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX waiver_fact_record ON waiver_fact (record, id);

-- Times of a tour are for the deployed; for the roster they never meant another day than that asked.
UPDATE requirement SET time = 'REQUIREMENT_TIME_CONTINUOUS'
WHERE population <> 'POPULATION_DEPLOYED'
  AND time IN ('REQUIREMENT_TIME_ON_DEPARTURE', 'REQUIREMENT_TIME_THROUGHOUT_TOUR');
