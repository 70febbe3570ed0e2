-- SPDX-License-Identifier: EUPL-1.2
-- Leave takes a person's days as well, and a step keeps why its days may overlap others apart from
-- why it was taken.

ALTER TABLE deployment_event ADD COLUMN overlap_reason TEXT NOT NULL DEFAULT '';

-- As in 0005, with what the roster knows of leave. `absence`: 1 for that, which a reason overrides
-- more easily than being in two places.
DROP VIEW person_commitment;
CREATE VIEW person_commitment AS
SELECT person, 'deployments/' || id AS name, COALESCE(actual_from, planned_from) AS first_day,
       COALESCE(actual_to, planned_to) AS last_day,
       CASE WHEN actual_from IS NOT NULL AND actual_to IS NULL THEN 1 ELSE 0 END AS running, 0 AS absence
FROM deployment
WHERE person IS NOT NULL AND state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')
UNION ALL
SELECT person, 'nominations/' || id AS name, planned_from AS first_day, planned_to AS last_day, 0 AS running,
       0 AS absence
FROM nomination_now
WHERE state = 'NOMINATION_STATE_ACCEPTED'
UNION ALL
SELECT person, 'availabilities/' || id AS name, valid_from AS first_day, valid_to AS last_day, 0 AS running,
       1 AS absence
FROM availability;
