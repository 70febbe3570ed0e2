// SPDX-License-Identifier: EUPL-1.2
// What was tried and refused, for the audit: of each account, address, method and reason the first at once, and those of
// the next ten minutes together, so that whoever tries a thousand times leaves two entries and not a thousand.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "platform/db/database.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

// Thread-safe; kept in this process until it is written.
class Attempts {
 public:
  // Notes a request of `method` that ended with `error`, if it was refused: what the caller may not, and passwords that
  // were wrong. `account` 0: nobody that there is; what name was given is not kept.
  void note(const Method& method, long long account, const std::string& address, const status::Error& error,
            TimePoint now);

  // Writes what is due: what was refused for the first time in ten minutes, and what was gathered for so long; with
  // `all`, whatever there is.
  void write(db::Database& database, TimePoint now, bool all);

 private:
  struct Key {
    const Method* method;
    long long account;
    std::string address;
    std::string reason;
    auto operator<=>(const Key&) const = default;
  };
  struct Gathered {
    long long count = 0;  // not yet written
    TimePoint due;
  };
  std::mutex mutex_;
  std::map<Key, Gathered> gathered_;
};

}  // namespace muster::rpc
