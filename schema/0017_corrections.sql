-- SPDX-License-Identifier: EUPL-1.2
-- A segment has a mission of its own, so that a transfer is one; a correction of days tells what they were; an import
-- tells which tables it replaces.

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

-- Whether the file may replace tables that are there.
ALTER TABLE import ADD COLUMN replace BIGINT NOT NULL DEFAULT 0;

-- The tables of months that an import replaces, or would in a dry run. Written by platform/imports only.
CREATE TABLE import_replaced (
  import BIGINT NOT NULL REFERENCES import (id),
  month TEXT NOT NULL,
  lines BIGINT NOT NULL,
  people BIGINT NOT NULL,
  new_lines BIGINT NOT NULL,
  new_people BIGINT NOT NULL,
  gone TEXT NOT NULL,
  PRIMARY KEY (import, month)
);

-- What a source reported of a month, which the next table of it is compared with.
CREATE INDEX headcount_fact_month ON headcount_fact (month, source);
