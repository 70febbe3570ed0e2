// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/field_access.h"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/per_type.h"
#include "platform/proto/reader.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using platform::v1::Field;

struct Guarded {
  const FieldDescriptor* field;
  const Field* rule;
};

// What there is to look at in messages of a type.
struct Guards {
  std::vector<Guarded> fields;
  std::vector<const FieldDescriptor*> inner;  // messages that hold such fields, at any depth

  bool none() const { return fields.empty() && inner.empty(); }
  // Null if the field of the number is no such message.
  const Descriptor* inner_type(int number) const {
    for (const FieldDescriptor* field : inner) {
      if (field->number() == number) return field->message_type();
    }
    return nullptr;
  }
};

const Field& rule_of(const FieldDescriptor& field) { return field.options().GetExtension(platform::v1::field); }

bool is_guarded(const Field& rule) {
  return rule.privacy() == platform::v1::PRIVACY_SENSITIVE || rule.visible_to_size() > 0 || rule.writable_by_size() > 0;
}

// The type of a field that holds messages of ours, else null.
const Descriptor* own_message_type(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return nullptr;
  return field.message_type()->full_name().starts_with("muster.") ? field.message_type() : nullptr;
}

bool holds_guarded(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = own_message_type(*type.field(i));
    if (is_guarded(rule_of(*type.field(i))) || (inner && holds_guarded(*inner, seen))) return true;
  }
  return false;
}

Guards make_guards(const Descriptor& type) {
  Guards guards;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (is_guarded(rule_of(field))) guards.fields.push_back({&field, &rule_of(field)});
    std::set<const Descriptor*> seen;
    const Descriptor* inner = own_message_type(field);
    if (inner && holds_guarded(*inner, seen)) guards.inner.push_back(&field);
  }
  return guards;
}

// Every answer asks.
const Guards& guards_of(const Descriptor& type) {
  static auto* known = new proto::PerType<Guards>(&make_guards);
  return known->of(type);
}

bool is_set(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

// Calls `visit` for every guarded field that is set in the message or anywhere below it; what
// `visit` cleared is not looked into.
template <class M, class Visit>
void each_guarded(M& message, Visit visit) {
  const Guards& guards = guards_of(*message.GetDescriptor());
  for (const Guarded& guarded : guards.fields) {
    if (is_set(message, *guarded.field)) visit(message, guarded);
  }
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : guards.inner) {
    if (!is_set(message, *field)) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if constexpr (std::is_const_v<M>) {
        each_guarded(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                          : reflection.GetMessage(message, field),
                     visit);
      } else {
        each_guarded(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field),
                     visit);
      }
    }
  }
}

bool holds_role(const Caller& caller, const google::protobuf::RepeatedField<int>& roles) {
  return caller.system || std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
           return std::find(roles.begin(), roles.end(), grant.role) != roles.end();
         });
}

bool is_hidden(const Context& context, const Field& rule) {
  const bool sensitive = !context.method.access.audited_read() && rule.privacy() == platform::v1::PRIVACY_SENSITIVE;
  return sensitive || (rule.visible_to_size() && !holds_role(context.caller, rule.visible_to()));
}

bool is_hidden(const Context& context, const Guards& guards, int number) {
  return std::any_of(guards.fields.begin(), guards.fields.end(), [&](const Guarded& guarded) {
    return guarded.field->number() == number && is_hidden(context, *guarded.rule);
  });
}

// Whether the message in `bytes`, of `type`, holds a field that the caller may not see.
bool holds_hidden(const Context& context, const Descriptor& type, std::string_view bytes) {
  const Guards& guards = guards_of(type);
  if (guards.none()) return false;
  for (proto::Reader in(bytes); !in.done();) {
    const proto::Reader::Tag tag = in.tag();
    if (is_hidden(context, guards, tag.number)) return true;
    if (const Descriptor* inner = guards.inner_type(tag.number)) {
      if (holds_hidden(context, *inner, in.bytes())) return true;
    } else {
      in.skip(tag.form);
    }
  }
  return false;
}

}  // namespace

void check_writable(const Context& context, const Message& request) {
  each_guarded(request, [&](const Message&, const Guarded& guarded) {
    if (guarded.rule->writable_by_size() && !holds_role(context.caller, guarded.rule->writable_by())) {
      const auto& roles = guarded.rule->writable_by();
      throw status::permission_denied(
          platform::v1::REASON_FIELD_NOT_ALLOWED,
          guarded.field->name() + " may not be set by your roles: it takes a grant of " + roles_in_words(roles),
          {{"field", guarded.field->name()}, {"roles", roles_listed(roles)}});
    }
  });
}

void hide_fields(const Context& context, Message& answer) {
  each_guarded(answer, [&](Message& message, const Guarded& guarded) {
    if (is_hidden(context, *guarded.rule)) message.GetReflection()->ClearField(&message, guarded.field);
  });
}

void hide_fields(const Context& context, const Descriptor& type, std::string& answer) {
  // Most hold nothing that is hidden: rows are read without it.
  if (!holds_hidden(context, type, answer)) return;
  const std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  if (!message->ParseFromString(answer)) throw proto::Reader::broken();
  hide_fields(context, *message);
  answer = message->SerializeAsString();
}

}  // namespace muster::rpc
