-- SPDX-License-Identifier: EUPL-1.2
-- Whose missions, calls and courses are: a unit's, or without one the whole state's, as all are that are there.
ALTER TABLE mission ADD COLUMN owner BIGINT REFERENCES unit (id);
ALTER TABLE call ADD COLUMN owner BIGINT REFERENCES unit (id);
ALTER TABLE course ADD COLUMN owner BIGINT REFERENCES unit (id);

-- When an account was told that a number is not available, so that nobody finds out by trying who is on the roster:
-- what is older than an hour is forgotten with the account's next. Written by platform/rpc only.
CREATE TABLE taken_number (
  id ID_PRIMARY_KEY,
  account BIGINT NOT NULL REFERENCES account (id),
  create_time BIGINT NOT NULL
);
CREATE INDEX taken_number_account ON taken_number (account, create_time);
