// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/repeated_job.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <typeinfo>

namespace muster::rpc {

void RepeatedJob::start(const std::string& failure, std::chrono::milliseconds pause,
                        const std::function<void(const std::stop_token&)>& work) {
  thread_ = std::jthread([failure, pause, work](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    while (!stop.stop_requested()) {
      try {
        work(stop);
      } catch (const std::exception& error) {
        // Its text may hold anything, so it is not logged.
        spdlog::warn(R"({{"event":"{}","type":"{}"}})", failure, typeid(error).name());
      }
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, pause, [] { return false; });
    }
  });
}

}  // namespace muster::rpc
