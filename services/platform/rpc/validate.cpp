// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/validate.h"

#include <google/protobuf/field_mask.pb.h>

#include <algorithm>
#include <string>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/proto/field_rules.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "platform/text/marking.h"
#include "platform/text/text.h"
#include "rules/identifier_forms.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using platform::v1::Field;

// Where a field stands in the request; made into text only for a violation.
struct Path {
  const Path* above = nullptr;
  const FieldDescriptor* field = nullptr;
  int item = -1;  // of a repeated field

  std::string text() const {
    std::string text = above && above->field ? above->text() + "." + field->name() : field->name();
    return item < 0 ? text : text + "[" + std::to_string(item) + "]";
  }
};

// A message, with its reflection: asking a message for that takes longer than reading a field.
struct Subject {
  explicit Subject(Message& of) : message(of), reflection(*of.GetReflection()) {}
  Message& message;
  const Reflection& reflection;
};

// Walks one request and collects what is wrong.
class Validation {
 public:
  void check_message(Message& message, const proto::MessageRules& rules, const Path& above, const FieldMask* mask);
  void throw_if_any() const { violations_.throw_if_any(); }

 private:
  void check_field(const Subject& subject, const proto::FieldRules& rules, const Path& path);
  void check_singular(const Subject& subject, const proto::FieldRules& rules, const Path& path);
  void check_repeated(const Subject& subject, const proto::FieldRules& rules, const Path& path);
  void check_text(std::string& text, const proto::FieldRules& rules, const Path& path);
  void check_reference(const std::string& text, const proto::FieldRules& rules, const Path& path);
  void check_number(long long value, const Field& rule, const Path& path);
  void require_value(const google::protobuf::EnumDescriptor& type, const Path& path);
  void check_enum(int value, const FieldDescriptor& field, const Path& path);
  void check_order(const Subject& subject, const proto::FieldRules& rules, const Path& path);
  void check_mask(const FieldMask& mask, const proto::MessageRules& resource);

  status::Violations violations_;
};

bool is_empty(const Subject& subject, const FieldDescriptor& field) {
  const auto& [message, reflection] = subject;
  if (field.is_repeated()) return reflection.FieldSize(message, &field) == 0;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    std::string scratch;
    return reflection.GetStringReference(message, &field, &scratch).empty();
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection.GetEnumValue(message, &field) == 0;
  }
  return !reflection.HasField(message, &field);
}

// Cheaper than clearing a field that is not set.
bool is_unset(const Subject& subject, const FieldDescriptor& field) {
  const auto& [message, reflection] = subject;
  return field.is_repeated() ? reflection.FieldSize(message, &field) == 0 : !reflection.HasField(message, &field);
}

// Of free text; numbers and codes have a form of their own. The key has digits of every width as one.
bool holds_identity_number(const std::string& text, platform::v1::Format format) {
  if (format != platform::v1::FORMAT_NAME && format != platform::v1::FORMAT_TEXT) return false;
  return text.size() >= 11 &&
         (rules::holds_norwegian_identity_number(text) ||
          (text.find("\xEF\xBC") != std::string::npos && rules::holds_norwegian_identity_number(text::code_key(text))));
}

bool in_mask(const FieldMask& mask, const std::string& name) {
  for (const auto& path : mask.paths()) {
    if (path == name) return true;
  }
  return false;
}

void Validation::check_message(Message& message, const proto::MessageRules& rules, const Path& above,
                               const FieldMask* mask) {
  const Subject subject(message);
  const Reflection& reflection = subject.reflection;
  const FieldMask* own_mask =
      rules.mask ? &static_cast<const FieldMask&>(reflection.GetMessage(message, rules.mask)) : nullptr;
  for (const proto::FieldRules& one : rules.fields) {
    const FieldDescriptor& field = *one.field;
    if (mask && !in_mask(*mask, field.name())) continue;
    if (one.declared->output_only()) {
      if (!mask && !is_unset(subject, field)) reflection.ClearField(&message, &field);
      continue;
    }
    const Path path{&above, &field};
    if (!mask && one.required_without && is_empty(subject, field) && is_empty(subject, *one.required_without)) {
      violations_.add(path.text(), platform::v1::REASON_REQUIRED,
                      "or " + one.required_without->name() + " is required: one of the two is enough");
    }
    check_field(subject, one, path);
    if (!one.inner || field.is_repeated() || !reflection.HasField(message, &field)) continue;
    if (own_mask) check_mask(*own_mask, *one.inner);
    check_message(*reflection.MutableMessage(&message, &field), *one.inner, path, own_mask);
  }
}

void Validation::check_mask(const FieldMask& mask, const proto::MessageRules& resource) {
  for (const auto& name : mask.paths()) {
    const auto found = std::find_if(resource.fields.begin(), resource.fields.end(),
                                    [&](const proto::FieldRules& one) { return one.field->name() == name; });
    if (found == resource.fields.end()) {
      const std::string& type = resource.fields.front().field->containing_type()->name();
      violations_.add("update_mask", platform::v1::REASON_UNKNOWN_FIELD,
                      "names a field that " + type + " does not have; use its field names, not *", {{"message", type}});
    } else if (name == "name" || name == "etag" || found->declared->output_only() || found->declared->immutable()) {
      violations_.add("update_mask", platform::v1::REASON_IMMUTABLE, name + " cannot be changed; leave it out",
                      {{"name", name}});
    }
  }
}

void Validation::check_field(const Subject& subject, const proto::FieldRules& rules, const Path& path) {
  const FieldDescriptor& field = *rules.field;
  if (rules.declared->required() && is_empty(subject, field)) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return require_value(*field.enum_type(), path);
    violations_.add(path.text(), platform::v1::REASON_REQUIRED, "is required");
    return;
  }
  if (field.is_repeated()) {
    check_repeated(subject, rules, path);
  } else {
    check_singular(subject, rules, path);
  }
  if (rules.not_before) check_order(subject, rules, path);
}

void Validation::check_singular(const Subject& subject, const proto::FieldRules& rules, const Path& path) {
  const FieldDescriptor& field = *rules.field;
  const auto& [message, reflection] = subject;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field.type() == FieldDescriptor::TYPE_BYTES) return;
      std::string scratch;
      const std::string& sent = reflection.GetStringReference(message, &field, &scratch);
      if (sent.empty() && !(field.has_presence() && reflection.HasField(message, &field))) return;
      std::string text = sent;
      check_text(text, rules, path);
      if (text != sent) reflection.SetString(&message, &field, std::move(text));
      return;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (!field.has_presence() || reflection.HasField(message, &field)) {
        check_number(reflection.GetInt32(message, &field), *rules.declared, path);
      }
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      check_number(reflection.GetInt64(message, &field), *rules.declared, path);
      return;
    case FieldDescriptor::CPPTYPE_ENUM: check_enum(reflection.GetEnumValue(message, &field), field, path); return;
    default: return;
  }
}

void Validation::check_repeated(const Subject& subject, const proto::FieldRules& rules, const Path& path) {
  const FieldDescriptor& field = *rules.field;
  const auto& [message, reflection] = subject;
  const int size = reflection.FieldSize(message, &field);
  const int limit = rules.declared->max_items() ? rules.declared->max_items() : 1000;
  if (size > limit) {
    violations_.add(path.text(), platform::v1::REASON_TOO_MANY,
                    "holds more than " + std::to_string(limit) + " items; send fewer at a time",
                    {{"limit", std::to_string(limit)}});
    return;
  }
  for (int i = 0; i < size; ++i) {
    const Path item{path.above, &field, i};
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      std::string text = reflection.GetRepeatedString(message, &field, i);
      check_text(text, rules, item);
      reflection.SetRepeatedString(&message, &field, i, std::move(text));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int value = reflection.GetRepeatedEnumValue(message, &field, i);
      if (value == 0) require_value(*field.enum_type(), item);
      check_enum(value, field, item);
    } else if (rules.inner && !field.is_map()) {
      check_message(*reflection.MutableRepeatedMessage(&message, &field, i), *rules.inner, item, nullptr);
    }
  }
}

void Validation::check_text(std::string& text, const proto::FieldRules& rules, const Path& path) {
  const Field& declared = *rules.declared;
  const int limit = declared.max_length() ? declared.max_length() : 200;
  const int length = text::count_characters(text);
  if (length > limit) {
    violations_.add(
        path.text(), platform::v1::REASON_TOO_LONG,
        "is " + std::to_string(length) + " characters long; at most " + std::to_string(limit) + " are allowed",
        {{"limit", std::to_string(limit)}, {"length", std::to_string(length)}});
    return;
  }
  if (length < declared.min_length()) {
    violations_.add(path.text(), platform::v1::REASON_TOO_SHORT,
                    "is too short; at least " + std::to_string(declared.min_length()) + " characters are needed",
                    {{"limit", std::to_string(declared.min_length())}});
    return;
  }
  if (auto complaint = text::check_format(text, declared.format())) {
    violations_.add(path.text(), complaint->reason, complaint->description, complaint->metadata);
    return;
  }
  if (auto complaint = text::check_marking(text)) {
    violations_.add(path.text(), complaint->reason, complaint->description, complaint->metadata);
    return;
  }
  if (holds_identity_number(text, declared.format())) {
    violations_.add(
        path.text(), platform::v1::REASON_NATIONAL_IDENTITY_NUMBER,
        "holds what looks like a Norwegian national identity number, which Muster does not hold; leave it out");
    return;
  }
  check_reference(text, rules, path);
}

void Validation::check_reference(const std::string& text, const proto::FieldRules& rules, const Path& path) {
  if (text.empty() || rules.collection.empty()) return;
  try {
    proto::id_of(text, rules.collection, path.text());
  } catch (const status::Error& error) {
    for (const auto& [field, reason, description, metadata] : error.violations()) {
      violations_.add(field, reason, description, metadata);
    }
  }
}

void Validation::check_number(long long value, const Field& rule, const Path& path) {
  if (rule.minimum() == 0 && rule.maximum() == 0) return;
  if (value < rule.minimum() || value > rule.maximum()) {
    violations_.add(path.text(), platform::v1::REASON_OUT_OF_RANGE,
                    "must be from " + std::to_string(rule.minimum()) + " to " + std::to_string(rule.maximum()),
                    {{"minimum", std::to_string(rule.minimum())}, {"maximum", std::to_string(rule.maximum())}});
  }
}

void Validation::require_value(const google::protobuf::EnumDescriptor& type, const Path& path) {
  const std::string allowed = proto::value_names(type);
  violations_.add(path.text(), platform::v1::REASON_REQUIRED, "is required; give one of " + allowed,
                  {{"allowed", allowed}});
}

void Validation::check_enum(int value, const FieldDescriptor& field, const Path& path) {
  if (!field.enum_type()->FindValueByNumber(value)) {
    const std::string allowed = proto::value_names(*field.enum_type());
    violations_.add(path.text(), platform::v1::REASON_UNKNOWN_VALUE, "is unknown; give one of " + allowed,
                    {{"allowed", allowed}});
  }
}

void Validation::check_order(const Subject& subject, const proto::FieldRules& field_rules, const Path& path) {
  const auto& [message, reflection] = subject;
  const auto last = rules::parse_date(reflection.GetString(message, field_rules.field));
  const auto first = rules::parse_date(reflection.GetString(message, field_rules.not_before));
  if (first && last && *last < *first) {
    violations_.add(path.text(), platform::v1::REASON_TOO_EARLY,
                    "is before " + field_rules.not_before->name() + "; give a later date",
                    {{"earliest", rules::format_date(*first)}, {"field", field_rules.not_before->name()}});
  }
}

}  // namespace

void validate(Message& request) {
  Validation validation;
  validation.check_message(request, proto::rules_of(*request.GetDescriptor()), Path{}, nullptr);
  validation.throw_if_any();
}

}  // namespace muster::rpc
