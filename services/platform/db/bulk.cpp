// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/bulk.h"

#include <algorithm>

namespace muster::db {
namespace {

// "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)": one text per number of rows, so that the
// session prepares few statements.
std::string insert_text(std::string_view table, const std::vector<std::string>& columns,
                        std::size_t row_count) {
  std::string names, marks;
  for (const auto& column : columns) {
    names += (names.empty() ? "" : ", ") + column;
    marks += marks.empty() ? "?" : ", ?";
  }
  std::string text = "INSERT INTO " + std::string(table) + " (" + names + ") VALUES ";
  for (std::size_t i = 0; i < row_count; ++i) text += (i == 0 ? "(" : ", (") + marks + ")";
  return text;
}

// Splits the rows into statements of 100, 10 and 1 rows.
template <class Run>
void in_batches(const std::vector<Row>& rows, std::string_view table,
                const std::vector<std::string>& columns, Run run) {
  std::size_t at = 0;
  for (std::size_t size : {100u, 10u, 1u}) {
    const std::string text = insert_text(table, columns, size);
    for (; rows.size() - at >= size; at += size) {
      Query query(text);
      query.args.reserve(size * columns.size());
      for (std::size_t i = at; i < at + size; ++i) {
        query.args.insert(query.args.end(), rows[i].begin(), rows[i].end());
      }
      run(std::move(query));
    }
  }
}

}  // namespace

std::vector<long long> insert_rows(Session& session, std::string_view table,
                                   const std::vector<std::string>& columns,
                                   const std::vector<Row>& rows) {
  std::vector<long long> ids;
  ids.reserve(rows.size());
  in_batches(rows, table, columns, [&](Query query) {
    query.text += " RETURNING id";
    const std::size_t first = ids.size();
    for (const auto& [id] : select<long long>(session, query)) ids.push_back(id);
    // Both backends give out ids in the order of VALUES, but promise nothing about RETURNING.
    std::sort(ids.begin() + static_cast<std::ptrdiff_t>(first), ids.end());
  });
  return ids;
}

void insert_rows_without_id(Session& session, std::string_view table,
                            const std::vector<std::string>& columns, const std::vector<Row>& rows) {
  in_batches(rows, table, columns, [&](const Query& query) { execute(session, query); });
}

}  // namespace muster::db
