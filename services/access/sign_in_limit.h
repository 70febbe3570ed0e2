// SPDX-License-Identifier: EUPL-1.2
// How often a password may be tried.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace muster::access {

// At most ten attempts a minute for each key (an account's name from an address): guessing is slow,
// and nobody can lock somebody else out from elsewhere. Thread-safe; kept in this process.
class SignInLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Throws RESOURCE_EXHAUSTED with the time to wait when there were too many.
  void count(const std::string& key, Time now);

 private:
  struct Window {
    Time start;
    int attempts = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

}  // namespace muster::access
