// SPDX-License-Identifier: EUPL-1.2
// Rows as the backend's library holds them, without a copy of any value: for rows by the million and for
// those that become messages, where rows of values cost several times as much.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/db/query.h"

struct pg_result;
namespace sqlite_api {
struct sqlite3_stmt;
}

namespace muster::db {

// The current row, by column from 0.
class Record {
 public:
  explicit Record(sqlite_api::sqlite3_stmt* statement) : statement_(statement) {}
  Record(const pg_result* result, int row) : result_(result), row_(row) {}

  // Errors: INTERNAL if the column is NULL (integer() only) or no whole number.
  long long integer(int column) const;
  std::optional<long long> maybe_integer(int column) const;
  // "" for NULL; until the next row, or until the column is read as another type.
  std::string_view text(int column) const;
  std::optional<std::string_view> maybe_text(int column) const;
  // Errors: INTERNAL if the column is no number.
  double real(int column) const;
  bool is_null(int column) const;

 private:
  sqlite_api::sqlite3_stmt* statement_ = nullptr;
  const pg_result* result_ = nullptr;
  int row_ = 0;
};

// Runs a SELECT that has no arguments and is not kept prepared. Its text is made of literals and
// numbers of ours. On PostgreSQL the whole result is held, so ask for slices. `take` must not use
// the session.
void scan(Session& session, const std::string& select, const std::function<void(const Record&)>& take);

}  // namespace muster::db
