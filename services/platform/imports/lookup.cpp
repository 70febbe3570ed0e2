// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/lookup.h"

#include <algorithm>

namespace muster::imports {

std::vector<db::Query> queries_in(const std::string& select, const std::set<std::string>& keys, const db::Query& rest) {
  std::vector<db::Query> queries;
  auto key = keys.begin();
  std::size_t left = keys.size();
  while (left > 0) {
    const std::size_t taken = std::min<std::size_t>(left, 500);
    // Padded with the last key to one of a few sizes.
    const std::size_t size = taken > 50 ? 500 : taken > 5 ? 50 : 5;
    db::Query& query = queries.emplace_back(select + " IN (?");
    for (std::size_t i = 1; i < size; ++i) query.text += ", ?";
    query.text += ")";
    for (std::size_t i = 0; i < taken; ++i) query.args.emplace_back(*key++);
    query.args.resize(size, query.args.back());
    query += rest;
    left -= taken;
  }
  return queries;
}

}  // namespace muster::imports
