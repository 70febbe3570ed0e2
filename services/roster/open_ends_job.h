// SPDX-License-Identifier: EUPL-1.2
// Looks for open ends every night and writes into the log how many there are by rule: no name and nobody's data.
#pragma once

#include <atomic>
#include <chrono>
#include <string_view>

#include "platform/db/database.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/repeated_job.h"

namespace muster::roster {

// One a process. Only reads.
class OpenEndsJob {
 public:
  // Outlived by the database. Does nothing where the roster is not served.
  OpenEndsJob(const rpc::Registry& registry, db::Database& database);

  // Looks at once and then every night, on a thread of its own, until the end of this object.
  void start();

  // Looks, with the days of `now`. Errors: the database's.
  void run_once(std::chrono::system_clock::time_point now);

  // How many the last look found; 0 before the first. Thread-safe.
  long long found() const { return found_; }

 private:
  const bool served_;
  db::Database& database_;
  std::atomic<long long> found_ = 0;
  rpc::RepeatedJob job_;
};

// The first moment after `now` at which a clock in `zone` shows 03:00. Errors: std::invalid_argument (no such zone).
std::chrono::system_clock::time_point next_night(std::chrono::system_clock::time_point now, std::string_view zone);

}  // namespace muster::roster
