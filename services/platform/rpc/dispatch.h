// SPDX-License-Identifier: EUPL-1.2
// From a request to a handler and back: find, decode, authenticate, check access, validate, run
// in one transaction, audit, encode.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "platform/connect/message.h"
#include "platform/db/database.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

// Thread-safe; outlives every request it was given.
class Dispatcher {
 public:
  // `longest_settling`: how long an answer for known_at waits for writes that began before it (known_moment.h).
  Dispatcher(const Registry& registry, db::Database& database,
             std::chrono::milliseconds longest_settling = std::chrono::seconds(5));
  ~Dispatcher();

  // Serves one RPC request over HTTP. Never throws; answers exactly once.
  void dispatch(connect::Request request, connect::Respond respond);

  // Calls a method in this process as `caller`, waiting: the command line on a database, and
  // tests. The same checks, validation, transaction and audit as over HTTP.
  // Errors: as the method's, as status::Error; of a write that took place and cannot be read now the answer is the
  // name alone, as over HTTP.
  template <class Res>
  Res call(std::string_view path, const google::protobuf::Message& request, const Caller& caller) {
    auto answer = call_message(path, request, caller);
    return std::move(static_cast<Res&>(*answer));
  }
  std::unique_ptr<google::protobuf::Message> call_message(std::string_view path,
                                                          const google::protobuf::Message& request,
                                                          const Caller& caller);

  // Runs `work` as one audited write transaction of the method, waiting: for what a method began
  // and goes on in the background, such as the slices of an import. Not for io threads.
  void write_as(const Caller& caller, std::string_view path, const std::function<void(Context&)>& work);

  // Writes what was gathered of reads (reads.h) and of what was refused (attempts.h) until `now`; with `all` also what
  // would be gathered for longer, as at the end. To be called every second, and at the end while the database is there.
  // Errors: the database's; then it is written the next time.
  void write_gathered(TimePoint now, bool all = false);

  db::Database& database();

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::rpc
