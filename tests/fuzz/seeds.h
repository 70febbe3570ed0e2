// SPDX-License-Identifier: EUPL-1.2
// A request that is plausible for every method, made from what its fields declare: where a fuzzer
// starts from, so that it need not find the shape of a message by chance.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <string>

#include "platform/proto/field_rules.h"

namespace muster::fuzz {

inline std::string plausible_text(const proto::FieldRules& rules) {
  if (!rules.collection.empty()) return rules.collection + "/1";
  switch (rules.declared->format()) {
    case platform::v1::FORMAT_DATE: return rules.not_before ? "2020-12-31" : "2020-01-01";
    case platform::v1::FORMAT_MONTH: return "2020-01";
    case platform::v1::FORMAT_COUNTRY: return "NOR";
    case platform::v1::FORMAT_LANGUAGE: return "nob";
    case platform::v1::FORMAT_TIME_ZONE: return "Europe/Oslo";
    default: break;
  }
  std::string text = rules.field->name() == "indicator" ? "S1" : "A1";
  text.resize(std::max(text.size(), static_cast<std::size_t>(rules.declared->min_length())), 'x');
  return text;
}

inline void make_plausible(google::protobuf::Message& message);

inline void set_plausible(google::protobuf::Message& message, const proto::FieldRules& rules) {
  using google::protobuf::FieldDescriptor;
  const auto& field = *rules.field;
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  const auto number = std::max<long long>(1, rules.declared->minimum());
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = plausible_text(rules);
      return many ? reflection.AddString(&message, &field, text) : reflection.SetString(&message, &field, text);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field.enum_type()->value(std::min(1, field.enum_type()->value_count() - 1));
      return many ? reflection.AddEnum(&message, &field, value) : reflection.SetEnum(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (!many) reflection.SetInt32(&message, &field, static_cast<int>(number));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      if (!many) reflection.SetInt64(&message, &field, number);
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE: break;
    default: return;
  }
  auto& inner = *(many ? reflection.AddMessage(&message, &field) : reflection.MutableMessage(&message, &field));
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&inner)) {
    time->set_seconds(1900000000);
  } else if (auto* mask = dynamic_cast<google::protobuf::FieldMask*>(&inner)) {
    mask->add_paths("display_name");
  } else {
    make_plausible(inner);
  }
}

// Fills the fields that a client fills, except those of pages.
inline void make_plausible(google::protobuf::Message& message) {
  for (const proto::FieldRules& rules : proto::rules_of(*message.GetDescriptor()).fields) {
    const std::string& name = rules.field->name();
    const bool left_out = rules.declared->output_only() || name == "page_token" || name == "filter" ||
                          name == "order_by" || name == "etag" || name == "known_at";
    if (!left_out) set_plausible(message, rules);
  }
}

}  // namespace muster::fuzz
