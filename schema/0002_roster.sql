-- SPDX-License-Identifier: EUPL-1.2
-- People and what is known of them. Written by the roster only.

CREATE TABLE rank (
  id ID_PRIMARY_KEY,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  display_name TEXT NOT NULL,
  display_name_nb TEXT NOT NULL,
  rank_band TEXT NOT NULL CHECK (rank_band LIKE 'RANK_BAND_%'),
  position BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  UNIQUE (scheme, display_name, valid_from)
);

CREATE TABLE person (
  id ID_PRIMARY_KEY,
  number TEXT NOT NULL UNIQUE,
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  preferred_name TEXT NOT NULL,
  birth_date TEXT,
  gender TEXT NOT NULL CHECK (gender IN ('GENDER_WOMAN', 'GENDER_MAN', 'GENDER_OTHER', 'GENDER_NOT_STATED')),
  gender_source TEXT NOT NULL,
  nationality TEXT,
  category TEXT NOT NULL CHECK (category IN
    ('CATEGORY_MILITARY', 'CATEGORY_POLICE', 'CATEGORY_CIVILIAN', 'CATEGORY_JUSTICE', 'CATEGORY_CORRECTIONS')),
  status TEXT NOT NULL CHECK (status LIKE 'PERSON_STATUS_%'),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX person_names ON person (family_name, given_name, id);

-- The pseudonym that facts carry. Erasing a person deletes this row; the facts stay.
CREATE TABLE person_subject (
  person BIGINT PRIMARY KEY REFERENCES person (id),
  subject BIGINT NOT NULL UNIQUE
);

-- valid_to is the last day; NULL: open.
CREATE TABLE affiliation (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  unit BIGINT NOT NULL REFERENCES unit (id),
  branch TEXT NOT NULL,
  rank BIGINT REFERENCES rank (id),
  position TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX affiliation_person ON affiliation (person, valid_from);
CREATE INDEX affiliation_unit ON affiliation (unit, person);

CREATE TABLE language_skill (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  language TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level LIKE 'LANGUAGE_LEVEL_%'),
  assessed_date TEXT,
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX language_skill_person ON language_skill (person);

CREATE TABLE availability (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind LIKE 'AVAILABILITY_KIND_%'),
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX availability_person ON availability (person);

CREATE TABLE credential (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind LIKE 'CREDENTIAL_KIND_%'),
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  issuer TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX credential_person ON credential (person);

-- Facts: append-only, pseudonymous. `record` is what the fact is about (here the affiliation);
-- of a record the row with the highest id known at a moment is the one that holds then. Days count
-- from 1970-01-01; day_to is the first day that no longer counts, NULL: open; day_from = day_to: void.
CREATE TABLE membership_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT,
  gender TEXT NOT NULL,
  category TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  unit BIGINT NOT NULL,
  country TEXT NOT NULL
);
CREATE INDEX membership_fact_sequence ON membership_fact (sequence);
CREATE INDEX membership_fact_record ON membership_fact (record, id);
