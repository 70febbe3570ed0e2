-- SPDX-License-Identifier: EUPL-1.2
-- Written by the roster only.

-- Its rows lie in the order of its key, not beside an index of it.
DROP TABLE person_word_run;
CREATE TABLE person_word_run (
  run TEXT NOT NULL,
  person BIGINT NOT NULL,
  word TEXT NOT NULL,
  name_order TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (run, person, word)
) WITHOUT ROWID;
