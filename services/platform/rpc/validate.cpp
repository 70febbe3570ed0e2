// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/validate.h"

#include <google/api/resource.pb.h>
#include <google/protobuf/field_mask.pb.h>

#include <set>
#include <string>

#include "platform/db/rows.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/text.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using platform::v1::Field;

const Field& rule_of(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field);
}

// Walks one request and collects what is wrong.
class Validation {
 public:
  void check_message(Message& message, const std::string& path, const FieldMask* mask);
  void throw_if_any() const { violations_.throw_if_any(); }

 private:
  void check_field(Message& message, const FieldDescriptor& field, const std::string& path);
  void check_singular(Message& message, const FieldDescriptor& field, const std::string& path);
  void check_repeated(Message& message, const FieldDescriptor& field, const std::string& path);
  // Returns false when the text is not worth looking at further.
  void check_text(std::string& text, const FieldDescriptor& field, const std::string& path);
  void check_reference(const std::string& text, const FieldDescriptor& field, const std::string& path);
  void check_number(long long value, const Field& rule, const std::string& path);
  void check_enum(int value, const FieldDescriptor& field, const std::string& path);
  void check_order(const Message& message, const FieldDescriptor& field, const std::string& path);
  void check_mask(const FieldMask& mask, const google::protobuf::Descriptor& type, const std::string& path);

  status::Violations violations_;
};

bool is_empty(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) == 0;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection.GetString(message, &field).empty();
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection.GetEnumValue(message, &field) == 0;
  }
  return !reflection.HasField(message, &field);
}

bool in_mask(const FieldMask& mask, const std::string& name) {
  for (const auto& path : mask.paths()) {
    if (path == name) return true;
  }
  return false;
}

// The mask of an update request, and the field that it speaks of: its one resource.
const FieldMask* mask_of(const Message& message) {
  const auto* field = message.GetDescriptor()->FindFieldByName("update_mask");
  if (!field) return nullptr;
  return &static_cast<const FieldMask&>(message.GetReflection()->GetMessage(message, field));
}

std::string allowed_values(const google::protobuf::EnumDescriptor& type) {
  std::string text;
  for (int i = 1; i < type.value_count(); ++i) text += (i == 1 ? "" : ", ") + type.value(i)->name();
  return text;
}

void Validation::check_message(Message& message, const std::string& path, const FieldMask* mask) {
  const auto* descriptor = message.GetDescriptor();
  const FieldMask* own_mask = mask_of(message);
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& field = *descriptor->field(i);
    if (mask && !in_mask(*mask, field.name())) continue;
    const std::string field_path = path.empty() ? field.name() : path + "." + field.name();
    if (rule_of(field).output_only()) {
      if (!mask) message.GetReflection()->ClearField(&message, &field);
      continue;
    }
    check_field(message, field, field_path);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_repeated()) continue;
    if (field.message_type()->full_name().rfind("muster.", 0) != 0) continue;
    if (!message.GetReflection()->HasField(message, &field)) continue;
    if (own_mask) check_mask(*own_mask, *field.message_type(), "update_mask");
    check_message(*message.GetReflection()->MutableMessage(&message, &field), field_path, own_mask);
  }
}

void Validation::check_mask(const FieldMask& mask, const google::protobuf::Descriptor& type,
                            const std::string& path) {
  for (const auto& name : mask.paths()) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    if (!field) {
      violations_.add(path, "names a field that " + type.name() + " does not have; use its field names, not *");
    } else if (name == "name" || name == "etag" || rule_of(*field).output_only() || rule_of(*field).immutable()) {
      violations_.add(path, name + " cannot be changed; leave it out");
    }
  }
}

void Validation::check_field(Message& message, const FieldDescriptor& field, const std::string& path) {
  const Field& rule = rule_of(field);
  if (rule.required() && is_empty(message, field)) {
    violations_.add(path, field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                              ? "is required; give one of " + allowed_values(*field.enum_type())
                              : "is required");
    return;
  }
  if (field.is_repeated()) {
    check_repeated(message, field, path);
  } else {
    check_singular(message, field, path);
  }
  if (!rule.not_before().empty()) check_order(message, field, path);
}

void Validation::check_singular(Message& message, const FieldDescriptor& field, const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  const Field& rule = rule_of(field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field.type() == FieldDescriptor::TYPE_BYTES) return;
      std::string text = reflection.GetString(message, &field);
      if (text.empty() && !(field.has_presence() && reflection.HasField(message, &field))) return;
      check_text(text, field, path);
      reflection.SetString(&message, &field, std::move(text));
      return;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (!field.has_presence() || reflection.HasField(message, &field)) {
        check_number(reflection.GetInt32(message, &field), rule, path);
      }
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      check_number(reflection.GetInt64(message, &field), rule, path);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      check_enum(reflection.GetEnumValue(message, &field), field, path);
      return;
    default:
      return;
  }
}

void Validation::check_repeated(Message& message, const FieldDescriptor& field, const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  const int limit = rule_of(field).max_items() ? rule_of(field).max_items() : 1000;
  if (size > limit) {
    violations_.add(path, "holds more than " + std::to_string(limit) + " items; send fewer at a time");
    return;
  }
  for (int i = 0; i < size; ++i) {
    const std::string item = path + "[" + std::to_string(i) + "]";
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      std::string text = reflection.GetRepeatedString(message, &field, i);
      check_text(text, field, item);
      reflection.SetRepeatedString(&message, &field, i, std::move(text));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int value = reflection.GetRepeatedEnumValue(message, &field, i);
      if (value == 0) violations_.add(item, "give one of " + allowed_values(*field.enum_type()));
      check_enum(value, field, item);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map()) {
      check_message(*reflection.MutableRepeatedMessage(&message, &field, i), item, nullptr);
    }
  }
}

void Validation::check_text(std::string& text, const FieldDescriptor& field, const std::string& path) {
  const Field& rule = rule_of(field);
  const int limit = rule.max_length() ? rule.max_length() : 200;
  const int length = count_characters(text);
  if (length > limit) {
    violations_.add(path, "is " + std::to_string(length) + " characters long; at most " +
                              std::to_string(limit) + " are allowed");
    return;
  }
  if (length < rule.min_length()) {
    violations_.add(path, "is too short; at least " + std::to_string(rule.min_length()) + " characters are needed");
    return;
  }
  if (auto complaint = check_format(text, rule.format())) {
    violations_.add(path, *complaint);
    return;
  }
  if (auto marking = classification_marking(text)) {
    violations_.add(path, "carries the marking " + *marking + "; Muster holds unclassified information only");
    return;
  }
  check_reference(text, field, path);
}

void Validation::check_reference(const std::string& text, const FieldDescriptor& field, const std::string& path) {
  if (text.empty() || !field.options().HasExtension(google::api::resource_reference)) return;
  try {
    db::id_of(text, db::collection_of_reference(field), path);
  } catch (const status::Error& error) {
    for (const auto& violation : error.violations()) violations_.add(violation.field, violation.description);
  }
}

void Validation::check_number(long long value, const Field& rule, const std::string& path) {
  if (rule.minimum() == 0 && rule.maximum() == 0) return;
  if (value < rule.minimum() || value > rule.maximum()) {
    violations_.add(path, "must be from " + std::to_string(rule.minimum()) + " to " + std::to_string(rule.maximum()));
  }
}

void Validation::check_enum(int value, const FieldDescriptor& field, const std::string& path) {
  if (!field.enum_type()->FindValueByNumber(value)) {
    violations_.add(path, "is not a known value; give one of " + allowed_values(*field.enum_type()));
  }
}

void Validation::check_order(const Message& message, const FieldDescriptor& field, const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  const auto* sibling = message.GetDescriptor()->FindFieldByName(rule_of(field).not_before());
  const auto last = rules::parse_date(reflection.GetString(message, &field));
  const auto first = rules::parse_date(reflection.GetString(message, sibling));
  if (first && last && *last < *first) violations_.add(path, "is before " + sibling->name() + "; give a later date");
}

}  // namespace

void validate(Message& request) {
  Validation validation;
  validation.check_message(request, "", nullptr);
  validation.throw_if_any();
}

}  // namespace muster::rpc
