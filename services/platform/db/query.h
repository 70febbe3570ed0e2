// SPDX-License-Identifier: EUPL-1.2
// A statement with its arguments, and typed rows of it. There are five ways to read rows: select and select_one here,
// rows::query and rows::query_one (rows/rows.h) for messages, rows::list (rows/list.h) for a page of them. Beside them
// stand two for what is read most: rows::JoinedSelect (rows/joined_select.h) for one message whose statement runs often,
// scan() (detail/scan.h) for rows by the million. detail/ has what all are made of.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace muster::db {

class Session;

// NULL, a whole number, a floating point number or text: the only column types there are.
using Value = std::variant<std::monostate, long long, double, std::string>;

// SQL with one `?` per argument, in order. `text` is always a literal or built from literals
// and column names of ours; what a client sent goes into `args` only. `?` stands for an
// argument wherever it appears outside quotes.
struct Query {
  std::string text;
  std::vector<Value> args;

  Query() = default;
  Query(std::string sql) : text(std::move(sql)) {}
  Query(const char* sql) : text(sql) {}
  Query(std::string sql, std::vector<Value> values) : text(std::move(sql)), args(std::move(values)) {}

  // Appends another fragment with its arguments.
  Query& operator+=(const Query& more);
};

// "column IN (?, ?, ...)" with these ids, "1 = 0" without any. The last is repeated up to a power of
// two, so that a session keeps few statements prepared. `column` is a literal of ours.
Query one_of(std::string_view column, const std::vector<long long>& ids);

enum class Type { integer, real, text };

using Row = std::vector<Value>;

// Runs a statement that returns no rows; gives the number of rows it changed.
long long execute(Session& session, const Query& query);

// What makes a SELECT of the running write lock the rows it finds until the transaction ends: " FOR UPDATE".
// Nothing on SQLite, where only one transaction writes.
std::string row_lock(Session& session);

namespace detail {

// Every row of a SELECT, through the session's cache of prepared statements; the columns are read as `types` (there
// must be as many). A cursor never stays open. For what is below and where only the run knows the columns.
std::vector<Row> select_rows(Session& session, const Query& query, const std::vector<Type>& types);

template <class T>
struct Column;
template <>
struct Column<long long> {
  static constexpr Type type = Type::integer;
  static long long read(Value& v) { return std::get<long long>(v); }
};
template <>
struct Column<double> {
  static constexpr Type type = Type::real;
  static double read(Value& v) { return std::get<double>(v); }
};
template <>
struct Column<std::string> {
  static constexpr Type type = Type::text;
  static std::string read(Value& v) { return std::move(std::get<std::string>(v)); }
};
template <class T>
struct Column<std::optional<T>> {
  static constexpr Type type = Column<T>::type;
  static std::optional<T> read(Value& v) {
    if (std::holds_alternative<std::monostate>(v)) return std::nullopt;
    return Column<T>::read(v);
  }
};

}  // namespace detail

// Typed rows: `select<long long, std::optional<std::string>>(session, "SELECT id, note ...")`.
// T is long long, double, std::string or an optional of one; NULL in a column that is not
// optional is a programming error and throws std::bad_variant_access.
template <class... T>
std::vector<std::tuple<T...>> select(Session& session, const Query& query) {
  std::vector<std::tuple<T...>> result;
  for (Row& row : detail::select_rows(session, query, {detail::Column<T>::type...})) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      result.emplace_back(detail::Column<T>::read(row[i])...);
    }(std::index_sequence_for<T...>{});
  }
  return result;
}

// The first row, or nothing.
template <class... T>
std::optional<std::tuple<T...>> select_one(Session& session, const Query& query) {
  auto rows = select<T...>(session, query);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace muster::db
