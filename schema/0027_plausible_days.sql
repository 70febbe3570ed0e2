-- SPDX-License-Identifier: EUPL-1.2
-- Why a day that looks like a slip of the pen is right, in somebody's words: as in 0019, where dated fields had none.

ALTER TABLE credential ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE course_version ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE requirement ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE waiver ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE mission ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE role_grant ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';

-- Of a step that gave days.
ALTER TABLE deployment_event ADD COLUMN plausible_reason TEXT NOT NULL DEFAULT '';
