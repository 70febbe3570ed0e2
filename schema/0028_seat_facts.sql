-- SPDX-License-Identifier: EUPL-1.2
-- What figures know of posts and of who holds their seats, so that the vacancy of seats is one. What a post is now is as
-- if it had been so ever since its record was made: what it was before is kept nowhere. `sequence` 0: from before the
-- first write.

-- Written by missions only.
CREATE TABLE post_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT,
  mission BIGINT NOT NULL,
  category TEXT NOT NULL,
  personnel_type TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  tier BIGINT NOT NULL,
  function TEXT NOT NULL,
  seats BIGINT NOT NULL
);

-- The post of a segment never changes, so it is true of every fact of it. NULL: no post of ours.
ALTER TABLE deployment_fact ADD COLUMN post BIGINT;
UPDATE deployment_fact
SET post = (SELECT segment.post FROM deployment_segment segment WHERE segment.id = deployment_fact.record)
WHERE record IN (SELECT id FROM deployment_segment WHERE post IS NOT NULL);

-- As before, but that who has not departed yet does not hold the seat: it is promised, as it is to an accepted
-- nomination of which there is no deployment.
DROP VIEW post_holder;
CREATE VIEW post_holder AS
SELECT segment.post, 'deployments/' || deployment.id AS name,
       COALESCE(segment.valid_from, deployment.planned_from) AS first_day,
       COALESCE(segment.valid_to, deployment.planned_to) AS last_day,
       CASE WHEN segment.valid_from IS NOT NULL AND segment.valid_to IS NULL THEN 1 ELSE 0 END AS running,
       CASE WHEN segment.valid_from IS NULL THEN 1 ELSE 0 END AS promised
FROM deployment_segment segment JOIN deployment ON deployment.id = segment.deployment
WHERE segment.post IS NOT NULL AND deployment.state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')
UNION ALL
SELECT nomination.post, 'nominations/' || nomination.id AS name, nomination.planned_from AS first_day,
       nomination.planned_to AS last_day, 0 AS running, 1 AS promised
FROM nomination
WHERE nomination.state = 'NOMINATION_STATE_ACCEPTED' AND NOT EXISTS (
        SELECT 1 FROM deployment
        WHERE deployment.nomination = nomination.id
          AND deployment.state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID'));

-- For the posts that there are: below, as each database counts days.
CREATE INDEX audit_entry_time ON audit_entry (create_time);
