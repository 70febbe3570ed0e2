// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/lookup.h"

#include <algorithm>

namespace muster::imports {

void select_in(db::Session& session, const std::string& select, const std::set<std::string>& keys,
               const db::Query& rest, const std::vector<db::Type>& types, const std::function<void(db::Row&)>& found) {
  auto key = keys.begin();
  std::size_t left = keys.size();
  while (left > 0) {
    const std::size_t taken = std::min<std::size_t>(left, 500);
    // Padded with the last key to one of a few sizes.
    const std::size_t size = taken > 50 ? 500 : taken > 5 ? 50 : 5;
    db::Query query(select + " IN (?");
    for (std::size_t i = 1; i < size; ++i) query.text += ", ?";
    query.text += ")";
    for (std::size_t i = 0; i < taken; ++i) query.args.emplace_back(*key++);
    query.args.resize(size, query.args.back());
    query += rest;
    for (db::Row& row : db::detail::select_rows(session, query, types)) found(row);
    left -= taken;
  }
}

}  // namespace muster::imports
