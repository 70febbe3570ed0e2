// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/call.h"

#include <chrono>
#include <stdexcept>

namespace muster::rpc {

long long Call::now_micros() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
}

long long Call::sequence() {
  if (sequence_ != 0) return sequence_;
  // write_audit() writes the new head; nobody else comes in between.
  auto head = db::select_one<long long, std::string>(
      sql, "SELECT sequence, hash FROM ledger_head WHERE id = 1" + db::row_lock(sql));
  if (!head) throw std::logic_error("the ledger has no head: the database was not migrated");
  sequence_ = std::get<0>(*head) + 1;
  previous_hash_ = std::move(std::get<1>(*head));
  return sequence_;
}

}  // namespace muster::rpc
