// SPDX-License-Identifier: EUPL-1.2
// Resources as the descriptors have them (AIP-122): "persons/42" is the name of the row 42 of the collection
// "persons", which the pattern of google.api.resource names.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace muster::proto {

// "persons" of the pattern "persons/{person}"; empty if the type is no resource.
const std::string& collection_in(const google::protobuf::Descriptor& type);
// The collection ("persons") of a resource message. Errors: INTERNAL if it is none.
const std::string& collection_of(const google::protobuf::Descriptor& type);
// The collection that a field with google.api.resource_reference refers to. Errors: INTERNAL if there is no such
// resource.
const std::string& collection_of_reference(const google::protobuf::FieldDescriptor& field);

// The id in "persons/42". Errors: INVALID_ARGUMENT naming `field` if `name` is not
// `collection`/number.
long long id_of(std::string_view name, std::string_view collection, std::string_view field);
template <class M>
long long id_of(std::string_view name, std::string_view field = "name") {
  return id_of(name, collection_of(*M::descriptor()), field);
}
template <class M>
std::string name_of(long long id) {
  return collection_of(*M::descriptor()) + "/" + std::to_string(id);
}

}  // namespace muster::proto
