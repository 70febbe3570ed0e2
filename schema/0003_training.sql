-- SPDX-License-Identifier: EUPL-1.2
-- Courses, completions and requirements. Written by training only.

CREATE TABLE course (
  id ID_PRIMARY_KEY,
  code TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  display_name_nb TEXT NOT NULL,
  topics TEXT NOT NULL,
  provider TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

CREATE TABLE course_version (
  id ID_PRIMARY_KEY,
  course BIGINT NOT NULL REFERENCES course (id),
  version TEXT NOT NULL,
  validity_months BIGINT,
  renewal_window_days BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  hours BIGINT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  UNIQUE (course, version)
);

CREATE TABLE completion (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  course_version BIGINT NOT NULL REFERENCES course_version (id),
  completed_date TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  source TEXT NOT NULL CHECK (source LIKE 'COMPLETION_SOURCE_%'),
  evidence TEXT NOT NULL,
  revoked_date TEXT,
  revoked_reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX completion_person ON completion (person, course_version, completed_date);
CREATE INDEX completion_course_version ON completion (course_version, completed_date);

CREATE TABLE requirement (
  id ID_PRIMARY_KEY,
  code TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  display_name_nb TEXT NOT NULL,
  population TEXT NOT NULL CHECK (population LIKE 'POPULATION_%'),
  categories TEXT NOT NULL,
  topics TEXT NOT NULL,
  courses TEXT NOT NULL,
  time TEXT NOT NULL CHECK (time LIKE 'REQUIREMENT_TIME_%'),
  soon_days BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

CREATE TABLE waiver (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  requirement BIGINT NOT NULL REFERENCES requirement (id),
  reason TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL CHECK (valid_to >= valid_from),
  approver BIGINT NOT NULL,
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX waiver_person ON waiver (person);

-- Facts: see membership_fact. A revoked completion is void from its beginning.
CREATE TABLE completion_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT,
  course BIGINT NOT NULL,
  topics TEXT NOT NULL
);
CREATE INDEX completion_fact_sequence ON completion_fact (sequence);
CREATE INDEX completion_fact_record ON completion_fact (record, id);

CREATE TABLE waiver_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  requirement BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT
);
CREATE INDEX waiver_fact_sequence ON waiver_fact (sequence);
