// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/context.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>

#include "platform/rpc/roster_day.h"
#include "rules/time_zone.h"

namespace muster::rpc {
namespace {

// Processes whose clocks differ by less are as they should be.
constexpr long long tolerated_micros = 60'000'000;

// A server whose clock is behind the ledger was set back, or another one's is ahead: what is recorded has the ledger's
// time, and figures as known at the moments that come again do not have it. Told once, and anew after it has caught up.
void tell_of_clock(long long clock, long long ledger) {
  static std::atomic<bool> told = false;
  const bool behind = ledger - clock > tolerated_micros;
  if (told.exchange(behind) || !behind) return;
  spdlog::warn(R"({{"event":"clock_behind_ledger","seconds":{}}})", (ledger - clock) / 1'000'000);
}

}  // namespace

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
    const long long clock_micros = rules::now_micros();
    tell_of_clock(clock_micros, std::get<2>(*head));
    recorded_micros_ = std::max(clock_micros, std::get<2>(*head));
  }
  return sequence_;
}

void Context::go_on_within(Context& outer) {
  sequence_ = outer.sequence();
  recorded_micros_ = outer.recorded_micros_;
  previous_hash_ = outer.previous_hash_;
  clock = outer.clock;
  request_id = outer.request_id;
  know_time_zone(outer.time_zone());
}

}  // namespace muster::rpc
