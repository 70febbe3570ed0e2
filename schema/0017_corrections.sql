-- SPDX-License-Identifier: EUPL-1.2
-- A segment has a mission of its own, so that a transfer is one; a correction of days tells what they were.

-- Until now all segments were in the deployment's mission.
ALTER TABLE deployment_segment ADD COLUMN mission BIGINT REFERENCES mission (id);
UPDATE deployment_segment
SET mission = (SELECT deployment.mission FROM deployment WHERE deployment.id = deployment_segment.deployment);

-- Of a correction: the segment, NULL for the deployment itself, and its days before and after.
ALTER TABLE deployment_event ADD COLUMN segment BIGINT;
ALTER TABLE deployment_event ADD COLUMN from_before TEXT;
ALTER TABLE deployment_event ADD COLUMN to_before TEXT;
ALTER TABLE deployment_event ADD COLUMN from_after TEXT;
ALTER TABLE deployment_event ADD COLUMN to_after TEXT;
-- For undoing imports, which look for what refers to their segments.
CREATE INDEX deployment_event_segment ON deployment_event (segment) WHERE segment IS NOT NULL;
