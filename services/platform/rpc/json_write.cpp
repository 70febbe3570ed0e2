// SPDX-License-Identifier: EUPL-1.2
#include <charconv>
#include <chrono>
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
      case JsonForm::timestamp:
        return write_timestamp(static_cast<const google::protobuf::Timestamp&>(message));
      case JsonForm::duration:
        return append_json_string(out_, google::protobuf::util::TimeUtil::ToString(
                                            static_cast<const google::protobuf::Duration&>(message)));
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

  // "2026-01-31T12:00:00.123Z", with as many groups of three digits as the fraction needs.
  // TimeUtil's own goes through printf, which takes longer than the rest of the message.
  void write_timestamp(const google::protobuf::Timestamp& time) {
    using namespace std::chrono;
    const sys_seconds instant{seconds(time.seconds())};
    const auto day = floor<days>(instant);
    const year_month_day date{day};
    const hh_mm_ss clock{instant - day};
    out_ += '"';
    digits(static_cast<int>(date.year()), 4);
    out_ += '-';
    digits(static_cast<unsigned>(date.month()), 2);
    out_ += '-';
    digits(static_cast<unsigned>(date.day()), 2);
    out_ += 'T';
    digits(clock.hours().count(), 2);
    out_ += ':';
    digits(clock.minutes().count(), 2);
    out_ += ':';
    digits(clock.seconds().count(), 2);
    if (time.nanos() != 0) {
      out_ += '.';
      const bool millis = time.nanos() % 1'000'000 == 0;
      const bool micros = time.nanos() % 1'000 == 0;
      digits(time.nanos() / (millis ? 1'000'000 : micros ? 1'000 : 1), millis ? 3 : micros ? 6 : 9);
    }
    out_ += "Z\"";
  }

  // `value`, with zeros before it up to `count` digits.
  template <class Number>
  void digits(Number value, std::size_t count) {
    const std::size_t start = out_.size();
    number(value);
    const std::size_t written = out_.size() - start;
    if (written < count) out_.insert(start, count - written, '0');
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
