// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/fields.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "muster/platform/v1/options.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/validate.h"
#include "platform/text/code_key.h"
#include "rules/words.h"

namespace muster::imports {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const platform::v1::Field& declared(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field);
}

bool is_reference(const FieldDescriptor& field) {
  return field.options().HasExtension(google::api::resource_reference);
}

// Whether a cell can become its value.
bool is_readable(const FieldDescriptor& field) {
  return !field.is_repeated() &&
         (field.type() == FieldDescriptor::TYPE_STRING || field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
          field.cpp_type() == FieldDescriptor::CPPTYPE_INT32);
}

std::vector<const FieldDescriptor*> fields_along(const Descriptor& type, const std::string& path) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* inner = &type;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('.', at), path.size());
    const auto* field = inner ? inner->FindFieldByName(path.substr(at, end - at)) : nullptr;
    if (!field) throw std::logic_error(type.full_name() + " has no field " + path);
    fields.push_back(field);
    inner = field->message_type();  // null but for messages
    at = end + 1;
  }
  if (!is_readable(*fields.back())) throw std::logic_error(fields.back()->full_name() + " is no text, enum or int32");
  return fields;
}

Column column_of(const Descriptor& type, const Binding& binding) {
  Column column{binding.column};
  const bool bound = !binding.path.empty();
  if (bound) {
    column.field = {binding.path, fields_along(type, binding.path), false, binding.complaint};
    column.sensitive = std::any_of(
        column.field.fields.begin(), column.field.fields.end(),
        [](const FieldDescriptor* field) { return declared(*field).privacy() == platform::v1::PRIVACY_SENSITIVE; });
  }
  const bool required = bound && declared(*column.field.fields.back()).required();
  column.field.needed = binding.need == Need::declared ? required : binding.need == Need::cell;
  column.required = column.field.needed || binding.need == Need::column;
  return column;
}

// Whether `field` is required only where `other`, of the same message, is empty.
bool is_enough(const BoundField& other, const BoundField& field) {
  if (other.fields.size() != field.fields.size() || field.fields.empty()) return false;
  const FieldDescriptor& last = *other.fields.back();
  return std::equal(field.fields.begin(), field.fields.end() - 1, other.fields.begin()) &&
         last.containing_type() == field.fields.back()->containing_type() &&
         declared(*field.fields.back()).required_without() == last.name();
}

// The message that holds the field at the end of the path.
Message& holder_of(Message& message, const std::vector<const FieldDescriptor*>& fields) {
  Message* holder = &message;
  for (const FieldDescriptor* field : std::span(fields).first(fields.size() - 1)) {
    const auto& reflection = *holder->GetReflection();
    if (!field->is_repeated()) {
      holder = reflection.MutableMessage(holder, field);
    } else if (reflection.FieldSize(*holder, field) == 0) {
      holder = reflection.AddMessage(holder, field);
    } else {
      holder = reflection.MutableRepeatedMessage(holder, field, 0);
    }
  }
  return *holder;
}

// A whole number in its one spelling.
std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || std::to_string(value) != text) return std::nullopt;
  return value;
}

// "must be one of woman, man, other or not_stated"; "must be a number from 0 to 4".
std::string complaint_about(const BoundField& bound) {
  const FieldDescriptor& field = *bound.fields.back();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return (bound.complaint.empty() ? "must be one of" : bound.complaint) + " " + rules::words_of(*field.enum_type());
  }
  const auto& rule = declared(field);
  std::string start = bound.complaint.empty() ? "must be a number" : bound.complaint;
  if (rule.minimum() == 0 && rule.maximum() == 0) return start;
  return start + " from " + std::to_string(rule.minimum()) + " to " + std::to_string(rule.maximum());
}

// False if the field cannot hold what the cell says.
bool set_field(Message& message, const FieldDescriptor& field, std::string_view cell) {
  const auto& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    reflection.SetString(&message, &field, std::string(cell));
    return true;
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const auto value = rules::parse_word(*field.enum_type(), cell);
    if (value) reflection.SetEnumValue(&message, &field, *value);
    return value.has_value();
  }
  const auto value = parse_number(cell);
  const auto& rule = declared(field);
  const bool bounded = rule.minimum() != 0 || rule.maximum() != 0;
  if (!value || (bounded && (*value < rule.minimum() || *value > rule.maximum()))) return false;
  reflection.SetInt32(&message, &field, *value);
  return true;
}

// Two spellings of a code are one.
bool same_value(const FieldDescriptor& field, const db::Value& a, const db::Value& b) {
  const auto *text_a = std::get_if<std::string>(&a), *text_b = std::get_if<std::string>(&b);
  if (!declared(field).key() || text_a == nullptr || text_b == nullptr) return a == b;
  return text::code_key(*text_a) == text::code_key(*text_b);
}

}  // namespace

Layout layout_of(const Descriptor& type, const std::vector<Binding>& bindings) {
  Layout layout;
  for (const Binding& binding : bindings) layout.columns.push_back(column_of(type, binding));
  for (Column& column : layout.columns) {
    for (Column& other : layout.columns) {
      if (!is_enough(other.field, column.field)) continue;
      column.instead = other.name;
      other.instead = column.name;
    }
  }
  return layout;
}

void read_fields(const Row& row, Message& message, Findings& findings) {
  const auto& columns = row.header->layout->columns;
  for (std::size_t place = 0; place < columns.size(); ++place) {
    const BoundField& bound = columns[place].field;
    if (bound.fields.empty() || is_reference(*bound.fields.back())) continue;
    const FieldDescriptor& field = *bound.fields.back();
    const bool text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    const std::string_view cell = row.at(place);
    if (!cell.empty()) {
      if (!set_field(holder_of(message, bound.fields), field, cell)) findings.wrong(row, place, complaint_about(bound));
    } else if (bound.needed && !text) {
      findings.wrong(row, place, complaint_about(bound));
    } else if (bound.needed && !declared(field).required()) {
      findings.wrong(row, place, "is required");
    }
  }
}

void check_fields(const Row& row, Message& message, Findings& findings) {
  try {
    rpc::validate(message);
  } catch (const status::Error& error) {
    findings.wrong(row, error);
  }
}

std::string differences(const Layout& layout, const Message& file, const Message& stored) {
  std::vector<std::string> required, others;
  for (const Column& column : layout.columns) {
    if (column.field.fields.empty()) continue;
    const FieldDescriptor& field = *column.field.fields.back();
    if (field.containing_type() != file.GetDescriptor() || !file.GetReflection()->HasField(file, &field)) continue;
    if (same_value(field, rows::value_of(file, field.name()), rows::value_of(stored, field.name()))) continue;
    auto& names = column.field.needed ? required : others;
    const std::string name = column.sensitive ? "sensitive field" : column.name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  required.insert(required.end(), others.begin(), others.end());
  std::string text;
  for (const std::string& name : required) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace muster::imports
