-- SPDX-License-Identifier: EUPL-1.2
-- The key of read_record.filter_hash. Of the 256 bits twelve are not random.
INSERT INTO setting (key, value)
VALUES ('filter_key', replace(CAST(gen_random_uuid() AS TEXT) || CAST(gen_random_uuid() AS TEXT), '-', ''));
