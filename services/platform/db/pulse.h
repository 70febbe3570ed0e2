// SPDX-License-Identifier: EUPL-1.2
// Whether the database answers: what the readiness of a server goes by.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/db/database.h"

namespace muster::db {

// Asks the database once a second, on a thread and a session of its own, so that neither a full
// queue nor a database that hangs holds up whoever looks. Thread-safe.
class Pulse {
 public:
  explicit Pulse(const Options& options);
  ~Pulse();

  // Whether the database answered within the last three seconds. Waits for nothing.
  bool beats() const;

 private:
  void run(std::stop_token stop);

  const Options options_;
  std::atomic<std::chrono::steady_clock::time_point> last_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses what is above
};

}  // namespace muster::db
