-- SPDX-License-Identifier: EUPL-1.2
-- Who looks at what is done alone, of each act. Written by access only.
CREATE TABLE reviewer (
  act TEXT PRIMARY KEY CHECK (act LIKE 'TWO_HAND_ACT_%'),
  account BIGINT NOT NULL REFERENCES account (id),
  deputy BIGINT REFERENCES account (id),
  first_day TEXT,                      -- of the deputy
  last_day TEXT,
  plausible_reason TEXT NOT NULL
);
