-- SPDX-License-Identifier: EUPL-1.2
-- Which run is at an import: every write of a run requires that it still is. '' is nobody, so that the
-- next server takes the import over.
ALTER TABLE import ADD COLUMN run TEXT NOT NULL DEFAULT '';
-- How an import that is being taken back or undone will end; '' otherwise.
ALTER TABLE import ADD COLUMN end_state TEXT NOT NULL DEFAULT '';

-- What was written in one transaction, by number, so that it is taken back slice by slice.
ALTER TABLE import_effect ADD COLUMN slice BIGINT NOT NULL DEFAULT 0;
