-- SPDX-License-Identifier: EUPL-1.2
-- A notice may be for an account that is nobody's, and about an approval. Written by access only.
CREATE TABLE new_notice (
  id ID_PRIMARY_KEY,
  person BIGINT,
  kind TEXT NOT NULL CHECK (kind LIKE 'NOTICE_KIND_%'),
  account BIGINT NOT NULL REFERENCES account (id),
  actor TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  dismiss_time BIGINT,
  recipient BIGINT REFERENCES account (id),
  approval BIGINT REFERENCES approval (id)
);
INSERT INTO new_notice (id, person, kind, account, actor, create_time, dismiss_time)
  SELECT id, person, kind, account, actor, create_time, dismiss_time FROM notice ORDER BY id;
DROP TABLE notice;
ALTER TABLE new_notice RENAME TO notice;
CREATE INDEX notice_person ON notice (person);
CREATE INDEX notice_recipient ON notice (recipient);
