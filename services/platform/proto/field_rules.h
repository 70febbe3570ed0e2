// SPDX-License-Identifier: EUPL-1.2
// What the fields of a message declare (muster/platform/v1/options.proto), read once for each
// type: reading options takes longer than checking a text against them.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "muster/platform/v1/options.pb.h"

namespace muster::proto {

struct MessageRules;

struct FieldRules {
  const google::protobuf::FieldDescriptor* field;
  const platform::v1::Field* declared;
  const google::protobuf::FieldDescriptor* not_before = nullptr;
  const google::protobuf::FieldDescriptor* required_without = nullptr;
  std::string collection;               // of a reference: "persons"
  const MessageRules* inner = nullptr;  // of messages of ours
};

struct MessageRules {
  std::vector<FieldRules> fields;                           // in the order of the proto
  const google::protobuf::FieldDescriptor* mask = nullptr;  // update_mask; it speaks of the one resource
};

// Thread-safe; what is returned lives as long as the program.
const MessageRules& rules_of(const google::protobuf::Descriptor& type);

}  // namespace muster::proto
