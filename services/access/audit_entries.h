// SPDX-License-Identifier: EUPL-1.2
// The audit, read: who did what to which record, never a value. platform/rpc/audit.h writes it.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::access {

// Newest first unless ordered otherwise.
// Errors: PERMISSION_DENIED for an auditor of some units only.
proto::Encoded<v1::ListAuditEntriesResponse> list_audit_entries(rpc::Context& context,
                                                                const v1::ListAuditEntriesRequest& request);

}  // namespace muster::access
