// SPDX-License-Identifier: EUPL-1.2
// Rows as values: one, or many at once for imports. Records no change for the audit: who calls says what it wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"

namespace muster::db {

// Runs an INSERT of one row into a table with an id, and returns the id.
long long insert_row(Session& session, Query query);

// Inserts `rows`, each with one value per column, and returns the new ids in the order of the
// rows. The table has an ID_PRIMARY_KEY and no trigger that inserts into it. Errors: those of
// execute().
std::vector<long long> insert_rows(Session& session, std::string_view table, const std::vector<std::string>& columns,
                                   std::vector<Row> rows);

// The same for a table whose rows have no id of their own.
void insert_rows_without_id(Session& session, std::string_view table, const std::vector<std::string>& columns,
                            std::vector<Row> rows);

// The same, but for rows whose key is there already: those are let be.
void insert_rows_if_absent(Session& session, std::string_view table, const std::vector<std::string>& columns,
                           std::vector<Row> rows);

}  // namespace muster::db
