// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/db/encoded.h"
#include "platform/rpc/call.h"

namespace muster::access {

// Newest first unless ordered otherwise.
// Errors: PERMISSION_DENIED for an auditor of some units only.
db::Encoded<v1::ListAuditEntriesResponse> list_audit_entries(rpc::Call& call,
                                                             const v1::ListAuditEntriesRequest& request);

}  // namespace muster::access
