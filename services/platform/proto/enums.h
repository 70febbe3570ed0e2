// SPDX-License-Identifier: EUPL-1.2
// Enum values by the names under which they are stored.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>

namespace muster::proto {

// The value called `name`, "GENDER_WOMAN"; 0, unspecified, if there is none.
template <class E>
E enum_named(const std::string& name) {
  const auto* value = google::protobuf::GetEnumDescriptor<E>()->FindValueByName(name);
  return static_cast<E>(value == nullptr ? 0 : value->number());
}

}  // namespace muster::proto
