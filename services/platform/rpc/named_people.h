// SPDX-License-Identifier: EUPL-1.2
// Whom an answer names: whatever the descriptors say is a person or refers to one, or to a record of one person where no
// person stands beside it, such as a step of a nomination.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/session.h"

namespace muster::rpc {

struct NamedPeople {
  // Each as often as it is named.
  std::vector<long long> people;
  // Records that are each of one person, by the field with the person: {Nomination.person, 7}.
  std::vector<std::pair<const google::protobuf::FieldDescriptor*, long long>> records;
};

// Whether messages of this type can name people.
bool names_people(const google::protobuf::Descriptor& type);

// What `message`, one of `type` in Protobuf's binary form, names. Looks at tags alone: some 60 ns a row.
NamedPeople named_people(const google::protobuf::Descriptor& type, std::string_view message);

// Whose the records are is in the database: one statement for those of a table. Each person as often as named.
std::vector<long long> people_of(db::Session& session, NamedPeople named);

}  // namespace muster::rpc
