// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/backend_error.h"

#include "muster/platform/v1/reasons.pb.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace muster::db {
namespace {

using status::Code;
using status::Error;

bool identifier_character(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < text.size();) {
    if (!identifier_character(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && identifier_character(text[end])) ++end;
    result.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return result;
}

bool deletes(std::string_view statement) {
  const auto all = words(statement.substr(0, 40));
  return !all.empty() && upper(all.front()) == "DELETE";
}

// The table that an INSERT or UPDATE writes, or "".
std::string written_table(std::string_view statement) {
  const auto all = words(statement.substr(0, 200));
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const std::string word = upper(all[i]);
    if (word == "INTO" || (word == "UPDATE" && i == 0)) return all[i + 1];
  }
  return {};
}

std::string joined(const std::vector<std::string>& columns) {
  std::string result;
  for (const auto& column : columns) result += (result.empty() ? "" : ", ") + column;
  return result;
}

// A code's key has a column of its own (platform/rows/rows.h); the client knows the code.
std::string code_of(const std::string& column) {
  return column.ends_with("_key") ? column.substr(0, column.size() - std::string_view("_key").size()) : column;
}

Error duplicate(std::vector<std::string> columns) {
  std::transform(columns.begin(), columns.end(), columns.begin(), code_of);
  if (columns.size() == 1) {
    return status::already_exists(columns.front(), platform::v1::REASON_ALREADY_EXISTS,
                                  "another record already has this value; give another, or change that record",
                                  {{"fields", columns.front()}});
  }
  const std::string all = joined(columns);
  std::vector<status::FieldViolation> violations;
  for (const auto& column : columns) {
    violations.push_back({column,
                          platform::v1::REASON_ALREADY_EXISTS,
                          "another record already has the same " + all + "; give another, or change that record",
                          {{"fields", all}}});
  }
  return Error(Code::already_exists, platform::v1::REASON_ALREADY_EXISTS,
               all + ": another record already has the same values", {{"fields", all}})
      .with_violations(std::move(violations));
}

Error missing_reference(const std::string& column, std::string_view statement) {
  if (deletes(statement)) {
    return status::failed_precondition(platform::v1::REASON_STILL_REFERENCED,
                                       "other records still refer to this one; remove or change them first");
  }
  if (column.empty()) {
    return Error(Code::invalid_argument, platform::v1::REASON_REFERENCE_NOT_FOUND,
                 "a record that this one refers to does not exist");
  }
  return status::invalid_argument(column, platform::v1::REASON_REFERENCE_NOT_FOUND,
                                  "refers to a record that does not exist; give one that does");
}

Error check_failed(const std::string& column) {
  return status::invalid_argument(column, platform::v1::REASON_VALUE_REFUSED, "has a value that is not allowed");
}

// "person_birth_date_check" of table "person": "birth_date".
std::string checked_column(std::string_view constraint, std::string_view table) {
  constexpr std::string_view end = "_check";
  const std::string start = std::string(table) + "_";
  if (constraint.size() > start.size() + end.size() && constraint.starts_with(start) && constraint.ends_with(end)) {
    return std::string(constraint.substr(start.size(), constraint.size() - start.size() - end.size()));
  }
  return {};
}

// The first column in the text of a CHECK: SQLite names an unnamed one by its expression.
std::string first_column(std::string_view expression) {
  constexpr std::array keywords{"NOT",  "IN",   "IS",   "NULL", "AND",  "OR",   "BETWEEN", "CASE",
                                "WHEN", "THEN", "ELSE", "END",  "LIKE", "GLOB", "CAST",    "AS"};
  for (std::size_t i = 0; i < expression.size();) {
    if (expression[i] == '\'') {
      i = expression.find('\'', i + 1);
      if (i == std::string_view::npos) return {};
      ++i;
      continue;
    }
    if (!identifier_character(expression[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < expression.size() && identifier_character(expression[end])) ++end;
    const std::string_view word = expression.substr(i, end - i);
    std::size_t next = end;
    while (next < expression.size() && expression[next] == ' ') ++next;
    const bool function = next < expression.size() && expression[next] == '(';
    const bool keyword = std::find(keywords.begin(), keywords.end(), upper(word)) != keywords.end();
    if (!function && !keyword && std::isdigit(static_cast<unsigned char>(word[0])) == 0) {
      return std::string(word);
    }
    i = end;
  }
  return {};
}

// "UNIQUE constraint failed: person.number, person.unit": the columns.
std::vector<std::string> columns_of_message(std::string_view message) {
  const auto colon = message.find(": ");
  if (colon == std::string_view::npos) return {};
  std::vector<std::string> columns;
  std::string_view rest = message.substr(colon + 2);
  while (!rest.empty()) {
    const auto comma = rest.find(", ");
    std::string_view one = rest.substr(0, comma);
    if (const auto dot = one.rfind('.'); dot != std::string_view::npos) one = one.substr(dot + 1);
    columns.emplace_back(one);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
  }
  return columns;
}

Error sqlite_constraint(int code, std::string_view message, std::string_view statement) {
  const auto columns = columns_of_message(message);
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY: return duplicate(columns);
    case SQLITE_CONSTRAINT_NOTNULL:
      return status::invalid_argument(joined(columns), platform::v1::REASON_REQUIRED, "must be set");
    case SQLITE_CONSTRAINT_FOREIGNKEY: return missing_reference("", statement);
    case SQLITE_CONSTRAINT_TRIGGER:
      // The text is a literal of our schema.
      return status::failed_precondition(platform::v1::REASON_APPEND_ONLY, std::string(message));
    default: {
      const auto colon = message.find(": ");
      const std::string_view text = colon == std::string_view::npos ? std::string_view{} : message.substr(colon + 2);
      const std::string table = written_table(statement);
      std::string column = checked_column(text, table);
      if (column.empty() && text.find_first_of(" ()<>=") != std::string_view::npos) {
        column = first_column(text);
      }
      return check_failed(column.empty() ? table : column);
    }
  }
}

Error internal(std::string_view code, std::string_view statement) {
  spdlog::error("database error {} in: {}", code, statement);
  return {Code::internal, "the database refused a statement (" + std::string(code) + ")"};
}

Error disk_full() {
  return status::unavailable(platform::v1::REASON_DISK_FULL, "the server's disk is full; nothing was saved",
                             std::chrono::seconds(30));
}

std::string result_field(const PGresult* result, int field) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

// "Key (number, unit)=(7, 3) already exists.": the columns. The parentheses are the same in
// every language of the server.
std::vector<std::string> columns_of_detail(const PGresult* result) {
  const std::string detail = result_field(result, PG_DIAG_MESSAGE_DETAIL);
  const auto open = detail.find('(');
  const auto close = detail.find(")=(");
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  std::vector<std::string> columns;
  std::string_view rest = std::string_view(detail).substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const auto comma = rest.find(", ");
    std::string_view one = rest.substr(0, comma);
    if (one.size() > 1 && one.front() == '"') one = one.substr(1, one.size() - 2);
    columns.emplace_back(one);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
  }
  return columns;
}

Error postgresql_constraint(std::string_view sqlstate, const PGresult* result, std::string_view statement) {
  const auto columns = columns_of_detail(result);
  const std::string constraint = result_field(result, PG_DIAG_CONSTRAINT_NAME);
  if (sqlstate == "23505") {
    return duplicate(columns.empty() ? std::vector<std::string>{constraint} : columns);
  }
  if (sqlstate == "23503") {
    return missing_reference(columns.empty() ? constraint : columns.front(), statement);
  }
  if (sqlstate == "23502") {
    return status::invalid_argument(result_field(result, PG_DIAG_COLUMN_NAME), platform::v1::REASON_REQUIRED,
                                    "must be set");
  }
  const std::string table = result_field(result, PG_DIAG_TABLE_NAME);
  const std::string column = checked_column(constraint, table);
  return check_failed(column.empty() ? table : column);
}

}  // namespace

Failure classify_sqlite(int code, std::string_view message, std::string_view statement) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return {sqlite_constraint(code, message, statement)};
    case SQLITE_INTERRUPT: return {status::deadline_exceeded()};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {status::unavailable(platform::v1::REASON_TOO_BUSY, "the database is busy")};
    case SQLITE_FULL: return {disk_full(), true};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      spdlog::error("database error {} (reading or writing the file)", code);
      return {status::unavailable(platform::v1::REASON_IO_ERROR, "the database file could not be read or written",
                                  std::chrono::seconds(10)),
              true};
    case SQLITE_NOMEM:
      return {status::resource_exhausted(platform::v1::REASON_OUT_OF_MEMORY, "the server is out of memory"), true};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      spdlog::critical("database error {}: the database file is damaged", code);
      return {Error(Code::data_loss, "the database file is damaged"), true};
    case SQLITE_TOOBIG:
      return {Error(Code::invalid_argument, platform::v1::REASON_TOO_LONG, "a value is too long for the database")};
    default: return {internal("SQLite " + std::to_string(code), statement)};
  }
}

Failure classify_postgresql(std::string_view sqlstate, const PGresult* result, std::string_view statement) {
  const std::string_view group = sqlstate.substr(0, 2);
  if (group == "23") return {postgresql_constraint(sqlstate, result, statement)};
  if (sqlstate == "40001" || sqlstate == "40P01") {
    return {status::unavailable(platform::v1::REASON_CONCURRENT_CHANGE,
                                "the record is being changed by somebody else; try again"),
            false, true};
  }
  if (sqlstate == "57014") return {status::deadline_exceeded()};
  if (sqlstate == "53100") return {disk_full()};
  if (sqlstate == "P0001") {
    // The text is a literal of our schema's triggers.
    return {
        status::failed_precondition(platform::v1::REASON_APPEND_ONLY, result_field(result, PG_DIAG_MESSAGE_PRIMARY))};
  }
  if (sqlstate == "22021")
    return {Error(Code::invalid_argument, platform::v1::REASON_NOT_UTF8, "text is not valid UTF-8")};
  if (sqlstate == "22003")
    return {Error(Code::invalid_argument, platform::v1::REASON_OUT_OF_RANGE, "a number is out of range")};
  // Lost or closed connections; 25006 is a primary that became a standby.
  const bool lost = group == "08" || sqlstate.starts_with("57P") || sqlstate == "25006" || sqlstate.empty() ||
                    sqlstate.front() == ' ';
  if (lost || group == "53" || group == "55" || group == "58") {
    spdlog::error("database error {} (connection or server)", sqlstate);
    return {status::unavailable(platform::v1::REASON_DATABASE_UNAVAILABLE, "the database is not available"), lost};
  }
  return {internal("SQLSTATE " + std::string(sqlstate), statement)};
}

}  // namespace muster::db
