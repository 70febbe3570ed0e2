// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/detail/scan.h"

#include <charconv>
#include <memory>

#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {

using namespace sqlite_api;

bool Record::is_null(int column) const {
  if (statement_ != nullptr) return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  return PQgetisnull(result_, row_, column) != 0;
}

long long Record::integer(int column) const {
  if (const auto value = maybe_integer(column)) return *value;
  throw status::Error(status::Code::internal, "a column of the database is NULL and must not be");
}

std::optional<long long> Record::maybe_integer(int column) const {
  if (statement_ != nullptr) {
    // What is no number reads as 0: only then is its type worth a look.
    sqlite3_value* const held = sqlite3_column_value(statement_, column);
    const long long value = sqlite3_value_int64(held);
    if (value != 0 || sqlite3_value_type(held) == SQLITE_INTEGER) return value;
  }
  if (is_null(column)) return std::nullopt;
  const std::string_view digits = text(column);
  long long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && end == digits.data() + digits.size()) return value;
  throw status::Error(status::Code::internal, "a column of the database is not a whole number");
}

double Record::real(int column) const {
  if (statement_ != nullptr) return sqlite3_column_double(statement_, column);
  const std::string_view digits = text(column);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && end == digits.data() + digits.size()) return value;
  throw status::Error(status::Code::internal, "a column of the database is not a number");
}

std::string_view Record::text(int column) const { return maybe_text(column).value_or(std::string_view()); }

std::optional<std::string_view> Record::maybe_text(int column) const {
  if (statement_ != nullptr) {
    // The column is looked up once; its statement belongs to this thread, as such values need.
    sqlite3_value* const value = sqlite3_column_value(statement_, column);
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return std::nullopt;
    return std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
  }
  if (is_null(column)) return std::nullopt;
  return std::string_view(PQgetvalue(result_, row_, column),
                          static_cast<std::size_t>(PQgetlength(result_, row_, column)));
}

void Session::Impl::scan_sqlite(const std::string& select, const std::function<void(const Record&)>& take) {
  sqlite3_stmt* made = nullptr;
  int code = sqlite3_prepare_v2(sqlite(), select.c_str(), -1, &made, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(made, &sqlite3_finalize);
  if (code == SQLITE_OK) {
    const Record record(made);
    while ((code = sqlite3_step(made)) == SQLITE_ROW) take(record);
  }
  if (code != SQLITE_DONE) {
    fail(classify_sqlite(sqlite3_extended_errcode(sqlite()), sqlite3_errmsg(sqlite()), select));
  }
}

void Session::Impl::scan_postgresql(const std::string& select, const std::function<void(const Record&)>& take) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(postgresql(), select.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail_postgresql(result.get(), select);
  for (int row = 0; row < PQntuples(result.get()); ++row) take(Record(result.get(), row));
}

void Session::Impl::scan(const std::string& select, const std::function<void(const Record&)>& take) {
  check_usable();
  struct Running {
    bool& flag;
    ~Running() { flag = false; }
  } running{running_};
  running_ = true;
  if (backend_ == Backend::sqlite) {
    scan_sqlite(select, take);
  } else {
    scan_postgresql(select, take);
  }
}

void scan(Session& session, const std::string& select, const std::function<void(const Record&)>& take) {
  session.impl().scan(select, take);
}

}  // namespace muster::db
