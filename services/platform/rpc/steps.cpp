// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/steps.h"

#include "muster/platform/v1/reasons.pb.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "A", "A and B", "A, B and C"
std::string enumerated(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

bool gives(const Message& request, std::string_view name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(std::string(name));
  return field != nullptr && request.GetReflection()->HasField(request, field);
}

// Which resource and which request it is: for nobody to fill in.
bool is_identity(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag" || field.name() == "request_id";
}

}  // namespace

std::string short_name(const google::protobuf::EnumDescriptor& type, int value) {
  // Every value has the prefix that UNSPECIFIED, the first, has.
  const std::size_t prefix = type.value(0)->name().size() - std::string_view("UNSPECIFIED").size();
  return type.FindValueByNumber(value)->name().substr(prefix);
}

void require(const Refusal& why) {
  if (why.refuses()) throw status::failed_precondition(why.reason, why.text, why.metadata);
}

Refusal wrong_state(std::string_view resource, const std::string& state, std::string_view verb,
                    const std::vector<std::string_view>& possible) {
  std::string text = "the " + std::string(resource) + " is " + state + ": ";
  if (possible.empty()) {
    text += "no action is possible from " + state;
  } else {
    text += std::string(verb) + " is not possible from there; possible " + (possible.size() == 1 ? "is " : "are ") +
            enumerated(possible);
  }
  std::string verbs;
  for (const std::string_view one : possible) verbs += (verbs.empty() ? "" : ", ") + std::string(one);
  return {.reason = platform::v1::REASON_WRONG_STATE,
          .text = std::move(text),
          .metadata = {{"state", state}, {"verb", std::string(verb)}, {"possible", verbs}}};
}

bool gives(const Message& request, const Need& need) {
  return gives(request, need.field) || (!need.instead.empty() && gives(request, need.instead));
}

void require_given(const Message& request, const std::vector<Need>& needed, std::string_view verb,
                   const std::string& state) {
  status::Violations violations;
  for (const Need& need : needed) {
    if (gives(request, need)) continue;
    const std::string instead = need.instead.empty() ? "" : ", or " + std::string(need.instead);
    violations.add(
        std::string(need.field), platform::v1::REASON_REQUIRED,
        "is needed for " + std::string(verb) + " from " + state + ": give " + std::string(need.what) + instead,
        {{"state", state}, {"verb", std::string(verb)}});
  }
  violations.throw_if_any();
}

bool took_part(Context& context, std::string_view resource, long long id, Part part, const db::Query& condition) {
  const std::string table(resource);
  db::Query query{"SELECT event.actor, account.person FROM " + table +
                      "_event event LEFT JOIN account ON account.id = event.actor WHERE event." + table + " = ? AND ",
                  {id}};
  query += condition;
  query += " ORDER BY event.id DESC";
  for (const auto& [account, person] :
       db::select<std::optional<long long>, std::optional<long long>>(context.sql, query)) {
    if ((account && account == context.caller.account) || (person && person == context.caller.person)) return true;
    if (part == Part::latest) break;
  }
  return false;
}

Refusal second_person(status::Reason reason, const std::string& did) {
  return {.reason = reason, .text = "who " + did + " cannot do this; ask a colleague"};
}

Refusal own_case(const Context& context, std::string_view person, std::string_view resource) {
  if (!context.caller.person || person != "persons/" + std::to_string(*context.caller.person)) return {};
  return {.reason = platform::v1::REASON_NOT_OWN_CASE,
          .text = "nobody decides on their own " + std::string(resource) + "; ask a colleague"};
}

Callable::Callable(Context& context, Covers covers) : context_(context), covers_(std::move(covers)) {
  known_.emplace_back(scope_of(context), true);
}

const Method* Callable::find(std::string_view verb) {
  const std::string& service = context_.method.descriptor->service()->full_name();
  const Method* method = context_.method.registry->find(service + "/" + std::string(verb));
  if (method == nullptr) return nullptr;
  const Scope scope = scope_of(context_.caller, method->access);
  if (scope.empty()) return nullptr;
  auto known = std::find_if(known_.begin(), known_.end(), [&](const auto& one) { return one.first == scope; });
  if (known == known_.end()) known = known_.insert(known_.end(), {scope, scope.everything || covers_(scope)});
  return known->second ? method : nullptr;
}

platform::v1::Action to_action(const Method& method, const std::vector<Need>& needed,
                               const std::vector<std::string_view>& optional, const std::vector<Need>& lifts,
                               const Refusal& why) {
  platform::v1::Action action;
  action.set_verb(method.descriptor->name());
  const auto needs = [&](std::string_view name) {
    const auto& all = action.needed_fields();
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  const Descriptor& request = *method.descriptor->input_type();
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (field.options().GetExtension(platform::v1::field).required() && !is_identity(field)) {
      action.add_needed_fields(field.name());
    }
  }
  for (const Need& need : needed) {
    if (!needs(need.field)) action.add_needed_fields(std::string(need.field));
  }
  for (const Need& need : lifts) {
    if (!needs(need.field) && !needs(need.instead)) action.add_needed_fields(std::string(need.field));
  }
  for (const std::string_view name : optional) {
    if (!needs(name)) action.add_optional_fields(std::string(name));
  }
  action.set_possible(!why.refuses());
  if (why.refuses()) action.set_reason(status::reason_name(why.reason));
  action.set_explanation(why.text);
  action.mutable_metadata()->insert(why.metadata.begin(), why.metadata.end());
  return action;
}

}  // namespace muster::rpc
