-- SPDX-License-Identifier: EUPL-1.2
-- A notice may be for an account that is nobody's, and about an approval.
ALTER TABLE notice ALTER COLUMN person DROP NOT NULL;
ALTER TABLE notice ADD COLUMN recipient BIGINT REFERENCES account (id);
ALTER TABLE notice ADD COLUMN approval BIGINT REFERENCES approval (id);
CREATE INDEX notice_recipient ON notice (recipient);
