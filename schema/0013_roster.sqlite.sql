-- SPDX-License-Identifier: EUPL-1.2
-- The person is the row's own number: a BIGINT key would be an index beside the table.
-- Written by platform/rpc only.
CREATE TABLE new_person_subject (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  subject BIGINT NOT NULL UNIQUE
);
INSERT INTO new_person_subject (person, subject) SELECT person, subject FROM person_subject ORDER BY person;
DROP TABLE person_subject;
ALTER TABLE new_person_subject RENAME TO person_subject;
