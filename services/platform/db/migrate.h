// SPDX-License-Identifier: EUPL-1.2
// Brings a database to this program's schema: the numbered files of schema/, built in.
#pragma once

#include <string>
#include <vector>

#include "platform/db/database.h"

namespace muster::db {

struct Migration {
  int version;            // the number that the file's name starts with
  std::string name;       // "0001_roster"
  std::string sql;        // of this backend; NNNN_name.postgresql.sql replaces the other
  std::string sha256;     // of sql, kept in the database and compared at every start
};

// The migrations built into this program for `backend`, in order.
std::vector<Migration> migrations(Backend backend);

// Applies those that are missing, each in one transaction with its row in schema_version;
// on PostgreSQL under an advisory lock. Returns the versions applied.
// Errors: FAILED_PRECONDITION when the database is newer than the program or when an applied
// migration's text differs, saying which and what to do.
std::vector<int> migrate(Database& database);

// Migrates no further than `version`: for tests of upgrades.
std::vector<int> migrate_to(Database& database, int version);

}  // namespace muster::db
