-- SPDX-License-Identifier: EUPL-1.2
-- The words of people who were just imported, in some hundreds of runs that each grow at their end. When the file is
-- through they go into person_word in its order, which writes each page of that index once rather than with every slice
-- of the file; until then nobody finds the new people by a word. Empty between imports. Written by the roster only.
CREATE TABLE person_word_run (
  run TEXT NOT NULL,
  person BIGINT NOT NULL,
  word TEXT NOT NULL,
  name_order TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (run, person, word)
);
