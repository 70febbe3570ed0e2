-- SPDX-License-Identifier: EUPL-1.2
-- Who read whom, from where something was asked, and what tokens are for. Written by platform/rpc only.

-- What an account read by one method with one filter in ten minutes, from one address: a row is added to for ten
-- minutes, and then sealed: the audit entry `sealed` has a hash over all rows that it seals. Kept two years.
CREATE TABLE read_record (
  id ID_PRIMARY_KEY,
  account BIGINT,                      -- no reference: it outlives the account; NULL: the command line
  address TEXT NOT NULL,
  method TEXT NOT NULL,
  fields TEXT NOT NULL,
  filter_hash TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role LIKE 'ROLE_%'),
  unit BIGINT,
  times BIGINT NOT NULL,
  people BIGINT NOT NULL,
  read_date TEXT NOT NULL,
  first_time BIGINT NOT NULL,
  last_time BIGINT NOT NULL,
  -- Empty: read_person tells who was named. Beyond 1,000 people: "," or the units whose people were, ",7,12,"; "all".
  scope TEXT NOT NULL DEFAULT '',
  sealed BIGINT
);
CREATE INDEX read_record_account ON read_record (account, first_time);
CREATE INDEX read_record_sealed ON read_record (sealed, id);
CREATE INDEX read_record_scope ON read_record (id) WHERE scope <> '';

-- Whom a record's answers named. Not in the seal: whoever is erased is no longer in it.
CREATE TABLE read_person (
  read_record BIGINT NOT NULL REFERENCES read_record (id),
  person BIGINT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (read_record, person)
);
CREATE INDEX read_person_person ON read_person (person, read_record);

-- One row, from the dialect's own file: 32 random bytes in hexadecimal, the key of read_record.filter_hash.
CREATE TABLE read_key (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  hmac_key TEXT NOT NULL
);

-- NULL in entries of before: their hash covers no address.
ALTER TABLE audit_entry ADD COLUMN address TEXT;

-- When the password was last given in the session; 0: never.
ALTER TABLE session ADD COLUMN factor_time BIGINT NOT NULL DEFAULT 0;
-- Of tokens; those from before may do what they could.
ALTER TABLE session ADD COLUMN purposes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE session ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';
UPDATE session SET purposes = '["TOKEN_PURPOSE_READ","TOKEN_PURPOSE_WRITE","TOKEN_PURPOSE_EXPORT","TOKEN_PURPOSE_IMPORT","TOKEN_PURPOSE_STATISTICS","TOKEN_PURPOSE_ADMINISTER"]'
  WHERE kind = 'TOKEN';
UPDATE session SET factor_time = create_time WHERE kind = 'SESSION';
