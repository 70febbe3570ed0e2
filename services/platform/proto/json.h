// SPDX-License-Identifier: EUPL-1.2
// Protobuf's JSON mapping (protobuf.dev, "ProtoJSON"), driven by descriptors. Ours, because
// Protobuf 3.21's own takes seven times as long, cannot name the wrong field, repeats the
// client's bytes in its errors and takes much that is not JSON; a test compares the two.
// Of the well-known types it knows Timestamp, Duration, FieldMask, Empty and the wrappers; not
// Any, Struct, Value and ListValue, which no API of Muster uses: they throw std::logic_error.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "platform/status/error.h"

namespace muster::proto {

// Reads `text` into the empty `message`. Wrong fields are added to `violations` under their
// proto path and left unset; reading goes on after them.
// Throws invalid_argument when the text is not JSON at all or not an object.
void read_json(std::string_view text, google::protobuf::Message& message, status::Violations& violations);

std::string write_json(const google::protobuf::Message& message);
// Of a message of `type` in Protobuf's binary form, its fields in the order of their numbers.
// Throws std::logic_error if it is not.
std::string write_json(const google::protobuf::Descriptor& type, std::string_view bytes);

}  // namespace muster::proto
