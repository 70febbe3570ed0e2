// SPDX-License-Identifier: EUPL-1.2
// Violations in the words of the request: code below a handler knows columns and names, the client
// knows the path of a field.
#pragma once

#include <google/protobuf/message.h>

#include "platform/status/error.h"

namespace muster::rpc {

// The error with each violation's field as a path within `request`: a column, "number", becomes
// "person.number", and a resource's name, "persons/42", the first field that holds it,
// "nomination.person" or "persons[3]". Paths stay as they are; a name that the request does not
// hold is left out.
status::Error with_paths(const status::Error& error, const google::protobuf::Message& request);

}  // namespace muster::rpc
