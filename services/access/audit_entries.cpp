// SPDX-License-Identifier: EUPL-1.2
#include "access/audit_entries.h"

#include "platform/rows/list.h"
#include "platform/rpc/scope.h"

namespace muster::access {

proto::Encoded<v1::ListAuditEntriesResponse> list_audit_entries(rpc::Context& context,
                                                                const v1::ListAuditEntriesRequest& request) {
  rpc::require_all_units(context);
  rows::ListSpec spec;
  spec.table = "audit_entry";
  spec.default_order = "name desc";
  return rows::list<v1::AuditEntry, v1::ListAuditEntriesResponse>(context.sql, request, spec);
}

}  // namespace muster::access
