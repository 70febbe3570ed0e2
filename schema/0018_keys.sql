-- SPDX-License-Identifier: EUPL-1.2
-- A code is the same whatever its case, width, composition and surrounding space: beside it stands its key
-- (services/platform/text/code_key.h), which is what is unique and looked up. The columns of codes keep their own
-- unique index, which lists are ordered by.

ALTER TABLE person ADD COLUMN number_key TEXT NOT NULL DEFAULT '';
FILL_KEY person (number);
CREATE UNIQUE INDEX person_number_key_unique ON person (number_key);
-- What a number shares with those that it is easily taken for; NULL: its key.
ALTER TABLE person ADD COLUMN number_likeness TEXT;
FILL_LIKENESS person (number);
CREATE INDEX person_number_likeness ON person (number_likeness) WHERE number_likeness IS NOT NULL;

ALTER TABLE account ADD COLUMN account_name_key TEXT NOT NULL DEFAULT '';
FILL_KEY account (account_name);
CREATE UNIQUE INDEX account_name_key_unique ON account (account_name_key);

ALTER TABLE unit ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY unit (code);
CREATE UNIQUE INDEX unit_code_key_unique ON unit (code_key);

ALTER TABLE course ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY course (code);
CREATE UNIQUE INDEX course_code_key_unique ON course (code_key);

ALTER TABLE course_version ADD COLUMN version_key TEXT NOT NULL DEFAULT '';
FILL_KEY course_version (version) WITHIN (course);
CREATE UNIQUE INDEX course_version_key_unique ON course_version (course, version_key);

ALTER TABLE requirement ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY requirement (code);
CREATE UNIQUE INDEX requirement_code_key_unique ON requirement (code_key);

ALTER TABLE mission ADD COLUMN acronym_key TEXT NOT NULL DEFAULT '';
FILL_KEY mission (acronym);
CREATE UNIQUE INDEX mission_acronym_key_unique ON mission (acronym_key);

ALTER TABLE post ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY post (code);
CREATE UNIQUE INDEX post_code_key_unique ON post (code_key);

ALTER TABLE call ADD COLUMN reference_key TEXT NOT NULL DEFAULT '';
FILL_KEY call (reference);
CREATE UNIQUE INDEX call_reference_key_unique ON call (reference_key);

-- Codes that were given once are never given again, in whatever spelling.
ALTER TABLE mission_fact ADD COLUMN acronym_key TEXT NOT NULL DEFAULT '';
FILL_KEY mission_fact (acronym) NOT UNIQUE;
DROP INDEX mission_fact_acronym;
CREATE INDEX mission_fact_acronym ON mission_fact (acronym_key);
ALTER TABLE unit_fact ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY unit_fact (code) NOT UNIQUE;
DROP INDEX unit_fact_code;
CREATE INDEX unit_fact_code ON unit_fact (code_key);
ALTER TABLE requirement_fact ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
FILL_KEY requirement_fact (code) NOT UNIQUE;
DROP INDEX requirement_fact_code;
CREATE INDEX requirement_fact_code ON requirement_fact (code_key);

-- Rows that were taken, and that somebody should look at.
ALTER TABLE import ADD COLUMN rows_doubtful BIGINT NOT NULL DEFAULT 0;
