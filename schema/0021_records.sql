-- SPDX-License-Identifier: EUPL-1.2
-- What other systems call people by, how people are reached, and members of the roster with their upkeep.
-- Written by the roster only.

-- Within a scheme a value is one person's on each day; the roster sees to it under the ledger's lock, since days overlap.
CREATE TABLE identifier (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  scheme TEXT NOT NULL CHECK (scheme LIKE 'IDENTIFIER_SCHEME_%'),
  value TEXT NOT NULL,
  value_key TEXT NOT NULL,
  value_likeness TEXT,
  issuer TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  correction_reason TEXT NOT NULL,
  plausible_reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX identifier_person ON identifier (person);
CREATE INDEX identifier_value ON identifier (value_key);
CREATE INDEX identifier_likeness ON identifier (value_likeness);

CREATE TABLE contact (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind LIKE 'CONTACT_KIND_%'),
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  correction_reason TEXT NOT NULL,
  plausible_reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX contact_person ON contact (person);

-- valid_to is the last day; NULL: open. mission_kinds, earliest_date and longest_months are those of the last letter.
CREATE TABLE roster_membership (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL REFERENCES person (id),
  valid_from TEXT NOT NULL,
  valid_to TEXT CHECK (valid_to >= valid_from),
  exit_reason TEXT NOT NULL,
  mission_kinds TEXT NOT NULL,
  earliest_date TEXT,
  longest_months BIGINT,
  letter_year BIGINT,
  letter_signed_date TEXT,
  employer_consent TEXT NOT NULL,
  plausible_reason TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX roster_membership_person ON roster_membership (person, valid_from);

CREATE TABLE letter_of_intent (
  id ID_PRIMARY_KEY,
  membership BIGINT NOT NULL REFERENCES roster_membership (id),
  year BIGINT NOT NULL,
  signed_date TEXT NOT NULL,
  mission_kinds TEXT NOT NULL,
  earliest_date TEXT,
  longest_months BIGINT,
  employer_consent TEXT NOT NULL CHECK (employer_consent LIKE 'EMPLOYER_CONSENT_%'),
  create_time BIGINT NOT NULL,
  UNIQUE (membership, year, signed_date)
);

-- The stretches of days on which a member is dormant, as they follow from what is recorded (rules/membership_upkeep.h):
-- what lists filter by and what the facts were last told. day_to is the last day; NULL: until somebody renews.
CREATE TABLE dormancy (
  id ID_PRIMARY_KEY,
  membership BIGINT NOT NULL REFERENCES roster_membership (id),
  person BIGINT NOT NULL REFERENCES person (id),
  day_from TEXT NOT NULL,
  day_to TEXT CHECK (day_to >= day_from),
  -- Of UpkeepItem, with commas between them, on the first day.
  missing TEXT NOT NULL
);
CREATE INDEX dormancy_membership ON dormancy (membership, day_from);
CREATE INDEX dormancy_person ON dormancy (person);

CREATE TABLE dormancy_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT
);
CREATE INDEX dormancy_fact_sequence ON dormancy_fact (sequence);
CREATE INDEX dormancy_fact_record ON dormancy_fact (record, id);
