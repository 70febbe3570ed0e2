// SPDX-License-Identifier: EUPL-1.2
// What an error of SQLite or PostgreSQL means for the caller. The only place that knows codes
// of a backend; its texts, which may hold values, are never passed on.
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "platform/status/error.h"

namespace muster::db {

struct Failure {
  status::Error error;
  bool broken = false;  // the connection is of no more use
  bool retry = false;   // the transaction may succeed when run again
};

// `code` is SQLite's extended code, `message` its text, `statement` the SQL that failed.
Failure classify_sqlite(int code, std::string_view message, std::string_view statement);

// `result` may be null (the connection is gone, or the statement was not prepared).
Failure classify_postgresql(std::string_view sqlstate, const PGresult* result, std::string_view statement);

}  // namespace muster::db
