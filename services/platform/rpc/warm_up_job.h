// SPDX-License-Identifier: EUPL-1.2
// Runs, when a server starts, what the first requests would otherwise wait for.
#pragma once

#include <atomic>
#include <thread>

#include "platform/db/database.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

class WarmUpJob {
 public:
  // Runs the registry's warm-ups on a thread of its own, one after the other, beside the first requests. One that finds
  // the database away is tried again each second; one that fails otherwise is logged and left to the first request
  // that needs it, which tells its caller. Both outlive this.
  WarmUpJob(const Registry& registry, db::Database& database);

  // Whether all have run: the first answer waits for nothing any more. Of a registry without any, from the beginning.
  bool done() const { return done_; }
  // Begins nothing more. What runs ends with the database, which is to be stopped next.
  void stop() { thread_.request_stop(); }

 private:
  void run(const Registry& registry, db::Database& database, const std::stop_token& stop);

  std::atomic<bool> done_ = false;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace muster::rpc
