// SPDX-License-Identifier: EUPL-1.2
// Work that a server does again and again beside its requests, on a thread of its own.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace muster::rpc {

// Ends with the object, after the work it is at.
class RepeatedJob {
 public:
  // Calls `work` at once, and again `pause` after it has returned. Should it throw, the database is away or busy: the log
  // says `failure` ("lapse_failed"), and the next time is early enough.
  void start(const std::string& failure, std::chrono::milliseconds pause,
             const std::function<void(const std::stop_token&)>& work);

  // Waits for the work to end.
  void stop() { thread_ = {}; }

 private:
  std::jthread thread_;
};

}  // namespace muster::rpc
