-- SPDX-License-Identifier: EUPL-1.2
-- Who was erased, by what nobody else can read, and what is deleted when. Written by the roster only.

-- Nothing of the person: `number_hash` is HMAC-SHA-256 of the number's key (services/platform/text/code_key.h) with
-- this database's own key, so that the number is not given again.
CREATE TABLE erasure (
  id ID_PRIMARY_KEY,
  person TEXT NOT NULL UNIQUE,         -- "persons/42"; no reference: the row is gone
  erased_date TEXT NOT NULL,
  reason TEXT NOT NULL,
  number_hash TEXT NOT NULL UNIQUE,
  account BIGINT,
  create_time BIGINT NOT NULL
);

-- One row, from the dialect's own file: 32 random bytes in hexadecimal.
CREATE TABLE erasure_key (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  hmac_key TEXT NOT NULL
);

-- After how many months of rest what is deleted; nothing without a row.
CREATE TABLE retention_rule (
  kind TEXT PRIMARY KEY CHECK (kind LIKE 'RETENTION_KIND_%'),
  months BIGINT NOT NULL CHECK (months > 0)
);
