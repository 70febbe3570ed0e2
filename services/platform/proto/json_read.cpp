// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/json.h"
#include "platform/proto/json_number.h"
#include "platform/proto/json_text.h"
#include "platform/proto/json_types.h"
#include "platform/text/base64.h"
#include "platform/text/header_text.h"

namespace muster::proto {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::size_t max_violations = 50;
constexpr std::size_t max_named_choices = 40;
constexpr std::size_t max_echoed_name = 64;

// A name that may stand in an error: it cannot carry anything but a word.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= max_echoed_name && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string list_names(std::string text, const std::vector<std::string>& names) {
  if (names.size() > max_named_choices) return text;
  return text + ": " + joined(names);
}

std::vector<std::string> names_of(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (!value.name().ends_with("_UNSPECIFIED")) names.push_back(value.name());
  }
  return names;
}

std::string unknown_field(const Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->json_name());
  return list_names("is not a field of " + type.name() + "; its fields are", names);
}

// The field that JSON calls `name`; `guess` is the index to try first, since most clients send
// the fields in their order.
const FieldDescriptor* find_field(const Descriptor& type, std::string_view name, int guess) {
  const int count = type.field_count();
  for (int i = 0; i < count; ++i) {
    const FieldDescriptor* field = type.field((guess + i) % count);
    if (field->json_name() == name || field->name() == name) return field;
  }
  return nullptr;
}

// "person.birthDate" as the proto path "person.birth_date", which is taken as well.
std::optional<std::string> mask_path(std::string_view text) {
  std::string path;
  for (char c : text) {
    if (c != '.' && !is_plain_name({&c, 1})) return std::nullopt;
    if (c >= 'A' && c <= 'Z') path += '_';
    path += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  if (path.empty()) return std::nullopt;
  return path;
}

// Where a value goes: into a field of `message`, or after the last item of a repeated one.
struct Slot {
  Message& message;
  const FieldDescriptor& field;
};

template <class Value, class Set, class Add>
void put(const Slot& slot, Value&& value, Set set, Add add) {
  const Reflection& reflection = *slot.message.GetReflection();
  if (slot.field.is_repeated()) {
    (reflection.*add)(&slot.message, &slot.field, std::forward<Value>(value));
  } else {
    (reflection.*set)(&slot.message, &slot.field, std::forward<Value>(value));
  }
}

class Reader {
 public:
  Reader(std::string_view text, status::Violations& violations) : scan_(text), violations_(violations) {}

  void read_root(Message& message) {
    read_message(message, 0);
    scan_.expect_end();
  }

 private:
  void wrong(status::Reason reason, std::string description, status::Metadata metadata = {}) {
    if (violations_.all().size() >= max_violations) return;
    violations_.add(path_, reason, std::move(description), std::move(metadata));
  }

  void unknown_value(const google::protobuf::EnumDescriptor& type) {
    const auto names = names_of(type);
    wrong(platform::v1::REASON_UNKNOWN_VALUE,
          list_names("is not a value of " + type.name() + "; use one of its names", names),
          {{"allowed", joined(names)}});
  }

  // The value that was read should have been `expected`, "a number".
  void must_be(std::string expected) {
    std::string description = "must be " + expected;
    wrong(platform::v1::REASON_WRONG_TYPE, std::move(description), {{"expected", std::move(expected)}});
  }

  // Throws the next value away and says what it should have been.
  void skip_must_be(std::string expected, int depth) {
    scan_.skip_value(depth);
    must_be(std::move(expected));
  }

  void read_message(Message& message, int depth) {
    switch (json_form(*message.GetDescriptor())) {
      case JsonForm::object: return read_object(message, depth);
      case JsonForm::timestamp:
        return read_time<google::protobuf::Timestamp>(message, depth, "a time in UTC such as \"2026-01-31T12:00:00Z\"");
      case JsonForm::duration:
        return read_time<google::protobuf::Duration>(message, depth, "a duration in seconds such as \"1.5s\"");
      case JsonForm::field_mask: return read_field_mask(message, depth);
      case JsonForm::wrapper: return read_single({message, *message.GetDescriptor()->field(0)}, depth);
    }
  }

  void read_object(Message& message, int depth) {
    if (scan_.peek() != '{') {
      if (depth == 0) scan_.fail("an object");
      return skip_must_be("an object", depth);
    }
    if (depth > max_depth) scan_.fail("at most 32 levels of nesting");
    scan_.take('{');
    if (scan_.take('}')) return;
    const Descriptor& type = *message.GetDescriptor();
    std::vector<bool> seen(static_cast<std::size_t>(type.field_count()));
    int guess = 0;
    do {
      const std::string_view name = scan_.string();
      const std::size_t parent = path_.size();
      if (parent > 0) path_ += '.';
      const FieldDescriptor* field = type.field_count() == 0 ? nullptr : find_field(type, name, guess);
      if (field == nullptr) {
        path_ += is_plain_name(name) ? name : std::string_view("(unnamed)");
        scan_.expect(':', "':' after a name");
        scan_.skip_value(depth + 1);
        wrong(platform::v1::REASON_UNKNOWN_FIELD, unknown_field(type), {{"message", type.name()}});
      } else {
        path_ += field->name();
        scan_.expect(':', "':' after a name");
        guess = field->index() + 1;
        auto twice = seen[static_cast<std::size_t>(field->index())];
        if (twice) {
          scan_.skip_value(depth + 1);
          wrong(platform::v1::REASON_NAMED_TWICE, "is given twice");
        } else {
          read_field(message, *field, depth + 1);
        }
        twice = true;
      }
      path_.resize(parent);
    } while (scan_.take(','));
    scan_.expect('}', "',' or '}'");
  }

  void read_field(Message& message, const FieldDescriptor& field, int depth) {
    if (scan_.take_word("null")) return;  // the same as leaving it out
    if (field.is_map()) return read_map(message, field, depth);
    if (field.is_repeated()) return read_array(message, field, depth);
    const auto* oneof = field.real_containing_oneof();
    if (oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
      scan_.skip_value(depth);
      return wrong(platform::v1::REASON_EXCLUSIVE, "only one of the fields of " + oneof->name() + " may be given");
    }
    read_single({message, field}, depth);
  }

  void read_array(Message& message, const FieldDescriptor& field, int depth) {
    if (!scan_.take('[')) return skip_must_be("an array", depth);
    if (scan_.take(']')) return;
    const std::size_t parent = path_.size();
    std::size_t index = 0;
    do {
      path_ += '[' + std::to_string(index++) + ']';
      if (scan_.take_word("null")) {
        wrong(platform::v1::REASON_WRONG_TYPE, "must not be null", {{"expected", "a value"}});
      } else {
        read_single({message, field}, depth);
      }
      path_.resize(parent);
    } while (scan_.take(','));
    scan_.expect(']', "',' or ']'");
  }

  void read_map(Message& message, const FieldDescriptor& field, int depth) {
    if (!scan_.take('{')) return skip_must_be("an object", depth);
    if (scan_.take('}')) return;
    const FieldDescriptor& key_field = *field.message_type()->map_key();
    const FieldDescriptor& value_field = *field.message_type()->map_value();
    std::set<std::string, std::less<>> keys;
    do {
      const std::string key(scan_.string());
      Message& entry = *message.GetReflection()->AddMessage(&message, &field);
      if (!read_key({entry, key_field}, key))
        wrong(platform::v1::REASON_WRONG_TYPE, "has a key of the wrong kind", {{"expected", "keys of its type"}});
      if (!keys.insert(key).second) wrong(platform::v1::REASON_NAMED_TWICE, "has the same key twice");
      scan_.expect(':', "':' after a name");
      if (scan_.take_word("null")) {
        wrong(platform::v1::REASON_WRONG_TYPE, "must not hold null", {{"expected", "values"}});
      } else {
        read_single({entry, value_field}, depth);
      }
    } while (scan_.take(','));
    scan_.expect('}', "',' or '}'");
  }

  bool read_key(const Slot& slot, std::string_view key) {
    switch (slot.field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        put(slot, key == "true", &Reflection::SetBool, &Reflection::AddBool);
        return key == "true" || key == "false";
      case FieldDescriptor::CPPTYPE_STRING:
        put(slot, std::string(key), &Reflection::SetString, &Reflection::AddString);
        return true;
      default: return put_whole(slot, key);
    }
  }

  // One value: of a singular field, an item of a repeated one, or the value of a map's entry.
  void read_single(const Slot& slot, int depth) {
    switch (slot.field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL: return read_bool(slot, depth);
      case FieldDescriptor::CPPTYPE_STRING: return read_string(slot, depth);
      case FieldDescriptor::CPPTYPE_ENUM: return read_enum(slot, depth);
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Reflection& reflection = *slot.message.GetReflection();
        return read_message(slot.field.is_repeated() ? *reflection.AddMessage(&slot.message, &slot.field)
                                                     : *reflection.MutableMessage(&slot.message, &slot.field),
                            depth);
      }
      default: return read_number(slot, depth);
    }
  }

  void read_bool(const Slot& slot, int depth) {
    const bool yes = scan_.take_word("true");
    if (!yes && !scan_.take_word("false")) return skip_must_be("true or false", depth);
    put(slot, yes, &Reflection::SetBool, &Reflection::AddBool);
  }

  void read_string(const Slot& slot, int depth) {
    const bool bytes = slot.field.type() == FieldDescriptor::TYPE_BYTES;
    if (scan_.peek() != '"') {
      return skip_must_be(bytes ? "a string of base64" : "a string", depth);
    }
    const std::string_view text = scan_.string();
    if (!bytes) return put(slot, std::string(text), &Reflection::SetString, &Reflection::AddString);
    auto decoded = text::decode_base64(text);
    if (!decoded) return must_be("base64");
    put(slot, std::move(*decoded), &Reflection::SetString, &Reflection::AddString);
  }

  void read_enum(const Slot& slot, int depth) {
    const EnumValueDescriptor* value = nullptr;
    const char first = scan_.peek();
    if (first == '"') {
      value = slot.field.enum_type()->FindValueByName(std::string(scan_.string()));
    } else if (first == '-' || (first >= '0' && first <= '9')) {
      const auto number = whole_number<std::int32_t>(scan_.number());
      if (number) value = slot.field.enum_type()->FindValueByNumber(*number);
    } else {
      scan_.skip_value(depth);
    }
    if (value == nullptr) return unknown_value(*slot.field.enum_type());
    put(slot, value->number(), &Reflection::SetEnumValue, &Reflection::AddEnumValue);
  }

  void read_number(const Slot& slot, int depth) {
    const char first = scan_.peek();
    std::string_view text;
    if (first == '"') {
      text = scan_.string();
    } else if (first == '-' || (first >= '0' && first <= '9')) {
      text = scan_.number();
    } else {
      return skip_must_be("a number", depth);
    }
    switch (slot.field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (const auto value = real_number<double>(text)) {
          return put(slot, *value, &Reflection::SetDouble, &Reflection::AddDouble);
        }
        return must_be("a number");
      case FieldDescriptor::CPPTYPE_FLOAT:
        if (const auto value = real_number<float>(text)) {
          return put(slot, *value, &Reflection::SetFloat, &Reflection::AddFloat);
        }
        return must_be("a number that fits 32 bits");
      default:
        if (!put_whole(slot, text)) must_be(whole_number_range(slot.field));
    }
  }

  static std::string whole_number_range(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32: return "a whole number that fits 32 bits";
      case FieldDescriptor::CPPTYPE_UINT32: return "a whole number, not negative, that fits 32 bits";
      case FieldDescriptor::CPPTYPE_INT64: return "a whole number that fits 64 bits";
      default: return "a whole number, not negative, that fits 64 bits";
    }
  }

  static bool put_whole(const Slot& slot, std::string_view text) {
    const auto put_if = [&](auto value, auto set, auto add) {
      if (value) put(slot, *value, set, add);
      return value.has_value();
    };
    switch (slot.field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return put_if(whole_number<std::int32_t>(text), &Reflection::SetInt32, &Reflection::AddInt32);
      case FieldDescriptor::CPPTYPE_INT64:
        return put_if(whole_number<std::int64_t>(text), &Reflection::SetInt64, &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_UINT32:
        return put_if(whole_number<std::uint32_t>(text), &Reflection::SetUInt32, &Reflection::AddUInt32);
      default: return put_if(whole_number<std::uint64_t>(text), &Reflection::SetUInt64, &Reflection::AddUInt64);
    }
  }

  template <class Time>
  void read_time(Message& message, int depth, const char* expected) {
    if (scan_.peek() != '"') return skip_must_be(expected, depth);
    const std::string text(scan_.string());
    if (std::is_same_v<Time, google::protobuf::Duration> && !is_duration(text)) return must_be(expected);
    Time time;
    if (!google::protobuf::util::TimeUtil::FromString(text, &time) || !in_range(time)) return must_be(expected);
    // By reflection, since the message may be of a dynamic type.
    const Descriptor& type = *message.GetDescriptor();
    message.GetReflection()->SetInt64(&message, type.FindFieldByNumber(1), time.seconds());
    message.GetReflection()->SetInt32(&message, type.FindFieldByNumber(2), time.nanos());
  }

  void read_field_mask(Message& message, int depth) {
    constexpr const char* expected = "a string of field names with commas between them, \"displayName,birthDate\"";
    if (scan_.peek() != '"') return skip_must_be(expected, depth);
    const std::string_view text = scan_.string();
    const FieldDescriptor* paths = message.GetDescriptor()->FindFieldByNumber(1);
    for (std::string_view rest = text; !rest.empty();) {
      auto path = mask_path(text::next_part(rest, ','));
      if (!path || text.ends_with(',')) return must_be(expected);
      message.GetReflection()->AddString(&message, paths, std::move(*path));
    }
  }

  JsonScanner scan_;
  status::Violations& violations_;
  std::string path_;
};

}  // namespace

void read_json(std::string_view text, Message& message, status::Violations& violations) {
  Reader(text, violations).read_root(message);
}

}  // namespace muster::proto
