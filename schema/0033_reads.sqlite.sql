-- SPDX-License-Identifier: EUPL-1.2
INSERT INTO read_key (id, hmac_key) VALUES (1, lower(hex(randomblob(32))));
