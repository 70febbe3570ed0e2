-- SPDX-License-Identifier: EUPL-1.2
-- Of the 256 bits twelve are not random.
INSERT INTO read_key (id, hmac_key)
VALUES (1, replace(CAST(gen_random_uuid() AS TEXT) || CAST(gen_random_uuid() AS TEXT), '-', ''));
