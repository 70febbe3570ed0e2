// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/context.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "platform/rpc/roster_day.h"
#include "rules/time_zone.h"

namespace muster::rpc {

long long Context::now_micros() const { return recorded_micros_ != 0 ? recorded_micros_ : rules::to_micros(now); }

const std::string& Context::time_zone() const {
  if (!time_zone_) time_zone_ = roster_zone(sql);
  return *time_zone_;
}

rules::Day Context::day_at(TimePoint time) const { return rules::local_day(time, time_zone()); }

long long Context::sequence() {
  if (sequence_ != 0) return sequence_;
  // write_audit() writes the new head; nobody else comes in between.
  auto head = db::select_one<long long, std::string, long long>(
      sql, "SELECT sequence, hash, recorded_time FROM ledger_head WHERE id = 1" + db::row_lock(sql));
  if (!head) throw std::logic_error("the ledger has no head: the database was not migrated");
  sequence_ = std::get<0>(*head) + 1;
  previous_hash_ = std::move(std::get<1>(*head));
  if (clock == Clock::running) {
    // The head is locked now, by this transaction; a clock that went back waits for itself. Answers for known_at
    // rest on this being no earlier than the head's time (known_moment.h).
    recorded_micros_ = std::max(rules::now_micros(), std::get<2>(*head));
  }
  return sequence_;
}

}  // namespace muster::rpc
