// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/warm_up_job.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <typeinfo>

#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using namespace std::chrono_literals;

bool is_away(const std::exception& error) {
  const auto* known = dynamic_cast<const status::Error*>(&error);
  return known != nullptr && known->code() == status::Code::unavailable;
}

// Whether there is nothing left to try.
bool attempt(db::Database& database, const Registry::WarmUp& work, const std::stop_token& stop) {
  try {
    // The deadline is so that the end of the server interrupts it.
    database.read_here(std::chrono::steady_clock::now() + 24h, work);
    return true;
  } catch (const std::exception& error) {
    if (stop.stop_requested() || is_away(error)) return false;
    // Its text may hold anything, so it is not logged.
    spdlog::error(R"({{"event":"warm_up_failed","type":"{}"}})", typeid(error).name());
    return true;
  }
}

}  // namespace

WarmUpJob::WarmUpJob(const Registry& registry, db::Database& database)
    : done_(registry.warm_ups().empty()),
      thread_([this, &registry, &database](const std::stop_token& stop) { run(registry, database, stop); }) {}

void WarmUpJob::run(const Registry& registry, db::Database& database, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  for (const auto& work : registry.warm_ups()) {
    while (!attempt(database, work, stop)) {
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, 1s, [] { return false; });
      if (stop.stop_requested()) return;
    }
  }
  done_ = true;
}

}  // namespace muster::rpc
