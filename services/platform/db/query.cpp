// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/query.h"

#include "platform/db/session_impl.h"

namespace muster::db {

Query& Query::operator+=(const Query& more) {
  text += more.text;
  args.insert(args.end(), more.args.begin(), more.args.end());
  return *this;
}

Query one_of(std::string_view column, const std::vector<long long>& ids) {
  if (ids.empty()) return "1 = 0";
  Query query{std::string(column) + " IN (?", {ids.begin(), ids.end()}};
  std::size_t marks = 1;
  while (marks < ids.size()) marks *= 2;
  query.args.resize(marks, ids.back());
  for (std::size_t i = 1; i < marks; ++i) query.text += ", ?";
  query.text += ")";
  return query;
}

std::vector<Row> detail::select_rows(Session& session, const Query& query, const std::vector<Type>& types) {
  std::vector<Row> rows;
  session.impl().each_row(query, types, [&](Row& row) { rows.push_back(row); });
  return rows;
}

long long execute(Session& session, const Query& query) { return session.impl().execute(query); }

std::string row_lock(Session& session) { return session.backend() == Backend::postgresql ? " FOR UPDATE" : ""; }

}  // namespace muster::db
