-- SPDX-License-Identifier: EUPL-1.2
-- Seats of posts, and what figures group posts and missions by, with the days for which it holds.

-- How many people hold a post at once. What was recorded before two could be told from one stays as it is.
ALTER TABLE post ADD COLUMN seats BIGINT NOT NULL DEFAULT 1 CHECK (seats BETWEEN 1 AND 500);
-- Why a post may have more holders than seats for longer than a handover.
ALTER TABLE deployment_event ADD COLUMN handover_reason TEXT NOT NULL DEFAULT '';

-- Who holds a post: segments of live deployments, by their actual days or else by the planned ones; and accepted
-- nominations of which there is no deployment yet (`promised`). `running`: departed and not back, so there today
-- whatever the plan said. last_day NULL: open.
CREATE VIEW post_holder AS
SELECT segment.post, 'deployments/' || deployment.id AS name,
       COALESCE(segment.valid_from, deployment.planned_from) AS first_day,
       COALESCE(segment.valid_to, deployment.planned_to) AS last_day,
       CASE WHEN segment.valid_from IS NOT NULL AND segment.valid_to IS NULL THEN 1 ELSE 0 END AS running,
       0 AS promised
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

-- A segment has a category of its own, so that a change of it within a tour is one. Until now all had the deployment's.
ALTER TABLE deployment_segment ADD COLUMN category TEXT NOT NULL DEFAULT '';
UPDATE deployment_segment
SET category = (SELECT deployment.category FROM deployment WHERE deployment.id = deployment_segment.deployment);
CREATE INDEX deployment_segment_post ON deployment_segment (post) WHERE post IS NOT NULL;
CREATE INDEX nomination_post ON nomination (post);
