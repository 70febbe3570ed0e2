-- SPDX-License-Identifier: EUPL-1.2
-- Why something that looks like a slip of the pen is right, in somebody's words.

ALTER TABLE person ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE affiliation ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE availability ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE completion ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';

-- For all rows of the file.
ALTER TABLE import ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
