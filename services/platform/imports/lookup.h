// SPDX-License-Identifier: EUPL-1.2
// What the codes in a slice of rows stand for, with few statements.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "platform/db/query.h"

namespace muster::imports {

// Runs `select` + " IN (?, ?, ...)" + `rest` over all of `keys`, some 500 at a time, and gives
// every row that is found. Only a few statements are prepared, whatever the number of keys.
void select_in(db::Session& session, const std::string& select, const std::set<std::string>& keys,
               const db::Query& rest, const std::vector<db::Type>& types, const std::function<void(db::Row&)>& found);

}  // namespace muster::imports
