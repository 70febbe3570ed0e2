-- SPDX-License-Identifier: EUPL-1.2
-- Units end, have successors and move.

-- The last day, NULL for a unit in force; which unit took its people; why it was ended.
ALTER TABLE unit ADD COLUMN valid_to TEXT;
ALTER TABLE unit ADD COLUMN successor BIGINT REFERENCES unit (id);
ALTER TABLE unit ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
-- For what refers to a unit, which undoing imports and ending units look for.
CREATE INDEX unit_successor ON unit (successor) WHERE successor IS NOT NULL;

-- Where each unit stands from a day on, until its next place begins. valid_from '': ever since there is the unit.
-- parent NULL: at the top. Written by roster only.
CREATE TABLE unit_place (
  id ID_PRIMARY_KEY,
  unit BIGINT NOT NULL REFERENCES unit (id),
  parent BIGINT REFERENCES unit (id),
  valid_from TEXT NOT NULL,
  reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE UNIQUE INDEX unit_place_day ON unit_place (unit, valid_from);
CREATE INDEX unit_place_parent ON unit_place (parent);
INSERT INTO unit_place (unit, parent, valid_from, reason, create_time, row_version)
SELECT id, parent, '', '', create_time, 1 FROM unit ORDER BY id;

-- The days on which the fact's parent is the unit's: NULL, ever since and without end, as all that were recorded before.
ALTER TABLE unit_fact ADD COLUMN day_from BIGINT;
ALTER TABLE unit_fact ADD COLUMN day_to BIGINT;
