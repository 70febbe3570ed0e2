-- SPDX-License-Identifier: EUPL-1.2
-- Requests that wait for their second hand, and whose hands gave what there is. Written by access only.

CREATE TABLE approval (
  id ID_PRIMARY_KEY,
  act TEXT NOT NULL CHECK (act LIKE 'TWO_HAND_ACT_%'),
  method TEXT NOT NULL,
  sentence TEXT NOT NULL,
  request TEXT NOT NULL,               -- JSON, without sensitive fields
  asked_by BIGINT REFERENCES account (id),
  create_time BIGINT NOT NULL,
  expire_time BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state LIKE 'APPROVAL_STATE_%'),
  decided_by TEXT NOT NULL,
  decide_time BIGINT,
  reason TEXT NOT NULL,
  account BIGINT REFERENCES account (id),
  role TEXT NOT NULL,
  unit BIGINT REFERENCES unit (id),
  person BIGINT,
  label TEXT NOT NULL,
  approver_roles TEXT NOT NULL,        -- a JSON array
  result TEXT NOT NULL,
  grounds TEXT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  digest TEXT NOT NULL DEFAULT '',     -- SHA-256 of the request without its request_id and secrets
  request_id TEXT NOT NULL DEFAULT '',
  prepared TEXT NOT NULL DEFAULT '',   -- what the method made of its secrets, such as a password's hash
  by_asker BIGINT NOT NULL DEFAULT 0 CHECK (by_asker IN (0, 1)),  -- who asked calls again, since there is a secret in it
  used BIGINT NOT NULL DEFAULT 0 CHECK (used IN (0, 1))           -- and has done so
);
-- The same request again, and what waits.
CREATE INDEX approval_asked ON approval (asked_by, method, digest);
CREATE INDEX approval_state ON approval (state);

-- What an account's person is to know.
CREATE TABLE notice (
  id ID_PRIMARY_KEY,
  person BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind LIKE 'NOTICE_KIND_%'),
  account BIGINT NOT NULL REFERENCES account (id),
  actor TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  dismiss_time BIGINT
);
CREATE INDEX notice_person ON notice (person);

ALTER TABLE role_grant ADD COLUMN given_by TEXT NOT NULL DEFAULT '';
ALTER TABLE role_grant ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN service BIGINT NOT NULL DEFAULT 0 CHECK (service IN (0, 1));
ALTER TABLE account ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
-- Of a code for the first password, its SHA-256.
ALTER TABLE account ADD COLUMN password_code TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN password_code_expire_time BIGINT NOT NULL DEFAULT 0;
-- What was there before counts as given on the database itself, so that nobody is locked out.
UPDATE role_grant SET given_by = 'console', approved_by = 'console';
UPDATE account SET created_by = 'console', approved_by = 'console';
