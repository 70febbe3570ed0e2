// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/transaction.h"

#include <stdexcept>

#include "platform/rpc/apart.h"
#include "platform/rpc/audit.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/erasure.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/field_path.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/second_hand.h"
#include "platform/rpc/taken_numbers.h"

namespace muster::rpc {

using google::protobuf::Message;

namespace {

// `handler`: one of the method's.
template <class Answer>
Answer handle(const std::function<Answer(Context&, const Message&)>& handler, Context& context,
              const Message& request) {
  const SeenRequest seen(context, request);
  try {
    return handler(context, seen.message());
  } catch (const status::Error& error) {
    const status::Error told = tell_erased(context, seen.with_given_names(error), request);
    throw conceal(context, with_paths(told, request), seen.given());
  }
}

const google::protobuf::FieldDescriptor* consequences_field(const Message& answer) {
  return answer.GetDescriptor()->FindFieldByName("consequences");
}

void tell_consequences(const Context& context, Message& answer) {
  const auto* field = consequences_field(answer);
  if (field == nullptr) return;
  for (const auto& consequence : context.consequences) {
    answer.GetReflection()->AddMessage(&answer, field)->CopyFrom(consequence);
  }
}

// The resource that `named`, the answer of a write, names: as it stands now, with the consequences of that write.
std::unique_ptr<Message> read_named(Context& context, const Message& named) {
  const auto* name = named.GetDescriptor()->FindFieldByName("name");
  auto answer = context.method.read_back(context, named.GetReflection()->GetString(named, name));
  if (const auto* field = consequences_field(named)) {
    const auto* reflection = named.GetReflection();
    for (int i = 0; i < reflection->FieldSize(named, field); ++i) {
      answer->GetReflection()
          ->AddMessage(answer.get(), field)
          ->CopyFrom(reflection->GetRepeatedMessage(named, field, i));
    }
  }
  hide_fields(context, *answer);
  conceal(context, *answer);
  return answer;
}

// Does `work` of a write. False if it refused with what has to be counted, which context.refusal holds then.
bool do_counted(Context& context, const std::function<void()>& work) {
  try {
    work();
    return true;
  } catch (const status::Error& error) {
    if (!is_to_be_counted(context, error) || !context.sql.changes().empty()) throw;
    context.refusal = error;
  }
  count_taken_numbers(context, 1);
  write_audit(context);
  return false;
}

[[noreturn]] void end_dry(Context& context, Message& answer) {
  if (context.method.read_back) throw DryAnswer{read_named(context, answer)->SerializeAsString()};
  hide_fields(context, answer);
  conceal(context, answer);
  throw DryAnswer{answer.SerializeAsString()};
}

}  // namespace

bool is_dry(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

std::optional<std::string> dry_answer(const std::exception_ptr& end) {
  if (!end) return std::nullopt;
  try {
    std::rethrow_exception(end);
  } catch (const DryAnswer& dry) {
    return dry.bytes;
  } catch (...) {
    return std::nullopt;
  }
}

std::string run_read(Context& context, const Message& request) {
  if (!context.method.handle_encoded) {
    auto answer = handle(context.method.handle, context, request);
    hide_fields(context, *answer);
    conceal(context, *answer);
    return answer->SerializeAsString();
  }
  std::string answer = handle(context.method.handle_encoded, context, request);
  hide_fields(context, *context.method.descriptor->output_type(), answer);
  conceal(context, *context.method.descriptor->output_type(), answer);
  return answer;
}

std::unique_ptr<Message> carry_out(Context& context, const Message& request) {
  require_no_far_day(context, request);
  auto answer = handle(context.method.handle, context, request);
  require_effects_within_scope(context);
  tell_consequences(context, *answer);
  return answer;
}

std::string run_write(Context& context, const Message& request) {
  const bool dry = is_dry(request);
  const std::string key = dry ? "" : retry_key(request);
  if (!key.empty() && context.request_digest.empty()) context.request_digest = retry_digest(request);
  context.sql.clear_changes();
  if (!key.empty()) {
    // The head's lock first: a retry that races its original waits here and then finds it.
    context.sequence();
    if (auto earlier = earlier_answer(context, key, context.request_digest)) {
      context.audit_lines.push_back("answered again");
      write_audit(context);
      conceal(context, *context.method.descriptor->output_type(), *earlier);
      return *std::move(earlier);
    }
  }
  Hands hands = Hands::enough;
  const auto attempt = [&](Context& trial) { carry_out(trial, request); };
  if (!do_counted(context, [&] { hands = take_second_hand(context, request, dry, attempt); })) return {};
  if (hands == Hands::lacking) {
    write_audit(context);
    return {};
  }
  std::unique_ptr<Message> answer;
  if (!do_counted(context, [&] { answer = carry_out(context, request); })) return {};
  if (hands == Hands::review) file_review(context, request, *answer);
  if (dry) end_dry(context, *answer);
  write_audit(context);
  if (context.refusal) return {};
  hide_fields(context, *answer);
  conceal(context, *answer);
  std::string bytes = answer->SerializeAsString();
  if (!key.empty()) keep_answer(context, key, context.request_digest, *answer, bytes);
  return bytes;
}

std::string read_back(Context& context, std::string written) {
  if (!context.method.read_back) return written;
  const auto named = to_answer(context.method, written);
  try {
    return read_named(context, *named)->SerializeAsString();
  } catch (const status::Error& error) {
    if (error.code() != status::Code::not_found) throw;
    return written;
  }
}

std::unique_ptr<Message> to_answer(const Method& method, const std::string& bytes) {
  std::unique_ptr<Message> answer(method.answer_prototype->New());
  if (!answer->ParseFromString(bytes)) throw std::logic_error(method.path + " answers what is no message");
  return answer;
}

std::unique_ptr<Message> run_method(Context& context, const Message& request) {
  if (context.method.read_only) {
    try {
      return to_answer(context.method, run_read(context, request));
    } catch (const WriteFirst& first) {
      run_work(context, first.work);
      context.written_first = true;
      return to_answer(context.method, run_read(context, request));
    }
  }
  std::string written = run_write(context, request);
  if (context.refusal) throw *context.refusal;
  return to_answer(context.method, read_back(context, std::move(written)));
}

void run_work(Context& context, const std::function<void(Context&)>& work) {
  context.sql.clear_changes();
  work(context);
  write_audit(context);
}

}  // namespace muster::rpc
