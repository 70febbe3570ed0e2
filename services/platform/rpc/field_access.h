// SPDX-License-Identifier: EUPL-1.2
// Who may set and who may see which field, as the fields declare (muster/platform/v1/options.proto).
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Throws PERMISSION_DENIED naming the first field that is set and declares writers of which the
// caller is none.
void check_writable(const Context& context, const google::protobuf::Message& request);

// Clears, in an answer, the sensitive fields (unless the method is an audited read) and those
// that declare viewers of which the caller is none.
void hide_fields(const Context& context, google::protobuf::Message& answer);
// The same in an answer of `type` in Protobuf's binary form.
void hide_fields(const Context& context, const google::protobuf::Descriptor& type, std::string& answer);

}  // namespace muster::rpc
