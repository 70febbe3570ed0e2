-- SPDX-License-Identifier: EUPL-1.2
-- Files on their way in. Written by platform/imports only.

CREATE TABLE import (
  id ID_PRIMARY_KEY,
  kind TEXT NOT NULL CHECK (kind LIKE 'IMPORT_KIND_%'),
  file_name TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  dry_run BIGINT NOT NULL,
  clean_rows_only BIGINT NOT NULL,
  header_mapping TEXT NOT NULL,
  encoding TEXT NOT NULL,
  separator TEXT NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state LIKE 'IMPORT_STATE_%'),
  uploaded_bytes BIGINT NOT NULL,
  rows_read BIGINT NOT NULL,
  rows_created BIGINT NOT NULL,
  rows_unchanged BIGINT NOT NULL,
  rows_wrong BIGINT NOT NULL,
  rows_subtotal BIGINT NOT NULL,
  rows_duplicate BIGINT NOT NULL,
  rows_quarantined BIGINT NOT NULL,
  refusal TEXT NOT NULL,
  account BIGINT,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

-- Base64, because text is the one type that both backends bind alike; gone when the import ends.
CREATE TABLE import_chunk (
  import BIGINT NOT NULL REFERENCES import (id),
  start_offset BIGINT NOT NULL,
  size_bytes BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (import, start_offset)
);

CREATE TABLE import_row (
  id ID_PRIMARY_KEY,
  import BIGINT NOT NULL REFERENCES import (id),
  line BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome LIKE 'ROW_OUTCOME_%'),
  field TEXT NOT NULL,
  description TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX import_row_import ON import_row (import, line);

-- What an import wrote, range by range, so that it can be undone.
CREATE TABLE import_effect (
  id ID_PRIMARY_KEY,
  import BIGINT NOT NULL REFERENCES import (id),
  table_name TEXT NOT NULL,
  first_id BIGINT NOT NULL,
  last_id BIGINT NOT NULL
);
CREATE INDEX import_effect_import ON import_effect (import);
