// SPDX-License-Identifier: EUPL-1.2
#include "demo_history.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "platform/rpc/field_access.h"
#include "platform/rpc/transaction.h"
#include "platform/rpc/validate.h"

namespace muster::demo {

void History::plan(rules::Day day, std::function<void()> step) {
  day = std::max(day, today_);
  if (day < end_) steps_.emplace(day, std::move(step));
}

void History::play() {
  while (!steps_.empty()) {
    auto node = steps_.extract(steps_.begin());
    if (node.key() != today_) calls_today_ = 0;
    today_ = node.key();
    node.mapped()();
  }
}

std::unique_ptr<google::protobuf::Message> History::call_message(std::string_view path,
                                                                 const google::protobuf::Message& request,
                                                                 const rpc::Caller& caller) {
  const rpc::Method* method = registry_.find(path);
  if (!method) throw std::logic_error("no such method: " + std::string(path));
  std::unique_ptr<google::protobuf::Message> message(request.New());
  message->CopyFrom(request);
  rpc::validate(*message);
  // From eight in the morning on, a call every ten milliseconds, so that times tell the order.
  const rpc::TimePoint now =
      rpc::TimePoint(std::chrono::hours(24 * today_ + 8)) + std::chrono::milliseconds(10 * calls_today_++);
  ++calls_;
  rpc::Context context(session_, *method, caller, now);
  rpc::check_writable(context, *message);
  if (method->prepare) context.prepared = method->prepare(context, *message);
  return rpc::run_method(context, *message);
}

}  // namespace muster::demo
