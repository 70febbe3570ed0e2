-- SPDX-License-Identifier: EUPL-1.2
-- Written by the roster only.

-- An import keeps the words of its people itself until all of them are there. One that was at work is taken back.
DROP TABLE person_word_run;

-- Whose affiliation begins about today is looked up once a day, which needs no index that every affiliation is in.
DROP INDEX affiliation_day;
