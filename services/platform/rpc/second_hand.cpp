// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/second_hand.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/connect.h"
#include "platform/db/savepoint.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/fresh_factor.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/transaction.h"
#include "platform/rpc/two_hand_acts.h"
#include "platform/rpc/validate.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool is_sensitive(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field).privacy() == platform::v1::PRIVACY_SENSITIVE;
}

// Clears what may stand nowhere. Whether there was any.
bool clear_sensitive(Message& message) {
  bool any = false;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (is_sensitive(*field)) {
      reflection->ClearField(&message, field);
      any = true;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      any = clear_sensitive(*reflection->MutableMessage(&message, field)) || any;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        any = clear_sensitive(*reflection->MutableRepeatedMessage(&message, field, i)) || any;
      }
    }
  }
  return any;
}

bool answers_secret(const Method& method) {
  const auto* answer = method.descriptor->output_type();
  for (int i = 0; i < answer->field_count(); ++i) {
    if (method.access.audited_read() && is_sensitive(*answer->field(i))) return true;
  }
  return false;
}

Asked to_ask(const Context& context, const Message& request, const Act& act) {
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  Asked asked{.act = act};
  asked.request_id = retry_key(request);
  asked.digest = retry_digest(request);
  if (const auto* field = request.GetDescriptor()->FindFieldByName("request_id")) {
    copy->GetReflection()->ClearField(copy.get(), field);
  }
  // What a prepare step has made of a secret is kept in its place.
  const bool sensitive = clear_sensitive(*copy);
  asked.by_asker = answers_secret(context.method) || (sensitive && !context.method.prepare);
  if (const auto* prepared = std::any_cast<std::string>(&context.prepared)) asked.prepared = *prepared;
  asked.request = connect::encode(connect::Codec::json, *copy);
  return asked;
}

const FileApproval& file_approval(const Context& context) {
  const FileApproval& file = context.method.registry->file_approval();
  if (!file) throw std::logic_error("no service keeps approvals");
  return file;
}

// The name of the resource that it is, if it is one.
std::string name_in(const Message& answer) {
  const auto* name = answer.GetDescriptor()->FindFieldByName("name");
  return name != nullptr ? answer.GetReflection()->GetString(answer, name) : std::string();
}

// What was tried was undone, but the transaction went with it.
status::Error lost() { return status::unavailable(platform::v1::REASON_TOO_BUSY, "the database is too busy"); }

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace

Hands take_second_hand(Context& context, const Message& request, bool dry,
                       const std::function<void(Context&)>& attempt) {
  if (!context.method.second_hand || !context.second_hand.empty()) return Hands::enough;
  const auto act = context.method.second_hand(context, request);
  if (!act) return Hands::enough;
  if (context.caller.system) {
    context.second_hand = "console";
    context.audit_lines.push_back("second hand console");
    return Hands::enough;
  }
  if (act->mode == platform::v1::SECOND_HAND_MODE_AFTERWARDS) return Hands::review;
  {
    db::Savepoint before(context.sql);
    Context trial = context;
    attempt(trial);
    if (!before.undo()) throw lost();
  }
  if (act->mode == platform::v1::SECOND_HAND_MODE_FRESH_FACTOR) {
    require_fresh_factor(context);
    context.audit_lines.push_back("fresh factor " + act_name(act->act));
    return Hands::enough;
  }
  if (dry) throw approval_needed(*act, "", "", {});
  context.refusal = file_approval(context)(context, to_ask(context, request, *act));
  return context.refusal ? Hands::lacking : Hands::enough;
}

void file_review(Context& context, const Message& request, const Message& answer) {
  const auto act = context.method.second_hand(context, request);
  if (!act) return;
  Asked asked = to_ask(context, request, *act);
  asked.result = name_in(answer);
  file_approval(context)(context, asked);
}

status::Error approval_needed(const Act& act, const std::string& approval, const std::string& expires,
                              const std::vector<std::string>& approvers) {
  std::string text = "this takes a second person";
  status::Metadata metadata{{"act", act_name(act.act)}};
  if (approval.empty()) return status::failed_precondition(platform::v1::REASON_APPROVAL_NEEDED, text, metadata);
  metadata["approval"] = approval;
  metadata["expires"] = expires;
  text += ": nothing was done yet, and " + approval + " waits until " + expires + " for ";
  if (approvers.empty()) {
    text += "the console, since nobody else may approve it: muster approve " + approval.substr(approval.find('/') + 1);
  } else {
    metadata["approvers"] = joined(approvers, ", ");
    text += joined(approvers, " or ");
  }
  return status::failed_precondition(platform::v1::REASON_APPROVAL_NEEDED, text, metadata);
}

void require_served(const Context& context, const std::string& method) {
  if (context.method.registry->find(method) != nullptr) return;
  // "muster.training.v1.TrainingService/RecordCompletions"
  const std::string package = method.substr(0, method.rfind(".v1."));
  const std::string service = package.substr(package.rfind('.') + 1);
  throw status::failed_precondition(
      platform::v1::REASON_ACT_NOT_SERVED,
      "this server does not serve " + service + ", which does what was asked for: approve it on one that does (" +
          "muster-server --target " + service + ",access), or on the database itself with muster approve; it waits",
      {{"method", method}});
}

std::string run_approved(Context& deciding, const std::string& path, const std::string& request,
                         const std::string& request_id, const std::string& prepared, const Caller& asker,
                         const std::string& second_hand) {
  require_served(deciding, path);
  const Method* method = deciding.method.registry->find(path);
  const std::unique_ptr<Message> message(method->request_prototype->New());
  db::Savepoint before(deciding.sql);
  try {
    connect::decode(connect::Codec::json, request, *message);
    check_access(*method, asker);
    validate(*message);
    Context context(deciding.sql, *method, asker, deciding.now);
    context.go_on_within(deciding);
    context.second_hand = second_hand;
    if (method->prepare) context.prepared = prepared;
    check_writable(context, *message);
    const auto answer = carry_out(context, *message);
    if (!request_id.empty()) {
      hide_fields(context, *answer);
      keep_answer(context, request_id, retry_digest(*message), *answer, answer->SerializeAsString());
    }
    before.keep();
    deciding.audit_lines.insert(deciding.audit_lines.end(), context.audit_lines.begin(), context.audit_lines.end());
    deciding.audit_lines.push_back("ran " + path + " for account/" + std::to_string(asker.account));
    return name_in(*answer);
  } catch (const status::Error&) {
    if (!before.undo()) throw lost();
    throw;
  }
}

std::optional<long long> unit_of_person(Context& context, long long person) {
  const std::string today = rules::format_date(context.today());
  auto row = db::select_one<long long>(
      context.sql, {"SELECT unit FROM affiliation WHERE person = ? AND valid_from <= ? AND (valid_to IS NULL OR"
                    " valid_to >= ?) ORDER BY id",
                    {person, today, today}});
  return row ? std::optional(std::get<0>(*row)) : std::nullopt;
}

std::string first_hand_of(const Context& context) {
  return context.caller.system ? "console" : "accounts/" + std::to_string(context.caller.account);
}

std::string second_hand_of(const Context& context) { return context.caller.system ? "console" : context.second_hand; }

}  // namespace muster::rpc
