// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/local_calls.h"

#include <any>
#include <optional>
#include <string>

#include "platform/rpc/fault.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/known_moment.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/transaction.h"
#include "platform/rpc/validate.h"
#include "platform/status/error.h"

namespace muster::rpc {

using google::protobuf::Message;
using Deadline = db::Database::Deadline;

std::unique_ptr<Message> LocalCalls::call(std::string_view path, const Message& request, const Caller& caller) {
  const Method* method = with_.registry.find(path);
  if (!method) throw status::Error(status::Code::unimplemented, "no such method: " + std::string(path));
  const TimePoint now = std::chrono::system_clock::now();
  long long account_tried = 0;
  try {
    return run(*method, request, caller, now, account_tried);
  } catch (const status::Error& error) {
    with_.attempts.note(*method, account_tried ? account_tried : caller.account, "", error, now);
    throw;
  }
}

std::unique_ptr<Message> LocalCalls::run(const Method& method, const Message& request, const Caller& caller,
                                         TimePoint now, long long& account_tried) {
  check_access(method, caller);
  std::unique_ptr<Message> message(request.New());
  message->CopyFrom(request);
  validate(*message);
  std::string answer;
  std::any prepared;
  std::optional<std::string> zone;       // of a write, as in admit()
  std::optional<status::Error> refusal;  // of a write, as in Dispatcher
  bool written_first = false;
  auto in_context = [&](db::Session& session, auto&& how) {
    Context context(session, method, caller, now);
    context.clock = Clock::running;
    context.prepared = prepared;
    if (zone) context.know_time_zone(*zone);
    context.account_tried = account_tried;
    context.written_first = written_first;
    check_writable(context, *message);
    try {
      how(context);
    } catch (...) {
      account_tried = context.account_tried;
      throw;
    }
    account_tried = context.account_tried;
  };
  if (method.read_only) {
    const auto moment = known_moment(*message, now);
    bool settled = true;
    auto read = [&](db::Session& session) {
      in_context(session, [&](Context& context) {
        answer = run_read(context, *message);
        with_.reads.take(context, *message, answer);
      });
    };
    with_.database.read_now([&](db::Session& session) { settled = !moment || is_settled(session, *moment); });
    if (!settled) settle_now(with_.database, *moment, with_.longest_settling);
    try {
      with_.database.read_now(read);
    } catch (const WriteFirst& first) {
      write_as(caller, method.path, first.work);
      written_first = true;
      with_.database.read_now(read);
    }
    return to_answer(method, answer);
  }
  with_.database.read_now([&](db::Session& session) {
    zone = roster_zone(session);
    if (method.names_people)
      in_context(session, [&](Context& context) { with_.reads.require_room(context, *message); });
  });
  if (method.prepare) {
    with_.database.read_now([&](db::Session& session) {
      in_context(session, [&](Context& context) { prepared = method.prepare(context, *message); });
    });
  }
  try {
    with_.database.write_now([&](db::Session& session) {
      in_context(session, [&](Context& context) {
        answer = run_write(context, *message);
        refusal = std::move(context.refusal);
      });
    });
  } catch (const DryAnswer& dry) {
    with_.reads.note(method, *message, caller, "", now, dry.bytes);
    return to_answer(method, dry.bytes);
  }
  if (refusal) throw *refusal;
  if (method.changes_access) with_.callers.forget();
  with_.reads.note(method, *message, caller, "", now, answer);
  if (method.read_back) {
    try {
      with_.database.read_now([&](db::Session& session) {
        in_context(session, [&](Context& context) { answer = read_back(context, answer); });
      });
    } catch (...) {
      to_error(std::current_exception(), "");  // as in answer_write
    }
  }
  return to_answer(method, answer);
}

void LocalCalls::write_as(const Caller& caller, std::string_view path, const std::function<void(Context&)>& work) {
  const Method* method = with_.registry.find(path);
  if (!method) throw status::Error(status::Code::unimplemented, "no such method: " + std::string(path));
  const TimePoint now = std::chrono::system_clock::now();
  with_.database.write_now([&](db::Session& session) {
    Context context(session, *method, caller, now);
    context.clock = Clock::running;
    run_work(context, work);
  });
}

}  // namespace muster::rpc
