-- SPDX-License-Identifier: EUPL-1.2
-- The key of read_record.filter_hash.
INSERT INTO setting (key, value) VALUES ('filter_key', lower(hex(randomblob(32))));
