-- SPDX-License-Identifier: EUPL-1.2
-- Missions, posts, deployments and headcounts. Written by missions only.

CREATE TABLE mission (
  id ID_PRIMARY_KEY,
  acronym TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  display_name_nb TEXT NOT NULL,
  organisation TEXT NOT NULL CHECK (organisation LIKE 'ORGANISATION_%'),
  kind TEXT NOT NULL CHECK (kind LIKE 'MISSION_KIND_%'),
  host_countries TEXT NOT NULL,
  mandate_from TEXT,
  mandate_to TEXT CHECK (mandate_to >= mandate_from),
  themes TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

CREATE TABLE post (
  id ID_PRIMARY_KEY,
  mission BIGINT NOT NULL REFERENCES mission (id),
  code TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category LIKE 'CATEGORY_%'),
  personnel_type TEXT NOT NULL CHECK (personnel_type LIKE 'PERSONNEL_TYPE_%'),
  function TEXT NOT NULL CHECK (function LIKE 'POST_FUNCTION_%'),
  grade_min TEXT NOT NULL,
  grade_max TEXT NOT NULL,
  rank_band TEXT NOT NULL CHECK (rank_band LIKE 'RANK_BAND_%'),
  leadership_tier BIGINT NOT NULL CHECK (leadership_tier BETWEEN 0 AND 4),
  tour_months BIGINT NOT NULL,
  duty_station TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX post_mission ON post (mission);

-- A deployment without a person was reported without a name; its facts have a subject all the same.
CREATE TABLE deployment (
  id ID_PRIMARY_KEY,
  person BIGINT REFERENCES person (id),
  mission BIGINT REFERENCES mission (id),
  nomination BIGINT,
  unit BIGINT REFERENCES unit (id),
  country TEXT NOT NULL,
  category TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state LIKE 'DEPLOYMENT_STATE_%'),
  planned_from TEXT,
  planned_to TEXT CHECK (planned_to >= planned_from),
  actual_from TEXT,
  actual_to TEXT CHECK (actual_to >= actual_from),
  end_reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX deployment_person ON deployment (person);
CREATE INDEX deployment_mission ON deployment (mission);
-- One live deployment of a nomination; after a cancelled one there may be another.
CREATE UNIQUE INDEX deployment_nomination ON deployment (nomination)
  WHERE state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID');

-- Every step of a deployment, with who took it and why. Append-only.
CREATE TABLE deployment_event (
  id ID_PRIMARY_KEY,
  deployment BIGINT NOT NULL REFERENCES deployment (id),
  verb TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  actor BIGINT,
  effective_date TEXT NOT NULL,
  reason TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX deployment_event_deployment ON deployment_event (deployment);

CREATE TABLE deployment_segment (
  id ID_PRIMARY_KEY,
  deployment BIGINT NOT NULL REFERENCES deployment (id),
  post BIGINT REFERENCES post (id),
  title TEXT NOT NULL,
  personnel_type TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  leadership_tier BIGINT NOT NULL CHECK (leadership_tier BETWEEN 0 AND 4),
  valid_from TEXT,
  valid_to TEXT CHECK (valid_to >= valid_from)
);
CREATE INDEX deployment_segment_deployment ON deployment_segment (deployment);

-- Facts: see membership_fact; `record` is the segment. Actual days only. `departure` is 1 on the
-- segment that begins its deployment.
CREATE TABLE deployment_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  deployment BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT,
  departure BIGINT NOT NULL,
  gender TEXT NOT NULL,
  category TEXT NOT NULL,
  personnel_type TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  tier BIGINT NOT NULL,
  mission BIGINT,
  organisation TEXT NOT NULL,
  country TEXT NOT NULL,
  unit BIGINT
);
CREATE INDEX deployment_fact_sequence ON deployment_fact (sequence);
CREATE INDEX deployment_fact_record ON deployment_fact (record);

-- Month-end numbers. `source` '' : a sending body's own report (unit set), which stands in for its
-- individuals in that month. Otherwise a published table for comparison ("UN"; unit NULL).
-- `batch` is one report; a later batch for the same source, unit, country and month replaces the
-- earlier one; batch rows with count 0 and no mission mark a report that holds nobody.
CREATE TABLE headcount_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  import BIGINT,
  source TEXT NOT NULL,
  unit BIGINT,
  month TEXT NOT NULL,
  mission BIGINT,
  organisation TEXT NOT NULL,
  country TEXT NOT NULL,
  category TEXT NOT NULL,
  personnel_type TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  tier BIGINT NOT NULL,
  gender TEXT NOT NULL,
  count BIGINT NOT NULL CHECK (count >= 0)
);
CREATE INDEX headcount_fact_sequence ON headcount_fact (sequence);
