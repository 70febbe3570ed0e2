// SPDX-License-Identifier: EUPL-1.2
// Whom an answer names: whatever the descriptors say is a person or refers to one.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>
#include <vector>

namespace muster::rpc {

// Whether answers of this type can name people.
bool names_people(const google::protobuf::Descriptor& type);

// The people whom `answer`, a message of `type` in Protobuf's binary form, names, each as often as it does. Looks at
// tags alone: some 20 ns a row.
std::vector<long long> named_people(const google::protobuf::Descriptor& type, std::string_view answer);

}  // namespace muster::rpc
