// SPDX-License-Identifier: EUPL-1.2
// decode() and encode() of connect.h: the two codecs.
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/unknown_field_set.h>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/connect.h"
#include "platform/proto/json.h"
#include "platform/proto/json_text.h"
#include "platform/proto/json_types.h"
#include "platform/text/utf8.h"

namespace muster::connect {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string join(const std::string& path, const std::string& name) { return path.empty() ? name : path + '.' + name; }

bool has_unknown_enum(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const auto unknown = [&](int number) { return field.enum_type()->FindValueByNumber(number) == nullptr; };
  if (!field.is_repeated()) return unknown(reflection.GetEnumValue(message, &field));
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (unknown(reflection.GetRepeatedEnumValue(message, &field, i))) return true;
  }
  return false;
}

void refuse_time_out_of_range(const Message& message, const std::string& path, status::Violations& violations) {
  using google::protobuf::Descriptor;
  const auto type = message.GetDescriptor()->well_known_type();
  if (type == Descriptor::WELLKNOWNTYPE_TIMESTAMP &&
      !proto::in_range(static_cast<const google::protobuf::Timestamp&>(message))) {
    violations.add(path, platform::v1::REASON_OUT_OF_RANGE,
                   "must be a time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z",
                   {{"minimum", "0001-01-01T00:00:00Z"}, {"maximum", "9999-12-31T23:59:59.999999999Z"}});
  }
  if (type == Descriptor::WELLKNOWNTYPE_DURATION &&
      !proto::in_range(static_cast<const google::protobuf::Duration&>(message))) {
    violations.add(path, platform::v1::REASON_OUT_OF_RANGE,
                   "must be a duration of at most 315,576,000,000 seconds, nanoseconds with the same sign",
                   {{"minimum", "-315576000000s"}, {"maximum", "315576000000s"}});
  }
}

// What the binary parser keeps without understanding it.
void refuse_unsayable(const Message& message, const std::string& path, status::Violations& violations) {
  const Reflection& reflection = *message.GetReflection();
  const auto& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) {
    violations.add(join(path, "(field " + std::to_string(unknown.field(0).number()) + ")"),
                   platform::v1::REASON_UNKNOWN_FIELD, "is not a field of " + message.GetDescriptor()->name(),
                   {{"message", message.GetDescriptor()->name()}});
  }
  refuse_time_out_of_range(message, path, violations);
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = join(path, field->name());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && has_unknown_enum(message, *field)) {
      violations.add(name, platform::v1::REASON_UNKNOWN_VALUE, "is not a value of " + field->enum_type()->name());
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      refuse_unsayable(reflection.GetMessage(message, field), name, violations);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      refuse_unsayable(reflection.GetRepeatedMessage(message, field, i), name + '[' + std::to_string(i) + ']',
                       violations);
    }
  }
}

void decode_binary(std::string_view bytes, Message& message, UnknownFields unknown, status::Violations& violations) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  stream.SetRecursionLimit(proto::max_depth);
  if (!message.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage()) {
    throw status::Error(status::Code::invalid_argument, platform::v1::REASON_MALFORMED_PROTO,
                        "the body is not a " + message.GetDescriptor()->full_name() +
                            " in Protobuf's binary form (or holds text that is not UTF-8, or "
                            "more than 32 levels)");
  }
  if (unknown == UnknownFields::dropped) message.DiscardUnknownFields();
  refuse_unsayable(message, "", violations);
}

void decode_json(std::string_view text, Message& message, status::Violations& violations) {
  if (text.empty()) {
    throw status::Error(status::Code::invalid_argument, platform::v1::REASON_MALFORMED_JSON,
                        "the body is empty; send a JSON object, {} at least");
  }
  if (!text::is_utf8(text)) {
    throw status::Error(status::Code::invalid_argument, platform::v1::REASON_MALFORMED_JSON,
                        "the body is not valid UTF-8");
  }
  proto::read_json(text, message, violations);
}

}  // namespace

void decode(Codec codec, std::string_view bytes, Message& message, UnknownFields unknown) {
  status::Violations violations;
  if (codec == Codec::json) {
    decode_json(bytes, message, violations);
  } else {
    decode_binary(bytes, message, unknown, violations);
  }
  violations.throw_if_any();
}

std::string encode(Codec codec, const Message& message) {
  return encode(codec, *message.GetDescriptor(), message.SerializeAsString());
}

std::string encode(Codec codec, const google::protobuf::Descriptor& type, std::string bytes) {
  if (codec == Codec::json) return proto::write_json(type, bytes);
  return bytes;
}

}  // namespace muster::connect
