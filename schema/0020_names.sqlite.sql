-- SPDX-License-Identifier: EUPL-1.2
-- Written by the roster only.

-- In the order of names beside each word, with all words of the person: a search reads nothing else. It has no reference
-- to the person, since that would need an index by person; rows::forget_words goes before a deletion.
CREATE TABLE person_word (
  word TEXT NOT NULL,
  name_order TEXT NOT NULL,
  person BIGINT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (word, name_order, person)
) WITHOUT ROWID;

DROP INDEX person_names;
-- With the words, so that a search which looks through the first people of a list reads nothing else.
CREATE INDEX person_names ON person (family_name_order, given_name_order, id, category, words);
