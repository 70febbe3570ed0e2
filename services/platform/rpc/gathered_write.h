// SPDX-License-Identifier: EUPL-1.2
// What is gathered beside requests (reads.h, attempts.h) on its way into the database.
#pragma once

#include <functional>
#include <string>

#include "platform/db/database.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

// Runs `work` in a transaction of its own, waiting, and writes an audit entry of `method` and `account` (0: nobody)
// from `address` with the lines that it leaves, if it says so by true.
// Errors: the database's, after five seconds at most: a server that ends does not wait for one that hangs.
void write_gathered(db::Database& database, const Method& method, long long account, const std::string& address,
                    TimePoint now, const std::function<bool(Context&)>& work);

}  // namespace muster::rpc
