-- SPDX-License-Identifier: EUPL-1.2
-- Which rule the ends of completions follow: the first one until training judges them anew. Written by training only.
CREATE TABLE completion_rule (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  rule BIGINT NOT NULL
);
INSERT INTO completion_rule (id, rule) VALUES (1, 1);
