// SPDX-License-Identifier: EUPL-1.2
// Which resources refer to which, as google.api.resource_reference says it: whatever asks what rests on a row asks
// here, so that a resource that is added later is never forgotten.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace muster::proto {

// Every message with google.api.resource in this program, in the order of their full names.
const std::vector<const google::protobuf::Descriptor*>& resource_types();

// The table that holds the resource's rows, its name in snake case: "language_skill" of LanguageSkill.
std::string table_of(const google::protobuf::Descriptor& type);
template <class M>
std::string table_of() {
  return table_of(*M::descriptor());
}

// The fields with a column, of any resource, that refer to resources of `type`: Affiliation.person of Person.
// Errors: INTERNAL for one that is repeated, whose column cannot be looked up.
std::vector<const google::protobuf::FieldDescriptor*> references_to(const google::protobuf::Descriptor& type);

}  // namespace muster::proto
