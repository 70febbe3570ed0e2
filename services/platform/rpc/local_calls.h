// SPDX-License-Identifier: EUPL-1.2
// Calls in this process, waiting: the command line on a database, tests, and what goes on in the background.
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "platform/db/database.h"
#include "platform/rpc/attempts.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/reads.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

// As Dispatcher::call_message() and Dispatcher::write_as() say.
class LocalCalls {
 public:
  // What the dispatcher has, and requests over HTTP use too.
  struct With {
    const Registry& registry;
    db::Database& database;
    std::chrono::milliseconds longest_settling;
    Callers& callers;
    Reads& reads;
    Attempts& attempts;
  };
  explicit LocalCalls(const With& with) : with_(with) {}

  std::unique_ptr<google::protobuf::Message> call(std::string_view path, const google::protobuf::Message& request,
                                                  const Caller& caller);
  void write_as(const Caller& caller, std::string_view path, const std::function<void(Context&)>& work);

 private:
  std::unique_ptr<google::protobuf::Message> run(const Method& method, const google::protobuf::Message& request,
                                                 const Caller& caller, TimePoint now, long long& account_tried);

  const With with_;
};

}  // namespace muster::rpc
