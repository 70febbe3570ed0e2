// SPDX-License-Identifier: EUPL-1.2
// What the codes in a slice of rows stand for, with few statements.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "platform/db/query.h"

namespace muster::imports {

// `select` + " IN (?, ?, ...)" + `rest` for all of `keys`, some 500 at a time. Only a few statements are prepared,
// whatever the number of keys.
std::vector<db::Query> queries_in(const std::string& select, const std::set<std::string>& keys, const db::Query& rest);

// Runs them and calls found(values...) for every row, its columns as db::select reads them.
template <class... T, class Found>
void select_in(db::Session& session, const std::string& select, const std::set<std::string>& keys,
               const db::Query& rest, Found found) {
  for (const db::Query& query : queries_in(select, keys, rest)) {
    for (auto& row : db::select<T...>(session, query)) std::apply(found, row);
  }
}

}  // namespace muster::imports
