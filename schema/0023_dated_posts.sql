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

-- What figures go by, from a day on until that of the next row; '': since the post began. The post's own columns hold
-- the last. Written by missions only.
CREATE TABLE post_period (
  id ID_PRIMARY_KEY,
  post BIGINT NOT NULL REFERENCES post (id),
  valid_from TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category LIKE 'CATEGORY_%'),
  personnel_type TEXT NOT NULL CHECK (personnel_type LIKE 'PERSONNEL_TYPE_%'),
  function TEXT NOT NULL CHECK (function LIKE 'POST_FUNCTION_%'),
  rank_band TEXT NOT NULL CHECK (rank_band LIKE 'RANK_BAND_%'),
  leadership_tier BIGINT NOT NULL CHECK (leadership_tier BETWEEN 0 AND 4),
  UNIQUE (post, valid_from)
);
INSERT INTO post_period (post, valid_from, category, personnel_type, function, rank_band, leadership_tier)
SELECT id, '', category, personnel_type, function, rank_band, leadership_tier FROM post ORDER BY id;

-- Every change and correction, with the days and the reason. Append-only. Written by missions only.
CREATE TABLE post_event (
  id ID_PRIMARY_KEY,
  post BIGINT NOT NULL REFERENCES post (id),
  verb TEXT NOT NULL,
  recorded TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  reason TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX post_event_post ON post_event (post);

-- The same of missions; '': ever since. Written by missions only.
CREATE TABLE mission_period (
  id ID_PRIMARY_KEY,
  mission BIGINT NOT NULL REFERENCES mission (id),
  valid_from TEXT NOT NULL,
  organisation TEXT NOT NULL CHECK (organisation LIKE 'ORGANISATION_%'),
  kind TEXT NOT NULL CHECK (kind LIKE 'MISSION_KIND_%'),
  UNIQUE (mission, valid_from)
);
INSERT INTO mission_period (mission, valid_from, organisation, kind)
SELECT id, '', organisation, kind FROM mission ORDER BY id;

CREATE TABLE mission_event (
  id ID_PRIMARY_KEY,
  mission BIGINT NOT NULL REFERENCES mission (id),
  verb TEXT NOT NULL,
  recorded TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  reason TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX mission_event_mission ON mission_event (mission);

-- Until now a mission was of one organisation, whatever it was called.
ALTER TABLE mission_fact ADD COLUMN organisation TEXT NOT NULL DEFAULT 'ORGANISATION_UNSPECIFIED';
UPDATE mission_fact
SET organisation = COALESCE((SELECT mission.organisation FROM mission WHERE mission.id = mission_fact.record),
                            'ORGANISATION_UNSPECIFIED');
-- The half-open days of kind and organisation; NULL: ever since, and without end.
ALTER TABLE mission_fact ADD COLUMN day_from BIGINT;
ALTER TABLE mission_fact ADD COLUMN day_to BIGINT;
