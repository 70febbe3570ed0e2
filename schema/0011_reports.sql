-- SPDX-License-Identifier: EUPL-1.2
-- Which months a source reported, whose report an imported deployment is, and when the ledger was
-- last written.

-- When the head was last locked by a write: later writes are never recorded earlier.
ALTER TABLE ledger_head ADD COLUMN recorded_time BIGINT NOT NULL DEFAULT 0;

-- The source's name as the import gave it ("UN"); '': entered here.
ALTER TABLE deployment_fact ADD COLUMN source TEXT NOT NULL DEFAULT '';

-- 1: takes back what `source` and `unit` reported for the country and month: there are no numbers.
ALTER TABLE headcount_fact ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
UPDATE headcount_fact SET withdrawn = 1 WHERE country = '' AND count = 0;

-- The months that the deployments of an import are a report of, "2024-06".
ALTER TABLE import ADD COLUMN reported_months TEXT NOT NULL DEFAULT '[]';

-- A month that a source reported, by one import. Append-only; the last row of an import and month
-- holds: withdrawn when the import was undone. Written by missions only.
CREATE TABLE coverage_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  import BIGINT NOT NULL,
  source TEXT NOT NULL,
  month TEXT NOT NULL,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1))
);
CREATE INDEX coverage_fact_import ON coverage_fact (import);

-- A body's own reports, few among published tables.
CREATE INDEX headcount_fact_unit ON headcount_fact (unit, month) WHERE unit IS NOT NULL;
