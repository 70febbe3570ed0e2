// SPDX-License-Identifier: EUPL-1.2
// Enum values and the names under which they are stored.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>
#include <vector>

namespace muster::proto {

// The value called `name`, "GENDER_WOMAN"; 0, unspecified, if there is none.
template <class E>
E enum_named(const std::string& name) {
  const auto* value = google::protobuf::GetEnumDescriptor<E>()->FindValueByName(name);
  return static_cast<E>(value == nullptr ? 0 : value->number());
}

// What may be chosen: the names of all values but unspecified and those of `without`, "GENDER_WOMAN, GENDER_MAN".
std::string value_names(const google::protobuf::EnumDescriptor& type, const std::vector<int>& without = {});

}  // namespace muster::proto
