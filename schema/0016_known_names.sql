-- SPDX-License-Identifier: EUPL-1.2
-- What facts of people are named, grouped and judged by, with the time at which it was recorded: so an answer as known
-- then finds the names, the tree and the rules of then. What stands here already is as if it had been so ever since its
-- record was made: what it was before is kept nowhere. `sequence` 0: from before the first write.
-- Append-only; of a record the last row that was known holds.

CREATE INDEX audit_entry_time ON audit_entry (create_time);

-- Written by missions only.
CREATE TABLE mission_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  acronym TEXT NOT NULL,
  kind TEXT NOT NULL
);
CREATE INDEX mission_fact_acronym ON mission_fact (acronym);
INSERT INTO mission_fact (sequence, recorded_time, record, acronym, kind)
SELECT COALESCE((SELECT MIN(id) FROM audit_entry WHERE audit_entry.create_time >= mission.create_time), 0),
       COALESCE((SELECT MIN(audit_entry.create_time) FROM audit_entry
                 WHERE audit_entry.create_time >= mission.create_time), 0),
       id, acronym, kind
FROM mission ORDER BY create_time, id;

-- Written by roster only.
CREATE TABLE unit_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  code TEXT NOT NULL,
  parent BIGINT
);
CREATE INDEX unit_fact_code ON unit_fact (code);
INSERT INTO unit_fact (sequence, recorded_time, record, code, parent)
SELECT COALESCE((SELECT MIN(id) FROM audit_entry WHERE audit_entry.create_time >= unit.create_time), 0),
       COALESCE((SELECT MIN(audit_entry.create_time) FROM audit_entry
                 WHERE audit_entry.create_time >= unit.create_time), 0),
       id, code, parent
FROM unit ORDER BY create_time, id;
-- The band that memberships of people of the rank are counted in: roster corrects them when rank_band was changed here,
-- so that what was known before stays as it was. '': not looked at yet.
ALTER TABLE rank ADD COLUMN counted_band TEXT NOT NULL DEFAULT '';
UPDATE rank SET counted_band = rank_band WHERE NOT EXISTS (SELECT 1 FROM affiliation);

-- Written by training only.
CREATE TABLE requirement_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  code TEXT NOT NULL,
  population TEXT NOT NULL,
  categories TEXT NOT NULL,
  topics TEXT NOT NULL,
  courses TEXT NOT NULL,
  time TEXT NOT NULL,
  soon_days BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT
);
CREATE INDEX requirement_fact_code ON requirement_fact (code);
INSERT INTO requirement_fact (sequence, recorded_time, record, code, population, categories, topics, courses, time,
                              soon_days, valid_from, valid_to)
SELECT COALESCE((SELECT MIN(id) FROM audit_entry WHERE audit_entry.create_time >= requirement.create_time), 0),
       COALESCE((SELECT MIN(audit_entry.create_time) FROM audit_entry
                 WHERE audit_entry.create_time >= requirement.create_time), 0),
       id, code, population, categories, topics, courses, time, soon_days, valid_from, valid_to
FROM requirement ORDER BY create_time, id;

DROP INDEX audit_entry_time;

-- A tier that nobody stated is not 0. What was imported or reported without one stays 0: it cannot be told apart.
ALTER TABLE deployment_segment ADD COLUMN tier BIGINT CHECK (tier BETWEEN 0 AND 4);
UPDATE deployment_segment SET tier = leadership_tier;
ALTER TABLE deployment_segment DROP COLUMN leadership_tier;
ALTER TABLE deployment_segment RENAME COLUMN tier TO leadership_tier;
ALTER TABLE deployment_fact ADD COLUMN stated_tier BIGINT;
UPDATE deployment_fact SET stated_tier = tier;
ALTER TABLE deployment_fact DROP COLUMN tier;
ALTER TABLE deployment_fact RENAME COLUMN stated_tier TO tier;
ALTER TABLE headcount_fact ADD COLUMN stated_tier BIGINT;
UPDATE headcount_fact SET stated_tier = tier;
ALTER TABLE headcount_fact DROP COLUMN tier;
ALTER TABLE headcount_fact RENAME COLUMN stated_tier TO tier;
