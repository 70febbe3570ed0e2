// SPDX-License-Identifier: EUPL-1.2
#include <charconv>
#include <cmath>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include "platform/rpc/base64.h"
#include "platform/rpc/json.h"
#include "platform/rpc/json_text.h"
#include "platform/rpc/json_types.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int singular = -1;  // the index of a value that is no item of a repeated field

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write_message(const Message& message) {
    switch (json_form(*message.GetDescriptor())) {
      case JsonForm::object: return write_object(message);
      case JsonForm::timestamp: return write_time<google::protobuf::Timestamp>(message);
      case JsonForm::duration: return write_time<google::protobuf::Duration>(message);
      case JsonForm::field_mask: return write_field_mask(message);
      case JsonForm::wrapper:
        return write_value(message, *message.GetDescriptor()->field(0), singular);
    }
  }

 private:
  void write_object(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    out_ += '{';
    bool first = true;
    for (const FieldDescriptor* field : fields) {
      if (!first) out_ += ',';
      first = false;
      out_ += '"';
      out_ += field->json_name();
      out_ += "\":";
      if (field->is_map()) {
        write_map(message, *field);
      } else if (field->is_repeated()) {
        write_array(message, *field);
      } else {
        write_value(message, *field, singular);
      }
    }
    out_ += '}';
  }

  void write_array(const Message& message, const FieldDescriptor& field) {
    const int size = message.GetReflection()->FieldSize(message, &field);
    out_ += '[';
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      write_value(message, field, i);
    }
    out_ += ']';
  }

  void write_map(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    const FieldDescriptor& key = *field.message_type()->map_key();
    const FieldDescriptor& value = *field.message_type()->map_value();
    const int size = reflection.FieldSize(message, &field);
    out_ += '{';
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
      // JSON's names are strings: every other kind of key gets quotes.
      const std::size_t start = out_.size();
      write_value(entry, key, singular);
      if (out_[start] != '"') {
        out_.insert(start, 1, '"');
        out_ += '"';
      }
      out_ += ':';
      write_value(entry, value, singular);
    }
    out_ += '}';
  }

  template <class Value>
  static Value get(const Message& message, const FieldDescriptor& field, int index,
                   Value (Reflection::*one)(const Message&, const FieldDescriptor*) const,
                   Value (Reflection::*item)(const Message&, const FieldDescriptor*, int) const) {
    const Reflection& reflection = *message.GetReflection();
    return index == singular ? (reflection.*one)(message, &field)
                             : (reflection.*item)(message, &field, index);
  }

  void write_value(const Message& message, const FieldDescriptor& field, int index) {
    const auto value = [&](auto one, auto item) { return get(message, field, index, one, item); };
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        out_ += value(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true" : "false";
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        return number(value(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
      case FieldDescriptor::CPPTYPE_UINT32:
        return number(value(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
      case FieldDescriptor::CPPTYPE_INT64:
        return quoted(value(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
      case FieldDescriptor::CPPTYPE_UINT64:
        return quoted(value(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return real(value(&Reflection::GetDouble, &Reflection::GetRepeatedDouble));
      case FieldDescriptor::CPPTYPE_FLOAT:
        return real(value(&Reflection::GetFloat, &Reflection::GetRepeatedFloat));
      case FieldDescriptor::CPPTYPE_ENUM:
        return write_enum(field, value(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue));
      case FieldDescriptor::CPPTYPE_STRING: return write_string(message, field, index);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return write_message(
            index == singular ? message.GetReflection()->GetMessage(message, &field)
                              : message.GetReflection()->GetRepeatedMessage(message, &field, index));
    }
  }

  void write_string(const Message& message, const FieldDescriptor& field, int index) {
    const Reflection& reflection = *message.GetReflection();
    std::string scratch;
    const std::string& text =
        index == singular
            ? reflection.GetStringReference(message, &field, &scratch)
            : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
    if (field.type() != FieldDescriptor::TYPE_BYTES) return append_json_string(out_, text);
    out_ += '"';
    out_ += encode_base64(text, Padding::with);
    out_ += '"';
  }

  void write_enum(const FieldDescriptor& field, int number_of_value) {
    const auto* value = field.enum_type()->FindValueByNumber(number_of_value);
    if (value == nullptr) return number(number_of_value);
    out_ += '"';
    out_ += value->name();
    out_ += '"';
  }

  template <class Number>
  void number(Number value) {
    char text[32];
    out_.append(text, std::to_chars(text, text + sizeof text, value).ptr);
  }

  // 64-bit integers are strings, since JavaScript's numbers would round them.
  template <class Number>
  void quoted(Number value) {
    out_ += '"';
    number(value);
    out_ += '"';
  }

  template <class Real>
  void real(Real value) {
    if (std::isnan(value)) {
      out_ += "\"NaN\"";
    } else if (std::isinf(value)) {
      out_ += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    } else {
      number(value);
    }
  }

  template <class Time>
  void write_time(const Message& message) {
    const google::protobuf::Descriptor& type = *message.GetDescriptor();
    Time time;
    time.set_seconds(message.GetReflection()->GetInt64(message, type.FindFieldByNumber(1)));
    time.set_nanos(message.GetReflection()->GetInt32(message, type.FindFieldByNumber(2)));
    append_json_string(out_, google::protobuf::util::TimeUtil::ToString(time));
  }

  // "person.birth_date" is written "person.birthDate".
  void write_field_mask(const Message& message) {
    const FieldDescriptor* paths = message.GetDescriptor()->FindFieldByNumber(1);
    std::string text;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, paths); ++i) {
      if (i > 0) text += ',';
      bool up = false;
      for (char c : message.GetReflection()->GetRepeatedString(message, paths, i)) {
        const bool letter = c >= 'a' && c <= 'z';
        if (up && !letter) text += '_';
        if (up && letter) c = static_cast<char>(c & ~0x20);
        up = c == '_';
        if (!up) text += c;
      }
    }
    append_json_string(out_, text);
  }

  std::string& out_;
};

}  // namespace

std::string write_json(const Message& message) {
  std::string out;
  Writer(out).write_message(message);
  return out;
}

}  // namespace muster::rpc
