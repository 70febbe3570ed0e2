-- SPDX-License-Identifier: EUPL-1.2
-- The ledger's head, the audit, retries and access. Dialect: services/platform/db/migrate.h.

-- One row. Whoever writes locks it, takes the next sequence, chains the audit: so sequences
-- follow commit order on every backend.
CREATE TABLE ledger_head (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO ledger_head (id, sequence, hash) VALUES (1, 0, '');

-- Settings of this database: 'demonstration' = '1', 'home_country' = 'NOR'.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE audit_entry (
  id BIGINT PRIMARY KEY,               -- the ledger's sequence
  create_time BIGINT NOT NULL,
  account BIGINT,                      -- no reference: it outlives the account
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  lines TEXT NOT NULL,                 -- a JSON array
  hash TEXT NOT NULL
);

-- The answer to a request_id, so that a retry has one effect. Pruned after a day.
CREATE TABLE answered_request (
  account BIGINT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  digest TEXT NOT NULL,                -- SHA-256 of the request without its request_id
  answer TEXT NOT NULL,                -- base64 of the binary message
  create_time BIGINT NOT NULL,
  PRIMARY KEY (account, method, request_id)
);
CREATE INDEX answered_request_time ON answered_request (create_time);

CREATE TABLE unit (
  id ID_PRIMARY_KEY,
  code TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  display_name_nb TEXT NOT NULL,
  parent BIGINT REFERENCES unit (id),
  kind TEXT NOT NULL CHECK (kind LIKE 'UNIT_KIND_%'),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX unit_parent ON unit (parent);

-- Every unit with itself and all units above it: a scope is one indexed join.
CREATE TABLE unit_closure (
  ancestor BIGINT NOT NULL REFERENCES unit (id),
  descendant BIGINT NOT NULL REFERENCES unit (id),
  PRIMARY KEY (ancestor, descendant)
);
CREATE INDEX unit_closure_descendant ON unit_closure (descendant, ancestor);

CREATE TABLE account (
  id ID_PRIMARY_KEY,
  account_name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  person BIGINT,
  disabled BIGINT NOT NULL CHECK (disabled IN (0, 1)),
  password_hash TEXT NOT NULL DEFAULT '',
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

CREATE TABLE role_grant (
  id ID_PRIMARY_KEY,
  account BIGINT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL CHECK (role LIKE 'ROLE_%'),
  unit BIGINT REFERENCES unit (id),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX role_grant_account ON role_grant (account);

-- Sessions of the page and tokens of programs alike; only the SHA-256 of the secret is kept.
CREATE TABLE session (
  id ID_PRIMARY_KEY,
  digest TEXT NOT NULL UNIQUE,
  account BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL CHECK (kind IN ('SESSION', 'TOKEN')),
  display_name TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  expire_time BIGINT NOT NULL,
  end_time BIGINT
);
CREATE INDEX session_account ON session (account);
