// SPDX-License-Identifier: EUPL-1.2
// Plays made-up history into a database: each step is a real call of a method on the day it
// happened, so that create times, the audit and what was known when are those of that day.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "platform/db/session.h"
#include "platform/rpc/context.h"
#include "platform/rpc/registry.h"
#include "rules/civil_date.h"

namespace muster::demo {

class History {
 public:
  // Writes through `session`, whose transaction is the caller's; knows no day from `end` on.
  History(const rpc::Registry& registry, db::Session& session, rules::Day end)
      : registry_(registry), session_(session), end_(end) {}

  // Has `step` happen on `day`, after the steps of that day that were planned before it. Days
  // that are over are taken as the present one; days from the end on never come.
  void plan(rules::Day day, std::function<void()> step);
  // Runs what was planned, and what that plans, in the order of days.
  void play();

  // Calls a method on the present day.
  // Errors: the method's; std::logic_error when there is no such method.
  template <class Res>
  Res call(std::string_view path, const google::protobuf::Message& request, const rpc::Caller& caller) {
    auto answer = call_message(path, request, caller);
    return std::move(static_cast<Res&>(*answer));
  }

  rules::Day today() const { return today_; }
  rules::Day end() const { return end_; }
  db::Session& session() { return session_; }
  int calls() const { return calls_; }

 private:
  std::unique_ptr<google::protobuf::Message> call_message(std::string_view path,
                                                          const google::protobuf::Message& request,
                                                          const rpc::Caller& caller);

  const rpc::Registry& registry_;
  db::Session& session_;
  const rules::Day end_;
  rules::Day today_ = 0;
  int calls_ = 0;
  int calls_today_ = 0;
  std::multimap<rules::Day, std::function<void()>> steps_;
};

}  // namespace muster::demo
