-- SPDX-License-Identifier: EUPL-1.2
-- Where names stand in lists, and the words that find people (services/platform/rows/names.h). Whoever starts the roster
-- on the database fills what is here from the rows that are there (services/roster/name_job.h).

ALTER TABLE person ADD COLUMN family_name_order TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN given_name_order TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- Those of the words that are not of the person's own fields.
ALTER TABLE person ADD COLUMN other_words TEXT NOT NULL DEFAULT '';

-- By which rules what stands there was made, and up to which person it was made anew by others.
-- Written by the roster only.
CREATE TABLE name_basis (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  basis TEXT NOT NULL,
  next_basis TEXT NOT NULL,
  done_to BIGINT NOT NULL
);
INSERT INTO name_basis (id, basis, next_basis, done_to) VALUES (1, '', '', 0);
