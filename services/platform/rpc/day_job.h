// SPDX-License-Identifier: EUPL-1.2
// What a row says of now is what its dated rows say of the roster's today. Something may be recorded for a day that has
// begun elsewhere only (Context::latest_day()): rows follow when that day comes in the roster's zone, which this job sees
// to. They follow, too, when the zone is another or the clock was set back.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/repeated_job.h"

namespace muster::rpc {

// The roster's today, and the first days (both count, civil dates) of the dated rows that a look may be limited to.
struct DayLook {
  rules::Day today = 0;
  std::string first;
  std::string last = "9999-12-31";
};

// The rows of one kind that say what holds now.
struct RowsOfToday {
  // In whose name they are written: "muster.missions.v1.MissionsService/ChangePost".
  std::string method;
  // Whether any says something else than what its dated rows say of today.
  std::function<bool(db::Session&, const DayLook&)> behind;
  // Has them, or some of them, say that. Answers how many it wrote.
  std::function<long long(Context&, const DayLook&)> follow;
};

// One a process; several processes on one database do not disturb each other.
class DayJob {
 public:
  // Outlived by the dispatcher. Rows whose method is not served are another process's.
  DayJob(const Registry& registry, Dispatcher& dispatcher, std::vector<RowsOfToday> rows);

  // Looks at all dated rows at once, and then at those that begin about today within a minute of every new day, and every
  // hour, on a thread of its own, until the end of this object.
  void start();

  // Waits for the look that it is at.
  void stop() { job_.stop(); }

  // Looks now; writes nothing when no row is behind. Errors: the database's.
  void run_once(const std::stop_token& stopped = {});

 private:
  void run(const RowsOfToday& rows, DayLook look, const std::stop_token& stopped);
  DayLook next_look();
  bool is_due();

  Dispatcher& dispatcher_;
  std::vector<RowsOfToday> rows_;
  std::optional<rules::Day> looked_;  // the today of the last look
  std::chrono::steady_clock::time_point due_{};
  RepeatedJob job_;
};

}  // namespace muster::rpc
