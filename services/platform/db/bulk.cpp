// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/bulk.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "platform/db/session_impl.h"

namespace muster::db {
namespace {

std::string comma_list(const std::vector<std::string>& columns) {
  std::string names;
  for (const auto& column : columns) names += (names.empty() ? "" : ", ") + column;
  return names;
}

// "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)": one text per number of rows, so that the
// session prepares few statements.
std::string insert_text(std::string_view table, const std::vector<std::string>& columns, std::size_t row_count,
                        std::string_view end = {}) {
  std::string marks;
  for (std::size_t i = 0; i < columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
  std::string text = "INSERT INTO " + std::string(table) + " (" + comma_list(columns) + ") VALUES ";
  for (std::size_t i = 0; i < row_count; ++i) text += (i == 0 ? "(" : ", (") + marks + ")";
  return text.append(end);
}

// Inserts in statements of 100, 10 and 1 rows, and calls `inserted` with the size of each. One
// statement for each row takes half as long again.
template <class Inserted>
void insert_batches(Session& session, std::string_view table, const std::vector<std::string>& columns,
                    std::vector<Row>& rows, Inserted inserted, std::string_view end = {}) {
  std::size_t at = 0;
  for (std::size_t size : {100u, 10u, 1u}) {
    if (rows.size() - at < size) continue;
    Query query(insert_text(table, columns, size, end));
    while (rows.size() - at >= size) {
      query.args.clear();
      query.args.reserve(size * columns.size());
      for (const std::size_t last = at + size; at < last; ++at) {
        std::move(rows[at].begin(), rows[at].end(), std::back_inserter(query.args));
      }
      execute(session, query);
      inserted(static_cast<long long>(size));
    }
  }
}

// A value in COPY's text format.
void append_copied(std::string& lines, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    lines += "\\N";
  } else if (const auto* number = std::get_if<long long>(&value)) {
    lines += std::to_string(*number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", *real);
    lines += text;
  } else {
    for (char c : std::get<std::string>(value)) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        lines += '\\';
        c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
      }
      lines += c;
    }
  }
}

// PostgreSQL answers every INSERT once over the network; COPY takes all rows in one go, some
// thirty times as fast. `ids` is empty for a table without an id.
void copy_rows(Session& session, std::string_view table, const std::vector<std::string>& columns,
               const std::vector<Row>& rows, const std::vector<long long>& ids) {
  std::string lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!ids.empty()) lines += std::to_string(ids[i]) + '\t';
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      if (j > 0) lines += '\t';
      append_copied(lines, rows[i][j]);
    }
    lines += '\n';
  }
  session.impl().copy_in(
      "COPY " + std::string(table) + " (" + (ids.empty() ? "" : "id, ") + comma_list(columns) + ") FROM STDIN", lines);
}

std::vector<long long> next_ids(Session& session, std::string_view table, std::size_t count) {
  std::vector<long long> ids;
  ids.reserve(count);
  // The sequence's name in a query of its own: else PostgreSQL looks it up once for every id.
  for (const auto& [id] :
       select<long long>(session, {"SELECT nextval((SELECT CAST(pg_get_serial_sequence('" + std::string(table) +
                                       "', 'id') AS REGCLASS))) FROM generate_series(1, CAST(? AS BIGINT))",
                                   {static_cast<long long>(count)}})) {
    ids.push_back(id);
  }
  return ids;
}

}  // namespace

void Session::Impl::copy_in(const std::string& statement, const std::string& lines) {
  check_usable();
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  PGconn* connection = postgresql();
  Result result(PQexec(connection, statement.c_str()), &PQclear);
  if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
    if (PQputCopyData(connection, lines.data(), static_cast<int>(lines.size())) == 1) {
      PQputCopyEnd(connection, nullptr);
    }
    result.reset(PQgetResult(connection));
    // The connection is free again only after the last result, which is null.
    while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
  }
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return;
  const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const bool lost = sqlstate == nullptr || PQstatus(connection) == CONNECTION_BAD;
  fail(classify_postgresql(lost ? "" : sqlstate, result.get(), statement));
}

// SQLite knows the id anyway; RETURNING would make a table of its own for the answer, which takes
// longer than the insert.
long long insert_row(Session& session, Query query) {
  if (session.backend() == Backend::sqlite) {
    execute(session, query);
    return session.impl().last_id();
  }
  query.text += " RETURNING id";
  return std::get<0>(select_one<long long>(session, query).value());
}

std::vector<long long> insert_rows(Session& session, std::string_view table, const std::vector<std::string>& columns,
                                   std::vector<Row> rows) {
  if (rows.empty()) return {};
  if (rows.size() == 1) return {insert_row(session, {insert_text(table, columns, 1), std::move(rows.front())})};
  if (session.backend() == Backend::postgresql) {
    auto ids = next_ids(session, table, rows.size());
    copy_rows(session, table, columns, rows, ids);
    return ids;
  }
  std::vector<long long> ids;
  ids.reserve(rows.size());
  // An id of SQLite's is one above the highest there ever was, and there is one writer.
  insert_batches(session, table, columns, rows, [&](long long size) {
    const long long last = session.impl().last_id();
    for (long long id = last - size + 1; id <= last; ++id) ids.push_back(id);
  });
  return ids;
}

void insert_rows_without_id(Session& session, std::string_view table, const std::vector<std::string>& columns,
                            std::vector<Row> rows) {
  if (session.backend() == Backend::postgresql && rows.size() > 1) {
    copy_rows(session, table, columns, rows, {});
    return;
  }
  insert_batches(session, table, columns, rows, [](long long) {});
}

// COPY would fail for a row that is there, so it goes by way of a table of the transaction's own.
void insert_rows_if_absent(Session& session, std::string_view table, const std::vector<std::string>& columns,
                           std::vector<Row> rows) {
  constexpr std::string_view let_be = " ON CONFLICT DO NOTHING";
  if (session.backend() == Backend::sqlite || rows.size() == 1) {
    insert_batches(session, table, columns, rows, [](long long) {}, let_be);
    return;
  }
  const std::string name(table), coming = name + "_coming", list = comma_list(columns);
  execute(session, "CREATE TEMP TABLE IF NOT EXISTS " + coming + " (LIKE " + name + ") ON COMMIT DELETE ROWS");
  copy_rows(session, coming, columns, rows, {});
  execute(session, "INSERT INTO " + name + " (" + list + ") SELECT " + list + " FROM " + coming + std::string(let_be));
}

}  // namespace muster::db
