-- SPDX-License-Identifier: EUPL-1.2
-- Written by the roster only.

-- Byte by byte, as person_word.
ALTER TABLE person_word_run ALTER COLUMN run TYPE TEXT COLLATE "C";
ALTER TABLE person_word_run ALTER COLUMN word TYPE TEXT COLLATE "C";
ALTER TABLE person_word_run ALTER COLUMN name_order TYPE TEXT COLLATE "C";
