// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/day_job.h"

#include <algorithm>

#include "platform/rpc/roster_day.h"

namespace muster::rpc {
namespace {

using std::chrono::system_clock;

constexpr auto look_every = std::chrono::minutes(1);
// On the same day: another process's clock may be some time behind when it records what begins today.
constexpr auto look_again_after = std::chrono::hours(1);

}  // namespace

DayJob::DayJob(const Registry& registry, Dispatcher& dispatcher, std::vector<RowsOfToday> rows)
    : dispatcher_(dispatcher), rows_(std::move(rows)) {
  std::erase_if(rows_, [&](const RowsOfToday& one) { return registry.find(one.method) == nullptr; });
}

// The first look goes through all: nobody knows how long no server ran.
DayLook DayJob::next_look() {
  DayLook look;
  dispatcher_.database().read_now([&](db::Session& session) { look.today = roster_day(session, system_clock::now()); });
  if (looked_) {
    look.first = rules::format_date(std::min(*looked_, look.today) - 1);
    look.last = rules::format_date(std::max(*looked_, look.today) + 1);
  }
  return look;
}

void DayJob::run_once(const std::stop_token& stopped) {
  if (rows_.empty()) return;
  const DayLook look = next_look();
  for (const RowsOfToday& rows : rows_) run(rows, look, stopped);
  looked_ = look.today;
}

void DayJob::run(const RowsOfToday& rows, DayLook look, const std::stop_token& stopped) {
  Caller caller;
  caller.system = true;
  for (long long written = 1; written > 0 && !stopped.stop_requested();) {
    bool behind = false;
    dispatcher_.database().read_now([&](db::Session& session) { behind = rows.behind(session, look); });
    if (!behind) return;
    dispatcher_.write_as(caller, rows.method, [&](Context& context) {
      context.sequence();  // what dated rows say stays until the commit
      look.today = context.today();
      written = rows.follow(context, look);
    });
  }
}

bool DayJob::is_due() {
  if (std::chrono::steady_clock::now() >= due_) return true;
  rules::Day today = 0;
  dispatcher_.database().read_now([&](db::Session& session) { today = roster_day(session, system_clock::now()); });
  return today != looked_;
}

void DayJob::start() {
  if (rows_.empty()) return;
  job_.start("day_failed", look_every, [this](const std::stop_token& stopped) {
    if (!is_due()) return;
    run_once(stopped);
    due_ = std::chrono::steady_clock::now() + look_again_after;
  });
}

}  // namespace muster::rpc
