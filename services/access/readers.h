// SPDX-License-Identifier: EUPL-1.2
// Who read whom, as it is shown: to auditors by account and without the people, to each person their own readers by role
// and without the account. No method tells how much somebody reads. platform/rpc/reads.h writes it.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::access {

// Newest first unless ordered otherwise.
// Errors: PERMISSION_DENIED for an auditor of some units only.
proto::Encoded<v1::ListReadRecordsResponse> list_read_records(rpc::Context& context,
                                                              const v1::ListReadRecordsRequest& request);

// Newest first; empty for an account that is nobody of the roster. What the caller's own account read is left out.
proto::Encoded<v1::ListMyReadersResponse> list_my_readers(rpc::Context& context,
                                                          const v1::ListMyReadersRequest& request);

}  // namespace muster::access
