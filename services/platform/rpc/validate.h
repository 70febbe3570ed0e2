// SPDX-License-Identifier: EUPL-1.2
// Checks a request against what its fields declare (muster/platform/v1/options.proto).
#pragma once

#include <google/protobuf/message.h>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Checks every field and throws INVALID_ARGUMENT with all violations at once. Brings names to
// NFC, and clears what a client may not set (output_only fields; AIP-203). Where the request has
// an update_mask, the resource's fields are checked as far as the mask names them.
void validate(google::protobuf::Message& request);

}  // namespace muster::rpc
