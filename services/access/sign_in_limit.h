// SPDX-License-Identifier: EUPL-1.2
// How often a password, or a code for one, may be tried.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "platform/rpc/context.h"

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

// Counts one attempt on the account, by its name's key, from the caller's address: of all methods that try a password or
// a code. Throws as SignInLimit::count().
void count_attempt(const rpc::Context& context, const std::string& account_name_key);

}  // namespace muster::access
