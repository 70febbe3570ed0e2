// SPDX-License-Identifier: EUPL-1.2
// A word that what looks like a slip of the pen is right: the doubts are those of rules/plausibility.h. Which dated field
// has which of them stands in services/README.md.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include <string>

#include "platform/rpc/context.h"
#include "platform/status/error.h"
#include "rules/plausibility.h"

namespace muster::rpc {

// Adds the doubt about `field` as IMPLAUSIBLE, unless `reason` says why it is right. `reason_field` is the field of the
// request that holds the reason, such as "affiliation.plausible_reason".
void add_doubt(status::Violations& violations, const std::string& field, const rules::Doubt& doubt,
               const std::string& reason_field, const std::string& reason);

// Throws INVALID_ARGUMENT with IMPLAUSIBLE where a civil date of the request is far ahead and stands beside a field
// plausible_reason that says nothing: of every write, before its handler. Of an update, dates and word as far as
// update_mask names them, since others are not kept.
void require_no_far_day(const Context& context, const google::protobuf::Message& request);

// The resource's plausible_reason, if the update keeps it.
template <class Resource>
std::string kept_reason(const Resource& resource, const google::protobuf::FieldMask& mask) {
  for (const auto& path : mask.paths()) {
    if (path == "plausible_reason") return resource.plausible_reason();
  }
  return "";
}

}  // namespace muster::rpc
