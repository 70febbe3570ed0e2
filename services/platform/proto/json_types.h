// SPDX-License-Identifier: EUPL-1.2
// The well-known types that Protobuf's JSON mapping writes in a form of their own.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace muster::proto {

enum class JsonForm {
  object,      // every other message
  timestamp,   // "2026-01-31T12:00:00Z"
  duration,    // "1.5s"
  field_mask,  // "displayName,birthDate"
  wrapper,     // the bare value
};

// Throws std::logic_error for Any, Struct, Value and ListValue.
JsonForm json_form(const google::protobuf::Descriptor& type);

// Whether the JSON form can say the time: years 1 to 9999, and about as long before and after. The binary
// form holds others (timestamp.proto, duration.proto).
bool in_range(const google::protobuf::Timestamp& time);
bool in_range(const google::protobuf::Duration& time);

}  // namespace muster::proto
