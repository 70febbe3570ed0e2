-- SPDX-License-Identifier: EUPL-1.2
-- Why dated records of people were last corrected, and why a dormant member is sent: in somebody's words.

ALTER TABLE language_skill ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE availability ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE credential ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE roster_membership ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE letter_of_intent ADD COLUMN correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE letter_of_intent ADD COLUMN row_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE unit ADD COLUMN end_correction_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE deployment_event ADD COLUMN dormant_reason TEXT NOT NULL DEFAULT '';
