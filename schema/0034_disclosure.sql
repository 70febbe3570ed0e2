-- SPDX-License-Identifier: EUPL-1.2
-- What figures tell whom: units and missions that stand as "other", and the monthly releases of protected figures.

-- That of now; which days had another, the tables below have.
ALTER TABLE unit ADD COLUMN disclosure TEXT NOT NULL DEFAULT 'DISCLOSURE_NAMED' CHECK (disclosure LIKE 'DISCLOSURE_%');
ALTER TABLE mission ADD COLUMN disclosure TEXT NOT NULL DEFAULT 'DISCLOSURE_NAMED'
  CHECK (disclosure LIKE 'DISCLOSURE_%');
-- Lists leave those out for most callers, and ask first whether there are any.
CREATE INDEX unit_grouped ON unit (id) WHERE disclosure = 'DISCLOSURE_GROUPED';
CREATE INDEX mission_grouped ON mission (id) WHERE disclosure = 'DISCLOSURE_GROUPED';

-- Every change, with its first day and the ledger's number of then. Append-only. Written by roster only.
CREATE TABLE unit_disclosure (
  id ID_PRIMARY_KEY,
  unit BIGINT NOT NULL REFERENCES unit (id),
  disclosure TEXT NOT NULL CHECK (disclosure LIKE 'DISCLOSURE_%'),
  valid_from TEXT NOT NULL,
  reason TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX unit_disclosure_unit ON unit_disclosure (unit);

-- The same of missions. Written by missions only.
CREATE TABLE mission_disclosure (
  id ID_PRIMARY_KEY,
  mission BIGINT NOT NULL REFERENCES mission (id),
  disclosure TEXT NOT NULL CHECK (disclosure LIKE 'DISCLOSURE_%'),
  valid_from TEXT NOT NULL,
  reason TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX mission_disclosure_mission ON mission_disclosure (mission);

-- Of each month ("2026-03") the ledger's number up to which its protected figures know anything, given when they were
-- first asked for, and the secret by which their counts are rounded, as hexadecimal digits. Written by statistics only.
CREATE TABLE figure_release (
  id ID_PRIMARY_KEY,
  month TEXT NOT NULL UNIQUE,
  sequence BIGINT NOT NULL,
  secret TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
