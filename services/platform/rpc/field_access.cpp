// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/field_access.h"

#include <algorithm>
#include <set>
#include <vector>

#include "platform/db/per_type.h"
#include "platform/db/wire_writer.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/wire.h"
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
  std::vector<bool> numbers;                  // of all these

  bool none() const { return numbers.empty(); }
  bool has(int number) const {
    return static_cast<std::size_t>(number) < numbers.size() && numbers[static_cast<std::size_t>(number)];
  }
  // Null if the field of the number is no such message.
  const Descriptor* inner_type(int number) const {
    for (const FieldDescriptor* field : inner) {
      if (field->number() == number) return field->message_type();
    }
    return nullptr;
  }
};

const Field& rule_of(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field);
}

bool is_guarded(const Field& rule) {
  return rule.privacy() == platform::v1::PRIVACY_SENSITIVE || rule.visible_to_size() > 0 ||
         rule.writable_by_size() > 0;
}

// The type of a field that holds messages of ours, else null.
const Descriptor* inner_type(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return nullptr;
  return field.message_type()->full_name().starts_with("muster.") ? field.message_type() : nullptr;
}

bool holds_guarded(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = inner_type(*type.field(i));
    if (is_guarded(rule_of(*type.field(i))) || (inner && holds_guarded(*inner, seen))) return true;
  }
  return false;
}

Guards make_guards(const Descriptor& type) {
  Guards guards;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool guarded = is_guarded(rule_of(field));
    if (guarded) guards.fields.push_back({&field, &rule_of(field)});
    std::set<const Descriptor*> seen;
    const Descriptor* inner = inner_type(field);
    const bool holds = inner && holds_guarded(*inner, seen);
    if (holds) guards.inner.push_back(&field);
    if (!guarded && !holds) continue;
    const auto number = static_cast<std::size_t>(field.number());
    if (guards.numbers.size() <= number) guards.numbers.resize(number + 1);
    guards.numbers[number] = true;
  }
  return guards;
}

// Every answer asks.
const Guards& guards_of(const Descriptor& type) {
  static auto* known = new db::PerType<Guards>(&make_guards);
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
                                          : reflection.GetMessage(message, field), visit);
      } else {
        each_guarded(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field), visit);
      }
    }
  }
}

bool holds_role(const Caller& caller, const google::protobuf::RepeatedField<int>& roles) {
  return caller.system || std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
           return std::find(roles.begin(), roles.end(), grant.role) != roles.end();
         });
}

bool is_hidden(const Call& call, const Field& rule) {
  const bool sensitive = !call.method.access.audited_read() && rule.privacy() == platform::v1::PRIVACY_SENSITIVE;
  return sensitive || (rule.visible_to_size() && !holds_role(call.caller, rule.visible_to()));
}

bool is_hidden(const Call& call, const Guards& guards, int number) {
  return std::any_of(guards.fields.begin(), guards.fields.end(), [&](const Guarded& guarded) {
    return guarded.field->number() == number && is_hidden(call, *guarded.rule);
  });
}

// Whether the message in `bytes`, of `type`, holds a field that the caller may not see.
bool holds_hidden(const Call& call, const Descriptor& type, std::string_view bytes) {
  const Guards& guards = guards_of(type);
  if (guards.none()) return false;
  for (Wire in(bytes); !in.done();) {
    const Wire::Tag tag = in.tag();
    if (guards.has(tag.number)) {
      if (is_hidden(call, guards, tag.number)) return true;
      if (const Descriptor* inner = guards.inner_type(tag.number)) {
        if (holds_hidden(call, *inner, in.bytes())) return true;
        continue;
      }
    }
    in.skip(tag.form);
  }
  return false;
}

// Writes the message in `bytes`, of `type`, without the fields that the caller may not see.
void copy_shown(const Call& call, const Descriptor& type, std::string_view bytes, db::WireWriter& out) {
  const Guards& guards = guards_of(type);
  for (Wire in(bytes); !in.done();) {
    const std::string_view field = in.rest();
    const Wire::Tag tag = in.tag();
    if (is_hidden(call, guards, tag.number)) {
      in.skip(tag.form);
    } else if (const Descriptor* inner = guards.inner_type(tag.number)) {
      db::WireWriter shown;
      copy_shown(call, *inner, in.bytes(), shown);
      out.text(tag.number, shown.bytes());
    } else {
      in.skip(tag.form);
      out.fields(field.substr(0, field.size() - in.rest().size()));
    }
  }
}

}  // namespace

void check_writable(const Call& call, const Message& request) {
  each_guarded(request, [&](const Message&, const Guarded& guarded) {
    if (guarded.rule->writable_by_size() && !holds_role(call.caller, guarded.rule->writable_by())) {
      throw status::permission_denied(guarded.field->name() + " may not be set by your roles");
    }
  });
}

void hide_fields(const Call& call, Message& answer) {
  each_guarded(answer, [&](Message& message, const Guarded& guarded) {
    if (is_hidden(call, *guarded.rule)) message.GetReflection()->ClearField(&message, guarded.field);
  });
}

void hide_fields(const Call& call, const Descriptor& type, std::string& answer) {
  if (!holds_hidden(call, type, answer)) return;
  db::WireWriter shown;
  copy_shown(call, type, answer, shown);
  answer = shown.take();
}

}  // namespace muster::rpc
