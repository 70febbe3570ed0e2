// SPDX-License-Identifier: EUPL-1.2
#include "access/audit_entries.h"

#include "platform/db/list.h"
#include "platform/rpc/scope.h"

namespace muster::access {

db::Encoded<v1::ListAuditEntriesResponse> list_audit_entries(rpc::Call& call,
                                                             const v1::ListAuditEntriesRequest& request) {
  rpc::require_all_units(call);
  db::ListSpec spec;
  spec.table = "audit_entry";
  spec.default_order = "name desc";
  return db::list<v1::AuditEntry, v1::ListAuditEntriesResponse>(call.sql, request, spec);
}

}  // namespace muster::access
